#include "report_gather.h"

#include <math.h>
#include <string.h>

#include "html.h"
#include "mem.h"
#include "text.h"
#include "utf8.h"

struct walk {
	struct report_ask *ask;
	struct gathered *g;
	struct out *o;
};

static void
count_actions(struct walk *w, const cJSON *actions)
{
	const cJSON *a;

	cJSON_ArrayForEach(a, actions) {
		const char *state = report_action_state(a,
		    w->ask->scope.now.day);

		if (!cJSON_IsTrue(json_get(a, "share")))
			continue;
		w->g->shared++;
		for (size_t i = 0; i < REPORT_ACTION_STATES; i++)
			w->g->actions[i] += strcmp(state,
			    report_action_states[i]) == 0;
	}
}

static int
take_case(void *arg, struct record **r, struct iv_err *e)
{
	struct walk *w = arg;
	const cJSON *j = (*r)->json;
	const char *form = json_str(j, "form"), *level = json_str(j, "level");
	int32_t day;

	(void)e;
	if (!report_case_wanted(w->ask, j, &day))
		return 0;
	count_actions(w, json_get(j, "actions"));
	if (!json_is(j, "status", "discussed") &&
	    !json_is(j, "status", "closed"))
		return 0;
	w->g->mix.cases++;
	if (form)
		mix_add(&w->g->mix, "form", form);
	if (level)
		mix_add(&w->g->mix, "level", level);
	return 0;
}

int
gather_cases(struct gathered *g, struct report_ask *ask, struct iv_err *e)
{
	struct walk w = { ask, g, NULL };

	mix_known(&g->mix, "form");
	mix_known(&g->mix, "level");
	return store_each(ask->store, &schema_case, take_case, &w, e);
}

void
gathered_release(struct gathered *g)
{
	mix_release(&g->mix);
}

void
put_gathered(const struct gathered *g, struct out *o)
{
	for (size_t i = 0; g->mix.cases > 0 && i < g->mix.n; i++) {
		const struct mix_count *m = &g->mix.v[i];
		struct fact f = { FACT(m->field, m->word) };

		f.value = (double)m->n;
		f.of = (double)g->mix.cases;
		fact_put(o, &f);
	}
	for (size_t i = 0; g->shared > 0 && i < REPORT_ACTION_STATES; i++) {
		struct fact f = { FACT("intentions",
		    report_action_states[i]) };

		f.value = (double)g->actions[i];
		f.of = (double)g->shared;
		fact_put(o, &f);
	}
}

static void
put_item(void *arg, const struct record *round, const char *item,
    const char *text, const cJSON *result)
{
	struct walk *w = arg;
	struct fact f = { FACT("evaluation", item) };
	struct civil c;
	long n;

	if (civil_parse_iso(json_str(round->json, "closed"), &c))
		f.day = c.day;
	f.text = text;
	if (round_middle(result) > 0)
		f.value = (double)round_middle(result);
	if (json_int(round->json, "answered", &n))
		f.of = (double)n;
	fact_put(w->o, &f);
}

int
put_rounds(struct report_ask *ask, struct out *o, struct iv_err *e)
{
	IV_AUTO(closed_rounds_release) struct rounds rounds = { NULL, 0 };
	struct walk w = { ask, NULL, o };

	if (rounds_load(&rounds, ask, e) < 0)
		return -1;
	for (size_t i = 0; i < rounds.n; i++)
		round_each(ask->store, rounds.v[i], put_item, &w);
	return 0;
}

struct meetings {
	struct held *h;
	const struct facts_scope *scope;
};

static int
take_session(void *arg, struct record **r, struct iv_err *e)
{
	struct meetings *m = arg;
	const cJSON *j = (*r)->json, *item;
	const char *start = json_str(j, "start");
	struct civil c;

	(void)e;
	if (!start || !civil_parse_iso(start, &c) ||
	    c.day < m->scope->since || c.day > m->scope->until)
		return 0;
	/* A date that was offered and not chosen never was a meeting. */
	m->h->cancelled += json_is(j, "status", "cancelled") &&
	    !json_get(j, "offer");
	if (!json_is(j, "status", "held"))
		return 0;
	m->h->held++;
	timed_add(m->h, j);
	cJSON_ArrayForEach(item, json_get(j, "agenda"))
		if (json_str(item, "method"))
			mix_add(&m->h->methods, "method",
			    json_str(item, "method"));
	return 0;
}

int
gather_meetings(struct held *h, struct report_ask *ask, struct iv_err *e)
{
	struct meetings m = { h, &ask->scope };

	return store_each(ask->store, &schema_session, take_session, &m, e);
}

void
held_release(struct held *h)
{
	mix_release(&h->methods);
	for (size_t i = 0; i < h->ntimed; i++)
		mem_free(h->timed[i].method);
	mem_free(h->timed);
}

void
people_sum(struct people_sum *s, const struct people *people, int32_t today)
{
	*s = (struct people_sum){ .members = 0 };
	for (size_t i = 0; i < people->n; i++) {
		const struct person *p = &people->v[i];

		s->minutes += p->sum.minutes;
		if (!p->member)
			continue;
		s->members += p->left >= today;
		s->met += attendance_meetings(&p->sum) > 0;
		for (size_t k = 0; k < PRESENCES; k++)
			s->all.count[k] += p->sum.count[k];
	}
}

void
put_rate(struct out *o, const struct attendance *all)
{
	int rate = attendance_rate(all);
	char text[32];

	snprintf(text, sizeof(text), "%d %%", rate);
	if (rate >= 0)
		put_figure(o, N_("attendance"), rate, text);
}

void
put_time(struct out *o, const char *item, long minutes)
{
	char text[32];

	snprintf(text, sizeof(text), "%ld:%02ld", minutes / 60, minutes % 60);
	put_figure(o, item, (double)minutes / 60, text);
}

void
put_figure(struct out *o, const char *item, double value, const char *text)
{
	struct fact f = { FACT("group", item) };
	char number[32];

	snprintf(number, sizeof(number), "%.6g", value);
	f.value = value;
	f.text = text ? text : number;
	fact_put(o, &f);
}

static void
card_text(struct buf *b, const cJSON *row, const char *lang)
{
	const char *text = json_str(row, "text");
	const char *date = json_str(row, "date");
	struct civil c;

	if (date && civil_parse_iso(date, &c))
		report_day(b, lang, c.day);
	else
		buf_adds(b, text ? text : "");
}

void
figure_cards(struct buf *b, const cJSON *rows, const char *lang)
{
	const cJSON *row;

	buf_addf(b, "<dl class=\"facts%s\">\n",
	    json_count(rows) % 3 == 0 ? " three" : "");
	cJSON_ArrayForEach(row, rows) {
		IV_AUTO(buf_release) struct buf text = BUF_INIT;

		card_text(&text, row, lang);
		buf_adds(b, "<div>");
		html_tag(b, "dt", NULL, iv_text(lang, json_str(row, "item")));
		html_tag(b, "dd", utf8_width(text.p) > 9 ? "t" : NULL,
		    text.p);
		buf_adds(b, "</div>\n");
	}
	buf_adds(b, "</dl>\n");
}

static void
count_text(struct buf *b, const cJSON *row, const char *lang)
{
	(void)lang;
	buf_addf(b, "%.6g", report_number(row, "value"));
}

/* A text of its own, where an item has one, is what people read. */
void
figure_counts(struct buf *b, const cJSON *rows, const char *lang)
{
	bool text = rows->child && json_str(rows->child, "text");
	const char *what = json_str(rows->child, "section");
	struct report_chart c = { iv_text(lang, what), NULL, NULL,
		text ? "text" : "item", !text, "value", count_text, svg_bars };

	report_chart(b, rows, &c, lang);
}

/* The values of one statement at the last rounds. */
struct trend {
	const char *text;
	double v[SVG_COLS];
	struct buf shown;
};

struct trends {
	struct trend *v;
	size_t n;
	const char *days[SVG_COLS];
	size_t ndays;
};

static void
trends_release(struct trends *t)
{
	for (size_t i = 0; i < t->n; i++)
		buf_release(&t->v[i].shown);
	mem_free(t->v);
}

/* Rows come by date; the last SVG_COLS dates stay. */
static void
find_days(struct trends *t, const cJSON *rows)
{
	const cJSON *row;

	cJSON_ArrayForEach(row, rows) {
		const char *day = json_str(row, "date");

		if (!day || (t->ndays > 0 &&
		    strcmp(t->days[t->ndays - 1], day) == 0))
			continue;
		if (t->ndays == SVG_COLS)
			memmove(t->days, t->days + 1,
			    --t->ndays * sizeof(*t->days));
		t->days[t->ndays++] = day;
	}
}

static struct trend *
trend_of(struct trends *t, const char *text)
{
	for (size_t i = 0; i < t->n; i++)
		if (strcmp(t->v[i].text, text) == 0)
			return &t->v[i];
	t->v = mem_array(t->v, t->n + 1, sizeof(*t->v));
	t->v[t->n] = (struct trend){ .text = text, .shown = BUF_INIT };
	return &t->v[t->n++];
}

static void
trend_add(struct trends *t, const cJSON *row)
{
	const char *day = json_str(row, "date"), *text = json_str(row, "text");
	struct trend *one;

	for (size_t k = 0; day && text && k < t->ndays; k++) {
		if (strcmp(t->days[k], day) != 0)
			continue;
		one = trend_of(t, text);
		one->v[k] = report_number(row, "value");
		buf_clear(&one->shown);
		buf_addf(&one->shown, "%.0f  (n = %.0f)", one->v[k],
		    report_number(row, "of"));
	}
}

static size_t
rounds_of(const struct trend *t, size_t ndays)
{
	size_t n = 0;

	for (size_t k = 0; k < ndays; k++)
		n += t->v[k] > 0;
	return n;
}

static size_t
most_rounds(const struct trends *t)
{
	size_t most = 0;

	for (size_t i = 0; i < t->n; i++) {
		size_t n = rounds_of(&t->v[i], t->ndays);

		most = n > most ? n : most;
	}
	return most;
}

/* Statements that were asked more than once, where there are any. */
void
figure_trend(struct buf *b, const cJSON *rows, const char *lang)
{
	IV_AUTO(trends_release) struct trends t = { NULL, 0, { NULL }, 0 };
	IV_AUTO(mem_free_auto) struct svg_line *v = NULL;
	const cJSON *row;
	size_t n = 0, least;

	find_days(&t, rows);
	cJSON_ArrayForEach(row, rows)
		trend_add(&t, row);
	least = most_rounds(&t) > 1 ? 2 : 1;
	v = mem_array(NULL, t.n + 1, sizeof(*v));
	for (size_t i = 0; i < t.n; i++)
		if (rounds_of(&t.v[i], t.ndays) >= least)
			v[n++] = (struct svg_line){ t.v[i].text, t.v[i].v,
				t.v[i].shown.p };
	buf_adds(b, "<figure>\n");
	svg_lines(b, iv_text(lang, N_("The middle of the answers at each "
	    "round")), v, n, t.ndays);
	buf_addf(b, "<figcaption>%s</figcaption>\n</figure>\n", iv_text(lang,
	    N_("On a scale of 1 to 5, the lines at 1, 3 and 5; n is how many "
	    "answered the last time.")));
}

static void
turns_text(struct buf *b, const cJSON *row, const char *lang)
{
	(void)lang;
	buf_addf(b, "%.0f / %.1f", report_number(row, "turns"),
	    report_number(row, "share"));
}

void
figure_turns(struct buf *b, const cJSON *all, const char *lang)
{
	const cJSON *row;
	const char *last = "";

	buf_adds(b, "<div class=\"row\">\n");
	cJSON_ArrayForEach(row, all) {
		const char *role = json_str(row, "role");
		struct report_chart c = { iv_text(lang, role), "role", role,
			"name", false, "deviation", turns_text, svg_balance };

		if (strcmp(role, last) != 0)
			report_chart(b, all, &c, lang);
		last = role;
	}
	buf_adds(b, "</div>\n");
}

const struct out_col cols_cards[2] = {
	{ "item", N_("What"), OUT_WORD },
	{ "text", N_("Number"), OUT_NUMBER },
};

const struct out_col cols_methods[2] = {
	{ "text", N_("Method"), OUT_TEXT },
	{ "value", N_("Times"), OUT_NUMBER },
};

const struct out_col cols_counts[2] = {
	{ "item", N_("What"), OUT_WORD },
	{ "value", N_("Number"), OUT_NUMBER },
};

const struct out_col cols_rounds[4] = {
	{ "text", N_("Statement"), OUT_TEXT },
	{ "date", N_("Closed"), OUT_WHEN },
	{ "value", N_("Median"), OUT_NUMBER },
	{ "of", N_("Answers"), OUT_NUMBER },
};
