#include "facts_steps.h"

#include "day.h"

static const cJSON *
item_of(const cJSON *session, const cJSON *step)
{
	const cJSON *item = json_get(session, "agenda");
	long at;

	if (!json_int(step, "agenda", &at))
		return NULL;
	item = item ? item->child : NULL;
	while (item && at-- > 0)
		item = item->next;
	return item;
}

bool
facts_step(struct step_went *g, const cJSON *session, const cJSON *step)
{
	const char *started = json_str(step, "started");
	const char *ended = json_str(step, "ended");
	time_t from, until;

	if (!started || !ended || !instant_parse(started, &from) ||
	    !instant_parse(ended, &until) || until < from ||
	    !json_str(step, "step") ||
	    !json_int(step, "planned", &g->planned))
		return false;
	g->item = item_of(session, step);
	g->method = json_str(g->item, "method");
	g->id = json_str(step, "step");
	g->seconds = (long)(until - from);
	return true;
}
