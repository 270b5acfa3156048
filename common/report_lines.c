#include "report_register.h"

#include <string.h>

#include "text.h"

struct work {
	struct report_ask *ask;
	struct out *o;
	const struct facts_rule *rule;
};

static void
put_line(void *arg, const struct facts_register_row *row,
    const struct facts_present *who)
{
	IV_AUTO(json_free_auto) cJSON *line = NULL;
	const struct work *w = arg;
	struct register_verdict v = register_judge(&w->rule->rule, &row->m);

	if (v.why & WHY_NOT)
		return;
	line = cJSON_CreateObject();
	row_str(line, "session", row->id.s);
	row_str(line, "member", who->member);
	row_str(line, "profile", w->rule->name);
	row_str(line, "checked", w->rule->checked);
	row_day(line, "date", row->start.day);
	row_clock(line, "from", who->from);
	row_clock(line, "until", who->until);
	row_int(line, "minutes", v.minutes);
	row_hours(line, "hours", v.minutes);
	row_str(line, "number", who->number);
	row_str(line, "name", who->name);
	out_row(w->o, line);
}

int
register_lines(struct report_ask *ask, struct out *o, struct iv_err *e)
{
	IV_AUTO(facts_rule_release) struct facts_rule rule = { .name = NULL };
	struct work w = { ask, o, &rule };

	if (!ask->profile)
		return iv_fail(e, IV_USAGE, _("--profile: name the register, "
		    "as skj"));
	if (facts_rule_load(&rule, ask->store, ask->profile, e) < 0)
		return -1;
	buf_addf(&ask->about, iv_text(store_lang(ask->store), N_("%s; rules "
	    "as read on %s. The register decides.")), rule.title,
	    rule.checked);
	return facts_register_present(ask->store, &ask->scope, rule.name,
	    put_line, &w, e);
}

const struct out_col register_line_cols[11] = {
	{ "session", N_("Meeting"), OUT_TEXT },
	{ "member", N_("Id"), OUT_TEXT },
	{ "profile", N_("Register"), OUT_TEXT },
	{ "checked", N_("Read on"), OUT_WHEN },
	{ "date", N_("Date"), OUT_WHEN },
	{ "from", N_("From"), OUT_WHEN },
	{ "until", N_("Until"), OUT_WHEN },
	{ "minutes", N_("Minutes"), OUT_NUMBER },
	{ "hours", N_("Hours"), OUT_NUMBER },
	{ "number", N_("Number in the register"), OUT_TEXT },
	{ "name", N_("Name"), OUT_TEXT },
};
