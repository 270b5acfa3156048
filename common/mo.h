#ifndef IV_MO_H
#define IV_MO_H

/*
 * Catalogues of messages: the .mo files that msgfmt makes, read by our own
 * hand.  The C library's gettext would do, but where the wished locale is not
 * installed, as on a base Debian, only C.UTF-8 is left, and from glibc 2.39 on
 * gettext translates nothing there, whatever LANGUAGE says.  Here a language
 * needs its file and nothing else, and another can be had at any moment.
 *
 * <dir>/<lang>/LC_MESSAGES/iv.mo is mapped when it is first asked for, and
 * stays.  One that is missing or broken counts as empty: English is shown.
 */

/* The languages there are: one for each common/po/LANG.po, and the source's;
 * the build says which. */
#ifndef IV_LANGS
#define IV_LANGS	"nl en"
#endif

/* Where catalogues lie, asked once and only when one is needed (NULL: none
 * are), and the language of mo_text(); both stay the caller's for as long as
 * the program runs. */
typedef const char *mo_dir(void);
void mo_init(mo_dir *dir, const char *lang);

/* A message in the user's language, or in lang ("nl"); itself when there is
 * no translation.  The result lives as long as the program. */
const char *mo_text(const char *msgid) __attribute__((format_arg(1)));
const char *mo_in(const char *lang, const char *msgid)
    __attribute__((format_arg(2)));

/* With a plural, by the rule of the catalogue: "n != 1" as in English and
 * Dutch, "n > 1" as in French, or one form for all. */
const char *mo_plural(const char *one, const char *many, unsigned long n)
    __attribute__((format_arg(1))) __attribute__((format_arg(2)));

#endif
