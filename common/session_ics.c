#include "session.h"

#include <stdlib.h>
#include <string.h>

#include "facts_session.h"
#include "ics.h"
#include "mem.h"
#include "text.h"

/* Texts of an event that are made here; the rest is the row's. */
struct event {
	struct buf uid, summary, location;
};

static void
events_release(struct event **v)
{
	for (size_t i = 0; *v && (*v)[i].uid.max > 0; i++) {
		buf_release(&(*v)[i].uid);
		buf_release(&(*v)[i].summary);
		buf_release(&(*v)[i].location);
	}
	mem_free(*v);
}

static enum ics_status
status_of(const cJSON *session)
{
	if (json_is(session, "status", "cancelled"))
		return ICS_CANCELLED;
	return json_is(session, "status", "proposed") ? ICS_TENTATIVE :
	    ICS_CONFIRMED;
}

/* Nothing of a case and nobody's name: a calendar is looked at by others. */
static void
fill(struct iv_ctx *c, const cJSON *session, struct event *t,
    struct ics_event *v)
{
	const cJSON *group = store_group(c->store);
	const char *lang = store_lang(c->store);
	const char *purpose = json_str(session, "purpose");
	const char *place = json_str(session, "place");
	struct meeting_time m = facts_meeting(session);

	buf_addf(&t->uid, "%s.%s@iv.invalid", json_str(session, "id"),
	    json_str(group, "id"));
	session_title(&t->summary, group);
	if (purpose && strcmp(purpose, "regular") != 0)
		buf_addf(&t->summary, " (%s)", iv_text(lang, purpose));
	if (place)
		buf_adds(&t->location, place);
	if (cJSON_IsTrue(json_get(session, "online")))
		buf_addf(&t->location, "%s%s", place ? ", " : "",
		    iv_text(lang, N_("online")));
	*v = (struct ics_event){ t->uid.p,
		(long)json_count(json_get(session, "revised")), m.start,
		m.minutes, status_of(session), t->summary.p, t->location.p };
}

int
session_ics(struct iv_ctx *c, const struct rows *rows, struct iv_err *e)
{
	IV_AUTO(events_release) struct event *t = mem_alloc((rows->n + 1) *
	    sizeof(*t));
	IV_AUTO(mem_free_auto) struct ics_event *v = mem_alloc((rows->n + 1) *
	    sizeof(*v));
	IV_AUTO(buf_release) struct buf b = BUF_INIT, address = BUF_INIT;
	const cJSON *group = store_group(c->store);
	struct ics ics = { store_zone(c->store), json_str(group, "name"),
		NULL, c->when };

	buf_addf(&address, "%s@iv.invalid", json_str(group, "id"));
	ics.address = address.p;
	for (size_t i = 0; i < rows->n; i++) {
		t[i] = (struct event){ BUF_INIT, BUF_INIT, BUF_INIT };
		fill(c, rows->v[i], &t[i], &v[i]);
	}
	if (ics_write(&b, &ics, v, rows->n, e) < 0)
		return -1;
	fwrite(b.p, 1, b.len, stdout);
	return 0;
}

static int
show_ics(struct iv_ctx *c, struct iv_err *e)
{
	IV_AUTO(rows_release) struct rows rows = { NULL, 0 };

	if (tool_store(c, e) < 0 ||
	    tool_clock(c, store_zone(c->store), e) < 0)
		return -1;
	rows.v = mem_array(NULL, (size_t)c->nargs + 1, sizeof(*rows.v));
	for (int i = 0; i < c->nargs; i++) {
		IV_AUTO(record_free_auto) struct record *r = NULL;

		if (tool_read(c, &schema_session, c->args[i], &r, e) < 0)
			return -1;
		rows.v[rows.n++] = record_row(r);
	}
	return session_ics(c, &rows, e);
}

int
session_show(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	bool ics = c->format && strcmp(c->format, "ics") == 0;

	return ics ? show_ics(c, e) : verb_show(c, opts, e);
}
