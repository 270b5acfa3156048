#include "session_offer.h"

#include <stdlib.h>
#include <string.h>

#include "facts_session.h"
#include "mem.h"
#include "text.h"

#define MOST	(FIELDS_MAX - 1)	/* dates beside the name */

static const char intro[] = N_("When can you come? Put yes, no or maybe under "
    "each date and send this back.");

static void
date_release(struct offer_date *d)
{
	mem_free(d->label);
	cJSON_Delete(d->rsvp);
}

void
offer_release(struct offer *o)
{
	for (size_t i = 0; i < o->n; i++)
		date_release(&o->v[i]);
	mem_free(o->v);
	mem_free(o->fields);
	buf_release(&o->names);
	buf_release(&o->intro);
}

void
offer_when(struct buf *b, const char *lang, struct civil c)
{
	int y, m, d;
	char clock[8];

	day_to_ymd(c.day, &y, &m, &d);
	buf_addf(b, "%s %d %s %d", iv_text(lang, weekday_word(c.day)), d,
	    iv_text(lang, month_word(m)), y);
	if (c.minute < 0)
		return;
	clock_text(clock, c.minute);
	buf_addf(b, ", %s", clock);
}

struct loading {
	struct iv_ctx *c;
	struct offer *o;
	const char *statuses;
};

static bool
to_come(const struct iv_ctx *c, struct civil start)
{
	return start.day > c->now.day || (start.day == c->now.day &&
	    start.minute > c->now.minute);
}

static int
take(void *arg, struct record **r, struct iv_err *e)
{
	struct loading *l = arg;
	struct offer *o = l->o;
	struct civil start = facts_meeting((*r)->json).start;
	IV_AUTO(buf_release) struct buf label = BUF_INIT;

	(void)e;
	if (!words_has(l->statuses, json_str((*r)->json, "status")) ||
	    !to_come(l->c, start))
		return 0;
	offer_when(&label, store_lang(l->c->store), start);
	o->v = mem_array(o->v, o->n + 1, sizeof(*o->v));
	o->v[o->n++] = (struct offer_date){ (*r)->id, start,
		buf_take(&label), cJSON_Duplicate(json_get((*r)->json,
		"rsvp"), true) };
	return 0;
}

static int
by_start(const void *a, const void *b)
{
	const struct offer_date *x = a, *y = b;
	int r = civil_compare(x->start, y->start);

	return r != 0 ? r : strcmp(x->id.s, y->id.s);
}

static int
load(struct iv_ctx *c, const char *statuses, struct offer *o,
    struct iv_err *e)
{
	struct loading l = { c, o, statuses };

	if (store_each(c->store, &schema_session, take, &l, e) < 0)
		return -1;
	if (o->n > 1)
		qsort(o->v, o->n, sizeof(*o->v), by_start);
	for (; o->n > MOST; o->n--)
		date_release(&o->v[o->n - 1]);
	return 0;
}

int
offer_load(struct iv_ctx *c, bool back, struct offer *o, struct iv_err *e)
{
	if (load(c, back ? "proposed planned cancelled" : "proposed", o,
	    e) < 0 || (o->n == 0 && !back && load(c, "planned", o, e) < 0))
		return -1;
	if (o->n == 0)
		return iv_fail(e, IV_NOTFOUND, _("no meeting is to come; "
		    "offer dates by 'iv-session plan --proposed DATE "
		    "DATE'"));
	return 0;
}

/* Who has perhaps said too little: a maybe is asked again. */
static bool
is_open(const struct offer_date *d, const char *member)
{
	const cJSON *reply = json_get(d->rsvp, member);

	return !json_is(reply, "answer", "yes") &&
	    !json_is(reply, "answer", "no");
}

struct waiting {
	const struct offer_date *d;
	bool open;
};

static int
look(void *arg, struct record **m, struct iv_err *e)
{
	struct waiting *w = arg;

	(void)e;
	w->open = w->open || (facts_expected((*m)->json, w->d->start.day) &&
	    is_open(w->d, (*m)->id.s));
	return 0;
}

/* "di 12 mei 2026, 09:30: ja" */
static void
tell(struct offer *o, const struct offer_date *d, const char *member,
    const char *lang)
{
	const char *answer = member ? json_str(json_get(d->rsvp, member),
	    "answer") : NULL;

	if (o->intro.len == 0)
		buf_addf(&o->intro, "%s\n\n%s", iv_text(lang, intro),
		    iv_text(lang, N_("Answered already; to change an answer, "
		    "put the date in brackets, and below it the new one:")));
	buf_addf(&o->intro, "\n%s", d->label);
	if (answer)
		buf_addf(&o->intro, ": %s", iv_text(lang, answer));
}

int
offer_open(struct iv_ctx *c, struct offer *o, const char *member,
    struct iv_err *e)
{
	size_t n = 0;

	for (size_t i = 0; i < o->n; i++) {
		struct waiting w = { &o->v[i], member &&
			is_open(&o->v[i], member) };

		if (!member && store_each(c->store, &schema_member, look, &w,
		    e) < 0)
			return -1;
		if (w.open) {
			struct offer_date d = o->v[n];

			o->v[n++] = o->v[i];
			if (n - 1 != i)
				o->v[i] = d;
			continue;
		}
		tell(o, &o->v[i], member, store_lang(c->store));
	}
	if (n == 0)
		return iv_fail(e, IV_NOTFOUND, _("every date is answered; "
		    "--all asks for them again"));
	for (; o->n > n; o->n--)
		date_release(&o->v[o->n - 1]);
	return 0;
}

void
offer_fields(struct offer *o)
{
	o->fields = mem_alloc((o->n + 1) * sizeof(*o->fields));
	o->fields[0] = (struct field){ .name = "member", .type = FT_REF,
		.ref = "member", .label = N_("Name") };
	buf_adds(&o->names, "member");
	for (size_t i = 0; i < o->n; i++) {
		o->fields[i + 1] = (struct field){ .name = o->v[i].id.s,
			.type = FT_WORD, .words = "yes no maybe",
			.label = o->v[i].label };
		buf_addf(&o->names, ",%s", o->v[i].id.s);
	}
	o->schema = (struct schema){ .kind = "availability",
		.noun = N_("availability"), .fields = { o->fields,
		o->n + 1 } };
}

static const char *
member_name(void *arg, const char *id)
{
	struct iv_ctx *c = arg;

	return store_name(c->store, id);
}

struct sheet
offer_sheet(struct iv_ctx *c, const struct offer *o)
{
	return (struct sheet){ &o->schema, o->names.p, store_lang(c->store),
		o->intro.len > 0 ? o->intro.p : intro, member_name, c };
}
