#include <stddef.h>
#include <string.h>

#include "mem.h"
#include "report.h"
#include "tool.h"

struct report_opts {
	const char *since, *until, *member, *reader, *audience;
	const char *profile, *before;
	bool more;
};

static const struct iv_opt period_opt[] = {
	{ "since", 0, OPT_STR, offsetof(struct report_opts, since),
	    N_("DATE"), N_("only from this day on") },
	{ "until", 0, OPT_STR, offsetof(struct report_opts, until),
	    N_("DATE"), N_("only up to and including this day") },
};

static const struct report *
report_of(const struct iv_cmd *cmd)
{
	size_t i = 0;

	while (strcmp(reports[i]->name, cmd->name) != 0)
		i++;
	return reports[i];
}

static int
take_day(struct iv_ctx *c, const char *typed, const char *option,
    int32_t *day, struct iv_err *e)
{
	struct civil at;

	if (!typed)
		return 0;
	if (tool_day(c, typed, &at, e) < 0)
		return iv_wrap(e, "--%s", option);
	*day = at.day;
	return 0;
}

/* The year that the period is in: this one, or the one it ends in, up to
 * today. */
static void
take_year(const struct iv_ctx *c, const struct report_opts *o,
    struct facts_scope *scope)
{
	int y = day_year(o->until ? scope->until : o->since ? scope->since :
	    c->now.day);

	if (!o->since)
		day_from_ymd(y, 1, 1, &scope->since);
	if (!o->until)
		day_from_ymd(y, 12, 31, &scope->until);
}

/* The period and the person; id is where the person's id is kept. */
static int
take_scope(struct iv_ctx *c, const struct report_opts *o,
    struct facts_scope *scope, struct id *id, struct iv_err *e)
{
	if (take_day(c, o->since, "since", &scope->since, e) < 0 ||
	    take_day(c, o->until, "until", &scope->until, e) < 0)
		return -1;
	if (scope->since > scope->until)
		return iv_fail(e, IV_USAGE, _("--since %s is after --until "
		    "%s"), o->since, o->until);
	if (report_of(c->cmd)->year)
		take_year(c, o, scope);
	if (!o->member)
		return 0;
	if (store_find(c->store, &schema_member, o->member, c->now, id,
	    e) < 0)
		return iv_wrap(e, "--member");
	scope->member = id->s;
	return 0;
}

/* For whom it is; id is where the reader's id is kept. */
static int
take_audience(struct iv_ctx *c, const struct report_opts *o,
    struct report_ask *ask, struct id *id, struct iv_err *e)
{
	if (o->audience && strcmp(o->audience, "shared") != 0 &&
	    strcmp(o->audience, "group") != 0)
		return iv_fail(e, IV_USAGE, _("--audience: '%s' is not "
		    "shared or group"), o->audience);
	ask->all = o->audience && strcmp(o->audience, "group") == 0;
	if (!o->reader)
		return 0;
	if (store_find(c->store, &schema_member, o->reader, c->now, id,
	    e) < 0)
		return iv_wrap(e, "--for");
	ask->reader = id->s;
	return 0;
}

static bool
is_format(const struct iv_ctx *c, const char *name)
{
	return c->format && strcmp(c->format, name) == 0;
}

/* The columns of a view by name, for a message. */
static void
names_add(struct buf *b, const struct report_view *v)
{
	for (size_t i = 0; i < v->ncols; i++)
		buf_addf(b, "%s%s", i > 0 ? ", " : "", v->cols[i].name);
}

static bool
has_column(const struct report_view *v, const char *name, size_t len)
{
	for (size_t i = 0; i < v->ncols; i++)
		if (strlen(v->cols[i].name) == len &&
		    memcmp(v->cols[i].name, name, len) == 0)
			return true;
	return false;
}

static int
check_columns(const struct iv_ctx *c, const struct report_view *v,
    struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf may = BUF_INIT;
	const char *p = c->fields ? c->fields : "";

	names_add(&may, v);
	for (size_t n; *p; p += n + (p[n] == ',')) {
		n = strcspn(p, ",");
		if (n > 0 && !has_column(v, p, n))
			return iv_fail(e, IV_USAGE, _("-f: no column '%.*s'; "
			    "one of %s"), (int)n, p, may.p);
	}
	if (is_format(c, "id") && !has_column(v, "id", 2))
		return iv_fail(e, IV_USAGE, _("-o id: the rows of this "
		    "report have no id of their own; take a column by -o "
		    "tsv -f: %s"), may.p);
	return 0;
}

static int
print_rows(struct iv_ctx *c, const struct report *r,
    const struct report_view *v, struct report_ask *ask, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf schema = BUF_INIT;
	struct iv_err end = IV_ERR_INIT;
	bool people = tool_for_people(c) || is_format(c, "md");
	size_t from = people ? v->ids : 0;
	struct out *o;
	int n;

	report_schema(&schema, r, v);
	o = tool_out(c, schema.p, v->cols + from, v->ncols - from);
	n = v->rows(ask, o, e);
	if (out_end(o, &end) < 0 && n == 0) {
		*e = end;
		n = -1;
	}
	return n;
}

static void
warn_unclosed(struct iv_ctx *c, const struct unclosed *u)
{
	char day[DAY_TEXT];

	civil_text(day, (struct civil){ u->first, -1 });
	if (u->n > 0)
		tool_say(c, iv_n("%zu past meeting with attendance was not "
		    "closed and does not count: iv-session close %s",
		    "%zu past meetings with attendance were not closed and "
		    "do not count; the first: iv-session close %s", u->n),
		    u->n, day);
}

static void
keep_row(void *arg, const cJSON *row)
{
	cJSON_AddItemToArray(arg, cJSON_Duplicate(row, true));
}

/* Rows are gathered first: what people see of them is a whole. */
static int
print_kept(struct iv_ctx *c, const struct report *r,
    const struct report_view *v, struct report_ask *ask, struct iv_err *e)
{
	IV_AUTO(json_free_auto) cJSON *rows = cJSON_CreateArray();
	IV_AUTO(buf_release) struct buf page = BUF_INIT;
	struct report_doc d = { r, v, ask, rows, c->fields, &c->style,
		IV_VERSION };
	struct iv_err end = IV_ERR_INIT;
	struct out *o;
	int n;

	if (is_format(c, "html") && report_streams(r, v))
		return report_stream(stdout, &d, ask, e);
	o = out_each(keep_row, rows);
	n = v->rows(ask, o, e);
	if (out_end(o, &end) < 0 || n < 0)
		return -1;
	if (!is_format(c, "html"))
		return report_print(stdout, &d, is_format(c, "md") ? OUT_MD :
		    OUT_TABLE, e);
	report_html(&page, &d);
	tool_print(c, page.p);
	return 0;
}

static int
print_streamed(struct iv_ctx *c, const struct report *r,
    const struct report_view *v, struct report_ask *ask, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf text = BUF_INIT;
	bool md = is_format(c, "md");

	if (md) {
		report_head(&text, r, v, ask);
		tool_print(c, text.p);
		buf_clear(&text);
	}
	if (print_rows(c, r, v, ask, e) < 0)
		return -1;
	if (md) {
		report_foot(&text, ask, IV_VERSION);
		tool_print(c, text.p);
	}
	warn_unclosed(c, &ask->unclosed);
	return 0;
}

static int
print_report(struct iv_ctx *c, const struct report *r,
    const struct report_view *v, struct report_ask *ask, struct iv_err *e)
{
	if (report_kept(r, v, c->format)) {
		if (print_kept(c, r, v, ask, e) < 0)
			return -1;
		warn_unclosed(c, &ask->unclosed);
		return 0;
	}
	return print_streamed(c, r, v, ask, e);
}

static int
run(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	const struct report_opts *o = opts;
	const struct report *r = report_of(c->cmd);
	const struct report_view *v = o->more ? &r->more : &r->plain;
	struct report_ask ask = { .scope = { FACTS_ALWAYS },
		.about = BUF_INIT,
		.meeting = c->nargs > 0 ? c->args[0] : NULL,
		.profile = o->profile, .before = o->before };
	struct id member, reader;
	int n;

	if (check_columns(c, v, e) < 0 || tool_store_mask(c, r->mask, e) < 0)
		return -1;
	ask.store = c->store;
	ask.scope.now = c->now;
	c->style.lang = store_lang(c->store);
	if (take_scope(c, o, &ask.scope, &member, e) < 0 ||
	    take_audience(c, o, &ask, &reader, e) < 0)
		return -1;
	n = print_report(c, r, v, &ask, e);
	buf_release(&ask.about);
	return n;
}

/* When the report has a help for it, it has the option. */
static void
put_option(struct iv_opt *v, size_t *n, const char *help, struct iv_opt opt)
{
	opt.help = help;
	if (help)
		v[(*n)++] = opt;
}

/* The options of a report: the period, and what its row has. */
static struct iv_opt *
make_options(const struct report *r, size_t *n)
{
	struct iv_opt *v = mem_array(NULL, IV_LEN(period_opt) + 6,
	    sizeof(*v));

	*n = 0;
	for (; !r->timeless && *n < IV_LEN(period_opt); (*n)++)
		v[*n] = period_opt[*n];
	put_option(v, n, r->member, (struct iv_opt){ "member", 0, OPT_STR,
	    offsetof(struct report_opts, member), N_("MEMBER"), NULL });
	put_option(v, n, r->reader, (struct iv_opt){ "for", 0, OPT_STR,
	    offsetof(struct report_opts, reader), N_("MEMBER"), NULL });
	put_option(v, n, r->audience, (struct iv_opt){ "audience", 0, OPT_STR,
	    offsetof(struct report_opts, audience), N_("WHO"), NULL });
	put_option(v, n, r->profile, (struct iv_opt){ "profile", 0, OPT_STR,
	    offsetof(struct report_opts, profile), N_("NAME"), NULL });
	put_option(v, n, r->before, (struct iv_opt){ "before", 0, OPT_STR,
	    offsetof(struct report_opts, before), N_("MEETING"), NULL });
	if (r->more.option)
		v[(*n)++] = (struct iv_opt){ r->more.option, 0, OPT_FLAG,
		    offsetof(struct report_opts, more), NULL, r->more.help };
	return v;
}

static struct iv_cmd
make_command(const struct report *r)
{
	struct iv_cmd cmd = { .name = r->name,
		.operands = r->operands ? r->operands : "",
		.max = r->operands ? 1 : 0,
		.help = r->help, .run = run,
		.size = sizeof(struct report_opts),
		.flags = CMD_LISTS | CMD_HTML,
		.example = r->example };

	cmd.opts = make_options(r, &cmd.nopts);
	return cmd;
}

static void
tool_release(struct iv_tool *t)
{
	struct iv_cmd *cmds = (struct iv_cmd *)(size_t)t->cmds;

	for (size_t i = 0; i < t->ncmds; i++)
		mem_free((struct iv_opt *)(size_t)cmds[i].opts);
	mem_free(cmds);
}

int
main(int argc, char **argv)
{
	IV_AUTO(tool_release) struct iv_tool tool = { .name = "iv-report",
		.help = N_("reports for the group and its people") };
	struct iv_cmd *cmds = NULL;

	while (reports[tool.ncmds]) {
		cmds = mem_array(cmds, tool.ncmds + 1, sizeof(*cmds));
		cmds[tool.ncmds] = make_command(reports[tool.ncmds]);
		tool.ncmds++;
	}
	tool.cmds = cmds;
	return iv_main(&tool, argc, argv);
}
