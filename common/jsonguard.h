#ifndef IV_JSONGUARD_H
#define IV_JSONGUARD_H

/* The strict half of json.h: one pass over a text before cJSON sees it. */

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"

/* What is wrong with a text, at which byte. */
struct json_fault {
	size_t at;
	char msg[320];
};

/*
 * True when the n bytes are JSON that we carry exactly; else *f is filled.
 * text[n] is a NUL.  A number too long for cJSON's 63 characters is written
 * shorter in place, with spaces behind it.
 */
bool json_guard(char *text, size_t n, struct json_fault *f);

/* Adds what stands between the quotes of a valid string, unescaped. */
void json_unescape(struct buf *b, const char *s, size_t n);

#endif
