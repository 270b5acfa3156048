#include "report_people.h"

int
report_people(struct report_ask *ask, person_cells *add, struct out *o,
    struct iv_err *e)
{
	IV_AUTO(people_release) struct people people = { 0 };

	if (facts_attendance(ask->store, &ask->scope, &people, NULL, e) < 0)
		return -1;
	for (size_t i = 0; i < people.n; i++) {
		IV_AUTO(json_free_auto) cJSON *row = cJSON_CreateObject();
		const struct person *p = &people.v[i];

		row_str(row, "member", p->id.s);
		row_str(row, "name", p->name);
		add(row, p);
		out_row(o, row);
	}
	ask->unclosed = people.unclosed;
	return 0;
}

int
report_visits(struct report_ask *ask, visit_cells *add, bool present,
    struct out *o, struct iv_err *e)
{
	IV_AUTO(people_release) struct people people = { 0 };
	IV_AUTO(visits_release) struct visits visits = { 0 };

	if (facts_attendance(ask->store, &ask->scope, &people, &visits,
	    e) < 0)
		return -1;
	for (size_t i = 0; i < visits.n; i++) {
		IV_AUTO(json_free_auto) cJSON *row = NULL;
		const struct visited *v = &visits.v[i];
		const struct person *p = &people.v[v->who];

		if (present && v->presence != WAS_PRESENT)
			continue;
		row = cJSON_CreateObject();
		row_str(row, "session", v->session.s);
		row_str(row, "member", p->id.s);
		row_day(row, "date", v->start.day);
		row_str(row, "name", p->name);
		add(row, v);
		out_row(o, row);
	}
	ask->unclosed = people.unclosed;
	return 0;
}
