#include "register.h"

#include "tap.h"

static int32_t
day(int y, int m, int d)
{
	int32_t n = 0;

	day_from_ymd(y, m, d, &n);
	return n;
}

static struct register_meeting
meeting(int32_t at, int minutes)
{
	return (struct register_meeting){ .day = at, .minutes = minutes,
	    .present = true, .group = 6, .people = 6, .registered = 4,
	    .numbered = true };
}

static unsigned
why(struct register_rule r, struct register_meeting m)
{
	return register_judge(&r, &m).why;
}

static int
counted(struct register_rule r, int minutes)
{
	struct register_meeting m = meeting(20000, minutes);

	return register_judge(&r, &m).minutes;
}

static void
test_judge(void)
{
	struct register_meeting m = meeting(20000, 120);
	struct register_rule none = { .norm = 600 };

	is_int((long)why(none, m), 0, "no rule, no reason");
	is_int(counted(none, 125), 125, "to the minute");
	m.present = false;
	is_int((long)why(none, m), WHY_MISSED, "missed");
	m = meeting(20000, 119);
	is_int((long)why((struct register_rule){ .minutes_min = 120 }, m),
	    WHY_SHORT, "too short by a minute");
	is_int(counted((struct register_rule){ .minutes_min = 120 }, 119), 0,
	    "counts for nothing");
	is_int(counted((struct register_rule){ .minutes_min = 120 }, 120),
	    120, "the least counts");
	m.people = 3;
	is_int((long)why((struct register_rule){ .people_min = 4 }, m),
	    WHY_FEW, "too few people");
	is_int((long)why((struct register_rule){ .people_min = 3 }, m), 0,
	    "just enough");
	is_int((long)why((struct register_rule){ .people_max = 2 }, m),
	    WHY_MANY, "too many");
	is_int((long)why((struct register_rule){ .group_min = 7,
	    .registered_min = 5, .minutes_min = 150 }, m), WHY_GROUP_SMALL |
	    WHY_FEW_REGISTERED | WHY_SHORT, "every reason is named");
	is_int((long)why((struct register_rule){ .group_max = 5 }, m),
	    WHY_GROUP_LARGE, "too large a group");
	m.numbered = false;
	is_int((long)why((struct register_rule){ .numbered = true }, m),
	    WHY_NOT_NUMBERED, "nobody with a number leads");
	m.pause = true;
	is_int((long)why((struct register_rule){ .contiguous = true }, m),
	    WHY_BREAK, "a break is pointed at");
	is_int(WHY_BREAK & WHY_NOT, 0, "and counts all the same");
}

static struct register_meeting
at(int32_t on, int from, int until)
{
	struct register_meeting m = meeting(on, until - from);

	m.from = from;
	m.until = until;
	return m;
}

static void
test_once(void)
{
	struct register_rule r = { .people_min = 4, .minutes_min = 60 };
	struct register_span span = { 20000, 20100, 20050 };
	struct register_meeting m[] = { at(20000, 570, 690),
		at(20000, 600, 750), at(20000, 620, 680),
		at(20001, 570, 690), at(20010, 1380, 1500),
		at(20011, 30, 120) };
	struct register_result res;

	m[3].people = 3;
	register_count(&res, &r, &span, m, IV_LEN(m));
	is_int(res.v[0].minutes, 120, "the first of two at once counts");
	is_int(res.v[1].minutes, 60, "of the second what is left");
	is_int((long)res.v[1].why, WHY_OVERLAP, "which is told");
	is_int((long)res.v[2].why, WHY_CLASH, "one within them does not");
	is_int(res.v[2].minutes, 0, "for any minute");
	is_int(res.v[5].minutes, 60, "over midnight too");
	is_int(res.meetings, 4, "nor as a meeting");
	register_release(&res);
	m[0].people = 3;
	register_count(&res, &r, &span, m, IV_LEN(m));
	is_int(res.v[1].minutes, 150, "what does not count takes nothing");
	register_release(&res);
}

static void
test_round(void)
{
	struct register_rule half = { .round = 60 };
	struct register_rule cut = { .minutes_max = 240, .round = 60 };

	is_int(counted(half, 90), 60, "half an hour is rounded down");
	is_int(counted(half, 119), 60, "so is all but a whole one");
	is_int(counted(half, 120), 120, "a whole hour stays");
	is_int(counted(half, 45), 0, "less than an hour is none");
	is_int(counted(cut, 300), 240, "what is longer is cut");
	for (int n = 0; n <= 400; n++)
		if (counted(cut, n) > n || counted(cut, n) > 240 ||
		    counted(cut, n) % 60 != 0)
			ok(false, "never more than there was");
	ok(true, "401 lengths: never more than there was, whole hours");
}

static void
test_spare(void)
{
	struct register_rule r = { .people_min = 4, .registered_min = 3 };
	struct register_meeting m = meeting(20000, 120);

	is_int(register_spare(&r, &m), 1, "the nearer of two limits");
	r.registered_min = 0;
	is_int(register_spare(&r, &m), 2, "two may cancel");
	r.people_min = 0;
	is_int(register_spare(&r, &m), -1, "no limit");
}

static const struct register_sum *
sum_of(const struct register_result *r, enum register_need what, size_t nth)
{
	static const struct register_sum none = { .have = -1 };

	for (size_t i = 0; i < r->n; i++)
		if (r->sums[i].what == what && nth-- == 0)
			return &r->sums[i];
	return &none;
}

/* n meetings of two hours, a month apart. */
static void
fill(struct register_meeting *v, size_t n, int32_t first)
{
	for (size_t i = 0; i < n; i++)
		v[i] = meeting(interval_add(first,
		    (struct interval){ (int)i, 'm' }), 120);
}

static void
test_carry(void)
{
	struct register_rule vit = { .norm = 900, .by_year = true,
	    .carry = 300, .make_up = true };
	struct register_span span = { day(2024, 1, 1), day(2026, 12, 31),
	    day(2026, 3, 1) };
	struct register_meeting v[13];
	struct register_result r;
	const struct register_sum *s;

	fill(v, 12, day(2024, 1, 10));		/* 24 hours: 9 too many */
	v[12] = meeting(day(2025, 2, 1), 240);
	register_count(&r, &vit, &span, v, 13);
	s = sum_of(&r, NEED_YEAR_HOURS, 0);
	is_int(s->have, 24 * 60, "the first year");
	is_int(s->missing, 0, "is more than enough");
	s = sum_of(&r, NEED_YEAR_HOURS, 1);
	is_int(s->carried, 300, "five hours of the nine go on");
	is_int(s->have, 540, "beside the four of the second");
	is_int(s->missing, 360, "which lacks six");
	s = sum_of(&r, NEED_YEAR_HOURS, 2);
	is_int(s->carried, -360, "to be made up in the third");
	is_int(s->missing, 900 + 360, "beside its own");
	is_int(s->until, day(2026, 12, 31), "by the end of it");
	register_release(&r);
	vit.make_up = false;
	vit.carry = 0;
	register_count(&r, &vit, &span, v, 13);
	is_int(sum_of(&r, NEED_YEAR_HOURS, 1)->have, 240, "else nothing");
	is_int(sum_of(&r, NEED_YEAR_HOURS, 2)->carried, 0, "is carried");
	register_release(&r);
}

static void
test_most(void)
{
	struct register_rule lvv = { .norm = 32 * 60, .year_most = 16 * 60,
	    .most = 20 * 60 };
	struct register_span span = { day(2024, 1, 1), day(2027, 12, 31),
	    day(2026, 1, 1) };
	struct register_meeting v[15];
	struct register_result r;

	fill(v, 15, day(2024, 1, 10));
	register_count(&r, &lvv, &span, v, 15);
	is_int(r.minutes, 20 * 60, "not more than the most");
	is_int(r.v[7].minutes, 120, "the eighth of the year still counts");
	is_int(r.v[8].minutes, 0, "the ninth does not");
	ok(r.v[8].why & WHY_OVER, "and says why");
	is_int(r.v[13].minutes, 120, "the next year begins anew");
	is_int(r.v[14].minutes, 0, "until the period is full");
	is_int(sum_of(&r, NEED_HOURS, 0)->missing, 12 * 60, "what is missing");
	is_int(sum_of(&r, NEED_HOURS, 0)->until, span.until, "and by when");
	is_int(r.meetings, 15, "meetings are counted all the same");
	register_release(&r);
}

static void
test_counts(void)
{
	struct register_rule r = { .gap = 56, .year_meetings = 3,
	    .meetings = 10, .own_cases = 1, .own_by_year = true,
	    .people_min = 4 };
	struct register_span span = { day(2025, 6, 15), day(2027, 6, 14),
	    day(2026, 7, 1) };
	struct register_meeting v[4];
	struct register_result res;

	fill(v, 4, day(2025, 7, 1));
	v[3].day = v[2].day + 57;
	v[1].people = 3;
	v[1].own_case = true;
	register_count(&res, &r, &span, v, 4);
	is_int(sum_of(&res, NEED_YEAR_MEETINGS, 0)->have, 3, "but one count");
	is_int(sum_of(&res, NEED_YEAR_MEETINGS, 1)->missing, 3,
	    "none in the year that began");
	is_int(sum_of(&res, NEED_YEAR_MEETINGS, 1)->since, day(2026, 6, 15),
	    "on its own day");
	is_int(sum_of(&res, NEED_YEAR_MEETINGS, 2)->have, -1,
	    "a year to come asks nothing yet");
	is_int(sum_of(&res, NEED_OWN_CASES, 0)->missing, 1,
	    "a case of a meeting that does not count is none");
	is_int(sum_of(&res, NEED_MEETINGS, 0)->missing, 7, "seven to go");
	is_int(sum_of(&res, NEED_GAP, 0)->since, v[3].day,
	    "the longest gap is the one that lasts");
	span.today = v[3].day + 10;
	register_release(&res);
	register_count(&res, &r, &span, v, 4);
	is_int(sum_of(&res, NEED_GAP, 0)->have, 57, "57 days");
	is_int(sum_of(&res, NEED_GAP, 0)->missing, 1, "a day too long");
	register_release(&res);
	v[3].day--;
	register_count(&res, &r, &span, v, 4);
	is_int(sum_of(&res, NEED_GAP, 0)->missing, 0, "eight weeks are good");
	register_release(&res);
	register_count(&res, &r, &span, v, 0);
	is_int(sum_of(&res, NEED_GAP, 0)->have, -1, "no gap of nothing");
	is_int(res.minutes, 0, "nor hours");
	register_release(&res);
}

int
main(void)
{
	for (size_t i = 0; i < WHY_WORDS; i++)
		for (size_t k = 0; k < i; k++)
			if (strcmp(register_why_word(i),
			    register_why_word(k)) == 0)
				ok(false, "two reasons of one name");
	test_judge();
	test_once();
	test_round();
	test_spare();
	test_carry();
	test_most();
	test_counts();
	return done();
}
