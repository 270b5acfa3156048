#ifndef IV_MEM_H
#define IV_MEM_H

/*
 * Memory that is always there: a failed allocation prints one line and ends
 * the program with status 8, or 10 once mem_committed() was called.  The
 * write protocol survives death anywhere, so no caller checks; cJSON and
 * libgit2 are given these functions too (libgit2 1.5.1 crashes on 867 of
 * 1078 failing allocations without them).  This is the one module of common/
 * that prints and exits.
 */

#include <stddef.h>

#include "base.h"

void *mem_alloc(size_t size);			/* zeroed; size 0 is 1 */
void *mem_plain(size_t size);			/* not zeroed */
void *mem_realloc(void *p, size_t size);
void *mem_array(void *p, size_t n, size_t size);	/* overflow-checked */
char *mem_dup(const char *s);			/* NULL stays NULL */
char *mem_ndup(const void *p, size_t n);	/* n bytes and a NUL */
void mem_free(void *p);				/* free(), for hooks */

/* For IV_AUTO on char * and other plain pointers. */
void mem_free_auto(void *pp);

/* Gives cJSON the fail-stop allocator.  Called once, first thing in main. */
void mem_init(void);

/* From here on running out of memory ends with status 10 instead of 8. */
void mem_committed(void);

#endif
