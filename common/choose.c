#include "choose.h"

#include <string.h>

const char *const choose_words[CHOOSE_BYS] = {
	[CHOOSE_VOTE] = "vote", [CHOOSE_URGENCY] = "urgency",
	[CHOOSE_TURN] = "turn",
};

bool
choose_word(const char *typed, enum choose_by *ret)
{
	static const char *const dutch[CHOOSE_BYS] = {
		[CHOOSE_VOTE] = "stem", [CHOOSE_URGENCY] = "urgentie",
		[CHOOSE_TURN] = "beurt",
	};

	for (size_t i = 0; i < CHOOSE_BYS; i++)
		if (strcmp(typed, choose_words[i]) == 0 ||
		    strcmp(typed, dutch[i]) == 0) {
			*ret = (enum choose_by)i;
			return true;
		}
	return false;
}

/* Below zero: a comes first.  Whoever presented longest ago is in turn. */
static int
by_rule(const struct choice *a, const struct choice *b, enum choose_by by)
{
	switch (by) {
	case CHOOSE_VOTE:
		return (b->votes > a->votes) - (b->votes < a->votes);
	case CHOOSE_URGENCY:
		return (b->urgency > a->urgency) - (b->urgency < a->urgency);
	default:
		return (a->last > b->last) - (a->last < b->last);
	}
}

static int
compare(const struct choice *a, const struct choice *b, enum choose_by by)
{
	static const enum choose_by rest[] = { CHOOSE_VOTE, CHOOSE_URGENCY,
		CHOOSE_TURN };
	int c = by_rule(a, b, by);

	for (size_t i = 0; c == 0 && i < IV_LEN(rest); i++)
		c = by_rule(a, b, rest[i]);
	if (c == 0)
		c = (b->influence > a->influence) -
		    (b->influence < a->influence);
	if (c == 0)
		c = (a->made > b->made) - (a->made < b->made);
	return c != 0 ? c : strcmp(a->id.s, b->id.s);
}

bool
choose_before(const struct choice *a, const struct choice *b,
    enum choose_by by)
{
	return compare(a, b, by) < 0;
}

size_t
choose_best(const struct choice *v, size_t n, enum choose_by by)
{
	size_t best = CHOOSE_NONE;

	for (size_t i = 0; i < n; i++)
		if (!v[i].taken && (best == CHOOSE_NONE ||
		    choose_before(&v[i], &v[best], by)))
			best = i;
	return best;
}

/* A few dozen at most: a sort that needs no state beside it. */
void
choose_sort(struct choice *v, size_t n, enum choose_by by)
{
	for (size_t i = 1; i < n; i++) {
		struct choice c = v[i];
		size_t at = i;

		for (; at > 0 && choose_before(&c, &v[at - 1], by); at--)
			v[at] = v[at - 1];
		v[at] = c;
	}
}
