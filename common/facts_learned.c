#include "facts_learned.h"

#include <stdlib.h>
#include <string.h>

#include "facts_steps.h"
#include "mem.h"
#include "tally.h"

static struct learned_step *
step_of(struct learned *l, const char *id)
{
	for (size_t i = 0; i < l->n; i++)
		if (strcmp(l->v[i].id, id) == 0)
			return &l->v[i];
	l->v = mem_array(l->v, l->n + 1, sizeof(*l->v));
	l->v[l->n] = (struct learned_step){ .id = mem_dup(id) };
	return &l->v[l->n++];
}

static int
take_meeting(void *arg, struct record **r, struct iv_err *e)
{
	struct learned *l = arg;
	const cJSON *j;

	(void)e;
	if (!json_is((*r)->json, "status", "held"))
		return 0;
	cJSON_ArrayForEach(j, json_get((*r)->json, "steps")) {
		struct learned_step *s;
		struct step_went g;

		if (!facts_step(&g, (*r)->json, j) || !g.method ||
		    strcmp(g.method, l->method) != 0)
			continue;
		s = step_of(l, g.id);
		s->minutes = mem_array(s->minutes, s->n + 1,
		    sizeof(*s->minutes));
		s->minutes[s->n++] = (int)(g.seconds + 30) / 60;
	}
	return 0;
}

int
facts_learned(struct store *s, const char *method, struct learned *ret,
    struct iv_err *e)
{
	*ret = (struct learned){ .method = method };
	return store_each(s, &schema_session, take_meeting, ret, e);
}

void
learned_release(struct learned *l)
{
	for (size_t i = 0; i < l->n; i++) {
		mem_free(l->v[i].id);
		mem_free(l->v[i].minutes);
	}
	mem_free(l->v);
}

int
learned_minutes(const struct learned *l, const char *step, int *times)
{
	for (size_t i = 0; i < l->n; i++) {
		struct learned_step *s = &l->v[i];
		int median;

		if (strcmp(s->id, step) != 0 || s->n < LEARNED_LEAST)
			continue;
		*times = (int)s->n;
		/* A step that took no time at all is asked for once more. */
		for (size_t k = 0; k < s->n; k++)
			s->minutes[k] += s->minutes[k] == 0;
		median = tally_median(s->minutes, s->n);
		return median;
	}
	return -1;
}

int
learned_total(const struct learned *l, const struct method *m, int people,
    int *known, int *times)
{
	int all = method_minutes(m, people);

	*known = *times = 0;
	for (size_t i = 0; i < m->nsteps; i++) {
		int n, minutes = learned_minutes(l, m->steps[i].id, &n);

		if (minutes < 0)
			continue;
		++*known;
		*times = *times == 0 || n < *times ? n : *times;
		all += minutes - method_step_minutes(&m->steps[i], people);
	}
	return all < 1 ? 1 : all;
}
