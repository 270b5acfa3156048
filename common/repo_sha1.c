#include "repo_internal.h"

/*
 * SHA-1 as in FIPS 180-4: for the trailers of .git/index and of packs, which
 * guard against accidents, and for history that is written again, every object
 * of which was accepted before.  Objects that are new are named by libgit2's
 * own, which also detects collisions and takes four times as long.
 */

static uint32_t
rotate(uint32_t x, int n)
{
	return x << n | x >> (32 - n);
}

static uint32_t
load(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	    (uint32_t)p[2] << 8 | p[3];
}

/* The word of step i: sixteen come from the data, the rest from those. */
static uint32_t
word(uint32_t w[16], int i)
{
	uint32_t *at = &w[i % 16];

	if (i >= 16)
		*at = rotate(w[(i + 13) % 16] ^ w[(i + 8) % 16] ^
		    w[(i + 2) % 16] ^ *at, 1);
	return *at;
}

/* One step; instead of moving the five words on, the next names them so. */
#define STEP(a, b, c, d, e, f, k, i)					\
	do {								\
		e += (k) + word(w, i);					\
		e += f(b, c, d);					\
		e += rotate(a, 5);					\
		b = rotate(b, 30);					\
	} while (0)

#define ROUND(from, f, k)						\
	for (int i = (from); i < (from) + 20; i += 5) {			\
		STEP(a, b, c, d, e, f, k, i);				\
		STEP(e, a, b, c, d, f, k, i + 1);			\
		STEP(d, e, a, b, c, f, k, i + 2);			\
		STEP(c, d, e, a, b, f, k, i + 3);			\
		STEP(b, c, d, e, a, f, k, i + 4);			\
	}

#define CHOOSE(b, c, d)		((d) ^ ((b) & ((c) ^ (d))))
#define PARITY(b, c, d)		((b) ^ (c) ^ (d))
#define MAJORITY(b, c, d)	(((b) & (c)) | ((d) & ((b) | (c))))

static void
block(uint32_t h[5], const unsigned char *p)
{
	uint32_t a = h[0], b = h[1], c = h[2], d = h[3], e = h[4];
	uint32_t w[16];

	for (int i = 0; i < 16; i++)
		w[i] = load(p + 4 * i);
	ROUND(0, CHOOSE, 0x5a827999)
	ROUND(20, PARITY, 0x6ed9eba1)
	ROUND(40, MAJORITY, 0x8f1bbcdc)
	ROUND(60, PARITY, 0xca62c1d6)
	h[0] += a;
	h[1] += b;
	h[2] += c;
	h[3] += d;
	h[4] += e;
}

void
sha1_of(const void *data, size_t n, unsigned char sum[20])
{
	uint32_t h[5] = { 0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476,
		0xc3d2e1f0 };
	const unsigned char *p = data;
	unsigned char last[128] = { 0 };
	size_t rest = n % 64, len = rest < 56 ? 64 : 128;

	for (size_t i = 0; i + 64 <= n; i += 64)
		block(h, p + i);
	if (rest > 0)
		memcpy(last, p + (n - rest), rest);
	last[rest] = 0x80;
	for (size_t i = 0; i < 8; i++)
		last[len - 1 - i] =
		    (unsigned char)((uint64_t)n * 8 >> (8 * i));
	for (size_t i = 0; i < len; i += 64)
		block(h, last + i);
	for (int i = 0; i < 20; i++)
		sum[i] = (unsigned char)(h[i / 4] >> (24 - 8 * (i % 4)));
}
