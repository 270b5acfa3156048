#include "facts_roles.h"

#include <string.h>

#include "day.h"
#include "mem.h"

#define ROLE_WORDS	"chair timekeeper secretary observer"

struct load {
	struct roles_facts *f;
	const struct record *target;
	int64_t start;		/* of the target */
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
load_roles(struct roles_facts *f, const cJSON *group)
{
	const cJSON *j;

	f->rotate.roles = f->roles;
	cJSON_ArrayForEach(j, json_get(group, "roles")) {
		struct rotate_role *role = &f->roles[f->rotate.nroles];

		if (f->rotate.nroles == ROTATE_ROLES || !cJSON_IsString(j) ||
		    !words_has(ROLE_WORDS, j->valuestring))
			continue;
		role->name = j->valuestring;
		role->leads = strcmp(role->name, "chair") == 0;
		f->rotate.nroles++;
	}
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

static int
load_member(void *arg, struct record **r, struct iv_err *e)
{
	struct load *l = arg;
	struct roles_facts *f = l->f;
	size_t n = f->rotate.nmembers;
	const cJSON *j = (*r)->json;

	(void)e;
	if (!json_is(j, "role", "member"))
		return 0;
	f->members = mem_array(f->members, n + 1, sizeof(*f->members));
	f->joined = mem_array(f->joined, n + 1, sizeof(*f->joined));
	f->left = mem_array(f->left, n + 1, sizeof(*f->left));
	f->members[n].id = mem_dup((*r)->id.s);
	f->members[n].exempt = exempt_of(f, j);
	f->joined[n] = day_or(j, "joined", INT32_MIN);
	f->left[n] = day_or(j, "left", INT32_MAX);
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
taker_of(const struct roles_facts *f, const cJSON *session, size_t role)
{
	const char *id = json_str(json_get(session, "roles"),
	    f->roles[role].name);

	if (!id)
		return ROTATE_NONE;
	for (size_t i = 0; i < f->rotate.nmembers; i++)
		if (strcmp(f->members[i].id, id) == 0)
			return (int)i;
	return comes(session, id) ? ROTATE_OTHER : ROTATE_NONE;
}

static void
add_meeting(struct roles_facts *f, const struct record *r, int64_t start)
{
	struct rotate_meeting *m;
	int32_t day = (int32_t)(start / (24 * 60));

	f->meetings = mem_array(f->meetings, f->rotate.nmeetings + 1,
	    sizeof(*f->meetings));
	m = &f->meetings[f->rotate.nmeetings++];
	m->id = mem_dup(r->id.s);
	m->start = start;
	m->led = json_is(r->json, "led_by", "facilitator");
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
	for (size_t i = 0; i < f->rotate.nroles; i++)
		m->taker[i] = taker_of(f, r->json, i);
}

static bool
counts(const struct load *l, const struct record *r, int64_t start)
{
	if (json_is(r->json, "status", "held"))
		return true;
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
		add_meeting(l->f, *r, start);
	return 0;
}

int
facts_roles(struct roles_facts *f, struct store *s,
    const struct record *target, struct iv_err *e)
{
	struct load l = { f, target, 0 };

	if (target && !meeting_start(target->json, &l.start))
		return iv_fail(e, IV_INVALID, _("meeting %s has no start"),
		    target->id.s);
	load_roles(f, store_group(s));
	if (store_each(s, &schema_member, load_member, &l, e) < 0 ||
	    store_each(s, &schema_session, load_meeting, &l, e) < 0)
		return -1;
	if (target)
		add_meeting(f, target, l.start);
	f->rotate.meetings = f->meetings;
	if (target)
		f->target = &f->meetings[f->rotate.nmeetings - 1];
	return 0;
}

void
facts_roles_release(struct roles_facts *f)
{
	for (size_t i = 0; i < f->rotate.nmembers; i++)
		mem_free((char *)(size_t)f->members[i].id);
	for (size_t i = 0; i < f->rotate.nmeetings; i++) {
		mem_free((char *)(size_t)f->meetings[i].id);
		mem_free(f->meetings[i].seats);
	}
	mem_free(f->members);
	mem_free(f->joined);
	mem_free(f->left);
	mem_free(f->meetings);
	*f = (struct roles_facts)ROLES_FACTS_INIT;
}
