#include "report_handout.h"

#include <math.h>
#include <string.h>

#include "facts_method.h"
#include "html.h"
#include "text.h"
#include "utf8.h"

#define WIDTH	72

static void
words_add(struct buf *b, const char *label, unsigned bits,
    enum method_set set, const char *lang)
{
	if (!bits)
		return;
	buf_addf(b, "%s%s: ", b->len > 0 ? " \xc2\xb7 " : "",
	    iv_text(lang, label));
	method_labels(b, set, bits, iv_text, lang);
}

static void
put_step(const struct method *m, const struct method_step *s, int people,
    const char *lang, struct out *o)
{
	IV_AUTO(buf_release) struct buf text = BUF_INIT, rules = BUF_INIT;
	struct fact f = { FACT("handouts", m->name) };

	words_add(&rules, N_("Speaks"), s->speaks, METHOD_WHO, lang);
	words_add(&rules, N_("Allowed"), s->talk, METHOD_TALK, lang);
	words_add(&rules, N_("Not"), s->not, METHOD_TALK, lang);
	if (s->presenter & ~METHOD_SITS(IN))
		words_add(&rules, N_("The presenter is"), s->presenter,
		    METHOD_SEAT, lang);
	buf_addf(&text, "%s%s%s", s->title, s->prompt ? "\n" : "",
	    s->prompt ? s->prompt : "");
	if (rules.len > 0)
		buf_addf(&text, "\n%s", rules.p);
	f.text = text.p;
	f.value = method_step_minutes(s, people);
	fact_put(o, &f);
}

void
put_handout(struct report_ask *ask, const char *method, struct out *o)
{
	IV_AUTO(method_file_free_auto) struct method_file *file = NULL;
	struct iv_err none = IV_ERR_INIT;
	const char *lang = store_lang(ask->store);
	struct fact f = { FACT("handouts", NULL) };
	int people;

	if (method_find(ask->store, method, lang, &file, &none) < 0 ||
	    facts_people(ask->store, NULL, ask->scope.now.day, &people,
	    &none) < 0)
		return;
	if (people < file->m.group.min)
		people = method_people(&file->m);
	f.item = file->m.name;
	f.text = file->m.title;
	f.value = method_minutes(&file->m, people);
	f.of = people;
	fact_put(o, &f);
	for (size_t i = 0; i < file->m.nsteps; i++)
		put_step(&file->m, &file->m.steps[i], people, lang, o);
}

static bool
is_head(const cJSON *row)
{
	return cJSON_IsNumber(json_get(row, "of"));
}

/* Calls fn for each line of a text. */
static void
lines_each(const char *text, void (*fn)(void *arg, const char *line,
    size_t nth), void *arg)
{
	size_t nth = 0;

	while (text && *text) {
		IV_AUTO(buf_release) struct buf line = BUF_INIT;
		size_t n = strcspn(text, "\n");

		buf_add(&line, text, n);
		fn(arg, line.p ? line.p : "", nth++);
		text += n + (text[n] == '\n');
	}
}

static void
html_line(void *arg, const char *line, size_t nth)
{
	html_tag(arg, nth == 0 ? "strong" : "p", nth > 1 ? "n" : NULL, line);
}

static void
head_add(struct buf *b, const cJSON *row, const char *lang)
{
	IV_AUTO(buf_release) struct buf time = BUF_INIT;

	buf_addf(&time, iv_text(lang, N_("%d minutes with %d people")),
	    (int)report_number(row, "value"), (int)report_number(row, "of"));
	html_tag(b, "h3", NULL, json_str(row, "text"));
	html_tag(b, "p", "n", time.p);
}

void
figure_handouts(struct buf *b, const cJSON *rows, const char *lang)
{
	const cJSON *row;

	cJSON_ArrayForEach(row, rows) {
		bool last = !row->next || is_head(row->next);

		if (is_head(row)) {
			buf_adds(b, "<div class=\"leaf\">\n");
			head_add(b, row, lang);
			buf_adds(b, "<ol class=\"steps\">\n");
		} else {
			buf_adds(b, "<li>");
			buf_addf(b, "<span class=\"min\">%.0f\xe2\x80\xb2"
			    "</span>", report_number(row, "value"));
			lines_each(json_str(row, "text"), html_line, b);
			buf_adds(b, "</li>\n");
		}
		if (last)
			buf_adds(b, "</ol>\n</div>\n");
	}
}

/* Where a line of text goes. */
struct printing {
	FILE *f;
	const struct out_style *style;
	enum out_format format;
	long minutes;
	size_t step;
};

static void
md_line(struct printing *p, const char *line, size_t nth)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;

	out_md(&b, line);
	if (nth == 0)
		fprintf(p->f, "%zu. **%s** (%ld min)\n", p->step, b.p,
		    p->minutes);
	else
		fprintf(p->f, "   - %s\n", b.p);
}

static void
plain_line(struct printing *p, const char *line, size_t nth)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT, shown = BUF_INIT;

	utf8_visible(&shown, line, "");
	if (nth == 0) {
		fprintf(p->f, "%2zu  %3ld\xe2\x80\xb2  %s\n", p->step,
		    p->minutes, shown.p);
		return;
	}
	buf_pad(&b, ' ', 10);
	utf8_wrap(&b, shown.p, WIDTH, 10);
	fprintf(p->f, "%s\n", b.p);
}

static void
print_line(void *arg, const char *line, size_t nth)
{
	struct printing *p = arg;

	if (p->format == OUT_MD)
		md_line(p, line, nth);
	else
		plain_line(p, line, nth);
}

static void
head_print(struct printing *p, const cJSON *row)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT, time = BUF_INIT;
	const char *lang = p->style->lang;

	buf_addf(&time, iv_text(lang, N_("%d minutes with %d people")),
	    (int)report_number(row, "value"), (int)report_number(row, "of"));
	if (p->format == OUT_MD) {
		out_md(&b, json_str(row, "text"));
		fprintf(p->f, "\n### %s\n\n%s\n\n", b.p, time.p);
		return;
	}
	utf8_visible(&b, json_str(row, "text"), "");
	fprintf(p->f, "%s%s%s: %s\n", out_sgr(p->style, "bold"), b.p,
	    out_sgr(p->style, "reset"), time.p);
}

int
print_handouts(FILE *f, const cJSON *rows, enum out_format format,
    const struct out_style *style, struct iv_err *e)
{
	struct printing p = { f, style, format, 0, 0 };
	const cJSON *row;

	(void)e;
	cJSON_ArrayForEach(row, rows) {
		p.minutes = (long)report_number(row, "value");
		p.step = is_head(row) ? 0 : p.step + 1;
		if (is_head(row) && row->prev != rows->child->prev)
			fputc('\n', f);
		if (is_head(row))
			head_print(&p, row);
		else
			lines_each(json_str(row, "text"), print_line, &p);
	}
	return 0;
}
