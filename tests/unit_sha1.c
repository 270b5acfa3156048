/* SHA-1 against published sums, and with and without the processor's help. */

#include "mem.h"
#include "repo_sha1.h"
#include "tap.h"

#define LONG	(100 * 1000)

static const struct {
	const char *text, *sum;
} rows[] = {
	/* FIPS 180-4 and RFC 3174 */
	{ "", "da39a3ee5e6b4b0d3255bfef95601890afd80709" },
	{ "abc", "a9993e364706816aba3e25717850c26c9cd0d89d" },
	{ "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
	    "84983e441c3bd26ebaae4aa1f95129e5e54670f1" },
	{ "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
	    "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
	    "a49b2446a02c645bf419f995b67091253a04a259" },
	/* what git calls an empty tree and an empty blob */
	{ "tree 0", "4b825dc642cb6eb9a060e54bf8d69288fbee4904" },
	{ "blob 0", "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391" },
};

static const char *
text_of(const unsigned char sum[20])
{
	static char text[41];

	for (int i = 0; i < 20; i++)
		snprintf(text + 2 * i, 3, "%02x", sum[i]);
	return text;
}

static void
test_known(void)
{
	unsigned char sum[20];

	for (size_t i = 0; i < IV_LEN(rows); i++) {
		const char *s = rows[i].text;
		/* git's end in a NUL */
		size_t n = strlen(s) + (strchr(s, ' ') != NULL);

		sha1_of(s, n, sum);
		is_str(text_of(sum), rows[i].sum, "a known sum");
		sha1_plain(s, n, sum);
		is_str(text_of(sum), rows[i].sum, "and by hand");
	}
}

static void
test_alike(void)
{
	IV_AUTO(mem_free_auto) unsigned char *data = mem_alloc(LONG);
	unsigned char quick[20], plain[20], pieces[20];
	struct sha1 s;
	uint32_t x = 1;
	int n = 0, same = 0;

	for (size_t i = 0; i < LONG; i++)
		data[i] = (unsigned char)((x = x * 1103515245 + 12345) >> 16);
	/* Every length of the last blocks, at every alignment. */
	for (size_t len = 0; len < 300; len++, n++) {
		sha1_of(data + len % 17, len, quick);
		sha1_plain(data + len % 17, len, plain);
		same += memcmp(quick, plain, sizeof(plain)) == 0;
	}
	is_int(same, n, "with the processor's help and without");
	/* In pieces of every size up to three blocks. */
	sha1_begin(&s);
	for (size_t at = 0, len = 0; at < LONG; at += len) {
		len = (len + 1) % 192;
		sha1_add(&s, data + at, len < LONG - at ? len : LONG - at);
	}
	sha1_end(&s, pieces);
	sha1_of(data, LONG, quick);
	sha1_plain(data, LONG, plain);
	ok(memcmp(quick, plain, sizeof(plain)) == 0, "also of much");
	ok(memcmp(pieces, plain, sizeof(plain)) == 0, "and in pieces");
}

int
main(void)
{
	test_known();
	test_alike();
	return done();
}
