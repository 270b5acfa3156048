#include <stddef.h>
#include <string.h>

#include "file.h"
#include "session.h"

/* Adds lines to the notes of one meeting, which only this user reads.  Saved a
 * second time after a crash, they stand there already. */
int
session_apart(struct iv_ctx *c, const char *session, const char *lines,
    struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf all = BUF_INIT;
	struct iv_err none = IV_ERR_INIT;
	char path[64];
	int fd;

	if (*lines == '\0' || c->dry_run)
		return 0;
	snprintf(path, sizeof(path), "notes/%s.txt", session);
	fd = store_private(c->store, true, e);
	if (fd < 0 || dirs_make(fd, path, e) < 0)
		return -1;
	if (file_read(fd, path, FILE_MAX, &all, &none) < 0 &&
	    none.code != IV_NOTFOUND) {
		*e = none;
		return -1;
	}
	if (strstr(all.p, lines))
		return 0;
	buf_adds(&all, lines);
	return file_replace(fd, path, all.p, all.len, 0600, e);
}

static int
note_read(struct iv_ctx *c, const char *session, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf all = BUF_INIT;
	char path[64];
	int fd = store_private(c->store, false, e);

	snprintf(path, sizeof(path), "notes/%s.txt", session);
	if (fd < 0 || file_read(fd, path, FILE_MAX, &all, e) < 0)
		return e->code == IV_NOTFOUND ? 0 : -1;
	tool_print(c, all.p);
	return 0;
}

/* "2026-03-12T09:30 note: text"; further lines are indented. */
static void
note_line(struct buf *b, struct civil now, const char *text)
{
	char when[DAY_TEXT];

	civil_text(when, now);
	buf_addf(b, "%s note: ", when);
	for (; *text; text++) {
		buf_addc(b, *text);
		if (*text == '\n')
			buf_adds(b, "  ");
	}
	buf_trim(b);
	buf_addc(b, '\n');
}

int
session_note(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	IV_AUTO(record_free_auto) struct record *r = NULL;
	IV_AUTO(buf_release) struct buf line = BUF_INIT;
	const char *text;

	(void)opts;
	if (tool_store(c, e) < 0 ||
	    tool_read(c, &schema_session, c->args[0], &r, e) < 0)
		return -1;
	if (c->nargs < 2)
		return note_read(c, r->id.s, e);
	if (tool_text(c, c->args[1], &text, e) < 0)
		return -1;
	if (strspn(text, " \t\r\n") == strlen(text))
		return iv_fail(e, IV_USAGE, _("there is nothing to note"));
	note_line(&line, c->now, text);
	return session_apart(c, r->id.s, line.p, e);
}
