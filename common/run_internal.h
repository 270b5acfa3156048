#ifndef IV_RUN_INTERNAL_H
#define IV_RUN_INTERNAL_H

/* What the parts of run.h share: run.c moves along the steps, run_say.c takes
 * what is said and chosen, run_way.c how a step is done. */

#include "run.h"

/* From the present step on, as long as who is there makes it. */
void run_replan(struct run *r);
/* Seconds before the closing that nothing is planned for; below zero: what is
 * planned takes that much too long. */
int64_t run_slack(const struct run *r);

/* The present step goes on; a new stretch begins. */
void run_open_stretch(struct run *r);

/* What a step takes, from what it is and the way it is done in. */
void run_settle(const struct run *r, struct run_step *s, int *base);
enum run_answer run_way(struct run *r, const struct run_event *ev);

void run_say_init(struct run *r, const struct run_plan *p);
void run_say_release(struct run *r);
enum run_answer run_say(struct run *r, const struct run_event *ev);

#endif
