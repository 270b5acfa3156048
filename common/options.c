#include "options.h"

#include <errno.h>
#include <getopt.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include "complete.h"
#include "help.h"
#include "mem.h"
#include "utf8.h"

const struct iv_common options_common[] = {
	{ { "group", 'C', OPT_MANY, offsetof(struct iv_ctx, dirs), N_("DIR"),
	    N_("the group's directory (else $IV_GROUP, else this one or "
	    "one above)") }, 0 },
	{ { "output", 'o', OPT_STR, offsetof(struct iv_ctx, format),
	    N_("FORMAT"), N_("table, id, tsv, csv, json, ndjson or md; reports "
	    "also html, meetings also ics") },
	    CMD_LISTS },
	{ { "fields", 'f', OPT_STR, offsetof(struct iv_ctx, fields),
	    N_("A,B,C"), N_("only these fields, in this order") },
	    CMD_LISTS },
	{ { "null", '0', OPT_FLAG, offsetof(struct iv_ctx, nul), NULL,
	    N_("ids end in a NUL byte, read and written") },
	    CMD_LISTS | CMD_IDS },
	{ { "dry-run", 'n', OPT_FLAG, offsetof(struct iv_ctx, dry_run), NULL,
	    N_("show what would change, and change nothing") }, CMD_WRITES },
	{ { "identifiable", 0, OPT_FLAG, offsetof(struct iv_ctx,
	    identifiable), NULL, N_("keep text that points to a person all "
	    "the same") }, CMD_CONTENT },
	{ { "color", 0, OPT_STR, offsetof(struct iv_ctx, color), N_("WHEN"),
	    N_("auto, always or never") }, 0 },
};
const size_t options_common_len = IV_LEN(options_common);

enum { OPT_BASE = 1000, FIELD_BASE = 2000, COMMON_BASE = 3000, HELP = 4000 };

bool
option_applies(const struct iv_common *o, const struct iv_cmd *cmd)
{
	return o->when == 0 || (o->when & cmd->flags) != 0;
}

void
option_of_field(struct buf *b, const struct field *f)
{
	for (const char *p = f->name; *p; p++)
		buf_addc(b, *p == '_' ? '-' : *p);
}

bool
option_is_field(const struct iv_cmd *cmd, const struct field *f)
{
	if (cmd->flags & CMD_FIELDS)
		return field_settable(f) && !(f->flags & FF_PRIVATE);
	if (cmd->flags & CMD_FILTERS)
		return f->type == FT_WORD || f->type == FT_REF ||
		    f->type == FT_BOOL || f->type == FT_INT ||
		    f->type == FT_LIST;
	return false;
}

/* getopt_long's tables for one command; val tells which row it was. */
struct table {
	struct option *v;
	size_t n;
	struct buf letters;
};

static void
table_add(struct table *t, const char *name, int letter, bool takes, int val)
{
	t->v = mem_array(t->v, t->n + 2, sizeof(*t->v));
	t->v[t->n++] = (struct option){ mem_dup(name),
	    takes ? required_argument : no_argument, NULL, val };
	memset(&t->v[t->n], 0, sizeof(*t->v));
	if (letter != 0) {
		buf_addc(&t->letters, (char)letter);
		if (takes)
			buf_addc(&t->letters, ':');
	}
}

static void
table_release(struct table *t)
{
	for (size_t i = 0; i < t->n; i++)
		mem_free((char *)(size_t)t->v[i].name);
	mem_free(t->v);
	buf_release(&t->letters);
}

static void
table_fields(struct table *t, const struct iv_tool *tool,
    const struct iv_cmd *cmd)
{
	for (size_t i = 0; tool->schema && i < tool->schema->fields.n; i++) {
		const struct field *f = &tool->schema->fields.v[i];
		IV_AUTO(buf_release) struct buf name = BUF_INIT;

		if (!option_is_field(cmd, f))
			continue;
		option_of_field(&name, f);
		table_add(t, name.p, 0, true, FIELD_BASE + (int)i);
	}
}

static void
table_make(struct table *t, const struct iv_tool *tool,
    const struct iv_cmd *cmd)
{
	buf_adds(&t->letters, ":h");
	for (size_t i = 0; i < cmd->nopts; i++)
		table_add(t, cmd->opts[i].name, cmd->opts[i].letter,
		    cmd->opts[i].type != OPT_FLAG, OPT_BASE + (int)i);
	for (size_t i = 0; i < options_common_len; i++)
		if (option_applies(&options_common[i], cmd))
			table_add(t, options_common[i].opt.name,
			    options_common[i].opt.letter,
			    options_common[i].opt.type != OPT_FLAG,
			    COMMON_BASE + (int)i);
	table_fields(t, tool, cmd);
	table_add(t, "help", 0, false, HELP);
}

static int
int_option(const struct iv_opt *o, const char *value, int *ret,
    struct iv_err *e)
{
	char *end;
	long v;

	errno = 0;
	v = strtol(value, &end, 10);
	if (end == value || *end != '\0' || errno != 0 || v < 0 ||
	    v > 1000000)
		return iv_fail(e, IV_USAGE, _("--%s: '%s' is not a whole "
		    "number"), o->name, value);
	*ret = (int)v;
	return 0;
}

static void
many_option(struct strings *l, const char *value)
{
	l->v = mem_array(l->v, l->n + 1, sizeof(*l->v));
	l->v[l->n++] = value;
}

static int
store_option(struct iv_ctx *c, const struct iv_opt *o, void *base,
    const char *value, struct iv_err *e)
{
	void *at = (char *)base + o->offset;

	switch (o->type) {
	case OPT_FLAG:
		*(bool *)at = true;
		return 0;
	case OPT_STR:
		*(const char **)at = value;
		return 0;
	case OPT_TEXT:
		return tool_text(c, value, at, e);
	case OPT_INT:
		return int_option(o, value, at, e);
	case OPT_MINUTES:
		if (minutes_parse(value, at, e) < 0)
			return iv_wrap(e, "--%s", o->name);
		return 0;
	case OPT_EVERY:
		if (interval_parse(value, at, e) < 0)
			return iv_wrap(e, "--%s", o->name);
		return 0;
	case OPT_MANY:
		many_option(at, value);
		return 0;
	}
	return 0;
}

static int
add_set(struct iv_ctx *c, const char *field, const char *value,
    struct iv_err *e)
{
	const char *text;

	if (tool_text(c, value, &text, e) < 0)
		return iv_wrap(e, "%s", field);
	c->sets = mem_array(c->sets, c->nsets + 1, sizeof(*c->sets));
	c->sets[c->nsets++] = (struct iv_set){ field, text };
	return 0;
}

/* --name or -x that is not in the table: the nearest that is. */
static int
unknown_option(const struct table *t, const char *given, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf name = BUF_INIT;
	const char *best = NULL;
	size_t least = 4;

	buf_add(&name, given, strcspn(given, "="));
	for (size_t i = 0; strncmp(given, "--", 2) == 0 && i < t->n; i++) {
		size_t d = utf8_distance(name.p + 2, t->v[i].name);

		if (d < least) {
			least = d;
			best = t->v[i].name;
		}
	}
	if (best)
		return iv_fail(e, IV_USAGE, _("unknown option '%s'; did you "
		    "mean '--%s'?"), name.p, best);
	return iv_fail(e, IV_USAGE, _("unknown option '%s'; see --help"),
	    name.p);
}

static int
take_option(struct iv_ctx *c, int val, void *opts, struct iv_err *e)
{
	if (val >= COMMON_BASE)
		return store_option(c, &options_common[val - COMMON_BASE].opt,
		    c, optarg, e);
	if (val >= FIELD_BASE)
		return add_set(c, c->tool->schema->fields.v[val -
		    FIELD_BASE].name, optarg, e);
	return store_option(c, &c->cmd->opts[val - OPT_BASE], opts, optarg,
	    e);
}

/* A letter is the row that has it. */
static int
letter_val(const struct iv_cmd *cmd, int letter)
{
	for (size_t i = 0; i < cmd->nopts; i++)
		if (cmd->opts[i].letter == letter)
			return OPT_BASE + (int)i;
	for (size_t i = 0; i < options_common_len; i++)
		if (options_common[i].opt.letter == letter &&
		    option_applies(&options_common[i], cmd))
			return COMMON_BASE + (int)i;
	return HELP;
}

static int
read_options(struct iv_ctx *c, struct table *t, char **argv, void *opts,
    struct iv_err *e)
{
	int argc = 0, val;

	while (argv[argc])
		argc++;
	optind = 0;
	opterr = 0;
	while ((val = getopt_long(argc, argv, t->letters.p, t->v,
	    NULL)) != -1) {
		if (val == ':')
			return iv_fail(e, IV_USAGE,
			    _("option '%s' needs a value"), argv[optind - 1]);
		if (val == '?') {
			const char letter[] = { '-', (char)optopt, '\0' };
			bool word = strncmp(argv[optind - 1], "--", 2) == 0;

			/* Within "-xyz" optind still tells the word before. */
			return unknown_option(t, optopt && !word ? letter :
			    argv[optind - 1], e);
		}
		if (val < OPT_BASE)
			val = letter_val(c->cmd, val);
		if (val == HELP)
			return 1;
		if (take_option(c, val, opts, e) < 0)
			return -1;
	}
	return 0;
}

static void
add_arg(struct iv_ctx *c, char *arg)
{
	c->args = mem_array(c->args, (size_t)c->nargs + 2, sizeof(*c->args));
	c->args[c->nargs++] = arg;
	c->args[c->nargs] = NULL;
}

/* "-": ids on standard input, one a line, or NUL-ended with -0. */
static int
read_ids(struct iv_ctx *c, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	char end = c->nul ? '\0' : '\n';
	const char *stop;

	if (tool_stdin(c, &b, e) < 0)
		return -1;
	for (const char *p = b.p; p < b.p + b.len; p = stop + 1) {
		IV_AUTO(buf_release) struct buf one = BUF_INIT;

		stop = memchr(p, end, (size_t)(b.p + b.len - p));
		if (!stop)
			stop = b.p + b.len;
		buf_add(&one, p, (size_t)(stop - p));
		buf_trim(&one);
		if (one.len > 0)
			add_arg(c, buf_take(&one));
	}
	return 0;
}

static int
take_operand(struct iv_ctx *c, char *arg, struct iv_err *e)
{
	char *equals = strchr(arg, '=');
	IV_AUTO(mem_free_auto) char *field = NULL;

	if ((c->cmd->flags & CMD_SETS) && equals) {
		field = mem_ndup(arg, (size_t)(equals - arg));
		if (add_set(c, field, equals + 1, e) < 0)
			return -1;
		field = NULL;	/* of the set now */
		return 0;
	}
	if ((c->cmd->flags & CMD_IDS) && strcmp(arg, "-") == 0)
		return read_ids(c, e);
	add_arg(c, arg);
	return 0;
}

/* A name, or a text, that was typed as it is. */
static int
no_field(const struct iv_ctx *c, struct iv_err *e)
{
	const struct fields *f = &c->tool->schema->fields;

	for (size_t i = 0; i < f->n; i++) {
		IV_AUTO(buf_release) struct buf option = BUF_INIT;

		if (f->v[i].type != FT_LINE || !(f->v[i].flags & FF_MUST) ||
		    !option_is_field(c->cmd, &f->v[i]))
			continue;
		option_of_field(&option, &f->v[i]);
		return iv_fail(e, IV_USAGE, _("'%s' is not FIELD=VALUE; was "
		    "--%s '%s' meant?"), c->args[0], option.p, c->args[0]);
	}
	return iv_fail(e, IV_USAGE, _("'%s' is not FIELD=VALUE"), c->args[0]);
}

static int
read_operands(struct iv_ctx *c, char **argv, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf operands = BUF_INIT;
	bool from_stdin = false;

	for (int i = optind; argv[i]; i++) {
		from_stdin = from_stdin || strcmp(argv[i], "-") == 0;
		if (take_operand(c, argv[i], e) < 0)
			return -1;
	}
	help_operands(&operands, c->cmd->operands);
	if (c->nargs < c->cmd->min && !from_stdin)
		return iv_fail(e, IV_USAGE, _("%s needs %s; see '%s %s "
		    "--help'"), c->cmd->name, operands.p, c->tool->name,
		    c->cmd->name);
	if (c->cmd->max >= 0 && c->nargs > c->cmd->max)
		return iv_fail(e, IV_USAGE, _("%s takes no '%s'; see '%s %s "
		    "--help'"), c->cmd->name, c->args[c->cmd->max],
		    c->tool->name, c->cmd->name);
	if ((c->cmd->flags & CMD_SETS) && !(c->cmd->flags & CMD_IDS) &&
	    c->nargs > 0)
		return no_field(c, e);
	return 0;
}

/* Formats beside those of every list, which the command writes itself. */
static const struct {
	unsigned flag;
	const char *name;
} more_formats[] = {
	{ CMD_HTML, "html" },
	{ CMD_ICS, "ics" },
};

static bool
format_known(const struct iv_ctx *c, struct buf *names)
{
	enum out_format f;
	bool known = out_format(c->format, &f);

	buf_adds(names, OUT_FORMATS);
	for (size_t i = 0; i < IV_LEN(more_formats); i++) {
		if (!(c->cmd->flags & more_formats[i].flag))
			continue;
		buf_addf(names, " %s", more_formats[i].name);
		known = known || strcmp(c->format, more_formats[i].name) == 0;
	}
	return known;
}

static int
check_common(const struct iv_ctx *c, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf names = BUF_INIT;

	if (c->format && !format_known(c, &names))
		return iv_fail(e, IV_USAGE, _("-o: no format '%s'; one of "
		    "%s"), c->format, names.p);
	if (c->color && !words_has("auto always never", c->color))
		return iv_fail(e, IV_USAGE, _("--color: '%s' is not auto, "
		    "always or never"), c->color);
	return 0;
}

static int
unknown_command(const struct iv_tool *t, const char *name, struct iv_err *e)
{
	const char *best = NULL;
	size_t least = utf8_slips(name) + 1;

	for (size_t i = 0; i < t->ncmds; i++) {
		size_t d = utf8_distance(name, t->cmds[i].name);

		if (d < least) {
			least = d;
			best = t->cmds[i].name;
		}
	}
	if (best)
		return iv_fail(e, IV_USAGE, _("no command '%s'; did you mean "
		    "'%s'?"), name, best);
	return iv_fail(e, IV_USAGE, _("no command '%s'; see '%s --help'"),
	    name, t->name);
}

static const struct iv_cmd *
find_command(const struct iv_tool *t, const char *name)
{
	for (size_t i = 0; name && i < t->ncmds; i++)
		if (strcmp(t->cmds[i].name, name) == 0)
			return &t->cmds[i];
	return NULL;
}

static const struct iv_cmd *
default_command(const struct iv_tool *t)
{
	for (size_t i = 0; i < t->ncmds; i++)
		if (t->cmds[i].flags & CMD_DEFAULT)
			return &t->cmds[i];
	return NULL;
}

/* Of the tool, or of one command. */
static int
print_help(const struct iv_tool *t, const struct iv_cmd *cmd, FILE *f)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	int columns = tool_columns(f);
	struct help h = { &b, HELP_WIDTH };

	if (columns > 20 && columns < HELP_WIDTH)
		h.width = (size_t)columns;
	if (cmd)
		help_command(t, cmd, &h);
	else
		help_tool(t, &h);
	fputs(b.p, f);
	return 1;
}

/* help [COMMAND]; help --man REGION for the pages. */
static int
do_help(const struct iv_tool *t, char **argv, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;

	if (argv[0] && strcmp(argv[0], "--man") == 0 && argv[1]) {
		if (!help_man(t, argv[1], &b))
			return iv_fail(e, IV_USAGE, _("no region '%s'"),
			    argv[1]);
		fputs(b.p, stdout);
		return 1;
	}
	if (argv[0] && !find_command(t, argv[0]))
		return unknown_command(t, argv[0], e);
	return print_help(t, find_command(t, argv[0]), stdout);
}

static void
last_dir(struct iv_ctx *c)
{
	if (c->dirs.n > 0)
		c->dir = c->dirs.v[c->dirs.n - 1];
}

/* What may stand before the command: -C DIR, --help, --version. */
static int
before_command(struct iv_ctx *c, char ***argv, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	char **v = *argv;

	for (; *v && **v == '-'; v++) {
		if (strcmp(*v, "-C") == 0 && v[1])
			many_option(&c->dirs, *++v);
		else if (strncmp(*v, "-C", 2) == 0 && (*v)[2])
			many_option(&c->dirs, *v + 2);
		else if (strcmp(*v, "--version") == 0) {
			help_version(c->tool, &b);
			fputs(b.p, stdout);
			return 1;
		} else if (strcmp(*v, "--help") == 0 || strcmp(*v, "-h") == 0)
			return print_help(c->tool, NULL, stdout);
		else if (default_command(c->tool))
			break;
		else
			return iv_fail(e, IV_USAGE, _("unknown option '%s' "
			    "before the command; see '%s --help'"), *v,
			    c->tool->name);
	}
	*argv = v;
	last_dir(c);
	if (!*v && !default_command(c->tool)) {
		print_help(c->tool, NULL, stderr);
		return iv_fail(e, IV_USAGE, _("a command is needed"));
	}
	return 0;
}

static int
parse_command(struct iv_ctx *c, char **argv, void **opts, struct iv_err *e)
{
	struct table t = { NULL, 0, BUF_INIT };
	int r;

	if (!c->cmd)
		return iv_fail(e, IV_USAGE, _("a command is needed"));
	*opts = mem_alloc(c->cmd->size);
	table_make(&t, c->tool, c->cmd);
	r = read_options(c, &t, argv, *opts, e);
	table_release(&t);
	if (r > 0)
		return print_help(c->tool, c->cmd, stdout);
	if (r < 0 || check_common(c, e) < 0)
		return -1;
	last_dir(c);
	return read_operands(c, argv, e);
}

/* The words of a line that is being typed are no options of ours. */
static int
take_complete(struct iv_ctx *c, char **argv)
{
	c->cmd = &complete_cmd;
	while (*argv)
		add_arg(c, *argv++);
	return 0;
}

int
options_parse(struct iv_ctx *c, int argc, char **argv, void **opts,
    struct iv_err *e)
{
	char **v = argv + (argc > 0);
	int r = before_command(c, &v, e);

	if (r != 0)
		return r;
	if (!*v || **v == '-') {
		c->cmd = default_command(c->tool);
		return parse_command(c, v - (argc > 0), opts, e);
	}
	if (strcmp(*v, "help") == 0)
		return do_help(c->tool, v + 1, e);
	if (strcmp(*v, complete_cmd.name) == 0)
		return take_complete(c, v + 1);
	c->cmd = find_command(c->tool, *v);
	if (!c->cmd)
		return unknown_command(c->tool, *v, e);
	return parse_command(c, v, opts, e);
}
