#ifndef IV_TAP_H
#define IV_TAP_H

/*
 * The Test Anything Protocol in one header: each check prints a line, done()
 * the plan.  A unit test is a main() that calls checks and returns done().
 */

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static int tap_count, tap_failed;

static inline bool
tap_ok(bool good, const char *name, const char *file, int line)
{
	printf("%sok %d - %s\n", good ? "" : "not ", ++tap_count, name);
	if (!good) {
		tap_failed++;
		printf("#   at %s:%d\n", file, line);
	}
	fflush(stdout);
	return good;
}

static inline bool
tap_is_str(const char *got, const char *want, const char *name,
    const char *file, int line)
{
	bool same = got && want ? strcmp(got, want) == 0 : got == want;

	if (!tap_ok(same, name, file, line))
		printf("#   got  '%s'\n#   want '%s'\n", got ? got : "(null)",
		    want ? want : "(null)");
	return same;
}

static inline bool
tap_is_int(long got, long want, const char *name, const char *file, int line)
{
	if (!tap_ok(got == want, name, file, line))
		printf("#   got  %ld\n#   want %ld\n", got, want);
	return got == want;
}

static inline int
done(void)
{
	printf("1..%d\n", tap_count);
	return tap_failed != 0;
}

#define ok(cond, name)		tap_ok((cond), (name), __FILE__, __LINE__)
#define is_str(g, w, name)	tap_is_str((g), (w), (name), __FILE__, __LINE__)
#define is_int(g, w, name)	tap_is_int((g), (w), (name), __FILE__, __LINE__)

#endif
