#include "report_proof.h"

#include <stdlib.h>
#include <string.h>

#include "facts_session.h"
#include "mem.h"
#include "report_mix.h"
#include "text.h"

struct walk {
	struct proof *p;
	const struct facts_scope *scope;
	struct store *store;
};

static bool
takes_part(const struct proof *p, const char *id)
{
	for (size_t i = 0; i < p->noutside; i++)
		if (strcmp(p->outside[i].s, id) == 0)
			return false;
	return true;
}

static int
people_of(const struct proof *p, const cJSON *session)
{
	const cJSON *j;
	int n = 0;

	cJSON_ArrayForEach(j, json_get(session, "attendance"))
		n += json_is(j, "status", "present") &&
		    takes_part(p, j->string);
	return n;
}

/* Read once: many meetings are held by few methods. */
static const char *
title_of(struct walk *w, const char *name)
{
	IV_AUTO(buf_release) struct buf title = BUF_INIT;
	struct proof *p = w->p;

	for (size_t i = 0; i < p->ntitles; i++)
		if (strcmp(p->titles[i].name, name) == 0)
			return p->titles[i].title;
	report_method(&title, w->store, name);
	p->titles = mem_array(p->titles, p->ntitles + 1, sizeof(*p->titles));
	p->titles[p->ntitles] = (struct proof_title){ mem_dup(name),
		buf_take(&title) };
	return p->titles[p->ntitles++].title;
}

/* Each once. */
static void
title_add(struct buf *b, const char *title)
{
	if (b->len == 0 || !strstr(b->p, title))
		buf_addf(b, "%s%s", b->len > 0 ? ", " : "", title);
}

static char *
text_of(struct buf *b)
{
	return b->len > 0 ? buf_take(b) : NULL;
}

static int
flag_of(const cJSON *session, const char *key)
{
	const cJSON *j = json_get(session, key);

	return j ? cJSON_IsTrue(j) : -1;
}

static void
take_agenda(struct walk *w, struct proof_meeting *m, const cJSON *agenda)
{
	IV_AUTO(buf_release) struct buf method = BUF_INIT;
	const cJSON *item;

	cJSON_ArrayForEach(item, agenda) {
		const char *by = json_str(item, "presenter");

		if (json_str(item, "method"))
			title_add(&method, title_of(w, json_str(item,
			    "method")));
		if (!by || !id_valid(by))
			continue;
		m->presenters = mem_array(m->presenters, m->npresenters + 1,
		    sizeof(*m->presenters));
		snprintf(m->presenters[m->npresenters++].s,
		    sizeof(m->presenters->s), "%s", by);
	}
	m->method = text_of(&method);
}

static bool
was_led(const struct walk *w, const cJSON *session)
{
	const struct record *leader = w->p->leader;
	const cJSON *noted = leader ? json_get(json_get(session,
	    "attendance"), leader->id.s) : NULL;

	return !noted || json_is(noted, "status", "present");
}

static int
keep_session(void *arg, struct record **r, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf breaks = BUF_INIT;
	struct walk *w = arg;
	struct proof *p = w->p;
	const cJSON *j = (*r)->json;
	const char *start = json_str(j, "start");
	struct proof_meeting *m;
	struct civil c;

	(void)e;
	if (!json_is(j, "status", "held") || !start ||
	    !civil_parse_iso(start, &c) || c.day < w->scope->since ||
	    c.day > w->scope->until)
		return 0;
	p->meetings = mem_array(p->meetings, p->n + 1, sizeof(*p->meetings));
	m = &p->meetings[p->n++];
	*m = (struct proof_meeting){ .id = (*r)->id,
	    .minutes = facts_meeting(j).minutes, .people = people_of(p, j),
	    .place = mem_dup(json_str(j, "place")),
	    .online = flag_of(j, "online"),
	    .checked = flag_of(j, "identity_checked"),
	    .led = was_led(w, j) };
	proof_breaks(&breaks, j);
	m->breaks = text_of(&breaks);
	take_agenda(w, m, json_get(j, "agenda"));
	return 0;
}

static int
by_id(const void *a, const void *b)
{
	const struct proof_meeting *x = a, *y = b;

	return strcmp(x->id.s, y->id.s);
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
	struct walk w = { p, &ask->scope, ask->store };

	if (ask->scope.until > ask->scope.now.day)
		ask->scope.until = ask->scope.now.day;
	if (facts_attendance(ask->store, &ask->scope, &p->people, &p->visits,
	    e) < 0 || store_each(ask->store, &schema_member, keep_outside,
	    p, e) < 0 || report_leader(&p->leader, ask, e) < 0 ||
	    store_each(ask->store, &schema_session, keep_session, &w, e) < 0)
		return -1;
	if (p->n > 0)
		qsort(p->meetings, p->n, sizeof(*p->meetings), by_id);
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
	for (size_t i = 0; i < p->n; i++) {
		mem_free(p->meetings[i].breaks);
		mem_free(p->meetings[i].place);
		mem_free(p->meetings[i].method);
		mem_free(p->meetings[i].presenters);
	}
	for (size_t i = 0; i < p->ntitles; i++) {
		mem_free(p->titles[i].name);
		mem_free(p->titles[i].title);
	}
	mem_free(p->meetings);
	mem_free(p->titles);
	mem_free(p->outside);
	record_free(p->leader);
	buf_release(&p->leader_registers);
}

const struct proof_meeting *
proof_meeting(const struct proof *p, const struct visited *v)
{
	struct proof_meeting key = { .id = v->session };

	return p->n == 0 ? NULL : bsearch(&key, p->meetings, p->n,
	    sizeof(*p->meetings), by_id);
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

void
proof_methods(struct buf *b, struct store *s, const cJSON *session)
{
	const cJSON *item;

	cJSON_ArrayForEach(item, json_get(session, "agenda")) {
		IV_AUTO(buf_release) struct buf title = BUF_INIT;

		if (!json_str(item, "method"))
			continue;
		report_method(&title, s, json_str(item, "method"));
		title_add(b, title.p);
	}
}

static void
flag_cell(cJSON *row, const char *key, int flag)
{
	cJSON_AddItemToObject(row, key, flag < 0 ? cJSON_CreateNull() :
	    cJSON_CreateBool(flag));
}

void
proof_cells(cJSON *row, const struct visited *v,
    const struct proof_meeting *m)
{
	static const struct proof_meeting none = { .online = -1,
		.checked = -1 };
	int from = v && v->start.minute >= 0 ? v->start.minute : -1;

	if (!m)
		m = &none;
	row_str(row, "session", v ? v->session.s : NULL);
	row_day(row, "date", v ? v->start.day : ROW_NO_DAY);
	row_clock(row, "start", from);
	row_clock(row, "end", from < 0 ? -1 : from + m->minutes);
	row_str(row, "breaks", m->breaks);
	row_str(row, "place", m->place);
	flag_cell(row, "online", m->online);
	flag_cell(row, "identity_checked", m->checked);
	row_str(row, "method", m->method);
}

int
proof_people(const struct proof_meeting *m)
{
	return m ? m->people : 0;
}

bool
proof_own(const struct proof_meeting *m, const char *member)
{
	for (size_t i = 0; m && i < m->npresenters; i++)
		if (strcmp(m->presenters[i].s, member) == 0)
			return true;
	return false;
}
