#include "sync.h"

#include <string.h>

#include "mem.h"
#include "refs.h"

/* A case on the agenda of a meeting that is still to be held. */
struct use {
	struct id on, session;
};

struct after {
	struct store *s;
	void (*found)(void *arg, const char *path, const char *what);
	void *arg;
	struct use *v;
	size_t n;
	const char *path;
};

static void
after_release(struct after *a)
{
	mem_free(a->v);
}

static int
one_reference(void *arg, const char *path, const char *kind, const char *id,
    struct iv_err *e)
{
	struct after *a = arg;
	const struct schema *k = schema_by_kind(kind);
	IV_AUTO(buf_release) struct buf what = BUF_INIT;

	(void)e;
	if (!k || store_has(a->s, k, id))
		return 0;
	buf_addf(&what, _("%s: no %s '%s'"), path, _(k->noun), id);
	a->found(a->arg, a->path, what.p);
	return 0;
}

static void
use_case(struct after *a, const char *on, const struct record *r)
{
	IV_AUTO(buf_release) struct buf what = BUF_INIT;

	for (size_t i = 0; i < a->n; i++) {
		if (strcmp(a->v[i].on.s, on) != 0 ||
		    strcmp(a->v[i].session.s, r->id.s) == 0)
			continue;
		buf_addf(&what, _("case %s is on the agenda of meeting %s "
		    "too; take it off one with 'iv-session agenda --remove'"),
		    on, a->v[i].session.s);
		a->found(a->arg, r->path, what.p);
		return;
	}
	a->v = mem_array(a->v, a->n + 1, sizeof(*a->v));
	snprintf(a->v[a->n].on.s, sizeof(a->v[a->n].on.s), "%s", on);
	a->v[a->n++].session = r->id;
}

static int
one_record(void *arg, struct record **r, struct iv_err *e)
{
	struct after *a = arg;
	const cJSON *item;
	const char *on;

	if ((*r)->version > (*r)->schema->version)
		return 0;
	a->path = (*r)->path;
	if (refs_each((*r)->schema, (*r)->json, one_reference, a, e) < 0)
		return -1;
	if ((*r)->schema != &schema_session ||
	    json_is((*r)->json, "status", "held") ||
	    json_is((*r)->json, "status", "cancelled"))
		return 0;
	cJSON_ArrayForEach(item, json_get((*r)->json, "agenda"))
		if ((on = json_str(item, "case")))
			use_case(a, on, *r);
	return 0;
}

int
sync_after(struct store *s,
    void (*found)(void *arg, const char *path, const char *what), void *arg,
    struct iv_err *e)
{
	IV_AUTO(after_release) struct after a = { s, found, arg, NULL, 0,
		"group.json" };

	if (refs_each(&schema_group, store_group(s), one_reference, &a, e) < 0)
		return -1;
	for (size_t i = 0; schemas[i]; i++)
		if (*schemas[i]->dir &&
		    store_each(s, schemas[i], one_record, &a, e) < 0)
			return -1;
	return 0;
}
