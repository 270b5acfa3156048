#ifndef IV_HTML_H
#define IV_HTML_H

/*
 * One self-contained page: no script, no address outside it, a content policy
 * that forbids both; readable on a phone, on A4 paper, by a screen reader, in
 * light and in dark.  It is well-formed XML too, so that any parser reads it.
 *
 * Whatever comes from records goes through html_text(): nothing else writes
 * text into the page.
 */

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"

/* s made inert: & < > " ' as references, hostile characters visible; line
 * ends stay. */
void html_text(struct buf *b, const char *s);

/* <tag>s</tag>, with a class when it is not NULL; tag is ours, s is data. */
void html_tag(struct buf *b, const char *tag, const char *class,
    const char *s);

/* The page up to <main>, with lang ("nl") and title, and its end. */
void html_begin(struct buf *b, const char *lang, const char *title);
void html_end(struct buf *b);

/*
 * A table: begin with its headings, then for each row a cell a column.  The
 * first cell of a row is its heading.  A table may be wider than a phone: it
 * scrolls by itself, and name says to a screen reader what it holds.
 */
struct html_col {
	const char *head;
	bool right;		/* numbers */
};
void html_table(struct buf *b, const char *name, const struct html_col *cols,
    size_t n);
void html_row(struct buf *b);
void html_cell(struct buf *b, const struct html_col *col, bool first,
    const char *s);
void html_row_end(struct buf *b);
void html_table_end(struct buf *b);

#endif
