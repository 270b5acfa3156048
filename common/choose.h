#ifndef IV_CHOOSE_H
#define IV_CHOOSE_H

/*
 * Which case is discussed when an item of the agenda was left open: by vote,
 * by urgency or by turn.  Pure, and a total order: whatever row the cases
 * stand in, and on whichever clone, the same one comes first.  What the rule
 * leaves equal, the other rules decide, then how much the presenter can
 * change, the day it was written down, and last its id.
 */

#include <stddef.h>
#include <stdint.h>

#include "base.h"
#include "id.h"

enum choose_by { CHOOSE_VOTE, CHOOSE_URGENCY, CHOOSE_TURN, CHOOSE_BYS };
/* "vote", "urgency", "turn": in journals. */
extern const char *const choose_words[CHOOSE_BYS];
/* As typed, in English or Dutch; false: none of them. */
bool choose_word(const char *typed, enum choose_by *ret);

#define CHOOSE_NONE	((size_t)-1)

struct choice {
	struct id id;		/* of the case */
	struct id presenter;
	int votes;
	int urgency, influence;	/* 1-5; 0: not said */
	int minutes;		/* asked for; 0: none */
	int32_t last;		/* day its presenter last presented; 0: never */
	int32_t made;		/* day it was written down */
	bool taken;		/* not to be chosen any more */
};

/* Does a come before b? */
bool choose_before(const struct choice *a, const struct choice *b,
    enum choose_by by);
/* The one that is chosen; CHOOSE_NONE when all are taken. */
size_t choose_best(const struct choice *v, size_t n, enum choose_by by);
/* Puts them in that order. */
void choose_sort(struct choice *v, size_t n, enum choose_by by);

#endif
