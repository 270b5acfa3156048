#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "rotate_internal.h"

/*
 * Cell after cell, all ways to have given out the roles so far that keep
 * everybody within most; of those that the rest cannot tell apart (the same
 * turns, and the same days of the last ones) the one with the turns furthest
 * apart.  That is exact as long as there are at most WIDTH of them; else those
 * that look best go on.
 */
enum { WIDTH = 256, AHEAD = 5, TRIES = 7 };

struct node {
	uint64_t hash;
	int64_t same, any, tie, rank;
	int parent, member;
};

/* A layer: of each node its turns and last days, one byte a lane. */
struct layer {
	struct node v[WIDTH];
	unsigned char *turns, *last;
	size_t n;
};

struct beam {
	struct season *s;
	size_t lanes;
	int64_t most, least_beyond;
	struct layer now, next;
	struct node *bids;	/* of the next layer, before the choice */
	size_t nbids;
	struct {
		int parent, member;
	} (*path)[WIDTH];	/* of each cell */
};

static uint64_t
mixed(size_t lane, unsigned turns, unsigned last)
{
	uint64_t x = (lane + 1) * UINT64_C(0x9e3779b97f4a7c15) +
	    ((uint64_t)turns << 8 | last) * UINT64_C(0xd6e8feb86659fd93);

	x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
	return x ^ (x >> 31);
}

static int
last_day(const struct beam *b, const unsigned char *last, size_t lane)
{
	return last[lane] > 0 ? last[lane] - 1 : b->s->before[lane];
}

static int64_t
nearness(int day, int prev)
{
	return prev == SEASON_NEVER ? 0 : ROTATE_UNIT / (day - prev);
}

/* Everybody's deviation in a role after a day, and whether those who must
 * have it soon are not too many. */
static bool
keeps(struct beam *b, const unsigned char *turns, size_t role, size_t day,
    int member)
{
	const struct season *s = b->s;
	int need[AHEAD] = { 0 };

	for (size_t i = 0; i < s->members; i++) {
		size_t lane = role * s->members + i;
		const int64_t *base = s->base + lane * s->days + day;
		int64_t up = (turns[lane] + ((int)i == member)) * ROTATE_UNIT;
		int64_t far = llabs(*base + up);

		if (far > b->most) {
			if (far < b->least_beyond)
				b->least_beyond = far;
			return false;
		}
		for (size_t k = 1; k < AHEAD && day + k < s->days; k++) {
			int64_t short_by = -b->most - base[k] - up;

			if (short_by > 0)
				need[k] += (int)((short_by + ROTATE_UNIT - 1) /
				    ROTATE_UNIT);
		}
	}
	for (int k = 1; k < AHEAD; k++)
		if (need[k] > k)
			return false;
	return true;
}

static int64_t
balance(const struct beam *b, const unsigned char *turns, int member,
    size_t day)
{
	const struct season *s = b->s;
	int64_t sum = 0;

	for (size_t i = 0; i < s->members; i++) {
		int64_t all = (int)i == member ? ROTATE_UNIT : 0;

		for (size_t role = 0; role < s->roles; role++) {
			size_t lane = role * s->members + i;

			all += s->base[lane * s->days + day] +
			    turns[lane] * ROTATE_UNIT;
		}
		all /= ROTATE_UNIT / 1000;
		sum += all * all;
	}
	return sum;
}

/* Member i gets the cell after node p. */
static void
bid(struct beam *b, int p, size_t cell, size_t i)
{
	const struct season *s = b->s;
	size_t role = cell % s->roles, day = cell / s->roles;
	size_t lane = role * s->members + i;
	const unsigned char *turns = b->now.turns + (size_t)p * b->lanes;
	const unsigned char *last = b->now.last + (size_t)p * b->lanes;
	struct node z = b->now.v[p];
	int prev = SEASON_NEVER;

	for (size_t k = 0; k < s->roles; k++)
		if (last_day(b, last, k * s->members + i) > prev)
			prev = last_day(b, last, k * s->members + i);
	if (prev == (int)day || !keeps(b, turns, role, day, (int)i))
		return;
	z.any += nearness((int)day, prev);
	z.same += nearness((int)day, last_day(b, last, lane));
	z.tie += s->draws[cell * s->members + i];
	z.hash += mixed(lane, turns[lane] + 1u, (unsigned)day + 1) -
	    mixed(lane, turns[lane], last[lane]);
	z.rank = balance(b, turns, (int)i, day) +
	    (z.same + z.any / 4) / (ROTATE_UNIT / 4000);
	z.parent = p;
	z.member = (int)i;
	b->bids[b->nbids++] = z;
}

/* Roles somebody has already, and cells that stay open. */
static void
pass_on(struct beam *b, int p, size_t cell)
{
	struct season *s = b->s;
	size_t role = cell % s->roles, day = cell / s->roles;
	const unsigned char *fixed = s->fixed +
	    (role * s->days + day) * s->members;
	unsigned char *last = b->now.last + (size_t)p * b->lanes;
	unsigned char *turns = b->now.turns + (size_t)p * b->lanes;

	if (!keeps(b, turns, role, day, ROTATE_NONE))
		return;
	for (size_t i = 0; i < s->members; i++) {
		size_t lane = role * s->members + i;

		if (fixed[i] == 0)
			continue;
		b->now.v[p].hash += mixed(lane, turns[lane],
		    (unsigned)day + 1) - mixed(lane, turns[lane], last[lane]);
		last[lane] = (unsigned char)(day + 1);
	}
	b->bids[b->nbids] = b->now.v[p];
	b->bids[b->nbids].parent = p;
	b->bids[b->nbids++].member = ROTATE_NONE;
}

static int
by_value(const struct node *a, const struct node *b)
{
	if (a->same != b->same)
		return a->same < b->same ? -1 : 1;
	if (a->any != b->any)
		return a->any < b->any ? -1 : 1;
	if (a->tie != b->tie)
		return a->tie < b->tie ? -1 : 1;
	return a->parent != b->parent ? a->parent - b->parent :
	    a->member - b->member;
}

static int
by_hash(const void *p, const void *q)
{
	const struct node *a = p, *b = q;

	if (a->hash != b->hash)
		return a->hash < b->hash ? -1 : 1;
	return by_value(a, b);
}

static int
by_rank(const void *p, const void *q)
{
	const struct node *a = p, *b = q;

	if (a->rank != b->rank)
		return a->rank < b->rank ? -1 : 1;
	return by_value(a, b);
}

/* The bids that go on become the next layer. */
static void
choose_bids(struct beam *b, size_t cell)
{
	size_t n = 0, role = cell % b->s->roles, day = cell / b->s->roles;

	qsort(b->bids, b->nbids, sizeof(*b->bids), by_hash);
	for (size_t i = 0; i < b->nbids; i++)
		if (n == 0 || b->bids[i].hash != b->bids[n - 1].hash)
			b->bids[n++] = b->bids[i];
	if (n > WIDTH)
		qsort(b->bids, n, sizeof(*b->bids), by_rank);
	b->next.n = n > WIDTH ? WIDTH : n;
	for (size_t i = 0; i < b->next.n; i++) {
		const struct node *z = &b->bids[i];
		size_t to = i * b->lanes, from = (size_t)z->parent * b->lanes;

		b->next.v[i] = *z;
		memcpy(b->next.turns + to, b->now.turns + from, b->lanes);
		memcpy(b->next.last + to, b->now.last + from, b->lanes);
		if (z->member >= 0) {
			to += role * b->s->members + (size_t)z->member;
			b->next.turns[to]++;
			b->next.last[to] = (unsigned char)(day + 1);
		}
		b->path[cell][i].parent = z->parent;
		b->path[cell][i].member = z->member;
	}
}

static bool
step(struct beam *b, size_t cell)
{
	struct season *s = b->s;
	const unsigned char *can = s->can + (cell % s->roles * s->days +
	    cell / s->roles) * s->members;
	struct layer x;

	b->nbids = 0;
	for (int p = 0; p < (int)b->now.n; p++) {
		if (!s->free[cell])
			pass_on(b, p, cell);
		for (size_t i = 0; s->free[cell] && i < s->members; i++)
			if (can[i] != 0)
				bid(b, p, cell, i);
	}
	choose_bids(b, cell);
	x = b->now;
	b->now = b->next;
	b->next = x;
	return b->now.n > 0;
}

static int64_t
spread_of(const struct beam *b, const unsigned char *turns)
{
	const struct season *s = b->s;
	int64_t low = INT64_MAX, high = INT64_MIN;

	for (size_t i = 0; i < s->members; i++) {
		int64_t all = 0;

		for (size_t role = 0; role < s->roles; role++) {
			size_t lane = role * s->members + i;

			all += s->base[(lane + 1) * s->days - 1] +
			    turns[lane] * ROTATE_UNIT;
		}
		if (s->active[i]) {
			low = all < low ? all : low;
			high = all > high ? all : high;
		}
	}
	return high - low;
}

static void
take_best(struct beam *b)
{
	struct season *s = b->s;
	int best = 0;
	int64_t least = INT64_MAX;

	for (size_t p = 0; p < b->now.n; p++) {
		int64_t spread = spread_of(b, b->now.turns + p * b->lanes);

		if (spread < least || (spread == least &&
		    by_value(&b->now.v[p], &b->now.v[best]) < 0)) {
			least = spread;
			best = (int)p;
		}
	}
	for (size_t cell = s->cells; cell-- > 0;) {
		if (s->free[cell])
			season_put(s, cell, b->path[cell][best].member);
		best = b->path[cell][best].parent;
	}
}

static bool
walk(struct beam *b, int64_t most)
{
	b->most = most;
	b->least_beyond = INT64_MAX;
	b->now.n = 1;
	b->now.v[0] = (struct node){ .hash = 0 };
	memset(b->now.turns, 0, b->lanes);
	memset(b->now.last, 0, b->lanes);
	for (size_t cell = 0; cell < b->s->cells; cell++)
		if (!step(b, cell))
			return false;
	return true;
}

static void
layer_init(struct layer *x, size_t lanes)
{
	x->turns = mem_alloc(WIDTH * lanes);
	x->last = mem_alloc(WIDTH * lanes);
}

bool
season_beam(struct season *s, int64_t most)
{
	IV_AUTO(mem_free_auto) struct beam *b = mem_alloc(sizeof(*b));
	int64_t now = s->least;
	bool found = false;

	b->s = s;
	b->lanes = s->roles * s->members;
	layer_init(&b->now, b->lanes);
	layer_init(&b->next, b->lanes);
	b->bids = mem_array(NULL, WIDTH * s->members, sizeof(*b->bids));
	b->path = mem_array(NULL, s->cells, sizeof(*b->path));
	for (int i = 0; !found && i < TRIES && now <= most; i++) {
		found = walk(b, now);
		now = b->least_beyond;
	}
	if (found)
		take_best(b);
	mem_free(b->now.turns);
	mem_free(b->now.last);
	mem_free(b->next.turns);
	mem_free(b->next.last);
	mem_free(b->bids);
	mem_free(b->path);
	return found;
}
