#include "share.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "file.h"
#include "merge.h"
#include "verbs.h"

/* --- conflicts ------------------------------------------------------------ */

struct listing {
	struct iv_ctx *c;
	struct out *o;
};

void
share_local(const struct iv_ctx *c, const char *instant, char out[DAY_TEXT])
{
	time_t t;

	if (tool_for_people(c) && instant_parse(instant, &t))
		civil_text(out, zone_civil(store_zone(c->store), t, NULL));
	else
		snprintf(out, DAY_TEXT, "%s", instant);
}

static cJSON *
copy_or_null(const cJSON *j)
{
	return j ? cJSON_Duplicate(j, true) : cJSON_CreateNull();
}

/* People see who is meant, and when a meeting is, as both can be typed. */
static cJSON *
shown(struct listing *l, const cJSON *j)
{
	struct store *s = l->c->store;
	IV_AUTO(record_free_auto) struct record *r = NULL;
	struct iv_err none = IV_ERR_INIT;
	const char *start;

	if (!tool_for_people(l->c) || !cJSON_IsString(j) ||
	    !id_valid(j->valuestring))
		return copy_or_null(j);
	if (store_has(s, &schema_session, j->valuestring) && store_read(s,
	    &schema_session, j->valuestring, &r, &none) == 0 &&
	    (start = json_str(r->json, "start")))
		return cJSON_CreateString(start);
	return cJSON_CreateString(store_name(s, j->valuestring));
}

static void
one_conflict(struct listing *l, const struct record *r, const char *pointer,
    const cJSON *other)
{
	IV_AUTO(json_free_auto) cJSON *row = cJSON_CreateObject();
	IV_AUTO(buf_release) struct buf field = BUF_INIT;
	const char *at = json_str(other, "at");
	char when[DAY_TEXT];

	if (tool_for_people(l->c))
		merge_shown(&field, pointer);
	else
		buf_adds(&field, pointer);

	json_set_str(row, "id", r->id.s);
	json_set_str(row, "kind", tool_for_people(l->c) ? r->schema->noun :
	    r->schema->kind);
	json_set_str(row, "field", field.p);
	json_set(row, "stands", shown(l, merge_at(r->json, pointer)));
	json_set(row, "other", shown(l, json_get(other, "value")));
	json_set(row, "by", copy_or_null(json_get(other, "by")));
	if (at)
		share_local(l->c, at, when);
	json_set(row, "at", at ? cJSON_CreateString(when) :
	    cJSON_CreateNull());
	out_row(l->o, row);
}

static int
list_record(void *arg, struct record **r, struct iv_err *e)
{
	struct listing *l = arg;
	const cJSON *field, *other;

	(void)e;
	cJSON_ArrayForEach(field, json_get((*r)->json, "conflicts"))
		cJSON_ArrayForEach(other, field)
			one_conflict(l, *r, field->string, other);
	return 0;
}

static int
group_record(struct iv_ctx *c, struct record **ret, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;

	if (file_read(store_dirfd(c->store), "group.json", FILE_MAX, &b,
	    e) < 0)
		return -1;
	return record_parse(&schema_group, b.p, b.len, "group.json", ret, e);
}

int
share_conflicts(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	static const struct out_col cols[] = {
		{ "id", N_("Id"), OUT_TEXT },
		{ "kind", N_("Kind"), OUT_WORD },
		{ "field", N_("Field"), OUT_TEXT },
		{ "stands", N_("What stands (mine)"), OUT_TEXT },
		{ "other", N_("The other (theirs)"), OUT_TEXT },
		{ "by", N_("By"), OUT_MEMBER },
		{ "at", N_("When"), OUT_WHEN },
	};
	IV_AUTO(record_free_auto) struct record *group = NULL;
	struct listing l = { c, NULL };

	(void)opts;
	if (tool_store(c, e) < 0 || group_record(c, &group, e) < 0)
		return -1;
	l.o = tool_out(c, "iv.conflicts/1", cols, IV_LEN(cols));
	if (list_record(&l, &group, e) < 0)
		return -1;
	for (size_t i = 0; schemas[i]; i++)
		if (*schemas[i]->dir && store_each(c->store, schemas[i],
		    list_record, &l, e) < 0)
			return -1;
	return out_end(l.o, e);
}

/* --- resolve -------------------------------------------------------------- */

/* The record of whatever kind that was meant. */
static int
find_any(struct iv_ctx *c, const char *typed, const struct schema **kind,
    struct id *id, struct iv_err *e)
{
	const char *group = json_str(store_group(c->store), "id");
	struct iv_err why = IV_ERR_INIT;
	size_t n = 0;

	if (strcmp(typed, "group") == 0 || (group &&
	    strlen(typed) >= ID_MIN &&
	    strncmp(group, typed, strlen(typed)) == 0)) {
		*kind = &schema_group;
		snprintf(id->s, sizeof(id->s), "%s", group ? group : "");
		return 0;
	}
	for (size_t i = 0; schemas[i]; i++) {
		struct id found;

		if (!*schemas[i]->dir)
			continue;
		if (store_find(c->store, schemas[i], typed, c->now, &found,
		    &why) == 0) {
			*kind = schemas[i];
			*id = found;
			n++;
		} else if (why.code != IV_NOTFOUND) {
			*e = why;
			return -1;
		}
	}
	if (n == 1)
		return 0;
	return n == 0 ? iv_fail(e, IV_NOTFOUND, _("no record '%s'"), typed) :
	    iv_fail(e, IV_AMBIGUOUS, _("'%s' fits %zu records; type more of "
	    "one"), typed, n);
}

/* "/roles/chair" stays, "roles.chair" becomes it. */
static void
pointer_of(struct buf *b, const char *field)
{
	if (*field == '/') {
		buf_adds(b, field);
		return;
	}
	buf_addc(b, '/');
	for (const char *p = field; *p; p++) {
		if (*p == '.')
			buf_addc(b, '/');
		else if (*p == '/' || *p == '~')
			buf_adds(b, *p == '/' ? "~1" : "~0");
		else
			buf_addc(b, *p);
	}
}

static void
dotted_of(struct buf *b, const char *pointer)
{
	for (const char *p = pointer + 1; *p; p++) {
		if (*p == '~' && (p[1] == '0' || p[1] == '1'))
			buf_addc(b, *++p == '0' ? '~' : '/');
		else
			buf_addc(b, *p == '/' ? '.' : *p);
	}
}

static int
no_conflict(const struct record *r, const char *pointer, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf typed = BUF_INIT;
	const cJSON *j;

	merge_shown(&typed, pointer);
	iv_fail(e, IV_NOTFOUND, _("%s has no conflict at %s; see 'iv-sync "
	    "conflicts'"), r->id.s, typed.p);
	cJSON_ArrayForEach(j, json_get(r->json, "conflicts")) {
		buf_clear(&typed);
		merge_shown(&typed, j->string);
		iv_note(e, "  %s\n", typed.p);
	}
	return -1;
}

static int
take_theirs(struct record *r, const char *pointer, const cJSON *others,
    struct iv_err *e)
{
	const cJSON *value = json_get(others->child, "value");

	if (json_count(others) > 1)
		return iv_fail(e, IV_AMBIGUOUS, _("%s: more than one other "
		    "value was kept; give the value itself"), pointer);
	merge_put(r->json, pointer, copy_or_null(value));
	return 0;
}

static int
take_value(struct iv_ctx *c, struct record *r, const char *pointer,
    const char *value, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf dotted = BUF_INIT;
	struct schema_in in = tool_input(c);
	const char *text;

	dotted_of(&dotted, pointer);
	if (tool_text(c, value, &text, e) < 0)
		return -1;
	if (schema_set(r->schema, r->json, dotted.p, text, &in, e) == 0)
		return 0;
	return iv_note(e, "%s", _("  'mine' keeps what stands, 'theirs' takes "
	    "the other value.\n"));
}

static int
settle(struct iv_ctx *c, struct record *r, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf pointer = BUF_INIT;
	const cJSON *others;
	const char *which = c->args[2];
	int rc = 0;

	pointer_of(&pointer, c->args[1]);
	others = json_get(json_get(r->json, "conflicts"), pointer.p);
	if (!others)
		return no_conflict(r, pointer.p, e);
	if (strcmp(which, "theirs") == 0)
		rc = take_theirs(r, pointer.p, others, e);
	else if (strcmp(which, "mine") != 0)
		rc = take_value(c, r, pointer.p, which, e);
	if (rc < 0)
		return -1;
	merge_settle(r->json, pointer.p);
	return 0;
}

int
share_resolve(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	IV_AUTO(change_end_auto) struct change *ch = NULL;
	const struct schema *k = NULL;
	struct record *r;
	struct id id;

	(void)opts;
	if (tool_begin(c, &ch, e) < 0 ||
	    find_any(c, c->args[0], &k, &id, e) < 0 ||
	    change_get(ch, k, id.s, &r, e) < 0 || settle(c, r, e) < 0 ||
	    verb_check(c, NULL, r, e) < 0)
		return -1;
	return tool_commit(c, ch, "resolve", e);
}

/* --- merge-file ----------------------------------------------------------- */

static void
told(void *arg, enum sync_what what, const char *path, const char *pointer)
{
	struct iv_ctx *c = arg;
	IV_AUTO(buf_release) struct buf field = BUF_INIT;

	merge_shown(&field, pointer);
	if (what == SYNC_CONFLICT)
		tool_say(c, _("%s: %s: two values, one stands; see 'iv-sync "
		    "conflicts'"), path, field.p);
	else
		tool_say(c, _("%s%s%s: changed by one and taken away by "
		    "another; it stays"), path, *pointer ? ": " : "",
		    field.p);
}

static int
read_file(const char *path, struct buf *b, struct iv_err *e)
{
	IV_AUTO(fd_close_auto) int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return iv_fail_errno(e, IV_NOTFOUND, _("cannot open '%s'"),
		    path);
	return fd_read(fd, path, FILE_MAX, b, e);
}

static int
write_file(const char *path, const struct buf *b, struct iv_err *e)
{
	IV_AUTO(fd_close_auto) int fd = open(path,
	    O_WRONLY | O_TRUNC | O_CLOEXEC);

	if (fd < 0 || fd_write(fd, b->p, b->len) < 0)
		return iv_fail_errno(e, IV_STORAGE, _("cannot write '%s'"),
		    path);
	return 0;
}

int
share_merge_file(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	struct buf v[3] = { BUF_INIT, BUF_INIT, BUF_INIT };
	IV_AUTO(buf_release) struct buf out = BUF_INIT;
	struct sync_texts t = { .name = c->args[1], .tell = told, .arg = c };
	int rc = 0;

	(void)opts;
	if (tool_clock(c, "UTC", e) < 0)
		return -1;
	for (int i = 0; i < 3 && rc == 0; i++)
		rc = read_file(c->args[i], &v[i], e);
	t.base = &v[0];
	t.ours = &v[1];
	t.theirs = &v[2];
	t.now = c->when;
	if (rc == 0)
		rc = sync_merge_texts(&t, &out, e);
	if (rc == 0 && !c->dry_run)
		rc = write_file(c->args[1], &out, e);
	for (int i = 0; i < 3; i++)
		buf_release(&v[i]);
	return rc;
}
