/*
 * Sheets: a filled-in one reads back to the record it was made of, and
 * whatever else comes in by mail leaves a record that may be stored, or the
 * one that was there.
 */

#include "fuzz.h"

#include "json.h"
#include "sheet.h"

static const struct sheet sheet = {
	.schema = &schema_case,
	.fields = "title,form,situation,own_part,question,urgency,wants",
	.lang = "en", .intro = "Mail is not private.",
};

static cJSON *
start(void)
{
	static const char text[] = "{\"schema\":\"iv.case/1\","
	    "\"presenter\":\"k7f3q9x2mb\",\"title\":\"T\","
	    "\"form\":\"problem\",\"status\":\"draft\","
	    "\"made\":\"2026-03-12\"}";
	struct iv_err e = IV_ERR_INIT;
	cJSON *j = NULL;

	must(json_parse(text, sizeof(text) - 1, "start", 1, &j, &e) == 0,
	    e.msg);
	return j;
}

static int
read_sheet(cJSON *record, const char *s, size_t n, struct iv_err *e)
{
	struct sheet_text t = { "sheet.txt", s, n, true };

	return sheet_read(&sheet, &t, record, NULL, e);
}

static void
from_mail(const char *s, size_t n)
{
	IV_AUTO(json_free_auto) cJSON *j = start(), *was = start();
	struct iv_err e = IV_ERR_INIT, none = IV_ERR_INIT;

	if (read_sheet(j, s, n, &e) < 0)
		must(e.msg[0] != '\0' && json_equal(j, was), e.msg);
	else
		must(schema_check(&schema_case, j, NULL, &none) == 0,
		    none.msg);
}

/* The first line is a title, what follows the texts. */
static bool
fill(cJSON *j, const char *s)
{
	size_t n = strcspn(s, "\n");
	IV_AUTO(mem_free_auto) char *title = mem_ndup(s, n);
	struct iv_err e = IV_ERR_INIT;

	json_set_str(j, "title", title);
	if (s[n] != '\0') {
		json_set_str(j, "situation", s + n + 1);
		json_set_str(j, "own_part", s + n + 1);
	}
	return schema_check(&schema_case, j, NULL, &e) == 0;
}

static void
there_and_back(const char *s)
{
	IV_AUTO(json_free_auto) cJSON *j = start(), *was = NULL;
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	struct iv_err e = IV_ERR_INIT;

	if (!fill(j, s))
		return;
	was = cJSON_Duplicate(j, true);
	sheet_write(&b, &sheet, j);
	if (read_sheet(j, b.p, b.len, &e) < 0)
		must(false, e.msg);
	must(json_equal(j, was), b.p);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	IV_AUTO(mem_free_auto) char *s = fuzz_text(data, size);

	mem_init();
	from_mail((const char *)data, size);
	if (s)
		there_and_back(s);
	return 0;
}
