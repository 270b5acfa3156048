#include "repo_internal.h"

#include "file.h"
#include "mem.h"

/*
 * .git/index as bytes, for the common case: a plain version 2 or 3 index.
 * libgit2 hashes all of it slowly and parses and prints every entry, which is
 * half the time of a change to a group of ten thousand records.  Whatever
 * looks unusual is left to libgit2: conflicts, version 4, unsorted or torn
 * entries, extensions that must be understood, a file in the place of a
 * directory.  The new index is a list of pieces of the old one, with what is
 * new between them.
 *
 *	"DIRC" version count, then each entry: ten words of stat, a 20-byte id,
 *	flags (16 more bits when 0x4000 is set), the path, 1 to 8 NULs to a
 *	multiple of 8; extensions: name, length, bytes; SHA-1 of all before.
 */
#define HEAD_LEN	12
#define FIXED_LEN	62	/* of an entry, before the path */
#define SUM_LEN		20
#define EXTENDED	0x4000
#define STAGE		0x3000
#define NAME_MAX_LEN	0xfff

static uint32_t
get32(const char *p)
{
	const unsigned char *u = (const unsigned char *)p;

	return (uint32_t)u[0] << 24 | (uint32_t)u[1] << 16 |
	    (uint32_t)u[2] << 8 | u[3];
}

static unsigned
get16(const char *p)
{
	return (unsigned)(unsigned char)p[0] << 8 | (unsigned char)p[1];
}

static void
put32(char p[4], uint32_t v)
{
	for (int i = 0; i < 4; i++)
		p[i] = (char)(v >> (24 - 8 * i));
}

struct entry {
	const char *at, *path;	/* NUL-terminated */
	size_t len;		/* all of it, with the padding */
};

/* The entry at p, of n bytes left; false: not one that is patched. */
static bool
entry_read(struct entry *entry, const char *p, size_t n)
{
	size_t head, name;
	unsigned flags;

	if (n < FIXED_LEN + 2)
		return false;
	flags = get16(p + 60);
	head = flags & EXTENDED ? FIXED_LEN + 2 : FIXED_LEN;
	name = strnlen(p + head, n - head);
	*entry = (struct entry){ p, p + head, (head + name + 8) / 8 * 8 };
	return !(flags & STAGE) && name > 0 && entry->len <= n &&
	    (flags & NAME_MAX_LEN) == (name < NAME_MAX_LEN ? name :
	    NAME_MAX_LEN);
}

void
patch_release(struct patch *x)
{
	mem_free(x->v);
	buf_release(&x->fresh);
}

/* What follows the last piece makes it longer. */
static void
add_piece(struct patch *x, const char *p, size_t n)
{
	struct patch_piece *last = x->n > 0 ? &x->v[x->n - 1] : NULL;

	if (last && last->p + last->len == p) {
		last->len += n;
		return;
	}
	x->v = mem_array(x->v, x->n + 1, sizeof(*x->v));
	x->v[x->n++] = (struct patch_piece){ p, n };
}

/* The extensions from p to end, of which REUC alone is kept: the others are
 * caches that git makes again.  A small letter is none to be ignored. */
static bool
extensions_read(const char *p, const char *end, struct patch *kept)
{
	while (end - p >= 8) {
		size_t n = get32(p + 4);

		if (*p < 'A' || *p > 'Z' || n > (size_t)(end - p) - 8)
			return false;
		if (kept && memcmp(p, "REUC", 4) == 0)
			add_piece(kept, p, n + 8);
		p += n + 8;
	}
	return p == end;
}

/* A trailer of zeros is git's index.skipHash. */
bool
patch_sum_fits(const struct buf *raw)
{
	static const char skipped[SUM_LEN];
	unsigned char sum[SUM_LEN];

	if (raw->len < HEAD_LEN + SUM_LEN)
		return false;
	const char *at = raw->p + raw->len - SUM_LEN;
	sha1_of(raw->p, raw->len - SUM_LEN, sum);
	return memcmp(at, sum, SUM_LEN) == 0 ||
	    memcmp(at, skipped, SUM_LEN) == 0;
}

bool
patch_fits(const struct buf *raw)
{
	const char *p = raw->p + HEAD_LEN, *end, *last = "";
	struct entry entry;

	if (raw->len < HEAD_LEN + SUM_LEN || memcmp(raw->p, "DIRC", 4) != 0)
		return false;
	if (get32(raw->p + 4) != 2 && get32(raw->p + 4) != 3)
		return false;
	end = raw->p + raw->len - SUM_LEN;
	for (uint32_t i = get32(raw->p + 8); i > 0; i--) {
		if (!entry_read(&entry, p, (size_t)(end - p)) ||
		    strcmp(last, entry.path) >= 0)
			return false;
		last = entry.path;
		p += entry.len;
	}
	return extensions_read(p, end, NULL) && patch_sum_fits(raw);
}

static size_t
entry_len(const char *path)
{
	return (FIXED_LEN + strlen(path) + 8) / 8 * 8;
}

/* git takes the low 32 bits of each number. */
static void
entry_add(struct patch *x, const struct index_entry *new)
{
	struct buf *b = &x->fresh;
	const struct stat *st = &new->st;
	size_t name = strlen(new->file->path), start = b->len;
	unsigned flags = name < NAME_MAX_LEN ? (unsigned)name : NAME_MAX_LEN;
	char two[2] = { (char)(flags >> 8), (char)flags };
	const uint32_t words[10] = {
		(uint32_t)st->st_ctim.tv_sec, (uint32_t)st->st_ctim.tv_nsec,
		(uint32_t)st->st_mtim.tv_sec, (uint32_t)st->st_mtim.tv_nsec,
		(uint32_t)st->st_dev, (uint32_t)st->st_ino,
		GIT_FILEMODE_BLOB, st->st_uid, st->st_gid,
		(uint32_t)st->st_size,
	};

	for (size_t i = 0; i < IV_LEN(words); i++) {
		char four[4];

		put32(four, words[i]);
		buf_add(b, four, 4);
	}
	buf_add(b, new->file->new_blob.id, GIT_OID_RAWSZ);
	buf_add(b, two, 2);
	buf_adds(b, new->file->path);
	buf_pad(b, '\0', start + entry_len(new->file->path) - b->len);
	add_piece(x, b->p + start, b->len - start);
}

static bool
beneath(const char *path, const char *dir)
{
	size_t n = strlen(dir);

	return strncmp(path, dir, n) == 0 && path[n] == '/';
}

struct merge {
	struct patch *out;
	const struct index_entry *new;	/* by path */
	size_t n, next;
	const char *dir;		/* of the last old entry */
	size_t dirlen;
	uint32_t count;
};

/* A file where the other has a directory is for libgit2 to sort out.  This is
 * a new file in the place of an old directory; neighbours share theirs. */
static bool
beneath_new(struct merge *m, const char *path)
{
	const char *slash = strrchr(path, '/');
	size_t len = slash ? (size_t)(slash - path) : 0;

	if (len == m->dirlen && (len == 0 || memcmp(path, m->dir, len) == 0))
		return false;
	m->dir = path;
	m->dirlen = len;
	for (size_t i = 0; i < m->n; i++)
		if (beneath(path, m->new[i].file->path))
			return true;
	return false;
}

/* And a new directory in the place of an old file: the new paths that begin
 * with the old one come next. */
static bool
above_new(const struct merge *m, const char *path)
{
	size_t len = strlen(path);

	for (size_t i = m->next; i < m->n &&
	    strncmp(m->new[i].file->path, path, len) == 0; i++)
		if (m->new[i].file->path[len] == '/')
			return true;
	return false;
}

static void
merge_new(struct merge *m)
{
	const struct index_entry *new = &m->new[m->next++];

	if (git_oid_is_zero(&new->file->new_blob))
		return;
	entry_add(m->out, new);
	m->count++;
}

/* The new entries before this one; then it, unless a new one stands for it. */
static bool
merge_old(struct merge *m, const struct entry *old)
{
	int order = 1;

	if (beneath_new(m, old->path))
		return false;
	while (m->next < m->n && order > 0) {
		order = strcmp(old->path, m->new[m->next].file->path);
		if (order >= 0)
			merge_new(m);
	}
	if (above_new(m, old->path))
		return false;
	if (m->next > 0 && strcmp(old->path,
	    m->new[m->next - 1].file->path) == 0)
		return true;
	add_piece(m->out, old->at, old->len);
	m->count++;
	return true;
}

/* Pieces point into x->fresh, which therefore never moves. */
static void
begin(struct patch *x, const struct buf *raw, const struct index_entry *new,
    size_t n)
{
	size_t len = HEAD_LEN;

	for (size_t i = 0; i < n; i++)
		len += entry_len(new[i].file->path);
	buf_grow(&x->fresh, len);
	buf_add(&x->fresh, raw->p, HEAD_LEN);
	add_piece(x, x->fresh.p, HEAD_LEN);
}

bool
patch_make(const struct buf *raw, const struct index_entry *new, size_t n,
    struct patch *out)
{
	struct merge m = { .out = out, .new = new, .n = n };
	const char *p = raw->p + HEAD_LEN;
	const char *end = raw->p + raw->len - SUM_LEN;
	struct entry entry;

	begin(out, raw, new, n);
	for (uint32_t i = get32(raw->p + 8); i > 0; i--) {
		if (!entry_read(&entry, p, (size_t)(end - p)) ||
		    !merge_old(&m, &entry))
			return false;
		p += entry.len;
	}
	while (m.next < m.n)
		merge_new(&m);
	put32(out->fresh.p + 8, m.count);
	return extensions_read(p, end, out);
}

int
patch_write(const struct patch *x, int fd)
{
	unsigned char sum[SUM_LEN];
	struct sha1 s;

	sha1_begin(&s);
	for (size_t i = 0; i < x->n; i++) {
		sha1_add(&s, x->v[i].p, x->v[i].len);
		if (fd_write(fd, x->v[i].p, x->v[i].len) < 0)
			return -1;
	}
	sha1_end(&s, sum);
	return fd_write(fd, sum, sizeof(sum));
}
