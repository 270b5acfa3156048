#include "report.h"

#include <string.h>

#include "facts_session.h"
#include "report_meeting.h"
#include "report_proof.h"
#include "report_sorted.h"
#include "text.h"
#include "utf8.h"

/* The meeting that is signed for. */
struct list {
	int32_t day;
	char number[PROOF_NUMBER];
};

static int
take_member(void *arg, struct record **r, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf registers = BUF_INIT;
	IV_AUTO(buf_release) struct buf key = BUF_INIT;
	struct sorted *s = arg;
	const struct list *l = s->arg;
	const cJSON *j = (*r)->json;
	cJSON *row;

	(void)e;
	if (!facts_expected(j, l->day))
		return 0;
	report_registers(&registers, j);
	utf8_fold(&key, json_str(j, "name"));
	buf_addf(&key, "\001%s", (*r)->id.s);
	row = cJSON_CreateObject();
	row_str(row, "member", (*r)->id.s);
	row_str(row, "name", json_str(j, "name"));
	row_str(row, "registers", registers.len > 0 ? registers.p : NULL);
	row_str(row, "from", NULL);
	row_str(row, "until", NULL);
	row_str(row, "signature", NULL);
	row_str(row, "number", l->number);
	sorted_add(s, key.p, row);
	return 0;
}

static void
number_make(struct list *l, const struct report_ask *ask,
    const struct record *r)
{
	const char *start = json_str(r->json, "start");
	uint64_t h = id_hash(r->id.s, ID_LEN, proof_hash(ask));

	proof_number(l->number, start ? id_hash(start, strlen(start), h) : h);
}

static void
about_add(struct buf *b, const char *lang, const char *label,
    const struct buf *text)
{
	if (text->len > 0)
		buf_addf(b, "; %s: %s", iv_text(lang, label), text->p);
}

/* What a register wants to see above the signatures. */
static int
about(struct report_ask *ask, const struct list *l, const cJSON *session,
    struct iv_err *e)
{
	IV_AUTO(record_free_auto) struct record *leader = NULL;
	IV_AUTO(buf_release) struct buf lead = BUF_INIT, group = BUF_INIT;
	IV_AUTO(buf_release) struct buf breaks = BUF_INIT, how = BUF_INIT;
	const char *lang = store_lang(ask->store);

	if (report_leader(&leader, ask, e) < 0)
		return -1;
	proof_leader(&lead, leader);
	proof_group(&group, ask);
	proof_breaks(&breaks, session);
	proof_methods(&how, ask->store, session);
	about_add(&ask->about, lang, N_("Breaks"), &breaks);
	about_add(&ask->about, lang, N_("Method"), &how);
	about_add(&ask->about, lang, N_("Facilitator"), &lead);
	about_add(&ask->about, lang, N_("Registers of the group"), &group);
	buf_addf(&ask->about, "; %s: %s", iv_text(lang, N_("Number of this "
	    "list")), l->number);
	return 0;
}

static int
rows(struct report_ask *ask, struct out *o, struct iv_err *e)
{
	IV_AUTO(record_free_auto) struct record *r = NULL;
	struct list l = { .day = 0 };
	struct sorted s = { .ask = ask, .arg = &l };

	if (report_meeting(ask, false, &r, e) < 0)
		return -1;
	report_meeting_about(ask, r->json);
	number_make(&l, ask, r);
	if (about(ask, &l, r->json, e) < 0)
		return -1;
	l.day = facts_meeting(r->json).start.day;
	return sorted_rows(&s, &schema_member, take_member, o, e);
}

static const struct out_col cols[] = {
	{ "member", N_("Id"), OUT_TEXT },
	{ "name", N_("Name"), OUT_TEXT },
	{ "registers", N_("Registers"), OUT_TEXT },
	{ "from", N_("From"), OUT_WHEN },
	{ "until", N_("Until"), OUT_WHEN },
	{ "signature", N_("Signature"), OUT_TEXT },
	{ "number", N_("Number of this list"), OUT_TEXT },
};

static const struct report_part parts[] = {
	{ .cols = cols + 1, .ncols = IV_LEN(cols) - 2, .sign = true },
};

const struct report report_signsheet = {
	.name = "signsheet",
	.title = N_("Attendance list"),
	.help = N_("A list to sign at a meeting, to print; the next meeting "
	    "unless it is named"),
	.example = "iv-report signsheet -o html > presentie.html",
	.operands = "[MEETING]",
	.timeless = true,
	.parts = parts, .nparts = IV_LEN(parts),
	.mask = MASK_SESSION | MASK_MEMBER | MASK_METHOD,
	.plain = { NULL, NULL, cols, IV_LEN(cols), 1, rows, false },
};
