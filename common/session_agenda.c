#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "facts_choice.h"
#include "facts_method.h"
#include "facts_session.h"
#include "meeting.h"
#include "mem.h"
#include "session.h"

const struct iv_opt agenda_opt[15] = {
	{ "case", 0, OPT_STR, offsetof(struct agenda_opts, case_id),
	    N_("ID"), N_("add this case, which must be ready") },
	{ "open", 0, OPT_FLAG, offsetof(struct agenda_opts, open), NULL,
	    N_("add an item whose case is chosen on the spot") },
	{ "method", 0, OPT_STR, offsetof(struct agenda_opts, method),
	    N_("NAME"), N_("the method of what is added, by its name or "
	    "title") },
	{ "minutes", 0, OPT_MINUTES, offsetof(struct agenda_opts, minutes),
	    N_("N"), N_("how long it takes (else as was asked, as the method "
	    "takes with those who come, else 45)") },
	{ "presenter", 0, OPT_STR, offsetof(struct agenda_opts, presenter),
	    N_("MEMBER"), N_("who presents, for an open item") },
	{ "chair", 0, OPT_STR, offsetof(struct agenda_opts, chair),
	    N_("MEMBER"), N_("who chairs this item") },
	{ "before", 0, OPT_STR, offsetof(struct agenda_opts, before),
	    N_("N"), N_("put it before item N (else at the end)") },
	{ "remove", 0, OPT_STR, offsetof(struct agenda_opts, remove),
	    N_("N"), N_("take item N off; its case is ready again") },
	{ "clear", 0, OPT_FLAG, offsetof(struct agenda_opts, clear), NULL,
	    N_("take everything off") },
	{ "choose", 0, OPT_STR, offsetof(struct agenda_opts, choose),
	    N_("N"), N_("fill open item N: with --case, with a new case by "
	    "--presenter and --question, or else by a rule") },
	{ "by", 0, OPT_STR, offsetof(struct agenda_opts, by), N_("RULE"),
	    N_("the rule: vote, urgency or turn (else as the group does)") },
	{ "question", 0, OPT_TEXT, offsetof(struct agenda_opts, question),
	    N_("TEXT"), N_("the question of the new case") },
	{ "bids", 0, OPT_FLAG, offsetof(struct agenda_opts, bids), NULL,
	    N_("add the cases whose presenters asked for minutes, as far as "
	    "they fit") },
	{ "follow-up", 0, OPT_FLAG, offsetof(struct agenda_opts, follow_up),
	    NULL, N_("look back first, on intentions that may be asked "
	    "about") },
	{ "learned", 0, OPT_FLAG, offsetof(struct agenda_opts, learned), NULL,
	    N_("with the group's own time for each step of the method") },
};

static const struct out_col agenda_cols[] = {
	{ "item", N_("Item"), OUT_NUMBER },
	{ "start", N_("Start"), OUT_TEXT },
	{ "end", N_("End"), OUT_TEXT },
	{ "minutes", N_("Minutes"), OUT_NUMBER },
	{ "part", N_("Part"), OUT_WORD },
	{ "method", N_("Method"), OUT_TEXT },
	{ "presenter", N_("Presenter"), OUT_MEMBER },
	{ "title", N_("Title"), OUT_TEXT },
};

static void
agenda_fault(void *arg, const struct iv_err *e)
{
	tool_say(arg, "%s", e->msg);
}

/* "Thu 12 March 2026, 09:30  k7f3q9x2mb  planned" above the table. */
static void
agenda_head(struct iv_ctx *c, const struct record *r)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	char when[64];

	civil_show(when, facts_meeting(r->json).start);
	buf_addf(&b, "%s  %s  %s\n\n", when, r->id.s,
	    _(json_str(r->json, "status")));
	tool_print(c, b.p);
}

/* People know a method by its title. */
static void
put_title(struct iv_ctx *c, cJSON *row)
{
	IV_AUTO(buf_release) struct buf title = BUF_INIT;
	const char *method = json_str(row, "method");

	if (!method)
		return;
	method_title(c->store, method, c->style.lang, &title);
	json_set_str(row, "method", title.p);
}

static int
agenda_show(struct iv_ctx *c, const struct record *r, struct iv_err *e)
{
	IV_AUTO(json_free_auto) cJSON *rows = meeting_rows(c->store, r->json,
	    agenda_fault, c);
	bool ids = c->format && strcmp(c->format, "id") == 0;
	bool titles = tool_for_people(c) || strcmp(c->format, "md") == 0;
	struct out *o;
	cJSON *row;

	if (tool_for_people(c) && !c->fields)
		agenda_head(c, r);
	o = tool_out(c, "iv.agenda/1", agenda_cols, IV_LEN(agenda_cols));
	cJSON_ArrayForEach(row, rows) {
		if (ids && !json_str(row, "case"))
			continue;
		if (ids)
			json_set_str(row, "id", json_str(row, "case"));
		if (titles)
			put_title(c, row);
		out_row(o, row);
	}
	if (out_end(o, e) < 0)
		return -1;
	if (tool_for_people(c) && !c->fields)
		session_hints(c, r);
	return 0;
}

static int
agenda_read(struct iv_ctx *c, struct iv_err *e)
{
	IV_AUTO(record_free_auto) struct record *r = NULL;
	struct id id;

	if (tool_store(c, e) < 0)
		return -1;
	if (c->nargs > 0) {
		if (tool_read(c, &schema_session, c->args[0], &r, e) < 0)
			return -1;
	} else if (facts_meeting_find(c->store, false, c->now, &id, e) < 0 ||
	    store_read(c->store, &schema_session, id.s, &r, e) < 0) {
		return -1;
	}
	return agenda_show(c, r, e);
}

/* The method by its name; with --learned the group's own time is told. */
static int
add_method(struct iv_ctx *c, const struct record *r,
    struct meeting_item *item, char **name, struct iv_err *e)
{
	int minutes;

	if (!item->method && item->learned)
		return iv_fail(e, IV_USAGE, _("--learned needs --method: "
		    "whose steps?"));
	if (!item->method)
		return 0;
	if (session_method_for(c, r->json, item->method, name, &minutes,
	    e) < 0)
		return -1;
	item->method = *name;
	return item->learned ? session_learned(c, r->json, *name, e) : 0;
}

/* One run of agenda that changes something. */
struct agenda_work {
	struct iv_ctx *c;
	const struct agenda_opts *o;
	struct change *ch;
	struct record *r;
	struct meeting_item item;
	struct schema_in in;
};

static int
new_case(struct agenda_work *w, struct record **ret, struct iv_err *e)
{
	const struct agenda_opts *o = w->o;
	char day[DAY_TEXT];
	struct record *r;

	if (!o->presenter || !o->question)
		return iv_fail(e, IV_USAGE, _("a new case needs --presenter "
		    "and --question"));
	if (change_new(w->ch, &schema_case, &r, e) < 0 ||
	    schema_set(&schema_case, r->json, "presenter", o->presenter,
	    &w->in, e) < 0 || schema_set(&schema_case, r->json, "question",
	    o->question, &w->in, e) < 0)
		return -1;
	civil_text(day, (struct civil){ w->c->now.day, -1 });
	json_set_str(r->json, "form", "problem");
	json_set_str(r->json, "level", "individual");
	json_set_str(r->json, "status", "ready");
	json_set_str(r->json, "made", day);
	if (o->minutes > 0)
		json_set_int(r->json, "bid", o->minutes);
	*ret = r;
	return 0;
}

static bool
comes(const struct agenda_work *w, const char *member)
{
	const cJSON *s = w->r->json;
	const cJSON *noted = json_get(json_get(s, "attendance"), member);

	return !json_is(json_get(json_get(s, "rsvp"), member), "answer",
	    "no") && (!noted || json_is(noted, "status", "present"));
}

/* The cases of those who come; who presents at this meeting had a turn. */
static int
load_choices(struct agenda_work *w, struct choices *all, struct iv_err *e)
{
	int32_t day = facts_meeting(w->r->json).start.day;
	const cJSON *item;

	if (facts_choices(w->c->store, all, e) < 0)
		return -1;
	for (size_t i = 0; i < all->n; i++) {
		all->v[i].taken = !comes(w, all->v[i].presenter.s);
		cJSON_ArrayForEach(item, json_get(w->r->json, "agenda"))
			if (json_is(item, "presenter",
			    all->v[i].presenter.s))
				all->v[i].last = day;
	}
	return 0;
}

static int
rule_of(struct agenda_work *w, const struct choices *all,
    enum choose_by *ret, struct iv_err *e)
{
	*ret = facts_choose_by(store_group(w->c->store), all);
	if (!w->o->by || choose_word(w->o->by, ret))
		return 0;
	return iv_fail(e, IV_USAGE, _("--by: '%s' is not vote, urgency or "
	    "turn"), w->o->by);
}

static int
chosen_case(struct agenda_work *w, struct record **ret, struct iv_err *e)
{
	IV_AUTO(choices_release) struct choices all = { NULL, 0 };
	enum choose_by by;
	size_t i;

	if (load_choices(w, &all, e) < 0 || rule_of(w, &all, &by, e) < 0)
		return -1;
	i = choose_best(all.v, all.n, by);
	if (i == CHOOSE_NONE)
		return iv_fail(e, IV_NOTFOUND, _("no case is ready of anyone "
		    "who comes; --presenter and --question bring one"));
	return change_get(w->ch, &schema_case, all.v[i].id.s, ret, e);
}

/* The item is shorter than what its presenter asked for. */
static void
say_short(const struct agenda_work *w, const struct record *cs)
{
	const cJSON *row = cJSON_GetArrayItem(json_get(w->r->json, "agenda"),
	    (int)strtol(w->o->choose, NULL, 10) - 1);
	long bid, minutes;

	if (json_int(cs->json, "bid", &bid) && json_int(row, "minutes",
	    &minutes) && bid > minutes)
		tool_say(w->c, _("%s asks %ld min, the item has %ld: %ld too "
		    "few"), store_name(w->c->store, json_str(cs->json,
		    "presenter")), bid, minutes, bid - minutes);
}

/* Prints the case, so that a script knows. */
static int
fill_item(struct agenda_work *w, struct record **ret, struct iv_err *e)
{
	const struct agenda_opts *o = w->o;

	if ((o->case_id ? tool_get(w->c, w->ch, &schema_case, o->case_id, ret,
	    e) : o->presenter || o->question ? new_case(w, ret, e) :
	    chosen_case(w, ret, e)) < 0)
		return -1;
	if (!*ret || meeting_fill(w->r, o->choose, *ret, e) < 0)
		return -1;
	say_short(w, *ret);
	return 0;
}

/* In the order of the rule; what does not fit any more is told, with by how
 * much. */
static int
add_bids(struct agenda_work *w, struct iv_err *e)
{
	IV_AUTO(choices_release) struct choices all = { NULL, 0 };
	size_t added = 0, asked = 0;
	enum choose_by by;

	if (load_choices(w, &all, e) < 0 || rule_of(w, &all, &by, e) < 0)
		return -1;
	choose_sort(all.v, all.n, by);
	for (size_t i = 0; i < all.n; i++) {
		struct choice *c = &all.v[i];
		int left = facts_agenda_free(w->c->store, w->r->json);
		struct meeting_item item = w->item;
		struct record *cs;

		if (c->taken || c->minutes == 0)
			continue;
		asked++;
		if (c->minutes > left) {
			tool_say(w->c, _("%s asks %d min: %d too many"),
			    store_name(w->c->store, c->presenter.s),
			    c->minutes, c->minutes - (left > 0 ? left : 0));
			continue;
		}
		item.minutes = c->minutes;
		if (change_get(w->ch, &schema_case, c->id.s, &cs, e) < 0 ||
		    meeting_add(w->r, cs, &item, &w->in, e) < 0)
			return -1;
		added++;
	}
	return added > 0 ? 0 : iv_fail(e, IV_FAIL, asked > 0 ? _("there is "
	    "no time left that was asked for") : _("nobody who comes asked "
	    "for minutes; 'iv-case bid' does"));
}

static int
agenda_do(struct agenda_work *w, struct record **filled, struct iv_err *e)
{
	const struct agenda_opts *o = w->o;
	struct record *cs = NULL;

	if ((o->clear || o->remove) &&
	    meeting_remove(w->ch, w->r, o->remove, e) < 0)
		return -1;
	if (o->choose)
		return fill_item(w, filled, e);
	if (o->bids)
		return add_bids(w, e);
	if (o->case_id && tool_get(w->c, w->ch, &schema_case, o->case_id, &cs,
	    e) < 0)
		return -1;
	if (o->follow_up && json_count(json_get(w->r->json, "agenda")) > 0)
		w->item.before = "1";
	if (!o->case_id && !o->open && !o->follow_up)
		return 0;
	return meeting_add(w->r, cs, &w->item, &w->in, e);
}

/* Nobody chairs a case of their own; rotation knows who is next. */
static void
say_own(const struct agenda_work *w)
{
	const char *chair = json_str(json_get(w->r->json, "roles"), "chair");
	const cJSON *item;

	cJSON_ArrayForEach(item, json_get(w->r->json, "agenda"))
		if (chair && json_is(item, "presenter", chair) &&
		    !json_str(item, "chair")) {
			tool_say(w->c, _("%s presents and is chair; "
			    "'iv-rotate assign %s' finds who chairs that "
			    "item"), store_name(w->c->store, chair),
			    w->r->id.s);
			return;
		}
}

static int
agenda_change(struct iv_ctx *c, const struct agenda_opts *o,
    struct iv_err *e)
{
	struct agenda_work w = { c, o, .item = { o->presenter, o->method,
		o->chair, o->before, o->minutes, o->learned } };
	IV_AUTO(change_end_auto) struct change *ch = NULL;
	IV_AUTO(json_free_auto) cJSON *was = NULL;
	IV_AUTO(mem_free_auto) char *method = NULL;
	struct record *filled = NULL;
	int done;

	if (o->follow_up)
		w.item.method = "looking-back";
	if (tool_begin(c, &ch, e) < 0 || session_get(c, ch, c->nargs > 0 ?
	    c->args[0] : NULL, &w.r, e) < 0 ||
	    add_method(c, w.r, &w.item, &method, e) < 0)
		return -1;
	w.ch = ch;
	w.in = tool_input(c);
	was = cJSON_Duplicate(w.r->json, true);
	if (agenda_do(&w, &filled, e) < 0 ||
	    verb_check(c, was, w.r, e) < 0)
		return -1;
	say_own(&w);
	done = tool_commit(c, ch, "agenda", e);
	if (done >= 0 && filled && !c->dry_run)
		tool_id(c, filled->id.s);
	return done;
}

static int
agenda_usage(const struct agenda_opts *o, bool adds, struct iv_err *e)
{
	if (!adds && !o->choose && (o->method || o->presenter || o->chair ||
	    o->before || o->minutes > 0 || o->learned))
		return iv_fail(e, IV_USAGE, _("say what is added: --case ID "
		    "or --open; an item that is there is changed by "
		    "'iv-session set ID agenda.1.minutes=50'"));
	if ((o->case_id && (o->open || o->presenter)) ||
	    (o->clear && o->remove))
		return iv_fail(e, IV_USAGE, _("--case goes without --open "
		    "and --presenter, and --clear without --remove"));
	if (o->follow_up && (o->case_id || o->open || o->bids || o->choose ||
	    o->method || o->before))
		return iv_fail(e, IV_USAGE, _("--follow-up is an item of its "
		    "own, and the first"));
	if ((o->question && !o->choose) || (o->by && !o->choose &&
	    !o->bids) || (o->choose && (o->open || o->bids)))
		return iv_fail(e, IV_USAGE, _("--question and --by go with "
		    "--choose N, --by with --bids too"));
	return 0;
}

int
session_agenda(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	const struct agenda_opts *o = opts;
	bool adds = o->case_id || o->open || o->bids || o->follow_up;

	if (agenda_usage(o, adds, e) < 0)
		return -1;
	return adds || o->choose || o->clear || o->remove ?
	    agenda_change(c, o, e) : agenda_read(c, e);
}
