#include "repo_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "file.h"
#include "mem.h"

/*
 * libgit2 would write nothing over a file that a crash left torn, and make and
 * remove a file for every object that is there.  It still names what is new:
 * its SHA-1 detects collisions.
 */
#define LOOSE_MOST	16	/* files of a change; more become a pack */
#define TMP_PACK	REPO_TMP "/pack"

void
objects_drop(struct repo *r)
{
	if (r->pack)
		packer_release(r->pack);
	mem_free(IV_TAKE(r->pack));
	mem_free(IV_TAKE(r->loose));
	r->nloose = 0;
	r->packed[0] = '\0';
}

void
objects_begin(struct repo *r, size_t files)
{
	objects_drop(r);
	r->many = files > LOOSE_MOST;
}

static void
loose_tmp(char name[64], const git_oid *id)
{
	snprintf(name, 64, REPO_TMP "/%s", git_oid_tostr_s(id));
}

static int
place_loose(struct repo *r, const git_oid *id, struct iv_err *e)
{
	char from[64], to[64], dir[] = "objects/xx";

	loose_tmp(from, id);
	loose_name(to, id);
	if (renameat(r->gitfd, from, r->gitfd, to) == 0)
		return 0;
	memcpy(dir, to, strlen(dir));
	if (errno != ENOENT ||
	    (mkdirat(r->gitfd, dir, 0777) < 0 && errno != EEXIST) ||
	    renameat(r->gitfd, from, r->gitfd, to) < 0)
		return repo_errno(e, r, to);
	return 0;
}

static int
place_part(struct repo *r, const char *end, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf from = BUF_INIT;
	IV_AUTO(buf_release) struct buf to = BUF_INIT;

	buf_addf(&from, REPO_TMP "/%s%s", r->packed, end);
	buf_addf(&to, "objects/pack/%s%s", r->packed, end);
	if (renameat(r->gitfd, from.p, r->gitfd, to.p) < 0)
		return repo_errno(e, r, to.p);
	return 0;
}

static int
place_pack(struct repo *r, struct iv_err *e)
{
	/* The index last: it makes the pack known, see tmp_clear(). */
	if (place_part(r, ".pack", e) < 0 || place_part(r, ".idx", e) < 0)
		return -1;
	if (git_odb_refresh(r->odb) < 0)
		return iv_fail(e, IV_STORAGE, "%s", git_text());
	return 0;
}

int
objects_place(struct repo *r, struct iv_err *e)
{
	for (size_t i = 0; i < r->nloose; i++)
		if (place_loose(r, &r->loose[i], e) < 0)
			return -1;
	if (r->packed[0] && place_pack(r, e) < 0)
		return -1;
	objects_drop(r);
	return 0;
}

static int
put_packed(struct repo *r, git_object_t type, const git_oid *id,
    const struct buf *text, struct iv_err *e)
{
	if (!r->pack) {
		r->pack = mem_alloc(sizeof(*r->pack));
		r->pack->fd = -1;
		if (packer_begin(r->pack, r, TMP_PACK, true, e) < 0)
			return -1;
	}
	return packer_put(r->pack, type, id, text, NULL, e);
}

static int
squeeze(git_object_t type, const struct buf *text, struct buf *out,
    struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf raw = BUF_INIT;
	uLongf len;

	object_frame(type, text, &raw);
	len = compressBound(raw.len);
	buf_grow(out, len);
	if (compress2((Bytef *)out->p, &len, (const Bytef *)raw.p, raw.len,
	    Z_BEST_SPEED) != Z_OK)
		return iv_fail(e, IV_STORAGE, _("cannot start zlib"));
	out->len = len;
	return 0;
}

static int
write_loose(struct repo *r, const git_oid *id, const struct buf *b,
    struct iv_err *e)
{
	IV_AUTO(fd_close_auto) int fd = -1;
	char name[64];

	loose_tmp(name, id);
	fd = openat(r->gitfd, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
	    0444);
	if (fd < 0 || fd_write(fd, b->p, b->len) < 0)
		return repo_errno(e, r, name);
	r->loose = mem_array(r->loose, r->nloose + 1, sizeof(*r->loose));
	r->loose[r->nloose++] = *id;
	return 0;
}

static bool
is_new(const struct repo *r, const git_oid *id)
{
	for (size_t i = 0; i < r->nloose; i++)
		if (git_oid_equal(&r->loose[i], id))
			return true;
	return false;
}

/* What is there is made young, so that no "git gc" takes it away just now. */
static int
put_loose(struct repo *r, git_object_t type, const git_oid *id,
    const struct buf *text, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	enum loose state;
	char name[64];

	if (is_new(r, id))
		return 0;
	if (object_loose(r, id, &state, e) < 0)
		return -1;
	loose_name(name, id);
	if (state == LOOSE_WHOLE && utimensat(r->gitfd, name, NULL,
	    AT_SYMLINK_NOFOLLOW) == 0)
		return 0;
	if (squeeze(type, text, &b, e) < 0)
		return -1;
	return write_loose(r, id, &b, e);
}

int
object_put(struct repo *r, git_object_t type, const struct buf *text,
    git_oid *id, struct iv_err *e)
{
	if (git_odb_hash(id, text->p, text->len, type) < 0)
		return iv_fail(e, IV_STORAGE, "%s", git_text());
	return r->many ? put_packed(r, type, id, text, e) :
	    put_loose(r, type, id, text, e);
}

int
object_put_blob(struct repo *r, const void *p, size_t n, git_oid *id,
    struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf text = BUF_INIT;

	buf_add(&text, p, n);
	return object_put(r, GIT_OBJECT_BLOB, &text, id, e);
}

void
commit_make(struct buf *b, const struct commit_text *c)
{
	char hex[REPO_HEX];

	buf_addf(b, "tree %s\n", git_oid_tostr(hex, sizeof(hex), c->tree));
	for (size_t i = 0; i < 2 && c->parents[i]; i++)
		buf_addf(b, "parent %s\n",
		    git_oid_tostr(hex, sizeof(hex), c->parents[i]));
	buf_addf(b, "author %s <%s@iv.invalid> %lld +0000\n", c->author,
	    c->author, c->when);
	buf_addf(b, "committer %s <%s@iv.invalid> %lld +0000\n", c->author,
	    c->author, c->when);
	buf_addf(b, "\n%s\n", c->message);
}

/*
 * The last object of a change.  Not git_commit_create(): where it cannot
 * write, it may return 0.
 */
static int
commit_put(struct repo *r, const struct commit_text *c, git_oid *id,
    struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf text = BUF_INIT;
	IV_AUTO(buf_release) struct buf mail = BUF_INIT;

	/* Else user.name of .git/config would stand in a reflog. */
	buf_addf(&mail, "%s@iv.invalid", c->author);
	if (git_repository_set_ident(r->git, c->author, mail.p) < 0)
		return iv_fail(e, IV_STORAGE, "%s", git_text());
	commit_make(&text, c);
	if (object_put(r, GIT_OBJECT_COMMIT, &text, id, e) < 0)
		return -1;
	return r->pack ? packer_end(r->pack, REPO_TMP, r->packed, e) : 0;
}

int
object_put_commit(struct repo *r, const struct repo_change *c,
    struct intent *in, struct iv_err *e)
{
	const git_oid *parent = git_oid_is_zero(&in->old_commit) ? NULL :
	    &in->old_commit;
	const struct commit_text text = { &in->tree, { parent, NULL },
		c->author, c->when, c->message };

	return commit_put(r, &text, &in->new_commit, e);
}

/* Nothing in it but its parents and its tree, so that clones agree. */
int
object_put_merge(struct repo *r, const git_oid *theirs, struct intent *in,
    struct iv_err *e)
{
	bool ours = git_oid_cmp(&in->old_commit, theirs) < 0;
	struct commit_text text = { &in->tree, { ours ? &in->old_commit :
		theirs, ours ? theirs : &in->old_commit }, "iv", 0, "merge" };

	for (size_t i = 0; i < 2; i++) {
		IV_AUTO(git_commit_auto) git_commit *c = NULL;

		if (object_commit(r, text.parents[i], &c, e) < 0)
			return -1;
		if (i == 0 || git_commit_time(c) > text.when)
			text.when = git_commit_time(c);
	}
	return commit_put(r, &text, &in->new_commit, e);
}
