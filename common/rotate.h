#ifndef IV_ROTATE_H
#define IV_ROTATE_H

/*
 * Who is due for a role, fairly when people fall ill, join and leave.
 *
 * The measure is the fair share of the carpool problem (R. Fagin and J. H.
 * Williams, "A fair carpool scheduling algorithm", IBM Journal of Research
 * and Development 27(2), 1983).  A role that somebody took in a meeting is
 * one turn; each of the n members who could have taken it owes 1/n of a turn.
 * A member's deviation is turns taken minus shares owed: below zero means
 * due.  Over all members of a role the deviations add up to zero, always.
 * Who is not there owes nothing and is not punished; what was owed before
 * stays owed.
 *
 * The one with the smallest deviation is proposed; of equals, the one whose
 * last turn is longest ago (never comes first); of equals in that too, a hash
 * of member, role and meeting decides: there is no random source, the order
 * of the input does not matter, and every copy of a group gives the same
 * answer.  Greedy choice keeps one role of n members who all come within
 * 1 - 1/n of zero, and k times n meetings give everybody k turns; with
 * absences known only on the day no rule can keep a constant bound (M. Ajtai
 * and others, "Fairness in scheduling", Journal of Algorithms 29, 1998).
 *
 * Shares are exact: they are counted in units of 1/lcm(1..36), so that every
 * share of up to 36 members is a whole number of units, and 64 bits hold more
 * than 60,000 turns.  Of more members the units left over are owed one each
 * by the lowest ids; the sum stays zero and no clone rounds differently.
 *
 * Who can take a role: whoever is there and not exempt.  A role that leads
 * (chair) does not go to a presenter of that meeting, nor to someone whose
 * first meeting it is; these two give way, the second first, where they would
 * leave nobody.  Being there and not being exempt never give way.
 *
 * A meeting costs O(members) to count, choosing O(roles x meetings x
 * members).
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base.h"

#define ROTATE_UNIT	INT64_C(144403552893600)	/* lcm(1..36) */
#define ROTATE_ROLES	4

enum { ROTATE_NONE = -1, ROTATE_OTHER = -2 };
enum rotate_seat { SEAT_HERE = 1, SEAT_PRESENTS = 2 };

struct rotate_role {
	const char *name;	/* "chair" */
	bool leads;
};

struct rotate_member {
	const char *id;
	unsigned exempt;	/* bit i: not role i */
};

struct rotate_meeting {
	const char *id;
	int64_t start;		/* any measure of time that orders meetings */
	bool led;		/* a facilitator leads: no chair is needed */
	unsigned char *seats;	/* of each member: SEAT_* */
	/* Of each role: who has it, by index; ROTATE_NONE; ROTATE_OTHER for
	 * someone outside the rotation, then nobody owes anything. */
	int taker[ROTATE_ROLES];
};

/* The arrays are the caller's and in any order. */
struct rotate {
	const struct rotate_role *roles;
	size_t nroles;
	const struct rotate_member *members;
	size_t nmembers;
	const struct rotate_meeting *meetings;
	size_t nmeetings;
};

struct rotate_turns {
	int turns;
	int64_t owed;		/* in ROTATE_UNIT */
	int64_t last;		/* start of the last turn; ROTATE_NEVER */
};
#define ROTATE_NEVER	INT64_MIN

enum rotate_why {
	WHY_KEPT,		/* has it already */
	WHY_LED,		/* the facilitator leads: member is NONE */
	WHY_NOBODY,		/* nobody can: member is NONE */
	WHY_ONLY,		/* nobody else can */
	WHY_DOUBLE,		/* too few people: a second role */
	WHY_SPREAD,		/* else somebody would need two roles */
	WHY_NEVER,		/* due, and never had a turn */
	WHY_NEVER_DRAW,		/* the same, as others; the hash decided */
	WHY_OWES,		/* the smallest deviation */
	WHY_LONGEST,		/* equal; the last turn is longest ago */
	WHY_DRAW,		/* equal in both; the hash decided */
};

struct rotate_choice {
	int member;		/* by index; NONE, or OTHER when kept */
	enum rotate_why why;
	struct rotate_turns turns;	/* of that member before the meeting */
};

int64_t rotate_deviation(const struct rotate_turns *t);

/* Can the member take the role in this meeting, by the rules above? */
bool rotate_can(const struct rotate *r, size_t role,
    const struct rotate_meeting *m, size_t member);

/* Turns and shares of one role, over the meetings before one (NULL: all).  ret
 * has room for every member. */
void rotate_count(const struct rotate *r, size_t role,
    const struct rotate_meeting *before, struct rotate_turns *ret);

/*
 * Someone for every role of one of r->meetings, counting those before it; ret
 * has room for every role.  Roles are chosen in their order, one a person as
 * far as there are people.  A role that someone has who is there is kept,
 * unless replan is true.
 */
void rotate_propose(const struct rotate *r, const struct rotate_meeting *m,
    bool replan, struct rotate_choice *ret);

#endif
