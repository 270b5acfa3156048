#include "report_people.h"

#include "text.h"

static void
person_add(cJSON *row, const struct person *p)
{
	const int *count = p->sum.count;

	row_int(row, "meetings", attendance_meetings(&p->sum));
	row_int(row, "present", count[WAS_PRESENT]);
	row_int(row, "excused", count[WAS_EXCUSED]);
	row_int(row, "late_notice", count[WAS_LATE_NOTICE]);
	row_int(row, "absent", count[WAS_ABSENT]);
	row_int(row, "not_noted", count[WAS_UNNOTED]);
	row_int(row, "rate", attendance_rate(&p->sum));
}

static int
rows(struct report_ask *ask, struct out *o, struct iv_err *e)
{
	return report_people(ask, person_add, o, e);
}

static void
visit_add(cJSON *row, const struct visited *v)
{
	bool there = v->presence == WAS_PRESENT;

	row_str(row, "status", presence_word(v->presence));
	row_clock(row, "from", there ? v->stay.from : -1);
	row_clock(row, "until", there ? v->stay.until : -1);
	row_int(row, "minutes", v->minutes);
}

static int
session_rows(struct report_ask *ask, struct out *o, struct iv_err *e)
{
	return report_visits(ask, visit_add, false, o, e);
}

static void
rate_text(struct buf *b, const cJSON *row, const char *lang)
{
	(void)lang;
	if (cJSON_IsNumber(json_get(row, "rate")))
		buf_addf(b, "%.0f %%", report_number(row, "rate"));
	else
		buf_adds(b, "\xe2\x80\x93");
}

static void
figure(struct buf *b, const cJSON *all, const char *lang)
{
	struct report_chart c = { iv_text(lang, N_("Present %")), NULL, NULL,
		"name", false, "rate", rate_text, svg_bars };

	report_chart(b, all, &c, lang);
}

static const struct out_col cols[] = {
	{ "member", N_("Id"), OUT_TEXT },
	{ "name", N_("Name"), OUT_TEXT },
	{ "meetings", N_("Meetings"), OUT_NUMBER },
	{ "present", N_("Present"), OUT_NUMBER },
	{ "excused", N_("Excused"), OUT_NUMBER },
	{ "late_notice", N_("Late notice"), OUT_NUMBER },
	{ "absent", N_("Absent"), OUT_NUMBER },
	{ "not_noted", N_("Not noted"), OUT_NUMBER },
	{ "rate", N_("Present %"), OUT_NUMBER },
};

static const struct out_col session_cols[] = {
	{ "session", N_("Meeting"), OUT_TEXT },
	{ "member", N_("Id"), OUT_TEXT },
	{ "date", N_("Date"), OUT_WHEN },
	{ "name", N_("Name"), OUT_TEXT },
	{ "status", N_("Attendance"), OUT_WORD },
	{ "from", N_("From"), OUT_WHEN },
	{ "until", N_("Until"), OUT_WHEN },
	{ "minutes", N_("Minutes"), OUT_NUMBER },
};

static const struct out_col drawn = { "rate", "", OUT_SHARE };

const struct report report_attendance = {
	.name = "attendance",
	.title = N_("Attendance"),
	.help = N_("Who was at the meetings, and who sent word"),
	.example = "iv-report attendance --since 2026-01-01 -o md",
	.member = N_("only this person"),
	.figure = figure,
	.drawn = &drawn,
	.groups = GROUPS_MANY,
	.mask = MASK_SESSION | MASK_MEMBER,
	.plain = { NULL, NULL, cols, IV_LEN(cols), 1, rows, false },
	.more = { "sessions", N_("a row for each person at each meeting"),
	    session_cols, IV_LEN(session_cols), 2, session_rows, false },
};
