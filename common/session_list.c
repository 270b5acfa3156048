#include "session.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "facts_session.h"
#include "mem.h"
#include "members.h"
#include "session_offer.h"

const struct iv_opt sessions_opt[4] = {
	LIST_OPTS(struct sessions_opts),
	{ "proposed", 0, OPT_FLAG, offsetof(struct sessions_opts, proposed),
	    NULL, N_("the dates to choose from, and who can come") },
};

static const struct out_col proposed_cols[] = {
	{ "id", N_("Id"), OUT_TEXT },
	{ "start", N_("Start"), OUT_WHEN },
	{ "count", N_("Can"), OUT_NUMBER },
	{ "yes", N_("Can come"), OUT_MEMBER },
	{ "maybe", N_("Perhaps"), OUT_MEMBER },
	{ "no", N_("Cannot"), OUT_MEMBER },
	{ "open", N_("No reply"), OUT_MEMBER },
};

/* Those who are in the group that day, by what they replied; others whose
 * reply stands there come behind them. */
static void
add_replies(cJSON *row, const struct roll *roll, const cJSON *rsvp)
{
	static const char *const keys[] = { "yes", "maybe", "no", "open" };
	const cJSON *reply;

	for (size_t k = 0; k < IV_LEN(keys); k++)
		json_array(row, keys[k]);
	for (size_t i = 0; i < roll->n; i++) {
		const char *answer = json_str(json_get(rsvp, roll->v[i].s),
		    "answer");

		cJSON_AddItemToArray(json_array(row, answer ? answer :
		    "open"), cJSON_CreateString(roll->v[i].s));
	}
	cJSON_ArrayForEach(reply, rsvp) {
		bool in = false;

		for (size_t i = 0; i < roll->n; i++)
			in = in || strcmp(roll->v[i].s, reply->string) == 0;
		if (!in && json_str(reply, "answer"))
			cJSON_AddItemToArray(json_array(row, json_str(reply,
			    "answer")), cJSON_CreateString(reply->string));
	}
}

static int
date_row(struct iv_ctx *c, const cJSON *session, cJSON **ret,
    struct iv_err *e)
{
	static const char *const copied[] = { "id", "start", "minutes",
		"place", "online", "offer" };
	IV_AUTO(roll_release) struct roll roll = { NULL, 0, 0 };
	cJSON *row;

	if (roll_load(&roll, c->store, facts_meeting(session).start.day,
	    e) < 0)
		return -1;
	row = cJSON_CreateObject();
	for (size_t i = 0; i < IV_LEN(copied); i++) {
		const cJSON *j = json_get(session, copied[i]);

		cJSON_AddItemToObject(row, copied[i], j ?
		    cJSON_Duplicate(j, true) : cJSON_CreateNull());
	}
	json_set_int(row, "count", 0);
	add_replies(row, &roll, json_get(session, "rsvp"));
	json_set_int(row, "count", (long)json_count(json_get(row, "yes")));
	*ret = row;
	return 0;
}

void
rows_release(struct rows *l)
{
	for (size_t i = 0; i < l->n; i++)
		cJSON_Delete(l->v[i]);
	mem_free(l->v);
}

static void
keep_row(void *arg, const cJSON *row)
{
	struct rows *l = arg;

	l->v = mem_array(l->v, l->n + 1, sizeof(*l->v));
	l->v[l->n++] = cJSON_Duplicate(row, true);
}

static int
by_start(const void *a, const void *b)
{
	const cJSON *const *x = a, *const *y = b;
	int r = strcmp(json_str(*x, "start"), json_str(*y, "start"));

	return r != 0 ? r : strcmp(json_str(*x, "id"), json_str(*y, "id"));
}

static int
load_rows(struct iv_ctx *c, const struct sessions_opts *o,
    struct rows *ret, struct iv_err *e)
{
	if (list_each(c, o, keep_row, ret, e) < 0)
		return -1;
	if (ret->n > 1)
		qsort(ret->v, ret->n, sizeof(*ret->v), by_start);
	return 0;
}

static int
proposed(struct iv_ctx *c, const struct sessions_opts *opts,
    struct iv_err *e)
{
	IV_AUTO(rows_release) struct rows all = { NULL, 0 };
	IV_AUTO(rows_release) struct rows dates = { NULL, 0 };
	struct out *o;

	if (load_rows(c, opts, &all, e) < 0)
		return -1;
	dates.v = mem_array(NULL, all.n + 1, sizeof(*dates.v));
	for (size_t i = 0; i < all.n; i++) {
		if (!json_is(all.v[i], "status", "proposed"))
			continue;
		if (date_row(c, all.v[i], &dates.v[dates.n], e) < 0)
			return -1;
		dates.n++;
	}
	o = tool_out(c, "iv.proposals/1", proposed_cols,
	    IV_LEN(proposed_cols));
	for (size_t i = 0; i < dates.n; i++)
		out_row(o, dates.v[i]);
	return out_end(o, e);
}

/* Rows that are no proposals go when only those are asked for. */
static int
list_ics(struct iv_ctx *c, const struct sessions_opts *o, struct iv_err *e)
{
	IV_AUTO(rows_release) struct rows rows = { NULL, 0 };
	size_t n = 0;

	if (load_rows(c, o, &rows, e) < 0)
		return -1;
	for (size_t i = 0; i < rows.n; i++) {
		if (o->proposed &&
		    !json_is(rows.v[i], "status", "proposed"))
			cJSON_Delete(rows.v[i]);
		else
			rows.v[n++] = rows.v[i];
	}
	rows.n = n;
	return session_ics(c, &rows, e);
}

int
session_list(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	const struct sessions_opts *o = opts;

	if (c->format && strcmp(c->format, "ics") == 0)
		return list_ics(c, o, e);
	return o->proposed ? proposed(c, o, e) : verb_list(c, opts, e);
}
