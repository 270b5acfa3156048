#ifndef IV_FACTS_QUESTIONS_H
#define IV_FACTS_QUESTIONS_H

/*
 * Questionnaires: those built into the program and the group's own in
 * questionnaires/NAME.json, which come first.  A file:
 *
 *	{ "schema": "iv.questionnaire/1", "name": "meeting",
 *	  "title": { "en": "...", "nl": "..." },
 *	  "scale": { "min": 1, "max": 5, "low": { "en": ... },
 *	      "high": { "en": ... } },
 *	  "items": [ { "id": "heard", "text": { "en": ... },
 *	      "reversed": false } ],
 *	  "source": "own wording" }
 *
 * reversed: a high answer is a bad sign; true, or a list of the languages in
 * whose wording it is, as a translation may turn an item round.  A text that
 * lacks the wanted language is shown in one that it has.
 */

#include "store.h"

#define QUESTIONS_MAX	40

struct question_item {
	char *id, *text;
	bool reversed;
};

struct questions {
	char *name, *title, *low, *high;
	struct question_item items[QUESTIONS_MAX];
	size_t n;
};

/* In the group's language.  IV_NOTFOUND names those there are; IV_INVALID. */
IV_MUST int questions_load(struct questions *ret, struct store *s,
    const char *name, struct iv_err *e);
void questions_release(struct questions *q);
#define QUESTIONS_INIT { .n = 0 }

/* Calls fn with every name, in order of bytes; each name once. */
IV_MUST int questions_each(struct store *s, int (*fn)(void *arg,
    const char *name, struct iv_err *e), void *arg, struct iv_err *e);

/*
 * Answers as they come in: a column for each item, so that no row is kept.
 * Nothing of them may be shown: messages name line and item, never a value.
 */
struct answers {
	int *column[QUESTIONS_MAX];
	size_t n;
};
#define ANSWERS_MAX	50
#define ANSWERS_INIT { .n = 0 }

/* One person's answers, in the order of the items.  IV_INVALID when there are
 * ANSWERS_MAX already. */
IV_MUST int answers_add(struct answers *a, const struct questions *q,
    const int *row, struct iv_err *e);

/*
 * A person a line: whole numbers in the order of the items with blanks or
 * tabs between them, or an object {"item": value}.  Empty lines and lines
 * begun with # say nothing, except "#" and the items' names, all of them:
 * that is the order of the numbers from there.  IV_INVALID naming line, item
 * and range; then nothing was added.
 */
IV_MUST int answers_read(struct answers *a, const struct questions *q,
    const char *text, size_t n, const char *name, struct iv_err *e);

/* Overwrites and frees them. */
void answers_release(struct answers *a);

#endif
