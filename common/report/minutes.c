#include "report.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "facts_roles.h"
#include "mem.h"
#include "report_meeting.h"
#include "report_mix.h"
#include "utf8.h"

struct telling {
	struct report_ask *ask;
	const struct record *session;
	int32_t day;
	struct out *o;
};

static void
put(struct telling *t, struct fact f)
{
	if (f.member)
		f.name = store_name(t->ask->store, f.member);
	fact_put(t->o, &f);
}

static void
put_proof(struct telling *t, const char *key, const char *item)
{
	struct fact f = { FACT("proof", item) };

	f.text = json_str(t->session->json, key);
	if (f.text)
		put(t, f);
}

/* Who was there, by name. */
struct guest {
	const cJSON *entry;
	char *key;
};

static int
by_key(const void *a, const void *b)
{
	const struct guest *x = a, *y = b;
	int r = strcmp(x->key, y->key);

	return r != 0 ? r : strcmp(x->entry->string, y->entry->string);
}

static void
put_guest(struct telling *t, const cJSON *entry)
{
	struct fact f = { FACT("attendance", json_str(entry, "status")) };
	const char *from = json_str(entry, "from");
	const char *until = json_str(entry, "until");
	char text[40];

	snprintf(text, sizeof(text), "%.8s\xe2\x80\x93%.8s", from ? from : "",
	    until ? until : "");
	f.member = entry->string;
	if ((from || until) && f.item && strcmp(f.item, "present") == 0)
		f.text = text;
	put(t, f);
}

static void
put_guests(struct telling *t)
{
	const cJSON *all = json_get(t->session->json, "attendance"), *entry;
	IV_AUTO(mem_free_auto) struct guest *v =
	    mem_array(NULL, json_count(all) + 1, sizeof(*v));
	size_t n = 0;

	cJSON_ArrayForEach(entry, all) {
		struct buf key = BUF_INIT;

		utf8_fold(&key, store_name(t->ask->store, entry->string));
		v[n++] = (struct guest){ entry, buf_take(&key) };
	}
	qsort(v, n, sizeof(*v), by_key);
	for (size_t i = 0; i < n; i++) {
		put_guest(t, v[i].entry);
		mem_free(v[i].key);
	}
}

static void
put_roles(struct telling *t)
{
	const cJSON *role;

	cJSON_ArrayForEach(role, json_get(t->session->json, "roles")) {
		struct fact f = { FACT("roles", role->string) };

		f.member = cJSON_GetStringValue(role);
		if (f.member)
			put(t, f);
	}
}

static void
put_agenda(struct telling *t)
{
	const cJSON *item;

	cJSON_ArrayForEach(item, json_get(t->session->json, "agenda")) {
		IV_AUTO(buf_release) struct buf title = BUF_INIT;
		struct fact f = { FACT("agenda", json_str(item, "method")) };
		long minutes;

		if (f.item)
			report_method(&title, t->ask->store, f.item);
		f.text = title.p;
		f.member = json_str(item, "presenter");
		if (json_int(item, "minutes", &minutes))
			f.value = (double)minutes;
		put(t, f);
	}
}

/* Agreements of the group made that day. */
static void
put_agreements(struct telling *t)
{
	const cJSON *a;

	cJSON_ArrayForEach(a, json_get(store_group(t->ask->store),
	    "agreements")) {
		struct fact f = { FACT("agreements", json_str(a, "topic")) };
		const char *since = json_str(a, "since");
		struct civil c;

		if (!since || !civil_parse_iso(since, &c) || c.day != t->day)
			continue;
		f.text = json_str(a, "text");
		put(t, f);
	}
}

/* What the group decided after its evaluation of this meeting. */
static int
take_round(void *arg, struct record **r, struct iv_err *e)
{
	struct telling *t = arg;
	const cJSON *d;

	(void)e;
	if (!json_is((*r)->json, "session", t->session->id.s))
		return 0;
	cJSON_ArrayForEach(d, json_get((*r)->json, "decisions")) {
		struct fact f = { FACT("agreements", "decision") };

		f.text = json_str(d, "text");
		put(t, f);
	}
	return 0;
}

static void
put_shared(struct telling *t, const cJSON *cs)
{
	const cJSON *a;

	cJSON_ArrayForEach(a, json_get(cs, "actions")) {
		struct fact f = { FACT("intentions",
		    report_action_state(a, t->ask->scope.now.day)) };
		struct civil due;

		if (!cJSON_IsTrue(json_get(a, "share")))
			continue;
		f.member = json_str(a, "by");
		f.text = json_str(a, "text");
		if (json_str(a, "due") &&
		    civil_parse_iso(json_str(a, "due"), &due))
			f.day = due.day;
		put(t, f);
	}
}

static void
put_map(struct telling *t, const cJSON *cs, const char *key,
    const char *item)
{
	const cJSON *one;

	cJSON_ArrayForEach(one, json_get(cs, key)) {
		struct fact f = { FACT("own", item) };

		f.text = json_str(one, "text");
		put(t, f);
	}
}

/* The reader's own case, whole as far as the meeting went. */
static void
put_own(struct telling *t, const cJSON *cs)
{
	static const struct {
		const char *key, *item;
	} lines[] = {
		{ "title", N_("Title") },
		{ "question", N_("Learning question") },
		{ "reformulated", N_("Sharpened question") },
	};

	for (size_t i = 0; i < IV_LEN(lines); i++) {
		struct fact f = { FACT("own", lines[i].item) };

		f.text = json_str(cs, lines[i].key);
		if (f.text)
			put(t, f);
	}
	put_map(t, cs, "questions", N_("Question"));
	put_map(t, cs, "advice", N_("Advice"));
	put_map(t, cs, "insights", N_("Insight"));
	put_map(t, cs, "actions", N_("Intention"));
}

static int
take_case(void *arg, struct record **r, struct iv_err *e)
{
	struct telling *t = arg;
	const cJSON *cs = (*r)->json;

	(void)e;
	if (!json_is(cs, "session", t->session->id.s))
		return 0;
	put_shared(t, cs);
	if (t->ask->reader && json_is(cs, "presenter", t->ask->reader))
		put_own(t, cs);
	return 0;
}

static int
rows(struct report_ask *ask, struct out *o, struct iv_err *e)
{
	IV_AUTO(record_free_auto) struct record *r = NULL;
	struct telling t = { ask, NULL, 0, o };
	struct civil start = { 0, -1 };

	if (report_meeting(ask, true, &r, e) < 0)
		return -1;
	report_meeting_about(ask, r->json);
	t.session = r;
	if (json_str(r->json, "start"))
		civil_parse_iso(json_str(r->json, "start"), &start);
	t.day = start.day;
	put_proof(&t, "purpose", N_("Kind of meeting"));
	if (!json_is(r->json, "led_by", "facilitator") ||
	    facts_led(ask->store, r->json))
		put_proof(&t, "led_by", N_("Led by"));
	put_guests(&t);
	put_roles(&t);
	put_agenda(&t);
	put_agreements(&t);
	if (store_each(ask->store, &schema_evaluation, take_round, &t,
	    e) < 0)
		return -1;
	return store_each(ask->store, &schema_case, take_case, &t, e);
}

static const struct out_col proof_cols[] = {
	{ "item", N_("What"), OUT_WORD },
	{ "text", N_("Text"), OUT_WORD },
};
static const struct out_col guest_cols[] = {
	{ "name", N_("Name"), OUT_TEXT },
	{ "item", N_("Attendance"), OUT_WORD },
	{ "text", N_("From and until"), OUT_TEXT },
};
static const struct out_col role_cols[] = {
	{ "item", N_("Role"), OUT_WORD },
	{ "name", N_("Name"), OUT_TEXT },
};
static const struct out_col agenda_cols[] = {
	{ "name", N_("Presenter"), OUT_TEXT },
	{ "text", N_("Method"), OUT_TEXT },
	{ "value", N_("Minutes"), OUT_NUMBER },
};
static const struct out_col agreement_cols[] = {
	{ "text", N_("Agreement"), OUT_TEXT },
};
static const struct out_col action_cols[] = {
	{ "name", N_("Name"), OUT_TEXT },
	{ "text", N_("Intention"), OUT_TEXT },
	{ "date", N_("Due"), OUT_WHEN },
	{ "item", N_("State"), OUT_WORD },
};
static const struct out_col own_cols[] = {
	{ "item", N_("What"), OUT_WORD },
	{ "text", N_("Text"), OUT_TEXT },
};

static const struct report_part parts[] = {
	{ PART("proof", NULL, proof_cols) },
	{ PART("attendance", N_("Attendance"), guest_cols), .half = true },
	{ PART("roles", N_("Roles"), role_cols), .half = true },
	{ PART("agenda", N_("What was done"), agenda_cols) },
	{ PART("agreements", N_("Agreements"), agreement_cols) },
	{ PART("intentions", N_("Intentions that were shared"), action_cols) },
	{ PART("own", N_("Own case"), own_cols) },
};

const struct report report_minutes = {
	.name = "minutes",
	.title = N_("Minutes of the meeting"),
	.help = N_("The one report of a meeting: proof, agreements and what "
	    "people chose to share; the last one unless it is named"),
	.example = "iv-report minutes last --for noëlle -o md",
	.operands = "[MEETING]",
	.reader = N_("with this member's own case, for this member only"),
	.timeless = true,
	.parts = parts, .nparts = IV_LEN(parts),
	.mask = MASK_SESSION | MASK_MEMBER | MASK_CASE | MASK_EVALUATION |
	    MASK_METHOD,
	.plain = { NULL, NULL, fact_cols, IV_LEN(fact_cols), 0, rows, true },
};
