#include "turns.h"

#include <string.h>

#include "mem.h"

/* What one line of an answer is about. */
struct line {
	struct iv_ctx *c;
	const struct roles_facts *f;
	size_t role;
	struct rotate_choice choice;
	const char *taker;		/* an id, or NULL */
};

/* Why it is this person's turn: the end of a sentence that begins with the
 * name beside it.  The figures are for whoever asks for them. */
static void
due_sentence(struct buf *b, enum rotate_why why, const char *role,
    const char *last)
{
	if (why == WHY_NEVER)
		buf_addf(b, _("has not been %s yet"), role);
	else if (why == WHY_NEVER_DRAW)
		buf_addf(b, _("has not been %s yet, like others; a fixed "
		    "draw decides"), role);
	else if (why == WHY_OWES)
		buf_addf(b, _("has been %s the least, for the meetings "
		    "attended; last on %s"), role, last);
	else if (why == WHY_LONGEST)
		buf_addf(b, _("was %s longest ago: %s"), role, last);
	else
		buf_addf(b, _("is due as %s, as others are; a fixed draw "
		    "decides"), role);
}

static void
sentence(struct buf *b, const struct line *l)
{
	const char *role = _(l->f->roles[l->role].name);
	char last[64] = "";

	if (l->choice.turns.last != ROTATE_NEVER)
		civil_show(last, (struct civil){ (int32_t)
		    (l->choice.turns.last / (24 * 60)), -1 });
	if (l->choice.why == WHY_KEPT)
		buf_adds(b, _("has it already; --replan chooses anew"));
	else if (l->choice.why == WHY_LED)
		buf_adds(b, _("the facilitator leads this meeting; --chair "
		    "proposes someone all the same"));
	else if (l->choice.why == WHY_NOBODY)
		buf_adds(b, _("nobody who may do it is there"));
	else if (l->choice.why == WHY_ONLY)
		buf_adds(b, _("is the only one left who can"));
	else if (l->choice.why == WHY_DOUBLE)
		buf_adds(b, _("takes this one too: there are too few people "
		    "for one role each"));
	else if (l->choice.why == WHY_SPREAD)
		buf_adds(b, _("does this, so that nobody needs two roles"));
	else
		due_sentence(b, l->choice.why, role, last);
}

static cJSON *
choice_row(const struct line *l)
{
	IV_AUTO(buf_release) struct buf reason = BUF_INIT;
	cJSON *row = cJSON_CreateObject();

	turns_text(row, "id", l->taker);
	json_set_str(row, "session", l->f->target->id);
	json_set_str(row, "role", l->f->roles[l->role].name);
	turns_text(row, "member", l->taker);
	json_set_str(row, "why", turns_why(l->choice.why));
	turns_row(row, &l->choice.turns, turns_for_people(l->c));
	if (turns_for_people(l->c)) {
		sentence(&reason, l);
		json_set_str(row, "reason", reason.p);
	}
	return row;
}

/* Who has a role by a choice: a member of the rotation, or someone else whom
 * the record names. */
static const char *
taker(const struct roles_facts *f, const struct record *r, size_t role,
    const struct rotate_choice *c)
{
	if (c->member >= 0)
		return f->members[c->member].id;
	if (c->member == ROTATE_OTHER)
		return json_str(json_get(r->json, "roles"),
		    f->roles[role].name);
	return NULL;
}

/* A meeting's choices, and the facts that they point into. */
struct choices {
	struct roles_facts f;
	struct rotate_choice v[ROTATE_ROLES];
};

static void
choices_release(struct choices *ch)
{
	facts_roles_release(&ch->f);
}

static int
load_choices(struct iv_ctx *c, const struct record *r,
    const struct turns_plan_opts *o, struct choices *ret, struct iv_err *e)
{
	struct roles_facts *f = &ret->f;

	if (turns_check(r, e) < 0 ||
	    facts_roles(f, c->store, r, e) < 0)
		return -1;
	if (f->rotate.nroles == 0)
		return iv_fail(e, IV_USAGE, _("this group has no roles that "
		    "rotate; 'iv-group set roles=chair,timekeeper' gives it "
		    "some"));
	if (o->chair)
		f->target->led = false;
	rotate_propose(&f->rotate, f->target, o->replan, ret->v);
	return 0;
}

int
turns_propose(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	static const struct out_col people[] = {
		{ "role", N_("Role"), OUT_WORD },
		{ "member", N_("Member"), OUT_MEMBER },
		{ "reason", N_("Why"), OUT_WHOLE },
	};
	static const struct out_col machines[] = {
		{ "session", N_("Meeting"), OUT_TEXT },
		{ "role", N_("Role"), OUT_WORD },
		{ "member", N_("Member"), OUT_MEMBER },
		{ "why", N_("Why"), OUT_TEXT },
		{ "turns", N_("Turns"), OUT_NUMBER },
		{ "owed", N_("Share"), OUT_NUMBER },
		{ "deviation", N_("Deviation"), OUT_NUMBER },
		{ "last", N_("Last turn"), OUT_WHEN },
	};
	const struct turns_plan_opts *o = opts;
	IV_AUTO(choices_release) struct choices ch = { .f = ROLES_FACTS_INIT };
	IV_AUTO(record_free_auto) struct record *r = NULL;
	bool plain;
	struct out *out;

	if (tool_store(c, e) < 0)
		return -1;
	if (tool_read(c, &schema_session, turns_which(c), &r, e) < 0)
		return -1;
	if (load_choices(c, r, o, &ch, e) < 0)
		return -1;
	plain = turns_for_people(c);
	out = tool_out(c, "iv.proposals/1", plain ? people : machines,
	    plain ? IV_LEN(people) : IV_LEN(machines));
	for (size_t i = 0; i < ch.f.rotate.nroles; i++) {
		struct line l = { c, &ch.f, i, ch.v[i],
		    taker(&ch.f, r, i, &ch.v[i]) };
		cJSON *row = choice_row(&l);

		out_row(out, row);
		cJSON_Delete(row);
	}
	return out_end(out, e);
}

/* Who chairs an item in place of the chair, who presents it: the next in line
 * who does not present. */
static const char *
stand_in(const struct roles_facts *f, const char *chair)
{
	IV_AUTO(mem_free_auto) size_t *order =
	    mem_alloc(f->rotate.nmembers * sizeof(*order));
	size_t role = 0, n;

	while (role < f->rotate.nroles && !f->roles[role].leads)
		role++;
	if (role == f->rotate.nroles)
		return NULL;
	n = rotate_order(&f->rotate, role, f->target, order);
	for (size_t i = 0; i < n; i++)
		if (strcmp(f->members[order[i]].id, chair) != 0 &&
		    (f->target->seats[order[i]] & SEAT_PRESENTS) == 0)
			return f->members[order[i]].id;
	return NULL;
}

static void
chair_items(const struct roles_facts *f, cJSON *session)
{
	const char *chair = json_str(json_get(session, "roles"), "chair");
	cJSON *item;

	cJSON_ArrayForEach(item, json_get(session, "agenda")) {
		const char *other;

		if (!chair || !json_is(item, "presenter", chair) ||
		    json_get(item, "chair"))
			continue;
		other = stand_in(f, chair);
		if (other)
			json_set_str(item, "chair", other);
	}
}

/* Every role that can be given is; one that nobody can take stays open. */
static int
write_choices(struct iv_ctx *c, struct record *r,
    const struct turns_plan_opts *o, struct iv_err *e)
{
	IV_AUTO(choices_release) struct choices ch = { .f = ROLES_FACTS_INIT };
	const struct roles_facts *f = &ch.f;

	if (load_choices(c, r, o, &ch, e) < 0)
		return -1;
	for (size_t i = 0; i < f->rotate.nroles; i++) {
		if (ch.v[i].why == WHY_NOBODY)
			tool_say(c, _("no %s: nobody who may do it is there"),
			    _(f->roles[i].name));
		if (ch.v[i].member >= 0)
			json_set_str(json_object(r->json, "roles"),
			    f->roles[i].name, taker(f, r, i, &ch.v[i]));
	}
	chair_items(f, r->json);
	return 0;
}

/* What was given is written; who has said no is named, not refused. */
static int
write_one(struct iv_ctx *c, struct record *r, const struct iv_set *set,
    struct iv_err *e)
{
	struct schema_in in = tool_input(c);
	const char *role, *id;
	char path[64];

	if (turns_role(c, set->field, &role, e) < 0)
		return -1;
	snprintf(path, sizeof(path), "roles.%s", role);
	if (schema_set(&schema_session, r->json, path, set->text, &in,
	    e) < 0)
		return -1;
	id = json_str(json_get(r->json, "roles"), role);
	if (id && json_is(json_get(json_get(r->json, "rsvp"), id), "answer",
	    "no"))
		tool_say(c, _("%s answered no to this meeting"),
		    store_name(c->store, id));
	return 0;
}

static int
write_given(struct iv_ctx *c, struct record *r, struct iv_err *e)
{
	if (json_is(r->json, "status", "cancelled"))
		return turns_check(r, e);
	for (size_t i = 0; i < c->nsets; i++)
		if (write_one(c, r, &c->sets[i], e) < 0)
			return -1;
	return 0;
}

int
turns_assign(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	const struct turns_plan_opts *o = opts;
	IV_AUTO(change_end_auto) struct change *ch = NULL;
	struct record *r;

	if ((o->replan || o->chair) && c->nsets > 0)
		return iv_fail(e, IV_USAGE, _("--replan and --chair go "
		    "without ROLE=MEMBER"));
	if (tool_begin(c, &ch, e) < 0)
		return -1;
	if (tool_get(c, ch, &schema_session, turns_which(c), &r, e) < 0)
		return -1;
	if ((c->nsets > 0 ? write_given(c, r, e) :
	    write_choices(c, r, o, e)) < 0 ||
	    verb_check(c, NULL, r, e) < 0)
		return -1;
	return tool_commit(c, ch, "assign", e);
}
