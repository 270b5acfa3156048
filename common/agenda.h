#ifndef IV_AGENDA_H
#define IV_AGENDA_H

/*
 * The rules of a meeting: what fits in it and when each part begins, a series
 * of meetings, which meeting is meant when none is named, and what may be done
 * with a meeting in which state.  Pure: times are civil, in the group's zone.
 */

#include <stddef.h>

#include "day.h"

enum {
	AGENDA_OPENING = 5,	/* minutes to arrive and check in */
	AGENDA_CLOSING = 15,	/* minutes at the end, for nothing else */
	AGENDA_ITEM = 45,	/* minutes of an item that says none */
	AGENDA_CHOOSING = 5,	/* of which an open item takes so many to
				   choose, unless its method has a step for
				   that; at most a quarter */
	SERIES_GAP = 8 * 7,	/* days; above it a group loses its thread */
	SERIES_MOST = 100,	/* meetings in one series */
};

/* Minutes since the start of the meeting; until is the first one after. */
struct agenda_span {
	int from, until;
};

struct agenda {
	int minutes;			/* of the whole meeting */
	const int *items;		/* minutes of each item, in order */
	size_t nitems;
	const struct agenda_span *breaks;	/* in any order */
	size_t nbreaks;
};

enum agenda_part {
	PART_OPENING, PART_ITEM, PART_BREAK, PART_FREE, PART_CLOSING,
};

/* An item that a break interrupts ends later by that break. */
struct agenda_slot {
	enum agenda_part part;
	size_t item;			/* PART_ITEM: which, from 0 */
	struct agenda_span at;
};

/* Minutes left for more items; below zero: by how much it does not fit. */
int agenda_free(const struct agenda *a);

/* Minutes that a meeting of so many people takes: an hour and a half to two and
 * a half, by the size of the group (the founding texts); the division is
 * ours. */
void agenda_length(int people, int *least, int *most);

/* Every part in order of time; v has room for nitems + nbreaks + 3.  An
 * agenda that does not fit runs on past the closing. */
size_t agenda_lay(const struct agenda *a, struct agenda_slot *v);

/* "9:45", "09.45" and "9u45" as minutes since midnight; false: no clock. */
bool clock_parse(const char *s, int *minute);
void clock_text(char out[8], int minute);	/* "09:45"; wraps at 24:00 */

/* Minutes from the start of a meeting to a clock time; -1 when the meeting is
 * not under way then.  A meeting may last past midnight. */
int clock_within(struct civil start, int minutes, int clock);

/* Days that are not to be used, both included. */
struct days {
	int32_t from, until;
};

/* "2026-05-05" or "2026-07-11..2026-08-23", ISO or as civil_parse().
 * IV_USAGE. */
IV_MUST int days_parse(const char *s, struct civil now, struct days *ret,
    struct iv_err *e);

struct series {
	struct civil start;		/* with a time */
	struct interval every;
	int count;			/* 1 to SERIES_MOST */
	const struct days *skip;
	size_t nskip;
	struct days *left;		/* NULL, or count, each { 1, 0 } */
};

/* The meetings of a series in v (room for count).  The rhythm counts from the
 * start; a day that is skipped is left out, and the series ends later by as
 * many.  Where days were, left[i] becomes the first and the last of those
 * before v[i].  IV_USAGE when all days are skipped or the calendar ends. */
IV_MUST int series_make(const struct series *s, struct civil *v,
    struct iv_err *e);
bool series_skips(const struct series *s, int32_t day);
/* Notes a day that is left out before meeting i. */
void series_leave(const struct series *s, int i, int32_t day);

/* What is known of a meeting when one must be chosen. */
struct meeting_time {
	struct civil start;
	int minutes;
	bool held, cancelled, proposed;
};

/* The meeting that is under way, else the next one; false: there is none.  A
 * date that is only proposed is none yet. */
bool meeting_next(const struct meeting_time *v, size_t n, struct civil now,
    size_t *ret);
/* The meeting that began last, but today's when there is one that has not
 * begun and none that has; false: there is none. */
bool meeting_last(const struct meeting_time *v, size_t n, struct civil now,
    size_t *ret);

/*
 * The reminders of practice: a month before a meeting (prepare a case), two
 * weeks (send the cases round), a day.  The stage that a meeting is in is the
 * last that has begun: who missed one gets the next, never two at once.
 */
enum remind { REMIND_MONTH, REMIND_WEEKS, REMIND_DAY, REMIND_NONE };
int32_t remind_day(int32_t start, enum remind stage);	/* it begins then */
enum remind remind_stage(struct civil start, struct civil now);

/* What a verb asks of the status of a meeting, and what it makes of it (NULL:
 * nothing).  The only table of these. */
struct meeting_step {
	const char *verb, *from, *to;
};
const struct meeting_step *meeting_step(const char *verb);	/* or NULL */

#endif
