#include <string.h>

#include "case.h"

/* The life of a case: which verb leads from where to where. */
static const struct move {
	const char *verb, *from, *to;
} moves[] = {
	{ "ready", "draft withdrawn", "ready" },
	{ "withdraw", "draft ready scheduled", "withdrawn" },
	{ "close", "discussed", "closed" },
};

static void
today(const struct iv_ctx *c, char out[DAY_TEXT])
{
	civil_text(out, (struct civil){ c->now.day, -1 });
}

int
case_fresh(struct iv_ctx *c, struct change *ch, struct record *r,
    struct iv_err *e)
{
	char day[DAY_TEXT];

	(void)ch;
	(void)e;
	today(c, day);
	if (!json_get(r->json, "made"))
		json_set_str(r->json, "made", day);
	if (!json_get(r->json, "status"))
		json_set_str(r->json, "status", "ready");
	if (!json_get(r->json, "presenter") && id_valid(c->author))
		json_set_str(r->json, "presenter", c->author);
	return 0;
}

static int
sentences(const char *s)
{
	int n = 0;

	for (bool inside = false; *s; s++) {
		if (strchr(".!?", *s)) {
			n += inside;
			inside = false;
		} else if (*s != ' ') {
			inside = true;
		}
		if (inside && s[1] == '\0')
			n++;
	}
	return n;
}

int
case_rules(struct iv_ctx *c, const cJSON *was, struct record *r,
    struct iv_err *e)
{
	const char *status = json_str(r->json, "status");
	const char *pitch = json_str(r->json, "pitch");
	bool kept = json_get(r->json, "stripped") == NULL;

	if (kept && !json_get(r->json, "title"))
		return iv_fail(e, IV_USAGE, _("title: a few words that name "
		    "nobody are needed"));
	if (kept && strcmp(status, "draft") != 0 &&
	    strcmp(status, "withdrawn") != 0 && !json_get(r->json, "question"))
		return iv_fail(e, IV_USAGE, _("question: a case that is "
		    "shared needs a learning question; give --question, or "
		    "keep it with --draft"));
	if (pitch && sentences(pitch) > 3)
		return iv_fail(e, IV_USAGE, _("pitch: %d sentences; at most "
		    "three"), sentences(pitch));
	if (strcmp(status, "draft") == 0 && !r->draft && was)
		return iv_fail(e, IV_USAGE, _("status: a draft stays in the "
		    "private area; share it with 'iv-case ready %s'"),
		    r->id.s);
	return case_privacy(c, r, e);
}

int
case_begin(struct iv_ctx *c, struct change **ch, struct record **ret,
    struct iv_err *e)
{
	if (tool_begin(c, ch, e) < 0)
		return -1;
	return tool_get(c, *ch, &schema_case, c->args[0], ret, e);
}

static void
add_status(const char *word, size_t len, void *arg)
{
	IV_AUTO(buf_release) struct buf one = BUF_INIT;
	struct buf *b = arg;

	buf_add(&one, word, len);
	buf_addf(b, "%s%s", b->len > 0 ? ", " : "", _(one.p));
}

static int
refuse_move(const struct move *m, const struct record *r, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf from = BUF_INIT;

	words_each(m->from, add_status, &from);
	return iv_fail(e, IV_USAGE, _("case %s is %s; %s goes from: %s"),
	    r->id.s, _(json_str(r->json, "status")), m->verb, from.p);
}

static int
move_one(struct iv_ctx *c, struct change *ch, const struct move *m,
    struct record *r, struct iv_err *e)
{
	const char *status = json_str(r->json, "status");

	if (strcmp(status, m->to) == 0)
		return iv_fail(e, IV_USAGE, _("case %s is %s already"),
		    r->id.s, _(m->to));
	if (!words_has(m->from, status))
		return refuse_move(m, r, e);
	if (strcmp(m->to, "withdrawn") == 0 && r->draft) {
		change_remove(ch, r);
		return 0;
	}
	json_set_str(r->json, "status", m->to);
	if (strcmp(m->to, "withdrawn") == 0)
		json_drop(r->json, "session");
	if (r->draft)
		change_share(ch, r, false);
	return verb_check(c, NULL, r, e);
}

int
case_move(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	IV_AUTO(change_end_auto) struct change *ch = NULL;
	const struct move *m = moves;

	(void)opts;
	while (strcmp(m->verb, c->cmd->name) != 0)
		m++;
	if (tool_begin(c, &ch, e) < 0)
		return -1;
	for (int i = 0; i < c->nargs; i++) {
		struct record *r;

		if (tool_get(c, ch, &schema_case, c->args[i], &r, e) < 0 ||
		    move_one(c, ch, m, r, e) < 0)
			return -1;
	}
	return tool_commit(c, ch, m->verb, e);
}

/* The day a case counts from: its meeting, else the day it was made. */
static int
case_day(struct iv_ctx *c, const struct record *r, struct civil *ret,
    struct iv_err *e)
{
	IV_AUTO(record_free_auto) struct record *s = NULL;
	const char *id = json_str(r->json, "session");
	const char *day = json_str(r->json, "made");

	if (id && store_read(c->store, &schema_session, id, &s, e) < 0) {
		if (e->code != IV_NOTFOUND)
			return -1;
	} else if (id) {
		day = json_str(s->json, "start");
	}
	if (!day || !civil_parse_iso(day, ret))
		return iv_fail(e, IV_INVALID, _("%s: no day to count from"),
		    r->path);
	return 0;
}

int
case_expired(struct iv_ctx *c, const struct record *r, bool *ret,
    struct iv_err *e)
{
	const cJSON *keep = json_get(store_group(c->store), "retention");
	struct interval months = { 12, 'm' };
	struct civil day;
	long n;

	*ret = false;
	if (json_get(r->json, "stripped") ||
	    !words_has("discussed closed withdrawn",
	    json_str(r->json, "status")))
		return 0;
	if (json_int(keep, "cases", &n))
		months.n = (int)n;
	if (case_day(c, r, &day, e) < 0)
		return -1;
	*ret = interval_add(day.day, months) <= c->now.day;
	return 0;
}

/* Takes every confidential field out; what it was and when stays. */
static int
strip_one(struct iv_ctx *c, struct change *ch, const char *typed,
    struct iv_err *e)
{
	struct record *r;
	char day[DAY_TEXT];

	if (tool_get(c, ch, &schema_case, typed, &r, e) < 0)
		return -1;
	if (!words_has("discussed closed withdrawn",
	    json_str(r->json, "status")))
		return iv_fail(e, IV_USAGE, _("case %s is %s; only cases that "
		    "are done are stripped"), r->id.s,
		    _(json_str(r->json, "status")));
	for (size_t i = 0; i < schema_case.fields.n; i++)
		if (schema_case.fields.v[i].flags & FF_CONTENT)
			json_drop(r->json, schema_case.fields.v[i].name);
	today(c, day);
	json_set_str(r->json, "stripped", day);
	return verb_check(c, NULL, r, e);
}

struct expired {
	struct iv_ctx *c;
	struct change *ch;
};

static int
strip_expired(void *arg, struct record **r, struct iv_err *e)
{
	struct expired *x = arg;
	bool old;

	if (case_expired(x->c, *r, &old, e) < 0)
		return -1;
	return old ? strip_one(x->c, x->ch, (*r)->id.s, e) : 0;
}

int
case_strip(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	const struct case_strip_opts *o = opts;
	IV_AUTO(change_end_auto) struct change *ch = NULL;
	struct expired x;

	if ((c->nargs == 0) != o->expired)
		return iv_fail(e, IV_USAGE,
		    _("give the cases to strip, or --expired"));
	if (tool_begin(c, &ch, e) < 0)
		return -1;
	x = (struct expired){ c, ch };
	if (o->expired && store_each(c->store, &schema_case, strip_expired,
	    &x, e) < 0)
		return -1;
	for (int i = 0; i < c->nargs; i++)
		if (strip_one(c, ch, c->args[i], e) < 0)
			return -1;
	return tool_commit(c, ch, "strip", e);
}
