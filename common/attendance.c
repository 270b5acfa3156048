#include "attendance.h"

#include <string.h>

#define DAY_MINUTES	1440

static const char *const presence_words[PRESENCES] = {
	[WAS_PRESENT] = "present",
	[WAS_EXCUSED] = "excused",
	[WAS_LATE_NOTICE] = "late-notice",
	[WAS_ABSENT] = "absent",
};

const char *
presence_word(enum presence p)
{
	return presence_words[p];
}

enum presence
presence_of(const char *word)
{
	for (int p = 0; word && p < WAS_UNNOTED; p++)
		if (strcmp(word, presence_words[p]) == 0)
			return (enum presence)p;
	return WAS_UNNOTED;
}

static int
distance(struct span s, int at)
{
	if (at < s.from)
		return s.from - at;
	return at > s.until ? at - s.until : 0;
}

/* The clock's minute as one of the meeting's own day or the next. */
static int
unwind(struct span whole, int clock)
{
	return distance(whole, clock) <= distance(whole, clock + DAY_MINUTES) ?
	    clock : clock + DAY_MINUTES;
}

static struct span
whole_of(const struct meeting *m)
{
	int from = m->start.minute < 0 ? 0 : m->start.minute;

	return (struct span){ from, from + m->minutes };
}

/* What of a noted span lies inside the meeting. */
static struct span
cut(struct span whole, struct span noted)
{
	struct span s = whole;

	if (noted.from != SPAN_OPEN)
		s.from = unwind(whole, noted.from);
	if (noted.until != SPAN_OPEN)
		s.until = unwind(whole, noted.until);
	if (s.from < whole.from)
		s.from = whole.from;
	if (s.until > whole.until)
		s.until = whole.until;
	if (s.until <= s.from)
		s.from = s.until = whole.from;
	return s;
}

struct span
visit_stay(const struct meeting *m, const struct visit *v)
{
	struct span whole = whole_of(m);

	if (v->presence != WAS_PRESENT)
		return (struct span){ whole.from, whole.from };
	return cut(whole, v->noted);
}

/*
 * The end of the free stretch that begins at from: from itself inside a break
 * (then *past is where that break ends), else where the next one begins.
 */
static int
free_until(const struct meeting *m, int from, int until, int *past)
{
	int end = until;

	for (size_t i = 0; i < m->nbreaks; i++) {
		struct span b = cut(whole_of(m), m->breaks[i]);

		if (b.from <= from && b.until > from) {
			*past = b.until;
			return from;
		}
		if (b.from > from && b.from < end && b.until > b.from)
			end = b.from;
	}
	*past = end;
	return end;
}

int
visit_minutes(const struct meeting *m, const struct visit *v)
{
	struct span s = visit_stay(m, v);
	int sum = 0, past;

	for (int at = s.from; at < s.until; at = past)
		sum += free_until(m, at, s.until, &past) - at;
	return sum;
}

void
attendance_add(struct attendance *a, const struct meeting *m,
    const struct visit *v)
{
	a->count[v->presence]++;
	a->minutes += visit_minutes(m, v);
}

int
attendance_meetings(const struct attendance *a)
{
	int n = 0;

	for (int p = 0; p < PRESENCES; p++)
		n += a->count[p];
	return n;
}

int
attendance_rate(const struct attendance *a)
{
	int n = attendance_meetings(a);

	return n > 0 ? (a->count[WAS_PRESENT] * 100 + n / 2) / n : -1;
}
