#include "nonet.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * libgit2's own prototypes are not installed; only the names matter to the
 * linker, and every one of these fails when it is ever called.
 */
bool git_http__expect_continue;
int git_socket_stream__connect_timeout;
int git_socket_stream__timeout;

int git_mbedtls_stream_global_init(void);
int git_mbedtls_stream_new(void **out, const char *host, const char *port);
int git_mbedtls_stream_wrap(void **out, void *in, const char *host);
int git_mbedtls__set_cert_location(const char *file, const char *path);
int git_socket_stream_global_init(void);
int git_transport_ssh_global_init(void);
int git_transport_ssh_libssh2_global_init(void);
int git_smart_subtransport_ssh(void **out, void *owner, void *param);
int git_smart_subtransport_http(void **out, void *owner, void *param);
int git_smart_subtransport_git(void **out, void *owner, void *param);
int http_parser_parse_url(const char *text, size_t len, int is_connect,
    void *url);

int
git_mbedtls_stream_global_init(void)
{
	return 0;
}

int
git_mbedtls_stream_new(void **out, const char *host, const char *port)
{
	(void)out, (void)host, (void)port;
	return -1;
}

int
git_mbedtls_stream_wrap(void **out, void *in, const char *host)
{
	(void)out, (void)in, (void)host;
	return -1;
}

int
git_mbedtls__set_cert_location(const char *file, const char *path)
{
	(void)file, (void)path;
	return -1;
}

int
git_socket_stream_global_init(void)
{
	return 0;
}

int
git_transport_ssh_global_init(void)
{
	return 0;
}

/* Its name since libgit2 1.8. */
int
git_transport_ssh_libssh2_global_init(void)
{
	return 0;
}

int
git_smart_subtransport_ssh(void **out, void *owner, void *param)
{
	(void)out, (void)owner, (void)param;
	return -1;
}

int
git_smart_subtransport_http(void **out, void *owner, void *param)
{
	(void)out, (void)owner, (void)param;
	return -1;
}

int
git_smart_subtransport_git(void **out, void *owner, void *param)
{
	(void)out, (void)owner, (void)param;
	return -1;
}

/* libgit2 1.5 reads the URLs of remotes with it. */
int
http_parser_parse_url(const char *text, size_t len, int is_connect, void *url)
{
	(void)text, (void)len, (void)is_connect, (void)url;
	return -1;
}
