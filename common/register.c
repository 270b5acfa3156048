#include "register.h"

#include "mem.h"

static const char *const whys[WHY_WORDS] = {
	N_("missed"), N_("group-small"), N_("group-large"), N_("few"),
	N_("many"), N_("few-registered"), N_("short"), N_("not-numbered"),
	N_("clash"), N_("cut"), N_("rounded"), N_("break"), N_("over"),
	N_("overlap"),
};

static const char *const needs[] = {
	[NEED_HOURS] = N_("hours"),
	[NEED_YEAR_HOURS] = N_("hours-a-year"),
	[NEED_MEETINGS] = N_("meetings"),
	[NEED_YEAR_MEETINGS] = N_("meetings-a-year"),
	[NEED_OWN_CASES] = N_("own-cases"),
	[NEED_GAP] = N_("gap"),
};

const char *
register_why_word(size_t bit)
{
	return whys[bit];
}

const char *
register_need_word(enum register_need what)
{
	return needs[what];
}

static unsigned
judge_people(const struct register_rule *r, const struct register_meeting *m)
{
	unsigned why = 0;

	if (m->group < r->group_min)
		why |= WHY_GROUP_SMALL;
	if (r->group_max > 0 && m->group > r->group_max)
		why |= WHY_GROUP_LARGE;
	if (m->people < r->people_min)
		why |= WHY_FEW;
	if (r->people_max > 0 && m->people > r->people_max)
		why |= WHY_MANY;
	if (m->registered < r->registered_min)
		why |= WHY_FEW_REGISTERED;
	if (r->numbered && !m->numbered)
		why |= WHY_NOT_NUMBERED;
	return why;
}

/* The minutes that count, were the meeting to count. */
static int
take_minutes(const struct register_rule *r, const struct register_meeting *m,
    unsigned *why)
{
	int minutes = m->minutes;

	if (r->minutes_max > 0 && minutes > r->minutes_max) {
		minutes = r->minutes_max;
		*why |= WHY_CUT;
	}
	if (r->round > 0 && minutes % r->round > 0) {
		minutes -= minutes % r->round;
		*why |= WHY_ROUNDED;
	}
	return minutes;
}

struct register_verdict
register_judge(const struct register_rule *r,
    const struct register_meeting *m)
{
	struct register_verdict v = { WHY_MISSED, 0 };
	int minutes;

	if (!m->present)
		return v;
	v.why = judge_people(r, m);
	if (m->minutes < r->minutes_min)
		v.why |= WHY_SHORT;
	if (v.why & WHY_NOT)
		return v;
	minutes = take_minutes(r, m, &v.why);
	if (r->contiguous && m->pause)
		v.why |= WHY_BREAK;
	v.minutes = minutes;
	return v;
}

int
register_spare(const struct register_rule *r,
    const struct register_meeting *m)
{
	int spare = -1;

	if (r->people_min > 0)
		spare = m->people - r->people_min;
	if (r->registered_min > 0 && (spare < 0 ||
	    m->registered - r->registered_min < spare))
		spare = m->registered - r->registered_min;
	return spare < -1 ? -1 : spare;
}

static int
overlap(const struct register_meeting *a, const struct register_meeting *b)
{
	const int day = 24 * 60, later = (b->day - a->day) * day;
	int from = a->from > b->from + later ? a->from : b->from + later;
	int until = a->until < b->until + later ? a->until :
	    b->until + later;

	return until > from ? until - from : 0;
}

/* Nobody is in two places: what an earlier meeting took is taken off.  A break
 * in that time is not given back. */
static void
count_once(const struct register_rule *r, struct register_verdict *v,
    const struct register_meeting *m, size_t n)
{
	struct register_meeting rest = m[n];
	unsigned none = 0;

	for (size_t i = n; i-- > 0 && m[i].day >= m[n].day - 1;)
		if (!(v[i].why & WHY_NOT))
			rest.minutes -= overlap(&m[i], &m[n]);
	if (v[n].why & WHY_NOT || rest.minutes == m[n].minutes)
		return;
	if (rest.minutes > 0)
		v[n] = (struct register_verdict){ v[n].why | WHY_OVERLAP,
			take_minutes(r, &rest, &none) };
	else
		v[n] = (struct register_verdict){ WHY_CLASH, 0 };
}

/* The first day of the nth year of registration. */
static int32_t
year_begin(const struct register_span *s, int n)
{
	return interval_add(s->since, (struct interval){ n, 'y' });
}

static bool
counts(const struct register_verdict *v)
{
	return !(v->why & WHY_NOT);
}

/* Takes off what goes above most, from the last meetings of these days on;
 * the minutes that are left. */
static int
cut_above(struct register_result *ret, const struct register_meeting *m,
    size_t n, const struct register_span *days, int most)
{
	int sum = 0;

	for (size_t i = 0; i < n; i++) {
		struct register_verdict *v = &ret->v[i];

		if (m[i].day < days->since || m[i].day > days->until)
			continue;
		if (most > 0 && sum + v->minutes > most) {
			v->minutes = most - sum;
			v->why |= WHY_OVER;
		}
		sum += v->minutes;
	}
	return sum;
}

static struct register_sum *
sum_add(struct register_result *ret, enum register_need what,
    const struct register_span *days, int have, int norm)
{
	struct register_sum *s;

	ret->sums = mem_array(ret->sums, ret->n + 1, sizeof(*ret->sums));
	s = &ret->sums[ret->n++];
	*s = (struct register_sum){ what, days->since, days->until, have,
	    norm, 0, have < norm ? norm - have : 0 };
	return s;
}

struct days_count {
	int meetings, own;
};

static struct days_count
count_days(const struct register_result *ret,
    const struct register_meeting *m, size_t n,
    const struct register_span *days)
{
	struct days_count c = { 0, 0 };

	for (size_t i = 0; i < n; i++) {
		if (m[i].day < days->since || m[i].day > days->until ||
		    !counts(&ret->v[i]))
			continue;
		c.meetings++;
		c.own += m[i].own_case;
	}
	return c;
}

/* What goes from a year to the next: below nought a shortage. */
static int
carried_on(const struct register_rule *r, int have)
{
	int rest = have - r->norm;

	if (rest < 0)
		return r->make_up ? rest : 0;
	return rest < r->carry ? rest : r->carry;
}

struct count {
	const struct register_rule *r;
	const struct register_span *span;
	const struct register_meeting *m;
	size_t n;
};

/* The sums of one year; what was carried into it becomes what goes on. */
static void
count_year(struct register_result *ret, const struct count *c,
    const struct register_span *year, int *carried)
{
	const struct register_rule *r = c->r;
	int have = cut_above(ret, c->m, c->n, year, r->year_most);
	struct days_count d = count_days(ret, c->m, c->n, year);

	if (r->norm > 0 && r->by_year) {
		struct register_sum *s = sum_add(ret, NEED_YEAR_HOURS, year,
		    have + *carried, r->norm);

		s->carried = *carried;
		*carried = carried_on(r, s->have);
	}
	if (r->year_least > 0)
		sum_add(ret, NEED_YEAR_HOURS, year, have, r->year_least);
	if (r->year_meetings > 0)
		sum_add(ret, NEED_YEAR_MEETINGS, year, d.meetings,
		    r->year_meetings);
	if (r->own_cases > 0 && r->own_by_year)
		sum_add(ret, NEED_OWN_CASES, year, d.own, r->own_cases);
}

static void
count_years(struct register_result *ret, const struct count *c)
{
	const struct register_span *s = c->span;
	int carried = 0;

	for (int y = 0; year_begin(s, y) <= s->until &&
	    year_begin(s, y) <= s->today; y++) {
		struct register_span year = { year_begin(s, y),
			year_begin(s, y + 1) - 1, s->today };

		if (year.until > s->until)
			year.until = s->until;
		count_year(ret, c, &year, &carried);
	}
}

/* The longest time between two meetings, or since the last one. */
static void
count_gap(struct register_result *ret, const struct count *c)
{
	struct register_span worst = { 0, 0, 0 };
	struct register_sum *s;

	for (size_t i = 0; i < c->n; i++) {
		int32_t next = i + 1 < c->n ? c->m[i + 1].day :
		    c->span->today < c->span->until ? c->span->today :
		    c->span->until;

		if (next - c->m[i].day > worst.until - worst.since)
			worst = (struct register_span){ c->m[i].day, next, 0 };
	}
	if (worst.until == worst.since)
		return;
	s = sum_add(ret, NEED_GAP, &worst, worst.until - worst.since,
	    c->r->gap);
	s->missing = s->have > s->norm ? s->have - s->norm : 0;
}

static void
count_period(struct register_result *ret, const struct count *c)
{
	const struct register_rule *r = c->r;
	struct days_count d = count_days(ret, c->m, c->n, c->span);

	if (r->norm > 0 && !r->by_year)
		sum_add(ret, NEED_HOURS, c->span, ret->minutes, r->norm);
	if (r->meetings > 0)
		sum_add(ret, NEED_MEETINGS, c->span, d.meetings, r->meetings);
	if (r->own_cases > 0 && !r->own_by_year)
		sum_add(ret, NEED_OWN_CASES, c->span, d.own, r->own_cases);
	if (r->gap > 0)
		count_gap(ret, c);
}

void
register_count(struct register_result *ret, const struct register_rule *r,
    const struct register_span *span, const struct register_meeting *m,
    size_t n)
{
	struct count c = { r, span, m, n };

	*ret = (struct register_result){ .n = 0 };
	ret->v = mem_array(NULL, n + 1, sizeof(*ret->v));
	for (size_t i = 0; i < n; i++) {
		ret->v[i] = register_judge(r, &m[i]);
		count_once(r, ret->v, m, i);
	}
	count_years(ret, &c);
	ret->minutes = cut_above(ret, m, n, span, r->most);
	ret->meetings = count_days(ret, m, n, span).meetings;
	count_period(ret, &c);
}

void
register_release(struct register_result *r)
{
	mem_free(r->v);
	mem_free(r->sums);
	*r = (struct register_result){ .n = 0 };
}
