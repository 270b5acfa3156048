#include "repo_internal.h"

int
repo_author(struct repo *r, const char *commit, struct buf *b,
    struct iv_err *e)
{
	IV_AUTO(git_commit_auto) git_commit *c = NULL;
	const char *name;
	git_oid id;

	if (object_hex(commit, &id, e) < 0 ||
	    object_commit(r, &id, &c, e) < 0)
		return -1;
	name = git_commit_author(c)->name;
	buf_adds(b, name ? name : "");
	return 0;
}
