#ifndef IV_GROUP_H
#define IV_GROUP_H

/*
 * The commands of iv-group, each in a file of its own; the rows that lead to
 * them stand in cmd/iv-group.c.
 *
 *	group_init.c	init
 *	group_show.c	show, set, edit, me
 *	group_agree.c	agree; group_ask.c, its questions on a terminal
 *	group_sign.c	agreements, sign, release
 *	group_sheet.c	sheet, and such a sheet read
 *	group_check.c	check
 *	group_log.c	log
 *	group_undo.c	undo
 *	group_forget.c	forget
 *	group_mix.c	mix
 *	group_schema.c	schema
 */

#include "checklist.h"
#include "tool.h"

struct agreements_opts {
	bool open;
};
struct agree_opts {
	const char *tells;
};
struct sign_opts {
	const char *how, *on;
	struct strings sheets;
};
struct release_opts {
	const char *agree;
};
struct check_opts {
	bool contract;
};
struct undo_opts {
	int side;		/* of a merge: 1 or 2; 0: not said */
};
struct log_opts {
	const char *since, *until;
};
struct forget_opts {
	bool expired, yes;
};
struct mix_opts {
	const char *background, *seed;
	int groups;
};
struct schema_opts {
	bool strict;
};

iv_run group_init, group_show, group_set, group_edit, group_me;
iv_run group_agree, group_agreements, group_sign, group_release;
iv_run group_check, group_log, group_undo, group_mix, group_schema;
iv_run group_forget;

/* Begins a change and gives the group's record in it. */
IV_MUST int group_begin(struct iv_ctx *c, struct change **ch,
    struct record **ret, struct iv_err *e);

/* Sets the text of an entry of agreements or releases, checked as any. */
IV_MUST int group_text(struct iv_ctx *c, cJSON *entry, const char *text,
    struct iv_err *e);
/* Today, as records have it. */
void group_today(const struct iv_ctx *c, char out[DAY_TEXT]);

/*
 * Asks the items of a checklist on the terminal, each with a line for answer;
 * answers[i] is the text for item i, or NULL; both are the caller's.  Nothing
 * skips an item, "." and the end of input stop, and so does Ctrl-C: what was
 * typed before it counts.  wanted[i] says which are asked.
 */
struct asking {
	struct iv_ctx *c;
	const struct checklist *list;
	const bool *wanted;
	char **answers;
};
void group_ask(const struct asking *a);

#endif
