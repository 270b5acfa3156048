#include "repo_internal.h"

#include <errno.h>
#include <unistd.h>

#include "mem.h"

/*
 * Whether the branch's history has the intent's commit.  An intent that was
 * torn before its barrier may name a commit that was never stored: no.
 */
static int
history_has(struct repo *r, const struct intent *in, bool *ret,
    struct iv_err *e)
{
	enum loose state;
	git_oid tip;
	int rc = repo_branch(r, in->branch, &tip, e);

	*ret = false;
	if (rc <= 0)
		return rc;
	*ret = git_oid_equal(&tip, &in->new_commit);
	if (*ret)
		return 0;
	if (object_loose(r, &in->new_commit, &state, e) < 0)
		return -1;
	if (state == LOOSE_BAD ||
	    (state == LOOSE_NONE && !git_odb_exists(r->odb, &in->new_commit)))
		return 0;
	if (object_guard(r, &tip, e) < 0)
		return -1;
	rc = git_graph_descendant_of(r->git, &tip, &in->new_commit);
	if (rc < 0)
		return iv_fail(e, IV_STORAGE, _("cannot read the history of"
		    " '%s': %s"), r->path, git_text());
	*ret = rc > 0;
	return 0;
}

/* Drops the paths that a later commit gave another content. */
static int
still_in_head(struct repo *r, struct intent *in, struct iv_err *e)
{
	size_t kept = 0;

	if (git_oid_equal(&r->head, &in->new_commit))
		return 0;
	for (size_t i = 0; i < in->n; i++) {
		struct intent_file f = in->files[i];
		git_oid id = { { 0 } };

		if (repo_head_at(r, f.path, &id, e) < 0 &&
		    e->code != IV_INVALID)
			return -1;
		if (git_oid_equal(&id, &f.new_blob)) {
			in->files[i] = in->files[kept];
			in->files[kept++] = f;
		}
	}
	for (size_t i = kept; i < in->n; i++)
		mem_free(in->files[i].path);
	in->n = kept;
	return 0;
}

/* Makes durable what is acted on: the branch may have moved unsynced. */
static int
recover_commit(struct repo *r, struct intent *in, struct buf *left,
    struct iv_err *e)
{
	if (syncfs(r->gitfd) < 0)
		return repo_errno(e, r, "");
	if (strcmp(r->branch, in->branch) != 0)
		return 0;
	if (still_in_head(r, in, e) < 0 || lock_index(r, e) < 0)
		return -1;
	return repo_finish(r, in, NULL, left, e);
}

static int
recover_intent(struct repo *r, struct intent *in, struct buf *left,
    struct iv_err *e)
{
	bool stands;

	r->pending = true;
	if (lock_drop_branch(r, in, e) < 0 ||
	    history_has(r, in, &stands, e) < 0)
		return -1;
	return stands ? recover_commit(r, in, left, e) : 0;
}

int
repo_recover(struct repo *r, struct buf *left, struct iv_err *e)
{
	IV_AUTO(intent_release) struct intent in = { 0 };
	char state;
	int rc = intent_read(r, &in, &state, e);

	if (rc < 0)
		return -1;
	if (rc > 0 && recover_intent(r, &in, left, e) < 0)
		return iv_wrap(e, _("an unfinished change cannot be"
		    " completed yet"));
	if (lock_drop(r, e) < 0 || tmp_clear(r, e) < 0)
		return -1;
	return state == 'i' ? intent_clear(r, e) : 0;
}
