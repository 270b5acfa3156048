#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "rotate_internal.h"

/*
 * What the search compares: like struct rotate_score, but before the largest
 * deviation stands the sum of all that is beyond a target, which also falls
 * when one of several equally large ones does.
 */
struct value {
	int64_t v[7];
};

struct search {
	struct season *s;
	int64_t target;
	uint64_t state, limit;
	size_t *order;		/* of the free cells */
	size_t n;
	struct value now;
};

/* Not chance: the same numbers everywhere, counted on from nought. */
static size_t
roll(struct search *q, size_t n)
{
	uint64_t x = q->state += UINT64_C(0x9e3779b97f4a7c15);

	x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
	return (size_t)((x ^ (x >> 31)) % n);
}

static struct value
value(const struct search *q)
{
	const struct season *s = q->s;
	struct rotate_score score;
	int64_t beyond = 0;

	season_score(s, &score);
	if (score.deviation > q->target)
		for (size_t i = 0; i < s->roles * s->members; i++)
			if (s->far[i] > q->target)
				beyond += s->far[i] - q->target;
	return (struct value){ { score.doubles, beyond, score.deviation,
	    score.spread, score.same, score.any, s->tie } };
}

static int
compare(const struct value *a, const struct value *b)
{
	for (size_t i = 0; i < IV_LEN(a->v); i++)
		if (a->v[i] != b->v[i])
			return a->v[i] < b->v[i] ? -1 : 1;
	return 0;
}

/* Keeps what was changed when it is better. */
static bool
better(struct search *q)
{
	struct value v = value(q);

	if (compare(&v, &q->now) >= 0)
		return false;
	q->now = v;
	return true;
}

static bool
try_member(struct search *q, size_t cell)
{
	struct season *s = q->s;
	int was = s->taker[cell];

	for (int i = 0; i < (int)s->members; i++) {
		if (i == was || !season_may(s, cell, i))
			continue;
		season_put(s, cell, i);
		if (better(q))
			return true;
		season_put(s, cell, was);
	}
	return false;
}

/* Two cells change people. */
static bool
try_swap(struct search *q, size_t a, size_t b)
{
	struct season *s = q->s;
	int x = s->taker[a], y = s->taker[b];

	if (x == y || x < 0 || y < 0)
		return false;
	season_put(s, a, ROTATE_NONE);
	season_put(s, b, ROTATE_NONE);
	if (season_may(s, a, y) && season_may(s, b, x)) {
		season_put(s, a, y);
		season_put(s, b, x);
		if (better(q))
			return true;
	}
	season_put(s, a, x);
	season_put(s, b, y);
	return false;
}

/* Somebody moves from cell b to a of the same meeting, and a third gets b. */
static bool
try_chain(struct search *q, size_t a, size_t b)
{
	struct season *s = q->s;
	int x = s->taker[a], y = s->taker[b];

	if (a == b || y < 0 || !s->can[((a % s->roles) * s->days +
	    a / s->roles) * s->members + (size_t)y])
		return false;
	season_put(s, b, ROTATE_NONE);
	season_put(s, a, y);
	for (int i = 0; i < (int)s->members; i++) {
		if (i == y || !season_may(s, b, i))
			continue;
		season_put(s, b, i);
		if (better(q))
			return true;
	}
	season_put(s, b, ROTATE_NONE);
	season_put(s, a, x);
	season_put(s, b, y);
	return false;
}

static bool
try_cell(struct search *q, size_t at)
{
	struct season *s = q->s;
	size_t cell = q->order[at], day = cell / s->roles;

	s->work += q->n + s->members;
	if (try_member(q, cell))
		return true;
	for (size_t b = day * s->roles; b < (day + 1) * s->roles; b++)
		if (s->free[b] && try_chain(q, cell, b))
			return true;
	for (size_t i = 0; i < q->n; i++)
		if (q->order[i] > cell && q->order[i] / s->roles <=
		    day + 2 * s->members && try_swap(q, cell, q->order[i]))
			return true;
	return false;
}

/* Until no small change makes it better, or the work is done. */
static void
climb(struct search *q)
{
	size_t at = roll(q, q->n);

	q->now = value(q);
	for (size_t idle = 0; idle < q->n && q->s->work < q->limit; idle++) {
		if (try_cell(q, at))
			idle = 0;
		at = (at + 1) % q->n;
	}
}

static void
kick(struct search *q)
{
	struct season *s = q->s;
	size_t times = 2 + roll(q, 3);

	for (size_t i = 0; i < times; i++) {
		size_t cell = q->order[roll(q, q->n)];
		int to = (int)roll(q, s->members);

		if (s->taker[cell] != to && season_may(s, cell, to))
			season_put(s, cell, to);
	}
}

static void
save(const struct season *s, int *takers)
{
	memcpy(takers, s->taker, s->cells * sizeof(*takers));
}

static void
restore(struct season *s, const int *takers)
{
	for (size_t cell = 0; cell < s->cells; cell++)
		if (s->free[cell])
			season_put(s, cell, takers[cell]);
}

/* Climbs from ever other places near the best, for so much work. */
static void
wander(struct search *q, uint64_t work)
{
	struct season *s = q->s;
	IV_AUTO(mem_free_auto) int *best =
	    mem_alloc(s->cells * sizeof(*best));
	struct value found;

	q->limit = s->work + work;
	climb(q);
	found = q->now;
	save(s, best);
	while (s->work < q->limit) {
		kick(q);
		climb(q);
		if (compare(&q->now, &found) < 0) {
			found = q->now;
			save(s, best);
		} else {
			restore(s, best);
		}
	}
	restore(s, best);
}

/* One role alone, with whoever has another one in a meeting left out. */
static void
lane_of(const struct season *s, size_t role, bool alone, int64_t *base,
    unsigned char *can)
{
	size_t n = s->members;

	memcpy(base, s->base + role * n * s->days,
	    n * s->days * sizeof(*base));
	for (size_t day = 0; day < s->days; day++)
		for (size_t i = 0; i < n; i++) {
			can[day * n + i] = s->can[(role * s->days + day) * n +
			    i] != 0 && s->free[day * s->roles + role];
			if (!alone && !s->tight[day] &&
			    s->load[day * n + i] > 0)
				can[day * n + i] = 0;
		}
}

static int64_t
fill_lane(struct season *s, size_t role, bool alone)
{
	IV_AUTO(mem_free_auto) int64_t *base =
	    mem_alloc(s->members * s->days * sizeof(*base));
	IV_AUTO(mem_free_auto) unsigned char *can =
	    mem_alloc(s->members * s->days);
	IV_AUTO(mem_free_auto) int *taker =
	    mem_alloc(s->days * sizeof(*taker));
	struct rotate_lane l = { s->members, s->days, base, can };
	int64_t most;

	lane_of(s, role, alone, base, can);
	most = rotate_lane_best(&l, alone ? 0 : s->least, taker);
	for (size_t day = 0; !alone && day < s->days; day++)
		if (s->free[day * s->roles + role])
			season_put(s, day * s->roles + role, taker[day]);
	return most;
}

/* Roles one after the other may leave one without anybody. */
static void
fill_gaps(struct season *s)
{
	for (size_t cell = 0; cell < s->cells; cell++) {
		size_t day = cell / s->roles;

		if (!s->free[cell] || s->taker[cell] >= 0)
			continue;
		season_rematch(s, day);
	}
}

static void
fill(struct search *q)
{
	struct season *s = q->s;

	for (size_t role = 0; role < s->roles; role++) {
		int64_t least = fill_lane(s, role, true);

		if (least > s->least)
			s->least = least;
	}
	for (size_t role = 0; role < s->roles; role++)
		fill_lane(s, role, false);
	fill_gaps(s);
}

static void
list_cells(struct search *q)
{
	struct season *s = q->s;

	q->order = mem_alloc(s->cells * sizeof(*q->order));
	for (size_t cell = 0; cell < s->cells; cell++)
		if (s->free[cell])
			q->order[q->n++] = cell;
	for (size_t i = q->n; i-- > 1;) {
		size_t j = roll(q, i + 1), x = q->order[i];

		q->order[i] = q->order[j];
		q->order[j] = x;
	}
}

/* Longer seasons than a byte counts are left to the climbing. */
static bool
may_beam(const struct season *s)
{
	bool tight = s->days > 200;

	for (size_t day = 0; day < s->days; day++)
		tight = tight || s->tight[day];
	return !tight;
}

/* From what the beam finds, when it is better than what there is. */
static void
try_beam(struct search *q)
{
	struct season *s = q->s;
	IV_AUTO(mem_free_auto) int *was = mem_alloc(s->cells * sizeof(*was));
	struct rotate_score score;

	season_score(s, &score);
	q->target = score.deviation;
	q->now = value(q);
	save(s, was);
	if (may_beam(s) && season_beam(s, score.deviation) && !better(q))
		restore(s, was);
	season_score(s, &score);
	q->target = score.deviation;
}

void
season_search(struct season *s)
{
	struct search q = { .s = s };
	uint64_t work = UINT64_C(400000) + s->cells * UINT64_C(25000);

	list_cells(&q);
	if (q.n > 0) {
		fill(&q);
		q.target = s->least;
		s->work = 0;
		wander(&q, work);
		try_beam(&q);
		wander(&q, work);
	}
	mem_free(q.order);
}
