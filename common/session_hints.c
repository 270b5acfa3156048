#include <string.h>

#include "facts_due.h"
#include "facts_item.h"
#include "facts_learned.h"
#include "facts_method.h"
#include "facts_session.h"
#include "facts_signals.h"
#include "session.h"
#include "text.h"

enum { LOOK_BACK = 26 * 7 };	/* days in which a sign must have shown */

int
session_learned(struct iv_ctx *c, const cJSON *session, const char *method,
    struct iv_err *e)
{
	IV_AUTO(learned_release) struct learned l = { .v = NULL };
	IV_AUTO(method_file_free_auto) struct method_file *f = NULL;
	int people, minutes, known, times;

	if (method_find(c->store, method, text_lang(), &f, e) < 0 ||
	    facts_learned(c->store, f->m.name, &l, e) < 0)
		return -1;
	people = facts_expect(c->store, session);
	if (people < 2)
		people = method_people(&f->m);
	minutes = learned_total(&l, &f->m, people, &known, &times);
	if (known == 0)
		tool_say(c, _("'%s' was not run twice yet: its own %d "
		    "minutes"), f->m.title, minutes);
	else
		tool_say(c, _("'%s': %d minutes, the group's own medians of "
		    "%d of its %zu steps, from %d meetings or more; the "
		    "method says %d"), f->m.title, minutes, known,
		    f->m.nsteps, times, method_minutes(&f->m, people));
	return 0;
}

static void
say_fit(struct iv_ctx *c, const struct record *r)
{
	int left = facts_agenda_free(c->store, r->json);

	if (left < 0)
		tool_say(c, iv_n("warning: %d minute more than the meeting "
		    "has", "warning: %d minutes more than the meeting has",
		    -left), -left);
}

static void
say_learned(struct iv_ctx *c, const struct record *r)
{
	const cJSON *row;
	struct iv_err e = IV_ERR_INIT;

	cJSON_ArrayForEach(row, json_get(r->json, "agenda"))
		if (cJSON_IsTrue(json_get(row, "learned")) &&
		    json_str(row, "method") && session_learned(c, r->json,
		    json_str(row, "method"), &e) < 0)
			tool_say(c, "%s", e.msg);
}

static bool
has_part(struct iv_ctx *c, const cJSON *session)
{
	const cJSON *row;

	cJSON_ArrayForEach(row, json_get(session, "agenda")) {
		IV_AUTO(method_file_free_auto) struct method_file *f = NULL;
		const char *name = json_str(row, "method");
		struct iv_err e = IV_ERR_INIT;

		if (name && method_find(c->store, name, "en", &f, &e) == 0 &&
		    (f->m.kind & METHOD_KINDS(PART)))
			return true;
	}
	return false;
}

/* The signs that the group does not say what it expects of whoever leads. */
static void
add_signs(struct buf *b, const struct signal_seen seen[SIGNALS])
{
	const struct signal_seen *s = &seen[SIGNAL_LATE];

	if (s->seen)
		buf_addf(b, iv_n("; %d late notice", "; %d late notices",
		    s->n), s->n);
	s = &seen[SIGNAL_NO_CASE];
	if (s->seen && s->of > 1)
		buf_addf(b, _("; %d of %d meetings without a case"), s->n,
		    s->of);
	s = &seen[SIGNAL_ADVICE];
	if (s->seen)
		buf_addf(b, _("; in %d of %d cases advice before the "
		    "questions were done"), s->n, s->of);
}

/* About the group: nobody is named. */
static void
say_signs(struct iv_ctx *c, const struct record *r)
{
	struct facts_scope scope = { .since = c->now.day - LOOK_BACK,
		.until = c->now.day, .now = c->now };
	IV_AUTO(facts_signals_release) struct signals_facts f =
	    SIGNALS_FACTS_INIT;
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	struct signal_seen seen[SIGNALS];
	struct iv_err e = IV_ERR_INIT;

	if (facts_signals_meetings(&f, c->store, &scope, &e) < 0)
		return;
	signals_count(&f.in, seen);
	add_signs(&b, seen);
	if (b.len == 0 || has_part(c, r->json))
		return;
	tool_say(c, _("a step here and now, about what everyone expects of "
	    "whoever leads, may help%s: 'iv-session agenda %s --open "
	    "--method leadership --minutes 15'"), b.p, r->id.s);
}

/* Asked about only by those who may be: how many, not whose. */
static void
say_due(struct iv_ctx *c, const struct record *r)
{
	IV_AUTO(due_release) struct due due = { NULL, 0 };
	struct iv_err e = IV_ERR_INIT;
	const cJSON *row;

	cJSON_ArrayForEach(row, json_get(r->json, "agenda"))
		if (json_is(row, "method", "looking-back"))
			return;
	if (facts_due(c->store, facts_meeting(r->json).start.day, &due,
	    &e) == 0 && due.n > 0)
		tool_say(c, iv_n("%zu intention may be asked about: "
		    "'iv-session agenda %s --follow-up' looks back first",
		    "%zu intentions may be asked about: 'iv-session agenda "
		    "%s --follow-up' looks back first", due.n), due.n,
		    r->id.s);
}

void
session_hints(struct iv_ctx *c, const struct record *session)
{
	const cJSON *j = session->json;

	if (json_is(j, "status", "held") || json_is(j, "status", "cancelled"))
		return;
	say_fit(c, session);
	say_learned(c, session);
	say_signs(c, session);
	say_due(c, session);
}
