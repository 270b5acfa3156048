#ifndef IV_REPORT_TOLD_H
#define IV_REPORT_TOLD_H

/*
 * What the client hears of one person.  It is nothing, unless an agreement
 * says so in its field tells ("attendance", "roles") and everybody whose
 * agreement counts (members.h) signed it; of who left before they could sign,
 * and of who is no longer bound by it, it stays nothing.
 */

#include "facts_attendance.h"
#include "report.h"

/* Facts "persons" (meetings present, of how many) and "roles" (turns), of
 * those in people who signed; nothing without such an agreement. */
IV_MUST int put_told(struct report_ask *ask, const struct people *people,
    struct out *o, struct iv_err *e);

#endif
