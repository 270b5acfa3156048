#include "report.h"

#include <math.h>

#include "meeting.h"
#include "report_meeting.h"
#include "report_mix.h"
#include "text.h"

/* A case that cannot be read leaves its place on the agenda. */
static void
fault(void *arg, const struct iv_err *e)
{
	(void)arg;
	(void)e;
}

static void
put_slot(struct report_ask *ask, cJSON *slot, struct out *o)
{
	IV_AUTO(buf_release) struct buf method = BUF_INIT;
	IV_AUTO(json_free_auto) cJSON *row = cJSON_CreateObject();
	const char *who = json_str(slot, "presenter");
	const char *chair = json_str(slot, "chair");

	if (json_str(slot, "method"))
		report_method(&method, ask->store, json_str(slot, "method"));
	row_str(row, "section", "agenda");
	row_str(row, "start", json_str(slot, "start"));
	row_str(row, "end", json_str(slot, "end"));
	row_num(row, "minutes", report_number(slot, "minutes"));
	row_str(row, "part", json_str(slot, "part"));
	row_str(row, "case", json_str(slot, "case"));
	row_str(row, "title", json_str(slot, "title"));
	row_str(row, "member", who);
	row_str(row, "name", who ? store_name(ask->store, who) : NULL);
	row_str(row, "chair", chair ? store_name(ask->store, chair) : NULL);
	row_str(row, "method", method.len > 0 ? method.p : NULL);
	row_str(row, "role", NULL);
	out_row(o, row);
}

static void
put_roles(struct report_ask *ask, const cJSON *session, struct out *o)
{
	const cJSON *role;

	cJSON_ArrayForEach(role, json_get(session, "roles")) {
		IV_AUTO(json_free_auto) cJSON *row = cJSON_CreateObject();
		static const char *const none[] = { "start", "end", "minutes",
			"part", "case", "title" };

		if (!cJSON_IsString(role))
			continue;
		row_str(row, "section", "roles");
		for (size_t i = 0; i < IV_LEN(none); i++)
			row_str(row, none[i], NULL);
		row_str(row, "member", role->valuestring);
		row_str(row, "name", store_name(ask->store,
		    role->valuestring));
		row_str(row, "chair", NULL);
		row_str(row, "method", NULL);
		row_str(row, "role", role->string);
		out_row(o, row);
	}
}

static int
rows(struct report_ask *ask, struct out *o, struct iv_err *e)
{
	IV_AUTO(record_free_auto) struct record *r = NULL;
	IV_AUTO(json_free_auto) cJSON *slots = NULL;
	cJSON *slot;

	if (report_meeting(ask, false, &r, e) < 0)
		return -1;
	report_meeting_about(ask, r->json);
	slots = meeting_rows(ask->store, r->json, fault, NULL);
	cJSON_ArrayForEach(slot, slots)
		put_slot(ask, slot, o);
	put_roles(ask, r->json, o);
	return 0;
}

static const struct out_col cols[] = {
	{ "section", N_("Section"), OUT_WORD },
	{ "start", N_("From"), OUT_WHEN },
	{ "end", N_("Until"), OUT_WHEN },
	{ "minutes", N_("Minutes"), OUT_NUMBER },
	{ "part", N_("Part"), OUT_WORD },
	{ "case", N_("Case"), OUT_TEXT },
	{ "title", N_("Title"), OUT_TEXT },
	{ "member", N_("Id"), OUT_TEXT },
	{ "name", N_("Name"), OUT_TEXT },
	{ "chair", N_("Chair"), OUT_TEXT },
	{ "method", N_("Method"), OUT_TEXT },
	{ "role", N_("Role"), OUT_WORD },
};

static const struct out_col slot_cols[] = {
	{ "start", N_("From"), OUT_WHEN },
	{ "end", N_("Until"), OUT_WHEN },
	{ "part", N_("Part"), OUT_WORD },
	{ "name", N_("Presenter"), OUT_TEXT },
	{ "title", N_("Title"), OUT_TEXT },
	{ "method", N_("Method"), OUT_TEXT },
	{ "minutes", N_("Minutes"), OUT_NUMBER },
};

static const struct out_col role_cols[] = {
	{ "role", N_("Role"), OUT_WORD },
	{ "name", N_("Name"), OUT_TEXT },
};

static const struct report_part parts[] = {
	{ .name = "agenda", .cols = slot_cols,
	    .ncols = IV_LEN(slot_cols) },
	{ .name = "roles", .title = N_("Roles"), .cols = role_cols,
	    .ncols = IV_LEN(role_cols) },
};

const struct report report_agenda = {
	.name = "agenda",
	.title = N_("Agenda"),
	.help = N_("The agenda of a meeting, of the next one unless it is "
	    "named"),
	.example = "iv-report agenda next -o md",
	.operands = "[MEETING]",
	.timeless = true,
	.parts = parts, .nparts = IV_LEN(parts),
	.mask = MASK_SESSION | MASK_MEMBER | MASK_CASE | MASK_METHOD,
	.plain = { NULL, NULL, cols, IV_LEN(cols), 0, rows, true },
};
