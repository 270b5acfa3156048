#include "group_sheet.h"

#include <string.h>

#include "members.h"
#include "verbs.h"

/* What agreements and its table need. */
struct listing {
	struct iv_ctx *c;
	struct checklist *list;
	struct roll roll;
	struct out *out;
};

static cJSON *
unsigned_by(const struct roll *roll, const cJSON *a)
{
	cJSON *l = cJSON_CreateArray();

	for (size_t i = 0; i < roll->n; i++)
		if (!json_get(json_get(a, "signed"), roll->v[i].s))
			cJSON_AddItemToArray(l,
			    cJSON_CreateString(roll->v[i].s));
	return l;
}

static void
agreement_row(struct listing *l, const cJSON *a)
{
	IV_AUTO(json_free_auto) cJSON *row = cJSON_CreateObject();
	const char *topic = json_str(a, "topic");
	const cJSON *signatures = json_get(a, "signed");

	json_set_str(row, "id", a->string);
	json_set_str(row, "topic", topic ? topic : "");
	json_set_str(row, "title", checklist_title(l->list, topic));
	json_set_str(row, "since", json_str(a, "since"));
	json_set_int(row, "signed", (long)roll_signed(&l->roll, a));
	json_set_int(row, "of", (long)l->roll.n);
	json_set(row, "unsigned", unsigned_by(&l->roll, a));
	json_set_str(row, "text", json_str(a, "text"));
	json_set(row, "tells", json_get(a, "tells") ?
	    cJSON_Duplicate(json_get(a, "tells"), true) :
	    cJSON_CreateArray());
	json_set(row, "signatures", signatures ?
	    cJSON_Duplicate(signatures, true) : cJSON_CreateObject());
	out_row(l->out, row);
}

/* In the order of the checklist, the group's own topics behind it. */
static void
agreement_rows(struct listing *l)
{
	const cJSON *group = store_group(l->c->store), *a;

	for (size_t i = 0; i < l->list->n; i++)
		if ((a = agreement_of_topic(group, l->list->v[i].id)))
			agreement_row(l, a);
	cJSON_ArrayForEach(a, json_get(group, "agreements")) {
		const char *topic = json_str(a, "topic");

		if (!topic || !checklist_find(l->list, topic, true))
			agreement_row(l, a);
	}
}

/* Whether anyone has still to sign: only then people get that column. */
static bool
all_signed(const struct listing *l)
{
	const cJSON *a;

	cJSON_ArrayForEach(a, json_get(store_group(l->c->store),
	    "agreements"))
		if (roll_signed(&l->roll, a) < l->roll.n)
			return false;
	return true;
}

/* Whether the client hears of persons by any: likewise. */
static bool
any_tells(const struct listing *l)
{
	const cJSON *a;

	cJSON_ArrayForEach(a, json_get(store_group(l->c->store),
	    "agreements"))
		if (json_count(json_get(a, "tells")) > 0)
			return true;
	return false;
}

/* The columns of people: those of which there is something to say. */
static size_t
people_columns(const struct listing *l, struct out_col cols[7])
{
	static const struct out_col all[] = {
		{ "title", N_("Topic"), OUT_TEXT },
		{ "since", N_("Since"), OUT_WHEN },
		{ "signed", N_("Signed"), OUT_NUMBER },
		{ "of", N_("of"), OUT_NUMBER },
		{ "text", N_("Agreement"), OUT_WHOLE },
		{ "tells", N_("Tells the client"), OUT_WORD },
		{ "unsigned", N_("Not signed by"), OUT_MEMBER },
	};
	size_t n = 0;

	for (size_t i = 0; i < IV_LEN(all); i++)
		if ((i != 5 || any_tells(l)) && (i != 6 || !all_signed(l)))
			cols[n++] = all[i];
	return n;
}

static int
list_agreements(struct iv_ctx *c, struct iv_err *e)
{
	static const struct out_col machine[] = {
		{ "id", N_("Id"), OUT_TEXT },
		{ "topic", N_("Topic"), OUT_TEXT },
		{ "since", N_("Since"), OUT_WHEN },
		{ "signed", N_("Signed"), OUT_NUMBER },
		{ "of", N_("of"), OUT_NUMBER },
		{ "unsigned", N_("Not signed by"), OUT_MEMBER },
		{ "text", N_("Agreement"), OUT_TEXT },
		{ "title", N_("Topic"), OUT_TEXT },
	};
	struct out_col people[7];
	IV_AUTO(checklist_free_auto) struct checklist *list =
	    checklist_contract(c->style.lang);
	struct listing l = { c, list, { NULL, 0, 0 }, NULL };
	bool md = c->format && strcmp(c->format, "md") == 0;

	if (roll_load(&l.roll, c->store, c->now.day, e) < 0)
		return -1;
	if (!c->fields && (tool_for_people(c) || md))
		l.out = tool_out(c, "iv.agreements/1", people,
		    people_columns(&l, people));
	else
		/* The title is for people, unless it is asked for. */
		l.out = tool_out(c, "iv.agreements/1", machine,
		    IV_LEN(machine) - !c->fields);
	agreement_rows(&l);
	roll_release(&l.roll);
	return out_end(l.out, e);
}

static int
list_open(struct iv_ctx *c, struct iv_err *e)
{
	static const struct out_col cols[] = {
		{ "id", N_("Topic"), OUT_TEXT },
		{ "title", N_("Title"), OUT_TEXT },
		{ "ask", N_("What to settle"), OUT_WHOLE },
	};
	IV_AUTO(checklist_free_auto) struct checklist *l =
	    checklist_contract(c->style.lang);
	struct out *o = tool_out(c, "iv.topics/1", cols, IV_LEN(cols));

	for (size_t i = 0; i < l->n; i++) {
		IV_AUTO(json_free_auto) cJSON *row = cJSON_CreateObject();

		if (agreement_of_topic(store_group(c->store), l->v[i].id))
			continue;
		json_set_str(row, "id", l->v[i].id);
		json_set_str(row, "title", l->v[i].title);
		json_set_str(row, "ask", l->v[i].ask);
		json_set_str(row, "example", l->v[i].example);
		out_row(o, row);
	}
	return out_end(o, e);
}

int
group_agreements(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	const struct agreements_opts *o = opts;

	if (tool_store(c, e) < 0)
		return -1;
	return o->open ? list_open(c, e) : list_agreements(c, e);
}

/* A signature that is about to be set. */
struct signing {
	struct iv_ctx *c;
	const struct checklist *list;
	struct id member;
	char on[DAY_TEXT];
	cJSON *how;
};

static int
sign_one(const struct signing *s, cJSON *a, struct iv_err *e)
{
	const char *since = json_str(a, "since");
	cJSON *entry;

	if (json_get(json_get(a, "signed"), s->member.s))
		return 0;
	if (since && strcmp(s->on, since) < 0)
		return iv_fail(e, IV_USAGE, _("%s: it was agreed on %s and "
		    "cannot have been signed on %s"),
		    checklist_title(s->list, json_str(a, "topic")), since,
		    s->on);
	entry = json_object(json_object(a, "signed"), s->member.s);
	json_set_str(entry, "date", s->on);
	json_set(entry, "how", cJSON_Duplicate(s->how, true));
	return 0;
}

static int
sign_named(const struct signing *s, struct record *r, struct iv_err *e)
{
	cJSON *a = NULL;

	for (int i = 1; i < s->c->nargs; i++)
		if (agreement_find(r->json, s->list, s->c->args[i], &a,
		    e) < 0 || sign_one(s, a, e) < 0)
			return -1;
	if (s->c->nargs > 1)
		return 0;
	cJSON_ArrayForEach(a, json_get(r->json, "agreements"))
		if (sign_one(s, a, e) < 0)
			return -1;
	return 0;
}

static int
signing_day(struct iv_ctx *c, const char *on, char out[DAY_TEXT],
    struct iv_err *e)
{
	struct civil day = c->now;

	if (on && tool_day(c, on, &day, e) < 0)
		return iv_wrap(e, "--on");
	civil_text(out, (struct civil){ day.day, -1 });
	if (day.day > c->now.day)
		return iv_fail(e, IV_USAGE, _("--on: %s has yet to come"),
		    out);
	return 0;
}

static int
signing_how(struct iv_ctx *c, const char *how, cJSON **ret,
    struct iv_err *e)
{
	static const struct field f = { "--how", FT_WORD,
		.words = "self mail paper" };
	struct schema_in in = tool_input(c);

	if (!how)
		return iv_fail(e, IV_USAGE, _("sign needs --how self, mail or "
		    "paper: how it was signed"));
	return field_value(&f, f.name, how, &in, ret, e);
}

/* Someone who may still agree to something: the id is the result. */
static int
present(struct iv_ctx *c, const char *typed, struct id *ret,
    struct iv_err *e)
{
	IV_AUTO(record_free_auto) struct record *r = NULL;

	if (tool_read(c, &schema_member, typed, &r, e) < 0)
		return -1;
	if (member_left(r->json, c->now.day))
		return iv_fail(e, IV_USAGE, _("%s left the group on %s"),
		    json_str(r->json, "name"), json_str(r->json, "left"));
	*ret = r->id;
	return 0;
}

static int
sign_typed(struct signing *s, struct record *r, struct iv_err *e)
{
	if (json_count(json_get(r->json, "agreements")) == 0)
		return iv_fail(e, IV_NOTFOUND, _("there are no agreements to "
		    "sign; make them with 'iv-group agree'"));
	if (present(s->c, s->c->args[0], &s->member, e) < 0)
		return -1;
	return sign_named(s, r, e);
}

/* What says yes is signed; no, and what was left open, is not. */
static int
sign_sheet(struct signing *s, struct record *r, const char *file,
    struct iv_err *e)
{
	IV_AUTO(json_free_auto) cJSON *filled = cJSON_CreateObject();
	cJSON *a;

	if (group_sheet_read(s->c, file, filled, e) < 0 ||
	    present(s->c, json_str(filled, "member"), &s->member, e) < 0)
		return -1;
	cJSON_ArrayForEach(a, json_get(r->json, "agreements"))
		if (json_is(filled, a->string, "yes") &&
		    sign_one(s, a, e) < 0)
			return iv_wrap(e, "%s", file);
	return 0;
}

static int
sign_sheets(struct signing *s, struct record *r, const struct strings *l,
    struct iv_err *e)
{
	for (size_t i = 0; i < l->n; i++)
		if (sign_sheet(s, r, l->v[i], e) < 0)
			return -1;
	return 0;
}

static int
sign(struct signing *s, const struct sign_opts *o, struct iv_err *e)
{
	IV_AUTO(change_end_auto) struct change *ch = NULL;
	const struct strings *l = &o->sheets;
	struct iv_ctx *c = s->c;
	struct record *r;

	if ((l->n > 0) == (c->nargs > 0))
		return iv_fail(e, IV_USAGE, _("sign takes a MEMBER, or sheets "
		    "that say who signs by --sheet; see 'iv-group sign "
		    "--help'"));
	if (group_begin(c, &ch, &r, e) < 0 ||
	    signing_how(c, !o->how && l->n > 0 ? "mail" : o->how, &s->how,
	    e) < 0 ||
	    signing_day(c, o->on, s->on, e) < 0)
		return -1;
	if ((l->n > 0 ? sign_sheets(s, r, l, e) : sign_typed(s, r, e)) < 0 ||
	    verb_check(c, NULL, r, e) < 0)
		return -1;
	return tool_commit(c, ch, "sign", e);
}

int
group_sign(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	IV_AUTO(checklist_free_auto) struct checklist *l =
	    checklist_contract(c->style.lang);
	struct signing s = { .c = c, .list = l };
	int done = sign(&s, opts, e);

	cJSON_Delete(s.how);
	return done;
}

/* A release by the beginning of its key. */
static int
release_find(const cJSON *group, const char *typed, cJSON **ret,
    struct iv_err *e)
{
	cJSON *j, *found = NULL;
	size_t n = strlen(typed);

	cJSON_ArrayForEach(j, json_get(group, "releases")) {
		if (n < ID_MIN || strncmp(j->string, typed, n) != 0)
			continue;
		if (found)
			return iv_fail(e, IV_AMBIGUOUS, _("'%s' fits more "
			    "than one release; type more of one"), typed);
		found = j;
	}
	if (!found)
		return iv_fail(e, IV_NOTFOUND, _("no release '%s'; 'iv-group "
		    "show' lists them"), typed);
	*ret = found;
	return 0;
}

static int
release_agree(struct iv_ctx *c, const char *member, struct iv_err *e)
{
	IV_AUTO(change_end_auto) struct change *ch = NULL;
	char today[DAY_TEXT];
	struct record *r;
	cJSON *j = NULL;
	struct id id;

	if (group_begin(c, &ch, &r, e) < 0 ||
	    present(c, member, &id, e) < 0)
		return -1;
	group_today(c, today);
	for (int i = 0; i < c->nargs; i++) {
		if (release_find(r->json, c->args[i], &j, e) < 0)
			return -1;
		j = json_object(j, "agreed");
		if (!json_get(j, id.s))
			json_set_str(j, id.s, today);
	}
	if (verb_check(c, NULL, r, e) < 0)
		return -1;
	return tool_commit(c, ch, "release", e);
}

static int
release_add(struct iv_ctx *c, struct iv_err *e)
{
	IV_AUTO(change_end_auto) struct change *ch = NULL;
	char today[DAY_TEXT];
	struct record *r;
	const char *text;
	struct id key;
	cJSON *j;
	int done;

	if (c->nargs > 1)
		return iv_fail(e, IV_USAGE, _("release takes one text: put it "
		    "in quotes"));
	if (tool_text(c, c->args[0], &text, e) < 0 ||
	    group_begin(c, &ch, &r, e) < 0 ||
	    change_key(ch, json_get(r->json, "releases"), &key, e) < 0)
		return -1;
	group_today(c, today);
	j = json_object(json_object(r->json, "releases"), key.s);
	if (group_text(c, j, text, e) < 0)
		return -1;
	json_set_str(j, "since", today);
	if (verb_check(c, NULL, r, e) < 0)
		return -1;
	done = tool_commit(c, ch, "release", e);
	if (done >= 0 && !c->dry_run)
		tool_id(c, key.s);
	return done;
}

int
group_release(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	const struct release_opts *o = opts;

	return o->agree ? release_agree(c, o->agree, e) : release_add(c, e);
}
