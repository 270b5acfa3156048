#include "repo_internal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "file.h"
#include "mem.h"

/*
 * The repository grows under another name and becomes .git by one rename,
 * with its first commit and an intent for the files inside.  A program killed
 * before the rename leaves only this name, which the next one removes; killed
 * after it, repo_open() completes it as any other change.
 */
#define GROWING	".iv-new"
#define MAIN	"refs/heads/main"

static const char *const dirs[] = { GROWING, GROWING "/objects",
	GROWING "/objects/info", GROWING "/objects/pack", GROWING "/refs",
	GROWING "/refs/heads", GROWING "/refs/tags", GROWING "/info",
	GROWING "/iv", GROWING "/" REPO_TMP };

static int
create_errno(struct iv_err *e, const char *path, const char *what)
{
	return iv_fail_errno(e, IV_STORAGE, _("cannot make '%s/%s'"), path,
	    what);
}

int
tree_remove(int dirfd, const char *name)
{
	IV_AUTO(names_release) struct names l = { 0 };
	struct iv_err ignored = IV_ERR_INIT;
	IV_AUTO(fd_close_auto) int fd = -1;

	if (unlinkat(dirfd, name, 0) == 0 || errno == ENOENT)
		return 0;
	if (errno != EISDIR && errno != EPERM)
		return -1;
	fd = openat(dirfd, name,
	    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0 || dir_names(fd, "", &l, &ignored) < 0)
		return -1;
	for (size_t i = 0; i < l.n; i++)
		if (tree_remove(fd, l.v[i]) < 0)
			return -1;
	return unlinkat(dirfd, name, AT_REMOVEDIR);
}

static int
write_file(int dirfd, const char *name, const char *text, bool *exec)
{
	IV_AUTO(fd_close_auto) int fd = openat(dirfd, name,
	    O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	struct stat st;

	if (fd < 0 || fd_write(fd, text, strlen(text)) < 0 ||
	    fstat(fd, &st) < 0)
		return -1;
	*exec = st.st_mode & 0100;
	return 0;
}

/*
 * No git_repository_init(): it copies hooks and templates and takes the name
 * of the branch from the user's configuration.  Without a reflog there is
 * less to sync at each change and less to scrub when a person is forgotten.
 */
static int
write_skeleton(int dirfd, const char *path, struct iv_err *e)
{
	char config[256];
	bool exec;

	for (size_t i = 0; i < IV_LEN(dirs); i++)
		if (mkdirat(dirfd, dirs[i], 0700) < 0)
			return create_errno(e, path, dirs[i]);
	if (write_file(dirfd, GROWING "/HEAD", "ref: " MAIN "\n", &exec) < 0)
		return create_errno(e, path, GROWING "/HEAD");
	snprintf(config, sizeof(config), "[core]\n"
	    "\trepositoryformatversion = 0\n\tfilemode = %s\n"
	    "\tbare = false\n\tlogAllRefUpdates = false\n",
	    exec ? "false" : "true");
	if (write_file(dirfd, GROWING "/config", config, &exec) < 0)
		return create_errno(e, path, GROWING "/config");
	return 0;
}

static int
first_commit(struct repo *r, const struct repo_change *first,
    struct intent *in, struct iv_err *e)
{
	IV_AUTO(git_reference_auto) git_reference *ref = NULL;

	in->branch = mem_dup(MAIN);
	r->branch = mem_dup(MAIN);
	if (change_plan(r, first, in, e) < 0)
		return -1;
	if (in->n == 0)
		return iv_fail(e, IV_INVALID,
		    _("a first commit needs a file"));
	if (objects_place(r, e) < 0)
		return -1;
	if (git_reference_create(&ref, r->git, MAIN, &in->new_commit, 0,
	    first->message) < 0)
		return iv_fail(e, IV_STORAGE, _("cannot make '%s': %s"), MAIN,
		    git_text());
	/* Everything up to here, in one barrier. */
	return change_stage(r, in, e);
}

/* The commit point of a new repository. */
static int
become_git(struct repo *r, struct iv_err *e)
{
	int rc = renameat2(r->dirfd, GROWING, r->dirfd, ".git",
	    RENAME_NOREPLACE);

	if (rc < 0 && (errno == EINVAL || errno == ENOSYS))
		rc = renameat(r->dirfd, GROWING, r->dirfd, ".git");
	if (rc < 0 && (errno == EEXIST || errno == ENOTEMPTY))
		return iv_fail(e, IV_CONFLICT,
		    _("'%s' is a git repository already"), r->path);
	return rc < 0 ? create_errno(e, r->path, ".git") : 0;
}

static int
grow(int dirfd, const char *path, const struct repo_change *first,
    struct iv_err *e)
{
	IV_AUTO(repo_close_auto) struct repo *r = repo_alloc(dirfd, path);
	IV_AUTO(intent_release) struct intent in = { 0 };

	if (write_skeleton(r->dirfd, path, e) < 0 ||
	    repo_attach(r, GROWING, e) < 0 || repo_lock(r, 0, e) < 0 ||
	    first_commit(r, first, &in, e) < 0)
		return -1;
	return become_git(r, e);
}

/* The files, by the recovery that a program killed here would get too. */
static int
settle_files(int dirfd, const char *path, struct iv_err *e)
{
	IV_AUTO(repo_close_auto) struct repo *r = NULL;

	if (repo_open(&r, dirfd, path, NULL, e) < 0)
		return -1;
	if (fsync(dirfd) < 0)
		return create_errno(e, path, ".git");
	return 0;
}

static int
judge_empty(int dirfd, const char *path, struct iv_err *e)
{
	struct stat st;

	if (fstatat(dirfd, ".git", &st, AT_SYMLINK_NOFOLLOW) == 0)
		return iv_fail(e, IV_CONFLICT,
		    _("'%s' is a git repository already"), path);
	if (errno != ENOENT)
		return iv_fail_errno(e, IV_STORAGE, "'%s'", path);
	return 0;
}

int
repo_create(int dirfd, const char *path, const struct repo_change *first,
    struct iv_err *e)
{
	IV_AUTO(fd_close_auto) int lock =
	    openat(dirfd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (lock < 0)
		return iv_fail_errno(e, IV_STORAGE, "'%s'", path);
	if (flock(lock, LOCK_EX | LOCK_NB) < 0)
		return iv_fail(e, IV_BUSY,
		    _("another program is making a group in '%s'"), path);
	if (judge_empty(dirfd, path, e) < 0)
		return -1;
	if (tree_remove(dirfd, GROWING) < 0)
		return create_errno(e, path, GROWING);
	if (grow(dirfd, path, first, e) < 0) {
		(void)!tree_remove(dirfd, GROWING);
		return -1;
	}
	mem_committed();
	if (settle_files(dirfd, path, e) < 0) {
		iv_wrap(e, _("the group was made, but not every file is in"
		    " place; the next change completes it"));
		e->code = IV_PENDING;
		return -1;
	}
	return 0;
}

/*
 * A clone grows in the same way.  Its files are those of the commit, and are
 * put in place from the objects.
 */
int
repo_clone_begin(struct repo **ret, int dirfd, const char *path,
    struct iv_err *e)
{
	IV_AUTO(repo_close_auto) struct repo *r = repo_alloc(dirfd, path);

	if (judge_empty(dirfd, path, e) < 0)
		return -1;
	if (tree_remove(dirfd, GROWING) < 0)
		return create_errno(e, path, GROWING);
	if (write_skeleton(r->dirfd, path, e) < 0 ||
	    repo_attach(r, GROWING, e) < 0 || repo_lock(r, 0, e) < 0)
		return -1;
	*ret = IV_TAKE(r);
	return 0;
}

const char *
repo_clone_gitdir(void)
{
	return GROWING;
}

static int
clone_file(void *arg, const struct repo_diff *d, struct iv_err *e)
{
	struct intent *in = arg;
	struct intent_file f = { .path = mem_dup(d->path) };

	in->files = mem_array(in->files, in->n + 1, sizeof(*in->files));
	in->files[in->n++] = f;
	return object_hex(d->new_blob, &in->files[in->n - 1].new_blob, e);
}

int
repo_clone_end(struct repo *r, const char *commit, struct iv_err *e)
{
	IV_AUTO(git_reference_auto) git_reference *ref = NULL;
	IV_AUTO(intent_release) struct intent in = { 0 };

	in.branch = mem_dup(MAIN);
	if (object_hex(commit, &in.new_commit, e) < 0 ||
	    repo_diff_between(r, NULL, commit, clone_file, &in, e) < 0)
		return -1;
	if (git_reference_create(&ref, r->git, MAIN, &in.new_commit, 0,
	    "clone") < 0)
		return iv_fail(e, IV_STORAGE, _("cannot make '%s': %s"), MAIN,
		    git_text());
	repo_incoming_drop(r->gitfd);
	if (change_stage(r, &in, e) < 0 || become_git(r, e) < 0)
		return -1;
	mem_committed();
	return 0;
}

void
repo_clone_drop(int dirfd)
{
	(void)!tree_remove(dirfd, GROWING);
}
