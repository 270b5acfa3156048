#include "report_mix.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "facts_method.h"
#include "facts_questions.h"
#include "facts_texts.h"
#include "mem.h"

static void
count_new(struct mix *m, const char *field, const char *word, size_t len)
{
	m->v = mem_array(m->v, m->n + 1, sizeof(*m->v));
	m->v[m->n++] = (struct mix_count){ field, mem_ndup(word, len), 0 };
}

void
mix_add(struct mix *m, const char *field, const char *word)
{
	size_t i = 0;

	while (i < m->n && (strcmp(m->v[i].field, field) != 0 ||
	    strcmp(m->v[i].word, word) != 0))
		i++;
	if (i == m->n)
		count_new(m, field, word, strlen(word));
	m->v[i].n++;
}

struct known {
	struct mix *mix;
	const char *field;
};

static void
known_word(const char *word, size_t len, void *arg)
{
	struct known *k = arg;

	if (len != 5 || strncmp(word, "draft", len) != 0)
		count_new(k->mix, k->field, word, len);
}

void
mix_known(struct mix *m, const char *field)
{
	struct known k = { m, field };

	words_each(fields_find(&schema_case.fields, field,
	    strlen(field))->words, known_word, &k);
}

void
mix_release(struct mix *m)
{
	for (size_t i = 0; i < m->n; i++)
		mem_free(m->v[i].word);
	mem_free(m->v);
}

/* When each meeting is: read once, for all cases. */
struct report_days {
	struct meeting_day {
		struct id id;
		int32_t day;
	} *v;
	size_t n;
};

static int
take_day(void *arg, struct record **r, struct iv_err *e)
{
	const char *start = json_str((*r)->json, "start");
	struct report_days *d = arg;
	struct civil c;

	(void)e;
	if (!start || !civil_parse_iso(start, &c))
		return 0;
	d->v = mem_array(d->v, d->n + 1, sizeof(*d->v));
	d->v[d->n++] = (struct meeting_day){ (*r)->id, c.day };
	return 0;
}

static int
by_meeting(const void *a, const void *b)
{
	const struct meeting_day *x = a, *y = b;

	return strcmp(x->id.s, y->id.s);
}

static const struct report_days *
days_of(struct report_ask *ask)
{
	struct iv_err none = IV_ERR_INIT;
	struct report_days *d = ask->days;

	if (d)
		return d;
	d = ask->days = mem_alloc(sizeof(*d));
	/* Without them a case counts on the day it was written down. */
	if (store_each(ask->store, &schema_session, take_day, d, &none) < 0)
		return d;
	if (d->n > 0)
		qsort(d->v, d->n, sizeof(*d->v), by_meeting);
	return d;
}

void
report_ask_release(struct report_ask *ask)
{
	buf_release(&ask->about);
	if (ask->days)
		mem_free(ask->days->v);
	mem_free(ask->days);
	ask->days = NULL;
}

bool
report_case_day(struct report_ask *ask, const cJSON *j, int32_t *day)
{
	const char *at = json_str(j, "session"), *made = json_str(j, "made");
	const struct meeting_day *met = NULL;
	struct meeting_day key = { .day = 0 };
	struct civil c;

	if (at && id_valid(at)) {
		const struct report_days *d = days_of(ask);

		snprintf(key.id.s, sizeof(key.id.s), "%s", at);
		met = d->n == 0 ? NULL : bsearch(&key, d->v, d->n,
		    sizeof(*d->v), by_meeting);
	}
	if (!met && (!made || !civil_parse_iso(made, &c)))
		return false;
	*day = met ? met->day : c.day;
	return true;
}

bool
report_case_wanted(struct report_ask *ask, const cJSON *j, int32_t *day)
{
	const struct facts_scope *scope = &ask->scope;

	if (scope->member && !json_is(j, "presenter", scope->member))
		return false;
	return report_case_day(ask, j, day) && *day >= scope->since &&
	    *day <= scope->until;
}

const char *const report_action_states[] = { N_("open"), N_("overdue"),
	N_("done"), N_("dropped") };

const char *
report_action_state(const cJSON *action, int32_t today)
{
	const char *status = json_str(action, "status");
	const char *due = json_str(action, "due");
	struct civil c;

	if (status && strcmp(status, "open") != 0)
		return status;
	return due && civil_parse_iso(due, &c) && c.day < today ?
	    "overdue" : "open";
}

struct load {
	struct rounds *rounds;
	const struct facts_scope *scope;
};

static int
take_round(void *arg, struct record **r, struct iv_err *e)
{
	struct load *l = arg;
	struct rounds *rounds = l->rounds;
	const char *closed = json_str((*r)->json, "closed");
	struct civil c;

	(void)e;
	if (!closed || !civil_parse_iso(closed, &c) ||
	    c.day < l->scope->since || c.day > l->scope->until)
		return 0;
	rounds->v = mem_array(rounds->v, rounds->n + 1, sizeof(*rounds->v));
	rounds->v[rounds->n++] = IV_TAKE(*r);
	return 0;
}

static int
by_closed(const void *a, const void *b)
{
	const struct record *x = *(struct record *const *)a;
	const struct record *y = *(struct record *const *)b;
	int r = strcmp(json_str(x->json, "closed"),
	    json_str(y->json, "closed"));

	return r != 0 ? r : strcmp(x->id.s, y->id.s);
}

int
rounds_load(struct rounds *r, struct report_ask *ask, struct iv_err *e)
{
	struct load l = { r, &ask->scope };

	if (store_each(ask->store, &schema_evaluation, take_round, &l,
	    e) < 0)
		return -1;
	if (r->n > 0)
		qsort(r->v, r->n, sizeof(*r->v), by_closed);
	return 0;
}

void
closed_rounds_release(struct rounds *r)
{
	for (size_t i = 0; i < r->n; i++)
		record_free(r->v[i]);
	mem_free(r->v);
}

static bool
has_item(const struct questions *q, const char *id)
{
	for (size_t i = 0; i < q->n; i++)
		if (strcmp(q->items[i].id, id) == 0)
			return true;
	return false;
}

void
round_each(struct store *s, const struct record *round, round_fn *fn,
    void *arg)
{
	IV_AUTO(questions_release) struct questions q = QUESTIONS_INIT;
	const char *name = json_str(round->json, "questionnaire");
	const cJSON *items = json_get(round->json, "items"), *j;
	struct iv_err none = IV_ERR_INIT;

	/* Without its questionnaire a round still has its items by name. */
	if (!name || questions_load(&q, s, name, &none) < 0)
		q.n = 0;
	for (size_t i = 0; i < q.n; i++) {
		j = json_get(items, q.items[i].id);
		if (j)
			fn(arg, round, q.items[i].id, q.items[i].text, j);
	}
	cJSON_ArrayForEach(j, items)
		if (!has_item(&q, j->string))
			fn(arg, round, j->string, j->string, j);
}

long
round_middle(const cJSON *result)
{
	long v;

	if (json_int(result, "median", &v) || json_int(result, "mean", &v))
		return v;
	return -1;
}

const struct out_col fact_cols[8] = {
	{ "section", N_("Section"), OUT_WORD },
	{ "date", N_("Date"), OUT_WHEN },
	{ "member", N_("Id"), OUT_TEXT },
	{ "name", N_("Name"), OUT_TEXT },
	{ "item", N_("Item"), OUT_WORD },
	{ "text", N_("Text"), OUT_TEXT },
	{ "value", N_("Value"), OUT_NUMBER },
	{ "of", N_("Of"), OUT_NUMBER },
};

void
fact_put(struct out *o, const struct fact *f)
{
	IV_AUTO(json_free_auto) cJSON *row = cJSON_CreateObject();

	row_str(row, "section", f->section);
	row_day(row, "date", f->day);
	row_str(row, "member", f->member);
	row_str(row, "name", f->name);
	row_str(row, "item", f->item);
	row_str(row, "text", f->text);
	row_num(row, "value", f->value);
	row_num(row, "of", f->of);
	out_row(o, row);
}

void
report_method(struct buf *b, struct store *s, const char *name)
{
	method_title(s, name, store_lang(s), b);
}
