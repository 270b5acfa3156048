#include "facts_register.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "facts_attendance.h"
#include "facts_session.h"
#include "mem.h"

/* One person as a register sees people. */
struct somebody {
	struct id id;
	bool member, leads, client;
	char *number;			/* in this register, or NULL */
	bool numbered;			/* in any */
	int32_t joined, left;
};

struct walk {
	struct facts_register *ret;
	const struct facts_scope *scope;
	const char *name;
	struct somebody *people;
	size_t npeople;
	struct id *own;			/* meetings with an own case */
	size_t nown;
};

const char *
facts_register_number(const cJSON *member, const char *name)
{
	const cJSON *j;

	cJSON_ArrayForEach(j, json_get(member, "registers"))
		if (cJSON_IsString(j) && strcasecmp(j->string, name) == 0)
			return j->valuestring;
	return NULL;
}

static int32_t
day_or(const cJSON *j, const char *key, int32_t none)
{
	const char *s = json_str(j, key);
	struct civil c;

	return s && civil_parse_iso(s, &c) ? c.day : none;
}

static int
take_member(void *arg, struct record **r, struct iv_err *e)
{
	struct walk *w = arg;
	const cJSON *j = (*r)->json;

	(void)e;
	w->people = mem_array(w->people, w->npeople + 1, sizeof(*w->people));
	w->people[w->npeople++] = (struct somebody){ .id = (*r)->id,
	    .member = json_is(j, "role", "member"),
	    .leads = json_is(j, "role", "facilitator"),
	    .client = json_is(j, "role", "client"),
	    .number = mem_dup(facts_register_number(j, w->name)),
	    .numbered = json_count(json_get(j, "registers")) > 0,
	    .joined = day_or(j, "joined", INT32_MIN),
	    .left = day_or(j, "left", INT32_MAX) };
	return 0;
}

static const struct somebody *
somebody(const struct walk *w, const char *id)
{
	for (size_t i = 0; i < w->npeople; i++)
		if (strcmp(w->people[i].id.s, id) == 0)
			return &w->people[i];
	return NULL;
}

static bool
in_group(const struct somebody *p, int32_t day)
{
	return p->joined <= day && day <= p->left;
}

static int
group_size(const struct walk *w, int32_t day)
{
	int n = 0;

	for (size_t i = 0; i < w->npeople; i++)
		n += w->people[i].member && in_group(&w->people[i], day);
	return n;
}

/* Someone who was or will be there; p is NULL when the record is gone. */
static void
count_person(struct register_meeting *m, const struct somebody *p)
{
	if (p && p->leads) {
		m->numbered = m->numbered || p->numbered;
		return;
	}
	if (p && p->client)
		return;
	m->people++;
	m->registered += p && p->number;
}

static bool
presents(const cJSON *session, const char *member)
{
	const cJSON *item;

	if (!member)
		return false;
	cJSON_ArrayForEach(item, json_get(session, "agenda"))
		if (json_is(item, "presenter", member))
			return true;
	return false;
}

/* Net minutes of all of a meeting that is still to come. */
static int
planned_minutes(const cJSON *session, struct civil start, bool *pause)
{
	static const struct span open = { SPAN_OPEN, SPAN_OPEN };
	struct meeting m = { .start = start,
	    .minutes = facts_meeting(session).minutes };
	struct visit v = { 0, WAS_PRESENT, open };
	const cJSON *j;
	int n;

	cJSON_ArrayForEach(j, json_get(session, "breaks")) {
		m.breaks = mem_array(m.breaks, m.nbreaks + 1,
		    sizeof(*m.breaks));
		m.breaks[m.nbreaks++] = facts_span(j);
	}
	n = visit_minutes(&m, &v);
	*pause = n < m.minutes;
	mem_free(m.breaks);
	return n;
}

static bool
expected(const cJSON *session, const struct somebody *p, int32_t day)
{
	const cJSON *reply = json_get(json_get(session, "rsvp"), p->id.s);
	const char *status = json_str(json_get(json_get(session,
	    "attendance"), p->id.s), "status");

	return (p->member || p->leads) && in_group(p, day) &&
	    !json_is(reply, "answer", "no") &&
	    (!status || strcmp(status, "present") == 0);
}

static void
take_planned(struct walk *w, const struct record *r, struct civil start)
{
	struct facts_register *f = w->ret;
	struct facts_register_row row = { r->id, start,
		{ .day = start.day }, 0 };

	row.m.minutes = planned_minutes(r->json, start, &row.m.pause);
	row.m.group = group_size(w, start.day);
	for (size_t i = 0; i < w->npeople; i++) {
		const struct somebody *p = &w->people[i];

		if (!expected(r->json, p, start.day))
			continue;
		count_person(&row.m, p);
		if (strcmp(p->id.s, w->scope->member) == 0)
			row.m.present = true;
	}
	row.m.own_case = presents(r->json, w->scope->member);
	f->ahead = mem_array(f->ahead, f->nahead + 1, sizeof(*f->ahead));
	f->ahead[f->nahead++] = row;
}

static int
take_session(void *arg, struct record **r, struct iv_err *e)
{
	struct walk *w = arg;
	const cJSON *j = (*r)->json;
	const char *start = json_str(j, "start");
	struct civil c;

	(void)e;
	if (!start || !civil_parse_iso(start, &c))
		return 0;
	if (json_is(j, "status", "held") && presents(j, w->scope->member)) {
		w->own = mem_array(w->own, w->nown + 1, sizeof(*w->own));
		w->own[w->nown++] = (*r)->id;
	}
	if (w->scope->member && c.day >= w->scope->now.day &&
	    (json_is(j, "status", "planned") ||
	    json_is(j, "status", "running")))
		take_planned(w, *r, c);
	return 0;
}

static bool
own_case(const struct walk *w, const struct id *session)
{
	for (size_t i = 0; i < w->nown; i++)
		if (strcmp(w->own[i].s, session->s) == 0)
			return true;
	return false;
}

static struct facts_register_row *
held_add(struct walk *w, const struct visited *v)
{
	struct facts_register *f = w->ret;
	struct facts_register_row *row;

	f->held = mem_array(f->held, f->nheld + 1, sizeof(*f->held));
	row = &f->held[f->nheld++];
	*row = (struct facts_register_row){ v->session, v->start,
		{ .day = v->start.day, .group = group_size(w, v->start.day),
		    .own_case = own_case(w, &v->session) }, 0 };
	return row;
}

static void
was_there(struct register_meeting *m, const struct visited *v)
{
	m->present = true;
	m->minutes = v->minutes;
	m->from = v->stay.from;
	m->until = v->stay.until;
	m->pause = v->minutes < v->stay.until - v->stay.from;
}

/* Visits come meeting by meeting. */
static void
take_visits(struct walk *w, const struct people *people,
    const struct visits *visits)
{
	struct facts_register_row *row = NULL;

	for (size_t i = 0; i < visits->n; i++) {
		const struct visited *v = &visits->v[i];
		const char *id = people->v[v->who].id.s;

		if (!row || strcmp(row->id.s, v->session.s) != 0)
			row = held_add(w, v);
		if (v->presence != WAS_PRESENT)
			continue;
		count_person(&row->m, somebody(w, id));
		if (w->scope->member && strcmp(id, w->scope->member) == 0)
			was_there(&row->m, v);
	}
}

/* Meetings before the person came and after they left are not theirs. */
static void
drop_others(struct walk *w)
{
	const struct somebody *me = somebody(w, w->scope->member);
	struct facts_register *f = w->ret;
	size_t n = 0;

	for (size_t i = 0; i < f->nheld; i++)
		if (f->held[i].m.present || !me ||
		    in_group(me, f->held[i].start.day))
			f->held[n++] = f->held[i];
	f->nheld = n;
}

static int
by_start(const void *a, const void *b)
{
	const struct facts_register_row *x = a, *y = b;
	int r = civil_compare(x->start, y->start);

	return r != 0 ? r : strcmp(x->id.s, y->id.s);
}

static int
gather(struct walk *w, struct store *s, struct iv_err *e)
{
	IV_AUTO(people_release) struct people people = { 0 };
	IV_AUTO(visits_release) struct visits visits = { 0 };
	struct facts_scope all = *w->scope;
	struct facts_register *f = w->ret;

	all.member = NULL;
	if (store_each(s, &schema_member, take_member, w, e) < 0 ||
	    store_each(s, &schema_session, take_session, w, e) < 0 ||
	    facts_attendance(s, &all, &people, &visits, e) < 0)
		return -1;
	take_visits(w, &people, &visits);
	drop_others(w);
	f->unclosed = people.unclosed;
	f->counted = mem_array(NULL, f->nheld + 1, sizeof(*f->counted));
	for (size_t i = 0; i < f->nheld; i++)
		f->counted[i] = f->held[i].m;
	if (f->nahead > 0)
		qsort(f->ahead, f->nahead, sizeof(*f->ahead), by_start);
	return 0;
}

static void
walk_release(struct walk *w)
{
	for (size_t i = 0; i < w->npeople; i++)
		mem_free(w->people[i].number);
	mem_free(w->people);
	mem_free(w->own);
}

int
facts_register(struct facts_register *ret, struct store *s,
    const struct facts_scope *scope, const char *name, struct iv_err *e)
{
	struct facts_register f = { .nheld = 0 };
	struct walk w = { .ret = &f, .scope = scope, .name = name };
	int r = gather(&w, s, e);

	walk_release(&w);
	if (r < 0)
		facts_register_release(&f);
	else
		*ret = f;
	return r;
}

struct give {
	facts_present_fn *fn;
	void *arg;
	const struct people *people;
	const char *only;
};

/* The meetings are those of the visits, in the same order. */
static void
give_present(const struct walk *w, const struct visits *visits,
    const struct give *g)
{
	const struct facts_register_row *row = w->ret->held;

	for (size_t i = 0; i < visits->n; i++) {
		const struct visited *v = &visits->v[i];
		const struct person *p = &g->people->v[v->who];
		const struct somebody *known = somebody(w, p->id.s);
		struct facts_register_row own;

		if (strcmp(row->id.s, v->session.s) != 0)
			row++;
		if (v->presence != WAS_PRESENT ||
		    (g->only ? strcmp(g->only, p->id.s) != 0 :
		    known && known->leads && !known->number) ||
		    (known && known->client))
			continue;
		own = *row;
		was_there(&own.m, v);
		g->fn(g->arg, &own, &(struct facts_present){ p->id.s,
		    p->name, known ? known->number : NULL, v->stay.from,
		    v->stay.until });
	}
}

int
facts_register_present(struct store *s, const struct facts_scope *scope,
    const char *name, facts_present_fn *fn, void *arg, struct iv_err *e)
{
	IV_AUTO(people_release) struct people people = { 0 };
	IV_AUTO(visits_release) struct visits visits = { 0 };
	IV_AUTO(facts_register_release) struct facts_register f =
	    { .nheld = 0 };
	struct facts_scope all = *scope;
	IV_AUTO(walk_release) struct walk w = { .ret = &f, .scope = &all,
		.name = name };
	struct give g = { fn, arg, &people, scope->member };

	all.member = NULL;
	if (store_each(s, &schema_member, take_member, &w, e) < 0 ||
	    facts_attendance(s, &all, &people, &visits, e) < 0)
		return -1;
	take_visits(&w, &people, &visits);
	give_present(&w, &visits, &g);
	return 0;
}

struct numbered {
	const char *name, *number;
	struct id *ret;
};

static int
take_number(void *arg, struct record **m, struct iv_err *e)
{
	const struct numbered *f = arg;
	const char *number = facts_register_number((*m)->json, f->name);

	(void)e;
	if (!number || strcmp(number, f->number) != 0)
		return 0;
	*f->ret = (*m)->id;
	return 1;
}

bool
facts_register_find(struct store *s, const char *name, const char *number,
    struct id *ret)
{
	struct id id = { "" };
	struct numbered f = { name, number, &id };
	struct iv_err e = IV_ERR_INIT;

	if (store_each(s, &schema_member, take_number, &f, &e) < 0 || !*id.s)
		return false;
	*ret = id;
	return true;
}

static void
join_rows(struct facts_register_row **to, size_t *n,
    const struct facts_register_row *v, size_t nv, size_t group)
{
	*to = mem_array(*to, *n + nv + 1, sizeof(**to));
	for (size_t i = 0; i < nv; i++) {
		(*to)[*n] = v[i];
		(*to)[(*n)++].group = group;
	}
}

void
facts_register_join(struct facts_register *ret,
    const struct facts_register *v, size_t n)
{
	struct facts_register all = { .nheld = 0 };

	for (size_t i = 0; i < n; i++) {
		join_rows(&all.held, &all.nheld, v[i].held, v[i].nheld, i);
		join_rows(&all.ahead, &all.nahead, v[i].ahead, v[i].nahead,
		    i);
	}
	if (all.nheld > 1)
		qsort(all.held, all.nheld, sizeof(*all.held), by_start);
	if (all.nahead > 1)
		qsort(all.ahead, all.nahead, sizeof(*all.ahead), by_start);
	all.counted = mem_array(NULL, all.nheld + 1, sizeof(*all.counted));
	for (size_t i = 0; i < all.nheld; i++)
		all.counted[i] = all.held[i].m;
	*ret = all;
}

void
facts_register_release(struct facts_register *f)
{
	mem_free(f->held);
	mem_free(f->ahead);
	mem_free(f->counted);
	*f = (struct facts_register){ .nheld = 0 };
}
