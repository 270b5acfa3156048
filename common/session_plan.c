#include "session.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "facts_session.h"
#include "mem.h"

/* Who leads, when nothing is said, by how the group is guided. */
static const char *
led_by(const char *guidance)
{
	static const struct {
		const char *guidance, *led_by;
	} rows[] = {
		{ "facilitated", "facilitator" },
		{ "coached", "member-with-backup" },
		{ "independent", "group" },
	};

	for (size_t i = 0; guidance && i < IV_LEN(rows); i++)
		if (strcmp(rows[i].guidance, guidance) == 0)
			return rows[i].led_by;
	return NULL;
}

/* A record that comes with its day was whole elsewhere: it gets no more than
 * it must have, so that export and import are one. */
int
session_fresh(struct iv_ctx *c, struct change *ch, struct record *r,
    struct iv_err *e)
{
	const cJSON *group = store_group(c->store);
	const char *place = json_str(group, "place");
	const char *led = led_by(json_str(group, "guidance"));
	bool whole = json_get(r->json, "made");
	char day[DAY_TEXT];
	long minutes = 120;

	(void)ch;
	(void)e;
	civil_text(day, (struct civil){ c->now.day, -1 });
	json_int(group, "minutes", &minutes);
	if (!json_get(r->json, "minutes"))
		json_set_int(r->json, "minutes", minutes);
	if (!json_get(r->json, "status"))
		json_set_str(r->json, "status", "planned");
	if (whole)
		return 0;
	json_set_str(r->json, "made", day);
	if (place && !json_get(r->json, "place") &&
	    !cJSON_IsTrue(json_get(r->json, "online")))
		json_set_str(r->json, "place", place);
	if (led && !json_get(r->json, "led_by"))
		json_set_str(r->json, "led_by", led);
	return 0;
}

const struct iv_opt plan_opt[5] = {
	{ "every", 0, OPT_EVERY, offsetof(struct plan_opts, every),
	    N_("INTERVAL"), N_("how far apart, as 6w or 1m (else as the group "
	    "meets)") },
	{ "count", 0, OPT_STR, offsetof(struct plan_opts, count), N_("N"),
	    N_("how many meetings (else one)") },
	{ "skip", 0, OPT_MANY, offsetof(struct plan_opts, skip),
	    N_("DATE,..."), N_("days without a meeting; A..B is a period") },
	{ "minutes", 0, OPT_MINUTES, offsetof(struct plan_opts, minutes),
	    N_("N"), N_("how long each takes (else as the group's)") },
	{ "place", 0, OPT_TEXT, offsetof(struct plan_opts, place),
	    N_("TEXT"), N_("where (else the group's place)") },
};

/* Days of --skip: each may hold several, with commas.  *v is the caller's. */
static int
plan_skip(struct iv_ctx *c, const struct strings *typed, struct days **v,
    size_t *n, struct iv_err *e)
{
	for (size_t i = 0; i < typed->n; i++) {
		IV_AUTO(mem_free_auto) char *copy = mem_dup(typed->v[i]);
		char *rest = copy, *one;

		while ((one = strsep(&rest, ", "))) {
			if (*one == '\0')
				continue;
			*v = mem_array(*v, *n + 1, sizeof(**v));
			if (days_parse(one, c->now, *v + *n, e) < 0)
				return iv_wrap(e, "--skip");
			++*n;
		}
	}
	return 0;
}

static int
plan_count(const struct plan_opts *o, int *ret, struct iv_err *e)
{
	char *end;
	long v = 1;

	if (o->every.n > 0 && !o->count)
		return iv_fail(e, IV_USAGE, _("--every needs --count: how "
		    "many meetings"));
	if (o->count) {
		v = strtol(o->count, &end, 10);
		if (end == o->count || *end != '\0' || v < 1 ||
		    v > SERIES_MOST)
			return iv_fail(e, IV_USAGE, _("--count: '%s' is not "
			    "a number from 1 to %d"), o->count, SERIES_MOST);
	}
	*ret = (int)v;
	return 0;
}

static int
plan_series(struct iv_ctx *c, const struct plan_opts *o, struct series *s,
    struct iv_err *e)
{
	char day[DAY_TEXT];
	long days = 42;

	if (plan_count(o, &s->count, e) < 0 ||
	    tool_day(c, c->args[0], &s->start, e) < 0)
		return -1;
	civil_text(day, s->start);
	if (s->start.minute < 0)
		return iv_fail(e, IV_USAGE, _("'%s' is a day without a time; "
		    "write it as '%sT09:30'"), c->args[0], day);
	json_int(store_group(c->store), "every_days", &days);
	s->every = o->every.n > 0 ? o->every :
	    (struct interval){ (int)days, 'd' };
	return 0;
}

int
session_taken(struct iv_ctx *c, struct civil start, const char *text,
    struct iv_err *e)
{
	struct id id;
	bool hit;

	if (facts_meeting_at(c->store, start, &hit, &id, e) < 0)
		return -1;
	return hit ? iv_fail(e, IV_CONFLICT, _("there is a meeting at %s "
	    "already: %s"), text, id.s) : 0;
}

/* One run of plan. */
struct plan {
	struct iv_ctx *c;
	struct change *ch;
	const struct plan_opts *o;
	struct buf ids;
};

static int
plan_one(struct plan *p, struct civil start, struct iv_err *e)
{
	struct iv_ctx *c = p->c;
	struct record *r;
	char text[DAY_TEXT];

	civil_text(text, start);
	if (session_taken(c, start, text, e) < 0 ||
	    change_new(p->ch, &schema_session, &r, e) < 0)
		return -1;
	json_set_str(r->json, "start", text);
	json_set_str(r->json, "purpose", "regular");
	if (p->o->minutes > 0)
		json_set_int(r->json, "minutes", p->o->minutes);
	if (p->o->place)
		json_set_str(r->json, "place", p->o->place);
	if (session_fresh(c, p->ch, r, e) < 0)
		return -1;
	buf_addf(&p->ids, "%s\n", r->id.s);
	return verb_check(c, NULL, r, e);
}

static void
plan_gaps(struct iv_ctx *c, const struct civil *v, int n)
{
	char a[DAY_TEXT], b[DAY_TEXT];

	for (int i = 1; i < n; i++) {
		int days = v[i].day - v[i - 1].day;

		if (days <= SERIES_GAP)
			continue;
		civil_text(a, (struct civil){ v[i - 1].day, -1 });
		civil_text(b, (struct civil){ v[i].day, -1 });
		tool_say(c, _("warning: %d weeks lie between %s and %s; above "
		    "%d a group loses its thread"), days / 7, a, b,
		    SERIES_GAP / 7);
	}
}

static int
plan_all(struct plan *p, const struct series *s, struct iv_err *e)
{
	IV_AUTO(mem_free_auto) struct civil *v = mem_array(NULL,
	    (size_t)s->count, sizeof(*v));
	int done;

	if (series_make(s, v, e) < 0)
		return -1;
	for (int i = 0; i < s->count; i++)
		if (plan_one(p, v[i], e) < 0)
			return -1;
	done = tool_commit(p->c, p->ch, "plan", e);
	if (done < 0)
		return -1;
	plan_gaps(p->c, v, s->count);
	if (!p->c->dry_run)
		fputs(p->ids.p, stdout);
	return done;
}

int
session_plan(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	struct plan p = { c, NULL, opts, BUF_INIT };
	IV_AUTO(mem_free_auto) struct days *skip = NULL;
	struct series s = { .count = 0 };
	int r = -1;

	if (tool_begin(c, &p.ch, e) == 0 &&
	    plan_series(c, p.o, &s, e) == 0 &&
	    plan_skip(c, &p.o->skip, &skip, &s.nskip, e) == 0) {
		s.skip = skip;
		r = plan_all(&p, &s, e);
	}
	change_end(p.ch);
	buf_release(&p.ids);
	return r;
}
