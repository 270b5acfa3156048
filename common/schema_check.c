#include <string.h>

#include "id.h"
#include "json.h"
#include "schema.h"
#include "utf8.h"

#define TEXT_MAX	65536L

/* Where the walk is: dotted for messages, a JSON pointer for json_locate(). */
struct walk {
	struct buf path, pointer;
	struct iv_err *e;
};

struct mark {
	size_t path, pointer;
};

static int check_fields(struct walk *w, const struct fields *f,
    const cJSON *o);

static struct mark
step_in(struct walk *w, const char *key)
{
	struct mark m = { w->path.len, w->pointer.len };

	if (w->path.len > 0)
		buf_addc(&w->path, '.');
	buf_adds(&w->path, key);
	buf_addc(&w->pointer, '/');
	for (const char *p = key; *p; p++) {
		if (*p == '~')
			buf_adds(&w->pointer, "~0");
		else if (*p == '/')
			buf_adds(&w->pointer, "~1");
		else
			buf_addc(&w->pointer, *p);
	}
	return m;
}

static void
step_out(struct walk *w, struct mark m)
{
	buf_cut(&w->path, m.path);
	buf_cut(&w->pointer, m.pointer);
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
	[FT_DAY] = N_("a day: 2026-03-12, +2w, tomorrow"),
	[FT_TIME] = N_("a day and time: 2026-03-12T09:30"),
	[FT_INSTANT] = N_("an instant: 2026-03-12T08:30:00Z"),
	[FT_CLOCK] = N_("a time: 09:30"),
	[FT_ZONE] = N_("a time zone: Europe/Amsterdam"),
	[FT_EMAIL] = N_("an e-mail address"),
	[FT_ID] = N_("ten letters and digits"),
	[FT_REF] = N_("an id, or the beginning of one"),
	[FT_OBJECT] = N_("an object"),
	[FT_MAP] = N_("an object"),
	[FT_ROWS] = N_("a list of objects"),
	[FT_ANY] = N_("anything"),
};

void
field_allowed(struct buf *b, const struct field *f)
{
	struct buf words = BUF_INIT;

	if (f->words) {
		words_each(f->words, add_word, &words);
		buf_add(b, words.p, words.len);
		buf_release(&words);
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

	field_allowed(&may, f);
	if (f->flags & (FF_CONTENT | FF_NAME))
		return iv_fail(w->e, IV_INVALID,
		    _("%s: the value is not allowed; allowed: %s"),
		    w->path.p, may.p);
	if (cJSON_IsString(j))
		buf_adds(&raw, j->valuestring);
	else
		json_print_line(&raw, j);
	utf8_cut(&shown, raw.p, 40);
	return iv_fail(w->e, IV_INVALID, _("%s: %s is not allowed; "
	    "allowed: %s"), w->path.p, shown.p, may.p);
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
		struct mark m = step_in(w, child->string);

		if (!key_fits(f, child->string))
			return iv_fail(w->e, IV_INVALID,
			    f->key == KEY_NAME ?
			    _("%s: the key must be 1 to 40 bytes") :
			    _("%s: the key must be an id of ten letters and "
			    "digits"), w->path.p);
		if (f->sub && check_fields(w, f->sub, child) < 0)
			return -1;
		if (!f->sub && !scalar_fits(f, f->item, child))
			return refuse(w, f, child);
		step_out(w, m);
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
		struct mark m;

		snprintf(index, sizeof(index), "%d", i++);
		m = step_in(w, index);
		if (check_fields(w, f->sub, child) < 0)
			return -1;
		step_out(w, m);
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

static int
check_fields(struct walk *w, const struct fields *f, const cJSON *o)
{
	if (!cJSON_IsObject(o))
		return iv_fail(w->e, IV_INVALID, _("%s: an object is needed"),
		    w->path.p);
	for (size_t i = 0; i < f->n; i++) {
		const struct field *field = &f->v[i];
		const cJSON *j = json_get(o, field->name);
		struct mark m;

		if (!j && !(field->flags & FF_MUST))
			continue;
		if (!j)
			return iv_fail(w->e, IV_INVALID,
			    _("%s%s%s: is missing"), w->path.p,
			    w->path.len > 0 ? "." : "", field->name);
		m = step_in(w, field->name);
		if (check_value(w, field, j) < 0)
			return -1;
		step_out(w, m);
	}
	return 0;
}

int
schema_check(const struct schema *k, const cJSON *record, struct buf *pointer,
    struct iv_err *e)
{
	struct walk w = { BUF_INIT, BUF_INIT, e };
	int r = check_fields(&w, &k->fields, record);

	if (r < 0 && pointer)
		buf_add(pointer, w.pointer.p, w.pointer.len);
	buf_release(&w.path);
	buf_release(&w.pointer);
	return r;
}
