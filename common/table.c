#include "table.h"

#include <stdlib.h>
#include <string.h>

#include "id.h"
#include "mem.h"
#include "utf8.h"

#define GAP	2	/* blanks between columns */
#define NARROW	6	/* no column is shortened below this */

struct column {
	struct table_col def;
	size_t width;
	bool number, id;	/* every cell so far that is not empty */
};

struct table {
	struct column *cols;
	size_t n, cells;
	struct buf text;	/* the cells, each with its NUL */
};

struct table *
table_new(const struct table_col *cols, size_t n)
{
	struct table *t = mem_alloc(sizeof(*t));

	*t = (struct table){ .n = n, .text = BUF_INIT };
	t->cols = mem_array(NULL, n, sizeof(*t->cols));
	for (size_t i = 0; i < n; i++)
		t->cols[i] = (struct column){ cols[i],
		    utf8_width(cols[i].head), true, true };
	return t;
}

void
table_free(struct table *t)
{
	if (t == NULL)
		return;
	free(t->cols);
	buf_release(&t->text);
	free(t);
}

void
table_add(struct table *t, const char *text, bool number)
{
	struct column *c = &t->cols[t->cells++ % t->n];
	size_t width = utf8_width(text);

	buf_add(&t->text, text, strlen(text) + 1);
	if (width > c->width)
		c->width = width;
	if (*text == '\0')
		return;
	c->number = c->number && number;
	c->id = c->id && id_valid(text);
}

static size_t
line_width(const size_t *widths, size_t n)
{
	size_t sum = n > 0 ? (n - 1) * GAP : 0;

	for (size_t i = 0; i < n; i++)
		sum += widths[i];
	return sum;
}

static void
widths_fit(const struct table *t, size_t *widths, size_t room)
{
	for (size_t sum = line_width(widths, t->n); sum > room; sum--) {
		size_t widest = t->n;

		for (size_t i = 0; i < t->n; i++)
			if (!t->cols[i].def.keep && !t->cols[i].id &&
			    widths[i] > NARROW && (widest == t->n ||
			    widths[i] >= widths[widest]))
				widest = i;
		if (widest == t->n)
			return;
		widths[widest]--;
	}
}

static void
line_add(struct buf *b, const struct table *t, const size_t *widths,
    const char **cell)
{
	for (size_t i = 0; i < t->n; i++) {
		const struct column *c = &t->cols[i];

		if (i > 0)
			buf_pad(b, ' ', GAP);
		utf8_fit(b, *cell, widths[i], c->def.right || c->number);
		*cell += strlen(*cell) + 1;
	}
	while (b->len > 0 && b->p[b->len - 1] == ' ')
		buf_cut(b, b->len - 1);
}

static void
heading_write(const struct table *t, const size_t *widths,
    const struct table_look *look)
{
	IV_AUTO(buf_release) struct buf line = BUF_INIT;
	IV_AUTO(buf_release) struct buf heads = BUF_INIT;
	const char *cell;

	for (size_t i = 0; i < t->n; i++)
		buf_add(&heads, t->cols[i].def.head,
		    strlen(t->cols[i].def.head) + 1);
	cell = heads.p;
	buf_adds(&line, look->bold);
	line_add(&line, t, widths, &cell);
	buf_adds(&line, look->reset);
	buf_addc(&line, '\n');
	look->line(look->arg, line.p, line.len);
}

void
table_write(const struct table *t, const struct table_look *look)
{
	IV_AUTO(buf_release) struct buf line = BUF_INIT;
	IV_AUTO(mem_free_auto) size_t *widths = NULL;
	const char *cell = t->text.p, *end = cell + t->text.len;

	if (t->cells == 0)
		return;
	widths = mem_array(NULL, t->n, sizeof(*widths));
	for (size_t i = 0; i < t->n; i++)
		widths[i] = t->cols[i].width;
	if (look->width > 0)
		widths_fit(t, widths, (size_t)look->width);
	heading_write(t, widths, look);
	while (cell < end) {
		buf_clear(&line);
		line_add(&line, t, widths, &cell);
		buf_addc(&line, '\n');
		look->line(look->arg, line.p, line.len);
	}
}
