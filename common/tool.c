#include "tool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "file.h"
#include "help.h"
#include "mem.h"
#include "options.h"
#include "proc.h"
#include "sandbox.h"
#include "text.h"
#include "utf8.h"

#define STDIN_MAX	((size_t)256 << 20)

/*
 * Descriptors 0-2 are open, so that no file of ours gets their numbers; a
 * closed output for reading only, so that what is lost in it is an error.
 */
static void
open_standard(void)
{
	static const int modes[] = { O_RDONLY, O_RDONLY, O_RDWR };

	for (int i = 0; i < 3; i++)
		if (fcntl(i, F_GETFD) < 0 && open("/dev/null", modes[i]) != i)
			_exit(IV_STORAGE);
}

static const char *
env(const char *name)
{
	const char *v = getenv(name);

	return v && *v ? v : NULL;
}

/* <prefix>/bin/iv-x finds <prefix>/share/locale, also before installing. */
static const char *
catalogues(void)
{
	static const char below[] = "/share/locale";
	static char dir[4096 + sizeof(below)];
	ssize_t n = readlink("/proc/self/exe", dir, sizeof(dir) -
	    sizeof(below));
	char *slash;

	dir[n > 0 ? n : 0] = '\0';
	for (int up = 0; up < 2; up++)
		if ((slash = strrchr(dir, '/')))
			*slash = '\0';
	memcpy(dir + strlen(dir), below, sizeof(below));
	return dir;
}

static void
find_language(void)
{
	const char *lang = env("IV_LANG");

	if (!lang)
		lang = env("LC_ALL");
	if (!lang)
		lang = env("LC_MESSAGES");
	if (!lang)
		lang = env("LANG");
	text_init(catalogues, lang);
}

static void
start(void)
{
	const struct rlimit none = { 0, 0 };

	mem_init();
	open_standard();
	proc_remember();
	setrlimit(RLIMIT_CORE, &none);
	find_language();
}

void
tool_say(struct iv_ctx *c, const char *fmt, ...)
{
	IV_AUTO(buf_release) struct buf shown = BUF_INIT;
	char text[2048];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	utf8_visible(&shown, text, "\n");
	fprintf(stderr, "%s: %s\n", c->tool->name, shown.p);
}

static int
complain(struct iv_ctx *c, const struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf note = BUF_INIT;

	tool_say(c, "%s", e->msg);
	utf8_visible(&note, e->note, "\n");
	fputs(note.p, stderr);
	return (int)e->code;
}

static void
fault(void *arg, const struct iv_err *e)
{
	complain(arg, e);
}

int
tool_clock(struct iv_ctx *c, const char *zone, struct iv_err *e)
{
	const char *fixed = env("IV_NOW");
	time_t at;

	c->when = time(NULL);
	c->now = zone_civil(zone, c->when, NULL);
	if (zone_lost())
		return iv_fail(e, IV_STORAGE, _("cannot read the file of time "
		    "zone '%s'"), zone);
	if (!fixed)
		return 0;
	if (!civil_parse_iso(fixed, &c->now))
		return iv_fail(e, IV_USAGE, _("IV_NOW '%s' is not a time "
		    "like 2026-03-12T09:30"), fixed);
	if (c->now.minute < 0)
		c->now.minute = 12 * 60;
	if (!c->seed)
		return 0;
	if (zone_instant(zone, c->now, &at, e) < 0)
		return iv_wrap(e, "IV_NOW");
	c->when = at;
	return 0;
}

time_t
tool_seconds(void)
{
	return time(NULL);
}

int
tool_instant(struct iv_ctx *c, time_t *ret, bool *still, struct iv_err *e)
{
	*still = env("IV_NOW") != NULL;
	*ret = time(NULL);
	return *still ? zone_instant(store_zone(c->store), c->now, ret, e) :
	    0;
}

void
tool_at(struct iv_ctx *c, time_t at)
{
	c->now = zone_civil(store_zone(c->store), at, NULL);
	c->when = c->seed && env("IV_NOW") ? at : time(NULL);
}

/* -C DIR, else $IV_GROUP, else the nearest parent with a group.json. */
int
tool_dir(struct iv_ctx *c, struct buf *dir, struct iv_err *e)
{
	const char *given = c->dir ? c->dir : env("IV_GROUP");

	if (!given)
		return store_locate(".", dir, e);
	buf_adds(dir, given);
	return 0;
}

static const char *
member_name(void *arg, const char *id)
{
	struct iv_ctx *c = arg;

	return store_name(c->store, id);
}

/* What a command may write: its group and the private area.  That of a new
 * user is made later, beneath a directory that is made now. */
static void
confine(struct iv_ctx *c)
{
	IV_AUTO(buf_release) struct buf own = BUF_INIT;
	IV_AUTO(buf_release) struct buf all = BUF_INIT;
	const char *may[] = { store_dir(c->store), NULL };

	if (c->cmd->flags & (CMD_OUTSIDE | CMD_NOGROUP))
		return;
	if (c->cmd->flags & CMD_READS) {
		sandbox_enter(NULL, 0);
		return;
	}
	store_private_path(c->store, &own);
	buf_addf(&all, "%s/iv", c->data_home);
	may[1] = own.p;
	if (access(own.p, F_OK) < 0) {
		may[1] = all.p;
		if (c->cmd->flags & CMD_WRITES)
			store_private_home(c->store);
	}
	sandbox_enter(may, IV_LEN(may));
}

int
tool_store_mask(struct iv_ctx *c, unsigned mask, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf dir = BUF_INIT;
	struct store_opts o = { NULL, c->data_home, mask, fault, c };

	if (c->store)
		return 0;
	if (c->cmd->flags & CMD_DRAFTS)
		o.mask |= MASK_DRAFTS;
	if (tool_dir(c, &dir, e) < 0)
		return -1;
	o.dir = dir.p;
	if (store_open(&c->store, &o, e) < 0)
		return -1;
	confine(c);
	c->style.name = member_name;
	c->style.arg = c;
	/* A zone is half of what reading one record takes. */
	return c->cmd->flags & CMD_TIMELESS ? 0 :
	    tool_clock(c, store_zone(c->store), e);
}

int
tool_store(struct iv_ctx *c, struct iv_err *e)
{
	unsigned own = c->tool->schema ? c->tool->schema->mask : 0;

	return tool_store_mask(c, own | c->tool->mask, e);
}

/* Who commits: $IV_MEMBER, else .git/iv/me, else "iv". */
int
tool_author(struct iv_ctx *c, struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf me = BUF_INIT;
	const char *typed = env("IV_MEMBER");
	struct iv_err none = IV_ERR_INIT;
	struct id id;

	if (c->author)
		return 0;
	if (typed) {
		if (store_find(c->store, &schema_member, typed, c->now, &id,
		    e) < 0)
			return iv_wrap(e, "IV_MEMBER");
		c->author = mem_dup(id.s);
		return 0;
	}
	if (file_read(store_dirfd(c->store), ".git/iv/me", 64, &me,
	    &none) < 0) {
		c->author = "iv";
		return 0;
	}
	buf_trim(&me);
	c->author = id_valid(me.p) ? buf_take(&me) : "iv";
	return 0;
}

int
tool_begin(struct iv_ctx *c, struct change **ret, struct iv_err *e)
{
	struct change_opts o;

	if (tool_store(c, e) < 0 || tool_author(c, e) < 0)
		return -1;
	o = (struct change_opts){ c->author, c->when, c->now, c->seed,
	    c->dry_run };
	return change_begin(ret, c->store, &o, e);
}

/* paths: a line each. */
static void
say_kept(struct iv_ctx *c, struct buf *paths)
{
	buf_trim(paths);
	for (char *p = paths->p; (p = strchr(p, '\n')); )
		*p = ' ';
	tool_say(c, _("saved, but what was put in its place meanwhile is "
	    "kept; 'git checkout -- FILE' takes the saved one instead: %s"),
	    paths->p);
}

int
tool_commit(struct iv_ctx *c, struct change *ch, const char *verb,
    struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf report = BUF_INIT;
	int r = change_commit(ch, verb, &report, e);

	if (r < 0)
		return -1;
	c->saved = !c->dry_run;
	if (c->dry_run)
		tool_print(c, report.p);
	else if (report.len > 0)
		say_kept(c, &report);
	if (r > 0)
		complain(c, e);
	return r > 0 ? IV_PENDING : 0;
}

static int
find(struct iv_ctx *c, const struct schema *k, const char *typed,
    struct id *id, struct iv_err *e)
{
	if (c->when == 0 && tool_clock(c, store_zone(c->store), e) < 0)
		return -1;
	return store_find(c->store, k, typed, c->now, id, e);
}

int
tool_read(struct iv_ctx *c, const struct schema *k, const char *typed,
    struct record **ret, struct iv_err *e)
{
	struct id id;

	/* A whole id is read at once; but a member may be called like one. */
	if (id_beginning(typed, &id) && id_valid(id.s)) {
		int r = store_read(c->store, k, id.s, ret, e);

		if (r == 0 || e->code != IV_NOTFOUND || k != &schema_member)
			return r;
	}
	if (find(c, k, typed, &id, e) < 0)
		return -1;
	return store_read(c->store, k, id.s, ret, e);
}

int
tool_get(struct iv_ctx *c, struct change *ch, const struct schema *k,
    const char *typed, struct record **ret, struct iv_err *e)
{
	struct id id;

	if (find(c, k, typed, &id, e) < 0)
		return -1;
	return change_get(ch, k, id.s, ret, e);
}

static int
resolve(void *arg, const char *kind, const char *typed, char id[11],
    struct iv_err *e)
{
	struct iv_ctx *c = arg;
	struct id found;

	if (find(c, schema_by_kind(kind), typed, &found, e) < 0)
		return -1;
	memcpy(id, found.s, sizeof(found.s));
	return 0;
}

const char *
tool_word(const struct iv_ctx *c, const char *words, const char *typed)
{
	return text_word(c->store ? store_lang(c->store) : text_lang(), words,
	    typed);
}

static const char *
word(void *arg, const char *words, const char *typed)
{
	return tool_word(arg, words, typed);
}

struct schema_in
tool_input(struct iv_ctx *c)
{
	struct schema_in in = { c->now, c->store ? resolve : NULL, word, c };

	return in;
}

int
tool_day(struct iv_ctx *c, const char *typed, struct civil *ret,
    struct iv_err *e)
{
	return civil_parse(typed, c->now, ret, e);
}

int
tool_stdin(struct iv_ctx *c, struct buf *b, struct iv_err *e)
{
	if (c->input_used)
		return iv_fail(e, IV_USAGE,
		    _("standard input can be read only once"));
	c->input_used = true;
	return fd_read(STDIN_FILENO, _("standard input"), STDIN_MAX, b, e);
}

/* Held here, so that a text is still in reach when the program ends. */
static const char *
keep_text(char *text)
{
	static char **kept;
	static size_t n;

	kept = mem_array(kept, n + 1, sizeof(*kept));
	kept[n++] = text;
	return text;
}

int
tool_text(struct iv_ctx *c, const char *value, const char **ret,
    struct iv_err *e)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	IV_AUTO(fd_close_auto) int fd = -1;

	if (value[0] != '@' || value[1] == '@') {
		*ret = value + (value[0] == '@');
		return 0;
	}
	if (strcmp(value, "@-") == 0) {
		if (tool_stdin(c, &b, e) < 0)
			return -1;
	} else {
		fd = open(value + 1, O_RDONLY | O_CLOEXEC);
		if (fd < 0)
			return iv_fail_errno(e, IV_USAGE,
			    _("cannot open '%s'"), value + 1);
		if (fd_read(fd, value + 1, FILE_MAX, &b, e) < 0)
			return -1;
	}
	if (memchr(b.p, '\0', b.len))
		return iv_fail(e, IV_INVALID, _("'%s' holds a NUL byte at "
		    "%zu"), value, strlen(b.p));
	*ret = keep_text(buf_take(&b));
	return 0;
}

struct out *
tool_out(struct iv_ctx *c, const char *schema, const struct out_col *cols,
    size_t n)
{
	struct out_spec spec = { .format = OUT_TABLE, .schema = schema,
		.fields = c->fields, .cols = cols, .ncols = n };

	if (c->format)
		out_format(c->format, &spec.format);
	return out_begin(stdout, &spec, &c->style);
}

bool
tool_for_people(const struct iv_ctx *c)
{
	return !c->format || strcmp(c->format, "table") == 0;
}

void
tool_id(const struct iv_ctx *c, const char *id)
{
	printf("%s%c", id, c->nul ? '\0' : '\n');
}

void
tool_print(struct iv_ctx *c, const char *text)
{
	out_text(stdout, text, c->style.tty);
}

void
tool_line(struct iv_ctx *c, const char *text)
{
	tool_print(c, text);
	putchar('\n');
	fflush(stdout);
}

/* Is the terminal one that shows UTF-8, as far as it says? */
static bool
says_utf8(void)
{
	static const char *const names[] = { "LC_ALL", "LC_CTYPE", "LANG" };
	const char *name = NULL;

	for (size_t i = 0; !name && i < IV_LEN(names); i++)
		name = env(names[i]);
	return name && (strcasestr(name, "utf-8") ||
	    strcasestr(name, "utf8"));
}

int
tool_columns(FILE *f)
{
	struct winsize w;

	if (!isatty(fileno(f)))
		return 0;
	return ioctl(fileno(f), TIOCGWINSZ, &w) == 0 && w.ws_col > 0 ?
	    w.ws_col : 80;
}

static void
set_style(struct iv_ctx *c)
{
	const char *term = env("TERM"), *no = env("NO_COLOR");

	c->style.tty = isatty(STDOUT_FILENO);
	c->style.keys = isatty(STDIN_FILENO);
	c->style.screen = isatty(STDERR_FILENO) && term &&
	    strcmp(term, "dumb") != 0;
	c->style.ascii = !says_utf8();
	c->style.nul = c->nul;
	c->style.lang = text_lang();
	c->style.color = c->style.tty && !no && term &&
	    strcmp(term, "dumb") != 0;
	if (c->color && strcmp(c->color, "always") == 0)
		c->style.color = true;
	if (c->color && strcmp(c->color, "never") == 0)
		c->style.color = false;
	c->style.width = tool_columns(stdout);
}

static void
set_world(struct iv_ctx *c)
{
	const char *home = env("HOME"), *data = env("XDG_DATA_HOME");
	struct buf b = BUF_INIT;

	if (data && *data == '/')
		buf_adds(&b, data);
	else
		buf_addf(&b, "%s/.local/share", home ? home : "");
	c->data_home = buf_take(&b);
	c->seed = env("IV_SEED");
	set_style(c);
}

/* What was printed must have arrived: a full disk is no success. */
static int
finish(struct iv_ctx *c, int status)
{
	errno = 0;
	if (fflush(stdout) != 0 || ferror(stdout)) {
		tool_say(c, c->saved ?
		    _("saved, but cannot write to standard output: %s") :
		    _("cannot write to standard output: %s"),
		    _(strerror(errno != 0 ? errno : EIO)));
		return c->saved ? IV_PENDING : status != 0 ? status : IV_FAIL;
	}
	/* What was saved is saved, whatever else could not be read. */
	if (status == 0 && !c->saved && c->store &&
	    store_faults(c->store) > 0)
		return IV_INVALID;
	return status;
}

int
iv_main(const struct iv_tool *tool, int argc, char **argv)
{
	/* Static: what was typed lives as long as the program. */
	static struct iv_ctx c;
	static void *opts;
	struct iv_err e = IV_ERR_INIT;
	int r;

	c.tool = tool;
	start();
	r = options_parse(&c, argc, argv, &opts, &e);
	set_world(&c);
	if (r == 0)
		r = c.cmd->run(&c, opts, &e);
	else if (r > 0)
		r = 0;
	if (r < 0)
		r = complain(&c, &e);
	/* What could not be shown or sent is saved all the same. */
	if (c.saved && r == (int)e.code && (r == IV_FAIL || r == IV_STORAGE))
		r = IV_PENDING;
	r = finish(&c, r);
	store_close(c.store);
	return r;
}
