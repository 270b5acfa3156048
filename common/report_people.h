#ifndef IV_REPORT_PEOPLE_H
#define IV_REPORT_PEOPLE_H

/* Rows of attendance: who it is about stands in front, the report adds its own
 * cells.  Read sessions and members; fill ask->unclosed. */

#include "facts_attendance.h"
#include "report.h"

/* A row for each person of the period: member, name. */
typedef void person_cells(cJSON *row, const struct person *p);
IV_MUST int report_people(struct report_ask *ask, person_cells *add,
    struct out *o, struct iv_err *e);

/* A row for each person at each meeting, or present there: session, member,
 * date, name. */
typedef void visit_cells(cJSON *row, const struct visited *v);
IV_MUST int report_visits(struct report_ask *ask, visit_cells *add,
    bool present, struct out *o, struct iv_err *e);

#endif
