#include "report.h"

#include <string.h>

#include "report_mix.h"
#include "report_sorted.h"
#include "text.h"
#include "utf8.h"

struct count {
	struct report_ask *ask;
	struct mix mix, themes;
};

/* Themes are the group's own words; of the others all are known. */
static const char *const counted[] = { N_("form"), N_("level"),
	N_("status"), N_("theme") };
#define KNOWN	3

/* As it was written first, however it is written later. */
static void
count_theme(struct mix *m, const char *word)
{
	for (size_t i = 0; i < m->n; i++)
		if (utf8_same(m->v[i].word, word))
			word = m->v[i].word;
	mix_add(m, "theme", word);
}

/* The most frequent first. */
static int
by_count(const void *a, const void *b)
{
	const struct mix_count *x = a, *y = b;

	return x->n != y->n ? (x->n < y->n) - (x->n > y->n) :
	    strcmp(x->word, y->word);
}

static int
count_case(void *arg, struct record **r, struct iv_err *e)
{
	struct count *count = arg;
	struct mix *m = &count->mix;
	const cJSON *j = (*r)->json, *theme;
	int32_t day;

	(void)e;
	if (!report_case_wanted(count->ask, j, &day))
		return 0;
	m->cases++;
	for (size_t i = 0; i < KNOWN; i++) {
		const char *word = json_str(j, counted[i]);

		if (word)
			mix_add(m, counted[i], word);
	}
	cJSON_ArrayForEach(theme, json_get(j, "themes"))
		if (cJSON_IsString(theme))
			count_theme(&count->themes, theme->valuestring);
	return 0;
}

static void
put_mix(const struct mix *m, const char *field, long cases, struct out *o)
{
	for (size_t i = 0; i < m->n; i++) {
		IV_AUTO(json_free_auto) cJSON *row = NULL;

		if (strcmp(m->v[i].field, field) != 0)
			continue;
		row = cJSON_CreateObject();
		row_str(row, "by", field);
		row_str(row, "value", m->v[i].word);
		row_int(row, "cases", m->v[i].n);
		row_int(row, "share", (m->v[i].n * 100 + cases / 2) / cases);
		out_row(o, row);
	}
}

static void
count_release(struct count *c)
{
	mix_release(&c->mix);
	mix_release(&c->themes);
}

static int
rows(struct report_ask *ask, struct out *o, struct iv_err *e)
{
	IV_AUTO(count_release) struct count c = { .ask = ask };

	for (size_t i = 0; i < KNOWN; i++)
		mix_known(&c.mix, counted[i]);
	if (store_each(ask->store, &schema_case, count_case, &c, e) < 0)
		return -1;
	if (c.themes.n > 0)
		qsort(c.themes.v, c.themes.n, sizeof(*c.themes.v), by_count);
	for (size_t i = 0; c.mix.cases > 0 && i < KNOWN; i++)
		put_mix(&c.mix, counted[i], c.mix.cases, o);
	put_mix(&c.themes, "theme", c.mix.cases, o);
	return 0;
}

static void
share_text(struct buf *b, const cJSON *row, const char *lang)
{
	(void)lang;
	buf_addf(b, "%.0f (%.0f %%)", report_number(row, "cases"),
	    report_number(row, "share"));
}

static void
figure(struct buf *b, const cJSON *all, const char *lang)
{
	static const char *const titles[] = { N_("Form"), N_("Level"),
		N_("Status"), N_("Themes") };

	buf_adds(b, "<div class=\"two\">\n");
	for (size_t i = 0; i < IV_LEN(counted); i++) {
		struct report_chart c = { iv_text(lang, titles[i]), "by",
			counted[i], "value", i < KNOWN, "cases", share_text,
			svg_bars };

		report_chart(b, all, &c, lang);
	}
	buf_adds(b, "</div>\n");
}

static cJSON *
case_row(struct report_ask *ask, const struct record *r, int32_t day)
{
	cJSON *row = cJSON_CreateObject();
	const cJSON *j = r->json;

	row_str(row, "id", r->id.s);
	row_str(row, "presenter", json_str(j, "presenter"));
	row_day(row, "date", day);
	row_str(row, "name", store_name(ask->store,
	    json_str(j, "presenter")));
	row_str(row, "form", json_str(j, "form"));
	row_str(row, "level", json_str(j, "level"));
	row_str(row, "status", json_str(j, "status"));
	row_str(row, "title", json_str(j, "title"));
	row_str(row, "question", json_str(j, "question"));
	row_str(row, "reformulated", json_str(j, "reformulated"));
	return row;
}

static int
keep_case(void *arg, struct record **r, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf key = BUF_INIT;
	struct sorted *s = arg;
	char text[DAY_TEXT];
	int32_t day;

	(void)e;
	if (!report_case_wanted(s->ask, (*r)->json, &day))
		return 0;
	civil_text(text, (struct civil){ day, -1 });
	buf_addf(&key, "%s %s", text, (*r)->id.s);
	sorted_add(s, key.p, case_row(s->ask, *r, day));
	return 0;
}

static int
full_rows(struct report_ask *ask, struct out *o, struct iv_err *e)
{
	struct sorted s = { .ask = ask };

	return sorted_rows(&s, &schema_case, keep_case, o, e);
}

static const struct out_col cols[] = {
	{ "by", N_("Counted by"), OUT_WORD },
	{ "value", N_("Value"), OUT_WORD },
	{ "cases", N_("Cases"), OUT_NUMBER },
	{ "share", N_("Share %"), OUT_NUMBER },
};

static const struct out_col full_cols[] = {
	{ "id", N_("Id"), OUT_TEXT },
	{ "presenter", N_("Presenter"), OUT_TEXT },
	{ "date", N_("Date"), OUT_WHEN },
	{ "name", N_("Presenter"), OUT_TEXT },
	{ "form", N_("Form"), OUT_WORD },
	{ "level", N_("Level"), OUT_WORD },
	{ "status", N_("Status"), OUT_WORD },
	{ "title", N_("Title"), OUT_TEXT },
	{ "question", N_("Learning question"), OUT_TEXT },
	{ "reformulated", N_("Sharpened question"), OUT_TEXT },
};

static const struct out_col drawn = { "share", "", OUT_SHARE };

const struct report report_cases = {
	.name = "cases",
	.title = N_("Cases"),
	.help = N_("The mix of cases; their questions before and after"),
	.example = "iv-report cases --full --since 2026-01-01 -o md",
	.member = N_("only what this person brought"),
	.figure = figure,
	.drawn = &drawn,
	.groups = GROUPS_MANY,
	.mask = MASK_CASE | MASK_SESSION | MASK_MEMBER,
	.plain = { NULL, NULL, cols, IV_LEN(cols), 0, rows, true },
	.more = { "full", N_("a row for each case, with its question before "
	    "and after"), full_cols, IV_LEN(full_cols), 2, full_rows, true },
};
