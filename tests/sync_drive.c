/*
 * The merge alone on a command line, for the fault tests:
 *
 *	sync_drive DIR COMMIT
 *
 * brings a commit in whose objects lie in .git/iv/incoming, as iv-sync does
 * once git has fetched them.  The exit status is that of the tools.
 */

#include <sys/stat.h>

#include "file.h"
#include "mem.h"
#include "sync.h"

static int
fail(const struct iv_err *e)
{
	fprintf(stderr, "sync_drive: %s\n", e->msg);
	return (int)e->code;
}

int
main(int argc, char **argv)
{
	IV_AUTO(repo_close_auto) struct repo *r = NULL;
	IV_AUTO(fd_close_auto) int dirfd = -1;
	struct sync_opts o = { .author = "iv", .when = 1773307800,
		.incoming = true };
	struct iv_err e = IV_ERR_INIT;
	enum sync_done done;
	int rc;

	umask(077);
	mem_init();
	if (argc != 3)
		return 2;
	if (dir_open(argv[1], &dirfd, &e) < 0 ||
	    repo_open(&r, dirfd, argv[1], NULL, &e) < 0 ||
	    repo_incoming_see(r, &e) < 0)
		return fail(&e);
	o.dirfd = dirfd;
	rc = sync_bring_in(r, argv[2], &o, &done, NULL, &e);
	return rc == 0 ? 0 : fail(&e);
}
