#ifndef IV_MEETING_H
#define IV_MEETING_H

/*
 * What is done to the record of a meeting and, in the same change, to the
 * cases on its agenda.  Records belong to the change; nothing is committed
 * here, and after a failure the change is to be thrown away.
 */

#include "agenda.h"
#include "change.h"

/*
 * The rules of a meeting beyond its table: a start that the clock does not
 * skip, an agenda that fits, presence within the meeting, and nobody noted
 * who was not in the group that day.  What was (NULL: new) is not judged
 * again, so that an old record stays what it is.
 */
IV_MUST int meeting_check(struct store *s, const cJSON *was,
    const struct record *r, struct iv_err *e);

/* A new item of the agenda, as it was typed; NULL: not given. */
struct meeting_item {
	const char *presenter, *method, *chair;
	const char *before;		/* number of the item it comes before */
	int minutes;			/* 0: what its presenter asked for, else
					   what its method takes, else
					   AGENDA_ITEM */
	bool learned;			/* the group's own medians */
};

/* Adds an item; cs, which must be ready, is scheduled, NULL is chosen on the
 * spot.  IV_USAGE. */
IV_MUST int meeting_add(struct record *r, struct record *cs,
    const struct meeting_item *item, const struct schema_in *in,
    struct iv_err *e);

/* An open item gets its case, which must be ready.  IV_USAGE. */
IV_MUST int meeting_fill(struct record *r, const char *number,
    struct record *cs, struct iv_err *e);

/* Takes the item with this number off, all with NULL; scheduled cases are
 * ready again. */
IV_MUST int meeting_remove(struct change *ch, struct record *r,
    const char *number, struct iv_err *e);

/* A reply: answer as typed, at a time as typed or NULL: now. */
IV_MUST int meeting_reply(struct record *r, const char *member,
    const char *answer, const char *at, const struct schema_in *in,
    struct iv_err *e);

/* Attendance as typed; status NULL is present, times NULL stay as they are. */
struct meeting_mark {
	const char *status, *from, *until;
	int32_t today;			/* later, nobody is present yet */
};
IV_MUST int meeting_attend(struct record *r, const char *member,
    const struct meeting_mark *m, const struct schema_in *in,
    struct iv_err *e);

/* Held: its cases are discussed, but those of a presenter who was noted as not
 * there are ready again (*back counts them). */
IV_MUST int meeting_close(struct change *ch, struct record *r, size_t *back,
    struct iv_err *e);

/* Cancelled: its cases are ready again; the agenda stays as it was. */
IV_MUST int meeting_cancel(struct change *ch, struct record *r,
    struct iv_err *e);

/* Another start: moved_from keeps the first one, breaks move along; on
 * another day replies no longer hold and are dropped (*dropped counts them).
 * IV_USAGE when someone was present, or it is there already. */
IV_MUST int meeting_move(struct record *r, struct civil start,
    size_t *dropped, struct iv_err *e);

/*
 * Notes in the record that what a calendar shows of it changed: start, length,
 * place, kind, proposed or cancelled.  The number of these notes is the
 * SEQUENCE of its calendar entry; they are a keyed object, so that the notes
 * of two clones add up and none is lost.  On another day, reminders have not
 * gone out.
 */
void meeting_revise(const cJSON *was, struct record *r, struct civil now);

/*
 * The agenda as rows for out.h: item, start, end, minutes, part (a word),
 * method, presenter, chair, case, title and status of the case.  *ret is the
 * caller's.  A case that cannot be read has no title; fault gets why.
 */
cJSON *meeting_rows(struct store *s, const cJSON *session,
    void (*fault)(void *arg, const struct iv_err *e), void *arg);

#endif
