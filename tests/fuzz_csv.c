/*
 * Cells of CSV and Markdown: a CSV cell reads back by RFC 4180 as the one
 * cell it was, but for the quote that keeps a spreadsheet from running it; a
 * Markdown cell stays in its cell.
 */

#include "fuzz.h"

#include "buf.h"
#include "out.h"

/* One cell from s; what ends it, or NULL when it is not well-formed. */
static const char *
cell(struct buf *b, const char *s)
{
	if (*s != '"') {
		size_t n = strcspn(s, ",\r\n\"");

		buf_add(b, s, n);
		return s[n] == '"' ? NULL : s + n;
	}
	for (s++; *s != '"' || s[1] == '"'; s += 1 + (*s == '"')) {
		if (*s == '\0')
			return NULL;
		buf_addc(b, *s);
	}
	return s + 1;
}

static void
check_csv(const char *s)
{
	IV_AUTO(buf_release) struct buf line = BUF_INIT, got = BUF_INIT;
	const char *end;

	buf_adds(&line, "x,");
	out_csv(&line, s);
	buf_adds(&line, ",y");
	end = cell(&got, line.p + 2);
	must(end != NULL && strcmp(end, ",y") == 0, line.p);
	must(strcmp(got.p, s) == 0 ||
	    (got.p[0] == '\'' && strcmp(got.p + 1, s) == 0), line.p);
	must(strchr("=+-@\t\r", got.p[0]) == NULL || got.len == 0 ||
	    (strchr("+-", got.p[0]) != NULL &&
	    strspn(got.p + 1, "0123456789.,eE+-") == got.len - 1), line.p);
}

static void
check_md(const char *s)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;

	out_md(&b, s);
	must(strpbrk(b.p, "\r\n") == NULL, b.p);
	for (size_t i = 0; i < b.len; i++) {
		if (b.p[i] == '\\')
			i++;
		else
			must(strchr("|<>`*[]", b.p[i]) == NULL, b.p);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	IV_AUTO(mem_free_auto) char *s = fuzz_text(data, size);

	if (!s)
		return 0;
	check_csv(s);
	check_md(s);
	return 0;
}
