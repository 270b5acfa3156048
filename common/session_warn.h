#ifndef IV_SESSION_WARN_H
#define IV_SESSION_WARN_H

/*
 * What a person who plans should hear, and may ignore: more than eight weeks
 * between meetings, more people than the group takes, a meeting too short or
 * too long for them.  The words are made before the commit, from what stands
 * in the records and what the change makes of them, and said after it.
 */

#include "agenda.h"
#include "verbs.h"

struct warn {
	struct warn_day {
		struct record *r;	/* the change's */
		int32_t was;		/* its day before */
		bool new, counted;	/* was it a meeting before? */
	} *v;
	size_t n;
	struct buf text;		/* a line each */
};
#define WARN_INIT { NULL, 0, BUF_INIT }

void warn_release(struct warn *w);

/* A meeting that is about to be changed, or was just made. */
void warn_changed(struct warn *w, struct record *r);
void warn_made(struct warn *w, struct record *r);

/* Adds that days were left out (from after until: none) and which comes in
 * their place; that the first is before today. */
void warn_skipped(struct warn *w, struct days left, int32_t next);
void warn_past(struct warn *w, int32_t first, int32_t today);
/* Adds the gaps that these changes make or leave. */
IV_MUST int warn_gaps(struct iv_ctx *c, struct warn *w, struct iv_err *e);
/* Adds what is wrong with the size of the group or the length of the first
 * ordinary meeting among these. */
IV_MUST int warn_size(struct iv_ctx *c, struct warn *w, struct iv_err *e);

void warn_say(struct iv_ctx *c, const struct warn *w);

#endif
