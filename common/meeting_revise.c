#include "meeting.h"

#include <string.h>

#include "facts_session.h"

/* What a calendar shows of a meeting, on one line. */
static void
calendar_text(struct buf *b, const cJSON *session)
{
	static const char *const fields[] = { "start", "minutes", "place",
		"online", "purpose" };
	struct meeting_time m = facts_meeting(session);

	for (size_t i = 0; i < IV_LEN(fields); i++) {
		const cJSON *j = json_get(session, fields[i]);

		if (j)
			json_print_line(b, j);
		buf_addc(b, ' ');
	}
	buf_adds(b, m.cancelled ? "cancelled" : m.proposed ? "proposed" : "");
}

/*
 * The key is made of what the meeting becomes, so that two who make the same
 * change elsewhere make the same entry, and of two different ones both stay.
 */
static void
add_revision(struct record *r, const struct buf *now, struct civil at)
{
	cJSON *all = json_object(r->json, "revised");
	IV_AUTO(buf_release) struct buf seed = BUF_INIT;
	char text[DAY_TEXT];
	struct id id;

	buf_addf(&seed, "%s %s", r->id.s, now->p);
	id_seeded(&id, seed.p, json_count(all));
	civil_text(text, at);
	json_set_str(all, id.s, text);
}

void
meeting_revise(const cJSON *was, struct record *r, struct civil now)
{
	IV_AUTO(buf_release) struct buf a = BUF_INIT, b = BUF_INIT;

	if (!was)
		return;
	calendar_text(&a, was);
	calendar_text(&b, r->json);
	if (strcmp(a.p, b.p) != 0)
		add_revision(r, &b, now);
	if (facts_meeting(was).start.day != facts_meeting(r->json).start.day)
		json_drop(r->json, "reminded");
}
