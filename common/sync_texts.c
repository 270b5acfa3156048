#include "sync.h"

#include "merge.h"

static void
text_choice(void *arg, enum merge_choice c, const char *pointer)
{
	const struct sync_texts *t = arg;

	if (t->tell)
		t->tell(t->arg, c == MERGE_CONFLICT ? SYNC_CONFLICT :
		    SYNC_KEPT, t->name, pointer);
}

/* What kind the text says it is; NULL for a file that is no record. */
static int
text_load(const char *name, const struct buf *b, cJSON **ret,
    const struct schema **kind, struct iv_err *e)
{
	struct iv_err none = IV_ERR_INIT;
	int version;

	*ret = NULL;
	if (b->len == 0)
		return 0;
	if (json_parse(b->p, b->len, name, 1, ret, e) < 0)
		return -1;
	if (schema_of(*ret, kind, &version, &none) < 0)
		return 0;
	if (version > (*kind)->version)
		return iv_fail(e, IV_CONFLICT, _("%s was written by a newer "
		    "version of these programs"), name);
	if (schema_check(*kind, *ret, NULL, e) < 0)
		return iv_wrap(e, "%s", name);
	return 0;
}

int
sync_merge_texts(const struct sync_texts *t, struct buf *out,
    struct iv_err *e)
{
	IV_AUTO(json_free_auto) cJSON *base = NULL;
	IV_AUTO(json_free_auto) cJSON *ours = NULL;
	IV_AUTO(json_free_auto) cJSON *theirs = NULL;
	IV_AUTO(json_free_auto) cJSON *merged = NULL;
	const struct schema *k = NULL;
	struct sync_texts own = *t;

	if (text_load(t->name, t->base, &base, &k, e) < 0 ||
	    text_load(t->name, t->ours, &ours, &k, e) < 0 ||
	    text_load(t->name, t->theirs, &theirs, &k, e) < 0)
		return -1;
	/* The texts break the tie, as blobs do, in every clone the same. */
	struct merge m = { base, { ours, t->now, t->ours->p, "iv" },
		{ theirs, t->now, t->theirs->p, "iv" }, text_choice, &own };
	merged = merge_records(&m);
	if (!merged)
		return 0;
	if (k)
		schema_order(k, merged);
	json_print(out, merged);
	if (k && schema_check(k, merged, NULL, e) < 0)
		return iv_wrap(e, "%s", t->name);
	return 0;
}
