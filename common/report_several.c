#include "report.h"

#include <string.h>

/* Where the rows of one group go. */
struct giver {
	struct out *o;
	const char *id, *name;
};

static void
give_row(void *arg, const cJSON *row)
{
	const struct giver *g = arg;
	IV_AUTO(json_free_auto) cJSON *whole = cJSON_CreateObject();
	const cJSON *j;

	row_str(whole, "group", g->id);
	row_str(whole, "group_name", g->name);
	cJSON_ArrayForEach(j, row)
		cJSON_AddItemToObject(whole, j->string,
		    cJSON_Duplicate(j, true));
	out_row(g->o, whole);
}

static int
rows_of(struct report_ask *ask, const struct report_view *v, struct out *o,
    struct iv_err *e)
{
	const cJSON *group = store_group(ask->store);
	struct giver g = { o, json_str(group, "id"),
		json_str(group, "name") };
	struct out *each = out_each(give_row, &g);
	struct iv_err end = IV_ERR_INIT;
	int r = v->rows(ask, each, e);

	if (out_end(each, &end) < 0 && r == 0) {
		*e = end;
		return -1;
	}
	return r;
}

static int
rows(struct report_ask *ask, struct out *o, struct iv_err *e)
{
	const struct report_several *g = ask->groups;

	for (size_t i = 0; i < g->n; i++)
		if (rows_of(&g->v[i], g->view, o, e) < 0)
			return iv_wrap(e, "%s", store_dir(g->v[i].store));
	return 0;
}

/* The id stands with the columns for machines, the name with the others. */
static size_t
join_columns(struct out_col *cols, const struct report_view *v)
{
	size_t n = 0;

	cols[n++] = (struct out_col){ "group", N_("Group"), OUT_TEXT };
	for (size_t i = 0; i < v->ncols; i++) {
		if (i == v->ids)
			cols[n++] = (struct out_col){ "group_name",
			    N_("Group"), OUT_TEXT };
		cols[n++] = v->cols[i];
	}
	return n;
}

void
report_several_join(struct report *ret, const struct report_several *g,
    struct out_col *cols)
{
	const struct report_view *v = g->view;

	if (g->report->several && v == &g->report->plain) {
		*ret = *g->report->several;
		return;
	}
	*ret = *g->report;
	ret->parts = NULL;
	ret->nparts = 0;
	ret->figure = NULL;
	ret->plain = *v;
	ret->plain.cols = cols;
	ret->plain.ncols = join_columns(cols, v);
	ret->plain.ids = v->ids + 1;
	ret->plain.rows = rows;
	ret->more = (struct report_view){ .option = NULL };
}

void
report_several_name(struct buf *b, const struct report_ask *ask)
{
	const struct report_several *g = ask->groups;
	size_t n = g ? g->n : 1;

	for (size_t i = 0; i < n; i++) {
		const char *name = json_str(store_group(g ? g->v[i].store :
		    ask->store), "name");

		buf_addf(b, "%s%s", i > 0 ? ", " : "", name ? name : "");
	}
}
