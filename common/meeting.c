#include "meeting.h"

#include <stdlib.h>
#include <string.h>

#include "facts_session.h"
#include "mem.h"
#include "merge.h"

/* Two people put it on two agendas at once, and one of the meetings was kept
 * as the other value: the first of those. */
static const char *
other_meeting(const struct record *cs)
{
	const cJSON *kept = json_get(json_get(cs->json, "conflicts"),
	    "/session");

	return kept ? json_str(kept->child, "value") : NULL;
}

/* It is off this agenda: it stays on the other one, if there is one. */
static void
off_agenda(struct record *cs, const char *session)
{
	const char *other = other_meeting(cs);
	bool here = json_is(cs->json, "session", session);

	if (other && (here || strcmp(other, session) == 0)) {
		if (here)
			json_set_str(cs->json, "session", other);
		merge_settle(cs->json, "/session");
	} else if (here) {
		json_set_str(cs->json, "status", "ready");
		json_drop(cs->json, "session");
	}
}

/* A case that is scheduled for this meeting goes on to another status; 1 when
 * it did, 0 when it is none of this meeting's. */
static int
move_case(struct change *ch, const struct record *r, const char *id,
    const char *to, struct iv_err *e)
{
	struct record *cs;

	if (!id)
		return 0;
	if (change_get(ch, &schema_case, id, &cs, e) < 0)
		return e->code == IV_NOTFOUND ? 0 : -1;
	if (!json_is(cs->json, "status", "scheduled"))
		return 0;
	if (strcmp(to, "ready") == 0) {
		off_agenda(cs, r->id.s);
		return json_is(cs->json, "status", "ready");
	}
	if (!json_is(cs->json, "session", r->id.s))
		return 0;
	json_set_str(cs->json, "status", to);
	return 1;
}

/* The cases of this meeting are ready again; the agenda stays. */
static int
free_cases(struct change *ch, const struct record *r, struct iv_err *e)
{
	const cJSON *item;

	cJSON_ArrayForEach(item, json_get(r->json, "agenda"))
		if (move_case(ch, r, json_str(item, "case"), "ready", e) < 0)
			return -1;
	return 0;
}

/* Nothing noted of the presenter is no reason to think the case was not
 * heard. */
static bool
presenter_missed(const struct record *r, const cJSON *item)
{
	const char *who = json_str(item, "presenter");
	const cJSON *entry = who ? json_get(json_get(r->json, "attendance"),
	    who) : NULL;

	return entry && !json_is(entry, "status", "present");
}

int
meeting_close(struct change *ch, struct record *r, size_t *back,
    struct iv_err *e)
{
	const cJSON *item;

	*back = 0;
	json_set_str(r->json, "status", "held");
	cJSON_ArrayForEach(item, json_get(r->json, "agenda")) {
		bool missed = presenter_missed(r, item);
		int moved = move_case(ch, r, json_str(item, "case"), missed ?
		    "ready" : "discussed", e);

		if (moved < 0)
			return -1;
		*back += missed && moved > 0;
	}
	return 0;
}

int
meeting_cancel(struct change *ch, struct record *r, struct iv_err *e)
{
	json_set_str(r->json, "status", "cancelled");
	return free_cases(ch, r, e);
}

/* The number of an item, from 0. */
static int
item_number(const struct record *r, const char *option, const char *typed,
    int *ret, struct iv_err *e)
{
	size_t n = json_count(json_get(r->json, "agenda"));
	char *end;
	long v = strtol(typed, &end, 10);

	if (n == 0)
		return iv_fail(e, IV_USAGE, _("--%s: the agenda of meeting "
		    "%s is empty"), option, r->id.s);
	if (end == typed || *end != '\0' || v < 1 || (size_t)v > n)
		return iv_fail(e, IV_USAGE, _("--%s: the agenda of meeting "
		    "%s has items 1 to %zu, no '%s'"), option, r->id.s, n,
		    typed);
	*ret = (int)v - 1;
	return 0;
}

int
meeting_remove(struct change *ch, struct record *r, const char *number,
    struct iv_err *e)
{
	cJSON *rows = json_get(r->json, "agenda");
	int n;

	if (!number) {
		if (free_cases(ch, r, e) < 0)
			return -1;
		json_drop(r->json, "agenda");
		return 0;
	}
	if (item_number(r, "remove", number, &n, e) < 0 ||
	    move_case(ch, r, json_str(cJSON_GetArrayItem(rows, n), "case"),
	    "ready", e) < 0)
		return -1;
	cJSON_DeleteItemFromArray(rows, n);
	if (json_count(rows) == 0)
		json_drop(r->json, "agenda");
	return 0;
}

/* The row becomes this case. */
static int
schedule(const struct record *r, cJSON *row, struct record *cs,
    struct iv_err *e)
{
	const char *status = json_str(cs->json, "status");
	const char *where = json_str(cs->json, "session");
	const char *presenter = json_str(cs->json, "presenter");

	if (strcmp(status, "scheduled") == 0 && where &&
	    strcmp(where, r->id.s) == 0)
		return iv_fail(e, IV_USAGE, _("case %s is on this agenda "
		    "already"), cs->id.s);
	if (strcmp(status, "scheduled") == 0)
		return iv_fail(e, IV_USAGE, _("case %s is on the agenda of "
		    "meeting %s; take it off there first: 'iv-session agenda "
		    "%s --remove N'"), cs->id.s, where ? where : "?",
		    where ? where : "?");
	if (strcmp(status, "ready") != 0)
		return iv_fail(e, IV_USAGE, _("case %s is %s; only one that "
		    "is ready goes on an agenda"), cs->id.s, _(status));
	json_set_str(row, "case", cs->id.s);
	json_set_str(row, "presenter", presenter);
	json_set_str(cs->json, "status", "scheduled");
	json_set_str(cs->json, "session", r->id.s);
	return 0;
}

/* A part of a map's entry or of a row, from text; name is what the user knows
 * it by. */
static int
set_part(cJSON *entry, const char *path, const char *name, const char *text,
    const struct schema_in *in, struct iv_err *e)
{
	size_t n = strcspn(path, ".");
	const char *key = path + n + 1;
	const struct field *f = fields_find(&schema_session.fields, path, n);
	cJSON *j = NULL;

	if (!text)
		return 0;
	f = fields_find(f->sub, key, strlen(key));
	if (field_value(f, name, text, in, &j, e) < 0)
		return -1;
	json_set(entry, key, j);
	return 0;
}

/* A method without minutes takes what it takes with those who come. */
static void
add_minutes(cJSON *row, const struct record *cs,
    const struct meeting_item *item)
{
	long bid;

	if (item->minutes > 0)
		json_set_int(row, "minutes", item->minutes);
	else if (cs && !item->learned && json_int(cs->json, "bid", &bid))
		json_set_int(row, "minutes", bid);
	else if (!item->method)
		json_set_int(row, "minutes", AGENDA_ITEM);
	if (item->learned)
		cJSON_AddTrueToObject(row, "learned");
}

int
meeting_fill(struct record *r, const char *number, struct record *cs,
    struct iv_err *e)
{
	cJSON *row;
	long bid;
	int n;

	if (item_number(r, "choose", number, &n, e) < 0)
		return -1;
	row = cJSON_GetArrayItem(json_get(r->json, "agenda"), n);
	if (json_get(row, "case"))
		return iv_fail(e, IV_USAGE, _("item %d has its case already; "
		    "--remove takes it off"), n + 1);
	if (!json_get(row, "minutes") && json_int(cs->json, "bid", &bid))
		json_set_int(row, "minutes", bid);
	return schedule(r, row, cs, e);
}

int
meeting_add(struct record *r, struct record *cs,
    const struct meeting_item *item, const struct schema_in *in,
    struct iv_err *e)
{
	IV_AUTO(json_free_auto) cJSON *row = cJSON_CreateObject();
	int at = -1;

	add_minutes(row, cs, item);
	if ((item->before &&
	    item_number(r, "before", item->before, &at, e) < 0) ||
	    (cs && schedule(r, row, cs, e) < 0) ||
	    set_part(row, "agenda.presenter", "--presenter", item->presenter,
	    in, e) < 0 ||
	    set_part(row, "agenda.method", "--method", item->method, in,
	    e) < 0 ||
	    set_part(row, "agenda.chair", "--chair", item->chair, in, e) < 0)
		return -1;
	if (at < 0)
		cJSON_AddItemToArray(json_array(r->json, "agenda"),
		    IV_TAKE(row));
	else
		cJSON_InsertItemInArray(json_get(r->json, "agenda"), at,
		    IV_TAKE(row));
	return 0;
}

int
meeting_reply(struct record *r, const char *member, const char *answer,
    const char *at, const struct schema_in *in, struct iv_err *e)
{
	cJSON *entry = json_object(json_object(r->json, "rsvp"), member);
	char now[DAY_TEXT];

	civil_text(now, in->now);
	if (set_part(entry, "rsvp.answer", _("answer"), answer, in, e) < 0)
		return -1;
	return set_part(entry, "rsvp.at", "--at", at ? at : now, in, e);
}

static int
attend_clock(cJSON *entry, const char *key, const char *typed,
    struct iv_err *e)
{
	char clock[8];
	int minute;

	if (!typed)
		return 0;
	if (!clock_parse(typed, &minute))
		return iv_fail(e, IV_USAGE, _("--%s: '%s' is not a time like "
		    "09:45"), key, typed);
	clock_text(clock, minute);
	json_set_str(entry, key, clock);
	return 0;
}

int
meeting_attend(struct record *r, const char *member,
    const struct meeting_mark *m, const struct schema_in *in,
    struct iv_err *e)
{
	cJSON *entry = json_object(json_object(r->json, "attendance"),
	    member);
	char when[64];
	bool present;

	if (set_part(entry, "attendance.status", "--status", m->status ?
	    m->status : "present", in, e) < 0)
		return -1;
	present = json_is(entry, "status", "present");
	facts_when(when, r->json);
	if (present && facts_meeting(r->json).start.day > m->today)
		return iv_fail(e, IV_USAGE, _("the meeting of %s is still to "
		    "come: nobody is present yet"), when);
	if (!present) {
		json_drop(entry, "from");
		json_drop(entry, "until");
	}
	if (attend_clock(entry, "from", m->from, e) < 0)
		return -1;
	return attend_clock(entry, "until", m->until, e);
}

static void
move_clock(cJSON *row, const char *key, int by)
{
	const char *text = json_str(row, key);
	char clock[8];
	int minute;

	if (!text || !clock_parse(text, &minute))
		return;
	clock_text(clock, minute + by);
	json_set_str(row, key, clock);
}

static size_t
drop_replies(cJSON *session)
{
	size_t n = json_count(json_get(session, "rsvp")) +
	    json_count(json_get(session, "attendance"));

	json_drop(session, "rsvp");
	json_drop(session, "attendance");
	return n;
}

int
meeting_move(struct record *r, struct civil start, size_t *dropped,
    struct iv_err *e)
{
	struct civil was = facts_meeting(r->json).start;
	char text[DAY_TEXT], when[64];
	cJSON *row;

	civil_text(text, start);
	facts_when(when, r->json);
	if (was.day == start.day && was.minute == start.minute)
		return iv_fail(e, IV_USAGE, _("the meeting is on %s already"),
		    when);
	if (facts_anyone(r->json))
		return iv_fail(e, IV_USAGE, _("the meeting of %s has people "
		    "present and has begun; a wrong start is mended by "
		    "'iv-session set %s start=%s'"), when, r->id.s, text);
	if (!json_get(r->json, "moved_from"))
		json_set_str(r->json, "moved_from",
		    json_str(r->json, "start"));
	json_set_str(r->json, "start", text);
	cJSON_ArrayForEach(row, json_get(r->json, "breaks")) {
		move_clock(row, "from", start.minute - was.minute);
		move_clock(row, "until", start.minute - was.minute);
	}
	*dropped = was.day != start.day ? drop_replies(r->json) : 0;
	return 0;
}

static const char *
part_word(const cJSON *item, const cJSON *cs, enum agenda_part part)
{
	static const char *const words[] = {
		[PART_OPENING] = N_("opening"),
		[PART_ITEM] = N_("case"),
		[PART_BREAK] = N_("break"),
		[PART_FREE] = N_("free"),
		[PART_CLOSING] = N_("closing"),
	};

	if (part == PART_ITEM && !json_get(item, "case"))
		return N_("open");
	if (json_is(cs, "status", "withdrawn"))
		return N_("withdrawn");
	return words[part];
}

static void
copy(cJSON *row, const char *key, const cJSON *from)
{
	const cJSON *j = json_get(from, key);

	cJSON_AddItemToObject(row, key, j ? cJSON_Duplicate(j, true) :
	    cJSON_CreateNull());
}

static cJSON *
slot_row(const cJSON *item, const cJSON *cs, const struct agenda_slot *slot,
    int minutes, int start)
{
	cJSON *row = cJSON_CreateObject();
	char clock[8];

	cJSON_AddItemToObject(row, "item", slot->part == PART_ITEM ?
	    cJSON_CreateNumber((double)slot->item + 1) : cJSON_CreateNull());
	clock_text(clock, start + slot->at.from);
	json_set_str(row, "start", clock);
	clock_text(clock, start + slot->at.until);
	json_set_str(row, "end", clock);
	json_set_int(row, "minutes", minutes);
	json_set_str(row, "part", part_word(item, cs, slot->part));
	copy(row, "method", item);
	copy(row, "presenter", item);
	copy(row, "chair", item);
	copy(row, "case", item);
	copy(row, "title", cs);
	copy(row, "status", cs);
	return row;
}

cJSON *
meeting_rows(struct store *s, const cJSON *session,
    void (*fault)(void *arg, const struct iv_err *e), void *arg)
{
	IV_AUTO(facts_agenda_release) struct facts_agenda f;
	IV_AUTO(mem_free_auto) struct agenda_slot *v = NULL;
	int start = facts_meeting(session).start.minute;
	cJSON *rows = cJSON_CreateArray();
	size_t n;

	facts_agenda(&f, s, session);
	v = mem_array(NULL, f.a.nitems + f.a.nbreaks + 3, sizeof(*v));
	n = agenda_lay(&f.a, v);
	for (size_t i = 0; i < n; i++) {
		IV_AUTO(record_free_auto) struct record *cs = NULL;
		struct iv_err e = IV_ERR_INIT;
		bool is = v[i].part == PART_ITEM;
		const cJSON *item = is ? cJSON_GetArrayItem(
		    json_get(session, "agenda"), (int)v[i].item) : NULL;
		const char *id = json_str(item, "case");

		if (id && store_read(s, &schema_case, id, &cs, &e) < 0)
			fault(arg, &e);
		cJSON_AddItemToArray(rows, slot_row(item, cs ? cs->json :
		    NULL, &v[i], is ? f.items[v[i].item] :
		    v[i].at.until - v[i].at.from, start));
	}
	return rows;
}
