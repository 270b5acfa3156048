#ifndef IV_REPORT_H
#define IV_REPORT_H

/*
 * Reports.  One file of common/report/ is one report: it defines
 *
 *	const struct report report_<name of the file> = { ... };
 *
 * and the build finds it there, so a new file is a new command of iv-report
 * with its help, its options and its place in the page.
 *
 * Two ledgers: mask names the kinds of record a report reads; the store is
 * opened with that mask and opens no other directory.  Headings and words for
 * people are in the group's language; machine formats carry what is stored.
 */

#include "facts.h"
#include "out.h"
#include "store.h"
#include "svg.h"

/* What a report is asked, and what it found beside its rows. */
struct report_ask {
	struct store *store;
	struct facts_scope scope;
	const char *meeting;		/* as typed; NULL: the usual one */
	const char *reader;		/* an id: --for; NULL: none */
	struct id ids[2];		/* room for member and reader */
	const char *profile;		/* as typed; NULL: none */
	const char *before;		/* a meeting as typed; NULL: none */
	bool all;			/* --audience group */
	bool same;			/* --same */
	char commit[41];		/* it was made from; "": unknown */
	bool past;			/* as it stood on scope.now: --at */
	const struct report_several *groups;	/* NULL: one group */
	struct report_days *days;	/* of meetings; report_mix.h */
	struct buf about;		/* out: a line under the heading */
	struct unclosed unclosed;	/* out: what it left out */
};

void report_ask_release(struct report_ask *ask);	/* not the store */

/* Gives its rows to out_row(), those of people in order. */
typedef int report_rows(struct report_ask *ask, struct out *o,
    struct iv_err *e);

/* One table.  The first ids columns are for machines only; the rows hold all
 * columns, so that json has every field. */
struct report_view {
	const char *option;	/* "sessions": --sessions asks for it */
	const char *help;	/* N_(), of that option */
	const struct out_col *cols;
	size_t ncols, ids;
	report_rows *rows;
	bool content;		/* confidential: says so above its text */
};

/*
 * A report for people may be made of parts: its rows carry the name of theirs
 * in "section", and table, md and html show each part by itself, under a
 * heading, with its own columns.  The other formats have one stream of rows.
 */
typedef void report_figure(struct buf *b, const cJSON *rows,
    const char *lang);

/* Prints rows as table or md where columns alone would not do. */
typedef int report_table(FILE *f, const cJSON *rows, enum out_format format,
    const struct out_style *style, struct iv_err *e);

struct report_part {
	const char *name;
	const char *title;		/* N_() */
	const char *text;		/* N_(), a line under it */
	const char *none;		/* N_(), without rows; NULL: no part */
	const struct out_col *cols;	/* of people */
	size_t ncols;
	const struct out_col *drawn;	/* behind them in table, or NULL */
	report_figure *figure;		/* charts above the table, or NULL */
	report_table *print;		/* NULL: the columns */
	bool cards;			/* html: the figure says it all */
	bool fold;			/* html: the table opens on a click */
	bool half;			/* html: as wide as half a page */
	bool tall;			/* html: two others beside it */
	bool sign;			/* html: room to write in */
	const char *each;	/* the only part: shown anew for each value of
				   this key, so that few rows are kept */
};

/* What every part has; the other fields may follow. */
#define PART(id, heading, table)					\
	.name = (id), .title = (heading), .cols = (table),		\
	.ncols = IV_LEN(table)

enum report_takes {
	GROUPS_ONE, GROUPS_MANY,
	GROUPS_ALWAYS,		/* a row says of which group also for one */
};

struct report {
	const char *name;	/* of the command */
	const char *title;	/* N_(), the heading of its text */
	const char *help;	/* N_(), one line */
	const char *example;
	const char *member;	/* N_(), help of --member; NULL: none */
	unsigned mask;		/* MASK_* of schema.h */
	struct report_view plain, more;	/* more.option NULL: none */

	/* What follows may be left out. */
	const struct report_part *parts;	/* of plain */
	size_t nparts;
	report_figure *figure;	/* of plain, when it has no parts */
	const struct out_col *drawn;	/* likewise */
	const char *operands;	/* "[MEETING]": ask.meeting */
	const char *reader;	/* N_(), help of --for */
	const char *audience;	/* N_(), help of --audience */
	const char *profile;	/* N_(), help of --profile */
	const char *before;	/* N_(), help of --before */
	const char *same;	/* N_(), help of --same */
	const struct report *several;	/* in place of it where plain is asked
					   of several groups; its rows read
					   ask->groups, and have "group" and
					   "group_name" in front; NULL: the
					   rows of each group in turn */
	bool year;		/* the period is this year when none is typed */
	bool whole;		/* and with --since alone, that day's year */
	bool timeless;		/* no period is printed or asked for */
	bool more_about;	/* the rows of more fill ask.about */
	enum report_takes groups;	/* by repeated -C */
};

/* All, by name, NULL at the end; made by the build. */
extern const struct report *const reports[];

/* "iv.report.hours/1", "iv.report.hours.sessions/1". */
void report_schema(struct buf *b, const struct report *r,
    const struct report_view *v);

/* Do people see it in parts, or in html: are its rows to be kept first? */
bool report_kept(const struct report *r, const struct report_view *v,
    const char *format);

/* A whole report from its rows, in the group's language: as table or md to a
 * stream, or as a page of html.  fields: as out.h has it. */
struct report_doc {
	const struct report *report;
	const struct report_view *view;
	const struct report_ask *ask;
	const cJSON *rows;
	const char *fields;
	const struct out_style *style;
	const char *version;
};
IV_MUST int report_print(FILE *f, const struct report_doc *d,
    enum out_format format, struct iv_err *e);
void report_html(struct buf *b, const struct report_doc *d);

/*
 * What may be any length is written as its rows come, from ask; d needs no
 * rows.  report_stream() writes html for a view that has neither parts nor
 * figure, report_each() any format for people of a report whose part is shown
 * for each of something, or of a view more that fills ask.about.
 */
bool report_streams(const struct report *r, const struct report_view *v);
IV_MUST int report_stream(FILE *f, const struct report_doc *d,
    struct report_ask *ask, struct iv_err *e);
enum report_look { LOOK_TABLE, LOOK_MD, LOOK_HTML };
bool report_is_each(const struct report *r, const struct report_view *v);
IV_MUST int report_each(FILE *f, const struct report_doc *d,
    struct report_ask *ask, enum report_look look, struct iv_err *e);

/*
 * Several groups in one report.  report_several_join() makes a report of g's
 * one view: its rows are those of each group in turn, with "group", an id, and
 * "group_name" in front.  cols has room for the view's and two more; v[0] is
 * what is asked for the whole, with groups set to g.
 */
struct report_several {
	const struct report *report;
	const struct report_view *view;
	struct report_ask *v;
	size_t n;
};
void report_several_join(struct report *ret, const struct report_several *g,
    struct out_col *cols);
/* "Team Noord, Team Zuid": of whom it is. */
void report_several_name(struct buf *b, const struct report_ask *ask);
/* That with the member and the period, where the report has them. */
void report_whose(struct buf *b, const struct report *r,
    const struct report_ask *ask);

/* What stands above and below the table in md, in the group's language. */
void report_head(struct buf *b, const struct report *r,
    const struct report_view *v, const struct report_ask *ask);
void report_foot(struct buf *b, const struct report_ask *ask,
    const char *version);

/* "12 maart 2026" */
void report_day(struct buf *b, const char *lang, int32_t day);
/* For whom it is, when its content asks for that; else "". */
void report_for(struct buf *b, const struct report_view *v,
    const struct report_ask *ask);

/* Charts of rows, under a heading of their own: a line for each row where key
 * only has the value is (only NULL: each row). */
struct report_chart {
	const char *title;		/* shown */
	const char *only, *is;
	const char *label;		/* key of what stands before it */
	bool word;			/* a word to be translated */
	const char *value;		/* key of a number */
	/* What stands behind it. */
	void (*text)(struct buf *b, const cJSON *row, const char *lang);
	void (*draw)(struct buf *b, const char *title,
	    const struct svg_bar *v, size_t n);
};
void report_chart(struct buf *b, const cJSON *rows,
    const struct report_chart *c, const char *lang);
/* Number under a key; 0 for null and none. */
double report_number(const cJSON *row, const char *key);

/* Cells of a row, which holds every column: NULL and negative are null.  The
 * row points to key: it is a constant. */
void row_str(cJSON *row, const char *key, const char *s);
void row_int(cJSON *row, const char *key, long v);
void row_num(cJSON *row, const char *key, double v);	/* two decimals */
#define ROW_NO_DAY	INT32_MIN	/* null */
void row_day(cJSON *row, const char *key, int32_t day);
void row_clock(cJSON *row, const char *key, int minute);	/* "09:30" */
void row_hours(cJSON *row, const char *key, long minutes);	/* "1:05" */

#endif
