#include "builtin.h"

#include <string.h>

const struct builtin *
builtin_find(const char *dir, const char *name)
{
	for (size_t i = 0; i < builtins_len; i++)
		if (strcmp(builtins[i].dir, dir) == 0 &&
		    strcmp(builtins[i].name, name) == 0)
			return &builtins[i];
	return NULL;
}
