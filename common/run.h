#ifndef IV_RUN_H
#define IV_RUN_H

/*
 * A meeting that is under way: events go in, what the screen must say comes
 * out.  Pure: no clock (every event brings the time), no files, no JSON.
 *
 *	run_init -> run_apply ... -> run_view
 *
 * The plan is a row of steps: the opening, the steps of each agenda item,
 * planned breaks where they fall, the closing.  Going on, going back, breaks
 * and the here-and-now step only move along it or put a step in, so
 *
 *	time since the start = time of all steps + pauses
 *
 * holds after every event.  The same events give the same state, whether
 * RUN_TICK (which only brings the time) came between them or not; that is what
 * resuming from a journal rests on.  A time before the last one counts as the
 * last one (clocks are set back, meetings are not); a journal therefore keeps
 * run.now, the time that counted.
 *
 * The closing is protected: its minutes never shrink, and no step gets more
 * time when it would then run into it.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "choose.h"

#define RUN_NONE	((size_t)-1)

enum {
	RUN_BREAK_MINUTES = 10,	/* of a break that is put in */
	RUN_MORE_MOST = 120,	/* minutes asked at once */
};

enum run_part {
	RUN_OPENING, RUN_STEP, RUN_BREAK, RUN_HERE, RUN_CLOSING, RUN_PARTS,
};

struct run_step {
	size_t item;		/* of the agenda, from 0; RUN_NONE */
	size_t text;		/* the caller's number, its own for each step */
	size_t picks;		/* text of the later step for which a module
				   is chosen here; RUN_NONE */
	size_t presenter;	/* a person; RUN_NONE */
	size_t repeat;		/* text of the step it may go back to */
	enum run_part part;
	int base, each;		/* seconds; each: for everyone with a turn */
	/* what came of it */
	int plan_base, plan_each;	/* base and each of the plan */
	size_t plan_presenter;		/* likewise */
	size_t way;		/* the module chosen for it; RUN_NONE */
	size_t shown;		/* text, or that of the module */
	bool way_time;		/* it takes the minutes of the module */
	bool turn_too;		/* the presenter has a turn as well */
	int turn;		/* seconds of each turn */
	int planned;		/* seconds, with who was there */
	int extra;		/* seconds it got on top */
	bool presenter_too;	/* of the plan: has a turn as well */
	bool chooses;		/* of the plan: its item is open, and this is
				   where its case is chosen */
	bool seen, skipped;
	int64_t spent;
};

struct run_person {
	bool turns;		/* takes turns: members, not the facilitator */
	bool present;		/* now */
	bool was;		/* at any time */
	bool moved;		/* came, went, or was said not to be there */
	int64_t from, until;	/* 0: from the start, to the end */
};

/* A module: one way to do a step, chosen on the spot. */
struct run_way {
	size_t text;		/* the caller's number, of what it says */
	size_t of;		/* text of the step that may be done so */
	int base, each;		/* as of a step; both 0: those of the step */
	bool presenter_too;
};

/* A time without interruption in one step, done in one way. */
struct run_stretch {
	size_t step, way;
	int64_t from, until;
};

enum run_note {
	NOTE_QUESTION, NOTE_ADVICE, NOTE_INSIGHT, NOTE_ACTION, NOTE_SHARP,
	NOTE_NOTE, NOTE_AGREE, RUN_NOTES,
};
/* The word that stands for it in journals and commands: "question". */
extern const char *const run_note_words[RUN_NOTES];

struct run_text {
	enum run_note kind;
	size_t item;		/* where it was said; RUN_NONE */
	enum run_part part;
	size_t by;		/* a person, of an action; RUN_NONE */
	int64_t at;
	char *text;
	bool saved;		/* in the records already */
};

/* A case that an open item may be filled with. */
struct run_choice {
	struct choice c;
	size_t presenter;	/* a person; RUN_NONE: not one of them */
	size_t item;		/* it is discussed there; RUN_NONE */
	int32_t last;		/* of c, before this meeting */
	char *text;		/* the question of one that was brought on the
				   spot; NULL: it is in the records */
};

enum run_state { RUN_READY, RUN_GOING, RUN_PAUSED, RUN_ENDED };

struct run_plan {
	const struct run_step *steps;	/* only their first part is read */
	size_t nsteps;			/* at least one */
	const struct run_person *people;	/* turns and present are read */
	size_t npeople;
	int64_t start;			/* when the meeting was to begin */
	int minutes;			/* of the whole */
	int closing;			/* seconds */
	size_t here_text, break_text;	/* text of steps that are put in */
	int here;			/* minutes of a here-and-now step */
	const struct run_choice *choices;	/* text is NULL, item NONE */
	size_t nchoices;
	const struct run_way *ways;	/* the caller's, until run_release */
	size_t nways;
};

struct run {
	struct run_step *steps;
	size_t nsteps, at;
	struct run_person *people;
	size_t npeople;
	struct run_stretch *stretches;
	size_t nstretches;
	struct run_text *notes;
	size_t nnotes;
	struct run_choice *choices;
	size_t nchoices;
	const struct run_way *ways;
	size_t nways;
	enum run_state state;
	int64_t start, began, now;
	int64_t paused;			/* seconds, and after the end */
	int64_t base;			/* seconds planned when it began */
	int minutes, closing, here;
	size_t here_text, break_text;
	size_t turn;			/* whose turn was begun by hand */
	int64_t turn_from;		/* spent then */
};

enum run_kind {
	RUN_NEXT,	/* begins; goes on; ends a pause, a break; ends */
	RUN_BACK,	/* to the step before, over breaks; undoes the end */
	RUN_PAUSE, RUN_RESUME,
	RUN_MORE,	/* minutes on top */
	RUN_SKIP,	/* goes on, and this step counts as not done */
	RUN_TO_CLOSING,
	RUN_REPEAT,	/* back to where the method says, which gets its time
			   once more */
	RUN_TURN,	/* the next person's turn */
	RUN_PUT_HERE,	/* here and now, before this step; then it goes on */
	RUN_PUT_BREAK,	/* likewise */
	RUN_ARRIVE, RUN_DEPART,
	RUN_ABSENT,	/* was never there */
	RUN_NOTE,
	RUN_OFFER,	/* someone brings a case on the spot */
	RUN_VOTE,	/* for a choice; minutes: how many, may be negative */
	RUN_CHOOSE,	/* this item is about that choice */
	RUN_WAY,	/* that module for the step of run_way_step */
	RUN_SAVED,	/* notes so far are in the records */
	RUN_TICK,
	RUN_KINDS,
};
/* "next", "to-closing": in journals. */
extern const char *const run_kind_words[RUN_KINDS];

struct run_event {
	enum run_kind kind;
	int64_t at;		/* seconds since 1970 */
	int minutes;		/* RUN_MORE; asked for, of RUN_OFFER */
	size_t who;		/* a person; of an action its maker, or NONE */
	enum run_note note;
	const char *text;	/* RUN_NOTE, RUN_OFFER: the question; copied */
	struct id choice;	/* the case; of RUN_OFFER its new id */
	size_t way;		/* RUN_WAY; RUN_NONE: as the step itself says */
};

/* What became of an event; all but the first left everything as it was but
 * the time. */
enum run_answer {
	RUN_DONE, RUN_NOT_BEGUN, RUN_HAS_ENDED, RUN_IS_FIRST, RUN_IS_PAUSED,
	RUN_NOT_PAUSED, RUN_NO_ROOM, RUN_IN_CLOSING, RUN_NO_REPEAT,
	RUN_NO_TURNS, RUN_IN_IT, RUN_IS_THERE, RUN_NOT_THERE, RUN_NO_TEXT,
	RUN_BAD_MINUTES, RUN_STAYS, RUN_NO_CHOICE, RUN_NOT_OPEN, RUN_TAKEN,
	RUN_ONE_WAY, RUN_NO_WAY,
	RUN_ANSWERS,
};
extern const char *const run_answers[RUN_ANSWERS];	/* N_(), a line */

void run_init(struct run *r, const struct run_plan *p);
void run_release(struct run *r);
enum run_answer run_apply(struct run *r, const struct run_event *ev);

enum run_phase { RUN_CALM, RUN_FIFTH, RUN_TWENTIETH, RUN_OVER };

/* Seconds, unless it says otherwise. */
struct run_view {
	enum run_state state;
	const struct run_step *step;	/* the present one; NULL: not begun */
	size_t number, count;		/* of the steps of this item, from 1 */
	int64_t planned, spent, left;	/* of this step; left < 0: over */
	enum run_phase phase;		/* 20 %, 5 % left; over */
	int64_t elapsed;		/* since the start */
	int64_t behind;			/* < 0: ahead */
	int64_t ends, due;		/* instants: as it goes, as planned */
	int64_t to_closing;		/* until the closing must begin */
	int64_t too_long;		/* that what is left before it takes
					   more than that; 0: it fits */
	int64_t room;			/* the most this step may still get */
	size_t turn;			/* a person; RUN_NONE: no turns */
	size_t turn_number, turns;	/* from 1, of how many */
	int64_t turn_left;
};
void run_view(const struct run *r, struct run_view *v);

/* May the present item be filled, and is it not yet? */
bool run_open(const struct run *r);
bool run_unfilled(const struct run *r);
/* Those of which the presenter is there and that no other item has. */
bool run_can_choose(const struct run *r, size_t choice);
/* What the rule chooses among these; where the plan names who presents, among
 * the cases of that person.  RUN_NONE. */
size_t run_best(const struct run *r, enum choose_by by);

/*
 * The step for which a module may be chosen now: one to come, or the present
 * one; RUN_NONE.  A module's minutes count where there is room for them before
 * the closing, else the step keeps its own; of an item that has less time than
 * its method asks for, they are shortened as the step is.  Later rounds of the
 * step are done in the same way, until another is chosen there.
 */
size_t run_way_step(const struct run *r);
/* May that step be done so? */
bool run_has_way(const struct run *r, size_t step, size_t way);

/* Seconds this step is planned to take now, with what it got on top. */
int64_t run_planned(const struct run_step *s);
/* Was any step of this agenda item seen? */
bool run_reached(const struct run *r, size_t item);

#endif
