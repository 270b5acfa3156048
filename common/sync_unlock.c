#include "sync.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file.h"

#define OLD	600	/* seconds; a git that lives holds it for one */

/* The clock of the disk that holds it: a directory may lie on another
 * computer. */
static long long
now_there(int fd)
{
	struct stat st;
	char name[32];
	int f;

	snprintf(name, sizeof(name), "iv-now-%d", (int)getpid());
	f = openat(fd, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (f < 0)
		return 0;
	if (fstat(f, &st) < 0)
		st.st_mtime = 0;
	close(f);
	unlinkat(fd, name, 0);
	return (long long)st.st_mtime;
}

static bool
drop_old(int fd, const char *path)
{
	struct stat st;

	return fstatat(fd, path, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
	    S_ISREG(st.st_mode) &&
	    now_there(fd) - (long long)st.st_mtime >= OLD &&
	    unlinkat(fd, path, 0) == 0;
}

bool
sync_unlock(const char *url, const char *branch)
{
	IV_AUTO(fd_close_auto) int fd = -1;
	IV_AUTO(buf_release) struct buf ref = BUF_INIT;
	struct iv_err none = IV_ERR_INIT;
	struct stat st;
	bool done;

	if (strncmp(url, "file://", 7) == 0)
		url += 7;
	if (dir_open(url, &fd, &none) < 0 || fstatat(fd, "objects", &st,
	    AT_SYMLINK_NOFOLLOW) < 0 || !S_ISDIR(st.st_mode))
		return false;
	buf_addf(&ref, "refs/heads/%s.lock", branch);
	done = drop_old(fd, ref.p);
	return drop_old(fd, "HEAD.lock") || done;
}
