#include "facts_due.h"

#include "mem.h"

struct looking {
	struct due *due;
	int32_t today;
};

static bool
is_due(const cJSON *a, int32_t today)
{
	const char *due = json_str(a, "due");
	struct civil day;

	if (!cJSON_IsTrue(json_get(a, "share")) || !json_str(a, "text") ||
	    (json_get(a, "status") && !json_is(a, "status", "open")))
		return false;
	return !due || !civil_parse_iso(due, &day) || day.day <= today;
}

static int
take_case(void *arg, struct record **r, struct iv_err *e)
{
	struct looking *l = arg;
	struct due *d = l->due;
	const cJSON *a;

	(void)e;
	cJSON_ArrayForEach(a, json_get((*r)->json, "actions")) {
		const char *by = json_str(a, "by");

		if (!is_due(a, l->today) || !by || !id_valid(by))
			continue;
		d->v = mem_array(d->v, d->n + 1, sizeof(*d->v));
		snprintf(d->v[d->n].by.s, sizeof(d->v[d->n].by.s), "%s", by);
		d->v[d->n++].text = mem_dup(json_str(a, "text"));
	}
	return 0;
}

int
facts_due(struct store *s, int32_t today, struct due *ret, struct iv_err *e)
{
	struct looking l = { ret, today };

	return store_each(s, &schema_case, take_case, &l, e);
}

void
due_release(struct due *d)
{
	for (size_t i = 0; i < d->n; i++)
		mem_free(d->v[i].text);
	mem_free(d->v);
}
