#ifndef IV_UTF8_H
#define IV_UTF8_H

/*
 * Text: validity, width on a terminal, comparison that ignores case and
 * accents, and control characters made visible.  Built on utf8proc, so
 * nothing depends on the locale: columns align under LC_ALL=C too.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"

/*
 * Decodes one character of s (n bytes left) into *c; returns its length in
 * bytes, or -1 when the bytes are not UTF-8 (overlong, surrogate, > U+10FFFF
 * or cut off).
 */
int utf8_decode(const char *s, size_t n, uint32_t *c);
void utf8_encode(struct buf *b, uint32_t c);

/* True when all n bytes are UTF-8; else *at (may be NULL) is the offset of
 * the first that is not. */
bool utf8_valid(const char *s, size_t n, size_t *at);

/* Columns that s takes: combining marks 0, East Asian wide and emoji 2.
 * Control characters count as utf8_visible() writes them. */
size_t utf8_width(const char *s);

/* Adds s padded with spaces, or cut with an ellipsis, to width columns.  This
 * and utf8_cut() write hostile characters as utf8_visible() does, so that the
 * columns are right; utf8_wrap() leaves them as they are. */
void utf8_fit(struct buf *b, const char *s, size_t width, bool right);

/* Adds s cut to at most width columns, with an ellipsis when something went. */
void utf8_cut(struct buf *b, const char *s, size_t width);

/* Adds s broken into lines of at most width columns at white space, each line
 * after the first begun with indent spaces; newlines in s are kept.  What b
 * has on its last line, a label perhaps, counts for the first one. */
void utf8_wrap(struct buf *b, const char *s, size_t width, size_t indent);

/* Adds s for comparison: decomposed, marks stripped, case folded, white space
 * runs to one space, none at the ends.  Joël, JOEL and a decomposed Joël are
 * the same; so are Dutch ij and its ligature, o and the Danish slashed o. */
void utf8_fold(struct buf *b, const char *s);

/* Folded: equal; s begins with prefix (at the start or after a space). */
bool utf8_same(const char *a, const char *b);
bool utf8_begins(const char *s, const char *prefix);
bool utf8_contains(const char *s, const char *part);

/* True for what must never reach a terminal raw: C0, DEL, C1, U+2028/9, bidi
 * controls, zero-width characters, U+FEFF, private and unassigned tags. */
bool utf8_hostile(uint32_t c);

/* Adds s with every hostile character as \u{1b} and every byte that is not
 * UTF-8 as \x{ff}.  Newline and tab too, unless keep names them ("\n"). */
void utf8_visible(struct buf *b, const char *s, const char *keep);

/* Edit distance with swaps of neighbours, for did-you-mean; folded. */
size_t utf8_distance(const char *a, const char *b);
/* The most of it that is still a slip of the keyboard: a short word is a letter
 * or two apart from many others. */
size_t utf8_slips(const char *typed);

#endif
