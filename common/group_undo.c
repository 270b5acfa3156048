#include "group.h"

#include <string.h>

#include "file.h"
#include "forget.h"
#include "mem.h"
#include "refs.h"
#include "repo.h"

/* One path of the commit that is taken back. */
struct back {
	char *path;
	char old_blob[41], new_blob[41];	/* "": no such file */
	struct buf text;			/* what it becomes again */
};

struct undo {
	struct iv_ctx *c;
	struct repo *repo;
	const char *typed;	/* beginning of a commit, "" for the last */
	int side;
	char commit[41];
	char *message;
	size_t parents, fits;
	struct back *v;
	size_t n;
	struct id gone;		/* id that references are looked for */
	const char *holder;	/* path of the record being looked at */
};

static void
undo_release(struct undo *u)
{
	for (size_t i = 0; i < u->n; i++) {
		mem_free(u->v[i].path);
		buf_release(&u->v[i].text);
	}
	mem_free(u->v);
	mem_free(u->message);
	repo_close(u->repo);
}

static int
match(void *arg, const struct repo_entry *entry, struct iv_err *e)
{
	struct undo *u = arg;

	(void)e;
	if (strncasecmp(entry->commit, u->typed, strlen(u->typed)) != 0)
		return 0;
	if (u->fits++ > 0)
		return 1;
	snprintf(u->commit, sizeof(u->commit), "%s", entry->commit);
	u->message = mem_dup(entry->message);
	u->parents = entry->parents;
	return *u->typed == '\0';
}

/* Of the two sides how much each brought, and by whom and when the last of it
 * was. */
struct side {
	const struct undo *u;
	const char *commit;
	int number;
	size_t n;
	struct iv_err *told;
};

static int
tell_side(void *arg, const struct repo_entry *entry, struct iv_err *e)
{
	const struct side *s = arg;
	struct store *st = s->u->c->store;
	char when[DAY_TEXT];

	(void)e;
	if (strcmp(entry->commit, s->commit) != 0)
		return 0;
	civil_text(when, zone_civil(store_zone(st), entry->when, NULL));
	when[10] = ' ';
	(void)iv_note(s->told, iv_n("  --side %d: %zu change, the last by %s "
	    "on %s\n", "  --side %d: %zu changes, the last by %s on %s\n",
	    s->n), s->number, s->n, id_valid(entry->author) ?
	    store_name(st, entry->author) : entry->author, when);
	return 1;
}

static int
which_side(struct undo *u, struct iv_err *e)
{
	char id[2][41];
	size_t only[2];
	struct iv_err inner = IV_ERR_INIT;

	if (repo_parent(u->repo, u->commit, 0, id[0], e) < 0 ||
	    repo_parent(u->repo, u->commit, 1, id[1], e) < 0 ||
	    repo_apart(u->repo, id[0], id[1], &only[0], &only[1], e) < 0)
		return -1;
	(void)iv_fail(e, IV_CONFLICT, _("%.10s brought two histories together;"
	    " say which of them is taken back"), u->commit);
	for (int i = 0; i < 2; i++) {
		struct side s = { u, id[i], i + 1, only[i], e };

		if (repo_log(u->repo, NULL, tell_side, &s, &inner) < 0)
			return iv_note(e, "  %s\n", inner.msg);
	}
	return -1;
}

/* Only what led to here can be taken back. */
static int
find_commit(struct undo *u, struct iv_err *e)
{
	size_t n = strlen(u->typed);

	if (n > 0 && (n < 4 || strspn(u->typed,
	    "0123456789abcdefABCDEF") != n))
		return iv_fail(e, IV_USAGE, _("'%s' is no change: give at "
		    "least 4 digits of one from 'iv-group log'"), u->typed);
	if (repo_log(u->repo, NULL, match, u, e) < 0)
		return -1;
	if (u->fits == 0)
		return iv_fail(e, IV_NOTFOUND, _("no change '%s'; see "
		    "'iv-group log'"), u->typed);
	if (u->fits > 1)
		return iv_fail(e, IV_AMBIGUOUS, _("more than one change "
		    "begins with '%s'"), u->typed);
	if (u->parents == 0)
		return iv_fail(e, IV_CONFLICT, _("%.10s started the group; "
		    "that is not undone"), u->commit);
	if (u->parents > 1 && u->side == 0)
		return which_side(u, e);
	if (u->parents == 1 && u->side != 0)
		return iv_fail(e, IV_USAGE, _("%.10s has one side only; leave "
		    "--side out"), u->commit);
	return 0;
}

static int
take(void *arg, const struct repo_diff *d, struct iv_err *e)
{
	struct undo *u = arg;
	struct back *b;

	u->v = mem_array(u->v, u->n + 1, sizeof(*u->v));
	b = &u->v[u->n++];
	memset(b, 0, sizeof(*b));
	b->text = (struct buf)BUF_INIT;
	b->path = mem_dup(d->path);
	if (d->new_blob)
		snprintf(b->new_blob, sizeof(b->new_blob), "%s", d->new_blob);
	if (!d->old_blob)
		return 0;
	snprintf(b->old_blob, sizeof(b->old_blob), "%s", d->old_blob);
	return repo_blob(u->repo, b->old_blob, &b->text, e);
}

/* What a side of a merge brought is what the other had not. */
static int
changed(struct undo *u, struct iv_err *e)
{
	char other[41];

	if (u->side == 0)
		return repo_commit_diff(u->repo, u->commit, take, u, e);
	if (repo_parent(u->repo, u->commit, u->side == 1, other, e) < 0)
		return -1;
	return repo_diff_between(u->repo, other, u->commit, take, u, e);
}

static int
name_later(void *arg, const struct repo_entry *entry, struct iv_err *e)
{
	struct iv_err *told = arg;

	(void)e;
	iv_note(told, _("  changed later by %.10s (%s); undo that first\n"),
	    entry->commit, entry->message);
	return 1;
}

/* The path stands as the commit left it: in HEAD, and in the directory. */
static int
judge_path(struct undo *u, const struct back *b, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf head = BUF_INIT;
	IV_AUTO(buf_release) struct buf file = BUF_INIT;
	struct iv_err inner = IV_ERR_INIT;
	char blob[41];

	if (strcmp(b->path, FORGET_FILE) == 0)
		return iv_fail(e, IV_REFUSED, _("%.10s: what is forgotten "
		    "stays forgotten"), u->commit);
	if (repo_head_blob(u->repo, b->path, blob, e) < 0)
		return -1;
	if (strcmp(blob, b->new_blob) != 0) {
		iv_fail(e, IV_CONFLICT, _("%s was changed again after "
		    "%.10s"), b->path, u->commit);
		if (repo_log(u->repo, b->path, name_later, e, &inner) < 0)
			iv_note(e, "  %s\n", inner.msg);
		return -1;
	}
	if (repo_head_read(u->repo, b->path, &head, e) < 0)
		return -1;
	if (file_read(store_dirfd(u->c->store), b->path, FILE_MAX, &file,
	    &inner) < 0 && inner.code != IV_NOTFOUND)
		return iv_fail(e, inner.code, "%s", inner.msg);
	if (head.len != file.len || memcmp(head.p, file.p, head.len) != 0)
		return iv_fail(e, IV_CONFLICT, _("%s was edited by hand; put "
		    "it back with 'git checkout %s', or save it with any "
		    "command that changes it"), b->path, b->path);
	return 0;
}

/* "cases/2026/k7f3q9x2mb.json": the id of a path, false when it has none. */
static bool
id_of(const char *path, struct id *id)
{
	const char *name = strrchr(path, '/');

	if (!name || strlen(name + 1) != ID_LEN + 5)
		return false;
	memcpy(id->s, name + 1, ID_LEN);
	id->s[ID_LEN] = '\0';
	return id_valid(id->s);
}

static struct back *
back_of(struct undo *u, const char *path)
{
	for (size_t i = 0; i < u->n; i++)
		if (strcmp(u->v[i].path, path) == 0)
			return &u->v[i];
	return NULL;
}

static int
not_gone(void *arg, const char *path, const char *kind, const char *id,
    struct iv_err *e)
{
	const struct undo *u = arg;

	(void)kind;
	if (strcmp(id, u->gone.s) != 0)
		return 0;
	return iv_fail(e, IV_CONFLICT, _("%s: %s needs %s, which undo would "
	    "take away"), u->holder, path, u->gone.s);
}

static int
not_needed(void *arg, struct record **r, struct iv_err *e)
{
	struct undo *u = arg;

	if (back_of(u, (*r)->path))
		return 0;
	u->holder = (*r)->path;
	return refs_each((*r)->schema, (*r)->json, not_gone, u, e);
}

/* No other record may name the one that goes. */
static int
judge_gone(struct undo *u, struct iv_err *e)
{
	struct store *s = u->c->store;

	u->holder = "group.json";
	if (!back_of(u, u->holder) && refs_each(&schema_group, store_group(s),
	    not_gone, u, e) < 0)
		return -1;
	for (size_t i = 0; schemas[i]; i++)
		if (*schemas[i]->dir != '\0' &&
		    store_each(s, schemas[i], not_needed, u, e) < 0)
			return -1;
	return 0;
}

/* Is it there once the undoing is done? */
static int
will_be(void *arg, const char *path, const char *kind, const char *id,
    struct iv_err *e)
{
	struct undo *u = arg;
	const struct schema *k = schema_by_kind(kind);
	struct id own;
	bool there = k && store_has(u->c->store, k, id);

	for (size_t i = 0; i < u->n; i++)
		if (id_of(u->v[i].path, &own) && strcmp(own.s, id) == 0)
			there = u->v[i].old_blob[0] != '\0';
	if (there || !k)
		return 0;
	return iv_fail(e, IV_CONFLICT, _("%s: %s needs %s, which is no longer "
	    "there"), u->holder, path, id);
}

static int
judge_back(struct undo *u, const struct back *b, struct iv_err *e)
{
	IV_AUTO(json_free_auto) cJSON *j = NULL;
	struct iv_err none = IV_ERR_INIT;
	const struct schema *k;
	int version;

	if (json_parse(b->text.p, b->text.len, b->path, 1, &j, &none) < 0 ||
	    schema_of(j, &k, &version, &none) < 0 || version > k->version)
		return 0;
	u->holder = b->path;
	return refs_each(k, j, will_be, u, e);
}

static int
judge(struct undo *u, struct iv_err *e)
{
	for (size_t i = 0; i < u->n; i++) {
		const struct back *b = &u->v[i];

		if (judge_path(u, b, e) < 0)
			return -1;
		if (b->old_blob[0] ? judge_back(u, b, e) < 0 :
		    id_of(b->path, &u->gone) && judge_gone(u, e) < 0)
			return -1;
	}
	return 0;
}

static int
commit(struct undo *u, struct buf *left, struct iv_err *e)
{
	IV_AUTO(mem_free_auto) struct repo_file *files =
	    mem_array(NULL, u->n + 1, sizeof(*files));
	IV_AUTO(buf_release) struct buf message = BUF_INIT;
	struct repo_change rc = { files, u->n, u->c->author, NULL,
		u->c->when };

	for (size_t i = 0; i < u->n; i++)
		files[i] = (struct repo_file){ u->v[i].path,
			u->v[i].old_blob[0] ? u->v[i].text.p : NULL,
			u->v[i].text.len };
	buf_addf(&message, "undo %.10s", u->commit);
	if (u->side > 0)
		buf_addf(&message, " side %d", u->side);
	rc.message = message.p;
	return repo_commit(u->repo, &rc, left, e);
}

static void
plan(struct undo *u)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;

	for (size_t i = 0; i < u->n; i++)
		buf_addf(&b, "%s %s\n", !u->v[i].old_blob[0] ? "remove" :
		    u->v[i].new_blob[0] ? "change" : "add", u->v[i].path);
	tool_print(u->c, b.p);
}

static int
run(struct undo *u, struct buf *left, struct iv_err *e)
{
	struct store *s = u->c->store;
	int r;

	r = u->c->dry_run ?
	    repo_open_read(&u->repo, store_dirfd(s), store_dir(s), e) :
	    repo_open(&u->repo, store_dirfd(s), store_dir(s), left, e);
	if (r < 0 || find_commit(u, e) < 0 ||
	    changed(u, e) < 0 || judge(u, e) < 0)
		return -1;
	tool_say(u->c, _("undoes %.10s: %s"), u->commit, u->message);
	if (!u->c->dry_run)
		return commit(u, left, e);
	plan(u);
	return 0;
}

/* A new commit that puts back what another changed. */
int
group_undo(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	const struct undo_opts *o = opts;
	IV_AUTO(undo_release) struct undo u = { .c = c, .side = o->side,
		.typed = c->nargs > 0 ? c->args[0] : "" };
	IV_AUTO(buf_release) struct buf left = BUF_INIT;
	int r;

	if (o->side < 0 || o->side > 2)
		return iv_fail(e, IV_USAGE, _("--side is 1 or 2"));
	if (tool_store_mask(c, MASK_ALL, e) < 0 || tool_author(c, e) < 0)
		return -1;
	r = run(&u, &left, e);
	if (left.len > 0)
		tool_say(c, "%s", left.p);
	if (r > 0)
		tool_say(c, "%s", e->msg);
	return r > 0 ? IV_PENDING : r;
}
