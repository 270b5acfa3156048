#include "report_internal.h"

#include "html.h"
#include "mem.h"
#include "text.h"

static void
cell_add(struct buf *b, const struct report_doc *d, const cJSON *row,
    const struct out_col *col, bool first)
{
	IV_AUTO(buf_release) struct buf shown = BUF_INIT;
	struct html_col look = { NULL, out_right(col->type) };
	struct out_style plain = *d->style;

	plain.tty = false;
	out_shown(&shown, col, out_pick(row, col->name), &plain);
	html_cell(b, &look, first, shown.p);
}

void
page_table_begin(struct buf *b, const struct report_doc *d, const char *title,
    const struct out_col *cols, size_t n)
{
	IV_AUTO(mem_free_auto) struct html_col *heads =
	    mem_array(NULL, n, sizeof(*heads));
	const char *lang = d->style->lang;

	for (size_t i = 0; i < n; i++)
		heads[i] = (struct html_col){ iv_text(lang, cols[i].head),
		    out_right(cols[i].type) };
	html_table(b, iv_text(lang, title ? title : d->report->title), heads,
	    n);
}

void
page_row(struct buf *b, const struct report_doc *d, const cJSON *row,
    const struct out_col *cols, size_t n)
{
	html_row(b);
	for (size_t i = 0; i < n; i++)
		cell_add(b, d, row, &cols[i], i == 0);
	html_row_end(b);
}

void
page_table(struct buf *b, const struct report_doc *d,
    const struct report_part *p, const cJSON *rows)
{
	IV_AUTO(mem_free_auto) struct out_col *cols =
	    mem_array(NULL, p->ncols, sizeof(*cols));
	size_t n = doc_columns(d, p, cols);
	const cJSON *row;

	if (n == 0)
		return;
	if (p->fold)
		buf_addf(b, "<details>\n<summary>%s</summary>\n",
		    iv_text(d->style->lang, N_("All figures")));
	page_table_begin(b, d, p->title, cols, n);
	cJSON_ArrayForEach(row, rows)
		page_row(b, d, row, cols, n);
	html_table_end(b);
	buf_adds(b, p->fold ? "</details>\n" : "");
}

static void
part_add(struct buf *b, const struct report_doc *d,
    const struct report_part *p)
{
	IV_AUTO(json_free_auto) cJSON *rows = doc_rows(d, p);
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
		page_table(b, d, p, rows);
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

void
page_begin(struct buf *b, const struct report_doc *d)
{
	IV_AUTO(buf_release) struct buf title = BUF_INIT;

	title_add(&title, d);
	html_begin(b, d->style->lang, title.p);
	header_add(b, d);
}

void
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
	struct report_part all = doc_whole(d);
	size_t n = doc_parts(d);

	page_begin(b, d);
	for (size_t i = 0; i < n; i++)
		part_add(b, d, &d->report->parts[i]);
	if (n == 0)
		part_add(b, d, &all);
	page_end(b, d);
}
