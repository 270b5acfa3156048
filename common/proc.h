#ifndef IV_PROC_H
#define IV_PROC_H

/*
 * Other people's programs: the editor, the pager, git.  Never a shell; they
 * get the caller's own umask, limits and signals, not our tightened ones.
 */

#include <sys/types.h>

#include "buf.h"
#include "err.h"

/* Notes the caller's umask, core limit and signal mask before we change them;
 * called once, first thing in main, by tool.c. */
void proc_remember(void);

/* Runs argv and waits; *status is its exit status (128 + signal when killed).
 * IV_STORAGE when it cannot be started. */
IV_MUST int proc_run(char *const argv[], int *status, struct iv_err *e);

/*
 * The user's editor on a file beneath dirfd that holds text; dir is the path
 * of dirfd, for messages.  editor is a command with blanks between its words
 * ("code --wait").  0: text is what was saved, and the file is
 * kept until proc_edit_done(); 1: saved unchanged, the file is gone; -1: the
 * file is kept and *e names its path.
 */
struct proc_edit {
	const char *editor;
	int dirfd;
	const char *dir, *name;	/* "edit/k7f3q9x2mb.txt" */
};
IV_MUST int proc_edit(const struct proc_edit *p, struct buf *text,
    struct iv_err *e);

/* Removes the file, once what it holds is safe. */
void proc_edit_done(const struct proc_edit *p);

#endif
