#include "report.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "facts_attendance.h"
#include "facts_roles.h"
#include "mem.h"
#include "report_gather.h"
#include "text.h"

/* All that is known before the first row can be given. */
struct whole {
	struct people people;
	struct visits visits;
	struct gathered cases;
	struct held meetings;
	struct roles_facts roles;
};

static void
whole_release(struct whole *w)
{
	people_release(&w->people);
	visits_release(&w->visits);
	gathered_release(&w->cases);
	held_release(&w->meetings);
	facts_roles_release(&w->roles);
}

static void
put_next(struct report_ask *ask, struct out *o)
{
	IV_AUTO(record_free_auto) struct record *r = NULL;
	struct fact f = { FACT("group", N_("next meeting")) };
	struct iv_err none = IV_ERR_INIT;
	char text[DAY_TEXT];
	struct civil c;
	struct id id;

	if (store_find(ask->store, &schema_session, "next", ask->scope.now,
	    &id, &none) < 0 || store_read(ask->store, &schema_session, id.s,
	    &r, &none) < 0 || !json_str(r->json, "start") ||
	    !civil_parse_iso(json_str(r->json, "start"), &c))
		return;
	civil_text(text, (struct civil){ c.day, -1 });
	f.day = c.day;
	f.text = text;
	fact_put(o, &f);
}

static void
put_group(struct report_ask *ask, const struct whole *w, struct out *o)
{
	struct people_sum sum;

	people_sum(&sum, &w->people, ask->scope.now.day);
	put_figure(o, N_("members"), (double)sum.members, NULL);
	put_next(ask, o);
	put_figure(o, N_("meetings held"), (double)w->meetings.held, NULL);
	put_time(o, N_("hours of presence"), sum.minutes);
	put_rate(o, &sum.all);
	put_figure(o, N_("cases discussed"), (double)w->cases.mix.cases, NULL);
	put_figure(o, N_("open intentions"), (double)(w->cases.actions[0] +
	    w->cases.actions[1]), NULL);
}

/* The first day of the last SVG_COLS days with a meeting: what is at a
 * glance; all of them are in the report attendance. */
static int32_t
first_seen(const struct visits *v)
{
	size_t days = 0, i = v->n;

	while (i > 0) {
		if (i == v->n || v->v[i].start.day != v->v[i - 1].start.day)
			days++;
		if (days > SVG_COLS)
			break;
		i--;
	}
	return i < v->n ? v->v[i].start.day : 0;
}

static void
put_visits(const struct whole *w, size_t who, struct out *o)
{
	int32_t since = first_seen(&w->visits);
	const struct person *p = &w->people.v[who];

	for (size_t i = 0; i < w->visits.n; i++) {
		const struct visited *v = &w->visits.v[i];
		const char *word = presence_word(v->presence);
		struct fact f = { FACT("attendance", word ? word :
		    "not-noted") };

		if (v->who != who || v->start.day < since)
			continue;
		f.day = v->start.day;
		f.member = p->id.s;
		f.name = p->name;
		f.value = v->minutes;
		fact_put(o, &f);
	}
}

static void
put_hours(const struct whole *w, struct out *o)
{
	for (size_t i = 0; i < w->people.n; i++) {
		const struct person *p = &w->people.v[i];
		struct fact f = { FACT("hours", NULL) };
		char text[32];

		snprintf(text, sizeof(text), "%ld:%02ld", p->sum.minutes / 60,
		    p->sum.minutes % 60);
		f.member = p->id.s;
		f.name = p->name;
		f.text = text;
		f.value = (double)p->sum.minutes;
		fact_put(o, &f);
	}
}

/* In the order of people: by name. */
static void
put_role(const struct whole *w, size_t role, struct out *o)
{
	const struct rotate *r = &w->roles.rotate;
	IV_AUTO(mem_free_auto) struct rotate_turns *turns =
	    mem_array(NULL, r->nmembers, sizeof(*turns));

	rotate_count(r, role, NULL, turns);
	for (size_t i = 0; i < w->people.n; i++)
		for (size_t k = 0; k < r->nmembers; k++) {
			const struct person *p = &w->people.v[i];
			struct fact f = { FACT("roles",
			    r->roles[role].name) };

			if (strcmp(p->id.s, r->members[k].id) != 0 ||
			    (turns[k].turns == 0 && turns[k].owed == 0))
				continue;
			f.member = p->id.s;
			f.name = p->name;
			f.value = turns[k].turns;
			f.of = (double)turns[k].owed / (double)ROTATE_UNIT;
			fact_put(o, &f);
		}
}

static int
rows(struct report_ask *ask, struct out *o, struct iv_err *e)
{
	IV_AUTO(whole_release) struct whole w = { .roles = ROLES_FACTS_INIT };

	if (facts_attendance(ask->store, &ask->scope, &w.people, &w.visits,
	    e) < 0 || gather_cases(&w.cases, ask, e) < 0 ||
	    gather_meetings(&w.meetings, ask, e) < 0 ||
	    facts_roles(&w.roles, ask->store, NULL, e) < 0)
		return -1;
	facts_roles_keep(&w.roles, ask->scope.since, ask->scope.until);
	put_group(ask, &w, o);
	for (size_t i = 0; i < w.people.n; i++)
		put_visits(&w, i, o);
	for (size_t i = 0; i < w.roles.rotate.nroles; i++)
		put_role(&w, i, o);
	put_gathered(&w.cases, o);
	put_hours(&w, o);
	put_timing(&w.meetings, ask, o);
	ask->unclosed = w.people.unclosed;
	return put_rounds(ask, o, e);
}

/* What the report roles has under these names. */
static void
figure_roles(struct buf *b, const cJSON *all, const char *lang)
{
	IV_AUTO(json_free_auto) cJSON *copy = cJSON_Duplicate(all, true);
	cJSON *row;

	cJSON_ArrayForEach(row, copy) {
		double turns = report_number(row, "value");
		double share = report_number(row, "of");

		row_str(row, "role", json_str(row, "item"));
		row_num(row, "turns", turns);
		row_num(row, "share", share);
		row_num(row, "deviation", turns - share);
	}
	figure_turns(b, copy, lang);
}

static void
hours_text(struct buf *b, const cJSON *row, const char *lang)
{
	(void)lang;
	buf_adds(b, json_str(row, "text"));
}

static void
figure_hours(struct buf *b, const cJSON *all, const char *lang)
{
	struct report_chart c = { iv_text(lang, N_("Hours")), NULL, NULL,
		"name", false, "value", hours_text, svg_bars };

	report_chart(b, all, &c, lang);
}

static const struct out_col visit_cols[] = {
	{ "name", N_("Name"), OUT_TEXT },
	{ "date", N_("Date"), OUT_WHEN },
	{ "item", N_("Attendance"), OUT_WORD },
	{ "value", N_("Minutes"), OUT_NUMBER },
};

static const struct out_col role_cols[] = {
	{ "name", N_("Name"), OUT_TEXT },
	{ "item", N_("Role"), OUT_WORD },
	{ "value", N_("Turns"), OUT_NUMBER },
	{ "of", N_("Fair share"), OUT_HUNDREDTHS },
};

static const struct out_col hours_cols[] = {
	{ "name", N_("Name"), OUT_TEXT },
	{ "text", N_("Hours"), OUT_NUMBER },
};

static const struct out_col timing_cols[] = {
	{ "text", N_("Method"), OUT_TEXT },
	{ "value", N_("Real"), OUT_NUMBER },
	{ "of", N_("Planned"), OUT_NUMBER },
};

static const struct out_col drawn = { "value", "", OUT_BAR };
static const struct out_col drawn_off = { "value,of", "", OUT_BALANCE };

static const struct report_part parts[] = {
	{ PART("group", NULL, cols_cards), .figure = figure_cards,
	    .cards = true },
	{ PART("attendance", N_("Attendance"), visit_cols), .fold = true,
	    .text = N_("The last twelve meetings."),
	    .none = N_("No meeting was held in this period."),
	    .figure = figure_grid, .print = print_grid, .half = true },
	{ PART("hours", N_("Hours"), hours_cols), .fold = true,
	    .text = N_("Net time of presence, breaks taken off."),
	    .figure = figure_hours, .drawn = &drawn, .half = true },
	{ PART("roles", N_("Roles"), role_cols), .fold = true,
	    .text = N_("Turns taken / fair share.  A dot left of the line is "
	    "someone whose turn it is."),
	    .figure = figure_roles, .drawn = &drawn_off },
	{ PART("form", N_("Cases by form"), cols_counts), .fold = true,
	    .none = N_("No case was discussed in this period."),
	    .figure = figure_counts, .half = true,
	    .drawn = &drawn },
	{ PART("level", N_("Cases by level"), cols_counts), .fold = true,
	    .figure = figure_counts, .half = true,
	    .drawn = &drawn },
	{ PART("evaluation", N_("Evaluation"), cols_rounds), .fold = true,
	    .none = N_("No evaluation round was closed in this period."),
	    .figure = figure_trend, .half = true, .tall = true },
	{ PART("intentions", N_("Shared intentions"), cols_counts),
	    .fold = true, .figure = figure_counts, .half = true,
	    .drawn = &drawn },
	{ PART("timing", N_("Time"), timing_cols), .fold = true,
	    .text = N_("Real / planned minutes of a live run.  Right of the "
	    "line: it took longer."),
	    .figure = figure_timing, .drawn = &drawn_off, .half = true },
};

const struct report report_overview = {
	.name = "overview",
	.title = N_("Overview"),
	.help = N_("The group at a glance"),
	.example = "iv-report overview -o html > overzicht.html",
	.parts = parts, .nparts = IV_LEN(parts),
	.mask = MASK_SESSION | MASK_MEMBER | MASK_CASE | MASK_EVALUATION |
	    MASK_QUESTIONNAIRE | MASK_METHOD,
	.plain = { NULL, NULL, fact_cols, IV_LEN(fact_cols), 0, rows, true },
};
