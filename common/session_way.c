#include <stdlib.h>
#include <string.h>

#include "session_run.h"
#include "utf8.h"

size_t
live_way(const struct live *l, size_t number)
{
	size_t step = run_way_step(&l->r);

	for (size_t i = 0; step != RUN_NONE && i < l->r.nways; i++)
		if (run_has_way(&l->r, step, i) && --number == 0)
			return i;
	return RUN_NONE;
}

/* 2: it is this one, 1: it begins so, 0: neither. */
static int
called(const struct live *l, size_t way, const char *typed)
{
	const char *title = l->f.way_titles[way];
	const char *id = l->f.cues[l->r.ways[way].text].id;

	if (utf8_same(title, typed) || strcmp(id, typed) == 0)
		return 2;
	return utf8_begins(title, typed);
}

bool
live_way_find(const struct live *l, const char *typed, size_t *ret)
{
	size_t hits = 0, i;
	char *end;
	long n = strtol(typed, &end, 10);
	int best = 1;

	*ret = RUN_NONE;
	if (end != typed && *end == '\0') {
		if (n > 0)
			*ret = live_way(l, (size_t)n);
		return n == 0 || *ret != RUN_NONE;
	}
	for (n = 1; *typed && (i = live_way(l, (size_t)n)) != RUN_NONE; n++) {
		int fit = called(l, i, typed);

		if (fit > best)
			hits = 0;
		if (fit < best)
			continue;
		best = fit;
		*ret = i;
		hits++;
	}
	return hits == 1;
}

void
live_way_text(const struct live *l, size_t way, struct buf *b)
{
	const struct run_cue *cue = &l->f.cues[l->r.ways[way].text];

	buf_adds(b, l->f.way_titles[way]);
	if (!cue->prompt)
		return;
	buf_adds(b, ": ");
	for (const char *s = cue->prompt; *s; s++)
		buf_addc(b, *s == '\n' ? ' ' : *s);
}

/* "module: Brainstorm, 10 min"; and when there is no room for its minutes. */
static void
say_way(struct live *l, const struct run_step *s)
{
	const struct run_way *w = s->way != RUN_NONE ? &l->r.ways[s->way] :
	    NULL;
	int minutes = (int)((s->planned + 59) / 60);

	buf_clear(&l->chosen);
	if (!w)
		buf_addf(&l->chosen, _("no module: %s"),
		    l->f.cues[s->shown].title);
	else if (s->way_time)
		buf_addf(&l->chosen, _("module: %s, %d min"),
		    l->f.way_titles[s->way], minutes);
	else
		buf_addf(&l->chosen, _("module: %s, in the %d min of the "
		    "step: there is no room for more"),
		    l->f.way_titles[s->way], minutes);
}

int
live_way_choose(struct live *l, size_t way, enum run_answer *answer,
    struct iv_err *e)
{
	struct run_event ev = { .kind = RUN_WAY, .who = RUN_NONE,
		.way = way };
	size_t step = run_way_step(&l->r);

	if (live_do(l, &ev, answer, e) < 0)
		return -1;
	if (*answer == RUN_DONE)
		say_way(l, &l->r.steps[step]);
	return 0;
}
