#include "facts_choice.h"

#include <string.h>

#include "facts_session.h"
#include "mem.h"

static int
number(const cJSON *o, const char *key)
{
	long n;

	return json_int(o, key, &n) ? (int)n : 0;
}

static int
take_case(void *arg, struct record **r, struct iv_err *e)
{
	struct choices *c = arg;
	const cJSON *j = (*r)->json;
	const char *who = json_str(j, "presenter");
	const char *made = json_str(j, "made");
	struct civil day = { 0, -1 };
	struct choice *one;

	(void)e;
	if (!json_is(j, "status", "ready") || !who || !id_valid(who))
		return 0;
	if (made)
		(void)civil_parse_iso(made, &day);
	c->v = mem_array(c->v, c->n + 1, sizeof(*c->v));
	one = &c->v[c->n++];
	*one = (struct choice){ .id = (*r)->id, .made = day.day,
		.votes = (int)json_count(json_get(j, "votes")),
		.urgency = number(j, "urgency"),
		.influence = number(j, "influence"),
		.minutes = number(j, "bid") };
	snprintf(one->presenter.s, sizeof(one->presenter.s), "%s", who);
	return 0;
}

static void
presented(struct choices *c, const char *who, int32_t day)
{
	for (size_t i = 0; i < c->n; i++)
		if (strcmp(c->v[i].presenter.s, who) == 0 &&
		    c->v[i].last < day)
			c->v[i].last = day;
}

static int
take_meeting(void *arg, struct record **r, struct iv_err *e)
{
	const cJSON *item;
	struct meeting_time m = facts_meeting((*r)->json);

	(void)e;
	if (!m.held)
		return 0;
	cJSON_ArrayForEach(item, json_get((*r)->json, "agenda")) {
		const char *who = json_str(item, "presenter");

		if (who)
			presented(arg, who, m.start.day);
	}
	return 0;
}

int
facts_choices(struct store *s, struct choices *ret, struct iv_err *e)
{
	if (store_each(s, &schema_case, take_case, ret, e) < 0)
		return -1;
	return store_each(s, &schema_session, take_meeting, ret, e);
}

void
choices_release(struct choices *c)
{
	mem_free(c->v);
}

enum choose_by
facts_choose_by(const cJSON *group, const struct choices *c)
{
	if (json_is(group, "presenting", "turn"))
		return CHOOSE_TURN;
	for (size_t i = 0; i < c->n; i++)
		if (c->v[i].votes > 0)
			return CHOOSE_VOTE;
	return CHOOSE_URGENCY;
}
