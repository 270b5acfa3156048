#include "report.h"

#include "facts_session.h"
#include "mem.h"
#include "text.h"

struct walk {
	struct report_ask *ask;
	struct out *o;
	struct record **v;
	size_t n;
};

static void
put(struct out *o, const char *section, const struct record *r,
    const char *text, long value)
{
	IV_AUTO(json_free_auto) cJSON *row = cJSON_CreateObject();

	row_str(row, "section", section);
	row_str(row, "member", r ? r->id.s : NULL);
	row_str(row, "name", r ? json_str(r->json, "name") : NULL);
	row_str(row, "text", text);
	row_int(row, "value", value);
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

/* "Wanted structure (1-5): 1 to 5", when they differ by more than one. */
static void
put_structure(const struct walk *w, const char *lang)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	long low = 9, high = 0, v;

	for (size_t i = 0; i < w->n; i++) {
		if (!json_int(json_get(w->v[i]->json, "prefers"),
		    "structure", &v))
			continue;
		low = v < low ? v : low;
		high = v > high ? v : high;
	}
	if (high - low < 2 || low == 9)
		return;
	buf_addf(&b, "%s: %ld\xe2\x80\x93%ld", iv_text(lang,
	    N_("Wanted structure (1-5)")), low, high);
	put(w->o, "differences", NULL, b.p, high - low);
}

static void
put_focus(const struct walk *w, const char *lang)
{
	static const char *const words[] = { "process", "result", "both" };
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	int kinds = 0;

	buf_addf(&b, "%s: ", iv_text(lang, N_("Wanted focus")));
	for (size_t k = 0; k < IV_LEN(words); k++) {
		int n = 0;

		for (size_t i = 0; i < w->n; i++)
			n += json_is(json_get(w->v[i]->json, "prefers"),
			    "focus", words[k]);
		if (n > 0)
			buf_addf(&b, "%s%s (%d)", kinds++ > 0 ? ", " : "",
			    iv_text(lang, words[k]), n);
	}
	if (kinds > 1)
		put(w->o, "differences", NULL, b.p, kinds);
}

static void
put_field(const struct walk *w, const char *field, const char *lang)
{
	for (size_t i = 0; i < w->n; i++) {
		const cJSON *prefers = json_get(w->v[i]->json, "prefers");
		const char *text = json_str(w->v[i]->json, field);
		char number[24];
		long v = -1;

		if (json_str(prefers, field))
			text = iv_text(lang, json_str(prefers, field));
		if (json_int(prefers, field, &v)) {
			snprintf(number, sizeof(number), "%ld", v);
			text = number;
		}
		if (text)
			put(w->o, field, w->v[i], text, v);
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

static int
rows(struct report_ask *ask, struct out *o, struct iv_err *e)
{
	IV_AUTO(walk_release) struct walk w = { ask, o, NULL, 0 };
	const char *lang = store_lang(ask->store);

	if (store_each(ask->store, &schema_member, keep, &w, e) < 0)
		return -1;
	put_structure(&w, lang);
	put_focus(&w, lang);
	for (size_t i = 0; i < IV_LEN(fields); i++)
		put_field(&w, fields[i], lang);
	return 0;
}

static const struct out_col cols[] = {
	{ "section", N_("Section"), OUT_TEXT },
	{ "member", N_("Id"), OUT_TEXT },
	{ "name", N_("Name"), OUT_TEXT },
	{ "text", N_("Text"), OUT_TEXT },
	{ "value", N_("Value"), OUT_NUMBER },
};

static const struct out_col difference_cols[] = {
	{ "text", N_("To talk about"), OUT_TEXT },
};

#define PART(id, heading)						\
	.name = (id), .title = (heading), .cols = cols + 2, .ncols = 2

static const struct report_part parts[] = {
	{ .name = "differences", .title = N_("Where you differ"),
	    .cols = difference_cols, .ncols = IV_LEN(difference_cols),
	    .none = N_("No differences in wanted structure and focus were "
	    "filled in.") },
	{ PART("structure", N_("Wanted structure (1-5)")), .half = true },
	{ PART("focus", N_("Wanted focus")), .half = true },
	{ PART("expectations", N_("Expectations")) },
	{ PART("experience", N_("Experience")) },
	{ PART("background", N_("Background")) },
	{ PART("job", N_("Job")), .half = true },
	{ PART("sector", N_("Sector")), .half = true },
	{ PART("learning_goal", N_("Learning goal")) },
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
