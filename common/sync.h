#ifndef IV_SYNC_H
#define IV_SYNC_H

/*
 * Two copies of a group become one.
 *
 *	sync_judge.c	what came in, before a byte of it is written
 *	sync_merge.c	its history and ours, by record
 *	sync_texts.c	three files, for plain git
 *	sync_tidy.c	packing
 *	sync_git.c	the network, by the user's own git
 *	sync_told.c	what git said, for people
 *	sync_unlock.c	what a git that died left in a shared directory
 *	sync_after.c	what no record shows by itself
 *	sync_forget.c	what is forgotten, in history and outside it
 *
 * Nothing is dropped silently: each choice is given to a function.
 */

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "forget.h"
#include "proc.h"
#include "repo.h"
#include "store.h"

/*
 * Judging.  A group's tree holds regular files (mode 100644) at the places of
 * iv-format(5), beside .gitattributes and .gitignore, each of at most 1 MiB,
 * and every record is valid.  All that is refused is IV_INVALID, naming path
 * and reason.
 *
 * The content of a file.  *ret, when asked for, is its JSON, NULL for a file
 * that is none; *version is that of its schema, 0 for a file that has none.  A
 * record of a newer schema is only strict JSON of the right kind.
 */
IV_MUST int sync_judge_text(const char *path, const char *text, size_t n,
    cJSON **ret, int *version, struct iv_err *e);

/* The whole tree of a commit; what known (NULL: nothing) has too was judged
 * before: a file again by its place, a directory of files not at all.  The
 * path that is refused is added to bad (may be NULL), when it is one. */
IV_MUST int sync_judge(struct repo *r, const char *commit, const char *known,
    struct buf *bad, struct iv_err *e);

/* The group of which a commit is one; "" when its group.json gives none. */
IV_MUST int sync_judge_group(struct repo *r, const char *commit,
    struct id *ret, struct iv_err *e);

/*
 * Bringing a commit in.  The repository is open for writing (or, for a dry
 * run, for reading); the commit's objects can be read.
 */
enum sync_what {
	SYNC_ADD, SYNC_CHANGE, SYNC_REMOVE,	/* what comes in */
	SYNC_ADOPTED,		/* edited by hand, saved first */
	SYNC_CONFLICT,		/* two values: the newer stands */
	SYNC_KEPT,		/* changed here, taken away there: kept */
};

struct sync_opts {
	int dirfd;		/* the group's directory */
	const char *author;	/* of what was edited by hand */
	time_t when;
	bool dry_run;
	/* The objects were fetched apart; they are taken in first. */
	bool incoming;
	void (*tell)(void *arg, enum sync_what what, const char *path,
	    const char *pointer);
	/* A member's name, for who sent what is refused. */
	const char *(*name)(void *arg, const char *id);
	void *arg;
};

enum sync_done { SYNC_NOTHING, SYNC_FORWARD, SYNC_MERGED };

/*
 * Judges theirs and brings it in: nothing to do, HEAD goes forward, or a merge
 * commit.  0: done and *ret says what; 1: it stands, but not every file is in
 * place (status 10); -1: nothing was changed, but that hand edits may have
 * been saved.  IV_CONFLICT when both sides changed a record of a newer schema,
 * and for the history of another group.
 */
IV_MUST int sync_bring_in(struct repo *r, const char *theirs,
    const struct sync_opts *o, enum sync_done *ret, struct buf *left,
    struct iv_err *e);

/*
 * The same merge of three files: texts as git's merge driver has them, base
 * empty for none.  The result goes to out.
 */
struct sync_texts {
	const char *name;	/* for messages */
	const struct buf *base, *ours, *theirs;
	long long now;
	void (*tell)(void *arg, enum sync_what what, const char *path,
	    const char *pointer);
	void *arg;
};
IV_MUST int sync_merge_texts(const struct sync_texts *t, struct buf *out,
    struct iv_err *e);

/*
 * Rules that span records, after a merge: a case on the agenda of two
 * meetings to come, a reference to what is not there.  Nothing is mended.
 * *conflicts is how many fields of all have two values.
 */
IV_MUST int sync_after(struct store *s,
    void (*found)(void *arg, const char *path, const char *what), void *arg,
    size_t *conflicts, struct iv_err *e);

/*
 * Forgetting.  What is forgotten stands in the tombstones.json of a commit;
 * what has been taken out of this clone's history, in REPO_FORGOTTEN.  Both
 * add to f.
 */
IV_MUST int sync_forgotten(struct repo *r, const char *commit,
    struct forgotten *f, struct iv_err *e);
IV_MUST int sync_forgotten_here(int dirfd, struct forgotten *f,
    struct iv_err *e);

struct sync_forget {
	struct forgotten *what;
	const struct repo_change *top;	/* as repo_forget() has it */
	const char *other;
};
IV_MUST int sync_forget_run(struct repo *r, const struct sync_forget *s,
    struct repo_forget *ret, struct buf *left, struct iv_err *e);
IV_MUST int sync_forget_look(struct repo *r, struct forgotten *f,
    const char *tip, const char *without, struct repo_forget *ret,
    struct iv_err *e);

/* Meetings that are being led here with something that is forgotten: n more,
 * and their journals removed if asked. */
IV_MUST int sync_forget_running(int dirfd, const struct forgotten *f,
    bool remove, size_t *n, struct iv_err *e);
/* Those journals, drafts and the like in the private area, and copies that
 * editors left in the group's directory; gone: how many files. */
IV_MUST int sync_forget_outside(struct store *s, const struct forgotten *f,
    size_t *gone, struct iv_err *e);

/*
 * The network.  dirfd is the directory git runs in; gitdir is ".git" or what
 * a clone has for it.
 */
struct sync_net {
	int dirfd;
	const char *gitdir;
	const char *remote;	/* "origin", or a URL */
	const char *shown;	/* its URL, for messages; NULL: remote */
	const char *branch;	/* "main" */
	bool show;		/* git's progress, on the terminal */
	bool ask;		/* git may ask for a password */
	const char *lease;	/* what stands there is replaced, if it is
				   this commit; NULL: nothing is */
	bool plus;		/* it knows no lease, and must be told so */
};

/* The tip of the remote's branch, its objects in REPO_INCOMING: 1, 0 when it
 * has none yet, -1 (IV_STORAGE). */
IV_MUST int sync_fetch(const struct sync_net *n, char commit[41],
    struct iv_err *e);
/* 1 it stands there, 0 the remote said no (*e tells what), -1. */
IV_MUST int sync_push(const struct sync_net *n, const char *commit,
    struct iv_err *e);

/* What git complained, as a line for people: the one of its lines that says
 * why and, where one thing helps, what to do. */
void sync_told(struct buf *b, const char *said);

/* A git that was killed, or lost its USB stick, while it sent to a directory
 * left its locks there, and nobody could send any more.  Those on branch and
 * HEAD go when they are ten minutes old; true when one did. */
bool sync_unlock(const char *url, const char *branch);

/*
 * Housekeeping, for when the work is done: whether there are many loose
 * objects or packs, and the user's "git gc --auto" in the foreground.  It may
 * be killed anywhere, and other programs go on meanwhile.
 */
bool sync_untidy(int dirfd);
bool sync_packs(int dirfd, size_t most);	/* more packs than this */
IV_MUST int sync_tidy(const struct sync_net *n, struct iv_err *e);

/* "git config KEY", added to b: 1, 0 when it is not set, -1; and setting. */
IV_MUST int sync_config(const struct sync_net *n, const char *key,
    struct buf *b, struct iv_err *e);
/* The address the group is shared at, likewise, before git goes there:
 * IV_CONFLICT when .git/config, which whoever made the directory wrote, names
 * a program that git would start, or another address. */
IV_MUST int sync_origin(const struct sync_net *n, struct buf *url,
    struct iv_err *e);
IV_MUST int sync_config_set(const struct sync_net *n, const char *key,
    const char *value, struct iv_err *e);

/* A URL that git may be given: IV_USAGE for one that begins with "-" or holds
 * control characters, and for transports that run any command. */
IV_MUST int sync_url_ok(const char *url, struct iv_err *e);
/* Without user and password, for people. */
void sync_url_shown(struct buf *b, const char *url);
bool sync_url_sealed(const char *url);	/* gcrypt:: */
/* Who holds it: a host's name, or "" for a directory. */
void sync_url_host(struct buf *b, const char *url);

#endif
