#include "method.h"

#include <string.h>

static const struct {
	enum method_set set;
	const char *word, *label;
} words[] = {
#define X(set, name, word, label) { METHOD_##set, word, label },
#include "method.def"
#undef X
};

unsigned
method_bit(enum method_set set, const char *word)
{
	unsigned bit = 1;

	for (size_t i = 0; i < IV_LEN(words); i++) {
		if (words[i].set != set)
			continue;
		if (strcmp(words[i].word, word) == 0)
			return bit;
		bit <<= 1;
	}
	return 0;
}

static const char *
stored(const char *lang, const char *msgid)
{
	(void)lang;
	return msgid;
}

static void
add_words(struct buf *b, enum method_set set, unsigned bits, bool label,
    const char *(*in)(const char *lang, const char *msgid), const char *lang)
{
	size_t start = b->len;
	unsigned bit = 1;

	for (size_t i = 0; i < IV_LEN(words); i++) {
		if (words[i].set != set)
			continue;
		if (bits & bit)
			buf_addf(b, "%s%s", b->len > start ? ", " : "",
			    in(lang, label ? words[i].label : words[i].word));
		bit <<= 1;
	}
}

void
method_words(struct buf *b, enum method_set set, unsigned bits)
{
	add_words(b, set, bits, false, stored, NULL);
}

void
method_labels(struct buf *b, enum method_set set, unsigned bits,
    const char *(*in)(const char *lang, const char *msgid), const char *lang)
{
	add_words(b, set, bits, true, in, lang);
}

int
method_people(const struct method *m)
{
	if (m->group.best > 0)
		return m->group.best;
	return m->group.min > 6 ? m->group.min :
	    m->group.max > 0 && m->group.max < 6 ? m->group.max : 6;
}

/* How many take their turn. */
static int
speakers(const struct method_step *s, int people)
{
	if (s->speaks & METHOD_SPEAKER(ALL))
		return people;
	if (s->speaks & METHOD_SPEAKER(GROUP))
		return people > 1 ? people - 1 : 1;
	return 1;
}

int
method_step_minutes(const struct method_step *s, int people)
{
	return s->minutes + s->minutes_per_person * speakers(s, people);
}

int
method_repeats(const struct method *m, size_t step)
{
	for (size_t i = 0; m->steps[step].repeat && i <= step; i++)
		if (strcmp(m->steps[i].id, m->steps[step].repeat) == 0)
			return (int)i;
	return -1;
}

int
method_minutes(const struct method *m, int people)
{
	int total = 0;

	for (size_t i = 0; i < m->nsteps; i++) {
		const struct method_step *s = &m->steps[i];
		int from = method_repeats(m, i);
		int more = (s->round_each ? people : s->rounds) - 1;

		total += method_step_minutes(s, people);
		for (int j = from; from >= 0 && more > 0 && j <= (int)i; j++)
			total += more * method_step_minutes(&m->steps[j],
			    people);
	}
	return total;
}

int
method_picks(const struct method *m, size_t step)
{
	const char *id = m->steps[step].picks;

	for (size_t i = step + 1; id && i < m->nsteps; i++)
		if (strcmp(m->steps[i].id, id) == 0)
			return m->steps[i].modules ? (int)i : -1;
	return !id && m->steps[step].modules ? (int)step : -1;
}

struct method_step
method_way(const struct method_step *s, const struct method_step *module)
{
	struct method_step way = *s;

	way.id = module->id;
	way.title = module->title;
	way.talk = module->talk;
	way.not = module->not;
	if (module->prompt)
		way.prompt = module->prompt;
	if (module->speaks || module->silent) {
		way.speaks = module->speaks;
		way.silent = module->silent;
	}
	if (module->presenter)
		way.presenter = module->presenter;
	if (module->keeps)
		way.keeps = module->keeps;
	if (module->per_person)
		way.per_person = module->per_person;
	if (module->minutes || module->minutes_per_person) {
		way.minutes = module->minutes;
		way.minutes_per_person = module->minutes_per_person;
	}
	return way;
}

void
method_settle(struct method *m)
{
	int people = method_people(m);

	for (size_t i = 0; i < m->nsteps; i++) {
		struct method_step *s = &m->steps[i];
		int most = 0;

		if (s->minutes || s->minutes_per_person)
			continue;
		for (size_t k = 0; k < m->nmodules; k++) {
			struct method_step way = method_way(s,
			    &m->modules[k]);
			int n = method_step_minutes(&way, people);

			if (!(s->modules & (1u << k)) || n <= most)
				continue;
			most = n;
			s->minutes = way.minutes;
			s->minutes_per_person = way.minutes_per_person;
		}
	}
}

bool
method_allows(const struct method *m, unsigned talk)
{
	for (size_t i = 0; i < m->nsteps; i++)
		if (m->steps[i].talk & talk)
			return true;
	return false;
}

/* Who is away, turned or only listens has nothing to say. */
static bool
presenter_hushed(const struct method_step *s)
{
	return (s->presenter & ~METHOD_SITS(IN)) != 0;
}

static bool
clash(unsigned speaks, unsigned silent)
{
	unsigned all = METHOD_SPEAKER(ALL);

	return (speaks & silent) || ((speaks & all) && silent) ||
	    ((silent & all) && speaks);
}

static const char *
talk_fault(const struct method_step *s, const char **field)
{
	unsigned quiet = METHOD_TALKS(SILENCE) | METHOD_TALKS(WRITING);
	unsigned proposing = METHOD_TALKS(SUGGESTION) |
	    METHOD_TALKS(SOLUTIONS);

	*field = "talk";
	if (s->talk == 0)
		return N_("says nothing of what is allowed");
	if (s->talk & s->not)
		return N_("allows what the step forbids under \"not\"");
	if ((s->talk & METHOD_TALKS(ADVICE)) && (s->not & proposing))
		return N_("allows advice, while \"not\" forbids suggestions "
		    "or solutions");
	if ((s->talk & METHOD_TALKS(ANY)) && s->not)
		return N_("allows anything, while \"not\" forbids something");
	if ((s->talk & ~quiet) && !s->speaks)
		return N_("allows talk, but nobody speaks");
	if (!(s->talk & ~quiet) && s->speaks)
		return N_("is silence or writing, but somebody speaks");
	return NULL;
}

static const char *
who_fault(const struct method_step *s, const char **field)
{
	unsigned hears = METHOD_SPEAKER(PRESENTER) | METHOD_SPEAKER(ALL);

	*field = "speaks";
	if (presenter_hushed(s) && (s->speaks & hears))
		return N_("lets the presenter speak, who is out, turned or "
		    "only listens");
	if (clash(s->speaks, s->silent))
		return N_("names someone who is silent as well");
	*field = "silent";
	if (presenter_hushed(s) && !(s->silent & hears))
		return N_("leaves out the presenter, who is out, turned or "
		    "only listens");
	return NULL;
}

static const char *
time_fault(const struct method *m, size_t i, const char **field)
{
	const struct method_step *s = &m->steps[i];

	*field = "minutes";
	if (s->minutes + s->minutes_per_person <= 0)
		return N_("a step takes at least a minute");
	*field = "repeat_to";
	if (s->repeat && method_repeats(m, i) < 0)
		return N_("is not the id of this step or an earlier one");
	*field = "rounds";
	if (!s->repeat && (s->rounds > 0 || s->round_each))
		return N_("rounds need \"repeat_to\"");
	*field = "round_each";
	if (s->rounds > 0 && s->round_each)
		return N_("is there beside \"rounds\"");
	*field = "picks";
	if (s->picks && method_picks(m, i) < 0)
		return N_("is not the id of a later step that has modules");
	return NULL;
}

static const char *
id_fault(const struct method *m, size_t i, const char **field)
{
	*field = "id";
	for (size_t j = 0; j < i; j++)
		if (strcmp(m->steps[j].id, m->steps[i].id) == 0)
			return N_("is the id of an earlier step too");
	*field = "reveals";
	for (size_t j = 0; m->steps[i].reveals && j < i; j++)
		if (m->steps[j].reveals)
			return N_("is true in an earlier step already");
	return NULL;
}

static bool
step_fault(const struct method *m, size_t i, struct method_fault *ret)
{
	const struct method_step *s = &m->steps[i];
	const char *field, *why = id_fault(m, i, &field);

	if (!why)
		why = talk_fault(s, &field);
	if (!why)
		why = who_fault(s, &field);
	if (!why)
		why = time_fault(m, i, &field);
	if (why)
		*ret = (struct method_fault){ (int)i, -1, field, why };
	return why != NULL;
}

/* A module must go together with each step that may be done so. */
static const char *
way_fault(const struct method *m, size_t module, const char **field)
{
	const struct method_step *s = &m->modules[module];
	const char *why = NULL;

	for (size_t i = 0; !why && i < m->nsteps; i++) {
		struct method_step way = method_way(&m->steps[i], s);

		if (!(m->steps[i].modules & (1u << module)))
			continue;
		why = talk_fault(&way, field);
		if (!why)
			why = who_fault(&way, field);
	}
	return why;
}

static bool
module_fault(const struct method *m, size_t i, struct method_fault *ret)
{
	const struct method_step *s = &m->modules[i];
	const char *field = "not", *why = NULL;

	if (s->talk & s->not)
		why = N_("a module allows what it forbids under \"not\"");
	else
		why = way_fault(m, i, &field);
	for (size_t j = 0; !why && j < i; j++)
		if (strcmp(m->modules[j].id, s->id) == 0) {
			field = "id";
			why = N_("is the id of an earlier module too");
		}
	if (why)
		*ret = (struct method_fault){ -1, (int)i, field, why };
	return why != NULL;
}

bool
method_fault(const struct method *m, struct method_fault *ret)
{
	int best = m->group.best;

	for (size_t i = 0; i < m->nmodules; i++)
		if (module_fault(m, i, ret))
			return true;
	for (size_t i = 0; i < m->nsteps; i++)
		if (step_fault(m, i, ret))
			return true;
	*ret = (struct method_fault){ -1, -1, "group", NULL };
	if (m->group.max > 0 && m->group.max < m->group.min)
		ret->why = N_("max is below min");
	else if (best > 0 && (best < m->group.min ||
	    (m->group.max > 0 && best > m->group.max)))
		ret->why = N_("best is not from min to max");
	if (ret->why)
		return true;
	*ret = (struct method_fault){ -1, -1, "minutes",
	    N_("is not what the steps add up to") };
	return m->sourced && m->total > 0 &&
	    method_minutes(m, method_people(m)) != m->total;
}

bool
method_fits(const struct method *m, const struct method_want *w)
{
	int people = w->people > 0 ? w->people : method_people(m);

	if ((w->form && !(m->forms & w->form)) ||
	    (w->level && !(m->levels & w->level)) ||
	    (w->beginners && !m->beginners))
		return false;
	if (w->people > 0 && (w->people < m->group.min ||
	    (m->group.max > 0 && w->people > m->group.max)))
		return false;
	return w->minutes == 0 || method_minutes(m, people) <= w->minutes;
}
