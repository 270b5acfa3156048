#ifndef IV_FACTS_TEXTS_H
#define IV_FACTS_TEXTS_H

/*
 * Texts in the files of methods, questionnaires and registers: one for every
 * language, or one by language:
 *
 *	"Fijn"		{ "nl": "Fijn", "en": "Fine" }
 */

#include "json.h"

/* What is wrong with it, a message for _(); NULL when nothing is. */
const char *texts_fault(const cJSON *texts);

/* The text in the wanted language, else in English, else the first there is:
 * its string, and its language as the key unless it is for every one; NULL
 * when there is none. */
const cJSON *texts_pick(const cJSON *texts, const char *lang);

/* The string of texts_pick(), or NULL. */
const char *texts_in(const cJSON *texts, const char *lang);

/* A copy of texts_in() of a key, the caller's; NULL when the key is not there.
 * IV_INVALID with the key in front. */
IV_MUST int texts_take(char **ret, const cJSON *o, const char *key,
    const char *lang, struct iv_err *e);

#endif
