#ifndef IV_FILE_H
#define IV_FILE_H

/*
 * Files beneath a directory.  Every path is relative to an open directory and
 * is confined to it: openat2(RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS), or
 * component by component with O_NOFOLLOW where the kernel lacks it.  A path
 * with "..", an empty component or a leading slash is refused (IV_INVALID).
 * Every descriptor is close-on-exec.
 */

#include <stdbool.h>
#include <sys/stat.h>
#include <sys/types.h>

#include "buf.h"
#include "err.h"

#define FILE_MAX	((size_t)1 << 20)	/* a record: at most 1 MiB */

/* Closes *fd when it is >= 0; for IV_AUTO. */
void fd_close_auto(int *fd);

/* Opens a directory by its path as given (no confinement): for -C DIR. */
IV_MUST int dir_open(const char *path, int *fd, struct iv_err *e);

/*
 * Opens path beneath dirfd with O_CLOEXEC; the fd, or -1 with errno: EXDEV for
 * a path that is refused, ELOOP for a symlink.  beneath_stat() does not follow
 * a symlink at the end, but shows it (as lstat does).
 */
int beneath_open(int dirfd, const char *path, int flags, mode_t mode);
int beneath_stat(int dirfd, const char *path, struct stat *st);

/*
 * Adds the whole file to b.  Only a regular file of at most max bytes.
 * 0, or -1: IV_NOTFOUND when there is none, IV_INVALID when it is no regular
 * file or too large, IV_STORAGE for the rest.
 */
IV_MUST int file_read(int dirfd, const char *path, size_t max, struct buf *b,
    struct iv_err *e);

/*
 * The same for a name in an open directory and at most FILE_QUICK bytes, by one
 * read.  False, with b as it was, when it is not as simple as that: file_read()
 * then reads it, or tells why not.  Where reads come in pieces (a network, a
 * file system of somebody's own) it may be the beginning only.
 */
#define FILE_QUICK	((size_t)16 << 10)
bool file_read_quick(int dir, const char *name, struct buf *b);

/* All of an open descriptor, at most max bytes (IV_INVALID past it). */
IV_MUST int fd_read(int fd, const char *name, size_t max, struct buf *b,
    struct iv_err *e);
IV_MUST int fd_write(int fd, const void *p, size_t n);	/* -1 with errno */

/* Makes path's parent directories (mode 0700) that are missing; unsynced, for
 * who has a barrier for all that it does. */
IV_MUST int dirs_make(int dirfd, const char *path, struct iv_err *e);
IV_MUST int dirs_make_unsynced(int dirfd, const char *path, struct iv_err *e);

/*
 * Writes a finished file, replacing the old one at once: a temporary file
 * beside it (".iv-" and random), fsync, rename, fsync of the directory.
 * For state outside the repository; records go through repo.h.
 */
IV_MUST int file_replace(int dirfd, const char *path, const void *p, size_t n,
    mode_t mode, struct iv_err *e);

/*
 * The names in a directory beneath dirfd ("" is dirfd itself), without "."
 * and "..", sorted by bytes.  A missing directory is an empty list.
 */
struct names {
	char **v;
	size_t n;
};
IV_MUST int dir_names(int dirfd, const char *path, struct names *ret,
    struct iv_err *e);
void names_release(struct names *l);

/*
 * An exclusive flock on path beneath dirfd (made when missing, mode 0600);
 * waits up to wait_ms, then IV_BUSY.  The lock is held until *fd is closed.
 */
IV_MUST int file_lock(int dirfd, const char *path, int wait_ms, int *fd,
    struct iv_err *e);

#endif
