#include <fcntl.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file.h"
#include "mem.h"
#include "repo.h"
#include "tap.h"

/* Every test works in a group of its own beneath this. */
static char top[200];
static char group[256];
static int dirfd = -1;
static struct iv_err err;

/* A shell command in the group; its status. */
IV_PRINTF(1, 2) static int
sh(const char *fmt, ...)
{
	char cmd[2048], all[3072];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(cmd, sizeof(cmd), fmt, ap);
	va_end(ap);
	snprintf(all, sizeof(all), "cd %s && { %s; } >%s/out 2>&1", group,
	    cmd, top);
	return system(all);
}

/* What the last sh() printed. */
static const char *
out(void)
{
	static char text[65536];
	char name[256];
	FILE *f;
	size_t n = 0;

	snprintf(name, sizeof(name), "%s/out", top);
	f = fopen(name, "r");
	if (f) {
		n = fread(text, 1, sizeof(text) - 1, f);
		fclose(f);
	}
	text[n] = '\0';
	return text;
}

static bool
clean(void)
{
	bool good = sh("git fsck --strict --no-dangling &&"
	    " git status --porcelain") == 0 && out()[0] == '\0';

	if (!good)
		printf("# %s\n", out());
	return good && sh("ls .git/*.lock .git/iv/tmp/* .git/refs/heads/*.lock"
	    " .git/objects/pack/pack-1.* 2>/dev/null | grep -v iv.lock") != 0;
}

static struct repo_file
file(const char *path, const char *text)
{
	return (struct repo_file){ path, text, text ? strlen(text) : 0 };
}

static int
put(struct repo *r, const struct repo_file *files, size_t n, struct buf *left)
{
	struct repo_change c = { files, n, "k7f3q9x2mb", "case set k7f",
		1773307800 };

	err = (struct iv_err)IV_ERR_INIT;
	return repo_commit(r, &c, left, &err);
}

/* Opens, commits one file, closes. */
static int
put_one(const char *path, const char *text)
{
	IV_AUTO(repo_close_auto) struct repo *r = NULL;
	struct repo_file f = file(path, text);

	err = (struct iv_err)IV_ERR_INIT;
	if (repo_open(&r, dirfd, group, NULL, &err) < 0)
		return -1;
	return put(r, &f, 1, NULL);
}

static int
create(void)
{
	struct repo_file files[] = { file("group.json", "{}\n"),
		file("members/a.json", "a\n") };
	struct repo_change c = { files, 2, "iv", "group init", 1773307800 };

	err = (struct iv_err)IV_ERR_INIT;
	return repo_create(dirfd, group, &c, &err);
}

/* An empty directory, or with "made" a group. */
static void
fresh(bool made)
{
	static int n;

	fd_close_auto(&dirfd);
	snprintf(group, sizeof(group), "%s/%d", top, n++);
	if (mkdir(group, 0700) < 0 || dir_open(group, &dirfd, &err) < 0)
		exit(1);
	if (made && create() < 0) {
		printf("# %s\n", err.msg);
		exit(1);
	}
}

static const char *
content(const char *path)
{
	static struct buf b = BUF_INIT;
	struct iv_err e = IV_ERR_INIT;

	buf_clear(&b);
	return file_read(dirfd, path, FILE_MAX, &b, &e) < 0 ? NULL : b.p;
}

static void
test_create(void)
{
	struct stat st;

	fresh(false);
	is_int(create(), 0, "a repository is made");
	is_str(content("members/a.json"), "a\n", "with its files in place");
	ok(clean(), "git finds it clean and whole");
	sh("git log --format=%%an:%%ae:%%s:%%at && git symbolic-ref HEAD");
	is_str(out(), "iv:iv@iv.invalid:group init:1773307800\n"
	    "refs/heads/main\n", "one commit on main");
	ok(stat(group, &st) == 0 && fstatat(dirfd, "group.json", &st, 0) == 0 &&
	    (st.st_mode & 0777) == 0600, "files are 0600");
	ok(fstatat(dirfd, "members", &st, 0) == 0 &&
	    (st.st_mode & 0777) == 0700, "directories are 0700");
	is_int(create(), -1, "a second time is refused");
	is_int(err.code, IV_CONFLICT, "as a conflict");
	is_int(sh("git config core.logAllRefUpdates"), 0, "the reflog is set");
	is_str(out(), "false\n", "and off");
	fresh(false);
	sh("mkdir -p .iv-new/objects/aa; echo x >.iv-new/objects/aa/bb;"
	    " ln -s / .iv-new/root");
	is_int(create(), 0, "what an interrupted start left is removed");
	ok(clean(), "and nothing of it is seen");
}

static void
test_change(void)
{
	IV_AUTO(repo_close_auto) struct repo *r = NULL;
	struct repo_file three[] = { file("cases/2026/k7f.json", "one\n"),
		file("cases/2026/k8f.json", "two\n"),
		file("members/a.json", NULL) };
	char head[41], again[41];

	fresh(true);
	is_int(repo_open(&r, dirfd, group, NULL, &err), 0, "it is opened");
	is_int(put(r, three, 3, NULL), 0, "two files come, one goes");
	is_str(content("cases/2026/k7f.json"), "one\n", "the first is there");
	is_str(content("cases/2026/k8f.json"), "two\n", "the second too");
	ok(!content("members/a.json"), "the third is gone");
	ok(clean(), "git agrees");
	sh("git ls-tree -r --name-only HEAD");
	is_str(out(), "cases/2026/k7f.json\ncases/2026/k8f.json\n"
	    "group.json\n", "the tree has no empty directory");
	sh("git show -s --format=%%an:%%ae:%%s");
	is_str(out(), "k7f3q9x2mb:k7f3q9x2mb@iv.invalid:case set k7f\n",
	    "the author is the member id");
	ok(repo_head(r, head, &err) == 0, "HEAD is known");
	is_int(put(r, three, 3, NULL), 0, "the same once more is fine");
	ok(repo_head(r, again, &err) == 0 && strcmp(head, again) == 0,
	    "and commits nothing");
	three[0] = file("cases/2026/k7f.json", "more\n");
	is_int(put(r, three, 1, NULL), 0, "a second change by the same handle");
	is_str(content("cases/2026/k7f.json"), "more\n", "is in place");
	ok(clean(), "and clean");
}

static void
test_read(void)
{
	IV_AUTO(repo_close_auto) struct repo *r = NULL;
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	char blob[41];

	fresh(true);
	is_int(repo_open_read(&r, dirfd, group, &err), 0, "opened to read");
	is_int(repo_head_read(r, "members/a.json", &b, &err), 1, "found");
	is_str(b.p, "a\n", "with its content");
	is_int(repo_head_read(r, "members/b.json", &b, &err), 0, "absent");
	is_int(repo_head_read(r, "x/y/z.json", &b, &err), 0, "absent, deep");
	is_int(repo_head_read(r, "group.json/z", &b, &err), 0,
	    "absent beneath a file");
	is_int(repo_head_read(r, "members", &b, &err), -1, "a directory");
	is_int(err.code, IV_INVALID, "is no file");
	is_int(repo_head_blob(r, "members/a.json", blob, &err), 0, "its blob");
	is_str(blob, "78981922613b2afb6025042ff6bd878ac1994e85", "by name");
	buf_clear(&b);
	is_int(repo_blob(r, blob, &b, &err), 0, "the blob is read");
	is_str(b.p, "a\n", "and is the content");
	is_int(repo_head_blob(r, "none", blob, &err), 0, "no blob");
	is_str(blob, "", "is empty");
	is_int(repo_blob(r, "12", &b, &err), -1, "half an id is none");
	is_int(repo_blob(r, "1111111111111111111111111111111111111111", &b,
	    &err), -1, "an unknown blob is told");
}

static void
test_bad_changes(void)
{
	IV_AUTO(repo_close_auto) struct repo *r = NULL;
	static const char *const paths[] = { "", "/etc/x", "a/../b", "a//b",
		".git/config", "a/.GIT/x", "a/", "a\nb", "./a", "a\\b" };
	struct repo_file twice[] = { file("x", "1"), file("x", "2") };
	struct repo_change c = { twice, 1, "iv", "m", 0 };

	fresh(true);
	if (repo_open(&r, dirfd, group, NULL, &err) < 0)
		exit(1);
	for (size_t i = 0; i < IV_LEN(paths); i++) {
		struct repo_file f = file(paths[i], "x");
		ok(put(r, &f, 1, NULL) == -1 && err.code == IV_INVALID,
		    "a path that leads elsewhere is refused");
	}
	ok(put(r, twice, 2, NULL) == -1 && err.code == IV_INVALID,
	    "one path twice is refused");
	twice[0] = file("members", "x");
	ok(put(r, twice, 1, NULL) == -1 && err.code == IV_INVALID,
	    "a file where a directory is");
	twice[0] = file("group.json/x", "x");
	ok(put(r, twice, 1, NULL) == -1, "a file beneath a file");
	twice[0] = file("x", "x");
	c.author = "Jan <x>";
	ok(repo_commit(r, &c, NULL, &err) == -1 && err.code == IV_INVALID,
	    "an author that is no id");
	c.author = "iv";
	c.message = "a\nparent 1";
	ok(repo_commit(r, &c, NULL, &err) == -1 && err.code == IV_INVALID,
	    "a message of two lines");
	ok(clean(), "and nothing was changed");
	sh("git rev-list --count HEAD");
	is_str(out(), "1\n", "by any of them");
}

static void
test_hand_edits(void)
{
	IV_AUTO(repo_close_auto) struct repo *r = NULL;
	IV_AUTO(buf_release) struct buf left = BUF_INIT;
	struct repo_file two[] = { file("group.json", "{1}\n"),
		file("members/a.json", "b\n") };

	fresh(true);
	if (repo_open(&r, dirfd, group, NULL, &err) < 0)
		exit(1);
	sh("echo typed >members/a.json");
	is_int(put(r, two, 2, &left), 0, "a file was typed in meanwhile");
	is_str(left.p, "members/a.json\n", "it is named");
	is_str(content("members/a.json"), "typed\n", "and kept");
	is_str(content("group.json"), "{1}\n", "the other is in place");
	sh("git status --porcelain");
	is_str(out(), " M members/a.json\n", "git shows it as edited only");
	two[0] = file("members/a.json", "typed\n");
	buf_clear(&left);
	is_int(put(r, two, 1, &left), 0, "what was typed is adopted");
	is_str(left.p, "", "and nothing is left");
	ok(clean(), "clean again");
	sh("rm group.json");
	two[0] = file("group.json", "{2}\n");
	is_int(put(r, two, 1, &left), 0, "a file that went missing");
	is_str(content("group.json"), "{2}\n", "gets its record");
	sh("rm group.json && mkdir group.json && ln -s /tmp out");
	two[0] = file("group.json", "{3}\n");
	two[1] = file("out/x.json", "x\n");
	is_int(put(r, two, 2, &left), 0, "a directory and a symlink instead");
	is_str(left.p, "group.json\nout/x.json\n", "are kept and named");
	ok(access("/tmp/x.json", F_OK) < 0, "nothing is written through");
}

static void
test_staged(void)
{
	fresh(true);
	sh("echo s >staged && git add staged");
	is_int(put_one("cases/2026/k.json", "k\n"), 0, "a change beside what"
	    " is staged");
	sh("git status --porcelain");
	is_str(out(), "A  staged\n", "which stays staged");
	sh("git ls-tree -r --name-only HEAD");
	is_str(out(), "cases/2026/k.json\ngroup.json\nmembers/a.json\n",
	    "and is not committed");
	is_int(sh("git commit -qm x && git show --stat=40 --format="), 0,
	    "git commits it");
	is_str(out(), " staged | 1 +\n 1 file changed, 1 insertion(+)\n",
	    "and reverts nothing");
}

/* What git holds of the files agrees with them, without looking inside. */
static bool
fresh_stat(void)
{
	return clean() && sh("git diff-files") == 0 && out()[0] == '\0';
}

static void
test_index(void)
{
	fresh(true);
	sh("rm .git/index");
	is_int(put_one("x.json", "x\n"), 0, "a lost index");
	ok(clean(), "is built from HEAD");
	sh("head -c 40 .git/index >i && mv i .git/index");
	is_int(put_one("x.json", "y\n"), 0, "a torn index");
	ok(clean(), "too");
	sh(": >.git/index");
	is_int(put_one("x.json", "z\n"), 0, "an empty index");
	ok(clean(), "too");
	sh("s=$(stat -c %%s .git/index); truncate -s $((s - 30)) .git/index;"
	    " truncate -s $s .git/index");
	is_int(put_one("x.json", "0\n"), 0, "an index that ends in zeros");
	ok(clean(), "too");
	sh("git update-index --index-version 4");
	is_int(put_one("x.json", "v4\n"), 0, "an index of version 4");
	ok(fresh_stat(), "is kept");
	sh("git update-index --split-index");
	is_int(put_one("x.json", "w\n"), -1, "a split index");
	is_int(err.code, IV_CONFLICT, "is refused");
	ok(strstr(err.msg, "--no-split-index"), "with the command that helps");
	sh("git update-index --no-split-index");
	is_int(put_one("x.json", "w\n"), 0, "which helps");
	ok(clean(), "and is clean");
	sh("printf X | dd of=.git/index bs=1 seek=40 conv=notrunc status=none");
	is_int(put_one("x.json", "f\n"), 0, "a flipped byte in it");
	ok(clean(), "is not carried on");
	sh("s=$(stat -c %%s .git/index); truncate -s $((s - 20)) .git/index;"
	    " truncate -s $s .git/index; git status --porcelain");
	is_int(put_one("x.json", "g\n"), 0, "an index without a checksum");
	ok(clean(), "gets one");
	sh("chmod 644 .git/index");
	is_int(put_one("x.json", "m\n"), 0, "a readable index");
	sh("stat -c %%a .git/index");
	is_str(out(), "644\n", "stays readable");
}

static void
test_index_bytes(void)
{
	struct repo_file many[40];
	char path[40][32];
	int good = 0;

	fresh(true);
	for (int i = 0; i < 40; i++)
		snprintf(path[i], sizeof(path[i]), "d%d/%.*s", i % 3, i % 20 +
		    1, "abcdefghijklmnopqrstuvwxyz");
	for (int i = 0; i < 20; i++)
		good += put_one(path[i], "x\n") == 0 && fresh_stat();
	is_int(good, 20, "names of every length, each in its order");
	for (int i = 0; i < 20; i += 2)
		good += put_one(path[i], NULL) == 0 && fresh_stat();
	is_int(good, 30, "and every second gone again");
	sh("git status; git commit -q --allow-empty -m tree;"
	    " git ls-files --stage >../stage; git write-tree");
	is_int(put_one("d1/z.json", "z\n"), 0, "over git's own tree cache");
	ok(fresh_stat(), "which is not believed any more");
	is_int(sh("test $(git write-tree) = $(git rev-parse HEAD^{tree})"), 0,
	    "git writes the tree of HEAD from it");
	sh("echo later >later; git add -N later;"
	    " git update-index --skip-worktree group.json");
	is_int(put_one("a.json", "a\n"), 0, "beside marks of version 3");
	sh("git ls-files -v group.json; git status --porcelain");
	is_str(out(), "S group.json\n A later\n", "which stay");
	sh("git rm -q --cached later; echo s >d9; git add d9");
	is_int(put_one("d9/x.json", "x\n"), 0, "a file staged where a"
	    " directory comes");
	sh("git ls-files d9");
	is_str(out(), "d9/x.json\n", "gives way");
	fresh(true);
	sh("mkdir d8; echo s >d8/y; git add d8/y; rm -r d8");
	is_int(put_one("d8", "f\n"), 0, "a directory staged where a file"
	    " comes");
	sh("git ls-files d8");
	is_str(out(), "d8\n", "as well");
	fresh(true);
	for (int i = 0; i < 40; i++) {
		snprintf(path[i], sizeof(path[i]), "cases/%d", i);
		many[i] = file(path[i], "x\n");
	}
	IV_AUTO(repo_close_auto) struct repo *r = NULL;
	ok(repo_open(&r, dirfd, group, NULL, &err) == 0 &&
	    put(r, many, 40, NULL) == 0, "forty files at once");
	ok(fresh_stat(), "each in its place");
}

/* One refusal: what makes it, and a word of the message. */
struct refusal {
	const char *make, *word;
};

static const struct refusal refusals[] = {
	{ "git checkout -q --detach", "git switch" },
	{ "git checkout -qb b && echo b >g && git add g && git commit -qm b &&"
	  " git checkout -q main && echo c >g && git add g &&"
	  " git commit -qm c; git merge b; true", "git merge --abort" },
	{ "git checkout -qb b && echo b >g && git add g && git commit -qm b &&"
	  " git checkout -q main && echo c >g && git add g &&"
	  " git commit -qm c; git rebase b; true", "git rebase --abort" },
	{ "git bisect start", "git bisect reset" },
	{ "mkdir ../wt$$ && git config core.worktree $PWD/../wt$$",
	  "core.worktree" },
	{ "git config core.bare true", "bare" },
	{ "mv .git ../g$$ && echo \"gitdir: ../g$$\" >.git", "worktree" },
	{ "mv .git ../g$$ && ln -s ../g$$ .git", "worktree" },
	{ "rm -r .git", "repository" },
	{ "rm .git/HEAD", "cannot open" },
	{ "rm .git/refs/heads/main", "no commit" },
	{ "git symbolic-ref HEAD refs/heads/new", "no commit" },
};

static void
test_refusals(void)
{
	for (size_t i = 0; i < IV_LEN(refusals); i++) {
		fresh(true);
		if (sh("%s", refusals[i].make) != 0)
			printf("# %s: %s\n", refusals[i].make, out());
		ok(put_one("x.json", "x\n") == -1 && err.code == IV_CONFLICT &&
		    !content("x.json"), refusals[i].make);
		if (!ok(strstr(err.msg, refusals[i].word), refusals[i].word))
			printf("# %s\n", err.msg);
	}
	fresh(true);
	sh("git worktree add -q ../linked$$ && mv ../linked$$ ../linked");
	snprintf(group, sizeof(group), "%s/linked", top);
	fd_close_auto(&dirfd);
	if (dir_open(group, &dirfd, &err) < 0)
		exit(1);
	ok(put_one("x", "x") == -1 && err.code == IV_CONFLICT,
	    "a linked worktree is refused");
}

static void
test_locks(void)
{
	IV_AUTO(repo_close_auto) struct repo *r = NULL;
	struct repo *second = NULL;
	struct repo_file f = file("x.json", "x\n");

	fresh(true);
	if (repo_open(&r, dirfd, group, NULL, &err) < 0)
		exit(1);
	is_int(repo_open(&second, dirfd, group, NULL, &err), -1,
	    "a second writer waits");
	is_int(err.code, IV_BUSY, "and is told");
	sh("echo foreign >.git/index.lock");
	is_int(put(r, &f, 1, NULL), -1, "git holds index.lock");
	is_int(err.code, IV_BUSY, "that is busy");
	ok(strstr(err.msg, "index.lock"), "and is named");
	is_int(sh("grep -q foreign .git/index.lock"), 0, "it is left alone");
	sh("rm .git/index.lock; echo foreign >.git/refs/heads/main.lock");
	is_int(put(r, &f, 1, NULL), -1, "git holds the branch");
	is_int(err.code, IV_BUSY, "that is busy");
	ok(strstr(err.msg, "main.lock"), "and is named");
	is_int(sh("rm .git/refs/heads/main.lock"), 0, "it is left alone");
	ok(clean(), "nothing was changed");
	is_int(put(r, &f, 1, NULL), 0, "then it works");
	sh("echo z >z && git add z && git commit -qm z");
	f = file("x.json", "y\n");
	is_int(put(r, &f, 1, NULL), -1, "git committed meanwhile");
	is_int(err.code, IV_CONFLICT, "that is a conflict");
	ok(clean(), "and nothing was changed");
}

struct seen {
	struct buf text;
	int stop;
};

static int
see_entry(void *arg, const struct repo_entry *n, struct iv_err *e)
{
	struct seen *s = arg;

	(void)e;
	buf_addf(&s->text, "%s:%s:%ld:%zu\n", n->author, n->message,
	    (long)n->when, n->parents);
	return s->stop;
}

static int
see_diff(void *arg, const struct repo_diff *d, struct iv_err *e)
{
	struct seen *s = arg;

	(void)e;
	buf_addf(&s->text, "%c %s\n", !d->old_blob ? 'A' :
	    d->new_blob ? 'M' : 'D', d->path);
	return s->stop;
}

static void
commit_at(struct repo *r, const char *path, const char *text, time_t when)
{
	struct repo_file f = file(path, text);
	struct repo_change c = { &f, 1, "k1", path, when };

	if (repo_commit(r, &c, NULL, &err) != 0)
		printf("# %s\n", err.msg);
}

static void
test_history(void)
{
	IV_AUTO(repo_close_auto) struct repo *r = NULL;
	struct seen s = { BUF_INIT, 0 };

	fresh(true);
	if (repo_open(&r, dirfd, group, NULL, &err) < 0)
		exit(1);
	commit_at(r, "cases/a", "1", 1773307801);
	commit_at(r, "cases/b", "1", 1773307802);
	commit_at(r, "cases/a", "2", 1773307803);
	commit_at(r, "cases/a", NULL, 1773307804);
	is_int(repo_log(r, NULL, see_entry, &s, &err), 0, "the history");
	is_str(s.text.p, "k1:cases/a:1773307804:1\nk1:cases/a:1773307803:1\n"
	    "k1:cases/b:1773307802:1\nk1:cases/a:1773307801:1\n"
	    "iv:group init:1773307800:0\n", "newest first");
	buf_clear(&s.text);
	is_int(repo_log(r, "cases/b", see_entry, &s, &err), 0, "of a file");
	is_str(s.text.p, "k1:cases/b:1773307802:1\n", "only what touched it");
	buf_clear(&s.text);
	is_int(repo_log(r, "members", see_entry, &s, &err), 0, "of a dir");
	is_str(s.text.p, "iv:group init:1773307800:0\n", "too");
	buf_clear(&s.text);
	s.stop = 1;
	is_int(repo_log(r, NULL, see_entry, &s, &err), 0, "stopped");
	is_str(s.text.p, "k1:cases/a:1773307804:1\n", "after the first");
	s.stop = 0;
	sh("git checkout -qb side HEAD~2 && echo s >s && git add s &&"
	    " GIT_COMMITTER_DATE='1773307805 +0000'"
	    " GIT_AUTHOR_DATE='1773307805 +0000' git commit -qm s &&"
	    " git checkout -q main &&"
	    " GIT_COMMITTER_DATE='1773307806 +0000'"
	    " GIT_AUTHOR_DATE='1773307806 +0000' git merge -qm m side");
	repo_close(r);
	r = NULL;
	if (repo_open_read(&r, dirfd, group, &err) < 0)
		exit(1);
	buf_clear(&s.text);
	is_int(repo_log(r, "s", see_entry, &s, &err), 0, "over a merge");
	is_str(s.text.p, "t:s:1773307805:1\n", "the side's commit alone");
	buf_clear(&s.text);
	is_int(repo_log(r, NULL, see_entry, &s, &err), 0, "all of it");
	is_int((long)strlen(s.text.p) > 0 ? sh("test $(git rev-list --count"
	    " HEAD) = 7") : 1, 0, "git counts seven");
	size_t lines = 0;
	for (const char *p = s.text.p; (p = strchr(p, '\n')); p++)
		lines++;
	is_int((long)lines, 7, "so do we, none twice");
	buf_release(&s.text);
}

static void
test_diff(void)
{
	IV_AUTO(repo_close_auto) struct repo *r = NULL;
	struct repo_file f[] = { file("z/deep/n.json", "n\n"),
		file("members/a.json", NULL), file("group.json", "{1}\n") };
	struct seen s = { BUF_INIT, 0 };
	char head[41];

	fresh(true);
	if (repo_open(&r, dirfd, group, NULL, &err) < 0 ||
	    repo_head(r, head, &err) < 0)
		exit(1);
	is_int(repo_commit_diff(r, head, see_diff, &s, &err), 0,
	    "what the first commit brought");
	is_str(s.text.p, "A group.json\nA members/a.json\n", "all of it");
	if (put(r, f, 3, NULL) != 0 || repo_head(r, head, &err) < 0)
		exit(1);
	buf_clear(&s.text);
	head[6] = '\0';
	is_int(repo_commit_diff(r, head, see_diff, &s, &err), 0,
	    "a beginning names a commit");
	is_str(s.text.p, "M group.json\nD members/a.json\nA z/deep/n.json\n",
	    "modified, deleted, added, in order");
	is_int(repo_commit_diff(r, "abc", see_diff, &s, &err), -1, "too short");
	is_int(err.code, IV_NOTFOUND, "is none");
	is_int(repo_commit_diff(r, "00000000", see_diff, &s, &err), -1,
	    "an unknown one");
	is_int(err.code, IV_NOTFOUND, "is none");
	is_int(repo_commit_diff(r, "78981922", see_diff, &s, &err), -1,
	    "a blob");
	is_int(err.code, IV_NOTFOUND, "is none");
	buf_release(&s.text);
}

static void
see_fault(void *arg, const char *what, const char *path, const char *msg)
{
	struct buf *b = arg;

	buf_addf(b, "%s %s\n", what, path);
	if (!msg || !*msg)
		buf_adds(b, "no message\n");
}

static const char *
check(void)
{
	static struct buf b = BUF_INIT;
	IV_AUTO(repo_close_auto) struct repo *r = NULL;

	buf_clear(&b);
	if (repo_open_read(&r, dirfd, group, &err) < 0 ||
	    repo_check(r, see_fault, &b, &err) < 0)
		return err.msg;
	return b.p;
}

static void
test_check(void)
{
	fresh(true);
	is_str(check(), "", "nothing to find");
	sh("echo e >>group.json; rm members/a.json; mkdir -p cases/x;"
	    " echo s >cases/x/s; echo t >ignored; ln -s / link;"
	    " echo ignored >.git/info/exclude");
	is_str(check(), "edited group.json\nmissing members/a.json\n"
	    "stray cases/x/s\nstray link\n", "each fault once");
	fresh(true);
	sh("git checkout -q --detach");
	is_str(check(), "state .git\n", "a detached HEAD");
	fresh(true);
	sh("printf i | dd of=.git/iv.lock conv=notrunc status=none");
	is_str(check(), "state .git/iv.lock\n", "a pending intent");
}

/* The loose file of an object name, for the shell. */
#define LOOSE(x) ".git/objects/$(" x " | sed 's|..|&/|')"

static void
test_damage(void)
{
	char want[64];

	fresh(true);
	put_one("cases/x.json", "some text that is long enough\n");
	for (int cut = 0; cut < 40; cut++) {
		sh("f=" LOOSE("git rev-parse HEAD:cases/x.json")
		    "; cp $f ../keep; chmod u+w $f; truncate -s %d $f", cut);
		ok(strncmp(check(), "object ", 7) == 0,
		    "a truncated object is found, in finite time");
		sh("f=" LOOSE("git rev-parse :cases/x.json")
		    "; cat ../keep >$f");
	}
	is_str(check(), "", "whole again");
	sh("f=" LOOSE("git rev-parse HEAD^{tree}") "; cp $f ../keep;"
	    " chmod u+w $f; truncate -s 30 $f; git rev-parse HEAD^{tree}");
	snprintf(want, sizeof(want), "object %s", out());
	ok(strncmp(check(), "object ", 7) == 0, "a truncated tree is found");
	is_int(put_one("cases/x.json", "n"), -1, "and not written upon");
	is_int(err.code, IV_STORAGE, "that is storage");
	sh("f=" LOOSE("git rev-parse HEAD^{tree}") "; cat ../keep >$f");
	sh("f=" LOOSE("git rev-parse HEAD:cases/x.json") "; chmod u+w $f;"
	    " printf X | dd of=$f bs=1 seek=12 conv=notrunc status=none");
	ok(strncmp(check(), "object ", 7) == 0, "a flipped byte is found");
	fresh(true);
	sh("rm " LOOSE("git rev-parse HEAD:members/a.json"));
	ok(strncmp(check(), "object 789819226", 16) == 0, "a lost one too");
}

static void
test_torn(void)
{
	char before[41] = "", hex[41];
	int good = 0, all = 0;

	/* The objects of the change are known from a copy; then each of them
	 * lies there torn when the change is made. */
	fresh(true);
	sh("git rev-parse HEAD");
	snprintf(before, sizeof(before), "%.40s", out());
	sh("git rev-list --objects --all | cut -c1-40 | sort >../old");
	put_one("cases/2026/k.json", "a text\n");
	sh("git rev-list --objects --all | cut -c1-40 | sort |"
	    " comm -23 - ../old | tr '\\n' ' '");
	IV_AUTO(mem_free_auto) char *list = mem_dup(out());
	for (const char *p = list; strlen(p) > 40; p += 41) {
		snprintf(hex, sizeof(hex), "%.40s", p);
		for (int cut = 0; cut < 60; cut += 3) {
			sh("git reset -q --hard %s; f=$(echo %s |"
			    " sed 's|..|.git/objects/&/|'); chmod u+w $f;"
			    " truncate -s %d $f", before, hex, cut);
			all++;
			if (put_one("cases/2026/k.json", "a text\n") == 0 &&
			    clean())
				good++;
			else
				printf("# %s at %d: %s\n", hex, cut, err.msg);
		}
	}
	printf("# torn: %d objects at 20 lengths, %d mended\n",
	    all / 20, good);
	ok(all == 100, "blob, three trees and commit");
	is_int(good, all, "a torn object is written anew");
}

/* Many objects are one pack, and a directory is there with its files. */
static void
test_many(void)
{
	IV_AUTO(repo_close_auto) struct repo *r = NULL;
	struct repo_file f[40];
	char names[40][32];

	fresh(true);
	for (int i = 0; i < 40; i++) {
		snprintf(names[i], sizeof(names[i]), "cases/20%d/%02d.json",
		    20 + i % 3, i);
		f[i] = file(names[i], names[i]);
	}
	is_int(repo_open(&r, dirfd, group, NULL, &err), 0, "opened");
	is_int(put(r, f, 40, NULL), 0, "forty files at once");
	ok(clean(), "clean");
	sh("ls .git/objects/pack/*.pack | wc -l; git ls-files | wc -l;"
	    " ls .git/objects/pack .git/iv/tmp | grep -vc '^pack-.*[kx]$'");
	is_str(out(), "1\n42\n3\n", "are one pack and its index");
	for (int i = 0; i < 40; i++)
		f[i].data = i < 39 ? NULL : f[i].data;
	is_int(put(r, f, 39, NULL), 0, "all but one go");
	sh("git ls-tree -r -t --name-only HEAD cases");
	is_str(out(), "cases\ncases/2020\ncases/2020/39.json\n",
	    "and their directories with them");
	ok(clean(), "clean");
	f[0] = file("members/a.json/x.json", "x\n");
	is_int(put(r, f, 1, NULL), -1, "a file is no directory");
	f[0] = file("cases/2020", "x\n");
	is_int(put(r, f, 1, NULL), -1, "nor the other way round");
	ok(clean(), "nothing was changed");
}

/* A program that died: its intent, its lock and its files lie there. */
static void
test_recovery(void)
{
	IV_AUTO(repo_close_auto) struct repo *r = NULL;
	IV_AUTO(buf_release) struct buf left = BUF_INIT;

	fresh(true);
	sh("cp -a .git ../before$$ && mv ../before$$ ../before");
	put_one("members/a.json", "new\n");
	sh("rm -f ../before/iv.lock; printf i |"
	    " dd of=.git/iv.lock conv=notrunc status=none;"
	    " ln .git/iv.lock .git/index.lock; cp ../before/index .git/index;"
	    " echo a >members/a.json; echo junk >.git/iv/tmp/0;"
	    " touch .git/iv/tmp/pack-1.idx .git/objects/pack/pack-1.pack");
	is_int(repo_open(&r, dirfd, group, &left, &err), 0, "it is completed");
	is_str(content("members/a.json"), "new\n", "the record is in place");
	is_str(left.p, "", "nothing was typed meanwhile");
	ok(clean(), "no lock, nothing temporary, clean");
	repo_close(r);
	r = NULL;
	sh("printf i | dd of=.git/iv.lock conv=notrunc status=none;"
	    " echo typed >members/a.json");
	is_int(repo_open(&r, dirfd, group, &left, &err), 0, "once more");
	is_str(left.p, "members/a.json\n", "what was typed is named");
	is_str(content("members/a.json"), "typed\n", "and kept");
	repo_close(r);
	r = NULL;
	sh("git commit -qam typed; printf i |"
	    " dd of=.git/iv.lock conv=notrunc status=none");
	buf_clear(&left);
	is_int(repo_open(&r, dirfd, group, &left, &err), 0,
	    "a later commit of git's");
	is_str(content("members/a.json"), "typed\n", "is not undone");
	ok(clean(), "clean");
	repo_close(r);
	r = NULL;
	sh("git checkout -qb other HEAD~2; printf i |"
	    " dd of=.git/iv.lock conv=notrunc status=none");
	is_int(repo_open(&r, dirfd, group, &left, &err), 0,
	    "on another branch now");
	is_str(content("members/a.json"), "a\n", "its files are left alone");
	ok(clean(), "clean");
	repo_close(r);
	r = NULL;
	sh("printf 'iv-intent 1\\nbranch refs/heads/main\\n' >.git/iv.lock;"
	    " ln .git/iv.lock .git/index.lock");
	is_int(repo_open(&r, dirfd, group, &left, &err), 0, "a torn intent");
	ok(clean(), "is dropped, with the lock");
	repo_close(r);
	r = NULL;
	/* A power cut can bring one to the disk and not the other. */
	sh("ln .git/iv.lock .git/index.lock; mkdir .git/iv/tmp/dir;"
	    " echo junk >.git/iv/tmp/dir/0; echo junk >.git/iv/tmp/1");
	is_int(repo_open(&r, dirfd, group, &left, &err), 0,
	    "what a change left that wrote no intent");
	ok(clean(), "is dropped too");
}

/* Killed before the branch moved: libgit2's lock shows no owner. */
static void
test_branch_lock(void)
{
	IV_AUTO(repo_close_auto) struct repo *r = NULL;
	struct timespec a, b;

	fresh(true);
	put_one("members/a.json", "new\n");
	sh("git reset -q --hard HEAD~1; printf i |"
	    " dd of=.git/iv.lock conv=notrunc status=none;"
	    " : >.git/refs/heads/main.lock");
	clock_gettime(CLOCK_MONOTONIC, &a);
	is_int(repo_open(&r, dirfd, group, NULL, &err), 0,
	    "a dead program's lock of the branch");
	clock_gettime(CLOCK_MONOTONIC, &b);
	ok(b.tv_sec - a.tv_sec >= 1, "is watched for two seconds");
	ok(clean(), "and removed");
	is_str(content("members/a.json"), "a\n", "the change was not made");
	repo_close(r);
	r = NULL;
	sh("printf i | dd of=.git/iv.lock conv=notrunc status=none;"
	    " echo foreign >.git/refs/heads/main.lock;"
	    " touch -d '1 minute ago' .git/refs/heads/main.lock");
	is_int(repo_open(&r, dirfd, group, NULL, &err), 0,
	    "one that holds something else");
	is_int(sh("rm .git/refs/heads/main.lock"), 0, "is left alone");
	repo_close(r);
	r = NULL;
	sh("printf i | dd of=.git/iv.lock conv=notrunc status=none;"
	    " grep ^commit .git/iv.lock | cut -d' ' -f3"
	    " >.git/refs/heads/main.lock");
	is_int(repo_open(&r, dirfd, group, NULL, &err), 0,
	    "one that holds the commit, a moment old");
	ok(clean(), "is removed");
}

/* Where a branch may stand, and what git may want to be told of it. */
static void
test_branch_kinds(void)
{
	fresh(true);
	sh("git pack-refs --all && ! test -e .git/refs/heads/main");
	put_one("members/a.json", "packed\n");
	is_str(content("members/a.json"), "packed\n", "a packed branch moves");
	ok(clean(), "clean");
	is_int(sh("test -e .git/logs/HEAD"), 1 << 8, "nothing is logged");
	sh("git config --unset core.logAllRefUpdates");
	put_one("members/a.json", "logged\n");
	is_int(sh("test $(git reflog show main | wc -l) = 1"), 0,
	    "where git keeps a reflog the change is in it");
	ok(clean(), "clean");
	sh("git config core.logAllRefUpdates false; git checkout -qb a/b &&"
	    " git pack-refs --all && ! test -e .git/refs/heads/a");
	put_one("members/a.json", "deep\n");
	is_int(sh("git show a/b:members/a.json | grep -qx deep"), 0,
	    "a branch whose directory is not there");
	ok(clean(), "clean");
}

int
main(void)
{
	umask(077);
	mem_init();
	setenv("GIT_CONFIG_GLOBAL", "/dev/null", 1);
	setenv("GIT_AUTHOR_NAME", "t", 1);
	setenv("GIT_AUTHOR_EMAIL", "t@t", 1);
	setenv("GIT_COMMITTER_NAME", "t", 1);
	setenv("GIT_COMMITTER_EMAIL", "t@t", 1);
	setenv("LC_ALL", "C", 1);
	snprintf(top, sizeof(top), "%s/iv-repo.XXXXXX",
	    getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
	if (!mkdtemp(top))
		return 1;
	ok(strncmp(repo_version(), "libgit2 1.", 10) == 0, "the version");
	test_create();
	test_change();
	test_read();
	test_bad_changes();
	test_hand_edits();
	test_staged();
	test_index();
	test_index_bytes();
	test_refusals();
	test_locks();
	test_history();
	test_diff();
	test_check();
	test_damage();
	test_torn();
	test_many();
	test_recovery();
	test_branch_lock();
	test_branch_kinds();
	fd_close_auto(&dirfd);
	snprintf(group, sizeof(group), "/");
	sh("chmod -R u+w %s; rm -rf %s", top, top);
	return done();
}
