#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "file.h"
#include "json.h"
#include "mem.h"
#include "question.h"

/*
 * question_score FILE: how the rules do on labelled quotations, one JSON
 * object a line with text, lang (nl, en), kind and label (good, bad).  Prints
 * each miss and the counts by language and kind of question.
 */

struct score {
	int bad, caught, good, flagged;
};

static struct score scores[2][2];	/* nl, en; presenter, helper */

/* Kinds of the corpus that are the presenter's own words. */
static bool
by_presenter(const char *kind)
{
	return strncmp(kind, "inbreng", 7) == 0 ||
	    strcmp(kind, "voorbereiding") == 0 ||
	    strcmp(kind, "reflectie") == 0;
}

static void
judge(const cJSON *j)
{
	const char *kind = json_str(j, "kind"), *lang = json_str(j, "lang");
	bool early = strcmp(kind, "verheldering") == 0 ||
	    strcmp(kind, "fase-fout") == 0;
	struct question q = { json_str(j, "text"), lang,
		by_presenter(kind) ? QUESTION_PRESENTER : QUESTION_HELPER,
		early ? TALK_FACTUAL : TALK_OPEN };
	struct question_hint h[32];
	struct score *s;
	bool bad = json_is(j, "label", "bad"), hit;

	if (strcmp(lang, "nl") != 0 && strcmp(lang, "en") != 0)
		return;
	s = &scores[strcmp(lang, "en") == 0][q.kind == QUESTION_HELPER];
	hit = question_check(&q, h, 32) > 0;
	s->bad += bad;
	s->good += !bad;
	s->caught += bad && hit;
	s->flagged += !bad && hit;
	if (bad != hit)
		printf("%s %s: %s%s%s\n", lang, bad ? "missed" : "flagged",
		    q.text, hit ? " -- " : "", hit ? h[0].rule->name : "");
}

int
main(int argc, char **argv)
{
	static const char *const langs[] = { "nl", "en" };
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	struct iv_err e = IV_ERR_INIT;
	int fd = argc > 1 ? open(argv[1], O_RDONLY | O_CLOEXEC) : -1;

	mem_init();
	if (fd < 0 || fd_read(fd, argv[1], (size_t)16 << 20, &b, &e) < 0)
		return 2;
	close(fd);
	for (const char *p = b.p; *p; p += strcspn(p, "\n") + 1) {
		IV_AUTO(json_free_auto) cJSON *j = NULL;

		if (json_parse(p, strcspn(p, "\n"), argv[1], 1, &j, &e) < 0) {
			fprintf(stderr, "%s\n", e.msg);
			return 2;
		}
		judge(j);
		if (!p[strcspn(p, "\n")])
			break;
	}
	for (int l = 0; l < 2; l++)
		for (int k = 0; k < 2; k++)
			printf("%s %s: bad %d of %d caught, good %d of %d "
			    "flagged\n", langs[l], k ? "helper" : "presenter",
			    scores[l][k].caught, scores[l][k].bad,
			    scores[l][k].flagged, scores[l][k].good);
	return 0;
}
