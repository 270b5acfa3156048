#ifndef IV_FUZZ_DATA_H
#define IV_FUZZ_DATA_H

/*
 * Data files as fuzz input: the first byte chooses a file that is built in,
 * each three bytes behind it change one value in it.  0xff in front: the rest
 * is the text itself.
 */

#include "fuzz.h"

#include "builtin.h"
#include "json.h"

/* The value number n of a document, counted as it is read. */
static inline cJSON *
data_nth(cJSON *j, unsigned *n)
{
	cJSON *found = NULL;

	for (cJSON *c = j->child; c != NULL && found == NULL; c = c->next) {
		if (*n == 0)
			return c;
		(*n)--;
		found = data_nth(c, n);
	}
	return found;
}

static inline cJSON *
data_value(unsigned c)
{
	static const double numbers[] = { 0, 1, -1, 2, 7, 60, 1000, 1e9,
		-1e9, 2147483647, -2147483648.0, 1e15, 0.5, 1e300, 32, 12 };
	static const char *const words[] = { "", "a", "case", "presenter",
		"any", "advice", "iv.method/1", "2026-02-30", "13-45",
		"02-29", "year", "period", "é\n", "https://x.invalid",
		"questions", "all" };

	switch (c & 7) {
	case 0:
		return cJSON_CreateNull();
	case 1:
		return cJSON_CreateBool(c >> 3 & 1);
	case 2:
		return cJSON_CreateArray();
	case 3:
		return cJSON_CreateObject();
	case 4:
	case 5:
		return cJSON_CreateNumber(numbers[c >> 3 & 15]);
	default:
		return cJSON_CreateString(words[c >> 3 & 15]);
	}
}

/* Replaces, drops or doubles a value. */
static inline void
data_change(cJSON *doc, const uint8_t *p)
{
	unsigned n = p[0] | (p[1] & 3u) << 8;
	cJSON *j = data_nth(doc, &n), *parent = doc;
	cJSON *fresh = data_value(p[2]);

	if (j == NULL) {
		cJSON_Delete(fresh);
		return;
	}
	/* The parent is the last value in front that holds it. */
	for (unsigned i = 0, k = 0; ; k = ++i) {
		cJSON *p2 = data_nth(doc, &k);

		if (p2 == NULL || p2 == j)
			break;
		for (cJSON *c = p2->child; c != NULL; c = c->next)
			if (c == j)
				parent = p2;
	}
	if ((p[1] >> 2 & 3) == 0 && parent->child != NULL) {
		cJSON_Delete(fresh);
		cJSON_Delete(cJSON_DetachItemViaPointer(parent, j));
	} else if ((p[1] >> 2 & 3) == 1 && cJSON_IsArray(parent)) {
		cJSON_Delete(fresh);
		cJSON_AddItemToArray(parent, cJSON_Duplicate(j, true));
	} else if (j->string != NULL) {
		json_set(parent, j->string, fresh);
	} else {
		cJSON_ReplaceItemViaPointer(parent, j, fresh);
	}
}

static inline const struct builtin *
data_pick(const char *dir, unsigned n)
{
	size_t count = 0;

	for (size_t i = 0; i < builtins_len; i++)
		count += strcmp(builtins[i].dir, dir) == 0;
	n %= count > 0 ? (unsigned)count : 1;
	for (size_t i = 0; i < builtins_len; i++)
		if (strcmp(builtins[i].dir, dir) == 0 && n-- == 0)
			return &builtins[i];
	return NULL;
}

/* The text that the input stands for; its name is of the file. */
static inline const char *
data_text(struct buf *b, const char *dir, const uint8_t *data, size_t size)
{
	const struct builtin *in;
	struct iv_err e = IV_ERR_INIT;
	IV_AUTO(json_free_auto) cJSON *doc = NULL;

	if (size > 0 && data[0] == 0xff) {
		buf_add(b, data + 1, size - 1);
		return "raw";
	}
	in = data_pick(dir, size > 0 ? data[0] : 0);
	if (in == NULL || json_parse(in->data, in->len, in->name, 1, &doc,
	    &e) < 0)
		abort();
	for (size_t i = 1; i + 3 <= size && i < 64; i += 3)
		data_change(doc, data + i);
	json_print(b, doc);
	return in->name;
}

#endif
