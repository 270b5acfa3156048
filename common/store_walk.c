#include <fcntl.h>
#include <string.h>

#include "mem.h"
#include "store_internal.h"
#include "utf8.h"

/* One walk: where the names are read, and what is done with each record. */
struct walk {
	struct store *s;
	const struct schema *k;
	int draftfd, dir;	/* dir: the one we are in, or -1 */
	bool draft;
	store_fn *fn;
	void *arg;
	struct buf text;
	struct iv_err inner;
};

static void
report(struct store *s, const struct iv_err *e)
{
	for (size_t i = 0; i < s->told.n; i++)
		if (strcmp(s->told.v[i], e->msg) == 0)
			return;
	s->told.v = mem_array(s->told.v, s->told.n + 1, sizeof(*s->told.v));
	s->told.v[s->told.n++] = mem_dup(e->msg);
	s->faults++;
	if (s->fault)
		s->fault(s->arg, e);
}

/* Drafts lie in the private area, all else in the group. */
static int
read_slowly(struct walk *w, const char *path)
{
	return w->draft ? file_read(w->draftfd, path, FILE_MAX, &w->text,
	    &w->inner) : store_file(w->s, path, &w->text, &w->inner);
}

/* Most records are small files; what is not, or looks broken, is read with
 * more care. */
static int
walk_record(struct walk *w, const char *path, struct record **ret)
{
	const char *name = strrchr(path, '/') + 1;

	buf_clear(&w->text);
	if (w->dir >= 0 && file_read_quick(w->dir, name, &w->text) &&
	    record_parse(w->k, w->text.p, w->text.len, path, ret,
	    &w->inner) == 0)
		return 0;
	buf_clear(&w->text);
	if (read_slowly(w, path) < 0)
		return -1;
	return record_parse(w->k, w->text.p, w->text.len, path, ret,
	    &w->inner);
}

static int
walk_file(struct walk *w, const char *path, struct iv_err *e)
{
	IV_AUTO(record_free_auto) struct record *r = NULL;

	if (walk_record(w, path, &r) < 0) {
		/* Another process may have removed it since we listed it. */
		if (w->inner.code != IV_NOTFOUND)
			report(w->s, &w->inner);
		return 0;
	}
	r->draft = w->draft;
	return w->fn(w->arg, &r, e);
}

/* The directory itself, for quick reading; -1 when there is none to open. */
static int
walk_open(const struct walk *w, const char *dir)
{
	if (w->s->from && !w->draft)
		return -1;
	return beneath_open(w->draft ? w->draftfd : w->s->dirfd, dir,
	    O_RDONLY | O_DIRECTORY, 0);
}

static int
walk_dir(struct walk *w, const char *dir, struct iv_err *e)
{
	IV_AUTO(names_release) struct names names = { NULL, 0 };
	IV_AUTO(fd_close_auto) int fd = walk_open(w, dir);
	IV_AUTO(buf_release) struct buf path = BUF_INIT;
	size_t n;
	int r = 0;

	w->dir = fd;
	if ((w->draft ? dir_names(w->draftfd, dir, &names, e) :
	    store_names(w->s, dir, &names, e)) < 0)
		return -1;
	buf_addf(&path, "%s/", dir);
	n = path.len;
	for (size_t i = 0; i < names.n && r == 0; i++) {
		if (!schema_file(names.v[i]))
			continue;
		buf_cut(&path, n);
		buf_adds(&path, names.v[i]);
		r = walk_file(w, path.p, e);
	}
	return r;
}

static int
walk_years(struct walk *w, struct iv_err *e)
{
	IV_AUTO(names_release) struct names years = { NULL, 0 };
	char dir[64];
	int r = 0;

	if (store_years(w->s, w->k, &years, e) < 0)
		return -1;
	for (size_t i = 0; i < years.n && r == 0; i++) {
		snprintf(dir, sizeof(dir), "%s/%s", w->k->dir, years.v[i]);
		r = walk_dir(w, dir, e);
	}
	return r;
}

static int
walk_drafts(struct walk *w, struct iv_err *e)
{
	w->draftfd = store_private(w->s, false, e);
	w->draft = true;
	if (w->draftfd < 0)
		return e->code == IV_NOTFOUND ? 0 : -1;
	return walk_dir(w, "drafts", e);
}

int
store_each(struct store *s, const struct schema *k, store_fn *fn, void *arg,
    struct iv_err *e)
{
	struct walk w = { .s = s, .k = k, .draftfd = -1, .fn = fn,
	    .arg = arg, .text = BUF_INIT };
	int r;

	if (!store_may(s, k, e))
		return -1;
	if (k->years)
		r = walk_years(&w, e);
	else
		r = walk_dir(&w, k->dir, e);
	if (r == 0 && k == &schema_case && (s->mask & MASK_DRAFTS))
		r = walk_drafts(&w, e);
	buf_release(&w.text);
	return r < 0 ? -1 : 0;
}

/* The name in a member's record, the caller's; NULL when there is none.  What
 * is wrong with a record of a member is said once. */
static char *
name_read(struct store *s, const char *id)
{
	IV_AUTO(record_free_auto) struct record *r = NULL;
	unsigned mask = s->mask;
	struct iv_err e = IV_ERR_INIT;
	int found;

	if (!id_valid(id))
		return NULL;
	s->mask |= MASK_MEMBER;
	found = store_read(s, &schema_member, id, &r, &e);
	s->mask = mask;
	if (found == 0)
		return mem_dup(json_str(r->json, "name"));
	if (e.code != IV_NOTFOUND)
		report(s, &e);
	return NULL;
}

/* Where the id stands among the names, or would. */
static size_t
name_place(const struct store *s, const char *id)
{
	size_t from = 0, to = s->nnames;

	while (from < to) {
		size_t mid = (from + to) / 2;

		if (strcmp(s->names[mid].id.s, id) < 0)
			from = mid + 1;
		else
			to = mid;
	}
	return from;
}

const char *
store_name(struct store *s, const char *id)
{
	struct store_name *n;
	size_t at;

	if (!id || strlen(id) > ID_LEN)
		return id;
	at = name_place(s, id);
	if (at == s->nnames || strcmp(s->names[at].id.s, id) != 0) {
		char *name = name_read(s, id);

		s->names = mem_array(s->names, s->nnames + 1,
		    sizeof(*s->names));
		n = &s->names[at];
		memmove(n + 1, n, (s->nnames++ - at) * sizeof(*n));
		n->name = name;
		snprintf(n->id.s, sizeof(n->id.s), "%s", id);
	}
	n = &s->names[at];
	return n->name ? n->name : id;
}

/* Candidates for what was typed. */
struct search {
	struct store *s;
	const struct schema *k;
	const char *typed;
	struct id prefix;	/* "" when it cannot be an id */
	struct id found[12];
	char label[12][80];
	size_t n;
	struct civil now;
	int32_t day;		/* sessions by date */
	char which;		/* 'n'ext, 'l'ast, 'd'ate or 0 */
	struct civil best;
};

static void
candidate(struct search *q, const struct id *id, const char *label)
{
	if (q->n < IV_LEN(q->found)) {
		q->found[q->n] = *id;
		snprintf(q->label[q->n], sizeof(q->label[0]), "%s", label);
	}
	q->n++;
}

static int
match_id(void *arg, struct record **r, struct iv_err *e)
{
	struct search *q = arg;
	const cJSON *j = (*r)->json;
	const char *label = json_str(j, "name");
	size_t n = strlen(q->prefix.s);

	(void)e;
	if (!label && !(label = json_str(j, "start")) &&
	    !(label = json_str(j, "made")))
		label = "";
	if (n > 0 && strncmp((*r)->id.s, q->prefix.s, n) == 0)
		candidate(q, &(*r)->id, label);
	else if (q->k == &schema_member && utf8_begins(label, q->typed))
		candidate(q, &(*r)->id, label);
	return 0;
}

/* A whole name beats the beginning of another: "Jan" among Jan and Janneke. */
static void
prefer_whole(struct search *q)
{
	size_t hit = 0, n = 0;

	for (size_t i = 0; i < q->n && i < IV_LEN(q->found); i++)
		if (utf8_same(q->label[i], q->typed)) {
			hit = i;
			n++;
		}
	if (n == 1) {
		q->found[0] = q->found[hit];
		q->n = 1;
	}
}

static bool
before(struct civil a, struct civil b)
{
	return a.day < b.day || (a.day == b.day && a.minute < b.minute);
}

static int
match_day(void *arg, struct record **r, struct iv_err *e)
{
	struct search *q = arg;
	const char *start = json_str((*r)->json, "start");
	bool live = !json_is((*r)->json, "status", "cancelled") &&
	    !json_is((*r)->json, "status", "proposed");
	struct civil c;

	(void)e;
	if (!start || !civil_parse_iso(start, &c))
		return 0;
	if (q->which == 'd' && c.day == q->day)
		candidate(q, &(*r)->id, start);
	if (q->which == 'n' && live && !before(c, q->now) &&
	    !json_is((*r)->json, "status", "held") &&
	    (q->n == 0 || before(c, q->best))) {
		q->n = 0;
		q->best = c;
		candidate(q, &(*r)->id, start);
	}
	if (q->which == 'l' && live && !before(q->now, c) &&
	    (q->n == 0 || before(q->best, c))) {
		q->n = 0;
		q->best = c;
		candidate(q, &(*r)->id, start);
	}
	return 0;
}

static bool
is_when(struct search *q)
{
	static const struct {
		const char *word;
		char which;
	} words[] = {
		{ "next", 'n' }, { "volgende", 'n' }, { "last", 'l' },
		{ "vorige", 'l' }, { "laatste", 'l' }, { "today", 'd' },
		{ "vandaag", 'd' },
	};
	struct civil c;

	q->day = q->now.day;
	for (size_t i = 0; i < IV_LEN(words); i++)
		if (strcmp(q->typed, words[i].word) == 0)
			q->which = words[i].which;
	if (q->which == 0 && civil_parse_iso(q->typed, &c)) {
		q->which = 'd';
		q->day = c.day;
	}
	return q->which != 0;
}

static int
ambiguous(struct search *q, struct iv_err *e)
{
	iv_fail(e, IV_AMBIGUOUS, _("'%s' fits %zu records; type more of one, "
	    "or its id"),
	    q->typed, q->n);
	for (size_t i = 0; i < q->n && i < IV_LEN(q->found); i++)
		iv_note(e, "  %s  %s\n", q->found[i].s, q->label[i]);
	return -1;
}

/* A whole id is opened and nothing else. */
static int
find_whole(struct search *q, struct id *ret, struct iv_err *e)
{
	IV_AUTO(record_free_auto) struct record *r = NULL;

	if (store_read(q->s, q->k, q->prefix.s, &r, e) < 0)
		return -1;
	*ret = r->id;
	return 0;
}

/* What there is instead: how many, and whose name is a slip away. */
struct others {
	const struct search *q;
	size_t n, least;
	char near[80];
};

static void
compare(struct others *o, const char *name, const char *part)
{
	size_t d = utf8_distance(part, o->q->typed);

	if (d >= o->least)
		return;
	o->least = d;
	snprintf(o->near, sizeof(o->near), "%s", name);
}

/* The whole name, and each word of it. */
static int
look_at(void *arg, struct record **r, struct iv_err *e)
{
	struct others *o = arg;
	const char *name = json_str((*r)->json, "name");

	(void)e;
	o->n++;
	if (o->q->k != &schema_member || !name)
		return 0;
	compare(o, name, name);
	for (const char *p = name; *p;) {
		size_t n = strcspn(p, " ");
		IV_AUTO(mem_free_auto) char *word = mem_ndup(p, n);

		compare(o, name, word);
		p += n + strspn(p + n, " ");
	}
	return 0;
}

/* Says what to do next: where there is none yet, or which there are. */
static int
not_found(const struct search *q, struct iv_err *e)
{
	struct iv_err ignored = IV_ERR_INIT;
	struct others o = { q, 0, utf8_slips(q->typed) + 1, "" };

	if (q->which == 'n')
		return iv_fail(e, IV_NOTFOUND, _("no meeting '%s': none is "
		    "to come; plan one with 'iv-session plan'"), q->typed);
	if (q->which == 'l')
		return iv_fail(e, IV_NOTFOUND, _("no meeting '%s': none has "
		    "begun yet; see 'iv-session list'"), q->typed);
	if (store_each(q->s, q->k, look_at, &o, &ignored) == 0 && o.n == 0)
		return iv_fail(e, IV_NOTFOUND, _("no %s '%s': there is none "
		    "yet; begin with '%s add'"), _(q->k->noun), q->typed,
		    q->k->tool);
	if (o.near[0] != '\0')
		return iv_fail(e, IV_NOTFOUND, _("no %s '%s'; did you mean "
		    "'%s'?"), _(q->k->noun), q->typed, o.near);
	return iv_fail(e, IV_NOTFOUND, _("no %s '%s'; '%s list' shows them"),
	    _(q->k->noun), q->typed, q->k->tool);
}

int
store_find(struct store *s, const struct schema *k, const char *typed,
    struct civil now, struct id *ret, struct iv_err *e)
{
	struct search q = { .s = s, .k = k, .typed = typed, .now = now };
	store_fn *fn = match_id;

	if (!id_beginning(typed, &q.prefix))
		q.prefix.s[0] = '\0';
	if (id_valid(q.prefix.s)) {
		if (find_whole(&q, ret, e) == 0)
			return 0;
		/* A member may be called like an id. */
		if (e->code != IV_NOTFOUND || k != &schema_member)
			return -1;
	}
	if (k == &schema_session && is_when(&q))
		fn = match_day;
	if (fn == match_id && k != &schema_member && q.prefix.s[0] == '\0')
		return iv_fail(e, IV_NOTFOUND, _("no %s '%s': an id, or at "
		    "least its first %d characters, is needed"), _(k->noun),
		    typed, ID_MIN);
	if (store_each(s, k, fn, &q, e) < 0)
		return -1;
	if (k == &schema_member)
		prefer_whole(&q);
	if (q.n == 0)
		return not_found(&q, e);
	if (q.n > 1)
		return ambiguous(&q, e);
	*ret = q.found[0];
	return 0;
}
