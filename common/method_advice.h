#ifndef IV_METHOD_ADVICE_H
#define IV_METHOD_ADVICE_H

/*
 * Which method fits a case, and why.  Pure.  The rules come from what the
 * sources of the methods ask for:
 *
 *	form, level, number of people and minutes must fit
 *	gossip and others that ask for trust: not in a group that has met
 *	    fewer than ADVICE_NEW times
 *	a purely technical question: not for a method about relations, as the
 *	    Balint methods
 *	no advice step when the presenter said what is wanted, and it is not
 *	    advice
 *	recognition wanted: a step of appreciation counts most
 *	experience (of the method itself too), background, wanted structure
 *	    and focus of the members weigh
 */

#include "method.h"

enum {
	ADVICE_NEW = 3,			/* held meetings */
	ADVICE_REASONS = 8,
};

/* What is known of a case and of its group. */
struct method_ask {
	unsigned form, level;		/* bits; 0: not said */
	bool says;			/* the presenter said what is wanted */
	bool advice, recognition, questions;
	bool technical;
	int held;			/* meetings of the group */
	int people, minutes;		/* 0: not known */
	int structure;			/* wanted, times ten; 0: not known */
	unsigned focus;			/* wanted, a bit; 0: not known */
	int members, novices;		/* without noted experience */
	const char *experience;		/* what the others noted, or NULL */
	unsigned mix;			/* of backgrounds, a bit; 0: unknown */
};

/* Untranslated sentences for and against. */
struct method_advice {
	bool fits;
	bool near;	/* form and level fit, something else does not */
	int score;
	const char *pro[ADVICE_REASONS], *con[ADVICE_REASONS];
	size_t npro, ncon;
};

struct method_advice method_advise(const struct method *m,
    const struct method_ask *a);

#endif
