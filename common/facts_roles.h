#ifndef IV_FACTS_ROLES_H
#define IV_FACTS_ROLES_H

/*
 * Fills rotate.h from the group, its members and its meetings.
 *
 * The rotation is everybody whose part is "member" (a facilitator, client or
 * guest who takes a role takes no one's turn), over the roles that the group
 * has chosen, and presenting, as the role "presenter", when the group presents
 * in turn.  Someone is there when the attendance says present; where it says
 * nothing about them, unless they answered no; and only from the day they
 * joined to the day they left.  Who passed a role stands in the changes of a
 * meeting.  A facilitator who leads and presents hands over, and so does one
 * who does not come.  Meetings that were held count; for a target also the
 * planned ones before it, as far as their roles are given out already, so that
 * two meetings ahead is not the same person again.
 */

#include "rotate.h"
#include "store.h"

#define ROLE_WORDS	"chair timekeeper secretary observer presenter"

struct roles_facts {
	struct rotate rotate;		/* its members in order of id */
	struct rotate_meeting *target;	/* NULL: none was asked for */
	int32_t *joined, *left;		/* days, of each member */
	int *own_cases;			/* that each brings a year, at least */
	bool *no_cases;			/* has the right not to */

	/* What the parts of rotate point to. */
	struct rotate_role roles[ROTATE_ROLES];
	struct rotate_member *members;
	struct rotate_meeting *meetings;
};

/* target is the record of a meeting, or NULL.  Reads members and sessions. */
IV_MUST int facts_roles(struct roles_facts *f, struct store *s,
    const struct record *target, struct iv_err *e);
/* The same with all meetings that are not cancelled; those planned from a day
 * on, at most count of them (0: all), are to be given roles. */
IV_MUST int facts_season(struct roles_facts *f, struct store *s,
    int32_t since, int count, struct iv_err *e);
/* Keeps only the meetings of these days, both included; no target. */
void facts_roles_keep(struct roles_facts *f, int32_t since, int32_t until);
/* Does a facilitator lead this meeting, as it is now? */
bool facts_led(struct store *s, const cJSON *session);
void facts_roles_release(struct roles_facts *f);

#define ROLES_FACTS_INIT { .target = NULL }

#endif
