#include <stddef.h>

#include "case.h"

static const struct iv_opt list_opts[] = {
	LIST_OPTS(struct case_list_opts),
	{ "ready", 0, OPT_FLAG, offsetof(struct case_list_opts, ready), NULL,
	    N_("only cases that are ready to be discussed") },
	{ "due", 0, OPT_FLAG, offsetof(struct case_list_opts, due), NULL,
	    N_("only with a shared intention that is due") },
	{ "expired", 0, OPT_FLAG, offsetof(struct case_list_opts, expired),
	    NULL, N_("only what the group has kept long enough") },
	{ "order", 0, OPT_STR, offsetof(struct case_list_opts, order),
	    N_("ORDER"), N_("urgency, turn (who presented longest ago), age "
	    "or votes") },
};

static const struct iv_opt vote_opt[] = {
	{ "by", 0, OPT_STR, offsetof(struct case_vote_opts, by), N_("MEMBER"),
	    N_("whose vote it is (else yours)") },
	{ "back", 0, OPT_FLAG, offsetof(struct case_vote_opts, back), NULL,
	    N_("take the vote back") },
};

static const struct iv_opt strip_opt[] = {
	{ "expired", 0, OPT_FLAG, offsetof(struct case_strip_opts, expired),
	    NULL, N_("all that the group has kept long enough") },
};

static const struct iv_opt check_opt[] = {
	{ "text", 0, OPT_TEXT, offsetof(struct case_check_opts, text),
	    N_("TEXT"), N_("check this text instead of records; needs no "
	    "group") },
	{ "kind", 0, OPT_STR, offsetof(struct case_check_opts, kind),
	    N_("KIND"), N_("presenter (the learning question) or helper") },
	{ "step", 0, OPT_STR, offsetof(struct case_check_opts, step),
	    N_("TALK"), N_("a helper's question in a step of any, "
	    "factual-questions or open-questions") },
	{ "privacy", 0, OPT_FLAG, offsetof(struct case_check_opts, privacy),
	    NULL, N_("what points to a person instead: numbers, addresses, "
	    "names") },
	{ "lang", 0, OPT_STR, offsetof(struct case_check_opts, lang),
	    N_("LANG"), N_("nl or en (else as the text looks; of records the "
	    "group's)") },
};

static const struct iv_opt ask_opt[] = {
	{ "kind", 0, OPT_STR, offsetof(struct case_note_opts, kind), N_("KIND"),
	    N_("clarifying or deepening") },
	{ "rate", 0, OPT_STR, offsetof(struct case_note_opts, rate), N_("HOW"),
	    N_("warm, lukewarm or cold, as the presenter says") },
};

static const struct iv_opt advise_opt[] = {
	{ "taken", 0, OPT_FLAG, offsetof(struct case_note_opts, taken), NULL,
	    N_("the presenter does something with it") },
};

static const struct iv_opt act_opt[] = {
	{ "due", 0, OPT_STR, offsetof(struct case_note_opts, due), N_("DATE"),
	    N_("when it is to be done") },
	{ "by", 0, OPT_STR, offsetof(struct case_note_opts, by), N_("MEMBER"),
	    N_("whose intention it is (else the presenter's)") },
	{ "share", 0, OPT_FLAG, offsetof(struct case_note_opts, share), NULL,
	    N_("the group may ask about it next time") },
};

static const struct iv_opt follow_opt[] = {
	{ "result", 0, OPT_TEXT, offsetof(struct case_follow_opts, result),
	    N_("TEXT"), N_("what was tried and what happened") },
	{ "status", 0, OPT_STR, offsetof(struct case_follow_opts, status),
	    N_("STATUS"), N_("open, done (if not given) or dropped") },
};

#define MANY(verb, fn, more, help, ex) { verb, "ID...", help, fn, NULL,	\
	0, 0, 1, -1, CMD_WRITES | CMD_IDS | CMD_DRAFTS | (more), ex }
#define NOTE(verb, help, o, n, ex) { verb, "ID TEXT", help, case_note,	\
	o, n, sizeof(struct case_note_opts), 2, 2,			\
	CMD_WRITES | CMD_CONTENT, ex }
#define ONE(verb, operands, fn, n, help, ex) ONE_AS(0, verb, operands, fn, \
	n, help, ex)
#define ONE_AS(more, verb, operands, fn, n, help, ex) { verb, operands,	\
	help, fn, NULL, 0, 0, n, n, CMD_WRITES | CMD_DRAFTS | (more), ex }

static const struct iv_cmd cmds[] = {
	{ "add", "[FIELD=VALUE...]", N_("Add a case: by options, a sheet or "
	    "JSON; on a terminal step by step"), case_add, add_opt,
	    IV_LEN(add_opt), sizeof(struct add_opts), 0, -1,
	    CMD_WRITES | CMD_FIELDS | CMD_SETS | CMD_DRAFTS | CMD_CONTENT,
	    "iv-case add --presenter noëlle --title 'Boze klant' --question "
	    "'Hoe blijf ik rustig als een klant boos wordt?'" },
	VERB_LIST_BY(list_opts, IV_LEN(list_opts), struct case_list_opts,
	    "iv-case list --ready --order urgency"),
	VERB_SHOW("iv-case show k7f"),
	VERB_SET_AS(CMD_CONTENT,
	    "iv-case set k7f urgency=4 situation=@situatie.txt"),
	VERB_EDIT_AS(CMD_CONTENT, "iv-case edit k7f"),
	VERB_SHEET("iv-case sheet > inbreng.txt"),
	{ "check", "[ID...]", N_("Give hints on questions, or on what points "
	    "to a person; 1 when there are"),
	    case_check, check_opt, IV_LEN(check_opt),
	    sizeof(struct case_check_opts), 0, -1,
	    CMD_IDS | CMD_LISTS | CMD_DRAFTS, "iv-case check --text 'Waarom "
	    "lukt het mij nooit?'" },
	MANY("ready", case_move, CMD_CONTENT, N_("Share drafts with the group"),
	    "iv-case ready k7f"),
	MANY("withdraw", case_move, 0, N_("Take cases back"),
	    "iv-case withdraw k7f"),
	MANY("close", case_move, 0, N_("Close cases that were discussed"),
	    "iv-case close k7f"),
	{ "vote", "ID", N_("Vote for a case to be discussed"), case_vote,
	    vote_opt, IV_LEN(vote_opt), sizeof(struct case_vote_opts), 1, 1,
	    CMD_WRITES, "iv-case vote k7f --by joël" },
	ONE("bid", "ID MINUTES", case_bid, 2, N_("Say how many minutes a case "
	    "needs"), "iv-case bid k7f 40"),
	{ "suggest", "", N_("Something to talk about when nobody brings a "
	    "case"), case_suggest, NULL, 0, 0, 0, 0, CMD_LISTS,
	    "iv-case suggest" },
	NOTE("ask", N_("Keep a question that was asked; never who asked it"),
	    ask_opt, IV_LEN(ask_opt),
	    "iv-case ask k7f 'Wat voelde je toen?' --rate warm"),
	ONE("rate", "ID QUESTION warm|lukewarm|cold", case_rate, 3,
	    N_("Note how the presenter received a question"),
	    "iv-case rate k7f q3m warm"),
	ONE_AS(CMD_CONTENT, "reformulate", "ID TEXT", case_reformulate, 2,
	    N_("Keep the sharpened question beside the first one"),
	    "iv-case reformulate k7f 'Hoe verdraag ik stilte?'"),
	NOTE("advise", N_("Keep an advice; never whose it was"), advise_opt,
	    IV_LEN(advise_opt),
	    "iv-case advise k7f 'Benoem eerst de emotie' --taken"),
	NOTE("insight", N_("Keep an insight"), NULL, 0,
	    "iv-case insight k7f 'Ik wil te snel oplossen'"),
	NOTE("act", N_("Keep an intention: what someone will do "
	    "differently"), act_opt, IV_LEN(act_opt),
	    "iv-case act k7f 'Eerst twee vragen stellen' --due +4w --share"),
	{ "follow", "ID ACTION", N_("Note what came of an intention"),
	    case_follow, follow_opt, IV_LEN(follow_opt),
	    sizeof(struct case_follow_opts), 2, 2, CMD_WRITES | CMD_CONTENT,
	    "iv-case follow k7f p3m --result 'Het gesprek bleef rustig'" },
	ONE("outcome", "ID TEXT", case_outcome, 2, N_("Keep how it ended in "
	    "your private area, until it is revealed"),
	    "iv-case outcome k7f @afloop.txt"),
	ONE_AS(CMD_CONTENT, "reveal", "ID", case_reveal, 1,
	    N_("Tell the group how it ended"), "iv-case reveal k7f"),
	{ "strip", "[ID...]", N_("Take the content out of old cases and keep "
	    "the proof"), case_strip, strip_opt, IV_LEN(strip_opt),
	    sizeof(struct case_strip_opts), 0, -1, CMD_WRITES | CMD_IDS,
	    "iv-case strip --expired" },
};

static const struct iv_rules rules = {
	.fresh = case_fresh,
	.check = case_rules,
	.keep = case_keep,
	.key = case_key,
	.sheet = "presenter,title,pitch,form,level,situation,own_part,tried,"
	    "obstacle,desired,worked,context,values,question,urgency,"
	    "influence,wants",
	.sheet_intro = N_("Mail is not private: leave out names and whatever "
	    "identifies a client."),
};

int
main(int argc, char **argv)
{
	static const struct iv_tool tool = { "iv-case",
		N_("cases: prepare, discuss, follow up"), cmds, IV_LEN(cmds),
		&schema_case, &rules, MASK_MEMBER | MASK_SESSION };

	return iv_main(&tool, argc, argv);
}
