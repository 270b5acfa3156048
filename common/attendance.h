#ifndef IV_ATTENDANCE_H
#define IV_ATTENDANCE_H

/*
 * Who was there, and for how long.  Plain arithmetic on civil minutes: no
 * records, no files.
 *
 * Net time is the stay (arrival to departure, where they were noted) cut to
 * the meeting as planned, less what the breaks take of it; breaks that overlap
 * count once.  Only those present have net time.  Registers count it so: a
 * break is no hour, and neither is what came before or after the meeting.
 */

#include <stddef.h>

#include "day.h"
#include "id.h"

enum presence {
	WAS_PRESENT, WAS_EXCUSED, WAS_LATE_NOTICE, WAS_ABSENT,
	WAS_UNNOTED,		/* a member then, but nothing was noted */
	PRESENCES,
};

/* The stored word, "present"; NULL for WAS_UNNOTED. */
const char *presence_word(enum presence p);
/* WAS_UNNOTED for NULL and for a word of a newer program. */
enum presence presence_of(const char *word);

/* Minutes since the midnight before the meeting; past 1440 is the next day. */
struct span {
	int from, until;
};
#define SPAN_OPEN	(-1)	/* as typed: no time was noted */

struct visit {
	size_t who;		/* the caller's number for a person */
	enum presence presence;
	struct span noted;	/* minutes of the clock, or SPAN_OPEN */
};

struct meeting {
	struct id id;
	struct civil start;
	int minutes;
	struct span *breaks;	/* minutes of the clock */
	size_t nbreaks;
	struct visit *visits;
	size_t nvisits;
};

/*
 * The stay of who was present, cut to the meeting; from == until when nothing
 * of it lies inside.  A noted time is taken on the day that brings it nearest
 * to the meeting, so that 00:30 is inside one from 22:00 to 01:00.
 */
struct span visit_stay(const struct meeting *m, const struct visit *v);
int visit_minutes(const struct meeting *m, const struct visit *v);

/* One person's sums. */
struct attendance {
	int count[PRESENCES];
	long minutes;
};
void attendance_add(struct attendance *a, const struct meeting *m,
    const struct visit *v);
int attendance_meetings(const struct attendance *a);
/* Present of all meetings in whole percents; -1 when there were none. */
int attendance_rate(const struct attendance *a);

#endif
