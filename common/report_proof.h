#ifndef IV_REPORT_PROOF_H
#define IV_REPORT_PROOF_H

/* What certificate and statement share: who met when, and nothing of what was
 * said.  Reads sessions and members. */

#include "facts_attendance.h"
#include "report_register.h"

struct proof {
	struct people people;		/* by name */
	struct visits visits;		/* by start */
	struct record **sessions;	/* held ones of the period */
	size_t n;
	struct id *outside;		/* facilitators and clients */
	size_t noutside;
	struct record *leader;		/* or NULL */
	struct buf leader_registers;
};

/* The period ends today at the latest: what is to come proves nothing. */
IV_MUST int proof_load(struct proof *p, struct report_ask *ask,
    struct iv_err *e);
void proof_release(struct proof *p);

/* The record of a visit's meeting. */
const cJSON *proof_session(const struct proof *p, const struct visited *v);

/* A meeting as cells: session, date, start, end, breaks, place, online,
 * method; every one of them null without a meeting. */
void proof_cells(cJSON *row, struct report_ask *ask, const struct visited *v,
    const cJSON *session);

/* How many were there, the facilitator and the client not counted. */
int proof_people(const struct proof *p, const struct id *session);

/* Did this person bring an own case? */
bool proof_own(const cJSON *session, const char *member);

#endif
