#include "report.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "report_register_work.h"
#include "text.h"

/* Years end on the day the period does; without one the last is open. */
static void
set_period(struct register_work *w)
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
set_begin(struct register_work *w)
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
planned(const struct register_work *w, int32_t until)
{
	int n = 0;

	for (size_t i = 0; i < w->facts.nahead; i++)
		if (w->facts.ahead[i].start.day <= until)
			n += register_judge(&w->rule.rule,
			    &w->facts.ahead[i].m).minutes;
	return n;
}

static void
sum_text(struct buf *b, const struct register_work *w, const struct register_sum *s)
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
need(struct register_work *w, const struct register_sum *s, const char *label,
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
put_dues(struct register_work *w)
{
	dues_rule(&w->dues, &w->rule, &w->facts, w->ask->scope.now.day);
	dues_sort(&w->dues);
	for (size_t i = 0; i < w->dues.n; i++) {
		const struct due *d = &w->dues.v[i];
		struct register_line l = { REGISTER_LINE("deadlines", d->item) };

		l.until = d->day;
		l.text = d->text;
		register_put(w, &l);
	}
}

static void
put_sum(struct register_work *w, const struct register_sum *s)
{
	IV_AUTO(buf_release) struct buf has = BUF_INIT, asked = BUF_INIT;
	IV_AUTO(buf_release) struct buf lacks = BUF_INIT, text = BUF_INIT;
	struct register_line l = { REGISTER_LINE("points", register_need_word(s->what)) };

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
	register_put(w, &l);
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
put_sums(struct register_work *w)
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
put_meeting(struct register_work *w, const struct facts_register_row *f,
    const struct register_verdict *v)
{
	IV_AUTO(buf_release) struct buf text = BUF_INIT, why = BUF_INIT;
	IV_AUTO(buf_release) struct buf has = BUF_INIT, counts = BUF_INIT;
	struct register_line l = { REGISTER_LINE("meetings", v->why & WHY_NOT ?
	    N_("does not count") : N_("counts")) };

	register_why_words(&why, v->why);
	register_why_text(&text, w->lang, &w->rule.rule, &f->m, v->why);
	report_time(&has, f->m.minutes);
	report_time(&counts, v->minutes);
	l.of = f;
	l.session = f->id.s;
	l.date = f->start.day;
	l.value = f->m.minutes;
	l.counted = v->minutes;
	l.why = why.len > 0 ? why.p : NULL;
	l.text = text.len > 0 ? text.p : NULL;
	l.has = has.p;
	l.asked = counts.p;
	register_put(w, &l);
}

static int
ready(struct register_work *w, struct iv_err *e)
{
	struct report_ask *ask = w->ask;

	if (!ask->profile)
		return iv_fail(e, IV_USAGE, _("--profile: name the register, "
		    "as skj"));
	if (!ask->scope.member)
		return iv_fail(e, IV_USAGE, _("--member: name the person"));
	if (facts_rule_load(&w->rule, ask->store, ask->profile, e) < 0)
		return -1;
	set_period(w);
	return 0;
}

static void
count(struct register_work *w)
{
	struct report_ask *ask = w->ask;
	struct register_span span;

	set_begin(w);
	span = (struct register_span){ ask->scope.since, ask->scope.until,
		ask->scope.now.day };
	register_count(&w->res, &w->rule.rule, &span, w->facts.counted,
	    w->facts.nheld);
	buf_clear(&ask->about);
	buf_addf(&ask->about, iv_text(w->lang, N_("%s; rules as read on %s. "
	    "The register decides.")), w->rule.title, w->rule.checked);
}

static void
work_release(struct register_work *w)
{
	facts_rule_release(&w->rule);
	facts_register_release(&w->facts);
	register_release(&w->res);
	dues_release(&w->dues);
}

/* Of what all groups together come to, what each of them brings. */
static void
put_shares(struct register_work *w)
{
	for (size_t i = 0; register_joined(w) && i < w->g->n; i++) {
		const struct facts_register_row of = { .group = i };
		IV_AUTO(buf_release) struct buf has = BUF_INIT;
		struct register_line l = { REGISTER_LINE("points", "hours-of-group") };

		l.of = &of;
		l.value = 0;
		for (size_t k = 0; k < w->facts.nheld; k++)
			if (w->facts.held[k].group == i)
				l.value += w->res.v[k].minutes;
		report_time(&has, l.value);
		l.label = iv_text(w->lang, N_("Of which in this group"));
		l.has = has.p;
		register_put(w, &l);
	}
}

/* The days between two meetings are those of each group by itself. */
static void
put_gap(struct register_work *w, size_t group, const struct register_rule *r)
{
	const struct register_span span = { w->ask->scope.since,
		w->ask->scope.until, w->ask->scope.now.day };
	IV_AUTO(mem_free_auto) struct register_meeting *v =
	    mem_array(NULL, w->facts.nheld + 1, sizeof(*v));
	IV_AUTO(register_release) struct register_result res = { .n = 0 };
	size_t n = 0;

	for (size_t i = 0; i < w->facts.nheld; i++)
		if (w->facts.held[i].group == group)
			v[n++] = w->facts.counted[i];
	register_count(&res, r, &span, v, n);
	w->group = group;
	for (size_t i = 0; i < res.n; i++)
		if (res.sums[i].what == NEED_GAP)
			put_sum(w, &res.sums[i]);
	w->group = w->g->n;
}

static void
put_counts(struct register_work *w)
{
	const struct register_rule rule = w->rule.rule;

	if (register_joined(w))
		w->rule.rule.gap = 0;
	count(w);
	put_sums(w);
	w->rule.rule.gap = rule.gap;
	put_shares(w);
	for (size_t i = 0; register_joined(w) && i < w->g->n; i++)
		put_gap(w, i, &rule);
}

static int
put_all(struct register_work *w, struct iv_err *e)
{
	put_counts(w);
	put_dues(w);
	if (register_put_ahead(w, e) < 0)
		return -1;
	for (size_t i = 0; i < w->facts.nheld; i++)
		put_meeting(w, &w->facts.held[i], &w->res.v[i]);
	return 0;
}

static int
load(struct register_work *w, struct report_ask *ask, struct facts_register *ret,
    struct iv_err *e)
{
	ask->scope.since = w->ask->scope.since;
	ask->scope.until = w->ask->scope.until;
	if (facts_register(ret, ask->store, &ask->scope, w->rule.name, e) < 0)
		return -1;
	ask->unclosed = ret->unclosed;
	return 0;
}

static int
rows(struct report_ask *ask, struct out *o, struct iv_err *e)
{
	IV_AUTO(work_release) struct register_work w = { .ask = ask, .o = o,
		.lang = store_lang(ask->store) };

	if (ask->same)
		return iv_fail(e, IV_USAGE, _("--same is for several groups: "
		    "more than one -C"));
	if (ready(&w, e) < 0 || load(&w, ask, &w.facts, e) < 0 ||
	    put_all(&w, e) < 0)
		return -1;
	return register_put_rules(&w, e);
}

/* Each group by itself. */
static int
put_apart(struct register_work *all, struct iv_err *e)
{
	for (size_t i = 0; i < all->g->n; i++) {
		IV_AUTO(work_release) struct register_work w = { .ask = &all->g->v[i],
			.o = all->o, .lang = all->lang, .g = all->g,
			.group = i };

		if (ready(&w, e) < 0 || load(&w, w.ask, &w.facts, e) < 0 ||
		    put_all(&w, e) < 0)
			return -1;
	}
	return 0;
}

static int
put_joined(struct register_work *w, struct iv_err *e)
{
	IV_AUTO(mem_free_auto) struct facts_register *v =
	    mem_array(NULL, w->g->n + 1, sizeof(*v));
	int r = 0;

	memset(v, 0, (w->g->n + 1) * sizeof(*v));
	for (size_t i = 0; i < w->g->n && r == 0; i++)
		r = load(w, &w->g->v[i], &v[i], e);
	if (r == 0)
		facts_register_join(&w->facts, v, w->g->n);
	for (size_t i = 0; i < w->g->n; i++)
		facts_register_release(&v[i]);
	return r < 0 ? -1 : put_all(w, e);
}

static int
several_rows(struct report_ask *ask, struct out *o, struct iv_err *e)
{
	IV_AUTO(work_release) struct register_work w = { .ask = ask, .o = o,
		.lang = store_lang(ask->store), .g = ask->groups };
	const char *why;
	bool together;

	w.group = w.g->n;
	if (!ask->profile || !ask->scope.member)
		return ready(&w, e);
	if (facts_rule_load(&w.rule, ask->store, ask->profile, e) < 0 ||
	    register_together(w.g, &w.rule, &together, &why, e) < 0)
		return -1;
	if (!together) {
		if (put_apart(&w, e) < 0)
			return -1;
	} else {
		facts_rule_release(&w.rule);
		if (ready(&w, e) < 0 || put_joined(&w, e) < 0)
			return -1;
	}
	if (!together)
		buf_addf(&ask->about, iv_text(w.lang, N_("%s; rules as read "
		    "on %s. The register decides.")), w.rule.title,
		    w.rule.checked);
	if (why)
		buf_addf(&ask->about, " %s.", iv_text(w.lang, why));
	register_put_rule(&w, "together", N_("Several groups"), why ?
	    iv_text(w.lang, why) : NULL);
	return register_put_rules(&w, e);
}

#define ROW_COLS							\
	{ "section", N_("Section"), OUT_WORD },				\
	{ "item", N_("What"), OUT_WORD },				\
	{ "session", N_("Meeting"), OUT_TEXT },				\
	{ "date", N_("Date"), OUT_WHEN },				\
	{ "until", N_("Until"), OUT_WHEN },				\
	{ "value", N_("Value"), OUT_NUMBER },				\
	{ "norm", N_("Norm"), OUT_NUMBER },				\
	{ "missing", N_("Missing"), OUT_NUMBER },			\
	{ "counted", N_("Counted"), OUT_NUMBER },			\
	{ "why", N_("Why"), OUT_TEXT },					\
	{ "label", N_("What"), OUT_TEXT },				\
	{ "has", N_("There is"), OUT_TEXT },				\
	{ "asked", N_("Asked"), OUT_TEXT },				\
	{ "lacks", N_("Missing"), OUT_TEXT },				\
	{ "text", N_("Text"), OUT_TEXT }
#define POINT_COLS							\
	{ "label", N_("What"), OUT_TEXT },				\
	{ "has", N_("There is"), OUT_NUMBER },				\
	{ "asked", N_("Asked"), OUT_NUMBER },				\
	{ "lacks", N_("Missing"), OUT_NUMBER },				\
	{ "date", N_("From"), OUT_WHEN },				\
	{ "until", N_("Due"), OUT_WHEN },				\
	{ "text", N_("Note"), OUT_TEXT }
#define DUE_COLS							\
	{ "until", N_("At the latest"), OUT_WHEN },			\
	{ "text", N_("What"), OUT_TEXT }
#define AHEAD_COLS							\
	{ "date", N_("Date"), OUT_WHEN },				\
	{ "item", N_("What"), OUT_WORD },				\
	{ "text", N_("Note"), OUT_TEXT }
#define MEETING_COLS							\
	{ "date", N_("Date"), OUT_WHEN },				\
	{ "has", N_("Present"), OUT_NUMBER },				\
	{ "asked", N_("Counts"), OUT_NUMBER },				\
	{ "text", N_("Why"), OUT_TEXT }
#define GROUP	{ "group_name", N_("Group"), OUT_TEXT }

static const struct out_col
	cols[] = { ROW_COLS },
	point_cols[] = { POINT_COLS },
	due_cols[] = { DUE_COLS },
	ahead_cols[] = { AHEAD_COLS },
	meeting_cols[] = { MEETING_COLS },
	rule_cols[] = {
		{ "label", N_("What"), OUT_TEXT },
		{ "text", N_("Rule"), OUT_TEXT },
	},
	group_cols[] = { { "group", N_("Group"), OUT_TEXT }, GROUP,
		ROW_COLS },
	group_point_cols[] = { GROUP, POINT_COLS },
	group_due_cols[] = { GROUP, DUE_COLS },
	group_ahead_cols[] = { GROUP, AHEAD_COLS },
	group_meeting_cols[] = { GROUP, MEETING_COLS };

static const struct report_part parts[] = {
	{ PART("points", N_("Points"), point_cols) },
	{ PART("deadlines", N_("Deadlines"), due_cols) },
	{ PART("ahead", N_("Ahead"), ahead_cols) },
	{ PART("meetings", N_("Meetings"), meeting_cols),
	    .none = N_("No meeting was held in this period.") },
	{ PART("rule", N_("The rules that were used"), rule_cols) },
};

static const struct report_part group_parts[] = {
	{ PART("points", N_("Points"), group_point_cols) },
	{ PART("deadlines", N_("Deadlines"), group_due_cols) },
	{ PART("ahead", N_("Ahead"), group_ahead_cols) },
	{ PART("meetings", N_("Meetings"), group_meeting_cols),
	    .none = N_("No meeting was held in this period.") },
	{ PART("rule", N_("The rules that were used"), rule_cols) },
};

static const struct report several = {
	.name = "register",
	.title = N_("For the register"),
	.parts = group_parts, .nparts = IV_LEN(group_parts),
	.mask = MASK_SESSION | MASK_MEMBER | MASK_REGISTER,
	.plain = { NULL, NULL, group_cols, IV_LEN(group_cols), 0,
	    several_rows, false },
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
	.same = N_("of several groups: it is one person in all of them"),
	.several = &several, .groups = GROUPS_MANY,
	.parts = parts, .nparts = IV_LEN(parts),
	.mask = MASK_SESSION | MASK_MEMBER | MASK_REGISTER,
	.plain = { NULL, NULL, cols, IV_LEN(cols), 0, rows, false },
	.more = { "lines", N_("lines to copy into a portal: everyone at each "
	    "meeting that counts, with their number"), register_line_cols,
	    IV_LEN(register_line_cols), 4, register_lines, false },
	.more_about = true,
};
