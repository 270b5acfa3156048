#ifndef IV_CASE_H
#define IV_CASE_H

/*
 * The commands of iv-case that are not the same everywhere; the rows that lead
 * to them stand in cmd/iv-case.c.
 *
 *	case_life.c	ready, withdraw, close, strip; what a new case needs
 *	case_note.c	ask, rate, reformulate, advise, insight, act, follow,
 *			outcome, reveal
 *	case_choose.c	vote, bid, suggest; the order and filters of list
 *	case_check.c	check
 *	case_privacy.c	what points to a person: refused, or a hint
 *	case_ask.c	add on a terminal, step by step
 *
 * Askers and advisers are not stored: warm and cold must never add up to a
 * colleague's score.
 */

#include "verbs.h"

struct case_note_opts {
	const char *kind, *due, *by, *rate;
	bool taken, share;
};
struct case_follow_opts {
	const char *result, *status;
};
struct case_check_opts {
	const char *text, *lang, *kind, *step;
	bool privacy;
};
struct case_list_opts {
	struct list_opts list;
	const char *order;
	bool ready, due, expired;
};
struct case_vote_opts {
	const char *by;
	bool back;
};
struct case_strip_opts {
	bool expired;
};

iv_run case_move, case_strip, case_note, case_rate, case_reformulate;
iv_run case_follow, case_outcome, case_reveal, case_vote, case_bid;
iv_run case_suggest, case_check, case_add;

/* For struct iv_rules. */
int case_fresh(struct iv_ctx *c, struct change *ch, struct record *r,
    struct iv_err *e);
int case_rules(struct iv_ctx *c, const cJSON *was, struct record *r,
    struct iv_err *e);
int case_keep(struct iv_ctx *c, const void *opts, const struct record *r,
    struct iv_err *e);
int case_key(struct iv_ctx *c, const void *opts, const struct record *r,
    struct buf *key, struct iv_err *e);

/* Begins a change and gives the case named by the first operand. */
IV_MUST int case_begin(struct iv_ctx *c, struct change **ch,
    struct record **ret, struct iv_err *e);

/* Is it past the group's retention?  Counted from its meeting, or from the
 * day it was made when it had none; only cases that are done. */
IV_MUST int case_expired(struct iv_ctx *c, const struct record *r, bool *ret,
    struct iv_err *e);

/*
 * Before a case is written: structured identifiers in confidential text that
 * is new or changed are IV_REFUSED, unless --identifiable; *e names field,
 * byte and kind, never the text.  Names are a hint on standard error.
 */
IV_MUST int case_privacy(struct iv_ctx *c, const struct record *r,
    struct iv_err *e);
/* The same for one answer before it is kept; structured kinds only. */
IV_MUST int case_privacy_text(struct iv_ctx *c, const char *field,
    const char *text, struct iv_err *e);
/* check --privacy: of the operands, of all, or of text when it is not NULL.
 * 0, IV_FAIL when there are hits, or -1. */
IV_MUST int case_privacy_list(struct iv_ctx *c, const char *text,
    const struct out_col *cols, size_t ncols, struct iv_err *e);


#endif
