#ifndef IV_STORE_INTERNAL_H
#define IV_STORE_INTERNAL_H

/* Shared by store.c (one record) and store_walk.c (many); nobody else's. */

#include "store.h"

/* What store_name() read; name NULL: that is no member. */
struct store_name {
	struct id id;
	char *name;
};

struct store {
	char *dir, *data_home;
	int dirfd, privfd;
	unsigned mask;
	struct record *group;
	const struct store_from *from;	/* NULL: the directory */
	void (*fault)(void *arg, const struct iv_err *e);
	void *arg;
	size_t faults;
	struct names told;		/* of which faults; each once */
	struct store_name *names;	/* sorted by id */
	size_t nnames;
	/* The record that was asked for last, for who asks again. */
	const struct schema *last;
	char last_path[64];
	struct id *coming;		/* of records a change has made */
	size_t ncoming;
};

bool store_may(const struct store *s, const struct schema *k,
    struct iv_err *e);
IV_MUST int store_years(struct store *s, const struct schema *k,
    struct names *ret, struct iv_err *e);

#endif
