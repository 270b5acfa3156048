#ifndef IV_RUN_INTERNAL_H
#define IV_RUN_INTERNAL_H

/* What the parts of run.h share: run.c moves along the steps, run_say.c takes
 * what is said and chosen. */

#include "run.h"

/* From the present step on, as long as who is there makes it. */
void run_replan(struct run *r);
/* Seconds before the closing that nothing is planned for; below zero: what is
 * planned takes that much too long. */
int64_t run_slack(const struct run *r);

void run_say_init(struct run *r, const struct run_plan *p);
void run_say_release(struct run *r);
enum run_answer run_say(struct run *r, const struct run_event *ev);

#endif
