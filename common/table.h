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

struct table_col {
	const char *head;	/* outlives the table */
	bool right;		/* numbers; also when every cell is one */
	bool keep;		/* never shortened; also when all are ids */
};

struct table;

struct table *table_new(const struct table_col *cols, size_t n);
void table_free(struct table *t);		/* NULL is fine */

/* The next cell; after n cells a new row begins. */
void table_add(struct table *t, const char *text, bool number);

/*
 * Gives line() every line with its newline, the heading first and between
 * bold and reset; nothing when there are no rows.  When width is not 0 and the
 * lines are longer, the widest columns of text are shortened first.
 */
struct table_look {
	int width;
	const char *bold, *reset;
	void (*line)(void *arg, const char *text, size_t len);
	void *arg;
};
void table_write(const struct table *t, const struct table_look *look);

#endif
