#include "report.h"

#include <string.h>

#include "facts_attendance.h"
#include "report_mix.h"
#include "text.h"

struct walk {
	struct report_ask *ask;
	struct out *o;
	bool actions;
};

/* A row: what is not set is null. */
struct line {
	const char *section, *id, *first, *sharpened, *text, *result;
	int32_t day;			/* ROW_NO_DAY */
	int minutes;			/* -1 */
};

static void
put(struct out *o, const struct line *l)
{
	IV_AUTO(json_free_auto) cJSON *row = cJSON_CreateObject();

	row_str(row, "section", l->section);
	row_str(row, "id", l->id);
	row_day(row, "date", l->day);
	row_int(row, "minutes", l->minutes);
	row_hours(row, "hours", l->minutes);
	row_str(row, "question", l->first);
	row_str(row, "reformulated", l->sharpened);
	row_str(row, "text", l->text);
	row_str(row, "result", l->result);
	out_row(o, row);
}

static int
put_meetings(struct walk *w, struct iv_err *e)
{
	IV_AUTO(people_release) struct people people = { 0 };
	IV_AUTO(visits_release) struct visits visits = { 0 };

	if (facts_attendance(w->ask->store, &w->ask->scope, &people, &visits,
	    e) < 0)
		return -1;
	for (size_t i = 0; i < visits.n; i++) {
		const struct visited *v = &visits.v[i];
		struct line l = { .section = "meetings", .id = v->session.s,
			.day = v->start.day, .minutes = v->minutes };

		if (v->presence == WAS_PRESENT)
			put(w->o, &l);
	}
	w->ask->unclosed = people.unclosed;
	return 0;
}

static void
put_actions(struct walk *w, const cJSON *actions)
{
	const cJSON *a;

	cJSON_ArrayForEach(a, actions) {
		struct line l = { .section = "intentions", .id = a->string,
			.day = ROW_NO_DAY, .minutes = -1,
			.text = json_str(a, "text"),
			.result = json_str(a, "result") };
		struct civil c;

		if (!json_is(a, "by", w->ask->scope.member))
			continue;
		if (json_str(a, "due") && civil_parse_iso(json_str(a, "due"),
		    &c))
			l.day = c.day;
		put(w->o, &l);
	}
}

static int
take_case(void *arg, struct record **r, struct iv_err *e)
{
	struct walk *w = arg;
	const cJSON *j = (*r)->json;
	struct line l = { .section = "cases", .id = (*r)->id.s,
		.minutes = -1, .first = json_str(j, "question"),
		.sharpened = json_str(j, "reformulated") };

	(void)e;
	if (!report_case_day(w->ask, j, &l.day) ||
	    l.day < w->ask->scope.since || l.day > w->ask->scope.until)
		return 0;
	if (w->actions)
		put_actions(w, json_get(j, "actions"));
	else if (json_is(j, "presenter", w->ask->scope.member))
		put(w->o, &l);
	return 0;
}

static int
rows(struct report_ask *ask, struct out *o, struct iv_err *e)
{
	struct walk w = { ask, o, false };

	if (!ask->scope.member)
		return iv_fail(e, IV_USAGE, _("--member: name the person"));
	ask->reader = ask->scope.member;
	if (put_meetings(&w, e) < 0 ||
	    store_each(ask->store, &schema_case, take_case, &w, e) < 0)
		return -1;
	w.actions = true;
	return store_each(ask->store, &schema_case, take_case, &w, e);
}

static const struct out_col cols[] = {
	{ "section", N_("Section"), OUT_WORD },
	{ "id", N_("Id"), OUT_TEXT },
	{ "date", N_("Date"), OUT_WHEN },
	{ "minutes", N_("Minutes"), OUT_NUMBER },
	{ "hours", N_("Hours"), OUT_NUMBER },
	{ "question", N_("Learning question"), OUT_TEXT },
	{ "reformulated", N_("Sharpened question"), OUT_TEXT },
	{ "text", N_("Intention"), OUT_TEXT },
	{ "result", N_("What came of it"), OUT_TEXT },
};

static const struct out_col meeting_cols[] = {
	{ "date", N_("Date"), OUT_WHEN },
	{ "hours", N_("Net hours"), OUT_NUMBER },
};

static const struct out_col case_cols[] = {
	{ "date", N_("Date"), OUT_WHEN },
	{ "question", N_("Learning question"), OUT_TEXT },
	{ "reformulated", N_("Sharpened question"), OUT_TEXT },
};

static const struct out_col action_cols[] = {
	{ "text", N_("Intention"), OUT_TEXT },
	{ "date", N_("Due"), OUT_WHEN },
	{ "result", N_("What came of it"), OUT_TEXT },
};

/* Those without rows are to be written in. */
static const struct report_part parts[] = {
	{ PART("meetings", N_("Meetings"), meeting_cols),
	    .none = N_("No meeting in this period.") },
	{ PART("cases", N_("Own cases"), case_cols),
	    .none = N_("No own case in this period.") },
	{ PART("intentions", N_("Intentions"), action_cols),
	    .none = N_("No intention in this period.") },
	{ PART("technical", N_("Technical-instrumental"), action_cols),
	    .none = N_("What was done differently, by which knowledge and "
	    "skill, and with what effect?") },
	{ PART("normative", N_("Normative"), action_cols),
	    .none = N_("Which values, norms and professional standards were "
	    "at stake, and how were they weighed?") },
	{ PART("personal", N_("Personal"), action_cols),
	    .none = N_("What did it ask of the person, and what did it "
	    "teach?") },
};

const struct report report_reflection = {
	.name = "reflection",
	.title = N_("Reflection"),
	.help = N_("A form to reflect in, with what the records know filled "
	    "in; it is never stored"),
	.example = "iv-report reflection --member noëlle -o md > mijn.md",
	.member = N_("whose reflection it is"),
	.parts = parts, .nparts = IV_LEN(parts),
	.year = true,
	.mask = MASK_SESSION | MASK_MEMBER | MASK_CASE,
	.plain = { NULL, NULL, cols, IV_LEN(cols), 0, rows, true },
};
