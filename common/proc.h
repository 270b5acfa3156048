#ifndef IV_PROC_H
#define IV_PROC_H

/*
 * Other people's programs: the editor, the pager, git.  Never a shell; they
 * get the caller's own umask, limits and signals, not our tightened ones.
 */

#include <stdbool.h>
#include <sys/types.h>

#include "buf.h"
#include "err.h"

/* Notes the caller's umask, core limit and signal mask before we change them;
 * called once, first thing in main, by tool.c. */
void proc_remember(void);

/* In a child: the caller's umask, limits and signals. */
void proc_become_caller(void);

/*
 * The user's git, never asking another program of the repository: hooks,
 * fsmonitor and filters are off.  Of the environment the variables that say
 * where git's objects and index are do not reach it; those that say how to
 * connect and to ask for a password do.  argv begins behind "git" and ends in
 * NULL; out gets its standard output, err the end of what it complained.
 */
struct proc_git {
	int dirfd;		/* where it runs; -1: here */
	const char *const *argv;
	const char *objects;	/* where it puts new objects; NULL: as usual */
	const char *shared;	/* and where the others are */
	bool show;		/* what it says is shown once it takes two
				   seconds, then as it comes */
	bool ask;		/* it may ask for a password */
};
IV_MUST int proc_git(const struct proc_git *p, struct buf *out,
    struct buf *err, int *status, struct iv_err *e);

/*
 * The user's editor on a file beneath dirfd that holds text; dir is the path
 * of dirfd, for messages.  editor is a command with blanks between its words
 * ("code --wait"), which quotes and backslashes keep together as in a shell.
 * 0: text is what was saved, and the file is kept until proc_edit_done();
 * 1: saved unchanged, the file is gone; -1: the file is kept and *e names its
 * path.  A file that an earlier failure left is never written over: it is gone
 * on with, and then a 1 is a 0, or it gets "~" behind its name.
 */
struct proc_edit {
	const char *editor;
	int dirfd;
	const char *dir, *name;	/* "edit/k7f3q9x2mb.txt" */
	bool again;		/* go on with what an earlier failure left */
};
IV_MUST int proc_edit(const struct proc_edit *p, struct buf *text,
    struct iv_err *e);

/* Removes the file, once what it holds is safe. */
void proc_edit_done(const struct proc_edit *p);

#endif
