#ifndef IV_SESSION_OFFER_H
#define IV_SESSION_OFFER_H

/*
 * Availability over several dates: a sheet that asks one person for an answer
 * to each, and the meetings it is about.
 */

#include "sheet.h"
#include "verbs.h"

/* The dates of a sheet, as fields of a schema of their own. */
struct offer {
	struct offer_date {
		struct id id;
		struct civil start;
		char *label;		/* "do 12 mei 2026, 09:30" */
		cJSON *rsvp;		/* a copy */
	} *v;
	size_t n;
	struct field *fields;
	struct schema schema;
	struct buf names;		/* for struct sheet */
	struct buf intro;
};
#define OFFER_INIT { .v = NULL, .names = BUF_INIT, .intro = BUF_INIT }
void offer_release(struct offer *o);

/* The dates to ask for: those that are proposed, else those that are planned;
 * with back, every one that a sheet may still name. */
IV_MUST int offer_load(struct iv_ctx *c, bool back, struct offer *o,
    struct iv_err *e);
/* Leaves only the dates that this member, or when NULL anyone who is expected
 * then, still has to answer yes or no to; the sheet tells the other answers.
 * IV_NOTFOUND when nothing is open. */
IV_MUST int offer_open(struct iv_ctx *c, struct offer *o, const char *member,
    struct iv_err *e);
void offer_fields(struct offer *o);

/* The sheet of these dates in the group's language. */
struct sheet offer_sheet(struct iv_ctx *c, const struct offer *o);

/* A day and time in a language: "do 12 mei 2026, 09:30". */
void offer_when(struct buf *b, const char *lang, struct civil c);

#endif
