#include "report_internal.h"

#include <string.h>

#include "html.h"
#include "mem.h"
#include "text.h"

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
		page_table_begin(&s->b, s->d, NULL, s->cols, s->n);
	}
	page_row(&s->b, s->d, row, s->cols, s->n);
	if (s->b.len > 32768)
		stream_flush(s);
}

int
report_stream(FILE *f, const struct report_doc *d, struct report_ask *ask,
    struct iv_err *e)
{
	struct report_part all = doc_whole(d);
	IV_AUTO(mem_free_auto) struct out_col *cols =
	    mem_array(NULL, all.ncols, sizeof(*cols));
	struct stream s = { .f = f, .d = d, .cols = cols,
		.n = doc_columns(d, &all, cols), .b = BUF_INIT };
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
	return doc_fills_about(r, v) || (v == &r->plain && r->nparts == 1 &&
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
		doc_about(w->f, &w->d);
	}
	fwrite(b.p, 1, b.len, w->f);
}

static void
each_figure(struct each *w)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;

	if (w->d.fields && *w->d.fields)
		page_table(&b, &w->d, w->part, w->rows);
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
	return doc_print(w->f, &w->d, w->part, format_of(w), w->e);
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
	const struct report_part *part = doc_fills_about(d->report, d->view) ?
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
