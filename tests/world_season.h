#ifndef WORLD_SEASON_H
#define WORLD_SEASON_H

/* Seasons made up for tests of rotate_season(). */

#include <stdlib.h>
#include <time.h>

#include "world.h"

static double
seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Enough people for one role each, so that nothing stays open. */
static bool
plenty(const struct world *w, const struct rotate_meeting *m)
{
	size_t n = 0;

	for (size_t i = 0; i < w->r.nmembers; i++)
		n += m->seats[i] == SEAT_HERE && w->members[i].exempt == 0;
	return n >= w->r.nroles;
}

static size_t
season_random(struct world *w, size_t most_members, size_t most_days)
{
	size_t first = roll(8), days = 1 + roll((unsigned)most_days);
	size_t n = 3 + roll((unsigned)most_members - 2);
	size_t roles = 1 + roll(n > 4 ? 3 : 2);

	world_init(w, n, roles);
	for (size_t i = roles; i < n; i++)
		w->members[i].exempt = roll(100) < 8 ? 1u << roll(3) : 0;
	while (w->r.nmeetings < first + days) {
		struct rotate_meeting *m = meet(w);

		do {
			for (size_t i = 0; i < n; i++)
				m->seats[i] = roll(100) < 80 ? SEAT_HERE : 0;
			if (w->r.nmeetings == 1)
				break;
		} while (!plenty(w, m));
		if (w->r.nmeetings <= first)
			play(w, m);
		else
			m->planned = true;
	}
	return first;
}

/* The largest deviation counted anew from what was given out. */
static int64_t
season_far(const struct world *w, size_t first, int (*ret)[ROTATE_ROLES])
{
	struct world v = *w;
	int64_t far = 0;

	v.r.members = v.members;
	v.r.meetings = v.meetings;
	for (size_t m = first; m < w->r.nmeetings; m++) {
		memcpy(v.meetings[m].taker, ret[m], sizeof(*ret));
		v.r.nmeetings = m + 1;
		for (size_t k = 0; k < w->r.nroles; k++) {
			struct rotate_turns t[MEMBERS];

			if (ret[m][k] < 0)
				return -1;
			rotate_count(&v.r, k, NULL, t);
			for (size_t i = 0; i < w->r.nmembers; i++)
				if (llabs(rotate_deviation(&t[i])) > far)
					far = llabs(rotate_deviation(&t[i]));
		}
	}
	return far;
}

#endif
