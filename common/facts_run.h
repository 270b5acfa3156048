#ifndef IV_FACTS_RUN_H
#define IV_FACTS_RUN_H

/*
 * The plan of a live run, from the record of the meeting, its members and the
 * methods of its items; and events as lines of a journal.
 *
 * The plan is a JSON document, the first line of the journal, and is read
 * back from there, also when the run goes on at once: so it is the same after
 * a resume, whatever became of the records meanwhile.  It holds ids and what
 * the methods say, no title, question or name.
 */

#include "method.h"
#include "run.h"
#include "store.h"

/* What is shown of a step. */
struct run_cue {
	const char *id;			/* of the step in its method */
	const char *title, *prompt;	/* prompt may be NULL */
	unsigned speaks, silent, seat, talk, not, keeps;
};

struct run_item {
	const char *case_id, *presenter, *method;	/* or NULL */
	int minutes;			/* on the agenda */
	int method_minutes;		/* what the method asks for */
	bool open;			/* its case is chosen on the spot */
};

struct facts_run {
	struct run_plan plan;
	struct run_step *steps;
	struct run_person *people;
	const char **ids;		/* of the people */
	struct run_choice *choices;
	enum choose_by by;		/* when nobody says how to choose */
	struct run_cue *cues;
	size_t ncues;
	struct run_way *ways;
	const char **way_titles;	/* of the module alone */
	struct run_item *items;
	size_t nitems;
	cJSON *doc;			/* the texts are in it */
};

extern const char *const facts_run_parts[RUN_PARTS];	/* as stored */

/* Who is told of a method that cannot be had; its item has one step then. */
struct facts_run_ask {
	const char *lang;		/* of the methods' texts */
	void (*fault)(void *arg, const struct iv_err *e);
	void *arg;
};

/* Members who replied no, or are noted as not there, are not expected. */
IV_MUST int facts_run_plan(struct store *s, const struct record *session,
    const struct facts_run_ask *ask, cJSON **ret, struct iv_err *e);

/* Takes doc over, also when it fails: IV_INVALID. */
IV_MUST int facts_run_read(cJSON *doc, struct facts_run *f,
    struct iv_err *e);
void facts_run_release(struct facts_run *f);

/* Open items get the case and presenter that were chosen so far. */
void facts_run_chosen(struct facts_run *f, const struct run *r);

/* The person with this id; RUN_NONE. */
size_t facts_run_person(const struct facts_run *f, const char *id);

/* An event as one line of the journal; its text belongs to the line. */
cJSON *facts_run_line(const struct facts_run *f, const struct run_event *ev);
bool facts_run_event(const struct facts_run *f, const cJSON *line,
    struct run_event *ev);

#endif
