#include "file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "mem.h"

#define CHUNK		((size_t)16 << 10)
#define DIR_FLAGS	(O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)

void
fd_close_auto(int *fd)
{
	int saved = errno;

	if (*fd >= 0)
		close(*fd);
	*fd = -1;
	errno = saved;
}

/* What errno of an open means to whoever named the file. */
static int
open_fail(struct iv_err *e, const char *path)
{
	switch (errno) {
	case EXDEV:
		return iv_fail(e, IV_INVALID, _("'%s' is not a path within "
		    "the directory: no '..', '//' or '/' in front"), path);
	case ELOOP:
		return iv_fail(e, IV_INVALID, _("'%s' is a symbolic link or "
		    "lies behind one; only real files are used"), path);
	case ENXIO:
		return iv_fail(e, IV_INVALID, _("'%s' is not a regular file"),
		    path);
	case ENOENT:
		return iv_fail_errno(e, IV_NOTFOUND, _("cannot open '%s'"),
		    path);
	case ENOTDIR:
	case ENAMETOOLONG:
		return iv_fail_errno(e, IV_INVALID, _("cannot open '%s'"),
		    path);
	default:
		return iv_fail_errno(e, IV_STORAGE, _("cannot open '%s'"),
		    path);
	}
}

int
dir_open(const char *path, int *fd, struct iv_err *e)
{
	int d = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (d < 0)
		return open_fail(e, path);
	*fd = d;
	return 0;
}

static bool
path_good(const char *path)
{
	const char *s = path;
	size_t n;

	for (;;) {
		n = strcspn(s, "/");
		if (n == 0 || (n == 2 && memcmp(s, "..", 2) == 0))
			return false;
		if (s[n] == '\0')
			return true;
		s += n + 1;
	}
}

/* Opens one directory below dir; a symlink is ELOOP, not ENOTDIR. */
static int
step_open(int dir, const char *name, int flags)
{
	struct stat st;
	int fd = openat(dir, name, flags | DIR_FLAGS);

	if (fd < 0 && errno == ENOTDIR) {
		if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
		    S_ISLNK(st.st_mode))
			errno = ELOOP;
		else
			errno = ENOTDIR;
	}
	return fd;
}

enum missing {
	MISSING_FAIL,
	MISSING_MAKE,
	MISSING_SYNC	/* made, and to survive a crash */
};

static int
step_make(int dir, const char *name, enum missing missing)
{
	int fd = step_open(dir, name, O_RDONLY);

	if (fd >= 0 || errno != ENOENT)
		return fd;
	if (mkdirat(dir, name, 0700) < 0 && errno != EEXIST)
		return -1;
	fd = step_open(dir, name, O_RDONLY);
	if (fd >= 0 && missing == MISSING_SYNC && fsync(dir) < 0)
		fd_close_auto(&fd);
	return fd;
}

/*
 * Opens the directory that holds path, component by component; *last is the
 * name in it.  The fd, or -1 with errno.
 */
static int
parent_walk(int dirfd, const char *path, enum missing missing,
    const char **last)
{
	IV_AUTO(mem_free_auto) char *copy = mem_dup(path);
	char *s = copy, *slash;
	int at, next;

	if (!path_good(path)) {
		errno = EXDEV;
		return -1;
	}
	at = openat(dirfd, ".", O_RDONLY | DIR_FLAGS);
	while (at >= 0 && (slash = strchr(s, '/')) != NULL) {
		*slash = '\0';
		next = missing == MISSING_FAIL ? step_open(at, s, O_RDONLY) :
		    step_make(at, s, missing);
		fd_close_auto(&at);
		at = next;
		s = slash + 1;
	}
	*last = path + (s - copy);
	return at;
}

static int
walk_open(int dirfd, const char *path, int flags, mode_t mode)
{
	const char *name;
	IV_AUTO(fd_close_auto) int dir = parent_walk(dirfd, path, MISSING_FAIL,
	    &name);

	if (dir < 0)
		return -1;
	if ((flags & O_DIRECTORY) != 0)
		return step_open(dir, name, flags);
	return openat(dir, name, flags | O_NOFOLLOW | O_CLOEXEC, mode);
}

int
beneath_open(int dirfd, const char *path, int flags, mode_t mode)
{
	/* An O_PATH descriptor may show a symlink, never follow one. */
	int last = (flags & O_PATH) != 0 ? O_NOFOLLOW : 0;
	struct open_how how = {
		.flags = (unsigned)(flags | O_CLOEXEC | last),
		.mode = (flags & O_CREAT) != 0 ? mode : 0,
		.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS,
	};
	long fd;

	if (!path_good(path)) {
		errno = EXDEV;
		return -1;
	}
	do {
		fd = syscall(SYS_openat2, dirfd, path, &how, sizeof(how));
	} while (fd < 0 && errno == EINTR);
	/* EPERM: some containers forbid system calls they do not know. */
	if (fd < 0 && (errno == ENOSYS || errno == EPERM))
		return walk_open(dirfd, path, flags, mode);
	return (int)fd;
}

int
beneath_stat(int dirfd, const char *path, struct stat *st)
{
	IV_AUTO(fd_close_auto) int fd = beneath_open(dirfd, path, O_PATH, 0);

	return fd < 0 ? -1 : fstat(fd, st);
}

static int
too_large(struct iv_err *e, const char *name, size_t max)
{
	return iv_fail(e, IV_INVALID,
	    _("'%s' is too large: at most %zu bytes are read"), name, max);
}

int
fd_read(int fd, const char *name, size_t max, struct buf *b,
    struct iv_err *e)
{
	size_t start = b->len, chunk = CHUNK;
	ssize_t n;

	for (;;) {
		if (chunk - 1 > max - (b->len - start))
			chunk = max - (b->len - start) + 1;
		buf_grow(b, chunk);
		n = read(fd, b->p + b->len, chunk);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		b->len += (size_t)n;
		b->p[b->len] = '\0';
		if (b->len - start > max) {
			buf_cut(b, start);
			return too_large(e, name, max);
		}
	}
	if (n < 0) {
		buf_cut(b, start);
		return iv_fail_errno(e, IV_STORAGE, _("cannot read '%s'"),
		    name);
	}
	return 0;
}

/* All of a file of this size by one read; false: b is as it was. */
static bool
read_at_once(int fd, size_t size, struct buf *b)
{
	buf_grow(b, size + 1);
	if (pread(fd, b->p + b->len, size + 1, 0) != (ssize_t)size) {
		b->p[b->len] = '\0';
		return false;
	}
	b->len += size;
	b->p[b->len] = '\0';
	return true;
}

int
file_read(int dirfd, const char *path, size_t max, struct buf *b,
    struct iv_err *e)
{
	/* O_NONBLOCK: opening a FIFO must not wait for a writer. */
	IV_AUTO(fd_close_auto) int fd = beneath_open(dirfd, path,
	    O_RDONLY | O_NONBLOCK | O_NOCTTY, 0);
	struct stat st;

	if (fd < 0)
		return open_fail(e, path);
	if (fstat(fd, &st) < 0)
		return iv_fail_errno(e, IV_STORAGE, _("cannot read '%s'"),
		    path);
	if (!S_ISREG(st.st_mode))
		return iv_fail(e, IV_INVALID, _("'%s' is not a regular file"),
		    path);
	if ((size_t)st.st_size > max)
		return too_large(e, path, max);
	if (read_at_once(fd, (size_t)st.st_size, b))
		return 0;
	return fd_read(fd, path, max, b, e);
}

bool
file_read_quick(int dir, const char *name, struct buf *b)
{
	IV_AUTO(fd_close_auto) int fd = openat(dir, name, O_RDONLY |
	    O_NONBLOCK | O_NOCTTY | O_NOFOLLOW | O_CLOEXEC);
	ssize_t n;

	if (fd < 0)
		return false;
	buf_grow(b, FILE_QUICK);
	/* By offset: what has no offsets is no regular file. */
	n = pread(fd, b->p + b->len, FILE_QUICK, 0);
	if (n > 0 && (size_t)n < FILE_QUICK)
		b->len += (size_t)n;
	else
		n = 0;
	b->p[b->len] = '\0';
	return n > 0;
}

int
fd_write(int fd, const void *p, size_t n)
{
	const char *s = p;
	ssize_t done;

	while (n > 0) {
		done = write(fd, s, n);
		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return -1;
		s += done;
		n -= (size_t)done;
	}
	return 0;
}

static int
dirs_missing(int dirfd, const char *path, enum missing missing,
    struct iv_err *e)
{
	const char *name;
	IV_AUTO(fd_close_auto) int dir = parent_walk(dirfd, path, missing,
	    &name);

	if (dir >= 0)
		return 0;
	if (errno == EXDEV || errno == ELOOP || errno == ENOTDIR)
		return open_fail(e, path);
	return iv_fail_errno(e, IV_STORAGE,
	    _("cannot make the directory of '%s'"), path);
}

int
dirs_make(int dirfd, const char *path, struct iv_err *e)
{
	return dirs_missing(dirfd, path, MISSING_SYNC, e);
}

int
dirs_make_unsynced(int dirfd, const char *path, struct iv_err *e)
{
	return dirs_missing(dirfd, path, MISSING_MAKE, e);
}

struct temp {
	int dir;
	char name[32];
};

static void
temp_release(struct temp *t)
{
	int saved = errno;

	if (t->name[0] != '\0')
		unlinkat(t->dir, t->name, 0);
	errno = saved;
}

/* Writes the finished file beside its place; 0, or -1 with errno. */
static int
temp_write(struct temp *t, const void *p, size_t n, mode_t mode)
{
	char name[sizeof(t->name)];
	unsigned long long r;
	IV_AUTO(fd_close_auto) int fd = -1;
	int closed;

	if (getrandom(&r, sizeof(r), 0) != (ssize_t)sizeof(r))
		return -1;
	snprintf(name, sizeof(name), ".iv-%016llx", r);
	fd = openat(t->dir, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW |
	    O_CLOEXEC, mode);
	if (fd < 0)
		return -1;
	memcpy(t->name, name, sizeof(name));
	if (fd_write(fd, p, n) < 0 || fsync(fd) < 0)
		return -1;
	closed = close(fd);
	fd = -1;
	return closed;
}

int
file_replace(int dirfd, const char *path, const void *p, size_t n,
    mode_t mode, struct iv_err *e)
{
	const char *name;
	IV_AUTO(fd_close_auto) int dir = parent_walk(dirfd, path, MISSING_FAIL,
	    &name);
	IV_AUTO(temp_release) struct temp t = { dir, "" };

	if (dir < 0)
		return open_fail(e, path);
	if (temp_write(&t, p, n, mode) < 0 ||
	    renameat(dir, t.name, dir, name) < 0)
		return iv_fail_errno(e, IV_STORAGE, _("cannot write '%s'"),
		    path);
	t.name[0] = '\0';
	if (fsync(dir) < 0)
		return iv_fail_errno(e, IV_STORAGE, _("cannot write '%s'"),
		    path);
	return 0;
}

static int
name_order(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void
name_add(struct names *l, size_t *cap, const char *name)
{
	if (l->n == *cap) {
		*cap = *cap > 0 ? *cap * 2 : 64;
		l->v = mem_array(l->v, *cap, sizeof(*l->v));
	}
	l->v[l->n++] = mem_dup(name);
}

/* Without readdir(), whose buffer is larger than most groups.  0, or -1 with
 * errno. */
static int
names_read(int fd, struct names *l)
{
	_Alignas(struct dirent64) char some[4096];
	size_t cap = 0;
	ssize_t n;

	while ((n = getdents64(fd, some, sizeof(some))) > 0)
		for (ssize_t at = 0; at < n;) {
			const struct dirent64 *d = (void *)(some + at);

			at += d->d_reclen;
			if (strcmp(d->d_name, ".") != 0 &&
			    strcmp(d->d_name, "..") != 0)
				name_add(l, &cap, d->d_name);
		}
	return (int)n;
}

int
dir_names(int dirfd, const char *path, struct names *ret, struct iv_err *e)
{
	IV_AUTO(names_release) struct names l = { NULL, 0 };
	IV_AUTO(fd_close_auto) int fd = beneath_open(dirfd, *path != '\0' ?
	    path : ".", O_RDONLY | O_DIRECTORY, 0);

	if (fd < 0 && errno != ENOENT)
		return open_fail(e, path);
	if (fd >= 0 && names_read(fd, &l) < 0)
		return iv_fail_errno(e, IV_STORAGE,
		    _("cannot read the directory '%s'"), path);
	if (l.n > 0)
		qsort(l.v, l.n, sizeof(*l.v), name_order);
	*ret = l;
	l = (struct names){ NULL, 0 };
	return 0;
}

void
names_release(struct names *l)
{
	for (size_t i = 0; i < l->n; i++)
		mem_free(l->v[i]);
	mem_free(l->v);
	*l = (struct names){ NULL, 0 };
}

static long
elapsed_ms(const struct timespec *since)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (now.tv_sec - since->tv_sec) * 1000L +
	    (now.tv_nsec - since->tv_nsec) / 1000000L;
}

/*
 * flock without waiting, again and again: a blocking one could only be ended
 * by a signal, which is not ours to set.  Uneven naps keep waiting programs
 * from falling into step.  0, or -1 with errno.
 */
static int
flock_wait(int fd, int wait_ms, const struct timespec *start)
{
	unsigned nap = (unsigned)getpid();
	struct timespec t = { 0, 0 };

	while (flock(fd, LOCK_EX | LOCK_NB) < 0) {
		if (errno != EWOULDBLOCK && errno != EINTR)
			return -1;
		if (elapsed_ms(start) >= wait_ms) {
			errno = EWOULDBLOCK;
			return -1;
		}
		nap = nap * 1103515245u + 12345u;
		t.tv_nsec = 1000000L + (long)(nap >> 16) % 4096 * 1000L;
		clock_nanosleep(CLOCK_MONOTONIC, 0, &t, NULL);
	}
	return 0;
}

/* False when another file took the place of the one that is open. */
static bool
still_there(int dirfd, const char *path, int fd)
{
	struct stat a, b;

	return fstat(fd, &a) == 0 && beneath_stat(dirfd, path, &b) == 0 &&
	    a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

int
file_lock(int dirfd, const char *path, int wait_ms, int *fd,
    struct iv_err *e)
{
	struct timespec start;
	struct stat st;

	clock_gettime(CLOCK_MONOTONIC, &start);
	do {
		IV_AUTO(fd_close_auto) int lock = beneath_open(dirfd, path,
		    O_RDWR | O_CREAT | O_NONBLOCK | O_NOCTTY, 0600);

		if (lock < 0)
			return open_fail(e, path);
		if (fstat(lock, &st) == 0 && !S_ISREG(st.st_mode))
			return iv_fail(e, IV_INVALID,
			    _("'%s' is not a regular file"), path);
		if (flock_wait(lock, wait_ms, &start) < 0) {
			if (errno == EWOULDBLOCK)
				break;
			return iv_fail_errno(e, IV_STORAGE,
			    _("cannot lock '%s'"), path);
		}
		if (still_there(dirfd, path, lock)) {
			*fd = lock;
			lock = -1;
			return 0;
		}
	} while (elapsed_ms(&start) < wait_ms);
	return iv_fail(e, IV_BUSY,
	    _("another program holds '%s'; try again in a moment"), path);
}
