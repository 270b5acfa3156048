#include "facts_roles.h"

#include <stdlib.h>
#include <string.h>

#include "day.h"
#include "mem.h"


struct load {
	struct roles_facts *f;
	const struct record *target;
	int64_t start;		/* of the target */
	bool season;
	int32_t since;
	const cJSON *group;
	struct leader {
		struct id id;
		int32_t joined, left;
	} *leaders;
	size_t nleaders;
};

static bool
meeting_start(const cJSON *session, int64_t *ret)
{
	const char *s = json_str(session, "start");
	struct civil c;

	if (!s || !civil_parse_iso(s, &c))
		return false;
	*ret = (int64_t)c.day * 24 * 60 + c.minute;
	return true;
}

static int32_t
day_or(const cJSON *j, const char *key, int32_t none)
{
	const char *s = json_str(j, key);
	struct civil c;

	return s && civil_parse_iso(s, &c) ? c.day : none;
}

static void
add_role(struct roles_facts *f, const char *name)
{
	if (f->rotate.nroles == ROTATE_ROLES)
		return;
	f->roles[f->rotate.nroles++] = (struct rotate_role){ name,
	    strcmp(name, "chair") == 0, strcmp(name, "presenter") == 0 };
}

/* Presenting in turn is a role like the others, the first to be given. */
static void
load_roles(struct roles_facts *f, const cJSON *group)
{
	const cJSON *j;

	f->rotate.roles = f->roles;
	if (json_is(group, "presenting", "turn"))
		add_role(f, "presenter");
	cJSON_ArrayForEach(j, json_get(group, "roles"))
		if (cJSON_IsString(j) &&
		    strcmp(j->valuestring, "presenter") != 0 &&
		    words_has(ROLE_WORDS, j->valuestring))
			add_role(f, j->valuestring);
}

static unsigned
exempt_of(const struct roles_facts *f, const cJSON *member)
{
	unsigned set = 0;
	const cJSON *j;

	cJSON_ArrayForEach(j, json_get(member, "exempt"))
		for (size_t i = 0; i < f->rotate.nroles; i++)
			if (cJSON_IsString(j) && strcmp(j->valuestring,
			    f->roles[i].name) == 0)
				set |= 1u << i;
	return set;
}

/* A register's number goes before the group's; presenting is voluntary for
 * who is exempt. */
static void
load_duty(const struct load *l, const cJSON *member, size_t n)
{
	struct roles_facts *f = l->f;
	long cases = 0;
	const cJSON *j;

	f->own_cases = mem_array(f->own_cases, n + 1, sizeof(*f->own_cases));
	f->no_cases = mem_array(f->no_cases, n + 1, sizeof(*f->no_cases));
	if (!json_int(member, "own_cases", &cases))
		json_int(l->group, "own_cases", &cases);
	f->own_cases[n] = (int)cases;
	f->no_cases[n] = false;
	cJSON_ArrayForEach(j, json_get(member, "exempt"))
		if (cJSON_IsString(j) && strcmp(j->valuestring,
		    "presenter") == 0)
			f->no_cases[n] = true;
}

/* The group's facilitator; where it names none, everyone who is one. */
static void
load_leader(struct load *l, const struct record *r)
{
	const char *named = json_str(l->group, "facilitator");

	if (named ? strcmp(named, r->id.s) != 0 :
	    !json_is(r->json, "role", "facilitator"))
		return;
	l->leaders = mem_array(l->leaders, l->nleaders + 1,
	    sizeof(*l->leaders));
	l->leaders[l->nleaders++] = (struct leader){ r->id,
	    day_or(r->json, "joined", INT32_MIN),
	    day_or(r->json, "left", INT32_MAX) };
}

static int
load_member(void *arg, struct record **r, struct iv_err *e)
{
	struct load *l = arg;
	struct roles_facts *f = l->f;
	size_t n = f->rotate.nmembers;
	const cJSON *j = (*r)->json;

	(void)e;
	load_leader(l, *r);
	if (!json_is(j, "role", "member"))
		return 0;
	f->members = mem_array(f->members, n + 1, sizeof(*f->members));
	f->joined = mem_array(f->joined, n + 1, sizeof(*f->joined));
	f->left = mem_array(f->left, n + 1, sizeof(*f->left));
	f->members[n].id = mem_dup((*r)->id.s);
	f->members[n].exempt = exempt_of(f, j);
	f->joined[n] = day_or(j, "joined", INT32_MIN);
	f->left[n] = day_or(j, "left", INT32_MAX);
	load_duty(l, j, n);
	f->rotate.members = f->members;
	f->rotate.nmembers = n + 1;
	return 0;
}

/* What attendance, else the reply, says of a person. */
static bool
comes(const cJSON *session, const char *id)
{
	const cJSON *was = json_get(json_get(session, "attendance"), id);

	if (was)
		return json_is(was, "status", "present");
	return !json_is(json_get(json_get(session, "rsvp"), id), "answer",
	    "no");
}

static bool
presents(const cJSON *session, const char *id)
{
	const cJSON *j;

	cJSON_ArrayForEach(j, json_get(session, "agenda"))
		if (json_is(j, "presenter", id))
			return true;
	return false;
}

static int
member_of(const struct roles_facts *f, const char *id)
{
	for (size_t i = 0; id && i < f->rotate.nmembers; i++)
		if (strcmp(f->members[i].id, id) == 0)
			return (int)i;
	return ROTATE_NONE;
}

static int
taker_of(const struct roles_facts *f, const cJSON *session, size_t role)
{
	const char *id = json_str(json_get(session, "roles"),
	    f->roles[role].name);
	int member = member_of(f, id);

	if (!id || member >= 0)
		return member;
	return comes(session, id) ? ROTATE_OTHER : ROTATE_NONE;
}

/* Who passed a role, by the changes noted. */
static void
add_passes(const struct roles_facts *f, const cJSON *session,
    unsigned char *seats)
{
	const cJSON *j;

	cJSON_ArrayForEach(j, json_get(session, "changes"))
		for (size_t i = 0; i < f->rotate.nroles; i++) {
			int who = member_of(f, json_str(j, "from"));

			if (who >= 0 && json_is(j, "how", "pass") &&
			    json_is(j, "role", f->roles[i].name))
				seats[who] |= (unsigned char)SEAT_PASSED(i);
		}
}

/* A facilitator who presents hands over, and so does one who does not come. */
static bool
is_led(const struct load *l, const cJSON *session)
{
	int32_t day = day_or(session, "start", 0);
	bool led = l->nleaders == 0;

	for (size_t i = 0; i < l->nleaders; i++) {
		const struct leader *p = &l->leaders[i];

		led = led || (p->joined <= day && day <= p->left &&
		    comes(session, p->id.s) && !presents(session, p->id.s));
	}
	return led && json_is(session, "led_by", "facilitator");
}

static void
add_meeting(const struct load *l, const struct record *r, int64_t start)
{
	struct roles_facts *f = l->f;
	struct rotate_meeting *m;
	int32_t day = (int32_t)(start / (24 * 60));

	f->meetings = mem_array(f->meetings, f->rotate.nmeetings + 1,
	    sizeof(*f->meetings));
	m = &f->meetings[f->rotate.nmeetings++];
	m->id = mem_dup(r->id.s);
	m->start = start;
	m->led = is_led(l, r->json);
	m->planned = l->season && start / (24 * 60) >= l->since &&
	    json_is(r->json, "status", "planned");
	m->seats = mem_alloc(f->rotate.nmembers);
	for (size_t i = 0; i < f->rotate.nmembers; i++) {
		const char *id = f->members[i].id;

		if (day < f->joined[i] || day > f->left[i])
			continue;
		if (comes(r->json, id))
			m->seats[i] |= SEAT_HERE;
		if (presents(r->json, id))
			m->seats[i] |= SEAT_PRESENTS;
	}
	add_passes(f, r->json, m->seats);
	for (size_t i = 0; i < f->rotate.nroles; i++)
		m->taker[i] = taker_of(f, r->json, i);
}

static bool
counts(const struct load *l, const struct record *r, int64_t start)
{
	if (json_is(r->json, "status", "held"))
		return true;
	/* A date to choose from is no meeting yet. */
	if (json_is(r->json, "status", "proposed"))
		return false;
	if (l->season)
		return !json_is(r->json, "status", "cancelled");
	return l->target && !json_is(r->json, "status", "cancelled") &&
	    json_count(json_get(r->json, "roles")) > 0 && start < l->start;
}

static int
load_meeting(void *arg, struct record **r, struct iv_err *e)
{
	struct load *l = arg;
	int64_t start;

	(void)e;
	if (l->target && strcmp((*r)->id.s, l->target->id.s) == 0)
		return 0;
	if (meeting_start((*r)->json, &start) && counts(l, *r, start))
		add_meeting(l, *r, start);
	return 0;
}

static int
load_all(struct load *l, struct store *s, struct iv_err *e)
{
	struct roles_facts *f = l->f;

	int n;

	l->group = store_group(s);
	load_roles(f, l->group);
	n = store_each(s, &schema_member, load_member, l, e);
	if (n == 0)
		n = store_each(s, &schema_session, load_meeting, l, e);
	if (n == 0 && l->target)
		add_meeting(l, l->target, l->start);
	mem_free(l->leaders);
	if (n < 0)
		return -1;
	f->rotate.meetings = f->meetings;
	if (l->target)
		f->target = &f->meetings[f->rotate.nmeetings - 1];
	return 0;
}

static int
take_leader(void *arg, struct record **r, struct iv_err *e)
{
	(void)e;
	load_leader(arg, *r);
	return 0;
}

bool
facts_led(struct store *s, const cJSON *session)
{
	struct load l = { .group = store_group(s) };
	struct iv_err none = IV_ERR_INIT;
	bool led = store_each(s, &schema_member, take_leader, &l, &none) < 0 ||
	    is_led(&l, session);

	mem_free(l.leaders);
	return led;
}

int
facts_roles(struct roles_facts *f, struct store *s,
    const struct record *target, struct iv_err *e)
{
	struct load l = { .f = f, .target = target };

	if (target && !meeting_start(target->json, &l.start))
		return iv_fail(e, IV_INVALID, _("meeting %s has no start"),
		    target->id.s);
	return load_all(&l, s, e);
}

static void
meeting_release(struct rotate_meeting *m)
{
	mem_free((char *)(size_t)m->id);
	mem_free(m->seats);
}

static int
by_start(const void *p, const void *q)
{
	const struct rotate_meeting *a = p, *b = q;

	if (a->start != b->start)
		return a->start < b->start ? -1 : 1;
	return strcmp(a->id, b->id);
}

/* Of the planned ones only the first count are given roles; what lies behind
 * the last of them is left out. */
static void
cut_season(struct roles_facts *f, int count)
{
	size_t n = 0;
	int planned = 0;

	qsort(f->meetings, f->rotate.nmeetings, sizeof(*f->meetings),
	    by_start);
	for (size_t i = 0; i < f->rotate.nmeetings; i++) {
		planned += f->meetings[i].planned;
		if (count == 0 || planned <= count)
			n = i + 1;
	}
	for (size_t i = n; i < f->rotate.nmeetings; i++)
		meeting_release(&f->meetings[i]);
	f->rotate.nmeetings = n;
}

int
facts_season(struct roles_facts *f, struct store *s, int32_t since, int count,
    struct iv_err *e)
{
	struct load l = { .f = f, .season = true, .since = since };

	if (load_all(&l, s, e) < 0)
		return -1;
	if (f->rotate.nmeetings > 0)
		cut_season(f, count);
	return 0;
}

void
facts_roles_keep(struct roles_facts *f, int32_t since, int32_t until)
{
	size_t n = 0;

	for (size_t i = 0; i < f->rotate.nmeetings; i++) {
		int64_t day = f->meetings[i].start / (24 * 60);

		if (day < since || day > until)
			meeting_release(&f->meetings[i]);
		else
			f->meetings[n++] = f->meetings[i];
	}
	f->rotate.nmeetings = n;
}

void
facts_roles_release(struct roles_facts *f)
{
	for (size_t i = 0; i < f->rotate.nmembers; i++)
		mem_free((char *)(size_t)f->members[i].id);
	for (size_t i = 0; i < f->rotate.nmeetings; i++)
		meeting_release(&f->meetings[i]);
	mem_free(f->members);
	mem_free(f->joined);
	mem_free(f->left);
	mem_free(f->own_cases);
	mem_free(f->no_cases);
	mem_free(f->meetings);
	*f = (struct roles_facts)ROLES_FACTS_INIT;
}
