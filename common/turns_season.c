#include "turns.h"

#include <string.h>

#include "mem.h"

/* A season and what was found for it. */
struct found {
	struct roles_facts f;
	int (*taker)[ROTATE_ROLES];
	struct rotate_score score;
};

static void
found_release(struct found *s)
{
	facts_roles_release(&s->f);
	mem_free(s->taker);
}

static int
find(struct iv_ctx *c, const struct turns_season_opts *o, struct found *s,
    struct iv_err *e)
{
	struct civil since = c->now;
	bool any = false;

	if (o->count < 0)
		return iv_fail(e, IV_USAGE, _("--count: a number above zero"));
	if ((o->since && tool_day(c, o->since, &since, e) < 0) ||
	    facts_season(&s->f, c->store, since.day, o->count, e) < 0)
		return -1;
	for (size_t i = 0; i < s->f.rotate.nmeetings; i++) {
		any = any || s->f.meetings[i].planned;
		if (o->chair)
			s->f.meetings[i].led = false;
	}
	if (!any)
		return iv_fail(e, IV_NOTFOUND, _("no meeting is planned; "
		    "'iv-session plan' makes some"));
	if (s->f.rotate.nroles == 0)
		return iv_fail(e, IV_USAGE, _("this group has no roles that "
		    "rotate; 'iv-group set roles=chair,timekeeper' gives it "
		    "some"));
	s->taker = mem_alloc(s->f.rotate.nmeetings * sizeof(*s->taker));
	rotate_season(&s->f.rotate, (o->replan ? SEASON_REPLAN : 0u) |
	    (o->combine ? SEASON_COMBINE : 0u), s->taker, &s->score);
	return 0;
}

/* Who has the role by the season: one of the rotation, or who it was given to
 * from outside. */
static const char *
taker(const struct found *s, size_t meeting, size_t role,
    const cJSON *session)
{
	int i = s->taker[meeting][role];

	if (i >= 0)
		return s->f.members[i].id;
	return i == ROTATE_OTHER ? json_str(json_get(session, "roles"),
	    s->f.roles[role].name) : NULL;
}

static int
write_one(struct iv_ctx *c, struct change *ch, const struct found *s,
    size_t meeting, struct iv_err *e)
{
	struct record *r;
	cJSON *roles;

	if (change_get(ch, &schema_session, s->f.meetings[meeting].id, &r,
	    e) < 0)
		return -1;
	roles = json_object(r->json, "roles");
	for (size_t i = 0; i < s->f.rotate.nroles; i++) {
		const char *id = taker(s, meeting, i, r->json);

		if (id)
			json_set_str(roles, s->f.roles[i].name, id);
		else
			json_drop(roles, s->f.roles[i].name);
	}
	if (json_count(roles) == 0)
		json_drop(r->json, "roles");
	return verb_check(c, NULL, r, e);
}

static int
write_all(struct iv_ctx *c, const struct found *s, struct iv_err *e)
{
	IV_AUTO(change_end_auto) struct change *ch = NULL;

	if (tool_begin(c, &ch, e) < 0)
		return -1;
	for (size_t i = 0; i < s->f.rotate.nmeetings; i++)
		if (s->f.meetings[i].planned &&
		    write_one(c, ch, s, i, e) < 0)
			return -1;
	return tool_commit(c, ch, "season", e);
}

static size_t
add_columns(const struct found *s, struct out_col *cols)
{
	static const struct out_col heads[] = {
		{ "chair", N_("Chair"), OUT_MEMBER },
		{ "timekeeper", N_("Timekeeper"), OUT_MEMBER },
		{ "secretary", N_("Secretary"), OUT_MEMBER },
		{ "observer", N_("Observer"), OUT_MEMBER },
		{ "presenter", N_("Presenter"), OUT_MEMBER },
	};
	size_t n = 0;

	cols[n++] = (struct out_col){ "start", N_("Meeting"), OUT_WHEN };
	for (size_t i = 0; i < s->f.rotate.nroles; i++)
		for (size_t k = 0; k < IV_LEN(heads); k++)
			if (strcmp(heads[k].name, s->f.roles[i].name) == 0)
				cols[n++] = heads[k];
	return n;
}

static int
print_meeting(struct iv_ctx *c, struct out *out, const struct found *s,
    size_t meeting, struct iv_err *e)
{
	const struct rotate_meeting *m = &s->f.meetings[meeting];
	IV_AUTO(record_free_auto) struct record *r = NULL;
	IV_AUTO(json_free_auto) cJSON *row = cJSON_CreateObject();
	char when[DAY_TEXT];

	if (store_read(c->store, &schema_session, m->id, &r, e) < 0)
		return -1;
	civil_text(when, (struct civil){ (int32_t)(m->start / (24 * 60)),
	    (int32_t)(m->start % (24 * 60)) });
	json_set_str(row, "id", m->id);
	json_set_str(row, "start", when);
	for (size_t i = 0; i < s->f.rotate.nroles; i++)
		turns_text(row, s->f.roles[i].name,
		    taker(s, meeting, i, r->json));
	out_row(out, row);
	return 0;
}

static int
print_season(struct iv_ctx *c, const struct found *s, struct iv_err *e)
{
	struct out_col cols[1 + ROTATE_ROLES];
	size_t n = add_columns(s, cols);
	struct out *out = tool_out(c, "iv.season/1", cols, n);

	for (size_t i = 0; i < s->f.rotate.nmeetings; i++)
		if (s->f.meetings[i].planned &&
		    print_meeting(c, out, s, i, e) < 0)
			return -1;
	return out_end(out, e);
}

/* What it came to, in the order in which it was weighed. */
static int
print_score(struct iv_ctx *c, const struct found *s, struct iv_err *e)
{
	static const struct out_col cols[] = {
		{ "measure", N_("Measure"), OUT_WORD },
		{ "value", N_("Value"), OUT_NUMBER },
		{ "least", N_("At least"), OUT_NUMBER },
	};
	const struct rotate_score *v = &s->score;
	const struct {
		const char *name;
		int64_t units;
	} rows[] = {
		{ N_("open"), v->open * ROTATE_UNIT },
		{ N_("doubles"), v->doubles * ROTATE_UNIT },
		{ N_("deviation"), v->deviation }, { N_("spread"), v->spread },
		{ N_("same-role"), v->same },
		{ N_("any-role"), v->any },
	};
	struct out *out = tool_out(c, "iv.score/1", cols, IV_LEN(cols));

	for (size_t i = 0; i < IV_LEN(rows); i++) {
		IV_AUTO(json_free_auto) cJSON *row = cJSON_CreateObject();

		json_set_str(row, "measure", rows[i].name);
		turns_share(row, "value", rows[i].units, turns_for_people(c));
		if (rows[i].units == v->deviation &&
		    strcmp(rows[i].name, "deviation") == 0)
			turns_share(row, "least", v->least,
			    turns_for_people(c));
		else
			turns_text(row, "least", NULL);
		out_row(out, row);
	}
	return out_end(out, e);
}

/* Names a meeting and role that stay without anybody. */
static void
say_open(struct iv_ctx *c, const struct found *s)
{
	for (size_t i = 0; i < s->f.rotate.nmeetings; i++) {
		const struct rotate_meeting *m = &s->f.meetings[i];
		char day[DAY_TEXT];

		civil_text(day, (struct civil){
		    (int32_t)(m->start / (24 * 60)), -1 });
		for (size_t k = 0; m->planned && k < s->f.rotate.nroles; k++)
			if (s->taker[i][k] == ROTATE_NONE &&
			    !(m->led && s->f.roles[k].leads))
				tool_say(c, _("no %s on %s: too few people; "
				    "--combine gives somebody two roles"),
				    _(s->f.roles[k].name), day);
	}
}

int
turns_season(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	const struct turns_season_opts *o = opts;
	IV_AUTO(found_release) struct found s = { .f = ROLES_FACTS_INIT };
	int done = 0;

	if (tool_store(c, e) < 0 || find(c, o, &s, e) < 0)
		return -1;
	say_open(c, &s);
	if (!c->dry_run && (done = write_all(c, &s, e)) < 0)
		return -1;
	if ((o->numbers ? print_score : print_season)(c, &s, e) < 0)
		return -1;
	return done;
}

int
turns_next(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	struct turns_season_opts o = { .count = 2 };
	IV_AUTO(found_release) struct found s = { .f = ROLES_FACTS_INIT };

	(void)opts;
	if (tool_store(c, e) < 0 || find(c, &o, &s, e) < 0)
		return -1;
	return print_season(c, &s, e);
}
