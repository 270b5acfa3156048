#ifndef IV_SIGNALS_H
#define IV_SIGNALS_H

/*
 * Signs that a group may be losing its way, counted from its meetings and
 * cases.  They are about the group: nothing here knows a name, and no signal
 * says who.  A signal is no verdict; it is a reason to talk.
 *
 * Pure: plain structs, days and numbers.  What practice sees as a sign:
 * cancelling at the last minute, no case at the table, the same person who
 * presents or leads, gaps in which the thread is lost, intentions nobody asks
 * about, always the same form, advice before there was a question, steps that
 * run over, and a group that says it feels less safe than it did.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SIGNALS_NOBODY	(-1)

/* A meeting that was held, oldest first. */
struct signals_meeting {
	int32_t day;
	bool regular;		/* meant for cases: no first talk, no review */
	int late;		/* people who cancelled late or not at all */
	int cases;		/* items of its agenda with a presenter */
	int chair;		/* by any number; SIGNALS_NOBODY: a facilitator
				   led it, or it is not known */
};

/* A statement on safety, as the last two rounds that asked it had it: a
 * median of 1 to 5, high is good. */
struct signals_trend {
	int before, last;
};

/* A step of a live run. */
struct signals_step {
	long planned;		/* minutes */
	long seconds;		/* that it took */
};

struct signals_in {
	const struct signals_meeting *meetings;
	size_t nmeetings;
	const int *presenters;	/* who presented, a number for each time */
	size_t npresenters;
	const int *forms;	/* of each case discussed, likewise */
	size_t nforms;
	int overdue;		/* shared intentions past their day, open */
	int shared;		/* shared intentions in all */
	const struct signals_trend *safety;
	size_t nsafety;
	const struct signals_step *steps;
	size_t nsteps;
	int early;		/* cases with advice too early... */
	int advised;		/* ...of those with advice */
	int32_t today, next;	/* next: day of the next meeting, or 0 */
};

enum signal {
	SIGNAL_LATE,		/* n late cancellations in `of` meetings */
	SIGNAL_NO_CASE,		/* n of `of` regular meetings without a case */
	SIGNAL_PRESENTER,	/* n of `of` cases by the same presenter */
	SIGNAL_CHAIR,		/* n of `of` meetings with the same chair */
	SIGNAL_GAP,		/* n gaps longer than eight weeks */
	SIGNAL_FOLLOW_UP,	/* n of `of` shared intentions overdue */
	SIGNAL_FORM,		/* all `of` cases of one form */
	SIGNAL_ADVICE,		/* n of `of` cases with advice too early */
	SIGNAL_TIME,		/* n of `of` steps over their time */
	SIGNAL_SAFETY,		/* n of `of` statements on safety fell */
	SIGNALS,
};

struct signal_seen {
	bool seen;
	int n, of;
};

enum {
	SIGNALS_LATE = 3,	/* cancellations before it is a sign */
	SIGNALS_LEAST = 4,	/* times before "the same" means anything */
	SIGNALS_GAP = 8 * 7,	/* days */
	SIGNALS_EARLY = 2,	/* cases before it is a habit */
	SIGNALS_SLACK = 2,	/* minutes over that are no matter */
};

/* Did it take longer than its time, a fifth and SIGNALS_SLACK besides? */
bool signals_over(const struct signals_step *s);

void signals_count(const struct signals_in *in,
    struct signal_seen ret[SIGNALS]);

#endif
