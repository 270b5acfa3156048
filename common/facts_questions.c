#include "facts_questions.h"

#include <string.h>

#include "facts_own.h"
#include "facts_texts.h"
#include "file.h"
#include "mem.h"
#include "tally.h"

#define ITEM_LETTERS	"abcdefghijklmnopqrstuvwxyz0123456789-_" \
			"ABCDEFGHIJKLMNOPQRSTUVWXYZ"

void
questions_release(struct questions *q)
{
	for (size_t i = 0; i < q->n; i++) {
		mem_free(q->items[i].id);
		mem_free(q->items[i].text);
		mem_free(q->items[i].theme);
	}
	mem_free(q->name);
	mem_free(q->title);
	mem_free(q->low);
	mem_free(q->high);
	mem_free(q->open);
	*q = (struct questions)QUESTIONS_INIT;
}

int
questions_each(struct store *s, int (*fn)(void *arg, const char *name,
    struct iv_err *e), void *arg, struct iv_err *e)
{
	IV_AUTO(names_release) struct names all = { NULL, 0 };
	int r = 0;

	if (own_names(s, "questionnaires", &all, e) < 0)
		return -1;
	for (size_t i = 0; i < all.n && r == 0; i++)
		r = fn(arg, all.v[i], e);
	return r < 0 ? -1 : 0;
}

/* true, or a list of the languages in which it is. */
static bool
is_reversed(const cJSON *list, const char *word)
{
	const cJSON *j;

	if (cJSON_IsTrue(list))
		return true;
	cJSON_ArrayForEach(j, list)
		if (cJSON_IsString(j) && strcmp(j->valuestring, word) == 0)
			return true;
	return false;
}

static bool
item_known(const struct questions *q, const char *id)
{
	for (size_t i = 0; i < q->n; i++)
		if (strcmp(q->items[i].id, id) == 0)
			return true;
	return false;
}

static int
fill_item(struct questions *q, const cJSON *j, const char *lang,
    struct iv_err *e)
{
	const cJSON *texts = json_get(j, "text");
	const cJSON *text = texts_pick(texts, lang);
	const char *id = json_str(j, "id"), *theme = json_str(j, "theme");

	if (!id || *id == '\0' || strlen(id) > 40 ||
	    id[strspn(id, ITEM_LETTERS)] != '\0')
		return iv_fail(e, IV_INVALID, _("item %zu: its id must be 1 "
		    "to 40 letters and digits"), q->n + 1);
	if (!texts)
		return iv_fail(e, IV_INVALID, _("item '%s' has no text"), id);
	if (texts_fault(texts))
		return iv_fail(e, IV_INVALID, _("item '%s': %s"), id,
		    _(texts_fault(texts)));
	if (words_has("code text", id))
		return iv_fail(e, IV_INVALID, _("item '%s': an item cannot "
		    "be called code or text"), id);
	if (item_known(q, id))
		return iv_fail(e, IV_INVALID, _("item '%s' is there twice"),
		    id);
	if (q->n == QUESTIONS_MAX)
		return iv_fail(e, IV_INVALID, _("more than %d items"),
		    QUESTIONS_MAX);
	q->items[q->n++] = (struct question_item){ mem_dup(id),
	    mem_dup(text->valuestring), mem_dup(theme ? theme : ""),
	    is_reversed(json_get(j, "reversed"), text->string) };
	return 0;
}

static bool
scale_fits(const cJSON *scale)
{
	long min = TALLY_LOW, max = TALLY_HIGH;

	json_int(scale, "min", &min);
	json_int(scale, "max", &max);
	return min == TALLY_LOW && max == TALLY_HIGH;
}

static int
fill_texts(struct questions *q, const cJSON *doc, const char *lang,
    struct iv_err *e)
{
	const cJSON *scale = json_get(doc, "scale");

	if (texts_take(&q->title, doc, "title", lang, e) < 0 ||
	    texts_take(&q->low, scale, "low", lang, e) < 0 ||
	    texts_take(&q->high, scale, "high", lang, e) < 0 ||
	    texts_take(&q->open, doc, "open", lang, e) < 0)
		return -1;
	if (!q->title)
		q->title = mem_dup(q->name);
	if (!q->low)
		q->low = mem_dup("");
	if (!q->high)
		q->high = mem_dup("");
	return 0;
}

static int
fill(struct questions *q, const cJSON *doc, const char *lang,
    struct iv_err *e)
{
	const cJSON *scale = json_get(doc, "scale"), *j;

	if (!json_is(doc, "schema", "iv.questionnaire/1"))
		return iv_fail(e, IV_INVALID, _("schema: "
		    "\"iv.questionnaire/1\" is needed"));
	if (!cJSON_IsArray(json_get(doc, "items")) ||
	    json_count(json_get(doc, "items")) == 0)
		return iv_fail(e, IV_INVALID, _("items: a list of questions "
		    "is needed"));
	if (!scale_fits(scale))
		return iv_fail(e, IV_INVALID, _("scale: answers go from %d to "
		    "%d"), TALLY_LOW, TALLY_HIGH);
	if (fill_texts(q, doc, lang, e) < 0)
		return -1;
	q->private = cJSON_IsTrue(json_get(doc, "private"));
	cJSON_ArrayForEach(j, json_get(doc, "items"))
		if (fill_item(q, j, lang, e) < 0)
			return -1;
	return 0;
}

static int
list_name(void *arg, const char *name, struct iv_err *e)
{
	struct buf *b = arg;

	(void)e;
	if (b->len > 0)
		buf_adds(b, ", ");
	buf_adds(b, name);
	return 0;
}

static int
unknown(struct store *s, const char *name, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;

	if (questions_each(s, list_name, &b, e) < 0)
		return -1;
	return iv_fail(e, IV_NOTFOUND, _("no questionnaire '%s'; there are: "
	    "%s"), name, b.p);
}

int
questions_load(struct questions *ret, struct store *s, const char *name,
    struct iv_err *e)
{
	IV_AUTO(questions_release) struct questions q = QUESTIONS_INIT;
	IV_AUTO(json_free_auto) cJSON *doc = NULL;
	IV_AUTO(buf_release) struct buf text = BUF_INIT;
	IV_AUTO(buf_release) struct buf path = BUF_INIT;

	if (own_text(s, "questionnaires", name, &text, NULL, e) < 0)
		return e->code == IV_NOTFOUND ? unknown(s, name, e) : -1;
	buf_addf(&path, "questionnaires/%s.json", name);
	if (json_parse(text.p, text.len, path.p, 1, &doc, e) < 0)
		return -1;
	q.name = mem_dup(name);
	if (fill(&q, doc, store_lang(s), e) < 0)
		return iv_wrap(e, "%s", path.p);
	*ret = q;
	q = (struct questions)QUESTIONS_INIT;
	return 0;
}
