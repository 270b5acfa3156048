#include "facts_run.h"

#include <string.h>

#include "mem.h"

const char *const facts_run_parts[RUN_PARTS] = {
	[RUN_OPENING] = "opening", [RUN_STEP] = "step",
	[RUN_BREAK] = "break", [RUN_HERE] = "here-and-now",
	[RUN_CLOSING] = "closing",
};

static long
number(const cJSON *o, const char *key, long dflt)
{
	long n;

	return json_int(o, key, &n) ? n : dflt;
}

static size_t
place(const cJSON *o, const char *key, size_t n)
{
	long v = number(o, key, -1);

	return v >= 0 && (size_t)v < n ? (size_t)v : RUN_NONE;
}

static void
read_cues(struct facts_run *f)
{
	const cJSON *rows = json_get(f->doc, "cues"), *j;

	f->cues = mem_array(NULL, json_count(rows) + 1, sizeof(*f->cues));
	cJSON_ArrayForEach(j, rows) {
		const char *id = json_str(j, "id");
		const char *title = json_str(j, "title");

		f->cues[f->ncues++] = (struct run_cue){
			.id = id ? id : "?", .title = title ? title : "?",
			.prompt = json_str(j, "prompt"),
			.speaks = (unsigned)number(j, "speaks", 0),
			.silent = (unsigned)number(j, "silent", 0),
			.seat = (unsigned)number(j, "seat", 0),
			.talk = (unsigned)number(j, "talk", 0),
			.not = (unsigned)number(j, "not", 0),
			.keeps = (unsigned)number(j, "keeps", 0),
		};
	}
}

static void
read_people(struct facts_run *f)
{
	const cJSON *rows = json_get(f->doc, "people"), *j;
	size_t n = 0;

	f->people = mem_array(NULL, json_count(rows) + 1, sizeof(*f->people));
	f->ids = mem_array(NULL, json_count(rows) + 1, sizeof(*f->ids));
	cJSON_ArrayForEach(j, rows) {
		f->ids[n] = json_str(j, "id");
		f->people[n++] = (struct run_person){
			.turns = cJSON_IsTrue(json_get(j, "turns")),
			.present = cJSON_IsTrue(json_get(j, "present")),
		};
	}
	f->plan.people = f->people;
	f->plan.npeople = n;
}

static void
read_items(struct facts_run *f)
{
	const cJSON *rows = json_get(f->doc, "items"), *j;

	f->items = mem_array(NULL, json_count(rows) + 1, sizeof(*f->items));
	cJSON_ArrayForEach(j, rows)
		f->items[f->nitems++] = (struct run_item){
			.case_id = json_str(j, "case"),
			.presenter = json_str(j, "presenter"),
			.method = json_str(j, "method"),
			.minutes = (int)number(j, "minutes", 0),
			.method_minutes = (int)number(j, "method_minutes", 0),
		};
}

static struct run_step
read_step(const struct facts_run *f, const cJSON *j)
{
	struct run_step s = {
		.item = place(j, "item", f->nitems),
		.text = place(j, "cue", f->ncues),
		.base = (int)number(j, "base", 0),
		.each = (int)number(j, "each", 0),
		.presenter = place(j, "presenter", f->plan.npeople),
		.presenter_too = cJSON_IsTrue(json_get(j, "presenter_too")),
		.repeat = place(j, "repeat", f->ncues),
		.chooses = cJSON_IsTrue(json_get(j, "chooses")),
		.picks = place(j, "picks", f->ncues),
	};

	for (size_t i = 0; i < RUN_PARTS; i++)
		if (json_is(j, "part", facts_run_parts[i]))
			s.part = (enum run_part)i;
	return s;
}

static void
read_choices(struct facts_run *f)
{
	const cJSON *rows = json_get(f->doc, "choices"), *j;
	struct run_choice *c;

	f->choices = mem_array(NULL, json_count(rows) + 1,
	    sizeof(*f->choices));
	cJSON_ArrayForEach(j, rows) {
		const char *id = json_str(j, "case");
		const char *who = json_str(j, "presenter");

		if (!id || !id_valid(id) || !who || !id_valid(who))
			continue;
		c = &f->choices[f->plan.nchoices++];
		*c = (struct run_choice){ .item = RUN_NONE,
			.presenter = facts_run_person(f, who) };
		memcpy(c->c.id.s, id, sizeof(c->c.id.s));
		memcpy(c->c.presenter.s, who, sizeof(c->c.presenter.s));
		c->c.votes = (int)number(j, "votes", 0);
		c->c.urgency = (int)number(j, "urgency", 0);
		c->c.influence = (int)number(j, "influence", 0);
		c->c.minutes = (int)number(j, "minutes", 0);
		c->c.last = (int32_t)number(j, "last", 0);
		c->c.made = (int32_t)number(j, "made", 0);
	}
	f->plan.choices = f->choices;
	f->by = CHOOSE_URGENCY;
	for (size_t i = 0; i < CHOOSE_BYS; i++)
		if (json_is(f->doc, "choose_by", choose_words[i]))
			f->by = (enum choose_by)i;
}

static bool
read_ways(struct facts_run *f)
{
	const cJSON *rows = json_get(f->doc, "modules"), *j;
	size_t n = 0;

	f->ways = mem_array(NULL, json_count(rows) + 1, sizeof(*f->ways));
	f->way_titles = mem_array(NULL, json_count(rows) + 1,
	    sizeof(*f->way_titles));
	cJSON_ArrayForEach(j, rows) {
		struct run_way *w = &f->ways[n];

		*w = (struct run_way){
			.text = place(j, "cue", f->ncues),
			.of = place(j, "of", f->ncues),
			.base = (int)number(j, "base", 0),
			.each = (int)number(j, "each", 0),
			.presenter_too = cJSON_IsTrue(json_get(j,
			    "presenter_too")),
		};
		if (w->text == RUN_NONE || w->of == RUN_NONE || w->base < 0 ||
		    w->each < 0)
			return false;
		f->way_titles[n] = json_str(j, "title");
		if (!f->way_titles[n])
			f->way_titles[n] = f->cues[w->text].title;
		n++;
	}
	f->plan.ways = f->ways;
	f->plan.nways = n;
	return true;
}

static bool
read_steps(struct facts_run *f)
{
	const cJSON *rows = json_get(f->doc, "steps"), *j;
	size_t n = 0;
	bool good = true;

	f->steps = mem_array(NULL, json_count(rows) + 1, sizeof(*f->steps));
	cJSON_ArrayForEach(j, rows) {
		f->steps[n] = read_step(f, j);
		good = good && f->steps[n].text != RUN_NONE &&
		    f->steps[n].base >= 0 && f->steps[n].each >= 0;
		if (f->steps[n].chooses && f->steps[n].item != RUN_NONE)
			f->items[f->steps[n].item].open = true;
		n++;
	}
	f->plan.steps = f->steps;
	f->plan.nsteps = n;
	return good && n > 0;
}

int
facts_run_read(cJSON *doc, struct facts_run *f, struct iv_err *e)
{
	memset(f, 0, sizeof(*f));
	f->doc = doc;
	read_cues(f);
	read_people(f);
	read_items(f);
	read_choices(f);
	f->plan.start = number(doc, "start", 0);
	f->plan.minutes = (int)number(doc, "minutes", 0);
	f->plan.closing = (int)number(doc, "closing", 0);
	f->plan.here = (int)number(doc, "here", 0);
	f->plan.here_text = place(doc, "here_cue", f->ncues);
	f->plan.break_text = place(doc, "break_cue", f->ncues);
	if (json_is(doc, "schema", "iv.run/1") && read_steps(f) &&
	    read_ways(f) && f->plan.here_text != RUN_NONE &&
	    f->plan.break_text != RUN_NONE)
		return 0;
	facts_run_release(f);
	return iv_fail(e, IV_INVALID, _("this is no plan of a run"));
}

void
facts_run_release(struct facts_run *f)
{
	mem_free(f->cues);
	mem_free(f->ways);
	mem_free(f->way_titles);
	mem_free(f->people);
	mem_free(f->ids);
	mem_free(f->items);
	mem_free(f->steps);
	mem_free(f->choices);
	json_free_auto(&f->doc);
	memset(f, 0, sizeof(*f));
}

size_t
facts_run_person(const struct facts_run *f, const char *id)
{
	for (size_t i = 0; i < f->plan.npeople; i++)
		if (id && f->ids[i] && strcmp(f->ids[i], id) == 0)
			return i;
	return RUN_NONE;
}

cJSON *
facts_run_line(const struct facts_run *f, const struct run_event *ev)
{
	cJSON *j = cJSON_CreateObject();

	json_set_int(j, "at", (long)ev->at);
	json_set_str(j, "event", run_kind_words[ev->kind]);
	if (ev->kind == RUN_MORE || ev->minutes != 0)
		json_set_int(j, "minutes", ev->minutes);
	if (*ev->choice.s)
		json_set_str(j, "case", ev->choice.s);
	if (ev->kind == RUN_WAY && ev->way < f->plan.nways)
		json_set_int(j, "module", (long)ev->way);
	if (ev->kind == RUN_OFFER)
		json_set_str(j, "text", ev->text);
	if (ev->who < f->plan.npeople)
		json_set_str(j, "who", f->ids[ev->who]);
	if (ev->kind == RUN_NOTE) {
		json_set_str(j, "note", run_note_words[ev->note]);
		json_set_str(j, "text", ev->text);
	}
	return j;
}

static size_t
word_place(const char *const *words, size_t n, const char *word)
{
	for (size_t i = 0; i < n; i++)
		if (word && strcmp(words[i], word) == 0)
			return i;
	return n;
}

bool
facts_run_event(const struct facts_run *f, const cJSON *line,
    struct run_event *ev)
{
	size_t kind = word_place(run_kind_words, RUN_KINDS,
	    json_str(line, "event"));
	size_t note = word_place(run_note_words, RUN_NOTES,
	    json_str(line, "note"));
	const char *choice = json_str(line, "case");
	long at;

	if (kind == RUN_KINDS || !json_int(line, "at", &at) ||
	    (kind == RUN_NOTE && (note == RUN_NOTES ||
	    !json_str(line, "text"))))
		return false;
	*ev = (struct run_event){
		.kind = (enum run_kind)kind, .at = at,
		.minutes = (int)number(line, "minutes", 0),
		.who = facts_run_person(f, json_str(line, "who")),
		.note = note < RUN_NOTES ? (enum run_note)note : NOTE_NOTE,
		.text = json_str(line, "text"),
		.way = place(line, "module", f->plan.nways),
	};
	if (choice && id_valid(choice))
		memcpy(ev->choice.s, choice, sizeof(ev->choice.s));
	return true;
}

void
facts_run_chosen(struct facts_run *f, const struct run *r)
{
	for (size_t i = 0; i < f->nitems; i++) {
		struct run_item *it = &f->items[i];

		if (!it->open)
			continue;
		it->case_id = NULL;
		for (size_t k = 0; k < r->nchoices; k++) {
			const struct run_choice *c = &r->choices[k];

			if (c->item != i)
				continue;
			it->case_id = c->c.id.s;
			it->presenter = c->presenter != RUN_NONE ?
			    f->ids[c->presenter] : c->c.presenter.s;
		}
	}
}
