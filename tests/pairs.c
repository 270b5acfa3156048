/*
 * pairs [-n PAIRS] [-C DIR] [-b SCRIPT] A ... -- B ...: runs two commands in
 * turn (before each pair "bash SCRIPT", whose time does not count) and
 * prints "MS_A MS_B RATIO KB_A KB_B CPU" on one line: the median times, the
 * median of the ratios pair by pair (what else the machine does hits both of
 * a pair alike), the most memory, and the ratio of the processor's time, which
 * other work touches least.  {} in an argument is the number of the
 * pair; what the commands print is dropped.  A command that fails ends it.
 */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PAIRS_MAX	200

extern char **environ;

struct side {
	char **argv;
	double ms[PAIRS_MAX], cpu;
	long kb;
};

static double
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* The argument with the number in place of {}; kept until we end. */
static char *
number_in(const char *arg, int n)
{
	const char *hole = strstr(arg, "{}");
	size_t size = strlen(arg) + 16;
	char *s;

	if (!hole)
		return strdup(arg);
	s = malloc(size);
	if (s)
		snprintf(s, size, "%.*s%d%s", (int)(hole - arg), arg, n,
		    hole + 2);
	return s;
}

/* vfork: what fork copies would be measured with the command. */
static int
spawn(char **argv, struct rusage *use)
{
	int status, null = open("/dev/null", O_RDWR | O_CLOEXEC);
	pid_t pid = vfork();

	if (pid == 0) {
		dup2(null, 0);
		dup2(null, 1);
		execvp(argv[0], argv);
		_exit(127);
	}
	close(null);
	while (pid > 0 && wait4(pid, &status, 0, use) < 0)
		if (errno != EINTR)
			return -1;
	return pid > 0 && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static double
cpu_ms(const struct rusage *use)
{
	return (double)(use->ru_utime.tv_sec + use->ru_stime.tv_sec) * 1e3 +
	    (double)(use->ru_utime.tv_usec + use->ru_stime.tv_usec) / 1e3;
}

static void
run(struct side *s, int pair)
{
	struct rusage use = { 0 };
	char *argv[64] = { NULL };
	double start;
	int status;

	for (int i = 0; s->argv[i] && i < 63; i++)
		argv[i] = number_in(s->argv[i], pair + 1);
	start = now_ms();
	status = spawn(argv, &use);
	if (pair >= 0) {
		s->ms[pair] = now_ms() - start;
		s->cpu += cpu_ms(&use);
	}
	if (use.ru_maxrss > s->kb)
		s->kb = use.ru_maxrss;
	if (status != 0) {
		fprintf(stderr, "pairs: %s ends with %d\n", argv[0], status);
		exit(1);
	}
	for (int i = 0; argv[i]; i++)
		free(argv[i]);
}

static int
order(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static double
median(double *v, int n)
{
	qsort(v, (size_t)n, sizeof(*v), order);
	return n % 2 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2;
}

static int
measure(struct side *a, struct side *b, int n, char *before)
{
	char *argv[] = { (char *)"bash", before, NULL };
	struct side fresh = { .argv = argv };
	double ratio[PAIRS_MAX];

	/* The pair before the first warms what can be warm. */
	for (int i = -1; i < n; i++) {
		if (before)
			run(&fresh, -1);
		run(i & 1 ? b : a, i);
		run(i & 1 ? a : b, i);
		if (i >= 0)
			ratio[i] = a->ms[i] / b->ms[i];
	}
	printf("%.2f ", median(a->ms, n));
	printf("%.2f ", median(b->ms, n));
	printf("%.3f %ld %ld ", median(ratio, n), a->kb, b->kb);
	printf("%.3f\n", b->cpu > 0 ? a->cpu / b->cpu : 0);
	return 0;
}

int
main(int argc, char **argv)
{
	static struct side a, b;
	char *before = NULL;
	int c, n = 11;

	while ((c = getopt(argc, argv, "+n:C:b:")) != -1) {
		if (c == 'n')
			n = (int)strtol(optarg, NULL, 10);
		else if (c == 'b')
			before = optarg;
		else if (c != 'C' || chdir(optarg) < 0)
			return 2;
	}
	a.argv = argv + optind;
	for (int i = optind; i < argc && !b.argv; i++)
		if (strcmp(argv[i], "--") == 0) {
			argv[i] = NULL;
			b.argv = argv + i + 1;
		}
	if (n < 1 || n > PAIRS_MAX || !b.argv || !a.argv[0] || !b.argv[0])
		return 2;
	return measure(&a, &b, n, before);
}
