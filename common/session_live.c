#include "session_show.h"

#include <string.h>

#include "runtext.h"

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

void
live_say(struct show *s, const char *text, bool alarm)
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
	live_say(s, b.p, false);
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
	live_chosen(s->l, &b);
	runtext_answer(&b, answer, &v);
	live_say(s, b.p, false);
	if (answer == RUN_DONE)
		say_cost(s, ev->kind, &v);
	if (answer == RUN_DONE && ev->kind == RUN_NOTE)
		live_say(s, live_points(s->l, ev) ? _("noted; this points to a "
		    "person: it stays out of the case") : _("noted"), false);
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
	if (k->kind == RUN_CHOOSE) {
		s->mode = MODE_CASES;
		return 0;
	}
	if (k->kind == RUN_WAY && run_way_step(&s->l->r) != RUN_NONE) {
		s->mode = MODE_WAYS;
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
	for (size_t i = 0; i < KEYS; i++)
		if (key == live_keys[i].key || key == live_keys[i].other)
			return press(s, &live_keys[i], e);
	if (key == '?') {
		s->mode = MODE_HELP;
		s->keys = 0;
	} else if (key == 'q' && s->l->r.state == RUN_READY)
		return leave(s, false, e);
	else if (key == 'q')
		s->mode = MODE_LEAVE;
	else if (key == 'b') {
		s->bell = !s->bell;
		live_say(s, s->bell ? _("the bell is on") :
		    _("the bell is off"), false);
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
	return live_type(s, key) ? typed(s, e) : 0;
}

static int
key_choose(struct show *s, uint32_t key, struct iv_err *e)
{
	struct run_event ev = { .kind = s->key->kind, .who = RUN_NONE };
	const char *at = key < 128 ? strchr(live_letters, (int)key) : NULL;
	size_t n = 0;

	s->mode = MODE_RUN;
	for (size_t i = 0; at && *at && i < s->l->r.npeople; i++)
		if (live_can_choose(s, i) && (size_t)(at - live_letters) == n++)
			ev.who = i;
	return ev.who == RUN_NONE ? 0 : apply(s, &ev, e);
}

/* Ctrl-C: out of what is being typed, else as q, and the second time out. */
static int
interrupted(struct show *s, struct iv_err *e)
{
	if (s->mode == MODE_LEAVE || s->l->r.state == RUN_READY)
		return leave(s, false, e);
	s->mode = s->mode == MODE_TYPE ? MODE_RUN : MODE_LEAVE;
	return 0;
}

static int
key_ways(struct show *s, uint32_t key, struct iv_err *e)
{
	const char *at = key < 128 ? strchr(live_letters, (int)key) : NULL;
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	size_t way = at && *at ?
	    live_way(s->l, (size_t)(at - live_letters) + 1) : RUN_NONE;
	enum run_answer answer;
	struct run_view v;

	s->mode = MODE_RUN;
	if (way == RUN_NONE && key != '0')
		return 0;
	if (live_way_choose(s->l, way, &answer, e) < 0)
		return -1;
	live_look(s->l, &v);
	live_chosen(s->l, &b);
	runtext_answer(&b, answer, &v);
	live_say(s, b.p, false);
	return 0;
}

static int
on_key(struct show *s, uint32_t key, struct iv_err *e)
{
	if (key == SCREEN_RESIZED)
		return 0;
	if (key == SCREEN_INTERRUPT)
		return interrupted(s, e);
	if (key == SCREEN_GONE)
		return leave(s, false, e);
	buf_clear(&s->said);
	switch (s->mode) {
	case MODE_TYPE:
		return key_type(s, key, e);
	case MODE_CASES:
	case MODE_THIS:
	case MODE_WHO:
	case MODE_ASKS:
		return live_key_cases(s, key, e);
	case MODE_CHOOSE:
		return key_choose(s, key, e);
	case MODE_WAYS:
		return key_ways(s, key, e);
	case MODE_HELP:
		if (key == '?' && s->more > 0)
			s->keys = s->more;
		else
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
		live_draw(s, &v);
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
		live_say(&s, _("the run goes on where it stopped"), false);
	r = loop(&s, e);
	if (!s.done)
		screen_close();
	buf_release(&s.typed);
	buf_release(&s.said);
	return r < 0 ? -1 : s.status;
}
