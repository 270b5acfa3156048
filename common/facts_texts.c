#include "facts_texts.h"

#include "mem.h"

static bool
is_text(const cJSON *j)
{
	return j && cJSON_IsString(j) && *j->valuestring;
}

const char *
texts_fault(const cJSON *texts)
{
	const cJSON *one;

	if (is_text(texts))
		return NULL;
	if (!cJSON_IsObject(texts) || !texts->child)
		return N_("texts by language are needed: {\"nl\": \"...\"}");
	cJSON_ArrayForEach(one, texts)
		if (!is_text(one))
			return N_("each language has a text");
	return NULL;
}

const cJSON *
texts_pick(const cJSON *texts, const char *lang)
{
	const cJSON *j;

	if (is_text(texts))
		return texts;
	if (!texts || !cJSON_IsObject(texts))
		return NULL;
	j = json_get(texts, lang);
	if (!is_text(j))
		j = json_get(texts, "en");
	if (!is_text(j))
		j = texts->child;
	return is_text(j) ? j : NULL;
}

const char *
texts_in(const cJSON *texts, const char *lang)
{
	const cJSON *j = texts_pick(texts, lang);

	return j ? j->valuestring : NULL;
}

int
texts_take(char **ret, const cJSON *o, const char *key, const char *lang,
    struct iv_err *e)
{
	const cJSON *j = json_get(o, key);
	const char *wrong = j ? texts_fault(j) : NULL;

	if (wrong)
		return iv_fail(e, IV_INVALID, "%s: %s", key, _(wrong));
	*ret = mem_dup(texts_in(j, lang));
	return 0;
}
