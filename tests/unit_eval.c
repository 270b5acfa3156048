/*
 * An attacker's program over simulated groups of 2 to 7.  Each group answers
 * in three worlds:
 *
 *	A	as it comes
 *	B	the columns shuffled among the members, who draw other codes
 *		and come in another order
 *	C	other answers with the same published figures
 *
 * What an attacker can get at, the round's file as it waits and the record as
 * it is stored, must be the same to the byte in A and B, and the record in C
 * too: then no program whatever learns more from it than the figures say.
 */

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "eval.h"
#include "mem.h"
#include "tally.h"
#include "tap.h"

#define GROUPS	960
#define MOST	7
#define ITEMS	3

static uint64_t state = 6;

static int
roll(int n)
{
	state = state * UINT64_C(6364136223846793005) + 1442695040888963407U;
	return (int)((state >> 33) % (uint64_t)n);
}

/* As groups answer: mostly content. */
static int
rating(void)
{
	static const int share[] = { 2, 7, 20, 65, 100 };
	int r = roll(100), v = 0;

	while (r >= share[v])
		v++;
	return v + 1;
}

static void
shuffle(int *v, int n)
{
	for (int i = n - 1; i > 0; i--) {
		int k = roll(i + 1), t = v[i];

		v[i] = v[k];
		v[k] = t;
	}
}

struct world {
	int n;
	int value[ITEMS][MOST];		/* of each member */
	int code[MOST];			/* the code each drew */
	int order[MOST];		/* in which they come */
	struct buf outbox, record;
	bool told;
};

static void
world_release(struct world *w)
{
	buf_release(&w->outbox);
	buf_release(&w->record);
}

/* The questions, and a round with codes for seven, made once. */
static struct questions questions = {
	.name = (char[]){ "meeting" }, .n = ITEMS,
	.items = { { .id = (char[]){ "heard" } },
	    { .id = (char[]){ "asked" }, .reversed = true },
	    { .id = (char[]){ "try" } } },
};
static struct round blank;
static struct id *codes;

static void
blank_make(void)
{
	struct iv_ctx c = { .seed = "attacker" };
	struct iv_err e = IV_ERR_INIT;

	id_seeded(&blank.id, "round", 0);
	blank.doc = cJSON_CreateObject();
	json_set_int(blank.doc, "answered", 0);
	ok(codes_make(&c, &blank, MOST, &codes, &e) == 0, "seven codes");
	is_int((long)json_count(json_get(blank.doc, "codes")), MOST,
	    "and seven hashes");
}

static const char *const lines[MOST] = { "meer tijd", "", "doorvragen",
	"", "eerder beginnen", "koffie", "" };

static int
take(struct round *r, const struct world *w, int who, struct iv_err *e)
{
	struct answers a = { .coded = true, .texts = true };
	struct answer one = { .code = codes[w->code[who]], .line = 1 };
	int done;

	for (int i = 0; i < ITEMS; i++)
		one.value[i] = w->value[i][who];
	/* What is written goes with the code here: any other member's. */
	one.text = mem_dup(lines[w->code[who]]);
	done = answers_add(&a, &questions, &one, e);
	if (done == 0)
		done = round_take(r, &questions, &a, "", e);
	answers_release(&a);
	answer_release(&one);
	return done;
}

static int
play(struct world *w)
{
	struct about about = { .q = questions, .session = "s000000000",
	    .day = { 20000, -1 } };
	struct round r = { blank.id, cJSON_Duplicate(blank.doc, true) };
	struct answers a = ANSWERS_INIT;
	cJSON *record = cJSON_CreateObject();
	struct iv_err e = IV_ERR_INIT;
	int faults = 0;

	for (int i = 0; i < w->n; i++)
		faults += take(&r, w, w->order[i], &e) < 0;
	json_print(&w->outbox, r.doc);
	faults += round_answers(&r, &questions, &a, &e) < 0;
	w->told = about_fill(&about, &a, record);
	json_print(&w->record, record);
	answers_release(&a);
	cJSON_Delete(record);
	round_release(&r);
	return faults;
}

static void
world_first(struct world *w, int n)
{
	w->n = n;
	for (int i = 0; i < n; i++) {
		w->code[i] = w->order[i] = i;
		for (int k = 0; k < ITEMS; k++)
			w->value[k][i] = rating();
	}
}

/* B of A. */
static void
world_shuffled(struct world *w, const struct world *a)
{
	w->n = a->n;
	memcpy(w->value, a->value, sizeof(w->value));
	memcpy(w->code, a->code, sizeof(w->code));
	memcpy(w->order, a->order, sizeof(w->order));
	for (int k = 0; k < ITEMS; k++)
		shuffle(w->value[k], w->n);
	shuffle(w->code, w->n);
	shuffle(w->order, w->n);
}

static bool
same_figures(const int *v, const int *w, int n, bool reversed)
{
	int a[MOST], b[MOST];
	struct tally t, u;

	memcpy(a, v, sizeof(a));
	memcpy(b, w, sizeof(b));
	if (!tally_column(a, (size_t)n, reversed, &t) ||
	    !tally_column(b, (size_t)n, reversed, &u))
		return false;
	return t.low == u.low && t.middle == u.middle && t.high == u.high &&
	    t.median == u.median && t.mean == u.mean;
}

/* C of A: other answers where the figures leave room for them. */
static int
world_other(struct world *w, const struct world *a)
{
	int changed = 0;

	world_shuffled(w, a);
	for (int k = 0; k < ITEMS; k++)
		for (int try = 0; try < 60; try++) {
			int v[MOST];

			memcpy(v, w->value[k], sizeof(v));
			v[roll(w->n)] = 1 + roll(5);
			if (!same_figures(w->value[k], v, w->n,
			    questions.items[k].reversed))
				continue;
			changed += memcmp(v, w->value[k], sizeof(v)) != 0;
			memcpy(w->value[k], v, sizeof(v));
		}
	return changed;
}

/* Nothing that was handed to a person may stand in what is kept. */
static int
holds_code(const struct buf *b)
{
	int n = 0;

	for (int i = 0; i < MOST; i++)
		n += strstr(b->p, codes[i].s) != NULL;
	return n;
}

struct count {
	int groups[MOST + 1], faults, few_told, rows, figures, codes, other, moved;
	int certain, asked;
};

/* What a member who knows their own answer makes of three bins: is the bin of
 * all others certain?  Only where nobody else differs. */
static void
count_certain(const struct world *w, struct count *c)
{
	for (int k = 0; k < ITEMS && w->n >= TALLY_BINS; k++) {
		int bins[3] = { 0 };

		for (int i = 0; i < w->n; i++)
			bins[w->value[k][i] <= 2 ? 0 : w->value[k][i] == 3 ?
			    1 : 2]++;
		for (int i = 0; i < 3; i++)
			c->certain += bins[i] == w->n;
		c->asked++;
	}
}

static void
attack(struct count *c)
{
	struct world a = { .outbox = BUF_INIT, .record = BUF_INIT };
	struct world b = a, other = a;
	int n = 2 + roll(6);

	world_first(&a, n);
	world_shuffled(&b, &a);
	c->moved += memcmp(a.value, b.value, sizeof(a.value)) != 0;
	c->other += world_other(&other, &a) > 0;
	c->faults += play(&a) + play(&b) + play(&other);
	c->groups[n]++;
	c->few_told += n < TALLY_LEAST && (a.told || strcmp(a.record.p,
	    "{}\n") != 0);
	c->few_told += n >= TALLY_LEAST && !a.told;
	c->rows += strcmp(a.outbox.p, b.outbox.p) != 0 ||
	    strcmp(a.record.p, b.record.p) != 0;
	c->figures += strcmp(a.record.p, other.record.p) != 0;
	c->codes += holds_code(&a.outbox) + holds_code(&a.record);
	count_certain(&a, c);
	world_release(&a);
	world_release(&b);
	world_release(&other);
}

static void
test_groups(void)
{
	struct count c = { .faults = 0 };

	for (int i = 0; i < GROUPS; i++)
		attack(&c);
	printf("# %d groups:", GROUPS);
	for (int n = 2; n <= MOST; n++)
		printf(" %d of %d%s", c.groups[n], n, n < MOST ? "," : "\n");
	printf("# in %d of them answers changed hands, in %d others had the "
	    "same figures\n", c.moved, c.other);
	printf("# all in one bin, so that each is known: %d of %d questions "
	    "of groups of five and more\n", c.certain, c.asked);
	is_int(c.faults, 0, "every answer was taken");
	is_int(c.few_told, 0, "under four nothing is told");
	is_int(c.rows, 0, "who gave what, by which code and when, leaves no "
	    "byte");
	is_int(c.figures, 0, "nor do answers with the same figures");
	is_int(c.codes, 0, "no code is kept");
	ok(c.other > GROUPS / 3 && c.moved > GROUPS / 3,
	    "and the worlds did differ");
}

/* A code answers once, and only a code does. */
static void
test_codes(void)
{
	struct round r = { blank.id, cJSON_Duplicate(blank.doc, true) };
	struct world w = { .n = 1, .outbox = BUF_INIT, .record = BUF_INIT };
	struct iv_err e = IV_ERR_INIT;
	struct id typed, no;

	world_first(&w, 1);
	ok(take(&r, &w, 0, &e) == 0, "a code answers");
	ok(take(&r, &w, 0, &e) < 0 && e.code == IV_REFUSED, "once");
	id_seeded(&no, "nobody's", 0);
	ok(code_check(&r, &no, &e) < 0 && e.code == IV_INVALID,
	    "another does not");
	ok(code_check(&r, &codes[1], &e) == 0, "the next one can");
	ok(answer_code(" K7F3Q-9X2MB ", &typed), "typed from paper");
	is_str(typed.s, "k7f3q9x2mb", "it is the same");
	ok(!answer_code("k7f3q-9x2m", &typed) &&
	    !answer_code("k7f3q-9x2mbb", &typed) &&
	    !answer_code("", &typed), "but whole");
	round_release(&r);
	world_release(&w);
}

/* What was tampered with is refused, not counted. */
static void
test_broken(void)
{
	static const char *const docs[] = {
		"{\"answered\": 2, \"answers\": {}}",
		"{\"answered\": 1, \"answers\": {\"heard\": [1], "
		    "\"asked\": [6], \"try\": [1]}}",
		"{\"answered\": 1, \"answers\": {\"heard\": [1, 2], "
		    "\"asked\": [1], \"try\": [1]}}",
		"{\"answered\": 1, \"answers\": {\"heard\": [1], "
		    "\"asked\": [1], \"other\": [1]}}",
		"{\"answered\": 99, \"answers\": {\"heard\": [1], "
		    "\"asked\": [1], \"try\": [1]}}",
	};

	for (size_t i = 0; i < IV_LEN(docs); i++) {
		struct round r = { .doc = NULL };
		struct answers a = ANSWERS_INIT;
		struct iv_err e = IV_ERR_INIT;

		ok(json_parse(docs[i], strlen(docs[i]), "", 1, &r.doc,
		    &e) == 0 && round_answers(&r, &questions, &a, &e) < 0 &&
		    e.code == IV_INVALID, "a round that does not fit its "
		    "questions");
		answers_release(&a);
		round_release(&r);
	}
}

int
main(void)
{
	blank_make();
	test_groups();
	test_codes();
	test_broken();
	round_release(&blank);
	mem_free(codes);
	return done();
}
