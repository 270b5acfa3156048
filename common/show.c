#include <string.h>

#include "facts_method.h"
#include "mem.h"
#include "merge.h"
#include "utf8.h"
#include "verbs.h"

#define LABEL_MAX	26

/* One reader's view of a record: labels in a column, text wrapped beside. */
struct view {
	struct iv_ctx *c;
	struct buf *b;
	size_t indent, width;
};

static void view_fields(struct view *v, const struct fields *f,
    const cJSON *o);

static void
label(struct view *v, const char *text)
{
	buf_pad(v->b, ' ', v->indent);
	utf8_fit(v->b, text, LABEL_MAX - v->indent, false);
}

/* When the meeting is that stands there, with the id to type. */
static bool
meeting(const struct view *v, const cJSON *j, struct buf *b)
{
	struct out_col col = { "start", NULL, OUT_WHEN };
	IV_AUTO(record_free_auto) struct record *r = NULL;
	struct iv_err none = IV_ERR_INIT;

	if (!cJSON_IsString(j) || store_read(v->c->store, &schema_session,
	    j->valuestring, &r, &none) < 0)
		return false;
	out_shown(b, &col, json_get(r->json, "start"), &v->c->style);
	buf_addf(b, " (%s)", r->id.s);
	return true;
}

/* An instant on the group's own clock. */
static bool
local(const struct view *v, const cJSON *j, struct buf *b)
{
	char text[DAY_TEXT];
	time_t at;

	if (!cJSON_IsString(j) || !instant_parse(j->valuestring, &at))
		return false;
	civil_text(text, zone_civil(store_zone(v->c->store), at, NULL));
	text[10] = ' ';
	buf_adds(b, text);
	return true;
}

/* A method as people know it. */
static bool
method(const struct view *v, const struct field *f, const cJSON *j,
    struct buf *b)
{
	if (!cJSON_IsString(j) || strcmp(f->name, "method") != 0)
		return false;
	method_title(v->c->store, j->valuestring, v->c->style.lang, b);
	return true;
}

static void
scalar(struct view *v, const struct field *f, const cJSON *j)
{
	struct out_col col = { f->name, NULL, OUT_TEXT };
	IV_AUTO(buf_release) struct buf text = BUF_INIT;
	enum field_type type = f->type == FT_LIST ? f->item : f->type;

	if (type == FT_WORD)
		col.type = OUT_WORD;
	else if (type == FT_BOOL)
		col.type = OUT_YES;
	else if (type == FT_DAY || type == FT_TIME)
		col.type = OUT_WHEN;
	else if (type == FT_REF && strcmp(f->ref, "member") == 0)
		col.type = OUT_MEMBER;
	if ((type == FT_INSTANT && local(v, j, &text)) ||
	    (type == FT_REF && strcmp(f->ref, "session") == 0 &&
	    meeting(v, j, &text)) || method(v, f, j, &text))
		;
	else if (f->type == FT_TEXT && cJSON_IsString(j))
		buf_adds(&text, j->valuestring);
	else
		out_shown(&text, &col, j, &v->c->style);
	utf8_wrap(v->b, text.p, v->width, LABEL_MAX);
	buf_addc(v->b, '\n');
}

/* The key of an entry: a member's name, or the id to type. */
static void
entry_key(struct view *v, const struct field *f, const cJSON *entry, int n)
{
	IV_AUTO(buf_release) struct buf key = BUF_INIT;

	if (f->type == FT_ROWS)
		buf_addf(&key, "%d", n);
	else if (f->key == KEY_MEMBER)
		buf_adds(&key, store_name(v->c->store, entry->string));
	else
		buf_adds(&key, entry->string);
	if (f->sub) {
		buf_pad(v->b, ' ', v->indent);
		buf_adds(v->b, key.p);
		buf_addc(v->b, '\n');
	} else {
		label(v, key.p);
	}
}

static void
entries(struct view *v, const struct field *f, const cJSON *j)
{
	const cJSON *child;
	struct field item = *f;
	int n = 0;

	item.type = f->item;
	cJSON_ArrayForEach(child, j) {
		entry_key(v, f, child, ++n);
		if (f->sub) {
			v->indent += 2;
			view_fields(v, f->sub, child);
			v->indent -= 2;
		} else {
			scalar(v, &item, child);
		}
	}
}

static void
view_field(struct view *v, const struct field *f, const cJSON *j)
{
	label(v, _(f->label));
	if (f->type < FT_OBJECT) {
		scalar(v, f, j);
		return;
	}
	buf_addc(v->b, '\n');
	v->indent += 2;
	if (f->type == FT_OBJECT)
		view_fields(v, f->sub, j);
	else if (f->sub || f->type == FT_MAP)
		entries(v, f, j);
	v->indent -= 2;
}

static void
view_fields(struct view *v, const struct fields *f, const cJSON *o)
{
	for (size_t i = 0; i < f->n; i++) {
		const cJSON *j = json_get(o, f->v[i].name);

		if (j && (f->v[i].type < FT_OBJECT || json_count(j) > 0))
			view_field(v, &f->v[i], j);
	}
}

/* What two people gave one field, and does not stand. */
static void
view_conflicts(struct view *v, const cJSON *conflicts)
{
	const cJSON *field, *other;

	label(v, _("Conflicts"));
	buf_addf(v->b, "%s\n", _("'iv-sync resolve' settles them"));
	v->indent += 2;
	cJSON_ArrayForEach(field, conflicts)
		cJSON_ArrayForEach(other, field) {
			struct out_col col = { "by", NULL, OUT_MEMBER };
			IV_AUTO(buf_release) struct buf text = BUF_INIT;
			IV_AUTO(buf_release) struct buf name = BUF_INIT;

			merge_shown(&name, field->string);
			label(v, name.p);
			out_value(&text, json_get(other, "value"));
			buf_adds(&text, " (");
			out_shown(&text, &col, json_get(other, "by"),
			    &v->c->style);
			buf_addc(&text, ')');
			utf8_wrap(v->b, text.p, v->width, LABEL_MAX);
			buf_addc(v->b, '\n');
		}
	v->indent -= 2;
}

/* Keys that a newer program or a person added: shown as they are. */
static void
view_unknown(struct view *v, const struct record *r)
{
	const cJSON *j;

	cJSON_ArrayForEach(j, r->json) {
		IV_AUTO(buf_release) struct buf text = BUF_INIT;

		if (strcmp(j->string, "schema") == 0 ||
		    fields_find(&r->schema->fields, j->string,
		    strlen(j->string)))
			continue;
		if (strcmp(j->string, "conflicts") == 0 &&
		    cJSON_IsObject(j)) {
			view_conflicts(v, j);
			continue;
		}
		label(v, j->string);
		out_value(&text, j);
		utf8_wrap(v->b, text.p, v->width, LABEL_MAX);
		buf_addc(v->b, '\n');
	}
}

void
show_record(struct iv_ctx *c, const struct record *r, struct buf *b)
{
	struct view v = { c, b, 0, 80 };

	if (c->style.width > 0)
		v.width = (size_t)(c->style.width < 50 ? 50 :
		    c->style.width > 100 ? 100 : c->style.width);
	if (*r->schema->dir != '\0') {
		label(&v, _("Id"));
		buf_addf(b, "%s\n", r->id.s);
	}
	view_fields(&v, &r->schema->fields, r->json);
	view_unknown(&v, r);
}

size_t
record_cols(const struct schema *k, struct out_col *cols)
{
	size_t n = 0;

	if (*k->dir != '\0')
		cols[n++] = (struct out_col){ "id", N_("Id"), OUT_TEXT };
	for (size_t i = 0; i < k->fields.n; i++) {
		const struct field *f = &k->fields.v[i];

		cols[n++] = (struct out_col){ f->name, f->label,
		    field_out(f) };
	}
	return n;
}

static int
show_rows(struct iv_ctx *c, struct record **v, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	struct out_col cols[FIELDS_MAX + 1];
	struct out *o;

	/* One record as a document is the record itself. */
	if (c->nargs == 1 && strcmp(c->format, "json") == 0 && !c->fields) {
		cJSON *row = record_row(v[0]);

		json_print(&b, row);
		cJSON_Delete(row);
		fputs(b.p, stdout);
		return 0;
	}
	buf_addf(&b, "iv.%s/%d", c->tool->schema->plural,
	    c->tool->schema->version);
	o = tool_out(c, b.p, cols, record_cols(c->tool->schema, cols));
	for (int i = 0; i < c->nargs; i++) {
		cJSON *row = record_row(v[i]);

		out_row(o, row);
		cJSON_Delete(row);
	}
	return out_end(o, e);
}

static int
show_all(struct iv_ctx *c, struct record **v, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;

	if (!tool_for_people(c) || c->fields) {
		if (!c->format)
			c->format = "tsv";
		return show_rows(c, v, e);
	}
	for (int i = 0; i < c->nargs; i++) {
		if (i > 0)
			buf_addc(&b, '\n');
		show_record(c, v[i], &b);
	}
	tool_print(c, b.p);
	return 0;
}

int
verb_show(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	struct record **v;
	int r = 0;

	(void)opts;
	if (tool_store(c, e) < 0)
		return -1;
	v = mem_alloc(((size_t)c->nargs + 1) * sizeof(*v));
	for (int i = 0; i < c->nargs && r == 0; i++)
		r = tool_read(c, c->tool->schema, c->args[i], &v[i], e);
	if (r == 0)
		r = show_all(c, v, e);
	for (int i = 0; i < c->nargs; i++)
		record_free(v[i]);
	mem_free(v);
	return r;
}
