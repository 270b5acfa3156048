#ifndef IV_BUILTIN_H
#define IV_BUILTIN_H

/*
 * The records that are built into the programs: every JSON file of methods/,
 * questionnaires/, registers/, checklists/ and trajectories/.  One file more is
 * one record more; nothing else needs to know.
 */

#include <stddef.h>

#include "base.h"

struct builtin {
	const char *dir;	/* "methods" */
	const char *name;	/* "balint-nl": the file's name without .json */
	const char *data;	/* the file's bytes and a NUL behind them */
	size_t len;		/* without that NUL */
};

/* Sorted by directory, then name, in bytes; all of it is static. */
extern const struct builtin builtins[];
extern const size_t builtins_len;

/* NULL: there is none of that name. */
const struct builtin *builtin_find(const char *dir, const char *name);

#endif
