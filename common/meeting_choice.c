#include <string.h>

#include "meeting.h"
#include "meeting_run.h"
#include "mem.h"

/* A case that was brought on the spot becomes a record, under the id it got
 * then: saved twice, it is there once. */
static int
make_case(struct change *ch, const struct meeting_run *m,
    const struct run_choice *c, struct iv_err *e)
{
	struct civil day = zone_civil(m->zone, (time_t)m->r->began, NULL);
	struct record *r = record_new(&schema_case, c->c.id.s, day.day);
	char made[DAY_TEXT];

	civil_text(made, (struct civil){ day.day, -1 });
	json_set_str(r->json, "presenter", m->f->ids[c->presenter]);
	json_set_str(r->json, "form", "problem");
	json_set_str(r->json, "level", "individual");
	if (!meeting_run_points(c->text, m->zone, m->r->now))
		json_set_str(r->json, "question", c->text);
	json_set_str(r->json, "status", "ready");
	if (c->c.minutes > 0)
		json_set_int(r->json, "bid", c->c.minutes);
	json_set_str(r->json, "made", made);
	return change_take(ch, r, e);
}

/* 1: there is such a case. */
static int
get_case(struct change *ch, const struct meeting_run *m,
    const struct run_choice *c, struct meeting_kept *kept,
    struct record **ret, struct iv_err *e)
{
	if (change_get(ch, &schema_case, c->c.id.s, ret, e) == 0)
		return 1;
	if (e->code != IV_NOTFOUND)
		return -1;
	if (!c->text)
		return 0;
	if (make_case(ch, m, c, e) < 0)
		return -1;
	kept->brought++;
	if (meeting_run_points(c->text, m->zone, m->r->now)) {
		kept->pointing++;
		buf_addf(&kept->apart, "%s: %s\n", c->c.id.s, c->text);
	}
	return change_get(ch, &schema_case, c->c.id.s, ret, e) < 0 ? -1 : 1;
}

/* A save before, when another case had been chosen. */
static int
free_row(struct change *ch, const struct record *session, cJSON *row,
    struct iv_err *e)
{
	const char *id = json_str(row, "case");
	struct record *cs;

	if (!id)
		return 0;
	if (change_get(ch, &schema_case, id, &cs, e) < 0)
		return e->code == IV_NOTFOUND ? 0 : -1;
	if (json_is(cs->json, "status", "scheduled") &&
	    json_is(cs->json, "session", session->id.s)) {
		json_set_str(cs->json, "status", "ready");
		json_drop(cs->json, "session");
	}
	json_drop(row, "case");
	return 0;
}

static bool
is_choice(const struct run *r, const char *id)
{
	for (size_t i = 0; id && i < r->nchoices; i++)
		if (strcmp(r->choices[i].c.id.s, id) == 0)
			return true;
	return false;
}

/* The row of an item that is still open, or was filled from here. */
static cJSON *
row_of(const struct record *session, const struct meeting_run *m,
    size_t item)
{
	const cJSON *rows = json_get(session->json, "agenda");
	cJSON *row = cJSON_GetArrayItem(rows, (int)item);
	const char *id = json_str(row, "case");

	if (json_count(rows) != m->f->nitems ||
	    (id && !is_choice(m->r, id)))
		return NULL;
	return row;
}

static int
fill_row(struct change *ch, struct record *session, cJSON *row,
    struct record *cs, struct iv_err *e)
{
	if (json_is(row, "case", cs->id.s))
		return 0;
	if (!json_is(cs->json, "status", "ready"))
		return 0;
	if (free_row(ch, session, row, e) < 0)
		return -1;
	json_set_str(row, "case", cs->id.s);
	json_set_str(row, "presenter", json_str(cs->json, "presenter"));
	json_set_str(cs->json, "status", "scheduled");
	json_set_str(cs->json, "session", session->id.s);
	return 0;
}

int
meeting_choices_save(struct change *ch, struct record *session,
    const struct meeting_run *m, struct meeting_kept *kept,
    struct iv_err *e)
{
	for (size_t i = 0; i < m->r->nchoices; i++) {
		const struct run_choice *c = &m->r->choices[i];
		struct record *cs;
		cJSON *row;
		int there;

		if (c->item == RUN_NONE && !c->text)
			continue;
		there = get_case(ch, m, c, kept, &cs, e);
		if (there < 0)
			return -1;
		row = there > 0 && c->item != RUN_NONE ?
		    row_of(session, m, c->item) : NULL;
		if (row && fill_row(ch, session, row, cs, e) < 0)
			return -1;
	}
	return 0;
}
