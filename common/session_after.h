#ifndef IV_SESSION_AFTER_H
#define IV_SESSION_AFTER_H

/*
 * The sheet of a meeting afterwards: who was there, the breaks, and of each
 * item of the agenda the sharpened question, insights and intentions; one more
 * case for what was brought on the spot; what was agreed.  Filled in from the
 * records, and from a live run when there was one.
 */

#include "sheet.h"
#include "verbs.h"

struct after {
	struct iv_ctx *c;
	cJSON *form;		/* what it is filled in with */
	struct buf intro;
	struct buf fields;	/* their names, with commas */
	struct field *v;
	size_t n;
	char **texts;		/* names, labels and helps of the fields */
	size_t ntexts;
	struct schema schema;
};

/* Of a meeting and its cases as they stand in the change.  *ret is the
 * caller's, also after a failure. */
IV_MUST int after_make(struct iv_ctx *c, struct change *ch,
    const struct record *session, struct after *ret, struct iv_err *e);
void after_release(struct after *a);
void after_text(const struct after *a, struct buf *b);

/* Puts a filled-in sheet into the records; name is the file's. */
IV_MUST int after_read(struct after *a, struct change *ch,
    struct record *session, const struct sheet_text *text,
    struct iv_err *e);

#endif
