#include "session.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "facts_session.h"
#include "mem.h"

/*
 * Which reminder went out stands in the record, by day: whoever's machine
 * sends it, it goes once for the group, and two that sent it on one day agree.
 */
static const struct stage {
	const char *key;	/* of "reminded" */
	const char *text;
} stages[] = {
	[REMIND_MONTH] = { "month",
	    N_("Now is the time to prepare a case: whoever wants to bring one "
	    "writes down the situation and the question.") },
	[REMIND_WEEKS] = { "weeks",
	    N_("Now is the time to settle the agenda: whoever brings a case "
	    "sends it round, and the others read it beforehand.") },
	[REMIND_DAY] = { "day",
	    N_("Our meeting is near. Bring what was prepared.") },
};

const struct iv_opt due_opt[2] = {
	{ "mark", 0, OPT_FLAG, offsetof(struct due_opts, mark), NULL,
	    N_("note that they went out, in one commit") },
	{ "with-cases", 0, OPT_FLAG, offsetof(struct due_opts, cases), NULL,
	    N_("with the cases: titles, questions and presenters") },
};

/* A reminder that is to go out. */
struct due {
	struct record *r;
	enum remind stage;
};

struct dues {
	struct iv_ctx *c;
	struct due *v;
	size_t n;
};

static void
dues_release(struct dues *l)
{
	for (size_t i = 0; i < l->n; i++)
		record_free(l->v[i].r);
	mem_free(l->v);
}

static int
take(void *arg, struct record **r, struct iv_err *e)
{
	struct dues *l = arg;
	struct civil start = facts_meeting((*r)->json).start;
	enum remind stage = remind_stage(start, l->c->now);

	(void)e;
	if (stage == REMIND_NONE || !json_is((*r)->json, "status", "planned")
	    || json_get(json_get((*r)->json, "reminded"), stages[stage].key))
		return 0;
	l->v = mem_array(l->v, l->n + 1, sizeof(*l->v));
	l->v[l->n++] = (struct due){ IV_TAKE(*r), stage };
	return 0;
}

static int
by_start(const void *a, const void *b)
{
	const struct due *x = a, *y = b;
	int r = strcmp(json_str(x->r->json, "start"),
	    json_str(y->r->json, "start"));

	return r != 0 ? r : strcmp(x->r->id.s, y->r->id.s);
}

static int
load(struct dues *l, struct iv_err *e)
{
	if (tool_store(l->c, e) < 0 ||
	    store_each(l->c->store, &schema_session, take, l, e) < 0)
		return -1;
	if (l->n > 1)
		qsort(l->v, l->n, sizeof(*l->v), by_start);
	return 0;
}

static void
print_letters(const struct dues *l, bool cases)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;

	for (size_t i = 0; i < l->n; i++) {
		if (i > 0)
			session_letter_rule(&b);
		session_letter(l->c, l->v[i].r->json,
		    stages[l->v[i].stage].text, cases, &b);
	}
	tool_print(l->c, b.p);
}

static const struct out_col due_cols[] = {
	{ "id", N_("Id"), OUT_TEXT },
	{ "start", N_("Start"), OUT_WHEN },
	{ "reminder", N_("Reminder"), OUT_TEXT },
	{ "since", N_("Since"), OUT_WHEN },
};

static int
print_rows(const struct dues *l, struct iv_err *e)
{
	struct out *o = tool_out(l->c, "iv.reminders/1", due_cols,
	    IV_LEN(due_cols));

	for (size_t i = 0; i < l->n; i++) {
		const struct due *d = &l->v[i];
		IV_AUTO(json_free_auto) cJSON *row = cJSON_CreateObject();
		struct civil start = facts_meeting(d->r->json).start;
		char day[DAY_TEXT];

		civil_text(day, (struct civil){ remind_day(start.day,
		    d->stage), -1 });
		json_set_str(row, "id", d->r->id.s);
		json_set_str(row, "start", json_str(d->r->json, "start"));
		json_set_str(row, "reminder", stages[d->stage].key);
		json_set_str(row, "since", day);
		out_row(o, row);
	}
	return out_end(o, e);
}

static int
print(const struct dues *l, const struct due_opts *o, struct iv_err *e)
{
	if (l->c->format || l->c->fields)
		return print_rows(l, e);
	print_letters(l, o->cases);
	return 0;
}

static int
mark_one(struct iv_ctx *c, struct change *ch, const struct due *d,
    struct iv_err *e)
{
	IV_AUTO(json_free_auto) cJSON *was = NULL;
	struct record *r;
	char day[DAY_TEXT];

	if (change_get(ch, &schema_session, d->r->id.s, &r, e) < 0)
		return -1;
	was = cJSON_Duplicate(r->json, true);
	civil_text(day, (struct civil){ c->now.day, -1 });
	json_set_str(json_object(r->json, "reminded"),
	    stages[d->stage].key, day);
	return verb_check(c, was, r, e);
}

/* What could not be printed did not go out. */
static int
mark(struct dues *l, const struct due_opts *o, struct iv_err *e)
{
	IV_AUTO(change_end_auto) struct change *ch = NULL;

	if (tool_begin(l->c, &ch, e) < 0 || load(l, e) < 0)
		return -1;
	for (size_t i = 0; i < l->n; i++)
		if (mark_one(l->c, ch, &l->v[i], e) < 0)
			return -1;
	if (!l->c->dry_run && print(l, o, e) < 0)
		return -1;
	if (fflush(stdout) != 0)
		return iv_fail_errno(e, IV_STORAGE, _("cannot write '%s'"),
		    _("standard output"));
	return tool_commit(l->c, ch, "remind", e);
}

int
session_due(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	IV_AUTO(dues_release) struct dues l = { c, NULL, 0 };
	const struct due_opts *o = opts;

	if (o->mark)
		return mark(&l, o, e);
	return load(&l, e) < 0 ? -1 : print(&l, o, e);
}
