#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "eval.h"
#include "file.h"
#include "mem.h"
#include "tally.h"
#include "utf8.h"

void
closed_release(struct closed *l)
{
	for (size_t i = 0; i < l->n; i++)
		record_free(l->v[i]);
	mem_free(l->v);
	*l = (struct closed){ NULL, 0 };
}

static int
add_closed(void *arg, struct record **r, struct iv_err *e)
{
	struct closed *l = arg;

	(void)e;
	l->v = mem_array(l->v, l->n + 1, sizeof(struct record *));
	l->v[l->n++] = IV_TAKE(*r);
	return 0;
}

static const char *
closed_day(const struct record *r)
{
	const char *day = json_str(r->json, "closed");

	return day ? day : "";
}

static int
by_day(const void *p, const void *q)
{
	const struct record *const *a = p, *const *b = q;
	int order = strcmp(closed_day(*a), closed_day(*b));

	return order != 0 ? order : strcmp((*a)->id.s, (*b)->id.s);
}

int
closed_load(struct iv_ctx *c, struct closed *ret, struct iv_err *e)
{
	if (store_each(c->store, &schema_evaluation, add_closed, ret, e) < 0)
		return -1;
	if (ret->n > 0)
		qsort(ret->v, ret->n, sizeof(struct record *), by_day);
	return 0;
}

/* Of five and more the median, of four the mean; 0: neither. */
static long
value_of(const cJSON *item, bool *mean)
{
	long v = 0;

	*mean = false;
	if (json_int(item, "median", &v))
		return v;
	*mean = json_int(item, "mean", &v);
	return v;
}

static long
answered(const struct record *r)
{
	long n = 0;

	json_int(r->json, "answered", &n);
	return n;
}

/* Those of one questionnaire, closed from since to until ("": no limit). */
static void
keep(struct closed *l, const char *questionnaire, const char *since,
    const char *until)
{
	size_t n = 0;

	for (size_t i = 0; i < l->n; i++) {
		const char *day = closed_day(l->v[i]);

		if (json_is(l->v[i]->json, "questionnaire", questionnaire) &&
		    strcmp(day, since) >= 0 &&
		    (*until == '\0' || strcmp(day, until) <= 0))
			l->v[n++] = l->v[i];
		else
			record_free(l->v[i]);
	}
	l->n = n;
}

/* That of the last round, when none was typed. */
static const char *
questionnaire_of(const struct closed *l, const char *typed)
{
	if (typed || l->n == 0)
		return typed;
	return json_str(l->v[l->n - 1]->json, "questionnaire");
}

static int
day_text(struct iv_ctx *c, const char *typed, char out[DAY_TEXT],
    struct iv_err *e)
{
	struct civil day;

	out[0] = '\0';
	if (!typed)
		return 0;
	if (tool_day(c, typed, &day, e) < 0)
		return -1;
	civil_text(out, (struct civil){ day.day, -1 });
	return 0;
}

static void
add_spark(struct buf *b, long v)
{
	static const char *const marks[] = { "\u2581", "\u2582", "\u2584",
	    "\u2586", "\u2588" };

	buf_adds(b, v >= TALLY_LOW && v <= TALLY_HIGH ? marks[v - TALLY_LOW] :
	    " ");
}

static void
set_text(cJSON *row, const struct questions *q, const char *id)
{
	const struct question_item *item = question_of(q, id);
	IV_AUTO(buf_release) struct buf b = BUF_INIT;

	buf_adds(&b, item ? item->text : id);
	if (item && item->reversed)
		buf_addf(&b, " %s", _("(turned)"));
	json_set_str(row, "item", id);
	json_set_str(row, "text", b.p);
}

static void
add_range(cJSON *row, const char *key, long min, long max)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;

	buf_addf(&b, min == max ? "%ld" : "%ld-%ld", min, max);
	json_set_str(row, key, b.p);
}

/* One question over all rounds, as a line for a person. */
static cJSON *
line_of(const struct closed *l, const struct questions *q, const char *id)
{
	IV_AUTO(buf_release) struct buf spark = BUF_INIT;
	IV_AUTO(buf_release) struct buf list = BUF_INIT;
	long min = 9, max = 0, few = 99, most = 0;
	cJSON *row = cJSON_CreateObject();

	for (size_t i = 0; i < l->n; i++) {
		bool mean;
		long n = answered(l->v[i]);
		long v = value_of(json_get(json_get(l->v[i]->json, "items"),
		    id), &mean);

		add_spark(&spark, v);
		if (v == 0)
			continue;
		buf_addf(&list, mean ? "%s(%ld)" : "%s%ld",
		    list.len > 0 ? " " : "", v);
		min = v < min ? v : min;
		max = v > max ? v : max;
		few = n < few ? n : few;
		most = n > most ? n : most;
	}
	set_text(row, q, id);
	json_set_str(row, "spark", spark.p);
	json_set_str(row, "medians", list.p);
	add_range(row, "range", min, max);
	add_range(row, "n", few, most);
	return row;
}

/* Every item that one of the rounds has, in the order of the questions and
 * then of the records; each once. */
static void
items_of(const struct closed *l, const struct questions *q, struct names *ret)
{
	IV_AUTO(json_free_auto) cJSON *seen = cJSON_CreateObject();
	const cJSON *j;

	for (size_t i = 0; i < q->n; i++)
		for (size_t k = 0; k < l->n; k++)
			if (json_get(json_get(l->v[k]->json, "items"),
			    q->items[i].id))
				json_set_int(seen, q->items[i].id, 1);
	for (size_t k = 0; k < l->n; k++)
		cJSON_ArrayForEach(j, json_get(l->v[k]->json, "items"))
			json_set_int(seen, j->string, 1);
	cJSON_ArrayForEach(j, seen) {
		ret->v = mem_array(ret->v, ret->n + 1, sizeof(*ret->v));
		ret->v[ret->n++] = mem_dup(j->string);
	}
}

/* What the figures can bear, under them. */
static void
trend_note(struct iv_ctx *c, const struct closed *l)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	IV_AUTO(buf_release) struct buf text = BUF_INIT;

	buf_addf(&b, iv_n("%zu round, %s", "%zu rounds, from %s", l->n),
	    l->n, closed_day(l->v[0]));
	if (l->n > 1)
		buf_addf(&b, _(" to %s"), closed_day(l->v[l->n - 1]));
	buf_adds(&b, _(".  (4) is the mean of four answers.  With so few "
	    "people one of them moves a figure: a step says little, a course "
	    "over several rounds more.\n"));
	utf8_wrap(&text, b.p, 79, 0);
	tool_print(c, text.p);
}

static int
trend_people(struct iv_ctx *c, const struct closed *l,
    const struct questions *q, struct iv_err *e)
{
	static const struct out_col cols[] = {
		{ "text", N_("Question"), OUT_TEXT },
		{ "spark", N_("Course"), OUT_TEXT },
		{ "medians", N_("Median"), OUT_TEXT },
		{ "range", N_("Range"), OUT_TEXT },
		{ "n", N_("n"), OUT_TEXT },
	};
	IV_AUTO(names_release) struct names items = { NULL, 0 };
	struct out *out;

	items_of(l, q, &items);
	out = tool_out(c, "iv.trend/1", cols, IV_LEN(cols));
	for (size_t i = 0; i < items.n; i++) {
		cJSON *row = line_of(l, q, items.v[i]);

		out_row(out, row);
		cJSON_Delete(row);
	}
	if (out_end(out, e) < 0)
		return -1;
	if (tool_for_people(c))
		trend_note(c, l);
	return 0;
}

/* For programs: a row a question and round. */
static int
trend_rows(struct iv_ctx *c, const struct closed *l,
    const struct questions *q, struct iv_err *e)
{
	static const struct out_col cols[] = {
		{ "closed", NULL, OUT_TEXT }, { "item", NULL, OUT_TEXT },
		{ "text", NULL, OUT_TEXT }, { "answered", NULL, OUT_NUMBER },
		{ "low", NULL, OUT_NUMBER }, { "middle", NULL, OUT_NUMBER },
		{ "high", NULL, OUT_NUMBER }, { "median", NULL, OUT_NUMBER },
		{ "mean", NULL, OUT_NUMBER },
	};
	static const char *const figures[] = { "low", "middle", "high",
	    "median", "mean" };
	struct out *out = tool_out(c, "iv.trend/1", cols, IV_LEN(cols));

	for (size_t i = 0; i < l->n; i++) {
		const cJSON *j;

		cJSON_ArrayForEach(j, json_get(l->v[i]->json, "items")) {
			cJSON *row = cJSON_CreateObject();

			json_set_str(row, "id", l->v[i]->id.s);
			json_set_str(row, "closed", closed_day(l->v[i]));
			set_text(row, q, j->string);
			json_set_int(row, "answered", answered(l->v[i]));
			for (size_t k = 0; k < IV_LEN(figures); k++)
				json_set(row, figures[k], json_get(j,
				    figures[k]) ? cJSON_Duplicate(json_get(j,
				    figures[k]), true) : cJSON_CreateNull());
			out_row(out, row);
			cJSON_Delete(row);
		}
	}
	return out_end(out, e);
}

static int
none_closed(struct iv_err *e)
{
	return iv_fail(e, IV_NOTFOUND, _("no round was closed in this period; "
	    "see 'iv-eval list'"));
}

int
eval_trend(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	const struct eval_trend_opts *o = opts;
	IV_AUTO(closed_release) struct closed l = { NULL, 0 };
	IV_AUTO(questions_release) struct questions q = QUESTIONS_INIT;
	char since[DAY_TEXT], until[DAY_TEXT];
	const char *name;
	bool client;

	if (for_client(o->audience, &client, e) < 0 || tool_store(c, e) < 0 ||
	    day_text(c, o->since, since, e) < 0 ||
	    day_text(c, o->until, until, e) < 0 || closed_load(c, &l, e) < 0)
		return -1;
	name = questionnaire_of(&l, o->questionnaire);
	if (!name)
		return none_closed(e);
	questions_of(c, name, &q);
	keep(&l, q.name ? q.name : name, since, until);
	if (client)
		return show_client(c, &l, e);
	if (l.n == 0)
		return none_closed(e);
	if ((tool_for_people(c) || strcmp(c->format, "md") == 0) && !c->fields)
		return trend_people(c, &l, &q, e);
	return trend_rows(c, &l, &q, e);
}

/* What one period says of an item: the median of its rounds' figures. */
struct side {
	long rounds, value, few, most;
};

static struct side
side_of(const struct closed *l, const char *id, const char *since,
    const char *until)
{
	struct side s = { 0, 0, 0, 0 };
	IV_AUTO(mem_free_auto) int *v = mem_array(NULL, l->n + 1,
	    sizeof(*v));

	for (size_t i = 0; i < l->n; i++) {
		const char *day = closed_day(l->v[i]);
		long n = answered(l->v[i]), value;
		bool mean;

		value = value_of(json_get(json_get(l->v[i]->json, "items"),
		    id), &mean);
		if (value == 0 || strcmp(day, since) < 0 ||
		    strcmp(day, until) > 0)
			continue;
		v[s.rounds++] = (int)value;
		s.few = s.few == 0 || n < s.few ? n : s.few;
		s.most = n > s.most ? n : s.most;
	}
	if (s.rounds > 0)
		s.value = tally_median(v, (size_t)s.rounds);
	return s;
}

static void
set_side(cJSON *row, const char *when, const struct side *s)
{
	char key[32];

	snprintf(key, sizeof(key), "%s_rounds", when);
	json_set_int(row, key, s->rounds);
	snprintf(key, sizeof(key), "%s_median", when);
	json_set(row, key, s->rounds > 0 ?
	    cJSON_CreateNumber((double)s->value) : cJSON_CreateNull());
	snprintf(key, sizeof(key), "%s_n", when);
	if (s->rounds > 0)
		add_range(row, key, s->few, s->most);
	else
		json_set(row, key, cJSON_CreateNull());
}

/* Two periods of the group's own: the one asked for, and as many days before
 * it. */
struct periods {
	char since[DAY_TEXT], until[DAY_TEXT];
	char before[DAY_TEXT], last[DAY_TEXT];
};

static int
find_periods(struct iv_ctx *c, const struct eval_trend_opts *o,
    struct periods *p, struct iv_err *e)
{
	struct civil since, until = { c->now.day, -1 };

	if (!o->since)
		return iv_fail(e, IV_USAGE, _("give --since: the period is "
		    "compared with as many days before it"));
	if (tool_day(c, o->since, &since, e) < 0 ||
	    (o->until && tool_day(c, o->until, &until, e) < 0))
		return -1;
	if (until.day < since.day)
		return iv_fail(e, IV_USAGE, _("--until is before --since"));
	civil_text(p->since, (struct civil){ since.day, -1 });
	civil_text(p->until, (struct civil){ until.day, -1 });
	civil_text(p->last, (struct civil){ since.day - 1, -1 });
	civil_text(p->before, (struct civil){ since.day - 1 - (until.day -
	    since.day), -1 });
	return 0;
}

static int
compare_rows(struct iv_ctx *c, const struct closed *l,
    const struct questions *q, const struct periods *p, struct iv_err *e)
{
	static const struct out_col cols[] = {
		{ "text", N_("Question"), OUT_TEXT },
		{ "before_median", N_("Before"), OUT_NUMBER },
		{ "now_median", N_("Now"), OUT_NUMBER },
		{ "change", N_("Difference"), OUT_NUMBER },
		{ "before_rounds", N_("Rounds before"), OUT_NUMBER },
		{ "before_n", N_("n before"), OUT_TEXT },
		{ "now_rounds", N_("Rounds now"), OUT_NUMBER },
		{ "now_n", N_("n now"), OUT_TEXT },
	};
	IV_AUTO(names_release) struct names items = { NULL, 0 };
	struct out *out;

	items_of(l, q, &items);
	out = tool_out(c, "iv.compare/1", cols, IV_LEN(cols));
	for (size_t i = 0; i < items.n; i++) {
		struct side was = side_of(l, items.v[i], p->before, p->last);
		struct side now = side_of(l, items.v[i], p->since, p->until);
		cJSON *row = cJSON_CreateObject();

		json_set_str(row, "id", items.v[i]);
		set_text(row, q, items.v[i]);
		set_side(row, "before", &was);
		set_side(row, "now", &now);
		json_set(row, "change", was.rounds > 0 && now.rounds > 0 ?
		    cJSON_CreateNumber((double)(now.value - was.value)) :
		    cJSON_CreateNull());
		out_row(out, row);
		cJSON_Delete(row);
	}
	return out_end(out, e);
}

int
eval_compare(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	const struct eval_trend_opts *o = opts;
	IV_AUTO(closed_release) struct closed l = { NULL, 0 };
	IV_AUTO(questions_release) struct questions q = QUESTIONS_INIT;
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	struct periods p;
	const char *name;

	if (tool_store(c, e) < 0 || find_periods(c, o, &p, e) < 0 ||
	    closed_load(c, &l, e) < 0)
		return -1;
	name = questionnaire_of(&l, o->questionnaire);
	if (!name)
		return none_closed(e);
	questions_of(c, name, &q);
	keep(&l, q.name ? q.name : name, p.before, p.until);
	if (l.n == 0)
		return none_closed(e);
	if (tool_for_people(c) && !c->fields) {
		buf_addf(&b, _("%s to %s, beside %s to %s before it\n"),
		    p.since, p.until, p.before, p.last);
		tool_print(c, b.p);
	}
	return compare_rows(c, &l, &q, &p, e);
}

/* One figure a round: the median of its questions' medians. */
static long
overall(const struct record *r)
{
	int v[QUESTIONS_MAX];
	size_t n = 0;
	const cJSON *j;

	cJSON_ArrayForEach(j, json_get(r->json, "items")) {
		bool mean;
		long value = value_of(j, &mean);

		if (value > 0 && !mean && n < QUESTIONS_MAX)
			v[n++] = (int)value;
	}
	return n > 0 ? tally_median(v, n) : 0;
}

static cJSON *
client_row(const char *part, const char *text)
{
	cJSON *row = cJSON_CreateObject();

	json_set_str(row, "id", part);
	json_set_str(row, "part", part);
	json_set_str(row, "text", text ? text : "");
	return row;
}

/* "4 4 5": nothing of a question, a day or a number of people. */
static size_t
client_trend(const struct closed *l, bool people, struct buf *b)
{
	const char *way;
	long first = 0, last = 0;
	size_t n = 0;

	for (size_t i = 0; i < l->n; i++) {
		long v = answered(l->v[i]) >= TALLY_BINS ?
		    overall(l->v[i]) : 0;

		if (v == 0)
			continue;
		buf_addf(b, n++ > 0 ? " %ld" : "%ld", v);
		first = first == 0 ? v : first;
		last = v;
	}
	way = last > first ? N_("rising") : last < first ? N_("falling") :
	    N_("steady");
	if (n > 1)
		buf_addf(b, " (%s)", people ? _(way) : way);
	return n;
}

int
show_client(struct iv_ctx *c, const struct closed *l, struct iv_err *e)
{
	static const struct out_col cols[] = {
		{ "part", N_("Part"), OUT_WORD },
		{ "text", N_("Text"), OUT_TEXT },
	};
	const cJSON *group = store_group(c->store);
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	struct out *out;
	cJSON *rows[3];

	if (client_trend(l, tool_for_people(c), &b) == 0)
		return iv_fail(e, IV_REFUSED, _("for the client there is "
		    "nothing to show: no round had %d answers or more"),
		    TALLY_BINS);
	rows[0] = client_row(N_("aim"), json_str(group, "purpose"));
	rows[1] = client_row(N_("approach"), json_str(group, "approach"));
	rows[2] = client_row(N_("trend"), b.p);
	out = tool_out(c, "iv.client/1", cols, IV_LEN(cols));
	for (size_t i = 0; i < IV_LEN(rows); i++) {
		if (!tool_for_people(c) || *json_str(rows[i], "text"))
			out_row(out, rows[i]);
		cJSON_Delete(rows[i]);
	}
	return out_end(out, e);
}
