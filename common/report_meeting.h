#ifndef IV_REPORT_MEETING_H
#define IV_REPORT_MEETING_H

/* What the reports of one meeting share. */

#include "report.h"

/* The meeting as typed; when none was, the next one, or with last the last
 * one.  *ret is the caller's. */
IV_MUST int report_meeting(struct report_ask *ask, bool last,
    struct record **ret, struct iv_err *e);

/* Puts "19 maart 2026, 09:30-11:30, place" into ask->about. */
void report_meeting_about(struct report_ask *ask, const cJSON *session);

#endif
