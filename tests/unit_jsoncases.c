/*
 * Our own cases of RFC 8259, section by section (tests/json.cases), through
 * the reader.  With FILE DIR it writes them into files of DIR instead, for the
 * test that gives them to a program: N.good or N.bad, and N.want.
 */

#include "cases.h"
#include "json.h"
#include "mem.h"
#include "tap.h"

#define CASES	"tests/json.cases"

static const char *dir;
static int n, good;

static bool
reads(const struct json_case *c)
{
	IV_AUTO(json_free_auto) cJSON *j = NULL, *again = NULL;
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	struct iv_err e = IV_ERR_INIT;

	if (json_parse(c->text.p, c->text.len, "t", 1, &j, &e) < 0) {
		printf("# %s\n", e.msg);
		return false;
	}
	json_print_line(&b, j);
	return b.len == c->reads.len && memcmp(b.p, c->reads.p, b.len) == 0 &&
	    json_parse(b.p, b.len, "t", 1, &again, &e) == 0 &&
	    json_equal(j, again);
}

/* "1:3 words": at this place, in these words. */
static bool
refuses(const struct json_case *c)
{
	IV_AUTO(json_free_auto) cJSON *j = NULL;
	struct iv_err e = IV_ERR_INIT;
	size_t place = strcspn(c->reads.p, " ");

	if (json_parse(c->text.p, c->text.len, "t", 1, &j, &e) == 0)
		return false;
	if (strncmp(e.msg, "t:", 2) == 0 &&
	    strncmp(e.msg + 2, c->reads.p, place) == 0 &&
	    e.msg[2 + place] == ':' &&
	    strstr(e.msg, c->reads.p + place + 1) != NULL &&
	    strstr(e.note, "^\n") != NULL)
		return true;
	printf("# %s\n", e.msg);
	return false;
}

static void
check(const struct json_case *c)
{
	good += c->good;
	ok(c->good ? reads(c) : refuses(c), c->name);
}

static void
put(const char *end, const struct buf *b)
{
	char path[512];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%03d.%s", dir, n, end);
	f = fopen(path, "wb");
	if (f == NULL || fwrite(b->p, 1, b->len, f) != b->len ||
	    fclose(f) != 0)
		exit(1);
}

static void
put_case(const struct json_case *c)
{
	n++;
	put(c->good ? "good" : "bad", &c->text);
	put("want", &c->reads);
}

int
main(int argc, char **argv)
{
	mem_init();
	if (argc > 2) {
		dir = argv[2];
		return cases_each(argv[1], put_case) > 0 ? 0 : 1;
	}
	n = cases_each(CASES, check);
	ok(n >= 300, "three hundred cases and more");
	printf("# %d cases of JSON: %d are read, %d refused, each at its "
	    "place\n", n, good, n - good);
	return done();
}
