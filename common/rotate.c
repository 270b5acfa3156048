#include "rotate.h"

#include <string.h>

#include "id.h"
#include "mem.h"
#include "rotate_internal.h"

bool
rotate_earlier(const struct rotate_meeting *a, const struct rotate_meeting *b)
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
		    rotate_earlier(&r->meetings[i], m))
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

bool
rotate_passed(const struct rotate_meeting *m, size_t role, size_t member)
{
	return (m->seats[member] & SEAT_PASSED(role)) != 0;
}

size_t
rotate_candidates(const struct rotate *r, size_t role,
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

	rotate_candidates(r, role, m, set);
	return set[member] && !rotate_passed(m, role, member);
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

void
rotate_share(const struct rotate *r, const bool *set, int turns,
    int64_t *owed)
{
	int64_t n = 0, all = turns * ROTATE_UNIT;

	for (size_t i = 0; i < r->nmembers; i++)
		n += set[i];
	for (size_t i = 0; i < r->nmembers; i++) {
		owed[i] = set[i] ? all / n : 0;
		if (set[i] && all % n != 0)
			owed[i] += (int64_t)rank(r, set, i) < all % n;
	}
}

/* Who took the role: for presenting whoever did, else the one it was given
 * to.  Returns how many. */
static int
takers(const struct rotate *r, size_t role, const struct rotate_meeting *m,
    bool *took)
{
	int n = 0, taker = m->taker[role];

	for (size_t i = 0; i < r->nmembers; i++) {
		took[i] = r->roles[role].presents && here(m, i) &&
		    (m->seats[i] & SEAT_PRESENTS) != 0;
		n += took[i];
	}
	if (n == 0 && taker >= 0 && here(m, (size_t)taker))
		took[taker] = ++n > 0;
	return n;
}

int
rotate_account(const struct rotate *r, size_t role,
    const struct rotate_meeting *m, struct rotate_turns *ret)
{
	size_t n = r->nmembers;
	IV_AUTO(mem_free_auto) bool *set = mem_alloc(n);
	IV_AUTO(mem_free_auto) bool *took = mem_alloc(n);
	IV_AUTO(mem_free_auto) int64_t *owed = mem_alloc(n * sizeof(*owed));
	int turns = takers(r, role, m, took);

	if (turns == 0)
		return 0;
	rotate_candidates(r, role, m, set);
	for (size_t i = 0; i < n; i++)
		set[i] = set[i] || took[i];
	rotate_share(r, set, turns, owed);
	for (size_t i = 0; i < n; i++) {
		ret[i].owed += owed[i];
		ret[i].turns += took[i];
		if (took[i] && ret[i].last < m->start)
			ret[i].last = m->start;
	}
	return turns;
}

void
rotate_count(const struct rotate *r, size_t role,
    const struct rotate_meeting *before, struct rotate_turns *ret)
{
	for (size_t i = 0; i < r->nmembers; i++)
		ret[i] = (struct rotate_turns){ 0, 0, ROTATE_NEVER };
	for (size_t i = 0; i < r->nmeetings; i++)
		if (!before || rotate_earlier(&r->meetings[i], before))
			rotate_account(r, role, &r->meetings[i], ret);
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

uint64_t
rotate_draw(const char *member, const char *role, const char *meeting)
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
	rotate_candidates(r, role, m, set);
	ret->v = mem_alloc(r->nmembers * sizeof(*ret->v));
	for (size_t i = 0; i < r->nmembers; i++)
		if (set[i] && !rotate_passed(m, role, i))
			ret->v[ret->n++] = (struct bid){ (int)i, turns[i],
			    rotate_draw(r->members[i].id,
			    r->roles[role].name, m->id), r->members[i].id };
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

bool
rotate_presented(const struct rotate *r, size_t role,
    const struct rotate_meeting *m)
{
	for (size_t i = 0; r->roles[role].presents && i < r->nmembers; i++)
		if (here(m, i) && (m->seats[i] & SEAT_PRESENTS) != 0)
			return true;
	return false;
}

bool
rotate_kept(const struct rotate_meeting *m, size_t role)
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
	if (rotate_kept(m, role) && (!replan || rotate_presented(r, role, m))) {
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

size_t
rotate_order(const struct rotate *r, size_t role,
    const struct rotate_meeting *m, size_t *ret)
{
	struct bids bids = { NULL, 0 };

	make_bids(r, role, m, &bids);
	for (size_t i = 0; i < bids.n; i++)
		ret[i] = (size_t)bids.v[i].member;
	mem_free(bids.v);
	return bids.n;
}
