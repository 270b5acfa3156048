#ifndef IV_TRAJECT_H
#define IV_TRAJECT_H

/*
 * A trajectory: the meetings of a group from the first to the last, with what
 * each is for and who leads it, so that a group learns to do without its
 * facilitator.  Pure; facts_traject.h reads them from files.
 */

#include "agenda.h"

/* So many meetings of one kind, one after the other.  NULL: as the group
 * has it. */
struct traject_part {
	int count;			/* 1 or more */
	const char *purpose, *led_by;	/* words of session.def */
	const char *method;		/* of the agenda; NULL: none yet */
	struct interval after;		/* n > 0: each so long after the one
					   before it, not in the rhythm */
};

struct traject {
	const char *name, *title, *about, *source;
	const struct traject_part *parts;
	size_t nparts;
};

int traject_count(const struct traject *t);	/* its meetings */
/* What meeting i is, from 0. */
const struct traject_part *traject_part(const struct traject *t, int i);

/*
 * The meetings in v, which has room for traject_count().  s gives start,
 * rhythm and days to skip, its count does not matter.  A meeting that is so
 * long after another and falls on a day to skip goes weeks later; what
 * follows it is in the rhythm again.  IV_USAGE.
 */
IV_MUST int traject_days(const struct traject *t, const struct series *s,
    struct civil *v, struct iv_err *e);

#endif
