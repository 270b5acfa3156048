#include <stdint.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cjson/cJSON.h>

#include "buf.h"
#include "err.h"
#include "mem.h"
#include "tap.h"

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

/* Runs f in a child; said gets what it wrote to stderr. */
static int
status_of(void (*f)(void), char said[256])
{
	int fd[2], status;
	size_t len = 0;
	ssize_t n;

	if (pipe(fd) < 0)
		return -1;
	fflush(stdout);

	pid_t pid = fork();

	if (pid == 0) {
		dup2(fd[1], 2);
		f();
		_exit(0);
	}
	close(fd[1]);
	while ((n = read(fd[0], said + len, 255 - len)) > 0)
		len += (size_t)n;
	said[len] = '\0';
	close(fd[0]);
	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* The sanitizer needs terabytes of address space for itself. */
static void
limit(void)
{
	struct rlimit r = { 64 << 20, 64 << 20 };

	if (!SANITIZED)
		setrlimit(RLIMIT_AS, &r);
}

#define TOO_MUCH (SANITIZED ? SIZE_MAX / 4 : (size_t)128 << 20)

static void
overflow_array(void)
{
	mem_array(NULL, SIZE_MAX / 4, 8);
}

static void
overflow_committed(void)
{
	mem_committed();
	overflow_array();
}

static void
eat_alloc(void)
{
	limit();
	mem_alloc(TOO_MUCH);
}

static void
eat_realloc(void)
{
	char *p = mem_alloc(10);

	limit();
	mem_realloc(p, TOO_MUCH);
}

static void
eat_cjson(void)
{
	char *big = mem_alloc((40 << 20) + 1);

	mem_init();
	limit();
	memset(big, 'x', 40 << 20);
	cJSON_CreateString(big);
}

static void
past_max(void)
{
	struct buf b = BUF_INIT;

	b.max = 100;
	buf_pad(&b, 'x', 100);
	buf_addc(&b, 'y');
}

static void
past_size(void)
{
	struct buf b = BUF_INIT;

	buf_adds(&b, "x");
	buf_grow(&b, SIZE_MAX);
}

static void
test_mem(void)
{
	char said[256];
	unsigned char *p = mem_alloc(64);
	int sum = 0;

	for (int i = 0; i < 64; i++)
		sum += p[i];
	is_int(sum, 0, "mem_alloc zeroes");
	mem_free(p);
	p = mem_alloc(0);
	ok(p != NULL, "mem_alloc of nothing is something");
	p[0] = 1;
	mem_free(p);
	p = mem_array(NULL, 0, 8);
	ok(p != NULL, "mem_array of nothing is something");
	mem_free(p);
	ok(mem_dup(NULL) == NULL, "mem_dup keeps NULL");
	char *s = mem_ndup("abcdef", 3);
	is_str(s, "abc", "mem_ndup ends in a NUL");
	mem_free_auto(&s);
	is_int(status_of(overflow_array, said), 8, "array overflow: 8");
	ok(strstr(said, "out of memory") && strchr(said, '\n') ==
	    said + strlen(said) - 1, "one line is said");
	is_int(status_of(overflow_committed, said), 10,
	    "past the commit point: 10");
	if (SANITIZED)
		return;
	is_int(status_of(eat_alloc, said), 8, "mem_alloc fails: 8");
	is_int(status_of(eat_realloc, said), 8, "mem_realloc fails: 8");
	is_int(status_of(eat_cjson, said), 8, "cJSON has the same end");
}

static void
test_take(void)
{
	struct buf b = BUF_INIT;
	char *s = buf_take(&b);

	is_str(s, "", "taking an empty one gives a string");
	mem_free(s);
	buf_adds(&b, "given away");
	s = buf_take(&b);
	is_str(s, "given away", "buf_take");
	ok(b.p == buf_empty && b.len == 0, "empty after it");
	buf_adds(&b, "again");
	is_str(b.p, "again", "and usable again");
	mem_free(s);
	buf_release(&b);
	buf_release(&b);
	ok(b.p == buf_empty && b.cap == 0, "released twice is harmless");
}

static void
test_trim(void)
{
	static const char *const rows[][2] = {
		{ "", "" }, { " \t\r\n", "" }, { "a", "a" }, { " a b ", "a b" },
		{ "\n\na", "a" }, { "a\v\f", "a" },
		{ "\xc2\xa0" "a", "\xc2\xa0" "a" },
	};

	for (size_t i = 0; i < IV_LEN(rows); i++) {
		IV_AUTO(buf_release) struct buf b = BUF_INIT;

		buf_adds(&b, rows[i][0]);
		buf_trim(&b);
		is_str(b.p, rows[i][1], "buf_trim");
		is_int((long)b.len, (long)strlen(rows[i][1]), "its length");
	}
}

static void
test_buf(void)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	char said[256];

	is_str(b.p, "", "begins as a string");
	buf_add(&b, NULL, 0);
	buf_clear(&b);
	buf_cut(&b, 5);
	is_str(b.p, "", "nothing added, nothing cut");
	buf_grow(&b, 10);
	is_str(b.p, "", "grown, still a string");
	buf_add(&b, "a\0b", 3);
	ok(b.len == 3 && memcmp(b.p, "a\0b", 4) == 0, "NUL bytes are kept");
	buf_clear(&b);
	buf_addf(&b, "%s-%d", "x", 42);
	buf_pad(&b, '.', 3);
	buf_pad(&b, '.', 0);
	buf_addf(&b, "%s", "");
	is_str(b.p, "x-42...", "addf and pad");
	buf_clear(&b);
	buf_shell(&b, "De Kring/l'\xc3\xa9t\xc3\xa9");
	is_str(b.p, "De\\ Kring/l\\'\xc3\xa9t\xc3\xa9", "a word of a shell");
	buf_clear(&b);
	buf_adds(&b, "x-42...");
	buf_cut(&b, 100);
	is_int((long)b.len, 7, "cutting never lengthens");
	buf_cut(&b, 1);
	is_str(b.p, "x", "buf_cut");
	for (int i = 0; i < 100000; i++)
		buf_addc(&b, 'y');
	ok(b.len == 100001 && strlen(b.p) == b.len, "grows");
	is_int(status_of(past_max, said), 8, "past its maximum: 8");
	is_int(status_of(past_size, said), 8, "a length that wraps: 8");
}

int
main(void)
{
	test_mem();
	test_buf();
	test_take();
	test_trim();
	return done();
}
