#include "jsonguard.h"

#include <math.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "jsonnum.h"
#include "mem.h"
#include "utf8.h"

#define KEYS_FEW	24	/* up to here each is compared with each */
#define KEY_SHOWN	60
#define NUMBER_SHOWN	40
#define NUMBER_MAX	63	/* cJSON's own buffer for a number */

/* A key as it reads after unescaping: in the text, or in the guard's buf. */
struct key {
	const char *p;
	size_t len, at, spare;
	uint32_t hash;
	bool escaped;
};

struct guard {
	char *text, *p, *end;
	struct json_fault *fault;
	struct key *keys;
	size_t nkeys, cap;
	struct buf unescaped;
	int depth;
};

static bool value(struct guard *g);

static bool IV_PRINTF(3, 4)
fail(struct guard *g, const char *at, const char *fmt, ...)
{
	va_list ap;

	g->fault->at = (size_t)(at - g->text);
	va_start(ap, fmt);
	vsnprintf(g->fault->msg, sizeof(g->fault->msg), fmt, ap);
	va_end(ap);
	return false;
}

static void
space(struct guard *g)
{
	while (*g->p == ' ' || *g->p == '\n' || *g->p == '\t' || *g->p == '\r')
		g->p++;
}

static bool
digit(char c)
{
	return c >= '0' && c <= '9';
}

static int
hex(char c)
{
	if (digit(c))
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The number of four hexadecimal digits, or -1. */
static long
hex4(const char *s)
{
	long v = 0;

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
unicode_escape(struct guard *g)
{
	long u = hex4(g->p + 2);

	if (u < 0)
		return fail(g, g->p, _("after \\u four hexadecimal digits must "
		    "follow"));
	if (u == 0)
		return fail(g, g->p, _("\\u0000 is not allowed in a text; "
		    "leave it out"));
	if (surrogate_high(u) && g->p[6] == '\\' && g->p[7] == 'u' &&
	    surrogate_low(hex4(g->p + 8))) {
		g->p += 12;
		return true;
	}
	if (surrogate_high(u) || surrogate_low(u))
		return fail(g, g->p, _("%.6s is half of a surrogate pair; "
		    "write both halves, or the character itself"), g->p);
	g->p += 6;
	return true;
}

static bool
escape(struct guard *g)
{
	char c = g->p[1];

	if (c == 'u')
		return unicode_escape(g);
	if (c == '\0' || strchr("\"\\/bfnrt", c) == NULL)
		return fail(g, g->p, _("unknown escape; allowed are \\\" \\\\ "
		    "\\/ \\b \\f \\n \\r \\t and \\u with four digits"));
	g->p += 2;
	return true;
}

static bool
control(struct guard *g)
{
	int c = (unsigned char)*g->p;

	if (g->p == g->end)
		return fail(g, g->p, _("the closing \" of a text is missing"));
	if (c == '\n' || c == '\r')
		return fail(g, g->p, _("a text must end on its own line; "
		    "close it with \" or write a line break as \\n"));
	if (c == '\t')
		return fail(g, g->p, _("a tab in a text; write it as \\t"));
	if (c == 0)
		return fail(g, g->p, _("a NUL byte in a text; leave it out"));
	return fail(g, g->p, _("control character in a text; write it as "
	    "\\u%04x or leave it out"), c);
}

static bool
multibyte(struct guard *g)
{
	uint32_t c;
	int n = utf8_decode(g->p, (size_t)(g->end - g->p), &c);

	if (n < 0)
		return fail(g, g->p, _("byte %02x is not UTF-8; save the file "
		    "as UTF-8"), (unsigned)(unsigned char)*g->p);
	g->p += n;
	return true;
}

static bool
string(struct guard *g, bool *escaped)
{
	g->p++;
	for (;;) {
		unsigned char c = (unsigned char)*g->p;
		bool good = true;

		if (c == '"')
			break;
		if (c == '\\') {
			*escaped = true;
			good = escape(g);
		} else if (c >= 0x80) {
			good = multibyte(g);
		} else if (c < 0x20) {
			good = control(g);
		} else {
			g->p++;
		}
		if (!good)
			return false;
	}
	g->p++;
	return true;
}

/* Past an escape of a valid string; adds what it stands for. */
static const char *
escape_decode(struct buf *b, const char *s)
{
	static const char from[] = "bfnrt", to[] = "\b\f\n\r\t";
	const char *plain;
	uint32_t u;

	if (s[1] != 'u') {
		plain = strchr(from, s[1]);
		buf_addc(b, plain != NULL ? to[plain - from] : s[1]);
		return s + 2;
	}
	u = (uint32_t)hex4(s + 2);
	s += 6;
	if (surrogate_high(u)) {
		u = 0x10000 + ((u - 0xd800) << 10) +
		    ((uint32_t)hex4(s + 2) - 0xdc00);
		s += 6;
	}
	utf8_encode(b, u);
	return s;
}

void
json_unescape(struct buf *b, const char *s, size_t n)
{
	const char *end = s + n;

	while (s < end) {
		const char *e = memchr(s, '\\', (size_t)(end - s));

		if (e == NULL)
			e = end;
		buf_add(b, s, (size_t)(e - s));
		s = e < end ? escape_decode(b, e) : end;
	}
}

static const char *
key_bytes(const struct guard *g, const struct key *k)
{
	return k->escaped ? g->unescaped.p + k->spare : k->p;
}

static uint32_t
hash(const char *s, size_t n)
{
	uint32_t h = 2166136261u;

	while (n-- > 0)
		h = (h ^ (unsigned char)*s++) * 16777619u;
	return h;
}

static bool
key_same(const struct guard *g, const struct key *a, const struct key *b)
{
	return a->hash == b->hash && a->len == b->len &&
	    memcmp(key_bytes(g, a), key_bytes(g, b), a->len) == 0;
}

static bool
key_twice(struct guard *g, const struct key *k)
{
	const char *s = key_bytes(g, k);
	size_t n = k->len;

	if (n > KEY_SHOWN)
		for (n = KEY_SHOWN; n > 0 && (s[n] & 0xc0) == 0x80; n--)
			;
	return fail(g, g->text + k->at, _("key \"%.*s\" stands twice in this "
	    "object; keep one of them"), (int)n, s);
}

static bool
key(struct guard *g, size_t base)
{
	const char *start = g->p + 1;
	struct key k = { .p = start, .at = (size_t)(g->p - g->text) };

	if (!string(g, &k.escaped))
		return false;
	k.len = (size_t)(g->p - 1 - start);
	if (k.escaped) {
		k.spare = g->unescaped.len;
		json_unescape(&g->unescaped, start, k.len);
		k.len = g->unescaped.len - k.spare;
	}
	k.hash = hash(key_bytes(g, &k), k.len);
	for (size_t i = base; i < g->nkeys && i < base + KEYS_FEW; i++)
		if (key_same(g, &g->keys[i], &k))
			return key_twice(g, &k);
	if (g->nkeys == g->cap) {
		g->cap = g->cap > 0 ? g->cap * 2 : 64;
		g->keys = mem_array(g->keys, g->cap, sizeof(*g->keys));
	}
	g->keys[g->nkeys++] = k;
	return true;
}

static int
key_order(const void *a, const void *b, void *guard)
{
	const struct key *x = a, *y = b;
	int c;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	if (x->len != y->len)
		return x->len < y->len ? -1 : 1;
	c = memcmp(key_bytes(guard, x), key_bytes(guard, y), x->len);
	return c != 0 ? c : (x->at > y->at) - (x->at < y->at);
}

/* Many keys are compared once, sorted, when their object ends. */
static bool
keys_end(struct guard *g, size_t base, size_t spare)
{
	const struct key *k = g->keys + base, *found = NULL;
	size_t n = g->nkeys - base;

	if (n > KEYS_FEW) {
		qsort_r(g->keys + base, n, sizeof(*k), key_order, g);
		for (size_t i = 1; i < n; i++)
			if (key_same(g, &k[i - 1], &k[i]) &&
			    (found == NULL || k[i].at < found->at))
				found = &k[i];
		if (found != NULL)
			return key_twice(g, found);
	}
	g->nkeys = base;
	buf_cut(&g->unescaped, spare);
	return true;
}

static bool
member(struct guard *g, size_t base)
{
	if (*g->p == '\'')
		return fail(g, g->p, _("a key is written in double quotes"));
	if (*g->p != '"')
		return fail(g, g->p, _("a key in double quotes is expected"));
	if (!key(g, base))
		return false;
	space(g);
	if (*g->p != ':')
		return fail(g, g->p, _("a ':' is expected after the key"));
	g->p++;
	return value(g);
}

/*
 * After an element: 1 when another follows, 0 at the end, -1 on a fault.
 */
static int
more(struct guard *g, char close)
{
	const char *comma;

	space(g);
	if (*g->p == close)
		return 0;
	comma = g->p;
	if (g->p == g->end) {
		fail(g, g->p, _("a closing '%c' is missing"), close);
		return -1;
	}
	if (*g->p != ',') {
		fail(g, g->p, _("a ',' or '%c' is expected"), close);
		return -1;
	}
	g->p++;
	space(g);
	if (*g->p == close) {
		fail(g, comma, _("a ',' before '%c'; leave it out"), close);
		return -1;
	}
	return 1;
}

static bool
object(struct guard *g)
{
	size_t base = g->nkeys, spare = g->unescaped.len;
	int next = 1;

	while (next > 0) {
		if (!member(g, base))
			return false;
		next = more(g, '}');
	}
	return next == 0 && keys_end(g, base, spare);
}

static bool
array(struct guard *g)
{
	int next = 1;

	while (next > 0) {
		if (!value(g))
			return false;
		next = more(g, ']');
	}
	return next == 0;
}

static bool
container(struct guard *g, char close)
{
	bool good = true;

	if (g->depth == JSON_DEPTH)
		return fail(g, g->p, _("nested deeper than %d levels"),
		    JSON_DEPTH);
	g->depth++;
	g->p++;
	space(g);
	if (*g->p != close)
		good = close == '}' ? object(g) : array(g);
	if (good)
		g->p++;
	g->depth--;
	return good;
}

/* The value that the text would be changed into, for the message. */
static bool
number_changed(struct guard *g, const char *s, int n)
{
	IV_AUTO(mem_free_auto) char *text = mem_ndup(s, (size_t)n);
	IV_AUTO(buf_release) struct buf near = BUF_INIT;
	int shown = n > NUMBER_SHOWN ? NUMBER_SHOWN : n;
	const char *cut = n > NUMBER_SHOWN ? "..." : "";
	double v = strtod(text, NULL);

	if (!isfinite(v))
		return fail(g, s, _("number %.*s%s is too large; write it as "
		    "text in quotes"), shown, s, cut);
	json_number(&near, v);
	return fail(g, s, _("number %.*s%s would change to %s; write it as "
	    "text in quotes"), shown, s, cut, near.p);
}

/* cJSON cuts numbers at 63 characters; the shortest decimal always fits. */
static void
number_shorten(char *s, size_t n, const struct decimal *d)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;

	json_number(&b, decimal_value(d));
	memset(s, ' ', n);
	memcpy(s, b.p, b.len);
}

static bool
number_check(struct guard *g, char *s)
{
	size_t n = (size_t)(g->p - s);
	struct decimal d;

	if (!decimal_read(&d, s, n) || !decimal_exact(&d))
		return number_changed(g, s, (int)n);
	if (n > NUMBER_MAX)
		number_shorten(s, n, &d);
	return true;
}

/* what stays untranslated until it is shown: a look-up costs more than this. */
static bool
digits(struct guard *g, const char *what)
{
	if (!digit(*g->p))
		return fail(g, g->p, "%s", mo_text(what));
	while (digit(*g->p))
		g->p++;
	return true;
}

static bool
number(struct guard *g)
{
	char *start = g->p;

	g->p += *g->p == '-';
	if (*g->p == '0' && digit(g->p[1]))
		return fail(g, start, _("a number with a zero in front; leave "
		    "the zero out or write it as text in quotes"));
	if (!digits(g, N_("a digit is expected")))
		return false;
	if (*g->p == '.') {
		g->p++;
		if (!digits(g, N_("a digit is expected after the point")))
			return false;
	}
	if ((*g->p | 0x20) != 'e' && g->p - start <= 15)
		return true;
	if ((*g->p | 0x20) == 'e') {
		g->p++;
		g->p += *g->p == '-' || *g->p == '+';
		if (!digits(g, N_("a digit is expected in the exponent")))
			return false;
	}
	return number_check(g, start);
}

static bool
word(struct guard *g)
{
	static const char *const words[] = { "true", "false", "null" };

	for (size_t i = 0; i < IV_LEN(words); i++) {
		size_t n = strlen(words[i]);

		if (strncmp(g->p, words[i], n) == 0) {
			g->p += n;
			return true;
		}
	}
	if (g->p == g->end)
		return fail(g, g->p, _("a value is missing"));
	if (*g->p == '\'')
		return fail(g, g->p, _("text is written in double quotes"));
	if (*g->p == '/')
		return fail(g, g->p, _("a comment is not allowed; leave it "
		    "out"));
	return fail(g, g->p, _("a value is expected: text in double quotes, "
	    "a number, true, false, null, '[' or '{'"));
}

static bool
value(struct guard *g)
{
	bool escaped = false;

	space(g);
	switch (*g->p) {
	case '"':
		return string(g, &escaped);
	case '{':
		return container(g, '}');
	case '[':
		return container(g, ']');
	default:
		if (digit(*g->p) || *g->p == '-')
			return number(g);
		return word(g);
	}
}

static bool
document(struct guard *g)
{
	if ((size_t)(g->end - g->text) > JSON_MAX)
		return fail(g, g->text + JSON_MAX, _("larger than %zu bytes, "
		    "the most allowed"), JSON_MAX);
	if (strncmp(g->p, "\xef\xbb\xbf", 3) == 0)
		return fail(g, g->p, _("begins with a byte order mark; save "
		    "the file as UTF-8 without one"));
	if (!value(g))
		return false;
	space(g);
	if (g->p < g->end)
		return fail(g, g->p, _("nothing may follow the value"));
	return true;
}

bool
json_guard(char *text, size_t n, struct json_fault *f)
{
	struct guard g = { .text = text, .p = text, .end = text + n,
		.fault = f, .unescaped = BUF_INIT };
	bool good = document(&g);

	mem_free(g.keys);
	buf_release(&g.unescaped);
	return good;
}
