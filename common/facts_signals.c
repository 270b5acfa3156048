#include "facts_signals.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"

struct load {
	struct signals_facts *f;
	struct store *store;
	const struct facts_scope *scope;
	int32_t today;		/* or the end of the period, when earlier */
};

static int
number_of(struct words *w, const char *word)
{
	for (size_t i = 0; i < w->n; i++)
		if (strcmp(w->v[i], word) == 0)
			return (int)i;
	w->v = mem_array(w->v, w->n + 1, sizeof(*w->v));
	w->v[w->n] = mem_dup(word);
	return (int)w->n++;
}

static void
words_release(struct words *w)
{
	for (size_t i = 0; i < w->n; i++)
		mem_free(w->v[i]);
	mem_free(w->v);
}

static int
late_of(const cJSON *session)
{
	const cJSON *a;
	int n = 0;

	cJSON_ArrayForEach(a, json_get(session, "attendance"))
		n += json_is(a, "status", "late-notice") ||
		    json_is(a, "status", "absent");
	return n;
}

static void
take_presenters(struct signals_facts *f, const cJSON *session,
    struct signals_meeting *m)
{
	const cJSON *item;

	cJSON_ArrayForEach(item, json_get(session, "agenda")) {
		const char *who = json_str(item, "presenter");

		if (!who)
			continue;
		f->presenters = mem_array(f->presenters,
		    f->in.npresenters + 1, sizeof(*f->presenters));
		f->presenters[f->in.npresenters++] =
		    number_of(&f->people, who);
		m->cases++;
	}
}

static void
take_held(struct load *l, const cJSON *j, int32_t day)
{
	struct signals_facts *f = l->f;
	const char *chair = json_str(json_get(j, "roles"), "chair");
	const char *purpose = json_str(j, "purpose");
	struct signals_meeting m = { .day = day, .late = late_of(j),
		.regular = !purpose || strcmp(purpose, "regular") == 0,
		.chair = SIGNALS_NOBODY };

	if (chair && !json_is(j, "led_by", "facilitator"))
		m.chair = number_of(&f->people, chair);
	take_presenters(f, j, &m);
	facts_signals_steps(f, l->store, j);
	f->meetings = mem_array(f->meetings, f->in.nmeetings + 1,
	    sizeof(*f->meetings));
	f->meetings[f->in.nmeetings++] = m;
}

static int
take_session(void *arg, struct record **r, struct iv_err *e)
{
	struct load *l = arg;
	struct signals_in *in = &l->f->in;
	const cJSON *j = (*r)->json;
	const char *start = json_str(j, "start");
	struct civil c;
	bool held;

	(void)e;
	if (!start || !civil_parse_iso(start, &c))
		return 0;
	held = json_is(j, "status", "held");
	if (held && c.day >= l->scope->since && c.day <= l->scope->until)
		take_held(l, j, c.day);
	else if (!json_is(j, "status", "cancelled") &&
	    !json_is(j, "status", "proposed") &&
	    c.day >= l->today + held && (in->next == 0 || c.day < in->next))
		in->next = c.day;
	return 0;
}

static void
take_actions(struct load *l, const cJSON *actions)
{
	struct signals_in *in = &l->f->in;
	struct civil due;
	const cJSON *a;

	cJSON_ArrayForEach(a, actions) {
		const char *day = json_str(a, "due");

		if (!cJSON_IsTrue(json_get(a, "share")))
			continue;
		in->shared++;
		in->overdue += (!json_get(a, "status") ||
		    json_is(a, "status", "open")) && day &&
		    civil_parse_iso(day, &due) &&
		    due.day < l->today;
	}
}

static int
take_case(void *arg, struct record **r, struct iv_err *e)
{
	struct load *l = arg;
	struct signals_facts *f = l->f;
	const cJSON *j = (*r)->json;
	const char *form = json_str(j, "form"), *made = json_str(j, "made");
	struct civil c;

	(void)e;
	if (!made || !civil_parse_iso(made, &c) ||
	    c.day > l->scope->until || (!json_is(j, "status", "discussed") &&
	    !json_is(j, "status", "closed")))
		return 0;
	take_actions(l, json_get(j, "actions"));
	if (c.day < l->scope->since)
		return 0;
	facts_signals_advice(f, *r);
	if (!form)
		return 0;
	f->forms = mem_array(f->forms, f->in.nforms + 1, sizeof(*f->forms));
	f->forms[f->in.nforms++] = number_of(&f->kinds, form);
	return 0;
}

static int
by_day(const void *a, const void *b)
{
	const struct signals_meeting *x = a, *y = b;

	return (x->day > y->day) - (x->day < y->day);
}

int
facts_signals(struct signals_facts *f, struct store *s,
    const struct facts_scope *scope, struct iv_err *e)
{
	if (facts_signals_safety(f, s, scope, e) < 0)
		return -1;
	return facts_signals_meetings(f, s, scope, e);
}

int
facts_signals_meetings(struct signals_facts *f, struct store *s,
    const struct facts_scope *scope, struct iv_err *e)
{
	struct load l = { f, s, scope, scope->until < scope->now.day ?
		scope->until : scope->now.day };

	if (store_each(s, &schema_session, take_session, &l, e) < 0 ||
	    store_each(s, &schema_case, take_case, &l, e) < 0)
		return -1;
	if (f->in.nmeetings > 0)
		qsort(f->meetings, f->in.nmeetings, sizeof(*f->meetings),
		    by_day);
	f->in.meetings = f->meetings;
	f->in.presenters = f->presenters;
	f->in.forms = f->forms;
	f->in.safety = f->safety;
	f->in.steps = f->steps;
	f->in.advised = (int)f->nadvised;
	for (size_t i = 0; i < f->nadvised; i++)
		f->in.early += f->advised[i].early;
	f->in.today = l.today;
	return 0;
}

void
facts_signals_release(struct signals_facts *f)
{
	mem_free(f->meetings);
	mem_free(f->presenters);
	mem_free(f->forms);
	mem_free(f->safety);
	mem_free(f->steps);
	mem_free(f->advised);
	facts_signals_methods_release(f);
	words_release(&f->people);
	words_release(&f->kinds);
}
