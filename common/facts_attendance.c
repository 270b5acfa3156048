#include "facts_attendance.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "utf8.h"

/* One walk over the sessions; the arrays of m are used again for each. */
struct walk {
	const struct facts_scope *scope;
	struct people *people;
	struct visits *visits;
	struct meeting m;
	size_t breaks_cap, visits_cap;
};

void
people_release(struct people *p)
{
	for (size_t i = 0; i < p->n; i++)
		mem_free(p->v[i].name);
	mem_free(p->v);
	*p = (struct people){ 0 };
}

void
visits_release(struct visits *l)
{
	mem_free(l->v);
	*l = (struct visits){ 0 };
}

/* Room for one more of size bytes behind n. */
static void *
room(void *v, size_t n, size_t *cap, size_t size)
{
	if (n < *cap)
		return v;
	*cap = *cap > 0 ? *cap * 2 : 16;
	return mem_array(v, *cap, size);
}

static struct person *
person_add(struct people *p, const char *id, const char *name)
{
	struct person *new;

	p->v = mem_array(p->v, p->n + 1, sizeof(*p->v));
	new = &p->v[p->n++];
	*new = (struct person){ .joined = INT32_MIN, .left = INT32_MAX,
	    .name = mem_dup(name) };
	snprintf(new->id.s, sizeof(new->id.s), "%s", id);
	return new;
}

static size_t
person_number(struct people *p, const char *id)
{
	size_t i = 0;

	while (i < p->n && strcmp(p->v[i].id.s, id) != 0)
		i++;
	if (i == p->n)
		person_add(p, id, id);
	return i;
}

static void
day_of(const cJSON *j, const char *key, int32_t *day)
{
	const char *s = json_str(j, key);
	struct civil c;

	if (s && civil_parse_iso(s, &c))
		*day = c.day;
}

static int
take_member(void *arg, struct record **r, struct iv_err *e)
{
	const cJSON *j = (*r)->json;
	const char *name = json_str(j, "name");
	struct person *p = person_add(arg, (*r)->id.s,
	    name ? name : (*r)->id.s);

	(void)e;
	p->member = json_is(j, "role", "member");
	day_of(j, "joined", &p->joined);
	day_of(j, "left", &p->left);
	return 0;
}

static int
clock_of(const cJSON *o, const char *key)
{
	const char *s = json_str(o, key);

	if (!s || !clock_fits(s))
		return SPAN_OPEN;
	return ((s[0] - '0') * 10 + s[1] - '0') * 60 + (s[3] - '0') * 10 +
	    s[4] - '0';
}

struct span
facts_span(const cJSON *o)
{
	return (struct span){ clock_of(o, "from"), clock_of(o, "until") };
}

static void
take_breaks(struct walk *w, const cJSON *breaks)
{
	const cJSON *j;

	w->m.nbreaks = 0;
	cJSON_ArrayForEach(j, breaks) {
		w->m.breaks = room(w->m.breaks, w->m.nbreaks, &w->breaks_cap,
		    sizeof(*w->m.breaks));
		w->m.breaks[w->m.nbreaks++] = facts_span(j);
	}
}

static void
add_visit(struct walk *w, size_t who, enum presence presence,
    struct span noted)
{
	w->m.visits = room(w->m.visits, w->m.nvisits, &w->visits_cap,
	    sizeof(*w->m.visits));
	w->m.visits[w->m.nvisits++] =
	    (struct visit){ who, presence, noted };
}

static void
take_visits(struct walk *w, const cJSON *attendance)
{
	static const struct span open = { SPAN_OPEN, SPAN_OPEN };
	const cJSON *j;

	w->m.nvisits = 0;
	cJSON_ArrayForEach(j, attendance)
		add_visit(w, person_number(w->people, j->string),
		    presence_of(json_str(j, "status")), facts_span(j));
	for (size_t i = 0; i < w->people->n; i++) {
		const struct person *p = &w->people->v[i];

		if (p->member && p->joined <= w->m.start.day &&
		    w->m.start.day <= p->left &&
		    !json_get(attendance, p->id.s))
			add_visit(w, i, WAS_UNNOTED, open);
	}
}

static void
keep_visit(struct walk *w, const struct visit *v)
{
	struct visits *l = w->visits;

	l->v = room(l->v, l->n, &l->cap, sizeof(*l->v));
	l->v[l->n++] = (struct visited){ w->m.id, w->m.start,
	    (unsigned)v->who, v->presence, visit_stay(&w->m, v),
	    visit_minutes(&w->m, v) };
}

static void
count_meeting(struct walk *w)
{
	static const struct visit whole = { 0, WAS_PRESENT,
	    { SPAN_OPEN, SPAN_OPEN } };
	const char *only = w->scope->member;

	w->people->minutes += visit_minutes(&w->m, &whole);
	for (size_t i = 0; i < w->m.nvisits; i++) {
		const struct visit *v = &w->m.visits[i];
		struct person *p = &w->people->v[v->who];

		if (only && strcmp(p->id.s, only) != 0)
			continue;
		attendance_add(&p->sum, &w->m, v);
		if (w->visits)
			keep_visit(w, v);
	}
}

static void
note_unclosed(struct walk *w, const cJSON *session, const cJSON *noted)
{
	struct unclosed *u = &w->people->unclosed;
	int32_t day = w->m.start.day;

	if ((!json_is(session, "status", "planned") &&
	    !json_is(session, "status", "running")) ||
	    day >= w->scope->now.day || (w->scope->member ?
	    !json_get(noted, w->scope->member) : json_count(noted) == 0))
		return;
	if (u->n++ == 0 || day < u->first)
		u->first = day;
}

static int
take_session(void *arg, struct record **r, struct iv_err *e)
{
	struct walk *w = arg;
	const cJSON *j = (*r)->json, *noted = json_get(j, "attendance");
	const char *start = json_str(j, "start");
	long minutes;

	(void)e;
	if (!start || !civil_parse_iso(start, &w->m.start) ||
	    !json_int(j, "minutes", &minutes) ||
	    w->m.start.day < w->scope->since ||
	    w->m.start.day > w->scope->until)
		return 0;
	if (!json_is(j, "status", "held")) {
		note_unclosed(w, j, noted);
		return 0;
	}
	w->m.id = (*r)->id;
	w->m.minutes = (int)minutes;
	take_breaks(w, json_get(j, "breaks"));
	take_visits(w, noted);
	count_meeting(w);
	return 0;
}

static int
by_name(const void *a, const void *b, void *arg)
{
	const struct people *p = arg;
	const struct person *x = &p->v[*(const unsigned *)a];
	const struct person *y = &p->v[*(const unsigned *)b];
	IV_AUTO(buf_release) struct buf fx = BUF_INIT, fy = BUF_INIT;
	int r;

	utf8_fold(&fx, x->name);
	utf8_fold(&fy, y->name);
	r = strcmp(fx.p, fy.p);
	return r != 0 ? r : strcmp(x->id.s, y->id.s);
}

static int
by_start(const void *a, const void *b)
{
	const struct visited *x = a, *y = b;
	int r = civil_compare(x->start, y->start);

	if (r == 0)
		r = strcmp(x->session.s, y->session.s);
	return r != 0 ? r : (x->who > y->who) - (x->who < y->who);
}

static bool
touched(const struct person *p, const struct facts_scope *scope)
{
	if (scope->member && strcmp(p->id.s, scope->member) != 0)
		return false;
	return attendance_meetings(&p->sum) > 0 || scope->member ||
	    (p->member && p->joined <= scope->until &&
	    p->left >= scope->since);
}

/* The order of names; those untouched are dropped, so numbers change. */
static void
people_order(struct people *p, struct visits *visits,
    const struct facts_scope *scope)
{
	IV_AUTO(mem_free_auto) unsigned *order =
	    mem_array(NULL, p->n, sizeof(*order));
	IV_AUTO(mem_free_auto) unsigned *place =
	    mem_array(NULL, p->n, sizeof(*place));
	struct people sorted = { .minutes = p->minutes,
		.unclosed = p->unclosed };

	for (unsigned i = 0; i < p->n; i++)
		order[i] = i;
	if (p->n > 0)
		qsort_r(order, p->n, sizeof(*order), by_name, p);
	sorted.v = mem_array(NULL, p->n, sizeof(*sorted.v));
	for (size_t i = 0; i < p->n; i++) {
		struct person *one = &p->v[order[i]];

		place[order[i]] = (unsigned)sorted.n;
		if (touched(one, scope)) {
			sorted.v[sorted.n++] = *one;
			one->name = NULL;
		}
	}
	for (size_t i = 0; visits && i < visits->n; i++)
		visits->v[i].who = place[visits->v[i].who];
	people_release(p);
	*p = sorted;
}

int
facts_attendance(struct store *s, const struct facts_scope *scope,
    struct people *people, struct visits *visits, struct iv_err *e)
{
	struct walk w = { .scope = scope, .people = people, .visits = visits };
	int r = -1;

	if (store_each(s, &schema_member, take_member, people, e) == 0)
		r = store_each(s, &schema_session, take_session, &w, e);
	mem_free(w.m.breaks);
	mem_free(w.m.visits);
	if (r < 0)
		return -1;
	people_order(people, visits, scope);
	if (visits && visits->n > 0)
		qsort(visits->v, visits->n, sizeof(*visits->v), by_start);
	return 0;
}
