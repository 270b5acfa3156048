/*
 * Many copies of a group that drift apart and come together again:
 *
 *	sync_model DIR SEED ROUNDS SECONDS
 *
 * makes 3 to 7 clones in DIR (c0, c1, ...) and lets each round be an edit in
 * one of them, a sync with the common tip, or a merge of two clones past it
 * (a USB stick), drawn by the seed.  They share one object store, so a commit
 * of one can be read by all.  At the end all are synced.  Then every clone
 * must be at the same commit, and every edit that nobody knowingly replaced
 * must stand in its record or in its conflicts.  Prints the counts; status 1
 * when something was lost.
 */

#include <fcntl.h>
#include <stdint.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "file.h"
#include "json.h"
#include "mem.h"
#include "merge.h"
#include "sync.h"

#define CLONES	7
#define RECORDS	6
#define FIELDS	5
#define EDITS	20000

struct clone {
	char dir[256];
	int fd;
	unsigned char seen[EDITS / 8];
};

/* field -1 is a key of its own: nothing replaces it but a removal. */
struct edit {
	int record, field;
	bool replaced;
};

static struct clone clones[CLONES], tip_of;
static char tip[41];
static int nclones;
static struct edit edits[EDITS];
static int nedits;
static uint64_t state;
/* edits, syncs, sticks, what syncs did (3), edits looked for, lost */
static long counts[8];
static long told[6];
static struct iv_err err;
static time_t now = 1770000000;

static uint64_t
draw(uint64_t n)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (state >> 11) % n;
}

IV_NORETURN static void
die(const char *what)
{
	printf("not done: %s: %s\n", what, err.msg);
	exit(1);
}

static void
tell(void *arg, enum sync_what what, const char *path, const char *pointer)
{
	(void)arg, (void)path, (void)pointer;
	told[what]++;
}

static bool
seen(const struct clone *c, int edit)
{
	return c->seen[edit / 8] & (1 << (edit % 8));
}

static char *
path_of(int record)
{
	static char path[64];

	snprintf(path, sizeof(path), "cases/2026/case%05dx.json", record);
	return path;
}

static struct repo *
open_clone(struct clone *c)
{
	struct repo *r = NULL;

	if (repo_open(&r, c->fd, c->dir, NULL, &err) < 0)
		die("open");
	return r;
}

static cJSON *
load(struct clone *c, const char *path)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	struct iv_err e = IV_ERR_INIT;
	cJSON *j = NULL;

	if (file_read(c->fd, path, FILE_MAX, &b, &e) < 0)
		return NULL;
	if (json_parse(b.p, b.len, path, 1, &j, &err) < 0)
		die("parse");
	return j;
}

static void
save(struct clone *c, const char *path, cJSON *j, int author)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	IV_AUTO(repo_close_auto) struct repo *r = open_clone(c);
	char name[16];
	struct repo_file f = { path, NULL, 0 };
	struct repo_change change = { &f, 1, name, "set case", now };

	snprintf(name, sizeof(name), "clone%d", author);
	if (j) {
		json_print(&b, j);
		f.data = b.p;
		f.len = b.len;
	}
	if (repo_commit(r, &change, NULL, &err) != 0)
		die("commit");
}

static cJSON *
fresh(void)
{
	cJSON *j = cJSON_CreateObject();

	json_set_str(j, "schema", "iv.case/1");
	json_set_str(j, "presenter", "manna12345");
	json_set_str(j, "form", "problem");
	json_set_str(j, "status", "ready");
	json_set_str(j, "made", "2026-02-02");
	return j;
}

/* What this clone knew of the same thing is replaced by what comes now. */
static void
replace(const struct clone *c, int record, int field)
{
	for (int i = 0; i < nedits; i++)
		if (edits[i].record == record && seen(c, i) &&
		    (field == -2 || edits[i].field == field))
			edits[i].replaced = true;
}

static void
note(struct clone *c, int record, int field)
{
	edits[nedits] = (struct edit){ record, field, false };
	c->seen[nedits / 8] |= (unsigned char)(1 << (nedits % 8));
	nedits++;
}

/* A person settles what there is: it is all known and replaced. */
static void
settle_all(cJSON *j, const struct clone *c, int record)
{
	cJSON *conflicts = json_get(j, "conflicts"), *one;

	cJSON_ArrayForEach(one, conflicts) {
		int field = one->string[1] == 'f' ? one->string[2] - '0' : -3;

		replace(c, record, field);
	}
	json_drop(j, "conflicts");
}

static void
edit_scalar(cJSON *j, struct clone *c, int record)
{
	int field = (int)draw(FIELDS);
	char key[8], value[16];
	cJSON *kept;

	snprintf(key, sizeof(key), "/f%d", field);
	snprintf(value, sizeof(value), "v%d", nedits);
	kept = json_get(json_get(j, "conflicts"), key);
	/* A value that was kept beside stays kept: only what stood goes. */
	for (int i = 0; i < nedits; i++) {
		char was[16];
		bool beside = false;
		cJSON *one;

		snprintf(was, sizeof(was), "v%d", i);
		cJSON_ArrayForEach(one, kept)
			beside = beside || json_is(one, "value", was);
		if (edits[i].record == record && edits[i].field == field &&
		    seen(c, i) && !beside)
			edits[i].replaced = true;
	}
	json_set_str(j, key + 1, value);
	note(c, record, field);
}

static void
edit(int at)
{
	struct clone *c = &clones[at];
	int record = (int)draw(RECORDS);
	char *path = path_of(record), value[16];
	IV_AUTO(json_free_auto) cJSON *j = load(c, path);
	uint64_t what = draw(40);

	snprintf(value, sizeof(value), "v%d", nedits);
	if (!j)
		j = fresh();
	if (what == 0) {
		replace(c, record, -2);
		save(c, path, NULL, at);
		return;
	}
	if (what < 7) {
		json_set_str(json_object(j, "m"), value, value);
		note(c, record, -1);
	} else if (what < 12) {
		cJSON_AddItemToArray(json_array(j, "l"),
		    cJSON_CreateString(value));
		note(c, record, -1);
	} else if (what == 12) {
		settle_all(j, c, record);
	} else {
		edit_scalar(j, c, record);
	}
	save(c, path, j, at);
}

static void
know(struct clone *c, const struct clone *other)
{
	for (size_t i = 0; i < sizeof(c->seen); i++)
		c->seen[i] |= other->seen[i];
}

static bool
holds(const cJSON *j, const char *value)
{
	const cJSON *child;

	if (cJSON_IsString(j) && strcmp(j->valuestring, value) == 0)
		return true;
	cJSON_ArrayForEach(child, j)
		if (holds(child, value))
			return true;
	return false;
}

/* Every edit this clone knows of and nobody replaced stands in it. */
static void
look_for(struct clone *c)
{
	cJSON *v[RECORDS];

	for (int i = 0; i < RECORDS; i++)
		v[i] = load(c, path_of(i));
	for (int i = 0; i < nedits; i++) {
		char value[16];

		if (edits[i].replaced || !seen(c, i))
			continue;
		counts[6]++;
		snprintf(value, sizeof(value), "v%d", i);
		if (v[edits[i].record] && holds(v[edits[i].record], value))
			continue;
		printf("lost: %s: %s, field %d, %s\n", c->dir,
		    path_of(edits[i].record), edits[i].field, value);
		edits[i].replaced = true;
		counts[7]++;
	}
	for (int i = 0; i < RECORDS; i++)
		cJSON_Delete(v[i]);
}

static void
bring_in(struct clone *c, const char *commit, const struct clone *other)
{
	struct sync_opts o = { .dirfd = c->fd, .author = "iv", .when = now,
		.tell = tell };
	IV_AUTO(repo_close_auto) struct repo *r = open_clone(c);
	enum sync_done done;

	if (sync_bring_in(r, commit, &o, &done, NULL, &err) != 0)
		die("merge");
	counts[3 + done]++;
	know(c, other);
	look_for(c);
}

static void
head_of(struct clone *c, char head[41])
{
	IV_AUTO(repo_close_auto) struct repo *r = open_clone(c);

	if (repo_head(r, head, &err) < 0)
		die("head");
}

static void
sync_one(struct clone *c)
{
	bring_in(c, tip, &tip_of);
	head_of(c, tip);
	memcpy(tip_of.seen, c->seen, sizeof(c->seen));
	counts[1]++;
}

static void
stick(struct clone *c, struct clone *from)
{
	char head[41];

	if (c == from)
		return;
	head_of(from, head);
	bring_in(c, head, from);
	counts[2]++;
}

static void
make_first(struct clone *c)
{
	const char *group = "{\n  \"schema\": \"iv.group/1\",\n"
	    "  \"id\": \"gnpps12345\",\n  \"name\": \"Model\",\n"
	    "  \"language\": \"nl\",\n  \"zone\": \"Europe/Amsterdam\"\n}\n";
	struct repo_file f = { "group.json", group, strlen(group) };
	struct repo_change first = { &f, 1, "iv", "start group", now };

	if (repo_create(c->fd, c->dir, &first, &err) < 0)
		die("create");
}

/* What one writes can be read by all. */
static void
share_objects(struct clone *c)
{
	char name[32], to[64];

	for (int i = 0; i < 256; i++) {
		snprintf(name, sizeof(name), ".git/objects/%02x", (unsigned)i);
		if (c == clones) {
			mkdirat(c->fd, name, 0700);
			continue;
		}
		snprintf(to, sizeof(to), "../../../c0/%s", name);
		if (symlinkat(to, c->fd, name) < 0)
			die(name);
	}
}

static void
make_clones(const char *dir)
{
	char cmd[1024];

	for (int i = 0; i < nclones; i++) {
		struct clone *c = &clones[i];

		snprintf(c->dir, sizeof(c->dir), "%.200s/c%d", dir, i);
		snprintf(cmd, sizeof(cmd), i ? "cp -a %s %s && "
		    "rm -rf %s/.git/objects/[0-9a-f][0-9a-f]" : "mkdir %s",
		    i ? clones[0].dir : c->dir, c->dir, c->dir);
		if (system(cmd) != 0 || dir_open(c->dir, &c->fd, &err) < 0)
			die(cmd);
		if (i == 0)
			make_first(c);
		share_objects(c);
	}
	head_of(&clones[0], tip);
}

static int
apart(void)
{
	char first[41], head[41];
	int n = 0;

	head_of(&clones[0], first);
	for (int i = 1; i < nclones; i++) {
		head_of(&clones[i], head);
		n += strcmp(first, head) != 0;
	}
	return n;
}

static void
one_round(void)
{
	int at = (int)draw((uint64_t)nclones);
	uint64_t what = draw(10);

	now += (time_t)draw(3);
	if (what < 6) {
		edit(at);
		counts[0]++;
	} else if (what < 9) {
		sync_one(&clones[at]);
	} else {
		stick(&clones[at], &clones[draw((uint64_t)nclones)]);
	}
}

int
main(int argc, char **argv)
{
	long rounds, seconds, done = 0;
	time_t start = time(NULL);
	long gone;

	umask(077);
	mem_init();
	if (argc != 5)
		return 2;
	state = strtoull(argv[2], NULL, 10) * 0x9e3779b97f4a7c15ULL + 1;
	rounds = strtol(argv[3], NULL, 10);
	seconds = strtol(argv[4], NULL, 10);
	for (int i = 0; i < 20; i++)
		draw(2);
	nclones = 3 + (int)draw(CLONES - 2);
	make_clones(argv[1]);
	while (done < rounds && nedits < EDITS - 1 &&
	    time(NULL) - start < seconds) {
		one_round();
		done++;
	}
	for (int i = 0; i < 2 * nclones; i++)
		sync_one(&clones[i % nclones]);
	gone = counts[7] + apart();
	printf("%ld rounds, %d clones, %ld edits, %ld syncs, %ld sticks: "
	    "%ld merges, %ld forward, %ld conflicts, %ld kept; ", done,
	    nclones, counts[0], counts[1], counts[2], counts[3 + SYNC_MERGED],
	    counts[3 + SYNC_FORWARD], told[SYNC_CONFLICT], told[SYNC_KEPT]);
	printf("%ld times an edit was looked for, %ld lost\n", counts[6],
	    gone);
	return gone > 0;
}
