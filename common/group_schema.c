#include "group.h"

static int
unknown_kind(const char *typed, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;

	for (size_t i = 0; schemas[i]; i++)
		buf_addf(&b, "%s%s", i > 0 ? ", " : "", schemas[i]->kind);
	return iv_fail(e, IV_USAGE, _("'%s' is not a kind of record; there "
	    "are: %s"), typed, b.p);
}

int
group_schema(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	const struct schema_opts *o = opts;
	const struct schema *k = NULL;
	IV_AUTO(json_free_auto) cJSON *doc = NULL;
	IV_AUTO(buf_release) struct buf b = BUF_INIT;

	if (c->nargs > 0 && !(k = schema_by_kind(c->args[0])))
		return unknown_kind(c->args[0], e);
	doc = schema_describe(k, o->strict);
	json_print(&b, doc);
	tool_print(c, b.p);
	return 0;
}
