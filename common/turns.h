#ifndef IV_TURNS_H
#define IV_TURNS_H

/*
 * The commands of iv-rotate, each in a file of its own; the rows that lead to
 * them stand in cmd/iv-rotate.c, the rules in rotate.h.
 *
 *	turns_plan.c	propose, assign
 *	turns_season.c	season, next
 *	turns_change.c	swap, pass, give
 *	turns_explain.c	explain
 *	turns_show.c	show
 *	turns_row.c	what they print alike
 */

#include "facts_roles.h"
#include "tool.h"
#include "verbs.h"

struct turns_plan_opts {
	bool replan, chair;
};
struct turns_season_opts {
	const char *since;
	int count;
	bool replan, combine, chair, numbers;
};
struct turns_change_opts {
	const char *session, *role;
};
struct turns_explain_opts {
	bool numbers;
};
struct turns_show_opts {
	bool all, fairness;
};

iv_run turns_propose, turns_assign, turns_season, turns_next;
iv_run turns_swap, turns_pass, turns_give, turns_explain, turns_show;

/* Tables and Markdown are read by people, the other formats by programs. */
bool turns_for_people(const struct iv_ctx *c);

/* Parts of a row: null where there is nothing. */
void turns_text(cJSON *row, const char *key, const char *text);
void turns_day(cJSON *row, const char *key, int64_t start);
void turns_row(cJSON *row, const struct rotate_turns *t, bool people);
void turns_share(cJSON *row, const char *key, int64_t units, bool people);
const char *turns_why(enum rotate_why why);

/* "chair", also as "gespreksleider".  IV_USAGE names them all. */
IV_MUST int turns_role(struct iv_ctx *c, const char *typed, const char **ret,
    struct iv_err *e);

/* May this meeting still be given roles?  IV_USAGE says why not. */
IV_MUST int turns_check(const struct record *r, struct iv_err *e);

/* The meeting typed, else "next". */
const char *turns_which(const struct iv_ctx *c);

#endif
