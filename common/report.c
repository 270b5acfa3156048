#include "report.h"

#include <math.h>

#include "text.h"
#include "utf8.h"

void
report_schema(struct buf *b, const struct report *r,
    const struct report_view *v)
{
	buf_addf(b, "iv.report.%s%s%s/1", r->name, v->option ? "." : "",
	    v->option ? v->option : "");
}

static void
md_add(struct buf *b, const char *text)
{
	IV_AUTO(buf_release) struct buf shown = BUF_INIT;

	utf8_visible(&shown, text, "");
	out_md(b, shown.p);
}

static void
period_add(struct buf *b, const char *lang, const struct facts_scope *scope)
{
	char since[DAY_TEXT], until[DAY_TEXT];
	bool from = scope->since != INT32_MIN, to = scope->until != INT32_MAX;

	civil_text(since, (struct civil){ from ? scope->since : 0, -1 });
	civil_text(until, (struct civil){ to ? scope->until : 0, -1 });
	if (from)
		buf_addf(b, "%s %s", iv_text(lang, N_("from")), since);
	if (to)
		buf_addf(b, "%s%s %s", from ? " " : "",
		    iv_text(lang, N_("up to and including")), until);
	if (!from && !to)
		buf_adds(b, iv_text(lang, N_("the whole time")));
}

void
report_day(struct buf *b, const char *lang, int32_t day)
{
	int y, m, d;

	day_to_ymd(day, &y, &m, &d);
	buf_addf(b, "%d %s %d", d, iv_text(lang, month_word(m)), y);
}

void
report_for(struct buf *b, const struct report_view *v,
    const struct report_ask *ask)
{
	const char *lang = store_lang(ask->store);

	if (!v->content)
		return;
	if (ask->reader)
		buf_addf(b, "%s %s", iv_text(lang, N_("Confidential, only "
		    "for")), store_name(ask->store, ask->reader));
	else
		buf_adds(b, iv_text(lang, N_("Confidential: for the group "
		    "only")));
}

void
report_whose(struct buf *b, const struct report *r,
    const struct report_ask *ask)
{
	report_several_name(b, ask);
	if (ask->scope.member)
		buf_addf(b, ", %s", store_name(ask->store,
		    ask->scope.member));
	if (r->timeless)
		return;
	buf_adds(b, ", ");
	period_add(b, store_lang(ask->store), &ask->scope);
}

void
report_head(struct buf *b, const struct report *r,
    const struct report_view *v, const struct report_ask *ask)
{
	IV_AUTO(buf_release) struct buf reader = BUF_INIT;
	IV_AUTO(buf_release) struct buf whose = BUF_INIT;
	const char *lang = store_lang(ask->store);

	buf_addf(b, "# %s\n\n", iv_text(lang, r->title));
	report_whose(&whose, r, ask);
	md_add(b, whose.p);
	buf_adds(b, "\n\n");
	if (ask->about.len > 0) {
		md_add(b, ask->about.p);
		buf_adds(b, "\n\n");
	}
	report_for(&reader, v, ask);
	if (reader.len > 0) {
		buf_adds(b, "**");
		md_add(b, reader.p);
		buf_adds(b, "**\n\n");
	}
}

/* In the order of the groups in the heading. */
static void
commits_add(struct buf *b, const struct report_ask *ask)
{
	const struct report_several *g = ask->groups;
	size_t n = g ? g->n : 1;

	for (size_t i = 0; i < n; i++) {
		const char *commit = g ? g->v[i].commit : ask->commit;

		if (*commit)
			buf_addf(b, ", commit %.12s", commit);
	}
}

void
report_foot(struct buf *b, const struct report_ask *ask, const char *version)
{
	const char *lang = store_lang(ask->store);
	char day[DAY_TEXT];

	civil_text(day, (struct civil){ ask->scope.now.day, -1 });
	buf_addf(b, "\n%s %s", iv_text(lang, ask->past ?
	    N_("As it stood on") : N_("Made on")), day);
	commits_add(b, ask);
	buf_addf(b, ", iv-report %s\n", version);
}

void
row_str(cJSON *row, const char *key, const char *s)
{
	cJSON_AddItemToObjectCS(row, key, s ? cJSON_CreateString(s) :
	    cJSON_CreateNull());
}

void
row_int(cJSON *row, const char *key, long v)
{
	cJSON_AddItemToObjectCS(row, key, v >= 0 ?
	    cJSON_CreateNumber((double)v) : cJSON_CreateNull());
}

void
row_num(cJSON *row, const char *key, double v)
{
	cJSON_AddItemToObjectCS(row, key, isfinite(v) ?
	    cJSON_CreateNumber(floor(v * 100 + 0.5) / 100) :
	    cJSON_CreateNull());
}

void
row_day(cJSON *row, const char *key, int32_t day)
{
	char text[DAY_TEXT];

	if (day != ROW_NO_DAY)
		civil_text(text, (struct civil){ day, -1 });
	row_str(row, key, day != ROW_NO_DAY ? text : NULL);
}

void
row_clock(cJSON *row, const char *key, int minute)
{
	char text[16];

	snprintf(text, sizeof(text), "%02d:%02d", minute / 60 % 24,
	    minute % 60);
	row_str(row, key, minute >= 0 ? text : NULL);
}

void
row_hours(cJSON *row, const char *key, long minutes)
{
	char text[32];

	snprintf(text, sizeof(text), "%ld:%02ld", minutes / 60, minutes % 60);
	row_str(row, key, minutes >= 0 ? text : NULL);
}
