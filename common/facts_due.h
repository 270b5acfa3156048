#ifndef IV_FACTS_DUE_H
#define IV_FACTS_DUE_H

/* Intentions of earlier cases that the group may ask about: shared, open, and
 * with a day that has come, or none.  Reads MASK_CASE. */

#include "store.h"

struct due {
	struct due_one {
		struct id by;
		char *text;
	} *v;
	size_t n;
};

/* *ret is the caller's. */
IV_MUST int facts_due(struct store *s, int32_t today, struct due *ret,
    struct iv_err *e);
void due_release(struct due *d);

#endif
