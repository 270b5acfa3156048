#include "facts_session.h"

#include <string.h>

#include "facts_item.h"
#include "mem.h"

struct meeting_time
facts_meeting(const cJSON *session)
{
	struct meeting_time m = {
		.held = json_is(session, "status", "held"),
		.cancelled = json_is(session, "status", "cancelled"),
		.proposed = json_is(session, "status", "proposed"),
	};
	const char *start = json_str(session, "start");
	long minutes;

	if (start)
		civil_parse_iso(start, &m.start);
	if (json_int(session, "minutes", &minutes))
		m.minutes = (int)minutes;
	return m;
}

static void
take_items(struct facts_agenda *f, struct store *s, const cJSON *session)
{
	const cJSON *rows = json_get(session, "agenda"), *row;
	long minutes;

	f->items = mem_array(NULL, json_count(rows) + 1, sizeof(*f->items));
	cJSON_ArrayForEach(row, rows)
		f->items[f->a.nitems++] = json_int(row, "minutes",
		    &minutes) ? (int)minutes : s ? facts_item_minutes(s,
		    session, row) : AGENDA_ITEM;
	f->a.items = f->items;
}

/* A break outside the meeting takes none of its time. */
static void
take_breaks(struct facts_agenda *f, const cJSON *session, struct civil start)
{
	const cJSON *rows = json_get(session, "breaks"), *row;
	int from, until;

	f->breaks = mem_array(NULL, json_count(rows) + 1, sizeof(*f->breaks));
	cJSON_ArrayForEach(row, rows) {
		const char *a = json_str(row, "from");
		const char *b = json_str(row, "until");

		if (!a || !b || !clock_parse(a, &from) ||
		    !clock_parse(b, &until))
			continue;
		from = clock_within(start, f->a.minutes, from);
		until = clock_within(start, f->a.minutes, until);
		if (from >= 0 && until > from)
			f->breaks[f->a.nbreaks++] =
			    (struct agenda_span){ from, until };
	}
	f->a.breaks = f->breaks;
}

void
facts_agenda(struct facts_agenda *f, struct store *s,
    const cJSON *session)
{
	struct meeting_time m = facts_meeting(session);

	memset(f, 0, sizeof(*f));
	f->a.minutes = m.minutes;
	take_items(f, s, session);
	take_breaks(f, session, m.start);
}

void
facts_agenda_release(struct facts_agenda *f)
{
	mem_free(f->items);
	mem_free(f->breaks);
}

int
facts_agenda_free(struct store *s, const cJSON *session)
{
	IV_AUTO(facts_agenda_release) struct facts_agenda f;

	facts_agenda(&f, s, session);
	return agenda_free(&f.a);
}

void
facts_when(char out[64], const cJSON *session)
{
	civil_show(out, facts_meeting(session).start);
}

struct all {
	struct meeting_time *v;
	struct id *ids;
	size_t n;
};

static int
keep(void *arg, struct record **r, struct iv_err *e)
{
	struct all *all = arg;

	(void)e;
	all->v = mem_array(all->v, all->n + 1, sizeof(*all->v));
	all->ids = mem_array(all->ids, all->n + 1, sizeof(*all->ids));
	all->v[all->n] = facts_meeting((*r)->json);
	all->ids[all->n++] = (*r)->id;
	return 0;
}

static void
all_release(struct all *all)
{
	mem_free(all->v);
	mem_free(all->ids);
}

int
facts_meeting_find(struct store *s, bool last, struct civil now,
    struct id *ret, struct iv_err *e)
{
	IV_AUTO(all_release) struct all all = { NULL, NULL, 0 };
	size_t i;

	if (store_each(s, &schema_session, keep, &all, e) < 0)
		return -1;
	if (!(last ? meeting_last(all.v, all.n, now, &i) :
	    meeting_next(all.v, all.n, now, &i)))
		return iv_fail(e, IV_NOTFOUND, last ? _("no meeting has "
		    "begun yet; name one by its date or id, see 'iv-session "
		    "list'") : _("no meeting is to come; plan one with "
		    "'iv-session plan', or name one by its date or id"));
	*ret = all.ids[i];
	return 0;
}

int
facts_meeting_at(struct store *s, struct civil start, bool *ret,
    struct id *id, struct iv_err *e)
{
	IV_AUTO(all_release) struct all all = { NULL, NULL, 0 };

	if (store_each(s, &schema_session, keep, &all, e) < 0)
		return -1;
	*ret = false;
	for (size_t i = 0; i < all.n && !*ret; i++)
		if (!all.v[i].cancelled && all.v[i].start.day == start.day &&
		    all.v[i].start.minute == start.minute) {
			*ret = true;
			*id = all.ids[i];
		}
	return 0;
}

enum facts_in
facts_member_in(const cJSON *member, int32_t day)
{
	const char *joined = json_str(member, "joined");
	const char *left = json_str(member, "left");
	struct civil c;

	if (joined && civil_parse_iso(joined, &c) && c.day > day)
		return FACTS_BEFORE;
	if (left && civil_parse_iso(left, &c) && c.day < day)
		return FACTS_AFTER;
	return FACTS_IN;
}

bool
facts_expected(const cJSON *member, int32_t day)
{
	return (json_is(member, "role", "member") ||
	    json_is(member, "role", "facilitator")) &&
	    facts_member_in(member, day) == FACTS_IN;
}

struct unmarked {
	const cJSON *session;
	int32_t day;
	struct facts_ids *ids;
};

static int
unmarked_one(void *arg, struct record **m, struct iv_err *e)
{
	struct unmarked *u = arg;
	struct facts_ids *ids = u->ids;

	(void)e;
	if (!facts_expected((*m)->json, u->day) ||
	    json_get(json_get(u->session, "attendance"), (*m)->id.s))
		return 0;
	ids->v = mem_array(ids->v, ids->n + 1, sizeof(*ids->v));
	ids->v[ids->n++] = (*m)->id;
	return 0;
}

int
facts_unmarked(struct store *s, const cJSON *session, struct facts_ids *ret,
    struct iv_err *e)
{
	struct unmarked u = { session, facts_meeting(session).start.day, ret };

	return store_each(s, &schema_member, unmarked_one, &u, e);
}

void
facts_ids_release(struct facts_ids *ids)
{
	mem_free(ids->v);
}

bool
facts_anyone(const cJSON *session)
{
	const cJSON *entry;

	cJSON_ArrayForEach(entry, json_get(session, "attendance"))
		if (json_is(entry, "status", "present"))
			return true;
	return false;
}
