#include "report_sorted.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"

void
sorted_add(struct sorted *s, const char *key, cJSON *row)
{
	s->v = mem_array(s->v, s->n + 1, sizeof(*s->v));
	s->v[s->n++] = (struct sorted_row){ mem_dup(key), row };
}

static int
by_key(const void *a, const void *b)
{
	const struct sorted_row *x = a, *y = b;

	return strcmp(x->key, y->key);
}

static void
release(struct sorted *s)
{
	for (size_t i = 0; i < s->n; i++) {
		mem_free(s->v[i].key);
		cJSON_Delete(s->v[i].row);
	}
	mem_free(s->v);
}

int
sorted_rows(struct sorted *s, const struct schema *k, store_fn *take,
    struct out *o, struct iv_err *e)
{
	int n = store_each(s->ask->store, k, take, s, e);

	if (n == 0 && s->n > 0)
		qsort(s->v, s->n, sizeof(*s->v), by_key);
	for (size_t i = 0; n == 0 && i < s->n; i++)
		out_row(o, s->v[i].row);
	release(s);
	return n;
}
