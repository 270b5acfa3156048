#ifndef IV_JSONTAP_H
#define IV_JSONTAP_H

/* What the tests of JSON share. */

#include <time.h>

#include "json.h"
#include "tap.h"

static inline int
parse(const char *text, cJSON **j, struct iv_err *e)
{
	return json_parse(text, strlen(text), "t", 1, j, e);
}

static inline cJSON *
must(const char *text)
{
	struct iv_err e = IV_ERR_INIT;
	cJSON *j = NULL;

	if (parse(text, &j, &e) < 0)
		printf("# %s\n", e.msg);
	return j;
}

/* A name for a check, from any text. */
static inline const char *
label(const char *prefix, const char *text)
{
	static struct buf b = BUF_INIT;

	buf_clear(&b);
	buf_adds(&b, prefix);
	for (; *text != '\0' && b.len < 60; text++)
		buf_addc(&b, *text > ' ' && *text < 0x7f && *text != '#' &&
		    *text != '\\' ? *text : '?');
	return b.p;
}

static inline void
repeat(struct buf *b, const char *s, int n)
{
	while (n-- > 0)
		buf_adds(b, s);
}

static inline double
seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

#endif
