#include "report_register.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"

static void
due_add(struct dues *l, int32_t day, const char *item, const char *text)
{
	l->v = mem_array(l->v, l->n + 1, sizeof(*l->v));
	l->v[l->n++] = (struct due){ day, item, mem_dup(text) };
}

void
dues_need(struct dues *l, const struct register_sum *s, const char *text)
{
	due_add(l, s->until, N_("missing"), text);
}

/* That day of this year, or of the next when it is past. */
static int32_t
next_yearly(const struct facts_deadline *d, int32_t today)
{
	int year = day_year(today);
	int32_t day = 0;

	/* 29 February is the 28th where there is none. */
	for (;; year++) {
		if (!day_from_ymd(year, d->month, d->day, &day))
			day_from_ymd(year, d->month, d->day - 1, &day);
		if (day >= today)
			return day;
	}
}

static bool
first_meeting(const struct facts_register *f, int32_t *day)
{
	if (f->nheld == 0 && f->nahead == 0)
		return false;
	*day = f->nheld > 0 ? f->held[0].start.day : f->ahead[0].start.day;
	return true;
}

void
dues_rule(struct dues *l, const struct facts_rule *r,
    const struct facts_register *f, int32_t today)
{
	for (size_t i = 0; i < r->ndeadlines; i++) {
		const struct facts_deadline *d = &r->deadlines[i];
		int32_t day;

		if (d->month > 0)
			due_add(l, next_yearly(d, today), N_("each-year"),
			    d->text);
		else if (first_meeting(f, &day))
			due_add(l, day, N_("first-meeting"), d->text);
	}
}

static int
by_day(const void *a, const void *b)
{
	const struct due *x = a, *y = b;

	if (x->day != y->day)
		return x->day < y->day ? -1 : 1;
	return strcmp(x->text, y->text);
}

void
dues_sort(struct dues *l)
{
	if (l->n > 0)
		qsort(l->v, l->n, sizeof(*l->v), by_day);
}

void
dues_release(struct dues *l)
{
	for (size_t i = 0; i < l->n; i++)
		mem_free(l->v[i].text);
	mem_free(l->v);
	*l = (struct dues){ NULL, 0 };
}
