#ifndef IV_SESSION_RUN_H
#define IV_SESSION_RUN_H

/*
 * iv-session run: a meeting step by step.  This part has the clock, the
 * journal and the records; session_plain.c drives it by lines, session_live.c
 * by a screen.
 */

#include "facts_run.h"
#include "session_journal.h"
#include "tool.h"

struct run_opts {
	bool plain, quiet;
	int speed;
};
extern const struct iv_opt run_opt[3];
iv_run session_run;

struct live {
	struct iv_ctx *c;
	struct id session;
	struct facts_run f;
	struct run r;
	struct journal j;
	bool keeps;		/* false: a rehearsal */
	bool resumed;
	bool unsaved;		/* something happened since the last commit */
	bool still;		/* the clock moves by "tick" alone */
	int speed;
	int64_t base, since;	/* our time when the clock said since */
	struct buf chosen;	/* for live_chosen() */
	const char *question;	/* last looked up, of this item: */
	size_t question_of;
};

/* The clock that stands still goes on so many minutes. */
void live_tick(struct live *l, int minutes);

/* Time, engine, journal: -1 when it happened but could not be kept. */
IV_MUST int live_do(struct live *l, struct run_event *ev,
    enum run_answer *answer, struct iv_err *e);
void live_look(struct live *l, struct run_view *v);	/* as it is now */

/*
 * Open items (session_choose.c).  A choice on the screen and in lines goes by
 * its number among those that can be chosen, from 1.
 */
size_t live_choice(const struct live *l, size_t number);	/* RUN_NONE */
/* "Noëlle Dijkstra, urgency 4, 2 votes, asks 20 min: Title. Question" */
void live_choice_text(struct live *l, size_t choice, struct buf *b);
IV_MUST int live_vote(struct live *l, size_t choice, int votes,
    enum run_answer *answer, struct iv_err *e);
IV_MUST int live_choose(struct live *l, size_t choice,
    enum run_answer *answer, struct iv_err *e);
IV_MUST int live_choose_by(struct live *l, enum choose_by by,
    enum run_answer *answer, struct iv_err *e);
/* How it goes when nobody says: by vote as soon as there was one. */
enum choose_by live_by(const struct live *l);
/* Someone brings a case: "noëlle" or "noëlle 20", who asks 20 minutes, in the
 * first line, the question in the second.  IV_NOTFOUND, IV_USAGE. */
IV_MUST int live_presenter(struct live *l, const char *line, size_t *who,
    int *minutes, struct iv_err *e);
IV_MUST int live_offer(struct live *l, size_t who, int minutes,
    const char *question, enum run_answer *answer, struct iv_err *e);
/*
 * Modules (session_way.c): those of the step for which one may be chosen now,
 * by number from 1; a way of the run, or RUN_NONE.
 */
size_t live_way(const struct live *l, size_t number);
/* "2", the id or the beginning of the title; "0": the step's own way.  False:
 * none, or more than one. */
bool live_way_find(const struct live *l, const char *typed, size_t *ret);
/* "Brainstorm: As many ideas as possible, judge later." */
void live_way_text(const struct live *l, size_t way, struct buf *b);
IV_MUST int live_way_choose(struct live *l, size_t way,
    enum run_answer *answer, struct iv_err *e);

/* What was chosen since this was asked last, and how much of the time that was
 * asked for there is not; empty: nothing. */
void live_chosen(struct live *l, struct buf *b);

/* One commit; the journal goes when the meeting is over.  Returns a status,
 * or -1: everything is still in the journal. */
IV_MUST int live_save(struct live *l, struct iv_err *e);

/* Does what was noted point to a person, so that no case takes it? */
bool live_points(const struct live *l, const struct run_event *ev);

const char *live_name(const struct live *l, size_t person);
/* The person meant by a name; IV_NOTFOUND. */
IV_MUST int live_person(struct live *l, const char *typed, size_t *ret,
    struct iv_err *e);
/* "name: text" of an intention: its maker, or RUN_NONE. */
size_t live_maker(struct live *l, const char **text);
/* The intentions that may be asked about, a line each, where the step looks
 * back; else nothing. */
void live_look_back(struct live *l, const struct run_step *step,
    struct buf *b);
/* Title and question of a case, also of one brought on the spot. */
void live_case_text(struct live *l, const char *id, struct buf *b);
/* Title and question of the case of this item; "" when there is none. */
const char *live_question(struct live *l, const struct run_step *step);

/* These end when the meeting or the input does; they return a status or -1. */
IV_MUST int live_plain(struct live *l, struct iv_err *e);
IV_MUST int live_screen(struct live *l, bool quiet, struct iv_err *e);

/* What the journal of a meeting holds goes into the change; held: it is
 * over.  *j stays open until the commit; then journal_remove(). */
IV_MUST int session_fold(struct iv_ctx *c, struct change *ch,
    struct record *session, struct journal *j, struct iv_err *e);

#endif
