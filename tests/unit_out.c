#include "out.h"

#include "mem.h"
#include "tap.h"
#include "utf8.h"

#define DIAERESIS	"\xcc\x88"		/* U+0308, combining */
#define WIDE		"\xe4\xb8\xad"		/* U+4E2D, two columns */
#define CSI		"\xc2\x9b"		/* U+009B, C1 */
#define RLO		"\xe2\x80\xae"		/* U+202E, bidi */
#define TAG		"\xf3\xa0\x81\x81"	/* U+E0041 */

static const char rows_text[] =
    "[{\"id\":\"k7f3q9x2mb\",\"name\":\"No\xc3\xab" "lle\",\"n\":5,"
    "\"presenter\":\"m7f3q9x2mb\",\"start\":\"2026-03-12T09:30\","
    "\"kept\":{\"cases\":12},\"roles\":[\"chair\",\"observer\"],"
    "\"online\":true},"
    "{\"id\":\"a2b3q9x2mb\",\"name\":\"Noe" DIAERESIS "lle\",\"n\":12,"
    "\"presenter\":\"x7f3q9x2mb\",\"start\":\"2026-04-01T13:00\","
    "\"roles\":[],\"online\":false},"
    "{\"id\":\"b2b3q9x2mb\",\"name\":\"" WIDE WIDE "\",\"n\":-1.5}]";

static const struct out_col cols[] = {
	{ "id", "Id", OUT_TEXT }, { "name", "Name", OUT_TEXT },
	{ "n", "Number", OUT_NUMBER }, { "presenter", "By", OUT_MEMBER },
	{ "start", NULL, OUT_WHEN }, { "online", "Online", OUT_YES },
};

static const char *
name_of(void *arg, const char *id)
{
	(void)arg;
	return *id == 'm' ? "Jo\xc3\xabl" : NULL;
}

static struct out_style style;
static struct out_spec spec;

static void
reset(enum out_format format)
{
	style = (struct out_style){ .lang = "en", .name = name_of };
	spec = (struct out_spec){ .format = format, .schema = "iv.cases/1",
	    .cols = cols, .ncols = IV_LEN(cols) };
}

static cJSON *
parse(const char *text)
{
	struct iv_err e = IV_ERR_INIT;
	cJSON *j = NULL;

	if (json_parse(text, strlen(text), "rows", 1, &j, &e) < 0)
		printf("# %s\n", e.msg);
	return j;
}

/* What the rows look like in the format of spec; the caller's to free. */
static char *
render(const char *rows)
{
	IV_AUTO(json_free_auto) cJSON *all = parse(rows);
	struct iv_err e = IV_ERR_INIT;
	char *text = NULL;
	size_t len;
	FILE *f = open_memstream(&text, &len);
	struct out *o = out_begin(f, &spec, &style);
	const cJSON *row;

	cJSON_ArrayForEach(row, all)
		out_row(o, row);
	if (out_end(o, &e) < 0)
		printf("# %s\n", e.msg);
	fclose(f);
	return text;
}

static void
is_render(const char *rows, const char *want, const char *name)
{
	IV_AUTO(mem_free_auto) char *got = render(rows);

	is_str(got, want, name);
}

static void
test_formats(void)
{
	enum out_format f = OUT_MD;

	ok(out_format("table", &f) && f == OUT_TABLE, "table is a format");
	ok(out_format("ndjson", &f) && f == OUT_NDJSON, "ndjson is one");
	ok(!out_format("xml", &f) && f == OUT_NDJSON, "xml is none");
}

static void
test_empty(void)
{
	reset(OUT_TABLE);
	is_render("[]", "", "an empty table is nothing");
	reset(OUT_ID);
	is_render("[]", "", "no ids are nothing");
	reset(OUT_NDJSON);
	is_render("[]", "", "no objects are nothing");
	reset(OUT_TSV);
	is_render("[]", "id\tname\tn\tpresenter\tstart\tonline\n",
	    "an empty tsv has its heading");
	reset(OUT_CSV);
	is_render("[]", "id,name,n,presenter,start,online\n",
	    "an empty csv has its heading");
	reset(OUT_JSON);
	is_render("[]", "{\n  \"schema\": \"iv.cases/1\",\n"
	    "  \"items\": []\n}\n", "an empty json is a document");
	reset(OUT_MD);
	is_render("[]", "| Id | Name | Number | By | start | Online |\n"
	    "| --- | --- | ---: | --- | --- | --- |\n",
	    "an empty md has its heading");
}

static void
test_table(void)
{
	reset(OUT_TABLE);
	is_render(rows_text,
	    "Id          Name    Number  By          start             "
	    "Online\n"
	    "k7f3q9x2mb  No\xc3\xab" "lle       5  Jo\xc3\xabl        "
	    "2026-03-12 09:30  yes\n"
	    "a2b3q9x2mb  Noe" DIAERESIS "lle      12  x7f3q9x2mb  "
	    "2026-04-01 13:00  no\n"
	    "b2b3q9x2mb  " WIDE WIDE "      -1.5\n",
	    "narrow, combining and wide names align, numbers right");
	spec.fields = "n, kept.cases,roles";
	is_render(rows_text, "Number  kept.cases  roles\n"
	    "     5          12  chair, observer\n"
	    "    12\n  -1.5\n", "chosen columns, one by its path");
	spec.fields = "kept,id,id";
	is_render(rows_text, "kept  Id\n   1  k7f3q9x2mb\n      a2b3q9x2mb\n"
	    "      b2b3q9x2mb\n", "an object is its number of entries");
}

/* Every line starts its columns at the same place and none is too wide. */
static void
test_width(void)
{
	static const char long_text[] = "[{\"id\":\"k7f3q9x2mb\",\"title\":"
	    "\"De boze cli\xc3\xabnt die niet meer komt\",\"case\":"
	    "\"a2b3q9x2mb\",\"place\":\"Gemeentehuis, kamer 12\"},"
	    "{\"id\":\"b2b3q9x2mb\",\"title\":\"Kort\"}]";

	reset(OUT_TABLE);
	spec.fields = "id,title,case,place";
	style.width = 50;
	is_render(long_text,
	    "Id          title         case        place\n"
	    "k7f3q9x2mb  De boze cli\xe2\x80\xa6  a2b3q9x2mb  "
	    "Gemeentehui\xe2\x80\xa6\n"
	    "b2b3q9x2mb  Kort\n", "the widest text gives way, ids never");
	style.width = 10;
	is_render(long_text,
	    "k7f3q9x2mb  De boze\n"
	    "    cli\xc3\xabnt die niet meer\n"
	    "    komt\n"
	    "    case: a2b3q9x2mb\n"
	    "    place: Gemeentehuis,\n"
	    "    kamer 12\n"
	    "b2b3q9x2mb  Kort\n", "no column becomes useless: lines each");
	style.width = 0;
	is_render(long_text,
	    "Id          title                              "
	    "case        place\n"
	    "k7f3q9x2mb  De boze cli\xc3\xabnt die niet meer komt  "
	    "a2b3q9x2mb  Gemeentehuis, kamer 12\n"
	    "b2b3q9x2mb  Kort\n", "nothing is cut without a width");
}

/* What is dear is not given up for what says nothing. */
static void
test_headings(void)
{
	static const char row[] = "[{\"name\":\"Jeroen van der Meer\","
	    "\"turns\":2,\"last\":\"2026-03-12\"}]";
	static const struct out_col own[] = {
		{ "name", "Name", OUT_TEXT }, { "left", "Left", OUT_WHEN },
		{ "turns", "All turns", OUT_NUMBER },
		{ "last", "The last turn", OUT_WHEN },
	};

	reset(OUT_TABLE);
	spec.cols = own;
	spec.ncols = IV_LEN(own);
	style.width = 50;
	is_render(row, "Name                 All turns  The last turn\n"
	    "Jeroen van der Meer          2  2026-03-12\n",
	    "no room: a column of nothing goes");
	style.width = 38;
	is_render(row, "                       All  The last\n"
	    "Name                 turns  turn\n"
	    "Jeroen van der Meer      2  2026-03-12\n",
	    "then a heading takes more lines");
	style.width = 35;
	is_render(row, "                    All  The last\n"
	    "Name              turns  turn\n"
	    "Jeroen van der \xe2\x80\xa6      2  2026-03-12\n",
	    "before a text is cut");
	style.width = 29;
	is_render(row, "Jeroen van der Meer\n"
	    "    All turns: 2\n"
	    "    The last turn: 2026-03-12\n", "and lines of its own");
}

static void
test_color(void)
{
	reset(OUT_TABLE);
	spec.fields = "id";
	style.color = true;
	is_render("[{\"id\":\"k7f3q9x2mb\"}]",
	    "\033[1mId\033[0m\nk7f3q9x2mb\n", "the heading is bold");
	is_str(out_sgr(&style, "red"), "\033[31m", "red");
	is_str(out_sgr(&style, "pink"), "", "no such colour");
	style.color = false;
	is_str(out_sgr(&style, "red"), "", "no colour");
}

static void
test_id(void)
{
	IV_AUTO(mem_free_auto) char *text = NULL;

	reset(OUT_ID);
	is_render(rows_text, "k7f3q9x2mb\na2b3q9x2mb\nb2b3q9x2mb\n", "ids");
	style.nul = true;
	text = render(rows_text);
	ok(memcmp(text, "k7f3q9x2mb\0a2b3q9x2mb\0b2b3q9x2mb\0", 33) == 0,
	    "ids with NUL");
}

static void
test_tsv(void)
{
	reset(OUT_TSV);
	spec.fields = "id,a,n,l,o,t,z";
	is_render("[{\"id\":\"x\",\"a\":\"=1\\tb\\nc\\rd \xc3\xab\",\"n\":-5,"
	    "\"l\":[\"a\",2],\"o\":{\"k\":[1]},\"t\":true,\"z\":null}]",
	    "id\ta\tn\tl\to\tt\tz\n"
	    "x\t=1 b c d \xc3\xab\t-5\ta,2\t{\"k\":[1]}\ttrue\t\n",
	    "tab and line ends are blanks, nothing else changes");
}

static void
test_csv(void)
{
	static const struct {
		const char *text, *want;
	} rows[] = {
		{ "plain", "plain" }, { "", "" }, { "a,b", "\"a,b\"" },
		{ "a;b", "\"a;b\"" }, { "a\"b", "\"a\"\"b\"" },
		{ "a\nb", "\"a\nb\"" }, { " a", "\" a\"" }, { "a=b", "a=b" },
		{ "=1+1", "'=1+1" }, { "+31 6", "'+31 6" }, { "-5", "'-5" },
		{ "@SUM(A1)", "'@SUM(A1)" }, { "\t=1", "\"'\t=1\"" },
		{ "\r=1", "\"'\r=1\"" }, { "  =1", "\"'  =1\"" },
		{ "\"=1", "\"'\"\"=1\"" }, { "'=1", "''=1" },
		{ "\"' +1", "\"'\"\"' +1\"" }, { "\n=1", "\"'\n=1\"" },
		{ "\xef\xbc\x9d" "1", "'\xef\xbc\x9d" "1" },
		{ "\xef\xbc\x8b" "1", "'\xef\xbc\x8b" "1" },
		{ "\xef\xbc\x8d" "1", "'\xef\xbc\x8d" "1" },
		{ "\xef\xbc\xa0" "A", "'\xef\xbc\xa0" "A" },
		{ "\xc2\xa0=1", "'\xc2\xa0=1" },
		{ "\xe2\x80\x8b=1", "'\xe2\x80\x8b=1" },
		{ "\xef\xbb\xbf=1", "'\xef\xbb\xbf=1" },
		{ "=HYPERLINK(\"x\",\"y\")",
		    "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"" },
		{ "No\xc3\xablle", "No\xc3\xablle" },
	};

	for (size_t i = 0; i < IV_LEN(rows); i++) {
		IV_AUTO(buf_release) struct buf b = BUF_INIT;

		out_csv(&b, rows[i].text);
		is_str(b.p, rows[i].want, "a csv cell");
	}
	reset(OUT_CSV);
	spec.fields = "n,t,l";
	is_render("[{\"n\":-5,\"t\":\"-5\",\"l\":[\"=a\",\"b\"]}]",
	    "n,t,l\n-5,'-5,\"'=a,b\"\n", "numbers stay numbers");
}

static void
test_json(void)
{
	IV_AUTO(json_free_auto) cJSON *doc = cJSON_CreateObject();
	IV_AUTO(buf_release) struct buf want = BUF_INIT;

	json_set_str(doc, "schema", "iv.cases/1");
	json_set(doc, "items", parse(rows_text));
	json_print(&want, doc);
	reset(OUT_JSON);
	is_render(rows_text, want.p, "streamed json is the canonical print");
	spec.fields = "n,kept.cases";
	is_render("[{\"n\":1,\"kept\":{\"cases\":2}},{\"n\":3}]",
	    "{\n  \"schema\": \"iv.cases/1\",\n  \"items\": [\n"
	    "    {\n      \"n\": 1,\n      \"kept.cases\": 2\n    },\n"
	    "    {\n      \"n\": 3,\n      \"kept.cases\": null\n    }\n"
	    "  ]\n}\n", "chosen columns, all present");
	reset(OUT_NDJSON);
	is_render("[{\"b\":1,\"a\":{}},{\"a\":[]}]",
	    "{\"b\":1,\"a\":{}}\n{\"a\":[]}\n", "ndjson is a row a line");
}

/* On a terminal every format is free of control characters. */
static void
test_terminal(void)
{
	static const char nasty[] = "[{\"id\":\"k\\u001b[2J\",\"name\":"
	    "\"a\\u001b]52;c;x\\u0007" CSI "31m" RLO "b" TAG "\\u007f\"}]";
	enum out_format all[] = { OUT_TABLE, OUT_ID, OUT_TSV, OUT_CSV,
		OUT_JSON, OUT_NDJSON, OUT_MD };

	for (size_t i = 0; i < IV_LEN(all); i++) {
		IV_AUTO(mem_free_auto) char *text = NULL;
		int bad = 0, n;
		uint32_t c;

		reset(all[i]);
		spec.fields = "id,name";
		style.tty = true;
		text = render(nasty);
		for (char *p = text; *p != '\0'; p += n) {
			n = utf8_decode(p, strlen(p), &c);
			if (n < 0)
				n = 1;
			bad += c != '\n' && c != '\t' && utf8_hostile(c);
		}
		is_int(bad, 0, "nothing hostile reaches a terminal");
	}
	reset(OUT_NDJSON);
	style.tty = true;
	spec.fields = "name";
	is_render(nasty, "{\"name\":\"a\\u001b]52;c;x\\u0007\\u009b31m"
	    "\\u202eb\\udb40\\udc41\\u007f\"}\n", "and json stays the same");
	reset(OUT_TSV);
	spec.fields = "id";
	is_render(nasty, "id\nk\033[2J\n", "a pipe gets what is stored");
	reset(OUT_TABLE);
	spec.fields = "id";
	is_render(nasty, "Id\nk\\u{1b}[2J\n", "people never do");
}

static void
test_md(void)
{
	static const struct {
		const char *text, *want;
	} rows[] = {
		{ "Gewoon. Echt (waar): ja!", "Gewoon. Echt (waar): ja!" },
		{ "a|b", "a\\|b" },
		{ "*x* _y_ `z`", "\\*x\\* \\_y\\_ \\`z\\`" },
		{ "<b>", "\\<b\\>" }, { "&lt;", "\\&lt;" },
		{ "[x](javascript:1)", "\\[x\\](javascript:1)" },
		{ "![x](y)", "\\!\\[x\\](y)" }, { "# kop", "\\# kop" },
		{ "- a", "\\- a" }, { "+ a", "\\+ a" }, { "1. a", "1\\. a" },
		{ "12) a", "12\\) a" }, { "09:30", "09:30" },
		{ "===", "\\===" }, { "a\n\nb", "a  b" }, { "    a", "a" },
		{ "\\", "\\\\" }, { "a\\|b", "a\\\\\\|b" },
		{ "https://x.nl", "https\\://x.nl" },
		{ "www.x.nl", "www\\.x.nl" }, { "~~x~~", "\\~\\~x\\~\\~" },
		{ "a-b", "a-b" }, { "---", "\\-\\-\\-" }, { "$x$", "\\$x\\$" },
	};

	for (size_t i = 0; i < IV_LEN(rows); i++) {
		IV_AUTO(buf_release) struct buf b = BUF_INIT;

		out_md(&b, rows[i].text);
		is_str(b.p, rows[i].want, "md text");
	}
	reset(OUT_MD);
	spec.fields = "name,n,online";
	is_render("[{\"name\":\"a|b\\nc\\u001b\",\"n\":1,\"online\":true}]",
	    "| Name | Number | Online |\n| --- | ---: | --- |\n"
	    "| a\\|b c\\\\u\\{1b\\} | 1 | yes |\n", "an md table");
}

static void
test_pick(void)
{
	IV_AUTO(json_free_auto) cJSON *row = parse("{\"a\":{\"b.c\":1,"
	    "\"b\":{\"c\":2,\"d\":3}},\"a.x\":4,\"s\":\"t\"}");

	is_int((long)out_pick(row, "a.b.c")->valuedouble, 1, "longest key");
	is_int((long)out_pick(row, "a.b.d")->valuedouble, 3, "then shorter");
	is_int((long)out_pick(row, "a.x")->valuedouble, 4, "point in a key");
	ok(out_pick(row, "a.y") == NULL, "none there");
	ok(out_pick(row, "s.t") == NULL, "nothing in a string");
	ok(out_pick(row, "") == NULL, "no path");
}

static void
test_shown(void)
{
	IV_AUTO(json_free_auto) cJSON *v = cJSON_CreateString("2026-03-12");
	IV_AUTO(json_free_auto) cJSON *esc = cJSON_CreateString("a\nb\033");
	struct out_col when = { "start", NULL, OUT_WHEN };
	IV_AUTO(buf_release) struct buf b = BUF_INIT;

	reset(OUT_TABLE);
	out_shown(&b, &when, v, &style);
	is_str(b.p, "2026-03-12", "a day");
	style.tty = true;
	buf_clear(&b);
	out_shown(&b, &cols[1], esc, &style);
	is_str(b.p, "a\nb\\u{1b}", "visible on a terminal, lines kept");
	buf_clear(&b);
	out_shown(&b, &cols[1], NULL, &style);
	out_value(&b, NULL);
	is_str(b.p, "", "no value is no text");
}

static void
test_full(void)
{
	IV_AUTO(json_free_auto) cJSON *rows = parse(rows_text);
	struct iv_err e = IV_ERR_INIT;
	FILE *f = fopen("/dev/full", "w");
	struct out *o;

	reset(OUT_JSON);
	o = out_begin(f, &spec, &style);
	for (int i = 0; i < 2000; i++)
		out_row(o, rows->child);
	is_int(out_end(o, &e), -1, "a full disk is an error");
	is_int(e.code, IV_FAIL, "with status 1");
	is_str(e.msg, "cannot write the output: No space left on device",
	    "that says why");
	fclose(f);
}

/* One row of numbers drawn; the line without its first column. */
static void
drawn_is(enum out_type type, const char *rows, const char *want,
    const char *name)
{
	struct out_col both[] = { { "n", "N", OUT_NUMBER },
		{ type == OUT_PARTS ? "a,b,c" : type == OUT_BALANCE ?
		"n,of" : "n", "", type } };
	IV_AUTO(mem_free_auto) char *got = NULL;
	const char *line;

	spec.cols = both;
	spec.ncols = 2;
	got = render(rows);
	line = strchr(got, '\n') + 1;
	line += strspn(line, " 0123456789");
	is_str(line, want, name);
}

#define FULL	"\xe2\x96\x88"
#define SIX	FULL FULL FULL FULL FULL FULL

static void
test_drawn(void)
{
	reset(OUT_TABLE);
	drawn_is(OUT_BAR, "[{\"n\":7}]", SIX SIX FULL FULL FULL FULL FULL
	    "\n", "the highest fills a bar");
	drawn_is(OUT_SHARE, "[{\"n\":50}]", FULL FULL FULL FULL FULL FULL
	    FULL FULL "\xe2\x96\x8c\n", "half of a hundred, in eighths");
	drawn_is(OUT_BAR, "[{\"n\":0}]", "\n", "nought draws nothing");
	drawn_is(OUT_BALANCE, "[{\"n\":1,\"of\":3}]",
	    "\xe2\x96\xa0\xe2\x96\xa0\xe2\x96\xa0\xe2\x96\xa0"
	    "\xe2\x96\xa0\xe2\x96\xa0\xe2\x96\xa0\xe2\x96\xa0"
	    "\xe2\x94\x82\n", "less is left of the middle");
	drawn_is(OUT_PARTS, "[{\"n\":4,\"a\":1,\"b\":2,\"c\":1}]",
	    "\xe2\x96\x91\xe2\x96\x93\xe2\x96\x93" FULL "\n",
	    "a sign for each answer");
	drawn_is(OUT_PARTS, "[{\"n\":4,\"a\":1,\"b\":null}]", "\n",
	    "a number that is missing draws nothing");
	style.ascii = true;
	drawn_is(OUT_PARTS, "[{\"n\":4,\"a\":1,\"b\":2,\"c\":1}]",
	    "-==#\n", "plain signs");
	style.width = 13;
	drawn_is(OUT_BAR, "[{\"n\":7}]", "#########\n",
	    "no wider than the terminal");
	style.width = 8;
	drawn_is(OUT_BAR, "[{\"n\":7}]", "\n", "left away without room");
	reset(OUT_CSV);
}

int
main(void)
{
	test_formats();
	test_empty();
	test_table();
	test_width();
	test_headings();
	test_color();
	test_id();
	test_tsv();
	test_csv();
	test_json();
	test_terminal();
	test_md();
	test_pick();
	test_shown();
	test_full();
	test_drawn();
	return done();
}
