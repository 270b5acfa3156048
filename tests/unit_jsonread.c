#include "jsonread.h"

#include <dirent.h>
#include <stdlib.h>

#include "json.h"
#include "jsontap.h"
#include "mem.h"

struct yes {
	const char *text, *line;	/* line NULL: the same */
};

struct no {
	const char *text, *place, *says;
};

/* RFC 8259, section by section; what is read is printed on one line. */
static const struct yes accepted[] = {
	/* 2: any value, white space around tokens */
	{ "null", NULL },
	{ "true", NULL },
	{ "false", NULL },
	{ "\"\"", NULL },
	{ "0", NULL },
	{ " \t\r\n null \t\r\n ", "null" },
	{ "[\t1\r\n,\n2 ]", "[1,2]" },
	{ "{ \"a\" : 1 , \"b\" : 2 }", "{\"a\":1,\"b\":2}" },
	/* 3: literals */
	{ "[true,false,null]", NULL },
	/* 4: objects */
	{ "{}", NULL },
	{ "{ }", "{}" },
	{ "{\"\":0}", NULL },
	{ "{\"\":{\"\":{}}}", NULL },
	{ "{\"a\":1,\"A\":2}", NULL },
	{ "{\"b\":1,\"a\":2}", NULL },
	{ "{\"a\":{\"a\":1},\"b\":{\"a\":1}}", NULL },
	{ "[{\"a\":1},{\"a\":1}]", NULL },
	{ "{\"\\u0061\":1,\"\\u0062\":2}", "{\"a\":1,\"b\":2}" },
	{ "{\"\xc3\xab\":1,\"e\xcc\x88\":2}", NULL },
	{ "{\"\\\"\":1,\"\\\\\":2}", NULL },
	/* 5: arrays */
	{ "[]", NULL },
	{ "[ ]", "[]" },
	{ "[[],[[]],{}]", NULL },
	{ "[1,\"1\",true,null,[1],{\"1\":1}]", NULL },
	/* 6: numbers */
	{ "-0", NULL },
	{ "-1", NULL },
	{ "1.0", "1" },
	{ "1E2", "100" },
	{ "1e+2", "100" },
	{ "1e-2", "0.01" },
	{ "0e99999", "0" },
	{ "-0.0", "-0" },
	{ "0.1", NULL },
	{ "0.10", "0.1" },
	{ "100.5", NULL },
	{ "123.456e3", "123456" },
	{ "0.000001", NULL },
	{ "0.0000001", "1e-7" },
	{ "0.30000000000000004", NULL },
	{ "9007199254740991", NULL },
	{ "9007199254740992", NULL },
	{ "-9007199254740991", NULL },
	{ "100000000000000000000", NULL },
	{ "1e20", "100000000000000000000" },
	{ "1e21", "1e+21" },
	{ "123456789012345680000", NULL },
	{ "1.7976931348623157e308", "1.7976931348623157e+308" },
	{ "-1.7976931348623157e308", "-1.7976931348623157e+308" },
	{ "2.2250738585072014e-308", NULL },
	{ "5e-324", NULL },
	{ "5.684341886080802e-14", NULL },
	{ "1e23", "1e+23" },
	{ "3.141592653589793", NULL },
	{ "-0.0000000000000000000000000000000000000000000000000000000000000"
	    "00000000000000001", "-1e-78" },
	{ "[1.0000000000000000000000000000000000000000000000000000000000000"
	    "000000000 , 2]", "[1,2]" },
	{ "100000000000000000000000000000000000000000000000000000000000000"
	    "0e-64", "0.1" },
	/* 7: strings */
	{ "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
	    "\"\\\"\\\\/\\b\\f\\n\\r\\t\"" },
	{ "\"\\u0001\\u001f\\u001B\"", "\"\\u0001\\u001f\\u001b\"" },
	{ "\"\\u00e9\\u00C9\"", "\"\xc3\xa9\xc3\x89\"" },
	{ "\"\\uD83D\\uDE00\"", "\"\xf0\x9f\x98\x80\"" },
	{ "\"\\ud834\\udd1e!\"", "\"\xf0\x9d\x84\x9e!\"" },
	{ "\"\x7f\"", NULL },
	{ "\"\\u007f\"", "\"\x7f\"" },
	{ "\"\\ufeff\"", "\"\xef\xbb\xbf\"" },
	{ "\"\xef\xbb\xbf\"", NULL },
	{ "\"\xe2\x80\xa8\xe2\x80\xa9\"", NULL },
	{ "\"\\uffff\"", "\"\xef\xbf\xbf\"" },
	{ "\"\xf4\x8f\xbf\xbf\"", NULL },
	{ "\"a/b\"", NULL },
	{ "\"'\"", NULL },
	{ "\"[1,2]: {}\"", NULL },
};

static const struct no refused[] = {
	/* 2 */
	{ "", "1:1", "a value is missing" },
	{ " \n ", "2:2", "a value is missing" },
	{ "1 2", "1:3", "nothing may follow" },
	{ "{} x", "1:4", "nothing may follow" },
	{ "[]]", "1:3", "nothing may follow" },
	{ "null,", "1:5", "nothing may follow" },
	{ "\f1", "1:1", "a value is expected" },
	{ "1\v", "1:2", "nothing may follow" },
	{ "\xc2\xa0""1", "1:1", "a value is expected" },
	{ "\xef\xbb\xbf{}", "1:1", "byte order mark" },
	{ "\xff\xfe", "1:1", "a value is expected" },
	{ "/* x */ 1", "1:1", "comment" },
	{ "[1, // x\n2]", "1:5", "comment" },
	/* 3 */
	{ "True", "1:1", "a value is expected" },
	{ "nul", "1:1", "a value is expected" },
	{ "nulll", "1:5", "nothing may follow" },
	{ "[tru]", "1:2", "a value is expected" },
	{ "NaN", "1:1", "a value is expected" },
	{ "[Infinity]", "1:2", "a value is expected" },
	{ "[-Infinity]", "1:3", "a digit is expected" },
	{ "undefined", "1:1", "a value is expected" },
	/* 4 */
	{ "{", "1:2", "a key in double quotes" },
	{ "{\"a\"", "1:5", "':'" },
	{ "{\"a\":", "1:6", "a value is missing" },
	{ "{\"a\":1", "1:7", "a closing '}' is missing" },
	{ "{\"a\":1,", "1:8", "a key in double quotes" },
	{ "{\"a\":1,}", "1:7", "a ',' before '}'" },
	{ "{\n  \"a\": 1,\n}", "2:9", "a ',' before '}'" },
	{ "{,\"a\":1}", "1:2", "a key in double quotes" },
	{ "{\"a\":1,,\"b\":2}", "1:8", "a key in double quotes" },
	{ "{\"a\":1 \"b\":2}", "1:8", "a ',' or '}'" },
	{ "{\"a\" 1}", "1:6", "':'" },
	{ "{\"a\"::1}", "1:6", "a value is expected" },
	{ "{a:1}", "1:2", "a key in double quotes" },
	{ "{'a':1}", "1:2", "a key is written in double quotes" },
	{ "{1:1}", "1:2", "a key in double quotes" },
	{ "{\"a\":1]", "1:7", "a ',' or '}'" },
	{ "{\"a\":1,\"a\":2}", "1:8", "key \"a\" stands twice" },
	{ "{\"a\":1,\n \"\\u0061\":2}", "2:2", "key \"a\" stands twice" },
	{ "{\"\\u0061\":1,\"\\u0061\":2}", "1:13", "key \"a\"" },
	{ "{\"\":1,\"\":2}", "1:7", "key \"\" stands twice" },
	{ "{\"\xc3\xab\":1,\"\\u00eb\":2}", "1:8", "key \"\xc3\xab\"" },
	{ "{\"\xf0\x9f\x98\x80\":1,\"\\ud83d\\ude00\":2}", "1:8", "twice" },
	{ "{\"a\":{\"b\":1,\"b\":1},\"a\":1}", "1:13", "key \"b\"" },
	{ "{\"a\":{\"b\":1},\"a\":1}", "1:14", "key \"a\"" },
	{ "{\"\\n\":1,\"\\u000a\":1}", "1:9", "key \"\\u{a}\"" },
	/* 5 */
	{ "[", "1:2", "a value is missing" },
	{ "[1", "1:3", "a closing ']' is missing" },
	{ "[1,", "1:4", "a value is missing" },
	{ "[1,]", "1:3", "a ',' before ']'" },
	{ "[1 ,\n]", "1:4", "a ',' before ']'" },
	{ "[,1]", "1:2", "a value is expected" },
	{ "[1,,2]", "1:4", "a value is expected" },
	{ "[1 2]", "1:4", "a ',' or ']'" },
	{ "[1}", "1:3", "a ',' or ']'" },
	{ "[\"a\":1]", "1:5", "a ',' or ']'" },
	{ "]", "1:1", "a value is expected" },
	/* 6 */
	{ "01", "1:1", "zero in front" },
	{ "-01", "1:1", "zero in front" },
	{ "00", "1:1", "zero in front" },
	{ "+1", "1:1", "a value is expected" },
	{ "-", "1:2", "a digit is expected" },
	{ "--1", "1:2", "a digit is expected" },
	{ "- 1", "1:2", "a digit is expected" },
	{ ".5", "1:1", "a value is expected" },
	{ "5.", "1:3", "after the point" },
	{ "[5.e1]", "1:4", "after the point" },
	{ "-.5", "1:2", "a digit is expected" },
	{ "1e", "1:3", "in the exponent" },
	{ "1e+", "1:4", "in the exponent" },
	{ "1e1.5", "1:4", "nothing may follow" },
	{ "1.5.3", "1:4", "nothing may follow" },
	{ "0x10", "1:2", "nothing may follow" },
	{ "[0x1]", "1:3", "a ',' or ']'" },
	{ "1_000", "1:2", "nothing may follow" },
	{ "\xef\xbc\x91", "1:1", "a value is expected" },
	{ "9007199254740993", "1:1", "number 9007199254740993 would change "
	    "to 9007199254740992; write it as text in quotes" },
	{ "[1, -9007199254740993]", "1:5", "-9007199254740992" },
	{ "0.1000000000000000055", "1:1", "would change to 0.1;" },
	{ "0.10000000000000001", "1:1", "would change to 0.1;" },
	{ "1e400", "1:1", "number 1e400 is too large" },
	{ "-1e400", "1:1", "number -1e400 is too large" },
	{ "1e99999999999999999999", "1:1", "is too large" },
	{ "1e-400", "1:1", "would change to 0;" },
	{ "1e-99999999999999999999", "1:1", "would change to 0;" },
	{ "-1e-400", "1:1", "would change to -0;" },
	{ "4e-324", "1:1", "would change to 5e-324" },
	{ "4.94065645841247e-324", "1:1", "would change to 5e-324" },
	{ "1.79769313486231570001e308", "1:1", "would change to "
	    "1.7976931348623157e+308" },
	{ "123456789012345678901234567890123456789012345678901234567890",
	    "1:1", "number 1234567890123456789012345678901234567890... " },
	{ "18446744073709551616", "1:1", "18446744073709552000" },
	/* 7 */
	{ "\"", "1:2", "the closing \" of a text is missing" },
	{ "\"abc", "1:5", "the closing \"" },
	{ "'a'", "1:1", "text is written in double quotes" },
	{ "\"a\nb\"", "1:3", "on its own line" },
	{ "\"a\r\nb\"", "1:3", "on its own line" },
	{ "\"a\tb\"", "1:3", "\\t" },
	{ "\"a\x1b[31m\"", "1:3", "write it as \\u001b" },
	{ "\"\x01\"", "1:2", "\\u0001" },
	{ "\"\\x41\"", "1:2", "unknown escape" },
	{ "\"a\\'\"", "1:3", "unknown escape" },
	{ "\"\\", "1:2", "unknown escape" },
	{ "\"\\U0041\"", "1:2", "unknown escape" },
	{ "\"\\u004\"", "1:2", "four hexadecimal digits" },
	{ "\"\\u00g0\"", "1:2", "four hexadecimal digits" },
	{ "\"\\u", "1:2", "four hexadecimal digits" },
	{ "\"a\\u0000b\"", "1:3", "\\u0000 is not allowed" },
	{ "{\"\\u0000\":1}", "1:3", "\\u0000 is not allowed" },
	{ "\"\\ud800\"", "1:2", "\\ud800 is half of a surrogate pair" },
	{ "\"\\ud800\\u0041\"", "1:2", "\\ud800 is half" },
	{ "\"\\ud800\\ud800\"", "1:2", "\\ud800 is half" },
	{ "\"\\udc00\"", "1:2", "\\udc00 is half" },
	{ "\"\\udc00\\ud800\"", "1:2", "\\udc00 is half" },
	{ "\"\\ud83d\\u\"", "1:2", "\\ud83d is half" },
	/* 8.1: UTF-8 */
	{ "\"\xff\"", "1:2", "byte ff is not UTF-8" },
	{ "\"a\x80\"", "1:3", "byte 80 is not UTF-8" },
	{ "\"\xc0\x80\"", "1:2", "byte c0 is not UTF-8" },
	{ "\"\xc3\"", "1:2", "byte c3 is not UTF-8" },
	{ "\"\xc3", "1:2", "byte c3 is not UTF-8" },
	{ "\"\xe0\x80\xaf\"", "1:2", "byte e0 is not UTF-8" },
	{ "\"\xed\xa0\x80\"", "1:2", "byte ed is not UTF-8" },
	{ "\"\xf4\x90\x80\x80\"", "1:2", "byte f4 is not UTF-8" },
	{ "\"\xf0\x9f\x98\"", "1:2", "byte f0 is not UTF-8" },
	{ "{\"Jo\xebl\":1}", "1:5", "byte eb is not UTF-8" },
	{ "[\"\xc3\xab\xc3\xab\",\n \"\xf0\x9f\x98\x80\", x]", "2:7",
	    "a value is expected" },
};

static void
accepted_test(void)
{
	for (size_t i = 0; i < IV_LEN(accepted); i++) {
		const struct yes *y = &accepted[i];
		IV_AUTO(buf_release) struct buf b = BUF_INIT, full = BUF_INIT;
		IV_AUTO(json_free_auto) cJSON *j = must(y->text);
		IV_AUTO(json_free_auto) cJSON *again = NULL, *third = NULL;

		if (j != NULL)
			json_print_line(&b, j);
		is_str(b.p, y->line ? y->line : y->text,
		    label("reads ", y->text));
		if (j == NULL)
			continue;
		json_print(&full, j);
		again = must(b.p);
		third = must(full.p);
		ok(json_equal(j, again) && json_equal(j, third),
		    label("comes back equal: ", y->text));
	}
}

static void
refused_test(void)
{
	char place[64];

	for (size_t i = 0; i < IV_LEN(refused); i++) {
		const struct no *t = &refused[i];
		struct iv_err e = IV_ERR_INIT;
		cJSON *j = NULL;
		bool good = parse(t->text, &j, &e) < 0 && j == NULL &&
		    e.code == IV_INVALID;

		snprintf(place, sizeof(place), "t:%s: ", t->place);
		good = good && strncmp(e.msg, place, strlen(place)) == 0 &&
		    strstr(e.msg, t->says) != NULL &&
		    strstr(e.note, "^\n") != NULL;
		if (!ok(good, label("refuses ", t->text)))
			printf("#   got  %s\n#   want %s%s\n", e.msg, place,
			    t->says);
		json_free_auto(&j);
	}
}

static void
nul_test(void)
{
	static const char inside[] = "\"a\0b\"", after[] = "1\0";
	struct iv_err e = IV_ERR_INIT;
	cJSON *j = NULL;

	ok(json_parse(inside, 5, "t", 1, &j, &e) < 0, "a NUL in a text");
	is_str(e.msg, "t:1:3: a NUL byte in a text; leave it out",
	    "says so");
	is_str(e.note, "  \"a\\u{0}b\"\n    ^\n", "and shows it");
	ok(json_parse(after, 2, "t", 1, &j, &e) < 0, "a NUL at the end");
	ok(json_parse("12345", 2, "t", 1, &j, &e) == 0 &&
	    j->valuedouble == 12, "reads n bytes, no more");
	json_free_auto(&j);
}

static void
depth_test(void)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	IV_AUTO(json_free_auto) cJSON *j = NULL;
	struct iv_err e = IV_ERR_INIT;

	repeat(&b, "[", 32);
	repeat(&b, "]", 32);
	ok(parse(b.p, &j, &e) == 0, "32 levels");
	buf_clear(&b);
	repeat(&b, "{\"a\":", 33);
	buf_adds(&b, "1");
	repeat(&b, "}", 33);
	json_free_auto(&j);
	ok(parse(b.p, &j, &e) < 0, "33 levels");
	is_str(e.msg, "t:1:161: nested deeper than 32 levels", "are refused");
	buf_clear(&b);
	repeat(&b, "[", 1000000);
	ok(parse(b.p, &j, &e) < 0, "a million levels do not crash");
}

static void
size_test(void)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	IV_AUTO(json_free_auto) cJSON *j = NULL;
	struct iv_err e = IV_ERR_INIT;

	buf_addc(&b, '"');
	buf_pad(&b, 'x', JSON_MAX - 2);
	buf_addc(&b, '"');
	ok(parse(b.p, &j, &e) == 0, "1 MiB");
	buf_addc(&b, '\n');
	json_free_auto(&j);
	ok(parse(b.p, &j, &e) < 0, "1 MiB and a byte");
	is_str(e.msg, "t:1:1048577: larger than 1048576 bytes, the most "
	    "allowed", "is refused");
	ok(strlen(e.note) < 200, "and its line is cut");
	buf_clear(&b);
	buf_adds(&b, "0.");
	buf_pad(&b, '0', 1000000);
	buf_adds(&b, "1e1000001");
	ok(parse(b.p, &j, &e) == 0 && j->valuedouble == 1,
	    "a number of a million digits that is 1");
}

/* An object of n keys; key number twice comes again at the end. */
static void
keys_make(struct buf *b, int n, int twice, const char *fmt)
{
	char key[32];

	buf_clear(b);
	buf_addc(b, '{');
	for (int i = 0; i < n; i++) {
		snprintf(key, sizeof(key), "%05x", (unsigned)i);
		buf_addf(b, "%s\"%s\":0", i > 0 ? "," : "", key);
	}
	if (twice >= 0) {
		snprintf(key, sizeof(key), "%05x", (unsigned)twice);
		buf_addf(b, ",\"%s%s\":0", fmt, key + 1);
	}
	buf_addc(b, '}');
}

static void
many_keys_test(void)
{
	static const int counts[] = { 2, 23, 24, 25, 26, 100, 90000 };
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	struct iv_err e = IV_ERR_INIT;
	cJSON *j = NULL;
	char place[32];

	for (size_t i = 0; i < IV_LEN(counts); i++) {
		int n = counts[i];

		keys_make(&b, n, -1, "");
		ok(parse(b.p, &j, &e) == 0 && json_count(j) == (size_t)n,
		    "different keys, few or many");
		json_free_auto(&j);
		for (int at = 0; at < 2; at++) {
			keys_make(&b, n, at == 0 ? n - 1 : 0,
			    at == 0 ? "0" : "\\u0030");
			snprintf(place, sizeof(place), "t:1:%d: key \"%s",
			    n * 10 + 2, at == 0 ? "" : "00000\"");
			ok(parse(b.p, &j, &e) < 0 && strncmp(e.msg, place,
			    strlen(place)) == 0, "one key twice");
		}
	}
}

static void
first_twice_test(void)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	struct iv_err e = IV_ERR_INIT;
	cJSON *j = NULL;

	keys_make(&b, 40, -1, "");
	buf_cut(&b, b.len - 1);
	buf_adds(&b, ",\n\"00027\":1,\n\"00026\":1,\n\"00027\":1}");
	ok(parse(b.p, &j, &e) < 0, "several keys twice");
	is_str(e.msg, "t:2:1: key \"00027\" stands twice in this object; "
	    "keep one of them", "the first of them is named");
}

/* An object with the keys of a, its first one last. */
static cJSON *
rotated(const cJSON *a)
{
	cJSON *z = cJSON_Duplicate(a, true);
	cJSON *first = cJSON_DetachItemViaPointer(z, z->child);

	cJSON_AddItemToArray(z, first);
	return z;
}

/* The best of three times to read, and to compare, n keys. */
static void
keys_time(int n, double *reading, double *comparing)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;

	keys_make(&b, n, -1, "");
	*reading = *comparing = 1e9;
	for (int i = 0; i < 3; i++) {
		double start = seconds(), read, end;
		IV_AUTO(json_free_auto) cJSON *a = must(b.p);
		IV_AUTO(json_free_auto) cJSON *z = NULL;

		read = seconds() - start;
		z = rotated(a);
		start = seconds();
		ok(json_equal(a, z), "many keys in another order");
		end = seconds() - start;
		*reading = read < *reading ? read : *reading;
		*comparing = end < *comparing ? end : *comparing;
	}
}

/* Ten times the keys cost a hundred times as much when it is quadratic. */
static void
growth_test(void)
{
	double r1, r10, c1, c10;

	keys_time(9000, &r1, &c1);
	keys_time(90000, &r10, &c10);
	ok(r10 / r1 < 50, "reading many keys is not quadratic");
	ok(c10 / c1 < 50, "nor comparing them");
	printf("# 90,000 keys against 9,000: read %.1f, compared %.1f "
	    "times as long\n", r10 / r1, c10 / c1);
}

/* Reads a file of the corpus: valid-* or invalid-*. */
static bool
corpus_file(const char *name)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	IV_AUTO(json_free_auto) cJSON *j = NULL;
	struct iv_err e = IV_ERR_INIT;
	char path[512], part[4096];
	FILE *f;
	size_t n;

	snprintf(path, sizeof(path), "tests/corpus/json/%s", name);
	f = fopen(path, "rb");
	if (f == NULL)
		return false;
	while ((n = fread(part, 1, sizeof(part), f)) > 0)
		buf_add(&b, part, n);
	fclose(f);
	if (json_parse(b.p, b.len, name, 1, &j, &e) == 0)
		return strncmp(name, "valid-", 6) == 0;
	return strncmp(name, "invalid-", 8) == 0;
}

static int
not_hidden(const struct dirent *d)
{
	return d->d_name[0] != '.';
}

static void
corpus_test(void)
{
	struct dirent **files = NULL;
	int n = scandir("tests/corpus/json", &files, not_hidden, alphasort);

	ok(n > 0, "there is a corpus");
	for (int i = 0; i < n; i++) {
		ok(corpus_file(files[i]->d_name), files[i]->d_name);
		free(files[i]);
	}
	free(files);
}

int
main(void)
{
	mem_init();
	accepted_test();
	refused_test();
	nul_test();
	depth_test();
	size_test();
	many_keys_test();
	first_twice_test();
	growth_test();
	corpus_test();
	return done();
}
