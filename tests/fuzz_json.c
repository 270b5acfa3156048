/*
 * What the parser accepts must come back equal from both ways of printing,
 * and be printed the same the second time; what it refuses has a place.
 */

#include "json.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static cJSON *
again(const struct buf *b, const cJSON *j)
{
	struct iv_err e = IV_ERR_INIT;
	cJSON *k = NULL;

	if (json_parse(b->p, b->len, "printed", 1, &k, &e) < 0 ||
	    !json_equal(j, k) || !json_equal(k, j)) {
		fprintf(stderr, "%s\n%s\n", e.msg, b->p);
		abort();
	}
	return k;
}

static void
round_trip(const cJSON *j, void (*print)(struct buf *, const cJSON *))
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT, c = BUF_INIT;
	IV_AUTO(json_free_auto) cJSON *k = NULL;

	print(&b, j);
	/* Indented or with escapes, what is printed may pass the limit. */
	if (b.len > JSON_MAX)
		return;
	k = again(&b, j);
	print(&c, k);
	if (b.len != c.len || memcmp(b.p, c.p, b.len) != 0)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const pointers[] = { "", "/a", "/0", "/a/b/0",
		"/~1~0", "/" };
	IV_AUTO(json_free_auto) cJSON *j = NULL;
	const char *text = (const char *)data;
	struct iv_err e = IV_ERR_INIT;
	int line, col;

	mem_init();
	if (json_parse(text, size, "input", 1, &j, &e) < 0) {
		if (e.code != IV_INVALID || strncmp(e.msg, "input:", 6) != 0 ||
		    strstr(e.note, "^\n") == NULL)
			abort();
		return 0;
	}
	round_trip(j, json_print);
	round_trip(j, json_print_line);
	for (size_t i = 0; i < IV_LEN(pointers); i++)
		json_locate(text, size, pointers[i], &line, &col);
	return 0;
}
