#include "facts_run.h"

#include <string.h>

#include "facts_choice.h"
#include "facts_item.h"
#include "facts_learned.h"
#include "facts_method.h"
#include "facts_session.h"
#include "mem.h"

/* While a plan grows. */
struct draft {
	struct store *s;
	const struct facts_run_ask *ask;
	const cJSON *session;
	cJSON *doc, *people, *items, *cues, *steps, *ways;
	int32_t day;
	bool open;			/* an item is to be filled */
};

static void
set_bits(cJSON *cue, const char *key, unsigned bits)
{
	if (bits)
		json_set_int(cue, key, (long)bits);
}

/* Returns its number. */
static long
add_cue(struct draft *d, const struct method_step *m)
{
	cJSON *cue = cJSON_CreateObject();

	json_set_str(cue, "id", m->id);
	json_set_str(cue, "title", m->title);
	if (m->prompt)
		json_set_str(cue, "prompt", m->prompt);
	set_bits(cue, "speaks", m->speaks);
	set_bits(cue, "silent", m->silent);
	set_bits(cue, "seat", m->presenter);
	set_bits(cue, "talk", m->talk);
	set_bits(cue, "not", m->not);
	set_bits(cue, "keeps", m->keeps);
	cJSON_AddItemToArray(d->cues, cue);
	return (long)json_count(d->cues) - 1;
}

static cJSON *
add_step(struct draft *d, enum run_part part, long cue, int seconds)
{
	cJSON *step = cJSON_CreateObject();

	json_set_str(step, "part", facts_run_parts[part]);
	json_set_int(step, "cue", cue);
	json_set_int(step, "base", seconds);
	cJSON_AddItemToArray(d->steps, step);
	return step;
}

static void
add_frame(struct draft *d, enum run_part part, int seconds)
{
	const struct method_step opening = {
		.id = "opening", .title = _("Opening"),
		.prompt = _("Who is there, who is not? How does "
		    "everyone come in? Agenda, roles, and what is said here "
		    "stays here."),
		.speaks = METHOD_SPEAKER(ALL), .talk = METHOD_TALKS(ANY),
	};
	const struct method_step closing = {
		.id = "closing", .title = _("Closing"),
		.prompt = _("What does each take along, and what will "
		    "each do differently? How did we work together? "
		    "Agreements; who chairs next time."),
		.speaks = METHOD_SPEAKER(ALL), .talk = METHOD_TALKS(ANY),
		.keeps = METHOD_KEEPS(INSIGHTS) | METHOD_KEEPS(ACTIONS),
	};

	if (seconds > 0)
		add_step(d, part, add_cue(d, part == RUN_OPENING ? &opening :
		    &closing), seconds);
}

static void
add_break_cue(struct draft *d)
{
	const struct method_step pause = {
		.id = "break", .title = _("Break"),
	};

	json_set_int(d->doc, "break_cue", add_cue(d, &pause));
}

/* The built-in part, as one step. */
static int
add_here_cue(struct draft *d, struct iv_err *e)
{
	IV_AUTO(method_file_free_auto) struct method_file *f = NULL;
	IV_AUTO(buf_release) struct buf prompt = BUF_INIT;
	struct method_step here = { .id = "here-and-now" };
	int minutes = 0;

	if (method_find(NULL, here.id, d->ask->lang, &f, e) < 0)
		return -1;
	here.title = f->m.title;
	for (size_t i = 0; i < f->m.nsteps; i++) {
		const struct method_step *s = &f->m.steps[i];

		if (s->prompt)
			buf_addf(&prompt, "%s%s", prompt.len > 0 ? "\n" : "",
			    s->prompt);
		here.speaks |= s->speaks;
		here.talk |= s->talk;
		here.not |= s->not;
		minutes += method_step_minutes(s, method_people(&f->m));
	}
	/* One of the steps allows anything, another forbids something. */
	if (here.not)
		here.talk &= ~(here.not | METHOD_TALKS(ANY));
	here.prompt = prompt.p;
	json_set_int(d->doc, "here_cue", add_cue(d, &here));
	json_set_int(d->doc, "here", minutes);
	return 0;
}

/* Those who replied no, or are noted as not there, are not expected. */
static bool
is_expected(const struct draft *d, const struct record *m)
{
	const cJSON *noted = json_get(json_get(d->session, "attendance"),
	    m->id.s);

	if (noted)
		return json_is(noted, "status", "present");
	return facts_expected(m->json, d->day) &&
	    !json_is(json_get(json_get(d->session, "rsvp"), m->id.s),
	    "answer", "no");
}

static int
add_person(void *arg, struct record **m, struct iv_err *e)
{
	struct draft *d = arg;
	cJSON *p;

	(void)e;
	if (facts_member_in((*m)->json, d->day) != FACTS_IN)
		return 0;
	p = cJSON_CreateObject();
	json_set_str(p, "id", (*m)->id.s);
	cJSON_AddBoolToObject(p, "turns",
	    json_is((*m)->json, "role", "member"));
	cJSON_AddBoolToObject(p, "present", is_expected(d, *m));
	cJSON_AddItemToArray(d->people, p);
	return 0;
}

static long
person_number(const cJSON *people, const char *id)
{
	const cJSON *p;
	long n = 0;

	cJSON_ArrayForEach(p, people) {
		if (id && json_is(p, "id", id))
			return n;
		n++;
	}
	return -1;
}

/* How many there are with a turn, the presenter among them or not. */
static int
turns(const struct draft *d, long presenter, bool too)
{
	const cJSON *p;
	int n = 0;
	long i = 0;

	cJSON_ArrayForEach(p, d->people) {
		n += cJSON_IsTrue(json_get(p, "present")) &&
		    cJSON_IsTrue(json_get(p, "turns")) &&
		    (too || i != presenter);
		i++;
	}
	return n;
}

struct item {
	const struct method *m;
	long number, presenter;
	int seconds;			/* it has */
	int need;			/* the method asks for */
	int chosen;			/* minutes in front, to choose */
	long cue;			/* of its first step */
	bool open;			/* its case is chosen on the spot */
	const struct learned *learned;	/* or NULL */
};

static int
rounds(const struct draft *d, const struct method_step *s)
{
	return s->round_each ? turns(d, -1, true) : s->rounds;
}

/* What a step needs, once: fixed, and for everyone with a turn. */
static void
step_time(const struct method_step *s, int *base, int *each, bool *too)
{
	*too = s->speaks & METHOD_SPEAKER(ALL);
	*base = s->minutes * 60;
	*each = s->minutes_per_person * 60;
	if (!(s->speaks & (METHOD_SPEAKER(ALL) | METHOD_SPEAKER(GROUP)))) {
		*base += *each;
		*each = 0;
	}
}

/* An item that has less time than its method asks for shortens each step
 * alike, to multiples of five seconds. */
static int
shorten(const struct item *it, int seconds)
{
	int n = seconds;

	if (it->need > it->seconds)
		n = (int)((int64_t)seconds * it->seconds / it->need) / 5 * 5;
	return n < 5 && seconds > 0 ? 5 : n;
}

/* The group's own time for a step, fixed and for each alike. */
static void
learned_time(const struct draft *d, const struct item *it,
    const struct method_step *s, int *base, int *each)
{
	int n, minutes = learned_minutes(it->learned, s->id, &n);
	int people = turns(d, it->presenter,
	    s->speaks & METHOD_SPEAKER(ALL));
	int was = *base + *each * people;

	if (minutes < 0 || was <= 0)
		return;
	*base = (int)((int64_t)*base * minutes * 60 / was) / 5 * 5;
	*each = (int)((int64_t)*each * minutes * 60 / was) / 5 * 5;
}

/* Adds a step, or with need only adds up what it takes. */
static void
put_step(struct draft *d, struct item *it, size_t i, bool need)
{
	const struct method_step *s = &it->m->steps[i];
	int base, each, to = method_repeats(it->m, i);
	int picks = method_picks(it->m, i);
	bool too;
	cJSON *step;

	step_time(s, &base, &each, &too);
	if (it->learned)
		learned_time(d, it, s, &base, &each);
	if (need) {
		it->need += base + each * turns(d, it->presenter, too);
		return;
	}
	step = add_step(d, RUN_STEP, it->cue + (long)i, shorten(it, base));
	json_set_int(step, "item", it->number);
	if (each > 0)
		json_set_int(step, "each", shorten(it, each));
	if (it->presenter >= 0)
		json_set_int(step, "presenter", it->presenter);
	if (too)
		cJSON_AddTrueToObject(step, "presenter_too");
	if (to >= 0)
		json_set_int(step, "repeat", it->cue + to);
	if (picks > (int)i)
		json_set_int(step, "picks", it->cue + picks);
	if (it->open && s->chooses)
		cJSON_AddTrueToObject(step, "chooses");
}

/* Rounds whose number is known stand in the plan one after the other. */
static void
put_steps(struct draft *d, struct item *it, bool need)
{
	for (size_t i = 0; i < it->m->nsteps; i++) {
		int to = method_repeats(it->m, i);

		put_step(d, it, i, need);
		for (int n = 1; to >= 0 && n < rounds(d, &it->m->steps[i]);
		    n++)
			for (size_t j = (size_t)to; j <= i; j++)
				put_step(d, it, j, need);
	}
}

/* A module whose minutes are not its own takes the time of the step, as does
 * each where the group's own times go before those of the method. */
static void
add_way(struct draft *d, const struct item *it, size_t step, size_t module)
{
	const struct method_step *own = &it->m->modules[module];
	const struct method_step *s = &it->m->steps[step];
	struct method_step way = method_way(s, own);
	IV_AUTO(buf_release) struct buf title = BUF_INIT;
	cJSON *row = cJSON_CreateObject();
	int base, each;
	bool too;

	buf_addf(&title, "%s: %s", s->title, own->title);
	way.title = title.p;
	json_set_int(row, "cue", add_cue(d, &way));
	json_set_int(row, "of", it->cue + (long)step);
	json_set_str(row, "title", own->title);
	step_time(&way, &base, &each, &too);
	if (own->minutes + own->minutes_per_person > 0 && !it->learned) {
		json_set_int(row, "base", shorten(it, base));
		json_set_int(row, "each", shorten(it, each));
	}
	if (too)
		cJSON_AddTrueToObject(row, "presenter_too");
	cJSON_AddItemToArray(d->ways, row);
}

static void
add_method(struct draft *d, struct item *it)
{
	it->cue = (long)json_count(d->cues);
	for (size_t i = 0; i < it->m->nsteps; i++)
		add_cue(d, &it->m->steps[i]);
	put_steps(d, it, true);
	put_steps(d, it, false);
	for (size_t i = 0; i < it->m->nsteps; i++)
		for (size_t k = 0; k < it->m->nmodules; k++)
			if (it->m->steps[i].modules & (1u << k))
				add_way(d, it, i, k);
}

/* Without a method there is one step, which allows everything. */
static void
add_bare(struct draft *d, struct item *it)
{
	const struct method_step talk = {
		.id = "discussion", .title = _("Discussion"),
		.minutes = it->seconds / 60,
		.talk = METHOD_TALKS(ANY), .speaks = METHOD_SPEAKER(ALL),
		.presenter = METHOD_SITS(IN),
	};
	cJSON *step = add_step(d, RUN_STEP, add_cue(d, &talk), it->seconds);

	json_set_int(step, "item", it->number);
	if (it->presenter >= 0)
		json_set_int(step, "presenter", it->presenter);
	it->need = it->seconds;
}

/* A method may have a step of its own for it; one that is no way to discuss a
 * case chooses none. */
static bool
has_choosing(const struct method *m)
{
	return facts_open_minutes(m, 0) == 0;
}

static void
add_choosing(struct draft *d, struct item *it)
{
	const struct method_step choosing = {
		.id = "choosing", .title = _("Choosing the case"),
		.prompt = _("What is ready, and who brings something now? "
		    "Then the group chooses: by vote, by urgency, or whose "
		    "turn it is."),
		.speaks = METHOD_SPEAKER(ALL), .talk = METHOD_TALKS(STORY),
		.not = METHOD_TALKS(ADVICE) | METHOD_TALKS(DISCUSSION),
	};
	int seconds = it->seconds / 4 < AGENDA_CHOOSING * 60 ?
	    it->seconds / 4 : AGENDA_CHOOSING * 60;
	cJSON *step = add_step(d, RUN_STEP, add_cue(d, &choosing), seconds);

	json_set_int(step, "item", it->number);
	if (it->presenter >= 0)
		json_set_int(step, "presenter", it->presenter);
	cJSON_AddTrueToObject(step, "chooses");
	it->seconds -= seconds;
	it->chosen = (seconds + 59) / 60;
}

static void
add_item(struct draft *d, const cJSON *row, int minutes)
{
	IV_AUTO(method_file_free_auto) struct method_file *f = NULL;
	IV_AUTO(learned_release) struct learned learned = { .v = NULL };
	struct iv_err e = IV_ERR_INIT;
	struct item it = { .seconds = minutes * 60,
		.number = (long)json_count(d->items) };
	cJSON *item = cJSON_CreateObject();
	const char *name = json_str(row, "method");

	it.presenter = person_number(d->people, json_str(row, "presenter"));
	json_set_int(item, "minutes", minutes);
	for (const char *const *k = (const char *const[]){ "case",
	    "presenter", NULL }; *k; k++)
		if (json_str(row, *k))
			json_set_str(item, *k, json_str(row, *k));
	cJSON_AddItemToArray(d->items, item);
	if (name && method_find(d->s, name, d->ask->lang, &f, &e) < 0)
		d->ask->fault(d->ask->arg, &e);
	it.open = !json_str(row, "case");
	if (it.open && !(f && has_choosing(&f->m)))
		add_choosing(d, &it);
	d->open = d->open || it.open;
	if (f) {
		json_set_str(item, "method", f->m.title);
		it.m = &f->m;
		if (cJSON_IsTrue(json_get(row, "learned")) &&
		    facts_learned(d->s, f->m.name, &learned, &e) == 0)
			it.learned = &learned;
		add_method(d, &it);
	} else {
		add_bare(d, &it);
	}
	json_set_int(item, "method_minutes", (it.need + 59) / 60 + it.chosen);
}

static int
step_seconds(const struct draft *d, const cJSON *step)
{
	long base = 0, each = 0, presenter = -1;

	json_int(step, "base", &base);
	json_int(step, "each", &each);
	json_int(step, "presenter", &presenter);
	return (int)(base + each * turns(d, presenter,
	    cJSON_IsTrue(json_get(step, "presenter_too"))));
}

/* A planned break falls between the two steps nearest to its time. */
static void
put_break(struct draft *d, const struct agenda_span *at)
{
	long cue = 0, before = 0, n = (long)json_count(d->steps) - 1;
	int t = 0;
	cJSON *step;

	json_int(d->doc, "break_cue", &cue);
	for (; before < n; before++) {
		int takes = step_seconds(d, cJSON_GetArrayItem(d->steps,
		    (int)before));

		if (t + takes / 2 >= at->from * 60)
			break;
		t += takes;
	}
	step = add_step(d, RUN_BREAK, cue, (at->until - at->from) * 60);
	cJSON_DetachItemViaPointer(d->steps, step);
	cJSON_InsertItemInArray(d->steps, (int)before, step);
}

static void
add_agenda(struct draft *d)
{
	IV_AUTO(facts_agenda_release) struct facts_agenda f;
	IV_AUTO(mem_free_auto) struct agenda_slot *v = NULL;
	size_t n, i = 0;
	const cJSON *row;

	facts_agenda(&f, d->s, d->session);
	v = mem_array(NULL, f.a.nitems + f.a.nbreaks + 3, sizeof(*v));
	n = agenda_lay(&f.a, v);
	add_frame(d, RUN_OPENING, v[0].at.until * 60);
	cJSON_ArrayForEach(row, json_get(d->session, "agenda"))
		add_item(d, row, f.items[i++]);
	add_frame(d, RUN_CLOSING, (v[n - 1].at.until - v[n - 1].at.from) *
	    60);
	json_set_int(d->doc, "closing", (v[n - 1].at.until -
	    v[n - 1].at.from) * 60);
	json_set_int(d->doc, "minutes", f.a.minutes);
	for (i = 0; i < f.a.nbreaks; i++)
		put_break(d, &f.breaks[i]);
}

/* Has this person an item of the agenda already? */
static bool
presents(const struct draft *d, const char *who)
{
	const cJSON *item;

	cJSON_ArrayForEach(item, d->items)
		if (json_is(item, "presenter", who))
			return true;
	return false;
}

static int
add_choices(struct draft *d, struct iv_err *e)
{
	IV_AUTO(choices_release) struct choices all = { NULL, 0 };
	cJSON *rows, *row;

	if (!d->open)
		return 0;
	if (facts_choices(d->s, &all, e) < 0)
		return -1;
	json_set_str(d->doc, "choose_by", choose_words[facts_choose_by(
	    store_group(d->s), &all)]);
	rows = json_array(d->doc, "choices");
	for (size_t i = 0; i < all.n; i++) {
		struct choice *c = &all.v[i];

		if (presents(d, c->presenter.s))
			c->last = d->day;
		row = cJSON_CreateObject();
		json_set_str(row, "case", c->id.s);
		json_set_str(row, "presenter", c->presenter.s);
		json_set_int(row, "votes", c->votes);
		json_set_int(row, "urgency", c->urgency);
		json_set_int(row, "influence", c->influence);
		json_set_int(row, "minutes", c->minutes);
		json_set_int(row, "last", c->last);
		json_set_int(row, "made", c->made);
		cJSON_AddItemToArray(rows, row);
	}
	return 0;
}

int
facts_run_plan(struct store *s, const struct record *session,
    const struct facts_run_ask *ask, cJSON **ret, struct iv_err *e)
{
	IV_AUTO(json_free_auto) cJSON *doc = cJSON_CreateObject();
	struct meeting_time m = facts_meeting(session->json);
	struct draft d = { .s = s, .ask = ask, .session = session->json,
		.doc = doc, .day = m.start.day };
	time_t start;

	if (zone_instant(store_zone(s), m.start, &start, e) < 0)
		return -1;
	json_set_str(doc, "schema", "iv.run/1");
	json_set_str(doc, "session", session->id.s);
	json_set_int(doc, "start", (long)start);
	d.people = json_array(doc, "people");
	d.items = json_array(doc, "items");
	d.cues = json_array(doc, "cues");
	d.steps = json_array(doc, "steps");
	d.ways = json_array(doc, "modules");
	add_break_cue(&d);
	if (add_here_cue(&d, e) < 0 ||
	    store_each(s, &schema_member, add_person, &d, e) < 0)
		return -1;
	add_agenda(&d);
	if (add_choices(&d, e) < 0)
		return -1;
	*ret = IV_TAKE(doc);
	return 0;
}
