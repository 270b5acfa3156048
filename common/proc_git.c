#include "proc.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "mem.h"

#define KEEP		((size_t)16 << 10)	/* of what it complained */
#define OUT_MOST	((size_t)4 << 20)
#define PATIENCE	2000	/* ms without a word */

static const char *const before[] = {
	"git", "-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false",
	"-c", "core.autocrlf=false", "-c", "core.attributesFile=/dev/null",
	"-c", "gc.auto=0", "-c", "maintenance.auto=false",
	"-c", "fetch.unpackLimit=1", "-c", "fetch.writeCommitGraph=false",
	"-c", "submodule.recurse=false", "-c", "protocol.ext.allow=never",
	"-c", "core.logAllRefUpdates=false",
};

/* What connecting needs; where objects and work tree lie we say ourselves. */
static const char *const passed[] = {
	"GIT_SSH", "GIT_SSH_COMMAND", "GIT_SSH_VARIANT", "GIT_ASKPASS",
	"GIT_PROXY_COMMAND", "GIT_SSL_", "GIT_HTTP_", "GIT_CONFIG_GLOBAL",
	"GIT_CONFIG_NOSYSTEM", "GIT_CONFIG_SYSTEM", "GIT_TERMINAL_PROMPT",
};

static bool
is_passed(const char *name)
{
	for (size_t i = 0; i < IV_LEN(passed); i++) {
		size_t n = strlen(passed[i]);

		if (strncmp(name, passed[i], n) == 0 &&
		    (name[n] == '\0' || passed[i][n - 1] == '_'))
			return true;
	}
	return false;
}

static void
clean_environment(void)
{
	for (size_t i = 0; environ[i];) {
		size_t n = strcspn(environ[i], "=");
		IV_AUTO(mem_free_auto) char *name = mem_ndup(environ[i], n);

		if (strncmp(name, "GIT_", 4) == 0 && !is_passed(name) &&
		    unsetenv(name) == 0)
			i = 0;
		else
			i++;
	}
}

/* Bombs burst in the child. */
static void
limit(int what, rlim_t most)
{
	struct rlimit l;

	if (getrlimit(what, &l) < 0)
		return;
	if (l.rlim_max != RLIM_INFINITY && l.rlim_max < most)
		most = l.rlim_max;
	l.rlim_cur = l.rlim_max = most;
	setrlimit(what, &l);
}

/* It ends with us: a fetch that goes on alone would write where the next one
 * does. */
static void
end_with(pid_t parent)
{
	if (prctl(PR_SET_PDEATHSIG, SIGTERM) < 0 || getppid() != parent)
		_exit(126);
}

IV_NORETURN static void
become_git(const struct proc_git *p, char **argv, const int fds[2],
    pid_t parent)
{
	end_with(parent);
	if (dup2(fds[0], STDOUT_FILENO) < 0 || dup2(fds[1], STDERR_FILENO) < 0)
		_exit(126);
	if (p->dirfd >= 0 && fchdir(p->dirfd) < 0)
		_exit(126);
	clean_environment();
	setenv("LC_ALL", "C", 1);
	if (!p->ask)
		setenv("GIT_TERMINAL_PROMPT", "0", 1);
	if (p->objects) {
		setenv("GIT_OBJECT_DIRECTORY", p->objects, 1);
		setenv("GIT_ALTERNATE_OBJECT_DIRECTORIES", p->shared, 1);
	}
	limit(RLIMIT_AS, (rlim_t)2 << 30);
	limit(RLIMIT_FSIZE, (rlim_t)1 << 30);
	limit(RLIMIT_CPU, 600);
	proc_become_caller();
	execvp(argv[0], argv);
	_exit(127);
}

static char **
whole_argv(const struct proc_git *p)
{
	size_t n = 0;
	char **v;

	while (p->argv[n])
		n++;
	v = mem_array(NULL, IV_LEN(before) + n + 1, sizeof(*v));
	for (size_t i = 0; i < IV_LEN(before); i++)
		v[i] = mem_dup(before[i]);
	for (size_t i = 0; i <= n; i++)
		v[IV_LEN(before) + i] = p->argv[i] ? mem_dup(p->argv[i]) :
		    NULL;
	return v;
}

static void
argv_free(char **v)
{
	for (size_t i = 0; v[i]; i++)
		mem_free(v[i]);
	mem_free(v);
}

/* What another computer sends must not steer the terminal. */
static void
pass_on(const char *p, size_t n)
{
	char clean[4096];

	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)p[i];
		bool bad = (c < 0x20 && c != '\n' && c != '\r' &&
		    c != '\t') || c == 0x7f || (c >= 0x80 && c < 0xa0 &&
		    i > 0 && (unsigned char)p[i - 1] == 0xc2);

		clean[i] = bad ? '?' : p[i];
	}
	(void)!write(STDERR_FILENO, clean, n);
}

/* Who waits is told; before that it is a line or twenty about nothing.  A
 * helper that asks for something to be done elsewhere is heard then, too. */
struct patience {
	bool show, now;
	struct timespec since;
};

static int
left(const struct patience *w)
{
	struct timespec t;
	long ms;

	if (!w->show || w->now)
		return -1;
	clock_gettime(CLOCK_MONOTONIC, &t);
	ms = PATIENCE - (t.tv_sec - w->since.tv_sec) * 1000 -
	    (t.tv_nsec - w->since.tv_nsec) / 1000000;
	return ms > 0 ? (int)ms : 0;
}

static void
show_held(struct patience *w, const struct buf *err)
{
	w->now = true;
	for (size_t i = 0; i < err->len; i += 4096)
		pass_on(err->p + i, err->len - i < 4096 ? err->len - i :
		    4096);
}

/* One of the two pipes: false when it has ended. */
static bool
take(int fd, struct buf *b, size_t most, bool show)
{
	char chunk[4096];
	ssize_t n = read(fd, chunk, sizeof(chunk));

	if (n < 0)
		return errno == EINTR;
	if (n == 0)
		return false;
	if (show)
		pass_on(chunk, (size_t)n);
	if (b->len + (size_t)n > most) {
		size_t half = b->len / 2;

		memmove(b->p, b->p + b->len - half, half);
		buf_cut(b, half);
	}
	if (b->len + (size_t)n <= most)
		buf_add(b, chunk, (size_t)n);
	return true;
}

static void
drain(const struct proc_git *p, const int fds[2], struct buf *out,
    struct buf *err)
{
	struct pollfd v[2] = { { fds[0], POLLIN, 0 }, { fds[1], POLLIN, 0 } };
	struct buf *into[2] = { out, err };
	struct patience w = { .show = p->show };

	clock_gettime(CLOCK_MONOTONIC, &w.since);
	while (v[0].fd >= 0 || v[1].fd >= 0) {
		int n = poll(v, 2, left(&w));

		if (n < 0 && errno != EINTR)
			return;
		if (left(&w) == 0)
			show_held(&w, err);
		for (int i = 0; i < 2; i++)
			if (v[i].fd >= 0 && v[i].revents != 0 &&
			    !take(v[i].fd, into[i], i ? KEEP : OUT_MOST,
			    i && w.now))
				v[i].fd = -1;
	}
}

static int
wait_for(pid_t pid, int *status, struct iv_err *e)
{
	int st, rc;

	do
		rc = (int)waitpid(pid, &st, 0);
	while (rc < 0 && errno == EINTR);
	if (rc < 0)
		return iv_fail_errno(e, IV_STORAGE, _("cannot start '%s'"),
		    "git");
	*status = WIFEXITED(st) ? WEXITSTATUS(st) : 128 + WTERMSIG(st);
	if (*status == 127)
		return iv_fail(e, IV_STORAGE, _("cannot start git; it is "
		    "needed to share the group: install git"));
	return 0;
}

static int
run(const struct proc_git *p, int pipes[2][2], pid_t pid,
    struct buf *out, struct buf *err)
{
	const int ends[2] = { pipes[0][0], pipes[1][0] };

	close(pipes[0][1]);
	close(pipes[1][1]);
	if (pid > 0)
		drain(p, ends, out, err);
	close(ends[0]);
	close(ends[1]);
	return pid > 0 ? 0 : -1;
}

int
proc_git(const struct proc_git *p, struct buf *out, struct buf *err,
    int *status, struct iv_err *e)
{
	void (*old_int)(int), (*old_quit)(int);
	char **argv;
	int pipes[2][2], rc;
	pid_t pid, self = getpid();

	if (pipe2(pipes[0], O_CLOEXEC) < 0)
		return iv_fail_errno(e, IV_STORAGE, _("cannot start '%s'"),
		    "git");
	if (pipe2(pipes[1], O_CLOEXEC) < 0) {
		close(pipes[0][0]);
		close(pipes[0][1]);
		return iv_fail_errno(e, IV_STORAGE, _("cannot start '%s'"),
		    "git");
	}
	old_int = signal(SIGINT, SIG_IGN);
	old_quit = signal(SIGQUIT, SIG_IGN);
	argv = whole_argv(p);
	pid = fork();
	if (pid == 0)
		become_git(p, argv, (const int[2]){ pipes[0][1],
		    pipes[1][1] }, self);
	rc = run(p, pipes, pid, out, err);
	rc = rc < 0 ? iv_fail_errno(e, IV_STORAGE, _("cannot start '%s'"),
	    "git") : wait_for(pid, status, e);
	signal(SIGINT, old_int);
	signal(SIGQUIT, old_quit);
	argv_free(argv);
	return rc;
}
