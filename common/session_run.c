#include "session_run.h"

#include <stdio.h>
#include <string.h>

#include "facts_session.h"
#include "file.h"
#include "meeting_run.h"
#include "mem.h"
#include "session.h"
#include "text.h"
#include "verbs.h"

const struct iv_opt run_opt[3] = {
	{ "plain", 0, OPT_FLAG, offsetof(struct run_opts, plain), NULL,
	    N_("lines in, lines out, instead of a screen") },
	{ "quiet", 'q', OPT_FLAG, offsetof(struct run_opts, quiet), NULL,
	    N_("no bell") },
	{ "speed", 0, OPT_INT, offsetof(struct run_opts, speed), N_("N"),
	    N_("rehearse, N times as fast; nothing is kept") },
};

static int64_t
now(const struct live *l)
{
	if (l->still)
		return l->base;
	return l->base + ((int64_t)tool_seconds() - l->since) * l->speed;
}

void
live_tick(struct live *l, int minutes)
{
	l->base += (int64_t)minutes * 60;
}

/* Whoever leaves the choosing has chosen, so that the space bar alone carries a
 * whole meeting. */
static int
choose_first(struct live *l, const struct run_event *ev, struct iv_err *e)
{
	enum run_answer answer;

	if (ev->kind != RUN_NEXT || l->r.state != RUN_GOING ||
	    !l->r.steps[l->r.at].chooses || !run_unfilled(&l->r))
		return 0;
	return live_choose_by(l, live_by(l), &answer, e);
}

int
live_do(struct live *l, struct run_event *ev, enum run_answer *answer,
    struct iv_err *e)
{
	IV_AUTO(json_free_auto) cJSON *line = NULL;

	if (choose_first(l, ev, e) < 0)
		return -1;
	ev->at = now(l);
	*answer = run_apply(&l->r, ev);
	if (ev->kind == RUN_OFFER || ev->kind == RUN_CHOOSE)
		facts_run_chosen(&l->f, &l->r);
	if (*answer != RUN_DONE || ev->kind == RUN_TICK || !l->keeps)
		return 0;
	l->unsaved = ev->kind != RUN_SAVED;
	ev->at = l->r.now;
	line = facts_run_line(&l->f, ev);
	return journal_add(&l->j, line, e);
}

void
live_look(struct live *l, struct run_view *v)
{
	const struct run_event tick = { .kind = RUN_TICK,
		.at = now(l), .who = RUN_NONE };

	run_apply(&l->r, &tick);
	run_view(&l->r, v);
}

bool
live_points(const struct live *l, const struct run_event *ev)
{
	return ev->kind == RUN_NOTE && ev->note != NOTE_NOTE &&
	    meeting_run_points(ev->text, store_zone(l->c->store), ev->at);
}

const char *
live_name(const struct live *l, size_t person)
{
	return person < l->f.plan.npeople ?
	    store_name(l->c->store, l->f.ids[person]) : "";
}

int
live_person(struct live *l, const char *typed, size_t *ret, struct iv_err *e)
{
	struct id id;

	if (store_find(l->c->store, &schema_member, typed, l->c->now, &id,
	    e) < 0)
		return -1;
	*ret = facts_run_person(&l->f, id.s);
	if (*ret != RUN_NONE)
		return 0;
	return iv_fail(e, IV_NOTFOUND, _("%s was not in the group when this "
	    "run began"), store_name(l->c->store, id.s));
}

size_t
live_maker(struct live *l, const char **text)
{
	const char *colon = strchr(*text, ':');
	struct iv_err e = IV_ERR_INIT;
	size_t who;

	if (!colon || colon - *text > 60)
		return RUN_NONE;
	IV_AUTO(mem_free_auto) char *name = mem_ndup(*text,
	    (size_t)(colon - *text));

	if (live_person(l, name, &who, &e) < 0)
		return RUN_NONE;
	*text = colon + 1 + strspn(colon + 1, " ");
	return who;
}

void
live_case_text(struct live *l, const char *id, struct buf *b)
{
	IV_AUTO(record_free_auto) struct record *cs = NULL;
	struct iv_err e = IV_ERR_INIT;
	const char *title, *question;

	for (size_t i = 0; i < l->r.nchoices; i++)
		if (l->r.choices[i].text &&
		    strcmp(l->r.choices[i].c.id.s, id) == 0) {
			buf_adds(b, l->r.choices[i].text);
			return;
		}
	if (store_read(l->c->store, &schema_case, id, &cs, &e) < 0)
		return;
	title = json_str(cs->json, "title");
	question = json_str(cs->json, "reformulated");
	if (!question)
		question = json_str(cs->json, "question");
	buf_addf(b, "%s%s%s", title ? title : "",
	    title && question ? ". " : "", question ? question : "");
}

const char *
live_question(struct live *l, const struct run_step *step)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	const char *id;

	if (!step || step->item == RUN_NONE)
		return "";
	if (l->question && l->question_of == step->item)
		return l->question;
	id = l->f.items[step->item].case_id;
	if (id)
		live_case_text(l, id, &b);
	mem_free((void *)l->question);
	l->question = buf_take(&b);
	l->question_of = step->item;
	return l->question;
}

static void
say_kept(struct live *l, const struct meeting_kept *k)
{
	IV_AUTO(buf_release) struct buf dir = BUF_INIT;

	store_private_path(l->c->store, &dir);
	if (k->noted > 0)
		tool_say(l->c, iv_n("%zu text was put into its case",
		    "%zu texts were put into their cases", k->noted),
		    k->noted);
	if (k->apart.len > 0)
		tool_say(l->c, _("what belongs to no case is in "
		    "%s/notes/%s.txt, for you alone"), dir.p, l->session.s);
	if (k->pointing > 0)
		tool_say(l->c, iv_n("%zu text points to a person, by a number "
		    "or an address: it is there, and not in the case", "%zu "
		    "texts point to persons, by a number or an address: they "
		    "are there, and not in the case", k->pointing),
		    k->pointing);
	if (k->brought > 0)
		tool_say(l->c, iv_n("%zu case was brought on the spot; "
		    "'iv-case edit' completes it", "%zu cases were brought "
		    "on the spot; 'iv-case edit' completes them",
		    k->brought), k->brought);
	if (k->agreed > 0)
		tool_say(l->c, iv_n("%zu agreement was put with those of the "
		    "group; 'iv-group agreements' lists them", "%zu agreements "
		    "were put with those of the group; 'iv-group "
		    "agreements' lists them", k->agreed), k->agreed);
	if (k->unreached > 0)
		tool_say(l->c, iv_n("%zu item was not reached and is off the "
		    "agenda; a case on it is ready again", "%zu items were "
		    "not reached and are off the agenda; the cases on them "
		    "are ready again", k->unreached), k->unreached);
	if (k->back > 0)
		tool_say(l->c, iv_n("%zu case is ready again: the presenter "
		    "was not there", "%zu cases are ready again: their "
		    "presenters were not there", k->back), k->back);
}

static int
save_change(struct live *l, struct meeting_kept *kept, bool held,
    struct iv_err *e)
{
	const struct meeting_run m = { &l->f, &l->r,
		store_zone(l->c->store), json_str(store_group(l->c->store),
		"id"), held };
	IV_AUTO(change_end_auto) struct change *ch = NULL;
	IV_AUTO(json_free_auto) cJSON *was = NULL;
	struct record *r;

	tool_at(l->c, (time_t)l->r.now);
	if (tool_begin(l->c, &ch, e) < 0 ||
	    change_get(ch, &schema_session, l->session.s, &r, e) < 0)
		return -1;
	if (json_is(r->json, "status", "cancelled"))
		return iv_fail(e, IV_USAGE, _("meeting %s was cancelled "
		    "meanwhile"), r->id.s);
	was = cJSON_Duplicate(r->json, true);
	if (meeting_run_save(ch, r, &m, kept, e) < 0)
		return -1;
	if (held && !facts_anyone(r->json))
		return iv_fail(e, IV_USAGE, _("nobody was there; who came is "
		    "noted by arrive"));
	if (verb_check(l->c, was, r, e) < 0 ||
	    session_apart(l->c, l->session.s, kept->apart.p, e) < 0)
		return -1;
	return tool_commit(l->c, ch, held ? "close" : "run", e);
}

int
live_save(struct live *l, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf apart = BUF_INIT;
	struct meeting_kept kept = { .apart = BUF_INIT };
	struct run_event saved = { .kind = RUN_SAVED, .who = RUN_NONE };
	bool held = l->r.state == RUN_ENDED;
	enum run_answer answer;
	int done = l->keeps ? save_change(l, &kept, held, e) : 0;

	apart = kept.apart;
	if (done < 0)
		return -1;
	if (!l->keeps) {
		tool_say(l->c, _("a rehearsal: nothing was kept"));
		return 0;
	}
	say_kept(l, &kept);
	if (held)
		journal_remove(&l->j);
	else if (live_do(l, &saved, &answer, e) < 0) {
		e->code = IV_PENDING;
		return -1;
	}
	return done;
}

/* Where the clock stands: IV_NOW, for tests and for entering things later,
 * does not move when lines come in by their own pace. */
static int
start_clock(struct live *l, const struct run_opts *o, struct iv_err *e)
{
	time_t now;
	bool set;

	l->since = tool_seconds();
	if (tool_instant(l->c, &now, &set, e) < 0)
		return -1;
	l->still = set && o->plain && o->speed == 0;
	l->speed = o->speed > 0 ? o->speed : 1;
	l->base = now;
	return 0;
}

static int
bad_line(const struct live *l, int line, struct iv_err *e)
{
	return iv_fail(e, IV_INVALID, _("%s:%d: this line of the journal "
	    "cannot be read; mend or remove it, the others are whole"),
	    l->j.path, line);
}

/* The plan in the first line, then what happened. */
static int
replay(struct live *l, char *text, struct iv_err *e)
{
	char *line, *rest = text;
	int n = 0;

	while ((line = strsep(&rest, "\n")) && (*line || rest)) {
		IV_AUTO(json_free_auto) cJSON *j = NULL;
		struct run_event ev;

		if (json_parse(line, strlen(line), l->j.path, ++n, &j, e) < 0)
			return -1;
		if (n == 1) {
			if (facts_run_read(IV_TAKE(j), &l->f, e) < 0)
				return bad_line(l, n, e);
			run_init(&l->r, &l->f.plan);
		} else if (!facts_run_event(&l->f, j, &ev)) {
			return bad_line(l, n, e);
		} else {
			l->unsaved = ev.kind != RUN_SAVED;
			run_apply(&l->r, &ev);
			facts_run_chosen(&l->f, &l->r);
		}
	}
	return 0;
}

static void
plan_fault(void *arg, const struct iv_err *e)
{
	tool_say(arg, _("%s; this item has one step"), e->msg);
}

static int
make_plan(struct live *l, const struct record *session, struct iv_err *e)
{
	const struct facts_run_ask ask = { text_lang(), plan_fault, l->c };
	cJSON *doc;

	if (facts_run_plan(l->c->store, session, &ask, &doc, e) < 0)
		return -1;
	if (facts_run_read(doc, &l->f, e) < 0)
		return -1;
	run_init(&l->r, &l->f.plan);
	return l->keeps ? journal_add(&l->j, l->f.doc, e) : 0;
}

static void
say_shortened(const struct live *l)
{
	for (size_t i = 0; i < l->f.nitems; i++) {
		const struct run_item *item = &l->f.items[i];

		if (item->method_minutes > item->minutes)
			tool_say(l->c, _("item %zu: '%s' asks for %d min, "
			    "the agenda gives %d: its steps are shorter"),
			    i + 1, item->method, item->method_minutes,
			    item->minutes);
	}
}

/* A meeting of another day is not begun by mistake. */
static int
check_day(struct live *l, const struct record *session, struct iv_err *e)
{
	int64_t off = l->base - l->f.plan.start;
	char when[64];

	if (!l->keeps || (off > -12 * 3600 && off < 24 * 3600))
		return 0;
	facts_when(when, session->json);
	return iv_fail(e, IV_USAGE, _("the meeting of %s is not today; "
	    "--dry-run rehearses it, 'iv-session move' puts it on another "
	    "day"), when);
}

static int
begin(struct live *l, const struct record *session, struct iv_err *e)
{
	time_t start;

	if (zone_instant(store_zone(l->c->store),
	    facts_meeting(session->json).start, &start, e) < 0)
		return -1;
	l->f.plan.start = start;
	if (check_day(l, session, e) < 0)
		return -1;
	if (l->keeps) {
		IV_AUTO(buf_release) struct buf text = BUF_INIT;

		if (journal_open(store_dirfd(l->c->store), l->session.s, true,
		    &l->j, &text, e) < 0)
			return -1;
	}
	if (make_plan(l, session, e) < 0)
		return -1;
	say_shortened(l);
	return 0;
}

/* 1: there is a journal and the run stands where it stopped. */
static int
resume(struct live *l, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf text = BUF_INIT;

	if (!l->keeps)
		return 0;
	if (journal_open(store_dirfd(l->c->store), l->session.s, false, &l->j,
	    &text, e) < 0)
		return -1;
	if (l->j.fd < 0 || text.len == 0) {
		journal_close(&l->j);
		return 0;
	}
	if (replay(l, text.p, e) < 0)
		return -1;
	if (l->still && l->base < l->r.now)
		l->base = l->r.now;
	l->resumed = true;
	return 1;
}

/* The one meeting with a journal, when none is named. */
static bool
find_journal(struct live *l)
{
	IV_AUTO(names_release) struct names all = { NULL, 0 };
	struct iv_err e = IV_ERR_INIT;
	size_t found = 0;

	if (!l->keeps || dir_names(store_dirfd(l->c->store), ".git/iv", &all,
	    &e) < 0)
		return false;
	for (size_t i = 0; i < all.n; i++) {
		char id[ID_LEN + 1], tail[8];

		if (sscanf(all.v[i], "run-%10[0-9a-z].%7s", id, tail) != 2 ||
		    strcmp(tail, "ndjson") != 0 || !id_valid(id))
			continue;
		memcpy(l->session.s, id, sizeof(id));
		found++;
	}
	return found == 1;
}

static int
find_meeting(struct live *l, struct record **ret, struct iv_err *e)
{
	struct iv_ctx *c = l->c;

	if (c->nargs > 0) {
		if (tool_read(c, &schema_session, c->args[0], ret, e) < 0)
			return -1;
	} else if ((!find_journal(l) && facts_meeting_find(c->store, false,
	    c->now, &l->session, e) < 0) ||
	    store_read(c->store, &schema_session, l->session.s, ret, e) < 0) {
		return -1;
	}
	l->session = (*ret)->id;
	return 0;
}

/* Killed between the commit that closed the meeting and the removal of its
 * journal: what may be missing is added, and the journal goes. */
static int
finish_held(struct live *l, struct iv_err *e)
{
	struct meeting_kept kept = { .apart = BUF_INIT };
	int done = save_change(l, &kept, false, e);

	buf_release(&kept.apart);
	if (done < 0)
		return -1;
	journal_remove(&l->j);
	tool_say(l->c, _("this meeting is held, and everything is saved"));
	return done;
}

static int
go(struct live *l, const struct run_opts *o, struct iv_err *e)
{
	IV_AUTO(record_free_auto) struct record *session = NULL;
	int r, done;

	if (find_meeting(l, &session, e) < 0 ||
	    start_clock(l, o, e) < 0 || (r = resume(l, e)) < 0)
		return -1;
	if (r > 0 && json_is(session->json, "status", "held"))
		return finish_held(l, e);
	if (session_may(l->c, session, e) < 0)
		return -1;
	if (r == 0 && begin(l, session, e) < 0)
		return -1;
	done = o->plain ? live_plain(l, e) : live_screen(l, o->quiet, e);
	if (l->r.state == RUN_READY && l->r.nnotes == 0)
		journal_remove(&l->j);
	return done;
}

static void
live_release(struct live *l)
{
	journal_close(&l->j);
	run_release(&l->r);
	facts_run_release(&l->f);
	mem_free((void *)l->question);
	buf_release(&l->chosen);
}

int
session_run(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	const struct run_opts *o = opts;
	IV_AUTO(live_release) struct live l = { .c = c, .j = JOURNAL_INIT,
		.chosen = BUF_INIT };

	if (o->speed < 0 || o->speed > 3600)
		return iv_fail(e, IV_USAGE, _("--speed: '%d' is not a number "
		    "from 1 to %d"), o->speed, 3600);
	if (!o->plain && (!c->style.keys || !c->style.tty))
		return iv_fail(e, IV_USAGE, _("the live run needs a "
		    "terminal; --plain drives it by lines"));
	l.keeps = !c->dry_run && o->speed == 0;
	c->input_used = true;
	return tool_store(c, e) < 0 ? -1 : go(&l, o, e);
}

int
session_fold(struct iv_ctx *c, struct change *ch, struct record *session,
    struct journal *j, struct iv_err *e)
{
	IV_AUTO(live_release) struct live l = { .c = c, .j = JOURNAL_INIT,
		.keeps = true, .session = session->id, .chosen = BUF_INIT };
	IV_AUTO(buf_release) struct buf apart = BUF_INIT;
	struct meeting_kept kept = { .apart = BUF_INIT };
	struct meeting_run m = { &l.f, &l.r, store_zone(c->store),
		json_str(store_group(c->store), "id"), false };
	int done, r = resume(&l, e);

	if (r <= 0)
		return r;
	done = meeting_run_save(ch, session, &m, &kept, e);
	apart = kept.apart;
	if (done < 0 || session_apart(c, session->id.s, apart.p, e) < 0)
		return -1;
	if (!c->dry_run)
		say_kept(&l, &kept);
	*j = l.j;
	l.j.fd = -1;
	return 0;
}
