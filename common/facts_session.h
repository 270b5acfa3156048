#ifndef IV_FACTS_SESSION_H
#define IV_FACTS_SESSION_H

/* What the rules of agenda.h need, from records of meetings and members. */

#include "agenda.h"
#include "store.h"

/* When it is; a record made by hand without minutes takes none. */
struct meeting_time facts_meeting(const cJSON *session);
/* That as a person reads it: "Thu 12 March 2026, 09:30". */
void facts_when(char out[64], const cJSON *session);

/* The agenda of a meeting.  The arrays are the struct's until released. */
struct facts_agenda {
	struct agenda a;
	int *items;
	struct agenda_span *breaks;
};
/* An item that says no minutes takes those of its method, or with "learned"
 * the group's own, for those who are expected now; s NULL: AGENDA_ITEM. */
void facts_agenda(struct facts_agenda *f, struct store *s,
    const cJSON *session);
void facts_agenda_release(struct facts_agenda *f);
int facts_agenda_free(struct store *s, const cJSON *session);

/* The meeting meant when none is named: the last (or today's), or the next
 * (or the one under way).  IV_NOTFOUND says how to name or plan one. */
IV_MUST int facts_meeting_find(struct store *s, bool last, struct civil now,
    struct id *ret, struct iv_err *e);

/* The meeting, not cancelled, that begins at this very time; false: none. */
IV_MUST int facts_meeting_at(struct store *s, struct civil start, bool *ret,
    struct id *id, struct iv_err *e);

/* Was this member in the group on a day?  Both ends count. */
enum facts_in { FACTS_IN, FACTS_BEFORE, FACTS_AFTER };
enum facts_in facts_member_in(const cJSON *member, int32_t day);

/* Is this someone whose attendance is kept: a member or the facilitator who
 * is in the group that day? */
bool facts_expected(const cJSON *member, int32_t day);

/* Those who are expected at a meeting and of whom no attendance is noted. */
struct facts_ids {
	struct id *v;
	size_t n;
};
IV_MUST int facts_unmarked(struct store *s, const cJSON *session,
    struct facts_ids *ret, struct iv_err *e);
void facts_ids_release(struct facts_ids *ids);

bool facts_anyone(const cJSON *session);	/* was anyone present? */

#endif
