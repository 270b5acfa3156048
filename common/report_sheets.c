#include "report_handout.h"

#include <math.h>
#include <string.h>

#include "facts_questions.h"
#include "html.h"
#include "text.h"
#include "utf8.h"

/* What a sheet asks: a label, a line of help or NULL, lines of room. */
struct asked {
	const char *label, *help;
	int lines;
};

static const struct {
	const char *item, *title, *help;
} sheets[] = {
	{ "case", N_("A case"), N_("Leave out names, and whatever someone "
	    "could be recognised by.") },
	{ "availability", N_("When can you be there?"), NULL },
	{ "meeting", N_("Of a meeting, afterwards"), NULL },
	{ "evaluation", N_("Evaluation of a meeting"), N_("From 1, not at "
	    "all, to 5, entirely.") },
};

static const struct asked meeting[] = {
	{ N_("Date, beginning and end, breaks"), NULL, 1 },
	{ N_("Place, or online"), NULL, 1 },
	{ N_("Who was there, and from when until when"), NULL, 4 },
	{ N_("Chair, timekeeper, secretary"), NULL, 1 },
	{ N_("Presenters and methods"), NULL, 2 },
	{ N_("Agreements"), NULL, 3 },
	{ N_("Intentions that may be asked about, by whom, before which day"),
	    NULL, 4 },
};

static const struct {
	const char *field;
	int lines;
} of_case[] = {
	{ "title", 1 }, { "form", 1 }, { "situation", 6 }, { "own_part", 4 },
	{ "tried", 3 }, { "question", 2 }, { "wants", 1 },
};

static void
put(struct out *o, const char *sheet, const struct asked *a, int32_t day)
{
	IV_AUTO(buf_release) struct buf text = BUF_INIT;
	struct fact f = { FACT("sheets", sheet) };

	if (a->label)
		buf_adds(&text, a->label);
	if (a->help)
		buf_addf(&text, "\n%s", a->help);
	f.text = text.p;
	f.value = a->lines;
	f.day = day;
	fact_put(o, &f);
}

struct words {
	struct buf *b;
	const char *lang;
};

static void
word_add(const char *word, size_t len, void *arg)
{
	IV_AUTO(buf_release) struct buf one = BUF_INIT;
	struct words *w = arg;

	buf_add(&one, word, len);
	buf_addf(w->b, "%s%s", w->b->len > 0 ? ", " : "",
	    iv_text(w->lang, one.p));
}

/* The words of a field are its help: one of them is to be written. */
static void
put_case(struct out *o, const char *lang)
{
	for (size_t i = 0; i < IV_LEN(of_case); i++) {
		const char *name = of_case[i].field;
		const struct field *f = fields_find(&schema_case.fields, name,
		    strlen(name));
		IV_AUTO(buf_release) struct buf words = BUF_INIT;
		struct asked a = { iv_text(lang, f->label),
			f->help ? iv_text(lang, f->help) : NULL,
			of_case[i].lines };

		if (f->words) {
			words_each(f->words, word_add,
			    &(struct words){ &words, lang });
			a.help = words.p;
		}
		put(o, "case", &a, ROW_NO_DAY);
	}
}

static void
put_days(struct out *o, const int32_t *days, size_t n)
{
	struct asked one = { NULL, NULL, 0 };

	for (size_t i = 0; i < n; i++)
		put(o, "availability", &one, days[i]);
	for (size_t i = n; i < 6; i++)
		put(o, "availability", &one, ROW_NO_DAY);
}

static int
put_questions(struct report_ask *ask, struct out *o, struct iv_err *e)
{
	IV_AUTO(questions_release) struct questions q = QUESTIONS_INIT;

	if (questions_load(&q, ask->store, "meeting", e) < 0)
		return -1;
	for (size_t i = 0; i < q.n; i++)
		put(o, "evaluation", &(struct asked){ q.items[i].text, NULL,
		    0 }, ROW_NO_DAY);
	if (q.open)
		put(o, "evaluation", &(struct asked){ q.open, NULL, 3 },
		    ROW_NO_DAY);
	return 0;
}

int
put_sheets(struct report_ask *ask, const int32_t *days, size_t n,
    struct out *o, struct iv_err *e)
{
	const char *lang = store_lang(ask->store);

	put_case(o, lang);
	put_days(o, days, n);
	for (size_t i = 0; i < IV_LEN(meeting); i++)
		put(o, "meeting", &(struct asked){ iv_text(lang,
		    meeting[i].label), NULL, meeting[i].lines }, ROW_NO_DAY);
	return put_questions(ask, o, e);
}

static const char *
title_of(const char *item, const char *lang)
{
	for (size_t i = 0; i < IV_LEN(sheets); i++)
		if (strcmp(sheets[i].item, item) == 0)
			return iv_text(lang, sheets[i].title);
	return item;
}

static const char *
help_of(const char *item, const char *lang)
{
	for (size_t i = 0; i < IV_LEN(sheets); i++)
		if (strcmp(sheets[i].item, item) == 0 && sheets[i].help)
			return iv_text(lang, sheets[i].help);
	return NULL;
}

/* The label and the help of a row. */
static void
split(const cJSON *row, struct buf *label, struct buf *help)
{
	const char *text = json_str(row, "text");
	size_t n = text ? strcspn(text, "\n") : 0;

	if (!text)
		return;
	buf_add(label, text, n);
	if (text[n] == '\n')
		buf_adds(help, text + n + 1);
}

static void
day_label(struct buf *b, const cJSON *row, const char *lang)
{
	const char *date = json_str(row, "date");
	struct civil c;

	if (date && civil_parse_iso(date, &c))
		report_day(b, lang, c.day);
}

/* A line of a table with room for crosses; the headings are of the first. */
static void
choice_add(struct buf *b, const cJSON *row, const char *lang, bool first)
{
	static const char *const answers[] = { N_("yes"), N_("no"),
		N_("maybe") };
	bool days = json_is(row, "item", "availability");
	IV_AUTO(buf_release) struct buf label = BUF_INIT, help = BUF_INIT;
	struct html_col cols[6] = { { days ? iv_text(lang, N_("Date")) :
		iv_text(lang, N_("Statement")), false } };
	static const char *const scale[] = { "1", "2", "3", "4", "5" };
	size_t n = days ? IV_LEN(answers) : IV_LEN(scale);

	for (size_t i = 0; i < n; i++)
		cols[i + 1].head = days ? iv_text(lang, answers[i]) :
		    scale[i];
	if (first)
		html_table(b, title_of(json_str(row, "item"), lang), cols,
		    n + 1);
	if (days)
		day_label(&label, row, lang);
	else
		split(row, &label, &help);
	html_row(b);
	html_cell(b, &cols[0], true, label.len > 0 ? label.p :
	    "\xe2\x80\xa6");
	for (size_t i = 0; i < n; i++)
		html_cell(b, &cols[i + 1], false, "\xe2\x98\x90");
	html_row_end(b);
}

static void
field_add(struct buf *b, const cJSON *row)
{
	IV_AUTO(buf_release) struct buf label = BUF_INIT, help = BUF_INIT;

	split(row, &label, &help);
	html_tag(b, "p", "ask", label.p);
	if (help.len > 0)
		html_tag(b, "p", "n", help.p);
	for (int i = (int)report_number(row, "value"); i > 0; i--)
		buf_adds(b, "<div class=\"line\"></div>\n");
}

static bool
is_choice(const cJSON *row)
{
	return row && report_number(row, "value") < 1;
}

static bool
same_item(const cJSON *a, const cJSON *b)
{
	return a && b && json_is(b, "item", json_str(a, "item"));
}

void
figure_sheets(struct buf *b, const cJSON *rows, const char *lang)
{
	const cJSON *row, *was = NULL;

	cJSON_ArrayForEach(row, rows) {
		const char *item = json_str(row, "item");
		bool first = !same_item(was, row);

		if (first) {
			buf_adds(b, was ? "</div>\n" : "");
			buf_adds(b, "<div class=\"leaf choice\">\n");
			html_tag(b, "h3", NULL, title_of(item, lang));
		}
		if (first && help_of(item, lang))
			html_tag(b, "p", "n", help_of(item, lang));
		if (is_choice(row))
			choice_add(b, row, lang, first || !is_choice(was));
		else
			field_add(b, row);
		if (is_choice(row) && !(same_item(row, row->next) &&
		    is_choice(row->next)))
			html_table_end(b);
		was = row;
	}
	buf_adds(b, was ? "</div>\n" : "");
}

static void
text_print(FILE *f, enum out_format format, const char *s)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT, shown = BUF_INIT;

	utf8_visible(&shown, s, "");
	if (format == OUT_MD)
		out_md(&b, shown.p);
	fputs(format == OUT_MD ? b.p : shown.p, f);
}

/* As iv-case(1) and the others read sheets: a label in brackets, the help in
 * lines that are never read. */
static void
row_print(FILE *f, const cJSON *row, enum out_format format,
    const char *lang)
{
	IV_AUTO(buf_release) struct buf label = BUF_INIT, help = BUF_INIT;
	bool md = format == OUT_MD;

	if (json_is(row, "item", "availability"))
		day_label(&label, row, lang);
	else
		split(row, &label, &help);
	fputs(md ? "- **" : "[", f);
	text_print(f, format, label.len > 0 ? label.p : "\xe2\x80\xa6");
	fputs(md ? "**" : "]\n", f);
	if (help.len > 0) {
		fputs(md ? " (" : "# ", f);
		text_print(f, format, help.p);
		fputs(md ? ")" : "\n", f);
	}
	fputs(md ? ": \\_\\_\\_\\_\n" : "\n", f);
}

int
print_sheets(FILE *f, const cJSON *rows, enum out_format format,
    const struct out_style *style, struct iv_err *e)
{
	const cJSON *row, *was = NULL;

	(void)e;
	cJSON_ArrayForEach(row, rows) {
		const char *title = title_of(json_str(row, "item"),
		    style->lang);

		if (!same_item(was, row) && format == OUT_MD)
			fprintf(f, "\n### %s\n\n", title);
		else if (!same_item(was, row))
			fprintf(f, "%s%s%s%s\n\n", was ? "\n" : "",
			    out_sgr(style, "bold"), title,
			    out_sgr(style, "reset"));
		row_print(f, row, format, style->lang);
		was = row;
	}
	return 0;
}
