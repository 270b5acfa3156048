#ifndef IV_SHARE_H
#define IV_SHARE_H

/*
 * The commands of iv-sync; the rows that lead to them stand in cmd/iv-sync.c.
 *
 *	share_sync.c	sync, status
 *	share_clone.c	clone, remote, setup-git
 *	share_settle.c	conflicts, resolve, merge-file
 *	share_forget.c	what comes before a merge
 */

#include "sync.h"
#include "tool.h"

struct sync_cmd_opts {
	bool no_push;
};
struct status_opts {
	bool offline;
};
struct remote_opts {
	bool host_reads;
};

iv_run share_sync, share_status, share_clone, share_remote, share_setup;
iv_run share_conflicts, share_resolve, share_merge_file;

/*
 * What the group has forgotten is taken out of both histories before they
 * meet: the one here and the one that was fetched.  1 it was done, and known
 * is what theirs became, ours by now; 0 nothing to do, known is theirs; -1.
 */
struct share_forget {
	struct iv_ctx *c;
	const char *theirs;	/* 40 digits, "" for none */
	struct buf *left;
	/* What came of it. */
	char known[41];
	struct forgotten all, here;
	bool pending;
};
IV_MUST int share_forget(struct share_forget *f, struct repo *r,
    const char *head, struct iv_err *e);
void share_forget_release(struct share_forget *f);
/* Once more, for what no ref leads to. */
IV_MUST int share_purge(struct share_forget *f, struct repo *r,
    struct iv_err *e);
/* Behind the merge: the list of what is forgotten never gets shorter. */
IV_MUST int share_remember(struct share_forget *f, struct repo *r,
    struct iv_err *e);

/* When this copy was in step with the remote, and at which commit. */
IV_MUST int share_note(int dirfd, time_t when, const char *commit,
    struct iv_err *e);

/* An instant as people read it, in the group's time; programs keep it. */
void share_local(const struct iv_ctx *c, const char *instant,
    char out[DAY_TEXT]);

#define SHARE_SYNCED	".git/iv/synced"	/* "INSTANT COMMIT\n" */


#endif
