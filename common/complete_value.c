#include "complete.h"

#include <string.h>

#include "builtin.h"
#include "facts_method.h"
#include "mem.h"
#include "question.h"
#include "text.h"
#include "utf8.h"

/* Only the kind that is listed is read, and only what the tool may read;
 * people and meetings are in every ledger. */
static struct store *
open_store(struct completion *q, unsigned mask)
{
	const struct iv_tool *t = q->c->tool;
	unsigned may = t->mask | MASK_MEMBER | MASK_SESSION |
	    (t->schema ? t->schema->mask : 0);
	IV_AUTO(buf_release) struct buf dir = BUF_INIT;
	struct store_opts o = { NULL, q->c->data_home, mask, NULL, NULL };
	struct iv_err e = IV_ERR_INIT;

	if ((mask & may) != mask || tool_dir(q->c, &dir, &e) < 0)
		return NULL;
	if ((mask & MASK_CASE) && q->cmd && (q->cmd->flags & CMD_DRAFTS))
		o.mask |= MASK_DRAFTS;
	o.dir = dir.p;
	store_close(q->store);
	q->store = NULL;
	return store_open(&q->store, &o, &e) < 0 ? NULL : q->store;
}

/* A record as it is chosen. */
struct choice {
	struct id id;
	char *text, *more;	/* title, start or name; status */
};

struct choices {
	struct choice *v;
	size_t n;
};

static void
choices_release(struct choices *l)
{
	for (size_t i = 0; i < l->n; i++) {
		mem_free(l->v[i].text);
		mem_free(l->v[i].more);
	}
	mem_free(l->v);
}

static int
keep(void *arg, struct record **r, struct iv_err *e)
{
	static const char *const texts[] = { "name", "start", "title",
		"period.since", "made" };
	struct choices *l = arg;
	const char *text = NULL, *more = json_str((*r)->json, "status");

	(void)e;
	for (size_t i = 0; !text && i < IV_LEN(texts); i++)
		text = json_str((*r)->json, texts[i]);
	if (!more)
		more = json_str((*r)->json, "role");
	l->v = mem_array(l->v, l->n + 1, sizeof(*l->v));
	l->v[l->n++] = (struct choice){ (*r)->id, mem_dup(text ? text : ""),
		mem_dup(more ? more : "") };
	return 0;
}

static bool
load(struct completion *q, const struct schema *k, struct choices *l)
{
	struct store *s = open_store(q, k->mask);
	struct iv_err e = IV_ERR_INIT;

	return s && store_each(s, k, keep, l, &e) == 0;
}

/* "De boze klant (ready)" */
static void
about_choice(struct buf *b, const struct choice *r)
{
	buf_adds(b, r->text);
	if (*r->more)
		buf_addf(b, "%s(%s)", b->len > 0 ? " " : "", _(r->more));
}

/* The newest meeting first; the rest by their text. */
static int
by_text(const void *a, const void *b)
{
	const struct choice *x = a, *y = b;

	return strcmp(x->text, y->text);
}

static int
newest(const void *a, const void *b)
{
	return by_text(b, a);
}

static void
add_ids(struct completion *q, const struct schema *k)
{
	IV_AUTO(choices_release) struct choices l = { NULL, 0 };

	if (!load(q, k, &l))
		return;
	if (l.n > 1)
		qsort(l.v, l.n, sizeof(*l.v),
		    k == &schema_session ? newest : by_text);
	for (size_t i = 0; i < l.n; i++) {
		IV_AUTO(buf_release) struct buf about = BUF_INIT;

		about_choice(&about, &l.v[i]);
		complete_add(q, l.v[i].id.s, about.p);
	}
}

/* Would this name one member alone, as store_find() sees it? */
static bool
names_one(const struct choices *l, const char *text)
{
	size_t n = 0;
	struct id id;

	if (!id_beginning(text, &id))
		id.s[0] = '\0';
	for (size_t i = 0; i < l->n; i++)
		n += utf8_begins(l->v[i].text, text) || (id.s[0] != '\0' &&
		    strncmp(l->v[i].id.s, id.s, strlen(id.s)) == 0);
	return n == 1;
}

/* The first name where it is enough, else the whole name; by the id when that
 * is what is typed. */
static void
add_member(struct completion *q, const struct choices *l,
    const struct choice *m)
{
	IV_AUTO(buf_release) struct buf first = BUF_INIT;
	IV_AUTO(buf_release) struct buf about = BUF_INIT;
	size_t had = q->out.len;

	buf_add(&first, m->text, strcspn(m->text, " "));
	buf_addf(&about, "%s  %s", m->text, m->id.s);
	if (names_one(l, first.p))
		complete_add(q, first.p, about.p);
	if (q->out.len == had)
		complete_add(q, m->text, m->id.s);
	if (q->out.len == had && *q->typed)
		complete_add(q, m->id.s, m->text);
	/* A surname stands for the whole name. */
	if (q->out.len == had && utf8_begins(m->text, q->typed)) {
		const char *typed = q->typed;

		q->typed = "";
		complete_add(q, m->text, m->id.s);
		q->typed = typed;
	}
}

static void
add_members(struct completion *q)
{
	IV_AUTO(choices_release) struct choices l = { NULL, 0 };

	if (!load(q, &schema_member, &l))
		return;
	if (l.n > 1)
		qsort(l.v, l.n, sizeof(*l.v), by_text);
	for (size_t i = 0; i < l.n; i++)
		add_member(q, &l, &l.v[i]);
}

/* Words that stand for a meeting: the reader's, and the others once typed. */
static void
add_sessions(struct completion *q)
{
	static const struct {
		const char *en, *nl, *about;
	} words[] = {
		{ "next", "volgende", N_("the next meeting") },
		{ "last", "vorige", N_("the last meeting") },
		{ "today", "vandaag", N_("the meeting of today") },
	};
	bool nl = strcmp(text_lang(), "nl") == 0;

	for (size_t i = 0; i < IV_LEN(words); i++) {
		complete_add(q, nl ? words[i].nl : words[i].en,
		    _(words[i].about));
		if (*q->typed)
			complete_add(q, nl ? words[i].en : words[i].nl,
			    _(words[i].about));
	}
	add_ids(q, &schema_session);
}

static void
add_kind(struct completion *q, const char *kind)
{
	const struct schema *k = schema_by_kind(kind);

	if (k == &schema_member)
		add_members(q);
	else if (k == &schema_session)
		add_sessions(q);
	else if (k && k != &schema_group)
		add_ids(q, k);
}

/* A stored word is offered in the reader's language, and as it is stored when
 * that is what is typed. */
static void
add_word(const char *word, size_t len, void *arg)
{
	struct completion *q = arg;
	IV_AUTO(buf_release) struct buf stored = BUF_INIT;
	const char *shown;
	size_t had = q->out.len;

	buf_add(&stored, word, len);
	shown = _(stored.p);
	complete_add(q, shown, strcmp(shown, stored.p) == 0 ? NULL :
	    stored.p);
	if (q->out.len == had)
		complete_add(q, stored.p, shown);
}

/* Words of the command line, which are typed as they are. */
static void
add_fixed(const char *word, size_t len, void *arg)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;

	buf_add(&b, word, len);
	complete_add(arg, b.p, strcmp(_(b.p), b.p) == 0 ? NULL : _(b.p));
}

/* Only the last of "a,b,c" is open. */
static void
skip_items(struct completion *q)
{
	const char *comma = strrchr(q->typed, ',');

	if (comma)
		complete_skip(q, (size_t)(comma + 1 - q->typed));
}

void
complete_field(struct completion *q, const struct field *f)
{
	enum field_type type = f->type;

	if (type == FT_LIST) {
		skip_items(q);
		type = f->item;
	}
	if (type == FT_WORD || (type == FT_LINE && f->words))
		words_each(f->words, add_word, q);
	else if (type == FT_REF)
		add_kind(q, f->ref);
	else if (type == FT_BOOL)
		words_each("yes no", add_fixed, q);
}

const struct field *
complete_path(const struct completion *q, const char *path, size_t n)
{
	const struct schema *k = q->c->tool->schema;
	const struct fields *in = k ? &k->fields : NULL;
	const struct field *f = NULL;

	while (in && n > 0) {
		const char *dot = memchr(path, '.', n);
		size_t len = dot ? (size_t)(dot - path) : n;
		bool keyed = f && (f->type == FT_MAP || f->type == FT_ROWS);

		/* The key of an entry is anything. */
		if (f && keyed && f->sub == in && dot) {
			path += len + 1;
			n -= len + 1;
			dot = memchr(path, '.', n);
			len = dot ? (size_t)(dot - path) : n;
		}
		if (!(f = fields_find(in, path, len)))
			return NULL;
		if (!dot)
			return f;
		in = f->sub;
		path += len + 1;
		n -= len + 1;
	}
	return NULL;
}

static void
add_set(struct completion *q, const char *prefix, const struct field *f)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;

	buf_addf(&b, "%s%s=", prefix, f->name);
	complete_add(q, b.p, _(f->help ? f->help : f->label));
}

static void
set_names(struct completion *q)
{
	const struct schema *k = q->c->tool->schema;

	for (size_t i = 0; k && i < k->fields.n; i++) {
		const struct field *f = &k->fields.v[i];
		IV_AUTO(buf_release) struct buf prefix = BUF_INIT;

		if (field_settable(f) && !(f->flags & FF_PRIVATE))
			add_set(q, "", f);
		buf_addf(&prefix, "%s.", f->name);
		for (size_t j = 0; f->type == FT_OBJECT && f->sub &&
		    !(f->flags & FF_AUTO) && j < f->sub->n; j++)
			add_set(q, prefix.p, &f->sub->v[j]);
	}
}

static void
add_methods(struct completion *q)
{
	IV_AUTO(method_list_release) struct method_list l = { NULL, 0 };
	struct iv_err e = IV_ERR_INIT;

	if (methods_load(open_store(q, 0), text_lang(), NULL, &l, &e) < 0)
		return;
	for (size_t i = 0; i < l.n; i++)
		complete_add(q, l.v[i]->name, l.v[i]->m.title);
}

static void
add_builtins(struct completion *q, const char *dir)
{
	for (size_t i = 0; i < builtins_len; i++)
		if (strcmp(builtins[i].dir, dir) == 0)
			complete_add(q, builtins[i].name, NULL);
}

static void
add_formats(struct completion *q)
{
	words_each(OUT_FORMATS, add_fixed, q);
	if (q->cmd->flags & CMD_HTML)
		complete_add(q, "html", NULL);
	if (q->cmd->flags & CMD_ICS)
		complete_add(q, "ics", NULL);
}

/* What list and show can show: the record's fields. */
static void
add_columns(struct completion *q)
{
	const struct schema *k = q->c->tool->schema;

	skip_items(q);
	if (!k || !words_has("list show", q->cmd->name))
		return;
	complete_add(q, "id", NULL);
	for (size_t i = 0; i < k->fields.n; i++)
		complete_add(q, k->fields.v[i].name, _(k->fields.v[i].label));
}

/* Options whose words stand in no field of their own name. */
static const struct hint {
	const char *cmd, *option, *words;
} hints[] = {
	{ NULL, "audience", "group client" },
	{ NULL, "color", "auto always never" },
	{ NULL, "order", "urgency turn age votes" },
	{ NULL, "lang", QUESTION_LANGS },
	{ NULL, "how", "self mail paper" },
	{ NULL, "background", "mixed same" },
	{ NULL, "role", "chair timekeeper secretary observer presenter" },
	{ NULL, "rate", "warm lukewarm cold" },
	{ "check", "kind", "presenter helper" },
	{ "check", "step", "any factual-questions open-questions" },
	{ "ask", "kind", "clarifying deepening" },
	{ "methods", "kind", "case meeting part" },
	{ "attend", "status", "present excused late-notice absent" },
	{ "follow", "status", "open done dropped" },
};

static const char *
hint_words(const struct completion *q, const char *option)
{
	for (size_t i = 0; i < IV_LEN(hints); i++)
		if (strcmp(hints[i].option, option) == 0 && (!hints[i].cmd ||
		    strcmp(hints[i].cmd, q->cmd->name) == 0))
			return hints[i].words;
	return NULL;
}

/* A field of that name, of the tool's kind or of a case. */
static const struct field *
field_named(const struct completion *q, const char *name)
{
	const struct schema *k = q->c->tool->schema;
	const struct field *f = NULL;

	if (k)
		f = fields_find(&k->fields, name, strlen(name));
	return f && f->words ? f : fields_find(&schema_case.fields, name,
	    strlen(name));
}

static bool
add_named(struct completion *q, const char *option)
{
	if (strcmp(option, "method") == 0)
		add_methods(q);
	else if (strcmp(option, "questionnaire") == 0)
		add_builtins(q, "questionnaires");
	else if (strcmp(option, "profile") == 0)
		add_builtins(q, "registers");
	else if (strcmp(option, "traject") == 0)
		add_builtins(q, "trajectories");
	else if (strcmp(option, "output") == 0)
		add_formats(q);
	else if (strcmp(option, "fields") == 0)
		add_columns(q);
	else
		return false;
	return true;
}

void
complete_option(struct completion *q, const struct iv_opt *o)
{
	const char *arg = o->arg ? o->arg : "";
	const char *words = hint_words(q, o->name);
	const struct field *f;

	if (words)
		words_each(words, add_fixed, q);
	else if (add_named(q, o->name))
		return;
	else if (strcmp(arg, "MEMBER") == 0)
		add_members(q);
	else if (words_has("SESSION MEETING", arg))
		add_sessions(q);
	else if (strcmp(arg, "ID") == 0)
		add_kind(q, o->name);
	else if (o->type == OPT_STR && (f = field_named(q, o->name)))
		complete_field(q, f);
}

/* Roles of a meeting; with = where a member follows. */
static void
add_roles(struct completion *q, const char *end)
{
	static const char *const roles[] = { "chair", "timekeeper",
		"secretary", "observer", "presenter" };

	for (size_t i = 0; i < IV_LEN(roles); i++) {
		IV_AUTO(buf_release) struct buf b = BUF_INIT;

		buf_addf(&b, "%s%s", roles[i], end);
		complete_add(q, b.p, _(roles[i]));
	}
}

static void
add_own(struct completion *q)
{
	const struct schema *k = q->c->tool->schema;

	if (k)
		add_kind(q, k->kind);
	if (k == &schema_evaluation)
		add_sessions(q);
}

static void
add_schemas(struct completion *q)
{
	for (size_t i = 0; schemas[i]; i++)
		complete_add(q, schemas[i]->kind, _(schemas[i]->noun));
}

static void
add_placeholder(struct completion *q, const char *word)
{
	if (strcmp(word, "MEMBER") == 0)
		add_members(q);
	else if (words_has("SESSION MEETING", word))
		add_sessions(q);
	else if (strcmp(word, "CASE") == 0)
		add_kind(q, "case");
	else if (words_has("ID ROUND", word))
		add_own(q);
	else if (strcmp(word, "FIELD=VALUE") == 0)
		set_names(q);
	else if (strcmp(word, "ROLE=MEMBER") == 0)
		add_roles(q, "=");
	else if (strcmp(word, "ROLE") == 0)
		add_roles(q, "");
	else if (strcmp(word, "KIND") == 0)
		add_schemas(q);
	else if (strcmp(word, "NAME") == 0)
		(void)add_named(q, strcmp(q->cmd->name, "questions") == 0 ?
		    "questionnaire" : q->cmd->name);
}

/* "[ROUND|SESSION]" and "yes|no|maybe": small letters are meant as they
 * stand. */
void
complete_operand(struct completion *q, const char *word, size_t len)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	bool choice = memchr(word, '|', len) != NULL;

	for (size_t i = 0; i < len; i++)
		if (!strchr("[].", word[i]))
			buf_addc(&b, word[i]);
	for (char *p = b.p; *p;) {
		size_t n = strcspn(p, "|");
		char *next = p + n + (p[n] == '|');

		p[n] = '\0';
		if (choice && *p >= 'a' && *p <= 'z')
			add_fixed(p, n, q);
		else
			add_placeholder(q, p);
		p = next;
	}
}
