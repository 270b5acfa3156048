#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "eval.h"
#include "file.h"
#include "mem.h"

#define DIR_NAME	"outbox"
#define LOCK_NAME	"outbox-lock"
#define WAIT_MS		5000

void
round_release(struct round *r)
{
	cJSON_Delete(r->doc);
	*r = (struct round){ .doc = NULL };
}

void
rounds_release(struct rounds *l)
{
	for (size_t i = 0; i < l->n; i++)
		round_release(&l->v[i]);
	mem_free(l->v);
	*l = (struct rounds){ NULL, 0 };
}

void
outbox_close(struct outbox *o)
{
	fd_close_auto(&o->lock);
	*o = (struct outbox)OUTBOX_INIT;
}

static void
path_of(char path[64], const char *name)
{
	snprintf(path, 64, DIR_NAME "/%.40s", name);
}

/* When somebody answered is told by no file. */
static void
forget_times(int fd)
{
	static const struct timespec none[2] = { { 0, 0 }, { 0, 0 } };
	IV_AUTO(fd_close_auto) int dir = beneath_open(fd, DIR_NAME,
	    O_RDONLY | O_DIRECTORY, 0);

	if (dir >= 0)
		(void)futimens(dir, none);
}

/* Zeros over what is there, down to the disk.  What a journal or a flash disk
 * keeps besides is out of reach, and the page says so. */
static int
overwrite(int fd)
{
	static const char zeros[4096];
	struct stat st;
	off_t at = 0;

	if (fstat(fd, &st) < 0)
		return -1;
	while (at < st.st_size) {
		off_t left = st.st_size - at;
		size_t n = left < (off_t)sizeof(zeros) ? (size_t)left :
		    sizeof(zeros);
		ssize_t done = pwrite(fd, zeros, n, at);

		if (done < 0 && errno != EINTR)
			return -1;
		if (done > 0)
			at += done;
	}
	return fsync(fd);
}

static int
wipe(int fd, const char *name, struct iv_err *e)
{
	IV_AUTO(fd_close_auto) int file = -1;
	IV_AUTO(fd_close_auto) int dir = -1;
	char path[64];

	path_of(path, name);
	file = beneath_open(fd, path, O_RDWR, 0);
	if (file < 0 && errno == ENOENT)
		return 0;
	dir = beneath_open(fd, DIR_NAME, O_RDONLY | O_DIRECTORY, 0);
	if (file < 0 || dir < 0 || overwrite(file) < 0 ||
	    unlinkat(fd, path, 0) < 0 || fsync(dir) < 0)
		return iv_fail_errno(e, IV_STORAGE, _("cannot wipe '%s' in "
		    "the private area"), path);
	forget_times(fd);
	return 0;
}

int
outbox_wipe(const struct outbox *o, const char *id, struct iv_err *e)
{
	return wipe(o->fd, id, e);
}

/* A file that was overwritten, by a program that died before removing it. */
static int
is_blank(int fd, const char *path, bool *ret, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;

	if (file_read(fd, path, FILE_MAX, &b, e) < 0)
		return -1;
	*ret = b.p[0] == '\0';
	return 0;
}

/*
 * What died left behind: half-written files, overwritten ones, and the round
 * of an evaluation that stands.
 */
static int
clean(struct outbox *o, struct iv_err *e)
{
	IV_AUTO(names_release) struct names l = { NULL, 0 };

	if (dir_names(o->fd, DIR_NAME, &l, e) < 0)
		return -1;
	for (size_t i = 0; i < l.n; i++) {
		bool gone = !id_valid(l.v[i]) || store_has(o->c->store,
		    &schema_evaluation, l.v[i]);
		char path[64];

		path_of(path, l.v[i]);
		if (!gone && is_blank(o->fd, path, &gone, e) < 0)
			return -1;
		if (gone && wipe(o->fd, l.v[i], e) < 0)
			return -1;
	}
	return 0;
}

int
outbox_open(struct outbox *o, struct iv_ctx *c, bool make, struct iv_err *e)
{
	struct iv_err none = IV_ERR_INIT;

	*o = (struct outbox){ c, store_private(c->store, make, &none), -1 };
	if (o->fd < 0 && !make && none.code == IV_NOTFOUND)
		return 0;
	if (o->fd < 0) {
		*e = none;
		return -1;
	}
	if (file_lock(o->fd, LOCK_NAME, WAIT_MS, &o->lock, e) < 0)
		return -1;
	return clean(o, e);
}

static int
read_round(const struct outbox *o, const char *name, struct round *ret,
    struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	char path[64];
	int done;

	path_of(path, name);
	done = file_read(o->fd, path, FILE_MAX, &b, e);
	if (done == 0)
		done = json_parse(b.p, b.len, path, 1, &ret->doc, e);
	if (b.cap > 0)
		explicit_bzero(b.p, b.cap);
	if (done == 0 && (!json_is(ret->doc, "schema", "iv.round/1") ||
	    !json_str(ret->doc, "questionnaire")))
		return iv_fail(e, IV_INVALID, _("'%s' in the private area is "
		    "no round"), path);
	snprintf(ret->id.s, sizeof(ret->id.s), "%s", name);
	return done;
}

int
outbox_load(const struct outbox *o, struct rounds *ret, struct iv_err *e)
{
	IV_AUTO(names_release) struct names names = { NULL, 0 };
	IV_AUTO(rounds_release) struct rounds l = { NULL, 0 };

	if (o->fd >= 0 && dir_names(o->fd, DIR_NAME, &names, e) < 0)
		return -1;
	l.v = mem_array(NULL, names.n + 1, sizeof(*l.v));
	for (size_t i = 0; i < names.n; i++) {
		struct round r = { .doc = NULL };

		if (read_round(o, names.v[i], &r, e) < 0) {
			round_release(&r);
			return -1;
		}
		l.v[l.n++] = r;
	}
	*ret = l;
	l = (struct rounds){ NULL, 0 };
	return 0;
}

/* What was typed means a round by its id, or the meeting it is about. */
struct wanted {
	struct id beginning, session;
	bool any, has_beginning, has_session;
	const char *questionnaire;
};

static bool
fits(const struct round *r, const struct wanted *w)
{
	if (w->questionnaire && !json_is(r->doc, "questionnaire",
	    w->questionnaire))
		return false;
	if (w->any)
		return true;
	if (w->has_beginning && strncmp(r->id.s, w->beginning.s,
	    strlen(w->beginning.s)) == 0)
		return true;
	return w->has_session && json_is(r->doc, "session", w->session.s);
}

static int
not_one(const struct rounds *l, const struct wanted *w, size_t found,
    struct iv_err *e)
{
	if (found == 0)
		return iv_fail(e, IV_NOTFOUND, _("no such round is open here; "
		    "see 'iv-eval rounds', or open one with 'iv-eval open'"));
	iv_fail(e, IV_AMBIGUOUS, _("more than one round is open; give its "
	    "id"));
	for (size_t i = 0; i < l->n; i++)
		if (fits(&l->v[i], w))
			iv_note(e, "  %s  %s\n", l->v[i].id.s,
			    json_str(l->v[i].doc, "questionnaire"));
	return -1;
}

int
outbox_find(const struct outbox *o, const char *typed,
    const char *questionnaire, struct round *ret, struct iv_err *e)
{
	IV_AUTO(rounds_release) struct rounds l = { NULL, 0 };
	struct wanted w = { .any = !typed, .questionnaire = questionnaire };
	struct iv_err none = IV_ERR_INIT;
	size_t found = 0, at = 0;

	if (outbox_load(o, &l, e) < 0)
		return -1;
	if (typed) {
		w.has_beginning = id_beginning(typed, &w.beginning);
		w.has_session = store_find(o->c->store, &schema_session,
		    typed, o->c->now, &w.session, &none) == 0;
	}
	for (size_t i = 0; i < l.n; i++)
		if (fits(&l.v[i], &w)) {
			found++;
			at = i;
		}
	if (found != 1)
		return not_one(&l, &w, found, e);
	ret->id = l.v[at].id;
	ret->doc = IV_TAKE(l.v[at].doc);
	return 0;
}

/* The finished file, without a time, beside its place. */
static int
write_temp(int fd, const char *path, const struct buf *b)
{
	static const struct timespec none[2] = { { 0, 0 }, { 0, 0 } };
	IV_AUTO(fd_close_auto) int file = beneath_open(fd, path,
	    O_WRONLY | O_CREAT | O_EXCL, 0600);

	if (file < 0 || fd_write(file, b->p, b->len) < 0 ||
	    futimens(file, none) < 0)
		return -1;
	return fsync(file);
}

static int
replace(int fd, const char *path, const char *temp, const struct buf *b)
{
	IV_AUTO(fd_close_auto) int old = beneath_open(fd, path, O_RDWR, 0);
	IV_AUTO(fd_close_auto) int dir = beneath_open(fd, DIR_NAME,
	    O_RDONLY | O_DIRECTORY, 0);

	if (dir < 0 || write_temp(fd, temp, b) < 0 ||
	    renameat(fd, temp, fd, path) < 0 || fsync(dir) < 0)
		return -1;
	return old >= 0 ? overwrite(old) : 0;
}

int
outbox_write(const struct outbox *o, const struct round *r, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	char path[64], temp[64];
	int done;

	path_of(path, r->id.s);
	path_of(temp, ".iv-new");
	json_print(&b, r->doc);
	if (dirs_make(o->fd, path, e) < 0)
		return -1;
	done = replace(o->fd, path, temp, &b);
	explicit_bzero(b.p, b.len);
	if (done < 0)
		return iv_fail_errno(e, IV_STORAGE, _("cannot write '%s' in "
		    "the private area"), path);
	forget_times(o->fd);
	return 0;
}
