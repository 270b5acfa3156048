#include "day.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "buf.h"
#include "mem.h"

#ifndef ZONEINFO
#define ZONEINFO	"/usr/share/zoneinfo"
#endif

#define DAY_SECONDS	86400

static bool lost;

bool
zone_lost(void)
{
	return lost;
}

/* Without a dot "..", "zone.tab" and "tzdata.zi" are no names either. */
static bool
zone_spelling(const char *s)
{
	static const char others[] = "_+-/";

	/* right/ counts leap seconds; localtime differs by machine. */
	if (*s == '\0' || *s == '/' || strncmp(s, "right/", 6) == 0 ||
	    strcmp(s, "localtime") == 0)
		return false;
	for (; *s != '\0'; s++)
		if (!(*s >= 'a' && *s <= 'z') && !(*s >= 'A' && *s <= 'Z') &&
		    !(*s >= '0' && *s <= '9') && !strchr(others, *s))
			return false;
	return true;
}

/* Does the file begin as zoneinfo does? */
static bool
zone_file(const char *path)
{
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	char magic[4] = "";
	struct stat st;
	ssize_t n = 0;

	if (fd < 0) {
		lost = lost || (errno != ENOENT && errno != ENOTDIR);
		return false;
	}
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode))
		n = read(fd, magic, sizeof(magic));
	lost = lost || n < 0;
	close(fd);
	return memcmp(magic, "TZif", sizeof(magic)) == 0;
}

bool
zone_valid(const char *name)
{
	static char known[64];	/* the last that was good */
	IV_AUTO(buf_release) struct buf path = BUF_INIT;

	if (strcmp(name, known) == 0 && *name != '\0')
		return true;
	if (!zone_spelling(name))
		return false;
	buf_addf(&path, "%s/%s", ZONEINFO, name);
	if (!zone_file(path.p))
		return false;
	if (strlen(name) < sizeof(known))
		memcpy(known, name, strlen(name) + 1);
	return true;
}

/* A whole path, so that $TZDIR has no say.  Returns what TZ was. */
static char *
zone_enter(const char *zone)
{
	IV_AUTO(buf_release) struct buf tz = BUF_INIT;
	char *old = mem_dup(getenv("TZ"));

	if (zone_valid(zone))
		buf_addf(&tz, ":%s/%s", ZONEINFO, zone);
	else
		buf_adds(&tz, "UTC0");
	setenv("TZ", tz.p, 1);
	tzset();
	/* glibc takes UTC for a file that it cannot read, without a name. */
	lost = lost || *tzname[0] == '\0';
	return old;
}

/* Without tzset(): localtime_r() is used here alone and only after entering,
 * which is quick when it is the same zone again. */
static void
zone_leave(char *old)
{
	if (old)
		setenv("TZ", old, 1);
	else
		unsetenv("TZ");
	mem_free(old);
}

/* Seconds east of UTC at t in the zone that was entered. */
static long
offset_at(time_t t)
{
	struct tm tm;

	return localtime_r(&t, &tm) ? tm.tm_gmtoff : 0;
}

/*
 * t is the civil time taken as UTC.  No zone changes twice within two days, so
 * the offset is that of the day before or that of the day after; the larger
 * gives the earlier instant.  Returns false when neither reads back as t.
 */
static bool
find_instant(time_t t, time_t *ret)
{
	long before = offset_at(t - DAY_SECONDS);
	long after = offset_at(t + DAY_SECONDS);
	long first = before > after ? before : after;
	long second = before > after ? after : before;

	*ret = t - before;
	if (offset_at(t - first) == first)
		*ret = t - first;
	else if (offset_at(t - second) == second)
		*ret = t - second;
	else
		return false;
	return true;
}

int
zone_instant(const char *zone, struct civil c, time_t *ret, struct iv_err *e)
{
	time_t t = (time_t)c.day * DAY_SECONDS;
	char text[DAY_TEXT];

	if (!zone_valid(zone))
		return iv_fail(e, IV_USAGE, _("there is no time zone '%s'; "
		    "write one like Europe/Amsterdam"), zone);
	if (c.minute > 0)
		t += (time_t)c.minute * 60;

	char *old = zone_enter(zone);
	bool found = find_instant(t, &t);

	zone_leave(old);
	/* Where the clock skips midnight the day begins after the gap. */
	if (!found && c.minute >= 0) {
		civil_text(text, c);
		return iv_fail(e, IV_USAGE, _("%s does not exist in %s: the "
		    "clock is put forward then; take an hour later"), text,
		    zone);
	}
	*ret = t;
	return 0;
}

struct civil
zone_civil(const char *zone, time_t t, int *offset_minutes)
{
	char *old = zone_enter(zone);
	long offset = offset_at(t);

	zone_leave(old);

	int64_t local = (int64_t)t + offset;
	int64_t day = local / DAY_SECONDS - (local % DAY_SECONDS < 0);

	if (offset_minutes)
		*offset_minutes = (int)(offset / 60);
	return (struct civil){ (int32_t)day,
	    (int32_t)((local - day * DAY_SECONDS) / 60) };
}

static bool
stands(time_t t, struct zone_shift *ret)
{
	struct tm tm;

	if (!localtime_r(&t, &tm))
		return false;
	*ret = (struct zone_shift){ .at = t, .before = tm.tm_gmtoff,
		.offset = tm.tm_gmtoff, .summer = tm.tm_isdst > 0 };
	snprintf(ret->name, sizeof(ret->name), "%s", tm.tm_zone);
	return true;
}

static bool
same_clock(const struct zone_shift *a, const struct zone_shift *b)
{
	return a->offset == b->offset && a->summer == b->summer;
}

void
zone_stands(const char *zone, time_t at, struct zone_shift *ret)
{
	char *old = zone_enter(zone);

	if (!stands(at, ret))
		*ret = (struct zone_shift){ .at = at, .name = "UTC" };
	zone_leave(old);
}

/* The second between from, where the clock stands as *was, and until, where
 * it does not, at which it changes. */
static void
find_change(time_t from, time_t until, const struct zone_shift *was,
    struct zone_shift *ret)
{
	struct zone_shift s;

	while (until - from > 1) {
		time_t mid = from + (until - from) / 2;

		if (stands(mid, &s) && same_clock(&s, was))
			from = mid;
		else
			until = mid;
	}
	stands(until, ret);
	ret->before = was->offset;
}

bool
zone_next(const char *zone, time_t after, time_t until,
    struct zone_shift *ret)
{
	char *old = zone_enter(zone);
	struct zone_shift was, s;
	bool found = false;
	time_t t = after;

	if (!stands(after, &was))
		t = until;
	/* No zone changes twice within a day. */
	while (!found && t < until) {
		time_t next = until - t > DAY_SECONDS ? t + DAY_SECONDS :
		    until;

		if (stands(next, &s) && !same_clock(&s, &was)) {
			find_change(t, next, &was, ret);
			found = true;
		}
		t = next;
	}
	zone_leave(old);
	return found;
}
