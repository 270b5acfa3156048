#include "report.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "facts_attendance.h"
#include "facts_session.h"
#include "mem.h"
#include "report_handout.h"
#include "text.h"

struct ahead {
	struct civil start;
	struct id id;
	cJSON *session;
};

struct work {
	struct report_ask *ask;
	struct out *o;
	struct ahead *v;
	size_t n;
	struct mix methods;		/* of the agendas of the period */
};

static void
put(struct work *w, const char *section, const char *item, const char *text,
    int32_t day)
{
	struct fact f = { FACT(section, item) };

	f.text = text;
	f.day = day;
	if (text)
		fact_put(w->o, &f);
}

static void
put_group(struct work *w)
{
	static const struct {
		const char *key, *item;
	} keys[] = {
		{ "purpose", N_("Purpose") },
		{ "approach", N_("Way of working") },
		{ "place", N_("Place") },
	};
	const cJSON *group = store_group(w->ask->store);
	const char *lead = json_str(group, "facilitator");

	for (size_t i = 0; i < IV_LEN(keys); i++)
		put(w, "group", keys[i].item, json_str(group, keys[i].key),
		    ROW_NO_DAY);
	put(w, "group", N_("Facilitator"), lead ? store_name(w->ask->store,
	    lead) : NULL, ROW_NO_DAY);
}

static void
put_agreements(struct work *w)
{
	const cJSON *a;

	cJSON_ArrayForEach(a, json_get(store_group(w->ask->store),
	    "agreements")) {
		struct civil c = { ROW_NO_DAY, -1 };

		if (json_str(a, "since"))
			civil_parse_iso(json_str(a, "since"), &c);
		put(w, "agreements", json_get(json_get(a, "signed"),
		    w->ask->scope.member) ? N_("signed") : N_("not signed"),
		    json_str(a, "text"), c.day);
	}
}

/* The methods of a meeting that was not cancelled, each once. */
static void
take_methods(struct work *w, const cJSON *session, int32_t day)
{
	const struct facts_scope *scope = &w->ask->scope;
	const cJSON *item;

	if (json_is(session, "status", "cancelled") || day < scope->since ||
	    day > scope->until)
		return;
	cJSON_ArrayForEach(item, json_get(session, "agenda"))
		if (json_str(item, "method"))
			mix_add(&w->methods, "method",
			    json_str(item, "method"));
}

static int
keep_ahead(void *arg, struct record **r, struct iv_err *e)
{
	struct work *w = arg;
	const char *start = json_str((*r)->json, "start");
	struct civil c;

	(void)e;
	if (!start || !civil_parse_iso(start, &c))
		return 0;
	take_methods(w, (*r)->json, c.day);
	if (!json_is((*r)->json, "status", "planned") ||
	    c.day < w->ask->scope.now.day)
		return 0;
	w->v = mem_array(w->v, w->n + 1, sizeof(*w->v));
	w->v[w->n++] = (struct ahead){ c, (*r)->id, IV_TAKE((*r)->json) };
	return 0;
}

static int
by_start(const void *a, const void *b)
{
	const struct ahead *x = a, *y = b;
	int r = civil_compare(x->start, y->start);

	return r != 0 ? r : strcmp(x->id.s, y->id.s);
}

/* The roles of one meeting that are this person's. */
static void
put_ahead(struct work *w, const struct ahead *a)
{
	IV_AUTO(buf_release) struct buf text = BUF_INIT, roles = BUF_INIT;
	const char *lang = store_lang(w->ask->store);
	const char *place = json_str(a->session, "place");
	const cJSON *role;

	if (a->start.minute >= 0)
		buf_addf(&text, "%02d:%02d", a->start.minute / 60,
		    a->start.minute % 60);
	if (place)
		buf_addf(&text, "%s%s", text.len > 0 ? ", " : "", place);
	cJSON_ArrayForEach(role, json_get(a->session, "roles"))
		if (cJSON_IsString(role) && strcmp(role->valuestring,
		    w->ask->scope.member) == 0)
			buf_addf(&roles, "%s%s", roles.len > 0 ? ", " : "",
			    iv_text(lang, role->string));
	put(w, "meetings", roles.len > 0 ? roles.p : NULL,
	    text.p ? text.p : "", a->start.day);
}

static int
put_hours(struct work *w, struct iv_err *e)
{
	IV_AUTO(people_release) struct people people = { 0 };

	if (facts_attendance(w->ask->store, &w->ask->scope, &people, NULL,
	    e) < 0)
		return -1;
	for (size_t i = 0; i < people.n; i++) {
		const struct attendance *a = &people.v[i].sum;
		struct fact f = { FACT("hours", N_("net hours so far")) };
		char text[32];

		snprintf(text, sizeof(text), "%ld:%02ld", a->minutes / 60,
		    a->minutes % 60);
		f.text = text;
		f.day = w->ask->scope.since;
		f.value = (double)a->minutes;
		f.of = (double)a->count[WAS_PRESENT];
		fact_put(w->o, &f);
	}
	return 0;
}

static void
work_release(struct work *w)
{
	for (size_t i = 0; i < w->n; i++)
		cJSON_Delete(w->v[i].session);
	mem_free(w->v);
	mix_release(&w->methods);
}

static int
by_word(const void *a, const void *b)
{
	const struct mix_count *x = a, *y = b;

	return strcmp(x->word, y->word);
}

/* What is printed for the map itself. */
static int
put_papers(struct work *w, struct iv_err *e)
{
	IV_AUTO(mem_free_auto) int32_t *days =
	    mem_array(NULL, w->n + 1, sizeof(*days));

	if (w->methods.n > 0)
		qsort(w->methods.v, w->methods.n, sizeof(*w->methods.v),
		    by_word);
	for (size_t i = 0; i < w->methods.n; i++)
		put_handout(w->ask, w->methods.v[i].word, w->o);
	for (size_t i = 0; i < w->n; i++)
		days[i] = w->v[i].start.day;
	return put_sheets(w->ask, days, w->n, w->o, e);
}

static int
rows(struct report_ask *ask, struct out *o, struct iv_err *e)
{
	IV_AUTO(work_release) struct work w = { .ask = ask, .o = o };

	if (!ask->scope.member)
		return iv_fail(e, IV_USAGE, _("--member: name the person"));
	put_group(&w);
	put_agreements(&w);
	if (store_each(ask->store, &schema_session, keep_ahead, &w, e) < 0)
		return -1;
	if (w.n > 0)
		qsort(w.v, w.n, sizeof(*w.v), by_start);
	for (size_t i = 0; i < w.n; i++)
		put_ahead(&w, &w.v[i]);
	if (put_hours(&w, e) < 0)
		return -1;
	return put_papers(&w, e);
}

static const struct out_col group_cols[] = {
	{ "item", N_("What"), OUT_WORD },
	{ "text", N_("Text"), OUT_TEXT },
};

static const struct out_col agreement_cols[] = {
	{ "text", N_("Agreement"), OUT_TEXT },
	{ "date", N_("Since"), OUT_WHEN },
	{ "item", N_("Signed"), OUT_WORD },
};

static const struct out_col meeting_cols[] = {
	{ "date", N_("Date"), OUT_WHEN },
	{ "text", N_("Time and place"), OUT_TEXT },
	{ "item", N_("Own role"), OUT_TEXT },
};

static const struct out_col paper_cols[] = {
	{ "item", N_("What"), OUT_WORD },
	{ "text", N_("Text"), OUT_TEXT },
	{ "value", N_("Minutes"), OUT_NUMBER },
};

static const struct out_col hours_cols[] = {
	{ "item", N_("What"), OUT_WORD },
	{ "date", N_("Since"), OUT_WHEN },
	{ "text", N_("Hours"), OUT_NUMBER },
	{ "of", N_("Meetings"), OUT_NUMBER },
};

static const struct report_part parts[] = {
	{ PART("group", N_("The group"), group_cols) },
	{ PART("agreements", N_("Agreements"), agreement_cols),
	    .none = N_("Nothing was agreed on paper yet.") },
	{ PART("meetings", N_("Meetings ahead"), meeting_cols),
	    .none = N_("No meeting is planned.") },
	{ PART("hours", N_("Own hours"), hours_cols) },
	{ PART("handouts", N_("Methods"), paper_cols),
	    .figure = figure_handouts, .cards = true,
	    .print = print_handouts },
	{ PART("sheets", N_("Sheets to fill in"), paper_cols),
	    .figure = figure_sheets, .cards = true, .print = print_sheets },
};

const struct report report_binder = {
	.name = "binder",
	.title = N_("Binder"),
	.help = N_("What a member keeps: purpose, agreements, meetings "
	    "ahead with own roles, own hours, hand-outs, sheets; no cases"),
	.example = "iv-report binder --member noëlle -o html > map.html",
	.member = N_("whose binder it is"),
	.parts = parts, .nparts = IV_LEN(parts),
	.year = true,
	.mask = MASK_SESSION | MASK_MEMBER | MASK_METHOD |
	    MASK_QUESTIONNAIRE,
	.plain = { NULL, NULL, fact_cols, IV_LEN(fact_cols), 0, rows, false },
};
