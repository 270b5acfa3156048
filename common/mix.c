#include "mix.h"

#include <stdlib.h>
#include <string.h>

#include "id.h"
#include "mem.h"

enum { STARTS = 24 };

struct place {
	size_t person;
	uint64_t draw;
	const char *id;
};

struct mix {
	size_t n, groups;
	const long *cost;	/* [a * n + b] */
	int *group;
};

static bool
alike(const char *a, const char *b)
{
	return a && b && strcmp(a, b) == 0;
}

/* Is b somewhere above a? */
static bool
above(const struct mix_person *v, size_t n, size_t a, size_t b)
{
	const char *boss = v[a].manager;

	for (size_t steps = 0; boss && steps <= n; steps++) {
		size_t i = 0;

		if (strcmp(boss, v[b].id) == 0)
			return true;
		while (i < n && strcmp(v[i].id, boss) != 0)
			i++;
		boss = i < n ? v[i].manager : NULL;
	}
	return false;
}

/* One names the other, or both were in a group of the same name. */
static bool
met(const struct mix_person *a, const struct mix_person *b)
{
	for (size_t i = 0; i < a->nmet; i++) {
		if (strcmp(a->met[i], b->id) == 0)
			return true;
		for (size_t k = 0; k < b->nmet; k++)
			if (strcmp(a->met[i], b->met[k]) == 0 ||
			    strcmp(b->met[k], a->id) == 0)
				return true;
	}
	for (size_t k = 0; k < b->nmet; k++)
		if (strcmp(b->met[k], a->id) == 0)
			return true;
	return false;
}

static bool
off_background(const struct mix_person *a, const struct mix_person *b,
    enum mix_background want)
{
	bool same = alike(a->background, b->background);

	return (want == MIX_MIXED && same) || (want == MIX_SAME && !same);
}

static void
add_pair(const struct mix_person *v, size_t n, size_t a, size_t b,
    enum mix_background want, struct mix_score *s)
{
	s->bosses += above(v, n, a, b) || above(v, n, b, a);
	s->repeated += met(&v[a], &v[b]);
	s->teams += alike(v[a].team, v[b].team);
	s->background += off_background(&v[a], &v[b], want);
	s->employers += alike(v[a].employer, v[b].employer);
	s->total = s->bosses * (long)MIX_BOSS + s->repeated * 1000L +
	    s->teams * 100L + s->background * 30L + s->employers * 10L;
}

void
mix_score(const struct mix_person *v, size_t n, enum mix_background want,
    const int *group, struct mix_score *ret)
{
	*ret = (struct mix_score){ .total = 0 };
	for (size_t a = 0; a < n; a++)
		for (size_t b = a + 1; b < n; b++)
			if (group[a] == group[b])
				add_pair(v, n, a, b, want, ret);
}

static int
by_draw(const void *p, const void *q)
{
	const struct place *a = p, *b = q;

	if (a->draw != b->draw)
		return a->draw < b->draw ? -1 : 1;
	return strcmp(a->id, b->id);
}

/* Deals the people round in an order drawn from the seed. */
static void
deal(const struct mix *m, const struct mix_person *v, const char *seed,
    int start)
{
	struct place *order = mem_array(NULL, m->n, sizeof(*order));

	for (size_t i = 0; i < m->n; i++) {
		uint64_t h = id_hash(v[i].id, strlen(v[i].id) + 1, 0);

		h = id_hash(seed, strlen(seed) + 1, h);
		order[i] = (struct place){ i, id_hash(&(unsigned char){
		    (unsigned char)start }, 1, h), v[i].id };
	}
	qsort(order, m->n, sizeof(*order), by_draw);
	for (size_t i = 0; i < m->n; i++)
		m->group[order[i].person] = (int)(i % m->groups);
	mem_free(order);
}

static long
cost_in(const struct mix *m, size_t person, int group, size_t besides)
{
	long sum = 0;

	for (size_t i = 0; i < m->n; i++)
		if (i != person && i != besides && m->group[i] == group)
			sum += m->cost[person * m->n + i];
	return sum;
}

/* Swaps two people when that makes the sum smaller. */
static bool
swap(const struct mix *m, size_t a, size_t b)
{
	int x = m->group[a], y = m->group[b];
	long was, now;

	if (x == y)
		return false;
	was = cost_in(m, a, x, a) + cost_in(m, b, y, b);
	now = cost_in(m, a, y, b) + cost_in(m, b, x, a);
	if (now >= was)
		return false;
	m->group[a] = y;
	m->group[b] = x;
	return true;
}

static void
improve(const struct mix *m)
{
	bool better = true;

	while (better) {
		better = false;
		for (size_t a = 0; a < m->n; a++)
			for (size_t b = a + 1; b < m->n; b++)
				better = swap(m, a, b) || better;
	}
}

static long
sum_of(const struct mix *m)
{
	long sum = 0;

	for (size_t i = 0; i < m->n; i++)
		sum += cost_in(m, i, m->group[i], i);
	return sum / 2;
}

static long *
make_costs(const struct mix_person *v, size_t n, enum mix_background want)
{
	long *cost = mem_array(NULL, n * n + 1, sizeof(*cost));

	for (size_t a = 0; a < n; a++)
		for (size_t b = 0; b < n; b++) {
			struct mix_score s = { .total = 0 };

			add_pair(v, n, a, b, want, &s);
			cost[a * n + b] = s.total;
		}
	return cost;
}

static int
by_id(const void *p, const void *q)
{
	const struct mix_person *a = p, *b = q;

	return strcmp(a->id, b->id);
}

void
mix_groups(const struct mix_person *people, size_t n, size_t groups,
    enum mix_background want, const char *seed, int *group)
{
	IV_AUTO(mem_free_auto) struct mix_person *v =
	    mem_array(NULL, n + 1, sizeof(*v));
	IV_AUTO(mem_free_auto) int *try = mem_alloc(n * sizeof(*try));
	IV_AUTO(mem_free_auto) int *best = mem_alloc(n * sizeof(*best));
	IV_AUTO(mem_free_auto) long *cost = NULL;
	struct mix m = { .n = n, .groups = groups, .group = try };
	long least = -1;

	if (n > 0)
		memcpy(v, people, n * sizeof(*v));
	qsort(v, n, sizeof(*v), by_id);
	m.cost = cost = make_costs(v, n, want);
	for (int start = 0; start < STARTS && least != 0; start++) {
		deal(&m, v, seed, start);
		improve(&m);
		if (least >= 0 && sum_of(&m) >= least)
			continue;
		least = sum_of(&m);
		memcpy(best, try, n * sizeof(*best));
	}
	for (size_t i = 0; i < n; i++)
		group[i] = best[(struct mix_person *)bsearch(&people[i], v, n,
		    sizeof(*v), by_id) - v];
}
