#include "repo_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "file.h"
#include "mem.h"

/* --- what there is ---------------------------------------------------------- */

/* What a ref leads to: 1 a commit, 0 nothing that is kept, -1. */
static int
ref_commit(struct repo *r, const char *name, git_oid *at, git_oid *commit,
    struct iv_err *e)
{
	IV_AUTO(git_reference_auto) git_reference *ref = NULL;
	git_object *o = NULL;
	int rc;

	if (git_reference_lookup(&ref, r->git, name) < 0)
		return iv_fail(e, IV_STORAGE, _("cannot read '%s': %s"), name,
		    git_text());
	if (git_reference_type(ref) == GIT_REFERENCE_SYMBOLIC)
		return 0;
	*at = *commit = *git_reference_target(ref);
	if (strncmp(name, "refs/heads/", 11) != 0 &&
	    strncmp(name, "refs/tags/", 10) != 0)
		return 0;
	if (object_guard(r, at, e) < 0)
		return -1;
	rc = git_reference_peel(&o, ref, GIT_OBJECT_COMMIT);
	if (rc == 0)
		*commit = *git_object_id(o);
	git_object_free(o);
	/* A tag of a file or a directory is no failure to read. */
	if (rc == 0 || rc == GIT_EPEEL || rc == GIT_EINVALIDSPEC)
		return rc == 0;
	return iv_fail(e, IV_STORAGE, _("cannot read '%s': %s"), name,
	    git_text());
}

static int
add_ref(struct repo *r, struct switching *s, const char *name,
    struct iv_err *e)
{
	struct plan_ref ref = { NULL, { { 0 } }, { { 0 } } };
	int rc;

	if (strcmp(name, "refs/stash") == 0)
		return iv_fail(e, IV_CONFLICT, _("git stash keeps something"
		    " in '%s' that may hold what is to be forgotten: take it"
		    " out with 'git stash pop', or throw it away with 'git"
		    " stash clear'"), r->path);
	rc = ref_commit(r, name, &ref.old, &ref.new, e);
	if (rc < 0)
		return -1;
	if (rc == 0)
		ref.new = (git_oid){ { 0 } };
	ref.name = mem_dup(name);
	s->refs = mem_array(s->refs, s->nrefs + 1, sizeof(*s->refs));
	s->refs[s->nrefs++] = ref;
	return 0;
}

static int
judge_worktrees(struct repo *r, struct iv_err *e)
{
	IV_AUTO(names_release) struct names l = { NULL, 0 };

	if (dir_names(r->gitfd, "worktrees", &l, e) < 0)
		return -1;
	if (l.n > 0)
		return iv_fail(e, IV_CONFLICT, _("'%s' has another worktree:"
		    " remove it with 'git worktree remove %s'"), r->path,
		    l.v[0]);
	return 0;
}

/* "PID HOST": a gc that is at work would pack what is being taken out. */
static int
judge_gc(struct repo *r, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	struct iv_err none = IV_ERR_INIT;
	char host[256] = "";
	size_t n;
	long pid;

	if (file_read(r->gitfd, "gc.pid", 512, &b, &none) < 0)
		return 0;
	buf_trim(&b);
	pid = strtol(b.p, NULL, 10);
	n = strcspn(b.p, " ");
	if (gethostname(host, sizeof(host) - 1) < 0 || !b.p[n] ||
	    strcmp(b.p + n + 1, host) != 0 || pid <= 1 ||
	    (kill((pid_t)pid, 0) < 0 && errno == ESRCH))
		return 0;
	return iv_fail(e, IV_BUSY, _("git gc is at work in '%s': try again"
	    " when it is done"), r->path);
}

static int
by_name(const void *a, const void *b)
{
	const struct plan_ref *x = a, *y = b;

	return strcmp(x->name, y->name);
}

/* Every ref, and what it leads to; what leads to no commit goes. */
static int
find_refs(struct repo *r, struct switching *s, struct iv_err *e)
{
	git_strarray names = { 0 };
	int rc = 0;

	if (judge_worktrees(r, e) < 0 || judge_gc(r, e) < 0)
		return -1;
	if (git_reference_list(&names, r->git) < 0)
		return iv_fail(e, IV_STORAGE, _("cannot read '%s': %s"),
		    "refs", git_text());
	for (size_t i = 0; i < names.count && rc == 0; i++)
		rc = add_ref(r, s, names.strings[i], e);
	git_strarray_dispose(&names);
	if (s->nrefs > 0)
		qsort(s->refs, s->nrefs, sizeof(*s->refs), by_name);
	return rc;
}

/* The files of HEAD that become others. */
struct changes {
	struct repo *r;
	const struct repo_forget *f;
	struct intent *in;
};

static void
add_file(struct intent *in, const char *path, const git_oid *old,
    const git_oid *new)
{
	struct intent_file f = { .path = mem_dup(path), .old_blob = *old,
		.new_blob = *new };

	in->files = mem_array(in->files, in->n + 1, sizeof(*in->files));
	in->files[in->n++] = f;
}

static int
look_at(void *arg, const struct repo_item *item, struct iv_err *e)
{
	struct changes *c = arg;
	IV_AUTO(buf_release) struct buf text = BUF_INIT;
	IV_AUTO(buf_release) struct buf out = BUF_INIT;
	git_oid old, new;

	if (item->mode == 040000 || item->mode == 0160000 ||
	    !c->f->wants(c->f->arg, item->path))
		return 0;
	if (!repo_path_ok(item->path))
		return iv_fail(e, IV_INVALID,
		    _("'%s' cannot be the path of a record"), item->path);
	memcpy(old.id, item->id, GIT_OID_RAWSZ);
	if (object_raw(c->r, &old, GIT_OBJECT_BLOB, &text, e) < 0 ||
	    c->f->strip(c->f->arg, item->path, &text, &out, e) < 0)
		return -1;
	object_name(GIT_OBJECT_BLOB, &out, &new);
	/* Unchanged ones too: the file may have been edited by hand. */
	add_file(c->in, item->path, &old, &new);
	return 0;
}

static int
find_changes(struct repo *r, const struct repo_forget *f,
    struct intent *in, struct iv_err *e)
{
	struct changes c = { r, f, in };
	char head[REPO_HEX];

	git_oid_tostr(head, sizeof(head), &r->head);
	return repo_tree_each(r, head, NULL, BUF_MAX / 2, look_at, &c, e);
}

static int
write_text(struct repo *r, const char *name, const char *text,
    struct iv_err *e)
{
	IV_AUTO(fd_close_auto) int fd = openat(r->gitfd, name,
	    O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);

	if (fd < 0 || fd_write(fd, text, strlen(text)) < 0)
		return repo_errno(e, r, name);
	return 0;
}

/* "INSTANT COMMIT\n": the last sync, by its new name. */
static int
write_synced(struct repo *r, const struct filter *x, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	struct iv_err none = IV_ERR_INIT;
	const git_oid *new;
	git_oid old;

	if (file_read(r->gitfd, "iv/synced", 256, &b, &none) < 0 ||
	    b.len < 42 || git_oid_fromstrn(&old, b.p + b.len - 41, 40) < 0)
		return 0;
	new = filter_new(x, &old);
	if (!new)
		return 0;
	buf_cut(&b, b.len - 41);
	buf_addf(&b, "%s\n", git_oid_tostr_s(new));
	return write_text(r, FORGET_SYNCED, b.p, e);
}

/* Every ref to what its commit became; HEAD's branch to the commit on top. */
static int
map_refs(struct filter *x, struct switching *s, const git_oid *top)
{
	for (size_t i = 0; i < s->nrefs; i++) {
		struct plan_ref *ref = &s->refs[i];

		if (git_oid_is_zero(&ref->new))
			continue;
		ref->new = *filter_new(x, &ref->new);
		if (strcmp(ref->name, x->r->branch) == 0)
			ref->new = *top;
	}
	return 0;
}

static int
filter_all(struct filter *x, const struct switching *s, const char *other,
    struct iv_err *e)
{
	git_oid id;

	for (size_t i = 0; i < s->nrefs; i++)
		if (!git_oid_is_zero(&s->refs[i].new) &&
		    filter_tip(x, &s->refs[i].new, e) < 0)
			return -1;
	if (!other)
		return 0;
	return object_hex(other, &id, e) < 0 ? -1 : filter_tip(x, &id, e);
}

/* The commit that the branch gets; *top is one on top of what HEAD became. */
static int
add_top(struct filter *x, struct repo_forget *f, struct switching *s,
    git_oid *top, struct iv_err *e)
{
	git_oid blob, old = { { 0 } };
	struct iv_err none = IV_ERR_INIT;
	const git_oid *head = filter_new(x, &x->r->head);

	if (!head)
		return iv_fail(e, IV_CONFLICT, _("another git command has"
		    " committed to '%s' meanwhile: try again"), x->r->path);
	*top = *head;
	if (!f->top)
		return 0;
	if (filter_top(x, &x->r->head, f->top, top, &blob, e) < 0)
		return -1;
	if (repo_head_at(x->r, f->top->files[0].path, &old, &none) <= 0)
		old = (git_oid){ { 0 } };
	add_file(&s->in, f->top->files[0].path, &old, &blob);
	return 0;
}

static int
write_history(struct filter *x, struct repo_forget *f, struct switching *s,
    struct iv_err *e)
{
	git_oid top, other;

	if (filter_all(x, s, f->other, e) < 0 ||
	    add_top(x, f, s, &top, e) < 0)
		return -1;
	map_refs(x, s, &top);
	f->commits = x->commits;
	f->versions = x->versions;
	if (f->other && object_hex(f->other, &other, e) == 0)
		git_oid_tostr(f->other_new, sizeof(f->other_new),
		    filter_new(x, &other));
	if (packer_end(x->pack, FORGET, s->pack, e) < 0)
		return -1;
	return write_synced(x->r, x, e);
}

static int
forget(struct repo *r, struct repo_forget *f, struct buf *left,
    struct iv_err *e)
{
	IV_AUTO(switching_release) struct switching s = { .nrefs = 0 };
	IV_AUTO(packer_release) struct packer pack = { .fd = -1 };
	IV_AUTO(filter_release) struct filter x = { .r = r, .what = f,
		.pack = &pack };

	if (switch_begin(r, e) < 0 || find_refs(r, &s, e) < 0 ||
	    find_changes(r, f, &s.in, e) < 0 ||
	    packer_begin(&pack, r, FORGET "/pack", false, e) < 0 ||
	    write_history(&x, f, &s, e) < 0 ||
	    write_text(r, FORGET_IDS, f->ids, e) < 0)
		return -1;
	return switch_run(r, &s, left, e);
}

int
repo_forget(struct repo *r, struct repo_forget *f, struct buf *left,
    struct iv_err *e)
{
	int rc;

	if (r->pending &&
	    (repo_recover(r, left, e) < 0 || repo_read_head(r, e) < 0))
		return -1;
	/* Nothing is read twice; old packs are mapped as it is. */
	git_libgit2_opts(GIT_OPT_ENABLE_CACHING, 0);
	rc = forget(r, f, left, e);
	git_libgit2_opts(GIT_OPT_ENABLE_CACHING, 1);
	if (rc < 0)
		switch_drop(r);
	return rc;
}

/* The commits that only tip has. */
static int
only_of(struct repo *r, const git_oid *tip, const char *without,
    struct oidset *ret, struct iv_err *e)
{
	git_revwalk *walk = NULL;
	git_oid hide, id;
	int rc = git_revwalk_new(&walk, r->git);

	if (rc == 0)
		rc = git_revwalk_push(walk, tip);
	if (rc == 0 && git_oid_fromstr(&hide, without) == 0)
		rc = git_revwalk_hide(walk, &hide);
	while (rc == 0 && (rc = git_revwalk_next(&id, walk)) == 0)
		(void)oidset_add(ret, &id);
	git_revwalk_free(walk);
	if (rc != GIT_ITEROVER)
		return iv_fail(e, IV_STORAGE, _("cannot read the history of"
		    " '%s': %s"), r->path, git_text());
	return 0;
}

int
repo_forget_look(struct repo *r, const char *tip, const char *without,
    struct repo_forget *f, struct iv_err *e)
{
	IV_AUTO(oidset_release) struct oidset only = { 0 };
	IV_AUTO(filter_release) struct filter x = { .r = r, .what = f };
	git_oid id;

	if (object_hex(tip, &id, e) < 0)
		return -1;
	if (without) {
		if (object_guard(r, &id, e) < 0 ||
		    only_of(r, &id, without, &only, e) < 0)
			return -1;
		x.only = &only;
	}
	if (filter_tip(&x, &id, e) < 0)
		return -1;
	f->commits = x.commits;
	f->versions = x.versions;
	return 0;
}
