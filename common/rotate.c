#include "rotate.h"

#include <string.h>

#include "id.h"
#include "mem.h"

static bool
earlier(const struct rotate_meeting *a, const struct rotate_meeting *b)
{
	return a->start != b->start ? a->start < b->start :
	    strcmp(a->id, b->id) < 0;
}

static bool
here(const struct rotate_meeting *m, size_t member)
{
	return (m->seats[member] & SEAT_HERE) != 0;
}

static bool
first_time(const struct rotate *r, const struct rotate_meeting *m,
    size_t member)
{
	for (size_t i = 0; i < r->nmeetings; i++)
		if (here(&r->meetings[i], member) &&
		    earlier(&r->meetings[i], m))
			return false;
	return true;
}

/* How strictly the two rules of a leading role are read. */
enum rule { STRICT, NEW_TOO, PRESENTERS_TOO };

static bool
allowed(const struct rotate *r, size_t role, const struct rotate_meeting *m,
    size_t member, enum rule rule)
{
	if (!here(m, member) || (r->members[member].exempt >> role & 1) != 0)
		return false;
	if (!r->roles[role].leads || rule == PRESENTERS_TOO)
		return true;
	if ((m->seats[member] & SEAT_PRESENTS) != 0)
		return false;
	return rule == NEW_TOO || !first_time(r, m, member);
}

/* set[i] becomes whether member i can take the role; returns how many. */
static size_t
candidates(const struct rotate *r, size_t role,
    const struct rotate_meeting *m, bool *set)
{
	size_t n = 0;

	for (int rule = STRICT; n == 0 && rule <= PRESENTERS_TOO; rule++)
		for (size_t i = 0; i < r->nmembers; i++) {
			set[i] = allowed(r, role, m, i, (enum rule)rule);
			n += set[i];
		}
	return n;
}

bool
rotate_can(const struct rotate *r, size_t role,
    const struct rotate_meeting *m, size_t member)
{
	IV_AUTO(mem_free_auto) bool *set = mem_alloc(r->nmembers);

	candidates(r, role, m, set);
	return set[member];
}

int64_t
rotate_deviation(const struct rotate_turns *t)
{
	return t->turns * ROTATE_UNIT - t->owed;
}

static size_t
rank(const struct rotate *r, const bool *set, size_t member)
{
	size_t n = 0;

	for (size_t i = 0; i < r->nmembers; i++)
		n += set[i] && strcmp(r->members[i].id,
		    r->members[member].id) < 0;
	return n;
}

/* A role that nobody of the rotation took is owed by nobody. */
static void
count_meeting(const struct rotate *r, size_t role,
    const struct rotate_meeting *m, bool *set, struct rotate_turns *ret)
{
	int taker = m->taker[role];
	size_t n;

	if (taker < 0 || !here(m, (size_t)taker))
		return;
	n = candidates(r, role, m, set);
	if (!set[taker]) {
		set[taker] = true;
		n++;
	}
	for (size_t i = 0; i < r->nmembers; i++) {
		if (!set[i])
			continue;
		ret[i].owed += ROTATE_UNIT / (int64_t)n;
		if (ROTATE_UNIT % (int64_t)n != 0)
			ret[i].owed += (int64_t)rank(r, set, i) <
			    ROTATE_UNIT % (int64_t)n;
	}
	ret[taker].turns++;
	if (ret[taker].last < m->start)
		ret[taker].last = m->start;
}

void
rotate_count(const struct rotate *r, size_t role,
    const struct rotate_meeting *before, struct rotate_turns *ret)
{
	IV_AUTO(mem_free_auto) bool *set = mem_alloc(r->nmembers);

	for (size_t i = 0; i < r->nmembers; i++)
		ret[i] = (struct rotate_turns){ 0, 0, ROTATE_NEVER };
	for (size_t i = 0; i < r->nmeetings; i++)
		if (!before || earlier(&r->meetings[i], before))
			count_meeting(r, role, &r->meetings[i], set, ret);
}

/* One candidate for one role, with what ranks it. */
struct bid {
	int member;
	struct rotate_turns turns;
	uint64_t draw;
	const char *id;
};

/* The bids of a role, best first. */
struct bids {
	struct bid *v;
	size_t n;
};

struct plan {
	struct bids bids[ROTATE_ROLES];
	bool open[ROTATE_ROLES];	/* still to be given */
	size_t nroles;
	int *load;			/* roles of each member so far */
};

/* The member comes first, so that every later byte spreads the difference. */
static uint64_t
draw(const char *member, const char *role, const char *meeting)
{
	uint64_t h = id_hash(member, strlen(member) + 1, 0);

	h = id_hash(role, strlen(role) + 1, h);
	return id_hash(meeting, strlen(meeting) + 1, h);
}

static int
by_share(const struct bid *a, const struct bid *b)
{
	int64_t x = rotate_deviation(&a->turns);
	int64_t y = rotate_deviation(&b->turns);

	return (x > y) - (x < y);
}

static int
by_last(const struct bid *a, const struct bid *b)
{
	return (a->turns.last > b->turns.last) -
	    (a->turns.last < b->turns.last);
}

static int
by_due(const void *p, const void *q)
{
	const struct bid *a = p, *b = q;
	int order = by_share(a, b);

	if (order == 0)
		order = by_last(a, b);
	if (order == 0)
		order = (a->draw > b->draw) - (a->draw < b->draw);
	return order != 0 ? order : strcmp(a->id, b->id);
}

static void
make_bids(const struct rotate *r, size_t role, const struct rotate_meeting *m,
    struct bids *ret)
{
	IV_AUTO(mem_free_auto) bool *set = mem_alloc(r->nmembers);
	IV_AUTO(mem_free_auto) struct rotate_turns *turns =
	    mem_alloc(r->nmembers * sizeof(*turns));

	rotate_count(r, role, m, turns);
	candidates(r, role, m, set);
	ret->v = mem_alloc(r->nmembers * sizeof(*ret->v));
	for (size_t i = 0; i < r->nmembers; i++)
		if (set[i])
			ret->v[ret->n++] = (struct bid){ (int)i, turns[i],
			    draw(r->members[i].id, r->roles[role].name,
			    m->id), r->members[i].id };
	qsort(ret->v, ret->n, sizeof(*ret->v), by_due);
}

/*
 * How many of the open roles from one on can go to people without a role.  By
 * Hall's theorem as many candidates as there are roles are enough to look at.
 */
static size_t
fillable(const struct plan *p, size_t role)
{
	size_t best, seen = 0;

	if (role == p->nroles)
		return 0;
	best = fillable(p, role + 1);
	if (!p->open[role])
		return best;
	for (size_t i = 0; i < p->bids[role].n && seen < p->nroles; i++) {
		int *load = &p->load[p->bids[role].v[i].member];
		size_t with;

		if (*load > 0)
			continue;
		seen++;
		(*load)++;
		with = 1 + fillable(p, role + 1);
		(*load)--;
		if (with > best)
			best = with;
	}
	return best;
}

/* The best bid of someone without a role that leaves the other roles as many
 * people as there can be; NULL when all have one. */
static const struct bid *
pick_free(const struct plan *p, size_t role)
{
	size_t most = fillable(p, role);

	for (size_t i = 0; i < p->bids[role].n; i++) {
		const struct bid *b = &p->bids[role].v[i];
		size_t with;

		if (p->load[b->member] > 0)
			continue;
		p->load[b->member]++;
		with = 1 + fillable(p, role + 1);
		p->load[b->member]--;
		if (with == most)
			return b;
	}
	return NULL;
}

static const struct bid *
pick_busy(const struct plan *p, size_t role)
{
	const struct bid *best = NULL;

	for (size_t i = 0; i < p->bids[role].n; i++) {
		const struct bid *b = &p->bids[role].v[i];

		if (!best || p->load[b->member] < p->load[best->member])
			best = b;
	}
	return best;
}

/* What set the chosen one apart from the others without a role. */
static enum rotate_why
reason(const struct plan *p, size_t role, const struct bid *chosen)
{
	const struct bid *other = NULL;
	bool never = chosen->turns.last == ROTATE_NEVER;

	for (size_t i = 0; !other && i < p->bids[role].n; i++)
		if (&p->bids[role].v[i] != chosen &&
		    p->load[p->bids[role].v[i].member] == 0)
			other = &p->bids[role].v[i];
	if (!other)
		return WHY_ONLY;
	if (other < chosen)
		return WHY_SPREAD;
	if (by_share(chosen, other) != 0)
		return never ? WHY_NEVER : WHY_OWES;
	if (by_last(chosen, other) != 0)
		return never ? WHY_NEVER : WHY_LONGEST;
	return never ? WHY_NEVER_DRAW : WHY_DRAW;
}

static struct rotate_choice
choose(const struct plan *p, size_t role)
{
	const struct bid *b = pick_free(p, role);

	if (b)
		return (struct rotate_choice){ b->member, reason(p, role, b),
		    b->turns };
	b = pick_busy(p, role);
	if (b)
		return (struct rotate_choice){ b->member, WHY_DOUBLE,
		    b->turns };
	return (struct rotate_choice){ ROTATE_NONE, WHY_NOBODY,
	    { 0, 0, ROTATE_NEVER } };
}

static bool
kept(const struct rotate_meeting *m, size_t role)
{
	int taker = m->taker[role];

	return taker == ROTATE_OTHER ||
	    (taker >= 0 && here(m, (size_t)taker));
}

/* What is settled before anybody is chosen. */
static bool
settled(const struct rotate *r, const struct rotate_meeting *m, size_t role,
    bool replan, struct rotate_choice *ret)
{
	ret->turns = (struct rotate_turns){ 0, 0, ROTATE_NEVER };
	if (kept(m, role) && !replan) {
		ret->member = m->taker[role];
		ret->why = WHY_KEPT;
		return true;
	}
	ret->member = ROTATE_NONE;
	ret->why = WHY_LED;
	return m->led && r->roles[role].leads;
}

static void
keep_turns(const struct rotate *r, const struct rotate_meeting *m,
    size_t role, struct rotate_choice *c)
{
	IV_AUTO(mem_free_auto) struct rotate_turns *turns =
	    mem_alloc(r->nmembers * sizeof(*turns));

	rotate_count(r, role, m, turns);
	c->turns = turns[c->member];
}

void
rotate_propose(const struct rotate *r, const struct rotate_meeting *m,
    bool replan, struct rotate_choice *ret)
{
	IV_AUTO(mem_free_auto) int *load =
	    mem_alloc(r->nmembers * sizeof(*load));
	struct plan p = { .nroles = r->nroles, .load = load };

	for (size_t i = 0; i < r->nroles; i++) {
		p.open[i] = !settled(r, m, i, replan, &ret[i]);
		if (p.open[i])
			make_bids(r, i, m, &p.bids[i]);
		else if (ret[i].member >= 0)
			keep_turns(r, m, i, &ret[i]);
		if (!p.open[i] && ret[i].member >= 0)
			load[ret[i].member]++;
	}
	for (size_t i = 0; i < r->nroles; i++) {
		if (!p.open[i])
			continue;
		ret[i] = choose(&p, i);
		p.open[i] = false;
		if (ret[i].member >= 0)
			load[ret[i].member]++;
		mem_free(p.bids[i].v);
	}
}
