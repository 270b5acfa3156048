/*
 * Put into a program under test by LD_PRELOAD: when the program ends, it tries
 * what a sandbox forbids and appends a line of words to the file that
 * IV_ESCAPE names and that was open from the start: "write" beside that file,
 * "connect" over TCP, "exec", each with "!" in front when it
 * could.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static int report = -1;
static const char *path;

__attribute__((constructor)) static void
begin(void)
{
	path = getenv("IV_ESCAPE");
	if (path && !strncmp(program_invocation_short_name, "iv-", 3))
		report = open(path, O_WRONLY | O_APPEND | O_CLOEXEC);
}

static int
may_write(void)
{
	char beside[4096];
	int fd;

	snprintf(beside, sizeof(beside), "%s.escaped", path);
	fd = open(beside, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0)
		return 0;
	close(fd);
	unlink(beside);
	return 1;
}

/* Nobody listens there: refused is reached. */
static int
may_connect(void)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(9) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), ok;

	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	ok = fd >= 0 && (connect(fd, (struct sockaddr *)&to, sizeof(to)) == 0 ||
	    errno == ECONNREFUSED);
	if (fd >= 0)
		close(fd);
	return ok;
}

static int
may_exec(void)
{
	char *const argv[] = { (char *)"true", NULL };
	pid_t pid = fork();
	int status = 0;

	if (pid == 0) {
		execv("/bin/true", argv);
		_exit(1);
	}
	return pid > 0 && waitpid(pid, &status, 0) == pid && status == 0;
}

__attribute__((destructor)) static void
end(void)
{
	char line[128];
	int n;

	if (report < 0)
		return;
	n = snprintf(line, sizeof(line), "%swrite %sconnect %sexec\n",
	    may_write() ? "!" : "", may_connect() ? "!" : "",
	    may_exec() ? "!" : "");
	if (write(report, line, (size_t)n) != n)
		_exit(99);
	report = -1;
}
