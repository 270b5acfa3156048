#ifndef IV_REPORT_PROOF_H
#define IV_REPORT_PROOF_H

/* What certificate and statement share: who met when, and nothing of what was
 * said.  Reads sessions and members. */

#include "facts_attendance.h"
#include "report_register.h"

/* What stays of a held meeting. */
struct proof_meeting {
	struct id id;
	int minutes;
	int people;			/* the facilitator and client not */
	char *breaks, *place, *method;	/* or NULL */
	int online, checked;		/* 1, 0; -1: not noted */
	bool led;			/* nothing says the leader was away */
	struct id *presenters;
	size_t npresenters;
};

struct proof {
	struct people people;		/* by name */
	struct visits visits;		/* by start */
	struct proof_meeting *meetings;	/* of the period, by id */
	size_t n;
	struct id *outside;		/* facilitators and clients */
	size_t noutside;
	struct proof_title {
		char *name, *title;
	} *titles;			/* of methods */
	size_t ntitles;
	struct record *leader;		/* or NULL */
	struct buf leader_registers;
};

/* The period ends today at the latest: what is to come proves nothing. */
IV_MUST int proof_load(struct proof *p, struct report_ask *ask,
    struct iv_err *e);
void proof_release(struct proof *p);

/* The meeting of a visit; NULL when it is gone. */
const struct proof_meeting *proof_meeting(const struct proof *p,
    const struct visited *v);

/* A visit's meeting as cells: session, date, start, end, breaks, place, online,
 * identity_checked, method; every one of them null without a visit. */
void proof_cells(cJSON *row, const struct visited *v,
    const struct proof_meeting *m);

/* "hzan-pxdg-wv20" of a hash of what it proves: the same facts give the same
 * number on every clone. */
#define PROOF_NUMBER	15
void proof_number(char number[PROOF_NUMBER], uint64_t hash);
/* The start of such a hash: the group's. */
uint64_t proof_hash(const struct report_ask *ask);

/* "Gerda Boom (LVSC 777)", or nothing; the numbers of the group itself. */
void proof_leader(struct buf *b, const struct record *leader);
void proof_group(struct buf *b, const struct report_ask *ask);

/* Breaks and methods of a meeting. */
void proof_breaks(struct buf *b, const cJSON *session);
void proof_methods(struct buf *b, struct store *s, const cJSON *session);

/*
 * How the meetings of the period fit what the registers ask of a group and a
 * meeting, for the registers that people have a number in and whose rules are
 * known.  fits_text() adds "SKJ, ... (rules as read on ...): 11 of 12" for
 * each register of a person.
 */
struct fits {
	struct fit {
		struct id member;
		char *title, *checked;
		int meetings, fit;
	} *v;
	size_t n;
};
IV_MUST int fits_load(struct fits *f, struct report_ask *ask,
    struct iv_err *e);
void fits_text(struct buf *b, const struct fits *f, const char *member,
    const char *lang);
void fits_release(struct fits *f);

/* How many were there, the facilitator and the client not counted. */
int proof_people(const struct proof_meeting *m);

/* Did this person bring an own case? */
bool proof_own(const struct proof_meeting *m, const char *member);

#endif
