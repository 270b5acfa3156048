#include "ics.h"

#include <stdlib.h>
#include <string.h>

#include "icsread.h"
#include "mem.h"
#include "tap.h"

static struct ics cal = { "Europe/Amsterdam", "Wmo-team", "g@iv.invalid",
	1800000000 };

static struct ics_event
event(const char *start, int minutes)
{
	struct ics_event v = { .uid = "e@iv.invalid", .minutes = minutes,
		.summary = "Intervisie" };

	ok(civil_parse_iso(start, &v.start), start);
	return v;
}

/* The calendar of some events, unfolded. */
static void
written(struct buf *lines, const struct ics_event *v, size_t n)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	struct iv_err e = IV_ERR_INIT;

	is_int(ics_write(&b, &cal, v, n, &e), 0, "it is written");
	ok(ics_lines_good(b.p), "in lines of at most 75 octets");
	buf_clear(lines);
	ics_unfold(lines, b.p);
}

static void
has(const struct buf *lines, const char *line, const char *name)
{
	ok(ics_count(lines->p, line) > 0, name);
}

static void
test_event(void)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	struct ics_event v = event("2026-03-12T09:30", 120);

	v.sequence = 3;
	v.location = "Wijkhuis; zaal 2, boven\nbij de \\trap";
	written(&b, &v, 1);
	has(&b, "METHOD:PUBLISH", "it is published");
	has(&b, "DTSTAMP:20270115T080000Z", "when it was written");
	has(&b, "SEQUENCE:3", "its sequence");
	has(&b, "DTSTART;TZID=Europe/Amsterdam:20260312T093000", "its start");
	has(&b, "DTEND;TZID=Europe/Amsterdam:20260312T113000", "its end");
	has(&b, "LOCATION:Wijkhuis\\; zaal 2\\, boven\\nbij de \\\\trap",
	    "text is escaped");
	has(&b, "STATUS:CONFIRMED", "it is on");
	v.status = ICS_TENTATIVE;
	written(&b, &v, 1);
	has(&b, "STATUS:TENTATIVE", "a date to choose from");
	v.status = ICS_CANCELLED;
	written(&b, &v, 1);
	has(&b, "METHOD:CANCEL", "a cancelled one cancels");
	has(&b, "STATUS:CANCELLED", "and says so");
}

static void
test_mixed(void)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	struct ics_event v[2] = { event("2026-03-12T09:30", 120),
		event("2026-04-23T09:30", 120) };

	v[1].status = ICS_CANCELLED;
	written(&b, v, 2);
	has(&b, "METHOD:PUBLISH", "one cancelled of two is no cancellation");
	is_int(ics_count(b.p, "BEGIN:VEVENT"), 2, "both are there");
	is_int(ics_count(b.p, "BEGIN:VTIMEZONE"), 1, "one zone for both");
	written(&b, v, 0);
	is_int(ics_count(b.p, "BEGIN:VEVENT"), 0, "none is an empty calendar");
	has(&b, "METHOD:PUBLISH", "that cancels nothing");
}

static void
test_zone(void)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	struct ics_event v = event("2026-03-29T01:30", 120);
	struct iv_err e = IV_ERR_INIT;

	written(&b, &v, 1);
	has(&b, "DTSTART:20260329T020000", "the clock goes forward");
	has(&b, "TZOFFSETTO:+0200", "to summer time");
	has(&b, "TZNAME:CEST", "which has a name");
	has(&b, "DTSTART:20261025T030000", "and back");
	has(&b, "DTEND;TZID=Europe/Amsterdam:20260329T043000",
	    "two hours over the change end three hours later");
	v = event("2026-10-25T01:30", 120);
	written(&b, &v, 1);
	has(&b, "DTEND:20261025T013000Z", "the second 02:30 is said in UTC");
	v = event("2026-10-25T01:30", 60);
	written(&b, &v, 1);
	has(&b, "DTEND;TZID=Europe/Amsterdam:20261025T023000",
	    "the first is local");
	v = event("2026-03-29T02:30", 60);
	buf_clear(&b);
	is_int(ics_write(&b, &cal, &v, 1, &e), -1,
	    "a start that is skipped is refused");
	cal.zone = "America/Argentina/Buenos_Aires";
	v = event("2026-06-01T10:00", 60);
	written(&b, &v, 1);
	is_int(ics_count(b.p, "BEGIN:STANDARD"), 1,
	    "a clock that never changes has one part");
	is_int(ics_count(b.p, "BEGIN:DAYLIGHT"), 0, "and no summer");
	has(&b, "TZOFFSETTO:-0300", "west of Greenwich");
	cal.zone = "Asia/Kolkata";
	written(&b, &v, 1);
	has(&b, "TZOFFSETTO:+0530", "half an hour");
	cal.zone = "Europe/Amsterdam";
}

/* The offset that the zone's parts give for a local time: that of the last
 * one that has begun. */
static long
offset_at(const char *lines, const char *local)
{
	long offset = 0;

	for (int i = 0;; i++) {
		IV_AUTO(buf_release) struct buf at = BUF_INIT, to = BUF_INIT;
		long n;

		/* The event's own start has a parameter and comes last. */
		if (!ics_value(&at, lines, "DTSTART", i) ||
		    !ics_value(&to, lines, "TZOFFSETTO", i))
			return offset;
		if (strcmp(at.p, local) > 0)
			return offset;
		n = strtol(to.p, NULL, 10);
		offset = n / 100 * 3600 + n % 100 * 60;
	}
}

/* Over many zones and years: the local start by the written zone is the
 * instant that the system gives. */
static void
test_zones(void)
{
	static const char *const zones[] = { "Europe/Amsterdam",
		"America/New_York", "Australia/Lord_Howe", "Europe/Dublin",
		"Africa/Casablanca", "America/Sao_Paulo", "Asia/Tehran",
		"Pacific/Apia", "UTC", "Atlantic/Azores" };
	int bad = 0, tried = 0;

	srand(5);
	for (int round = 0; round < 1500; round++) {
		IV_AUTO(buf_release) struct buf b = BUF_INIT;
		IV_AUTO(buf_release) struct buf lines = BUF_INIT;
		IV_AUTO(buf_release) struct buf local = BUF_INIT;
		struct ics_event v = { .uid = "e", .minutes = 90, .start = {
			7300 + rand() % 20000, 30 * (rand() % 48) } };
		struct iv_err e = IV_ERR_INIT;
		time_t want;

		cal.zone = zones[rand() % (int)IV_LEN(zones)];
		if (zone_instant(cal.zone, v.start, &want, &e) < 0 ||
		    zone_civil(cal.zone, want - 7200, NULL).day !=
		    zone_civil(cal.zone, want + 7200, NULL).day)
			continue;
		tried++;
		if (ics_write(&b, &cal, &v, 1, &e) < 0) {
			bad++;
			continue;
		}
		ics_unfold(&lines, b.p);
		for (int i = 0; ics_value(&local, lines.p, "DTSTART", i);
		    i++)
			if (ics_value(&b, lines.p, "DTSTART", i + 1))
				buf_clear(&local);
			else
				break;
		bad += (time_t)v.start.day * 86400 + v.start.minute * 60 -
		    offset_at(lines.p, local.p) != want;
	}
	cal.zone = "Europe/Amsterdam";
	is_int(bad, 0, "local times are the instants they should be");
	printf("# %d starts in %zu zones\n", tried, IV_LEN(zones));
	ok(tried > 500, "in many zones and years");
}

static void
test_hostile(void)
{
	static const char *const texts[] = { "x\r\nBEGIN:VEVENT\r\nUID:y",
		"x\nEND:VCALENDAR", "\xe2\x80\xaeomgekeerd", "\x1b[31m",
		"a;b,c\\n\"d\":e", " begint met een spatie", "\xc3\xa9" };
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	struct ics_event v = event("2026-03-12T09:30", 120);

	for (size_t i = 0; i < IV_LEN(texts); i++) {
		IV_AUTO(buf_release) struct buf raw = BUF_INIT;
		IV_AUTO(buf_release) struct buf got = BUF_INIT;
		IV_AUTO(buf_release) struct buf want = BUF_INIT;

		v.summary = v.location = cal.organizer = texts[i];
		written(&b, &v, 1);
		is_int(ics_count(b.p, "BEGIN:VEVENT") +
		    ics_count(b.p, "END:VCALENDAR"), 2, "still one event");
		utf8_visible(&want, texts[i], "\n");
		ok(ics_value(&raw, b.p, "SUMMARY", 0) &&
		    ics_plain(&got, raw.p), "with its name");
		is_str(got.p, want.p, "which reads as it was");
	}
	cal.organizer = "Wmo-team";
}

/* Lines of every length, with characters of every length. */
static void
test_fold(void)
{
	static const char *const chars[] = { "a", "\xc3\xa9", "\xe2\x82\xac",
		"\xf0\x9f\x98\x80" };
	int bad = 0;

	for (size_t k = 0; k < IV_LEN(chars); k++)
		for (int n = 0; n < 320; n++) {
			IV_AUTO(buf_release) struct buf s = BUF_INIT;
			IV_AUTO(buf_release) struct buf b = BUF_INIT;
			IV_AUTO(buf_release) struct buf lines = BUF_INIT;

			buf_pad(&s, 'x', (size_t)(n % 5));
			for (int i = 0; i < n; i++)
				buf_adds(&s, chars[k]);
			ics_line(&b, "SUMMARY", s.p);
			ics_unfold(&lines, b.p);
			bad += !ics_lines_good(b.p) ||
			    strncmp(lines.p, "SUMMARY:", 8) != 0 ||
			    strncmp(lines.p + 8, s.p, s.len) != 0;
		}
	is_int(bad, 0, "1280 long lines fold between characters");
}

int
main(void)
{
	mem_init();
	test_event();
	test_mixed();
	test_zone();
	test_zones();
	test_hostile();
	test_fold();
	return done();
}
