#ifndef IV_ICS_H
#define IV_ICS_H

/*
 * Calendars (iCalendar, RFC 5545 and 5546), written.  Lines end in CRLF and
 * are folded at 75 octets, never inside a character; what is text stays text,
 * whatever stands in it.
 *
 * Times are local times of the zone, which is described by the changes of its
 * clock over the years of the events (VTIMEZONE), so that a calendar needs no
 * table of its own.  A local time that comes twice is the first, as in
 * day.h; an end that is the second is written in UTC.
 */

#include <stdbool.h>

#include "buf.h"
#include "day.h"

enum ics_status { ICS_CONFIRMED, ICS_TENTATIVE, ICS_CANCELLED };

struct ics_event {
	const char *uid;	/* the same for as long as it lives */
	long sequence;		/* rises with every change that matters */
	struct civil start;	/* with a time */
	int minutes;
	enum ics_status status;
	const char *summary, *location;	/* NULL: none */
};

struct ics {
	const char *zone;	/* "Europe/Amsterdam" */
	const char *organizer;	/* what it is called */
	const char *address;	/* and its address, "x@y"; never mailed to */
	time_t stamp;		/* when this is written */
};

/*
 * Adds the calendar to b: METHOD is CANCEL when every event is cancelled,
 * else PUBLISH.  IV_USAGE for a start that the clock skips.
 */
IV_MUST int ics_write(struct buf *b, const struct ics *c,
    const struct ics_event *v, size_t n, struct iv_err *e);

/* One content line, "NAME:value", folded. */
void ics_line(struct buf *b, const char *name, const char *value);

#endif
