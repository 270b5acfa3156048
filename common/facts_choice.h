#ifndef IV_FACTS_CHOICE_H
#define IV_FACTS_CHOICE_H

/* The cases an open item may be filled with, for choose.h: those that are
 * ready, with their votes and when their presenters last had a turn.  Reads
 * MASK_CASE | MASK_SESSION. */

#include "choose.h"
#include "store.h"

struct choices {
	struct choice *v;
	size_t n;
};

/* By id.  *ret is the caller's. */
IV_MUST int facts_choices(struct store *s, struct choices *ret,
    struct iv_err *e);
void choices_release(struct choices *c);

/* How a group decides when nothing is said: in turn where it agreed to, by
 * vote where anyone voted, else by urgency. */
enum choose_by facts_choose_by(const cJSON *group, const struct choices *c);

#endif
