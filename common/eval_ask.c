#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "ask.h"
#include "eval.h"
#include "mem.h"
#include "tally.h"

/* Home, then the screen, then what has scrolled away. */
#define CLEAR	"\033[H\033[2J\033[3J"
/* Another screen, so that nothing ever stands on the one that stays. */
#define ENTER	"\033[?1049h" CLEAR
#define LEAVE	CLEAR "\033[?1049l\033[3J"

static bool inside;

void
laptop_clear(void)
{
	fputs(CLEAR, stderr);
	fflush(stderr);
}

void
laptop_close(void)
{
	if (inside)
		fputs(LEAVE, stderr);
	fflush(stderr);
	inside = false;
}

/*
 * A signal ends the asking, so that the screen is cleared.  Ctrl-Z would leave
 * it as it is, and so would Ctrl-\.
 */
int
laptop_open(const struct iv_ctx *c, struct iv_err *e)
{
	if (!c->style.screen)
		return iv_fail(e, IV_USAGE, _("this terminal cannot be "
		    "cleared between two people; give the answers on "
		    "standard input, a person a line"));
	ask_begin();
	signal(SIGTSTP, SIG_IGN);
	signal(SIGQUIT, SIG_IGN);
	fputs(ENTER, stderr);
	fflush(stderr);
	inside = true;
	return 0;
}

int
laptop_stopped(struct iv_err *e)
{
	laptop_clear();
	return iv_fail(e, IV_FAIL, _("broken off; what was being typed is "
	    "not kept"));
}

static void
line_wipe(struct buf *b)
{
	if (b->cap > 0)
		explicit_bzero(b->p, b->cap);
	buf_release(b);
}

/* 1 a number, 0 something else, -1 no more. */
static int
ask_number(int *ret)
{
	IV_AUTO(line_wipe) struct buf b = BUF_INIT;

	if (!ask_line(&b))
		return -1;
	if (b.len != 1 || b.p[0] < '0' + TALLY_LOW ||
	    b.p[0] > '0' + TALLY_HIGH)
		return 0;
	*ret = b.p[0] - '0';
	return 1;
}

static int
ask_item(const struct questions *q, size_t item, int *ret, struct iv_err *e)
{
	for (;;) {
		int got;

		fprintf(stderr, "\n%s\n(1 = %s, 5 = %s) ",
		    q->items[item].text, q->low, q->high);
		got = ask_number(ret);
		if (got < 0)
			return laptop_stopped(e);
		if (got > 0)
			return 0;
		fprintf(stderr, _("One whole number from %d to %d.\n"),
		    TALLY_LOW, TALLY_HIGH);
	}
}

/* The warning stands before the first letter. */
static int
ask_text(const struct questions *q, char **ret, struct iv_err *e)
{
	IV_AUTO(line_wipe) struct buf b = BUF_INIT;

	fprintf(stderr, "\n%s\n%s", q->open, _("Whoever knows you may know "
	    "this line by its words.  It is kept as it is, apart from your "
	    "answers, and everybody who has the group's directory can read "
	    "it.  Name nobody.  Enter alone: no line.\n"));
	for (;;) {
		struct iv_err bad = IV_ERR_INIT;

		buf_clear(&b);
		if (!ask_line(&b))
			return laptop_stopped(e);
		if (answer_text(b.p, &bad) == 0)
			break;
		fprintf(stderr, "%s\n", bad.msg);
	}
	*ret = mem_dup(b.p);
	return 0;
}

int
laptop_person(const struct questions *q, bool texts, struct answer *ret,
    struct iv_err *e)
{
	fprintf(stderr, "%s\n", q->title);
	for (size_t i = 0; i < q->n; i++)
		if (ask_item(q, i, &ret->value[i], e) < 0)
			return -1;
	return texts && q->open ? ask_text(q, &ret->text, e) : 0;
}

int
laptop_code(struct id *ret, struct iv_err *e)
{
	for (;;) {
		IV_AUTO(line_wipe) struct buf b = BUF_INIT;

		fprintf(stderr, "%s ", _("Code of your slip:"));
		if (!ask_line(&b))
			return laptop_stopped(e);
		if (answer_code(b.p, ret))
			return 0;
		fprintf(stderr, _("A code has %d letters and digits.\n"),
		    ID_LEN);
	}
}
