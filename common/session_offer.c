#include "session_offer.h"

#include <stdlib.h>
#include <string.h>

#include "facts_session.h"
#include "mem.h"
#include "text.h"

#define MOST	(FIELDS_MAX - 1)	/* dates beside the name */

void
offer_release(struct offer *o)
{
	for (size_t i = 0; i < o->n; i++) {
		mem_free(o->v[i].label);
		cJSON_Delete(o->v[i].rsvp);
	}
	mem_free(o->v);
	mem_free(o->fields);
	buf_release(&o->names);
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

	if (x->start.day != y->start.day)
		return x->start.day < y->start.day ? -1 : 1;
	if (x->start.minute != y->start.minute)
		return x->start.minute < y->start.minute ? -1 : 1;
	return strcmp(x->id.s, y->id.s);
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
	for (; o->n > MOST; o->n--) {
		mem_free(o->v[o->n - 1].label);
		cJSON_Delete(o->v[o->n - 1].rsvp);
	}
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
		N_("When can you come? Put yes, no or maybe under each date "
		"and send this back."), member_name, c };
}
