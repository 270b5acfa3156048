#ifndef IV_REPORT_REGISTER_H
#define IV_REPORT_REGISTER_H

/* What the reports for registers share: the proof of who met, for how long. */

#include "facts_register.h"
#include "report.h"

/* Why a meeting does not count or what to look at, as sentences. */
void register_why_text(struct buf *b, const char *lang,
    const struct register_rule *r, const struct register_meeting *m,
    unsigned why);

/* "SKJ 123, NVO 456" of a member. */
void report_registers(struct buf *b, const cJSON *member);

/* "2:05"; "-0:30" */
void report_time(struct buf *b, long minutes);

/* The member who leads the group, or NULL; the caller's. */
IV_MUST int report_leader(struct record **ret, struct report_ask *ask,
    struct iv_err *e);

/* register --lines: a line for each person at each meeting that counts, with
 * the number in the register, to copy into its portal. */
report_rows register_lines;
extern const struct out_col register_line_cols[11];

/* register: what is to be done and by when, the first day first.  Rows are
 * put by the report; the texts live until the release. */
struct due {
	int32_t day;
	const char *item;	/* a machine word */
	char *text;
};
struct dues {
	struct due *v;
	size_t n;
};
void dues_need(struct dues *l, const struct register_sum *s,
    const char *text);
void dues_rule(struct dues *l, const struct facts_rule *r,
    const struct facts_register *f, int32_t today);
void dues_sort(struct dues *l);
void dues_release(struct dues *l);

#endif
