#include "check.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "agendas.h"
#include "checklist.h"
#include "facts_method.h"
#include "file.h"
#include "forget.h"
#include "mem.h"
#include "members.h"
#include "place.h"
#include "refs.h"
#include "repo.h"

struct kept {
	char *path, *kind, *what;
};

struct check {
	const struct check_what *o;
	int dirfd;
	struct store *s;	/* NULL when group.json cannot be read */
	struct kept *v;
	size_t n;
	size_t open;		/* files that others can read */
	struct agendas agendas;
	const char *path;	/* of the record whose references are read */
};

static void
found(struct check *k, const char *path, const char *kind, const char *what)
{
	k->v = mem_array(k->v, k->n + 1, sizeof(*k->v));
	k->v[k->n++] = (struct kept){ mem_dup(path), mem_dup(kind),
		mem_dup(what) };
}

/* Does it, or a directory it lies in, lie where nothing may? */
static bool
is_stray(const struct check *k, const char *path)
{
	for (size_t i = 0; i < k->n; i++) {
		size_t n = strlen(k->v[i].path);

		if (strcmp(k->v[i].kind, "stray") == 0 &&
		    strncmp(path, k->v[i].path, n) == 0 &&
		    (path[n] == '\0' || path[n] == '/'))
			return true;
	}
	return false;
}

static void
found_stray(struct check *k, const char *path, const char *why)
{
	IV_AUTO(buf_release) struct buf what = BUF_INIT;

	if (is_stray(k, path))
		return;
	buf_addf(&what, _("%s; move it elsewhere"), why);
	found(k, path, "stray", what.p);
}

static void
check_release(struct check *k)
{
	for (size_t i = 0; i < k->n; i++) {
		mem_free(k->v[i].path);
		mem_free(k->v[i].kind);
		mem_free(k->v[i].what);
	}
	mem_free(k->v);
	agendas_release(&k->agendas);
	fd_close_auto(&k->dirfd);
	store_close(k->s);
}

static int
one_reference(void *arg, const char *path, const char *kind, const char *id,
    struct iv_err *e)
{
	struct check *k = arg;
	const struct schema *schema = schema_by_kind(kind);
	IV_AUTO(buf_release) struct buf what = BUF_INIT;

	(void)e;
	if (!schema || store_has(k->s, schema, id))
		return 0;
	buf_addf(&what, _("%s: no %s '%s'"), path, _(schema->noun), id);
	found(k, k->path, "reference", what.p);
	return 0;
}

/* The message of a broken record begins with its path, which stands before it
 * on the line already. */
static const char *
without_path(const char *msg, const char *path)
{
	size_t n = strlen(path);

	return strncmp(msg, path, n) == 0 && msg[n] == ':' ? msg + n + 1 :
	    msg;
}

/* One that somebody wrote again by hand, or put in the private area. */
static void
check_forgotten(struct check *k, const struct record *r, const char *path)
{
	struct iv_err e = IV_ERR_INIT;

	if (json_get(r->json, "forgotten") &&
	    forget_check(r->schema, r->id.s, r->json, &e) < 0)
		found(k, path, "forgotten", _("it is forgotten and has more "
		    "in it than that; 'iv-group forget' takes it out"));
}

/* At the beginning of a line, as git writes them. */
static bool
has_marks(const char *text)
{
	return strncmp(text, "<<<<<<< ", 8) == 0 ||
	    strstr(text, "\n<<<<<<< ") || strstr(text, "\n>>>>>>> ");
}

/* A file that a plain git merge, or a hand, made wrong: what, and how it is
 * mended. */
static void
found_json(struct check *k, const char *path, const struct buf *text,
    const char *msg)
{
	IV_AUTO(buf_release) struct buf what = BUF_INIT;
	size_t n;

	msg = without_path(msg, path);
	n = strcspn(msg, "\n");
	buf_add(&what, msg, n);
	buf_adds(&what, has_marks(text->p) ? _("; git left two versions "
	    "there, between <<<<<<< and >>>>>>>: keep one, delete the marks, "
	    "then 'git commit -am mended'") : _("; mend it in an editor, then "
	    "'git commit -am mended', or put it back with 'git checkout'"));
	buf_adds(&what, msg + n);
	found(k, path, "json", what.p);
}

static void
check_record(struct check *k, const struct schema *schema, int fd,
    const char *path)
{
	IV_AUTO(record_free_auto) struct record *r = NULL;
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	IV_AUTO(buf_release) struct buf what = BUF_INIT;
	struct iv_err e = IV_ERR_INIT;

	if (file_read(fd, path, FILE_MAX, &b, &e) < 0 ||
	    record_parse(schema, b.p, b.len, path, &r, &e) < 0) {
		if (e.code != IV_NOTFOUND)
			found_json(k, path, &b, e.msg);
		return;
	}
	if (!k->s || r->version > schema->version)
		return;
	check_forgotten(k, r, path);
	k->path = path;
	if (refs_each(schema, r->json, one_reference, k, &e) < 0)
		found(k, path, "reference", e.msg);
	if (agendas_see(&k->agendas, r, &what))
		found(k, path, "agenda", what.p);
}

static void
check_json(struct check *k, const char *path)
{
	IV_AUTO(method_file_free_auto) struct method_file *m = NULL;
	IV_AUTO(json_free_auto) cJSON *j = NULL;
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	struct iv_err e = IV_ERR_INIT;
	bool method = strncmp(path, "methods/", 8) == 0;

	if (file_read(k->dirfd, path, FILE_MAX, &b, &e) < 0 ||
	    json_parse(b.p, b.len, path, 1, &j, &e) < 0 ||
	    (method && method_parse(b.p, b.len, path, "en", &m, &e) < 0))
		found_json(k, path, &b, e.msg);
}

/* What is forgotten and waits in this user's own area. */
static void
check_apart(struct check *k, const struct forgotten *all)
{
	static const char *const dirs[] = { "drafts", "outcomes", "edit" };
	struct iv_err e = IV_ERR_INIT;
	int fd = k->s ? store_private(k->s, false, &e) : -1;

	for (size_t i = 0; fd >= 0 && i < IV_LEN(dirs); i++) {
		IV_AUTO(names_release) struct names l = { NULL, 0 };

		if (dir_names(fd, dirs[i], &l, &e) < 0)
			continue;
		for (size_t j = 0; j < l.n; j++) {
			IV_AUTO(buf_release) struct buf path = BUF_INIT;

			buf_addf(&path, "%s/%s", dirs[i], l.v[j]);
			if (forget_wants((void *)(size_t)all, l.v[j]))
				found(k, path.p, "forgotten", _("it is "
				    "forgotten; 'iv-group forget' removes "
				    "it"));
		}
	}
}

/* Tombstones that a plain git pull brought in still have to be applied. */
static void
check_tombstones(struct check *k)
{
	IV_AUTO(forgotten_release) struct forgotten all = { NULL, 0 };
	IV_AUTO(forgotten_release) struct forgotten here = { NULL, 0 };
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	IV_AUTO(buf_release) struct buf own = BUF_INIT;
	struct iv_err e = IV_ERR_INIT, none = IV_ERR_INIT;

	if (file_read(k->dirfd, FORGET_FILE, FILE_MAX, &b, &e) < 0 ||
	    forgotten_parse(&all, b.p, b.len, &e) < 0) {
		found(k, FORGET_FILE, "json", without_path(e.msg,
		    FORGET_FILE));
		return;
	}
	if (file_read(k->dirfd, REPO_FORGOTTEN, BUF_MAX / 4, &own,
	    &none) == 0)
		forgotten_read_lines(&here, own.p);
	check_apart(k, &all);
	if (!forgotten_covers(&here, &all))
		found(k, FORGET_FILE, "forgotten", _("the history here still "
		    "has what is forgotten; 'iv-group forget' takes it out"));
}

static void
check_file(struct check *k, const char *path, const struct stat *st)
{
	const struct schema *schema = schema_at(path);

	k->open += (st->st_mode & 077) != 0;
	if (!S_ISREG(st->st_mode))
		found_stray(k, path, _("it is no file and no directory"));
	else if (schema)
		check_record(k, schema, k->dirfd, path);
	else if (place_data(path))
		check_json(k, path);
	else if (strcmp(path, FORGET_FILE) == 0)
		check_tombstones(k);
	else if (!place_plain(path))
		found_stray(k, path, _("no place for a file of a group"));
}

static int
check_tree(struct check *k, const char *dir, struct iv_err *e)
{
	IV_AUTO(names_release) struct names names = { NULL, 0 };

	if (dir_names(k->dirfd, dir, &names, e) < 0)
		return -1;
	for (size_t i = 0; i < names.n; i++) {
		IV_AUTO(buf_release) struct buf path = BUF_INIT;
		struct iv_err why = IV_ERR_INIT;
		struct stat st;

		if (*dir == '\0' && strcmp(names.v[i], ".git") == 0)
			continue;
		buf_addf(&path, "%s%s%s", dir, *dir ? "/" : "", names.v[i]);
		if (beneath_stat(k->dirfd, path.p, &st) < 0)
			continue;
		if (!S_ISDIR(st.st_mode))
			check_file(k, path.p, &st);
		else if (place_check(path.p, 040000, &why) < 0)
			found_stray(k, path.p, _("no directory of a group"));
		else if (check_tree(k, path.p, e) < 0)
			return -1;
	}
	return 0;
}

/* Behind a closed door it does not matter what the files inside allow, and
 * git makes them as the user's umask has it. */
static void
check_mode(struct check *k, int fd, const char *path)
{
	IV_AUTO(buf_release) struct buf what = BUF_INIT;
	struct stat st;

	if (fstat(fd, &st) < 0 || (st.st_mode & 077) == 0)
		return;
	if (fd == k->dirfd && k->open > 0)
		buf_addf(&what, iv_n("others on this computer can enter it "
		    "and read %zu file; close it with 'chmod 700'",
		    "others on this computer can enter it and read %zu files; "
		    "close it with 'chmod 700'", k->open), k->open);
	else
		buf_adds(&what, _("others on this computer can enter it; "
		    "close it with 'chmod 700'"));
	found(k, path, "mode", what.p);
}

/* Drafts and the like: this user's own. */
static void
check_private(struct check *k)
{
	IV_AUTO(names_release) struct names names = { NULL, 0 };
	IV_AUTO(buf_release) struct buf where = BUF_INIT;
	struct iv_err e = IV_ERR_INIT;
	int fd = k->s ? store_private(k->s, false, &e) : -1;

	if (fd < 0)
		return;
	store_private_path(k->s, &where);
	check_mode(k, fd, where.p);
	if (dir_names(fd, "drafts", &names, &e) < 0) {
		found(k, where.p, "json", e.msg);
		return;
	}
	for (size_t i = 0; i < names.n; i++) {
		IV_AUTO(buf_release) struct buf path = BUF_INIT;

		buf_addf(&path, "drafts/%s", names.v[i]);
		if (schema_file(names.v[i]))
			check_record(k, &schema_case, fd, path.p);
	}
}

/* In the last change, where the others would refuse it. */
static int
sent_stray(void *arg, const struct repo_item *i, struct iv_err *e)
{
	struct check *k = arg;
	IV_AUTO(buf_release) struct buf what = BUF_INIT;
	IV_AUTO(buf_release) struct buf name = BUF_INIT;
	struct iv_err why = IV_ERR_INIT;

	(void)e;
	if (place_check(i->path, i->mode, &why) == 0)
		return 0;
	buf_shell(&name, i->path);
	if (S_ISREG(i->mode) && place_check(i->path, 0100644, &why) == 0)
		buf_addf(&what, _("marked as a program; give 'chmod -x %s', "
		    "then 'git commit -am mended'"), name.p);
	else
		buf_addf(&what, _("%s; move it out of the group's directory, "
		    "then 'git commit -am mended'"),
		    S_ISDIR(i->mode) ? _("no directory of a group") :
		    S_ISLNK(i->mode) ? _("a link to another file") :
		    !S_ISREG(i->mode) ? _("a git repository of its own") :
		    _("no place for a file of a group"));
	found(k, i->path, "stray", what.p);
	return 1;
}

static void
check_sent(struct check *k, struct repo *r)
{
	struct iv_err e = IV_ERR_INIT;
	char head[41];

	if (r && (repo_head(r, head, &e) < 0 || repo_tree_each(r, head, NULL,
	    PLACE_DIRS, sent_stray, k, &e) < 0))
		found(k, ".git", "state", e.msg);
}

/* Of what lies in the wrong place that is all there is to say. */
static void
repo_found(void *arg, const char *what, const char *path, const char *msg)
{
	if (!is_stray(arg, path))
		found(arg, path, what, msg);
}

static void
check_history(struct check *k, struct repo *r)
{
	struct iv_err e = IV_ERR_INIT;

	if (r && repo_check(r, repo_found, k, &e) < 0)
		found(k, ".git", "state", e.msg);
}

static void
advise_contract(struct check *k)
{
	IV_AUTO(checklist_free_auto) struct checklist *l =
	    checklist_contract(store_lang(k->s));

	for (size_t i = 0; i < l->n; i++) {
		IV_AUTO(buf_release) struct buf what = BUF_INIT;

		if (agreement_of_topic(store_group(k->s), l->v[i].id))
			continue;
		buf_addf(&what, _("not agreed yet: %s"), l->v[i].title);
		found(k, "group.json", "advice", what.p);
	}
}

static void
advise(struct check *k)
{
	IV_AUTO(roll_release) struct roll roll = { NULL, 0, 0 };
	IV_AUTO(buf_release) struct buf what = BUF_INIT;
	const cJSON *group = store_group(k->s), *a;
	struct iv_err e = IV_ERR_INIT;
	size_t n = 0;

	if (roll_load(&roll, k->s, k->o->day, &e) < 0)
		return;
	if (members_advice(group, roll.members, &what))
		found(k, "members", "advice", what.p);
	cJSON_ArrayForEach(a, json_get(group, "agreements"))
		n += roll_signed(&roll, a) < roll.n;
	buf_clear(&what);
	buf_addf(&what, iv_n("%zu agreement is not signed by all; see "
	    "'iv-group agreements'", "%zu agreements are not signed by all; "
	    "see 'iv-group agreements'", n), n);
	if (n > 0)
		found(k, "group.json", "advice", what.p);
	if (k->o->contract)
		advise_contract(k);
}

/* By path; faults before advice. */
static int
by_path(const void *a, const void *b)
{
	const struct kept *x = a, *y = b;
	int r = strcmp(x->path, y->path);

	if (r == 0)
		r = (strcmp(x->kind, "advice") == 0) -
		    (strcmp(y->kind, "advice") == 0);
	if (r == 0)
		r = strcmp(x->kind, y->kind);
	return r != 0 ? r : strcmp(x->what, y->what);
}

static void
tell(const struct check *k, check_fn *fn, void *arg)
{
	for (size_t i = 0; i < k->n; i++) {
		const struct kept *f = &k->v[i], *last = f - 1;

		if (i > 0 && strcmp(f->path, last->path) == 0 &&
		    strcmp(f->kind, last->kind) == 0 &&
		    strcmp(f->what, last->what) == 0)
			continue;
		fn(arg, &(struct finding){ f->path, f->kind, f->what });
	}
}

int
check_group(const struct check_what *o, check_fn *fn, void *arg,
    struct iv_err *e)
{
	IV_AUTO(check_release) struct check k = { .o = o, .dirfd = -1 };
	IV_AUTO(repo_close_auto) struct repo *r = NULL;
	struct store_opts so = { o->dir, o->data_home, MASK_ALL, NULL, NULL };
	struct iv_err none = IV_ERR_INIT;

	if (dir_open(o->dir, &k.dirfd, e) < 0)
		return -1;
	/* A group.json that cannot be read is found again as a file. */
	if (store_open(&k.s, &so, &none) < 0 && none.code == IV_NOTFOUND)
		found(&k, "group.json", "missing", none.msg);
	if (repo_open_read(&r, k.dirfd, o->dir, &none) < 0)
		found(&k, ".git", "state", none.msg);
	check_sent(&k, r);
	if (check_tree(&k, "", e) < 0)
		return -1;
	check_mode(&k, k.dirfd, ".");
	check_private(&k);
	check_history(&k, r);
	if (k.s)
		advise(&k);
	if (k.n > 0)
		qsort(k.v, k.n, sizeof(*k.v), by_path);
	tell(&k, fn, arg);
	return 0;
}
