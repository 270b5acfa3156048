#ifndef IV_FACTS_ATTENDANCE_H
#define IV_FACTS_ATTENDANCE_H

/*
 * Attendance from the records: reads sessions and members, nothing else
 * (MASK_SESSION | MASK_MEMBER).  Only meetings that were held count.  Records
 * are read one by one; what stays is a person's sums and, when asked for, 40
 * bytes a visit.
 */

#include "attendance.h"
#include "facts.h"
#include "store.h"

struct person {
	struct id id;
	char *name;		/* the id where no member has it any more */
	bool member;		/* role member: expected at every meeting */
	int32_t joined, left;	/* days, both included */
	struct attendance sum;
};

struct people {
	struct person *v;
	size_t n;
	long minutes;		/* of the meetings held, their breaks off */
	struct unclosed unclosed;
};
void people_release(struct people *p);

/* One person at one meeting, noted or expected. */
struct visited {
	struct id session;
	struct civil start;
	unsigned who;		/* number in people */
	enum presence presence;
	struct span stay;	/* of visit_stay() */
	int minutes;
};
struct visits {
	struct visited *v;
	size_t n, cap;
};
void visits_release(struct visits *l);

/*
 * Everyone whom the scope touches, by name, with their sums over it: those
 * noted at a meeting, and members of the period even when there was none.
 * When visits is not NULL it gets each visit, by start, session and name.
 * Both are the caller's, to release also after a failure.
 */
IV_MUST int facts_attendance(struct store *s, const struct facts_scope *scope,
    struct people *people, struct visits *visits, struct iv_err *e);

/* "from" and "until" of a stay or a break; SPAN_OPEN where none is noted. */
struct span facts_span(const cJSON *o);

#endif
