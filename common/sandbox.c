#include "sandbox.h"

#include <fcntl.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base.h"
#include "file.h"

/* The kernel's numbers, which never change; the headers of a system may be
 * older than its kernel.  From linux/landlock.h. */
#define CREATE_RULESET	444
#define ADD_RULE	445
#define RESTRICT_SELF	446
#define ASK_VERSION	1U
#define PATH_BENEATH	1

#define FS_EXECUTE	(UINT64_C(1) << 0)
#define FS_WRITE	(UINT64_C(1) << 1)	/* files that are there */
#define FS_CHANGE	(UINT64_C(0x3ff) << 4)	/* remove, make, move (REFER) */
#define FS_TRUNCATE	(UINT64_C(1) << 14)
#define NET_TCP		UINT64_C(3)		/* bind, connect */

struct ruleset {
	uint64_t fs, net;
};
struct beneath {
	uint64_t allowed;
	int32_t fd;
};

/* Version 1 refuses every rename between two directories, ours too. */
static struct ruleset
handled(long version)
{
	struct ruleset r = { FS_EXECUTE | FS_WRITE | FS_CHANGE, 0 };

	if (version >= 3)
		r.fs |= FS_TRUNCATE;
	if (version >= 4)
		r.net = NET_TCP;
	return r;
}

static void
allow(int ruleset, const char *path, uint64_t what)
{
	IV_AUTO(fd_close_auto) int fd = open(path, O_PATH | O_CLOEXEC);
	struct beneath rule = { what, fd };

	if (fd >= 0)
		(void)syscall(ADD_RULE, ruleset, PATH_BENEATH, &rule, 0U);
}

void
sandbox_enter(const char *const *writable, size_t n)
{
	long version = syscall(CREATE_RULESET, NULL, (size_t)0, ASK_VERSION);
	struct ruleset r = handled(version);
	size_t size = version >= 4 ? sizeof(r) : sizeof(r.fs);

	if (version < 2)
		return;

	IV_AUTO(fd_close_auto) int fd =
	    (int)syscall(CREATE_RULESET, &r, size, 0U);

	for (size_t i = 0; i < n && fd >= 0; i++)
		allow(fd, writable[i], r.fs & ~FS_EXECUTE);
#ifdef IV_REPORTS
	/* What a build that checks itself finds. */
	allow(fd, IV_REPORTS, r.fs & ~FS_EXECUTE);
#endif
	if (fd >= 0 && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0)
		(void)syscall(RESTRICT_SELF, fd, 0U);
}
