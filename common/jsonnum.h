#ifndef IV_JSONNUM_H
#define IV_JSONNUM_H

/*
 * Numbers between decimal text and double, exactly; for json and its guard.
 * LC_NUMERIC is C in every program.
 */

#include <stdbool.h>
#include <stddef.h>

#define DECIMAL_DIGITS	17

/*
 * The value 0.d1d2d3... x 10^exp.  No zero at either end of the digits; n is
 * 0 for zero, and exp then too.
 */
struct decimal {
	bool neg;
	int n;
	long exp;
	char digits[DECIMAL_DIGITS + 1];
};

/* Reads a number of the JSON grammar.  False: it has more digits than any
 * double needs. */
bool decimal_read(struct decimal *d, const char *s, size_t n);

double decimal_value(const struct decimal *d);

/*
 * The shortest decimal that reads back as v, and of those the nearest to it.
 * v is finite.
 */
void decimal_shortest(struct decimal *d, double v);

/* True when the decimal is the shortest one of its own double. */
bool decimal_exact(const struct decimal *d);

#endif
