#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "facts_questions.h"
#include "file.h"
#include "mem.h"
#include "tally.h"
#include "verbs.h"

/* Home, then the screen, then what has scrolled away. */
#define CLEAR	"\033[H\033[2J\033[3J"

/* What goes on paper: one person fills it in, somebody types the slips. */
static void
form(struct buf *b, const struct questions *q)
{
	buf_addf(b, "%s\n1 = %s, 5 = %s\n", q->title, q->low, q->high);
	for (size_t i = 0; i < q->n; i++)
		buf_addf(b, "\n%zu. %s\n   1   2   3   4   5\n", i + 1,
		    q->items[i].text);
}

static int
show_questions(struct iv_ctx *c, const char *name, struct iv_err *e)
{
	static const struct out_col cols[] = {
		{ "questionnaire", N_("Questionnaire"), OUT_TEXT },
		{ "item", N_("Item"), OUT_TEXT },
		{ "text", N_("Question"), OUT_TEXT },
		{ "reversed", N_("Reversed"), OUT_YES },
	};
	IV_AUTO(questions_release) struct questions q = QUESTIONS_INIT;
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	struct out *out;

	if (questions_load(&q, c->store, name, e) < 0)
		return -1;
	if (tool_for_people(c) && !c->fields) {
		form(&b, &q);
		tool_print(c, b.p);
		return 0;
	}
	out = tool_out(c, "iv.questions/1", cols, IV_LEN(cols));
	for (size_t i = 0; i < q.n; i++) {
		cJSON *row = cJSON_CreateObject();

		json_set_str(row, "id", q.items[i].id);
		json_set_str(row, "questionnaire", q.name);
		json_set_str(row, "item", q.items[i].id);
		json_set_str(row, "text", q.items[i].text);
		json_set(row, "reversed",
		    cJSON_CreateBool(q.items[i].reversed));
		out_row(out, row);
		cJSON_Delete(row);
	}
	return out_end(out, e);
}

struct name_list {
	struct iv_ctx *c;
	struct out *out;
};

static int
list_one(void *arg, const char *name, struct iv_err *e)
{
	struct name_list *l = arg;
	IV_AUTO(questions_release) struct questions q = QUESTIONS_INIT;
	cJSON *row;

	if (questions_load(&q, l->c->store, name, e) < 0)
		return -1;
	row = cJSON_CreateObject();
	json_set_str(row, "id", q.name);
	json_set_str(row, "name", q.name);
	json_set_int(row, "items", (long)q.n);
	json_set_str(row, "title", q.title);
	out_row(l->out, row);
	cJSON_Delete(row);
	return 0;
}

static int
questions(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	static const struct out_col cols[] = {
		{ "name", N_("Questionnaire"), OUT_TEXT },
		{ "items", N_("Questions"), OUT_NUMBER },
		{ "title", N_("Title"), OUT_TEXT },
	};
	struct name_list l = { c, NULL };
	struct iv_err none = IV_ERR_INIT;
	int r;

	(void)opts;
	if (tool_store(c, e) < 0)
		return -1;
	if (c->nargs > 0)
		return show_questions(c, c->args[0], e);
	l.out = tool_out(c, "iv.questionnaires/1", cols, IV_LEN(cols));
	r = questions_each(c->store, list_one, &l, e);
	return out_end(l.out, r < 0 ? &none : e) < 0 ? -1 : r;
}

struct collect_opts {
	const char *questionnaire, *at;
};

static const struct iv_opt collect_opt[] = {
	{ "questionnaire", 'q', OPT_STR, offsetof(struct collect_opts,
	    questionnaire), N_("NAME"), N_("which questions (else meeting)") },
	{ "at", 0, OPT_STR, offsetof(struct collect_opts, at), N_("DATE"),
	    N_("the day of the round, when it was not the meeting's") },
};

/* One round on its way: nothing of it is written before it is counted. */
struct round {
	struct iv_ctx *c;
	struct questions q;
	struct answers answers;
	struct record *session;
	int32_t day;
};

static void
round_release(struct round *r)
{
	questions_release(&r->q);
	answers_release(&r->answers);
	record_free(r->session);
}

/* Reads a line without its end; false at the end of the input. */
static bool
read_line(char *line, size_t size)
{
	if (!fgets(line, (int)size, stdin))
		return false;
	line[strcspn(line, "\r\n")] = '\0';
	return true;
}

static int
stopped(struct iv_err *e)
{
	fputs(CLEAR, stderr);
	return iv_fail(e, IV_FAIL, _("the round was broken off; nothing was "
	    "stored"));
}

static bool
ask_one(const struct round *r, size_t item, int *ret)
{
	char line[64];

	for (;;) {
		fprintf(stderr, "\n%s\n(1 = %s, 5 = %s) ",
		    r->q.items[item].text, r->q.low, r->q.high);
		if (!read_line(line, sizeof(line)))
			return false;
		if (line[0] >= '0' + TALLY_LOW && line[0] <= '0' + TALLY_HIGH
		    && line[1] == '\0')
			break;
		fprintf(stderr, _("One whole number from %d to %d.\n"),
		    TALLY_LOW, TALLY_HIGH);
	}
	*ret = line[0] - '0';
	explicit_bzero(line, sizeof(line));
	return true;
}

static int
ask_person(struct round *r, struct iv_err *e)
{
	int row[QUESTIONS_MAX] = { 0 }, done = 0;

	fprintf(stderr, CLEAR "%s\n", r->q.title);
	for (size_t i = 0; i < r->q.n && done == 0; i++)
		if (!ask_one(r, i, &row[i]))
			done = stopped(e);
	fputs(CLEAR, stderr);
	if (done == 0)
		done = answers_add(&r->answers, &r->q, row, e);
	explicit_bzero(row, sizeof(row));
	return done;
}

/* True when the next person is there; false when all have answered. */
static int
next_person(const struct round *r, struct iv_err *e)
{
	char line[64];

	for (;;) {
		fprintf(stderr, iv_n("%zu person has answered.\n",
		    "%zu people have answered.\n", r->answers.n),
		    r->answers.n);
		fprintf(stderr, _("Next: Enter.  When everybody has: %s "),
		    _("done"));
		if (!read_line(line, sizeof(line)))
			return stopped(e);
		if (line[0] == '\0')
			return 1;
		if (strcmp(line, "done") == 0 || strcmp(line, _("done")) == 0)
			return 0;
	}
}

static int
ask_all(struct round *r, struct iv_err *e)
{
	const char *term = getenv("TERM");
	int more;

	if (!term || *term == '\0' || strcmp(term, "dumb") == 0 ||
	    !isatty(STDERR_FILENO))
		return iv_fail(e, IV_USAGE, _("this terminal cannot be "
		    "cleared between two people; give the answers on "
		    "standard input, a person a line"));
	fputs(CLEAR, stderr);
	fputs(_("Each answers in turn; the screen is cleared after each.  "
	    "Only counts are kept, and only of four people or more.\n"),
	    stderr);
	while ((more = next_person(r, e)) > 0)
		if (ask_person(r, e) < 0)
			return -1;
	return more;
}

static int
read_answers(struct round *r, struct iv_err *e)
{
	struct buf b = BUF_INIT;
	int done;

	if (isatty(STDIN_FILENO))
		return ask_all(r, e);
	done = tool_stdin(r->c, &b, e);
	if (done == 0)
		done = answers_read(&r->answers, &r->q, b.p, b.len,
		    _("standard input"), e);
	if (b.cap > 0)
		explicit_bzero(b.p, b.cap);
	buf_release(&b);
	return done;
}

struct second {
	const struct round *r;
	bool found;
};

static int
is_second(void *arg, struct record **r, struct iv_err *e)
{
	struct second *s = arg;

	(void)e;
	s->found = json_is((*r)->json, "session", s->r->session->id.s) &&
	    json_is((*r)->json, "questionnaire", s->r->q.name);
	return s->found;
}

/* Two rounds subtracted from one another would show who came or went. */
static int
refuse_second(const struct round *r, struct iv_err *e)
{
	struct second s = { r, false };

	if (store_each(r->c->store, &schema_evaluation, is_second, &s, e) < 0)
		return -1;
	if (s.found)
		return iv_fail(e, IV_REFUSED, _("questionnaire %s was "
		    "answered for meeting %s already; a second round would "
		    "show who changed what"), r->q.name, r->session->id.s);
	return 0;
}

static int
refuse_few(const struct round *r, struct iv_err *e)
{
	if (r->answers.n >= TALLY_LEAST)
		return 0;
	return iv_fail(e, IV_REFUSED, _("discussed, not published: with so "
	    "few answers (%zu) a figure would show who said what; from %d on "
	    "it is stored"), r->answers.n, TALLY_LEAST);
}

/* The day of the round: the meeting's, or one typed, not after today. */
static int
find_day(struct round *r, const char *at, struct iv_err *e)
{
	const char *start = json_str(r->session->json, "start");
	struct civil day, typed;

	if (json_is(r->session->json, "status", "cancelled"))
		return iv_fail(e, IV_USAGE, _("meeting %s is cancelled"),
		    r->session->id.s);
	if (!start || !civil_parse_iso(start, &day))
		return iv_fail(e, IV_INVALID, _("meeting %s has no start"),
		    r->session->id.s);
	typed = day;
	if (at && tool_day(r->c, at, &typed, e) < 0)
		return iv_wrap(e, "--at");
	if (typed.day < day.day)
		return iv_fail(e, IV_USAGE, _("--at: a round is not before "
		    "its meeting, %.10s"), start);
	if (typed.day > r->c->now.day)
		return iv_fail(e, IV_USAGE, _("meeting %s has yet to be; "
		    "evaluate afterwards"), r->session->id.s);
	r->day = typed.day;
	return 0;
}

static void
set_result(cJSON *items, const char *id, const struct tally *t)
{
	cJSON *o = json_object(items, id);

	if (!t->bins) {
		json_set_int(o, "mean", t->mean);
		return;
	}
	json_set_int(o, "low", t->low);
	json_set_int(o, "middle", t->middle);
	json_set_int(o, "high", t->high);
	json_set_int(o, "median", t->median);
}

static void
fill_record(struct round *r, cJSON *j)
{
	char day[DAY_TEXT];
	cJSON *items;

	civil_text(day, (struct civil){ r->day, -1 });
	json_set_str(j, "session", r->session->id.s);
	json_set_str(j, "questionnaire", r->q.name);
	json_set_int(j, "answered", (long)r->answers.n);
	items = json_object(j, "items");
	for (size_t i = 0; i < r->q.n; i++) {
		struct tally t;

		if (tally_column(r->answers.column[i], r->answers.n,
		    r->q.items[i].reversed, &t))
			set_result(items, r->q.items[i].id, &t);
	}
	json_set_str(j, "closed", day);
}

/* By the group, dated at midnight: who typed it and when is not told. */
static int
write_round(struct round *r, struct iv_err *e)
{
	IV_AUTO(change_end_auto) struct change *ch = NULL;
	struct record *new;
	int done;

	r->c->author = "iv";
	r->c->when = (time_t)r->day * 24 * 60 * 60;
	if (tool_begin(r->c, &ch, e) < 0 || refuse_second(r, e) < 0 ||
	    change_new(ch, &schema_evaluation, &new, e) < 0)
		return -1;
	fill_record(r, new->json);
	if (verb_check(r->c, NULL, new, e) < 0)
		return -1;
	done = tool_commit(r->c, ch, "collect", e);
	if (done >= 0 && !r->c->dry_run)
		printf("%s\n", new->id.s);
	return done;
}

static int
collect(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	const struct collect_opts *o = opts;
	IV_AUTO(round_release) struct round r = { .c = c };

	if (tool_store(c, e) < 0 || tool_read(c, &schema_session, c->args[0],
	    &r.session, e) < 0 || questions_load(&r.q, c->store,
	    o->questionnaire ? o->questionnaire : "meeting", e) < 0)
		return -1;
	if (find_day(&r, o->at, e) < 0 || refuse_second(&r, e) < 0 ||
	    read_answers(&r, e) < 0 || refuse_few(&r, e) < 0)
		return -1;
	return write_round(&r, e);
}

/* The last round, or those of a meeting, by their ids. */
struct search {
	struct names *found;
	const char *session;	/* NULL: the last of all */
	char closed[DAY_TEXT];
};

static void
found_add(struct names *l, const char *id)
{
	l->v = mem_array(l->v, l->n + 1, sizeof(*l->v));
	l->v[l->n++] = mem_dup(id);
}

static int
match(void *arg, struct record **r, struct iv_err *e)
{
	struct search *s = arg;
	const char *closed = json_str((*r)->json, "closed");

	(void)e;
	if (s->session) {
		if (json_is((*r)->json, "session", s->session))
			found_add(s->found, (*r)->id.s);
	} else if (closed && strcmp(closed, s->closed) >= 0) {
		snprintf(s->closed, sizeof(s->closed), "%s", closed);
		names_release(s->found);
		found_add(s->found, (*r)->id.s);
	}
	return 0;
}

/* An evaluation's id, or a meeting's date, id, "last". */
static int
find_one(struct iv_ctx *c, const char *typed, struct names *found,
    struct iv_err *e)
{
	struct search s = { .found = found };
	struct iv_err other = IV_ERR_INIT;
	struct id id;
	size_t before = found->n;

	if (store_find(c->store, &schema_evaluation, typed, c->now, &id,
	    e) == 0) {
		found_add(found, id.s);
		return 0;
	}
	if (e->code != IV_NOTFOUND || store_find(c->store, &schema_session,
	    typed, c->now, &id, &other) < 0)
		return -1;
	s.session = id.s;
	if (store_each(c->store, &schema_evaluation, match, &s, e) < 0)
		return -1;
	return found->n > before ? 0 : iv_fail(e, IV_NOTFOUND, _("meeting "
	    "%s was not evaluated"), id.s);
}

static int
find_all(struct iv_ctx *c, struct names *found, struct iv_err *e)
{
	struct search s = { .found = found };

	for (int i = 0; i < c->nargs; i++)
		if (find_one(c, c->args[i], found, e) < 0)
			return -1;
	if (c->nargs > 0)
		return 0;
	if (store_each(c->store, &schema_evaluation, match, &s, e) < 0)
		return -1;
	return found->n > 0 ? 0 : iv_fail(e, IV_NOTFOUND, _("nothing was "
	    "evaluated yet; see 'iv-eval collect --help'"));
}

/* The question behind an item's id; the id where the questions are gone. */
static const char *
question_of(const struct questions *q, const char *id)
{
	for (size_t i = 0; i < q->n; i++)
		if (strcmp(q->items[i].id, id) == 0)
			return q->items[i].text;
	return id;
}

static void
show_head(struct iv_ctx *c, const struct record *r, const struct questions *q)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	const char *closed = json_str(r->json, "closed");
	struct civil day;
	char text[64] = "";
	long n = 0;

	if (closed && civil_parse_iso(closed, &day))
		civil_show(text, day);
	json_int(r->json, "answered", &n);
	buf_addf(&b, "%s, %s: ", q->title ? q->title : json_str(r->json,
	    "questionnaire"), text);
	buf_addf(&b, iv_n("%ld answer", "%ld answers", n), n);
	buf_addf(&b, " (%s)\n", r->id.s);
	tool_print(c, b.p);
}

static int
show_one(struct iv_ctx *c, const struct record *r, struct iv_err *e)
{
	static const struct out_col bins[] = {
		{ "text", N_("Question"), OUT_TEXT },
		{ "low", N_("Low"), OUT_NUMBER },
		{ "middle", N_("Middle"), OUT_NUMBER },
		{ "high", N_("High"), OUT_NUMBER },
		{ "median", N_("Median"), OUT_NUMBER },
	};
	static const struct out_col mean[] = {
		{ "text", N_("Question"), OUT_TEXT },
		{ "mean", N_("Mean"), OUT_NUMBER },
	};
	IV_AUTO(questions_release) struct questions q = QUESTIONS_INIT;
	struct iv_err gone = IV_ERR_INIT;
	const char *name = json_str(r->json, "questionnaire");
	const cJSON *items = json_get(r->json, "items"), *j;
	bool few = items && items->child && json_get(items->child, "mean");
	struct out *out;

	if (name && questions_load(&q, c->store, name, &gone) < 0 &&
	    gone.code != IV_NOTFOUND)
		tool_say(c, "%s", gone.msg);
	show_head(c, r, &q);
	out = tool_out(c, "iv.results/1", few ? mean : bins,
	    few ? IV_LEN(mean) : IV_LEN(bins));
	cJSON_ArrayForEach(j, items) {
		cJSON *row = cJSON_Duplicate(j, true);

		json_set_str(row, "text", question_of(&q, j->string));
		out_row(out, row);
		cJSON_Delete(row);
	}
	return out_end(out, e);
}

static int
show_tables(struct iv_ctx *c, const struct names *found, struct iv_err *e)
{
	int r = 0;

	for (size_t i = 0; i < found->n && r == 0; i++) {
		IV_AUTO(record_free_auto) struct record *rec = NULL;

		if (i > 0)
			tool_print(c, "\n");
		r = store_read(c->store, &schema_evaluation, found->v[i],
		    &rec, e);
		if (r == 0)
			r = show_one(c, rec, e);
	}
	return r;
}

/* For people a table with the questions; for programs the records. */
static int
show(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	IV_AUTO(names_release) struct names found = { NULL, 0 };
	struct iv_ctx by_id;

	if (tool_store(c, e) < 0 || find_all(c, &found, e) < 0)
		return -1;
	if (tool_for_people(c) && !c->fields)
		return show_tables(c, &found, e);
	by_id = *c;
	by_id.args = found.v;
	by_id.nargs = (int)found.n;
	return verb_show(&by_id, opts, e);
}

static const struct iv_cmd cmds[] = {
	{ "questions", "[NAME]", N_("Show a questionnaire, for paper too; "
	    "without a name, which there are"), questions, NULL, 0, 0, 0, 1,
	    CMD_LISTS, "iv-eval questions meeting" },
	{ "collect", "SESSION", N_("Take the answers in one sitting and keep "
	    "the counts alone"), collect, collect_opt, IV_LEN(collect_opt),
	    sizeof(struct collect_opts), 1, 1, CMD_WRITES,
	    "iv-eval collect today" },
	VERB_LIST("iv-eval list --session last"),
	{ "show", "[ID...]", N_("Show rounds, by id or by meeting (else the "
	    "last)"), show, NULL, 0, 0, 0, -1, CMD_LISTS | CMD_IDS,
	    "iv-eval show" },
};

int
main(int argc, char **argv)
{
	static const struct iv_tool tool = { "iv-eval",
		N_("evaluation in a small group, confidential"), cmds,
		IV_LEN(cmds), &schema_evaluation, NULL,
		MASK_SESSION | MASK_QUESTIONNAIRE };

	return iv_main(&tool, argc, argv);
}
