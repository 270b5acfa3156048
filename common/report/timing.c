#include "report.h"

#include <stdlib.h>
#include <string.h>

#include "facts_method.h"
#include "facts_session.h"
#include "facts_steps.h"
#include "html.h"
#include "mem.h"
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

/* The titles of a method and of its step, where there is such a file, and of
 * what belongs to the meeting itself. */
static void
names_put(struct work *w, cJSON *row, const char *method, const char *id)
{
	IV_AUTO(method_file_free_auto) struct method_file *f = NULL;
	struct iv_err none = IV_ERR_INIT;
	const char *lang = store_lang(w->ask->store), *what = id;
	bool known = method && *method && method_find(w->ask->store, method,
	    lang, &f, &none) == 0;

	if (!method || !*method)
		what = strcmp(id, "opening") == 0 ? iv_text(lang,
		    N_("Opening")) : strcmp(id, "closing") == 0 ?
		    iv_text(lang, N_("Closing")) : id;
	for (size_t i = 0; known && i < f->m.nsteps; i++)
		if (strcmp(f->m.steps[i].id, id) == 0)
			what = f->m.steps[i].title;
	row_str(row, "method", method && *method ? method : NULL);
	row_str(row, "step", id);
	row_str(row, "title", known ? f->m.title : method && *method ?
	    method : NULL);
	row_str(row, "what", what);
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
	buf_addf(b, "%.0f / %.0f", report_number(row, "real"),
	    report_number(row, "planned"));
}

static bool
same_method(const cJSON *a, const cJSON *b)
{
	const char *x = json_str(a, "method"), *y = json_str(b, "method");

	return x && y ? strcmp(x, y) == 0 : x == y;
}

/* A chart for each method; steps of the meeting itself come together. */
static void
figure(struct buf *b, const cJSON *all, const char *lang)
{
	struct report_chart c = { NULL, NULL, NULL, "what", false, "over",
		over_text, svg_over };
	const cJSON *row, *other;

	html_tag(b, "p", NULL, iv_text(lang, N_("Real / planned minutes.  "
	    "Right of the line: it took longer.")));
	buf_adds(b, "<div class=\"two\">\n");
	cJSON_ArrayForEach(row, all) {
		IV_AUTO(json_free_auto) cJSON *some = cJSON_CreateArray();
		const cJSON *first = all->child;

		while (!same_method(first, row))
			first = first->next;
		if (first != row)
			continue;
		cJSON_ArrayForEach(other, all)
			if (same_method(row, other))
				cJSON_AddItemReferenceToArray(some,
				    (cJSON *)(size_t)other);
		c.title = json_str(row, "title");
		if (!c.title)
			c.title = iv_text(lang, N_("The meeting itself"));
		buf_adds(b, "<div>\n");
		html_tag(b, "h2", NULL, c.title);
		report_chart(b, some, &c, lang);
		buf_adds(b, "</div>\n");
	}
	buf_adds(b, "</div>\n");
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

static const struct out_col drawn = { "over", "", OUT_BALANCE };

const struct report report_timing = {
	.name = "timing",
	.title = N_("Planned and real time"),
	.help = N_("Steps of live runs: the minutes planned and those they "
	    "took"),
	.example = "iv-report timing --since 2026-01-01",
	.figure = figure,
	.drawn = &drawn,
	.groups = GROUPS_MANY,
	.mask = MASK_SESSION | MASK_METHOD,
	.plain = { NULL, NULL, cols, IV_LEN(cols), 2, rows, false },
	.more = { "sessions", N_("a row for each step of each meeting"),
	    session_cols, IV_LEN(session_cols), 3, session_rows, false },
};
