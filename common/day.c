#include "day.h"

#include "buf.h"
#include "utf8.h"

#define FIRST_YEAR	1900
#define LAST_YEAR	9999
#define DAY_MINUTES	1440
#define DAY_SECONDS	86400

static const char *const month_names[] = {
	N_("January"), N_("February"), N_("March"), N_("April"), N_("May"),
	N_("June"), N_("July"), N_("August"), N_("September"), N_("October"),
	N_("November"), N_("December"),
};

static const char *const weekday_short[] = {
	N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"),
	N_("Sun"),
};

/* What people type, in both languages whatever the language is. */
static const char *const weekday_typed[][2] = {
	{ "monday", "maandag" }, { "tuesday", "dinsdag" },
	{ "wednesday", "woensdag" }, { "thursday", "donderdag" },
	{ "friday", "vrijdag" }, { "saturday", "zaterdag" },
	{ "sunday", "zondag" },
};

static const struct {
	const char *word;
	int days;
} near_days[] = {
	{ "today", 0 }, { "vandaag", 0 }, { "tomorrow", 1 }, { "morgen", 1 },
	{ "yesterday", -1 }, { "gisteren", -1 },
};

static bool
leap(int y)
{
	return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
}

static int
month_days(int y, int m)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31,
	    30, 31 };

	return m == 2 && leap(y) ? 29 : days[m - 1];
}

/* Years begin on 1 March here, so that the leap day is the last. */
static int32_t
days_of(int y, int m, int d)
{
	int64_t year = y - (m <= 2);
	int64_t era = (year >= 0 ? year : year - 399) / 400;
	int64_t in_era = year - era * 400;
	int64_t in_year = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;

	return (int32_t)(era * 146097 + in_era * 365 + in_era / 4 -
	    in_era / 100 + in_year - 719468);
}

static int32_t
clamp(int64_t day)
{
	int64_t first = days_of(FIRST_YEAR, 1, 1);
	int64_t last = days_of(LAST_YEAR, 12, 31);

	return (int32_t)(day < first ? first : day > last ? last : day);
}

bool
day_from_ymd(int y, int m, int d, int32_t *day)
{
	if (y < FIRST_YEAR || y > LAST_YEAR || m < 1 || m > 12 || d < 1 ||
	    d > month_days(y, m))
		return false;
	*day = days_of(y, m, d);
	return true;
}

void
day_to_ymd(int32_t day, int *y, int *m, int *d)
{
	int64_t z = (int64_t)day + 719468;
	int64_t era = (z >= 0 ? z : z - 146096) / 146097;
	int64_t in_era = z - era * 146097;
	int64_t year = (in_era - in_era / 1460 + in_era / 36524 -
	    in_era / 146096) / 365;
	int64_t in_year = in_era - (365 * year + year / 4 - year / 100);
	int64_t month = (5 * in_year + 2) / 153;

	*d = (int)(in_year - (153 * month + 2) / 5 + 1);
	*m = (int)(month < 10 ? month + 3 : month - 9);
	*y = (int)(year + era * 400 + (*m <= 2));
}

int
day_weekday(int32_t day)
{
	/* Day 0 was a Thursday. */
	return (int)((((int64_t)day + 3) % 7 + 7) % 7) + 1;
}

int
day_year(int32_t day)
{
	int y, m, d;

	day_to_ymd(day, &y, &m, &d);
	return y;
}

const char *
month_word(int m)
{
	return month_names[m - 1];
}

const char *
weekday_word(int32_t day)
{
	return weekday_short[day_weekday(day) - 1];
}

int
civil_compare(struct civil a, struct civil b)
{
	if (a.day != b.day)
		return a.day < b.day ? -1 : 1;
	return (a.minute > b.minute) - (a.minute < b.minute);
}

void
civil_text(char out[DAY_TEXT], struct civil c)
{
	int y, m, d;

	day_to_ymd(c.day, &y, &m, &d);
	if (c.minute < 0)
		snprintf(out, DAY_TEXT, "%04d-%02d-%02d", y, m, d);
	else
		snprintf(out, DAY_TEXT, "%04d-%02d-%02dT%02d:%02d", y, m, d,
		    (int)(c.minute / 60), (int)(c.minute % 60));
}

void
civil_show(char out[64], struct civil c)
{
	int y, m, d;

	day_to_ymd(c.day, &y, &m, &d);

	const char *wday = _(weekday_word(c.day));
	const char *month = _(month_names[m - 1]);

	if (c.minute < 0)
		snprintf(out, 64, "%s %d %s %d", wday, d, month, y);
	else
		snprintf(out, 64, "%s %d %s %d, %02d:%02d", wday, d, month, y,
		    (int)(c.minute / 60), (int)(c.minute % 60));
}

/*
 * Reads one number of least to most digits and moves *s behind it.  At most 9
 * digits fit an int.
 */
static bool
number(const char **s, int least, int most, int *ret)
{
	int n = 0, v = 0;

	while (n < most && (*s)[n] >= '0' && (*s)[n] <= '9')
		v = v * 10 + ((*s)[n++] - '0');
	if (n < least || ((*s)[n] >= '0' && (*s)[n] <= '9'))
		return false;
	*s += n;
	*ret = v;
	return true;
}

static bool
expect(const char **s, char c)
{
	if (**s != c)
		return false;
	(*s)++;
	return true;
}

/* Moves *s behind YYYY-MM-DD; the day need not exist. */
static bool
scan_ymd(const char **s, int ymd[3])
{
	return number(s, 4, 4, &ymd[0]) && expect(s, '-') &&
	    number(s, 2, 2, &ymd[1]) && expect(s, '-') &&
	    number(s, 2, 2, &ymd[2]);
}

bool
civil_parse_iso(const char *s, struct civil *ret)
{
	struct civil c = { 0, -1 };
	int ymd[3], hour, minute;

	if (!scan_ymd(&s, ymd) ||
	    !day_from_ymd(ymd[0], ymd[1], ymd[2], &c.day))
		return false;
	if (*s != '\0') {
		if (!expect(&s, 'T') || !number(&s, 2, 2, &hour) ||
		    !expect(&s, ':') || !number(&s, 2, 2, &minute) ||
		    *s != '\0' || hour > 23 || minute > 59)
			return false;
		c.minute = hour * 60 + minute;
	}
	*ret = c;
	return true;
}

/*
 * Takes "T09:30" or " 09:30" off the end of b (folded).  Returns 1 when there
 * was one, 0 when not, -1 when there is no such time.
 */
static int
take_time(struct buf *b, int32_t *minute)
{
	const char *colon = strrchr(b->p, ':');
	const char *p = colon;
	int h, m;

	if (!colon)
		return 0;
	while (p > b->p && p[-1] >= '0' && p[-1] <= '9')
		p--;
	if (p == b->p || p == colon || (p[-1] != 't' && p[-1] != ' '))
		return 0;

	size_t len = (size_t)(p - 1 - b->p);

	if (!number(&p, 1, 2, &h) || !expect(&p, ':') ||
	    !number(&p, 2, 2, &m) || *p != '\0' || h > 23 || m > 59)
		return -1;
	*minute = h * 60 + m;
	buf_cut(b, len);
	buf_trim(b);
	return 1;
}

static bool
near_day(const char *s, int32_t today, int32_t *day)
{
	for (size_t i = 0; i < IV_LEN(near_days); i++) {
		if (strcmp(near_days[i].word, s) != 0)
			continue;
		*day = today + near_days[i].days;
		return true;
	}
	return false;
}

static bool
names_weekday(const char *s, const char *name)
{
	size_t n = strlen(s);

	return strcmp(s, name) == 0 ||
	    ((n == 2 || n == 3) && strncmp(s, name, n) == 0);
}

static bool
next_weekday(const char *s, int32_t today, int32_t *day)
{
	for (int i = 0; i < 7; i++) {
		if (!names_weekday(s, weekday_typed[i][0]) &&
		    !names_weekday(s, weekday_typed[i][1]))
			continue;
		*day = today + (i + 8 - day_weekday(today)) % 7;
		return true;
	}
	return false;
}

static bool
scan_interval(const char *s, struct interval *ret)
{
	int n;

	if (!number(&s, 1, 5, &n) || *s == '\0' || s[1] != '\0')
		return false;

	/* The Dutch year, jaar, is a year too. */
	char unit = *s == 'j' ? 'y' : *s;

	if (!strchr("dwmy", unit))
		return false;
	*ret = (struct interval){ n, unit };
	return true;
}

static bool
relative(const char *s, int32_t today, int32_t *day)
{
	struct interval i;

	if ((*s != '+' && *s != '-') || !scan_interval(s + 1, &i))
		return false;
	if (*s == '-')
		i.n = -i.n;
	*day = interval_add(today, i);
	return true;
}

static void
show_date(char out[64], int32_t day)
{
	int y, m, d;

	day_to_ymd(day, &y, &m, &d);
	snprintf(out, 64, "%d %s %d", d, _(month_names[m - 1]), y);
}

/* A date in the order of some country: the two ways to read it. */
static int
refuse_readings(const char *s, const int n[3], struct iv_err *e)
{
	char first[64], second[64], iso1[DAY_TEXT], iso2[DAY_TEXT];
	struct civil a = { 0, -1 }, b = { 0, -1 };
	bool dm = day_from_ymd(n[2], n[1], n[0], &a.day);
	bool md = day_from_ymd(n[2], n[0], n[1], &b.day);

	if (!dm && !md)
		return iv_fail(e, IV_USAGE, _("there is no day '%s'"), s);
	if (!dm)
		a = b;
	show_date(first, a.day);
	civil_text(iso1, a);
	if (!dm || !md || a.day == b.day)
		return iv_fail(e, IV_USAGE,
		    _("'%s': the year comes first; for %s write %s"),
		    s, first, iso1);
	show_date(second, b.day);
	civil_text(iso2, b);
	return iv_fail(e, IV_USAGE,
	    _("'%s' can be %s or %s; write %s or %s"), s, first, second, iso1,
	    iso2);
}

static bool
scan_readings(const char *s, int n[3])
{
	char mark;

	if (!number(&s, 1, 2, &n[0]))
		return false;
	mark = *s;
	if (mark == '\0' || !strchr("-/.", mark))
		return false;
	return expect(&s, mark) && number(&s, 1, 2, &n[1]) &&
	    expect(&s, mark) && number(&s, 4, 4, &n[2]) && *s == '\0';
}

/* s is what was typed, date the same folded and without its time. */
static int
refuse_date(const char *s, const char *date, struct iv_err *e)
{
	const char *p = date;
	int n[3];

	if (scan_readings(date, n))
		return refuse_readings(s, n, e);
	if (scan_ymd(&p, n) && *p == '\0')
		return iv_fail(e, IV_USAGE, _("there is no day '%s'"), s);
	return iv_fail(e, IV_USAGE, _("'%s' is not a date; write 2026-03-12, "
	    "2026-03-12T09:30, +2w, today, tomorrow or a weekday"), s);
}

int
civil_parse(const char *s, struct civil now, struct civil *ret,
    struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	struct civil c = { 0, -1 }, iso;

	utf8_fold(&b, s);
	if (take_time(&b, &c.minute) < 0)
		return iv_fail(e, IV_USAGE, _("'%s' has no time of day from "
		    "00:00 to 23:59"), s);
	if (civil_parse_iso(b.p, &iso))
		c.day = iso.day;
	else if (!near_day(b.p, now.day, &c.day) &&
	    !next_weekday(b.p, now.day, &c.day) &&
	    !relative(b.p, now.day, &c.day))
		return refuse_date(s, b.p, e);
	c.day = clamp(c.day);
	*ret = c;
	return 0;
}

/* "1h30", "1h30m", "2h", "90", "90m"; u, the Dutch hour, for h. */
static bool
scan_minutes(const char *s, int *ret)
{
	int n, more = 0;

	if (!number(&s, 1, 6, &n))
		return false;
	if (*s == 'h' || *s == 'u') {
		s++;
		n *= 60;
		if (*s != '\0' && (!number(&s, 1, 2, &more) || more > 59))
			return false;
		if (*s == 'm')
			s++;
	} else if (*s == 'm') {
		s++;
	}
	*ret = n + more;
	return *s == '\0';
}

int
minutes_parse(const char *s, int *ret, struct iv_err *e)
{
	int n;

	if (!scan_minutes(s, &n))
		return iv_fail(e, IV_USAGE,
		    _("'%s' is not a duration; write 90, 90m, 2h or 1h30"), s);
	if (n < 1 || n > 100000)
		return iv_fail(e, IV_USAGE,
		    _("'%s' is not between 1 and 100000 minutes"), s);
	*ret = n;
	return 0;
}

int
interval_parse(const char *s, struct interval *ret, struct iv_err *e)
{
	struct interval i;

	if (!scan_interval(s, &i) || i.n == 0)
		return iv_fail(e, IV_USAGE, _("'%s' is not an interval; write "
		    "10d, 6w, 2m (months) or 1y"), s);
	*ret = i;
	return 0;
}

int32_t
interval_add(int32_t day, struct interval i)
{
	int y, m, d;

	if (i.unit == 'd' || i.unit == 'w')
		return clamp(day + (int64_t)i.n * (i.unit == 'w' ? 7 : 1));
	day_to_ymd(day, &y, &m, &d);

	int64_t months = (int64_t)y * 12 + m - 1 +
	    (int64_t)i.n * (i.unit == 'y' ? 12 : 1);

	if (months < FIRST_YEAR * INT64_C(12))
		return clamp(INT32_MIN);
	if (months >= (LAST_YEAR + 1) * INT64_C(12))
		return clamp(INT32_MAX);
	y = (int)(months / 12);
	m = (int)(months % 12) + 1;
	if (d > month_days(y, m))
		d = month_days(y, m);
	return days_of(y, m, d);
}

void
instant_text(char out[DAY_TEXT], time_t t)
{
	int64_t day = t / DAY_SECONDS - (t % DAY_SECONDS < 0);
	int second = (int)(t - day * DAY_SECONDS), y, m, d;

	day_to_ymd(clamp(day), &y, &m, &d);
	snprintf(out, DAY_TEXT, "%04d-%02d-%02dT%02d:%02d:%02dZ", y, m, d,
	    second / 3600, second / 60 % 60, second % 60);
}

bool
instant_parse(const char *s, time_t *ret)
{
	int ymd[3], hour, minute, second;
	int32_t day;

	if (!scan_ymd(&s, ymd) ||
	    !day_from_ymd(ymd[0], ymd[1], ymd[2], &day) || !expect(&s, 'T') ||
	    !number(&s, 2, 2, &hour) || !expect(&s, ':') ||
	    !number(&s, 2, 2, &minute) || !expect(&s, ':') ||
	    !number(&s, 2, 2, &second) || !expect(&s, 'Z') || *s != '\0' ||
	    hour > 23 || minute > 59 || second > 59)
		return false;
	second += hour * 3600 + minute * 60;
	*ret = (time_t)day * DAY_SECONDS + second;
	return true;
}
