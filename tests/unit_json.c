#include "json.h"

#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "jsontap.h"
#include "mem.h"
#include "utf8.h"

static void
print_test(void)
{
	static const char canonical[] =
	    "{\n"
	    "  \"schema\": \"iv.case/1\",\n"
	    "  \"title\": \"Hoe is het mij gelukt \xe2\x80\xa6\",\n"
	    "  \"empty\": [],\n"
	    "  \"none\": {},\n"
	    "  \"list\": [\n"
	    "    1,\n"
	    "    [\n"
	    "      2.5\n"
	    "    ],\n"
	    "    {\n"
	    "      \"a/b\": \"\\\"\\\\\\b\\f\\n\\r\\t\\u001b\x7f\"\n"
	    "    }\n"
	    "  ],\n"
	    "  \"on\": true,\n"
	    "  \"off\": false,\n"
	    "  \"nil\": null\n"
	    "}\n";
	IV_AUTO(buf_release) struct buf b = BUF_INIT, line = BUF_INIT;
	IV_AUTO(json_free_auto) cJSON *j = must(canonical);
	IV_AUTO(json_free_auto) cJSON *from_line = NULL;

	json_print(&b, j);
	is_str(b.p, canonical, "canonical text is printed as it was");
	json_print_line(&line, j);
	ok(strchr(line.p, '\n') == NULL, "one line is one line");
	from_line = must(line.p);
	buf_clear(&b);
	json_print(&b, from_line);
	is_str(b.p, canonical, "and leads back to the canonical text");
}

static const struct {
	double v;
	const char *text;
} numbers[] = {
	{ 0, "0" }, { -0.0, "-0" }, { 1, "1" }, { -1, "-1" },
	{ 0.1, "0.1" }, { 0.1 + 0.2, "0.30000000000000004" },
	{ 1.5e300, "1.5e+300" }, { 1e-7, "1e-7" }, { 1e-6, "0.000001" },
	{ 1.25e-9, "1.25e-9" }, { 123456.789, "123456.789" },
	{ 1e21, "1e+21" }, { 1e22, "1e+22" }, { 1e23, "1e+23" },
	{ 999999999999999900000.0, "999999999999999900000" },
	{ 9007199254740991.0, "9007199254740991" },
	{ 9007199254740992.0, "9007199254740992" },
	{ 9007199254740994.0, "9007199254740994" },
	{ 1e20, "100000000000000000000" },
	{ 4.35, "4.35" }, { 2.0 / 3, "0.6666666666666666" },
	{ 5e-324, "5e-324" }, { DBL_MIN, "2.2250738585072014e-308" },
	{ DBL_MAX, "1.7976931348623157e+308" },
	{ 0x1p-44, "5.684341886080802e-14" },
	{ 0x1p-1074 * 3, "1.5e-323" },
	{ 9.5367431640625e-7, "9.5367431640625e-7" },
	{ HUGE_VAL, "null" },
};

static void
number_test(void)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	uint64_t x = 88172645463325252u;
	int bad = 0, refusals = 0;

	for (size_t i = 0; i < IV_LEN(numbers); i++) {
		buf_clear(&b);
		json_number(&b, numbers[i].v);
		is_str(b.p, numbers[i].text, label("prints ",
		    numbers[i].text));
	}
	for (int i = 0; i < 20000; i++) {
		IV_AUTO(json_free_auto) cJSON *j = NULL;
		struct iv_err e = IV_ERR_INIT;
		double v;

		x ^= x << 13;
		x ^= x >> 7;
		x ^= x << 17;
		memcpy(&v, &x, sizeof(v));
		if (i % 2 == 0)
			v = ldexp(1, (int)(x % 2098) - 1074);
		if (!isfinite(v))
			continue;
		buf_clear(&b);
		json_number(&b, v);
		bad += strtod(b.p, NULL) != v || b.len > 25;
		refusals += parse(b.p, &j, &e) < 0 || j->valuedouble != v;
	}
	is_int(bad, 0, "20,000 doubles: printed, they read back the same");
	is_int(refusals, 0, "and the guard accepts each");
}

static void
equal_test(void)
{
	static const struct {
		const char *a, *b;
		bool same;
	} pairs[] = {
		{ "{\"a\":1,\"b\":[2]}", "{\"b\":[2],\"a\":1}", true },
		{ "{\"a\":1}", "{\"A\":1}", false },
		{ "{\"a\":1}", "{\"a\":2}", false },
		{ "{\"a\":1}", "{\"a\":1,\"b\":1}", false },
		{ "{\"a\":1,\"b\":1}", "{\"a\":1,\"c\":1}", false },
		{ "{\"b\":1,\"a\":1}", "{\"a\":1}", false },
		{ "{}", "[]", false },
		{ "{}", "{}", true },
		{ "[1,2]", "[2,1]", false },
		{ "[1,2]", "[1,2,3]", false },
		{ "1", "1.0", true },
		{ "0", "-0", true },
		{ "1", "\"1\"", false },
		{ "true", "false", false },
		{ "null", "null", true },
		{ "\"\\u00eb\"", "\"\xc3\xab\"", true },
		{ "\"\xc3\xab\"", "\"e\xcc\x88\"", false },
		{ "{\"x\":{\"a\":1,\"b\":2}}", "{\"x\":{\"b\":2,\"a\":1}}",
		    true },
		{ "{\"x\":{\"a\":1,\"b\":2}}", "{\"x\":{\"b\":2,\"a\":3}}",
		    false },
	};

	for (size_t i = 0; i < IV_LEN(pairs); i++) {
		IV_AUTO(json_free_auto) cJSON *a = must(pairs[i].a);
		IV_AUTO(json_free_auto) cJSON *b = must(pairs[i].b);

		ok(json_equal(a, b) == pairs[i].same &&
		    json_equal(b, a) == pairs[i].same,
		    label("compares ", pairs[i].a));
	}
	ok(json_equal(NULL, NULL), "nothing equals nothing");
}

static void
locate_test(void)
{
	static const char text[] =
	    "{\n"
	    "  \"a\": [ 10, {\"b\": \"x,]}\"} ,-3.5e1],\n"
	    "  \"\xc3\xab\": \"\xc3\xab\\\"\", \"k/~\": {\"\": null},\n"
	    "  \"e\\u0061\": true\n"
	    "}\n";
	static const struct {
		const char *pointer;
		int line, col;
	} at[] = {
		{ "", 1, 1 }, { "/a", 2, 8 }, { "/a/0", 2, 10 },
		{ "/a/1", 2, 14 }, { "/a/1/b", 2, 20 }, { "/a/2", 2, 29 },
		{ "/a/3", 0, 0 }, { "/a/00", 0, 0 }, { "/a/-", 0, 0 },
		{ "/a/", 0, 0 }, { "/a/0/x", 0, 0 }, { "/b", 0, 0 },
		{ "/\xc3\xab", 3, 8 }, { "/k~1~0", 3, 22 },
		{ "/k~1~0/", 3, 27 }, { "/k~1~0/x", 0, 0 },
		{ "/ea", 4, 14 }, { "a", 0, 0 }, { "/A", 0, 0 },
	};

	for (size_t i = 0; i < IV_LEN(at); i++) {
		int line = 0, col = 0;
		bool there = json_locate(text, sizeof(text) - 1,
		    at[i].pointer, &line, &col);

		if (!ok(there == (at[i].line > 0) && line == at[i].line &&
		    col == at[i].col, label("locates ", at[i].pointer)))
			printf("#   got %d:%d\n", line, col);
	}
}

static void
caret_is(const char *text, size_t at, const char *note, const char *name)
{
	struct iv_err e = IV_ERR_INIT;

	json_fail_at(&e, "f.json", text, strlen(text), 1, at, "wrong");
	is_str(e.note, note, name);
}

static void
caret_test(void)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	struct iv_err e = IV_ERR_INIT;
	const char *caret;

	caret_is("abc", 1, "  abc\n   ^\n", "a caret under its character");
	caret_is("abc", 3, "  abc\n     ^\n", "behind the end");
	caret_is("a\nbc\nd", 3, "  bc\n   ^\n", "one line of several");
	caret_is("bc\r\nd", 1, "  bc\n   ^\n", "without a CR");
	caret_is("\tb", 1, "   b\n   ^\n", "a tab is one column");
	caret_is("\xe4\xbd\xa0x", 3, "  \xe4\xbd\xa0x\n    ^\n",
	    "wide characters take two");
	caret_is("e\xcc\x88x", 3, "  e\xcc\x88x\n   ^\n",
	    "combining ones none");
	caret_is("\x1b[1mx", 4, "  \\u{1b}[1mx\n           ^\n",
	    "an escape is shown, not sent");
	caret_is("\xff x", 2, "  \\x{ff} x\n         ^\n",
	    "a byte that is not UTF-8");
	repeat(&b, "\xe4\xbd\xa0", 2000);
	json_fail_at(&e, "f\x1b.json", b.p, b.len, 7, 3000, "no\x07");
	is_str(e.msg, "f\\u{1b}.json:7:1001: no\\u{7}",
	    "name and message are shown safely");
	caret = strrchr(e.note, '\n');
	ok(strncmp(e.note, "  ...\xe4", 6) == 0 &&
	    strstr(e.note, "...\n") != NULL, "a long line is cut");
	caret = strchr(e.note, '\n') + 1;
	is_int((long)strspn(caret, " "), 2 + 3 + 50, "caret at its column");
	buf_clear(&b);
	repeat(&b, "\xcc\x88", 5000);
	json_fail_at(&e, "f", b.p, b.len, 1, 5000, "marks");
	ok(strlen(e.note) < 700 && utf8_valid(e.note, strlen(e.note), NULL),
	    "a heap of marks is cut too");
}

static void
get_test(void)
{
	IV_AUTO(json_free_auto) cJSON *o = must("{\"s\":\"x\",\"n\":42,"
	    "\"f\":1.5,\"b\":true,\"o\":{},\"a\":[1,2],\"\":\"e\","
	    "\"big\":1e300}");
	long v = 7;

	is_str(json_str(o, "s"), "x", "a string");
	is_str(json_str(o, "S"), NULL, "keys know case");
	is_str(json_str(o, "n"), NULL, "a number is no string");
	is_str(json_str(o, ""), "e", "an empty key");
	is_str(json_str(NULL, "s"), NULL, "nothing has no keys");
	ok(json_int(o, "n", &v) && v == 42, "a whole number");
	ok(!json_int(o, "f", &v) && !json_int(o, "big", &v) &&
	    !json_int(o, "s", &v) && !json_int(o, "x", &v) && v == 42,
	    "what is none leaves it untouched");
	ok(json_is(o, "s", "x") && !json_is(o, "s", "y") &&
	    !json_is(o, "x", "x"), "is");
	ok(json_get(json_get(o, "a"), "x") == NULL, "an array has no keys");
	is_int((long)json_count(o), 8, "members");
	is_int((long)json_count(json_get(o, "a")), 2, "elements");
	is_int((long)json_count(NULL), 0, "of nothing");
}

static void
set_test(void)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	IV_AUTO(json_free_auto) cJSON *o = must("{\"a\":1,\"b\":2,\"c\":3}");

	json_set_str(o, "a", "first");
	json_set_int(o, "c", -3);
	json_set_str(o, "B", "other");
	json_set(o, "", cJSON_CreateNull());
	json_set(o, "b", json_get(o, "b"));
	json_drop(o, "b");
	json_drop(o, "none");
	json_set_int(json_object(o, "o"), "x", 1);
	json_set_int(json_object(o, "o"), "y", 2);
	cJSON_AddItemToArray(json_array(o, "l"), cJSON_CreateTrue());
	cJSON_AddItemToArray(json_array(o, "l"), cJSON_CreateFalse());
	json_set_str(o, o->child->string, "again");
	json_print_line(&b, o);
	is_str(b.p, "{\"a\":\"again\",\"c\":-3,\"B\":\"other\",\"\":null,"
	    "\"o\":{\"x\":1,\"y\":2},\"l\":[true,false]}",
	    "set replaces in place or appends");
}

static void
speed_test(void)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	struct iv_err e = IV_ERR_INIT;
	double start;
	int bad = 0;

	buf_adds(&b, "{\n  \"schema\": \"iv.case/1\",\n");
	for (int i = 0; b.len < 680; i++)
		buf_addf(&b, "  \"field%d\": \"Een zin met caf\xc3\xa9 erin\","
		    "\n  \"n%d\": %d.5,\n", i, i, i * 7);
	buf_adds(&b, "  \"end\": true\n}\n");
	start = seconds();
	for (int i = 0; i < 10000; i++) {
		IV_AUTO(json_free_auto) cJSON *j = NULL;

		bad += parse(b.p, &j, &e) < 0;
	}
	is_int(bad, 0, "10,000 records");
	printf("# 10,000 records of %zu bytes: %.0f ms\n", b.len,
	    (seconds() - start) * 1000);
}

int
main(void)
{
	mem_init();
	print_test();
	number_test();
	equal_test();
	locate_test();
	caret_test();
	get_test();
	set_test();
	speed_test();
	return done();
}
