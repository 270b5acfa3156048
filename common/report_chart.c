#include "report.h"

#include "html.h"
#include "mem.h"
#include "text.h"

double
report_number(const cJSON *row, const char *key)
{
	const cJSON *j = json_get(row, key);

	return cJSON_IsNumber(j) ? j->valuedouble : 0;
}

/* The lines of a chart, and the texts behind them. */
struct lines {
	struct svg_bar *v;
	struct buf *text;
	size_t n;
};

static void
lines_release(struct lines *l)
{
	for (size_t i = 0; i < l->n; i++)
		buf_release(&l->text[i]);
	mem_free(l->v);
	mem_free(l->text);
}

static void
line_add(struct lines *l, const cJSON *row, const struct report_chart *c,
    const char *lang)
{
	const char *label = json_str(row, c->label);
	size_t n = l->n++;

	l->text[n] = (struct buf)BUF_INIT;
	c->text(&l->text[n], row, lang);
	if (!label)
		label = "";
	l->v[n] = (struct svg_bar){ c->word ? iv_text(lang, label) : label,
	    report_number(row, c->value), l->text[n].p };
}

void
report_chart(struct buf *b, const cJSON *rows, const struct report_chart *c,
    const char *lang)
{
	IV_AUTO(lines_release) struct lines l = { NULL, NULL, 0 };
	const char *title = c->title ? c->title : "";
	const cJSON *row;

	l.v = mem_array(NULL, json_count(rows), sizeof(*l.v));
	l.text = mem_array(NULL, json_count(rows), sizeof(*l.text));
	cJSON_ArrayForEach(row, rows)
		if (!c->only || json_is(row, c->only, c->is))
			line_add(&l, row, c, lang);
	if (l.n == 0)
		return;
	buf_adds(b, "<figure>\n");
	if (c->only)
		html_tag(b, "figcaption", "t", title);
	c->draw(b, title, l.v, l.n);
	buf_adds(b, "</figure>\n");
}
