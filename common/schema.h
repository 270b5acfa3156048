#ifndef IV_SCHEMA_H
#define IV_SCHEMA_H

/*
 * Records as tables.  One .def a kind lists its fields; from those rows come
 * the checks, "set FIELD=VALUE", the options of "add" and "list", --help,
 * completion and the page's FIELDS.  One row adds a field, one row an enum
 * word; nothing is listed twice.
 *
 * Reading is lenient where a newer program may have been: unknown keys and
 * unknown words are kept and shown; only *setting* an unknown word is refused.
 */

#include <cjson/cJSON.h>
#include <stdbool.h>

#include "buf.h"
#include "day.h"
#include "err.h"

enum field_type {
	FT_LINE,	/* one line of text, 1 to max bytes */
	FT_TEXT,	/* text with newlines, 1 to max bytes */
	FT_WORD,	/* one of words */
	FT_INT,		/* whole number min..max */
	FT_BOOL,
	FT_DAY,		/* 2026-03-12 */
	FT_TIME,	/* 2026-03-12T09:30, civil, in the group's zone */
	FT_INSTANT,	/* 2026-03-12T08:30:00Z */
	FT_CLOCK,	/* 09:30 */
	FT_ZONE,	/* Europe/Amsterdam */
	FT_EMAIL,
	FT_ID,		/* ten characters of id.h */
	FT_REF,		/* id of a record of kind ref */
	FT_LIST,	/* array of words, refs or lines (item says which) */
	FT_OBJECT,	/* nested fields (sub) */
	FT_MAP,		/* object keyed by key, values with fields sub, or
			   scalars of type item when sub is NULL */
	FT_ROWS,	/* array of objects with fields sub */
	FT_ANY,		/* whatever is there is carried and not looked into */
};

enum field_flag {
	FF_MUST = 1,		/* a record without it is invalid */
	FF_AUTO = 2,		/* the program sets it; "set" refuses it */
	FF_CONTENT = 4,		/* confidential text */
	FF_NAME = 8,		/* a person's name or address */
	FF_PRIVATE = 16,	/* only in the private area; refused in the
				   repository */
	FF_STAYS = 32,		/* when the rest of the record is forgotten */
};

/* Keys of a map: an id, a member's id, or a short name that people choose. */
enum map_key { KEY_ID, KEY_MEMBER, KEY_NAME };

struct field {
	const char *name;
	enum field_type type;
	unsigned flags;
	const char *words;	/* FT_WORD and lists of words: "problem
				   solution"; each is a message of its own */
	const char *ref;	/* FT_REF and lists of refs: "member" */
	long min, max;		/* numbers: range; text: most bytes (0: 64 KiB) */
	enum field_type item;	/* FT_LIST, FT_MAP without sub */
	enum map_key key;	/* FT_MAP */
	const struct fields *sub; /* FT_OBJECT, FT_MAP, FT_ROWS */
	const char *dflt;	/* value of a new record, as it would be typed */
	const char *label;	/* N_("Own part"): in show, tables and sheets */
	const char *help;	/* N_(), what it is or asks, in a line */
};

#define FIELDS_MAX	64	/* in one table */

struct fields {
	const struct field *v;
	size_t n;
};

struct schema {
	const char *kind;	/* "case": also the word in "iv.case/1" */
	const char *plural;	/* "cases": also in "iv.cases/1" */
	int version;
	const char *dir;	/* "cases"; "" for group.json */
	bool years;		/* cases/<year>/<id>.json */
	unsigned mask;		/* its bit for store_open() */
	const char *tool;	/* "iv-case" */
	const char *noun;	/* N_("case"), for messages */
	const char *columns;	/* "id,status,title": default of list */
	const char *sort;	/* field that list sorts by */
	struct fields fields;
};

enum schema_mask {
	MASK_GROUP = 1, MASK_MEMBER = 2, MASK_CASE = 4, MASK_SESSION = 8,
	MASK_EVALUATION = 16, MASK_METHOD = 32, MASK_QUESTIONNAIRE = 64,
	MASK_REGISTER = 128, MASK_ALL = 255,
};

extern const struct schema schema_group, schema_member, schema_case,
    schema_session, schema_evaluation;
extern const struct schema *const schemas[];	/* all, NULL at the end */

const struct schema *schema_by_kind(const char *kind);		/* or NULL */
/* The kind of record that belongs at a path beneath the group, or NULL. */
const struct schema *schema_at(const char *path);
bool schema_file(const char *name);	/* "k7f3q9x2mb.json" */
const struct field *fields_find(const struct fields *f, const char *name,
    size_t len);

/* "iv.case/1" of a record: its kind and version.  IV_INVALID. */
IV_MUST int schema_of(const cJSON *record, const struct schema **ret,
    int *version, struct iv_err *e);

/*
 * Is the whole record well-formed?  Types, ranges, required fields, dates,
 * ids, keys.  *e names the field ("actions.k7f.due") and what is allowed;
 * when it is not NULL, pointer gets the JSON pointer of the fault (then
 * json_locate() finds the line).  IV_INVALID.
 */
IV_MUST int schema_check(const struct schema *k, const cJSON *record,
    struct buf *pointer, struct iv_err *e);

/* Puts keys in schema order, unknown keys behind them in their order. */
void schema_order(const struct schema *k, cJSON *record);

/* What setting needs to know of the world; every part may be NULL / zero. */
struct schema_in {
	struct civil now;
	/* Turns what was typed into an id: a beginning, a member's name. */
	int (*resolve)(void *arg, const char *kind, const char *typed,
	    char id[11], struct iv_err *e);
	/* The stored word for one typed in another language ("positief"), of
	 * these words; NULL when it is none of them. */
	const char *(*word)(void *arg, const char *words, const char *typed);
	void *arg;
};

/*
 * Sets a field from text: "title", "retention.cases", "actions.k7f.due".
 * Empty text takes an optional field away.  The value is checked before
 * anything changes.  IV_USAGE naming field, value and what is allowed (an
 * unknown field suggests the nearest); IV_REFUSED for FF_PRIVATE.
 */
IV_MUST int schema_set(const struct schema *k, cJSON *record, const char *path,
    const char *text, const struct schema_in *in, struct iv_err *e);

/* The value that text means for one field, checked; *ret is the caller's. */
IV_MUST int field_value(const struct field *f, const char *path,
    const char *text, const struct schema_in *in, cJSON **ret,
    struct iv_err *e);

/* The fields of a schema that may be set by their own name as an option
 * ("--own-part"): not nested, not kept by the program. */
bool field_settable(const struct field *f);

/* What may stand there, for messages and help: "problem, solution, ...";
 * stored: in a record, where a day or a member is not as it was typed. */
void field_allowed(struct buf *b, const struct field *f, bool stored);

/* "09:30": hours 0-23, minutes 0-59. */
bool clock_fits(const char *s);

/*
 * The table as a JSON Schema (draft 2020-12), in English; NULL: any kind, as
 * their own "schema" says.  It accepts what schema_check() does: unknown keys,
 * and words that a newer program may have; strict refuses both.  What a
 * pattern cannot say (the 30th of February, a zone that is none, bytes
 * against characters) it lets pass.  The caller's.
 */
cJSON *schema_describe(const struct schema *k, bool strict);

/* Calls fn for each word of a space-separated list. */
void words_each(const char *words, void (*fn)(const char *word, size_t len,
    void *arg), void *arg);
bool words_has(const char *words, const char *word);

#endif
