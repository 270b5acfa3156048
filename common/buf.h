#ifndef IV_BUF_H
#define IV_BUF_H

/*
 * A growing string of bytes.  p is never NULL and always ends in a NUL that
 * len does not count, so b.p can be given to any C function.  max is the most
 * it may ever hold: what would grow past it ends the program as lack of
 * memory does (input is limited long before, to 1 MiB a file).
 *
 *	IV_AUTO(buf_release) struct buf b = BUF_INIT;
 */

#include <stddef.h>

#include "base.h"

#define BUF_MAX	((size_t)256 << 20)

struct buf {
	char *p;
	size_t len, cap, max;
};

extern char buf_empty[1];
#define BUF_INIT { buf_empty, 0, 0, BUF_MAX }

void buf_release(struct buf *b);	/* frees and makes it BUF_INIT again */
void buf_clear(struct buf *b);		/* empties, keeps the memory */
void buf_grow(struct buf *b, size_t more);
void buf_add(struct buf *b, const void *p, size_t n);
void buf_adds(struct buf *b, const char *s);
void buf_addc(struct buf *b, char c);
void buf_pad(struct buf *b, char c, size_t n);		/* n times c */
void buf_shell(struct buf *b, const char *s);	/* as a word of a shell */
void buf_addf(struct buf *b, const char *fmt, ...) IV_PRINTF(2, 3);
void buf_cut(struct buf *b, size_t len);		/* shortens to len */
void buf_trim(struct buf *b);		/* drops white space at both ends */

/* The string, now the caller's to free; b is empty after it. */
char *buf_take(struct buf *b);

#endif
