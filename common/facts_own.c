#include "facts_own.h"

#include <stdlib.h>
#include <string.h>

#include "builtin.h"
#include "file.h"
#include "mem.h"

#define NAME_LETTERS	"abcdefghijklmnopqrstuvwxyz0123456789-_"
#define NAME_MOST	60

/* A plain name, with end behind it. */
static bool
is_name(const char *s, const char *end)
{
	size_t n = strspn(s, NAME_LETTERS);

	return n > 0 && n <= NAME_MOST && strcmp(s + n, end) == 0;
}

static int
by_name(const void *p, const void *q)
{
	const char *const *a = p, *const *b = q;

	return strcmp(*a, *b);
}

static void
name_add(struct names *l, const char *name)
{
	l->v = mem_array(l->v, l->n + 1, sizeof(*l->v));
	l->v[l->n++] = mem_dup(name);
}

int
own_names(struct store *s, const char *dir, struct names *ret,
    struct iv_err *e)
{
	IV_AUTO(names_release) struct names files = { NULL, 0 };

	if (s && store_names(s, dir, &files, e) < 0)
		return -1;
	for (size_t i = 0; i < builtins_len; i++)
		if (strcmp(builtins[i].dir, dir) == 0)
			name_add(ret, builtins[i].name);
	for (size_t i = 0; i < files.n; i++) {
		if (!is_name(files.v[i], ".json"))
			continue;
		files.v[i][strlen(files.v[i]) - 5] = '\0';
		if (!builtin_find(dir, files.v[i]))
			name_add(ret, files.v[i]);
	}
	if (ret->n > 0)
		qsort(ret->v, ret->n, sizeof(*ret->v), by_name);
	return 0;
}

int
own_text(struct store *s, const char *dir, const char *name, struct buf *b,
    bool *own, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf path = BUF_INIT;
	const struct builtin *in = builtin_find(dir, name);
	bool mine = false;

	buf_addf(&path, "%s/%s.json", dir, name);
	if (s && is_name(name, "")) {
		mine = store_file(s, path.p, b, e) == 0;
		if (!mine && e->code != IV_NOTFOUND)
			return -1;
	}
	if (!mine && !in)
		return iv_fail(e, IV_NOTFOUND, "'%s'", path.p);
	if (!mine)
		buf_add(b, in->data, in->len);
	if (own)
		*own = mine;
	return 0;
}
