#include "group.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file.h"
#include "mem.h"
#include "repo.h"
#include "text.h"

#define ATTRIBUTES	"*.json -text merge=iv-json\n"

/* The directory a group is made in, and whether we made it. */
struct place {
	const char *path;
	int fd;
	bool made;
};

static const char *
given(const struct iv_ctx *c, const char *field)
{
	const char *text = NULL;

	for (size_t i = 0; i < c->nsets; i++)
		if (strcmp(c->sets[i].field, field) == 0)
			text = c->sets[i].text;
	return text;
}

static int
judge_options(struct iv_ctx *c, struct iv_err *e)
{
	static const char *const people[] = { "facilitator", "client" };

	if (!given(c, "name"))
		return iv_fail(e, IV_USAGE, _("init needs --name NAME: what "
		    "the group calls itself"));
	for (size_t i = 0; i < IV_LEN(people); i++)
		if (given(c, people[i]))
			return iv_fail(e, IV_USAGE, _("--%s: a new group has "
			    "no members yet; set it after 'iv-member add'"),
			    people[i]);
	return 0;
}

static int
default_one(const struct field *f, const char *path, cJSON *j,
    const struct schema_in *in, struct iv_err *e)
{
	const char *text = strcmp(path, "language") == 0 ? text_lang() :
	    f->dflt;

	if (!text || out_pick(j, path))
		return 0;
	return schema_set(&schema_group, j, path, text, in, e);
}

static int
defaults(struct iv_ctx *c, cJSON *j, struct iv_err *e)
{
	struct schema_in in = tool_input(c);
	const struct fields *fields = &schema_group.fields;
	char path[96];

	for (size_t i = 0; i < fields->n; i++) {
		const struct field *f = &fields->v[i];

		if (default_one(f, f->name, j, &in, e) < 0)
			return -1;
		for (size_t k = 0; f->type == FT_OBJECT && k < f->sub->n;
		    k++) {
			snprintf(path, sizeof(path), "%s.%s", f->name,
			    f->sub->v[k].name);
			if (default_one(&f->sub->v[k], path, j, &in, e) < 0)
				return -1;
		}
	}
	if (!json_get(j, "started"))
		return schema_set(&schema_group, j, "started", "today", &in,
		    e);
	return 0;
}

static int
new_id(const struct iv_ctx *c, struct id *id, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf seed = BUF_INIT;

	if (!c->seed)
		return id_random(id, e);
	buf_addf(&seed, "group %s", c->seed);
	id_seeded(id, seed.p, 0);
	return 0;
}

static int
make_record(struct iv_ctx *c, struct record *r, struct iv_err *e)
{
	const char *zone = given(c, "zone");

	if (!zone || !zone_valid(zone))
		zone = "Europe/Amsterdam";
	if (judge_options(c, e) < 0 || tool_clock(c, zone, e) < 0 ||
	    new_id(c, &r->id, e) < 0)
		return -1;
	r->schema = &schema_group;
	r->json = cJSON_CreateObject();
	json_set_str(r->json, "schema", "iv.group/1");
	json_set_str(r->json, "id", r->id.s);
	for (size_t i = 0; i < c->nsets; i++) {
		struct schema_in in = tool_input(c);

		if (schema_set(&schema_group, r->json, c->sets[i].field,
		    c->sets[i].text, &in, e) < 0)
			return -1;
	}
	if (defaults(c, r->json, e) < 0)
		return -1;
	schema_order(&schema_group, r->json);
	return schema_check(&schema_group, r->json, NULL, e);
}

/* A group inside another would be a stray file of that one. */
static int
judge_above(const char *path, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf dir = BUF_INIT;
	IV_AUTO(buf_release) struct buf found = BUF_INIT;
	struct iv_err none = IV_ERR_INIT;
	struct stat st;

	buf_adds(&dir, path);
	while (dir.len > 1 && dir.p[dir.len - 1] == '/')
		buf_cut(&dir, dir.len - 1);
	if (stat(dir.p, &st) < 0) {
		char *slash = strrchr(dir.p, '/');

		buf_cut(&dir, slash ? (size_t)(slash - dir.p) + 1 : 0);
		if (dir.len == 0)
			buf_addc(&dir, '.');
	}
	if (store_locate(dir.p, &found, &none) < 0)
		return 0;
	return iv_fail(e, IV_CONFLICT, _("'%s' is a group already, or lies in "
	    "one: '%s'; choose another directory"), path, found.p);
}

/*
 * An init that died after its commit left the history and no files.  Opening
 * it for writing puts them in place; it is the group that was meant then.
 */
static int
resume(struct iv_ctx *c, const struct place *p, struct iv_err *e)
{
	IV_AUTO(repo_close_auto) struct repo *repo = NULL;
	IV_AUTO(record_free_auto) struct record *r = NULL;
	IV_AUTO(buf_release) struct buf b = BUF_INIT;

	if (repo_open(&repo, p->fd, p->path, NULL, e) < 0 ||
	    file_read(p->fd, "group.json", FILE_MAX, &b, e) < 0 ||
	    record_parse(&schema_group, b.p, b.len, "group.json", &r, e) < 0)
		return iv_wrap(e, _("'%s' is a git repository without a "
		    "group"), p->path);
	tool_say(c, _("'%s' was started before and is complete now"),
	    p->path);
	tool_id(c, r->id.s);
	return 0;
}

static bool
died_here(const struct place *p)
{
	struct stat st;

	return p->fd >= 0 && beneath_stat(p->fd, ".git/iv.lock", &st) == 0 &&
	    beneath_stat(p->fd, "group.json", &st) < 0;
}

static int
judge_empty(struct place *p, struct iv_err *e)
{
	IV_AUTO(names_release) struct names names = { NULL, 0 };

	if (dir_names(p->fd, "", &names, e) < 0)
		return -1;
	for (size_t i = 0; i < names.n; i++)
		/* What a killed init leaves; repo_create() removes it. */
		if (strcmp(names.v[i], ".iv-new") != 0)
			return iv_fail(e, IV_CONFLICT, _("'%s' is not empty: "
			    "name a directory that is, or one that is not "
			    "there yet"), p->path);
	return 0;
}

static void
place_leave(struct place *p)
{
	if (p->fd >= 0)
		close(p->fd);
	if (p->made)
		rmdir(p->path);
}

static int
place_take(struct place *p, bool dry_run, struct iv_err *e)
{
	if (judge_above(p->path, e) < 0)
		return -1;
	if (dry_run && access(p->path, F_OK) < 0)
		return 0;
	if (!dry_run && mkdir(p->path, 0700) == 0)
		p->made = true;
	else if (!dry_run && errno != EEXIST)
		return iv_fail_errno(e, IV_STORAGE, _("cannot make '%s'"),
		    p->path);
	if (dir_open(p->path, &p->fd, e) < 0)
		return -1;
	if (!dry_run && died_here(p))
		return 0;
	if (judge_empty(p, e) < 0)
		return -1;
	if (!dry_run && fchmod(p->fd, 0700) < 0)
		return iv_fail_errno(e, IV_STORAGE,
		    _("cannot close '%s' to others"), p->path);
	return 0;
}

static int
create(struct iv_ctx *c, struct place *p, const struct record *r,
    struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf text = BUF_INIT;
	IV_AUTO(buf_release) struct buf path = BUF_INIT;
	struct repo_file files[] = {
		{ ".gitattributes", ATTRIBUTES, sizeof(ATTRIBUTES) - 1 },
		{ "group.json", NULL, 0 },
	};
	struct repo_change first = { files, IV_LEN(files), "iv",
		"start group", c->when };

	record_text(&text, r);
	files[1].data = text.p;
	files[1].len = text.len;
	if (c->dry_run) {
		tool_print(c, "add .gitattributes\nadd group.json\n");
		return 0;
	}
	if (repo_create(p->fd, p->path, &first, e) < 0 &&
	    e->code != IV_PENDING)
		return -1;
	p->made = false;
	tool_id(c, r->id.s);
	buf_shell(&path, p->path);
	/* In a script there is nobody to tell. */
	if (c->style.tty)
		tool_say(c, _("now 'cd %s', and 'iv-member add --name NAME' "
		    "for everyone in the group; 'man iv-intervisie' tells "
		    "the rest"), path.p);
	return e->code == IV_PENDING ? -1 : 0;
}

int
group_init(struct iv_ctx *c, void *opts, struct iv_err *e)
{
	IV_AUTO(record_free_auto) struct record *r = mem_alloc(sizeof(*r));
	struct place p = { c->args[0], -1, false };
	int done = -1;

	(void)opts;
	if (make_record(c, r, e) < 0)
		return -1;
	if (place_take(&p, c->dry_run, e) == 0)
		done = died_here(&p) ? resume(c, &p, e) :
		    create(c, &p, r, e);
	place_leave(&p);
	return done;
}
