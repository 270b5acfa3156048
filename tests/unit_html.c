#include <string.h>

#include "html.h"
#include "svg.h"
#include "tap.h"

static void
text_is(const char *in, const char *want, const char *name)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;

	html_text(&b, in);
	is_str(b.p, want, name);
}

static void
test_text(void)
{
	text_is("a & b < c > d \" e ' f",
	    "a &amp; b &lt; c &gt; d &quot; e &#39; f", "five references");
	text_is("Noëlle\nŞahin", "Noëlle\nŞahin", "letters and line ends");
	text_is("x\033[31m\ry", "x\\u{1b}[31m\\u{d}y", "controls visible");
	text_is("\xe2\x80\xae" "abc\xe2\x80\x8b", "\\u{202e}abc\\u{200b}",
	    "bidi and zero width visible");
	text_is("\xff", "\\x{ff}", "bytes that are no text visible");
	text_is("", "", "nothing stays nothing");
	text_is("&amp;", "&amp;amp;", "a reference is text");
}

/* Every byte and pair of markup bytes, in a text and an attribute. */
static void
test_inert(void)
{
	int bad = 0;

	for (int a = 1; a < 256; a++)
		for (int c = 1; c < 128; c++) {
			IV_AUTO(buf_release) struct buf b = BUF_INIT;
			char s[3] = { (char)a, (char)c, 0 };

			html_text(&b, s);
			bad += strpbrk(b.p, "<>\"'\r\t\033") != NULL;
		}
	is_int(bad, 0, "32385 pairs of bytes come out without markup");
}

static void
test_page(void)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	static const struct html_col cols[] = { { "Na<me", false },
		{ "N", true } };

	html_begin(&b, "nl", "</title><script>");
	html_table(&b, "\"x\"", cols, 2);
	html_row(&b);
	html_cell(&b, &cols[0], true, "<b>");
	html_cell(&b, &cols[1], false, "3");
	html_row_end(&b);
	html_row(&b);
	html_cell(&b, &cols[0], true, "");
	html_row_end(&b);
	html_table_end(&b);
	html_end(&b);
	ok(strstr(b.p, "<html lang=\"nl\"") != NULL, "the language");
	ok(strstr(b.p, "default-src 'none'; style-src 'unsafe-inline'") !=
	    NULL, "the policy");
	ok(strstr(b.p, "<title>&lt;/title&gt;&lt;script&gt;</title>") != NULL,
	    "a title is text");
	ok(strstr(b.p, "aria-label=\"&quot;x&quot;\"") != NULL,
	    "so is an attribute");
	ok(strstr(b.p, "<th scope=\"row\" class=\"k\">&lt;b&gt;</th>") !=
	    NULL, "the first cell is the row's heading");
	ok(strstr(b.p, "<td class=\"k\"></td>") != NULL,
	    "one that says nothing is none");
	ok(strstr(b.p, "<td class=\"r\">3</td>") != NULL, "numbers right");
	ok(strstr(b.p, "<script") == NULL, "no script");
}

static void
test_charts(void)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT, again = BUF_INIT;
	struct svg_bar bars[] = { { "<a>", 0, "0" }, { "b", 4, "4" },
		{ "c", -2, "-2" } };
	struct svg_stack stack = { "x", { 1, 0, 3 }, "4" };
	double at[] = { 0, 3, 5 };
	struct svg_line line = { "y", at, "5" };

	svg_bars(&b, "t & u", bars, 3);
	ok(strstr(b.p, "<title>t &amp; u</title>") != NULL, "a title");
	ok(strstr(b.p, "&lt;a&gt;") != NULL && strstr(b.p, "<a>") == NULL,
	    "labels are text");
	ok(strstr(b.p, "nan") == NULL && strstr(b.p, "inf") == NULL,
	    "numbers are numbers");
	svg_bars(&again, "t & u", bars, 3);
	is_str(again.p, b.p, "the same values draw the same");
	buf_clear(&b);
	bars[1].value = bars[2].value = 0;
	svg_bars(&b, "", bars, 3);
	svg_balance(&b, "", bars, 3);
	svg_stacks(&b, "", &stack, 1);
	stack.part[0] = stack.part[2] = 0;
	svg_stacks(&b, "", &stack, 1);
	svg_lines(&b, "", &line, 1, 3);
	svg_lines(&b, "", &line, 1, 1);
	svg_bars(&b, "", NULL, 0);
	svg_over(&b, "", bars, 3);
	svg_over(&b, "", NULL, 0);
	ok(strstr(b.p, "nan") == NULL && strstr(b.p, "inf") == NULL,
	    "also of nothing but noughts");
}

/* A sentence that is too long takes a second line, and the chart is taller. */
static void
test_sentence(void)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	struct svg_stack v[] = { { "We kept the aim before our eyes", { 1 },
		"1" }, { "We kept the aim before our eyes and changed it as "
		"soon as somebody asked for that", { 1 }, "1" } };

	svg_stacks(&b, "", v, 1);
	ok(strstr(b.p, "viewBox=\"0 0 360 48\"") != NULL, "one line");
	buf_clear(&b);
	svg_stacks(&b, "", v + 1, 1);
	ok(strstr(b.p, "viewBox=\"0 0 360 63\"") != NULL, "two lines");
	ok(strstr(b.p, ">soon as somebody asked for that</text>") != NULL &&
	    strstr(b.p, "\xe2\x80\xa6") == NULL, "and nothing is cut");
}

int
main(void)
{
	test_text();
	test_inert();
	test_page();
	test_charts();
	test_sentence();
	return done();
}
