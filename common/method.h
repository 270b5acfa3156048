#ifndef IV_METHOD_H
#define IV_METHOD_H

/*
 * A method: the steps by which a case is discussed, and what each of them
 * allows.  The same struct drives the agenda, the live run, the hand-out and
 * the checks.  Pure: facts_method.h fills it from a file, whose texts it
 * points into.
 *
 * Words are bits of sets (method.def): METHOD_TALK_ADVICE is
 * 1u << the place of "advice" among the words of METHOD_TALK.
 */

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"

enum method_set {
	METHOD_WHO, METHOD_SEAT, METHOD_TALK, METHOD_KEEP, METHOD_FORM,
	METHOD_LEVEL, METHOD_ABOUT, METHOD_FOCUS, METHOD_TRUST, METHOD_MIX,
	METHOD_KIND, METHOD_ROLE,
};

/* All words of all sets, in one row of numbers: only for the bits below. */
enum method_place {
#define X(set, name, word, label) METHOD_AT_##set##_##name,
#include "method.def"
#undef X
};

#define METHOD_BIT(set, name, first)					\
	(1u << (METHOD_AT_##set##_##name - METHOD_AT_##set##_##first))
#define METHOD_SPEAKER(name)	METHOD_BIT(WHO, name, PRESENTER)
#define METHOD_SITS(name)	METHOD_BIT(SEAT, name, IN)
#define METHOD_TALKS(name)	METHOD_BIT(TALK, name, STORY)
#define METHOD_KEEPS(name)	METHOD_BIT(KEEP, name, QUESTIONS)
#define METHOD_FORMS(name)	METHOD_BIT(FORM, name, PROBLEM)
#define METHOD_LEVELS(name)	METHOD_BIT(LEVEL, name, INDIVIDUAL)
#define METHOD_ABOUTS(name)	METHOD_BIT(ABOUT, name, RELATIONAL)
#define METHOD_FOCUSES(name)	METHOD_BIT(FOCUS, name, PROCESS)
#define METHOD_TRUSTS(name)	METHOD_BIT(TRUST, name, LOW)
#define METHOD_MIXES(name)	METHOD_BIT(MIX, name, MIXED)
#define METHOD_KINDS(name)	METHOD_BIT(KIND, name, CASE)

#define METHOD_MODULES	32	/* at most, in one method */

/* The bit of a word, 0 when the set has none such. */
unsigned method_bit(enum method_set set, const char *word);
/* The words of bits, in order: as stored with separator, or their labels in
 * lang ("nl"). */
void method_words(struct buf *b, enum method_set set, unsigned bits);
void method_labels(struct buf *b, enum method_set set, unsigned bits,
    const char *(*in)(const char *lang, const char *msgid),
    const char *lang);

struct method_step {
	const char *id, *title, *prompt;	/* prompt may be NULL */
	unsigned speaks, silent, talk, not, keeps;
	unsigned presenter;		/* one bit of SEAT; 0: there is none */
	int minutes, minutes_per_person;
	int per_person;			/* contributions each; 0: any number */
	const char *repeat;		/* id of the step to go back to */
	int rounds;			/* then in all; 0: as often as needed */
	bool round_each;		/* a round for every person present */
	bool reveals;			/* the outcome that was kept apart */
	bool chooses;			/* which case it will be about */
	unsigned modules;		/* bit i: modules[i] may be chosen */
	const char *picks;		/* id of the later step for which a
					   module is chosen here */
};

struct method {
	const char *name, *title, *variant, *source;
	bool sourced;			/* the minutes are the source's */
	int total;			/* what the source says; 0: nothing */
	unsigned kind, forms, levels, about, focus, trust, mix, roles;
	int structure;			/* 1 free to 5 strict; 0: not said */
	bool beginners;
	struct { int min, max, best; } group;
	struct method_step *steps;
	size_t nsteps;
	struct method_step *modules;	/* ways to do a step; chosen on the
					   spot */
	size_t nmodules;
};

/* How many people it is reckoned for when nobody says. */
int method_people(const struct method *m);

/* Minutes of a step, once, with so many people, the presenter among them. */
int method_step_minutes(const struct method_step *s, int people);
/* Minutes of everything, rounds included. */
int method_minutes(const struct method *m, int people);

/* Which step a step goes back to; -1: none. */
int method_repeats(const struct method *m, size_t step);

/* For which step a module may be chosen in this one: a later one, or itself;
 * -1: none. */
int method_picks(const struct method *m, size_t step);

/*
 * The step as this module does it.  What the module says goes before what the
 * step says; who speaks and is silent belong together, what is allowed and
 * not, and the minutes and those for each person.  Its id and title are the
 * module's.
 */
struct method_step method_way(const struct method_step *s,
    const struct method_step *module);

/* Once all is read: a step that says no minutes takes those of the longest of
 * its modules. */
void method_settle(struct method *m);

/* Does any step allow this talk? */
bool method_allows(const struct method *m, unsigned talk);

/* What contradicts itself: where, and in an untranslated sentence why. */
struct method_fault {
	int step, module;		/* both -1: the method itself */
	const char *field, *why;
};
bool method_fault(const struct method *m, struct method_fault *ret);

/* What is looked for; 0 and NULL: whatever. */
struct method_want {
	unsigned form, level;		/* bits */
	int people, minutes;
	bool beginners;
};
bool method_fits(const struct method *m, const struct method_want *w);

#endif
