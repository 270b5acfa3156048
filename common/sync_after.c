#include "sync.h"

#include <string.h>

#include "agendas.h"
#include "refs.h"

struct after {
	struct store *s;
	/* The last ones that were there: many records name few people. */
	struct {
		const struct schema *k;
		struct id id;
	} there[16];
	size_t nthere;
	void (*found)(void *arg, const char *path, const char *what);
	void *arg;
	struct agendas agendas;
	size_t *conflicts;
	const char *path;
};

static void
after_release(struct after *a)
{
	agendas_release(&a->agendas);
}

static bool
is_there(struct after *a, const struct schema *k, const char *id)
{
	for (size_t i = 0; i < IV_LEN(a->there); i++)
		if (a->there[i].k == k && strcmp(a->there[i].id.s, id) == 0)
			return true;
	if (!store_has(a->s, k, id))
		return false;
	a->there[a->nthere % IV_LEN(a->there)].k = k;
	snprintf(a->there[a->nthere++ % IV_LEN(a->there)].id.s,
	    sizeof(struct id), "%s", id);
	return true;
}

static int
one_reference(void *arg, const char *path, const char *kind, const char *id,
    struct iv_err *e)
{
	struct after *a = arg;
	const struct schema *k = schema_by_kind(kind);
	IV_AUTO(buf_release) struct buf what = BUF_INIT;

	(void)e;
	if (!k || is_there(a, k, id))
		return 0;
	buf_addf(&what, _("%s: no %s '%s'"), path, _(k->noun), id);
	a->found(a->arg, a->path, what.p);
	return 0;
}

static int
one_record(void *arg, struct record **r, struct iv_err *e)
{
	struct after *a = arg;
	IV_AUTO(buf_release) struct buf what = BUF_INIT;

	*a->conflicts += json_count(json_get((*r)->json, "conflicts"));
	if ((*r)->version > (*r)->schema->version)
		return 0;
	a->path = (*r)->path;
	if (refs_each((*r)->schema, (*r)->json, one_reference, a, e) < 0)
		return -1;
	if (agendas_see(&a->agendas, *r, &what))
		a->found(a->arg, a->path, what.p);
	return 0;
}

int
sync_after(struct store *s,
    void (*found)(void *arg, const char *path, const char *what), void *arg,
    size_t *conflicts, struct iv_err *e)
{
	IV_AUTO(after_release) struct after a = { .s = s, .found = found,
		.arg = arg, .conflicts = conflicts, .path = "group.json" };

	*conflicts = json_count(json_get(store_group(s), "conflicts"));
	if (refs_each(&schema_group, store_group(s), one_reference, &a, e) < 0)
		return -1;
	for (size_t i = 0; schemas[i]; i++)
		if (*schemas[i]->dir &&
		    store_each(s, schemas[i], one_record, &a, e) < 0)
			return -1;
	return 0;
}
