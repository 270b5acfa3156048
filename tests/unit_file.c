#include "file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "mem.h"
#include "tap.h"

#define SECRET		"outside"

static int top, dir;	/* a scratch directory, and "in" inside it */

static void
put(const char *path, const char *text)
{
	IV_AUTO(fd_close_auto) int fd = openat(top, path,
	    O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	if (fd < 0 || fd_write(fd, text, strlen(text)) < 0)
		printf("Bail out! cannot write %s\n", path);
}

static void
scratch_make(char *path)
{
	int bad = mkdtemp(path) == NULL;

	top = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bad |= mkdirat(top, "in", 0700) | mkdirat(top, "out", 0700) |
	    mkdirat(top, "in/sub", 0700) | mkdirat(top, "in/sub/deep", 0700);
	put("secret", SECRET);
	put("out/secret", SECRET);
	put("in/plain", "hello");
	put("in/empty", "");
	put("in/sub/deep/file", "deep");
	bad |= symlinkat("../secret", top, "in/link") |
	    symlinkat("plain", top, "in/link-within") |
	    symlinkat("../out", top, "in/link-dir") |
	    symlinkat("sub", top, "in/link-dir-within") |
	    symlinkat("nowhere", top, "in/link-broken") |
	    mkfifoat(top, "in/fifo", 0600);
	dir = openat(top, "in", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (bad || dir < 0)
		printf("Bail out! no scratch directory\n");
}

static void
scratch_remove(int at)
{
	DIR *d = fdopendir(at);
	struct dirent *entry;

	while (d != NULL && (entry = readdir(d)) != NULL) {
		const char *name = entry->d_name;

		if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0 ||
		    unlinkat(dirfd(d), name, 0) == 0)
			continue;
		scratch_remove(openat(dirfd(d), name,
		    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
		unlinkat(dirfd(d), name, AT_REMOVEDIR);
	}
	if (d != NULL)
		closedir(d);
}

static const struct {
	const char *path;
	enum iv_code code;
	const char *content;
} reads[] = {
	{ "plain", IV_OK, "hello" },
	{ "empty", IV_OK, "" },
	{ "sub/deep/file", IV_OK, "deep" },
	{ "missing", IV_NOTFOUND, NULL },
	{ "missing/file", IV_NOTFOUND, NULL },
	{ "sub/missing", IV_NOTFOUND, NULL },
	{ "plain/file", IV_INVALID, NULL },
	{ "", IV_INVALID, NULL },
	{ "/", IV_INVALID, NULL },
	{ "/etc/passwd", IV_INVALID, NULL },
	{ "..", IV_INVALID, NULL },
	{ "../secret", IV_INVALID, NULL },
	{ "../in/plain", IV_INVALID, NULL },
	{ "sub/../plain", IV_INVALID, NULL },
	{ "sub/..", IV_INVALID, NULL },
	{ "sub//deep/file", IV_INVALID, NULL },
	{ "sub/", IV_INVALID, NULL },
	{ "link", IV_INVALID, NULL },
	{ "link-within", IV_INVALID, NULL },
	{ "link-broken", IV_INVALID, NULL },
	{ "link-dir/secret", IV_INVALID, NULL },
	{ "link-dir-within/deep/file", IV_INVALID, NULL },
	{ "sub", IV_INVALID, NULL },
	{ "fifo", IV_INVALID, NULL },
};

static void
read_test(void)
{
	for (size_t i = 0; i < IV_LEN(reads); i++) {
		IV_AUTO(buf_release) struct buf b = BUF_INIT;
		struct iv_err e = IV_ERR_INIT;
		int ret;

		buf_adds(&b, "kept ");
		ret = file_read(dir, reads[i].path, FILE_MAX, &b, &e);
		is_int(e.code, reads[i].code, reads[i].path);
		ok(ret == (reads[i].code == IV_OK ? 0 : -1) &&
		    strncmp(b.p, "kept ", 5) == 0, "its return value");
		is_str(b.p + 5, reads[i].content ? reads[i].content : "",
		    "its content, added; nothing after a failure");
		ok((reads[i].code == IV_OK) == (e.msg[0] == '\0'),
		    "a message when it fails");
	}
}

static void
size_test(void)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT, big = BUF_INIT;
	IV_AUTO(fd_close_auto) int fd = -1;
	struct iv_err e = IV_ERR_INIT;
	int ends[2];

	buf_pad(&big, 'x', 100000);
	put("in/big", big.p);
	ok(file_read(dir, "big", 100000, &b, &e) == 0 && b.len == 100000,
	    "a file of exactly the size allowed");
	buf_clear(&b);
	ok(file_read(dir, "big", 99999, &b, &e) < 0 && b.len == 0 &&
	    e.code == IV_INVALID, "one byte more is refused");
	is_str(e.msg, "'big' is too large: at most 99999 bytes are read",
	    "and says so");
	fd = openat(dir, "big", O_RDONLY | O_CLOEXEC);
	ok(fd_read(fd, "big", 99999, &b, &e) < 0 && b.len == 0 &&
	    e.code == IV_INVALID, "also from an open descriptor");
	ok(fd_read(fd, "big", (size_t)-1, &b, &e) == 0, "no limit");
	buf_clear(&b);
	if (pipe2(ends, O_CLOEXEC) == 0) {
		ok(fd_write(ends[1], "abc", 3) == 0, "writes all");
		close(ends[1]);
		ok(fd_read(ends[0], "pipe", 10, &b, &e) == 0 && b.len == 3,
		    "reads a pipe to its end");
		close(ends[0]);
	}
	ok(fd_read(dir, "dir", 10, &b, &e) < 0 && e.code == IV_STORAGE &&
	    b.len == 3, "a failed read is a storage failure");
	ok(fd_write(dir, "x", 1) < 0 && errno == EBADF,
	    "a failed write has errno");
}

static void
open_test(void)
{
	struct iv_err e = IV_ERR_INIT;
	struct stat st;
	int fd = 77, got;

	got = beneath_open(dir, "sub/new", O_WRONLY | O_CREAT | O_EXCL, 0600);
	ok(got >= 0 && (fcntl(got, F_GETFD) & FD_CLOEXEC) != 0,
	    "makes a file, close-on-exec");
	close(got);
	ok(beneath_open(dir, "../evil", O_WRONLY | O_CREAT, 0600) < 0 &&
	    faccessat(top, "evil", F_OK, 0) < 0, "makes none outside");
	ok(beneath_open(dir, "link-dir/evil", O_WRONLY | O_CREAT, 0600) < 0 &&
	    errno == ELOOP && faccessat(top, "out/evil", F_OK, 0) < 0,
	    "nor behind a symlink");
	ok(beneath_open(dir, "link-broken", O_WRONLY | O_CREAT, 0600) < 0 &&
	    errno == ELOOP && faccessat(top, "in/nowhere", F_OK, 0) < 0,
	    "nor through a broken one");
	ok(beneath_open(dir, "link-dir", O_RDONLY | O_DIRECTORY, 0) < 0 &&
	    errno == ELOOP, "a symlink is no directory");
	ok(beneath_stat(dir, "sub/deep/file", &st) == 0 && st.st_size == 4,
	    "stat");
	ok(beneath_stat(dir, "link", &st) == 0 && S_ISLNK(st.st_mode),
	    "stat shows a symlink as what it is");
	ok(beneath_stat(dir, "link-dir/secret", &st) < 0 && errno == ELOOP,
	    "and does not look behind one");
	ok(dir_open("/nonexistent-directory", &fd, &e) < 0 &&
	    e.code == IV_NOTFOUND && fd == 77, "a missing directory");
	ok(dir_open("/dev/null", &fd, &e) < 0 && e.code == IV_INVALID,
	    "no directory");
	ok(dir_open("/", &fd, &e) == 0 && fd >= 0, "a directory");
	close(fd);
}

static void
dirs_test(void)
{
	struct iv_err e = IV_ERR_INIT;
	struct stat st;
	mode_t old = umask(0);

	ok(dirs_make(dir, "cases/2026/abc.json", &e) == 0 &&
	    beneath_stat(dir, "cases/2026", &st) == 0 &&
	    (st.st_mode & 07777) == 0700, "makes parents, mode 0700");
	ok(beneath_stat(dir, "cases/2026/abc.json", &st) < 0,
	    "but not the file");
	ok(dirs_make(dir, "cases/2026/def.json", &e) == 0, "once more");
	ok(dirs_make(dir, "top.json", &e) == 0, "nothing to make");
	ok(dirs_make(dir, "link-dir/a/b", &e) < 0 && e.code == IV_INVALID &&
	    faccessat(top, "out/a", F_OK, 0) < 0, "not behind a symlink");
	ok(dirs_make(dir, "../x/y", &e) < 0 && e.code == IV_INVALID &&
	    faccessat(top, "x", F_OK, 0) < 0, "not outside");
	ok(dirs_make(dir, "plain/x", &e) < 0 && e.code == IV_INVALID,
	    "not in a file");
	umask(old);
}

static long
open_fds(void)
{
	DIR *d = opendir("/proc/self/fd");
	long n = 0;

	while (d != NULL && readdir(d) != NULL)
		n++;
	if (d != NULL)
		closedir(d);
	return n;
}

static bool
holds(const char *path, const char *text)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	struct iv_err e = IV_ERR_INIT;

	return file_read(dir, path, FILE_MAX, &b, &e) == 0 &&
	    strcmp(b.p, text) == 0;
}

static long
count(const char *path)
{
	struct iv_err e = IV_ERR_INIT;
	IV_AUTO(names_release) struct names l = { NULL, 0 };

	return dir_names(dir, path, &l, &e) < 0 ? -1 : (long)l.n;
}

/* A file size limit of 4 bytes stands in for a full disk. */
static int
replace_full(struct iv_err *e)
{
	struct rlimit old, small;
	int ret;

	getrlimit(RLIMIT_FSIZE, &old);
	small = (struct rlimit){ 4, old.rlim_max };
	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &small);
	ret = file_replace(dir, "state/a", "much longer", 11, 0600, e);
	setrlimit(RLIMIT_FSIZE, &old);
	signal(SIGXFSZ, SIG_DFL);
	return ret;
}

static void
replace_test(void)
{
	struct iv_err e = IV_ERR_INIT;
	struct stat before, st;

	ok(dirs_make(dir, "state/a", &e) == 0 &&
	    file_replace(dir, "state/a", "one", 3, 0600, &e) == 0 &&
	    holds("state/a", "one"), "a new file");
	beneath_stat(dir, "state/a", &before);
	ok(file_replace(dir, "state/a", "two!", 4, 0600, &e) == 0 &&
	    holds("state/a", "two!"), "replaced");
	ok(beneath_stat(dir, "state/a", &st) == 0 &&
	    st.st_ino != before.st_ino && (st.st_mode & 07777) == 0600,
	    "by another file, mode 0600");
	ok(replace_full(&e) < 0 && e.code == IV_STORAGE &&
	    holds("state/a", "two!"), "a full disk leaves the old one");
	ok(file_replace(dir, "sub", "x", 1, 0600, &e) < 0 &&
	    e.code == IV_STORAGE, "a directory stays");
	is_int(count("state"), 1, "no temporary file stays behind");
	ok(file_replace(dir, "none/x", "x", 1, 0600, &e) < 0 &&
	    e.code == IV_NOTFOUND, "no directory, no file");
	ok(file_replace(dir, "link-dir/x", "x", 1, 0600, &e) < 0 &&
	    e.code == IV_INVALID && faccessat(top, "out/x", F_OK, 0) < 0,
	    "nothing behind a symlink");
	ok(symlinkat("../../secret", dir, "state/b") == 0 &&
	    file_replace(dir, "state/b", "x", 1, 0600, &e) == 0 &&
	    holds("state/b", "x"), "a symlink is replaced itself");
	fstatat(top, "secret", &st, 0);
	is_int(st.st_size, (long)strlen(SECRET), "not its target");
}

static void
names_test(void)
{
	static const char *const made[] = { "b", "a", "B", "\xc3\xab", "a.b",
		".hidden", "10", "9" };
	static const char want[] = ".hidden 10 9 B a a.b b \xc3\xab ";
	IV_AUTO(names_release) struct names l = { NULL, 0 };
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	struct iv_err e = IV_ERR_INIT;
	char path[64];

	ok(dirs_make(dir, "names/x", &e) == 0, "a directory");
	is_int(count("names"), 0, "that is empty");
	for (size_t i = 0; i < IV_LEN(made); i++) {
		snprintf(path, sizeof(path), "in/names/%s", made[i]);
		put(path, "");
	}
	ok(dir_names(dir, "names", &l, &e) == 0, "its names");
	for (size_t i = 0; i < l.n; i++)
		buf_addf(&b, "%s ", l.v[i]);
	is_str(b.p, want, "sorted by bytes");
	is_int(count("missing"), 0, "a missing one is empty");
	is_int(count("missing/too"), 0, "and below it");
	ok(count("") > 5, "the directory itself");
	ok(dir_names(dir, "link-dir", &l, &e) < 0 && e.code == IV_INVALID &&
	    l.n == IV_LEN(made), "a symlink is refused");
	ok(dir_names(dir, "plain", &l, &e) < 0 && e.code == IV_INVALID,
	    "and a file");
	ok(dir_names(dir, "..", &l, &e) < 0 && e.code == IV_INVALID,
	    "and what lies outside");
}

static long
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000L + t.tv_nsec / 1000000L;
}

static void
lock_test(void)
{
	struct iv_err e = IV_ERR_INIT;
	struct stat st;
	int a = -1, b = -1;
	long start;

	ok(file_lock(dir, "sub/lock", 1000, &a, &e) == 0 && a >= 0,
	    "a lock");
	ok(beneath_stat(dir, "sub/lock", &st) == 0 && st.st_size == 0 &&
	    (st.st_mode & 07777) == 0600, "is an empty file, mode 0600");
	ok((fcntl(a, F_GETFD) & FD_CLOEXEC) != 0, "close-on-exec");
	start = now_ms();
	ok(file_lock(dir, "sub/lock", 100, &b, &e) < 0 &&
	    e.code == IV_BUSY && b == -1, "held: busy");
	ok(now_ms() - start >= 100, "after waiting");
	ok(file_lock(dir, "sub/lock", 0, &b, &e) < 0 && e.code == IV_BUSY,
	    "or at once");
	close(a);
	ok(file_lock(dir, "sub/lock", 0, &b, &e) == 0, "closed: free");
	close(b);
	ok(file_lock(dir, "link", 0, &b, &e) < 0 && e.code == IV_INVALID,
	    "no lock through a symlink");
	ok(file_lock(dir, "sub", 0, &b, &e) < 0, "nor on a directory");
	ok(file_lock(dir, "none/lock", 0, &b, &e) < 0 &&
	    e.code == IV_NOTFOUND, "nor where there is no directory");
}

/* The lock file is replaced while another program waits for it. */
static void
lock_moved_test(void)
{
	struct iv_err e = IV_ERR_INIT;
	struct stat st, mine;
	int a = -1, b = -1, status;

	ok(file_lock(dir, "moved", 0, &a, &e) == 0, "a lock");
	fflush(stdout);
	if (fork() == 0) {
		usleep(50000);
		unlinkat(dir, "moved", 0);
		put("in/moved", "new");
		close(a);
		_exit(0);
	}
	close(a);
	ok(file_lock(dir, "moved", 5000, &b, &e) == 0,
	    "waits for a lock file that is replaced meanwhile");
	ok(fstat(b, &mine) == 0 && beneath_stat(dir, "moved", &st) == 0 &&
	    st.st_ino == mine.st_ino && st.st_size == 3,
	    "and holds the one that is there");
	close(b);
	wait(&status);
}

static int
writer(int rounds)
{
	struct iv_err e = IV_ERR_INIT;

	for (int i = 0; i < rounds; i++) {
		IV_AUTO(buf_release) struct buf b = BUF_INIT;
		IV_AUTO(fd_close_auto) int lock = -1;

		if (file_lock(dir, "sub/count.lock", 5000, &lock, &e) < 0 ||
		    file_read(dir, "sub/count", 100, &b, &e) < 0)
			return 1;

		long n = strtol(b.p, NULL, 10) + 1;

		buf_clear(&b);
		buf_addf(&b, "%ld", n);
		if (file_replace(dir, "sub/count", b.p, b.len, 0600, &e) < 0)
			return 1;
	}
	return 0;
}

static void
writers_test(void)
{
	int failed = 0, status;
	long start = now_ms();

	put("in/sub/count", "0");
	fflush(stdout);
	for (int i = 0; i < 8; i++)
		if (fork() == 0)
			_exit(writer(100));
	for (int i = 0; i < 8; i++)
		failed += wait(&status) < 0 || status != 0;
	is_int(failed, 0, "8 writers x 100: none was refused");
	ok(holds("sub/count", "800"), "and none was lost");
	printf("# 800 locked changes in %ld ms\n", now_ms() - start);
}

/* From here on the kernel seems to have no openat2. */
static bool
openat2_forbid(int error)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
		    offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat2, 0, 1),
		BPF_STMT(BPF_RET | BPF_K,
		    SECCOMP_RET_ERRNO | (unsigned)error),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog prog = { IV_LEN(code), code };

	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &prog) == 0 &&
	    syscall(SYS_openat2, top, ".", NULL, 0) < 0 && errno == error;
}

static void
all_tests(void)
{
	char path[] = "/tmp/iv-unit-file-XXXXXX";
	long fds;

	scratch_make(path);
	fds = open_fds();
	read_test();
	size_test();
	open_test();
	dirs_test();
	replace_test();
	names_test();
	lock_test();
	lock_moved_test();
	is_int(open_fds(), fds, "no descriptor is left open");
}

static void
finish(void)
{
	char path[64], link[64];
	ssize_t n;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", top);
	n = readlink(link, path, sizeof(path) - 1);
	close(dir);
	scratch_remove(top);
	if (n > 0) {
		path[n] = '\0';
		rmdir(path);
	}
}

int
main(void)
{
	mem_init();
	all_tests();
	writers_test();
	finish();
	if (openat2_forbid(ENOSYS)) {
		all_tests();
		finish();
	} else {
		ok(true, "a kernel without openat2 # SKIP no seccomp");
	}
	return done();
}
