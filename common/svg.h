#ifndef IV_SVG_H
#define IV_SVG_H

/*
 * Charts for html.h, drawn small enough for a phone: SVG_WIDTH units wide with
 * letters of 12, so that a page puts two side by side and a phone one, and the
 * text stays readable in both.  Every figure is labelled where it stands; no
 * legend is needed but for the grid.  Colours are classes of the page's style
 * sheet, and nothing is told by colour alone.
 *
 * Plain values in, mark-up out.  Texts are made inert; a sentence above a bar
 * takes two lines when it must, and what does not fit then is cut.
 */

#include <stddef.h>
#include <stdint.h>

#include "buf.h"

#define SVG_WIDTH	360

/* A line with a bar from 0 to most, and what stands behind it ("6 (46 %)"). */
struct svg_bar {
	const char *label;
	double value;
	const char *text;
};
void svg_bars(struct buf *b, const char *title, const struct svg_bar *v,
    size_t n);

/* A bar of parts that add up to a whole, one above the other. */
#define SVG_PARTS	3
struct svg_stack {
	const char *label;
	double part[SVG_PARTS];	/* from low to high */
	const char *text;
};
void svg_stacks(struct buf *b, const char *title, const struct svg_stack *v,
    size_t n);

/* A dot left or right of the middle line, on a scale of -most to most. */
void svg_balance(struct buf *b, const char *title, const struct svg_bar *v,
    size_t n);
/* The same as wide as the others, with room for longer labels. */
void svg_over(struct buf *b, const char *title, const struct svg_bar *v,
    size_t n);

/* Rows of marks: mark[row * ncols + col]. */
enum svg_mark {
	SVG_NONE, SVG_FULL, SVG_RING, SVG_HALF, SVG_CROSS, SVG_DOT,
};
struct svg_grid {
	const char *const *rows, *const *cols;
	size_t nrows, ncols;	/* at most SVG_COLS columns */
	const enum svg_mark *mark;
};
#define SVG_COLS	12
void svg_grid(struct buf *b, const char *title, const struct svg_grid *g);
/* One mark by itself, for the legend of a grid. */
void svg_sign(struct buf *b, enum svg_mark mark);

/* How a few values moved, each on a scale of 1 to 5; 0: none that time. */
struct svg_line {
	const char *label;
	const double *v;	/* n values, oldest first */
	const char *text;	/* beside the last one */
};
void svg_lines(struct buf *b, const char *title, const struct svg_line *v,
    size_t n, size_t times);

#endif
