#include "group.h"

#include <string.h>

#include "ask.h"

static void
pose(const struct asking *a, size_t i)
{
	const struct checklist_item *item = &a->list->v[i];
	const cJSON *now = agreement_of_topic(store_group(a->c->store),
	    item->id);
	IV_AUTO(buf_release) struct buf head = BUF_INIT;

	buf_addf(&head, "%s: ", item->title);
	fputc('\n', stderr);
	ask_say(a->c, head.p, item->ask);
	buf_clear(&head);
	buf_addf(&head, "  %s ", _("Example:"));
	ask_say(a->c, head.p, item->example);
	if (!now)
		return;
	buf_clear(&head);
	buf_addf(&head, "  %s ", _("Now:"));
	ask_say(a->c, head.p, json_str(now, "text"));
}

/* Asks until the answer is one that can be kept; false to stop. */
static bool
ask_one(const struct asking *a, size_t i)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;

	for (;;) {
		IV_AUTO(json_free_auto) cJSON *probe = cJSON_CreateObject();
		struct iv_err e = IV_ERR_INIT;

		buf_clear(&b);
		if (!ask_line(&b) || strcmp(b.p, ".") == 0)
			return false;
		if (b.len == 0)
			return true;
		if (group_text(a->c, probe, b.p, &e) == 0) {
			a->answers[i] = buf_take(&b);
			return true;
		}
		tool_say(a->c, "%s", e.msg);
	}
}

void
group_ask(const struct asking *a)
{
	ask_begin();
	ask_say(a->c, "", _("One line an answer. An empty line skips a "
	    "question, a full stop ends; what was typed is kept. A longer "
	    "text: iv-group agree TOPIC @FILE"));
	for (size_t i = 0; i < a->list->n; i++) {
		if (!a->wanted[i])
			continue;
		pose(a, i);
		if (!ask_one(a, i))
			break;
	}
}
