#include "ask.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "utf8.h"

static volatile sig_atomic_t stopped;
static sigset_t waiting;	/* let in while a character is waited for */

static void
stop(int sig)
{
	(void)sig;
	stopped = 1;
}

bool
ask_possible(void)
{
	return isatty(STDIN_FILENO);
}

/* Held back but for the waiting, so that none comes between a look at
 * "stopped" and the read that it has to end. */
void
ask_begin(void)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction act = { .sa_handler = stop };
	sigset_t held;

	sigemptyset(&held);
	for (size_t i = 0; i < IV_LEN(signals); i++) {
		sigaction(signals[i], &act, NULL);
		sigaddset(&held, signals[i]);
	}
	sigprocmask(SIG_BLOCK, &held, &waiting);
	for (size_t i = 0; i < IV_LEN(signals); i++)
		sigdelset(&waiting, signals[i]);
}

void
ask_say(const struct iv_ctx *c, const char *head, const char *text)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	IV_AUTO(buf_release) struct buf shown = BUF_INIT;
	size_t width = c->style.width > 20 && c->style.width < 80 ?
	    (size_t)c->style.width : 80;

	buf_adds(&b, head);
	utf8_wrap(&b, text, width - 1, 2);
	utf8_visible(&shown, b.p, "\n");
	fprintf(stderr, "%s\n", shown.p);
}

/* One byte of what is typed; false when there is no more. */
static bool
read_byte(char *c)
{
	struct pollfd in = { STDIN_FILENO, POLLIN, 0 };
	int ready;

	do
		ready = ppoll(&in, 1, NULL, &waiting);
	while (ready < 0 && errno == EINTR && !stopped);
	return ready > 0 && !stopped && read(STDIN_FILENO, c, 1) == 1;
}

static bool
read_line(struct buf *b, const char *prompt)
{
	size_t before = b->len;
	char c = '\0';

	fputs(prompt, stderr);
	fflush(stderr);
	while (c != '\n' && read_byte(&c))
		buf_addc(b, c);
	if (c == '\n' || (b->len > before && !stopped))
		return true;
	buf_cut(b, before);
	fputc('\n', stderr);
	return false;
}

bool
ask_line(struct buf *b)
{
	bool more = read_line(b, "> ");

	buf_trim(b);
	return more;
}

bool
ask_lines(struct buf *b)
{
	size_t before;

	do {
		before = b->len;
		if (!read_line(b, before == 0 ? "> " : "  "))
			return false;
	} while (strcmp(b->p + before, "\n") != 0 &&
	    strcmp(b->p + before, "<\n") != 0);
	buf_trim(b);
	return true;
}
