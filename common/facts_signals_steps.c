#include "facts_signals.h"

#include <string.h>

#include "facts_method.h"
#include "facts_steps.h"
#include "mem.h"

/* One agenda item of a live run. */
struct item_run {
	const cJSON *item;
	long planned, asked;	/* seconds of the steps that ask, so far */
	bool advice;		/* it came to advice... */
	bool early;		/* ...before half of that */
};

static void
step_keep(struct signals_facts *f, const struct step_went *g)
{
	f->steps = mem_array(f->steps, f->in.nsteps + 1, sizeof(*f->steps));
	f->steps[f->in.nsteps++] = (struct signals_step){ g->planned,
		g->seconds };
}

static const struct method_step *
step_find(const struct method *m, const char *id)
{
	for (size_t i = 0; i < m->nsteps; i++)
		if (strcmp(m->steps[i].id, id) == 0)
			return &m->steps[i];
	return NULL;
}

/* What is done in this step, and what was done before it. */
static void
step_weigh(struct item_run *run, const struct method *m,
    const struct step_went *g)
{
	const struct method_step *s = step_find(m, g->id);
	unsigned asks = METHOD_TALKS(OPEN) | METHOD_TALKS(FACTUAL) |
	    METHOD_TALKS(QUESTIONS);
	unsigned tells = METHOD_TALKS(ADVICE) | METHOD_TALKS(SUGGESTION) |
	    METHOD_TALKS(SOLUTIONS);

	if (!s || run->advice)
		return;
	if ((s->talk & tells) && run->planned > 0) {
		run->advice = true;
		run->early = run->asked * 2 < run->planned;
	} else if (s->talk & asks) {
		run->planned += g->planned * 60;
		run->asked += g->seconds;
	}
}

static struct advised *
advised_of(struct signals_facts *f, const char *id)
{
	for (size_t i = 0; id && i < f->nadvised; i++)
		if (strcmp(f->advised[i].case_id.s, id) == 0)
			return &f->advised[i];
	f->advised = mem_array(f->advised, f->nadvised + 1,
	    sizeof(*f->advised));
	f->advised[f->nadvised] = (struct advised){ .early = false };
	if (id)
		snprintf(f->advised[f->nadvised].case_id.s,
		    sizeof(f->advised->case_id.s), "%s", id);
	return &f->advised[f->nadvised++];
}

static void
item_end(struct signals_facts *f, const struct item_run *run)
{
	struct advised *a;

	if (!run->advice)
		return;
	a = advised_of(f, json_str(run->item, "case"));
	a->early = a->early || run->early;
}

/* A method that is gone or broken says nothing of its steps.  Each is read
 * once: many meetings are held by few methods. */
static const struct method *
method_of(struct signals_facts *f, struct store *s, const char *name)
{
	struct iv_err none = IV_ERR_INIT;
	struct signals_method *m;

	if (!name)
		return NULL;
	for (size_t i = 0; i < f->nmethods; i++)
		if (strcmp(f->methods[i].name, name) == 0)
			return f->methods[i].file ? &f->methods[i].file->m :
			    NULL;
	f->methods = mem_array(f->methods, f->nmethods + 1,
	    sizeof(*f->methods));
	m = &f->methods[f->nmethods++];
	*m = (struct signals_method){ mem_dup(name), NULL };
	if (method_find(s, name, store_lang(s), &m->file, &none) < 0)
		m->file = NULL;
	return m->file ? &m->file->m : NULL;
}

void
facts_signals_methods_release(struct signals_facts *f)
{
	for (size_t i = 0; i < f->nmethods; i++) {
		mem_free(f->methods[i].name);
		method_file_free(f->methods[i].file);
	}
	mem_free(f->methods);
}

void
facts_signals_steps(struct signals_facts *f, struct store *s,
    const cJSON *session)
{
	const struct method *method = NULL;
	struct item_run run = { .item = NULL };
	const cJSON *j;

	cJSON_ArrayForEach(j, json_get(session, "steps")) {
		struct step_went g;

		if (!facts_step(&g, session, j))
			continue;
		step_keep(f, &g);
		if (g.item != run.item) {
			item_end(f, &run);
			run = (struct item_run){ .item = g.item };
			method = method_of(f, s, g.method);
		}
		if (method)
			step_weigh(&run, method, &g);
	}
	item_end(f, &run);
}

void
facts_signals_advice(struct signals_facts *f, const struct record *r)
{
	struct advised *a;

	if (json_count(json_get(r->json, "advice")) == 0)
		return;
	a = advised_of(f, r->id.s);
	a->early = a->early || json_count(json_get(r->json,
	    "questions")) == 0;
}
