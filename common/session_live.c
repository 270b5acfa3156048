#include "session_run.h"

#include <string.h>

#include "agenda.h"
#include "runtext.h"
#include "screen.h"
#include "utf8.h"

/* What the keys do; ? shows them all, the first ones stand on the last
 * line. */
static const struct key {
	uint32_t key, other;
	enum run_kind kind;
	enum run_note note;
	const char *sign, *help;
} keys[] = {
	{ ' ', SCREEN_FORWARD, RUN_NEXT, 0, N_("space"), N_("next") },
	{ SCREEN_ERASE, SCREEN_BACK, RUN_BACK, 0, N_("backspace"),
	    N_("back") },
	{ 'p', 0, RUN_PAUSE, 0, "p", N_("pause") },
	{ '+', '=', RUN_MORE, 0, "+", N_("5 min more") },
	{ 'v', 0, RUN_NOTE, NOTE_QUESTION, "v", N_("question") },
	{ 'a', 0, RUN_NOTE, NOTE_ADVICE, "a", N_("advice") },
	{ 'i', 0, RUN_NOTE, NOTE_INSIGHT, "i", N_("insight") },
	{ 'd', 0, RUN_NOTE, NOTE_ACTION, "d", N_("intention") },
	{ 'n', 0, RUN_NOTE, NOTE_NOTE, "n", N_("note for yourself") },
	{ 's', 0, RUN_SKIP, 0, "s", N_("skip this step") },
	{ 'c', 0, RUN_TO_CLOSING, 0, "c", N_("to the closing") },
	{ 't', 0, RUN_TURN, 0, "t", N_("next turn") },
	{ 'r', 0, RUN_REPEAT, 0, "r", N_("repeat the round") },
	{ 'h', 0, RUN_PUT_HERE, 0, "h", N_("here and now") },
	{ 'k', 0, RUN_PUT_BREAK, 0, "k", N_("break") },
	{ 'e', 0, RUN_ARRIVE, 0, "e", N_("someone comes in") },
	{ 'l', 0, RUN_DEPART, 0, "l", N_("someone leaves") },
	{ 'x', 0, RUN_ABSENT, 0, "x", N_("someone is not there") },
};

enum mode { MODE_RUN, MODE_TYPE, MODE_CHOOSE, MODE_HELP, MODE_LEAVE };

struct show {
	struct live *l;
	enum mode mode;
	const struct key *key;		/* MODE_TYPE, MODE_CHOOSE */
	struct buf typed;
	struct buf said;		/* an answer, until the next key */
	bool bell, done, alarm;
	int status;
	enum run_phase phase;		/* what the bell rang for */
	const struct run_step *step;
};

static size_t
width_now(void)
{
	int rows, width;

	screen_size(&rows, &width);
	return width > 12 ? (size_t)width - 1 : 11;
}

static void
head(struct show *s, struct screen_page *p, const struct run_view *v)
{
	const char *zone = store_zone(s->l->c->store);
	char clock[8];

	clock_text(clock, zone_civil(zone, (time_t)s->l->r.now,
	    NULL).minute);
	buf_addf(&p->head, " %s  ", clock);
	if (v->step && v->state != RUN_ENDED) {
		runtext_pace(&p->head, v);
		buf_adds(&p->head, "  ");
	}
	runtext_ends(&p->head, v, zone);
	if (!s->l->keeps)
		buf_addf(&p->head, "  %s", _("REHEARSAL"));
}

/* As many keys as fit; those that help further always do. */
static void
foot(struct screen_page *p)
{
	static const size_t order[] = { 0, 2, 3, 4, 5, 6, 7, 1 };
	IV_AUTO(buf_release) struct buf last = BUF_INIT;

	buf_addf(&last, "  ? %s  q %s", _("keys"), _("stop"));
	for (size_t i = 0; i < IV_LEN(order); i++) {
		const struct key *k = &keys[order[i]];
		IV_AUTO(buf_release) struct buf b = BUF_INIT;

		buf_addf(&b, "%s%s %s", i > 0 ? "  " : " ", _(k->sign),
		    _(k->help));
		if (utf8_width(p->foot.p) + utf8_width(b.p) +
		    utf8_width(last.p) > width_now())
			break;
		buf_adds(&p->foot, b.p);
	}
	buf_adds(&p->foot, last.p);
}

static void
gap(struct screen_page *p)
{
	screen_add(p, LOOK_PLAIN, 38, "", "");
}

static enum screen_look
look_of(const struct run_view *v)
{
	static const enum screen_look looks[] = {
		[RUN_CALM] = LOOK_CALM, [RUN_FIFTH] = LOOK_SOON,
		[RUN_TWENTIETH] = LOOK_LATE, [RUN_OVER] = LOOK_LATE,
	};

	return v->state == RUN_PAUSED ? LOOK_STRONG : looks[v->phase];
}

static void
add_time(struct screen_page *p, const struct run_view *v)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	size_t len;

	runtext_time(&b, v);
	len = b.len;
	buf_adds(&b, "  ");
	runtext_phase(&b, v);
	if (b.len == len + 2)
		buf_cut(&b, len);
	screen_add_bar(p, look_of(v), v->spent, v->planned, b.p);
}

static void
add_turn(struct show *s, struct screen_page *p, const struct run_view *v)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;

	if (v->turn == RUN_NONE)
		return;
	buf_addf(&b, _("Turn: %s (%zu of %zu), "), live_name(s->l, v->turn),
	    v->turn_number, v->turns);
	runtext_clock(&b, v->turn_left);
	screen_add(p, LOOK_STRONG, 80, "", b.p);
}

/* "speaks        the presenter", one below the other. */
static void
add_rules(struct screen_page *p, const struct run_cue *cue)
{
	struct runtext_rule v[RUNTEXT_RULES];
	size_t n = runtext_rules(cue, v), label = 0;

	for (size_t i = 0; i < n; i++)
		if (utf8_width(v[i].label) > label)
			label = utf8_width(v[i].label);
	for (size_t i = 0; i < n; i++) {
		IV_AUTO(buf_release) struct buf b = BUF_INIT;

		buf_adds(&b, "  ");
		utf8_fit(&b, v[i].label, label + 2, false);
		screen_add(p, LOOK_PLAIN, 60, b.p, v[i].text);
	}
}

static void
steps_row(struct buf *b, const char *mark, const char *title,
    const char *planned, const char *real)
{
	size_t width = width_now() > 40 ? width_now() - 24 : 16;

	buf_adds(b, mark);
	utf8_fit(b, title, width > 44 ? 44 : width, false);
	buf_addc(b, ' ');
	utf8_fit(b, planned, 8, true);
	buf_addc(b, ' ');
	utf8_fit(b, real, 12, true);
}

static void
add_step(struct show *s, struct screen_page *p, const struct run_step *step,
    int weight)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	IV_AUTO(buf_release) struct buf planned = BUF_INIT;
	IV_AUTO(buf_release) struct buf real = BUF_INIT;
	bool now = step == &s->l->r.steps[s->l->r.at] &&
	    s->l->r.state != RUN_READY && s->l->r.state != RUN_ENDED;

	runtext_clock(&planned, run_planned(step));
	if (step->skipped)
		buf_adds(&real, _("skipped"));
	else if (step->seen)
		runtext_clock(&real, step->spent);
	steps_row(&b, now ? "> " : "  ", s->l->f.cues[step->text].title,
	    planned.p, real.p);
	screen_add(p, now ? LOOK_STRONG : LOOK_SOFT, weight, b.p, "");
}

/* The steps with planned and real time; what is near the present one weighs
 * more. */
static void
add_steps(struct show *s, struct screen_page *p)
{
	const struct run *r = &s->l->r;
	IV_AUTO(buf_release) struct buf b = BUF_INIT;

	steps_row(&b, "  ", _("Steps"), _("planned"), _("real"));
	screen_add(p, LOOK_SOFT, 39, b.p, "");
	for (size_t i = 0; i < r->nsteps; i++) {
		int far = i > r->at ? (int)(i - r->at) : 2 * (int)(r->at - i);

		add_step(s, p, &r->steps[i], far < 3 ? 41 - far :
		    far < 30 ? 37 - far : 5);
	}
}

static void
page_begin(struct show *s, struct screen_page *p, const struct run_view *v)
{
	IV_AUTO(buf_release) struct buf names = BUF_INIT;
	const struct run *r = &s->l->r;
	const char *title = v->state == RUN_READY ?
	    _("Space begins the meeting") :
	    _("The meeting is over: space saves it, backspace goes back");

	screen_add(p, LOOK_STRONG, 90, "", title);
	gap(p);
	for (size_t i = 0; i < r->npeople; i++)
		if (r->people[i].present)
			buf_addf(&names, "%s%s", names.len > 0 ? ", " : "",
			    live_name(s->l, i));
	screen_add(p, LOOK_PLAIN, 60, "", v->state == RUN_READY ?
	    _("Expected (e: someone else is there, x: is not there):") :
	    _("Who was there to the end:"));
	screen_add(p, LOOK_STRONG, 60, "  ", names.p);
	gap(p);
	add_steps(s, p);
}

static void
page_run(struct show *s, struct screen_page *p, const struct run_view *v)
{
	const struct run_cue *cue = &s->l->f.cues[v->step->text];
	const char *question = live_question(s->l, v->step);
	IV_AUTO(buf_release) struct buf b = BUF_INIT;

	runtext_where(&b, &s->l->f, v);
	if (v->step->presenter != RUN_NONE)
		buf_addf(&b, "  (%s)", live_name(s->l, v->step->presenter));
	screen_add(p, LOOK_STRONG, 95, "", b.p);
	add_time(p, v);
	add_turn(s, p, v);
	gap(p);
	if (cue->prompt)
		screen_add(p, LOOK_STRONG, 70, "", cue->prompt);
	gap(p);
	add_rules(p, cue);
	if (*question) {
		gap(p);
		screen_add(p, LOOK_SOFT, 45, "", question);
	}
	gap(p);
	add_steps(s, p);
}

static void
add_key(struct screen_page *p, const char *sign, const char *help)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;

	buf_adds(&b, "  ");
	utf8_fit(&b, sign, 12, false);
	screen_add(p, LOOK_PLAIN, 50, b.p, help);
}

static void
page_help(struct screen_page *p)
{
	screen_add(p, LOOK_STRONG, 90, "", _("Keys"));
	for (size_t i = 0; i < IV_LEN(keys); i++)
		add_key(p, _(keys[i].sign), _(keys[i].help));
	add_key(p, "b", _("bell on or off"));
	add_key(p, "q", _("stop, saving or not"));
}

/* Whom e, l and x are about. */
static bool
can_choose(const struct show *s, size_t person)
{
	const struct run_person *p = &s->l->r.people[person];

	return s->key->kind == RUN_ARRIVE ? !p->present :
	    p->present || (s->key->kind == RUN_ABSENT && p->was);
}

static const char letters[] = "123456789abcdefghijklmnoprstuvwxyz";

static void
page_choose(struct show *s, struct screen_page *p)
{
	size_t n = 0;

	screen_add(p, LOOK_STRONG, 90, "", _(s->key->help));
	gap(p);
	for (size_t i = 0; i < s->l->r.npeople && letters[n]; i++) {
		IV_AUTO(buf_release) struct buf b = BUF_INIT;

		if (!can_choose(s, i))
			continue;
		buf_addf(&b, "  %c  ", letters[n++]);
		screen_add(p, LOOK_PLAIN, 60, b.p, live_name(s->l, i));
	}
	if (n == 0)
		screen_add(p, LOOK_PLAIN, 60, "  ", _("nobody"));
}

static void
page_leave(struct screen_page *p, const struct live *l)
{
	screen_add(p, LOOK_STRONG, 90, "", _("Stop?"));
	gap(p);
	if (l->keeps) {
		add_key(p, "s", _("save what there is, and stop; the meeting "
		    "goes on later"));
		add_key(p, "q", _("stop; nothing is lost, 'iv-session run' "
		    "goes on from here"));
	} else {
		add_key(p, "q", _("stop the rehearsal"));
	}
	gap(p);
	screen_add(p, LOOK_PLAIN, 60, "", _("Any other key goes back."));
}

static void
message(struct show *s, struct screen_page *p, const struct run_view *v)
{
	if (s->mode == MODE_TYPE) {
		buf_addf(&p->message, "%s:", _(s->key->help));
		p->input = s->typed.p;
	} else if (s->said.len > 0) {
		buf_adds(&p->message, s->said.p);
		p->alarm = s->alarm;
	} else if (v->state == RUN_PAUSED) {
		buf_adds(&p->message, _("the clock stands still; space goes "
		    "on"));
	} else {
		runtext_warning(&p->message, v);
		p->alarm = true;
	}
}

static void
draw(struct show *s, const struct run_view *v)
{
	IV_AUTO(screen_page_release) struct screen_page p = {
		.head = BUF_INIT, .message = BUF_INIT, .foot = BUF_INIT };
	int rows, width;

	head(s, &p, v);
	message(s, &p, v);
	foot(&p);
	if (s->mode == MODE_HELP)
		page_help(&p);
	else if (s->mode == MODE_CHOOSE)
		page_choose(s, &p);
	else if (s->mode == MODE_LEAVE)
		page_leave(&p, s->l);
	else if (v->state == RUN_READY || v->state == RUN_ENDED)
		page_begin(s, &p, v);
	else
		page_run(s, &p, v);
	screen_size(&rows, &width);
	screen_fit(&p, rows > 4 ? (size_t)rows - 3 : 1);
	screen_draw(&p);
}

/* The bell rings once when a step is nearly over, and once when it is. */
static void
ring(struct show *s, const struct run_view *v)
{
	if (v->step != s->step)
		s->phase = RUN_CALM;
	else if (v->state == RUN_GOING && v->phase > s->phase && s->bell &&
	    v->phase != RUN_FIFTH)
		screen_bell();
	s->step = v->step;
	s->phase = v->phase;
}

static void
say(struct show *s, const char *text, bool alarm)
{
	buf_clear(&s->said);
	buf_adds(&s->said, text);
	s->alarm = alarm;
}

static void
say_cost(struct show *s, enum run_kind kind, const struct run_view *v)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;

	if (kind != RUN_PUT_HERE && kind != RUN_PUT_BREAK)
		return;
	buf_addf(&b, _("this costs %lld min; now "),
	    (long long)v->planned / 60);
	runtext_pace(&b, v);
	buf_adds(&b, _("; space goes on where it was"));
	say(s, b.p, false);
}

static int
apply(struct show *s, struct run_event *ev, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	enum run_answer answer;
	struct run_view v;

	if (live_do(s->l, ev, &answer, e) < 0)
		return -1;
	live_look(s->l, &v);
	runtext_answer(&b, answer, &v);
	say(s, b.p, false);
	if (answer == RUN_DONE)
		say_cost(s, ev->kind, &v);
	if (answer == RUN_DONE && ev->kind == RUN_NOTE)
		say(s, _("noted"), false);
	return 0;
}

/* The screen goes first, so that what saving says can be read. */
static int
leave(struct show *s, bool save, struct iv_err *e)
{
	s->done = true;
	screen_close();
	if (save) {
		s->status = live_save(s->l, e);
		return s->status < 0 ? -1 : 0;
	}
	if (s->l->unsaved && s->l->r.state != RUN_READY)
		tool_say(s->l->c, _("not saved yet: 'iv-session run' goes on, "
		    "'iv-session close' ends the meeting"));
	return 0;
}

static int
press(struct show *s, const struct key *k, struct iv_err *e)
{
	struct run_event ev = { .kind = k->kind, .who = RUN_NONE,
		.minutes = 5 };

	s->key = k;
	if (k->kind == RUN_NOTE) {
		buf_clear(&s->typed);
		s->mode = MODE_TYPE;
		return 0;
	}
	if (k->kind == RUN_ARRIVE || k->kind == RUN_DEPART ||
	    k->kind == RUN_ABSENT) {
		s->mode = MODE_CHOOSE;
		return 0;
	}
	if (k->kind == RUN_NEXT && s->l->r.state == RUN_ENDED)
		return leave(s, true, e);
	if (k->kind == RUN_PAUSE && s->l->r.state == RUN_PAUSED)
		ev.kind = RUN_RESUME;
	return apply(s, &ev, e);
}

static int
key_run(struct show *s, uint32_t key, struct iv_err *e)
{
	for (size_t i = 0; i < IV_LEN(keys); i++)
		if (key == keys[i].key || key == keys[i].other)
			return press(s, &keys[i], e);
	if (key == '?')
		s->mode = MODE_HELP;
	else if (key == 'q' && s->l->r.state == RUN_READY)
		return leave(s, false, e);
	else if (key == 'q')
		s->mode = MODE_LEAVE;
	else if (key == 'b') {
		s->bell = !s->bell;
		say(s, s->bell ? _("the bell is on") : _("the bell is off"),
		    false);
	}
	return 0;
}

static int
typed(struct show *s, struct iv_err *e)
{
	struct run_event ev = { .kind = RUN_NOTE, .who = RUN_NONE,
		.note = s->key->note };

	s->mode = MODE_RUN;
	buf_trim(&s->typed);
	ev.text = s->typed.p;
	if (ev.note == NOTE_ACTION)
		ev.who = live_maker(s->l, &ev.text);
	return apply(s, &ev, e);
}

static int
key_type(struct show *s, uint32_t key, struct iv_err *e)
{
	struct buf *b = &s->typed;

	if (key == SCREEN_ENTER)
		return typed(s, e);
	if (key == SCREEN_ESCAPE) {
		s->mode = MODE_RUN;
	} else if (key == SCREEN_ERASE_ALL) {
		buf_clear(b);
	} else if (key == SCREEN_ERASE && b->len > 0) {
		while (b->len > 1 &&
		    ((unsigned char)b->p[b->len - 1] & 0xc0) == 0x80)
			buf_cut(b, b->len - 1);
		buf_cut(b, b->len - 1);
	} else if (key < SCREEN_RESIZED && b->len < 4000) {
		utf8_encode(b, key);
	}
	return 0;
}

static int
key_choose(struct show *s, uint32_t key, struct iv_err *e)
{
	struct run_event ev = { .kind = s->key->kind, .who = RUN_NONE };
	const char *at = key < 128 ? strchr(letters, (int)key) : NULL;
	size_t n = 0;

	s->mode = MODE_RUN;
	for (size_t i = 0; at && *at && i < s->l->r.npeople; i++)
		if (can_choose(s, i) && (size_t)(at - letters) == n++)
			ev.who = i;
	return ev.who == RUN_NONE ? 0 : apply(s, &ev, e);
}

static int
on_key(struct show *s, uint32_t key, struct iv_err *e)
{
	if (key == SCREEN_RESIZED)
		return 0;
	if (key == SCREEN_GONE)
		return leave(s, false, e);
	buf_clear(&s->said);
	switch (s->mode) {
	case MODE_TYPE:
		return key_type(s, key, e);
	case MODE_CHOOSE:
		return key_choose(s, key, e);
	case MODE_HELP:
		s->mode = MODE_RUN;
		return 0;
	case MODE_LEAVE:
		s->mode = MODE_RUN;
		return key == 'q' || (key == 's' && s->l->keeps) ?
		    leave(s, key == 's', e) : 0;
	default:
		return key_run(s, key, e);
	}
}

/* Twice a second is often enough for a clock of seconds. */
static int
loop(struct show *s, struct iv_err *e)
{
	while (!s->done) {
		struct run_view v;
		uint32_t key;

		live_look(s->l, &v);
		ring(s, &v);
		draw(s, &v);
		key = screen_key(500);
		if (key != SCREEN_NONE && on_key(s, key, e) < 0)
			return -1;
	}
	return 0;
}

int
live_screen(struct live *l, bool quiet, struct iv_err *e)
{
	struct show s = { .l = l, .bell = !quiet, .typed = BUF_INIT,
		.said = BUF_INIT };
	int r;

	if (screen_open(l->c->style.color, e) < 0)
		return -1;
	if (l->resumed)
		say(&s, _("the run goes on where it stopped"), false);
	r = loop(&s, e);
	if (!s.done)
		screen_close();
	buf_release(&s.typed);
	buf_release(&s.said);
	return r < 0 ? -1 : s.status;
}
