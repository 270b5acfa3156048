#ifndef IV_EVAL_H
#define IV_EVAL_H

/*
 * The commands of iv-eval; the rows that lead to them stand in cmd/iv-eval.c.
 *
 *	eval_outbox.c	the rounds that wait in the private area
 *	eval_code.c	one-time codes; taking answers into a round
 *	eval_open.c	open, rounds
 *	eval_ask.c	asking on a terminal that is cleared
 *	eval_collect.c	collect, answer
 *	eval_sheet.c	the questions as a sheet, and such a sheet read
 *	eval_about.c	what a round is about, and that it is asked once
 *	eval_close.c	close; what is stored
 *	eval_show.c	questions, show, decide
 *	eval_trend.c	trend, compare
 *	eval_own.c	reflect, goal: of one person, never in the repository
 *
 * An answer never reaches the repository.  A round that is open is one file
 * of the private area:
 *
 *	{ "schema": "iv.round/1", "session": ID | "period": { since, until },
 *	  "questionnaire": NAME, "day": DAY, "texts": BOOL,
 *	  "salt": TEXT, "codes": [HASH], "used": [HASH],
 *	  "answered": N, "answers": { ITEM: [1, 2, ...] }, "lines": [TEXT] }
 *
 * Its name is random and will be the id of the evaluation, so that a close
 * that died between the commit and the removal is known as such.  Every list
 * is sorted by itself: which answers came together, in which order, and which
 * code gave them is not in it.
 */

#include "facts_questions.h"
#include "verbs.h"

struct eval_open_opts {
	const char *questionnaire, *at, *period;
	int people;
	bool texts;
};
struct eval_collect_opts {
	const char *questionnaire, *at;
	bool texts;
};
struct eval_answer_opts {
	const char *questionnaire, *out, *sheet;
	bool texts;
};
struct eval_close_opts {
	bool discard;
};
struct eval_show_opts {
	const char *audience;
};
struct eval_decide_opts {
	const char *changes;
};
struct eval_trend_opts {
	const char *questionnaire, *since, *until, *audience;
};
struct eval_goal_opts {
	const char *review;
	bool share;
};
struct eval_reflect_opts {
	const char *questionnaire;
	bool list;
};

iv_run eval_questions, eval_open, eval_rounds, eval_answer, eval_collect;
iv_run eval_sheet;
iv_run eval_close, eval_show, eval_decide, eval_trend, eval_compare;
iv_run eval_reflect, eval_goal;

/* The rounds that are open here.  While the box is open no other program
 * changes it. */
struct outbox {
	struct iv_ctx *c;
	int fd;			/* the private area; -1: there is none */
	int lock;
};
#define OUTBOX_INIT { NULL, -1, -1 }

struct round {
	struct id id;
	cJSON *doc;
};
struct rounds {
	struct round *v;
	size_t n;
};
void round_release(struct round *r);
void rounds_release(struct rounds *l);

/* make: the private area is made when there is none.  Wipes what a program
 * that died left: half-written files, and rounds that were closed. */
IV_MUST int outbox_open(struct outbox *o, struct iv_ctx *c, bool make,
    struct iv_err *e);
void outbox_close(struct outbox *o);

IV_MUST int outbox_load(const struct outbox *o, struct rounds *ret,
    struct iv_err *e);
/* The round meant by an id, its beginning or a meeting; typed NULL: the only
 * one.  questionnaire NULL: any.  IV_NOTFOUND, IV_AMBIGUOUS. */
IV_MUST int outbox_find(const struct outbox *o, const char *typed,
    const char *questionnaire, struct round *ret, struct iv_err *e);
/* Replaces the file and overwrites the one it replaces. */
IV_MUST int outbox_write(const struct outbox *o, const struct round *r,
    struct iv_err *e);
IV_MUST int outbox_wipe(const struct outbox *o, const char *id,
    struct iv_err *e);

/* n new codes into a round, which keeps their hashes alone; *ret is the
 * caller's. */
IV_MUST int codes_make(struct iv_ctx *c, struct round *r, size_t n,
    struct id **ret, struct iv_err *e);
/* Can this code still answer?  IV_INVALID: no code of the round; IV_REFUSED:
 * it was used. */
IV_MUST int code_check(const struct round *r, const struct id *code,
    struct iv_err *e);
/* Takes answers in, all or none; name is for messages. */
IV_MUST int round_take(struct round *r, const struct questions *q,
    const struct answers *a, const char *name, struct iv_err *e);
/* The answers of a round as columns again; IV_INVALID when the questionnaire
 * was changed since. */
IV_MUST int round_answers(const struct round *r, const struct questions *q,
    struct answers *ret, struct iv_err *e);

/* For people with mail alone.  Reading: IV_INVALID names file and question,
 * never a value. */
void answer_sheet_write(struct iv_ctx *c, const struct questions *q);
IV_MUST int answer_sheet_read(struct iv_ctx *c, const struct questions *q,
    const char *file, struct answer *one, struct iv_err *e);

/* What a round is about: a meeting or a period, its questions and its day. */
struct about {
	struct questions q;
	char session[ID_LEN + 1];	/* "": a period */
	struct civil since, until;	/* of the period, or the meeting */
	struct civil day;		/* it is dated */
};
void about_release(struct about *a);
/* period is "A..B" or NULL; then session is what was typed for a meeting. */
struct about_typed {
	const char *session, *period, *questionnaire, *at;
};
IV_MUST int about_find(struct iv_ctx *c, const struct about_typed *t,
    struct about *ret, struct iv_err *e);
IV_MUST int about_round(struct iv_ctx *c, const struct round *r,
    struct about *ret, struct iv_err *e);
/* IV_REFUSED when these questions were answered about these days before, also
 * where that was taken back. */
IV_MUST int about_once(struct iv_ctx *c, const struct about *a,
    struct iv_err *e);
/* The record of a round into j; false, and nothing filled in, under four. */
bool about_fill(const struct about *a, struct answers *answers, cJSON *j);
/* "session" or "period", "questionnaire". */
void about_keys(const struct about *a, cJSON *j);

/*
 * Stores a round: by the group, dated at midnight of its day, as one commit
 * "verb evaluation ID".  id NULL: a new one.  0 or 10 with *ret, the record;
 * -1.  A dry run prints what it would do and gives no record.  It stands
 * already: 0, and the record as it is.
 */
struct storing {
	const struct about *about;
	struct answers *answers;
	const char *id, *verb;
};
IV_MUST int round_store(struct iv_ctx *c, const struct storing *s,
    struct record **ret, struct iv_err *e);
/* IV_REFUSED under four. */
IV_MUST int round_enough(size_t n, struct iv_err *e);

/* Asking; everything is cleared when it ends, however it ends. */
IV_MUST int laptop_open(const struct iv_ctx *c,
    struct iv_err *e);		/* IV_USAGE: cannot be cleared */
void laptop_close(void);
void laptop_clear(void);
IV_MUST int laptop_stopped(struct iv_err *e);	/* clears, and fails */
/* One person's answers; texts: the open line too, after a warning. */
IV_MUST int laptop_person(const struct questions *q, bool texts,
    struct answer *ret, struct iv_err *e);
IV_MUST int laptop_code(struct id *ret, struct iv_err *e);

/* Rounds that were closed, in order of their day. */
struct closed {
	struct record **v;
	size_t n;
};
void closed_release(struct closed *l);
IV_MUST int closed_load(struct iv_ctx *c, struct closed *ret,
    struct iv_err *e);

/* A closed round with its questions, for people. */
IV_MUST int show_round(struct iv_ctx *c, const struct record *r,
    struct iv_err *e);
/* Purpose, way of working and agreements of the group. */
void show_context(struct iv_ctx *c);
/* Aim, way of working and general trend alone. */
IV_MUST int show_client(struct iv_ctx *c, const struct closed *l,
    struct iv_err *e);
/* Is this "client"?  NULL and "group" are not; IV_USAGE for others. */
IV_MUST int for_client(const char *audience, bool *ret, struct iv_err *e);

/* The text and turning of an item; the id where the questions are gone. */
const struct question_item *question_of(const struct questions *q,
    const char *id);
/* The questions of a closed round; empty, and said, when they are gone. */
void questions_of(struct iv_ctx *c, const char *name, struct questions *ret);

#endif
