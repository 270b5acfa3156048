#include <string.h>

#include "case.h"
#include "mem.h"
#include "privacy.h"
#include "utf8.h"

#define HITS_MAX	64
#define HINTS_SAID	8	/* lines on standard error a save */

/* What to look for besides forms: names of members, the group's own list. */
struct watch {
	struct iv_ctx *c;
	struct privacy p;
	const char **names, **deny;
};

static int
add_name(void *arg, struct record **r, struct iv_err *e)
{
	struct watch *w = arg;
	const char *name = json_str((*r)->json, "name");

	(void)e;
	if (!name)
		return 0;
	w->names = mem_array(w->names, w->p.nnames + 1, sizeof(*w->names));
	w->names[w->p.nnames++] = mem_dup(name);
	w->p.names = w->names;
	return 0;
}

static void
watch_release(struct watch *w)
{
	for (size_t i = 0; i < w->p.nnames; i++)
		mem_free((char *)(size_t)w->names[i]);
	mem_free(w->names);
	mem_free(w->deny);
}

static int
watch_load(struct watch *w, struct iv_ctx *c, struct iv_err *e)
{
	const cJSON *item;

	*w = (struct watch){ .c = c, .p.year = day_year(c->now.day) };
	if (!c->store)
		return 0;
	cJSON_ArrayForEach(item, json_get(store_group(c->store), "deny")) {
		if (!cJSON_IsString(item))
			continue;
		w->deny = mem_array(w->deny, w->p.ndeny + 1,
		    sizeof(*w->deny));
		w->deny[w->p.ndeny++] = item->valuestring;
		w->p.deny = w->deny;
	}
	return store_each(c->store, &schema_member, add_name, w, e);
}

/* A text that is confidential, with the path of its field. */
typedef void text_fn(void *arg, const char *field, const char *text);

struct walk {
	text_fn *fn;
	void *arg;
};

static void walk(const struct walk *w, const struct fields *fs,
    const cJSON *now, const cJSON *was, const char *prefix);

static void
walk_map(const struct walk *w, const struct field *f, const cJSON *map,
    const cJSON *was)
{
	const cJSON *child;

	cJSON_ArrayForEach(child, map) {
		IV_AUTO(buf_release) struct buf prefix = BUF_INIT;

		buf_addf(&prefix, "%s.%s.", f->name, child->string);
		walk(w, f->sub, child, json_get(was, child->string),
		    prefix.p);
	}
}

/* Every confidential text that is not the same in was, which may be NULL. */
static void
walk(const struct walk *w, const struct fields *fs, const cJSON *now,
    const cJSON *was, const char *prefix)
{
	for (size_t i = 0; i < fs->n; i++) {
		const struct field *f = &fs->v[i];
		const char *text = json_str(now, f->name);
		const char *old = json_str(was, f->name);
		IV_AUTO(buf_release) struct buf field = BUF_INIT;

		if (f->type == FT_MAP && f->sub)
			walk_map(w, f, json_get(now, f->name),
			    json_get(was, f->name));
		if (!(f->flags & FF_CONTENT) || !text ||
		    (old && strcmp(old, text) == 0))
			continue;
		buf_addf(&field, "%s%s", prefix, f->name);
		w->fn(w->arg, field.p, text);
	}
}

/* One save: the first refusal with the others as its note, and the hints. */
struct save {
	struct watch watch;
	struct iv_err *e;
	size_t refused, hints;
	struct buf said;
};

/* Counted as people do: from one, and not in bytes. */
static size_t
place_of(const struct save *s, const struct privacy_hit *h)
{
	size_t n = 1;

	for (size_t i = 0; i < h->at; i++)
		n += ((unsigned char)s->watch.p.text[i] & 0xc0) != 0x80;
	return n;
}

static void
save_hit(struct save *s, const char *field, const struct privacy_hit *h)
{
	const struct privacy_rule *rule = &privacy_rules[h->kind];

	if (!rule->structured) {
		if (s->hints++ < HINTS_SAID)
			buf_addf(&s->said, _("%s, character %zu: %s; %s"),
			    field, place_of(s, h), _(rule->message),
			    _(rule->instead));
		if (s->hints <= HINTS_SAID)
			buf_addc(&s->said, '\n');
		return;
	}
	if (s->watch.c->identifiable)
		return;
	if (s->refused++ == 0)
		iv_fail(s->e, IV_REFUSED, _("%s, character %zu: %s; %s; to "
		    "keep it all the same give --identifiable"), field,
		    place_of(s, h), _(rule->message), _(rule->instead));
	else
		iv_note(s->e, _("%s, character %zu: %s\n"), field,
		    place_of(s, h), _(rule->message));
}

static void
save_text(void *arg, const char *field, const char *text)
{
	struct save *s = arg;
	struct privacy_hit v[HITS_MAX];
	size_t n;

	s->watch.p.text = text;
	n = privacy_check(&s->watch.p, v, HITS_MAX);
	for (size_t i = 0; i < n && i < HITS_MAX; i++)
		save_hit(s, field, &v[i]);
}

int
case_privacy_text(struct iv_ctx *c, const char *field, const char *text,
    struct iv_err *e)
{
	struct save s = { .e = e, .said = BUF_INIT };

	s.watch.c = c;
	s.watch.p.year = day_year(c->now.day);
	save_text(&s, field, text);
	buf_release(&s.said);
	return s.refused > 0 ? -1 : 0;
}

static void
say_hints(struct save *s, const struct record *r)
{
	const char *end;

	for (const char *p = s->said.p; *p; p = end + 1) {
		end = strchr(p, '\n');
		tool_say(s->watch.c, "%.*s", (int)(end - p), p);
	}
	if (s->hints > HINTS_SAID)
		tool_say(s->watch.c, _("there are more of these; see 'iv-case "
		    "check --privacy %s'"), r->id.s);
}

/*
 * What the repository has already is not judged again: it was accepted once.
 * A draft that is being shared is new to it.
 */
int
case_privacy(struct iv_ctx *c, const struct record *r, struct iv_err *e)
{
	IV_AUTO(record_free_auto) struct record *old = NULL;
	struct iv_err none = IV_ERR_INIT;
	struct save s = { .e = e, .said = BUF_INIT };
	struct walk w = { save_text, &s };
	const cJSON *was = NULL;
	int done;

	if (store_read(c->store, &schema_case, r->id.s, &old, &none) == 0 &&
	    (!old->draft || r->draft))
		was = old->json;
	done = watch_load(&s.watch, c, e);
	if (done == 0)
		walk(&w, &schema_case.fields, r->json, was, "");
	if (done == 0 && s.refused > 0)
		done = -1;
	if (done == 0)
		say_hints(&s, r);
	watch_release(&s.watch);
	buf_release(&s.said);
	return done;
}

/* check --privacy: rows for programs, paragraphs for people. */
struct listing {
	struct watch watch;
	struct out *out;
	struct buf people;
	const char *id;
	size_t n;
};

static void
list_row(struct listing *l, const char *field, const struct privacy_hit *h)
{
	const struct privacy_rule *rule = &privacy_rules[h->kind];
	IV_AUTO(json_free_auto) cJSON *row = cJSON_CreateObject();

	json_set_str(row, "id", l->id);
	json_set_str(row, "field", field);
	json_set_str(row, "rule", rule->name);
	json_set_int(row, "at", (long)h->at);
	json_set_int(row, "length", (long)h->len);
	json_set_str(row, "reason", _(rule->message));
	json_set_str(row, "instead", _(rule->instead));
	out_row(l->out, row);
}

/* On a terminal, and nowhere else, with the words that it is about. */
static void
list_paragraph(struct listing *l, const char *field,
    const struct privacy_hit *h)
{
	const struct privacy_rule *rule = &privacy_rules[h->kind];
	IV_AUTO(buf_release) struct buf part = BUF_INIT;
	IV_AUTO(buf_release) struct buf line = BUF_INIT;

	buf_addf(&l->people, "%s%s%s: %s [%s]\n", l->id, *l->id ? " " : "",
	    field, _(rule->message), rule->name);
	buf_addf(&l->people, "    %s\n", _(rule->instead));
	buf_add(&part, l->watch.p.text + h->at, h->len);
	utf8_cut(&line, part.p, 64);
	buf_addf(&l->people, "    \"%s\"\n", line.p);
}

static void
list_text(void *arg, const char *field, const char *text)
{
	struct listing *l = arg;
	IV_AUTO(mem_free_auto) struct privacy_hit *v = NULL;
	size_t n;

	l->watch.p.text = text;
	n = privacy_check(&l->watch.p, NULL, 0);
	v = mem_array(NULL, n + 1, sizeof(*v));
	privacy_check(&l->watch.p, v, n);
	for (size_t i = 0; i < n; i++)
		(l->out ? list_row : list_paragraph)(l, field, &v[i]);
	l->n += n;
}

static int
list_record(void *arg, struct record **r, struct iv_err *e)
{
	struct listing *l = arg;
	struct walk w = { list_text, l };

	(void)e;
	l->id = (*r)->id.s;
	walk(&w, &schema_case.fields, (*r)->json, NULL, "");
	return 0;
}

static int
list_ids(struct listing *l, struct iv_err *e)
{
	struct iv_ctx *c = l->watch.c;

	if (c->nargs == 0)
		return store_each(c->store, &schema_case, list_record, l, e);
	for (int i = 0; i < c->nargs; i++) {
		IV_AUTO(record_free_auto) struct record *r = NULL;

		if (tool_read(c, &schema_case, c->args[i], &r, e) < 0 ||
		    list_record(l, &r, e) < 0)
			return -1;
	}
	return 0;
}

/* A text needs no group; where there is one, its names count. */
static int
open_world(struct iv_ctx *c, const char *text, struct iv_err *e)
{
	struct iv_err none = IV_ERR_INIT;

	if (!text)
		return tool_store(c, e);
	if (!utf8_valid(text, strlen(text), NULL))
		return iv_fail(e, IV_INVALID, _("--text is not UTF-8"));
	if (tool_store(c, &none) < 0)
		return tool_clock(c, "UTC", e);
	return 0;
}

int
case_privacy_list(struct iv_ctx *c, const char *text,
    const struct out_col *cols, size_t ncols, struct iv_err *e)
{
	struct listing l = { .people = BUF_INIT, .id = "" };
	bool rows = !tool_for_people(c) || c->fields;
	int done;

	if (open_world(c, text, e) < 0)
		return -1;
	done = watch_load(&l.watch, c, e);
	if (rows)
		l.out = tool_out(c, "iv.hints/1", cols, ncols);
	if (done == 0 && text)
		list_text(&l, "text", text);
	else if (done == 0)
		done = list_ids(&l, e);
	if (rows && done == 0)
		done = out_end(l.out, e);
	else if (done == 0)
		tool_print(c, l.people.p);
	watch_release(&l.watch);
	buf_release(&l.people);
	return done < 0 ? -1 : l.n > 0 ? IV_FAIL : 0;
}
