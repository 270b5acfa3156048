#include <crypt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "eval.h"
#include "mem.h"
#include "tally.h"

static int
by_text(const void *p, const void *q)
{
	const char *const *a = p, *const *b = q;

	return strcmp(*a, *b);
}

static int
by_value(const void *p, const void *q)
{
	const cJSON *const *a = p, *const *b = q;

	if (cJSON_IsString(*a) && cJSON_IsString(*b))
		return strcmp((*a)->valuestring, (*b)->valuestring);
	return ((*a)->valueint > (*b)->valueint) -
	    ((*a)->valueint < (*b)->valueint);
}

/* Into a list that stays in order.  cJSON_InsertItemInArray of 1.7.15 loses
 * what it puts in the middle. */
static void
insert(cJSON *list, cJSON *new)
{
	IV_AUTO(mem_free_auto) cJSON **v = NULL;
	size_t n = 0;

	cJSON_AddItemToArray(list, new);
	v = mem_array(NULL, json_count(list), sizeof(*v));
	while (list->child)
		v[n++] = cJSON_DetachItemFromArray(list, 0);
	qsort(v, n, sizeof(*v), by_value);
	for (size_t i = 0; i < n; i++)
		cJSON_AddItemToArray(list, v[i]);
}

static void
insert_text(cJSON *list, const char *text)
{
	insert(list, cJSON_CreateString(text));
}

/* Slow on purpose (crypt(5), sha512crypt): a code is 50 bits, and who reads the
 * private area must not be able to answer with them. */
static char *
hash_code(const cJSON *doc, const struct id *code, struct iv_err *e)
{
	IV_AUTO(mem_free_auto) struct crypt_data *d = mem_alloc(sizeof(*d));
	const char *salt = json_str(doc, "salt"), *out;
	char setting[48], *hash;

	snprintf(setting, sizeof(setting), "$6$rounds=1000$%.16s$",
	    salt ? salt : "");
	out = salt ? crypt_r(code->s, setting, d) : NULL;
	if (!out || out[0] != '$' || strlen(out) <= strlen(setting)) {
		iv_fail(e, IV_STORAGE, _("codes cannot be hashed here"));
		return NULL;
	}
	hash = mem_dup(out + strlen(setting));
	explicit_bzero(d, sizeof(*d));
	return hash;
}

static int
random_salt(struct iv_ctx *c, struct round *r, struct iv_err *e)
{
	char text[17];
	struct id a, b;

	if (c->seed) {
		id_seeded(&a, r->id.s, 0);
		id_seeded(&b, r->id.s, 1);
	} else if (id_random(&a, e) < 0 || id_random(&b, e) < 0) {
		return -1;
	}
	snprintf(text, sizeof(text), "%s%.6s", a.s, b.s);
	json_set_str(r->doc, "salt", text);
	return 0;
}

int
codes_make(struct iv_ctx *c, struct round *r, size_t n, struct id **ret,
    struct iv_err *e)
{
	IV_AUTO(mem_free_auto) struct id *codes = mem_array(NULL, n + 1,
	    sizeof(*codes));
	cJSON *list = json_array(r->doc, "codes");

	if (random_salt(c, r, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		IV_AUTO(mem_free_auto) char *hash = NULL;

		if (c->seed)
			id_seeded(&codes[i], r->id.s, 2 + i);
		else if (id_random(&codes[i], e) < 0)
			return -1;
		hash = hash_code(r->doc, &codes[i], e);
		if (!hash)
			return -1;
		insert_text(list, hash);
	}
	*ret = IV_TAKE(codes);
	return 0;
}

static int
find_text(const cJSON *list, const char *text)
{
	const cJSON *j;
	int at = 0;

	cJSON_ArrayForEach(j, list) {
		if (cJSON_IsString(j) && strcmp(j->valuestring, text) == 0)
			return at;
		at++;
	}
	return -1;
}

static int
find_code(const struct round *r, const struct id *code, char **hash,
    struct iv_err *e)
{
	int at;

	*hash = hash_code(r->doc, code, e);
	if (!*hash)
		return -1;
	at = find_text(json_get(r->doc, "codes"), *hash);
	if (at >= 0)
		return at;
	if (find_text(json_get(r->doc, "used"), *hash) >= 0)
		return iv_fail(e, IV_REFUSED, _("code: this code has answered "
		    "already; each answers once"));
	return iv_fail(e, IV_INVALID, _("code: no code of this round"));
}

int
code_check(const struct round *r, const struct id *code, struct iv_err *e)
{
	IV_AUTO(mem_free_auto) char *hash = NULL;

	return find_code(r, code, &hash, e) < 0 ? -1 : 0;
}

/* The code is used; the answers go where their values belong. */
static int
take_one(cJSON *doc, const struct questions *q, const struct answers *a,
    size_t i, struct iv_err *e)
{
	IV_AUTO(mem_free_auto) char *hash = NULL;
	const struct round r = { .doc = doc };
	cJSON *columns = json_object(doc, "answers");
	long n = 0;
	int at = find_code(&r, &a->code[i], &hash, e);

	if (at < 0)
		return -1;
	cJSON_DeleteItemFromArray(json_get(doc, "codes"), at);
	insert_text(json_array(doc, "used"), hash);
	for (size_t k = 0; k < q->n; k++)
		insert(json_array(columns, q->items[k].id),
		    cJSON_CreateNumber(a->column[k][i]));
	json_int(doc, "answered", &n);
	json_set_int(doc, "answered", n + 1);
	return 0;
}

int
round_take(struct round *r, const struct questions *q,
    const struct answers *a, const char *name, struct iv_err *e)
{
	IV_AUTO(json_free_auto) cJSON *doc = cJSON_Duplicate(r->doc, true);

	for (size_t i = 0; i < a->n; i++)
		if (take_one(doc, q, a, i, e) < 0)
			return a->line[i] > 0 ? iv_wrap(e, "%s:%zu", name,
			    a->line[i]) : -1;
	for (size_t i = 0; i < a->ntexts; i++)
		insert_text(json_array(doc, "lines"), a->text[i]);
	cJSON_Delete(r->doc);
	r->doc = IV_TAKE(doc);
	return 0;
}

static int
changed(const struct round *r, struct iv_err *e)
{
	return iv_fail(e, IV_INVALID, _("questionnaire %s is not what it was "
	    "when round %s was opened; put it back, or end the round with "
	    "'iv-eval close --discard %s'"), json_str(r->doc,
	    "questionnaire"), r->id.s, r->id.s);
}

static int
read_column(const cJSON *list, long n, int *ret)
{
	const cJSON *j;
	size_t i = 0;

	if (json_count(list) != (size_t)n)
		return -1;
	cJSON_ArrayForEach(j, list) {
		if (!cJSON_IsNumber(j) || j->valueint < TALLY_LOW ||
		    j->valueint > TALLY_HIGH)
			return -1;
		ret[i++] = j->valueint;
	}
	return 0;
}

static void
read_lines(const struct round *r, struct answers *a)
{
	const cJSON *j;

	a->text = mem_alloc(ANSWERS_MAX * sizeof(*a->text));
	cJSON_ArrayForEach(j, json_get(r->doc, "lines"))
		if (cJSON_IsString(j) && a->ntexts < ANSWERS_MAX)
			a->text[a->ntexts++] = mem_dup(j->valuestring);
	if (a->ntexts > 0)
		qsort(a->text, a->ntexts, sizeof(*a->text), by_text);
}

int
round_answers(const struct round *r, const struct questions *q,
    struct answers *ret, struct iv_err *e)
{
	const cJSON *columns = json_get(r->doc, "answers");
	long n = 0;

	json_int(r->doc, "answered", &n);
	if (n < 0 || n > ANSWERS_MAX || (n > 0 && json_count(columns) != q->n))
		return changed(r, e);
	ret->n = (size_t)n;
	for (size_t i = 0; i < q->n && n > 0; i++) {
		ret->column[i] = mem_alloc(ANSWERS_MAX * sizeof(int));
		if (read_column(json_get(columns, q->items[i].id), n,
		    ret->column[i]) < 0)
			return changed(r, e);
	}
	read_lines(r, ret);
	return 0;
}
