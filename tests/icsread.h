#ifndef IV_ICSREAD_H
#define IV_ICSREAD_H

/* A calendar read back, by the letter of RFC 5545 and no kinder. */

#include <stdbool.h>
#include <string.h>

#include "buf.h"
#include "utf8.h"

/* Is every line at most 75 octets of whole characters, ended by CRLF? */
static inline bool
ics_lines_good(const char *s)
{
	while (*s) {
		const char *end = strstr(s, "\r\n");
		size_t n = end ? (size_t)(end - s) : 0, at;

		if (!end || n == 0 || n > 75 || memchr(s, '\n', n) ||
		    memchr(s, '\r', n) || !utf8_valid(s, n, &at))
			return false;
		s = end + 2;
	}
	return true;
}

/* Without the folds: lines that end in LF. */
static inline void
ics_unfold(struct buf *b, const char *s)
{
	for (; *s; s++) {
		if (strncmp(s, "\r\n ", 3) == 0)
			s += 2;
		else if (*s != '\r')
			buf_addc(b, *s);
	}
}

/* The value of the nth line (from 0) whose name, before ; or :, is this, as
 * it stands; false: there is none.  Only of text that was unfolded. */
static inline bool
ics_value(struct buf *b, const char *s, const char *name, int nth)
{
	size_t len = strlen(name), n;

	for (; *s; s += n + 1) {
		const char *p = s + len;
		bool quoted = false;

		n = strcspn(s, "\n");
		if (strncmp(s, name, len) != 0 || !strchr(";:", *p) ||
		    nth-- > 0)
			continue;
		for (; *p != ':' || quoted; p++) {
			if (*p == '\n' || *p == '\0')
				return false;
			quoted = quoted != (*p == '"');
		}
		buf_add(b, p + 1, n - (size_t)(p + 1 - s));
		return true;
	}
	return false;
}

/* How many lines are exactly this. */
static inline int
ics_count(const char *s, const char *line)
{
	size_t n;
	int found = 0;

	for (; *s; s += n + (s[n] == '\n')) {
		n = strcspn(s, "\n");
		found += n == strlen(line) && strncmp(s, line, n) == 0;
	}
	return found;
}

/* A TEXT value as it was; false where it is none. */
static inline bool
ics_plain(struct buf *b, const char *s)
{
	for (; *s; s++) {
		if (strchr(",;\n", *s))
			return false;
		if (*s != '\\') {
			buf_addc(b, *s);
			continue;
		}
		s++;
		if (*s == '\0' || !strchr("\\,;nN", *s))
			return false;
		buf_addc(b, *s == 'n' || *s == 'N' ? '\n' : *s);
	}
	return true;
}

#endif
