#include "traject.h"

int
traject_count(const struct traject *t)
{
	int n = 0;

	for (size_t i = 0; i < t->nparts; i++)
		n += t->parts[i].count;
	return n;
}

const struct traject_part *
traject_part(const struct traject *t, int i)
{
	for (size_t k = 0; k < t->nparts; k++) {
		if (i < t->parts[k].count)
			return &t->parts[k];
		i -= t->parts[k].count;
	}
	return NULL;
}

/* How many meetings from i on are in the rhythm. */
static int
in_rhythm(const struct traject *t, int i)
{
	const struct traject_part *p;
	int n = 0;

	while ((p = traject_part(t, i + n)) && p->after.n == 0)
		n++;
	return n;
}

/* The rhythm goes on from the meeting before, which is made once more. */
static int
run_of(const struct series *s, int i, int n, struct civil *v,
    struct iv_err *e)
{
	struct series run = *s;

	run.count = n + (i > 0);
	if (i > 0)
		run.start = v[i - 1];
	if (s->left)
		run.left = s->left + i - (i > 0);
	return series_make(&run, v + i - (i > 0), e);
}

static int
long_after(const struct series *s, struct interval after, int i,
    struct civil *v, struct iv_err *e)
{
	int32_t day = interval_add(v[i - 1].day, after);

	for (int tries = 0; series_skips(s, day); day += 7) {
		if (++tries > 60)
			return iv_fail(e, IV_USAGE, _("the days to skip "
			    "leave no day for the last meeting"));
		series_leave(s, i, day);
	}
	v[i] = (struct civil){ day, v[i - 1].minute };
	return 0;
}

int
traject_days(const struct traject *t, const struct series *s,
    struct civil *v, struct iv_err *e)
{
	int count = traject_count(t);

	for (int i = 0, n; i < count; i += n) {
		const struct traject_part *p = traject_part(t, i);

		n = i == 0 || p->after.n == 0 ? in_rhythm(t, i) : 0;
		if (n > 0 && run_of(s, i, n, v, e) < 0)
			return -1;
		if (n > 0)
			continue;
		n = 1;
		if (i == 0 ? run_of(s, 0, 1, v, e) < 0 :
		    long_after(s, p->after, i, v, e) < 0)
			return -1;
	}
	return 0;
}
