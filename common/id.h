#ifndef IV_ID_H
#define IV_ID_H

/*
 * Ids: 10 characters of 0123456789abcdefghjkmnpqrstvwxyz, the first a letter,
 * random (about 49 bits), never made from a title or a name.  Typed ids may
 * be any beginning of at least ID_MIN characters; capitals are taken as small
 * letters, and i l as 1, o as 0, as a person reads them from paper.
 */

#include <stdbool.h>
#include <stdint.h>

#include "err.h"

#define ID_LEN	10
#define ID_MIN	3

struct id {
	char s[ID_LEN + 1];
};

bool id_valid(const char *s);			/* a whole id */
bool id_beginning(const char *s, struct id *ret); /* >= ID_MIN, normalised */

/* A new id from getrandom(2).  IV_STORAGE when there is none. */
IV_MUST int id_random(struct id *ret, struct iv_err *e);

/* The n-th id of a seed (tests): the same everywhere. */
void id_seeded(struct id *ret, const char *seed, uint64_t n);

/* 64-bit FNV-1a, for ties and seeds; the same on every machine.  start is 0,
 * or the hash of what came before. */
uint64_t id_hash(const void *p, size_t n, uint64_t start);

#endif
