#include <stddef.h>
#include <string.h>

#include "facts_roles.h"
#include "mem.h"
#include "verbs.h"

/* What one line of an answer is about. */
struct line {
	struct iv_ctx *c;
	const struct roles_facts *f;
	size_t role;
	struct rotate_choice choice;
	const char *taker;		/* an id, or NULL */
};

/* Tables and Markdown are read by people, the other formats by programs. */
static bool
for_people(const struct iv_ctx *c)
{
	return tool_for_people(c) || strcmp(c->format, "md") == 0;
}

static double
rounded(int64_t units, int parts)
{
	int64_t step = ROTATE_UNIT / parts, half = step / 2;
	int64_t whole = (units < 0 ? units - half : units + half) / step;

	return (double)whole / parts;
}

/* Thousandths for programs; for people hundredths, all with two decimals, so
 * that they stand below each other. */
static void
row_share(cJSON *row, const char *key, int64_t units, bool people)
{
	char text[32];

	if (!people) {
		json_set(row, key, cJSON_CreateNumber(rounded(units, 1000)));
		return;
	}
	snprintf(text, sizeof(text), "%.2f", rounded(units, 100));
	json_set_str(row, key, text);
}

static void
row_day(cJSON *row, const char *key, int64_t start)
{
	char text[DAY_TEXT];

	if (start == ROTATE_NEVER) {
		json_set(row, key, cJSON_CreateNull());
		return;
	}
	civil_text(text, (struct civil){ (int32_t)(start / (24 * 60)), -1 });
	json_set_str(row, key, text);
}

static void
row_text(cJSON *row, const char *key, const char *text)
{
	json_set(row, key, text ? cJSON_CreateString(text) :
	    cJSON_CreateNull());
}

static void
row_turns(cJSON *row, const struct rotate_turns *t, bool people)
{
	json_set_int(row, "turns", t->turns);
	row_share(row, "owed", t->owed, people);
	row_share(row, "deviation", rotate_deviation(t), people);
	row_day(row, "last", t->last);
}

static const char *
why_word(enum rotate_why why)
{
	static const char *const words[] = {
		[WHY_KEPT] = "kept", [WHY_LED] = "facilitator",
		[WHY_NOBODY] = "nobody", [WHY_ONLY] = "only",
		[WHY_DOUBLE] = "double", [WHY_SPREAD] = "spread",
		[WHY_NEVER] = "never", [WHY_NEVER_DRAW] = "never-draw",
		[WHY_OWES] = "owes", [WHY_LONGEST] = "longest",
		[WHY_DRAW] = "draw",
	};

	return words[why];
}

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

	row_text(row, "id", l->taker);
	json_set_str(row, "session", l->f->target->id);
	json_set_str(row, "role", l->f->roles[l->role].name);
	row_text(row, "member", l->taker);
	json_set_str(row, "why", why_word(l->choice.why));
	row_turns(row, &l->choice.turns, for_people(l->c));
	if (for_people(l->c)) {
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

/* A meeting that may still be given roles. */
static int
check_meeting(const struct record *r, struct iv_err *e)
{
	if (json_is(r->json, "status", "cancelled"))
		return iv_fail(e, IV_USAGE, _("meeting %s is cancelled"),
		    r->id.s);
	if (json_is(r->json, "status", "held"))
		return iv_fail(e, IV_USAGE, _("meeting %s was held; to note "
		    "who had a role give it: 'iv-rotate assign %s "
		    "ROLE=MEMBER'"), r->id.s, r->id.s);
	return 0;
}

struct plan_opts {
	bool replan, chair;
};

static const struct iv_opt plan_opt[] = {
	{ "replan", 0, OPT_FLAG, offsetof(struct plan_opts, replan), NULL,
	    N_("choose anew, also for roles that somebody has") },
	{ "chair", 0, OPT_FLAG, offsetof(struct plan_opts, chair), NULL,
	    N_("a chair too where the facilitator leads") },
};

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
    const struct plan_opts *o, struct choices *ret, struct iv_err *e)
{
	struct roles_facts *f = &ret->f;

	if (check_meeting(r, e) < 0 ||
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

static const char *
which(const struct iv_ctx *c)
{
	return c->nargs > 0 ? c->args[0] : "next";
}

static int
no_next(const struct iv_ctx *c, struct iv_err *e)
{
	if (c->nargs == 0 && e->code == IV_NOTFOUND)
		iv_note(e, _("No meeting is planned; 'iv-session plan' makes "
		    "one, or name a meeting by its date.\n"));
	return -1;
}

static int
propose(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	static const struct out_col people[] = {
		{ "role", N_("Role"), OUT_WORD },
		{ "member", N_("Member"), OUT_MEMBER },
		{ "reason", N_("Why"), OUT_TEXT },
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
	const struct plan_opts *o = opts;
	IV_AUTO(choices_release) struct choices ch = { .f = ROLES_FACTS_INIT };
	IV_AUTO(record_free_auto) struct record *r = NULL;
	bool plain;
	struct out *out;

	if (tool_store(c, e) < 0)
		return -1;
	if (tool_read(c, &schema_session, which(c), &r, e) < 0)
		return no_next(c, e);
	if (load_choices(c, r, o, &ch, e) < 0)
		return -1;
	plain = for_people(c);
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

/* Every role that can be given is; one that nobody can take stays open. */
static int
write_choices(struct iv_ctx *c, struct record *r, const struct plan_opts *o,
    struct iv_err *e)
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
	return 0;
}

/* "chair", also as "gespreksleider". */
static const char *
role_word(struct iv_ctx *c, const char *typed)
{
	struct schema_in in = tool_input(c);

	return in.word(in.arg, "chair timekeeper secretary observer", typed);
}

/* What was given is written; who has said no is named, not refused. */
static int
write_one(struct iv_ctx *c, struct record *r, const struct iv_set *set,
    struct iv_err *e)
{
	struct schema_in in = tool_input(c);
	const char *role = role_word(c, set->field), *id;
	char path[64];

	if (!role)
		return iv_fail(e, IV_USAGE, _("no role '%s'; the roles are "
		    "chair, timekeeper, secretary and observer"), set->field);
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
		return check_meeting(r, e);
	for (size_t i = 0; i < c->nsets; i++)
		if (write_one(c, r, &c->sets[i], e) < 0)
			return -1;
	return 0;
}

static int
assign(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	const struct plan_opts *o = opts;
	IV_AUTO(change_end_auto) struct change *ch = NULL;
	struct record *r;

	if ((o->replan || o->chair) && c->nsets > 0)
		return iv_fail(e, IV_USAGE, _("--replan and --chair go "
		    "without ROLE=MEMBER"));
	if (tool_begin(c, &ch, e) < 0)
		return -1;
	if (tool_get(c, ch, &schema_session, which(c), &r, e) < 0)
		return no_next(c, e);
	if ((c->nsets > 0 ? write_given(c, r, e) :
	    write_choices(c, r, o, e)) < 0 ||
	    verb_check(c, NULL, r, e) < 0)
		return -1;
	return tool_commit(c, ch, "assign", e);
}

struct show_opts {
	bool all;
};

static const struct iv_opt show_opt[] = {
	{ "all", 'a', OPT_FLAG, offsetof(struct show_opts, all), NULL,
	    N_("also those who left, or have yet to join") },
};

/* One member's account of one role, for sorting. */
struct account {
	size_t member;
	const char *id;
	struct rotate_turns turns;
};

static int
by_deviation(const void *p, const void *q)
{
	const struct account *a = p, *b = q;
	int64_t x = rotate_deviation(&a->turns);
	int64_t y = rotate_deviation(&b->turns);

	return x != y ? (x > y) - (x < y) : strcmp(a->id, b->id);
}

static void
show_account(struct out *out, const char *role, const struct account *a,
    bool people)
{
	cJSON *row = cJSON_CreateObject();

	json_set_str(row, "id", a->id);
	json_set_str(row, "role", role);
	json_set_str(row, "member", a->id);
	row_turns(row, &a->turns, people);
	out_row(out, row);
	cJSON_Delete(row);
}

static void
show_role(struct iv_ctx *c, struct out *out, const struct roles_facts *f,
    size_t role, bool all)
{
	size_t n = f->rotate.nmembers, shown = 0;
	IV_AUTO(mem_free_auto) struct rotate_turns *turns =
	    mem_alloc(n * sizeof(*turns));
	IV_AUTO(mem_free_auto) struct account *v = mem_alloc(n * sizeof(*v));

	rotate_count(&f->rotate, role, NULL, turns);
	for (size_t i = 0; i < n; i++)
		if (all || (f->joined[i] <= c->now.day &&
		    c->now.day <= f->left[i]))
			v[shown++] = (struct account){ i, f->members[i].id,
			    turns[i] };
	qsort(v, shown, sizeof(*v), by_deviation);
	for (size_t i = 0; i < shown; i++)
		show_account(out, f->roles[role].name, &v[i], for_people(c));
}

static int
show(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	static const struct out_col cols[] = {
		{ "role", N_("Role"), OUT_WORD },
		{ "member", N_("Member"), OUT_MEMBER },
		{ "turns", N_("Turns"), OUT_NUMBER },
		{ "owed", N_("Share"), OUT_NUMBER },
		{ "deviation", N_("Deviation"), OUT_NUMBER },
		{ "last", N_("Last turn"), OUT_WHEN },
	};
	const struct show_opts *o = opts;
	IV_AUTO(facts_roles_release) struct roles_facts f = ROLES_FACTS_INIT;
	const char *role = NULL;
	struct out *out;

	if (tool_store(c, e) < 0)
		return -1;
	if (c->nargs > 0 && !(role = role_word(c, c->args[0])))
		return iv_fail(e, IV_USAGE, _("no role '%s'; the roles are "
		    "chair, timekeeper, secretary and observer"), c->args[0]);
	if (facts_roles(&f, c->store, NULL, e) < 0)
		return -1;
	out = tool_out(c, "iv.turns/1", cols, IV_LEN(cols));
	for (size_t i = 0; i < f.rotate.nroles; i++)
		if (!role || strcmp(role, f.roles[i].name) == 0)
			show_role(c, out, &f, i, o->all);
	return out_end(out, e);
}

static const struct iv_cmd cmds[] = {
	{ "propose", "[SESSION]", N_("Who is due for which role, and why "
	    "(else the next meeting)"), propose, plan_opt, IV_LEN(plan_opt),
	    sizeof(struct plan_opts), 0, 1, CMD_LISTS,
	    "iv-rotate propose 2026-04-23" },
	{ "assign", "[SESSION] [ROLE=MEMBER...]", N_("Write the proposal, or "
	    "what is given, into the meeting"), assign, plan_opt,
	    IV_LEN(plan_opt), sizeof(struct plan_opts), 0, 1,
	    CMD_WRITES | CMD_SETS | CMD_IDS,
	    "iv-rotate assign next chair=noëlle" },
	{ "show", "[ROLE]", N_("Turns taken and shares owed, of each role "
	    "and member"), show, show_opt, IV_LEN(show_opt),
	    sizeof(struct show_opts), 0, 1, CMD_LISTS,
	    "iv-rotate show chair" },
};

int
main(int argc, char **argv)
{
	static const struct iv_tool tool = { "iv-rotate",
		N_("who takes which role, fairly"), cmds, IV_LEN(cmds), NULL,
		NULL, MASK_MEMBER | MASK_SESSION };

	return iv_main(&tool, argc, argv);
}
