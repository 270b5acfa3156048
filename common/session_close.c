#include <fcntl.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include "agenda.h"
#include "ask.h"
#include "facts_session.h"
#include "meeting.h"
#include "mem.h"
#include "proc.h"
#include "session.h"
#include "session_after.h"
#include "session_run.h"
#include "text.h"

static void
add_word(const char *word, size_t len, void *arg)
{
	struct buf *b = arg;
	char text[32];

	snprintf(text, sizeof(text), "%.*s", (int)len, word);
	buf_addf(b, "%s%s", b->len > 0 ? ", " : "", _(text));
}

int
session_may(struct iv_ctx *c, const struct record *r, struct iv_err *e)
{
	const struct meeting_step *m = meeting_step(c->cmd->name);
	const char *status = json_str(r->json, "status");
	IV_AUTO(buf_release) struct buf from = BUF_INIT;
	char when[64];

	if (words_has(m->from, status))
		return 0;
	facts_when(when, r->json);
	if (m->to && strcmp(m->to, status) == 0)
		return iv_fail(e, IV_USAGE, _("the meeting of %s is %s "
		    "already"), when, _(status));
	words_each(m->from, add_word, &from);
	return iv_fail(e, IV_USAGE, _("the meeting of %s is %s; '%s' is for "
	    "meetings that are: %s"), when, _(status), m->verb, from.p);
}

static bool
is_last(const struct iv_ctx *c)
{
	return words_has("attend close sheet", c->cmd->name);
}

int
session_get(struct iv_ctx *c, struct change *ch, const char *typed,
    struct record **ret, struct iv_err *e)
{
	struct id id;

	if (typed) {
		if (tool_get(c, ch, &schema_session, typed, ret, e) < 0)
			return -1;
	} else if (facts_meeting_find(c->store, is_last(c), c->now, &id,
	    e) < 0 || change_get(ch, &schema_session, id.s, ret, e) < 0) {
		return -1;
	}
	return session_may(c, *ret, e);
}

const struct iv_opt close_opt[7] = {
	{ "edit", 'e', OPT_FLAG, offsetof(struct close_opts, edit), NULL,
	    N_("one sheet in the editor, filled in as far as known (on a "
	    "terminal: when no other option is given)") },
	{ "sheet", 0, OPT_STR, offsetof(struct close_opts, sheet),
	    N_("FILE"), N_("read that sheet, filled in; - is standard "
	    "input") },
	{ "as-noted", 0, OPT_FLAG, offsetof(struct close_opts, noted), NULL,
	    N_("with what is noted, and no sheet") },
	{ "all", 0, OPT_FLAG, offsetof(struct close_opts, all), NULL,
	    N_("everyone of whom nothing is noted was there, but who "
	    "replied no") },
	{ "when", 0, OPT_STR, offsetof(struct close_opts, when),
	    N_("TIME"), N_("the meeting of that time, planned or not") },
	{ "minutes", 0, OPT_MINUTES, offsetof(struct close_opts, minutes),
	    N_("N"), N_("how long it took") },
	{ "break", 0, OPT_MANY, offsetof(struct close_opts, breaks),
	    N_("FROM-UNTIL"), N_("there was a break, as 10:30-10:45; may be "
	    "repeated") },
};

static int
break_clock(const struct record *r, const char *typed, int clock, int *ret,
    struct iv_err *e)
{
	struct meeting_time m = facts_meeting(r->json);
	char from[8], until[8];

	*ret = clock_within(m.start, m.minutes, clock);
	if (*ret >= 0)
		return 0;
	clock_text(from, m.start.minute);
	clock_text(until, m.start.minute + m.minutes);
	return iv_fail(e, IV_USAGE, _("--break: '%s' is outside the meeting, "
	    "%s-%s"), typed, from, until);
}

int
session_break(struct record *r, const char *typed, struct iv_err *e)
{
	IV_AUTO(mem_free_auto) char *copy = mem_dup(typed);
	IV_AUTO(json_free_auto) cJSON *row = cJSON_CreateObject();
	char *dash = strchr(copy, '-');
	int from, until, a, b;
	char clock[8];
	const cJSON *old;

	if (dash)
		*dash = '\0';
	if (!dash || !clock_parse(copy, &from) ||
	    !clock_parse(dash + 1, &until))
		return iv_fail(e, IV_USAGE, _("--break: '%s' is not a period "
		    "like 10:30-10:45"), typed);
	if (break_clock(r, typed, from, &a, e) < 0 ||
	    break_clock(r, typed, until, &b, e) < 0)
		return -1;
	if (b <= a)
		return iv_fail(e, IV_USAGE, _("--break: '%s' ends before it "
		    "begins"), typed);
	clock_text(clock, from);
	json_set_str(row, "from", clock);
	clock_text(clock, until);
	json_set_str(row, "until", clock);
	cJSON_ArrayForEach(old, json_get(r->json, "breaks"))
		if (json_equal(old, row))
			return 0;
	cJSON_AddItemToArray(json_array(r->json, "breaks"), IV_TAKE(row));
	return 0;
}

static int
add_breaks(struct record *r, const struct close_opts *o, struct iv_err *e)
{
	for (size_t i = 0; i < o->breaks.n; i++)
		if (session_break(r, o->breaks.v[i], e) < 0)
			return -1;
	return 0;
}

static int
close_check(struct iv_ctx *c, const struct record *r, struct iv_err *e)
{
	struct civil start = facts_meeting(r->json).start;
	char when[64];

	facts_when(when, r->json);
	if (start.day > c->now.day || (start.day == c->now.day &&
	    start.minute > c->now.minute))
		return iv_fail(e, IV_USAGE, _("the meeting of %s has not "
		    "begun"), when);
	/* One that --when makes has no id yet that can be typed. */
	if (!facts_anyone(r->json) &&
	    !store_has(c->store, &schema_session, r->id.s))
		return iv_fail(e, IV_USAGE, _("nobody was present on %s, as "
		    "far as noted: --all marks everyone who was in the group "
		    "by then; a first day is mended by 'iv-member set NAME "
		    "joined=DATE'"), when);
	if (!facts_anyone(r->json))
		return iv_fail(e, IV_USAGE, _("nobody was present on %s, as "
		    "far as noted: 'iv-session attend --session %s --all' "
		    "marks everyone; a meeting that was not held: "
		    "'iv-session cancel %s'"), when, r->id.s, r->id.s);
	return 0;
}

static void
close_unmarked(struct iv_ctx *c, const struct record *r)
{
	IV_AUTO(facts_ids_release) struct facts_ids ids = { NULL, 0 };
	struct iv_err e = IV_ERR_INIT;

	if (facts_unmarked(c->store, r->json, &ids, &e) == 0 && ids.n > 0)
		tool_say(c, iv_n("warning: of %zu member no attendance is "
		    "noted: 'iv-session attend --session %s --all'",
		    "warning: of %zu members no attendance is noted: "
		    "'iv-session attend --session %s --all'", ids.n), ids.n,
		    r->id.s);
}

static int
close_all(struct iv_ctx *c, struct record *r, struct iv_err *e)
{
	IV_AUTO(facts_ids_release) struct facts_ids ids = { NULL, 0 };
	struct schema_in in = tool_input(c);

	if (facts_unmarked(c->store, r->json, &ids, e) < 0)
		return -1;
	for (size_t i = 0; i < ids.n; i++) {
		struct meeting_mark m = { .today = c->now.day };

		if (json_is(json_get(json_get(r->json, "rsvp"), ids.v[i].s),
		    "answer", "no"))
			m.status = "excused";
		if (meeting_attend(r, ids.v[i].s, &m, &in, e) < 0)
			return -1;
	}
	return 0;
}

/* One that nobody planned is made. */
static int
close_when(struct iv_ctx *c, struct change *ch, const char *typed,
    struct record **ret, struct iv_err *e)
{
	char text[DAY_TEXT];
	struct civil start;
	struct id id;
	bool there;

	if (tool_day(c, typed, &start, e) < 0)
		return -1;
	civil_text(text, start);
	if (start.minute < 0) {
		iv_fail(e, IV_USAGE, _("'%s' is a day without a time; write "
		    "it as '%sT09:30'"), typed, text);
		return -1;
	}
	if (facts_meeting_at(c->store, start, &there, &id, e) < 0)
		return -1;
	if (there)
		return session_get(c, ch, id.s, ret, e);
	if (change_new(ch, &schema_session, ret, e) < 0)
		return -1;
	json_set_str((*ret)->json, "start", text);
	json_set_str((*ret)->json, "purpose", "regular");
	return session_fresh(c, ch, *ret, e);
}

/* The meeting, with what a run left behind. */
static int
close_get(struct iv_ctx *c, struct change *ch, const struct close_opts *o,
    struct record **ret, struct journal *j, struct iv_err *e)
{
	if (o->when && c->nargs > 0)
		return iv_fail(e, IV_USAGE, _("--when names the meeting; it "
		    "goes without '%s'"), c->args[0]);
	if ((o->when ? close_when(c, ch, o->when, ret, e) :
	    session_get(c, ch, c->nargs > 0 ? c->args[0] : NULL, ret,
	    e)) < 0)
		return -1;
	if (o->minutes > 0)
		json_set_int((*ret)->json, "minutes", o->minutes);
	return session_fold(c, ch, *ret, j, e);
}

/* What is known, what was filled in, breaks, and what becomes of the cases. */
static int
close_record(struct iv_ctx *c, struct change *ch, struct record *r,
    const struct close_opts *o, const struct sheet_text *sheet,
    size_t *back, struct iv_err *e)
{
	IV_AUTO(after_release) struct after a = { .c = c };

	if (sheet && (after_make(c, ch, r, &a, e) < 0 ||
	    after_read(&a, ch, r, sheet, e) < 0))
		return -1;
	if ((o->all && close_all(c, r, e) < 0) || add_breaks(r, o, e) < 0 ||
	    close_check(c, r, e) < 0)
		return -1;
	return meeting_close(ch, r, back, e);
}

static int
close_commit(struct iv_ctx *c, const struct close_opts *o,
    const struct sheet_text *sheet, struct iv_err *e)
{
	IV_AUTO(change_end_auto) struct change *ch = NULL;
	IV_AUTO(journal_close) struct journal j = JOURNAL_INIT;
	IV_AUTO(json_free_auto) cJSON *was = NULL;
	struct record *r;
	bool made;
	size_t back;
	int done;

	if (tool_begin(c, &ch, e) < 0 || close_get(c, ch, o, &r, &j, e) < 0)
		return -1;
	made = !store_has(c->store, &schema_session, r->id.s);
	was = cJSON_Duplicate(r->json, true);
	if (close_record(c, ch, r, o, sheet, &back, e) < 0 ||
	    verb_check(c, was, r, e) < 0)
		return -1;
	done = tool_commit(c, ch, "close", e);
	if (done < 0)
		return -1;
	if (!c->dry_run)
		journal_remove(&j);
	if (made && !c->dry_run)
		tool_id(c, r->id.s);
	if (back > 0)
		tool_say(c, iv_n("%zu case is ready again: the presenter was "
		    "not there", "%zu cases are ready again: their presenters "
		    "were not there", back), back);
	close_unmarked(c, r);
	if ((c->format || c->fields) && !c->dry_run &&
	    session_net(c, r, e) < 0)
		return -1;
	return done;
}

/* The sheet as it would be, from a change that is thrown away: nothing is
 * locked while people write. */
static int
close_sheet(struct iv_ctx *c, const struct close_opts *o, struct buf *text,
    char name[64], struct iv_err *e)
{
	IV_AUTO(change_end_auto) struct change *ch = NULL;
	IV_AUTO(journal_close) struct journal j = JOURNAL_INIT;
	IV_AUTO(after_release) struct after a = { .c = c };
	bool dry = c->dry_run;
	struct record *r;
	int done;

	c->dry_run = true;
	done = tool_begin(c, &ch, e) < 0 ||
	    close_get(c, ch, o, &r, &j, e) < 0 ||
	    after_make(c, ch, r, &a, e) < 0 ? -1 : 0;
	c->dry_run = dry;
	if (done < 0)
		return -1;
	after_text(&a, text);
	snprintf(name, 64, "edit/close-%s.txt", o->when ? "new" : r->id.s);
	return 0;
}

static bool
is_blank(const struct buf *b)
{
	return strspn(b->p, " \t\r\n") == b->len;
}

/* One round of the editor; *e says what is wrong with what was typed. */
static int
edit_once(struct iv_ctx *c, const struct close_opts *o,
    const struct proc_edit *p, struct buf *text, struct iv_err *e)
{
	struct sheet_text sheet = { p->name, NULL, 0, true };
	int r = proc_edit(p, text, e);

	if (r < 0)
		return -1;
	if (is_blank(text)) {
		proc_edit_done(p);
		return iv_fail(e, IV_FAIL, _("the sheet came back empty; "
		    "nothing was closed"));
	}
	sheet.name = _("sheet");
	sheet.text = text->p;
	sheet.len = text->len;
	r = close_commit(c, o, &sheet, e);
	if (r < 0)
		return verb_kept(e, p->dir, p->name);
	proc_edit_done(p);
	return r;
}

/* Whether whoever types wants to mend it now. */
static bool
mend_now(struct iv_ctx *c, const struct proc_edit *p, const char *wrong)
{
	IV_AUTO(buf_release) struct buf answer = BUF_INIT;

	if (!ask_possible() || faccessat(p->dirfd, p->name, F_OK, 0) < 0)
		return false;
	ask_begin();
	tool_say(c, "%s", wrong);
	ask_say(c, "", _("Enter opens the sheet again, q keeps it for later."));
	return ask_line(&answer) && answer.len == 0;
}

static int
close_edit(struct iv_ctx *c, const struct close_opts *o, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf sheet = BUF_INIT;
	IV_AUTO(buf_release) struct buf text = BUF_INIT;
	IV_AUTO(buf_release) struct buf dir = BUF_INIT;
	char name[64];
	struct proc_edit p = { .editor = verb_editor(), .name = name,
		.again = true };
	struct iv_err wrong = IV_ERR_INIT;
	int r;

	if (close_sheet(c, o, &sheet, name, e) < 0 ||
	    (p.dirfd = store_private(c->store, true, e)) < 0)
		return -1;
	store_private_path(c->store, &dir);
	p.dir = dir.p;
	buf_addf(&text, "# %s\n%s", iv_text(store_lang(c->store),
	    N_("Saved empty, this sheet closes nothing.")), sheet.p);
	if (faccessat(p.dirfd, name, F_OK, 0) == 0)
		tool_say(c, _("the sheet goes on with what was typed before"));
	while ((r = edit_once(c, o, &p, &text, &wrong)) < 0 &&
	    mend_now(c, &p, wrong.msg))
		wrong = (struct iv_err)IV_ERR_INIT;
	if (r < 0)
		*e = wrong;
	return r;
}

static int
close_file(struct iv_ctx *c, const struct close_opts *o, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf at = BUF_INIT;
	struct sheet_text sheet = { o->sheet, NULL, 0, true };

	buf_addf(&at, "@%s", o->sheet);
	if (tool_text(c, at.p, &sheet.text, e) < 0)
		return -1;
	sheet.len = strlen(sheet.text);
	return close_commit(c, o, &sheet, e);
}

/* A break that was forgotten, of a meeting that is closed: 1 when it is. */
static int
is_late(struct iv_ctx *c, const struct close_opts *o, struct iv_err *e)
{
	IV_AUTO(record_free_auto) struct record *r = NULL;

	if (o->breaks.n == 0 || c->nargs != 1 || o->when || o->sheet ||
	    o->edit || o->all || o->minutes > 0)
		return 0;
	if (tool_store(c, e) < 0 || tool_read(c, &schema_session, c->args[0],
	    &r, e) < 0)
		return -1;
	return facts_meeting(r->json).held;
}

static int
late_breaks(struct iv_ctx *c, const struct close_opts *o, struct iv_err *e)
{
	IV_AUTO(change_end_auto) struct change *ch = NULL;
	IV_AUTO(json_free_auto) cJSON *was = NULL;
	struct record *r;

	if (tool_begin(c, &ch, e) < 0 || tool_get(c, ch, &schema_session,
	    c->args[0], &r, e) < 0)
		return -1;
	was = cJSON_Duplicate(r->json, true);
	if (add_breaks(r, o, e) < 0 || verb_check(c, was, r, e) < 0)
		return -1;
	return tool_commit(c, ch, "set", e);
}

int
session_close(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	const struct close_opts *o = opts;
	bool plain = o->noted || o->all || o->breaks.n > 0 ||
	    o->minutes > 0 || c->dry_run;
	int late = is_late(c, o, e);

	if (late != 0)
		return late < 0 ? -1 : late_breaks(c, o, e);
	if (o->edit + (o->sheet != NULL) + o->noted > 1)
		return iv_fail(e, IV_USAGE, _("--edit, --sheet and "
		    "--as-noted go without each other"));
	if (o->sheet)
		return close_file(c, o, e);
	if (o->edit || (!plain && c->style.keys && c->style.tty))
		return close_edit(c, o, e);
	return close_commit(c, o, NULL, e);
}

int
session_after_sheet(struct iv_ctx *c, struct iv_err *e)
{
	static const struct close_opts none = { .edit = false };
	IV_AUTO(buf_release) struct buf text = BUF_INIT;
	char name[64];

	if (close_sheet(c, &none, &text, name, e) < 0)
		return -1;
	tool_print(c, text.p);
	return 0;
}
