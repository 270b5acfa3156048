#include "jsonread.h"

#include <limits.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "jsonnum.h"
#include "mem.h"

#define KEYS_FEW	24	/* up to here each is compared with each */
#define KEY_SHOWN	60
#define KEYS_KEPT	512	/* slots of the table of common keys */
#define KEY_KEPT	24	/* bytes of one at most */
#define NUMBER_SHOWN	40
#define NUMBER_MAX	63	/* characters that are read without copying */

static cJSON *value(struct json_reader *r);

bool
json_fault_at(struct json_reader *r, const char *at, const char *fmt, ...)
{
	va_list ap;

	r->fault->at = (size_t)(at - r->text);
	va_start(ap, fmt);
	vsnprintf(r->fault->msg, sizeof(r->fault->msg), fmt, ap);
	va_end(ap);
	return false;
}

/* The byte that comes, or -1 at the end. */
static int
peek(const struct json_reader *r)
{
	return r->p < r->end ? (unsigned char)*r->p : -1;
}

static void
space(struct json_reader *r)
{
	const char *p = r->p, *end = r->end;

	while (p < end && (*p == ' ' || *p == '\n' || *p == '\t' ||
	    *p == '\r'))
		p++;
	r->p = p;
}

static bool
digit(int c)
{
	return c >= '0' && c <= '9';
}

/* A node with room for a text of len bytes behind it. */
static cJSON *
node(int type, size_t len)
{
	cJSON *j = mem_plain(sizeof(*j) + len);

	*j = (cJSON){ .type = type };
	return j;
}

static void
append(cJSON *parent, cJSON *j)
{
	cJSON *first = parent->child;

	if (first == NULL) {
		parent->child = j->prev = j;
		return;
	}
	j->prev = first->prev;
	first->prev->next = j;
	first->prev = j;
}

static cJSON *
string(struct json_reader *r)
{
	struct json_piece piece;
	cJSON *j;

	if (!json_piece(r, &piece))
		return NULL;
	j = node(cJSON_String | cJSON_IsReference, piece.len + 1);
	j->valuestring = (char *)(j + 1);
	json_piece_copy(j->valuestring, &piece);
	return j;
}

static uint32_t
hash(const char *s, size_t n)
{
	uint32_t h = 2166136261u;

	while (n-- > 0)
		h = (h ^ (unsigned char)*s++) * 16777619u;
	return h;
}

/* Names of fields recur in every record; keys with a digit are mostly ids,
 * which do not. */
static bool
worth_keeping(const char *s, size_t n)
{
	if (n > KEY_KEPT)
		return false;
	for (size_t i = 0; i < n; i++)
		if (digit(s[i]))
			return false;
	return true;
}

/* The key from the table, which the first to need a slot fills; or NULL. */
static char *
key_kept(const struct json_piece *s, uint32_t h)
{
	static char *kept[KEYS_KEPT];
	char **slot = &kept[h % KEYS_KEPT];

	if (*slot == NULL && worth_keeping(s->p, s->len))
		*slot = mem_ndup(s->p, s->len);
	return *slot != NULL && strncmp(*slot, s->p, s->len) == 0 &&
	    (*slot)[s->len] == '\0' ? *slot : NULL;
}

static void
key_release(struct json_key *k)
{
	if (!k->kept)
		mem_free(k->p);
}

static bool
key_same(const struct json_key *a, const struct json_key *b)
{
	return a->hash == b->hash && a->len == b->len &&
	    (a->p == b->p || memcmp(a->p, b->p, a->len) == 0);
}

static bool
key_twice(struct json_reader *r, const struct json_key *k)
{
	size_t n = k->len;

	if (n > KEY_SHOWN)
		for (n = KEY_SHOWN; n > 0 && (k->p[n] & 0xc0) == 0x80; n--)
			;
	return json_fault_at(r, r->text + k->at, _("key \"%.*s\" stands "
	    "twice in this object; keep one of them"), (int)n, k->p);
}

static void
key_read(struct json_key *k, const struct json_piece *piece)
{
	k->hash = piece->escaped ? 0 : hash(piece->p, piece->len);
	k->p = piece->escaped ? NULL : key_kept(piece, k->hash);
	k->len = piece->len;
	k->kept = k->p != NULL;
	if (k->kept)
		return;
	k->p = mem_plain(piece->len + 1);
	k->len = json_piece_copy(k->p, piece);
	if (piece->escaped)
		k->hash = hash(k->p, k->len);
}

/* The first few lie with who called, so that a record needs no memory here. */
static void
keys_grow(struct json_reader *r)
{
	struct json_key *more = mem_array(r->more, r->cap * 2, sizeof(*more));

	if (r->more == NULL)
		memcpy(more, r->keys, r->nkeys * sizeof(*more));
	r->keys = r->more = more;
	r->cap *= 2;
}

static bool
key(struct json_reader *r, size_t base, struct json_key *k)
{
	struct json_piece piece;

	k->at = (size_t)(r->p - r->text);
	if (!json_piece(r, &piece))
		return false;
	key_read(k, &piece);
	for (size_t i = base; i < r->nkeys && i < base + KEYS_FEW; i++)
		if (key_same(&r->keys[i], k))
			return key_twice(r, k);
	if (r->nkeys == r->cap)
		keys_grow(r);
	r->keys[r->nkeys++] = *k;
	return true;
}

static int
key_order(const void *a, const void *b)
{
	const struct json_key *x = a, *y = b;
	int c;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	if (x->len != y->len)
		return x->len < y->len ? -1 : 1;
	c = memcmp(x->p, y->p, x->len);
	return c != 0 ? c : (x->at > y->at) - (x->at < y->at);
}

/* Many keys are compared once, sorted, when their object ends. */
static bool
keys_end(struct json_reader *r, size_t base)
{
	const struct json_key *k = r->keys + base, *found = NULL;
	size_t n = r->nkeys - base;

	if (n > KEYS_FEW) {
		qsort(r->keys + base, n, sizeof(*k), key_order);
		for (size_t i = 1; i < n; i++)
			if (key_same(&k[i - 1], &k[i]) &&
			    (found == NULL || k[i].at < found->at))
				found = &k[i];
		if (found != NULL)
			return key_twice(r, found);
	}
	r->nkeys = base;
	return true;
}

static bool
member(struct json_reader *r, cJSON *object, size_t base)
{
	IV_AUTO(key_release) struct json_key k = { .p = NULL };
	cJSON *j;

	if (peek(r) == '\'')
		return json_fault_at(r, r->p, _("a key is written in double "
		    "quotes"));
	if (peek(r) != '"')
		return json_fault_at(r, r->p, _("a key in double quotes is "
		    "expected"));
	if (!key(r, base, &k))
		return false;
	space(r);
	if (peek(r) != ':')
		return json_fault_at(r, r->p, _("a ':' is expected after the "
		    "key"));
	r->p++;
	j = value(r);
	if (j == NULL)
		return false;
	j->string = IV_TAKE(k.p);
	j->type |= k.kept ? cJSON_StringIsConst : 0;
	append(object, j);
	return true;
}

static bool
element(struct json_reader *r, cJSON *array)
{
	cJSON *j = value(r);

	if (j != NULL)
		append(array, j);
	return j != NULL;
}

/*
 * After an element: 1 when another follows, 0 at the end, -1 on a fault.
 */
static int
more(struct json_reader *r, char close)
{
	const char *comma;

	space(r);
	if (peek(r) == close)
		return 0;
	comma = r->p;
	if (r->p == r->end) {
		json_fault_at(r, r->p, _("a closing '%c' is missing"), close);
		return -1;
	}
	if (*r->p != ',') {
		json_fault_at(r, r->p, _("a ',' or '%c' is expected"), close);
		return -1;
	}
	r->p++;
	space(r);
	if (peek(r) == close) {
		json_fault_at(r, comma, _("a ',' before '%c'; leave it out"),
		    close);
		return -1;
	}
	return 1;
}

static bool
children(struct json_reader *r, cJSON *parent, char close)
{
	bool object = close == '}';
	size_t base = r->nkeys;
	int next;

	do {
		if (object ? !member(r, parent, base) : !element(r, parent))
			return false;
		next = more(r, close);
	} while (next > 0);
	return next == 0 && (!object || keys_end(r, base));
}

static cJSON *
container(struct json_reader *r, char close)
{
	IV_AUTO(json_free_auto) cJSON *j = NULL;

	if (r->depth == JSON_DEPTH) {
		json_fault_at(r, r->p, _("nested deeper than %d levels"),
		    JSON_DEPTH);
		return NULL;
	}
	r->depth++;
	r->p++;
	space(r);
	j = node(close == '}' ? cJSON_Object : cJSON_Array, 0);
	if (peek(r) != close && !children(r, j, close))
		return NULL;
	r->p++;
	r->depth--;
	return IV_TAKE(j);
}

/* As cJSON has it: the whole number too, as far as it goes. */
static cJSON *
number_node(double v)
{
	cJSON *j = node(cJSON_Number, 0);

	j->valuedouble = v;
	j->valueint = v >= INT_MAX ? INT_MAX : v <= (double)INT_MIN ?
	    INT_MIN : (int)v;
	return j;
}

/* The value that the text would be changed into, for the message. */
static cJSON *
number_changed(struct json_reader *r, const char *s, int n)
{
	IV_AUTO(mem_free_auto) char *text = mem_ndup(s, (size_t)n);
	IV_AUTO(buf_release) struct buf near = BUF_INIT;
	int shown = n > NUMBER_SHOWN ? NUMBER_SHOWN : n;
	const char *cut = n > NUMBER_SHOWN ? "..." : "";
	double v = strtod(text, NULL);

	if (!isfinite(v)) {
		json_fault_at(r, s, _("number %.*s%s is too large; write it as "
		    "text in quotes"), shown, s, cut);
		return NULL;
	}
	json_number(&near, v);
	json_fault_at(r, s, _("number %.*s%s would change to %s; write it as "
	    "text in quotes"), shown, s, cut, near.p);
	return NULL;
}

/* Digits alone, few enough that each such number is a double. */
static cJSON *
number_whole(const char *s, const char *end)
{
	bool minus = *s == '-';
	long v = 0;

	for (s += minus; s < end; s++)
		v = v * 10 + (*s - '0');
	return number_node(minus ? -(double)v : (double)v);
}

static cJSON *
number_value(struct json_reader *r, const char *s, bool plain)
{
	size_t n = (size_t)(r->p - s);
	char text[NUMBER_MAX + 1];
	struct decimal d;

	if (plain && n <= 15 && memchr(s, '.', n) == NULL)
		return number_whole(s, r->p);
	/* No two decimals of 15 digits share a double. */
	if (!plain || n > 15) {
		if (!decimal_read(&d, s, n) || !decimal_exact(&d))
			return number_changed(r, s, (int)n);
		if (n > NUMBER_MAX)
			return number_node(decimal_value(&d));
	}
	memcpy(text, s, n);
	text[n] = '\0';
	return number_node(strtod(text, NULL));
}

/* what stays untranslated until it is shown: a look-up costs more than this. */
static bool
digits(struct json_reader *r, const char *what)
{
	if (!digit(peek(r)))
		return json_fault_at(r, r->p, "%s", mo_text(what));
	while (digit(peek(r)))
		r->p++;
	return true;
}

static bool
exponent(struct json_reader *r)
{
	r->p++;
	if (peek(r) == '-' || peek(r) == '+')
		r->p++;
	return digits(r, N_("a digit is expected in the exponent"));
}

static cJSON *
number(struct json_reader *r)
{
	const char *start = r->p;
	bool plain;

	r->p += *r->p == '-';
	if (peek(r) == '0' && r->end - r->p > 1 && digit(r->p[1])) {
		json_fault_at(r, start, _("a number with a zero in front; "
		    "leave the zero out or write it as text in quotes"));
		return NULL;
	}
	if (!digits(r, N_("a digit is expected")))
		return NULL;
	if (peek(r) == '.') {
		r->p++;
		if (!digits(r, N_("a digit is expected after the point")))
			return NULL;
	}
	plain = peek(r) != 'e' && peek(r) != 'E';
	if (!plain && !exponent(r))
		return NULL;
	return number_value(r, start, plain);
}

static cJSON *
word(struct json_reader *r)
{
	static const struct {
		const char *name;
		int type;
	} words[] = {
		{ "true", cJSON_True }, { "false", cJSON_False },
		{ "null", cJSON_NULL },
	};
	size_t left = (size_t)(r->end - r->p);

	for (size_t i = 0; i < IV_LEN(words); i++) {
		size_t n = strlen(words[i].name);

		if (n <= left && memcmp(r->p, words[i].name, n) == 0) {
			r->p += n;
			return node(words[i].type, 0);
		}
	}
	if (left == 0)
		json_fault_at(r, r->p, _("a value is missing"));
	else if (*r->p == '\'')
		json_fault_at(r, r->p, _("text is written in double quotes"));
	else if (*r->p == '/')
		json_fault_at(r, r->p, _("a comment is not allowed; leave it "
		    "out"));
	else
		json_fault_at(r, r->p, _("a value is expected: text in double "
		    "quotes, a number, true, false, null, '[' or '{'"));
	return NULL;
}

static cJSON *
value(struct json_reader *r)
{
	int c;

	space(r);
	c = peek(r);
	switch (c) {
	case '"':
		return string(r);
	case '{':
		return container(r, '}');
	case '[':
		return container(r, ']');
	default:
		return digit(c) || c == '-' ? number(r) : word(r);
	}
}

static cJSON *
document(struct json_reader *r)
{
	IV_AUTO(json_free_auto) cJSON *j = NULL;
	size_t n = (size_t)(r->end - r->text);

	if (n > JSON_MAX) {
		json_fault_at(r, r->text + JSON_MAX, _("larger than %zu bytes, "
		    "the most allowed"), JSON_MAX);
		return NULL;
	}
	if (n >= 3 && memcmp(r->p, "\xef\xbb\xbf", 3) == 0) {
		json_fault_at(r, r->p, _("begins with a byte order mark; save "
		    "the file as UTF-8 without one"));
		return NULL;
	}
	j = value(r);
	if (j == NULL)
		return NULL;
	space(r);
	if (r->p < r->end) {
		json_fault_at(r, r->p, _("nothing may follow the value"));
		return NULL;
	}
	return IV_TAKE(j);
}

cJSON *
json_read(const char *text, size_t n, struct json_fault *f)
{
	struct json_key few[KEYS_FEW * 2];
	struct json_reader r = { .text = text, .p = text, .end = text + n,
		.fault = f, .keys = few, .cap = IV_LEN(few) };
	cJSON *j = document(&r);

	mem_free(r.more);
	return j;
}
