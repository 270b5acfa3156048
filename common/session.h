#ifndef IV_SESSION_H
#define IV_SESSION_H

/* The part of iv-session that makes meetings: what a new one starts with, and
 * plan, which makes a series. */

#include "verbs.h"

struct plan_opts {
	struct interval every;
	int minutes;
	struct strings skip;
	const char *count, *place;
};

extern const struct iv_opt plan_opt[5];
iv_run session_plan;

/* Minutes, place and who leads come from the group. */
IV_MUST int session_fresh(struct iv_ctx *c, struct change *ch,
    struct record *r, struct iv_err *e);

/* IV_CONFLICT when a meeting that is not cancelled begins at this very time;
 * text is the same time, for the message. */
IV_MUST int session_taken(struct iv_ctx *c, struct civil start,
    const char *text, struct iv_err *e);

#endif
