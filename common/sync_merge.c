#include "sync.h"

#include <stdlib.h>
#include <string.h>

#include "file.h"
#include "mem.h"
#include "merge.h"

#define DEPTH	8	/* merges of merge bases of merge bases */

/* One path on which the two sides differ; "" is no file. */
struct joint {
	char *path;
	char base[41], ours[41], theirs[41];
	bool virtual;		/* its base is a merge itself */
	bool both;		/* changed on both sides */
	bool set;		/* the result is not ours */
	struct buf text;	/* and is this; empty: the file goes */
};

struct joining {
	struct repo *r;
	const struct sync_opts *o;
	const char *theirs;
	char head[41];
	struct repo_bases bases;
	struct joint *v;
	size_t n;
	const char *path;	/* whose merge tells */
	bool quiet;
};

static void
joining_release(struct joining *g)
{
	for (size_t i = 0; i < g->n; i++) {
		mem_free(g->v[i].path);
		buf_release(&g->v[i].text);
	}
	mem_free(g->v);
}

static void
tell(const struct joining *g, enum sync_what what, const char *path,
    const char *pointer)
{
	if (!g->quiet && g->o->tell)
		g->o->tell(g->o->arg, what, path, pointer);
}

static void
choice(void *arg, enum merge_choice c, const char *pointer)
{
	const struct joining *g = arg;

	tell(g, c == MERGE_CONFLICT ? SYNC_CONFLICT : SYNC_KEPT, g->path,
	    pointer);
}

static struct joint *
add_joint(struct joining *g, const struct repo_diff *d)
{
	struct joint j = { .path = mem_dup(d->path), .text = BUF_INIT };

	snprintf(j.theirs, sizeof(j.theirs), "%s",
	    d->new_blob ? d->new_blob : "");
	g->v = mem_array(g->v, g->n + 1, sizeof(*g->v));
	g->v[g->n] = j;
	return &g->v[g->n++];
}

/* What theirs changed from the only base, unless ours is the same by now. */
static int
add_changed(void *arg, const struct repo_diff *d, struct iv_err *e)
{
	const char *theirs = d->new_blob ? d->new_blob : "";
	struct joining *g = arg;
	struct joint *j;
	char ours[41];

	if (repo_blob_at(g->r, g->head, d->path, ours, e) < 0)
		return -1;
	if (strcmp(ours, theirs) == 0)
		return 0;
	j = add_joint(g, d);
	memcpy(j->ours, ours, sizeof(ours));
	snprintf(j->base, sizeof(j->base), "%s",
	    d->old_blob ? d->old_blob : "");
	j->both = strcmp(j->base, j->ours) != 0;
	return 0;
}

/* What differs; its base is to be found. */
static int
add_other(void *arg, const struct repo_diff *d, struct iv_err *e)
{
	struct joint *j = add_joint(arg, d);

	(void)e;
	snprintf(j->ours, sizeof(j->ours), "%s",
	    d->old_blob ? d->old_blob : "");
	return 0;
}

/* The base, when there is only one: we have been there. */
static const char *
common(const struct joining *g)
{
	return g->bases.n == 1 ? g->bases.id[0] : NULL;
}

static int
find_joints(struct joining *g, struct iv_err *e)
{
	if (common(g))
		return repo_diff_between(g->r, common(g), g->theirs,
		    add_changed, g, e);
	return repo_diff_between(g->r, g->head, g->theirs, add_other, g, e);
}

/* --- what was typed meanwhile --------------------------------------------- */

/*
 * A record edited by hand is saved before it is merged: kept as a file beside
 * a newer HEAD, the next change would take it for what it should be, and what
 * came in would be undone.
 */
static int
adopt_one(struct joining *g, const char *path, const struct buf *text,
    struct buf *left, struct iv_err *e)
{
	struct repo_file file = { path, text->p, text->len };
	struct repo_change c = { &file, 1, g->o->author, NULL, g->o->when };
	const struct schema *k = schema_at(path);
	IV_AUTO(buf_release) struct buf message = BUF_INIT;
	int version;

	if (sync_judge_text(path, text->p, text->len, NULL, &version,
	    e) < 0) {
		(void)iv_wrap(e, _("edited by hand, and not valid"));
		return iv_note(e, "%s", _("  'iv-group check' says how to "
		    "mend it.\n"));
	}
	tell(g, SYNC_ADOPTED, path, "");
	if (g->o->dry_run)
		return 0;
	buf_addf(&message, "adopt %s", k ? k->kind : "file");
	if (k && *k->dir)
		buf_addf(&message, " %.*s", ID_LEN, strrchr(path, '/') + 1);
	c.message = message.p;
	return repo_commit(g->r, &c, left, e) < 0 ? -1 : 0;
}

static int
adopt_edited(struct joining *g, struct buf *left, struct iv_err *e)
{
	for (size_t i = 0; i < g->n; i++) {
		IV_AUTO(buf_release) struct buf file = BUF_INIT;
		const struct joint *j = &g->v[i];
		struct iv_err why = IV_ERR_INIT;
		char blob[41];

		if (file_read(g->o->dirfd, j->path, FILE_MAX, &file,
		    &why) < 0) {
			if (why.code == IV_NOTFOUND)
				continue;
			*e = why;
			return -1;
		}
		repo_blob_name(&file, blob);
		if (strcmp(blob, j->ours) == 0 || strcmp(blob, j->theirs) == 0)
			continue;
		if (adopt_one(g, j->path, &file, left, e) < 0)
			return -1;
	}
	return 0;
}

/* --- one record ----------------------------------------------------------- */

/* The JSON of a blob, NULL for none; a record of a newer schema cannot be
 * merged by us. */
static int
load(struct joining *g, const char *path, const char *blob, cJSON **ret,
    struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf text = BUF_INIT;
	const struct schema *k = schema_at(path);
	int version;

	*ret = NULL;
	if (!*blob)
		return 0;
	if (repo_blob(g->r, blob, &text, e) < 0 ||
	    sync_judge_text(path, text.p, text.len, ret, &version, e) < 0)
		return -1;
	if (!k || version <= k->version)
		return 0;
	cJSON_Delete(*ret);
	*ret = NULL;
	return iv_fail(e, IV_CONFLICT, _("%s was changed on both sides and "
	    "written by a newer version of these programs; sync again with "
	    "the newer program (iv.%s/%d)"), path, k->kind, version);
}

/* A side of a merge with what its JSON hangs on. */
struct leaf {
	cJSON *json;
	char blob[41];
	struct repo_touch touch;
};

static void
leaf_release(struct leaf *l)
{
	cJSON_Delete(l->json);
}

static cJSON *
join(struct joining *g, const cJSON *base, const struct leaf *a,
    const struct leaf *b)
{
	struct merge m = { base,
		{ a->json, a->touch.when, a->blob, a->touch.by },
		{ b->json, b->touch.when, b->blob, b->touch.by }, choice, g };

	return merge_records(&m);
}

static int
leaf_at(struct joining *g, const struct repo_bases *bases,
    const char *commit, const char *path, struct leaf *l, struct iv_err *e)
{
	l->touch.path = path;
	if (repo_blob_at(g->r, commit, path, l->blob, e) < 0 ||
	    load(g, path, l->blob, &l->json, e) < 0)
		return -1;
	return repo_touched(g->r, bases, commit, &l->touch, 1, e);
}

static void
sort_bases(struct repo_bases *b)
{
	qsort(b->id, b->n, sizeof(b->id[0]),
	    (int (*)(const void *, const void *))strcmp);
}

static int base_of(struct joining *g, const struct repo_bases *bases,
    const char *path, int depth, cJSON **ret, struct iv_err *e);

/* The record as the merge of two commits has it. */
static int
merge_of(struct joining *g, const char *pair[2], const char *path, int depth,
    struct leaf *into, struct iv_err *e)
{
	IV_AUTO(leaf_release) struct leaf a = { 0 };
	IV_AUTO(leaf_release) struct leaf b = { 0 };
	IV_AUTO(json_free_auto) cJSON *base = NULL;
	struct repo_bases own;

	if (repo_bases(g->r, pair[0], pair[1], &own, e) < 0 ||
	    base_of(g, &own, path, depth + 1, &base, e) < 0 ||
	    leaf_at(g, &own, pair[0], path, &a, e) < 0 ||
	    leaf_at(g, &own, pair[1], path, &b, e) < 0)
		return -1;
	into->json = join(g, base, &a, &b);
	into->touch = a.touch.when > b.touch.when ? a.touch : b.touch;
	snprintf(into->blob, sizeof(into->blob), "%s",
	    strcmp(a.blob, b.blob) > 0 ? a.blob : b.blob);
	return 0;
}

/* The common ancestor: one commit's, or the merge of all that there are. */
static int
base_of(struct joining *g, const struct repo_bases *bases, const char *path,
    int depth, cJSON **ret, struct iv_err *e)
{
	struct repo_bases v = *bases;
	IV_AUTO(leaf_release) struct leaf all = { 0 };
	char blob[41];

	*ret = NULL;
	if (depth > DEPTH)
		return iv_fail(e, IV_CONFLICT, _("the two histories met in"
		    " too many ways to be merged"));
	if (v.n == 0)
		return 0;
	if (v.n == 1)
		return repo_blob_at(g->r, v.id[0], path, blob, e) < 0 ||
		    load(g, path, blob, ret, e) < 0 ? -1 : 0;
	sort_bases(&v);
	const char *pair[2] = { v.id[0], v.id[1] };
	if (merge_of(g, pair, path, depth, &all, e) < 0)
		return -1;
	for (size_t i = 2; i < v.n; i++) {
		IV_AUTO(leaf_release) struct leaf next = { 0 };
		struct leaf was = all;
		const char *more[2] = { v.id[0], v.id[i] };

		if (merge_of(g, more, path, depth, &next, e) < 0)
			return -1;
		all.json = join(g, NULL, &was, &next);
		leaf_release(&was);
	}
	*ret = IV_TAKE(all.json);
	return 0;
}

/* --- the whole ------------------------------------------------------------ */

/* The blob all bases have at the path; else the base is a merge itself. */
static int
find_base(struct joining *g, struct joint *j, struct iv_err *e)
{
	for (size_t i = 0; i < g->bases.n; i++) {
		char blob[41];

		if (repo_blob_at(g->r, g->bases.id[i], j->path, blob, e) < 0)
			return -1;
		if (i == 0)
			memcpy(j->base, blob, sizeof(blob));
		else if (strcmp(blob, j->base) != 0)
			j->virtual = true;
	}
	j->both = j->virtual || (strcmp(j->base, j->ours) != 0 &&
	    strcmp(j->base, j->theirs) != 0);
	return 0;
}

static int
take_blob(struct joining *g, struct joint *j, const char *blob,
    struct iv_err *e)
{
	j->set = strcmp(blob, j->ours) != 0;
	return *blob ? repo_blob(g->r, blob, &j->text, e) : 0;
}

/* .gitattributes and .gitignore: one of the two, the same for all clones. */
static int
take_one(struct joining *g, struct joint *j, struct iv_err *e)
{
	return take_blob(g, j, strcmp(j->ours, j->theirs) > 0 ? j->ours :
	    j->theirs, e);
}

/* What one side has forgotten is forgotten. */
static int
join_forgotten(struct joining *g, struct joint *j, struct iv_err *e)
{
	IV_AUTO(forgotten_release) struct forgotten all = { NULL, 0 };
	IV_AUTO(buf_release) struct buf was = BUF_INIT;
	const char *const sides[] = { j->ours, j->theirs };

	for (size_t i = 0; i < IV_LEN(sides); i++) {
		buf_clear(&was);
		if (*sides[i] && (repo_blob(g->r, sides[i], &was, e) < 0 ||
		    forgotten_parse(&all, was.p, was.len, e) < 0))
			return -1;
	}
	j->set = true;
	forgotten_print(&j->text, &all, "");
	return 0;
}

/* The text of a merged record, held against its table. */
static int
put_record(struct joint *j, cJSON *json, struct iv_err *e)
{
	const struct schema *k = schema_at(j->path);
	int version;

	j->set = true;
	if (!json)
		return 0;
	if (k)
		schema_order(k, json);
	json_print(&j->text, json);
	if (sync_judge_text(j->path, j->text.p, j->text.len, NULL, &version,
	    e) == 0)
		return 0;
	e->code = IV_CONFLICT;
	return iv_wrap(e, _("the two versions do not fit together"));
}

static int
merge_one(struct joining *g, struct joint *j, const struct repo_touch t[2],
    struct iv_err *e)
{
	IV_AUTO(leaf_release) struct leaf a = { .touch = t[0] };
	IV_AUTO(leaf_release) struct leaf b = { .touch = t[1] };
	IV_AUTO(json_free_auto) cJSON *base = NULL;
	IV_AUTO(json_free_auto) cJSON *merged = NULL;

	if (strcmp(j->path, FORGET_FILE) == 0)
		return join_forgotten(g, j, e);
	if (!schema_at(j->path) && j->path[0] == '.')
		return take_one(g, j, e);
	memcpy(a.blob, j->ours, sizeof(a.blob));
	memcpy(b.blob, j->theirs, sizeof(b.blob));
	g->path = j->path;
	g->quiet = true;
	if (load(g, j->path, a.blob, &a.json, e) < 0 ||
	    load(g, j->path, b.blob, &b.json, e) < 0 ||
	    (j->virtual ? base_of(g, &g->bases, j->path, 0, &base, e) :
	    load(g, j->path, j->base, &base, e)) < 0)
		return -1;
	g->quiet = false;
	merged = join(g, base, &a, &b);
	return put_record(j, merged, e);
}

/* Who last touched what both sides changed: one walk a side. */
static int
merge_both(struct joining *g, struct iv_err *e)
{
	IV_AUTO(mem_free_auto) struct repo_touch *ours =
	    mem_array(NULL, g->n + 1, sizeof(*ours));
	IV_AUTO(mem_free_auto) struct repo_touch *theirs =
	    mem_array(NULL, g->n + 1, sizeof(*theirs));
	size_t n = 0;

	for (size_t i = 0; i < g->n; i++)
		if (g->v[i].both) {
			ours[n].path = g->v[i].path;
			theirs[n++].path = g->v[i].path;
		}
	if (repo_touched(g->r, &g->bases, g->head, ours, n, e) < 0 ||
	    repo_touched(g->r, &g->bases, g->theirs, theirs, n, e) < 0)
		return -1;
	n = 0;
	for (size_t i = 0; i < g->n; i++) {
		if (!g->v[i].both)
			continue;
		const struct repo_touch t[2] = { ours[n], theirs[n] };
		n++;
		if (merge_one(g, &g->v[i], t, e) < 0)
			return -1;
	}
	return 0;
}

static void
tell_paths(const struct joining *g, bool all)
{
	for (size_t i = 0; i < g->n; i++) {
		const struct joint *j = &g->v[i];
		bool gone = all ? !j->theirs[0] : j->text.len == 0;

		if (all || j->set)
			tell(g, gone ? SYNC_REMOVE : !j->ours[0] ? SYNC_ADD :
			    SYNC_CHANGE, j->path, "");
	}
}

static int
merge_trees(struct joining *g, struct iv_err *e)
{
	for (size_t i = 0; i < g->n; i++) {
		struct joint *j = &g->v[i];

		if (!common(g) && find_base(g, j, e) < 0)
			return -1;
		if (!j->both && strcmp(j->base, j->ours) == 0 &&
		    take_blob(g, j, j->theirs, e) < 0)
			return -1;
	}
	return merge_both(g, e);
}

static int
commit_merge(struct joining *g, struct buf *left, struct iv_err *e)
{
	IV_AUTO(mem_free_auto) struct repo_file *files =
	    mem_array(NULL, g->n + 1, sizeof(*files));
	size_t n = 0;

	for (size_t i = 0; i < g->n; i++)
		if (g->v[i].set)
			files[n++] = (struct repo_file){ g->v[i].path,
				g->v[i].text.len ? g->v[i].text.p : NULL,
				g->v[i].text.len };
	return repo_merge(g->r, g->theirs, files, n, left, e);
}

static int
same_group(struct joining *g, struct iv_err *e)
{
	struct id ours, theirs;

	if (sync_judge_group(g->r, g->head, &ours, e) < 0 ||
	    sync_judge_group(g->r, g->theirs, &theirs, e) < 0)
		return -1;
	if (g->bases.n == 0 || strcmp(ours.s, theirs.s) != 0)
		return iv_fail(e, IV_CONFLICT, _("that is another group (%s); "
		    "this one is %s"), theirs.s, ours.s);
	return 0;
}

/* Whose last change to it came in; false: nobody's that is known. */
static bool
sender(struct joining *g, const char *path, struct buf *b)
{
	IV_AUTO(buf_release) struct buf who = BUF_INIT;
	struct repo_touch t = { .path = path };
	struct iv_err none = IV_ERR_INIT;

	if (*path == '\0' || repo_touched(g->r, &g->bases, g->theirs, &t, 1,
	    &none) < 0 || !t.commit[0] ||
	    repo_author(g->r, t.commit, &who, &none) < 0)
		return false;
	buf_adds(b, g->o->name && id_valid(who.p) ?
	    g->o->name(g->o->arg, who.p) : who.p);
	return b->len > 0;
}

/* What helps; plain git may have sent it from here, and others built on it. */
static int
advise(struct joining *g, const char *bad, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf who = BUF_INIT;
	struct iv_err none = IV_ERR_INIT;

	if (sender(g, bad, &who))
		(void)iv_note(e, _("  %.99s sent it, and can mend it: 'iv-group "
		    "check' there says how.\n"), who.p);
	else if (common(g) &&
	    sync_judge(g->r, common(g), NULL, NULL, &none) < 0)
		(void)iv_note(e, "%s", _("  It was in this copy already: do "
		    "what 'iv-group check' says, then 'git pull', and sync "
		    "again.\n"));
	else
		(void)iv_note(e, "%s", _("  Whoever sent it can mend it: "
		    "'iv-group check' there says how.\n"));
	return iv_note(e, "%s", _("  Until then nothing is sent or taken in; "
	    "what was done here stays.\n"));
}

static int
judge(struct joining *g, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf bad = BUF_INIT;
	const char *known = common(g) ? common(g) : g->head;

	if (sync_judge(g->r, g->theirs, known, &bad, e) == 0)
		return 0;
	(void)iv_wrap(e, _("what came in is refused"));
	return e->code == IV_INVALID ? advise(g, bad.p, e) : -1;
}

/* Judged, and everything that stands in the way known. */
static int
survey(struct joining *g, struct buf *left, struct iv_err *e)
{
	char before[41];

	if (repo_head(g->r, g->head, e) < 0 ||
	    repo_bases(g->r, g->head, g->theirs, &g->bases, e) < 0)
		return -1;
	/* What is behind us already may be what we mended. */
	if (common(g) && strcmp(common(g), g->theirs) == 0)
		return 0;
	if (judge(g, e) < 0 || same_group(g, e) < 0)
		return -1;
	/* Before the first write of our own: an object that lies there already
	 * would not be written a second time here. */
	if (g->o->incoming && !g->o->dry_run &&
	    repo_incoming_take(g->r, e) < 0)
		return -1;
	if (find_joints(g, e) < 0 || adopt_edited(g, left, e) < 0)
		return -1;
	memcpy(before, g->head, sizeof(before));
	if (repo_head(g->r, g->head, e) < 0)
		return -1;
	if (strcmp(before, g->head) == 0)
		return 0;
	joining_release(g);
	g->v = NULL;
	g->n = 0;
	if (repo_bases(g->r, g->head, g->theirs, &g->bases, e) < 0)
		return -1;
	return find_joints(g, e);
}

static int
forward(struct joining *g, struct buf *left, struct iv_err *e)
{
	tell_paths(g, true);
	if (g->o->dry_run)
		return 0;
	return repo_forward(g->r, g->theirs, left, e);
}

static int
merge(struct joining *g, struct buf *left, struct iv_err *e)
{
	if (merge_trees(g, e) < 0)
		return -1;
	tell_paths(g, false);
	if (g->o->dry_run)
		return 0;
	return commit_merge(g, left, e);
}

int
sync_bring_in(struct repo *r, const char *theirs, const struct sync_opts *o,
    enum sync_done *ret, struct buf *left, struct iv_err *e)
{
	IV_AUTO(joining_release) struct joining g = { .r = r, .o = o,
		.theirs = theirs };

	if (survey(&g, left, e) < 0)
		return -1;
	if (common(&g) && strcmp(common(&g), theirs) == 0) {
		*ret = SYNC_NOTHING;
		return 0;
	}
	if (common(&g) && strcmp(common(&g), g.head) == 0) {
		*ret = SYNC_FORWARD;
		return forward(&g, left, e);
	}
	*ret = SYNC_MERGED;
	return merge(&g, left, e);
}
