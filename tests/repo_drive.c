/*
 * The repo module alone on a command line, for the fault tests:
 *
 *	repo_drive create DIR PATH=TEXT ...
 *	repo_drive put DIR PATH=TEXT ... -PATH ...
 *	repo_drive recover DIR
 *	repo_drive check DIR
 *
 * Prints nothing on standard output; the exit status is that of the tools.
 */

#include <fcntl.h>
#include <sys/stat.h>

#include "file.h"
#include "mem.h"
#include "repo.h"

#define MAX_FILES	64

static int
tell(const struct iv_err *e)
{
	fprintf(stderr, "repo_drive: %s\n", e->msg);
	return (int)e->code;
}

static void
fault(void *arg, const char *what, const char *path, const char *msg)
{
	int *n = arg;

	fprintf(stderr, "repo_drive: %s %s: %s\n", what, path, msg);
	++*n;
}

static size_t
files_read(struct repo_file *files, char **v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		char *text = strchr(v[i], '=');

		if (v[i][0] == '-') {
			files[i] = (struct repo_file){ v[i] + 1, NULL, 0 };
			continue;
		}
		if (!text)
			exit(2);
		*text++ = '\0';
		files[i] = (struct repo_file){ v[i], text, strlen(text) };
	}
	return n;
}

static int
put(int dirfd, const char *dir, const struct repo_change *c)
{
	IV_AUTO(repo_close_auto) struct repo *r = NULL;
	IV_AUTO(buf_release) struct buf left = BUF_INIT;
	struct iv_err e = IV_ERR_INIT;
	int rc;

	if (repo_open(&r, dirfd, dir, &left, &e) < 0)
		return tell(&e);
	rc = c ? repo_commit(r, c, &left, &e) : 0;
	if (left.len > 0)
		fprintf(stderr, "kept: %s", left.p);
	return rc == 0 ? 0 : tell(&e);
}

static int
check(int dirfd, const char *dir)
{
	IV_AUTO(repo_close_auto) struct repo *r = NULL;
	struct iv_err e = IV_ERR_INIT;
	int n = 0;

	if (repo_open_read(&r, dirfd, dir, &e) < 0 ||
	    repo_check(r, fault, &n, &e) < 0)
		return tell(&e);
	return n > 0;
}

int
main(int argc, char **argv)
{
	struct repo_file files[MAX_FILES];
	struct repo_change c = { files, 0, "iv", "case add",
		1773307800 };
	struct iv_err e = IV_ERR_INIT;
	IV_AUTO(fd_close_auto) int dirfd = -1;

	umask(077);
	mem_init();
	if (argc < 3 || argc - 3 > MAX_FILES)
		return 2;
	if (dir_open(argv[2], &dirfd, &e) < 0)
		return tell(&e);
	c.n = files_read(files, argv + 3, (size_t)argc - 3);
	if (strcmp(argv[1], "create") == 0)
		return repo_create(dirfd, argv[2], &c, &e) < 0 ? tell(&e) : 0;
	if (strcmp(argv[1], "put") == 0)
		return put(dirfd, argv[2], &c);
	if (strcmp(argv[1], "recover") == 0)
		return put(dirfd, argv[2], NULL);
	return strcmp(argv[1], "check") == 0 ? check(dirfd, argv[2]) : 2;
}
