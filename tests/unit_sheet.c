#include "sheet.h"

#include <unistd.h>

#include "catalogue.h"
#include "json.h"
#include "tap.h"
#include "text.h"

#define NBSP	"\xc2\xa0"

static const struct sheet sheet = {
	.schema = &schema_case,
	.fields = "title,form,situation,question,urgency,wants",
	.lang = "en", .intro = "Mail is not private.",
};

static struct iv_err err;

static cJSON *
parse(const char *text)
{
	cJSON *j = NULL;

	if (json_parse(text, strlen(text), "record", 1, &j, &err) < 0)
		printf("# %s\n", err.msg);
	return j;
}

static int
read_as(const struct sheet *s, cJSON *record, const char *text, bool clear)
{
	struct sheet_text t = { "sheet.txt", text, strlen(text), clear };

	err = (struct iv_err)IV_ERR_INIT;
	return sheet_read(s, &t, record, NULL, &err);
}

/* Reads text into record and compares what it has become. */
static void
is_read(const char *before, const char *text, bool clear, const char *want,
    const char *name)
{
	IV_AUTO(json_free_auto) cJSON *record = parse(before);
	IV_AUTO(buf_release) struct buf got = BUF_INIT;

	if (read_as(&sheet, record, text, clear) < 0)
		buf_adds(&got, err.msg);
	else
		json_print_line(&got, record);
	is_str(got.p, want, name);
}

static void
is_refused(const char *text, const char *want, const char *name)
{
	static const char before[] = "{\"title\":\"t\",\"form\":\"problem\"}";
	IV_AUTO(json_free_auto) cJSON *record = parse(before);
	IV_AUTO(buf_release) struct buf after = BUF_INIT;

	is_int(read_as(&sheet, record, text, true), -1, name);
	is_int(err.code, IV_INVALID, "it is invalid");
	is_str(err.msg, want, "and says where");
	json_print_line(&after, record);
	is_str(after.p, before, "the record is as it was");
}

static const char full[] = "{\"title\":\"The angry client\","
    "\"form\":\"problem\",\"situation\":\"One.\\n\\n# no help\\n"
    "[no label]\\n> no quote\\n\\\\ no escape\\n#3\\n-- \\n  [in] it\","
    "\"urgency\":3,\"wants\":[\"advice\",\"questions\"]}";

static void
test_write(void)
{
	IV_AUTO(json_free_auto) cJSON *record = parse(full);
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	static const struct sheet small = { .schema = &schema_case,
		.fields = "title,form,urgency", .lang = "en" };
	IV_AUTO(buf_release) struct buf empty = BUF_INIT;

	sheet_write(&b, &sheet, record);
	ok(strncmp(b.p, "# Mail is not private.\n\n[Title]\n", 32) == 0,
	    "a sheet begins with its help");
	ok(strstr(b.p, "[Form]\n# What kind of case it is\n"
	    "# problem, solution, positive, ethical\nproblem\n\n"),
	    "words with what is allowed");
	ok(strstr(b.p, "One.\n\n\\# no help\n\\[no label]\n\\> no quote\n"
	    "\\\\ no escape\n\\#3\n\\-- \n\\  [in] it\n"), "text is escaped");
	ok(strstr(b.p, "\nadvice, questions\n"), "a list with commas");
	sheet_write(&empty, &small, NULL);
	is_str(empty.p, "[Title]\n# A few words that name nobody\n\n\n"
	    "[Form]\n# What kind of case it is\n"
	    "# problem, solution, positive, ethical\n\n\n"
	    "[Urgency]\n# 1 can wait, 5 is pressing\n# 1-5\n\n",
	    "an empty sheet");
}

static void
test_round(void)
{
	IV_AUTO(json_free_auto) cJSON *record = parse(full);
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	IV_AUTO(json_free_auto) cJSON *other = cJSON_CreateObject();
	IV_AUTO(json_free_auto) cJSON *trimmed = parse(full);

	sheet_write(&b, &sheet, record);
	is_read(full, b.p, true, full, "reading what was written is nothing");
	is_int(read_as(&sheet, other, b.p, false), 0, "into another record");
	/* Blanks at the end of a line do not survive mail. */
	json_set_str(trimmed, "situation", "One.\n\n# no help\n[no label]\n"
	    "> no quote\n\\ no escape\n#3\n--\n  [in] it");
	ok(json_equal(other, trimmed), "gives the same values");
}

static void
test_plain(void)
{
	is_read("{}", "[Title]\nThe client\n\n[Form]\npositive\n", false,
	    "{\"title\":\"The client\",\"form\":\"positive\"}", "two fields");
	is_read("{}", "[Title]\n# help\n\n#\nThe\n client\n\n[Form]\n\n",
	    false, "{\"title\":\"The client\"}",
	    "a broken line is one line, an empty value is none");
	is_read("{\"title\":\"x\",\"urgency\":2}", "[Urgency]\n\n", false,
	    "{\"title\":\"x\",\"urgency\":2}", "empty leaves alone");
	is_read("{\"title\":\"x\",\"urgency\":2}", "[Urgency]\n\n", true,
	    "{\"title\":\"x\"}", "or takes away");
	is_read("{}", "[title] A\n[learning  QUESTION]: How?\n[ wants : ]\n"
	    "Advice ,questions\n", false, "{\"title\":\"A\",\"question\":"
	    "\"How?\",\"wants\":[\"advice\",\"questions\"]}",
	    "labels in any case, values behind them");
	is_read("{}", "[Situation]\n[...]\nHe said [sic] no\n[not] me\n"
	    "#3 is\n", false, "{\"situation\":\"[...]\\nHe said [sic] no\\n"
	    "[not] me\\n#3 is\"}", "brackets in a text are text");
	is_read("{}", "[title]\nA\n[own_part]\nx\n", false,
	    "sheet.txt:3: unknown label '[own_part]'",
	    "a field that is not of this sheet");
}

static void
test_mail(void)
{
	is_read("{}", "\xef\xbb\xbf" "Dear Anna,\r\nhere it is [as asked].\r\n"
	    "[cid:image001]\r\n\r\n[Title]\r\nThe client  \r\n\r\n"
	    "[Situation]\r\nOne." NBSP "\r\n\r\n  two\r\n-- \r\nAnna\r\n"
	    "[phone]\r\n", false, "{\"title\":\"The client\",\"situation\":"
	    "\"One.\\n\\n  two\"}", "CRLF, text above, a signature");
	is_read("{}", "Anna wrote:\n> [Title]\n> # help\n>\n> The client\n"
	    "> [Situation]\n> One.\n>\n>   two\nthree\n> > said he\n",
	    false, "{\"title\":\"The client\",\"situation\":"
	    "\"One.\\n\\n  two\\nthree\\n> said he\"}", "quoted once");
	is_read("{}", ">> [Title]\n>> The client\n> > [Form]\n>> solution\n"
	    ">" NBSP ">" NBSP "[Urgency]" NBSP "\n>>" NBSP "4\n", false,
	    "{\"title\":\"The client\",\"form\":\"solution\",\"urgency\":4}",
	    "quoted twice, with no-break spaces");
	is_read("{}", "[Title]\nA\n--\n[Situation]\nB\n--\nAnna\n", false,
	    "{\"title\":\"A --\",\"situation\":\"B\"}",
	    "only behind the last label is -- a signature");
	is_read("{}", "\xef\xbc\xbb" "Title\xef\xbc\xbd\nA\n"
	    "\xe3\x80\x90" "Learning" NBSP "question\xe3\x80\x91\nB" NBSP
	    "c\n", false, "{\"title\":\"A\",\"question\":\"B" NBSP "c\"}",
	    "full-width brackets");
	is_read("{}", "[Situation]\nA\n\n> he quoted\n", false,
	    "{\"situation\":\"A\\n\\n> he quoted\"}", "a quotation in a text");
	is_read("{}", "[Title]\nA", false, "{\"title\":\"A\"}",
	    "no newline at the end");
}

static void
test_refused(void)
{
	is_refused("[Title]\nx\n\n[Foo]\ny\n",
	    "sheet.txt:4: unknown label '[Foo]'; did you mean '[Form]'?",
	    "an unknown label");
	is_refused("[Title]\nx\n[Colour of hair]\ny\n",
	    "sheet.txt:3: unknown label '[Colour of hair]'",
	    "a label like no other");
	is_refused("Hello\n[Titlle]\nx\n[Form]\nproblem\n",
	    "sheet.txt:2: unknown label '[Titlle]'; did you mean '[Title]'?",
	    "a misspelt first label");
	is_refused("[Titl] x\n[Form]\nproblem\n",
	    "sheet.txt:1: unknown label '[Titl]'; did you mean '[Title]'?",
	    "a misspelt label with its value behind it");
	is_refused("[Title]\nx\n[Urgency]\n# help\n\n9\n",
	    "sheet.txt:6: urgency: '9' is not allowed; "
	    "allowed: a whole number from 1 to 5",
	    "a bad value");
	is_refused("[Title]\nx\n[Form]\nabc\n", "sheet.txt:4: form: 'abc' is "
	    "not allowed; allowed: problem, solution, positive, ethical",
	    "a bad word");
	is_refused("[Form]\n\n", "sheet.txt:1: form cannot be left empty",
	    "nothing where something must be");
	is_refused("[Title]\nx\n\nAnna wrote:\n> [Title]\n>\n",
	    "sheet.txt:5: '[Title]' was already on line 1: "
	    "take one of them away", "a label that stands there twice");
	is_refused("Just a mail.\n", "sheet.txt: no label such as '[Title]' "
	    "in it", "no label at all");
	is_refused("", "sheet.txt: no label such as '[Title]' in it",
	    "nothing at all");
	is_refused("[Title]\nx\xe9\n",
	    "sheet.txt:2: this is not text in UTF-8", "another encoding");
	is_refused("[\033[31mx]\n[Title]\n[\033[31mtitle]\n",
	    "sheet.txt:3: unknown label '[\\u{1b}[31mtitle]'",
	    "control characters are shown");
}

static void
test_nul(void)
{
	struct sheet_text t = { "-", "[Title]\na\0b\n", 12, false };
	IV_AUTO(json_free_auto) cJSON *record = parse("{}");

	is_int(sheet_read(&sheet, &t, record, NULL, &err), -1, "a NUL");
	is_str(err.msg, "-:2: this is not text in UTF-8", "is named");
}

static void
test_parts(void)
{
	static const struct sheet intake = { .schema = &schema_member,
		.fields = "name,prefers.structure,prefers.focus,registers,"
		    "exempt,joined", .lang = "en" };
	static const char member[] = "{\"name\":\"Jo\xc3\xabl\",\"prefers\":"
	    "{\"structure\":4},\"registers\":{\"SKJ\":\"12\","
	    "\"V&VN a.b\":\"x y\"},\"joined\":\"2026-03-12\"}";
	IV_AUTO(json_free_auto) cJSON *record = parse(member);
	IV_AUTO(json_free_auto) cJSON *other = cJSON_CreateObject();
	IV_AUTO(buf_release) struct buf b = BUF_INIT;

	sheet_write(&b, &intake, record);
	ok(strstr(b.p, "\nSKJ: 12\nV&VN a.b: x y\n"), "a map is written");
	is_int(read_as(&intake, other, b.p, false), 0, "and read");
	ok(json_equal(record, other), "with the same values");
	is_int(read_as(&intake, record, "[Registers]\nSKJ = 13\n"
	    "[Wanted focus]\nboth\n", false), 0, "a part is changed");
	buf_clear(&b);
	json_print_line(&b, json_get(record, "registers"));
	json_print_line(&b, json_get(record, "prefers"));
	is_str(b.p, "{\"SKJ\":\"13\",\"V&VN a.b\":\"x y\"}"
	    "{\"structure\":4,\"focus\":\"both\"}", "the rest stays");
	is_int(read_as(&intake, record, "[Registers]\nNIP: 1\n", true), 0,
	    "an edit");
	is_int((long)json_count(json_get(record, "registers")), 1,
	    "leaves what stands there");
	is_int(read_as(&intake, record, "[Registers]\n\nNIP\n", true), -1,
	    "a line without a key");
	is_str(err.msg, "sheet.txt:3: a line such as 'NAME: NUMBER' is needed "
	    "here", "is named");
}

/* Lines of what sheets and mail give a meaning, the same every time. */
static void
random_text(struct buf *b, unsigned *seed)
{
	static const char *const parts[] = { "#", "# ", "[", "]", "[Form]",
		"[Title] x", ">", "> ", "--", "-- ", "\\", " ", "\n", "\n",
		"\n\n", NBSP, "a", "\xef\xbc\xbb", "[x]", "\xc3\xab", ":" };

	buf_clear(b);
	buf_addc(b, 'a');
	for (int i = 0; i < 12; i++) {
		*seed = *seed * 1103515245u + 12345u;
		buf_adds(b, parts[(*seed >> 16) % IV_LEN(parts)]);
	}
	buf_addc(b, 'z');
}

/* Each line as a mail program quotes it. */
static void
quote(struct buf *to, const char *text)
{
	for (; *text != '\0'; text++) {
		if (to->len == 0 || to->p[to->len - 1] == '\n')
			buf_adds(to, "> ");
		buf_adds(to, *text == '\n' ? "\r\n" : "");
		if (*text != '\n')
			buf_addc(to, *text);
	}
}

/* The text without the blanks at the ends of its lines. */
static void
lines_trim(struct buf *to, const char *text)
{
	for (; *text != '\0'; text++) {
		while (*text == '\n' && to->len > 0 &&
		    (to->p[to->len - 1] == ' ' ||
		    (unsigned char)to->p[to->len - 1] == 0xa0))
			buf_cut(to, to->len -
			    (to->p[to->len - 1] == ' ' ? 1 : 2));
		buf_addc(to, *text);
	}
}

static void
test_any_text(void)
{
	unsigned seed = 1;
	int bad = 0, changed = 0;

	for (int i = 0; i < 3000; i++) {
		IV_AUTO(json_free_auto) cJSON *record = parse("{}");
		IV_AUTO(json_free_auto) cJSON *plain = parse("{}");
		IV_AUTO(json_free_auto) cJSON *mailed = parse("{}");
		IV_AUTO(buf_release) struct buf text = BUF_INIT;
		IV_AUTO(buf_release) struct buf b = BUF_INIT;
		IV_AUTO(buf_release) struct buf mail = BUF_INIT;
		IV_AUTO(buf_release) struct buf want = BUF_INIT;

		random_text(&text, &seed);
		json_set_str(record, "situation", text.p);
		sheet_write(&b, &sheet, record);
		quote(&mail, b.p);
		lines_trim(&want, text.p);
		bad += read_as(&sheet, plain, b.p, false) < 0 ||
		    !json_is(plain, "situation", want.p) ||
		    read_as(&sheet, mailed, mail.p, false) < 0 ||
		    !json_is(mailed, "situation", want.p);
		changed += read_as(&sheet, record, b.p, true) < 0 ||
		    !json_is(record, "situation", text.p);
	}
	is_int(bad, 0, "3000 texts come back, from mail too");
	is_int(changed, 0, "and are left alone in an edit");
}

static const char dutch[] =
    "msgid \"Title\"\nmsgstr \"Titel\"\n"
    "msgid \"Form\"\nmsgstr \"Vorm\"\n"
    "msgid \"Learning question\"\nmsgstr \"Leervraag\"\n"
    "msgid \"Wants\"\nmsgstr \"Vraagt\"\n"
    "msgid \"problem\"\nmsgstr \"probleem\"\n"
    "msgid \"positive\"\nmsgstr \"positief\"\n"
    "msgid \"ethical\"\nmsgstr \"ethisch\"\n"
    "msgid \"solution\"\nmsgstr \"oplossing\"\n"
    "msgid \"recognition\"\nmsgstr \"erkenning\"\n"
    "msgid \"advice\"\nmsgstr \"advies\"\n";

static void
test_dutch(void)
{
	static const struct sheet nl = { .schema = &schema_case,
		.fields = "title,form,question,wants", .lang = "nl" };
	IV_AUTO(json_free_auto) cJSON *record = parse("{\"title\":\"A\","
	    "\"form\":\"positive\",\"wants\":[\"advice\"]}");
	IV_AUTO(buf_release) struct buf b = BUF_INIT;

	sheet_write(&b, &nl, record);
	ok(strstr(b.p, "[Titel]\n") && strstr(b.p, "\n# probleem, oplossing, "
	    "positief, ethisch\npositief\n") && strstr(b.p, "\nadvies\n"),
	    "labels and words in Dutch");
	is_int(read_as(&nl, record, "> [TITEL]\n> B\n> [vorm]\n> Ethisch\n"
	    "> [Learning question]\n> Hoe?\n> [wants]\n"
	    "> Erkenning, advice\n", false), 0, "read in either language");
	buf_clear(&b);
	json_print_line(&b, record);
	is_str(b.p, "{\"title\":\"B\",\"form\":\"ethical\",\"wants\":"
	    "[\"recognition\",\"advice\"],\"question\":\"Hoe?\"}",
	    "words as they are stored");
	is_int(read_as(&nl, record, "[Titel]\nx\n[Leervragen]\ny\n", false),
	    -1, "a misspelt label");
	is_str(err.msg, "sheet.txt:3: unknown label '[Leervragen]'; did you "
	    "mean '[Leervraag]'?", "gets the Dutch one");
}

int
main(void)
{
	char dir[] = "/tmp/unit_sheet.XXXXXX";
	bool made = mkdtemp(dir) != NULL && catalogue_make(dir, dutch);

	text_init(catalogue_place, "en");
	if (made)
		test_dutch();
	else
		ok(true, "sheets in Dutch # SKIP there is no msgfmt");
	catalogue_drop(dir);
	test_write();
	test_round();
	test_plain();
	test_mail();
	test_refused();
	test_nul();
	test_parts();
	test_any_text();
	return done();
}
