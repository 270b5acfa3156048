/*
 * Method files: one is refused with its place, or is a method that does not
 * contradict itself and can be reckoned with, whoever sits there.
 */

#include "fuzz_data.h"

#include "facts_method.h"

static void
check(const struct method *m)
{
	struct method_fault f;

	must(m->name != NULL && *m->name != '\0', "a name");
	must(m->title != NULL, m->name);
	must(!method_fault(m, &f), m->name);
	for (size_t i = 0; i < m->nsteps; i++) {
		int back = method_repeats(m, i);

		must(back >= -1 && back < (int)m->nsteps, m->name);
		must(m->steps[i].id != NULL, m->name);
		for (int people = 1; people < 40; people++)
			must(method_step_minutes(&m->steps[i], people) >= 0,
			    m->name);
		back = method_picks(m, i);
		must(back < (int)m->nsteps && (back < 0 ||
		    m->steps[back].modules), m->name);
	}
	must(method_people(m) > 0, m->name);
	for (int people = 1; people < 40; people++)
		must(method_minutes(m, people) >= 0, m->name);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const langs[] = { "nl", "en", "xx" };
	IV_AUTO(buf_release) struct buf text = BUF_INIT, file = BUF_INIT;

	mem_init();
	buf_addf(&file, "methods/%s.json", data_text(&text, "methods", data,
	    size));
	for (size_t i = 0; i < IV_LEN(langs); i++) {
		IV_AUTO(method_file_free_auto) struct method_file *f = NULL;
		struct iv_err e = IV_ERR_INIT;

		if (method_parse(text.p, text.len, file.p, langs[i], &f,
		    &e) < 0) {
			must(e.code == IV_INVALID && f == NULL, e.msg);
			must(strncmp(e.msg, file.p, file.len) == 0 &&
			    e.msg[file.len] == ':', e.msg);
		} else {
			check(&f->m);
		}
	}
	return 0;
}
