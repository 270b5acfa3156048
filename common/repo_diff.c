#include "repo_internal.h"

#include "mem.h"

struct found {
	char *path;
	char old_blob[REPO_HEX], new_blob[REPO_HEX];	/* "": none */
};

struct diff {
	struct repo *r;
	struct found *v;
	size_t n;
};

static void
diff_release(struct diff *d)
{
	for (size_t i = 0; i < d->n; i++)
		mem_free(d->v[i].path);
	mem_free(d->v);
}

/* Both sides of one name; NULL where a side has none. */
struct pair {
	const git_tree_entry *old, *new;
	const char *prefix, *name;
};

static bool
is_tree(const git_tree_entry *entry)
{
	return entry && git_tree_entry_type(entry) == GIT_OBJECT_TREE;
}

static void
hex_of(char hex[REPO_HEX], const git_tree_entry *entry)
{
	hex[0] = '\0';
	if (entry && !is_tree(entry))
		git_oid_tostr(hex, REPO_HEX, git_tree_entry_id(entry));
}

static int diff_trees(struct diff *d, git_tree *old, git_tree *new,
    const char *prefix, struct iv_err *e);

static int
diff_pair(struct diff *d, const struct pair *p, struct iv_err *e)
{
	IV_AUTO(git_tree_auto) git_tree *old = NULL;
	IV_AUTO(git_tree_auto) git_tree *new = NULL;
	IV_AUTO(buf_release) struct buf path = BUF_INIT;
	struct found f = { 0 };

	if (p->old && p->new && git_oid_equal(git_tree_entry_id(p->old),
	    git_tree_entry_id(p->new)))
		return 0;
	buf_addf(&path, "%s%s%s", p->prefix, *p->prefix ? "/" : "", p->name);
	if (is_tree(p->old) &&
	    object_tree(d->r, git_tree_entry_id(p->old), &old, e) < 0)
		return -1;
	if (is_tree(p->new) &&
	    object_tree(d->r, git_tree_entry_id(p->new), &new, e) < 0)
		return -1;
	hex_of(f.old_blob, p->old);
	hex_of(f.new_blob, p->new);
	if (f.old_blob[0] || f.new_blob[0]) {
		f.path = mem_dup(path.p);
		d->v = mem_array(d->v, d->n + 1, sizeof(*d->v));
		d->v[d->n++] = f;
	}
	return old || new ? diff_trees(d, old, new, path.p, e) : 0;
}

/* The entry of that name; *at is where it is likely to stand, two trees of
 * one directory being sorted alike. */
static const git_tree_entry *
entry_near(const git_tree *tree, const char *name, size_t *at)
{
	const git_tree_entry *near;

	if (!tree)
		return NULL;
	near = git_tree_entry_byindex(tree, *at);
	if (near && strcmp(git_tree_entry_name(near), name) == 0) {
		++*at;
		return near;
	}
	near = git_tree_entry_byname(tree, name);
	while (near && *at < git_tree_entrycount(tree) &&
	    strcmp(git_tree_entry_name(git_tree_entry_byindex(tree,
	    (*at)++)), name) != 0)
		;
	return near;
}

/* Every entry of tree, or only those that other has not. */
static int
diff_side(struct diff *d, git_tree *const side[2], int which,
    const char *prefix, struct iv_err *e)
{
	size_t n = side[which] ? git_tree_entrycount(side[which]) : 0;
	size_t at = 0;

	for (size_t i = 0; i < n; i++) {
		const git_tree_entry *own =
		    git_tree_entry_byindex(side[which], i);
		const char *name = git_tree_entry_name(own);
		const git_tree_entry *other =
		    entry_near(side[!which], name, &at);
		struct pair p = { which ? NULL : own, which ? own : other,
			prefix, name };

		if (which == 1 && other)
			continue;
		if (diff_pair(d, &p, e) < 0)
			return -1;
	}
	return 0;
}

static int
diff_trees(struct diff *d, git_tree *old, git_tree *new, const char *prefix,
    struct iv_err *e)
{
	git_tree *const side[2] = { old, new };

	if (diff_side(d, side, 0, prefix, e) < 0)
		return -1;
	return diff_side(d, side, 1, prefix, e);
}

static int
by_path(const void *a, const void *b)
{
	return strcmp(((const struct found *)a)->path,
	    ((const struct found *)b)->path);
}

static int
find_object(struct repo *r, const char *text, git_oid *id, struct iv_err *e)
{
	git_oid part;
	size_t len = strlen(text);
	int rc = len < 4 || len > GIT_OID_HEXSZ ||
	    strspn(text, "0123456789abcdefABCDEF") != len ? GIT_ENOTFOUND :
	    git_oid_fromstrn(&part, text, len);

	if (rc == 0)
		rc = git_odb_exists_prefix(id, r->odb, &part, len);
	if (rc == GIT_EAMBIGUOUS)
		return iv_fail(e, IV_AMBIGUOUS,
		    _("more than one change begins with '%s'"), text);
	if (rc < 0)
		return iv_fail(e, IV_NOTFOUND, _("no change '%s'"), text);
	return 0;
}

int
object_find_commit(struct repo *r, const char *text, git_oid *id,
    struct iv_err *e)
{
	git_object_t type;
	size_t len;

	if (find_object(r, text, id, e) < 0 || object_guard(r, id, e) < 0)
		return -1;
	if (git_odb_read_header(&len, &type, r->odb, id) < 0)
		return iv_fail(e, IV_STORAGE,
		    _("cannot read git object %s: %s"), text, git_text());
	if (type != GIT_OBJECT_COMMIT)
		return iv_fail(e, IV_NOTFOUND, _("no change '%s'"), text);
	return 0;
}

static int
diff_commit(struct diff *d, const git_oid *id, struct iv_err *e)
{
	IV_AUTO(git_commit_auto) git_commit *c = NULL;
	IV_AUTO(git_tree_auto) git_tree *old = NULL;
	IV_AUTO(git_tree_auto) git_tree *new = NULL;

	if (object_commit(d->r, id, &c, e) < 0 ||
	    object_tree(d->r, git_commit_tree_id(c), &new, e) < 0)
		return -1;
	if (git_commit_parentcount(c) > 0 && object_commit_tree(d->r,
	    git_commit_parent_id(c, 0), &old, e) < 0)
		return -1;
	return diff_trees(d, old, new, "", e);
}

static int
diff_tell(struct diff *d,
    int (*fn)(void *arg, const struct repo_diff *d, struct iv_err *e),
    void *arg, struct iv_err *e)
{
	if (d->n > 0)
		qsort(d->v, d->n, sizeof(*d->v), by_path);
	for (size_t i = 0; i < d->n; i++) {
		const struct found *f = &d->v[i];
		struct repo_diff one = { f->path,
			f->old_blob[0] ? f->old_blob : NULL,
			f->new_blob[0] ? f->new_blob : NULL };
		int rc = fn(arg, &one, e);

		if (rc != 0)
			return rc < 0 ? -1 : 0;
	}
	return 0;
}

int
repo_commit_diff(struct repo *r, const char *commit,
    int (*fn)(void *arg, const struct repo_diff *d, struct iv_err *e),
    void *arg, struct iv_err *e)
{
	IV_AUTO(diff_release) struct diff d = { .r = r };
	git_oid id;

	if (object_find_commit(r, commit, &id, e) < 0 ||
	    diff_commit(&d, &id, e) < 0)
		return -1;
	return diff_tell(&d, fn, arg, e);
}

int
repo_diff_between(struct repo *r, const char *old, const char *new,
    int (*fn)(void *arg, const struct repo_diff *d, struct iv_err *e),
    void *arg, struct iv_err *e)
{
	IV_AUTO(diff_release) struct diff d = { .r = r };
	IV_AUTO(git_tree_auto) git_tree *a = NULL;
	IV_AUTO(git_tree_auto) git_tree *b = NULL;
	git_oid id;

	if (old && (object_hex(old, &id, e) < 0 ||
	    object_commit_tree(r, &id, &a, e) < 0))
		return -1;
	if (object_hex(new, &id, e) < 0 ||
	    object_commit_tree(r, &id, &b, e) < 0 ||
	    diff_trees(&d, a, b, "", e) < 0)
		return -1;
	return diff_tell(&d, fn, arg, e);
}
