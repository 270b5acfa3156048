#include <stdlib.h>

#include "mem.h"
#include "rotate_internal.h"

/* The k-th turn that a member may still get: on a day from release to
 * deadline.  One that is due within the season must be taken. */
struct token {
	int member, release, deadline;
	bool must;
	int day;		/* -1: not taken */
	unsigned seen;
};

struct fit {
	const struct rotate_lane *l;
	struct token *v;
	size_t n;
	int *by_day;		/* token of each day, or -1 */
	unsigned *seen;		/* of each day */
	unsigned stamp;
};

static void
fit_release(struct fit *f)
{
	mem_free(f->v);
	mem_free(f->by_day);
	mem_free(f->seen);
}

static int64_t
divide_down(int64_t a, int64_t b)
{
	return a / b - (a % b != 0 && a < 0);
}

/* First day from which on at most `most` is kept with k turns: hi never falls
 * below k any more. */
static int
first_release(const int64_t *base, size_t days, int64_t most, int64_t k)
{
	size_t t = days;

	while (t > 0 && divide_down(most - base[t - 1], ROTATE_UNIT) >= k)
		t--;
	return (int)t;
}

static int
first_deadline(const int64_t *base, size_t days, int64_t most, int64_t k)
{
	for (size_t t = 0; t < days; t++)
		if (-divide_down(most + base[t], ROTATE_UNIT) >= k)
			return (int)t;
	return (int)days;
}

/* False when the member cannot be kept within most, whoever takes what. */
static bool
add_tokens(struct fit *f, size_t member, int64_t most, size_t *room)
{
	size_t days = f->l->days;
	const int64_t *base = f->l->base + member * days;

	if (first_release(base, days, most, 0) > 0)
		return false;
	for (int64_t k = 1;; k++) {
		int from = first_release(base, days, most, k);
		int to = first_deadline(base, days, most, k);
		bool must = to < (int)days;

		if (from >= (int)days)
			return !must;
		if (from > to)
			return false;
		if (f->n == *room) {
			*room = *room * 2 + 64;
			f->v = mem_array(f->v, *room, sizeof(*f->v));
		}
		f->v[f->n++] = (struct token){ (int)member, from,
		    must ? to : (int)days - 1, must, -1, 0 };
	}
}

static bool
fits(const struct fit *f, const struct token *k, int day)
{
	return day >= k->release && day <= k->deadline &&
	    f->l->can[(size_t)day * f->l->members + (size_t)k->member] != 0;
}

/* Gives the token a day; others may move to make room for it, and one that
 * need not be taken may lose its own. */
static bool
place_token(struct fit *f, size_t token)
{
	struct token *k = &f->v[token];

	for (int day = k->release; day <= k->deadline; day++) {
		int other = f->by_day[day];

		if (f->seen[day] == f->stamp || !fits(f, k, day))
			continue;
		f->seen[day] = f->stamp;
		if (other >= 0 && !f->v[other].must)
			f->v[other].day = -1;
		else if (other >= 0 && !place_token(f, (size_t)other))
			continue;
		f->by_day[day] = (int)token;
		k->day = day;
		return true;
	}
	return false;
}

static bool
place_day(struct fit *f, int day)
{
	for (size_t i = 0; i < f->n; i++) {
		struct token *k = &f->v[i];

		if (k->seen == f->stamp || !fits(f, k, day))
			continue;
		k->seen = f->stamp;
		if (k->day >= 0 && !place_day(f, k->day))
			continue;
		k->day = day;
		f->by_day[day] = (int)i;
		return true;
	}
	return false;
}

/* The turn that is due first goes first (Tijdeman); what this gets wrong,
 * because of who is away, is mended along alternating paths. */
static void
place_early(struct fit *f)
{
	for (int day = 0; day < (int)f->l->days; day++) {
		int best = -1;

		for (size_t i = 0; i < f->n; i++)
			if (f->v[i].day < 0 && fits(f, &f->v[i], day) &&
			    (best < 0 ||
			    f->v[i].deadline < f->v[best].deadline))
				best = (int)i;
		f->by_day[day] = best;
		if (best >= 0)
			f->v[best].day = day;
	}
}

static bool
day_is_open(const struct rotate_lane *l, size_t day)
{
	const unsigned char *can = l->can + day * l->members;

	for (size_t i = 0; i < l->members; i++)
		if (can[i] != 0)
			return true;
	return false;
}

static bool
place_all(struct fit *f)
{
	place_early(f);
	for (size_t i = 0; i < f->n; i++)
		if (f->v[i].must && f->v[i].day < 0) {
			f->stamp++;
			if (!place_token(f, i))
				return false;
		}
	for (size_t day = 0; day < f->l->days; day++)
		if (f->by_day[day] < 0 && day_is_open(f->l, day)) {
			f->stamp++;
			if (!place_day(f, (int)day))
				return false;
		}
	return true;
}

bool
rotate_lane_fit(const struct rotate_lane *l, int64_t most, int *taker)
{
	IV_AUTO(fit_release) struct fit f = { .l = l };
	size_t room = 0;

	for (size_t i = 0; i < l->members; i++)
		if (!add_tokens(&f, i, most, &room))
			return false;
	f.by_day = mem_alloc(l->days * sizeof(*f.by_day));
	f.seen = mem_alloc(l->days * sizeof(*f.seen));
	if (!place_all(&f))
		return false;
	for (size_t day = 0; day < l->days; day++)
		taker[day] = f.by_day[day] < 0 ? ROTATE_NONE :
		    f.v[f.by_day[day]].member;
	return true;
}

static int
by_size(const void *p, const void *q)
{
	const int64_t *a = p, *b = q;

	return (*a > *b) - (*a < *b);
}

/* Every deviation that there can be, smallest first; the caller's. */
static int64_t *
steps(const struct rotate_lane *l, int64_t floor, size_t *n)
{
	size_t cells = l->members * l->days;
	int64_t *v = mem_alloc((cells * (l->days + 1) + 1) * sizeof(*v));

	*n = 0;
	v[(*n)++] = floor;
	for (size_t i = 0; i < cells; i++)
		for (size_t k = 0; k <= i % l->days + 1; k++) {
			int64_t x = llabs(l->base[i] +
			    (int64_t)k * ROTATE_UNIT);

			if (x > floor)
				v[(*n)++] = x;
		}
	qsort(v, *n, sizeof(*v), by_size);
	return v;
}

int64_t
rotate_lane_best(const struct rotate_lane *l, int64_t floor, int *taker)
{
	size_t n, low = 0, high;
	IV_AUTO(mem_free_auto) int64_t *v = steps(l, floor, &n);
	IV_AUTO(mem_free_auto) int *try =
	    mem_alloc((l->days + 1) * sizeof(*try));

	for (high = n - 1; low < high;) {
		size_t mid = low + (high - low) / 2;

		if (rotate_lane_fit(l, v[mid], try))
			high = mid;
		else
			low = mid + 1;
	}
	if (!rotate_lane_fit(l, v[low], taker))
		return -1;
	return v[low];
}
