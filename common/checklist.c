#include "checklist.h"

#include <string.h>

#include "builtin.h"
#include "facts_texts.h"
#include "id.h"
#include "mem.h"
#include "utf8.h"

struct checklist *
checklist_contract(const char *lang)
{
	const struct builtin *file = builtin_find("checklists", "contract");
	struct checklist *l = mem_alloc(sizeof(*l));
	struct iv_err e = IV_ERR_INIT;
	const cJSON *items, *item;

	if (!file || json_parse(file->data, file->len, file->name, 1, &l->doc,
	    &e) < 0)
		return l;
	items = json_get(l->doc, "items");
	l->v = mem_alloc((json_count(items) + 1) * sizeof(*l->v));
	cJSON_ArrayForEach(item, items)
		l->v[l->n++] = (struct checklist_item){
			json_str(item, "id"),
			texts_in(json_get(item, "title"), lang),
			texts_in(json_get(item, "ask"), lang),
			texts_in(json_get(item, "example"), lang) };
	return l;
}

void
checklist_free_auto(struct checklist **l)
{
	if (!*l)
		return;
	cJSON_Delete((*l)->doc);
	mem_free((*l)->v);
	mem_free(*l);
}

/* 2: it is called exactly this, 1: its name begins so, 0: neither. */
static int
fit(const cJSON *item, const char *typed)
{
	const cJSON *title;
	int best = utf8_same(json_str(item, "id"), typed) ? 2 :
	    utf8_begins(json_str(item, "id"), typed);

	cJSON_ArrayForEach(title, json_get(item, "title")) {
		if (utf8_same(title->valuestring, typed))
			best = 2;
		else if (best == 0 && utf8_begins(title->valuestring, typed))
			best = 1;
	}
	return best;
}

const struct checklist_item *
checklist_find(const struct checklist *l, const char *typed, bool whole)
{
	const struct checklist_item *found = NULL;
	const cJSON *item;
	size_t i = 0, n = 0;

	cJSON_ArrayForEach(item, json_get(l->doc, "items")) {
		int how = fit(item, typed);

		if (how == 2)
			return &l->v[i];
		if (how == 1 && !whole) {
			found = &l->v[i];
			n++;
		}
		i++;
	}
	return n == 1 ? found : NULL;
}

cJSON *
agreement_of_topic(const cJSON *group, const char *topic)
{
	cJSON *a;

	cJSON_ArrayForEach(a, json_get(group, "agreements")) {
		const char *own = json_str(a, "topic");

		if (own && utf8_same(own, topic))
			return a;
	}
	return NULL;
}

/* Short words are a letter apart from many others. */
const char *
checklist_nearest(const struct checklist *l, const char *typed)
{
	const char *best = NULL;
	const cJSON *item, *title;
	size_t least = 3;

	if (strlen(typed) < 6)
		return NULL;
	cJSON_ArrayForEach(item, json_get(l->doc, "items")) {
		cJSON_ArrayForEach(title, json_get(item, "title")) {
			size_t d = utf8_distance(title->valuestring, typed);

			if (d < least) {
				least = d;
				best = title->valuestring;
			}
		}
	}
	return best;
}

static bool
begins(const cJSON *a, const char *typed)
{
	const char *topic = json_str(a, "topic");

	return (topic && utf8_begins(topic, typed)) ||
	    (strlen(typed) >= ID_MIN &&
	    strncmp(a->string, typed, strlen(typed)) == 0);
}

static int
none_or_many(size_t n, const char *typed, struct iv_err *e)
{
	if (n == 0)
		return iv_fail(e, IV_NOTFOUND, _("no agreement '%s'; see "
		    "'iv-group agreements'"), typed);
	return iv_fail(e, IV_AMBIGUOUS, _("'%s' fits %zu agreements; type "
	    "more of one"), typed, n);
}

int
agreement_find(const cJSON *group, const struct checklist *l,
    const char *typed, cJSON **ret, struct iv_err *e)
{
	const struct checklist_item *item = checklist_find(l, typed, false);
	cJSON *a = agreement_of_topic(group, item ? item->id : typed);
	const cJSON *all = json_get(group, "agreements");
	size_t n = 0;

	if (a) {
		*ret = a;
		return 0;
	}
	cJSON_ArrayForEach(a, all)
		n += begins(a, typed);
	if (n != 1) {
		none_or_many(n, typed, e);
		cJSON_ArrayForEach(a, all)
			if (begins(a, typed))
				iv_note(e, "  %s  %s\n", a->string,
				    checklist_title(l, json_str(a, "topic")));
		return -1;
	}
	cJSON_ArrayForEach(a, all)
		if (begins(a, typed))
			*ret = a;
	return 0;
}

const char *
checklist_title(const struct checklist *l, const char *topic)
{
	for (size_t i = 0; topic && i < l->n; i++)
		if (strcmp(l->v[i].id, topic) == 0)
			return l->v[i].title;
	return topic ? topic : "";
}
