#include "session_show.h"

#include "agenda.h"
#include "runtext.h"
#include "utf8.h"

/* What the keys do; ? shows them all, the first ones stand on the last
 * line. */
const struct key live_keys[KEYS] = {
	{ ' ', SCREEN_FORWARD, RUN_NEXT, 0, N_("space"), N_("next") },
	{ SCREEN_ERASE, SCREEN_BACK, RUN_BACK, 0, N_("backspace"),
	    N_("back") },
	{ 'p', 0, RUN_PAUSE, 0, "p", N_("pause") },
	{ '+', '=', RUN_MORE, 0, "+", N_("5 min more") },
	{ 'v', 0, RUN_NOTE, NOTE_QUESTION, "v", N_("question") },
	{ 'a', 0, RUN_NOTE, NOTE_ADVICE, "a", N_("advice") },
	{ 'i', 0, RUN_NOTE, NOTE_INSIGHT, "i", N_("insight") },
	{ 'd', 0, RUN_NOTE, NOTE_ACTION, "d", N_("intention") },
	{ 'f', 0, RUN_NOTE, NOTE_SHARP, "f", N_("sharpened question") },
	{ 'n', 0, RUN_NOTE, NOTE_NOTE, "n", N_("note for yourself") },
	{ 'g', 0, RUN_NOTE, NOTE_AGREE, "g", N_("agreement of the group") },
	{ 'o', 0, RUN_CHOOSE, 0, "o", N_("choose the case") },
	{ 'm', 0, RUN_WAY, 0, "m", N_("choose the module") },
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

const char live_letters[] = "123456789abcdefghijklmnoprstuvwxyz";

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
		const struct key *k = &live_keys[order[i]];
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
	steps_row(&b, now ? "> " : "  ", s->l->f.cues[step->shown].title,
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

/* What an open item may be about, as many as have a digit. */
static void
add_choices(struct show *s, struct screen_page *p)
{
	size_t n = 1, i;

	for (; n <= 9 && (i = live_choice(s->l, n)) != RUN_NONE; n++) {
		IV_AUTO(buf_release) struct buf b = BUF_INIT;
		char lead[8];

		snprintf(lead, sizeof(lead), "  %zu  ", n);
		live_choice_text(s->l, i, &b);
		screen_add(p, LOOK_STRONG, 65, lead, b.p);
	}
	if (n == 1)
		screen_add(p, LOOK_PLAIN, 65, "  ", _("nothing is ready"));
}

/* The titles in a line; m tells more. */
static void
add_ways(struct show *s, struct screen_page *p)
{
	size_t step = run_way_step(&s->l->r), way, n = 1;
	IV_AUTO(buf_release) struct buf b = BUF_INIT;

	if (step == RUN_NONE || s->l->r.steps[step].way != RUN_NONE)
		return;
	for (; (way = live_way(s->l, n)) != RUN_NONE; n++)
		buf_addf(&b, "%s%s", n > 1 ? ", " : "",
		    s->l->f.way_titles[way]);
	gap(p);
	screen_add(p, LOOK_STRONG, 65, _("  m  modules: "), b.p);
}

static void
page_run(struct show *s, struct screen_page *p, const struct run_view *v)
{
	const struct run_cue *cue = &s->l->f.cues[v->step->shown];
	const char *question = live_question(s->l, v->step);
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	IV_AUTO(buf_release) struct buf back = BUF_INIT;

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
	live_look_back(s->l, v->step, &back);
	if (back.len > 0) {
		gap(p);
		screen_add(p, LOOK_STRONG, 65, "  ", back.p);
	}
	if (v->step->chooses && run_unfilled(&s->l->r)) {
		gap(p);
		add_choices(s, p);
	}
	add_ways(s, p);
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

/* The two keys that are no events, behind those that are. */
static const struct key *
key_at(size_t i)
{
	static const struct key others[] = {
		{ 'b', 0, 0, 0, "b", N_("bell on or off") },
		{ 'q', 0, 0, 0, "q", N_("stop, saving or not") },
	};

	return i < KEYS ? &live_keys[i] : &others[i - KEYS];
}

/* The widest sign and help of n keys. */
static void
key_widths(size_t from, size_t n, size_t *sign, size_t *help)
{
	*sign = *help = 0;
	for (size_t i = from; i < from + n; i++) {
		size_t s = utf8_width(_(key_at(i)->sign));
		size_t h = utf8_width(_(key_at(i)->help));

		*sign = s > *sign ? s : *sign;
		*help = h > *help ? h : *help;
	}
}

/* How many rows of keys a page takes: what stands around them takes four. */
static size_t
key_rows(void)
{
	int rows, width;

	screen_size(&rows, &width);
	return rows > 5 ? (size_t)rows - 4 : 1;
}

/* Two beside each other where there is room, so that all are seen; else as
 * many as there are rows, and the others behind them. */
static void
page_help(struct show *s, struct screen_page *p)
{
	size_t all = KEYS + 2, rows = (all + 1) / 2, sign[2], help[2];
	size_t from = 0;

	s->more = 0;
	key_widths(0, rows, &sign[0], &help[0]);
	key_widths(rows, all - rows, &sign[1], &help[1]);
	if (sign[0] + help[0] + sign[1] + help[1] + 8 > width_now()) {
		key_widths(0, all, &sign[0], &help[0]);
		from = s->keys;
		rows = all - from;
		if (rows > key_rows()) {
			rows = key_rows();
			s->more = from + rows;
		}
		all = from + rows;
	}
	screen_add(p, LOOK_STRONG, 90, "", s->more ?
	    _("Keys; ? shows the others") : _("Keys"));
	for (size_t i = from; i < from + rows; i++) {
		IV_AUTO(buf_release) struct buf b = BUF_INIT;

		for (size_t k = i; k < all; k += rows) {
			const struct key *key = key_at(k);

			buf_adds(&b, "  ");
			utf8_fit(&b, _(key->sign), sign[k != i] + 2, false);
			utf8_fit(&b, _(key->help), help[k != i], false);
		}
		screen_add(p, LOOK_PLAIN, 50, b.p, "");
	}
}

static void
page_cases(struct show *s, struct screen_page *p)
{
	screen_add(p, LOOK_STRONG, 90, "", _("Which case?"));
	gap(p);
	add_choices(s, p);
	gap(p);
	if (s->mode != MODE_CASES)
		return;
	add_key(p, "1-9", _("a vote for it"));
	add_key(p, "v", _("the one with most votes"));
	add_key(p, "u", _("the most urgent one"));
	add_key(p, "t", _("whose turn it is"));
	add_key(p, "k", _("this one: then its number"));
	add_key(p, "n", _("someone brings one now"));
	gap(p);
	screen_add(p, LOOK_PLAIN, 40, "", _("Any other key goes back."));
}

static void
page_ways(struct show *s, struct screen_page *p)
{
	size_t way;

	screen_add(p, LOOK_STRONG, 90, "", _("Which module?"));
	gap(p);
	for (size_t n = 1; n < sizeof(live_letters) &&
	    (way = live_way(s->l, n)) != RUN_NONE; n++) {
		IV_AUTO(buf_release) struct buf b = BUF_INIT;
		char lead[8];

		snprintf(lead, sizeof(lead), "  %c  ", live_letters[n - 1]);
		live_way_text(s->l, way, &b);
		screen_add(p, LOOK_PLAIN, 60, lead, b.p);
	}
	screen_add(p, LOOK_PLAIN, 60, "  0  ", _("none of these"));
	gap(p);
	screen_add(p, LOOK_PLAIN, 40, "", _("Any other key goes back."));
}

/* Whom e, l and x are about. */
bool
live_can_choose(const struct show *s, size_t person)
{
	const struct run_person *p = &s->l->r.people[person];

	return s->key->kind == RUN_ARRIVE ? !p->present :
	    p->present || (s->key->kind == RUN_ABSENT && p->was);
}

static void
page_choose(struct show *s, struct screen_page *p)
{
	size_t n = 0;

	screen_add(p, LOOK_STRONG, 90, "", _(s->key->help));
	gap(p);
	for (size_t i = 0; i < s->l->r.npeople && live_letters[n]; i++) {
		IV_AUTO(buf_release) struct buf b = BUF_INIT;

		if (!live_can_choose(s, i))
			continue;
		buf_addf(&b, "  %c  ", live_letters[n++]);
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
	static const char *const labels[] = {
		[MODE_THIS] = N_("number"),
		[MODE_WHO] = N_("who brings it, and minutes if asked for"),
		[MODE_ASKS] = N_("question"),
	};
	bool types = s->mode == MODE_TYPE || s->mode == MODE_WHO ||
	    s->mode == MODE_ASKS;

	if (types || s->mode == MODE_THIS) {
		if (s->said.len > 0)
			buf_addf(&p->message, "%s; ", s->said.p);
		buf_addf(&p->message, "%s:", _(s->mode == MODE_TYPE ?
		    s->key->help : labels[s->mode]));
		p->input = types ? s->typed.p : NULL;
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

void
live_draw(struct show *s, const struct run_view *v)
{
	IV_AUTO(screen_page_release) struct screen_page p = {
		.head = BUF_INIT, .message = BUF_INIT, .foot = BUF_INIT };
	int rows, width;

	head(s, &p, v);
	message(s, &p, v);
	foot(&p);
	if (s->mode == MODE_HELP)
		page_help(s, &p);
	else if (s->mode == MODE_CHOOSE)
		page_choose(s, &p);
	else if (s->mode >= MODE_CASES)
		page_cases(s, &p);
	else if (s->mode == MODE_WAYS)
		page_ways(s, &p);
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
