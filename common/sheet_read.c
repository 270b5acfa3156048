#include "sheet.h"

#include <string.h>

#include "sheet_internal.h"
#include "text.h"
#include "utf8.h"

struct reading {
	const struct sheet *sheet;
	const struct sheet_text *text;
	const struct schema_in *in;
	cJSON *record;		/* a copy, until all is well */
	struct sheet_items items;
	struct sheet_item *open;
	int line, last_label;
	bool signature;
};

static void
reading_release(struct reading *r)
{
	sheet_items_release(&r->items);
}

/* A line that begins in brackets, cut into its parts. */
struct label {
	size_t depth;
	struct buf inside;
	const char *rest;
};
#define LABEL_INIT { 0, BUF_INIT, NULL }

static void
label_release(struct label *l)
{
	buf_release(&l->inside);
}

static size_t
closing(const char *s)
{
	static const char *const forms[] = { "]", "\xef\xbc\xbd",
		"\xe3\x80\x91" };

	for (size_t i = 0; i < IV_LEN(forms); i++)
		if (strncmp(s, forms[i], strlen(forms[i])) == 0)
			return strlen(forms[i]);
	return 0;
}

static void
cut_blanks(struct buf *b)
{
	for (size_t n = 1; b->len > 0 && n > 0; buf_cut(b, b->len - n)) {
		n = strchr(" \t\r", b->p[b->len - 1]) != NULL;
		if (b->len >= 2 && strcmp(b->p + b->len - 2, SHEET_NBSP) == 0)
			n = 2;
	}
}

/* "> > [Label]: rest": false when the line does not begin in brackets. */
static bool
label_parse(struct label *l, const char *line)
{
	size_t n;

	l->depth = 0;
	buf_clear(&l->inside);
	for (;; line++) {
		line = sheet_skip(line);
		if (*line != '>')
			break;
		l->depth++;
	}
	if ((n = sheet_opening(line)) == 0)
		return false;
	for (line += n; (n = closing(line)) == 0; line++) {
		if (*line == '\0')
			return false;
		buf_addc(&l->inside, *line);
	}
	line = sheet_skip(line + n);
	l->rest = sheet_skip(line + (*line == ':'));
	cut_blanks(&l->inside);
	if (l->inside.len > 0 && l->inside.p[l->inside.len - 1] == ':')
		buf_cut(&l->inside, l->inside.len - 1);
	return true;
}

static bool
is_label(const struct field *f, const char *path, const char *typed)
{
	char lang[3] = "";

	for (const char *p = IV_LANGS; f->label != NULL; p += 3) {
		memcpy(lang, p, 2);
		if (utf8_same(typed, iv_text(lang, f->label)))
			return true;
		if (p[2] == '\0')
			break;
	}
	return utf8_same(typed, f->name) || utf8_same(typed, path);
}

static struct sheet_item *
item_find(struct sheet_items *l, const char *typed)
{
	typed = sheet_skip(typed);
	for (size_t i = 0; i < l->n; i++)
		if (is_label(l->v[i].f, l->v[i].path, typed))
			return &l->v[i];
	return NULL;
}

/* The label of the sheet that looks most like what was typed, or NULL when
 * none is as near as most. */
static const char *
label_nearest(const struct reading *r, const char *typed, size_t most)
{
	const char *best = NULL;

	for (size_t i = 0; i < r->items.n; i++) {
		const char *label = sheet_label(r->items.v[i].f,
		    r->sheet->lang);
		size_t d = utf8_distance(typed, label);

		if (d <= most && (best == NULL || d < most)) {
			most = d;
			best = label;
		}
	}
	return best;
}

static bool
has_letter(const char *s)
{
	IV_AUTO(buf_release) struct buf folded = BUF_INIT;

	utf8_fold(&folded, s);
	return strpbrk(folded.p, "abcdefghijklmnopqrstuvwxyz") != NULL;
}

/*
 * A line that is all label, yet none of ours.  Above the first label stands
 * the rest of a mail: there, and with text behind it ("[sic] he said"), only
 * what looks like ours counts.
 */
static int
label_unknown(const struct reading *r, const struct label *l, struct iv_err *e)
{
	bool alone = *l->rest == '\0';
	size_t depth = r->open != NULL ? r->open->depth : l->depth;
	const char *near = label_nearest(r, l->inside.p,
	    alone ? 2 + l->inside.len / 4 : 1 + l->inside.len / 6);
	IV_AUTO(buf_release) struct buf shown = BUF_INIT;

	if (!has_letter(l->inside.p) || l->depth > depth ||
	    (near == NULL && (!alone || r->open == NULL)))
		return 0;
	utf8_visible(&shown, l->inside.p, "");
	if (near == NULL)
		return iv_fail(e, IV_INVALID, _("%s:%d: unknown label '[%s]'"),
		    r->text->name, r->line, shown.p);
	return iv_fail(e, IV_INVALID,
	    _("%s:%d: unknown label '[%s]'; did you mean '[%s]'?"),
	    r->text->name, r->line, shown.p, near);
}

static void
value_add(struct reading *r, const char *line)
{
	if (line[0] == '\\' && sheet_escapes(line + 1))
		line++;
	if (r->open->value.len == 0) {
		if (*line == '\0')
			return;
		r->open->line = r->line;
	}
	buf_adds(&r->open->value, line);
	buf_addc(&r->open->value, '\n');
}

static int
label_open(struct reading *r, struct sheet_item *it, const struct label *l,
    struct iv_err *e)
{
	if (it->label_line != 0)
		return iv_fail(e, IV_INVALID,
		    _("%s:%d: '[%s]' was already on line %d: "
		    "take one of them away"), r->text->name, r->line,
		    sheet_label(it->f, r->sheet->lang), it->label_line);
	it->label_line = it->line = r->line;
	it->depth = l->depth;
	r->open = it;
	if (*l->rest != '\0')
		value_add(r, l->rest);
	return 0;
}

/* The line without as much quoting as its label has. */
static const char *
unquote(const char *line, size_t depth)
{
	const char *s = line;

	for (; depth > 0 && *sheet_skip(s) == '>'; depth--)
		s = sheet_skip(s) + 1;
	return s == line ? s : s + sheet_blank(s);
}

static void
text_take(struct reading *r, const char *line)
{
	line = unquote(line, r->open->depth);
	if (r->line > r->last_label && strcmp(line, "--") == 0)
		r->signature = true;
	if (!r->signature && (*line != '#' ||
	    (line[1] != '\0' && sheet_blank(line + 1) == 0)))
		value_add(r, line);
}

/* Passes every line, without its blanks at the end, to fn. */
static int
lines_each(struct reading *r, int (*fn)(struct reading *r, const char *line,
    struct iv_err *e), struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf line = BUF_INIT;
	const char *p = r->text->text, *end = p + r->text->len;

	if (r->text->len >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0)
		p += 3;
	for (r->line = 1; p < end; r->line++) {
		const char *nl = memchr(p, '\n', (size_t)(end - p));

		buf_clear(&line);
		buf_add(&line, p, (size_t)((nl != NULL ? nl : end) - p));
		cut_blanks(&line);
		if (fn(r, line.p, e) < 0)
			return -1;
		p = nl != NULL ? nl + 1 : end;
	}
	return 0;
}

static int
last_label_note(struct reading *r, const char *line, struct iv_err *e)
{
	IV_AUTO(label_release) struct label l = LABEL_INIT;

	(void)e;
	if (label_parse(&l, line) && item_find(&r->items, l.inside.p) != NULL)
		r->last_label = r->line;
	return 0;
}

static int
line_take(struct reading *r, const char *line, struct iv_err *e)
{
	IV_AUTO(label_release) struct label l = LABEL_INIT;
	bool label = !r->signature && label_parse(&l, line);
	struct sheet_item *it = label ? item_find(&r->items, l.inside.p) :
	    NULL;

	if (it != NULL)
		return label_open(r, it, &l, e);
	if (label && label_unknown(r, &l, e) < 0)
		return -1;
	if (r->open != NULL)
		text_take(r, line);
	return 0;
}

static int
text_check(const struct sheet_text *t, struct iv_err *e)
{
	const char *nul = memchr(t->text, '\0', t->len);
	size_t at = nul != NULL ? (size_t)(nul - t->text) : 0;
	int line = 1;

	if (nul == NULL && utf8_valid(t->text, t->len, &at))
		return 0;
	for (size_t i = 0; i < at; i++)
		line += t->text[i] == '\n';
	return iv_fail(e, IV_INVALID, _("%s:%d: this is not text in UTF-8"),
	    t->name, line);
}

/* Lines lose the blanks at their ends, a value of one line its breaks. */
static void
value_clean(struct buf *value, const struct field *f)
{
	IV_AUTO(buf_release) struct buf clean = BUF_INIT;
	bool text = f->type == FT_TEXT || sheet_is_map(f);
	size_t n;

	for (const char *p = value->p; *p != '\0'; p += n) {
		n = text ? 0 : sheet_blank(p) + (*p == '\n');
		if (n > 0) {
			buf_adds(&clean, clean.len > 0 &&
			    clean.p[clean.len - 1] != ' ' ? " " : "");
			continue;
		}
		if (*p == '\n')
			cut_blanks(&clean);
		n = 1;
		buf_addc(&clean, *p);
	}
	cut_blanks(&clean);
	buf_trim(&clean);
	buf_clear(value);
	buf_add(value, clean.p, clean.len);
}

/* "positief, ethisch": each as it is stored, when it is known. */
static void
words_store(struct buf *value, const struct sheet *s, const struct field *f)
{
	IV_AUTO(buf_release) struct buf stored = BUF_INIT;
	size_t n;

	for (const char *p = value->p; *p != '\0'; p += n + (p[n] == ',')) {
		IV_AUTO(buf_release) struct buf one = BUF_INIT;
		const char *word;

		n = f->type == FT_LIST ? strcspn(p, ",") : strlen(p);
		buf_add(&one, p, n);
		buf_trim(&one);
		word = text_word(s->lang, f->type == FT_BOOL ?
		    "yes no true false" : f->words, one.p);
		buf_adds(&stored, stored.len > 0 ? "," : "");
		buf_adds(&stored, word != NULL ? word : one.p);
	}
	buf_clear(value);
	buf_add(value, stored.p, stored.len);
}

static int
field_set(const struct reading *r, const char *path, const char *text,
    int line, struct iv_err *e)
{
	if (schema_set(r->sheet->schema, r->record, path, text, r->in, e) == 0)
		return 0;
	if (e->code == IV_USAGE)
		e->code = IV_INVALID;
	return iv_wrap(e, "%s:%d", r->text->name, line);
}

/* "SKJ: 12345" */
static int
pair_set(const struct reading *r, const struct sheet_item *it,
    const char *pair, int line, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf key = BUF_INIT;
	IV_AUTO(buf_release) struct buf path = BUF_INIT;
	IV_AUTO(buf_release) struct buf value = BUF_INIT;
	size_t n = strcspn(pair, ":=");

	buf_add(&key, pair, n);
	buf_adds(&value, pair[n] != '\0' ? pair + n + 1 : "");
	buf_trim(&key);
	buf_trim(&value);
	if (key.len == 0 || value.len == 0)
		return iv_fail(e, IV_INVALID,
		    _("%s:%d: a line such as 'NAME: NUMBER' is needed here"),
		    r->text->name, line);
	buf_addf(&path, "%s.%s", it->path, key.p);
	return field_set(r, path.p, value.p, line, e);
}

/* The map as the lines have it; what they leave out goes when it is an
 * edit. */
static int
map_set(const struct reading *r, const struct sheet_item *it,
    struct iv_err *e)
{
	int line = it->line;
	size_t n;

	if (r->text->clear && field_set(r, it->path, "", line, e) < 0)
		return -1;
	for (const char *p = it->value.p; *p != '\0'; line++) {
		IV_AUTO(buf_release) struct buf pair = BUF_INIT;

		n = strcspn(p, "\n");
		buf_add(&pair, p, n);
		buf_trim(&pair);
		p += n + (p[n] == '\n');
		if (pair.len > 0 && pair_set(r, it, pair.p, line, e) < 0)
			return -1;
	}
	return 0;
}

/* What reads as it was written stays as it is, to the byte. */
static int
item_apply(const struct reading *r, struct sheet_item *it, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf now = BUF_INIT;
	const struct field *f = it->f;

	sheet_value(&now, r->sheet, f, sheet_value_at(r->record, it->path));
	value_clean(&now, f);
	value_clean(&it->value, f);
	if (strcmp(now.p, it->value.p) == 0 ||
	    (it->value.len == 0 && !r->text->clear))
		return 0;
	if (sheet_is_map(f))
		return map_set(r, it, e);
	if (f->words != NULL || f->type == FT_BOOL)
		words_store(&it->value, r->sheet, f);
	return field_set(r, it->path, it->value.p, it->line, e);
}

static int
text_read(struct reading *r, struct iv_err *e)
{
	if (text_check(r->text, e) < 0 ||
	    lines_each(r, last_label_note, e) < 0)
		return -1;
	if (lines_each(r, line_take, e) < 0)
		return -1;
	if (r->last_label == 0 && r->items.n > 0)
		return iv_fail(e, IV_INVALID,
		    _("%s: no label such as '[%s]' in it"), r->text->name,
		    sheet_label(r->items.v[0].f, r->sheet->lang));
	return 0;
}

int
sheet_read(const struct sheet *s, const struct sheet_text *text,
    cJSON *record, const struct schema_in *in, struct iv_err *e)
{
	IV_AUTO(json_free_auto) cJSON *copy = cJSON_Duplicate(record, true);
	IV_AUTO(reading_release) struct reading r = { .sheet = s,
		.text = text, .record = copy, .in = in };
	cJSON *old;

	sheet_items_fill(&r.items, s);
	if (text_read(&r, e) < 0)
		return -1;
	for (size_t i = 0; i < r.items.n; i++)
		if (r.items.v[i].label_line != 0 &&
		    item_apply(&r, &r.items.v[i], e) < 0)
			return -1;
	old = record->child;
	record->child = copy->child;
	copy->child = old;
	return 0;
}
