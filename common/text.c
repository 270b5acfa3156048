#include "text.h"

#include <langinfo.h>
#include <locale.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "utf8.h"

#define WORD_LEN	64

static char user_lang[3] = "en";
static bool taken;		/* the locale that was wished for */
static char **kept_words;
static size_t kept_len;

/* Of English alone, whatever the locale. */
static bool
letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* "nl_NL.UTF-8" is nl; what we do not have is en. */
static void
lang_code(char out[3], const char *lang)
{
	const char *have = IV_LANGS;
	char code[3] = "en";

	for (; lang != NULL && *have != '\0'; have += have[2] == ' ' ? 3 : 2)
		if ((lang[0] | 0x20) == have[0] &&
		    (lang[1] | 0x20) == have[1] && !letter(lang[2]))
			memcpy(code, have, 2);
	memcpy(out, code, sizeof(code));
}

/* Only a UTF-8 locale will do, and only one whose system messages are in a
 * language of ours: half a sentence in German helps nobody. */
static bool
locale_take(const char *name)
{
	char code[3];

	lang_code(code, name);
	if (strncasecmp(code, name, 2) != 0)
		return false;
	return setlocale(LC_CTYPE, name) != NULL &&
	    strcmp(nl_langinfo(CODESET), "UTF-8") == 0 &&
	    setlocale(LC_MESSAGES, name) != NULL;
}

void
text_init(mo_dir *catalogues, const char *lang)
{
	lang_code(user_lang, lang);
	/* A locale is a dozen files: who reads English does without. */
	taken = strcmp(user_lang, "en") != 0 && locale_take(lang);
	setlocale(LC_NUMERIC, "C");
	mo_init(catalogues, user_lang);
}

void
text_locale(void)
{
	if (!taken)
		setlocale(LC_CTYPE, "C.UTF-8");
}

const char *
text_lang(void)
{
	return user_lang;
}

const char *
iv_text(const char *lang, const char *msgid)
{
	char code[3];

	lang_code(code, lang);
	return msgid ? mo_in(code, msgid) : NULL;
}

static const char *
word_keep(const char *word)
{
	for (size_t i = 0; i < kept_len; i++)
		if (strcmp(kept_words[i], word) == 0)
			return kept_words[i];
	kept_words = mem_array(kept_words, kept_len + 1, sizeof(*kept_words));
	kept_words[kept_len] = mem_dup(word);
	return kept_words[kept_len++];
}

/* The word whose form in one language was typed; NULL is as stored. */
static const char *
word_in(const char *lang, const char *words, const char *typed)
{
	char word[WORD_LEN];

	for (size_t len; *words != '\0'; words += len) {
		words += strspn(words, " ");
		len = strcspn(words, " ");
		if (len == 0 || len >= sizeof(word))
			continue;
		memcpy(word, words, len);
		word[len] = '\0';
		if (utf8_same(typed, lang ? iv_text(lang, word) : word))
			return word_keep(word);
	}
	return NULL;
}

const char *
text_word(const char *lang, const char *words, const char *typed)
{
	const char *word;

	if (words == NULL || typed == NULL)
		return NULL;
	if ((word = word_in(NULL, words, typed)) != NULL ||
	    (word = word_in(lang ? lang : "en", words, typed)) != NULL)
		return word;
	return word_in(user_lang, words, typed);
}
