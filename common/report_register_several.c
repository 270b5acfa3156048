#include "report_register_work.h"

#include <string.h>

#include "mem.h"

static int
check_groups(const struct report_several *g, struct iv_err *e)
{
	for (size_t i = 1; i < g->n; i++)
		for (size_t k = 0; k < i; k++)
			if (strcmp(json_str(store_group(g->v[i].store), "id"),
			    json_str(store_group(g->v[k].store),
			    "id")) == 0)
				return iv_fail(e, IV_USAGE, _("%s is the "
				    "same group as %s"),
				    store_dir(g->v[i].store),
				    store_dir(g->v[k].store));
	return 0;
}

/* The number of the person of one group, or NULL; the caller's. */
static int
number_of(const struct report_ask *ask, const char *name, char **ret,
    struct iv_err *e)
{
	IV_AUTO(record_free_auto) struct record *m = NULL;
	const char *number;

	if (store_read(ask->store, &schema_member, ask->scope.member, &m,
	    e) < 0)
		return -1;
	number = facts_register_number(m->json, name);
	*ret = number ? mem_dup(number) : NULL;
	return 0;
}

/* A group may have rules of its own for this register. */
static int
same_rules(const struct report_several *g, const struct facts_rule *rule,
    bool *ret, struct iv_err *e)
{
	*ret = true;
	for (size_t i = 1; i < g->n && *ret; i++) {
		IV_AUTO(facts_rule_release) struct facts_rule other = {
			.name = NULL };
		const struct register_rule *a = &rule->rule;
		const struct register_rule *b = &other.rule;

		if (facts_rule_load(&other, g->v[i].store, rule->name, e) < 0)
			return -1;
		*ret = strcmp(rule->checked, other.checked) == 0 &&
		    strcmp(rule->source, other.source) == 0 &&
		    a->norm == b->norm && a->months == b->months &&
		    a->by_year == b->by_year && a->most == b->most &&
		    a->year_most == b->year_most && a->carry == b->carry;
	}
	return 0;
}

static int
compare(const struct report_several *g, const char *name, bool *missing,
    bool *differ, struct iv_err *e)
{
	IV_AUTO(mem_free_auto) char *first = NULL;

	*missing = *differ = false;
	for (size_t i = 0; i < g->n; i++) {
		IV_AUTO(mem_free_auto) char *number = NULL;

		if (number_of(&g->v[i], name, &number, e) < 0)
			return -1;
		*missing = *missing || !number;
		*differ = *differ || (number && first &&
		    strcmp(number, first) != 0);
		if (!first)
			first = IV_TAKE(number);
	}
	return 0;
}

int
register_together(const struct report_several *g,
    const struct facts_rule *rule, bool *ret, const char **why,
    struct iv_err *e)
{
	bool same = g->v[0].same, missing, differ, rules;

	*why = NULL;
	*ret = true;
	if (check_groups(g, e) < 0 ||
	    compare(g, rule->name, &missing, &differ, e) < 0 ||
	    same_rules(g, rule, &rules, e) < 0)
		return -1;
	if (g->n < 2)
		return 0;
	if (same && differ)
		return iv_fail(e, IV_USAGE, _("--same: the numbers in this "
		    "register differ"));
	*ret = false;
	if (rule->rule.fixed)
		*why = N_("Not added up: this register asks for one fixed "
		    "group");
	else if (!rules)
		*why = N_("Not added up: the groups have rules of their own "
		    "for this register");
	else if (differ)
		*why = N_("Not added up: the numbers in this register "
		    "differ");
	else if (missing && !same)
		*why = N_("Not added up: without a number in this register "
		    "in each group it is not known whether this is one "
		    "person; --same says so");
	else
		*ret = true;
	if (*ret)
		*why = missing ? N_("Added up: --same says that it is one "
		    "person") : N_("Added up: the number in this register is "
		    "the same in each group");
	return 0;
}
