#include "facts_item.h"

#include "agenda.h"
#include "facts_learned.h"
#include "facts_method.h"
#include "facts_session.h"

int
facts_expect(struct store *s, const cJSON *session)
{
	struct iv_err e = IV_ERR_INIT;
	int people;

	if (facts_people(s, session, facts_meeting(session).start.day,
	    &people, &e) < 0)
		return 0;
	return people;
}

int
facts_open_minutes(const struct method *m, int minutes)
{
	if (!(m->kind & METHOD_KINDS(CASE)))
		return minutes;
	for (size_t i = 0; i < m->nsteps; i++)
		if (m->steps[i].chooses)
			return minutes;
	return minutes + AGENDA_CHOOSING;
}

static int
learned(struct store *s, const struct method_file *f, int people)
{
	IV_AUTO(learned_release) struct learned l = { .v = NULL };
	struct iv_err e = IV_ERR_INIT;
	int known, times;

	if (facts_learned(s, f->m.name, &l, &e) < 0)
		return method_minutes(&f->m, people);
	return learned_total(&l, &f->m, people, &known, &times);
}

int
facts_item_minutes(struct store *s, const cJSON *session, const cJSON *row)
{
	IV_AUTO(method_file_free_auto) struct method_file *f = NULL;
	const char *name = json_str(row, "method");
	struct iv_err e = IV_ERR_INIT;
	int people, minutes;

	if (!name || method_find(s, name, "en", &f, &e) < 0)
		return AGENDA_ITEM;
	people = facts_expect(s, session);
	if (people < 2)
		people = method_people(&f->m);
	minutes = cJSON_IsTrue(json_get(row, "learned")) ?
	    learned(s, f, people) : method_minutes(&f->m, people);
	return json_str(row, "case") ? minutes : facts_open_minutes(&f->m,
	    minutes);
}
