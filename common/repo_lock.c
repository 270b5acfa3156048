#include "repo_internal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "file.h"
#include "mem.h"

#define INDEX_LOCK	"index.lock"
#define POLL_MS		20

/* What index.lock holds where hard links are refused. */
static const char owned[] = "iv.lock\n";

long
lock_clock_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000L + t.tv_nsec / 1000000L;
}

void
lock_sleep_ms(int ms)
{
	struct timespec t = { ms / 1000, ms % 1000 * 1000000L };

	nanosleep(&t, NULL);
}

/* How long ago the file was written; 0 when it lies in the future. */
static long
age_ms(const struct stat *st)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	long s = now.tv_sec - st->st_mtim.tv_sec;
	if (s < 0)
		return 0;
	return s > 3600 ? 3600 * 1000L :
	    s * 1000 + (now.tv_nsec - st->st_mtim.tv_nsec) / 1000000L;
}

/* Adds up to 256 bytes of a small file beneath .git; -1 with errno. */
static int
peek(struct repo *r, const char *name, char text[257], struct stat *st)
{
	IV_AUTO(fd_close_auto) int fd =
	    openat(r->gitfd, name,
	    O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	ssize_t n;

	if (fd < 0 || fstat(fd, st) < 0)
		return -1;
	n = read(fd, text, 256);
	if (n < 0)
		return -1;
	text[n] = '\0';
	return 0;
}

/* A link to iv.lock, or our own text, which nobody else makes: 1 it is ours,
 * 0 it is not or it is gone, -1 with errno. */
static int
index_lock_ours(struct repo *r)
{
	struct stat st, own;
	char text[257];

	if (fstatat(r->gitfd, INDEX_LOCK, &st, AT_SYMLINK_NOFOLLOW) < 0)
		return errno == ENOENT ? 0 : -1;
	if (fstat(r->lockfd, &own) < 0)
		return -1;
	if (st.st_ino == own.st_ino && st.st_dev == own.st_dev)
		return 1;
	if (peek(r, INDEX_LOCK, text, &st) < 0)
		return errno == ENOENT ? 0 : -1;
	return strcmp(text, owned) == 0;
}

static int
lock_make(struct repo *r)
{
	IV_AUTO(fd_close_auto) int fd = -1;

	if (linkat(r->gitfd, REPO_LOCK, r->gitfd, INDEX_LOCK, 0) == 0)
		return 0;
	if (errno != EPERM && errno != EOPNOTSUPP && errno != ENOSYS &&
	    errno != EMLINK)
		return -1;
	fd = openat(r->gitfd, INDEX_LOCK,
	    O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return -1;
	if (fd_write(fd, owned, strlen(owned)) == 0)
		return 0;
	int saved = errno;
	unlinkat(r->gitfd, INDEX_LOCK, 0);
	errno = saved;
	return -1;
}

int
lock_index(struct repo *r, struct iv_err *e)
{
	long end = lock_clock_ms() + REPO_WAIT_MS;

	for (;;) {
		if (lock_make(r) == 0)
			return 0;
		if (errno != EEXIST)
			return repo_errno(e, r, INDEX_LOCK);
		int ours = index_lock_ours(r);
		if (ours != 0)
			return ours > 0 ? 0 : repo_errno(e, r, INDEX_LOCK);
		if (lock_clock_ms() > end)
			return iv_fail(e, IV_BUSY, _("'%s/.git/index.lock'"
			    " is there: a git command is running; if none"
			    " is, delete that file"), r->path);
		lock_sleep_ms(POLL_MS);
	}
}

int
lock_drop(struct repo *r, struct iv_err *e)
{
	int ours = index_lock_ours(r);

	if (ours < 0 ||
	    (ours > 0 && unlinkat(r->gitfd, INDEX_LOCK, 0) < 0))
		return repo_errno(e, r, INDEX_LOCK);
	return 0;
}

/* Empty, as libgit2 leaves it of ours, or holding the intent's commit. */
static bool
branch_lock_fits(const char *text, const struct intent *in)
{
	char hex[REPO_HEX];

	git_oid_tostr(hex, sizeof(hex), &in->new_commit);
	return text[0] == '\0' || strncmp(text, hex, strlen(hex)) == 0;
}

/*
 * "<branch>.lock" that holds the intent's commit is the dead program's.
 * libgit2 makes it empty and fills it last, so it shows no owner: while an
 * intent for that branch is pending, the same file, empty and not changed for
 * two seconds, is the dead program's too.
 */
int
lock_drop_branch(struct repo *r, const struct intent *in, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf name = BUF_INIT;
	long end = lock_clock_ms() + REPO_STALE_MS;
	struct stat first, st;
	char text[257];

	buf_addf(&name, "%s.lock", in->branch);
	if (fstatat(r->gitfd, name.p, &first, AT_SYMLINK_NOFOLLOW) < 0)
		return errno == ENOENT ? 0 : repo_errno(e, r, name.p);
	for (;;) {
		if (peek(r, name.p, text, &st) < 0)
			return errno == ENOENT ? 0 :
			    repo_errno(e, r, name.p);
		if (st.st_ino != first.st_ino || !branch_lock_fits(text, in))
			return 0;
		if (text[0] != '\0' || age_ms(&st) > REPO_STALE_MS ||
		    lock_clock_ms() > end)
			break;
		lock_sleep_ms(POLL_MS);
	}
	if (unlinkat(r->gitfd, name.p, 0) < 0 && errno != ENOENT)
		return repo_errno(e, r, name.p);
	return 0;
}

/* The index of a pack comes into its place last: while it lies here, the pack
 * there is one that no commit needs. */
static int
clear_pack(struct repo *r, const char *idx)
{
	IV_AUTO(buf_release) struct buf name = BUF_INIT;

	buf_addf(&name, "objects/pack/%s", idx);
	if (faccessat(r->gitfd, name.p, F_OK, AT_SYMLINK_NOFOLLOW) == 0)
		return 0;
	buf_cut(&name, name.len - strlen(".idx"));
	buf_adds(&name, ".pack");
	return unlinkat(r->gitfd, name.p, 0) < 0 && errno != ENOENT ? -1 : 0;
}

static int
clear_one(struct repo *r, const char *name, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf path = BUF_INIT;
	size_t n = strlen(name);

	buf_addf(&path, REPO_TMP "/%s", name);
	if (n > 4 && strcmp(name + n - 4, ".idx") == 0 &&
	    clear_pack(r, name) < 0)
		return repo_errno(e, r, "objects/pack");
	return tree_remove(r->gitfd, path.p) < 0 ? repo_errno(e, r, path.p) :
	    0;
}

int
tmp_clear(struct repo *r, struct iv_err *e)
{
	IV_AUTO(names_release) struct names l = { 0 };

	if (dir_names(r->gitfd, REPO_TMP, &l, e) < 0)
		return -1;
	for (size_t i = 0; i < l.n; i++)
		if (clear_one(r, l.v[i], e) < 0)
			return -1;
	return 0;
}
