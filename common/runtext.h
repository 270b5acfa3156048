#ifndef IV_RUNTEXT_H
#define IV_RUNTEXT_H

/* What a live run says, in the user's language: the same words on the screen
 * and in lines. */

#include "facts_run.h"

void runtext_clock(struct buf *b, int64_t seconds);	/* "4:05", "-1:30" */

/* "Item 1, step 2 of 6: Telling"; "The meeting has not begun". */
void runtext_where(struct buf *b, const struct facts_run *f,
    const struct run_view *v);
/* "4:00 of 10:00, 6:00 left". */
void runtext_time(struct buf *b, const struct run_view *v);
/* "paused", "a fifth left", "nearly over", "over by 1:30"; or nothing. */
void runtext_phase(struct buf *b, const struct run_view *v);
/* "3 min behind", "on time". */
void runtext_pace(struct buf *b, const struct run_view *v);
/* "ends 11:28, planned 11:30"; and "closing at 11:15". */
void runtext_ends(struct buf *b, const struct run_view *v, const char *zone);
/* "the rest is 7 min too long"; "time for the closing"; or nothing. */
void runtext_warning(struct buf *b, const struct run_view *v);
/* What an answer means; how much room there is when there is not enough. */
void runtext_answer(struct buf *b, enum run_answer a,
    const struct run_view *v);

/* What a step asks for, as pairs of a label and a text: who speaks, who is
 * silent, where the presenter is, what is allowed and not, what it yields. */
#define RUNTEXT_RULES	6
struct runtext_rule {
	const char *label;
	char text[256];
};
size_t runtext_rules(const struct run_cue *cue,
    struct runtext_rule v[RUNTEXT_RULES]);

#endif
