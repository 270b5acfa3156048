#include "repo_sha1.h"

#include <string.h>
#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>
#endif

/*
 * SHA-1 as in FIPS 180-4: for the trailers of .git/index and of packs, and for
 * objects that are read or written again, which guards against accidents.
 * Whoever looks for a collision is stopped where objects come in: git's own
 * index-pack names what is fetched, and libgit2 what is written here, and both
 * detect collisions, for ten times the time.  The index of ten thousand records
 * is a megabyte, so where the processor knows SHA-1 it does the work.
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
static inline uint32_t
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

static void
blocks_plain(uint32_t h[5], const unsigned char *p, size_t n)
{
	for (; n > 0; n--, p += 64)
		block(h, p);
}

#if defined(__x86_64__)
#define SHA_NI	__attribute__((target("sha,ssse3,sse4.1")))

/* Four words of the schedule: of the data, or of the sixteen before. */
SHA_NI static inline __m128i
words(__m128i m[4], const unsigned char *p, int g)
{
	const __m128i swap = _mm_set_epi64x(0x0001020304050607,
	    0x08090a0b0c0d0e0f);
	__m128i *at = &m[g % 4];

	if (g < 4)
		*at = _mm_shuffle_epi8(_mm_loadu_si128(
		    (const __m128i *)(const void *)(p + 16 * g)), swap);
	else
		*at = _mm_sha1msg2_epu32(_mm_xor_si128(_mm_sha1msg1_epu32(*at,
		    m[(g + 1) % 4]), m[(g + 2) % 4]), m[(g + 3) % 4]);
	return *at;
}

/* Twenty steps, four at once; f is a constant of the instruction. */
#define GROUPS(from, f)							\
	for (int g = (from); g < (from) + 5; g++) {			\
		__m128i w = words(m, p, g);				\
									\
		w = g == 0 ? _mm_add_epi32(e, w) :			\
		    _mm_sha1nexte_epu32(e, w);				\
		e = abcd;						\
		abcd = _mm_sha1rnds4_epu32(abcd, w, f);			\
	}

SHA_NI static void
blocks_ni(uint32_t h[5], const unsigned char *p, size_t n)
{
	__m128i abcd = _mm_shuffle_epi32(_mm_set_epi32((int)h[3], (int)h[2],
	    (int)h[1], (int)h[0]), 0x1b);
	__m128i e = _mm_set_epi32((int)h[4], 0, 0, 0);

	for (; n > 0; n--, p += 64) {
		const __m128i abcd_was = abcd, e_was = e;
		__m128i m[4];

		GROUPS(0, 0)
		GROUPS(5, 1)
		GROUPS(10, 2)
		GROUPS(15, 3)
		e = _mm_sha1nexte_epu32(e, e_was);
		abcd = _mm_add_epi32(abcd, abcd_was);
	}
	h[0] = (uint32_t)_mm_extract_epi32(abcd, 3);
	h[1] = (uint32_t)_mm_extract_epi32(abcd, 2);
	h[2] = (uint32_t)_mm_extract_epi32(abcd, 1);
	h[3] = (uint32_t)_mm_extract_epi32(abcd, 0);
	h[4] = (uint32_t)_mm_extract_epi32(e, 3);
}

/* Leaf 7, EBX: bit 29 is SHA; leaf 1, ECX: bits 9 and 19 the shuffles. */
static sha1_blocks *
blocks_best(void)
{
	unsigned a, b, c, d;

	if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & 1u << 9) ||
	    !(c & 1u << 19) || !__get_cpuid_count(7, 0, &a, &b, &c, &d) ||
	    !(b & 1u << 29))
		return blocks_plain;
	return blocks_ni;
}
#else
static sha1_blocks *
blocks_best(void)
{
	return blocks_plain;
}
#endif

static void
begin(struct sha1 *s, sha1_blocks *blocks)
{
	*s = (struct sha1){ .blocks = blocks, .h = { 0x67452301, 0xefcdab89,
		0x98badcfe, 0x10325476, 0xc3d2e1f0 } };
}

void
sha1_begin(struct sha1 *s)
{
	static sha1_blocks *best;

	/* Asked once: a virtual machine answers in 30 microseconds. */
	if (!best)
		best = blocks_best();
	begin(s, best);
}

void
sha1_add(struct sha1 *s, const void *data, size_t n)
{
	const unsigned char *p = data;
	size_t had = s->n % 64, most = 64 - had < n ? 64 - had : n;

	s->n += n;
	if (had > 0) {
		memcpy(s->part + had, p, most);
		if (had + most < 64)
			return;
		s->blocks(s->h, s->part, 1);
		p += most;
		n -= most;
	}
	s->blocks(s->h, p, n / 64);
	if (n % 64 > 0)
		memcpy(s->part, p + n / 64 * 64, n % 64);
}

void
sha1_end(struct sha1 *s, unsigned char sum[20])
{
	unsigned char last[72] = { 0x80 };
	size_t rest = s->n % 64, fill = (rest < 56 ? 56 : 120) - rest;
	uint64_t bits = s->n * 8;

	for (size_t i = 0; i < 8; i++)
		last[fill + 7 - i] = (unsigned char)(bits >> (8 * i));
	sha1_add(s, last, fill + 8);
	for (int i = 0; i < 20; i++)
		sum[i] = (unsigned char)(s->h[i / 4] >> (24 - 8 * (i % 4)));
}

void
sha1_of(const void *data, size_t n, unsigned char sum[20])
{
	struct sha1 s;

	sha1_begin(&s);
	sha1_add(&s, data, n);
	sha1_end(&s, sum);
}

void
sha1_plain(const void *data, size_t n, unsigned char sum[20])
{
	struct sha1 s;

	begin(&s, blocks_plain);
	sha1_add(&s, data, n);
	sha1_end(&s, sum);
}
