/*
 * Calendars: whatever stands in a name or a place, what was written is lines
 * of whole characters, one event, and reads back as the text it was, hostile
 * characters made visible.
 */

#include "fuzz.h"

#include "ics.h"
#include "icsread.h"

static void
reads_back(const char *lines, const char *name, const char *was)
{
	IV_AUTO(buf_release) struct buf raw = BUF_INIT, plain = BUF_INIT;
	IV_AUTO(buf_release) struct buf want = BUF_INIT;

	utf8_visible(&want, was, "\n");
	if (want.len == 0)
		return;
	must(ics_value(&raw, lines, name, 0), lines);
	must(ics_plain(&plain, raw.p), raw.p);
	must(strcmp(plain.p, want.p) == 0, plain.p);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	IV_AUTO(mem_free_auto) char *s = fuzz_text(data, size);
	IV_AUTO(buf_release) struct buf b = BUF_INIT, lines = BUF_INIT;
	struct ics c = { "Europe/Amsterdam", s, "x@iv.invalid", 1800000000 };
	struct ics_event v = { .uid = "x@iv.invalid", .minutes = 120,
		.start = { 20000 + (int32_t)(size % 20000), 570 },
		.summary = s, .location = s };
	struct iv_err e = IV_ERR_INIT;

	mem_init();
	if (!s)
		return 0;
	must(ics_write(&b, &c, &v, 1, &e) == 0, e.msg);
	must(ics_lines_good(b.p), b.p);
	ics_unfold(&lines, b.p);
	must(ics_count(lines.p, "BEGIN:VEVENT") == 1, lines.p);
	must(ics_count(lines.p, "END:VEVENT") == 1, lines.p);
	must(ics_count(lines.p, "BEGIN:VCALENDAR") == 1, lines.p);
	reads_back(lines.p, "SUMMARY", s);
	reads_back(lines.p, "LOCATION", s);
	buf_clear(&b);
	must(ics_value(&b, lines.p, "ORGANIZER", 0), lines.p);
	must(strcmp(b.p, "mailto:x@iv.invalid") == 0, b.p);
	return 0;
}
