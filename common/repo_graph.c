#include "repo_internal.h"

#include "mem.h"

int
repo_bases(struct repo *r, const char *a, const char *b,
    struct repo_bases *ret, struct iv_err *e)
{
	git_oidarray found = { 0 };
	git_oid one, two;
	int rc;

	if (object_hex(a, &one, e) < 0 || object_hex(b, &two, e) < 0 ||
	    object_guard(r, &one, e) < 0 || object_guard(r, &two, e) < 0)
		return -1;
	ret->n = 0;
	rc = git_merge_bases(&found, r->git, &one, &two);
	if (rc == GIT_ENOTFOUND)
		return 0;
	if (rc < 0)
		return iv_fail(e, IV_STORAGE, _("cannot read the history of"
		    " '%s': %s"), r->path, git_text());
	for (size_t i = 0; i < found.count && i < REPO_BASES; i++)
		git_oid_tostr(ret->id[ret->n++], REPO_HEX, &found.ids[i]);
	rc = found.count > REPO_BASES ? -1 : 0;
	git_oidarray_dispose(&found);
	if (rc < 0)
		return iv_fail(e, IV_CONFLICT, _("the two histories met in"
		    " too many ways to be merged"));
	return 0;
}

int
repo_apart(struct repo *r, const char *a, const char *b, size_t *only_a,
    size_t *only_b, struct iv_err *e)
{
	git_oid one, two;

	if (object_hex(a, &one, e) < 0 || object_hex(b, &two, e) < 0 ||
	    object_guard(r, &one, e) < 0 || object_guard(r, &two, e) < 0)
		return -1;
	if (git_graph_ahead_behind(only_a, only_b, r->git, &one, &two) < 0)
		return iv_fail(e, IV_STORAGE, _("cannot read the history of"
		    " '%s': %s"), r->path, git_text());
	return 0;
}

int
repo_parent(struct repo *r, const char *commit, unsigned n, char parent[41],
    struct iv_err *e)
{
	IV_AUTO(git_commit_auto) git_commit *c = NULL;
	git_oid id;

	if (object_hex(commit, &id, e) < 0 || object_commit(r, &id, &c, e) < 0)
		return -1;
	if (n >= git_commit_parentcount(c))
		return iv_fail(e, IV_NOTFOUND, _("%.10s has no such side"),
		    commit);
	git_oid_tostr(parent, REPO_HEX, git_commit_parent_id(c, n));
	return 0;
}

/* One walk through a tree. */
struct look {
	struct repo *r;
	git_tree *known;
	size_t left;		/* bytes that directories may still have */
	int (*fn)(void *arg, const struct repo_item *i, struct iv_err *e);
	void *arg;
	struct buf path;	/* of what is being looked at */
};

static int
look_size(struct look *l, const git_oid *id, struct iv_err *e)
{
	git_object_t type;
	size_t size;

	if (object_guard(l->r, id, e) < 0)
		return -1;
	if (git_odb_read_header(&size, &type, l->r->odb, id) < 0)
		return iv_fail(e, IV_STORAGE,
		    _("cannot read git object %s: %s"), git_oid_tostr_s(id),
		    git_text());
	if (size > l->left)
		return iv_fail(e, IV_INVALID, _("'%s' is too large"),
		    l->path.len > 0 ? l->path.p : "/");
	l->left -= size;
	return 0;
}

/* 1: it stands in the known tree as well. */
static int
look_known(struct look *l, const git_oid *id, struct iv_err *e)
{
	struct object_at at;
	int rc = l->known ? object_find(l->r, l->known, l->path.p, &at, e) :
	    0;

	return rc <= 0 ? rc : at.mode == GIT_FILEMODE_TREE &&
	    git_oid_equal(&at.id, id);
}

static bool
name_plain(const char *name)
{
	return *name != '\0' && !strchr(name, '/') &&
	    strcmp(name, ".") != 0 && strcmp(name, "..") != 0;
}

static int look_tree(struct look *l, const git_oid *id, struct iv_err *e);

static int
look_dir(struct look *l, struct repo_item *item, struct iv_err *e)
{
	git_oid id;
	int rc;

	memcpy(id.id, item->id, GIT_OID_RAWSZ);
	rc = look_known(l, &id, e);
	if (rc < 0 || look_size(l, &id, e) < 0)
		return -1;
	item->same = rc;
	rc = l->fn(l->arg, item, e);
	return rc == 0 ? look_tree(l, &id, e) : rc;
}

static int
look_entry(struct look *l, const struct tree_entry *x, struct iv_err *e)
{
	size_t before = l->path.len;
	struct repo_item item = { NULL, x->mode,
		(const unsigned char *)x->at + x->head, false };

	if (before > 0)
		buf_addc(&l->path, '/');
	buf_add(&l->path, x->name, x->name_len);
	if (!name_plain(x->name))
		return iv_fail(e, IV_INVALID, _("'%s' is no path"),
		    l->path.p);
	item.path = l->path.p;
	if ((x->dir ? look_dir(l, &item, e) : l->fn(l->arg, &item, e)) < 0)
		return -1;
	buf_cut(&l->path, before);
	return 0;
}

static int
look_tree(struct look *l, const git_oid *id, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf tree = BUF_INIT;
	struct tree_entry x;
	size_t at = 0;
	int rc;

	if (object_raw(l->r, id, GIT_OBJECT_TREE, &tree, e) < 0)
		return -1;
	while ((rc = tree_next(&tree, &at, &x)) > 0)
		if (look_entry(l, &x, e) < 0)
			return -1;
	return rc < 0 ? object_damaged(id, e) : 0;
}

int
repo_tree_each(struct repo *r, const char *commit, const char *known,
    size_t max,
    int (*fn)(void *arg, const struct repo_item *i, struct iv_err *e),
    void *arg, struct iv_err *e)
{
	IV_AUTO(git_commit_auto) git_commit *c = NULL;
	IV_AUTO(git_tree_auto) git_tree *tree = NULL;
	struct look l = { r, NULL, max, fn, arg, BUF_INIT };
	git_oid id;
	int rc;

	if (known && (object_hex(known, &id, e) < 0 ||
	    object_commit_tree(r, &id, &tree, e) < 0))
		return -1;
	l.known = tree;
	if (object_hex(commit, &id, e) < 0 || look_size(&l, &id, e) < 0 ||
	    object_commit(r, &id, &c, e) < 0)
		return -1;
	id = *git_commit_tree_id(c);
	rc = look_size(&l, &id, e) < 0 ? -1 : look_tree(&l, &id, e);
	buf_release(&l.path);
	return rc;
}

int
repo_blob_size(struct repo *r, const char *blob, size_t *ret,
    struct iv_err *e)
{
	git_object_t type;
	git_oid id;

	if (object_hex(blob, &id, e) < 0 || object_guard(r, &id, e) < 0)
		return -1;
	if (git_odb_read_header(ret, &type, r->odb, &id) < 0)
		return iv_fail(e, IV_STORAGE,
		    _("cannot read git object %s: %s"), blob, git_text());
	if (type != GIT_OBJECT_BLOB)
		return iv_fail(e, IV_INVALID, _("git object %s is no file"),
		    blob);
	return 0;
}

int
repo_blob_at(struct repo *r, const char *commit, const char *path,
    char blob[41], struct iv_err *e)
{
	IV_AUTO(git_tree_auto) git_tree *tree = NULL;
	struct object_at at;
	git_oid id;
	int rc;

	if (object_hex(commit, &id, e) < 0 ||
	    object_commit_tree(r, &id, &tree, e) < 0)
		return -1;
	rc = object_find(r, tree, path, &at, e);
	blob[0] = '\0';
	if (rc > 0)
		git_oid_tostr(blob, REPO_HEX, &at.id);
	return rc;
}

/* What a path is in a commit; zero when it is not there. */
static int
at_path(struct repo *r, struct finder *f, const char *path, git_oid *id,
    struct iv_err *e)
{
	struct object_at at;
	int rc = finder_find(r, f, path, &at, e);

	*id = rc > 0 ? at.id : (git_oid){ { 0 } };
	return rc < 0 ? -1 : 0;
}

/* Whether the commit's author may be named in a record. */
static const char *
author_of(const git_commit *c)
{
	const char *name = git_commit_author(c)->name;
	size_t n = name ? strspn(name, "0123456789abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ._-") : 0;

	return n > 0 && n <= 64 && name[n] == '\0' ? name : "iv";
}

static void
touch_note(struct repo_touch *t, const git_commit *c)
{
	long long when = git_commit_author(c)->when.time;
	char hex[REPO_HEX];

	git_oid_tostr(hex, sizeof(hex), git_commit_id(c));
	if (t->commit[0] && (when < t->when ||
	    (when == t->when && strcmp(hex, t->commit) < 0)))
		return;
	t->when = when;
	memcpy(t->commit, hex, sizeof(hex));
	snprintf(t->by, sizeof(t->by), "%s", author_of(c));
}

struct touching {
	struct repo_touch *v;
	size_t n;
	bool *same;		/* as in one of the parents */
};

static int
touch_parent(struct repo *r, const struct touching *t, struct finder *own,
    struct finder *other, struct iv_err *e)
{
	git_oid a, b;

	for (size_t i = 0; i < t->n; i++) {
		if (at_path(r, own, t->v[i].path, &a, e) < 0 ||
		    at_path(r, other, t->v[i].path, &b, e) < 0)
			return -1;
		t->same[i] = t->same[i] || git_oid_equal(&a, &b);
	}
	return 0;
}

/* Each path that stands here as in none of the parents. */
static int
touch_commit(struct repo *r, git_commit *c, struct repo_touch *v, size_t n,
    struct iv_err *e)
{
	IV_AUTO(git_tree_auto) git_tree *own = NULL;
	IV_AUTO(mem_free_auto) bool *same = mem_alloc(n * sizeof(*same) + 1);
	struct touching t = { v, n, same };
	unsigned parents = git_commit_parentcount(c);

	if (object_tree(r, git_commit_tree_id(c), &own, e) < 0)
		return -1;
	for (unsigned k = 0; k < parents || k == 0; k++) {
		IV_AUTO(git_tree_auto) git_tree *tree = NULL;
		IV_AUTO(finder_release) struct finder x = { own, NULL, NULL };
		IV_AUTO(finder_release) struct finder y = { NULL, NULL, NULL };

		if (parents > 0 && object_commit_tree(r,
		    git_commit_parent_id(c, k), &tree, e) < 0)
			return -1;
		y.root = tree;
		if (touch_parent(r, &t, &x, &y, e) < 0)
			return -1;
	}
	for (size_t i = 0; i < n; i++)
		if (!same[i])
			touch_note(&v[i], c);
	return 0;
}

static int
walk_start(struct repo *r, const struct repo_bases *bases, const char *tip,
    git_revwalk **ret)
{
	git_oid id;

	if (git_revwalk_new(ret, r->git) < 0 ||
	    git_oid_fromstr(&id, tip) < 0 || git_revwalk_push(*ret, &id) < 0)
		return -1;
	for (size_t i = 0; i < bases->n; i++)
		if (git_oid_fromstr(&id, bases->id[i]) < 0 ||
		    git_revwalk_hide(*ret, &id) < 0)
			return -1;
	return 0;
}

static int
walk_all(struct repo *r, git_revwalk *walk, struct repo_touch *v, size_t n,
    struct iv_err *e)
{
	git_oid id;
	int rc;

	while ((rc = git_revwalk_next(&id, walk)) == 0) {
		IV_AUTO(git_commit_auto) git_commit *c = NULL;

		if (object_commit(r, &id, &c, e) < 0 ||
		    touch_commit(r, c, v, n, e) < 0)
			return -1;
	}
	if (rc != GIT_ITEROVER)
		return iv_fail(e, IV_STORAGE, _("cannot read the history of"
		    " '%s': %s"), r->path, git_text());
	return 0;
}

int
repo_touched(struct repo *r, const struct repo_bases *bases, const char *tip,
    struct repo_touch *v, size_t n, struct iv_err *e)
{
	git_revwalk *walk = NULL;
	int rc;

	for (size_t i = 0; i < n; i++) {
		v[i].when = 0;
		v[i].commit[0] = '\0';
		snprintf(v[i].by, sizeof(v[i].by), "iv");
	}
	if (n == 0)
		return 0;
	rc = walk_start(r, bases, tip, &walk);
	if (rc < 0)
		rc = iv_fail(e, IV_STORAGE, _("cannot read the history of"
		    " '%s': %s"), r->path, git_text());
	else
		rc = walk_all(r, walk, v, n, e);
	git_revwalk_free(walk);
	return rc;
}

const char *
repo_branch_name(const struct repo *r)
{
	const char *heads = "refs/heads/";
	size_t n = strlen(heads);

	return r->branch && strncmp(r->branch, heads, n) == 0 ?
	    r->branch + n : "main";
}
