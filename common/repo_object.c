#include "repo_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <zlib.h>

#include "file.h"
#include "mem.h"

/* A torn object is rewritten; one crash tears few, a bad disk tears all. */
#define TRIES	32

static void *
zlib_alloc(void *arg, unsigned n, unsigned size)
{
	(void)arg;
	return mem_array(NULL, n, size);
}

static void
zlib_free(void *arg, void *p)
{
	(void)arg;
	mem_free(p);
}

/* All of in, inflated: true when the stream is whole and nothing follows. */
static bool
inflate_all(const struct buf *in, struct buf *out)
{
	z_stream z = { .next_in = (Bytef *)in->p, .avail_in = (uInt)in->len,
		.zalloc = zlib_alloc, .zfree = zlib_free };
	char chunk[16384];
	int rc;

	if (inflateInit(&z) != Z_OK)
		return false;
	do {
		z.next_out = (Bytef *)chunk;
		z.avail_out = sizeof(chunk);
		rc = inflate(&z, Z_NO_FLUSH);
		if (out->len + sizeof(chunk) > BUF_MAX)
			rc = Z_BUF_ERROR;
		else
			buf_add(out, chunk, sizeof(chunk) - z.avail_out);
	} while (rc == Z_OK);
	inflateEnd(&z);
	return rc == Z_STREAM_END && z.avail_in == 0;
}

/* raw is "blob 12\0" and the content; true when it hashes to id. */
static bool
object_fits(const struct buf *raw, const git_oid *id)
{
	const char *nul = memchr(raw->p, '\0', raw->len);
	const char *space = memchr(raw->p, ' ', raw->len);
	git_object_t type;
	git_oid got;
	char name[16] = "", size[32];

	if (!nul || !space || space > nul || space - raw->p > 10)
		return false;
	memcpy(name, raw->p, (size_t)(space - raw->p));
	type = git_object_string2type(name);
	size_t head = (size_t)(nul - raw->p) + 1;
	snprintf(size, sizeof(size), "%zu", raw->len - head);
	if (type == GIT_OBJECT_INVALID || strcmp(size, space + 1) != 0)
		return false;
	return git_odb_hash(&got, nul + 1, raw->len - head, type) == 0 &&
	    git_oid_equal(&got, id);
}

static void
loose_name(char name[64], const git_oid *id)
{
	char hex[REPO_HEX];

	git_oid_tostr(hex, sizeof(hex), id);
	snprintf(name, 64, "objects/%.2s/%s", hex, hex + 2);
}

int
object_loose(struct repo *r, const git_oid *id, enum loose *state,
    struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf file = BUF_INIT;
	IV_AUTO(buf_release) struct buf raw = BUF_INIT;
	IV_AUTO(fd_close_auto) int fd = -1;
	char name[64];

	loose_name(name, id);
	fd = openat(r->gitfd, name,
	    O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd < 0 && errno == ENOENT) {
		*state = LOOSE_NONE;
		return 0;
	}
	if (fd < 0)
		return repo_errno(e, r, name);
	if (fd_read(fd, name, BUF_MAX / 2, &file, e) < 0)
		return -1;
	*state = inflate_all(&file, &raw) && object_fits(&raw, id)
	    ? LOOSE_WHOLE : LOOSE_BAD;
	return 0;
}

void
object_name(git_object_t type, const struct buf *text, git_oid *id)
{
	IV_AUTO(buf_release) struct buf raw = BUF_INIT;

	buf_addf(&raw, "%s %zu", git_object_type2string(type), text->len);
	buf_addc(&raw, '\0');
	buf_add(&raw, text->p, text->len);
	sha1_of(raw.p, raw.len, id->id);
}

/* The content of a loose file: 1, 0 there is none, -1. */
static int
raw_loose(struct repo *r, const git_oid *id, git_object_t want,
    struct buf *b, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf file = BUF_INIT;
	IV_AUTO(buf_release) struct buf raw = BUF_INIT;
	IV_AUTO(fd_close_auto) int fd = -1;
	const char *type = git_object_type2string(want);
	char name[64];
	size_t head;

	loose_name(name, id);
	fd = openat(r->gitfd, name,
	    O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd < 0)
		return errno == ENOENT ? 0 : repo_errno(e, r, name);
	if (fd_read(fd, name, BUF_MAX / 2, &file, e) < 0)
		return -1;
	if (!inflate_all(&file, &raw) || !object_fits(&raw, id) ||
	    strncmp(raw.p, type, strlen(type)) != 0)
		return iv_fail(e, IV_STORAGE, _("git object %s is damaged"),
		    git_oid_tostr_s(id));
	head = strlen(raw.p) + 1;
	buf_add(b, raw.p + head, raw.len - head);
	return 1;
}

/* libgit2 does not compare the sum here: that is done once, and faster. */
static int
raw_packed(struct repo *r, const git_oid *id, git_odb_object **ret)
{
	git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
	int rc = git_odb_read(ret, r->odb, id);
	git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 1);
	return rc;
}

int
object_raw(struct repo *r, const git_oid *id, git_object_t want,
    struct buf *b, struct iv_err *e)
{
	git_odb_object *o;
	git_oid sum;
	int rc = raw_loose(r, id, want, b, e);

	if (rc != 0)
		return rc < 0 ? -1 : 0;
	if (raw_packed(r, id, &o) < 0)
		return iv_fail(e, IV_STORAGE,
		    _("cannot read git object %s: %s"), git_oid_tostr_s(id),
		    git_text());
	buf_add(b, git_odb_object_data(o), git_odb_object_size(o));
	rc = git_odb_object_type(o) == want;
	git_odb_object_free(o);
	object_name(want, b, &sum);
	if (!rc || !git_oid_equal(&sum, id))
		return iv_fail(e, IV_STORAGE, _("git object %s is damaged"),
		    git_oid_tostr_s(id));
	return 0;
}

int
object_guard(struct repo *r, const git_oid *id, struct iv_err *e)
{
	enum loose state;

	if (oidset_has(&r->guarded, id))
		return 0;
	if (object_loose(r, id, &state, e) < 0)
		return -1;
	if (state == LOOSE_BAD)
		return iv_fail(e, IV_STORAGE, _("git object %s is damaged"),
		    git_oid_tostr_s(id));
	if (state == LOOSE_NONE && !git_odb_exists(r->odb, id))
		return iv_fail(e, IV_STORAGE, _("git object %s is missing"),
		    git_oid_tostr_s(id));
	(void)oidset_add(&r->guarded, id);
	return 0;
}

int
object_commit(struct repo *r, const git_oid *id, git_commit **ret,
    struct iv_err *e)
{
	if (object_guard(r, id, e) < 0)
		return -1;
	if (git_commit_lookup(ret, r->git, id) < 0)
		return iv_fail(e, IV_STORAGE, _("cannot read commit %s: %s"),
		    git_oid_tostr_s(id), git_text());
	return 0;
}

/* For an object that was guarded, or written and read back, just now. */
static int
tree_known(struct repo *r, const git_oid *id, git_tree **ret,
    struct iv_err *e)
{
	if (git_tree_lookup(ret, r->git, id) < 0)
		return iv_fail(e, IV_STORAGE,
		    _("cannot read git object %s: %s"), git_oid_tostr_s(id),
		    git_text());
	return 0;
}

int
object_tree(struct repo *r, const git_oid *id, git_tree **ret,
    struct iv_err *e)
{
	if (object_guard(r, id, e) < 0)
		return -1;
	return tree_known(r, id, ret, e);
}

int
object_commit_tree(struct repo *r, const git_oid *commit, git_tree **ret,
    struct iv_err *e)
{
	IV_AUTO(git_commit_auto) git_commit *c = NULL;

	if (object_commit(r, commit, &c, e) < 0)
		return -1;
	return object_tree(r, git_commit_tree_id(c), ret, e);
}

int
object_blob(struct repo *r, const git_oid *id, struct buf *b,
    struct iv_err *e)
{
	git_odb_object *o;

	if (object_guard(r, id, e) < 0)
		return -1;
	if (git_odb_read(&o, r->odb, id) < 0)
		return iv_fail(e, IV_STORAGE,
		    _("cannot read git object %s: %s"), git_oid_tostr_s(id),
		    git_text());
	bool blob = git_odb_object_type(o) == GIT_OBJECT_BLOB;
	if (blob)
		buf_add(b, git_odb_object_data(o), git_odb_object_size(o));
	git_odb_object_free(o);
	if (!blob)
		return iv_fail(e, IV_INVALID, _("git object %s is no file"),
		    git_oid_tostr_s(id));
	return 0;
}

/* The entry called by the first component of path; *rest is behind it. */
static const git_tree_entry *
first_entry(const git_tree *tree, const char *path, const char **rest)
{
	size_t n = strcspn(path, "/");
	IV_AUTO(mem_free_auto) char *name = mem_ndup(path, n);

	*rest = path[n] ? path + n + 1 : NULL;
	return git_tree_entry_byname(tree, name);
}

int
object_find(struct repo *r, const git_tree *root, const char *path,
    struct object_at *ret, struct iv_err *e)
{
	IV_AUTO(git_tree_auto) git_tree *sub = NULL;
	const git_tree_entry *entry = first_entry(root, path, &path);

	while (entry && path) {
		git_tree *next;

		if (git_tree_entry_type(entry) != GIT_OBJECT_TREE)
			return 0;
		if (object_tree(r, git_tree_entry_id(entry), &next, e) < 0)
			return -1;
		git_tree_free(sub);
		sub = next;
		entry = first_entry(sub, path, &path);
	}
	if (!entry)
		return 0;
	ret->id = *git_tree_entry_id(entry);
	ret->mode = git_tree_entry_filemode(entry);
	return 1;
}

/*
 * Reads a new object back.  1: it is whole.  0: a torn file stood in its
 * place (libgit2 writes nothing over an existing name) and is gone now, so
 * that writing it once more helps.
 */
static int
settle(struct repo *r, const git_oid *id, struct iv_err *e)
{
	enum loose state;
	char name[64];
	int there;

	if (object_loose(r, id, &state, e) < 0)
		return -1;
	there = state == LOOSE_NONE ? git_odb_exists(r->odb, id) : 1;
	if (!there)
		return iv_fail(e, IV_STORAGE,
		    _("git object %s was not written"), git_oid_tostr_s(id));
	if (state != LOOSE_BAD)
		return 1;
	loose_name(name, id);
	if (unlinkat(r->gitfd, name, 0) < 0)
		return repo_errno(e, r, name);
	return 0;
}

static int
torn(const git_oid *id, struct iv_err *e)
{
	return iv_fail(e, IV_STORAGE,
	    _("git object %s is damaged as soon as it is written"),
	    git_oid_tostr_s(id));
}

int
object_put_blob(struct repo *r, const void *p, size_t n, git_oid *id,
    struct iv_err *e)
{
	for (int i = 0; i < TRIES; i++) {
		if (git_blob_create_from_buffer(id, r->git, p, n) < 0)
			return iv_fail(e, IV_STORAGE,
			    _("cannot write a git object: %s"), git_text());
		int rc = settle(r, id, e);
		if (rc != 0)
			return rc < 0 ? -1 : 0;
	}
	return torn(id, e);
}

/* The new trees on the way to path: 1 whole, 0 one was torn, -1. */
static int
settle_path(struct repo *r, const git_oid *root, const char *path,
    struct iv_err *e)
{
	git_oid id = *root;

	for (;;) {
		IV_AUTO(git_tree_auto) git_tree *tree = NULL;
		const git_tree_entry *entry;
		int rc = settle(r, &id, e);

		if (rc <= 0)
			return rc;
		if (!strchr(path, '/'))
			return 1;
		if (tree_known(r, &id, &tree, e) < 0)
			return -1;
		entry = first_entry(tree, path, &path);
		if (!entry ||
		    git_tree_entry_type(entry) != GIT_OBJECT_TREE)
			return 1;
		id = *git_tree_entry_id(entry);
	}
}

static bool
same_dir(const char *a, const char *b)
{
	const char *x = strrchr(a, '/'), *y = strrchr(b, '/');

	return x && y && x - a == y - b && memcmp(a, b, (size_t)(x - a)) == 0;
}

/* Files of one directory have the same trees above them. */
static int
settle_tree(struct repo *r, const struct intent *in, struct iv_err *e)
{
	int rc = settle(r, &in->tree, e);

	for (size_t i = 0; i < in->n && rc > 0; i++)
		if (i == 0 || !same_dir(in->files[i].path,
		    in->files[i - 1].path))
			rc = settle_path(r, &in->tree, in->files[i].path, e);
	return rc;
}

void
finder_release(struct finder *f)
{
	git_tree_free(f->sub);
	mem_free(f->dir);
}

int
finder_find(struct repo *r, struct finder *f, const char *path,
    struct object_at *ret, struct iv_err *e)
{
	const char *slash = strrchr(path, '/');
	const git_tree_entry *entry;
	struct object_at at;
	int rc;

	if (!f->root)
		return 0;
	if (!slash)
		return object_find(r, f->root, path, ret, e);
	if (!f->dir || !same_dir(f->dir, path)) {
		IV_AUTO(mem_free_auto) char *dir =
		    mem_ndup(path, (size_t)(slash - path));

		finder_release(f);
		f->sub = NULL;
		f->dir = mem_dup(path);
		rc = object_find(r, f->root, dir, &at, e);
		if (rc > 0 && at.mode == GIT_FILEMODE_TREE)
			rc = object_tree(r, &at.id, &f->sub, e);
		if (rc < 0)
			return -1;
	}
	entry = f->sub ? git_tree_entry_byname(f->sub, slash + 1) : NULL;
	if (!entry)
		return 0;
	ret->id = *git_tree_entry_id(entry);
	ret->mode = git_tree_entry_filemode(entry);
	return 1;
}

static git_tree_update *
tree_updates(const struct intent *in)
{
	git_tree_update *up = mem_array(NULL, in->n + 1, sizeof(*up));

	for (size_t i = 0; i < in->n; i++)
		up[i] = (git_tree_update){
			.action = git_oid_is_zero(&in->files[i].new_blob)
			    ? GIT_TREE_UPDATE_REMOVE : GIT_TREE_UPDATE_UPSERT,
			.id = in->files[i].new_blob,
			.filemode = GIT_FILEMODE_BLOB,
			.path = in->files[i].path,
		};
	return up;
}

/*
 * Strict creation would read each new subtree before settle_tree() can, and
 * fail for ever on one that a crash left torn.  Every blob and subtree named
 * here is read back by ourselves.
 */
static int
tree_write(struct repo *r, git_tree *base, struct intent *in,
    const git_tree_update *up)
{
	git_libgit2_opts(GIT_OPT_ENABLE_STRICT_OBJECT_CREATION, 0);
	int rc = git_tree_create_updated(&in->tree, r->git, base, in->n, up);
	git_libgit2_opts(GIT_OPT_ENABLE_STRICT_OBJECT_CREATION, 1);
	return rc;
}

int
object_put_tree(struct repo *r, git_tree *base, struct intent *in,
    struct iv_err *e)
{
	IV_AUTO(mem_free_auto) git_tree_update *up = tree_updates(in);

	for (int i = 0; i < TRIES; i++) {
		if (tree_write(r, base, in, up) < 0)
			return iv_fail(e, IV_STORAGE,
			    _("cannot write a git tree: %s"), git_text());
		int rc = settle_tree(r, in, e);
		if (rc != 0)
			return rc < 0 ? -1 : 0;
	}
	return torn(&in->tree, e);
}

static int
commit_text(struct repo *r, const struct repo_change *c, git_tree *tree,
    git_commit *parent, git_buf *text)
{
	IV_AUTO(git_signature_auto) git_signature *who = NULL;
	IV_AUTO(buf_release) struct buf mail = BUF_INIT;
	IV_AUTO(buf_release) struct buf message = BUF_INIT;
	const git_commit *parents[1] = { parent };

	buf_addf(&mail, "%s@iv.invalid", c->author);
	buf_addf(&message, "%s\n", c->message);
	if (git_signature_new(&who, c->author, mail.p, c->when, 0) < 0)
		return -1;
	/* Else user.name of .git/config would stand in a reflog. */
	if (git_repository_set_ident(r->git, c->author, mail.p) < 0)
		return -1;
	return git_commit_create_buffer(text, r->git, who, who, NULL,
	    message.p, tree, parent ? 1 : 0, parents);
}

/* Not git_commit_create(): where it cannot write, it may return 0. */
static int
commit_write(struct repo *r, const git_buf *text, git_oid *id,
    struct iv_err *e)
{
	for (int i = 0; i < TRIES; i++) {
		if (git_odb_write(id, r->odb, text->ptr, text->size,
		    GIT_OBJECT_COMMIT) < 0)
			return iv_fail(e, IV_STORAGE,
			    _("cannot write a commit: %s"), git_text());
		int rc = settle(r, id, e);
		if (rc != 0)
			return rc < 0 ? -1 : 0;
	}
	return torn(id, e);
}

int
object_put_commit(struct repo *r, const struct repo_change *c,
    struct intent *in, struct iv_err *e)
{
	IV_AUTO(git_tree_auto) git_tree *tree = NULL;
	IV_AUTO(git_commit_auto) git_commit *parent = NULL;
	IV_AUTO(git_buf_dispose) git_buf text = { 0 };

	if (tree_known(r, &in->tree, &tree, e) < 0)
		return -1;
	if (!git_oid_is_zero(&in->old_commit) &&
	    object_commit(r, &in->old_commit, &parent, e) < 0)
		return -1;
	if (commit_text(r, c, tree, parent, &text) < 0)
		return iv_fail(e, IV_STORAGE, _("cannot make a commit: %s"),
		    git_text());
	return commit_write(r, &text, &in->new_commit, e);
}

int
object_hex(const char *hex, git_oid *id, struct iv_err *e)
{
	if (strlen(hex) != GIT_OID_HEXSZ || git_oid_fromstr(id, hex) < 0)
		return iv_fail(e, IV_NOTFOUND, _("no git object '%s'"), hex);
	return 0;
}

/* Nothing in it but its parents and its tree, so that clones agree. */
static int
merge_text(struct repo *r, git_tree *tree, git_commit *const parents[2],
    git_buf *text)
{
	const git_commit *both[2] = { parents[0], parents[1] };
	git_time_t a = git_commit_time(parents[0]),
	    b = git_commit_time(parents[1]);
	IV_AUTO(git_signature_auto) git_signature *who = NULL;

	if (git_signature_new(&who, "iv", "iv@iv.invalid", a > b ? a : b,
	    0) < 0 || git_repository_set_ident(r->git, "iv",
	    "iv@iv.invalid") < 0)
		return -1;
	return git_commit_create_buffer(text, r->git, who, who, NULL,
	    "merge\n", tree, 2, both);
}

int
object_put_merge(struct repo *r, const git_oid *theirs, struct intent *in,
    struct iv_err *e)
{
	bool ours = git_oid_cmp(&in->old_commit, theirs) < 0;
	const git_oid *first = ours ? &in->old_commit : theirs,
	    *second = ours ? theirs : &in->old_commit;
	IV_AUTO(git_commit_auto) git_commit *a = NULL;
	IV_AUTO(git_commit_auto) git_commit *b = NULL;
	IV_AUTO(git_tree_auto) git_tree *tree = NULL;
	IV_AUTO(git_buf_dispose) git_buf text = { 0 };

	if (object_commit(r, first, &a, e) < 0 ||
	    object_commit(r, second, &b, e) < 0 ||
	    tree_known(r, &in->tree, &tree, e) < 0)
		return -1;
	git_commit *const both[2] = { a, b };
	if (merge_text(r, tree, both, &text) < 0)
		return iv_fail(e, IV_STORAGE, _("cannot make a commit: %s"),
		    git_text());
	return commit_write(r, &text, &in->new_commit, e);
}
