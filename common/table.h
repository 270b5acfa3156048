#ifndef IV_TABLE_H
#define IV_TABLE_H

/*
 * Aligned columns for people.  Rows are held until all are known, one string
 * after the other, so ten thousand rows cost little more than their text.
 * Widths are utf8_width()'s, so names align in every locale.  A cell is one
 * line without control characters: the caller's task.
 */

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"

/*
 * A column may be drawn instead of printed, where looking beats reading; its
 * cells are then numbers with commas between them, or "" for none:
 *
 *	BAR	one number, from nought to the highest of the column
 *	SHARE	one number, from nought to 100
 *	BALANCE	one number, or the first less the second, left or right of a
 *		middle line
 *	PARTS	three counts, from light to dark, a sign for each
 *
 * When the lines have no room for it, it is left away.
 */
enum table_draw {
	TABLE_TEXT, TABLE_BAR, TABLE_SHARE, TABLE_BALANCE, TABLE_PARTS,
};

struct table_col {
	const char *head;	/* outlives the table */
	bool right;		/* numbers; also when every cell is one */
	bool keep;		/* never shortened; also when all are ids */
	bool whole;		/* never shortened, since it is to be read */
	enum table_draw draw;
};

struct table;

struct table *table_new(const struct table_col *cols, size_t n);
void table_free(struct table *t);		/* NULL is fine */

/* The next cell; after n cells a new row begins. */
void table_add(struct table *t, const char *text, bool number);

/*
 * Gives line() every line with its newline, the heading first and between
 * bold and reset; nothing when there are no rows.  When width is not 0 and the
 * lines are longer, columns without a text go first, then headings take more
 * lines, then the widest columns of text are shortened.  When that would cut
 * them to nothing of use, each row is lines of its own, without what is empty
 * or drawn: its first two texts, then heading and text of the others; where a
 * column is to be read whole, a line or more of each.
 */
struct table_look {
	int width;
	bool ascii;		/* drawings of plain signs */
	const char *bold, *reset;
	void (*line)(void *arg, const char *text, size_t len);
	void *arg;
};
void table_write(const struct table *t, const struct table_look *look);

/* One drawing, at most width columns wide; most is what fills it. */
struct table_scale {
	double most;
	size_t width;
	bool ascii;
};
void table_drawing(struct buf *b, enum table_draw kind, const char *text,
    const struct table_scale *s);
/* The higher of most and what a cell comes to. */
double table_most(enum table_draw kind, const char *text, double most);

#endif
