#include "text.h"

#include <locale.h>
#include <unistd.h>

#include "catalogue.h"
#include "tap.h"

static const char catalogue[] =
    "msgid \"case\"\nmsgstr \"inbreng\"\n"
    "msgid \"positive\"\nmsgstr \"positief\"\n"
    "msgid \"excused\"\nmsgstr \"afgemeld \xc3\xa9\xc3\xa9n\"\n";

static void
test_lang(void)
{
	static const struct {
		const char *lang, *want;
	} rows[] = {
		{ "nl", "nl" }, { "nl_NL.UTF-8", "nl" }, { "nl_BE", "nl" },
		{ "NL", "nl" }, { "nld", "en" }, { "C", "en" }, { "", "en" },
		{ NULL, "en" }, { "de_DE.UTF-8", "en" }, { "en_GB", "en" },
		{ "POSIX", "en" }, { "n", "en" }, { "nl@euro", "nl" },
	};

	for (size_t i = 0; i < IV_LEN(rows); i++) {
		text_init(catalogue_place, rows[i].lang);
		is_str(text_lang(), rows[i].want, "a language");
	}
	is_str(setlocale(LC_NUMERIC, NULL), "C", "numbers keep their point");
}

static void
test_plain(void)
{
	is_str(iv_text("nl", ""), "", "no text stays none");
	ok(iv_text("nl", NULL) == NULL, "nor does NULL become any");
	is_str(iv_text("xx", "case"), "case", "a language we do not have");
	is_str(iv_text(NULL, "case"), "case", "no language");
	is_str(text_word("en", "problem positive", "POSITIVE"), "positive",
	    "a word in capitals");
	ok(text_word("en", "problem positive", "pos") == NULL,
	    "no beginnings");
	ok(text_word("en", "", "x") == NULL && text_word("en", NULL, "x") ==
	    NULL && text_word("en", "x", "") == NULL, "no words");
	ok(text_word("en", "a b", "a") == text_word("en", "c a", "a"),
	    "one word, one pointer");
}

/* The user's language first, then the other: neither disturbs the other. */
static void
test_switch(const char *user)
{
	bool dutch = strncmp(user, "nl", 2) == 0;
	const char *text;

	text_init(catalogue_place, user);
	text = iv_text("nl", "case");
	is_str(text, "inbreng", "the group's language");
	is_str(iv_text("en", "case"), "case", "English needs no catalogue");
	is_str(_("case"), dutch ? "inbreng" : "case", "the user's language");
	is_str(iv_text("nl", "excused"), "afgemeld \xc3\xa9\xc3\xa9n",
	    "as UTF-8 in any locale");
	is_str(iv_text("nl", "unknown"), "unknown", "no translation");
	for (int i = 0; i < 5000; i++) {
		char word[16];

		snprintf(word, sizeof(word), "word%d", i);
		iv_text("nl", word);
	}
	ok(iv_text("nl", "case") == text, "the pointer stays");
	is_str(_("positive"), dutch ? "positief" : "positive",
	    "and so does the user's language");
}

static void
test_word(void)
{
	static const char words[] = "problem solution positive excused";

	text_init(catalogue_place, "C");
	is_str(text_word("nl", words, "Positief"), "positive", "in Dutch");
	is_str(text_word("nl", words, "positive"), "positive", "as stored");
	is_str(text_word("nl", words, "AFGEMELD  een"), "excused", "folded");
	ok(text_word("en", words, "positief") == NULL, "not in English");
	text_init(catalogue_place, "nl");
	is_str(text_word("en", words, "positief"), "positive",
	    "in the user's language");
	is_str(text_word(NULL, words, "positief"), "positive",
	    "whatever the group's");
}

int
main(void)
{
	char dir[] = "/tmp/unit_text.XXXXXX";

	bool made;

	if (mkdtemp(dir) == NULL)
		return 1;
	/* First, for a catalogue is looked for once. */
	made = catalogue_make(dir, catalogue);
	test_lang();
	test_plain();
	if (made) {
		test_switch("nl");
		test_switch("C");
		test_switch("en_US.UTF-8");
		test_switch("nl_NL.UTF-8");
		test_word();
	} else {
		ok(true, "translations # SKIP there is no msgfmt");
	}
	catalogue_drop(dir);
	return done();
}
