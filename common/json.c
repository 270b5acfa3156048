#include "json.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "jsonread.h"
#include "jsonnum.h"
#include "mem.h"

#define KIND(j)		((j)->type & 0xff)
#define WHOLE_MAX	9007199254740992.0	/* 2^53 */

void
json_free_auto(cJSON **j)
{
	cJSON_Delete(*j);
	*j = NULL;
}

int
json_parse(const char *text, size_t n, const char *name, int line,
    cJSON **ret, struct iv_err *e)
{
	struct json_fault fault;
	cJSON *j = json_read(text, n, &fault);

	if (j == NULL)
		return json_fail_at(e, name, text, n, line, fault.at,
		    fault.msg);
	*ret = j;
	return 0;
}

void
json_print_string(struct buf *b, const char *s)
{
	static const char from[] = "\"\\\b\f\n\r\t", to[] = "\"\\bfnrt";
	const char *plain = s, *known;

	buf_addc(b, '"');
	for (; *s != '\0'; s++) {
		if ((unsigned char)*s >= 0x20 && *s != '"' && *s != '\\')
			continue;
		buf_add(b, plain, (size_t)(s - plain));
		plain = s + 1;
		known = strchr(from, *s);
		if (known != NULL)
			buf_addf(b, "\\%c", to[known - from]);
		else
			buf_addf(b, "\\u%04x", (unsigned)*s);
	}
	buf_add(b, plain, (size_t)(s - plain));
	buf_addc(b, '"');
}

/* The layout of ECMAScript, as RFC 8785 (JCS) has it. */
static void
decimal_print(struct buf *b, const struct decimal *d)
{
	long n = d->n, exp = d->exp;

	if (d->neg)
		buf_addc(b, '-');
	if (exp > 21 || exp <= -6) {
		buf_addc(b, d->digits[0]);
		if (n > 1)
			buf_addf(b, ".%s", d->digits + 1);
		buf_addf(b, "e%+ld", exp - 1);
	} else if (exp <= 0) {
		buf_adds(b, "0.");
		buf_pad(b, '0', (size_t)-exp);
		buf_adds(b, d->digits);
	} else if (n <= exp) {
		buf_adds(b, d->digits);
		buf_pad(b, '0', (size_t)(exp - n));
	} else {
		buf_add(b, d->digits, (size_t)exp);
		buf_addf(b, ".%s", d->digits + exp);
	}
}

void
json_number(struct buf *b, double v)
{
	struct decimal d;

	if (!isfinite(v)) {
		buf_adds(b, "null");
	} else if (v == 0) {
		buf_adds(b, signbit(v) ? "-0" : "0");
	} else if (fabs(v) < WHOLE_MAX && v == (double)(long)v) {
		buf_addf(b, "%ld", (long)v);
	} else {
		decimal_shortest(&d, v);
		decimal_print(b, &d);
	}
}

/* A new line indented to depth; nothing when printing on one line. */
static void
break_print(struct buf *b, int depth)
{
	if (depth < 0)
		return;
	buf_addc(b, '\n');
	buf_pad(b, ' ', (size_t)depth * 2);
}

static void value_print(struct buf *b, const cJSON *j, int depth);

static void
children_print(struct buf *b, const cJSON *j, int depth)
{
	bool object = cJSON_IsObject(j);
	int inner = depth < 0 ? depth : depth + 1;

	buf_addc(b, object ? '{' : '[');
	for (const cJSON *c = j->child; c != NULL; c = c->next) {
		break_print(b, inner);
		if (object) {
			json_print_string(b, c->string);
			buf_adds(b, depth < 0 ? ":" : ": ");
		}
		value_print(b, c, inner);
		if (c->next != NULL)
			buf_addc(b, ',');
	}
	if (j->child != NULL)
		break_print(b, depth);
	buf_addc(b, object ? '}' : ']');
}

static void
value_print(struct buf *b, const cJSON *j, int depth)
{
	switch (KIND(j)) {
	case cJSON_False:
		buf_adds(b, "false");
		break;
	case cJSON_True:
		buf_adds(b, "true");
		break;
	case cJSON_Number:
		json_number(b, j->valuedouble);
		break;
	case cJSON_String:
		json_print_string(b, j->valuestring);
		break;
	case cJSON_Array:
	case cJSON_Object:
		children_print(b, j, depth);
		break;
	default:
		buf_adds(b, "null");
	}
}

void
json_print(struct buf *b, const cJSON *j)
{
	value_print(b, j, 0);
	buf_addc(b, '\n');
}

void
json_print_line(struct buf *b, const cJSON *j)
{
	value_print(b, j, -1);
}

static int
key_order(const void *a, const void *b)
{
	const cJSON *const *x = a, *const *y = b;

	return strcmp((*x)->string, (*y)->string);
}

/* An object's children sorted by key, the caller's to free. */
static const cJSON **
children_sort(const cJSON *o, size_t n)
{
	const cJSON **v = mem_array(NULL, n, sizeof(*v));
	size_t i = 0;

	for (const cJSON *c = o->child; c != NULL; c = c->next)
		v[i++] = c;
	qsort(v, n, sizeof(*v), key_order);
	return v;
}

static bool
keys_in_step(const cJSON *a, const cJSON *b)
{
	const cJSON *x = a->child, *y = b->child;

	for (; x != NULL && y != NULL; x = x->next, y = y->next)
		if (strcmp(x->string, y->string) != 0)
			return false;
	return x == y;
}

static bool
children_equal(const cJSON *a, const cJSON *b)
{
	const cJSON *x = a->child, *y = b->child;

	for (; x != NULL && y != NULL; x = x->next, y = y->next)
		if (!json_equal(x, y))
			return false;
	return x == y;
}

static bool
objects_equal(const cJSON *a, const cJSON *b)
{
	size_t n = json_count(a);

	if (keys_in_step(a, b))
		return children_equal(a, b);
	if (n != json_count(b))
		return false;

	IV_AUTO(mem_free_auto) const cJSON **x = children_sort(a, n);
	IV_AUTO(mem_free_auto) const cJSON **y = children_sort(b, n);

	for (size_t i = 0; i < n; i++)
		if (strcmp(x[i]->string, y[i]->string) != 0 ||
		    !json_equal(x[i], y[i]))
			return false;
	return true;
}

bool
json_equal(const cJSON *a, const cJSON *b)
{
	if (a == b)
		return true;
	if (a == NULL || b == NULL || KIND(a) != KIND(b))
		return false;
	switch (KIND(a)) {
	case cJSON_Number:
		return a->valuedouble == b->valuedouble;
	case cJSON_String:
		return strcmp(a->valuestring, b->valuestring) == 0;
	case cJSON_Array:
		return children_equal(a, b);
	case cJSON_Object:
		return objects_equal(a, b);
	default:
		return true;
	}
}

cJSON *
json_get(const cJSON *o, const char *key)
{
	if (!cJSON_IsObject(o))
		return NULL;
	for (cJSON *c = o->child; c != NULL; c = c->next)
		if (*c->string == *key && strcmp(c->string, key) == 0)
			return c;
	return NULL;
}

const char *
json_str(const cJSON *o, const char *key)
{
	return cJSON_GetStringValue(json_get(o, key));
}

bool
json_int(const cJSON *o, const char *key, long *ret)
{
	const cJSON *j = json_get(o, key);

	if (j == NULL || !cJSON_IsNumber(j) ||
	    fabs(j->valuedouble) >= WHOLE_MAX ||
	    j->valuedouble != trunc(j->valuedouble))
		return false;
	*ret = (long)j->valuedouble;
	return true;
}

bool
json_is(const cJSON *o, const char *key, const char *value)
{
	const char *s = json_str(o, key);

	return s != NULL && strcmp(s, value) == 0;
}

void
json_set(cJSON *o, const char *key, cJSON *j)
{
	cJSON *old = json_get(o, key);

	if (old == NULL)
		cJSON_AddItemToObject(o, key, j);
	else if (old != j)
		cJSON_ReplaceItemInObjectCaseSensitive(o, key, j);
}

void
json_set_str(cJSON *o, const char *key, const char *s)
{
	json_set(o, key, cJSON_CreateString(s));
}

void
json_set_int(cJSON *o, const char *key, long v)
{
	json_set(o, key, cJSON_CreateNumber((double)v));
}

void
json_drop(cJSON *o, const char *key)
{
	cJSON *old = json_get(o, key);

	if (old != NULL)
		cJSON_Delete(cJSON_DetachItemViaPointer(o, old));
}

cJSON *
json_object(cJSON *o, const char *key)
{
	cJSON *j = json_get(o, key);

	if (!cJSON_IsObject(j)) {
		j = cJSON_CreateObject();
		json_set(o, key, j);
	}
	return j;
}

cJSON *
json_array(cJSON *o, const char *key)
{
	cJSON *j = json_get(o, key);

	if (!cJSON_IsArray(j)) {
		j = cJSON_CreateArray();
		json_set(o, key, j);
	}
	return j;
}

size_t
json_count(const cJSON *o)
{
	size_t n = 0;

	if (o != NULL)
		for (const cJSON *c = o->child; c != NULL; c = c->next)
			n++;
	return n;
}
