#ifndef IV_SHEET_INTERNAL_H
#define IV_SHEET_INTERNAL_H

/*
 * What writing and reading a sheet share: its fields, a value as people write
 * it, and how a line of a value is told from the rest.  For sheet*.c alone.
 */

#include "json.h"
#include "sheet.h"

#define SHEET_NBSP	"\xc2\xa0"

/* A field of the sheet and, when reading, what stands under its label. */
struct sheet_item {
	char *path;
	const struct field *f;
	struct buf value;
	size_t depth;		/* of the quoting of its label */
	int label_line;		/* 0: not seen */
	int line;		/* of the value */
};

struct sheet_items {
	struct sheet_item *v;
	size_t n;
};
void sheet_items_fill(struct sheet_items *l, const struct sheet *s);
void sheet_items_release(struct sheet_items *l);

const char *sheet_label(const struct field *f, const char *lang);
bool sheet_is_map(const struct field *f);	/* of plain values */

const cJSON *sheet_value_at(const cJSON *record, const char *path);
/* Adds the value as people write it in the sheet's language. */
void sheet_value(struct buf *b, const struct sheet *s, const struct field *f,
    const cJSON *v);

/* The length of the blank, or the opening bracket, at s; 0 when none. */
size_t sheet_blank(const char *s);
size_t sheet_opening(const char *s);
const char *sheet_skip(const char *s);		/* behind the blanks at s */

/* Would this line of a value be read as something else? */
bool sheet_escapes(const char *line);

#endif
