#include "report_gather.h"

#include <math.h>
#include <string.h>

#include "facts_steps.h"
#include "html.h"
#include "mem.h"
#include "text.h"

static struct timed *
timed_of(struct held *h, const char *method)
{
	for (size_t i = 0; i < h->ntimed; i++)
		if (strcmp(h->timed[i].method, method) == 0)
			return &h->timed[i];
	h->timed = mem_array(h->timed, h->ntimed + 1, sizeof(*h->timed));
	h->timed[h->ntimed] = (struct timed){ .method = mem_dup(method) };
	return &h->timed[h->ntimed++];
}

void
timed_add(struct held *h, const cJSON *session)
{
	const cJSON *j, *item = NULL;

	cJSON_ArrayForEach(j, json_get(session, "steps")) {
		struct step_went g;
		struct timed *t;

		if (!facts_step(&g, session, j) || !g.method)
			continue;
		t = timed_of(h, g.method);
		t->runs += g.item != item;
		t->planned += g.planned;
		t->seconds += g.seconds;
		item = g.item;
	}
}

void
put_timing(const struct held *h, struct report_ask *ask, struct out *o)
{
	for (size_t i = 0; i < h->ntimed; i++) {
		IV_AUTO(buf_release) struct buf title = BUF_INIT;
		const struct timed *t = &h->timed[i];
		struct fact f = { FACT("timing", t->method) };

		report_method(&title, ask->store, t->method);
		f.text = title.p;
		f.value = floor((double)t->seconds / 60 /
		    (double)t->runs + 0.5);
		f.of = floor((double)t->planned / (double)t->runs + 0.5);
		fact_put(o, &f);
	}
}

void
figure_timing(struct buf *b, const cJSON *rows, const char *lang)
{
	size_t n = json_count(rows), i = 0;
	IV_AUTO(mem_free_auto) struct svg_bar *v =
	    mem_array(NULL, n + 1, sizeof(*v));
	IV_AUTO(mem_free_auto) struct buf *text =
	    mem_array(NULL, n + 1, sizeof(*text));
	const cJSON *row;

	cJSON_ArrayForEach(row, rows) {
		double real = report_number(row, "value");
		double planned = report_number(row, "of");

		text[i] = (struct buf)BUF_INIT;
		buf_addf(&text[i], "%.0f / %.0f", real, planned);
		v[i] = (struct svg_bar){ json_str(row, "text"),
			real - planned, text[i].p };
		i++;
	}
	buf_adds(b, "<figure>\n");
	svg_over(b, iv_text(lang, N_("Minutes over or under the plan")), v,
	    n);
	buf_adds(b, "</figure>\n");
	for (i = 0; i < n; i++)
		buf_release(&text[i]);
}
