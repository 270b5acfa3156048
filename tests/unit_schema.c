#include "json.h"
#include "mem.h"
#include "schema.h"
#include "tap.h"
#include "utf8.h"

static const char *
word(void *arg, const char *words, const char *typed)
{
	(void)arg;
	(void)words;
	return strcmp(typed, "positief") == 0 ? "positive" : NULL;
}

static int
resolve(void *arg, const char *kind, const char *typed, char id[11],
    struct iv_err *e)
{
	(void)arg;
	if (strcmp(typed, "anna") != 0)
		return iv_fail(e, IV_NOTFOUND, "no %s '%s'", kind, typed);
	snprintf(id, 11, "a234567890");
	return 0;
}

static const struct schema_in in = { { 20524, 570 }, resolve, word, NULL };

static cJSON *
parse(const char *text)
{
	struct iv_err e = IV_ERR_INIT;
	cJSON *j = NULL;

	if (json_parse(text, strlen(text), "test", 1, &j, &e) < 0)
		printf("# %s\n", e.msg);
	return j;
}

/* Sets and compares the whole record, or the refusal. */
static void
set(const struct schema *k, const char *before, const char *path,
    const char *text, const char *after)
{
	IV_AUTO(json_free_auto) cJSON *j = parse(before);
	IV_AUTO(buf_release) struct buf b = BUF_INIT, name = BUF_INIT;
	struct iv_err e = IV_ERR_INIT;
	int r = schema_set(k, j, path, text, &in, &e);

	json_print_line(&b, j);
	buf_addf(&name, "%s=", path);
	utf8_visible(&name, text, "");
	if (after) {
		is_str(r == 0 ? b.p : e.msg, after, name.p);
	} else {
		ok(r < 0 && e.code != IV_OK && e.msg[0] != '\0', name.p);
		is_str(b.p, before, "and a refusal changes nothing");
	}
}

static void
check(const struct schema *k, const char *text, const char *pointer)
{
	IV_AUTO(json_free_auto) cJSON *j = parse(text);
	IV_AUTO(buf_release) struct buf at = BUF_INIT;
	struct iv_err e = IV_ERR_INIT;
	int r = schema_check(k, j, &at, &e);

	if (pointer) {
		ok(r < 0 && e.code == IV_INVALID, e.msg);
		is_str(at.p, pointer, "at");
	} else {
		ok(r == 0, r == 0 ? "well-formed" : e.msg);
	}
}

static void
test_set(void)
{
	const struct schema *c = &schema_case, *m = &schema_member,
	    *s = &schema_session, *g = &schema_group;

	set(c, "{}", "title", "Boze klant", "{\"title\":\"Boze klant\"}");
	set(c, "{}", "title", "  Boze klant\r\n", "{\"title\":\"Boze klant\"}");
	set(c, "{}", "title", "twee\nregels", NULL);
	set(c, "{}", "title", "bel\a", NULL);
	set(c, "{}", "title", "c1 \xc2\x9b", NULL);
	set(c, "{}", "title", "\xff", NULL);
	set(c, "{}", "situation", "a\r\nb", "{\"situation\":\"a\\nb\"}");
	set(c, "{\"tried\":\"x\"}", "tried", "", "{}");
	set(c, "{\"form\":\"problem\"}", "form", "", NULL);
	set(c, "{}", "form", "positief", "{\"form\":\"positive\"}");
	set(c, "{}", "form", "nope", NULL);
	set(c, "{}", "urgency", "5", "{\"urgency\":5}");
	set(c, "{}", "urgency", "6", NULL);
	set(c, "{}", "urgency", "0", NULL);
	set(c, "{}", "urgency", "4x", NULL);
	set(c, "{}", "urgency", "99999999999999999999", NULL);
	set(c, "{}", "presenter", "anna", "{\"presenter\":\"a234567890\"}");
	set(c, "{}", "presenter", "bert", NULL);
	set(c, "{}", "wants", "advice, questions,advice",
	    "{\"wants\":[\"advice\",\"questions\"]}");
	set(c, "{}", "wants", "advice,money", NULL);
	set(c, "{}", "status", "closed", NULL);
	set(c, "{}", "outcome", "goed", NULL);
	set(c, "{}", "titel", "x", NULL);
	set(c, "{}", "actions", "x", NULL);
	set(c, "{}", "actions.k7f.due", "2026-04-01", NULL);
	set(c, "{\"actions\":{\"k7f3q9x2mb\":{\"text\":\"t\"}}}",
	    "actions.k7f.due", "2026-04-01", "{\"actions\":{\"k7f3q9x2mb\":"
	    "{\"text\":\"t\",\"due\":\"2026-04-01\"}}}");
	set(c, "{\"actions\":{\"k7f3q9x2mb\":{},\"k7f3q9x2mc\":{}}}",
	    "actions.k7f.due", "2026-04-01", NULL);
	set(c, "{\"title\":\"x\"}", "title.part", "y", NULL);
	set(m, "{}", "registers.SKJ", "123",
	    "{\"registers\":{\"SKJ\":\"123\"}}");
	set(m, "{\"registers\":{\"SKJ\":\"123\"}}", "registers.SKJ", "",
	    "{}");
	set(m, "{}", "prefers.structure", "4",
	    "{\"prefers\":{\"structure\":4}}");
	set(m, "{}", "prefers.structure", "7", NULL);
	set(m, "{}", "email", "a@b.nl", "{\"email\":\"a@b.nl\"}");
	set(m, "{}", "email", "a b@c.nl", NULL);
	set(m, "{}", "email", "a@", NULL);
	set(m, "{}", "joined", "2026-02-30", NULL);
	set(s, "{}", "start", "2026-03-12T09:30",
	    "{\"start\":\"2026-03-12T09:30\"}");
	set(s, "{}", "start", "2026-03-12", NULL);
	set(s, "{}", "online", "ja", "{\"online\":true}");
	set(s, "{}", "online", "soms", NULL);
	set(s, "{}", "attendance.anna.from", "09:45", "{\"attendance\":"
	    "{\"a234567890\":{\"from\":\"09:45\"}}}");
	set(s, "{}", "attendance.anna.from", "24:00", NULL);
	set(s, "{\"agenda\":[{}]}", "agenda.1.minutes", "30",
	    "{\"agenda\":[{\"minutes\":30}]}");
	set(s, "{\"agenda\":[{}]}", "agenda.2.minutes", "30", NULL);
	set(g, "{}", "zone", "Europe/Amsterdam",
	    "{\"zone\":\"Europe/Amsterdam\"}");
	set(g, "{}", "zone", "Europe/Lutjebroek", NULL);
	set(g, "{}", "retention.cases", "24",
	    "{\"retention\":{\"cases\":24}}");
}

static void
test_check(void)
{
	const struct schema *m = &schema_member, *s = &schema_session;

	check(m, "{\"name\":\"A\",\"role\":\"member\"}", NULL);
	check(m, "{\"name\":\"A\",\"role\":\"overlord\",\"x\":{}}", NULL);
	check(m, "{\"role\":\"member\"}", "");
	check(m, "{\"name\":1,\"role\":\"member\"}", "/name");
	check(m, "{\"name\":\"A\",\"role\":\"member\",\"joined\":\"12-3\"}",
	    "/joined");
	check(m, "{\"name\":\"A\",\"role\":\"member\",\"exempt\":\"x\"}",
	    "/exempt");
	check(m, "{\"name\":\"A\",\"role\":\"member\",\"registers\":{\"a/b\":"
	    "1}}", "/registers/a~1b");
	check(s, "{\"start\":\"2026-03-12T09:30\",\"minutes\":120,\"status\":"
	    "\"planned\",\"made\":\"2026-01-01\",\"agenda\":[{\"minutes\":5},"
	    "{\"minutes\":\"5\"}]}", "/agenda/1/minutes");
	check(s, "{\"start\":\"2026-03-12T09:30\",\"minutes\":120,\"status\":"
	    "\"planned\",\"made\":\"2026-01-01\",\"attendance\":{\"a23456789"
	    "\":{\"status\":\"present\"}}}", "/attendance/a23456789");
	check(s, "{\"start\":\"2026-03-12T09:30\",\"minutes\":120,\"status\":"
	    "\"planned\",\"made\":\"2026-01-01\",\"attendance\":{\"a234567890"
	    "\":{}}}", "/attendance/a234567890");
}

static void
test_order(void)
{
	IV_AUTO(json_free_auto) cJSON *j = parse("{\"zz\":1,\"left\":"
	    "\"2026-01-01\",\"aa\":2,\"prefers\":{\"own\":1,\"focus\":"
	    "\"both\",\"structure\":3},\"name\":\"A\",\"schema\":"
	    "\"iv.member/1\"}");
	IV_AUTO(buf_release) struct buf b = BUF_INIT;

	schema_order(&schema_member, j);
	json_print_line(&b, j);
	is_str(b.p, "{\"schema\":\"iv.member/1\",\"name\":\"A\",\"prefers\":"
	    "{\"structure\":3,\"focus\":\"both\",\"own\":1},\"left\":"
	    "\"2026-01-01\",\"zz\":1,\"aa\":2}", "schema order, unknown last");
	schema_order(&schema_member, j);
	buf_clear(&b);
	json_print_line(&b, j);
	ok(strstr(b.p, "\"zz\":1,\"aa\":2}") != NULL, "and stays so");
}

/* Every table holds itself to what the code expects of it. */
static void
test_tables(void)
{
	struct iv_err e = IV_ERR_INIT;

	for (size_t i = 0; schemas[i]; i++)
		for (size_t f = 0; f < schemas[i]->fields.n; f++) {
			const struct field *row = &schemas[i]->fields.v[f];
			cJSON *j = NULL;

			if (!row->label || (row->type == FT_REF &&
			    !schema_by_kind(row->ref)) ||
			    (row->type == FT_WORD && !row->words))
				ok(false, row->name);
			if (row->dflt && field_value(row, row->name,
			    row->dflt, &in, &j, &e) < 0)
				ok(false, e.msg);
			cJSON_Delete(j);
		}
	ok(words_has("a bc d", "bc") && !words_has("a bc d", "b") &&
	    !words_has("a bc d", ""), "words");
}

int
main(void)
{
	mem_init();
	test_set();
	test_check();
	test_order();
	test_tables();
	return done();
}
