#include "sync.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "file.h"

int
sync_forgotten(struct repo *r, const char *commit, struct forgotten *f,
    struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf text = BUF_INIT;
	char blob[41];
	int rc = repo_blob_at(r, commit, FORGET_FILE, blob, e);
	size_t size;

	if (rc <= 0)
		return rc;
	if (repo_blob_size(r, blob, &size, e) < 0)
		return -1;
	if (size > FILE_MAX)
		return iv_fail(e, IV_INVALID, _("'%s' is larger than 1 MiB"),
		    FORGET_FILE);
	if (repo_blob(r, blob, &text, e) < 0)
		return -1;
	return forgotten_parse(f, text.p, text.len, e);
}

int
sync_forgotten_here(int dirfd, struct forgotten *f, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	struct iv_err why = IV_ERR_INIT;

	if (file_read(dirfd, REPO_FORGOTTEN, BUF_MAX / 4, &b, &why) < 0) {
		if (why.code == IV_NOTFOUND)
			return 0;
		*e = why;
		return -1;
	}
	forgotten_read_lines(f, b.p);
	return 0;
}

int
sync_forget_run(struct repo *r, const struct sync_forget *s,
    struct repo_forget *ret, struct buf *left, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf ids = BUF_INIT;
	int rc;

	forgotten_lines(&ids, s->what);
	*ret = (struct repo_forget){ .wants = forget_wants,
		.strip = forget_strip, .arg = s->what, .ids = ids.p,
		.top = s->top, .other = s->other };
	rc = repo_forget(r, ret, left, e);
	ret->ids = NULL;
	return rc;
}

int
sync_forget_look(struct repo *r, struct forgotten *f, const char *tip,
    const char *without, struct repo_forget *ret, struct iv_err *e)
{
	*ret = (struct repo_forget){ .wants = forget_wants,
		.strip = forget_strip, .arg = f };
	return repo_forget_look(r, tip, without, ret, e);
}

/* --- outside history ------------------------------------------------------ */

static int
remove_named(int fd, const char *dir, const struct forgotten *f,
    size_t *gone, struct iv_err *e)
{
	IV_AUTO(names_release) struct names l = { NULL, 0 };

	if (dir_names(fd, dir, &l, e) < 0)
		return -1;
	for (size_t i = 0; i < l.n; i++) {
		IV_AUTO(buf_release) struct buf path = BUF_INIT;

		if (!forget_wants((void *)(size_t)f, l.v[i]))
			continue;
		buf_addf(&path, "%s/%s", dir, l.v[i]);
		if (unlinkat(fd, path.p, 0) < 0 && errno != ENOENT)
			return iv_fail_errno(e, IV_STORAGE, "'%s'", path.p);
		++*gone;
	}
	return 0;
}

/* Copies that an editor left beside a record: none is one itself. */
static int
remove_copies(int fd, const char *dir, const struct forgotten *f,
    size_t *gone, struct iv_err *e)
{
	IV_AUTO(names_release) struct names l = { NULL, 0 };

	if (dir_names(fd, dir, &l, e) < 0)
		return -1;
	for (size_t i = 0; i < l.n; i++) {
		IV_AUTO(buf_release) struct buf path = BUF_INIT;
		struct stat st;

		if (*dir == '\0' && strcmp(l.v[i], ".git") == 0)
			continue;
		buf_addf(&path, "%s%s%s", dir, *dir ? "/" : "", l.v[i]);
		if (beneath_stat(fd, path.p, &st) < 0)
			continue;
		if (S_ISDIR(st.st_mode)) {
			if (remove_copies(fd, path.p, f, gone, e) < 0)
				return -1;
			continue;
		}
		if (!forget_wants((void *)(size_t)f, path.p) ||
		    schema_at(path.p))
			continue;
		if (unlinkat(fd, path.p, 0) < 0)
			return iv_fail_errno(e, IV_STORAGE, "'%s'", path.p);
		++*gone;
	}
	return 0;
}

#define RUNS		".git/iv"

/* Does the text name what is forgotten?  Ids stand in quotes. */
static bool
names_any(const struct forgotten *f, const char *text)
{
	for (const char *p = strchr(text, '"'); p; p = strchr(p + 1, '"')) {
		struct id id = { "" };

		if (strnlen(p + 1, ID_LEN + 1) <= ID_LEN ||
		    p[ID_LEN + 1] != '"')
			continue;
		memcpy(id.s, p + 1, ID_LEN);
		if (forgotten_has(f, id.s))
			return true;
	}
	return false;
}

int
sync_forget_running(int dirfd, const struct forgotten *f, bool remove,
    size_t *n, struct iv_err *e)
{
	IV_AUTO(names_release) struct names l = { NULL, 0 };

	if (dir_names(dirfd, RUNS, &l, e) < 0)
		return -1;
	for (size_t i = 0; i < l.n; i++) {
		IV_AUTO(buf_release) struct buf path = BUF_INIT;
		IV_AUTO(buf_release) struct buf text = BUF_INIT;

		if (strncmp(l.v[i], "run-", 4) != 0)
			continue;
		buf_addf(&path, RUNS "/%s", l.v[i]);
		if (file_read(dirfd, path.p, BUF_MAX / 4, &text, e) < 0)
			return -1;
		if (!forget_wants((void *)(size_t)f, l.v[i]) &&
		    !names_any(f, text.p))
			continue;
		++*n;
		if (remove && unlinkat(dirfd, path.p, 0) < 0)
			return iv_fail_errno(e, IV_STORAGE, "'%s'", path.p);
	}
	return 0;
}

int
sync_forget_outside(struct store *s, const struct forgotten *f,
    size_t *gone, struct iv_err *e)
{
	static const char *const dirs[] = { "drafts", "outcomes", "edit",
		"notes" };
	struct iv_err none = IV_ERR_INIT;
	int fd = store_private(s, false, &none);

	*gone = 0;
	if (sync_forget_running(store_dirfd(s), f, true, gone, e) < 0)
		return -1;
	for (size_t i = 0; fd >= 0 && i < IV_LEN(dirs); i++)
		if (remove_named(fd, dirs[i], f, gone, e) < 0)
			return -1;
	return remove_copies(store_dirfd(s), "", f, gone, e);
}
