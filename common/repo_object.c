#include "repo_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <zlib.h>

#include "file.h"
#include "mem.h"

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

/* raw is "blob 12\0" and the content; true when it hashes to id.  *head is how
 * much stands before the content. */
static bool
object_fits(const struct buf *raw, const git_oid *id, git_object_t *type,
    size_t *head)
{
	const char *nul = memchr(raw->p, '\0', raw->len);
	const char *space = memchr(raw->p, ' ', raw->len);
	char name[16] = "", size[32];
	git_oid got;

	if (!nul || !space || space > nul || space - raw->p > 10)
		return false;
	memcpy(name, raw->p, (size_t)(space - raw->p));
	*type = git_object_string2type(name);
	*head = (size_t)(nul - raw->p) + 1;
	snprintf(size, sizeof(size), "%zu", raw->len - *head);
	if (*type == GIT_OBJECT_INVALID || strcmp(size, space + 1) != 0)
		return false;
	sha1_of(raw->p, raw->len, got.id);
	return git_oid_equal(&got, id);
}

void
loose_name(char name[64], const git_oid *id)
{
	char hex[REPO_HEX];

	git_oid_tostr(hex, sizeof(hex), id);
	snprintf(name, 64, "objects/%.2s/%s", hex, hex + 2);
}

/* What the loose file holds is added to b (may be NULL) when it is whole. */
static int
loose_read(struct repo *r, const git_oid *id, enum loose *state,
    git_object_t *type, struct buf *b, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf file = BUF_INIT;
	IV_AUTO(buf_release) struct buf raw = BUF_INIT;
	IV_AUTO(fd_close_auto) int fd = -1;
	char name[64];
	size_t head;

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
	*state = inflate_all(&file, &raw) &&
	    object_fits(&raw, id, type, &head) ? LOOSE_WHOLE : LOOSE_BAD;
	if (b && *state == LOOSE_WHOLE)
		buf_add(b, raw.p + head, raw.len - head);
	return 0;
}

int
object_loose(struct repo *r, const git_oid *id, enum loose *state,
    struct iv_err *e)
{
	git_object_t type;

	return loose_read(r, id, state, &type, NULL, e);
}

void
object_frame(git_object_t type, const struct buf *text, struct buf *raw)
{
	buf_grow(raw, text->len + 32);
	buf_addf(raw, "%s %zu", git_object_type2string(type), text->len);
	buf_addc(raw, '\0');
	buf_add(raw, text->p, text->len);
}

void
object_name(git_object_t type, const struct buf *text, git_oid *id)
{
	IV_AUTO(buf_release) struct buf raw = BUF_INIT;

	object_frame(type, text, &raw);
	sha1_of(raw.p, raw.len, id->id);
}

void
object_file(const struct repo_file *file, git_oid *id)
{
	IV_AUTO(buf_release) struct buf text = BUF_INIT;

	buf_add(&text, file->data, file->len);
	object_name(GIT_OBJECT_BLOB, &text, id);
}

int
object_damaged(const git_oid *id, struct iv_err *e)
{
	return iv_fail(e, IV_STORAGE, _("git object %s is damaged"),
	    git_oid_tostr_s(id));
}

/* The sum is compared once. */
static int
read_packed(struct repo *r, const git_oid *id, git_object_t *type,
    struct buf *b, struct iv_err *e)
{
	git_odb_object *o;
	git_oid sum;

	if (git_odb_read(&o, r->odb, id) < 0)
		return iv_fail(e, IV_STORAGE,
		    _("cannot read git object %s: %s"), git_oid_tostr_s(id),
		    git_text());
	buf_add(b, git_odb_object_data(o), git_odb_object_size(o));
	*type = git_odb_object_type(o);
	git_odb_object_free(o);
	if (oidset_has(&r->whole, id))
		return 0;
	object_name(*type, b, &sum);
	if (!git_oid_equal(&sum, id))
		return object_damaged(id, e);
	(void)oidset_add(&r->whole, id);
	return 0;
}

/* Any object, held against its name, into an empty b. */
static int
read_any(struct repo *r, const git_oid *id, git_object_t *type,
    struct buf *b, struct iv_err *e)
{
	enum loose state;

	if (loose_read(r, id, &state, type, b, e) < 0)
		return -1;
	if (state == LOOSE_BAD)
		return object_damaged(id, e);
	return state == LOOSE_WHOLE ? 0 : read_packed(r, id, type, b, e);
}

int
object_raw(struct repo *r, const git_oid *id, git_object_t want,
    struct buf *b, struct iv_err *e)
{
	git_object_t type;

	if (read_any(r, id, &type, b, e) < 0)
		return -1;
	return type == want ? 0 : object_damaged(id, e);
}

int
object_guard(struct repo *r, const git_oid *id, struct iv_err *e)
{
	enum loose state;

	if (oidset_has(&r->whole, id))
		return 0;
	if (object_loose(r, id, &state, e) < 0)
		return -1;
	if (state == LOOSE_BAD)
		return object_damaged(id, e);
	if (state == LOOSE_NONE && !git_odb_exists(r->odb, id))
		return iv_fail(e, IV_STORAGE, _("git object %s is missing"),
		    git_oid_tostr_s(id));
	if (state == LOOSE_WHOLE)
		(void)oidset_add(&r->whole, id);
	return 0;
}

int
object_whole(struct repo *r, const git_oid *id, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf text = BUF_INIT;
	git_object_t type;

	if (object_guard(r, id, e) < 0)
		return -1;
	if (oidset_has(&r->whole, id))
		return 0;
	return read_packed(r, id, &type, &text, e);
}

int
object_commit(struct repo *r, const git_oid *id, git_commit **ret,
    struct iv_err *e)
{
	if (object_whole(r, id, e) < 0)
		return -1;
	if (git_commit_lookup(ret, r->git, id) < 0)
		return iv_fail(e, IV_STORAGE, _("cannot read commit %s: %s"),
		    git_oid_tostr_s(id), git_text());
	return 0;
}

int
object_tree(struct repo *r, const git_oid *id, git_tree **ret,
    struct iv_err *e)
{
	if (object_whole(r, id, e) < 0)
		return -1;
	if (git_tree_lookup(ret, r->git, id) < 0)
		return iv_fail(e, IV_STORAGE,
		    _("cannot read git object %s: %s"), git_oid_tostr_s(id),
		    git_text());
	return 0;
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
	IV_AUTO(buf_release) struct buf text = BUF_INIT;
	git_object_t type;

	if (read_any(r, id, &type, &text, e) < 0)
		return -1;
	if (type != GIT_OBJECT_BLOB)
		return iv_fail(e, IV_INVALID, _("git object %s is no file"),
		    git_oid_tostr_s(id));
	buf_add(b, text.p, text.len);
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

static bool
same_dir(const char *a, const char *b)
{
	const char *x = strrchr(a, '/'), *y = strrchr(b, '/');

	return x && y && x - a == y - b && memcmp(a, b, (size_t)(x - a)) == 0;
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

int
object_hex(const char *hex, git_oid *id, struct iv_err *e)
{
	if (strlen(hex) != GIT_OID_HEXSZ || git_oid_fromstr(id, hex) < 0)
		return iv_fail(e, IV_NOTFOUND, _("no git object '%s'"), hex);
	return 0;
}
