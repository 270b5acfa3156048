#include "case.h"

#include <string.h>

#include "question.h"
#include "text.h"
#include "utf8.h"

#define HINTS_MAX	32

/* Where hints go: rows for programs, paragraphs for people. */
struct hints {
	struct iv_ctx *c;
	struct out *out;
	struct buf people;
	size_t n;
};

static const struct {
	const char *name;
	enum question_talk talk;
} steps[] = {
	{ "any", TALK_ANY }, { "factual-questions", TALK_FACTUAL },
	{ "open-questions", TALK_OPEN }, { "clarifying", TALK_FACTUAL },
	{ "deepening", TALK_OPEN },
};

static void
row_hint(struct hints *h, const char *id, const char *field,
    const struct question_hint *hint)
{
	IV_AUTO(json_free_auto) cJSON *row = cJSON_CreateObject();

	json_set_str(row, "id", id);
	json_set_str(row, "field", field);
	json_set_str(row, "rule", hint->rule->name);
	json_set_int(row, "at", (long)hint->at);
	json_set_int(row, "length", (long)hint->len);
	json_set_str(row, "reason", _(hint->rule->reason));
	json_set_str(row, "instead", _(hint->rule->instead));
	out_row(h->out, row);
}

/* The text with the part that the hint is about marked under it. */
static void
show_hint(struct hints *h, const char *id, const char *field,
    const struct question_hint *hint)
{
	struct buf *b = &h->people;

	if (*id)
		buf_addf(b, "%s ", id);
	buf_addf(b, "%s: %s [%s]\n", field, _(hint->rule->reason),
	    hint->rule->name);
	buf_addf(b, "    %s\n", _(hint->rule->instead));
}

static void
quote(struct hints *h, const struct question *q,
    const struct question_hint *hint)
{
	IV_AUTO(buf_release) struct buf part = BUF_INIT;
	IV_AUTO(buf_release) struct buf line = BUF_INIT;

	buf_add(&part, q->text + hint->at, hint->len);
	utf8_cut(&line, part.p, 64);
	buf_addf(&h->people, "    \"%s\"\n", line.p);
}

static void
check_text(struct hints *h, const struct question *q, const char *id,
    const char *field)
{
	struct question_hint v[HINTS_MAX];
	size_t n = question_check(q, v, HINTS_MAX);

	for (size_t i = 0; i < n && i < HINTS_MAX; i++) {
		if (h->out) {
			row_hint(h, id, field, &v[i]);
			continue;
		}
		show_hint(h, id, field, &v[i]);
		quote(h, q, &v[i]);
	}
	h->n += n;
}

static void
check_helpers(struct hints *h, const struct record *r, struct question q)
{
	const cJSON *child;

	q.kind = QUESTION_HELPER;
	cJSON_ArrayForEach(child, json_get(r->json, "questions")) {
		IV_AUTO(buf_release) struct buf field = BUF_INIT;

		buf_addf(&field, "questions.%s", child->string);
		q.text = json_str(child, "text");
		q.lang = q.text ? question_lang(q.text, q.lang) : q.lang;
		q.talk = json_is(child, "kind", "clarifying") ?
		    TALK_FACTUAL : TALK_OPEN;
		if (q.text)
			check_text(h, &q, r->id.s, field.p);
	}
}

static void
check_record(struct hints *h, const struct record *r)
{
	static const char *const fields[] = { "question", "reformulated" };
	const char *lang = store_lang(h->c->store);
	struct question q = { NULL, lang, QUESTION_PRESENTER, TALK_OPEN };

	for (size_t i = 0; i < IV_LEN(fields); i++) {
		q.text = json_str(r->json, fields[i]);
		q.lang = q.text ? question_lang(q.text, lang) : lang;
		if (q.text)
			check_text(h, &q, r->id.s, fields[i]);
	}
	check_helpers(h, r, q);
}

static int
each(void *arg, struct record **r, struct iv_err *e)
{
	(void)e;
	if (!json_is((*r)->json, "status", "withdrawn") &&
	    !json_is((*r)->json, "status", "closed"))
		check_record(arg, *r);
	return 0;
}

static int
check_ids(struct hints *h, struct iv_err *e)
{
	struct iv_ctx *c = h->c;

	if (tool_store(c, e) < 0)
		return -1;
	if (c->nargs == 0)
		return store_each(c->store, &schema_case, each, h, e);
	for (int i = 0; i < c->nargs; i++) {
		IV_AUTO(record_free_auto) struct record *r = NULL;

		if (tool_read(c, &schema_case, c->args[i], &r, e) < 0)
			return -1;
		check_record(h, r);
	}
	return 0;
}

static int
check_given(struct hints *h, const struct case_check_opts *o, struct iv_err *e)
{
	struct question q = { o->text, o->lang ? o->lang :
		question_lang(o->text, text_lang()), QUESTION_PRESENTER,
		TALK_OPEN };
	const char *kind = o->kind ? tool_word(h->c, "presenter helper",
	    o->kind) : o->step ? "helper" : "presenter";
	bool known = !o->step;

	if (!kind)
		return iv_fail(e, IV_USAGE, _("--kind: '%s' is not presenter "
		    "or helper"), o->kind);
	if (!words_has(QUESTION_LANGS, q.lang))
		return iv_fail(e, IV_USAGE, _("--lang: '%s' is not one of "
		    "%s"), q.lang, QUESTION_LANGS);
	if (strcmp(kind, "helper") == 0)
		q.kind = QUESTION_HELPER;
	for (size_t i = 0; o->step && i < IV_LEN(steps); i++)
		if (strcmp(steps[i].name, o->step) == 0) {
			q.talk = steps[i].talk;
			known = true;
		}
	if (!known)
		return iv_fail(e, IV_USAGE, _("--step: '%s' is not any, "
		    "factual-questions or open-questions"), o->step);
	check_text(h, &q, "", "text");
	return 0;
}

static const struct out_col cols[] = {
	{ "id", N_("Id"), OUT_TEXT }, { "field", N_("Field"), OUT_TEXT },
	{ "rule", N_("Rule"), OUT_TEXT }, { "at", N_("At byte"), OUT_NUMBER },
	{ "length", N_("Bytes"), OUT_NUMBER },
	{ "reason", N_("Why"), OUT_TEXT },
	{ "instead", N_("Instead"), OUT_TEXT },
};

int
case_check(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	const struct case_check_opts *o = opts;
	struct hints h = { c, NULL, BUF_INIT, 0 };
	bool rows = !tool_for_people(c) || c->fields;
	int r;

	if (o->privacy && (o->kind || o->step || o->lang))
		return iv_fail(e, IV_USAGE, _("--privacy goes without --kind, "
		    "--step and --lang"));
	if (o->privacy)
		return case_privacy_list(c, o->text, cols, IV_LEN(cols), e);
	if (rows)
		h.out = tool_out(c, "iv.hints/1", cols, IV_LEN(cols));
	r = o->text ? check_given(&h, o, e) : check_ids(&h, e);
	if (rows && r == 0)
		r = out_end(h.out, e);
	else if (r == 0)
		tool_print(c, h.people.p);
	buf_release(&h.people);
	return r < 0 ? -1 : h.n > 0 ? IV_FAIL : 0;
}
