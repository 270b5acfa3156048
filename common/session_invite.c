#include "session.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "facts_method.h"
#include "facts_roles.h"
#include "facts_session.h"
#include "meeting.h"
#include "session_offer.h"
#include "text.h"
#include "utf8.h"

#define MAIL_WIDTH	72	/* what mail programs leave alone */
#define LABEL_WIDTH	16

/* A letter that is being written, in the group's language. */
struct letter {
	struct iv_ctx *c;
	const char *lang;
	struct buf *b;
};

static void
add_line(const struct letter *l, const char *text, size_t indent)
{
	IV_AUTO(buf_release) struct buf plain = BUF_INIT;

	utf8_visible(&plain, text, "\n");
	utf8_wrap(l->b, plain.p, MAIL_WIDTH, indent);
	buf_addc(l->b, '\n');
}

/* "Where:      Wijkhuis" */
static void
add_field(const struct letter *l, const char *label, const char *text)
{
	utf8_fit(l->b, iv_text(l->lang, label), LABEL_WIDTH, false);
	add_line(l, text, LABEL_WIDTH);
}

static void
add_when(const struct letter *l, const cJSON *session)
{
	struct meeting_time m = facts_meeting(session);
	IV_AUTO(buf_release) struct buf when = BUF_INIT;
	char until[8];

	clock_text(until, m.start.minute + m.minutes);
	offer_when(&when, l->lang, m.start);
	buf_addf(&when, "-%s", until);
	add_field(l, N_("When:"), when.p);
}

static void
add_where(const struct letter *l, const cJSON *session)
{
	IV_AUTO(buf_release) struct buf where = BUF_INIT;
	const char *place = json_str(session, "place");

	buf_adds(&where, place ? place : "");
	if (cJSON_IsTrue(json_get(session, "online")))
		buf_addf(&where, "%s%s", place ? ", " : "",
		    iv_text(l->lang, N_("online")));
	if (where.len > 0)
		add_field(l, N_("Where:"), where.p);
}

/* Who presents is of the case, not of the meeting. */
static void
add_roles(const struct letter *l, const cJSON *session)
{
	static const char *const roles[] = { "chair", "timekeeper",
		"secretary", "observer" };
	IV_AUTO(buf_release) struct buf b = BUF_INIT;

	for (size_t i = 0; i < IV_LEN(roles); i++) {
		const char *id = json_str(json_get(session, "roles"),
		    roles[i]);

		if (id)
			buf_addf(&b, "%s%s %s", b.len > 0 ? ", " : "",
			    iv_text(l->lang, roles[i]),
			    store_name(l->c->store, id));
	}
	if (b.len > 0)
		add_field(l, N_("Roles:"), b.p);
}

static void
add_facts(const struct letter *l, const cJSON *session)
{
	const char *purpose = json_str(session, "purpose");
	const char *moved = json_str(session, "moved_from");
	const char *led = json_str(session, "led_by");
	struct civil was;

	add_when(l, session);
	if (moved && civil_parse_iso(moved, &was)) {
		IV_AUTO(buf_release) struct buf b = BUF_INIT;

		offer_when(&b, l->lang, was);
		add_field(l, N_("Instead of:"), b.p);
	}
	add_where(l, session);
	if (purpose && strcmp(purpose, "regular") != 0)
		add_field(l, N_("What:"), iv_text(l->lang, purpose));
	if (led && (strcmp(led, "facilitator") != 0 ||
	    facts_led(l->c->store, session)))
		add_field(l, N_("Led by:"), iv_text(l->lang, led));
	add_roles(l, session);
}

static void
fault(void *arg, const struct iv_err *e)
{
	tool_say(arg, "%s", e->msg);
}

/* "09:35 The angry client (Noor, Incident method, 50 minutes)" */
static void
add_item(const struct letter *l, const cJSON *row)
{
	IV_AUTO(method_file_free_auto) struct method_file *f = NULL;
	const char *title = json_str(row, "title");
	const char *who = json_str(row, "presenter");
	const char *method = json_str(row, "method");
	struct iv_err e = IV_ERR_INIT;
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	long minutes = 0;

	json_int(row, "minutes", &minutes);
	buf_addf(&b, "%s %s (", json_str(row, "start"), title ? title :
	    iv_text(l->lang, N_("to be chosen")));
	if (who)
		buf_addf(&b, "%s, ", store_name(l->c->store, who));
	if (method && method_find(l->c->store, method, l->lang, &f, &e) == 0)
		buf_addf(&b, "%s, ", f->m.title);
	buf_addf(&b, iv_text(l->lang, N_("%ld minutes")), minutes);
	buf_addc(&b, ')');
	add_line(l, b.p, 6);
}

static void
add_question(const struct letter *l, const char *id)
{
	IV_AUTO(record_free_auto) struct record *cs = NULL;
	struct iv_err e = IV_ERR_INIT;
	const char *question;

	if (!id || store_read(l->c->store, &schema_case, id, &cs, &e) < 0)
		return;
	question = json_str(cs->json, "question");
	if (!question)
		return;
	buf_pad(l->b, ' ', 6);
	add_line(l, question, 6);
}

static void
add_agenda(const struct letter *l, const cJSON *session)
{
	IV_AUTO(json_free_auto) cJSON *rows = meeting_rows(l->c->store,
	    session, fault, l->c);
	const cJSON *row;

	buf_addf(l->b, "\n%s\n", iv_text(l->lang, N_("Agenda:")));
	cJSON_ArrayForEach(row, rows) {
		if (!json_is(row, "part", "case") &&
		    !json_is(row, "part", "open"))
			continue;
		add_item(l, row);
		add_question(l, json_str(row, "case"));
	}
	buf_addc(l->b, '\n');
	add_line(l, iv_text(l->lang, N_("Confidential: for the group only. "
	    "Mail is not private: keep it to yourself and delete it "
	    "afterwards.")), 0);
}

void
session_title(struct buf *b, const cJSON *group)
{
	static const char what[] = "Intervisie";
	const char *name = json_str(group, "name");

	if (!name || strncasecmp(name, what, sizeof(what) - 1) != 0)
		buf_addf(b, "%s ", what);
	buf_adds(b, name ? name : "");
}

static void
add_subject(const struct letter *l, const cJSON *session, bool reminds)
{
	IV_AUTO(buf_release) struct buf when = BUF_INIT, plain = BUF_INIT;
	IV_AUTO(buf_release) struct buf name = BUF_INIT;

	offer_when(&when, l->lang, facts_meeting(session).start);
	session_title(&name, store_group(l->c->store));
	utf8_visible(&plain, name.p, "");
	buf_addf(l->b, iv_text(l->lang, reminds ?
	    N_("Subject: Reminder: %s, %s") :
	    N_("Subject: %s, %s")), plain.p, when.p);
	buf_adds(l->b, "\n\n");
}

void
session_letter(struct iv_ctx *c, const cJSON *session, const char *reminder,
    bool cases, struct buf *b)
{
	struct letter l = { c, store_lang(c->store), b };

	add_subject(&l, session, reminder != NULL);
	add_line(&l, iv_text(l.lang, N_("Dear all,")), 0);
	buf_addc(b, '\n');
	add_line(&l, iv_text(l.lang, reminder ? reminder :
	    N_("This is the invitation to our next meeting.")), 0);
	buf_addc(b, '\n');
	add_facts(&l, session);
	if (cases && json_count(json_get(session, "agenda")) > 0)
		add_agenda(&l, session);
	buf_addc(b, '\n');
	add_line(&l, iv_text(l.lang, N_("Tell us as soon as possible when you "
	    "cannot come.")), 0);
}

void
session_letter_rule(struct buf *b)
{
	buf_addc(b, '\n');
	buf_pad(b, '-', MAIL_WIDTH);
	buf_adds(b, "\n\n");
}

const struct iv_opt invite_opt[1] = {
	{ "with-cases", 0, OPT_FLAG, offsetof(struct invite_opts, cases),
	    NULL, N_("with the cases: titles, questions and presenters") },
};

static int
invite_one(struct iv_ctx *c, const char *typed, bool cases, struct buf *b,
    struct iv_err *e)
{
	IV_AUTO(record_free_auto) struct record *r = NULL;

	if (tool_read(c, &schema_session, typed, &r, e) < 0 ||
	    session_may(c, r, e) < 0)
		return -1;
	if (b->len > 0)
		session_letter_rule(b);
	session_letter(c, r->json, NULL, cases, b);
	return 0;
}

int
session_invite(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	const struct invite_opts *o = opts;
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	struct id id;

	if (tool_store(c, e) < 0)
		return -1;
	for (int i = 0; i < c->nargs; i++)
		if (invite_one(c, c->args[i], o->cases, &b, e) < 0)
			return -1;
	/* No id on standard input is no meeting, not the next one. */
	if (c->nargs == 0 && !c->input_used &&
	    (facts_meeting_find(c->store, false, c->now, &id, e) < 0 ||
	    invite_one(c, id.s, o->cases, &b, e) < 0))
		return -1;
	tool_print(c, b.p);
	return 0;
}
