#ifndef IV_SESSION_H
#define IV_SESSION_H

/* The parts of iv-session outside its table: what a new meeting starts with,
 * plan, which makes a series, and the commands about methods. */

#include "method.h"
#include "session_warn.h"

struct plan_opts {
	struct interval every;
	int minutes;
	struct strings skip;
	const char *count, *place, *traject;
	bool proposed;
};

extern const struct iv_opt plan_opt[7];
iv_run session_plan;

/* The trajectory meant by --traject: a name, or a file read by @FILE. */
struct traject_file;
IV_MUST int session_traject(struct iv_ctx *c, const char *typed,
    struct traject_file **ret, struct iv_err *e);
/* Prints those there are. */
IV_MUST int session_trajects(struct iv_ctx *c, struct iv_err *e);
/* A planned meeting becomes meeting i of a trajectory. */
struct traject;
IV_MUST int session_traject_part(struct iv_ctx *c, const struct traject *t,
    int i, struct record *r, struct iv_err *e);

iv_run session_cancel, session_move, session_confirm;

struct rsvp_opts {
	const char *session, *at;
	struct strings sheets;
};
struct availability_opts {
	bool availability, after, all;
	const char *whose;
};
extern const struct iv_opt rsvp_opt[3], sheet_opt[4];
iv_run session_rsvp, session_sheet;

struct sessions_opts {
	struct list_opts list;
	bool proposed;
};
extern const struct iv_opt sessions_opt[4];
iv_run session_list, session_show;

/* The rows of list, by their start; the caller's until released. */
struct rows {
	cJSON **v;
	size_t n;
};
void rows_release(struct rows *l);

/* These meetings as a calendar, on standard output. */
IV_MUST int session_ics(struct iv_ctx *c, const struct rows *rows,
    struct iv_err *e);

/* A member who is an operand, where a meeting is named by --session. */
IV_MUST int session_member(struct iv_ctx *c, const char *typed,
    struct id *ret, struct iv_err *e);

struct invite_opts {
	bool cases;
};
struct due_opts {
	bool mark, cases;
};
extern const struct iv_opt invite_opt[1], due_opt[2];
iv_run session_invite, session_due;

/* A mail about a meeting in the group's language; reminder is what it says
 * first, NULL: it is an invitation.  Without cases it holds none. */
void session_letter(struct iv_ctx *c, const cJSON *session,
    const char *reminder, bool cases, struct buf *b);
/* "Intervisie Team Wmo", for people who get more than this group's mail. */
void session_title(struct buf *b, const cJSON *group);
void session_letter_rule(struct buf *b);	/* between two letters */

struct agenda_opts {
	const char *case_id, *method, *presenter, *chair, *remove, *before;
	const char *choose, *by, *question;
	int minutes;
	bool open, clear, bids, learned, follow_up;
};
extern const struct iv_opt agenda_opt[15];
iv_run session_agenda;

/* Says what the group's own time for a method is (session_hints.c). */
IV_MUST int session_learned(struct iv_ctx *c, const cJSON *session,
    const char *method, struct iv_err *e);
/* Below an agenda: what does not fit, where the minutes come from, and when
 * there is reason to, a step here and now. */
void session_hints(struct iv_ctx *c, const struct record *session);

struct close_opts {
	struct strings breaks;
	const char *sheet, *when;
	int minutes;
	bool edit, all, noted;
};
extern const struct iv_opt close_opt[7];
iv_run session_close;

/* The private notes of a meeting: note, and what a run keeps apart. */
iv_run session_note;
IV_MUST int session_apart(struct iv_ctx *c, const char *session,
    const char *lines, struct iv_err *e);

/* Prints who was at a meeting that was held, with net minutes. */
IV_MUST int session_net(struct iv_ctx *c, const struct record *session,
    struct iv_err *e);

/* A break of a meeting, as typed: "10:30-10:45". */
IV_MUST int session_break(struct record *r, const char *typed,
    struct iv_err *e);
/* Prints the sheet of a meeting afterwards. */
IV_MUST int session_after_sheet(struct iv_ctx *c, struct iv_err *e);

struct methods_opts {
	const char *form, *level, *kind;
	int people, minutes;
	bool beginners;
};
struct method_opts {
	const char *check;
	int people;
	bool raw;
};
struct advise_opts {
	int people, minutes;
	bool technical, all;
};

extern const struct iv_opt methods_opt[6], method_opt[3], advise_opt[4];
iv_run session_methods, session_method, session_advise;

/* Minutes, place and who leads come from the group. */
IV_MUST int session_fresh(struct iv_ctx *c, struct change *ch,
    struct record *r, struct iv_err *e);

/* Is this meeting in a status that the command allows? */
IV_MUST int session_may(struct iv_ctx *c, const struct record *r,
    struct iv_err *e);
/* The meeting that was named, else the one the command is most likely about,
 * to be changed; in a status that allows it. */
IV_MUST int session_get(struct iv_ctx *c, struct change *ch,
    const char *typed, struct record **ret, struct iv_err *e);

/* IV_CONFLICT when a meeting that is not cancelled begins at this very
 * time. */
IV_MUST int session_taken(struct iv_ctx *c, struct civil start,
    struct iv_err *e);

/* The method meant by what was typed, for a meeting: its name, the caller's,
 * and its minutes for those who are expected. */
IV_MUST int session_method_for(struct iv_ctx *c, const cJSON *session,
    const char *typed, char **name, int *minutes, struct iv_err *e);

/* Every method on the agenda that was not there before is one there is; a
 * title becomes the name. */
IV_MUST int session_methods_known(struct iv_ctx *c, const cJSON *was,
    cJSON *session, struct iv_err *e);

/* A method for people: as text, or with md a hand-out in Markdown; lang is
 * the language of the labels. */
void session_handout(struct buf *b, const struct method *m, int people,
    const char *lang, bool md);

#endif
