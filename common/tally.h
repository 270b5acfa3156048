#ifndef IV_TALLY_H
#define IV_TALLY_H

/*
 * What may be told of a round of answers in a small group, and nothing more.
 *
 * Under four answers nothing.  Of exactly four the rounded mean alone.  From
 * five on three bins (1-2, 3, 4-5) and the rounded median.  Each item is
 * counted by itself: its column of answers is sorted first, so that no row,
 * one person's answers together, is left in memory behind it.  A half is
 * rounded up, in means and medians.
 *
 * Measured over all possible answers, a member who knows their own learns a
 * named other's bin with certainty from three bins in 0.8 % of the groups of
 * five, and a named other's answer from a rounded mean of four in 0.3 %; a
 * histogram always tells what the others gave.  That is why these, and not
 * finer figures.
 */

#include <stdbool.h>
#include <stddef.h>

#define TALLY_LEAST	4	/* answers: under it nothing is told */
#define TALLY_BINS	5	/* from here on bins and a median */
#define TALLY_LOW	1
#define TALLY_HIGH	5

struct tally {
	bool bins;		/* low, middle, high and median; else mean */
	int low, middle, high, median, mean;
};

/*
 * Tells about n answers to one item, each TALLY_LOW to TALLY_HIGH; a reversed
 * item is turned (1 is 5), so that high is always good.  The column is sorted
 * in place.  False, and nothing told, of fewer than TALLY_LEAST.
 */
bool tally_column(int *v, size_t n, bool reversed, struct tally *ret);

/* Of whole positive numbers, at least one; sorted in place.  A half is
 * rounded up. */
int tally_median(int *v, size_t n);

#endif
