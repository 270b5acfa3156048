#ifndef IV_REGISTER_H
#define IV_REGISTER_H

/*
 * What a professional register asks, and what a person's meetings come to by
 * it.  Plain numbers: no records, no files.  The rules are data, and only
 * what a source states is in them; the register itself decides.
 *
 * A meeting is judged by itself first: it counts or it does not, and why.
 * What somebody spent in two meetings at the same time counts once, in the
 * earlier one that counts.  Then hours are added up by year of registration
 * (years that begin on the day and month that the period begins), with what
 * the rule says of most and least, of surplus and shortage.
 */

#include <stdbool.h>
#include <stddef.h>

#include "day.h"

/* 0 is everywhere: no rule about it. */
struct register_rule {
	int months;		/* of the period */
	int norm;		/* minutes */
	bool by_year;		/* the norm is one of each year */
	int most, year_most, year_least;	/* minutes */
	int carry;		/* minutes of surplus for the next year */
	bool make_up;		/* a shortage goes there too */
	int round;		/* minutes a meeting is rounded down to */
	int group_min, group_max;
	bool fixed;		/* it is one group that counts */
	int people_min, people_max;	/* present, facilitators not counted */
	int registered_min;	/* of them, with a number in this register */
	int minutes_min;	/* of one meeting */
	int minutes_max;	/* more of one meeting does not count */
	bool contiguous;
	int year_meetings, meetings;
	int gap;		/* days from one meeting to the next, at most */
	int own_cases;
	bool own_by_year;
	bool numbered;		/* a facilitator with a register number */
};

/* Why a meeting does not count; those from WHY_CUT on, what to look at in one
 * that does. */
enum register_why {
	WHY_MISSED = 1, WHY_GROUP_SMALL = 2, WHY_GROUP_LARGE = 4,
	WHY_FEW = 8, WHY_MANY = 16, WHY_FEW_REGISTERED = 32, WHY_SHORT = 64,
	WHY_NOT_NUMBERED = 128,
	WHY_CLASH = 256,	/* all of it while another meeting went on */
	WHY_CUT = 512,		/* longer than one meeting may count */
	WHY_ROUNDED = 1024,
	WHY_BREAK = 2048,	/* where time in a row is asked */
	WHY_OVER = 4096,	/* above the most of a year or the period */
	WHY_OVERLAP = 8192,	/* part of it while another meeting went on */
};
#define WHY_NOT		(WHY_CUT - 1)
#define WHY_WORDS	14
/* The stored word of a bit, lowest first: "missed", "group-small". */
const char *register_why_word(size_t bit);

struct register_meeting {
	int32_t day;
	int from, until;	/* of the person, since the midnight before */
	int minutes;		/* net: of the person, or of a planned one */
	bool pause;		/* there was a break in them */
	bool present;		/* or expected */
	int group;		/* members of the group on that day */
	int people, registered;
	bool numbered, own_case;
};

struct register_verdict {
	unsigned why;
	int minutes;		/* that count */
};

/* One meeting by itself. */
struct register_verdict register_judge(const struct register_rule *r,
    const struct register_meeting *m);

/* How many may still cancel before too few are left to count; -1: the rule
 * asks for no number. */
int register_spare(const struct register_rule *r,
    const struct register_meeting *m);

enum register_need {
	NEED_HOURS, NEED_YEAR_HOURS, NEED_MEETINGS, NEED_YEAR_MEETINGS,
	NEED_OWN_CASES, NEED_GAP,
};
/* "hours", "hours-a-year", "meetings", "meetings-a-year", "own-cases",
 * "gap"; each a message of its own. */
const char *register_need_word(enum register_need what);

/* What is asked over some days, and what there is. */
struct register_sum {
	enum register_need what;
	int32_t since, until;	/* the gap: of its two meetings */
	int have, norm;		/* minutes, times, or days of a gap */
	int carried;		/* minutes in have from the year before */
	int missing;		/* of a gap: days too long */
};

struct register_result {
	struct register_verdict *v;	/* one a meeting */
	struct register_sum *sums;
	size_t n;
	int minutes, meetings;		/* that count */
};

/*
 * Meetings in order of day, held ones of since..until alone.  A year that has
 * not begun on today is not asked for yet.  sums: each year's, then the
 * period's.
 */
struct register_span {
	int32_t since, until, today;
};
void register_count(struct register_result *ret,
    const struct register_rule *r, const struct register_span *span,
    const struct register_meeting *m, size_t n);
void register_release(struct register_result *r);

#endif
