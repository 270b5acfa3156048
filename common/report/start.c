#include "report.h"

#include <stdlib.h>
#include <string.h>

#include "facts_session.h"
#include "mem.h"
#include "text.h"
#include "utf8.h"

struct walk {
	struct report_ask *ask;
	struct out *o;
	const char *lang;
	struct record **v;
	size_t n;
};

static const char *
name_of(const struct record *r)
{
	const char *name = json_str(r->json, "name");

	return name ? name : r->id.s;
}

/* What is not set is null. */
struct said {
	const char *section;
	const struct record *who;
	const char *item, *text, *before;
	long value;
};
#define SAID(s, t)	.section = (s), .text = (t), .value = -1

static void
put(struct out *o, const struct said *s)
{
	IV_AUTO(json_free_auto) cJSON *row = cJSON_CreateObject();

	row_str(row, "section", s->section);
	row_str(row, "member", s->who ? s->who->id.s : NULL);
	row_str(row, "name", s->who ? name_of(s->who) : NULL);
	row_str(row, "text", s->text);
	row_int(row, "value", s->value);
	row_str(row, "item", s->item);
	row_str(row, "before", s->before);
	out_row(o, row);
}

static int
keep(void *arg, struct record **r, struct iv_err *e)
{
	struct walk *w = arg;

	(void)e;
	if (!json_is((*r)->json, "role", "member") ||
	    facts_member_in((*r)->json, w->ask->scope.now.day) ==
	    FACTS_AFTER)
		return 0;
	w->v = mem_array(w->v, w->n + 1, sizeof(*w->v));
	w->v[w->n++] = IV_TAKE(*r);
	return 0;
}

static int
by_name(const void *a, const void *b)
{
	const struct record *x = *(struct record *const *)a;
	const struct record *y = *(struct record *const *)b;
	IV_AUTO(buf_release) struct buf fx = BUF_INIT, fy = BUF_INIT;
	int r;

	utf8_fold(&fx, name_of(x));
	utf8_fold(&fy, name_of(y));
	r = strcmp(fx.p, fy.p);
	return r != 0 ? r : strcmp(x->id.s, y->id.s);
}

/* "Wanted structure (1-5): 1 to 5", when they differ by more than one; in is
 * the object that holds the wish. */
static void
put_structure(const struct walk *w, const char *in, const char *label)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	struct said s = { SAID("differences", NULL) };
	long low = 9, high = 0, v;

	for (size_t i = 0; i < w->n; i++) {
		if (!json_int(json_get(w->v[i]->json, in), "structure", &v))
			continue;
		low = v < low ? v : low;
		high = v > high ? v : high;
	}
	if (high - low < 2 || low == 9)
		return;
	buf_addf(&b, "%s: %ld\xe2\x80\x93%ld", label, low, high);
	s.text = b.p;
	s.value = high - low;
	put(w->o, &s);
}

static void
put_focus(const struct walk *w, const char *in, const char *label)
{
	static const char *const words[] = { "process", "result", "both" };
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	struct said s = { SAID("differences", NULL) };
	int kinds = 0;

	buf_addf(&b, "%s: ", label);
	for (size_t k = 0; k < IV_LEN(words); k++) {
		int n = 0;

		for (size_t i = 0; i < w->n; i++)
			n += json_is(json_get(w->v[i]->json, in), "focus",
			    words[k]);
		if (n > 0)
			buf_addf(&b, "%s%s (%d)", kinds++ > 0 ? ", " : "",
			    iv_text(w->lang, words[k]), n);
	}
	s.text = b.p;
	s.value = kinds;
	if (kinds > 1)
		put(w->o, &s);
}

/* A wish as people read it; NULL: none.  number has room for a whole one. */
static const char *
wish(const cJSON *in, const char *field, const char *lang, char number[24])
{
	long v;

	if (json_int(in, field, &v)) {
		snprintf(number, 24, "%ld", v);
		return number;
	}
	return words_has("focus", field) && json_str(in, field) ?
	    iv_text(lang, json_str(in, field)) : json_str(in, field);
}

static void
put_field(const struct walk *w, const char *field)
{
	for (size_t i = 0; i < w->n; i++) {
		const cJSON *j = w->v[i]->json;
		const cJSON *in = json_get(j, "prefers");
		char number[24];
		struct said s = { SAID(field, NULL) };

		s.who = w->v[i];
		s.text = wish(in, field, w->lang, number);
		if (!s.text)
			s.text = json_str(j, field);
		json_int(in, field, &s.value);
		if (s.text)
			put(w->o, &s);
	}
}

/* What somebody said half-way, beside the start. */
static void
put_halfway(const struct walk *w, const char *field, const char *label)
{
	for (size_t i = 0; i < w->n; i++) {
		const cJSON *j = w->v[i]->json, *now = json_get(j, "halfway");
		const char *text;
		char number[24], was[24];
		struct said s = { SAID("halfway", NULL) };

		text = wish(now, field, w->lang, number);
		if (!text)
			continue;
		s.before = wish(json_get(j, "prefers"), field, w->lang, was);
		if (!s.before && !words_has("came", field))
			s.before = json_str(j, field);
		s.who = w->v[i];
		s.item = label;
		s.text = text;
		json_int(now, field, &s.value);
		put(w->o, &s);
	}
}

static void
walk_release(struct walk *w)
{
	for (size_t i = 0; i < w->n; i++)
		record_free(w->v[i]);
	mem_free(w->v);
}

static const char *const fields[] = { "structure", "focus", "expectations",
	"experience", "background", "job", "sector", "learning_goal" };

static const struct {
	const char *field, *label;
} halfway[] = {
	{ "structure", N_("Wanted structure (1-5)") },
	{ "focus", N_("Wanted focus") },
	{ "expectations", N_("Expectations") },
	{ "came", N_("What came of it") },
};

static int
rows(struct report_ask *ask, struct out *o, struct iv_err *e)
{
	IV_AUTO(walk_release) struct walk w = { ask, o,
		store_lang(ask->store), NULL, 0 };

	if (store_each(ask->store, &schema_member, keep, &w, e) < 0)
		return -1;
	if (w.n > 0)
		qsort(w.v, w.n, sizeof(struct record *), by_name);
	put_structure(&w, "halfway", iv_text(w.lang,
	    N_("Half-way, wanted structure (1-5)")));
	put_focus(&w, "halfway", iv_text(w.lang,
	    N_("Half-way, wanted focus")));
	put_structure(&w, "prefers", iv_text(w.lang,
	    N_("Wanted structure (1-5)")));
	put_focus(&w, "prefers", iv_text(w.lang, N_("Wanted focus")));
	for (size_t i = 0; i < IV_LEN(halfway); i++)
		put_halfway(&w, halfway[i].field, halfway[i].label);
	for (size_t i = 0; i < IV_LEN(fields); i++)
		put_field(&w, fields[i]);
	return 0;
}

static const struct out_col cols[] = {
	{ "section", N_("Section"), OUT_TEXT },
	{ "member", N_("Id"), OUT_TEXT },
	{ "name", N_("Name"), OUT_TEXT },
	{ "text", N_("Text"), OUT_TEXT },
	{ "value", N_("Value"), OUT_NUMBER },
	{ "item", N_("What"), OUT_WORD },
	{ "before", N_("At the start"), OUT_TEXT },
};

static const struct out_col halfway_cols[] = {
	{ "name", N_("Name"), OUT_TEXT },
	{ "item", N_("What"), OUT_WORD },
	{ "before", N_("At the start"), OUT_TEXT },
	{ "text", N_("Half-way"), OUT_TEXT },
};

static const struct out_col difference_cols[] = {
	{ "text", N_("To talk about"), OUT_TEXT },
};

#define ASKED(id, heading)						\
	.name = (id), .title = (heading), .cols = cols + 2, .ncols = 2

static const struct report_part parts[] = {
	{ PART("differences", N_("Where you differ"), difference_cols),
	    .none = N_("No differences in wanted structure and focus were "
	    "filled in.") },
	{ PART("halfway", N_("Half-way, beside the start"), halfway_cols) },
	{ ASKED("structure", N_("Wanted structure (1-5)")), .half = true },
	{ ASKED("focus", N_("Wanted focus")), .half = true },
	{ ASKED("expectations", N_("Expectations")) },
	{ ASKED("experience", N_("Experience")) },
	{ ASKED("background", N_("Background")) },
	{ ASKED("job", N_("Job")), .half = true },
	{ ASKED("sector", N_("Sector")), .half = true },
	{ ASKED("learning_goal", N_("Learning goal")) },
};

const struct report report_start = {
	.name = "start",
	.title = N_("To start with"),
	.help = N_("What members bring and expect, side by side, differences "
	    "first; at the start and again half-way"),
	.example = "iv-report start -o html > start.html",
	.timeless = true,
	.parts = parts, .nparts = IV_LEN(parts),
	.mask = MASK_MEMBER,
	.plain = { NULL, NULL, cols, IV_LEN(cols), 0, rows, true },
};
