#include <stdint.h>
#include <string.h>

#include "mem.h"
#include "privacy_internal.h"
#include "utf8.h"

bool
ch_digit(char c)
{
	return c >= '0' && c <= '9';
}

bool
ch_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

bool
ch_alpha(char c)
{
	return ch_upper(c) || (c >= 'a' && c <= 'z');
}

bool
ch_alnum(char c)
{
	return ch_alpha(c) || ch_digit(c);
}

char
ch_lower(char c)
{
	return ch_upper(c) ? (char)(c + 'a' - 'A') : c;
}

static bool
is_space(uint32_t c)
{
	return c == 0xa0 || (c >= 0x2000 && c <= 0x200a) || c == 0x202f ||
	    c == 0x3000;
}

static bool
is_dash(uint32_t c)
{
	return (c >= 0x2010 && c <= 0x2015) || c == 0x2212;
}

/* Capitals of Latin-1 and Latin Extended-A; others count as small. */
static bool
is_capital(uint32_t c)
{
	return (c >= 0xc0 && c <= 0xde) || (c >= 0x100 && c <= 0x137 &&
	    c % 2 == 0) || (c >= 0x139 && c <= 0x148 && c % 2 == 1) ||
	    (c >= 0x14a && c <= 0x177 && c % 2 == 0) || c == 0x178 ||
	    c == 0x179 || c == 0x17b || c == 0x17d;
}

/* How one character that is not ASCII is seen: one letter or two, or none for
 * a mark on the letter before it. */
static void
see(uint32_t c, const char *bytes, size_t n, struct buf *out)
{
	IV_AUTO(buf_release) struct buf raw = BUF_INIT;

	if (is_space(c) || is_dash(c)) {
		buf_addc(out, is_space(c) ? ' ' : '-');
		return;
	}
	if (c == 0x20ac || c == 0xa3) {
		buf_addc(out, PRIVACY_EURO);
		return;
	}
	if (c == 0x2018 || c == 0x2019) {
		buf_addc(out, '\'');
		return;
	}
	if (utf8_hostile(c))
		return;
	buf_add(&raw, bytes, n);
	utf8_fold(out, raw.p);
	for (size_t i = 0; i < out->len; i++)
		if (!ch_alnum(out->p[i]))
			out->p[i] = c < 0xc0 || (c >= 0x2000 && c < 0x3000) ?
			    '?' : 'x';
	if (out->len > 2)
		buf_cut(out, 1);
	if (out->len > 0 && is_capital(c))
		out->p[0] = (char)(out->p[0] - ('a' - 'A') *
		    (ch_alpha(out->p[0]) && !ch_upper(out->p[0])));
}

static void
put(struct privacy_scan *x, const char *s, size_t n, size_t at)
{
	for (size_t i = 0; i < n; i++) {
		x->at[x->n] = at;
		x->s[x->n++] = s[i];
	}
}

void
privacy_read(struct privacy_scan *x, const char *text)
{
	size_t len = strlen(text);

	/* A character of two bytes or more is seen as at most two. */
	*x = (struct privacy_scan){ mem_alloc(len + 2), mem_array(NULL,
	    len + 2, sizeof(*x->at)), 0, 0 };
	for (size_t i = 0; i < len;) {
		IV_AUTO(buf_release) struct buf seen = BUF_INIT;
		uint32_t c = '?';
		int n = (unsigned char)text[i] < 0x80 ? 1 :
		    utf8_decode(text + i, len - i, &c);

		if (n == 1) {
			char one = text[i] == '\t' || text[i] == '\r' ? ' ' :
			    text[i] == '$' ? PRIVACY_EURO : text[i];

			put(x, &one, 1, i);
		} else if (n > 1) {
			see(c, text + i, (size_t)n, &seen);
			put(x, seen.p, seen.len, i);
		} else {
			put(x, "?", 1, i);
			n = 1;
		}
		i += (size_t)n;
	}
	x->s[x->n] = '\0';
	x->at[x->n] = len;
}

void
privacy_release(struct privacy_scan *x)
{
	mem_free(x->s);
	mem_free(x->at);
}

char
scan_before(const struct privacy_scan *x, size_t i)
{
	return i > 0 ? x->s[i - 1] : '\0';
}

bool
scan_begins(const struct privacy_scan *x, size_t i)
{
	return !ch_alnum(scan_before(x, i));
}

size_t
scan_digits(const struct privacy_scan *x, size_t i)
{
	size_t n = 0;

	while (ch_digit(x->s[i + n]))
		n++;
	return n;
}

size_t
scan_letters(const struct privacy_scan *x, size_t i)
{
	size_t n = 0;

	while (ch_alpha(x->s[i + n]))
		n++;
	return n;
}

size_t
scan_spaces(const struct privacy_scan *x, size_t i)
{
	size_t n = 0;

	while (x->s[i + n] == ' ')
		n++;
	return n;
}

size_t
scan_word(const struct privacy_scan *x, size_t i, char out[PRIVACY_WORD])
{
	size_t n = scan_letters(x, i);

	*out = '\0';
	if (n >= PRIVACY_WORD)
		return n;
	for (size_t k = 0; k < n; k++)
		out[k] = ch_lower(x->s[i + k]);
	out[n] = '\0';
	return n;
}

bool
word_in(const char *list, const char *word)
{
	size_t n = strlen(word);

	for (const char *p = list; *p;) {
		size_t k = strcspn(p, "|");

		if (k == n && memcmp(p, word, n) == 0)
			return true;
		p += k + (p[k] == '|');
	}
	return false;
}

/* A full stop ends a sentence when a capital follows; "geb." goes on. */
static bool
sentence_ends(const struct privacy_scan *x, size_t i)
{
	if (strchr("!?\n;", x->s[i]))
		return true;
	return x->s[i] == '.' && x->s[i + 1] == ' ' && ch_upper(x->s[i + 2]);
}

bool
scan_word_before(const struct privacy_scan *x, size_t i, size_t distance,
    const char *list)
{
	char word[PRIVACY_WORD];

	for (size_t k = 1; k <= distance && k <= i; k++) {
		size_t at = i - k;

		if (sentence_ends(x, at))
			return false;
		if (!ch_alpha(x->s[at]) || !scan_begins(x, at))
			continue;
		scan_word(x, at, word);
		if (*word && word_in(list, word))
			return true;
	}
	return false;
}
