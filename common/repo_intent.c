#include "repo_internal.h"

#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

#include "file.h"
#include "mem.h"

/*
 * The text, after the state byte of .git/iv.lock:
 *
 *	v-intent 1
 *	branch refs/heads/main
 *	commit OLD NEW
 *	file OLD NEW cases/2026/k7f....json
 *	end N SUM
 *
 * N counts the files; SUM is the git id of the text before it, as a blob.  A
 * longer, older text may follow: a truncation would cost a flush.
 */
#define HEAD	"iv-intent 1\n"

void
intent_release(struct intent *in)
{
	for (size_t i = 0; i < in->n; i++)
		mem_free(in->files[i].path);
	mem_free(in->files);
	mem_free(in->branch);
	*in = (struct intent){ 0 };
}

static void
add_pair(struct buf *b, const git_oid *old, const git_oid *new)
{
	char hex[2][REPO_HEX];

	buf_addf(b, "%s %s", git_oid_tostr(hex[0], REPO_HEX, old),
	    git_oid_tostr(hex[1], REPO_HEX, new));
}

static int
add_sum(struct buf *b, size_t n, size_t len)
{
	char hex[REPO_HEX];
	git_oid sum;

	if (git_odb_hash(&sum, b->p, len, GIT_OBJECT_BLOB) < 0)
		return -1;
	buf_addf(b, "end %zu %s\n", n, git_oid_tostr(hex, REPO_HEX, &sum));
	return 0;
}

int
intent_write(struct repo *r, const struct intent *in, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;

	buf_addf(&b, HEAD "branch %s\ncommit ", in->branch);
	add_pair(&b, &in->old_commit, &in->new_commit);
	for (size_t i = 0; i < in->n; i++) {
		buf_adds(&b, "\nfile ");
		add_pair(&b, &in->files[i].old_blob, &in->files[i].new_blob);
		buf_addf(&b, " %s", in->files[i].path);
	}
	buf_addc(&b, '\n');
	if (add_sum(&b, in->n, b.len) < 0)
		return iv_fail(e, IV_STORAGE, "%s", git_text());
	r->pending = true;
	if (lseek(r->lockfd, 0, SEEK_SET) < 0 ||
	    fd_write(r->lockfd, b.p, b.len) < 0)
		return repo_errno(e, r, REPO_LOCK);
	return 0;
}

int
intent_clear(struct repo *r, struct iv_err *e)
{
	if (pwrite(r->lockfd, "-", 1, 0) != 1)
		return repo_errno(e, r, REPO_LOCK);
	r->pending = false;
	return 0;
}

/* The next line without its newline; NULL at the end or in a torn one. */
static char *
next_line(char **at)
{
	char *line = *at, *end = strchr(line, '\n');

	if (!end)
		return NULL;
	*end = '\0';
	*at = end + 1;
	return line;
}

/* "OLD NEW" and what follows, or NULL. */
static char *
read_pair(char *s, git_oid *old, git_oid *new)
{
	size_t len = strlen(s);

	if (len < 81 || s[40] != ' ' || git_oid_fromstrn(old, s, 40) < 0 ||
	    git_oid_fromstrn(new, s + 41, 40) < 0)
		return NULL;
	return s + 81;
}

static int
read_file(struct intent *in, char *s)
{
	struct intent_file f = { 0 };
	char *path = read_pair(s, &f.old_blob, &f.new_blob);

	if (!path || *path != ' ' || !repo_path_ok(path + 1))
		return 0;
	in->files = mem_array(in->files, in->n + 1, sizeof(*in->files));
	f.path = mem_dup(path + 1);
	in->files[in->n++] = f;
	return 1;
}

static char *
after(char *line, const char *word)
{
	size_t n = strlen(word);

	return line && strncmp(line, word, n) == 0 ? line + n : NULL;
}

/* True when the text is whole up to its end mark. */
static bool
sum_fits(const struct buf *b)
{
	IV_AUTO(buf_release) struct buf want = BUF_INIT;
	const char *end = strstr(b->p, "\nend ");
	size_t len, n;

	if (!end)
		return false;
	end++;
	len = (size_t)(end - b->p);
	if (strncmp(end, "end ", 4) != 0)
		return false;
	n = strtoul(end + 4, NULL, 10);
	buf_add(&want, b->p, len);
	return add_sum(&want, n, len) == 0 &&
	    strncmp(want.p + len, end, want.len - len) == 0;
}

static int
parse(struct intent *in, char *text)
{
	char *line = after(next_line(&text), "branch refs/heads/");
	char *rest;

	if (!line)
		return 0;
	in->branch = mem_dup(line - strlen("refs/heads/"));
	line = after(next_line(&text), "commit ");
	if (!line || !read_pair(line, &in->old_commit, &in->new_commit))
		return 0;
	while ((line = next_line(&text))) {
		if (after(line, "end "))
			return 1;
		rest = after(line, "file ");
		if (!rest || !read_file(in, rest))
			return 0;
	}
	return 0;
}

int
intent_read(struct repo *r, struct intent *in, char *state, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;

	if (lseek(r->lockfd, 0, SEEK_SET) < 0)
		return repo_errno(e, r, REPO_LOCK);
	if (fd_read(r->lockfd, ".git/" REPO_LOCK, BUF_MAX, &b, e) < 0)
		return -1;
	*state = b.p[0];
	if (!after(b.p, HEAD) || !sum_fits(&b))
		return 0;
	return parse(in, b.p + strlen(HEAD));
}
