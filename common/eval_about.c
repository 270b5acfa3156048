#include <string.h>

#include "eval.h"
#include "file.h"
#include "mem.h"
#include "repo.h"

void
about_release(struct about *a)
{
	questions_release(&a->q);
}

static int
load_questions(struct iv_ctx *c, const char *name, struct about *a,
    struct iv_err *e)
{
	if (questions_load(&a->q, c->store, name ? name : "meeting", e) < 0)
		return -1;
	if (a->q.private)
		return iv_fail(e, IV_REFUSED, _("questionnaire %s is for "
		    "one's own eyes and makes no round; see 'iv-eval "
		    "reflect'"), a->q.name);
	return 0;
}

/* The day of the round: the last of what it is about, or one typed, not after
 * today. */
static int
find_day(struct iv_ctx *c, const char *at, struct about *a, struct iv_err *e)
{
	char day[DAY_TEXT];

	a->day = (struct civil){ a->until.day, -1 };
	civil_text(day, a->day);
	if (at && tool_day(c, at, &a->day, e) < 0)
		return iv_wrap(e, "--at");
	if (a->day.day < a->until.day)
		return iv_fail(e, IV_USAGE, _("--at: a round is not before "
		    "what it is about, %s"), day);
	if (a->day.day > c->now.day)
		return iv_fail(e, IV_USAGE, _("%s has yet to be; evaluate "
		    "afterwards"), day);
	return 0;
}

static int
find_session(struct iv_ctx *c, const char *typed, struct about *a,
    struct iv_err *e)
{
	IV_AUTO(record_free_auto) struct record *r = NULL;
	const char *start;

	if (tool_read(c, &schema_session, typed, &r, e) < 0)
		return -1;
	start = json_str(r->json, "start");
	if (json_is(r->json, "status", "cancelled"))
		return iv_fail(e, IV_USAGE, _("meeting %s is cancelled"),
		    r->id.s);
	if (!start || !civil_parse_iso(start, &a->since))
		return iv_fail(e, IV_INVALID, _("meeting %s has no start"),
		    r->id.s);
	a->until = a->since;
	snprintf(a->session, sizeof(a->session), "%s", r->id.s);
	return 0;
}

static int
find_period(struct iv_ctx *c, const char *typed, struct about *a,
    struct iv_err *e)
{
	const char *dots = strstr(typed, "..");
	IV_AUTO(mem_free_auto) char *since = dots ? mem_ndup(typed,
	    (size_t)(dots - typed)) : NULL;

	if (!dots)
		return iv_fail(e, IV_USAGE, _("--period: '%s' is no period; "
		    "give 2026-01-01..2026-06-30"), typed);
	if (tool_day(c, since, &a->since, e) < 0 ||
	    tool_day(c, dots + 2, &a->until, e) < 0)
		return iv_wrap(e, "--period");
	if (a->until.day < a->since.day)
		return iv_fail(e, IV_USAGE, _("--period: '%s' ends before it "
		    "begins"), typed);
	return 0;
}

int
about_find(struct iv_ctx *c, const struct about_typed *t, struct about *ret,
    struct iv_err *e)
{
	IV_AUTO(about_release) struct about a = { .session = "" };

	if (!t->session == !t->period)
		return iv_fail(e, IV_USAGE, _("give the meeting, or "
		    "--period"));
	if (t->period ? find_period(c, t->period, &a, e) < 0 :
	    find_session(c, t->session, &a, e) < 0)
		return -1;
	if (load_questions(c, t->questionnaire, &a, e) < 0 ||
	    find_day(c, t->at, &a, e) < 0)
		return -1;
	*ret = a;
	a.q = (struct questions)QUESTIONS_INIT;
	return 0;
}

static bool
day_in(const cJSON *o, const char *key, struct civil *ret)
{
	const char *text = json_str(o, key);

	return text && civil_parse_iso(text, ret);
}

int
about_round(struct iv_ctx *c, const struct round *r, struct about *ret,
    struct iv_err *e)
{
	IV_AUTO(about_release) struct about a = { .session = "" };
	const char *session = json_str(r->doc, "session");
	const cJSON *period = json_get(r->doc, "period");

	if (!day_in(r->doc, "day", &a.day))
		return iv_fail(e, IV_INVALID, _("round %s has no day"),
		    r->id.s);
	a.since = a.until = a.day;
	if (session) {
		snprintf(a.session, sizeof(a.session), "%s", session);
	} else {
		day_in(period, "since", &a.since);
		day_in(period, "until", &a.until);
	}
	if (load_questions(c, json_str(r->doc, "questionnaire"), &a, e) < 0)
		return -1;
	*ret = a;
	a.q = (struct questions)QUESTIONS_INIT;
	return 0;
}

void
about_keys(const struct about *a, cJSON *j)
{
	char day[DAY_TEXT];
	cJSON *period;

	if (a->session[0] != '\0') {
		json_set_str(j, "session", a->session);
	} else {
		period = json_object(j, "period");
		civil_text(day, (struct civil){ a->since.day, -1 });
		json_set_str(period, "since", day);
		civil_text(day, (struct civil){ a->until.day, -1 });
		json_set_str(period, "until", day);
	}
	json_set_str(j, "questionnaire", a->q.name);
}

/*
 * Two results about the same thing, subtracted from one another, would show
 * who came, left or changed.  The same questionnaire under another name is the
 * same, as far as one question is.
 */
static bool
same_questions(struct iv_ctx *c, const struct about *a, const char *name)
{
	IV_AUTO(questions_release) struct questions q = QUESTIONS_INIT;
	struct iv_err gone = IV_ERR_INIT;

	if (strcmp(name, a->q.name) == 0)
		return true;
	if (questions_load(&q, c->store, name, &gone) < 0)
		return false;
	for (size_t i = 0; i < q.n; i++)
		for (size_t k = 0; k < a->q.n; k++)
			if (strcmp(q.items[i].text, a->q.items[k].text) == 0)
				return true;
	return false;
}

/* The days an earlier round was about. */
static bool
days_of(struct iv_ctx *c, const cJSON *j, struct civil *since,
    struct civil *until)
{
	IV_AUTO(record_free_auto) struct record *r = NULL;
	const char *session = json_str(j, "session");
	const cJSON *period = json_get(j, "period");
	struct iv_err gone = IV_ERR_INIT;

	if (!session)
		return day_in(period, "since", since) &&
		    day_in(period, "until", until);
	if (store_read(c->store, &schema_session, session, &r, &gone) < 0 ||
	    !day_in(r->json, "start", since))
		return day_in(j, "closed", since) && (*until = *since, true);
	*until = *since;
	return true;
}

static bool
same_days(struct iv_ctx *c, const struct about *a, const cJSON *j)
{
	const char *session = json_str(j, "session");
	struct civil since, until;

	if (session && a->session[0] != '\0')
		return strcmp(session, a->session) == 0;
	return days_of(c, j, &since, &until) &&
	    since.day <= a->until.day && a->since.day <= until.day;
}

static int
judge(struct iv_ctx *c, const struct about *a, const cJSON *j,
    struct iv_err *e)
{
	const char *name = json_str(j, "questionnaire");

	if (!name || !same_days(c, a, j) || !same_questions(c, a, name))
		return 0;
	if (a->session[0] != '\0')
		return iv_fail(e, IV_REFUSED, _("questionnaire %s was "
		    "answered for meeting %s already; a second round would "
		    "show who changed what"), name, a->session);
	return iv_fail(e, IV_REFUSED, _("questionnaire %s was answered about "
	    "days of this period already; a second round would show who "
	    "changed what"), name);
}

struct once {
	struct iv_ctx *c;
	const struct about *a;
	struct repo *repo;
	struct names commits;
	struct names blobs;
};

static void
once_release(struct once *o)
{
	names_release(&o->commits);
	names_release(&o->blobs);
	repo_close(o->repo);
}

static int
judge_record(void *arg, struct record **r, struct iv_err *e)
{
	const struct once *o = arg;

	return judge(o->c, o->a, (*r)->json, e);
}

static void
keep(struct names *l, const char *text)
{
	l->v = mem_array(l->v, l->n + 1, sizeof(*l->v));
	l->v[l->n++] = mem_dup(text);
}

static int
keep_commit(void *arg, const struct repo_entry *entry, struct iv_err *e)
{
	struct once *o = arg;

	(void)e;
	keep(&o->commits, entry->commit);
	return 0;
}

/* What is no longer there: the rest was judged as a record. */
static int
keep_blob(void *arg, const struct repo_diff *d, struct iv_err *e)
{
	struct once *o = arg;
	char id[ID_LEN + 1];

	(void)e;
	if (d->new_blob && sscanf(d->path, "evaluations/%10[0-9a-z].json",
	    id) == 1 && !store_has(o->c->store, &schema_evaluation, id))
		keep(&o->blobs, d->new_blob);
	return 0;
}

/* A round that was taken back has been seen all the same. */
static int
judge_history(struct once *o, struct iv_err *e)
{
	if (repo_open_read(&o->repo, store_dirfd(o->c->store),
	    store_dir(o->c->store), e) < 0 ||
	    repo_log(o->repo, "evaluations", keep_commit, o, e) < 0)
		return -1;
	for (size_t i = 0; i < o->commits.n; i++)
		if (repo_commit_diff(o->repo, o->commits.v[i], keep_blob, o,
		    e) < 0)
			return -1;
	for (size_t i = 0; i < o->blobs.n; i++) {
		IV_AUTO(buf_release) struct buf b = BUF_INIT;
		IV_AUTO(json_free_auto) cJSON *j = NULL;
		struct iv_err broken = IV_ERR_INIT;

		if (repo_blob(o->repo, o->blobs.v[i], &b, e) < 0)
			return -1;
		if (json_parse(b.p, b.len, "", 1, &j, &broken) == 0 &&
		    judge(o->c, o->a, j, e) < 0)
			return -1;
	}
	return 0;
}

int
about_once(struct iv_ctx *c, const struct about *a, struct iv_err *e)
{
	IV_AUTO(once_release) struct once o = { .c = c, .a = a };

	if (store_each(c->store, &schema_evaluation, judge_record, &o, e) < 0)
		return -1;
	return judge_history(&o, e);
}
