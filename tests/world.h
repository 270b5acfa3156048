#ifndef WORLD_H
#define WORLD_H

/* A group and its meetings made up for tests of rotate.h, and numbers that
 * look random and repeat. */

#include <string.h>

#include "id.h"
#include "rotate.h"

enum { MEMBERS = 12, MEETINGS = 120 };

static uint64_t state;

static unsigned
roll(unsigned n)
{
	state += UINT64_C(0x9e3779b97f4a7c15);
	uint64_t x = state;

	x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
	return (unsigned)((x ^ (x >> 31)) % n);
}

/* A group and its history, with the memory that its pointers mean. */
struct world {
	struct rotate r;
	struct rotate_role roles[ROTATE_ROLES];
	struct rotate_member members[MEMBERS];
	struct rotate_meeting meetings[MEETINGS];
	unsigned char seats[MEETINGS][MEMBERS];
	struct id ids[MEMBERS], days[MEETINGS];
};

static void
world_init(struct world *w, size_t members, size_t roles)
{
	static const struct rotate_role all[ROTATE_ROLES] = {
		{ "chair", true, false }, { "timekeeper", false, false },
		{ "secretary", false, false }, { "observer", false, false },
		{ "presenter", false, true },
	};

	memset(w, 0, sizeof(*w));
	memcpy(w->roles, all, sizeof(all));
	w->r = (struct rotate){ w->roles, roles, w->members, members,
	    w->meetings, 0 };
	for (size_t i = 0; i < MEMBERS; i++) {
		id_seeded(&w->ids[i], "member", state + i);
		w->members[i].id = w->ids[i].s;
	}
	for (size_t i = 0; i < MEETINGS; i++) {
		id_seeded(&w->days[i], "meeting", state + i);
		w->meetings[i].id = w->days[i].s;
		w->meetings[i].start = (int64_t)i * 60000;
		w->meetings[i].seats = w->seats[i];
		for (size_t j = 0; j < ROTATE_ROLES; j++)
			w->meetings[i].taker[j] = ROTATE_NONE;
	}
}

/* One more meeting; everybody is there. */
static struct rotate_meeting *
meet(struct world *w)
{
	struct rotate_meeting *m = &w->meetings[w->r.nmeetings++];

	for (size_t i = 0; i < w->r.nmembers; i++)
		m->seats[i] = SEAT_HERE;
	return m;
}

static void
take(const struct world *w, struct rotate_meeting *m,
    const struct rotate_choice *c)
{
	for (size_t i = 0; i < w->r.nroles; i++)
		m->taker[i] = c[i].member;
}

static void
play(const struct world *w, struct rotate_meeting *m)
{
	struct rotate_choice c[ROTATE_ROLES];

	rotate_propose(&w->r, m, false, c);
	take(w, m, c);
}

#endif
