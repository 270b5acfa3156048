#include "sync.h"

#include <string.h>

#include "file.h"
#include "mem.h"

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
static bool
is_data(const char *path)
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

static bool
is_plain(const char *path)
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

static bool
is_tombstones(const char *path)
{
	return strcmp(path, FORGET_FILE) == 0;
}

int
sync_judge_place(const char *path, unsigned mode, struct iv_err *e)
{
	if (mode == 040000)
		return is_dir(path) ? 0 : iv_fail(e, IV_INVALID,
		    _("'%s' is no directory of a group"), path);
	if (mode == 0120000)
		return iv_fail(e, IV_INVALID, _("'%s' is a symbolic link"),
		    path);
	if (mode == 0160000)
		return iv_fail(e, IV_INVALID, _("'%s' is a submodule"), path);
	if (!schema_at(path) && !is_data(path) && !is_plain(path) &&
	    !is_tombstones(path))
		return iv_fail(e, IV_INVALID,
		    _("'%s' is no place for a file of a group"), path);
	if (mode != 0100644)
		return iv_fail(e, IV_INVALID,
		    _("'%s' has mode %o; a record has 100644"), path, mode);
	return 0;
}

static int
judge_tombstones(const char *text, size_t n, struct iv_err *e)
{
	IV_AUTO(forgotten_release) struct forgotten f = { NULL, 0 };

	return forgotten_parse(&f, text, n, e);
}

static int
judge_record(const char *path, const char *text, size_t n, cJSON **ret,
    int *version, struct iv_err *e)
{
	IV_AUTO(record_free_auto) struct record *r = NULL;

	if (record_parse(schema_at(path), text, n, path, &r, e) < 0)
		return -1;
	if (r->schema == &schema_group && !id_valid(r->id.s))
		return iv_fail(e, IV_INVALID, _("%s: the group has no id"),
		    path);
	*version = r->version;
	*ret = IV_TAKE(r->json);
	return 0;
}

int
sync_judge_text(const char *path, const char *text, size_t n, cJSON **ret,
    int *version, struct iv_err *e)
{
	IV_AUTO(json_free_auto) cJSON *j = NULL;

	*version = 0;
	if (n > FILE_MAX)
		return iv_fail(e, IV_INVALID, _("'%s' is larger than 1 MiB"),
		    path);
	if (schema_at(path)) {
		if (judge_record(path, text, n, &j, version, e) < 0)
			return -1;
	} else if (!is_plain(path)) {
		if (json_parse(text, n, path, 1, &j, e) < 0)
			return -1;
		if (!cJSON_IsObject(j))
			return iv_fail(e, IV_INVALID, _("%s:1:1: a record is "
			    "an object: { ... }"), path);
		if (is_tombstones(path) && judge_tombstones(text, n, e) < 0)
			return -1;
	}
	if (ret)
		*ret = IV_TAKE(j);
	return 0;
}

struct judge {
	struct repo *r;
	struct buf paths;	/* each with its NUL */
	size_t n, last;		/* last: where the last path begins */
	bool mixed;		/* they are not in order */
	bool group;
};

static void
judge_release(struct judge *k)
{
	buf_release(&k->paths);
}

static int
judge_item(void *arg, const struct repo_item *item, struct iv_err *e)
{
	struct judge *k = arg;

	if (sync_judge_place(item->path, item->mode, e) < 0)
		return -1;
	k->mixed = k->mixed || (k->n > 0 &&
	    strcmp(k->paths.p + k->last, item->path) >= 0);
	k->last = k->paths.len;
	buf_add(&k->paths, item->path, strlen(item->path) + 1);
	k->n++;
	k->group = k->group || strcmp(item->path, "group.json") == 0;
	/* A year. */
	return item->same && strchr(item->path, '/');
}

static int
by_path(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* A tree can name a thing twice; no directory can hold that.  One that git
 * made is mostly in order. */
static int
judge_twice(struct judge *k, struct iv_err *e)
{
	IV_AUTO(mem_free_auto) char **v = NULL;

	if (!k->mixed)
		return 0;
	v = mem_array(NULL, k->n, sizeof(*v));
	v[0] = k->paths.p;
	for (size_t i = 1; i < k->n; i++)
		v[i] = v[i - 1] + strlen(v[i - 1]) + 1;
	qsort(v, k->n, sizeof(*v), by_path);
	for (size_t i = 1; i < k->n; i++)
		if (strcmp(v[i], v[i - 1]) == 0)
			return iv_fail(e, IV_INVALID,
			    _("'%s' is there twice"), v[i]);
	return 0;
}

static int
judge_new(void *arg, const struct repo_diff *d, struct iv_err *e)
{
	struct judge *k = arg;
	IV_AUTO(buf_release) struct buf text = BUF_INIT;
	int version;
	size_t size;

	if (!d->new_blob)
		return 0;
	if (repo_blob_size(k->r, d->new_blob, &size, e) < 0)
		return iv_wrap(e, "'%s'", d->path);
	if (size > FILE_MAX)
		return iv_fail(e, IV_INVALID, _("'%s' is larger than 1 MiB"),
		    d->path);
	if (repo_blob(k->r, d->new_blob, &text, e) < 0)
		return -1;
	return sync_judge_text(d->path, text.p, text.len, NULL, &version, e);
}

int
sync_judge(struct repo *r, const char *commit, const char *known,
    struct iv_err *e)
{
	IV_AUTO(judge_release) struct judge k = { .r = r,
		.paths = BUF_INIT };

	if (repo_tree_each(r, commit, known, SYNC_TREE, judge_item, &k,
	    e) < 0 ||
	    judge_twice(&k, e) < 0)
		return -1;
	if (!k.group)
		return iv_fail(e, IV_INVALID, _("there is no group.json"));
	return repo_diff_between(r, known, commit, judge_new, &k, e);
}

int
sync_judge_group(struct repo *r, const char *commit, struct id *ret,
    struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf text = BUF_INIT;
	IV_AUTO(json_free_auto) cJSON *j = NULL;
	char blob[41];
	const char *id;
	int version;

	if (repo_blob_at(r, commit, "group.json", blob, e) < 0 ||
	    repo_blob(r, blob, &text, e) < 0 ||
	    sync_judge_text("group.json", text.p, text.len, &j, &version,
	    e) < 0)
		return -1;
	id = json_str(j, "id");
	snprintf(ret->s, sizeof(ret->s), "%s", id ? id : "");
	return 0;
}
