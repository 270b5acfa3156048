#include "group.h"

#include <string.h>

#include "mem.h"
#include "mix.h"

/* The people of standard input, with the lines that they point into. */
struct people {
	cJSON **rows;
	struct mix_person *v;
	size_t n;
};

static void
people_release(struct people *p)
{
	for (size_t i = 0; i < p->n; i++) {
		cJSON_Delete(p->rows[i]);
		mem_free((void *)(size_t)p->v[i].met);
	}
	mem_free(p->rows);
	mem_free(p->v);
}

static const char *
text_of(const cJSON *row, const char *key)
{
	const char *s = json_str(row, key);

	return s && *s != '\0' ? s : NULL;
}

/* Who was met before: a list of people and of former groups, or one. */
static void
read_met(const cJSON *row, struct mix_person *p)
{
	const cJSON *list = json_get(row, "met"), *j;
	const char **v = mem_array(NULL, json_count(list) + 2, sizeof(*v));

	if (text_of(row, "group"))
		v[p->nmet++] = text_of(row, "group");
	cJSON_ArrayForEach(j, list)
		if (cJSON_IsString(j))
			v[p->nmet++] = j->valuestring;
	p->met = v;
}

static int
add_person(struct people *p, const char *line, size_t len, int number,
    struct iv_err *e)
{
	IV_AUTO(json_free_auto) cJSON *row = NULL;
	struct mix_person x = { .id = NULL };

	if (json_parse(line, len, _("standard input"), number, &row, e) < 0)
		return -1;
	x.id = text_of(row, "id") ? text_of(row, "id") : text_of(row, "name");
	if (!x.id)
		return iv_fail(e, IV_INVALID, _("line %d: somebody without "
		    "id or name"), number);
	for (size_t i = 0; i < p->n; i++)
		if (strcmp(p->v[i].id, x.id) == 0)
			return iv_fail(e, IV_INVALID, _("line %d: '%s' stands "
			    "there twice"), number, x.id);
	x.employer = text_of(row, "employer");
	x.team = text_of(row, "team");
	x.background = text_of(row, "background");
	x.manager = text_of(row, "manager") ? text_of(row, "manager") :
	    text_of(row, "hierarchy");
	read_met(row, &x);
	p->rows = mem_array(p->rows, p->n + 1, sizeof(*p->rows));
	p->v = mem_array(p->v, p->n + 1, sizeof(*p->v));
	p->rows[p->n] = IV_TAKE(row);
	p->v[p->n++] = x;
	return 0;
}

static int
read_people(const char *text, struct people *p, struct iv_err *e)
{
	int number = 1;

	for (const char *s = text; *s != '\0'; number++) {
		size_t len = strcspn(s, "\n");

		if (strspn(s, " \t\r") < len &&
		    add_person(p, s, len, number, e) < 0)
			return -1;
		s += len + (s[len] == '\n');
	}
	return 0;
}

static int
check_count(const struct people *p, int groups, struct iv_err *e)
{
	size_t n = (size_t)groups;

	if (groups < 1)
		return iv_fail(e, IV_USAGE, _("--groups N says how many groups "
		    "to make"));
	if (p->n < 2 * n)
		return iv_fail(e, IV_USAGE, _("%zu people are too few for %d "
		    "groups"), p->n, groups);
	if (p->n > MIX_MOST * n)
		return iv_fail(e, IV_USAGE, _("%zu people make groups of more "
		    "than seven; give --groups %zu or more"), p->n,
		    (p->n + MIX_MOST - 1) / MIX_MOST);
	return 0;
}

static int
background_of(const struct iv_ctx *c, const char *typed,
    enum mix_background *ret, struct iv_err *e)
{
	const char *word = typed ? tool_word(c, "mixed same", typed) : NULL;

	*ret = !typed || !word ? MIX_ANY : strcmp(word, "mixed") == 0 ?
	    MIX_MIXED : MIX_SAME;
	if (typed && !word)
		return iv_fail(e, IV_USAGE, _("--background: '%s' is not "
		    "mixed or same"), typed);
	return 0;
}

static int
print_groups(struct iv_ctx *c, const struct people *p, const int *group,
    int groups, struct iv_err *e)
{
	static const struct out_col cols[] = {
		{ "group", N_("Group"), OUT_NUMBER },
		{ "name", N_("Name"), OUT_TEXT },
		{ "employer", N_("Employer"), OUT_TEXT },
		{ "team", N_("Team"), OUT_TEXT },
		{ "background", N_("Background"), OUT_TEXT },
	};
	struct out *out = tool_out(c, "iv.mix/1", cols, IV_LEN(cols));

	for (int g = 0; g < groups; g++)
		for (size_t i = 0; i < p->n; i++) {
			cJSON *row = p->rows[i];

			if (group[i] != g)
				continue;
			json_set_int(row, "group", g + 1);
			if (!json_get(row, "name"))
				json_set_str(row, "name", p->v[i].id);
			out_row(out, row);
		}
	return out_end(out, e);
}

static void
say_score(struct iv_ctx *c, const struct mix_score *s)
{
	tool_say(c, _("score %ld: with their manager %d; pairs together "
	    "before %d, of one team %d, of another background than asked %d, "
	    "of one employer %d"), s->total, s->bosses, s->repeated, s->teams,
	    s->background, s->employers);
}

int
group_mix(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	const struct mix_opts *o = opts;
	IV_AUTO(people_release) struct people p = { .n = 0 };
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	IV_AUTO(mem_free_auto) int *group = NULL;
	enum mix_background want;
	struct mix_score score;

	if (strcmp(c->args[0], "-") != 0)
		return iv_fail(e, IV_USAGE, _("the people come on standard "
		    "input: '-'"));
	if (background_of(c, o->background, &want, e) < 0 ||
	    tool_stdin(c, &b, e) < 0 || read_people(b.p, &p, e) < 0 ||
	    check_count(&p, o->groups, e) < 0)
		return -1;
	group = mem_alloc(p.n * sizeof(*group));
	mix_groups(p.v, p.n, (size_t)o->groups, want, o->seed ? o->seed : "",
	    group);
	mix_score(p.v, p.n, want, group, &score);
	if (print_groups(c, &p, group, o->groups, e) < 0)
		return -1;
	say_score(c, &score);
	return score.bosses > 0 ? 1 : 0;
}
