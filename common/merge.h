#ifndef IV_MERGE_H
#define IV_MERGE_H

/*
 * Three-way merge of records, field by field, from the true base.
 *
 *	a key that one side changed		takes the change
 *	objects on both sides			merge by key
 *	lists of plain values			merge as sets, in order
 *	a key that one side changed and the
 *	other took away				stays, and is reported
 *	two different values			the newer stands, the other is
 *						kept in "conflicts"
 *
 * "Newer" is the date of the side's last commit that touched the record, ties
 * by blob id, so the result is the same whichever side is ours: clones agree.
 * "conflicts" is {"/json/pointer": [{"value":, "by":, "at":}]}, sorted, itself
 * merged as a set; its entries go when a person settles them, and while their
 * value is the one that stands.  Nothing is
 * dropped silently: every choice is reported.
 */

#include <cjson/cJSON.h>
#include <stdbool.h>

#include "buf.h"
#include "err.h"

struct merge_side {
	const cJSON *json;	/* NULL: the record is not there */
	long long when;		/* seconds; of its last commit */
	const char *blob;	/* 40 hex digits; breaks ties */
	const char *by;		/* author of that commit: a member id or "iv" */
};

enum merge_choice {
	MERGE_CONFLICT,		/* two values: the newer stands */
	MERGE_KEPT,		/* changed here, taken away there: kept */
};

struct merge {
	const cJSON *base;	/* NULL: both sides made it */
	struct merge_side ours, theirs;
	void (*report)(void *arg, enum merge_choice choice,
	    const char *pointer);
	void *arg;
};

/* The merged record, the caller's; NULL when it is gone on both sides.
 * Without a base and with two different records of one id both stand: fields
 * that differ are conflicts. */
cJSON *merge_records(const struct merge *m);

/* Takes the entries of a pointer out of a record's conflicts (a person chose);
 * false when there are none. */
bool merge_settle(cJSON *record, const char *pointer);

/* The value at a JSON pointer, and setting it (objects and whole values). */
cJSON *merge_at(cJSON *record, const char *pointer);
bool merge_put(cJSON *record, const char *pointer, cJSON *value);
/* A pointer as 'set' takes a field, for people: "roles.chair"; one with a dot
 * in it stays as it is. */
void merge_shown(struct buf *b, const char *pointer);

#endif
