#include "report.h"

#include <string.h>

#include "facts_attendance.h"
#include "facts_signals.h"
#include "report_gather.h"

/* The last meeting of the period and the next one there is. */
struct ends {
	const struct facts_scope *scope;
	int32_t last, next;		/* ROW_NO_DAY: none */
};

static int
take_session(void *arg, struct record **r, struct iv_err *e)
{
	struct ends *ends = arg;
	const struct facts_scope *scope = ends->scope;
	const char *start = json_str((*r)->json, "start");
	bool held = json_is((*r)->json, "status", "held");
	struct civil c;

	(void)e;
	if (!start || !civil_parse_iso(start, &c) ||
	    json_is((*r)->json, "status", "cancelled"))
		return 0;
	if (held && c.day >= scope->since && c.day <= scope->until &&
	    (ends->last == ROW_NO_DAY || c.day > ends->last))
		ends->last = c.day;
	if (!held && c.day >= scope->now.day &&
	    (ends->next == ROW_NO_DAY || c.day < ends->next))
		ends->next = c.day;
	return 0;
}

static void
put_people(cJSON *row, const struct people *people, int32_t today)
{
	struct people_sum sum;

	people_sum(&sum, people, today);
	row_int(row, "members", sum.members);
	row_int(row, "rate", attendance_rate(&sum.all));
}

static int
put_signals(cJSON *row, struct report_ask *ask, struct iv_err *e)
{
	IV_AUTO(facts_signals_release) struct signals_facts f =
	    SIGNALS_FACTS_INIT;
	struct signal_seen seen[SIGNALS];
	long n = 0;

	if (facts_signals(&f, ask->store, &ask->scope, e) < 0)
		return -1;
	signals_count(&f.in, seen);
	for (size_t i = 0; i < SIGNALS; i++)
		n += seen[i].seen;
	row_int(row, "signals", n);
	return 0;
}

/* Of the last round in which it was asked. */
static int
put_safety(cJSON *row, struct report_ask *ask, struct iv_err *e)
{
	IV_AUTO(closed_rounds_release) struct rounds rounds = { NULL, 0 };
	long middle = -1;

	if (rounds_load(&rounds, ask, e) < 0)
		return -1;
	for (size_t i = rounds.n; i-- > 0 && middle < 0;)
		middle = round_middle(json_get(json_get(rounds.v[i]->json,
		    "items"), "safety"));
	row_int(row, "safety", middle);
	return 0;
}

static int
put_meetings(cJSON *row, const struct people *people, struct report_ask *ask,
    struct iv_err *e)
{
	IV_AUTO(held_release) struct held held = { .held = 0 };
	struct ends ends = { &ask->scope, ROW_NO_DAY, ROW_NO_DAY };

	if (gather_meetings(&held, ask, e) < 0 ||
	    store_each(ask->store, &schema_session, take_session, &ends,
	    e) < 0)
		return -1;
	row_int(row, "held", held.held);
	row_int(row, "cancelled", held.cancelled);
	row_hours(row, "hours", people->minutes);
	row_day(row, "last", ends.last);
	row_day(row, "next", ends.next);
	return 0;
}

static int
rows(struct report_ask *ask, struct out *o, struct iv_err *e)
{
	IV_AUTO(people_release) struct people people = { 0 };
	IV_AUTO(gathered_release) struct gathered cases = { .shared = 0 };
	IV_AUTO(json_free_auto) cJSON *row = cJSON_CreateObject();

	if (facts_attendance(ask->store, &ask->scope, &people, NULL, e) < 0 ||
	    gather_cases(&cases, ask, e) < 0)
		return -1;
	put_people(row, &people, ask->scope.now.day);
	if (put_meetings(row, &people, ask, e) < 0)
		return -1;
	row_int(row, "cases", cases.mix.cases);
	row_int(row, "overdue", cases.actions[1]);
	if (put_safety(row, ask, e) < 0 || put_signals(row, ask, e) < 0)
		return -1;
	ask->unclosed = people.unclosed;
	out_row(o, row);
	return 0;
}

static const struct out_col cols[] = {
	{ "members", N_("Members"), OUT_NUMBER },
	{ "rate", N_("Present %"), OUT_NUMBER },
	{ "held", N_("Held"), OUT_NUMBER },
	{ "cancelled", N_("Cancelled"), OUT_NUMBER },
	{ "hours", N_("Hours"), OUT_NUMBER },
	{ "last", N_("Last meeting"), OUT_WHEN },
	{ "next", N_("Next meeting"), OUT_WHEN },
	{ "cases", N_("Cases"), OUT_NUMBER },
	{ "overdue", N_("Overdue"), OUT_NUMBER },
	{ "safety", N_("Safety"), OUT_NUMBER },
	{ "signals", N_("Signals"), OUT_NUMBER },
};

const struct report report_groups = {
	.name = "groups",
	.title = N_("Groups side by side"),
	.help = N_("A row for each group: what its facilitator looks at "
	    "first"),
	.example = "iv-report groups -C noord -C zuid --since 2026-01-01",
	.groups = GROUPS_ALWAYS,
	.mask = MASK_SESSION | MASK_MEMBER | MASK_CASE | MASK_EVALUATION |
	    MASK_QUESTIONNAIRE | MASK_METHOD,
	.plain = { NULL, NULL, cols, IV_LEN(cols), 0, rows, false },
};
