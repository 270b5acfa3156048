#include "turns.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"

/* One member's account of one role, for sorting. */
struct account {
	size_t member;
	const char *id;
	struct rotate_turns turns;
	int load;		/* turns in all roles */
};

static int
by_deviation(const void *p, const void *q)
{
	const struct account *a = p, *b = q;
	int64_t x = rotate_deviation(&a->turns);
	int64_t y = rotate_deviation(&b->turns);

	return x != y ? (x > y) - (x < y) : strcmp(a->id, b->id);
}

static void
show_account(struct out *out, const char *role, const struct account *a,
    bool people)
{
	cJSON *row = cJSON_CreateObject();

	json_set_str(row, "id", a->id);
	json_set_str(row, "role", role);
	json_set_str(row, "member", a->id);
	turns_row(row, &a->turns, people);
	json_set_int(row, "load", a->load);
	out_row(out, row);
	cJSON_Delete(row);
}

/* Turns of everybody in all roles. */
static void
count_load(const struct roles_facts *f, int *load)
{
	IV_AUTO(mem_free_auto) struct rotate_turns *turns =
	    mem_alloc(f->rotate.nmembers * sizeof(*turns));

	for (size_t role = 0; role < f->rotate.nroles; role++) {
		rotate_count(&f->rotate, role, NULL, turns);
		for (size_t i = 0; i < f->rotate.nmembers; i++)
			load[i] += turns[i].turns;
	}
}

static bool
takes_part(const struct iv_ctx *c, const struct roles_facts *f, size_t i)
{
	return f->joined[i] <= c->now.day && c->now.day <= f->left[i];
}

static void
show_role(struct iv_ctx *c, struct out *out, const struct roles_facts *f,
    size_t role, bool all)
{
	size_t n = f->rotate.nmembers, shown = 0;
	IV_AUTO(mem_free_auto) struct rotate_turns *turns =
	    mem_alloc(n * sizeof(*turns));
	IV_AUTO(mem_free_auto) struct account *v = mem_alloc(n * sizeof(*v));
	IV_AUTO(mem_free_auto) int *load = mem_alloc(n * sizeof(*load));

	rotate_count(&f->rotate, role, NULL, turns);
	count_load(f, load);
	for (size_t i = 0; i < n; i++)
		if (all || takes_part(c, f, i))
			v[shown++] = (struct account){ i, f->members[i].id,
			    turns[i], load[i] };
	qsort(v, shown, sizeof(*v), by_deviation);
	for (size_t i = 0; i < shown; i++)
		show_account(out, f->roles[role].name, &v[i],
		    turns_for_people(c));
}

static int
show_accounts(struct iv_ctx *c, const struct roles_facts *f,
    const char *role, bool all, struct iv_err *e)
{
	static const struct out_col cols[] = {
		{ "role", N_("Role"), OUT_WORD },
		{ "member", N_("Member"), OUT_MEMBER },
		{ "turns", N_("Turns"), OUT_NUMBER },
		{ "owed", N_("Share"), OUT_NUMBER },
		{ "deviation", N_("Deviation"), OUT_NUMBER },
		{ "last", N_("Last turn"), OUT_WHEN },
		{ "load", N_("All roles"), OUT_NUMBER },
	};
	struct out *out = tool_out(c, "iv.turns/1", cols, IV_LEN(cols));

	for (size_t i = 0; i < f->rotate.nroles; i++)
		if (!role || strcmp(role, f->roles[i].name) == 0)
			show_role(c, out, f, i, all);
	return out_end(out, e);
}

/* Of the turns taken, those that lie where they belong: half of all that is
 * owed or too much would have to change hands. */
static void
show_score(struct iv_ctx *c, struct out *out, const struct roles_facts *f,
    size_t role)
{
	IV_AUTO(mem_free_auto) struct rotate_turns *turns =
	    mem_alloc(f->rotate.nmembers * sizeof(*turns));
	IV_AUTO(json_free_auto) cJSON *row = cJSON_CreateObject();
	int64_t off = 0, far = 0, score;
	int taken = 0;

	rotate_count(&f->rotate, role, NULL, turns);
	for (size_t i = 0; i < f->rotate.nmembers; i++) {
		int64_t d = llabs(rotate_deviation(&turns[i]));

		taken += turns[i].turns;
		off += d;
		far = d > far ? d : far;
	}
	score = taken == 0 ? 100 : 100 - off / (2 * taken) * 100 /
	    ROTATE_UNIT;
	json_set_str(row, "role", f->roles[role].name);
	json_set_int(row, "turns", taken);
	turns_share(row, "largest", far, turns_for_people(c));
	turns_share(row, "misplaced", off / 2, turns_for_people(c));
	json_set_int(row, "fairness", (long)(score < 0 ? 0 : score));
	out_row(out, row);
}

static int
show_fairness(struct iv_ctx *c, const struct roles_facts *f, struct iv_err *e)
{
	static const struct out_col cols[] = {
		{ "role", N_("Role"), OUT_WORD },
		{ "turns", N_("Turns"), OUT_NUMBER },
		{ "largest", N_("Largest deviation"), OUT_NUMBER },
		{ "misplaced", N_("Misplaced"), OUT_NUMBER },
		{ "fairness", N_("Fairness (%)"), OUT_NUMBER },
	};
	struct out *out = tool_out(c, "iv.fairness/1", cols, IV_LEN(cols));

	for (size_t i = 0; i < f->rotate.nroles; i++)
		show_score(c, out, f, i);
	return out_end(out, e);
}

/* Who presented when; in the last year how often, and how often it should. */
struct presenter {
	const char *id;
	int64_t last;
	int turns, year, duty;
	bool exempt;
};

static int
still_due(const struct presenter *p)
{
	return !p->exempt && p->duty > p->year ? p->duty - p->year : 0;
}

/* Those with a duty still to do first, then who presented longest ago. */
static int
by_presented(const void *p, const void *q)
{
	const struct presenter *a = p, *b = q;
	bool x = still_due(a) > 0, y = still_due(b) > 0;

	if (x != y)
		return y - x;
	if (a->exempt != b->exempt)
		return a->exempt - b->exempt;
	if (a->last != b->last)
		return a->last < b->last ? -1 : 1;
	return strcmp(a->id, b->id);
}

static struct presenter
count_presented(const struct iv_ctx *c, const struct roles_facts *f, size_t i)
{
	struct presenter p = { f->members[i].id, ROTATE_NEVER, 0, 0,
		f->own_cases[i], f->no_cases[i] };
	int64_t year = (int64_t)(c->now.day - 365) * 24 * 60;

	for (size_t m = 0; m < f->rotate.nmeetings; m++) {
		const struct rotate_meeting *x = &f->meetings[m];

		if ((x->seats[i] & (SEAT_HERE | SEAT_PRESENTS)) !=
		    (SEAT_HERE | SEAT_PRESENTS))
			continue;
		p.turns++;
		p.year += x->start > year;
		p.last = x->start > p.last ? x->start : p.last;
	}
	return p;
}

static void
show_presenter(struct out *out, const struct presenter *p)
{
	IV_AUTO(json_free_auto) cJSON *row = cJSON_CreateObject();

	json_set_str(row, "id", p->id);
	json_set_str(row, "member", p->id);
	json_set_int(row, "turns", p->turns);
	turns_day(row, "last", p->last);
	json_set_int(row, "year", p->year);
	json_set_int(row, "due", still_due(p));
	json_set(row, "exempt", cJSON_CreateBool(p->exempt));
	out_row(out, row);
}

static int
show_presenters(struct iv_ctx *c, const struct roles_facts *f, bool all,
    struct iv_err *e)
{
	static const struct out_col cols[] = {
		{ "member", N_("Member"), OUT_MEMBER },
		{ "turns", N_("Turns"), OUT_NUMBER },
		{ "last", N_("Last turn"), OUT_WHEN },
		{ "year", N_("In a year"), OUT_NUMBER },
		{ "due", N_("Still due"), OUT_NUMBER },
		{ "exempt", N_("Need not"), OUT_YES },
	};
	struct out *out = tool_out(c, "iv.presenters/1", cols, IV_LEN(cols));
	size_t n = 0;
	IV_AUTO(mem_free_auto) struct presenter *v =
	    mem_alloc(f->rotate.nmembers * sizeof(*v));

	for (size_t i = 0; i < f->rotate.nmembers; i++)
		if (all || takes_part(c, f, i))
			v[n++] = count_presented(c, f, i);
	qsort(v, n, sizeof(*v), by_presented);
	for (size_t i = 0; i < n; i++)
		show_presenter(out, &v[i]);
	return out_end(out, e);
}

int
turns_show(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	const struct turns_show_opts *o = opts;
	IV_AUTO(facts_roles_release) struct roles_facts f = ROLES_FACTS_INIT;
	const char *role = NULL;

	if (tool_store(c, e) < 0 || (c->nargs > 0 &&
	    turns_role(c, c->args[0], &role, e) < 0) ||
	    facts_roles(&f, c->store, NULL, e) < 0)
		return -1;
	if (o->fairness)
		return show_fairness(c, &f, e);
	if (role && strcmp(role, "presenter") == 0)
		return show_presenters(c, &f, o->all, e);
	return show_accounts(c, &f, role, o->all, e);
}
