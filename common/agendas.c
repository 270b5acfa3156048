#include "agendas.h"

#include <string.h>

#include "mem.h"

struct agendas_use {
	struct id on, session;
};

void
agendas_release(struct agendas *a)
{
	mem_free(a->v);
}

static const char *
seen(const struct agendas *a, const char *on, const struct record *r)
{
	for (size_t i = 0; i < a->n; i++)
		if (strcmp(a->v[i].on.s, on) == 0 &&
		    strcmp(a->v[i].session.s, r->id.s) != 0)
			return a->v[i].session.s;
	return NULL;
}

static void
add(struct agendas *a, const char *on, const struct record *r)
{
	struct agendas_use *u;

	a->v = mem_array(a->v, a->n + 1, sizeof(*a->v));
	u = &a->v[a->n++];
	snprintf(u->on.s, sizeof(u->on.s), "%s", on);
	u->session = r->id;
}

bool
agendas_see(struct agendas *a, const struct record *r, struct buf *b)
{
	const cJSON *item;
	bool found = false;
	int n = 0;

	if (r->schema != &schema_session ||
	    json_is(r->json, "status", "held") ||
	    json_is(r->json, "status", "cancelled"))
		return false;
	cJSON_ArrayForEach(item, json_get(r->json, "agenda")) {
		const char *on = json_str(item, "case"), *other;

		n++;
		if (!on)
			continue;
		other = seen(a, on, r);
		if (other && !found)
			buf_addf(b, _("case %s is on the agenda of meeting %s "
			    "too; 'iv-session agenda %s --remove %d' takes it "
			    "off here"), on, other, r->id.s, n);
		else if (!other)
			add(a, on, r);
		found = found || other;
	}
	return found;
}
