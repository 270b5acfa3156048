#include <stdio.h>
#include <string.h>

#include "ask.h"
#include "eval.h"
#include "file.h"
#include "mem.h"

/*
 * What one person keeps to themselves: goals/MEMBER.json and
 * reflections/ID.json in the private area.  Neither is ever committed.
 */

static int
own_read(struct iv_ctx *c, const char *path, cJSON **ret, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	int fd = store_private(c->store, false, e);

	if (fd < 0 || file_read(fd, path, FILE_MAX, &b, e) < 0)
		return -1;
	return json_parse(b.p, b.len, path, 1, ret, e);
}

static int
own_write(struct iv_ctx *c, const char *path, const cJSON *doc,
    struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	int fd;

	if (c->dry_run)
		return 0;
	fd = store_private(c->store, true, e);
	json_print(&b, doc);
	if (fd < 0 || dirs_make(fd, path, e) < 0)
		return -1;
	return file_replace(fd, path, b.p, b.len, 0600, e);
}

static void
set_today(const struct iv_ctx *c, cJSON *o, const char *key)
{
	char day[DAY_TEXT];

	civil_text(day, (struct civil){ c->now.day, -1 });
	json_set_str(o, key, day);
}

static int
goal_load(struct iv_ctx *c, const char *path, cJSON **ret, struct iv_err *e)
{
	if (own_read(c, path, ret, e) == 0)
		return 0;
	if (e->code != IV_NOTFOUND)
		return -1;
	*ret = cJSON_CreateObject();
	json_set_str(*ret, "schema", "iv.goal/1");
	return 0;
}

/* A goal that comes instead of another one: both stay to look back at. */
static void
goal_set(const struct iv_ctx *c, cJSON *doc, const char *text)
{
	cJSON *old;

	if (json_str(doc, "goal")) {
		old = cJSON_CreateObject();
		json_set_str(old, "goal", json_str(doc, "goal"));
		if (json_str(doc, "since"))
			json_set_str(old, "since", json_str(doc, "since"));
		cJSON_AddItemToArray(json_array(doc, "earlier"), old);
	}
	json_set_str(doc, "goal", text);
	set_today(c, doc, "since");
}

static void
goal_review(const struct iv_ctx *c, cJSON *doc, const char *text)
{
	cJSON *o = cJSON_CreateObject();

	set_today(c, o, "on");
	json_set_str(o, "text", text);
	cJSON_AddItemToArray(json_array(doc, "reviews"), o);
}

static int
goal_share(struct iv_ctx *c, const struct id *member, const char *text,
    struct iv_err *e)
{
	IV_AUTO(change_end_auto) struct change *ch = NULL;
	struct record *r;
	struct schema_in in;

	if (tool_begin(c, &ch, e) < 0 || change_get(ch, &schema_member,
	    member->s, &r, e) < 0)
		return -1;
	in = tool_input(c);
	if (schema_set(r->schema, r->json, "learning_goal", text, &in,
	    e) < 0 || verb_check(c, NULL, r, e) < 0)
		return -1;
	return tool_commit(c, ch, "share", e);
}

static int
goal_show(struct iv_ctx *c, const struct id *member, const cJSON *doc,
    struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	IV_AUTO(json_free_auto) cJSON *row = NULL;
	const char *since = json_str(doc, "since");
	const cJSON *j;
	struct out *o;

	if (!tool_for_people(c) || c->fields) {
		row = cJSON_Duplicate(doc, true);
		json_set_str(row, "id", member->s);
		json_set_str(row, "member", member->s);
		o = tool_out(c, "iv.goals/1", NULL, 0);
		out_row(o, row);
		return out_end(o, e);
	}
	buf_addf(&b, "%s%s%s%s\n", json_str(doc, "goal"), since ? " (" : "",
	    since ? since : "", since ? ")" : "");
	cJSON_ArrayForEach(j, json_get(doc, "reviews"))
		if (json_str(j, "on") && json_str(j, "text"))
			buf_addf(&b, "  %s  %s\n", json_str(j, "on"),
			    json_str(j, "text"));
	tool_print(c, b.p);
	return 0;
}

static int
goal_texts(struct iv_ctx *c, const struct eval_goal_opts *o,
    const char **goal, const char **review, struct iv_err *e)
{
	if (c->nargs > 1 && tool_text(c, c->args[1], goal, e) < 0)
		return -1;
	if (o->review && tool_text(c, o->review, review, e) < 0)
		return -1;
	if ((*goal && **goal == '\0') || (*review && **review == '\0'))
		return iv_fail(e, IV_USAGE, _("a goal or a review is some "
		    "text"));
	return 0;
}

int
eval_goal(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	const struct eval_goal_opts *o = opts;
	IV_AUTO(json_free_auto) cJSON *doc = NULL;
	const char *goal = NULL, *review = NULL;
	char path[64];
	struct id id;

	if (tool_store(c, e) < 0 || store_find(c->store, &schema_member,
	    c->args[0], c->now, &id, e) < 0 ||
	    goal_texts(c, o, &goal, &review, e) < 0)
		return -1;
	snprintf(path, sizeof(path), "goals/%s.json", id.s);
	if (goal_load(c, path, &doc, e) < 0)
		return -1;
	if (goal)
		goal_set(c, doc, goal);
	if (!json_str(doc, "goal"))
		return iv_fail(e, IV_NOTFOUND, _("no goal of %s is kept here; "
		    "write one with 'iv-eval goal %s TEXT'"), c->args[0],
		    c->args[0]);
	if (review)
		goal_review(c, doc, review);
	if ((goal || review) && own_write(c, path, doc, e) < 0)
		return -1;
	if (o->share)
		return goal_share(c, &id, json_str(doc, "goal"), e);
	return goal || review ? 0 : goal_show(c, &id, doc, e);
}

static int
reflect_read(struct iv_ctx *c, const struct questions *q, struct answer *one,
    struct iv_err *e)
{
	IV_AUTO(answers_release) struct answers a = { .texts = true };
	IV_AUTO(buf_release) struct buf b = BUF_INIT;

	if (tool_stdin(c, &b, e) < 0 || answers_read(&a, q, b.p, b.len,
	    _("standard input"), e) < 0)
		return -1;
	if (a.n != 1)
		return iv_fail(e, IV_INVALID, _("standard input: one answer "
		    "is needed, not %zu"), a.n);
	for (size_t i = 0; i < q->n; i++)
		one->value[i] = a.column[i][0];
	one->text = a.ntexts > 0 ? mem_dup(a.text[0]) : NULL;
	return 0;
}

static int
reflect_ask(struct iv_ctx *c, const struct questions *q, struct answer *one,
    struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	int done;

	if (!ask_possible())
		return reflect_read(c, q, one, e);
	if (laptop_open(c, e) < 0)
		return -1;
	done = laptop_person(q, false, one, e);
	if (done == 0 && q->open) {
		fprintf(stderr, "\n%s\n", q->open);
		done = ask_line(&b) ? 0 : laptop_stopped(e);
		one->text = buf_take(&b);
	}
	laptop_close();
	return done;
}

static void
reflect_fill(struct iv_ctx *c, const struct questions *q,
    const struct answer *one, cJSON *doc)
{
	cJSON *answers;

	json_set_str(doc, "schema", "iv.reflection/1");
	set_today(c, doc, "day");
	json_set_str(doc, "questionnaire", q->name);
	answers = json_object(doc, "answers");
	for (size_t i = 0; i < q->n; i++)
		json_set_int(answers, q->items[i].id, one->value[i]);
	if (one->text && *one->text != '\0')
		json_set_str(doc, "text", one->text);
}

static int
reflect_list(struct iv_ctx *c, struct iv_err *e)
{
	static const struct out_col cols[] = {
		{ "day", N_("Day"), OUT_WHEN },
		{ "questionnaire", N_("Questionnaire"), OUT_TEXT },
		{ "answers", N_("Answers"), OUT_TEXT },
		{ "text", N_("Remark"), OUT_TEXT },
	};
	IV_AUTO(names_release) struct names l = { NULL, 0 };
	struct iv_err none = IV_ERR_INIT;
	int fd = store_private(c->store, false, &none), done = 0;
	struct out *o;

	if (fd >= 0 && dir_names(fd, "reflections", &l, e) < 0)
		return -1;
	o = tool_out(c, "iv.reflections/1", cols, IV_LEN(cols));
	for (size_t i = 0; i < l.n && done == 0; i++) {
		IV_AUTO(json_free_auto) cJSON *doc = NULL;
		char path[128];

		snprintf(path, sizeof(path), "reflections/%.64s", l.v[i]);
		done = own_read(c, path, &doc, e);
		if (done == 0)
			out_row(o, doc);
	}
	return out_end(o, done < 0 ? &none : e) < 0 ? -1 : done;
}

/* The name begins with the day, so that they stand in order. */
static int
reflect_path(struct iv_ctx *c, char path[64], struct iv_err *e)
{
	char day[DAY_TEXT];
	struct id id;

	if (id_random(&id, e) < 0)
		return -1;
	civil_text(day, (struct civil){ c->now.day, -1 });
	snprintf(path, 64, "reflections/%.10s-%s.json", day, id.s);
	return 0;
}

int
eval_reflect(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	const struct eval_reflect_opts *o = opts;
	IV_AUTO(questions_release) struct questions q = QUESTIONS_INIT;
	IV_AUTO(answer_release) struct answer one = { .text = NULL };
	IV_AUTO(json_free_auto) cJSON *doc = cJSON_CreateObject();
	char path[64];
	struct id id;

	if (tool_store(c, e) < 0)
		return -1;
	if (o->list)
		return reflect_list(c, e);
	if (c->nargs > 0) {
		if (store_find(c->store, &schema_session, c->args[0], c->now,
		    &id, e) < 0)
			return -1;
		json_set_str(doc, "session", id.s);
	}
	if (questions_load(&q, c->store, o->questionnaire ?
	    o->questionnaire : "facilitator", e) < 0 ||
	    reflect_ask(c, &q, &one, e) < 0 || reflect_path(c, path, e) < 0)
		return -1;
	reflect_fill(c, &q, &one, doc);
	return own_write(c, path, doc, e);
}
