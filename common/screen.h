#ifndef IV_SCREEN_H
#define IV_SCREEN_H

/*
 * The screen of the live run: a page of rows, of which the least important go
 * first where the terminal is small.  Drawn with ncursesw; works without
 * colour, and says in words what colour says.  Keys come one at a time.
 */

#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "err.h"

enum screen_look {
	LOOK_PLAIN, LOOK_STRONG, LOOK_SOFT, LOOK_BAR,
	LOOK_CALM, LOOK_SOON, LOOK_LATE,	/* how much time is left */
};

struct screen_row {
	char *text;
	enum screen_look look;
	int weight;		/* the lightest rows go first */
	bool bar;		/* text stands behind a progress bar */
	int permille;		/* of the bar that is full */
};

struct screen_page {
	struct buf head, message, foot;	/* first, last but one, last line */
	bool alarm;			/* the message wants attention */
	struct screen_row *rows;
	size_t n;
	const char *input;		/* a line that is typed; NULL: none */
};
void screen_page_release(struct screen_page *p);

/* Adds text behind lead, on as many rows as it takes; the later ones begin
 * below the text. */
void screen_add(struct screen_page *p, enum screen_look look, int weight,
    const char *lead, const char *text);
void screen_add_bar(struct screen_page *p, enum screen_look look,
    int64_t spent, int64_t planned, const char *text);
/* Leaves out the lightest rows, the last of those first, until n are left. */
void screen_fit(struct screen_page *p, size_t n);

enum screen_key {
	SCREEN_NONE = 0,
	SCREEN_RESIZED = 0x200000, SCREEN_BACK, SCREEN_FORWARD, SCREEN_ERASE,
	SCREEN_ENTER, SCREEN_ESCAPE, SCREEN_ERASE_ALL, SCREEN_INTERRUPT,
	SCREEN_GONE,
};

/* IV_FAIL when the terminal cannot do it. */
IV_MUST int screen_open(bool color, struct iv_err *e);
void screen_close(void);
void screen_size(int *rows, int *width);
void screen_draw(const struct screen_page *p);
void screen_bell(void);
/* A character, or SCREEN_*; waits at most so long: SCREEN_NONE. */
uint32_t screen_key(int milliseconds);

#endif
