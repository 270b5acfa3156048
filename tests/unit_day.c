#include <stdint.h>
#include <stdlib.h>

#include "day.h"
#include "tap.h"

#define AMS	"Europe/Amsterdam"

static int32_t
ymd(int y, int m, int d)
{
	int32_t day = INT32_MIN;

	if (!day_from_ymd(y, m, d, &day))
		return INT32_MIN;
	return day;
}

/* Counts forward day by day, without the formulas. */
static void
test_every_day(void)
{
	static const int len[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31,
	    30, 31 };
	int32_t day = -25567;			/* 1900-01-01 */
	int bad = 0, wday = 1, gy, gm, gd;

	for (int y = 1900; y <= 2100; y++)
		for (int m = 1; m <= 12; m++) {
			bool leap = y % 4 == 0 && y != 1900 && y != 2100;
			int last = len[m - 1] + (m == 2 && leap);

			for (int d = 1; d <= last; d++, day++) {
				day_to_ymd(day, &gy, &gm, &gd);
				bad += gy != y || gm != m || gd != d;
				bad += ymd(y, m, d) != day;
				bad += day_weekday(day) != wday;
				bad += day_year(day) != y;
				wday = wday % 7 + 1;
			}
			bad += ymd(y, m, last + 1) != INT32_MIN;
		}
	is_int(bad, 0, "every day from 1900 to 2100");
	is_int(day, ymd(2101, 1, 1), "and how many they are");
}

static void
test_days(void)
{
	int y, m, d;

	is_int(ymd(1970, 1, 1), 0, "day 0");
	is_int(ymd(2000, 2, 29), 11016, "2000 is a leap year");
	is_int(ymd(9999, 12, 31), 2932896, "the last day");
	is_int(day_weekday(0), 4, "a Thursday");
	is_int(day_weekday(-1), 3, "a Wednesday");
	is_int(day_weekday(-8), 3, "a week earlier too");
	is_int(ymd(1899, 12, 31), INT32_MIN, "too early");
	is_int(ymd(10000, 1, 1), INT32_MIN, "too late");
	is_int(ymd(2026, 0, 1), INT32_MIN, "month 0");
	is_int(ymd(2026, 13, 1), INT32_MIN, "month 13");
	is_int(ymd(2026, 1, 0), INT32_MIN, "day 0 of a month");
	is_int(ymd(2100, 2, 29), INT32_MIN, "2100 is no leap year");
	day_to_ymd(INT32_MIN, &y, &m, &d);
	ok(m >= 1 && m <= 12 && d >= 1 && d <= 31, "the smallest number");
	day_to_ymd(-719468, &y, &m, &d);
	ok(y == 0 && m == 3 && d == 1, "1 March of the year 0");
}

static void
test_text(void)
{
	char out[DAY_TEXT], show[64];
	struct civil c = { ymd(2026, 3, 12), -1 };

	civil_text(out, c);
	is_str(out, "2026-03-12", "a day");
	civil_show(show, c);
	is_str(show, "Thu 12 March 2026", "a day for people");
	c.minute = 9 * 60 + 5;
	civil_text(out, c);
	is_str(out, "2026-03-12T09:05", "a time");
	civil_show(show, c);
	is_str(show, "Thu 12 March 2026, 09:05", "a time for people");
	c.minute = 0;
	civil_text(out, c);
	is_str(out, "2026-03-12T00:00", "midnight is a time");
}

static void
test_iso(void)
{
	static const char *const bad[] = { "", "2026", "2026-03",
	    "2026-3-12", "2026-03-1", "2026-02-29", "2026-03-12T",
	    "2026-03-12T9:30", "2026-03-12T24:00", "2026-03-12T09:60",
	    "2026-03-12T09:30:00", "2026-03-12 09:30", "2026-03-12t09:30",
	    " 2026-03-12", "2026-03-12 ", "02026-03-12", "-026-03-12",
	    "2026/03/12", "1899-12-31", "2026-03-12T-1:30",
	    "2026-03-12T09:30Z", "+026-03-12" };
	struct civil c = { 7, 7 };

	for (size_t i = 0; i < IV_LEN(bad); i++)
		ok(!civil_parse_iso(bad[i], &c), bad[i]);
	ok(c.day == 7 && c.minute == 7, "untouched when refused");
	ok(civil_parse_iso("2024-02-29", &c) && c.day == ymd(2024, 2, 29) &&
	    c.minute == -1, "a leap day");
	ok(civil_parse_iso("2026-12-31T23:59", &c) &&
	    c.day == ymd(2026, 12, 31) && c.minute == 1439, "a last minute");
}

/* Now is Thursday 2026-03-12, 09:30. */
static struct civil
now(void)
{
	return (struct civil){ ymd(2026, 3, 12), 570 };
}

static void
parses(const char *s, const char *want)
{
	struct iv_err e = IV_ERR_INIT;
	struct civil c = { 0, 0 };
	char out[DAY_TEXT];

	if (civil_parse(s, now(), &c, &e) < 0) {
		is_str(e.msg, want, s);
		is_int(e.code, IV_USAGE, "wrong use");
		return;
	}
	civil_text(out, c);
	is_str(out, want, s);
}

static void
test_typed(void)
{
	static const char *const rows[][2] = {
		{ "2026-03-12", "2026-03-12" },
		{ "2026-03-12T09:30", "2026-03-12T09:30" },
		{ "2026-03-12 9:30", "2026-03-12T09:30" },
		{ " 2026-03-12  09:30 ", "2026-03-12T09:30" },
		{ "today", "2026-03-12" }, { "VANDAAG", "2026-03-12" },
		{ "tomorrow", "2026-03-13" }, { "morgen", "2026-03-13" },
		{ "yesterday", "2026-03-11" }, { "gisteren", "2026-03-11" },
		{ "morgen 14:00", "2026-03-13T14:00" },
		{ "tomorrowT14:00", "2026-03-13T14:00" },
		{ "+2w", "2026-03-26" }, { "+10d", "2026-03-22" },
		{ "-3m", "2025-12-12" }, { "+1y", "2027-03-12" },
		{ "+1j", "2027-03-12" }, { "+0d", "2026-03-12" },
		{ "+2w 09:30", "2026-03-26T09:30" },
		{ "+2wT23:59", "2026-03-26T23:59" },
		{ "-1w", "2026-03-05" }, { "+99999y", "9999-12-31" },
		{ "-99999y", "1900-01-01" },
		{ "thursday", "2026-03-12" }, { "do", "2026-03-12" },
		{ "Friday", "2026-03-13" }, { "vr", "2026-03-13" },
		{ "sat", "2026-03-14" }, { "zat", "2026-03-14" },
		{ "su", "2026-03-15" }, { "zo", "2026-03-15" },
		{ "mon", "2026-03-16" }, { "maa", "2026-03-16" },
		{ "ma", "2026-03-16" }, { "mo", "2026-03-16" },
		{ "tue", "2026-03-17" }, { "dinsdag", "2026-03-17" },
		{ "wo", "2026-03-18" }, { "we", "2026-03-18" },
		{ "Wo 9:00", "2026-03-18T09:00" },
		/* "sa" and "T09:00": Saturday all the same. */
		{ "sat09:00", "2026-03-14T09:00" },
	};

	for (size_t i = 0; i < IV_LEN(rows); i++)
		parses(rows[i][0], rows[i][1]);
}

#define NOT_A_DATE(s) { s, "'" s "' is not a date; write 2026-03-12, " \
	"2026-03-12T09:30, +2w, today, tomorrow or a weekday" }
#define NO_TIME(s) { s, "'" s "' has no time of day from 00:00 to 23:59" }

static void
test_refused(void)
{
	static const char *const rows[][2] = {
		{ "03-04-2026", "'03-04-2026' can be 3 April 2026 or "
		    "4 March 2026; write 2026-04-03 or 2026-03-04" },
		{ "3/4/2026 10:00", "'3/4/2026 10:00' can be 3 April 2026 or "
		    "4 March 2026; write 2026-04-03 or 2026-03-04" },
		{ "13-04-2026", "'13-04-2026': the year comes first; "
		    "for 13 April 2026 write 2026-04-13" },
		{ "04-13-2026", "'04-13-2026': the year comes first; "
		    "for 13 April 2026 write 2026-04-13" },
		{ "4.4.2026", "'4.4.2026': the year comes first; "
		    "for 4 April 2026 write 2026-04-04" },
		{ "31-02-2026", "there is no day '31-02-2026'" },
		{ "2026-02-29", "there is no day '2026-02-29'" },
		{ "1899-12-31", "there is no day '1899-12-31'" },
		NO_TIME("2026-03-12T25:00"), NO_TIME("morgen 9:5"),
		NO_TIME("morgen 09:60"), NO_TIME("do 009:30"),
		NOT_A_DATE(""), NOT_A_DATE("x"), NOT_A_DATE("thurs"),
		NOT_A_DATE("d"), NOT_A_DATE("+2"), NOT_A_DATE("+w"),
		NOT_A_DATE("+2x"), NOT_A_DATE("+2ww"), NOT_A_DATE("2w"),
		NOT_A_DATE("+999999d"), NOT_A_DATE("3-4-26"),
		NOT_A_DATE("3-4/2026"), NOT_A_DATE("20260312"),
		NOT_A_DATE("09:30"), NOT_A_DATE("++2w"),
		NOT_A_DATE("2026-03-12T09:30:00"),
		NOT_A_DATE("2026-03-12T"),
	};

	for (size_t i = 0; i < IV_LEN(rows); i++)
		parses(rows[i][0], rows[i][1]);
}

/* -1 for a failure with IV_USAGE, else the minutes. */
static int
minutes(const char *s)
{
	struct iv_err e = IV_ERR_INIT;
	int n = 77;

	if (minutes_parse(s, &n, &e) == 0)
		return n;
	return e.code == IV_USAGE && n == 77 && e.msg[0] ? -1 : -2;
}

static void
test_minutes(void)
{
	static const struct {
		const char *s;
		int want;
	} rows[] = {
		{ "90", 90 }, { "90m", 90 }, { "2h", 120 }, { "1h30", 90 },
		{ "1h30m", 90 }, { "1u30", 90 }, { "2u", 120 }, { "1", 1 },
		{ "1h5", 65 }, { "0h45", 45 }, { "100000", 100000 },
		{ "1666h40", 100000 }, { "0", -1 }, { "0h", -1 },
		{ "100001", -1 }, { "1666h41", -1 }, { "999999h", -1 },
		{ "", -1 }, { "h", -1 }, { "1h60", -1 }, { "1hm", -1 },
		{ "1h030", -1 }, { "90 ", -1 }, { " 90", -1 }, { "-5", -1 },
		{ "1.5h", -1 }, { "90mm", -1 }, { "1h30h", -1 },
		{ "99999999999999999999", -1 }, { "1:30", -1 },
	};

	for (size_t i = 0; i < IV_LEN(rows); i++)
		is_int(minutes(rows[i].s), rows[i].want, rows[i].s);
}

static void
interval(const char *s, int n, char unit)
{
	struct iv_err e = IV_ERR_INIT;
	struct interval i = { -1, 'x' };
	int rc = interval_parse(s, &i, &e);

	ok(i.n == n && i.unit == unit && (rc == 0 ||
	    (e.code == IV_USAGE && n == -1)), s);
}

static void
test_interval(void)
{
	interval("6w", 6, 'w');
	interval("10d", 10, 'd');
	interval("2m", 2, 'm');
	interval("1y", 1, 'y');
	interval("1j", 1, 'y');
	interval("0d", -1, 'x');
	interval("d", -1, 'x');
	interval("6", -1, 'x');
	interval("+6w", -1, 'x');
	interval("6 w", -1, 'x');
	interval("6W", -1, 'x');
	interval("", -1, 'x');
	interval("100000d", -1, 'x');
}

static void
adds(int32_t day, int n, char unit, int32_t want)
{
	is_int(interval_add(day, (struct interval){ n, unit }), want, "add");
}

static void
test_add(void)
{
	adds(ymd(2026, 1, 31), 1, 'm', ymd(2026, 2, 28));
	adds(ymd(2024, 1, 31), 1, 'm', ymd(2024, 2, 29));
	adds(ymd(2026, 3, 31), -1, 'm', ymd(2026, 2, 28));
	adds(ymd(2026, 1, 31), 3, 'm', ymd(2026, 4, 30));
	adds(ymd(2026, 1, 31), 12, 'm', ymd(2027, 1, 31));
	adds(ymd(2026, 1, 15), -1, 'm', ymd(2025, 12, 15));
	adds(ymd(2026, 12, 15), 1, 'm', ymd(2027, 1, 15));
	adds(ymd(2026, 1, 15), -13, 'm', ymd(2024, 12, 15));
	adds(ymd(2024, 2, 29), 1, 'y', ymd(2025, 2, 28));
	adds(ymd(2024, 2, 29), 4, 'y', ymd(2028, 2, 29));
	adds(ymd(2096, 2, 29), 4, 'y', ymd(2100, 2, 28));
	adds(ymd(2026, 12, 31), 1, 'd', ymd(2027, 1, 1));
	adds(ymd(2026, 12, 31), 2, 'w', ymd(2027, 1, 14));
	adds(ymd(2026, 1, 1), -1, 'd', ymd(2025, 12, 31));
	adds(ymd(9999, 12, 31), 1, 'd', ymd(9999, 12, 31));
	adds(ymd(9999, 12, 31), 1, 'm', ymd(9999, 12, 31));
	adds(ymd(2026, 1, 1), INT32_MAX, 'y', ymd(9999, 12, 31));
	adds(ymd(2026, 1, 1), INT32_MIN, 'w', ymd(1900, 1, 1));
	adds(ymd(1900, 1, 1), -1, 'm', ymd(1900, 1, 1));
}

static void
test_zone_names(void)
{
	static const char *const bad[] = { "", "Mars/Olympus", "/etc/passwd",
	    "/usr/share/zoneinfo/UTC", ":UTC", "..", "../zoneinfo/UTC",
	    "Europe/../UTC", "Europe", "Europe/", "zone.tab", "tzdata.zi",
	    "leapseconds", "CET-1CEST", "localtime", "UTC ", "UTC\n",
	    "right/UTC", "<+01>-1", "europe/amsterdam" };

	ok(zone_valid(AMS) && zone_valid("UTC") && zone_valid("Etc/GMT+5") &&
	    zone_valid("America/Argentina/Buenos_Aires"), "zones");
	for (size_t i = 0; i < IV_LEN(bad); i++)
		ok(!zone_valid(bad[i]), bad[i]);
}

static void
instant(const char *zone, const char *civil, const char *want)
{
	struct iv_err e = IV_ERR_INIT;
	struct civil c = { 0, 0 }, back;
	char out[DAY_TEXT], again[DAY_TEXT];
	time_t t = 7;

	if (!civil_parse_iso(civil, &c)) {
		ok(false, civil);
		return;
	}
	if (zone_instant(zone, c, &t, &e) < 0) {
		is_str(e.msg, want, civil);
		ok(e.code == IV_USAGE && t == 7, "wrong use");
		return;
	}
	instant_text(out, t);
	is_str(out, want, civil);
	back = zone_civil(zone, t, NULL);
	if (c.minute < 0)
		back.minute = -1;
	civil_text(again, back);
	is_str(again, civil, "and back");
}

static void
test_instants(void)
{
	instant(AMS, "2026-03-12T09:30", "2026-03-12T08:30:00Z");
	instant(AMS, "2026-07-01T09:30", "2026-07-01T07:30:00Z");
	instant(AMS, "2026-03-12", "2026-03-11T23:00:00Z");
	instant(AMS, "2026-03-29T01:59", "2026-03-29T00:59:00Z");
	instant(AMS, "2026-03-29T02:00", "2026-03-29T02:00 does not exist in "
	    AMS ": the clock is put forward then; take an hour later");
	instant(AMS, "2026-03-29T02:59", "2026-03-29T02:59 does not exist in "
	    AMS ": the clock is put forward then; take an hour later");
	instant(AMS, "2026-03-29T03:00", "2026-03-29T01:00:00Z");
	instant(AMS, "2026-10-25T01:59", "2026-10-24T23:59:00Z");
	instant(AMS, "2026-10-25T02:00", "2026-10-25T00:00:00Z");
	instant(AMS, "2026-10-25T02:59", "2026-10-25T00:59:00Z");
	instant(AMS, "2026-10-25T03:00", "2026-10-25T02:00:00Z");
	instant(AMS, "2045-07-01T12:00", "2045-07-01T10:00:00Z");
	instant("UTC", "2026-03-12T09:30", "2026-03-12T09:30:00Z");
	instant("Asia/Kathmandu", "2026-03-12T05:45", "2026-03-12T00:00:00Z");
	instant("America/New_York", "2026-11-01T01:30",
	    "2026-11-01T05:30:00Z");
	instant("Australia/Lord_Howe", "2026-04-05T01:45",
	    "2026-04-04T14:45:00Z");
	instant("Pacific/Kiritimati", "2026-01-01T00:00",
	    "2025-12-31T10:00:00Z");
	instant("Mars/Olympus", "2026-03-12", "there is no time zone "
	    "'Mars/Olympus'; write one like Europe/Amsterdam");
}

/* A day that begins at one o'clock: in 2018 Brazil skipped midnight. */
static void
test_no_midnight(void)
{
	struct iv_err e = IV_ERR_INIT;
	struct civil c = { ymd(2018, 11, 4), -1 };
	char out[DAY_TEXT] = "";
	time_t t = 0;

	is_int(zone_instant("America/Sao_Paulo", c, &t, &e), 0, "the day");
	instant_text(out, t);
	is_str(out, "2018-11-04T03:00:00Z", "its first instant");
	c.minute = 0;
	is_int(zone_instant("America/Sao_Paulo", c, &t, &e), -1, "midnight");
}

/* Every half hour of a year, compared with the rule of the law: summer time
 * from the last Sunday of March, 01:00 UTC, to that of October. */
static void
test_whole_year(void)
{
	struct iv_err e = IV_ERR_INIT;
	time_t from = 0, to = 0, t, got;
	int bad = 0, offset, second = 0;

	if (!instant_parse("2026-03-29T01:00:00Z", &from) ||
	    !instant_parse("2026-10-25T01:00:00Z", &to))
		bad++;
	for (t = from - 90 * 86400; t < from + 275 * 86400; t += 1800) {
		int want = t >= from && t < to ? 120 : 60;
		struct civil c = zone_civil(AMS, t, &offset);
		int64_t local = (int64_t)c.day * 1440 + c.minute;

		bad += offset != want || local * 60 != t + want * 60;
		bad += zone_instant(AMS, c, &got, &e) < 0;
		second += got == t - 3600;
		bad += got != t && got != t - 3600;
	}
	is_int(bad, 0, "a year of half hours");
	is_int(second, 2, "only the doubled hour reads as the first");
}

static void
test_tz(void)
{
	struct civil c;
	int offset = 99;

	setenv("TZ", "America/New_York", 1);
	c = zone_civil(AMS, 0, &offset);
	ok(c.day == 0 && c.minute == 60 && offset == 60, "1970 in Amsterdam");
	is_str(getenv("TZ"), "America/New_York", "TZ is what it was");
	unsetenv("TZ");
	c = zone_civil("Mars/Olympus", -60, &offset);
	ok(c.day == -1 && c.minute == 1439 && offset == 0,
	    "an unknown zone is UTC");
	ok(getenv("TZ") == NULL, "TZ is unset again");
	setenv("TZDIR", "/nowhere", 1);
	zone_civil(AMS, 0, &offset);
	is_int(offset, 60, "TZDIR has no say");
}

static void
test_instant_text(void)
{
	static const char *const good[] = { "1900-01-01T00:00:00Z",
	    "1969-12-31T23:59:59Z", "1970-01-01T00:00:00Z",
	    "2024-02-29T12:34:56Z", "9999-12-31T23:59:59Z" };
	static const char *const bad[] = { "", "2026-03-12T08:30Z",
	    "2026-03-12T08:30:00", "2026-03-12T08:30:00z",
	    "2026-03-12 08:30:00Z", "2026-03-12T08:30:60Z",
	    "2026-03-12T24:00:00Z", "2026-02-29T08:30:00Z",
	    "2026-03-12T08:30:00+01:00", "2026-03-12T08:30:00.5Z",
	    "2026-03-12T08:30:00Z " };
	char out[DAY_TEXT];
	time_t t = 7;

	for (size_t i = 0; i < IV_LEN(bad); i++)
		ok(!instant_parse(bad[i], &t), bad[i]);
	is_int(t, 7, "untouched when refused");
	for (size_t i = 0; i < IV_LEN(good); i++) {
		ok(instant_parse(good[i], &t), good[i]);
		instant_text(out, t);
		is_str(out, good[i], "there and back");
	}
	ok(instant_parse("2026-03-12T08:30:00Z", &t) && t == 1773304200,
	    "an instant");
}

int
main(void)
{
	test_every_day();
	test_days();
	test_text();
	test_iso();
	test_typed();
	test_refused();
	test_minutes();
	test_interval();
	test_add();
	test_zone_names();
	test_instants();
	test_no_midnight();
	test_whole_year();
	test_tz();
	test_instant_text();
	return done();
}
