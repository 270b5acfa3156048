#include <string.h>

#include "json.h"
#include "schema.h"

#define DIALECT	"https://json-schema.org/draft/2020-12/schema"

/* As id.h and day.h read them; what only a calendar knows, such as the 30th
 * of February, a pattern cannot say. */
#define LETTERS	"abcdefghjkmnpqrstvwxyz"
#define ID_LIKE	"^[" LETTERS "][0-9" LETTERS "]{9}$"
#define DAY	"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
#define CLOCK	"([01][0-9]|2[0-3]):[0-5][0-9]"

static const struct shape {
	const char *pattern;
	int max;
} shapes[] = {
	[FT_DAY] = { "^" DAY "$", 10 },
	[FT_TIME] = { "^" DAY "T" CLOCK "$", 16 },
	[FT_INSTANT] = { "^" DAY "T" CLOCK ":[0-5][0-9]Z$", 20 },
	[FT_CLOCK] = { "^" CLOCK "$", 5 },
	[FT_ZONE] = { "^[A-Za-z]", 0 },
	[FT_EMAIL] = { "^[^@ \t\r\n<>,;]+@[^@ \t\r\n<>,;]+$", 254 },
	[FT_ID] = { ID_LIKE, 10 },
	[FT_REF] = { ID_LIKE, 10 },
};

static cJSON *describe_fields(const struct fields *f, bool strict);

static cJSON *
of_type(const char *type)
{
	cJSON *o = cJSON_CreateObject();

	json_set_str(o, "type", type);
	return o;
}

static void
add_word(const char *word, size_t len, void *arg)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;

	buf_add(&b, word, len);
	cJSON_AddItemToArray(arg, cJSON_CreateString(b.p));
}

/* A word that a newer program wrote is as good as ours; strict takes only
 * what "set" takes. */
static cJSON *
describe_word(const struct field *f, bool strict)
{
	cJSON *o = strict ? of_type("string") : cJSON_CreateObject();
	cJSON *known = o, *open;

	if (!strict) {
		known = cJSON_CreateObject();
		open = of_type("string");
		json_set_int(open, "minLength", 1);
		cJSON_AddItemToArray(json_array(o, "anyOf"), known);
		cJSON_AddItemToArray(json_array(o, "anyOf"), open);
	}
	words_each(f->words, add_word, json_array(known, "enum"));
	return o;
}

/* Our most is in bytes, theirs in characters, which are never more. */
static cJSON *
describe_text(const struct field *f, enum field_type type)
{
	cJSON *o = of_type("string");

	json_set_int(o, "minLength", 1);
	json_set_int(o, "maxLength", f->max > 0 ? f->max : 65536);
	if (type == FT_LINE)
		json_set_str(json_object(o, "not"), "pattern", "[\r\n]");
	return o;
}

static cJSON *
describe_number(const struct field *f)
{
	cJSON *o = of_type("integer");

	if (f->max != 0) {
		json_set_int(o, "minimum", f->min);
		json_set_int(o, "maximum", f->max);
	}
	return o;
}

static cJSON *
describe_scalar(const struct field *f, enum field_type type, bool strict)
{
	cJSON *o;

	if (type == FT_WORD)
		return describe_word(f, strict);
	if (type == FT_LINE || type == FT_TEXT)
		return describe_text(f, type);
	if (type == FT_INT)
		return describe_number(f);
	if (type == FT_BOOL)
		return of_type("boolean");
	o = of_type("string");
	json_set_str(o, "pattern", shapes[type].pattern);
	if (shapes[type].max > 0)
		json_set_int(o, "maxLength", shapes[type].max);
	return o;
}

static cJSON *
describe_map(const struct field *f, bool strict)
{
	cJSON *o = of_type("object"), *keys = json_object(o, "propertyNames");

	if (f->key == KEY_NAME) {
		json_set_int(keys, "minLength", 1);
		json_set_int(keys, "maxLength", 40);
	} else {
		json_set_str(keys, "pattern", ID_LIKE);
	}
	json_set(o, "additionalProperties", f->sub ?
	    describe_fields(f->sub, strict) :
	    describe_scalar(f, f->item, strict));
	return o;
}

static cJSON *
describe_array(cJSON *item)
{
	cJSON *o = of_type("array");

	json_set(o, "items", item);
	return o;
}

static cJSON *
describe_field(const struct field *f, bool strict)
{
	switch (f->type) {
	case FT_ANY:
		return cJSON_CreateObject();
	case FT_LIST:
		return describe_array(describe_scalar(f, f->item, strict));
	case FT_ROWS:
		return describe_array(describe_fields(f->sub, strict));
	case FT_OBJECT:
		return describe_fields(f->sub, strict);
	case FT_MAP:
		return describe_map(f, strict);
	default:
		return describe_scalar(f, f->type, strict);
	}
}

/* Behind the properties that o has already. */
static void
describe_into(cJSON *o, const struct fields *f, bool strict)
{
	cJSON *all = json_object(o, "properties"), *one;

	for (size_t i = 0; i < f->n; i++) {
		one = describe_field(&f->v[i], strict);
		if (f->v[i].label)
			json_set_str(one, "title", f->v[i].label);
		if (f->v[i].help)
			json_set_str(one, "description", f->v[i].help);
		json_set(all, f->v[i].name, one);
		if (f->v[i].flags & FF_MUST)
			cJSON_AddItemToArray(json_array(o, "required"),
			    cJSON_CreateString(f->v[i].name));
	}
	if (strict)
		json_set(o, "additionalProperties", cJSON_CreateFalse());
}

static cJSON *
describe_fields(const struct fields *f, bool strict)
{
	cJSON *o = of_type("object");

	describe_into(o, f, strict);
	return o;
}

/* What a merge could not choose between (merge.c), in any kind of record. */
static cJSON *
describe_conflicts(void)
{
	static const char *const must[] = { "value", "by", "at" };
	cJSON *o = of_type("object"), *entry = of_type("object"), *all;

	all = json_object(entry, "properties");
	json_object(all, "value");
	json_set(all, "by", of_type("string"));
	json_set(all, "at", of_type("string"));
	for (size_t i = 0; i < IV_LEN(must); i++)
		cJSON_AddItemToArray(json_array(entry, "required"),
		    cJSON_CreateString(must[i]));
	json_set_str(json_object(o, "propertyNames"), "pattern", "^/");
	json_set(o, "additionalProperties", describe_array(entry));
	return o;
}

static cJSON *
describe_record(const struct schema *k, bool strict)
{
	cJSON *o = of_type("object"), *all = json_object(o, "properties");
	IV_AUTO(buf_release) struct buf b = BUF_INIT;

	buf_addf(&b, "iv.%s/%d", k->kind, k->version);
	json_set_str(json_object(all, "schema"), "const", b.p);
	cJSON_AddItemToArray(json_array(o, "required"),
	    cJSON_CreateString("schema"));
	describe_into(o, &k->fields, strict);
	json_set(all, "conflicts", describe_conflicts());
	return o;
}

/* A record of any kind: its own key tells which. */
static void
describe_any(cJSON *doc, bool strict)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	cJSON *one;

	for (size_t i = 0; schemas[i]; i++) {
		buf_clear(&b);
		buf_addf(&b, "#/$defs/%s", schemas[i]->kind);
		one = cJSON_CreateObject();
		json_set_str(one, "$ref", b.p);
		cJSON_AddItemToArray(json_array(doc, "oneOf"), one);
	}
	for (size_t i = 0; schemas[i]; i++)
		json_set(json_object(doc, "$defs"), schemas[i]->kind,
		    describe_record(schemas[i], strict));
}

cJSON *
schema_describe(const struct schema *k, bool strict)
{
	cJSON *doc = cJSON_CreateObject(), *o, *j;

	json_set_str(doc, "$schema", DIALECT);
	if (!k) {
		describe_any(doc, strict);
		return doc;
	}
	o = describe_record(k, strict);
	while ((j = o->child) != NULL) {
		IV_AUTO(buf_release) struct buf key = BUF_INIT;

		buf_adds(&key, j->string);
		json_set(doc, key.p, cJSON_DetachItemViaPointer(o, j));
	}
	cJSON_Delete(o);
	return doc;
}
