#include <string.h>

#include "mem.h"
#include "run_internal.h"

const char *const run_note_words[RUN_NOTES] = {
	[NOTE_QUESTION] = N_("question"), [NOTE_ADVICE] = N_("advice"),
	[NOTE_INSIGHT] = N_("insight"), [NOTE_ACTION] = N_("action"),
	[NOTE_SHARP] = N_("sharpened question"), [NOTE_NOTE] = N_("note"),
	[NOTE_AGREE] = N_("agreement"),
};

void
run_say_init(struct run *r, const struct run_plan *p)
{
	r->choices = mem_array(NULL, p->nchoices + 1, sizeof(*r->choices));
	r->nchoices = p->nchoices;
	for (size_t i = 0; i < p->nchoices; i++) {
		r->choices[i] = p->choices[i];
		r->choices[i].last = p->choices[i].c.last;
	}
}

/* Whoever presents in this meeting had a turn just now. */
static void
set_turns(struct run *r)
{
	for (size_t i = 0; i < r->nchoices; i++) {
		struct run_choice *c = &r->choices[i];

		c->c.last = c->last;
		for (size_t k = 0; k < r->nchoices; k++)
			if (k != i && r->choices[k].item != RUN_NONE &&
			    r->choices[k].presenter == c->presenter)
				c->c.last = INT32_MAX;
	}
}

void
run_say_release(struct run *r)
{
	for (size_t i = 0; i < r->nnotes; i++)
		mem_free(r->notes[i].text);
	for (size_t i = 0; i < r->nchoices; i++)
		mem_free(r->choices[i].text);
	mem_free(r->notes);
	mem_free(r->choices);
}

/* Of here and now only what the group agrees on is kept, and what its guide
 * notes for the own use. */
static enum run_answer
note(struct run *r, const struct run_event *ev)
{
	const struct run_step *s = &r->steps[r->at];
	bool begun = r->state != RUN_READY;

	if (!ev->text || *ev->text == '\0')
		return RUN_NO_TEXT;
	if (begun && s->part == RUN_HERE && ev->note != NOTE_AGREE &&
	    ev->note != NOTE_NOTE)
		return RUN_STAYS;
	r->notes = mem_array(r->notes, r->nnotes + 1, sizeof(*r->notes));
	r->notes[r->nnotes++] = (struct run_text){
		.kind = ev->note,
		.item = begun ? s->item : RUN_NONE,
		.part = s->part,
		.by = ev->who < r->npeople ? ev->who : RUN_NONE,
		.at = r->now,
		.text = mem_dup(ev->text),
	};
	return RUN_DONE;
}

static enum run_answer
saved(struct run *r)
{
	for (size_t i = 0; i < r->nnotes; i++)
		r->notes[i].saved = true;
	return RUN_DONE;
}

static size_t
item_now(const struct run *r)
{
	return r->state == RUN_READY || r->state == RUN_ENDED ? RUN_NONE :
	    r->steps[r->at].item;
}

bool
run_open(const struct run *r)
{
	size_t item = item_now(r);

	for (size_t i = 0; i < r->nsteps && item != RUN_NONE; i++)
		if (r->steps[i].item == item && r->steps[i].chooses)
			return true;
	return false;
}

bool
run_unfilled(const struct run *r)
{
	for (size_t i = 0; i < r->nchoices; i++)
		if (r->choices[i].item == item_now(r))
			return false;
	return run_open(r);
}

bool
run_can_choose(const struct run *r, size_t choice)
{
	const struct run_choice *c = &r->choices[choice];

	return c->presenter < r->npeople && r->people[c->presenter].present &&
	    (c->item == RUN_NONE || c->item == item_now(r));
}

size_t
run_best(const struct run *r, enum choose_by by)
{
	size_t who = r->steps[r->at].plan_presenter, best = RUN_NONE;

	for (size_t i = 0; i < r->nchoices; i++)
		if (run_can_choose(r, i) && (who == RUN_NONE ||
		    r->choices[i].presenter == who) && (best == RUN_NONE ||
		    choose_before(&r->choices[i].c, &r->choices[best].c,
		    by)))
			best = i;
	return best;
}

static struct run_choice *
choice_of(const struct run *r, const struct id *id)
{
	for (size_t i = 0; i < r->nchoices; i++)
		if (strcmp(r->choices[i].c.id.s, id->s) == 0)
			return &r->choices[i];
	return NULL;
}

static enum run_answer
offer(struct run *r, const struct run_event *ev)
{
	struct run_choice *c;

	if (!ev->text || *ev->text == '\0')
		return RUN_NO_TEXT;
	if (ev->who >= r->npeople)
		return RUN_NOT_THERE;
	if (choice_of(r, &ev->choice))
		return RUN_IN_IT;
	r->choices = mem_array(r->choices, r->nchoices + 1,
	    sizeof(*r->choices));
	c = &r->choices[r->nchoices++];
	*c = (struct run_choice){ .presenter = ev->who, .item = RUN_NONE,
		.text = mem_dup(ev->text) };
	c->c.id = ev->choice;
	c->c.minutes = ev->minutes;
	/* Brought today; who it is has presented as often as before. */
	c->c.made = INT32_MAX;
	for (size_t i = 0; i + 1 < r->nchoices; i++)
		if (r->choices[i].presenter == ev->who)
			c->last = r->choices[i].last;
	set_turns(r);
	return RUN_DONE;
}

static enum run_answer
vote(struct run *r, const struct run_event *ev)
{
	struct run_choice *c = choice_of(r, &ev->choice);

	if (!c)
		return RUN_NO_CHOICE;
	c->c.votes += ev->minutes;
	if (c->c.votes < 0)
		c->c.votes = 0;
	return RUN_DONE;
}

/* What the steps to come of this item are planned to take. */
static int64_t
planned_of(const struct run *r, size_t item)
{
	int64_t sum = 0;

	for (size_t i = r->at + 1; i < r->nsteps; i++)
		if (r->steps[i].item == item && !r->steps[i].chooses)
			sum += r->steps[i].planned;
	return sum;
}

/* Time that was asked for is given as far as there is any, to each step
 * alike, in multiples of five seconds. */
static void
give_time(struct run *r, size_t item, int minutes)
{
	int64_t was, want = (int64_t)minutes * 60, most;

	for (size_t i = r->at + 1; i < r->nsteps; i++)
		if (r->steps[i].item == item) {
			r->steps[i].base = r->steps[i].plan_base;
			r->steps[i].each = r->steps[i].plan_each;
		}
	run_replan(r);
	was = planned_of(r, item);
	most = was + run_slack(r);
	if (want > most)
		want = most > was ? most : was;
	for (size_t i = r->at + 1; i < r->nsteps && minutes > 0 && was > 0;
	    i++) {
		struct run_step *s = &r->steps[i];

		if (s->item != item || s->chooses)
			continue;
		s->base = (int)(s->base * want / was) / 5 * 5;
		s->each = (int)(s->each * want / was) / 5 * 5;
	}
	run_replan(r);
}

static enum run_answer
choose(struct run *r, const struct run_event *ev)
{
	struct run_choice *c = choice_of(r, &ev->choice);
	size_t item = item_now(r);

	if (!run_open(r))
		return RUN_NOT_OPEN;
	if (!c)
		return RUN_NO_CHOICE;
	if (c->item != RUN_NONE && c->item != item)
		return RUN_TAKEN;
	if (!run_can_choose(r, (size_t)(c - r->choices)))
		return RUN_NOT_THERE;
	for (size_t i = 0; i < r->nchoices; i++)
		if (r->choices[i].item == item)
			r->choices[i].item = RUN_NONE;
	c->item = item;
	for (size_t i = 0; i < r->nsteps; i++)
		if (r->steps[i].item == item)
			r->steps[i].presenter = c->presenter;
	set_turns(r);
	give_time(r, item, c->c.minutes);
	return RUN_DONE;
}

enum run_answer
run_say(struct run *r, const struct run_event *ev)
{
	switch (ev->kind) {
	case RUN_NOTE:
		return note(r, ev);
	case RUN_OFFER:
		return offer(r, ev);
	case RUN_VOTE:
		return vote(r, ev);
	case RUN_CHOOSE:
		return choose(r, ev);
	default:
		return saved(r);
	}
}
