#ifndef IV_SHARE_H
#define IV_SHARE_H

/*
 * The commands of iv-sync; the rows that lead to them stand in cmd/iv-sync.c.
 *
 *	share_sync.c	sync, status
 *	share_clone.c	clone, remote, setup-git
 *	share_settle.c	conflicts, resolve, merge-file
 */

#include "sync.h"
#include "tool.h"

struct sync_cmd_opts {
	bool no_push;
};
struct status_opts {
	bool offline;
};
struct remote_opts {
	bool host_reads;
};

iv_run share_sync, share_status, share_clone, share_remote, share_setup;
iv_run share_conflicts, share_resolve, share_merge_file;

#define SHARE_SYNCED	".git/iv/synced"	/* "INSTANT COMMIT\n" */

/* Makes plain git merge as we do. */
IV_MUST int share_driver(const struct sync_net *n, struct iv_err *e);
/* Who can read what lies at a URL, in a line, in lang. */
void share_readers(struct buf *b, const char *url, const char *lang);

#endif
