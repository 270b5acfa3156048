#include "complete.h"

#include <string.h>

#include "options.h"
#include "utf8.h"

static bool
folded_prefix(const char *text, const char *typed)
{
	IV_AUTO(buf_release) struct buf a = BUF_INIT;
	IV_AUTO(buf_release) struct buf b = BUF_INIT;

	if (strncmp(text, typed, strlen(typed)) == 0)
		return true;
	utf8_fold(&a, text);
	utf8_fold(&b, typed);
	return b.len > 0 && strncmp(a.p, b.p, b.len) == 0;
}

void
complete_add(struct completion *q, const char *text, const char *about)
{
	IV_AUTO(buf_release) struct buf shown = BUF_INIT;

	/* One line is one candidate, and a shell shows it. */
	utf8_visible(&shown, text, "");
	if (!folded_prefix(text, q->typed) || strcmp(shown.p, text) != 0)
		return;
	buf_adds(&q->out, q->before.p);
	buf_adds(&q->out, text);
	if (about && *about) {
		buf_addc(&q->out, '\t');
		utf8_visible(&q->out, about, "");
	}
	buf_addc(&q->out, '\n');
}

void
complete_skip(struct completion *q, size_t n)
{
	buf_add(&q->before, q->typed, n);
	q->typed += n;
}

static void
add_commands(struct completion *q)
{
	const struct iv_tool *t = q->c->tool;

	for (size_t i = 0; i < t->ncmds; i++)
		complete_add(q, t->cmds[i].name, _(t->cmds[i].help));
}

static void
add_option(struct completion *q, const char *name, bool takes,
    const char *about)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;

	buf_addf(&b, "--%s%s", name, takes ? "=" : "");
	complete_add(q, b.p, about);
}

static void
add_row(struct completion *q, const struct iv_opt *o)
{
	add_option(q, o->name, o->type != OPT_FLAG, _(o->help));
}

/* The fields of the tool's kind that are options of the command. */
static const struct field *
field_option(const struct completion *q, size_t *at)
{
	const struct schema *k = q->c->tool->schema;

	while (k && *at < k->fields.n) {
		const struct field *f = &k->fields.v[(*at)++];

		if (option_is_field(q->cmd, f))
			return f;
	}
	return NULL;
}

static void
add_options(struct completion *q)
{
	const struct field *f;
	size_t at = 0;

	for (size_t i = 0; i < q->cmd->nopts; i++)
		add_row(q, &q->cmd->opts[i]);
	while ((f = field_option(q, &at))) {
		IV_AUTO(buf_release) struct buf name = BUF_INIT;

		option_of_field(&name, f);
		add_option(q, name.p, true, _(f->help ? f->help : f->label));
	}
	for (size_t i = 0; i < options_common_len; i++)
		if (option_applies(&options_common[i], q->cmd))
			add_row(q, &options_common[i].opt);
	add_option(q, "help", false, _("explain the command"));
}

/* An option as typed: a row, or a field that is an option. */
struct chosen {
	const struct iv_opt *row;
	const struct field *field;
	bool takes;
};

static bool
names(const char *name, const char *typed, size_t n)
{
	return strncmp(name, typed, n) == 0;
}

/* "--sess": the first that begins so; getopt refuses what is not unique. */
static bool
long_option(const struct completion *q, const char *typed, size_t n,
    struct chosen *ret)
{
	const struct iv_opt *o = NULL;
	const struct field *f;
	size_t at = 0;

	for (size_t i = q->cmd->nopts; i-- > 0;)
		if (names(q->cmd->opts[i].name, typed, n))
			o = &q->cmd->opts[i];
	for (size_t i = 0; !o && i < options_common_len; i++)
		if (option_applies(&options_common[i], q->cmd) &&
		    names(options_common[i].opt.name, typed, n))
			o = &options_common[i].opt;
	*ret = (struct chosen){ o, NULL, o && o->type != OPT_FLAG };
	while (!o && (f = field_option(q, &at))) {
		IV_AUTO(buf_release) struct buf name = BUF_INIT;

		option_of_field(&name, f);
		if (!names(name.p, typed, n))
			continue;
		*ret = (struct chosen){ NULL, f, true };
		return true;
	}
	return o != NULL;
}

static const struct iv_opt *
letter_option(const struct completion *q, char letter)
{
	for (size_t i = 0; i < q->cmd->nopts; i++)
		if (q->cmd->opts[i].letter == letter)
			return &q->cmd->opts[i];
	for (size_t i = 0; i < options_common_len; i++)
		if (options_common[i].opt.letter == letter &&
		    option_applies(&options_common[i], q->cmd))
			return &options_common[i].opt;
	return NULL;
}

/* The option of a word whose value begins at *value; NULL: the next word. */
static bool
option_of(const struct completion *q, const char *word, struct chosen *ret,
    const char **value)
{
	size_t n = strcspn(word, "=");

	*value = NULL;
	if (strncmp(word, "--", 2) == 0) {
		if (word[n] == '=')
			*value = word + n + 1;
		return word[2] != '\0' && long_option(q, word + 2, n - 2, ret);
	}
	for (const char *p = word + 1; *p; p++) {
		const struct iv_opt *o = letter_option(q, *p);

		if (!o)
			return false;
		*ret = (struct chosen){ o, NULL, o->type != OPT_FLAG };
		if (ret->takes && p[1] != '\0')
			*value = p + 1;
		if (ret->takes)
			return true;
	}
	return word[1] != '\0';
}

static void
add_value(struct completion *q, const struct chosen *o)
{
	if (o->field)
		complete_field(q, o->field);
	else if (o->row)
		complete_option(q, o->row);
}

/* The words of operands from the one at place p, and those behind it that may
 * stand there too: "ID... FIELD=VALUE...". */
static void
add_operands(struct completion *q, int p)
{
	const char *s = q->cmd->operands;

	for (int i = 0; *s; i++) {
		size_t n = strcspn(s, " ");
		bool repeats = n > 3 && (strncmp(s + n - 3, "...", 3) == 0 ||
		    strncmp(s + n - 4, "...]", 4) == 0);
		bool optional = *s == '[';

		if (i >= p || repeats) {
			complete_operand(q, s, n);
			if (!optional && (!repeats || i >= p))
				return;
		}
		s += n;
		s += strspn(s, " ");
	}
}

/* FIELD=VALUE, or ROLE=MEMBER where there are no fields. */
static bool
add_set_value(struct completion *q)
{
	size_t n = strcspn(q->typed, "=");
	const struct field *f;

	if (!(q->cmd->flags & CMD_SETS) || q->typed[n] != '=')
		return false;
	f = complete_path(q, q->typed, n);
	complete_skip(q, n + 1);
	if (f)
		complete_field(q, f);
	else if (!q->c->tool->schema)
		complete_operand(q, "MEMBER", strlen("MEMBER"));
	return true;
}

/* The word under the cursor, which is no value of a word before it. */
static void
add_word(struct completion *q, int operands, bool only_operands)
{
	struct chosen o;
	const char *value;

	if (only_operands || q->typed[0] != '-' || q->typed[1] == '\0') {
		if (!add_set_value(q))
			add_operands(q, operands);
		if (q->typed[0] == '-' && !only_operands)
			add_options(q);
		return;
	}
	if (option_of(q, q->typed, &o, &value) && value) {
		complete_skip(q, (size_t)(value - q->typed));
		add_value(q, &o);
	} else if (q->typed[1] == '-') {
		add_options(q);
	}
}

/* The words of a command: what came before tells what may come now. */
static void
read_command(struct completion *q, char **words, int n)
{
	struct chosen o = { NULL, NULL, false };
	bool pending = false, only = false;
	int operands = 0;

	for (int i = 0; i < n; i++) {
		const char *value;

		if (pending) {
			if (o.row && o.row->letter == 'C')
				q->c->dir = words[i];
			pending = false;
		} else if (!only && strcmp(words[i], "--") == 0) {
			only = true;
		} else if (only || words[i][0] != '-' || !words[i][1]) {
			if (!(q->cmd->flags & CMD_SETS) ||
			    !strchr(words[i], '='))
				operands++;
		} else if (option_of(q, words[i], &o, &value)) {
			pending = o.takes && !value;
			if (value && o.row && o.row->letter == 'C')
				q->c->dir = value;
		}
	}
	if (pending)
		add_value(q, &o);
	else
		add_word(q, operands, only);
}

static const struct iv_cmd *
command(const struct iv_tool *t, const char *name)
{
	for (size_t i = 0; i < t->ncmds; i++)
		if (name ? strcmp(t->cmds[i].name, name) == 0 :
		    (t->cmds[i].flags & CMD_DEFAULT) != 0)
			return &t->cmds[i];
	return NULL;
}

/* -C DIR may stand before the command; returns how many words that took, or
 * -1 when the cursor is on DIR. */
static int
skip_group(struct completion *q, char **words, int n)
{
	int i = 0;

	while (i < n && strncmp(words[i], "-C", 2) == 0) {
		if (words[i][2] == '\0' && ++i >= n)
			return -1;
		q->c->dir = words[i][0] == '-' ? words[i] + 2 : words[i];
		i++;
	}
	return i;
}

static void
read_line(struct completion *q, char **words, int n)
{
	const struct iv_tool *t = q->c->tool;
	int i = skip_group(q, words, n);

	if (i < 0)
		return;
	if (i < n && strcmp(words[i], "help") == 0) {
		add_commands(q);
		return;
	}
	q->cmd = command(t, i < n && words[i][0] != '-' ? words[i] : NULL);
	if (q->cmd && (i < n || q->typed[0] == '-'))
		read_command(q, words + i + (i < n && words[i][0] != '-'),
		    n - i - (i < n && words[i][0] != '-'));
	if (i < n)
		return;
	add_commands(q);
	complete_add(q, "help", _("explain a command"));
	if (q->cmd)
		return;
	complete_add(q, "--help", _("explain the commands"));
	complete_add(q, "--version", _("print the version"));
}

static int
run(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	struct completion q = { .c = c, .before = BUF_INIT, .out = BUF_INIT };
	char **words = c->args;
	int n = c->nargs;

	(void)opts;
	(void)e;
	if (n > 0 && strcmp(words[0], "--") == 0) {
		words++;
		n--;
	}
	q.typed = n > 0 ? words[n - 1] : "";
	read_line(&q, words, n > 0 ? n - 1 : 0);
	fputs(q.out.p, stdout);
	store_close(q.store);
	buf_release(&q.before);
	buf_release(&q.out);
	return 0;
}

const struct iv_cmd complete_cmd = { .name = "complete", .operands = "",
	.run = run, .max = -1, .flags = CMD_NOGROUP };
