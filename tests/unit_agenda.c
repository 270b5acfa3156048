#include "agenda.h"

#include <stdlib.h>
#include <string.h>

#include "tap.h"

static struct civil
at(const char *s)
{
	struct civil c = { 0, -1 };

	ok(civil_parse_iso(s, &c), s);
	return c;
}

static void
test_free(void)
{
	const int two[] = { 50, 50 }, much[] = { 60, 50 };
	const struct agenda_span over[] = { { 60, 70 }, { 65, 75 } };
	const struct agenda_span end[] = { { 100, 110 } };
	struct agenda a = { .minutes = 120 };

	is_int(agenda_free(&a), 100, "an empty agenda keeps both ends");
	a.items = two;
	a.nitems = 2;
	is_int(agenda_free(&a), 0, "two of 50 fit in two hours");
	a.items = much;
	is_int(agenda_free(&a), -10, "and 110 do not, by ten");
	a.items = two;
	a.breaks = over;
	a.nbreaks = 2;
	is_int(agenda_free(&a), -15, "breaks that overlap count once");
	a.breaks = end;
	a.nbreaks = 1;
	is_int(agenda_free(&a), -5, "a break in the closing costs nothing");
	a = (struct agenda){ .minutes = 15 };
	is_int(agenda_free(&a), 0, "the shortest meeting is all closing");
	a.minutes = 18;
	is_int(agenda_free(&a), 0, "then the opening gets what there is");
}

static void
test_lay(void)
{
	const int items[] = { 30, 40 };
	const struct agenda_span pause[] = { { 50, 60 } };
	struct agenda a = { 120, items, 2, pause, 1 };
	struct agenda_slot v[6];
	size_t n = agenda_lay(&a, v);

	is_int((long)n, 6, "opening, two items, a break, free, closing");
	is_int(v[0].at.until, 5, "the opening takes five");
	is_int(v[1].at.from, 5, "the first item begins then");
	is_int(v[2].at.from, 35, "the second after it");
	is_int(v[2].at.until, 85, "and ends ten later for the break");
	is_int(v[3].part, PART_BREAK, "the break stands in order of time");
	is_int(v[4].at.from, 85, "what is free comes after the items");
	is_int(v[4].at.until, 105, "until the closing");
	is_int(v[5].at.until, 120, "which is last");
}

/* Whatever is on it, items follow one another, none runs in a break's place
 * and what fits ends before the closing. */
static void
test_lay_property(void)
{
	int bad = 0, fits = 0;

	srand(7);
	for (int round = 0; round < 20000; round++) {
		int items[4], n = rand() % 5;
		int from = rand() % 120;
		struct agenda_span pause[2] = {
			{ from, from + rand() % 30 },
			{ rand() % 100, 0 },
		};
		struct agenda a = { 15 + rand() % 200, items, (size_t)n,
			pause, (size_t)(rand() % 3) };
		struct agenda_slot v[9];
		int last = 0, left;
		size_t slots;

		pause[1].until = pause[1].from + rand() % 20;
		for (int i = 0; i < n; i++)
			items[i] = 1 + rand() % 60;
		left = agenda_free(&a);
		fits += left >= 0;
		slots = agenda_lay(&a, v);
		for (size_t i = 0; i < slots; i++) {
			if (v[i].part != PART_ITEM)
				continue;
			bad += v[i].at.from < last ||
			    v[i].at.until - v[i].at.from < items[v[i].item];
			last = v[i].at.until;
		}
		bad += left >= 0 && n > 0 && last > a.minutes -
		    AGENDA_CLOSING;
		bad += left < 0 && last <= a.minutes - AGENDA_CLOSING;
		bad += v[slots - 1].part != PART_CLOSING;
	}
	is_int(bad, 0, "20000 agendas are in order, and fit when free says so");
	printf("# %d of them fitted\n", fits);
	ok(fits > 1000 && fits < 19000, "both kinds were tried");
}

static void
test_clock(void)
{
	const char *const wrong[] = { "", "9", "945", "24:00", "9:60", "9:5",
		"009:45", "9:455", "-9:45", ":45", "9-45", "9:4x" };
	struct civil nine = { 20000, 570 }, late = { 20000, 1380 };
	char text[8];
	int m = 0;

	ok(clock_parse("9:45", &m) && m == 585, "9:45");
	ok(clock_parse("09.45", &m) && m == 585, "09.45");
	ok(clock_parse("9u45", &m) && m == 585, "9u45");
	ok(clock_parse("00:00", &m) && m == 0, "midnight");
	for (size_t i = 0; i < IV_LEN(wrong); i++)
		ok(!clock_parse(wrong[i], &m), wrong[i]);
	clock_text(text, 1500);
	is_str(text, "01:00", "past midnight");
	is_int(clock_within(nine, 120, 570), 0, "its start is within");
	is_int(clock_within(nine, 120, 690), 120, "and its end");
	is_int(clock_within(nine, 120, 691), -1, "a minute later is not");
	is_int(clock_within(nine, 120, 569), -1, "nor one before");
	is_int(clock_within(late, 120, 30), 90, "a meeting past midnight");
}

static void
test_days(void)
{
	struct iv_err e = IV_ERR_INIT;
	struct civil now = { 20000, 0 };
	struct days d;

	is_int(days_parse("2026-05-05", now, &d, &e), 0, "one day");
	ok(d.from == d.until, "begins and ends it");
	is_int(days_parse("2026-07-11..2026-08-23", now, &d, &e), 0,
	    "a period");
	is_int(d.until - d.from, 43, "with both ends");
	is_int(days_parse("2026-07-11..2026-07-01", now, &d, &e), -1,
	    "none ends before it begins");
	is_int(days_parse("2026-07-11..", now, &d, &e), -1, "nor has no end");
	is_int(days_parse("zomer", now, &d, &e), -1, "nor is a word");
}

static void
test_series(void)
{
	struct iv_err e = IV_ERR_INIT;
	struct civil v[SERIES_MOST];
	struct days skip = { 0, 0 };
	struct days left[4] = { { 1, 0 }, { 1, 0 }, { 1, 0 }, { 1, 0 } };
	struct series s = { at("2026-03-12T09:30"), { 6, 'w' }, 4, &skip, 1,
		left };

	skip.from = skip.until = s.start.day + 84;
	is_int(series_make(&s, v, &e), 0, "a series");
	is_int(v[0].day - s.start.day, 0, "begins at the start");
	is_int(v[1].day - s.start.day, 42, "keeps its rhythm");
	is_int(v[2].day - s.start.day, 126, "leaves a skipped day out");
	is_int(v[3].day - s.start.day, 168, "and still makes four");
	is_int(left[2].from - s.start.day, 84, "notes what was left out");
	ok(left[2].until == left[2].from && left[1].until < left[1].from &&
	    left[3].until < left[3].from, "where it was");
	is_int(v[3].minute, 570, "at the same time of day");
	s = (struct series){ at("2026-01-31T09:30"), { 1, 'm' }, 3, NULL, 0, NULL };
	is_int(series_make(&s, v, &e), 0, "a monthly series");
	ok(v[1].day == at("2026-02-28T09:30").day, "clips a short month");
	ok(v[2].day == at("2026-03-31T09:30").day, "and only that one");
	skip = (struct days){ INT32_MIN, INT32_MAX };
	s.skip = &skip;
	s.nskip = 1;
	is_int(series_make(&s, v, &e), -1, "all days skipped is refused");
	is_int((long)e.code, IV_USAGE, "as wrong use");
	s = (struct series){ at("9999-12-01T09:30"), { 6, 'w' }, 2, NULL, 0, NULL };
	is_int(series_make(&s, v, &e), -1, "the calendar ends");
	s = (struct series){ at("2026-03-12T09:30"), { 100000, 'y' }, 100,
		NULL, 0, NULL };
	is_int(series_make(&s, v, &e), -1, "far beyond too");
}

static void
test_length(void)
{
	int least, most, bad = 0, last = 0;

	agenda_length(4, &least, &most);
	is_int(least * 1000 + most, 90120, "four take 90 to 120 minutes");
	agenda_length(7, &least, &most);
	is_int(least * 1000 + most, 120150, "seven take 120 to 150");
	for (int n = 2; n < 20; n++) {
		agenda_length(n, &least, &most);
		bad += least < 90 || most > 150 || least >= most ||
		    least + most < last;
		last = least + most;
	}
	is_int(bad, 0, "more people never take less");
}

static void
test_remind(void)
{
	struct civil start = at("2026-03-31T09:30");

	is_int(remind_stage(start, at("2026-02-27T23:00")), REMIND_NONE,
	    "more than a month before there is none");
	is_int(remind_stage(start, at("2026-02-28T08:00")), REMIND_MONTH,
	    "a month before, which ends earlier");
	is_int(remind_stage(start, at("2026-03-16T08:00")), REMIND_MONTH,
	    "until two weeks before");
	is_int(remind_stage(start, at("2026-03-17T08:00")), REMIND_WEEKS,
	    "then the next");
	is_int(remind_stage(start, at("2026-03-30T08:00")), REMIND_DAY,
	    "a day before");
	is_int(remind_stage(start, at("2026-03-31T09:29")), REMIND_DAY,
	    "and that morning");
	is_int(remind_stage(start, at("2026-03-31T09:30")), REMIND_NONE,
	    "not once it has begun");
}

/* Cron that runs when it can: no reminder goes twice, none goes late when
 * cron ran in time, and after each run nothing is left. */
static void
test_remind_cron(void)
{
	int bad = 0, sent = 0;

	srand(3);
	for (int round = 0; round < 5000; round++) {
		struct civil start = { 20000 + rand() % 4000, 570 };
		int32_t day = start.day - rand() % 60;
		bool gone[REMIND_NONE] = { false };
		int last = -1;

		for (; day <= start.day; day += 1 + rand() % 9) {
			struct civil now = { day, 480 };
			enum remind s = remind_stage(start, now);

			if (s == REMIND_NONE || gone[s])
				continue;
			bad += (int)s <= last ||
			    remind_day(start.day, s) > day;
			gone[s] = true;
			last = (int)s;
			sent++;
		}
	}
	is_int(bad, 0, "5000 crons that miss days send each stage once");
	printf("# %d reminders\n", sent);
	ok(sent > 5000, "and do send them");
}

static void
test_choice(void)
{
	struct meeting_time v[] = {
		{ at("2026-01-29T09:30"), 120, true, false, false },
		{ at("2026-03-12T09:30"), 120, false, false, false },
		{ at("2026-03-19T09:30"), 120, false, true, false },
		{ at("2026-04-23T09:30"), 120, false, false, false },
	};
	struct meeting_time offered = { at("2026-03-11T09:30"), 120, false,
		false, true };
	struct civil before = at("2026-03-12T09:25");
	struct civil during = at("2026-03-12T11:29");
	struct civil after = at("2026-03-12T11:30");
	struct civil early = at("2026-01-01T09:00");
	struct civil late = at("2026-06-01T09:00");
	size_t i = 9;

	ok(meeting_next(v, 4, before, &i) && i == 1, "the next is today's");
	ok(meeting_next(v, 4, during, &i) && i == 1, "also under way");
	ok(meeting_next(v, 4, after, &i) && i == 3,
	    "then the one after, not a cancelled one");
	ok(!meeting_next(v, 4, late, &i), "at the end there is none");
	ok(!meeting_next(&offered, 1, early, &i),
	    "nor is a date that is only proposed");
	ok(!meeting_last(&offered, 1, late, &i), "and it never was one");
	ok(meeting_last(v, 4, before, &i) && i == 1,
	    "the last is today's, before it begins");
	ok(meeting_last(v, 4, after, &i) && i == 1, "and after");
	ok(meeting_last(v, 3, late, &i) && i == 1, "never a cancelled one");
	ok(!meeting_last(v, 4, early, &i), "before the first there is none");
	ok(meeting_last(v, 1, late, &i) && i == 0, "a held one counts");
}

static void
test_steps(void)
{
	const char *const verbs[] = { "agenda", "rsvp", "attend", "close",
		"cancel", "move" };

	for (size_t i = 0; i < IV_LEN(verbs); i++)
		ok(meeting_step(verbs[i]) != NULL, verbs[i]);
	is_str(meeting_step("close")->to, "held", "close makes it held");
	ok(strstr(meeting_step("cancel")->from, "held") == NULL,
	    "what was held is not cancelled");
	ok(meeting_step("list") == NULL, "list asks nothing");
}

int
main(void)
{
	test_free();
	test_lay();
	test_lay_property();
	test_clock();
	test_days();
	test_series();
	test_length();
	test_remind();
	test_remind_cron();
	test_choice();
	test_steps();
	return done();
}
