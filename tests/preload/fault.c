/*
 * Put in front of a program under test by LD_PRELOAD: makes one allocation
 * fail, or one write come short, in programs whose name begins with "iv-".
 *
 *	IV_FAULT_ALLOC=N	the Nth allocation fails
 *	IV_FAULT_WRITE=N	the Nth write of more than one byte takes half
 *	IV_FAULT_COUNT=FILE	"ALLOCATIONS WRITES" at the end
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static long allocs, writes, fail_alloc, short_write;
static int watching;
static int counts = -1;		/* open from the start, before any sandbox */

void *__libc_malloc(size_t);
void *__libc_calloc(size_t, size_t);
void *__libc_realloc(void *, size_t);

static long
wanted(const char *name)
{
	const char *v = getenv(name);

	return v ? strtol(v, NULL, 10) : 0;
}

__attribute__((constructor)) static void
begin(void)
{
	watching = !strncmp(program_invocation_short_name, "iv-", 3);
	fail_alloc = wanted("IV_FAULT_ALLOC");
	short_write = wanted("IV_FAULT_WRITE");
	if (watching && getenv("IV_FAULT_COUNT"))
		counts = open(getenv("IV_FAULT_COUNT"), O_WRONLY | O_CREAT |
		    O_TRUNC | O_CLOEXEC, 0600);
	allocs = writes = 0;
}

__attribute__((destructor)) static void
end(void)
{
	char line[64];
	int n;

	if (counts < 0)
		return;
	watching = 0;
	n = snprintf(line, sizeof(line), "%ld %ld\n", allocs, writes);
	if (write(counts, line, (size_t)n) != n)
		_exit(99);
}

static int
fails(void)
{
	if (!watching || ++allocs != fail_alloc)
		return 0;
	errno = ENOMEM;
	return 1;
}

void *
malloc(size_t size)
{
	return fails() ? NULL : __libc_malloc(size);
}

void *
calloc(size_t n, size_t size)
{
	return fails() ? NULL : __libc_calloc(n, size);
}

void *
realloc(void *p, size_t size)
{
	return fails() ? NULL : __libc_realloc(p, size);
}

static size_t
taken(size_t n)
{
	return watching && n > 1 && ++writes == short_write ? n / 2 : n;
}

ssize_t
write(int fd, const void *p, size_t n)
{
	static ssize_t (*real)(int, const void *, size_t);

	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "write");
	return real(fd, p, taken(n));
}

ssize_t
pwrite(int fd, const void *p, size_t n, off_t at)
{
	static ssize_t (*real)(int, const void *, size_t, off_t);

	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "pwrite");
	return real(fd, p, taken(n), at);
}
