#ifndef IV_REPORT_HANDOUT_H
#define IV_REPORT_HANDOUT_H

/*
 * What the binder holds besides facts: hand-outs of methods, and sheets to
 * fill in by hand.
 *
 * A hand-out is a fact "handouts" with the method's title, its minutes and
 * for how many people, and one for each step: its title, its prompt and
 * who may do what, each on a line, and its minutes.  item is the method's name.
 *
 * A sheet is facts "sheets" with item "case", "availability", "meeting" or
 * "evaluation"; text is what to fill in, then a line of help; value the lines
 * there is room for, or 0: a choice of yes and no or of 1 to 5.
 */

#include "report_mix.h"

/* Of one method; one that is gone or broken has none. */
void put_handout(struct report_ask *ask, const char *method, struct out *o);
report_figure figure_handouts;
report_table print_handouts;

/* days: of the meetings ahead, to say yes or no to. */
IV_MUST int put_sheets(struct report_ask *ask, const int32_t *days, size_t n,
    struct out *o, struct iv_err *e);
report_figure figure_sheets;
report_table print_sheets;

#endif
