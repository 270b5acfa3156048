#include "signals.h"

static void
late(const struct signals_in *in, struct signal_seen *s)
{
	for (size_t i = 0; i < in->nmeetings; i++)
		s->n += in->meetings[i].late;
	s->of = (int)in->nmeetings;
	s->seen = s->n >= SIGNALS_LATE;
}

static void
no_case(const struct signals_in *in, struct signal_seen *s)
{
	for (size_t i = 0; i < in->nmeetings; i++) {
		if (!in->meetings[i].regular)
			continue;
		s->of++;
		s->n += in->meetings[i].cases == 0;
	}
	s->seen = s->n > 0;
}

/* How often the most frequent number stands in v. */
static int
most(const int *v, size_t n)
{
	int best = 0;

	for (size_t i = 0; i < n; i++) {
		int same = 0;

		for (size_t k = 0; k < n; k++)
			same += v[k] == v[i];
		if (same > best)
			best = same;
	}
	return best;
}

/* The same one more than half of the time. */
static void
same(const int *v, size_t n, struct signal_seen *s)
{
	s->n = most(v, n);
	s->of = (int)n;
	s->seen = n >= SIGNALS_LEAST && s->n * 2 > s->of;
}

static void
chair(const struct signals_in *in, struct signal_seen *s)
{
	for (size_t i = 0; i < in->nmeetings; i++) {
		int times = 0, who = in->meetings[i].chair;

		if (who == SIGNALS_NOBODY)
			continue;
		for (size_t k = 0; k < in->nmeetings; k++)
			times += in->meetings[k].chair == who;
		s->n = times > s->n ? times : s->n;
		s->of++;
	}
	s->seen = s->of >= SIGNALS_LEAST && s->n * 2 > s->of;
}

/* Between meetings, and from the last one to the next or, without one, to
 * today. */
static void
gaps(const struct signals_in *in, struct signal_seen *s)
{
	for (size_t i = 0; i < in->nmeetings; i++) {
		bool last = i + 1 == in->nmeetings;
		int32_t until = !last ? in->meetings[i + 1].day :
		    in->next != 0 ? in->next : in->today;

		s->n += until - in->meetings[i].day > SIGNALS_GAP;
		s->of++;
	}
	s->seen = s->n > 0;
}

bool
signals_over(const struct signals_step *s)
{
	long over = s->seconds - s->planned * 60;

	return over > SIGNALS_SLACK * 60 && over > s->planned * 12;
}

/* More than a third of the steps. */
static void
overrun(const struct signals_in *in, struct signal_seen *s)
{
	for (size_t i = 0; i < in->nsteps; i++)
		s->n += signals_over(&in->steps[i]);
	s->of = (int)in->nsteps;
	s->seen = s->of >= SIGNALS_LEAST && s->n * 3 > s->of;
}

static void
safety(const struct signals_in *in, struct signal_seen *s)
{
	for (size_t i = 0; i < in->nsafety; i++)
		s->n += in->safety[i].last < in->safety[i].before;
	s->of = (int)in->nsafety;
	s->seen = s->n > 0;
}

void
signals_count(const struct signals_in *in, struct signal_seen ret[SIGNALS])
{
	for (size_t i = 0; i < SIGNALS; i++)
		ret[i] = (struct signal_seen){ false, 0, 0 };
	late(in, &ret[SIGNAL_LATE]);
	no_case(in, &ret[SIGNAL_NO_CASE]);
	same(in->presenters, in->npresenters, &ret[SIGNAL_PRESENTER]);
	chair(in, &ret[SIGNAL_CHAIR]);
	gaps(in, &ret[SIGNAL_GAP]);
	ret[SIGNAL_FOLLOW_UP] = (struct signal_seen){ in->overdue > 0,
		in->overdue, in->shared };
	same(in->forms, in->nforms, &ret[SIGNAL_FORM]);
	ret[SIGNAL_ADVICE] = (struct signal_seen){ in->early >= SIGNALS_EARLY,
		in->early, in->advised };
	overrun(in, &ret[SIGNAL_TIME]);
	safety(in, &ret[SIGNAL_SAFETY]);
	ret[SIGNAL_FORM].seen = in->nforms >= SIGNALS_LEAST &&
	    ret[SIGNAL_FORM].n == (int)in->nforms;
}
