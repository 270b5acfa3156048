#include "report_internal.h"

#include <string.h>

#include "mem.h"
#include "text.h"
#include "utf8.h"

#define LINE	78	/* of text above a table */

bool
doc_fills_about(const struct report *r, const struct report_view *v)
{
	return v == &r->more && r->more_about;
}

bool
report_kept(const struct report *r, const struct report_view *v,
    const char *format)
{
	bool parts = doc_fills_about(r, v) || (v == &r->plain &&
	    (r->nparts > 0 || r->operands));

	if (format && strcmp(format, "html") == 0)
		return true;
	return parts && (!format || strcmp(format, "table") == 0 ||
	    strcmp(format, "md") == 0);
}

struct report_part
doc_whole(const struct report_doc *d)
{
	const struct report_view *v = d->view;

	return (struct report_part){ .cols = v->cols + v->ids,
	    .ncols = v->ncols - v->ids, .none = N_("Nothing in this period."),
	    .drawn = v == &d->report->plain ? d->report->drawn : NULL,
	    .figure = v == &d->report->plain ? d->report->figure : NULL };
}

size_t
doc_parts(const struct report_doc *d)
{
	return d->view == &d->report->plain ? d->report->nparts : 0;
}

cJSON *
doc_rows(const struct report_doc *d, const struct report_part *p)
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

size_t
doc_columns(const struct report_doc *d, const struct report_part *p,
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

int
doc_print(FILE *f, const struct report_doc *d, const struct report_part *p,
    enum out_format format, struct iv_err *e)
{
	IV_AUTO(json_free_auto) cJSON *rows = doc_rows(d, p);
	IV_AUTO(mem_free_auto) struct out_col *cols =
	    mem_array(NULL, p->ncols + 1, sizeof(*cols));
	struct out_spec spec = { .format = format, .schema = "",
		.cols = cols };
	const cJSON *row;
	struct out *o;

	spec.ncols = doc_columns(d, p, cols);
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

void
doc_about(FILE *f, const struct report_doc *d)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT, shown = BUF_INIT;
	IV_AUTO(buf_release) struct buf lines = BUF_INIT;

	report_for(&b, d->view, d->ask);
	if (b.len > 0)
		buf_addc(&b, '\n');
	/* A year that nobody typed is not in the figures themselves. */
	if (d->report->year) {
		report_whose(&b, d->report, d->ask);
		buf_addc(&b, '\n');
	}
	if (d->ask->about.len > 0)
		buf_addf(&b, "%s\n", d->ask->about.p);
	utf8_visible(&shown, b.p, "\n");
	utf8_wrap(&lines, shown.p, d->style->width > 20 &&
	    d->style->width < LINE ? (size_t)d->style->width : LINE, 0);
	if (lines.len > 0)
		fprintf(f, "%s\n", lines.p);
}

int
report_print(FILE *f, const struct report_doc *d, enum out_format format,
    struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	struct report_part all = doc_whole(d);

	if (format == OUT_MD)
		report_head(&b, d->report, d->view, d->ask);
	else
		doc_about(f, d);
	fputs(b.p, f);
	buf_clear(&b);
	for (size_t i = 0; i < doc_parts(d); i++)
		if (doc_print(f, d, &d->report->parts[i], format, e) < 0)
			return -1;
	if (doc_parts(d) == 0 && doc_print(f, d, &all, format, e) < 0)
		return -1;
	if (format == OUT_MD)
		report_foot(&b, d->ask, d->version);
	fputs(b.len > 0 ? b.p + 1 : "", f);
	return 0;
}
