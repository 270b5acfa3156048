#include "repo_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "file.h"
#include "mem.h"

#define FLUSH		((size_t)1 << 20)
#define OFFSET_MAX	((uint64_t)1 << 31)	/* without large offsets */
#define DEPTH_MAX	50	/* as git packs */
#define COPY_MAX	((size_t)0xffffff)
#define OFS_DELTA	6	/* GIT_OBJECT_OFS_DELTA */
#define TRAILER		20

void
packer_release(struct packer *p)
{
	fd_close_auto(&p->fd);
	buf_release(&p->out);
	buf_release(&p->delta);
	mem_free(p->v);
	oidset_release(&p->have);
	if (p->z)
		deflateEnd(p->z);
	mem_free(p->z);
}

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

int
packer_begin(struct packer *p, struct repo *r, const char *name, bool quick,
    struct iv_err *e)
{
	*p = (struct packer){ .r = r, .name = name, .quick = quick,
		.out = BUF_INIT, .delta = BUF_INIT, .fd = -1 };
	p->z = mem_alloc(sizeof(*p->z));
	p->z->zalloc = zlib_alloc;
	p->z->zfree = zlib_free;
	if (deflateInit(p->z, quick ? Z_BEST_SPEED :
	    Z_DEFAULT_COMPRESSION) != Z_OK) {
		mem_free(IV_TAKE(p->z));
		return iv_fail(e, IV_STORAGE, _("cannot start zlib"));
	}
	p->fd = openat(r->gitfd, name,
	    O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0400);
	if (p->fd < 0)
		return repo_errno(e, r, name);
	/* The count is filled in at the end. */
	buf_add(&p->out, "PACK\0\0\0\2\0\0\0\0", 12);
	return 0;
}

static int
flush(struct packer *p, struct iv_err *e)
{
	if (fd_write(p->fd, p->out.p, p->out.len) < 0)
		return repo_errno(e, p->r, p->name);
	p->at += p->out.len;
	buf_clear(&p->out);
	return 0;
}

static void
add_head(struct buf *b, int type, size_t n)
{
	unsigned char c = (unsigned char)(type << 4 | (int)(n & 15));

	for (n >>= 4; n > 0; n >>= 7) {
		buf_addc(b, (char)(c | 0x80));
		c = n & 0x7f;
	}
	buf_addc(b, (char)c);
}

static void
add_size(struct buf *b, size_t n)
{
	for (; n > 0x7f; n >>= 7)
		buf_addc(b, (char)(n | 0x80));
	buf_addc(b, (char)n);
}

static void
add_offset(struct buf *b, uint64_t back)
{
	unsigned char c[10];
	size_t i = sizeof(c) - 1;

	c[i] = back & 0x7f;
	while (back >>= 7)
		c[--i] = (unsigned char)(0x80 | (--back & 0x7f));
	buf_add(b, c + i, sizeof(c) - i);
}

static void
add_copy(struct buf *b, size_t from, size_t n)
{
	while (n > 0) {
		size_t most = n < COPY_MAX ? n : COPY_MAX;
		char c[8] = { 0 };
		size_t len = 1;

		for (int i = 0; i < 7; i++) {
			size_t v = i < 4 ? from >> (8 * i) :
			    most >> (8 * (i - 4));

			if ((v & 0xff) == 0)
				continue;
			c[0] = (char)(c[0] | 1 << i);
			c[len++] = (char)v;
		}
		c[0] = (char)(c[0] | 0x80);
		buf_add(b, c, len);
		from += most;
		n -= most;
	}
}

static void
add_insert(struct buf *b, const char *p, size_t n)
{
	while (n > 0) {
		size_t most = n < 127 ? n : 127;

		buf_addc(b, (char)most);
		buf_add(b, p, most);
		p += most;
		n -= most;
	}
}

/*
 * Most versions of a file or a directory differ from the one before in one
 * place: what they have in common at both ends is copied.  False when that is
 * not worth it.
 */
static bool
make_delta(struct packer *p, const struct buf *text,
    const struct pack_base *base)
{
	const char *a, *b = text->p;
	size_t most, head = 0, tail = 0;

	if (!base || !base->text || base->depth >= DEPTH_MAX)
		return false;
	a = base->text->p;
	most = base->text->len < text->len ? base->text->len : text->len;
	while (head < most && a[head] == b[head])
		head++;
	while (tail < most - head &&
	    a[base->text->len - 1 - tail] == b[text->len - 1 - tail])
		tail++;
	if (head + tail < text->len / 2)
		return false;
	buf_clear(&p->delta);
	add_size(&p->delta, base->text->len);
	add_size(&p->delta, text->len);
	add_copy(&p->delta, 0, head);
	add_insert(&p->delta, b + head, text->len - head - tail);
	add_copy(&p->delta, base->text->len - tail, tail);
	return true;
}

static int
deflate_into(struct packer *p, bool store, const struct buf *in,
    struct iv_err *e)
{
	z_stream *z = p->z;

	if (deflateReset(z) != Z_OK || (p->quick && deflateParams(z,
	    store ? Z_NO_COMPRESSION : Z_BEST_SPEED,
	    Z_DEFAULT_STRATEGY) != Z_OK))
		return iv_fail(e, IV_STORAGE, _("cannot start zlib"));
	size_t bound = deflateBound(z, in->len);
	buf_grow(&p->out, bound);
	z->next_in = (Bytef *)in->p;
	z->avail_in = (uInt)in->len;
	z->next_out = (Bytef *)p->out.p + p->out.len;
	z->avail_out = (uInt)bound;
	if (deflate(z, Z_FINISH) != Z_STREAM_END)
		return iv_fail(e, IV_STORAGE, _("cannot write a pack"));
	p->out.len += bound - z->avail_out;
	p->out.p[p->out.len] = '\0';
	return 0;
}

static void
note(struct packer *p, const git_oid *id, uint64_t at, size_t from)
{
	if (p->n == p->cap) {
		p->cap = p->cap ? p->cap * 2 : 1024;
		p->v = mem_array(p->v, p->cap, sizeof(*p->v));
	}
	p->v[p->n++] = (struct pack_entry){ *id, (uint32_t)crc32(0,
		(const Bytef *)p->out.p + from, (uInt)(p->out.len - from)),
		at };
}

int
packer_put(struct packer *p, git_object_t type, const git_oid *id,
    const struct buf *text, struct pack_base *base, struct iv_err *e)
{
	size_t from = p->out.len;
	uint64_t at = p->at + from;
	bool delta;

	if (!oidset_add(&p->have, id)) {
		/* It lies elsewhere in the pack: nothing to build on. */
		if (base)
			base->text = NULL;
		return 0;
	}
	if (at > OFFSET_MAX)
		return iv_fail(e, IV_STORAGE, _("the history is too large to"
		    " be written as one pack"));
	delta = make_delta(p, text, base);
	add_head(&p->out, delta ? OFS_DELTA : (int)type,
	    delta ? p->delta.len : text->len);
	if (delta)
		add_offset(&p->out, at - base->at);
	if (deflate_into(p, type == GIT_OBJECT_TREE, delta ? &p->delta : text,
	    e) < 0)
		return -1;
	note(p, id, at, from);
	if (base)
		*base = (struct pack_base){ text, at,
			delta ? base->depth + 1 : 0 };
	return p->out.len >= FLUSH ? flush(p, e) : 0;
}

static int
by_id(const void *a, const void *b)
{
	const struct pack_entry *x = a, *y = b;

	return memcmp(x->id.id, y->id.id, GIT_OID_RAWSZ);
}

static void
add_word(struct buf *b, uint32_t v)
{
	const char c[4] = { (char)(v >> 24), (char)(v >> 16), (char)(v >> 8),
		(char)v };

	buf_add(b, c, sizeof(c));
}

/* Version 2: 256 counts, the ids, their checksums, their offsets. */
static void
make_index(const struct packer *p, const unsigned char sum[20],
    struct buf *out)
{
	unsigned char own[20];
	size_t at = 0;

	buf_add(out, "\377tOc\0\0\0\2", 8);
	for (unsigned i = 0; i < 256; i++) {
		while (at < p->n && p->v[at].id.id[0] == i)
			at++;
		add_word(out, (uint32_t)at);
	}
	for (size_t i = 0; i < p->n; i++)
		buf_add(out, p->v[i].id.id, GIT_OID_RAWSZ);
	for (size_t i = 0; i < p->n; i++)
		add_word(out, p->v[i].crc);
	for (size_t i = 0; i < p->n; i++)
		add_word(out, (uint32_t)p->v[i].at);
	buf_add(out, sum, TRAILER);
	sha1_of(out->p, out->len, own);
	buf_add(out, own, sizeof(own));
}

/* The count into the head, and the sum of it all behind it. */
static int
seal(struct packer *p, unsigned char sum[20], struct iv_err *e)
{
	unsigned char count[4] = { (unsigned char)(p->n >> 24),
		(unsigned char)(p->n >> 16), (unsigned char)(p->n >> 8),
		(unsigned char)p->n };
	void *map;

	if (flush(p, e) < 0)
		return -1;
	if (pwrite(p->fd, count, 4, 8) != 4)
		return repo_errno(e, p->r, p->name);
	map = mmap(NULL, p->at, PROT_READ, MAP_SHARED, p->fd, 0);
	if (map == MAP_FAILED)
		return repo_errno(e, p->r, p->name);
	sha1_of(map, p->at, sum);
	munmap(map, p->at);
	if (fd_write(p->fd, sum, TRAILER) < 0)
		return repo_errno(e, p->r, p->name);
	return 0;
}

static int
write_index(struct packer *p, const char *name, const struct buf *b,
    struct iv_err *e)
{
	IV_AUTO(fd_close_auto) int fd = openat(p->r->gitfd, name,
	    O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0400);

	if (fd < 0 || fd_write(fd, b->p, b->len) < 0)
		return repo_errno(e, p->r, name);
	return 0;
}

int
packer_end(struct packer *p, const char *dir, char name[64],
    struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf idx = BUF_INIT;
	IV_AUTO(buf_release) struct buf path = BUF_INIT;
	char hex[REPO_HEX];
	git_oid sum;

	if (p->n > 0)
		qsort(p->v, p->n, sizeof(*p->v), by_id);
	if (seal(p, sum.id, e) < 0)
		return -1;
	make_index(p, sum.id, &idx);
	snprintf(name, 64, "pack-%s", git_oid_tostr(hex, sizeof(hex), &sum));
	buf_addf(&path, "%s/%s.idx", dir, name);
	if (write_index(p, path.p, &idx, e) < 0)
		return -1;
	buf_clear(&path);
	buf_addf(&path, "%s/%s.pack", dir, name);
	if (renameat(p->r->gitfd, p->name, p->r->gitfd, path.p) < 0)
		return repo_errno(e, p->r, path.p);
	return 0;
}
