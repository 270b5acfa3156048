#include "run_internal.h"

size_t
run_way_step(const struct run *r)
{
	const struct run_step *s = &r->steps[r->at];
	size_t to = r->at;

	if (r->state == RUN_READY || r->state == RUN_ENDED)
		return RUN_NONE;
	for (; s->picks != RUN_NONE && to < r->nsteps; to++)
		if (to > r->at && r->steps[to].item == s->item &&
		    r->steps[to].text == s->picks)
			break;
	for (size_t i = 0; to < r->nsteps && i < r->nways; i++)
		if (run_has_way(r, to, i))
			return to;
	return RUN_NONE;
}

bool
run_has_way(const struct run *r, size_t step, size_t way)
{
	return way < r->nways && r->ways[way].of == r->steps[step].text;
}

/* A whole item that is shorter, or longer, makes its modules so. */
static int
scaled(const struct run_step *s, int seconds)
{
	int64_t own = (int64_t)s->base + s->each;
	int64_t plan = (int64_t)s->plan_base + s->plan_each;

	if (own == plan || plan <= 0)
		return seconds;
	return (int)(seconds * own / plan) / 5 * 5;
}

void
run_settle(const struct run *r, struct run_step *s, int *base)
{
	const struct run_way *w = s->way < r->nways ? &r->ways[s->way] : NULL;

	s->shown = w ? w->text : s->text;
	s->turn_too = w ? w->presenter_too : s->presenter_too;
	if (w && s->way_time && w->base + w->each > 0) {
		*base = scaled(s, w->base);
		s->turn = scaled(s, w->each);
	} else {
		*base = s->base;
		s->turn = s->each;
	}
}

/* The step and its rounds to come. */
static void
set_way(struct run *r, size_t step, size_t way, bool way_time)
{
	for (size_t i = step; i < r->nsteps; i++) {
		struct run_step *s = &r->steps[i];

		if (s->item != r->steps[step].item ||
		    s->text != r->steps[step].text || (s->seen && i != step))
			continue;
		s->way = way;
		s->way_time = way_time;
	}
	run_replan(r);
}

/* What is left, rounds to come included, as it is planned now. */
static int64_t
planned(const struct run *r)
{
	int64_t sum = 0;

	for (size_t i = r->at; i < r->nsteps; i++)
		sum += r->steps[i].planned;
	return sum;
}

enum run_answer
run_way(struct run *r, const struct run_event *ev)
{
	size_t to = run_way_step(r);
	int64_t was = planned(r);

	if (to == RUN_NONE)
		return RUN_ONE_WAY;
	if (ev->way != RUN_NONE && !run_has_way(r, to, ev->way))
		return RUN_NO_WAY;
	if (ev->way == r->steps[to].way)
		return RUN_IN_IT;
	set_way(r, to, ev->way, true);
	if (planned(r) > was && run_slack(r) < 0)
		set_way(r, to, ev->way, false);
	if (to != r->at)
		return RUN_DONE;
	r->turn = 0;
	r->turn_from = r->steps[to].spent;
	if (r->state == RUN_GOING)
		run_open_stretch(r);
	return RUN_DONE;
}
