#include "run.h"

#include <string.h>

#include "mem.h"
#include "run_internal.h"

const char *const run_kind_words[RUN_KINDS] = {
	[RUN_NEXT] = "next", [RUN_BACK] = "back", [RUN_PAUSE] = "pause",
	[RUN_RESUME] = "resume", [RUN_MORE] = "more", [RUN_SKIP] = "skip",
	[RUN_TO_CLOSING] = "to-closing", [RUN_REPEAT] = "repeat",
	[RUN_TURN] = "turn", [RUN_PUT_HERE] = "here",
	[RUN_PUT_BREAK] = "break", [RUN_ARRIVE] = "arrive",
	[RUN_DEPART] = "depart", [RUN_ABSENT] = "absent",
	[RUN_NOTE] = "note", [RUN_OFFER] = "offer", [RUN_VOTE] = "vote",
	[RUN_CHOOSE] = "choose", [RUN_WAY] = "module",
	[RUN_SAVED] = "saved", [RUN_TICK] = "tick",
};

const char *const run_answers[RUN_ANSWERS] = {
	[RUN_DONE] = "",
	[RUN_NOT_BEGUN] = N_("the meeting has not begun yet"),
	[RUN_HAS_ENDED] = N_("the meeting is over"),
	[RUN_IS_FIRST] = N_("this is the first step"),
	[RUN_IS_PAUSED] = N_("the clock stands still already"),
	[RUN_NOT_PAUSED] = N_("the clock is running"),
	[RUN_NO_ROOM] = N_("that would take time from the closing"),
	[RUN_IN_CLOSING] = N_("this is the closing"),
	[RUN_NO_REPEAT] = N_("this step has no round to repeat"),
	[RUN_NO_TURNS] = N_("this step has no turns, or this was the last"),
	[RUN_IN_IT] = N_("that is going on already"),
	[RUN_IS_THERE] = N_("is there already"),
	[RUN_NOT_THERE] = N_("is not there"),
	[RUN_NO_TEXT] = N_("there is nothing to note"),
	[RUN_BAD_MINUTES] = N_("minutes are a whole number from 1 to 120"),
	[RUN_STAYS] = N_("what is named here and now stays in the room; only "
	    "an agreement is kept"),
	[RUN_NO_CHOICE] = N_("there is no such case to choose from"),
	[RUN_NOT_OPEN] = N_("this item has its case already"),
	[RUN_TAKEN] = N_("this case is discussed in another item"),
	[RUN_ONE_WAY] = N_("no module is chosen in this step"),
	[RUN_NO_WAY] = N_("there is no such module to choose from"),
};

int64_t
run_planned(const struct run_step *s)
{
	return s->planned + s->extra;
}

static bool
has_turn(const struct run *r, const struct run_step *s, size_t who)
{
	const struct run_person *p = &r->people[who];

	return p->present && p->turns && (s->turn_too || who != s->presenter);
}

static size_t
turns_of(const struct run *r, const struct run_step *s)
{
	size_t n = 0;

	for (size_t i = 0; i < r->npeople; i++)
		n += has_turn(r, s, i);
	return n;
}

/* Steps that are behind us keep what was planned for them then, until they are
 * come back to. */
void
run_replan(struct run *r)
{
	for (size_t i = r->at; i < r->nsteps; i++) {
		struct run_step *s = &r->steps[i];

		run_settle(r, s, &s->planned);
		if (s->turn > 0)
			s->planned += s->turn * (int)turns_of(r, s);
	}
}

void
run_init(struct run *r, const struct run_plan *p)
{
	memset(r, 0, sizeof(*r));
	r->steps = mem_array(NULL, p->nsteps, sizeof(*r->steps));
	r->nsteps = p->nsteps;
	for (size_t i = 0; i < p->nsteps; i++) {
		r->steps[i] = p->steps[i];
		r->steps[i].plan_base = r->steps[i].base;
		r->steps[i].plan_each = r->steps[i].each;
		r->steps[i].plan_presenter = r->steps[i].presenter;
		r->steps[i].way = RUN_NONE;
		r->steps[i].shown = r->steps[i].text;
		r->steps[i].extra = 0;
		r->steps[i].spent = 0;
		r->steps[i].seen = r->steps[i].skipped = false;
	}
	r->people = mem_array(NULL, p->npeople + 1, sizeof(*r->people));
	r->npeople = p->npeople;
	for (size_t i = 0; i < p->npeople; i++)
		r->people[i] = (struct run_person){
			.turns = p->people[i].turns,
			.present = p->people[i].present,
			.was = p->people[i].present,
		};
	r->start = p->start;
	r->minutes = p->minutes;
	r->closing = p->closing;
	r->here = p->here;
	r->here_text = p->here_text;
	r->break_text = p->break_text;
	r->ways = p->ways;
	r->nways = p->nways;
	run_say_init(r, p);
	run_replan(r);
}

void
run_release(struct run *r)
{
	run_say_release(r);
	mem_free(r->stretches);
	mem_free(r->people);
	mem_free(r->steps);
	memset(r, 0, sizeof(*r));
}

/* Time passes: in the present step, or beside all of them. */
static void
advance(struct run *r, int64_t at)
{
	int64_t by = at - r->now;

	if (by <= 0)
		return;
	r->now = at;
	if (r->state == RUN_GOING) {
		r->steps[r->at].spent += by;
		r->stretches[r->nstretches - 1].until = at;
	} else if (r->state != RUN_READY) {
		r->paused += by;
	}
}

void
run_open_stretch(struct run *r)
{
	r->stretches = mem_array(r->stretches, r->nstretches + 1,
	    sizeof(*r->stretches));
	r->stretches[r->nstretches++] = (struct run_stretch){ r->at,
		r->steps[r->at].way, r->now, r->now };
	r->state = RUN_GOING;
}

static void
enter(struct run *r, size_t step)
{
	r->at = step;
	r->steps[step].seen = true;
	r->steps[step].skipped = false;
	r->turn = 0;
	r->turn_from = r->steps[step].spent;
	run_open_stretch(r);
}

/* The step, put in before the present one, to which the next one leads. */
static void
insert(struct run *r, const struct run_step *s)
{
	size_t at = r->at;

	r->steps = mem_array(r->steps, r->nsteps + 1, sizeof(*r->steps));
	memmove(&r->steps[at + 1], &r->steps[at],
	    (r->nsteps - at) * sizeof(*r->steps));
	r->steps[at] = *s;
	r->nsteps++;
	for (size_t i = 0; i < r->nstretches; i++)
		r->stretches[i].step += r->stretches[i].step >= at;
	enter(r, at);
}

static enum run_answer
put_in(struct run *r, enum run_part part)
{
	bool here = part == RUN_HERE;
	struct run_step s = {
		.part = part, .item = RUN_NONE, .presenter = RUN_NONE,
		.repeat = RUN_NONE, .picks = RUN_NONE, .way = RUN_NONE,
		.text = here ? r->here_text : r->break_text,
		.base = 60 * (here ? r->here : RUN_BREAK_MINUTES),
	};

	if (r->steps[r->at].part == part)
		return RUN_IN_IT;
	s.planned = s.base;
	s.shown = s.text;
	insert(r, &s);
	return RUN_DONE;
}

static int64_t
planned_from(const struct run *r, size_t first)
{
	int64_t sum = 0;

	for (size_t i = first; i < r->nsteps; i++)
		sum += run_planned(&r->steps[i]);
	return sum;
}

static bool
put_part(enum run_part part)
{
	return part == RUN_BREAK || part == RUN_HERE;
}

/* A break that was held is not come back to. */
static bool
is_over(const struct run *r, size_t step)
{
	return r->steps[step].seen && put_part(r->steps[step].part);
}

static size_t
following(const struct run *r)
{
	size_t to = r->at + 1;

	while (to < r->nsteps && is_over(r, to))
		to++;
	return to;
}

static enum run_answer
next(struct run *r)
{
	size_t to = following(r);

	if (r->state == RUN_READY) {
		r->began = r->now;
		r->base = planned_from(r, 0);
		enter(r, 0);
	} else if (r->state == RUN_PAUSED) {
		run_open_stretch(r);
	} else if (to < r->nsteps) {
		enter(r, to);
	} else {
		r->state = RUN_ENDED;
	}
	return RUN_DONE;
}

static enum run_answer
back(struct run *r)
{
	size_t to = r->at;

	while (to > 0 && put_part(r->steps[to - 1].part))
		to--;
	if (to == 0)
		return RUN_IS_FIRST;
	enter(r, to - 1);
	run_replan(r);
	return RUN_DONE;
}

static size_t
closing_of(const struct run *r)
{
	for (size_t i = r->nsteps; i-- > 0;)
		if (r->steps[i].part == RUN_CLOSING)
			return i;
	return RUN_NONE;
}

static enum run_answer
to_closing(struct run *r)
{
	size_t to = closing_of(r);

	if (to == RUN_NONE || r->at >= to)
		return RUN_IN_CLOSING;
	for (size_t i = r->at + 1; i < to; i++)
		r->steps[i].skipped = !r->steps[i].seen;
	enter(r, to);
	return RUN_DONE;
}

/* The present step as far as planned, and all that come before end. */
static int64_t
rest(const struct run *r, size_t end)
{
	int64_t sum = 0;

	for (size_t i = r->at; i < end && i < r->nsteps; i++) {
		int64_t left = run_planned(&r->steps[i]) - r->steps[i].spent;

		if (left > 0 && (i == r->at || !is_over(r, i)))
			sum += left;
	}
	return sum;
}

/* A meeting that begins at another time altogether, as a rehearsal does,
 * takes its minutes from there. */
static int64_t
due(const struct run *r)
{
	int64_t from = r->state == RUN_READY ? r->now : r->began;
	int64_t off = from - r->start;
	int64_t whole = (int64_t)r->minutes * 60;

	if (off < -3600 || off >= whole)
		return from + whole;
	return r->start + whole;
}

static int64_t
until_closing(const struct run *r)
{
	return due(r) - r->closing - r->now;
}

static int64_t
room(const struct run *r)
{
	int64_t n = until_closing(r) - rest(r, r->at + 1);

	if (r->steps[r->at].part == RUN_CLOSING)
		return (int64_t)RUN_MORE_MOST * 60;
	return n > 0 ? n : 0;
}

int64_t
run_slack(const struct run *r)
{
	return until_closing(r) - rest(r, closing_of(r));
}

static enum run_answer
more(struct run *r, int minutes)
{
	struct run_step *s = &r->steps[r->at];
	int64_t over = s->spent - run_planned(s);

	if (minutes < 1 || minutes > RUN_MORE_MOST)
		return RUN_BAD_MINUTES;
	if ((int64_t)minutes * 60 > room(r))
		return RUN_NO_ROOM;
	/* What it is over already is not what was asked for. */
	s->extra += (int)(over > 0 ? over : 0) + minutes * 60;
	return RUN_DONE;
}

static enum run_answer
repeat(struct run *r)
{
	size_t end = r->at, to = end;

	while (to-- > 0)
		if (r->steps[end].repeat != RUN_NONE &&
		    r->steps[to].text == r->steps[end].repeat)
			break;
	if (to == RUN_NONE)
		return RUN_NO_REPEAT;
	for (size_t i = to; i <= end; i++)
		if (!put_part(r->steps[i].part))
			r->steps[i].extra += r->steps[i].planned;
	enter(r, to);
	run_replan(r);
	return RUN_DONE;
}

/* Which turn it is, from 0; past the last one it stays with the last. */
static size_t
turn_now(const struct run *r, size_t turns)
{
	const struct run_step *s = &r->steps[r->at];
	size_t n = r->turn + (size_t)((s->spent - r->turn_from) / s->turn);

	return n < turns ? n : turns - 1;
}

static enum run_answer
turn(struct run *r)
{
	const struct run_step *s = &r->steps[r->at];
	size_t turns = s->turn > 0 ? turns_of(r, s) : 0;

	if (turns == 0 || turn_now(r, turns) + 1 >= turns)
		return RUN_NO_TURNS;
	r->turn = turn_now(r, turns) + 1;
	r->turn_from = s->spent;
	return RUN_DONE;
}

static enum run_answer
person(struct run *r, const struct run_event *ev)
{
	struct run_person *p;
	int64_t now = r->state == RUN_READY ? 0 : r->now;

	if (ev->who >= r->npeople)
		return RUN_NOT_THERE;
	p = &r->people[ev->who];
	if (ev->kind == RUN_ARRIVE) {
		if (p->present)
			return RUN_IS_THERE;
		if (!p->was)
			p->from = now;
		p->until = 0;
		p->present = p->was = true;
	} else {
		if (!p->present && (ev->kind == RUN_DEPART || !p->was))
			return RUN_NOT_THERE;
		p->present = false;
		p->until = now;
		if (ev->kind == RUN_ABSENT || now == 0)
			p->was = false;
		if (!p->was)
			p->from = p->until = 0;
	}
	p->moved = true;
	run_replan(r);
	return RUN_DONE;
}

static enum run_answer
hold(struct run *r, bool on)
{
	if (on == (r->state == RUN_PAUSED))
		return on ? RUN_IS_PAUSED : RUN_NOT_PAUSED;
	if (on)
		r->state = RUN_PAUSED;
	else
		run_open_stretch(r);
	return RUN_DONE;
}

/* Events that move along the steps, or change the present one. */
static enum run_answer
move(struct run *r, const struct run_event *ev)
{
	switch (ev->kind) {
	case RUN_BACK:
		return back(r);
	case RUN_PAUSE:
	case RUN_RESUME:
		return hold(r, ev->kind == RUN_PAUSE);
	case RUN_MORE:
		return more(r, ev->minutes);
	case RUN_SKIP:
		if (following(r) >= r->nsteps)
			return RUN_IN_CLOSING;
		r->steps[r->at].skipped = true;
		enter(r, following(r));
		return RUN_DONE;
	case RUN_TO_CLOSING:
		return to_closing(r);
	case RUN_REPEAT:
		return repeat(r);
	case RUN_TURN:
		return turn(r);
	case RUN_WAY:
		return run_way(r, ev);
	case RUN_PUT_HERE:
		return put_in(r, RUN_HERE);
	default:
		return put_in(r, RUN_BREAK);
	}
}

enum run_answer
run_apply(struct run *r, const struct run_event *ev)
{
	advance(r, ev->at);
	switch (ev->kind) {
	case RUN_TICK:
		return RUN_DONE;
	case RUN_SAVED:
	case RUN_NOTE:
	case RUN_OFFER:
	case RUN_VOTE:
	case RUN_CHOOSE:
		return run_say(r, ev);
	case RUN_ARRIVE:
	case RUN_DEPART:
	case RUN_ABSENT:
		return person(r, ev);
	default:
		break;
	}
	if (r->state == RUN_ENDED) {
		if (ev->kind != RUN_BACK)
			return RUN_HAS_ENDED;
		run_open_stretch(r);
		return RUN_DONE;
	}
	if (ev->kind == RUN_NEXT)
		return next(r);
	return r->state == RUN_READY ? RUN_NOT_BEGUN : move(r, ev);
}

static enum run_phase
phase_of(int64_t planned, int64_t left)
{
	if (planned <= 0)
		return RUN_CALM;
	if (left <= 0)
		return RUN_OVER;
	if (left * 20 <= planned)
		return RUN_TWENTIETH;
	return left * 5 <= planned ? RUN_FIFTH : RUN_CALM;
}

static void
view_turn(const struct run *r, struct run_view *v)
{
	const struct run_step *s = v->step;
	size_t n;

	v->turn = RUN_NONE;
	v->turns = s->turn > 0 ? turns_of(r, s) : 0;
	if (v->turns == 0)
		return;
	n = turn_now(r, v->turns);
	v->turn_number = n + 1;
	v->turn_left = r->turn_from + ((int64_t)n - (int64_t)r->turn + 1) *
	    s->turn - s->spent;
	for (size_t i = 0; i < r->npeople; i++)
		if (has_turn(r, s, i) && n-- == 0)
			v->turn = i;
}

static void
view_step(const struct run *r, struct run_view *v)
{
	const struct run_step *s = v->step = &r->steps[r->at];

	for (size_t i = 0; i < r->nsteps; i++)
		if (r->steps[i].item == s->item &&
		    r->steps[i].part == s->part) {
			v->count++;
			v->number += i <= r->at;
		}
	v->planned = run_planned(s);
	v->spent = s->spent;
	v->left = v->planned - v->spent;
	v->phase = phase_of(v->planned, v->left);
	v->room = room(r);
	view_turn(r, v);
}

void
run_view(const struct run *r, struct run_view *v)
{
	size_t closing = closing_of(r);
	bool before = closing != RUN_NONE && r->at < closing;

	*v = (struct run_view){ .state = r->state, .turn = RUN_NONE };
	v->due = due(r);
	v->to_closing = until_closing(r);
	v->ends = r->now + (r->state == RUN_ENDED ? 0 : rest(r, r->nsteps));
	if (before)
		v->too_long = rest(r, closing) - v->to_closing;
	if (v->too_long < 0)
		v->too_long = 0;
	if (r->state == RUN_READY)
		return;
	v->elapsed = r->now - r->began;
	v->behind = v->ends - r->began - r->base;
	view_step(r, v);
}

bool
run_reached(const struct run *r, size_t item)
{
	for (size_t i = 0; i < r->nsteps; i++)
		if (r->steps[i].item == item && r->steps[i].seen)
			return true;
	return false;
}
