/*
 * Command lines, one word a line: what is accepted keeps to the table of its
 * command, what is refused says why, and help is printed for those who ask.
 */

#include "fuzz.h"

#include <fcntl.h>
#include <stddef.h>
#include <unistd.h>

#include "options.h"

#define WORDS	40

struct all_opts {
	bool flag;
	const char *str, *text;
	int number, minutes;
	struct interval every;
	struct strings many;
};

static int
nothing(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	(void)c, (void)opts, (void)e;
	return 0;
}

#define AT(m)	offsetof(struct all_opts, m)

static const struct iv_opt opts[] = {
	{ "flag", 'F', OPT_FLAG, AT(flag), NULL, "a flag" },
	{ "string", 's', OPT_STR, AT(str), "TEXT", "a string" },
	{ "text", 0, OPT_TEXT, AT(text), "TEXT", "a text" },
	{ "number", 'N', OPT_INT, AT(number), "N", "a number" },
	{ "minutes", 'm', OPT_MINUTES, AT(minutes), "MIN", "minutes" },
	{ "every", 0, OPT_EVERY, AT(every), "TIME", "a time" },
	{ "many", 'M', OPT_MANY, AT(many), "TEXT", "again and again" },
};

#define ROW(name, operands, min, max, flags)				\
	{ name, operands, "help", nothing, opts, IV_LEN(opts),		\
	    sizeof(struct all_opts), min, max, flags, "iv-x " name }

static const struct iv_cmd cmds[] = {
	ROW("add", "[FIELD=VALUE]...", 0, -1, CMD_WRITES | CMD_FIELDS |
	    CMD_SETS | CMD_CONTENT | CMD_DRAFTS),
	ROW("list", "", 0, 0, CMD_LISTS | CMD_FILTERS | CMD_HTML | CMD_ICS),
	ROW("set", "ID... FIELD=VALUE...", 1, -1, CMD_WRITES | CMD_FIELDS |
	    CMD_SETS | CMD_IDS),
	ROW("two", "A B", 2, 2, CMD_NOGROUP),
	ROW("one", "[A]", 0, 1, CMD_DEFAULT | CMD_IDS),
};

static const struct iv_tool tool = { .name = "iv-x", .help = "x",
	.cmds = cmds, .ncmds = IV_LEN(cmds), .schema = &schema_case };

static void
check(const struct iv_ctx *c, const void *got)
{
	const struct iv_cmd *cmd = c->cmd;

	must(cmd != NULL, "a command");
	/* complete_cmd takes words of any kind, and has no row of ours. */
	if (cmd < cmds || cmd >= cmds + IV_LEN(cmds))
		return;
	must(got != NULL, cmd->name);
	must(cmd->max < 0 || c->nargs <= cmd->max, cmd->name);
	must(c->nsets == 0 || (cmd->flags & (CMD_SETS | CMD_FIELDS |
	    CMD_FILTERS)), cmd->name);
	for (size_t i = 0; i < c->nsets; i++)
		must(c->sets[i].field && c->sets[i].text, cmd->name);
	for (int i = 0; i < c->nargs; i++)
		must(c->args[i] != NULL, cmd->name);
	must(!c->format || (cmd->flags & CMD_LISTS), cmd->name);
	must(!c->dry_run || (cmd->flags & CMD_WRITES), cmd->name);
}

/* What was typed lives as long as a program, but here is a next one. */
static void
release(struct iv_ctx *c, struct all_opts *got)
{
	for (size_t i = 0; i < c->nsets; i++) {
		const struct field *f = fields_find(&schema_case.fields,
		    c->sets[i].field, strlen(c->sets[i].field));

		if (!f || f->name != c->sets[i].field)
			mem_free((char *)(size_t)c->sets[i].field);
	}
	mem_free(c->sets);
	mem_free(c->args);
	mem_free(c->dirs.v);
	if (got && c->cmd >= cmds && c->cmd < cmds + IV_LEN(cmds))
		mem_free(got->many.v);
	mem_free(got);
}

static void
parse(int argc, char **argv)
{
	struct iv_ctx c = { .tool = &tool };
	struct iv_err e = IV_ERR_INIT;
	void *got = NULL;
	int r = options_parse(&c, argc, argv, &got, &e);

	must(r == 0 || r == 1 || r == -1, argv[0]);
	if (r < 0)
		must(e.code != IV_OK && e.msg[0] != '\0', argv[0]);
	if (r == 0)
		check(&c, got);
	release(&c, got);
}

/* What is printed is not for who looks at the tests. */
static void
quietly(int argc, char **argv)
{
	int out, null = open("/dev/null", O_RDWR | O_CLOEXEC);

	fflush(stdout);
	out = dup(STDOUT_FILENO);
	dup2(null, STDIN_FILENO);
	dup2(null, STDOUT_FILENO);
	close(null);
	parse(argc, argv);
	fflush(stdout);
	dup2(out, STDOUT_FILENO);
	close(out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *argv[WORDS + 1] = { (char *)(size_t)"iv-x" }, *word, *rest;
	IV_AUTO(mem_free_auto) char *text = NULL;
	int argc = 1;

	mem_init();
	if (size > 4096 || memchr(data, 0, size) != NULL)
		return 0;
	text = mem_ndup(data, size);
	/* Not the files of this machine. */
	if (strstr(text, "@/") || strstr(text, "@."))
		return 0;
	for (word = strtok_r(text, "\n", &rest); word && argc < WORDS;
	    word = strtok_r(NULL, "\n", &rest))
		argv[argc++] = word;
	argv[argc] = NULL;
	quietly(argc, argv);
	return 0;
}
