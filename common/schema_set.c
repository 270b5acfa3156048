#include <errno.h>
#include <string.h>

#include "id.h"
#include "json.h"
#include "schema.h"
#include "utf8.h"

/* What one call of schema_set() carries down the path. */
struct setting {
	const char *path;		/* whole, for messages */
	const char *text;
	const struct schema_in *in;
	struct iv_err *e;
};

static int set_fields(struct setting *s, const struct fields *f, cJSON *o,
    const char *path);

static int
refuse_text(const struct field *f, const char *path, const char *text,
    struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf may = BUF_INIT;
	IV_AUTO(buf_release) struct buf shown = BUF_INIT;

	field_allowed(&may, f, false);
	if (strlen(text) > 40 || (f->flags & (FF_CONTENT | FF_NAME)))
		return iv_fail(e, IV_USAGE,
		    _("%s: the value is not allowed; allowed: %s"), path,
		    may.p);
	utf8_visible(&shown, text, "");
	return iv_fail(e, IV_USAGE, _("%s: '%s' is not allowed; allowed: %s"),
	    path, shown.p, may.p);
}

/* Text as it is kept: LF line ends, no blanks at the ends. */
static int
text_value(const struct field *f, const char *path, const char *text,
    cJSON **ret, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	size_t n = strlen(text), at;

	if (!utf8_valid(text, n, &at))
		return iv_fail(e, IV_INVALID,
		    _("%s: byte %zu is not UTF-8"), path, at);
	for (const char *p = text; *p;) {
		uint32_t c;
		int len = utf8_decode(p, n - (size_t)(p - text), &c);

		if ((c < 0x20 && !strchr("\n\r\t", (int)c)) || c == 0x7f ||
		    (c >= 0x80 && c < 0xa0))
			return iv_fail(e, IV_USAGE, _("%s: the control "
			    "character U+%04X at byte %zu is not allowed"),
			    path, (unsigned)c, (size_t)(p - text));
		if (c != '\r')
			buf_add(&b, p, (size_t)len);
		p += len;
	}
	buf_trim(&b);
	if (b.len == 0 || b.len > (size_t)(f->max != 0 ? f->max : 65536) ||
	    (f->type != FT_TEXT && strchr(b.p, '\n')))
		return refuse_text(f, path, b.p, e);
	*ret = cJSON_CreateString(b.p);
	return 0;
}

static int
word_value(const struct field *f, const char *path, const char *text,
    const struct schema_in *in, cJSON **ret, struct iv_err *e)
{
	const char *word = NULL;

	if (words_has(f->words, text))
		word = text;
	else if (in && in->word)
		word = in->word(in->arg, f->words, text);
	if (!word)
		return refuse_text(f, path, text, e);
	*ret = cJSON_CreateString(word);
	return 0;
}

static int
int_value(const struct field *f, const char *path, const char *text,
    cJSON **ret, struct iv_err *e)
{
	char *end;
	long v;

	errno = 0;
	v = strtol(text, &end, 10);
	if (end == text || *end != '\0' || errno != 0 ||
	    (f->max != 0 && (v < f->min || v > f->max)))
		return refuse_text(f, path, text, e);
	*ret = cJSON_CreateNumber((double)v);
	return 0;
}

static int
bool_value(const struct field *f, const char *path, const char *text,
    cJSON **ret, struct iv_err *e)
{
	static const char *const yes[] = { "yes", "ja", "true", "1", "j", "y" };
	static const char *const no[] = { "no", "nee", "false", "0", "n" };

	for (size_t i = 0; i < IV_LEN(yes); i++)
		if (utf8_same(text, yes[i])) {
			*ret = cJSON_CreateTrue();
			return 0;
		}
	for (size_t i = 0; i < IV_LEN(no); i++)
		if (utf8_same(text, no[i])) {
			*ret = cJSON_CreateFalse();
			return 0;
		}
	return refuse_text(f, path, text, e);
}

static int
day_value(const struct field *f, const char *path, const char *text,
    const struct schema_in *in, cJSON **ret, struct iv_err *e)
{
	struct civil now = in ? in->now : (struct civil){ 0, -1 }, c;
	char out[DAY_TEXT];

	if (civil_parse(text, now, &c, e) < 0)
		return iv_wrap(e, "%s", path);
	if ((f->type == FT_TIME) != (c.minute >= 0))
		return refuse_text(f, path, text, e);
	civil_text(out, c);
	*ret = cJSON_CreateString(out);
	return 0;
}

static int
ref_value(const struct field *f, const char *path, const char *text,
    const struct schema_in *in, cJSON **ret, struct iv_err *e)
{
	struct id id;

	if (in && in->resolve) {
		if (in->resolve(in->arg, f->ref, text, id.s, e) < 0)
			return iv_wrap(e, "%s", path);
	} else if (id_valid(text)) {
		snprintf(id.s, sizeof(id.s), "%s", text);
	} else {
		return refuse_text(f, path, text, e);
	}
	*ret = cJSON_CreateString(id.s);
	return 0;
}

/* Clocks, zones, addresses and instants are kept as they are typed. */
static int
plain_value(const struct field *f, const char *path, const char *text,
    cJSON **ret, struct iv_err *e)
{
	struct field line = *f;
	time_t t;
	const char *at;

	if ((f->type == FT_CLOCK && !clock_fits(text)) ||
	    (f->type == FT_ZONE && !zone_valid(text)) ||
	    (f->type == FT_INSTANT && !instant_parse(text, &t)) ||
	    (f->type == FT_ID && !id_valid(text)))
		return refuse_text(f, path, text, e);
	if (f->type == FT_EMAIL && (!(at = strchr(text, '@')) || at == text ||
	    at[1] == '\0' || strchr(at + 1, '@') ||
	    strpbrk(text, " \t\r\n<>,;")))
		return refuse_text(f, path, text, e);
	return text_value(&line, path, text, ret, e);
}

static int scalar_value(const struct field *f, const char *path,
    const char *text, const struct schema_in *in, cJSON **ret,
    struct iv_err *e);

static bool
list_has(const cJSON *list, const cJSON *j)
{
	const cJSON *child;

	cJSON_ArrayForEach(child, list)
		if (json_equal(child, j))
			return true;
	return false;
}

/* "a, b": sets are written as a list without doubles, in the typed order. */
static int
list_value(const struct field *f, const char *path, const char *text,
    const struct schema_in *in, cJSON **ret, struct iv_err *e)
{
	IV_AUTO(json_free_auto) cJSON *list = cJSON_CreateArray();
	struct field item = *f;

	item.type = f->item;
	for (const char *p = text; *p;) {
		IV_AUTO(buf_release) struct buf one = BUF_INIT;
		size_t n = strcspn(p, ",");
		cJSON *j = NULL;

		buf_add(&one, p, n);
		buf_trim(&one);
		p += n + (p[n] == ',');
		if (one.len == 0)
			continue;
		if (scalar_value(&item, path, one.p, in, &j, e) < 0)
			return -1;
		if (list_has(list, j))
			cJSON_Delete(j);
		else
			cJSON_AddItemToArray(list, j);
	}
	*ret = IV_TAKE(list);
	return 0;
}

static int
scalar_value(const struct field *f, const char *path, const char *text,
    const struct schema_in *in, cJSON **ret, struct iv_err *e)
{
	switch (f->type) {
	case FT_LINE:
	case FT_TEXT:
		return text_value(f, path, text, ret, e);
	case FT_WORD:
		return word_value(f, path, text, in, ret, e);
	case FT_INT:
		return int_value(f, path, text, ret, e);
	case FT_BOOL:
		return bool_value(f, path, text, ret, e);
	case FT_DAY:
	case FT_TIME:
		return day_value(f, path, text, in, ret, e);
	case FT_REF:
		return ref_value(f, path, text, in, ret, e);
	default:
		return plain_value(f, path, text, ret, e);
	}
}

int
field_value(const struct field *f, const char *path, const char *text,
    const struct schema_in *in, cJSON **ret, struct iv_err *e)
{
	if (f->type == FT_LIST)
		return list_value(f, path, text, in, ret, e);
	if (f->type == FT_ROWS)
		return iv_fail(e, IV_USAGE, _("%s is a list: set a part of "
		    "one of them, as %s.1.PART=TEXT"), path,
		    path);
	if (f->type == FT_OBJECT || f->type == FT_MAP || f->type == FT_ANY)
		return iv_fail(e, IV_USAGE,
		    _("%s has parts: set one of them, as %s.PART=TEXT"),
		    path, path);
	return scalar_value(f, path, text, in, ret, e);
}

bool
field_settable(const struct field *f)
{
	return !(f->flags & FF_AUTO) && f->type < FT_OBJECT;
}

static int
set_leaf(struct setting *s, const struct field *f, cJSON *o, const char *key)
{
	cJSON *j = NULL;

	if (*s->text == '\0') {
		if (f->flags & FF_MUST)
			return iv_fail(s->e, IV_USAGE,
			    _("%s cannot be left empty"), s->path);
		json_drop(o, key);
		return 0;
	}
	if (field_value(f, s->path, s->text, s->in, &j, s->e) < 0)
		return -1;
	json_set(o, key, j);
	return 0;
}

/* The key of a map that was typed: a member by name, an id by its beginning. */
static int
map_key(struct setting *s, const struct field *f, const cJSON *map,
    const char *typed, char key[64])
{
	const cJSON *child, *found = NULL;

	if (f->key == KEY_NAME || json_get(map, typed)) {
		snprintf(key, 64, "%s", typed);
		return 0;
	}
	if (f->key == KEY_MEMBER && s->in && s->in->resolve)
		return s->in->resolve(s->in->arg, "member", typed, key, s->e);
	cJSON_ArrayForEach(child, map) {
		if (strncmp(child->string, typed, strlen(typed)) != 0)
			continue;
		if (found)
			return iv_fail(s->e, IV_AMBIGUOUS,
			    _("%s: '%s' fits more than one"), s->path, typed);
		found = child;
	}
	if (!found || strlen(typed) < ID_MIN)
		return iv_fail(s->e, IV_NOTFOUND, _("%s: no '%s' there"),
		    s->path, typed);
	snprintf(key, 64, "%s", found->string);
	return 0;
}

static int
set_map(struct setting *s, const struct field *f, cJSON *map, const char *path)
{
	IV_AUTO(buf_release) struct buf typed = BUF_INIT;
	size_t n = f->sub ? strcspn(path, ".") : strlen(path);
	struct field item = *f;
	char key[64];

	buf_add(&typed, path, n);
	if (typed.len == 0 || typed.len > 40)
		return iv_fail(s->e, IV_USAGE,
		    _("%s: a key of 1 to 40 bytes is needed after the point"),
		    s->path);
	if (map_key(s, f, map, typed.p, key) < 0)
		return -1;
	if (f->sub)
		return set_fields(s, f->sub, json_object(map, key),
		    path + n + (path[n] == '.'));
	item.type = f->item;
	item.flags = 0;
	return set_leaf(s, &item, map, key);
}

static int
set_rows(struct setting *s, const struct field *f, cJSON *rows,
    const char *path)
{
	char *end;
	long i = strtol(path, &end, 10);
	cJSON *row;

	if (cJSON_GetArraySize(rows) == 0)
		return iv_fail(s->e, IV_USAGE, _("%s: %s is empty, there is "
		    "nothing to set in it"), s->path, f->name);
	if (end == path || *end != '.' || i < 1 || i > 1000 ||
	    !(row = cJSON_GetArrayItem(rows, (int)i - 1)))
		return iv_fail(s->e, IV_USAGE,
		    _("%s: a number from 1 to %d is needed after '%s.'"),
		    s->path, cJSON_GetArraySize(rows), f->name);
	return set_fields(s, f->sub, row, end + 1);
}

static int
unknown_field(struct setting *s, const struct fields *f, const char *name)
{
	const char *best = NULL;
	size_t least = 3;

	for (size_t i = 0; i < f->n; i++) {
		size_t d = utf8_distance(name, f->v[i].name);

		if (d < least) {
			least = d;
			best = f->v[i].name;
		}
	}
	if (best)
		return iv_fail(s->e, IV_USAGE,
		    _("no field '%s'; did you mean '%s'?"), name, best);
	return iv_fail(s->e, IV_USAGE, _("no field '%s'"), name);
}

/* The container below a field, made when missing, dropped when it stays
 * empty, so that taking the last part away leaves no {} behind. */
static int
set_below(struct setting *s, const struct field *f, cJSON *o, const char *path)
{
	cJSON *child = f->type == FT_ROWS ? json_array(o, f->name) :
	    json_object(o, f->name);
	int r;

	if (f->type == FT_OBJECT)
		r = set_fields(s, f->sub, child, path);
	else if (f->type == FT_MAP)
		r = set_map(s, f, child, path);
	else
		r = set_rows(s, f, child, path);
	if (r == 0 && json_count(child) == 0 && !(f->flags & FF_MUST))
		json_drop(o, f->name);
	return r;
}

static int
set_fields(struct setting *s, const struct fields *fields, cJSON *o,
    const char *path)
{
	size_t n = strcspn(path, ".");
	const struct field *f = fields_find(fields, path, n);
	IV_AUTO(buf_release) struct buf name = BUF_INIT;

	buf_add(&name, path, n);
	if (!f)
		return unknown_field(s, fields, name.p);
	if (f->flags & FF_AUTO)
		return iv_fail(s->e, IV_USAGE,
		    _("%s is kept by the program and not set by hand"),
		    s->path);
	if (f->flags & FF_PRIVATE)
		return iv_fail(s->e, IV_REFUSED,
		    _("%s stays in the private area and is not set here"),
		    s->path);
	if (path[n] == '.' && f->type >= FT_OBJECT && f->type != FT_ANY)
		return set_below(s, f, o, path + n + 1);
	if (path[n] == '.')
		return iv_fail(s->e, IV_USAGE, _("%s has no parts"), name.p);
	return set_leaf(s, f, o, f->name);
}

int
schema_set(const struct schema *k, cJSON *record, const char *path,
    const char *text, const struct schema_in *in, struct iv_err *e)
{
	struct setting s = { path, text, in, e };
	IV_AUTO(json_free_auto) cJSON *copy = cJSON_CreateObject();
	IV_AUTO(buf_release) struct buf first = BUF_INIT;
	cJSON *old;

	buf_add(&first, path, strcspn(path, "."));
	old = json_get(record, first.p);
	/* On a copy of the one field, so that a refusal changes nothing. */
	if (old)
		json_set(copy, first.p, cJSON_Duplicate(old, true));
	if (set_fields(&s, &k->fields, copy, path) < 0)
		return -1;
	if (copy->child)
		json_set(record, first.p,
		    cJSON_DetachItemViaPointer(copy, copy->child));
	else
		json_drop(record, first.p);
	return 0;
}
