#include <string.h>

#include "agenda.h"
#include "facts_session.h"
#include "meeting.h"
#include "meeting_run.h"
#include "mem.h"
#include "session.h"
#include "session_after_internal.h"

/* One sheet that is taken in. */
struct taking {
	struct after *a;
	struct change *ch;
	struct record *session;
	cJSON *form;			/* as it came back */
	const char *file;
	struct schema_in in;
};

void
after_line(struct buf *b, const char *who, const char *text, const char *due)
{
	if (who)
		buf_addf(b, "%s: ", who);
	for (const char *s = text ? text : ""; *s; s++)
		buf_addc(b, *s == '\n' ? ' ' : *s);
	if (due)
		buf_addf(b, " (%s)", due);
	buf_addc(b, '\n');
}

static const char *
form_text(const struct taking *t, int item, const char *name)
{
	char key[40];

	snprintf(key, sizeof(key), "case%d_%s", item, name);
	return json_str(t->form, key);
}

static bool
form_no(const struct taking *t, int item)
{
	char key[40];

	snprintf(key, sizeof(key), "case%d_discussed", item);
	return cJSON_IsFalse(json_get(t->form, key));
}

/* The next line of a text that is not empty, trimmed; false: no more. */
static bool
next_line(const char **text, struct buf *line)
{
	while (*text && **text) {
		size_t n = strcspn(*text, "\n");

		buf_clear(line);
		buf_add(line, *text, n);
		*text += n + ((*text)[n] == '\n');
		buf_trim(line);
		if (line->len > 0)
			return true;
	}
	return false;
}

static int
find_member(const struct taking *t, const char *name, struct id *ret,
    struct iv_err *e)
{
	if (store_find(t->a->c->store, &schema_member, name, t->a->c->now,
	    ret, e) < 0)
		return iv_wrap(e, "%s", t->file);
	return 0;
}

/* "present 09:45-11:15" */
static int
take_presence(struct taking *t, const char *who, char *rest,
    struct iv_err *e)
{
	struct meeting_mark m = { .today = t->a->c->now.day };
	char *times = rest + strlen(rest), *dash;

	while (times > rest && strchr("0123456789:.-", times[-1]))
		times--;
	if (times > rest && (dash = strchr(times, '-'))) {
		*dash = '\0';
		m.from = *times ? times : NULL;
		m.until = dash[1] ? dash + 1 : NULL;
		times[-1] = '\0';
	}
	m.status = rest;
	return meeting_attend(t->session, who, &m, &t->in, e);
}

static int
take_person(struct taking *t, char *line, struct iv_err *e)
{
	char *colon = strchr(line, ':'), *rest;
	struct id id;

	if (!colon)
		return iv_fail(e, IV_INVALID, _("%s: '%s' is not NAME: "
		    "ATTENDANCE"), t->file, line);
	*colon = '\0';
	rest = colon + 1 + strspn(colon + 1, " \t");
	if (find_member(t, line, &id, e) < 0)
		return -1;
	json_drop(json_get(t->session->json, "attendance"), id.s);
	if (*rest == '\0')
		return 0;
	if (take_presence(t, id.s, rest, e) < 0)
		return iv_wrap(e, "%s: %s", t->file, line);
	return 0;
}

static int
take_people(struct taking *t, struct iv_err *e)
{
	const char *text = json_str(t->form, "attendance");
	IV_AUTO(buf_release) struct buf line = BUF_INIT;

	while (next_line(&text, &line))
		if (take_person(t, line.p, e) < 0)
			return -1;
	return 0;
}

static int
take_meeting(struct taking *t, struct iv_err *e)
{
	cJSON *session = t->session->json;
	IV_AUTO(mem_free_auto) char *copy = NULL;
	const char *start = json_str(t->form, "start");
	const char *breaks = json_str(t->form, "breaks");
	char *rest, *one;
	long minutes;

	if (!start || strcmp(start, json_str(session, "start")) != 0)
		return iv_fail(e, IV_INVALID, _("%s: this sheet is of the "
		    "meeting of %s, not of %s; name that one"), t->file,
		    start ? start : "?", json_str(session, "start"));
	if (json_int(t->form, "minutes", &minutes))
		json_set_int(session, "minutes", minutes);
	json_drop(session, "breaks");
	copy = mem_dup(breaks ? breaks : "");
	for (rest = copy; (one = strsep(&rest, ", "));)
		if (*one && session_break(t->session, one, e) < 0)
			return iv_wrap(e, "%s", t->file);
	return take_people(t, e);
}

/* What points to a person does not go into a case. */
static int
check_text(const struct taking *t, int item, const char *text,
    struct iv_err *e)
{
	time_t now;
	bool still;

	if (tool_instant(t->a->c, &now, &still, e) < 0)
		return -1;
	if (!text || !meeting_run_points(text, store_zone(t->a->c->store),
	    now))
		return 0;
	return iv_fail(e, IV_REFUSED, _("%s: case %d: a text points to a "
	    "person, by a number or an address; leave that out"), t->file,
	    item);
}

static bool
has_text(const cJSON *map, const char *text)
{
	const cJSON *j;

	cJSON_ArrayForEach(j, map)
		if (json_is(j, "text", text))
			return true;
	return false;
}

static int
new_entry(struct taking *t, cJSON *map, const char *text, cJSON **ret,
    struct iv_err *e)
{
	struct id key;

	if (change_key(t->ch, map, &key, e) < 0)
		return -1;
	*ret = json_object(map, key.s);
	json_set_str(*ret, "text", text);
	return 0;
}

static int
take_insights(struct taking *t, int item, struct record *cs,
    struct iv_err *e)
{
	const char *text = form_text(t, item, "insights");
	IV_AUTO(buf_release) struct buf line = BUF_INIT;
	cJSON *entry;

	while (next_line(&text, &line)) {
		if (has_text(json_get(cs->json, "insights"), line.p))
			continue;
		if (new_entry(t, json_object(cs->json, "insights"), line.p,
		    &entry, e) < 0)
			return -1;
	}
	return 0;
}

/* "(2026-04-02)" at the end, which is cut off; false: there is none. */
static bool
cut_due(char *text, char due[DAY_TEXT])
{
	char *open = strrchr(text, '(');
	struct civil day;

	if (!open || strlen(open) != 12 || open[11] != ')')
		return false;
	snprintf(due, DAY_TEXT, "%.10s", open + 1);
	if (!civil_parse_iso(due, &day))
		return false;
	while (open > text && open[-1] == ' ')
		open--;
	*open = '\0';
	return true;
}

static int
take_action(struct taking *t, struct record *cs, char *line,
    struct iv_err *e)
{
	char due[DAY_TEXT];
	bool dated = cut_due(line, due);
	char *colon = strchr(line, ':'), *text = line;
	struct id by = { "" };
	cJSON *entry;

	if (colon) {
		*colon = '\0';
		if (find_member(t, line, &by, e) < 0)
			return -1;
		text = colon + 1 + strspn(colon + 1, " ");
	}
	if (has_text(json_get(cs->json, "actions"), text))
		return 0;
	if (new_entry(t, json_object(cs->json, "actions"), text, &entry,
	    e) < 0)
		return -1;
	json_set_str(entry, "by", colon ? by.s : json_str(cs->json,
	    "presenter"));
	if (dated)
		json_set_str(entry, "due", due);
	json_set_str(entry, "status", "open");
	return 0;
}

static int
take_texts(struct taking *t, int item, struct record *cs, struct iv_err *e)
{
	static const char *const parts[] = { "question", "insights",
		"actions" };
	const char *question = form_text(t, item, "question");
	const char *text = form_text(t, item, "actions");
	IV_AUTO(buf_release) struct buf line = BUF_INIT;

	for (size_t i = 0; i < IV_LEN(parts); i++)
		if (check_text(t, item, form_text(t, item, parts[i]), e) < 0)
			return -1;
	if (question && !json_is(cs->json, "question", question))
		json_set_str(cs->json, json_get(cs->json, "question") ?
		    "reformulated" : "question", question);
	if (take_insights(t, item, cs, e) < 0)
		return -1;
	while (next_line(&text, &line))
		if (take_action(t, cs, line.p, e) < 0)
			return -1;
	return 0;
}

static int
new_case(struct taking *t, const char *who, struct record **ret,
    struct iv_err *e)
{
	const char *start = json_str(t->session->json, "start");
	char made[DAY_TEXT];
	struct record *r;

	if (change_new(t->ch, &schema_case, &r, e) < 0)
		return -1;
	snprintf(made, sizeof(made), "%.10s", start);
	json_set_str(r->json, "presenter", who);
	json_set_str(r->json, "form", "problem");
	json_set_str(r->json, "level", "individual");
	json_set_str(r->json, "status", "ready");
	json_set_str(r->json, "made", made);
	*ret = r;
	return 0;
}

/* An open item that was filled, or a case beside the agenda. */
static int
take_brought(struct taking *t, int item, cJSON *row, struct iv_err *e)
{
	const char *who = form_text(t, item, "who");
	const char *question = form_text(t, item, "question");
	struct record *cs;

	if (!who && !question)
		return 0;
	if (!who)
		return iv_fail(e, IV_INVALID, _("%s: case %d: who brought "
		    "it?"), t->file, item);
	if (row && !question) {
		json_set_str(row, "presenter", who);
		return 0;
	}
	if (new_case(t, who, &cs, e) < 0)
		return -1;
	if (!row) {
		row = cJSON_CreateObject();
		cJSON_AddItemToArray(json_array(t->session->json, "agenda"),
		    row);
	}
	json_set_str(row, "case", cs->id.s);
	json_set_str(row, "presenter", who);
	json_set_str(cs->json, "status", "scheduled");
	json_set_str(cs->json, "session", t->session->id.s);
	return take_texts(t, item, cs, e);
}

/* Backwards, so that what is taken off leaves the numbers of the others. */
static int
take_items(struct taking *t, struct iv_err *e)
{
	const cJSON *rows = json_get(t->session->json, "agenda");
	int n = (int)json_count(rows);

	for (int i = n + 1; i > 0; i--) {
		cJSON *row = i <= n ? cJSON_GetArrayItem(rows, i - 1) : NULL;
		const char *id = json_str(row, "case");
		struct record *cs;
		char key[40];

		snprintf(key, sizeof(key), "case%d_discussed", i);
		if (!id || !json_get(t->a->form, key)) {
			if (take_brought(t, i, row, e) < 0)
				return -1;
			continue;
		}
		if (change_get(t->ch, &schema_case, id, &cs, e) < 0 ||
		    take_texts(t, i, cs, e) < 0)
			return -1;
		snprintf(key, sizeof(key), "%d", i);
		if (form_no(t, i) &&
		    meeting_remove(t->ch, t->session, key, e) < 0)
			return -1;
		rows = json_get(t->session->json, "agenda");
	}
	return 0;
}

static int
take_agreements(struct taking *t, struct iv_err *e)
{
	const char *text = json_str(t->form, "agreements");
	IV_AUTO(buf_release) struct buf line = BUF_INIT;
	const char *id = json_str(store_group(t->a->c->store), "id");
	struct record *group;
	char since[DAY_TEXT];
	cJSON *entry;

	if (!text)
		return 0;
	snprintf(since, sizeof(since), "%.10s", json_str(t->session->json,
	    "start"));
	if (change_get(t->ch, &schema_group, id, &group, e) < 0)
		return -1;
	while (next_line(&text, &line)) {
		if (has_text(json_get(group->json, "agreements"), line.p))
			continue;
		if (new_entry(t, json_object(group->json, "agreements"),
		    line.p, &entry, e) < 0)
			return -1;
		json_set_str(entry, "since", since);
	}
	return 0;
}

int
after_read(struct after *a, struct change *ch, struct record *session,
    const struct sheet_text *text, struct iv_err *e)
{
	IV_AUTO(json_free_auto) cJSON *form = cJSON_Duplicate(a->form, true);
	struct taking t = { a, ch, session, form, text->name,
		tool_input(a->c) };
	struct sheet s = after_sheet(a);

	if (sheet_read(&s, text, form, &t.in, e) < 0 ||
	    take_meeting(&t, e) < 0 || take_items(&t, e) < 0)
		return -1;
	return take_agreements(&t, e);
}
