#ifndef IV_MEETING_RUN_H
#define IV_MEETING_RUN_H

/*
 * What a live run leaves in the records: a pure function of its journal, so
 * that saving again, after a crash for instance, changes nothing.
 */

#include "change.h"
#include "facts_run.h"

struct meeting_run {
	const struct facts_run *f;
	const struct run *r;
	const char *zone;
	const char *group;	/* its id: agreements go there */
	bool held;		/* the meeting is over */
};

/* What is said of it. */
struct meeting_kept {
	size_t unreached;	/* items that were taken off the agenda */
	size_t back;		/* cases of presenters who were not there */
	size_t noted;		/* texts that went into cases */
	size_t brought;		/* cases that were brought on the spot */
	size_t agreed;		/* agreements of the group */
	size_t pointing;	/* that did not, since they point to a person */
	struct buf apart;	/* lines that have no case to go to, of notes
				   and of texts outside every case */
};

/* Does a text hold what is refused in a case: a number, an address or the
 * like of a person?  zone and at say which year it is. */
bool meeting_run_points(const char *text, const char *zone, int64_t at);

/* The part of it that is about open items: the case that was chosen stands on
 * the agenda, one that was brought on the spot in the records. */
IV_MUST int meeting_choices_save(struct change *ch, struct record *session,
    const struct meeting_run *m, struct meeting_kept *kept,
    struct iv_err *e);

/*
 * Into the record: steps with their times, breaks, who was there from when,
 * the status; into the cases: questions, advice, insights and intentions that
 * were not saved yet, without who said them.  A meeting that is held already
 * only gets those texts.  kept->apart is the caller's.
 */
IV_MUST int meeting_run_save(struct change *ch, struct record *session,
    const struct meeting_run *m, struct meeting_kept *kept,
    struct iv_err *e);

#endif
