#include "group.h"

#include <string.h>
#include <unistd.h>

#include "mem.h"
#include "verbs.h"

void
group_today(const struct iv_ctx *c, char out[DAY_TEXT])
{
	civil_text(out, (struct civil){ c->now.day, -1 });
}

/* A part of an entry of agreements, as its table has it; releases have a text
 * of the same kind. */
static int
set_part(struct iv_ctx *c, cJSON *entry, const char *part, const char *text,
    struct iv_err *e)
{
	const struct field *map = fields_find(&schema_group.fields,
	    "agreements", strlen("agreements"));
	const struct field *f = fields_find(map->sub, part, strlen(part));
	struct schema_in in = tool_input(c);
	cJSON *j = NULL;

	if (field_value(f, part, text, &in, &j, e) < 0)
		return -1;
	json_set(entry, part, j);
	return 0;
}

int
group_text(struct iv_ctx *c, cJSON *entry, const char *text, struct iv_err *e)
{
	return set_part(c, entry, "text", text, e);
}

/* Called nearly like an item of the checklist: *e says like which. */
static bool
is_slip(const struct checklist *l, const char *typed, struct iv_err *e)
{
	const char *near = checklist_nearest(l, typed);

	if (near)
		iv_fail(e, IV_USAGE, _("no topic '%s'; did you mean '%s'?"),
		    typed, near);
	return near != NULL;
}

/* What was typed as a topic becomes an item of the checklist where it is
 * called so, else it is the group's own. */
static int
topic_of(const cJSON *group, const struct checklist *l, const char *typed,
    const char **ret, struct iv_err *e)
{
	const struct checklist_item *item = checklist_find(l, typed, true);
	const cJSON *a = agreement_of_topic(group, typed);

	if (!item && !a && is_slip(l, typed, e))
		return -1;
	*ret = item ? item->id : a ? json_str(a, "topic") : typed;
	return 0;
}

static int
add_new(struct iv_ctx *c, struct change *ch, struct record *r,
    const char *topic, struct iv_err *e)
{
	cJSON *entry;
	struct id key;

	if (change_key(ch, json_get(r->json, "agreements"), &key, e) < 0)
		return -1;
	entry = json_object(json_object(r->json, "agreements"), key.s);
	return set_part(c, entry, "topic", topic, e);
}

/* Sets what the agreement tells the client; true: something else than it
 * did.  An empty list is none. */
static int
set_tells(struct iv_ctx *c, cJSON *a, const char *tells, bool *changed,
    struct iv_err *e)
{
	IV_AUTO(json_free_auto) cJSON *was = json_get(a, "tells") ?
	    cJSON_Duplicate(json_get(a, "tells"), true) : NULL;

	if (!tells)
		return 0;
	if (*tells == '\0')
		json_drop(a, "tells");
	else if (set_part(c, a, "tells", tells, e) < 0)
		return -1;
	if (!was || !json_get(a, "tells"))
		*changed = *changed || was || json_get(a, "tells");
	else
		*changed = *changed || !json_equal(was,
		    json_get(a, "tells"));
	return 0;
}

/* Whoever signed the old text has not signed the new one. */
static void
drop_signatures(struct iv_ctx *c, const struct checklist *l, cJSON *a)
{
	size_t n = json_count(json_get(a, "signed"));

	json_drop(a, "signed");
	if (n > 0)
		tool_say(c, iv_n("'%s': %zu signature dropped; a changed text "
		    "needs signing again", "'%s': %zu signatures dropped; a "
		    "changed text needs signing again", n),
		    checklist_title(l, json_str(a, "topic")), n);
}

/* What is agreed. */
struct agreed {
	const char *topic, *text;
	const char *tells;		/* as typed; NULL: as it was */
};

static int
put(struct iv_ctx *c, struct change *ch, struct record *r,
    const struct agreed *said, struct iv_err *e)
{
	const char *topic = said->topic;
	IV_AUTO(checklist_free_auto) struct checklist *l =
	    checklist_contract(c->style.lang);
	IV_AUTO(mem_free_auto) char *was = NULL;
	char today[DAY_TEXT];
	cJSON *a = agreement_of_topic(r->json, topic);
	bool changed;

	if (!a && add_new(c, ch, r, topic, e) < 0)
		return -1;
	a = agreement_of_topic(r->json, topic);
	was = mem_dup(json_str(a, "text"));
	if (group_text(c, a, said->text, e) < 0)
		return iv_wrap(e, "%s", checklist_title(l, topic));
	changed = !was || strcmp(was, json_str(a, "text")) != 0;
	if (set_tells(c, a, said->tells, &changed, e) < 0)
		return iv_wrap(e, "--tells");
	if (!changed)
		return 0;
	group_today(c, today);
	if (set_part(c, a, "since", today, e) < 0)
		return -1;
	drop_signatures(c, l, a);
	return 0;
}

/* Prints the key, by which it can be signed. */
static int
agree_text(struct iv_ctx *c, const char *tells, struct iv_err *e)
{
	IV_AUTO(checklist_free_auto) struct checklist *l =
	    checklist_contract(c->style.lang);
	IV_AUTO(change_end_auto) struct change *ch = NULL;
	IV_AUTO(mem_free_auto) char *topic = NULL;
	const char *meant = NULL, *text;
	struct record *r;
	int done;

	if (tool_text(c, c->args[1], &text, e) < 0 ||
	    group_begin(c, &ch, &r, e) < 0 ||
	    topic_of(r->json, l, c->args[0], &meant, e) < 0)
		return -1;
	topic = mem_dup(meant);
	if (put(c, ch, r, &(struct agreed){ topic, text, tells }, e) < 0 ||
	    verb_check(c, NULL, r, e) < 0)
		return -1;
	done = tool_commit(c, ch, "agree", e);
	if (done >= 0 && !c->dry_run)
		tool_id(c, agreement_of_topic(r->json, topic)->string);
	return done;
}

/* In one commit, what the questions brought. */
static int
keep(const struct asking *q, struct iv_err *e)
{
	IV_AUTO(change_end_auto) struct change *ch = NULL;
	struct record *r;
	int done;
	size_t n = 0, open = 0;

	if (group_begin(q->c, &ch, &r, e) < 0)
		return -1;
	for (size_t i = 0; i < q->list->n; i++) {
		n += q->answers[i] != NULL;
		if (q->answers[i] && put(q->c, ch, r, &(struct agreed){
		    q->list->v[i].id, q->answers[i], NULL }, e) < 0)
			return -1;
		open += !agreement_of_topic(r->json, q->list->v[i].id);
	}
	if (verb_check(q->c, NULL, r, e) < 0)
		return -1;
	done = tool_commit(q->c, ch, "agree", e);
	if (done >= 0)
		tool_say(q->c, _("%zu agreed, %zu still open"), n, open);
	return done;
}

static int
want(const struct iv_ctx *c, const struct checklist *l, bool *wanted,
    struct iv_err *e)
{
	const struct checklist_item *one = NULL;
	size_t n = 0;

	if (c->nargs > 0) {
		one = checklist_find(l, c->args[0], false);
		if (!one && is_slip(l, c->args[0], e))
			return -1;
	}
	if (c->nargs > 0 && !one)
		return iv_fail(e, IV_USAGE, _("'%s' is not on the checklist: "
		    "give its text too, as iv-group agree TOPIC TEXT"),
		    c->args[0]);
	for (size_t i = 0; i < l->n; i++) {
		wanted[i] = one ? &l->v[i] == one :
		    !agreement_of_topic(store_group(c->store), l->v[i].id);
		n += wanted[i];
	}
	if (n == 0)
		return iv_fail(e, IV_USAGE, _("everything on the checklist is "
		    "agreed; change one with iv-group agree TOPIC TEXT"));
	return 0;
}

static int
agree_asking(struct iv_ctx *c, struct iv_err *e)
{
	IV_AUTO(checklist_free_auto) struct checklist *l =
	    checklist_contract(store_lang(c->store));
	IV_AUTO(mem_free_auto) bool *wanted =
	    mem_alloc((l->n + 1) * sizeof(*wanted));
	IV_AUTO(mem_free_auto) char **answers =
	    mem_alloc((l->n + 1) * sizeof(*answers));
	struct asking q = { c, l, wanted, answers };
	int done = 0;

	if (want(c, l, wanted, e) < 0)
		return -1;
	group_ask(&q);
	for (size_t i = 0; i < l->n && done == 0; i++)
		done = answers[i] != NULL;
	if (done > 0)
		done = keep(&q, e);
	for (size_t i = 0; i < l->n; i++)
		mem_free(answers[i]);
	return done;
}

int
group_agree(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	const struct agree_opts *o = opts;

	if (o->tells && c->nargs < 2)
		return iv_fail(e, IV_USAGE, _("--tells belongs to one "
		    "agreement; give topic and text"));
	if (tool_store(c, e) < 0)
		return -1;
	if (c->nargs == 2)
		return agree_text(c, o->tells, e);
	if (!isatty(STDIN_FILENO))
		return iv_fail(e, IV_USAGE, _("the questions need a terminal; "
		    "give topic and text, as iv-group agree TOPIC TEXT; "
		    "'iv-group agreements --open' names what is open"));
	return agree_asking(c, e);
}
