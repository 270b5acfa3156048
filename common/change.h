#ifndef IV_CHANGE_H
#define IV_CHANGE_H

/*
 * A transaction: what a command changes, as one commit or not at all.
 *
 *	change_begin -> change_get / change_new -> edit r->json
 *	    -> change_commit
 *
 * change_begin takes the lock, so what change_get reads stays true until the
 * commit.  Records belong to the change.  A record that was edited by hand
 * since HEAD is adopted in a commit of its own first when it is valid
 * (IV_INVALID otherwise, and nothing is touched).  Every record is checked
 * again before it is written.
 */

#include "store.h"

struct change;

struct change_opts {
	const char *author;	/* a member id or "iv" */
	time_t when;
	struct civil now;
	const char *seed;	/* NULL: random ids */
	bool dry_run;		/* no lock, no commit */
};

IV_MUST int change_begin(struct change **ret, struct store *s,
    const struct change_opts *o, struct iv_err *e);
void change_end(struct change *c);	/* drops the lock; NULL is fine */
void change_end_auto(struct change **c);

/* The record as it stands now, to be edited; the same pointer when asked
 * again.  A record of a newer schema is IV_INVALID. */
IV_MUST int change_get(struct change *c, const struct schema *k,
    const char *id, struct record **ret, struct iv_err *e);

/* A new record with a new id and its schema key; year is the civil year of
 * now. */
IV_MUST int change_new(struct change *c, const struct schema *k,
    struct record **ret, struct iv_err *e);

/* A record that came from elsewhere with its id; taken over, also on failure.
 * IV_CONFLICT when the id is in use. */
IV_MUST int change_take(struct change *c, struct record *r, struct iv_err *e);

/* A new key for a keyed object, unused in it. */
IV_MUST int change_key(struct change *c, const cJSON *map, struct id *ret,
    struct iv_err *e);

/* The record goes with the commit; it is the change's all the same. */
void change_remove(struct change *c, struct record *r);
/* A draft becomes a record of the group (or the other way round). */
void change_share(struct change *c, struct record *r, bool draft);

/*
 * Commits as "verb kind id".  0 done; 1 done but files are pending (status
 * 10, *e says which); -1 nothing changed.  Nothing to change is 0 and no
 * commit.  report (may be NULL) gets a line for each path kept because it was
 * edited meanwhile; on a dry run one for each path of the plan, "add
 * cases/2026/k7f....json".
 */
IV_MUST int change_commit(struct change *c, const char *verb,
    struct buf *report, struct iv_err *e);

#endif
