#include <stddef.h>

#include "turns.h"

static const struct iv_opt plan_opt[] = {
	{ "replan", 0, OPT_FLAG, offsetof(struct turns_plan_opts, replan),
	    NULL, N_("choose anew, also for roles that somebody has") },
	{ "chair", 0, OPT_FLAG, offsetof(struct turns_plan_opts, chair), NULL,
	    N_("a chair too where the facilitator leads") },
};

static const struct iv_opt season_opt[] = {
	{ "since", 0, OPT_STR, offsetof(struct turns_season_opts, since),
	    N_("DATE"), N_("the meetings from this day on (else today)") },
	{ "count", 0, OPT_INT, offsetof(struct turns_season_opts, count),
	    N_("N"), N_("only the first so many of them") },
	{ "replan", 0, OPT_FLAG, offsetof(struct turns_season_opts, replan),
	    NULL, N_("choose anew, also for roles that somebody has") },
	{ "combine", 0, OPT_FLAG, offsetof(struct turns_season_opts, combine),
	    NULL, N_("two roles for one person where there are too few") },
	{ "chair", 0, OPT_FLAG, offsetof(struct turns_season_opts, chair),
	    NULL, N_("a chair too where the facilitator leads") },
	{ "numbers", 0, OPT_FLAG, offsetof(struct turns_season_opts, numbers),
	    NULL, N_("print how fair it came out, instead of who") },
};

static const struct iv_opt change_opt[] = {
	{ "session", 's', OPT_STR, offsetof(struct turns_change_opts, session),
	    N_("SESSION"), N_("in this meeting") },
	{ "role", 'r', OPT_STR, offsetof(struct turns_change_opts, role),
	    N_("ROLE"), N_("only this role") },
};

static const struct iv_opt explain_opt[] = {
	{ "numbers", 0, OPT_FLAG, offsetof(struct turns_explain_opts,
	    numbers), NULL, N_("with the figures") },
};

static const struct iv_opt show_opt[] = {
	{ "all", 'a', OPT_FLAG, offsetof(struct turns_show_opts, all), NULL,
	    N_("also those who left, or have yet to join") },
	{ "fairness", 0, OPT_FLAG, offsetof(struct turns_show_opts, fairness),
	    NULL, N_("how fair it has been so far, of each role") },
};

#define CHANGE(n)	change_opt, (n), sizeof(struct turns_change_opts)

static const struct iv_cmd cmds[] = {
	{ "season", "", N_("Give out the roles of all planned meetings "
	    "together"), turns_season, season_opt, IV_LEN(season_opt),
	    sizeof(struct turns_season_opts), 0, 0, CMD_WRITES | CMD_LISTS,
	    "iv-rotate season --since 2026-03-26" },
	{ "next", "", N_("Who has which role in the next meeting and the one "
	    "after"), turns_next, NULL, 0, 0, 0, 0, CMD_LISTS,
	    "iv-rotate next" },
	{ "propose", "[SESSION]", N_("Who is due for which role, and why "
	    "(else the next meeting)"), turns_propose, plan_opt,
	    IV_LEN(plan_opt), sizeof(struct turns_plan_opts), 0, 1, CMD_LISTS,
	    "iv-rotate propose 2026-04-23" },
	{ "assign", "[SESSION] [ROLE=MEMBER...]", N_("Write the proposal, or "
	    "what is given, into the meeting"), turns_assign, plan_opt,
	    IV_LEN(plan_opt), sizeof(struct turns_plan_opts), 0, 1,
	    CMD_WRITES | CMD_SETS | CMD_IDS,
	    "iv-rotate assign next chair=noëlle" },
	{ "swap", "MEMBER MEMBER", N_("Two people change turns"), turns_swap,
	    CHANGE(2), 2, 2, CMD_WRITES, "iv-rotate swap noëlle jürgen" },
	{ "pass", "MEMBER", N_("Someone passes a turn, which stays owed; the "
	    "next in line has it"), turns_pass, CHANGE(2), 1, 1, CMD_WRITES,
	    "iv-rotate pass fatma --role chair" },
	{ "give", "ROLE MEMBER", N_("Give a role to someone; it counts as a "
	    "turn"), turns_give, CHANGE(1), 2, 2, CMD_WRITES,
	    "iv-rotate give chair saar" },
	{ "explain", "[SESSION]", N_("Why each has the role, a sentence each "
	    "(else the next meeting)"), turns_explain, explain_opt,
	    IV_LEN(explain_opt), sizeof(struct turns_explain_opts), 0, 1,
	    CMD_LISTS, "iv-rotate explain 2026-03-26" },
	{ "show", "[ROLE]", N_("Turns taken and shares owed, of each role "
	    "and member"), turns_show, show_opt, IV_LEN(show_opt),
	    sizeof(struct turns_show_opts), 0, 1, CMD_LISTS,
	    "iv-rotate show chair" },
};

int
main(int argc, char **argv)
{
	static const struct iv_tool tool = { "iv-rotate",
		N_("who takes which role, fairly"), cmds, IV_LEN(cmds), NULL,
		NULL, MASK_MEMBER | MASK_SESSION };

	return iv_main(&tool, argc, argv);
}
