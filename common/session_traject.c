#include "session.h"

#include <string.h>

#include "facts_session.h"
#include "facts_traject.h"
#include "mem.h"
#include "text.h"

int
session_traject(struct iv_ctx *c, const char *typed,
    struct traject_file **ret, struct iv_err *e)
{
	const char *text;

	if (*typed != '@') {
		if (traject_find(typed, text_lang(), ret, e) < 0)
			return iv_wrap(e, "--traject");
		return 0;
	}
	if (tool_text(c, typed, &text, e) < 0)
		return iv_wrap(e, "--traject");
	return traject_parse(text, strlen(text), typed[1] == '-' ?
	    _("standard input") : typed + 1, text_lang(), ret, e);
}

/* "1 intro, facilitator; 2-5 regular, facilitator; ..." */
static void
add_parts(struct buf *b, const struct traject *t)
{
	int n = 1;

	for (size_t i = 0; i < t->nparts; i++) {
		const struct traject_part *p = &t->parts[i];

		buf_addf(b, p->count > 1 ? "  %d-%d" : "  %d", n,
		    n + p->count - 1);
		if (p->purpose)
			buf_addf(b, "  %s", _(p->purpose));
		if (p->led_by)
			buf_addf(b, ", %s %s", _("led by"), _(p->led_by));
		if (p->after.n > 0)
			buf_addf(b, ", %d%s %s", p->after.n,
			    p->after.unit == 'y' ? _("y") :
			    (char[]){ p->after.unit, '\0' }, _("later"));
		buf_addc(b, '\n');
		n += p->count;
	}
}

int
session_trajects(struct iv_ctx *c, struct iv_err *e)
{
	IV_AUTO(traject_list_release) struct traject_list l = { NULL, 0 };
	IV_AUTO(buf_release) struct buf b = BUF_INIT;

	if (trajects_load(text_lang(), &l, e) < 0)
		return -1;
	for (size_t i = 0; i < l.n; i++) {
		const struct traject *t = &l.v[i]->t;

		buf_addf(&b, "%s%s  %s\n  %s\n", i > 0 ? "\n" : "", t->name,
		    t->title, t->about);
		add_parts(&b, t);
		buf_addf(&b, "  %s: %s\n", _("Source"), t->source);
	}
	tool_print(c, b.p);
	return 0;
}

/* The method takes what it asks for, or what there is. */
static int
put_method(struct iv_ctx *c, struct record *r, const char *typed,
    struct iv_err *e)
{
	int left = facts_agenda_free(c->store, r->json), minutes;
	IV_AUTO(mem_free_auto) char *name = NULL;
	cJSON *item;

	if (session_method_for(c, r->json, typed, &name, &minutes, e) < 0)
		return -1;
	if (left <= 0)
		return 0;
	item = cJSON_CreateObject();
	json_set_str(item, "method", name);
	json_set_int(item, "minutes", minutes < left ? minutes : left);
	cJSON_AddItemToArray(json_array(r->json, "agenda"), item);
	return 0;
}

int
session_traject_part(struct iv_ctx *c, const struct traject *t, int i,
    struct record *r, struct iv_err *e)
{
	const struct traject_part *p = traject_part(t, i);

	if (p->purpose)
		json_set_str(r->json, "purpose", p->purpose);
	if (p->led_by)
		json_set_str(r->json, "led_by", p->led_by);
	return p->method ? put_method(c, r, p->method, e) : 0;
}
