#include "members.h"

#include <string.h>

#include "mem.h"
#include "utf8.h"

struct loading {
	struct roll *roll;
	int32_t day;
};

bool
member_left(const cJSON *member, int32_t day)
{
	const char *left = json_str(member, "left");
	struct civil c;

	return left && civil_parse_iso(left, &c) && c.day <= day;
}

static int
take(void *arg, struct record **r, struct iv_err *e)
{
	struct loading *l = arg;
	struct roll *roll = l->roll;
	bool member = json_is((*r)->json, "role", "member");

	(void)e;
	if (member_left((*r)->json, l->day) ||
	    (!member && !json_is((*r)->json, "role", "facilitator")))
		return 0;
	roll->v = mem_array(roll->v, roll->n + 1, sizeof(*roll->v));
	roll->v[roll->n++] = (*r)->id;
	roll->members += member;
	return 0;
}

static int
by_name(const void *a, const void *b, void *arg)
{
	IV_AUTO(buf_release) struct buf x = BUF_INIT, y = BUF_INIT;
	const struct id *p = a, *q = b;
	int r;

	utf8_fold(&x, store_name(arg, p->s));
	utf8_fold(&y, store_name(arg, q->s));
	r = strcmp(x.p, y.p);
	return r != 0 ? r : strcmp(p->s, q->s);
}

int
roll_load(struct roll *ret, struct store *s, int32_t day, struct iv_err *e)
{
	IV_AUTO(roll_release) struct roll roll = { NULL, 0, 0 };
	struct loading l = { &roll, day };

	if (store_each(s, &schema_member, take, &l, e) < 0)
		return -1;
	if (roll.n > 0)
		qsort_r(roll.v, roll.n, sizeof(*roll.v), by_name, s);
	*ret = roll;
	roll.v = NULL;
	return 0;
}

void
roll_release(struct roll *r)
{
	mem_free(r->v);
	*r = (struct roll){ NULL, 0, 0 };
}

size_t
roll_signed(const struct roll *r, const cJSON *agreement)
{
	const cJSON *all = json_get(agreement, "signed");
	size_t n = 0;

	for (size_t i = 0; i < r->n; i++)
		n += json_get(all, r->v[i].s) != NULL;
	return n;
}

bool
members_advice(const cJSON *group, size_t members, struct buf *b)
{
	long max = 0;

	if (!json_int(group, "max_members", &max) || max < 1 ||
	    members <= (size_t)max)
		return false;
	buf_addf(b, _("%zu members, and the group takes at most %ld: with "
	    "more, each has less time for an own case and it is harder to "
	    "speak freely; think of two groups, or change max_members"),
	    members, max);
	return true;
}
