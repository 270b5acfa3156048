#include "turns.h"

#include <string.h>

/* Tables and Markdown are read by people, the other formats by programs. */
bool
turns_for_people(const struct iv_ctx *c)
{
	return tool_for_people(c) || strcmp(c->format, "md") == 0;
}

static double
rounded(int64_t units, int parts)
{
	int64_t step = ROTATE_UNIT / parts, half = step / 2;
	int64_t whole = (units < 0 ? units - half : units + half) / step;

	return (double)whole / parts;
}

/* Thousandths for programs; for people hundredths, all with two decimals, so
 * that they stand below each other. */
void
turns_share(cJSON *row, const char *key, int64_t units, bool people)
{
	char text[32];

	if (!people) {
		json_set(row, key, cJSON_CreateNumber(rounded(units, 1000)));
		return;
	}
	snprintf(text, sizeof(text), "%.2f", rounded(units, 100));
	json_set_str(row, key, text);
}

void
turns_day(cJSON *row, const char *key, int64_t start)
{
	char text[DAY_TEXT];

	if (start == ROTATE_NEVER) {
		json_set(row, key, cJSON_CreateNull());
		return;
	}
	civil_text(text, (struct civil){ (int32_t)(start / (24 * 60)), -1 });
	json_set_str(row, key, text);
}

void
turns_text(cJSON *row, const char *key, const char *text)
{
	json_set(row, key, text ? cJSON_CreateString(text) :
	    cJSON_CreateNull());
}

void
turns_row(cJSON *row, const struct rotate_turns *t, bool people)
{
	json_set_int(row, "turns", t->turns);
	turns_share(row, "owed", t->owed, people);
	turns_share(row, "deviation", rotate_deviation(t), people);
	turns_day(row, "last", t->last);
}

const char *
turns_why(enum rotate_why why)
{
	static const char *const words[] = {
		[WHY_KEPT] = "kept", [WHY_LED] = "facilitator",
		[WHY_NOBODY] = "nobody", [WHY_ONLY] = "only",
		[WHY_DOUBLE] = "double", [WHY_SPREAD] = "spread",
		[WHY_NEVER] = "never", [WHY_NEVER_DRAW] = "never-draw",
		[WHY_OWES] = "owes", [WHY_LONGEST] = "longest",
		[WHY_DRAW] = "draw",
	};

	return words[why];
}

/* "chair", also as "gespreksleider". */
int
turns_role(struct iv_ctx *c, const char *typed, const char **ret,
    struct iv_err *e)
{
	struct schema_in in = tool_input(c);

	*ret = in.word(in.arg, ROLE_WORDS, typed);
	if (!*ret)
		return iv_fail(e, IV_USAGE, _("no role '%s'; the roles are "
		    "chair, timekeeper, secretary, observer and presenter"),
		    typed);
	return 0;
}

/* A meeting that may still be given roles. */
int
turns_check(const struct record *r, struct iv_err *e)
{
	if (json_is(r->json, "status", "cancelled"))
		return iv_fail(e, IV_USAGE, _("meeting %s is cancelled"),
		    r->id.s);
	if (json_is(r->json, "status", "held"))
		return iv_fail(e, IV_USAGE, _("meeting %s was held; to note "
		    "who had a role give it: 'iv-rotate assign %s "
		    "ROLE=MEMBER'"), r->id.s, r->id.s);
	return 0;
}

const char *
turns_which(const struct iv_ctx *c)
{
	return c->nargs > 0 ? c->args[0] : "next";
}
