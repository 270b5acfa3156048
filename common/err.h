#ifndef IV_ERR_H
#define IV_ERR_H

#include "base.h"

/*
 * Outcomes.  A function that can fail returns int, 0 or -1, takes
 * "struct iv_err *e" last and fills it only when it fails; the error lives on
 * the caller's stack, so there is nothing to free and no stale text.
 *
 *	return iv_fail(e, IV_NOTFOUND, _("no case '%s'"), id);
 *
 * msg is one line without a full stop or newline: the failing thing first.
 * note, when not empty, holds further lines for the terminal (a caret line, a
 * list of candidates), each ending in a newline.  Text that does not fit is
 * cut on a UTF-8 border and ends in "...".
 */

enum iv_code {
#define X(name, status, help) name = status,
#include "codes.def"
#undef X
};

struct iv_err {
	enum iv_code code;
	char msg[1024];
	char note[2048];
};

#define IV_ERR_INIT { .code = IV_OK }

/* Fills *e (note is emptied); always returns -1. */
int iv_fail(struct iv_err *e, enum iv_code code, const char *fmt, ...)
    IV_PRINTF(3, 4);

/* The same with ": " and strerror(errno) behind the text. */
int iv_fail_errno(struct iv_err *e, enum iv_code code, const char *fmt, ...)
    IV_PRINTF(3, 4);

/* Puts "text: " in front of the message that *e holds; returns -1. */
int iv_wrap(struct iv_err *e, const char *fmt, ...) IV_PRINTF(2, 3);

/* Adds to the note of *e; returns -1, so that it can end a failure. */
int iv_note(struct iv_err *e, const char *fmt, ...) IV_PRINTF(2, 3);

/* All outcomes in order of status; name is "IV_FAIL", help untranslated. */
struct iv_outcome {
	const char *name;
	int status;
	const char *help;
};
extern const struct iv_outcome iv_outcomes[];
extern const size_t iv_outcomes_len;

#endif
