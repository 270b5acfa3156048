#ifndef IV_SESSION_AFTER_INTERNAL_H
#define IV_SESSION_AFTER_INTERNAL_H

/* Shared by session_after.c, which makes the sheet, and session_taken.c, which
 * takes it in. */

#include "session_after.h"

struct sheet after_sheet(const struct after *a);

/* "Noëlle Dijkstra: what (2026-04-02)" on a line of its own. */
void after_line(struct buf *b, const char *who, const char *text,
    const char *due);

#endif
