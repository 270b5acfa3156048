/* Places in a text: errors with a caret, and JSON pointers. */

#include "json.h"

#include <string.h>

#include "jsonread.h"
#include "mem.h"
#include "utf8.h"

#define BEFORE		50	/* columns shown before the caret, and after */
#define AFTER		25
#define BYTES_MAX	300	/* for either part: marks take no column */

/* The length of the character at s; 1 for a byte that is not UTF-8. */
static size_t
char_length(const char *s, size_t n)
{
	uint32_t c;
	int len = utf8_decode(s, n, &c);

	return len > 0 ? (size_t)len : 1;
}

/* Makes n bytes of one line safe to show; a tab takes one column. */
static char *
part_show(const char *s, size_t n)
{
	IV_AUTO(mem_free_auto) char *copy = mem_ndup(s, n);
	struct buf b = BUF_INIT;

	for (size_t i = 0; i < n; i++)
		if (copy[i] == '\t')
			copy[i] = ' ';
	for (size_t i = 0; i < n; i += strlen(copy + i)) {
		if (copy[i] == '\0') {
			buf_adds(&b, "\\u{0}");
			i++;
		}
		utf8_visible(&b, copy + i, "");
	}
	return buf_take(&b);
}

static size_t
part_width(const char *s, size_t n)
{
	IV_AUTO(mem_free_auto) char *shown = part_show(s, n);

	return utf8_width(shown);
}

/* Where the shown part before the caret begins: whole characters only. */
static const char *
part_begin(const char *line, const char *at)
{
	size_t width = 0;
	const char *s = at;

	while (s > line && at - s < BYTES_MAX) {
		const char *c = s - 1;
		size_t n;

		while (c > line && s - c < 4 && ((unsigned char)*c & 0xc0) ==
		    0x80)
			c--;
		n = char_length(c, (size_t)(s - c));
		if (c + n != s)
			c = s - 1;
		width += part_width(c, (size_t)(s - c));
		if (width > BEFORE)
			break;
		s = c;
	}
	return s;
}

static const char *
part_end(const char *at, const char *end)
{
	size_t width = 0;
	const char *s = at;

	while (s < end && s - at < BYTES_MAX) {
		size_t n = char_length(s, (size_t)(end - s));

		width += part_width(s, n);
		if (width > AFTER)
			break;
		s += n;
	}
	return s;
}

static void
caret_note(struct iv_err *e, const char *line, const char *at,
    const char *end)
{
	const char *from = part_begin(line, at), *to = part_end(at, end);
	IV_AUTO(mem_free_auto) char *before = part_show(from,
	    (size_t)(at - from));
	IV_AUTO(mem_free_auto) char *after = part_show(at, (size_t)(to - at));
	const char *cut = from > line ? "..." : "";

	iv_note(e, "  %s%s%s%s\n  %*s^\n", cut, before, after,
	    to < end ? "..." : "",
	    (int)(strlen(cut) + utf8_width(before)), "");
}

/* Line and column of offset; returns where its line begins. */
static const char *
place(const char *text, size_t offset, int *line, int *col)
{
	const char *s = text, *at = text + offset, *nl;

	while ((nl = memchr(s, '\n', (size_t)(at - s))) != NULL) {
		s = nl + 1;
		++*line;
	}
	*col = 1;
	for (const char *c = s; c < at; ++*col)
		c += char_length(c, (size_t)(at - c));
	return s;
}

int
json_fail_at(struct iv_err *e, const char *name, const char *text, size_t n,
    int first_line, size_t offset, const char *msg)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	int line = first_line, col;
	const char *start, *end;

	if (offset > n)
		offset = n;
	start = place(text, offset, &line, &col);
	end = memchr(text + offset, '\n', n - offset);
	if (end == NULL)
		end = text + n;
	if (end > start && end[-1] == '\r' && end - 1 >= text + offset)
		end--;
	utf8_visible(&b, name, "");
	buf_addf(&b, ":%d:%d: ", line, col);
	utf8_visible(&b, msg, "");
	iv_fail(e, IV_INVALID, "%s", b.p);
	caret_note(e, start, text + offset, end);
	return -1;
}

struct cursor {
	const char *p, *end;
};

static void
space(struct cursor *c)
{
	while (c->p < c->end && strchr(" \t\r\n", *c->p) != NULL)
		c->p++;
}

static void
string_skip(struct cursor *c)
{
	for (c->p++; *c->p != '"'; c->p++)
		c->p += *c->p == '\\';
	c->p++;
}

/* Past the value that begins here; the text is valid. */
static void
value_skip(struct cursor *c)
{
	int depth = 0;

	do {
		if (*c->p == '"') {
			string_skip(c);
			continue;
		}
		depth += *c->p == '{' || *c->p == '[';
		depth -= *c->p == '}' || *c->p == ']';
		c->p++;
		if (depth == 0)
			while (c->p < c->end &&
			    strchr(",]} \t\r\n", *c->p) == NULL)
				c->p++;
	} while (depth > 0);
}

/* From an element to the next one; false at the end of the container. */
static bool
element_next(struct cursor *c)
{
	value_skip(c);
	space(c);
	if (*c->p != ',')
		return false;
	c->p++;
	space(c);
	return true;
}

/* From an object to the value under key. */
static bool
member_find(struct cursor *c, const struct buf *key)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	const char *start;
	bool same;

	if (*c->p == '}')
		return false;
	do {
		start = c->p + 1;
		string_skip(c);
		buf_clear(&b);
		json_unescape(&b, start, (size_t)(c->p - 1 - start));
		same = b.len == key->len && memcmp(b.p, key->p, b.len) == 0;
		space(c);
		c->p++;
		space(c);
	} while (!same && element_next(c));
	return same;
}

/* From an array to its element number key: decimal, no zero in front. */
static bool
index_find(struct cursor *c, const struct buf *key)
{
	size_t n = strspn(key->p, "0123456789"), i = 0;

	if (n == 0 || n != key->len || n > 9 || (n > 1 && key->p[0] == '0'))
		return false;
	for (size_t k = 0; k < n; k++)
		i = i * 10 + (size_t)(key->p[k] - '0');
	if (*c->p == ']')
		return false;
	while (i > 0 && element_next(c))
		i--;
	return i == 0;
}

/* Reads "/token" with ~1 for / and ~0 for ~; returns what follows it. */
static const char *
token_read(struct buf *b, const char *s)
{
	buf_clear(b);
	for (s++; *s != '\0' && *s != '/'; s++) {
		if (s[0] == '~' && (s[1] == '0' || s[1] == '1'))
			buf_addc(b, *++s == '1' ? '/' : '~');
		else
			buf_addc(b, *s);
	}
	return s;
}

bool
json_locate(const char *text, size_t n, const char *pointer, int *line,
    int *col)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	struct cursor c = { text, text + n };
	int first = 1;

	space(&c);
	while (*pointer == '/') {
		char open = *c.p;

		if (open != '{' && open != '[')
			return false;
		pointer = token_read(&b, pointer);
		c.p++;
		space(&c);
		if (!(open == '{' ? member_find : index_find)(&c, &b))
			return false;
	}
	if (*pointer != '\0')
		return false;
	place(text, (size_t)(c.p - text), &first, col);
	*line = first;
	return true;
}
