#include "sync.h"

#include <string.h>

#include "file.h"
#include "mem.h"
#include "place.h"

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
	} else if (!place_plain(path)) {
		if (json_parse(text, n, path, 1, &j, e) < 0)
			return -1;
		if (!cJSON_IsObject(j))
			return iv_fail(e, IV_INVALID, _("%s:1:1: a record is "
			    "an object: { ... }"), path);
		if (strcmp(path, FORGET_FILE) == 0 &&
		    judge_tombstones(text, n, e) < 0)
			return -1;
	}
	if (ret)
		*ret = IV_TAKE(j);
	return 0;
}

struct judge {
	struct repo *r;
	struct buf *bad;	/* may be NULL */
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
refuse(struct judge *k, const char *path)
{
	if (k->bad)
		buf_adds(k->bad, path);
	return -1;
}

static int
judge_item(void *arg, const struct repo_item *item, struct iv_err *e)
{
	struct judge *k = arg;

	if (place_check(item->path, item->mode, e) < 0)
		return refuse(k, item->path);
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
judge_file(struct judge *k, const struct repo_diff *d, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf text = BUF_INIT;
	int version;
	size_t size;

	if (repo_blob_size(k->r, d->new_blob, &size, e) < 0)
		return iv_wrap(e, "'%s'", d->path);
	if (size > FILE_MAX)
		return iv_fail(e, IV_INVALID, _("'%s' is larger than 1 MiB"),
		    d->path);
	if (repo_blob(k->r, d->new_blob, &text, e) < 0)
		return -1;
	return sync_judge_text(d->path, text.p, text.len, NULL, &version, e);
}

static int
judge_new(void *arg, const struct repo_diff *d, struct iv_err *e)
{
	return !d->new_blob || judge_file(arg, d, e) == 0 ? 0 :
	    refuse(arg, d->path);
}

int
sync_judge(struct repo *r, const char *commit, const char *known,
    struct buf *bad, struct iv_err *e)
{
	IV_AUTO(judge_release) struct judge k = { .r = r, .bad = bad,
		.paths = BUF_INIT };

	if (repo_tree_each(r, commit, known, PLACE_DIRS, judge_item, &k,
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
