#include <string.h>

#include "facts_questions.h"
#include "mem.h"
#include "tally.h"

/* Where a reader of lines is; order[i] is the item of the i-th number. */
struct reader {
	const struct questions *q;
	const char *name;
	size_t line;
	size_t order[QUESTIONS_MAX];
};

void
answers_release(struct answers *a)
{
	for (size_t i = 0; i < QUESTIONS_MAX; i++) {
		if (a->column[i])
			explicit_bzero(a->column[i],
			    ANSWERS_MAX * sizeof(int));
		mem_free(a->column[i]);
	}
	*a = (struct answers)ANSWERS_INIT;
}

int
answers_add(struct answers *a, const struct questions *q, const int *row,
    struct iv_err *e)
{
	if (a->n == ANSWERS_MAX)
		return iv_fail(e, IV_INVALID, _("more than %d people"),
		    ANSWERS_MAX);
	for (size_t i = 0; i < q->n; i++) {
		if (!a->column[i])
			a->column[i] = mem_alloc(ANSWERS_MAX * sizeof(int));
		a->column[i][a->n] = row[i];
	}
	a->n++;
	return 0;
}

static int
fail_item(const struct reader *r, size_t item, struct iv_err *e)
{
	return iv_fail(e, IV_INVALID, _("%s:%zu: '%s': a whole number from "
	    "%d to %d is needed"), r->name, r->line, r->q->items[item].id,
	    TALLY_LOW, TALLY_HIGH);
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
read_object(const struct reader *r, const char *line, size_t n, int *row,
    struct iv_err *e)
{
	IV_AUTO(json_free_auto) cJSON *doc = NULL;
	const cJSON *j;
	long v;

	/* The parser's own message would quote the line. */
	if (json_parse(line, n, r->name, 1, &doc, e) < 0 ||
	    !cJSON_IsObject(doc))
		return iv_fail(e, IV_INVALID, _("%s:%zu: not a JSON object "
		    "of items and whole numbers"), r->name, r->line);
	cJSON_ArrayForEach(j, doc)
		if (item_find(r->q, j->string, strlen(j->string)) == r->q->n)
			return iv_fail(e, IV_INVALID, _("%s:%zu: "
			    "questionnaire %s has no item '%s'"), r->name,
			    r->line, r->q->name, j->string);
	for (size_t i = 0; i < r->q->n; i++) {
		if (!json_int(doc, r->q->items[i].id, &v) || v < TALLY_LOW ||
		    v > TALLY_HIGH)
			return fail_item(r, i, e);
		row[i] = (int)v;
	}
	return 0;
}

static int
fail_count(const struct reader *r, size_t n, struct iv_err *e)
{
	return iv_fail(e, IV_INVALID, _("%s:%zu: %zu answers, where "
	    "questionnaire %s has %zu items"), r->name, r->line, n,
	    r->q->name, r->q->n);
}

static int
read_numbers(const struct reader *r, const char *line, size_t n, int *row,
    struct iv_err *e)
{
	size_t count = 0, len;

	for (const char *p = line, *end = line + n; p < end; p += len) {
		p += strspn(p, " \t\r");
		if (p >= end)
			break;
		len = strcspn(p, " \t\r\n");
		if (++count > r->q->n)
			continue;
		if (len != 1 || *p < '0' + TALLY_LOW || *p > '0' + TALLY_HIGH)
			return fail_item(r, r->order[count - 1], e);
		row[r->order[count - 1]] = *p - '0';
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
	int row[QUESTIONS_MAX] = { 0 };
	size_t blank = strspn(line, " \t\r");
	int done;

	if (blank >= n)
		return 0;
	if (line[blank] == '#') {
		read_heading(r, line + blank, n - blank);
		return 0;
	}
	done = line[blank] == '{' ? read_object(r, line, n, row, e) :
	    read_numbers(r, line, n, row, e);
	if (done == 0)
		done = answers_add(a, r->q, row, e);
	explicit_bzero(row, sizeof(row));
	return done;
}

int
answers_read(struct answers *a, const struct questions *q, const char *text,
    size_t n, const char *name, struct iv_err *e)
{
	struct reader r = { .q = q, .name = name };
	size_t before = a->n;
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
			a->n = before;
			return -1;
		}
	}
	return 0;
}
