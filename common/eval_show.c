#include <stdio.h>
#include <string.h>

#include "eval.h"
#include "file.h"
#include "mem.h"
#include "tally.h"
#include "utf8.h"

const struct question_item *
question_of(const struct questions *q, const char *id)
{
	for (size_t i = 0; i < q->n; i++)
		if (strcmp(q->items[i].id, id) == 0)
			return &q->items[i];
	return NULL;
}

void
questions_of(struct iv_ctx *c, const char *name, struct questions *ret)
{
	struct iv_err gone = IV_ERR_INIT;

	if (name && questions_load(ret, c->store, name, &gone) < 0 &&
	    gone.code != IV_NOTFOUND)
		tool_say(c, "%s", gone.msg);
}

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

int
eval_questions(struct iv_ctx *c, void *opts, struct iv_err *e)
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

static bool
is_md(const struct iv_ctx *c)
{
	return c->format && strcmp(c->format, "md") == 0;
}

static void
add_text(const struct iv_ctx *c, struct buf *b, const char *text)
{
	if (is_md(c))
		out_md(b, text);
	else
		buf_adds(b, text);
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
	buf_adds(&b, is_md(c) ? "# " : "");
	add_text(c, &b, q->title ? q->title : json_str(r->json,
	    "questionnaire"));
	buf_addf(&b, ", %s: ", text);
	buf_addf(&b, iv_n("%ld answer", "%ld answers", n), n);
	buf_addf(&b, " (%s)\n%s", r->id.s, is_md(c) ? "\n" : "");
	if (q->low && q->high) {
		buf_adds(&b, "1 = ");
		add_text(c, &b, q->low);
		buf_adds(&b, ", 5 = ");
		add_text(c, &b, q->high);
		buf_adds(&b, is_md(c) ? "\n\n" : "\n");
	}
	tool_print(c, b.p);
}

/* A block a person, from low to high: no more than the three counts. */
static void
set_bar(cJSON *row)
{
	static const struct { const char *key, *block; } bins[] = {
		{ "low", "\u2591" }, { "middle", "\u2592" },
		{ "high", "\u2588" },
	};
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	long n;

	for (size_t i = 0; i < IV_LEN(bins); i++)
		if (json_int(row, bins[i].key, &n))
			for (long k = 0; k < n && k < ANSWERS_MAX; k++)
				buf_adds(&b, bins[i].block);
	json_set_str(row, "bar", b.p);
}

static void
part_head(const struct iv_ctx *c, struct buf *b, const char *head)
{
	buf_addf(b, is_md(c) ? "\n## %s\n\n" : "\n%s\n", head);
}

static void
show_texts(struct iv_ctx *c, const cJSON *texts)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	const cJSON *j;

	if (json_count(texts) == 0)
		return;
	part_head(c, &b, _("Open lines, in the order of the alphabet"));
	cJSON_ArrayForEach(j, texts) {
		if (!cJSON_IsString(j))
			continue;
		buf_adds(&b, is_md(c) ? "- " : "  ");
		add_text(c, &b, j->valuestring);
		buf_addc(&b, '\n');
	}
	tool_print(c, b.p);
}

static void
show_decisions(struct iv_ctx *c, const cJSON *decisions)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	const cJSON *j;

	if (json_count(decisions) == 0)
		return;
	part_head(c, &b, _("Decided"));
	cJSON_ArrayForEach(j, decisions) {
		const char *text = json_str(j, "text");
		IV_AUTO(buf_release) struct buf changes = BUF_INIT;

		buf_adds(&b, is_md(c) ? "- " : "  ");
		add_text(c, &b, text ? text : "");
		buf_addc(&b, '\n');
		if (json_str(j, "changes")) {
			add_text(c, &changes, json_str(j, "changes"));
			buf_addf(&b, _("    what changes: %s\n"), changes.p);
		}
	}
	tool_print(c, b.p);
}

/* The question as it was asked; high is good where it was turned, too. */
static void
set_question(cJSON *row, const struct questions *q, const char *id)
{
	const struct question_item *item = question_of(q, id);
	IV_AUTO(buf_release) struct buf b = BUF_INIT;

	buf_adds(&b, item ? item->text : id);
	if (item && item->reversed)
		buf_addf(&b, " %s", _("(turned)"));
	json_set_str(row, "text", b.p);
}

static int
show_items(struct iv_ctx *c, const cJSON *items, const struct questions *q,
    struct iv_err *e)
{
	static const struct out_col bins[] = {
		{ "text", N_("Question"), OUT_TEXT },
		{ "low", N_("Low"), OUT_NUMBER },
		{ "middle", N_("Middle"), OUT_NUMBER },
		{ "high", N_("High"), OUT_NUMBER },
		{ "median", N_("Median"), OUT_NUMBER },
		{ "bar", N_("Spread"), OUT_TEXT },
	};
	static const struct out_col mean[] = {
		{ "text", N_("Question"), OUT_TEXT },
		{ "mean", N_("Mean"), OUT_NUMBER },
	};
	bool few = items && items->child && json_get(items->child, "mean");
	struct out *out = tool_out(c, "iv.results/1", few ? mean : bins,
	    few ? IV_LEN(mean) : IV_LEN(bins));
	const cJSON *j;

	cJSON_ArrayForEach(j, items) {
		cJSON *row = cJSON_Duplicate(j, true);

		set_question(row, q, j->string);
		set_bar(row);
		out_row(out, row);
		cJSON_Delete(row);
	}
	return out_end(out, e);
}

int
show_round(struct iv_ctx *c, const struct record *r, struct iv_err *e)
{
	IV_AUTO(questions_release) struct questions q = QUESTIONS_INIT;

	questions_of(c, json_str(r->json, "questionnaire"), &q);
	show_head(c, r, &q);
	if (show_items(c, json_get(r->json, "items"), &q, e) < 0)
		return -1;
	show_texts(c, json_get(r->json, "texts"));
	show_decisions(c, json_get(r->json, "decisions"));
	return 0;
}

static void
add_wrapped(struct buf *b, const struct iv_ctx *c, const char *head,
    const char *text)
{
	size_t width = c->style.width > 20 && c->style.width < 100 ?
	    (size_t)c->style.width : 80;

	buf_adds(b, head);
	utf8_wrap(b, text, width - 1, 4);
	buf_addc(b, '\n');
}

void
show_context(struct iv_ctx *c)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	const cJSON *group = store_group(c->store), *j;
	const char *purpose = json_str(group, "purpose");
	const char *approach = json_str(group, "approach");

	if (purpose) {
		buf_addf(&b, "\n%s\n", _("Purpose"));
		add_wrapped(&b, c, "    ", purpose);
	}
	if (approach) {
		buf_addf(&b, "\n%s\n", _("Way of working"));
		add_wrapped(&b, c, "    ", approach);
	}
	if (json_count(json_get(group, "agreements")) > 0)
		buf_addf(&b, "\n%s\n", _("Agreements"));
	cJSON_ArrayForEach(j, json_get(group, "agreements"))
		if (json_str(j, "text"))
			add_wrapped(&b, c, "  - ", json_str(j, "text"));
	tool_print(c, b.p);
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
			r = show_round(c, rec, e);
	}
	return r;
}

int
for_client(const char *audience, bool *ret, struct iv_err *e)
{
	*ret = audience && strcmp(audience, "client") == 0;
	if (audience && !*ret && strcmp(audience, "group") != 0)
		return iv_fail(e, IV_USAGE, _("--audience: '%s' is not one of "
		    "group, client"), audience);
	return 0;
}

/* Of single rounds a client sees nothing: only how it goes in general. */
static int
client_show(struct iv_ctx *c, struct iv_err *e)
{
	IV_AUTO(closed_release) struct closed l = { NULL, 0 };

	if (c->nargs > 0)
		return iv_fail(e, IV_REFUSED, _("the client sees the general "
		    "trend, no single round"));
	if (closed_load(c, &l, e) < 0)
		return -1;
	return show_client(c, &l, e);
}

/* For people a table with the questions; for programs the records. */
int
eval_show(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	const struct eval_show_opts *o = opts;
	IV_AUTO(names_release) struct names found = { NULL, 0 };
	struct iv_ctx by_id;
	bool client;

	if (for_client(o->audience, &client, e) < 0 || tool_store(c, e) < 0)
		return -1;
	if (client)
		return client_show(c, e);
	if (find_all(c, &found, e) < 0)
		return -1;
	if ((tool_for_people(c) || is_md(c)) && !c->fields)
		return show_tables(c, &found, e);
	by_id = *c;
	by_id.args = found.v;
	by_id.nargs = (int)found.n;
	return verb_show(&by_id, NULL, e);
}

static int
find_decided(struct iv_ctx *c, const char *typed, struct names *found,
    struct iv_err *e)
{
	if (find_one(c, typed, found, e) < 0)
		return -1;
	return found->n == 1 ? 0 : iv_fail(e, IV_AMBIGUOUS, _("'%s' has more "
	    "than one round; give the id of one from 'iv-eval list'"), typed);
}

static void
add_decision(cJSON *record, const struct id *key, const char *text,
    const char *changes)
{
	cJSON *o = json_object(json_object(record, "decisions"), key->s);

	json_set_str(o, "text", text);
	if (changes)
		json_set_str(o, "changes", changes);
}

/* What the group makes of a result; by whoever types it, as any change. */
int
eval_decide(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	const struct eval_decide_opts *o = opts;
	IV_AUTO(change_end_auto) struct change *ch = NULL;
	IV_AUTO(names_release) struct names found = { NULL, 0 };
	struct record *r;
	const char *text;
	struct id key;
	int done;

	if (tool_store(c, e) < 0 || tool_text(c, c->args[1], &text, e) < 0 ||
	    find_decided(c, c->args[0], &found, e) < 0 ||
	    tool_begin(c, &ch, e) < 0 || change_get(ch, &schema_evaluation,
	    found.v[0], &r, e) < 0 || change_key(ch, json_get(r->json,
	    "decisions"), &key, e) < 0)
		return -1;
	add_decision(r->json, &key, text, o->changes);
	if (verb_check(c, NULL, r, e) < 0)
		return -1;
	done = tool_commit(c, ch, "decide", e);
	if (done >= 0 && !c->dry_run)
		tool_id(c, key.s);
	return done;
}
