#include "session.h"

#include <stddef.h>
#include <string.h>

#include "facts_roles.h"
#include "meeting.h"
#include "session_offer.h"

int
session_member(struct iv_ctx *c, const char *typed, struct id *ret,
    struct iv_err *e)
{
	IV_AUTO(record_free_auto) struct record *m = NULL;
	struct civil day;

	if (tool_read(c, &schema_member, typed, &m, e) == 0) {
		*ret = m->id;
		return 0;
	}
	if (e->code == IV_NOTFOUND && (civil_parse_iso(typed, &day) ||
	    words_has("next last today volgende vorige laatste vandaag",
	    typed)))
		return iv_fail(e, IV_USAGE, _("'%s' is no member; a meeting "
		    "is named by --session %s"), typed, typed);
	return -1;
}

const struct iv_opt rsvp_opt[3] = {
	{ "session", 's', OPT_STR, offsetof(struct rsvp_opts, session),
	    N_("SESSION"), N_("which meeting (else the next)") },
	{ "at", 0, OPT_STR, offsetof(struct rsvp_opts, at), N_("TIME"),
	    N_("when the answer came (else now)") },
	{ "sheet", 0, OPT_MANY, offsetof(struct rsvp_opts, sheets),
	    N_("FILE"), N_("read a filled-in sheet of several dates; - is "
	    "standard input; may be repeated") },
};

/* The meeting of a reply.  When only dates to choose from are to come, one is
 * to be named. */
static int
reply_meeting(struct iv_ctx *c, struct change *ch, const char *typed,
    struct record **ret, struct iv_err *e)
{
	IV_AUTO(offer_release) struct offer o = OFFER_INIT;
	struct iv_err none = IV_ERR_INIT;
	char day[DAY_TEXT];

	if (session_get(c, ch, typed, ret, e) == 0)
		return 0;
	if (typed || e->code != IV_NOTFOUND ||
	    offer_load(c, false, &o, &none) < 0)
		return -1;
	civil_text(day, (struct civil){ o.v[0].start.day, -1 });
	return iv_fail(e, IV_NOTFOUND, _("only dates to choose from are to "
	    "come; say which is meant: --session %s, or give all answers by "
	    "--sheet"), day);
}

static int
reply_typed(struct iv_ctx *c, struct change *ch, const struct rsvp_opts *o,
    struct iv_err *e)
{
	IV_AUTO(json_free_auto) cJSON *was = NULL;
	const char *answer = c->args[--c->nargs];
	struct schema_in in;
	struct record *r;

	if (reply_meeting(c, ch, o->session, &r, e) < 0)
		return -1;
	in = tool_input(c);
	was = cJSON_Duplicate(r->json, true);
	for (int i = 0; i < c->nargs; i++) {
		struct id id;

		if (session_member(c, c->args[i], &id, e) < 0 ||
		    meeting_reply(r, id.s, answer, o->at, &in, e) < 0)
			return -1;
	}
	if (verb_check(c, was, r, e) < 0)
		return -1;
	if (facts_led(c->store, was) && !facts_led(c->store, r->json))
		tool_say(c, _("nobody who leads comes now: 'iv-rotate assign "
		    "%s' finds a chair, 'iv-session move %s WHEN' another "
		    "day"), r->id.s, r->id.s);
	return 0;
}

/* One answer of a sheet; to a date that is off it is only said. */
static int
reply_date(struct iv_ctx *c, struct change *ch, const cJSON *filled,
    const struct offer_date *d, const char *at, struct iv_err *e)
{
	const char *answer = json_str(filled, d->id.s);
	struct schema_in in = tool_input(c);
	IV_AUTO(json_free_auto) cJSON *was = NULL;
	struct record *r;

	if (!answer)
		return 0;
	if (change_get(ch, &schema_session, d->id.s, &r, e) < 0)
		return -1;
	if (json_is(r->json, "status", "cancelled")) {
		tool_say(c, _("%s is cancelled; the answer to it is not "
		    "kept"), d->label);
		return 0;
	}
	was = cJSON_Duplicate(r->json, true);
	if (meeting_reply(r, json_str(filled, "member"), answer, at, &in,
	    e) < 0)
		return -1;
	return verb_check(c, was, r, e);
}

static int
read_sheet(struct iv_ctx *c, const struct offer *o, const char *file,
    cJSON *filled, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf at = BUF_INIT;
	struct sheet_text st = { file, NULL, 0, false };
	struct sheet sheet = offer_sheet(c, o);
	struct schema_in in = tool_input(c);

	buf_addf(&at, "@%s", file);
	if (tool_text(c, at.p, &st.text, e) < 0)
		return -1;
	st.len = strlen(st.text);
	if (sheet_read(&sheet, &st, filled, &in, e) < 0)
		return -1;
	if (!json_str(filled, "member"))
		return iv_fail(e, IV_INVALID, _("%s: a name is missing: whose "
		    "answers are these?"), file);
	return 0;
}

static int
reply_sheet(struct iv_ctx *c, struct change *ch, const struct offer *o,
    const char *file, const char *at, struct iv_err *e)
{
	IV_AUTO(json_free_auto) cJSON *filled = cJSON_CreateObject();

	if (read_sheet(c, o, file, filled, e) < 0)
		return -1;
	for (size_t i = 0; i < o->n; i++)
		if (reply_date(c, ch, filled, &o->v[i], at, e) < 0)
			return iv_wrap(e, "%s", file);
	return 0;
}

static int
reply_sheets(struct iv_ctx *c, struct change *ch, const struct rsvp_opts *o,
    struct iv_err *e)
{
	IV_AUTO(offer_release) struct offer offer = OFFER_INIT;

	if (offer_load(c, true, &offer, e) < 0)
		return -1;
	offer_fields(&offer);
	for (size_t i = 0; i < o->sheets.n; i++)
		if (reply_sheet(c, ch, &offer, o->sheets.v[i], o->at, e) < 0)
			return -1;
	return 0;
}

int
session_rsvp(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	const struct rsvp_opts *o = opts;
	IV_AUTO(change_end_auto) struct change *ch = NULL;
	bool sheets = o->sheets.n > 0;

	if (sheets && (c->nargs > 0 || o->session))
		return iv_fail(e, IV_USAGE, _("--sheet says who answers, and "
		    "for which dates; it goes without members and "
		    "--session"));
	if (!sheets && c->nargs < 2)
		return iv_fail(e, IV_USAGE, _("rsvp needs MEMBER... "
		    "yes|no|maybe; see 'iv-session rsvp --help'"));
	if (tool_begin(c, &ch, e) < 0 || (sheets ?
	    reply_sheets(c, ch, o, e) : reply_typed(c, ch, o, e)) < 0)
		return -1;
	return tool_commit(c, ch, "rsvp", e);
}

const struct iv_opt sheet_opt[4] = {
	{ "after", 0, OPT_FLAG, offsetof(struct availability_opts, after),
	    NULL, N_("the meeting afterwards, for close --sheet (else the "
	    "last)") },
	{ "availability", 0, OPT_FLAG, offsetof(struct availability_opts,
	    availability), NULL, N_("ask one person for the dates to come "
	    "that are not answered yet") },
	{ "for", 0, OPT_STR, offsetof(struct availability_opts, whose),
	    N_("MEMBER"), N_("with the name, and what was answered so far") },
	{ "all", 0, OPT_FLAG, offsetof(struct availability_opts, all), NULL,
	    N_("also the dates that are answered") },
};

/* What this person answered so far, as the sheet holds it. */
static cJSON *
answers(const struct offer *o, const char *member)
{
	cJSON *filled = cJSON_CreateObject();

	json_set_str(filled, "member", member);
	for (size_t i = 0; i < o->n; i++) {
		const char *answer = json_str(json_get(o->v[i].rsvp, member),
		    "answer");

		if (answer)
			json_set_str(filled, o->v[i].id.s, answer);
	}
	return filled;
}

static int
print_offer(struct iv_ctx *c, const struct availability_opts *opts,
    struct iv_err *e)
{
	const char *whose = opts->whose;
	IV_AUTO(offer_release) struct offer o = OFFER_INIT;
	IV_AUTO(json_free_auto) cJSON *filled = NULL;
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	struct sheet sheet;
	struct id id;

	if (tool_store(c, e) < 0 || (whose &&
	    session_member(c, whose, &id, e) < 0) ||
	    offer_load(c, false, &o, e) < 0 || (!opts->all &&
	    offer_open(c, &o, whose ? id.s : NULL, e) < 0))
		return -1;
	offer_fields(&o);
	sheet = offer_sheet(c, &o);
	if (whose)
		filled = answers(&o, id.s);
	sheet_write(&b, &sheet, filled);
	tool_print(c, b.p);
	return 0;
}

int
session_sheet(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	const struct availability_opts *o = opts;

	if (o->whose && !o->availability)
		return iv_fail(e, IV_USAGE, _("--for is for a sheet of "
		    "several dates: --availability"));
	if (o->all && !o->availability)
		return iv_fail(e, IV_USAGE, _("--all is for a sheet of "
		    "several dates: --availability"));
	if (o->after && o->availability)
		return iv_fail(e, IV_USAGE, _("--after goes without "
		    "--availability"));
	if (o->after)
		return session_after_sheet(c, e);
	if (!o->availability)
		return verb_sheet(c, NULL, e);
	if (c->nargs > 0)
		return iv_fail(e, IV_USAGE, _("--availability asks for all "
		    "dates to come; it takes no '%s'"), c->args[0]);
	return print_offer(c, o, e);
}
