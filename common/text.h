#ifndef IV_TEXT_H
#define IV_TEXT_H

/*
 * Languages.  Messages follow the user (IV_LANG over LC_ALL, LC_MESSAGES,
 * LANG); what goes into a report, a sheet or an invitation follows the group,
 * and iv_text() is the only place that switches.  English is the source and
 * needs no catalogue; the others are those of mo.h.
 */

#include <stdbool.h>

#include "buf.h"

/*
 * Takes the language and the catalogues' place (mo.h); lang is "nl",
 * "nl_NL.UTF-8", "C", "" or NULL: as the tool found it in the environment.
 * LC_CTYPE and LC_MESSAGES, for what the system itself says, follow where it
 * is not English and that locale is there; LC_NUMERIC stays C always.
 */
void text_init(mo_dir *catalogues, const char *lang);

/* Makes sure of a LC_CTYPE of UTF-8: for ncurses, which looks at it. */
void text_locale(void);

const char *text_lang(void);		/* "en" or "nl": the user's */

/* msgid in lang ("nl"); the msgid itself when there is no translation.  "" and
 * NULL stay.  The result lives as long as the program. */
const char *iv_text(const char *lang, const char *msgid) IV_FORMAT(2);

/* The enum word that a person typed, in lang, in the user's language or as
 * stored: one of words (space-separated), compared folded; or NULL.  The
 * result points into a static copy of the word. */
const char *text_word(const char *lang, const char *words, const char *typed);

#endif
