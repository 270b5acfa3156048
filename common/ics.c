#include "ics.h"

#include <string.h>

#include "utf8.h"

#define LINE_MOST	75	/* octets, without CRLF */

static void
text_add(struct buf *b, const char *s)
{
	IV_AUTO(buf_release) struct buf plain = BUF_INIT;

	utf8_visible(&plain, s, "\n");
	for (const char *p = plain.p; *p != '\0'; p++) {
		if (*p == '\n') {
			buf_adds(b, "\\n");
			continue;
		}
		if (strchr("\\,;", *p) != NULL)
			buf_addc(b, '\\');
		buf_addc(b, *p);
	}
}

static void
quoted_add(struct buf *b, const char *s)
{
	IV_AUTO(buf_release) struct buf plain = BUF_INIT;

	utf8_visible(&plain, s, "");
	buf_addc(b, '"');
	for (const char *p = plain.p; *p != '\0'; p++)
		if (*p != '"')
			buf_addc(b, *p);
	buf_addc(b, '"');
}

void
ics_line(struct buf *b, const char *name, const char *value)
{
	IV_AUTO(buf_release) struct buf line = BUF_INIT;
	size_t width = 0;
	uint32_t c;

	buf_addf(&line, "%s:%s", name, value);
	for (size_t i = 0; i < line.len;) {
		int n = utf8_decode(line.p + i, line.len - i, &c);
		size_t len = n > 0 ? (size_t)n : 1;

		if (width + len > LINE_MOST) {
			buf_adds(b, "\r\n ");
			width = 1;
		}
		buf_add(b, line.p + i, len);
		width += len;
		i += len;
	}
	buf_adds(b, "\r\n");
}

static void
text_line(struct buf *b, const char *name, const char *value)
{
	IV_AUTO(buf_release) struct buf text = BUF_INIT;

	if (value == NULL || *value == '\0')
		return;
	text_add(&text, value);
	ics_line(b, name, text.p);
}

/* "20260312T093000" of seconds since 1970 on any clock. */
static void
stamp_text(char out[DAY_TEXT], int64_t t, bool utc)
{
	int64_t day = t / 86400 - (t % 86400 < 0);
	int64_t rest = t - day * 86400;
	int y, m, d;

	day_to_ymd((int32_t)day, &y, &m, &d);
	snprintf(out, DAY_TEXT, "%04d%02d%02dT%02d%02d%02d%s", y, m, d,
	    (int)(rest / 3600), (int)(rest / 60 % 60), (int)(rest % 60),
	    utc ? "Z" : "");
}

static void
civil_stamp(char out[DAY_TEXT], struct civil c)
{
	stamp_text(out, (int64_t)c.day * 86400 + (int64_t)c.minute * 60,
	    false);
}

/* "+0100"; seconds only when there are some. */
static void
offset_line(struct buf *b, const char *name, long offset)
{
	long n = offset < 0 ? -offset : offset;
	char text[DAY_TEXT];

	snprintf(text, sizeof(text), n % 60 != 0 ? "%c%02ld%02ld%02ld" :
	    "%c%02ld%02ld", offset < 0 ? '-' : '+', n / 3600, n / 60 % 60,
	    n % 60);
	ics_line(b, name, text);
}

/* From this instant on the clock stands so; it begins by the clock before. */
static void
shift_write(struct buf *b, const struct zone_shift *s)
{
	const char *part = s->summer ? "DAYLIGHT" : "STANDARD";
	char text[DAY_TEXT];

	ics_line(b, "BEGIN", part);
	stamp_text(text, (int64_t)s->at + s->before, false);
	ics_line(b, "DTSTART", text);
	offset_line(b, "TZOFFSETFROM", s->before);
	offset_line(b, "TZOFFSETTO", s->offset);
	text_line(b, "TZNAME", s->name);
	ics_line(b, "END", part);
}

static int
year_begins(const char *zone, int year, time_t *ret, struct iv_err *e)
{
	int32_t day = 0;

	day_from_ymd(year < 9999 ? year : 9999, 1, 1, &day);
	return zone_instant(zone, (struct civil){ day, -1 }, ret, e);
}

static int
zone_write(struct buf *b, const char *zone, const struct ics_event *v,
    size_t n, struct iv_err *e)
{
	int first = 9999, last = 0;
	struct zone_shift s;
	time_t at, until;

	for (size_t i = 0; i < n; i++) {
		int y = day_year(v[i].start.day);

		first = y < first ? y : first;
		last = y > last ? y : last;
	}
	/* A meeting may end in the next year. */
	if (year_begins(zone, first, &at, e) < 0 ||
	    year_begins(zone, last + 2, &until, e) < 0)
		return -1;
	ics_line(b, "BEGIN", "VTIMEZONE");
	ics_line(b, "TZID", zone);
	zone_stands(zone, at, &s);
	shift_write(b, &s);
	while (zone_next(zone, s.at, until, &s))
		shift_write(b, &s);
	ics_line(b, "END", "VTIMEZONE");
	return 0;
}

static void
local_line(struct buf *b, const char *name, const char *zone,
    struct civil c)
{
	IV_AUTO(buf_release) struct buf full = BUF_INIT;
	char text[DAY_TEXT];

	buf_addf(&full, "%s;TZID=%s", name, zone);
	civil_stamp(text, c);
	ics_line(b, full.p, text);
}

/* The second of two equal local times can only be said in UTC. */
static void
end_write(struct buf *b, const char *zone, time_t end)
{
	struct civil c = zone_civil(zone, end, NULL);
	struct iv_err e = IV_ERR_INIT;
	char text[DAY_TEXT];
	time_t same;

	if (zone_instant(zone, c, &same, &e) == 0 && same == end) {
		local_line(b, "DTEND", zone, c);
		return;
	}
	stamp_text(text, end, true);
	ics_line(b, "DTEND", text);
}

static void
organizer_write(struct buf *b, const struct ics *c)
{
	IV_AUTO(buf_release) struct buf name = BUF_INIT;
	IV_AUTO(buf_release) struct buf address = BUF_INIT;

	buf_adds(&name, "ORGANIZER;CN=");
	quoted_add(&name, c->organizer);
	buf_addf(&address, "mailto:%s", c->address);
	ics_line(b, name.p, address.p);
}

static int
event_write(struct buf *b, const struct ics *c, const struct ics_event *v,
    struct iv_err *e)
{
	static const char *const words[] = {
		[ICS_CONFIRMED] = "CONFIRMED", [ICS_TENTATIVE] = "TENTATIVE",
		[ICS_CANCELLED] = "CANCELLED",
	};
	char text[DAY_TEXT];
	time_t start;

	if (zone_instant(c->zone, v->start, &start, e) < 0)
		return -1;
	ics_line(b, "BEGIN", "VEVENT");
	ics_line(b, "UID", v->uid);
	stamp_text(text, c->stamp, true);
	ics_line(b, "DTSTAMP", text);
	snprintf(text, sizeof(text), "%ld", v->sequence);
	ics_line(b, "SEQUENCE", text);
	organizer_write(b, c);
	local_line(b, "DTSTART", c->zone, v->start);
	end_write(b, c->zone, start + (time_t)v->minutes * 60);
	text_line(b, "SUMMARY", v->summary);
	text_line(b, "LOCATION", v->location);
	ics_line(b, "STATUS", words[v->status]);
	ics_line(b, "END", "VEVENT");
	return 0;
}

int
ics_write(struct buf *b, const struct ics *c, const struct ics_event *v,
    size_t n, struct iv_err *e)
{
	bool off = n > 0;

	for (size_t i = 0; i < n; i++)
		off = off && v[i].status == ICS_CANCELLED;
	ics_line(b, "BEGIN", "VCALENDAR");
	ics_line(b, "VERSION", "2.0");
	ics_line(b, "PRODID", "-//iv//iv-session " IV_VERSION "//EN");
	ics_line(b, "METHOD", off ? "CANCEL" : "PUBLISH");
	if (n > 0 && zone_write(b, c->zone, v, n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (event_write(b, c, &v[i], e) < 0)
			return -1;
	ics_line(b, "END", "VCALENDAR");
	return 0;
}
