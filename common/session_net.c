#include <string.h>

#include "facts_attendance.h"
#include "facts_session.h"
#include "session.h"

static const struct out_col cols[] = {
	{ "member", N_("Member"), OUT_MEMBER },
	{ "attendance", N_("Attendance"), OUT_WORD },
	{ "from", N_("From"), OUT_TEXT },
	{ "until", N_("Until"), OUT_TEXT },
	{ "minutes", N_("Net minutes"), OUT_NUMBER },
};

static void
put_visit(struct out *o, const struct people *people,
    const struct visited *v)
{
	IV_AUTO(json_free_auto) cJSON *row = cJSON_CreateObject();
	const char *word = presence_word(v->presence);
	bool there = v->presence == WAS_PRESENT;
	char clock[8];

	json_set_str(row, "id", people->v[v->who].id.s);
	json_set_str(row, "member", people->v[v->who].id.s);
	json_set(row, "attendance", word ? cJSON_CreateString(word) :
	    cJSON_CreateNull());
	clock_text(clock, v->stay.from);
	json_set(row, "from", there ? cJSON_CreateString(clock) :
	    cJSON_CreateNull());
	clock_text(clock, v->stay.until);
	json_set(row, "until", there ? cJSON_CreateString(clock) :
	    cJSON_CreateNull());
	json_set_int(row, "minutes", v->minutes);
	out_row(o, row);
}

int
session_net(struct iv_ctx *c, const struct record *session,
    struct iv_err *e)
{
	struct facts_scope scope = { .now = c->now };
	IV_AUTO(people_release) struct people people = { 0 };
	IV_AUTO(visits_release) struct visits visits = { NULL, 0, 0 };
	struct out *o;

	scope.since = scope.until = facts_meeting(session->json).start.day;
	if (facts_attendance(c->store, &scope, &people, &visits, e) < 0)
		return -1;
	o = tool_out(c, "iv.attendance/1", cols, IV_LEN(cols));
	for (size_t i = 0; i < visits.n; i++)
		if (strcmp(visits.v[i].session.s, session->id.s) == 0)
			put_visit(o, &people, &visits.v[i]);
	return out_end(o, e);
}
