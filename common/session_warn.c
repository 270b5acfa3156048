#include "session_warn.h"

#include <stdlib.h>
#include <string.h>

#include "facts_method.h"
#include "facts_session.h"
#include "members.h"
#include "mem.h"

/* One meeting on the calendar; one that is gone only marks the place. */
struct mark {
	int32_t day;
	bool gone, mine, long_after;
};

struct marks {
	const struct warn *w;
	struct mark *v;
	size_t n;
};

static void
marks_release(struct marks *m)
{
	mem_free(m->v);
}

void
warn_release(struct warn *w)
{
	mem_free(w->v);
	buf_release(&w->text);
}

static bool
counts(const cJSON *session)
{
	return !json_is(session, "status", "cancelled") &&
	    !json_is(session, "status", "proposed");
}

static void
add_day(struct warn *w, struct record *r, bool new)
{
	w->v = mem_array(w->v, w->n + 1, sizeof(*w->v));
	w->v[w->n++] = (struct warn_day){ r,
		facts_meeting(r->json).start.day, new,
		!new && counts(r->json) };
}

void
warn_changed(struct warn *w, struct record *r)
{
	add_day(w, r, false);
}

void
warn_made(struct warn *w, struct record *r)
{
	add_day(w, r, true);
}

static void
add_mark(struct marks *m, const cJSON *session, bool mine)
{
	m->v = mem_array(m->v, m->n + 1, sizeof(*m->v));
	m->v[m->n++] = (struct mark){ facts_meeting(session).start.day,
		!counts(session), mine,
		json_is(session, "purpose", "follow-up") };
}

static int
take_other(void *arg, struct record **r, struct iv_err *e)
{
	struct marks *m = arg;

	(void)e;
	for (size_t i = 0; i < m->w->n; i++)
		if (strcmp(m->w->v[i].r->id.s, (*r)->id.s) == 0)
			return 0;
	if (counts((*r)->json))
		add_mark(m, (*r)->json, false);
	return 0;
}

static void
take_mine(struct marks *m)
{
	for (size_t i = 0; i < m->w->n; i++) {
		const struct warn_day *d = &m->w->v[i];
		bool now = counts(d->r->json), moved = !d->counted || !now ||
		    facts_meeting(d->r->json).start.day != d->was;

		if (!d->counted && !now)
			continue;
		add_mark(m, d->r->json, moved);
		m->v = mem_array(m->v, m->n + 1, sizeof(*m->v));
		if (!d->new && moved)
			m->v[m->n++] = (struct mark){ d->was, true, true,
				false };
	}
}

static int
by_day(const void *a, const void *b)
{
	const struct mark *x = a, *y = b;

	return (x->day > y->day) - (x->day < y->day);
}

void
warn_skipped(struct warn *w, struct days left, int32_t next)
{
	char a[64], b[64], c[64];

	if (left.until < left.from)
		return;
	civil_show(a, (struct civil){ left.from, -1 });
	civil_show(b, (struct civil){ left.until, -1 });
	civil_show(c, (struct civil){ next, -1 });
	if (left.from == left.until)
		buf_addf(&w->text, _("--skip: not on %s but on %s"), a, c);
	else
		buf_addf(&w->text, _("--skip: not from %s to %s; the next is "
		    "on %s"), a, b, c);
	buf_addc(&w->text, '\n');
}

void
warn_past(struct warn *w, int32_t first, int32_t today)
{
	char a[64];

	if (first >= today)
		return;
	civil_show(a, (struct civil){ first, -1 });
	buf_addf(&w->text, _("warning: %s is in the past"), a);
	buf_addc(&w->text, '\n');
}

static void
add_gap(struct warn *w, int32_t from, int32_t until)
{
	char a[64], b[64];

	civil_show(a, (struct civil){ from, -1 });
	civil_show(b, (struct civil){ until, -1 });
	buf_addf(&w->text, _("warning: %d weeks lie between %s and %s; above "
	    "%d a group loses its thread"), (until - from) / 7, a, b,
	    SERIES_GAP / 7);
	buf_addc(&w->text, '\n');
}

/* A meeting to look back after a year is meant to be late. */
static void
find_gaps(struct warn *w, const struct marks *m)
{
	const struct mark *last = NULL;
	bool mine = false;

	for (size_t i = 0; i < m->n; i++) {
		const struct mark *k = &m->v[i];

		mine = mine || k->mine;
		if (k->gone)
			continue;
		if (last && mine && !k->long_after &&
		    k->day - last->day > SERIES_GAP)
			add_gap(w, last->day, k->day);
		last = k;
		mine = k->mine;
	}
}

int
warn_gaps(struct iv_ctx *c, struct warn *w, struct iv_err *e)
{
	IV_AUTO(marks_release) struct marks m = { w, NULL, 0 };

	if (store_each(c->store, &schema_session, take_other, &m, e) < 0)
		return -1;
	take_mine(&m);
	if (m.n > 1)
		qsort(m.v, m.n, sizeof(*m.v), by_day);
	find_gaps(w, &m);
	return 0;
}

static const cJSON *
first_regular(const struct warn *w)
{
	for (size_t i = 0; i < w->n; i++)
		if (json_is(w->v[i].r->json, "purpose", "regular"))
			return w->v[i].r->json;
	return NULL;
}

static void
add_length(struct warn *w, int minutes, int people)
{
	int least, most;

	agenda_length(people, &least, &most);
	if (minutes >= least && minutes <= most)
		return;
	buf_addf(&w->text, minutes < least ?
	    _("warning: %d minutes is short for %d people: a meeting of so "
	    "many takes %d to %d minutes") :
	    _("warning: %d minutes is long for %d people: a meeting of so "
	    "many takes %d to %d minutes"), minutes, people, least, most);
	buf_addc(&w->text, '\n');
}

static void
add_size(struct warn *w, const char *advice)
{
	buf_addf(&w->text, _("warning: %s"), advice);
	buf_addc(&w->text, '\n');
}

int
warn_size(struct iv_ctx *c, struct warn *w, struct iv_err *e)
{
	IV_AUTO(roll_release) struct roll roll = { NULL, 0, 0 };
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	const cJSON *first = first_regular(w);
	struct meeting_time m;
	int people;

	if (!first)
		return 0;
	m = facts_meeting(first);
	if (roll_load(&roll, c->store, m.start.day, e) < 0 ||
	    facts_people(c->store, NULL, m.start.day, &people, e) < 0)
		return -1;
	if (members_advice(store_group(c->store), roll.members, &b))
		add_size(w, b.p);
	if (people > 1)
		add_length(w, m.minutes, people);
	return 0;
}

void
warn_say(struct iv_ctx *c, const struct warn *w)
{
	IV_AUTO(mem_free_auto) char *copy = mem_dup(w->text.p);
	char *rest = copy, *line;

	while ((line = strsep(&rest, "\n")))
		if (*line != '\0')
			tool_say(c, "%s", line);
}
