#include "report.h"

#include <stdlib.h>
#include <string.h>

#include "facts_roles.h"
#include "mem.h"
#include "report_gather.h"
#include "utf8.h"

/* What by_name() compares: members by name, then id. */
struct order {
	struct store *store;
	const struct rotate_member *v;
};

static int
by_name(const void *a, const void *b, void *arg)
{
	const struct order *o = arg;
	const char *x = o->v[*(const size_t *)a].id;
	const char *y = o->v[*(const size_t *)b].id;
	IV_AUTO(buf_release) struct buf fx = BUF_INIT, fy = BUF_INIT;
	int r;

	utf8_fold(&fx, store_name(o->store, x));
	utf8_fold(&fy, store_name(o->store, y));
	r = strcmp(fx.p, fy.p);
	return r != 0 ? r : strcmp(x, y);
}

static void
put_row(struct report_ask *ask, const char *role, const char *id,
    const struct rotate_turns *t, struct out *o)
{
	IV_AUTO(json_free_auto) cJSON *row = cJSON_CreateObject();
	double share = (double)t->owed / (double)ROTATE_UNIT;

	row_str(row, "member", id);
	row_str(row, "role", role);
	row_str(row, "name", store_name(ask->store, id));
	row_int(row, "turns", t->turns);
	row_num(row, "share", share);
	row_num(row, "deviation", t->turns - share);
	row_day(row, "last", t->last == ROTATE_NEVER ? ROW_NO_DAY :
	    (int32_t)(t->last / (24 * 60)));
	out_row(o, row);
}

/* Someone who neither took a role nor owes any of it was never there. */
static void
role_rows(struct report_ask *ask, const struct rotate *r, size_t role,
    const size_t *order, struct out *o)
{
	IV_AUTO(mem_free_auto) struct rotate_turns *turns =
	    mem_array(NULL, r->nmembers, sizeof(*turns));

	rotate_count(r, role, NULL, turns);
	for (size_t i = 0; i < r->nmembers; i++) {
		const struct rotate_turns *t = &turns[order[i]];
		const char *id = r->members[order[i]].id;

		if ((t->turns > 0 || t->owed > 0) && (!ask->scope.member ||
		    strcmp(id, ask->scope.member) == 0))
			put_row(ask, r->roles[role].name, id, t, o);
	}
}

static int
rows(struct report_ask *ask, struct out *o, struct iv_err *e)
{
	IV_AUTO(facts_roles_release) struct roles_facts f = ROLES_FACTS_INIT;
	IV_AUTO(mem_free_auto) size_t *order = NULL;
	struct order by = { ask->store, NULL };

	if (facts_roles(&f, ask->store, NULL, e) < 0)
		return -1;
	facts_roles_keep(&f, ask->scope.since, ask->scope.until);
	order = mem_array(NULL, f.rotate.nmembers, sizeof(*order));
	for (size_t i = 0; i < f.rotate.nmembers; i++)
		order[i] = i;
	by.v = f.rotate.members;
	if (f.rotate.nmembers > 0)
		qsort_r(order, f.rotate.nmembers, sizeof(*order), by_name,
		    &by);
	for (size_t i = 0; i < f.rotate.nroles; i++)
		role_rows(ask, &f.rotate, i, order, o);
	return 0;
}

static const struct out_col cols[] = {
	{ "member", N_("Id"), OUT_TEXT },
	{ "role", N_("Role"), OUT_WORD },
	{ "name", N_("Name"), OUT_TEXT },
	{ "turns", N_("Turns"), OUT_NUMBER },
	{ "share", N_("Fair share"), OUT_HUNDREDTHS },
	{ "deviation", N_("Deviation"), OUT_HUNDREDTHS },
	{ "last", N_("Last time"), OUT_WHEN },
};

static const struct out_col drawn = { "deviation", "", OUT_BALANCE };

const struct report report_roles = {
	.name = "roles",
	.title = N_("Roles"),
	.help = N_("Turns taken of each role, beside the fair share"),
	.example = "iv-report roles --since 2026-01-01 -o md",
	.member = N_("only this person"),
	.figure = figure_turns,
	.drawn = &drawn,
	.groups = GROUPS_MANY,
	.mask = MASK_SESSION | MASK_MEMBER,
	.plain = { NULL, NULL, cols, IV_LEN(cols), 1, rows, false },
};
