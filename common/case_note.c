#include <string.h>
#include <unistd.h>

#include "case.h"
#include "file.h"

/* Sets one field as set does; NULL leaves it. */
static int
put(struct iv_ctx *c, struct record *r, const char *path, const char *value,
    struct iv_err *e)
{
	struct schema_in in = tool_input(c);

	return value ? schema_set(&schema_case, r->json, path, value, &in, e) :
	    0;
}

static int
put_parts(struct iv_ctx *c, struct record *r, const char *prefix,
    const struct case_note_opts *o, struct iv_err *e)
{
	const struct {
		const char *name, *value;
	} parts[] = {
		{ "kind", o->kind }, { "temperature", o->rate },
		{ "due", o->due }, { "by", o->by },
		{ "taken", o->taken ? "yes" : NULL },
		{ "share", o->share ? "yes" : NULL },
	};
	char path[96];

	for (size_t i = 0; i < IV_LEN(parts); i++) {
		snprintf(path, sizeof(path), "%s.%s", prefix, parts[i].name);
		if (put(c, r, path, parts[i].value, e) < 0)
			return -1;
	}
	return 0;
}

/* Where the entries of a verb stand, and what a new one starts with. */
static const struct kind {
	const char *verb, *map, *first, *value;
} kinds[] = {
	{ "ask", "questions", NULL, NULL },
	{ "advise", "advice", NULL, NULL },
	{ "insight", "insights", NULL, NULL },
	{ "act", "actions", "status", "open" },
};

static const struct kind *
kind_of(const char *verb)
{
	const struct kind *k = kinds;

	while (strcmp(k->verb, verb) != 0)
		k++;
	return k;
}

static int
add_entry(struct iv_ctx *c, struct change *ch, struct record *r,
    const struct case_note_opts *o, struct id *key, struct iv_err *e)
{
	const struct kind *k = kind_of(c->cmd->name);
	char prefix[64], path[80];
	const char *text;

	if (tool_text(c, c->args[1], &text, e) < 0 ||
	    change_key(ch, json_get(r->json, k->map), key, e) < 0)
		return -1;
	snprintf(prefix, sizeof(prefix), "%s.%s", k->map, key->s);
	snprintf(path, sizeof(path), "%s.text", prefix);
	json_object(json_object(r->json, k->map), key->s);
	if (put(c, r, path, text, e) < 0 || put_parts(c, r, prefix, o, e) < 0)
		return -1;
	snprintf(path, sizeof(path), "%s.%s", prefix, k->first);
	if (k->first && put(c, r, path, k->value, e) < 0)
		return -1;
	return verb_check(c, NULL, r, e);
}

/* Prints the key of the new entry, for rate and follow. */
int
case_note(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	struct case_note_opts *o = opts;
	IV_AUTO(change_end_auto) struct change *ch = NULL;
	struct record *r;
	struct id key;
	int done;

	if (case_begin(c, &ch, &r, e) < 0)
		return -1;
	if (strcmp(c->cmd->name, "act") == 0 && !o->by)
		o->by = json_str(r->json, "presenter");
	if (add_entry(c, ch, r, o, &key, e) < 0)
		return -1;
	done = tool_commit(c, ch, c->cmd->name, e);
	if (done >= 0 && !c->dry_run)
		tool_id(c, key.s);
	return done;
}

/* One field of an existing case, then one commit. */
static int
set_one(struct iv_ctx *c, const char *path, const char *value,
    struct iv_err *e)
{
	IV_AUTO(change_end_auto) struct change *ch = NULL;
	struct record *r;

	if (case_begin(c, &ch, &r, e) < 0 || put(c, r, path, value, e) < 0 ||
	    verb_check(c, NULL, r, e) < 0)
		return -1;
	return tool_commit(c, ch, c->cmd->name, e);
}

int
case_rate(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	char path[96];

	(void)opts;
	snprintf(path, sizeof(path), "questions.%.40s.temperature",
	    c->args[1]);
	return set_one(c, path, c->args[2], e);
}

int
case_reformulate(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	const char *text;

	(void)opts;
	if (tool_text(c, c->args[1], &text, e) < 0)
		return -1;
	return set_one(c, "reformulated", text, e);
}

int
case_bid(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	(void)opts;
	return set_one(c, "bid", c->args[1], e);
}

/* The action that was typed, by a beginning of its key. */
static const cJSON *
find_action(const struct record *r, const char *typed)
{
	const cJSON *child, *found = NULL;

	cJSON_ArrayForEach(child, json_get(r->json, "actions"))
		if (strncmp(child->string, typed, strlen(typed)) == 0) {
			if (found)
				return NULL;
			found = child;
		}
	return found;
}

/* Whoever made an intention decides whether others may ask about it. */
static int
may_follow(struct iv_ctx *c, const struct record *r, struct iv_err *e)
{
	const cJSON *action = find_action(r, c->args[1]);

	if (!action || cJSON_IsTrue(json_get(action, "share")) ||
	    json_is(action, "by", c->author))
		return 0;
	return iv_fail(e, IV_REFUSED, _("this intention is not shared: only "
	    "whoever made it notes what came of it (see iv-group me)"));
}

int
case_follow(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	const struct case_follow_opts *o = opts;
	IV_AUTO(change_end_auto) struct change *ch = NULL;
	struct record *r;
	char path[96];

	if (case_begin(c, &ch, &r, e) < 0 || may_follow(c, r, e) < 0)
		return -1;
	snprintf(path, sizeof(path), "actions.%.40s.status", c->args[1]);
	if (put(c, r, path, o->status ? o->status : "done", e) < 0)
		return -1;
	snprintf(path, sizeof(path), "actions.%.40s.result", c->args[1]);
	if (put(c, r, path, o->result, e) < 0 ||
	    verb_check(c, NULL, r, e) < 0)
		return -1;
	return tool_commit(c, ch, "follow", e);
}

/* How it ended waits in the private area, as text in a file of its own. */
static void
outcome_path(char path[64], const struct record *r)
{
	snprintf(path, 64, "outcomes/%s.txt", r->id.s);
}

int
case_outcome(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	IV_AUTO(record_free_auto) struct record *r = NULL;
	const char *text;
	char path[64];
	int fd;

	(void)opts;
	if (tool_store(c, e) < 0 ||
	    tool_read(c, &schema_case, c->args[0], &r, e) < 0 ||
	    tool_text(c, c->args[1], &text, e) < 0)
		return -1;
	fd = store_private(c->store, true, e);
	outcome_path(path, r);
	if (fd < 0 || dirs_make(fd, path, e) < 0)
		return -1;
	if (c->dry_run)
		return 0;
	return file_replace(fd, path, text, strlen(text), 0600, e);
}

int
case_reveal(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	IV_AUTO(change_end_auto) struct change *ch = NULL;
	IV_AUTO(buf_release) struct buf text = BUF_INIT;
	struct record *r;
	char path[64];
	int fd, done;

	(void)opts;
	if (case_begin(c, &ch, &r, e) < 0)
		return -1;
	outcome_path(path, r);
	fd = store_private(c->store, false, e);
	if (fd < 0 || file_read(fd, path, FILE_MAX, &text, e) < 0)
		return iv_fail(e, IV_NOTFOUND, _("no outcome of %s waits "
		    "here; write one with 'iv-case outcome %s TEXT'"),
		    r->id.s, r->id.s);
	buf_trim(&text);
	json_set_str(r->json, "outcome", text.p);
	if (verb_check(c, NULL, r, e) < 0)
		return -1;
	done = tool_commit(c, ch, "reveal", e);
	if (done >= 0 && !c->dry_run)
		unlinkat(fd, path, 0);
	return done;
}
