#include "report.h"

#include <stdlib.h>
#include <string.h>

#include "report_register.h"
#include "text.h"

struct work {
	struct report_ask *ask;
	struct out *o;
	const char *lang;
	struct facts_rule rule;
	struct facts_register facts;
	struct register_result res;
	struct dues dues;
	bool begun;		/* a year earlier, for what it carries over */
};

/* A row: what is not set is null. */
struct line {
	const char *section, *item, *label, *session, *text, *why;
	const char *has, *asked, *lacks;
	int32_t date, until;		/* INT32_MIN, INT32_MAX: none */
	int value, norm, missing, counted;	/* -1: none */
};
#define LINE(s, i)	.section = (s), .item = (i), .date = INT32_MIN, \
			.until = INT32_MAX, .value = -1, .norm = -1, \
			.missing = -1, .counted = -1

static void
row_maybe_day(cJSON *row, const char *key, int32_t day)
{
	if (day == INT32_MIN || day == INT32_MAX)
		row_str(row, key, NULL);
	else
		row_day(row, key, day);
}

static void
put(struct work *w, const struct line *l)
{
	IV_AUTO(json_free_auto) cJSON *row = cJSON_CreateObject();

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

/* Years end on the day the period does; without one the last is open. */
static void
set_period(struct work *w)
{
	const struct register_rule *r = &w->rule.rule;
	struct facts_scope *s = &w->ask->scope;
	int months = r->months > 0 ? r->months : r->by_year ? 12 : 0;
	bool begins = s->since != INT32_MIN;

	if (months == 0)
		return;
	if (s->until == INT32_MAX && begins)
		s->until = interval_add(s->since,
		    (struct interval){ months, 'm' }) - 1;
	else if (s->until == INT32_MAX)
		day_from_ymd(day_year(s->now.day), 12, 31, &s->until);
	w->begun = !begins && (r->carry > 0 || r->make_up);
	if (w->begun)
		months += 12;
	if (!begins)
		s->since = interval_add(s->until + 1,
		    (struct interval){ -months, 'm' });
}

/* Where nothing says when it begins: the year of the first meeting.  A year
 * before the first one carries nothing into the next. */
static void
set_begin(struct work *w)
{
	static const struct interval year = { 1, 'y' };
	struct facts_scope *s = &w->ask->scope;
	int32_t first = w->facts.nheld > 0 ? w->facts.held[0].start.day :
	    s->now.day;

	if (s->since == INT32_MIN)
		day_from_ymd(day_year(first), 1, 1, &s->since);
	if (w->begun && w->facts.nheld > 0)
		while (first > interval_add(s->since, year) - 1 &&
		    interval_add(s->since, year) <= s->now.day)
			s->since = interval_add(s->since, year);
}

static void
put_rule(struct work *w, const char *item, const char *label,
    const char *text)
{
	struct line l = { LINE("rule", item) };

	l.label = iv_text(w->lang, label);
	l.text = text;
	if (text)
		put(w, &l);
}

static void
put_sources(struct work *w, const char *sources)
{
	for (size_t n; *sources; sources += n + (sources[n] == ' ')) {
		IV_AUTO(buf_release) struct buf one = BUF_INIT;

		n = strcspn(sources, " ");
		buf_add(&one, sources, n);
		put_rule(w, "source", N_("Source of the rules"), one.p);
	}
}

static int
put_rules(struct work *w, struct iv_err *e)
{
	IV_AUTO(record_free_auto) struct record *member = NULL;
	const struct facts_rule *r = &w->rule;
	const char *number;

	if (store_read(w->ask->store, &schema_member, w->ask->scope.member,
	    &member, e) < 0)
		return -1;
	number = facts_register_number(member->json, r->name);
	put_rule(w, "title", N_("Register"), r->title);
	put_rule(w, "number", N_("Number in the register"), number);
	put_sources(w, r->source);
	put_rule(w, "checked", N_("Read on"), r->checked);
	put_rule(w, "decides", N_("Who decides"), iv_text(w->lang,
	    N_("the register: its rules may have changed since")));
	put_rule(w, "proof", N_("Proof it asks for"), r->proof);
	put_rule(w, "notes", N_("Notes"), r->notes);
	return 0;
}

static const char *const labels[] = {
	[NEED_HOURS] = N_("Hours in the period"),
	[NEED_YEAR_HOURS] = N_("Hours in the year"),
	[NEED_MEETINGS] = N_("Meetings in the period"),
	[NEED_YEAR_MEETINGS] = N_("Meetings in the year"),
	[NEED_OWN_CASES] = N_("Own cases"),
	[NEED_GAP] = N_("Days between two meetings, at most"),
};

static void
amount(struct buf *b, enum register_need what, int n)
{
	if (what == NEED_HOURS || what == NEED_YEAR_HOURS)
		report_time(b, n);
	else
		buf_addf(b, "%d", n);
}

/* What planned meetings would bring before the term ends. */
static int
planned(const struct work *w, int32_t until)
{
	int n = 0;

	for (size_t i = 0; i < w->facts.nahead; i++)
		if (w->facts.ahead[i].start.day <= until)
			n += register_judge(&w->rule.rule,
			    &w->facts.ahead[i].m).minutes;
	return n;
}

static void
sum_text(struct buf *b, const struct work *w, const struct register_sum *s)
{
	bool hours = s->what == NEED_HOURS || s->what == NEED_YEAR_HOURS;
	IV_AUTO(buf_release) struct buf n = BUF_INIT;

	if (s->carried != 0) {
		report_time(&n, labs(s->carried));
		buf_addf(b, "%s %s", n.p, iv_text(w->lang, s->carried > 0 ?
		    N_("carried over from the year before") :
		    N_("to be made up from the year before")));
		buf_clear(&n);
	}
	if (s->missing > 0 && s->what != NEED_GAP &&
	    s->until < w->ask->scope.now.day) {
		buf_addf(b, "%s%s", b->len > 0 ? "; " : "",
		    iv_text(w->lang, N_("this term is over")));
	} else if (s->missing > 0 && hours) {
		report_time(&n, planned(w, s->until));
		buf_adds(b, b->len > 0 ? "; " : "");
		buf_addf(b, iv_text(w->lang, N_("planned until then: %s")),
		    n.p);
	}
}

/* "Hours in the period: 36:10 more", while there is time. */
static void
need(struct work *w, const struct register_sum *s, const char *label,
    const char *lacks)
{
	IV_AUTO(buf_release) struct buf text = BUF_INIT;

	if (s->missing <= 0 || s->what == NEED_GAP ||
	    s->until == INT32_MAX || s->until < w->ask->scope.now.day)
		return;
	buf_addf(&text, iv_text(w->lang, N_("%s: %s more")), label, lacks);
	dues_need(&w->dues, s, text.p);
}

static void
put_dues(struct work *w)
{
	dues_rule(&w->dues, &w->rule, &w->facts, w->ask->scope.now.day);
	dues_sort(&w->dues);
	for (size_t i = 0; i < w->dues.n; i++) {
		const struct due *d = &w->dues.v[i];
		struct line l = { LINE("deadlines", d->item) };

		l.until = d->day;
		l.text = d->text;
		put(w, &l);
	}
}

static void
put_sum(struct work *w, const struct register_sum *s)
{
	IV_AUTO(buf_release) struct buf has = BUF_INIT, asked = BUF_INIT;
	IV_AUTO(buf_release) struct buf lacks = BUF_INIT, text = BUF_INIT;
	struct line l = { LINE("points", register_need_word(s->what)) };

	l.value = s->have - s->carried;
	l.norm = s->norm > s->carried ? s->norm - s->carried : 0;
	l.missing = s->missing;
	amount(&has, s->what, l.value);
	amount(&asked, s->what, l.norm);
	amount(&lacks, s->what, l.missing);
	sum_text(&text, w, s);
	l.label = iv_text(w->lang, labels[s->what]);
	l.date = s->since;
	l.until = s->until;
	l.has = has.p;
	l.asked = asked.p;
	l.lacks = lacks.p;
	l.text = text.len > 0 ? text.p : NULL;
	if (s->norm == 0) {
		l.asked = l.lacks = NULL;
		l.norm = l.missing = -1;
	}
	put(w, &l);
	need(w, s, l.label, lacks.p);
}

static bool
by_year(const struct register_sum *s)
{
	return s->what == NEED_YEAR_HOURS || s->what == NEED_YEAR_MEETINGS ||
	    s->what == NEED_OWN_CASES;
}

/* The period first; years before the first meeting ask nothing. */
static void
put_sums(struct work *w)
{
	int32_t first = w->facts.nheld > 0 ? w->facts.held[0].start.day :
	    w->ask->scope.now.day;
	struct register_sum all = { NEED_HOURS, w->ask->scope.since,
		w->ask->scope.until, w->res.minutes, 0, 0, 0 };
	const struct register_rule *r = &w->rule.rule;

	if (r->norm == 0 || r->by_year)
		put_sum(w, &all);
	for (size_t i = 0; i < w->res.n; i++)
		if (!by_year(&w->res.sums[i]))
			put_sum(w, &w->res.sums[i]);
	for (size_t i = 0; i < w->res.n; i++)
		if (by_year(&w->res.sums[i]) &&
		    w->res.sums[i].until >= first)
			put_sum(w, &w->res.sums[i]);
}

static void
why_words(struct buf *b, unsigned why)
{
	for (size_t i = 0; i < WHY_WORDS; i++)
		if (why & (1u << i))
			buf_addf(b, "%s%s", b->len > 0 ? "," : "",
			    register_why_word(i));
}

static void
put_meeting(struct work *w, const struct facts_register_row *f,
    const struct register_verdict *v)
{
	IV_AUTO(buf_release) struct buf text = BUF_INIT, why = BUF_INIT;
	IV_AUTO(buf_release) struct buf has = BUF_INIT, counts = BUF_INIT;
	struct line l = { LINE("meetings", v->why & WHY_NOT ?
	    N_("does not count") : N_("counts")) };

	why_words(&why, v->why);
	register_why_text(&text, w->lang, &w->rule.rule, &f->m, v->why);
	report_time(&has, f->m.minutes);
	report_time(&counts, v->minutes);
	l.session = f->id.s;
	l.date = f->start.day;
	l.value = f->m.minutes;
	l.counted = v->minutes;
	l.why = why.len > 0 ? why.p : NULL;
	l.text = text.len > 0 ? text.p : NULL;
	l.has = has.p;
	l.asked = counts.p;
	put(w, &l);
}

/* text, then the day */
static void
day_add(struct buf *b, const char *lang, const char *text, int32_t day)
{
	buf_addf(b, "%s%s ", b->len > 0 ? "; " : "", iv_text(lang, text));
	report_day(b, lang, day);
}

/* The day of the last meeting before this one. */
static bool
day_before(const struct work *w, const struct facts_register_row *row,
    int32_t *day)
{
	const struct facts_register *f = &w->facts;
	bool found = f->nheld > 0;

	if (found)
		*day = f->held[f->nheld - 1].start.day;
	for (size_t i = 0; i < f->nahead && &f->ahead[i] != row; i++) {
		*day = f->ahead[i].start.day;
		found = true;
	}
	return found;
}

static void
spare_text(struct buf *b, const struct work *w,
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
put_ahead(struct work *w, const struct facts_register_row *f)
{
	IV_AUTO(buf_release) struct buf text = BUF_INIT, why = BUF_INIT;
	struct line l = { LINE("ahead", N_("counts")) };
	struct register_verdict v = register_judge(&w->rule.rule, &f->m);
	int32_t last;

	register_why_text(&text, w->lang, &w->rule.rule, &f->m, v.why);
	why_words(&why, v.why);
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
	l.session = f->id.s;
	l.date = f->start.day;
	l.value = f->m.minutes;
	l.counted = v.minutes;
	l.why = why.len > 0 ? why.p : NULL;
	l.text = text.len > 0 ? text.p : NULL;
	put(w, &l);
}

/* The day by which a meeting has to be planned to keep the gap. */
static void
put_plan(struct work *w)
{
	const struct facts_register *f = &w->facts;
	IV_AUTO(buf_release) struct buf text = BUF_INIT;
	struct line l = { LINE("ahead", N_("plan a meeting")) };

	if (w->rule.rule.gap == 0 || f->nahead > 0 || f->nheld == 0)
		return;
	l.date = f->held[f->nheld - 1].start.day + w->rule.rule.gap;
	day_add(&text, w->lang, N_("no meeting is planned; the next one has "
	    "to be by"), l.date);
	l.text = text.p;
	put(w, &l);
}

static int
put_all_ahead(struct work *w, struct iv_err *e)
{
	const char *before = w->ask->before;
	struct id only;
	bool found = false;

	if (before && store_find(w->ask->store, &schema_session, before,
	    w->ask->scope.now, &only, e) < 0)
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
	put_plan(w);
	return 0;
}

static int
ready(struct work *w, struct iv_err *e)
{
	struct report_ask *ask = w->ask;
	struct register_span span;

	if (!ask->profile)
		return iv_fail(e, IV_USAGE, _("--profile: name the register, "
		    "as skj"));
	if (!ask->scope.member)
		return iv_fail(e, IV_USAGE, _("--member: name the person"));
	if (facts_rule_load(&w->rule, ask->store, ask->profile, e) < 0)
		return -1;
	set_period(w);
	if (facts_register(&w->facts, ask->store, &ask->scope, w->rule.name,
	    e) < 0)
		return -1;
	set_begin(w);
	span = (struct register_span){ ask->scope.since, ask->scope.until,
		ask->scope.now.day };
	register_count(&w->res, &w->rule.rule, &span, w->facts.counted,
	    w->facts.nheld);
	buf_addf(&ask->about, iv_text(w->lang, N_("%s; rules as read on %s. "
	    "The register decides.")), w->rule.title, w->rule.checked);
	ask->unclosed = w->facts.unclosed;
	return 0;
}

static void
work_release(struct work *w)
{
	facts_rule_release(&w->rule);
	facts_register_release(&w->facts);
	register_release(&w->res);
	dues_release(&w->dues);
}

static int
rows(struct report_ask *ask, struct out *o, struct iv_err *e)
{
	IV_AUTO(work_release) struct work w = { .ask = ask, .o = o,
		.lang = store_lang(ask->store) };

	if (ready(&w, e) < 0)
		return -1;
	put_sums(&w);
	put_dues(&w);
	if (put_all_ahead(&w, e) < 0)
		return -1;
	for (size_t i = 0; i < w.facts.nheld; i++)
		put_meeting(&w, &w.facts.held[i], &w.res.v[i]);
	return put_rules(&w, e);
}

static const struct out_col cols[] = {
	{ "section", N_("Section"), OUT_WORD },
	{ "item", N_("What"), OUT_WORD },
	{ "session", N_("Meeting"), OUT_TEXT },
	{ "date", N_("Date"), OUT_WHEN },
	{ "until", N_("Until"), OUT_WHEN },
	{ "value", N_("Value"), OUT_NUMBER },
	{ "norm", N_("Norm"), OUT_NUMBER },
	{ "missing", N_("Missing"), OUT_NUMBER },
	{ "counted", N_("Counted"), OUT_NUMBER },
	{ "why", N_("Why"), OUT_TEXT },
	{ "label", N_("What"), OUT_TEXT },
	{ "has", N_("There is"), OUT_TEXT },
	{ "asked", N_("Asked"), OUT_TEXT },
	{ "lacks", N_("Missing"), OUT_TEXT },
	{ "text", N_("Text"), OUT_TEXT },
};

static const struct out_col point_cols[] = {
	{ "label", N_("What"), OUT_TEXT },
	{ "has", N_("There is"), OUT_NUMBER },
	{ "asked", N_("Asked"), OUT_NUMBER },
	{ "lacks", N_("Missing"), OUT_NUMBER },
	{ "date", N_("From"), OUT_WHEN },
	{ "until", N_("Due"), OUT_WHEN },
	{ "text", N_("Note"), OUT_TEXT },
};

static const struct out_col due_cols[] = {
	{ "until", N_("At the latest"), OUT_WHEN },
	{ "text", N_("What"), OUT_TEXT },
};

static const struct out_col ahead_cols[] = {
	{ "date", N_("Date"), OUT_WHEN },
	{ "item", N_("What"), OUT_WORD },
	{ "text", N_("Note"), OUT_TEXT },
};

static const struct out_col meeting_cols[] = {
	{ "date", N_("Date"), OUT_WHEN },
	{ "has", N_("Present"), OUT_NUMBER },
	{ "asked", N_("Counts"), OUT_NUMBER },
	{ "text", N_("Why"), OUT_TEXT },
};

static const struct out_col rule_cols[] = {
	{ "label", N_("What"), OUT_TEXT },
	{ "text", N_("Rule"), OUT_TEXT },
};

static const struct report_part parts[] = {
	{ PART("points", N_("Points"), point_cols) },
	{ PART("deadlines", N_("Deadlines"), due_cols) },
	{ PART("ahead", N_("Ahead"), ahead_cols) },
	{ PART("meetings", N_("Meetings"), meeting_cols),
	    .none = N_("No meeting was held in this period.") },
	{ PART("rule", N_("The rules that were used"), rule_cols) },
};

const struct report report_register = {
	.name = "register",
	.title = N_("For the register"),
	.help = N_("What a person's meetings come to in a professional "
	    "register, what is missing and by when"),
	.example = "iv-report register --profile skj --member noëlle",
	.member = N_("whose registration it is"),
	.profile = N_("the register: skj, nvo, nip, ..."),
	.before = N_("warn about this planned meeting only"),
	.parts = parts, .nparts = IV_LEN(parts),
	.mask = MASK_SESSION | MASK_MEMBER | MASK_REGISTER,
	.plain = { NULL, NULL, cols, IV_LEN(cols), 0, rows, false },
	.more = { "lines", N_("lines to copy into a portal: everyone at each "
	    "meeting that counts, with their number"), register_line_cols,
	    IV_LEN(register_line_cols), 4, register_lines, false },
	.more_about = true,
};
