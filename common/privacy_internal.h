#ifndef IV_PRIVACY_INTERNAL_H
#define IV_PRIVACY_INTERNAL_H

/*
 * The text as the forms see it: one byte a character, accents taken off, case
 * kept, every kind of space a ' ', every dash a '-', what no form knows a '?'.
 * at[i] is the byte of the text where character i begins.
 */

#include "privacy.h"

#define PRIVACY_EURO	'\x01'	/* any sign of money */
#define PRIVACY_WORD	32	/* longer words are none that we know */

struct privacy_scan {
	char *s;		/* n characters and a NUL */
	size_t *at;		/* n + 1 */
	size_t n;
	int year;
};

/* What a form found: the characters up to end are of this kind, or they are
 * PRIVACY_NONE: something else that no other form should look into. */
struct privacy_found {
	size_t end;
	enum privacy_kind kind;
};

typedef bool privacy_form(const struct privacy_scan *x, size_t i,
    struct privacy_found *f);

privacy_form privacy_email, privacy_iban, privacy_phone, privacy_date;
privacy_form privacy_plate, privacy_postcode, privacy_number, privacy_street;
privacy_form privacy_person;

void privacy_read(struct privacy_scan *x, const char *text);
void privacy_release(struct privacy_scan *x);

/* Characters, without the locale. */
bool ch_digit(char c);
bool ch_upper(char c);
bool ch_alpha(char c);
bool ch_alnum(char c);
char ch_lower(char c);

/* Does a word or number begin at i: no letter or digit in front? */
bool scan_begins(const struct privacy_scan *x, size_t i);
char scan_before(const struct privacy_scan *x, size_t i);	/* 0: none */
size_t scan_digits(const struct privacy_scan *x, size_t i);	/* how many */
size_t scan_letters(const struct privacy_scan *x, size_t i);
size_t scan_spaces(const struct privacy_scan *x, size_t i);

/* The word at i in small letters, "" when it is too long; its length. */
size_t scan_word(const struct privacy_scan *x, size_t i,
    char out[PRIVACY_WORD]);
/* Is it one of "a|b|c"? */
bool word_in(const char *list, const char *word);
/* Does one of the words stand within so many characters before i, in the same
 * sentence? */
bool scan_word_before(const struct privacy_scan *x, size_t i, size_t distance,
    const char *list);

#endif
