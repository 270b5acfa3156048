#include "repo_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "file.h"
#include "mem.h"

/*
 * libgit2 writes an index to where it was opened, through "<name>.lock", and
 * always as a new file.  So a hard link in .git/iv/tmp is the copy: writing it
 * parts the two, and .git/index stays as it is until the rename.
 */
static int
copy_index(struct repo *r, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	IV_AUTO(fd_close_auto) int fd = -1;

	if (file_read(r->gitfd, "index", BUF_MAX, &b, e) < 0)
		return -1;
	fd = openat(r->gitfd, REPO_TMP_INDEX,
	    O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0 || fd_write(fd, b.p, b.len) < 0)
		return repo_errno(e, r, REPO_TMP_INDEX);
	return 0;
}

/* 1 there is one, 0 there is none, -1. */
static int
take_copy(struct repo *r, struct iv_err *e)
{
	static const char *const stale[] = { REPO_TMP_INDEX,
		REPO_TMP_INDEX ".lock" };

	for (size_t i = 0; i < IV_LEN(stale); i++)
		if (unlinkat(r->gitfd, stale[i], 0) < 0 && errno != ENOENT)
			return repo_errno(e, r, stale[i]);
	if (linkat(r->gitfd, "index", r->gitfd, REPO_TMP_INDEX, 0) == 0)
		return 1;
	if (errno == ENOENT)
		return 0;
	return copy_index(r, e) < 0 ? -1 : 1;
}

static int
guard_trees(struct repo *r, git_tree *tree, struct iv_err *e)
{
	for (size_t i = 0; i < git_tree_entrycount(tree); i++) {
		const git_tree_entry *entry = git_tree_entry_byindex(tree, i);
		IV_AUTO(git_tree_auto) git_tree *sub = NULL;

		if (git_tree_entry_type(entry) != GIT_OBJECT_TREE)
			continue;
		if (object_tree(r, git_tree_entry_id(entry), &sub, e) < 0 ||
		    guard_trees(r, sub, e) < 0)
			return -1;
	}
	return 0;
}

/* A lost or unreadable index comes from HEAD. */
static int
rebuild(struct repo *r, const char *path, git_index **ret, struct iv_err *e)
{
	IV_AUTO(git_tree_auto) git_tree *tree = NULL;
	IV_AUTO(git_index_auto) git_index *index = NULL;
	git_oid id;

	if (unlinkat(r->gitfd, REPO_TMP_INDEX, 0) < 0 && errno != ENOENT)
		return repo_errno(e, r, REPO_TMP_INDEX);
	if (git_index_open(&index, path) < 0)
		return iv_fail(e, IV_STORAGE, _("cannot make an index: %s"),
		    git_text());
	int rc = repo_branch(r, r->branch, &id, e);
	if (rc < 0)
		return -1;
	if (rc > 0 && (object_commit_tree(r, &id, &tree, e) < 0 ||
	    guard_trees(r, tree, e) < 0))
		return -1;
	if (rc > 0 && git_index_read_tree(index, tree) < 0)
		return iv_fail(e, IV_STORAGE, _("cannot make an index: %s"),
		    git_text());
	*ret = IV_TAKE(index);
	return 0;
}

/* "split" and "sparse" indexes are valid, so rebuilding one would lose. */
static int
refuse_index(struct repo *r, struct iv_err *e)
{
	return iv_fail(e, IV_CONFLICT, _("'%s/.git/index' is of a kind that is"
	    " not written (%s): 'git update-index --no-split-index' or"
	    " 'git sparse-checkout disable' makes it plain"), r->path,
	    git_text());
}

static bool
git_failed_io(void)
{
	const git_error *last = git_error_last();

	return last && last->klass == GIT_ERROR_OS;
}

int
index_open(struct repo *r, git_index **ret, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf path = BUF_INIT;
	IV_AUTO(git_index_auto) git_index *index = NULL;
	int rc = take_copy(r, e);

	if (rc < 0)
		return -1;
	buf_addf(&path, "%s" REPO_TMP_INDEX, git_repository_path(r->git));
	if (rc == 0)
		return rebuild(r, path.p, ret, e);
	if (git_index_open(&index, path.p) < 0) {
		if (strstr(git_text(), "unsupported"))
			return refuse_index(r, e);
		if (git_failed_io())
			return iv_fail(e, IV_STORAGE,
			    _("cannot read '%s/.git/index': %s"), r->path,
			    git_text());
		return rebuild(r, path.p, ret, e);
	}
	if (git_index_has_conflicts(index))
		return iv_fail(e, IV_CONFLICT, _("'%s' has unmerged files:"
		    " settle them with git ('git status' lists them)"),
		    r->path);
	*ret = IV_TAKE(index);
	return 0;
}

/* Somebody wrote .git/index since the copy was made.  Links where they are
 * refused are copies, and those count as moved. */
bool
index_moved(struct repo *r)
{
	struct stat a, b;
	int old = fstatat(r->gitfd, REPO_TMP_INDEX, &a, AT_SYMLINK_NOFOLLOW);
	int now = fstatat(r->gitfd, "index", &b, AT_SYMLINK_NOFOLLOW);

	if (old < 0 && now < 0)
		return false;
	return old < 0 || now < 0 || a.st_ino != b.st_ino;
}

/* git takes the low 32 bits of each.  The time of the last status change
 * comes first: its name is one of those that banned.h forbids. */
static git_index_entry
entry_make(const struct intent_file *f, const struct stat *st)
{
	return (git_index_entry){
		{ (int32_t)st->st_ctim.tv_sec,
		    (uint32_t)st->st_ctim.tv_nsec },
		.mtime = { (int32_t)st->st_mtim.tv_sec,
		    (uint32_t)st->st_mtim.tv_nsec },
		.dev = (uint32_t)st->st_dev,
		.ino = (uint32_t)st->st_ino,
		.mode = GIT_FILEMODE_BLOB,
		.uid = st->st_uid,
		.gid = st->st_gid,
		.file_size = (uint32_t)st->st_size,
		.id = f->new_blob,
		.path = f->path,
	};
}

int
index_set(git_index *index, const struct intent_file *f,
    const struct stat *st, struct iv_err *e)
{
	static const struct stat unknown;
	git_index_entry entry = entry_make(f, st ? st : &unknown);
	int rc;

	if (git_oid_is_zero(&f->new_blob))
		rc = git_index_remove(index, f->path, 0);
	else
		rc = git_index_add(index, &entry);
	if (rc < 0 && rc != GIT_ENOTFOUND)
		return iv_fail(e, IV_STORAGE, _("cannot change the index: %s"),
		    git_text());
	return 0;
}

/* The new index gets the old one's mode: the directory may be shared. */
static int
keep_mode(struct repo *r, int fd)
{
	struct stat st;

	if (fstatat(r->gitfd, "index", &st, AT_SYMLINK_NOFOLLOW) < 0)
		return 0;
	return (st.st_mode & 0777) == 0600 ? 0 :
	    fchmod(fd, st.st_mode & 0777);
}

/*
 * One flush for all that was renamed.  The journal of ext4 and XFS is one
 * order of events, and the index was renamed last: its fsync brings every
 * rename before it.  Elsewhere the whole file system is synced.
 */
static int
barrier(struct repo *r, int fd)
{
	struct statfs fs;

	if (fstatfs(fd, &fs) == 0 && (fs.f_type == EXT4_SUPER_MAGIC ||
	    fs.f_type == XFS_SUPER_MAGIC))
		return fsync(fd);
	return syncfs(r->gitfd);
}

int
index_store(struct repo *r, git_index *index, struct iv_err *e)
{
	IV_AUTO(fd_close_auto) int fd = -1;

	if (git_index_write(index) < 0)
		return iv_fail(e, IV_STORAGE,
		    _("cannot write '%s/.git/index': %s"), r->path,
		    git_text());
	fd = openat(r->gitfd, REPO_TMP_INDEX, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || keep_mode(r, fd) < 0)
		return repo_errno(e, r, REPO_TMP_INDEX);
	if (renameat(r->gitfd, REPO_TMP_INDEX, r->gitfd, "index") < 0 ||
	    barrier(r, fd) < 0)
		return repo_errno(e, r, "index");
	return 0;
}
