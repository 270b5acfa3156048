#include "question.h"

#include <stdbool.h>
#include <string.h>

#include "base.h"
#include "mem.h"
#include "utf8.h"

#define WORDS_MAX	512
#define GAP_MAX		5	/* words that a * may stand for */
#define LONG_WORDS	30


enum rule_id {
#define RULE(name, kinds, talks, reason, instead, source) R_##name,
#define P(lang, rule, pattern)
#include "question.def"
#undef RULE
#undef P
	RULES
};

#define PRESENTER	QUESTION_PRESENTER
#define HELPER		QUESTION_HELPER
#define ANY		TALK_ANY
#define FACTUAL		TALK_FACTUAL
#define OPEN		TALK_OPEN
#define EVERY		TALK_EVERY

const struct question_rule question_rules[] = {
#define RULE(name, kinds, talks, reason, instead, source)		\
	{ #name, (kinds), (talks), reason, instead, source },
#define P(lang, rule, pattern)
#include "question.def"
#undef RULE
#undef P
};
const size_t question_rules_len = IV_LEN(question_rules);

static const struct pattern {
	const char *lang;
	enum rule_id rule;
	const char *text;
} patterns[] = {
#define RULE(name, kinds, talks, reason, instead, source)
#define P(lang, rule, pattern) { #lang, R_##rule, pattern },
#include "question.def"
#undef RULE
#undef P
};

#undef PRESENTER
#undef HELPER
#undef ANY
#undef FACTUAL
#undef OPEN
#undef EVERY

/* The text as folded words, each with its place and its sentence. */
struct word {
	char *s;
	size_t at, len;
	bool first;		/* of its sentence, conjunctions aside */
	bool asks;		/* last of a sentence that ends in ? */
};

struct words {
	struct word v[WORDS_MAX];
	size_t n, questions;
	const char *lang;
};

static bool
is_letter(const char *s, size_t n, int *len)
{
	uint32_t c;

	*len = utf8_decode(s, n, &c);
	if (*len < 1)
		*len = 1;
	return *len > 1 ? !(c >= 0x2010 && c <= 0x206f && c != 0x2019) &&
	    c != 0xa0 && c != 0xab && c != 0xbb :
	    (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || c == '\'';
}

static void
add_word(struct words *w, const char *s, size_t at, size_t len)
{
	IV_AUTO(buf_release) struct buf raw = BUF_INIT, folded = BUF_INIT;

	if (w->n == WORDS_MAX)
		return;
	buf_add(&raw, s + at, len);
	utf8_fold(&folded, raw.p);
	w->v[w->n++] = (struct word){ buf_take(&folded), at, len, false,
	    false };
}

static bool
in_list(const char *list, const char *word)
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

/* Marks where a sentence begins: "en", "maar", "dus" in front do not count. */
static void
end_sentence(struct words *w, size_t from, bool asks)
{
	size_t i = from;

	if (w->n == from)
		return;
	while (i + 1 < w->n && in_list("en|maar|dus|of|want|and|but|so|or",
	    w->v[i].s))
		i++;
	w->v[i].first = true;
	w->v[w->n - 1].asks = asks;
	w->questions += asks;
}

static void
split(struct words *w, const char *text)
{
	size_t n = strlen(text), start = 0, from = 0;
	bool inside = false;

	for (size_t i = 0; i <= n;) {
		int len = 1;
		bool letter = i < n && is_letter(text + i, n - i, &len);

		if (letter && !inside)
			start = i;
		if (!letter && inside)
			add_word(w, text, start, i - start);
		inside = letter;
		if (!letter && (i == n || strchr(".!?\n", text[i]))) {
			end_sentence(w, from, i < n && text[i] == '?');
			from = w->n;
		}
		i += (size_t)len;
	}
}

static void
words_release(struct words *w)
{
	for (size_t i = 0; i < w->n; i++)
		mem_free(w->v[i].s);
}

/* One item of a pattern, and the rest behind it. */
static const char *
item_of(const char *p, char item[512])
{
	size_t n = strcspn(p, " ");

	memcpy(item, p, n);
	item[n] = '\0';
	return p + n + strspn(p + n, " ");
}

/* Does the pattern fit from word i on?  *end is the word behind it. */
static bool
fits(const struct words *w, size_t i, const char *p, size_t *end)
{
	char item[512];
	const char *rest;
	size_t n;

	if (*p == '\0') {
		*end = i;
		return true;
	}
	rest = item_of(p, item);
	if (strcmp(item, "^") == 0)
		return i < w->n && w->v[i].first && fits(w, i, rest, end);
	if (strcmp(item, "?") == 0)
		return i > 0 && w->v[i - 1].asks && fits(w, i, rest, end);
	if (strcmp(item, "*") == 0) {
		for (size_t k = 0; k <= GAP_MAX && i + k <= w->n; k++)
			if ((k == 0 || !w->v[i + k - 1].first || i == 0) &&
			    fits(w, i + k, rest, end))
				return true;
		return false;
	}
	n = strlen(item);
	if (item[0] == '[') {
		item[n - 1] = '\0';
		return (i < w->n && in_list(item + 1, w->v[i].s) &&
		    fits(w, i + 1, rest, end)) || fits(w, i, rest, end);
	}
	return i < w->n && in_list(item, w->v[i].s) &&
	    fits(w, i + 1, rest, end);
}

static bool
span(const struct words *w, size_t from, size_t to, struct question_hint *h)
{
	size_t last = to > from ? to - 1 : from;

	h->at = w->v[from].at;
	h->len = w->v[last].at + w->v[last].len - h->at;
	return true;
}

static bool
by_pattern(const struct words *w, enum rule_id rule, struct question_hint *h)
{
	size_t end;

	for (size_t i = 0; i < IV_LEN(patterns); i++) {
		if (patterns[i].rule != rule ||
		    strcmp(patterns[i].lang, w->lang) != 0)
			continue;
		for (size_t k = 0; k < w->n; k++)
			if (fits(w, k, patterns[i].text, &end))
				return span(w, k, end, h);
	}
	return false;
}

/* Words of each language that the functions below look for. */
static const struct lexicon {
	const char *lang, *ask, *own, *verbs;
} lexicons[] = {
	{ "nl", "hoe|wat|wie|waar|waarom|wanneer|welk|welke|waarmee|waarvan|"
	    "waaraan|waarop|waardoor|waarover|waarin|waartoe|waarnaar|"
	    "hoeveel|hoezo|hoever|wiens|waarvoor|waarbij|vanwaar",
	    "ik|mij|me|mijn|m'n|mezelf|mijzelf|zelf|wij|we|ons|onze|onszelf|"
	    "je|jij|jou|jouw|jezelf",
	    "ben|is|was|zijn|waren|heb|heeft|had|hebben|hadden|kan|kun|kunt|"
	    "kunnen|kon|konden|mag|mogen|mocht|moet|moeten|moest|zal|zul|"
	    "zult|zullen|zou|zouden|wil|wilt|willen|wilde|wou|ga|gaat|gaan|"
	    "ging|doe|doet|doen|deed|vind|vindt|vond|voel|voelt|voelde|denk|"
	    "denkt|dacht|weet|wist|word|wordt|werd|lukt|lukte|klopt|komt|kom|"
	    "kwam|bleef|blijf|blijft|hoef|hoeft|durf|durft|durfde|snap|"
	    "begrijp|zie|zag|merk|merkte|zeg|zei|wilden|hoorde|ligt|lag|"
	    "helpt|hielp|speelt|speelde|bedoel|bedoelde|krijg|kreeg" },
	{ "en", "how|what|who|where|why|when|which|whose|whom|what's|who's",
	    "i|me|my|mine|myself|we|us|our|ours|ourselves|you|your|one",
	    "am|is|are|was|were|have|has|had|can|could|may|might|must|shall|"
	    "should|will|would|do|does|did|isn't|aren't|wasn't|don't|"
	    "doesn't|didn't|can't|couldn't|won't|wouldn't|shouldn't|haven't|"
	    "hasn't" },
};

static const struct lexicon *
lexicon_of(const char *lang)
{
	for (size_t i = 1; i < IV_LEN(lexicons); i++)
		if (strcmp(lexicons[i].lang, lang) == 0)
			return &lexicons[i];
	return &lexicons[0];
}

static bool
any_word(const struct words *w, const char *list)
{
	for (size_t i = 0; i < w->n; i++)
		if (in_list(list, w->v[i].s))
			return true;
	return false;
}

/* "Can you tell more?" looks closed and never gets a yes. */
static bool
invites(const struct words *w, size_t from, size_t to)
{
	for (size_t i = from; i <= to; i++)
		if (in_list("vertellen|toelichten|uitleggen|beschrijven|"
		    "schetsen|omschrijven|noemen|delen|tell|describe|explain|"
		    "share|say", w->v[i].s))
			return true;
	return false;
}

/* A sentence that asks and begins with a verb: yes or no answers it. */
static bool
closed(const struct words *w, struct question_hint *h)
{
	const struct lexicon *x = lexicon_of(w->lang);
	size_t first = 0;

	for (size_t i = 0; i < w->n; i++) {
		if (w->v[i].first)
			first = i;
		if (w->v[i].asks && in_list(x->verbs, w->v[first].s) &&
		    !invites(w, first, i))
			return span(w, first, i + 1, h);
	}
	return false;
}

/* A statement with a question mark behind it wants to be agreed with. */
static bool
statement(const struct words *w, struct question_hint *h)
{
	static const char *const subjects = "je|jij|u|dat|dit|het|hij|zij|ze|"
	    "jullie|er|daar|you|that|it|this|they|he|she";
	const struct lexicon *x = lexicon_of(w->lang);
	size_t first = 0;

	for (size_t i = 0; i < w->n; i++) {
		if (w->v[i].first)
			first = i;
		if (!w->v[i].asks || !in_list(subjects, w->v[first].s))
			continue;
		for (size_t k = first; k <= i; k++)
			if (in_list(x->ask, w->v[k].s))
				return false;
		return span(w, first, i + 1, h);
	}
	return false;
}

static bool
too_long(const struct words *w, struct question_hint *h)
{
	size_t first = 0;

	for (size_t i = 0; i < w->n; i++) {
		if (w->v[i].first)
			first = i;
		if (w->v[i].asks && i - first + 1 > LONG_WORDS)
			return span(w, first, i + 1, h);
	}
	return false;
}

const char *
question_lang(const char *text, const char *dflt)
{
	struct words *w = mem_alloc(sizeof(*w));
	const char *best = dflt;
	size_t most = 0;

	split(w, text);
	for (size_t i = 0; i < IV_LEN(lexicons); i++) {
		const struct lexicon *x = &lexicons[i];
		size_t n = 0;

		for (size_t k = 0; k < w->n; k++)
			n += in_list(x->ask, w->v[k].s) +
			    in_list(x->own, w->v[k].s) +
			    in_list(x->verbs, w->v[k].s);
		if (n == most && n > 0)
			best = dflt;
		if (n > most) {
			most = n;
			best = x->lang;
		}
	}
	words_release(w);
	mem_free(w);
	return best;
}

static bool
found(const struct words *w, enum rule_id rule, struct question_hint *h)
{
	const struct lexicon *x = lexicon_of(w->lang);

	switch (rule) {
	case R_no_question:
		return w->questions == 0 && !any_word(w, x->ask) &&
		    span(w, 0, w->n, h);
	case R_own_person:
		return !any_word(w, x->own) && span(w, 0, w->n, h);
	case R_closed:
		return closed(w, h);
	case R_two:
		return w->questions > 1 && span(w, 0, w->n, h);
	case R_long:
		return too_long(w, h);
	case R_suggestive:
		return by_pattern(w, rule, h) || statement(w, h);
	case R_third_party:
		/* What it does to the presenter is what it should be about. */
		return !any_word(w, "jou|jij|jezelf|you|yourself") &&
		    by_pattern(w, rule, h);
	default:
		return by_pattern(w, rule, h);
	}
}

size_t
question_check(const struct question *q, struct question_hint *hints,
    size_t max)
{
	struct words *w = mem_alloc(sizeof(*w));
	size_t n = 0;

	w->lang = lexicon_of(q->lang)->lang;
	split(w, q->text);
	for (size_t i = 0; i < RULES && w->n > 0; i++) {
		const struct question_rule *r = &question_rules[i];
		struct question_hint h = { r, 0, 0 };

		if (!(r->kinds & q->kind) || (q->kind == QUESTION_HELPER &&
		    !(r->talks & q->talk)) ||
		    !found(w, (enum rule_id)i, &h))
			continue;
		if (n < max)
			hints[n] = h;
		n++;
	}
	words_release(w);
	mem_free(w);
	return n;
}
