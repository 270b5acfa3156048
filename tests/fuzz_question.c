/*
 * The rules on questions: every hint points into the text, one a rule at
 * most, in the order of the rules, and how many there are does not depend on
 * how many were asked for.
 */

#include "fuzz.h"

#include "question.h"

#define HINTS	64

static void
check(const struct question *q)
{
	struct question_hint all[HINTS], one[1];
	size_t n = question_check(q, all, HINTS), len = strlen(q->text);

	must(n <= question_rules_len && n <= HINTS, q->text);
	must(question_check(q, one, 1) == n, q->text);
	for (size_t i = 0; i < n; i++) {
		must(all[i].at <= len && all[i].len <= len - all[i].at,
		    q->text);
		must(i == 0 || all[i - 1].rule < all[i].rule, q->text);
		must(all[i].rule->kinds & q->kind, q->text);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const enum question_talk talks[] = { TALK_ANY, TALK_FACTUAL,
		TALK_OPEN };
	IV_AUTO(mem_free_auto) char *s = fuzz_text(data, size);
	const char *lang;

	if (!s)
		return 0;
	lang = question_lang(s, "nl");
	must(strcmp(lang, "nl") == 0 || strcmp(lang, "en") == 0, s);
	for (size_t i = 0; i < IV_LEN(talks); i++)
		for (int dutch = 0; dutch < 2; dutch++) {
			lang = dutch ? "nl" : "en";
			check(&(struct question){ s, lang,
			    QUESTION_PRESENTER, talks[i] });
			check(&(struct question){ s, lang, QUESTION_HELPER,
			    talks[i] });
		}
	return 0;
}
