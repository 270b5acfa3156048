#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "id.h"
#include "mix.h"
#include "tap.h"

static uint64_t state;

static unsigned
roll(unsigned n)
{
	state += UINT64_C(0x9e3779b97f4a7c15);
	return (unsigned)(id_hash(&state, sizeof(state), 0) % n);
}

enum { MOST = 42, ROUNDS = 200 };

struct crowd {
	struct mix_person v[MOST];
	struct id ids[MOST];
	const char *met[MOST][2];
	size_t n, groups;
};

static const char *const words[] = { "a", "b", "c", "d", "e", "f", "g" };

static void
crowd_init(struct crowd *c)
{
	memset(c, 0, sizeof(*c));
	c->groups = 2 + roll(5);
	c->n = c->groups * (2 + roll(6));
	for (size_t i = 0; i < c->n; i++) {
		struct mix_person *p = &c->v[i];

		id_seeded(&c->ids[i], "person", state + i);
		p->id = c->ids[i].s;
		p->employer = words[roll(3)];
		p->team = words[roll(7)];
		p->background = words[roll(3)];
		if (i > 0 && roll(100) < 25)
			p->manager = c->ids[roll((unsigned)i)].s;
		c->met[i][0] = words[roll(7)];
		p->met = c->met[i];
		p->nmet = roll(2);
	}
}

/* The same people the other way round. */
static bool
same_reversed(const struct crowd *c, const int *want)
{
	struct mix_person v[MOST];
	int got[MOST];

	for (size_t i = 0; i < c->n; i++)
		v[i] = c->v[c->n - 1 - i];
	mix_groups(v, c->n, c->groups, MIX_MIXED, "x", got);
	for (size_t i = 0; i < c->n; i++)
		if (got[i] != want[c->n - 1 - i])
			return false;
	return true;
}

static void
test_random(void)
{
	static struct crowd c;
	int uneven = 0, unsteady = 0, worse = 0, bosses = 0;
	long found = 0, dealt = 0;

	state = 7;
	for (int round = 0; round < ROUNDS; round++) {
		int group[MOST], plain[MOST], size[MOST] = { 0 };
		struct mix_score got, first;

		crowd_init(&c);
		mix_groups(c.v, c.n, c.groups, MIX_MIXED, "x", group);
		mix_score(c.v, c.n, MIX_MIXED, group, &got);
		for (size_t i = 0; i < c.n; i++) {
			plain[i] = (int)(i % c.groups);
			size[group[i]]++;
		}
		mix_score(c.v, c.n, MIX_MIXED, plain, &first);
		for (size_t g = 0; g < c.groups; g++)
			uneven += size[g] > MIX_MOST ||
			    size[g] != (int)(c.n / c.groups);
		unsteady += !same_reversed(&c, group);
		worse += got.total > first.total;
		bosses += got.bosses > 0;
		found += got.total % MIX_BOSS;
		dealt += first.total % MIX_BOSS;
	}
	printf("# %d crowds: score %ld, against %ld dealt out in order; with "
	    "their manager in %d\n", ROUNDS, found, dealt, bosses);
	is_int(uneven, 0, "groups are of one size, of at most seven");
	is_int(unsteady, 0, "the order of the people does not matter");
	is_int(worse, 0, "never worse than dealing out");
	ok(bosses * 10 < ROUNDS, "managers are kept from their staff");
}

static void
test_rules(void)
{
	static const char *const old[] = { "2025" }, *const ann[] = { "ann" };
	struct mix_person v[4] = {
		{ .id = "ann", .team = "x", .background = "nurse" },
		{ .id = "bob", .manager = "ann", .background = "nurse" },
		{ .id = "cas", .manager = "bob", .met = old, .nmet = 1 },
		{ .id = "dee", .team = "x", .met = old, .nmet = 1 },
	};
	int group[4] = { 0, 0, 0, 0 };
	struct mix_score s;

	mix_score(v, 4, MIX_MIXED, group, &s);
	is_int(s.bosses, 3, "a manager's manager is a manager");
	is_int(s.repeated, 1, "two of one former group met");
	is_int(s.teams, 1, "one team");
	is_int(s.background, 1, "one background");
	mix_score(v, 4, MIX_SAME, group, &s);
	is_int(s.background, 5, "or all pairs but those of one");
	v[1].met = ann;
	v[1].nmet = 1;
	mix_score(v, 4, MIX_ANY, group, &s);
	is_int(s.repeated, 2, "who is named was met");
	mix_groups(v, 4, 2, MIX_ANY, "", group);
	mix_score(v, 4, MIX_ANY, group, &s);
	is_int(s.bosses, 1, "of a line of three in two groups one pair stays");
	mix_groups(v, 0, 2, MIX_ANY, "", group);
	mix_score(v, 0, MIX_ANY, group, &s);
	ok(s.total == 0, "nobody makes no pairs");
}

int
main(void)
{
	test_random();
	test_rules();
	return done();
}
