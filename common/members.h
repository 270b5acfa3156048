#ifndef IV_MEMBERS_H
#define IV_MEMBERS_H

/*
 * Who belongs to the group on a day, and whether they are too many.
 *
 * A group of peers is at most seven: above it the time each has for an own
 * case and the safety to bring it suffer.  It is an advice, never a block, and
 * counts the role "member" only.
 */

#include "store.h"

/* Those whose agreement counts: members and facilitators who have not left,
 * in order of name. */
struct roll {
	struct id *v;
	size_t n;
	size_t members;		/* of them, with the role member */
};
IV_MUST int roll_load(struct roll *ret, struct store *s, int32_t day,
    struct iv_err *e);
void roll_release(struct roll *r);

/* Did this person leave before day? */
bool member_left(const cJSON *member, int32_t day);

/* How many of the roll signed an agreement. */
size_t roll_signed(const struct roll *r, const cJSON *agreement);

/* Adds "8 members, and the group said 7 at most: ..." to b; false, and
 * nothing added, when they are not too many. */
bool members_advice(const cJSON *group, size_t members, struct buf *b);

#endif
