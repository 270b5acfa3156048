#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "mem.h"
#include "rotate.h"
#include "tap.h"
#include "world_season.h"

enum { EXACT = 500, STATES = 6000 };

/* --- all roles together, against an exact solver -------------------------- */

/* One role in one meeting after the other; of every way to have come there
 * only what the rest depends on is kept. */
struct node {
	signed char last[3 * 8];	/* day of the last turn; -100 never */
	unsigned char turns[3 * 8], used;
	int64_t far, same, any;
};

struct exact {
	const struct world *w;
	size_t n, roles, first, days;
	int64_t base[3][8][12];
	bool can[3][12][8];
	struct node *v, *next;
	size_t nv, nnext;
	bool active[8];
	int64_t most, spread, same, any;	/* the optimum */
	bool order;		/* distances count too */
};

static int
by_node(const void *p, const void *q)
{
	const struct node *a = p, *b = q;
	int c = memcmp(a->last, b->last, offsetof(struct node, used) + 1);

	if (c == 0 && a->far != b->far)
		c = a->far < b->far ? -1 : 1;
	if (c == 0 && a->same != b->same)
		c = a->same < b->same ? -1 : 1;
	if (c == 0 && a->any != b->any)
		c = a->any < b->any ? -1 : 1;
	return c;
}

static void
exact_init(struct exact *x, const struct world *w, size_t first)
{
	x->w = w;
	x->n = w->r.nmembers;
	x->roles = w->r.nroles;
	x->first = first;
	x->days = w->r.nmeetings - first;
	memset(x->active, 0, sizeof(x->active));
	for (size_t k = 0; k < x->roles; k++) {
		struct rotate_turns t[MEMBERS];

		rotate_count(&w->r, k, &w->meetings[first], t);
		for (size_t day = 0; day < x->days; day++) {
			int64_t set = 0;

			for (size_t i = 0; i < x->n; i++) {
				x->can[k][day][i] = rotate_can(&w->r, k,
				    &w->meetings[first + day], i);
				set += x->can[k][day][i];
				x->active[i] |= x->can[k][day][i];
			}
			for (size_t i = 0; i < x->n; i++)
				x->base[k][i][day] = (day ?
				    x->base[k][i][day - 1] :
				    rotate_deviation(&t[i])) -
				    (x->can[k][day][i] ? ROTATE_UNIT / set :
				    0);
		}
	}
}

static void
exact_begin(struct exact *x)
{
	struct node *z = &x->v[0];

	memset(z, 0, sizeof(*z));
	for (size_t k = 0; k < x->roles; k++) {
		struct rotate_turns t[MEMBERS];

		rotate_count(&x->w->r, k, &x->w->meetings[x->first], t);
		for (size_t i = 0; i < x->n; i++)
			z->last[k * 8 + i] = t[i].last == ROTATE_NEVER ||
			    !x->order ? -100 : (signed char)
			    (t[i].last / 60000 - (int64_t)x->first);
	}
	x->nv = 1;
}

static void
exact_turn(const struct exact *x, struct node *z, size_t k, size_t day,
    size_t i)
{
	int prev = -100;

	z->turns[k * 8 + i]++;
	z->used |= (unsigned char)(1u << i);
	if (!x->order)
		return;
	for (size_t j = 0; j < x->roles; j++)
		if (z->last[j * 8 + i] > prev)
			prev = z->last[j * 8 + i];
	if (prev != -100)
		z->any += ROTATE_UNIT / ((int64_t)day - prev);
	if (z->last[k * 8 + i] != -100)
		z->same += ROTATE_UNIT /
		    ((int64_t)day - z->last[k * 8 + i]);
	z->last[k * 8 + i] = (signed char)day;
}

static bool
exact_keeps(const struct exact *x, struct node *z, size_t k, size_t day)
{
	for (size_t i = 0; i < x->n; i++) {
		int64_t d = llabs(x->base[k][i][day] + z->turns[k * 8 + i] *
		    ROTATE_UNIT);

		if (d > z->far)
			z->far = d;
	}
	if (x->order && z->far <= x->most)
		z->far = 0;
	return z->far <= x->most;
}

static void
exact_merge(struct exact *x)
{
	size_t n = 0;
	struct node *v = x->next;

	qsort(v, x->nnext, sizeof(*v), by_node);
	for (size_t i = 0; i < x->nnext; i++)
		if (n == 0 || memcmp(v[n - 1].last, v[i].last,
		    offsetof(struct node, used) + 1) != 0)
			v[n++] = v[i];
	x->next = x->v;
	x->v = v;
	x->nv = n;
}

/* False when there are too many ways. */
static bool
exact_step(struct exact *x, size_t day, size_t k)
{
	x->nnext = 0;
	for (size_t p = 0; p < x->nv; p++)
		for (size_t i = 0; i < x->n; i++) {
			struct node z = x->v[p];

			if (k == 0)
				z.used = 0;
			if (!x->can[k][day][i] || (z.used >> i & 1))
				continue;
			exact_turn(x, &z, k, day, i);
			if (!exact_keeps(x, &z, k, day))
				continue;
			if (x->nnext == (size_t)STATES * 8)
				return false;
			x->next[x->nnext++] = z;
		}
	exact_merge(x);
	return x->nv > 0 && x->nv <= STATES;
}

static int64_t
exact_spread(const struct exact *x, const struct node *z)
{
	int64_t low = INT64_MAX, high = INT64_MIN;

	for (size_t i = 0; i < x->n; i++) {
		int64_t sum = 0;

		for (size_t k = 0; k < x->roles; k++)
			sum += x->base[k][i][x->days - 1] +
			    z->turns[k * 8 + i] * ROTATE_UNIT;
		if (x->active[i]) {
			low = sum < low ? sum : low;
			high = sum > high ? sum : high;
		}
	}
	return high - low;
}

static bool
exact_walk(struct exact *x)
{
	exact_begin(x);
	for (size_t day = 0; day < x->days; day++)
		for (size_t k = 0; k < x->roles; k++)
			if (!exact_step(x, day, k))
				return false;
	return true;
}

/* First how far from zero and how unequal at least, from the most that there
 * is a schedule for; then, with both held, how near. */
static bool
exact_solve(struct exact *x)
{
	x->order = false;
	if (!exact_walk(x))
		return false;
	for (size_t p = 0; p < x->nv; p++)
		if (x->v[p].far < x->most)
			x->most = x->v[p].far;
	x->spread = INT64_MAX;
	for (size_t p = 0; p < x->nv; p++)
		if (x->v[p].far == x->most &&
		    exact_spread(x, &x->v[p]) < x->spread)
			x->spread = exact_spread(x, &x->v[p]);
	x->order = true;
	if (!exact_walk(x))
		return false;
	x->same = x->any = INT64_MAX;
	for (size_t p = 0; p < x->nv; p++) {
		const struct node *z = &x->v[p];

		if (exact_spread(x, z) == x->spread && (z->same < x->same ||
		    (z->same == x->same && z->any < x->any))) {
			x->same = z->same;
			x->any = z->any;
		}
	}
	return true;
}

struct tally {
	double seconds;
	int seasons, same[4], beyond, wrong, people[9], days[13], roles[4];
};

/* False when the season is too large to be solved exactly. */
static bool
compare_one(struct exact *x, struct tally *t)
{
	static int ret[MEETINGS][ROTATE_ROLES];
	struct rotate_score got;
	bool same[4];
	int64_t step = ROTATE_UNIT / (int64_t)x->n;
	double start = seconds();

	rotate_season(&x->w->r, 0, ret, &got);
	t->seconds += seconds() - start;
	t->seasons++;
	x->most = got.deviation;
	if (!exact_solve(x))
		return false;
	same[0] = got.deviation == x->most;
	same[1] = same[0] && got.spread == x->spread;
	same[2] = same[1] && got.same == x->same;
	same[3] = same[2] && got.any == x->any;
	for (size_t i = 0; i < 4; i++)
		t->same[i] += same[i];
	t->wrong += got.deviation < x->most || got.open != 0 ||
	    season_far(x->w, x->first, ret) != got.deviation;
	t->beyond += got.deviation > x->most + step;
	if (getenv("GAPS") && !same[3])
		printf("# n %zu days %zu roles %zu: %.4f %.4f %.4f %.4f, "
		    "best %.4f %.4f %.4f %.4f\n", x->n, x->days, x->roles,
		    got.deviation / 1.444e14, got.spread / 1.444e14,
		    got.same / 1.444e14, got.any / 1.444e14,
		    x->most / 1.444e14, x->spread / 1.444e14,
		    x->same / 1.444e14, x->any / 1.444e14);
	t->people[x->n]++;
	t->days[x->days]++;
	t->roles[x->roles]++;
	return true;
}

static void
print_sizes(const char *what, const int *v, int from, int to)
{
	printf("# %s:", what);
	for (int i = from; i <= to; i++)
		printf(" %d of %d%s", v[i], i, i < to ? "," : "\n");
}

static void
test_exact(void)
{
	static struct world w;
	static struct exact x;
	struct tally t = { .wrong = 0 };
	int solved = 0, large = 0;
	double start = seconds();

	x.v = mem_array(NULL, (size_t)STATES * 8, sizeof(*x.v));
	x.next = mem_array(NULL, (size_t)STATES * 8, sizeof(*x.next));
	state = 1998;
	while (solved < EXACT) {
		exact_init(&x, &w, season_random(&w, 8, 12));
		if (compare_one(&x, &t))
			solved++;
		else
			large++;
	}
	mem_free(x.v);
	mem_free(x.next);
	printf("# all roles together: %d seasons solved exactly in %.1f s; %d "
	    "more were too large for that\n", EXACT, seconds() - start,
	    large);
	printf("# a season took %.1f ms\n", t.seconds * 1000 / t.seasons);
	print_sizes("groups", t.people, 3, 8);
	print_sizes("meetings", t.days, 1, 12);
	print_sizes("roles", t.roles, 1, 3);
	printf("# the optimum was met in the largest deviation %d, also in "
	    "spread %d, also in distance %d, in everything %d of %d\n",
	    t.same[0], t.same[1], t.same[2], t.same[3], EXACT);
	is_int(t.wrong, 0, "what is said of a season is true of it");
	is_int(t.beyond, 0, "never more than one share from the optimum");
	ok(t.same[3] * 100 >= EXACT * 95, "the optimum is met in 95 of 100");
}

int
main(void)
{
	test_exact();
	return done();
}
