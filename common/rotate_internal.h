#ifndef IV_ROTATE_INTERNAL_H
#define IV_ROTATE_INTERNAL_H

/* What the files of rotate share. */

#include "rotate.h"

/* Does a come before b?  By start, then by id. */
bool rotate_earlier(const struct rotate_meeting *a,
    const struct rotate_meeting *b);

/* set[i] becomes whether member i owes a share of the role in this meeting;
 * returns how many do. */
size_t rotate_candidates(const struct rotate *r, size_t role,
    const struct rotate_meeting *m, bool *set);

/* The share of each of n, in owed, when the members of set owe turns turns. */
void rotate_share(const struct rotate *r, const bool *set, int turns,
    int64_t *owed);

/* Has the member passed this role for this meeting? */
bool rotate_passed(const struct rotate_meeting *m, size_t role,
    size_t member);

/* Has somebody the role who is there, or from outside the rotation? */
bool rotate_kept(const struct rotate_meeting *m, size_t role);

/* Is this presenting, and did those who do follow from the cases chosen? */
bool rotate_presented(const struct rotate *r, size_t role,
    const struct rotate_meeting *m);

/* What decides between equals.  The member comes first, so that every later
 * byte spreads the difference. */
uint64_t rotate_draw(const char *member, const char *role,
    const char *meeting);

/*
 * One role over the meetings of a season, whose turns are still to be given.
 * base is everybody's deviation after each meeting without those turns; a
 * meeting in which nobody can is passed over.
 */
struct rotate_lane {
	size_t members, days;
	const int64_t *base;		/* [member * days + day] */
	const unsigned char *can;	/* [day * members + member] */
};

/* Takers that keep everybody within most of zero after every meeting; false
 * when there are none.  taker has room for every day. */
bool rotate_lane_fit(const struct rotate_lane *l, int64_t most, int *taker);

/* Takers for which the largest deviation is as small as can be; returns it.
 * Not below floor, which the caller cannot do better than anyhow. */
int64_t rotate_lane_best(const struct rotate_lane *l, int64_t floor,
    int *taker);

/*
 * The meetings of a season, in order: from the first that is planned on, all
 * there are.  A cell is one role in one meeting; its number is day * roles +
 * role.
 */
struct season {
	const struct rotate *r;
	size_t members, days, roles, cells;
	const struct rotate_meeting **all, **meetings;	/* into all */
	int64_t *base;		/* [(role * members + member) * days + day] */
	unsigned char *can;	/* [(role * days + day) * members + member];
				   0 where the cell is not free */
	unsigned char *fixed;	/* the same: has that turn already */
	int *before;		/* [role * members + member]: day of the last
				   turn, below zero; SEASON_NEVER */
	bool *free, *kept;	/* of each cell: to be given, given already */
	bool *tight;		/* of each day: too few people, may double */
	bool *active;		/* of each member: comes at all */
	int open;
	int64_t least;		/* no schedule can stay within less */

	int *taker;		/* of each cell that is free */
	int *load;		/* [day * members + member]: roles */
	int64_t *far, *near;	/* [role * members + member] */
	int64_t *any, *total;	/* of each member */
	int64_t *draws;		/* [cell * members + member] */
	int64_t tie;		/* the sum of those chosen */
	int doubles;
	uint64_t work;
};
#define SEASON_NEVER	(-1000000)

/* Gives a free cell to a member, or to ROTATE_NONE. */
void season_put(struct season *s, size_t cell, int member);
bool season_may(const struct season *s, size_t cell, int member);
/* Gives the free cells of a day somebody, as many as there are people. */
void season_rematch(struct season *s, size_t day);
void season_score(const struct season *s, struct rotate_score *ret);

/* The same within most, by trying all ways at once; false, and nothing put,
 * when it finds none, or a day is tight. */
bool season_beam(struct season *s, int64_t most);

/* Fills every free cell as well as it can; deterministic. */
void season_search(struct season *s);

#endif
