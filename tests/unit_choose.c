/* Which case an open item is about: a total order, whatever row they are in. */

#include <string.h>

#include "choose.h"
#include "run.h"
#include "tap.h"

static struct choice
any(unsigned n)
{
	struct choice c = { .votes = rand() % 3, .urgency = rand() % 4,
		.influence = rand() % 3, .last = rand() % 3,
		.made = rand() % 3, .taken = rand() % 5 == 0 };

	id_seeded(&c.id, "case", n);
	return c;
}

static void
test_rules(void)
{
	struct choice v[] = {
		{ .id = { "aaaaaaaaaa" }, .votes = 2, .urgency = 1, .last = 9 },
		{ .id = { "bbbbbbbbbb" }, .votes = 1, .urgency = 5, .last = 8 },
		{ .id = { "cccccccccc" }, .votes = 1, .urgency = 5, .last = 0 },
	};

	is_int((long)choose_best(v, 3, CHOOSE_VOTE), 0, "most votes");
	is_int((long)choose_best(v, 3, CHOOSE_URGENCY), 2,
	    "most urgent, and of two the one longest out of turn");
	is_int((long)choose_best(v, 3, CHOOSE_TURN), 2, "who never had one");
	v[2].taken = true;
	is_int((long)choose_best(v, 3, CHOOSE_TURN), 1, "but not a taken one");
	v[0].taken = v[1].taken = true;
	ok(choose_best(v, 3, CHOOSE_VOTE) == CHOOSE_NONE, "all taken: none");
	ok(choose_best(v, 0, CHOOSE_VOTE) == CHOOSE_NONE, "none: none");
}

/* The same cases in another row give the same case and the same order. */
static void
test_row(void)
{
	int bad = 0, order = 0, chosen = 0;

	srand(11);
	for (int round = 0; round < 20000; round++) {
		struct choice a[7], b[7];
		size_t n = 1 + (size_t)rand() % 7;
		enum choose_by by = (enum choose_by)(rand() % CHOOSE_BYS);
		size_t x, y;

		for (size_t i = 0; i < n; i++)
			a[i] = any((unsigned)(round * 7) + (unsigned)i);
		memcpy(b, a, sizeof(b));
		for (size_t i = n; i-- > 1;) {
			size_t k = (size_t)rand() % (i + 1);
			struct choice c = b[i];

			b[i] = b[k];
			b[k] = c;
		}
		x = choose_best(a, n, by);
		y = choose_best(b, n, by);
		chosen += x != CHOOSE_NONE;
		bad += (x == CHOOSE_NONE) != (y == CHOOSE_NONE);
		if (x != CHOOSE_NONE && y != CHOOSE_NONE)
			bad += strcmp(a[x].id.s, b[y].id.s) != 0;
		choose_sort(a, n, by);
		choose_sort(b, n, by);
		for (size_t i = 0; i < n; i++) {
			order += strcmp(a[i].id.s, b[i].id.s) != 0;
			order += i > 0 && choose_before(&a[i], &a[i - 1],
			    by);
		}
	}
	is_int(bad, 0, "20000 choices do not depend on the row");
	is_int(order, 0, "nor does their order");
	ok(chosen > 15000, "most of them chose");
}

/* One open item: choosing 5, then 20 and a minute each; then a second item. */
static const struct run_step steps[] = {
	{ .part = RUN_OPENING, .item = RUN_NONE, .base = 300,
	    .presenter = RUN_NONE, .repeat = RUN_NONE },
	{ .part = RUN_STEP, .item = 0, .text = 1, .base = 300,
	    .presenter = RUN_NONE, .repeat = RUN_NONE, .chooses = true },
	{ .part = RUN_STEP, .item = 0, .text = 2, .base = 1200,
	    .presenter = RUN_NONE, .repeat = RUN_NONE },
	{ .part = RUN_STEP, .item = 0, .text = 3, .each = 60,
	    .presenter = RUN_NONE, .repeat = RUN_NONE },
	{ .part = RUN_STEP, .item = 1, .text = 4, .base = 1200,
	    .presenter = RUN_NONE, .repeat = RUN_NONE, .chooses = true },
	{ .part = RUN_STEP, .item = 1, .text = 5, .base = 600,
	    .presenter = RUN_NONE, .repeat = RUN_NONE },
	{ .part = RUN_CLOSING, .item = RUN_NONE, .text = 6, .base = 900,
	    .presenter = RUN_NONE, .repeat = RUN_NONE },
};
static const struct run_person people[] = {
	{ .turns = true, .present = true }, { .turns = true, .present = true },
	{ .turns = true, .present = true }, { .turns = true, .present = true },
};
static const struct run_choice ready[] = {
	{ .c = { .id = { "aaaaaaaaaa" }, .urgency = 2 }, .presenter = 0,
	    .item = RUN_NONE },
	{ .c = { .id = { "bbbbbbbbbb" }, .urgency = 3, .minutes = 60 },
	    .presenter = 1, .item = RUN_NONE },
	{ .c = { .id = { "cccccccccc" }, .urgency = 5 },
	    .presenter = RUN_NONE, .item = RUN_NONE },
};

static void
begin(struct run *r, int minutes)
{
	const struct run_plan p = {
		.steps = steps, .nsteps = IV_LEN(steps), .people = people,
		.npeople = IV_LEN(people), .choices = ready,
		.nchoices = IV_LEN(ready), .start = 1000000,
		.minutes = minutes, .closing = 900, .here = 10,
	};

	run_init(r, &p);
}

static enum run_answer
does(struct run *r, enum run_kind kind, const char *id, int minutes)
{
	struct run_event ev = { .kind = kind, .at = 1000000,
		.who = RUN_NONE, .minutes = minutes };

	if (id)
		memcpy(ev.choice.s, id, sizeof(ev.choice.s));
	return run_apply(r, &ev);
}

static enum run_answer
offers(struct run *r, size_t who, int minutes)
{
	struct run_event ev = { .kind = RUN_OFFER, .at = 1000000, .who = who,
		.minutes = minutes, .text = "Hoe?",
		.choice = { "dddddddddd" } };

	return run_apply(r, &ev);
}

static void
test_open(void)
{
	struct run r;

	begin(&r, 120);
	ok(!run_open(&r), "before the start nothing is open");
	does(&r, RUN_NEXT, NULL, 0);
	is_int(does(&r, RUN_CHOOSE, "aaaaaaaaaa", 0), RUN_NOT_OPEN,
	    "nor in the opening");
	does(&r, RUN_NEXT, NULL, 0);
	ok(run_open(&r) && run_unfilled(&r), "an open item is to be filled");
	is_int((long)run_best(&r, CHOOSE_URGENCY), 1,
	    "the most urgent of those who are there");
	is_int(does(&r, RUN_CHOOSE, "cccccccccc", 0), RUN_NOT_THERE,
	    "who is not in the group presents nothing");
	is_int(does(&r, RUN_CHOOSE, "zzzzzzzzzz", 0), RUN_NO_CHOICE,
	    "nor can what is not there be chosen");
	does(&r, RUN_VOTE, "aaaaaaaaaa", 2);
	does(&r, RUN_VOTE, "aaaaaaaaaa", -5);
	is_int(r.choices[0].c.votes, 0, "votes are taken back to none");
	does(&r, RUN_VOTE, "aaaaaaaaaa", 3);
	is_int((long)run_best(&r, CHOOSE_VOTE), 0, "votes count");
	is_int(offers(&r, 9, 0), RUN_NOT_THERE, "nobody brings nothing");
	is_int(offers(&r, 2, 0), RUN_DONE, "someone brings a case");
	is_int(offers(&r, 2, 0), RUN_IN_IT, "once");
	is_int(does(&r, RUN_CHOOSE, "aaaaaaaaaa", 0), RUN_DONE, "chosen");
	ok(!run_unfilled(&r) && run_open(&r), "then it is filled");
	is_int((long)r.steps[2].presenter, 0, "its steps have a presenter");
	is_int((long)r.steps[4].presenter, (long)RUN_NONE,
	    "those of another item not");
	is_int(r.steps[3].planned, 180, "who presents has no turn");
	is_int(does(&r, RUN_CHOOSE, "dddddddddd", 0), RUN_DONE,
	    "another one after all");
	is_int((long)r.steps[2].presenter, 2, "is presented by another");
	does(&r, RUN_NEXT, NULL, 0);
	does(&r, RUN_NEXT, NULL, 0);
	does(&r, RUN_NEXT, NULL, 0);
	is_int(does(&r, RUN_CHOOSE, "dddddddddd", 0), RUN_TAKEN,
	    "one case is for one item");
	is_int((long)run_best(&r, CHOOSE_TURN), 0,
	    "and whoever presented today is last in turn");
	run_release(&r);
}

/* Who presents stands in the plan, the case is open: another's is not taken by
 * a rule, but may be by hand. */
static void
test_named(void)
{
	struct run_step mine[IV_LEN(steps)];
	const struct run_plan p = {
		.steps = mine, .nsteps = IV_LEN(steps), .people = people,
		.npeople = IV_LEN(people), .choices = ready,
		.nchoices = IV_LEN(ready), .start = 1000000,
		.minutes = 120, .closing = 900, .here = 10,
	};
	struct run r;

	memcpy(mine, steps, sizeof(mine));
	for (size_t i = 1; i < 4; i++)
		mine[i].presenter = 0;
	run_init(&r, &p);
	does(&r, RUN_NEXT, NULL, 0);
	does(&r, RUN_NEXT, NULL, 0);
	is_int((long)run_best(&r, CHOOSE_URGENCY), 0,
	    "whoever was to present does");
	does(&r, RUN_CHOOSE, "bbbbbbbbbb", 0);
	is_int((long)r.steps[2].presenter, 1, "unless the group says so");
	is_int((long)run_best(&r, CHOOSE_URGENCY), 0,
	    "and the plan stays what it was");
	run_release(&r);
}

static int
planned(const struct run *r, size_t item)
{
	int sum = 0;

	for (size_t i = 0; i < r->nsteps; i++)
		if (r->steps[i].item == item && !r->steps[i].chooses)
			sum += r->steps[i].planned;
	return sum;
}

/* From 5 on: choosing 5, 23 of the item, 20 and 10 of the next, closing 15. */
static void
test_asked(void)
{
	struct run r;

	begin(&r, 240);
	does(&r, RUN_NEXT, NULL, 0);
	does(&r, RUN_NEXT, NULL, 0);
	does(&r, RUN_CHOOSE, "aaaaaaaaaa", 0);
	is_int(planned(&r, 0), 23 * 60, "as planned when nothing is asked");
	does(&r, RUN_CHOOSE, "bbbbbbbbbb", 0);
	ok(planned(&r, 0) > 59 * 60 && planned(&r, 0) <= 60 * 60,
	    "an hour that was asked for is given");
	does(&r, RUN_CHOOSE, "aaaaaaaaaa", 0);
	is_int(planned(&r, 0), 23 * 60, "and taken back");
	run_release(&r);
	begin(&r, 100);
	does(&r, RUN_NEXT, NULL, 0);
	does(&r, RUN_NEXT, NULL, 0);
	does(&r, RUN_CHOOSE, "bbbbbbbbbb", 0);
	ok(planned(&r, 0) > 49 * 60 && planned(&r, 0) <= 50 * 60,
	    "or as much of it as there is");
	is_int(planned(&r, 1), 600, "not from another item");
	run_release(&r);
	begin(&r, 60);
	does(&r, RUN_NEXT, NULL, 0);
	does(&r, RUN_NEXT, NULL, 0);
	does(&r, RUN_CHOOSE, "bbbbbbbbbb", 0);
	is_int(planned(&r, 0), 23 * 60, "nothing where there is none");
	run_release(&r);
}

/* Whatever is done, an item has one case, a case one item, and its presenter
 * those steps; and the same events give the same. */
static void
test_property(void)
{
	static const char *const ids[] = { "aaaaaaaaaa", "bbbbbbbbbb",
		"cccccccccc", "dddddddddd", "zzzzzzzzzz" };
	static const enum run_kind kinds[] = { RUN_NEXT, RUN_BACK, RUN_CHOOSE,
		RUN_CHOOSE, RUN_VOTE, RUN_OFFER, RUN_SKIP, RUN_DEPART,
		RUN_ARRIVE };
	int bad = 0, filled = 0;

	srand(5);
	for (int round = 0; round < 3000; round++) {
		struct run r, twin;

		begin(&r, 60 + rand() % 120);
		twin.minutes = r.minutes;
		begin(&twin, twin.minutes);
		for (int n = 0; n < 40; n++) {
			struct run_event ev = { .at = 1000000 + n * 60,
				.kind = kinds[rand() % (int)IV_LEN(kinds)],
				.who = (size_t)rand() % 5,
				.minutes = rand() % 60, .text = "Hoe?" };
			size_t of[2] = { 0, 0 };

			memcpy(ev.choice.s, ids[rand() % 5], ID_LEN + 1);
			bad += run_apply(&r, &ev) != run_apply(&twin, &ev);
			for (size_t i = 0; i < r.nchoices; i++) {
				const struct run_choice *c = &r.choices[i];

				if (c->item == RUN_NONE)
					continue;
				of[c->item]++;
				bad += r.steps[c->item ? 4 : 2].presenter !=
				    c->presenter;
			}
			bad += of[0] > 1 || of[1] > 1;
			filled += (int)of[0];
			bad += r.nchoices != twin.nchoices;
			bad += planned(&r, 0) != planned(&twin, 0);
		}
		run_release(&r);
		run_release(&twin);
	}
	is_int(bad, 0, "3000 runs keep one case to one item");
	ok(filled > 1000, "and many were filled");
}

int
main(void)
{
	test_rules();
	test_row();
	test_open();
	test_named();
	test_asked();
	test_property();
	return done();
}
