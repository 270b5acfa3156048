#include "jsonnum.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base.h"

#define EXP_MAX		100000000L	/* far past what 1 MiB can offset */

static bool
digit_add(struct decimal *d, char c, int zeros)
{
	if (d->n + zeros >= DECIMAL_DIGITS)
		return false;
	memset(d->digits + d->n, '0', (size_t)zeros);
	d->n += zeros;
	d->digits[d->n++] = c;
	d->digits[d->n] = '\0';
	return true;
}

/* Reads up to the exponent; returns where that begins, or NULL. */
static const char *
mantissa_read(struct decimal *d, const char *s, const char *end)
{
	bool point = false;
	int zeros = 0;

	for (; s < end && *s != 'e' && *s != 'E'; s++) {
		if (*s == '.') {
			point = true;
			continue;
		}
		if (d->n == 0 && *s == '0') {
			d->exp -= point;
			continue;
		}
		d->exp += !point;
		if (*s == '0') {
			zeros++;
			continue;
		}
		if (!digit_add(d, *s, zeros))
			return NULL;
		zeros = 0;
	}
	return s;
}

static long
exponent_read(const char *s, const char *end)
{
	bool neg = false;
	long x = 0;

	if (s < end && (*s == '-' || *s == '+'))
		neg = *s++ == '-';
	for (; s < end; s++)
		if (x < EXP_MAX)
			x = x * 10 + (*s - '0');
	return neg ? -x : x;
}

bool
decimal_read(struct decimal *d, const char *s, size_t n)
{
	const char *end = s + n;

	*d = (struct decimal){ .neg = n > 0 && *s == '-' };
	s = mantissa_read(d, s + d->neg, end);
	if (s == NULL)
		return false;
	if (s < end)
		d->exp += exponent_read(s + 1, end);
	if (d->n == 0)
		d->exp = 0;
	return true;
}

double
decimal_value(const struct decimal *d)
{
	char text[64];

	if (d->n == 0)
		return d->neg ? -0.0 : 0.0;
	snprintf(text, sizeof(text), "%s0.%se%ld", d->neg ? "-" : "",
	    d->digits, d->exp);
	return strtod(text, NULL);
}

/* Makes the decimal one unit of its digit number p larger. */
static void
digits_raise(struct decimal *d, int p)
{
	while (d->n < p)
		d->digits[d->n++] = '0';
	while (d->n > 0 && d->digits[d->n - 1] == '9')
		d->n--;
	if (d->n == 0) {
		d->digits[d->n++] = '1';
		d->exp++;
	} else {
		d->digits[d->n - 1]++;
	}
	d->digits[d->n] = '\0';
}

/*
 * Below a power of two the doubles lie twice as close as above it, so there
 * the nearest decimal of p digits may miss while the next one up is right:
 * 5.684341886080802e-14 is 2^-44.
 */
static bool
digits_fit(struct decimal *d, double v, int p)
{
	char text[64];
	int n = snprintf(text, sizeof(text), "%.*e", p - 1, v);

	if (!decimal_read(d, text, (size_t)n))
		return false;
	if (decimal_value(d) == v)
		return true;
	digits_raise(d, p);
	return decimal_value(d) == v;
}

void
decimal_shortest(struct decimal *d, double v)
{
	/* Where doubles are dense, no two decimals of 15 digits share one. */
	int p = fabs(v) < 1e-290 ? 1 : 15;

	while (!digits_fit(d, v, p) && p < DECIMAL_DIGITS)
		p++;
}

bool
decimal_exact(const struct decimal *d)
{
	struct decimal s;
	double v;

	if (d->n <= 15 && d->exp > -290 && d->exp < 300)
		return true;
	v = decimal_value(d);
	if (!isfinite(v))
		return false;
	decimal_shortest(&s, v);
	return s.n == d->n && s.exp == d->exp &&
	    memcmp(s.digits, d->digits, (size_t)s.n) == 0;
}
