#ifndef IV_OUT_H
#define IV_OUT_H

/*
 * How rows are shown.  A row is a JSON object; a column picks a value from it
 * by name ("title", "retention.cases").  One model serves every format:
 *
 *	table	aligned columns with a heading, for people (default)
 *	id	the id alone, one a line (NUL-ended with nul)
 *	tsv csv	a heading line and the raw values; csv per RFC 4180 with a
 *		leading ' where a spreadsheet would run a formula
 *	json	{"schema": "iv.cases/1", "items": [...]}; an empty result is
 *		an empty valid document
 *	ndjson	one object a line
 *	md	a pipe table, every mark-up character inert
 *
 * table and md are for people: members by name, enum words, yes and no in the
 * reader's language, days as "2026-03-12 09:30", a list with commas, an object
 * as the number of its entries; line ends become a space and control
 * characters are shown visibly.  The others carry what is stored (a list of
 * plain values with commas, what is deeper as JSON) and depend on no locale,
 * colour or width.  On a terminal they show control characters visibly too,
 * json and ndjson as \u escapes, which mean the same; tsv writes tab and line
 * ends as a space everywhere.  Lines end in LF.
 */

#include <stdbool.h>
#include <stdio.h>

#include "json.h"

enum out_format {
	OUT_TABLE, OUT_ID, OUT_TSV, OUT_CSV, OUT_JSON, OUT_NDJSON, OUT_MD,
};

enum out_type {
	OUT_TEXT, OUT_NUMBER, OUT_WORD, OUT_MEMBER, OUT_WHEN, OUT_YES,
	OUT_HUNDREDTHS,		/* a number; people see 1.40, not 1.4 */
	OUT_WHOLE,		/* text of which a table shows all */
	/* Drawn, in tables alone, as table.h has it; the name is one or
	 * more paths to numbers, with commas between. */
	OUT_BAR, OUT_SHARE, OUT_BALANCE, OUT_PARTS,
};

struct out_col {
	const char *name;	/* machine name and path in the row */
	const char *head;	/* N_() heading for people; NULL: the name */
	enum out_type type;
};

/* Does it stand at the right of its column? */
static inline bool
out_right(enum out_type type)
{
	return type == OUT_NUMBER || type == OUT_HUNDREDTHS;
}

struct out_style {
	bool tty;		/* stdout is a terminal */
	bool keys;		/* stdin is one */
	bool screen;		/* stderr is one, and can be cleared */
	bool color;
	bool ascii;		/* no UTF-8: what is drawn is of plain signs */
	bool nul;		/* -0: ids end in NUL */
	int width;		/* columns of the terminal; 0: do not cut */
	const char *lang;	/* "nl": the reader's, for table and md */
	/* A member's name for an id; NULL or returning NULL: the id. */
	const char *(*name)(void *arg, const char *id);
	void *arg;
};

struct out;

/* The names of the formats, space-separated, and one by name. */
#define OUT_FORMATS	"table id tsv csv json ndjson md"
bool out_format(const char *name, enum out_format *ret);

/*
 * schema is the document's ("iv.cases/1").  fields, when not NULL, is "a,b,c":
 * these columns in this order (json and ndjson then hold only them); a name
 * that is no column is a path into the row, missing values are null in json.
 * cols are the default columns; json and ndjson then hold the whole row.
 * The table holds its rows until the end to align them; other formats stream.
 */
struct out_spec {
	enum out_format format;
	const char *schema;
	const char *fields;
	const struct out_col *cols;
	size_t ncols;
	/* json: what the document was made from and by; NULL: not said */
	const char *commit, *program;
};
struct out *out_begin(FILE *f, const struct out_spec *spec,
    const struct out_style *style);
/* Nothing is written: fn gets each row as it comes. */
typedef void out_fn(void *arg, const cJSON *row);
struct out *out_each(out_fn *fn, void *arg);
void out_row(struct out *o, const cJSON *row);
/* Ends the document and frees o.  IV_FAIL when the stream could not be
 * written; IV_USAGE when there are rows and none has one of spec's fields. */
IV_MUST int out_end(struct out *o, struct iv_err *e);

/* Frees o without ending the document: what failed is no empty result. */
void out_drop(struct out *o);

/* One cell's value as text for machines / for people (its newlines kept,
 * control characters visible on a terminal). */
void out_value(struct buf *b, const cJSON *v);
void out_shown(struct buf *b, const struct out_col *col, const cJSON *v,
    const struct out_style *style);

/* A value by path in a row, NULL when it is not there.  A key that itself
 * holds a point is found before a nested one. */
const cJSON *out_pick(const cJSON *row, const char *path);

/* Text made inert for one format; out_csv() quotes it when needed. */
void out_csv(struct buf *b, const char *s);
void out_md(struct buf *b, const char *s);

/* Prints text for a person: visible control characters on a terminal
 * (newline kept), as it is elsewhere. */
void out_text(FILE *f, const char *s, bool tty);

/* Colours, "" without: bold, dim, red, green, yellow, reset. */
const char *out_sgr(const struct out_style *style, const char *what);

#endif
