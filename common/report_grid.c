#include "report_gather.h"

#include <string.h>

#include "html.h"
#include "mem.h"
#include "text.h"

/* The grid: the last SVG_COLS days, and who was noted on one of them. */
struct grid {
	const char *days[SVG_COLS];
	char heads[SVG_COLS][16];
	const char *cols[SVG_COLS];
	size_t ndays;
	const char **names, **ids;
	size_t n;
	enum svg_mark *mark;
};

static void
grid_release(struct grid *g)
{
	mem_free(g->names);
	mem_free(g->ids);
	mem_free(g->mark);
}

/* Puts a day where it belongs; of too many the oldest goes. */
static void
day_add(struct grid *g, const char *day)
{
	size_t i = g->ndays;

	while (i > 0 && strcmp(g->days[i - 1], day) > 0)
		i--;
	if (i > 0 && strcmp(g->days[i - 1], day) == 0)
		return;
	if (g->ndays == SVG_COLS) {
		if (i == 0)
			return;
		memmove(g->days, g->days + 1, (i - 1) * sizeof(*g->days));
		g->days[i - 1] = day;
		return;
	}
	memmove(g->days + i + 1, g->days + i, (g->ndays - i) *
	    sizeof(*g->days));
	g->days[i] = day;
	g->ndays++;
}

static const struct {
	const char *word;
	enum svg_mark mark;
	const char *sign, *plain;
} marks[] = {
	{ N_("present"), SVG_FULL, "\xe2\x97\x8f", "#" },
	{ N_("excused"), SVG_RING, "\xe2\x97\x8b", "o" },
	{ N_("late-notice"), SVG_HALF, "\xe2\x97\x90", "/" },
	{ N_("absent"), SVG_CROSS, "\xc3\x97", "x" },
	{ N_("not-noted"), SVG_DOT, "\xc2\xb7", "." },
};

static enum svg_mark
mark_of(const cJSON *row)
{
	for (size_t i = 0; i < IV_LEN(marks); i++)
		if (json_is(row, "item", marks[i].word))
			return marks[i].mark;
	return SVG_DOT;
}

/* Rows come by person, so a new person is a new row. */
static void
mark_add(struct grid *g, const cJSON *row)
{
	const char *id = json_str(row, "member");
	const char *day = json_str(row, "date");

	for (size_t k = 0; k < g->ndays; k++) {
		if (strcmp(g->days[k], day) != 0)
			continue;
		if (g->n == 0 || strcmp(g->ids[g->n - 1], id) != 0) {
			g->ids[g->n] = id;
			g->names[g->n++] = json_str(row, "name");
		}
		g->mark[(g->n - 1) * g->ndays + k] = mark_of(row);
	}
}

static bool
any_of(const cJSON *all, const char *word)
{
	const cJSON *row;

	cJSON_ArrayForEach(row, all)
		if (json_is(row, "item", word))
			return true;
	return false;
}

static void
legend_add(struct buf *b, const cJSON *all, const char *lang)
{
	buf_adds(b, "<figcaption>\n");
	for (size_t i = 0; i < IV_LEN(marks); i++) {
		if (!any_of(all, marks[i].word))
			continue;
		buf_adds(b, "<span>");
		svg_sign(b, marks[i].mark);
		html_text(b, iv_text(lang, marks[i].word));
		buf_adds(b, "</span>\n");
	}
	buf_adds(b, "</figcaption>\n");
}

/* "19 mrt": three letters of the month but where people write others. */
static void
head_of(char head[16], const char *day, const char *lang)
{
	struct civil c = { 0, -1 };
	int y, m, d;

	civil_parse_iso(day, &c);
	day_to_ymd(c.day, &y, &m, &d);
	snprintf(head, 16, "%d %.3s", d, iv_text(lang, m == 3 ? N_("Mar") :
	    month_word(m)));
}

static void
grid_load(struct grid *g, const cJSON *all, const char *lang)
{
	size_t n = json_count(all);
	const cJSON *row;

	cJSON_ArrayForEach(row, all)
		day_add(g, json_str(row, "date"));
	g->names = mem_array(NULL, n + 1, sizeof(*g->names));
	g->ids = mem_array(NULL, n + 1, sizeof(*g->ids));
	g->mark = mem_alloc((n + 1) * SVG_COLS * sizeof(*g->mark));
	cJSON_ArrayForEach(row, all)
		mark_add(g, row);
	for (size_t k = 0; k < g->ndays; k++) {
		head_of(g->heads[k], g->days[k], lang);
		g->cols[k] = g->heads[k];
	}
}

void
figure_grid(struct buf *b, const cJSON *all, const char *lang)
{
	IV_AUTO(grid_release) struct grid g = { .n = 0 };
	struct svg_grid svg;

	grid_load(&g, all, lang);
	svg = (struct svg_grid){ g.names, g.cols, g.n, g.ndays, g.mark };
	buf_adds(b, "<figure>\n");
	svg_grid(b, iv_text(lang, N_("Who was there, the last twelve "
	    "meetings")), &svg);
	legend_add(b, all, lang);
	buf_adds(b, "</figure>\n");
}

static const char *
sign_of(enum svg_mark mark, const struct out_style *style)
{
	for (size_t i = 0; i < IV_LEN(marks); i++)
		if (marks[i].mark == mark)
			return style->ascii ? marks[i].plain :
			    marks[i].sign;
	return "";
}

/* The first day for which a terminal has room. */
static size_t
first_day(const struct grid *g, const struct out_style *style)
{
	size_t room = style->width > 40 ? ((size_t)style->width - 24) / 8 :
	    style->width > 0 ? 2 : SVG_COLS;

	return g->ndays > room ? g->ndays - room : 0;
}

static void
print_row(const struct grid *g, size_t i, const struct out_style *style,
    struct out *o)
{
	IV_AUTO(json_free_auto) cJSON *row = cJSON_CreateObject();

	row_str(row, "name", g->names[i]);
	for (size_t k = 0; k < g->ndays; k++)
		row_str(row, g->days[k], sign_of(g->mark[i * g->ndays +
		    k], style));
	out_row(o, row);
}

int
print_grid(FILE *f, const cJSON *all, enum out_format format,
    const struct out_style *style, struct iv_err *e)
{
	IV_AUTO(grid_release) struct grid g = { .n = 0 };
	struct out_col cols[SVG_COLS + 1] = { { "name", N_("Name"),
		OUT_TEXT } };
	struct out_spec spec = { .format = format, .schema = "",
		.cols = cols };
	struct out_style look = *style;
	struct out *o;

	look.ascii = style->ascii && format == OUT_TABLE;
	grid_load(&g, all, style->lang);
	spec.ncols = 1;
	for (size_t k = first_day(&g, style); k < g.ndays; k++)
		cols[spec.ncols++] = (struct out_col){ g.days[k],
			g.heads[k], OUT_WHEN };
	o = out_begin(f, &spec, style);
	for (size_t i = 0; i < g.n; i++)
		print_row(&g, i, &look, o);
	if (out_end(o, e) < 0)
		return -1;
	fputs(format == OUT_MD ? "\n" : "", f);
	for (size_t i = 0; i < IV_LEN(marks); i++)
		if (any_of(all, marks[i].word))
			fprintf(f, "%s%s %s", i > 0 ? "  " : "",
			    sign_of(marks[i].mark, &look),
			    iv_text(style->lang, marks[i].word));
	fputc('\n', f);
	return 0;
}
