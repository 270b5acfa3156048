#ifndef IV_QUESTION_H
#define IV_QUESTION_H

/*
 * Hints on a question, never a block.  Two kinds of question are kept apart:
 * the presenter's learning question, and the helpers' questions about it,
 * which are good or bad relative to the step of the method (a coaching
 * question comes too early in the information round, a factual one is right
 * there).  Where the sources of practice disagree (generic "je",
 * organisational "wij", deep "waarom") a form is respected.
 *
 * A rule is a row of question.def: patterns in each language, or a small
 * function where words alone do not tell.  Patterns are words in folded form
 * (no case, no accents):
 *
 *	a|b	one of these words
 *	[a|b]	the same, or nothing
 *	*	up to five words
 *	^	the start of the sentence, a leading "en", "maar", "dus" aside
 *	?	the sentence ends here, with a question mark
 *
 * Sources stand beside the rules, by the keys of iv-question(7).
 */

#include <stddef.h>

enum question_kind {
	QUESTION_PRESENTER = 1,
	QUESTION_HELPER = 2,
};

/* The talk that the step allows; a helper's question is judged by it. */
enum question_talk {
	TALK_ANY = 1, TALK_FACTUAL = 2, TALK_OPEN = 4,
	TALK_EVERY = 7,
};

#define QUESTION_LANGS	"en nl"		/* with rules in question.def */

struct question {
	const char *text;	/* UTF-8 */
	const char *lang;	/* one of QUESTION_LANGS */
	enum question_kind kind;
	enum question_talk talk;	/* helpers; TALK_OPEN when unknown */
};

struct question_rule {
	const char *name;	/* "advice", stable: tests and pages name it */
	unsigned kinds, talks;	/* where it applies */
	const char *reason;	/* N_() */
	const char *instead;	/* N_(), what to do about it */
	const char *source;
};

struct question_hint {
	const struct question_rule *rule;
	size_t at, len;		/* bytes of the text that it is about */
};

extern const struct question_rule question_rules[];
extern const size_t question_rules_len;

/* The language a text is in by its small words; dflt when they do not tell. */
const char *question_lang(const char *text, const char *dflt);

/* The hints, at most one a rule, in order of rules; returns how many there
 * are, of which at most max are written. */
size_t question_check(const struct question *q, struct question_hint *hints,
    size_t max);

#endif
