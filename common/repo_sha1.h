#ifndef IV_REPO_SHA1_H
#define IV_REPO_SHA1_H

/* SHA-1, for the parts of repo.h alone. */

#include <stddef.h>
#include <stdint.h>

void sha1_of(const void *data, size_t n, unsigned char sum[20]);
/* The same without the help of the processor. */
void sha1_plain(const void *data, size_t n, unsigned char sum[20]);

#endif
