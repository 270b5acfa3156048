#include "repo_internal.h"

#include "mem.h"

static int
moment(struct repo *r, const git_oid *id, struct repo_moment *ret,
    struct iv_err *e)
{
	IV_AUTO(git_commit_auto) git_commit *c = NULL;

	if (object_commit(r, id, &c, e) < 0)
		return -1;
	git_oid_tostr(ret->commit, sizeof(ret->commit), id);
	ret->when = git_commit_author(c)->when.time;
	return 0;
}

int
repo_moment_named(struct repo *r, const char *typed, struct repo_moment *ret,
    struct iv_err *e)
{
	git_oid id;

	if (strcmp(typed, "HEAD") == 0)
		return moment(r, &r->head, ret, e);
	if (object_find_commit(r, typed, &id, e) < 0)
		return -1;
	return moment(r, &id, ret, e);
}

struct until {
	time_t until;
	struct repo_moment found;
};

static int
take_entry(void *arg, const struct repo_entry *entry, struct iv_err *e)
{
	struct until *u = arg;

	(void)e;
	if (entry->when > u->until)
		return 0;
	snprintf(u->found.commit, sizeof(u->found.commit), "%s",
	    entry->commit);
	u->found.when = entry->when;
	return 1;
}

int
repo_moment_until(struct repo *r, time_t until, struct repo_moment *ret,
    struct iv_err *e)
{
	struct until u = { until, { "", 0 } };

	if (repo_log(r, NULL, take_entry, &u, e) < 0)
		return -1;
	if (u.found.commit[0] == '\0')
		return iv_fail(e, IV_NOTFOUND, _("the group was not there "
		    "yet: its history begins later"));
	*ret = u.found;
	return 0;
}

struct repo_tree {
	struct repo *r;
	git_tree *root;
	struct finder finder;
};

int
repo_tree_open(struct repo_tree **ret, struct repo *r, const char *commit,
    struct iv_err *e)
{
	struct repo_tree *t;
	git_tree *root;
	git_oid id;

	if (object_hex(commit, &id, e) < 0 ||
	    object_commit_tree(r, &id, &root, e) < 0)
		return -1;
	t = mem_alloc(sizeof(*t));
	t->r = r;
	t->root = root;
	t->finder.root = root;
	*ret = t;
	return 0;
}

void
repo_tree_close(struct repo_tree *t)
{
	if (!t)
		return;
	finder_release(&t->finder);
	git_tree_free(t->root);
	mem_free(t);
}

static int
check_size(struct repo *r, const git_oid *id, const char *path, size_t max,
    struct iv_err *e)
{
	git_object_t type;
	size_t size;

	if (object_guard(r, id, e) < 0)
		return -1;
	if (git_odb_read_header(&size, &type, r->odb, id) < 0)
		return iv_fail(e, IV_STORAGE,
		    _("cannot read git object %s: %s"), git_oid_tostr_s(id),
		    git_text());
	if (size > max)
		return iv_fail(e, IV_INVALID, _("'%s' is too large"), path);
	return 0;
}

int
repo_tree_read(struct repo_tree *t, const char *path, size_t max,
    struct buf *b, struct iv_err *e)
{
	struct object_at at;
	int rc = finder_find(t->r, &t->finder, path, &at, e);

	if (rc < 0)
		return -1;
	if (rc == 0)
		return iv_fail(e, IV_NOTFOUND, _("no '%s' in that state of "
		    "the group"), path);
	if (at.mode != GIT_FILEMODE_BLOB &&
	    at.mode != GIT_FILEMODE_BLOB_EXECUTABLE)
		return iv_fail(e, IV_INVALID, _("'%s' is no file"), path);
	if (check_size(t->r, &at.id, path, max, e) < 0)
		return -1;
	return object_blob(t->r, &at.id, b, e);
}

int
repo_tree_names(struct repo_tree *t, const char *dir,
    void (*fn)(void *arg, const char *name), void *arg, struct iv_err *e)
{
	IV_AUTO(git_tree_auto) git_tree *tree = NULL;
	struct object_at at;
	int rc = finder_find(t->r, &t->finder, dir, &at, e);

	if (rc <= 0)
		return rc;
	if (at.mode != GIT_FILEMODE_TREE)
		return iv_fail(e, IV_INVALID, _("'%s' is no directory"), dir);
	if (object_tree(t->r, &at.id, &tree, e) < 0)
		return -1;
	for (size_t i = 0; i < git_tree_entrycount(tree); i++)
		fn(arg, git_tree_entry_name(git_tree_entry_byindex(tree, i)));
	return 0;
}
