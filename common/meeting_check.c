#include "meeting.h"

#include <string.h>

#include "facts_session.h"

static bool
same(const cJSON *was, const cJSON *now, const char *field)
{
	const cJSON *a = json_get(was, field), *b = json_get(now, field);

	return a && b ? json_equal(a, b) : a == b;
}

/* An agenda that was too long already may be mended step by step; once a
 * meeting is under way its breaks are what they were. */
static int
check_fit(struct store *s, const cJSON *was, const struct record *r,
    struct iv_err *e)
{
	int left = facts_agenda_free(s, r->json);
	struct meeting_time m = facts_meeting(r->json);

	/* Who comes is no reason to refuse: the agenda tells. */
	if (was && same(was, r->json, "agenda") &&
	    same(was, r->json, "minutes") && same(was, r->json, "breaks"))
		return 0;
	if (left >= 0 || m.held || m.cancelled ||
	    json_is(r->json, "status", "running") ||
	    (was && facts_agenda_free(s, was) <= left))
		return 0;
	return iv_fail(e, IV_USAGE, iv_n("the agenda is %d minute too long: "
	    "the meeting takes %d, of which %d open and %d close it; give an "
	    "item fewer --minutes, take one off by --remove, or 'iv-session "
	    "set %s minutes=%d'", "the agenda is %d minutes too long: the "
	    "meeting takes %d, of which %d open and %d close it; give an item "
	    "fewer --minutes, take one off by --remove, or 'iv-session set %s "
	    "minutes=%d'", -left), -left, m.minutes, AGENDA_OPENING,
	    AGENDA_CLOSING, r->id.s, m.minutes - left);
}

/* Minutes into the meeting of one end of someone's presence, dflt when it is
 * not given. */
static int
check_clock(const struct record *r, const char *clock, int dflt, int *ret,
    struct iv_err *e)
{
	struct meeting_time m = facts_meeting(r->json);
	char from[8], until[8];
	int minute;

	*ret = dflt;
	if (!clock || !clock_parse(clock, &minute))
		return 0;
	*ret = clock_within(m.start, m.minutes, minute);
	if (*ret >= 0)
		return 0;
	clock_text(from, m.start.minute);
	clock_text(until, m.start.minute + m.minutes);
	return iv_fail(e, IV_USAGE, _("%s is outside the meeting, %s-%s; when "
	    "it took longer: 'iv-session set %s minutes=N'"), clock, from,
	    until, r->id.s);
}

static int
check_times(const struct record *r, const cJSON *entry, struct iv_err *e)
{
	const char *from = json_str(entry, "from");
	const char *until = json_str(entry, "until");
	int a, b;

	if (!json_is(entry, "status", "present") && (from || until))
		return iv_fail(e, IV_USAGE, _("from and until are for who is "
		    "present"));
	if (check_clock(r, from, 0, &a, e) < 0 ||
	    check_clock(r, until, facts_meeting(r->json).minutes, &b, e) < 0)
		return -1;
	if (b <= a)
		return iv_fail(e, IV_USAGE, _("until %s is not after from %s"),
		    until ? until : "...", from ? from : "...");
	return 0;
}

static void
show_day(char out[64], const cJSON *member, const char *key)
{
	struct civil c = { 0, -1 };

	civil_parse_iso(json_str(member, key), &c);
	civil_show(out, c);
}

static int
check_member(struct store *s, const struct record *r, const char *id,
    struct iv_err *e)
{
	IV_AUTO(record_free_auto) struct record *m = NULL;
	int32_t on = facts_meeting(r->json).start.day;
	char day[64], other[64];

	if (store_read(s, &schema_member, id, &m, e) < 0)
		return -1;
	civil_show(day, (struct civil){ on, -1 });
	switch (facts_member_in(m->json, on)) {
	case FACTS_BEFORE:
		show_day(other, m->json, "joined");
		return iv_fail(e, IV_USAGE, _("joined on %s, after this "
		    "meeting of %s; when that is wrong: 'iv-member set \"%s\" "
		    "joined=DATE'"), other, day, store_name(s, id));
	case FACTS_AFTER:
		show_day(other, m->json, "left");
		return iv_fail(e, IV_USAGE, _("left the group on %s, before "
		    "this meeting of %s"), other, day);
	case FACTS_IN:
		break;
	}
	return 0;
}

/* Only what changed is judged: an old record stays what it is. */
static int
check_people(struct store *s, const cJSON *was, const struct record *r,
    const char *map, struct iv_err *e)
{
	const cJSON *old = json_get(was, map), *entry;
	bool moved = !same(was, r->json, "start") ||
	    !same(was, r->json, "minutes");
	bool times = strcmp(map, "attendance") == 0;

	cJSON_ArrayForEach(entry, json_get(r->json, map)) {
		const char *who = entry->string;
		bool new = !same(old, json_get(r->json, map), who);

		if ((was && new && check_member(s, r, who, e) < 0) ||
		    (times && (new || moved) && check_times(r, entry, e) < 0))
			return iv_wrap(e, "%s", store_name(s, who));
	}
	return 0;
}

int
meeting_check(struct store *s, const cJSON *was, const struct record *r,
    struct iv_err *e)
{
	struct meeting_time m = facts_meeting(r->json);
	time_t at;

	if (!same(was, r->json, "start") &&
	    zone_instant(store_zone(s), m.start, &at, e) < 0)
		return iv_wrap(e, "start");
	if (check_fit(s, was, r, e) < 0 ||
	    check_people(s, was, r, "attendance", e) < 0 ||
	    check_people(s, was, r, "rsvp", e) < 0)
		return -1;
	return 0;
}
