#include "ask.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "mem.h"
#include "utf8.h"

static volatile sig_atomic_t stopped;

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

/* Without SA_RESTART, so that a signal ends the reading of a line. */
void
ask_begin(void)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction act = { .sa_handler = stop };

	for (size_t i = 0; i < IV_LEN(signals); i++)
		sigaction(signals[i], &act, NULL);
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

static bool
read_line(struct buf *b, const char *prompt)
{
	char *line = NULL;
	size_t size = 0;
	ssize_t n;

	fputs(prompt, stderr);
	fflush(stderr);
	n = getline(&line, &size, stdin);
	if (n >= 0 && !stopped)
		buf_add(b, line, (size_t)n);
	mem_free(line);
	if (n < 0 || stopped)
		fputc('\n', stderr);
	return n >= 0 && !stopped;
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
		/* One line is enough for a word of command. */
		if (before == 0 && strcmp(b->p, "<\n") == 0)
			break;
	} while (strcmp(b->p + before, "\n") != 0);
	buf_trim(b);
	return true;
}
