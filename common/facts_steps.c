#include "facts_steps.h"

#include "day.h"

/* The agenda counts from 1. */
static const cJSON *
item_of(const cJSON *session, const cJSON *step)
{
	const cJSON *item = json_get(session, "agenda");
	long at;

	if (!json_int(step, "agenda", &at) || at < 1)
		return NULL;
	item = item ? item->child : NULL;
	while (item && --at > 0)
		item = item->next;
	return item;
}

static bool
seconds_of(const cJSON *step, long *ret)
{
	const char *started = json_str(step, "started");
	const char *ended = json_str(step, "ended");
	time_t from, until;

	if (!started || !ended || !instant_parse(started, &from) ||
	    !instant_parse(ended, &until) || until < from)
		return false;
	*ret = (long)(until - from);
	return true;
}

/* The same step of the same item. */
static bool
same_step(const cJSON *a, const cJSON *b)
{
	long x = 0, y = 0;

	json_int(a, "agenda", &x);
	json_int(b, "agenda", &y);
	return x == y && json_is(b, "step", json_str(a, "step"));
}

bool
facts_step(struct step_went *g, const cJSON *session, const cJSON *step)
{
	long planned, seconds;

	if (!json_str(step, "step") || !seconds_of(step, &g->seconds) ||
	    !json_int(step, "planned", &g->planned))
		return false;
	g->item = item_of(session, step);
	g->method = json_str(g->item, "method");
	g->id = json_str(step, "step");
	for (const cJSON *j = step->next; j; j = j->next) {
		if (!same_step(step, j))
			continue;
		if (json_int(j, "planned", &planned))
			break;
		if (seconds_of(j, &seconds))
			g->seconds += seconds;
	}
	return true;
}
