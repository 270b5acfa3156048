#ifndef IV_FACTS_REGISTER_H
#define IV_FACTS_REGISTER_H

/*
 * Registers: those built into the program and the group's own in
 * registers/NAME.json, which come first.  A file:
 *
 *	{ "schema": "iv.register/1", "name": "vit",
 *	  "title": { "en": "...", "nl": "..." },
 *	  "source": [ "https://..." ], "checked": "2026-11-21",
 *	  "period": { "years": 1, "months": 6 },
 *	  "hours": { "norm": 15, "per": "year", "max": 34,
 *	      "max_per_year": 16, "min_per_year": 2, "carry": 5,
 *	      "make_up": true },
 *	  "rounding": { "minutes": 60, "down": true },
 *	  "group": { "min": 4, "max": 8, "fixed": true },
 *	  "meeting": { "people_min": 4, "people_max": 10,
 *	      "registered_min": 3, "minutes_min": 60, "minutes_max": 240,
 *	      "contiguous": true },
 *	  "per_year": { "meetings_min": 3 },
 *	  "per_period": { "meetings_min": 10 },
 *	  "gap_weeks_max": 8, "own_case": { "min": 1, "per": "year" },
 *	  "facilitator": { "register_number": true },
 *	  "deadlines": [ { "yearly": "01-15", "text": { "en": "..." } },
 *	      { "before": "first-meeting", "text": { "en": "..." } } ],
 *	  "proof": { "en": "..." }, "notes": { "en": "..." } }
 *
 * Only what its source states is in it; what is left out is no rule.  source
 * and checked, the day its text was read, must be there.  A key that is none
 * of these inside a rule is refused: a rule that is not understood must not
 * be passed over.
 */

#include "facts.h"
#include "register.h"
#include "store.h"

struct facts_deadline {
	int month, day;		/* each year; 0: before the first meeting */
	char *text;
};

struct facts_rule {
	struct register_rule rule;
	char *name, *title, *checked;
	char *source;			/* addresses, a space between */
	char *proof, *notes;		/* or NULL */
	struct facts_deadline *deadlines;
	size_t ndeadlines;
};

/* In the group's language.  IV_NOTFOUND names those there are; IV_INVALID. */
IV_MUST int facts_rule_load(struct facts_rule *ret, struct store *s,
    const char *name, struct iv_err *e);
/* From the text of its file. */
IV_MUST int facts_rule_parse(struct facts_rule *ret, const struct buf *text,
    const char *name, const char *lang, struct iv_err *e);
void facts_rule_release(struct facts_rule *r);

/* Has the record of a member a number in this register?  The name in any
 * case; the number, or NULL. */
const char *facts_register_number(const cJSON *member, const char *name);

/* The member with this number in it; false: none. */
bool facts_register_find(struct store *s, const char *name,
    const char *number, struct id *ret);

/* A meeting as its register sees it, and what people are shown of it. */
struct facts_register_row {
	struct id id;
	struct civil start;
	struct register_meeting m;
	size_t group;			/* of several, by their place; else 0 */
};

/*
 * What one person's meetings are to a register, oldest first: held ones of
 * the scope, and planned ones from now on with those who are expected.  Reads
 * sessions and members, nothing else.
 */
struct facts_register {
	struct facts_register_row *held, *ahead;
	struct register_meeting *counted;	/* of held, as rules want it */
	size_t nheld, nahead;
	struct unclosed unclosed;
};
IV_MUST int facts_register(struct facts_register *ret, struct store *s,
    const struct facts_scope *scope, const char *name, struct iv_err *e);
/* What one person did in n groups, oldest first; their rows are copied. */
void facts_register_join(struct facts_register *ret,
    const struct facts_register *v, size_t n);
void facts_register_release(struct facts_register *f);

/* Everyone who was present at a held meeting of the scope, of its one person
 * or of all: by day, then by name.  Of all, a facilitator without a number in
 * this register is left out: there is nothing to enter.  number: in this
 * register, or NULL. */
struct facts_present {
	const char *member, *name, *number;
	int from, until;	/* minutes since the midnight before */
};
typedef void facts_present_fn(void *arg, const struct facts_register_row *row,
    const struct facts_present *who);
IV_MUST int facts_register_present(struct store *s,
    const struct facts_scope *scope, const char *name, facts_present_fn *fn,
    void *arg, struct iv_err *e);

#endif
