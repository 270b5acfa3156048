#include "mem.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <unistd.h>

#include <cjson/cJSON.h>

#include "err.h"

static bool committed;

/* write and _exit: stdio and exit handlers may want memory themselves. */
IV_NORETURN static void
fail_stop(void)
{
	char line[256];
	int n = snprintf(line, sizeof(line), "%s: %s\n",
	    program_invocation_short_name, committed ?
	    _("out of memory: saved, the next write completes it") :
	    _("out of memory: nothing was changed"));

	/* Nobody is left to be told that nobody can be told. */
	if (n > 0 && (size_t)n < sizeof(line) &&
	    write(STDERR_FILENO, line, (size_t)n) < 0)
		errno = 0;
	_exit(committed ? IV_PENDING : IV_STORAGE);
}

void *
mem_alloc(size_t size)
{
	void *p = calloc(1, size > 0 ? size : 1);

	if (!p)
		fail_stop();
	return p;
}

void *
mem_plain(size_t size)
{
	void *p = malloc(size > 0 ? size : 1);

	if (!p)
		fail_stop();
	return p;
}

void *
mem_realloc(void *p, size_t size)
{
	void *moved = realloc(p, size > 0 ? size : 1);

	if (!moved)
		fail_stop();
	return moved;
}

void *
mem_array(void *p, size_t n, size_t size)
{
	/* No object may be larger than a pointer difference can say. */
	if (size > 0 && n > (size_t)PTRDIFF_MAX / size)
		fail_stop();
	return mem_realloc(p, n * size);
}

char *
mem_dup(const char *s)
{
	return s ? mem_ndup(s, strlen(s)) : NULL;
}

char *
mem_ndup(const void *p, size_t n)
{
	if (n >= (size_t)PTRDIFF_MAX)
		fail_stop();

	char *s = mem_plain(n + 1);

	if (n > 0)
		memcpy(s, p, n);
	s[n] = '\0';
	return s;
}

void
mem_free(void *p)
{
	free(p);
}

void
mem_free_auto(void *pp)
{
	void *p;

	memcpy(&p, pp, sizeof(p));
	free(p);
}

void
mem_init(void)
{
	/* cJSON clears what it must itself, and twice is felt. */
	cJSON_Hooks hooks = { mem_plain, mem_free };

	cJSON_InitHooks(&hooks);
}

void
mem_committed(void)
{
	committed = true;
}
