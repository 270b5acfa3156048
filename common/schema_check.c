#include <string.h>

#include "id.h"
#include "json.h"
#include "schema.h"
#include "utf8.h"

#define TEXT_MAX	65536L

/*
 * Where the walk is: the keys from the record down.  What is said about the
 * place is made of them only when something is wrong there: dotted for
 * messages, a JSON pointer for json_locate().
 */
struct walk {
	const char *keys[JSON_DEPTH];
	size_t depth;
	struct buf path, pointer;
	struct iv_err *e;
};

static int check_fields(struct walk *w, const struct fields *f,
    const cJSON *o);

/* Tables of fields nest three deep; only they are followed. */
static void
step_in(struct walk *w, const char *key)
{
	w->keys[w->depth++] = key;
}

static void
step_out(struct walk *w)
{
	w->depth--;
}

static void
pointer_add(struct buf *b, const char *key)
{
	buf_addc(b, '/');
	for (const char *p = key; *p; p++) {
		if (*p == '~')
			buf_adds(b, "~0");
		else if (*p == '/')
			buf_adds(b, "~1");
		else
			buf_addc(b, *p);
	}
}

/* The place of a fault, for its message; schema_check() hands out both. */
static const char *
place(struct walk *w)
{
	for (size_t i = 0; i < w->depth; i++) {
		if (i > 0)
			buf_addc(&w->path, '.');
		buf_adds(&w->path, w->keys[i]);
		pointer_add(&w->pointer, w->keys[i]);
	}
	return w->path.p;
}

static void
add_word(const char *word, size_t len, void *arg)
{
	struct buf *b = arg, one = BUF_INIT;

	buf_add(&one, word, len);
	if (b->len > 0)
		buf_adds(b, ", ");
	buf_adds(b, _(one.p));
	buf_release(&one);
}

static void
allowed_number(struct buf *b, const struct field *f)
{
	if (f->max != 0)
		buf_addf(b, _("a whole number from %ld to %ld"), f->min,
		    f->max);
	else
		buf_adds(b, _("a whole number"));
}

static void
allowed_text(struct buf *b, const struct field *f)
{
	if (f->type == FT_LINE)
		buf_addf(b, _("one line, at most %ld bytes"),
		    f->max != 0 ? f->max : TEXT_MAX);
	else if (f->max != 0)
		buf_addf(b, _("text, at most %ld bytes"), f->max);
	else
		buf_addf(b, _("text, at most 64 KiB"));
}

static const char *const allowed[] = {
	[FT_BOOL] = N_("yes or no"),
	[FT_DAY] = N_("a day, as 2026-03-12, +2w or tomorrow"),
	[FT_TIME] = N_("a day and time, as 2026-03-12T09:30"),
	[FT_INSTANT] = N_("an instant, as 2026-03-12T08:30:00Z"),
	[FT_CLOCK] = N_("a time, as 09:30"),
	[FT_ZONE] = N_("a time zone, as Europe/Amsterdam"),
	[FT_EMAIL] = N_("an e-mail address"),
	[FT_ID] = N_("ten letters and digits"),
	[FT_REF] = N_("an id, or the beginning of one"),
	[FT_OBJECT] = N_("an object"),
	[FT_MAP] = N_("an object"),
	[FT_ROWS] = N_("a list of objects"),
	[FT_ANY] = N_("anything"),
};

void
field_allowed(struct buf *b, const struct field *f, bool stored)
{
	struct buf words = BUF_INIT;

	if (f->words) {
		words_each(f->words, add_word, &words);
		buf_add(b, words.p, words.len);
		buf_release(&words);
	} else if (stored && f->type == FT_DAY) {
		buf_adds(b, _("a day, as 2026-03-12"));
	} else if (stored && f->type == FT_REF) {
		buf_adds(b, _("an id"));
	} else if (f->type == FT_REF && strcmp(f->ref, "member") == 0) {
		buf_adds(b, _("a member's name or id"));
	} else if (f->type == FT_INT) {
		allowed_number(b, f);
	} else if (f->type == FT_LINE || f->type == FT_TEXT) {
		allowed_text(b, f);
	} else if (f->type == FT_LIST) {
		buf_adds(b, _("a list, with commas between"));
	} else {
		buf_adds(b, _(allowed[f->type]));
	}
}

/* "field: 'value' is not allowed; allowed: ..." */
static int
refuse(struct walk *w, const struct field *f, const cJSON *j)
{
	IV_AUTO(buf_release) struct buf raw = BUF_INIT;
	IV_AUTO(buf_release) struct buf may = BUF_INIT;
	IV_AUTO(buf_release) struct buf shown = BUF_INIT;

	field_allowed(&may, f, true);
	if (f->flags & (FF_CONTENT | FF_NAME))
		return iv_fail(w->e, IV_INVALID,
		    _("%s: the value is not allowed; allowed: %s"),
		    place(w), may.p);
	if (cJSON_IsString(j))
		buf_adds(&raw, j->valuestring);
	else
		json_print_line(&raw, j);
	utf8_cut(&shown, raw.p, 40);
	return iv_fail(w->e, IV_INVALID, _("%s: %s is not allowed; "
	    "allowed: %s"), place(w), shown.p, may.p);
}

static bool
text_fits(const struct field *f, const char *s)
{
	size_t n = strlen(s);
	size_t max = (size_t)(f->max != 0 ? f->max : TEXT_MAX);

	return n >= 1 && n <= max &&
	    (f->type != FT_LINE || !strpbrk(s, "\n\r"));
}

static bool
email_fits(const char *s)
{
	const char *at = strchr(s, '@');

	return at && at > s && at[1] != '\0' && !strpbrk(s, " \t\r\n<>,;") &&
	    !strchr(at + 1, '@') && strlen(s) <= 254;
}

bool
clock_fits(const char *s)
{
	return strlen(s) == 5 && s[2] == ':' && strspn(s, "0123456789:") == 5 &&
	    s[3] != ':' && s[4] != ':' && s[0] != ':' && s[1] != ':' &&
	    (s[0] - '0') * 10 + (s[1] - '0') <= 23 && s[3] <= '5';
}

static bool
string_fits(const struct field *f, enum field_type type, const char *s)
{
	struct civil c;
	time_t t;

	switch (type) {
	case FT_LINE:
	case FT_TEXT:
		return text_fits(f, s);
	case FT_WORD:
		return *s != '\0';
	case FT_DAY:
		return civil_parse_iso(s, &c) && c.minute < 0;
	case FT_TIME:
		return civil_parse_iso(s, &c) && c.minute >= 0;
	case FT_INSTANT:
		return instant_parse(s, &t);
	case FT_CLOCK:
		return clock_fits(s);
	case FT_EMAIL:
		return email_fits(s);
	case FT_ZONE:
		return zone_valid(s);
	default:
		return id_valid(s);
	}
}

static bool
scalar_fits(const struct field *f, enum field_type type, const cJSON *j)
{
	double v;

	if (type == FT_BOOL)
		return cJSON_IsBool(j);
	if (type == FT_INT) {
		v = cJSON_IsNumber(j) ? j->valuedouble : 0.5;
		return v == (double)(long)v &&
		    (f->max == 0 || (v >= (double)f->min &&
		    v <= (double)f->max));
	}
	return cJSON_IsString(j) && string_fits(f, type, j->valuestring);
}

static int
check_list(struct walk *w, const struct field *f, const cJSON *j)
{
	const cJSON *child;

	if (!cJSON_IsArray(j))
		return refuse(w, f, j);
	cJSON_ArrayForEach(child, j)
		if (!scalar_fits(f, f->item, child))
			return refuse(w, f, child);
	return 0;
}

static bool
key_fits(const struct field *f, const char *key)
{
	if (f->key == KEY_NAME)
		return *key != '\0' && strlen(key) <= 40;
	return id_valid(key);
}

static int
check_map(struct walk *w, const struct field *f, const cJSON *j)
{
	const cJSON *child;

	if (!cJSON_IsObject(j))
		return refuse(w, f, j);
	cJSON_ArrayForEach(child, j) {
		step_in(w, child->string);
		if (!key_fits(f, child->string))
			return iv_fail(w->e, IV_INVALID,
			    f->key == KEY_NAME ?
			    _("%s: the key must be 1 to 40 bytes") :
			    _("%s: the key must be an id of ten letters and "
			    "digits"), place(w));
		if (f->sub && check_fields(w, f->sub, child) < 0)
			return -1;
		if (!f->sub && !scalar_fits(f, f->item, child))
			return refuse(w, f, child);
		step_out(w);
	}
	return 0;
}

static int
check_rows(struct walk *w, const struct field *f, const cJSON *j)
{
	const cJSON *child;
	int i = 0;

	if (!cJSON_IsArray(j))
		return refuse(w, f, j);
	cJSON_ArrayForEach(child, j) {
		char index[16];

		snprintf(index, sizeof(index), "%d", i++);
		step_in(w, index);
		if (check_fields(w, f->sub, child) < 0)
			return -1;
		step_out(w);
	}
	return 0;
}

static int
check_value(struct walk *w, const struct field *f, const cJSON *j)
{
	switch (f->type) {
	case FT_ANY:
		return 0;
	case FT_LIST:
		return check_list(w, f, j);
	case FT_OBJECT:
		return check_fields(w, f->sub, j);
	case FT_MAP:
		return check_map(w, f, j);
	case FT_ROWS:
		return check_rows(w, f, j);
	default:
		return scalar_fits(f, f->type, j) ? 0 : refuse(w, f, j);
	}
}

/*
 * The values of the fields, in the empty at[].  Keys stand in the order of the
 * table in every record we wrote, so each is looked for behind the one before
 * it.
 */
static void
fields_match(const struct fields *f, const cJSON *o,
    const cJSON *at[FIELDS_MAX])
{
	const cJSON *j;
	size_t next = 0;

	cJSON_ArrayForEach(j, o)
		for (size_t n = 0; n < f->n; n++) {
			size_t i = next + n < f->n ? next + n :
			    next + n - f->n;

			if (*f->v[i].name != *j->string ||
			    strcmp(f->v[i].name, j->string) != 0)
				continue;
			if (!at[i])
				at[i] = j;
			next = i + 1 < f->n ? i + 1 : 0;
			break;
		}
}

static int
check_field(struct walk *w, const struct field *f, const cJSON *j)
{
	const char *dot;

	if (!j && !(f->flags & FF_MUST))
		return 0;
	if (!j) {
		dot = w->depth > 0 ? "." : "";
		return iv_fail(w->e, IV_INVALID, _("%s%s%s: is missing"),
		    place(w), dot, f->name);
	}
	step_in(w, f->name);
	if (check_value(w, f, j) < 0)
		return -1;
	step_out(w);
	return 0;
}

static int
check_fields(struct walk *w, const struct fields *f, const cJSON *o)
{
	const cJSON *at[FIELDS_MAX] = { NULL };

	if (!cJSON_IsObject(o))
		return iv_fail(w->e, IV_INVALID, _("%s: an object is needed"),
		    place(w));
	fields_match(f, o, at);
	for (size_t i = 0; i < f->n; i++)
		if (check_field(w, &f->v[i], at[i]) < 0)
			return -1;
	return 0;
}

int
schema_check(const struct schema *k, const cJSON *record, struct buf *pointer,
    struct iv_err *e)
{
	struct walk w = { .path = BUF_INIT, .pointer = BUF_INIT, .e = e };
	int r = check_fields(&w, &k->fields, record);

	if (r < 0 && pointer)
		buf_add(pointer, w.pointer.p, w.pointer.len);
	buf_release(&w.path);
	buf_release(&w.pointer);
	return r;
}
