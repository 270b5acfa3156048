#include "sync.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "file.h"
#include "mem.h"
#include "utf8.h"

#define WORDS	24

/* --- URLs ----------------------------------------------------------------- */

bool
sync_url_sealed(const char *url)
{
	return strncmp(url, "gcrypt::", 8) == 0;
}

int
sync_url_ok(const char *url, struct iv_err *e)
{
	const char *colon = strstr(url, "::");

	if (*url == '-' || *url == '\0')
		return iv_fail(e, IV_USAGE, _("'%s' is no address of a "
		    "repository"), url);
	for (const char *p = url; *p; p++)
		if ((unsigned char)*p < 0x20 || *p == 0x7f)
			return iv_fail(e, IV_USAGE, _("the address holds a "
			    "control character"));
	if (!utf8_valid(url, strlen(url), NULL))
		return iv_fail(e, IV_USAGE, _("the address is not UTF-8"));
	/* "ext::sh -c ..." would run anything. */
	if (colon && !sync_url_sealed(url) &&
	    strcspn(url, "/:[") == (size_t)(colon - url))
		return iv_fail(e, IV_USAGE, _("'%.*s::' is no way to share a "
		    "group"), (int)(colon - url), url);
	if (sync_url_sealed(url))
		return sync_url_ok(url + 8, e);
	return 0;
}

/* Behind "https://", or NULL; *end is where the authority ends. */
static const char *
authority(const char *url, const char **end)
{
	const char *p = strstr(url, "://");

	if (!p)
		return NULL;
	p += 3;
	*end = p + strcspn(p, "/");
	return p;
}

static const char *
last_at(const char *from, const char *end)
{
	const char *at = from;

	for (const char *p = from; p < end; p++)
		if (*p == '@')
			at = p + 1;
	return at;
}

void
sync_url_shown(struct buf *b, const char *url)
{
	const char *end, *from = authority(url, &end);

	if (!from) {
		buf_adds(b, url);
		return;
	}
	buf_add(b, url, (size_t)(from - url));
	buf_adds(b, last_at(from, end));
}

void
sync_url_host(struct buf *b, const char *url)
{
	const char *end, *from;

	if (sync_url_sealed(url))
		url += 8;
	from = authority(url, &end);
	if (!from) {
		size_t n = strcspn(url, ":/");

		/* "git@host:path", not "./a:b" and not "C:" */
		if (url[n] != ':' || n < 2)
			return;
		from = url;
		end = url + n;
	}
	if (strncmp(url, "file:", 5) == 0)
		return;
	from = last_at(from, end);
	buf_add(b, from, *from == '[' ? strcspn(from, "]") + 1 :
	    strcspn(from, ":/"));
}

/* --- git ------------------------------------------------------------------ */

struct words {
	const char *v[WORDS];
	size_t n;
};

static void
word(struct words *w, const char *s)
{
	if (w->n + 1 < WORDS)
		w->v[w->n++] = s;
	w->v[w->n] = NULL;
}

/* "where" and what git said, for a message. */
static void
git_said(const struct sync_net *n, int status, const struct buf *err,
    struct buf *where, struct buf *told)
{
	sync_url_shown(where, n->shown ? n->shown : n->remote);
	if (status == 128 + SIGINT)
		buf_adds(told, _("interrupted"));
	else if (status > 128 && err->len == 0)
		buf_addf(told, _("git ended by signal %d"), status - 128);
	else
		sync_told(told, err->p);
}

/* The first 40 digits of .git/FETCH_HEAD. */
static int
fetch_head(const struct sync_net *n, char commit[41], struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf text = BUF_INIT;
	IV_AUTO(buf_release) struct buf name = BUF_INIT;

	buf_addf(&name, "%s/FETCH_HEAD", n->gitdir);
	if (file_read(n->dirfd, name.p, FILE_MAX, &text, e) < 0)
		return iv_fail(e, IV_STORAGE, _("git did not say what it "
		    "fetched"));
	if (strspn(text.p, "0123456789abcdef") != 40)
		return iv_fail(e, IV_STORAGE, _("git did not say what it "
		    "fetched"));
	memcpy(commit, text.p, 40);
	commit[40] = '\0';
	return 0;
}

static int
make_incoming(const struct sync_net *n, struct iv_err *e)
{
	IV_AUTO(fd_close_auto) int gitfd = openat(n->dirfd, n->gitdir,
	    O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);

	if (gitfd < 0)
		return iv_fail_errno(e, IV_STORAGE, "'%s'", n->gitdir);
	return repo_incoming_make(gitfd, e);
}

static char *
absolute(int dirfd, const char *gitdir, const char *rest)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	char link[64], dir[4096];
	ssize_t len;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", dirfd);
	len = readlink(link, dir, sizeof(dir) - 1);
	dir[len > 0 ? len : 0] = '\0';
	buf_addf(&b, "%s/%s/%s", dir, gitdir, rest);
	return buf_take(&b);
}

/* Quiet, or with its progress also through our pipe. */
static void
manner(struct words *w, const struct sync_net *n)
{
	word(w, n->show ? "--progress" : "--quiet");
}

int
sync_fetch(const struct sync_net *n, char commit[41], struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf out = BUF_INIT;
	IV_AUTO(buf_release) struct buf err = BUF_INIT;
	IV_AUTO(buf_release) struct buf git = BUF_INIT;
	IV_AUTO(buf_release) struct buf ref = BUF_INIT;
	IV_AUTO(buf_release) struct buf where = BUF_INIT;
	IV_AUTO(buf_release) struct buf told = BUF_INIT;
	IV_AUTO(mem_free_auto) char *in = absolute(n->dirfd, n->gitdir,
	    REPO_INCOMING);
	IV_AUTO(mem_free_auto) char *own = absolute(n->dirfd, n->gitdir,
	    "objects");
	struct words w = { .n = 0 };
	struct proc_git p = { n->dirfd, w.v, in, own, n->show, n->ask };
	int status;

	buf_addf(&git, "--git-dir=%s", n->gitdir);
	buf_addf(&ref, "+refs/heads/%s", n->branch);
	word(&w, git.p);
	word(&w, "fetch");
	manner(&w, n);
	word(&w, "--no-tags");
	word(&w, "--no-recurse-submodules");
	word(&w, "--refmap=");
	word(&w, "--");
	word(&w, n->remote);
	word(&w, ref.p);
	if (make_incoming(n, e) < 0 || proc_git(&p, &out, &err, &status, e) < 0)
		return -1;
	if (status == 0)
		return fetch_head(n, commit, e) < 0 ? -1 : 1;
	if (strstr(err.p, "couldn't find remote ref"))
		return 0;
	git_said(n, status, &err, &where, &told);
	return iv_fail(e, IV_STORAGE, _("cannot reach '%s': %s"), where.p,
	    told.p);
}

int
sync_push(const struct sync_net *n, const char *commit, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf out = BUF_INIT;
	IV_AUTO(buf_release) struct buf err = BUF_INIT;
	IV_AUTO(buf_release) struct buf git = BUF_INIT;
	IV_AUTO(buf_release) struct buf ref = BUF_INIT;
	IV_AUTO(buf_release) struct buf where = BUF_INIT;
	IV_AUTO(buf_release) struct buf told = BUF_INIT;
	IV_AUTO(buf_release) struct buf lease = BUF_INIT;
	struct words w = { .n = 0 };
	struct proc_git p = { n->dirfd, w.v, NULL, NULL, n->show, n->ask };
	int status;

	buf_addf(&git, "--git-dir=%s", n->gitdir);
	buf_addf(&ref, "%s%s:refs/heads/%s", n->lease && n->plus ? "+" : "",
	    commit, n->branch);
	word(&w, git.p);
	word(&w, "push");
	manner(&w, n);
	word(&w, "--no-verify");
	word(&w, "--no-follow-tags");
	if (n->lease && !n->plus) {
		buf_addf(&lease, "--force-with-lease=refs/heads/%s:%s",
		    n->branch, n->lease);
		word(&w, lease.p);
	}
	word(&w, "--no-recurse-submodules");
	word(&w, "--");
	word(&w, n->remote);
	word(&w, ref.p);
	if (proc_git(&p, &out, &err, &status, e) < 0)
		return -1;
	if (status == 0)
		return 1;
	git_said(n, status, &err, &where, &told);
	(void)iv_fail(e, IV_STORAGE, _("'%s' did not take it: %s"), where.p,
	    told.p);
	return 0;
}

/* "git config --local" with these words: 1, 0 when there is no such key. */
static int
config(const struct sync_net *n, const char *const *args, struct buf *out,
    struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf err = BUF_INIT;
	IV_AUTO(buf_release) struct buf git = BUF_INIT;
	IV_AUTO(buf_release) struct buf why = BUF_INIT;
	struct words w = { .n = 0 };
	struct proc_git p = { n->dirfd, w.v, NULL, NULL, false, false };
	bool asks = **args == '-';
	int status;

	buf_addf(&git, "--git-dir=%s", n->gitdir);
	word(&w, git.p);
	word(&w, "config");
	word(&w, "--local");
	while (*args)
		word(&w, *args++);
	if (proc_git(&p, out, &err, &status, e) < 0)
		return -1;
	if (status == 0 || (status == 1 && asks))
		return status == 0;
	sync_told(&why, err.p);
	return iv_fail(e, IV_STORAGE, _("git config fails: %s"), why.p);
}

int
sync_config(const struct sync_net *n, const char *key, struct buf *b,
    struct iv_err *e)
{
	const char *args[] = { "--get", key, NULL };
	int rc = config(n, args, b, e);

	buf_trim(b);
	return rc;
}

/* Beside the address all keys by which .git/config may name a program, another
 * address or more settings; nothing of ours is among them. */
int
sync_origin(const struct sync_net *n, struct buf *url, struct iv_err *e)
{
	static const char *const args[] = { "-z", "--get-regexp",
		"^remote[.]origin[.]url$|^http[.]|^include|"
		"^extensions[.]worktree|(command|program|helper|hook|askpass|"
		"proxy|pack|vcs|insteadof|pushurl)$", NULL };
	IV_AUTO(buf_release) struct buf all = BUF_INIT;
	int rc = config(n, args, &all, e);

	for (size_t at = 0; rc > 0 && at < all.len;) {
		const char *key = all.p + at;
		size_t len = strcspn(key, "\n");

		at += strlen(key) + 1;
		if (strncmp(key, "remote.origin.url\n", len + 1) != 0)
			return iv_fail(e, IV_CONFLICT, _("'%.*s' in the"
			    " group's .git/config may start a program or send"
			    " elsewhere: take it out with 'git config"
			    " --unset', or put it in your own settings with"
			    " 'git config --global'"), (int)len, key);
		buf_clear(url);
		buf_adds(url, key + len + 1);
	}
	return rc < 0 ? -1 : url->len > 0;
}

/* git holds the lock of its settings for one write: one of a minute ago is
 * left by a git that was killed, and would be in the way for ever. */
static void
drop_dead_lock(const struct sync_net *n)
{
	IV_AUTO(buf_release) struct buf path = BUF_INIT;
	struct timespec now;
	struct stat st;

	buf_addf(&path, "%s/config.lock", n->gitdir);
	clock_gettime(CLOCK_REALTIME, &now);
	if (lstat(path.p, &st) == 0 && now.tv_sec - st.st_mtim.tv_sec >= 60)
		(void)unlink(path.p);
}

int
sync_config_set(const struct sync_net *n, const char *key, const char *value,
    struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf out = BUF_INIT;
	const char *args[] = { key, value, NULL };

	drop_dead_lock(n);
	return config(n, args, &out, e) < 0 ? -1 : 0;
}
