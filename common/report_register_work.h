#ifndef IV_REPORT_REGISTER_WORK_H
#define IV_REPORT_REGISTER_WORK_H

/* What the parts of the report register share: report/register.c adds up,
 * report_register_rows.c writes rows, report_register_several.c knows one
 * person in several groups. */

#include "report_register.h"

struct register_work {
	struct report_ask *ask;
	struct out *o;
	const char *lang;
	struct facts_rule rule;
	struct facts_register facts;
	struct register_result res;
	struct dues dues;
	bool begun;		/* a year earlier, for what it carries over */
	const struct report_several *g;	/* NULL: one group */
	size_t group;		/* of the rows; g->n: of all together */
};

/* A row: what is not set is null. */
struct register_line {
	const char *section, *item, *label, *session, *text, *why;
	const char *has, *asked, *lacks;
	int32_t date, until;		/* INT32_MIN, INT32_MAX: none */
	int value, norm, missing, counted;	/* -1: none */
	const struct facts_register_row *of;	/* the meeting it is about */
};
#define REGISTER_LINE(s, i)	.section = (s), .item = (i), .date = INT32_MIN, \
			.until = INT32_MAX, .value = -1, .norm = -1, \
			.missing = -1, .counted = -1

/* Are the rows of several groups taken together? */
bool register_joined(const struct register_work *w);

void register_put(struct register_work *w, const struct register_line *l);

/* The part "rule": a line of it, which is left out without a text, and all
 * there is of the rule and the person. */
void register_put_rule(struct register_work *w, const char *item,
    const char *label, const char *text);
IV_MUST int register_put_rules(struct register_work *w, struct iv_err *e);

/* "few,short" */
void register_why_words(struct buf *b, unsigned why);

/* The part "ahead": the planned meetings, or the one of --before. */
IV_MUST int register_put_ahead(struct register_work *w, struct iv_err *e);

/*
 * Are those who were found in several groups one person, so that what they did
 * adds up?  Known by the number in the register, or by --same; never by name.
 * *why, an untranslated sentence without a full stop, says which; NULL when
 * there is one group.  IV_USAGE: a group twice, --same of two numbers.
 */
IV_MUST int register_together(const struct report_several *g,
    const struct facts_rule *rule, bool *ret, const char **why,
    struct iv_err *e);

#endif
