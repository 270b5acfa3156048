#include "repo_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "file.h"
#include "mem.h"

static bool
word_ok(const char *s)
{
	size_t n = strspn(s, "0123456789abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ._-");

	return n > 0 && n <= 64 && s[n] == '\0';
}

static bool
line_ok(const char *s)
{
	for (const char *p = s; *p; p++)
		if ((unsigned char)*p < 0x20 || *p == 0x7f)
			return false;
	return *s != '\0' && strlen(s) <= 500;
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int
judge_paths(const struct repo_change *c, struct iv_err *e)
{
	IV_AUTO(mem_free_auto) const char **v =
	    mem_array(NULL, c->n, sizeof(*v));

	for (size_t i = 0; i < c->n; i++) {
		v[i] = c->files[i].path;
		if (!repo_path_ok(v[i]))
			return iv_fail(e, IV_INVALID,
			    _("'%s' cannot be the path of a record"), v[i]);
	}
	qsort(v, c->n, sizeof(*v), by_name);
	for (size_t i = 1; i < c->n; i++)
		if (strcmp(v[i], v[i - 1]) == 0)
			return iv_fail(e, IV_INVALID,
			    _("'%s' is changed twice at once"), v[i]);
	return 0;
}

/* libgit2 checks none of it when a commit is written as an object. */
static int
judge_change(const struct repo_change *c, struct iv_err *e)
{
	if (!word_ok(c->author))
		return iv_fail(e, IV_INVALID,
		    _("'%s' cannot be the author of a change"), c->author);
	if (!line_ok(c->message))
		return iv_fail(e, IV_INVALID,
		    _("the message of a change must be one line"));
	return judge_paths(c, e);
}

/* The blob of path in the tree that the change starts from. */
static int
old_blob(struct repo *r, const git_tree *base, const char *path, git_oid *id,
    struct iv_err *e)
{
	struct object_at at;
	int rc = base ? object_find(r, base, path, &at, e) : 0;

	if (rc <= 0)
		return rc;
	if (at.mode == GIT_FILEMODE_TREE || at.mode == GIT_FILEMODE_COMMIT)
		return iv_fail(e, IV_INVALID, _("'%s' is a directory"), path);
	*id = at.id;
	return 1;
}

/* One file of the change: its blobs, unless nothing changes. */
static int
plan_file(struct repo *r, const git_tree *base, const struct repo_file *file,
    struct intent *in, struct iv_err *e)
{
	struct intent_file f = { .data = file->data, .len = file->len };

	if (old_blob(r, base, file->path, &f.old_blob, e) < 0)
		return -1;
	if (file->data)
		object_file(file, &f.new_blob);
	if (git_oid_equal(&f.old_blob, &f.new_blob))
		return 0;
	if (file->data && object_put_blob(r, file->data, file->len,
	    &f.new_blob, e) < 0)
		return -1;
	f.path = mem_dup(file->path);
	in->files = mem_array(in->files, in->n + 1, sizeof(*in->files));
	in->files[in->n++] = f;
	return 0;
}

int
change_plan(struct repo *r, const struct repo_change *c, struct intent *in,
    struct iv_err *e)
{
	IV_AUTO(git_tree_auto) git_tree *base = NULL;

	if (judge_change(c, e) < 0)
		return -1;
	objects_begin(r, c->n);
	if (!git_oid_is_zero(&in->old_commit) &&
	    object_commit_tree(r, &in->old_commit, &base, e) < 0)
		return -1;
	for (size_t i = 0; i < c->n; i++)
		if (plan_file(r, base, &c->files[i], in, e) < 0)
			return -1;
	if (in->n == 0)
		return 0;
	if (object_put_tree(r, base ? git_tree_id(base) : NULL, in, e) < 0)
		return -1;
	return object_put_commit(r, c, in, e);
}

static int
stage_file(struct repo *r, const char *name, const void *p, size_t n,
    struct iv_err *e)
{
	IV_AUTO(fd_close_auto) int fd = -1;

	fd = openat(r->gitfd, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
	    0600);
	if (fd < 0 || fd_write(fd, p, n) < 0)
		return repo_errno(e, r, name);
	int closed = close(fd);
	fd = -1;
	return closed < 0 ? repo_errno(e, r, name) : 0;
}

int
change_stage(struct repo *r, const struct intent *in, struct iv_err *e)
{
	char name[48];

	for (size_t i = 0; i < in->n; i++) {
		const struct intent_file *f = &in->files[i];

		if (f->data && stage_file(r, tmp_name(name, i), f->data,
		    f->len, e) < 0)
			return -1;
	}
	if (intent_write(r, in, e) < 0)
		return -1;
	if (syncfs(r->gitfd) < 0)
		return repo_errno(e, r, "");
	return objects_place(r, e);
}

/* What we make keeps no reflogs; who wants them gets them from libgit2. */
static bool
branch_logged(struct repo *r)
{
	git_config *config = NULL;
	int logged = 1;
	bool known = git_repository_config(&config, r->git) == 0 &&
	    git_config_get_bool(&logged, config, "core.logallrefupdates") == 0;

	git_config_free(config);
	return !known || logged;
}

/* The branch as a finished file, for branch_swap(). */
static int
stage_branch(struct repo *r, const struct intent *in, struct iv_err *e)
{
	char line[REPO_HEX + 1];

	if (branch_logged(r))
		return 0;
	snprintf(line, sizeof(line), "%s\n", git_oid_tostr_s(&in->new_commit));
	return stage_file(r, REPO_TMP_BRANCH, line, strlen(line), e);
}

/* The ref file's identity tells whether it was replaced, when a failing disk
 * does not even let it be read. */
static int
branch_replaced(struct repo *r, const struct intent *in,
    const struct stat *before)
{
	struct stat now;

	if (fstatat(r->gitfd, in->branch, &now, AT_SYMLINK_NOFOLLOW) < 0)
		return errno == ENOENT ? 0 : -1;
	return now.st_ino != before->st_ino ||
	    now.st_mtim.tv_sec != before->st_mtim.tv_sec ||
	    now.st_mtim.tv_nsec != before->st_mtim.tv_nsec;
}

enum moved {
	MOVED_NO,
	MOVED_YES,
	MOVED_UNKNOWN
};

/* After an error the branch itself decides, not the return value. */
static enum moved
branch_verdict(struct repo *r, const struct intent *in,
    const struct stat *before)
{
	struct iv_err ignored = IV_ERR_INIT;
	git_oid now = { { 0 } };
	int rc = repo_branch(r, in->branch, &now, &ignored);

	if (rc >= 0)
		return git_oid_equal(&now, &in->new_commit) ? MOVED_YES :
		    MOVED_NO;
	rc = branch_replaced(r, in, before);
	if (rc < 0)
		return MOVED_UNKNOWN;
	return rc > 0 ? MOVED_YES : MOVED_NO;
}

static int
branch_failed(struct repo *r, const struct intent *in, int rc,
    struct iv_err *e)
{
	if (rc == GIT_ELOCKED)
		return iv_fail(e, IV_BUSY, _("'%s/.git/%s.lock' is there: a"
		    " git command is running; if none is, delete that file"),
		    r->path, in->branch);
	if (rc == GIT_EMODIFIED)
		return iv_fail(e, IV_CONFLICT, _("another git command has"
		    " committed to '%s' meanwhile: try again"), r->path);
	return iv_fail(e, IV_STORAGE, _("cannot move '%s': %s"), in->branch,
	    git_text());
}

static bool
branch_is_old(struct repo *r, const struct intent *in)
{
	IV_AUTO(git_reference_auto) git_reference *ref = NULL;

	return git_reference_lookup(&ref, r->git, in->branch) == 0 &&
	    git_reference_type(ref) == GIT_REFERENCE_DIRECT &&
	    git_oid_equal(git_reference_target(ref), &in->old_commit);
}

/*
 * The staged file, which the barrier made durable, becomes the branch's lock
 * and then the branch: no flush of its own, for the one behind the index, the
 * last rename of a change, brings these too.  Whatever does not fit is left to
 * libgit2, which flushes and says what is wrong.
 */
static int
branch_swap(struct repo *r, const struct intent *in)
{
	IV_AUTO(buf_release) struct buf lock = BUF_INIT;

	buf_addf(&lock, "%s.lock", in->branch);
	if (renameat2(r->gitfd, REPO_TMP_BRANCH, r->gitfd, lock.p,
	    RENAME_NOREPLACE) < 0)
		return errno == EEXIST ? GIT_ELOCKED : GIT_PASSTHROUGH;
	if (branch_is_old(r, in) &&
	    renameat(r->gitfd, lock.p, r->gitfd, in->branch) == 0) {
		mem_committed();
		return 0;
	}
	unlinkat(r->gitfd, lock.p, 0);
	return GIT_PASSTHROUGH;
}

static int
branch_create(struct repo *r, const struct intent *in, const char *message)
{
	IV_AUTO(git_reference_auto) git_reference *ref = NULL;

	(void)unlinkat(r->gitfd, REPO_TMP_BRANCH, 0);
	return git_reference_create_matching(&ref, r->git, in->branch,
	    &in->new_commit, 1, &in->old_commit, message);
}

static int
branch_try(struct repo *r, const struct intent *in, const char *message)
{
	long end = lock_clock_ms() + REPO_STALE_MS;
	int rc;

	for (;;) {
		rc = branch_swap(r, in);
		if (rc == GIT_PASSTHROUGH)
			rc = branch_create(r, in, message);
		if (rc != GIT_ELOCKED || lock_clock_ms() > end)
			return rc;
		lock_sleep_ms(20);
	}
}

/* The commit point.  1: it stands, but the disk failed behind it. */
static int
branch_move(struct repo *r, const struct intent *in, const char *message,
    struct iv_err *e)
{
	struct stat before = { 0 };
	enum moved moved;
	int rc;

	if (fstatat(r->gitfd, in->branch, &before, AT_SYMLINK_NOFOLLOW) < 0 &&
	    errno != ENOENT)
		return repo_errno(e, r, in->branch);
	rc = branch_try(r, in, message);
	moved = branch_verdict(r, in, &before);
	if (moved != MOVED_NO)
		mem_committed();
	if (rc == 0 && moved == MOVED_YES)
		return 0;
	(void)branch_failed(r, in, rc, e);
	if (moved == MOVED_NO)
		return -1;
	e->code = IV_PENDING;
	iv_wrap(e, moved == MOVED_YES ? _("saved, but the disk reports an"
	    " error") : _("perhaps saved; 'iv-group check' will tell"));
	return 1;
}

/* Somebody's "git add" between our reading and our lock must not be lost. */
static int
lock_current_index(struct repo *r, struct index *index, struct iv_err *e)
{
	if (lock_index(r, e) < 0)
		return -1;
	return index_moved(r, index) ? index_open(r, false, index, e) : 0;
}

void
change_undo(struct repo *r)
{
	struct iv_err ignored = IV_ERR_INIT;

	objects_drop(r);
	(void)!lock_drop(r, &ignored);
	(void)!tmp_clear(r, &ignored);
	if (r->pending)
		(void)!intent_clear(r, &ignored);
}

static int
change_finish(struct repo *r, const struct intent *in, struct index *index,
    struct buf *left, struct iv_err *e)
{
	r->head = in->new_commit;
	if (repo_finish(r, in, index, left, e) == 0)
		return 0;
	e->code = IV_PENDING;
	/* Perhaps it failed before its flush, which the branch needs too. */
	iv_wrap(e, syncfs(r->gitfd) < 0 ? _("saved, but the disk reports an"
	    " error") : _("saved, but not every file is in place; the next"
	    " change completes it"));
	return 1;
}

/* With the index lock and without signals: all or nothing from here. */
static int
change_apply(struct repo *r, const struct intent *in, struct index *index,
    const char *message, struct iv_err *e)
{
	if (lock_current_index(r, index, e) < 0)
		return -1;
	return branch_move(r, in, message, e);
}

static void
signals_hold(sigset_t *old)
{
	sigset_t held;

	sigemptyset(&held);
	sigaddset(&held, SIGINT);
	sigaddset(&held, SIGTERM);
	sigaddset(&held, SIGHUP);
	sigprocmask(SIG_BLOCK, &held, old);
}

static int
change_commit(struct repo *r, const struct intent *in, const char *message,
    struct buf *left, struct iv_err *e)
{
	IV_AUTO(index_release) struct index index = INDEX_INIT;
	sigset_t old;
	int rc;

	if (index_open(r, false, &index, e) < 0 ||
	    stage_branch(r, in, e) < 0 || change_stage(r, in, e) < 0)
		return -1;
	signals_hold(&old);
	rc = change_apply(r, in, &index, message, e);
	if (rc == 0)
		rc = change_finish(r, in, &index, left, e);
	sigprocmask(SIG_SETMASK, &old, NULL);
	return rc;
}

int
change_run(struct repo *r, const struct intent *in, const char *message,
    struct buf *left, struct iv_err *e)
{
	int rc = change_commit(r, in, message, left, e);

	if (rc < 0)
		change_undo(r);
	return rc;
}

int
repo_commit(struct repo *r, const struct repo_change *c, struct buf *left,
    struct iv_err *e)
{
	IV_AUTO(intent_release) struct intent in = { 0 };

	if (r->pending &&
	    (repo_recover(r, left, e) < 0 || repo_read_head(r, e) < 0))
		return -1;
	in.branch = mem_dup(r->branch);
	in.old_commit = r->head;
	if (change_plan(r, c, &in, e) < 0) {
		change_undo(r);
		return -1;
	}
	return in.n == 0 ? 0 : change_run(r, &in, c->message, left, e);
}
