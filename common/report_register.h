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

/* The first and last day of meetings where the scope has no end of its own;
 * today when there was none. */
void report_bounds(struct facts_scope *scope, int32_t first, int32_t last);

#endif
