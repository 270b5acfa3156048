#ifndef IV_FACTS_LEARNED_H
#define IV_FACTS_LEARNED_H

/*
 * How long the steps of a method really take in this group: the median over
 * the live runs of all meetings that were held.  A step that was run fewer
 * than LEARNED_LEAST times is not known.  Reads MASK_SESSION.
 */

#include "method.h"
#include "store.h"

enum { LEARNED_LEAST = 2 };

struct learned {
	const char *method;		/* the caller's */
	struct learned_step {
		char *id;
		int *minutes;		/* a run each */
		size_t n;
	} *v;
	size_t n;
};

/* Runs of this method, by its name.  *ret is the caller's. */
IV_MUST int facts_learned(struct store *s, const char *method,
    struct learned *ret, struct iv_err *e);
void learned_release(struct learned *l);

/* Whole minutes of a step, how often it was run in *times; -1: not known. */
int learned_minutes(const struct learned *l, const char *step, int *times);

/* What the whole method takes: the medians where they are known, else its own
 * minutes for so many people.  *known counts the steps, *times the fewest runs
 * of one of them. */
int learned_total(const struct learned *l, const struct method *m,
    int people, int *known, int *times);

#endif
