#include <stddef.h>

#include "eval.h"

static const struct iv_opt open_opt[] = {
	{ "questionnaire", 'q', OPT_STR, offsetof(struct eval_open_opts,
	    questionnaire), N_("NAME"), N_("which questions (else meeting)") },
	{ "period", 0, OPT_STR, offsetof(struct eval_open_opts, period),
	    N_("SINCE..UNTIL"), N_("about these days, not about a meeting") },
	{ "at", 0, OPT_STR, offsetof(struct eval_open_opts, at), N_("DATE"),
	    N_("the day of the round, when it was not the last of these") },
	{ "people", 0, OPT_INT, offsetof(struct eval_open_opts, people),
	    N_("N"), N_("how many codes (else one for each member noted as "
	    "present)") },
	{ "texts", 0, OPT_FLAG, offsetof(struct eval_open_opts, texts), NULL,
	    N_("ask the open line too; its words may tell who wrote it") },
};

static const struct iv_opt answer_opt[] = {
	{ "questionnaire", 'q', OPT_STR, offsetof(struct eval_answer_opts,
	    questionnaire), N_("NAME"), N_("which questions (else those of "
	    "the round here, or meeting)") },
	{ "out", 0, OPT_STR, offsetof(struct eval_answer_opts, out),
	    N_("FILE"), N_("write an answer file to hand over; - is standard "
	    "output") },
	{ "sheet", 0, OPT_STR, offsetof(struct eval_answer_opts, sheet),
	    N_("FILE"), N_("the sheet of somebody who has mail alone; - is "
	    "standard input") },
	{ "texts", 0, OPT_FLAG, offsetof(struct eval_answer_opts, texts),
	    NULL, N_("ask the open line too, when the round takes one") },
};

static const struct iv_opt collect_opt[] = {
	{ "questionnaire", 'q', OPT_STR, offsetof(struct eval_collect_opts,
	    questionnaire), N_("NAME"), N_("which questions (else meeting)") },
	{ "at", 0, OPT_STR, offsetof(struct eval_collect_opts, at),
	    N_("DATE"), N_("the day of the round, when it was not the "
	    "meeting's") },
	{ "texts", 0, OPT_FLAG, offsetof(struct eval_collect_opts, texts),
	    NULL, N_("take the open line too; its words may tell who wrote "
	    "it") },
};

static const struct iv_opt close_opt[] = {
	{ "discard", 0, OPT_FLAG, offsetof(struct eval_close_opts, discard),
	    NULL, N_("end it without a result: its answers and codes go") },
};

#define AUDIENCE(o) { "audience", 0, OPT_STR, offsetof(o, audience),	\
	N_("WHO"), N_("group, or client: aim, way of working and general " \
	"trend alone") }

static const struct iv_opt show_opt[] = {
	AUDIENCE(struct eval_show_opts),
};

static const struct iv_opt decide_opt[] = {
	{ "changes", 0, OPT_TEXT, offsetof(struct eval_decide_opts, changes),
	    N_("TEXT"), N_("what the group will do differently") },
};

static const struct iv_opt trend_opt[] = {
	{ "questionnaire", 'q', OPT_STR, offsetof(struct eval_trend_opts,
	    questionnaire), N_("NAME"), N_("which questions (else those of "
	    "the last round)") },
	{ "since", 0, OPT_STR, offsetof(struct eval_trend_opts, since),
	    N_("DATE"), N_("only from this day on") },
	{ "until", 0, OPT_STR, offsetof(struct eval_trend_opts, until),
	    N_("DATE"), N_("only up to and including this day") },
	AUDIENCE(struct eval_trend_opts),
};

static const struct iv_opt goal_opt[] = {
	{ "review", 0, OPT_STR, offsetof(struct eval_goal_opts, review),
	    N_("TEXT"), N_("your own judgement of how far it is, today") },
	{ "share", 0, OPT_FLAG, offsetof(struct eval_goal_opts, share), NULL,
	    N_("copy the goal into the member's record, for the group") },
};

static const struct iv_opt reflect_opt[] = {
	{ "questionnaire", 'q', OPT_STR, offsetof(struct eval_reflect_opts,
	    questionnaire), N_("NAME"), N_("which questions (else "
	    "facilitator)") },
	{ "list", 0, OPT_FLAG, offsetof(struct eval_reflect_opts, list), NULL,
	    N_("show what you wrote before") },
};

static const struct iv_cmd cmds[] = {
	{ "questions", "[NAME]", N_("Show a questionnaire, for paper too; "
	    "without a name, which there are"), eval_questions, NULL, 0, 0, 0,
	    1, CMD_LISTS, "iv-eval questions meeting" },
	{ "open", "[SESSION]", N_("Open a round and print a one-time code for "
	    "each, on slips to draw"), eval_open, open_opt, IV_LEN(open_opt),
	    sizeof(struct eval_open_opts), 0, 1, CMD_WRITES | CMD_LISTS,
	    "iv-eval open last" },
	{ "rounds", "", N_("List the rounds that are open here"), eval_rounds,
	    NULL, 0, 0, 0, 0, CMD_LISTS, "iv-eval rounds" },
	{ "answer", "[ROUND]", N_("Answer with the code of a slip, here or "
	    "into a file"), eval_answer, answer_opt, IV_LEN(answer_opt),
	    sizeof(struct eval_answer_opts), 0, 1, CMD_WRITES | CMD_OUTSIDE,
	    "iv-eval answer --out answer.ndjson" },
	{ "sheet", "[ROUND]", N_("Print the questions as a sheet to mail; "
	    "who reads the answer sees whose it is"), eval_sheet, answer_opt,
	    1, sizeof(struct eval_answer_opts), 0, 1, 0,
	    "iv-eval sheet > vragen.txt" },
	{ "collect", "[ROUND|SESSION]", N_("Take the answers to an open "
	    "round; of a meeting without one, in one sitting"), eval_collect,
	    collect_opt, IV_LEN(collect_opt), sizeof(struct
	    eval_collect_opts), 0, 1, CMD_WRITES, "iv-eval collect today" },
	{ "close", "[ROUND|SESSION]", N_("Close a round, once: keep the "
	    "counts and wipe the answers"), eval_close, close_opt,
	    IV_LEN(close_opt), sizeof(struct eval_close_opts), 0, 1,
	    CMD_WRITES | CMD_LISTS, "iv-eval close" },
	VERB_LIST("iv-eval list --session last"),
	{ "show", "[ID...]", N_("Show rounds, by id or by meeting (else the "
	    "last)"), eval_show, show_opt, IV_LEN(show_opt),
	    sizeof(struct eval_show_opts), 0, -1, CMD_LISTS | CMD_IDS,
	    "iv-eval show" },
	{ "trend", "", N_("Show the questions over all rounds"), eval_trend,
	    trend_opt, IV_LEN(trend_opt), sizeof(struct eval_trend_opts), 0,
	    0, CMD_LISTS, "iv-eval trend --since 2026-01-01" },
	{ "compare", "", N_("Compare a period with as many days before it"),
	    eval_compare, trend_opt, IV_LEN(trend_opt) - 1,
	    sizeof(struct eval_trend_opts), 0, 0, CMD_LISTS,
	    "iv-eval compare --since 2026-07-01 --until 2026-12-31" },
	{ "decide", "ID TEXT", N_("Write down what the group decides on a "
	    "result"), eval_decide, decide_opt, IV_LEN(decide_opt),
	    sizeof(struct eval_decide_opts), 2, 2, CMD_WRITES,
	    "iv-eval decide last 'Eerst vijf minuten vragen, dan advies'" },
	{ "goal", "MEMBER [TEXT]", N_("Keep what you want to learn, and how "
	    "far you are, to yourself"), eval_goal, goal_opt,
	    IV_LEN(goal_opt), sizeof(struct eval_goal_opts), 1, 2,
	    CMD_WRITES | CMD_LISTS, "iv-eval goal noor 'Vragen stellen "
	    "zonder een antwoord in gedachten'" },
	{ "reflect", "[SESSION]", N_("Look back as facilitator, for your own "
	    "eyes"), eval_reflect, reflect_opt, IV_LEN(reflect_opt),
	    sizeof(struct eval_reflect_opts), 0, 1, CMD_WRITES | CMD_LISTS,
	    "iv-eval reflect last" },
};

int
main(int argc, char **argv)
{
	static const struct iv_tool tool = { "iv-eval",
		N_("evaluation in a small group, confidential"), cmds,
		IV_LEN(cmds), &schema_evaluation, NULL,
		MASK_SESSION | MASK_QUESTIONNAIRE | MASK_MEMBER };

	return iv_main(&tool, argc, argv);
}
