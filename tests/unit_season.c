#include <stdint.h>
#include <stdlib.h>

#include "rotate.h"
#include "rotate_internal.h"
#include "tap.h"
#include "world_season.h"

enum { LANES = 100000 };

/* --- one role, availability known ahead ---------------------------------- */

struct lane {
	struct rotate_lane l;
	int64_t base[12 * 60];
	unsigned char can[60 * 12];
	int taker[60];
};

static void
lane_init(struct lane *x, size_t members, size_t days)
{
	x->l = (struct rotate_lane){ members, days, x->base, x->can };
}

/* Shares from who can. */
static void
lane_owe(struct lane *x)
{
	size_t n = x->l.members, days = x->l.days;

	for (size_t day = 0; day < days; day++) {
		int64_t here = 0;

		for (size_t i = 0; i < n; i++)
			here += x->can[day * n + i];
		for (size_t i = 0; i < n; i++) {
			int64_t was = day ? x->base[i * days + day - 1] : 0;

			x->base[i * days + day] = was -
			    (x->can[day * n + i] ? ROTATE_UNIT / here : 0);
		}
	}
}

static void
lane_random(struct lane *x)
{
	size_t n = 2 + roll(11), days = 1 + roll(60);
	unsigned ill = roll(60);

	lane_init(x, n, days);
	for (size_t day = 0; day < days; day++) {
		size_t sure = roll((unsigned)n);

		for (size_t i = 0; i < n; i++)
			x->can[day * n + i] = i == sure || roll(100) >= ill;
	}
	lane_owe(x);
}

/* The largest deviation of takers, counted anew; -1 when one was not there. */
static int64_t
lane_far(const struct lane *x)
{
	int64_t far = 0;

	for (size_t i = 0; i < x->l.members; i++) {
		int64_t up = 0;

		for (size_t day = 0; day < x->l.days; day++) {
			int64_t d;

			if (x->taker[day] < 0 || x->can[day * x->l.members +
			    (size_t)x->taker[day]] == 0)
				return -1;
			up += x->taker[day] == (int)i ? ROTATE_UNIT : 0;
			d = llabs(x->base[i * x->l.days + day] + up);
			far = d > far ? d : far;
		}
	}
	return far;
}

static int64_t
tijdeman(size_t n)
{
	return ROTATE_UNIT - ROTATE_UNIT / (int64_t)(2 * n - 2);
}

static void
test_lanes(void)
{
	static struct lane x;
	int beyond = 0, wrong = 0, small = 0, whole = 0;
	double start = seconds();

	state = 1980;
	for (int i = 0; i < LANES; i++) {
		int64_t most;

		lane_random(&x);
		most = tijdeman(x.l.members);
		if (rotate_lane_fit(&x.l, most, x.taker)) {
			int64_t far = lane_far(&x);

			wrong += far < 0 || far > most;
			continue;
		}
		beyond++;
		small += x.l.members <= 3;
		if (!rotate_lane_fit(&x.l, ROTATE_UNIT - 1, x.taker) ||
		    lane_far(&x) < 0)
			whole++;
	}
	printf("# one role: %d random seasons of 2 to 12 people and up to 60 "
	    "meetings, in %.1f s\n", LANES, seconds() - start);
	printf("# within 1 - 1/(2n-2) after every meeting: %d; nobody can: "
	    "%d\n", LANES - beyond, beyond);
	is_int(wrong, 0, "everyone chosen is there, and the bound is kept");
	is_int(beyond, 0, "1 - 1/(2n-2) is kept in every random season");
	is_int(small + whole, 0, "and less than one turn always");
}

/* Twelve meetings of four people of which no schedule keeps 5/6: Tijdeman's
 * theorem lets people be chosen who have no share, and here who is away
 * cannot be. */
static void
test_counterexample(void)
{
	static const unsigned char there[12] = { 3, 12, 7, 15, 3, 7, 3, 11,
		12, 7, 3, 11 };
	static struct lane x;
	long schedules = 0, within = 0;
	int64_t best;

	lane_init(&x, 4, 12);
	for (size_t day = 0; day < 12; day++)
		for (size_t i = 0; i < 4; i++)
			x.can[day * 4 + i] = there[day] >> i & 1;
	lane_owe(&x);
	for (long code = 0; code < 1L << 24; code++) {
		bool fine = true;

		for (size_t day = 0; fine && day < 12; day++) {
			x.taker[day] = (int)(code >> 2 * day & 3);
			fine = there[day] >> x.taker[day] & 1;
		}
		if (!fine)
			continue;
		schedules++;
		within += lane_far(&x) <= tijdeman(4);
	}
	printf("# of %ld schedules of a season for four, %ld keep 5/6\n",
	    schedules, within);
	is_int(schedules, 62208, "all schedules of twelve meetings were tried");
	is_int(within, 0, "none keeps 1 - 1/(2n-2): absences can forbid it");
	ok(!rotate_lane_fit(&x.l, tijdeman(4), x.taker),
	    "and none is said to");
	best = rotate_lane_best(&x.l, 0, x.taker);
	ok(best == lane_far(&x) && best < ROTATE_UNIT,
	    "the best there is stays below one turn");
	printf("# the best keeps %.4f\n", (double)best /
	    (double)ROTATE_UNIT);
}

/* Where three people can stand within 3/4, in sixths of a turn: of a and b,
 * each from -4 to 4; the third makes the sum zero. */
struct reach {
	bool at[9][9];
};

static bool
within(int a, int b)
{
	return abs(a) <= 4 && abs(b) <= 4 && abs(a + b) <= 4;
}

/* After one more meeting, of those whose bits are in who. */
static struct reach
after(const struct reach *was, int who)
{
	struct reach now = { { { false } } };
	int here = (who & 1) + (who >> 1 & 1) + (who >> 2 & 1);

	for (int i = 0; i < 81 * 3; i++) {
		int a = i % 9 - 4, b = i / 9 % 9 - 4, taker = i / 81;

		if (!was->at[a + 4][b + 4] || !(who >> taker & 1))
			continue;
		a -= (who & 1 ? 6 / here : 0) - (taker == 0 ? 6 : 0);
		b -= (who & 2 ? 6 / here : 0) - (taker == 1 ? 6 : 0);
		if (within(a, b))
			now.at[a + 4][b + 4] = true;
	}
	return now;
}

/* Every season of three there can be, however long: from all places that can
 * be reached some schedule always goes on.  So four is the smallest group in
 * which absences can forbid the bound. */
static void
test_three(void)
{
	static struct reach seen[256];
	int n = 1, stuck = 0;

	seen[0].at[4][4] = true;
	for (int i = 0; i < n && n < 248; i++)
		for (int who = 1; who < 8; who++) {
			struct reach next = after(&seen[i], who), none = {
				{ { false } } };
			int k = 0;

			stuck += memcmp(&next, &none, sizeof(next)) == 0;
			while (k < n && memcmp(&seen[k], &next, sizeof(next)))
				k++;
			if (k == n)
				seen[n++] = next;
		}
	printf("# three people: %d states of all seasons\n", n);
	ok(n > 1 && n < 248, "the seasons of three come to an end");
	is_int(stuck, 0, "and 1 - 1/(2n-2) can always be kept by three");
}

/* --- what a season must keep to ------------------------------------------- */

struct breach {
	int away, exempt, twice, moved, leads, passed, newcomer, open, order;
};

static bool
fresh(const struct world *w, size_t meeting, size_t who)
{
	for (size_t m = 0; m < meeting; m++)
		if (w->seats[m][who] & SEAT_HERE)
			return false;
	return true;
}

static void
judge_cell(const struct world *w, size_t m, size_t k, int who,
    struct breach *b)
{
	const struct rotate_meeting *x = &w->meetings[m];
	size_t i = (size_t)who;

	b->away += !(x->seats[i] & SEAT_HERE);
	b->exempt += (w->members[i].exempt >> k & 1) != 0;
	b->passed += (x->seats[i] & SEAT_PASSED(k)) != 0;
	if (k != 0)
		return;
	b->leads += x->led;
	for (size_t j = 0; j < w->r.nmembers && fresh(w, m, i); j++)
		if (rotate_can(&w->r, k, x, j) && !fresh(w, m, j)) {
			b->newcomer++;
			break;
		}
}

static void
judge_season(const struct world *w, size_t first, int (*ret)[ROTATE_ROLES],
    struct breach *b)
{
	for (size_t m = first; m < w->r.nmeetings; m++) {
		int load[MEMBERS] = { 0 };

		for (size_t k = 0; k < w->r.nroles; k++) {
			int who = ret[m][k], kept = w->meetings[m].taker[k];

			if (kept >= 0 && (w->seats[m][kept] & SEAT_HERE)) {
				b->moved += who != kept;
				load[kept]++;
			} else if (who >= 0) {
				judge_cell(w, m, k, who, b);
				b->twice += load[who]++ > 0;
			}
		}
	}
}

static bool
same_season(const struct world *w, int (*want)[ROTATE_ROLES])
{
	static int got[MEETINGS][ROTATE_ROLES];
	struct world v = *w;
	size_t n = w->r.nmembers, all = w->r.nmeetings;
	struct rotate_score score;

	v.r.members = v.members;
	v.r.meetings = v.meetings;
	for (size_t i = 0; i < n; i++)
		v.members[i] = w->members[n - 1 - i];
	for (size_t m = 0; m < all; m++) {
		struct rotate_meeting *x = &v.meetings[all - 1 - m];

		*x = w->meetings[m];
		x->seats = v.seats[all - 1 - m];
		for (size_t i = 0; i < n; i++)
			x->seats[i] = w->meetings[m].seats[n - 1 - i];
		for (size_t k = 0; k < w->r.nroles; k++)
			if (x->taker[k] >= 0)
				x->taker[k] = (int)n - 1 - x->taker[k];
	}
	rotate_season(&v.r, 0, got, &score);
	for (size_t m = 0; m < all; m++)
		for (size_t k = 0; k < w->r.nroles; k++)
			if (got[all - 1 - m][k] != (want[m][k] < 0 ?
			    want[m][k] : (int)n - 1 - want[m][k]))
				return false;
	return true;
}

/* Some roles are given already, some people pass, some meetings are led. */
static void
unsettle(struct world *w, size_t first)
{
	for (size_t m = first; m < w->r.nmeetings; m++) {
		struct rotate_meeting *x = &w->meetings[m];
		size_t i = roll((unsigned)w->r.nmembers);

		x->led = roll(100) < 15;
		if (roll(100) < 25)
			x->seats[i] |= (unsigned char)
			    SEAT_PASSED(roll((unsigned)w->r.nroles));
		else if (roll(100) < 25)
			x->taker[roll((unsigned)w->r.nroles)] = (int)i;
	}
}

static void
test_hard(void)
{
	static struct world w;
	static int ret[MEETINGS][ROTATE_ROLES];
	struct breach b = { 0 };
	struct rotate_score score;

	state = 42;
	for (int i = 0; i < 300; i++) {
		size_t first = season_random(&w, 10, 8);

		unsettle(&w, first);
		rotate_season(&w.r, 0, ret, &score);
		judge_season(&w, first, ret, &b);
		b.open += score.open > 0 && w.r.nroles == 1 &&
		    score.deviation == 0;
		if (i % 10 == 0)
			b.order += !same_season(&w, ret);
	}
	is_int(b.away, 0, "300 seasons: nobody who is not there");
	is_int(b.exempt, 0, "nobody exempt");
	is_int(b.passed, 0, "nobody who passed");
	is_int(b.leads, 0, "no chair where the facilitator leads");
	is_int(b.newcomer, 0, "no newcomer in the chair while others can");
	is_int(b.twice, 0, "nobody has two roles");
	is_int(b.moved, 0, "what was given stays");
	is_int(b.order, 0, "the order of the input does not matter");
}

static void
test_combine(void)
{
	static struct world w;
	static int ret[MEETINGS][ROTATE_ROLES];
	struct rotate_score score;

	state = 3;
	world_init(&w, 2, 3);
	for (int i = 0; i < 4; i++)
		meet(&w)->planned = true;
	rotate_season(&w.r, 0, ret, &score);
	is_int(score.open, 4, "two people, three roles: one stays open");
	is_int(ret[0][2], ROTATE_NONE, "the last one");
	rotate_season(&w.r, SEASON_COMBINE, ret, &score);
	is_int(score.open, 0, "unless roles may be combined");
	is_int(score.doubles, 4, "then somebody has two, each time");
	w.meetings[1].taker[0] = ret[1][0] == 0 ? 1 : 0;
	rotate_season(&w.r, SEASON_COMBINE, ret, &score);
	is_int(ret[1][0], w.meetings[1].taker[0], "what is given is kept");
	w.meetings[1].planned = false;
	w.meetings[1].taker[0] = ROTATE_OTHER;
	rotate_season(&w.r, SEASON_REPLAN, ret, &score);
	is_int(ret[1][0], ROTATE_NONE, "a meeting not planned is left alone");
	w.r.nmeetings = 0;
	rotate_season(&w.r, 0, ret, &score);
	is_int(score.open, 0, "no meetings, nothing to do");
}

/* Presenting as a role: every presenter has a turn, and n of them owe it. */
static void
test_presenting(void)
{
	static struct world w;
	static int ret[MEETINGS][ROTATE_ROLES];
	struct rotate_turns t[MEMBERS];
	struct rotate_score score;
	struct rotate_meeting *m;

	state = 4;
	world_init(&w, 4, 2);
	w.roles[1] = (struct rotate_role){ "presenter", false, true };
	m = meet(&w);
	m->seats[0] |= SEAT_PRESENTS;
	m->seats[1] |= SEAT_PRESENTS;
	rotate_count(&w.r, 1, NULL, t);
	ok(t[0].turns == 1 && t[1].turns == 1 && t[2].turns == 0,
	    "two presented: two turns");
	ok(rotate_deviation(&t[0]) == ROTATE_UNIT / 2 &&
	    rotate_deviation(&t[2]) == -ROTATE_UNIT / 2,
	    "of which everybody owes half a one");
	meet(&w)->planned = true;
	meet(&w)->planned = true;
	rotate_season(&w.r, 0, ret, &score);
	ok(ret[1][1] >= 2 && ret[2][1] >= 2 && ret[1][1] != ret[2][1],
	    "the two others present next");
}

static void
test_large(void)
{
	static struct world w;
	static int ret[MEETINGS][ROTATE_ROLES];
	struct rotate_score score;
	static const size_t size[2][2] = { { 8, 12 }, { 12, 60 } };

	for (int i = 0; i < 2; i++) {
		double start;

		state = 60;
		world_init(&w, size[i][0], 4);
		while (w.r.nmeetings < size[i][1]) {
			struct rotate_meeting *m = meet(&w);

			m->planned = true;
			for (size_t k = 4; k < w.r.nmembers; k++)
				if (roll(100) < 20)
					m->seats[k] = 0;
		}
		start = seconds();
		rotate_season(&w.r, 0, ret, &score);
		start = seconds() - start;
		printf("# %zu people, %zu meetings, 4 roles: %.0f ms; largest "
		    "deviation %.3f, at least %.3f\n", size[i][0], size[i][1],
		    start * 1000, (double)score.deviation /
		    (double)ROTATE_UNIT, (double)score.least /
		    (double)ROTATE_UNIT);
		ok(season_far(&w, 0, ret) == score.deviation &&
		    score.deviation < 2 * ROTATE_UNIT,
		    "a large season stays fair");
	}
}

int
main(void)
{
	test_lanes();
	test_counterexample();
	test_three();
	test_hard();
	test_combine();
	test_presenting();
	test_large();
	return done();
}
