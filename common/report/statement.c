#include "report.h"

#include <string.h>

#include "report_proof.h"
#include "text.h"

struct work {
	struct report_ask *ask;
	struct out *o;
	struct proof proof;
	const char *leader;		/* id */
};

/* Cells that one kind of row has and the other has not. */
struct cells {
	const char *section, *member, *name, *registers, *text;
	int meetings, people;
	long minutes;
	const struct visited *v;
};

static void
put(const struct work *w, const struct cells *c)
{
	IV_AUTO(json_free_auto) cJSON *row = cJSON_CreateObject();

	row_str(row, "section", c->section);
	row_str(row, "member", c->member);
	row_str(row, "name", c->name);
	row_str(row, "registers", c->registers);
	row_str(row, "text", c->text);
	proof_cells(row, c->v, c->v ? proof_meeting(&w->proof, c->v) : NULL);
	row_int(row, "meetings", c->meetings);
	row_int(row, "people", c->people);
	row_int(row, "minutes", c->minutes);
	row_hours(row, "hours", c->minutes);
	row_str(row, "signature", NULL);
	out_row(w->o, row);
}

/* Was the facilitator at this meeting? */
static const struct visited *
led(const struct work *w, const struct visited *v)
{
	const struct visits *l = &w->proof.visits;
	const struct visited *at = v, *end = l->v + l->n;

	/* Visits come meeting by meeting. */
	while (at > l->v && strcmp(at[-1].session.s, v->session.s) == 0)
		at--;
	for (; at < end && strcmp(at->session.s, v->session.s) == 0; at++)
		if (at->presence == WAS_PRESENT &&
		    strcmp(w->proof.people.v[at->who].id.s, w->leader) == 0)
			return at;
	return NULL;
}

static bool
wanted(const struct work *w, const struct visited *v, const char *member)
{
	const char *id = w->proof.people.v[v->who].id.s;

	return v->presence == WAS_PRESENT &&
	    strcmp(id, member ? member : w->leader) == 0 && led(w, v);
}

static int
put_meetings(const struct work *w, const char *member)
{
	const struct visits *l = &w->proof.visits;
	int n = 0;

	for (size_t i = 0; i < l->n; i++) {
		struct cells c = { .section = "meetings", .meetings = -1,
			.minutes = l->v[i].minutes, .v = &l->v[i] };

		if (!wanted(w, &l->v[i], member))
			continue;
		c.people = proof_people(proof_meeting(&w->proof, &l->v[i]));
		put(w, &c);
		n++;
	}
	return n;
}

static void
put_person(const struct work *w, const struct person *p)
{
	IV_AUTO(record_free_auto) struct record *r = NULL;
	IV_AUTO(buf_release) struct buf registers = BUF_INIT;
	struct cells c = { .section = "people", .member = p->id.s,
		.name = p->name, .people = -1 };
	const struct visits *l = &w->proof.visits;
	struct iv_err none = IV_ERR_INIT;

	for (size_t i = 0; i < l->n; i++)
		if (wanted(w, &l->v[i], p->id.s)) {
			c.meetings++;
			c.minutes += l->v[i].minutes;
		}
	if (c.meetings == 0)
		return;
	if (store_read(w->ask->store, &schema_member, p->id.s, &r,
	    &none) == 0)
		report_registers(&registers, r->json);
	c.registers = registers.len > 0 ? registers.p : NULL;
	put(w, &c);
}

static void
put_facilitator(const struct work *w)
{
	const struct proof *p = &w->proof;
	struct cells c = { .section = "facilitator", .member = w->leader,
		.name = json_str(p->leader->json, "name"), .meetings = -1,
		.people = -1, .minutes = -1 };

	c.registers = p->leader_registers.len > 0 ? p->leader_registers.p :
	    NULL;
	c.text = iv_text(store_lang(w->ask->store), N_("declares to have led "
	    "the meetings below, at which the people below were present for "
	    "the hours that stand with them.  This says nothing about what "
	    "was discussed; the register decides what counts."));
	put(w, &c);
}

static void
put_sign(const struct work *w)
{
	struct cells c = { .section = "sign", .meetings = -1, .people = -1,
		.minutes = -1 };

	c.name = json_str(w->proof.leader->json, "name");
	put(w, &c);
}

static void
work_release(struct work *w)
{
	proof_release(&w->proof);
}

static int
rows(struct report_ask *ask, struct out *o, struct iv_err *e)
{
	IV_AUTO(work_release) struct work w = { ask, o,
		{ .leader_registers = BUF_INIT }, NULL };
	const char *only = ask->scope.member;
	const struct people *people = &w.proof.people;
	int n;

	/* The facilitator's own presence is needed too. */
	ask->scope.member = NULL;
	n = proof_load(&w.proof, ask, e);
	ask->scope.member = only;
	if (n < 0)
		return -1;
	if (!w.proof.leader)
		return iv_fail(e, IV_NOTFOUND, _("no facilitator to declare "
		    "it; name one by iv-group set facilitator=NAME"));
	w.leader = w.proof.leader->id.s;
	put_facilitator(&w);
	n = put_meetings(&w, only);
	for (size_t i = 0; n > 0 && i < people->n; i++)
		if (strcmp(people->v[i].id.s, w.leader) != 0 && (!only ||
		    strcmp(people->v[i].id.s, only) == 0))
			put_person(&w, &people->v[i]);
	put_sign(&w);
	return 0;
}

static const struct out_col cols[] = {
	{ "section", N_("Section"), OUT_WORD },
	{ "member", N_("Id"), OUT_TEXT },
	{ "name", N_("Name"), OUT_TEXT },
	{ "registers", N_("Registers"), OUT_TEXT },
	{ "text", N_("Text"), OUT_TEXT },
	{ "session", N_("Meeting"), OUT_TEXT },
	{ "date", N_("Date"), OUT_WHEN },
	{ "start", N_("Start"), OUT_WHEN },
	{ "end", N_("End"), OUT_WHEN },
	{ "breaks", N_("Breaks"), OUT_TEXT },
	{ "place", N_("Place"), OUT_TEXT },
	{ "online", N_("Online"), OUT_YES },
	{ "identity_checked", N_("Identity checked"), OUT_YES },
	{ "method", N_("Method"), OUT_TEXT },
	{ "meetings", N_("Meetings"), OUT_NUMBER },
	{ "people", N_("People"), OUT_NUMBER },
	{ "minutes", N_("Minutes"), OUT_NUMBER },
	{ "hours", N_("Net hours"), OUT_NUMBER },
	{ "signature", N_("Signature"), OUT_TEXT },
};

static const struct out_col leader_cols[] = {
	{ "name", N_("Facilitator"), OUT_TEXT },
	{ "registers", N_("Registers"), OUT_TEXT },
	{ "text", N_("Declaration"), OUT_TEXT },
};

static const struct out_col meeting_cols[] = {
	{ "date", N_("Date"), OUT_WHEN },
	{ "start", N_("Start"), OUT_WHEN },
	{ "end", N_("End"), OUT_WHEN },
	{ "breaks", N_("Breaks"), OUT_TEXT },
	{ "place", N_("Place"), OUT_TEXT },
	{ "method", N_("Method"), OUT_TEXT },
	{ "people", N_("People"), OUT_NUMBER },
};

static const struct out_col people_cols[] = {
	{ "name", N_("Name"), OUT_TEXT },
	{ "registers", N_("Registers"), OUT_TEXT },
	{ "meetings", N_("Meetings"), OUT_NUMBER },
	{ "hours", N_("Net hours"), OUT_NUMBER },
};

static const struct out_col sign_cols[] = {
	{ "name", N_("Name"), OUT_TEXT },
	{ "place", N_("Place"), OUT_TEXT },
	{ "date", N_("Date"), OUT_WHEN },
	{ "signature", N_("Signature"), OUT_TEXT },
};

static const struct report_part parts[] = {
	{ PART("facilitator", NULL, leader_cols) },
	{ PART("meetings", N_("Meetings"), meeting_cols),
	    .none = N_("No meeting with the facilitator in this period.") },
	{ PART("people", N_("People"), people_cols) },
	{ PART("sign", N_("Signature"), sign_cols), .sign = true },
};

const struct report report_statement = {
	.name = "statement",
	.title = N_("Statement of the facilitator"),
	.help = N_("The facilitator's statement, with register number and "
	    "without content"),
	.example = "iv-report statement --member noëlle -o html > v.html",
	.member = N_("about this person only"),
	.parts = parts, .nparts = IV_LEN(parts),
	.year = true,
	.mask = MASK_SESSION | MASK_MEMBER | MASK_METHOD,
	.plain = { NULL, NULL, cols, IV_LEN(cols), 0, rows, false },
};
