#include "report.h"

#include "facts_signals.h"
#include "html.h"
#include "text.h"
#include "utf8.h"

/* What is seen, and what groups do about it. */
static const struct {
	const char *signal, *means, *advice;
} texts[SIGNALS] = {
	[SIGNAL_LATE] = { "late-cancellations",
	    N_("Late cancellations and absence without notice"),
	    N_("Ask what makes it hard to come, before asking for discipline; "
	    "renew the agreement on cancelling, and see whether day, time or "
	    "rhythm still fits.") },
	[SIGNAL_NO_CASE] = { "no-case",
	    N_("Regular meetings without a case"),
	    N_("Ask for the next case at the end of each meeting, keep one in "
	    "reserve, and ask what makes it hard to bring one.") },
	[SIGNAL_PRESENTER] = { "same-presenter",
	    N_("The same person brings most of the cases"),
	    N_("Bring cases in turn for a while, also small ones and "
	    "successes.") },
	[SIGNAL_CHAIR] = { "same-chair",
	    N_("The same person is the chair most of the time"),
	    N_("Let the role rotate (iv-rotate propose), with someone "
	    "experienced beside who tries it first.") },
	[SIGNAL_GAP] = { "gap",
	    N_("More than eight weeks between meetings"),
	    N_("Plan a series at once (iv-session plan), six weeks apart at "
	    "most, and move a meeting rather than drop it.") },
	[SIGNAL_FOLLOW_UP] = { "no-follow-up",
	    N_("Shared intentions are past their day, and nobody knows what "
	    "came of them"),
	    N_("Open each meeting with ten minutes of looking back: who tried "
	    "what, and what happened?") },
	[SIGNAL_FORM] = { "one-form",
	    N_("All cases are of one form"),
	    N_("Try another form and another method: a success, a choice of "
	    "values, a question about the organisation.") },
	[SIGNAL_ADVICE] = { "early-advice",
	    N_("Advice comes before the questions"),
	    N_("Agree on a round in which only open questions are asked, and "
	    "take a method that keeps advice to its end; the chair and the "
	    "live run (iv-session run) say when it is time.") },
	[SIGNAL_TIME] = { "overrun",
	    N_("Steps run over their time"),
	    N_("Discuss fewer cases at a meeting, name a timekeeper, and let "
	    "the live run (iv-session run) guard the last fifteen "
	    "minutes.") },
	[SIGNAL_SAFETY] = { "safety",
	    N_("The group says it feels less safe than before"),
	    N_("Put the result on the table without looking for who answered "
	    "what; renew what was agreed on confidentiality and on not giving "
	    "judgements, and ask what everybody needs to bring what "
	    "matters.") },
};

static void
put_row(size_t i, const struct signal_seen *s, const char *lang,
    struct out *o)
{
	IV_AUTO(json_free_auto) cJSON *row = cJSON_CreateObject();

	row_str(row, "signal", texts[i].signal);
	row_str(row, "seen", iv_text(lang, texts[i].means));
	row_int(row, "n", s->n);
	row_int(row, "of", s->of);
	row_str(row, "advice", iv_text(lang, texts[i].advice));
	out_row(o, row);
}

static int
rows(struct report_ask *ask, struct out *o, struct iv_err *e)
{
	IV_AUTO(facts_signals_release) struct signals_facts f =
	    SIGNALS_FACTS_INIT;
	const char *lang = store_lang(ask->store);
	struct signal_seen seen[SIGNALS];

	if (facts_signals(&f, ask->store, &ask->scope, e) < 0)
		return -1;
	signals_count(&f.in, seen);
	buf_adds(&ask->about, iv_text(lang, N_("Counted from what everyone "
	    "in the group can see; about the group and nobody in it.  The "
	    "way to use it is to talk about it together.")));
	for (size_t i = 0; i < SIGNALS; i++)
		if (seen[i].seen)
			put_row(i, &seen[i], lang, o);
	return 0;
}

static void
figure(struct buf *b, const cJSON *all, const char *lang)
{
	const cJSON *row;

	cJSON_ArrayForEach(row, all) {
		IV_AUTO(buf_release) struct buf n = BUF_INIT;

		buf_addf(&n, "%.0f %s %.0f", report_number(row, "n"),
		    iv_text(lang, N_("of")), report_number(row, "of"));
		buf_adds(b, "<div class=\"note\">\n");
		html_tag(b, "h2", NULL, json_str(row, "seen"));
		html_tag(b, "p", "n", n.p);
		html_tag(b, "p", NULL, json_str(row, "advice"));
		buf_adds(b, "</div>\n");
	}
}

#define WIDTH	72

/* A sentence of advice is too long for a column of a terminal. */
static void
row_print(FILE *f, const cJSON *row, const struct out_style *style)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT, shown = BUF_INIT;
	int width = style->width > 20 && style->width < WIDTH ?
	    style->width : WIDTH;

	utf8_visible(&shown, json_str(row, "advice"), "");
	buf_addf(&b, "%s%s%s (%.0f %s %.0f)\n    ",
	    out_sgr(style, "bold"), json_str(row, "seen"),
	    out_sgr(style, "reset"), report_number(row, "n"),
	    iv_text(style->lang, N_("of")), report_number(row, "of"));
	utf8_wrap(&b, shown.p, (size_t)width, 4);
	fprintf(f, "%s\n", b.p);
}

static const struct out_col cols[] = {
	{ "signal", N_("Signal"), OUT_TEXT },
	{ "seen", N_("What is seen"), OUT_TEXT },
	{ "n", N_("Times"), OUT_NUMBER },
	{ "of", N_("Of"), OUT_NUMBER },
	{ "advice", N_("What groups do about it"), OUT_TEXT },
};

static int
print(FILE *f, const cJSON *all, enum out_format format,
    const struct out_style *style, struct iv_err *e)
{
	struct out_spec spec = { .format = format, .schema = "",
		.cols = cols + 1, .ncols = IV_LEN(cols) - 1 };
	struct out *o = NULL;
	const cJSON *row;

	if (format != OUT_TABLE)
		o = out_begin(f, &spec, style);
	cJSON_ArrayForEach(row, all) {
		if (o)
			out_row(o, row);
		else
			row_print(f, row, style);
	}
	return o ? out_end(o, e) : 0;
}

static const struct report_part parts[] = {
	{ .none = N_("No signals in this period."),
	    .figure = figure, .cards = true, .print = print,
	    .cols = cols + 1, .ncols = IV_LEN(cols) - 1 },
};

const struct report report_signals = {
	.name = "signals",
	.title = N_("Signals"),
	.help = N_("What the group may want to talk about: gaps, late "
	    "cancellations, always the same, less safe"),
	.example = "iv-report signals --since 2026-01-01",
	.parts = parts, .nparts = IV_LEN(parts),
	.mask = MASK_SESSION | MASK_CASE | MASK_EVALUATION |
	    MASK_QUESTIONNAIRE | MASK_METHOD,
	.groups = GROUPS_MANY,
	.plain = { NULL, NULL, cols, IV_LEN(cols), 1, rows, false },
};
