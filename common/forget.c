#include "forget.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"

/* --- the set -------------------------------------------------------------- */

void
forgotten_release(struct forgotten *f)
{
	mem_free(f->v);
	*f = (struct forgotten){ NULL, 0 };
}

/* Where it stands or would stand. */
static size_t
place(const struct forgotten *f, const char *id)
{
	size_t low = 0, high = f->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (strcmp(f->v[mid].s, id) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

bool
forgotten_has(const struct forgotten *f, const char *id)
{
	size_t i = place(f, id);

	return i < f->n && strcmp(f->v[i].s, id) == 0;
}

bool
forgotten_add(struct forgotten *f, const char *id)
{
	size_t i = place(f, id);

	if (i < f->n && strcmp(f->v[i].s, id) == 0)
		return false;
	f->v = mem_array(f->v, f->n + 1, sizeof(*f->v));
	memmove(f->v + i + 1, f->v + i, (f->n - i) * sizeof(*f->v));
	snprintf(f->v[i].s, sizeof(f->v[i].s), "%s", id);
	f->n++;
	return true;
}

void
forgotten_join(struct forgotten *f, const struct forgotten *other)
{
	for (size_t i = 0; i < other->n; i++)
		forgotten_add(f, other->v[i].s);
}

bool
forgotten_covers(const struct forgotten *f, const struct forgotten *other)
{
	for (size_t i = 0; i < other->n; i++)
		if (!forgotten_has(f, other->v[i].s))
			return false;
	return true;
}

/* --- its file ------------------------------------------------------------- */

static int
no_tombstones(struct iv_err *e)
{
	return iv_fail(e, IV_INVALID, _("%s: not a list of forgotten ids"),
	    FORGET_FILE);
}

int
forgotten_parse(struct forgotten *f, const char *text, size_t n,
    struct iv_err *e)
{
	IV_AUTO(json_free_auto) cJSON *j = NULL;
	const cJSON *list, *item;
	const char *schema;

	if (json_parse(text, n, FORGET_FILE, 1, &j, e) < 0)
		return -1;
	schema = json_str(j, "schema");
	list = json_get(j, "forgotten");
	if (!schema || strncmp(schema, "iv.tombstones/", 14) != 0 ||
	    !cJSON_IsArray(list))
		return no_tombstones(e);
	cJSON_ArrayForEach(item, list)
		if (!cJSON_IsString(item) || !id_valid(item->valuestring))
			return no_tombstones(e);
	cJSON_ArrayForEach(item, list)
		forgotten_add(f, item->valuestring);
	return 0;
}

void
forgotten_print(struct buf *b, const struct forgotten *f, const char *was)
{
	IV_AUTO(json_free_auto) cJSON *j = NULL;
	struct iv_err none = IV_ERR_INIT;
	cJSON *list = cJSON_CreateArray();

	if (json_parse(was, strlen(was), FORGET_FILE, 1, &j, &none) < 0)
		j = cJSON_CreateObject();
	for (size_t i = 0; i < f->n; i++)
		cJSON_AddItemToArray(list, cJSON_CreateString(f->v[i].s));
	if (!json_str(j, "schema"))
		json_set_str(j, "schema", "iv.tombstones/1");
	json_set(j, "forgotten", list);
	json_print(b, j);
}

void
forgotten_lines(struct buf *b, const struct forgotten *f)
{
	for (size_t i = 0; i < f->n; i++)
		buf_addf(b, "%s\n", f->v[i].s);
}

void
forgotten_read_lines(struct forgotten *f, const char *text)
{
	while (*text) {
		size_t n = strcspn(text, "\n");
		struct id id = { "" };

		if (n < sizeof(id.s))
			memcpy(id.s, text, n);
		if (id_valid(id.s))
			forgotten_add(f, id.s);
		text += n + (text[n] == '\n');
	}
}

/* --- records -------------------------------------------------------------- */

/* A word as tables have them, not a text that somebody put there. */
static bool
is_word(const char *s)
{
	size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyz-");

	return n > 0 && n <= 20 && s[n] == '\0';
}

static bool
value_plain(const struct field *f, const cJSON *j)
{
	const char *s = cJSON_IsString(j) ? j->valuestring : NULL;
	struct civil c;

	switch (f->type) {
	case FT_WORD:
		return s && is_word(s);
	case FT_REF:
		return s && id_valid(s);
	case FT_DAY:
	case FT_TIME:
		return s && civil_parse_iso(s, &c);
	case FT_INT:
		return cJSON_IsNumber(j);
	default:
		return false;
	}
}

/* "iv.case/1", of this kind. */
static bool
schema_plain(const struct schema *k, const char *s)
{
	size_t n = strlen(k->kind);

	return s && strncmp(s, "iv.", 3) == 0 &&
	    strncmp(s + 3, k->kind, n) == 0 && s[3 + n] == '/' &&
	    strspn(s + 4 + n, "0123456789") == strlen(s + 4 + n) &&
	    strlen(s + 4 + n) <= 4;
}

static bool
can_forget(const struct schema *k)
{
	return fields_find(&k->fields, "forgotten", 9) != NULL;
}

/* Nobody can discuss it any more. */
static bool
is_waiting(const cJSON *value)
{
	return cJSON_IsString(value) && words_has("draft ready scheduled",
	    value->valuestring);
}

static cJSON *
remains(const struct schema *k, const char *id, const cJSON *was)
{
	cJSON *j = cJSON_CreateObject();
	const char *schema = json_str(was, "schema");
	char own[40];

	snprintf(own, sizeof(own), "iv.%s/%d", k->kind, k->version);
	json_set_str(j, "schema", schema_plain(k, schema) ? schema : own);
	for (size_t i = 0; i < k->fields.n; i++) {
		const struct field *f = &k->fields.v[i];
		const cJSON *value = json_get(was, f->name);

		if (strcmp(f->name, "name") == 0)
			json_set_str(j, f->name, id);
		else if (strcmp(f->name, "forgotten") == 0)
			json_set(j, f->name, cJSON_CreateTrue());
		else if (k == &schema_case && is_waiting(value) &&
		    strcmp(f->name, "status") == 0)
			json_set_str(j, f->name, "withdrawn");
		else if ((f->flags & FF_STAYS) && value &&
		    value_plain(f, value))
			json_set(j, f->name, cJSON_Duplicate(value, true));
	}
	return j;
}

static int
strip(const struct schema *k, const char *id, cJSON **record)
{
	cJSON *j = remains(k, id, *record);
	bool same = json_equal(j, *record);

	cJSON_Delete(*record);
	*record = j;
	return !same;
}

int
forget_check(const struct schema *k, const char *id, const cJSON *record,
    struct iv_err *e)
{
	IV_AUTO(json_free_auto) cJSON *j = NULL;

	if (!can_forget(k))
		return 0;
	j = cJSON_Duplicate(record, true);
	if (strip(k, id, &j))
		return iv_fail(e, IV_REFUSED, _("%s %s is forgotten: nothing "
		    "can be added to it"), _(k->noun), id);
	return 0;
}

/* --- files ---------------------------------------------------------------- */

static const char *
base_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* The id in the name of a file that is forgotten. */
static bool
id_in(const struct forgotten *f, const char *path, struct id *ret)
{
	const char *name = base_of(path);

	for (size_t n = strlen(name); n >= ID_LEN; n--, name++) {
		struct id id = { "" };

		memcpy(id.s, name, ID_LEN);
		if (forgotten_has(f, id.s)) {
			*ret = id;
			return true;
		}
	}
	return false;
}

bool
forget_wants(void *arg, const char *path)
{
	struct id id;

	return id_in(arg, path, &id);
}

/* The kind of record that a path is for; NULL for any other file. */
static const struct schema *
kind_of(const char *path, const struct id *id)
{
	const char *name = base_of(path);

	if (strncmp(name, id->s, ID_LEN) != 0 ||
	    strcmp(name + ID_LEN, ".json") != 0)
		return NULL;
	for (size_t i = 0; schemas[i]; i++) {
		const char *dir = schemas[i]->dir;
		size_t n = strlen(dir);

		if (n > 0 && strncmp(path, dir, n) == 0 && path[n] == '/')
			return schemas[i];
	}
	return NULL;
}

int
forget_strip(void *arg, const char *path, const struct buf *text,
    struct buf *out, struct iv_err *e)
{
	IV_AUTO(json_free_auto) cJSON *j = NULL;
	struct iv_err none = IV_ERR_INIT;
	const struct schema *k;
	struct id id;

	(void)e;
	if (!id_in(arg, path, &id)) {
		buf_add(out, text->p, text->len);
		return 0;
	}
	k = kind_of(path, &id);
	if (!k)
		return 0;
	if (!can_forget(k)) {
		buf_add(out, text->p, text->len);
		return 0;
	}
	/* What is no JSON leaves nothing but that it was there. */
	if (json_parse(text->p, text->len, path, 1, &j, &none) < 0 ||
	    !cJSON_IsObject(j)) {
		cJSON_Delete(j);
		j = cJSON_CreateObject();
	}
	(void)strip(k, id.s, &j);
	json_print(out, j);
	return 0;
}
