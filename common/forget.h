#ifndef IV_FORGET_H
#define IV_FORGET_H

/*
 * What is forgotten, and what then remains of a record.
 *
 * The ids stand in tombstones.json, {"schema": "iv.tombstones/1",
 * "forgotten": [ids, sorted]}: a set that only grows.  Of a record whose id is
 * in it, these fields remain in every version there ever was: those with
 * FF_STAYS, and "forgotten": true.  A member's name becomes the id; a case
 * that waited to be discussed is withdrawn.  A file
 * elsewhere whose name holds the id (an editor's copy) becomes empty.  So the
 * result depends on nothing but the file and the set, and what was done once
 * is not changed by doing it again.
 */

#include "id.h"
#include "json.h"
#include "schema.h"

#define FORGET_FILE	"tombstones.json"

struct forgotten {
	struct id *v;		/* sorted */
	size_t n;
};

void forgotten_release(struct forgotten *f);
bool forgotten_has(const struct forgotten *f, const char *id);
/* False: it was there. */
bool forgotten_add(struct forgotten *f, const char *id);
void forgotten_join(struct forgotten *f, const struct forgotten *other);
/* Does f have all of other? */
bool forgotten_covers(const struct forgotten *f,
    const struct forgotten *other);

/* Adds what stands in a tombstones.json.  IV_INVALID. */
IV_MUST int forgotten_parse(struct forgotten *f, const char *text, size_t n,
    struct iv_err *e);
/* The file; was (may be "") is what it was, for the keys that we do not
 * know. */
void forgotten_print(struct buf *b, const struct forgotten *f,
    const char *was);
/* Ids one a line, as a clone notes for itself what it has forgotten. */
void forgotten_lines(struct buf *b, const struct forgotten *f);
void forgotten_read_lines(struct forgotten *f, const char *text);

/* What repo_forget() asks; arg is a struct forgotten. */
bool forget_wants(void *arg, const char *path);
IV_MUST int forget_strip(void *arg, const char *path, const struct buf *text,
    struct buf *out, struct iv_err *e);

/* IV_REFUSED when there is more in it than that. */
IV_MUST int forget_check(const struct schema *k, const char *id,
    const cJSON *record, struct iv_err *e);

#endif
