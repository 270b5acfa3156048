#include "session.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "facts_advice.h"
#include "facts_method.h"
#include "mem.h"
#include "text.h"
#include "utf8.h"

enum { SHOWN = 5, WIDTH = 78 };

const struct iv_opt advise_opt[4] = {
	{ "people", 'p', OPT_INT, offsetof(struct advise_opts, people),
	    N_("N"), N_("for so many people (else as many as the group has)") },
	{ "minutes", 'm', OPT_MINUTES, offsetof(struct advise_opts, minutes),
	    N_("N"), N_("in at most this time (else a meeting without its "
	    "opening and closing)") },
	{ "technical", 0, OPT_FLAG, offsetof(struct advise_opts, technical),
	    NULL, N_("the question is purely technical or factual") },
	{ "all", 0, OPT_FLAG, offsetof(struct advise_opts, all), NULL,
	    N_("every method that fits, not the best five") },
};

/* A method and what is thought of it. */
struct judged {
	const struct method *m;
	struct method_advice v;
	int minutes;
};

static int
better(const void *p, const void *q)
{
	const struct judged *a = p, *b = q;

	if (a->v.fits != b->v.fits)
		return a->v.fits ? -1 : 1;
	if (a->v.score != b->v.score)
		return a->v.score > b->v.score ? -1 : 1;
	if (a->m->sourced != b->m->sourced)
		return a->m->sourced ? -1 : 1;
	return strcmp(a->m->name, b->m->name);
}

static const struct out_col cols[] = {
	{ "name", N_("Name"), OUT_TEXT },
	{ "title", N_("Title"), OUT_TEXT },
	{ "minutes", N_("Minutes"), OUT_NUMBER },
	{ "fits", N_("Fits"), OUT_YES },
	{ "for", N_("For"), OUT_TEXT },
	{ "against", N_("Against"), OUT_TEXT },
};

static void
set_reasons(cJSON *row, const char *key, const char *const *v, size_t n)
{
	cJSON *list = json_array(row, key);

	for (size_t i = 0; i < n; i++)
		cJSON_AddItemToArray(list, cJSON_CreateString(_(v[i])));
}

static void
put_row(struct out *o, const struct judged *j)
{
	IV_AUTO(json_free_auto) cJSON *row = cJSON_CreateObject();

	json_set_str(row, "id", j->m->name);
	json_set_str(row, "name", j->m->name);
	json_set_str(row, "title", j->m->title);
	json_set_int(row, "minutes", j->minutes);
	json_set(row, "fits", cJSON_CreateBool(j->v.fits));
	json_set_int(row, "score", j->v.score);
	set_reasons(row, "for", j->v.pro, j->v.npro);
	set_reasons(row, "against", j->v.con, j->v.ncon);
	out_row(o, row);
}

static void
add_reason(struct buf *b, char sign, const char *why)
{
	buf_addf(b, "    %c ", sign);
	utf8_wrap(b, _(why), WIDTH, 6);
	buf_addc(b, '\n');
}

static void
add_fitting(struct buf *b, const struct judged *j)
{
	buf_addf(b, iv_n("%s  %s, %d minute\n", "%s  %s, %d minutes\n",
	    j->minutes), j->m->name, j->m->title, j->minutes);
	for (size_t i = 0; i < j->v.npro; i++)
		add_reason(b, '+', j->v.pro[i]);
	for (size_t i = 0; i < j->v.ncon; i++)
		add_reason(b, '-', j->v.con[i]);
}

static void
add_other(struct buf *b, const struct judged *j)
{
	IV_AUTO(buf_release) struct buf all = BUF_INIT;

	buf_addf(&all, "%s: ", j->m->title);
	for (size_t i = 0; i < j->v.ncon; i++)
		buf_addf(&all, "%s%s", i > 0 ? "; " : "", _(j->v.con[i]));
	buf_adds(b, "  ");
	utf8_wrap(b, all.p, WIDTH, 6);
	buf_addc(b, '\n');
}

/* What fits, the best first, then what fits the case but not now. */
static void
print_text(struct iv_ctx *c, const struct judged *v, size_t n, size_t most)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	size_t fits = 0;

	while (fits < n && v[fits].v.fits)
		fits++;
	if (fits == 0)
		buf_addf(&b, "%s\n", n > 0 ? _("No method fits now.") :
		    _("No method is for this form and level of case."));
	for (size_t i = 0; i < fits && i < most; i++)
		add_fitting(&b, &v[i]);
	if (fits < n)
		buf_addf(&b, "\n%s\n", _("Not now:"));
	for (size_t i = fits; i < n; i++)
		add_other(&b, &v[i]);
	tool_print(c, b.p);
}

static int
print_rows(struct iv_ctx *c, const struct judged *v, size_t n, size_t most,
    struct iv_err *e)
{
	struct out *o = tool_out(c, "iv.method-advice/1", cols,
	    IV_LEN(cols));
	bool ids = c->format && strcmp(c->format, "id") == 0;
	size_t shown = 0;

	for (size_t i = 0; i < n; i++)
		if (v[i].v.fits ? shown++ < most : !ids)
			put_row(o, &v[i]);
	return out_end(o, e);
}

/* Judges every method; those of another form or level are not heard of. */
static size_t
judge(const struct method_list *l, const struct method_ask *a,
    struct judged *v)
{
	size_t n = 0;

	for (size_t i = 0; i < l->n; i++) {
		const struct method *m = &l->v[i]->m;
		struct method_advice said = method_advise(m, a);

		if (said.near)
			v[n++] = (struct judged){ m, said, method_minutes(m,
			    a->people > 1 ? a->people : method_people(m)) };
	}
	qsort(v, n, sizeof(*v), better);
	return n;
}

static void
say_fault(void *arg, const struct iv_err *e)
{
	tool_say(arg, "%s", e->msg);
}

static int
ask_make(struct iv_ctx *c, const struct advise_opts *o,
    struct method_ask *a, struct buf *b, struct iv_err *e)
{
	IV_AUTO(record_free_auto) struct record *cs = NULL;

	if (tool_store(c, e) < 0 ||
	    tool_read(c, &schema_case, c->args[0], &cs, e) < 0 ||
	    facts_ask_group(a, c->store, c->now.day, b, e) < 0)
		return -1;
	facts_ask_case(a, cs->json);
	if (o->technical)
		a->technical = true;
	if (o->people > 0)
		a->people = o->people;
	if (o->minutes > 0)
		a->minutes = o->minutes;
	return 0;
}

int
session_advise(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	const struct advise_opts *o = opts;
	const struct method_faults faults = { say_fault, c };
	IV_AUTO(method_list_release) struct method_list l = { NULL, 0 };
	IV_AUTO(mem_free_auto) struct judged *v = NULL;
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	struct method_ask a = { .form = 0 };
	size_t n, most = o->all ? SIZE_MAX : SHOWN;

	if (ask_make(c, o, &a, &b, e) < 0 ||
	    methods_load(c->store, text_lang(), &faults, &l, e) < 0)
		return -1;
	v = mem_array(NULL, l.n + 1, sizeof(*v));
	n = judge(&l, &a, v);
	if (!tool_for_people(c) || c->fields)
		return print_rows(c, v, n, most, e);
	print_text(c, v, n, most);
	return 0;
}
