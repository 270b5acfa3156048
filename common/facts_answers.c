#include <string.h>

#include "facts_questions.h"
#include "mem.h"
#include "tally.h"
#include "utf8.h"

/* Where a reader of lines is; order[i] is the item of the i-th number. */
struct reader {
	const struct questions *q;
	const char *name;
	bool coded, texts;
	size_t line;
	size_t order[QUESTIONS_MAX];
};

static void
text_wipe(char **text)
{
	if (*text)
		explicit_bzero(*text, strlen(*text));
	mem_free(*text);
	*text = NULL;
}

void
answer_release(struct answer *a)
{
	text_wipe(&a->text);
	explicit_bzero(a, sizeof(*a));
}

/* Back to the first n people and the first ntexts open lines. */
static void
answers_cut(struct answers *a, size_t n, size_t ntexts)
{
	while (a->ntexts > ntexts)
		text_wipe(&a->text[--a->ntexts]);
	a->n = n;
}

void
answers_release(struct answers *a)
{
	answers_cut(a, 0, 0);
	for (size_t i = 0; i < QUESTIONS_MAX; i++) {
		if (a->column[i])
			explicit_bzero(a->column[i],
			    ANSWERS_MAX * sizeof(int));
		mem_free(a->column[i]);
	}
	mem_free(a->code);
	mem_free(a->line);
	mem_free(a->text);
	*a = (struct answers)ANSWERS_INIT;
}

/* Memory for as many as there can ever be, so that no copy stays behind. */
static void
answers_make(struct answers *a, const struct questions *q)
{
	if (a->line)
		return;
	for (size_t i = 0; i < q->n; i++)
		a->column[i] = mem_alloc(ANSWERS_MAX * sizeof(int));
	a->code = mem_alloc(ANSWERS_MAX * sizeof(*a->code));
	a->line = mem_alloc(ANSWERS_MAX * sizeof(*a->line));
	a->text = mem_alloc(ANSWERS_MAX * sizeof(*a->text));
}

int
answers_add(struct answers *a, const struct questions *q,
    const struct answer *one, struct iv_err *e)
{
	if (a->n == ANSWERS_MAX)
		return iv_fail(e, IV_INVALID, _("more than %d people"),
		    ANSWERS_MAX);
	answers_make(a, q);
	for (size_t i = 0; i < q->n; i++)
		a->column[i][a->n] = one->value[i];
	a->code[a->n] = one->code;
	a->line[a->n] = one->line;
	if (one->text && *one->text != '\0')
		a->text[a->ntexts++] = mem_dup(one->text);
	a->n++;
	return 0;
}

bool
answer_code(const char *typed, struct id *ret)
{
	char plain[ID_LEN + 1];
	size_t n = 0;

	for (; *typed; typed++) {
		if (strchr(" \t-", *typed))
			continue;
		if (n == ID_LEN)
			return false;
		plain[n++] = *typed;
	}
	plain[n] = '\0';
	return n == ID_LEN && id_beginning(plain, ret) && id_valid(ret->s);
}

int
answer_text(const char *text, struct iv_err *e)
{
	size_t n = strlen(text);
	uint32_t c;
	int len;

	if (n > ANSWER_TEXT)
		return iv_fail(e, IV_INVALID, _("text: at most %d bytes"),
		    ANSWER_TEXT);
	for (const char *p = text; *p; p += len, n -= (size_t)len) {
		len = utf8_decode(p, n, &c);
		if (len < 0 || utf8_hostile(c))
			return iv_fail(e, IV_INVALID, _("text: one line of "
			    "plain text is needed"));
	}
	return 0;
}

static int
fail_item(const struct reader *r, size_t item, struct iv_err *e)
{
	return iv_fail(e, IV_INVALID, _("%s:%zu: '%s': a whole number from "
	    "%d to %d is needed"), r->name, r->line, r->q->items[item].id,
	    TALLY_LOW, TALLY_HIGH);
}

static int
fail_code(const struct reader *r, struct iv_err *e)
{
	return iv_fail(e, IV_INVALID, _("%s:%zu: code: the code of a slip is "
	    "needed, %d letters and digits"), r->name, r->line, ID_LEN);
}

static size_t
item_find(const struct questions *q, const char *id, size_t len)
{
	size_t i = 0;

	while (i < q->n && (strlen(q->items[i].id) != len ||
	    memcmp(q->items[i].id, id, len) != 0))
		i++;
	return i;
}

static int
check_keys(const struct reader *r, const cJSON *doc, struct iv_err *e)
{
	const cJSON *j;

	cJSON_ArrayForEach(j, doc) {
		if (r->coded && strcmp(j->string, "code") == 0)
			continue;
		if (strcmp(j->string, "text") == 0) {
			if (r->texts)
				continue;
			return iv_fail(e, IV_REFUSED, _("%s:%zu: text: this "
			    "round takes no open lines"), r->name, r->line);
		}
		if (item_find(r->q, j->string, strlen(j->string)) == r->q->n)
			return iv_fail(e, IV_INVALID, _("%s:%zu: "
			    "questionnaire %s has no item '%s'"), r->name,
			    r->line, r->q->name, j->string);
	}
	return 0;
}

/* Code and open line of an object. */
static int
read_rest(const struct reader *r, const cJSON *doc, struct answer *one,
    struct iv_err *e)
{
	const char *code = json_str(doc, "code"), *text;
	struct buf b = BUF_INIT;
	int done;

	if (r->coded && (!code || !answer_code(code, &one->code)))
		return fail_code(r, e);
	if (!json_get(doc, "text"))
		return 0;
	text = json_str(doc, "text");
	if (!text)
		return iv_fail(e, IV_INVALID, _("%s:%zu: text: one line of "
		    "plain text is needed"), r->name, r->line);
	buf_adds(&b, text);
	buf_trim(&b);
	one->text = buf_take(&b);
	done = answer_text(one->text, e);
	return done < 0 ? iv_wrap(e, "%s:%zu", r->name, r->line) : 0;
}

static int
read_object(const struct reader *r, const char *line, size_t n,
    struct answer *one, struct iv_err *e)
{
	IV_AUTO(json_free_auto) cJSON *doc = NULL;
	long v;

	/* The parser's own message would quote the line. */
	if (json_parse(line, n, r->name, 1, &doc, e) < 0 ||
	    !cJSON_IsObject(doc))
		return iv_fail(e, IV_INVALID, _("%s:%zu: not a JSON object "
		    "of items and whole numbers"), r->name, r->line);
	if (check_keys(r, doc, e) < 0)
		return -1;
	for (size_t i = 0; i < r->q->n; i++) {
		if (!json_int(doc, r->q->items[i].id, &v) || v < TALLY_LOW ||
		    v > TALLY_HIGH)
			return fail_item(r, i, e);
		one->value[i] = (int)v;
	}
	return read_rest(r, doc, one, e);
}

static int
fail_count(const struct reader *r, size_t n, struct iv_err *e)
{
	return iv_fail(e, IV_INVALID, _("%s:%zu: %zu answers, where "
	    "questionnaire %s has %zu items"), r->name, r->line, n,
	    r->q->name, r->q->n);
}

/* The first word of a line is the code. */
static int
read_code(const struct reader *r, const char **line, const char *end,
    struct answer *one, struct iv_err *e)
{
	char word[2 * ID_LEN];
	const char *p = *line + strspn(*line, " \t\r");
	size_t n = p < end ? strcspn(p, " \t\r\n") : 0;

	if (n == 0 || n >= sizeof(word))
		return fail_code(r, e);
	memcpy(word, p, n);
	word[n] = '\0';
	if (!answer_code(word, &one->code))
		return fail_code(r, e);
	*line = p + n;
	return 0;
}

static int
read_numbers(const struct reader *r, const char *line, size_t n,
    struct answer *one, struct iv_err *e)
{
	const char *end = line + n;
	size_t count = 0, len;

	if (r->coded && read_code(r, &line, end, one, e) < 0)
		return -1;
	for (const char *p = line; p < end; p += len) {
		p += strspn(p, " \t\r");
		if (p >= end)
			break;
		len = strcspn(p, " \t\r\n");
		if (++count > r->q->n)
			continue;
		if (len != 1 || *p < '0' + TALLY_LOW || *p > '0' + TALLY_HIGH)
			return fail_item(r, r->order[count - 1], e);
		one->value[r->order[count - 1]] = *p - '0';
	}
	return count == r->q->n ? 0 : fail_count(r, count, e);
}

/* "# heard asked try": every item, once, in another order perhaps. */
static void
read_heading(struct reader *r, const char *line, size_t n)
{
	size_t order[QUESTIONS_MAX], count = 0, len;
	bool seen[QUESTIONS_MAX] = { false };

	for (const char *p = line + 1, *end = line + n; p < end; p += len) {
		size_t item;

		p += strspn(p, " \t\r");
		if (p >= end)
			break;
		len = strcspn(p, " \t\r\n");
		if (r->coded && len == 4 && memcmp(p, "code", 4) == 0)
			continue;
		item = item_find(r->q, p, len);
		if (item == r->q->n || seen[item])
			return;
		seen[item] = true;
		order[count++] = item;
	}
	if (count == r->q->n)
		memcpy(r->order, order, count * sizeof(*order));
}

static int
read_line(struct reader *r, struct answers *a, const char *line, size_t n,
    struct iv_err *e)
{
	IV_AUTO(answer_release) struct answer one = { .line = r->line };
	size_t blank = strspn(line, " \t\r");
	int done;

	if (blank >= n)
		return 0;
	if (line[blank] == '#') {
		read_heading(r, line + blank, n - blank);
		return 0;
	}
	done = line[blank] == '{' ? read_object(r, line, n, &one, e) :
	    read_numbers(r, line, n, &one, e);
	return done < 0 ? -1 : answers_add(a, r->q, &one, e);
}

int
answers_read(struct answers *a, const struct questions *q, const char *text,
    size_t n, const char *name, struct iv_err *e)
{
	struct reader r = { .q = q, .name = name, .coded = a->coded,
	    .texts = a->texts };
	size_t before = a->n, lines = a->ntexts;
	const char *end;

	if (memchr(text, '\0', n))
		return iv_fail(e, IV_INVALID, _("%s: holds a NUL byte"),
		    name);
	for (size_t i = 0; i < q->n; i++)
		r.order[i] = i;
	for (const char *p = text; p < text + n; p = end + 1) {
		r.line++;
		end = memchr(p, '\n', (size_t)(text + n - p));
		if (!end)
			end = text + n;
		if (read_line(&r, a, p, (size_t)(end - p), e) < 0) {
			answers_cut(a, before, lines);
			return -1;
		}
	}
	return 0;
}

void
answer_line(struct buf *b, const struct questions *q,
    const struct answer *one)
{
	IV_AUTO(json_free_auto) cJSON *o = cJSON_CreateObject();

	json_set_str(o, "code", one->code.s);
	for (size_t i = 0; i < q->n; i++)
		json_set_int(o, q->items[i].id, one->value[i]);
	if (one->text && *one->text != '\0')
		json_set_str(o, "text", one->text);
	json_print_line(b, o);
	buf_addc(b, '\n');
}
