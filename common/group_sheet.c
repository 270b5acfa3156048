#include "group_sheet.h"

#include <string.h>

#include "checklist.h"
#include "mem.h"
#include "sheet.h"

#define MOST	(FIELDS_MAX - 1)	/* agreements beside the name */

/*
 * The agreements as a sheet: each with its text as help, to be answered by yes
 * or no.  Its day stands in the label, so that a sheet of before a change does
 * not sign what came after it.
 */
struct form {
	struct field fields[MOST + 1];
	char *labels[MOST], *texts[MOST];
	size_t n;
	struct buf order;
	struct schema schema;
};
#define FORM_INIT { .order = BUF_INIT }

static void
form_release(struct form *f)
{
	for (size_t i = 0; i < f->n; i++) {
		mem_free(f->labels[i]);
		mem_free(f->texts[i]);
	}
	buf_release(&f->order);
}

static void
form_add(struct form *f, const struct checklist *l, const cJSON *a)
{
	IV_AUTO(buf_release) struct buf label = BUF_INIT;

	buf_addf(&label, "%s, %s", checklist_title(l, json_str(a, "topic")),
	    json_str(a, "since"));
	f->labels[f->n] = buf_take(&label);
	f->texts[f->n] = mem_dup(json_str(a, "text"));
	f->fields[f->n + 1] = (struct field){ .name = a->string,
		.type = FT_WORD, .words = "yes no",
		.label = f->labels[f->n], .help = f->texts[f->n] };
	buf_addf(&f->order, ",%s", a->string);
	f->n++;
}

static int
form_make(struct form *f, struct iv_ctx *c, struct iv_err *e)
{
	IV_AUTO(checklist_free_auto) struct checklist *l =
	    checklist_contract(store_lang(c->store));
	const cJSON *all = json_get(store_group(c->store), "agreements"), *a;

	if (json_count(all) == 0)
		return iv_fail(e, IV_NOTFOUND, _("there are no agreements to "
		    "sign; make them with 'iv-group agree'"));
	f->fields[0] = (struct field){ .name = "member", .type = FT_REF,
		.ref = "member", .label = N_("Name") };
	buf_adds(&f->order, "member");
	cJSON_ArrayForEach(a, all)
		if (f->n < MOST)
			form_add(f, l, a);
	f->schema = (struct schema){ .kind = "signature",
		.noun = N_("signature"), .fields = { f->fields, f->n + 1 } };
	return 0;
}

static const char *
member_name(void *arg, const char *id)
{
	struct iv_ctx *c = arg;

	return store_name(c->store, id);
}

static struct sheet
form_sheet(struct iv_ctx *c, const struct form *f)
{
	return (struct sheet){ &f->schema, f->order.p, store_lang(c->store),
		N_("What the group agreed. Put yes under each agreement to "
		"sign it, or no, and send this back."), member_name, c };
}

int
group_sheet(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	const struct group_sheet_opts *o = opts;
	IV_AUTO(form_release) struct form f = FORM_INIT;
	IV_AUTO(json_free_auto) cJSON *filled = cJSON_CreateObject();
	IV_AUTO(record_free_auto) struct record *r = NULL;
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	struct sheet s;

	if (tool_store(c, e) < 0 || (o->whose &&
	    tool_read(c, &schema_member, o->whose, &r, e) < 0) ||
	    form_make(&f, c, e) < 0)
		return -1;
	if (r)
		json_set_str(filled, "member", r->id.s);
	s = form_sheet(c, &f);
	sheet_write(&b, &s, filled);
	tool_print(c, b.p);
	return 0;
}

int
group_sheet_read(struct iv_ctx *c, const char *file, cJSON *filled,
    struct iv_err *e)
{
	IV_AUTO(form_release) struct form f = FORM_INIT;
	IV_AUTO(buf_release) struct buf at = BUF_INIT;
	struct sheet_text st = { file, NULL, 0, false };
	struct schema_in in = tool_input(c);
	struct sheet s;

	buf_addf(&at, "@%s", file);
	if (form_make(&f, c, e) < 0 || tool_text(c, at.p, &st.text, e) < 0)
		return -1;
	st.len = strlen(st.text);
	s = form_sheet(c, &f);
	if (sheet_read(&s, &st, filled, &in, e) < 0)
		return -1;
	if (!json_str(filled, "member"))
		return iv_fail(e, IV_INVALID, _("%s: a name is missing: who "
		    "signs?"), file);
	return 0;
}
