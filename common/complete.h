#ifndef IV_COMPLETE_H
#define IV_COMPLETE_H

/*
 * What may stand where the cursor is, for shells:
 *
 *	iv-case complete -- WORD... CURRENT
 *
 * prints candidates for CURRENT, "candidate<TAB>description" one a line, each
 * fit to take its whole place.  They come from the tables of tool.h and
 * schema.h, and from the group for ids, names and methods.  Only the kind
 * that is listed is read, nothing in .git is opened, and what cannot be read
 * means fewer candidates, never a message: the status is 0.
 *
 * complete.c reads the line; complete_value.c knows what values there are.
 */

#include "tool.h"

extern const struct iv_cmd complete_cmd;

struct completion {
	struct iv_ctx *c;
	const struct iv_cmd *cmd;	/* NULL: none typed yet */
	const char *typed;		/* candidates begin with this ... */
	struct buf before;		/* ... and get this in front */
	struct buf out;
	struct store *store;		/* NULL: no group here */
};

/* A candidate, when it begins with what was typed, whatever its case and
 * accents; about may be NULL. */
void complete_add(struct completion *q, const char *text, const char *about);
/* What was typed up to here is not matched any more: it stays in front. */
void complete_skip(struct completion *q, size_t n);

/* The value of a field, and of an option of the command. */
void complete_field(struct completion *q, const struct field *f);
void complete_option(struct completion *q, const struct iv_opt *o);
/* A word of operands, "MEMBER" or "yes|no|maybe". */
void complete_operand(struct completion *q, const char *word, size_t len);
/* The field that a path names ("prefers.focus"), or NULL. */
const struct field *complete_path(const struct completion *q,
    const char *path, size_t n);

#endif
