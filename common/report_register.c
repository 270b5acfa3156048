#include "report_register.h"

#include <stdlib.h>

#include "text.h"

static void
say(struct buf *b, const char *text)
{
	buf_addf(b, "%s%s", b->len > 0 ? "; " : "", text);
}

/* "3 people, at least 4": what there was, and the limit. */
static const struct {
	const char *what, *limit;
} sentences[WHY_WORDS] = {
	{ N_("not there"), NULL },
	{ N_("in the group"), N_("at least") },
	{ N_("in the group"), N_("at most") },
	{ N_("people"), N_("at least") },
	{ N_("people"), N_("at most") },
	{ N_("with a number in this register"), N_("at least") },
	{ N_("minutes"), N_("at least") },
	{ N_("no facilitator with a register number was noted"), NULL },
	{ N_("all of it while another meeting went on"), NULL },
	{ N_("minutes"), N_("of which count") },
	{ N_("minutes"), N_("rounded down to whole") },
	{ N_("there was a break, and time in a row is asked"), NULL },
	{ N_("above the most that counts"), NULL },
	{ N_("part of it while another meeting went on: that time counts "
	    "once"), NULL },
};

void
register_why_text(struct buf *b, const char *lang,
    const struct register_rule *r, const struct register_meeting *m,
    unsigned why)
{
	const int two[WHY_WORDS][2] = {
		[1] = { m->group, r->group_min },
		[2] = { m->group, r->group_max },
		[3] = { m->people, r->people_min },
		[4] = { m->people, r->people_max },
		[5] = { m->registered, r->registered_min },
		[6] = { m->minutes, r->minutes_min },
		[9] = { m->minutes, r->minutes_max },
		[10] = { m->minutes, r->round },
	};

	for (size_t i = 0; i < WHY_WORDS; i++) {
		IV_AUTO(buf_release) struct buf one = BUF_INIT;

		if (!(why & (1u << i)))
			continue;
		if (sentences[i].limit)
			buf_addf(&one, "%d %s, %s %d", two[i][0],
			    iv_text(lang, sentences[i].what),
			    iv_text(lang, sentences[i].limit), two[i][1]);
		else
			buf_adds(&one, iv_text(lang, sentences[i].what));
		say(b, one.p);
	}
}

void
report_registers(struct buf *b, const cJSON *member)
{
	const cJSON *j;

	cJSON_ArrayForEach(j, json_get(member, "registers"))
		if (cJSON_IsString(j))
			buf_addf(b, "%s%s %s", b->len > 0 ? ", " : "",
			    j->string, j->valuestring);
}

void
report_time(struct buf *b, long minutes)
{
	buf_addf(b, "%s%ld:%02ld", minutes < 0 ? "-" : "",
	    labs(minutes) / 60, labs(minutes) % 60);
}

/* Without one in group.json, the only member in that role. */
static int
take_leader(void *arg, struct record **r, struct iv_err *e)
{
	struct record **ret = arg;

	(void)e;
	if (!json_is((*r)->json, "role", "facilitator"))
		return 0;
	*ret = IV_TAKE(*r);
	return 1;
}

int
report_leader(struct record **ret, struct report_ask *ask, struct iv_err *e)
{
	const char *id = json_str(store_group(ask->store), "facilitator");

	*ret = NULL;
	if (!id || !store_has(ask->store, &schema_member, id))
		return store_each(ask->store, &schema_member, take_leader,
		    ret, e);
	return store_read(ask->store, &schema_member, id, ret, e);
}
