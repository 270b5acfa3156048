#ifndef IV_PRIVACY_H
#define IV_PRIVACY_H

/*
 * What in a text points to a person.  Two sorts: structured identifiers, which
 * have a form of their own and are refused where a case is stored, and names,
 * which no rule tells from words (Roos, Wil, Mei, Bos) and are a hint.
 *
 * No hit does not mean anonymous: a rare illness, a function, a village and a
 * year together name somebody too.
 *
 * Sources of the forms: the eleven-test of the bsn (weights 9 to 2, then -1);
 * ISO 13616 for the iban (mod 97); the Dutch numbering plan (ten digits); the
 * postcode without SA, SD and SS; the fourteen side codes of the RDW.
 *
 * Pure and linear: each place of the text is looked at by each form over a
 * bounded distance.
 */

#include <stdbool.h>
#include <stddef.h>

enum privacy_kind {
	PRIVACY_BSN,		/* 8 or 9 digits that pass the eleven-test */
	PRIVACY_IBAN,		/* any country, mod 97 */
	PRIVACY_EMAIL,
	PRIVACY_PHONE,		/* ten digits, or +.. and 00.. */
	PRIVACY_POSTCODE,	/* 1234 AB */
	PRIVACY_BIRTH,		/* a day 5-110 years ago, or near "geboren" */
	PRIVACY_ID,		/* any run of 7 digits or more */
	PRIVACY_PLATE,		/* Dutch licence plates */
	PRIVACY_STREET,		/* a street with a house number */
	PRIVACY_NAME,		/* after a title, or behind initials */
	PRIVACY_MEMBER,		/* a name of the list of names */
	PRIVACY_DENY,		/* a word of the deny list */
	PRIVACY_KINDS,
	PRIVACY_NONE = PRIVACY_KINDS
};

struct privacy_rule {
	const char *name;	/* "bsn": stable, tests and pages name it */
	bool structured;
	const char *message;	/* N_(), what it is */
	const char *instead;	/* N_(), what to write in its place */
};
extern const struct privacy_rule privacy_rules[PRIVACY_KINDS];

struct privacy {
	const char *text;	/* UTF-8 */
	int year;		/* the civil year of now */
	/* Whole names of people ("Noëlle van der Meij"): each of their words
	 * counts, where it has a capital; "van der" does not. */
	const char *const *names;
	size_t nnames;
	/* Words and phrases, whatever their case and accents. */
	const char *const *deny;
	size_t ndeny;
};

struct privacy_hit {
	enum privacy_kind kind;
	size_t at, len;		/* bytes of the text */
	bool structured;
};

/* The hits in order of place, none over another; returns how many there are,
 * of which at most max are written. */
size_t privacy_check(const struct privacy *p, struct privacy_hit *v,
    size_t max);

#endif
