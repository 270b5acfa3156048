#include "attendance.h"

#include <stdint.h>

#include "tap.h"

#define CLOCK(h, m)	((h) * 60 + (m))

static struct meeting
meeting_at(int start, int minutes)
{
	return (struct meeting){ .start = { 20000, start },
	    .minutes = minutes };
}

static struct visit
present(int from, int until)
{
	return (struct visit){ 0, WAS_PRESENT, { from, until } };
}

static int
minutes_of(struct meeting m, int from, int until)
{
	struct visit v = present(from, until);

	return visit_minutes(&m, &v);
}

static void
test_stay(void)
{
	struct meeting m = meeting_at(CLOCK(9, 30), 120);
	struct visit v = present(CLOCK(9, 0), CLOCK(10, 0));

	is_int(minutes_of(m, SPAN_OPEN, SPAN_OPEN), 120, "the whole meeting");
	is_int(minutes_of(m, CLOCK(10, 0), SPAN_OPEN), 90, "late");
	is_int(minutes_of(m, SPAN_OPEN, CLOCK(11, 0)), 90, "left early");
	is_int(minutes_of(m, CLOCK(9, 0), CLOCK(12, 0)), 120,
	    "before and after do not count");
	is_int(minutes_of(m, CLOCK(12, 0), CLOCK(13, 0)), 0, "all after it");
	is_int(minutes_of(m, CLOCK(8, 0), CLOCK(9, 0)), 0, "all before it");
	is_int(minutes_of(m, CLOCK(11, 0), CLOCK(10, 0)), 0, "left before");
	is_int(visit_stay(&m, &v).from, CLOCK(9, 30), "a stay is cut");
	is_int(visit_stay(&m, &v).until, CLOCK(10, 0), "to the meeting");
	for (int p = WAS_EXCUSED; p < PRESENCES; p++) {
		v.presence = (enum presence)p;
		is_int(visit_minutes(&m, &v), 0, "only presence has minutes");
	}
}

static void
test_midnight(void)
{
	struct meeting m = meeting_at(CLOCK(22, 0), 180);
	struct span pause = { CLOCK(23, 50), CLOCK(0, 10) };

	is_int(minutes_of(m, CLOCK(0, 30), SPAN_OPEN), 30, "next day");
	is_int(minutes_of(m, SPAN_OPEN, CLOCK(0, 30)), 150, "until next day");
	is_int(minutes_of(m, CLOCK(21, 50), CLOCK(1, 20)), 180, "around it");
	m.breaks = &pause;
	m.nbreaks = 1;
	is_int(minutes_of(m, SPAN_OPEN, SPAN_OPEN), 160,
	    "a break over midnight");
}

static void
test_breaks(void)
{
	struct meeting m = meeting_at(CLOCK(9, 0), 180);
	struct span pauses[] = {
		{ CLOCK(10, 0), CLOCK(10, 15) },
		{ CLOCK(10, 10), CLOCK(10, 30) },
		{ CLOCK(11, 50), CLOCK(12, 30) },
		{ CLOCK(11, 0), CLOCK(11, 0) },
		{ CLOCK(11, 30), CLOCK(11, 10) },
		{ CLOCK(7, 0), CLOCK(8, 0) },
	};

	m.breaks = pauses;
	m.nbreaks = 1;
	is_int(minutes_of(m, SPAN_OPEN, SPAN_OPEN), 165, "a break");
	m.nbreaks = 2;
	is_int(minutes_of(m, SPAN_OPEN, SPAN_OPEN), 150,
	    "what overlaps counts once");
	m.nbreaks = IV_LEN(pauses);
	is_int(minutes_of(m, SPAN_OPEN, SPAN_OPEN), 140,
	    "past the end, empty, backwards and before");
	is_int(minutes_of(m, CLOCK(10, 5), CLOCK(10, 20)), 0,
	    "there in the break only");
	is_int(minutes_of(m, CLOCK(9, 50), CLOCK(10, 40)), 20,
	    "there around the break");
}

static uint32_t seed = 1;

static int
below(int n)
{
	seed = seed * 1664525u + 1013904223u;
	return (int)((seed >> 8) % (unsigned)n);
}

static bool
inside(struct span s, int at)
{
	return s.from <= at && at < s.until;
}

/* Minute by minute, as one would on paper. */
static int
count_minutes(const struct meeting *m, const struct visit *v)
{
	struct span stay = visit_stay(m, v);
	int sum = 0;

	for (int at = stay.from; at < stay.until; at++) {
		bool in_break = false;

		for (size_t i = 0; i < m->nbreaks; i++) {
			struct visit pause = *v;

			pause.noted = m->breaks[i];
			in_break = in_break ||
			    inside(visit_stay(m, &pause), at);
		}
		sum += !in_break;
	}
	return sum;
}

static void
test_property(void)
{
	int same = 0, kept = 0;

	for (int i = 0; i < 20000; i++) {
		struct span breaks[4];
		struct meeting m = meeting_at(below(1440), 15 + below(586));
		struct visit v = present(below(1441) - 1, below(1441) - 1);
		struct span stay = visit_stay(&m, &v);
		int n = visit_minutes(&m, &v);

		m.breaks = breaks;
		m.nbreaks = (size_t)below(5);
		for (size_t j = 0; j < m.nbreaks; j++) {
			breaks[j].from = (m.start.minute + below(700)) % 1440;
			breaks[j].until = (breaks[j].from + below(60)) % 1440;
		}
		kept += stay.from >= m.start.minute && n >= 0 &&
		    stay.until <= m.start.minute + m.minutes &&
		    visit_minutes(&m, &v) <= n && n <= m.minutes;
		same += visit_minutes(&m, &v) == count_minutes(&m, &v);
	}
	is_int(same, 20000, "as counted minute by minute, 20000 times");
	is_int(kept, 20000, "never more than the meeting or without breaks");
}

static void
test_sums(void)
{
	struct attendance a = { 0 };
	struct meeting m = meeting_at(CLOCK(9, 30), 90);
	struct visit v = present(SPAN_OPEN, SPAN_OPEN);

	is_int(attendance_rate(&a), -1, "no rate of nothing");
	attendance_add(&a, &m, &v);
	attendance_add(&a, &m, &v);
	is_int(attendance_rate(&a), 100, "always there");
	v.presence = WAS_LATE_NOTICE;
	attendance_add(&a, &m, &v);
	is_int(attendance_rate(&a), 67, "two of three, rounded");
	v.presence = WAS_UNNOTED;
	attendance_add(&a, &m, &v);
	is_int(attendance_meetings(&a), 4, "meetings");
	is_int(a.minutes, 180, "minutes");
	is_int(a.count[WAS_LATE_NOTICE], 1, "a late notice");
}

static void
test_words(void)
{
	bool back = true;

	for (int p = 0; p < WAS_UNNOTED; p++)
		back = back && presence_of(presence_word((enum presence)p)) ==
		    (enum presence)p;
	ok(back, "words read back");
	ok(!presence_word(WAS_UNNOTED), "nothing noted has no word");
	is_int(presence_of("teleported"), WAS_UNNOTED, "a newer word");
	is_int(presence_of(NULL), WAS_UNNOTED, "no word");
}

int
main(void)
{
	test_stay();
	test_midnight();
	test_breaks();
	test_property();
	test_sums();
	test_words();
	return done();
}
