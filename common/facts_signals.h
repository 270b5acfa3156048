#ifndef IV_FACTS_SIGNALS_H
#define IV_FACTS_SIGNALS_H

/* Fills signals.h from meetings and cases of a period; people and forms are
 * told apart by numbers that mean nothing else. */

#include "facts.h"
#include "signals.h"
#include "store.h"

struct signals_facts {
	struct signals_in in;

	/* What the parts of in point to. */
	struct signals_meeting *meetings;
	int *presenters, *forms;
	struct words {
		char **v;
		size_t n;
	} people, kinds;
};
#define SIGNALS_FACTS_INIT { .meetings = NULL }

/* Reads MASK_SESSION | MASK_CASE. */
IV_MUST int facts_signals(struct signals_facts *f, struct store *s,
    const struct facts_scope *scope, struct iv_err *e);
void facts_signals_release(struct signals_facts *f);

#endif
