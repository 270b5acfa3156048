#include "utf8.h"

#include <utf8proc.h>

#include "mem.h"

#define ELLIPSIS	"\xe2\x80\xa6"

struct range {
	uint32_t first, last;
};

/* What is assigned and not private, yet moves, hides or reorders text. */
static const struct range hostile[] = {
	{ 0x0000, 0x001f },	/* C0 */
	{ 0x007f, 0x009f },	/* DEL, C1 */
	{ 0x061c, 0x061c },	/* Arabic letter mark */
	{ 0x180e, 0x180e },	/* Mongolian vowel separator */
	{ 0x200b, 0x200f },	/* zero width, directional marks */
	{ 0x2028, 0x202e },	/* separators, bidi embedding */
	{ 0x2060, 0x206f },	/* word joiner to bidi isolates */
	{ 0xfeff, 0xfeff },	/* byte order mark */
	{ 0xfff9, 0xfffb },	/* interlinear annotation */
	{ 0xe0000, 0xe007f },	/* tags */
};

/* Letters that Unicode does not decompose, and typewriter punctuation. */
static const struct {
	uint32_t c;
	const char *plain;
} letters[] = {
	{ 0x00e6, "ae" },	/* ae ligature */
	{ 0x00f0, "d" },	/* eth */
	{ 0x00f8, "o" },	/* o with stroke */
	{ 0x00fe, "th" },	/* thorn */
	{ 0x0111, "d" },	/* d with stroke */
	{ 0x0127, "h" },	/* h with stroke */
	{ 0x0131, "i" },	/* dotless i */
	{ 0x0142, "l" },	/* l with stroke */
	{ 0x0153, "oe" },	/* oe ligature */
	{ 0x0167, "t" },	/* t with stroke */
	{ 0x02bc, "'" },
	{ 0x2010, "-" },
	{ 0x2018, "'" },
	{ 0x2019, "'" },
};

int
utf8_decode(const char *s, size_t n, uint32_t *c)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	const unsigned char *u = (const unsigned char *)s;

	if (n == 0)
		return -1;
	if (u[0] < 0x80) {
		*c = u[0];
		return 1;
	}

	int len = u[0] < 0xc2 ? 0 : u[0] < 0xe0 ? 2 : u[0] < 0xf0 ? 3 :
	    u[0] < 0xf5 ? 4 : 0;

	if (len == 0 || (size_t)len > n)
		return -1;

	uint32_t v = u[0] & (0x7fu >> len);

	for (int i = 1; i < len; i++) {
		if ((u[i] & 0xc0) != 0x80)
			return -1;
		v = v << 6 | (u[i] & 0x3fu);
	}
	if (v < least[len] || v > 0x10ffff || (v >= 0xd800 && v <= 0xdfff))
		return -1;
	*c = v;
	return len;
}

void
utf8_encode(struct buf *b, uint32_t c)
{
	if (c < 0x80) {
		buf_addc(b, (char)c);
		return;
	}

	int more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
	unsigned char u[4];

	u[0] = (unsigned char)(0xff00u >> (more + 1) | c >> (6 * more));
	for (int i = 1; i <= more; i++)
		u[i] = (unsigned char)(0x80 | (c >> (6 * (more - i)) & 0x3f));
	buf_add(b, u, (size_t)more + 1);
}

bool
utf8_valid(const char *s, size_t n, size_t *at)
{
	uint32_t c;

	for (size_t i = 0; i < n; ) {
		int len = utf8_decode(s + i, n - i, &c);

		if (len < 0) {
			if (at)
				*at = i;
			return false;
		}
		i += (size_t)len;
	}
	return true;
}

bool
utf8_hostile(uint32_t c)
{
	if (c >= 0x20 && c < 0x7f)
		return false;
	for (size_t i = 0; i < IV_LEN(hostile); i++)
		if (c >= hostile[i].first && c <= hostile[i].last)
			return true;
	if (c > 0x10ffff)
		return true;
	switch (utf8proc_category((utf8proc_int32_t)c)) {
	case UTF8PROC_CATEGORY_CN:
	case UTF8PROC_CATEGORY_CO:
	case UTF8PROC_CATEGORY_CS:
		return true;
	default:
		return false;
	}
}

/* One character as a terminal may see it, and the columns it takes. */
struct glyph {
	char s[16];
	size_t len;		/* bytes in s */
	size_t width;
};

/* Letters and signs of Latin beside ASCII: visible and a column each, known
 * without the large tables, which a start would have to load. */
static bool
latin(uint32_t c)
{
	return c >= 0xa0 && c < 0x250;
}

/* Returns the bytes of s it used; s is not at its end. */
static size_t
next_glyph(const char *s, struct glyph *g)
{
	uint32_t c;
	int len, n;

	if (*s >= 0x20 && *s < 0x7f) {
		g->s[0] = *s;
		g->len = g->width = 1;
		return 1;
	}
	len = utf8_decode(s, strnlen(s, 4), &c);
	if (len > 0 && (latin(c) || !utf8_hostile(c))) {
		int width = latin(c) ? 1 :
		    utf8proc_charwidth((utf8proc_int32_t)c);

		memcpy(g->s, s, (size_t)len);
		g->len = (size_t)len;
		g->width = width > 0 ? (size_t)width : 0;
		return g->len;
	}
	if (len > 0)
		n = snprintf(g->s, sizeof(g->s), "\\u{%x}", (unsigned)c);
	else
		n = snprintf(g->s, sizeof(g->s), "\\x{%02x}",
		    (unsigned)(unsigned char)*s);
	g->len = g->width = (size_t)n;
	return len > 0 ? (size_t)len : 1;
}

/* Bytes of printable ASCII at s.  Most text is nothing else, and tables of
 * 10,000 rows feel it. */
static size_t
plain_run(const char *s)
{
	size_t n = 0;

	while (s[n] >= 0x20 && s[n] < 0x7f)
		n++;
	return n;
}

void
utf8_visible(struct buf *b, const char *s, const char *keep)
{
	struct glyph g;

	for (;;) {
		size_t n = plain_run(s);

		buf_add(b, s, n);
		s += n;
		if (*s == '\0')
			return;
		n = next_glyph(s, &g);
		if (keep && n == 1 && strchr(keep, *s))
			buf_addc(b, *s);
		else
			buf_add(b, g.s, g.len);
		s += n;
	}
}

size_t
utf8_width(const char *s)
{
	struct glyph g;
	size_t width = 0;

	for (;;) {
		size_t n = plain_run(s);

		width += n;
		s += n;
		if (*s == '\0')
			return width;
		s += next_glyph(s, &g);
		width += g.width;
	}
}

/* What stands on the line that b ends in. */
static size_t
column(const struct buf *b)
{
	const char *nl = memrchr(b->p, '\n', b->len);

	return utf8_width(nl ? nl + 1 : b->p);
}

void
utf8_cut(struct buf *b, const char *s, size_t width)
{
	bool whole = utf8_width(s) <= width;
	size_t room = whole ? width : width > 0 ? width - 1 : 0;
	size_t n = plain_run(s);
	struct glyph g;

	n = n < room ? n : room;
	buf_add(b, s, n);
	room -= n;
	s += n;
	while (*s != '\0') {
		s += next_glyph(s, &g);
		if (g.width > room || (!whole && width == 0))
			break;
		buf_add(b, g.s, g.len);
		room -= g.width;
	}
	if (!whole && width > 0)
		buf_adds(b, ELLIPSIS);
}

void
utf8_fit(struct buf *b, const char *s, size_t width, bool right)
{
	size_t start = b->len, gap;

	utf8_cut(b, s, width);
	gap = width - utf8_width(b->p + start);
	buf_pad(b, ' ', gap);
	if (right && gap > 0) {
		memmove(b->p + start + gap, b->p + start,
		    b->len - gap - start);
		memset(b->p + start, ' ', gap);
	}
}

/* White space that a line may end at: not the no-break kinds. */
static bool
breaks(uint32_t c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x1680 ||
	    (c >= 0x2000 && c <= 0x200a && c != 0x2007) || c == 0x205f ||
	    c == 0x3000;
}

/* The bytes of white space other than newline at s. */
static size_t
skip_space(const char *s)
{
	size_t n = 0;
	uint32_t c;

	for (;;) {
		for (; s[n] == ' '; n++)
			;
		if (s[n] == '\0' || s[n] == '\n' || (s[n] > ' ' &&
		    s[n] < 0x7f))
			return n;

		int len = utf8_decode(s + n, strnlen(s + n, 4), &c);

		if (len < 0 || !breaks(c))
			return n;
		n += (size_t)len;
	}
}

/* The bytes of the word at s, and the columns it takes. */
static size_t
word_length(const char *s, size_t *width)
{
	struct glyph g;
	size_t n = 0;

	*width = 0;
	for (;;) {
		for (; s[n] > ' ' && s[n] < 0x7f; n++)
			++*width;
		if (s[n] == '\0' || s[n] == '\n' || skip_space(s + n) > 0)
			return n;
		n += next_glyph(s + n, &g);
		*width += g.width;
	}
}

/* A line that is being filled: what it has, the most it may, its beginning. */
struct line {
	size_t col, width, indent;
	bool words, first;
};

static void
line_break(struct buf *b, struct line *l)
{
	buf_addc(b, '\n');
	l->col = 0;
	l->words = l->first = false;
}

/* The indent comes with the first word, so that empty lines stay empty. */
static void
line_begin(struct buf *b, struct line *l)
{
	if (!l->first && !l->words) {
		buf_pad(b, ' ', l->indent);
		l->col = l->indent;
	}
	l->words = true;
}

static void
add_bytes(struct buf *b, struct line *l, const char *s, size_t n)
{
	struct glyph g;

	for (size_t i = 0; i < n; ) {
		size_t len = next_glyph(s + i, &g);

		if (l->col + g.width > l->width)
			line_break(b, l);
		line_begin(b, l);
		buf_add(b, s + i, len);
		l->col += g.width;
		i += len;
	}
}

/* A word that no line can hold is broken where the line is full. */
static void
add_word(struct buf *b, struct line *l, const char *s, size_t n, size_t width)
{
	size_t space = l->words ? 1 : 0;

	if ((l->words || (l->first && l->col > l->indent)) &&
	    l->col + space + width > l->width) {
		line_break(b, l);
		space = 0;
	}
	line_begin(b, l);
	buf_pad(b, ' ', space);
	l->col += space;
	if (l->col + width > l->width) {
		add_bytes(b, l, s, n);
		return;
	}
	buf_add(b, s, n);
	l->col += width;
}

void
utf8_wrap(struct buf *b, const char *s, size_t width, size_t indent)
{
	struct line l = { .col = column(b), .width = width > 0 ? width : 1,
	    .first = true };
	size_t cols;

	l.indent = indent < l.width ? indent : l.width - 1;
	while (*s != '\0') {
		if (*s == '\n') {
			line_break(b, &l);
			s++;
			continue;
		}
		s += skip_space(s);

		size_t n = word_length(s, &cols);

		if (n > 0)
			add_word(b, &l, s, n, cols);
		s += n;
	}
}

static const char *
letter_plain(uint32_t c)
{
	for (size_t i = 0; i < IV_LEN(letters); i++)
		if (letters[i].c == c)
			return letters[i].plain;
	return NULL;
}

/* The longest decomposition in Unicode, U+FDFA, has 18 characters. */
static void
fold_char(struct buf *b, uint32_t c)
{
	utf8proc_int32_t out[32];
	int boundary = 0;

	if (c < 0x80) {
		buf_addc(b, (char)(c >= 'A' && c <= 'Z' ? c | 0x20 : c));
		return;
	}

	utf8proc_ssize_t n = utf8proc_decompose_char((utf8proc_int32_t)c, out,
	    IV_LEN(out), UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT |
	    UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK | UTF8PROC_IGNORE,
	    &boundary);

	if (n < 0 || (size_t)n > IV_LEN(out)) {
		utf8_encode(b, c);
		return;
	}
	for (utf8proc_ssize_t i = 0; i < n; i++) {
		const char *plain = letter_plain((uint32_t)out[i]);

		if (plain)
			buf_adds(b, plain);
		else
			utf8_encode(b, (uint32_t)out[i]);
	}
}

static bool
white(uint32_t c)
{
	return breaks(c) || c == 0x85 || c == 0xa0 || c == 0x2007 ||
	    c == 0x2028 || c == 0x2029 || c == 0x202f;
}

void
utf8_fold(struct buf *b, const char *s)
{
	size_t start = b->len;
	bool gap = false;
	uint32_t c;

	while (*s != '\0') {
		int len = utf8_decode(s, strnlen(s, 4), &c);
		size_t before = b->len;
		bool space = gap && before > start;

		buf_pad(b, ' ', space);
		if (len < 0)
			buf_addf(b, "\\x{%02x}", (unsigned)(unsigned char)*s);
		else if (!white(c))
			fold_char(b, c);
		if (b->len == before + space)
			buf_cut(b, before);	/* white space or nothing */
		else
			gap = false;
		gap = gap || (len > 0 && white(c));
		s += len > 0 ? len : 1;
	}
}

bool
utf8_same(const char *a, const char *b)
{
	IV_AUTO(buf_release) struct buf fa = BUF_INIT;
	IV_AUTO(buf_release) struct buf fb = BUF_INIT;

	utf8_fold(&fa, a);
	utf8_fold(&fb, b);
	return strcmp(fa.p, fb.p) == 0;
}

bool
utf8_begins(const char *s, const char *prefix)
{
	IV_AUTO(buf_release) struct buf fs = BUF_INIT;
	IV_AUTO(buf_release) struct buf fp = BUF_INIT;

	utf8_fold(&fs, s);
	utf8_fold(&fp, prefix);
	for (const char *p = fs.p; p; p = strchr(p, ' ')) {
		p += *p == ' ';
		if (strncmp(p, fp.p, fp.len) == 0)
			return true;
	}
	return false;
}

bool
utf8_contains(const char *s, const char *part)
{
	IV_AUTO(buf_release) struct buf fs = BUF_INIT;
	IV_AUTO(buf_release) struct buf fp = BUF_INIT;

	utf8_fold(&fs, s);
	utf8_fold(&fp, part);
	return strstr(fs.p, fp.p) != NULL;
}

/* The characters of s folded, the caller's to free; *n says how many. */
static uint32_t *
folded(const char *s, size_t *n)
{
	IV_AUTO(buf_release) struct buf f = BUF_INIT;

	utf8_fold(&f, s);

	uint32_t *c = mem_array(NULL, f.len, sizeof(*c));

	*n = 0;
	for (size_t i = 0; i < f.len; (*n)++)
		i += (size_t)utf8_decode(f.p + i, f.len - i, &c[*n]);
	return c;
}

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

size_t
utf8_distance(const char *a, const char *b)
{
	size_t na, nb;
	IV_AUTO(mem_free_auto) uint32_t *ca = folded(a, &na);
	IV_AUTO(mem_free_auto) uint32_t *cb = folded(b, &nb);
	size_t w = nb + 1;
	IV_AUTO(mem_free_auto) size_t *rows =
	    mem_array(NULL, w, 3 * sizeof(*rows));
	size_t *before = rows, *prev = rows + w, *cur = rows + 2 * w;

	for (size_t j = 0; j <= nb; j++)
		cur[j] = j;
	for (size_t i = 1; i <= na; i++) {
		size_t *old = before;

		before = prev;
		prev = cur;
		cur = old;
		cur[0] = i;
		for (size_t j = 1; j <= nb; j++) {
			cur[j] = least(prev[j], cur[j - 1]) + 1;
			cur[j] = least(cur[j], prev[j - 1] +
			    (ca[i - 1] != cb[j - 1]));
			if (i > 1 && j > 1 && ca[i - 1] == cb[j - 2] &&
			    ca[i - 2] == cb[j - 1])
				cur[j] = least(cur[j], before[j - 2] + 1);
		}
	}
	return cur[nb];
}

size_t
utf8_slips(const char *typed)
{
	size_t n = utf8_width(typed);

	return n < 5 ? 1 : 2;
}
