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
 *	      "theme": "safety", "reversed": false } ],
 *	  "open": { "en": "..." }, "private": false,
 *	  "source": "own wording" }
 *
 * reversed: a high answer is a bad sign; true, or a list of the languages in
 * whose wording it is, as a translation may turn an item round.  theme tells
 * what an item is about; iv-report(1) looks for "safety".  A text that lacks
 * the wanted language is shown in one that it has.  open is the open line, for
 * rounds that take one.  private: answers stay with whoever gave them, and
 * there is no round.  An item is not called code or text.
 */

#include "store.h"

#define QUESTIONS_MAX	40

struct question_item {
	char *id, *text;
	char *theme;		/* "safety"; "" where none is given */
	bool reversed;
};

struct questions {
	char *name, *title, *low, *high;
	char *open;		/* NULL: there is none */
	bool private;
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
	bool coded;		/* each begins with a one-time code */
	bool texts;		/* an open line is taken */
	int *column[QUESTIONS_MAX];
	struct id *code;	/* of each person; NULL unless coded */
	size_t *line;		/* where each stood, for messages */
	char **text;		/* the open lines, apart: no person's */
	size_t ntexts;
	size_t n;
};
#define ANSWERS_MAX	50
#define ANSWERS_INIT { .n = 0 }
#define ANSWER_TEXT	1000	/* bytes of an open line */

/* One person's, in the order of the items. */
struct answer {
	struct id code;
	int value[QUESTIONS_MAX];
	char *text;		/* NULL or "": none */
	size_t line;
};
void answer_release(struct answer *a);	/* overwrites and frees */

/* IV_INVALID when there are ANSWERS_MAX already. */
IV_MUST int answers_add(struct answers *a, const struct questions *q,
    const struct answer *one, struct iv_err *e);

/* A code as people type it: capitals, blanks and dashes do not matter. */
bool answer_code(const char *typed, struct id *ret);

/* May this be an open line?  One line, at most ANSWER_TEXT bytes, nothing
 * that hides or moves text.  IV_INVALID. */
IV_MUST int answer_text(const char *text, struct iv_err *e);

/*
 * A person a line: whole numbers in the order of the items with blanks or
 * tabs between them, or an object {"item": value}; with codes, the code comes
 * first or is {"code": "..."}; an open line is {"text": "..."}.  Empty lines
 * and lines begun with # say nothing, except "#" and the items' names, all of
 * them: that is the order of the numbers from there.  IV_INVALID naming line,
 * item and range, IV_REFUSED for an open line that is not taken; then nothing
 * was added.
 */
IV_MUST int answers_read(struct answers *a, const struct questions *q,
    const char *text, size_t n, const char *name, struct iv_err *e);

/* Overwrites and frees them. */
void answers_release(struct answers *a);

/* The line of an answer file: code, values, open line, and nothing else. */
void answer_line(struct buf *b, const struct questions *q,
    const struct answer *one);

#endif
