#include "repo_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <git2/sys/alloc.h>
#include <unistd.h>

#include "file.h"
#include "mem.h"

void
git_commit_auto(git_commit **p)
{
	git_commit_free(*p);
}

void
git_tree_auto(git_tree **p)
{
	git_tree_free(*p);
}

void
git_index_auto(git_index **p)
{
	git_index_free(*p);
}

void
git_reference_auto(git_reference **p)
{
	git_reference_free(*p);
}

void
git_signature_auto(git_signature **p)
{
	git_signature_free(*p);
}

const char *
git_text(void)
{
	const git_error *last = git_error_last();

	return last && last->message ? last->message : "libgit2";
}

bool
git_failed_io(void)
{
	const git_error *last = git_error_last();

	return last && last->klass == GIT_ERROR_OS;
}

int
repo_errno(struct iv_err *e, const struct repo *r, const char *what)
{
	return iv_fail_errno(e, IV_STORAGE, "'%s/.git/%s'", r->path, what);
}

static void *
alloc_malloc(size_t n, const char *file, int line)
{
	(void)file, (void)line;
	return mem_realloc(NULL, n);
}

static void *
alloc_realloc(void *p, size_t n, const char *file, int line)
{
	(void)file, (void)line;
	return mem_realloc(p, n);
}

/* From 1.7 on libgit2 makes the others of these three; 1.5 has no number. */
#if LIBGIT2_VERSION_NUMBER < 1070000
static void *
alloc_calloc(size_t n, size_t size, const char *file, int line)
{
	(void)file, (void)line;
	void *p = mem_array(NULL, n, size);
	memset(p, 0, n * size);
	return p;
}

static char *
alloc_strdup(const char *s, const char *file, int line)
{
	(void)file, (void)line;
	return mem_dup(s);
}

static char *
alloc_strndup(const char *s, size_t n, const char *file, int line)
{
	(void)file, (void)line;
	return mem_ndup(s, strnlen(s, n));
}

static char *
alloc_substrdup(const char *s, size_t n, const char *file, int line)
{
	(void)file, (void)line;
	return mem_ndup(s, n);
}

static void *
alloc_array(void *p, size_t n, size_t size, const char *file, int line)
{
	(void)file, (void)line;
	return mem_array(p, n, size);
}

static void *
alloc_mallocarray(size_t n, size_t size, const char *file, int line)
{
	(void)file, (void)line;
	return mem_array(NULL, n, size);
}
#endif

/* Set before libgit2 starts, or it has memory of the other kind already. */
static git_allocator fail_stop = {
	.gmalloc = alloc_malloc,
	.grealloc = alloc_realloc,
	.gfree = mem_free,
#if LIBGIT2_VERSION_NUMBER < 1070000
	.gcalloc = alloc_calloc,
	.gstrdup = alloc_strdup,
	.gstrndup = alloc_strndup,
	.gsubstrdup = alloc_substrdup,
	.greallocarray = alloc_array,
	.gmallocarray = alloc_mallocarray,
#endif
};

/* After the start: search paths set before it are undone by it. */
static int
library_set(void)
{
	static const int levels[] = { GIT_CONFIG_LEVEL_PROGRAMDATA,
		GIT_CONFIG_LEVEL_SYSTEM, GIT_CONFIG_LEVEL_XDG,
		GIT_CONFIG_LEVEL_GLOBAL };

	for (size_t i = 0; i < IV_LEN(levels); i++)
		if (git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, levels[i],
		    "") < 0)
			return -1;
	/* A year's tree is larger than what is kept by itself, and is looked
	 * at many times; what comes in is judged before it is merged. */
	if (git_libgit2_opts(GIT_OPT_SET_CACHE_OBJECT_LIMIT, GIT_OBJECT_TREE,
	    (size_t)1 << 20) < 0 ||
	    git_libgit2_opts(GIT_OPT_SET_CACHE_OBJECT_LIMIT, GIT_OBJECT_BLOB,
	    (size_t)16 << 10) < 0)
		return -1;
	/* What is read is held against its name by repo_object.c, which takes
	 * a tenth of the time. */
	if (git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0) < 0)
		return -1;
	return git_libgit2_opts(GIT_OPT_ENABLE_STRICT_OBJECT_CREATION, 1);
}

static int
library_start(struct repo *r, struct iv_err *e)
{
	static bool given;

	if (!given && git_libgit2_opts(GIT_OPT_SET_ALLOCATOR, &fail_stop) < 0)
		return iv_fail(e, IV_STORAGE, _("cannot start libgit2"));
	given = true;
	if (git_libgit2_init() < 0)
		return iv_fail(e, IV_STORAGE, _("cannot start libgit2"));
	r->ready = true;
	if (library_set() < 0)
		return iv_fail(e, IV_STORAGE, _("cannot start libgit2: %s"),
		    git_text());
	return 0;
}

struct repo *
repo_alloc(int dirfd, const char *path)
{
	struct repo *r = mem_alloc(sizeof(*r));

	r->dirfd = fcntl(dirfd, F_DUPFD_CLOEXEC, 3);
	r->gitfd = r->lockfd = -1;
	r->path = mem_dup(path);
	return r;
}

void
repo_close(struct repo *r)
{
	if (!r)
		return;
	objects_drop(r);
	git_odb_free(r->odb);
	git_repository_free(r->git);
	oidset_release(&r->whole);
	fd_close_auto(&r->lockfd);
	fd_close_auto(&r->gitfd);
	fd_close_auto(&r->dirfd);
	mem_free(r->branch);
	mem_free(r->path);
	if (r->ready)
		git_libgit2_shutdown();
	mem_free(r);
}

void
repo_close_auto(struct repo **r)
{
	repo_close(*r);
}

static int
same_place(const char *path, int fd)
{
	struct stat a, b;

	return path && stat(path, &a) == 0 && fstat(fd, &b) == 0 &&
	    a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

/* What is written in .git lies there, not where a link leads. */
static int
judge_inside(struct repo *r, struct iv_err *e)
{
	static const char *const dirs[] = { "objects", "objects/pack", "refs",
		"refs/heads", "iv", REPO_TMP };
	struct stat st;

	for (size_t i = 0; i < IV_LEN(dirs); i++) {
		if (beneath_stat(r->gitfd, dirs[i], &st) < 0) {
			if (errno == ENOENT)
				continue;
			if (errno != ELOOP)
				return repo_errno(e, r, dirs[i]);
		} else if (S_ISDIR(st.st_mode)) {
			continue;
		}
		return iv_fail(e, IV_CONFLICT, _("'%s/.git/%s' is no"
		    " directory: links to elsewhere are not followed"),
		    r->path, dirs[i]);
	}
	return 0;
}

/* .git as the file system has it, before libgit2 sees it. */
static int
judge_gitdir(struct repo *r, const char *gitdir, struct iv_err *e)
{
	struct stat dir, st;

	if (r->dirfd < 0 || fstat(r->dirfd, &dir) < 0)
		return iv_fail_errno(e, IV_STORAGE, "'%s'", r->path);
	if (fstatat(r->dirfd, gitdir, &st, AT_SYMLINK_NOFOLLOW) < 0)
		return errno == ENOENT ? iv_fail(e, IV_CONFLICT,
		    _("'%s' has no git repository of its own; put its"
		    " .git back, or take the group anew with 'iv-sync"
		    " clone'"), r->path) :
		    repo_errno(e, r, "");
	if (!S_ISDIR(st.st_mode))
		return iv_fail(e, IV_CONFLICT, _("'%s/.git' is no directory:"
		    " linked worktrees and submodules are not written"),
		    r->path);
	if (st.st_uid != geteuid())
		return iv_fail(e, IV_CONFLICT, _("'%s/.git' belongs to"
		    " another user of this computer, and only that user may"
		    " change it; for others it is shared with iv-sync"),
		    r->path);
	if (st.st_dev != dir.st_dev)
		return iv_fail(e, IV_CONFLICT, _("'%s/.git' lies on another"
		    " disk than the group"), r->path);
	r->gitfd = openat(r->dirfd, gitdir,
	    O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
	return r->gitfd < 0 ? repo_errno(e, r, "") : judge_inside(r, e);
}

/* And as libgit2 has it: core.worktree or commondir may lead elsewhere. */
static int
judge_layout(struct repo *r, struct iv_err *e)
{
	const char *own = git_repository_path(r->git);

	if (git_repository_is_bare(r->git))
		return iv_fail(e, IV_CONFLICT,
		    _("'%s/.git' is a bare repository"), r->path);
	if (!same_place(git_repository_workdir(r->git), r->dirfd))
		return iv_fail(e, IV_CONFLICT, _("core.worktree in"
		    " '%s/.git/config' leads to another directory; remove it"
		    " with 'git config --unset core.worktree'"), r->path);
	if (!same_place(own, r->gitfd) ||
	    !same_place(git_repository_commondir(r->git), r->gitfd))
		return iv_fail(e, IV_CONFLICT, _("'%s' is a linked worktree"
		    " of another repository"), r->path);
	return 0;
}

int
repo_attach(struct repo *r, const char *gitdir, struct iv_err *e)
{
	char link[64];

	if (judge_gitdir(r, gitdir, e) < 0 || library_start(r, e) < 0)
		return -1;
	/* By descriptor, so that a relative path or a rename cannot lead
	 * libgit2 to another directory than the one judged. */
	snprintf(link, sizeof(link), "/proc/self/fd/%d", r->gitfd);
	if (git_repository_open_ext(&r->git, link,
	    GIT_REPOSITORY_OPEN_NO_SEARCH | GIT_REPOSITORY_OPEN_NO_DOTGIT,
	    NULL) < 0)
		return iv_fail(e, git_failed_io() ? IV_STORAGE : IV_CONFLICT,
		    _("cannot open the git repository of '%s': %s"), r->path,
		    git_text());
	if (git_repository_odb(&r->odb, r->git) < 0)
		return iv_fail(e, IV_STORAGE,
		    _("cannot open the git repository of '%s': %s"), r->path,
		    git_text());
	return judge_layout(r, e);
}

int
repo_branch(struct repo *r, const char *branch, git_oid *id,
    struct iv_err *e)
{
	int rc = git_reference_name_to_id(id, r->git, branch);

	if (rc == GIT_ENOTFOUND)
		return 0;
	if (rc < 0)
		return iv_fail(e, IV_STORAGE, _("cannot read '%s': %s"),
		    branch, git_text());
	return 1;
}

int
repo_read_head(struct repo *r, struct iv_err *e)
{
	IV_AUTO(git_reference_auto) git_reference *head = NULL;

	if (git_reference_lookup(&head, r->git, "HEAD") < 0)
		return iv_fail(e, IV_STORAGE, _("cannot read HEAD of '%s': %s"),
		    r->path, git_text());
	mem_free(r->branch);
	r->branch = NULL;
	if (git_reference_type(head) != GIT_REFERENCE_SYMBOLIC) {
		r->head = *git_reference_target(head);
		return 0;
	}
	r->branch = mem_dup(git_reference_symbolic_target(head));
	int rc = repo_branch(r, r->branch, &r->head, e);
	if (rc == 0)
		return iv_fail(e, IV_CONFLICT, _("the git repository of '%s'"
		    " has no commit yet: an interrupted start, or another"
		    " program's"), r->path);
	return rc < 0 ? -1 : 0;
}

struct under_way {
	git_repository_state_t state;
	const char *what, *end;
};

static const struct under_way under_way[] = {
	{ GIT_REPOSITORY_STATE_MERGE, N_("a merge"), "git merge --abort" },
	{ GIT_REPOSITORY_STATE_REVERT, N_("a revert"), "git revert --abort" },
	{ GIT_REPOSITORY_STATE_REVERT_SEQUENCE, N_("a revert"),
	    "git revert --abort" },
	{ GIT_REPOSITORY_STATE_CHERRYPICK, N_("a cherry-pick"),
	    "git cherry-pick --abort" },
	{ GIT_REPOSITORY_STATE_CHERRYPICK_SEQUENCE, N_("a cherry-pick"),
	    "git cherry-pick --abort" },
	{ GIT_REPOSITORY_STATE_BISECT, N_("a bisect"), "git bisect reset" },
	{ GIT_REPOSITORY_STATE_REBASE, N_("a rebase"), "git rebase --abort" },
	{ GIT_REPOSITORY_STATE_REBASE_INTERACTIVE, N_("a rebase"),
	    "git rebase --abort" },
	{ GIT_REPOSITORY_STATE_REBASE_MERGE, N_("a rebase"),
	    "git rebase --abort" },
	{ GIT_REPOSITORY_STATE_APPLY_MAILBOX, N_("a git am"),
	    "git am --abort" },
	{ GIT_REPOSITORY_STATE_APPLY_MAILBOX_OR_REBASE, N_("a git am"),
	    "git am --abort" },
};

int
repo_plain(struct repo *r, struct iv_err *e)
{
	int state = git_repository_state(r->git);
	struct stat st;

	for (size_t i = 0; i < IV_LEN(under_way); i++)
		if ((int)under_way[i].state == state)
			return iv_fail(e, IV_CONFLICT, _("%s is under way in"
			    " '%s': finish it, or undo it with '%s'"),
			    _(under_way[i].what), r->path, under_way[i].end);
	if (!r->branch)
		return iv_fail(e, IV_CONFLICT, _("HEAD of '%s' is not on a"
		    " branch: go back to one with 'git switch main'"),
		    r->path);
	if (beneath_stat(r->gitfd, r->branch, &st) < 0 ? errno != ENOENT :
	    !S_ISREG(st.st_mode))
		return iv_fail(e, IV_CONFLICT, _("'%s/.git/%s' is not a"
		    " regular file"), r->path, r->branch);
	return 0;
}

/* Who may read and not write hears that, and not of a lock. */
static int
lock_fail(const struct repo *r, struct iv_err *e)
{
	if (e->code == IV_STORAGE &&
	    faccessat(r->gitfd, ".", W_OK, AT_EACCESS) < 0 &&
	    (errno == EACCES || errno == EROFS))
		return iv_fail_errno(e, IV_STORAGE, _("'%s' can be read here "
		    "and not changed; give yourself the right to write in it, "
		    "or work in a copy"), r->path);
	return -1;
}

int
repo_lock(struct repo *r, int wait_ms, struct iv_err *e)
{
	if (file_lock(r->gitfd, REPO_LOCK, wait_ms, &r->lockfd, e) < 0)
		return lock_fail(r, e);
	if (mkdirat(r->gitfd, "iv", 0700) < 0 && errno != EEXIST)
		return repo_errno(e, r, "iv");
	if (mkdirat(r->gitfd, REPO_TMP, 0700) < 0 && errno != EEXIST)
		return repo_errno(e, r, REPO_TMP);
	return 0;
}

/*
 * The ref backend keeps for ever whether it syncs, and asks when it first
 * looks a ref up; objects ask each time.  So refs are synced, objects are
 * not: one syncfs covers all of them.
 */
int
repo_read_head_synced(struct repo *r, struct iv_err *e)
{
	git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 1);
	int rc = repo_read_head(r, e);
	git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 0);
	return rc;
}

int
repo_open(struct repo **ret, int dirfd, const char *path, struct buf *left,
    struct iv_err *e)
{
	IV_AUTO(repo_close_auto) struct repo *r = repo_alloc(dirfd, path);

	if (repo_attach(r, ".git", e) < 0 || repo_lock(r, REPO_WAIT_MS, e) < 0)
		return -1;
	if (switch_recover(r, left, e) < 0)
		return -1;
	if (repo_read_head_synced(r, e) < 0 || repo_plain(r, e) < 0)
		return -1;
	if (repo_recover(r, left, e) < 0)
		return -1;
	*ret = IV_TAKE(r);
	return 0;
}

int
repo_open_read(struct repo **ret, int dirfd, const char *path,
    struct iv_err *e)
{
	IV_AUTO(repo_close_auto) struct repo *r = repo_alloc(dirfd, path);

	if (repo_attach(r, ".git", e) < 0 || repo_read_head(r, e) < 0)
		return -1;
	*ret = IV_TAKE(r);
	return 0;
}

int
repo_head_at(struct repo *r, const char *path, git_oid *id, struct iv_err *e)
{
	IV_AUTO(git_tree_auto) git_tree *tree = NULL;
	struct object_at at;
	int rc;

	if (object_commit_tree(r, &r->head, &tree, e) < 0)
		return -1;
	rc = object_find(r, tree, path, &at, e);
	if (rc <= 0)
		return rc;
	if (at.mode != GIT_FILEMODE_BLOB &&
	    at.mode != GIT_FILEMODE_BLOB_EXECUTABLE)
		return iv_fail(e, IV_INVALID, _("'%s' is no file in HEAD"),
		    path);
	*id = at.id;
	return 1;
}

int
repo_head_read(struct repo *r, const char *path, struct buf *b,
    struct iv_err *e)
{
	git_oid id;
	int rc = repo_head_at(r, path, &id, e);

	if (rc <= 0)
		return rc;
	return object_blob(r, &id, b, e) < 0 ? -1 : 1;
}

int
repo_head_blob(struct repo *r, const char *path, char blob[41],
    struct iv_err *e)
{
	git_oid id;
	int rc = repo_head_at(r, path, &id, e);

	if (rc < 0)
		return -1;
	blob[0] = '\0';
	if (rc > 0)
		git_oid_tostr(blob, REPO_HEX, &id);
	return 0;
}

int
repo_head(struct repo *r, char commit[41], struct iv_err *e)
{
	(void)e;
	git_oid_tostr(commit, REPO_HEX, &r->head);
	return 0;
}

int
repo_blob(struct repo *r, const char *blob, struct buf *b, struct iv_err *e)
{
	git_oid id;

	if (strlen(blob) != GIT_OID_HEXSZ || git_oid_fromstr(&id, blob) < 0)
		return iv_fail(e, IV_NOTFOUND, _("no git object '%s'"), blob);
	return object_blob(r, &id, b, e);
}

void
repo_blob_name(const struct buf *text, char blob[41])
{
	git_oid id;

	object_name(GIT_OBJECT_BLOB, text, &id);
	git_oid_tostr(blob, REPO_HEX, &id);
}

bool
repo_path_ok(const char *path)
{
	for (const char *p = path; *p; p++)
		if ((unsigned char)*p < 0x20 || *p == 0x7f || *p == '\\')
			return false;
	for (const char *p = path; p; p = strchr(p, '/')) {
		p += *p == '/' && p > path;
		size_t n = strcspn(p, "/");
		if (n == 0 || (n <= 2 && strncmp(p, "..", n) == 0))
			return false;
		if (n == 4 && strncasecmp(p, ".git", n) == 0)
			return false;
	}
	return true;
}

const char *
repo_version(void)
{
	static char text[64];
	int major, minor, rev;

	git_libgit2_version(&major, &minor, &rev);
#ifdef IV_LIBGIT2_SHARED
	snprintf(text, sizeof(text), "libgit2 %d.%d.%d (shared)", major,
	    minor, rev);
#else
	snprintf(text, sizeof(text), "libgit2 %d.%d.%d (static)", major,
	    minor, rev);
#endif
	return text;
}
