#ifndef IV_CHECK_H
#define IV_CHECK_H

/*
 * The health of a group's directory: everything is read.  Each finding is
 * given to a function; nothing is changed, and no lock is taken.
 *
 * kind is one of
 *	json		no valid JSON, or not a record of its place
 *	reference	names a record that is not there
 *	forgotten	what is forgotten is still here
 *	edited, missing, stray, object, state	as repo_check() finds them
 *	mode		others on this computer can read it
 *	advice		no fault: something to think about
 */

#include "json.h"

struct finding {
	const char *path, *kind, *what;
};

typedef void check_fn(void *arg, const struct finding *f);

struct check_what {
	const char *dir, *data_home;
	int32_t day;		/* who has left is asked of this day */
	bool contract;		/* also what the contract leaves open */
};

/* Everything that is found, in order of path, each thing once.  Fails only
 * when the directory itself cannot be read. */
IV_MUST int check_group(const struct check_what *o, check_fn *fn,
    void *arg, struct iv_err *e);

#endif
