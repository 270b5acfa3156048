/*
 * Runs a fuzz target over its stored corpus, tests/corpus/NAME, in an ordinary
 * build: what once broke stays mended, with any compiler.  NAME is the
 * program's own name behind "replay_".
 */

#include <dirent.h>
#include <stdint.h>
#include <stdlib.h>

#include "tap.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static int
not_hidden(const struct dirent *d)
{
	return d->d_name[0] != '.';
}

/* An exact copy on the heap, so that reading past the end is seen. */
static bool
replay(const char *path)
{
	FILE *f = fopen(path, "rb");
	uint8_t *data = NULL;
	long len;
	bool good = false;

	if (!f)
		return false;
	if (fseek(f, 0, SEEK_END) == 0 && (len = ftell(f)) >= 0 &&
	    fseek(f, 0, SEEK_SET) == 0 && (data = malloc((size_t)len + !len)) &&
	    fread(data, 1, (size_t)len, f) == (size_t)len)
		good = LLVMFuzzerTestOneInput(data, (size_t)len) == 0;
	free(data);
	return fclose(f) == 0 && good;
}

int
main(int argc, char **argv)
{
	const char *name = strstr(argv[0], "replay_");
	char dir[512], path[1024];
	struct dirent **files = NULL;
	int n, good = 0;

	snprintf(dir, sizeof(dir), "tests/corpus/%s", name ? name + 7 : "");
	n = scandir(argc > 1 ? argv[1] : dir, &files, not_hidden, alphasort);
	for (int i = 0; i < n; i++) {
		snprintf(path, sizeof(path), "%s/%s", argc > 1 ? argv[1] : dir,
		    files[i]->d_name);
		if (replay(path))
			good++;
		else
			printf("# cannot replay %s\n", path);
		free(files[i]);
	}
	free(files);
	ok(n > 0, "there is a corpus");
	is_int(good, n, "all of it is replayed");
	printf("# %d inputs of %s\n", good, argc > 1 ? argv[1] : dir);
	return done();
}
