#ifndef IV_PAST_H
#define IV_PAST_H

/*
 * A group as it stood.  past_open() makes a store read from the objects of one
 * commit: the same kinds of record and no others, so the directories it may
 * not see are not looked into there either.  It alone of what reads loads the
 * git library.
 */

#include <time.h>

#include "store.h"

struct past;

/* named: a commit, by its first digits or "HEAD"; NULL: the last one that is
 * not after until. */
struct past_at {
	const char *named;
	time_t until;
};

/* *ret outlives the store.  IV_NOTFOUND, IV_AMBIGUOUS. */
IV_MUST int past_open(struct past **ret, struct store *s,
    const struct past_at *at, struct iv_err *e);
void past_close(struct past *p);		/* NULL is fine */

const char *past_commit(const struct past *p);	/* 40 hex digits */
time_t past_when(const struct past *p);

/* The commit the directory's branch is at, read from the names in .git
 * without the git library; false: unknown. */
bool past_head(struct store *s, char commit[41]);

#endif
