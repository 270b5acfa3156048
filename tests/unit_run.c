/* The run of a meeting: what each event does, and what holds after any. */

#include <stdint.h>

#include "mem.h"
#include "run.h"
#include "tap.h"

#define START	1773304200	/* a meeting of two hours begins */
#define PEOPLE	6

static uint64_t seed = 1;

static unsigned
pick(unsigned n)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(seed >> 33) % n;
}

/* Opening 5, two items of 3 and 2 steps, closing 15: 5+10+6x1+20+15+20+15. */
static const struct run_step steps[] = {
	{ .part = RUN_OPENING, .item = RUN_NONE, .text = 0, .base = 300,
	    .presenter = RUN_NONE, .repeat = RUN_NONE,
	    .picks = RUN_NONE },
	{ .part = RUN_STEP, .item = 0, .text = 1, .base = 600,
	    .presenter = 1, .repeat = RUN_NONE, .picks = 3 },
	{ .part = RUN_STEP, .item = 0, .text = 2, .each = 60,
	    .presenter = 1, .repeat = RUN_NONE,
	    .picks = RUN_NONE },
	{ .part = RUN_STEP, .item = 0, .text = 3, .base = 1200,
	    .presenter = 1, .repeat = 2,
	    .picks = RUN_NONE },
	{ .part = RUN_STEP, .item = 1, .text = 4, .base = 900,
	    .presenter = 2, .presenter_too = true, .repeat = RUN_NONE,
	    .picks = RUN_NONE },
	{ .part = RUN_STEP, .item = 1, .text = 5, .base = 1200,
	    .presenter = 2, .repeat = RUN_NONE,
	    .picks = RUN_NONE },
	{ .part = RUN_CLOSING, .item = RUN_NONE, .text = 6, .base = 900,
	    .presenter = RUN_NONE, .repeat = RUN_NONE,
	    .picks = RUN_NONE },
};
/* Three modules of text 3, which is chosen for in text 1, and one of text 5. */
static const struct run_way ways[] = {
	{ .text = 9, .of = 3, .base = 600 },
	{ .text = 10, .of = 3, .each = 300, .presenter_too = true },
	{ .text = 11, .of = 3 },
	{ .text = 12, .of = 5, .base = 7200 },
};
static const struct run_person people[PEOPLE] = {
	{ .turns = false, .present = true }, { .turns = true, .present = true },
	{ .turns = true, .present = true }, { .turns = true, .present = true },
	{ .turns = true, .present = true }, { .turns = true, .present = false },
};

static void
begin(struct run *r)
{
	const struct run_plan p = {
		.steps = steps, .nsteps = IV_LEN(steps),
		.people = people, .npeople = PEOPLE,
		.start = START, .minutes = 120, .closing = 900,
		.here_text = 7, .break_text = 8, .here = 10,
		.ways = ways, .nways = IV_LEN(ways),
	};

	run_init(r, &p);
}

static enum run_answer
at(struct run *r, enum run_kind kind, int minute)
{
	const struct run_event ev = { .kind = kind,
		.at = START + (int64_t)minute * 60, .who = RUN_NONE };

	return run_apply(r, &ev);
}

static enum run_answer
more(struct run *r, int minutes, int minute)
{
	const struct run_event ev = { .kind = RUN_MORE, .minutes = minutes,
		.at = START + (int64_t)minute * 60, .who = RUN_NONE };

	return run_apply(r, &ev);
}

static enum run_answer
who(struct run *r, enum run_kind kind, size_t n, int minute)
{
	const struct run_event ev = { .kind = kind, .who = n,
		.at = START + (int64_t)minute * 60 };

	return run_apply(r, &ev);
}

static struct run_view
view(const struct run *r)
{
	struct run_view v;

	run_view(r, &v);
	return v;
}

static void
test_course(void)
{
	struct run r;
	struct run_view v;

	begin(&r);
	is_int(at(&r, RUN_PAUSE, 0), RUN_NOT_BEGUN, "no pause before the start");
	at(&r, RUN_NEXT, 0);
	v = view(&r);
	is_int(v.planned, 300, "the opening takes five minutes");
	is_int(v.behind, 0, "and nothing is behind");
	is_int(at(&r, RUN_BACK, 1), RUN_IS_FIRST, "nothing is before it");
	at(&r, RUN_NEXT, 3);
	v = view(&r);
	is_int(v.behind, -120, "two minutes saved are ahead");
	is_int((long)v.count, 3, "an item has its steps");
	at(&r, RUN_TICK, 11);
	is_int(view(&r).phase, RUN_FIFTH, "a fifth is left");
	at(&r, RUN_TICK, 12);
	is_int(view(&r).phase, RUN_FIFTH, "ten per cent are a fifth");
	at(&r, RUN_TICK, 13);
	is_int(view(&r).phase, RUN_OVER, "then it is over");
	is_int(more(&r, 5, 15), RUN_DONE, "five minutes more");
	is_int(view(&r).left, 300, "are five, though it was over by two");
	is_int(view(&r).behind, 300, "and two and five less two are behind");
	at(&r, RUN_NEXT, 20);
	v = view(&r);
	is_int(v.planned, 180, "a minute each, but for presenter and guide");
	is_int((long)v.turn, 2, "the first has the turn");
	at(&r, RUN_TICK, 21);
	is_int((long)view(&r).turn, 3, "a minute later the second");
	at(&r, RUN_TURN, 21);
	is_int((long)view(&r).turn, 4, "or sooner, by hand");
	is_int(at(&r, RUN_TURN, 21), RUN_NO_TURNS, "and then no more");
	who(&r, RUN_ARRIVE, 5, 22);
	is_int(view(&r).planned, 240, "who comes in has a minute as well");
	is_int(r.people[5].from - START, 22 * 60, "and came then");
	who(&r, RUN_DEPART, 3, 22);
	is_int(view(&r).planned, 180, "who goes has none");
	is_int(who(&r, RUN_DEPART, 3, 22), RUN_NOT_THERE, "and goes once");
	run_release(&r);
}

static void
test_put(void)
{
	struct run r;
	struct run_view v;

	begin(&r);
	at(&r, RUN_NEXT, 0);
	at(&r, RUN_NEXT, 5);
	at(&r, RUN_PUT_HERE, 9);
	v = view(&r);
	is_int(v.step->part, RUN_HERE, "here and now is put in");
	is_int(v.behind, 600, "and costs what it takes");
	is_int(at(&r, RUN_PUT_HERE, 10), RUN_IN_IT, "once");
	at(&r, RUN_NEXT, 15);
	v = view(&r);
	is_int((long)v.step->text, 1, "then the step goes on");
	is_int(v.spent, 240, "where it was");
	at(&r, RUN_PUT_BREAK, 16);
	at(&r, RUN_PAUSE, 18);
	at(&r, RUN_NEXT, 20);
	is_int(view(&r).step->part, RUN_BREAK, "the space bar ends a pause");
	at(&r, RUN_NEXT, 21);
	is_int((long)view(&r).step->text, 1, "and a break");
	is_int(r.paused, 120, "the pause is beside all steps");
	at(&r, RUN_NEXT, 22);
	at(&r, RUN_BACK, 23);
	is_int((long)view(&r).step->text, 1, "back is to the step");
	at(&r, RUN_BACK, 23);
	is_int((long)view(&r).step->part, RUN_OPENING, "over what was put in");
	at(&r, RUN_NEXT, 24);
	is_int((long)view(&r).step->text, 1, "and next likewise");
	run_release(&r);
}

static void
test_closing(void)
{
	struct run r;
	struct run_view v;

	begin(&r);
	at(&r, RUN_NEXT, 0);
	for (int i = 0; i < 5; i++)
		at(&r, RUN_NEXT, 60);
	v = view(&r);
	is_int(v.room, (45 - 20) * 60, "room is until the closing");
	is_int(more(&r, 26, 60), RUN_NO_ROOM, "which gives no minute");
	is_int(more(&r, 25, 60), RUN_DONE, "but all before it");
	is_int(more(&r, 0, 60), RUN_BAD_MINUTES, "none is not more");
	at(&r, RUN_TICK, 110);
	v = view(&r);
	is_int(v.to_closing, -300, "five minutes late for it");
	is_int(v.room, 0, "no room is left");
	at(&r, RUN_TO_CLOSING, 111);
	v = view(&r);
	is_int(v.planned, 900, "the closing keeps its fifteen minutes");
	is_int(v.ends - v.due, 360, "and ends later");
	is_int(at(&r, RUN_TO_CLOSING, 112), RUN_IN_CLOSING, "once");
	at(&r, RUN_NEXT, 126);
	is_int(view(&r).state, RUN_ENDED, "the end");
	is_int(at(&r, RUN_NEXT, 127), RUN_HAS_ENDED, "is the end");
	at(&r, RUN_BACK, 128);
	is_int(view(&r).state, RUN_GOING, "but for going back");
	is_int(view(&r).spent, 900, "without what was after it");
	run_release(&r);

	begin(&r);
	at(&r, RUN_NEXT, 0);
	at(&r, RUN_NEXT, 5);
	at(&r, RUN_TO_CLOSING, 20);
	ok(run_reached(&r, 0) && !run_reached(&r, 1),
	    "an item that was jumped over was not reached");
	run_release(&r);
}

static void
test_repeat(void)
{
	struct run r;

	begin(&r);
	at(&r, RUN_NEXT, 0);
	at(&r, RUN_NEXT, 5);
	is_int(at(&r, RUN_REPEAT, 6), RUN_NO_REPEAT, "no round here");
	at(&r, RUN_NEXT, 15);
	at(&r, RUN_NEXT, 18);
	is_int(at(&r, RUN_REPEAT, 38), RUN_DONE, "another round");
	is_int((long)view(&r).step->text, 2, "from its first step");
	is_int(view(&r).left, 180, "with its minutes once more");
	is_int(view(&r).behind, 23 * 60, "which all of it costs");
	run_release(&r);
}

static enum run_answer
way(struct run *r, size_t n, int minute)
{
	const struct run_event ev = { .kind = RUN_WAY, .way = n,
		.at = START + (int64_t)minute * 60, .who = RUN_NONE };

	return run_apply(r, &ev);
}

static void
test_ways(void)
{
	struct run r;

	begin(&r);
	is_int(way(&r, 0, 0), RUN_NOT_BEGUN, "no module before it begins");
	at(&r, RUN_NEXT, 0);
	is_int(way(&r, 0, 1), RUN_ONE_WAY, "nor in a step without");
	at(&r, RUN_NEXT, 5);
	is_int((long)run_way_step(&r), 3, "one is chosen for a step to come");
	is_int(way(&r, 3, 6), RUN_NO_WAY, "one of its own");
	is_int(way(&r, 1, 6), RUN_DONE, "in this step");
	is_int(view(&r).behind, 0, "which goes on as it was");
	is_int(run_planned(&r.steps[3]), 20 * 60, "four turns of five "
	    "minutes are its time");
	is_int(way(&r, 0, 7), RUN_DONE, "another one in its place");
	is_int(view(&r).behind, -600, "is ten minutes shorter");
	is_int(way(&r, 0, 7), RUN_IN_IT, "not twice");
	at(&r, RUN_NEXT, 15);
	is_int(way(&r, 1, 16), RUN_ONE_WAY, "nothing to choose in between");
	at(&r, RUN_NEXT, 18);
	is_int((long)view(&r).step->shown, 9, "the step is that module");
	is_int(view(&r).planned, 600, "with its minutes");
	is_int((long)view(&r).turn, (long)RUN_NONE, "and without turns");
	is_int(way(&r, 1, 20), RUN_DONE, "or another, once it is there");
	ok(view(&r).turns == 4 && view(&r).turn == 1 &&
	    view(&r).turn_left == 300, "with turns, also of the presenter");
	is_int((long)r.stretches[3].way, 0, "what was done so far");
	is_int((long)r.stretches[4].way, 1, "is told apart");
	is_int(at(&r, RUN_REPEAT, 38), RUN_DONE, "a round back");
	is_int((long)view(&r).step->text, 2, "is found all the same");
	at(&r, RUN_NEXT, 41);
	is_int((long)view(&r).step->shown, 10, "and done as it was");
	is_int(way(&r, RUN_NONE, 41), RUN_DONE, "none of them");
	ok(view(&r).step->shown == 3 && r.steps[3].planned == 1200,
	    "is the step itself");
	run_release(&r);
}

static void
test_ways_room(void)
{
	struct run r;

	begin(&r);
	for (int i = 0; i < 6; i++)
		at(&r, RUN_NEXT, i * 10);
	is_int((long)run_way_step(&r), 5, "a module of the present step");
	is_int(way(&r, 3, 55), RUN_DONE, "that takes two hours");
	ok(view(&r).step->shown == 12 && !view(&r).step->way_time,
	    "is done in the time of the step");
	is_int(view(&r).planned, 1200, "which the closing allows");
	at(&r, RUN_PAUSE, 56);
	is_int(way(&r, RUN_NONE, 57), RUN_DONE, "also while it stands still");
	is_int(view(&r).state, RUN_PAUSED, "and it still does");
	run_release(&r);
}

static struct run_event
any_event(int64_t now)
{
	static const char *const texts[] = { "wat raakt je?", "", NULL };

	return (struct run_event){
		.kind = pick(3) == 0 ? RUN_NEXT : pick(RUN_KINDS),
		.at = now, .minutes = (int)pick(12) - 1,
		.who = pick(PEOPLE + 1), .note = pick(RUN_NOTES),
		.text = texts[pick(3)],
		.way = pick(4) ? pick((unsigned)IV_LEN(ways) + 1) : RUN_NONE,
	};
}

struct faults {
	unsigned time, stretch, closing, room, person, refused, resume, view,
	    way;
};

/* Each step is shown as itself or as a module of its own. */
static bool
way_fits(const struct run *r, const struct run_step *s)
{
	if (s->way == RUN_NONE)
		return s->shown == s->text;
	return s->part == RUN_STEP && s->way < IV_LEN(ways) &&
	    r->ways[s->way].of == s->text &&
	    r->ways[s->way].text == s->shown;
}

static int64_t
closing_planned(const struct run *r)
{
	for (size_t i = 0; i < r->nsteps; i++)
		if (r->steps[i].part == RUN_CLOSING)
			return run_planned(&r->steps[i]);
	return -1;
}

static void
judge(const struct run *r, struct faults *f)
{
	struct run_view v = view(r);
	int64_t spent = 0, run = 0;
	bool good = v.turn == RUN_NONE || r->people[v.turn].present;

	for (size_t i = 0; i < r->nsteps; i++) {
		spent += r->steps[i].spent;
		f->way += !way_fits(r, &r->steps[i]);
	}
	for (size_t i = 0; i < r->nstretches; i++)
		run += r->stretches[i].until - r->stretches[i].from;
	f->time += v.elapsed != spent + r->paused;
	f->stretch += run != spent;
	f->closing += closing_planned(r) < 900;
	f->view += !good || v.left != v.planned - v.spent ||
	    v.number > v.count || (v.phase == RUN_OVER) !=
	    (v.left <= 0 && v.planned > 0) || v.ends < r->now;
	for (size_t i = 0; i < r->npeople; i++) {
		const struct run_person *p = &r->people[i];

		f->person += (p->present && (!p->was || p->until)) ||
		    (p->until && p->until < p->from);
	}
}

static bool
same(const struct run *a, const struct run *b)
{
	struct run_view x = view(a), y = view(b);
	bool good = a->nsteps == b->nsteps && a->at == b->at &&
	    a->state == b->state && a->paused == b->paused &&
	    a->nstretches == b->nstretches && a->nnotes == b->nnotes &&
	    x.left == y.left && x.behind == y.behind && x.turn == y.turn &&
	    x.ends == y.ends && x.turn_left == y.turn_left;

	for (size_t i = 0; good && i < a->nsteps; i++)
		good = a->steps[i].spent == b->steps[i].spent &&
		    a->steps[i].extra == b->steps[i].extra &&
		    a->steps[i].planned == b->steps[i].planned &&
		    a->steps[i].skipped == b->steps[i].skipped &&
		    a->steps[i].way == b->steps[i].way &&
		    a->steps[i].way_time == b->steps[i].way_time;
	return good;
}

/* Has the step got the minutes of a module, and not its own again? */
static bool
keeps_time(const struct run *r)
{
	const struct run_step *s = &r->steps[run_way_step(r)];

	return s->way != RUN_NONE && s->way_time &&
	    r->ways[s->way].base + r->ways[s->way].each > 0;
}

/* What did not happen changed nothing but the time; more time, and the minutes
 * of a module, never run into the closing. */
static void
apply(struct run *r, const struct run_event *ev, struct faults *f)
{
	struct run_view was, now;
	const struct run_event tick = { .kind = RUN_TICK, .at = ev->at };
	size_t stretches;
	enum run_answer a;

	run_apply(r, &tick);
	was = view(r);
	stretches = r->nstretches;
	a = run_apply(r, ev);
	now = view(r);
	if (a != RUN_DONE)
		f->refused += was.left != now.left || was.step != now.step ||
		    was.behind != now.behind || stretches != r->nstretches;
	if (ev->kind == RUN_MORE && a == RUN_DONE &&
	    now.step->part != RUN_CLOSING)
		f->room += now.to_closing < now.left || now.left < 60;
	if (ev->kind == RUN_WAY && a == RUN_DONE)
		f->room += now.too_long > was.too_long &&
		    now.too_long > 0 && keeps_time(r);
}

/* A sequence of events, and the same without the ticks between. */
static void
sequence(int events, struct faults *f)
{
	struct run r, again;
	int64_t now = START - 600 + pick(1200);

	begin(&r);
	begin(&again);
	for (int i = 0; i < events; i++) {
		struct run_event ev;

		now += pick(4) ? pick(400) : -(int64_t)pick(60);
		ev = any_event(now);
		apply(&r, &ev, f);
		judge(&r, f);
		ev.at = r.now;
		if (ev.kind != RUN_TICK)
			run_apply(&again, &ev);
	}
	now = r.now > now ? r.now : now;
	run_apply(&r, &(struct run_event){ .kind = RUN_TICK, .at = now });
	run_apply(&again, &(struct run_event){ .kind = RUN_TICK, .at = now });
	f->resume += !same(&r, &again);
	run_release(&r);
	run_release(&again);
}

static void
test_properties(void)
{
	struct faults f = { 0 };
	const int sequences = 4000, events = 60;

	for (int i = 0; i < sequences; i++)
		sequence(events, &f);
	printf("# %d sequences of %d events\n", sequences, events);
	is_int(f.time, 0, "no time is lost: steps and pauses are all of it");
	is_int(f.stretch, 0, "stretches add up to the time of the steps");
	is_int(f.closing, 0, "the closing never shrinks");
	is_int(f.room, 0, "more time never takes from it");
	is_int(f.person, 0, "who is there came before leaving");
	is_int(f.refused, 0, "what is refused changes nothing");
	is_int(f.way, 0, "a step is done in a way of its own");
	is_int(f.view, 0, "what is shown agrees with itself");
	is_int(f.resume, 0, "a journal without ticks gives the same state");
}

/* Only the space bar: every plan ends, each step once and in order. */
static void
test_space(void)
{
	struct run r;
	int presses = 0;

	begin(&r);
	while (r.state != RUN_ENDED && presses < 100)
		at(&r, RUN_NEXT, presses++ * 10);
	is_int(presses, (long)IV_LEN(steps) + 1, "one press a step and one");
	is_int((long)r.nstretches, (long)IV_LEN(steps), "each step once");
	run_release(&r);
}

static void
test_notes(void)
{
	struct run r;
	struct run_event ev = { .kind = RUN_NOTE, .at = START, .who = 3,
		.note = NOTE_ACTION, .text = "bellen" };

	begin(&r);
	at(&r, RUN_NEXT, 0);
	run_apply(&r, &ev);
	at(&r, RUN_NEXT, 5);
	run_apply(&r, &ev);
	ok(r.notes[0].item == RUN_NONE && r.notes[1].item == 0,
	    "a note belongs to its item");
	is_int((long)r.notes[1].by, 3, "an action has its maker");
	at(&r, RUN_SAVED, 6);
	run_apply(&r, &ev);
	ok(r.notes[1].saved && !r.notes[2].saved, "what is saved is known");
	ev.text = "";
	is_int(run_apply(&r, &ev), RUN_NO_TEXT, "nothing is no note");
	run_release(&r);
}

static void
test_due(void)
{
	struct run r;

	begin(&r);
	at(&r, RUN_NEXT, 10);
	is_int(view(&r).due - START, 7200, "ten minutes late ends in time");
	run_release(&r);
	begin(&r);
	at(&r, RUN_NEXT, -7 * 24 * 60);
	is_int(view(&r).due - START, 7200 - 7 * 24 * 3600,
	    "a rehearsal a week before takes its own two hours");
	run_release(&r);
}

int
main(void)
{
	mem_init();
	test_course();
	test_put();
	test_closing();
	test_repeat();
	test_ways();
	test_ways_room();
	test_space();
	test_notes();
	test_due();
	test_properties();
	return done();
}
