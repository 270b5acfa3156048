#include "session.h"

#include <string.h>

#include "facts_session.h"
#include "meeting.h"

/* A meeting that is cancelled, as it was and as it is. */
static int
cancel_one(struct iv_ctx *c, struct change *ch, struct record *r,
    struct iv_err *e)
{
	IV_AUTO(json_free_auto) cJSON *was = cJSON_Duplicate(r->json, true);

	if (meeting_cancel(ch, r, e) < 0)
		return -1;
	return verb_check(c, was, r, e);
}

int
session_cancel(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	IV_AUTO(change_end_auto) struct change *ch = NULL;
	IV_AUTO(warn_release) struct warn w = WARN_INIT;
	int done;

	(void)opts;
	if (tool_begin(c, &ch, e) < 0)
		return -1;
	for (int i = 0; i < c->nargs; i++) {
		struct record *r;

		if (session_get(c, ch, c->args[i], &r, e) < 0)
			return -1;
		warn_changed(&w, r);
		if (cancel_one(c, ch, r, e) < 0)
			return -1;
	}
	if (warn_gaps(c, &w, e) < 0)
		return -1;
	done = tool_commit(c, ch, "cancel", e);
	if (done >= 0)
		warn_say(c, &w);
	return done;
}

/* A day alone keeps the time. */
static int
move_to(struct iv_ctx *c, struct record *r, const char *typed,
    size_t *dropped, struct iv_err *e)
{
	IV_AUTO(json_free_auto) cJSON *was = cJSON_Duplicate(r->json, true);
	struct civil start;

	if (tool_day(c, typed, &start, e) < 0)
		return -1;
	if (start.minute < 0)
		start.minute = facts_meeting(r->json).start.minute;
	if (meeting_move(r, start, dropped, e) < 0 ||
	    session_taken(c, start, e) < 0)
		return -1;
	return verb_check(c, was, r, e);
}

int
session_move(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	IV_AUTO(change_end_auto) struct change *ch = NULL;
	IV_AUTO(warn_release) struct warn w = WARN_INIT;
	struct record *r;
	size_t dropped;
	int done;

	(void)opts;
	if (tool_begin(c, &ch, e) < 0 ||
	    session_get(c, ch, c->args[0], &r, e) < 0)
		return -1;
	warn_changed(&w, r);
	if (move_to(c, r, c->args[1], &dropped, e) < 0 ||
	    warn_gaps(c, &w, e) < 0)
		return -1;
	done = tool_commit(c, ch, "move", e);
	if (done >= 0 && dropped > 0)
		tool_say(c, iv_n("%zu reply was for the other day and is "
		    "dropped; ask again", "%zu replies were for the other "
		    "day and are dropped; ask again", dropped), dropped);
	if (done >= 0)
		warn_say(c, &w);
	return done;
}

struct others {
	struct iv_ctx *c;
	struct change *ch;
	const struct record *kept;
	const char *offer;
};

/* What was offered along with the date that is kept. */
static int
drop_other(void *arg, struct record **r, struct iv_err *e)
{
	struct others *o = arg;
	struct record *mine;

	if (strcmp((*r)->id.s, o->kept->id.s) == 0 ||
	    !json_is((*r)->json, "offer", o->offer) ||
	    !json_is((*r)->json, "status", "proposed"))
		return 0;
	if (change_get(o->ch, &schema_session, (*r)->id.s, &mine, e) < 0)
		return -1;
	return cancel_one(o->c, o->ch, mine, e);
}

static int
keep_one(struct iv_ctx *c, struct change *ch, struct record *r,
    struct iv_err *e)
{
	IV_AUTO(json_free_auto) cJSON *was = cJSON_Duplicate(r->json, true);
	struct others o = { c, ch, r, json_str(was, "offer") };

	if (o.offer &&
	    store_each(c->store, &schema_session, drop_other, &o, e) < 0)
		return -1;
	json_set_str(r->json, "status", "planned");
	json_drop(r->json, "offer");
	return verb_check(c, was, r, e);
}

/* Who said no to the date that was chosen hears it from a person. */
static void
say_who_cannot(struct iv_ctx *c, const struct record *r)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	const cJSON *reply;

	cJSON_ArrayForEach(reply, json_get(r->json, "rsvp"))
		if (json_is(reply, "answer", "no"))
			buf_addf(&b, "%s%s", b.len > 0 ? ", " : "",
			    store_name(c->store, reply->string));
	if (b.len > 0)
		tool_say(c, _("cannot come then: %s"), b.p);
}

int
session_confirm(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	IV_AUTO(change_end_auto) struct change *ch = NULL;
	IV_AUTO(warn_release) struct warn w = WARN_INIT;
	struct record *r;
	int done;

	(void)opts;
	if (tool_begin(c, &ch, e) < 0 ||
	    session_get(c, ch, c->args[0], &r, e) < 0)
		return -1;
	warn_changed(&w, r);
	if (keep_one(c, ch, r, e) < 0 || warn_gaps(c, &w, e) < 0)
		return -1;
	done = tool_commit(c, ch, "confirm", e);
	if (done < 0)
		return -1;
	say_who_cannot(c, r);
	warn_say(c, &w);
	return done;
}
