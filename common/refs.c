#include "refs.h"

struct refs {
	struct buf path;
	int (*fn)(void *arg, const char *path, const char *kind,
	    const char *id, struct iv_err *e);
	void *arg;
	struct iv_err *e;
};

static int refs_fields(struct refs *r, const struct fields *f,
    const cJSON *o);

static size_t
step_in(struct refs *r, const char *key)
{
	size_t len = r->path.len;

	if (len > 0)
		buf_addc(&r->path, '.');
	buf_adds(&r->path, key);
	return len;
}

static int
refs_one(struct refs *r, const char *kind, const cJSON *j)
{
	if (!cJSON_IsString(j))
		return 0;
	return r->fn(r->arg, r->path.p, kind, j->valuestring, r->e);
}

static int
refs_map(struct refs *r, const struct field *f, const cJSON *j)
{
	const cJSON *child;
	int done = 0;

	cJSON_ArrayForEach(child, j) {
		size_t len = step_in(r, child->string ? child->string : "");

		if (f->type == FT_MAP && f->key == KEY_MEMBER)
			done = r->fn(r->arg, r->path.p, "member",
			    child->string, r->e);
		if (done == 0 && f->sub)
			done = refs_fields(r, f->sub, child);
		if (done == 0 && !f->sub && f->item == FT_REF)
			done = refs_one(r, f->ref, child);
		buf_cut(&r->path, len);
		if (done != 0)
			break;
	}
	return done;
}

static int
refs_fields(struct refs *r, const struct fields *f, const cJSON *o)
{
	int done = 0;

	for (size_t i = 0; i < f->n && done == 0; i++) {
		const struct field *field = &f->v[i];
		const cJSON *j = json_get(o, field->name);
		size_t len;

		if (!j)
			continue;
		len = step_in(r, field->name);
		if (field->type == FT_REF)
			done = refs_one(r, field->ref, j);
		else if (field->type == FT_OBJECT)
			done = refs_fields(r, field->sub, j);
		else if (field->type >= FT_LIST && field->type != FT_ANY)
			done = refs_map(r, field, j);
		buf_cut(&r->path, len);
	}
	return done;
}

int
refs_each(const struct schema *k, const cJSON *record,
    int (*fn)(void *arg, const char *path, const char *kind, const char *id,
    struct iv_err *e), void *arg, struct iv_err *e)
{
	struct refs r = { BUF_INIT, fn, arg, e };
	int done = refs_fields(&r, &k->fields, record);

	buf_release(&r.path);
	return done;
}

static int
must_be(void *arg, const char *path, const char *kind, const char *id,
    struct iv_err *e)
{
	struct store *s = arg;
	const struct schema *k = schema_by_kind(kind);

	if (store_expects(s, id) || store_has(s, k, id))
		return 0;
	return iv_fail(e, IV_NOTFOUND, _("%s: no %s '%s'"), path, _(k->noun),
	    id);
}

int
refs_check(struct store *s, const struct schema *k, const cJSON *record,
    struct iv_err *e)
{
	return refs_each(k, record, must_be, s, e);
}
