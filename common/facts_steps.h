#ifndef IV_FACTS_STEPS_H
#define IV_FACTS_STEPS_H

/* The steps of live runs, as they went: reads what is in a meeting's record,
 * nothing else. */

#include "json.h"

/* Texts point into the record. */
struct step_went {
	const cJSON *item;		/* of the agenda; NULL: none */
	const char *method;		/* NULL: none */
	const char *id;
	long planned;			/* minutes */
	long seconds;			/* that it took */
};

/* Steps that are open still and those whose clock went back say nothing. */
bool facts_step(struct step_went *g, const cJSON *session, const cJSON *step);

#endif
