#include <stdlib.h>

#include "builtin.h"
#include "facts_method.h"
#include "method_advice.h"
#include "tap.h"

static struct method_file *
built_in(const char *name, const char *lang)
{
	const struct builtin *b = builtin_find("methods", name);
	struct method_file *f = NULL;
	struct iv_err e = IV_ERR_INIT;

	if (b && method_parse(b->data, b->len, name, lang, &f, &e) < 0)
		printf("# %s\n", e.msg);
	return f;
}

/* A text, or an object of texts, has both languages and no third. */
static bool
both(const cJSON *texts)
{
	return json_str(texts, "nl") && json_str(texts, "en") &&
	    json_count(texts) == 2;
}

static bool
rows_both(const cJSON *rows)
{
	const cJSON *row;

	cJSON_ArrayForEach(row, rows)
		if (!both(json_get(row, "title")) ||
		    !both(json_get(row, "prompt")))
			return false;
	return true;
}

static bool
complete(const cJSON *doc)
{
	return both(json_get(doc, "title")) &&
	    both(json_get(doc, "variant")) &&
	    both(json_get(doc, "source")) &&
	    rows_both(json_get(doc, "steps")) &&
	    rows_both(json_get(doc, "modules"));
}

/* Ends in a step in which people say what they take with them. */
static bool
ends_well(const struct method *m)
{
	const struct method_step *s = &m->steps[m->nsteps - 1];

	return (s->talk & ~(METHOD_TALKS(SILENCE) | METHOD_TALKS(WRITING))) &&
	    s->speaks;
}

static void
each_built_in(void)
{
	size_t n = 0, sourced = 0;
	char name[120];

	for (size_t i = 0; i < builtins_len; i++) {
		struct method_file *f;
		const char *what = builtins[i].name;

		if (strcmp(builtins[i].dir, "methods") != 0)
			continue;
		n++;
		f = built_in(what, "nl");
		snprintf(name, sizeof(name), "%s is valid", what);
		if (!ok(f != NULL, name))
			continue;
		snprintf(name, sizeof(name), "%s has both languages", what);
		ok(complete(f->doc), name);
		snprintf(name, sizeof(name), "%s ends with people", what);
		ok(ends_well(&f->m), name);
		snprintf(name, sizeof(name), "%s says its total when the "
		    "minutes are the source's", what);
		ok(!f->m.sourced || f->m.total > 0, name);
		sourced += f->m.sourced;
		method_file_free(f);
	}
	printf("# %zu methods, %zu with the minutes of their source\n", n,
	    sourced);
	ok(n >= 27, "the catalogue is whole");
}

/* What the sources say each takes. */
static void
totals(void)
{
	static const struct {
		const char *name;
		int people, minutes;
	} rows[] = {
		{ "incident", 6, 65 }, { "solution-focused", 6, 35 },
		{ "success", 7, 60 }, { "eight-phase", 5, 65 },
		{ "wise-crowds", 4, 60 }, { "wise-crowds", 5, 75 },
		{ "action-learning", 5, 36 }, { "balint", 8, 45 },
		{ "case-clinic-light", 5, 32 }, { "case-clinic-light", 4, 31 },
		{ "tietze", 6, 45 }, { "here-and-now", 9, 15 },
	};

	for (size_t i = 0; i < IV_LEN(rows); i++) {
		struct method_file *f = built_in(rows[i].name, "en");

		is_int(f ? method_minutes(&f->m, rows[i].people) : -1,
		    rows[i].minutes, rows[i].name);
		method_file_free(f);
	}
}

/* The minutes never fall when people come in. */
static void
monotone(void)
{
	bool grows = true;

	for (size_t i = 0; i < builtins_len; i++) {
		struct method_file *f = strcmp(builtins[i].dir, "methods") ?
		    NULL : built_in(builtins[i].name, "en");

		for (int n = 2; f && n < 12; n++)
			grows = grows && method_minutes(&f->m, n) <=
			    method_minutes(&f->m, n + 1);
		method_file_free(f);
	}
	ok(grows, "more people take no less time");
}

#define HEAD	"{\"schema\": \"iv.method/1\",\n\"name\": \"own\",\n"	\
	"\"title\": \"Eigen\", \"source\": \"x\", "			\
	"\"minutes_sourced\": false,\n\"steps\": [\n"
#define STEP	"{\"id\": \"a\", \"title\": \"A\", \"minutes\": 5, "	\
	"\"speaks\": \"all\", \"talk\": [\"any\"]}"

#define WAYS(id, talk)	HEAD "{\"id\": \"a\", \"title\": \"A\", \"speaks\": "	\
	"\"all\", \"talk\": \"any\", \"modules\": [\"k\", " id "]}],\n"	\
	"\"modules\": [{\"id\": \"k\", \"title\": \"K\", \"talk\": " talk "}]}"

static void
refused(const char *text, const char *want, const char *name)
{
	struct method_file *f = NULL;
	struct iv_err e = IV_ERR_INIT;
	int r = method_parse(text, strlen(text), "methods/own.json", "nl",
	    &f, &e);

	if (!ok(r < 0 && e.code == IV_INVALID && strstr(e.msg, want), name))
		printf("#   got  %s\n#   want %s\n", e.msg, want);
	method_file_free(f);
}

static void
faults(void)
{
	struct method_file *f = NULL;
	struct iv_err e = IV_ERR_INIT;

	ok(method_parse(HEAD STEP "]}", strlen(HEAD STEP "]}"), "own.json",
	    "nl", &f, &e) == 0, "an own method of one step");
	is_str(f ? f->m.title : NULL, "Eigen", "with a title for all");
	method_file_free(f);
	refused("{\"schema\": \"iv.method/2\"}", "own.json:1:12: ",
	    "another version");
	refused(HEAD "]}", "own.json:4:10: steps: a list with at least one",
	    "no steps");
	refused(HEAD "{\"id\": \"a\"}]}", ":5:1: steps/0/title: is missing",
	    "a step without a title");
	refused(HEAD STEP ",\n" STEP "]}", ":6:8: steps/1/id: ",
	    "an id twice");
#define TALK(who, rest) HEAD "{\"id\": \"a\", \"title\": \"A\", "	\
	"\"minutes\": 5, \"speaks\": " who ",\n" rest "}]}"
	refused(TALK("\"all\"", "\"talk\": [\"advise\"]"),
	    ":6:10: steps/0/talk/0: 'advise' is not allowed",
	    "talk that is not known");
	refused(TALK("\"all\"", "\"talk\": [\"advice\"], "
	    "\"not\": [\"advice\"]"), ":6:9: steps/0/talk: ",
	    "advice that is forbidden");
	refused(TALK("\"all\"", "\"talk\": [\"advice\"], "
	    "\"not\": \"suggestion\""), ":6:9: steps/0/talk: ",
	    "advice without suggestions");
	refused(TALK("\"all\"", "\"talk\": \"silence\""), "somebody speaks",
	    "speakers in silence");
	refused(TALK("[]", "\"talk\": \"advice\""), "nobody speaks",
	    "advice of nobody");
	refused(TALK("[\"presenter\"]", "\"talk\": \"story\", "
	    "\"presenter\": \"out\", \"silent\": \"presenter\""),
	    "steps/0/speaks: ", "a presenter who is out speaks");
	refused(TALK("[\"group\"]", "\"talk\": \"story\", "
	    "\"presenter\": \"turned\""), "steps/0/silent: ",
	    "a presenter who is turned is not silent");
	refused(TALK("[\"group\"]", "\"talk\": \"story\", "
	    "\"silent\": \"all\""), "steps/0/speaks: ",
	    "everyone is silent and the group speaks");
	refused(TALK("\"all\"", "\"talk\": \"any\", \"repeat_to\": \"b\""),
	    "steps/0/repeat_to: ", "back to nowhere");
	refused(HEAD STEP "],\n\"modules\": [{\"id\": \"m\", \"title\": \"M\", "
	    "\"talk\": \"advice\", \"not\": \"advice\"}]}",
	    ":6:64: modules/0/not: ", "a module that forbids what it allows");
	refused(WAYS("\"m\"", "\"story\""), ":5:76: steps/0/modules/1: is "
	    "not the id of a module", "a module that there is not");
	refused(WAYS("\"k\"", "\"silence\""), ":6:47: modules/0/talk: is "
	    "silence or writing, but somebody speaks",
	    "a module that does not go with its step");
	refused(WAYS("\"k\"", "\"story\", \"presenter\": \"out\""),
	    "modules/0/speaks: lets the presenter speak",
	    "nor one that leaves the presenter speaking");
	refused(WAYS("\"k\"", "\"story\"}, {\"id\": \"k\", \"title\": \"L\", "
	    "\"talk\": \"story\""),
	    "modules/1/id: is the id of an earlier module too",
	    "two modules of one id");
	refused(TALK("\"all\"", "\"talk\": \"any\", \"picks\": \"a\""),
	    "steps/0/picks: is not the id of a later step that has modules",
	    "a choice for a step without modules");
	refused(TALK("\"all\"", "\"talk\": \"any\", \"rounds\": 3"),
	    "steps/0/rounds: ", "rounds of nothing");
	refused(TALK("\"all\"", "\"talk\": \"any\", \"minuts_per_person\": 1"),
	    "did you mean 'minutes_per_person'", "a slip in a key");
}

/* What a module says goes before what its step says. */
static void
modules(void)
{
	struct method_file *f = built_in("tietze", "en");
	struct method_step way;

	if (!ok(f && f->m.nmodules == 7, "a method with modules"))
		return;
	is_int(method_picks(&f->m, 3), 4, "one step chooses for another");
	is_int(method_picks(&f->m, 2), 2, "one for itself");
	is_int(method_picks(&f->m, 0), -1, "the others do not");
	way = method_way(&f->m.steps[4], &f->m.modules[2]);
	is_str(way.id, "resonance", "the module");
	is_int(way.talk, METHOD_TALKS(ASSOCIATION), "with its own talk");
	ok(way.not & METHOD_TALKS(ADVICE), "without advice");
	is_int(way.presenter, METHOD_SITS(LISTENS), "seated as in the step");
	is_int(way.speaks, METHOD_SPEAKER(GROUP), "among those who speak");
	is_int(way.keeps, METHOD_KEEPS(INSIGHTS), "noting what it yields");
	way = method_way(&f->m.steps[2], &f->m.modules[6]);
	ok(way.speaks == METHOD_SPEAKER(ALL) && way.silent == 0,
	    "who speaks and is silent belong together");
	f->m.steps[4].minutes = 0;
	f->m.modules[3].minutes = 4;
	f->m.modules[3].minutes_per_person = 2;
	method_settle(&f->m);
	ok(f->m.steps[4].minutes == 4 && f->m.steps[4].minutes_per_person == 2,
	    "a step without minutes takes those of its longest module");
	method_file_free(f);
}

static struct method_advice
advice(const char *name, const struct method_ask *a)
{
	struct method_file *f = built_in(name, "en");
	struct method_advice v = { .fits = false };

	if (f)
		v = method_advise(&f->m, a);
	method_file_free(f);
	return v;
}

/* The name of the method that fits best. */
static const char *
best(const struct method_ask *a)
{
	const char *name = NULL;
	int score = 0;

	for (size_t i = 0; i < builtins_len; i++) {
		struct method_advice v = advice(builtins[i].name, a);

		if (v.fits && (!name || v.score > score)) {
			name = builtins[i].name;
			score = v.score;
		}
	}
	return name;
}

static void
advising(void)
{
	struct method_ask a = { .form = METHOD_FORMS(PROBLEM),
	    .level = METHOD_LEVELS(INDIVIDUAL), .held = 0, .people = 6 };
	int strict, loose;

	ok(advice("incident", &a).fits, "a new group: the incident method");
	ok(!advice("gossip", &a).fits, "not gossip");
	ok(advice("gossip", &a).near, "though it is for such a case");
	ok(!advice("success", &a).near, "a success is another form");
	a.held = 3;
	ok(advice("gossip", &a).fits, "gossip after three meetings");
	a.technical = true;
	ok(!advice("balint-nl", &a).fits && !advice("balint", &a).fits,
	    "no Balint for a technical question");
	ok(advice("incident", &a).fits, "but the incident method");
	a.technical = false;
	a.says = a.questions = true;
	ok(!advice("incident", &a).fits, "no advice where none is wanted");
	ok(advice("ten-steps", &a).fits, "but a method of questions");
	a.recognition = true;
	a.form = METHOD_FORMS(POSITIVE);
	is_str(best(&a), "success", "recognition: learning from success");
	a = (struct method_ask){ .form = METHOD_FORMS(PROBLEM), .people = 9 };
	ok(!advice("incident", &a).fits, "nine are too many");
	a.people = 2;
	ok(!advice("incident", &a).fits, "two are too few");
	a.people = 6;
	a.minutes = 60;
	ok(!advice("incident", &a).fits, "an hour is too short");
	a.minutes = 65;
	a.structure = 45;
	strict = advice("incident", &a).score;
	a.structure = 15;
	loose = advice("incident", &a).score;
	ok(strict > loose, "wanted structure weighs");
	a.structure = 0;
	a.members = 6;
	a.novices = 6;
	strict = advice("wial", &a).score;
	a.novices = 0;
	a.held = 5;
	strict = advice("wial", &a).score - strict;
	ok(strict > 0, "experience weighs");
	loose = advice("gossip", &a).score;
	a.experience = "Drie jaar, met de GOSSIP method";
	ok(advice("gossip", &a).score > loose, "so does knowing the method");
}

static void
words(void)
{
	struct buf b = BUF_INIT;

	method_words(&b, METHOD_TALK, METHOD_TALKS(ADVICE) |
	    METHOD_TALKS(STORY));
	is_str(b.p, "story, advice", "bits as words");
	is_int(method_bit(METHOD_SEAT, "turned"), METHOD_SITS(TURNED),
	    "a word as a bit");
	is_int(method_bit(METHOD_SEAT, "advice"), 0, "not of another set");
	is_int(METHOD_KEEPS(ACTIONS), method_bit(METHOD_KEEP, "actions"),
	    "the last of a set");
	buf_release(&b);
}

int
main(void)
{
	words();
	each_built_in();
	totals();
	monotone();
	modules();
	faults();
	advising();
	return done();
}
