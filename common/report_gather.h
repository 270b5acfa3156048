#ifndef IV_REPORT_GATHER_H
#define IV_REPORT_GATHER_H

/* The parts that overview and year share: what they gather as facts, and the
 * figures html shows of them. */

#include "facts_attendance.h"
#include "report_mix.h"

/* Sums over cases and intentions of the period. */
struct gathered {
	struct mix mix;			/* form, level */
	long actions[REPORT_ACTION_STATES];	/* that were shared */
	long shared;
};
IV_MUST int gather_cases(struct gathered *g, struct report_ask *ask,
    struct iv_err *e);
void gathered_release(struct gathered *g);

/* Facts "form", "level" and "intentions". */
void put_gathered(const struct gathered *g, struct out *o);
/* Facts "evaluation": a middle for each item of each round. */
IV_MUST int put_rounds(struct report_ask *ask, struct out *o,
    struct iv_err *e);

/* Meetings of the period, by status. */
struct held {
	long held, cancelled;
	struct mix methods;
	struct timed *timed;		/* live runs, by method */
	size_t ntimed;
};

/* The steps of all live runs with one method. */
struct timed {
	char *method;
	long runs, planned, seconds;	/* planned: minutes */
};
void timed_add(struct held *h, const cJSON *session);
/* Facts "timing": real minutes of a run and how many were planned, on
 * average. */
void put_timing(const struct held *h, struct report_ask *ask, struct out *o);
report_figure figure_timing;
IV_MUST int gather_meetings(struct held *h, struct report_ask *ask,
    struct iv_err *e);
void held_release(struct held *h);

/* Attendance as one figure.  A facilitator's and a guest's turn up in hours,
 * not in the rate: every report gives the same one, that of the members. */
struct people_sum {
	struct attendance all;		/* counts, of members */
	long members;			/* now */
	long met;			/* who were at, or missed, a meeting */
	long minutes;			/* of everyone who was there */
};
void people_sum(struct people_sum *s, const struct people *people,
    int32_t today);
/* Facts of "group": a rate, where there is one, and a time as "26:00". */
void put_rate(struct out *o, const struct attendance *all);
void put_time(struct out *o, const char *item, long minutes);

/* A fact of "group"; text NULL: the number itself. */
void put_figure(struct out *o, const char *item, double value,
    const char *text);

/* Facts as cards: the day, else the text. */
report_figure figure_cards;
/* Facts as bars: item, value. */
report_figure figure_counts;
/* Turns of each role beside the fair share: rows with role, name, turns, share
 * and deviation, those of a role together. */
report_figure figure_turns;
/* Evaluation facts as lines over the rounds. */
report_figure figure_trend;

/* Attendance facts as a grid of people and the last SVG_COLS days. */
report_figure figure_grid;
report_table print_grid;

extern const struct out_col cols_cards[2], cols_methods[2], cols_counts[2],
    cols_rounds[4];

#endif
