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

/*
 * The past.  A commit by 4 or more of its first digits or "HEAD"; the newest
 * one of HEAD's history that is not after an instant.  IV_NOTFOUND.
 */
struct repo_moment {
	char commit[41];
	time_t when;
};
IV_MUST int repo_moment_named(struct repo *r, const char *typed,
    struct repo_moment *ret, struct iv_err *e);
IV_MUST int repo_moment_until(struct repo *r, time_t until,
    struct repo_moment *ret, struct iv_err *e);

/*
 * The tree of a commit, to be looked into where it is asked for: a directory
 * that nobody names is not read.  It uses r, which outlives it.
 * repo_tree_read() adds a file to b: IV_NOTFOUND, and IV_INVALID for what is no
 * file or larger than max.  repo_tree_names() calls fn for each name in a
 * directory, in order of bytes; none for a missing one.
 */
struct repo_tree;
IV_MUST int repo_tree_open(struct repo_tree **ret, struct repo *r,
    const char *commit, struct iv_err *e);
void repo_tree_close(struct repo_tree *t);	/* NULL is fine */
IV_MUST int repo_tree_read(struct repo_tree *t, const char *path, size_t max,
    struct buf *b, struct iv_err *e);
IV_MUST int repo_tree_names(struct repo_tree *t, const char *dir,
    void (*fn)(void *arg, const char *name), void *arg, struct iv_err *e);

/* The name a file of this content has as a blob. */
void repo_blob_name(const struct buf *text, char blob[41]);

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

/*
 * Two histories.  A commit is 40 hex digits.
 *
 * The merge bases of two commits, the best ones; none for histories that have
 * nothing in common.  IV_CONFLICT when there are more than REPO_BASES.
 */
#define REPO_BASES	8
struct repo_bases {
	char id[REPO_BASES][41];
	size_t n;
};
IV_MUST int repo_bases(struct repo *r, const char *a, const char *b,
    struct repo_bases *ret, struct iv_err *e);

/* A parent of a commit, counted from 0; IV_NOTFOUND when it has fewer. */
IV_MUST int repo_parent(struct repo *r, const char *commit, unsigned n,
    char parent[41], struct iv_err *e);

/* How many commits only a has, and only b. */
IV_MUST int repo_apart(struct repo *r, const char *a, const char *b,
    size_t *only_a, size_t *only_b, struct iv_err *e);

/* What differs between the trees of two commits, as repo_commit_diff() tells
 * it; old NULL is an empty one. */
IV_MUST int repo_diff_between(struct repo *r, const char *old,
    const char *new, int (*fn)(void *arg, const struct repo_diff *d,
    struct iv_err *e), void *arg, struct iv_err *e);

/*
 * Everything in the tree of a commit, without the work tree: each name with
 * the mode as it stands there, a directory before what it holds.  A name that
 * is empty, ".", ".." or holds a slash ends the walk (IV_INVALID), and so do
 * directories of more than max bytes together.  fn returns 0 to go on (and
 * into a directory), 1 to go past it, -1 on error.
 */
struct repo_item {
	const char *path;
	unsigned mode;		/* 0100644, 040000, ... */
	const unsigned char *id;	/* 20 bytes */
	bool same;		/* a directory that known has, too */
};
IV_MUST int repo_tree_each(struct repo *r, const char *commit,
    const char *known, size_t max,
    int (*fn)(void *arg, const struct repo_item *i, struct iv_err *e),
    void *arg, struct iv_err *e);

/* Its size, without reading it.  The blob of a path in a commit: 1, 0 absent
 * (then it is ""), -1. */
IV_MUST int repo_blob_size(struct repo *r, const char *blob, size_t *ret,
    struct iv_err *e);
IV_MUST int repo_blob_at(struct repo *r, const char *commit,
    const char *path, char blob[41], struct iv_err *e);

/* The last commit that touched each path, of those that tip has and the bases
 * have not; the paths are the caller's, when is 0 for one that none did. */
struct repo_touch {
	const char *path;
	long long when;
	char commit[41], by[65];
};
IV_MUST int repo_touched(struct repo *r, const struct repo_bases *bases,
    const char *tip, struct repo_touch *v, size_t n, struct iv_err *e);

/* Who made a commit, as it stands there: a member id, "iv", or what the user
 * of plain git is called; added to b. */
IV_MUST int repo_author(struct repo *r, const char *commit, struct buf *b,
    struct iv_err *e);

/* The branch goes forward to a commit that has all of HEAD; its files follow.
 * Results, and what a program killed in it leaves, as repo_commit(). */
IV_MUST int repo_forward(struct repo *r, const char *commit,
    struct buf *left, struct iv_err *e);

/*
 * Commits the merge of HEAD and theirs: HEAD's tree with these files.  The
 * commit is a function of its two parents and its tree.  As repo_commit().
 */
IV_MUST int repo_merge(struct repo *r, const char *theirs,
    const struct repo_file *files, size_t n, struct buf *left,
    struct iv_err *e);

/* The branch that HEAD is on: "main". */
const char *repo_branch_name(const struct repo *r);

/*
 * What is fetched lies apart, in .git/iv/incoming, until it was judged:
 * repo_incoming_make() empties it, _see() lets r read it, _take() makes it
 * part of the repository, durably, and _drop() throws away what is left of it
 * when r is closed: libgit2 fails where a directory it looks into is gone.
 */
#define REPO_INCOMING	"iv/incoming"
IV_MUST int repo_incoming_make(int gitfd, struct iv_err *e);
IV_MUST int repo_incoming_see(struct repo *r, struct iv_err *e);
IV_MUST int repo_incoming_take(struct repo *r, struct iv_err *e);
void repo_incoming_drop(int gitfd);

/*
 * A clone grows as a first commit does: _begin() makes the repository under
 * the name of _gitdir() in dirfd, into which a program fetches; _end() makes
 * it .git, and the next repo_open() puts the files in place.
 */
IV_MUST int repo_clone_begin(struct repo **ret, int dirfd, const char *path,
    struct iv_err *e);
const char *repo_clone_gitdir(void);
IV_MUST int repo_clone_end(struct repo *r, const char *commit,
    struct iv_err *e);
void repo_clone_drop(int dirfd);

/*
 * Forgetting.  All history of every branch is written again with some files
 * replaced, as one new pack; the old objects, reflogs and whatever else may
 * hold them (remote-tracking branches, FETCH_HEAD, what was fetched) are
 * removed.  Commits keep their authors, dates and messages, so that any clone
 * that forgets the same gets the same commits.
 *
 * wants() says by the path alone whether strip() is asked; that adds what
 * stands there instead.  It must give the same for what it gave.
 *
 * The new history is made beside the old one, in .git/iv/forget, and made
 * durable; the rename of the plan in it is the commit point.  Before it
 * nothing was changed, and what is there is dropped by the next repo_open();
 * behind it the next repo_open() finishes: pack and refs into place, the
 * index, the old objects away, the files, and last, after one syncfs, the
 * plan.
 */
#define REPO_FORGOTTEN	".git/iv/forgotten"	/* what was, on this clone */

struct repo_forget {
	bool (*wants)(void *arg, const char *path);
	int (*strip)(void *arg, const char *path, const struct buf *text,
	    struct buf *out, struct iv_err *e);
	void *arg;
	const char *ids;	/* becomes REPO_FORGOTTEN */
	/* One file in the root, committed on top; NULL: nothing. */
	const struct repo_change *top;
	const char *other;	/* another history, fetched; NULL: none */
	/* What came of it. */
	char other_new[41];
	size_t commits, versions;	/* that are others now */
};

/* Results as repo_commit().  IV_CONFLICT when something stands in the way: a
 * stash, another worktree, a branch that moved meanwhile.  r goes on with the
 * new history. */
IV_MUST int repo_forget(struct repo *r, struct repo_forget *f,
    struct buf *left, struct iv_err *e);

/* Only looks: how many of the commits that tip has and without (NULL: none)
 * has not would become others. */
IV_MUST int repo_forget_look(struct repo *r, const char *tip,
    const char *without, struct repo_forget *f, struct iv_err *e);

/* "libgit2 1.5.1" and how it is linked, for --version. */
const char *repo_version(void);

#endif
