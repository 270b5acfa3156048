#include "privacy.h"

#include "base.h"
#include "mem.h"
#include "tap.h"

#define YEAR	2026
#define HITS	64

static struct privacy_hit hits[HITS];

static size_t
check(const char *text)
{
	struct privacy p = { text, YEAR, NULL, 0, NULL, 0 };
	size_t n = privacy_check(&p, hits, HITS);

	return n < HITS ? n : HITS;
}

/* The one hit must be of this kind and this part of the text; "" is none. */
static void
one(const char *text, const char *kind, const char *part)
{
	size_t n = check(text);

	if (*kind == '\0') {
		if (!ok(n == 0, text))
			printf("#   %s\n", privacy_rules[hits[0].kind].name);
		return;
	}
	if (!ok(n == 1 && strcmp(privacy_rules[hits[0].kind].name, kind) == 0 &&
	    hits[0].len == strlen(part) &&
	    strncmp(text + hits[0].at, part, hits[0].len) == 0, text))
		for (size_t i = 0; i < n; i++)
			printf("#   %s '%.*s'\n",
			    privacy_rules[hits[i].kind].name,
			    (int)hits[i].len, text + hits[i].at);
}

static void
numbers(void)
{
	one("bsn 123456782.", "bsn", "123456782");
	one("bsn 123456789.", "id", "123456789");
	one("123.456.782", "bsn", "123.456.782");
	one("123.456.789", "", "");
	one("€ 123.456.782 begroot", "", "");
	one("nr 1234567", "id", "1234567");
	one("nr 123456", "", "");
	one("000000000", "id", "000000000");
	one("NL91ABNA0417164300", "iban", "NL91ABNA0417164300");
	one("NL91 ABNA 0417 1643 00 en", "iban", "NL91 ABNA 0417 1643 00");
	one("BE68539007547034", "iban", "BE68539007547034");
	one("NL92ABNA0417164300", "id", "0417164300");
	one("mail a.b@example.nl.", "email", "a.b@example.nl");
	one("@iedereen", "", "");
	one("a@b", "", "");
	one("bel 06\xc2\xa0" "12345678", "phone", "06\xc2\xa0" "12345678");
	one("bel 06\xe2\x80\x93" "12345678", "phone",
	    "06\xe2\x80\x93" "12345678");
	one("1234 AB", "postcode", "1234 AB");
	one("1234 SA", "", "");
	one("0234 AB", "", "");
	one("in 9000 Gent", "", "");
	one("12-GKL-3", "plate", "12-GKL-3");
	one("12-GKL-34", "", "");
}

static void
places(void)
{
	one("op 3 mei 1987", "birth", "3 mei 1987");
	one("op 3 mei 2026", "", "");
	one("op 3 mei 2021", "birth", "3 mei 2021");
	one("op 3 mei 2022", "", "");
	one("op 3 mei 1915", "", "");
	one("geboren op 3 mei 2026", "birth", "3 mei 2026");
	one("geb. 3-5-87", "birth", "3-5-87");
	one("1987-05-03", "birth", "1987-05-03");
	one("1987-13-03", "", "");
	one("sinds 1 mei 2015", "", "");
	one("Dorpsstraat 12", "street", "Dorpsstraat 12");
	one("dorpsstraat 12, boven", "street", "dorpsstraat 12");
	one("5 weg", "", "");
	one("onderweg 3 keer", "", "");
	one("Onderweg 3 keer", "", "");
	one("Kerkweg 3 keer", "", "");
	one("Wmo 2015", "", "");
	one("artikel 12", "", "");
	one("Dr. Schaepmanstraat 12", "street", "Schaepmanstraat 12");
}

static void
persons(void)
{
	static const char *const names[] = { "Noe\xcc\x88lle van der Meij",
	    "Wil Bos" };
	static const char *const deny[] = { "huize zonnehof", "Teteringen" };
	struct privacy p = { "", YEAR, names, 2, deny, 2 };
	static const struct {
		const char *text, *kind, *part;
	} v[] = {
		{ "Met No\xc3\xab" "lle sprak ik", "member",
		    "No\xc3\xab" "lle" },
		{ "NOELLE zei", "member", "NOELLE" },
		{ "ik wil naar het bos, van der", "", "" },
		{ "In Huize-Zonnehof", "deny", "Huize-Zonnehof" },
		{ "uit t\xc3\xa9teringen", "deny", "t\xc3\xa9teringen" },
		{ "Teteringense", "", "" },
		{ "mw. Van der Laan-Smit zei", "name",
		    "mw. Van der Laan-Smit" },
		{ "met mevrouw Jansen.", "name", "mevrouw Jansen" },
		{ "J. de Vries kwam", "name", "J. de Vries" },
		{ "cli\xc3\xabnt A. De moeder", "", "" },
		{ "mevrouw A zei niets", "", "" },
		{ "de zuster. Daarna", "", "" },
	};

	for (size_t i = 0; i < IV_LEN(v); i++) {
		size_t n;

		p.text = v[i].text;
		n = privacy_check(&p, hits, HITS);
		ok(*v[i].kind == '\0' ? n == 0 : n == 1 &&
		    !hits[0].structured &&
		    strcmp(privacy_rules[hits[0].kind].name, v[i].kind) == 0 &&
		    hits[0].len == strlen(v[i].part) &&
		    strncmp(v[i].text + hits[0].at, v[i].part,
		    hits[0].len) == 0, v[i].text);
	}
}

/* What was planted and what was found, apart for structured kinds and names,
 * and for the third of the lines that the rules were never fitted to. */
struct score {
	int planted, found, wrong;
};
static struct score scores[2][2];	/* [held back][names] */

struct planted {
	char kind[16];
	size_t at, len;
	bool found;
};

static size_t
read_planted(const char *list, struct planted *v, size_t max)
{
	size_t n = 0;

	while (n < max && *list) {
		if (sscanf(list, "%15[a-z]@%zu:%zu", v[n].kind, &v[n].at,
		    &v[n].len) != 3)
			return 0;
		v[n++].found = false;
		list += strcspn(list, ",");
		list += *list == ',';
	}
	return n;
}

static bool
meets(struct planted *v, size_t n, const struct privacy_hit *h)
{
	bool any = false;

	for (size_t i = 0; i < n; i++)
		if (strcmp(v[i].kind, privacy_rules[h->kind].name) == 0 &&
		    v[i].at < h->at + h->len && h->at < v[i].at + v[i].len)
			any = v[i].found = true;
	return any;
}

static void
score_line(const char *list, const char *text, bool held)
{
	struct planted v[8];
	size_t n = read_planted(list, v, IV_LEN(v)), found = check(text);

	for (size_t i = 0; i < found; i++) {
		if (meets(v, n, &hits[i]))
			continue;
		scores[held][!hits[i].structured].wrong++;
		printf("# wrong: %s '%.*s'\n",
		    privacy_rules[hits[i].kind].name, (int)hits[i].len,
		    text + hits[i].at);
	}
	for (size_t i = 0; i < n; i++) {
		struct score *s =
		    &scores[held][strcmp(v[i].kind, "name") == 0];

		s->planted++;
		s->found += v[i].found;
		if (!v[i].found)
			printf("# missed: %s '%.*s'\n", v[i].kind,
			    (int)v[i].len, text + v[i].at);
	}
}

static int
score_file(const char *path, bool planted)
{
	char line[4096];
	FILE *f = fopen(path, "r");
	int n = 0;

	while (f && fgets(line, sizeof(line), f)) {
		char *tab = strchr(line, '\t');

		line[strcspn(line, "\n")] = '\0';
		if (planted && !tab)
			continue;
		if (planted)
			*tab = '\0';
		score_line(planted ? line : "", planted ? tab + 1 : line,
		    n++ % 3 == 2);
	}
	if (f)
		fclose(f);
	return n;
}

static void
print_score(const char *what, struct score s)
{
	int hit = s.found + s.wrong;

	printf("# %s: planted %d, found %d, wrong %d, recall %.3f, "
	    "precision %.3f\n", what, s.planted, s.found, s.wrong,
	    s.planted ? (double)s.found / s.planted : 1.0,
	    hit ? (double)s.found / hit : 1.0);
}

static void
corpus(void)
{
	struct score all;

	ok(score_file("tests/corpus/privacy/planted.tsv", true) >= 200,
	    "at least 200 texts with something planted");
	ok(score_file("tests/corpus/privacy/clean.tsv", false) >= 100,
	    "at least 100 clean ones");
	print_score("structured, fitted", scores[0][0]);
	print_score("structured, held back", scores[1][0]);
	print_score("names, fitted", scores[0][1]);
	print_score("names, held back", scores[1][1]);
	all = (struct score){ scores[0][0].planted + scores[1][0].planted,
		scores[0][0].found + scores[1][0].found,
		scores[0][0].wrong + scores[1][0].wrong };
	print_score("structured", all);
	ok(all.planted > 200 && all.found >= all.planted * 0.98,
	    "recall of structured kinds is 0.98 or more");
	ok(all.found >= (all.found + all.wrong) * 0.95,
	    "precision of structured kinds is 0.95 or more");
}

/* Whatever the text, it ends soon and every place lies inside. */
static void
odd(void)
{
	static const char *const parts[] = { "a", "0", "0612", "a@", "a.",
	    "1 ", "0 ", "1-", "NL91 ", "A.", "De ", "Kerkweg ", "\xc3\xab",
	    "\xff", "\xcc\x88", "\xe2\x82\xac", "+3(", "geb 1-1-" };
	static char big[65536];

	for (size_t i = 0; i < IV_LEN(parts); i++) {
		size_t len = strlen(parts[i]), n;
		bool inside = true;

		for (size_t k = 0; k + 1 < sizeof(big); k++)
			big[k] = parts[i][k % len];
		n = check(big);
		for (size_t k = 0; k < n; k++)
			inside = inside && hits[k].len > 0 &&
			    hits[k].at + hits[k].len < sizeof(big) &&
			    (k == 0 || hits[k].at >= hits[k - 1].at +
			    hits[k - 1].len);
		ok(inside, parts[i][0] < 0 ? "64 KiB of odd bytes" : parts[i]);
	}
	one("", "", "");
	is_int((long)privacy_check(&(struct privacy){ "bel 0612345678",
	    YEAR, NULL, 0, NULL, 0 }, NULL, 0), 1, "counting needs no room");
}

int
main(void)
{
	mem_init();
	numbers();
	places();
	persons();
	corpus();
	odd();
	return done();
}
