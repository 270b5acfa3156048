#include "turns.h"

#include <string.h>

#include "mem.h"

/* A turn that changes hands: who, in which meeting, as what. */
struct turn {
	struct record *r;
	const char *role;
};

/* Notes a change in its meeting. */
static int
note(struct iv_ctx *c, struct change *ch, const struct turn *t,
    const char *how, const char *const people[2], struct iv_err *e)
{
	cJSON *map = json_object(t->r->json, "changes");
	cJSON *entry = cJSON_CreateObject();
	char at[DAY_TEXT];
	struct id key;

	if (change_key(ch, map, &key, e) < 0) {
		cJSON_Delete(entry);
		return -1;
	}
	json_set_str(entry, "role", t->role);
	json_set_str(entry, "how", how);
	if (people[0])
		json_set_str(entry, "from", people[0]);
	if (people[1])
		json_set_str(entry, "to", people[1]);
	civil_text(at, c->now);
	json_set_str(entry, "at", at);
	json_set(map, key.s, entry);
	return 0;
}

/* The role that somebody has in a meeting; of several the first by name of
 * the group's order; NULL. */
static const char *
role_of(const struct record *r, const char *member, const char *wanted)
{
	const cJSON *j;

	cJSON_ArrayForEach(j, json_get(r->json, "roles"))
		if (cJSON_IsString(j) && strcmp(j->valuestring, member) == 0 &&
		    (!wanted || strcmp(wanted, j->string) == 0))
			return j->string;
	return NULL;
}

/* The first planned meeting from today on in which somebody has a role. */
struct seek {
	const char *member, *role, *besides;
	const char *other;	/* who is to take it over, or NULL */
	int32_t today;
	char start[DAY_TEXT];
	struct id found;
	bool any;
};

static bool
is_free(const struct record *r, const char *member)
{
	return !role_of(r, member, NULL) && !json_is(json_get(json_get(
	    r->json, "rsvp"), member), "answer", "no");
}

static int
seek_one(void *arg, struct record **r, struct iv_err *e)
{
	struct seek *s = arg;
	const char *start = json_str((*r)->json, "start");
	struct civil day;

	(void)e;
	if (!start || !civil_parse_iso(start, &day) || day.day < s->today ||
	    json_is((*r)->json, "status", "held") ||
	    json_is((*r)->json, "status", "cancelled") ||
	    (s->besides && strcmp((*r)->id.s, s->besides) == 0) ||
	    !role_of(*r, s->member, s->role) || (s->other &&
	    !is_free(*r, s->other)) ||
	    (s->any && strcmp(start, s->start) >= 0))
		return 0;
	s->any = true;
	s->found = (*r)->id;
	snprintf(s->start, sizeof(s->start), "%s", start);
	return 0;
}

static int
find_member(struct iv_ctx *c, const char *typed, struct id *ret,
    struct iv_err *e)
{
	return store_find(c->store, &schema_member, typed, c->now, ret, e);
}

/* The meeting of a change: --session, or the first where the member has a
 * role, or the next. */
static int
open_meeting(struct iv_ctx *c, struct change *ch, const char *member,
    const struct turns_change_opts *o, struct record **ret,
    struct iv_err *e)
{
	struct seek s = { .member = member, .today = c->now.day };
	const char *role = NULL;

	if (o->role && turns_role(c, o->role, &role, e) < 0)
		return -1;
	s.role = role;
	if (!o->session && member && store_each(c->store, &schema_session,
	    seek_one, &s, e) < 0)
		return -1;
	if (tool_get(c, ch, &schema_session, s.any ? s.found.s :
	    o->session ? o->session : "next", ret, e) < 0)
		return -1;
	return turns_check(*ret, e);
}

/* Refuses to give a role to who cannot come, or has one there already. */
static int
check_taker(struct iv_ctx *c, const struct turn *t, const char *member,
    struct iv_err *e)
{
	const char *has = role_of(t->r, member, NULL);

	if (json_is(json_get(json_get(t->r->json, "rsvp"), member), "answer",
	    "no"))
		return iv_fail(e, IV_USAGE, _("%s answered no to meeting %s"),
		    store_name(c->store, member), t->r->id.s);
	if (has && strcmp(has, t->role) != 0)
		return iv_fail(e, IV_USAGE, _("%s is %s in meeting %s "
		    "already"), store_name(c->store, member), _(has),
		    t->r->id.s);
	return 0;
}

static void
put(const struct turn *t, const char *member)
{
	json_set_str(json_object(t->r->json, "roles"), t->role, member);
}

/* Where the other one of a swap has a turn: another role of the same meeting,
 * else the same role of another one. */
static int
find_other(struct iv_ctx *c, struct change *ch, const struct turn *a,
    const char *const who[2], struct turn *ret, struct iv_err *e)
{
	const char *member = who[1];
	struct seek s = { .member = member, .role = a->role, .other = who[0],
	    .besides = a->r->id.s, .today = c->now.day };

	ret->r = a->r;
	ret->role = role_of(a->r, member, NULL);
	if (ret->role)
		return 0;
	if (store_each(c->store, &schema_session, seek_one, &s, e) < 0)
		return -1;
	if (!s.any)
		return iv_fail(e, IV_USAGE, _("%s has no turn to swap; "
		    "'iv-rotate give %s %s' gives this one away"),
		    store_name(c->store, member), a->role, member);
	ret->role = a->role;
	return change_get(ch, &schema_session, s.found.s, &ret->r, e);
}

static int
do_swap(struct iv_ctx *c, struct change *ch, struct turn t[2],
    const char *const who[2], struct iv_err *e)
{
	const char *const back[2] = { who[1], who[0] };
	char *roles[2] = { mem_dup(t[0].role), mem_dup(t[1].role) };
	int done = 0;

	t[0].role = roles[0];
	t[1].role = roles[1];
	if (t[0].r != t[1].r && (check_taker(c, &t[0], who[1], e) < 0 ||
	    check_taker(c, &t[1], who[0], e) < 0))
		done = -1;
	if (done == 0) {
		put(&t[0], who[1]);
		put(&t[1], who[0]);
		done = note(c, ch, &t[0], "swap", who, e);
	}
	if (done == 0)
		done = note(c, ch, &t[1], "swap", back, e);
	mem_free(roles[0]);
	mem_free(roles[1]);
	return done;
}

int
turns_swap(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	const struct turns_change_opts *o = opts;
	IV_AUTO(change_end_auto) struct change *ch = NULL;
	struct turn t[2];
	struct id a, b;
	const char *who[2] = { a.s, b.s }, *role = NULL;

	if (tool_begin(c, &ch, e) < 0 || find_member(c, c->args[0], &a, e) < 0
	    || find_member(c, c->args[1], &b, e) < 0 ||
	    open_meeting(c, ch, a.s, o, &t[0].r, e) < 0 ||
	    (o->role && turns_role(c, o->role, &role, e) < 0))
		return -1;
	t[0].role = role_of(t[0].r, a.s, role);
	if (!t[0].role || strcmp(a.s, b.s) == 0)
		return iv_fail(e, IV_USAGE, _("%s has no such turn in meeting "
		    "%s"), store_name(c->store, a.s), t[0].r->id.s);
	if (find_other(c, ch, &t[0], who, &t[1], e) < 0 ||
	    do_swap(c, ch, t, who, e) < 0 ||
	    verb_check(c, NULL, t[0].r, e) < 0 ||
	    verb_check(c, NULL, t[1].r, e) < 0)
		return -1;
	return tool_commit(c, ch, "swap", e);
}

int
turns_give(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	struct turns_change_opts o = *(const struct turns_change_opts *)opts;
	IV_AUTO(change_end_auto) struct change *ch = NULL;
	IV_AUTO(mem_free_auto) char *was = NULL;
	struct turn t;
	struct id to;

	if (tool_begin(c, &ch, e) < 0 ||
	    turns_role(c, c->args[0], &t.role, e) < 0 ||
	    find_member(c, c->args[1], &to, e) < 0 ||
	    open_meeting(c, ch, NULL, &o, &t.r, e) < 0)
		return -1;
	was = mem_dup(json_str(json_get(t.r->json, "roles"), t.role));
	if (was && strcmp(was, to.s) == 0)
		return 0;
	if (json_is(json_get(json_get(t.r->json, "rsvp"), to.s), "answer",
	    "no"))
		tool_say(c, _("%s answered no to this meeting"),
		    store_name(c->store, to.s));
	if (role_of(t.r, to.s, NULL))
		tool_say(c, _("%s is %s in this meeting too"),
		    store_name(c->store, to.s),
		    _(role_of(t.r, to.s, NULL)));
	put(&t, to.s);
	if (note(c, ch, &t, "given", (const char *const[]){ was, to.s },
	    e) < 0 || verb_check(c, NULL, t.r, e) < 0)
		return -1;
	return tool_commit(c, ch, "give", e);
}

/* Notes the pass, then lets the next in line have what was passed. */
static int
pass_on(struct iv_ctx *c, struct change *ch, struct turn *t,
    const char *member, struct iv_err *e)
{
	IV_AUTO(facts_roles_release) struct roles_facts f = ROLES_FACTS_INIT;
	struct rotate_choice v[ROTATE_ROLES];
	const char *to = NULL;
	bool had = role_of(t->r, member, t->role) != NULL;

	if (note(c, ch, t, "pass", (const char *const[]){ member, NULL },
	    e) < 0)
		return -1;
	if (!had)
		return 0;
	json_drop(json_object(t->r->json, "roles"), t->role);
	if (facts_roles(&f, c->store, t->r, e) < 0)
		return -1;
	rotate_propose(&f.rotate, f.target, false, v);
	for (size_t i = 0; i < f.rotate.nroles; i++)
		if (strcmp(f.roles[i].name, t->role) == 0 && v[i].member >= 0)
			to = f.members[v[i].member].id;
	if (to)
		put(t, to);
	else
		tool_say(c, _("no %s: nobody who may do it is there"),
		    _(t->role));
	return 0;
}

int
turns_pass(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	const struct turns_change_opts *o = opts;
	IV_AUTO(change_end_auto) struct change *ch = NULL;
	IV_AUTO(mem_free_auto) char *held = NULL;
	struct turn t = { NULL, NULL };
	struct id who;

	if (tool_begin(c, &ch, e) < 0 ||
	    find_member(c, c->args[0], &who, e) < 0 ||
	    open_meeting(c, ch, who.s, o, &t.r, e) < 0 ||
	    (o->role && turns_role(c, o->role, &t.role, e) < 0))
		return -1;
	if (!t.role)
		held = mem_dup(role_of(t.r, who.s, NULL));
	if (!t.role && !held)
		return iv_fail(e, IV_USAGE, _("%s has no role in meeting %s; "
		    "--role says what is passed"), store_name(c->store,
		    who.s), t.r->id.s);
	if (!t.role)
		t.role = held;
	if (pass_on(c, ch, &t, who.s, e) < 0 ||
	    verb_check(c, NULL, t.r, e) < 0)
		return -1;
	return tool_commit(c, ch, "pass", e);
}
