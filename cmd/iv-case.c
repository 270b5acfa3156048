#include <stddef.h>
#include <string.h>

#include "casecheck.h"
#include "mem.h"
#include "verbs.h"

/* The life of a case: which verb leads from where to where. */
static const struct move {
	const char *verb, *from, *to;
} moves[] = {
	{ "ready", "draft withdrawn", "ready" },
	{ "withdraw", "draft ready scheduled", "withdrawn" },
	{ "close", "discussed", "closed" },
};

static int
fresh(struct iv_ctx *c, struct change *ch, struct record *r, struct iv_err *e)
{
	char day[DAY_TEXT];

	(void)ch;
	(void)e;
	civil_text(day, (struct civil){ c->now.day, -1 });
	if (!json_get(r->json, "made"))
		json_set_str(r->json, "made", day);
	if (!json_get(r->json, "status"))
		json_set_str(r->json, "status", "ready");
	if (!json_get(r->json, "presenter") && id_valid(c->author))
		json_set_str(r->json, "presenter", c->author);
	return 0;
}

static int
check(struct iv_ctx *c, const cJSON *was, struct record *r, struct iv_err *e)
{
	const char *status = json_str(r->json, "status");

	(void)c;
	(void)was;
	if (strcmp(status, "draft") != 0 && strcmp(status, "withdrawn") != 0 &&
	    !json_get(r->json, "question"))
		return iv_fail(e, IV_USAGE, _("question: a case that is "
		    "shared needs a learning question; give --question, or "
		    "keep it with --draft"));
	if (strcmp(status, "draft") == 0 && !r->draft && was)
		return iv_fail(e, IV_USAGE, _("status: a draft stays in the "
		    "private area; share it with 'iv-case ready %s'"),
		    r->id.s);
	return 0;
}

static int
move_one(struct iv_ctx *c, struct change *ch, const struct move *m,
    struct record *r, struct iv_err *e)
{
	const char *status = json_str(r->json, "status");

	if (strcmp(status, m->to) == 0)
		return iv_fail(e, IV_USAGE, _("case %s is %s already"),
		    r->id.s, _(m->to));
	if (!words_has(m->from, status))
		return iv_fail(e, IV_USAGE, _("case %s is %s; %s goes from: "
		    "%s"), r->id.s, _(status), m->verb, m->from);
	if (strcmp(m->to, "withdrawn") == 0 && r->draft) {
		change_remove(ch, r);
		return 0;
	}
	json_set_str(r->json, "status", m->to);
	if (strcmp(m->to, "withdrawn") == 0)
		json_drop(r->json, "session");
	if (r->draft)
		change_share(ch, r, false);
	return verb_check(c, NULL, r, e);
}

static int
move(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	IV_AUTO(change_end_auto) struct change *ch = NULL;
	const struct move *m = moves;

	(void)opts;
	while (strcmp(m->verb, c->cmd->name) != 0)
		m++;
	if (tool_begin(c, &ch, e) < 0)
		return -1;
	for (int i = 0; i < c->nargs; i++) {
		struct record *r;

		if (tool_get(c, ch, &schema_case, c->args[i], &r, e) < 0 ||
		    move_one(c, ch, m, r, e) < 0)
			return -1;
	}
	return tool_commit(c, ch, m->verb, e);
}

/* What a meeting leaves behind: an entry with a new key in one of the maps. */
struct note_opts {
	const char *kind, *due, *by, *rate;
	bool taken, share;
};

static int
note_field(struct iv_ctx *c, struct record *r, const char *path,
    const char *value, struct iv_err *e)
{
	struct schema_in in = tool_input(c);

	return value ? schema_set(&schema_case, r->json, path, value, &in, e) :
	    0;
}

static int
note_parts(struct iv_ctx *c, struct record *r, const char *prefix,
    const struct note_opts *o, struct iv_err *e)
{
	const struct {
		const char *name, *value;
	} parts[] = {
		{ "kind", o->kind }, { "temperature", o->rate },
		{ "due", o->due }, { "by", o->by },
		{ "taken", o->taken ? "yes" : NULL },
		{ "share", o->share ? "yes" : NULL },
	};
	char path[96];

	for (size_t i = 0; i < IV_LEN(parts); i++) {
		snprintf(path, sizeof(path), "%s.%s", prefix, parts[i].name);
		if (note_field(c, r, path, parts[i].value, e) < 0)
			return -1;
	}
	return 0;
}

static const char *
map_of(const char *verb)
{
	static const struct {
		const char *verb, *map;
	} maps[] = {
		{ "ask", "questions" }, { "advise", "advice" },
		{ "insight", "insights" }, { "act", "actions" },
	};

	for (size_t i = 0; i < IV_LEN(maps); i++)
		if (strcmp(maps[i].verb, verb) == 0)
			return maps[i].map;
	return NULL;
}

static int
add_note(struct iv_ctx *c, struct change *ch, struct record *r,
    const struct note_opts *o, struct iv_err *e)
{
	const char *map = map_of(c->cmd->name), *text;
	struct id key;
	char prefix[64], path[80];

	if (tool_text(c, c->args[1], &text, e) < 0 ||
	    change_key(ch, json_get(r->json, map), &key, e) < 0)
		return -1;
	snprintf(prefix, sizeof(prefix), "%s.%s", map, key.s);
	snprintf(path, sizeof(path), "%s.text", prefix);
	json_object(json_object(r->json, map), key.s);
	if (note_field(c, r, path, text, e) < 0 ||
	    note_parts(c, r, prefix, o, e) < 0)
		return -1;
	if (strcmp(map, "actions") == 0) {
		snprintf(path, sizeof(path), "%s.status", prefix);
		if (note_field(c, r, path, "open", e) < 0)
			return -1;
	}
	if (verb_check(c, NULL, r, e) < 0)
		return -1;
	c->args[1] = mem_dup(key.s);
	return 0;
}

/* Prints the key of the new entry, for rate and follow. */
static int
note(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	struct note_opts *o = opts;
	IV_AUTO(change_end_auto) struct change *ch = NULL;
	struct record *r;
	int done;

	if (tool_begin(c, &ch, e) < 0 ||
	    tool_get(c, ch, &schema_case, c->args[0], &r, e) < 0)
		return -1;
	if (strcmp(c->cmd->name, "act") == 0 && !o->by)
		o->by = json_str(r->json, "presenter");
	if (add_note(c, ch, r, o, e) < 0)
		return -1;
	done = tool_commit(c, ch, c->cmd->name, e);
	if (done >= 0 && !c->dry_run)
		printf("%s\n", c->args[1]);
	return done;
}

struct follow_opts {
	const char *result, *status;
};

static int
follow_action(struct iv_ctx *c, struct record *r,
    const struct follow_opts *o, struct iv_err *e)
{
	char path[96];

	snprintf(path, sizeof(path), "actions.%.40s.status", c->args[1]);
	if (note_field(c, r, path, o->status ? o->status : "done", e) < 0)
		return -1;
	snprintf(path, sizeof(path), "actions.%.40s.result", c->args[1]);
	return note_field(c, r, path, o->result, e);
}

static int
follow(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	IV_AUTO(change_end_auto) struct change *ch = NULL;
	struct record *r;

	if (tool_begin(c, &ch, e) < 0 ||
	    tool_get(c, ch, &schema_case, c->args[0], &r, e) < 0 ||
	    follow_action(c, r, opts, e) < 0 ||
	    verb_check(c, NULL, r, e) < 0)
		return -1;
	return tool_commit(c, ch, "follow", e);
}

static int
check_cases(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	return casecheck_run(c, opts, e);
}

static const struct iv_opt check_opt[] = {
	{ "text", 0, OPT_TEXT, offsetof(struct check_opts, text), N_("TEXT"),
	    N_("check this text instead of records; needs no group") },
	{ "kind", 0, OPT_STR, offsetof(struct check_opts, kind), N_("KIND"),
	    N_("presenter (the learning question) or helper") },
	{ "step", 0, OPT_STR, offsetof(struct check_opts, step), N_("TALK"),
	    N_("a helper's question in a step of any, factual-questions or "
	    "open-questions") },
	{ "lang", 0, OPT_STR, offsetof(struct check_opts, lang), N_("LANG"),
	    N_("nl or en (else as the text looks; of records the group's)") },
};

static const struct iv_opt ask_opt[] = {
	{ "kind", 0, OPT_STR, offsetof(struct note_opts, kind), N_("KIND"),
	    N_("clarifying or deepening") },
	{ "rate", 0, OPT_STR, offsetof(struct note_opts, rate), N_("HOW"),
	    N_("warm, lukewarm or cold, as the presenter says") },
};

static const struct iv_opt advise_opt[] = {
	{ "taken", 0, OPT_FLAG, offsetof(struct note_opts, taken), NULL,
	    N_("the presenter does something with it") },
};

static const struct iv_opt act_opt[] = {
	{ "due", 0, OPT_STR, offsetof(struct note_opts, due), N_("DATE"),
	    N_("when it is to be done") },
	{ "by", 0, OPT_STR, offsetof(struct note_opts, by), N_("MEMBER"),
	    N_("whose intention it is (else the presenter's)") },
	{ "share", 0, OPT_FLAG, offsetof(struct note_opts, share), NULL,
	    N_("the group may ask about it next time") },
};

static const struct iv_opt follow_opt[] = {
	{ "result", 0, OPT_TEXT, offsetof(struct follow_opts, result),
	    N_("TEXT"), N_("what was tried and what happened") },
	{ "status", 0, OPT_STR, offsetof(struct follow_opts, status),
	    N_("STATUS"), N_("open, done (if not given) or dropped") },
};

#define NOTE(verb, operands, help, o, n, ex) { verb, operands, help, note,	\
	o, n, sizeof(struct note_opts), 2, 2, CMD_WRITES, ex }

static const struct iv_cmd cmds[] = {
	VERB_ADD("iv-case add --presenter noëlle --title 'Boze klant' "
	    "--question 'Hoe blijf ik rustig als een klant boos wordt?'", 3),
	VERB_LIST("iv-case list --status ready"),
	VERB_SHOW("iv-case show k7f"),
	VERB_SET("iv-case set k7f urgency=4 situation=@situatie.txt"),
	VERB_EDIT("iv-case edit k7f"),
	VERB_SHEET("iv-case sheet > inbreng.txt"),
	{ "check", "[ID...]", N_("Give hints on questions; 1 when there are"),
	    check_cases, check_opt, IV_LEN(check_opt),
	    sizeof(struct check_opts), 0, -1,
	    CMD_IDS | CMD_LISTS | CMD_DRAFTS, "iv-case check --text 'Waarom "
	    "lukt het mij nooit?'" },
	{ "ready", "ID...", N_("Share drafts with the group"), move, NULL, 0,
	    0, 1, -1, CMD_WRITES | CMD_IDS | CMD_DRAFTS, "iv-case ready k7f" },
	{ "withdraw", "ID...", N_("Take cases back"), move, NULL, 0, 0, 1, -1,
	    CMD_WRITES | CMD_IDS | CMD_DRAFTS, "iv-case withdraw k7f" },
	{ "close", "ID...", N_("Close cases that were discussed"), move, NULL,
	    0, 0, 1, -1, CMD_WRITES | CMD_IDS, "iv-case close k7f" },
	NOTE("ask", "ID TEXT", N_("Keep a question that was asked; never who "
	    "asked it"), ask_opt, IV_LEN(ask_opt),
	    "iv-case ask k7f 'Wat voelde je toen?' --rate warm"),
	NOTE("advise", "ID TEXT", N_("Keep an advice; never whose it was"),
	    advise_opt, IV_LEN(advise_opt),
	    "iv-case advise k7f 'Benoem eerst de emotie' --taken"),
	NOTE("insight", "ID TEXT", N_("Keep an insight"), NULL, 0,
	    "iv-case insight k7f 'Ik wil te snel oplossen'"),
	NOTE("act", "ID TEXT", N_("Keep an intention: what someone will do "
	    "differently"), act_opt, IV_LEN(act_opt),
	    "iv-case act k7f 'Eerst twee vragen stellen' --due +4w --share"),
	{ "follow", "ID ACTION", N_("Note what came of an intention"), follow,
	    follow_opt, IV_LEN(follow_opt), sizeof(struct follow_opts), 2, 2,
	    CMD_WRITES, "iv-case follow k7f p3m --result 'Het gesprek bleef "
	    "rustig'" },
};

static const struct iv_rules rules = {
	.fresh = fresh,
	.check = check,
	.sheet = "presenter,title,form,level,situation,own_part,tried,"
	    "question,urgency,influence,wants",
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
