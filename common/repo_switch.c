#include "repo_internal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "file.h"
#include "mem.h"

/*
 * The plan, in .git/iv/forget/plan:
 *
 *	iv-forget 1
 *	pack pack-SUM
 *	ref OLD NEW refs/heads/main
 *	file OLD NEW cases/2026/k7f....json
 *	end N SUM
 *
 * as an intent has it: N lines, and the git id of the text before "end".
 */
#define HEAD		"iv-forget 1\n"
#define GROWING_PLAN	FORGET_PLAN ".new"

void
switching_release(struct switching *s)
{
	for (size_t i = 0; i < s->nrefs; i++)
		mem_free(s->refs[i].name);
	mem_free(s->refs);
	intent_release(&s->in);
}

void
switch_drop(struct repo *r)
{
	(void)!tree_remove(r->gitfd, FORGET);
}

int
switch_begin(struct repo *r, struct iv_err *e)
{
	if (tree_remove(r->gitfd, FORGET) < 0 ||
	    mkdirat(r->gitfd, FORGET, 0700) < 0)
		return repo_errno(e, r, FORGET);
	return 0;
}

static int
by_name(const void *a, const void *b)
{
	const struct plan_ref *x = a, *y = b;

	return strcmp(x->name, y->name);
}

/* --- the plan ------------------------------------------------------------- */

static void
add_line(struct buf *b, const char *word, const git_oid *old,
    const git_oid *new, const char *name)
{
	char hex[2][REPO_HEX];

	buf_addf(b, "%s %s %s %s\n", word,
	    git_oid_tostr(hex[0], REPO_HEX, old),
	    git_oid_tostr(hex[1], REPO_HEX, new), name);
}

static void
add_end(struct buf *b, size_t n)
{
	char hex[REPO_HEX];
	git_oid sum;

	object_name(GIT_OBJECT_BLOB, b, &sum);
	buf_addf(b, "end %zu %s\n", n, git_oid_tostr(hex, REPO_HEX, &sum));
}

static void
plan_text(const struct switching *s, struct buf *b)
{
	buf_addf(b, HEAD "pack %s\n", s->pack);
	for (size_t i = 0; i < s->nrefs; i++)
		add_line(b, "ref", &s->refs[i].old, &s->refs[i].new,
		    s->refs[i].name);
	for (size_t i = 0; i < s->in.n; i++)
		add_line(b, "file", &s->in.files[i].old_blob,
		    &s->in.files[i].new_blob, s->in.files[i].path);
	add_end(b, s->nrefs + s->in.n);
}

static int
write_beneath(struct repo *r, const char *name, const struct buf *b,
    struct iv_err *e)
{
	IV_AUTO(fd_close_auto) int fd = openat(r->gitfd, name,
	    O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);

	if (fd < 0 || fd_write(fd, b->p, b->len) < 0)
		return repo_errno(e, r, name);
	return 0;
}

static int
write_plan(struct repo *r, const struct switching *s, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf plan = BUF_INIT;
	IV_AUTO(buf_release) struct buf refs = BUF_INIT;
	char hex[REPO_HEX];

	plan_text(s, &plan);
	buf_adds(&refs, "# pack-refs with: sorted \n");
	for (size_t i = 0; i < s->nrefs; i++)
		if (!git_oid_is_zero(&s->refs[i].new))
			buf_addf(&refs, "%s %s\n", git_oid_tostr(hex,
			    sizeof(hex), &s->refs[i].new), s->refs[i].name);
	if (write_beneath(r, FORGET_REFS, &refs, e) < 0 ||
	    write_beneath(r, GROWING_PLAN, &plan, e) < 0)
		return -1;
	return syncfs(r->gitfd) < 0 ? repo_errno(e, r, "") : 0;
}

/* "OLD NEW name", or NULL. */
static const char *
read_pair(const char *s, git_oid *old, git_oid *new)
{
	if (strlen(s) < 83 || s[40] != ' ' || s[81] != ' ' ||
	    git_oid_fromstrn(old, s, 40) < 0 ||
	    git_oid_fromstrn(new, s + 41, 40) < 0)
		return NULL;
	return s + 82;
}

static bool
read_line(struct switching *s, const char *line)
{
	struct intent_file f = { 0 };
	struct plan_ref ref = { NULL, { { 0 } }, { { 0 } } };
	const char *name;

	if (strncmp(line, "pack ", 5) == 0) {
		snprintf(s->pack, sizeof(s->pack), "%s", line + 5);
		return true;
	}
	if (strncmp(line, "ref ", 4) == 0 &&
	    (name = read_pair(line + 4, &ref.old, &ref.new))) {
		ref.name = mem_dup(name);
		s->refs = mem_array(s->refs, s->nrefs + 1, sizeof(*s->refs));
		s->refs[s->nrefs++] = ref;
		return true;
	}
	if (strncmp(line, "file ", 5) == 0 && (name = read_pair(line + 5,
	    &f.old_blob, &f.new_blob)) && repo_path_ok(name)) {
		f.path = mem_dup(name);
		s->in.files = mem_array(s->in.files, s->in.n + 1,
		    sizeof(*s->in.files));
		s->in.files[s->in.n++] = f;
		return true;
	}
	return false;
}

/* 1 a plan, 0 none that is whole, -1. */
static int
read_plan(struct repo *r, struct switching *s, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	IV_AUTO(buf_release) struct buf want = BUF_INIT;
	struct iv_err why = IV_ERR_INIT;
	char *end, *save = NULL;

	if (file_read(r->gitfd, FORGET_PLAN, BUF_MAX / 2, &b, &why) < 0) {
		if (why.code == IV_NOTFOUND)
			return 0;
		*e = why;
		return -1;
	}
	end = strstr(b.p, "\nend ");
	if (strncmp(b.p, HEAD, strlen(HEAD)) != 0 || !end)
		return 0;
	buf_add(&want, b.p, (size_t)(end + 1 - b.p));
	*end = '\0';
	for (char *line = strtok_r(b.p + strlen(HEAD), "\n", &save); line;
	    line = strtok_r(NULL, "\n", &save))
		if (!read_line(s, line))
			return 0;
	size_t len = want.len;
	add_end(&want, s->nrefs + s->in.n);
	return strcmp(want.p + len, end + 1) == 0;
}

/* --- the old away --------------------------------------------------------- */

/* In .git: what names or holds old objects, or text of people. */
static const char *const leftovers[] = {
	"logs", "ORIG_HEAD", "FETCH_HEAD", "MERGE_HEAD", "MERGE_MSG",
	"MERGE_MODE", "MERGE_RR", "AUTO_MERGE", "SQUASH_MSG",
	"COMMIT_EDITMSG", "TAG_EDITMSG", "NOTES_EDITMSG", "CHERRY_PICK_HEAD",
	"REVERT_HEAD", "REBASE_HEAD", "BISECT_LOG", "BISECT_NAMES",
	"rr-cache", "lost-found", "gc.log", "gc.pid", "packed-refs.new",
	"objects/info/alternates", "objects/info/commit-graph",
	"objects/info/commit-graphs", "objects/info/packs",
	"objects/pack/multi-pack-index", REPO_INCOMING,
	"remote-gcrypt",	/* which packs of an encrypted remote are here */
};

static bool
is_fan(const char *name)
{
	return strlen(name) == 2 && strspn(name, "0123456789abcdef") == 2;
}

static int
remove_in(struct repo *r, const char *dir, const char *name,
    struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf path = BUF_INIT;

	buf_addf(&path, "%s/%s", dir, name);
	return tree_remove(r->gitfd, path.p) < 0 ? repo_errno(e, r, path.p) :
	    0;
}

/* All packs but ours, and what lies beside them. */
static int
remove_packs(struct repo *r, const char *keep, struct iv_err *e)
{
	IV_AUTO(names_release) struct names l = { NULL, 0 };
	size_t n = strlen(keep);

	if (dir_names(r->gitfd, "objects/pack", &l, e) < 0)
		return -1;
	for (size_t i = 0; i < l.n; i++)
		if ((strncmp(l.v[i], keep, n) != 0 ||
		    (strcmp(l.v[i] + n, ".pack") != 0 &&
		    strcmp(l.v[i] + n, ".idx") != 0)) &&
		    remove_in(r, "objects/pack", l.v[i], e) < 0)
			return -1;
	return 0;
}

static int
remove_old(struct repo *r, const char *keep, struct iv_err *e)
{
	IV_AUTO(names_release) struct names l = { NULL, 0 };

	for (size_t i = 0; i < IV_LEN(leftovers); i++)
		if (tree_remove(r->gitfd, leftovers[i]) < 0)
			return repo_errno(e, r, leftovers[i]);
	if (remove_packs(r, keep, e) < 0 ||
	    dir_names(r->gitfd, "objects", &l, e) < 0)
		return -1;
	for (size_t i = 0; i < l.n; i++)
		if ((is_fan(l.v[i]) || strncmp(l.v[i], "tmp_", 4) == 0) &&
		    remove_in(r, "objects", l.v[i], e) < 0)
			return -1;
	return tmp_clear(r, e);
}

/* --- the new in its place ------------------------------------------------- */

static bool
lies(struct repo *r, const char *path)
{
	struct stat st;

	return fstatat(r->gitfd, path, &st, AT_SYMLINK_NOFOLLOW) == 0;
}

/* The pack before its index, which makes it known. */
static int
take_pack(struct repo *r, const char *pack, struct iv_err *e)
{
	static const char *const ends[] = { "pack", "idx" };

	if (mkdirat(r->gitfd, "objects/pack", 0700) < 0 && errno != EEXIST)
		return repo_errno(e, r, "objects/pack");
	for (size_t i = 0; i < IV_LEN(ends); i++) {
		IV_AUTO(buf_release) struct buf from = BUF_INIT;
		IV_AUTO(buf_release) struct buf to = BUF_INIT;

		buf_addf(&from, FORGET "/%s.%s", pack, ends[i]);
		buf_addf(&to, "objects/pack/%s.%s", pack, ends[i]);
		if (!lies(r, from.p) && lies(r, to.p))
			continue;
		if (renameat(r->gitfd, from.p, r->gitfd, to.p) < 0)
			return repo_errno(e, r, to.p);
	}
	return git_odb_refresh(r->odb) < 0 ? iv_fail(e, IV_STORAGE, "%s",
	    git_text()) : 0;
}

static int
take_file(struct repo *r, const char *from, const char *to,
    struct iv_err *e)
{
	if (renameat(r->gitfd, from, r->gitfd, to) < 0 && errno != ENOENT)
		return repo_errno(e, r, to);
	return 0;
}

/* Packed refs are all there; a loose one would go before them. */
static int
take_refs(struct repo *r, const struct switching *s, struct iv_err *e)
{
	if (take_file(r, FORGET_REFS, "packed-refs", e) < 0)
		return -1;
	for (size_t i = 0; i < s->nrefs; i++)
		if (unlinkat(r->gitfd, s->refs[i].name, 0) < 0 &&
		    errno != ENOENT && errno != ENOTDIR)
			return repo_errno(e, r, s->refs[i].name);
	/* Only directories can be left in there. */
	return tree_remove(r->gitfd, "refs/remotes") < 0 ?
	    repo_errno(e, r, "refs/remotes") : 0;
}

/* Is it neither what it was nor what it becomes: 1, 0, -1. */
static int
ref_moved(struct repo *r, const struct plan_ref *ref, struct iv_err *e)
{
	bool goes = git_oid_is_zero(&ref->new);
	git_oid now;
	int rc;

	/* A symbolic one has no id of its own in the plan. */
	if (goes && git_oid_is_zero(&ref->old))
		return 0;
	rc = git_reference_name_to_id(&now, r->git, ref->name);
	if (rc == GIT_ENOTFOUND)
		return !goes;
	if (rc < 0)
		return iv_fail(e, IV_STORAGE, _("cannot read '%s': %s"),
		    ref->name, git_text());
	return !git_oid_equal(&now, &ref->old) &&
	    !git_oid_equal(&now, &ref->new);
}

/* Has a git command moved or made a ref meanwhile? */
static int
refs_moved(struct repo *r, const struct switching *s, bool *ret,
    struct iv_err *e)
{
	git_strarray names = { 0 };

	*ret = false;
	if (git_reference_list(&names, r->git) < 0)
		return iv_fail(e, IV_STORAGE, _("cannot read '%s': %s"),
		    "refs", git_text());
	for (size_t i = 0; i < names.count; i++) {
		struct plan_ref key = { .name = names.strings[i] };

		if (s->nrefs == 0 || !bsearch(&key, s->refs, s->nrefs,
		    sizeof(*s->refs), by_name))
			*ret = true;
	}
	git_strarray_dispose(&names);
	for (size_t i = 0; i < s->nrefs; i++) {
		int rc = ref_moved(r, &s->refs[i], e);

		if (rc < 0)
			return -1;
		*ret = *ret || rc > 0;
	}
	return 0;
}

/* The index as HEAD has it now, with what it knew of the files.  What was
 * staged and not committed may be of old objects: it is no longer staged. */
static int
make_index(struct repo *r, struct iv_err *e)
{
	IV_AUTO(index_release) struct index x = INDEX_INIT;
	IV_AUTO(git_tree_auto) git_tree *tree = NULL;

	/* So many paths that libgit2 holds it. */
	if (object_commit_tree(r, &r->head, &tree, e) < 0 ||
	    index_open(r, true, &x, e) < 0)
		return -1;
	if (git_index_read_tree(x.lib, tree) < 0)
		return iv_fail(e, IV_STORAGE, _("cannot make the index: %s"),
		    git_text());
	return index_store(r, &x, NULL, 0, e);
}

/* A file that is forgotten gives way, whatever was typed in it. */
static int
remove_edited(struct repo *r, const struct intent *in, struct iv_err *e)
{
	for (size_t i = 0; i < in->n; i++) {
		const char *path = in->files[i].path;
		const char *slash = strrchr(path, '/');
		IV_AUTO(mem_free_auto) char *dir = mem_ndup(path,
		    slash ? (size_t)(slash - path) : 0);
		IV_AUTO(fd_close_auto) int fd = *dir ? beneath_open(r->dirfd,
		    dir, O_RDONLY | O_DIRECTORY, 0) : openat(r->dirfd, ".",
		    O_RDONLY | O_DIRECTORY | O_CLOEXEC);

		if (fd < 0 && errno == ENOENT)
			continue;
		if (fd < 0 || (unlinkat(fd, slash ? slash + 1 : path, 0) < 0
		    && errno != ENOENT))
			return iv_fail_errno(e, IV_STORAGE, "'%s'", path);
	}
	return 0;
}

/* libgit2 still holds the packs that are gone. */
static int
reopen(struct repo *r, struct iv_err *e)
{
	char link[64];

	git_odb_free(IV_TAKE(r->odb));
	git_repository_free(IV_TAKE(r->git));
	snprintf(link, sizeof(link), "/proc/self/fd/%d", r->gitfd);
	if (git_repository_open_ext(&r->git, link,
	    GIT_REPOSITORY_OPEN_NO_SEARCH | GIT_REPOSITORY_OPEN_NO_DOTGIT,
	    NULL) < 0 || git_repository_odb(&r->odb, r->git) < 0)
		return iv_fail(e, IV_STORAGE,
		    _("cannot open the git repository of '%s': %s"), r->path,
		    git_text());
	return repo_read_head_synced(r, e);
}

static int
drop_plan(struct repo *r, struct iv_err *e)
{
	IV_AUTO(fd_close_auto) int fd = -1;

	if (syncfs(r->gitfd) < 0)
		return repo_errno(e, r, "");
	if (unlinkat(r->gitfd, FORGET_PLAN, 0) < 0 && errno != ENOENT)
		return repo_errno(e, r, FORGET_PLAN);
	fd = openat(r->gitfd, FORGET, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0 && fsync(fd) < 0)
		return repo_errno(e, r, FORGET);
	return tree_remove(r->gitfd, FORGET) < 0 ? repo_errno(e, r, FORGET) :
	    0;
}

/* Each step may have been done before. */
static int
finish(struct repo *r, struct switching *s, struct buf *left,
    struct iv_err *e)
{
	if (take_pack(r, s->pack, e) < 0 || take_refs(r, s, e) < 0 ||
	    reopen(r, e) < 0 || make_index(r, e) < 0 ||
	    remove_old(r, s->pack, e) < 0 || reopen(r, e) < 0 ||
	    remove_edited(r, &s->in, e) < 0)
		return -1;
	if (take_file(r, FORGET_SYNCED, "iv/synced", e) < 0 ||
	    repo_finish(r, &s->in, NULL, left, e) < 0)
		return -1;
	if (take_file(r, FORGET_IDS, "iv/forgotten", e) < 0)
		return -1;
	return drop_plan(r, e);
}

static int
commit_point(struct repo *r, struct iv_err *e)
{
	IV_AUTO(fd_close_auto) int fd = openat(r->gitfd, FORGET,
	    O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0 || renameat(r->gitfd, GROWING_PLAN, r->gitfd,
	    FORGET_PLAN) < 0)
		return repo_errno(e, r, FORGET_PLAN);
	/* It stands, whatever the disk says now: the name decides. */
	(void)!fsync(fd);
	return 0;
}

static int
run_locked(struct repo *r, struct switching *s, struct buf *left,
    struct iv_err *e)
{
	IV_AUTO(index_release) struct index x = INDEX_INIT;
	bool moved;

	/* An index that cannot be written is found before, not behind. */
	if (index_open(r, true, &x, e) < 0 ||
	    refs_moved(r, s, &moved, e) < 0)
		return -1;
	index_release(&x);
	if (moved)
		return iv_fail(e, IV_CONFLICT, _("another git command has"
		    " committed to '%s' meanwhile: try again"), r->path);
	if (commit_point(r, e) < 0)
		return -1;
	mem_committed();
	if (finish(r, s, left, e) == 0)
		return 0;
	e->code = IV_PENDING;
	iv_wrap(e, _("forgotten, but not everything is removed yet; the next"
	    " change completes it"));
	return 1;
}

int
switch_run(struct repo *r, struct switching *s, struct buf *left,
    struct iv_err *e)
{
	struct iv_err ignored = IV_ERR_INIT;
	int rc;

	if (write_plan(r, s, e) < 0 || lock_index(r, e) < 0)
		return -1;
	rc = run_locked(r, s, left, e);
	if (rc < 0)
		(void)!lock_drop(r, &ignored);
	return rc;
}

/* A ref that was moved since keeps the old history alive: then all of it
 * stays, and what is forgotten is to be forgotten again. */
int
switch_recover(struct repo *r, struct buf *left, struct iv_err *e)
{
	IV_AUTO(switching_release) struct switching s = { .nrefs = 0 };
	bool moved = true;
	int rc;

	if (!lies(r, FORGET))
		return 0;
	rc = read_plan(r, &s, e);
	if (rc < 0)
		return -1;
	if (rc > 0 && refs_moved(r, &s, &moved, e) < 0)
		return -1;
	if (rc == 0 || moved)
		return drop_plan(r, e);
	if (lock_index(r, e) < 0 || finish(r, &s, left, e) < 0)
		return iv_wrap(e, _("an unfinished change cannot be"
		    " completed yet"));
	return 0;
}
