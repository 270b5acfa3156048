#include "report_meeting.h"

#include <string.h>

#include "text.h"

int
report_meeting(struct report_ask *ask, bool last, struct record **ret,
    struct iv_err *e)
{
	const char *typed = ask->meeting;
	struct id id;

	if (!typed)
		typed = last ? "last" : "next";
	if (store_find(ask->store, &schema_session, typed, ask->scope.now,
	    &id, e) < 0)
		return -1;
	return store_read(ask->store, &schema_session, id.s, ret, e);
}

static void
word_add(struct buf *b, const char *lang, const char *word)
{
	if (word)
		buf_addf(b, ", %s", iv_text(lang, word));
}

void
report_meeting_about(struct report_ask *ask, const cJSON *session)
{
	const char *lang = store_lang(ask->store);
	const char *start = json_str(session, "start");
	const char *place = json_str(session, "place");
	struct buf *b = &ask->about;
	struct civil c;
	long minutes;

	buf_clear(b);
	if (!start || !civil_parse_iso(start, &c))
		return;
	report_day(b, lang, c.day);
	if (c.minute >= 0 && json_int(session, "minutes", &minutes)) {
		int until = c.minute + (int)minutes;

		buf_addf(b, ", %02d:%02d\xe2\x80\x93%02d:%02d", c.minute / 60,
		    c.minute % 60, until / 60 % 24, until % 60);
	}
	if (place)
		buf_addf(b, ", %s", place);
	if (cJSON_IsTrue(json_get(session, "online")))
		word_add(b, lang, N_("online"));
	if (!json_is(session, "status", "held") &&
	    !json_is(session, "status", "planned"))
		word_add(b, lang, json_str(session, "status"));
}
