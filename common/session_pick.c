#include "runtext.h"
#include "session_show.h"
#include "utf8.h"

/* A line that is typed on the screen. */
bool
live_type(struct show *s, uint32_t key)
{
	struct buf *b = &s->typed;

	if (key == SCREEN_ENTER)
		return true;
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
	return false;
}

static void
answered(struct show *s, enum run_answer answer)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	struct run_view v;

	live_look(s->l, &v);
	live_chosen(s->l, &b);
	runtext_answer(&b, answer, &v);
	live_say(s, b.p, false);
}

/* The two lines of a case that is brought on the spot. */
static int
type_case(struct show *s, struct iv_err *e)
{
	struct iv_err no = IV_ERR_INIT;
	enum run_answer answer;

	buf_trim(&s->typed);
	if (s->mode == MODE_WHO) {
		if (live_presenter(s->l, s->typed.p, &s->who, &s->minutes,
		    &no) < 0)
			live_say(s, no.msg, false);
		else
			s->mode = MODE_ASKS;
		buf_clear(&s->typed);
		return 0;
	}
	s->mode = MODE_CASES;
	if (live_offer(s->l, s->who, s->minutes, s->typed.p, &answer, e) < 0)
		return -1;
	answered(s, answer);
	return 0;
}

static int
by_number(struct show *s, uint32_t key, struct iv_err *e)
{
	size_t i = key >= '1' && key <= '9' ?
	    live_choice(s->l, key - '0') : RUN_NONE;
	enum run_answer answer;
	bool takes = s->mode == MODE_THIS;

	s->mode = takes ? MODE_RUN : MODE_CASES;
	if ((takes ? live_choose(s->l, i, &answer, e) :
	    live_vote(s->l, i, 1, &answer, e)) < 0)
		return -1;
	answered(s, answer);
	return 0;
}

static int
by_rule(struct show *s, enum choose_by by, struct iv_err *e)
{
	enum run_answer answer;

	s->mode = MODE_RUN;
	if (live_choose_by(s->l, by, &answer, e) < 0)
		return -1;
	answered(s, answer);
	return 0;
}

int
live_key_cases(struct show *s, uint32_t key, struct iv_err *e)
{
	if (s->mode == MODE_WHO || s->mode == MODE_ASKS)
		return live_type(s, key) ? type_case(s, e) : 0;
	if (s->mode == MODE_THIS || (key >= '1' && key <= '9'))
		return by_number(s, key, e);
	switch (key) {
	case 'v':
		return by_rule(s, CHOOSE_VOTE, e);
	case 'u':
		return by_rule(s, CHOOSE_URGENCY, e);
	case 't':
		return by_rule(s, CHOOSE_TURN, e);
	case 'k':
		s->mode = MODE_THIS;
		break;
	case 'n':
		buf_clear(&s->typed);
		s->mode = MODE_WHO;
		break;
	default:
		s->mode = MODE_RUN;
	}
	return 0;
}
