#ifndef IV_AGENDAS_H
#define IV_AGENDAS_H

/*
 * A case on the agendas of two meetings that are still to be held: two people
 * can put it there at once, and no record shows it by itself.
 */

#include "buf.h"
#include "store.h"

struct agendas {
	struct agendas_use *v;
	size_t n;
};

void agendas_release(struct agendas *a);
/* A record, of whatever kind; the meetings in any order.  What of it stands on
 * one that was seen before, and how it comes off, is added to b: true. */
bool agendas_see(struct agendas *a, const struct record *r, struct buf *b);

#endif
