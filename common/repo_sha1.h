#ifndef IV_REPO_SHA1_H
#define IV_REPO_SHA1_H

/* SHA-1, for the parts of repo.h alone. */

#include <stddef.h>
#include <stdint.h>

typedef void sha1_blocks(uint32_t h[5], const unsigned char *p, size_t n);

/* What is added piece by piece; no release is needed. */
struct sha1 {
	sha1_blocks *blocks;
	uint32_t h[5];
	uint64_t n;		/* bytes so far; n % 64 of them are in part */
	unsigned char part[64];
};
void sha1_begin(struct sha1 *s);
void sha1_add(struct sha1 *s, const void *data, size_t n);
void sha1_end(struct sha1 *s, unsigned char sum[20]);

void sha1_of(const void *data, size_t n, unsigned char sum[20]);
/* The same without the help of the processor. */
void sha1_plain(const void *data, size_t n, unsigned char sum[20]);

#endif
