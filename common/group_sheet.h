#ifndef IV_GROUP_SHEET_H
#define IV_GROUP_SHEET_H

/* The agreements as a sheet that is mailed and comes back signed. */

#include "group.h"

struct group_sheet_opts {
	const char *whose;
};

iv_run group_sheet;

/* Reads a filled-in sheet: "member" and, by the key of each agreement, "yes"
 * or "no".  An agreement that was changed since is an unknown label.  The
 * store is open.  IV_INVALID names file and line. */
IV_MUST int group_sheet_read(struct iv_ctx *c, const char *file,
    cJSON *filled, struct iv_err *e);

#endif
