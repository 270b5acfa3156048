#include "turns.h"

#include <string.h>

#include "mem.h"
#include "text.h"

/* One choice, as it stands in the meeting. */
struct told {
	struct iv_ctx *c;
	const struct roles_facts *f;
	const struct record *r;
	const char *lang, *role, *id;	/* id: who has it, or NULL */
	size_t at;			/* the role's place in the rotation */
	enum rotate_why why;
	bool planned;			/* not whom the rule names today */
	const char *due;		/* whom it names then, or NULL */
	struct rotate_turns turns;
};

static const char *
say(const struct told *t, const char *text) IV_FORMAT(2);
static const char *
say(const struct told *t, const char *text)
{
	return iv_text(t->lang, text);
}

static const char *
name(const struct told *t, const char *id)
{
	return store_name(t->c->store, id);
}

/* "12 March 2026" in the group's language. */
static void
day_words(const struct told *t, int64_t start, char out[64])
{
	int y, m, d;

	day_to_ymd((int32_t)(start / (24 * 60)), &y, &m, &d);
	snprintf(out, 64, "%d %s %d", d, iv_text(t->lang, month_word(m)), y);
}

/* The reasons with a date: of the last turn. */
static void
add_last(const struct told *t, struct buf *b)
{
	char day[64];

	day_words(t, t->turns.last, day);
	buf_addf(b, t->why == WHY_OWES ?
	    say(t, N_("%s is due as %s: did it least for the meetings "
	    "attended, last on %s")) :
	    say(t, N_("%s is due as %s: it is longest ago, on %s")),
	    name(t, t->id), say(t, t->role), day);
}

/* Over a season turns come out even; who has had more than a share by now got
 * ahead by what went otherwise since. */
static void
add_planned(const struct told *t, struct buf *b)
{
	if (t->due && rotate_deviation(&t->turns) > 0)
		buf_addf(b, say(t, N_("%s is %s as it was planned; by the "
		    "turns so far %s was due")),
		    name(t, t->id), say(t, t->role), name(t, t->due));
	else
		buf_addf(b, say(t, N_("%s is %s: so the turns come out even "
		    "over all the meetings planned")), name(t, t->id),
		    say(t, t->role));
}

static void
add_reason(const struct told *t, struct buf *b)
{
	enum rotate_why why = t->why;

	if (t->planned) {
		add_planned(t, b);
		return;
	}
	if (why == WHY_OWES || why == WHY_LONGEST) {
		add_last(t, b);
		return;
	}
	buf_addf(b, why == WHY_KEPT ?
	    say(t, N_("%s is %s, from outside the rotation: it is nobody's "
	    "turn")) : why == WHY_NOBODY ?
	    say(t, N_("%s is %s, but cannot come")) : why == WHY_ONLY ?
	    say(t, N_("%s is %s: nobody else is free")) : why == WHY_DOUBLE ?
	    say(t, N_("%s is %s as well: there are too few people for one "
	    "role each")) : why == WHY_SPREAD ?
	    say(t, N_("%s is %s, so that nobody needs two roles")) :
	    why == WHY_NEVER ?
	    say(t, N_("%s is due as %s: this is the first time")) :
	    why == WHY_NEVER_DRAW ?
	    say(t, N_("%s is due as %s: like others never before, and a "
	    "fixed draw decides")) :
	    say(t, N_("%s is due as %s, no more than others; a fixed draw "
	    "decides")), name(t, t->id), say(t, t->role));
}

/* The change that brought the role to who has it. */
static const cJSON *
change_of(const struct told *t)
{
	const cJSON *j, *last = NULL;

	cJSON_ArrayForEach(j, json_get(t->r->json, "changes"))
		if (json_is(j, "role", t->role) && json_is(j, "to", t->id))
			last = j;
	return last;
}

static void
add_choice(const struct told *t, struct buf *b)
{
	const cJSON *change = change_of(t);
	const char *from = json_str(change, "from");

	if (change && json_is(change, "how", "given"))
		buf_addf(b, say(t, N_("%s is %s: it was given so, and counts "
		    "as a turn")), name(t, t->id), say(t, t->role));
	else if (change && from)
		buf_addf(b, say(t, N_("%s is %s after a swap with %s: the "
		    "turn counts for who takes it")), name(t, t->id),
		    say(t, t->role), name(t, from));
	else
		add_reason(t, b);
}

/* Who had the role in the last meeting before, when it was somebody else. */
static void
add_previous(const struct told *t, struct buf *b)
{
	const struct rotate_meeting *last = NULL;
	const struct rotate *r = &t->f->rotate;

	for (size_t i = 0; i < r->nmeetings; i++) {
		const struct rotate_meeting *m = &r->meetings[i];

		if (m != t->f->target && m->start < t->f->target->start &&
		    m->taker[t->at] >= 0 && (!last || m->start > last->start))
			last = m;
	}
	if (last && strcmp(r->members[last->taker[t->at]].id, t->id) != 0)
		buf_addf(b, say(t, N_("; %s did it the previous time")),
		    name(t, r->members[last->taker[t->at]].id));
}

static void
add_passes(const struct told *t, struct buf *b)
{
	const cJSON *j;

	cJSON_ArrayForEach(j, json_get(t->r->json, "changes"))
		if (json_is(j, "role", t->role) && json_is(j, "how", "pass") &&
		    json_str(j, "from"))
			buf_addf(b, say(t, N_("; %s passed and stays due")),
			    name(t, json_str(j, "from")));
}

static void
sentence(const struct told *t, bool numbers, struct buf *b)
{
	if (!t->id) {
		buf_addf(b, t->why == WHY_LED ?
		    say(t, N_("No %s: the facilitator leads")) :
		    say(t, N_("No %s yet")), say(t, t->role));
	} else {
		add_choice(t, b);
		add_previous(t, b);
	}
	add_passes(t, b);
	if (numbers && t->id)
		buf_addf(b, say(t, N_(" (before: %d turns of a share of %.2f, "
		    "deviation %+.2f)")), t->turns.turns,
		    (double)t->turns.owed / (double)ROTATE_UNIT,
		    (double)rotate_deviation(&t->turns) /
		    (double)ROTATE_UNIT);
	buf_adds(b, ".");
}

/* What the rule would say today, the other roles staying as they are. */
static void
judge(struct told *t, struct rotate_meeting *m)
{
	struct rotate_choice v[ROTATE_ROLES];
	IV_AUTO(mem_free_auto) struct rotate_turns *turns =
	    mem_alloc(t->f->rotate.nmembers * sizeof(*turns));
	int was = m->taker[t->at];

	m->taker[t->at] = ROTATE_NONE;
	rotate_propose(&t->f->rotate, m, false, v);
	m->taker[t->at] = was;
	t->why = v[t->at].why;
	t->planned = was >= 0 && v[t->at].member != was;
	if (t->planned && v[t->at].member >= 0)
		t->due = t->f->rotate.members[v[t->at].member].id;
	if (was < 0 || (m->seats[was] & SEAT_HERE) == 0) {
		t->planned = false;
		if (t->id)
			t->why = was == ROTATE_OTHER ? WHY_KEPT : WHY_NOBODY;
		return;
	}
	rotate_count(&t->f->rotate, t->at, m, turns);
	t->turns = turns[was];
}

static void
print_told(struct iv_ctx *c, struct out *out, const struct told *t,
    bool numbers)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	IV_AUTO(json_free_auto) cJSON *row = NULL;

	sentence(t, numbers, &b);
	if (!out) {
		buf_adds(&b, "\n");
		tool_print(c, b.p);
		return;
	}
	row = cJSON_CreateObject();
	turns_text(row, "id", t->id);
	json_set_str(row, "session", t->r->id.s);
	json_set_str(row, "role", t->role);
	turns_text(row, "member", t->id);
	json_set_str(row, "text", b.p);
	out_row(out, row);
}

int
turns_explain(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	static const struct out_col cols[] = {
		{ "session", N_("Meeting"), OUT_TEXT },
		{ "role", N_("Role"), OUT_WORD },
		{ "member", N_("Member"), OUT_MEMBER },
		{ "text", N_("Why"), OUT_TEXT },
	};
	const struct turns_explain_opts *o = opts;
	IV_AUTO(facts_roles_release) struct roles_facts f = ROLES_FACTS_INIT;
	IV_AUTO(record_free_auto) struct record *r = NULL;
	struct out *out = NULL;

	if (tool_store(c, e) < 0)
		return -1;
	if (tool_read(c, &schema_session, turns_which(c), &r, e) < 0)
		return -1;
	if (facts_roles(&f, c->store, r, e) < 0)
		return -1;
	if (!tool_for_people(c))
		out = tool_out(c, "iv.explanations/1", cols, IV_LEN(cols));
	for (size_t i = 0; i < f.rotate.nroles; i++) {
		struct told t = { .c = c, .f = &f, .r = r, .at = i,
		    .lang = store_lang(c->store), .role = f.roles[i].name };

		t.id = json_str(json_get(r->json, "roles"), t.role);
		judge(&t, f.target);
		print_told(c, out, &t, o->numbers);
	}
	return out ? out_end(out, e) : 0;
}
