#include "session.h"

#include <stddef.h>
#include <string.h>

#include "facts_method.h"
#include "mem.h"
#include "text.h"

const struct iv_opt methods_opt[6] = {
	{ "form", 0, OPT_STR, offsetof(struct methods_opts, form),
	    N_("FORM"), N_("for a problem, solution, positive or ethical "
	    "case") },
	{ "level", 0, OPT_STR, offsetof(struct methods_opts, level),
	    N_("LEVEL"), N_("about the individual or the organisation") },
	{ "kind", 0, OPT_STR, offsetof(struct methods_opts, kind),
	    N_("KIND"), N_("case: for a case, meeting: a meeting around the "
	    "cases, part: a part of any meeting") },
	{ "people", 'p', OPT_INT, offsetof(struct methods_opts, people),
	    N_("N"), N_("for so many people; minutes are theirs") },
	{ "minutes", 'm', OPT_MINUTES, offsetof(struct methods_opts, minutes),
	    N_("N"), N_("that take no longer than this") },
	{ "beginners", 0, OPT_FLAG, offsetof(struct methods_opts, beginners),
	    NULL, N_("that suit beginners") },
};

const struct iv_opt method_opt[3] = {
	{ "people", 'p', OPT_INT, offsetof(struct method_opts, people),
	    N_("N"), N_("for so many people (else as many as the group has)") },
	{ "raw", 0, OPT_FLAG, offsetof(struct method_opts, raw), NULL,
	    N_("print the file itself, to change it and keep it in the "
	    "group's methods/") },
	{ "check", 0, OPT_STR, offsetof(struct method_opts, check),
	    N_("FILE"), N_("check a method file; '-' is standard input") },
};

static void
say_fault(void *arg, const struct iv_err *e)
{
	tool_say(arg, "%s", e->msg);
}

/* Opens the group when there is one here; what is asked of built-in methods
 * needs none. */
static int
open_group(struct iv_ctx *c, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf dir = BUF_INIT;

	if (tool_dir(c, &dir, e) < 0)
		return e->code == IV_NOTFOUND ? 0 : -1;
	return tool_store(c, e);
}

/* How many people to reckon with: as asked, as the group has, or as the
 * method is made for. */
static int
people_for(struct iv_ctx *c, int asked, int *ret, struct iv_err *e)
{
	*ret = asked;
	if (asked > 0 || !c->store)
		return 0;
	return facts_people(c->store, NULL, c->now.day, ret, e);
}

static int
people_of(const struct method *m, int people)
{
	return people >= 2 ? people : method_people(m);
}

static int
want_word(struct iv_ctx *c, enum method_set set, const char *option,
    const char *typed, unsigned *ret, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf words = BUF_INIT;
	IV_AUTO(buf_release) struct buf plain = BUF_INIT;
	const char *word;

	if (!typed)
		return 0;
	method_words(&words, set, ~0u);
	for (const char *s = words.p; *s; s++)
		if (*s != ',')
			buf_addc(&plain, *s);
	word = text_word(c->store ? store_lang(c->store) : text_lang(),
	    plain.p, typed);
	if (!word)
		return iv_fail(e, IV_USAGE, _("--%s: '%s' is not allowed; "
		    "allowed: %s"), option, typed, words.p);
	*ret = method_bit(set, word);
	return 0;
}

static const struct out_col methods_cols[] = {
	{ "name", N_("Name"), OUT_TEXT },
	{ "title", N_("Title"), OUT_TEXT },
	{ "minutes", N_("Minutes"), OUT_NUMBER },
	{ "people", N_("People"), OUT_TEXT },
	{ "form", N_("Form"), OUT_WORD },
	{ "beginners", N_("Beginners"), OUT_YES },
	{ "kind", N_("Kind"), OUT_WORD },
};

static void
set_words(cJSON *row, const char *key, enum method_set set, unsigned bits)
{
	cJSON *list = json_array(row, key);

	for (unsigned bit = 1; bit != 0 && bit <= bits; bit <<= 1) {
		IV_AUTO(buf_release) struct buf b = BUF_INIT;

		if (!(bits & bit))
			continue;
		method_words(&b, set, bit);
		cJSON_AddItemToArray(list, cJSON_CreateString(b.p));
	}
}

static void
set_word(cJSON *row, const char *key, enum method_set set, unsigned bit)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;

	method_words(&b, set, bit);
	if (bit)
		json_set_str(row, key, b.p);
	else
		json_set(row, key, cJSON_CreateNull());
}

static cJSON *
method_row(const struct method_file *f, int people)
{
	const struct method *m = &f->m;
	cJSON *row = cJSON_CreateObject();
	char text[40];

	if (m->group.max > 0)
		snprintf(text, sizeof(text), "%d-%d", m->group.min,
		    m->group.max);
	else
		snprintf(text, sizeof(text), "%d+", m->group.min);
	json_set_str(row, "id", m->name);
	json_set_str(row, "name", m->name);
	json_set_str(row, "title", m->title);
	json_set_int(row, "minutes", method_minutes(m, people_of(m, people)));
	json_set(row, "minutes_sourced", cJSON_CreateBool(m->sourced));
	json_set_str(row, "people", text);
	set_words(row, "form", METHOD_FORM, m->forms);
	set_words(row, "level", METHOD_LEVEL, m->levels);
	set_words(row, "about", METHOD_ABOUT, m->about);
	set_word(row, "focus", METHOD_FOCUS, m->focus);
	set_word(row, "trust", METHOD_TRUST, m->trust);
	json_set_int(row, "structure", m->structure);
	json_set(row, "beginners", cJSON_CreateBool(m->beginners));
	set_word(row, "kind", METHOD_KIND, m->kind);
	json_set_int(row, "steps", (long)m->nsteps);
	json_set_str(row, "variant", m->variant ? m->variant : "");
	json_set_str(row, "source", m->source);
	json_set(row, "own", cJSON_CreateBool(f->own));
	return row;
}

static void
put_method(struct out *o, const struct method_file *f, int people)
{
	IV_AUTO(json_free_auto) cJSON *row = method_row(f, people);

	out_row(o, row);
}

static int
want_make(struct iv_ctx *c, const struct methods_opts *o,
    struct method_want *w, unsigned *kind, struct iv_err *e)
{
	*w = (struct method_want){ .people = o->people,
	    .minutes = o->minutes, .beginners = o->beginners };
	*kind = 0;
	if (want_word(c, METHOD_FORM, "form", o->form, &w->form, e) < 0 ||
	    want_word(c, METHOD_LEVEL, "level", o->level, &w->level, e) < 0)
		return -1;
	return want_word(c, METHOD_KIND, "kind", o->kind, kind, e);
}

int
session_methods(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	const struct methods_opts *o = opts;
	const struct method_faults faults = { say_fault, c };
	IV_AUTO(method_list_release) struct method_list l = { NULL, 0 };
	struct method_want w;
	struct out *out;
	unsigned kind;
	int people;

	if (open_group(c, e) < 0 || want_make(c, o, &w, &kind, e) < 0 ||
	    people_for(c, o->people, &people, e) < 0 ||
	    methods_load(c->store, text_lang(), &faults, &l, e) < 0)
		return -1;
	out = tool_out(c, "iv.methods/1", methods_cols, IV_LEN(methods_cols));
	for (unsigned bit = METHOD_KINDS(CASE); bit <= METHOD_KINDS(PART);
	    bit <<= 1)
		for (size_t i = 0; i < l.n; i++)
			if (l.v[i]->m.kind == bit && (!kind || kind == bit) &&
			    method_fits(&l.v[i]->m, &w))
				put_method(out, l.v[i], people);
	return out_end(out, e);
}

static const struct out_col step_cols[] = {
	{ "step", N_("Step"), OUT_NUMBER },
	{ "at", N_("At"), OUT_NUMBER },
	{ "minutes", N_("Minutes"), OUT_NUMBER },
	{ "title", N_("Title"), OUT_TEXT },
	{ "speaks", N_("Speaks"), OUT_TEXT },
	{ "silent", N_("Silent"), OUT_TEXT },
	{ "presenter", N_("Presenter"), OUT_TEXT },
	{ "talk", N_("Allowed"), OUT_TEXT },
	{ "not", N_("Not"), OUT_TEXT },
	{ "keeps", N_("Kept"), OUT_TEXT },
	{ "prompt", N_("Prompt"), OUT_TEXT },
};

static void
set_modules(cJSON *row, const struct method *m, size_t i)
{
	cJSON *list = json_array(row, "modules");
	int picks = method_picks(m, i);

	for (size_t k = 0; k < m->nmodules; k++)
		if (m->steps[i].modules & (1u << k))
			cJSON_AddItemToArray(list,
			    cJSON_CreateString(m->modules[k].id));
	json_set(row, "picks", picks <= (int)i ? cJSON_CreateNull() :
	    cJSON_CreateNumber(picks + 1));
}

static cJSON *
step_row(const struct method *m, size_t i, int at, int people)
{
	const struct method_step *s = &m->steps[i];
	cJSON *row = cJSON_CreateObject();
	int to = method_repeats(m, i);

	json_set_str(row, "id", s->id);
	json_set_int(row, "step", (long)i + 1);
	json_set_int(row, "at", at);
	json_set_int(row, "minutes", method_step_minutes(s, people));
	json_set_str(row, "title", s->title);
	set_words(row, "speaks", METHOD_WHO, s->speaks);
	set_words(row, "silent", METHOD_WHO, s->silent);
	set_word(row, "presenter", METHOD_SEAT, s->presenter);
	set_words(row, "talk", METHOD_TALK, s->talk);
	set_words(row, "not", METHOD_TALK, s->not);
	set_words(row, "keeps", METHOD_KEEP, s->keeps);
	json_set_int(row, "per_person", s->per_person);
	json_set_int(row, "minutes_per_person", s->minutes_per_person);
	json_set(row, "reveals", cJSON_CreateBool(s->reveals));
	json_set(row, "chooses", cJSON_CreateBool(s->chooses));
	json_set(row, "repeat_to", to < 0 ? cJSON_CreateNull() :
	    cJSON_CreateNumber(to + 1));
	json_set_int(row, "rounds", s->round_each ? people : s->rounds);
	set_modules(row, m, i);
	json_set_str(row, "prompt", s->prompt ? s->prompt : "");
	return row;
}

static int
method_rows(struct iv_ctx *c, const struct method *m, int people,
    struct iv_err *e)
{
	struct out *o = tool_out(c, "iv.method-steps/1", step_cols,
	    IV_LEN(step_cols));
	int at = 0;

	for (size_t i = 0; i < m->nsteps; i++) {
		IV_AUTO(json_free_auto) cJSON *row = step_row(m, i, at,
		    people);

		out_row(o, row);
		at += method_step_minutes(&m->steps[i], people);
	}
	return out_end(o, e);
}

static int
method_show(struct iv_ctx *c, const struct method_opts *o,
    struct iv_err *e)
{
	IV_AUTO(method_file_free_auto) struct method_file *f = NULL;
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	bool md = c->format && strcmp(c->format, "md") == 0;
	const char *lang = md && c->store ? store_lang(c->store) :
	    text_lang();
	int people;

	if (method_find(c->store, c->args[0], lang, &f, e) < 0)
		return -1;
	if (o->raw) {
		if (method_text(c->store, f->name, &b, NULL, e) < 0)
			return -1;
		fwrite(b.p, 1, b.len, stdout);
		return 0;
	}
	if (people_for(c, o->people, &people, e) < 0)
		return -1;
	people = people_of(&f->m, people);
	if (c->fields || (!md && !tool_for_people(c)))
		return method_rows(c, &f->m, people, e);
	session_handout(&b, &f->m, people, lang, md);
	tool_print(c, b.p);
	return 0;
}

static int
method_check_file(struct iv_ctx *c, const char *path, struct iv_err *e)
{
	IV_AUTO(method_file_free_auto) struct method_file *f = NULL;
	IV_AUTO(buf_release) struct buf at = BUF_INIT;
	const char *text;

	buf_addf(&at, "@%s", path);
	if (tool_text(c, at.p, &text, e) < 0)
		return -1;
	return method_parse(text, strlen(text), path, text_lang(), &f, e);
}

int
session_method(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	const struct method_opts *o = opts;

	if ((o->check != NULL) == (c->nargs > 0))
		return iv_fail(e, IV_USAGE, _("name a method, or a file by "
		    "--check FILE"));
	if (o->check)
		return method_check_file(c, o->check, e);
	if (open_group(c, e) < 0)
		return -1;
	return method_show(c, o, e);
}

int
session_method_for(struct iv_ctx *c, const cJSON *session, const char *typed,
    char **name, int *minutes, struct iv_err *e)
{
	IV_AUTO(method_file_free_auto) struct method_file *f = NULL;
	const char *start = json_str(session, "start");
	struct civil day = c->now;
	int people;

	if (start)
		(void)civil_parse_iso(start, &day);
	if (method_find(c->store, typed, text_lang(), &f, e) < 0)
		return iv_wrap(e, "--method");
	if (facts_people(c->store, session, day.day, &people, e) < 0)
		return -1;
	*minutes = method_minutes(&f->m, people_of(&f->m, people));
	*name = mem_dup(f->m.name);
	return 0;
}

static bool
was_there(const cJSON *was, const char *method)
{
	const cJSON *item;

	cJSON_ArrayForEach(item, json_get(was, "agenda"))
		if (json_is(item, "method", method))
			return true;
	return false;
}

int
session_methods_known(struct iv_ctx *c, const cJSON *was, cJSON *session,
    struct iv_err *e)
{
	cJSON *item;

	cJSON_ArrayForEach(item, json_get(session, "agenda")) {
		IV_AUTO(method_file_free_auto) struct method_file *f = NULL;
		const char *typed = json_str(item, "method");

		if (!typed || was_there(was, typed))
			continue;
		if (method_find(c->store, typed, text_lang(), &f, e) < 0)
			return -1;
		json_set_str(item, "method", f->m.name);
	}
	return 0;
}
