#include "tally.h"

#include <stdlib.h>

static int
by_value(const void *p, const void *q)
{
	const int *a = p, *b = q;

	return (*a > *b) - (*a < *b);
}

/* The mean of the middle one or two; of whole positive numbers adding one
 * before halving rounds a half up. */
static int
median(const int *v, size_t n)
{
	return (v[(n - 1) / 2] + v[n / 2] + 1) / 2;
}

int
tally_median(int *v, size_t n)
{
	qsort(v, n, sizeof(*v), by_value);
	return median(v, n);
}

static int
mean(const int *v, size_t n)
{
	int sum = 0, count = (int)n;

	for (size_t i = 0; i < n; i++)
		sum += v[i];
	return (2 * sum + count) / (2 * count);
}

static void
fill_bins(const int *v, size_t n, struct tally *t)
{
	for (size_t i = 0; i < n; i++) {
		t->low += v[i] <= 2;
		t->middle += v[i] == 3;
		t->high += v[i] >= 4;
	}
	t->median = median(v, n);
}

bool
tally_column(int *v, size_t n, bool reversed, struct tally *ret)
{
	struct tally t = { .bins = n >= TALLY_BINS };

	if (n < TALLY_LEAST)
		return false;
	for (size_t i = 0; reversed && i < n; i++)
		v[i] = TALLY_LOW + TALLY_HIGH - v[i];
	qsort(v, n, sizeof(*v), by_value);
	if (t.bins)
		fill_bins(v, n, &t);
	else
		t.mean = mean(v, n);
	*ret = t;
	return true;
}
