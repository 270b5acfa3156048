#include "merge.h"

#include <stdint.h>

#include "json.h"
#include "mem.h"
#include "tap.h"

static cJSON *
parse(const char *text)
{
	struct iv_err e = IV_ERR_INIT;
	cJSON *j = NULL;

	if (text && json_parse(text, strlen(text), "test", 1, &j, &e) < 0)
		printf("# %s: %s\n", text, e.msg);
	return j;
}

static int kept;

static void
count(void *arg, enum merge_choice choice, const char *pointer)
{
	(void)arg;
	(void)pointer;
	kept += choice == MERGE_KEPT;
}

static cJSON *
run(const cJSON *base, const cJSON *ours, const cJSON *theirs)
{
	struct merge m = { base, { ours, 200, "bb", "anna" },
		{ theirs, 100, "aa", "bert" }, count, NULL };

	kept = 0;
	return merge_records(&m);
}

/* Ours is the newer; the other way round must give the same. */
static void
merges(const char *base, const char *ours, const char *theirs,
    const char *want, const char *name)
{
	IV_AUTO(json_free_auto) cJSON *b = parse(base), *o = parse(ours),
	    *t = parse(theirs), *got = run(b, o, t), *turned = NULL;
	IV_AUTO(buf_release) struct buf text = BUF_INIT, other = BUF_INIT;
	struct merge m = { b, { t, 100, "aa", "bert" },
		{ o, 200, "bb", "anna" }, count, NULL };

	turned = merge_records(&m);
	if (got)
		json_print_line(&text, got);
	if (turned)
		json_print_line(&other, turned);
	is_str(text.p, want, name);
	is_str(other.p, want, "and the other way round");
}

static void
cases(void)
{
	merges("{\"a\":1,\"b\":2}", "{\"a\":3,\"b\":2}", "{\"a\":1,\"b\":4}",
	    "{\"a\":3,\"b\":4}", "two fields");
	merges("{\"a\":1}", "{\"a\":1}", "{\"a\":2}", "{\"a\":2}",
	    "one side changed");
	merges("{\"a\":1}", "{\"a\":2}", "{\"a\":2}", "{\"a\":2}",
	    "both the same");
	merges("{\"a\":1,\"b\":1}", "{\"a\":1}", "{\"a\":1,\"b\":1}",
	    "{\"a\":1}", "a key taken away");
	merges("{\"a\":1,\"b\":1}", "{\"a\":1}", "{\"a\":1,\"b\":2}",
	    "{\"a\":1,\"b\":2}", "edit against delete keeps the edit");
	is_int(kept, 2, "and reports it, either way round");
	merges("{\"m\":{\"x\":{\"t\":1}}}",
	    "{\"m\":{\"x\":{\"t\":1},\"y\":{\"t\":2}}}",
	    "{\"m\":{\"x\":{\"t\":1},\"z\":{\"t\":3}}}",
	    "{\"m\":{\"x\":{\"t\":1},\"y\":{\"t\":2},\"z\":{\"t\":3}}}",
	    "keyed objects by key");
	merges("{\"l\":[\"a\",\"b\"]}", "{\"l\":[\"b\",\"c\"]}",
	    "{\"l\":[\"a\",\"b\",\"d\"]}", "{\"l\":[\"b\",\"c\",\"d\"]}",
	    "lists as sets");
	merges("{\"a\":1}", "{\"a\":2}", "{\"a\":3}",
	    "{\"a\":2,\"conflicts\":{\"/a\":[{\"value\":3,\"by\":\"bert\","
	    "\"at\":\"1970-01-01T00:01:40Z\"}]}}",
	    "two values: the newer stands, the other is kept");
	merges(NULL, "{\"a\":1,\"b\":1}", "{\"a\":1,\"c\":1}",
	    "{\"a\":1,\"b\":1,\"c\":1}", "made on both sides");
	merges("{\"a\":1}", NULL, "{\"a\":1}", "", "gone on one side");
	merges("{\"a\":1}", NULL, "{\"a\":2}", "{\"a\":2}",
	    "gone here, edited there: kept");
	merges("{\"r\":[{\"x\":1}]}", "{\"r\":[{\"x\":2}]}",
	    "{\"r\":[{\"x\":3}]}", "{\"r\":[{\"x\":2}],\"conflicts\":{\"/r\":"
	    "[{\"value\":[{\"x\":3}],\"by\":\"bert\",\"at\":"
	    "\"1970-01-01T00:01:40Z\"}]}}", "rows as a whole");
	merges("{\"a\":1,\"conflicts\":{\"/a\":[{\"value\":9}]}}",
	    "{\"a\":1}", "{\"a\":1,\"conflicts\":{\"/a\":[{\"value\":8},"
	    "{\"value\":9}]}}", "{\"a\":1,\"conflicts\":{\"/a\":"
	    "[{\"value\":8}]}}", "conflicts are sets: settled stays settled");
	merges("{\"a/b~c\":1}", "{\"a/b~c\":2}", "{\"a/b~c\":3}",
	    "{\"a/b~c\":2,\"conflicts\":{\"/a~1b~0c\":[{\"value\":3,\"by\":"
	    "\"bert\",\"at\":\"1970-01-01T00:01:40Z\"}]}}", "odd keys");
}

static void
pointers(void)
{
	IV_AUTO(json_free_auto) cJSON *j = parse("{\"a\":{\"b/c\":1},"
	    "\"conflicts\":{\"/a/b~1c\":[{\"value\":2}]}}");
	IV_AUTO(buf_release) struct buf b = BUF_INIT;

	ok(cJSON_IsNumber(merge_at(j, "/a/b~1c")), "a pointer is followed");
	ok(merge_put(j, "/a/b~1c", cJSON_CreateNumber(2)), "and set");
	ok(merge_settle(j, "/a/b~1c"), "a conflict is settled");
	ok(!merge_settle(j, "/a/b~1c"), "once");
	json_print_line(&b, j);
	is_str(b.p, "{\"a\":{\"b/c\":2}}", "and leaves no trace");
	buf_clear(&b);
	merge_shown(&b, "/roles/chair");
	is_str(b.p, "roles.chair", "for people with points");
	buf_clear(&b);
	merge_shown(&b, "/a/b~1c");
	is_str(b.p, "/a/b~1c", "one that points would say otherwise stays");
	buf_clear(&b);
	merge_shown(&b, "/a/b.c");
	is_str(b.p, "/a/b.c", "and one with a point in it");
	buf_clear(&b);
	merge_shown(&b, "");
	is_str(b.p, "", "the record itself is none");
}

/* Random records of a few keys, so that edits meet. */
static uint64_t state = 1;

static unsigned
dice(unsigned n)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(state >> 33) % n;
}

static void
edit(cJSON *o, int depth)
{
	static const char *const keys[] = { "a", "b", "c", "d" };
	const char *key = keys[dice(4)];

	switch (dice(depth > 0 ? 5 : 4)) {
	case 0:
		json_drop(o, key);
		break;
	case 1:
	case 2:
		json_set_int(o, key, (long)dice(5));
		break;
	case 3:
		cJSON_AddItemToArray(json_array(o, "list"),
		    cJSON_CreateNumber(dice(6)));
		break;
	default:
		edit(json_object(o, "map"), depth - 1);
	}
}

/* Is every value that a side changed still somewhere? */
static bool
found(const cJSON *in, const cJSON *value)
{
	const cJSON *j;

	if (json_equal(in, value))
		return true;
	cJSON_ArrayForEach(j, in)
		if (found(j, value))
			return true;
	return false;
}

static bool
nothing_lost(const cJSON *base, const cJSON *side, const cJSON *merged)
{
	const cJSON *j;

	cJSON_ArrayForEach(j, side) {
		const cJSON *was = json_get(base, j->string);

		if (cJSON_IsObject(j) && cJSON_IsObject(was)) {
			if (!nothing_lost(was, j, merged))
				return false;
		} else if (cJSON_IsNumber(j) && !(was &&
		    json_equal(was, j)) && !found(merged, j)) {
			return false;
		}
	}
	return true;
}

static void
properties(void)
{
	int symmetric = 0, lost = 0, same = 0, n = 20000;

	for (int i = 0; i < n; i++) {
		IV_AUTO(json_free_auto) cJSON *base = cJSON_CreateObject();
		IV_AUTO(json_free_auto) cJSON *a = NULL, *b = NULL, *x = NULL,
		    *y = NULL, *z = NULL;
		struct merge m = { .report = NULL };
		IV_AUTO(buf_release) struct buf p = BUF_INIT, q = BUF_INIT;

		for (unsigned k = dice(6); k > 0; k--)
			edit(base, 2);
		a = cJSON_Duplicate(base, true);
		b = cJSON_Duplicate(base, true);
		for (unsigned k = dice(4); k > 0; k--)
			edit(a, 2);
		for (unsigned k = dice(4); k > 0; k--)
			edit(b, 2);
		m.base = base;
		m.ours = (struct merge_side){ a, dice(3), "aa", "anna" };
		m.theirs = (struct merge_side){ b, dice(3), "bb", "bert" };
		x = merge_records(&m);
		m.ours = (struct merge_side){ b, m.theirs.when, "bb", "bert" };
		m.theirs = (struct merge_side){ a, 0, "aa", "anna" };
		m.theirs.when = m.ours.when;
		m.ours.when = m.theirs.when;
		y = merge_records(&m);
		m.theirs = m.ours;
		m.ours = (struct merge_side){ a, m.theirs.when, "aa", "anna" };
		z = merge_records(&m);
		json_print_line(&p, y);
		json_print_line(&q, z);
		symmetric += strcmp(p.p, q.p) == 0;
		lost += !nothing_lost(base, a, x) || !nothing_lost(base, b, x);
		m.base = a;
		m.ours.json = m.theirs.json = x;
		cJSON_Delete(y);
		y = merge_records(&m);
		same += json_equal(x, y);
	}
	printf("# merge: %d random merges\n", n);
	is_int(symmetric, n, "the same whichever side is ours");
	is_int(lost, 0, "no value that a side set is lost");
	is_int(same, n, "merging what is merged changes nothing");
}

int
main(void)
{
	mem_init();
	cases();
	pointers();
	properties();
	return done();
}
