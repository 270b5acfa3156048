#include "store.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file.h"
#include "mem.h"
#include "store_internal.h"

void
record_free(struct record *r)
{
	if (!r)
		return;
	cJSON_Delete(r->json);
	mem_free(r);
}

void
record_free_auto(struct record **r)
{
	record_free(*r);
}

void
record_path(char path[64], const struct schema *k, const char *id, int year)
{
	if (*k->dir == '\0')
		snprintf(path, 64, "%s.json", k->kind);
	else if (k->years)
		snprintf(path, 64, "%s/%04d/%s.json", k->dir, year, id);
	else
		snprintf(path, 64, "%s/%s.json", k->dir, id);
}

void
record_place(struct record *r, int32_t today)
{
	const char *made = json_str(r->json, "made");
	struct civil c;

	record_path(r->path, r->schema, r->id.s,
	    day_year(made && civil_parse_iso(made, &c) ? c.day : today));
}

struct record *
record_new(const struct schema *k, const char *id, int32_t today)
{
	struct record *r = mem_alloc(sizeof(*r));
	char schema[32];

	r->schema = k;
	r->version = k->version;
	snprintf(r->id.s, sizeof(r->id.s), "%s", id);
	r->json = cJSON_CreateObject();
	snprintf(schema, sizeof(schema), "iv.%s/%d", k->kind, k->version);
	json_set_str(r->json, "schema", schema);
	record_place(r, today);
	return r;
}

void
record_text(struct buf *b, const struct record *r)
{
	json_print(b, r->json);
}

/* The id is the name of the file; of the group it stands inside. */
static void
id_of(struct record *r, const char *path)
{
	const char *slash = strrchr(path, '/'), *s;

	/* r is zeroed; a list has thousands of them. */
	memcpy(r->path, path, strnlen(path, sizeof(r->path) - 1));
	if (slash && strlen(slash + 1) >= ID_LEN)
		memcpy(r->id.s, slash + 1, ID_LEN);
	else if ((s = json_str(r->json, "id")) && id_valid(s))
		snprintf(r->id.s, sizeof(r->id.s), "%s", s);
}

static int
check_parsed(struct record *r, const char *text, size_t n, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf pointer = BUF_INIT;
	int line = 1, col = 1;

	if (schema_check(r->schema, r->json, &pointer, e) == 0)
		return 0;
	json_locate(text, n, pointer.p, &line, &col);
	return iv_wrap(e, "%s:%d:%d", r->path, line, col);
}

int
record_parse(const struct schema *k, const char *text, size_t n,
    const char *path, struct record **ret, struct iv_err *e)
{
	IV_AUTO(record_free_auto) struct record *r = mem_alloc(sizeof(*r));

	if (json_parse(text, n, path, 1, &r->json, e) < 0)
		return -1;
	if (!cJSON_IsObject(r->json))
		return iv_fail(e, IV_INVALID, _("%s:1:1: a record is an "
		    "object: { ... }"), path);
	if (schema_of(r->json, &r->schema, &r->version, e) < 0)
		return iv_wrap(e, "%s:1:1", path);
	if (r->schema != k)
		return iv_fail(e, IV_INVALID, _("%s:1:1: a %s stands where a "
		    "%s belongs"), path, _(r->schema->noun), _(k->noun));
	id_of(r, path);
	if (r->version <= k->version && check_parsed(r, text, n, e) < 0)
		return -1;
	*ret = IV_TAKE(r);
	return 0;
}

static int
dir_record(int dirfd, const struct schema *k, const char *path,
    struct record **ret, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;

	if (file_read(dirfd, path, FILE_MAX, &b, e) < 0)
		return -1;
	return record_parse(k, b.p, b.len, path, ret, e);
}

int
store_file(struct store *s, const char *path, struct buf *b,
    struct iv_err *e)
{
	if (s->from)
		return s->from->read(s->from->arg, path, b, e);
	return file_read(s->dirfd, path, FILE_MAX, b, e);
}

int
store_names(struct store *s, const char *dir, struct names *ret,
    struct iv_err *e)
{
	if (s->from)
		return s->from->names(s->from->arg, dir, ret, e);
	return dir_names(s->dirfd, dir, ret, e);
}

static int
read_record(struct store *s, const struct schema *k, const char *path,
    struct record **ret, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;

	if (store_file(s, path, &b, e) < 0)
		return -1;
	return record_parse(k, b.p, b.len, path, ret, e);
}

static int
load_group(struct store *s, struct iv_err *e)
{
	if (read_record(s, &schema_group, "group.json", &s->group, e) < 0) {
		if (e->code == IV_NOTFOUND)
			return iv_fail(e, IV_NOTFOUND, _("no group in '%s'; "
			    "start one with iv-group init"), s->dir);
		return -1;
	}
	return 0;
}

int
store_open(struct store **ret, const struct store_opts *o, struct iv_err *e)
{
	IV_AUTO(store_close_auto) struct store *s = mem_alloc(sizeof(*s));

	s->dirfd = s->privfd = -1;
	s->dir = mem_dup(o->dir);
	s->data_home = mem_dup(o->data_home);
	s->mask = o->mask | MASK_GROUP;
	s->fault = o->fault;
	s->arg = o->arg;
	if (dir_open(o->dir, &s->dirfd, e) < 0 || load_group(s, e) < 0)
		return -1;
	*ret = IV_TAKE(s);
	return 0;
}

static void
forget_names(struct store *s)
{
	for (size_t i = 0; i < s->nnames; i++)
		mem_free(s->names[i].name);
	mem_free(s->names);
	s->names = NULL;
	s->nnames = 0;
}

int
store_read_from(struct store *s, const struct store_from *from,
    struct iv_err *e)
{
	struct record *now = s->group;

	s->from = from;
	if (load_group(s, e) < 0) {
		s->from = NULL;
		return -1;
	}
	record_free(now);
	forget_names(s);
	s->last = NULL;
	return 0;
}

void
store_close(struct store *s)
{
	if (!s)
		return;
	if (s->dirfd >= 0)
		close(s->dirfd);
	if (s->privfd >= 0)
		close(s->privfd);
	forget_names(s);
	names_release(&s->told);
	mem_free(s->coming);
	record_free(s->group);
	mem_free(s->dir);
	mem_free(s->data_home);
	mem_free(s);
}

void
store_close_auto(struct store **s)
{
	store_close(*s);
}

int
store_locate(const char *dir, struct buf *b, struct iv_err *e)
{
	IV_AUTO(mem_free_auto) char *real = realpath(dir, NULL);
	struct stat st;

	if (!real)
		return iv_fail_errno(e, IV_NOTFOUND, _("cannot open '%s'"),
		    dir);
	for (char *end = real + strlen(real);;) {
		IV_AUTO(buf_release) struct buf file = BUF_INIT;

		buf_addf(&file, "%s/group.json", real);
		if (lstat(file.p, &st) == 0) {
			buf_adds(b, *real ? real : "/");
			return 0;
		}
		if (!(end = strrchr(real, '/')))
			break;
		*end = '\0';
	}
	return iv_fail(e, IV_NOTFOUND, _("no group here or above; start one "
	    "with 'iv-group init DIR --name NAME', or name it with -C DIR"));
}

int
store_dirfd(const struct store *s)
{
	return s->dirfd;
}

const char *
store_dir(const struct store *s)
{
	return s->dir;
}

const cJSON *
store_group(const struct store *s)
{
	return s->group->json;
}

const char *
store_zone(const struct store *s)
{
	const char *z = json_str(s->group->json, "zone");

	return z ? z : "UTC";
}

const char *
store_lang(const struct store *s)
{
	const char *l = json_str(s->group->json, "language");

	return l ? l : "en";
}

size_t
store_faults(const struct store *s)
{
	return s->faults;
}

void
store_private_path(const struct store *s, struct buf *b)
{
	buf_addf(b, "%s/iv/%s", s->data_home, s->group->id.s);
}

static int
make_path(const char *path, struct iv_err *e)
{
	IV_AUTO(mem_free_auto) char *copy = mem_dup(path);

	for (char *p = copy + 1;; p++) {
		char c = *p;

		if (c != '/' && c != '\0')
			continue;
		*p = '\0';
		if (mkdir(copy, 0700) < 0 && errno != EEXIST)
			return iv_fail_errno(e, IV_STORAGE,
			    _("cannot make '%s'"), copy);
		*p = c;
		if (c == '\0')
			return 0;
	}
}

void
store_private_home(const struct store *s)
{
	IV_AUTO(buf_release) struct buf path = BUF_INIT;
	struct iv_err later = IV_ERR_INIT;

	buf_addf(&path, "%s/iv", s->data_home);
	(void)make_path(path.p, &later);
}

int
store_private(struct store *s, bool make, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf path = BUF_INIT;

	if (s->privfd >= 0)
		return s->privfd;
	store_private_path(s, &path);
	if (make && make_path(path.p, e) < 0)
		return -1;
	s->privfd = open(path.p, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (s->privfd < 0)
		return iv_fail_errno(e, errno == ENOENT ? IV_NOTFOUND :
		    IV_STORAGE, _("cannot open '%s'"), path.p);
	return s->privfd;
}

bool
store_may(const struct store *s, const struct schema *k, struct iv_err *e)
{
	if (s->mask & k->mask)
		return true;
	iv_fail(e, IV_REFUSED, _("this command may not read %s"),
	    k->plural);
	return false;
}

static int
read_draft(struct store *s, const char *id, struct record **ret,
    struct iv_err *e)
{
	char path[64];
	int fd = store_private(s, false, e);

	if (fd < 0)
		return -1;
	snprintf(path, sizeof(path), "drafts/%s.json", id);
	if (dir_record(fd, &schema_case, path, ret, e) < 0)
		return -1;
	(*ret)->draft = true;
	return 0;
}

/* The years of a kind, newest last; a kind without years has one, "". */
int
store_years(struct store *s, const struct schema *k, struct names *ret,
    struct iv_err *e)
{
	struct names all = { NULL, 0 };
	size_t n = 0;

	if (!k->years)
		return 0;
	if (store_names(s, k->dir, &all, e) < 0)
		return -1;
	for (size_t i = 0; i < all.n; i++) {
		if (strlen(all.v[i]) == 4 &&
		    strspn(all.v[i], "0123456789") == 4)
			all.v[n++] = all.v[i];
		else
			mem_free(all.v[i]);
	}
	all.n = n;
	*ret = all;
	return 0;
}

static bool
listed(struct store *s, const char *path)
{
	const char *name = strrchr(path, '/');
	IV_AUTO(names_release) struct names names = { NULL, 0 };
	IV_AUTO(buf_release) struct buf dir = BUF_INIT;
	struct iv_err none = IV_ERR_INIT;

	buf_add(&dir, path, name ? (size_t)(name - path) : 0);
	if (store_names(s, dir.p, &names, &none) < 0)
		return false;
	for (size_t i = 0; i < names.n; i++)
		if (strcmp(names.v[i], name ? name + 1 : path) == 0)
			return true;
	return false;
}

/* Says only that something is there; who reads it is confined. */
static bool
is_there(struct store *s, const char *path)
{
	if (s->from)
		return listed(s, path);
	return faccessat(s->dirfd, path, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

/* Was this record the last to be found, and is it there still? */
static bool
found_last(struct store *s, const struct schema *k, const char *id)
{
	const char *slash = strrchr(s->last_path, '/');

	return s->last == k && slash &&
	    strncmp(slash + 1, id, strlen(id)) == 0 &&
	    strcmp(slash + 1 + strlen(id), ".json") == 0 &&
	    is_there(s, s->last_path);
}

/* Looks from the newest year on; false: *e says that there is none. */
static bool
path_find(struct store *s, const struct schema *k, const char *id,
    char path[64], struct iv_err *e)
{
	IV_AUTO(names_release) struct names years = { NULL, 0 };
	char *year = path + strlen(k->dir) + 1;

	if (found_last(s, k, id)) {
		memcpy(path, s->last_path, sizeof(s->last_path));
		return true;
	}
	if (store_years(s, k, &years, e) < 0)
		return false;
	record_path(path, k, id, 0);
	for (size_t i = years.n; i-- > 0;) {
		memcpy(year, years.v[i], 4);
		if (!is_there(s, path))
			continue;
		s->last = k;
		memcpy(s->last_path, path, sizeof(s->last_path));
		return true;
	}
	iv_fail(e, IV_NOTFOUND, _("no %s '%s'"), _(k->noun), id);
	return false;
}

static int
read_years(struct store *s, const struct schema *k, const char *id,
    struct record **ret, struct iv_err *e)
{
	char path[64];

	return path_find(s, k, id, path, e) ?
	    read_record(s, k, path, ret, e) : -1;
}

int
store_read(struct store *s, const struct schema *k, const char *id,
    struct record **ret, struct iv_err *e)
{
	char path[64];
	int r;

	if (!store_may(s, k, e))
		return -1;
	if (k->years) {
		r = read_years(s, k, id, ret, e);
	} else {
		record_path(path, k, id, 0);
		r = read_record(s, k, path, ret, e);
	}
	if (r == 0 || e->code != IV_NOTFOUND)
		return r;
	if (k == &schema_case && (s->mask & MASK_DRAFTS)) {
		r = read_draft(s, id, ret, e);
		if (r == 0 || e->code != IV_NOTFOUND)
			return r;
	}
	return iv_fail(e, IV_NOTFOUND, _("no %s '%s'"), _(k->noun), id);
}

void
store_coming(struct store *s, const struct id *id)
{
	s->coming = mem_array(s->coming, s->ncoming + 1, sizeof(*s->coming));
	s->coming[s->ncoming++] = *id;
}

bool
store_expects(const struct store *s, const char *id)
{
	for (size_t i = 0; i < s->ncoming; i++)
		if (strcmp(s->coming[i].s, id) == 0)
			return true;
	return false;
}

bool
store_has(struct store *s, const struct schema *k, const char *id)
{
	struct iv_err e = IV_ERR_INIT;
	char path[64];
	struct stat st;

	if (!k->years)
		record_path(path, k, id, 0);
	else if (!path_find(s, k, id, path, &e))
		return false;
	return s->from ? listed(s, path) :
	    beneath_stat(s->dirfd, path, &st) == 0;
}
