#ifndef IV_STORE_H
#define IV_STORE_H

/*
 * A group's directory, read.  Nothing here opens anything in .git, so reading
 * needs no git library; writing is change.h.
 *
 * Two ledgers: a store is opened with the kinds its user may read, and opens
 * no other directory.  Asking for a kind outside the mask is a programming
 * error that ends in IV_REFUSED.
 *
 * A broken record never hides the others: it is reported to the fault
 * function and counted, once, and the walk goes on (the tool then exits 5).
 */

#include <stdbool.h>

#include "file.h"
#include "id.h"
#include "json.h"
#include "schema.h"

struct record {
	const struct schema *schema;
	struct id id;
	char path[64];		/* "cases/2026/k7f3q9x2mb.json" */
	int version;		/* of its schema; above ours: read only */
	bool draft;		/* lies in the private area, not here */
	cJSON *json;
};
void record_free(struct record *r);		/* NULL is fine */
void record_free_auto(struct record **r);

struct store;

/* MASK_* of schema.h and: */
#define MASK_DRAFTS	(1u << 30)	/* cases: this user's drafts too */

struct store_opts {
	const char *dir;	/* the group's directory */
	const char *data_home;	/* $XDG_DATA_HOME or its default */
	unsigned mask;		/* MASK_GROUP is always in it */
	void (*fault)(void *arg, const struct iv_err *e);
	void *arg;
};

/* IV_NOTFOUND when dir holds no group.json; IV_INVALID when it is broken. */
IV_MUST int store_open(struct store **ret, const struct store_opts *o,
    struct iv_err *e);
void store_close(struct store *s);
void store_close_auto(struct store **s);

/* The nearest parent of dir ("." for here) that holds group.json, added to
 * b; IV_NOTFOUND says how to start a group. */
IV_MUST int store_locate(const char *dir, struct buf *b, struct iv_err *e);

int store_dirfd(const struct store *s);
const char *store_dir(const struct store *s);
const cJSON *store_group(const struct store *s);
const char *store_zone(const struct store *s);
const char *store_lang(const struct store *s);
size_t store_faults(const struct store *s);

/* The private area: a descriptor of $XDG_DATA_HOME/iv/<group id> (0700), made
 * when missing and make is true; -1 with *e else (IV_NOTFOUND when it is not
 * there and make is false).  It is the store's, do not close it. */
IV_MUST int store_private(struct store *s, bool make, struct iv_err *e);
void store_private_path(const struct store *s, struct buf *b);
/* Makes the directory that holds the private areas of all groups; a failure
 * shows when one of them is made. */
void store_private_home(const struct store *s);

/*
 * The group as it stood: from here on everything is read from there instead
 * of the directory, group.json first; mask and faults stay.  read() adds a
 * file to b (IV_NOTFOUND), names() fills ret in order of bytes (a missing
 * directory is empty).  past.h makes one; it is the caller's and outlives s.
 */
struct store_from {
	int (*read)(void *arg, const char *path, struct buf *b,
	    struct iv_err *e);
	int (*names)(void *arg, const char *dir, struct names *ret,
	    struct iv_err *e);
	void *arg;
};
IV_MUST int store_read_from(struct store *s, const struct store_from *from,
    struct iv_err *e);

/* A file that is no record of schema.h, such as a method, added to b
 * (IV_NOTFOUND); the names in a directory, as dir_names() of file.h. */
IV_MUST int store_file(struct store *s, const char *path, struct buf *b,
    struct iv_err *e);
IV_MUST int store_names(struct store *s, const char *dir, struct names *ret,
    struct iv_err *e);

/* A record by its whole id: opened directly, year by year, newest first;
 * drafts last.  *ret is the caller's.  IV_NOTFOUND, IV_INVALID. */
IV_MUST int store_read(struct store *s, const struct schema *k, const char *id,
    struct record **ret, struct iv_err *e);

/* Is there a file for this whole id?  Asked of names only: nothing is read,
 * so any kind may be asked for. */
bool store_has(struct store *s, const struct schema *k, const char *id);
/* A change has made a record with this id: others of it may refer to it. */
void store_coming(struct store *s, const struct id *id);
bool store_expects(const struct store *s, const char *id);

/*
 * The record meant by what was typed: an id or a unique beginning of one
 * (>= 3 characters); a member by a unique beginning of a name; a session by
 * its date, next, last or today.  IV_NOTFOUND; IV_AMBIGUOUS with the
 * candidates as the note.
 */
IV_MUST int store_find(struct store *s, const struct schema *k,
    const char *typed, struct civil now, struct id *ret, struct iv_err *e);

/* Every record of a kind, in order of path (drafts last).  fn gets each, may
 * keep it by IV_TAKE(*r), and returns 0 to go on, 1 to stop, -1 on error. */
typedef int store_fn(void *arg, struct record **r, struct iv_err *e);
IV_MUST int store_each(struct store *s, const struct schema *k, store_fn *fn,
    void *arg, struct iv_err *e);

/* A member's name, or the id itself when there is none.  Each member is read
 * once, when first asked for; the text is the store's. */
const char *store_name(struct store *s, const char *id);

/* The path of a record: a kind that has years needs the year it was made. */
void record_path(char path[64], const struct schema *k, const char *id,
    int year);

/* A record with nothing but its schema key, not there yet; the caller's. */
struct record *record_new(const struct schema *k, const char *id,
    int32_t today);
/* Gives a record that is not there yet the path of the year it was made in:
 * that of its "made", else of today. */
void record_place(struct record *r, int32_t today);

/* Reads one record from text, checked; for add --json and change.c. */
IV_MUST int record_parse(const struct schema *k, const char *text, size_t n,
    const char *path, struct record **ret, struct iv_err *e);
/* "iv.case/1" with the keys in order, as it stands in its file. */
void record_text(struct buf *b, const struct record *r);

#endif
