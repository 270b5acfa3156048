#include "place.h"

#include <string.h>

#include "forget.h"
#include "schema.h"

static bool
is_year(const char *s, size_t n)
{
	return n == 4 && strspn(s, "0123456789") >= 4;
}

/* What follows "dir/", or NULL. */
static const char *
below(const char *path, const char *dir)
{
	size_t n = strlen(dir);

	return n > 0 && strncmp(path, dir, n) == 0 && path[n] == '/' ?
	    path + n + 1 : NULL;
}

static const char *const data_dirs[] = { "methods", "questionnaires",
	"registers" };

/* A name that is one file in every file system. */
bool
place_data(const char *path)
{
	for (size_t i = 0; i < IV_LEN(data_dirs); i++) {
		const char *name = below(path, data_dirs[i]);
		size_t n = name ? strspn(name, "abcdefghijklmnopqrstuvwxyz"
		    "0123456789_-") : 0;

		if (n > 0 && n <= 64 && name[0] != '-' && name[0] != '_' &&
		    strcmp(name + n, ".json") == 0)
			return true;
	}
	return false;
}

bool
place_plain(const char *path)
{
	return strcmp(path, ".gitattributes") == 0 ||
	    strcmp(path, ".gitignore") == 0;
}

static bool
is_dir(const char *path)
{
	for (size_t i = 0; i < IV_LEN(data_dirs); i++)
		if (strcmp(path, data_dirs[i]) == 0)
			return true;
	for (size_t i = 0; schemas[i]; i++) {
		const char *dir = schemas[i]->dir, *year = below(path, dir);

		if (*dir && strcmp(path, dir) == 0)
			return true;
		if (year && schemas[i]->years && is_year(year, strlen(year)))
			return true;
	}
	return false;
}

int
place_check(const char *path, unsigned mode, struct iv_err *e)
{
	if (mode == 040000)
		return is_dir(path) ? 0 : iv_fail(e, IV_INVALID,
		    _("'%s' is no directory of a group"), path);
	if (mode == 0120000)
		return iv_fail(e, IV_INVALID, _("'%s' is a symbolic link"),
		    path);
	if (mode == 0160000)
		return iv_fail(e, IV_INVALID, _("'%s' is a submodule"), path);
	if (!schema_at(path) && !place_data(path) && !place_plain(path) &&
	    strcmp(path, FORGET_FILE) != 0)
		return iv_fail(e, IV_INVALID,
		    _("'%s' is no place for a file of a group"), path);
	if (mode != 0100644)
		return iv_fail(e, IV_INVALID,
		    _("'%s' has mode %o; a record has 100644"), path, mode);
	return 0;
}
