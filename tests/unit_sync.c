#include "sync.h"

#include "mem.h"
#include "place.h"
#include "tap.h"

static struct iv_err err;

static void
place(const char *path, unsigned mode, bool good, const char *name)
{
	err = (struct iv_err)IV_ERR_INIT;
	ok((place_check(path, mode, &err) == 0) == good, name);
	if (!good)
		ok(err.code == IV_INVALID && strstr(err.msg, path),
		    "  and named");
}

static void
places(void)
{
	place("group.json", 0100644, true, "the group");
	place("members/manna12345.json", 0100644, true, "a member");
	place("cases/2026/case123456.json", 0100644, true, "a case");
	place("sessions/2026/sessn12345.json", 0100644, true, "a meeting");
	place("evaluations/eva1234567.json", 0100644, true, "an evaluation");
	place("methods/incident.json", 0100644, true, "a method");
	place("registers/skj.json", 0100644, true, "a register");
	place(".gitattributes", 0100644, true, ".gitattributes");
	place(".gitignore", 0100644, true, ".gitignore");
	place("cases", 040000, true, "a directory");
	place("cases/2026", 040000, true, "a year");
}

static void
hostile(void)
{
	static const char *const paths[] = {
		".git/config", ".GIT/config", "git~1/config", ".git", ".GIT",
		".git ", ".git.", ".gi\xe2\x80\x8dt", "..", "../x.json",
		".gitmodules", "README.md", "Group.json", "GROUP.JSON",
		"group.json ", "group.json.", "members/anna.json",
		"members/MANNA12345.json", "members/manna12345.JSON",
		"members/manna12345.json/x", "members/../group.json",
		"members/2026/manna12345.json", "cases/case123456.json",
		"cases/26/case123456.json", "cases/20260/case123456.json",
		"cases/2026/case123456.json\n", "cases/2026/case\x1b[31m.json",
		"cases\\2026\\case123456.json", "cases//case123456.json",
		"methods/CON.json", "methods/x.json\x7f", "methods/.json",
		"methods/-x.json", "methods/a b.json", "methods/a/b.json",
		"methods/x.sh", "members/mann\303\2511234.json",
		"cases/2026/.git/config", "", "/group.json", "./group.json",
	};

	for (size_t i = 0; i < IV_LEN(paths); i++)
		place(paths[i], 0100644, false, "no place");
	place(".git", 040000, false, "a directory .git");
	place(".Git", 040000, false, "a directory .Git");
	place("hooks", 040000, false, "a directory hooks");
	place("cases/2026/x", 040000, false, "a directory too deep");
	place("cases/year", 040000, false, "no year");
	place("members/manna12345.json", 0120000, false, "a symbolic link");
	place("members", 0120000, false, "a linked directory");
	place("members/manna12345.json", 0160000, false, "a submodule");
	place("members/manna12345.json", 0100755, false, "a program");
	place("members/manna12345.json", 0100664, false, "an odd mode");
	place("members/manna12345.json", 040000, false, "a directory");
}

static void
text(const char *path, const char *s, bool good, const char *name)
{
	int version;

	err = (struct iv_err)IV_ERR_INIT;
	if (!ok((sync_judge_text(path, s, strlen(s), NULL, &version,
	    &err) == 0) == good, name))
		printf("# %s\n", err.msg);
	if (!good)
		ok(strstr(err.msg, path) != NULL, "  and named");
}

#define MEMBER	"members/manna12345.json"
#define HEAD	"{\"schema\": \"iv.member/1\", \"name\": \"Anna\", " \
		"\"role\": \"member\""

static void
texts(void)
{
	struct buf big = BUF_INIT;
	cJSON *j = NULL;
	int version = 0;

	text(MEMBER, HEAD "}", true, "a member");
	text(MEMBER, HEAD ", \"x\": [1, {}]}", true, "unknown keys");
	text(MEMBER, HEAD ", \"name\": \"B\"}", false, "a key twice");
	text(MEMBER, HEAD, false, "half of it");
	text(MEMBER, "", false, "nothing");
	text(MEMBER, "[]", false, "a list");
	text(MEMBER, "null", false, "null");
	text(MEMBER, HEAD ", \"x\": \"\\u0000\"}", false, "a NUL");
	text(MEMBER, HEAD ", \"x\": 1e999}", false, "too large a number");
	text(MEMBER, HEAD ", \"x\": \"\xff\"}", false, "no UTF-8");
	text(MEMBER, "{\"schema\": \"iv.case/1\"}", false, "another kind");
	text(MEMBER, "{\"schema\": \"iv.member/1\"}", false, "no name");
	text(MEMBER, "<<<<<<< HEAD\n" HEAD "}", false, "conflict markers");
	text(MEMBER, "{\"schema\": \"iv.member/9\", \"name\": 5}", true,
	    "a newer one is only JSON");
	text("methods/x.json", "{\"a\": 1}", true, "a method");
	text("methods/x.json", "{\"a\": 1", false, "a broken method");
	text(".gitignore", "*~\n", true, ".gitignore");
	buf_adds(&big, HEAD ", \"x\": \"");
	buf_pad(&big, 'x', (size_t)1 << 20);
	buf_adds(&big, "\"}");
	text(MEMBER, big.p, false, "more than 1 MiB");
	buf_clear(&big);
	buf_adds(&big, HEAD ", \"x\": ");
	buf_pad(&big, '[', 40);
	buf_pad(&big, ']', 40);
	buf_addc(&big, '}');
	text(MEMBER, big.p, false, "too deep");
	buf_release(&big);
	ok(sync_judge_text(MEMBER, HEAD "}", strlen(HEAD) + 1, &j, &version,
	    &err) == 0 && version == 1, "its version");
	is_str(json_str(j, "name"), "Anna", "and its JSON");
	cJSON_Delete(j);
}

static void
url(const char *s, bool good, const char *shown, const char *host)
{
	struct buf b = BUF_INIT;

	ok((sync_url_ok(s, &err) == 0) == good, good ? s :
	    "an address that is refused");
	if (!good)
		return;
	sync_url_shown(&b, s);
	is_str(b.p, shown, "  as shown");
	buf_clear(&b);
	sync_url_host(&b, s);
	is_str(b.p, host, "  its host");
	buf_release(&b);
}

static void
urls(void)
{
	url("/srv/wmo.git", true, "/srv/wmo.git", "");
	url("file:///srv/wmo.git", true, "file:///srv/wmo.git", "");
	url("../wmo.git", true, "../wmo.git", "");
	url("https://a:b@example.org/wmo.git", true,
	    "https://example.org/wmo.git", "example.org");
	url("ssh://git@example.org:22/wmo", true, "ssh://example.org:22/wmo",
	    "example.org");
	url("git@example.org:wmo.git", true, "git@example.org:wmo.git",
	    "example.org");
	url("gcrypt::git@example.org:wmo.git", true,
	    "gcrypt::git@example.org:wmo.git", "example.org");
	url("https://[::1]:80/x", true, "https://[::1]:80/x", "[::1]");
	ok(sync_url_sealed("gcrypt::x") && !sync_url_sealed("x"), "sealed");
	url("-x", false, "", "");
	url("--upload-pack=touch x", false, "", "");
	url("", false, "", "");
	url("ext::sh -c id", false, "", "");
	url("fd::7", false, "", "");
	url("gcrypt::ext::sh -c id", false, "", "");
	url("gcrypt::-x", false, "", "");
	url("https://example.org/\x1b[2J", false, "", "");
	url("https://example.org/a\nb", false, "", "");
	url("/srv/\xff", false, "", "");
}

static void
told(const char *said, const char *want)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;

	sync_told(&b, said);
	ok(strncmp(b.p, want, strlen(want)) == 0, want);
}

/* What programs said, word for word. */
static void
complaints(void)
{
	told("", "git gave no reason");
	told("fatal: the remote end hung up unexpectedly\n",
	    "the remote end hung up unexpectedly");
	told("error: remote unpack failed: unable to create temporary object "
	    "directory\nTo /media/stick/r.git\n ! [remote rejected] HEAD -> "
	    "main (unpacker error)\nerror: failed to push some refs to "
	    "'/media/stick/r.git'\n", "remote unpack failed: unable to "
	    "create temporary object directory; nothing can be written "
	    "there");
	told("fatal: detected dubious ownership in repository at '/x'\nTo add "
	    "an exception for this directory, call:\n\n\tgit config "
	    "--global --add safe.directory /x\n", "detected dubious "
	    "ownership in repository at '/x'; it belongs to another user");
	told("remote: error: refusing to update checked out branch: refs/heads/"
	    "main\nremote: error: By default, updating the current branch in "
	    "a non-bare repository\nremote: is denied, because\nTo /x\n ! "
	    "[remote rejected] a1 -> main (branch is currently checked out)\n"
	    "error: failed to push some refs to '/x'\n", "refusing to update "
	    "checked out branch: refs/heads/main; that is a directory");
	told("anna@example.org: Permission denied (publickey).\r\n"
	    "fatal: Could not read from remote repository.\n\nPlease make "
	    "sure you have the correct access rights\nand the repository "
	    "exists.\n", "anna@example.org: Permission denied (publickey); "
	    "the host takes none of the ssh keys");
	told("ssh: Could not resolve hostname nergens: Name or service not "
	    "known\r\nfatal: Could not read from remote repository.\n",
	    "ssh: Could not resolve hostname nergens: Name or service not "
	    "known; is there a network?");
	told("fatal: Could not read from remote repository.\nfatal: '/x' does "
	    "not appear to be a git repository\n",
	    "'/x' does not appear to be a git repository; is it there, and");
	told("@@@@@@@@@@@@\n@ WARNING: REMOTE HOST IDENTIFICATION HAS "
	    "CHANGED! @\n@@@@@@@@@\nSomeone could be eavesdropping\n"
	    "Host key verification failed.\nfatal: Could not read from "
	    "remote repository.\n", "Host key verification failed; the host");
	told("fatal: Authentication failed for 'https://example.org/'\n",
	    "Authentication failed for 'https://example.org/'; the password");
	told("fatal: could not read Username for 'https://example.org': "
	    "terminal prompts disabled\n", "could not read Username");
	told("remote: \nremote: =====\nremote: geen plaats meer        \n"
	    "remote: \nTo r.git\n ! [remote rejected] main -> main "
	    "(pre-receive hook declined)\nerror: failed to push some refs to "
	    "'r.git'\n", "geen plaats meer");
	told("To r.git\n ! [rejected]        main -> main (fetch first)\n"
	    "error: failed to push some refs to 'r.git'\nhint: Updates were "
	    "rejected\n", "[rejected]        main -> main (fetch first)");
	told("remote: error: cannot lock ref 'HEAD': Unable to create "
	    "'/r.git/./HEAD.lock': File exists.        \nTo r.git\n",
	    "cannot lock ref 'HEAD': Unable to create '/r.git/./HEAD.lock': "
	    "File exists; a git that was killed");
	told("fatal: write error: No space left on device\nfatal: fetch-pack: "
	    "invalid index-pack output\n",
	    "write error: No space left on device; make room");
	told("git: 'remote-gcrypt' is not a git command.\nfatal: unable to "
	    "find remote helper for 'gcrypt'\n",
	    "unable to find remote helper for 'gcrypt'; install");
}

static void
from(struct buf *b, const char *s)
{
	buf_clear(b);
	buf_adds(b, s);
}

/* As git's merge driver calls it. */
static void
files(void)
{
	struct buf b = BUF_INIT, o = BUF_INIT, t = BUF_INIT, out = BUF_INIT,
	    turned = BUF_INIT;
	struct sync_texts v = { "x.json", &b, &o, &t, 1770000000, NULL, NULL };

	from(&b, "{\"a\": 1, \"b\": 1}");
	from(&o, "{\"a\": 2, \"b\": 1}");
	from(&t, "{\"a\": 1, \"b\": 3}");
	ok(sync_merge_texts(&v, &out, &err) == 0, "three files");
	is_str(out.p, "{\n  \"a\": 2,\n  \"b\": 3\n}\n", "two fields");
	from(&t, "{\"a\": 5, \"b\": 1}");
	buf_clear(&out);
	ok(sync_merge_texts(&v, &out, &err) == 0, "one field, two values");
	v.ours = &t;
	v.theirs = &o;
	ok(sync_merge_texts(&v, &turned, &err) == 0, "the other way round");
	is_str(turned.p, out.p, "is the same");
	ok(strstr(out.p, "\"conflicts\"") != NULL, "the other is kept");
	from(&b, "");
	buf_clear(&out);
	ok(sync_merge_texts(&v, &out, &err) == 0, "without a base");
	from(&t, "{");
	ok(sync_merge_texts(&v, &out, &err) < 0, "a broken file");
	from(&t, "{\"schema\": \"iv.case/99\"}");
	ok(sync_merge_texts(&v, &out, &err) < 0 && err.code == IV_CONFLICT,
	    "a newer schema");
	buf_release(&b);
	buf_release(&o);
	buf_release(&t);
	buf_release(&out);
	buf_release(&turned);
}

int
main(void)
{
	mem_init();
	places();
	hostile();
	texts();
	urls();
	complaints();
	files();
	return done();
}
