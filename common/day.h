#ifndef IV_DAY_H
#define IV_DAY_H

/*
 * Civil dates and times (day.c), and the zones that turn them into instants
 * (zone.c, the only file that switches TZ).  A day is a number: days since
 * 1970-01-01 in the proleptic Gregorian calendar.  Minutes are minutes since
 * midnight.  Years 1900 to 9999.  Nothing here reads the clock: the tool
 * passes "now" in.
 */

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "err.h"

struct civil {
	int32_t day;
	int32_t minute;		/* 0-1439, or -1: a day without a time */
};

#define DAY_TEXT	32	/* room for any text this module writes */

bool day_from_ymd(int y, int m, int d, int32_t *day);	/* false: no such day */
void day_to_ymd(int32_t day, int *y, int *m, int *d);
int day_weekday(int32_t day);		/* 1 Monday .. 7 Sunday (ISO 8601) */
int day_year(int32_t day);
const char *month_word(int m);		/* N_(): "March" of 3 */
const char *weekday_word(int32_t day);	/* N_(): "Thu" */

/* "2026-03-12" and, when there is a time, "2026-03-12T09:30". */
void civil_text(char out[DAY_TEXT], struct civil c);

/* Below, at or above 0 when a is before, at or after b; a day without a time
 * comes before its times. */
int civil_compare(struct civil a, struct civil b);

/* Strict ISO, for records: exactly the two forms above; false: it is not. */
bool civil_parse_iso(const char *s, struct civil *ret);

/*
 * What people type: ISO; "+2w" "+10d" "-3m" (days, weeks, months, years from
 * now); today/vandaag, tomorrow/morgen, yesterday/gisteren; a weekday in
 * English or Dutch, whole or its first two or three letters (the next such
 * day, today included); each with "T09:30" or " 09:30" behind it.
 * "03-04-2026" is refused with both readings shown.  IV_USAGE.
 */
IV_MUST int civil_parse(const char *s, struct civil now, struct civil *ret,
    struct iv_err *e);

/* "1h30", "90", "90m", "2h": minutes, 1 to 100000.  IV_USAGE. */
IV_MUST int minutes_parse(const char *s, int *ret, struct iv_err *e);

/* "6w", "10d", "2m" (months), "1y": an interval to add to days. */
struct interval {
	int n;
	char unit;		/* d w m y */
};
IV_MUST int interval_parse(const char *s, struct interval *ret,
    struct iv_err *e);
int32_t interval_add(int32_t day, struct interval i);	/* month ends clip */

/* True when name is a zone of the system (a file under zoneinfo). */
bool zone_valid(const char *name);

/* The disk failed to give the file of a zone that was asked for: what was said
 * since is in UTC. */
bool zone_lost(void);

/*
 * The instant of a civil time in a zone.  A time that the clock skips in
 * spring is refused (IV_USAGE); one that comes twice in autumn is the first.
 * A day without a time is its midnight, or where the clock skips that, its
 * first instant.
 */
IV_MUST int zone_instant(const char *zone, struct civil c, time_t *ret,
    struct iv_err *e);

/* The civil time of an instant in a zone; an unknown zone is UTC. */
struct civil zone_civil(const char *zone, time_t t, int *offset_minutes);

/* How a zone's clock stands from an instant on, in seconds east of UTC. */
struct zone_shift {
	time_t at;
	long before, offset;
	bool summer;		/* "daylight saving", as the zone calls it */
	char name[16];		/* "CEST" */
};
/* At an instant (before is then offset), and the first change after it up to
 * and including until; false: there is none.  An unknown zone is UTC. */
void zone_stands(const char *zone, time_t at, struct zone_shift *ret);
bool zone_next(const char *zone, time_t after, time_t until,
    struct zone_shift *ret);

/* RFC 3339 in UTC, "2026-03-12T08:30:00Z", written and strictly read. */
void instant_text(char out[DAY_TEXT], time_t t);
bool instant_parse(const char *s, time_t *ret);

/* For people, in the user's language: "do 12 maart 2026, 09:30" /
 * "Thu 12 March 2026, 09:30". */
void civil_show(char out[64], struct civil c);

#endif
