#include "past.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "repo.h"

struct past {
	struct repo *repo;
	struct repo_tree *tree;
	struct repo_moment at;
	struct store_from from;
};

static int
past_read(void *arg, const char *path, struct buf *b, struct iv_err *e)
{
	struct past *p = arg;

	return repo_tree_read(p->tree, path, FILE_MAX, b, e);
}

static void
add_name(void *arg, const char *name)
{
	struct names *l = arg;

	l->v = mem_array(l->v, l->n + 1, sizeof(*l->v));
	l->v[l->n++] = mem_dup(name);
}

static int
by_bytes(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static int
past_names(void *arg, const char *dir, struct names *ret, struct iv_err *e)
{
	IV_AUTO(names_release) struct names l = { NULL, 0 };
	struct past *p = arg;

	if (repo_tree_names(p->tree, dir, add_name, &l, e) < 0)
		return -1;
	/* Git sorts a directory as if a slash stood behind it. */
	if (l.n > 0)
		qsort(l.v, l.n, sizeof(*l.v), by_bytes);
	*ret = l;
	l = (struct names){ NULL, 0 };
	return 0;
}

void
past_close(struct past *p)
{
	if (!p)
		return;
	repo_tree_close(p->tree);
	repo_close(p->repo);
	mem_free(p);
}

static void
past_close_auto(struct past **p)
{
	past_close(*p);
}

int
past_open(struct past **ret, struct store *s, const struct past_at *at,
    struct iv_err *e)
{
	IV_AUTO(past_close_auto) struct past *p = mem_alloc(sizeof(*p));

	p->from = (struct store_from){ past_read, past_names, p };
	if (repo_open_read(&p->repo, store_dirfd(s), store_dir(s), e) < 0 ||
	    (at->named ? repo_moment_named(p->repo, at->named, &p->at, e) :
	    repo_moment_until(p->repo, at->until, &p->at, e)) < 0 ||
	    repo_tree_open(&p->tree, p->repo, p->at.commit, e) < 0 ||
	    store_read_from(s, &p->from, e) < 0)
		return -1;
	*ret = IV_TAKE(p);
	return 0;
}

const char *
past_commit(const struct past *p)
{
	return p->at.commit;
}

time_t
past_when(const struct past *p)
{
	return p->at.when;
}

static bool
take_hex(char commit[41], const char *s)
{
	size_t n = strspn(s, "0123456789abcdef");

	if (n != 40 || (s[n] != '\n' && s[n] != ' ' && s[n] != '\0'))
		return false;
	memcpy(commit, s, 40);
	commit[40] = '\0';
	return true;
}

/* A line of packed-refs: the commit, a space, the branch. */
static bool
packed(struct store *s, const char *branch, char commit[41])
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	struct iv_err none = IV_ERR_INIT;
	size_t n = strlen(branch);

	if (file_read(store_dirfd(s), ".git/packed-refs", FILE_MAX, &b,
	    &none) < 0)
		return false;
	for (const char *p = b.p; p && *p; p = strchr(p, '\n')) {
		p += *p == '\n';
		if (strlen(p) > 41 + n && strncmp(p + 41, branch, n) == 0 &&
		    p[41 + n] == '\n')
			return take_hex(commit, p);
	}
	return false;
}

bool
past_head(struct store *s, char commit[41])
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT, path = BUF_INIT;
	struct iv_err none = IV_ERR_INIT;
	int dirfd = store_dirfd(s);

	if (file_read(dirfd, ".git/HEAD", 4096, &b, &none) < 0)
		return false;
	if (strncmp(b.p, "ref: ", 5) != 0)
		return take_hex(commit, b.p);
	buf_trim(&b);
	buf_addf(&path, ".git/%s", b.p + 5);
	buf_clear(&b);
	if (file_read(dirfd, path.p, 4096, &b, &none) < 0)
		return packed(s, path.p + 5, commit);
	return take_hex(commit, b.p);
}
