#include "group.h"

#include <string.h>

#include "ask.h"
#include "file.h"
#include "mem.h"
#include "sync.h"
#include "utf8.h"

struct forgetting {
	struct iv_ctx *c;
	char **names;		/* and addresses, of people in new */
	size_t nnames;
	struct forgotten new;	/* what is asked for */
	struct forgotten all;	/* with what is forgotten already */
	struct buf plan;	/* a line for each file */
	struct repo *repo;
	struct buf left;
	int lock;
};

static void
forgetting_release(struct forgetting *f)
{
	forgotten_release(&f->new);
	forgotten_release(&f->all);
	for (size_t i = 0; i < f->nnames; i++)
		mem_free(f->names[i]);
	mem_free(f->names);
	buf_release(&f->plan);
	buf_release(&f->left);
	repo_close(f->repo);
	fd_close_auto(&f->lock);
}

static const struct schema *const kinds[] = { &schema_case, &schema_member,
	&schema_session };

static bool
is_forgotten(const struct record *r)
{
	return json_get(r->json, "forgotten") != NULL;
}

/* --- which ---------------------------------------------------------------- */

static int
judge(struct forgetting *f, const struct record *r, struct iv_err *e)
{
	(void)f;
	if (r->schema == &schema_member && !json_get(r->json, "left") &&
	    !is_forgotten(r))
		return iv_fail(e, IV_USAGE, _("%s is still in the group; note "
		    "that this person left first, with 'iv-member leave %s'"),
		    json_str(r->json, "name"), r->id.s);
	return 0;
}

static void
keep_name(struct forgetting *f, const char *name)
{
	if (!name)
		return;
	f->names = mem_array(f->names, f->nnames + 1, sizeof(*f->names));
	f->names[f->nnames++] = mem_dup(name);
}

static void
take(struct forgetting *f, const struct record *r)
{
	if (r->schema == &schema_member && !is_forgotten(r)) {
		keep_name(f, json_str(r->json, "name"));
		keep_name(f, json_str(r->json, "email"));
	}
	if (forgotten_add(&f->new, r->id.s) && !is_forgotten(r))
		buf_addf(&f->plan, "%s %s\n", r->draft ? "remove" : "change",
		    r->path);
}

/* What was typed, among cases, people and meetings; a whole id may stand in
 * the history alone. */
static int
find_typed(struct forgetting *f, const char *typed, struct iv_err *e)
{
	struct iv_ctx *c = f->c;
	struct iv_err why = IV_ERR_INIT;

	for (size_t i = 0; i < IV_LEN(kinds); i++) {
		IV_AUTO(record_free_auto) struct record *r = NULL;

		if (tool_read(c, kinds[i], typed, &r, &why) == 0) {
			if (judge(f, r, e) < 0)
				return -1;
			take(f, r);
			return 0;
		}
		if (why.code != IV_NOTFOUND) {
			*e = why;
			return -1;
		}
	}
	if (store_has(c->store, &schema_evaluation, typed))
		return iv_fail(e, IV_USAGE, _("an evaluation names nobody and "
		    "is not forgotten"));
	if (!id_valid(typed))
		return iv_fail(e, IV_NOTFOUND, _("no case, person or meeting "
		    "'%s'"), typed);
	forgotten_add(&f->new, typed);
	return 0;
}

static bool
is_over(const struct forgetting *f, const char *day, int months)
{
	struct civil c;

	return day && civil_parse_iso(day, &c) && interval_add(c.day,
	    (struct interval){ months, 'm' }) <= f->c->now.day;
}

static int
months_of(const struct iv_ctx *c, const char *what, int dflt)
{
	const cJSON *keep = json_get(store_group(c->store), "retention");
	long n;

	return json_int(keep, what, &n) ? (int)n : dflt;
}

static bool
case_over(const struct forgetting *f, const struct record *r)
{
	IV_AUTO(record_free_auto) struct record *s = NULL;
	struct iv_err none = IV_ERR_INIT;
	const char *id = json_str(r->json, "session");
	const char *day = json_str(r->json, "made");

	if (!words_has("discussed closed withdrawn",
	    json_str(r->json, "status")))
		return false;
	if (id && store_read(f->c->store, &schema_session, id, &s,
	    &none) == 0)
		day = json_str(s->json, "start");
	return is_over(f, day, months_of(f->c, "cases", 12));
}

static bool
record_over(const struct forgetting *f, const struct record *r)
{
	int proof = months_of(f->c, "proof", 72);

	if (r->schema == &schema_case)
		return case_over(f, r);
	if (r->schema == &schema_member)
		return is_over(f, json_str(r->json, "left"), proof);
	return words_has("held cancelled", json_str(r->json, "status")) &&
	    is_over(f, json_str(r->json, "start"), proof);
}

static int
take_expired(void *arg, struct record **r, struct iv_err *e)
{
	struct forgetting *f = arg;

	(void)e;
	if (!is_forgotten(*r) && record_over(f, *r))
		take(f, *r);
	return 0;
}

static int
find_all(struct forgetting *f, bool expired, struct iv_err *e)
{
	struct iv_ctx *c = f->c;

	for (int i = 0; i < c->nargs; i++)
		if (find_typed(f, c->args[i], e) < 0)
			return -1;
	for (size_t i = 0; expired && i < IV_LEN(kinds); i++)
		if (store_each(c->store, kinds[i], take_expired, f, e) < 0)
			return -1;
	return 0;
}

/* --- and out of what ------------------------------------------------------ */

static int
open_repo(struct forgetting *f, struct iv_err *e)
{
	struct store *s = f->c->store;
	char head[41];

	if ((f->c->dry_run ? repo_open_read(&f->repo, store_dirfd(s),
	    store_dir(s), e) : repo_open(&f->repo, store_dirfd(s),
	    store_dir(s), &f->left, e)) < 0 ||
	    repo_head(f->repo, head, e) < 0)
		return -1;
	if (sync_forgotten(f->repo, head, &f->all, e) < 0 ||
	    sync_forgotten_here(store_dirfd(s), &f->all, e) < 0)
		return -1;
	return 0;
}

/* Ids that no record has now must have had one. */
static int
judge_unseen(struct forgetting *f, struct iv_err *e)
{
	char head[41];

	if (repo_head(f->repo, head, e) < 0)
		return -1;
	for (size_t i = 0; i < f->new.n; i++) {
		const char *id = f->new.v[i].s;
		struct forgotten one = { &f->new.v[i], 1 };
		struct repo_forget look;

		if (strstr(f->plan.p, id) || forgotten_has(&f->all, id))
			continue;
		if (sync_forget_look(f->repo, &one, head, NULL, &look, e) < 0)
			return -1;
		if (look.versions == 0)
			return iv_fail(e, IV_NOTFOUND, _("no record '%s', now "
			    "or in the history"), id);
	}
	return 0;
}

/* The message names no more than a few, as any change's. */
static void
message(const struct forgetting *f, struct buf *b)
{
	buf_adds(b, "forget");
	for (size_t i = 0; i < f->new.n && i < 5; i++)
		buf_addf(b, "%s %s", i > 0 ? "," : "", f->new.v[i].s);
	if (f->new.n > 5)
		buf_addf(b, " and %zu more", f->new.n - 5);
}

static int
write_all(struct forgetting *f, struct repo_forget *done, struct iv_err *e)
{
	struct iv_ctx *c = f->c;
	IV_AUTO(buf_release) struct buf was = BUF_INIT;
	IV_AUTO(buf_release) struct buf text = BUF_INIT;
	IV_AUTO(buf_release) struct buf msg = BUF_INIT;
	struct repo_file file = { FORGET_FILE, NULL, 0 };
	struct repo_change top = { &file, 1, c->author, NULL, c->when };
	struct sync_forget s = { &f->all, NULL, NULL };

	if (repo_head_read(f->repo, FORGET_FILE, &was, e) < 0)
		return -1;
	forgotten_join(&f->all, &f->new);
	forgotten_print(&text, &f->all, was.p);
	message(f, &msg);
	file.data = text.p;
	file.len = text.len;
	top.message = msg.p;
	if (strcmp(was.p, text.p) != 0)
		s.top = &top;
	return sync_forget_run(f->repo, &s, done, &f->left, e);
}

/* --- where else it stands ------------------------------------------------- */

static void
look_in_text(struct forgetting *f, const char *path, const cJSON *j)
{
	IV_AUTO(buf_release) struct buf text = BUF_INIT;

	json_print(&text, j);
	for (size_t i = 0; i < f->nnames; i++) {
		if (!utf8_contains(text.p, f->names[i]))
			continue;
		tool_say(f->c, _("%s: a name that was forgotten stands in it, "
		    "and in its history"), path);
		break;
	}
}

static int
look_in(void *arg, struct record **r, struct iv_err *e)
{
	(void)e;
	look_in_text(arg, (*r)->path, (*r)->json);
	return 0;
}

static int
count_foreign(void *arg, const struct repo_entry *entry, struct iv_err *e)
{
	size_t *n = arg;

	(void)e;
	*n += !id_valid(entry->author) && strcmp(entry->author, "iv") != 0;
	return 0;
}

/* Names stand in members/ only, but people write texts, and use git. */
static int
look_elsewhere(struct forgetting *f, struct iv_err *e)
{
	size_t n = 0;

	if (f->nnames == 0)
		return 0;
	look_in_text(f, "group.json", store_group(f->c->store));
	for (size_t i = 0; schemas[i]; i++)
		if (*schemas[i]->dir && schemas[i] != &schema_member &&
		    store_each(f->c->store, schemas[i], look_in, f, e) < 0)
			return -1;
	if (repo_log(f->repo, NULL, count_foreign, &n, e) < 0)
		return -1;
	if (n > 0)
		tool_say(f->c, iv_n("%zu commit was made by plain git and "
		    "names its author; see 'git log'", "%zu commits were made "
		    "by plain git and name their author; see 'git log'", n),
		    n);
	return 0;
}

/* --- what people hear ----------------------------------------------------- */

/* Asked of the file: git may not be started here. */
static bool
is_sealed(struct iv_ctx *c)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	struct iv_err none = IV_ERR_INIT;

	return file_read(store_dirfd(c->store), ".git/config", FILE_MAX, &b,
	    &none) == 0 && strstr(b.p, "url = gcrypt::");
}

static void
say_rest(struct iv_ctx *c)
{
	tool_say(c, _("out of reach of this program: backups of this "
	    "computer, blocks of the disk that are not yet overwritten, and "
	    "copies that never sync again"));
	if (is_sealed(c))
		tool_say(c, _("the others' copies forget it at their next "
		    "'iv-sync'; the encrypted one keeps it in its old packs, "
		    "for whoever has a key: start a new one, with 'iv-sync "
		    "remote gcrypt::URL' in each copy, and remove the old"));
	else
		tool_say(c, _("the others' copies forget it at their next "
		    "'iv-sync', and the shared one at yours; whoever keeps "
		    "that should then run, in it: git reflog expire "
		    "--expire=now --all && git gc --prune=now"));
}

static int
confirm(struct forgetting *f, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf answer = BUF_INIT;
	struct iv_ctx *c = f->c;

	if (!ask_possible())
		return iv_fail(e, IV_USAGE, _("forgetting cannot be undone; "
		    "see with --dry-run what goes, then give --yes"));
	tool_say(c, "%s", f->plan.p);
	ask_begin();
	ask_say(c, "", _("This takes them out of the whole history, and cannot "
	    "be undone. Type 'yes' to go on."));
	(void)ask_line(&answer);
	if (strcmp(answer.p, "yes") == 0 || strcmp(answer.p, _("yes")) == 0)
		return 0;
	return iv_fail(e, IV_FAIL, _("nothing was changed"));
}

static int
dry_run(struct forgetting *f, struct iv_err *e)
{
	struct repo_forget look;
	char head[41];

	forgotten_join(&f->all, &f->new);
	if (repo_head(f->repo, head, e) < 0 || sync_forget_look(f->repo,
	    &f->all, head, NULL, &look, e) < 0)
		return -1;
	if (f->new.n > 0)
		buf_adds(&f->plan, "change " FORGET_FILE "\n");
	tool_print(f->c, f->plan.p);
	tool_say(f->c, iv_n("%zu version in the history would go",
	    "%zu versions in the history would go", look.versions),
	    look.versions);
	return 0;
}

/* No fetch may bring in what is being taken out. */
static int
alone(struct forgetting *f, struct iv_err *e)
{
	int dirfd = store_dirfd(f->c->store);

	if (dirs_make(dirfd, ".git/iv/syncing", e) < 0 ||
	    file_lock(dirfd, ".git/iv/syncing", 2000, &f->lock, e) < 0)
		return iv_wrap(e, _("another iv-sync is at work"));
	return 0;
}

static int
judge_running(struct forgetting *f, struct iv_err *e)
{
	size_t n = 0;

	if (sync_forget_running(store_dirfd(f->c->store), &f->new, false, &n,
	    e) < 0)
		return -1;
	return n == 0 ? 0 : iv_fail(e, IV_CONFLICT, _("a meeting about it is "
	    "being led on this computer: end that first, with 'iv-session "
	    "run'"));
}

static int
run(struct forgetting *f, struct iv_err *e)
{
	struct iv_ctx *c = f->c;
	struct repo_forget done;
	size_t gone;
	int rc;

	if (judge_running(f, e) < 0 || alone(f, e) < 0 ||
	    open_repo(f, e) < 0 || judge_unseen(f, e) < 0)
		return -1;
	rc = write_all(f, &done, e);
	if (rc < 0)
		return -1;
	c->saved = true;
	if (f->left.len > 0)
		tool_say(c, "%s", f->left.p);
	/* It stands; what fails from here on is for the next run. */
	if (rc == 0 && sync_forget_outside(c->store, &f->all, &gone, e) < 0)
		rc = 1;
	if (rc == 0 && look_elsewhere(f, e) < 0)
		rc = 1;
	if (rc > 0)
		tool_say(c, "%s", e->msg);
	if (done.versions == 0)
		tool_say(c, _("nothing of it was left in the history here"));
	else
		tool_say(c, iv_n("%zu version was taken out of the history",
		    "%zu versions were taken out of the history",
		    done.versions), done.versions);
	say_rest(c);
	return rc > 0 ? IV_PENDING : 0;
}

int
group_forget(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	const struct forget_opts *o = opts;
	IV_AUTO(forgetting_release) struct forgetting f = { .c = c,
		.plan = BUF_INIT, .left = BUF_INIT, .lock = -1 };

	if (tool_store_mask(c, MASK_ALL | MASK_DRAFTS, e) < 0 ||
	    tool_author(c, e) < 0 || find_all(&f, o->expired, e) < 0)
		return -1;
	if (o->expired && c->nargs == 0 && f.new.n == 0)
		return 0;
	if (c->dry_run)
		return open_repo(&f, e) < 0 || judge_unseen(&f, e) < 0 ? -1 :
		    dry_run(&f, e);
	if (!o->yes && f.new.n > 0 && confirm(&f, e) < 0)
		return -1;
	return run(&f, e);
}
