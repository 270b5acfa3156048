#include "share.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "checklist.h"
#include "mem.h"
#include "text.h"

static bool
is_path(const char *url)
{
	IV_AUTO(buf_release) struct buf host = BUF_INIT;

	sync_url_host(&host, url);
	return host.len == 0 && !strstr(url, "://") && !sync_url_sealed(url);
}

/* A directory here is named so that git finds it from anywhere, also one that
 * is still to be made. */
static int
whole_url(struct buf *b, const char *url, struct iv_err *e)
{
	IV_AUTO(mem_free_auto) char *real = NULL;
	IV_AUTO(mem_free_auto) char *here = NULL;
	struct stat st;

	if (sync_url_ok(url, e) < 0)
		return -1;
	if (!strstr(url, "://") && stat(url, &st) == 0)
		real = realpath(url, NULL);
	else if (is_path(url) && *url != '/')
		here = realpath(".", NULL);
	if (here)
		buf_addf(b, "%s/", here);
	buf_adds(b, real ? real : url);
	return sync_url_ok(b->p, e);
}

static int
set_driver(const struct sync_net *n, struct iv_err *e)
{
	if (sync_config_set(n, "merge.iv-json.name",
	    "records of iv, field by field", e) < 0)
		return -1;
	return sync_config_set(n, "merge.iv-json.driver",
	    "iv-sync merge-file %O %A %B", e);
}

static int
set_branch(const struct sync_net *n, const char *branch, const char *key,
    const char *value, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;

	buf_addf(&b, "branch.%s.%s", branch, key);
	return sync_config_set(n, b.p, value, e);
}

/* Plain git pull and push go there too, and merge. */
static int
set_upstream(const struct sync_net *n, struct iv_err *e)
{
	static const char ref[] = "ref: refs/heads/";
	IV_AUTO(buf_release) struct buf path = BUF_INIT;
	IV_AUTO(buf_release) struct buf head = BUF_INIT;
	const char *branch;

	buf_addf(&path, "%s/HEAD", n->gitdir);
	if (file_read(n->dirfd, path.p, 4096, &head, e) < 0)
		return -1;
	if (strncmp(head.p, ref, strlen(ref)) != 0)
		return 0;
	buf_cut(&head, strcspn(head.p, "\n"));
	branch = head.p + strlen(ref);
	if (set_branch(n, branch, "remote", "origin", e) < 0 ||
	    set_branch(n, branch, "merge", head.p + strlen("ref: "), e) < 0)
		return -1;
	return set_branch(n, branch, "rebase", "false", e);
}

/* git-remote-gcrypt keeps which repository it saw, and takes no new place for
 * an empty one as long as it does. */
static int
drop_seal(const struct sync_net *n, const char *url, struct iv_err *e)
{
	static const char key[] = "remote.origin.gcrypt-id";
	IV_AUTO(buf_release) struct buf was = BUF_INIT;
	IV_AUTO(buf_release) struct buf id = BUF_INIT;

	if (sync_config(n, "remote.origin.url", &was, e) < 0)
		return -1;
	if (was.len == 0 || strcmp(was.p, url) == 0)
		return 0;
	if (sync_config(n, key, &id, e) < 0)
		return -1;
	return id.len > 0 ? sync_config_set(n, key, "", e) : 0;
}

/* The address last: with it there is a remote. */
static int
set_remote(const struct sync_net *n, const char *url, struct iv_err *e)
{
	if (sync_config_set(n, "remote.origin.fetch",
	    "+refs/heads/*:refs/remotes/origin/*", e) < 0 ||
	    set_upstream(n, e) < 0 || drop_seal(n, url, e) < 0)
		return -1;
	return sync_config_set(n, "remote.origin.url", url, e);
}

/* --- clone ---------------------------------------------------------------- */

struct place {
	const char *path;
	int fd;
	bool made, grown, died;
};

static void
place_leave(struct place *p)
{
	if (p->fd >= 0 && p->grown)
		repo_clone_drop(p->fd);
	fd_close_auto(&p->fd);
	if (p->made)
		rmdir(p->path);
}

/* A clone that died behind its commit point left the history and no files;
 * opening it for writing puts them in place. */
static bool
died_here(const struct place *p)
{
	struct stat st;

	return beneath_stat(p->fd, ".git/iv.lock", &st) == 0 &&
	    beneath_stat(p->fd, "group.json", &st) < 0;
}

static int
place_take(struct place *p, struct iv_err *e)
{
	IV_AUTO(names_release) struct names names = { NULL, 0 };

	if (mkdir(p->path, 0700) == 0)
		p->made = true;
	else if (errno != EEXIST)
		return iv_fail_errno(e, IV_STORAGE, _("cannot make '%s'"),
		    p->path);
	if (dir_open(p->path, &p->fd, e) < 0)
		return -1;
	p->died = died_here(p);
	if (!p->died && dir_names(p->fd, "", &names, e) < 0)
		return -1;
	for (size_t i = 0; i < names.n; i++)
		/* What a killed clone leaves. */
		if (strcmp(names.v[i], repo_clone_gitdir()) != 0)
			return iv_fail(e, IV_CONFLICT, _("'%s' is not empty: "
			    "name a directory that is, or one that is not "
			    "there yet"), p->path);
	if (fchmod(p->fd, 0700) < 0)
		return iv_fail_errno(e, IV_STORAGE,
		    _("cannot close '%s' to others"), p->path);
	return 0;
}

/* For who waits before a terminal. */
static void
tell_step(struct iv_ctx *c, const char *what)
{
	if (isatty(STDERR_FILENO) == 1)
		tool_say(c, "%s", what);
}

/* Fetched and judged; nothing is to be seen of it before it is whole. */
static int
grow(struct iv_ctx *c, struct place *p, const char *url, struct iv_err *e)
{
	IV_AUTO(repo_close_auto) struct repo *r = NULL;
	IV_AUTO(buf_release) struct buf shown = BUF_INIT;
	struct sync_net n = { .dirfd = p->fd, .gitdir = repo_clone_gitdir(),
		.remote = url, .branch = "main",
		.show = isatty(STDERR_FILENO) == 1,
		.ask = isatty(STDIN_FILENO) == 1 };
	char commit[41];
	int rc;

	p->grown = true;
	if (repo_clone_begin(&r, p->fd, p->path, e) < 0)
		return -1;
	rc = sync_fetch(&n, commit, e);
	sync_url_shown(&shown, url);
	if (rc == 0)
		return iv_fail(e, IV_NOTFOUND, _("there is no group at '%s' "
		    "yet"), shown.p);
	if (rc < 0 || repo_incoming_see(r, e) < 0)
		return -1;
	tell_step(c, _("checking each record"));
	if (sync_judge(r, commit, NULL, NULL, e) < 0) {
		(void)iv_wrap(e, _("what came in is refused"));
		return iv_note(e, "%s", _("  Whoever sent it can mend it: "
		    "'iv-group check' there says how.\n"));
	}
	if (repo_incoming_take(r, e) < 0 || set_remote(&n, url, e) < 0 ||
	    set_driver(&n, e) < 0 || repo_clone_end(r, commit, e) < 0)
		return -1;
	p->made = p->grown = false;
	return 0;
}

/* Somebody may have pushed there what the group has forgotten. */
static int
forget(struct repo *r, struct iv_err *e)
{
	IV_AUTO(forgotten_release) struct forgotten f = { NULL, 0 };
	struct sync_forget s = { &f, NULL, NULL };
	struct repo_forget done;
	char head[41];

	if (repo_head(r, head, e) < 0 || sync_forgotten(r, head, &f, e) < 0)
		return -1;
	return f.n == 0 ? 0 : sync_forget_run(r, &s, &done, NULL, e);
}

/* A sync like any other; without the note of it, it is the next one that is
 * the first. */
static void
note(struct iv_ctx *c, struct place *p, struct repo *r)
{
	struct iv_err none = IV_ERR_INIT;
	char head[41];

	if (tool_clock(c, "UTC", &none) < 0 ||
	    repo_head(r, head, &none) < 0 ||
	    dirs_make(p->fd, SHARE_SYNCED, &none) < 0 ||
	    share_note(p->fd, c->when, head, &none) < 0)
		return;
}

/* The files follow as after a change that was cut off behind its commit. */
static int
settle(struct iv_ctx *c, struct place *p, struct iv_err *e)
{
	IV_AUTO(repo_close_auto) struct repo *r = NULL;

	if (repo_open(&r, p->fd, p->path, NULL, e) == 0) {
		if (forget(r, e) < 0)
			return -1;
		note(c, p, r);
		return 0;
	}
	iv_wrap(e, _("the group is here, but not every file is in place; the "
	    "next change completes it"));
	e->code = IV_PENDING;
	return -1;
}

int
share_clone(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	IV_AUTO(place_leave) struct place p = { c->args[1], -1, false, false,
		false };
	IV_AUTO(buf_release) struct buf url = BUF_INIT;
	IV_AUTO(buf_release) struct buf path = BUF_INIT;

	(void)opts;
	buf_shell(&path, p.path);
	if (whole_url(&url, c->args[0], e) < 0 || place_take(&p, e) < 0 ||
	    (!p.died && grow(c, &p, url.p, e) < 0))
		return -1;
	tell_step(c, _("writing the files"));
	if (settle(c, &p, e) < 0)
		return -1;
	tool_say(c, _("say who you are with 'iv-group -C %s me NAME'"),
	    path.p);
	return 0;
}

/* --- remote --------------------------------------------------------------- */

static void
readers_add(struct buf *b, const char *url, const char *lang)
{
	IV_AUTO(buf_release) struct buf host = BUF_INIT;

	sync_url_host(&host, url);
	if (sync_url_sealed(url))
		buf_adds(b, iv_text(lang, N_("Our records lie at a host that "
		    "cannot read them: they are encrypted for the "
		    "members.")));
	else if (host.len > 0)
		buf_addf(b, iv_text(lang, N_("Our records lie at %s: that "
		    "host, its administrators and an employer who pays for "
		    "it can read every case, with its history.")), host.p);
	else
		buf_adds(b, iv_text(lang, N_("Our records lie in a shared "
		    "directory: whoever can enter it, or its backups, can "
		    "read every case, with its history.")));
}

/* The lines of text without this one. */
static void
without_line(struct buf *b, const char *text, const char *line)
{
	for (size_t n; *text != '\0'; text += n + (text[n] == '\n')) {
		n = strcspn(text, "\n");
		if (n == strlen(line) && memcmp(text, line, n) == 0)
			continue;
		buf_adds(b, b->len > 0 ? "\n" : "");
		buf_add(b, text, n);
	}
}

/* The agreement on records says it, in place of what it said of the place
 * until now, and has to be signed again. */
static int
agree(struct iv_ctx *c, const char *before, const char *text,
    struct iv_err *e)
{
	IV_AUTO(change_end_auto) struct change *ch = NULL;
	IV_AUTO(buf_release) struct buf whole = BUF_INIT;
	const char *id = json_str(store_group(c->store), "id"), *was;
	char today[DAY_TEXT];
	struct record *r;
	struct id key;
	cJSON *a;

	if (tool_begin(c, &ch, e) < 0 ||
	    change_get(ch, &schema_group, id, &r, e) < 0)
		return -1;
	a = agreement_of_topic(r->json, "records");
	was = json_str(a, "text");
	if (strcmp(before, text) != 0 && was)
		without_line(&whole, was, before);
	else
		buf_adds(&whole, was ? was : "");
	if (!strstr(whole.p, text))
		buf_addf(&whole, "%s%s", whole.len > 0 ? "\n" : "", text);
	if (was && strcmp(was, whole.p) == 0)
		return 0;
	if (!a && change_key(ch, json_get(r->json, "agreements"), &key,
	    e) < 0)
		return -1;
	if (!a)
		a = json_object(json_object(r->json, "agreements"), key.s);
	civil_text(today, (struct civil){ c->now.day, -1 });
	json_set_str(a, "topic", "records");
	json_set_str(a, "text", whole.p);
	json_set_str(a, "since", today);
	json_drop(a, "signed");
	return tool_commit(c, ch, "remote", e);
}

static int
show_remote(struct iv_ctx *c, const struct sync_net *n, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf url = BUF_INIT;
	IV_AUTO(buf_release) struct buf text = BUF_INIT;
	int rc = sync_config(n, "remote.origin.url", &url, e);

	if (rc < 0)
		return -1;
	if (rc == 0)
		return iv_fail(e, IV_NOTFOUND, _("the group is not shared "
		    "yet; say where with 'iv-sync remote URL'"));
	sync_url_shown(&text, url.p);
	buf_addc(&text, '\n');
	readers_add(&text, url.p, text_lang());
	buf_addc(&text, '\n');
	tool_print(c, text.p);
	return 0;
}

/* Sets the address.  Who read the records at the one before is no longer
 * agreed on, but has what was put there. */
static int
change_remote(struct iv_ctx *c, const struct sync_net *n, const char *url,
    struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf was = BUF_INIT;
	IV_AUTO(buf_release) struct buf before = BUF_INIT;
	IV_AUTO(buf_release) struct buf now = BUF_INIT;
	int rc = sync_config(n, "remote.origin.url", &was, e);

	if (rc < 0)
		return -1;
	if (rc > 0)
		readers_add(&before, was.p, store_lang(c->store));
	readers_add(&now, url, store_lang(c->store));
	rc = agree(c, before.p, now.p, e);
	if (rc < 0 || c->dry_run)
		return rc;
	if (set_remote(n, url, e) < 0 || set_driver(n, e) < 0)
		return -1;
	buf_clear(&before);
	buf_clear(&now);
	sync_url_shown(&before, was.p);
	sync_url_shown(&now, url);
	if (was.len > 0 && strcmp(before.p, now.p) != 0)
		tool_say(c, _("what was put at %s stays there until it is "
		    "removed there"), before.p);
	return rc;
}

int
share_remote(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	const struct remote_opts *o = opts;
	IV_AUTO(buf_release) struct buf url = BUF_INIT;
	IV_AUTO(buf_release) struct buf told = BUF_INIT;
	struct sync_net n;
	int rc;

	if (tool_store(c, e) < 0)
		return -1;
	n = (struct sync_net){ .dirfd = store_dirfd(c->store),
		.gitdir = ".git" };
	if (c->nargs == 0)
		return show_remote(c, &n, e);
	if (whole_url(&url, c->args[0], e) < 0)
		return -1;
	readers_add(&told, url.p, text_lang());
	if (!sync_url_sealed(url.p) && !o->host_reads)
		return iv_fail(e, IV_REFUSED, _("%s The group has to agree; "
		    "then add --host-reads"), told.p);
	rc = change_remote(c, &n, url.p, e);
	if (rc >= 0 && !c->dry_run)
		tool_say(c, "%s", told.p);
	if (rc >= 0 && is_path(url.p) && access(url.p, F_OK) < 0)
		tool_say(c, _("there is nothing at '%s' yet; 'git init --bare' "
		    "and that path begins a place"), url.p);
	return rc;
}

int
share_setup(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	struct iv_err none = IV_ERR_INIT;
	struct sync_net n;

	(void)opts;
	if (tool_store(c, e) < 0)
		return -1;
	n = (struct sync_net){ .dirfd = store_dirfd(c->store),
		.gitdir = ".git" };
	if (c->dry_run) {
		tool_print(c, "change .git/config\n");
		return 0;
	}
	if (set_driver(&n, e) < 0)
		return -1;
	if (file_read(n.dirfd, ".gitattributes", FILE_MAX, &b, &none) < 0 ||
	    !strstr(b.p, "merge=iv-json"))
		tool_say(c, _("add this line to .gitattributes: %s"),
		    "*.json -text merge=iv-json");
	return 0;
}
