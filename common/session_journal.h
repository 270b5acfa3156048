#ifndef IV_SESSION_JOURNAL_H
#define IV_SESSION_JOURNAL_H

/*
 * The journal of a live run: .git/iv/run-<session id>.ndjson (0600), the plan
 * in its first line, then one event a line, each on disk before the next key
 * is read.  Who is killed loses at most the line that was being written; that
 * half line is cut off when the journal is opened again.
 */

#include <stdbool.h>

#include "json.h"

struct journal {
	int dirfd, fd;		/* fd -1: none */
	char path[64];
};
#define JOURNAL_INIT { -1, -1, "" }

/* Opens and locks; text gets what it holds, whole lines only.  With make, a
 * missing one is begun; else fd stays -1 and it is no failure.  IV_BUSY when
 * the meeting runs elsewhere. */
IV_MUST int journal_open(int dirfd, const char *session, bool make,
    struct journal *ret, struct buf *text, struct iv_err *e);

/* Appends one line and waits until it is on disk. */
IV_MUST int journal_add(struct journal *j, const cJSON *line,
    struct iv_err *e);

void journal_remove(struct journal *j);		/* and closes */
void journal_close(struct journal *j);

#endif
