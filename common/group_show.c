#include "group.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file.h"
#include "mem.h"
#include "members.h"
#include "utf8.h"
#include "verbs.h"

#define LABEL_WIDTH	26	/* as show.c has it */

int
group_begin(struct iv_ctx *c, struct change **ch, struct record **ret,
    struct iv_err *e)
{
	if (tool_begin(c, ch, e) < 0)
		return -1;
	return change_get(*ch, &schema_group,
	    json_str(store_group(c->store), "id"), ret, e);
}

int
group_set(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	IV_AUTO(change_end_auto) struct change *ch = NULL;
	IV_AUTO(json_free_auto) cJSON *was = NULL;
	struct record *r;

	(void)opts;
	if (c->nsets == 0)
		return iv_fail(e, IV_USAGE, _("nothing to set: give "
		    "FIELD=VALUE; see '%s set --help'"), c->tool->name);
	if (group_begin(c, &ch, &r, e) < 0)
		return -1;
	was = cJSON_Duplicate(r->json, true);
	if (verb_apply(c, r, e) < 0 || verb_check(c, was, r, e) < 0)
		return -1;
	return tool_commit(c, ch, "set", e);
}

/* There is one group: its id need not be typed. */
int
group_edit(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	IV_AUTO(mem_free_auto) char *id = NULL;
	char *args[] = { NULL, NULL };
	int done;

	if (tool_store(c, e) < 0)
		return -1;
	args[0] = id = mem_dup(json_str(store_group(c->store), "id"));
	c->args = args;
	c->nargs = 1;
	done = verb_edit(c, opts, e);
	c->args = NULL;
	c->nargs = 0;
	return done;
}

static void
line(struct iv_ctx *c, struct buf *b, const char *label, const char *text)
{
	size_t width = c->style.width > 0 && c->style.width < 100 ?
	    (size_t)c->style.width : 80;

	utf8_fit(b, label, LABEL_WIDTH, false);
	utf8_wrap(b, text, width < 50 ? 50 : width, LABEL_WIDTH);
	buf_addc(b, '\n');
}

static void
line_agreements(struct iv_ctx *c, struct buf *b, const struct roll *roll)
{
	IV_AUTO(buf_release) struct buf text = BUF_INIT;
	const cJSON *all = json_get(store_group(c->store), "agreements"), *a;
	size_t n = json_count(all), whole = 0;

	if (n == 0)
		return;
	cJSON_ArrayForEach(a, all)
		whole += roll->n > 0 && roll_signed(roll, a) == roll->n;
	buf_addf(&text, iv_n("%zu agreement, %zu signed by all",
	    "%zu agreements, %zu signed by all", n), n, whole);
	line(c, b, _("Agreements"), text.p);
}

static void
line_open(struct iv_ctx *c, struct buf *b)
{
	IV_AUTO(checklist_free_auto) struct checklist *l =
	    checklist_contract(c->style.lang);
	IV_AUTO(buf_release) struct buf text = BUF_INIT;

	for (size_t i = 0; i < l->n; i++)
		if (!agreement_of_topic(store_group(c->store), l->v[i].id))
			buf_addf(&text, "%s%s", text.len > 0 ? ", " : "",
			    l->v[i].title);
	if (text.len > 0)
		line(c, b, _("Not yet agreed"), text.p);
}

static int
lines_more(struct iv_ctx *c, struct buf *b, struct iv_err *e)
{
	IV_AUTO(roll_release) struct roll roll = { NULL, 0, 0 };
	IV_AUTO(buf_release) struct buf text = BUF_INIT;
	long max = 0;

	if (roll_load(&roll, c->store, c->now.day, e) < 0)
		return -1;
	json_int(store_group(c->store), "max_members", &max);
	if (max > 0)
		buf_addf(&text, _("%zu (at most %ld)"), roll.members, max);
	else
		buf_addf(&text, "%zu", roll.members);
	line(c, b, _("Members"), text.p);
	line_agreements(c, b, &roll);
	line_open(c, b);
	buf_clear(&text);
	store_private_path(c->store, &text);
	line(c, b, _("Your private area"), text.p);
	return 0;
}

/* The agreements have a command of their own; here they are counted. */
static int
show_people(struct iv_ctx *c, struct iv_err *e)
{
	IV_AUTO(json_free_auto) cJSON *j =
	    cJSON_Duplicate(store_group(c->store), true);
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	struct record r = { .schema = &schema_group, .json = j };

	json_drop(j, "agreements");
	show_record(c, &r, &b);
	if (lines_more(c, &b, e) < 0)
		return -1;
	tool_print(c, b.p);
	return 0;
}

int
group_show(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	struct out_col cols[FIELDS_MAX + 1];
	struct out *o;

	(void)opts;
	if (tool_store(c, e) < 0)
		return -1;
	if (!c->fields && tool_for_people(c))
		return show_people(c, e);
	if (!c->fields && strcmp(c->format, "json") == 0) {
		json_print(&b, store_group(c->store));
		fputs(b.p, stdout);
		return 0;
	}
	if (!c->format)
		c->format = "tsv";
	o = tool_out(c, "iv.groups/1", cols, record_cols(&schema_group, cols));
	out_row(o, store_group(c->store));
	return out_end(o, e);
}

#define ME	".git/iv/me"

static int
set_me(struct iv_ctx *c, struct iv_err *e)
{
	IV_AUTO(record_free_auto) struct record *r = NULL;
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	int fd = store_dirfd(c->store);
	struct stat st;

	if (tool_read(c, &schema_member, c->args[0], &r, e) < 0)
		return -1;
	if (beneath_stat(fd, ".git", &st) < 0 || !S_ISDIR(st.st_mode))
		return iv_fail(e, IV_CONFLICT, _("'%s' has no git repository "
		    "of its own"), store_dir(c->store));
	if (c->dry_run) {
		tool_print(c, "set " ME "\n");
		return 0;
	}
	buf_addf(&b, "%s\n", r->id.s);
	if (dirs_make(fd, ME, e) < 0)
		return -1;
	return file_replace(fd, ME, b.p, b.len, 0600, e);
}

int
group_me(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	static const struct out_col cols[] = {
		{ "id", N_("Id"), OUT_TEXT }, { "name", N_("Name"), OUT_TEXT },
	};
	IV_AUTO(json_free_auto) cJSON *row = cJSON_CreateObject();
	struct out *o;

	(void)opts;
	if (tool_store(c, e) < 0)
		return -1;
	if (c->nargs > 0)
		return set_me(c, e);
	if (tool_author(c, e) < 0)
		return -1;
	o = tool_out(c, "iv.me/1", cols, IV_LEN(cols));
	if (id_valid(c->author)) {
		json_set_str(row, "id", c->author);
		json_set_str(row, "name", store_name(c->store, c->author));
		out_row(o, row);
	} else {
		tool_say(c, _("nobody was named: changes are signed 'iv'; name "
		    "yourself with 'iv-group me MEMBER'"));
	}
	return out_end(o, e);
}
