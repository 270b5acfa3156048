#include "repo_internal.h"

#include "mem.h"

/* An intent and the contents of its files, which it does not own. */
struct plan {
	struct intent in;
	struct buf *texts;
};

static void
plan_release(struct plan *p)
{
	for (size_t i = 0; p->texts && i < p->in.n; i++)
		buf_release(&p->texts[i]);
	mem_free(p->texts);
	intent_release(&p->in);
}

static struct intent_file *
plan_add(struct plan *p, const char *path)
{
	struct intent *in = &p->in;

	in->files = mem_array(in->files, in->n + 1, sizeof(*in->files));
	in->files[in->n] = (struct intent_file){ .path = mem_dup(path) };
	return &in->files[in->n++];
}

static int
plan_diff(void *arg, const struct repo_diff *d, struct iv_err *e)
{
	struct intent_file *f = plan_add(arg, d->path);

	if (!repo_path_ok(d->path))
		return iv_fail(e, IV_INVALID,
		    _("'%s' cannot be the path of a record"), d->path);
	if (d->old_blob && object_hex(d->old_blob, &f->old_blob, e) < 0)
		return -1;
	if (d->new_blob && object_hex(d->new_blob, &f->new_blob, e) < 0)
		return -1;
	return 0;
}

static int
plan_texts(struct repo *r, struct plan *p, struct iv_err *e)
{
	size_t n = p->in.n;

	p->texts = mem_array(NULL, n + 1, sizeof(*p->texts));
	for (size_t i = 0; i < n; i++)
		p->texts[i] = (struct buf)BUF_INIT;
	for (size_t i = 0; i < n; i++) {
		struct intent_file *f = &p->in.files[i];

		if (git_oid_is_zero(&f->new_blob))
			continue;
		if (object_blob(r, &f->new_blob, &p->texts[i], e) < 0)
			return -1;
		f->data = p->texts[i].p;
		f->len = p->texts[i].len;
	}
	return 0;
}

static int
begin(struct repo *r, struct plan *p, struct buf *left, struct iv_err *e)
{
	if (r->pending &&
	    (repo_recover(r, left, e) < 0 || repo_read_head(r, e) < 0))
		return -1;
	p->in.branch = mem_dup(r->branch);
	p->in.old_commit = r->head;
	return 0;
}

/* Does descendant have all of what ancestor has? */
static int
has_all(struct repo *r, const git_oid *descendant, const git_oid *ancestor,
    struct iv_err *e)
{
	int rc = git_oid_equal(descendant, ancestor) ? 1 :
	    git_graph_descendant_of(r->git, descendant, ancestor);

	if (rc < 0)
		return iv_fail(e, IV_STORAGE, _("cannot read the history of"
		    " '%s': %s"), r->path, git_text());
	if (rc == 0)
		return iv_fail(e, IV_CONFLICT, _("'%s' cannot go forward: it"
		    " has changes of its own"), r->path);
	return 0;
}

int
repo_forward(struct repo *r, const char *commit, struct buf *left,
    struct iv_err *e)
{
	IV_AUTO(plan_release) struct plan p = { 0 };
	char head[REPO_HEX];

	if (begin(r, &p, left, e) < 0 ||
	    object_hex(commit, &p.in.new_commit, e) < 0 ||
	    object_guard(r, &p.in.new_commit, e) < 0 ||
	    has_all(r, &p.in.new_commit, &r->head, e) < 0)
		return -1;
	if (git_oid_equal(&p.in.new_commit, &r->head))
		return 0;
	git_oid_tostr(head, sizeof(head), &r->head);
	if (repo_diff_between(r, head, commit, plan_diff, &p, e) < 0 ||
	    plan_texts(r, &p, e) < 0)
		return -1;
	return change_run(r, &p.in, "forward", left, e);
}

/* The trees of the two parents. */
struct sides {
	struct finder ours, theirs;
};

static void
sides_release(struct sides *s)
{
	finder_release(&s->ours);
	finder_release(&s->theirs);
}

/* A file that is as theirs is there already. */
static int
plan_file(struct repo *r, struct sides *s, const struct repo_file *file,
    struct plan *p, struct iv_err *e)
{
	struct object_at at = { { { 0 } }, 0 }, other = at;
	struct intent_file f = { .data = file->data, .len = file->len };

	if (!repo_path_ok(file->path))
		return iv_fail(e, IV_INVALID,
		    _("'%s' cannot be the path of a record"), file->path);
	if (finder_find(r, &s->ours, file->path, &at, e) < 0 ||
	    finder_find(r, &s->theirs, file->path, &other, e) < 0)
		return -1;
	if (at.mode == GIT_FILEMODE_TREE)
		return iv_fail(e, IV_INVALID, _("'%s' is a directory"),
		    file->path);
	if (file->data)
		object_file(file, &f.new_blob);
	if (git_oid_equal(&at.id, &f.new_blob))
		return 0;
	if (file->data && !git_oid_equal(&other.id, &f.new_blob) &&
	    object_put_blob(r, file->data, file->len, &f.new_blob, e) < 0)
		return -1;
	f.path = plan_add(p, file->path)->path;
	f.old_blob = at.id;
	p->in.files[p->in.n - 1] = f;
	return 0;
}

static int
plan_tree(struct repo *r, const git_oid *theirs,
    const struct repo_file *files, size_t n, struct plan *p,
    struct iv_err *e)
{
	IV_AUTO(git_tree_auto) git_tree *ours = NULL;
	IV_AUTO(git_tree_auto) git_tree *other = NULL;
	IV_AUTO(sides_release) struct sides s = { 0 };

	if (object_commit_tree(r, &p->in.old_commit, &ours, e) < 0 ||
	    object_commit_tree(r, theirs, &other, e) < 0)
		return -1;
	s.ours.root = ours;
	s.theirs.root = other;
	for (size_t i = 0; i < n; i++)
		if (plan_file(r, &s, &files[i], p, e) < 0)
			return -1;
	if (p->in.n > 0)
		return object_put_tree(r, git_tree_id(ours), &p->in, e);
	p->in.tree = *git_tree_id(ours);
	return 0;
}

int
repo_merge(struct repo *r, const char *theirs, const struct repo_file *files,
    size_t n, struct buf *left, struct iv_err *e)
{
	IV_AUTO(plan_release) struct plan p = { 0 };
	git_oid other;

	if (begin(r, &p, left, e) < 0 || object_hex(theirs, &other, e) < 0)
		return -1;
	objects_begin(r, n);
	if (plan_tree(r, &other, files, n, &p, e) < 0 ||
	    object_put_merge(r, &other, &p.in, e) < 0) {
		change_undo(r);
		return -1;
	}
	return change_run(r, &p.in, "merge", left, e);
}
