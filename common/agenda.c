#include "agenda.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"

static bool
in_break(const struct agenda *a, int t)
{
	for (size_t i = 0; i < a->nbreaks; i++)
		if (t >= a->breaks[i].from && t < a->breaks[i].until)
			return true;
	return false;
}

/* When the opening is over: a short meeting has a shorter one. */
static int
opened(const struct agenda *a)
{
	int room = a->minutes - AGENDA_CLOSING;

	return room < AGENDA_OPENING ? (room > 0 ? room : 0) : AGENDA_OPENING;
}

static int
closing(const struct agenda *a)
{
	return a->minutes > AGENDA_CLOSING ? a->minutes - AGENDA_CLOSING : 0;
}

int
agenda_free(const struct agenda *a)
{
	int left = 0;

	for (int t = opened(a); t < closing(a); t++)
		left += !in_break(a, t);
	for (size_t i = 0; i < a->nitems; i++)
		left -= a->items[i];
	return left;
}

static int
after_break(const struct agenda *a, int t)
{
	while (in_break(a, t))
		t++;
	return t;
}

static int
advance(const struct agenda *a, int t, int minutes)
{
	for (; minutes > 0; t++)
		minutes -= !in_break(a, t);
	return t;
}

static int
by_time(const void *x, const void *y)
{
	const struct agenda_slot *a = x, *b = y;

	if (a->at.from != b->at.from)
		return a->at.from < b->at.from ? -1 : 1;
	return a->part != b->part ? (a->part < b->part ? -1 : 1) :
	    a->item < b->item ? -1 : a->item > b->item;
}

void
agenda_length(int people, int *least, int *most)
{
	*least = people > 5 ? 120 : 90;
	*most = people > 4 ? 150 : 120;
}

size_t
agenda_lay(const struct agenda *a, struct agenda_slot *v)
{
	int t = opened(a), end = closing(a);
	size_t n = 0;

	v[n++] = (struct agenda_slot){ PART_OPENING, 0, { 0, t } };
	for (size_t i = 0; i < a->nitems; i++) {
		int from = after_break(a, t);

		t = advance(a, from, a->items[i]);
		v[n++] = (struct agenda_slot){ PART_ITEM, i, { from, t } };
	}
	for (size_t i = 0; i < a->nbreaks; i++)
		v[n++] = (struct agenda_slot){ PART_BREAK, 0, a->breaks[i] };
	if (agenda_free(a) > 0)
		v[n++] = (struct agenda_slot){ PART_FREE, 0,
		    { after_break(a, t), end } };
	qsort(v, n, sizeof(*v), by_time);
	v[n++] = (struct agenda_slot){ PART_CLOSING, 0, { end, a->minutes } };
	return n;
}

static bool
digit(char c)
{
	return c >= '0' && c <= '9';
}

bool
clock_parse(const char *s, int *minute)
{
	int h = 0, n = 0;

	for (; n < 2 && digit(s[n]); n++)
		h = h * 10 + (s[n] - '0');
	if (n == 0 || s[n] == '\0' || !strchr(":.uh", s[n]) ||
	    !digit(s[n + 1]) || !digit(s[n + 2]) || s[n + 3] != '\0' ||
	    h > 23 || s[n + 1] > '5')
		return false;
	*minute = h * 60 + (s[n + 1] - '0') * 10 + (s[n + 2] - '0');
	return true;
}

void
clock_text(char out[8], int minute)
{
	unsigned m = (unsigned)(minute % 1440 + 1440) % 1440;

	snprintf(out, 8, "%02u:%02u", m / 60, m % 60);
}

int
clock_within(struct civil start, int minutes, int clock)
{
	int at = (clock - start.minute + 1440) % 1440;

	return at <= minutes ? at : -1;
}

int
days_parse(const char *s, struct civil now, struct days *ret,
    struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf first = BUF_INIT;
	const char *dots = strstr(s, "..");
	struct civil from, until;

	buf_add(&first, s, dots ? (size_t)(dots - s) : strlen(s));
	if (civil_parse(first.p, now, &from, e) < 0)
		return -1;
	until = from;
	if (dots && civil_parse(dots + 2, now, &until, e) < 0)
		return -1;
	if (until.day < from.day)
		return iv_fail(e, IV_USAGE, _("'%s' ends before it begins"),
		    s);
	*ret = (struct days){ from.day, until.day };
	return 0;
}

bool
series_skips(const struct series *s, int32_t day)
{
	for (size_t i = 0; i < s->nskip; i++)
		if (day >= s->skip[i].from && day <= s->skip[i].until)
			return true;
	return false;
}

/* The day of meeting k of the rhythm; the calendar's last day at its end. */
static int32_t
series_day(const struct series *s, int k)
{
	int64_t n = (int64_t)s->every.n * k;
	struct interval step = { n > INT32_MAX ? INT32_MAX : (int)n,
	    s->every.unit };

	return k > 0 ? interval_add(s->start.day, step) : s->start.day;
}

void
series_leave(const struct series *s, int i, int32_t day)
{
	if (!s->left)
		return;
	if (s->left[i].until < s->left[i].from)
		s->left[i].from = day;
	s->left[i].until = day;
}

int
series_make(const struct series *s, struct civil *v, struct iv_err *e)
{
	int32_t end;
	int n = 0;

	day_from_ymd(9999, 12, 31, &end);
	for (int k = 0; n < s->count; k++) {
		int32_t day = series_day(s, k);

		if (k > 0 && day >= end)
			return iv_fail(e, IV_USAGE,
			    _("the series runs past the year 9999"));
		/* A thousand in a row is no list of holidays. */
		if (k > 1000 + s->count)
			return iv_fail(e, IV_USAGE, _("the days to skip leave "
			    "no day for %d of the %d meetings"), s->count - n,
			    s->count);
		if (series_skips(s, day))
			series_leave(s, n, day);
		else
			v[n++] = (struct civil){ day, s->start.minute };
	}
	return 0;
}

static int64_t
minutes_of(struct civil c)
{
	return (int64_t)c.day * 1440 + (c.minute > 0 ? c.minute : 0);
}

bool
meeting_next(const struct meeting_time *v, size_t n, struct civil now,
    size_t *ret)
{
	int64_t at = minutes_of(now);
	bool found = false;

	for (size_t i = 0; i < n; i++) {
		int64_t start = minutes_of(v[i].start);

		if (v[i].held || v[i].cancelled || v[i].proposed ||
		    start + v[i].minutes <= at)
			continue;
		if (found && start >= minutes_of(v[*ret].start))
			continue;
		*ret = i;
		found = true;
	}
	return found;
}

bool
meeting_last(const struct meeting_time *v, size_t n, struct civil now,
    size_t *ret)
{
	int64_t at = minutes_of(now);
	size_t begun = n, today = n;

	for (size_t i = 0; i < n; i++) {
		int64_t start = minutes_of(v[i].start);

		if (v[i].cancelled || v[i].proposed)
			continue;
		if (start <= at && (begun == n ||
		    start > minutes_of(v[begun].start)))
			begun = i;
		if (start > at && v[i].start.day == now.day &&
		    (today == n || start < minutes_of(v[today].start)))
			today = i;
	}
	if (today < n && (begun == n || v[begun].start.day != now.day))
		begun = today;
	if (begun == n)
		return false;
	*ret = begun;
	return true;
}

int32_t
remind_day(int32_t start, enum remind stage)
{
	static const struct interval before[] = {
		[REMIND_MONTH] = { -1, 'm' }, [REMIND_WEEKS] = { -2, 'w' },
		[REMIND_DAY] = { -1, 'd' },
	};

	return interval_add(start, before[stage]);
}

enum remind
remind_stage(struct civil start, struct civil now)
{
	enum remind stage = REMIND_NONE;

	if (minutes_of(start) <= minutes_of(now))
		return REMIND_NONE;
	for (int i = REMIND_DAY; i >= 0 && stage == REMIND_NONE; i--)
		if (remind_day(start.day, (enum remind)i) <= now.day)
			stage = (enum remind)i;
	return stage;
}

const struct meeting_step *
meeting_step(const char *verb)
{
	static const struct meeting_step steps[] = {
		{ "agenda", "proposed planned running", NULL },
		{ "rsvp", "proposed planned", NULL },
		{ "confirm", "proposed", "planned" },
		{ "invite", "planned", NULL },
		{ "attend", "planned running held", NULL },
		{ "run", "planned running", NULL },
		{ "close", "planned running", "held" },
		{ "sheet", "planned running", NULL },
		{ "cancel", "proposed planned", "cancelled" },
		{ "move", "proposed planned", NULL },
	};

	for (size_t i = 0; i < IV_LEN(steps); i++)
		if (strcmp(steps[i].verb, verb) == 0)
			return &steps[i];
	return NULL;
}
