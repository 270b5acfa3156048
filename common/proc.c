#include "proc.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "file.h"
#include "mem.h"

/* The caller's world, as it was when we started. */
static struct {
	mode_t mask;
	struct rlimit core;
	sigset_t signals;
} caller;

void
proc_remember(void)
{
	caller.mask = umask(077);
	getrlimit(RLIMIT_CORE, &caller.core);
	sigprocmask(SIG_SETMASK, NULL, &caller.signals);
}

void
proc_become_caller(void)
{
	umask(caller.mask);
	setrlimit(RLIMIT_CORE, &caller.core);
	signal(SIGINT, SIG_DFL);
	signal(SIGQUIT, SIG_DFL);
	sigprocmask(SIG_SETMASK, &caller.signals, NULL);
}

static int
run(char *const argv[], int *status, struct iv_err *e)
{
	void (*old_int)(int) = signal(SIGINT, SIG_IGN);
	void (*old_quit)(int) = signal(SIGQUIT, SIG_IGN);
	int st, r;
	pid_t pid = fork();

	if (pid == 0) {
		proc_become_caller();
		execvp(argv[0], argv);
		_exit(127);
	}
	do
		r = pid < 0 ? -1 : (int)waitpid(pid, &st, 0);
	while (r < 0 && pid > 0 && errno == EINTR);
	signal(SIGINT, old_int);
	signal(SIGQUIT, old_quit);
	if (r < 0)
		return iv_fail_errno(e, IV_STORAGE, _("cannot start '%s'"),
		    argv[0]);
	*status = WIFEXITED(st) ? WEXITSTATUS(st) : 128 + WTERMSIG(st);
	if (*status == 127)
		return iv_fail(e, IV_STORAGE, _("cannot start '%s'"),
		    argv[0]);
	return 0;
}

/*
 * The next word, its quotes and backslashes taken away in place: as a shell
 * reads it, without what else a shell can do.
 */
static char *
word_next(char **at)
{
	char *s = *at + strspn(*at, " \t"), *word = s, *to = s, quote = '\0';

	if (*s == '\0')
		return NULL;
	for (; *s != '\0' && (quote || !strchr(" \t", *s)); s++) {
		if (quote ? *s == quote : *s == '\'' || *s == '"')
			quote = quote ? '\0' : *s;
		else if (*s == '\\' && quote != '\'' && s[1] != '\0')
			*to++ = *++s;
		else
			*to++ = *s;
	}
	*at = *s != '\0' ? s + 1 : s;
	*to = '\0';
	return word;
}

/* "code --wait" as words; the last is the file. */
static char **
words_of(char *command, char *file)
{
	char **v = NULL, *w;
	size_t n = 0;

	while ((w = word_next(&command)) != NULL) {
		v = mem_array(v, n + 3, sizeof(*v));
		v[n++] = w;
	}
	if (v) {
		v[n++] = file;
		v[n] = NULL;
	}
	return v;
}

static int
run_editor(const struct proc_edit *p, char *path, struct iv_err *e)
{
	IV_AUTO(mem_free_auto) char *command = mem_dup(p->editor);
	IV_AUTO(mem_free_auto) char **argv = words_of(command, path);
	int status = 0;

	if (!argv)
		return iv_fail(e, IV_USAGE, _("no editor: set IV_EDITOR, "
		    "VISUAL or EDITOR, or use set FIELD=@FILE"));
	if (run(argv, &status, e) < 0)
		return iv_fail(e, IV_STORAGE, _("cannot start the editor "
		    "'%s'; name one that is installed in IV_EDITOR"), argv[0]);
	if (status != 0)
		return iv_fail(e, IV_FAIL, _("the editor ended with status "
		    "%d; what was typed is kept in '%s'"), status, path);
	return 0;
}

/* True when there is a file to go on with; else text is in it. */
static int
put_text(const struct proc_edit *p, const struct buf *text, bool *left,
    struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf old = BUF_INIT;

	*left = faccessat(p->dirfd, p->name, F_OK, 0) == 0;
	if (*left && p->again)
		return 0;
	buf_addf(&old, "%s~", p->name);
	if (*left && renameat(p->dirfd, p->name, p->dirfd, old.p) < 0)
		return iv_fail_errno(e, IV_STORAGE, _("cannot make '%s/%s'"),
		    p->dir, old.p);
	*left = false;
	return file_replace(p->dirfd, p->name, text->p, text->len, 0600, e);
}

int
proc_edit(const struct proc_edit *p, struct buf *text, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf path = BUF_INIT;
	IV_AUTO(buf_release) struct buf after = BUF_INIT;
	bool same, left;

	buf_addf(&path, "%s/%s", p->dir, p->name);
	if (dirs_make(p->dirfd, p->name, e) < 0 ||
	    put_text(p, text, &left, e) < 0 || run_editor(p, path.p, e) < 0 ||
	    file_read(p->dirfd, p->name, FILE_MAX, &after, e) < 0)
		return -1;
	same = !left && after.len == text->len &&
	    memcmp(after.p, text->p, after.len) == 0;
	if (same) {
		proc_edit_done(p);
		return 1;
	}
	buf_clear(text);
	buf_add(text, after.p, after.len);
	return 0;
}

void
proc_edit_done(const struct proc_edit *p)
{
	unlinkat(p->dirfd, p->name, 0);
}
