#ifndef IV_FACTS_STEPS_H
#define IV_FACTS_STEPS_H

/* The steps of live runs, as they went: reads what is in a meeting's record,
 * nothing else. */

#include "json.h"

/* One step, with all its stretches: a break cuts it in two rows, and what was
 * planned stands in the first.  Texts point into the record. */
struct step_went {
	const cJSON *item;		/* of the agenda; NULL: the meeting's
					   own, as its opening */
	const char *method;		/* NULL: none */
	const char *id;
	long planned;			/* minutes */
	long seconds;			/* that it took */
};

/* Of the row it begins with.  False: a row that goes on with a step, one that
 * is open still, or one whose clock went back. */
bool facts_step(struct step_went *g, const cJSON *session, const cJSON *step);

#endif
