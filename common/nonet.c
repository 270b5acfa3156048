#include "nonet.h"

#include <stdbool.h>

/*
 * libgit2's own prototypes are not installed, and differ by version; only the
 * names matter to the linker, and what is given is looked at by none.
 */
#define STARTS(name)	int name(void); int name(void) { return 0; }
#define REFUSES(name)	int name(void); int name(void) { return -1; }

bool git_http__expect_continue;
int git_socket_stream__connect_timeout;
int git_socket_stream__timeout;

STARTS(git_socket_stream_global_init)
STARTS(git_mbedtls_stream_global_init)
REFUSES(git_mbedtls_stream_new)
REFUSES(git_mbedtls_stream_wrap)
REFUSES(git_mbedtls__set_cert_location)
STARTS(git_openssl_stream_global_init)
REFUSES(git_openssl_stream_new)
REFUSES(git_openssl_stream_wrap)
REFUSES(git_openssl__set_cert_location)
REFUSES(git_openssl__add_x509_cert)

STARTS(git_transport_ssh_global_init)
STARTS(git_transport_ssh_libssh2_global_init)	/* since 1.8 */
REFUSES(git_smart_subtransport_ssh)
REFUSES(git_smart_subtransport_http)
REFUSES(git_smart_subtransport_git)

/* libgit2 1.5 reads the URLs of remotes with it. */
REFUSES(http_parser_parse_url)
