#include "meeting_run.h"

#include <string.h>

#include "facts_session.h"
#include "meeting.h"
#include "privacy.h"

static bool
is_break(const struct meeting_run *m, size_t step)
{
	return m->r->steps[step].part == RUN_BREAK;
}

/* Rows whose time lies in this run are written anew. */
static void
drop_steps(cJSON *rows, int64_t began)
{
	for (int i = cJSON_GetArraySize(rows); i-- > 0;) {
		const char *from = json_str(cJSON_GetArrayItem(rows, i),
		    "started");
		time_t t;

		if (from && instant_parse(from, &t) && t >= began)
			cJSON_DeleteItemFromArray(rows, i);
	}
}

/* A step that was left at once and did nothing is no step of the meeting. */
static bool
counts(const struct run *r, const struct run_stretch *s)
{
	const struct run_step *step = &r->steps[s->step];

	if (step->skipped && step->spent < 60)
		return false;
	return s->until > s->from || step->spent == 0;
}

static bool
first_of(const struct run *r, size_t i)
{
	for (size_t j = 0; j < i; j++)
		if (r->stretches[j].step == r->stretches[i].step &&
		    counts(r, &r->stretches[j]))
			return false;
	return true;
}

/* Items are only taken off an agenda that is still the one of the run. */
static bool
takes_off(const struct record *session, const struct meeting_run *m)
{
	const cJSON *rows = json_get(session->json, "agenda");
	bool same = m->held && json_count(rows) == m->f->nitems;

	for (size_t i = 0; same && i < m->f->nitems; i++) {
		const char *a = m->f->items[i].case_id;
		const char *b = json_str(cJSON_GetArrayItem(rows, (int)i),
		    "case");

		same = a && b ? strcmp(a, b) == 0 : a == b;
	}
	return same;
}

/* Number of an item on the agenda as it will stand, from 1. */
static long
item_number(const struct record *session, const struct meeting_run *m,
    size_t item)
{
	bool off = takes_off(session, m);
	long n = (long)item + 1;

	for (size_t i = 0; off && i < item; i++)
		n -= !run_reached(m->r, i);
	return n;
}

static void
put_instant(cJSON *row, const char *key, int64_t t)
{
	char text[DAY_TEXT];

	instant_text(text, (time_t)t);
	json_set_str(row, key, text);
}

/* One row for each stretch; what was planned stands in the first. */
static cJSON *
step_row(const struct record *session, const struct meeting_run *m, size_t i)
{
	const struct run_stretch *s = &m->r->stretches[i];
	const struct run_step *step = &m->r->steps[s->step];
	cJSON *row = cJSON_CreateObject();

	if (step->item != RUN_NONE)
		json_set_int(row, "agenda", item_number(session, m,
		    step->item));
	json_set_str(row, "step", m->f->cues[step->text].id);
	if (s->way < m->r->nways)
		json_set_str(row, "module",
		    m->f->cues[m->r->ways[s->way].text].id);
	if (first_of(m->r, i))
		json_set_int(row, "planned", (step->planned + 30) / 60);
	put_instant(row, "started", s->from);
	put_instant(row, "ended", s->until);
	return row;
}

static void
save_steps(struct record *session, const struct meeting_run *m)
{
	cJSON *rows = json_array(session->json, "steps");

	drop_steps(rows, m->r->began);
	for (size_t i = 0; i < m->r->nstretches; i++)
		if (!is_break(m, m->r->stretches[i].step) &&
		    counts(m->r, &m->r->stretches[i]))
			cJSON_AddItemToArray(rows, step_row(session, m, i));
	if (json_count(rows) == 0)
		json_drop(session->json, "steps");
}

/* Minutes of the clock since the midnight before the meeting. */
static int
minute_of(const struct record *session, const struct meeting_run *m,
    int64_t t)
{
	struct civil start = facts_meeting(session->json).start;
	struct civil c = zone_civil(m->zone, (time_t)t, NULL);

	return (c.day - start.day) * 1440 + c.minute;
}

/* Breaks that were planned for the time of the run were held as they were
 * held, or not at all. */
static void
drop_breaks(struct record *session, const struct meeting_run *m, cJSON *rows)
{
	int start = facts_meeting(session->json).start.minute;
	int from = minute_of(session, m, m->r->began);
	int until = minute_of(session, m, m->r->now);

	for (int i = cJSON_GetArraySize(rows); i-- > 0;) {
		const char *text = json_str(cJSON_GetArrayItem(rows, i),
		    "from");
		int at;

		if (!text || !clock_parse(text, &at))
			continue;
		at += at < start ? 1440 : 0;
		if (at >= from && (m->held || at <= until))
			cJSON_DeleteItemFromArray(rows, i);
	}
}

static void
save_breaks(struct record *session, const struct meeting_run *m)
{
	cJSON *rows = json_array(session->json, "breaks");

	drop_breaks(session, m, rows);
	for (size_t i = 0; i < m->r->nstretches; i++) {
		const struct run_stretch *s = &m->r->stretches[i];
		char from[8], until[8];
		cJSON *row;

		if (!is_break(m, s->step) || s->until - s->from < 60)
			continue;
		clock_text(from, minute_of(session, m, s->from));
		clock_text(until, minute_of(session, m, s->until));
		row = cJSON_CreateObject();
		json_set_str(row, "from", from);
		json_set_str(row, "until", until);
		cJSON_AddItemToArray(rows, row);
	}
	if (json_count(rows) == 0)
		json_drop(session->json, "breaks");
}

/* A time inside the meeting as planned; outside it says nothing. */
static void
put_clock(const struct record *session, const struct meeting_run *m,
    cJSON *entry, const char *key, int64_t t)
{
	struct meeting_time time = facts_meeting(session->json);
	int at = t > 0 ? minute_of(session, m, t) - time.start.minute : 0;
	char clock[8];

	if (at <= 0 || at >= time.minutes)
		return;
	clock_text(clock, time.start.minute + at);
	json_set_str(entry, key, clock);
}

/* Of who did not come or go meanwhile, what was noted by hand stays. */
static void
save_person(struct record *session, const struct meeting_run *m, size_t i)
{
	const struct run_person *p = &m->r->people[i];
	cJSON *all = json_object(session->json, "attendance"), *entry;

	if (!p->was) {
		if (p->moved)
			json_drop(all, m->f->ids[i]);
		return;
	}
	entry = json_object(all, m->f->ids[i]);
	json_set_str(entry, "status", "present");
	if (!p->moved)
		return;
	json_drop(entry, "from");
	json_drop(entry, "until");
	put_clock(session, m, entry, "from", p->from);
	put_clock(session, m, entry, "until", p->until);
}

static void
save_people(struct record *session, const struct meeting_run *m)
{
	for (size_t i = 0; i < m->r->npeople; i++)
		save_person(session, m, i);
	if (json_count(json_get(session->json, "attendance")) == 0)
		json_drop(session->json, "attendance");
}

static const struct run_item *
only_case(const struct meeting_run *m)
{
	const struct run_item *only = NULL;

	for (size_t i = 0; i < m->f->nitems; i++) {
		if (!m->f->items[i].case_id || !run_reached(m->r, i))
			continue;
		if (only)
			return NULL;
		only = &m->f->items[i];
	}
	return only;
}

/* The item a text belongs to.  In the closing an intention goes to the case of
 * whoever has it, the rest to the only case there was. */
static const struct run_item *
item_of(const struct meeting_run *m, const struct run_text *t)
{
	if (t->item != RUN_NONE)
		return &m->f->items[t->item];
	if (t->part != RUN_CLOSING)
		return NULL;
	for (size_t i = 0; i < m->f->nitems; i++)
		if (t->by != RUN_NONE && run_reached(m->r, i) &&
		    m->f->items[i].presenter &&
		    strcmp(m->f->items[i].presenter, m->f->ids[t->by]) == 0)
			return &m->f->items[i];
	return only_case(m);
}

static int
note_case(struct change *ch, const struct meeting_run *m,
    const struct run_text *t, struct record **ret, struct iv_err *e)
{
	const struct run_item *item = item_of(m, t);

	*ret = NULL;
	if (t->kind == NOTE_NOTE || !item || !item->case_id)
		return 0;
	if (change_get(ch, &schema_case, item->case_id, ret, e) < 0)
		return e->code == IV_NOTFOUND ? 0 : -1;
	if (json_get((*ret)->json, "stripped"))
		*ret = NULL;
	return 0;
}

/* The same text gets the same key however often it is saved. */
static void
text_key(const struct record *session, const struct meeting_run *m, size_t i,
    struct id *id)
{
	char seed[64];

	snprintf(seed, sizeof(seed), "%s/%lld", session->id.s,
	    (long long)m->r->notes[i].at);
	id_seeded(id, seed, i);
}

static void
put_text(struct record *cs, const struct meeting_run *m,
    const struct run_text *t, const char *key)
{
	static const char *const maps[] = {
		[NOTE_QUESTION] = "questions", [NOTE_ADVICE] = "advice",
		[NOTE_INSIGHT] = "insights", [NOTE_ACTION] = "actions",
	};
	cJSON *entry;

	if (t->kind == NOTE_SHARP) {
		json_set_str(cs->json, "reformulated", t->text);
		return;
	}
	entry = json_object(json_object(cs->json, maps[t->kind]), key);
	json_set_str(entry, "text", t->text);
	if (t->kind != NOTE_ACTION)
		return;
	json_set_str(entry, "by", t->by != RUN_NONE ? m->f->ids[t->by] :
	    json_str(cs->json, "presenter"));
	json_set_str(entry, "status", "open");
}

bool
meeting_run_points(const char *text, const char *zone, int64_t at)
{
	struct privacy_hit v[64];
	const struct privacy p = { .text = text, .year = day_year(
	    zone_civil(zone, (time_t)at, NULL).day) };
	size_t n = privacy_check(&p, v, IV_LEN(v));

	for (size_t i = 0; i < n && i < IV_LEN(v); i++)
		if (v[i].structured)
			return true;
	return n > IV_LEN(v);
}

/* A text that its field cannot hold must not keep the rest from being
 * saved. */
static bool
fits(const struct run_text *t)
{
	const struct field *f = fields_find(&schema_case.fields,
	    "reformulated", strlen("reformulated"));

	return t->kind != NOTE_SHARP || strlen(t->text) <= (size_t)f->max;
}

static void
put_apart(const struct meeting_run *m, const struct run_text *t,
    struct buf *b)
{
	struct civil c = zone_civil(m->zone, (time_t)t->at, NULL);
	char when[DAY_TEXT];

	civil_text(when, c);
	buf_addf(b, "%s %s: %s\n", when, run_note_words[t->kind], t->text);
}

/* Of the whole group, for all to sign. */
static int
put_agreement(struct change *ch, const struct meeting_run *m,
    const struct run_text *t, const char *key, struct meeting_kept *kept,
    struct iv_err *e)
{
	struct civil day = zone_civil(m->zone, (time_t)t->at, NULL);
	char since[DAY_TEXT];
	struct record *group;
	cJSON *entry;

	if (change_get(ch, &schema_group, m->group, &group, e) < 0)
		return -1;
	civil_text(since, (struct civil){ day.day, -1 });
	entry = json_object(json_object(group->json, "agreements"), key);
	json_set_str(entry, "text", t->text);
	json_set_str(entry, "since", since);
	kept->agreed++;
	return 0;
}

static int
save_texts(struct change *ch, const struct record *session,
    const struct meeting_run *m, struct meeting_kept *kept, struct iv_err *e)
{
	for (size_t i = 0; i < m->r->nnotes; i++) {
		const struct run_text *t = &m->r->notes[i];
		struct record *cs;
		struct id key;
		bool points;

		if (t->saved)
			continue;
		text_key(session, m, i, &key);
		if (t->kind == NOTE_AGREE) {
			if (put_agreement(ch, m, t, key.s, kept, e) < 0)
				return -1;
			continue;
		}
		if (note_case(ch, m, t, &cs, e) < 0)
			return -1;
		points = cs && meeting_run_points(t->text, m->zone, t->at);
		if (cs && !points && fits(t))
			put_text(cs, m, t, key.s);
		else
			put_apart(m, t, &kept->apart);
		kept->noted += cs && !points && fits(t);
		kept->pointing += points;
	}
	return 0;
}

/* Nobody brought what was not reached. */
static int
take_off(struct change *ch, struct record *session,
    const struct meeting_run *m, struct meeting_kept *kept, struct iv_err *e)
{
	for (size_t i = takes_off(session, m) ? m->f->nitems : 0; i-- > 0;) {
		char number[24];

		if (run_reached(m->r, i))
			continue;
		snprintf(number, sizeof(number), "%zu", i + 1);
		if (meeting_remove(ch, session, number, e) < 0)
			return -1;
		kept->unreached++;
	}
	return 0;
}

int
meeting_run_save(struct change *ch, struct record *session,
    const struct meeting_run *m, struct meeting_kept *kept,
    struct iv_err *e)
{
	*kept = (struct meeting_kept){ .apart = BUF_INIT };
	if (json_is(session->json, "status", "held"))
		return save_texts(ch, session, m, kept, e);
	if (meeting_choices_save(ch, session, m, kept, e) < 0)
		return -1;
	if (m->r->state != RUN_READY) {
		save_steps(session, m);
		save_breaks(session, m);
	}
	save_people(session, m);
	if (save_texts(ch, session, m, kept, e) < 0)
		return -1;
	json_set_str(session->json, "status", "running");
	if (!m->held)
		return 0;
	if (take_off(ch, session, m, kept, e) < 0)
		return -1;
	return meeting_close(ch, session, &kept->back, e);
}
