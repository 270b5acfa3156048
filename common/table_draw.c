#include "table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PARTS	3

/* Without the library of fmax() and fmin(), which every program would load. */
static double
larger(double a, double b)
{
	return a > b ? a : b;
}

static double
smaller(double a, double b)
{
	return a < b ? a : b;
}

/* Numbers of a cell, with commas between them; returns how many. */
static size_t
numbers(const char *text, double v[PARTS])
{
	size_t n = 0;

	for (const char *p = text; n < PARTS && *p; p += *p == ',') {
		char *end;

		v[n] = strtod(p, &end);
		if (end == p)
			break;
		n++;
		p = end;
	}
	return n;
}

static double
part(const double *v, size_t n)
{
	return n > 1 ? v[0] - v[1] : v[0];
}

double
table_most(enum table_draw kind, const char *text, double most)
{
	double v[PARTS] = { 0 };
	size_t n = numbers(text, v);

	if (n == 0)
		return most;
	if (kind == TABLE_PARTS)
		return larger(most, v[0] + v[1] + v[2]);
	return larger(most, fabs(kind == TABLE_BALANCE ? part(v, n) : v[0]));
}

static void
fill(struct buf *b, const char *sign, size_t n)
{
	while (n-- > 0)
		buf_adds(b, sign);
}

/* From the left, in eighths of a column. */
static void
bar(struct buf *b, double share, const struct table_scale *s)
{
	static const char *const eighth[] = { "", "\xe2\x96\x8f",
		"\xe2\x96\x8e", "\xe2\x96\x8d", "\xe2\x96\x8c",
		"\xe2\x96\x8b", "\xe2\x96\x8a", "\xe2\x96\x89" };
	size_t n = (size_t)floor(share * (double)s->width * 8 + 0.5);

	if (n == 0 && share > 0)
		n = 1;
	if (s->ascii) {
		fill(b, "#", (n + 7) / 8);
		return;
	}
	fill(b, "\xe2\x96\x88", n / 8);
	buf_adds(b, eighth[n % 8]);
}

/* Left or right of the middle, which is always there. */
static void
balance(struct buf *b, double share, const struct table_scale *s)
{
	size_t half = (s->width - 1) / 2;
	size_t n = (size_t)floor(fabs(share) * (double)half + 0.5);
	size_t left = share < 0 ? n : 0, right = share > 0 ? n : 0;

	buf_pad(b, ' ', half - left);
	fill(b, s->ascii ? "#" : "\xe2\x96\xa0", left);
	buf_adds(b, s->ascii ? "|" : "\xe2\x94\x82");
	fill(b, s->ascii ? "#" : "\xe2\x96\xa0", right);
	buf_pad(b, ' ', half - right);
}

/* A sign for each, as long as there is room for all. */
static void
parts(struct buf *b, const double v[PARTS], const struct table_scale *s)
{
	static const char *const shade[] = { "\xe2\x96\x91", "\xe2\x96\x93",
		"\xe2\x96\x88" };
	static const char *const plain[] = { "-", "=", "#" };
	double one = smaller(1, (double)s->width / s->most), sum = 0;
	size_t at = 0;

	for (size_t i = 0; i < PARTS; i++) {
		size_t until;

		sum += v[i];
		until = (size_t)floor(sum * one + 0.5);
		fill(b, s->ascii ? plain[i] : shade[i], until - at);
		at = until;
	}
}

void
table_drawing(struct buf *b, enum table_draw kind, const char *text,
    const struct table_scale *s)
{
	double v[PARTS] = { 0 };
	size_t n = numbers(text, v);

	if (n == 0 || s->most <= 0)
		return;
	if (kind == TABLE_BALANCE)
		balance(b, part(v, n) / s->most, s);
	else if (kind == TABLE_PARTS)
		parts(b, v, s);
	else
		bar(b, larger(0, smaller(1, v[0] / s->most)), s);
}
