#ifndef IV_FUZZ_H
#define IV_FUZZ_H

/* What fuzz targets share.  A broken promise aborts, with a word. */

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline void
must_(bool good, const char *what, const char *about)
{
	if (good)
		return;
	fprintf(stderr, "broken: %s: %s\n", what, about);
	abort();
}
#define must(cond, about)	must_((cond), #cond, (about))

/* The input as a C string of UTF-8, the caller's; NULL when it is none. */
static inline char *
fuzz_text(const uint8_t *data, size_t size)
{
	size_t at;

	if (memchr(data, 0, size) != NULL ||
	    !utf8_valid((const char *)data, size, &at))
		return NULL;
	return mem_ndup(data, size);
}

#endif
