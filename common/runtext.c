#include "runtext.h"

#include <stdlib.h>

#include "day.h"
#include "text.h"

void
runtext_clock(struct buf *b, int64_t seconds)
{
	long long s = seconds < 0 ? -seconds : seconds;

	buf_addf(b, "%s%lld:%02lld", seconds < 0 ? "-" : "", s / 60, s % 60);
}

void
runtext_where(struct buf *b, const struct facts_run *f,
    const struct run_view *v)
{
	if (!v->step)
		buf_adds(b, _("The meeting has not begun"));
	else if (v->state == RUN_ENDED)
		buf_adds(b, _("The meeting is over"));
	else if (v->step->item == RUN_NONE)
		buf_adds(b, f->cues[v->step->shown].title);
	else
		buf_addf(b, _("Item %zu, step %zu of %zu: %s"),
		    v->step->item + 1, v->number, v->count,
		    f->cues[v->step->shown].title);
}

void
runtext_time(struct buf *b, const struct run_view *v)
{
	IV_AUTO(buf_release) struct buf spent = BUF_INIT;
	IV_AUTO(buf_release) struct buf planned = BUF_INIT;
	IV_AUTO(buf_release) struct buf left = BUF_INIT;

	runtext_clock(&spent, v->spent);
	runtext_clock(&planned, v->planned);
	runtext_clock(&left, v->left < 0 ? -v->left : v->left);
	buf_addf(b, v->left < 0 ? _("%s of %s, %s over") :
	    _("%s of %s, %s left"), spent.p, planned.p, left.p);
}

void
runtext_phase(struct buf *b, const struct run_view *v)
{
	if (v->state == RUN_PAUSED)
		buf_adds(b, _("paused"));
	else if (v->state != RUN_GOING)
		return;
	else if (v->phase == RUN_FIFTH)
		buf_adds(b, _("a fifth left"));
	else if (v->phase == RUN_TWENTIETH)
		buf_adds(b, _("nearly over"));
	else if (v->phase == RUN_OVER)
		buf_adds(b, _("time is up"));
}

void
runtext_pace(struct buf *b, const struct run_view *v)
{
	long long min = llabs((long long)v->behind) / 60;

	if (min == 0)
		buf_adds(b, _("on time"));
	else
		buf_addf(b, v->behind > 0 ? _("%lld min behind") :
		    _("%lld min ahead"), min);
}

static void
clock_of(char out[8], int64_t t, const char *zone)
{
	struct civil c = zone_civil(zone, (time_t)t, NULL);

	snprintf(out, 8, "%02d:%02d", (int)(c.minute / 60) % 24,
	    (int)(c.minute % 60));
}

void
runtext_ends(struct buf *b, const struct run_view *v, const char *zone)
{
	char ends[8], due[8];

	clock_of(ends, v->ends, zone);
	clock_of(due, v->due, zone);
	buf_addf(b, _("ends %s, planned %s"), ends, due);
}

void
runtext_warning(struct buf *b, const struct run_view *v)
{
	bool closing = !v->step || v->step->part == RUN_CLOSING;

	if (closing || v->state == RUN_ENDED)
		return;
	if (v->to_closing <= 0)
		buf_adds(b, _("it is time for the closing"));
	else if (v->too_long >= 60)
		buf_addf(b, _("what is left is %lld min too long for the "
		    "closing"), (long long)v->too_long / 60);
}

void
runtext_answer(struct buf *b, enum run_answer a, const struct run_view *v)
{
	if (a == RUN_DONE)
		return;
	buf_adds(b, _(run_answers[a]));
	if (a == RUN_NO_ROOM)
		buf_addf(b, _("; there is room for %lld min"),
		    (long long)v->room / 60);
}

static void
add_rule(struct runtext_rule *v, size_t *n, const char *label,
    enum method_set set, unsigned bits)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;

	if (!bits)
		return;
	method_labels(&b, set, bits, iv_text, text_lang());
	v[*n].label = label;
	snprintf(v[*n].text, sizeof(v[*n].text), "%s", b.p);
	++*n;
}

size_t
runtext_rules(const struct run_cue *cue,
    struct runtext_rule v[RUNTEXT_RULES])
{
	size_t n = 0;

	add_rule(v, &n, _("speaks"), METHOD_WHO, cue->speaks);
	add_rule(v, &n, _("silent"), METHOD_WHO, cue->silent);
	add_rule(v, &n, _("presenter"), METHOD_SEAT, cue->seat);
	add_rule(v, &n, _("allowed"), METHOD_TALK, cue->talk);
	add_rule(v, &n, _("not"), METHOD_TALK, cue->not);
	add_rule(v, &n, _("note down"), METHOD_KEEP, cue->keeps);
	return n;
}
