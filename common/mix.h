#ifndef IV_MIX_H
#define IV_MIX_H

/*
 * Puts people into new groups: of at most seven, nobody with their own
 * manager, however far above, few pairs that were together before, and mixed
 * or alike in background as asked.
 *
 * The groups differ by at most one person in size.  Every pair in one group
 * costs what is known of it:
 *
 *	one manages the other		MIX_BOSS, never worth anything else
 *	they were together before	1000
 *	of one team			100
 *	not as asked in background	30
 *	of one employer			10
 *
 * and the sum is the score; 0 is the best there can be.  The search begins
 * from some orders drawn from the seed and swaps two people as long as the
 * score falls: O(people^2) swaps a round, each O(group).  It is good, not
 * proven best; the same seed and people, in any order, give the same groups.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MIX_MOST = 7, MIX_BOSS = 1000000 };
enum mix_background { MIX_ANY, MIX_MIXED, MIX_SAME };

struct mix_person {
	const char *id;		/* by which others name this person; unique */
	const char *employer, *team, *background;	/* or NULL */
	const char *manager;	/* id of another, or NULL */
	const char *const *met;	/* ids of people, names of former groups */
	size_t nmet;
};

struct mix_score {
	int bosses, repeated, teams, background, employers;	/* pairs */
	long total;
};

/* group[i] becomes the group of person i, 0 to groups - 1. */
void mix_groups(const struct mix_person *people, size_t n, size_t groups,
    enum mix_background want, const char *seed, int *group);

void mix_score(const struct mix_person *v, size_t n,
    enum mix_background want, const int *group, struct mix_score *ret);

#endif
