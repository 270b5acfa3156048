#include "help.h"

#include <string.h>

#include "options.h"
#include "question.h"
#include "repo.h"
#include "utf8.h"

#ifndef IV_VERSION
#define IV_VERSION	"0"
#endif

#define NARROW	60

/* "  --long ARG      what it does", the text wrapped beside it, or below it
 * where there is no room. */
static void
line(struct help *h, const char *left, const char *right)
{
	size_t indent = h->width < NARROW ? 6 : 26;
	size_t used = 2 + utf8_width(left);

	buf_addf(h->b, "  %s", left);
	if (used + 2 > indent) {
		buf_addc(h->b, '\n');
		used = 0;
	}
	buf_pad(h->b, ' ', indent - used);
	utf8_wrap(h->b, right, h->width, indent);
	buf_addc(h->b, '\n');
}

void
help_tool(const struct iv_tool *t, struct help *h)
{
	struct buf *b = h->b;

	buf_addf(b, "%s: ", t->name);
	utf8_wrap(b, _(t->help), h->width, 2);
	buf_adds(b, "\n\n");
	for (size_t i = 0; i < t->ncmds; i++)
		if (t->cmds[i].example) {
			buf_addf(b, "  $ %s\n\n", t->cmds[i].example);
			break;
		}
	for (size_t i = 0; i < t->ncmds; i++)
		line(h, t->cmds[i].name, _(t->cmds[i].help));
	buf_addf(b, _("\nEach has its own help: %s COMMAND --help.\nThe page: "
	    "man %s.\n"), t->name, t->name);
}

static void
option_line(struct help *h, const struct iv_opt *o)
{
	IV_AUTO(buf_release) struct buf left = BUF_INIT;

	if (o->letter)
		buf_addf(&left, "-%c, ", o->letter);
	buf_addf(&left, "--%s", o->name);
	if (o->arg)
		buf_addf(&left, " %s", _(o->arg));
	line(h, left.p, _(o->help));
}

static void
field_line(struct help *h, const struct field *f)
{
	IV_AUTO(buf_release) struct buf left = BUF_INIT;
	IV_AUTO(buf_release) struct buf right = BUF_INIT;

	buf_adds(&left, "--");
	option_of_field(&left, f);
	buf_addf(&left, " %s", _("VALUE"));
	buf_adds(&right, f->help ? _(f->help) : _(f->label));
	buf_adds(&right, " (");
	field_allowed(&right, f, false);
	buf_addc(&right, ')');
	line(h, left.p, right.p);
}

static bool
any_field(const struct iv_tool *t, const struct iv_cmd *cmd)
{
	for (size_t i = 0; t->schema && i < t->schema->fields.n; i++)
		if (option_is_field(cmd, &t->schema->fields.v[i]))
			return true;
	return false;
}

/* Capitals in operands are placeholders; these words are translated. */
static const char *const placeholders[] = {
	N_("ID"), N_("FIELD"), N_("VALUE"), N_("TEXT"), N_("MEMBER"),
	N_("SESSION"), N_("WHEN"), N_("MINUTES"), N_("QUESTION"),
	N_("ACTION"), N_("TOPIC"), N_("AGREEMENT"), N_("RELEASE"),
	N_("RECORD"), N_("CHANGE"), N_("ROLE"), N_("DIR"), N_("NAME"),
	N_("ROUND"), N_("CASE"), N_("URL"), N_("MEETING"), N_("KIND"),
};

static const char *
placeholder(const char *word)
{
	for (size_t i = 0; i < IV_LEN(placeholders); i++)
		if (strcmp(placeholders[i], word) == 0)
			return _(placeholders[i]);
	return word;
}

void
help_operands(struct buf *b, const char *operands)
{
	static const char capitals[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	static const char small[] = "abcdefghijklmnopqrstuvwxyz-";

	for (const char *p = operands; *p;) {
		IV_AUTO(buf_release) struct buf word = BUF_INIT;
		size_t n = strspn(p, capitals), words = strspn(p, small);
		/* "yes|no": words that are typed, in either language. */
		bool choice = words > 0 && (p[words] == '|' ||
		    (p > operands && p[-1] == '|'));

		if (choice)
			n = words;
		buf_add(&word, p, n > 0 ? n : 1);
		buf_adds(b, choice ? _(word.p) : placeholder(word.p));
		p += n > 0 ? n : 1;
	}
}

void
help_command(const struct iv_tool *t, const struct iv_cmd *cmd,
    struct help *h)
{
	struct buf *b = h->b;

	if (cmd->example)
		buf_addf(b, "  $ %s\n\n", cmd->example);
	buf_addf(b, _("usage: %s %s [%s]"), t->name, cmd->name, _("options"));
	if (*cmd->operands)
		buf_addc(b, ' ');
	help_operands(b, cmd->operands);
	buf_adds(b, "\n\n");
	utf8_wrap(b, _(cmd->help), h->width, 0);
	buf_adds(b, ".\n\n");
	for (size_t i = 0; i < cmd->nopts; i++)
		option_line(h, &cmd->opts[i]);
	for (size_t i = 0; i < options_common_len; i++)
		if (option_applies(&options_common[i], cmd))
			option_line(h, &options_common[i].opt);
	if (!any_field(t, cmd))
		return;
	buf_adds(b, cmd->flags & CMD_FIELDS ? _("\nFields:\n") :
	    _("\nOnly records with:\n"));
	for (size_t i = 0; i < t->schema->fields.n; i++)
		if (option_is_field(cmd, &t->schema->fields.v[i]))
			field_line(h, &t->schema->fields.v[i]);
}

void
help_version(const struct iv_tool *t, struct buf *b)
{
	buf_addf(b, "%s %s (%s)\n", t->name, IV_VERSION, repo_version());
}

/* Text as mdoc shows it: a backslash is a request, and so is a point or a
 * quote where a line begins, which may be before any word. */
static void
roff(struct buf *b, const char *s)
{
	for (char last = ' '; *s; last = *s++) {
		if (last == ' ' && (*s == '.' || *s == '\''))
			buf_adds(b, "\\&");
		if (*s == '\\')
			buf_adds(b, "\\e");
		else if (*s == '-')
			buf_adds(b, "\\-");
		else
			buf_addc(b, *s);
	}
}

/* A sentence, in lines that "mandoc -T lint" finds short enough; it counts an
 * accented letter as eight. */
static void
man_text(struct buf *b, const char *before, const char *s)
{
	IV_AUTO(buf_release) struct buf text = BUF_INIT;

	buf_adds(&text, before);
	roff(&text, s);
	buf_addc(&text, '.');
	utf8_wrap(b, text.p, 60, 0);
	buf_addc(b, '\n');
}

static void
man_option(struct buf *b, const struct iv_opt *o)
{
	buf_adds(b, ".It ");
	if (o->letter)
		buf_addf(b, "Fl %c , ", o->letter);
	buf_addf(b, "Fl \\-%s", o->name);
	if (o->arg)
		buf_addf(b, " Ar %s", _(o->arg));
	buf_addc(b, '\n');
	man_text(b, "", _(o->help));
}

static void
man_command(const struct iv_cmd *cmd, struct buf *b)
{
	buf_addf(b, ".It Cm %s Oo %s Oc%s", cmd->name, _("options"),
	    *cmd->operands ? " Ar " : "");
	help_operands(b, cmd->operands);
	buf_addc(b, '\n');
	man_text(b, "", _(cmd->help));
	if (cmd->nopts == 0)
		return;
	buf_adds(b, ".Bl -tag -width Ds -compact\n");
	for (size_t i = 0; i < cmd->nopts; i++)
		man_option(b, &cmd->opts[i]);
	buf_adds(b, ".El\n");
}

static void
man_commands(const struct iv_tool *t, struct buf *b)
{
	buf_adds(b, ".Bl -tag -width Ds\n");
	for (size_t i = 0; i < t->ncmds; i++)
		man_command(&t->cmds[i], b);
	buf_adds(b, ".El\n");
}

static void man_fields_of(const struct fields *f, const char *prefix,
    bool kept, struct buf *b);

/* kept: what stands around it is, by the program. */
static void
man_field(const struct field *f, const char *prefix, bool kept, struct buf *b)
{
	IV_AUTO(buf_release) struct buf may = BUF_INIT;
	IV_AUTO(buf_release) struct buf path = BUF_INIT;
	IV_AUTO(buf_release) struct buf kind = BUF_INIT;

	buf_addf(&path, "%s%s", prefix, f->name);
	kept = kept || f->flags & FF_AUTO;
	field_allowed(&may, f, kept);
	buf_addf(b, ".It Va %s\n", path.p);
	man_text(b, "", _(f->help ? f->help : f->label));
	if (f->sub) {
		buf_adds(&path, f->type == FT_OBJECT ? "." :
		    f->type == FT_ROWS ? "[]." : f->key == KEY_MEMBER ?
		    ".MEMBER." : f->key == KEY_ID ? ".ID." : ".NAME.");
		man_fields_of(f->sub, path.p, kept, b);
		return;
	}
	buf_addf(&kind, "%s: ", f->flags & FF_AUTO ?
	    _("Kept by the program") : f->flags & FF_MUST ? _("Required") :
	    _("Optional"));
	man_text(b, kind.p, may.p);
}

static void
man_fields_of(const struct fields *f, const char *prefix, bool kept,
    struct buf *b)
{
	for (size_t i = 0; i < f->n; i++)
		man_field(&f->v[i], prefix, kept, b);
}

static void
man_status(struct buf *b)
{
	buf_adds(b, ".Bl -tag -width Ds -compact\n");
	for (size_t i = 0; i < iv_outcomes_len; i++) {
		buf_addf(b, ".It %d\n", iv_outcomes[i].status);
		man_text(b, "", _(iv_outcomes[i].help));
	}
	buf_adds(b, ".El\n");
}

/* The rules on questions, for iv-question(7). */
static void
man_rules(struct buf *b)
{
	buf_adds(b, ".Bl -tag -width Ds\n");
	for (size_t i = 0; i < question_rules_len; i++) {
		const struct question_rule *r = &question_rules[i];
		const char *who = r->kinds == QUESTION_PRESENTER ?
		    N_("Learning questions") : r->kinds == QUESTION_HELPER ?
		    N_("Helpers' questions") : N_("Both");

		buf_addf(b, ".It Cm %s\n", r->name);
		man_text(b, "", _(r->reason));
		man_text(b, "", _(r->instead));
		buf_addf(b, "%s; %s %s.\n", _(who), _("sources"), r->source);
	}
	buf_adds(b, ".El\n");
}

bool
help_man(const struct iv_tool *t, const char *region, struct buf *b)
{
	if (strcmp(region, "COMMANDS") == 0) {
		man_commands(t, b);
	} else if (strcmp(region, "STATUS") == 0) {
		man_status(b);
	} else if (strcmp(region, "QUESTIONS") == 0) {
		man_rules(b);
	} else if (strcmp(region, "FIELDS") == 0 && t->schema) {
		buf_adds(b, ".Bl -tag -width Ds -compact\n");
		man_fields_of(&t->schema->fields, "", false, b);
		buf_adds(b, ".El\n");
	} else {
		return false;
	}
	return true;
}
