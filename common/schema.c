#include "schema.h"

#include <stdint.h>
#include <string.h>

#include "buf.h"
#include "id.h"
#include "json.h"

/* Each .def holds the tables of one kind: its parts, then the kind itself. */
#define SUB(n)	static const struct field n##_v[]
#define KIND(n)	static const struct field n##_fields[]
#define USE(n)	(&(const struct fields){ n##_v, COUNT(n##_v) })
/* The length of a table, which does not compile above FIELDS_MAX. */
#define COUNT(v) \
	(IV_LEN(v) + 0 * sizeof(char[IV_LEN(v) <= FIELDS_MAX ? 1 : -1]))

#include "group.def"
#include "member.def"
#include "case.def"
#include "session.def"
#include "evaluation.def"

#define FIELDS(n)	{ n##_fields, COUNT(n##_fields) }

const struct schema schema_group = {
	.kind = "group", .plural = "groups", .version = 1, .dir = "",
	.mask = MASK_GROUP, .tool = "iv-group", .noun = N_("group"),
	.columns = "id,name,language,started", .sort = "name",
	.fields = FIELDS(group),
};

const struct schema schema_member = {
	.kind = "member", .plural = "members", .version = 1, .dir = "members",
	.mask = MASK_MEMBER, .tool = "iv-member", .noun = N_("member"),
	.columns = "id,name,role,job,joined,left", .sort = "name",
	.fields = FIELDS(member),
};

const struct schema schema_case = {
	.kind = "case", .plural = "cases", .version = 1, .dir = "cases",
	.years = true, .mask = MASK_CASE, .tool = "iv-case",
	.noun = N_("case"),
	.columns = "id,made,status,form,presenter,title", .sort = "made",
	.fields = FIELDS(case),
};

const struct schema schema_session = {
	.kind = "session", .plural = "sessions", .version = 1,
	.dir = "sessions", .years = true, .mask = MASK_SESSION,
	.tool = "iv-session", .noun = N_("meeting"),
	.columns = "id,start,minutes,status,purpose,roles.chair,place",
	.sort = "start", .fields = FIELDS(session),
};

const struct schema schema_evaluation = {
	.kind = "evaluation", .plural = "evaluations", .version = 1,
	.dir = "evaluations", .mask = MASK_EVALUATION, .tool = "iv-eval",
	.noun = N_("evaluation"),
	.columns = "id,closed,questionnaire,answered", .sort = "closed",
	.fields = FIELDS(evaluation),
};

const struct schema *const schemas[] = {
	&schema_group, &schema_member, &schema_case, &schema_session,
	&schema_evaluation, NULL,
};

const struct schema *
schema_by_kind(const char *kind)
{
	for (size_t i = 0; schemas[i]; i++)
		if (strcmp(schemas[i]->kind, kind) == 0)
			return schemas[i];
	return NULL;
}

const struct field *
fields_find(const struct fields *f, const char *name, size_t len)
{
	for (size_t i = 0; i < f->n; i++)
		if (strlen(f->v[i].name) == len &&
		    memcmp(f->v[i].name, name, len) == 0)
			return &f->v[i];
	return NULL;
}

int
schema_of(const cJSON *record, const struct schema **ret, int *version,
    struct iv_err *e)
{
	const char *s = json_str(record, "schema"), *slash;
	IV_AUTO(buf_release) struct buf kind = BUF_INIT;
	const struct schema *k;
	char *end;
	long v;

	if (!s || strncmp(s, "iv.", 3) != 0 || !(slash = strchr(s, '/')))
		return iv_fail(e, IV_INVALID,
		    _("schema is missing: the first key is like "
		    "\"schema\": \"iv.case/1\""));
	buf_add(&kind, s + 3, (size_t)(slash - s) - 3);
	v = strtol(slash + 1, &end, 10);
	k = schema_by_kind(kind.p);
	if (!k || *end != '\0' || end == slash + 1 || v < 1 || v > 9999)
		return iv_fail(e, IV_INVALID,
		    _("schema '%s' is not one of ours"), s);
	*ret = k;
	*version = (int)v;
	return 0;
}

/* Detaches the child with this key and appends it to the list again. */
static void
move_last(cJSON *o, const char *key)
{
	cJSON *j = cJSON_DetachItemFromObjectCaseSensitive(o, key);

	if (j)
		cJSON_AddItemToObject(o, key, j);
}

static void fields_order(const struct fields *f, cJSON *o);

static void
field_order(const struct field *f, cJSON *j)
{
	cJSON *child;

	if (!f->sub || !j)
		return;
	if (f->type == FT_OBJECT)
		fields_order(f->sub, j);
	else
		cJSON_ArrayForEach(child, j)
			fields_order(f->sub, child);
}

static void
fields_order(const struct fields *f, cJSON *o)
{
	cJSON *j, *next;
	size_t n = 0;

	if (!cJSON_IsObject(o))
		return;
	for (size_t i = 0; i < f->n; i++) {
		field_order(&f->v[i], json_get(o, f->v[i].name));
		move_last(o, f->v[i].name);
	}
	/* What is still in front of the known keys is unknown: behind them. */
	for (j = o->child; j; j = j->next)
		n++;
	for (j = o->child; j && n > 0; j = next, n--) {
		next = j->next;
		if (fields_find(f, j->string, strlen(j->string)))
			break;
		move_last(o, j->string);
	}
}

void
schema_order(const struct schema *k, cJSON *record)
{
	cJSON *s = cJSON_DetachItemFromObjectCaseSensitive(record, "schema");

	fields_order(&k->fields, record);
	if (!s)
		return;
	s->next = record->child;
	if (record->child) {
		s->prev = record->child->prev;
		record->child->prev = s;
	} else {
		s->prev = s;
	}
	record->child = s;
}

void
words_each(const char *words, void (*fn)(const char *word, size_t len,
    void *arg), void *arg)
{
	while (words && *words) {
		size_t n = strcspn(words, " ");

		if (n > 0)
			fn(words, n, arg);
		words += n;
		words += strspn(words, " ");
	}
}

bool
words_has(const char *words, const char *word)
{
	size_t want = strlen(word);

	while (words && *words) {
		size_t n = strcspn(words, " ");

		if (n == want && n > 0 && memcmp(words, word, n) == 0)
			return true;
		words += n;
		words += strspn(words, " ");
	}
	return false;
}

bool
schema_file(const char *name)
{
	char id[ID_LEN + 1];

	if (strlen(name) != ID_LEN + 5 || strcmp(name + ID_LEN, ".json") != 0)
		return false;
	memcpy(id, name, ID_LEN);
	id[ID_LEN] = '\0';
	return id_valid(id);
}

const struct schema *
schema_at(const char *path)
{
	for (size_t i = 0; schemas[i]; i++) {
		size_t n = strlen(schemas[i]->dir);

		if (n == 0 || strncmp(path, schemas[i]->dir, n) != 0 ||
		    path[n] != '/')
			continue;
		path += n + 1;
		if (!schemas[i]->years)
			return schema_file(path) ? schemas[i] : NULL;
		return strspn(path, "0123456789") == 4 && path[4] == '/' &&
		    schema_file(path + 5) ? schemas[i] : NULL;
	}
	return strcmp(path, "group.json") == 0 ? &schema_group : NULL;
}
