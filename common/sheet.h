#ifndef IV_SHEET_H
#define IV_SHEET_H

/*
 * Sheets (invulbladen): a record's fields as plain text to mail, print or
 * open in an editor, and the filled-in text read back.
 *
 *	# A line of help, not read back.
 *	[Title]
 *	The angry client
 *
 *	[Situation]
 *	# What happened, without names?
 *	...
 *
 * A label stands in brackets at the start of a line; what follows up to the
 * next label is its value, one line or many, and may begin behind the label on
 * its own line.  Labels are in the sheet's language; on reading, both
 * languages, the field's own name and any case are taken, and full-width
 * brackets.  A line in brackets without a letter ("[...]") is text.
 *
 * Mail is forgiven: "> " quoting of a label and, as deep, of its value; CRLF,
 * trailing blanks, no-break spaces, a signature after "-- " behind the last
 * label, text above the first label.  A label that stands there twice, as when
 * the empty sheet is still quoted below, is refused: which one counts?
 *
 * A line that is "#" or begins with "# " is help and is never read, so text
 * must not begin a line that way ("#3" is text).  A line of a value that would
 * be taken for something else (# [ > \ --) is written with \ in front, which
 * reading takes away again.
 *
 * A map of plain values, as registers, is written "key: value", one a line.
 * Fields that are objects, rows or maps of objects are not for sheets.
 */

#include "schema.h"

struct sheet {
	const struct schema *schema;
	const char *fields;	/* "title,situation,prefers.structure" */
	const char *lang;
	const char *intro;	/* N_(), help lines at the top; NULL: none */
	/* A member's name for an id, which reading takes back; may be NULL. */
	const char *(*member)(void *arg, const char *id);
	void *arg;
};

/* Adds the sheet to b, filled in from record when it is not NULL.  Words are
 * shown in the language with what is allowed as help. */
void sheet_write(struct buf *b, const struct sheet *s, const cJSON *record);

/*
 * Reads a filled-in sheet and sets its fields on record through
 * schema_set(): an empty value leaves a field away (or takes it away when
 * clear is true, for edit).  A value that reads as it was written is left
 * alone, to the byte.  name is the file's, for messages.  An unknown label is
 * IV_INVALID with name:line and the nearest label; a bad value names the line
 * too.  When it fails, record is as it was.
 */
struct sheet_text {
	const char *name, *text;
	size_t len;
	bool clear;
};
IV_MUST int sheet_read(const struct sheet *s, const struct sheet_text *text,
    cJSON *record, const struct schema_in *in, struct iv_err *e);

#endif
