#include "repo_internal.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "file.h"
#include "mem.h"

void
index_release(struct index *x)
{
	git_index_free(x->lib);
	buf_release(&x->raw);
	*x = (struct index)INDEX_INIT;
}

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

static int guard_trees(struct repo *r, git_tree *tree, struct iv_err *e);

static int
guard_entry(struct repo *r, const git_tree_entry *entry, struct iv_err *e)
{
	IV_AUTO(git_tree_auto) git_tree *sub = NULL;

	if (git_tree_entry_type(entry) != GIT_OBJECT_TREE)
		return 0;
	if (object_tree(r, git_tree_entry_id(entry), &sub, e) < 0)
		return -1;
	return guard_trees(r, sub, e);
}

static int
guard_trees(struct repo *r, git_tree *tree, struct iv_err *e)
{
	for (size_t i = 0; i < git_tree_entrycount(tree); i++)
		if (guard_entry(r, git_tree_entry_byindex(tree, i), e) < 0)
			return -1;
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

/* The checksum is right and libgit2 names what it has no support for: then
 * somebody meant these bytes so.  Zeros of a torn file do not count. */
static bool
meant_so(const struct buf *raw)
{
	const char *what = strstr(git_text(), "unsupported");
	const char *name = what ? strchr(what, '\'') : NULL;

	return what && (!name || islower((unsigned char)name[1])) &&
	    patch_sum_fits(raw);
}

/* raw: the bytes of .git/index. */
static int
open_lib(struct repo *r, const struct buf *raw, git_index **ret,
    struct iv_err *e)
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
		if (meant_so(raw))
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

/* The bytes; 0, or -1.  None and too many are no bytes. */
static int
open_raw(struct repo *r, struct index *x, struct iv_err *e)
{
	IV_AUTO(fd_close_auto) int fd =
	    openat(r->gitfd, "index",
	    O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);

	if (fd < 0 && errno == ENOENT)
		return 0;
	if (fd < 0 || fstat(fd, &x->st) < 0)
		return repo_errno(e, r, "index");
	if (!S_ISREG(x->st.st_mode))
		return iv_fail(e, IV_CONFLICT, _("'%s/.git/%s' is not a"
		    " regular file"), r->path, "index");
	if (x->st.st_size > (off_t)BUF_MAX / 4)
		return 0;
	buf_grow(&x->raw, (size_t)x->st.st_size + 65536);
	return fd_read(fd, ".git/index", BUF_MAX / 4, &x->raw, e);
}

int
index_open(struct repo *r, bool parsed, struct index *ret, struct iv_err *e)
{
	IV_AUTO(index_release) struct index x = INDEX_INIT;

	if (open_raw(r, &x, e) < 0)
		return -1;
	if ((parsed || !patch_fits(&x.raw)) &&
	    open_lib(r, &x.raw, &x.lib, e) < 0)
		return -1;
	index_release(ret);
	*ret = x;
	x = (struct index)INDEX_INIT;
	return 0;
}

static bool
same_file(const struct stat *a, const struct stat *b)
{
	return a->st_ino == b->st_ino && a->st_size == b->st_size &&
	    a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
	    a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

/* Somebody wrote .git/index since it was read.  A copy where hard links are
 * refused counts as that: it is read once more. */
bool
index_moved(struct repo *r, const struct index *x)
{
	struct stat was = x->st, now;
	bool had = !x->lib || fstatat(r->gitfd, REPO_TMP_INDEX, &was,
	    AT_SYMLINK_NOFOLLOW) == 0;

	if (fstatat(r->gitfd, "index", &now, AT_SYMLINK_NOFOLLOW) < 0)
		return had;
	return !had || !same_file(&was, &now);
}

/* git takes the low 32 bits of each.  The time of the last status change
 * comes first: its name is one of those that banned.h forbids. */
static git_index_entry
lib_entry(const struct index_entry *new)
{
	const struct stat *st = &new->st;

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
		.id = new->file->new_blob,
		.path = new->file->path,
	};
}

static int
write_lib(struct repo *r, git_index *lib, const struct index_entry *new,
    size_t n, struct iv_err *e)
{
	for (size_t i = 0; i < n; i++) {
		git_index_entry entry = lib_entry(&new[i]);
		int rc = git_oid_is_zero(&entry.id) ?
		    git_index_remove(lib, entry.path, 0) :
		    git_index_add(lib, &entry);

		if (rc < 0 && rc != GIT_ENOTFOUND)
			return iv_fail(e, IV_STORAGE,
			    _("cannot change the index: %s"), git_text());
	}
	if (git_index_write(lib) < 0)
		return iv_fail(e, IV_STORAGE,
		    _("cannot write '%s/.git/index': %s"), r->path,
		    git_text());
	return 0;
}

static int
write_raw(struct repo *r, const struct patch *x, struct iv_err *e)
{
	IV_AUTO(fd_close_auto) int fd = -1;

	if (unlinkat(r->gitfd, REPO_TMP_INDEX, 0) < 0 && errno != ENOENT)
		return repo_errno(e, r, REPO_TMP_INDEX);
	fd = openat(r->gitfd, REPO_TMP_INDEX,
	    O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0 || patch_write(x, fd) < 0)
		return repo_errno(e, r, REPO_TMP_INDEX);
	return 0;
}

static int
by_path(const void *a, const void *b)
{
	return strcmp(((const struct index_entry *)a)->file->path,
	    ((const struct index_entry *)b)->file->path);
}

static int
write_new(struct repo *r, struct index *x, struct index_entry *new, size_t n,
    struct iv_err *e)
{
	IV_AUTO(patch_release) struct patch patch = PATCH_INIT;

	if (n > 0)
		qsort(new, n, sizeof(*new), by_path);
	if (!x->lib && patch_make(&x->raw, new, n, &patch))
		return write_raw(r, &patch, e);
	if (!x->lib && open_lib(r, &x->raw, &x->lib, e) < 0)
		return -1;
	return write_lib(r, x->lib, new, n, e);
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
 * One flush for all that was renamed, the branch too.  The journal of ext4
 * and XFS is one order of events, and the index was renamed last: its fsync
 * brings every rename before it.  Elsewhere the whole file system is synced.
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
index_store(struct repo *r, struct index *x, struct index_entry *new,
    size_t n, struct iv_err *e)
{
	IV_AUTO(fd_close_auto) int fd = -1;

	if (write_new(r, x, new, n, e) < 0)
		return -1;
	fd = openat(r->gitfd, REPO_TMP_INDEX, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || keep_mode(r, fd) < 0)
		return repo_errno(e, r, REPO_TMP_INDEX);
	if (renameat(r->gitfd, REPO_TMP_INDEX, r->gitfd, "index") < 0 ||
	    barrier(r, fd) < 0)
		return repo_errno(e, r, "index");
	return 0;
}
