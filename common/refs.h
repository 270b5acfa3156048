#ifndef IV_REFS_H
#define IV_REFS_H

/*
 * References between records: every field of type FT_REF, every list of them
 * and every map keyed by member.
 */

#include "store.h"

/* Calls fn for each: path "actions.k7f3q9x2mb.by", kind "member", id. */
int refs_each(const struct schema *k, const cJSON *record,
    int (*fn)(void *arg, const char *path, const char *kind, const char *id,
    struct iv_err *e), void *arg, struct iv_err *e);

/* Fails with IV_NOTFOUND naming the field whose record is not there. */
IV_MUST int refs_check(struct store *s, const struct schema *k,
    const cJSON *record, struct iv_err *e);

#endif
