#include "table.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "id.h"
#include "mem.h"
#include "utf8.h"

#define GAP	2	/* blanks between columns */
#define NARROW	12	/* no column is shortened below this */
#define SMALL	7	/* nor a drawing */
#define VALUE	20	/* beside a label, whatever the terminal */
#define INDENT	4	/* of what follows the first line of a row */
#define DRAWN	17	/* of a drawing, an odd number */

struct column {
	struct table_col def;
	size_t width;		/* of the cells */
	bool number, id;	/* every cell so far that is not empty */
	double most;		/* of what is drawn */
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
		t->cols[i] = (struct column){ cols[i], 0, true, true, 0 };
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
	if (c->def.draw != TABLE_TEXT) {
		c->most = table_most(c->def.draw, text, c->most);
		return;
	}
	if (width > c->width)
		c->width = width;
	if (*text == '\0')
		return;
	c->number = c->number && number;
	c->id = c->id && id_valid(text);
}

static size_t
natural(const struct column *c)
{
	size_t head = utf8_width(c->def.head);

	return c->def.draw != TABLE_TEXT ? 0 : c->width > head ? c->width :
	    head;
}

static size_t
line_width(const size_t *widths, size_t n)
{
	size_t sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += widths[i] > 0 ? widths[i] + GAP : 0;
	return sum > 0 ? sum - GAP : 0;
}

/* Of the heading in lines of its own words. */
static size_t
word_width(const char *head)
{
	size_t most = 0, n;

	for (const char *s = head; *s; s += n + (s[n] == ' ')) {
		IV_AUTO(buf_release) struct buf word = BUF_INIT;

		n = strcspn(s, " ");
		buf_add(&word, s, n);
		if (utf8_width(word.p) > most)
			most = utf8_width(word.p);
	}
	return most;
}

/* What costs nothing to read: columns that are empty, then headings of one
 * line. */
static void
headings_fit(const struct table *t, size_t *widths, size_t room)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->cols[i].width == 0)
			widths[i] = 0;
	for (size_t sum = line_width(widths, t->n); sum > room; sum--) {
		size_t most = t->n, spare = 0;

		for (size_t i = 0; i < t->n; i++) {
			size_t word = word_width(t->cols[i].def.head);
			size_t least = t->cols[i].width > word ?
			    t->cols[i].width : word;

			if (widths[i] > least + spare) {
				spare = widths[i] - least;
				most = i;
			}
		}
		if (most == t->n)
			return;
		widths[most]--;
	}
}

/* False: it cannot, without making a column useless. */
static bool
widths_fit(const struct table *t, size_t *widths, size_t room)
{
	if (line_width(widths, t->n) > room)
		headings_fit(t, widths, room);
	for (size_t sum = line_width(widths, t->n); sum > room; sum--) {
		size_t widest = t->n;

		for (size_t i = 0; i < t->n; i++)
			if (t->cols[i].def.draw == TABLE_TEXT &&
			    !t->cols[i].def.keep && !t->cols[i].id &&
			    widths[i] > NARROW && (widest == t->n ||
			    widths[i] >= widths[widest]))
				widest = i;
		if (widest == t->n || t->cols[widest].def.whole)
			return false;
		widths[widest]--;
	}
	return true;
}

/* Drawings take what the texts leave of a line; a few columns say nothing. */
static void
drawings_fit(const struct table *t, size_t *widths, size_t room)
{
	for (size_t i = 0; i < t->n; i++) {
		const struct column *c = &t->cols[i];
		size_t used, most = c->def.draw == TABLE_PARTS && c->most <
		    DRAWN ? (size_t)c->most : DRAWN;

		if (c->def.draw == TABLE_TEXT)
			continue;
		widths[i] = 0;
		used = line_width(widths, t->n) + GAP;
		if (c->most > 0 && room >= used + most)
			widths[i] = most;
		else if (c->most > 0 && room >= used + SMALL)
			widths[i] = (room - used - 1) | 1;
	}
}

static void
drawing_add(struct buf *b, const struct column *c, const char *text,
    size_t width, bool ascii)
{
	struct table_scale s = { c->def.draw == TABLE_SHARE ? 100 : c->most,
		width, ascii };
	IV_AUTO(buf_release) struct buf drawn = BUF_INIT;

	table_drawing(&drawn, c->def.draw, text, &s);
	utf8_fit(b, drawn.p ? drawn.p : "", width, false);
}

/* A line of cells, or of headings: these are not drawn. */
struct line {
	const size_t *widths;
	bool heading, ascii;
	size_t begin;		/* of the line in its bytes */
};

static void
line_add(struct buf *b, const struct table *t, const struct line *l,
    const char **cell)
{
	for (size_t i = 0; i < t->n; i++) {
		const struct column *c = &t->cols[i];
		size_t width = l->widths[i];

		if (b->len > l->begin && width > 0)
			buf_pad(b, ' ', GAP);
		if (c->def.draw == TABLE_TEXT && width > 0)
			utf8_fit(b, *cell, width, c->def.right || c->number);
		else if (l->heading)
			buf_pad(b, ' ', width);
		else if (width > 0)
			drawing_add(b, c, *cell, width, l->ascii);
		*cell += strlen(*cell) + 1;
	}
	while (b->len > 0 && b->p[b->len - 1] == ' ')
		buf_cut(b, b->len - 1);
}

/* A heading in lines of its column; returns how many. */
static size_t
heading_wrap(struct buf *b, const char *head, size_t width)
{
	size_t n = 1;

	if (width > 0)
		utf8_wrap(b, head, width, 0);
	for (size_t i = 0; i < b->len; i++)
		n += b->p[i] == '\n';
	return n;
}

/* The line that has so many after it, with its NUL; short ones stand low. */
static void
heading_line(struct buf *ret, const char *head, size_t width, size_t after)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	size_t n = heading_wrap(&b, head, width);
	const char *s = b.len > 0 && n > after ? b.p : "";

	for (; *s && n > after + 1; n--)
		s += strcspn(s, "\n") + 1;
	buf_add(ret, s, strcspn(s, "\n"));
	buf_add(ret, "", 1);
}

static size_t
heading_lines(const struct table *t, const size_t *widths)
{
	size_t most = 1;

	for (size_t i = 0; i < t->n; i++) {
		IV_AUTO(buf_release) struct buf b = BUF_INIT;
		size_t n = heading_wrap(&b, t->cols[i].def.head, widths[i]);

		most = n > most ? n : most;
	}
	return most;
}

static void
heading_write(const struct table *t, const size_t *widths,
    const struct table_look *look)
{
	for (size_t left = heading_lines(t, widths); left-- > 0;) {
		IV_AUTO(buf_release) struct buf line = BUF_INIT;
		IV_AUTO(buf_release) struct buf heads = BUF_INIT;
		const char *cell;

		for (size_t i = 0; i < t->n; i++)
			heading_line(&heads, t->cols[i].def.head, widths[i],
			    left);
		cell = heads.p;
		buf_adds(&line, look->bold);
		line_add(&line, t, &(struct line){ widths, true, false,
		    line.len }, &cell);
		buf_adds(&line, look->reset);
		buf_addc(&line, '\n');
		look->line(look->arg, line.p, line.len);
	}
}

/* A row as lines of their own: heading and text; what is drawn is numbers. */
static void
block_write(const struct table *t, const struct table_look *look,
    const char **cell)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	size_t label = 0, width = (size_t)look->width;

	for (size_t i = 0; i < t->n; i++)
		if (t->cols[i].def.draw == TABLE_TEXT &&
		    utf8_width(t->cols[i].def.head) > label)
			label = utf8_width(t->cols[i].def.head);
	label += GAP;
	if (width < label + VALUE)
		width = label + VALUE;
	for (size_t i = 0; i < t->n; *cell += strlen(*cell) + 1, i++) {
		if (t->cols[i].def.draw != TABLE_TEXT || **cell == '\0')
			continue;
		buf_clear(&b);
		utf8_fit(&b, t->cols[i].def.head, label, false);
		utf8_wrap(&b, *cell, width, label);
		buf_addc(&b, '\n');
		look->line(look->arg, b.p, b.len);
	}
}

/* Heading and text stay on one line where they can. */
static void
pair_add(struct buf *b, size_t *col, const char *head, const char *text,
    size_t width)
{
	IV_AUTO(buf_release) struct buf pair = BUF_INIT;
	size_t room;

	buf_addf(&pair, "%s: %s", head, text);
	room = utf8_width(pair.p);
	if (*col > INDENT && *col + GAP + room <= width) {
		buf_adds(b, "; ");
		*col += GAP;
	} else {
		buf_adds(b, b->len > 0 ? "\n" : "");
		buf_pad(b, ' ', INDENT);
		*col = INDENT;
	}
	utf8_wrap(b, pair.p, width, INDENT);
	*col += room;
}

/* Two columns say by themselves what they are, where they are no numbers. */
static bool
says_itself(const struct table *t, size_t i)
{
	return i < 2 && !t->cols[i].def.right && !t->cols[i].number;
}

/* These first, then the others by name. */
static void
dense_write(const struct table *t, const struct table_look *look,
    const char **cell)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT, rest = BUF_INIT;
	size_t width = (size_t)look->width, col = 0;

	if (width < INDENT + VALUE)
		width = INDENT + VALUE;
	for (size_t i = 0; i < t->n; *cell += strlen(*cell) + 1, i++) {
		if (t->cols[i].def.draw != TABLE_TEXT || **cell == '\0')
			continue;
		if (says_itself(t, i)) {
			buf_adds(&b, b.len > 0 ? "  " : "");
			utf8_wrap(&b, *cell, width, INDENT);
		} else {
			pair_add(&rest, &col, t->cols[i].def.head, *cell,
			    width);
		}
	}
	if (rest.len > 0)
		buf_addf(&b, "%s%s", b.len > 0 ? "\n" : "", rest.p);
	buf_addc(&b, '\n');
	look->line(look->arg, b.p, b.len);
}

static void
blocks_write(const struct table *t, const struct table_look *look)
{
	const char *cell = t->text.p, *end = cell + t->text.len;
	bool whole = false;

	for (size_t i = 0; i < t->n; i++)
		whole = whole || t->cols[i].def.whole;
	while (cell < end) {
		if (whole && cell > t->text.p)
			look->line(look->arg, "\n", 1);
		if (whole)
			block_write(t, look, &cell);
		else
			dense_write(t, look, &cell);
	}
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
		widths[i] = natural(&t->cols[i]);
	if (look->width > 0 && !widths_fit(t, widths, (size_t)look->width)) {
		blocks_write(t, look);
		return;
	}
	drawings_fit(t, widths, look->width > 0 ? (size_t)look->width :
	    SIZE_MAX);
	heading_write(t, widths, look);
	while (cell < end) {
		buf_clear(&line);
		line_add(&line, t, &(struct line){ widths, false,
		    look->ascii, 0 }, &cell);
		buf_addc(&line, '\n');
		look->line(look->arg, line.p, line.len);
	}
}
