#include "report_register_work.h"

#include <string.h>

#include "text.h"

static void
row_maybe_day(cJSON *row, const char *key, int32_t day)
{
	row_day(row, key, day == INT32_MAX ? ROW_NO_DAY : day);
}

bool
register_joined(const struct register_work *w)
{
	return w->g && w->group == w->g->n;
}

static const char *
group_field(const struct register_work *w, size_t group, const char *key)
{
	return json_str(store_group(w->g->v[group].store), key);
}

static void
put_group(cJSON *row, const struct register_work *w, const struct register_line *l)
{
	size_t group = w->group;

	if (register_joined(w) && l->of)
		group = l->of->group;
	row_str(row, "group", group < w->g->n ?
	    group_field(w, group, "id") : NULL);
	row_str(row, "group_name", group < w->g->n ?
	    group_field(w, group, "name") :
	    iv_text(w->lang, N_("together")));
}

void
register_put(struct register_work *w, const struct register_line *l)
{
	IV_AUTO(json_free_auto) cJSON *row = cJSON_CreateObject();

	if (w->g)
		put_group(row, w, l);
	row_str(row, "section", l->section);
	row_str(row, "item", l->item);
	row_str(row, "session", l->session);
	row_maybe_day(row, "date", l->date);
	row_maybe_day(row, "until", l->until);
	row_int(row, "value", l->value);
	row_int(row, "norm", l->norm);
	row_int(row, "missing", l->missing);
	row_int(row, "counted", l->counted);
	row_str(row, "why", l->why);
	row_str(row, "label", l->label);
	row_str(row, "has", l->has);
	row_str(row, "asked", l->asked);
	row_str(row, "lacks", l->lacks);
	row_str(row, "text", l->text);
	out_row(w->o, row);
}

void
register_put_rule(struct register_work *w, const char *item, const char *label,
    const char *text)
{
	struct register_line l = { REGISTER_LINE("rule", item) };

	l.label = iv_text(w->lang, label);
	l.text = text;
	if (text)
		register_put(w, &l);
}

static void
put_sources(struct register_work *w, const char *sources)
{
	for (size_t n; *sources; sources += n + (sources[n] == ' ')) {
		IV_AUTO(buf_release) struct buf one = BUF_INIT;

		n = strcspn(sources, " ");
		buf_add(&one, sources, n);
		register_put_rule(w, "source", N_("Source of the rules"), one.p);
	}
}

int
register_put_rules(struct register_work *w, struct iv_err *e)
{
	IV_AUTO(record_free_auto) struct record *member = NULL;
	const struct facts_rule *r = &w->rule;
	const char *number;

	if (store_read(w->ask->store, &schema_member, w->ask->scope.member,
	    &member, e) < 0)
		return -1;
	number = facts_register_number(member->json, r->name);
	register_put_rule(w, "title", N_("Register"), r->title);
	register_put_rule(w, "number", N_("Number in the register"), number);
	put_sources(w, r->source);
	register_put_rule(w, "checked", N_("Read on"), r->checked);
	register_put_rule(w, "decides", N_("Who decides"), iv_text(w->lang,
	    N_("the register: its rules may have changed since")));
	register_put_rule(w, "proof", N_("Proof it asks for"), r->proof);
	register_put_rule(w, "notes", N_("Notes"), r->notes);
	return 0;
}

void
register_why_words(struct buf *b, unsigned why)
{
	for (size_t i = 0; i < WHY_WORDS; i++)
		if (why & (1u << i))
			buf_addf(b, "%s%s", b->len > 0 ? "," : "",
			    register_why_word(i));
}

/* text, then the day */
static void
day_add(struct buf *b, const char *lang, const char *text, int32_t day)
{
	buf_addf(b, "%s%s ", b->len > 0 ? "; " : "", iv_text(lang, text));
	report_day(b, lang, day);
}

static bool
last_held(const struct facts_register *f, size_t group, int32_t *day)
{
	for (size_t i = f->nheld; i-- > 0;)
		if (f->held[i].group == group) {
			*day = f->held[i].start.day;
			return true;
		}
	return false;
}

/* The day of the last meeting before this one. */
static bool
day_before(const struct register_work *w, const struct facts_register_row *row,
    int32_t *day)
{
	const struct facts_register *f = &w->facts;
	bool found = last_held(f, row->group, day);

	for (size_t i = 0; i < f->nahead && &f->ahead[i] != row; i++)
		if (f->ahead[i].group == row->group) {
			*day = f->ahead[i].start.day;
			found = true;
		}
	return found;
}

static void
spare_text(struct buf *b, const struct register_work *w,
    const struct register_meeting *m)
{
	const char *lang = w->lang;
	int spare = register_spare(&w->rule.rule, m);

	if (spare == 0)
		buf_adds(b, iv_text(lang, N_("after one cancellation too few "
		    "are left, and these hours will not count")));
	else if (spare > 0)
		buf_addf(b, iv_text(lang, N_("%d people are expected: after "
		    "%d cancellations too few are left, and these hours will "
		    "not count")), m->people, spare + 1);
}

static void
put_ahead(struct register_work *w, const struct facts_register_row *f)
{
	IV_AUTO(buf_release) struct buf text = BUF_INIT, why = BUF_INIT;
	struct register_line l = { REGISTER_LINE("ahead", N_("counts")) };
	struct register_verdict v = register_judge(&w->rule.rule, &f->m);
	int32_t last;

	register_why_text(&text, w->lang, &w->rule.rule, &f->m, v.why);
	register_why_words(&why, v.why);
	if (v.why & WHY_NOT) {
		l.item = N_("does not count");
		buf_addf(&text, "; %s", iv_text(w->lang, N_("these hours "
		    "will not count")));
	} else if (text.len == 0) {
		spare_text(&text, w, &f->m);
	}
	if (w->rule.rule.gap > 0 && day_before(w, f, &last) &&
	    f->start.day - last > w->rule.rule.gap)
		day_add(&text, w->lang, N_("too long after the meeting of"),
		    last);
	l.of = f;
	l.session = f->id.s;
	l.date = f->start.day;
	l.value = f->m.minutes;
	l.counted = v.minutes;
	l.why = why.len > 0 ? why.p : NULL;
	l.text = text.len > 0 ? text.p : NULL;
	register_put(w, &l);
}

/* The day by which a meeting has to be planned to keep the gap. */
static void
put_plan(struct register_work *w, size_t group)
{
	const struct facts_register *f = &w->facts;
	const struct facts_register_row of = { .group = group };
	IV_AUTO(buf_release) struct buf text = BUF_INIT;
	struct register_line l = { REGISTER_LINE("ahead",
		N_("plan a meeting")) };

	if (w->rule.rule.gap == 0 || !last_held(f, group, &l.date))
		return;
	for (size_t i = 0; i < f->nahead; i++)
		if (f->ahead[i].group == group)
			return;
	l.of = &of;
	l.date += w->rule.rule.gap;
	day_add(&text, w->lang, l.date < w->ask->scope.now.day ?
	    N_("no meeting is planned; the next one had to be by") :
	    N_("no meeting is planned; the next one has to be by"), l.date);
	l.text = text.p;
	register_put(w, &l);
}

/* In the one group, or the first of several that has it. */
static int
find_before(const struct register_work *w, const char *before, struct id *ret,
    struct iv_err *e)
{
	const struct civil now = w->ask->scope.now;
	size_t n = register_joined(w) ? w->g->n : 1;

	for (size_t i = 0; i < n; i++)
		if (store_find(n > 1 ? w->g->v[i].store : w->ask->store,
		    &schema_session, before, now, ret, e) == 0)
			return 0;
	return -1;
}

int
register_put_ahead(struct register_work *w, struct iv_err *e)
{
	const char *before = w->ask->before;
	struct id only;
	bool found = false;

	if (before && find_before(w, before, &only, e) < 0)
		return iv_wrap(e, "--before");
	for (size_t i = 0; i < w->facts.nahead; i++) {
		if (before && strcmp(only.s, w->facts.ahead[i].id.s) != 0)
			continue;
		put_ahead(w, &w->facts.ahead[i]);
		found = true;
	}
	if (before && !found)
		return iv_fail(e, IV_USAGE, _("--before %s: not a planned "
		    "meeting that is still to come"), before);
	for (size_t i = 0; i < (register_joined(w) ? w->g->n : 1); i++)
		put_plan(w, i);
	return 0;
}
