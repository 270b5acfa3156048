/* Strings of JSON: checked, and unescaped. */

#include "jsonread.h"

#include <string.h>

#include "utf8.h"

/* As many bytes as every processor of today compares at once. */
typedef signed char bytes __attribute__((vector_size(16)));

static int
hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The number of four hexadecimal digits, or -1. */
static long
hex4(const char *s, const char *end)
{
	long v = 0;

	if (end - s < 4)
		return -1;
	for (int i = 0; i < 4; i++) {
		int d = hex(s[i]);

		if (d < 0)
			return -1;
		v = v * 16 + d;
	}
	return v;
}

static bool
surrogate_high(long u)
{
	return u >= 0xd800 && u < 0xdc00;
}

static bool
surrogate_low(long u)
{
	return u >= 0xdc00 && u < 0xe000;
}

static bool
unicode_escape(struct json_reader *r)
{
	long u = hex4(r->p + 2, r->end);

	if (u < 0)
		return json_fault_at(r, r->p, _("after \\u four hexadecimal "
		    "digits must follow"));
	if (u == 0)
		return json_fault_at(r, r->p, _("\\u0000 is not allowed in a "
		    "text; leave it out"));
	if (surrogate_high(u) && r->end - r->p >= 12 && r->p[6] == '\\' &&
	    r->p[7] == 'u' && surrogate_low(hex4(r->p + 8, r->end))) {
		r->p += 12;
		return true;
	}
	if (surrogate_high(u) || surrogate_low(u))
		return json_fault_at(r, r->p, _("%.6s is half of a surrogate "
		    "pair; write both halves, or the character itself"),
		    r->p);
	r->p += 6;
	return true;
}

static bool
escape(struct json_reader *r)
{
	char c = r->end - r->p > 1 ? r->p[1] : '\0';

	if (c == 'u')
		return unicode_escape(r);
	if (c == '\0' || strchr("\"\\/bfnrt", c) == NULL)
		return json_fault_at(r, r->p, _("unknown escape; allowed are "
		    "\\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four "
		    "digits"));
	r->p += 2;
	return true;
}

static bool
control(struct json_reader *r)
{
	int c = (unsigned char)*r->p;

	if (c == '\n' || c == '\r')
		return json_fault_at(r, r->p, _("a text must end on its own "
		    "line; close it with \" or write a line break as \\n"));
	if (c == '\t')
		return json_fault_at(r, r->p, _("a tab in a text; write it "
		    "as \\t"));
	if (c == 0)
		return json_fault_at(r, r->p, _("a NUL byte in a text; leave "
		    "it out"));
	return json_fault_at(r, r->p, _("control character in a text; write "
	    "it as \\u%04x or leave it out"), c);
}

static bool
multibyte(struct json_reader *r)
{
	uint32_t c;
	int n = utf8_decode(r->p, (size_t)(r->end - r->p), &c);

	if (n < 0)
		return json_fault_at(r, r->p, _("byte %02x is not UTF-8; save "
		    "the file as UTF-8"), (unsigned)(unsigned char)*r->p);
	r->p += n;
	return true;
}

static bool
plain(char c)
{
	return (unsigned char)c >= ' ' && (unsigned char)c < 0x80 &&
	    c != '"' && c != '\\';
}

/*
 * Past bytes that need no look: sixteen at a time, until one of them is a
 * quote, a backslash, a control character or, below zero, not ASCII.
 */
static const char *
plain_skip(const char *p, const char *end)
{
	for (; end - p >= (ptrdiff_t)sizeof(bytes); p += sizeof(bytes)) {
		uint64_t marks[2];
		bytes v;

		memcpy(&v, p, sizeof(v));
		v = (v == '"') | (v == '\\') | (v < ' ');
		memcpy(marks, &v, sizeof(marks));
		if ((marks[0] | marks[1]) == 0)
			continue;
		if (__BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__)
			break;
		return p + (marks[0] != 0 ? __builtin_ctzll(marks[0]) / 8 :
		    8 + __builtin_ctzll(marks[1]) / 8);
	}
	while (p < end && plain(*p))
		p++;
	return p;
}

static bool
special(struct json_reader *r, struct json_piece *ret)
{
	if (r->p == r->end)
		return json_fault_at(r, r->p, _("the closing \" of a text is "
		    "missing"));
	if (*r->p == '\\') {
		ret->escaped = true;
		return escape(r);
	}
	return (unsigned char)*r->p >= 0x80 ? multibyte(r) : control(r);
}

bool
json_piece(struct json_reader *r, struct json_piece *ret)
{
	ret->p = ++r->p;
	ret->escaped = false;
	for (;;) {
		r->p = plain_skip(r->p, r->end);
		if (r->p < r->end && *r->p == '"')
			break;
		if (!special(r, ret))
			return false;
	}
	ret->len = (size_t)(r->p++ - ret->p);
	return true;
}

/* Past an escape of a valid string; what it stands for goes to *to. */
static const char *
escape_decode(char **to, const char *s)
{
	static const char from[] = "bfnrt", chars[] = "\b\f\n\r\t";
	const char *plain;
	uint32_t u;

	if (s[1] != 'u') {
		plain = strchr(from, s[1]);
		*(*to)++ = plain != NULL ? chars[plain - from] : s[1];
		return s + 2;
	}
	u = (uint32_t)hex4(s + 2, s + 6);
	s += 6;
	if (surrogate_high(u)) {
		u = 0x10000 + ((u - 0xd800) << 10) +
		    ((uint32_t)hex4(s + 2, s + 6) - 0xdc00);
		s += 6;
	}

	IV_AUTO(buf_release) struct buf one = BUF_INIT;

	utf8_encode(&one, u);
	memcpy(*to, one.p, one.len);
	*to += one.len;
	return s;
}

size_t
json_piece_copy(char *to, const struct json_piece *s)
{
	const char *p = s->p, *end = p + s->len;
	char *start = to;

	while (s->escaped && p < end) {
		const char *e = memchr(p, '\\', (size_t)(end - p));
		size_t n = (size_t)((e != NULL ? e : end) - p);

		memcpy(to, p, n);
		to += n;
		p = e != NULL ? escape_decode(&to, e) : end;
	}
	memcpy(to, p, (size_t)(end - p));
	to += end - p;
	*to = '\0';
	return (size_t)(to - start);
}

void
json_unescape(struct buf *b, const char *s, size_t n)
{
	struct json_piece piece = { s, n, true };

	buf_grow(b, n);
	b->len += json_piece_copy(b->p + b->len, &piece);
}
