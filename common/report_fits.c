#include "report_proof.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "mem.h"
#include "text.h"

/* Names of registers, once each, as their files are called. */
struct profiles {
	char **v;
	size_t n;
};

static void
profiles_release(struct profiles *l)
{
	for (size_t i = 0; i < l->n; i++)
		mem_free(l->v[i]);
	mem_free(l->v);
}

static void
profile_add(struct profiles *l, const char *name)
{
	char *low;

	for (size_t i = 0; i < l->n; i++)
		if (strcasecmp(l->v[i], name) == 0)
			return;
	low = mem_dup(name);
	for (char *p = low; *p; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p - 'A' + 'a');
	l->v = mem_array(l->v, l->n + 1, sizeof(*l->v));
	l->v[l->n++] = low;
}

static int
take_member(void *arg, struct record **r, struct iv_err *e)
{
	const cJSON *j;

	(void)e;
	cJSON_ArrayForEach(j, json_get((*r)->json, "registers"))
		if (cJSON_IsString(j))
			profile_add(arg, j->string);
	return 0;
}

/* One register for all its people. */
struct count {
	struct fits *fits;
	size_t from;			/* of this register */
	const struct facts_rule *rule;
};

static struct fit *
fit_of(struct count *c, const char *member)
{
	struct fits *f = c->fits;
	struct fit *one;

	for (size_t i = c->from; i < f->n; i++)
		if (strcmp(f->v[i].member.s, member) == 0)
			return &f->v[i];
	f->v = mem_array(f->v, f->n + 1, sizeof(*f->v));
	one = &f->v[f->n++];
	*one = (struct fit){ .title = mem_dup(c->rule->title),
	    .checked = mem_dup(c->rule->checked) };
	snprintf(one->member.s, sizeof(one->member.s), "%s", member);
	return one;
}

static void
count_one(void *arg, const struct facts_register_row *row,
    const struct facts_present *who)
{
	struct count *c = arg;
	struct fit *f;

	if (!who->number)
		return;
	f = fit_of(c, who->member);
	f->meetings++;
	f->fit += !(register_judge(&c->rule->rule, &row->m).why & WHY_NOT);
}

static int
count_profile(struct fits *f, struct report_ask *ask, const char *name,
    struct iv_err *e)
{
	IV_AUTO(facts_rule_release) struct facts_rule rule = { .name = NULL };
	struct count c = { f, f->n, &rule };

	/* A register whose rules nobody wrote down. */
	if (facts_rule_load(&rule, ask->store, name, e) < 0)
		return e->code == IV_NOTFOUND ? 0 : -1;
	return facts_register_present(ask->store, &ask->scope, name,
	    count_one, &c, e);
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

int
fits_load(struct fits *f, struct report_ask *ask, struct iv_err *e)
{
	IV_AUTO(profiles_release) struct profiles all = { NULL, 0 };

	if (store_each(ask->store, &schema_member, take_member, &all, e) < 0)
		return -1;
	if (all.n > 0)
		qsort(all.v, all.n, sizeof(*all.v), by_name);
	for (size_t i = 0; i < all.n; i++)
		if (count_profile(f, ask, all.v[i], e) < 0)
			return -1;
	return 0;
}

void
fits_text(struct buf *b, const struct fits *f, const char *member,
    const char *lang)
{
	for (size_t i = 0; i < f->n; i++) {
		const struct fit *one = &f->v[i];

		if (strcmp(one->member.s, member) != 0)
			continue;
		buf_adds(b, b->len > 0 ? "; " : "");
		buf_addf(b, iv_text(lang, N_("%s (rules as read on %s): %d "
		    "of %d meetings fit")), one->title, one->checked,
		    one->fit, one->meetings);
	}
}

void
fits_release(struct fits *f)
{
	for (size_t i = 0; i < f->n; i++) {
		mem_free(f->v[i].title);
		mem_free(f->v[i].checked);
	}
	mem_free(f->v);
	*f = (struct fits){ NULL, 0 };
}
