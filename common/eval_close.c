#include <stdio.h>
#include <string.h>

#include "eval.h"
#include "mem.h"
#include "tally.h"

int
round_enough(size_t n, struct iv_err *e)
{
	if (n >= TALLY_LEAST)
		return 0;
	return iv_fail(e, IV_REFUSED, _("discussed, not published: with so "
	    "few answers (%zu) a figure would show who said what; from %d on "
	    "it is stored"), n, TALLY_LEAST);
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

static int
by_text(const void *p, const void *q)
{
	const char *const *a = p, *const *b = q;

	return strcmp(*a, *b);
}

/* In the order of the alphabet, which tells nothing of who wrote or when. */
static void
set_texts(struct answers *a, cJSON *j)
{
	cJSON *texts;

	if (a->ntexts == 0)
		return;
	qsort(a->text, a->ntexts, sizeof(*a->text), by_text);
	texts = json_array(j, "texts");
	for (size_t i = 0; i < a->ntexts; i++)
		cJSON_AddItemToArray(texts, cJSON_CreateString(a->text[i]));
}

bool
about_fill(const struct about *a, struct answers *answers, cJSON *j)
{
	char day[DAY_TEXT];
	cJSON *items;

	if (answers->n < TALLY_LEAST)
		return false;
	civil_text(day, a->day);
	about_keys(a, j);
	json_set_int(j, "answered", (long)answers->n);
	items = json_object(j, "items");
	for (size_t i = 0; i < a->q.n; i++) {
		struct tally t;

		if (tally_column(answers->column[i], answers->n,
		    a->q.items[i].reversed, &t))
			set_result(items, a->q.items[i].id, &t);
	}
	set_texts(answers, j);
	json_set_str(j, "closed", day);
	return true;
}

/* A record whose id was chosen when its round was opened. */
static int
take_record(struct change *ch, const char *id, struct record **ret,
    struct iv_err *e)
{
	struct record *r = record_new(&schema_evaluation, id, 0);

	*ret = r;
	return change_take(ch, r, e);
}

static int
begin(struct iv_ctx *c, const struct storing *s, struct change **ch,
    struct record **ret, struct iv_err *e)
{
	c->author = "iv";
	c->when = (time_t)s->about->day.day * 24 * 60 * 60;
	if (tool_begin(c, ch, e) < 0)
		return -1;
	if (s->id && store_has(c->store, &schema_evaluation, s->id))
		return store_read(c->store, &schema_evaluation, s->id, ret,
		    e) < 0 ? -1 : 1;
	if (about_once(c, s->about, e) < 0 ||
	    round_enough(s->answers->n, e) < 0)
		return -1;
	return 0;
}

int
round_store(struct iv_ctx *c, const struct storing *s, struct record **ret,
    struct iv_err *e)
{
	IV_AUTO(change_end_auto) struct change *ch = NULL;
	struct record *new;
	int done = begin(c, s, &ch, ret, e);

	if (done != 0)
		return done < 0 ? -1 : 0;
	if ((s->id ? take_record(ch, s->id, &new, e) : change_new(ch,
	    &schema_evaluation, &new, e)) < 0)
		return -1;
	about_fill(s->about, s->answers, new->json);
	if (verb_check(c, NULL, new, e) < 0)
		return -1;
	done = tool_commit(c, ch, s->verb, e);
	if (done < 0 || c->dry_run)
		return done;
	*ret = mem_alloc(sizeof(**ret));
	**ret = *new;
	(*ret)->json = cJSON_Duplicate(new->json, true);
	return done;
}

static int
show_result(struct iv_ctx *c, const struct record *r, struct iv_err *e)
{
	static const struct out_col cols[] = {
		{ "id", N_("Id"), OUT_TEXT },
		{ "closed", N_("Closed"), OUT_WHEN },
		{ "questionnaire", N_("Questionnaire"), OUT_TEXT },
		{ "answered", N_("Answers"), OUT_NUMBER },
	};
	IV_AUTO(json_free_auto) cJSON *row = NULL;
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	struct out *o;

	if (tool_for_people(c) && !c->fields) {
		if (show_round(c, r, e) < 0)
			return -1;
		show_context(c);
		buf_addf(&b, _("\nWhat you decide now: iv-eval decide %s "
		    "TEXT\n"), r->id.s);
		tool_print(c, b.p);
		return 0;
	}
	row = record_row(r);
	o = tool_out(c, "iv.evaluations/1", cols, IV_LEN(cols));
	out_row(o, row);
	return out_end(o, e);
}

static int
discard(const struct outbox *o, const struct round *r, struct iv_err *e)
{
	if (o->c->dry_run)
		return 0;
	return outbox_wipe(o, r->id.s, e);
}

/* Under four nothing is stored; the codes that are out can make it more. */
static int
close_few(const struct round *r, size_t n, struct iv_err *e)
{
	size_t codes = n + json_count(json_get(r->doc, "codes"));

	return iv_fail(e, IV_REFUSED, _("round %s stays open: %zu of %zu have "
	    "answered, and from %d on it is stored; to end it without a "
	    "result: 'iv-eval close --discard %s'"), r->id.s, n, codes,
	    TALLY_LEAST, r->id.s);
}

static int
close_round(struct outbox *o, const struct round *r, struct iv_err *e)
{
	IV_AUTO(about_release) struct about a = { .session = "" };
	IV_AUTO(answers_release) struct answers answers = ANSWERS_INIT;
	IV_AUTO(record_free_auto) struct record *stored = NULL;
	struct storing s = { &a, &answers, r->id.s, "close" };
	int done;

	if (about_round(o->c, r, &a, e) < 0 ||
	    round_answers(r, &a.q, &answers, e) < 0)
		return -1;
	if (answers.n < TALLY_LEAST)
		return close_few(r, answers.n, e);
	done = round_store(o->c, &s, &stored, e);
	if (done < 0 || o->c->dry_run)
		return done;
	if (outbox_wipe(o, r->id.s, e) < 0) {
		e->code = IV_PENDING;
		return iv_wrap(e, _("stored as %s, but its answers are still "
		    "here"), r->id.s);
	}
	return show_result(o->c, stored, e) < 0 ? -1 : done;
}

int
eval_close(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	const struct eval_close_opts *opt = opts;
	IV_AUTO(outbox_close) struct outbox o = OUTBOX_INIT;
	IV_AUTO(round_release) struct round r = { .doc = NULL };

	if (tool_store(c, e) < 0 || outbox_open(&o, c, false, e) < 0 ||
	    outbox_find(&o, c->nargs > 0 ? c->args[0] : NULL, NULL, &r,
	    e) < 0)
		return -1;
	return opt->discard ? discard(&o, &r, e) : close_round(&o, &r, e);
}
