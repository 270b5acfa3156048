#include "report.h"

#include <string.h>

#include "facts_session.h"
#include "report_sorted.h"
#include "text.h"

static void
roles_add(struct buf *b, struct report_ask *ask, const cJSON *session)
{
	const cJSON *role;

	cJSON_ArrayForEach(role, json_get(session, "roles"))
		if (cJSON_IsString(role))
			buf_addf(b, "%s%s: %s", b->len > 0 ? ", " : "",
			    iv_text(store_lang(ask->store), role->string),
			    store_name(ask->store, role->valuestring));
}

static cJSON *
meeting_row(struct report_ask *ask, const struct record *r,
    struct civil start)
{
	IV_AUTO(buf_release) struct buf roles = BUF_INIT;
	cJSON *row = cJSON_CreateObject();
	const cJSON *online = json_get(r->json, "online");

	roles_add(&roles, ask, r->json);
	row_str(row, "id", r->id.s);
	row_day(row, "date", start.day);
	row_clock(row, "start", start.minute);
	row_clock(row, "end", start.minute < 0 ? -1 : start.minute +
	    facts_meeting(r->json).minutes);
	row_str(row, "purpose", json_str(r->json, "purpose"));
	row_str(row, "place", json_str(r->json, "place"));
	cJSON_AddItemToObject(row, "online", online ?
	    cJSON_CreateBool(cJSON_IsTrue(online)) : cJSON_CreateNull());
	row_str(row, "roles", roles.len > 0 ? roles.p : NULL);
	row_str(row, "status", json_str(r->json, "status"));
	return row;
}

static int
take_session(void *arg, struct record **r, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf key = BUF_INIT;
	struct sorted *s = arg;
	const struct facts_scope *scope = &s->ask->scope;
	const char *start = json_str((*r)->json, "start");
	struct civil c;

	(void)e;
	if (!start || !civil_parse_iso(start, &c) || c.day < scope->since ||
	    c.day > scope->until || json_is((*r)->json, "status",
	    "cancelled"))
		return 0;
	buf_addf(&key, "%s %s", start, (*r)->id.s);
	sorted_add(s, key.p, meeting_row(s->ask, *r, c));
	return 0;
}

static int
rows(struct report_ask *ask, struct out *o, struct iv_err *e)
{
	struct sorted s = { .ask = ask };

	return sorted_rows(&s, &schema_session, take_session, o, e);
}

static const struct out_col cols[] = {
	{ "id", N_("Id"), OUT_TEXT },
	{ "date", N_("Date"), OUT_WHEN },
	{ "start", N_("Start"), OUT_WHEN },
	{ "end", N_("End"), OUT_WHEN },
	{ "purpose", N_("Kind of meeting"), OUT_WORD },
	{ "place", N_("Place"), OUT_TEXT },
	{ "online", N_("Online"), OUT_YES },
	{ "roles", N_("Roles"), OUT_TEXT },
	{ "status", N_("Status"), OUT_WORD },
};

const struct report report_yearplan = {
	.name = "yearplan",
	.title = N_("Year plan"),
	.help = N_("The meetings of a year, with their roles as far as they "
	    "are given out"),
	.example = "iv-report yearplan --until 2026-12-31 -o md",
	.year = true, .whole = true,
	.groups = GROUPS_MANY,
	.mask = MASK_SESSION | MASK_MEMBER,
	.plain = { NULL, NULL, cols, IV_LEN(cols), 1, rows, false },
};
