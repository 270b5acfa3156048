#include <string.h>

#include "case.h"
#include "choose.h"
#include "mem.h"

/* When each member last presented, from the meetings that were held. */
struct turns {
	struct turn {
		struct id member;
		char day[DAY_TEXT];
	} *v;
	size_t n;
};

static struct turn *
turn_of(struct turns *t, const char *member)
{
	for (size_t i = 0; i < t->n; i++)
		if (strcmp(t->v[i].member.s, member) == 0)
			return &t->v[i];
	t->v = mem_array(t->v, t->n + 1, sizeof(*t->v));
	memset(&t->v[t->n], 0, sizeof(*t->v));
	snprintf(t->v[t->n].member.s, sizeof(t->v[t->n].member.s), "%s",
	    member);
	return &t->v[t->n++];
}

static int
see_meeting(void *arg, struct record **r, struct iv_err *e)
{
	const char *start = json_str((*r)->json, "start");
	const cJSON *item;

	(void)e;
	if (!json_is((*r)->json, "status", "held"))
		return 0;
	cJSON_ArrayForEach(item, json_get((*r)->json, "agenda")) {
		const char *who = json_str(item, "presenter");
		struct turn *t = who ? turn_of(arg, who) : NULL;

		if (t && strcmp(t->day, start) < 0)
			snprintf(t->day, sizeof(t->day), "%s", start);
	}
	return 0;
}

/* Read once, when the first record is to be put in order. */
static int
load_turns(struct iv_ctx *c, struct iv_err *e)
{
	if (c->own)
		return 0;
	c->own = mem_alloc(sizeof(struct turns));
	return store_each(c->store, &schema_session, see_meeting, c->own, e);
}

static bool
due(const struct record *r, struct civil now)
{
	const cJSON *a;
	struct civil day;

	cJSON_ArrayForEach(a, json_get(r->json, "actions")) {
		const char *s = json_str(a, "due");

		if (s && json_is(a, "status", "open") &&
		    cJSON_IsTrue(json_get(a, "share")) &&
		    civil_parse_iso(s, &day) && day.day <= now.day)
			return true;
	}
	return false;
}

/* The order that was typed, in the group's language or as it is called. */
static const char *
order_of(const struct iv_ctx *c, const char *typed)
{
	static const char *const rest[] = { N_("age"), N_("votes") };
	enum choose_by by;

	if (choose_word(typed, &by))
		return by == CHOOSE_VOTE ? rest[1] : choose_words[by];
	for (size_t i = 0; i < IV_LEN(rest); i++)
		if (tool_word(c, rest[i], typed))
			return rest[i];
	return NULL;
}

int
case_keep(struct iv_ctx *c, const void *opts, const struct record *r,
    struct iv_err *e)
{
	const struct case_list_opts *o = opts;
	bool old = true;

	if (o->order && !order_of(c, o->order))
		return iv_fail(e, IV_USAGE, _("--order: '%s' is not urgency, "
		    "turn, age or votes"), o->order);
	if ((o->ready && !json_is(r->json, "status", "ready")) ||
	    (o->due && !due(r, c->now)))
		return 0;
	if (o->expired && case_expired(c, r, &old, e) < 0)
		return -1;
	return old;
}

int
case_key(struct iv_ctx *c, const void *opts, const struct record *r,
    struct buf *key, struct iv_err *e)
{
	const struct case_list_opts *o = opts;
	const char *who = json_str(r->json, "presenter");
	const char *order = o->order ? order_of(c, o->order) : NULL;
	long urgency = 0, influence = 0;

	json_int(r->json, "urgency", &urgency);
	json_int(r->json, "influence", &influence);
	if (!order || strcmp(order, "age") == 0)
		return 0;
	if (strcmp(order, "turn") == 0) {
		if (load_turns(c, e) < 0)
			return -1;
		buf_addf(key, "%-16s ", who ? turn_of(c->own, who)->day : "");
	}
	if (strcmp(order, "votes") == 0)
		buf_addf(key, "%02ld ", 99 - (long)json_count(
		    json_get(r->json, "votes")));
	buf_addf(key, "%ld %ld ", 9 - urgency, 9 - influence);
	return 1;
}

int
case_vote(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	const struct case_vote_opts *o = opts;
	IV_AUTO(change_end_auto) struct change *ch = NULL;
	struct record *r;
	struct id who;
	char day[DAY_TEXT];

	if (case_begin(c, &ch, &r, e) < 0)
		return -1;
	if (!o->by && !id_valid(c->author))
		return iv_fail(e, IV_USAGE, _("whose vote is it? give --by "
		    "MEMBER, or say who you are with iv-group me"));
	if (store_find(c->store, &schema_member, o->by ? o->by : c->author,
	    c->now, &who, e) < 0)
		return iv_wrap(e, "--by");
	if (!json_is(r->json, "status", "ready"))
		return iv_fail(e, IV_USAGE, _("case %s is %s; votes are for "
		    "cases that are ready"), r->id.s,
		    _(json_str(r->json, "status")));
	civil_text(day, (struct civil){ c->now.day, -1 });
	if (o->back)
		json_drop(json_object(r->json, "votes"), who.s);
	else
		json_set_str(json_object(r->json, "votes"), who.s, day);
	if (json_count(json_get(r->json, "votes")) == 0)
		json_drop(r->json, "votes");
	if (verb_check(c, NULL, r, e) < 0)
		return -1;
	return tool_commit(c, ch, "vote", e);
}

/* When nobody brings a case: what was intended, then what went well. */
static int
suggest_actions(void *arg, struct record **r, struct iv_err *e)
{
	struct out *o = arg;
	const cJSON *a;

	(void)e;
	cJSON_ArrayForEach(a, json_get((*r)->json, "actions")) {
		IV_AUTO(json_free_auto) cJSON *row = NULL;

		if (!json_is(a, "status", "open") ||
		    !cJSON_IsTrue(json_get(a, "share")))
			continue;
		row = cJSON_CreateObject();
		json_set_str(row, "kind", "follow-up");
		json_set_str(row, "case", (*r)->id.s);
		json_set_str(row, "by", json_str(a, "by"));
		json_set_str(row, "text", json_str(a, "text"));
		out_row(o, row);
	}
	return 0;
}

static const char *const positive[] = {
	N_("What went better than you expected since the last meeting, and "
	    "what did you do for it?"),
	N_("In which conversation were you at your best, and what made it "
	    "so?"),
	N_("What did you try after an earlier meeting that you want to keep "
	    "doing?"),
};

int
case_suggest(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	static const struct out_col cols[] = {
		{ "kind", N_("Kind"), OUT_WORD },
		{ "case", N_("Case"), OUT_TEXT },
		{ "by", N_("By"), OUT_MEMBER },
		{ "text", N_("Text"), OUT_TEXT },
	};
	struct out *o;

	(void)opts;
	if (tool_store(c, e) < 0)
		return -1;
	o = tool_out(c, "iv.suggestions/1", cols, IV_LEN(cols));
	if (store_each(c->store, &schema_case, suggest_actions, o, e) < 0)
		return -1;
	for (size_t i = 0; i < IV_LEN(positive); i++) {
		IV_AUTO(json_free_auto) cJSON *row = cJSON_CreateObject();

		json_set_str(row, "kind", "positive");
		json_set_str(row, "text", _(positive[i]));
		out_row(o, row);
	}
	return out_end(o, e);
}
