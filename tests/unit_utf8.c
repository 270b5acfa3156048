#include <utf8proc.h>

#include "tap.h"
#include "utf8.h"

#define E_ACUTE		"\xc3\xa9"
#define COMBINING	"\xcc\x81"		/* U+0301 */
#define DIAERESIS	"\xcc\x88"		/* U+0308 */
#define WIDE		"\xe4\xb8\xad"		/* U+4E2D */
#define EMOJI		"\xf0\x9f\x98\x80"	/* U+1F600 */
#define DOTS		"\xe2\x80\xa6"

static void
test_every_character(void)
{
	uint32_t got;
	int bad = 0;

	for (uint32_t c = 1; c <= 0x10ffff; c++) {
		IV_AUTO(buf_release) struct buf b = BUF_INIT;
		bool surrogate = c >= 0xd800 && c <= 0xdfff;

		utf8_encode(&b, c);
		got = 0;
		if (surrogate)
			bad += utf8_decode(b.p, b.len, &got) != -1;
		else
			bad += utf8_decode(b.p, b.len, &got) != (int)b.len ||
			    got != c;
	}
	is_int(bad, 0, "every character there and back, no surrogate");
}

static void
test_invalid(void)
{
	static const struct {
		const char *s;
		int at;
	} rows[] = {
		{ "\x80", 0 }, { "a\xbf", 1 }, { "\xc0\x80", 0 },
		{ "\xc1\xbf", 0 }, { "\xe0\x80\xaf", 0 },
		{ "\xe0\x9f\xbf", 0 }, { "\xf0\x80\x80\xaf", 0 },
		{ "\xf0\x8f\xbf\xbf", 0 }, { "ab\xed\xa0\x80", 2 },
		{ "\xed\xbf\xbf", 0 }, { "\xf4\x90\x80\x80", 0 },
		{ "\xf5\x80\x80\x80", 0 }, { "\xff", 0 }, { "\xfe", 0 },
		{ "x\xc3", 1 }, { "\xe2\x82", 0 }, { "\xf0\x9f\x98", 0 },
		{ "\xc3\x28", 0 }, { E_ACUTE "\xc3", 2 },
		{ "\xe2\x28\xa1", 0 }, { "\xf8\x88\x80\x80\x80", 0 },
	};
	size_t at = 99;
	uint32_t c;

	for (size_t i = 0; i < IV_LEN(rows); i++) {
		at = 99;
		ok(!utf8_valid(rows[i].s, strlen(rows[i].s), &at), "invalid");
		is_int((long)at, rows[i].at, "and where");
	}
	at = 99;
	ok(utf8_valid("a" E_ACUTE WIDE EMOJI, 10, &at) && at == 99, "valid");
	ok(utf8_valid("a\0b", 3, NULL), "a NUL is a character");
	ok(utf8_valid("", 0, NULL), "nothing is valid");
	is_int(utf8_decode("", 0, &c), -1, "nothing to decode");
	ok(utf8_valid("\xf4\x8f\xbf\xbf", 4, NULL), "U+10FFFF");
}

static void
test_width(void)
{
	static const struct {
		const char *s;
		long width;
	} rows[] = {
		{ "", 0 }, { "abc", 3 }, { "Jo\xc3\xabl", 4 },
		{ "Joe" DIAERESIS "l", 4 }, { WIDE WIDE, 4 }, { EMOJI, 2 },
		{ "\xef\xbd\xb1", 1 },		/* halfwidth katakana */
		{ "\xef\xbc\xa1", 2 },		/* fullwidth A */
		{ "\xed\x95\x9c", 2 },		/* hangul syllable */
		{ "e" COMBINING COMBINING, 1 }, { "\x1b[1m", 9 },
		{ "a\tb", 7 }, { "\xff", 6 }, { DOTS, 1 },
		{ "\xe2\x80\x8b", 8 },
	};

	for (size_t i = 0; i < IV_LEN(rows); i++)
		is_int((long)utf8_width(rows[i].s), rows[i].width, "width");
}

static void
visible(const char *s, const char *keep, const char *want)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;

	utf8_visible(&b, s, keep);
	is_str(b.p, want, "visible");
	is_int((long)utf8_width(b.p), (long)(keep ? utf8_width(b.p) :
	    utf8_width(s)), "its width");
}

static void
test_visible(void)
{
	visible("plain " E_ACUTE, NULL, "plain " E_ACUTE);
	visible("\x1b[31mred", NULL, "\\u{1b}[31mred");
	visible("a\nb\tc", NULL, "a\\u{a}b\\u{9}c");
	visible("a\nb\tc", "\n", "a\nb\\u{9}c");
	visible("a\nb\tc\r", "\n\t", "a\nb\tc\\u{d}");
	visible("\xff" "a\xc3", NULL, "\\x{ff}a\\x{c3}");
	visible("\xc2\x9b" "1m", NULL, "\\u{9b}1m");
	visible("\xe2\x80\xae" "evil", NULL, "\\u{202e}evil");
	visible("\xef\xbb\xbf", "\n", "\\u{feff}");
	visible("\xf3\xa0\x81\x81", NULL, "\\u{e0041}");
	visible("\xed\xa0\x80", NULL, "\\x{ed}\\x{a0}\\x{80}");
	visible("e" COMBINING EMOJI, NULL, "e" COMBINING EMOJI);
	visible("\xf4\x80\x80\x80", NULL, "\\u{100000}");
}

static void
test_hostile(void)
{
	static const uint32_t bad[][2] = {
		{ 0, 0x1f }, { 0x7f, 0x9f }, { 0x61c, 0x61c },
		{ 0x180e, 0x180e }, { 0x200b, 0x200f }, { 0x2028, 0x2029 },
		{ 0x202a, 0x202e }, { 0x2060, 0x2064 }, { 0x2066, 0x2069 },
		{ 0xd800, 0xf8ff }, { 0xfeff, 0xfeff }, { 0xfff0, 0xfff8 },
		{ 0xffff, 0xffff }, { 0xe0000, 0xe007f },
		{ 0xf0000, 0xffffd }, { 0x110000, 0x110010 },
		{ 0xfffffff0, 0xffffffff }, { 0x378, 0x379 },
	};
	static const uint32_t good[][2] = {
		{ 0x20, 0x7e }, { 0xa0, 0x377 }, { 0x2010, 0x2027 },
		{ 0x202f, 0x205f }, { 0x20a0, 0x20bf }, { 0x4e00, 0x9fff },
		{ 0xfe00, 0xfe0f }, { 0x1f600, 0x1f64f },
	};

	for (size_t i = 0; i < IV_LEN(bad); i++) {
		bool all = true;
		uint32_t c = bad[i][0];

		do
			all = all && utf8_hostile(c);
		while (c++ != bad[i][1]);
		ok(all, "hostile");
	}
	for (size_t i = 0; i < IV_LEN(good); i++) {
		bool any = false;

		for (uint32_t c = good[i][0]; c <= good[i][1]; c++)
			any = any || utf8_hostile(c);
		ok(!any, "not hostile");
	}
}

static void
test_cut(void)
{
	static const struct {
		const char *s;
		size_t width;
		const char *want;
	} rows[] = {
		{ "abc", 3, "abc" }, { "abcd", 3, "ab" DOTS },
		{ "abcd", 1, DOTS }, { "abcd", 0, "" }, { "", 0, "" },
		{ WIDE WIDE, 4, WIDE WIDE }, { WIDE WIDE, 3, WIDE DOTS },
		{ WIDE WIDE, 2, DOTS }, { "a" WIDE "b", 3, "a" DOTS },
		{ "e" COMBINING "f", 2, "e" COMBINING "f" },
		{ "e" COMBINING "fg", 2, "e" COMBINING DOTS },
		{ "a\x1b" "b", 8, "a\\u{1b}b" },
		{ "a\x1b" "b", 7, "a" DOTS },
		{ "a\x1b" "bc", 8, "a\\u{1b}" DOTS },
	};

	for (size_t i = 0; i < IV_LEN(rows); i++) {
		IV_AUTO(buf_release) struct buf b = BUF_INIT;

		utf8_cut(&b, rows[i].s, rows[i].width);
		is_str(b.p, rows[i].want, "cut");
		ok(utf8_width(b.p) <= rows[i].width, "not wider");
	}
}

static void
test_fit(void)
{
	static const char *const texts[] = { "", "a", "abcdef", WIDE WIDE WIDE,
	    "e" COMBINING "e" COMBINING "e", "\x1b\xff", EMOJI "x" };
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	int bad = 0;

	for (size_t i = 0; i < IV_LEN(texts); i++)
		for (size_t w = 0; w < 20; w++) {
			buf_clear(&b);
			utf8_fit(&b, texts[i], w, w % 2);
			bad += utf8_width(b.p) != w;
		}
	is_int(bad, 0, "always just the width");
	buf_clear(&b);
	utf8_fit(&b, E_ACUTE, 3, false);
	utf8_fit(&b, E_ACUTE, 3, true);
	utf8_fit(&b, WIDE WIDE, 4, true);
	utf8_fit(&b, WIDE WIDE "a", 4, true);
	is_str(b.p, E_ACUTE "    " E_ACUTE WIDE WIDE " " WIDE DOTS, "fit");
}

static void
wrap(const char *label, const char *s, size_t width, size_t indent,
    const char *want)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;

	buf_adds(&b, label);
	utf8_wrap(&b, s, width, indent);
	is_str(b.p, want, "wrap");
}

static void
test_wrap(void)
{
	wrap("", "", 10, 2, "");
	wrap("", "one two three", 20, 2, "one two three");
	wrap("", "one two three", 7, 2, "one two\n  three");
	wrap("", "one two three", 6, 2, "one\n  two\n  thre\n  e");
	wrap("", "one  two \t three ", 20, 0, "one two three");
	wrap("", "one\ntwo\n\nthree\n", 20, 2, "one\n  two\n\n  three\n");
	wrap("name: ", "one two three", 13, 6, "name: one two\n      three");
	wrap("x\nlabel ", "one two", 9, 2, "x\nlabel one\n  two");
	wrap("a long label ", "one two", 15, 2, "a long label \n  one two");
	wrap("", "abcdefgh", 3, 0, "abc\ndef\ngh");
	wrap("", "a abcdefgh", 4, 1, "a\n abc\n def\n gh");
	wrap("", WIDE WIDE WIDE, 5, 0, WIDE WIDE "\n" WIDE);
	wrap("", "e" COMBINING "f g", 4, 0, "e" COMBINING "f g");
	wrap("", "a\xc2\xa0" "b c", 3, 0, "a\xc2\xa0" "b\nc");
	wrap("", "\x1b", 10, 0, "\x1b");
	wrap("", "ab cd", 0, 0, "a\nb\nc\nd");
}

static void
fold(const char *s, const char *want)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;

	buf_adds(&b, "x ");
	utf8_fold(&b, s);
	is_str(b.p + 2, want, "fold");
}

static void
test_fold(void)
{
	fold("Jo\xc3\xabl", "joel");
	fold("JOE" DIAERESIS "L", "joel");
	fold("  two \t\n words\xc2\xa0 ", "two words");
	fold("", "");
	fold(" \t ", "");
	fold("\xc4\xb3sje", "ijsje");			/* ij ligature */
	fold("\xc4\xb2SJE", "ijsje");
	fold("S\xc3\xb8ren", "soren");
	fold("S\xc3\x98REN", "soren");
	fold("\xc5\x81ukasz", "lukasz");
	fold("\xc4\x90or\xc4\x91" "e", "dorde");
	fold("\xc3\x86sop \xc3\xa6", "aesop ae");
	fold("\xc5\x92uvre", "oeuvre");
	fold("Stra\xc3\x9f" "e", "strasse");
	fold("\xe1\xba\x9e", "ss");			/* capital sharp s */
	fold("\xc4\xb0stanbul \xc4\xb1", "istanbul i");
	fold("\xef\xac\x81n", "fin");			/* fi ligature */
	fold("van \xe2\x80\x99t Hof", "van 't hof");
	fold("\xc3\x85ngstr\xc3\xb6m", "angstrom");
	fold("\xe2\x84\xab", "a");			/* angstrom sign */
	fold("a \xe2\x80\x8b b", "a b");		/* zero width space */
	fold("a " COMBINING, "a");
	fold("\xff", "\\x{ff}");
	fold("\xef\xb7\xba", "\xd8\xb5\xd9\x84\xd9\x89 \xd8\xa7\xd9\x84\xd9\x84"
	    "\xd9\x87 \xd8\xb9\xd9\x84\xd9\x8a\xd9\x87 \xd9\x88\xd8\xb3\xd9\x84"
	    "\xd9\x85");				/* the longest */
}

static void
test_compare(void)
{
	ok(utf8_same("No\xc3\xablle", "noe" DIAERESIS "LLE"), "same");
	ok(!utf8_same("Noelle", "Noel"), "not the same");
	ok(utf8_same(" a  b", "A B "), "white space");
	ok(utf8_begins("No\xc3\xablle de Vries", "noel"), "begins");
	ok(utf8_begins("No\xc3\xablle de Vries", "VRIES"), "after a space");
	ok(utf8_begins("No\xc3\xablle de Vries", "de  v"), "over a space");
	ok(!utf8_begins("No\xc3\xablle de Vries", "ries"), "not inside");
	ok(!utf8_begins("No", "noe"), "longer than the text");
	ok(utf8_contains("Grote r\xc3\xa9organisatie", "REORG"), "contains");
	ok(!utf8_contains("Grote", "grotere"), "does not");
}

static void
test_distance(void)
{
	static const struct {
		const char *a, *b;
		long want;
	} rows[] = {
		{ "", "", 0 }, { "", "abc", 3 }, { "abc", "", 3 },
		{ "kitten", "sitting", 3 }, { "list", "lsit", 1 },
		{ "ab", "ba", 1 }, { "abc", "cab", 2 },
		{ "status", "Status", 0 }, { E_ACUTE, "e", 0 },
		{ WIDE "a", "a", 1 }, { "\xff", "x", 5 },
	};

	for (size_t i = 0; i < IV_LEN(rows); i++) {
		is_int((long)utf8_distance(rows[i].a, rows[i].b),
		    rows[i].want, "distance");
		is_int((long)utf8_distance(rows[i].b, rows[i].a),
		    rows[i].want, "the other way round");
	}
}

/* What is known without Unicode's tables agrees with them. */
static void
test_latin(void)
{
	int bad = 0;

	for (uint32_t c = 0x20; c < 0x400; c++) {
		IV_AUTO(buf_release) struct buf b = BUF_INIT;
		int width = utf8proc_charwidth((utf8proc_int32_t)c);

		utf8_encode(&b, c);
		if (!utf8_hostile(c))
			bad += (long)utf8_width(b.p) != width;
		else
			bad += c >= 0xa0 && c < 0x250;
	}
	is_int(bad, 0, "Latin letters are a column wide, none is hostile");
}

int
main(void)
{
	test_every_character();
	test_invalid();
	test_width();
	test_latin();
	test_visible();
	test_hostile();
	test_cut();
	test_fit();
	test_wrap();
	test_fold();
	test_compare();
	test_distance();
	return done();
}
