#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ask.h"
#include "eval.h"
#include "file.h"
#include "mem.h"

static void
buf_wipe(struct buf *b)
{
	if (b->cap > 0)
		explicit_bzero(b->p, b->cap);
	buf_release(b);
}

/* A round with its questions; the outbox is not kept open meanwhile. */
struct taking {
	struct iv_ctx *c;
	char *round;
	struct questions q;
	bool texts;
	size_t codes;		/* still to come */
};

static void
taking_release(struct taking *t)
{
	mem_free(t->round);
	questions_release(&t->q);
}

static int
load_round(struct iv_ctx *c, const struct round *r, struct taking *t,
    struct iv_err *e)
{
	t->c = c;
	t->round = mem_dup(r->id.s);
	t->texts = cJSON_IsTrue(json_get(r->doc, "texts"));
	t->codes = json_count(json_get(r->doc, "codes"));
	return questions_load(&t->q, c->store, json_str(r->doc,
	    "questionnaire"), e);
}

/* The round meant; IV_NOTFOUND when none is open. */
static int
find_round(struct iv_ctx *c, const char *questionnaire, struct taking *t,
    struct iv_err *e)
{
	IV_AUTO(outbox_close) struct outbox o = OUTBOX_INIT;
	IV_AUTO(round_release) struct round r = { .doc = NULL };

	if (outbox_open(&o, c, false, e) < 0 ||
	    outbox_find(&o, c->nargs > 0 ? c->args[0] : NULL, questionnaire,
	    &r, e) < 0)
		return -1;
	return load_round(c, &r, t, e);
}

/* With the box open again: the round may have been closed meanwhile. */
static int
store_answers(struct taking *t, const struct answers *a, const char *name,
    struct iv_err *e)
{
	IV_AUTO(outbox_close) struct outbox o = OUTBOX_INIT;
	IV_AUTO(round_release) struct round r = { .doc = NULL };

	if (outbox_open(&o, t->c, false, e) < 0 ||
	    outbox_find(&o, t->round, NULL, &r, e) < 0 ||
	    round_take(&r, &t->q, a, name, e) < 0)
		return -1;
	t->codes = json_count(json_get(r.doc, "codes"));
	return t->c->dry_run ? 0 : outbox_write(&o, &r, e);
}

static int
check_code(const struct taking *t, const struct id *code, struct iv_err *e)
{
	IV_AUTO(outbox_close) struct outbox o = OUTBOX_INIT;
	IV_AUTO(round_release) struct round r = { .doc = NULL };

	if (outbox_open(&o, t->c, false, e) < 0 ||
	    outbox_find(&o, t->round, NULL, &r, e) < 0)
		return -1;
	return code_check(&r, code, e);
}

/* A code that does not fit is asked again; other failures end it. */
static int
ask_fitting(const struct taking *t, struct id *code, struct iv_err *e)
{
	for (;;) {
		struct iv_err bad = IV_ERR_INIT;

		if (laptop_code(code, e) < 0)
			return -1;
		if (check_code(t, code, &bad) == 0)
			return 0;
		if (bad.code != IV_INVALID && bad.code != IV_REFUSED) {
			*e = bad;
			return -1;
		}
		fprintf(stderr, "%s\n", bad.msg);
	}
}

static int
ask_coded(struct taking *t, struct iv_err *e)
{
	IV_AUTO(answers_release) struct answers a = { .coded = true };
	IV_AUTO(answer_release) struct answer one = { .text = NULL };

	laptop_clear();
	if (ask_fitting(t, &one.code, e) < 0 ||
	    laptop_person(&t->q, t->texts, &one, e) < 0)
		return -1;
	laptop_clear();
	if (answers_add(&a, &t->q, &one, e) < 0)
		return -1;
	return store_answers(t, &a, "", e);
}

/* 1: the next person is there; 0: everybody has answered. */
static int
next_person(size_t n, struct iv_err *e)
{
	for (;;) {
		IV_AUTO(buf_release) struct buf b = BUF_INIT;

		if (n > 0)
			fprintf(stderr, iv_n("%zu person has answered.\n",
			    "%zu people have answered.\n", n), n);
		fprintf(stderr, _("Next: Enter.  When everybody has: %s "),
		    _("finished"));
		if (!ask_line(&b))
			return laptop_stopped(e);
		if (b.len == 0)
			return 1;
		if (strcmp(b.p, "done") == 0 ||
		    strcmp(b.p, _("finished")) == 0)
			return 0;
	}
}

static int
go_round(struct taking *t, struct iv_err *e)
{
	size_t n = 0;
	int more;

	fputs(_("Each draws a slip and answers in turn; the screen is cleared "
	    "after each.  Only counts are published, and only of four people "
	    "or more.\n"), stderr);
	while (t->codes > 0 && (more = next_person(n, e)) != 0) {
		if (more < 0 || ask_coded(t, e) < 0)
			return -1;
		n++;
	}
	return 0;
}

static int
collect_coded(struct taking *t, struct iv_err *e)
{
	IV_AUTO(answers_release) struct answers a = { .coded = true,
	    .texts = t->texts };
	IV_AUTO(buf_wipe) struct buf b = BUF_INIT;
	int done;

	if (ask_possible()) {
		if (laptop_open(t->c, e) < 0)
			return -1;
		done = go_round(t, e);
		laptop_close();
		return done;
	}
	if (tool_stdin(t->c, &b, e) < 0 || answers_read(&a, &t->q, b.p,
	    b.len, _("standard input"), e) < 0)
		return -1;
	return store_answers(t, &a, _("standard input"), e);
}

static int
ask_all(struct answers *a, const struct questions *q, struct iv_err *e)
{
	int more = 0, done = 0;

	fputs(_("Each answers in turn; the screen is cleared after each.  "
	    "Only counts are kept, and only of four people or more.\n"),
	    stderr);
	while (done == 0 && (more = next_person(a->n, e)) > 0) {
		IV_AUTO(answer_release) struct answer one = { .text = NULL };

		laptop_clear();
		done = laptop_person(q, a->texts, &one, e);
		laptop_clear();
		if (done == 0)
			done = answers_add(a, q, &one, e);
	}
	return done < 0 ? done : more;
}

static int
read_answers(struct iv_ctx *c, struct answers *a, const struct questions *q,
    struct iv_err *e)
{
	IV_AUTO(buf_wipe) struct buf b = BUF_INIT;
	int done;

	if (ask_possible()) {
		if (laptop_open(c, e) < 0)
			return -1;
		done = ask_all(a, q, e);
		laptop_close();
		return done < 0 && e->code == IV_FAIL ? iv_fail(e, IV_FAIL,
		    _("the round was broken off; nothing was stored")) :
		    done;
	}
	if (tool_stdin(c, &b, e) < 0)
		return -1;
	return answers_read(a, q, b.p, b.len, _("standard input"), e);
}

/* The short way: no codes, nothing waits, counted at once. */
static int
collect_once(struct iv_ctx *c, const struct eval_collect_opts *o,
    struct iv_err *e)
{
	IV_AUTO(about_release) struct about a = { .session = "" };
	IV_AUTO(answers_release) struct answers answers = { .texts =
	    o->texts };
	IV_AUTO(record_free_auto) struct record *stored = NULL;
	struct about_typed t = { c->args[0], NULL, o->questionnaire, o->at };
	struct storing s = { &a, &answers, NULL, "collect" };
	int done;

	if (about_find(c, &t, &a, e) < 0 || about_once(c, &a, e) < 0 ||
	    read_answers(c, &answers, &a.q, e) < 0 ||
	    round_enough(answers.n, e) < 0)
		return -1;
	done = round_store(c, &s, &stored, e);
	if (stored)
		tool_id(c, stored->id.s);
	return done;
}

/* A round that is open wants codes; without one a meeting is done at once. */
int
eval_collect(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	const struct eval_collect_opts *o = opts;
	IV_AUTO(taking_release) struct taking t = { .c = c };

	if (tool_store(c, e) < 0)
		return -1;
	if (find_round(c, o->questionnaire, &t, e) == 0) {
		if (o->at || o->texts)
			return iv_fail(e, IV_USAGE, _("--at and --texts are "
			    "given when a round is opened"));
		return collect_coded(&t, e);
	}
	if (e->code != IV_NOTFOUND || c->nargs == 0)
		return -1;
	return collect_once(c, o, e);
}

/* A file without a name in the directory of path, where the disk can. */
static int
open_unnamed(const char *path)
{
	const char *slash = strrchr(path, '/');
	IV_AUTO(buf_release) struct buf dir = BUF_INIT;

	buf_add(&dir, path, slash ? (size_t)(slash - path) + 1 : 0);
	buf_addc(&dir, '.');
	return open(dir.p, O_WRONLY | O_TMPFILE | O_CLOEXEC, 0600);
}

static int
name_file(int fd, const char *path)
{
	char link[64];

	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	return linkat(AT_FDCWD, link, AT_FDCWD, path, AT_SYMLINK_FOLLOW);
}

/* Whole or not at all.  Whose answer it is says no name, and when it was given
 * no time. */
static int
write_file(const char *path, const struct buf *b, struct iv_err *e)
{
	static const struct timespec none[2] = { { 0, 0 }, { 0, 0 } };
	IV_AUTO(fd_close_auto) int fd = open_unnamed(path);
	bool named = fd < 0;

	if (named)
		fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW |
		    O_CLOEXEC, 0600);
	if (fd >= 0 && fd_write(fd, b->p, b->len) == 0 &&
	    futimens(fd, none) == 0 && fsync(fd) == 0 &&
	    (named || name_file(fd, path) == 0))
		return 0;
	if (errno == EEXIST)
		return iv_fail(e, IV_USAGE, _("'%s' is there already; give "
		    "--out another name"), path);
	(void)iv_fail_errno(e, IV_STORAGE, _("cannot write '%s'"), path);
	if (named && fd >= 0)
		unlink(path);
	return -1;
}

static int
read_one(struct iv_ctx *c, struct taking *t, struct answers *a,
    struct answer *one, struct iv_err *e)
{
	IV_AUTO(buf_wipe) struct buf b = BUF_INIT;

	if (tool_stdin(c, &b, e) < 0 || answers_read(a, &t->q, b.p, b.len,
	    _("standard input"), e) < 0)
		return -1;
	if (a->n != 1)
		return iv_fail(e, IV_INVALID, _("standard input: one answer "
		    "is needed, not %zu"), a->n);
	one->code = a->code[0];
	one->line = a->line[0];
	for (size_t i = 0; i < t->q.n; i++)
		one->value[i] = a->column[i][0];
	if (a->ntexts > 0)
		one->text = mem_dup(a->text[0]);
	return 0;
}

static int
ask_one(struct taking *t, struct answers *a, struct answer *one,
    struct iv_err *e)
{
	int done;

	if (laptop_open(t->c, e) < 0)
		return -1;
	done = t->round ? ask_fitting(t, &one->code, e) :
	    laptop_code(&one->code, e);
	if (done == 0)
		done = laptop_person(&t->q, a->texts, one, e);
	laptop_close();
	return done < 0 ? -1 : answers_add(a, &t->q, one, e);
}

/* To a file nothing of this machine is needed but the questions; without, the
 * round must be open here. */
static int
prepare(struct iv_ctx *c, const struct eval_answer_opts *o, struct taking *t,
    struct iv_err *e)
{
	if (find_round(c, o->questionnaire, t, e) == 0)
		return 0;
	if (e->code != IV_NOTFOUND || !o->out || c->nargs > 0)
		return -1;
	t->texts = o->texts;
	if (questions_load(&t->q, c->store, o->questionnaire ?
	    o->questionnaire : "meeting", e) < 0)
		return -1;
	return t->q.private ? iv_fail(e, IV_REFUSED, _("questionnaire %s is "
	    "for one's own eyes and makes no round; see 'iv-eval reflect'"),
	    t->q.name) : 0;
}

static int
put_out(struct iv_ctx *c, const char *path, const struct questions *q,
    const struct answer *one, struct iv_err *e)
{
	IV_AUTO(buf_wipe) struct buf b = BUF_INIT;

	answer_line(&b, q, one);
	if (strcmp(path, "-") == 0) {
		fwrite(b.p, 1, b.len, stdout);
		return 0;
	}
	return c->dry_run ? 0 : write_file(path, &b, e);
}

int
eval_answer(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	const struct eval_answer_opts *o = opts;
	IV_AUTO(taking_release) struct taking t = { .c = c };
	IV_AUTO(answers_release) struct answers a = { .coded = true };
	IV_AUTO(answer_release) struct answer one = { .text = NULL };

	if (tool_store(c, e) < 0 || prepare(c, o, &t, e) < 0)
		return -1;
	a.texts = t.texts;
	if ((o->sheet ? answer_sheet_read(c, &t.q, o->sheet, &one, e) :
	    ask_possible() ? ask_one(&t, &a, &one, e) :
	    read_one(c, &t, &a, &one, e)) < 0)
		return -1;
	if (o->sheet && answers_add(&a, &t.q, &one, e) < 0)
		return -1;
	if (o->out)
		return put_out(c, o->out, &t.q, &one, e);
	return store_answers(&t, &a, o->sheet ? o->sheet :
	    _("standard input"), e);
}

/* The questions of the round that is open, or of a questionnaire. */
int
eval_sheet(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	const struct eval_answer_opts *o = opts;
	struct eval_answer_opts any = { o->questionnaire, "-", NULL, false };
	IV_AUTO(taking_release) struct taking t = { .c = c };

	if (tool_store(c, e) < 0 || prepare(c, &any, &t, e) < 0)
		return -1;
	answer_sheet_write(c, &t.q);
	return 0;
}
