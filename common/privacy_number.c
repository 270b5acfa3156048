#include <string.h>

#include "base.h"
#include "privacy_internal.h"

#define GROUPS_MAX	12
#define DIGITS_MAX	15

static bool
local_char(char c)
{
	return ch_alnum(c) || (c != '\0' && strchr("._%+-", c));
}

/* name@place.tld; what stands in front of the @ is at most 64 characters. */
bool
privacy_email(const struct privacy_scan *x, size_t i, struct privacy_found *f)
{
	size_t at = i, end, label;

	if (!ch_alnum(x->s[i]) || local_char(scan_before(x, i)))
		return false;
	while (at - i <= 64 && local_char(x->s[at]))
		at++;
	if (x->s[at] != '@')
		return false;
	end = at + 1;
	label = end;
	while (end - at <= 255 && (ch_alnum(x->s[end]) || x->s[end] == '-' ||
	    (x->s[end] == '.' && ch_alnum(x->s[end + 1])))) {
		if (x->s[end] == '.')
			label = end + 1;
		end++;
	}
	if (label == at + 1 || scan_letters(x, label) < 2)
		return false;
	*f = (struct privacy_found){ end, PRIVACY_EMAIL };
	return true;
}

static const struct {
	char country[3];
	size_t len;
} ibans[] = {
	{ "nl", 18 }, { "be", 16 }, { "de", 22 }, { "fr", 27 }, { "lu", 20 },
	{ "gb", 22 }, { "es", 24 }, { "it", 27 }, { "pt", 25 }, { "pl", 28 },
	{ "at", 20 }, { "ch", 21 }, { "dk", 18 }, { "se", 24 }, { "no", 15 },
	{ "fi", 18 }, { "ie", 22 }, { "tr", 26 }, { "ro", 24 }, { "bg", 22 },
	{ "hu", 28 }, { "cz", 24 }, { "gr", 27 }, { "hr", 21 }, { "lt", 20 },
};

static size_t
iban_length(const struct privacy_scan *x, size_t i)
{
	for (size_t k = 0; k < IV_LEN(ibans); k++)
		if (ch_lower(x->s[i]) == ibans[k].country[0] &&
		    ch_lower(x->s[i + 1]) == ibans[k].country[1])
			return ibans[k].len;
	return 0;
}

static int
iban_add(int rest, char c)
{
	int v = ch_digit(c) ? c - '0' : ch_lower(c) - 'a' + 10;

	return (rest * (v > 9 ? 100 : 10) + v) % 97;
}

/* The first four characters count behind the others. */
static bool
iban_fits(const char *v, size_t n)
{
	int rest = 0;

	for (size_t i = 0; i < n; i++)
		rest = iban_add(rest, v[(i + 4) % n]);
	return rest == 1;
}

bool
privacy_iban(const struct privacy_scan *x, size_t i, struct privacy_found *f)
{
	size_t n = 0, want, at = i;
	char v[34];

	if (!scan_begins(x, i) || !ch_alpha(x->s[i]) ||
	    !ch_alpha(x->s[i + 1]) ||
	    scan_digits(x, i + 2 + (x->s[i + 2] == ' ')) < 2)
		return false;
	want = iban_length(x, i);
	if (want == 0 && x->s[i + 2] == ' ')
		return false;
	while (n < sizeof(v)) {
		if (strchr(" -.", x->s[at]) && ch_alnum(x->s[at + 1]))
			at++;
		if (!ch_alnum(x->s[at]))
			break;
		v[n++] = x->s[at++];
		if (n < 15 || ch_alnum(x->s[at]) || (want > 0 && n != want) ||
		    !iban_fits(v, n))
			continue;
		*f = (struct privacy_found){ at, PRIVACY_IBAN };
		return true;
	}
	return false;
}

/* Digits in groups with something between them that people use there. */
struct groups {
	char v[DIGITS_MAX + 1];
	size_t n;
	size_t len[GROUPS_MAX], end[GROUPS_MAX], count;
};

static size_t
gap(const struct privacy_scan *x, size_t i, const char *between, size_t most)
{
	size_t n = 0;

	while (n < most && x->s[i + n] != '\0' && strchr(between, x->s[i + n]))
		n++;
	return ch_digit(x->s[i + n]) ? n : 0;
}

static void
groups_read(struct groups *g, const struct privacy_scan *x, size_t i,
    const char *between, size_t most)
{
	size_t skip;

	memset(g, 0, sizeof(*g));
	while (g->count < GROUPS_MAX) {
		size_t n = scan_digits(x, i);

		if (n == 0 || g->n + n > DIGITS_MAX)
			return;
		memcpy(g->v + g->n, x->s + i, n);
		g->n += n;
		g->len[g->count] = n;
		i += n;
		g->end[g->count++] = i;
		skip = gap(x, i, between, most);
		if (skip == 0)
			return;
		i += skip;
	}
}

/* The end of the first groups that have so many digits together; 0: none. */
static size_t
groups_end(const struct groups *g, size_t digits_least, size_t digits_most)
{
	size_t sum = 0, end = 0;

	for (size_t i = 0; i < g->count; i++) {
		sum += g->len[i];
		if (sum >= digits_least && sum <= digits_most)
			end = g->end[i];
	}
	return end;
}

/* Numbers of amounts and of things that are counted. */
static bool
counted(const struct privacy_scan *x, size_t i, size_t end)
{
	static const char *const after = "eur|euro|dollar|inwoners|bezoekers|"
	    "mensen|personen|stemmen|kilometer|km|meter|stuks|stappen|views|"
	    "huishoudens|kwh|gram|miljoen|keer|pagina|woorden|tekens";
	char word[PRIVACY_WORD];
	size_t from = i;

	while (from > 0 && x->s[from - 1] == ' ')
		from--;
	if (scan_before(x, from) == PRIVACY_EURO ||
	    scan_word_before(x, i, 5, "eur|euro|usd"))
		return true;
	if (x->s[end] == ',' && (ch_digit(x->s[end + 1]) ||
	    x->s[end + 1] == '-'))
		return true;
	end += scan_spaces(x, end);
	scan_word(x, end, word);
	return x->s[end] == PRIVACY_EURO || word_in(after, word);
}

static bool
dutch_number(const struct groups *g)
{
	bool pairs = true;

	if (g->v[0] != '0' || g->n < 10 || g->v[1] == '0')
		return false;
	for (size_t i = 0, sum = 0; i < g->count && sum < 10; i++) {
		sum += g->len[i];
		pairs = pairs && g->len[i] == 2;
	}
	/* Only mobile numbers come in pairs; 01 02 03 04 05 is a list. */
	return !pairs || g->v[1] == '6';
}

/* +31 6 ..., +31 (0)6 ..., +49 ..., 0031 ... */
static size_t
foreign_number(const struct privacy_scan *x, size_t i)
{
	struct groups g;
	size_t end;

	groups_read(&g, x, i, " -./()", 3);
	if (strncmp(g.v, "31", 2) == 0 && g.n > 2) {
		end = groups_end(&g, 11, g.v[2] == '0' ? 12 : 11);
		if (end > 0)
			return end;
	}
	return groups_end(&g, 8, DIGITS_MAX);
}

bool
privacy_phone(const struct privacy_scan *x, size_t i, struct privacy_found *f)
{
	struct groups g;
	size_t at = i, end = 0;
	char c = scan_before(x, i);

	if (ch_alnum(c) || c == '+' || ((c == '.' || c == ',' || c == '-') &&
	    i > 1 && ch_digit(x->s[i - 2])))
		return false;
	if (x->s[i] == '(' && (x->s[i + 1] == '0' || x->s[i + 1] == '+'))
		at++;
	if (x->s[at] == '+' && ch_digit(x->s[at + 1])) {
		end = foreign_number(x, at + 1);
		if (end > 0 && counted(x, i, end))
			return false;
	} else if (x->s[at] == '0' && x->s[at + 1] == '0' &&
	    ch_digit(x->s[at + 2])) {
		end = foreign_number(x, at + 2);
		if (end - at < 10)
			end = 0;
	} else if (x->s[at] == '0') {
		groups_read(&g, x, at, " -./()", 3);
		end = dutch_number(&g) ? groups_end(&g, 10, 10) : 0;
	}
	if (end == 0)
		return false;
	*f = (struct privacy_found){ end, PRIVACY_PHONE };
	return true;
}

/* Weights 9 to 2, then -1; eight digits have a zero in front. */
static bool
eleven(const char *v, size_t n)
{
	int sum = 0, weight = (int)n;
	bool zero = true;

	if (n != 8 && n != 9)
		return false;
	for (size_t i = 0; i < n; i++, weight--) {
		sum += (v[i] - '0') * (weight > 1 ? weight : -1);
		zero = zero && v[i] == '0';
	}
	return !zero && sum % 11 == 0;
}

/* 123.456.782 and 1234 56 782, but no years, hours or thousands; where it is
 * called a bsn, one that was mistyped too. */
static bool
bsn_groups(const struct privacy_scan *x, size_t i, struct privacy_found *f)
{
	static const char *const between[] = { ".", " ", "-" };
	bool said = scan_word_before(x, i, 20, "bsn|burgerservicenummer|"
	    "sofinummer|sofi");
	struct groups g;

	for (size_t k = 0; k < IV_LEN(between); k++) {
		groups_read(&g, x, i, between[k], 1);
		if (g.count < 2 || g.count > 4 || !(eleven(g.v, g.n) ||
		    (said && g.n == 9)) ||
		    (g.count == 2 && g.len[0] == 4) ||
		    ch_alnum(x->s[g.end[g.count - 1]]) ||
		    counted(x, i, g.end[g.count - 1]))
			continue;
		*f = (struct privacy_found){ g.end[g.count - 1],
			PRIVACY_BSN };
		return true;
	}
	return false;
}

/* A bsn, or any run of seven digits or more. */
bool
privacy_number(const struct privacy_scan *x, size_t i,
    struct privacy_found *f)
{
	size_t n;
	char c = scan_before(x, i);

	if (!ch_digit(x->s[i]) || ch_digit(c))
		return false;
	n = scan_digits(x, i);
	if (n < 7)
		return !ch_alnum(c) && !((c == '.' || c == '-') && i > 1 &&
		    ch_digit(x->s[i - 2])) && bsn_groups(x, i, f);
	f->end = i + n;
	f->kind = counted(x, i, i + n) ? PRIVACY_NONE :
	    eleven(x->s + i, n) ? PRIVACY_BSN : PRIVACY_ID;
	return true;
}

/* 1234 AB; without a space also in small letters.  Years in front of a word
 * in capitals and amounts of something are none. */
bool
privacy_postcode(const struct privacy_scan *x, size_t i,
    struct privacy_found *f)
{
	static const char *const never = "sa|sd|ss";
	static const char *const units = "kg|km|cm|mm|ml|mg|gb|mb|tb|kw|mw|"
	    "hz|pk|px|de|en";
	static const char *const words = "in|is|op|of|te|er|al|zo|we|ze|ik|"
	    "je|he|vs|eu|ms|aan";
	size_t at = i + 4;
	char word[PRIVACY_WORD];
	bool year, upper;

	if (!scan_begins(x, i) || scan_digits(x, i) != 4 || x->s[i] == '0' ||
	    scan_before(x, i) == PRIVACY_EURO)
		return false;
	at += scan_spaces(x, at);
	if (at > i + 6 || scan_word(x, at, word) != 2 ||
	    ch_digit(x->s[at + 2]) || word_in(never, word))
		return false;
	upper = ch_upper(x->s[at]) && ch_upper(x->s[at + 1]);
	if (word_in(units, word) && (!upper || strncmp(x->s + i + 2, "00",
	    2) == 0))
		return false;
	if (!upper && (at > i + 4 || ch_upper(x->s[at]) ||
	    ch_upper(x->s[at + 1])))
		return false;
	year = strncmp(x->s + i, "19", 2) == 0 ||
	    strncmp(x->s + i, "20", 2) == 0;
	if (word_in(words, word) && (year || !upper))
		return false;
	*f = (struct privacy_found){ at + 2, PRIVACY_POSTCODE };
	return true;
}

/* The side codes of Dutch plates, in order; the letters of the seventh and
 * later have no vowels. */
static const char *const sides[] = {
	"LL-DD-DD", "DD-DD-LL", "DD-LL-DD", "LL-DD-LL", "LL-LL-DD",
	"DD-LL-LL", "DD-LLL-D", "D-LLL-DD", "LL-DDD-L", "L-DDD-LL",
	"LLL-DD-L", "L-DD-LLL", "D-LL-DDD", "DDD-LL-D",
};
#define SIDES_VOWELS	6

static bool
plate_letter(char c, bool small, bool vowels)
{
	return ch_alpha(c) && (small || ch_upper(c)) &&
	    (vowels || !strchr("aeiou", ch_lower(c)));
}

/* How a plate may be written: with what between, and which letters. */
struct plate {
	char between;		/* '\0': nothing */
	bool small, vowels;
};

static size_t
plate_end(const struct privacy_scan *x, size_t i, size_t side,
    const struct plate *w)
{
	bool vowels = w->vowels && side < SIDES_VOWELS;

	for (const char *p = sides[side]; *p; p++) {
		if (*p == '-' && w->between == '\0')
			continue;
		if (*p == '-' ? x->s[i] != w->between : *p == 'D' ?
		    !ch_digit(x->s[i]) : !plate_letter(x->s[i], w->small,
		    vowels))
			return 0;
		i++;
	}
	return ch_alnum(x->s[i]) || (x->s[i] == '-' &&
	    ch_alnum(x->s[i + 1])) ? 0 : i;
}

/* With dashes; with spaces only letters that make no words; in any way where
 * it is called a plate. */
bool
privacy_plate(const struct privacy_scan *x, size_t i, struct privacy_found *f)
{
	static const struct plate ways[] = {
		{ '-', false, true }, { '-', true, false },
		{ ' ', false, false }, { ' ', true, true },
		{ '\0', true, true },
	};
	size_t n = 3, end;

	if (!scan_begins(x, i) || !ch_alnum(x->s[i]) ||
	    scan_before(x, i) == '-')
		return false;
	if (scan_word_before(x, i, 20, "kenteken|kentekens|nummerplaat|"
	    "nummerbord"))
		n = IV_LEN(ways);
	for (size_t k = 0; k < IV_LEN(sides) * n; k++) {
		end = plate_end(x, i, k / n, &ways[k % n]);
		if (end == 0)
			continue;
		*f = (struct privacy_found){ end, PRIVACY_PLATE };
		return true;
	}
	return false;
}
