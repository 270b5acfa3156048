#include "err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>

const struct iv_outcome iv_outcomes[] = {
#define X(name, status, help) { #name, status, help },
#include "codes.def"
#undef X
};

const size_t iv_outcomes_len = IV_LEN(iv_outcomes);

/* Ends a full buffer in tail, on a UTF-8 border. */
static void
cut(char *s, size_t size, const char *tail)
{
	size_t at = size - strlen(tail) - 1;

	for (int i = 0; i < 3 && at > 0 && (s[at] & 0xc0) == 0x80; i++)
		at--;
	memcpy(s + at, tail, strlen(tail) + 1);
}

IV_PRINTF(3, 0) static void
format(char *s, size_t size, const char *fmt, va_list ap)
{
	int n = vsnprintf(s, size, fmt, ap);

	if (n < 0)
		n = snprintf(s, size, "%s", fmt);
	if (n >= 0 && (size_t)n >= size)
		cut(s, size, "...");
}

/* Adds to a message; both copies end in "..." when it does not fit. */
static void
append(char *s, size_t size, const char *more)
{
	size_t len = strlen(s);
	int n = snprintf(s + len, size - len, "%s", more);

	if (n >= 0 && (size_t)n >= size - len)
		cut(s, size, "...");
}

int
iv_fail(struct iv_err *e, enum iv_code code, const char *fmt, ...)
{
	/* The arguments may point into *e. */
	char msg[sizeof(e->msg)];
	va_list ap;

	va_start(ap, fmt);
	format(msg, sizeof(msg), fmt, ap);
	va_end(ap);
	e->code = code;
	memcpy(e->msg, msg, strlen(msg) + 1);
	e->note[0] = '\0';
	return -1;
}

/* What the system says most, so that it is said in the user's language even
 * where the system itself has English alone. */
IV_UNUSED static const char *const system_says[] = {
	N_("No such file or directory"), N_("Permission denied"),
	N_("Read-only file system"), N_("No space left on device"),
	N_("Not a directory"), N_("Is a directory"), N_("File exists"),
	N_("Operation not permitted"), N_("Input/output error"),
	N_("Too many open files"), N_("File name too long"),
	N_("Disk quota exceeded"), N_("Broken pipe"),
	N_("Bad file descriptor"),
};

int
iv_fail_errno(struct iv_err *e, enum iv_code code, const char *fmt, ...)
{
	const char *why = _(strerror(errno));
	char msg[sizeof(e->msg)];
	va_list ap;

	va_start(ap, fmt);
	format(msg, sizeof(msg), fmt, ap);
	va_end(ap);
	append(msg, sizeof(msg), ": ");
	append(msg, sizeof(msg), why);
	return iv_fail(e, code, "%s", msg);
}

int
iv_wrap(struct iv_err *e, const char *fmt, ...)
{
	char msg[sizeof(e->msg)];
	va_list ap;

	va_start(ap, fmt);
	format(msg, sizeof(msg), fmt, ap);
	va_end(ap);
	append(msg, sizeof(msg), ": ");
	append(msg, sizeof(msg), e->msg);
	memcpy(e->msg, msg, strlen(msg) + 1);
	return -1;
}

static bool
note_full(const char *note, size_t size)
{
	size_t len = strlen(note);

	return len >= size - 4 && strcmp(note + len - 4, "...\n") == 0;
}

int
iv_note(struct iv_err *e, const char *fmt, ...)
{
	char *s = e->note;
	size_t len = strlen(s), left = sizeof(e->note) - len;
	va_list ap;

	if (note_full(s, sizeof(e->note)))
		return -1;
	va_start(ap, fmt);

	int n = vsnprintf(s + len, left, fmt, ap);

	va_end(ap);
	if (n < 0)
		s[len] = '\0';
	else if ((size_t)n >= left)
		cut(s, sizeof(e->note), "...\n");
	return -1;
}
