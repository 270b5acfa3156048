#include "repo_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "file.h"
#include "mem.h"

/* Each directory that gets a file, opened once. */
struct dir {
	char *name;
	int fd;
};

struct place {
	struct repo *r;
	struct dir *dirs;
	size_t n;
	struct buf *left;
	bool unused;		/* one of .git/iv/tmp was not needed */
};

static void
place_release(struct place *p)
{
	for (size_t i = 0; i < p->n; i++) {
		fd_close_auto(&p->dirs[i].fd);
		mem_free(p->dirs[i].name);
	}
	mem_free(p->dirs);
}

char *
tmp_name(char name[48], size_t i)
{
	snprintf(name, 48, REPO_TMP "/%zu", i);
	return name;
}

static const char *
base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static int
place_errno(struct iv_err *e, const char *path)
{
	return iv_fail_errno(e, IV_STORAGE, _("cannot put '%s' in its place"),
	    path);
}

/* The directory that path stands in: a descriptor of p's, or -1. */
static int
place_dir(struct place *p, const char *path, bool make, struct iv_err *e)
{
	size_t len = (size_t)(base_name(path) - path);
	IV_AUTO(mem_free_auto) char *name = mem_ndup(path, len ? len - 1 : 0);
	int fd;

	for (size_t i = 0; i < p->n; i++)
		if (strcmp(p->dirs[i].name, name) == 0)
			return p->dirs[i].fd;
	/* index_store() brings it to the disk. */
	if (make && len && dirs_make_unsynced(p->r->dirfd, path, e) < 0)
		return -1;
	fd = len ? beneath_open(p->r->dirfd, name, O_RDONLY | O_DIRECTORY, 0) :
	    openat(p->r->dirfd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return place_errno(e, path);
	p->dirs = mem_array(p->dirs, p->n + 1, sizeof(*p->dirs));
	p->dirs[p->n++] = (struct dir){ IV_TAKE(name), fd };
	return fd;
}

enum work {
	WORK_ABSENT,
	WORK_FILE,
	WORK_OTHER	/* a directory, a symlink, or behind one; unreadable */
};

/* What stands at path in the work tree now; a file's blob in *id. */
static int
work_look(struct repo *r, const char *path, enum work *ret, git_oid *id,
    struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	struct iv_err why = IV_ERR_INIT;

	errno = 0;
	if (file_read(r->dirfd, path, BUF_MAX / 2, &b, &why) < 0) {
		bool kept = why.code == IV_INVALID || errno == EACCES;

		*ret = why.code == IV_NOTFOUND ? WORK_ABSENT : WORK_OTHER;
		if (why.code == IV_NOTFOUND || kept)
			return 0;
		*e = why;
		return -1;
	}
	*ret = WORK_FILE;
	object_name(GIT_OBJECT_BLOB, &b, id);
	return 0;
}

static bool
tmp_whole(struct repo *r, const struct intent_file *f, const char *name)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	struct iv_err ignored = IV_ERR_INIT;
	git_oid id;

	if (file_read(r->gitfd, name, BUF_MAX / 2, &b, &ignored) < 0)
		return false;
	object_name(GIT_OBJECT_BLOB, &b, &id);
	return git_oid_equal(&id, &f->new_blob);
}

static int
tmp_open(struct repo *r, const char *name)
{
	return openat(r->gitfd, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
	    0600);
}

/* Makes the finished file once more when it is lost or not what it was; it is
 * not durable yet. */
static int
tmp_restore(struct repo *r, const struct intent_file *f, const char *name,
    struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	IV_AUTO(fd_close_auto) int fd = tmp_open(r, name);

	if (fd < 0 && errno == EEXIST) {
		if (tmp_whole(r, f, name))
			return 0;
		if (unlinkat(r->gitfd, name, 0) < 0)
			return repo_errno(e, r, name);
		fd = tmp_open(r, name);
	}
	if (fd < 0)
		return repo_errno(e, r, name);
	if (object_blob(r, &f->new_blob, &b, e) < 0)
		return -1;
	return fd_write(fd, b.p, b.len) < 0 ? repo_errno(e, r, name) : 0;
}

static int
place_remove(struct place *p, const struct intent_file *f, enum work now,
    struct iv_err *e)
{
	if (now == WORK_ABSENT)
		return 0;
	int dir = place_dir(p, f->path, false, e);
	if (dir < 0)
		return -1;
	if (unlinkat(dir, base_name(f->path), 0) < 0 && errno != ENOENT)
		return place_errno(e, f->path);
	return 0;
}

static int
place_put(struct place *p, const struct intent_file *f, size_t i,
    struct iv_err *e)
{
	char name[48];
	int dir;

	dir = place_dir(p, f->path, true, e);
	if (dir < 0)
		return -1;
	if (renameat(p->r->gitfd, tmp_name(name, i), dir, base_name(f->path)) < 0)
		return place_errno(e, f->path);
	return 0;
}

/*
 * One path: 1 its record stands there, 0 something else does and stays.  Old
 * and missing give way; what was typed meanwhile does not.
 */
static int
place_file(struct place *p, const struct intent_file *f, size_t i,
    struct iv_err *e)
{
	enum work now;
	git_oid id = { { 0 } };
	bool old;

	if (work_look(p->r, f->path, &now, &id, e) < 0)
		return -1;
	if (now == WORK_FILE && git_oid_equal(&id, &f->new_blob)) {
		p->unused = true;
		return 1;
	}
	old = now == WORK_ABSENT ||
	    (now == WORK_FILE && git_oid_equal(&id, &f->old_blob));
	if (!old) {
		p->unused = true;
		if (p->left)
			buf_addf(p->left, "%s\n", f->path);
		return 0;
	}
	if (git_oid_is_zero(&f->new_blob))
		return place_remove(p, f, now, e) < 0 ? -1 : 1;
	return place_put(p, f, i, e) < 0 ? -1 : 1;
}

/* The entry as git would have it after its own commit of the same. */
static int
place_stat(struct place *p, const struct intent_file *f, bool placed,
    struct index_entry *ret, struct iv_err *e)
{
	*ret = (struct index_entry){ .file = f };
	if (!placed || git_oid_is_zero(&f->new_blob))
		return 0;
	int dir = place_dir(p, f->path, false, e);
	if (dir < 0)
		return -1;
	/* Without it git compares the content, and finds it the same. */
	if (fstatat(dir, base_name(f->path), &ret->st,
	    AT_SYMLINK_NOFOLLOW) < 0)
		ret->st = (struct stat){ 0 };
	return 0;
}

static int
place_all(struct place *p, const struct intent *in, struct index_entry *new,
    struct iv_err *e)
{
	for (size_t i = 0; i < in->n; i++) {
		int placed = place_file(p, &in->files[i], i, e);

		if (placed < 0)
			return -1;
		if (place_stat(p, &in->files[i], placed, &new[i], e) < 0)
			return -1;
	}
	return 0;
}

/* After a crash, and for a clone: all the files first, one barrier, and only
 * then do they take the place of what stood there. */
static int
restore_all(struct repo *r, const struct intent *in, struct iv_err *e)
{
	for (size_t i = 0; i < in->n; i++) {
		const struct intent_file *f = &in->files[i];
		git_oid id = { { 0 } };
		enum work now;
		char name[48];

		if (git_oid_is_zero(&f->new_blob))
			continue;
		if (work_look(r, f->path, &now, &id, e) < 0)
			return -1;
		if (!(now == WORK_FILE && git_oid_equal(&id, &f->new_blob)) &&
		    tmp_restore(r, f, tmp_name(name, i), e) < 0)
			return -1;
	}
	return syncfs(r->gitfd) < 0 ? repo_errno(e, r, REPO_TMP) : 0;
}

int
repo_finish(struct repo *r, const struct intent *in, struct index *given,
    struct buf *left, struct iv_err *e)
{
	IV_AUTO(place_release) struct place p = { .r = r, .left = left };
	IV_AUTO(index_release) struct index own = INDEX_INIT;
	IV_AUTO(mem_free_auto) struct index_entry *new =
	    mem_array(NULL, in->n, sizeof(*new));

	if (!given && (index_open(r, false, &own, e) < 0 ||
	    restore_all(r, in, e) < 0))
		return -1;
	if (place_all(&p, in, new, e) < 0 ||
	    index_store(r, given ? given : &own, new, in->n, e) < 0)
		return -1;
	if (lock_drop(r, e) < 0)
		return -1;
	if (p.unused && tmp_clear(r, e) < 0)
		return -1;
	return intent_clear(r, e);
}
