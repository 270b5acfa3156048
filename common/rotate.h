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
 * A season
 * --------
 * Where attendance is known ahead, all planned meetings are given out
 * together, and less is better in this order: roles left open; second roles
 * in one meeting; the largest deviation of anybody in any role after any
 * meeting; the spread (largest less smallest) of what everybody has over all
 * roles at the end; the nearness of turns of the same role; the nearness of
 * any two turns.  The nearness of two turns that follow each other, g meetings
 * apart, is 1/g.
 *
 * One role alone (rotate_single.c).  R. Tijdeman ("The chairman assignment
 * problem", Discrete Mathematics 32, 1980) gives a schedule that keeps all of
 * n people within 1 - 1/(2n-2) after every meeting: the k-th turn of somebody
 * may be taken from the day on which it no longer means too many, must be by
 * the day on which it would be too few, and the one with the nearest deadline
 * goes first.  His theorem, though, lets somebody be chosen who has no share
 * that day; with people away it is no longer true (S. Mneimneh and S. Farhat,
 * "The offline carpool problem revisited", MFCS 2015, note the same).  In
 * tests/unit_season.c stand four people and twelve meetings of which none of
 * 62208 schedules keeps 5/6, and that three people always can.  So turns with
 * their days are matched to meetings, in the order of deadlines first and
 * then along alternating paths (the matching of a bipartite graph; one that
 * covers both the turns that must be and the meetings exists when one of each
 * does: Mendelsohn and Dulmage); a search by halves finds the smallest bound
 * that has a matching.  That is exact: 1 - 1/(2n-2) is kept whenever any
 * schedule keeps it, as in all of 100000 random seasons of the tests.  Less
 * than one turn is always kept from a history without debts, for the shares
 * themselves are such a matching in fractions, and then there is a whole one.
 * O(turns x meetings x members) a bound, of which O(log) are tried.
 *
 * All roles together (rotate_search.c, rotate_beam.c).  One role a person a
 * meeting couples them, and finding the best is a search: roles one after the
 * other by the matching; small changes as long as they help (another person,
 * two cells swapped, a chain of three), from ever other places close by, for
 * a fixed amount of work, not of time; then cell after cell all ways at once
 * with the turns and last days that make a difference, at most 256 of them,
 * which is exact in small seasons; then small changes again.  What the best
 * of single roles cannot stay below no schedule can (struct rotate_score,
 * least).  The tests solve 500 seasons exactly.  The work is O(cells) steps
 * of O(meetings + roles x members) each; the memory O(roles x meetings x
 * members).
 *
 * There is no random source: what looks for other places counts on from a
 * fixed number, and of equal seasons the one with the smallest sum of hashes
 * of member, role and meeting is taken.
 *
 * What changes afterwards
 * -----------------------
 * A turn is counted for who took it.  So after a swap both still owe what
 * they owed until each has had their turn; who passes is still there and
 * still owes, and is due before others next time; a role given counts as a
 * turn.  Who falls ill owes nothing for that meeting, and keeps what was owed.
 *
 * A meeting costs O(members) to count, choosing O(roles x meetings x
 * members).
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base.h"

#define ROTATE_UNIT	INT64_C(144403552893600)	/* lcm(1..36) */
#define ROTATE_ROLES	5

enum { ROTATE_NONE = -1, ROTATE_OTHER = -2 };
enum rotate_seat { SEAT_HERE = 1, SEAT_PRESENTS = 2 };
/* Has passed role i for this meeting. */
#define SEAT_PASSED(i)	(4u << (i))

struct rotate_role {
	const char *name;	/* "chair" */
	bool leads;
	bool presents;		/* every SEAT_PRESENTS has a turn, if any */
};

struct rotate_member {
	const char *id;
	unsigned exempt;	/* bit i: not role i */
};

struct rotate_meeting {
	const char *id;
	int64_t start;		/* any measure of time that orders meetings */
	bool led;		/* a facilitator leads: no chair is needed */
	bool planned;		/* to be given roles by rotate_season() */
	unsigned char *seats;	/* of each member: enum rotate_seat */
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

/* Adds turns and shares of one role in one meeting to ret; returns the number
 * of turns. */
int rotate_account(const struct rotate *r, size_t role,
    const struct rotate_meeting *m, struct rotate_turns *ret);

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

/* Everybody who can take the role in this meeting, who is due first in front;
 * returns how many.  ret has room for every member. */
size_t rotate_order(const struct rotate *r, size_t role,
    const struct rotate_meeting *m, size_t *ret);

/* What a season came to: less is better, the first that differs decides. */
struct rotate_score {
	int open;		/* roles nobody could take */
	int doubles;		/* second roles in one meeting */
	int64_t deviation;	/* largest of any role, after any meeting */
	int64_t least;		/* which no schedule can stay below */
	int64_t spread;		/* of all roles together, at the end */
	int64_t same;		/* nearness of turns of the same role */
	int64_t any;		/* and of any two turns */
};

/*
 * Takers for all roles of the planned meetings together: ret[i] are those of
 * r->meetings[i], ROTATE_NONE where nobody can, the facilitator leads, or the
 * meeting is not planned.  Roles somebody has who is there are kept, unless
 * replan.  combine lets people have two roles where there are too few.
 */
void rotate_season(const struct rotate *r, unsigned flags,
    int (*ret)[ROTATE_ROLES], struct rotate_score *score);
enum rotate_flag { SEASON_REPLAN = 1, SEASON_COMBINE = 2 };

#endif
