#include "report_proof.h"

#include <string.h>

#include "facts_session.h"
#include "mem.h"
#include "report_mix.h"
#include "text.h"

struct walk {
	struct proof *p;
	const struct facts_scope *scope;
};

static int
keep_session(void *arg, struct record **r, struct iv_err *e)
{
	struct walk *w = arg;
	struct proof *p = w->p;
	const char *start = json_str((*r)->json, "start");
	struct civil c;

	(void)e;
	if (!json_is((*r)->json, "status", "held") || !start ||
	    !civil_parse_iso(start, &c) || c.day < w->scope->since ||
	    c.day > w->scope->until)
		return 0;
	p->sessions = mem_array(p->sessions, p->n + 1, sizeof(*p->sessions));
	p->sessions[p->n++] = IV_TAKE(*r);
	return 0;
}

static int
keep_outside(void *arg, struct record **r, struct iv_err *e)
{
	struct proof *p = arg;

	(void)e;
	if (!json_is((*r)->json, "role", "facilitator") &&
	    !json_is((*r)->json, "role", "client"))
		return 0;
	p->outside = mem_array(p->outside, p->noutside + 1,
	    sizeof(*p->outside));
	p->outside[p->noutside++] = (*r)->id;
	return 0;
}

int
proof_load(struct proof *p, struct report_ask *ask, struct iv_err *e)
{
	struct walk w = { p, &ask->scope };

	if (ask->scope.until > ask->scope.now.day)
		ask->scope.until = ask->scope.now.day;
	if (facts_attendance(ask->store, &ask->scope, &p->people, &p->visits,
	    e) < 0 || store_each(ask->store, &schema_session, keep_session,
	    &w, e) < 0 || store_each(ask->store, &schema_member, keep_outside,
	    p, e) < 0 || report_leader(&p->leader, ask, e) < 0)
		return -1;
	if (p->leader)
		report_registers(&p->leader_registers, p->leader->json);
	ask->unclosed = p->people.unclosed;
	return 0;
}

void
proof_release(struct proof *p)
{
	people_release(&p->people);
	visits_release(&p->visits);
	for (size_t i = 0; i < p->n; i++)
		record_free(p->sessions[i]);
	mem_free(p->sessions);
	mem_free(p->outside);
	record_free(p->leader);
	buf_release(&p->leader_registers);
}

const cJSON *
proof_session(const struct proof *p, const struct visited *v)
{
	for (size_t i = 0; i < p->n; i++)
		if (strcmp(p->sessions[i]->id.s, v->session.s) == 0)
			return p->sessions[i]->json;
	return NULL;
}

void
proof_number(char number[PROOF_NUMBER], uint64_t hash)
{
	static const char letters[] = "0123456789abcdefghjkmnpqrstvwxyz";

	for (int i = 0; i < 12; i++, hash >>= 5) {
		if (i > 0 && i % 4 == 0)
			*number++ = '-';
		*number++ = letters[hash & 31];
	}
	*number = '\0';
}

uint64_t
proof_hash(const struct report_ask *ask)
{
	const char *group = json_str(store_group(ask->store), "id");

	return id_hash(group ? group : "", group ? strlen(group) : 0, 0);
}

void
proof_leader(struct buf *b, const struct record *leader)
{
	IV_AUTO(buf_release) struct buf numbers = BUF_INIT;

	if (!leader)
		return;
	report_registers(&numbers, leader->json);
	buf_adds(b, json_str(leader->json, "name"));
	if (numbers.len > 0)
		buf_addf(b, " (%s)", numbers.p);
}

void
proof_group(struct buf *b, const struct report_ask *ask)
{
	report_registers(b, store_group(ask->store));
}

void
proof_breaks(struct buf *b, const cJSON *session)
{
	const cJSON *j;

	cJSON_ArrayForEach(j, json_get(session, "breaks"))
		if (json_str(j, "from") && json_str(j, "until"))
			buf_addf(b, "%s%s\xe2\x80\x93%s",
			    b->len > 0 ? ", " : "", json_str(j, "from"),
			    json_str(j, "until"));
}

/* Each method once, by its title. */
void
proof_methods(struct buf *b, const char *lang, const cJSON *session)
{
	const cJSON *item;

	cJSON_ArrayForEach(item, json_get(session, "agenda")) {
		IV_AUTO(buf_release) struct buf title = BUF_INIT;

		if (!json_str(item, "method"))
			continue;
		report_method(&title, lang, json_str(item, "method"));
		if (b->len == 0 || !strstr(b->p, title.p))
			buf_addf(b, "%s%s", b->len > 0 ? ", " : "", title.p);
	}
}

static void
flag_cell(cJSON *row, const char *key, const cJSON *session)
{
	const cJSON *j = json_get(session, key);

	cJSON_AddItemToObject(row, key, j ?
	    cJSON_CreateBool(cJSON_IsTrue(j)) : cJSON_CreateNull());
}

void
proof_cells(cJSON *row, struct report_ask *ask, const struct visited *v,
    const cJSON *session)
{
	IV_AUTO(buf_release) struct buf breaks = BUF_INIT, method = BUF_INIT;
	int from = v && v->start.minute >= 0 ? v->start.minute : -1;

	proof_breaks(&breaks, session);
	proof_methods(&method, store_lang(ask->store), session);
	row_str(row, "session", v ? v->session.s : NULL);
	if (v)
		row_day(row, "date", v->start.day);
	else
		row_str(row, "date", NULL);
	row_clock(row, "start", from);
	row_clock(row, "end", from < 0 ? -1 :
	    from + facts_meeting(session).minutes);
	row_str(row, "breaks", breaks.len > 0 ? breaks.p : NULL);
	row_str(row, "place", json_str(session, "place"));
	flag_cell(row, "online", session);
	flag_cell(row, "identity_checked", session);
	row_str(row, "method", method.len > 0 ? method.p : NULL);
}

static bool
takes_part(const struct proof *p, const char *id)
{
	for (size_t i = 0; i < p->noutside; i++)
		if (strcmp(p->outside[i].s, id) == 0)
			return false;
	return true;
}

int
proof_people(const struct proof *p, const struct id *session)
{
	const cJSON *attendance = NULL, *j;
	int n = 0;

	for (size_t i = 0; i < p->n; i++)
		if (strcmp(p->sessions[i]->id.s, session->s) == 0)
			attendance = json_get(p->sessions[i]->json,
			    "attendance");
	cJSON_ArrayForEach(j, attendance)
		n += json_is(j, "status", "present") &&
		    takes_part(p, j->string);
	return n;
}

bool
proof_own(const cJSON *session, const char *member)
{
	const cJSON *item;

	cJSON_ArrayForEach(item, json_get(session, "agenda"))
		if (json_is(item, "presenter", member))
			return true;
	return false;
}
