/*
 * Dates as typed and as stored: what is read is written the same way again,
 * and every sum of days and intervals stays in the calendar.
 */

#include "fuzz.h"

#include "day.h"

static const struct civil now = { 20524, 570 };

static void
check_stored(const char *s)
{
	char out[DAY_TEXT];
	struct civil c;
	time_t t;

	if (civil_parse_iso(s, &c)) {
		civil_text(out, c);
		must(strcmp(out, s) == 0, s);
	}
	if (instant_parse(s, &t)) {
		instant_text(out, t);
		must(strcmp(out, s) == 0, s);
	}
}

static void
check_zone(struct civil c)
{
	struct iv_err e = IV_ERR_INIT;
	struct civil back;
	int offset;
	time_t t;

	if (c.minute < 0 || zone_instant("Europe/Amsterdam", c, &t, &e) < 0)
		return;
	back = zone_civil("Europe/Amsterdam", t, &offset);
	must(back.day == c.day && back.minute == c.minute, "zone");
}

static void
check_typed(const char *s)
{
	struct iv_err e = IV_ERR_INIT;
	struct civil c, again;
	char out[DAY_TEXT];
	int y, m, d;
	int32_t day;

	if (civil_parse(s, now, &c, &e) < 0) {
		must(e.code == IV_USAGE && e.msg[0] != '\0', s);
		return;
	}
	civil_text(out, c);
	must(civil_parse_iso(out, &again), s);
	must(again.day == c.day && again.minute == c.minute, s);
	day_to_ymd(c.day, &y, &m, &d);
	must(day_from_ymd(y, m, d, &day) && day == c.day, s);
	must(day_weekday(c.day) >= 1 && day_weekday(c.day) <= 7, s);
	check_zone(c);
}

static void
check_lengths(const char *s)
{
	struct iv_err e = IV_ERR_INIT;
	struct interval i;
	int32_t later;
	int minutes;

	if (minutes_parse(s, &minutes, &e) == 0)
		must(minutes >= 1 && minutes <= 100000, s);
	if (interval_parse(s, &i, &e) == 0) {
		later = interval_add(now.day, i);
		must(i.n < 0 ? later <= now.day : later >= now.day, s);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	IV_AUTO(mem_free_auto) char *s = fuzz_text(data, size);

	if (!s)
		return 0;
	check_stored(s);
	check_typed(s);
	check_lengths(s);
	return 0;
}
