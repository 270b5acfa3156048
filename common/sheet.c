#include "sheet.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "sheet_internal.h"
#include "text.h"
#include "utf8.h"

#define HELP_WIDTH	70	/* mail programs break longer lines */

static const struct field *
field_at(const struct fields *fields, const char *path)
{
	size_t n = strcspn(path, ".");
	const struct field *f = fields_find(fields, path, n);

	if (f == NULL || path[n] == '\0')
		return f;
	return f->type == FT_OBJECT ? field_at(f->sub, path + n + 1) : NULL;
}

const cJSON *
sheet_value_at(const cJSON *record, const char *path)
{
	IV_AUTO(buf_release) struct buf key = BUF_INIT;
	size_t n = strcspn(path, ".");
	const cJSON *v;

	buf_add(&key, path, n);
	v = json_get(record, key.p);
	if (v == NULL || path[n] == '\0')
		return v;
	return sheet_value_at(v, path + n + 1);
}

void
sheet_items_release(struct sheet_items *l)
{
	for (size_t i = 0; i < l->n; i++) {
		free(l->v[i].path);
		buf_release(&l->v[i].value);
	}
	free(l->v);
	*l = (struct sheet_items){ NULL, 0 };
}

void
sheet_items_fill(struct sheet_items *l, const struct sheet *s)
{
	size_t n;

	for (const char *p = s->fields; *p != '\0'; p += n + (p[n] == ',')) {
		IV_AUTO(mem_free_auto) char *path = NULL;
		const struct field *f;

		n = strcspn(p, ",");
		path = mem_ndup(p, n);
		f = field_at(&s->schema->fields, path);
		if (f == NULL)
			continue;
		l->v = mem_array(l->v, l->n + 1, sizeof(*l->v));
		l->v[l->n++] = (struct sheet_item){ .path = IV_TAKE(path),
		    .f = f, .value = BUF_INIT };
	}
}

const char *
sheet_label(const struct field *f, const char *lang)
{
	return f->label != NULL ? iv_text(lang, f->label) : f->name;
}

bool
sheet_is_map(const struct field *f)
{
	return f->type == FT_MAP && f->sub == NULL;
}

/* Values as people write them. */

static void
scalar_text(struct buf *b, const struct sheet *s, const struct field *f,
    const cJSON *v)
{
	enum field_type type = f->type == FT_LIST || f->type == FT_MAP ?
	    f->item : f->type;
	size_t at = b->len;

	if (cJSON_IsNumber(v))
		json_number(b, v->valuedouble);
	else if (cJSON_IsBool(v))
		buf_adds(b, iv_text(s->lang,
		    cJSON_IsTrue(v) ? N_("yes") : N_("no")));
	else if (cJSON_IsString(v) && type == FT_REF && s->member &&
	    strcmp(f->ref, "member") == 0)
		buf_adds(b, s->member(s->arg, v->valuestring));
	else if (cJSON_IsString(v))
		buf_adds(b, type == FT_WORD ?
		    iv_text(s->lang, v->valuestring) : v->valuestring);
	if (type == FT_TIME && b->len > at + 10 && b->p[at + 10] == 'T')
		b->p[at + 10] = ' ';
}

void
sheet_value(struct buf *b, const struct sheet *s, const struct field *f,
    const cJSON *v)
{
	if (v == NULL)
		return;
	if (f->type != FT_LIST && !sheet_is_map(f)) {
		scalar_text(b, s, f, v);
		return;
	}
	for (const cJSON *j = v->child; j != NULL; j = j->next) {
		if (sheet_is_map(f))
			buf_addf(b, "%s: ", j->string);
		scalar_text(b, s, f, j);
		if (j->next != NULL)
			buf_adds(b, sheet_is_map(f) ? "\n" : ", ");
	}
}

size_t
sheet_blank(const char *s)
{
	if (*s == ' ' || *s == '\t')
		return 1;
	return strncmp(s, SHEET_NBSP, 2) == 0 ? 2 : 0;
}

const char *
sheet_skip(const char *s)
{
	for (size_t n; (n = sheet_blank(s)) > 0; s += n)
		;
	return s;
}

size_t
sheet_opening(const char *s)
{
	static const char *const forms[] = { "[", "\xef\xbc\xbb",
		"\xe3\x80\x90" };

	for (size_t i = 0; i < IV_LEN(forms); i++)
		if (strncmp(s, forms[i], strlen(forms[i])) == 0)
			return strlen(forms[i]);
	return 0;
}

bool
sheet_escapes(const char *line)
{
	const char *s = sheet_skip(line);

	return *s == '\\' || *s == '#' || *s == '>' ||
	    sheet_opening(s) > 0 || strncmp(s, "--", 2) == 0;
}

static void
lines_write(struct buf *b, const char *text)
{
	size_t n;

	for (const char *p = text; *p != '\0'; p += n + (p[n] == '\n')) {
		n = strcspn(p, "\n");
		if (sheet_escapes(p))
			buf_addc(b, '\\');
		buf_add(b, p, n);
		buf_addc(b, '\n');
	}
}

static void
help_write(struct buf *b, const char *text)
{
	IV_AUTO(buf_release) struct buf lines = BUF_INIT;
	size_t n;

	if (text == NULL || *text == '\0')
		return;
	utf8_wrap(&lines, text, HELP_WIDTH, 0);
	for (const char *p = lines.p; *p != '\0'; p += n + (p[n] == '\n')) {
		n = strcspn(p, "\n");
		buf_adds(b, n > 0 ? "# " : "#");
		buf_add(b, p, n);
		buf_addc(b, '\n');
	}
}

struct words {
	struct buf text;
	const char *lang;
};

static void
word_add(const char *word, size_t len, void *arg)
{
	struct words *w = arg;
	IV_AUTO(mem_free_auto) char *one = mem_ndup(word, len);

	buf_adds(&w->text, w->text.len > 0 ? ", " : "");
	buf_adds(&w->text, iv_text(w->lang, one));
}

/* What may be filled in, when the help does not tell. */
static void
allowed_write(struct buf *b, const struct field *f, const char *lang)
{
	struct words w = { BUF_INIT, lang };

	if (f->words != NULL)
		words_each(f->words, word_add, &w);
	else if (f->type == FT_BOOL)
		words_each("yes no", word_add, &w);
	else if (f->type == FT_INT && f->max != 0)
		buf_addf(&w.text, "%ld-%ld", f->min, f->max);
	else if (f->type == FT_DAY)
		buf_adds(&w.text, iv_text(lang, N_("as 2026-03-12")));
	else if (f->type == FT_TIME)
		buf_adds(&w.text, iv_text(lang, N_("as 2026-03-12 09:30")));
	else if (f->type == FT_LIST)
		buf_adds(&w.text, iv_text(lang,
		    N_("more than one: with commas between them")));
	else if (sheet_is_map(f))
		buf_adds(&w.text, iv_text(lang,
		    N_("one a line, as NAME: NUMBER")));
	help_write(b, w.text.p);
	buf_release(&w.text);
}

void
sheet_write(struct buf *b, const struct sheet *s, const cJSON *record)
{
	IV_AUTO(sheet_items_release) struct sheet_items items = { NULL, 0 };

	sheet_items_fill(&items, s);
	help_write(b, iv_text(s->lang, s->intro));
	for (size_t i = 0; i < items.n; i++) {
		IV_AUTO(buf_release) struct buf value = BUF_INIT;
		const struct field *f = items.v[i].f;
		const cJSON *v = sheet_value_at(record, items.v[i].path);

		sheet_value(&value, s, f, v);
		if (b->len > 0)
			buf_addc(b, '\n');
		buf_addf(b, "[%s]\n", sheet_label(f, s->lang));
		if (f->help != NULL)
			help_write(b, iv_text(s->lang, f->help));
		allowed_write(b, f, s->lang);
		lines_write(b, value.p);
		if (value.len == 0)
			buf_addc(b, '\n');
	}
}
