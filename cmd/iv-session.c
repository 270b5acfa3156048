#include <stddef.h>
#include <string.h>

#include "facts_session.h"
#include "meeting.h"
#include "session.h"
#include "session_run.h"
#include "verbs.h"

/* A case that goes on or off an agenda has a status to match, which set knows
 * nothing of. */
static bool
same_cases(const cJSON *was, const cJSON *now)
{
	const cJSON *a = json_get(was, "agenda"), *b = json_get(now, "agenda");
	int n = (int)json_count(b);

	for (int i = 0; i < n; i++) {
		const char *x = json_str(cJSON_GetArrayItem(a, i), "case");
		const char *y = json_str(cJSON_GetArrayItem(b, i), "case");

		if (x != y && (!x || !y || strcmp(x, y) != 0))
			return false;
	}
	return true;
}

static int
check(struct iv_ctx *c, const cJSON *was, struct record *r, struct iv_err *e)
{
	bool typed = strcmp(c->cmd->name, "set") == 0;

	if (typed && !same_cases(was, r->json))
		return iv_fail(e, IV_USAGE, _("a case is put on an agenda by "
		    "'iv-session agenda %s --case ID', and taken off by "
		    "--remove"), r->id.s);
	if ((typed || strcmp(c->cmd->name, "edit") == 0) &&
	    session_methods_known(c, was, r->json, e) < 0)
		return -1;
	meeting_revise(was, r, c->now);
	return meeting_check(c->store, was, r, e);
}

struct attend_opts {
	const char *session, *status, *from, *until;
	bool all;
};

static const struct iv_opt attend_opt[] = {
	{ "session", 's', OPT_STR, offsetof(struct attend_opts, session),
	    N_("SESSION"), N_("which meeting (else today's, else the last)") },
	{ "status", 0, OPT_STR, offsetof(struct attend_opts, status),
	    N_("STATUS"), N_("present (if not given), excused, late-notice "
	    "or absent") },
	{ "from", 0, OPT_STR, offsetof(struct attend_opts, from),
	    N_("HH:MM"), N_("came later, at this time") },
	{ "until", 0, OPT_STR, offsetof(struct attend_opts, until),
	    N_("HH:MM"), N_("left earlier, at this time") },
	{ "all", 0, OPT_FLAG, offsetof(struct attend_opts, all), NULL,
	    N_("everyone of whom nothing is noted yet") },
};

/* When the no came tells whether it was in time. */
static void
say_no(struct iv_ctx *c, const char *id, const cJSON *reply)
{
	const char *at = json_str(reply, "at");
	char when[64] = "?";
	struct civil came;

	if (at && civil_parse_iso(at, &came))
		civil_show(when, came);
	tool_say(c, _("%s replied no (%s) and is not marked; see --status"),
	    store_name(c->store, id), when);
}

/* Those who replied no are not taken for present without a word. */
static int
attend_all(struct iv_ctx *c, struct record *r, const struct meeting_mark *m,
    const struct schema_in *in, struct iv_err *e)
{
	IV_AUTO(facts_ids_release) struct facts_ids ids = { NULL, 0 };

	if (facts_unmarked(c->store, r->json, &ids, e) < 0)
		return -1;
	for (size_t i = 0; i < ids.n; i++) {
		const char *id = ids.v[i].s;
		const cJSON *reply = json_get(json_get(r->json, "rsvp"), id);

		if (json_is(reply, "answer", "no") && !m->status)
			say_no(c, id, reply);
		else if (meeting_attend(r, id, m, in, e) < 0)
			return -1;
	}
	return 0;
}

static int
attend_members(struct iv_ctx *c, struct record *r,
    const struct attend_opts *o, struct iv_err *e)
{
	struct meeting_mark m = { o->status, o->from, o->until, c->now.day };
	struct schema_in in = tool_input(c);

	if (o->all)
		return attend_all(c, r, &m, &in, e);
	for (int i = 0; i < c->nargs; i++) {
		struct id id;

		if (session_member(c, c->args[i], &id, e) < 0 ||
		    meeting_attend(r, id.s, &m, &in, e) < 0)
			return -1;
	}
	return 0;
}

static int
attend(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	const struct attend_opts *o = opts;
	IV_AUTO(change_end_auto) struct change *ch = NULL;
	IV_AUTO(json_free_auto) cJSON *was = NULL;
	struct record *r;
	char when[64];

	if (o->all == (c->nargs > 0))
		return iv_fail(e, IV_USAGE, _("name members, or --all for "
		    "everyone of whom nothing is noted yet"));
	if (tool_begin(c, &ch, e) < 0 ||
	    session_get(c, ch, o->session, &r, e) < 0)
		return -1;
	facts_when(when, r->json);
	if (!o->session && facts_meeting(r->json).held)
		return iv_fail(e, IV_USAGE, _("the last meeting, of %s, is "
		    "closed; name the one that is meant: --session next, or "
		    "--session last to correct it"), when);
	was = cJSON_Duplicate(r->json, true);
	if (attend_members(c, r, o, e) < 0 || verb_check(c, was, r, e) < 0)
		return -1;
	return tool_commit(c, ch, "attend", e);
}

static const struct iv_cmd cmds[] = {
	VERB_ADD("iv-session add --start 2026-03-12T09:30 --place Wijkhuis",
	    1),
	{ "plan", "WHEN...", N_("Plan meetings: a series, a trajectory, or "
	    "dates to choose from"), session_plan, plan_opt,
	    IV_LEN(plan_opt), sizeof(struct plan_opts), 0, -1, CMD_WRITES,
	    "iv-session plan 2026-03-12T09:30 --every 6w --count 8 "
	    "--skip 2026-07-11..2026-08-23" },
	VERB_LIST_AS(session_list, sessions_opt, IV_LEN(sessions_opt),
	    struct sessions_opts, CMD_ICS,
	    "iv-session list --since today -o ics"),
	VERB_SHOW_AS(session_show, CMD_ICS, "iv-session show next"),
	VERB_SET("iv-session set next place='Bibliotheek' minutes=150"),
	VERB_EDIT("iv-session edit next"),
	{ "sheet", "[SESSION]", N_("Print a sheet to fill in: a meeting, or "
	    "the dates somebody can come"), session_sheet, sheet_opt,
	    IV_LEN(sheet_opt), sizeof(struct availability_opts), 0, 1,
	    CMD_IDS, "iv-session sheet --availability --for noëlle" },
	{ "agenda", "[SESSION]", N_("Show or change the agenda (of the next "
	    "meeting)"), session_agenda, agenda_opt, IV_LEN(agenda_opt),
	    sizeof(struct agenda_opts), 0, 1, CMD_WRITES | CMD_LISTS,
	    "iv-session agenda next --case k7f --method incident "
	    "--minutes 50" },
	{ "methods", "", N_("List the methods there are"), session_methods,
	    methods_opt, IV_LEN(methods_opt), sizeof(struct methods_opts),
	    0, 0, CMD_LISTS | CMD_NOGROUP,
	    "iv-session methods --form problem --people 6 --minutes 60" },
	{ "method", "[NAME]", N_("Show a method step by step, or check a "
	    "method file"), session_method, method_opt, IV_LEN(method_opt),
	    sizeof(struct method_opts), 0, 1, CMD_LISTS | CMD_NOGROUP,
	    "iv-session method incident -o md" },
	{ "advise", "CASE", N_("Name methods that fit a case, and why"),
	    session_advise, advise_opt, IV_LEN(advise_opt),
	    sizeof(struct advise_opts), 1, 1,
	    CMD_LISTS | CMD_DRAFTS, "iv-session advise k7f" },
	{ "rsvp", "MEMBER... yes|no|maybe", N_("Note who comes (to the next "
	    "meeting)"), session_rsvp, rsvp_opt, IV_LEN(rsvp_opt),
	    sizeof(struct rsvp_opts), 0, -1, CMD_WRITES | CMD_IDS,
	    "iv-session rsvp noëlle bram yes" },
	{ "attend", "[MEMBER...]", N_("Note who was there (today, or at the "
	    "last meeting)"), attend, attend_opt, IV_LEN(attend_opt),
	    sizeof(struct attend_opts), 0, -1, CMD_WRITES | CMD_IDS,
	    "iv-session attend noëlle --from 09:45" },
	{ "run", "[SESSION]", N_("Run a meeting step by step, on the screen "
	    "or by lines"), session_run, run_opt, IV_LEN(run_opt),
	    sizeof(struct run_opts), 0, 1, CMD_WRITES,
	    "iv-session run" },
	{ "close", "[SESSION]", N_("Note that a meeting was held; its cases "
	    "are discussed"), session_close, close_opt, IV_LEN(close_opt),
	    sizeof(struct close_opts), 0, 1,
	    CMD_WRITES | CMD_LISTS | CMD_OUTSIDE,
	    "iv-session close --break 10:30-10:45" },
	{ "note", "SESSION [TEXT]", N_("Note something for yourself about a "
	    "meeting, or read it back"), session_note, NULL, 0, 0, 1, 2,
	    CMD_WRITES, "iv-session note last \"nobody asked on\"" },
	{ "cancel", "SESSION...", N_("Cancel meetings; their cases are ready "
	    "again"), session_cancel, NULL, 0, 0, 1, -1, CMD_WRITES | CMD_IDS,
	    "iv-session cancel 2026-04-23" },
	{ "move", "SESSION WHEN", N_("Move a meeting to another day or "
	    "time"), session_move, NULL, 0, 0, 2, 2, CMD_WRITES,
	    "iv-session move next 2026-04-30" },
	{ "invite", "[SESSION...]", N_("Print an invitation to mail (to the "
	    "next meeting)"), session_invite, invite_opt, IV_LEN(invite_opt),
	    sizeof(struct invite_opts), 0, -1, CMD_IDS,
	    "iv-session invite next" },
	{ "due", "", N_("Print the reminders that must go out and have not"),
	    session_due, due_opt, IV_LEN(due_opt), sizeof(struct due_opts),
	    0, 0, CMD_WRITES | CMD_LISTS, "iv-session due --mark" },
	{ "confirm", "SESSION", N_("Keep one of the dates that were "
	    "proposed, and drop the others"), session_confirm, NULL, 0, 0,
	    1, 1, CMD_WRITES, "iv-session confirm 2026-05-14" },
};

static const struct iv_rules rules = {
	.fresh = session_fresh,
	.check = check,
	.sheet = "start,minutes,place,online,purpose,led_by",
	.sheet_intro = N_("A meeting. The agenda, replies and attendance "
	    "have commands of their own."),
};

int
main(int argc, char **argv)
{
	static const struct iv_tool tool = { "iv-session",
		N_("meetings: plan, agenda, attendance"), cmds, IV_LEN(cmds),
		&schema_session, &rules, MASK_MEMBER | MASK_CASE };

	return iv_main(&tool, argc, argv);
}
