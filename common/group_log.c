#include "group.h"

#include <string.h>

#include "mem.h"
#include "repo.h"

struct commit {
	char id[41], author[ID_LEN + 1];
	char *message;
	time_t when;
	bool wanted;
};

struct history {
	struct iv_ctx *c;
	int32_t since, until;
	struct commit *v;
	size_t n;
};

static void
history_release(struct history *h)
{
	for (size_t i = 0; i < h->n; i++)
		mem_free(h->v[i].message);
	mem_free(h->v);
}

static int
keep(void *arg, const struct repo_entry *entry, struct iv_err *e)
{
	struct history *h = arg;
	struct civil day = zone_civil(store_zone(h->c->store), entry->when,
	    NULL);
	struct commit *n;

	(void)e;
	if (day.day < h->since || day.day > h->until)
		return 0;
	h->v = mem_array(h->v, h->n + 1, sizeof(*h->v));
	n = &h->v[h->n++];
	memset(n, 0, sizeof(*n));
	snprintf(n->id, sizeof(n->id), "%s", entry->commit);
	snprintf(n->author, sizeof(n->author), "%s", entry->author);
	n->message = mem_dup(entry->message);
	n->when = entry->when;
	n->wanted = h->c->nargs == 0;
	return 0;
}

/* Both walks go the same way, so the next match lies behind the last. */
struct marking {
	struct history *h;
	size_t at;
};

static int
mark(void *arg, const struct repo_entry *entry, struct iv_err *e)
{
	struct marking *m = arg;
	const struct history *h = m->h;

	(void)e;
	for (size_t i = m->at; i < h->n; i++)
		if (strcmp(h->v[i].id, entry->commit) == 0) {
			h->v[i].wanted = true;
			m->at = i + 1;
			break;
		}
	return 0;
}

/* What a person did counts as much as what was done to their record. */
static void
mark_author(struct history *h, const char *id)
{
	for (size_t i = 0; i < h->n; i++)
		if (strcmp(h->v[i].author, id) == 0)
			h->v[i].wanted = true;
}

/* The record that was meant, whatever its kind: the first that knows it. */
static int
find_any(struct iv_ctx *c, const char *typed, struct record **ret,
    struct iv_err *e)
{
	struct iv_err first = IV_ERR_INIT;

	for (size_t i = 0; schemas[i]; i++) {
		if (*schemas[i]->dir == '\0')
			continue;
		if (tool_read(c, schemas[i], typed, ret, e) == 0)
			return 0;
		if (e->code != IV_NOTFOUND && first.code == IV_OK)
			first = *e;
	}
	if (first.code != IV_OK) {
		*e = first;
		return -1;
	}
	return iv_fail(e, IV_NOTFOUND, _("no record and no member '%s'"),
	    typed);
}

/* A record that is gone is still in the history, under its whole id. */
static void
mark_gone(struct history *h, const char *id)
{
	for (size_t i = 0; i < h->n; i++)
		if (strstr(h->v[i].message, id))
			h->v[i].wanted = true;
}

static int
mark_record(struct history *h, struct repo *repo, const char *typed,
    struct iv_err *e)
{
	IV_AUTO(record_free_auto) struct record *r = NULL;
	struct marking m = { h, 0 };

	if (strcmp(typed, "group") == 0 || strcmp(typed,
	    json_str(store_group(h->c->store), "id")) == 0)
		return repo_log(repo, "group.json", mark, &m, e);
	if (find_any(h->c, typed, &r, e) < 0) {
		if (e->code != IV_NOTFOUND || !id_valid(typed))
			return -1;
		mark_gone(h, typed);
		return 0;
	}
	if (r && r->schema == &schema_member)
		mark_author(h, r->id.s);
	return !r || r->draft ? 0 : repo_log(repo, r->path, mark, &m, e);
}

static int
period(struct history *h, const struct log_opts *o, struct iv_err *e)
{
	struct civil day;

	h->since = INT32_MIN;
	h->until = INT32_MAX;
	if (o->since) {
		if (tool_day(h->c, o->since, &day, e) < 0)
			return iv_wrap(e, "--since");
		h->since = day.day;
	}
	if (o->until) {
		if (tool_day(h->c, o->until, &day, e) < 0)
			return iv_wrap(e, "--until");
		h->until = day.day;
	}
	return 0;
}

/* "add member k7f3q9x2mb" with the name of whoever that is. */
static void
what_named(const struct history *h, const char *message, struct buf *b)
{
	for (const char *p = message; *p;) {
		size_t n = strcspn(p, " ,");
		IV_AUTO(buf_release) struct buf word = BUF_INIT;

		buf_add(&word, p, n);
		buf_adds(b, id_valid(word.p) ? store_name(h->c->store,
		    word.p) : word.p);
		p += n;
		n = strspn(p, " ,");
		buf_add(b, p, n);
		p += n;
	}
}

/* People read names and the group's time, and know a change by its first
 * digits. */
static void
row(struct history *h, struct out *o, const struct commit *m, bool people)
{
	IV_AUTO(json_free_auto) cJSON *j = cJSON_CreateObject();
	IV_AUTO(buf_release) struct buf what = BUF_INIT;
	char when[DAY_TEXT], id[41];

	snprintf(id, sizeof(id), "%.*s", people ? 10 : 40, m->id);
	if (people)
		civil_text(when, zone_civil(store_zone(h->c->store), m->when,
		    NULL));
	else
		instant_text(when, m->when);
	json_set_str(j, "id", id);
	json_set_str(j, "when", when);
	json_set_str(j, "who", m->author);
	if (people)
		what_named(h, m->message, &what);
	json_set_str(j, "what", people ? what.p : m->message);
	out_row(o, j);
}

static int
print(struct history *h, struct iv_err *e)
{
	static const struct out_col cols[] = {
		{ "when", N_("When"), OUT_WHEN },
		{ "who", N_("Who"), OUT_MEMBER },
		{ "what", N_("What"), OUT_TEXT },
		/* No word, but a table must not shorten it either. */
		{ "id", N_("Change"), OUT_WORD },
	};
	struct iv_ctx *c = h->c;
	bool people = tool_for_people(c) || strcmp(c->format, "md") == 0;
	struct out *o = tool_out(c, "iv.changes/1", cols, IV_LEN(cols));

	for (size_t i = 0; i < h->n; i++)
		if (h->v[i].wanted)
			row(h, o, &h->v[i], people);
	return out_end(o, e);
}

int
group_log(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	IV_AUTO(repo_close_auto) struct repo *repo = NULL;
	IV_AUTO(history_release) struct history h = { .c = c };

	if (tool_store_mask(c, MASK_ALL, e) < 0 || period(&h, opts, e) < 0 ||
	    repo_open_read(&repo, store_dirfd(c->store), store_dir(c->store),
	    e) < 0 || repo_log(repo, NULL, keep, &h, e) < 0)
		return -1;
	for (int i = 0; i < c->nargs; i++)
		if (mark_record(&h, repo, c->args[i], e) < 0)
			return -1;
	return print(&h, e);
}
