#ifndef IV_REPO_H
#define IV_REPO_H

/*
 * One durable committed change.  This is the only module that knows git2.h,
 * kept so narrow that another engine could stand behind it.
 *
 * HEAD is the truth: a change is committed first and its files are put in
 * place after it, so recovery is one rule.  The order, and what was measured
 * for it, stands above each step in repo_*.c.  Sources: Game of Trees and git
 * for the ref lock; SQLite for "intent, barrier, commit point, finish".
 *
 * Opening a repository sets libgit2 up (fail-stop allocator, no search paths,
 * strict checks); a program that only reads files never does either.
 */

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "buf.h"
#include "err.h"

struct repo;

struct repo_file {
	const char *path;	/* beneath the group: "cases/2026/k7f.json" */
	const char *data;	/* the new content; NULL: the file goes */
	size_t len;
};

struct repo_change {
	const struct repo_file *files;
	size_t n;
	const char *author;	/* a member id, or "iv" */
	const char *message;	/* one line: a fixed verb and ids */
	time_t when;		/* author and committer date, UTC */
};

/*
 * Makes a repository in the directory dirfd (path is for messages), branch
 * main, no templates, no hooks, core.logAllRefUpdates=false; its first commit
 * holds the change's files.  It grows as ".iv-new" and is renamed, so a program
 * killed in the middle leaves nothing half-usable: the next repo_create() or
 * repo_open() completes it.  IV_CONFLICT when there is a .git already, IV_BUSY
 * when another program is at it, IV_PENDING when the group stands but not
 * every file is in place, IV_STORAGE else.
 */
IV_MUST int repo_create(int dirfd, const char *path,
    const struct repo_change *first, struct iv_err *e);

/*
 * Opens for writing: takes .git/iv.lock (waits 5 s, then IV_BUSY), recovers
 * what a program that died left, refuses what is not a plain repository on a
 * branch (IV_CONFLICT, naming the git command that ends a merge or rebase).
 * *ret holds the lock until repo_close().  left, when not NULL, gets one line
 * for each path that recovery kept because it had been edited meanwhile.
 */
IV_MUST int repo_open(struct repo **ret, int dirfd, const char *path,
    struct buf *left, struct iv_err *e);

/* Opens for reading objects and history only: no lock, no recovery. */
IV_MUST int repo_open_read(struct repo **ret, int dirfd, const char *path,
    struct iv_err *e);
void repo_close(struct repo *r);		/* NULL is fine */
void repo_close_auto(struct repo **r);

/* The content of path in HEAD: 1 found (added to b), 0 absent, -1. */
IV_MUST int repo_head_read(struct repo *r, const char *path, struct buf *b,
    struct iv_err *e);

/*
 * Commits.  0: the commit stands, every file is in place.  1: it stands, but
 * not every file is in place (status 10; *e tells which and why).  -1: nothing
 * was changed.  A change that leaves the tree as it is commits nothing (0).
 * left: one line for each path kept because it had been edited meanwhile.
 */
IV_MUST int repo_commit(struct repo *r, const struct repo_change *c,
    struct buf *left, struct iv_err *e);

/*
 * History, newest first, of the whole or of what touches path (a file or a
 * directory; NULL: all).  fn returns 0 to go on, 1 to stop, -1 on error.
 */
struct repo_entry {
	const char *commit;	/* 40 hex digits */
	const char *author;	/* the name: a member id or "iv" */
	const char *message;	/* the first line */
	time_t when;
	size_t parents;
};
IV_MUST int repo_log(struct repo *r, const char *path,
    int (*fn)(void *arg, const struct repo_entry *entry, struct iv_err *e),
    void *arg, struct iv_err *e);

/*
 * What a commit changed against its first parent: one call a path; blob names
 * are 40 hex digits or NULL (added / deleted).  IV_NOTFOUND for an unknown
 * commit; a beginning of 4 or more digits is enough.
 */
struct repo_diff {
	const char *path;
	const char *old_blob, *new_blob;
};
IV_MUST int repo_commit_diff(struct repo *r, const char *commit,
    int (*fn)(void *arg, const struct repo_diff *d, struct iv_err *e),
    void *arg, struct iv_err *e);

/* A blob's content added to b; the blob of a path in HEAD ("" when absent). */
IV_MUST int repo_blob(struct repo *r, const char *blob, struct buf *b,
    struct iv_err *e);
IV_MUST int repo_head_blob(struct repo *r, const char *path, char blob[41],
    struct iv_err *e);
IV_MUST int repo_head(struct repo *r, char commit[41], struct iv_err *e);

/*
 * For iv-group check: every object reachable from HEAD is there and whole
 * (loose ones are inflated by our own code first: libgit2 1.5.1 loops for ever
 * over a truncated one), and every path of HEAD against the work tree.  fault
 * is called once a finding; "what" is one of
 *	object	a missing or damaged object (path: its name)
 *	edited	a file that differs from HEAD
 *	missing	a file of HEAD that is not there
 *	stray	a file that HEAD does not know and .git/info/exclude neither
 *	state	not a plain repository on a branch, a pending intent
 */
IV_MUST int repo_check(struct repo *r,
    void (*fault)(void *arg, const char *what, const char *path,
    const char *msg), void *arg, struct iv_err *e);

/* "libgit2 1.5.1" and how it is linked, for --version. */
const char *repo_version(void);

#endif
