#include "repo_internal.h"

#include "mem.h"

void
oidset_release(struct oidset *s)
{
	mem_free(s->v);
	*s = (struct oidset){ 0 };
}

/* Ids are hashes already: their first bytes are as good as any. */
static size_t
slot(const struct oidset *s, const git_oid *id)
{
	size_t i;

	memcpy(&i, id->id, sizeof(i));
	for (i &= s->cap - 1; !git_oid_is_zero(&s->v[i]); i = (i + 1) &
	    (s->cap - 1))
		if (git_oid_equal(&s->v[i], id))
			break;
	return i;
}

static void
grow(struct oidset *s)
{
	struct oidset old = *s;

	s->cap = old.cap ? old.cap * 2 : 64;
	s->v = mem_array(NULL, s->cap, sizeof(*s->v));
	memset(s->v, 0, s->cap * sizeof(*s->v));
	for (size_t i = 0; i < old.cap; i++)
		if (!git_oid_is_zero(&old.v[i]))
			s->v[slot(s, &old.v[i])] = old.v[i];
	mem_free(old.v);
}

bool
oidset_has(const struct oidset *s, const git_oid *id)
{
	return s->cap > 0 && !git_oid_is_zero(&s->v[slot(s, id)]);
}

bool
oidset_add(struct oidset *s, const git_oid *id)
{
	if (s->n * 2 >= s->cap)
		grow(s);
	size_t i = slot(s, id);
	if (!git_oid_is_zero(&s->v[i]))
		return false;
	s->v[i] = *id;
	s->n++;
	return true;
}

/*
 * The commits still to be shown.  git_revwalk would parse parents that were
 * not guarded, so the walk is ours: always the newest of the known ones.
 */
struct walk {
	struct repo *r;
	git_commit **v;
	size_t n;
	struct oidset seen;
};

static void
walk_release(struct walk *w)
{
	for (size_t i = 0; i < w->n; i++)
		git_commit_free(w->v[i]);
	mem_free(w->v);
	oidset_release(&w->seen);
}

static int
walk_add(struct walk *w, const git_oid *id, struct iv_err *e)
{
	git_commit *c;

	if (!oidset_add(&w->seen, id))
		return 0;
	if (object_commit(w->r, id, &c, e) < 0)
		return -1;
	w->v = mem_array(w->v, w->n + 1, sizeof(*w->v));
	w->v[w->n++] = c;
	return 0;
}

/* The newest, taken out; its parents are known then. */
static git_commit *
walk_next(struct walk *w)
{
	size_t best = 0;
	git_commit *c;

	if (w->n == 0)
		return NULL;
	for (size_t i = 1; i < w->n; i++)
		if (git_commit_time(w->v[i]) > git_commit_time(w->v[best]))
			best = i;
	c = w->v[best];
	memmove(w->v + best, w->v + best + 1,
	    (--w->n - best) * sizeof(*w->v));
	return c;
}

static int
walk_parents(struct walk *w, git_commit *c, struct iv_err *e)
{
	for (unsigned i = 0; i < git_commit_parentcount(c); i++)
		if (walk_add(w, git_commit_parent_id(c, i), e) < 0)
			return -1;
	return 0;
}

/* The entry of path's first component; *path is behind it then. */
static const git_tree_entry *
step(const git_tree *tree, const char **path)
{
	size_t n = strcspn(*path, "/");
	IV_AUTO(mem_free_auto) char *name = mem_ndup(*path, n);

	*path += n + ((*path)[n] == '/');
	return tree ? git_tree_entry_byname(tree, name) : NULL;
}

static int
step_into(struct repo *r, const git_tree_entry *entry, git_tree **tree,
    struct iv_err *e)
{
	git_tree *sub = NULL;

	if (entry && git_tree_entry_type(entry) == GIT_OBJECT_TREE &&
	    object_tree(r, git_tree_entry_id(entry), &sub, e) < 0)
		return -1;
	git_tree_free(*tree);
	*tree = sub;
	return 0;
}

/* 1: path is another thing in the two trees.  Both are walked down together,
 * and no further than to where they are the same. */
static int
differs(struct repo *r, const git_oid *one, const git_oid *two,
    const char *path, struct iv_err *e)
{
	IV_AUTO(git_tree_auto) git_tree *a = NULL;
	IV_AUTO(git_tree_auto) git_tree *b = NULL;

	if (object_commit_tree(r, one, &a, e) < 0 ||
	    (two && object_commit_tree(r, two, &b, e) < 0))
		return -1;
	for (;;) {
		const char *rest = path;
		const git_tree_entry *x = step(a, &path), *y = step(b, &rest);

		if (!x || !y) {
			if (*path == '\0' || (!x && !y))
				return x != y;
		} else if (git_oid_equal(git_tree_entry_id(x),
		    git_tree_entry_id(y)))
			return 0;
		else if (*path == '\0')
			return 1;
		if (step_into(r, x, &a, e) < 0 || step_into(r, y, &b, e) < 0)
			return -1;
	}
}

/* 1: path is there as in none of the parents. */
static int
touches(struct repo *r, git_commit *c, const char *path, struct iv_err *e)
{
	unsigned n = git_commit_parentcount(c);

	if (n == 0)
		return differs(r, git_commit_id(c), NULL, path, e);
	for (unsigned i = 0; i < n; i++) {
		int rc = differs(r, git_commit_id(c),
		    git_commit_parent_id(c, i), path, e);

		if (rc <= 0)
			return rc;
	}
	return 1;
}

struct teller {
	int (*fn)(void *arg, const struct repo_entry *entry,
	    struct iv_err *e);
	void *arg;
};

static int
tell(git_commit *c, const struct teller *t, struct iv_err *e)
{
	const char *text = git_commit_message(c);
	IV_AUTO(mem_free_auto) char *line =
	    mem_ndup(text, strcspn(text, "\n"));
	char hex[REPO_HEX];
	struct repo_entry entry = {
		.commit = git_oid_tostr(hex, sizeof(hex), git_commit_id(c)),
		.author = git_commit_author(c)->name,
		.message = line,
		.when = git_commit_author(c)->when.time,
		.parents = git_commit_parentcount(c),
	};

	return t->fn(t->arg, &entry, e);
}

static int
log_one(struct walk *w, git_commit *c, const char *path,
    const struct teller *t, struct iv_err *e)
{
	int rc = path ? touches(w->r, c, path, e) : 1;

	if (rc > 0)
		rc = tell(c, t, e);
	if (rc == 0 && walk_parents(w, c, e) < 0)
		return -1;
	return rc;
}

int
repo_log(struct repo *r, const char *path,
    int (*fn)(void *arg, const struct repo_entry *entry, struct iv_err *e),
    void *arg, struct iv_err *e)
{
	IV_AUTO(walk_release) struct walk w = { .r = r };
	struct teller t = { fn, arg };
	git_commit *next;

	if (walk_add(&w, &r->head, e) < 0)
		return -1;
	while ((next = walk_next(&w))) {
		IV_AUTO(git_commit_auto) git_commit *c = next;
		int rc = log_one(&w, c, path, &t, e);

		if (rc != 0)
			return rc < 0 ? -1 : 0;
	}
	return 0;
}
