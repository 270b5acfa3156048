#include "repo_internal.h"

#include <stdlib.h>

#include "mem.h"

/* The octal number before the space. */
static unsigned
mode_of(const char *p)
{
	unsigned mode = 0;

	for (; *p >= '0' && *p <= '7'; p++)
		mode = mode << 3 | (unsigned)(*p - '0');
	return mode;
}

int
tree_next(const struct buf *tree, size_t *at, struct tree_entry *ret)
{
	const char *p = tree->p + *at, *space, *nul;
	size_t rest = tree->len - *at;

	if (rest == 0)
		return 0;
	space = memchr(p, ' ', rest < 8 ? rest : 8);
	nul = memchr(p, '\0', rest);
	if (!space || !nul || space + 1 >= nul ||
	    (size_t)(nul - p) + 1 + GIT_OID_RAWSZ > rest)
		return -1;
	*ret = (struct tree_entry){
		.at = p, .name = space + 1,
		.name_len = (size_t)(nul - space) - 1,
		.len = (size_t)(nul - p) + 1 + GIT_OID_RAWSZ,
		.head = (size_t)(nul - p) + 1,
		.mode = mode_of(p),
	};
	ret->dir = (ret->mode & S_IFMT) == GIT_FILEMODE_TREE;
	ret->link = (ret->mode & S_IFMT) == GIT_FILEMODE_COMMIT;
	*at += ret->len;
	return 1;
}

static int
compare(const char *a, size_t n, bool a_dir, const char *b, size_t m,
    bool b_dir)
{
	int rc = memcmp(a, b, n < m ? n : m);

	if (rc != 0)
		return rc;
	if (n == m)
		return a_dir - b_dir;
	unsigned char x = n > m ? (unsigned char)a[m] : a_dir ? '/' : 0;
	unsigned char y = m > n ? (unsigned char)b[n] : b_dir ? '/' : 0;
	return (int)x - (int)y;
}

int
tree_cmp(const struct tree_entry *a, const struct tree_entry *b)
{
	return compare(a->name, a->name_len, a->dir, b->name, b->name_len,
	    b->dir);
}

static int
by_name(const void *a, const void *b)
{
	const struct tree_edit *x = a, *y = b;

	return compare(x->name, x->name_len, x->dir, y->name, y->name_len,
	    y->dir);
}

static void
add_edit(struct buf *out, const struct tree_edit *v)
{
	if (git_oid_is_zero(&v->id))
		return;
	buf_adds(out, v->dir ? "40000 " : "100644 ");
	buf_add(out, v->name, v->name_len);
	buf_addc(out, '\0');
	buf_add(out, v->id.id, GIT_OID_RAWSZ);
}

int
tree_edit(const struct buf *tree, struct tree_edit *v, size_t n,
    struct buf *out)
{
	struct tree_entry x;
	size_t at = 0, i = 0;
	int more;

	if (n > 0)
		qsort(v, n, sizeof(*v), by_name);
	while ((more = tree_next(tree, &at, &x)) > 0) {
		int order = 1;

		for (; i < n && order > 0; i += order >= 0) {
			order = compare(x.name, x.name_len, x.dir, v[i].name,
			    v[i].name_len, v[i].dir);
			if (order >= 0)
				add_edit(out, &v[i]);
		}
		if (order != 0)
			buf_add(out, x.at, x.len);
	}
	for (; i < n; i++)
		add_edit(out, &v[i]);
	return more;
}

/* The entry of that name in a tree: 1, 0 none, -1 the tree is damaged. */
static int
find_name(const struct buf *tree, const char *name, size_t n,
    struct tree_entry *ret)
{
	size_t at = 0;
	int rc;

	while ((rc = tree_next(tree, &at, ret)) > 0)
		if (ret->name_len == n && memcmp(ret->name, name, n) == 0)
			break;
	return rc;
}

/* The files of one directory and beneath it, sorted by their paths. */
struct part {
	struct intent_file *const *v;
	size_t n, skip;		/* skip: of each path, the directory's */
};

static int put_dir(struct repo *r, const git_oid *base,
    const struct part *p, git_oid *ret, struct iv_err *e);

/* What is beneath the first component of the first path: how many. */
static size_t
part_same(const struct part *p, size_t len)
{
	const char *name = p->v[0]->path + p->skip;
	size_t n = 1;

	while (n < p->n &&
	    strncmp(p->v[n]->path + p->skip, name, len + 1) == 0)
		n++;
	return n;
}

static int
put_sub(struct repo *r, const struct buf *tree, const struct part *p,
    struct tree_edit *x, struct iv_err *e)
{
	struct tree_entry old;
	git_oid base;
	int rc = find_name(tree, x->name, x->name_len, &old);

	if (rc > 0 && !old.dir) {
		IV_AUTO(mem_free_auto) char *path =
		    mem_ndup(p->v[0]->path, p->skip - 1);

		return iv_fail(e, IV_INVALID, _("'%s' is no directory"),
		    path);
	}
	if (rc > 0)
		memcpy(base.id, old.at + old.head, GIT_OID_RAWSZ);
	return put_dir(r, rc > 0 ? &base : NULL, p, &x->id, e);
}

/* The directory with what becomes of its files: one edit a name. */
static int
put_parts(struct repo *r, const struct buf *tree, const struct part *p,
    struct tree_edit *v, size_t *n, struct iv_err *e)
{
	for (size_t i = 0, same; i < p->n; i += same) {
		const char *name = p->v[i]->path + p->skip;
		size_t len = strcspn(name, "/");
		struct tree_edit *x = &v[(*n)++];
		struct part rest = { p->v + i, p->n - i, p->skip };

		*x = (struct tree_edit){ name, len, name[len] == '/',
			p->v[i]->new_blob };
		same = x->dir ? part_same(&rest, len) : 1;
		rest.n = same;
		rest.skip += len + 1;
		if (x->dir && put_sub(r, tree, &rest, x, e) < 0)
			return -1;
	}
	return 0;
}

/* base NULL: there is none yet.  A directory without a file is none: zero. */
static int
put_dir(struct repo *r, const git_oid *base, const struct part *p,
    git_oid *ret, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf old = BUF_INIT;
	IV_AUTO(buf_release) struct buf new = BUF_INIT;
	IV_AUTO(mem_free_auto) struct tree_edit *v =
	    mem_array(NULL, p->n + 1, sizeof(*v));
	size_t n = 0;

	if (base && object_raw(r, base, GIT_OBJECT_TREE, &old, e) < 0)
		return -1;
	buf_grow(&new, old.len + p->n * 64);
	if (put_parts(r, &old, p, v, &n, e) < 0)
		return -1;
	if (tree_edit(&old, v, n, &new) < 0)
		return object_damaged(base, e);
	*ret = (git_oid){ { 0 } };
	return new.len == 0 && p->skip > 0 ? 0 :
	    object_put(r, GIT_OBJECT_TREE, &new, ret, e);
}

static int
by_path(const void *a, const void *b)
{
	return strcmp((*(struct intent_file *const *)a)->path,
	    (*(struct intent_file *const *)b)->path);
}

int
object_put_tree(struct repo *r, const git_oid *base, struct intent *in,
    struct iv_err *e)
{
	IV_AUTO(mem_free_auto) struct intent_file **v =
	    mem_array(NULL, in->n + 1, sizeof(struct intent_file *));
	struct part all = { v, in->n, 0 };

	for (size_t i = 0; i < in->n; i++)
		v[i] = &in->files[i];
	if (in->n > 0)
		qsort(v, in->n, sizeof(*v), by_path);
	return put_dir(r, base, &all, &in->tree, e);
}
