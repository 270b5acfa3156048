#include <stdlib.h>
#include <string.h>

#include "eval.h"
#include "mem.h"
#include "sheet.h"
#include "tally.h"
#include "text.h"

/*
 * The questions as a sheet of numbered answers: mail programs break long
 * lines, so the question itself stands in the help.  Values are marked as
 * content, so that no message repeats them.
 */
struct form {
	struct field fields[QUESTIONS_MAX + 1];
	char *names[QUESTIONS_MAX];
	char *labels[QUESTIONS_MAX];
	size_t n;
	struct buf order, scale;
	struct schema schema;
};
#define FORM_INIT { .order = BUF_INIT, .scale = BUF_INIT }

static void
form_release(struct form *f)
{
	for (size_t i = 0; i < f->n; i++) {
		mem_free(f->names[i]);
		mem_free(f->labels[i]);
	}
	buf_release(&f->order);
	buf_release(&f->scale);
}

/* Names and labels are the form's; texts of help are the questions'. */
static void
form_make(struct form *f, const struct questions *q, const char *lang)
{
	f->fields[0] = (struct field){ .name = "code", .type = FT_LINE,
		.flags = FF_CONTENT, .max = 40, .label = N_("Code"),
		.help = N_("As it stands on the slip") };
	buf_adds(&f->order, "code");
	for (size_t i = 0; i < q->n; i++) {
		struct buf name = BUF_INIT, label = BUF_INIT;

		buf_addf(&name, "q%zu", i + 1);
		buf_addf(&label, iv_text(lang, N_("Question %zu")), i + 1);
		buf_addf(&f->order, ",%s", name.p);
		f->names[i] = buf_take(&name);
		f->labels[i] = buf_take(&label);
		f->fields[i + 1] = (struct field){ .name = f->names[i],
			.type = FT_INT, .flags = FF_CONTENT,
			.min = TALLY_LOW, .max = TALLY_HIGH,
			.label = f->labels[i], .help = q->items[i].text };
	}
	f->n = q->n;
	buf_addf(&f->scale, iv_text(lang, N_("%s\n"
	    "1 = %s, 5 = %s: one number under each question.\n"
	    "Whoever reads your mail sees who answers what; the slip on paper "
	    "or 'iv-eval answer' shows it to nobody.")), q->title, q->low,
	    q->high);
	f->schema = (struct schema){ .kind = "answer", .noun = N_("answer"),
		.fields = { f->fields, q->n + 1 } };
}

static struct sheet
form_sheet(const struct form *f, const char *lang)
{
	return (struct sheet){ .schema = &f->schema, .fields = f->order.p,
		.lang = lang, .intro = f->scale.p };
}

void
answer_sheet_write(struct iv_ctx *c, const struct questions *q)
{
	IV_AUTO(form_release) struct form f = FORM_INIT;
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	const char *lang = store_lang(c->store);
	struct sheet s;

	form_make(&f, q, lang);
	s = form_sheet(&f, lang);
	sheet_write(&b, &s, NULL);
	tool_print(c, b.p);
}

static int
answer_fill(const struct questions *q, const cJSON *filled, const char *file,
    struct answer *one, struct iv_err *e)
{
	const char *code = json_str(filled, "code");
	char name[24];
	long v;

	if (!code || !answer_code(code, &one->code))
		return iv_fail(e, IV_INVALID, _("%s: the code of the slip is "
		    "missing, or is none"), file);
	for (size_t i = 0; i < q->n; i++) {
		snprintf(name, sizeof(name), "q%zu", i + 1);
		if (!json_int(filled, name, &v))
			return iv_fail(e, IV_INVALID, _("%s: question %zu has "
			    "no answer"), file, i + 1);
		one->value[i] = (int)v;
	}
	one->line = 1;
	return 0;
}

int
answer_sheet_read(struct iv_ctx *c, const struct questions *q,
    const char *file, struct answer *one, struct iv_err *e)
{
	IV_AUTO(form_release) struct form f = FORM_INIT;
	IV_AUTO(json_free_auto) cJSON *filled = cJSON_CreateObject();
	IV_AUTO(buf_release) struct buf at = BUF_INIT;
	struct sheet_text st = { file, NULL, 0, false };
	struct schema_in in = tool_input(c);
	struct sheet s;

	form_make(&f, q, store_lang(c->store));
	s = form_sheet(&f, store_lang(c->store));
	buf_addf(&at, "@%s", file);
	if (tool_text(c, at.p, &st.text, e) < 0)
		return -1;
	st.len = strlen(st.text);
	if (sheet_read(&s, &st, filled, &in, e) < 0)
		return -1;
	return answer_fill(q, filled, file, one, e);
}
