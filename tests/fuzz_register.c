/*
 * Register files: one is refused with its name, or holds rules by which any
 * meetings can be counted: never more than there were, never less than none.
 */

#include "fuzz_data.h"

#include "facts_register.h"

#define MEETINGS	40

static void
count(const struct register_rule *rule, const struct register_meeting *m)
{
	struct register_span span = { m[0].day, m[MEETINGS - 1].day,
		m[MEETINGS / 2].day };
	struct register_result r;
	int all = 0;

	for (size_t i = 0; i < MEETINGS; i++) {
		struct register_verdict v = register_judge(rule, &m[i]);

		must(v.minutes >= 0 && v.minutes <= m[i].minutes, "judge");
		must(register_spare(rule, &m[i]) >= -1, "spare");
		all += m[i].minutes;
	}
	register_count(&r, rule, &span, m, MEETINGS);
	must(r.minutes >= 0 && r.minutes <= all, "minutes");
	must(r.meetings >= 0 && r.meetings <= MEETINGS, "meetings");
	for (size_t i = 0; i < MEETINGS; i++)
		must(r.v[i].minutes >= 0 && r.v[i].minutes <= m[i].minutes,
		    "a verdict");
	for (size_t i = 0; i < r.n; i++)
		must(r.sums[i].missing >= 0 && r.sums[i].since <=
		    r.sums[i].until && register_need_word(r.sums[i].what),
		    "a sum");
	register_release(&r);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	IV_AUTO(buf_release) struct buf text = BUF_INIT;
	IV_AUTO(facts_rule_release) struct facts_rule rule = { .name = NULL };
	struct register_meeting m[MEETINGS];
	struct iv_err e = IV_ERR_INIT;
	const char *name;

	mem_init();
	name = data_text(&text, "registers", data, size);
	if (facts_rule_parse(&rule, &text, name, size & 1 ? "nl" : "en",
	    &e) < 0) {
		must(e.code == IV_INVALID, e.msg);
		must(strncmp(e.msg, "registers/", 10) == 0, e.msg);
		return 0;
	}
	must(rule.title != NULL && rule.source != NULL && rule.checked != NULL,
	    name);
	for (int i = 0; i < MEETINGS; i++) {
		unsigned c = size > 0 ? data[(size_t)i % size] : 0;

		m[i] = (struct register_meeting){ .day = 20000 + i * 41,
			.minutes = (int)(c * 3), .pause = c & 1,
			.present = (c & 14) != 0, .group = (int)(c % 12),
			.people = (int)(c % 11), .registered = (int)(c % 6),
			.numbered = c & 2, .own_case = c & 4 };
	}
	count(&rule.rule, m);
	return 0;
}
