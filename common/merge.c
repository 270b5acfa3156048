#include "merge.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "buf.h"
#include "day.h"
#include "json.h"
#include "mem.h"

/* The two sides by age, so that no rule can depend on which one is ours. */
struct run {
	const struct merge *m;
	const struct merge_side *newer, *older;
	struct buf pointer;
	cJSON *conflicts;	/* pointer: [ {value, by, at} ] */
};

static void
step_in(struct run *r, const char *key)
{
	buf_addc(&r->pointer, '/');
	for (const char *p = key; *p; p++) {
		if (*p == '~')
			buf_adds(&r->pointer, "~0");
		else if (*p == '/')
			buf_adds(&r->pointer, "~1");
		else
			buf_addc(&r->pointer, *p);
	}
}

static void
report(struct run *r, enum merge_choice choice)
{
	if (r->m->report)
		r->m->report(r->m->arg, choice, r->pointer.p);
}

static bool
same(const cJSON *a, const cJSON *b)
{
	return a && b ? json_equal(a, b) : a == b;
}

static cJSON *
copy(const cJSON *j)
{
	return j ? cJSON_Duplicate(j, true) : NULL;
}

static bool
plain_list(const cJSON *j)
{
	const cJSON *child;

	if (!cJSON_IsArray(j))
		return false;
	cJSON_ArrayForEach(child, j)
		if (cJSON_IsObject(child) || cJSON_IsArray(child))
			return false;
	return true;
}

static bool
holds(const cJSON *list, const cJSON *j)
{
	const cJSON *child;

	cJSON_ArrayForEach(child, list)
		if (json_equal(child, j))
			return true;
	return false;
}

/* The newer list, without what the older took away, then what it added. */
static cJSON *
merge_sets(const cJSON *base, const cJSON *newer, const cJSON *older)
{
	cJSON *list = cJSON_CreateArray();
	const cJSON *j;

	cJSON_ArrayForEach(j, newer)
		if (!holds(base, j) || holds(older, j))
			cJSON_AddItemToArray(list, copy(j));
	cJSON_ArrayForEach(j, older)
		if (!holds(base, j) && !holds(list, j))
			cJSON_AddItemToArray(list, copy(j));
	return list;
}

/* The older value is kept beside the record's own, with who and when. */
static void
keep_other(struct run *r, const cJSON *value)
{
	cJSON *entry = cJSON_CreateObject();
	char at[DAY_TEXT];

	instant_text(at, (time_t)r->older->when);
	json_set(entry, "value", copy(value));
	json_set_str(entry, "by", r->older->by ? r->older->by : "iv");
	json_set_str(entry, "at", at);
	cJSON_AddItemToArray(json_array(r->conflicts, r->pointer.p), entry);
}

static cJSON *merge_objects(struct run *r, const cJSON *base,
    const cJSON *newer, const cJSON *older);

static cJSON *
merge_values(struct run *r, const cJSON *base, const cJSON *newer,
    const cJSON *older)
{
	if (same(newer, older) || same(base, older))
		return copy(newer);
	if (same(base, newer))
		return copy(older);
	if (!newer || !older) {
		report(r, MERGE_KEPT);
		return copy(newer ? newer : older);
	}
	if (cJSON_IsObject(newer) && cJSON_IsObject(older))
		return merge_objects(r, cJSON_IsObject(base) ? base : NULL,
		    newer, older);
	if (plain_list(newer) && plain_list(older) &&
	    (!base || plain_list(base)))
		return merge_sets(base, newer, older);
	report(r, MERGE_CONFLICT);
	keep_other(r, older);
	return copy(newer);
}

static void
merge_key(struct run *r, cJSON *into, const char *key, const cJSON *const v[3])
{
	size_t len = r->pointer.len;
	cJSON *j;

	if (len == 0 && strcmp(key, "conflicts") == 0)
		return;
	step_in(r, key);
	j = merge_values(r, v[0], v[1], v[2]);
	if (j)
		json_set(into, key, j);
	buf_cut(&r->pointer, len);
}

/* Keys in the order of the newer side, then those only the older has. */
static cJSON *
merge_objects(struct run *r, const cJSON *base, const cJSON *newer,
    const cJSON *older)
{
	cJSON *into = cJSON_CreateObject();
	const cJSON *j;

	cJSON_ArrayForEach(j, newer) {
		const cJSON *v[3] = { json_get(base, j->string), j,
			json_get(older, j->string) };

		merge_key(r, into, j->string, v);
	}
	cJSON_ArrayForEach(j, older) {
		const cJSON *v[3] = { json_get(base, j->string), NULL, j };

		if (!json_get(newer, j->string))
			merge_key(r, into, j->string, v);
	}
	return into;
}

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* A list of entries in the order of their text, doubles dropped. */
static cJSON *
sorted(const cJSON *list)
{
	size_t n = json_count(list), k = 0;
	char **text = mem_alloc((n + 1) * sizeof(*text));
	cJSON *out = cJSON_CreateArray();
	const cJSON *j;

	cJSON_ArrayForEach(j, list) {
		struct buf b = BUF_INIT;

		json_print_line(&b, j);
		text[k++] = buf_take(&b);
	}
	qsort(text, n, sizeof(*text), by_text);
	for (size_t i = 0; i < n; i++) {
		struct iv_err e = IV_ERR_INIT;
		cJSON *one = NULL;

		if ((i == 0 || strcmp(text[i], text[i - 1]) != 0) &&
		    json_parse(text[i], strlen(text[i]), "", 1, &one, &e) == 0)
			cJSON_AddItemToArray(out, one);
	}
	for (size_t i = 0; i < n; i++)
		mem_free(text[i]);
	mem_free(text);
	return out;
}

/* The value that a record has at a pointer. */
static const cJSON *
stands(const cJSON *record, const char *pointer)
{
	return merge_at((cJSON *)(uintptr_t)record, pointer);
}

/*
 * What was kept at one pointer, as a set.  A side on which a kept value came
 * to stand has not settled it away, and what stands in the end needs not be
 * kept.
 */
static cJSON *
merge_kept(struct run *r, const char *pointer, const cJSON *out)
{
	const cJSON *base = json_get(json_get(r->m->base, "conflicts"),
	    pointer), *end = stands(out, pointer), *one;
	const cJSON *side[2] = { r->newer->json, r->older->json };
	cJSON *list = cJSON_CreateArray();

	for (int i = 0; i < 2; i++) {
		const cJSON *own = json_get(json_get(side[i], "conflicts"),
		    pointer), *other = json_get(json_get(side[!i],
		    "conflicts"), pointer);

		cJSON_ArrayForEach(one, own) {
			const cJSON *value = json_get(one, "value");
			bool stay = !holds(base, one) || holds(other, one) ||
			    same(value, stands(side[!i], pointer));

			if (stay && !same(value, end) && !holds(list, one))
				cJSON_AddItemToArray(list, copy(one));
		}
	}
	return list;
}

/* Conflicts of both sides as sets, and the new ones; pointers in order. */
static cJSON *
merge_conflicts(struct run *r, const cJSON *merged)
{
	const cJSON *v[2] = { json_get(r->newer->json, "conflicts"),
		json_get(r->older->json, "conflicts") };
	IV_AUTO(json_free_auto) cJSON *all = cJSON_CreateObject();
	cJSON *out = cJSON_CreateObject(), *j, *least;

	for (int i = 0; i < 2; i++)
		cJSON_ArrayForEach(j, v[i]) {
			if (!json_get(all, j->string))
				json_set(all, j->string,
				    merge_kept(r, j->string, merged));
		}
	cJSON_ArrayForEach(j, r->conflicts) {
		cJSON *into = json_array(all, j->string), *one;

		cJSON_ArrayForEach(one, j)
			cJSON_AddItemToArray(into, copy(one));
	}
	while (all->child) {
		least = all->child;
		cJSON_ArrayForEach(j, all)
			if (strcmp(j->string, least->string) < 0)
				least = j;
		if (json_count(least) > 0)
			json_set(out, least->string, sorted(least));
		cJSON_Delete(cJSON_DetachItemViaPointer(all, least));
	}
	return out;
}

static bool
is_newer(const struct merge_side *a, const struct merge_side *b)
{
	if (a->when != b->when)
		return a->when > b->when;
	return strcmp(a->blob ? a->blob : "", b->blob ? b->blob : "") >= 0;
}

cJSON *
merge_records(const struct merge *m)
{
	bool ours = is_newer(&m->ours, &m->theirs);
	struct run r = { m, ours ? &m->ours : &m->theirs,
		ours ? &m->theirs : &m->ours, BUF_INIT, NULL };
	const cJSON *newer = r.newer->json, *older = r.older->json;
	IV_AUTO(json_free_auto) cJSON *fresh = cJSON_CreateObject();
	cJSON *out, *conflicts;

	if (!newer || !older || !cJSON_IsObject(newer) ||
	    !cJSON_IsObject(older)) {
		out = merge_values(&r, m->base, newer, older);
		buf_release(&r.pointer);
		return out;
	}
	r.conflicts = fresh;
	out = merge_objects(&r, m->base, newer, older);
	conflicts = merge_conflicts(&r, out);
	if (conflicts->child)
		json_set(out, "conflicts", conflicts);
	else
		cJSON_Delete(conflicts);
	buf_release(&r.pointer);
	return out;
}

/* One token of a JSON pointer, unescaped; the rest behind it. */
static const char *
token(const char *p, struct buf *b)
{
	for (p++; *p && *p != '/'; p++) {
		if (p[0] == '~' && (p[1] == '0' || p[1] == '1'))
			buf_addc(b, *++p == '0' ? '~' : '/');
		else
			buf_addc(b, *p);
	}
	return p;
}

cJSON *
merge_at(cJSON *record, const char *pointer)
{
	cJSON *j = record;

	while (j && *pointer == '/') {
		IV_AUTO(buf_release) struct buf key = BUF_INIT;

		pointer = token(pointer, &key);
		j = json_get(j, key.p);
	}
	return j;
}

void
merge_shown(struct buf *b, const char *pointer)
{
	if (*pointer != '/' || strpbrk(pointer, ".~")) {
		buf_adds(b, pointer);
		return;
	}
	while (*++pointer)
		buf_addc(b, *pointer == '/' ? '.' : *pointer);
}

bool
merge_put(cJSON *record, const char *pointer, cJSON *value)
{
	cJSON *j = record;

	while (*pointer == '/') {
		IV_AUTO(buf_release) struct buf key = BUF_INIT;

		pointer = token(pointer, &key);
		if (*pointer == '\0') {
			json_set(j, key.p, value);
			return true;
		}
		j = json_object(j, key.p);
	}
	cJSON_Delete(value);
	return false;
}

bool
merge_settle(cJSON *record, const char *pointer)
{
	cJSON *conflicts = json_get(record, "conflicts");

	if (!conflicts || !json_get(conflicts, pointer))
		return false;
	json_drop(conflicts, pointer);
	if (json_count(conflicts) == 0)
		json_drop(record, "conflicts");
	return true;
}
