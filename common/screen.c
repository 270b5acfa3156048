#define NCURSES_WIDECHAR 1
#include <ncurses.h>
#include <term.h>

#include "screen.h"

#include <poll.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

#include "mem.h"
#include "text.h"
#include "utf8.h"

void
screen_page_release(struct screen_page *p)
{
	for (size_t i = 0; i < p->n; i++)
		mem_free(p->rows[i].text);
	mem_free(p->rows);
	buf_release(&p->head);
	buf_release(&p->message);
	buf_release(&p->foot);
	p->rows = NULL;
	p->n = 0;
}

static struct screen_row *
add_row(struct screen_page *p, enum screen_look look, int weight,
    const char *text, size_t len)
{
	struct screen_row *row;

	p->rows = mem_array(p->rows, p->n + 1, sizeof(*p->rows));
	row = &p->rows[p->n++];
	*row = (struct screen_row){ .look = look, .weight = weight,
		.text = mem_ndup(text, len) };
	return row;
}

void
screen_add(struct screen_page *p, enum screen_look look, int weight,
    const char *lead, const char *text)
{
	IV_AUTO(buf_release) struct buf shown = BUF_INIT;
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	int width = stdscr ? getmaxx(stdscr) - 1 : 79;
	const char *line, *end;

	utf8_visible(&shown, text, "\n");
	buf_adds(&b, lead);
	if (*text != '\0')
		utf8_wrap(&b, shown.p, (size_t)(width > 10 ? width : 10),
		    utf8_width(lead));
	for (line = b.p; line; line = *end ? end + 1 : NULL) {
		end = line + strcspn(line, "\n");
		add_row(p, look, weight, line, (size_t)(end - line));
	}
}

void
screen_add_bar(struct screen_page *p, enum screen_look look, int64_t spent,
    int64_t planned, const char *text)
{
	struct screen_row *row = add_row(p, look, 97, text, strlen(text));

	row->bar = planned > 0;
	if (row->bar)
		row->permille = spent >= planned ? 1000 :
		    (int)(spent * 1000 / planned);
}

void
screen_fit(struct screen_page *p, size_t n)
{
	while (p->n > n) {
		size_t least = 0;

		for (size_t i = 1; i < p->n; i++)
			if (p->rows[i].weight <= p->rows[least].weight)
				least = i;
		mem_free(p->rows[least].text);
		memmove(&p->rows[least], &p->rows[least + 1],
		    (p->n - least - 1) * sizeof(*p->rows));
		p->n--;
	}
}

static attr_t
look_of(enum screen_look look)
{
	switch (look) {
	case LOOK_STRONG:
		return A_BOLD;
	case LOOK_SOFT:
		return has_colors() ? A_DIM : A_NORMAL;
	case LOOK_BAR:
		return A_REVERSE;
	case LOOK_CALM:
		return (attr_t)COLOR_PAIR(1);
	case LOOK_SOON:
		return (attr_t)COLOR_PAIR(2) | A_BOLD;
	case LOOK_LATE:
		return (attr_t)COLOR_PAIR(3) | A_BOLD;
	default:
		return A_NORMAL;
	}
}

/* Ctrl-C is a key here: ncurses' own answer to it ends the program without a
 * word of what is kept.  endwin() puts the terminal back as it was. */
static void
take_interrupt(void)
{
	struct termios t;

	if (tcgetattr(STDIN_FILENO, &t) == 0) {
		t.c_cc[VINTR] = _POSIX_VDISABLE;
		(void)tcsetattr(STDIN_FILENO, TCSANOW, &t);
	}
}

int
screen_open(bool color, struct iv_err *e)
{
	bool good;

	text_locale();
	good = newterm(NULL, stdout, stdin) != NULL;
	/* One that cannot put its cursor anywhere is no screen. */
	if (good && !tigetstr("cup")) {
		endwin();
		good = false;
	}
	if (!good)
		return iv_fail(e, IV_FAIL, _("this terminal cannot show the "
		    "live run; --plain drives it by lines"));
	cbreak();
	noecho();
	nonl();
	keypad(stdscr, TRUE);
	set_escdelay(100);
	take_interrupt();
	if (color && has_colors()) {
		start_color();
		use_default_colors();
		init_pair(1, COLOR_GREEN, -1);
		init_pair(2, COLOR_YELLOW, -1);
		init_pair(3, COLOR_RED, -1);
	}
	return 0;
}

void
screen_close(void)
{
	endwin();
}

void
screen_size(int *rows, int *width)
{
	getmaxyx(stdscr, *rows, *width);
}

void
screen_bell(void)
{
	beep();
}

/* A whole line in one look, to the edge. */
static void
put_line(int y, attr_t attr, const char *text, int width)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;

	/* The last column of the last line scrolls some terminals. */
	utf8_fit(&b, text, (size_t)(width > 1 ? width - 1 : 1), false);
	attrset((int)attr);
	mvaddstr(y, 0, b.p);
	attrset(A_NORMAL);
}

/* [######....]; the sign tells what the colour does. */
static void
put_bar(int y, const struct screen_row *row, int width)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	int text = (int)utf8_width(row->text);
	int room = width - text - 5;
	int full;

	if (room > 60)
		room = 60;
	if (row->bar && room >= 5) {
		full = row->permille * room / 1000;
		buf_addc(&b, '[');
		buf_pad(&b, row->look == LOOK_CALM ? '#' :
		    row->look == LOOK_SOON ? '=' : '!', (size_t)full);
		buf_pad(&b, '.', (size_t)(room - full));
		buf_adds(&b, "] ");
	}
	buf_adds(&b, row->text);
	put_line(y, look_of(row->look), b.p, width);
}

/* What is typed, its end in sight, and the cursor behind it. */
static void
put_input(int y, const struct screen_page *p, int width)
{
	IV_AUTO(buf_release) struct buf shown = BUF_INIT;
	const char *tail;
	int label = (int)utf8_width(p->message.p) + 1;

	put_line(y, A_BOLD, p->message.p, width);
	utf8_visible(&shown, p->input, "");
	for (tail = shown.p; *tail != '\0' &&
	    (int)utf8_width(tail) > width - label - 2; tail++)
		while (((unsigned char)tail[1] & 0xc0) == 0x80)
			tail++;
	mvaddstr(y, label, tail);
	clrtoeol();
}

void
screen_draw(const struct screen_page *p)
{
	int rows, width, y;

	getmaxyx(stdscr, rows, width);
	curs_set(p->input ? 1 : 0);
	erase();
	put_line(0, A_REVERSE, p->head.p, width);
	for (size_t i = 0; i < p->n && (int)i + 3 < rows; i++) {
		const struct screen_row *row = &p->rows[i];

		y = (int)i + 1;
		if (row->bar)
			put_bar(y, row, width);
		else
			put_line(y, look_of(row->look), row->text, width);
	}
	if (rows > 2)
		put_line(rows - 1, A_REVERSE, p->foot.p, width);
	if (rows > 1 && p->input)
		put_input(rows - 2, p, width);
	else if (rows > 1)
		put_line(rows - 2, p->alarm ? look_of(LOOK_LATE) : A_BOLD,
		    p->message.p, width);
	refresh();
}

static uint32_t
special(wint_t key)
{
	switch (key) {
	case KEY_RESIZE:
		return SCREEN_RESIZED;
	case KEY_LEFT:
	case KEY_UP:
		return SCREEN_BACK;
	case KEY_RIGHT:
	case KEY_DOWN:
		return SCREEN_FORWARD;
	case KEY_BACKSPACE:
	case KEY_DC:
		return SCREEN_ERASE;
	case KEY_ENTER:
		return SCREEN_ENTER;
	default:
		return SCREEN_NONE;
	}
}

/* A terminal that was closed gives nothing, for ever. */
static bool
gone(void)
{
	struct pollfd fd = { STDIN_FILENO, POLLIN, 0 };

	return poll(&fd, 1, 0) > 0 && (fd.revents & (POLLHUP | POLLERR));
}

uint32_t
screen_key(int milliseconds)
{
	wint_t key = 0;
	int r;

	timeout(milliseconds);
	r = get_wch(&key);
	if (r == KEY_CODE_YES)
		return special(key);
	if (r == ERR)
		return gone() ? SCREEN_GONE : SCREEN_NONE;
	switch (key) {
	case '\r':
	case '\n':
		return SCREEN_ENTER;
	case 8:
	case 127:
		return SCREEN_ERASE;
	case 27:
		return SCREEN_ESCAPE;
	case 'U' - '@':
		return SCREEN_ERASE_ALL;
	case 'L' - '@':
		clearok(stdscr, TRUE);
		return SCREEN_RESIZED;
	case 'C' - '@':
		return SCREEN_INTERRUPT;
	case 4:
		return SCREEN_GONE;
	default:
		return key < 32 ? SCREEN_NONE : (uint32_t)key;
	}
}
