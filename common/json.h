#ifndef IV_JSON_H
#define IV_JSON_H

/*
 * Strict JSON over cJSON.  What we cannot carry exactly is refused with
 * file:line:column and a caret line, never altered: RFC 8259, valid UTF-8, no
 * byte order mark, no duplicate keys, no \u0000, no lone surrogate, no number
 * whose value differs from the shortest decimal that reads back as the same
 * double (0.1 passes; 9007199254740993, 1e400 and 0.1000000000000000055 do
 * not), depth at most JSON_DEPTH, size at most JSON_MAX.
 *
 * cJSON_GetObjectItem is case-insensitive and cJSON_Compare exponential: use
 * json_get() and json_equal().
 */

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "err.h"

#define JSON_MAX	((size_t)1 << 20)
#define JSON_DEPTH	32

void json_free_auto(cJSON **j);		/* for IV_AUTO(json_free_auto) */

/*
 * Parses all n bytes; name is the file's, for messages.  line is the number of
 * the first line (1; more for a line of an NDJSON stream).  *ret is the
 * caller's.  IV_INVALID.
 */
IV_MUST int json_parse(const char *text, size_t n, const char *name,
    int line, cJSON **ret, struct iv_err *e);

/* Canonical: two-space indent, keys in their order, one newline at the end;
 * empty [] and {} on one line; numbers as the shortest exact decimal. */
void json_print(struct buf *b, const cJSON *j);
void json_print_line(struct buf *b, const cJSON *j);	/* compact, no newline */
void json_print_string(struct buf *b, const char *s);	/* with its quotes */
void json_number(struct buf *b, double v);

/* Equal values; objects whatever the order of their keys. */
bool json_equal(const cJSON *a, const cJSON *b);

/*
 * Line and column (1-based, columns in characters) of the value at a JSON
 * pointer (RFC 6901) in a text that json_parse() accepts.  False: none there.
 */
bool json_locate(const char *text, size_t n, const char *pointer, int *line,
    int *col);

/* Fills *e with "name:line:col: message", and the line with a caret under it
 * as the note.  Returns -1. */
int json_fail_at(struct iv_err *e, const char *name, const char *text,
    size_t n, int first_line, size_t offset, const char *msg);

/* Reading: NULL, dflt or false when the key is missing or of another type. */
cJSON *json_get(const cJSON *o, const char *key);
const char *json_str(const cJSON *o, const char *key);
bool json_int(const cJSON *o, const char *key, long *ret); /* whole numbers */
bool json_is(const cJSON *o, const char *key, const char *value);

/* Writing: replaces in place or appends; text is copied, j is taken. */
void json_set(cJSON *o, const char *key, cJSON *j);
void json_set_str(cJSON *o, const char *key, const char *s);
void json_set_int(cJSON *o, const char *key, long v);
void json_drop(cJSON *o, const char *key);

/* The object or array under key; an empty one is put there when there is
 * none, or something else. */
cJSON *json_object(cJSON *o, const char *key);
cJSON *json_array(cJSON *o, const char *key);

size_t json_count(const cJSON *o);	/* children of an object or array */

#endif
