#include "mo.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <string.h>
#include <unistd.h>

#include "base.h"
#include "catalogue.h"
#include "tap.h"

static const char entries[] =
    "msgid \"case\"\nmsgstr \"inbreng\"\n"
    "msgid \"aap\"\nmsgstr \"\"\n"
    "msgid \"%d case\"\nmsgid_plural \"%d cases\"\n"
    "msgstr[0] \"%d inbreng\"\nmsgstr[1] \"%d inbrengen\"\n";

/* Whatever the C library's locale: that is why we read them ourselves. */
static void
test_locales(void)
{
	static const char *const names[] = { "C", "C.UTF-8", "POSIX" };

	for (size_t i = 0; i < IV_LEN(names); i++) {
		setlocale(LC_ALL, names[i]);
		is_str(_("case"), "inbreng", names[i]);
	}
}

static void
test_texts(void)
{
	is_str(_("unknown"), "unknown", "no translation");
	is_str(_(""), "", "no text, and no header");
	is_str(_("aap"), "aap", "an empty translation is none");
	is_str(mo_in("en", "case"), "case", "English has no catalogue");
	is_str(mo_in("xx", "case"), "case", "nor has what is not there");
	is_str(mo_in("nld", "case"), "case", "a code has two letters");
	is_str(mo_in(NULL, "case"), "case", "no language");
	is_str(iv_n("%d case", "%d cases", 1), "%d inbreng", "one");
	is_str(iv_n("%d case", "%d cases", 2), "%d inbrengen", "two");
	is_str(iv_n("%d case", "%d cases", 0), "%d inbrengen", "none");
	is_str(iv_n("a", "b", 1), "a", "one, not translated");
	is_str(iv_n("a", "b", 2), "b", "two, not translated");
}

/* French counts 0 as one; in Turkish, say, a rule may have one form. */
static void
test_rules(const char *dir)
{
	static const struct {
		const char *lang, *head;
		unsigned long n;
		const char *want;
	} rows[] = {
		{ "fr", "nplurals=2; plural=(n > 1);", 0, "%d cas" },
		{ "fr", "nplurals=2; plural=(n > 1);", 2, "%d des cas" },
		{ "ja", "nplurals=1; plural=0;", 0, "%d cas" },
		{ "ja", "nplurals=1; plural=0;", 5, "%d cas" },
		{ "de", "nplurals=2; plural=(n != 1);", 0, "%d des cas" },
		{ "de", "nplurals=2; plural=(n != 1);", 1, "%d cas" },
	};
	char command[1024];

	for (size_t i = 0; i < IV_LEN(rows); i++) {
		bool two = strstr(rows[i].head, "nplurals=2") != NULL;

		snprintf(command, sizeof(command), "cd '%s' && mkdir -p "
		    "%s/LC_MESSAGES && printf 'msgid \"\"\\nmsgstr \""
		    "Content-Type: text/plain; charset=UTF-8\\\\n"
		    "Plural-Forms: %s\\\\n\"\\nmsgid \"%%%%d case\"\\n"
		    "msgid_plural \"%%%%d cases\"\\nmsgstr[0] \"%%%%d cas\"\\n"
		    "%s' | msgfmt -o %s/LC_MESSAGES/iv.mo -", dir,
		    rows[i].lang, rows[i].head,
		    two ? "msgstr[1] \"%%d des cas\"\\n" : "", rows[i].lang);
		ok(system(command) == 0, "a catalogue of another rule");
		mo_init(catalogue_place, rows[i].lang);
		is_str(iv_n("%d case", "%d cases", rows[i].n), rows[i].want,
		    rows[i].lang);
	}
}

static size_t
load(const char *dir, unsigned char *bytes, size_t max)
{
	char path[256];
	ssize_t n;
	int fd;

	snprintf(path, sizeof(path), "%s/nl/LC_MESSAGES/iv.mo", dir);
	fd = open(path, O_RDONLY);
	n = read(fd, bytes, max);
	close(fd);
	return n > 0 ? (size_t)n : 0;
}

/* A child each, since a catalogue stays mapped: ends with 0 when every
 * message came out as English or Dutch. */
static bool
survives(const char *dir, const unsigned char *bytes, size_t n)
{
	char path[256], command[512];
	int fd;

	snprintf(command, sizeof(command), "'%s' --child '%s'",
	    program_invocation_name, dir);
	snprintf(path, sizeof(path), "%s/nl/LC_MESSAGES/iv.mo", dir);
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	if (fd < 0 || write(fd, bytes, n) != (ssize_t)n)
		return false;
	close(fd);
	return system(command) == 0;
}

static int
child(const char *dir)
{
	const char *text;

	catalogue_dir = dir;
	mo_init(catalogue_place, "nl");
	text = _("case");
	(void)strlen(text);
	(void)strlen(iv_n("%d case", "%d cases", 2));
	return 0;
}

static void
test_broken(const char *dir)
{
	unsigned char bytes[4096], bad[4096];
	size_t n = load(dir, bytes, sizeof(bytes)), fell = 0;

	ok(n > 28, "a catalogue to break");
	for (size_t cut = 0; cut < n; cut += 7)
		fell += !survives(dir, bytes, cut);
	is_int((int)fell, 0, "cut off anywhere");
	for (size_t at = 0; at < n && at < 140; at += 4) {
		memcpy(bad, bytes, n);
		memset(bad + at, 0xf0, 4);
		fell += !survives(dir, bad, n);
	}
	is_int((int)fell, 0, "a wild number anywhere in its tables");
	ok(survives(dir, bytes, n), "and whole again");
}

int
main(int argc, char **argv)
{
	char dir[] = "/tmp/unit_mo.XXXXXX";

	if (argc == 3 && strcmp(argv[1], "--child") == 0)
		return child(argv[2]);
	if (mkdtemp(dir) == NULL)
		return 1;
	if (catalogue_make(dir, entries)) {
		mo_init(catalogue_place, "nl");
		test_locales();
		test_texts();
		test_rules(dir);
		test_broken(dir);
	} else {
		ok(true, "translations # SKIP there is no msgfmt");
	}
	catalogue_drop(dir);
	return done();
}
