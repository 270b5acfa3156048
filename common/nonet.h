#ifndef IV_NONET_H
#define IV_NONET_H
/*
 * nonet.c stands in for the TLS, ssh, http and socket entry points of a static
 * libgit2 (1.5 to 1.9), so that no network code is in our programs and none
 * of their libraries is loaded at start.  Nothing here is called by us; what
 * would be for a network or for SHA-256 fails.
 */
#endif
