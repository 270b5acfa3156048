#include <stdint.h>
#include <stdlib.h>

#include "id.h"
#include "rotate.h"
#include "tap.h"
#include "world.h"

enum { INSTANCES = 2400, LONG = 40 };

static int64_t
farthest(const struct world *w, size_t role)
{
	struct rotate_turns t[MEMBERS];
	int64_t most = 0;

	rotate_count(&w->r, role, NULL, t);
	for (size_t i = 0; i < w->r.nmembers; i++)
		if (llabs(rotate_deviation(&t[i])) > most)
			most = llabs(rotate_deviation(&t[i]));
	return most;
}

/* k times n meetings with everybody there: k turns each, and never further
 * from zero than 1 - 1/n. */
static void
test_full_attendance(void)
{
	int uneven = 0, far = 0, owing = 0, groups = 0;

	for (size_t n = 1; n <= MEMBERS; n++, groups++) {
		struct world w;
		struct rotate_turns t[MEMBERS];

		state = n;
		world_init(&w, n, 1);
		while (w.r.nmeetings < LONG / n * n) {
			play(&w, meet(&w));
			far += farthest(&w, 0) >
			    ROTATE_UNIT - ROTATE_UNIT / (int64_t)n;
		}
		rotate_count(&w.r, 0, NULL, t);
		for (size_t i = 0; i < n; i++) {
			uneven += t[i].turns != LONG / (int)n;
			owing += rotate_deviation(&t[i]) != 0;
		}
	}
	printf("# full attendance: groups of 1 to %d\n", groups);
	is_int(uneven, 0, "k times n meetings give everybody k turns");
	is_int(owing, 0, "and then nobody owes anything");
	is_int(far, 0, "on the way nobody is further off than 1 - 1/n");
}

/* Members fall ill, present and are exempt, as chance has it. */
static void
scatter(struct world *w, struct rotate_meeting *m)
{
	for (size_t i = 0; i < w->r.nmembers; i++) {
		m->seats[i] = roll(100) < 80 ? SEAT_HERE : 0;
		if (roll(100) < 20)
			m->seats[i] |= SEAT_PRESENTS;
	}
	m->led = roll(100) < 10;
}

struct faults {
	int away, exempt, presents, newcomer, twice, open, choices;
};

static size_t
count_can(const struct world *w, size_t role, const struct rotate_meeting *m)
{
	size_t n = 0;

	for (size_t i = 0; i < w->r.nmembers; i++)
		n += rotate_can(&w->r, role, m, i);
	return n;
}

static bool
was_there(const struct world *w, const struct rotate_meeting *m, size_t who)
{
	for (const struct rotate_meeting *x = w->meetings; x < m; x++)
		if (x->seats[who] & SEAT_HERE)
			return true;
	return false;
}

/* The chair's two rules give way only where they would leave nobody. */
static void
judge_chair(const struct world *w, const struct rotate_meeting *m, int who,
    struct faults *f)
{
	bool other = false, other_old = false;

	for (size_t i = 0; i < w->r.nmembers; i++) {
		if (!(m->seats[i] & SEAT_HERE) || w->members[i].exempt & 1 ||
		    m->seats[i] & SEAT_PRESENTS)
			continue;
		other = true;
		other_old = other_old || was_there(w, m, i);
	}
	f->presents += other && (m->seats[who] & SEAT_PRESENTS) != 0;
	f->newcomer += other_old && !was_there(w, m, (size_t)who);
}

static void
judge(const struct world *w, const struct rotate_meeting *m,
    const struct rotate_choice *c, struct faults *f)
{
	size_t free = 0;
	int load[MEMBERS] = { 0 }, most = 0;

	for (size_t i = 0; i < w->r.nmembers; i++)
		free += (m->seats[i] & SEAT_HERE) && w->members[i].exempt == 0
		    && !(m->seats[i] & SEAT_PRESENTS) && was_there(w, m, i);
	for (size_t i = 0; i < w->r.nroles; i++) {
		int who = c[i].member;

		f->choices++;
		if (who < 0) {
			f->open += c[i].why != WHY_LED &&
			    count_can(w, i, m) > 0;
			continue;
		}
		f->away += !(m->seats[who] & SEAT_HERE);
		f->exempt += (w->members[who].exempt >> i & 1) != 0;
		if (i == 0)
			judge_chair(w, m, who, f);
		if (++load[who] > most)
			most = load[who];
	}
	f->twice += free >= w->r.nroles && most > 1;
}

static int
sums_to_zero(const struct world *w)
{
	struct rotate_turns t[MEMBERS];

	for (size_t role = 0; role < w->r.nroles; role++) {
		int64_t sum = 0;

		rotate_count(&w->r, role, NULL, t);
		for (size_t i = 0; i < w->r.nmembers; i++)
			sum += rotate_deviation(&t[i]);
		if (sum != 0)
			return 0;
	}
	return 1;
}

/* The same group with members and meetings in another order. */
static bool
same_shuffled(const struct world *w, const struct rotate_meeting *last,
    const struct rotate_choice *want)
{
	struct world v = *w;
	struct rotate_choice got[ROTATE_ROLES];
	const struct rotate_meeting *target = NULL;
	size_t n = w->r.nmembers, from[MEMBERS], to[MEMBERS];

	for (size_t i = 0; i < n; i++)
		from[i] = i;
	for (size_t i = n; i-- > 1;) {
		size_t j = roll((unsigned)i + 1), x = from[i];

		from[i] = from[j];
		from[j] = x;
	}
	for (size_t i = 0; i < n; i++) {
		v.members[i] = w->members[from[i]];
		to[from[i]] = i;
	}
	v.r.members = v.members;
	v.r.meetings = v.meetings;
	for (size_t i = 0; i < w->r.nmeetings; i++) {
		size_t at = w->r.nmeetings - 1 - i;

		v.meetings[at] = w->meetings[i];
		v.meetings[at].seats = v.seats[at];
		for (size_t j = 0; j < n; j++)
			v.seats[at][j] = w->meetings[i].seats[from[j]];
		for (size_t j = 0; j < w->r.nroles; j++)
			if (v.meetings[at].taker[j] >= 0)
				v.meetings[at].taker[j] =
				    (int)to[v.meetings[at].taker[j]];
		if (&w->meetings[i] == last)
			target = &v.meetings[at];
	}
	rotate_propose(&v.r, target, true, got);
	for (size_t i = 0; i < w->r.nroles; i++) {
		if (got[i].why != want[i].why)
			return false;
		if (want[i].member < 0 ? got[i].member != want[i].member :
		    strcmp(v.members[got[i].member].id,
		    w->members[want[i].member].id) != 0)
			return false;
	}
	return true;
}

/* Largest deviations, of groups with one role, of several roles with room
 * (everybody may do everything, twice as many people), and of the rest. */
struct drift {
	int64_t single, room, tight;
};

static int64_t *
drift_of(struct drift *d, const struct world *w)
{
	bool room = w->r.nmembers >= 2 * w->r.nroles;

	if (w->r.nroles == 1)
		return &d->single;
	for (size_t i = 0; i < w->r.nmembers; i++)
		room = room && w->members[i].exempt == 0;
	return room ? &d->room : &d->tight;
}

static void
play_instance(struct faults *f, int *unsteady, int *unbalanced,
    struct drift *d)
{
	int64_t *most;
	struct world w;
	struct rotate_choice c[ROTATE_ROLES];
	size_t meetings = 2 + roll(24);

	world_init(&w, 2 + roll(MEMBERS - 1), 1 + roll(3));
	for (size_t i = 0; i < w.r.nmembers; i++)
		w.members[i].exempt = roll(100) < 10 ? 1u << roll(3) : 0;
	most = drift_of(d, &w);
	while (w.r.nmeetings < meetings) {
		struct rotate_meeting *m = &w.meetings[w.r.nmeetings++];

		scatter(&w, m);
		rotate_propose(&w.r, m, false, c);
		judge(&w, m, c, f);
		take(&w, m, c);
	}
	*unsteady += !same_shuffled(&w, &w.meetings[meetings - 1], c);
	*unbalanced += !sums_to_zero(&w);
	for (size_t i = 0; i < w.r.nroles; i++)
		if (farthest(&w, i) > *most)
			*most = farthest(&w, i);
}

static void
test_random(void)
{
	struct faults f = { 0 };
	int unsteady = 0, unbalanced = 0;
	struct drift d = { 0, 0, 0 };
	const double unit = (double)ROTATE_UNIT;

	state = 1983;
	for (int i = 0; i < INSTANCES; i++)
		play_instance(&f, &unsteady, &unbalanced, &d);
	printf("# %d random groups, %d choices\n", INSTANCES, f.choices);
	printf("# largest deviation: one role %.3f; several %.3f; with too "
	    "few people or exemptions %.3f\n", (double)d.single / unit,
	    (double)d.room / unit, (double)d.tight / unit);
	is_int(f.away, 0, "never somebody who is not there");
	is_int(f.exempt, 0, "never somebody exempt");
	is_int(f.presents, 0, "no presenter is chair while another can be");
	is_int(f.newcomer, 0, "no newcomer is, either");
	is_int(f.open, 0, "no role stays open while somebody can take it");
	is_int(f.twice, 0, "nobody has two roles while there are people");
	is_int(unsteady, 0, "the order of the input does not matter");
	is_int(unbalanced, 0, "deviations add up to zero");
	ok(d.single < 2 * ROTATE_UNIT, "with one role nobody drifts two turns "
	    "away");
	ok(d.room < 3 * ROTATE_UNIT, "with several and room for them not "
	    "three");
}

/* Of 37 members the shares are no whole units; the sum is exact still. */
static void
test_many(void)
{
	enum { MANY = 37 };
	struct rotate_member members[MANY];
	struct id ids[MANY];
	unsigned char seats[MANY];
	struct rotate_role role = { "timekeeper", false, false };
	struct rotate_meeting m = { "a000000000", 0, false, false, seats,
		{ 3 } };
	struct rotate r = { &role, 1, members, MANY, &m, 1 };
	struct rotate_turns t[MANY];
	int64_t sum = 0;

	for (size_t i = 0; i < MANY; i++) {
		id_seeded(&ids[i], "many", i);
		members[i] = (struct rotate_member){ ids[i].s, 0 };
		seats[i] = SEAT_HERE;
	}
	rotate_count(&r, 0, NULL, t);
	for (size_t i = 0; i < MANY; i++)
		sum += rotate_deviation(&t[i]);
	ok(sum == 0, "37 members: the shares make one whole turn");
	is_int(t[3].turns, 1, "which one of them took");
	for (int64_t n = 1; n <= 36; n++)
		sum += ROTATE_UNIT % n;
	ok(sum == 0, "the unit divides by 1 to 36");
}

static void
test_reasons(void)
{
	struct world w;
	struct rotate_meeting *m;
	struct rotate_choice c[ROTATE_ROLES];

	state = 7;
	world_init(&w, 3, 1);
	m = meet(&w);
	rotate_propose(&w.r, m, false, c);
	is_int(c[0].why, WHY_NEVER_DRAW, "at first a draw decides");
	m->taker[0] = 0;
	m = meet(&w);
	m->seats[1] = 0;
	rotate_propose(&w.r, m, false, c);
	is_int(c[0].member, 2, "then whoever is there and has had none");
	is_int(c[0].why, WHY_NEVER, "for that reason");
	m->taker[0] = 2;
	m = meet(&w);
	m->seats[1] = SEAT_HERE | SEAT_PRESENTS;
	rotate_propose(&w.r, m, false, c);
	is_int(c[0].member, 0, "the presenter is passed over");
	is_int(c[0].why, WHY_LONGEST, "of two equals the longest ago");
	m->seats[0] = m->seats[2] = 0;
	rotate_propose(&w.r, m, false, c);
	is_int(c[0].member, 1, "but leads when nobody else is there");
	is_int(c[0].why, WHY_ONLY, "being the only one");
	m->seats[1] = 0;
	rotate_propose(&w.r, m, false, c);
	is_int(c[0].why, WHY_NOBODY, "of nobody there is nobody chosen");
	m->led = true;
	rotate_propose(&w.r, m, false, c);
	is_int(c[0].why, WHY_LED, "where a facilitator leads there is none");
}

static void
test_kept(void)
{
	struct world w;
	struct rotate_meeting *m;
	struct rotate_choice c[ROTATE_ROLES];

	state = 8;
	world_init(&w, 2, 3);
	play(&w, meet(&w));
	m = meet(&w);
	m->taker[1] = m[-1].taker[1];
	rotate_propose(&w.r, m, false, c);
	is_int(c[1].member, m[-1].taker[1], "who has a role keeps it");
	is_int(c[1].why, WHY_KEPT, "and is said to");
	is_int(c[0].member, 1 - c[1].member, "the other role is the other's");
	is_int(c[2].why, WHY_DOUBLE, "a third role is somebody's second");
	rotate_propose(&w.r, m, true, c);
	is_int(c[1].member, 1 - m[-1].taker[1], "replan chooses anew");
	m->seats[m->taker[1]] = 0;
	rotate_propose(&w.r, m, false, c);
	is_int(c[1].member, 1 - m[-1].taker[1], "so does falling ill");
	m->taker[1] = ROTATE_OTHER;
	rotate_propose(&w.r, m, false, c);
	is_int(c[1].member, ROTATE_OTHER, "someone else keeps a role too");
}

/* Only one of them may keep the time: the chair is the other's. */
static void
test_spread(void)
{
	struct world w;
	struct rotate_choice c[ROTATE_ROLES];
	struct rotate_meeting *m;

	state = 9;
	world_init(&w, 2, 2);
	m = meet(&w);
	m->taker[0] = 0;
	w.members[0].exempt = 2;
	m = meet(&w);
	m->taker[0] = 0;
	m = meet(&w);
	rotate_propose(&w.r, m, false, c);
	is_int(c[0].member, 0, "the chair is who can be nothing else");
	is_int(c[0].why, WHY_SPREAD, "though the other owes more");
	is_int(c[1].member, 1, "who keeps the time");
}

int
main(void)
{
	test_full_attendance();
	test_random();
	test_many();
	test_reasons();
	test_kept();
	test_spread();
	return done();
}
