#include "facts_advice.h"

#include <string.h>

#include "agenda.h"
#include "facts_session.h"
#include "utf8.h"

static bool
wants(const cJSON *cs, const char *word)
{
	const cJSON *j;

	cJSON_ArrayForEach(j, json_get(cs, "wants"))
		if (cJSON_IsString(j) && strcmp(j->valuestring, word) == 0)
			return true;
	return false;
}

static unsigned
bit_of(const cJSON *o, const char *key, enum method_set set)
{
	const char *word = json_str(o, key);

	return word ? method_bit(set, word) : 0;
}

void
facts_ask_case(struct method_ask *a, const cJSON *cs)
{
	a->form = bit_of(cs, "form", METHOD_FORM);
	a->level = bit_of(cs, "level", METHOD_LEVEL);
	a->says = json_count(json_get(cs, "wants")) > 0;
	a->advice = wants(cs, "advice");
	a->questions = wants(cs, "questions");
	a->recognition = wants(cs, "recognition");
	a->technical = a->advice && !a->questions && !a->recognition &&
	    (a->level & METHOD_LEVELS(ORGANISATION)) &&
	    !json_str(cs, "own_part");
}

/* The members, while they go by. */
struct members {
	struct method_ask *a;
	int32_t today;
	int wishes, sum;		/* of structure */
	int process, result;
	struct buf work;		/* the first one's */
	struct buf *experience;
	bool differ;
};

static void
add_wishes(struct members *m, const cJSON *member)
{
	const cJSON *prefers = json_get(member, "prefers");
	long structure;

	if (json_int(prefers, "structure", &structure) && structure >= 1 &&
	    structure <= 5) {
		m->sum += (int)structure;
		m->wishes++;
	}
	m->process += json_is(prefers, "focus", "process");
	m->result += json_is(prefers, "focus", "result");
}

/* Job tells most, then training, then sector; who gives none says nothing. */
static void
add_work(struct members *m, const cJSON *member)
{
	const char *work = json_str(member, "job");

	if (!work)
		work = json_str(member, "background");
	if (!work)
		work = json_str(member, "sector");
	if (!work)
		return;
	if (m->work.len == 0)
		buf_adds(&m->work, work);
	else if (!utf8_same(m->work.p, work))
		m->differ = true;
}

static int
add_member(void *arg, struct record **r, struct iv_err *e)
{
	struct members *m = arg;
	const cJSON *member = (*r)->json;

	(void)e;
	if (!json_is(member, "role", "member") ||
	    facts_member_in(member, m->today) != FACTS_IN)
		return 0;
	m->a->members++;
	if (json_str(member, "experience"))
		buf_addf(m->experience, "%s\n", json_str(member,
		    "experience"));
	else
		m->a->novices++;
	add_wishes(m, member);
	add_work(m, member);
	return 0;
}

static int
add_meeting(void *arg, struct record **r, struct iv_err *e)
{
	struct method_ask *a = arg;

	(void)e;
	a->held += json_is((*r)->json, "status", "held");
	return 0;
}

static void
set_wishes(struct method_ask *a, const struct members *m,
    const cJSON *group)
{
	unsigned focus = bit_of(group, "focus", METHOD_FOCUS);

	if (m->wishes > 0)
		a->structure = 10 * m->sum / m->wishes;
	if (m->work.len > 0)
		a->mix = m->differ ? METHOD_MIXES(MIXED) : METHOD_MIXES(SAME);
	if (2 * m->process > a->members)
		focus = METHOD_FOCUSES(PROCESS);
	else if (2 * m->result > a->members)
		focus = METHOD_FOCUSES(RESULT);
	a->focus = focus;
}

int
facts_ask_group(struct method_ask *a, struct store *s, int32_t today,
    struct buf *b, struct iv_err *e)
{
	struct members m = { .a = a, .today = today, .work = BUF_INIT,
	    .experience = b };
	const cJSON *group = store_group(s);
	long minutes;
	int r = 0;

	if (store_each(s, &schema_member, add_member, &m, e) < 0 ||
	    store_each(s, &schema_session, add_meeting, a, e) < 0)
		r = -1;
	if (r == 0) {
		set_wishes(a, &m, group);
		a->people = a->members;
		a->experience = b->p;
		if (json_int(group, "minutes", &minutes))
			a->minutes = (int)minutes - AGENDA_OPENING -
			    AGENDA_CLOSING;
	}
	buf_release(&m.work);
	return r;
}
