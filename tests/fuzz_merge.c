/*
 * Merging three random records: the result is a record that can be stored,
 * the same to the byte whichever side is ours, and where one side changed
 * nothing, the other side's.
 */

#include "fuzz.h"

#include "json.h"
#include "merge.h"

struct bytes {
	const uint8_t *p;
	size_t n;
};

static unsigned
next(struct bytes *b)
{
	if (b->n == 0)
		return 0;
	b->n--;
	return *b->p++;
}

static cJSON *
plain(unsigned c)
{
	static const char *const words[] = { "", "a", "b", "é", "a/b", "~" };

	switch (c % 4) {
	case 0:
		return cJSON_CreateNumber((double)(c >> 2 & 3));
	case 1:
		return cJSON_CreateBool(c >> 2 & 1);
	default:
		return cJSON_CreateString(words[(c >> 2) % IV_LEN(words)]);
	}
}

/* A value: three bits say what, the rest which; few of each, so that the
 * records have much in common. */
static cJSON *
value(struct bytes *b, int depth)
{
	static const char *const keys[] = { "a", "b", "c", "d/~" };
	unsigned c = next(b), n = c >> 3 & 3;
	cJSON *j;

	if (depth == 0 || (c & 7) > 5)
		return plain(c >> 3);
	if ((c & 7) > 3) {
		j = cJSON_CreateArray();
		for (unsigned i = 0; i < n; i++)
			cJSON_AddItemToArray(j, c & 32 ? value(b, depth - 1) :
			    plain(next(b)));
		return j;
	}
	j = cJSON_CreateObject();
	for (unsigned i = 0; i <= n; i++)
		json_set(j, keys[next(b) % IV_LEN(keys)],
		    value(b, depth - 1));
	return j;
}

static cJSON *
record(struct bytes *b)
{
	cJSON *j = cJSON_CreateObject();
	static const char *const keys[] = { "schema", "x", "y", "z" };
	unsigned n = next(b) & 3;

	for (unsigned i = 0; i <= n; i++)
		json_set(j, keys[i], value(b, 3));
	return j;
}

static void
nothing(void *arg, enum merge_choice choice, const char *pointer)
{
	(void)arg;
	(void)choice;
	must(*pointer == '/' || *pointer == '\0', pointer);
}

static void
text(struct buf *b, const cJSON *base, const struct merge_side *x,
    const struct merge_side *y)
{
	struct merge m = { base, *x, *y, nothing, NULL };
	IV_AUTO(json_free_auto) cJSON *j = merge_records(&m), *again = NULL;
	struct iv_err e = IV_ERR_INIT;

	if (!j)
		return;
	json_print(b, j);
	must(json_parse(b->p, b->len, "merged", 1, &again, &e) == 0, e.msg);
	must(json_equal(j, again), b->p);
}

static void
same(const cJSON *base, const struct merge_side *x,
    const struct merge_side *y, const cJSON *want)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	IV_AUTO(json_free_auto) cJSON *j = NULL;
	struct iv_err e = IV_ERR_INIT;

	text(&b, base, x, y);
	must((b.len == 0) == (want == NULL), b.p);
	if (!want)
		return;
	must(json_parse(b.p, b.len, "", 1, &j, &e) == 0, e.msg);
	must(json_equal(j, want), b.p);
}

static void
check(const cJSON *base, const cJSON *x, const cJSON *y, bool tie)
{
	struct merge_side a = { x, 200, "aa", "anna" },
		b = { y, tie ? 200 : 100, "bb", "bert" };
	IV_AUTO(buf_release) struct buf ab = BUF_INIT, ba = BUF_INIT;

	text(&ab, base, &a, &b);
	text(&ba, base, &b, &a);
	if (strcmp(ab.p, ba.p) != 0)
		fprintf(stderr, "%s%s", ab.p, ba.p);
	must(strcmp(ab.p, ba.p) == 0, "whichever side is ours");
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes in = { data, size };
	unsigned how = next(&in);
	IV_AUTO(json_free_auto) cJSON *base = record(&in), *x = record(&in),
	    *y = record(&in);
	struct merge_side sb = { base, 50, "00", "iv" },
		sx = { x, 60, "11", "anna" };

	mem_init();
	check(base, x, y, how & 1);
	check(NULL, x, y, how & 1);
	check(base, NULL, y, how & 1);
	same(base, &sx, &sb, x);
	same(base, &sb, &sx, x);
	same(base, &sx, &sx, x);
	return 0;
}
