#include <stddef.h>

#include "group_sheet.h"
#include "verbs.h"

static const struct iv_opt agree_opt[] = {
	{ "tells", 0, OPT_STR, offsetof(struct agree_opts, tells),
	    N_("WORDS"), N_("what the client then hears of each person, once "
	    "everybody signed: attendance, roles; '' for nothing") },
};

static const struct iv_opt agreements_opt[] = {
	{ "open", 0, OPT_FLAG, offsetof(struct agreements_opts, open), NULL,
	    N_("what the checklist asks and the group has not agreed") },
};

static const struct iv_opt sign_opt[] = {
	{ "how", 0, OPT_STR, offsetof(struct sign_opts, how), N_("HOW"),
	    N_("self, mail or paper: how it was signed") },
	{ "on", 0, OPT_STR, offsetof(struct sign_opts, on), N_("DATE"),
	    N_("the day (else today)") },
	{ "sheet", 0, OPT_MANY, offsetof(struct sign_opts, sheets),
	    N_("FILE"), N_("a sheet that was filled in; - is standard input; "
	    "may be repeated") },
};

static const struct iv_opt sheet_opt[] = {
	{ "for", 0, OPT_STR, offsetof(struct group_sheet_opts, whose),
	    N_("MEMBER"), N_("with this name on it") },
};

static const struct iv_opt release_opt[] = {
	{ "agree", 0, OPT_STR, offsetof(struct release_opts, agree),
	    N_("MEMBER"), N_("this member agrees that it is told") },
};

static const struct iv_opt check_opt[] = {
	{ "contract", 0, OPT_FLAG, offsetof(struct check_opts, contract), NULL,
	    N_("also what the group has not agreed yet") },
};

static const struct iv_opt log_opt[] = {
	{ "since", 0, OPT_STR, offsetof(struct log_opts, since), N_("DATE"),
	    N_("only from this day on") },
	{ "until", 0, OPT_STR, offsetof(struct log_opts, until), N_("DATE"),
	    N_("only up to and including this day") },
};

static const struct iv_opt forget_opt[] = {
	{ "expired", 0, OPT_FLAG, offsetof(struct forget_opts, expired), NULL,
	    N_("all that is older than the group said it would keep it") },
	{ "yes", 0, OPT_FLAG, offsetof(struct forget_opts, yes), NULL,
	    N_("do not ask; it cannot be undone") },
};

static const struct iv_opt undo_opt[] = {
	{ "side", 0, OPT_INT, offsetof(struct undo_opts, side), N_("N"),
	    N_("of a change that brought two histories together: which of "
	    "the two is taken back, 1 or 2") },
};

static const struct iv_opt mix_opt[] = {
	{ "groups", 0, OPT_INT, offsetof(struct mix_opts, groups), N_("N"),
	    N_("so many groups, of at most seven") },
	{ "background", 0, OPT_STR, offsetof(struct mix_opts, background),
	    N_("HOW"), N_("mixed or same, within a group") },
	{ "seed", 0, OPT_STR, offsetof(struct mix_opts, seed), N_("TEXT"),
	    N_("another text may find other groups; the same finds the same") },
};

static const struct iv_opt schema_opt[] = {
	{ "strict", 0, OPT_FLAG, offsetof(struct schema_opts, strict), NULL,
	    N_("refuse keys and words that the programs do not know") },
};

static const struct iv_cmd cmds[] = {
	{ "init", "DIR", N_("Start a group in a new or empty directory"),
	    group_init, NULL, 0, 0, 1, 1,
	    CMD_WRITES | CMD_FIELDS | CMD_NOGROUP,
	    "iv-group init wmo --name 'Intervisie Wmo-team' --language nl" },
	{ "show", "", N_("Show the group, and where your private area lies"),
	    group_show, NULL, 0, 0, 0, 0, CMD_LISTS, "iv-group show" },
	{ "set", "FIELD=VALUE...", N_("Change fields"), group_set, NULL, 0, 0,
	    0, -1, CMD_WRITES | CMD_FIELDS | CMD_SETS,
	    "iv-group set place='Zaal 2' facilitator=marijke" },
	{ "edit", "", N_("Change the group in an editor"), group_edit, NULL, 0,
	    0, 0, 0, CMD_WRITES | CMD_OUTSIDE, "iv-group edit" },
	{ "agree", "[TOPIC [TEXT]]", N_("Make or change an agreement; without "
	    "a text the checklist is asked"), group_agree, agree_opt,
	    IV_LEN(agree_opt), sizeof(struct agree_opts), 0, 2,
	    CMD_WRITES, "iv-group agree vertrouwelijkheid 'Wat we hier horen, "
	    "blijft hier'" },
	{ "agreements", "", N_("List the agreements, and who has still to "
	    "sign"), group_agreements, agreements_opt, IV_LEN(agreements_opt),
	    sizeof(struct agreements_opts), 0, 0, CMD_LISTS,
	    "iv-group agreements --open" },
	{ "sheet", "", N_("Print the agreements as a sheet to mail, which "
	    "comes back signed"), group_sheet, sheet_opt, IV_LEN(sheet_opt),
	    sizeof(struct group_sheet_opts), 0, 0, 0,
	    "iv-group sheet --for marijke" },
	{ "sign", "[MEMBER [AGREEMENT...]]", N_("Note that someone signed the "
	    "agreements, or these"), group_sign, sign_opt, IV_LEN(sign_opt),
	    sizeof(struct sign_opts), 0, -1, CMD_WRITES,
	    "iv-group sign marijke --how paper" },
	{ "release", "TEXT | RELEASE...", N_("Note what the client may hear, "
	    "or who agrees to it"), group_release, release_opt,
	    IV_LEN(release_opt), sizeof(struct release_opts), 1, -1,
	    CMD_WRITES, "iv-group release 'We oefenen met de zes stappen'" },
	{ "me", "[MEMBER]", N_("Say who you are, or show it: changes are "
	    "signed with it"), group_me, NULL, 0, 0, 0, 1,
	    CMD_WRITES | CMD_LISTS, "iv-group me marijke" },
	{ "check", "", N_("Read everything and name what is wrong"),
	    group_check, check_opt, IV_LEN(check_opt),
	    sizeof(struct check_opts), 0, 0, CMD_LISTS | CMD_NOGROUP,
	    "iv-group check" },
	{ "log", "[RECORD|MEMBER...]", N_("Show who changed what, newest "
	    "first"), group_log, log_opt, IV_LEN(log_opt),
	    sizeof(struct log_opts), 0, -1, CMD_LISTS | CMD_IDS,
	    "iv-group log marijke --since 2026-01-01" },
	{ "undo", "[CHANGE]", N_("Take a change back, the last one if none is "
	    "given, by a new one"), group_undo, undo_opt,
	    IV_LEN(undo_opt), sizeof(struct undo_opts), 0, 1, CMD_WRITES,
	    "iv-group undo" },
	{ "forget", "[ID|MEMBER...]", N_("Take what a case says, or who a "
	    "person was, out of the whole history"), group_forget, forget_opt,
	    IV_LEN(forget_opt), sizeof(struct forget_opts), 0, -1,
	    CMD_WRITES | CMD_IDS, "iv-group forget --expired --dry-run" },
	{ "mix", "-", N_("Make new groups of people on standard input, as "
	    "NDJSON"), group_mix, mix_opt, IV_LEN(mix_opt),
	    sizeof(struct mix_opts), 1, 1, CMD_LISTS | CMD_NOGROUP,
	    "iv-group mix --groups 3 --background mixed -" },
	{ "schema", "[KIND]", N_("Print the JSON Schema of a kind of record, "
	    "or of all"), group_schema, schema_opt, IV_LEN(schema_opt),
	    sizeof(struct schema_opts), 0, 1, CMD_NOGROUP,
	    "iv-group schema case >case.schema.json" },
};

static const struct iv_rules rules = {
	.sheet = "name,language,zone,purpose,approach,focus,guidance,"
	    "facilitator,client,client_contract.purpose,"
	    "client_contract.reports,client_contract.talks,place,minutes,"
	    "every_days,max_members,roles,presenting,retention.cases,"
	    "retention.proof,started,ends,composition",
	.sheet_intro = N_("The group. Everyone in it can read this."),
};

int
main(int argc, char **argv)
{
	static const struct iv_tool tool = { "iv-group",
		N_("the group: its contract, its health, its history"), cmds,
		IV_LEN(cmds), &schema_group, &rules, MASK_MEMBER };

	return iv_main(&tool, argc, argv);
}
