#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "rotate_internal.h"

static int
by_start(const void *p, const void *q)
{
	const struct rotate_meeting *const *a = p, *const *b = q;

	return rotate_earlier(*b, *a) - rotate_earlier(*a, *b);
}

/* All meetings in order, from the first planned one on; returns how many go
 * before. */
static size_t
sort_meetings(struct season *s)
{
	const struct rotate *r = s->r;
	size_t first = 0;

	s->all = mem_alloc(r->nmeetings * sizeof(struct rotate_meeting *));
	for (size_t i = 0; i < r->nmeetings; i++)
		s->all[i] = &r->meetings[i];
	qsort(s->all, r->nmeetings, sizeof(struct rotate_meeting *),
	    by_start);
	while (first < r->nmeetings && !s->all[first]->planned)
		first++;
	s->meetings = s->all + first;
	s->days = r->nmeetings - first;
	return first;
}

static void
count_before(struct season *s, size_t first, size_t role,
    struct rotate_turns *turns)
{
	int *before = s->before + role * s->members;

	for (size_t i = 0; i < s->members; i++) {
		turns[i] = (struct rotate_turns){ 0, 0, ROTATE_NEVER };
		before[i] = SEASON_NEVER;
	}
	for (size_t m = 0; m < first; m++) {
		IV_AUTO(mem_free_auto) struct rotate_turns *one =
		    mem_alloc(s->members * sizeof(*one));

		rotate_account(s->r, role, s->all[m], one);
		for (size_t i = 0; i < s->members; i++) {
			turns[i].owed += one[i].owed;
			turns[i].turns += one[i].turns;
			if (one[i].turns > 0)
				before[i] = (int)m - (int)first;
		}
	}
}

static size_t
lane_at(const struct season *s, size_t role, size_t day)
{
	return (role * s->days + day) * s->members;
}

/* Who may be chosen for a cell; false when it is not to be filled. */
static bool
open_cell(struct season *s, size_t role, size_t day, bool *set)
{
	const struct rotate_meeting *m = s->meetings[day];
	unsigned char *can = s->can + lane_at(s, role, day);
	bool any = false;

	if (!m->planned || (m->led && s->r->roles[role].leads) ||
	    s->kept[day * s->roles + role])
		return false;
	rotate_candidates(s->r, role, m, set);
	for (size_t i = 0; i < s->members; i++) {
		can[i] = set[i] && !rotate_passed(m, role, i);
		any = any || can[i];
	}
	return any;
}

/* What is owed and taken in a meeting before anything is chosen. */
static void
count_cell(struct season *s, size_t role, size_t day, bool *set,
    struct rotate_turns *turns)
{
	const struct rotate_meeting *m = s->meetings[day];
	unsigned char *fixed = s->fixed + lane_at(s, role, day);
	IV_AUTO(mem_free_auto) struct rotate_turns *one =
	    mem_alloc(s->members * sizeof(*one));
	IV_AUTO(mem_free_auto) int64_t *owed =
	    mem_alloc(s->members * sizeof(*owed));

	if (s->free[day * s->roles + role]) {
		rotate_candidates(s->r, role, m, set);
		rotate_share(s->r, set, 1, owed);
		for (size_t i = 0; i < s->members; i++)
			one[i].owed = owed[i];
	} else if (s->kept[day * s->roles + role]) {
		rotate_account(s->r, role, m, one);
	}
	for (size_t i = 0; i < s->members; i++) {
		fixed[i] = one[i].turns > 0;
		turns[i].turns += one[i].turns;
		turns[i].owed += one[i].owed;
		s->base[(role * s->members + i) * s->days + day] =
		    rotate_deviation(&turns[i]);
	}
}

/* Can the role get somebody of its own, when others may move over? */
static bool
match_role(struct season *s, size_t role, size_t day, int *owner, bool *seen)
{
	const unsigned char *can = s->can + lane_at(s, role, day);

	for (size_t i = 0; i < s->members; i++) {
		if (can[i] == 0 || seen[i])
			continue;
		seen[i] = true;
		if (owner[i] == -2 || (owner[i] >= 0 &&
		    !match_role(s, (size_t)owner[i], day, owner, seen)))
			continue;
		owner[i] = (int)role;
		return true;
	}
	return false;
}

/* Who could have which free role of a day, one each; returns a bit for every
 * role that is left without anybody. */
static unsigned
match_all(struct season *s, size_t day, int *owner)
{
	IV_AUTO(mem_free_auto) bool *seen = mem_alloc(s->members);
	unsigned left = 0;

	for (size_t i = 0; i < s->members; i++) {
		owner[i] = -1;
		for (size_t role = 0; role < s->roles; role++)
			if (s->fixed[lane_at(s, role, day) + i] != 0)
				owner[i] = -2;
	}
	for (size_t role = 0; role < s->roles; role++) {
		memset(seen, 0, s->members);
		if (s->free[day * s->roles + role] &&
		    !match_role(s, role, day, owner, seen))
			left |= 1u << role;
	}
	return left;
}

/* Where there are fewer people than roles, the last roles stay open, or may
 * be somebody's second. */
static void
match_day(struct season *s, size_t day, unsigned flags)
{
	IV_AUTO(mem_free_auto) int *owner =
	    mem_alloc(s->members * sizeof(*owner));
	unsigned left = match_all(s, day, owner);

	s->tight[day] = left != 0 && (flags & SEASON_COMBINE) != 0;
	for (size_t role = 0; role < s->roles && !s->tight[day]; role++)
		if ((left >> role & 1) != 0) {
			s->free[day * s->roles + role] = false;
			s->open++;
		}
}

/* Somebody who may have the cell and has the fewest roles that day. */
static int
least_loaded(const struct season *s, size_t role, size_t day)
{
	const unsigned char *can = s->can + lane_at(s, role, day);
	const int *load = s->load + day * s->members;
	int best = ROTATE_NONE;

	for (size_t i = 0; i < s->members; i++)
		if (can[i] != 0 && (best < 0 || load[i] < load[best]))
			best = (int)i;
	return best;
}

void
season_rematch(struct season *s, size_t day)
{
	IV_AUTO(mem_free_auto) int *owner =
	    mem_alloc(s->members * sizeof(*owner));
	unsigned left = match_all(s, day, owner);
	size_t first = day * s->roles;

	for (size_t role = 0; role < s->roles; role++)
		if (s->free[first + role])
			season_put(s, first + role, ROTATE_NONE);
	for (size_t i = 0; i < s->members; i++)
		if (owner[i] >= 0)
			season_put(s, first + (size_t)owner[i], (int)i);
	for (size_t role = 0; role < s->roles; role++)
		if ((left >> role & 1) != 0)
			season_put(s, first + role,
			    least_loaded(s, role, day));
}

/* Roles that somebody has already, before any is chosen. */
static void
mark_fixed(struct season *s, size_t role, size_t day, unsigned flags,
    bool *set)
{
	const struct rotate_meeting *m = s->meetings[day];
	bool *open = &s->free[day * s->roles + role];
	bool *kept = &s->kept[day * s->roles + role];
	IV_AUTO(mem_free_auto) struct rotate_turns *one =
	    mem_alloc(s->members * sizeof(*one));

	*kept = rotate_presented(s->r, role, m) || (rotate_kept(m, role) &&
	    (!m->planned || (flags & SEASON_REPLAN) == 0));
	*open = open_cell(s, role, day, set);
	s->open += !*open && !*kept && m->planned &&
	    !(m->led && s->r->roles[role].leads);
	if (!*kept)
		return;
	rotate_account(s->r, role, m, one);
	for (size_t i = 0; i < s->members; i++)
		s->fixed[lane_at(s, role, day) + i] = one[i].turns > 0;
}

static void
count_season(struct season *s, size_t first, unsigned flags)
{
	IV_AUTO(mem_free_auto) bool *set = mem_alloc(s->members);
	IV_AUTO(mem_free_auto) struct rotate_turns *turns =
	    mem_alloc(s->members * sizeof(*turns));

	for (size_t day = 0; day < s->days; day++) {
		for (size_t role = 0; role < s->roles; role++)
			mark_fixed(s, role, day, flags, set);
		match_day(s, day, flags);
	}
	for (size_t role = 0; role < s->roles; role++) {
		count_before(s, first, role, turns);
		for (size_t day = 0; day < s->days; day++)
			count_cell(s, role, day, set, turns);
	}
}

static void
alloc_season(struct season *s)
{
	size_t lanes = s->roles * s->members;

	s->cells = s->days * s->roles;
	s->base = mem_array(NULL, lanes * s->days + 1, sizeof(*s->base));
	s->can = mem_alloc(lanes * s->days);
	s->fixed = mem_alloc(lanes * s->days);
	s->before = mem_alloc(lanes * sizeof(*s->before));
	s->free = mem_alloc(s->cells);
	s->kept = mem_alloc(s->cells);
	s->tight = mem_alloc(s->days);
	s->active = mem_alloc(s->members);
	s->taker = mem_alloc(s->cells * sizeof(*s->taker));
	s->load = mem_alloc(s->days * s->members * sizeof(*s->load));
	s->far = mem_alloc(lanes * sizeof(*s->far));
	s->draws = mem_alloc(s->cells * s->members * sizeof(*s->draws));
	s->near = mem_alloc(lanes * sizeof(*s->near));
	s->any = mem_alloc(s->members * sizeof(*s->any));
	s->total = mem_alloc(s->members * sizeof(*s->total));
}

static void
release(struct season *s)
{
	void *parts[] = { s->all, s->base, s->can, s->fixed, s->before,
		s->free, s->kept, s->tight, s->active, s->taker, s->load,
		s->far,
		s->near, s->any, s->total, s->draws };

	for (size_t i = 0; i < IV_LEN(parts); i++)
		mem_free(parts[i]);
}

/* The furthest from zero, and how near to each other the turns are. */
static void
measure_lane(struct season *s, size_t role, size_t i)
{
	size_t lane = role * s->members + i;
	const int64_t *base = s->base + lane * s->days;
	int64_t up = 0, far = 0, near = 0;
	int prev = s->before[lane];

	for (size_t day = 0; day < s->days; day++) {
		bool own = s->taker[day * s->roles + role] == (int)i;

		up += own ? ROTATE_UNIT : 0;
		if (llabs(base[day] + up) > far)
			far = llabs(base[day] + up);
		if (!own && s->fixed[lane_at(s, role, day) + i] == 0)
			continue;
		if (prev != SEASON_NEVER)
			near += ROTATE_UNIT / ((int)day - prev);
		prev = (int)day;
	}
	s->far[lane] = far;
	s->near[lane] = near;
}

static void
measure_any(struct season *s, size_t i)
{
	int64_t any = 0;
	int prev = SEASON_NEVER;

	for (size_t role = 0; role < s->roles; role++)
		if (s->before[role * s->members + i] > prev)
			prev = s->before[role * s->members + i];
	for (size_t day = 0; day < s->days; day++) {
		if (s->load[day * s->members + i] == 0)
			continue;
		if (prev != SEASON_NEVER)
			any += ROTATE_UNIT / ((int)day - prev);
		prev = (int)day;
	}
	s->any[i] = any;
}

static void
measure_all(struct season *s)
{
	for (size_t i = 0; i < s->members; i++) {
		for (size_t role = 0; role < s->roles; role++) {
			size_t lane = role * s->members + i;

			measure_lane(s, role, i);
			s->total[i] += s->base[lane * s->days + s->days - 1];
		}
		measure_any(s, i);
	}
}

static void
draw_all(struct season *s)
{
	for (size_t cell = 0; cell < s->cells; cell++)
		for (size_t i = 0; i < s->members; i++)
			s->draws[cell * s->members + i] = (int64_t)
			    (rotate_draw(s->r->members[i].id,
			    s->r->roles[cell % s->roles].name,
			    s->meetings[cell / s->roles]->id) >> 24);
}

static void
load_fixed(struct season *s)
{
	for (size_t role = 0; role < s->roles; role++)
		for (size_t day = 0; day < s->days; day++)
			for (size_t i = 0; i < s->members; i++) {
				size_t at = lane_at(s, role, day) + i;

				s->load[day * s->members + i] += s->fixed[at];
				s->active[i] = s->active[i] ||
				    s->fixed[at] != 0 || s->can[at] != 0;
			}
}

static void
init(struct season *s, const struct rotate *r, unsigned flags)
{
	size_t first;

	*s = (struct season){ .r = r, .members = r->nmembers,
	    .roles = r->nroles };
	first = sort_meetings(s);
	alloc_season(s);
	count_season(s, first, flags);
	for (size_t cell = 0; cell < s->cells; cell++)
		s->taker[cell] = ROTATE_NONE;
	load_fixed(s);
	draw_all(s);
	if (s->days > 0)
		measure_all(s);
}

static void
put_one(struct season *s, size_t cell, int member, int sign)
{
	size_t day = cell / s->roles, i = (size_t)member;
	int *load = &s->load[day * s->members + i];

	s->doubles -= *load > 1 ? *load - 1 : 0;
	*load += sign;
	s->doubles += *load > 1 ? *load - 1 : 0;
	s->total[i] += sign * ROTATE_UNIT;
	s->tie += sign * s->draws[cell * s->members + i];
	measure_lane(s, cell % s->roles, i);
	measure_any(s, i);
	s->work += 2 * s->days;
}

void
season_put(struct season *s, size_t cell, int member)
{
	int was = s->taker[cell];

	if (was == member)
		return;
	s->taker[cell] = member;
	if (was >= 0)
		put_one(s, cell, was, -1);
	if (member >= 0)
		put_one(s, cell, member, 1);
}

bool
season_may(const struct season *s, size_t cell, int member)
{
	size_t day = cell / s->roles;

	return s->can[lane_at(s, cell % s->roles, day) + (size_t)member] != 0
	    && (s->tight[day] ||
	    s->load[day * s->members + (size_t)member] == 0);
}

void
season_score(const struct season *s, struct rotate_score *ret)
{
	int64_t low = INT64_MAX, high = INT64_MIN;

	*ret = (struct rotate_score){ .open = s->open,
	    .doubles = s->doubles, .least = s->least };
	for (size_t lane = 0; lane < s->roles * s->members; lane++) {
		if (s->far[lane] > ret->deviation)
			ret->deviation = s->far[lane];
		ret->same += s->near[lane];
	}
	for (size_t i = 0; i < s->members; i++) {
		ret->any += s->any[i];
		if (!s->active[i])
			continue;
		low = s->total[i] < low ? s->total[i] : low;
		high = s->total[i] > high ? s->total[i] : high;
	}
	ret->spread = high > low ? high - low : 0;
}

static int
taker_of(const struct season *s, size_t role, size_t day)
{
	size_t cell = day * s->roles + role;
	const struct rotate_meeting *m = s->meetings[day];

	if (s->free[cell])
		return s->taker[cell];
	return s->kept[cell] ? m->taker[role] : ROTATE_NONE;
}

/* Is there nothing left to choose? */
static bool
nothing_free(const struct season *s)
{
	for (size_t cell = 0; cell < s->cells; cell++)
		if (s->free[cell])
			return false;
	return true;
}

/* The same with the members in order of id, so that their order in r does not
 * matter; to[i] is the place of member i. */
struct sorted {
	struct rotate r;
	struct rotate_member *members;
	struct rotate_meeting *meetings;
	unsigned char *seats;
	int *to;
};

static void
sorted_release(struct sorted *x)
{
	mem_free(x->members);
	mem_free(x->meetings);
	mem_free(x->seats);
	mem_free(x->to);
}

static int
by_id(const void *p, const void *q)
{
	const struct rotate_member *a = p, *b = q;

	return strcmp(a->id, b->id);
}

static void
sort_members(struct sorted *x, const struct rotate *r)
{
	size_t n = r->nmembers;

	x->members = mem_array(NULL, n + 1, sizeof(*x->members));
	x->to = mem_array(NULL, n + 1, sizeof(*x->to));
	if (n > 0)
		memcpy(x->members, r->members, n * sizeof(*x->members));
	qsort(x->members, n, sizeof(*x->members), by_id);
	for (size_t i = 0; i < n; i++)
		x->to[i] = (int)((struct rotate_member *)bsearch(
		    &r->members[i], x->members, n, sizeof(*x->members),
		    by_id) - x->members);
}

static void
sorted_init(struct sorted *x, const struct rotate *r)
{
	size_t n = r->nmembers;

	sort_members(x, r);
	x->meetings = mem_array(NULL, r->nmeetings + 1, sizeof(*x->meetings));
	x->seats = mem_array(NULL, r->nmeetings + 1, n + 1);
	for (size_t m = 0; m < r->nmeetings; m++) {
		struct rotate_meeting *y = &x->meetings[m];

		*y = r->meetings[m];
		y->seats = x->seats + m * n;
		for (size_t i = 0; i < n; i++)
			y->seats[x->to[i]] = r->meetings[m].seats[i];
		for (size_t k = 0; k < r->nroles; k++)
			if (y->taker[k] >= 0)
				y->taker[k] = x->to[y->taker[k]];
	}
	x->r = *r;
	x->r.members = x->members;
	x->r.meetings = x->meetings;
}

static int
place_before(const struct sorted *x, int place)
{
	for (size_t i = 0; place >= 0 && i < x->r.nmembers; i++)
		if (x->to[i] == place)
			return (int)i;
	return place;
}

void
rotate_season(const struct rotate *r, unsigned flags,
    int (*ret)[ROTATE_ROLES], struct rotate_score *score)
{
	IV_AUTO(release) struct season s;
	IV_AUTO(sorted_release) struct sorted x;

	sorted_init(&x, r);
	init(&s, &x.r, flags);
	for (size_t i = 0; i < r->nmeetings; i++)
		for (size_t role = 0; role < ROTATE_ROLES; role++)
			ret[i][role] = ROTATE_NONE;
	if (s.days > 0)
		season_search(&s);
	for (size_t lane = 0; lane < s.roles * s.members; lane++)
		if (nothing_free(&s) && s.far[lane] > s.least)
			s.least = s.far[lane];
	for (size_t day = 0; day < s.days; day++)
		for (size_t role = 0; role < s.roles; role++)
			if (s.meetings[day]->planned)
				ret[s.meetings[day] - x.meetings][role] =
				    place_before(&x, taker_of(&s, role, day));
	season_score(&s, score);
}
