#include <stdio.h>
#include <string.h>

#include "eval.h"
#include "mem.h"
#include "members.h"
#include "text.h"

/* Members of the group who were noted as present. */
struct present {
	struct iv_ctx *c;
	const cJSON *attendance;
	size_t n;
};

static int
count_member(void *arg, struct record **r, struct iv_err *e)
{
	struct present *p = arg;

	(void)e;
	if (json_is((*r)->json, "role", "member") && json_is(json_get(
	    p->attendance, (*r)->id.s), "status", "present"))
		p->n++;
	return 0;
}

static int
count_present(struct iv_ctx *c, const struct about *a, size_t *ret,
    struct iv_err *e)
{
	IV_AUTO(record_free_auto) struct record *s = NULL;
	struct present p = { c, NULL, 0 };

	if (store_read(c->store, &schema_session, a->session, &s, e) < 0)
		return -1;
	p.attendance = json_get(s->json, "attendance");
	if (json_count(p.attendance) == 0)
		return iv_fail(e, IV_USAGE, _("nobody was noted as present at "
		    "meeting %s; note it with 'iv-session attend', or give "
		    "--people N"), a->session);
	if (store_each(c->store, &schema_member, count_member, &p, e) < 0)
		return -1;
	*ret = p.n;
	return 0;
}

static int
count_people(struct iv_ctx *c, const struct about *a, int typed, size_t *ret,
    struct iv_err *e)
{
	IV_AUTO(roll_release) struct roll roll = { NULL, 0, 0 };

	if (typed > 0) {
		*ret = (size_t)typed;
	} else if (a->session[0] != '\0') {
		if (count_present(c, a, ret, e) < 0)
			return -1;
	} else {
		if (roll_load(&roll, c->store, a->until.day, e) < 0)
			return -1;
		*ret = roll.members;
	}
	if (*ret > ANSWERS_MAX)
		return iv_fail(e, IV_USAGE, _("more than %d people"),
		    ANSWERS_MAX);
	return round_enough(*ret, e);
}

/* A second set of codes would be a second way in. */
static int
refuse_open(const struct outbox *o, const struct about *a, struct iv_err *e)
{
	IV_AUTO(rounds_release) struct rounds l = { NULL, 0 };
	char since[DAY_TEXT];

	civil_text(since, (struct civil){ a->since.day, -1 });
	if (outbox_load(o, &l, e) < 0)
		return -1;
	for (size_t i = 0; i < l.n; i++) {
		const cJSON *doc = l.v[i].doc;

		if (json_is(doc, "questionnaire", a->q.name) &&
		    (a->session[0] != '\0' ? json_is(doc, "session",
		    a->session) : json_is(json_get(doc, "period"), "since",
		    since)))
			return iv_fail(e, IV_REFUSED, _("round %s is open and "
			    "its codes are out; close it, or end it with "
			    "'iv-eval close --discard %s'"), l.v[i].id.s,
			    l.v[i].id.s);
	}
	return 0;
}

static bool
id_taken(const struct rounds *l, struct store *s, const char *id)
{
	for (size_t i = 0; i < l->n; i++)
		if (strcmp(l->v[i].id.s, id) == 0)
			return true;
	for (size_t i = 0; schemas[i]; i++)
		if (*schemas[i]->dir != '\0' && store_has(s, schemas[i], id))
			return true;
	return false;
}

static int
choose_id(const struct outbox *o, struct id *ret, struct iv_err *e)
{
	IV_AUTO(rounds_release) struct rounds l = { NULL, 0 };
	uint64_t n = 0;

	if (outbox_load(o, &l, e) < 0)
		return -1;
	do {
		if (o->c->seed)
			id_seeded(ret, o->c->seed, n++);
		else if (id_random(ret, e) < 0)
			return -1;
	} while (id_taken(&l, o->c->store, ret->s));
	return 0;
}

static void
fill_round(struct round *r, const struct about *a, bool texts)
{
	char day[DAY_TEXT];

	r->doc = cJSON_CreateObject();
	json_set_str(r->doc, "schema", "iv.round/1");
	about_keys(a, r->doc);
	civil_text(day, a->day);
	json_set_str(r->doc, "day", day);
	json_set(r->doc, "texts", cJSON_CreateBool(texts));
	json_set_str(r->doc, "salt", "");
	json_array(r->doc, "codes");
	json_array(r->doc, "used");
	json_set_int(r->doc, "answered", 0);
	json_object(r->doc, "answers");
	json_array(r->doc, "lines");
}

/* What a slip says besides its code, in the group's language. */
static void
add_slip(struct buf *b, const struct iv_ctx *c, const struct about *a,
    const struct id *code)
{
	const char *lang = store_lang(c->store);
	char day[DAY_TEXT];

	civil_text(day, a->day);
	buf_adds(b, "- - - - - - - - - - - - - - - - - - - - - - - - - - - - "
	    "- -\n\n");
	buf_addf(b, "  %s  %s\n\n", a->q.title, day);
	buf_addf(b, "  %s  %.5s-%.5s\n\n", iv_text(lang, N_("Code:")),
	    code->s, code->s + 5);
	buf_addf(b, "  %s\n", iv_text(lang, N_("Fold, mix, and draw one.  It "
	    "answers once; nobody notes who has which.")));
	buf_addf(b, "  %s iv-eval answer -q %s --out %s\n\n",
	    iv_text(lang, N_("On your own computer:")), a->q.name,
	    iv_text(lang, N_("FILE")));
}

static int
show_codes(struct iv_ctx *c, const struct about *a, const struct id *codes,
    size_t n)
{
	static const struct out_col cols[] = {
		{ "code", N_("Code"), OUT_TEXT },
	};
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	struct iv_err e = IV_ERR_INIT;
	struct out *o;

	if (tool_for_people(c) && !c->fields) {
		for (size_t i = 0; i < n; i++)
			add_slip(&b, c, a, &codes[i]);
		tool_print(c, b.p);
		return 0;
	}
	o = tool_out(c, "iv.codes/1", cols, IV_LEN(cols));
	for (size_t i = 0; i < n; i++) {
		cJSON *row = cJSON_CreateObject();

		json_set_str(row, "id", codes[i].s);
		json_set_str(row, "code", codes[i].s);
		out_row(o, row);
		cJSON_Delete(row);
	}
	return out_end(o, &e) < 0 ? -1 : 0;
}

static int
open_round(const struct outbox *o, const struct about *a,
    const struct eval_open_opts *opt, size_t people, struct iv_err *e)
{
	IV_AUTO(round_release) struct round r = { .doc = NULL };
	IV_AUTO(mem_free_auto) struct id *codes = NULL;

	if (choose_id(o, &r.id, e) < 0)
		return -1;
	fill_round(&r, a, opt->texts);
	if (codes_make(o->c, &r, people, &codes, e) < 0 ||
	    outbox_write(o, &r, e) < 0)
		return -1;
	return show_codes(o->c, a, codes, people);
}

int
eval_open(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	const struct eval_open_opts *opt = opts;
	IV_AUTO(outbox_close) struct outbox o = OUTBOX_INIT;
	IV_AUTO(about_release) struct about a = { .session = "" };
	struct about_typed t = { c->nargs > 0 ? c->args[0] : NULL,
	    opt->period, opt->questionnaire, opt->at };
	size_t people = 0;

	if (tool_store(c, e) < 0 || about_find(c, &t, &a, e) < 0 ||
	    count_people(c, &a, opt->people, &people, e) < 0 ||
	    about_once(c, &a, e) < 0)
		return -1;
	if (opt->texts && !a.q.open)
		return iv_fail(e, IV_USAGE, _("--texts: questionnaire %s has "
		    "no open line"), a.q.name);
	if (outbox_open(&o, c, !c->dry_run, e) < 0 ||
	    refuse_open(&o, &a, e) < 0)
		return -1;
	return c->dry_run ? 0 : open_round(&o, &a, opt, people, e);
}

static void
row_of(const struct round *r, cJSON *row)
{
	const cJSON *period = json_get(r->doc, "period");
	long answered = 0;

	json_int(r->doc, "answered", &answered);
	json_set_str(row, "id", r->id.s);
	json_set_str(row, "questionnaire", json_str(r->doc, "questionnaire"));
	json_set(row, "session", json_get(r->doc, "session") ?
	    cJSON_Duplicate(json_get(r->doc, "session"), true) :
	    cJSON_CreateNull());
	json_set(row, "period", period ? cJSON_Duplicate(period, true) :
	    cJSON_CreateNull());
	json_set(row, "day", cJSON_Duplicate(json_get(r->doc, "day"), true));
	json_set_int(row, "codes", answered + (long)json_count(json_get(
	    r->doc, "codes")));
	json_set_int(row, "answered", answered);
	json_set(row, "texts", cJSON_Duplicate(json_get(r->doc, "texts"),
	    true));
}

int
eval_rounds(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	static const struct out_col cols[] = {
		{ "id", N_("Id"), OUT_TEXT },
		{ "day", N_("Day"), OUT_WHEN },
		{ "questionnaire", N_("Questionnaire"), OUT_TEXT },
		{ "codes", N_("Codes"), OUT_NUMBER },
		{ "answered", N_("Answers"), OUT_NUMBER },
	};
	IV_AUTO(outbox_close) struct outbox o = OUTBOX_INIT;
	IV_AUTO(rounds_release) struct rounds l = { NULL, 0 };
	struct out *out;

	(void)opts;
	if (tool_store(c, e) < 0 || outbox_open(&o, c, false, e) < 0 ||
	    outbox_load(&o, &l, e) < 0)
		return -1;
	out = tool_out(c, "iv.rounds/1", cols, IV_LEN(cols));
	for (size_t i = 0; i < l.n; i++) {
		cJSON *row = cJSON_CreateObject();

		row_of(&l.v[i], row);
		out_row(out, row);
		cJSON_Delete(row);
	}
	return out_end(out, e);
}
