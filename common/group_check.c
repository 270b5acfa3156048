#include "group.h"

#include <string.h>

#include "check.h"
#include "sandbox.h"

/* Where findings go: lines for people, rows for programs. */
struct telling {
	struct iv_ctx *c;
	struct out *out;
	size_t faults;
};

static void
tell(void *arg, const struct finding *f)
{
	struct telling *t = arg;
	IV_AUTO(json_free_auto) cJSON *row = NULL;
	IV_AUTO(buf_release) struct buf b = BUF_INIT;

	t->faults += strcmp(f->kind, "advice") != 0;
	if (t->out) {
		row = cJSON_CreateObject();
		json_set_str(row, "id", f->path);
		json_set_str(row, "path", f->path);
		json_set_str(row, "kind", f->kind);
		json_set_str(row, "what", f->what);
		out_row(t->out, row);
		return;
	}
	/* A line and a column belong to the path, as compilers write them. */
	buf_addf(&b, "%s:%s%s%s\n", f->path, *f->what >= '0' &&
	    *f->what <= '9' && strcmp(f->kind, "json") == 0 ? "" : " ",
	    strcmp(f->kind, "advice") == 0 ? _("advice: ") : "", f->what);
	tool_print(t->c, b.p);
}

int
group_check(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	static const struct out_col cols[] = {
		{ "path", N_("File"), OUT_TEXT },
		{ "kind", N_("Kind"), OUT_TEXT },
		{ "what", N_("What"), OUT_TEXT },
	};
	const struct check_opts *o = opts;
	IV_AUTO(buf_release) struct buf dir = BUF_INIT;
	struct telling t = { c, NULL, 0 };
	struct check_what what = { .data_home = c->data_home,
		.contract = o->contract };

	if (tool_dir(c, &dir, e) < 0 || tool_clock(c, "UTC", e) < 0)
		return -1;
	what.dir = dir.p;
	sandbox_enter(NULL, 0);
	what.day = c->now.day;
	if (c->format || c->fields)
		t.out = tool_out(c, "iv.faults/1", cols, IV_LEN(cols));
	if (check_group(&what, tell, &t, e) < 0)
		return -1;
	if (t.out && out_end(t.out, e) < 0)
		return -1;
	return t.faults > 0 ? IV_FAIL : 0;
}
