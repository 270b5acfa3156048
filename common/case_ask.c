#include <string.h>
#include <unistd.h>

#include "ask.h"
#include "case.h"
#include "file.h"
#include "mem.h"
#include "question.h"
#include "utf8.h"

#define INTAKE		"intake.json"
#define STEPS_MAX	24

/* What each form asks, between its title and its question. */
static const struct form {
	const char *name, *fields, *question;
} forms[] = {
	{ "problem", "situation,own_part,tried,obstacle",
	    N_("One open question about own acting: 'How can I ...?'") },
	{ "solution", "situation,desired,tried",
	    N_("A question towards what you want: 'How can I get to ...?'") },
	{ "positive", "situation,worked,context",
	    N_("A question about what went well: 'How did I manage "
	    "to ...?'") },
	{ "ethical", "situation,values,own_part",
	    N_("A question about what is right: 'What should I do "
	    "when ...?'") },
};

static const struct form *
form_of(const char *name)
{
	for (size_t i = 0; name && i < IV_LEN(forms); i++)
		if (strcmp(forms[i].name, name) == 0)
			return &forms[i];
	return &forms[0];
}

/* The answers as they were typed, kept on disk after each one. */
struct intake {
	struct iv_ctx *c;
	cJSON *answers;		/* field: text */
	cJSON *record;		/* what they amount to, for checking */
	char *steps[STEPS_MAX];
	size_t n;
	int fd;
	bool own;		/* who types is a member, and presents */
};

static int
keep(struct intake *in, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;

	json_print(&b, in->answers);
	return file_replace(in->fd, INTAKE, b.p, b.len, 0600, e);
}

static void
add_steps(struct intake *in, const char *fields)
{
	for (const char *p = fields; *p;) {
		size_t n = strcspn(p, ",");

		if (in->n < STEPS_MAX)
			in->steps[in->n++] = mem_ndup(p, n);
		p += n + (p[n] == ',');
	}
}

static void
drop_steps(struct intake *in)
{
	for (size_t i = 0; i < in->n; i++)
		mem_free(in->steps[i]);
	in->n = 0;
}

/* The steps follow the form, so they are made again when it is known. */
static void
make_steps(struct intake *in)
{
	drop_steps(in);
	if (!in->own)
		add_steps(in, "presenter");
	add_steps(in, "form,title");
	add_steps(in, form_of(json_str(in->record, "form"))->fields);
	add_steps(in, "question,urgency,influence,wants");
}

/* Whoever leads a group types the cases of others too, and so is asked. */
static bool
presents(struct iv_ctx *c)
{
	IV_AUTO(record_free_auto) struct record *r = NULL;
	struct iv_err none = IV_ERR_INIT;

	return id_valid(c->author) &&
	    store_read(c->store, &schema_member, c->author, &r, &none) == 0 &&
	    json_is(r->json, "role", "member");
}

/* The question is one sentence; what is told may take many lines. */
static bool
is_long(const struct field *f)
{
	return f->type == FT_TEXT && strcmp(f->name, "question") != 0;
}

/* What holds when nothing is typed. */
static const char *
now_of(const struct intake *in, const struct field *f)
{
	const char *now = json_str(in->answers, f->name);

	if (now || strcmp(f->name, "presenter") != 0)
		return now || !f->dflt ? now : _(f->dflt);
	return id_valid(in->c->author) ?
	    store_name(in->c->store, in->c->author) : NULL;
}

static void
pose(struct intake *in, size_t i)
{
	const struct field *f = fields_find(&schema_case.fields, in->steps[i],
	    strlen(in->steps[i]));
	const char *now = now_of(in, f);
	const char *help = f->help ? _(f->help) : "";
	IV_AUTO(buf_release) struct buf head = BUF_INIT, text = BUF_INIT;

	if (strcmp(f->name, "question") == 0)
		help = _(form_of(json_str(in->record, "form"))->question);
	buf_addf(&head, "\n[%zu/%zu] %s: ", i + 1, in->n, _(f->label));
	buf_adds(&text, help);
	if (f->type == FT_WORD || f->type == FT_LIST || f->type == FT_INT) {
		buf_adds(&text, " (");
		field_allowed(&text, f, false);
		buf_adds(&text, ")");
	} else if (is_long(f)) {
		buf_adds(&text, _(" (an empty line ends it)"));
	}
	ask_say(in->c, head.p, text.p);
	if (now)
		ask_say(in->c, _("  Now: "), now);
}

/* Hints on the question, as soon as it is typed; it may be typed again. */
static void
hint(struct intake *in, const char *text)
{
	struct question q = { text, store_lang(in->c->store),
		QUESTION_PRESENTER, TALK_OPEN };
	struct question_hint h[8];
	size_t n = question_check(&q, h, IV_LEN(h));

	for (size_t i = 0; i < n && i < IV_LEN(h); i++) {
		IV_AUTO(buf_release) struct buf b = BUF_INIT;

		buf_addf(&b, "%s; %s", _(h[i].rule->reason),
		    _(h[i].rule->instead));
		ask_say(in->c, _("  Hint: "), b.p);
	}
	if (n > 0)
		ask_say(in->c, "  ", _("Type < to put it in other words, or "
		    "go on."));
}

enum step_end { STEP_NEXT, STEP_BACK, STEP_AGAIN, STEP_STOP };

static enum step_end
take_answer(struct intake *in, const char *field, const char *text)
{
	struct schema_in world = tool_input(in->c);
	struct iv_err e = IV_ERR_INIT;

	if (case_privacy_text(in->c, field, text, &e) < 0 ||
	    schema_set(&schema_case, in->record, field, text, &world,
	    &e) < 0) {
		ask_say(in->c, "  ", e.msg);
		return STEP_AGAIN;
	}
	json_set_str(in->answers, field, text);
	if (keep(in, &e) < 0) {
		tool_say(in->c, "%s", e.msg);
		return STEP_STOP;
	}
	if (strcmp(field, "question") == 0)
		hint(in, text);
	return STEP_NEXT;
}

/* Takes a last line "<" away: what stands before it counts. */
static bool
goes_back(struct buf *b)
{
	bool all = strcmp(b->p, "<") == 0;

	if (!all && (b->len < 2 || strcmp(b->p + b->len - 2, "\n<") != 0))
		return false;
	buf_cut(b, all ? 0 : b->len - 2);
	buf_trim(b);
	return true;
}

/* Of these the case cannot do without. */
static bool
is_needed(const struct intake *in, const char *field)
{
	return !json_get(in->answers, field) &&
	    (strcmp(field, "title") == 0 || (strcmp(field, "presenter") == 0 &&
	    !id_valid(in->c->author)));
}

static enum step_end
ask_step(struct intake *in, size_t i)
{
	const char *field = in->steps[i];
	const struct field *f = fields_find(&schema_case.fields, field,
	    strlen(field));
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	enum step_end end = STEP_NEXT;
	bool more, back;

	pose(in, i);
	more = is_long(f) ? ask_lines(&b) : ask_line(&b);
	back = more && goes_back(&b);
	if (b.len > 0)
		end = take_answer(in, field, b.p);
	if (!more)
		return STEP_STOP;
	if (back)
		return end == STEP_NEXT ? STEP_BACK : end;
	if (b.len == 0 && is_needed(in, field)) {
		ask_say(in->c, "  ", _("This one is needed."));
		return STEP_AGAIN;
	}
	return end;
}

static bool
ask_steps(struct intake *in)
{
	size_t i = 0;

	make_steps(in);
	while (i < in->n) {
		switch (ask_step(in, i)) {
		case STEP_NEXT:
			make_steps(in);
			i++;
			break;
		case STEP_BACK:
			i -= i > 0;
			break;
		case STEP_AGAIN:
			break;
		case STEP_STOP:
			return false;
		}
	}
	return true;
}

/* What was typed before an interruption, taken up again when wished. */
static int
resume(struct intake *in, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf text = BUF_INIT, answer = BUF_INIT;
	struct schema_in world = tool_input(in->c);
	struct iv_err none = IV_ERR_INIT;
	const cJSON *j;

	in->answers = cJSON_CreateObject();
	if (file_read(in->fd, INTAKE, FILE_MAX, &text, &none) < 0)
		return 0;
	ask_say(in->c, "", _("A case that was not finished is waiting. Enter "
	    "goes on with it, n begins a new one."));
	if (!ask_line(&answer))
		return iv_fail(e, IV_FAIL, _("stopped; nothing was changed"));
	if (answer.len > 0 && (answer.p[0] == 'n' || answer.p[0] == 'N'))
		return 0;
	cJSON_Delete(in->answers);
	if (json_parse(text.p, text.len, INTAKE, 1, &in->answers, e) < 0)
		return -1;
	cJSON_ArrayForEach(j, in->answers)
		if (cJSON_IsString(j) && schema_set(&schema_case, in->record,
		    j->string, j->valuestring, &world, &none) < 0)
			tool_say(in->c, "%s", none.msg);
	return 0;
}

/* The answers become the options of an ordinary add. */
static int
add_answers(struct intake *in, bool draft, struct iv_err *e)
{
	struct add_opts add = { .draft = draft };
	const cJSON *j;
	int r;

	cJSON_ArrayForEach(j, in->answers) {
		struct iv_ctx *c = in->c;

		c->sets = mem_array(c->sets, c->nsets + 1, sizeof(*c->sets));
		c->sets[c->nsets++] = (struct iv_set){ j->string,
		    j->valuestring };
	}
	r = verb_add(in->c, &add, e);
	if (r >= 0 && !in->c->dry_run)
		unlinkat(in->fd, INTAKE, 0);
	return r;
}

static int
stopped(const struct intake *in, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf dir = BUF_INIT;

	store_private_path(in->c->store, &dir);
	return iv_fail(e, IV_FAIL, _("stopped; what was typed is kept in "
	    "'%s/%s': 'iv-case add' goes on with it"), dir.p, INTAKE);
}

static int
guide(struct intake *in, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;

	ask_begin();
	if (resume(in, e) < 0)
		return -1;
	ask_say(in->c, "", _("Enter skips or keeps, < goes back, Ctrl-C "
	    "stops and keeps what was typed. Leave names out."));
	if (!ask_steps(in))
		return stopped(in, e);
	for (;;) {
		buf_clear(&b);
		ask_say(in->c, "\n", _("Share it with the group, or keep it as "
		    "a draft? (share, draft)"));
		if (!ask_line(&b))
			return stopped(in, e);
		if (b.len > 0 && utf8_begins(_("share"), b.p)) {
			if (json_get(in->answers, "question"))
				return add_answers(in, false, e);
			ask_say(in->c, "  ", _("A case that is shared needs a "
			    "learning question; keep it as a draft until it "
			    "has one."));
		}
		if (b.len > 0 && utf8_begins(_("draft"), b.p))
			return add_answers(in, true, e);
	}
}

int
case_add(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	const struct add_opts *o = opts;
	struct intake in = { .c = c };
	int r;

	if (!ask_possible() || c->nsets > 0 || o->json || o->sheet)
		return verb_add(c, opts, e);
	if (tool_store(c, e) < 0 || tool_author(c, e) < 0)
		return -1;
	in.fd = store_private(c->store, true, e);
	if (in.fd < 0)
		return -1;
	in.own = presents(c);
	in.record = cJSON_CreateObject();
	r = guide(&in, e);
	drop_steps(&in);
	cJSON_Delete(in.record);
	cJSON_Delete(in.answers);
	return r;
}
