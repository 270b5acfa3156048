#include "change.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "file.h"
#include "forget.h"
#include "mem.h"
#include "repo.h"

/* One record of a change: what it was when we read it, and where. */
struct entry {
	struct record *r;
	char *was;		/* bytes read, NULL: new */
	char path[64];		/* where those stood */
	bool was_draft, removed;
};

struct change {
	struct store *s;
	struct change_opts o;
	struct repo *repo;	/* NULL on a dry run */
	struct entry *v;
	size_t n;
	uint64_t counter;	/* of seeded ids */
	struct forgotten forgotten;
	struct buf left;
};

/* A group that never forgot has no such file. */
static int
load_forgotten(struct change *c, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	struct iv_err why = IV_ERR_INIT;

	if (file_read(store_dirfd(c->s), FORGET_FILE, FILE_MAX, &b,
	    &why) == 0)
		return forgotten_parse(&c->forgotten, b.p, b.len, e);
	if (why.code == IV_NOTFOUND)
		return 0;
	*e = why;
	return -1;
}

int
change_begin(struct change **ret, struct store *s, const struct change_opts *o,
    struct iv_err *e)
{
	IV_AUTO(change_end_auto) struct change *c = mem_alloc(sizeof(*c));

	c->s = s;
	c->o = *o;
	c->left = (struct buf)BUF_INIT;
	if (!o->dry_run && repo_open(&c->repo, store_dirfd(s), store_dir(s),
	    &c->left, e) < 0)
		return -1;
	if (load_forgotten(c, e) < 0)
		return -1;
	*ret = IV_TAKE(c);
	return 0;
}

void
change_end(struct change *c)
{
	if (!c)
		return;
	for (size_t i = 0; i < c->n; i++) {
		record_free(c->v[i].r);
		mem_free(c->v[i].was);
	}
	mem_free(c->v);
	buf_release(&c->left);
	forgotten_release(&c->forgotten);
	repo_close(c->repo);
	mem_free(c);
}

void
change_end_auto(struct change **c)
{
	change_end(*c);
}

static struct entry *
entry_new(struct change *c, struct record *r)
{
	struct entry *n;

	c->v = mem_array(c->v, c->n + 1, sizeof(*c->v));
	n = &c->v[c->n++];
	memset(n, 0, sizeof(*n));
	n->r = r;
	return n;
}

static struct record *
have(struct change *c, const struct schema *k, const char *id)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->v[i].r->schema == k &&
		    strcmp(c->v[i].r->id.s, id) == 0)
			return c->v[i].r;
	return NULL;
}

/* The bytes that stand in the file now, valid or not. */
static int
bytes_of(struct change *c, const struct record *r, struct buf *b,
    struct iv_err *e)
{
	int fd = r->draft ? store_private(c->s, false, e) :
	    store_dirfd(c->s);

	return fd < 0 ? -1 : file_read(fd, r->path, FILE_MAX, b, e);
}

static int
open_record(struct change *c, const struct schema *k, const char *id,
    struct record **ret, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;

	if (*k->dir != '\0')
		return store_read(c->s, k, id, ret, e);
	if (file_read(store_dirfd(c->s), "group.json", FILE_MAX, &b, e) < 0)
		return -1;
	return record_parse(k, b.p, b.len, "group.json", ret, e);
}

int
change_get(struct change *c, const struct schema *k, const char *id,
    struct record **ret, struct iv_err *e)
{
	IV_AUTO(record_free_auto) struct record *r = NULL;
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	struct record *old = have(c, k, id);
	struct entry *n;

	if (old) {
		*ret = old;
		return 0;
	}
	if (open_record(c, k, id, &r, e) < 0 || bytes_of(c, r, &b, e) < 0)
		return -1;
	if (r->version > k->version)
		return iv_fail(e, IV_INVALID, _("%s was written by a newer "
		    "version of these programs; this one only reads it"),
		    r->path);
	*ret = r;
	n = entry_new(c, IV_TAKE(r));
	n->was = mem_ndup(b.p, b.len);
	n->was_draft = n->r->draft;
	snprintf(n->path, sizeof(n->path), "%s", n->r->path);
	return 0;
}

/* Is the id in use in any kind of record? */
static bool
in_use(struct change *c, const char *id)
{
	for (size_t i = 0; schemas[i]; i++)
		if (have(c, schemas[i], id) ||
		    (*schemas[i]->dir != '\0' &&
		    store_has(c->s, schemas[i], id)))
			return true;
	return false;
}

static int
new_id(struct change *c, struct id *ret, struct iv_err *e)
{
	do {
		if (c->o.seed)
			id_seeded(ret, c->o.seed, c->counter++);
		else if (id_random(ret, e) < 0)
			return -1;
	} while (in_use(c, ret->s));
	return 0;
}

int
change_new(struct change *c, const struct schema *k, struct record **ret,
    struct iv_err *e)
{
	struct id id;

	if (new_id(c, &id, e) < 0)
		return -1;
	*ret = record_new(k, id.s, c->o.now.day);
	store_coming(c->s, &id);
	entry_new(c, *ret);
	return 0;
}

int
change_take(struct change *c, struct record *r, struct iv_err *e)
{
	IV_AUTO(record_free_auto) struct record *mine = r;

	if (in_use(c, r->id.s))
		return iv_fail(e, IV_CONFLICT, _("id %s is in use already"),
		    r->id.s);
	store_coming(c->s, &mine->id);
	entry_new(c, IV_TAKE(mine));
	return 0;
}

int
change_key(struct change *c, const cJSON *map, struct id *ret,
    struct iv_err *e)
{
	char seed[128];
	uint64_t n = 0;

	snprintf(seed, sizeof(seed), "key %s", c->o.seed ? c->o.seed : "");
	do {
		if (c->o.seed)
			id_seeded(ret, seed, n++);
		else if (id_random(ret, e) < 0)
			return -1;
	} while (map && json_get(map, ret->s));
	return 0;
}

void
change_remove(struct change *c, struct record *r)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->v[i].r == r)
			c->v[i].removed = true;
}

void
change_share(struct change *c, struct record *r, bool draft)
{
	r->draft = draft;
	if (draft)
		snprintf(r->path, sizeof(r->path), "drafts/%s.json", r->id.s);
	else
		record_place(r, c->o.now.day);
}

/* What is to be written: the repository's part and the private one. */
struct plan {
	struct repo_file *files;
	char **texts;		/* parallel to change.v; NULL: unchanged */
	size_t n;
	struct buf message;
	struct buf report;
};

static void
plan_release(struct plan *p, size_t n)
{
	for (size_t i = 0; p->texts && i < n; i++)
		mem_free(p->texts[i]);
	mem_free(p->texts);
	mem_free(p->files);
	buf_release(&p->message);
	buf_release(&p->report);
}

static int
check_entry(struct entry *n, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf text = BUF_INIT;

	if (n->removed)
		return 0;
	schema_order(n->r->schema, n->r->json);
	record_text(&text, n->r);
	if (text.len > FILE_MAX)
		return iv_fail(e, IV_INVALID, _("%s would be larger than "
		    "1 MiB"), n->r->path);
	if (schema_check(n->r->schema, n->r->json, NULL, e) < 0)
		return iv_wrap(e, "%s", n->r->id.s);
	return 0;
}

/* What is forgotten does not come back, by a command or by hand. */
static int
check_forgotten(struct change *c, const struct entry *n, struct iv_err *e)
{
	const struct record *r = n->r;

	if (n->removed || !forgotten_has(&c->forgotten, r->id.s))
		return 0;
	return forget_check(r->schema, r->id.s, r->json, e);
}

static void
plan_file(struct plan *p, const char *path, const char *text)
{
	p->files[p->n++] = (struct repo_file){ path, text,
	    text ? strlen(text) : 0 };
}

static void
plan_word(struct plan *p, const struct entry *n, const char *what)
{
	buf_addf(&p->report, "%s %s\n", what, n->r->path);
}

/* Every path of one entry: where it goes, and where it came from. */
static void
plan_entry(struct plan *p, const struct entry *n, char **text)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	bool moved = n->was && strcmp(n->path, n->r->path) != 0;

	if (!n->removed) {
		record_text(&b, n->r);
		if (n->was && !moved && strcmp(n->was, b.p) == 0)
			return;
		*text = buf_take(&b);
		if (!n->r->draft)
			plan_file(p, n->r->path, *text);
		plan_word(p, n, n->was && !moved ? "change" : "add");
	} else {
		plan_word(p, n, "remove");
	}
	if (n->was && !n->was_draft && (moved || n->removed))
		plan_file(p, n->path, NULL);
}

static void
plan_message(struct plan *p, const struct change *c, const char *verb)
{
	size_t named = 0, files = 0;

	buf_adds(&p->message, verb);
	for (size_t i = 0; i < c->n; i++) {
		const struct entry *n = &c->v[i];

		if ((!p->texts[i] && !n->removed) || n->r->draft)
			continue;
		if (++files > 5)
			continue;
		buf_addf(&p->message, "%s %s", named++ > 0 ? "," : "",
		    n->r->schema->kind);
		if (*n->r->schema->dir != '\0')
			buf_addf(&p->message, " %s", n->r->id.s);
	}
	if (files > 5)
		buf_addf(&p->message, " and %zu more", files - 5);
}

/* A record that was edited by hand since HEAD gets a commit of its own. */
static int
adopt(struct change *c, const struct entry *n, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf head = BUF_INIT;
	IV_AUTO(buf_release) struct buf message = BUF_INIT;
	struct repo_file file = { n->path, n->was,
		n->was ? strlen(n->was) : 0 };
	struct repo_change rc = { &file, 1, c->o.author, NULL, c->o.when };

	if (!n->was || n->was_draft)
		return 0;
	if (repo_head_read(c->repo, n->path, &head, e) < 0)
		return -1;
	if (strcmp(head.p, n->was) == 0)
		return 0;
	buf_addf(&message, "adopt %s", n->r->schema->kind);
	if (*n->r->schema->dir != '\0')
		buf_addf(&message, " %s", n->r->id.s);
	rc.message = message.p;
	return repo_commit(c->repo, &rc, &c->left, e) < 0 ? -1 : 0;
}

static int
write_drafts(struct change *c, char **texts, struct iv_err *e)
{
	for (size_t i = 0; i < c->n; i++) {
		const struct record *r = c->v[i].r;
		int fd;

		if (!texts[i] || !r->draft)
			continue;
		fd = store_private(c->s, true, e);
		if (fd < 0 || dirs_make(fd, r->path, e) < 0 ||
		    file_replace(fd, r->path, texts[i], strlen(texts[i]),
		    0600, e) < 0)
			return -1;
	}
	return 0;
}

/* Drafts that were shared or thrown away go once the commit stands. */
static int
drop_drafts(struct change *c, struct iv_err *e)
{
	for (size_t i = 0; i < c->n; i++) {
		const struct entry *n = &c->v[i];
		int fd;

		if (!n->was_draft || (!n->removed && n->r->draft))
			continue;
		fd = store_private(c->s, false, e);
		if (fd < 0)
			return -1;
		if (unlinkat(fd, n->path, 0) < 0)
			return iv_fail_errno(e, IV_PENDING,
			    _("shared, but cannot remove the draft '%s'"),
			    n->path);
	}
	return 0;
}

static int
write_plan(struct change *c, struct plan *p, struct iv_err *e)
{
	struct repo_change rc = { p->files, p->n, c->o.author, p->message.p,
	    c->o.when };
	int pending = 0;

	for (size_t i = 0; i < c->n; i++)
		if ((p->texts[i] || c->v[i].removed) &&
		    adopt(c, &c->v[i], e) < 0)
			return -1;
	if (write_drafts(c, p->texts, e) < 0)
		return -1;
	if (p->n > 0)
		pending = repo_commit(c->repo, &rc, &c->left, e);
	if (pending < 0)
		return -1;
	if (drop_drafts(c, e) < 0)
		return e->code == IV_PENDING ? 1 : -1;
	return pending;
}

int
change_commit(struct change *c, const char *verb, struct buf *report,
    struct iv_err *e)
{
	struct plan p = { NULL, NULL, 0, BUF_INIT, BUF_INIT };
	int r = 0;

	p.files = mem_array(NULL, c->n * 2 + 1, sizeof(*p.files));
	p.texts = mem_alloc((c->n + 1) * sizeof(*p.texts));
	for (size_t i = 0; i < c->n && r == 0; i++) {
		r = check_entry(&c->v[i], e);
		if (r == 0)
			r = check_forgotten(c, &c->v[i], e);
	}
	for (size_t i = 0; i < c->n && r == 0; i++)
		plan_entry(&p, &c->v[i], &p.texts[i]);
	plan_message(&p, c, verb);
	if (r == 0 && c->o.dry_run && report)
		buf_add(report, p.report.p, p.report.len);
	if (r == 0 && !c->o.dry_run) {
		r = write_plan(c, &p, e);
		if (report)
			buf_add(report, c->left.p, c->left.len);
	}
	plan_release(&p, c->n);
	return r;
}
