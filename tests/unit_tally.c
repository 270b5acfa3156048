#include <stdint.h>
#include <stdlib.h>

#include "tally.h"
#include "tap.h"

static uint64_t state = 4;

static int
roll(int n)
{
	state = state * UINT64_C(6364136223846793005) + 1442695040888963407U;
	return (int)((state >> 33) % (uint64_t)n);
}

static void
test_few(void)
{
	struct tally t = { true, 9, 9, 9, 9, 9 };
	int v[] = { 5, 1, 3 };

	for (size_t n = 0; n < TALLY_LEAST; n++)
		ok(!tally_column(v, n, false, &t), "too few say nothing");
	is_int(t.low + t.middle + t.high + t.median + t.mean, 45,
	    "and leave no trace");
	ok(v[0] == 5 && v[1] == 1 && v[2] == 3, "nor touch the answers");
}

static void
test_four(void)
{
	struct tally t;
	int v[] = { 5, 1, 3, 5 }, w[] = { 4, 4, 5, 5 }, x[] = { 1, 1, 2, 1 };

	ok(tally_column(v, 4, false, &t), "four are told");
	ok(!t.bins && t.low + t.middle + t.high + t.median == 0,
	    "by their mean alone");
	is_int(t.mean, 4, "3.5 is 4");
	ok(v[0] == 1 && v[1] == 3 && v[2] == 5 && v[3] == 5,
	    "and are sorted");
	tally_column(w, 4, false, &t);
	is_int(t.mean, 5, "4.5 is 5");
	tally_column(w, 4, true, &t);
	is_int(t.mean, 2, "turned, 1.5 is 2");
	tally_column(x, 4, false, &t);
	is_int(t.mean, 1, "1.25 is 1");
}

static void
test_five(void)
{
	struct tally t;
	int v[] = { 5, 2, 3, 1, 4 }, w[] = { 5, 4, 4, 3, 5, 4 };

	ok(tally_column(v, 5, false, &t) && t.bins, "five have bins");
	ok(t.low == 2 && t.middle == 1 && t.high == 2, "1-2, 3 and 4-5");
	is_int(t.median, 3, "and a median");
	is_int(t.mean, 0, "but no mean");
	tally_column(w, 6, true, &t);
	ok(t.low == 5 && t.middle == 1 && t.high == 0, "a reversed item is "
	    "turned");
	is_int(t.median, 2, "its median too");
}

static void
test_median(void)
{
	int one[] = { 4 }, even[] = { 5, 2, 3, 2 }, odd[] = { 5, 1, 3 };

	is_int(tally_median(one, 1), 4, "the median of one");
	is_int(tally_median(even, 4), 3, "2.5 is 3");
	is_int(tally_median(odd, 3), 3, "the middle one");
}

static bool
same(const struct tally *a, const struct tally *b)
{
	return a->bins == b->bins && a->low == b->low &&
	    a->middle == b->middle && a->high == b->high &&
	    a->median == b->median && a->mean == b->mean;
}

/* The same answers in every order, and turned twice, tell the same. */
static void
test_random(void)
{
	int faults = 0, rounds = 5000;

	for (int r = 0; r < rounds; r++) {
		struct tally a, b;
		size_t n = (size_t)(TALLY_LEAST + roll(9));
		int v[12], w[12];

		for (size_t i = 0; i < n; i++)
			v[i] = 1 + roll(5);
		for (size_t i = 0; i < n; i++)
			w[i] = 6 - v[n - 1 - i];
		tally_column(v, n, false, &a);
		tally_column(w, n, true, &b);
		faults += !same(&a, &b);
		faults += a.bins != (n >= TALLY_BINS);
		faults += a.bins && a.low + a.middle + a.high != (int)n;
		faults += a.bins ? a.median < 1 || a.median > 5 :
		    a.mean < 1 || a.mean > 5;
		faults += a.bins && (a.median < v[(n - 1) / 2] ||
		    a.median > v[n / 2]);
		for (size_t i = 1; i < n; i++)
			faults += v[i] < v[i - 1];
	}
	printf("# %d random rounds\n", rounds);
	is_int(faults, 0, "order, turning, bins and medians hold");
}

int
main(void)
{
	test_few();
	test_four();
	test_five();
	test_median();
	test_random();
	return done();
}
