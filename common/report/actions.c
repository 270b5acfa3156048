#include "report.h"

#include <string.h>

#include "report_mix.h"
#include "report_sorted.h"
#include "text.h"

static cJSON *
action_row(const struct sorted *s, const struct record *r, const cJSON *a)
{
	cJSON *row = cJSON_CreateObject();
	const char *by = json_str(a, "by");

	row_str(row, "case", r->id.s);
	row_str(row, "action", a->string);
	row_str(row, "by", by);
	row_str(row, "name", by ? store_name(s->ask->store, by) : NULL);
	row_str(row, "state", report_action_state(a, s->ask->scope.now.day));
	row_str(row, "due", json_str(a, "due"));
	row_str(row, "text", json_str(a, "text"));
	row_str(row, "result", json_str(a, "result"));
	cJSON_AddBoolToObject(row, "share", cJSON_IsTrue(json_get(a,
	    "share")));
	return row;
}

static size_t
place(const char *state)
{
	size_t i = 0;

	while (i < REPORT_ACTION_STATES &&
	    strcmp(report_action_states[i], state) != 0)
		i++;
	return i;
}

/* What is still to do first, each by its day. */
static void
put_action(struct sorted *s, const struct record *r, const cJSON *a)
{
	IV_AUTO(buf_release) struct buf key = BUF_INIT;
	const char *due = json_str(a, "due");

	buf_addf(&key, "%zu %s %s", place(report_action_state(a,
	    s->ask->scope.now.day)), due ? due : "9", a->string);
	sorted_add(s, key.p, action_row(s, r, a));
}

static int
take_case(void *arg, struct record **r, struct iv_err *e)
{
	struct sorted *s = arg;
	const struct facts_scope *scope = &s->ask->scope;
	const cJSON *a;
	int32_t day;

	(void)e;
	if (!report_case_day(s->ask, (*r)->json, &day) ||
	    day < scope->since || day > scope->until)
		return 0;
	cJSON_ArrayForEach(a, json_get((*r)->json, "actions"))
		if ((s->ask->all || cJSON_IsTrue(json_get(a, "share"))) &&
		    (!scope->member || json_is(a, "by", scope->member)))
			put_action(s, *r, a);
	return 0;
}

static int
rows(struct report_ask *ask, struct out *o, struct iv_err *e)
{
	struct sorted s = { .ask = ask };

	return sorted_rows(&s, &schema_case, take_case, o, e);
}

static void
figure(struct buf *b, const cJSON *all, const char *lang)
{
	struct svg_bar v[REPORT_ACTION_STATES];
	char text[REPORT_ACTION_STATES][16];
	const cJSON *row;

	for (size_t i = 0; i < REPORT_ACTION_STATES; i++) {
		int n = 0;

		cJSON_ArrayForEach(row, all)
			n += json_is(row, "state", report_action_states[i]);
		snprintf(text[i], sizeof(text[i]), "%d", n);
		v[i] = (struct svg_bar){ iv_text(lang,
		    report_action_states[i]), n, text[i] };
	}
	buf_adds(b, "<figure>\n");
	svg_bars(b, iv_text(lang, N_("Intentions by state")), v,
	    REPORT_ACTION_STATES);
	buf_adds(b, "</figure>\n");
}

static const struct out_col cols[] = {
	{ "case", N_("Case"), OUT_TEXT },
	{ "action", N_("Id"), OUT_TEXT },
	{ "by", N_("By"), OUT_TEXT },
	{ "name", N_("Name"), OUT_TEXT },
	{ "state", N_("State"), OUT_WORD },
	{ "due", N_("Due"), OUT_WHEN },
	{ "text", N_("Intention"), OUT_TEXT },
	{ "result", N_("What came of it"), OUT_TEXT },
	{ "share", N_("Shared"), OUT_YES },
};

const struct report report_actions = {
	.name = "actions",
	.title = N_("Intentions"),
	.help = N_("Intentions that were shared: open, overdue, done, and "
	    "what came of them"),
	.example = "iv-report actions --member noëlle",
	.member = N_("only what this person means to do"),
	.audience = N_("shared (default), or group: also what was not "
	    "shared"),
	.figure = figure,
	.groups = GROUPS_MANY,
	.mask = MASK_CASE | MASK_SESSION | MASK_MEMBER,
	.plain = { NULL, NULL, cols, IV_LEN(cols), 3, rows, true },
};
