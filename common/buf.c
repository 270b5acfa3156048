#include "buf.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>

#include "mem.h"

char buf_empty[1];

void
buf_release(struct buf *b)
{
	size_t max = b->max;

	if (b->cap > 0)
		mem_free(b->p);
	*b = (struct buf)BUF_INIT;
	b->max = max;
}

void
buf_clear(struct buf *b)
{
	buf_cut(b, 0);
}

/* Most of what is added fits in what is there. */
static bool
fits(const struct buf *b, size_t more)
{
	return more < b->cap - b->len && b->len + more <= b->max;
}

void
buf_grow(struct buf *b, size_t more)
{
	size_t max = b->max < BUF_MAX ? b->max : BUF_MAX;

	if (more > max || b->len > max - more)
		mem_array(NULL, SIZE_MAX, SIZE_MAX);	/* ends the program */

	size_t need = b->len + more + 1;

	if (need <= b->cap)
		return;

	size_t cap = b->cap + b->cap / 2;

	if (cap < need)
		cap = need < 64 ? 64 : need;
	if (b->cap == 0) {
		b->p = mem_realloc(NULL, cap);
		b->p[0] = '\0';
	} else {
		b->p = mem_realloc(b->p, cap);
	}
	b->cap = cap;
}

void
buf_add(struct buf *b, const void *p, size_t n)
{
	if (n == 0)
		return;
	if (!fits(b, n))
		buf_grow(b, n);
	memcpy(b->p + b->len, p, n);
	b->len += n;
	b->p[b->len] = '\0';
}

void
buf_adds(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

void
buf_addc(struct buf *b, char c)
{
	if (!fits(b, 1))
		buf_grow(b, 1);
	b->p[b->len++] = c;
	b->p[b->len] = '\0';
}

void
buf_pad(struct buf *b, char c, size_t n)
{
	if (n == 0)
		return;
	buf_grow(b, n);
	memset(b->p + b->len, c, n);
	b->len += n;
	b->p[b->len] = '\0';
}

/* Backslashes, so that it can stand between the quotes of a message. */
void
buf_shell(struct buf *b, const char *s)
{
	for (; *s != '\0'; s++) {
		if (strchr(" !\"#$&'()*;<>?[\\]^`{|}~", *s))
			buf_addc(b, '\\');
		buf_addc(b, *s);
	}
}

void
buf_addf(struct buf *b, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);

	int n = vsnprintf(NULL, 0, fmt, ap);

	va_end(ap);
	if (n <= 0)
		return;
	buf_grow(b, (size_t)n);
	va_start(ap, fmt);
	vsnprintf(b->p + b->len, (size_t)n + 1, fmt, ap);
	va_end(ap);
	b->len += (size_t)n;
}

void
buf_cut(struct buf *b, size_t len)
{
	if (len >= b->len)
		return;
	b->len = len;
	b->p[len] = '\0';
}

static int
blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

void
buf_trim(struct buf *b)
{
	size_t begin = 0, end = b->len;

	while (end > 0 && blank(b->p[end - 1]))
		end--;
	buf_cut(b, end);
	while (begin < end && blank(b->p[begin]))
		begin++;
	if (begin == 0)
		return;
	b->len -= begin;
	memmove(b->p, b->p + begin, b->len + 1);
}

char *
buf_take(struct buf *b)
{
	size_t max = b->max;
	char *s = b->cap > 0 ? b->p : mem_dup("");

	*b = (struct buf)BUF_INIT;
	b->max = max;
	return s;
}
