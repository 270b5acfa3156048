#include "share.h"

#include <string.h>

void
share_forget_release(struct share_forget *f)
{
	forgotten_release(&f->all);
	forgotten_release(&f->here);
}

/* Would any of these commits become another? */
static int
still_has(struct share_forget *f, struct repo *r, const char *tip,
    const char *without, struct iv_err *e)
{
	struct repo_forget look;

	if (sync_forget_look(r, &f->all, tip, *without ? without : NULL,
	    &look, e) < 0)
		return -1;
	return look.commits > 0;
}

/* Is something that is forgotten in the history, here or in what was fetched:
 * 1, 0, -1. */
static int
must_forget(struct share_forget *f, struct repo *r, const char *head,
    struct iv_err *e)
{
	bool known;
	int rc = 0;

	if (sync_forgotten_here(store_dirfd(f->c->store), &f->here, e) < 0 ||
	    sync_forgotten(r, head, &f->all, e) < 0 ||
	    (*f->theirs && sync_forgotten(r, f->theirs, &f->all, e) < 0))
		return -1;
	known = forgotten_covers(&f->here, &f->all);
	forgotten_join(&f->all, &f->here);
	if (!known || f->all.n == 0)
		return !known;
	if (*f->theirs)
		rc = still_has(f, r, f->theirs, head, e);
	return rc != 0 ? rc : still_has(f, r, head, f->theirs, e);
}

static void
say_forgotten(const struct share_forget *f)
{
	for (size_t i = 0; i < f->all.n; i++) {
		const char *id = f->all.v[i].s;

		if (forgotten_has(&f->here, id))
			continue;
		if (f->c->dry_run)
			tool_say(f->c, _("%s is forgotten by the group; a "
			    "sync takes it out of the history here first"),
			    id);
		else
			tool_say(f->c, _("%s is forgotten by the group, and "
			    "taken out of the history here"), id);
	}
}

static int
write_again(struct share_forget *f, struct repo *r, const char *head,
    struct iv_err *e)
{
	struct sync_forget s = { &f->all, NULL, *f->theirs ? f->theirs :
		NULL };
	struct repo_forget done;
	int rc;

	if (*f->theirs && sync_judge(r, f->theirs, head, NULL, e) < 0)
		return iv_wrap(e, _("what came in is refused"));
	rc = sync_forget_run(r, &s, &done, f->left, e);
	if (rc < 0)
		return -1;
	f->c->saved = true;
	f->pending = rc > 0;
	if (rc > 0)
		tool_say(f->c, "%s", e->msg);
	if (*f->theirs)
		memcpy(f->known, done.other_new, sizeof(f->known));
	return 1;
}

int
share_forget(struct share_forget *f, struct repo *r, const char *head,
    struct iv_err *e)
{
	int rc;

	share_forget_release(f);
	memcpy(f->known, f->theirs, sizeof(f->known));
	rc = must_forget(f, r, head, e);
	if (rc <= 0)
		return rc;
	say_forgotten(f);
	return f->c->dry_run ? 0 : write_again(f, r, head, e);
}

int
share_purge(struct share_forget *f, struct repo *r, struct iv_err *e)
{
	struct sync_forget s = { &f->all, NULL, NULL };
	struct repo_forget done;
	int rc;

	if (f->all.n == 0)
		return 0;
	rc = sync_forget_run(r, &s, &done, f->left, e);
	f->pending = f->pending || rc > 0;
	return rc < 0 ? -1 : 0;
}

int
share_remember(struct share_forget *f, struct repo *r, struct iv_err *e)
{
	IV_AUTO(forgotten_release) struct forgotten now = { NULL, 0 };
	IV_AUTO(buf_release) struct buf was = BUF_INIT;
	IV_AUTO(buf_release) struct buf text = BUF_INIT;
	struct repo_file file = { FORGET_FILE, NULL, 0 };
	struct repo_change c = { &file, 1, f->c->author, "forget again",
		f->c->when };
	char head[41];

	if (repo_head(r, head, e) < 0 ||
	    sync_forgotten(r, head, &now, e) < 0)
		return -1;
	if (f->c->dry_run || forgotten_covers(&now, &f->all))
		return 0;
	if (repo_head_read(r, FORGET_FILE, &was, e) < 0)
		return -1;
	forgotten_join(&now, &f->all);
	forgotten_print(&text, &now, was.p);
	file.data = text.p;
	file.len = text.len;
	return repo_commit(r, &c, f->left, e) < 0 ? -1 : 0;
}
