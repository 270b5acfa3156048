#include <stddef.h>
#include <string.h>

#include "members.h"
#include "sync.h"
#include "verbs.h"

static int
fresh(struct iv_ctx *c, struct change *ch, struct record *r, struct iv_err *e)
{
	char day[DAY_TEXT];

	(void)ch;
	(void)e;
	civil_text(day, (struct civil){ c->now.day, -1 });
	if (!json_get(r->json, "joined"))
		json_set_str(r->json, "joined", day);
	return 0;
}

static int
check(struct iv_ctx *c, const cJSON *was, struct record *r, struct iv_err *e)
{
	const char *joined = json_str(r->json, "joined");
	const char *left = json_str(r->json, "left");

	(void)c;
	(void)was;
	if (joined && left && strcmp(left, joined) < 0)
		return iv_fail(e, IV_USAGE, _("left: %s is before joined, %s"),
		    left, joined);
	return 0;
}

/* More people than the group means to have: allowed, but said. */
static int
add(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	IV_AUTO(roll_release) struct roll roll = { NULL, 0, 0 };
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	struct iv_err none = IV_ERR_INIT;
	int r = verb_add(c, opts, e);

	if (r >= 0 && roll_load(&roll, c->store, c->now.day, &none) == 0 &&
	    members_advice(store_group(c->store), roll.members, &b))
		tool_say(c, "%s", b.p);
	return r;
}

struct leave_opts {
	const char *on;
};

static const struct iv_opt leave_opt[] = {
	{ "on", 0, OPT_STR, offsetof(struct leave_opts, on), N_("DATE"),
	    N_("the last day (else today)") },
};

/* What was fetched cannot be taken back; what comes from now on can be kept
 * apart. */
static void
say_left(struct iv_ctx *c)
{
	IV_AUTO(buf_release) struct buf url = BUF_INIT;
	IV_AUTO(buf_release) struct buf where = BUF_INIT;
	struct sync_net n = { .dirfd = store_dirfd(c->store),
		.gitdir = ".git" };
	struct iv_err none = IV_ERR_INIT;

	if (sync_config(&n, "remote.origin.url", &url, &none) <= 0)
		return;
	sync_url_shown(&where, url.p);
	tool_say(c, _("whoever left still has a copy of the group with its "
	    "whole history, and drafts of their own: ask for these to be "
	    "removed"));
	tool_say(c, _("now take away the access to %s; to go on at another "
	    "place: 'iv-sync remote URL', and then each member the same"),
	    where.p);
	if (sync_url_sealed(url.p))
		tool_say(c, _("take their key out of gcrypt.participants "
		    "first, in each copy"));
}

static int
leave(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	const struct leave_opts *o = opts;
	IV_AUTO(change_end_auto) struct change *ch = NULL;
	struct civil day;
	char text[DAY_TEXT];

	if (tool_begin(c, &ch, e) < 0)
		return -1;
	day = c->now;
	if (o->on && tool_day(c, o->on, &day, e) < 0)
		return iv_wrap(e, "--on");
	civil_text(text, (struct civil){ day.day, -1 });
	for (int i = 0; i < c->nargs; i++) {
		struct record *r;

		if (tool_get(c, ch, &schema_member, c->args[i], &r, e) < 0)
			return -1;
		if (json_get(r->json, "left"))
			return iv_fail(e, IV_USAGE, _("%s left already, on "
			    "%s"), json_str(r->json, "name"),
			    json_str(r->json, "left"));
		json_set_str(r->json, "left", text);
		if (verb_check(c, NULL, r, e) < 0)
			return -1;
	}
	int done = tool_commit(c, ch, "leave", e);
	if (done >= 0 && !c->dry_run)
		say_left(c);
	return done;
}

static const struct iv_cmd cmds[] = {
	{ "add", "[FIELD=VALUE...]", N_("Add people, by options, a sheet or "
	    "JSON"), add, add_opt, 2, sizeof(struct add_opts), 0, -1,
	    CMD_WRITES | CMD_FIELDS | CMD_SETS,
	    "iv-member add --name 'Noëlle Dijkstra' --job consulent" },
	VERB_LIST("iv-member list --role member -f name,email"),
	VERB_SHOW("iv-member show noëlle"),
	VERB_SET("iv-member set noëlle registers.SKJ=12345678"),
	VERB_EDIT("iv-member edit noëlle"),
	VERB_SHEET("iv-member sheet > intake.txt"),
	{ "leave", "MEMBER...", N_("Note that someone left the group"),
	    leave, leave_opt, IV_LEN(leave_opt), sizeof(struct leave_opts),
	    1, -1, CMD_WRITES | CMD_IDS |
	    CMD_OUTSIDE, "iv-member leave jürgen --on 2026-06-30" },
};

#define INTAKE "name,email,job,employer,sector,background,experience,"	\
	"expectations,prefers.structure,prefers.focus,learning_goal"

static const struct iv_rules rules = {
	.fresh = fresh,
	.check = check,
	.sheet = INTAKE,
	.sheet_known = INTAKE ",halfway.on,halfway.came,"
	    "halfway.expectations,halfway.structure,halfway.focus",
	.sheet_intro = N_("Intake. Everyone in the group can read this; leave "
	    "out what should stay with you."),
};

int
main(int argc, char **argv)
{
	static const struct iv_tool tool = { "iv-member",
		N_("the people in the group"), cmds, IV_LEN(cmds),
		&schema_member, &rules, 0 };

	return iv_main(&tool, argc, argv);
}
