#include "repo_internal.h"

#include "mem.h"

#define NEST_MAX	64	/* directories in directories */
#define KEEP_ONE	((size_t)64 << 10)
#define KEEP_ALL	((size_t)64 << 20)

/*
 * What stood last at a path, before and after.  Nearly all of a directory is
 * what it was a commit earlier, so only what differs from that is looked at;
 * and as a name never changes, before and after have the same length.
 */
struct spot {
	char *path;
	bool known, dir;
	git_oid old_id, new_id;
	struct buf old, new;	/* of a directory; new of a file, for deltas */
	struct pack_base base;
	size_t kept;		/* bytes of new that are counted */
};

static size_t
path_slot(struct spot *const *v, size_t cap, const char *path)
{
	uint64_t h = 1469598103934665603u;
	size_t i;

	for (const char *p = path; *p; p++)
		h = (h ^ (unsigned char)*p) * 1099511628211u;
	for (i = (size_t)h & (cap - 1); v[i]; i = (i + 1) & (cap - 1))
		if (strcmp(v[i]->path, path) == 0)
			break;
	return i;
}

static void
spots_grow(struct filter *f)
{
	size_t cap = f->spot_cap ? f->spot_cap * 2 : 256;
	struct spot **v = mem_alloc(cap * sizeof(*v));

	for (size_t i = 0; i < f->spot_cap; i++)
		if (f->spots[i])
			v[path_slot(v, cap, f->spots[i]->path)] = f->spots[i];
	mem_free(f->spots);
	f->spots = v;
	f->spot_cap = cap;
}

static struct spot *
spot_at(struct filter *f, const char *path)
{
	struct spot *s;
	size_t i;

	if (f->nspots * 2 >= f->spot_cap)
		spots_grow(f);
	i = path_slot(f->spots, f->spot_cap, path);
	if (f->spots[i])
		return f->spots[i];
	s = mem_alloc(sizeof(*s));
	s->path = mem_dup(path);
	s->old = s->new = (struct buf)BUF_INIT;
	f->nspots++;
	return f->spots[i] = s;
}

static size_t
line_slot(const struct filter *f, const git_oid *id)
{
	size_t i;

	memcpy(&i, id->id, sizeof(i));
	for (i &= f->line_cap - 1; !git_oid_is_zero(&f->lines[i].old);
	    i = (i + 1) & (f->line_cap - 1))
		if (git_oid_equal(&f->lines[i].old, id))
			break;
	return i;
}

static void
lines_grow(struct filter *f)
{
	struct filter_line *old = f->lines;
	size_t cap = f->line_cap;

	f->line_cap = cap ? cap * 2 : 256;
	f->lines = mem_alloc(f->line_cap * sizeof(*f->lines));
	for (size_t i = 0; old && i < cap; i++)
		if (!git_oid_is_zero(&old[i].old))
			f->lines[line_slot(f, &old[i].old)] = old[i];
	mem_free(old);
}

static void
line_add(struct filter *f, const git_oid *old, const git_oid *new)
{
	if (!f->lines || f->nlines * 2 >= f->line_cap)
		lines_grow(f);
	f->lines[line_slot(f, old)] = (struct filter_line){ *old, *new };
	f->nlines++;
	f->commits += !git_oid_equal(old, new);
}

const git_oid *
filter_new(const struct filter *f, const git_oid *old)
{
	const struct filter_line *l;

	if (f->line_cap == 0)
		return NULL;
	l = &f->lines[line_slot(f, old)];
	return git_oid_is_zero(&l->old) ? NULL : &l->new;
}

void
filter_release(struct filter *f)
{
	for (size_t i = 0; i < f->spot_cap; i++) {
		if (!f->spots[i])
			continue;
		mem_free(f->spots[i]->path);
		buf_release(&f->spots[i]->old);
		buf_release(&f->spots[i]->new);
		mem_free(f->spots[i]);
	}
	mem_free(f->spots);
	mem_free(f->lines);
	mem_free(f->todo);
}

static void
swap(struct buf *a, struct buf *b)
{
	struct buf was = *a;

	*a = *b;
	*b = was;
}

/* One object of the new history; s is the spot it stands at. */
static int
put(struct filter *f, git_object_t type, struct spot *s, struct buf *text,
    struct iv_err *e)
{
	if (f->pack && packer_put(f->pack, type, &s->new_id, text, &s->base,
	    e) < 0)
		return -1;
	swap(&s->new, text);
	if (s->base.text)
		s->base.text = &s->new;
	return 0;
}

/* --- files ---------------------------------------------------------------- */

static int
strip(struct filter *f, struct spot *s, struct buf *text, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf out = BUF_INIT;

	if (f->what->strip(f->what->arg, s->path, text, &out, e) < 0)
		return -1;
	if (out.len == text->len && memcmp(out.p, text->p, out.len) == 0)
		return 0;
	object_name(GIT_OBJECT_BLOB, &out, &s->new_id);
	swap(text, &out);
	f->versions++;
	return 0;
}

/* What is kept to tell the next version from does not outgrow the group. */
static void
keep_less(struct filter *f, struct spot *s)
{
	f->kept += s->new.len - s->kept;
	s->kept = s->new.len;
	if (s->new.len <= KEEP_ONE && f->kept <= KEEP_ALL)
		return;
	f->kept -= s->kept;
	s->kept = 0;
	buf_release(&s->new);
	s->base.text = NULL;
}

static int
filter_blob(struct filter *f, const char *path, const git_oid *id,
    git_oid *new, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf text = BUF_INIT;
	bool wanted = f->what->wants(f->what->arg, path);
	struct spot *s;

	*new = *id;
	if (!wanted && !f->pack)
		return 0;
	s = spot_at(f, path);
	if (!s->known || s->dir || !git_oid_equal(&s->old_id, id)) {
		if (object_raw(f->r, id, GIT_OBJECT_BLOB, &text, e) < 0)
			return -1;
		s->known = true;
		s->dir = false;
		s->old_id = s->new_id = *id;
		buf_release(&s->old);
		if ((wanted && strip(f, s, &text, e) < 0) ||
		    put(f, GIT_OBJECT_BLOB, s, &text, e) < 0)
			return -1;
		keep_less(f, s);
	}
	*new = s->new_id;
	return 0;
}

/* --- directories ---------------------------------------------------------- */

static int filter_tree(struct filter *f, const char *path, const git_oid *id,
    git_oid *new, struct iv_err *e);

static int
filter_entry(struct filter *f, const char *dir, const struct tree_entry *x,
    git_oid *new, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf path = BUF_INIT;
	git_oid id = { { 0 } };

	memcpy(id.id, x->at + x->head, GIT_OID_RAWSZ);
	*new = id;
	if (x->link)
		return 0;
	buf_addf(&path, "%s%s%s", dir, *dir ? "/" : "", x->name);
	return x->dir ? filter_tree(f, path.p, &id, new, e) :
	    filter_blob(f, path.p, &id, new, e);
}

/* The ids in new, which begins as a copy of old. */
static int
map_entries(struct filter *f, struct spot *s, const struct buf *old,
    struct buf *new, struct iv_err *e)
{
	struct tree_entry x, y;
	size_t at = 0, last = 0;
	int rc, more = tree_next(&s->old, &last, &y);

	while ((rc = tree_next(old, &at, &x)) > 0) {
		char *to = new->p + (x.at - old->p) + x.head;
		git_oid id;

		while (more > 0 && tree_cmp(&y, &x) < 0)
			more = tree_next(&s->old, &last, &y);
		bool same = more > 0 && y.len == x.len &&
		    memcmp(y.at, x.at, x.len) == 0;
		if (same)
			memcpy(to, s->new.p + (y.at - s->old.p) + y.head,
			    GIT_OID_RAWSZ);
		else if (filter_entry(f, s->path, &x, &id, e) < 0)
			return -1;
		else
			memcpy(to, id.id, GIT_OID_RAWSZ);
	}
	return rc < 0 ? iv_fail(e, IV_STORAGE, _("a git tree of '%s/' is"
	    " damaged"), s->path) : 0;
}

/* A spot that was a file has nothing that an entry could be told by. */
static void
become_dir(struct filter *f, struct spot *s, const git_oid *id)
{
	if (!s->dir) {
		f->kept -= s->kept;
		s->kept = 0;
		buf_release(&s->old);
		buf_release(&s->new);
		s->base.text = NULL;
	}
	s->known = s->dir = true;
	s->old_id = s->new_id = *id;
}

static int
filter_tree(struct filter *f, const char *path, const git_oid *id,
    git_oid *new, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf text = BUF_INIT;
	IV_AUTO(buf_release) struct buf out = BUF_INIT;
	struct spot *s = spot_at(f, path);

	if (s->known && s->dir && git_oid_equal(&s->old_id, id)) {
		*new = s->new_id;
		return 0;
	}
	if (f->nest >= NEST_MAX)
		return object_damaged(id, e);
	if (object_raw(f->r, id, GIT_OBJECT_TREE, &text, e) < 0)
		return -1;
	if (!s->dir)
		become_dir(f, s, id);
	buf_add(&out, text.p, text.len);
	f->nest++;
	int rc = map_entries(f, s, &text, &out, e);
	f->nest--;
	if (rc < 0)
		return -1;
	become_dir(f, s, id);
	if (memcmp(out.p, text.p, out.len) != 0)
		object_name(GIT_OBJECT_TREE, &out, &s->new_id);
	if (put(f, GIT_OBJECT_TREE, s, &out, e) < 0)
		return -1;
	swap(&s->old, &text);
	*new = s->new_id;
	return 0;
}

/* --- commits -------------------------------------------------------------- */

/* A line of a commit's head that begins with word: its id. */
static bool
head_id(const char **at, const char *word, git_oid *id)
{
	size_t n = strlen(word);

	if (strncmp(*at, word, n) != 0 ||
	    git_oid_fromstrn(id, *at + n, GIT_OID_HEXSZ) < 0 ||
	    (*at)[n + GIT_OID_HEXSZ] != '\n')
		return false;
	*at += n + GIT_OID_HEXSZ + 1;
	return true;
}

/* What is signed is no longer what was. */
static bool
is_signature(const char *line)
{
	return strncmp(line, "gpgsig", 6) == 0 ||
	    strncmp(line, "mergetag ", 9) == 0;
}

static void
add_rest(struct buf *b, const char *p, const char *end)
{
	bool head = true, skip = false;

	while (p < end) {
		const char *nl = memchr(p, '\n', (size_t)(end - p));
		size_t n = nl ? (size_t)(nl - p) + 1 : (size_t)(end - p);

		head = head && *p != '\n';
		skip = head && (*p == ' ' ? skip : is_signature(p));
		if (!skip)
			buf_add(b, p, n);
		p += n;
	}
}

/* The commit as it becomes; text is replaced when that differs. */
static int
map_commit(struct filter *f, const git_oid *id, struct buf *text,
    struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf out = BUF_INIT;
	const char *at = text->p;
	char hex[REPO_HEX];
	git_oid old, new;
	bool same;

	if (!head_id(&at, "tree ", &old))
		return object_damaged(id, e);
	if (filter_tree(f, "", &old, &new, e) < 0)
		return -1;
	same = git_oid_equal(&old, &new);
	buf_addf(&out, "tree %s\n", git_oid_tostr(hex, sizeof(hex), &new));
	while (head_id(&at, "parent ", &old)) {
		const git_oid *to = filter_new(f, &old);

		same = same && git_oid_equal(&old, to);
		buf_addf(&out, "parent %s\n",
		    git_oid_tostr(hex, sizeof(hex), to));
	}
	if (same)
		return 0;
	add_rest(&out, at, text->p + text->len);
	swap(text, &out);
	return 0;
}

static void
todo_push(struct filter *f, const git_oid *id)
{
	if (f->ntodo == f->todo_cap) {
		f->todo_cap = f->todo_cap ? f->todo_cap * 2 : 256;
		f->todo = mem_array(f->todo, f->todo_cap, sizeof(*f->todo));
	}
	f->todo[f->ntodo++] = *id;
}

/* How many parents have to go first. */
static size_t
push_parents(struct filter *f, const struct buf *text)
{
	const char *at = text->p;
	size_t n = 0;
	git_oid id;

	if (!head_id(&at, "tree ", &id))
		return 0;
	while (head_id(&at, "parent ", &id)) {
		if (filter_new(f, &id))
			continue;
		todo_push(f, &id);
		n++;
	}
	return n;
}

static int
filter_commit(struct filter *f, const git_oid *id, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf text = BUF_INIT;
	git_oid new = *id;

	if (f->only && !oidset_has(f->only, id)) {
		line_add(f, id, id);
		return 0;
	}
	if (object_raw(f->r, id, GIT_OBJECT_COMMIT, &text, e) < 0)
		return -1;
	if (push_parents(f, &text) > 0)
		return 0;
	char *was = text.p;
	if (map_commit(f, id, &text, e) < 0)
		return -1;
	if (text.p != was)
		object_name(GIT_OBJECT_COMMIT, &text, &new);
	line_add(f, id, &new);
	return f->pack ? packer_put(f->pack, GIT_OBJECT_COMMIT, &new, &text,
	    NULL, e) : 0;
}

/* Parents before children, without a stack of calls as deep as history. */
int
filter_tip(struct filter *f, const git_oid *tip, struct iv_err *e)
{
	todo_push(f, tip);
	while (f->ntodo > 0) {
		git_oid id = f->todo[f->ntodo - 1];

		if (filter_new(f, &id))
			f->ntodo--;
		else if (filter_commit(f, &id, e) < 0)
			return -1;
	}
	return 0;
}

/* --- a commit on top ------------------------------------------------------ */

static int
put_top(struct filter *f, git_object_t type, const struct buf *text,
    git_oid *id, struct iv_err *e)
{
	if (git_odb_hash(id, text->p, text->len, type) < 0)
		return iv_fail(e, IV_STORAGE, "%s", git_text());
	return packer_put(f->pack, type, id, text, NULL, e);
}

int
filter_top(struct filter *f, const git_oid *head,
    const struct repo_change *c, git_oid *commit, git_oid *blob,
    struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf old = BUF_INIT;
	IV_AUTO(buf_release) struct buf tree = BUF_INIT;
	IV_AUTO(buf_release) struct buf text = BUF_INIT;
	const struct repo_file *file = &c->files[0];
	struct tree_edit own = { .name = file->path,
		.name_len = strlen(file->path) };
	const struct commit_text made = { &own.id, { filter_new(f, head) },
		c->author, c->when, c->message };
	const char *at;
	git_oid root, id;

	/* Its root is the one that was looked at last. */
	if (object_raw(f->r, head, GIT_OBJECT_COMMIT, &old, e) < 0)
		return -1;
	at = old.p;
	if (!head_id(&at, "tree ", &root))
		return object_damaged(head, e);
	if (filter_tree(f, "", &root, &id, e) < 0)
		return -1;
	buf_add(&text, file->data, file->len);
	if (put_top(f, GIT_OBJECT_BLOB, &text, blob, e) < 0)
		return -1;
	own.id = *blob;
	if (tree_edit(&spot_at(f, "")->new, &own, 1, &tree) < 0)
		return object_damaged(&root, e);
	if (put_top(f, GIT_OBJECT_TREE, &tree, &own.id, e) < 0)
		return -1;
	buf_clear(&text);
	commit_make(&text, &made);
	return put_top(f, GIT_OBJECT_COMMIT, &text, commit, e);
}
