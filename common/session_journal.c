#include "session_journal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "file.h"

#define JOURNAL_MAX	((size_t)16 << 20)

/* A new name in a directory is there after a crash when the directory is. */
static int
sync_dir(const struct journal *j, struct iv_err *e)
{
	int fd = beneath_open(j->dirfd, ".git/iv", O_RDONLY | O_DIRECTORY, 0);
	int bad = fd < 0 || fsync(fd) < 0;

	if (bad)
		iv_fail_errno(e, IV_STORAGE, _("cannot write '%s'"),
		    ".git/iv");
	if (fd >= 0)
		close(fd);
	return bad ? -1 : 0;
}

static int
open_file(struct journal *j, bool make, struct iv_err *e)
{
	const int flags = O_RDWR | O_APPEND | O_CLOEXEC;

	j->fd = beneath_open(j->dirfd, j->path, flags, 0);
	if (j->fd < 0 && errno == ENOENT && !make)
		return 0;
	if (j->fd < 0 && errno == ENOENT) {
		if (dirs_make(j->dirfd, j->path, e) < 0)
			return -1;
		j->fd = beneath_open(j->dirfd, j->path, flags | O_CREAT,
		    0600);
		if (j->fd >= 0)
			return sync_dir(j, e);
	}
	return j->fd < 0 ? iv_fail_errno(e, IV_STORAGE,
	    _("cannot open '%s'"), j->path) : 0;
}

/* One that was removed between our opening and locking it is as good as one
 * that runs elsewhere. */
static int
lock(const struct journal *j, struct iv_err *e)
{
	struct stat st;

	if (flock(j->fd, LOCK_EX | LOCK_NB) == 0 && fstat(j->fd, &st) == 0 &&
	    st.st_nlink > 0)
		return 0;
	return iv_fail(e, IV_BUSY, _("this meeting is run in another window; "
	    "go on there, or end it there first"));
}

static int
cut_half_line(const struct journal *j, struct buf *text, struct iv_err *e)
{
	size_t len = text->len;

	while (len > 0 && text->p[len - 1] != '\n')
		len--;
	if (len == text->len)
		return 0;
	buf_cut(text, len);
	if (ftruncate(j->fd, (off_t)len) < 0)
		return iv_fail_errno(e, IV_STORAGE, _("cannot write '%s'"),
		    j->path);
	return 0;
}

int
journal_open(int dirfd, const char *session, bool make, struct journal *ret,
    struct buf *text, struct iv_err *e)
{
	struct journal j = { dirfd, -1, "" };

	snprintf(j.path, sizeof(j.path), ".git/iv/run-%.10s.ndjson", session);
	if (open_file(&j, make, e) < 0) {
		journal_close(&j);
		return -1;
	}
	if (j.fd >= 0 && (lock(&j, e) < 0 ||
	    fd_read(j.fd, j.path, JOURNAL_MAX, text, e) < 0 ||
	    cut_half_line(&j, text, e) < 0)) {
		journal_close(&j);
		return -1;
	}
	*ret = j;
	return 0;
}

int
journal_add(struct journal *j, const cJSON *line, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	off_t end = lseek(j->fd, 0, SEEK_END);

	json_print_line(&b, line);
	buf_addc(&b, '\n');
	if (end >= 0 && fd_write(j->fd, b.p, b.len) == 0 &&
	    fdatasync(j->fd) == 0)
		return 0;
	iv_fail_errno(e, IV_STORAGE, _("cannot write '%s'"), j->path);
	/* Half a line must not be in front of the next one. */
	if (end >= 0 && ftruncate(j->fd, end) < 0)
		iv_note(e, "%s: %s\n", j->path, strerror(errno));
	return -1;
}

void
journal_remove(struct journal *j)
{
	if (j->fd >= 0)
		unlinkat(j->dirfd, j->path, 0);
	journal_close(j);
}

void
journal_close(struct journal *j)
{
	if (j->fd >= 0)
		close(j->fd);
	j->fd = -1;
}
