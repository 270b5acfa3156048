#include "session_after.h"

#include <string.h>

#include "facts_session.h"
#include "mem.h"
#include "session_after_internal.h"
#include "text.h"

enum { ITEMS_MOST = 9 };

void
after_release(struct after *a)
{
	for (size_t i = 0; i < a->ntexts; i++)
		mem_free(a->texts[i]);
	mem_free(a->texts);
	mem_free(a->v);
	cJSON_Delete(a->form);
	buf_release(&a->intro);
	buf_release(&a->fields);
}

/* Text that lives as long as the sheet. */
static const char *
keep(struct after *a, struct buf *b)
{
	a->texts = mem_array(a->texts, a->ntexts + 1, sizeof(*a->texts));
	a->texts[a->ntexts] = buf_take(b);
	return a->texts[a->ntexts++];
}

/* One field; item 0 is the meeting, label and help are messages. */
struct part {
	const char *name;
	enum field_type type;
	const char *label, *help;
};

static void
add_field(struct after *a, int item, const struct part *p, const char *more)
{
	const char *lang = store_lang(a->c->store);
	IV_AUTO(buf_release) struct buf name = BUF_INIT;
	IV_AUTO(buf_release) struct buf label = BUF_INIT;
	IV_AUTO(buf_release) struct buf help = BUF_INIT;
	struct field *f;

	if (item > 0) {
		buf_addf(&name, "case%d_%s", item, p->name);
		buf_addf(&label, "%s %d: ", iv_text(lang, N_("Case")), item);
	} else {
		buf_adds(&name, p->name);
	}
	buf_adds(&label, iv_text(lang, p->label));
	if (more)
		buf_addf(&help, "%s%s", more, p->help ? "\n" : "");
	if (p->help)
		buf_adds(&help, iv_text(lang, p->help));
	buf_addf(&a->fields, "%s%s", a->fields.len > 0 ? "," : "", name.p);
	a->v = mem_array(a->v, a->n + 1, sizeof(*a->v));
	f = &a->v[a->n++];
	memset(f, 0, sizeof(*f));
	f->type = p->type;
	f->name = keep(a, &name);
	f->label = keep(a, &label);
	f->help = keep(a, &help);
	f->ref = "member";
	f->min = p->type == FT_INT ? 15 : 0;
	f->max = p->type == FT_INT ? 600 : 0;
}

static const struct part meeting_parts[] = {
	{ "start", FT_TIME, N_("Meeting"), N_("Which meeting this is.") },
	{ "minutes", FT_INT, N_("Minutes"),
	    N_("How long it took, breaks included.") },
	{ "attendance", FT_TEXT, N_("Attendance"),
	    N_("One person a line: present, excused, late-notice or absent; "
	    "with a time when somebody came later or left earlier, as "
	    "present 09:45-11:15, 09:45- or -11:15.") },
	{ "breaks", FT_LINE, N_("Breaks"),
	    N_("As 10:30-10:45; more than one with commas.") },
};
static const struct part item_parts[] = {
	{ "discussed", FT_BOOL, N_("discussed"),
	    N_("no: it is ready for another time.") },
	{ "who", FT_REF, N_("presenter"), NULL },
	{ "question", FT_TEXT, N_("question"),
	    N_("As it was sharpened in the meeting.") },
	{ "insights", FT_TEXT, N_("insights"),
	    N_("One a line, without names.") },
	{ "actions", FT_TEXT, N_("intentions"),
	    N_("One a line, as NAME: what; with a day when there is one, as "
	    "NAME: what (2026-04-02).") },
};
static const struct part agree_part = { "agreements", FT_TEXT,
	N_("Agreements"), N_("What the group agreed anew, one a line.") };

static void
put(struct after *a, int item, const char *name, const char *text)
{
	char key[40];

	snprintf(key, sizeof(key), item > 0 ? "case%d_%s" : "%.0d%s", item,
	    name);
	if (text && *text)
		json_set_str(a->form, key, text);
}

/* "present 09:45-" */
static void
presence_text(struct buf *b, const char *lang, const cJSON *entry)
{
	const char *from = json_str(entry, "from");
	const char *until = json_str(entry, "until");

	buf_adds(b, iv_text(lang, json_str(entry, "status")));
	if (from || until)
		buf_addf(b, " %s-%s", from ? from : "", until ? until : "");
}

struct presences {
	struct after *a;
	const cJSON *session;
	struct buf text;
};

/* Who is expected and of whom nothing is noted was there, unless the reply was
 * no. */
static int
add_presence(void *arg, struct record **m, struct iv_err *e)
{
	struct presences *p = arg;
	const char *lang = store_lang(p->a->c->store);
	const char *id = (*m)->id.s;
	const cJSON *entry = json_get(json_get(p->session, "attendance"), id);

	(void)e;
	if (!entry && !facts_expected((*m)->json,
	    facts_meeting(p->session).start.day))
		return 0;
	buf_addf(&p->text, "%s: ", store_name(p->a->c->store, id));
	if (entry)
		presence_text(&p->text, lang, entry);
	else
		buf_adds(&p->text, iv_text(lang, json_is(json_get(json_get(
		    p->session, "rsvp"), id), "answer", "no") ? "excused" :
		    "present"));
	buf_addc(&p->text, '\n');
	return 0;
}

static int
fill_meeting(struct after *a, const cJSON *session, struct iv_err *e)
{
	struct presences p = { a, session, BUF_INIT };
	IV_AUTO(buf_release) struct buf breaks = BUF_INIT;
	const cJSON *row;
	int done = store_each(a->c->store, &schema_member, add_presence, &p,
	    e);

	put(a, 0, "attendance", p.text.p);
	buf_release(&p.text);
	put(a, 0, "start", json_str(session, "start"));
	json_set_int(a->form, "minutes", facts_meeting(session).minutes);
	cJSON_ArrayForEach(row, json_get(session, "breaks"))
		buf_addf(&breaks, "%s%s-%s", breaks.len > 0 ? ", " : "",
		    json_str(row, "from"), json_str(row, "until"));
	put(a, 0, "breaks", breaks.p);
	return done;
}

static void
fill_case(struct after *a, int item, const struct record *cs)
{
	IV_AUTO(buf_release) struct buf insights = BUF_INIT;
	IV_AUTO(buf_release) struct buf actions = BUF_INIT;
	const char *question = json_str(cs->json, "reformulated");
	const cJSON *j;

	put(a, item, "question", question ? question :
	    json_str(cs->json, "question"));
	cJSON_ArrayForEach(j, json_get(cs->json, "insights"))
		after_line(&insights, NULL, json_str(j, "text"), NULL);
	cJSON_ArrayForEach(j, json_get(cs->json, "actions"))
		after_line(&actions, store_name(a->c->store,
		    json_str(j, "by")), json_str(j, "text"),
		    json_str(j, "due"));
	put(a, item, "insights", insights.p);
	put(a, item, "actions", actions.p);
}

/* A case of the agenda, an open item, or (row NULL) one more. */
static int
add_item(struct after *a, struct change *ch, int item, const cJSON *row,
    struct iv_err *e)
{
	const char *id = json_str(row, "case");
	struct record *cs = NULL;
	IV_AUTO(buf_release) struct buf more = BUF_INIT;
	char key[40];

	if (id && change_get(ch, &schema_case, id, &cs, e) < 0 &&
	    e->code != IV_NOTFOUND)
		return -1;
	if (cs)
		buf_addf(&more, "%s, %s", store_name(a->c->store,
		    json_str(cs->json, "presenter")), json_str(cs->json,
		    "title") ? json_str(cs->json, "title") : id);
	else
		buf_adds(&more, iv_text(store_lang(a->c->store),
		    N_("A case that was brought on the spot, when there was "
		    "one.")));
	for (size_t i = 0; i < IV_LEN(item_parts); i++)
		if (i > 1 || (i == 0) == (cs != NULL))
			add_field(a, item, &item_parts[i], i < 2 ? more.p :
			    NULL);
	if (!cs) {
		put(a, item, "who", json_str(row, "presenter"));
		return 0;
	}
	snprintf(key, sizeof(key), "case%d_discussed", item);
	cJSON_AddTrueToObject(a->form, key);
	fill_case(a, item, cs);
	return 0;
}

/* The times of a run are there already and need no typing. */
static void
add_steps(struct after *a, const cJSON *session)
{
	const char *lang = store_lang(a->c->store);
	const cJSON *row, *rows = json_get(session, "steps");
	long planned;

	if (json_count(rows) == 0)
		return;
	buf_addf(&a->intro, "\n%s", iv_text(lang, N_("Steps, from the live "
	    "run; planned and real minutes:")));
	cJSON_ArrayForEach(row, rows) {
		const char *from = json_str(row, "started");
		const char *until = json_str(row, "ended");
		time_t s, t;

		if (!from || !until || !instant_parse(from, &s) ||
		    !instant_parse(until, &t))
			continue;
		buf_addf(&a->intro, "\n%s ", json_str(row, "step"));
		if (json_int(row, "planned", &planned))
			buf_addf(&a->intro, "%ld", planned);
		buf_addf(&a->intro, "/%ld", (long)(t - s + 30) / 60);
	}
}

int
after_make(struct iv_ctx *c, struct change *ch, const struct record *session,
    struct after *ret, struct iv_err *e)
{
	struct after *a = ret;
	const cJSON *rows = json_get(session->json, "agenda"), *row;
	int item = 0;

	*a = (struct after){ .c = c, .form = cJSON_CreateObject(),
		.intro = BUF_INIT, .fields = BUF_INIT };
	if (json_count(rows) > ITEMS_MOST)
		return iv_fail(e, IV_USAGE, _("the agenda has %zu items, and "
		    "a sheet has room for %d; use options"), json_count(rows),
		    ITEMS_MOST);
	buf_adds(&a->intro, iv_text(store_lang(c->store), N_("A meeting "
	    "afterwards. Change what was otherwise; what is right may stay. "
	    "Mail is not private: leave out what identifies.")));
	add_steps(a, session->json);
	for (size_t i = 0; i < IV_LEN(meeting_parts); i++)
		add_field(a, 0, &meeting_parts[i], NULL);
	if (fill_meeting(a, session->json, e) < 0)
		return -1;
	cJSON_ArrayForEach(row, rows)
		if (add_item(a, ch, ++item, row, e) < 0)
			return -1;
	if (add_item(a, ch, ++item, NULL, e) < 0)
		return -1;
	add_field(a, 0, &agree_part, NULL);
	a->schema = schema_session;
	a->schema.fields = (struct fields){ a->v, a->n };
	return 0;
}

static const char *
member_name(void *arg, const char *id)
{
	return store_name(arg, id);
}

struct sheet
after_sheet(const struct after *a)
{
	return (struct sheet){ .schema = &a->schema, .fields = a->fields.p,
		.lang = store_lang(a->c->store), .intro = a->intro.p,
		.member = member_name, .arg = a->c->store };
}

void
after_text(const struct after *a, struct buf *b)
{
	struct sheet s = after_sheet(a);

	sheet_write(b, &s, a->form);
}
