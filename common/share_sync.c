#include "share.h"

#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "file.h"
#include "merge.h"

#define TRIES	12	/* others push too; each of them wins once */
#define REFUSED	4	/* a remote that says no while nobody else pushes */

struct share {
	struct iv_ctx *c;
	struct sync_net net;
	struct buf url, branch, left;
	int lock;
	char theirs[41];	/* "": the remote has nothing yet */
	struct share_forget forget;
	char head[41];
	size_t in[3], ahead, sent;
	bool plan;		/* a dry run: names what would come in */
	bool merged, pending, told;
};

static void
share_release(struct share *s)
{
	buf_release(&s->url);
	buf_release(&s->branch);
	buf_release(&s->left);
	share_forget_release(&s->forget);
	fd_close_auto(&s->lock);
}

static const char *const plan_words[] = { "add", "change", "remove" };

static void
tell(void *arg, enum sync_what what, const char *path, const char *pointer)
{
	struct share *s = arg;
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	IV_AUTO(buf_release) struct buf field = BUF_INIT;

	if (what <= SYNC_REMOVE) {
		s->in[what]++;
		buf_addf(&b, "%s %s\n", plan_words[what], path);
		if (s->plan)
			tool_print(s->c, b.p);
		return;
	}
	/* What a sync takes out of both sides first meets nothing there. */
	if (s->plan && forget_wants(&s->forget.all, path))
		return;
	s->told = s->told || what == SYNC_CONFLICT;
	merge_shown(&field, pointer);
	if (what == SYNC_ADOPTED)
		tool_say(s->c, _("%s: was edited by hand, and is saved "
		    "first"), path);
	else if (what == SYNC_CONFLICT)
		tool_say(s->c, _("%s: %s: two values, the newer stands; see "
		    "'iv-sync conflicts'"), path, field.p);
	else if (what == SYNC_KEPT)
		tool_say(s->c, _("%s%s%s: changed by one and taken away by "
		    "another; it stays"), path, *pointer ? ": " : "",
		    field.p);
}

static const char *
name_of(void *arg, const char *id)
{
	const struct share *s = arg;

	return store_name(s->c->store, id);
}

static struct sync_net
net_of(struct iv_ctx *c)
{
	return (struct sync_net){ .dirfd = store_dirfd(c->store),
		.gitdir = ".git", .remote = "origin", .branch = "main",
		.show = isatty(STDERR_FILENO) == 1,
		.ask = isatty(STDIN_FILENO) == 1 };
}

static int
one_at_a_time(struct share *s, struct iv_err *e)
{
	int dirfd = store_dirfd(s->c->store);

	if (dirs_make(dirfd, ".git/iv/syncing", e) < 0 ||
	    file_lock(dirfd, ".git/iv/syncing", 2000, &s->lock, e) < 0)
		return iv_wrap(e, _("another iv-sync is at work"));
	return 0;
}

static int
begin(struct share *s, struct iv_err *e)
{
	struct iv_ctx *c = s->c;
	IV_AUTO(repo_close_auto) struct repo *r = NULL;
	int rc;

	if (tool_store(c, e) < 0 || tool_author(c, e) < 0)
		return -1;
	s->net = net_of(c);
	if (repo_open_read(&r, store_dirfd(c->store), store_dir(c->store),
	    e) < 0)
		return -1;
	buf_adds(&s->branch, repo_branch_name(r));
	s->net.branch = s->branch.p;
	rc = sync_origin(&s->net, &s->url, e);
	if (rc < 0)
		return -1;
	if (rc == 0)
		return iv_fail(e, IV_USAGE, _("the group is not shared yet; "
		    "say where with 'iv-sync remote URL'"));
	s->net.shown = s->url.p;
	if (sync_url_ok(s->url.p, e) < 0)
		return iv_wrap(e, "remote.origin.url");
	return one_at_a_time(s, e);
}

static int
fetch(struct share *s, struct iv_err *e)
{
	int rc = sync_fetch(&s->net, s->theirs, e);

	if (rc == 0)
		s->theirs[0] = '\0';
	return rc < 0 ? -1 : 0;
}

static int
open_repo(struct share *s, bool write, struct repo **r, struct iv_err *e)
{
	struct store *st = s->c->store;
	int rc = write ? repo_open(r, store_dirfd(st), store_dir(st),
	    &s->left, e) : repo_open_read(r, store_dirfd(st), store_dir(st),
	    e);

	if (rc < 0 || !s->theirs[0])
		return rc;
	return repo_incoming_see(*r, e);
}

/* 1: both histories were written again, and what was fetched is ours already;
 * 0; -1. */
static int
forget_first(struct share *s, struct repo *r, struct iv_err *e)
{
	struct share_forget *f = &s->forget;
	size_t gone = 0;
	int rc;

	f->c = s->c;
	f->left = &s->left;
	f->theirs = s->theirs;
	if (repo_head(r, s->head, e) < 0)
		return -1;
	rc = share_forget(f, r, s->head, e);
	if (rc <= 0)
		return rc;
	s->merged = true;
	s->pending = s->pending || f->pending;
	return sync_forget_outside(s->c->store, &s->forget.all, &gone, e) < 0
	    ? -1 : 1;
}

int
share_note(int dirfd, time_t when, const char *commit, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	char at[DAY_TEXT];

	instant_text(at, when);
	buf_addf(&b, "%s %s\n", at, commit);
	return file_replace(dirfd, SHARE_SYNCED, b.p,
	    b.len, 0600, e);
}

/* The last sync. */
struct synced {
	bool known;
	char when[DAY_TEXT], commit[41];
};

static void
read_synced(struct share *s, struct synced *ret)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	struct iv_err none = IV_ERR_INIT;

	if (file_read(store_dirfd(s->c->store), SHARE_SYNCED, 256, &b,
	    &none) < 0)
		return;
	size_t n = strcspn(b.p, " ");
	if (n >= sizeof(ret->when) || b.len != n + 42)
		return;
	memcpy(ret->when, b.p, n);
	memcpy(ret->commit, b.p + n + 1, 40);
	ret->known = true;
}

/* Sound when we were last in step: what plain git has put there from here
 * since then is judged too.  What came in now was, if that began there. */
static const char *
sound(struct share *s, struct repo *r, const char *before,
    const struct synced *last)
{
	struct repo_bases bases;
	struct iv_err none = IV_ERR_INIT;
	char blob[41];

	if (!s->theirs[0])
		return NULL;
	if (!last->known || strcmp(last->commit, s->forget.known) == 0 ||
	    repo_blob_at(r, last->commit, "group.json", blob, &none) < 0 ||
	    repo_bases(r, before, s->forget.known, &bases, &none) < 0)
		return s->forget.known;
	return bases.n == 1 && strcmp(bases.id[0], last->commit) == 0 ?
	    s->forget.known : last->commit;
}

static int
judge_own(struct share *s, struct repo *r, const char *before,
    struct iv_err *e)
{
	struct synced last = { false, "", "" };

	read_synced(s, &last);
	if (repo_head(r, s->head, e) < 0)
		return -1;
	if (sync_judge(r, s->head, sound(s, r, before, &last), NULL, e) == 0)
		return 0;
	(void)iv_wrap(e, "%s", strcmp(s->head, s->theirs) == 0 ?
	    _("it is sent, but the others refuse it") :
	    _("not sent, the others would refuse it"));
	return iv_note(e, "%s", _("  'iv-group check' says how to mend "
	    "it.\n"));
}

/* Fetched, judged and merged; then our own is judged as others will. */
static int
bring_in(struct share *s, struct iv_err *e)
{
	struct iv_ctx *c = s->c;
	struct sync_opts o = { store_dirfd(c->store), c->author, c->when,
		c->dry_run, true, tell, name_of, s };
	IV_AUTO(repo_close_auto) struct repo *r = NULL;
	enum sync_done done = SYNC_NOTHING;
	char before[41];
	int rc;

	if (open_repo(s, !c->dry_run, &r, e) < 0)
		return -1;
	rc = forget_first(s, r, e);
	if (rc < 0)
		return -1;
	o.incoming = rc == 0;
	rc = repo_head(r, before, e);
	if (rc == 0 && s->theirs[0])
		rc = sync_bring_in(r, s->forget.known, &o, &done, &s->left, e);
	if (rc < 0)
		return -1;
	s->pending = s->pending || rc > 0;
	if (rc > 0)
		tool_say(c, "%s", e->msg);
	s->merged = s->merged || done != SYNC_NOTHING;
	c->saved = c->saved || (done != SYNC_NOTHING && !c->dry_run);
	if (share_remember(&s->forget, r, e) < 0)
		return -1;
	if (judge_own(s, r, before, e) < 0)
		return -1;
	if (!s->theirs[0])
		return 0;
	size_t behind;
	return repo_apart(r, s->head, s->forget.known, &s->ahead, &behind, e);
}

static int
note_synced(struct share *s, const char *commit, struct iv_err *e)
{
	return share_note(store_dirfd(s->c->store), s->c->when, commit, e);
}

static void
back_off(int try)
{
	int ms = 50 << (try < 5 ? try : 5);

	poll(NULL, 0, ms + (int)(getpid() % 97) * ms / 97);
}

static int
not_sent(const struct share *s, const struct iv_err *why, struct iv_err *e)
{
	*e = *why;
	if (s->net.lease)
		iv_note(e, "%s\n", _("The host does not let its history be "
		    "replaced, so what is forgotten still stands there. Allow "
		    "it there for once (receive.denyNonFastForwards, or the "
		    "protection of the branch), and sync again."));
	return iv_wrap(e, _("what came in is saved here, but nothing was "
	    "sent"));
}

static int
round_trips(struct share *s, bool push, struct iv_err *e)
{
	struct iv_err why = IV_ERR_INIT;
	char before[41] = "";
	int refused = 0, rc;

	(void)iv_fail(&why, IV_BUSY, _("others were always first"));
	for (int try = 0; try < TRIES; try++) {
		if (fetch(s, e) < 0)
			return iv_wrap(e, _("nothing was lost; sync again "
			    "later"));
		if (bring_in(s, e) < 0)
			return -1;
		if (!push || s->c->dry_run)
			return s->theirs[0] && !s->c->dry_run ?
			    note_synced(s, s->forget.known, e) : 0;
		if (strcmp(s->head, s->theirs) == 0)
			return note_synced(s, s->head, e);
		refused = try > 0 && strcmp(before, s->theirs) == 0 ?
		    refused + 1 : 0;
		if (refused >= REFUSED)
			break;
		memcpy(before, s->theirs, sizeof(before));
		/* All of ours is what it has without the forgotten, and
		 * more; so it may take the place of that. */
		s->net.lease = strcmp(s->forget.known, s->theirs) != 0 ?
		    s->theirs : NULL;
		s->net.plus = sync_url_sealed(s->url.p);
		rc = sync_push(&s->net, s->head, &why);
		s->sent += rc > 0 ? s->ahead : 0;
		if (rc > 0 && !sync_url_sealed(s->url.p))
			return note_synced(s, s->head, e);
		/* An encrypted remote always takes what comes last, so look
		 * whether somebody else came after us. */
		if (rc > 0)
			continue;
		if (rc < 0)
			break;
		if (sync_unlock(s->url.p, s->net.branch))
			tool_say(s->c, _("a lock that a killed git left there "
			    "long ago is removed"));
		back_off(try);
	}
	return not_sent(s, &why, e);
}

static void
finding(void *arg, const char *path, const char *what)
{
	struct share *s = arg;

	tool_say(s->c, "%s: %s", path, what);
}

/* A store of its own: the first one may know what was before. */
static int
look_after(struct share *s, struct iv_err *e)
{
	IV_AUTO(store_close_auto) struct store *st = NULL;
	struct store_opts o = { store_dir(s->c->store), s->c->data_home,
		MASK_ALL, NULL, NULL };

	size_t conflicts;

	if (!s->merged || s->c->dry_run)
		return 0;
	if (store_open(&st, &o, e) < 0)
		return -1;
	if (sync_after(st, finding, s, &conflicts, e) < 0)
		return -1;
	if (conflicts > 0 && !s->told)
		tool_say(s->c, iv_n("%zu field has two values; see 'iv-sync "
		    "conflicts'", "%zu fields have two values; see 'iv-sync "
		    "conflicts'", conflicts), conflicts);
	return 0;
}

static void
summary(struct share *s)
{
	if (s->c->dry_run && s->ahead > 0)
		tool_say(s->c, iv_n("%zu change would be sent",
		    "%zu changes would be sent", s->ahead), s->ahead);
	else if (s->net.show)
		tool_say(s->c, _("in: %zu new, %zu changed, %zu gone; sent: "
		    "%zu"), s->in[0], s->in[1], s->in[2], s->sent);
	if (s->left.len > 0)
		tool_say(s->c, "%s", s->left.p);
}

static void
drop_incoming(struct iv_ctx *c)
{
	IV_AUTO(fd_close_auto) int gitfd = openat(store_dirfd(c->store),
	    ".git", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (gitfd >= 0)
		repo_incoming_drop(gitfd);
}

/* An encrypted remote hands out its old packs whole, when it is fetched from
 * and when it packs them together: what no ref leads to goes again. */
static int
purge(struct share *s, struct iv_err *e)
{
	IV_AUTO(repo_close_auto) struct repo *r = NULL;
	struct store *st = s->c->store;

	if (s->c->dry_run || s->forget.all.n == 0 ||
	    !sync_url_sealed(s->url.p) || !sync_packs(s->net.dirfd, 1))
		return 0;
	if (repo_open(&r, store_dirfd(st), store_dir(st), &s->left, e) < 0)
		return -1;
	return share_purge(&s->forget, r, e);
}

/* The group is in step by now; that it is not packed as well is no failure. */
static void
tidy(struct share *s)
{
	struct iv_err why = IV_ERR_INIT;

	if (s->c->dry_run || !sync_untidy(s->net.dirfd))
		return;
	if (s->net.show)
		tool_say(s->c, _("packing the history"));
	if (sync_tidy(&s->net, &why) < 0)
		tool_say(s->c, "%s", why.msg);
}

int
share_sync(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	const struct sync_cmd_opts *o = opts;
	IV_AUTO(share_release) struct share s = { .c = c, .url = BUF_INIT,
		.branch = BUF_INIT, .left = BUF_INIT, .lock = -1,
		.plan = c->dry_run };
	int rc;

	if (begin(&s, e) < 0)
		return -1;
	rc = round_trips(&s, !o->no_push, e);
	drop_incoming(c);
	if (rc == 0)
		rc = purge(&s, e);
	if (rc == 0 || s.merged)
		summary(&s);
	if (rc < 0 || look_after(&s, e) < 0)
		return -1;
	tidy(&s);
	return s.pending ? IV_PENDING : 0;
}

/* --- status --------------------------------------------------------------- */

struct state {
	size_t ahead, behind, conflicts;
	bool asked;		/* behind is only known when asked */
	struct synced last;
};

static int
count_conflicts(void *arg, struct record **r, struct iv_err *e)
{
	struct state *st = arg;

	(void)e;
	st->conflicts += json_count(json_get((*r)->json, "conflicts"));
	return 0;
}

static int
ask(struct share *s, struct state *st, struct iv_err *e)
{
	IV_AUTO(repo_close_auto) struct repo *r = NULL;
	char head[41];
	const char *other;

	if (st->asked && fetch(s, e) < 0)
		return iv_note(e, "%s", _("  'iv-sync status --offline' tells "
		    "what is known here.\n"));
	if (open_repo(s, false, &r, e) < 0 || repo_head(r, head, e) < 0)
		return -1;
	other = st->asked ? s->theirs : st->last.commit;
	if (*other)
		return repo_apart(r, head, other, &st->ahead, &st->behind, e);
	st->ahead = 0;
	return 0;
}

static void
status_row(struct share *s, const struct state *st, struct out *o)
{
	IV_AUTO(json_free_auto) cJSON *row = cJSON_CreateObject();
	IV_AUTO(buf_release) struct buf where = BUF_INIT;
	char when[DAY_TEXT] = "";

	if (st->last.known)
		share_local(s->c, st->last.when, when);
	sync_url_shown(&where, s->url.p);
	json_set_str(row, "id", "origin");
	json_set_str(row, "remote", where.p);
	json_set_int(row, "ahead", (long)st->ahead);
	json_set(row, "behind", st->asked ?
	    cJSON_CreateNumber((double)st->behind) : cJSON_CreateNull());
	json_set_int(row, "conflicts", (long)st->conflicts);
	json_set(row, "synced", st->last.known ? cJSON_CreateString(when) :
	    cJSON_CreateNull());
	out_row(o, row);
}

int
share_status(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	static const struct out_col cols[] = {
		{ "remote", N_("Shared at"), OUT_TEXT },
		{ "ahead", N_("To send"), OUT_NUMBER },
		{ "behind", N_("To fetch"), OUT_NUMBER },
		{ "conflicts", N_("Conflicts"), OUT_NUMBER },
		{ "synced", N_("Last sync"), OUT_WHEN },
	};
	const struct status_opts *opt = opts;
	IV_AUTO(share_release) struct share s = { .c = c, .url = BUF_INIT,
		.branch = BUF_INIT, .left = BUF_INIT, .lock = -1 };
	struct state st = { .asked = !opt->offline };
	struct out *o;
	int rc;

	if (begin(&s, e) < 0)
		return -1;
	read_synced(&s, &st.last);
	st.conflicts = json_count(json_get(store_group(c->store),
	    "conflicts"));
	for (size_t i = 0; schemas[i]; i++)
		if (*schemas[i]->dir && store_each(c->store, schemas[i],
		    count_conflicts, &st, e) < 0)
			return -1;
	rc = ask(&s, &st, e);
	drop_incoming(c);
	if (rc < 0)
		return -1;
	o = tool_out(c, "iv.sync/1", cols, IV_LEN(cols));
	status_row(&s, &st, o);
	return out_end(o, e);
}
