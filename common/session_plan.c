#include "session.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "facts_session.h"
#include "facts_traject.h"
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

const struct iv_opt plan_opt[7] = {
	{ "every", 0, OPT_EVERY, offsetof(struct plan_opts, every),
	    N_("INTERVAL"), N_("how far apart, as 6w or 1m (else as the group "
	    "meets)") },
	{ "count", 0, OPT_STR, offsetof(struct plan_opts, count), N_("N"),
	    N_("how many meetings (else one)") },
	{ "traject", 0, OPT_STR, offsetof(struct plan_opts, traject),
	    N_("NAME"), N_("the meetings of a trajectory, as guided; ? lists "
	    "them, @FILE is one of your own") },
	{ "proposed", 0, OPT_FLAG, offsetof(struct plan_opts, proposed),
	    NULL, N_("offer these dates; confirm keeps one of them") },
	{ "skip", 0, OPT_MANY, offsetof(struct plan_opts, skip),
	    N_("DATE,..."), N_("days without a meeting; A..B is a period") },
	{ "minutes", 0, OPT_MINUTES, offsetof(struct plan_opts, minutes),
	    N_("N"), N_("how long each takes (else as the group's)") },
	{ "place", 0, OPT_TEXT, offsetof(struct plan_opts, place),
	    N_("TEXT"), N_("where (else the group's place)") },
};

/* One run of plan: the days it is to make, and what of. */
struct plan {
	struct iv_ctx *c;
	struct change *ch;
	const struct plan_opts *o;
	struct traject_file *traject;	/* or NULL */
	struct civil *v;
	struct days *left;	/* before each of v; NULL for an offer */
	int n;
	struct buf ids;
	struct warn warn;
	char offer[ID_LEN + 1];		/* of dates that are proposed */
};

static void
plan_release(struct plan *p)
{
	change_end(p->ch);
	traject_file_free(p->traject);
	mem_free(p->v);
	mem_free(p->left);
	buf_release(&p->ids);
	warn_release(&p->warn);
}

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

/* A day alone takes the time of the one before it, minute (-1: none). */
static int
plan_start(struct iv_ctx *c, const char *typed, int minute,
    struct civil *ret, struct iv_err *e)
{
	char day[DAY_TEXT];

	if (tool_day(c, typed, ret, e) < 0)
		return -1;
	if (ret->minute < 0)
		ret->minute = minute;
	civil_text(day, *ret);
	if (ret->minute < 0)
		return iv_fail(e, IV_USAGE, _("'%s' is a day without a time; "
		    "write it as '%sT09:30'"), typed, day);
	return 0;
}

static int
make_days(struct plan *p, struct series *s, struct iv_err *e)
{
	if (p->o->traject) {
		if (session_traject(p->c, p->o->traject, &p->traject, e) < 0)
			return -1;
		s->count = traject_count(&p->traject->t);
	} else if (plan_count(p->o, &s->count, e) < 0) {
		return -1;
	}
	if (plan_start(p->c, p->c->args[0], -1, &s->start, e) < 0)
		return -1;
	p->n = s->count;
	p->v = mem_array(NULL, (size_t)p->n, sizeof(*p->v));
	p->left = mem_array(NULL, (size_t)p->n, sizeof(*p->left));
	for (int i = 0; i < p->n; i++)
		p->left[i] = (struct days){ 1, 0 };
	s->left = p->left;
	return p->traject ? traject_days(&p->traject->t, s, p->v, e) :
	    series_make(s, p->v, e);
}

static int
plan_series(struct plan *p, struct iv_err *e)
{
	IV_AUTO(mem_free_auto) struct days *skip = NULL;
	struct series s = { .every = p->o->every };
	long days = 42;

	json_int(store_group(p->c->store), "every_days", &days);
	if (s.every.n == 0)
		s.every = (struct interval){ (int)days, 'd' };
	if (plan_skip(p->c, &p->o->skip, &skip, &s.nskip, e) < 0)
		return -1;
	s.skip = skip;
	return make_days(p, &s, e);
}

static int
plan_offer(struct plan *p, struct iv_err *e)
{
	struct iv_ctx *c = p->c;

	p->v = mem_array(NULL, (size_t)c->nargs, sizeof(*p->v));
	for (p->n = 0; p->n < c->nargs; p->n++) {
		struct civil *v = p->v + p->n;

		if (plan_start(c, c->args[p->n], p->n > 0 ? v[-1].minute :
		    -1, v, e) < 0)
			return -1;
		for (int i = 0; i < p->n; i++)
			if (p->v[i].day == v->day &&
			    p->v[i].minute == v->minute)
				return iv_fail(e, IV_USAGE, _("'%s' is named "
				    "twice"), c->args[p->n]);
	}
	return 0;
}

int
session_taken(struct iv_ctx *c, struct civil start, struct iv_err *e)
{
	char when[64];
	struct id id;
	bool hit;

	if (facts_meeting_at(c->store, start, &hit, &id, e) < 0)
		return -1;
	civil_show(when, start);
	return hit ? iv_fail(e, IV_CONFLICT, _("there is a meeting on %s "
	    "already: %s"), when, id.s) : 0;
}

/* What is asked, then what the trajectory says, then the group's ways. */
static int
plan_fill(struct plan *p, int i, struct record *r, struct iv_err *e)
{
	json_set_str(r->json, "purpose", "regular");
	if (p->o->minutes > 0)
		json_set_int(r->json, "minutes", p->o->minutes);
	if (p->o->place)
		json_set_str(r->json, "place", p->o->place);
	if (p->o->proposed) {
		if (i == 0)
			memcpy(p->offer, r->id.s, sizeof(p->offer));
		json_set_str(r->json, "status", "proposed");
		json_set_str(r->json, "offer", p->offer);
	}
	if (session_fresh(p->c, p->ch, r, e) < 0)
		return -1;
	return p->traject ? session_traject_part(p->c, &p->traject->t, i, r,
	    e) : 0;
}

static int
plan_one(struct plan *p, int i, struct iv_err *e)
{
	struct iv_ctx *c = p->c;
	struct record *r;
	char text[DAY_TEXT];

	civil_text(text, p->v[i]);
	if (session_taken(c, p->v[i], e) < 0 ||
	    change_new(p->ch, &schema_session, &r, e) < 0)
		return -1;
	json_set_str(r->json, "start", text);
	if (plan_fill(p, i, r, e) < 0)
		return -1;
	buf_addf(&p->ids, "%s\n", r->id.s);
	warn_made(&p->warn, r);
	return verb_check(c, NULL, r, e);
}

static int
plan_all(struct plan *p, struct iv_err *e)
{
	int done;

	for (int i = 0; i < p->n; i++)
		if (plan_one(p, i, e) < 0)
			return -1;
	for (int i = 0; i < p->n && p->left; i++)
		warn_skipped(&p->warn, p->left[i], p->v[i].day);
	warn_past(&p->warn, p->v[0].day, p->c->now.day);
	if (warn_gaps(p->c, &p->warn, e) < 0 ||
	    warn_size(p->c, &p->warn, e) < 0)
		return -1;
	done = tool_commit(p->c, p->ch, p->o->proposed ? "propose" : "plan",
	    e);
	if (done < 0)
		return -1;
	warn_say(p->c, &p->warn);
	if (!p->c->dry_run)
		fputs(p->ids.p, stdout);
	return done;
}

static int
plan_usage(const struct iv_ctx *c, const struct plan_opts *o,
    struct iv_err *e)
{
	bool series = o->every.n > 0 || o->count || o->skip.n > 0;

	if (c->nargs == 0)
		return iv_fail(e, IV_USAGE, _("plan needs WHEN, the day and "
		    "time of the first meeting; see 'iv-session plan "
		    "--help'"));
	if (o->proposed && (series || o->traject))
		return iv_fail(e, IV_USAGE, _("--proposed offers the dates "
		    "that are named; it goes without --every, --count, --skip "
		    "and --traject"));
	if (!o->proposed && c->nargs > 1)
		return iv_fail(e, IV_USAGE, _("plan takes one day; several "
		    "are dates to choose from, with --proposed, or a series, "
		    "with --every and --count"));
	if (o->traject && o->count)
		return iv_fail(e, IV_USAGE, _("--traject says how many "
		    "meetings there are; it goes without --count"));
	return 0;
}

int
session_plan(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	IV_AUTO(plan_release) struct plan p = { .c = c, .o = opts,
		.ids = BUF_INIT, .warn = WARN_INIT };

	if (p.o->traject && strcmp(p.o->traject, "?") == 0)
		return session_trajects(c, e);
	if (plan_usage(c, p.o, e) < 0 || tool_begin(c, &p.ch, e) < 0 ||
	    (p.o->proposed ? plan_offer(&p, e) : plan_series(&p, e)) < 0)
		return -1;
	return plan_all(&p, e);
}
