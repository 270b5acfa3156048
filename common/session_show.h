#ifndef IV_SESSION_SHOW_H
#define IV_SESSION_SHOW_H

/* The screen of the live run, in two parts: session_page.c says what stands on
 * it, session_live.c what the keys do. */

#include "screen.h"
#include "session_run.h"

struct key {
	uint32_t key, other;
	enum run_kind kind;
	enum run_note note;
	const char *sign, *help;
};
#define KEYS	22
extern const struct key live_keys[KEYS];

enum mode {
	MODE_RUN, MODE_TYPE, MODE_CHOOSE, MODE_HELP, MODE_LEAVE,
	MODE_WAYS,		/* how a step is done */
	MODE_CASES,		/* what an open item may be about */
	MODE_THIS,		/* the number of one of them */
	MODE_WHO, MODE_ASKS,	/* one that is brought: its two lines */
};

struct show {
	struct live *l;
	enum mode mode;
	const struct key *key;		/* MODE_TYPE, MODE_CHOOSE */
	struct buf typed;
	size_t who;			/* MODE_ASKS: who brings it, */
	int minutes;			/* and asks so many */
	size_t keys;			/* MODE_HELP: the first that is shown */
	size_t more;			/* and of the next page, 0: none */
	struct buf said;		/* an answer, until the next key */
	bool bell, done, alarm;
	int status;
	enum run_phase phase;		/* what the bell rang for */
	const struct run_step *step;
};

/* Does a choice of people have this one, and by which character? */
bool live_can_choose(const struct show *s, size_t person);
extern const char live_letters[];

/* The part of the keys that is about open items. */
IV_MUST int live_key_cases(struct show *s, uint32_t key, struct iv_err *e);
/* Keys of a line that is typed: true when it is complete. */
bool live_type(struct show *s, uint32_t key);
void live_say(struct show *s, const char *text, bool alarm);

void live_draw(struct show *s, const struct run_view *v);

#endif
