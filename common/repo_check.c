#include "repo_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "file.h"
#include "mem.h"

struct check {
	struct repo *r;
	void (*fault)(void *arg, const char *what, const char *path,
	    const char *msg);
	void *arg;
	struct oidset seen;	/* objects that were looked at */
	git_oid *todo;		/* commits */
	size_t n;
	struct names head;	/* the paths of HEAD */
};

static void
check_release(struct check *k)
{
	oidset_release(&k->seen);
	mem_free(k->todo);
	names_release(&k->head);
}

static void
found(struct check *k, const char *what, const char *path, const char *msg)
{
	k->fault(k->arg, what, path, msg);
}

/* The object itself: true when it is whole. */
static bool
object_sound(struct check *k, const git_oid *id)
{
	struct iv_err why = IV_ERR_INIT;

	if (object_whole(k->r, id, &why) == 0)
		return true;
	found(k, "object", git_oid_tostr_s(id), why.msg);
	return false;
}

static void
check_tree(struct check *k, const git_oid *id)
{
	IV_AUTO(git_tree_auto) git_tree *tree = NULL;

	if (!oidset_add(&k->seen, id) || !object_sound(k, id))
		return;
	if (git_tree_lookup(&tree, k->r->git, id) < 0) {
		found(k, "object", git_oid_tostr_s(id), git_text());
		return;
	}
	for (size_t i = 0; i < git_tree_entrycount(tree); i++) {
		const git_tree_entry *entry = git_tree_entry_byindex(tree, i);
		const git_oid *sub = git_tree_entry_id(entry);

		if (git_tree_entry_type(entry) == GIT_OBJECT_TREE)
			check_tree(k, sub);
		else if (git_tree_entry_type(entry) == GIT_OBJECT_BLOB &&
		    oidset_add(&k->seen, sub))
			(void)object_sound(k, sub);
	}
}

static void
todo_add(struct check *k, const git_oid *id)
{
	if (!oidset_add(&k->seen, id))
		return;
	k->todo = mem_array(k->todo, k->n + 1, sizeof(*k->todo));
	k->todo[k->n++] = *id;
}

static void
check_history(struct check *k)
{
	todo_add(k, &k->r->head);
	while (k->n > 0) {
		IV_AUTO(git_commit_auto) git_commit *c = NULL;
		git_oid id = k->todo[--k->n];

		if (!object_sound(k, &id))
			continue;
		if (git_commit_lookup(&c, k->r->git, &id) < 0) {
			found(k, "object", git_oid_tostr_s(&id), git_text());
			continue;
		}
		check_tree(k, git_commit_tree_id(c));
		for (unsigned i = 0; i < git_commit_parentcount(c); i++)
			todo_add(k, git_commit_parent_id(c, i));
	}
}

static void
check_file(struct check *k, const char *path, const git_oid *want)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	struct iv_err why = IV_ERR_INIT;
	git_oid id;

	if (file_read(k->r->dirfd, path, BUF_MAX / 2, &b, &why) < 0) {
		if (why.code == IV_NOTFOUND)
			found(k, "missing", path, _("the file is not there"));
		else
			found(k, "edited", path, why.msg);
		return;
	}
	object_name(GIT_OBJECT_BLOB, &b, &id);
	if (!git_oid_equal(&id, want))
		found(k, "edited", path,
		    _("the file differs from the last saved change"));
}

static void
head_add(struct check *k, const char *path)
{
	k->head.v = mem_array(k->head.v, k->head.n + 1, sizeof(char *));
	k->head.v[k->head.n++] = mem_dup(path);
}

/* The files of HEAD; a tree that is not sound was told already. */
static void
check_files(struct check *k, const git_oid *id, const char *prefix)
{
	IV_AUTO(git_tree_auto) git_tree *tree = NULL;
	struct iv_err ignored = IV_ERR_INIT;

	if (object_tree(k->r, id, &tree, &ignored) < 0)
		return;
	for (size_t i = 0; i < git_tree_entrycount(tree); i++) {
		const git_tree_entry *entry = git_tree_entry_byindex(tree, i);
		IV_AUTO(buf_release) struct buf path = BUF_INIT;

		buf_addf(&path, "%s%s", prefix, git_tree_entry_name(entry));
		if (git_tree_entry_type(entry) == GIT_OBJECT_TREE) {
			buf_addc(&path, '/');
			check_files(k, git_tree_entry_id(entry), path.p);
		} else if (git_tree_entry_type(entry) == GIT_OBJECT_BLOB) {
			head_add(k, path.p);
			check_file(k, path.p, git_tree_entry_id(entry));
		}
	}
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void
check_stray_file(struct check *k, const char *path)
{
	int ignored = 0;

	if (bsearch(&path, k->head.v, k->head.n, sizeof(char *), by_name))
		return;
	if (git_ignore_path_is_ignored(&ignored, k->r->git, path) == 0 &&
	    ignored)
		return;
	found(k, "stray", path, _("the file belongs to no saved change"));
}

static int
check_strays(struct check *k, const char *dir, struct iv_err *e)
{
	IV_AUTO(names_release) struct names l = { 0 };

	if (dir_names(k->r->dirfd, dir, &l, e) < 0)
		return -1;
	for (size_t i = 0; i < l.n; i++) {
		IV_AUTO(buf_release) struct buf path = BUF_INIT;
		struct stat st;

		if (*dir == '\0' && strcmp(l.v[i], ".git") == 0)
			continue;
		buf_addf(&path, "%s%s%s", dir, *dir ? "/" : "", l.v[i]);
		if (beneath_stat(k->r->dirfd, path.p, &st) < 0 ||
		    !S_ISDIR(st.st_mode))
			check_stray_file(k, path.p);
		else if (check_strays(k, path.p, e) < 0)
			return -1;
	}
	return 0;
}

/* Only when no program is at work: then the intent is its own business. */
static void
check_intent(struct check *k)
{
	IV_AUTO(fd_close_auto) int fd =
	    openat(k->r->gitfd, REPO_LOCK,
	    O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	char state = '-';

	if (fd < 0 || flock(fd, LOCK_SH | LOCK_NB) < 0)
		return;
	if (faccessat(k->r->gitfd, FORGET_PLAN, F_OK,
	    AT_SYMLINK_NOFOLLOW) == 0)
		found(k, "state", ".git/" FORGET, _("a program died while it"
		    " was forgetting; the next change completes it"));
	if (read(fd, &state, 1) == 1 && state == 'i')
		found(k, "state", ".git/" REPO_LOCK, _("a program died in the"
		    " middle of a change; the next change completes it"));
}

int
repo_check(struct repo *r, void (*fault)(void *arg, const char *what,
    const char *path, const char *msg), void *arg, struct iv_err *e)
{
	IV_AUTO(check_release) struct check k = { .r = r, .fault = fault,
		.arg = arg };
	IV_AUTO(git_commit_auto) git_commit *head = NULL;
	struct iv_err why = IV_ERR_INIT;

	if (repo_plain(r, &why) < 0)
		found(&k, "state", ".git", why.msg);
	if (r->lockfd < 0)
		check_intent(&k);
	check_history(&k);
	if (object_commit(r, &r->head, &head, &why) == 0)
		check_files(&k, git_commit_tree_id(head), "");
	if (k.head.n > 0)
		qsort(k.head.v, k.head.n, sizeof(char *), by_name);
	return k.head.n > 0 ? check_strays(&k, "", e) : 0;
}
