#include "facts_signals.h"

#include <stdlib.h>
#include <string.h>

#include "facts_questions.h"
#include "mem.h"

struct load {
	const struct facts_scope *scope;
	struct record **v;
	size_t n;
};

static int
keep(void *arg, struct record **r, struct iv_err *e)
{
	struct load *l = arg;
	const char *closed = json_str((*r)->json, "closed");
	struct civil c;

	(void)e;
	if (!closed || !civil_parse_iso(closed, &c) ||
	    c.day > l->scope->until || !json_str((*r)->json, "questionnaire"))
		return 0;
	l->v = mem_array(l->v, l->n + 1, sizeof(*l->v));
	l->v[l->n++] = IV_TAKE(*r);
	return 0;
}

/* The newest first. */
static int
by_closed(const void *a, const void *b)
{
	const struct record *x = *(struct record *const *)a;
	const struct record *y = *(struct record *const *)b;
	int r = strcmp(json_str(y->json, "closed"),
	    json_str(x->json, "closed"));

	return r != 0 ? r : strcmp(y->id.s, x->id.s);
}

static void
load_release(struct load *l)
{
	for (size_t i = 0; i < l->n; i++)
		record_free(l->v[i]);
	mem_free(l->v);
}

static bool
in_period(const struct load *l, const struct record *r)
{
	struct civil c;

	return civil_parse_iso(json_str(r->json, "closed"), &c) &&
	    c.day >= l->scope->since;
}

/* The middle of a round's answers; 0: it did not ask. */
static int
middle_of(const struct record *r, const char *item)
{
	const cJSON *result = json_get(json_get(r->json, "items"), item);
	long v;

	if (json_int(result, "median", &v) || json_int(result, "mean", &v))
		return (int)v;
	return 0;
}

static void
item_compare(struct signals_facts *f, const struct load *l, size_t at,
    const char *item)
{
	const char *name = json_str(l->v[at]->json, "questionnaire");
	struct signals_trend t = { 0, middle_of(l->v[at], item) };

	for (size_t i = at + 1; t.before == 0 && i < l->n; i++)
		if (json_is(l->v[i]->json, "questionnaire", name))
			t.before = middle_of(l->v[i], item);
	if (t.before == 0 || t.last == 0)
		return;
	f->safety = mem_array(f->safety, f->in.nsafety + 1,
	    sizeof(*f->safety));
	f->safety[f->in.nsafety++] = t;
}

/* Is this the newest round of its questionnaire? */
static bool
newest(const struct load *l, size_t at)
{
	const char *name = json_str(l->v[at]->json, "questionnaire");

	for (size_t i = 0; i < at; i++)
		if (json_is(l->v[i]->json, "questionnaire", name))
			return false;
	return true;
}

int
facts_signals_safety(struct signals_facts *f, struct store *s,
    const struct facts_scope *scope, struct iv_err *e)
{
	IV_AUTO(load_release) struct load l = { scope, NULL, 0 };

	if (store_each(s, &schema_evaluation, keep, &l, e) < 0)
		return -1;
	if (l.n > 0)
		qsort(l.v, l.n, sizeof(*l.v), by_closed);
	for (size_t i = 0; i < l.n; i++) {
		IV_AUTO(questions_release) struct questions q =
		    QUESTIONS_INIT;
		struct iv_err none = IV_ERR_INIT;

		if (!newest(&l, i) || !in_period(&l, l.v[i]) ||
		    questions_load(&q, s, json_str(l.v[i]->json,
		    "questionnaire"), &none) < 0)
			continue;
		for (size_t k = 0; k < q.n; k++)
			if (strcmp(q.items[k].theme, "safety") == 0)
				item_compare(f, &l, i, q.items[k].id);
	}
	return 0;
}
