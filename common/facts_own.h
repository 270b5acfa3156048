#ifndef IV_FACTS_OWN_H
#define IV_FACTS_OWN_H

/*
 * The files of methods/, questionnaires/ and registers/ (dir, below): those
 * built into the program, and the group's own, which come first.  A name is 1
 * to 60 of a-z, 0-9, '-' and '_', the file's without .json.
 */

#include "store.h"

/* All names there are, each once, in order of bytes; s NULL: those built in.
 * The caller's, to release. */
IV_MUST int own_names(struct store *s, const char *dir, struct names *ret,
    struct iv_err *e);

/* Adds the text of a file to b; *own (may be NULL): it is the group's.
 * IV_NOTFOUND, without words for people, when there is none. */
IV_MUST int own_text(struct store *s, const char *dir, const char *name,
    struct buf *b, bool *own, struct iv_err *e);

#endif
