#include "out.h"

#include <string.h>

#include "text.h"
#include "utf8.h"

static const cJSON *
child(const cJSON *o, const char *key, size_t len)
{
	const cJSON *j = cJSON_IsObject(o) ? o->child : NULL;

	while (j != NULL && (strlen(j->string) != len ||
	    memcmp(j->string, key, len) != 0))
		j = j->next;
	return j;
}

/* A key may itself hold a point, as the name of a register: the longest key
 * that fits is tried first. */
const cJSON *
out_pick(const cJSON *row, const char *path)
{
	size_t len = strlen(path);
	const cJSON *j = child(row, path, len), *inner;

	while (j == NULL && len-- > 0)
		if (path[len] == '.' &&
		    (inner = child(row, path, len)) != NULL)
			j = out_pick(inner, path + len + 1);
	return j;
}

static bool
is_list(const cJSON *v)
{
	if (!cJSON_IsArray(v))
		return false;
	for (const cJSON *j = v->child; j != NULL; j = j->next)
		if (cJSON_IsArray(j) || cJSON_IsObject(j))
			return false;
	return true;
}

static void
scalar_add(struct buf *b, const cJSON *v)
{
	if (cJSON_IsString(v))
		buf_adds(b, v->valuestring);
	else if (cJSON_IsNumber(v))
		json_number(b, v->valuedouble);
	else if (cJSON_IsBool(v))
		buf_adds(b, cJSON_IsTrue(v) ? "true" : "false");
}

void
out_value(struct buf *b, const cJSON *v)
{
	if (v == NULL)
		return;
	if (is_list(v)) {
		for (const cJSON *j = v->child; j != NULL; j = j->next) {
			scalar_add(b, j);
			buf_adds(b, j->next != NULL ? "," : "");
		}
	} else if (cJSON_IsObject(v) || cJSON_IsArray(v)) {
		json_print_line(b, v);
	} else {
		scalar_add(b, v);
	}
}

/* 2026-03-12T09:30 reads easier, and stays as narrow, with a space. */
static void
when_add(struct buf *b, const char *s)
{
	size_t day = strspn(s, "0123456789-");

	if (day != 10 || s[day] != 'T') {
		buf_adds(b, s);
		return;
	}
	buf_add(b, s, day);
	buf_addc(b, ' ');
	buf_adds(b, s + day + 1);
}

static void
string_shown(struct buf *b, const struct out_col *col, const char *s,
    const struct out_style *style)
{
	const char *name = NULL;

	if (col->type == OUT_WHEN) {
		when_add(b, s);
		return;
	}
	if (col->type == OUT_WORD || col->type == OUT_YES)
		name = iv_text(style->lang, s);
	else if (col->type == OUT_MEMBER && style->name != NULL)
		name = style->name(style->arg, s);
	buf_adds(b, name != NULL ? name : s);
}

static void
scalar_shown(struct buf *b, const struct out_col *col, const cJSON *v,
    const struct out_style *style)
{
	if (cJSON_IsBool(v))
		buf_adds(b, iv_text(style->lang,
		    cJSON_IsTrue(v) ? N_("yes") : N_("no")));
	else if (cJSON_IsString(v))
		string_shown(b, col, v->valuestring, style);
	else if (cJSON_IsNumber(v) && col->type == OUT_HUNDREDTHS)
		buf_addf(b, "%.2f", v->valuedouble);
	else
		scalar_add(b, v);
}

void
out_shown(struct buf *b, const struct out_col *col, const cJSON *v,
    const struct out_style *style)
{
	IV_AUTO(buf_release) struct buf raw = BUF_INIT;

	if (v == NULL)
		return;
	if (is_list(v)) {
		for (const cJSON *j = v->child; j != NULL; j = j->next) {
			scalar_shown(&raw, col, j, style);
			buf_adds(&raw, j->next != NULL ? ", " : "");
		}
	} else if (cJSON_IsObject(v) || cJSON_IsArray(v)) {
		buf_addf(&raw, "%zu", json_count(v));
	} else {
		scalar_shown(&raw, col, v, style);
	}
	if (style->tty)
		utf8_visible(b, raw.p, "\n");
	else
		buf_add(b, raw.p, raw.len);
}

/* Blanks, quotes and what cannot be seen, which a spreadsheet skips or a
 * person trims away. */
static bool
before_formula(uint32_t c)
{
	return c == ' ' || c == '"' || c == '\'' || c == '\n' || c == 0xa0 ||
	    c == 0x3000 || (c >= 0x2000 && c <= 0x200a) ||
	    (c != '\t' && c != '\r' && utf8_hostile(c));
}

static bool
is_formula(const char *s)
{
	static const uint32_t starts[] = { '=', '+', '-', '@', '\t', '\r',
		0xff1d, 0xff0b, 0xff0d, 0xff20 };
	uint32_t c = 0;
	int len;

	for (; *s != '\0'; s += len) {
		len = utf8_decode(s, strnlen(s, 4), &c);
		if (len < 0 || !before_formula(c))
			break;
	}
	for (size_t i = 0; *s != '\0' && i < IV_LEN(starts); i++)
		if (c == starts[i])
			return true;
	return false;
}

/* Blanks at the ends and the semicolon are quoted too: the first are lost,
 * the second splits cells, where spreadsheets follow Dutch settings. */
void
out_csv(struct buf *b, const char *s)
{
	size_t len = strlen(s);
	bool guard = is_formula(s);

	if (strpbrk(s, "\",;\t\r\n") == NULL && *s != ' ' &&
	    (len == 0 || s[len - 1] != ' ')) {
		buf_adds(b, guard ? "'" : "");
		buf_add(b, s, len);
		return;
	}
	buf_adds(b, guard ? "\"'" : "\"");
	for (; *s != '\0'; s++) {
		buf_addc(b, *s);
		if (*s == '"')
			buf_addc(b, '"');
	}
	buf_addc(b, '"');
}

void
out_text(FILE *f, const char *s, bool tty)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;

	if (tty) {
		utf8_visible(&b, s, "\n");
		s = b.p;
	}
	fputs(s, f);
}

const char *
out_sgr(const struct out_style *style, const char *what)
{
	static const struct {
		const char *name, *code;
	} codes[] = {
		{ "bold", "\033[1m" }, { "dim", "\033[2m" },
		{ "red", "\033[31m" }, { "green", "\033[32m" },
		{ "yellow", "\033[33m" }, { "reset", "\033[0m" },
	};

	for (size_t i = 0; style->color && i < IV_LEN(codes); i++)
		if (strcmp(codes[i].name, what) == 0)
			return codes[i].code;
	return "";
}
