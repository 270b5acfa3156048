#ifndef IV_FACTS_H
#define IV_FACTS_H

/* What rules are told of records is filled in facts_*.c only; this is what
 * all of them may be asked to keep to. */

#include <stddef.h>

#include "day.h"

struct facts_scope {
	int32_t since, until;	/* days, both included */
	const char *member;	/* an id: only this person; NULL: everyone */
	struct civil now;
};
#define FACTS_ALWAYS	.since = INT32_MIN, .until = INT32_MAX

/* Past meetings with attendance that do not count: they were not closed. */
struct unclosed {
	size_t n;
	int32_t first;		/* day */
};

#endif
