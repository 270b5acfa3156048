#ifndef IV_PLACE_H
#define IV_PLACE_H

#include <stdbool.h>
#include <stddef.h>

#include "err.h"

/*
 * Where files of a group may lie: what iv-sync(1) takes in and sends, and what
 * 'iv-group check' is content with.
 */

#define PLACE_DIRS	((size_t)16 << 20)	/* bytes of all directories */

/* IV_INVALID, naming path and reason, for what is no regular file (mode, as
 * git has it, 0100644) or directory (040000) at one of the places of
 * iv-format(5), beside .gitattributes and .gitignore. */
IV_MUST int place_check(const char *path, unsigned mode, struct iv_err *e);
/* methods/NAME.json and its like: JSON that is no record. */
bool place_data(const char *path);
/* .gitattributes, .gitignore. */
bool place_plain(const char *path);

#endif
