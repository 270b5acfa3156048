#include "report.h"

#include <string.h>

#include "html.h"
#include "mem.h"
#include "text.h"
#include "utf8.h"

#define LINE	78	/* of text above a table */

static bool
fills_about(const struct report *r, const struct report_view *v)
{
	return v == &r->more && r->more_about;
}

bool
report_kept(const struct report *r, const struct report_view *v,
    const char *format)
{
	bool parts = fills_about(r, v) || (v == &r->plain &&
	    (r->nparts > 0 || r->operands));

	if (format && strcmp(format, "html") == 0)
		return true;
	return parts && (!format || strcmp(format, "table") == 0 ||
	    strcmp(format, "md") == 0);
}

/* The view itself as its only part, without the columns for machines. */
static struct report_part
whole(const struct report_doc *d)
{
	const struct report_view *v = d->view;

	return (struct report_part){ .cols = v->cols + v->ids,
	    .ncols = v->ncols - v->ids, .none = N_("Nothing in this period."),
	    .drawn = v == &d->report->plain ? d->report->drawn : NULL,
	    .figure = v == &d->report->plain ? d->report->figure : NULL };
}

static size_t
parts_of(const struct report_doc *d)
{
	return d->view == &d->report->plain && d->report->nparts > 0 ?
	    d->report->nparts : 0;
}

/* The rows of a part; the array is the caller's, the rows are not. */
static cJSON *
rows_of(const struct report_doc *d, const struct report_part *p)
{
	cJSON *some = cJSON_CreateArray();
	const cJSON *row;

	cJSON_ArrayForEach(row, d->rows)
		if (!p->name || json_is(row, "section", p->name))
			cJSON_AddItemReferenceToArray(some,
			    (cJSON *)(size_t)row);
	return some;
}

static bool
chosen(const char *fields, const char *name)
{
	size_t len = strlen(name);

	for (const char *p = fields; p && *p; p += *p == ',') {
		size_t n = strcspn(p, ",");

		if (n == len && memcmp(p, name, n) == 0)
			return true;
		p += n;
	}
	return !fields || !*fields;
}

/* The columns of a part that were asked for: cols has room for all. */
static size_t
columns(const struct report_doc *d, const struct report_part *p,
    struct out_col *cols)
{
	size_t n = 0;

	for (size_t i = 0; i < p->ncols; i++)
		if (chosen(d->fields, p->cols[i].name))
			cols[n++] = p->cols[i];
	return n;
}

static void
heading_write(FILE *f, const struct report_doc *d,
    const struct report_part *p, enum out_format format)
{
	const char *lang = d->style->lang, *md = format == OUT_MD ? "## " : "";

	if (p->title)
		fprintf(f, "%s%s%s%s\n", md, out_sgr(d->style, "bold"),
		    iv_text(lang, p->title), out_sgr(d->style, "reset"));
	if (p->title && format == OUT_MD)
		fputc('\n', f);
	if (p->text && format == OUT_MD)
		fprintf(f, "%s\n\n", iv_text(lang, p->text));
}

static int
part_print(FILE *f, const struct report_doc *d, const struct report_part *p,
    enum out_format format, struct iv_err *e)
{
	IV_AUTO(json_free_auto) cJSON *rows = rows_of(d, p);
	IV_AUTO(mem_free_auto) struct out_col *cols =
	    mem_array(NULL, p->ncols + 1, sizeof(*cols));
	struct out_spec spec = { .format = format, .schema = "",
		.cols = cols };
	const cJSON *row;
	struct out *o;

	spec.ncols = columns(d, p, cols);
	if (spec.ncols == 0 || (!p->none && json_count(rows) == 0))
		return 0;
	if (format == OUT_TABLE && p->drawn && !(d->fields && *d->fields))
		cols[spec.ncols++] = *p->drawn;
	heading_write(f, d, p, format);
	if (json_count(rows) == 0) {
		fprintf(f, "%s\n\n", iv_text(d->style->lang, p->none));
		return 0;
	}
	if (p->print && !(d->fields && *d->fields)) {
		if (p->print(f, rows, format, d->style, e) < 0)
			return -1;
		fputc('\n', f);
		return 0;
	}
	o = out_begin(f, &spec, d->style);
	cJSON_ArrayForEach(row, rows)
		out_row(o, row);
	if (out_end(o, e) < 0)
		return -1;
	fputc('\n', f);
	return 0;
}

static void
about_write(FILE *f, const struct report_doc *d)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT, shown = BUF_INIT;
	IV_AUTO(buf_release) struct buf lines = BUF_INIT;

	report_for(&b, d->view, d->ask);
	if (b.len > 0)
		buf_addc(&b, '\n');
	if (d->ask->about.len > 0)
		buf_addf(&b, "%s\n", d->ask->about.p);
	utf8_visible(&shown, b.p, "\n");
	utf8_wrap(&lines, shown.p, LINE, 0);
	if (lines.len > 0)
		fprintf(f, "%s\n", lines.p);
}

int
report_print(FILE *f, const struct report_doc *d, enum out_format format,
    struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	struct report_part all = whole(d);

	if (format == OUT_MD)
		report_head(&b, d->report, d->view, d->ask);
	else
		about_write(f, d);
	fputs(b.p, f);
	buf_clear(&b);
	for (size_t i = 0; i < parts_of(d); i++)
		if (part_print(f, d, &d->report->parts[i], format, e) < 0)
			return -1;
	if (parts_of(d) == 0 && part_print(f, d, &all, format, e) < 0)
		return -1;
	if (format == OUT_MD)
		report_foot(&b, d->ask, d->version);
	fputs(b.len > 0 ? b.p + 1 : "", f);
	return 0;
}

static void
cell_add(struct buf *b, const struct report_doc *d, const cJSON *row,
    const struct out_col *col, bool first)
{
	IV_AUTO(buf_release) struct buf shown = BUF_INIT;
	struct html_col look = { NULL, col->type == OUT_NUMBER };
	struct out_style plain = *d->style;

	plain.tty = false;
	out_shown(&shown, col, out_pick(row, col->name), &plain);
	html_cell(b, &look, first, shown.p);
}

static void
table_begin(struct buf *b, const struct report_doc *d, const char *title,
    const struct out_col *cols, size_t n)
{
	IV_AUTO(mem_free_auto) struct html_col *heads =
	    mem_array(NULL, n, sizeof(*heads));
	const char *lang = d->style->lang;

	for (size_t i = 0; i < n; i++)
		heads[i] = (struct html_col){ iv_text(lang, cols[i].head),
		    cols[i].type == OUT_NUMBER };
	html_table(b, iv_text(lang, title ? title : d->report->title), heads,
	    n);
}

static void
row_add(struct buf *b, const struct report_doc *d, const cJSON *row,
    const struct out_col *cols, size_t n)
{
	html_row(b);
	for (size_t i = 0; i < n; i++)
		cell_add(b, d, row, &cols[i], i == 0);
	html_row_end(b);
}

static void
table_add(struct buf *b, const struct report_doc *d,
    const struct report_part *p, const cJSON *rows)
{
	IV_AUTO(mem_free_auto) struct out_col *cols =
	    mem_array(NULL, p->ncols, sizeof(*cols));
	size_t n = columns(d, p, cols);
	const cJSON *row;

	if (n == 0)
		return;
	if (p->fold)
		buf_addf(b, "<details>\n<summary>%s</summary>\n",
		    iv_text(d->style->lang, N_("All figures")));
	table_begin(b, d, p->title, cols, n);
	cJSON_ArrayForEach(row, rows)
		row_add(b, d, row, cols, n);
	html_table_end(b);
	buf_adds(b, p->fold ? "</details>\n" : "");
}

static void
part_add(struct buf *b, const struct report_doc *d,
    const struct report_part *p)
{
	IV_AUTO(json_free_auto) cJSON *rows = rows_of(d, p);
	const char *lang = d->style->lang;
	bool none = json_count(rows) == 0;

	if (none && !p->none)
		return;
	buf_addf(b, "<section%s>\n", p->sign ? " class=\"sign wide\"" :
	    p->tall ? " class=\"tall\"" : p->half ? "" : " class=\"wide\"");
	if (p->title)
		html_tag(b, "h2", NULL, iv_text(lang, p->title));
	if (p->text && !none)
		html_tag(b, "p", NULL, iv_text(lang, p->text));
	if (none)
		html_tag(b, "p", "none", iv_text(lang, p->none));
	if (!none && p->figure && !(d->fields && *d->fields))
		p->figure(b, rows, lang);
	if (!none && (!p->cards || (d->fields && *d->fields)))
		table_add(b, d, p, rows);
	buf_adds(b, "</section>\n");
}

static void
period_shown(struct buf *b, const struct report_doc *d)
{
	const struct facts_scope *s = &d->ask->scope;
	const char *lang = d->style->lang;
	bool from = s->since != INT32_MIN, to = s->until != INT32_MAX;

	if (d->report->timeless)
		return;
	buf_adds(b, ", ");
	if (from) {
		buf_addf(b, "%s ", iv_text(lang, N_("from")));
		report_day(b, lang, s->since);
	}
	if (to) {
		buf_addf(b, "%s%s ", from ? " " : "",
		    iv_text(lang, N_("up to and including")));
		report_day(b, lang, s->until);
	}
	if (!from && !to)
		buf_adds(b, iv_text(lang, N_("the whole time")));
}

static void
header_add(struct buf *b, const struct report_doc *d)
{
	IV_AUTO(buf_release) struct buf sub = BUF_INIT, reader = BUF_INIT;
	const struct report_ask *ask = d->ask;

	report_several_name(&sub, ask);
	if (ask->scope.member)
		buf_addf(&sub, ", %s", store_name(ask->store,
		    ask->scope.member));
	period_shown(&sub, d);
	report_for(&reader, d->view, ask);
	buf_adds(b, "<header>\n");
	html_tag(b, "h1", NULL, iv_text(d->style->lang, d->report->title));
	html_tag(b, "p", NULL, sub.p);
	if (ask->about.len > 0)
		html_tag(b, "p", NULL, ask->about.p);
	if (reader.len > 0)
		html_tag(b, "p", "for", reader.p);
	buf_adds(b, "</header>\n<div class=\"two\">\n");
}

static void
title_add(struct buf *b, const struct report_doc *d)
{
	buf_addf(b, "%s \xe2\x80\x93 ",
	    iv_text(d->style->lang, d->report->title));
	report_several_name(b, d->ask);
}

static void
page_begin(struct buf *b, const struct report_doc *d)
{
	IV_AUTO(buf_release) struct buf title = BUF_INIT;

	title_add(&title, d);
	html_begin(b, d->style->lang, title.p);
	header_add(b, d);
}

static void
page_end(struct buf *b, const struct report_doc *d)
{
	IV_AUTO(buf_release) struct buf foot = BUF_INIT;

	report_foot(&foot, d->ask, d->version);
	buf_trim(&foot);
	buf_adds(b, "</div>\n<footer>\n");
	html_tag(b, "p", NULL, foot.p);
	buf_adds(b, "</footer>\n");
	html_end(b);
}

void
report_html(struct buf *b, const struct report_doc *d)
{
	struct report_part all = whole(d);
	size_t n = parts_of(d);

	page_begin(b, d);
	for (size_t i = 0; i < n; i++)
		part_add(b, d, &d->report->parts[i]);
	if (n == 0)
		part_add(b, d, &all);
	page_end(b, d);
}

bool
report_streams(const struct report *r, const struct report_view *v)
{
	return v == &r->more || (r->nparts == 0 && !r->operands &&
	    !r->figure);
}

/* Where a page is written to, row by row. */
struct stream {
	FILE *f;
	const struct report_doc *d;
	struct out_col *cols;
	size_t n, rows;
	struct buf b;
};

static void
stream_flush(struct stream *s)
{
	fwrite(s->b.p, 1, s->b.len, s->f);
	buf_clear(&s->b);
}

/* Once the rows come, ask.about is filled. */
static void
stream_begin(struct stream *s)
{
	page_begin(&s->b, s->d);
	buf_adds(&s->b, "<section class=\"wide\">\n");
}

static void
stream_row(void *arg, const cJSON *row)
{
	struct stream *s = arg;

	if (s->rows++ == 0) {
		stream_begin(s);
		table_begin(&s->b, s->d, NULL, s->cols, s->n);
	}
	row_add(&s->b, s->d, row, s->cols, s->n);
	if (s->b.len > 32768)
		stream_flush(s);
}

int
report_stream(FILE *f, const struct report_doc *d, struct report_ask *ask,
    struct iv_err *e)
{
	struct report_part all = whole(d);
	IV_AUTO(mem_free_auto) struct out_col *cols =
	    mem_array(NULL, all.ncols, sizeof(*cols));
	struct stream s = { f, d, cols, columns(d, &all, cols), 0, BUF_INIT };
	struct out *o = out_each(stream_row, &s);
	struct iv_err end = IV_ERR_INIT;
	int n;

	n = d->view->rows(ask, o, e);
	if (out_end(o, &end) < 0)
		n = -1;
	if (s.rows > 0) {
		html_table_end(&s.b);
	} else {
		stream_begin(&s);
		html_tag(&s.b, "p", "none", iv_text(d->style->lang,
		    all.none));
	}
	buf_adds(&s.b, "</section>\n");
	page_end(&s.b, d);
	if (n == 0)
		stream_flush(&s);
	buf_release(&s.b);
	return n;
}

bool
report_is_each(const struct report *r, const struct report_view *v)
{
	return fills_about(r, v) || (v == &r->plain && r->nparts == 1 &&
	    r->parts[0].each);
}

/* Rows of one of them, or with a table of all of them where they go. */
struct each {
	FILE *f;
	struct report_doc d;
	const struct report_part *part;	/* shown anew; NULL: one table */
	enum report_look look;
	cJSON *rows;
	char *key;
	struct out *o;
	bool begun, failed;
	struct iv_err *e;
};

static enum out_format
format_of(const struct each *w)
{
	return w->look == LOOK_MD ? OUT_MD : OUT_TABLE;
}

static void
each_begin(struct each *w)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;

	if (w->begun)
		return;
	w->begun = true;
	if (w->look == LOOK_HTML) {
		page_begin(&b, &w->d);
		buf_adds(&b, "<section class=\"wide\">\n");
	} else if (w->look == LOOK_MD) {
		report_head(&b, w->d.report, w->d.view, w->d.ask);
	} else {
		about_write(w->f, &w->d);
	}
	fwrite(b.p, 1, b.len, w->f);
}

static void
each_figure(struct each *w)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;

	if (w->d.fields && *w->d.fields)
		table_add(&b, &w->d, w->part, w->rows);
	else
		w->part->figure(&b, w->rows, w->d.style->lang);
	fwrite(b.p, 1, b.len, w->f);
}

static int
each_print(struct each *w)
{
	if (w->part->print && !(w->d.fields && *w->d.fields))
		return w->part->print(w->f, w->rows, format_of(w),
		    w->d.style, w->e);
	return part_print(w->f, &w->d, w->part, format_of(w), w->e);
}

/* What is gathered is shown, and gone. */
static void
each_flush(struct each *w)
{
	each_begin(w);
	w->d.rows = w->rows;
	if (w->failed || json_count(w->rows) == 0)
		return;
	if (w->look == LOOK_HTML)
		each_figure(w);
	else
		w->failed = each_print(w) < 0;
	cJSON_Delete(w->rows);
	w->rows = cJSON_CreateArray();
}

static void
each_row(void *arg, const cJSON *row)
{
	struct each *w = arg;
	const char *key = json_str(row, w->part->each);

	if (w->key && key && strcmp(w->key, key) != 0)
		each_flush(w);
	mem_free(w->key);
	w->key = mem_dup(key);
	cJSON_AddItemToArray(w->rows, cJSON_Duplicate(row, true));
}

static void
line_row(void *arg, const cJSON *row)
{
	struct each *w = arg;
	const struct report_view *v = w->d.view;
	struct out_spec spec = { .format = format_of(w), .schema = "",
		.fields = w->d.fields, .cols = v->cols + v->ids,
		.ncols = v->ncols - v->ids };

	each_begin(w);
	if (!w->o)
		w->o = out_begin(w->f, &spec, w->d.style);
	out_row(w->o, row);
}

static int
each_end(struct each *w)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	const struct report_part *p = w->part;
	const char *none = p && p->none ? p->none :
	    N_("Nothing in this period.");
	bool any = w->key || w->o;

	if (p)
		each_flush(w);
	each_begin(w);
	if (w->o && out_end(w->o, w->e) < 0)
		return -1;
	none = iv_text(w->d.style->lang, none);
	if (w->look == LOOK_HTML) {
		if (!any)
			html_tag(&b, "p", "none", none);
		buf_adds(&b, "</section>\n");
		page_end(&b, &w->d);
	} else {
		fprintf(w->f, any ? "\n" : "%s\n\n", none);
		if (w->look == LOOK_MD)
			report_foot(&b, w->d.ask, w->d.version);
	}
	fputs(b.len > 0 && *b.p == '\n' ? b.p + 1 : b.len > 0 ? b.p : "",
	    w->f);
	return w->failed ? -1 : 0;
}

int
report_each(FILE *f, const struct report_doc *d, struct report_ask *ask,
    enum report_look look, struct iv_err *e)
{
	const struct report_part *part = fills_about(d->report, d->view) ?
	    NULL : &d->report->parts[0];
	struct each w = { .f = f, .d = *d, .part = part, .look = look,
		.rows = cJSON_CreateArray(), .e = e };
	struct out *o = out_each(part ? each_row : line_row, &w);
	struct iv_err end = IV_ERR_INIT;
	int n = d->view->rows(ask, o, e);

	if (out_end(o, &end) < 0 || n < 0) {
		n = -1;
		if (w.o)
			out_drop(w.o);
	} else {
		n = each_end(&w);
	}
	cJSON_Delete(w.rows);
	mem_free(w.key);
	return n;
}
