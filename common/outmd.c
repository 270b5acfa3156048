#include "out.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

/* "1." "12)" and, for pandoc, "a." at the start begin a list. */
static bool
list_mark(const char *s, size_t i)
{
	if (i == 1 && isalpha((unsigned char)s[0]))
		return true;
	return i > 0 && strspn(s, "0123456789") == i;
}

/*
 * The characters that always mean something, then those that do only in some
 * places: escaping every full stop would spoil the text for readers of the
 * source.  Beyond CommonMark: entities, links without brackets, emoji names,
 * mathematics and citations of GitHub and pandoc.
 */
static bool
needs_escape(const char *s, size_t i)
{
	switch (s[i]) {
	case '+': case '=': case '%': case '(':
		return i == 0;
	case '-':
		return i == 0 || s[i - 1] == '-' || s[i + 1] == '-';
	case '!':
		return s[i + 1] == '[';
	case ')':
		return list_mark(s, i);
	case '.':
		return list_mark(s, i) ||
		    (i >= 3 && strncasecmp(s + i - 3, "www", 3) == 0);
	case ':':
		return i == 0 || s[i + 1] == '/' ||
		    isalpha((unsigned char)s[i + 1]);
	default:
		return strchr("\\`*_{}[]<>|~#&$@^", s[i]) != NULL;
	}
}

void
out_md(struct buf *b, const char *s)
{
	s += strspn(s, " \t\r\n\v\f");
	for (size_t i = 0; s[i] != '\0'; i++) {
		if (strchr("\t\r\n\v\f", s[i]) != NULL) {
			buf_addc(b, ' ');
			continue;
		}
		if (needs_escape(s, i))
			buf_addc(b, '\\');
		buf_addc(b, s[i]);
	}
}
