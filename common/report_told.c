#include "report_told.h"

#include <math.h>
#include <string.h>

#include "facts_roles.h"
#include "mem.h"
#include "members.h"
#include "report_mix.h"

static bool
tells(const cJSON *agreement, const char *word)
{
	const cJSON *j;

	cJSON_ArrayForEach(j, json_get(agreement, "tells"))
		if (cJSON_IsString(j) && strcmp(j->valuestring, word) == 0)
			return true;
	return false;
}

/* The agreement that lets this be told; NULL: none. */
static const cJSON *
consent(struct report_ask *ask, const struct roll *roll, const char *word)
{
	const cJSON *a;

	cJSON_ArrayForEach(a, json_get(store_group(ask->store),
	    "agreements"))
		if (tells(a, word) && roll->n > 0 &&
		    roll_signed(roll, a) == roll->n)
			return a;
	return NULL;
}

static bool
signed_by(const cJSON *agreement, const char *id)
{
	return json_get(json_get(agreement, "signed"), id) != NULL;
}

static void
put_persons(const struct people *people, const cJSON *agreement,
    struct out *o)
{
	for (size_t i = 0; i < people->n; i++) {
		const struct person *p = &people->v[i];
		struct fact f = { FACT("persons", "attendance") };

		if (!signed_by(agreement, p->id.s))
			continue;
		f.member = p->id.s;
		f.name = p->name;
		f.value = p->sum.count[WAS_PRESENT];
		f.of = attendance_meetings(&p->sum);
		fact_put(o, &f);
	}
}

static void
put_turns(const struct people *people, const cJSON *agreement,
    const struct rotate *r, struct out *o)
{
	IV_AUTO(mem_free_auto) struct rotate_turns *turns =
	    mem_array(NULL, r->nmembers + 1, sizeof(*turns));

	for (size_t role = 0; role < r->nroles; role++) {
		rotate_count(r, role, NULL, turns);
		for (size_t i = 0; i < people->n * r->nmembers; i++) {
			const struct person *p =
			    &people->v[i / r->nmembers];
			size_t k = i % r->nmembers;
			struct fact f = { FACT("roles",
			    r->roles[role].name) };

			if (strcmp(p->id.s, r->members[k].id) != 0 ||
			    turns[k].turns == 0 ||
			    !signed_by(agreement, p->id.s))
				continue;
			f.member = p->id.s;
			f.name = p->name;
			f.value = turns[k].turns;
			fact_put(o, &f);
		}
	}
}

static int
put_roles(struct report_ask *ask, const struct people *people,
    const cJSON *agreement, struct out *o, struct iv_err *e)
{
	IV_AUTO(facts_roles_release) struct roles_facts f = ROLES_FACTS_INIT;

	if (facts_roles(&f, ask->store, NULL, e) < 0)
		return -1;
	facts_roles_keep(&f, ask->scope.since, ask->scope.until);
	put_turns(people, agreement, &f.rotate, o);
	return 0;
}

int
put_told(struct report_ask *ask, const struct people *people, struct out *o,
    struct iv_err *e)
{
	IV_AUTO(roll_release) struct roll roll = { NULL, 0, 0 };
	const cJSON *agreement;

	if (roll_load(&roll, ask->store, ask->scope.now.day, e) < 0)
		return -1;
	agreement = consent(ask, &roll, "attendance");
	if (agreement)
		put_persons(people, agreement, o);
	agreement = consent(ask, &roll, "roles");
	return agreement ? put_roles(ask, people, agreement, o, e) : 0;
}
