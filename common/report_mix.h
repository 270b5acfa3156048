#ifndef IV_REPORT_MIX_H
#define IV_REPORT_MIX_H

/* What several reports gather from cases and evaluations. */

#include "report.h"

/* How often each word of each field occurs. */
struct mix_count {
	const char *field;
	char *word;
	long n;
};
struct mix {
	struct mix_count *v;
	size_t n;
	long cases;
};
/* Every word that a case may have in a field, at nought: what is missing is
 * worth seeing.  A draft is its writer's own and in no report. */
void mix_known(struct mix *m, const char *field);
void mix_add(struct mix *m, const char *field, const char *word);
void mix_release(struct mix *m);

/* The day a case was discussed or will be, else the day it was written down;
 * false: unknown. */
bool report_case_day(struct report_ask *ask, const cJSON *j, int32_t *day);
/* Does it fall in the period, and is it the member's when one was named? */
bool report_case_wanted(struct report_ask *ask, const cJSON *j,
    int32_t *day);

/* open, overdue, done, dropped */
const char *report_action_state(const cJSON *action, int32_t today);
#define REPORT_ACTION_STATES	4
extern const char *const report_action_states[REPORT_ACTION_STATES];

/* Closed rounds of the period, oldest first, and the wording of an item in a
 * questionnaire. */
struct rounds {
	struct record **v;
	size_t n;
};
IV_MUST int rounds_load(struct rounds *r, struct report_ask *ask,
    struct iv_err *e);
void closed_rounds_release(struct rounds *r);
/* Calls fn for each item in the questionnaire's order, then for others. */
typedef void round_fn(void *arg, const struct record *round,
    const char *item, const char *text, const cJSON *result);
void round_each(struct store *s, const struct record *round, round_fn *fn,
    void *arg);
/* The middle of the answers: median, or with four answers the mean. */
long round_middle(const cJSON *result);

/* What overview, year and minutes say, one thing a row. */
struct fact {
	const char *section;
	int32_t day;			/* ROW_NO_DAY */
	const char *member, *name;	/* or NULL */
	const char *item, *text;
	double value, of;		/* NAN: none */
};
#define FACT(s, i)	.section = (s), .item = (i), .day = ROW_NO_DAY, \
			.value = NAN, .of = NAN
void fact_put(struct out *o, const struct fact *f);
extern const struct out_col fact_cols[8];

/* The title of a method in the group's language, its own file first; its name
 * when it has none. */
void report_method(struct buf *b, struct store *s, const char *name);

#endif
