#include <stddef.h>
#include <string.h>

#include "facts_register.h"
#include "mem.h"
#include "past.h"
#include "report.h"
#include "tool.h"

struct report_opts {
	const char *since, *until, *member, *reader, *audience;
	const char *profile, *before, *at;
	bool same;
	bool more;
};

/* What is asked of each group, the first for all of them. */
struct asked {
	const struct report *report;
	const struct report_view *view;
	struct report_ask *v;
	struct past **past;
	size_t n;
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

/* The year that the period is in: this one, or the one it ends in. */
static void
take_year(const struct iv_ctx *c, const struct report_opts *o, bool whole,
    struct facts_scope *scope)
{
	bool since = o->since && (whole || scope->since > c->now.day);
	int y = day_year(o->until ? scope->until : since ? scope->since :
	    c->now.day);

	if (!o->since)
		day_from_ymd(y, 1, 1, &scope->since);
	if (!o->until)
		day_from_ymd(y, 12, 31, &scope->until);
}

/* The id is kept in room. */
static int
find_member(struct iv_ctx *c, const char *typed, struct id *room,
    const char **ret, struct iv_err *e)
{
	if (store_find(c->store, &schema_member, typed, c->now, room, e) < 0)
		return -1;
	*ret = room->s;
	return 0;
}

/* By the number in the register; *e is what was wrong else. */
static bool
find_number(struct iv_ctx *c, const struct report_opts *o,
    struct report_ask *ask, const struct iv_err *e)
{
	if (e->code != IV_NOTFOUND || !o->profile || !facts_register_find(
	    c->store, o->profile, o->member, &ask->ids[0]))
		return false;
	ask->scope.member = ask->ids[0].s;
	return true;
}

static int
take_period(struct iv_ctx *c, const struct report_opts *o,
    struct facts_scope *scope, struct iv_err *e)
{
	if (take_day(c, o->since, "since", &scope->since, e) < 0 ||
	    take_day(c, o->until, "until", &scope->until, e) < 0)
		return -1;
	if (scope->since > scope->until)
		return iv_fail(e, IV_USAGE, _("--since %s is after --until "
		    "%s"), o->since, o->until);
	if (report_of(c->cmd)->year)
		take_year(c, o, report_of(c->cmd)->whole, scope);
	return 0;
}

static int
take_audience(struct iv_ctx *c, const struct report_opts *o,
    struct report_ask *ask, struct iv_err *e)
{
	if (o->audience && strcmp(o->audience, "shared") != 0 &&
	    strcmp(o->audience, "group") != 0)
		return iv_fail(e, IV_USAGE, _("--audience: '%s' is not "
		    "shared or group"), o->audience);
	ask->all = o->audience && strcmp(o->audience, "group") == 0;
	if (!o->reader)
		return 0;
	if (find_member(c, o->reader, &ask->ids[1], &ask->reader, e) < 0)
		return iv_wrap(e, "--for");
	return 0;
}

static bool
is_commit(const char *typed)
{
	size_t n = strspn(typed, "0123456789abcdef");

	return strcmp(typed, "HEAD") == 0 || (typed[n] == '\0' && n >= 4);
}

/* A day is as it ended, a time as its minute did. */
static int
take_moment(struct iv_ctx *c, const char *typed, struct past_at *at,
    struct iv_err *e)
{
	const char *zone = store_zone(c->store);
	struct civil then, end;

	if (tool_day(c, typed, &then, e) < 0)
		return -1;
	if (then.day > c->now.day)
		return iv_fail(e, IV_USAGE, _("%s is still to come"), typed);
	end = then;
	if (then.minute < 0) {
		end.day++;
		then.minute = 24 * 60 - 1;
	}
	if (zone_instant(zone, end, &at->until, e) < 0)
		return -1;
	at->until += end.minute < 0 ? -1 : 59;
	c->now = then;
	return 0;
}

/* The group as it stood: --at. */
static int
go_back(struct iv_ctx *c, const char *typed, struct past **past,
    struct report_ask *ask, struct iv_err *e)
{
	struct past_at at = { is_commit(typed) ? typed : NULL, 0 };

	if ((!at.named && take_moment(c, typed, &at, e) < 0) ||
	    past_open(past, c->store, &at, e) < 0)
		return iv_wrap(e, "--at %s", typed);
	if (at.named)
		c->now = zone_civil(store_zone(c->store), past_when(*past),
		    NULL);
	memcpy(ask->commit, past_commit(*past), sizeof(ask->commit));
	ask->past = true;
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
	bool people = tool_for_people(c) || is_format(c, "md");
	size_t from = people ? v->ids : 0;
	IV_AUTO(mem_free_auto) struct out_col *cols =
	    mem_array(NULL, v->ncols + 1, sizeof(*cols));
	struct out_spec spec = { OUT_TABLE, NULL, c->fields, cols,
		v->ncols - from, NULL, "iv-report " IV_VERSION };
	struct out *o;

	memcpy(cols, v->cols + from, spec.ncols * sizeof(*cols));
	if (v == &r->plain && r->drawn && !c->fields &&
	    tool_for_people(c))
		cols[spec.ncols++] = *r->drawn;

	report_schema(&schema, r, v);
	spec.schema = schema.p;
	if (c->format)
		out_format(c->format, &spec.format);
	if (*ask->commit && !ask->groups)
		spec.commit = ask->commit;
	o = out_begin(stdout, &spec, &c->style);
	if (v->rows(ask, o, e) == 0)
		return out_end(o, e);
	out_drop(o);
	return -1;
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
	if (report_is_each(r, v))
		return report_each(stdout, &d, ask, is_format(c, "html") ?
		    LOOK_HTML : is_format(c, "md") ? LOOK_MD : LOOK_TABLE,
		    e);
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
	return 0;
}

static int
print_report(struct iv_ctx *c, const struct report *r,
    const struct report_view *v, struct report_ask *ask, struct iv_err *e)
{
	if (report_kept(r, v, c->format))
		return print_kept(c, r, v, ask, e);
	return print_streamed(c, r, v, ask, e);
}

/* The group is open and, where that was asked, taken back in time. */
static int
take_scope(struct iv_ctx *c, const struct report_opts *o,
    struct report_ask *ask, struct iv_err *e)
{
	ask->store = c->store;
	if (!ask->past && (is_format(c, "md") || is_format(c, "html") ||
	    is_format(c, "json")) && !past_head(c->store, ask->commit))
		ask->commit[0] = '\0';
	ask->scope.now = c->now;
	if (take_period(c, o, &ask->scope, e) < 0)
		return -1;
	if (o->member && find_member(c, o->member, &ask->ids[0],
	    &ask->scope.member, e) < 0 && !find_number(c, o, ask, e))
		return iv_wrap(e, "--member");
	return take_audience(c, o, ask, e);
}

/* One more group; it is a's then, whatever comes of it. */
static int
take_group(struct iv_ctx *c, const struct report_opts *o, struct asked *a,
    struct iv_err *e)
{
	struct report_ask *ask = &a->v[a->n];

	*ask = (struct report_ask){ .scope = { FACTS_ALWAYS },
		.about = BUF_INIT,
		.meeting = c->nargs > 0 ? c->args[0] : NULL,
		.profile = o->profile, .before = o->before, .same = o->same };
	if (tool_store_mask(c, a->report->mask, e) < 0)
		return -1;
	ask->store = c->store;
	a->n++;
	if (o->at && go_back(c, o->at, &a->past[a->n - 1], ask, e) < 0)
		return -1;
	return take_scope(c, o, ask, e);
}

/* Drops the group that was taken last. */
static void
drop_group(struct asked *a)
{
	a->n--;
	report_ask_release(&a->v[a->n]);
	store_close(a->v[a->n].store);
	past_close(a->past[a->n]);
	a->past[a->n] = NULL;
}

/* Each -C in turn.  One without that person, or of later than --at, is told
 * and passed over, as long as there is another. */
static int
take_groups(struct iv_ctx *c, const struct report_opts *o, struct asked *a,
    struct iv_err *e)
{
	for (size_t i = 0; i < c->dirs.n; i++) {
		size_t had = a->n;
		int r;

		c->dir = c->dirs.v[i];
		c->store = NULL;
		r = take_group(c, o, a, e);
		c->store = NULL;
		if (r == 0)
			continue;
		if (e->code != IV_NOTFOUND || a->n == had ||
		    (had == 0 && i + 1 == c->dirs.n))
			return iv_wrap(e, "-C %s", c->dir);
		tool_say(c, "-C %s: %s", c->dir, e->msg);
		drop_group(a);
	}
	c->store = a->v[0].store;
	return 0;
}

static bool
joins(const struct iv_ctx *c, const struct report *r)
{
	return c->dirs.n > 1 || r->groups == GROUPS_ALWAYS;
}

static void
warn(struct iv_ctx *c, const struct asked *a)
{
	for (size_t i = 0; i < a->n; i++)
		warn_unclosed(c, &a->v[i].unclosed);
}

static int
print_joined(struct iv_ctx *c, const struct asked *a, struct iv_err *e)
{
	const struct report_several g = { a->report, a->view, a->v, a->n };
	IV_AUTO(mem_free_auto) struct out_col *cols = mem_array(NULL,
	    a->view->ncols + 2, sizeof(*cols));
	struct report_ask whole = a->v[0];
	struct report joined;
	int r;

	whole.groups = &g;
	whole.about = (struct buf)BUF_INIT;
	report_several_join(&joined, &g, cols);
	r = print_report(c, &joined, &joined.plain, &whole, e);
	buf_release(&whole.about);
	return r;
}

static int
print_asked(struct iv_ctx *c, const struct asked *a, struct iv_err *e)
{
	int status = 0;

	c->style.lang = store_lang(c->store);
	if ((joins(c, a->report) ? print_joined(c, a, e) : print_report(c,
	    a->report, a->view, &a->v[0], e)) < 0)
		return -1;
	warn(c, a);
	for (size_t i = 0; i < a->n; i++)
		if (store_faults(a->v[i].store) > 0)
			status = IV_INVALID;
	return status;
}

static void
asked_release(struct asked *a)
{
	for (size_t i = 0; i < a->n; i++) {
		report_ask_release(&a->v[i]);
		store_close(a->v[i].store);
		past_close(a->past[i]);
	}
	mem_free(a->v);
	mem_free(a->past);
}

/* Before anything is read. */
static int
check_usage(const struct iv_ctx *c, const struct report *r,
    const struct report_view *v, struct iv_err *e)
{
	const struct report_several g = { r, v, NULL, 0 };
	IV_AUTO(mem_free_auto) struct out_col *cols = mem_array(NULL,
	    v->ncols + 2, sizeof(*cols));
	struct report joined;

	if (c->dirs.n > 1 && r->groups == GROUPS_ONE)
		return iv_fail(e, IV_USAGE, _("%s is about one group: one "
		    "-C; several side by side: iv-report groups"), r->name);
	report_several_join(&joined, &g, cols);
	return check_columns(c, joins(c, r) ? &joined.plain : v, e);
}

static int
run(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	const struct report_opts *o = opts;
	const struct report *r = report_of(c->cmd);
	size_t n = c->dirs.n + 1;
	IV_AUTO(asked_release) struct asked a = { r,
		o->more ? &r->more : &r->plain,
		mem_array(NULL, n, sizeof(*a.v)),
		mem_array(NULL, n, sizeof(struct past *)), 0 };
	int status;

	memset(a.past, 0, n * sizeof(struct past *));
	if (check_usage(c, r, a.view, e) < 0)
		return -1;
	if (c->dirs.n > 1)
		status = take_groups(c, o, &a, e);
	else
		status = take_group(c, o, &a, e);
	if (status == 0)
		status = print_asked(c, &a, e);
	c->store = NULL;
	return status;
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
	struct iv_opt *v = mem_array(NULL, IV_LEN(period_opt) + 8,
	    sizeof(*v));

	*n = 0;
	for (; !r->timeless && *n < IV_LEN(period_opt); (*n)++)
		v[*n] = period_opt[*n];
	v[(*n)++] = (struct iv_opt){ "at", 0, OPT_STR, offsetof(struct
	    report_opts, at), N_("DATE|COMMIT"), N_("the group as it stood "
	    "then") };
	put_option(v, n, r->member, (struct iv_opt){ "member", 0, OPT_STR,
	    offsetof(struct report_opts, member), N_("MEMBER"), NULL });
	put_option(v, n, r->reader, (struct iv_opt){ "for", 0, OPT_STR,
	    offsetof(struct report_opts, reader), N_("MEMBER"), NULL });
	put_option(v, n, r->audience, (struct iv_opt){ "audience", 0, OPT_STR,
	    offsetof(struct report_opts, audience), N_("WHO"), NULL });
	put_option(v, n, r->profile, (struct iv_opt){ "profile", 0, OPT_STR,
	    offsetof(struct report_opts, profile), N_("NAME"), NULL });
	put_option(v, n, r->same, (struct iv_opt){ "same", 0, OPT_FLAG,
	    offsetof(struct report_opts, same), NULL, NULL });
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
		.flags = CMD_LISTS | CMD_HTML | CMD_READS,
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
