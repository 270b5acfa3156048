#include <stdlib.h>
#include <string.h>

#include "facts_due.h"
#include "mem.h"
#include "runtext.h"
#include "session_run.h"

/* In the order in which the usual rule would choose. */
size_t
live_choice(const struct live *l, size_t number)
{
	const struct run *r = &l->r;

	for (size_t i = 0; i < r->nchoices; i++) {
		size_t before = 0;

		if (!run_can_choose(r, i))
			continue;
		for (size_t k = 0; k < r->nchoices; k++)
			before += k != i && run_can_choose(r, k) &&
			    choose_before(&r->choices[k].c,
			    &r->choices[i].c, l->f.by);
		if (before + 1 == number)
			return i;
	}
	return RUN_NONE;
}

void
live_choice_text(struct live *l, size_t choice, struct buf *b)
{
	const struct run_choice *c = &l->r.choices[choice];

	buf_adds(b, live_name(l, c->presenter));
	if (c->c.urgency > 0)
		buf_addf(b, _(", urgency %d"), c->c.urgency);
	if (c->c.votes > 0)
		buf_addf(b, iv_n(", %d vote", ", %d votes", c->c.votes),
		    c->c.votes);
	if (c->c.minutes > 0)
		buf_addf(b, _(", asks %d min"), c->c.minutes);
	buf_adds(b, ": ");
	live_case_text(l, c->c.id.s, b);
}

int
live_vote(struct live *l, size_t choice, int votes, enum run_answer *answer,
    struct iv_err *e)
{
	struct run_event ev = { .kind = RUN_VOTE, .who = RUN_NONE,
		.minutes = votes };

	if (choice < l->r.nchoices)
		ev.choice = l->r.choices[choice].c.id;
	return live_do(l, &ev, answer, e);
}

/* "chosen by urgency: Noëlle Dijkstra"; and what there is not of the time that
 * was asked for. */
static void
say_chosen(struct live *l, const struct run_choice *c, const char *how)
{
	int64_t planned = 0;

	buf_clear(&l->chosen);
	buf_adds(&l->chosen, _(how));
	buf_addf(&l->chosen, "%s. ", live_name(l, c->presenter));
	live_case_text(l, c->c.id.s, &l->chosen);
	for (size_t i = l->r.at + 1; i < l->r.nsteps; i++)
		if (l->r.steps[i].item == c->item)
			planned += l->r.steps[i].planned;
	planned = (planned + 59) / 60;
	if (planned > 0 && planned < c->c.minutes)
		buf_addf(&l->chosen, _(" (asks %d min, there are %d: %d too "
		    "few)"), c->c.minutes, (int)planned,
		    c->c.minutes - (int)planned);
}

static int
choose(struct live *l, size_t choice, const char *how,
    enum run_answer *answer, struct iv_err *e)
{
	struct run_event ev = { .kind = RUN_CHOOSE, .who = RUN_NONE };

	if (choice < l->r.nchoices)
		ev.choice = l->r.choices[choice].c.id;
	if (live_do(l, &ev, answer, e) < 0)
		return -1;
	if (*answer != RUN_DONE)
		return 0;
	mem_free((void *)l->question);
	l->question = NULL;
	say_chosen(l, &l->r.choices[choice], how);
	return 0;
}

int
live_choose(struct live *l, size_t choice, enum run_answer *answer,
    struct iv_err *e)
{
	return choose(l, choice, N_("chosen: "), answer, e);
}

int
live_choose_by(struct live *l, enum choose_by by, enum run_answer *answer,
    struct iv_err *e)
{
	static const char *const how[CHOOSE_BYS] = {
		[CHOOSE_VOTE] = N_("chosen by vote: "),
		[CHOOSE_URGENCY] = N_("chosen by urgency: "),
		[CHOOSE_TURN] = N_("chosen by turn: "),
	};

	return choose(l, run_best(&l->r, by), how[by], answer, e);
}

enum choose_by
live_by(const struct live *l)
{
	for (size_t i = 0; i < l->r.nchoices && l->f.by != CHOOSE_TURN; i++)
		if (l->r.choices[i].c.votes > 0)
			return CHOOSE_VOTE;
	return l->f.by;
}

int
live_presenter(struct live *l, const char *line, size_t *who, int *minutes,
    struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf name = BUF_INIT;
	const char *space = strrchr(line, ' ');
	long n = 0;

	if (space && space[1] != '\0' &&
	    strspn(space + 1, "0123456789") == strlen(space + 1)) {
		n = strtol(space + 1, NULL, 10);
		if (n < 5 || n > 240)
			return iv_fail(e, IV_USAGE, _("'%s' is no number of "
			    "minutes from 5 to 240"), space + 1);
		buf_add(&name, line, (size_t)(space - line));
	} else {
		buf_adds(&name, line);
	}
	buf_trim(&name);
	if (live_person(l, name.p, who, e) < 0)
		return -1;
	*minutes = n;
	return 0;
}

static bool
is_offered(const struct live *l, const struct id *id)
{
	for (size_t i = 0; i < l->r.nchoices; i++)
		if (strcmp(l->r.choices[i].c.id.s, id->s) == 0)
			return true;
	return false;
}

/* With a seed the first that is free, as everywhere. */
static int
new_id(const struct live *l, struct id *ret, struct iv_err *e)
{
	char seed[64];

	if (!l->c->seed)
		return id_random(ret, e);
	snprintf(seed, sizeof(seed), "%.40s/offer", l->c->seed);
	for (uint64_t n = 0;; n++) {
		id_seeded(ret, seed, n);
		if (!store_has(l->c->store, &schema_case, ret->s) &&
		    !is_offered(l, ret))
			return 0;
	}
}

int
live_offer(struct live *l, size_t who, int minutes, const char *question,
    enum run_answer *answer, struct iv_err *e)
{
	struct run_event ev = { .kind = RUN_OFFER, .who = who,
		.minutes = minutes, .text = question };

	if (new_id(l, &ev.choice, e) < 0)
		return -1;
	return live_do(l, &ev, answer, e);
}

void
live_look_back(struct live *l, const struct run_step *step, struct buf *b)
{
	IV_AUTO(due_release) struct due due = { NULL, 0 };
	struct iv_err e = IV_ERR_INIT;
	int32_t day = zone_civil(store_zone(l->c->store), (time_t)l->r.now,
	    NULL).day;

	if (!words_has("look-back back", l->f.cues[step->text].id) ||
	    facts_due(l->c->store, day, &due, &e) < 0)
		return;
	for (size_t i = 0; i < due.n; i++)
		buf_addf(b, "%s: %s\n", store_name(l->c->store,
		    due.v[i].by.s), due.v[i].text);
	buf_trim(b);
}

void
live_chosen(struct live *l, struct buf *b)
{
	buf_adds(b, l->chosen.p);
	buf_clear(&l->chosen);
}
