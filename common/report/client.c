#include "report.h"

#include <math.h>
#include <string.h>

#include "facts_attendance.h"
#include "facts_session.h"
#include "report_gather.h"
#include "report_told.h"
#include "tally.h"
#include "text.h"

/* Of fewer people one figure would tell about one of them. */
#define FEWEST	3

struct work {
	struct report_ask *ask;
	struct out *o;
	size_t people;			/* members now */
	const cJSON *release;		/* being looked at */
	bool all;
	long planned;
};

static void
put_attendance(const struct people *people, struct out *o)
{
	struct people_sum sum;

	people_sum(&sum, people, INT32_MIN);
	if (sum.met >= FEWEST)
		put_rate(o, &sum.all);
}

static int
count_planned(void *arg, struct record **r, struct iv_err *e)
{
	struct work *w = arg;
	int32_t day = facts_meeting((*r)->json).start.day;

	(void)e;
	w->planned += json_is((*r)->json, "status", "planned") &&
	    day >= w->ask->scope.now.day && day >= w->ask->scope.since &&
	    day <= w->ask->scope.until;
	return 0;
}

static void
put_group(const struct work *w, const struct people *people,
    const struct held *h)
{
	put_figure(w->o, N_("meetings held"), (double)h->held, NULL);
	put_figure(w->o, N_("meetings planned"), (double)w->planned, NULL);
	put_figure(w->o, N_("meetings cancelled"), (double)h->cancelled,
	    NULL);
	put_time(w->o, N_("hours together"), people->minutes);
	put_attendance(people, w->o);
}

static void
put_text(struct out *o, const char *section, const char *item,
    const char *text, int32_t day)
{
	struct fact f = { FACT(section, item) };

	f.text = text;
	f.day = day;
	if (text)
		fact_put(o, &f);
}

static void
put_purpose(const struct work *w)
{
	const cJSON *group = store_group(w->ask->store);
	const cJSON *contract = json_get(group, "client_contract");

	put_text(w->o, "purpose", N_("purpose of the group"),
	    json_str(group, "purpose"), ROW_NO_DAY);
	put_text(w->o, "purpose", N_("what the client wants it for"),
	    json_str(contract, "purpose"), ROW_NO_DAY);
}

static void
put_methods(const struct work *w, const struct held *h)
{
	for (size_t i = 0; i < h->methods.n; i++) {
		IV_AUTO(buf_release) struct buf title = BUF_INIT;
		struct fact f = { FACT("methods", h->methods.v[i].word) };

		report_method(&title, w->ask->store, f.item);
		f.text = title.p;
		f.value = (double)h->methods.v[i].n;
		fact_put(w->o, &f);
	}
}

static void
put_item(void *arg, const struct record *round, const char *item,
    const char *text, const cJSON *result)
{
	struct work *w = arg;
	struct fact f = { FACT("evaluation", item) };
	struct civil c;
	long n;

	if (!json_int(round->json, "answered", &n) || n < TALLY_BINS ||
	    round_middle(result) < 0)
		return;
	if (civil_parse_iso(json_str(round->json, "closed"), &c))
		f.day = c.day;
	f.text = text;
	f.value = (double)round_middle(result);
	f.of = (double)n;
	fact_put(w->o, &f);
}

static void
put_changes(const struct work *w, const struct record *round)
{
	const cJSON *d;
	struct civil c = { ROW_NO_DAY, -1 };

	civil_parse_iso(json_str(round->json, "closed"), &c);
	cJSON_ArrayForEach(d, json_get(round->json, "decisions"))
		put_text(w->o, "changes", d->string, json_str(d, "changes"),
		    c.day);
}

static int
put_evaluation(struct work *w, struct iv_err *e)
{
	IV_AUTO(closed_rounds_release) struct rounds rounds = { NULL, 0 };

	if (rounds_load(&rounds, w->ask, e) < 0)
		return -1;
	for (size_t i = 0; i < rounds.n; i++)
		put_changes(w, rounds.v[i]);
	for (size_t i = 0; i < rounds.n; i++)
		round_each(w->ask->store, rounds.v[i], put_item, w);
	return 0;
}

/* Does everybody who is in the group now agree to this release? */
static int
check_member(void *arg, struct record **r, struct iv_err *e)
{
	struct work *w = arg;

	(void)e;
	if (!json_is((*r)->json, "role", "member") ||
	    facts_member_in((*r)->json, w->ask->scope.now.day) != FACTS_IN)
		return 0;
	w->people++;
	w->all = w->all && json_get(json_get(w->release, "agreed"),
	    (*r)->id.s);
	return 0;
}

static int
put_releases(struct work *w, struct iv_err *e)
{
	const cJSON *releases = json_get(store_group(w->ask->store),
	    "releases");

	cJSON_ArrayForEach(w->release, releases) {
		struct civil c = { ROW_NO_DAY, -1 };

		w->all = true;
		w->people = 0;
		if (store_each(w->ask->store, &schema_member, check_member, w,
		    e) < 0)
			return -1;
		if (json_str(w->release, "since"))
			civil_parse_iso(json_str(w->release, "since"), &c);
		if (w->all && w->people > 0)
			put_text(w->o, "releases", w->release->string,
			    json_str(w->release, "text"), c.day);
	}
	return 0;
}

static int
rows(struct report_ask *ask, struct out *o, struct iv_err *e)
{
	IV_AUTO(people_release) struct people people = { 0 };
	IV_AUTO(held_release) struct held held = { .held = 0 };
	struct work w = { .ask = ask, .o = o };

	if (facts_attendance(ask->store, &ask->scope, &people, NULL, e) < 0 ||
	    gather_meetings(&held, ask, e) < 0 ||
	    store_each(ask->store, &schema_session, count_planned, &w, e) < 0)
		return -1;
	put_group(&w, &people, &held);
	put_purpose(&w);
	put_methods(&w, &held);
	ask->unclosed = people.unclosed;
	if (put_evaluation(&w, e) < 0)
		return -1;
	if (put_releases(&w, e) < 0)
		return -1;
	return put_told(ask, &people, o, e);
}

static const struct out_col purpose_cols[] = {
	{ "item", N_("What"), OUT_WORD },
	{ "text", N_("Text"), OUT_TEXT },
};

static const struct out_col text_cols[] = {
	{ "date", N_("Date"), OUT_WHEN },
	{ "text", N_("Text"), OUT_TEXT },
};

static const struct out_col person_cols[] = {
	{ "name", N_("Name"), OUT_TEXT },
	{ "value", N_("Present"), OUT_NUMBER },
	{ "of", N_("Meetings"), OUT_NUMBER },
};

static const struct out_col role_cols[] = {
	{ "name", N_("Name"), OUT_TEXT },
	{ "item", N_("Role"), OUT_WORD },
	{ "value", N_("Turns"), OUT_NUMBER },
};

#define SIGNED	.text = N_("An agreement that everybody signed tells this.")

static const struct report_part parts[] = {
	{ PART("group", NULL, cols_cards), .figure = figure_cards,
	    .cards = true },
	{ PART("purpose", N_("Purpose"), purpose_cols) },
	{ PART("methods", N_("Methods"), cols_methods),
	    .figure = figure_counts, .half = true, .fold = true },
	{ PART("changes", N_("Changes the group agreed on"), text_cols) },
	{ PART("evaluation", N_("Evaluation"), cols_rounds),
	    .text = N_("Of rounds with five answers or more."),
	    .figure = figure_trend },
	{ PART("releases", N_("What the group lets know"), text_cols),
	    .text = N_("Everybody in the group agreed to tell this.") },
	{ PART("persons", N_("Attendance of each person"), person_cols),
	    SIGNED },
	{ PART("roles", N_("Roles of each person"), role_cols), SIGNED },
};

const struct report report_client = {
	.name = "client",
	.title = N_("For the client"),
	.help = N_("For who commissioned the group: meetings, hours, "
	    "methods; without content, and of no person unless all signed "
	    "so"),
	.example = "iv-report client -o html > opdrachtgever.html",
	.parts = parts, .nparts = IV_LEN(parts),
	.year = true,
	.mask = MASK_SESSION | MASK_MEMBER | MASK_EVALUATION |
	    MASK_QUESTIONNAIRE | MASK_METHOD,
	.plain = { NULL, NULL, fact_cols, IV_LEN(fact_cols), 0, rows, false },
};
