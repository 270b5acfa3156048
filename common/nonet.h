#ifndef IV_NONET_H
#define IV_NONET_H
/*
 * nonet.c stands in for the TLS, ssh, http and socket entry points of a static
 * libgit2 (1.5 to 1.9), so that no network code is in our programs and none
 * of their libraries is loaded at start.  Nothing here is called by us.
 * SHA-256 stays that of the TLS library: libgit2 1.9 tells by it whether a file
 * has changed.
 */
#endif
