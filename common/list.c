#include <string.h>

#include "mem.h"
#include "text.h"
#include "utf8.h"
#include "verbs.h"

/*
 * list: people's formats are sorted and hold only the columns they show, as
 * text, so that 10,000 records fit in a few megabytes; json and ndjson stream
 * whole records in order of path.
 */

struct only_list {
	struct list_opts list;
};

const struct iv_opt list_opt[3] = { LIST_OPTS(struct only_list) };

/* A condition: field equals value, or holds it when it is a list. */
struct filter {
	const char *field;
	cJSON *value;
};

/* A row of a sorted list; both texts lie in one block. */
struct line {
	char *key, *row;
};

struct list {
	struct iv_ctx *c;
	const struct schema *k;
	struct filter *filters;
	size_t nfilters;
	const struct list_opts *opts;
	int32_t since, until;
	struct out *out;		/* streaming, or NULL while sorting */
	struct out_col *cols;
	size_t ncols;
	char **names;
	char **shown;		/* the fields that the columns are of */
	size_t nshown;
	struct line *lines;
	size_t nlines, cap;
};

cJSON *
record_row(const struct record *r)
{
	cJSON *row = cJSON_CreateObject();
	const cJSON *j;

	json_set(row, "schema",
	    cJSON_Duplicate(json_get(r->json, "schema"), true));
	if (*r->schema->dir != '\0')
		json_set_str(row, "id", r->id.s);
	for (size_t i = 0; i < r->schema->fields.n; i++) {
		const char *name = r->schema->fields.v[i].name;

		j = json_get(r->json, name);
		cJSON_AddItemToObject(row, name, j ?
		    cJSON_Duplicate(j, true) : cJSON_CreateNull());
	}
	cJSON_ArrayForEach(j, r->json)
		if (!json_get(row, j->string))
			cJSON_AddItemToObject(row, j->string,
			    cJSON_Duplicate(j, true));
	return row;
}

static bool
holds(const cJSON *j, const cJSON *want)
{
	const cJSON *child;

	if (!cJSON_IsArray(j))
		return json_equal(j, want);
	cJSON_ArrayForEach(child, j)
		if (json_equal(child, want))
			return true;
	return false;
}

/* Is the text in any string of the value? */
static bool
matches(const cJSON *j, const char *text)
{
	const cJSON *child;

	if (cJSON_IsString(j))
		return utf8_contains(j->valuestring, text);
	cJSON_ArrayForEach(child, j)
		if (matches(child, text))
			return true;
	return false;
}

static bool
wanted(const struct list *l, const struct record *r)
{
	const char *day = json_str(r->json, l->k->sort);
	struct civil c;

	for (size_t i = 0; i < l->nfilters; i++) {
		const cJSON *j = json_get(r->json, l->filters[i].field);

		if (!j || !holds(j, l->filters[i].value))
			return false;
	}
	if (l->opts->match && !matches(r->json, l->opts->match))
		return false;
	if (l->since == INT32_MIN && l->until == INT32_MAX)
		return true;
	return day && civil_parse_iso(day, &c) && c.day >= l->since &&
	    c.day <= l->until;
}

/* The fields that the columns show, each once, as a text that is an object:
 * smaller than its nodes. */
static void
shown_fields(struct list *l, const struct record *r, struct buf *b)
{
	buf_addf(b, "{\"id\":\"%s\"", r->id.s);
	for (size_t i = 0; i < l->nshown; i++) {
		const cJSON *j = json_get(r->json, l->shown[i]);

		if (!j)
			continue;
		buf_addc(b, ',');
		json_print_string(b, l->shown[i]);
		buf_addc(b, ':');
		json_print_line(b, j);
	}
	buf_addc(b, '}');
}

/* The columns of one record, and what they are sorted by, as text. */
static int
keep_line(struct list *l, const struct record *r, struct iv_err *e)
{
	const struct iv_rules *rules = l->c->tool->rules;
	IV_AUTO(buf_release) struct buf text = BUF_INIT;
	const char *sort = json_str(r->json, l->k->sort);
	size_t row;

	if (rules && rules->key && rules->key(l->c, l->opts, r, &text, e) < 0)
		return -1;
	utf8_fold(&text, sort ? sort : "");
	row = text.len + 1;
	buf_addc(&text, '\0');
	shown_fields(l, r, &text);
	if (l->nlines == l->cap) {
		l->cap = l->cap > 0 ? l->cap * 2 : 64;
		l->lines = mem_array(l->lines, l->cap, sizeof(*l->lines));
	}
	/* A copy of the right size: thousands of them are kept. */
	l->lines[l->nlines].key = mem_ndup(text.p, text.len);
	l->lines[l->nlines].row = l->lines[l->nlines].key + row;
	l->nlines++;
	return 0;
}

static int
each(void *arg, struct record **r, struct iv_err *e)
{
	struct list *l = arg;
	const struct iv_rules *rules = l->c->tool->rules;
	int keep = wanted(l, *r);
	cJSON *row;

	if (keep == 1 && rules && rules->keep)
		keep = rules->keep(l->c, l->opts, *r, e);
	if (keep < 1)
		return keep;
	if (!l->out)
		return keep_line(l, *r, e);
	row = record_row(*r);
	out_row(l->out, row);
	cJSON_Delete(row);
	return 0;
}

static int
by_key(const void *a, const void *b)
{
	const struct line *x = a, *y = b;
	int r = strcmp(x->key, y->key);

	return r != 0 ? r : strcmp(x->row, y->row);
}

static int
print_sorted(struct list *l, struct iv_err *e)
{
	if (l->nlines > 0)
		qsort(l->lines, l->nlines, sizeof(*l->lines), by_key);
	for (size_t i = 0; i < l->nlines; i++) {
		IV_AUTO(json_free_auto) cJSON *row = NULL;

		if (json_parse(l->lines[i].row, strlen(l->lines[i].row), "",
		    1, &row, e) < 0)
			return -1;
		mem_free(IV_TAKE(l->lines[i].key));
		out_row(l->out, row);
	}
	return 0;
}

enum out_type
field_out(const struct field *f)
{
	if (!f)
		return OUT_TEXT;
	if (f->type == FT_REF)
		return strcmp(f->ref, "member") == 0 ? OUT_MEMBER : OUT_TEXT;
	if (f->type == FT_WORD || (f->type == FT_LIST &&
	    f->item == FT_WORD))
		return OUT_WORD;
	if (f->type == FT_INT)
		return OUT_NUMBER;
	if (f->type == FT_BOOL)
		return OUT_YES;
	return f->type == FT_DAY || f->type == FT_TIME ? OUT_WHEN : OUT_TEXT;
}

static const struct field *
field_at(const struct fields *f, const char *path)
{
	size_t n = strcspn(path, ".");
	const struct field *field = fields_find(f, path, n);

	if (field && path[n] == '.' && field->type == FT_OBJECT)
		return field_at(field->sub, path + n + 1);
	return field;
}

/* "roles" of "roles.chair" is needed, and once; the id stands elsewhere. */
static void
show_field(struct list *l, const char *name)
{
	IV_AUTO(mem_free_auto) char *field = mem_ndup(name,
	    strcspn(name, "."));

	if (strcmp(field, "id") == 0)
		return;
	for (size_t i = 0; i < l->nshown; i++)
		if (strcmp(l->shown[i], field) == 0)
			return;
	l->shown = mem_array(l->shown, l->nshown + 1, sizeof(*l->shown));
	l->shown[l->nshown++] = IV_TAKE(field);
}

/* "a,b,c" as columns; a name that is no field of the kind is refused. */
static int
make_cols(struct list *l, const char *fields, struct iv_err *e)
{
	for (const char *p = fields; *p;) {
		size_t n = strcspn(p, ",");
		char *name = mem_ndup(p, n);
		const struct field *f = field_at(&l->k->fields, name);

		l->names = mem_array(l->names, l->ncols + 1,
		    sizeof(*l->names));
		l->names[l->ncols] = name;
		l->cols = mem_array(l->cols, l->ncols + 1, sizeof(*l->cols));
		l->cols[l->ncols++] = (struct out_col){ name,
		    f ? f->label : strcmp(name, "id") == 0 ? N_("Id") : NULL,
		    field_out(f) };
		show_field(l, name);
		if (!f && strcmp(name, "id") != 0 &&
		    strcmp(name, "schema") != 0)
			return iv_fail(e, IV_USAGE,
			    _("-f: no field '%s'; see 'man %s'"), name,
			    l->k->tool);
		p += n + (p[n] == ',');
	}
	return 0;
}

static int
make_filters(struct list *l, struct iv_err *e)
{
	struct schema_in in = tool_input(l->c);

	for (size_t i = 0; i < l->c->nsets; i++) {
		const struct iv_set *s = &l->c->sets[i];
		struct field f = *fields_find(&l->k->fields, s->field,
		    strlen(s->field));
		cJSON *value = NULL;

		if (f.type == FT_LIST)
			f.type = f.item;
		if (field_value(&f, s->field, s->text, &in, &value, e) < 0)
			return -1;
		l->filters = mem_array(l->filters, l->nfilters + 1,
		    sizeof(*l->filters));
		l->filters[l->nfilters++] = (struct filter){ s->field,
		    value };
	}
	return 0;
}

static int
make_period(struct list *l, struct iv_err *e)
{
	const struct list_opts *o = l->opts;
	struct civil c;

	l->since = INT32_MIN;
	l->until = INT32_MAX;
	if (o->since) {
		if (tool_day(l->c, o->since, &c, e) < 0)
			return iv_wrap(e, "--since");
		l->since = c.day;
	}
	if (o->until) {
		if (tool_day(l->c, o->until, &c, e) < 0)
			return iv_wrap(e, "--until");
		l->until = c.day;
	}
	return 0;
}

static void
list_release(struct list *l)
{
	for (size_t i = 0; i < l->nfilters; i++)
		cJSON_Delete(l->filters[i].value);
	for (size_t i = 0; i < l->ncols; i++)
		mem_free(l->names[i]);
	for (size_t i = 0; i < l->nshown; i++)
		mem_free(l->shown[i]);
	for (size_t i = 0; i < l->nlines; i++)
		mem_free(l->lines[i].key);
	mem_free(l->shown);
	mem_free(l->filters);
	mem_free(l->names);
	mem_free(l->cols);
	mem_free(l->lines);
}

static int
run_list(struct list *l, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf schema = BUF_INIT;
	bool stream = l->c->format && (strcmp(l->c->format, "json") == 0 ||
	    strcmp(l->c->format, "ndjson") == 0);
	int r, end;

	buf_addf(&schema, "iv.%s/%d", l->k->plural, l->k->version);
	if (stream)
		l->out = tool_out(l->c, schema.p, l->cols, l->ncols);
	r = store_each(l->c->store, l->k, each, l, e);
	if (!stream) {
		l->out = tool_out(l->c, schema.p, l->cols, l->ncols);
		if (r == 0)
			r = print_sorted(l, e);
	}
	if (r == 0)
		return out_end(l->out, e);
	end = out_end(l->out, &(struct iv_err)IV_ERR_INIT);
	(void)end;
	return -1;
}

int
verb_list(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	struct list l = { .c = c, .k = c->tool->schema, .opts = opts };
	int r = -1;

	if (tool_store(c, e) == 0 &&
	    make_cols(&l, c->fields ? c->fields : l.k->columns, e) == 0 &&
	    make_filters(&l, e) == 0 && make_period(&l, e) == 0)
		r = run_list(&l, e);
	list_release(&l);
	return r;
}

int
list_each(struct iv_ctx *c, const void *opts, out_fn *fn, void *arg,
    struct iv_err *e)
{
	struct list l = { .c = c, .k = c->tool->schema, .opts = opts };
	int r = -1;

	if (tool_store(c, e) == 0 && make_filters(&l, e) == 0 &&
	    make_period(&l, e) == 0) {
		l.out = out_each(fn, arg);
		r = store_each(c->store, l.k, each, &l, e);
		if (out_end(l.out, r == 0 ? e :
		    &(struct iv_err)IV_ERR_INIT) < 0)
			r = -1;
	}
	list_release(&l);
	return r;
}
