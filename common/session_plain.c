#include "session_run.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "agenda.h"
#include "ask.h"
#include "runtext.h"
#include "utf8.h"

#define LINE_MAX_BYTES	((size_t)64 << 10)

/* What is typed, and what it does; the Dutch word after the English one. */
static const struct word {
	const char *en, *nl;
	enum run_kind kind;
	enum run_note note;
} words[] = {
	{ "next", "verder", RUN_NEXT, 0 },
	{ "back", "terug", RUN_BACK, 0 },
	{ "pause", "pauzeer", RUN_PAUSE, 0 },
	{ "resume", "hervat", RUN_RESUME, 0 },
	{ "skip", "sla-over", RUN_SKIP, 0 },
	{ "closing", "afsluiting", RUN_TO_CLOSING, 0 },
	{ "repeat", "herhaal", RUN_REPEAT, 0 },
	{ "turn", "beurt", RUN_TURN, 0 },
	{ "here", "hier-en-nu", RUN_PUT_HERE, 0 },
	{ "break", "pauze", RUN_PUT_BREAK, 0 },
	{ "arrive", "komt", RUN_ARRIVE, 0 },
	{ "depart", "vertrekt", RUN_DEPART, 0 },
	{ "absent", "afwezig", RUN_ABSENT, 0 },
	{ "q", "vraag", RUN_NOTE, NOTE_QUESTION },
	{ "advice", "advies", RUN_NOTE, NOTE_ADVICE },
	{ "insight", "inzicht", RUN_NOTE, NOTE_INSIGHT },
	{ "act", "voornemen", RUN_NOTE, NOTE_ACTION },
	{ "sharp", "leervraag", RUN_NOTE, NOTE_SHARP },
	{ "note", "notitie", RUN_NOTE, NOTE_NOTE },
	{ "agree", "afspraak", RUN_NOTE, NOTE_AGREE },
	{ "offer", "inbreng", RUN_OFFER, 0 },
	{ "vote", "stem", RUN_VOTE, 0 },
	{ "choose", "kies", RUN_CHOOSE, 0 },
	{ "module", "module", RUN_WAY, 0 },
};

struct plain {
	struct live *l;
	struct buf in;
	bool done, leave;
	int status;			/* of the last save */
	enum run_phase said;		/* of this step */
	const struct run_step *step;
};

/* A line, behind a label that is indented; control characters visibly,
 * wherever it goes. */
static void
say(struct plain *p, const char *label, const char *text)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;

	if (label)
		buf_addf(&b, "  %s: ", label);
	utf8_visible(&b, text, "");
	tool_line(p->l->c, b.p);
}

/* One line: the time, where, how long, how it goes. */
static void
say_state(struct plain *p, const struct run_view *v)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	const char *zone = store_zone(p->l->c->store);
	char clock[8];

	clock_text(clock, zone_civil(zone, (time_t)p->l->r.now,
	    NULL).minute);
	buf_addf(&b, "%s  ", clock);
	runtext_where(&b, &p->l->f, v);
	if (v->step && v->state != RUN_ENDED) {
		buf_adds(&b, " | ");
		runtext_time(&b, v);
		buf_adds(&b, " | ");
		runtext_pace(&b, v);
		if (v->state == RUN_PAUSED || v->phase != RUN_CALM)
			buf_adds(&b, " | ");
		runtext_phase(&b, v);
	}
	say(p, NULL, b.p);
}

static void
say_turn(struct plain *p, const struct run_view *v)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;

	if (v->turn == RUN_NONE)
		return;
	buf_addf(&b, _("%s (%zu of %zu), "), live_name(p->l, v->turn),
	    v->turn_number, v->turns);
	runtext_clock(&b, v->turn_left);
	say(p, _("turn"), b.p);
}

static void
say_prompt(struct plain *p, const char *prompt)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;

	/* One line a line, whatever the prompt has. */
	for (; prompt && *prompt; prompt++)
		buf_addc(&b, *prompt == '\n' ? ' ' : *prompt);
	if (b.len > 0)
		say(p, _("prompt"), b.p);
}

/* What an open item may be about. */
static void
say_choices(struct plain *p)
{
	size_t i;

	if (!run_unfilled(&p->l->r))
		return;
	for (size_t n = 1; (i = live_choice(p->l, n)) != RUN_NONE; n++) {
		IV_AUTO(buf_release) struct buf b = BUF_INIT;
		char label[40];

		snprintf(label, sizeof(label), "%s %zu", _("choice"), n);
		live_choice_text(p->l, i, &b);
		say(p, label, b.p);
	}
}

/* In which ways a step may be done, until one was chosen. */
static void
say_ways(struct plain *p, bool all)
{
	size_t step = run_way_step(&p->l->r), i;

	if (step == RUN_NONE ||
	    (!all && p->l->r.steps[step].way != RUN_NONE))
		return;
	for (size_t n = 1; (i = live_way(p->l, n)) != RUN_NONE; n++) {
		IV_AUTO(buf_release) struct buf b = BUF_INIT;
		char label[40];

		snprintf(label, sizeof(label), "%s %zu", _("module"), n);
		live_way_text(p->l, i, &b);
		say(p, label, b.p);
	}
}

static void
say_look_back(struct plain *p, const struct run_step *step)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	char *line, *rest;

	live_look_back(p->l, step, &b);
	for (rest = b.p; b.len > 0 && (line = strsep(&rest, "\n"));)
		say(p, _("intention"), line);
}

/* A step that begins says what it asks. */
static void
say_step(struct plain *p, const struct run_view *v)
{
	struct runtext_rule rules[RUNTEXT_RULES];
	const struct run_cue *cue = &p->l->f.cues[v->step->shown];
	const char *question = live_question(p->l, v->step);
	size_t n = runtext_rules(cue, rules);

	if (v->step->presenter != RUN_NONE && cue->seat)
		say(p, _("brings the case"), live_name(p->l,
		    v->step->presenter));
	if (*question && v->number == 1)
		say(p, _("case"), question);
	for (size_t i = 0; i < n; i++)
		say(p, rules[i].label, rules[i].text);
	say_prompt(p, cue->prompt);
	say_turn(p, v);
	if (v->step->chooses)
		say_choices(p);
	say_ways(p, false);
	say_look_back(p, v->step);
}

static void
say_status(struct plain *p)
{
	IV_AUTO(buf_release) struct buf ends = BUF_INIT;
	IV_AUTO(buf_release) struct buf warning = BUF_INIT;
	struct run_view v;

	live_look(p->l, &v);
	say_state(p, &v);
	if (v.step && v.state != RUN_ENDED)
		say_step(p, &v);
	runtext_ends(&ends, &v, store_zone(p->l->c->store));
	say(p, _("time"), ends.p);
	runtext_warning(&warning, &v);
	if (warning.len > 0)
		say(p, _("note"), warning.p);
	for (size_t i = 0; i < p->l->r.npeople; i++)
		if (p->l->r.people[i].present)
			say(p, _("present"), live_name(p->l, i));
}

/* After every event: the line, and what is new. */
static void
say_after(struct plain *p)
{
	IV_AUTO(buf_release) struct buf chosen = BUF_INIT;
	struct run_view v;

	live_chosen(p->l, &chosen);
	if (chosen.len > 0)
		say(p, _("choice"), chosen.p);
	live_look(p->l, &v);
	say_state(p, &v);
	if (v.step != p->step && v.step && v.state != RUN_ENDED)
		say_step(p, &v);
	p->step = v.step;
	p->said = v.phase;
}

static int
act(struct plain *p, struct run_event *ev, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	enum run_answer answer;
	struct run_view v;
	size_t steps = p->l->r.nsteps;

	if (live_do(p->l, ev, &answer, e) < 0)
		return -1;
	if (answer == RUN_DONE && ev->kind == RUN_NOTE)
		say(p, _("noted"), _(run_note_words[ev->note]));
	if (answer == RUN_DONE && live_points(p->l, ev))
		tool_say(p->l->c, "%s", _("this points to a person: it stays "
		    "out of the case"));
	if (answer == RUN_DONE) {
		if (p->l->r.nsteps != steps)
			p->step = NULL;
		say_after(p);
		return 0;
	}
	live_look(p->l, &v);
	if (answer == RUN_IS_THERE || answer == RUN_NOT_THERE)
		buf_addf(&b, "%s ", live_name(p->l, ev->who));
	runtext_answer(&b, answer, &v);
	tool_say(p->l->c, "%s", b.p);
	return 0;
}

static int
told(struct plain *p, enum run_answer answer)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	struct run_view v;

	live_look(p->l, &v);
	runtext_answer(&b, answer, &v);
	if (answer != RUN_DONE)
		tool_say(p->l->c, "%s", b.p);
	else
		say_after(p);
	return 0;
}

/* "offer noëlle 20: How ...?" */
static int
do_offer(struct plain *p, const char *rest, struct iv_err *e)
{
	const char *colon = strchr(rest, ':');
	IV_AUTO(buf_release) struct buf name = BUF_INIT;
	struct iv_err no = IV_ERR_INIT;
	enum run_answer answer;
	size_t who;
	int minutes;

	if (!colon) {
		tool_say(p->l->c, "%s", _("a case is brought as: offer NAME: "
		    "QUESTION"));
		return 0;
	}
	buf_add(&name, rest, (size_t)(colon - rest));
	if (live_presenter(p->l, name.p, &who, &minutes, &no) < 0) {
		tool_say(p->l->c, "%s", no.msg);
		return 0;
	}
	if (live_offer(p->l, who, minutes, colon + 1 + strspn(colon + 1, " "),
	    &answer, e) < 0)
		return -1;
	told(p, answer);
	if (answer == RUN_DONE)
		say_choices(p);
	return 0;
}

/* A whole number in front of what is left of the line; false: none. */
static bool
take_number(const char **rest, long *ret)
{
	char *end;

	*ret = strtol(*rest, &end, 10);
	if (end == *rest)
		return false;
	*rest = end;
	return true;
}

/* "vote 2", "vote 2 3": three votes at once; "vote 2 -1" takes one back. */
static int
do_vote(struct plain *p, const char *rest, struct iv_err *e)
{
	const char *at = rest;
	long number = 0, votes = 1;
	enum run_answer answer;

	if (!take_number(&at, &number) || (*at && !take_number(&at, &votes)) ||
	    *at || number < 1 || votes < -50 || votes > 50) {
		tool_say(p->l->c, _("'%s' is no vote: vote NUMBER, or vote "
		    "NUMBER VOTES"), rest);
		return 0;
	}
	if (live_vote(p->l, live_choice(p->l, (size_t)number), (int)votes,
	    &answer, e) < 0)
		return -1;
	told(p, answer);
	if (answer == RUN_DONE)
		say_choices(p);
	return 0;
}

static int
do_choose(struct plain *p, const char *rest, struct iv_err *e)
{
	enum choose_by by = live_by(p->l);
	bool rule = *rest == '\0';
	enum run_answer answer;
	const char *at = rest;
	long number = 0;

	if (!rule)
		rule = choose_word(rest, &by);
	if (!rule && (!take_number(&at, &number) || *at || number < 1)) {
		tool_say(p->l->c, _("'%s' is no choice: choose NUMBER, or "
		    "choose vote, urgency or turn"), rest);
		return 0;
	}
	if ((rule ? live_choose_by(p->l, by, &answer, e) : live_choose(p->l,
	    live_choice(p->l, (size_t)number), &answer, e)) < 0)
		return -1;
	return told(p, answer);
}

/* "module 2", "module brainstorm"; without a name those there are. */
static int
do_way(struct plain *p, const char *rest, struct iv_err *e)
{
	enum run_answer answer;
	size_t way = RUN_NONE;

	if (*rest == '\0' && run_way_step(&p->l->r) != RUN_NONE) {
		say_ways(p, true);
		return 0;
	}
	if (run_way_step(&p->l->r) != RUN_NONE &&
	    !live_way_find(p->l, rest, &way)) {
		tool_say(p->l->c, _("'%s' is no module here: module NUMBER, "
		    "module NAME, or module 0 for none"), rest);
		return 0;
	}
	if (live_way_choose(p->l, way, &answer, e) < 0)
		return -1;
	if (answer == RUN_DONE && run_way_step(&p->l->r) == p->l->r.at)
		p->step = NULL;
	return told(p, answer);
}

static int
do_word(struct plain *p, const struct word *w, const char *rest,
    struct iv_err *e)
{
	struct run_event ev = { .kind = w->kind, .who = RUN_NONE,
		.note = w->note, .text = rest };
	bool person = w->kind == RUN_ARRIVE || w->kind == RUN_DEPART ||
	    w->kind == RUN_ABSENT;
	struct iv_err no = IV_ERR_INIT;

	if (w->kind == RUN_OFFER)
		return do_offer(p, rest, e);
	if (w->kind == RUN_VOTE)
		return do_vote(p, rest, e);
	if (w->kind == RUN_CHOOSE)
		return do_choose(p, rest, e);
	if (w->kind == RUN_WAY)
		return do_way(p, rest, e);
	if (person && live_person(p->l, rest, &ev.who, &no) < 0) {
		tool_say(p->l->c, "%s", no.msg);
		return 0;
	}
	if (w->kind == RUN_NOTE && w->note == NOTE_ACTION)
		ev.who = live_maker(p->l, &ev.text);
	return act(p, &ev, e);
}

static bool
is(const char *word, const char *en, const char *nl)
{
	return strcmp(word, en) == 0 || strcmp(word, nl) == 0;
}

/* "+5", and "tick 5" where the clock stands still. */
static int
do_minutes(struct plain *p, const char *word, const char *rest,
    struct iv_err *e)
{
	struct run_event ev = { .kind = RUN_MORE, .who = RUN_NONE };
	bool tick = *word != '+';
	char *end;
	long n = strtol(tick ? rest : word + 1, &end, 10);

	if (*end != '\0' || n < 0 || n > 1440) {
		tool_say(p->l->c, _("'%s' is no number of minutes"),
		    tick ? rest : word + 1);
		return 0;
	}
	if (!tick) {
		ev.minutes = (int)n;
		return act(p, &ev, e);
	}
	live_tick(p->l, (int)n);
	say_after(p);
	return 0;
}

/* Those that are no events of the meeting.  1: it was one. */
static int
do_other(struct plain *p, const char *word, const char *rest,
    struct iv_err *e)
{
	if (is(word, "status", "stand"))
		say_status(p);
	else if (is(word, "quit", "stop"))
		p->leave = true;
	else if (is(word, "save", "bewaar"))
		return (p->status = live_save(p->l, e)) < 0 ? -1 : 1;
	else if (*word == '+' || (strcmp(word, "tick") == 0 && p->l->still))
		return do_minutes(p, word, rest, e) < 0 ? -1 : 1;
	else
		return 0;
	return 1;
}

static int
do_line(struct plain *p, char *line, struct iv_err *e)
{
	char *rest = line + strcspn(line, " \t");
	int other;

	if (*rest != '\0')
		*rest++ = '\0';
	rest += strspn(rest, " \t");
	if (*line == '\0')
		return 0;
	if (p->l->r.state == RUN_ENDED && is(line, "next", "verder")) {
		p->done = true;
		return 0;
	}
	other = do_other(p, line, rest, e);
	if (other != 0)
		return other < 0 ? -1 : 0;
	for (size_t i = 0; i < IV_LEN(words); i++)
		if (is(line, words[i].en, words[i].nl))
			return do_word(p, &words[i], rest, e);
	tool_say(p->l->c, _("'%s' is no command; there are: next back pause "
	    "resume +N skip closing repeat turn here break arrive depart "
	    "absent q advice insight act sharp note agree offer vote choose "
	    "module status save quit"), line);
	return 0;
}

/* The time that passed is told when the step is nearly over. */
static void
say_phase(struct plain *p)
{
	struct run_view v;

	live_look(p->l, &v);
	if (v.state == RUN_GOING && v.step == p->step && v.phase > p->said)
		say_state(p, &v);
	p->said = v.phase;
}

/* More of standard input: 1, 0 there is no more, -1. */
static int
read_more(struct plain *p, struct iv_err *e)
{
	struct pollfd fd = { STDIN_FILENO, POLLIN, 0 };
	char part[4096];
	ssize_t n;

	while (!p->l->still && poll(&fd, 1, 1000) == 0)
		say_phase(p);
	do
		n = read(STDIN_FILENO, part, sizeof(part));
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return iv_fail_errno(e, IV_STORAGE, "%s",
		    _("standard input"));
	if (n > 0)
		buf_add(&p->in, part, (size_t)n);
	else if (p->in.len > 0)
		buf_addc(&p->in, '\n');	/* the last line ends here */
	return n > 0 || p->in.len > 0;
}

static int
take_line(struct plain *p, struct iv_err *e)
{
	char *end = memchr(p->in.p, '\n', p->in.len);
	size_t n = (size_t)(end - p->in.p);
	IV_AUTO(buf_release) struct buf line = BUF_INIT;

	buf_add(&line, p->in.p, n);
	memmove(p->in.p, end + 1, p->in.len - n - 1);
	buf_cut(&p->in, p->in.len - n - 1);
	buf_trim(&line);
	if (line.len > LINE_MAX_BYTES || strlen(line.p) != line.len ||
	    !utf8_valid(line.p, line.len, NULL)) {
		tool_say(p->l->c, _("this line is too long, or no text in "
		    "UTF-8; it was left out"));
		return 0;
	}
	return do_line(p, line.p, e);
}

static int
lines(struct plain *p, struct iv_err *e)
{
	int more = 1;

	while (more > 0 && !p->done && !p->leave) {
		while (!p->done && !p->leave &&
		    memchr(p->in.p, '\n', p->in.len)) {
			if (take_line(p, e) < 0)
				return -1;
		}
		if (!p->done && !p->leave)
			more = p->in.len > 2 * LINE_MAX_BYTES ? 0 :
			    read_more(p, e);
	}
	return more < 0 ? -1 : 0;
}

int
live_plain(struct live *l, struct iv_err *e)
{
	struct plain p = { .l = l, .in = BUF_INIT };
	int r;

	if (l->resumed)
		tool_say(l->c, _("the run goes on where it stopped"));
	say_after(&p);
	if (l->r.state == RUN_READY && ask_possible())
		ask_say(l->c, "", _("next begins the meeting; ? names what "
		    "else can be typed"));
	r = lines(&p, e);
	buf_release(&p.in);
	if (r < 0)
		return -1;
	if (l->r.state == RUN_ENDED)
		return live_save(l, e);
	if (l->unsaved && l->r.state != RUN_READY)
		tool_say(l->c, _("not saved yet: 'iv-session run' goes on, "
		    "'iv-session close' ends the meeting"));
	return p.status;
}
