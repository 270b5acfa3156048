#include "sync.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "file.h"

#define LOOSE		"2000"	/* objects; git has 6700 */
#define LOOSE_IN_ONE	8	/* of 256 directories */
#define PACKS		30

/* As git guesses it: objects are spread evenly. */
static bool
many(int gitfd, const char *dir, const char *end, size_t most)
{
	IV_AUTO(names_release) struct names l = { NULL, 0 };
	struct iv_err none = IV_ERR_INIT;
	size_t n = 0;

	if (dir_names(gitfd, dir, &l, &none) < 0)
		return false;
	for (size_t i = 0; i < l.n; i++) {
		size_t len = strlen(l.v[i]), m = strlen(end);

		n += len > m && strcmp(l.v[i] + len - m, end) == 0;
	}
	return n > most;
}

static int
open_git(int dirfd)
{
	return openat(dirfd, ".git",
	    O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
}

bool
sync_packs(int dirfd, size_t most)
{
	IV_AUTO(fd_close_auto) int gitfd = open_git(dirfd);

	return gitfd >= 0 && many(gitfd, "objects/pack", ".pack", most);
}

bool
sync_untidy(int dirfd)
{
	IV_AUTO(fd_close_auto) int gitfd = open_git(dirfd);

	return gitfd >= 0 &&
	    (many(gitfd, "objects/17", "", LOOSE_IN_ONE) ||
	    many(gitfd, "objects/pack", ".pack", PACKS));
}

/*
 * Packing removes nothing that a ref or the index leads to, nor what is
 * younger than two weeks, so that it needs no lock of ours: a change that is
 * being made meanwhile keeps its objects.  Refs stay where they are, because
 * packing them would take the lock of the branch.
 */
int
sync_tidy(const struct sync_net *n, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf out = BUF_INIT;
	IV_AUTO(buf_release) struct buf err = BUF_INIT;
	static const char *const argv[] = { "-c", "gc.auto=" LOOSE, "-c",
		"gc.autoPackLimit=30", "-c", "gc.autoDetach=false", "-c",
		"gc.packRefs=false", "-c", "gc.writeCommitGraph=false", "-c",
		"gc.pruneExpire=2.weeks.ago", "--git-dir=.git", "gc",
		"--auto", "--quiet", NULL };
	struct proc_git p = { n->dirfd, argv, NULL, NULL, false, false };
	int status;

	if (proc_git(&p, &out, &err, &status, e) < 0)
		return -1;
	buf_trim(&err);
	if (status != 0)
		return iv_fail(e, IV_STORAGE, _("git gc fails: %s"),
		    err.len ? err.p : _("git gave no reason"));
	return 0;
}
