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

/* What a report is asked, and what it found beside its rows. */
struct report_ask {
	struct store *store;
	struct facts_scope scope;
	struct unclosed unclosed;	/* out: what it left out */
};

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

struct report {
	const char *name;	/* of the command */
	const char *title;	/* N_(), the heading of its text */
	const char *help;	/* N_(), one line */
	const char *example;
	const char *member;	/* N_(), help of --member; NULL: none */
	unsigned mask;		/* MASK_* of schema.h */
	struct report_view plain, more;	/* more.option NULL: none */
};

/* All, by name, NULL at the end; made by the build. */
extern const struct report *const reports[];

/* "iv.report.hours/1", "iv.report.hours.sessions/1". */
void report_schema(struct buf *b, const struct report *r,
    const struct report_view *v);

/* What stands above and below the table in md, in the group's language. */
void report_head(struct buf *b, const struct report *r,
    const struct report_view *v, const struct report_ask *ask);
void report_foot(struct buf *b, const struct report_ask *ask,
    const char *version);

/* Cells of a row, which holds every column: NULL and negative are null. */
void row_str(cJSON *row, const char *key, const char *s);
void row_int(cJSON *row, const char *key, long v);
void row_day(cJSON *row, const char *key, int32_t day);
void row_clock(cJSON *row, const char *key, int minute);	/* "09:30" */
void row_hours(cJSON *row, const char *key, long minutes);	/* "1:05" */

#endif
