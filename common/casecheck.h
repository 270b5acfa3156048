#ifndef IV_CASECHECK_H
#define IV_CASECHECK_H

/*
 * Hints on the questions of a case, or on one text: facts for question.h, and
 * how its hints are shown.  For iv-case check.
 */

#include "question.h"
#include "tool.h"

struct check_opts {
	const char *text, *lang, *kind, *step;
};

/* Ids in c->args, or the text of o; 1 when there are hints. */
int casecheck_run(struct iv_ctx *c, const struct check_opts *o,
    struct iv_err *e);

#endif
