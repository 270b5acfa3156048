#include "verbs.h"

#include <fcntl.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include "forget.h"
#include "mem.h"
#include "proc.h"
#include "refs.h"
#include "sheet.h"

const struct iv_opt add_opt[3] = {
	{ "json", 0, OPT_FLAG, offsetof(struct add_opts, json), NULL,
	    N_("read records from standard input: one object, or one a "
	    "line") },
	{ "sheet", 0, OPT_STR, offsetof(struct add_opts, sheet), N_("FILE"),
	    N_("read a filled-in sheet; - is standard input") },
	{ "draft", 0, OPT_FLAG, offsetof(struct add_opts, draft), NULL,
	    N_("keep it in your private area until ready") },
};

int
verb_apply(struct iv_ctx *c, struct record *r, struct iv_err *e)
{
	struct schema_in in = tool_input(c);

	for (size_t i = 0; i < c->nsets; i++)
		if (schema_set(r->schema, r->json, c->sets[i].field,
		    c->sets[i].text, &in, e) < 0)
			return -1;
	return 0;
}

int
verb_check(struct iv_ctx *c, const cJSON *was, struct record *r,
    struct iv_err *e)
{
	const struct iv_rules *rules = c->tool->rules;

	if (schema_check(r->schema, r->json, NULL, e) < 0 ||
	    refs_check(c->store, r->schema, r->json, e) < 0)
		return -1;
	if (json_get(r->json, "forgotten") &&
	    forget_check(r->schema, r->id.s, r->json, e) < 0)
		return -1;
	if (rules && rules->check && rules->check(c, was, r, e) < 0)
		return -1;
	return 0;
}

/* Defaults of the table, where the record has nothing yet. */
static int
add_defaults(struct iv_ctx *c, struct record *r, struct iv_err *e)
{
	struct schema_in in = tool_input(c);

	for (size_t i = 0; i < r->schema->fields.n; i++) {
		const struct field *f = &r->schema->fields.v[i];
		cJSON *j = NULL;

		if (!f->dflt || json_get(r->json, f->name))
			continue;
		if (field_value(f, f->name, f->dflt, &in, &j, e) < 0)
			return -1;
		json_set(r->json, f->name, j);
	}
	return 0;
}

/* A new record that lacks what it must have: by the option that gives it. */
static int
check_missing(const struct record *r, struct iv_err *e)
{
	for (size_t i = 0; i < r->schema->fields.n; i++) {
		const struct field *f = &r->schema->fields.v[i];

		if ((f->flags & FF_MUST) && !json_get(r->json, f->name))
			return iv_fail(e, IV_USAGE, _("%s is missing: give "
			    "%s=VALUE"), f->name, f->name);
	}
	return 0;
}

static int
finish_new(struct iv_ctx *c, struct change *ch, struct record *r,
    struct iv_err *e)
{
	const struct iv_rules *rules = c->tool->rules;

	if (add_defaults(c, r, e) < 0)
		return -1;
	if (rules && rules->fresh && rules->fresh(c, ch, r, e) < 0)
		return -1;
	if (check_missing(r, e) < 0)
		return -1;
	return verb_check(c, NULL, r, e);
}

/* Ids that add prints once the commit stands. */
static void
print_ids(struct iv_ctx *c, const struct buf *ids)
{
	char id[ID_LEN + 1];

	for (const char *p = ids->p; *p; p += ID_LEN) {
		snprintf(id, sizeof(id), "%.*s", ID_LEN, p);
		tool_id(c, id);
	}
}

static const char *
member_name(void *arg, const char *id)
{
	struct iv_ctx *c = arg;

	return store_name(c->store, id);
}

static struct sheet
sheet_of(struct iv_ctx *c, const struct record *known)
{
	const struct iv_rules *rules = c->tool->rules;
	bool more = known && rules->sheet_known;

	return (struct sheet){ c->tool->schema,
	    more ? rules->sheet_known : rules->sheet,
	    store_lang(c->store), rules->sheet_intro, member_name, c };
}

static int
add_one(struct iv_ctx *c, const struct add_opts *o, struct change *ch,
    struct buf *ids, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	const char *text = NULL;
	struct record *r;
	struct schema_in in = tool_input(c);
	struct sheet sheet;
	struct sheet_text st = { o->sheet, NULL, 0, false };

	if (change_new(ch, c->tool->schema, &r, e) < 0)
		return -1;
	if (o->sheet) {
		buf_addf(&b, "@%s", o->sheet);
		if (tool_text(c, b.p, &text, e) < 0)
			return -1;
		sheet = sheet_of(c, NULL);
		st.text = text;
		st.len = strlen(text);
		if (sheet_read(&sheet, &st, r->json, &in, e) < 0)
			return -1;
	}
	if (verb_apply(c, r, e) < 0)
		return -1;
	if (o->draft)
		json_set_str(r->json, "status", "draft");
	if (finish_new(c, ch, r, e) < 0)
		return -1;
	if (o->draft)
		change_share(ch, r, true);
	buf_adds(ids, r->id.s);
	return 0;
}

/* Takes nulls away: they stand for fields that a record does not have. */
static void
drop_nulls(cJSON *o)
{
	cJSON *next;

	for (cJSON *j = o->child; j; j = next) {
		next = j->next;
		if (cJSON_IsNull(j))
			cJSON_Delete(cJSON_DetachItemViaPointer(o, j));
	}
}

static int
import_id(cJSON *j, struct id *id, struct iv_err *e)
{
	const char *s = json_str(j, "id");

	id->s[0] = '\0';
	if (!json_get(j, "id"))
		return 0;
	if (!s || !id_valid(s))
		return iv_fail(e, IV_INVALID, _("id: ten letters and digits "
		    "are needed"));
	snprintf(id->s, sizeof(id->s), "%s", s);
	json_drop(j, "id");
	return 0;
}

static int
import_schema(struct iv_ctx *c, cJSON *j, struct iv_err *e)
{
	const struct schema *k;
	char schema[32];
	int version;

	if (json_get(j, "schema")) {
		if (schema_of(j, &k, &version, e) < 0)
			return -1;
		if (k != c->tool->schema)
			return iv_fail(e, IV_INVALID, _("a %s, where a %s is "
			    "needed"), _(k->noun), _(c->tool->schema->noun));
		if (version > k->version)
			return iv_fail(e, IV_INVALID, _("it was written by a "
			    "newer version of these programs"));
		return 0;
	}
	snprintf(schema, sizeof(schema), "iv.%s/%d", c->tool->schema->kind,
	    c->tool->schema->version);
	json_set_str(j, "schema", schema);
	return 0;
}

/* One object of a stream becomes one record of the change. */
static int
add_object(struct iv_ctx *c, struct change *ch, cJSON *j, struct buf *ids,
    struct iv_err *e)
{
	IV_AUTO(json_free_auto) cJSON *mine = j;
	struct record *r = NULL;
	struct id id;

	if (!cJSON_IsObject(j))
		return iv_fail(e, IV_INVALID, _("an object is needed"));
	drop_nulls(j);
	if (import_id(j, &id, e) < 0 || import_schema(c, j, e) < 0)
		return -1;
	if (*id.s) {
		r = record_new(c->tool->schema, id.s, c->now.day);
		if (change_take(ch, r, e) < 0)
			return -1;
	} else if (change_new(ch, c->tool->schema, &r, e) < 0) {
		return -1;
	}
	cJSON_Delete(r->json);
	r->json = IV_TAKE(mine);
	record_place(r, c->now.day);
	if (verb_apply(c, r, e) < 0)
		return -1;
	buf_adds(ids, r->id.s);
	return finish_new(c, ch, r, e);
}

/* A document of list -o json, an array, or one object. */
static int
add_document(struct iv_ctx *c, struct change *ch, cJSON *doc, struct buf *ids,
    struct iv_err *e)
{
	cJSON *items = cJSON_IsArray(doc) ? doc : json_get(doc, "items");
	cJSON *j;
	int n = 0;

	if (!items || !cJSON_IsArray(items))
		return add_object(c, ch, cJSON_Duplicate(doc, true), ids, e);
	cJSON_ArrayForEach(j, items) {
		n++;
		if (add_object(c, ch, cJSON_Duplicate(j, true), ids, e) < 0)
			return iv_wrap(e, _("item %d"), n);
	}
	return 0;
}

static int
add_lines(struct iv_ctx *c, struct change *ch, const struct buf *b,
    struct buf *ids, struct iv_err *e)
{
	const char *name = _("standard input"), *end;
	int line = 0;

	for (const char *p = b->p; p < b->p + b->len; p = end + 1) {
		cJSON *j = NULL;
		size_t n;

		line++;
		end = memchr(p, '\n', (size_t)(b->p + b->len - p));
		if (!end)
			end = b->p + b->len;
		n = (size_t)(end - p);
		if (strspn(p, " \t\r") >= n)
			continue;
		if (json_parse(p, n, name, line, &j, e) < 0)
			return -1;
		if (add_object(c, ch, j, ids, e) < 0)
			return iv_wrap(e, "%s:%d", name, line);
	}
	return 0;
}

static int
add_json(struct iv_ctx *c, struct change *ch, struct buf *ids,
    struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	IV_AUTO(json_free_auto) cJSON *doc = NULL;
	struct iv_err first = IV_ERR_INIT;
	size_t line;

	if (tool_stdin(c, &b, e) < 0)
		return -1;
	/* One object a line, when the first line is one; else a document. */
	line = strcspn(b.p, "\n");
	if (line < b.len && json_parse(b.p, line, "", 1, &doc, &first) == 0)
		return add_lines(c, ch, &b, ids, e);
	if (json_parse(b.p, b.len, _("standard input"), 1, &doc, e) < 0)
		return -1;
	return add_document(c, ch, doc, ids, e);
}

int
verb_add(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	const struct add_opts *o = opts;
	IV_AUTO(change_end_auto) struct change *ch = NULL;
	IV_AUTO(buf_release) struct buf ids = BUF_INIT;
	int r;

	if (o->json && (o->draft || o->sheet))
		return iv_fail(e, IV_USAGE,
		    _("--json goes without --sheet and --draft"));
	if (o->sheet && (!c->tool->rules || !c->tool->rules->sheet))
		return iv_fail(e, IV_USAGE, _("there is no sheet for a %s"),
		    _(c->tool->schema->noun));
	if (tool_begin(c, &ch, e) < 0)
		return -1;
	r = o->json ? add_json(c, ch, &ids, e) :
	    add_one(c, o, ch, &ids, e);
	if (r < 0)
		return -1;
	r = tool_commit(c, ch, "add", e);
	if (r >= 0 && !c->dry_run)
		print_ids(c, &ids);
	return r;
}

int
verb_set(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	IV_AUTO(change_end_auto) struct change *ch = NULL;

	(void)opts;
	if (c->nsets == 0)
		return iv_fail(e, IV_USAGE, _("nothing to set: give "
		    "FIELD=VALUE; see '%s set --help'"), c->tool->name);
	if (tool_begin(c, &ch, e) < 0)
		return -1;
	for (int i = 0; i < c->nargs; i++) {
		IV_AUTO(json_free_auto) cJSON *was = NULL;
		struct record *r;

		if (tool_get(c, ch, c->tool->schema, c->args[i], &r, e) < 0)
			return -1;
		was = cJSON_Duplicate(r->json, true);
		if (verb_apply(c, r, e) < 0 || verb_check(c, was, r, e) < 0)
			return -1;
	}
	return tool_commit(c, ch, "set", e);
}

const char *
verb_editor(void)
{
	static const char *const names[] = { "IV_EDITOR", "VISUAL", "EDITOR" };

	for (size_t i = 0; i < IV_LEN(names); i++) {
		const char *v = getenv(names[i]);

		if (v && *v)
			return v;
	}
	return access("/usr/bin/editor", X_OK) == 0 ? "/usr/bin/editor" : "vi";
}

/* One edit: the record as it was seen, its sheet, and where the text lies. */
struct edit {
	const struct record *seen;
	struct sheet sheet;
	struct sheet_text text;
	const char *dir, *name;
};

int
verb_kept(struct iv_err *e, const char *dir, const char *name)
{
	return iv_note(e, _("what was typed is kept in '%s/%s'\n"), dir, name);
}

/* Reads the edited sheet back; at a refusal the text stays where it is. */
static int
edit_back(struct iv_ctx *c, struct record *r, const struct edit *ed,
    struct iv_err *e)
{
	IV_AUTO(json_free_auto) cJSON *was = cJSON_Duplicate(r->json, true);
	struct schema_in in = tool_input(c);

	if (sheet_read(&ed->sheet, &ed->text, r->json, &in, e) < 0 ||
	    verb_check(c, was, r, e) < 0)
		return verb_kept(e, ed->dir, ed->name);
	return 0;
}

static int
edit_write(struct iv_ctx *c, const struct edit *ed, struct iv_err *e)
{
	IV_AUTO(change_end_auto) struct change *ch = NULL;
	struct record *r;

	if (tool_begin(c, &ch, e) < 0 ||
	    change_get(ch, ed->seen->schema, ed->seen->id.s, &r, e) < 0)
		return -1;
	if (!json_equal(r->json, ed->seen->json))
		return iv_fail(e, IV_CONFLICT, _("%s was changed meanwhile; "
		    "what was typed is kept in '%s/%s'"), ed->seen->id.s,
		    ed->dir, ed->name);
	if (edit_back(c, r, ed, e) < 0)
		return -1;
	return tool_commit(c, ch, "edit", e);
}

/* No lock is held while the editor is open. */
static int
edit_record(struct iv_ctx *c, const struct record *seen, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf text = BUF_INIT;
	IV_AUTO(buf_release) struct buf dir = BUF_INIT;
	char name[64];
	struct edit ed = { seen, sheet_of(c, seen), { _("sheet"), NULL, 0,
		true }, NULL, name };
	struct proc_edit p = { .editor = verb_editor(), .name = name,
		.dirfd = store_private(c->store, true, e) };
	int r;

	if (p.dirfd < 0)
		return -1;
	store_private_path(c->store, &dir);
	p.dir = dir.p;
	snprintf(name, sizeof(name), "edit/%s.txt", seen->id.s);
	ed.dir = dir.p;
	if (faccessat(p.dirfd, name, F_OK, 0) == 0)
		tool_say(c, _("what was typed before is kept in '%s/%s~'"),
		    dir.p, name);
	sheet_write(&text, &ed.sheet, seen->json);
	r = proc_edit(&p, &text, e);
	if (r != 0)
		return r < 0 ? -1 : 0;
	ed.text.text = text.p;
	ed.text.len = text.len;
	r = edit_write(c, &ed, e);
	if (r >= 0)
		proc_edit_done(&p);
	return r;
}

int
verb_edit(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	IV_AUTO(record_free_auto) struct record *r = NULL;

	(void)opts;
	if (tool_store(c, e) < 0 ||
	    tool_read(c, c->tool->schema, c->args[0], &r, e) < 0)
		return -1;
	return edit_record(c, r, e);
}

int
verb_sheet(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	IV_AUTO(record_free_auto) struct record *r = NULL;
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	struct sheet s;

	(void)opts;
	if (tool_store(c, e) < 0)
		return -1;
	if (c->nargs > 0 &&
	    tool_read(c, c->tool->schema, c->args[0], &r, e) < 0)
		return -1;
	s = sheet_of(c, r);
	sheet_write(&b, &s, r ? r->json : NULL);
	tool_print(c, b.p);
	return 0;
}
