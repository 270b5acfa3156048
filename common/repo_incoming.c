#include "repo_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "file.h"
#include "mem.h"

int
repo_incoming_make(int gitfd, struct iv_err *e)
{
	static const char *const dirs[] = { "iv", REPO_INCOMING,
		REPO_INCOMING "/info", REPO_INCOMING "/pack" };

	if (tree_remove(gitfd, REPO_INCOMING) < 0)
		return iv_fail_errno(e, IV_STORAGE, "'.git/%s'",
		    REPO_INCOMING);
	for (size_t i = 0; i < IV_LEN(dirs); i++)
		if (mkdirat(gitfd, dirs[i], 0700) < 0 && errno != EEXIST)
			return iv_fail_errno(e, IV_STORAGE, "'.git/%s'",
			    dirs[i]);
	return 0;
}

void
repo_incoming_drop(int gitfd)
{
	(void)!tree_remove(gitfd, REPO_INCOMING);
}

int
repo_incoming_see(struct repo *r, struct iv_err *e)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/self/fd/%d/" REPO_INCOMING,
	    r->gitfd);
	if (git_odb_add_disk_alternate(r->odb, path) < 0)
		return iv_fail(e, IV_STORAGE, _("cannot read what was"
		    " fetched: %s"), git_text());
	return 0;
}

/* "pack-<sum>.pack" and the like, or the two digits of a loose object. */
static bool
wanted(const char *dir, const char *name)
{
	if (strcmp(dir, "pack") == 0)
		return strncmp(name, "pack-", 5) == 0;
	return strlen(name) == 38;
}

/* A pack before its index, which makes it known. */
static int
rank(const char *name)
{
	const char *dot = strrchr(name, '.');

	return dot && strcmp(dot, ".idx") == 0;
}

static int
move_one(struct repo *r, const char *dir, const char *name, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf from = BUF_INIT;
	IV_AUTO(buf_release) struct buf to = BUF_INIT;

	buf_addf(&from, REPO_INCOMING "/%s/%s", dir, name);
	buf_addf(&to, "objects/%s", dir);
	if (mkdirat(r->gitfd, to.p, 0700) < 0 && errno != EEXIST)
		return repo_errno(e, r, to.p);
	buf_addf(&to, "/%s", name);
	if (renameat(r->gitfd, from.p, r->gitfd, to.p) < 0)
		return repo_errno(e, r, to.p);
	return 0;
}

/* How many; -1. */
static int
move_dir(struct repo *r, const char *dir, struct iv_err *e)
{
	IV_AUTO(names_release) struct names l = { 0 };
	IV_AUTO(buf_release) struct buf path = BUF_INIT;
	int n = 0;

	buf_addf(&path, REPO_INCOMING "/%s", dir);
	if (dir_names(r->gitfd, path.p, &l, e) < 0)
		return -1;
	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < l.n; i++) {
			if (rank(l.v[i]) != pass || !wanted(dir, l.v[i]))
				continue;
			if (move_one(r, dir, l.v[i], e) < 0)
				return -1;
			n++;
		}
	return n;
}

int
repo_incoming_take(struct repo *r, struct iv_err *e)
{
	IV_AUTO(names_release) struct names l = { 0 };
	bool moved = false;

	if (dir_names(r->gitfd, REPO_INCOMING, &l, e) < 0)
		return -1;
	for (size_t i = 0; i < l.n; i++) {
		int n = 0;
		bool fan = strlen(l.v[i]) == 2 &&
		    strspn(l.v[i], "0123456789abcdef") == 2;

		if (fan || strcmp(l.v[i], "pack") == 0)
			n = move_dir(r, l.v[i], e);
		if (n < 0)
			return -1;
		moved = moved || n > 0;
	}
	if (moved && syncfs(r->gitfd) < 0)
		return repo_errno(e, r, "objects");
	if (moved && git_odb_refresh(r->odb) < 0)
		return iv_fail(e, IV_STORAGE, "%s", git_text());
	return 0;
}
