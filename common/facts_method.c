#include "facts_method.h"

#include <stdlib.h>
#include <string.h>

#include "facts_own.h"
#include "facts_session.h"
#include "facts_texts.h"
#include "file.h"
#include "mem.h"
#include "utf8.h"

void
method_file_free(struct method_file *f)
{
	if (!f)
		return;
	mem_free(f->m.steps);
	mem_free(f->m.modules);
	mem_free(f->name);
	cJSON_Delete(f->doc);
	mem_free(f);
}

void
method_file_free_auto(struct method_file **f)
{
	method_file_free(*f);
}

void
method_list_release(struct method_list *l)
{
	for (size_t i = 0; i < l->n; i++)
		method_file_free(l->v[i]);
	mem_free(l->v);
}

int
method_text(struct store *s, const char *name, struct buf *text, bool *own,
    struct iv_err *e)
{
	if (own_text(s, "methods", name, text, own, e) == 0)
		return 0;
	return e->code == IV_NOTFOUND ? iv_fail(e, IV_NOTFOUND,
	    _("no method '%s'"), name) : -1;
}

static int
load(struct store *s, const char *name, const char *lang,
    struct method_file **ret, struct iv_err *e)
{
	IV_AUTO(method_file_free_auto) struct method_file *f = NULL;
	IV_AUTO(buf_release) struct buf text = BUF_INIT;
	IV_AUTO(buf_release) struct buf path = BUF_INIT;
	bool own = false;

	buf_addf(&path, "methods/%s.json", name);
	if (method_text(s, name, &text, &own, e) < 0 ||
	    method_parse(text.p, text.len, path.p, lang, &f, e) < 0)
		return -1;
	f->own = own;
	*ret = IV_TAKE(f);
	return 0;
}

int
methods_load(struct store *s, const char *lang,
    const struct method_faults *faults, struct method_list *ret,
    struct iv_err *e)
{
	IV_AUTO(names_release) struct names all = { NULL, 0 };
	IV_AUTO(method_list_release) struct method_list l = { NULL, 0 };

	if (own_names(s, "methods", &all, e) < 0)
		return -1;
	l.v = mem_array(NULL, all.n + 1, sizeof(*l.v));
	for (size_t i = 0; i < all.n; i++) {
		struct iv_err fault = IV_ERR_INIT;

		if (load(s, all.v[i], lang, &l.v[l.n], &fault) == 0)
			l.n++;
		else if (faults)
			faults->fn(faults->arg, &fault);
	}
	*ret = l;
	l = (struct method_list){ NULL, 0 };
	return 0;
}

/* 2: it is called exactly this, 1: its name begins so, 0: neither. */
static int
called(const char *name, const char *typed)
{
	return utf8_same(name, typed) ? 2 : utf8_begins(name, typed);
}

static int
fit(const struct method_file *f, const char *typed)
{
	int best = called(f->name, typed), n;
	const cJSON *j;

	cJSON_ArrayForEach(j, json_get(f->doc, "title"))
		if ((n = called(j->valuestring, typed)) > best)
			best = n;
	cJSON_ArrayForEach(j, json_get(f->doc, "also"))
		if ((n = called(j->valuestring, typed)) > best)
			best = n;
	return best;
}

/* The name nearest to a slip of the keyboard, or NULL. */
static const char *
nearest(const struct method_list *l, const char *typed)
{
	size_t least = strlen(typed) / 3 + 2;
	const char *best = NULL;

	for (size_t i = 0; i < l->n; i++) {
		size_t d = utf8_distance(l->v[i]->name, typed);
		size_t t = utf8_distance(l->v[i]->m.title, typed);

		if (t < d)
			d = t;
		if (d < least) {
			least = d;
			best = l->v[i]->name;
		}
	}
	return best;
}

static int
unknown(const struct method_list *l, const char *typed, struct iv_err *e)
{
	const char *near = nearest(l, typed);

	return near ? iv_fail(e, IV_NOTFOUND, _("no method '%s'; did you "
	    "mean '%s'?"), typed, near) :
	    iv_fail(e, IV_NOTFOUND, _("no method '%s'; see 'iv-session "
	    "methods'"), typed);
}

static int
choose(struct method_list *l, const char *typed, struct method_file **ret,
    struct iv_err *e)
{
	size_t at = 0, hits = 0;
	int best = 1;

	for (size_t i = 0; i < l->n; i++) {
		int n = fit(l->v[i], typed);

		if (n > best)
			hits = 0;
		if (n >= best) {
			best = n;
			at = i;
			hits++;
		}
	}
	if (hits == 0)
		return unknown(l, typed, e);
	if (hits > 1) {
		iv_fail(e, IV_AMBIGUOUS, _("more than one method fits '%s'"),
		    typed);
		for (size_t i = 0; i < l->n; i++)
			if (fit(l->v[i], typed) == best)
				iv_note(e, "  %s  %s\n", l->v[i]->name,
				    l->v[i]->m.title);
		return -1;
	}
	*ret = IV_TAKE(l->v[at]);
	return 0;
}

int
method_find(struct store *s, const char *typed, const char *lang,
    struct method_file **ret, struct iv_err *e)
{
	IV_AUTO(method_list_release) struct method_list l = { NULL, 0 };

	/* The name itself needs no other file, and its faults are told. */
	if (load(s, typed, lang, ret, e) == 0)
		return 0;
	if (e->code != IV_NOTFOUND)
		return -1;
	if (methods_load(s, lang, NULL, &l, e) < 0)
		return -1;
	return choose(&l, typed, ret, e);
}

void
method_title(struct store *s, const char *name, const char *lang,
    struct buf *b)
{
	IV_AUTO(json_free_auto) cJSON *j = NULL;
	IV_AUTO(buf_release) struct buf text = BUF_INIT;
	struct iv_err none = IV_ERR_INIT;
	const char *title = NULL;

	if (method_text(s, name, &text, NULL, &none) == 0 &&
	    json_parse(text.p, text.len, name, 1, &j, &none) == 0)
		title = texts_in(json_get(j, "title"), lang);
	buf_adds(b, title ? title : name);
}

struct people {
	const cJSON *rsvp, *noted;
	int32_t day;
	int n;
};

static int
count_one(void *arg, struct record **m, struct iv_err *e)
{
	struct people *p = arg;
	const cJSON *noted = json_get(p->noted, (*m)->id.s);

	(void)e;
	if (noted && !json_is(noted, "status", "present"))
		return 0;
	p->n += json_is((*m)->json, "role", "member") &&
	    facts_member_in((*m)->json, p->day) == FACTS_IN &&
	    !json_is(json_get(p->rsvp, (*m)->id.s), "answer", "no");
	return 0;
}

int
facts_people(struct store *s, const cJSON *session, int32_t day, int *ret,
    struct iv_err *e)
{
	struct people p = { json_get(session, "rsvp"),
		json_get(session, "attendance"), day, 0 };

	if (store_each(s, &schema_member, count_one, &p, e) < 0)
		return -1;
	*ret = p.n;
	return 0;
}
