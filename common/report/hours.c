#include "report_people.h"

#include "text.h"

static void
person_add(cJSON *row, const struct person *p)
{
	row_int(row, "meetings", p->sum.count[WAS_PRESENT]);
	row_int(row, "minutes", p->sum.minutes);
	row_hours(row, "hours", p->sum.minutes);
}

static int
rows(struct report_ask *ask, struct out *o, struct iv_err *e)
{
	return report_people(ask, person_add, o, e);
}

static void
visit_add(cJSON *row, const struct visited *v)
{
	row_clock(row, "from", v->stay.from);
	row_clock(row, "until", v->stay.until);
	row_int(row, "minutes", v->minutes);
	row_hours(row, "hours", v->minutes);
}

static int
session_rows(struct report_ask *ask, struct out *o, struct iv_err *e)
{
	return report_visits(ask, visit_add, true, o, e);
}

static void
hours_text(struct buf *b, const cJSON *row, const char *lang)
{
	const char *hours = json_str(row, "hours");

	(void)lang;
	buf_adds(b, hours ? hours : "");
}

static void
figure(struct buf *b, const cJSON *all, const char *lang)
{
	struct report_chart c = { iv_text(lang, N_("Hours")), NULL, NULL,
		"name", false, "minutes", hours_text, svg_bars };

	report_chart(b, all, &c, lang);
}

static const struct out_col cols[] = {
	{ "member", N_("Id"), OUT_TEXT },
	{ "name", N_("Name"), OUT_TEXT },
	{ "meetings", N_("Meetings"), OUT_NUMBER },
	{ "minutes", N_("Minutes"), OUT_NUMBER },
	{ "hours", N_("Hours"), OUT_NUMBER },
};

static const struct out_col session_cols[] = {
	{ "session", N_("Meeting"), OUT_TEXT },
	{ "member", N_("Id"), OUT_TEXT },
	{ "date", N_("Date"), OUT_WHEN },
	{ "name", N_("Name"), OUT_TEXT },
	{ "from", N_("From"), OUT_WHEN },
	{ "until", N_("Until"), OUT_WHEN },
	{ "minutes", N_("Minutes"), OUT_NUMBER },
	{ "hours", N_("Hours"), OUT_NUMBER },
};

static const struct out_col drawn = { "minutes", "", OUT_BAR };

const struct report report_hours = {
	.name = "hours",
	.title = N_("Hours"),
	.help = N_("Net hours of presence, breaks taken off"),
	.example = "iv-report hours --since 2026-01-01 --member noëlle",
	.member = N_("only this person"),
	.figure = figure,
	.drawn = &drawn,
	.groups = GROUPS_MANY,
	.mask = MASK_SESSION | MASK_MEMBER,
	.plain = { NULL, NULL, cols, IV_LEN(cols), 1, rows, false },
	.more = { "sessions", N_("a row for each person at each meeting"),
	    session_cols, IV_LEN(session_cols), 2, session_rows, false },
};
