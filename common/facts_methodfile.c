#include "facts_method.h"

#include <stddef.h>
#include <string.h>

#include "facts_texts.h"
#include "mem.h"
#include "utf8.h"

enum part_type {
	PART_LINE,		/* one line */
	PART_TEXTS,		/* a text, or one by language */
	PART_NUMBER, PART_BOOL,
	PART_WORD,		/* a bit */
	PART_WORDS,		/* bits: a word or a list of them */
	PART_LINES,		/* a list of lines, only checked */
	PART_PARTS,		/* an object, in the same struct */
	PART_STEPS, PART_MODULES,
};

/* One key of a method file and where it goes in the struct. */
struct part {
	const char *key;
	enum part_type type;
	size_t at;
	enum method_set set;
	int min, max;
	bool must;
	const struct part *sub;
};

#define IN(type, field)		offsetof(struct type, field)

static const struct part fits_parts[] = {
	{ "form", PART_WORDS, .at = IN(method, forms), .set = METHOD_FORM },
	{ "level", PART_WORDS, .at = IN(method, levels), .set = METHOD_LEVEL },
	{ "about", PART_WORDS, .at = IN(method, about), .set = METHOD_ABOUT },
	{ "focus", PART_WORD, .at = IN(method, focus), .set = METHOD_FOCUS },
	{ "trust", PART_WORD, .at = IN(method, trust), .set = METHOD_TRUST },
	{ "background", PART_WORD, .at = IN(method, mix), .set = METHOD_MIX },
	{ "structure", PART_NUMBER, .at = IN(method, structure), .min = 1,
	    .max = 5 },
	{ "beginners", PART_BOOL, .at = IN(method, beginners) },
	{ .key = NULL },
};

static const struct part group_parts[] = {
	{ "min", PART_NUMBER, .at = IN(method, group.min), .min = 1,
	    .max = 100 },
	{ "max", PART_NUMBER, .at = IN(method, group.max), .min = 1,
	    .max = 100 },
	{ "best", PART_NUMBER, .at = IN(method, group.best), .min = 1,
	    .max = 100 },
	{ .key = NULL },
};

/* What a step says, and a module in its place. */
#define WAY_PARTS							\
	{ "id", PART_LINE, .at = IN(method_step, id), .must = true },	\
	{ "title", PART_TEXTS, .at = IN(method_step, title),		\
	    .must = true },						\
	{ "minutes", PART_NUMBER, .at = IN(method_step, minutes),	\
	    .min = 0, .max = 600 },					\
	{ "minutes_per_person", PART_NUMBER, .at = IN(method_step,	\
	    minutes_per_person), .min = 0, .max = 60 },			\
	{ "speaks", PART_WORDS, .at = IN(method_step, speaks),		\
	    .set = METHOD_WHO },					\
	{ "silent", PART_WORDS, .at = IN(method_step, silent),		\
	    .set = METHOD_WHO },					\
	{ "presenter", PART_WORD, .at = IN(method_step, presenter),	\
	    .set = METHOD_SEAT },					\
	{ "talk", PART_WORDS, .at = IN(method_step, talk),		\
	    .set = METHOD_TALK, .must = true },				\
	{ "not", PART_WORDS, .at = IN(method_step, not),		\
	    .set = METHOD_TALK },					\
	{ "per_person", PART_NUMBER, .at = IN(method_step, per_person),	\
	    .min = 1, .max = 20 },					\
	{ "keeps", PART_WORDS, .at = IN(method_step, keeps),		\
	    .set = METHOD_KEEP },					\
	{ "prompt", PART_TEXTS, .at = IN(method_step, prompt) }

static const struct part step_parts[] = {
	WAY_PARTS,
	{ "reveals", PART_BOOL, .at = IN(method_step, reveals) },
	{ "chooses", PART_BOOL, .at = IN(method_step, chooses) },
	{ "repeat_to", PART_LINE, .at = IN(method_step, repeat) },
	{ "rounds", PART_NUMBER, .at = IN(method_step, rounds), .min = 2,
	    .max = 20 },
	{ "round_each", PART_BOOL, .at = IN(method_step, round_each) },
	/* Read when all of them are known. */
	{ "modules", PART_LINES, .at = 0 },
	{ "picks", PART_LINE, .at = IN(method_step, picks) },
	{ .key = NULL },
};

static const struct part module_parts[] = {
	WAY_PARTS,
	{ .key = NULL },
};

static const struct part method_parts[] = {
	{ "name", PART_LINE, .at = IN(method, name), .must = true },
	{ "title", PART_TEXTS, .at = IN(method, title), .must = true },
	{ "also", PART_LINES, .at = 0 },
	{ "kind", PART_WORD, .at = IN(method, kind), .set = METHOD_KIND },
	{ "variant", PART_TEXTS, .at = IN(method, variant) },
	{ "source", PART_TEXTS, .at = IN(method, source), .must = true },
	{ "minutes_sourced", PART_BOOL, .at = IN(method, sourced),
	    .must = true },
	{ "minutes", PART_NUMBER, .at = IN(method, total), .min = 1,
	    .max = 1440 },
	{ "fits", PART_PARTS, .sub = fits_parts },
	{ "group", PART_PARTS, .sub = group_parts },
	{ "roles", PART_WORDS, .at = IN(method, roles), .set = METHOD_ROLE },
	{ "modules", PART_MODULES, .at = 0 },
	{ "steps", PART_STEPS, .must = true },
	{ .key = NULL },
};

/* One file being read. */
struct reading {
	const char *text, *file, *lang;
	size_t n;
	struct buf pointer;
	struct method *m;
};

/* Where a place of json_locate() is among the bytes. */
static size_t
offset_of(const struct reading *r, int line, int col)
{
	size_t at = 0;
	uint32_t c;

	while (line > 1 && at < r->n)
		line -= r->text[at++] == '\n';
	while (col-- > 1 && at < r->n) {
		int len = utf8_decode(r->text + at, r->n - at, &c);

		at += len > 0 ? (size_t)len : 1;
	}
	return at;
}

static int
fault(const struct reading *r, const char *key, const char *why,
    struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf msg = BUF_INIT;
	IV_AUTO(buf_release) struct buf at = BUF_INIT;
	int line = 1, col = 1;

	buf_addf(&at, "%s%s%s", r->pointer.p, *key ? "/" : "", key);
	if (!json_locate(r->text, r->n, at.p, &line, &col))
		json_locate(r->text, r->n, r->pointer.p, &line, &col);
	buf_addf(&msg, "%s: %s", at.len > 0 ? at.p + 1 : "schema", why);
	return json_fail_at(e, r->file, r->text, r->n, 1,
	    offset_of(r, line, col), msg.p);
}

static int
word_fault(const struct reading *r, const char *key, const struct part *p,
    const char *word, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf why = BUF_INIT;

	buf_addf(&why, _("'%s' is not allowed; allowed: "), word ? word : "");
	method_words(&why, p->set, ~0u);
	return fault(r, key, why.p, e);
}

static int
read_word(struct reading *r, const struct part *p, const char *key,
    const cJSON *j, unsigned *bits, struct iv_err *e)
{
	unsigned bit = cJSON_IsString(j) ? method_bit(p->set,
	    j->valuestring) : 0;

	if (bit == 0)
		return word_fault(r, key, p, cJSON_GetStringValue(j), e);
	*bits |= bit;
	return 0;
}

static int
read_words(struct reading *r, const struct part *p, const cJSON *j,
    unsigned *bits, struct iv_err *e)
{
	const cJSON *word;
	char key[80];
	int i = 0;

	if (!cJSON_IsArray(j))
		return read_word(r, p, p->key, j, bits, e);
	cJSON_ArrayForEach(word, j) {
		snprintf(key, sizeof(key), "%s/%d", p->key, i++);
		if (read_word(r, p, key, word, bits, e) < 0)
			return -1;
	}
	return 0;
}

static bool
is_line(const cJSON *j)
{
	return cJSON_IsString(j) && *j->valuestring &&
	    !strpbrk(j->valuestring, "\n\r");
}

static int
read_line(struct reading *r, const struct part *p, const cJSON *j,
    const char **ret, struct iv_err *e)
{
	if (!is_line(j))
		return fault(r, p->key, _("one line of text is needed"), e);
	*ret = j->valuestring;
	return 0;
}

static int
read_lines(struct reading *r, const struct part *p, const cJSON *j,
    struct iv_err *e)
{
	const cJSON *line;

	if (!cJSON_IsArray(j))
		return fault(r, p->key, _("a list is needed"), e);
	cJSON_ArrayForEach(line, j)
		if (!is_line(line))
			return fault(r, p->key, _("a list of lines is "
			    "needed"), e);
	return 0;
}

static int
read_texts(struct reading *r, const struct part *p, const cJSON *j,
    const char **ret, struct iv_err *e)
{
	const char *wrong = texts_fault(j);

	if (wrong)
		return fault(r, p->key, _(wrong), e);
	*ret = texts_in(j, r->lang);
	return 0;
}

static int
read_number(struct reading *r, const struct part *p, const cJSON *j,
    int *ret, struct iv_err *e)
{
	char why[120];

	if (cJSON_IsNumber(j) && j->valuedouble >= p->min &&
	    j->valuedouble <= p->max && j->valuedouble == j->valueint) {
		*ret = j->valueint;
		return 0;
	}
	snprintf(why, sizeof(why), _("a whole number from %d to %d is needed"),
	    p->min, p->max);
	return fault(r, p->key, why, e);
}

static int
read_bool(struct reading *r, const struct part *p, const cJSON *j, bool *ret,
    struct iv_err *e)
{
	if (!cJSON_IsBool(j))
		return fault(r, p->key, _("true or false is needed"), e);
	*ret = cJSON_IsTrue(j);
	return 0;
}

static int read_parts(struct reading *r, const struct part *parts,
    const cJSON *o, void *into, struct iv_err *e);

/* Reads with the pointer one key or number deeper. */
static int
read_inside(struct reading *r, const char *key, const struct part *parts,
    const cJSON *o, void *into, struct iv_err *e)
{
	size_t len = r->pointer.len;
	int ret;

	buf_addf(&r->pointer, "/%s", key);
	ret = read_parts(r, parts, o, into, e);
	buf_cut(&r->pointer, len);
	return ret;
}

static int
read_rows(struct reading *r, const struct part *p, const cJSON *j,
    struct iv_err *e)
{
	bool steps = p->type == PART_STEPS;
	size_t n = json_count(j), i = 0;
	const cJSON *row;
	char key[80];

	if (!cJSON_IsArray(j) || n == 0)
		return fault(r, p->key, _("a list with at least one entry is "
		    "needed"), e);
	if (!steps && n > METHOD_MODULES)
		return fault(r, p->key, _("more than 32 modules"), e);
	if (steps)
		r->m->steps = mem_alloc(n * sizeof(*r->m->steps));
	else
		r->m->modules = mem_alloc(n * sizeof(*r->m->modules));
	cJSON_ArrayForEach(row, j) {
		snprintf(key, sizeof(key), "%s/%zu", p->key, i);
		if (read_inside(r, key, steps ? step_parts : module_parts,
		    row, steps ? (void *)&r->m->steps[i] :
		    (void *)&r->m->modules[i], e) < 0)
			return -1;
		i++;
	}
	*(steps ? &r->m->nsteps : &r->m->nmodules) = n;
	return 0;
}

static int
read_part(struct reading *r, const struct part *p, const cJSON *j,
    void *into, struct iv_err *e)
{
	void *to = (char *)into + p->at;

	switch (p->type) {
	case PART_LINE:
		return read_line(r, p, j, to, e);
	case PART_TEXTS:
		return read_texts(r, p, j, to, e);
	case PART_NUMBER:
		return read_number(r, p, j, to, e);
	case PART_BOOL:
		return read_bool(r, p, j, to, e);
	case PART_WORD:
		*(unsigned *)to = 0;
		return read_word(r, p, p->key, j, to, e);
	case PART_WORDS:
		return read_words(r, p, j, to, e);
	case PART_LINES:
		return read_lines(r, p, j, e);
	case PART_PARTS:
		return read_inside(r, p->key, p->sub, j, into, e);
	default:
		return read_rows(r, p, j, e);
	}
}

/* An unknown key is carried, unless it looks like a slip for a known one. */
static int
unknown_key(const struct reading *r, const struct part *parts,
    const char *key, struct iv_err *e)
{
	char why[120];

	for (const struct part *p = parts; p->key; p++) {
		if (utf8_distance(p->key, key) > 1 + (strlen(key) > 6))
			continue;
		snprintf(why, sizeof(why), _("is no key here; did you mean "
		    "'%s'?"), p->key);
		return fault(r, key, why, e);
	}
	return 0;
}

static int
read_parts(struct reading *r, const struct part *parts, const cJSON *o,
    void *into, struct iv_err *e)
{
	const cJSON *j;

	if (!cJSON_IsObject(o))
		return fault(r, "", _("an object is needed"), e);
	for (const struct part *p = parts; p->key; p++)
		if (p->must && !json_get(o, p->key))
			return fault(r, p->key, _("is missing"), e);
	cJSON_ArrayForEach(j, o) {
		const struct part *p = parts;

		while (p->key && strcmp(p->key, j->string) != 0)
			p++;
		if (p->key ? read_part(r, p, j, into, e) < 0 :
		    unknown_key(r, parts, j->string, e) < 0)
			return -1;
	}
	return 0;
}

static int
read_way(struct reading *r, const cJSON *id, unsigned *bits,
    const char *key, struct iv_err *e)
{
	for (size_t i = 0; i < r->m->nmodules; i++)
		if (strcmp(r->m->modules[i].id, id->valuestring) == 0) {
			*bits |= 1u << i;
			return 0;
		}
	return fault(r, key, _("is not the id of a module"), e);
}

/* The modules of each step; those of the method may stand below them. */
static int
read_ways(struct reading *r, const cJSON *doc, struct iv_err *e)
{
	const cJSON *row, *id;
	size_t i = 0;
	char key[80];

	cJSON_ArrayForEach(row, json_get(doc, "steps")) {
		int k = 0;

		cJSON_ArrayForEach(id, json_get(row, "modules")) {
			snprintf(key, sizeof(key), "steps/%zu/modules/%d", i,
			    k++);
			if (read_way(r, id, &r->m->steps[i].modules, key,
			    e) < 0)
				return -1;
		}
		i++;
	}
	method_settle(r->m);
	return 0;
}

/* What the rules of method.h find wrong. */
static int
read_rules(struct reading *r, struct iv_err *e)
{
	struct method_fault f;

	if (!method_fault(r->m, &f))
		return 0;
	if (f.step >= 0)
		buf_addf(&r->pointer, "/steps/%d", f.step);
	else if (f.module >= 0)
		buf_addf(&r->pointer, "/modules/%d", f.module);
	return fault(r, f.field, _(f.why), e);
}

/* "methods/gossip.json" is gossip. */
static char *
file_name(const char *file)
{
	const char *s = strrchr(file, '/');
	size_t n;

	s = s ? s + 1 : file;
	n = strlen(s);
	if (n > 5 && strcmp(s + n - 5, ".json") == 0)
		n -= 5;
	return mem_ndup(s, n);
}

int
method_parse(const char *text, size_t n, const char *file, const char *lang,
    struct method_file **ret, struct iv_err *e)
{
	IV_AUTO(method_file_free_auto) struct method_file *f =
	    mem_alloc(sizeof(*f));
	struct reading r = { text, file, lang, n, BUF_INIT, &f->m };
	int done = -1;

	f->name = file_name(file);
	f->m.kind = METHOD_KINDS(CASE);
	if (json_parse(text, n, file, 1, &f->doc, e) < 0)
		return -1;
	if (!json_is(f->doc, "schema", "iv.method/1"))
		done = fault(&r, "schema", _("\"iv.method/1\" is needed"), e);
	else if (read_parts(&r, method_parts, f->doc, &f->m, e) == 0 &&
	    read_ways(&r, f->doc, e) == 0)
		done = read_rules(&r, e);
	if (done == 0 && strcmp(file, "-") != 0 &&
	    strcmp(f->m.name, f->name) != 0)
		done = fault(&r, "name", _("is not the name of the file"), e);
	buf_release(&r.pointer);
	if (done < 0)
		return -1;
	*ret = IV_TAKE(f);
	return 0;
}
