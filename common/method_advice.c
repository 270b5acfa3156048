#include "method_advice.h"

#include "utf8.h"

static void
pro(struct method_advice *v, int score, const char *why)
{
	v->score += score;
	if (v->npro < ADVICE_REASONS)
		v->pro[v->npro++] = why;
}

static void
con(struct method_advice *v, int score, const char *why)
{
	v->score -= score;
	if (v->ncon < ADVICE_REASONS)
		v->con[v->ncon++] = why;
}

/* A reason that rules the method out. */
static void
never(struct method_advice *v, const char *why)
{
	v->fits = false;
	con(v, 100, why);
}

static void
judge_case(struct method_advice *v, const struct method *m,
    const struct method_ask *a)
{
	bool advises = method_allows(m, METHOD_TALKS(ADVICE));

	if (a->form && m->forms == a->form)
		pro(v, 4, N_("it is made for this kind of case"));
	else if (a->form)
		pro(v, 2, N_("it suits this kind of case"));
	if (a->technical && !(m->about & METHOD_ABOUTS(TECHNICAL)))
		never(v, N_("it looks at relations and feelings, and the "
		    "question is a technical one"));
	if (a->says && !a->advice && advises)
		never(v, N_("it has a step with advice, which the presenter "
		    "did not ask for"));
	if (a->advice && advises)
		pro(v, 2, N_("it gives advice, as the presenter asked"));
	else if (a->advice && !method_allows(m, METHOD_TALKS(SOLUTIONS)))
		con(v, 3, N_("it gives no advice, which the presenter asked "
		    "for"));
	if (a->recognition && method_allows(m, METHOD_TALKS(AFFIRMATION)))
		pro(v, 4, N_("the group says what it appreciates, as the "
		    "presenter asked"));
	if (a->says && a->questions && !advises &&
	    method_allows(m, METHOD_TALKS(OPEN)))
		pro(v, 2, N_("it stays with questions, as the presenter "
		    "asked"));
}

static void
judge_room(struct method_advice *v, const struct method *m,
    const struct method_ask *a)
{
	int people = a->people > 0 ? a->people : method_people(m);

	if (a->people > 0 && a->people < m->group.min)
		never(v, N_("it asks for more people"));
	if (a->people > 0 && m->group.max > 0 && a->people > m->group.max)
		never(v, N_("it is for fewer people"));
	if (a->minutes > 0 && method_minutes(m, people) > a->minutes)
		never(v, N_("it takes longer than there is"));
}

static bool
is_known(const struct method *m, const char *experience)
{
	return experience && (utf8_contains(experience, m->title) ||
	    utf8_contains(experience, m->name));
}

static void
judge_group(struct method_advice *v, const struct method *m,
    const struct method_ask *a)
{
	bool fresh = a->held < ADVICE_NEW;
	bool novices = a->members > 0 && 2 * a->novices > a->members;

	if ((m->trust & METHOD_TRUSTS(HIGH)) && fresh)
		never(v, N_("it asks for trust, and the group has hardly "
		    "met"));
	if (is_known(m, a->experience))
		pro(v, 2, N_("members know it from before"));
	if (!m->beginners && (fresh || novices))
		con(v, 3, N_("it asks for practice, and the group has little "
		    "of it"));
	else if (m->beginners && (fresh || novices))
		pro(v, 1, N_("it suits people who are new to it"));
	if (m->mix && a->mix && m->mix == a->mix)
		pro(v, 1, a->mix == METHOD_MIXES(MIXED) ?
		    N_("it gains from the members' different backgrounds") :
		    N_("it gains from the members doing the same work"));
	else if (m->mix && a->mix)
		con(v, 1, m->mix == METHOD_MIXES(MIXED) ?
		    N_("it asks for people of different backgrounds") :
		    N_("it asks for people who do the same work"));
}

static void
judge_wishes(struct method_advice *v, const struct method *m,
    const struct method_ask *a)
{
	int apart = a->structure - 10 * m->structure;

	if (a->structure > 0 && m->structure > 0) {
		if (apart >= -10 && apart <= 10)
			pro(v, 1, N_("it has about as much structure as the "
			    "members want"));
		else if (apart >= 15)
			con(v, 2, N_("the members want more structure"));
		else if (apart <= -15)
			con(v, 2, N_("the members want less structure"));
	}
	if (a->focus && m->focus == a->focus)
		pro(v, 1, N_("it has the focus that the group wants"));
}

struct method_advice
method_advise(const struct method *m, const struct method_ask *a)
{
	struct method_advice v = { .fits = true, .near = true };

	if (!(m->kind & METHOD_KINDS(CASE)) ||
	    (a->form && !(m->forms & a->form)) ||
	    (a->level && !(m->levels & a->level))) {
		v.fits = v.near = false;
		return v;
	}
	judge_case(&v, m, a);
	judge_room(&v, m, a);
	judge_group(&v, m, a);
	judge_wishes(&v, m, a);
	return v;
}
