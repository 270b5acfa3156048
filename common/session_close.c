#include <stddef.h>
#include <string.h>

#include "agenda.h"
#include "facts_session.h"
#include "meeting.h"
#include "mem.h"
#include "session.h"
#include "session_run.h"

static void
add_word(const char *word, size_t len, void *arg)
{
	struct buf *b = arg;
	char text[32];

	snprintf(text, sizeof(text), "%.*s", (int)len, word);
	buf_addf(b, "%s%s", b->len > 0 ? ", " : "", _(text));
}

int
session_may(struct iv_ctx *c, const struct record *r, struct iv_err *e)
{
	const struct meeting_step *m = meeting_step(c->cmd->name);
	const char *status = json_str(r->json, "status");
	IV_AUTO(buf_release) struct buf from = BUF_INIT;
	char when[64];

	if (words_has(m->from, status))
		return 0;
	facts_when(when, r->json);
	if (m->to && strcmp(m->to, status) == 0)
		return iv_fail(e, IV_USAGE, _("the meeting of %s is %s "
		    "already"), when, _(status));
	words_each(m->from, add_word, &from);
	return iv_fail(e, IV_USAGE, _("the meeting of %s is %s; '%s' is for "
	    "meetings that are: %s"), when, _(status), m->verb, from.p);
}

static bool
is_last(const struct iv_ctx *c)
{
	return strcmp(c->cmd->name, "attend") == 0 ||
	    strcmp(c->cmd->name, "close") == 0;
}

int
session_get(struct iv_ctx *c, struct change *ch, const char *typed,
    struct record **ret, struct iv_err *e)
{
	struct id id;

	if (typed) {
		if (tool_get(c, ch, &schema_session, typed, ret, e) < 0)
			return -1;
	} else if (facts_meeting_find(c->store, is_last(c), c->now, &id,
	    e) < 0 || change_get(ch, &schema_session, id.s, ret, e) < 0) {
		return -1;
	}
	return session_may(c, *ret, e);
}

const struct iv_opt close_opt[1] = {
	{ "break", 0, OPT_MANY, offsetof(struct close_opts, breaks),
	    N_("FROM-UNTIL"), N_("there was a break, as 10:30-10:45; may be "
	    "repeated") },
};

static int
break_clock(const struct record *r, const char *typed, int clock, int *ret,
    struct iv_err *e)
{
	struct meeting_time m = facts_meeting(r->json);
	char from[8], until[8];

	*ret = clock_within(m.start, m.minutes, clock);
	if (*ret >= 0)
		return 0;
	clock_text(from, m.start.minute);
	clock_text(until, m.start.minute + m.minutes);
	return iv_fail(e, IV_USAGE, _("--break: '%s' is outside the meeting, "
	    "%s-%s"), typed, from, until);
}

static int
add_break(struct record *r, const char *typed, struct iv_err *e)
{
	IV_AUTO(mem_free_auto) char *copy = mem_dup(typed);
	IV_AUTO(json_free_auto) cJSON *row = cJSON_CreateObject();
	char *dash = strchr(copy, '-');
	int from, until, a, b;
	char clock[8];
	const cJSON *old;

	if (dash)
		*dash = '\0';
	if (!dash || !clock_parse(copy, &from) ||
	    !clock_parse(dash + 1, &until))
		return iv_fail(e, IV_USAGE, _("--break: '%s' is not a period "
		    "like 10:30-10:45"), typed);
	if (break_clock(r, typed, from, &a, e) < 0 ||
	    break_clock(r, typed, until, &b, e) < 0)
		return -1;
	if (b <= a)
		return iv_fail(e, IV_USAGE, _("--break: '%s' ends before it "
		    "begins"), typed);
	clock_text(clock, from);
	json_set_str(row, "from", clock);
	clock_text(clock, until);
	json_set_str(row, "until", clock);
	cJSON_ArrayForEach(old, json_get(r->json, "breaks"))
		if (json_equal(old, row))
			return 0;
	cJSON_AddItemToArray(json_array(r->json, "breaks"), IV_TAKE(row));
	return 0;
}

static int
add_breaks(struct record *r, const struct close_opts *o, struct iv_err *e)
{
	for (size_t i = 0; i < o->breaks.n; i++)
		if (add_break(r, o->breaks.v[i], e) < 0)
			return -1;
	return 0;
}

static int
close_check(struct iv_ctx *c, const struct record *r, struct iv_err *e)
{
	struct civil start = facts_meeting(r->json).start;
	const char *text = json_str(r->json, "start");

	if (start.day > c->now.day || (start.day == c->now.day &&
	    start.minute > c->now.minute))
		return iv_fail(e, IV_USAGE, _("the meeting of %s has not "
		    "begun"), text);
	if (!facts_anyone(r->json))
		return iv_fail(e, IV_USAGE, _("nobody was present on %s, as "
		    "far as noted: 'iv-session attend --session %s --all' "
		    "marks everyone; a meeting that was not held: "
		    "'iv-session cancel %s'"), text, r->id.s, r->id.s);
	return 0;
}

static void
close_unmarked(struct iv_ctx *c, const struct record *r)
{
	IV_AUTO(facts_ids_release) struct facts_ids ids = { NULL, 0 };
	struct iv_err e = IV_ERR_INIT;

	if (facts_unmarked(c->store, r->json, &ids, &e) == 0 && ids.n > 0)
		tool_say(c, iv_n("warning: of %zu member no attendance is "
		    "noted: 'iv-session attend --session %s --all'",
		    "warning: of %zu members no attendance is noted: "
		    "'iv-session attend --session %s --all'", ids.n), ids.n,
		    r->id.s);
}

/* What a run left behind, breaks, and what becomes of the cases. */
static int
close_record(struct iv_ctx *c, struct change *ch, struct record *r,
    const struct close_opts *o, size_t *back, struct journal *j,
    struct iv_err *e)
{
	IV_AUTO(json_free_auto) cJSON *was = cJSON_Duplicate(r->json, true);

	if (session_fold(c, ch, r, j, e) < 0 || add_breaks(r, o, e) < 0 ||
	    close_check(c, r, e) < 0 || meeting_close(ch, r, back, e) < 0)
		return -1;
	return verb_check(c, was, r, e);
}

int
session_close(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	IV_AUTO(change_end_auto) struct change *ch = NULL;
	IV_AUTO(journal_close) struct journal j = JOURNAL_INIT;
	struct record *r;
	size_t back;
	int done;

	if (tool_begin(c, &ch, e) < 0 || session_get(c, ch, c->nargs > 0 ?
	    c->args[0] : NULL, &r, e) < 0 ||
	    close_record(c, ch, r, opts, &back, &j, e) < 0)
		return -1;
	done = tool_commit(c, ch, "close", e);
	if (done < 0)
		return -1;
	if (!c->dry_run)
		journal_remove(&j);
	if (back > 0)
		tool_say(c, iv_n("%zu case is ready again: the presenter was "
		    "not there", "%zu cases are ready again: their presenters "
		    "were not there", back), back);
	close_unmarked(c, r);
	return done;
}
