#include "facts_register.h"

#include <math.h>
#include <string.h>

#include "facts_own.h"
#include "facts_texts.h"
#include "file.h"
#include "mem.h"

/* A number of a rule: object NULL is the document itself. */
struct number {
	const char *object, *key;
	size_t at;
	int unit;		/* minutes or days in one */
	int most;
};

struct flag {
	const char *object, *key;
	size_t at;
};

#define AT(field)	offsetof(struct register_rule, field)

static const struct number numbers[] = {
	{ "period", "months", AT(months), 1, 600 },
	{ "hours", "norm", AT(norm), 60, 1000 },
	{ "hours", "max", AT(most), 60, 1000 },
	{ "hours", "max_per_year", AT(year_most), 60, 1000 },
	{ "hours", "min_per_year", AT(year_least), 60, 1000 },
	{ "hours", "carry", AT(carry), 60, 1000 },
	{ "rounding", "minutes", AT(round), 1, 600 },
	{ "group", "min", AT(group_min), 1, 100 },
	{ "group", "max", AT(group_max), 1, 100 },
	{ "meeting", "people_min", AT(people_min), 1, 100 },
	{ "meeting", "people_max", AT(people_max), 1, 100 },
	{ "meeting", "registered_min", AT(registered_min), 1, 100 },
	{ "meeting", "minutes_min", AT(minutes_min), 1, 1440 },
	{ "meeting", "minutes_max", AT(minutes_max), 1, 1440 },
	{ "per_year", "meetings_min", AT(year_meetings), 1, 100 },
	{ "per_period", "meetings_min", AT(meetings), 1, 1000 },
	{ NULL, "gap_weeks_max", AT(gap), 7, 520 },
	{ "own_case", "min", AT(own_cases), 1, 100 },
};

static const struct flag flags[] = {
	{ "hours", "make_up", AT(make_up) },
	{ "group", "fixed", AT(fixed) },
	{ "meeting", "contiguous", AT(contiguous) },
	{ "facilitator", "register_number", AT(numbered) },
};

/* What else may stand there: read by hand. */
static const char *const others[][2] = {
	{ NULL, "schema" }, { NULL, "name" }, { NULL, "title" },
	{ NULL, "source" }, { NULL, "checked" }, { NULL, "proof" },
	{ NULL, "notes" }, { NULL, "deadlines" }, { "period", "years" },
	{ "hours", "per" }, { "own_case", "per" }, { "rounding", "down" },
};

/* Objects whose keys are rules. */
#define OBJECTS	"period hours rounding group meeting per_year per_period " \
		"own_case facilitator"

void
facts_rule_release(struct facts_rule *r)
{
	mem_free(r->name);
	mem_free(r->title);
	mem_free(r->checked);
	mem_free(r->source);
	mem_free(r->proof);
	mem_free(r->notes);
	for (size_t i = 0; i < r->ndeadlines; i++)
		mem_free(r->deadlines[i].text);
	mem_free(r->deadlines);
	*r = (struct facts_rule){ .name = NULL };
}

static bool
same(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

static bool
known(const char *object, const char *key)
{
	for (size_t i = 0; i < IV_LEN(numbers); i++)
		if (same(numbers[i].object, object) &&
		    same(numbers[i].key, key))
			return true;
	for (size_t i = 0; i < IV_LEN(flags); i++)
		if (same(flags[i].object, object) && same(flags[i].key, key))
			return true;
	for (size_t i = 0; i < IV_LEN(others); i++)
		if (same(others[i][0], object) && same(others[i][1], key))
			return true;
	return !object && words_has(OBJECTS, key);
}

static int
check_keys(const cJSON *o, const char *object, struct iv_err *e)
{
	const cJSON *j;

	cJSON_ArrayForEach(j, o) {
		bool inner = !object && words_has(OBJECTS, j->string);

		if (!known(object, j->string))
			return iv_fail(e, IV_INVALID, _("%s%s%s: no such "
			    "rule; what is not understood is not passed over"),
			    object ? object : "", object ? "." : "",
			    j->string);
		if (inner && !cJSON_IsObject(j))
			return iv_fail(e, IV_INVALID, _("%s: an object is "
			    "needed"), j->string);
		if (inner && check_keys(j, j->string, e) < 0)
			return -1;
	}
	return 0;
}

static int
fill_number(struct register_rule *rule, const cJSON *doc,
    const struct number *n, struct iv_err *e)
{
	const cJSON *o = n->object ? json_get(doc, n->object) : doc;
	const cJSON *j = json_get(o, n->key);
	double v = cJSON_IsNumber(j) ? j->valuedouble * n->unit : NAN;

	if (!j)
		return 0;
	if (!(v >= 1 && v <= (double)n->most * n->unit) || v != floor(v))
		return iv_fail(e, IV_INVALID, _("%s%s%s: a number above 0 and "
		    "up to %d is needed"), n->object ? n->object : "",
		    n->object ? "." : "", n->key, n->most);
	*(int *)(void *)((char *)rule + n->at) = (int)v;
	return 0;
}

static int
fill_flag(struct register_rule *rule, const cJSON *doc, const struct flag *f,
    struct iv_err *e)
{
	const cJSON *j = json_get(json_get(doc, f->object), f->key);

	if (j && !cJSON_IsBool(j))
		return iv_fail(e, IV_INVALID, _("%s.%s: true or false is "
		    "needed"), f->object, f->key);
	*(bool *)(void *)((char *)rule + f->at) = cJSON_IsTrue(j);
	return 0;
}

static int
fill_per(bool *by_year, const cJSON *doc, const char *object,
    struct iv_err *e)
{
	const cJSON *o = json_get(doc, object);

	*by_year = json_is(o, "per", "year");
	if (!json_get(o, "per") || *by_year || json_is(o, "per", "period"))
		return 0;
	return iv_fail(e, IV_INVALID, _("%s.per: year or period is needed"),
	    object);
}

static int
fill_by_hand(struct register_rule *rule, const cJSON *doc, struct iv_err *e)
{
	const cJSON *period = json_get(doc, "period");
	long years = 0;

	if (json_get(period, "years") && (!json_int(period, "years",
	    &years) || years < 1 || years > 50))
		return iv_fail(e, IV_INVALID, _("period.years: a whole number "
		    "from 1 to 50 is needed"));
	rule->months += (int)years * 12;
	if (rule->round > 0 && !cJSON_IsTrue(json_get(json_get(doc,
	    "rounding"), "down")))
		return iv_fail(e, IV_INVALID, _("rounding.down: true is "
		    "needed; there is no other rounding"));
	if (fill_per(&rule->by_year, doc, "hours", e) < 0)
		return -1;
	return fill_per(&rule->own_by_year, doc, "own_case", e);
}

static int
fill_source(struct facts_rule *r, const cJSON *doc, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	const char *checked = json_str(doc, "checked");
	struct civil c;
	const cJSON *j;

	cJSON_ArrayForEach(j, json_get(doc, "source"))
		if (cJSON_IsString(j))
			buf_addf(&b, "%s%s", b.len > 0 ? " " : "",
			    j->valuestring);
	if (b.len == 0)
		return iv_fail(e, IV_INVALID, _("source: a list of addresses "
		    "is needed"));
	if (!checked || !civil_parse_iso(checked, &c) || c.minute >= 0)
		return iv_fail(e, IV_INVALID, _("checked: the day its text "
		    "was read is needed, as 2026-11-21"));
	r->checked = mem_dup(checked);
	r->source = buf_take(&b);
	return 0;
}

/* "01-15", in a year that has every day. */
static bool
is_yearly(const char *text, struct facts_deadline *ret)
{
	struct civil c;
	char date[16];
	int y;

	if (!text || strlen(text) != 5)
		return false;
	snprintf(date, sizeof(date), "2024-%s", text);
	if (!civil_parse_iso(date, &c))
		return false;
	day_to_ymd(c.day, &y, &ret->month, &ret->day);
	return true;
}

static int
fill_deadline(struct facts_rule *r, const cJSON *j, const char *lang,
    struct iv_err *e)
{
	struct facts_deadline d = { 0, 0, NULL };

	if (json_count(j) != 2 || !json_get(j, "text") ||
	    (!json_is(j, "before", "first-meeting") &&
	    !is_yearly(json_str(j, "yearly"), &d)))
		return iv_fail(e, IV_INVALID, _("deadlines: each has a text "
		    "and either yearly, as \"01-15\", or before: "
		    "\"first-meeting\""));
	if (texts_take(&d.text, j, "text", lang, e) < 0)
		return iv_wrap(e, "deadlines");
	r->deadlines = mem_array(r->deadlines, r->ndeadlines + 1,
	    sizeof(*r->deadlines));
	r->deadlines[r->ndeadlines++] = d;
	return 0;
}

static int
fill_deadlines(struct facts_rule *r, const cJSON *list, const char *lang,
    struct iv_err *e)
{
	const cJSON *j;

	if (list && !cJSON_IsArray(list))
		return iv_fail(e, IV_INVALID, _("deadlines: a list is "
		    "needed"));
	cJSON_ArrayForEach(j, list)
		if (fill_deadline(r, j, lang, e) < 0)
			return -1;
	return 0;
}

static int
fill(struct facts_rule *r, const cJSON *doc, const char *lang,
    struct iv_err *e)
{
	if (!json_is(doc, "schema", "iv.register/1"))
		return iv_fail(e, IV_INVALID, _("schema: \"iv.register/1\" "
		    "is needed"));
	if (check_keys(doc, NULL, e) < 0 || fill_source(r, doc, e) < 0)
		return -1;
	for (size_t i = 0; i < IV_LEN(numbers); i++)
		if (fill_number(&r->rule, doc, &numbers[i], e) < 0)
			return -1;
	for (size_t i = 0; i < IV_LEN(flags); i++)
		if (fill_flag(&r->rule, doc, &flags[i], e) < 0)
			return -1;
	if (fill_by_hand(&r->rule, doc, e) < 0)
		return -1;
	if (texts_take(&r->title, doc, "title", lang, e) < 0 ||
	    texts_take(&r->proof, doc, "proof", lang, e) < 0 ||
	    texts_take(&r->notes, doc, "notes", lang, e) < 0)
		return -1;
	if (!r->title)
		r->title = mem_dup(r->name);
	return fill_deadlines(r, json_get(doc, "deadlines"), lang, e);
}

static int
unknown(struct store *s, const char *name, struct iv_err *e)
{
	IV_AUTO(names_release) struct names all = { NULL, 0 };
	IV_AUTO(buf_release) struct buf b = BUF_INIT;

	if (own_names(s, "registers", &all, e) < 0)
		return -1;
	for (size_t i = 0; i < all.n; i++)
		buf_addf(&b, "%s%s", i > 0 ? ", " : "", all.v[i]);
	return iv_fail(e, IV_NOTFOUND, _("no register '%s'; there are: %s"),
	    name, b.p);
}

int
facts_rule_parse(struct facts_rule *ret, const struct buf *text,
    const char *name, const char *lang, struct iv_err *e)
{
	IV_AUTO(facts_rule_release) struct facts_rule r = { .name = NULL };
	IV_AUTO(json_free_auto) cJSON *doc = NULL;
	IV_AUTO(buf_release) struct buf path = BUF_INIT;

	buf_addf(&path, "registers/%s.json", name);
	if (json_parse(text->p, text->len, path.p, 1, &doc, e) < 0)
		return -1;
	r.name = mem_dup(name);
	if (fill(&r, doc, lang, e) < 0)
		return iv_wrap(e, "%s", path.p);
	*ret = r;
	r = (struct facts_rule){ .name = NULL };
	return 0;
}

int
facts_rule_load(struct facts_rule *ret, struct store *s, const char *name,
    struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf text = BUF_INIT;

	if (own_text(s, "registers", name, &text, NULL, e) < 0)
		return e->code == IV_NOTFOUND ? unknown(s, name, e) : -1;
	return facts_rule_parse(ret, &text, name, store_lang(s), e);
}
