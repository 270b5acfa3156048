#include "traject.h"

#include <string.h>

#include "builtin.h"
#include "facts_traject.h"
#include "mem.h"
#include "tap.h"

static struct civil
at(const char *s)
{
	struct civil c = { 0, -1 };

	ok(civil_parse_iso(s, &c), s);
	return c;
}

static void
is_day(struct civil c, const char *want, const char *name)
{
	char text[DAY_TEXT];

	civil_text(text, c);
	is_str(text, want, name);
}

/* The schedule that the field describes, whatever the file is called. */
static void
test_guided(void)
{
	IV_AUTO(traject_file_free_auto) struct traject_file *f = NULL;
	struct iv_err e = IV_ERR_INIT;
	struct series s = { at("2026-02-05T09:30"), { 5, 'w' }, 0, NULL, 0, NULL };
	struct civil v[9];

	is_int(traject_find("guided", "nl", &f, &e), 0, "guided is built in");
	is_str(f->t.title, "Begeleid traject", "in Dutch");
	is_int(traject_count(&f->t), 9, "nine meetings");
	for (int i = 1; i < 5; i++)
		is_str(traject_part(&f->t, i)->led_by, "facilitator",
		    "2-5 are led by the facilitator");
	for (int i = 5; i < 7; i++)
		is_str(traject_part(&f->t, i)->led_by, "member-with-backup",
		    "6-7 by a member with backup");
	is_str(traject_part(&f->t, 0)->purpose, "intro", "the first");
	is_str(traject_part(&f->t, 7)->purpose, "evaluation", "the eighth");
	is_str(traject_part(&f->t, 8)->purpose, "follow-up", "the ninth");
	ok(!traject_part(&f->t, 9), "there is no tenth");
	is_int(traject_days(&f->t, &s, v, &e), 0, "its days");
	is_day(v[1], "2026-03-12T09:30", "in the rhythm");
	is_day(v[7], "2026-10-08T09:30", "up to the eighth");
	is_day(v[8], "2027-10-08T09:30", "and a year after it");
}

static void
test_skips(void)
{
	const struct traject_part parts[] = {
		{ .count = 1 }, { .count = 1, .after = { 2, 'm' } },
		{ .count = 2 },
	};
	const struct traject t = { .parts = parts, .nparts = 3 };
	struct days skip[2] = { { 0, 0 } };
	struct series s = { at("2026-01-31T09:30"), { 2, 'w' }, 0, skip, 1, NULL };
	struct iv_err e = IV_ERR_INIT;
	struct civil v[4];

	is_int(traject_days(&t, &s, v, &e), 0, "a long wait in the middle");
	is_day(v[1], "2026-03-31T09:30", "two months later");
	is_day(v[3], "2026-04-28T09:30", "the rhythm goes on from there");
	skip[0] = (struct days){ v[1].day, v[1].day + 6 };
	is_int(traject_days(&t, &s, v, &e), 0, "with a day to skip");
	is_day(v[1], "2026-04-07T09:30", "it is a week later");
	skip[0] = (struct days){ v[0].day + 1, v[0].day + 100000 };
	is_int(traject_days(&t, &s, v, &e), -1, "no day is left");
}

static int
in_order(const struct traject *t, const struct series *s)
{
	struct civil v[SERIES_MOST];
	struct iv_err e = IV_ERR_INIT;
	int n = traject_count(t);

	if (traject_days(t, s, v, &e) < 0)
		return -1;
	for (int i = 0; i < n; i++)
		if (series_skips(s, v[i].day) || v[i].minute !=
		    s->start.minute || (i > 0 && v[i].day <= v[i - 1].day))
			return 0;
	return 1;
}

/* Whatever the parts and holidays, meetings are in order, at the same time of
 * day, none on a day to skip. */
static void
test_property(void)
{
	int bad = 0, made = 0;

	srand(11);
	for (int round = 0; round < 5000; round++) {
		struct traject_part parts[4] = { { .count = 1 } };
		struct traject t = { .parts = parts, .nparts = 4 };
		struct days skip[3];
		struct series s = { { 20000 + rand() % 1000, 570 },
			{ 1 + rand() % 60, 'd' }, 0, skip, 3, NULL };
		int good;

		for (int i = 0; i < 4; i++) {
			int after = i > 0 && rand() % 3 == 0 ?
			    1 + rand() % 12 : 0;

			parts[i] = (struct traject_part){ .count = 1 + rand()
			    % 4, .after = { after, 'm' } };
		}
		for (int i = 0; i < 3; i++) {
			int32_t from = 20000 + rand() % 1500;

			skip[i] = (struct days){ from, from + rand() % 50 };
		}
		good = in_order(&t, &s);
		made += good == 1;
		bad += good == 0;
	}
	is_int(bad, 0, "5000 trajectories are in order, clear of holidays");
	printf("# %d of them could be made\n", made);
	ok(made > 4500, "nearly all could be made");
}

/* A rule of every file that is built in, those still to come as well. */
static void
test_files(void)
{
	IV_AUTO(traject_list_release) struct traject_list en = { NULL, 0 };
	IV_AUTO(traject_list_release) struct traject_list nl = { NULL, 0 };
	struct iv_err e = IV_ERR_INIT;

	is_int(trajects_load("en", &en, &e), 0, e.msg);
	is_int(trajects_load("nl", &nl, &e), 0, e.msg);
	for (size_t i = 0; i < en.n; i++) {
		const struct traject *t = &en.v[i]->t;

		ok(builtin_find("trajectories", t->name) != NULL,
		    "the name is that of the file");
		ok(*t->title && *t->about && *t->source &&
		    strcmp(t->title, nl.v[i]->t.title) != 0 &&
		    strcmp(t->source, nl.v[i]->t.source) != 0,
		    "both languages, with the source");
		for (size_t k = 0; k < t->nparts; k++)
			ok(!t->parts[k].method || builtin_find("methods",
			    t->parts[k].method) != NULL, "methods there are");
	}
}

static void
test_faults(void)
{
	static const char *const texts[] = { "", "[]", "{}", "3",
		"{\"schema\":\"iv.trajectory/1\",\"name\":\"x\"}",
		"{\"schema\":\"iv.trajectory/1\",\"name\":\"x\",\"title\":"
		"{\"en\":\"X\"},\"meetings\":[3]}",
		"{\"schema\":\"iv.trajectory/1\",\"name\":\"x\",\"title\":"
		"\"X\",\"meetings\":[{}]}",
		"{\"schema\":\"iv.trajectory/1\",\"name\":\"x\",\"title\":"
		"{\"en\":\"X\"},\"meetings\":[{\"count\":0}]}",
		"{\"schema\":\"iv.trajectory/1\",\"name\":\"x\",\"title\":"
		"{\"en\":\"X\"},\"meetings\":[{\"count\":1,\"purpose\":4}]}",
	};

	for (size_t i = 0; i < IV_LEN(texts); i++) {
		IV_AUTO(traject_file_free_auto) struct traject_file *f = NULL;
		struct iv_err e = IV_ERR_INIT;

		is_int(traject_parse(texts[i], strlen(texts[i]), "x.json",
		    "en", &f, &e), -1, texts[i]);
		ok(!f && strncmp(e.msg, "x.json:", 7) == 0, e.msg);
	}
}

int
main(void)
{
	mem_init();
	test_guided();
	test_skips();
	test_property();
	test_files();
	test_faults();
	return done();
}
