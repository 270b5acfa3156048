#include "report.h"

#include <stdlib.h>
#include <string.h>

#include "builtin.h"
#include "facts_session.h"
#include "facts_steps.h"
#include "mem.h"
#include "report_mix.h"
#include "text.h"

/* One step of one method, over all its runs. */
struct step {
	char *method, *id;
	long times, planned, seconds;
};

struct work {
	struct report_ask *ask;
	struct out *o;
	struct step *v;
	size_t n;
	/* Rows of each run; NULL: sums are made. */
	void (*run)(struct work *w, const struct record *r,
	    const struct step_went *g);
};

static struct step *
step_of(struct work *w, const struct step_went *g)
{
	const char *method = g->method ? g->method : "";

	for (size_t i = 0; i < w->n; i++)
		if (strcmp(w->v[i].method, method) == 0 &&
		    strcmp(w->v[i].id, g->id) == 0)
			return &w->v[i];
	w->v = mem_array(w->v, w->n + 1, sizeof(*w->v));
	w->v[w->n] = (struct step){ .method = mem_dup(method),
	    .id = mem_dup(g->id) };
	return &w->v[w->n++];
}

static int
take_session(void *arg, struct record **r, struct iv_err *e)
{
	struct work *w = arg;
	const struct facts_scope *scope = &w->ask->scope;
	const cJSON *j;
	int32_t day = facts_meeting((*r)->json).start.day;

	(void)e;
	if (!json_is((*r)->json, "status", "held") || day < scope->since ||
	    day > scope->until)
		return 0;
	cJSON_ArrayForEach(j, json_get((*r)->json, "steps")) {
		struct step_went g;
		struct step *s;

		if (!facts_step(&g, (*r)->json, j))
			continue;
		if (w->run) {
			w->run(w, *r, &g);
			continue;
		}
		s = step_of(w, &g);
		s->times++;
		s->planned += g.planned;
		s->seconds += g.seconds;
	}
	return 0;
}

/* The title of a step of a built-in method; else its id. */
static void
title_add(struct buf *b, const char *lang, const char *method,
    const char *id)
{
	const struct builtin *file = method ? builtin_find("methods",
	    method) : NULL;
	IV_AUTO(json_free_auto) cJSON *j = NULL;
	struct iv_err none = IV_ERR_INIT;
	const char *title = NULL;
	const cJSON *s;

	if (!file || json_parse(file->data, file->len, method, 1, &j,
	    &none) < 0)
		j = NULL;
	cJSON_ArrayForEach(s, json_get(j, "steps"))
		if (json_is(s, "id", id))
			title = json_str(json_get(s, "title"), lang);
	buf_adds(b, title ? title : id);
}

static void
names_put(struct work *w, cJSON *row, const char *method, const char *id)
{
	IV_AUTO(buf_release) struct buf title = BUF_INIT, step = BUF_INIT;
	const char *lang = store_lang(w->ask->store);

	if (method && *method)
		report_method(&title, lang, method);
	title_add(&step, lang, method, id);
	row_str(row, "method", method && *method ? method : NULL);
	row_str(row, "step", id);
	row_str(row, "title", title.len > 0 ? title.p : NULL);
	row_str(row, "what", step.p);
}

static void
put_step(struct work *w, const struct step *s)
{
	IV_AUTO(json_free_auto) cJSON *row = cJSON_CreateObject();
	double times = (double)s->times;

	names_put(w, row, s->method, s->id);
	row_int(row, "times", s->times);
	row_num(row, "planned", (double)s->planned / times);
	row_num(row, "real", (double)s->seconds / 60 / times);
	row_num(row, "over", ((double)s->seconds / 60 -
	    (double)s->planned) / times);
	out_row(w->o, row);
}

static void
work_release(struct work *w)
{
	for (size_t i = 0; i < w->n; i++) {
		mem_free(w->v[i].method);
		mem_free(w->v[i].id);
	}
	mem_free(w->v);
}

static int
rows(struct report_ask *ask, struct out *o, struct iv_err *e)
{
	IV_AUTO(work_release) struct work w = { .ask = ask, .o = o };

	if (store_each(ask->store, &schema_session, take_session, &w, e) < 0)
		return -1;
	for (size_t i = 0; i < w.n; i++)
		put_step(&w, &w.v[i]);
	return 0;
}

static void
put_run(struct work *w, const struct record *r, const struct step_went *g)
{
	IV_AUTO(json_free_auto) cJSON *row = cJSON_CreateObject();

	row_str(row, "session", r->id.s);
	row_day(row, "date", facts_meeting(r->json).start.day);
	names_put(w, row, g->method, g->id);
	row_int(row, "planned", g->planned);
	row_num(row, "real", (double)g->seconds / 60);
	row_num(row, "over", (double)g->seconds / 60 - (double)g->planned);
	out_row(w->o, row);
}

static int
session_rows(struct report_ask *ask, struct out *o, struct iv_err *e)
{
	struct work w = { .ask = ask, .o = o, .run = put_run };

	return store_each(ask->store, &schema_session, take_session, &w, e);
}

static void
over_text(struct buf *b, const cJSON *row, const char *lang)
{
	(void)lang;
	buf_addf(b, "%.1f / %.1f", report_number(row, "real"),
	    report_number(row, "planned"));
}

static void
figure(struct buf *b, const cJSON *all, const char *lang)
{
	struct report_chart c = { iv_text(lang, N_("Minutes over or under "
	    "the plan")), NULL, NULL, "what", false, "over", over_text,
		svg_balance };

	if (json_count(all) > 0)
		report_chart(b, all, &c, lang);
}

static const struct out_col cols[] = {
	{ "method", N_("Id"), OUT_TEXT },
	{ "step", N_("Id"), OUT_TEXT },
	{ "title", N_("Method"), OUT_TEXT },
	{ "what", N_("Step"), OUT_TEXT },
	{ "times", N_("Times"), OUT_NUMBER },
	{ "planned", N_("Planned"), OUT_NUMBER },
	{ "real", N_("Real"), OUT_NUMBER },
	{ "over", N_("Over"), OUT_NUMBER },
};

static const struct out_col session_cols[] = {
	{ "session", N_("Meeting"), OUT_TEXT },
	{ "method", N_("Id"), OUT_TEXT },
	{ "step", N_("Id"), OUT_TEXT },
	{ "date", N_("Date"), OUT_WHEN },
	{ "title", N_("Method"), OUT_TEXT },
	{ "what", N_("Step"), OUT_TEXT },
	{ "planned", N_("Planned"), OUT_NUMBER },
	{ "real", N_("Real"), OUT_NUMBER },
	{ "over", N_("Over"), OUT_NUMBER },
};

const struct report report_timing = {
	.name = "timing",
	.title = N_("Planned and real time"),
	.help = N_("Steps of live runs: the minutes planned and those they "
	    "took"),
	.example = "iv-report timing --since 2026-01-01",
	.figure = figure,
	.groups = GROUPS_MANY,
	.mask = MASK_SESSION,
	.plain = { NULL, NULL, cols, IV_LEN(cols), 2, rows, false },
	.more = { "sessions", N_("a row for each step of each meeting"),
	    session_cols, IV_LEN(session_cols), 3, session_rows, false },
};
