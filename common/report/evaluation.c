#include "report.h"

#include <string.h>

#include "facts_questions.h"
#include "html.h"
#include "report_mix.h"
#include "text.h"

struct walk {
	struct out *o;
	const char *title;		/* of the questionnaire */
};

static void
row_count(cJSON *row, const cJSON *result, const char *key)
{
	long v;

	row_int(row, key, json_int(result, key, &v) ? v : -1);
}

static void
put_row(void *arg, const struct record *round, const char *item,
    const char *text, const cJSON *result)
{
	IV_AUTO(json_free_auto) cJSON *row = cJSON_CreateObject();
	struct walk *w = arg;

	row_str(row, "round", round->id.s);
	row_str(row, "item", item);
	row_str(row, "closed", json_str(round->json, "closed"));
	row_str(row, "questionnaire", json_str(round->json,
	    "questionnaire"));
	row_str(row, "text", text);
	row_count(row, round->json, "answered");
	row_count(row, result, "low");
	row_count(row, result, "middle");
	row_count(row, result, "high");
	row_count(row, result, "median");
	row_count(row, result, "mean");
	row_str(row, "title", w->title);
	out_row(w->o, row);
}

static int
rows(struct report_ask *ask, struct out *o, struct iv_err *e)
{
	IV_AUTO(closed_rounds_release) struct rounds rounds = { NULL, 0 };
	struct walk w = { o, NULL };

	if (rounds_load(&rounds, ask, e) < 0)
		return -1;
	for (size_t i = 0; i < rounds.n; i++) {
		IV_AUTO(questions_release) struct questions q =
		    QUESTIONS_INIT;
		const char *name = json_str(rounds.v[i]->json,
		    "questionnaire");
		struct iv_err none = IV_ERR_INIT;

		w.title = name && questions_load(&q, ask->store, name,
		    &none) == 0 ? q.title : name;
		round_each(ask->store, rounds.v[i], put_row, &w);
	}
	return 0;
}

/* With four answers there is a mean and no parts: a bar of its own. */
static void
stack_of(struct svg_stack *s, struct buf *text, const cJSON *row,
    const char *lang)
{
	bool mean = cJSON_IsNumber(json_get(row, "mean"));

	*s = (struct svg_stack){ json_str(row, "text"), { 0 }, NULL };
	if (!mean) {
		s->part[0] = report_number(row, "low");
		s->part[1] = report_number(row, "middle");
		s->part[2] = report_number(row, "high");
	}
	*text = (struct buf)BUF_INIT;
	buf_addf(text, "%s %.0f", iv_text(lang, mean ? N_("mean") :
	    N_("median")), report_number(row, mean ? "mean" : "median"));
	s->text = text->p;
}

#define ITEMS	40

/* One round: its rows follow each other. */
static const cJSON *
round_add(struct buf *b, const cJSON *row, const char *lang)
{
	IV_AUTO(buf_release) struct buf head = BUF_INIT;
	const char *round = json_str(row, "round");
	struct svg_stack v[ITEMS];
	struct buf text[ITEMS];
	struct civil c = { 0, -1 };
	size_t n = 0;

	civil_parse_iso(json_str(row, "closed"), &c);
	if (json_str(row, "title"))
		buf_addf(&head, "%s, ", json_str(row, "title"));
	report_day(&head, lang, c.day);
	buf_addf(&head, " (n = %.0f)", report_number(row, "answered"));
	for (; row && json_is(row, "round", round); row = row->next)
		if (n < ITEMS) {
			stack_of(&v[n], &text[n], row, lang);
			n++;
		}
	buf_adds(b, "<figure>\n");
	html_tag(b, "h2", NULL, head.p);
	svg_stacks(b, head.p, v, n);
	buf_adds(b, "</figure>\n");
	for (size_t i = 0; i < n; i++)
		buf_release(&text[i]);
	return row;
}

static void
figure(struct buf *b, const cJSON *all, const char *lang)
{
	const cJSON *row = all->child;

	html_tag(b, "p", NULL, iv_text(lang, N_("Each bar from left to "
	    "right: answers 1 and 2, answers 3, answers 4 and 5.")));
	while (row)
		row = round_add(b, row, lang);
}

static const struct out_col cols[] = {
	{ "round", N_("Round"), OUT_TEXT },
	{ "item", N_("Item"), OUT_TEXT },
	{ "closed", N_("Closed"), OUT_WHEN },
	{ "questionnaire", N_("Questionnaire"), OUT_TEXT },
	{ "text", N_("Statement"), OUT_TEXT },
	{ "answered", N_("Answers"), OUT_NUMBER },
	{ "low", N_("1-2"), OUT_NUMBER },
	{ "middle", N_("3"), OUT_NUMBER },
	{ "high", N_("4-5"), OUT_NUMBER },
	{ "median", N_("Median"), OUT_NUMBER },
	{ "mean", N_("Mean"), OUT_NUMBER },
};

static const struct out_col drawn = { "low,middle,high", "", OUT_PARTS };

const struct report report_evaluation = {
	.name = "evaluation",
	.title = N_("Evaluation"),
	.help = N_("Closed rounds: for each statement how many answered low, "
	    "middle and high"),
	.example = "iv-report evaluation -o html > evaluatie.html",
	.figure = figure,
	.drawn = &drawn,
	.groups = GROUPS_MANY,
	.mask = MASK_EVALUATION | MASK_QUESTIONNAIRE,
	.plain = { NULL, NULL, cols, IV_LEN(cols), 2, rows, true },
};
