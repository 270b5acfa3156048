#include "report.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "facts_attendance.h"
#include "report_gather.h"

static void
put_group(const struct people *people, const struct held *h,
    const struct gathered *g, struct out *o)
{
	IV_AUTO(buf_release) struct buf text = BUF_INIT;
	struct people_sum sum;

	put_figure(o, N_("meetings held"), (double)h->held, NULL);
	put_figure(o, N_("meetings cancelled"), (double)h->cancelled, NULL);
	put_time(o, N_("hours together"), people->minutes);
	/* One figure for all: the year report says nothing of any person. */
	people_sum(&sum, people, INT32_MIN);
	put_rate(o, &sum.all);
	if (h->held > 0)
		put_time(o, N_("hours of presence"), sum.minutes);
	put_figure(o, N_("cases discussed"), (double)g->mix.cases, NULL);
	buf_addf(&text, "%ld / %ld", g->actions[2], g->shared);
	put_figure(o, N_("intentions kept"), (double)g->actions[2], text.p);
}

static int
by_count(const void *a, const void *b)
{
	const struct mix_count *x = a, *y = b;

	return x->n != y->n ? (x->n < y->n) - (x->n > y->n) :
	    strcmp(x->word, y->word);
}

static void
put_methods(struct store *s, struct held *h, struct out *o)
{
	if (h->methods.n > 0)
		qsort(h->methods.v, h->methods.n, sizeof(*h->methods.v),
		    by_count);
	for (size_t i = 0; i < h->methods.n; i++) {
		IV_AUTO(buf_release) struct buf title = BUF_INIT;
		struct fact f = { FACT("methods", h->methods.v[i].word) };

		report_method(&title, s, f.item);
		f.text = title.p;
		f.value = (double)h->methods.v[i].n;
		fact_put(o, &f);
	}
}

static int
rows(struct report_ask *ask, struct out *o, struct iv_err *e)
{
	IV_AUTO(people_release) struct people people = { 0 };
	IV_AUTO(gathered_release) struct gathered cases = { .shared = 0 };
	IV_AUTO(held_release) struct held held = { .held = 0 };

	if (facts_attendance(ask->store, &ask->scope, &people, NULL, e) < 0 ||
	    gather_meetings(&held, ask, e) < 0 ||
	    gather_cases(&cases, ask, e) < 0)
		return -1;
	put_group(&people, &held, &cases, o);
	put_methods(ask->store, &held, o);
	put_gathered(&cases, o);
	ask->unclosed = people.unclosed;
	return put_rounds(ask, o, e);
}

static const struct report_part parts[] = {
	{ .name = "group", .title = N_("The year in figures"),
	    .cols = cols_cards, .ncols = IV_LEN(cols_cards),
	    .figure = figure_cards, .cards = true },
	{ PART("methods", N_("Methods"), cols_methods),
	    .none = N_("No method was noted."), .figure = figure_counts,
	    .half = true, .fold = true },
	{ PART("form", N_("Cases by form"), cols_counts),
	    .none = N_("No case was discussed in this period."),
	    .figure = figure_counts, .half = true, .fold = true },
	{ PART("level", N_("Cases by level"), cols_counts),
	    .figure = figure_counts, .half = true, .fold = true },
	{ PART("intentions", N_("Shared intentions"), cols_counts),
	    .none = N_("No intention was shared in this period."),
	    .figure = figure_counts, .half = true, .fold = true },
	{ PART("evaluation", N_("Evaluation"), cols_rounds),
	    .none = N_("No evaluation round was closed in this period."),
	    .figure = figure_trend },
};

const struct report report_year = {
	.name = "year",
	.title = N_("Year report"),
	.help = N_("The report of a year: figures only, of no person and of "
	    "no case"),
	.example = "iv-report year --until 2026-12-31 -o html > jaar.html",
	.parts = parts, .nparts = IV_LEN(parts),
	.year = true, .whole = true,
	.mask = MASK_SESSION | MASK_MEMBER | MASK_CASE | MASK_EVALUATION |
	    MASK_QUESTIONNAIRE | MASK_METHOD,
	.plain = { NULL, NULL, fact_cols, IV_LEN(fact_cols), 0, rows, false },
};
