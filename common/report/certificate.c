#include "report.h"

#include <limits.h>
#include <string.h>

#include "html.h"
#include "report_proof.h"
#include "text.h"
#include "utf8.h"

static const char title[] = N_("Certificate of participation");
static const char note[] = N_("Net time of presence, breaks taken off, not "
    "rounded; no content.  The register decides what counts.");

/* Who it is about, and its number. */
struct card {
	const struct person *p;
	unsigned who;
	char number[PROOF_NUMBER];
	struct buf registers;
};

struct work {
	struct report_ask *ask;
	struct out *o;
	struct proof proof;
	struct fits fits;
	struct buf group_numbers;
};

/* Person, group and meetings: the same facts give the same number on every
 * clone, changed ones another. */
static void
number_make(struct card *c, const struct work *w)
{
	const struct visits *l = &w->proof.visits;
	uint64_t h = id_hash(c->p->id.s, ID_LEN, proof_hash(w->ask));

	for (size_t i = 0; i < l->n; i++) {
		const struct visited *v = &l->v[i];
		char text[64];

		if (v->who != c->who || v->presence != WAS_PRESENT)
			continue;
		snprintf(text, sizeof(text), " %d %d %d %d",
		    (int)v->start.day, (int)v->start.minute, v->stay.from,
		    v->minutes);
		h = id_hash(v->session.s, ID_LEN, h);
		h = id_hash(text, strlen(text), h);
	}
	proof_number(c->number, h);
}

/* Did this person sign what the group agreed on secrecy? */
static bool
signed_secrecy(const struct work *w, const char *member)
{
	const cJSON *a;

	cJSON_ArrayForEach(a, json_get(store_group(w->ask->store),
	    "agreements"))
		if (json_is(a, "topic", "confidentiality") &&
		    json_get(json_get(a, "signed"), member))
			return true;
	return false;
}

/* The facilitator of one meeting, or of all this person was at. */
static void
leader_cells(cJSON *row, const struct work *w, const struct card *c,
    const struct visited *only)
{
	const struct visits *l = &w->proof.visits;
	const struct record *leader = w->proof.leader;
	const struct buf *numbers = &w->proof.leader_registers;
	IV_AUTO(buf_release) struct buf name = BUF_INIT;
	int n = 0, led = 0;

	for (size_t i = 0; i < l->n; i++) {
		const struct proof_meeting *m;

		if (l->v[i].who != c->who || (only && only != &l->v[i]) ||
		    l->v[i].presence != WAS_PRESENT)
			continue;
		m = proof_meeting(&w->proof, &l->v[i]);
		n++;
		led += !m || m->led;
	}
	if (leader && led > 0)
		buf_adds(&name, json_str(leader->json, "name"));
	if (led > 0 && led < n && name.len > 0)
		buf_addf(&name, iv_text(store_lang(w->ask->store),
		    N_(" (at %d of %d meetings)")), led, n);
	row_str(row, "facilitator", name.len > 0 ? name.p : NULL);
	row_str(row, "facilitator_registers", name.len > 0 &&
	    numbers->len > 0 ? numbers->p : NULL);
}

/* The cells of the person: in each row, so that each is a proof by itself. */
static void
card_cells(cJSON *row, const struct work *w, const struct card *c,
    const char *section, const struct visited *only)
{
	const cJSON *group = store_group(w->ask->store);

	row_str(row, "section", section);
	row_str(row, "number", c->number);
	row_str(row, "member", c->p->id.s);
	row_str(row, "name", c->p->name);
	row_str(row, "registers", c->registers.len > 0 ? c->registers.p :
	    NULL);
	row_str(row, "group", json_str(group, "name"));
	row_str(row, "group_registers", w->group_numbers.len > 0 ?
	    w->group_numbers.p : NULL);
	leader_cells(row, w, c, only);
	row_day(row, "since", w->ask->scope.since);
	row_day(row, "to", w->ask->scope.until);
}

/* "5-7", of the meetings of this person. */
static void
people_text(struct buf *b, const struct work *w, const struct card *c)
{
	const struct visits *l = &w->proof.visits;
	int least = INT_MAX, most = 0;

	for (size_t i = 0; i < l->n; i++) {
		int n;

		if (l->v[i].who != c->who ||
		    l->v[i].presence != WAS_PRESENT)
			continue;
		n = proof_people(proof_meeting(&w->proof, &l->v[i]));
		least = n < least ? n : least;
		most = n > most ? n : most;
	}
	buf_addf(b, least < most ? "%d\xe2\x80\x93%d" : "%d", least, most);
}

/* What the meetings were, and whether their composition fits. */
static void
put_checks(cJSON *row, const struct work *w, const struct card *c)
{
	IV_AUTO(buf_release) struct buf fits = BUF_INIT, people = BUF_INIT;
	const char *lang = store_lang(w->ask->store);

	fits_text(&fits, &w->fits, c->p->id.s, lang);
	people_text(&people, w, c);
	row_str(row, "present_range", people.p);
	row_str(row, "fits", fits.len > 0 ? fits.p : NULL);
	row_str(row, "description", iv_text(lang, N_("Intervisie: "
	    "professionals consult each other on their own work, by a method "
	    "with fixed steps")));
}

static void
put_person(const struct work *w, const struct card *c, int own)
{
	IV_AUTO(json_free_auto) cJSON *row = cJSON_CreateObject();

	card_cells(row, w, c, "person", NULL);
	proof_cells(row, NULL, NULL);
	row_str(row, "from", NULL);
	row_str(row, "until", NULL);
	row_int(row, "meetings", c->p->sum.count[WAS_PRESENT]);
	row_int(row, "minutes", c->p->sum.minutes);
	row_hours(row, "hours", c->p->sum.minutes);
	row_int(row, "people", -1);
	row_int(row, "own_cases", own);
	cJSON_AddBoolToObject(row, "secrecy", signed_secrecy(w,
	    c->p->id.s));
	row_day(row, "issued", w->ask->scope.now.day);
	put_checks(row, w, c);
	out_row(w->o, row);
}

static void
put_visit(const struct work *w, const struct card *c,
    const struct visited *v)
{
	IV_AUTO(json_free_auto) cJSON *row = cJSON_CreateObject();
	const struct proof_meeting *m = proof_meeting(&w->proof, v);

	card_cells(row, w, c, "meeting", v);
	proof_cells(row, v, m);
	row_clock(row, "from", v->stay.from);
	row_clock(row, "until", v->stay.until);
	row_int(row, "meetings", -1);
	row_int(row, "minutes", v->minutes);
	row_hours(row, "hours", v->minutes);
	row_int(row, "people", proof_people(m));
	row_int(row, "own_cases", proof_own(m, c->p->id.s));
	row_str(row, "secrecy", NULL);
	row_day(row, "issued", w->ask->scope.now.day);
	row_str(row, "present_range", NULL);
	row_str(row, "fits", NULL);
	row_str(row, "description", NULL);
	out_row(w->o, row);
}

static int
own_cases(const struct work *w, const struct card *c)
{
	const struct visits *l = &w->proof.visits;
	int n = 0;

	for (size_t i = 0; i < l->n; i++)
		n += l->v[i].who == c->who &&
		    l->v[i].presence == WAS_PRESENT &&
		    proof_own(proof_meeting(&w->proof, &l->v[i]),
		    c->p->id.s);
	return n;
}

static void
put_card(const struct work *w, unsigned who)
{
	struct card c = { &w->proof.people.v[who], who, "", BUF_INIT };
	IV_AUTO(record_free_auto) struct record *r = NULL;
	const struct visits *l = &w->proof.visits;
	struct iv_err none = IV_ERR_INIT;

	if (store_read(w->ask->store, &schema_member, c.p->id.s, &r,
	    &none) == 0)
		report_registers(&c.registers, r->json);
	number_make(&c, w);
	put_person(w, &c, own_cases(w, &c));
	for (size_t i = 0; i < l->n; i++)
		if (l->v[i].who == who && l->v[i].presence == WAS_PRESENT)
			put_visit(w, &c, &l->v[i]);
	buf_release(&c.registers);
}

static void
work_release(struct work *w)
{
	proof_release(&w->proof);
	fits_release(&w->fits);
	buf_release(&w->group_numbers);
}

static int
rows(struct report_ask *ask, struct out *o, struct iv_err *e)
{
	IV_AUTO(work_release) struct work w = { ask, o,
		{ .leader_registers = BUF_INIT }, { NULL, 0 }, BUF_INIT };
	const struct people *people = &w.proof.people;

	if (proof_load(&w.proof, ask, e) < 0 ||
	    fits_load(&w.fits, ask, e) < 0)
		return -1;
	proof_group(&w.group_numbers, ask);
	buf_adds(&ask->about, iv_text(store_lang(ask->store), note));
	for (size_t i = 0; i < people->n; i++)
		if (people->v[i].sum.count[WAS_PRESENT] > 0 &&
		    (people->v[i].member || ask->scope.member))
			put_card(&w, (unsigned)i);
	return 0;
}

static const struct {
	const char *key, *label;
} facts[] = {
	{ "number", N_("Certificate number") },
	{ "registers", N_("Registers") },
	{ "group", N_("Group") },
	{ "group_registers", N_("Registers of the group") },
	{ "description", N_("What it was") },
	{ "facilitator", N_("Facilitator") },
	{ "facilitator_registers", N_("Registers of the facilitator") },
	{ "since", N_("From") },
	{ "to", N_("Up to and including") },
	{ "meetings", N_("Meetings") },
	{ "hours", N_("Net hours") },
	{ "present_range", N_("People present") },
	{ "fits", N_("Checked against") },
	{ "own_cases", N_("Own cases") },
	{ "secrecy", N_("Secrecy agreed and signed") },
	{ "issued", N_("Issued on") },
};

static void
fact_text(struct buf *b, const cJSON *row, const char *key, const char *lang)
{
	const cJSON *v = json_get(row, key);
	struct civil c;

	if (cJSON_IsBool(v))
		buf_adds(b, iv_text(lang, cJSON_IsTrue(v) ? N_("yes") :
		    N_("no")));
	else if (cJSON_IsString(v) && civil_parse_iso(v->valuestring, &c))
		report_day(b, lang, c.day);
	else
		out_value(b, v);
}

static const struct out_col visit_cols[] = {
	{ "date", N_("Date"), OUT_WHEN },
	{ "start", N_("Start"), OUT_WHEN },
	{ "end", N_("End"), OUT_WHEN },
	{ "breaks", N_("Breaks"), OUT_TEXT },
	{ "from", N_("Present from"), OUT_WHEN },
	{ "until", N_("Until"), OUT_WHEN },
	{ "hours", N_("Net hours"), OUT_NUMBER },
	{ "place", N_("Place"), OUT_TEXT },
	{ "online", N_("Online"), OUT_YES },
	{ "identity_checked", N_("Identity checked"), OUT_YES },
	{ "method", N_("Method"), OUT_TEXT },
	{ "people", N_("People"), OUT_NUMBER },
};

/* The rows of the meetings that follow a person's. */
static const cJSON *
visits_of(const cJSON *row, cJSON *some)
{
	for (row = row->next; row && json_is(row, "section", "meeting");
	    row = row->next)
		cJSON_AddItemReferenceToArray(some, (cJSON *)(size_t)row);
	return row;
}

/* Columns of which there is something to say: paper has no room for others. */
static size_t
visits_cols(const cJSON *some, struct out_col *cols)
{
	size_t n = 0;

	for (size_t i = 0; i < IV_LEN(visit_cols); i++) {
		const cJSON *row, *v;
		bool any = false;

		cJSON_ArrayForEach(row, some) {
			v = json_get(row, visit_cols[i].name);
			any = any || (v && !cJSON_IsNull(v) &&
			    !(cJSON_IsString(v) && !*v->valuestring));
		}
		if (any)
			cols[n++] = visit_cols[i];
	}
	return n;
}

static void
visits_html(struct buf *b, const char *name, const cJSON *some,
    const char *lang)
{
	struct out_style style = { .lang = lang };
	struct out_col cols[IV_LEN(visit_cols)];
	struct html_col heads[IV_LEN(visit_cols)];
	size_t n = visits_cols(some, cols);
	const cJSON *row;

	for (size_t i = 0; i < n; i++)
		heads[i] = (struct html_col){ iv_text(lang, cols[i].head),
		    cols[i].type == OUT_NUMBER };
	html_table(b, name, heads, n);
	cJSON_ArrayForEach(row, some) {
		html_row(b);
		for (size_t i = 0; i < n; i++) {
			IV_AUTO(buf_release) struct buf text = BUF_INIT;

			out_shown(&text, &cols[i], json_get(row,
			    cols[i].name), &style);
			html_cell(b, &heads[i], i == 0, text.p);
		}
		html_row_end(b);
	}
	html_table_end(b);
}

static void
facts_html(struct buf *b, const cJSON *row, const char *lang)
{
	buf_adds(b, "<dl class=\"facts small\">\n");
	for (size_t i = 0; i < IV_LEN(facts); i++) {
		IV_AUTO(buf_release) struct buf text = BUF_INIT;

		fact_text(&text, row, facts[i].key, lang);
		buf_adds(b, "<div>");
		html_tag(b, "dt", NULL, iv_text(lang, facts[i].label));
		html_tag(b, "dd", text.len > 40 ? "l" : NULL,
		    text.len > 0 ? text.p : "\xe2\x80\x93");
		buf_adds(b, "</div>\n");
	}
	buf_adds(b, "</dl>\n");
}

/* Each is a page of its own when printed, and says what it is. */
static void
figure(struct buf *b, const cJSON *all, const char *lang)
{
	for (const cJSON *row = all->child; row;) {
		IV_AUTO(json_free_auto) cJSON *some = cJSON_CreateArray();
		IV_AUTO(buf_release) struct buf head = BUF_INIT;
		const cJSON *next = visits_of(row, some);

		buf_adds(b, "<section class=\"wide page\">\n");
		buf_addf(&head, "%s: %s", iv_text(lang, title),
		    json_str(row, "name"));
		html_tag(b, "h2", NULL, head.p);
		facts_html(b, row, lang);
		visits_html(b, head.p, some, lang);
		html_tag(b, "p", NULL, iv_text(lang, note));
		html_tag(b, "p", "signature", iv_text(lang,
		    N_("Signature of the facilitator:")));
		buf_adds(b, "</section>\n");
		row = next;
	}
}

static void
facts_print(FILE *f, const cJSON *row, bool md, const char *lang)
{
	for (size_t i = 0; i < IV_LEN(facts); i++) {
		IV_AUTO(buf_release) struct buf text = BUF_INIT;
		IV_AUTO(buf_release) struct buf safe = BUF_INIT;
		IV_AUTO(buf_release) struct buf seen = BUF_INIT;

		fact_text(&text, row, facts[i].key, lang);
		utf8_visible(&seen, text.p, "");
		if (text.len == 0)
			buf_adds(&seen, "\xe2\x80\x93");
		if (md)
			out_md(&safe, seen.p);
		fprintf(f, "%s%s: %s\n", md ? "- " : "  ", iv_text(lang,
		    facts[i].label), md ? safe.p : seen.p);
	}
	fputc('\n', f);
}

static int
visits_print(FILE *f, const cJSON *some, enum out_format format,
    const struct out_style *style, struct iv_err *e)
{
	struct out_col cols[IV_LEN(visit_cols)];
	struct out_spec spec = { .format = format, .schema = "",
		.cols = cols, .ncols = visits_cols(some, cols) };
	struct out *o = out_begin(f, &spec, style);
	const cJSON *row;

	cJSON_ArrayForEach(row, some)
		out_row(o, row);
	return out_end(o, e);
}

static int
print(FILE *f, const cJSON *all, enum out_format format,
    const struct out_style *style, struct iv_err *e)
{
	bool md = format == OUT_MD;

	for (const cJSON *row = all->child; row;) {
		IV_AUTO(json_free_auto) cJSON *some = cJSON_CreateArray();
		IV_AUTO(buf_release) struct buf name = BUF_INIT;
		IV_AUTO(buf_release) struct buf safe = BUF_INIT;
		const cJSON *next = visits_of(row, some);

		utf8_visible(&name, json_str(row, "name"), "");
		out_md(&safe, name.p);
		fprintf(f, "%s%s\n\n", md ? "## " : "", md ? safe.p : name.p);
		facts_print(f, row, md, style->lang);
		if (visits_print(f, some, format, style, e) < 0)
			return -1;
		fprintf(f, "\n%s\n\n", iv_text(style->lang,
		    N_("Signature of the facilitator:")));
		row = next;
	}
	return 0;
}

static const struct out_col cols[] = {
	{ "section", N_("Section"), OUT_WORD },
	{ "number", N_("Certificate number"), OUT_TEXT },
	{ "member", N_("Id"), OUT_TEXT },
	{ "name", N_("Name"), OUT_TEXT },
	{ "registers", N_("Registers"), OUT_TEXT },
	{ "group", N_("Group"), OUT_TEXT },
	{ "facilitator", N_("Facilitator"), OUT_TEXT },
	{ "facilitator_registers", N_("Registers of the facilitator"),
	    OUT_TEXT },
	{ "since", N_("From"), OUT_WHEN },
	{ "to", N_("Up to and including"), OUT_WHEN },
	{ "session", N_("Meeting"), OUT_TEXT },
	{ "date", N_("Date"), OUT_WHEN },
	{ "start", N_("Start"), OUT_WHEN },
	{ "end", N_("End"), OUT_WHEN },
	{ "breaks", N_("Breaks"), OUT_TEXT },
	{ "place", N_("Place"), OUT_TEXT },
	{ "online", N_("Online"), OUT_YES },
	{ "identity_checked", N_("Identity checked"), OUT_YES },
	{ "method", N_("Method"), OUT_TEXT },
	{ "from", N_("Present from"), OUT_WHEN },
	{ "until", N_("Until"), OUT_WHEN },
	{ "meetings", N_("Meetings"), OUT_NUMBER },
	{ "minutes", N_("Minutes"), OUT_NUMBER },
	{ "hours", N_("Net hours"), OUT_NUMBER },
	{ "people", N_("People"), OUT_NUMBER },
	{ "own_cases", N_("Own cases"), OUT_NUMBER },
	{ "secrecy", N_("Secrecy agreed and signed"), OUT_YES },
	{ "issued", N_("Issued on"), OUT_WHEN },
	{ "group_registers", N_("Registers of the group"), OUT_TEXT },
	{ "present_range", N_("People present"), OUT_TEXT },
	{ "fits", N_("Checked against"), OUT_TEXT },
	{ "description", N_("What it was"), OUT_TEXT },
};

static const struct report_part parts[] = {
	{ .cols = cols, .ncols = IV_LEN(cols),
	    .none = N_("Nobody was present in this period."),
	    .figure = figure, .print = print, .cards = true,
	    .each = "member" },
};

const struct report report_certificate = {
	.name = "certificate",
	.title = title,
	.help = N_("Certificates of participation, one for each member, "
	    "without content"),
	.example = "iv-report certificate -o html > bewijzen.html",
	.member = N_("only this person's"),
	.parts = parts, .nparts = IV_LEN(parts),
	.year = true,
	.mask = MASK_SESSION | MASK_MEMBER | MASK_REGISTER |
	    MASK_METHOD,
	.plain = { NULL, NULL, cols, IV_LEN(cols), 0, rows, false },
};
