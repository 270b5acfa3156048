#include "facts_traject.h"

#include <string.h>

#include "builtin.h"
#include "facts_texts.h"
#include "mem.h"
#include "schema.h"
#include "utf8.h"

#define FIELDS(v)	{ (v), IV_LEN(v) }

static const struct field text_v[] = {
	{ "nl", FT_LINE, 0, .max = 300 },
	{ "en", FT_LINE, 0, .max = 300 },
};
static const struct fields text_fields = FIELDS(text_v);

/* The words of purpose and led_by are those of a meeting. */
static const struct field part_v[] = {
	{ "count", FT_INT, 0, .min = 1, .max = SERIES_MOST },
	{ "purpose", FT_LINE, 0, .max = 40 },
	{ "led_by", FT_LINE, 0, .max = 40 },
	{ "after", FT_LINE, 0, .max = 20 },
	{ "method", FT_LINE, 0, .max = 60 },
};
static const struct fields part_fields = FIELDS(part_v);

static const struct field traject_v[] = {
	{ "schema", FT_LINE, FF_MUST, .max = 40 },
	{ "name", FT_LINE, FF_MUST, .max = 60 },
	{ "title", FT_OBJECT, FF_MUST, .sub = &text_fields },
	{ "about", FT_OBJECT, 0, .sub = &text_fields },
	{ "source", FT_OBJECT, 0, .sub = &text_fields },
	{ "meetings", FT_ROWS, FF_MUST, .sub = &part_fields },
};
static const struct schema schema_traject = {
	.kind = "trajectory", .version = 1, .fields = FIELDS(traject_v),
};

/* One file being read. */
struct reading {
	const char *text, *file;
	size_t n;
};

void
traject_file_free(struct traject_file *f)
{
	if (!f)
		return;
	mem_free(f->parts);
	cJSON_Delete(f->doc);
	mem_free(f);
}

void
traject_file_free_auto(struct traject_file **f)
{
	traject_file_free(*f);
}

void
traject_list_release(struct traject_list *l)
{
	for (size_t i = 0; i < l->n; i++)
		traject_file_free(l->v[i]);
	mem_free(l->v);
}

/* "file:line:col: why" of the value at a pointer. */
static int
fault(const struct reading *r, const char *pointer, const char *why,
    struct iv_err *e)
{
	int line = 1, col = 1;

	json_locate(r->text, r->n, pointer, &line, &col);
	return iv_fail(e, IV_INVALID, "%s:%d:%d: %s", r->file, line, col,
	    why);
}

/* A key that is in no table is a slip: what it says would be lost. */
static int
known_keys(const struct reading *r, const struct fields *f, const cJSON *o,
    const char *pointer, struct iv_err *e)
{
	const cJSON *j;

	cJSON_ArrayForEach(j, o) {
		IV_AUTO(buf_release) struct buf at = BUF_INIT;
		IV_AUTO(buf_release) struct buf why = BUF_INIT;

		if (fields_find(f, j->string, strlen(j->string)))
			continue;
		buf_addf(&at, "%s/%s", pointer, j->string);
		buf_addf(&why, _("'%s' is no key of a trajectory"),
		    j->string);
		return fault(r, at.p, why.p, e);
	}
	return 0;
}

static int
read_word(const struct reading *r, const cJSON *row, const char *pointer,
    const char *key, struct iv_err *e)
{
	const struct field *f = fields_find(&schema_session.fields, key,
	    strlen(key));
	IV_AUTO(buf_release) struct buf at = BUF_INIT, why = BUF_INIT;
	const char *word = json_str(row, key);

	if (!word || words_has(f->words, word))
		return 0;
	buf_addf(&at, "%s/%s", pointer, key);
	buf_addf(&why, _("'%s' is not allowed; allowed: "), word);
	field_allowed(&why, f, true);
	return fault(r, at.p, why.p, e);
}

static int
read_part(const struct reading *r, const cJSON *row, int n,
    struct traject_part *p, struct iv_err *e)
{
	const char *after = json_str(row, "after");
	struct iv_err why = IV_ERR_INIT;
	char at[32], key[48];
	long count = 1;

	snprintf(at, sizeof(at), "/meetings/%d", n);
	snprintf(key, sizeof(key), "%s/after", at);
	if (known_keys(r, &part_fields, row, at, e) < 0 ||
	    read_word(r, row, at, "purpose", e) < 0 ||
	    read_word(r, row, at, "led_by", e) < 0)
		return -1;
	if (after && n == 0)
		return fault(r, key, _("the first meeting comes after "
		    "none"), e);
	if (after && interval_parse(after, &p->after, &why) < 0)
		return fault(r, key, why.msg, e);
	json_int(row, "count", &count);
	p->count = (int)count;
	p->purpose = json_str(row, "purpose");
	p->led_by = json_str(row, "led_by");
	p->method = json_str(row, "method");
	return 0;
}

static int
read_parts(const struct reading *r, struct traject_file *f, struct iv_err *e)
{
	const cJSON *rows = json_get(f->doc, "meetings"), *row;
	int n = 0;

	f->parts = mem_array(NULL, json_count(rows) + 1, sizeof(*f->parts));
	memset(f->parts, 0, (json_count(rows) + 1) * sizeof(*f->parts));
	cJSON_ArrayForEach(row, rows) {
		if (read_part(r, row, n, &f->parts[n], e) < 0)
			return -1;
		n++;
	}
	f->t.parts = f->parts;
	f->t.nparts = (size_t)n;
	if (n == 0 || traject_count(&f->t) > SERIES_MOST)
		return fault(r, "/meetings", _("from 1 to 100 meetings are "
		    "needed"), e);
	return 0;
}

static const char *
text_in(const cJSON *doc, const char *key, const char *lang)
{
	const char *s = texts_in(json_get(doc, key), lang);

	return s ? s : "";
}

static int
read_file(const struct reading *r, struct traject_file *f, const char *lang,
    struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf pointer = BUF_INIT;
	struct iv_err why = IV_ERR_INIT;

	if (schema_check(&schema_traject, f->doc, &pointer, &why) < 0)
		return fault(r, pointer.p, why.msg, e);
	if (!json_is(f->doc, "schema", "iv.trajectory/1"))
		return fault(r, "/schema", _("\"iv.trajectory/1\" is "
		    "needed"), e);
	if (known_keys(r, &schema_traject.fields, f->doc, "", e) < 0 ||
	    read_parts(r, f, e) < 0)
		return -1;
	f->t.name = json_str(f->doc, "name");
	f->t.title = text_in(f->doc, "title", lang);
	f->t.about = text_in(f->doc, "about", lang);
	f->t.source = text_in(f->doc, "source", lang);
	return 0;
}

int
traject_parse(const char *text, size_t n, const char *file, const char *lang,
    struct traject_file **ret, struct iv_err *e)
{
	IV_AUTO(traject_file_free_auto) struct traject_file *f =
	    mem_alloc(sizeof(*f));
	struct reading r = { text, file, n };

	if (json_parse(text, n, file, 1, &f->doc, e) < 0)
		return -1;
	if (!cJSON_IsObject(f->doc))
		return fault(&r, "", _("an object is needed"), e);
	if (read_file(&r, f, lang, e) < 0)
		return -1;
	*ret = IV_TAKE(f);
	return 0;
}

int
trajects_load(const char *lang, struct traject_list *ret, struct iv_err *e)
{
	for (size_t i = 0; i < builtins_len; i++) {
		const struct builtin *b = &builtins[i];

		if (strcmp(b->dir, "trajectories") != 0)
			continue;
		ret->v = mem_array(ret->v, ret->n + 1, sizeof(*ret->v));
		if (traject_parse(b->data, b->len, b->name, lang,
		    &ret->v[ret->n], e) < 0)
			return -1;
		ret->n++;
	}
	return 0;
}

/* 2: it is called exactly this, 1: its name begins so, 0: neither. */
static int
fit(const struct traject_file *f, const char *typed)
{
	int best = utf8_same(f->t.name, typed) ? 2 :
	    utf8_begins(f->t.name, typed);
	const cJSON *title;

	cJSON_ArrayForEach(title, json_get(f->doc, "title")) {
		if (utf8_same(title->valuestring, typed))
			best = 2;
		else if (best == 0 && utf8_begins(title->valuestring, typed))
			best = 1;
	}
	return best;
}

int
traject_find(const char *typed, const char *lang, struct traject_file **ret,
    struct iv_err *e)
{
	IV_AUTO(traject_list_release) struct traject_list l = { NULL, 0 };
	IV_AUTO(buf_release) struct buf names = BUF_INIT;
	size_t found = 0, n = 0;
	int how = 1;

	if (trajects_load(lang, &l, e) < 0)
		return -1;
	for (size_t i = 0; i < l.n; i++) {
		int fits = fit(l.v[i], typed);

		buf_addf(&names, "%s%s (%s)", i > 0 ? ", " : "",
		    l.v[i]->t.name, l.v[i]->t.title);
		if (fits < how || *typed == '\0')
			continue;
		n = fits > how ? 1 : n + 1;
		how = fits;
		found = i;
	}
	if (n != 1)
		return iv_fail(e, IV_NOTFOUND, _("no trajectory '%s'; there "
		    "are: %s"), typed, names.p);
	*ret = IV_TAKE(l.v[found]);
	return 0;
}
