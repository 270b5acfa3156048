#include <errno.h>

#include "buf.h"
#include "err.h"
#include "tap.h"
#include "utf8.h"

static void
test_fail(void)
{
	struct iv_err e = IV_ERR_INIT;

	iv_note(&e, "old\n");
	is_int(iv_fail(&e, IV_NOTFOUND, "no case '%s'", "k7f"), -1,
	    "iv_fail returns -1");
	is_int(e.code, 3, "the code");
	is_str(e.msg, "no case 'k7f'", "the message");
	is_str(e.note, "", "the old note is gone");
	is_int(iv_wrap(&e, "in %d", 7), -1, "iv_wrap returns -1");
	is_str(e.msg, "in 7: no case 'k7f'", "wrapped");
	is_int(e.code, 3, "the code stays");
	iv_fail(&e, IV_INVALID, "<%s>", e.msg);
	is_str(e.msg, "<in 7: no case 'k7f'>", "its own text as argument");
	errno = ENOENT;
	is_int(iv_fail_errno(&e, IV_STORAGE, "cannot open '%s'", "x"), -1,
	    "iv_fail_errno returns -1");
	is_str(e.msg, "cannot open 'x': No such file or directory",
	    "strerror behind it");
	is_int(iv_note(&e, "a %d\n", 1), -1, "iv_note returns -1");
	iv_note(&e, "b\n");
	is_str(e.note, "a 1\nb\n", "notes add up");
}

/* Text of n times e-acute behind shift letters, so that every border of a
 * two-byte character meets the end of the buffer. */
static void
fill(struct buf *b, size_t shift, size_t n, const char *s)
{
	buf_clear(b);
	buf_pad(b, 'x', shift);
	for (size_t i = 0; i < n; i++)
		buf_adds(b, s);
}

static bool
cut_well(const char *s, const char *tail, size_t size)
{
	size_t len = strlen(s), t = strlen(tail);

	return len < size && len + 4 >= size && utf8_valid(s, len, NULL) &&
	    strcmp(s + len - t, tail) == 0;
}

static void
test_cut(const char *s)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;

	for (size_t shift = 0; shift < 5; shift++) {
		struct iv_err e = IV_ERR_INIT;

		fill(&b, shift, 2000, s);
		iv_fail(&e, IV_FAIL, "%s", b.p);
		ok(cut_well(e.msg, "...", sizeof(e.msg)), "message cut");
		iv_wrap(&e, "in front");
		ok(cut_well(e.msg, "...", sizeof(e.msg)), "wrapped and cut");
		ok(strncmp(e.msg, "in front: ", 10) == 0, "front is kept");
		errno = EACCES;
		iv_fail_errno(&e, IV_FAIL, "%s", b.p);
		ok(cut_well(e.msg, "...", sizeof(e.msg)), "with errno cut");
		iv_note(&e, "%s\n", b.p);
		ok(cut_well(e.note, "...\n", sizeof(e.note)), "note cut");
		iv_note(&e, "%s\n", b.p);
		iv_note(&e, "x\n");
		ok(cut_well(e.note, "...\n", sizeof(e.note)) &&
		    !strstr(e.note, "....") && !strstr(e.note, "\nx"),
		    "a full note stays");
	}
}

static void
test_borders(void)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	struct iv_err e = IV_ERR_INIT;

	buf_pad(&b, 'x', sizeof(e.msg) - 1);
	iv_fail(&e, IV_FAIL, "%s", b.p);
	is_str(e.msg, b.p, "what just fits is not cut");
	buf_addc(&b, 'x');
	iv_fail(&e, IV_FAIL, "%s", b.p);
	is_int((long)strlen(e.msg), (long)sizeof(e.msg) - 1, "one too many");
	is_str(e.msg + sizeof(e.msg) - 5, "x...", "ends in three dots");
}

static void
test_outcomes(void)
{
	is_int((long)iv_outcomes_len, 11, "eleven outcomes");
	for (size_t i = 0; i < iv_outcomes_len; i++)
		is_int(iv_outcomes[i].status, (long)i, iv_outcomes[i].name);
	is_str(iv_outcomes[IV_REFUSED].name, "IV_REFUSED", "names");
}

int
main(void)
{
	test_fail();
	test_cut("\xc3\xa9");
	test_cut("\xe2\x82\xac");
	test_cut("\xf0\x9f\x98\x80");
	test_borders();
	test_outcomes();
	return done();
}
