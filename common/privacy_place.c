#include <string.h>

#include "base.h"
#include "privacy_internal.h"

#define NEAR	40	/* characters between "geboren" and its day */

static const char *const born = "geboren|geb|geboortedatum|geboortedag|"
    "geboorte|gebdat|gebdatum|jarig|verjaardag|verjaart|verjaarde|born|"
    "birth|birthday|birthdate|dob";
/* What stands right before a day on which something began or is due. */
static const char *const since = "sinds|vanaf|per|tot|uiterlijk|ingaande|"
    "ingang|since|from|until|till";

struct date {
	int year, month, day;	/* year 0: none was given */
	size_t end;
};

static const struct {
	const char *names;
	int month;
} months[] = {
	{ "januari|jan|january", 1 }, { "februari|feb|febr|february", 2 },
	{ "maart|mrt|march|mar", 3 }, { "april|apr", 4 }, { "mei|may", 5 },
	{ "juni|jun|june", 6 }, { "juli|jul|july", 7 },
	{ "augustus|aug|august", 8 }, { "september|sep|sept", 9 },
	{ "oktober|okt|october|oct", 10 }, { "november|nov", 11 },
	{ "december|dec", 12 },
};

static int
month_named(const struct privacy_scan *x, size_t i, size_t *end)
{
	char word[PRIVACY_WORD];

	*end = i + scan_word(x, i, word);
	for (size_t k = 0; *word && k < IV_LEN(months); k++)
		if (word_in(months[k].names, word))
			return months[k].month;
	return 0;
}

static int
number(const struct privacy_scan *x, size_t i, size_t n)
{
	int v = 0;

	for (size_t k = 0; k < n; k++)
		v = v * 10 + (x->s[i + k] - '0');
	return v;
}

/* A year of four digits, or of two that is the last with that ending. */
static int
year_at(const struct privacy_scan *x, size_t i, size_t *end)
{
	bool quoted = x->s[i] == '\'' || x->s[i] == '`';
	size_t n;
	int v;

	i += quoted;
	n = scan_digits(x, i);
	*end = i + n;
	if (n != 2 && (n != 4 || quoted))
		return 0;
	v = number(x, i, n);
	if (n == 4)
		return v >= 1880 && v <= 2200 ? v : 0;
	return x->year - (x->year % 100 - v + 100) % 100;
}

/* One separator, with a space on both sides or none. */
static size_t
separator(const struct privacy_scan *x, size_t i, char *which)
{
	size_t n = scan_spaces(x, i);

	if (!x->s[i + n] || !strchr("-/.", x->s[i + n]) || n > 1 ||
	    (*which && *which != x->s[i + n]))
		return 0;
	*which = x->s[i + n];
	return n + 1 + (n > 0 ? scan_spaces(x, i + n + 1) : 0);
}

/* Three numbers with the same between them; a space only as in 12 03 1987. */
static bool
three_numbers(const struct privacy_scan *x, size_t at[4], size_t n[3],
    char *which)
{
	for (int k = 0; k < 3; k++) {
		size_t end = at[k], skip = 0;

		n[k] = scan_digits(x, end);
		end += n[k];
		if (n[k] == 0 || n[k] == 3 || n[k] > 4 || (k == 2 &&
		    n[k] < 3 && x->s[end - n[k] - 1] == ' '))
			return false;
		if (k < 2) {
			skip = separator(x, end, which);
			if (skip == 0 && !*which && x->s[end] == ' ')
				skip = 1;
			if (skip == 0)
				return false;
		}
		at[k + 1] = end + skip;
	}
	return n[1] <= 2;
}

/* Day, month and year, or the year first. */
static bool
date_numbers(const struct privacy_scan *x, size_t i, struct date *d)
{
	size_t at[4] = { i, i, i, i }, n[3], day = 0, year = 2, end;
	char which = '\0';

	if (!three_numbers(x, at, n, &which))
		return false;
	if (n[0] == 4 && n[2] <= 2 && which) {
		day = 2;
		year = 0;
	} else if (n[0] > 2 || n[2] == 1 || (n[2] == 2 && !which) ||
	    ((!which || (which == '.' && n[2] == 2)) && n[0] + n[1] < 4)) {
		return false;
	}
	d->day = number(x, at[day], n[day]);
	d->month = number(x, at[1], n[1]);
	d->year = year_at(x, at[year], &end);
	d->end = at[3];
	return d->year != 0;
}

/* "3 mei 1987", "3e mei '87"; without a year also, for "geboren op 3 mei". */
static bool
date_words(const struct privacy_scan *x, size_t i, struct date *d)
{
	size_t n = scan_digits(x, i), at = i + n, end;

	if (n == 0 || n > 2)
		return false;
	d->day = number(x, i, n);
	if (x->s[at] == '.' || x->s[at] == 'e')
		at++;
	else if (strncmp(x->s + at, "ste", 3) == 0 ||
	    strncmp(x->s + at, "de ", 3) == 0)
		at += x->s[at] == 's' ? 3 : 2;
	if (x->s[at] == '-' || x->s[at] == ' ')
		at++;
	d->month = month_named(x, at, &end);
	if (d->month == 0)
		return false;
	d->end = end;
	end += x->s[end] == '.' || x->s[end] == ',';
	end += x->s[end] == '-' ? 1 : scan_spaces(x, end);
	d->year = end > d->end ? year_at(x, end, &at) : 0;
	if (d->year != 0)
		d->end = at;
	return true;
}

/* "mei 3, 1987" */
static bool
date_month_first(const struct privacy_scan *x, size_t i, struct date *d)
{
	size_t at, n;

	if (!scan_begins(x, i) || (d->month = month_named(x, i, &at)) == 0)
		return false;
	at += scan_spaces(x, at);
	n = scan_digits(x, at);
	if (n == 4) {
		/* "in mei 1987": a day only where it says "geboren". */
		*d = (struct date){ 0, d->month, 1, at + n };
		return true;
	}
	if (n == 0 || n > 2)
		return false;
	d->day = number(x, at, n);
	at += n;
	at += x->s[at] == ',';
	at += scan_spaces(x, at);
	if (scan_digits(x, at) != 4)
		return false;
	d->year = year_at(x, at, &d->end);
	return d->year != 0;
}

static bool
date_at(const struct privacy_scan *x, size_t i, struct date *d)
{
	char c = scan_before(x, i);

	if (ch_alnum(c) || ((c == '-' || c == '/' || c == '.') && i > 1 &&
	    ch_digit(x->s[i - 2])))
		return false;
	if (!(ch_digit(x->s[i]) ? date_numbers(x, i, d) ||
	    date_words(x, i, d) : ch_alpha(x->s[i]) &&
	    date_month_first(x, i, d)))
		return false;
	return d->day >= 1 && d->day <= 31 && d->month >= 1 &&
	    d->month <= 12 && !ch_digit(x->s[d->end]) &&
	    !(strchr("-/", x->s[d->end]) && ch_digit(x->s[d->end + 1]));
}

static bool
near_born(const struct privacy_scan *x, size_t i, size_t end)
{
	char word[PRIVACY_WORD];

	end += scan_spaces(x, end);
	scan_word(x, end, word);
	return word_in("geboren|geb|jarig|born", word) ||
	    scan_word_before(x, i, NEAR, born);
}

/* A day of the past may be one of birth; others are passed over whole. */
bool
privacy_date(const struct privacy_scan *x, size_t i, struct privacy_found *f)
{
	struct date d = { 0, 0, 0, 0 };
	int age;

	if (!ch_alnum(x->s[i]) || !date_at(x, i, &d))
		return false;
	age = x->year - d.year;
	f->end = d.end;
	f->kind = near_born(x, i, d.end) || (d.year != 0 && age >= 5 &&
	    age <= 110 && !scan_word_before(x, i, 10, since)) ?
	    PRIVACY_BIRTH : PRIVACY_NONE;
	return true;
}

/* How names of streets end.  The first are streets in small letters too. */
static const struct {
	const char *end;
	bool small;
} endings[] = {
	{ "straat", true }, { "laan", true }, { "gracht", true },
	{ "singel", true }, { "plantsoen", true }, { "dijk", true },
	{ "steeg", true }, { "dreef", true }, { "kade", true },
	{ "plein", true }, { "weg", false }, { "hof", false },
	{ "pad", false }, { "markt", false }, { "wal", false },
	{ "baan", false }, { "park", false }, { "boulevard", false },
	{ "allee", false }, { "haven", false }, { "poort", false },
	{ "brug", false }, { "burg", false }, { "erf", false },
	{ "oord", false }, { "horst", false }, { "veld", false },
	{ "ring", false }, { "kamp", false }, { "vaart", false },
	{ "hoek", false }, { "weide", false }, { "oever", false },
	{ "str", false }, { "akker", false }, { "zoom", false },
	{ "gaarde", false },
};

/* Words that end so and are no street. */
static const char *const others = "onderweg|snelweg|omweg|uitweg|spoorweg|"
    "autoweg|luchtweg|rijweg|fietspad|ipad|voetpad|zebrapad|supermarkt|"
    "arbeidsmarkt|woningmarkt|huizenmarkt|weekmarkt|kerstmarkt|rommelmarkt|"
    "banenmarkt|vlooienmarkt|loopbaan|rijbaan|deeltijdbaan|bijbaan|"
    "droombaan|voetbalbaan|ijsbaan|vrijmarkt|rechtshof|gerechtshof|"
    "slaan|overslaan|ontslaan|verslaan|aanslaan|toeslaan|opslaan|inslaan|"
    "afslaan|neerslaan|doorslaan|omslaan|uitslaan|steeg|oversteeg|besteeg|"
    "dreef|overdreef|bedreef|verdreef|"
    "decade|arcade|brigade|blokkade|barricade|cascade|ring|kring|burg|"
    "speelveld|voetbalveld|werkveld|krachtenveld|sportveld|spanningsveld|"
    "binnenhof|woord|antwoord|moord|noord|oord|akkoord|voorwoord|record|"
    "weg|baan|hof|wal|pad|park|veld|kamp|haven|hoek|brug|erf|poort|"
    "vergadering|rapport|transport|sport|invalshoek|hoogtepunt|"
    "leerring|oefening|trapveld|"
    "weghoek|zithoek|speelhoek|leeshoek|vakantiepark|wagenpark";

/* Streets only with a capital. */
static const char *const squares = "schoolplein|marktplein|kerkplein|"
    "dorpsplein|stadsplein|voorplein|hoofdstraat|winkelstraat|zijstraat|"
    "decade|cascade|winkelsteeg";
/* In front of a word that is a street by itself: "Korte Steeg". */
static const char *const sorts = "korte|lange|oude|nieuwe|hoge|lage|grote|"
    "kleine|eerste|tweede|derde|brede|smalle|achter|voor|rode|witte";

/* What is counted, where a house would have its number. */
static const char *const units = "keer|maal|uur|u|minuten|minuut|min|jaar|"
    "jaren|maanden|maand|weken|week|dagen|dag|mensen|leerlingen|kinderen|"
    "personen|procent|euro|stuks|huizen|woningen|huishoudens|meter|km|"
    "kilometer|januari|februari|maart|april|mei|juni|juli|augustus|"
    "september|oktober|november|december|clienten|bewoners|gezinnen|"
    "collega|plekken|punten|graden|sterren|kramen|nachten|gesprekken|"
    "bijeenkomsten|sessies|buren|jongeren|ouders|x";

/* What may follow a house number behind a street in small letters. */
static const char *const goes_on = "in|te|op|en|is|was|waar|bij|met|om|aan|"
    "staat|wordt|dus|maar|of|naar|toe|heeft|had|want|die|dat|nog|hoog|huis|"
    "rood|bis|hs|woont|woonde|kwam|ging|voor|ik|zij|hij|ze|werd|a|b|c|d|zat";

/* "12", "12a", "12-3", "12 bis"; years and amounts are none.  0: none. */
static size_t
house_number(const struct privacy_scan *x, size_t i, bool small)
{
	size_t many = scan_digits(x, i), end = i + many, n;
	char word[PRIVACY_WORD];

	if (many == 0 || many > 4 || x->s[i] == '0' || (many == 4 &&
	    (strncmp(x->s + i, "19", 2) == 0 ||
	    strncmp(x->s + i, "20", 2) == 0)))
		return 0;
	n = scan_word(x, end, word);
	if (n > 0 && (n == 1 || word_in("hs|bis|hoog|rd|ii|iii|iv", word)) &&
	    !ch_digit(x->s[end + n]))
		end += n;
	else if (x->s[end] == '-' && ch_alnum(x->s[end + 1]) &&
	    scan_letters(x, end + 1) <= 3)
		end += 1 + scan_digits(x, end + 1) + scan_letters(x, end + 1);
	if (ch_alnum(x->s[end]) || x->s[end] == '%' || (strchr(".,:", x->s[end])
	    && x->s[end] && ch_digit(x->s[end + 1])))
		return 0;
	if (x->s[end] == '-' && ch_alpha(x->s[end + 1]))
		return 0;
	if (many == 4 && x->s[end] == ' ' && ch_upper(x->s[end + 1]) &&
	    ch_upper(x->s[end + 2]) && !ch_alnum(x->s[end + 3]))
		return 0;	/* a postcode */
	i = end + scan_spaces(x, end);
	n = scan_word(x, i, word);
	if (x->s[i] == '%' || x->s[i] == PRIVACY_EURO || word_in(units, word))
		return 0;
	return small && n > 0 && !word_in(goes_on, word) &&
	    !ch_upper(x->s[i]) ? 0 : end;
}

/* Over "nr.", "nummer", "op nummer" and a comma to the number itself. */
static size_t
to_number(const struct privacy_scan *x, size_t i)
{
	char word[PRIVACY_WORD];
	size_t n;

	i += x->s[i] == ',';
	for (int k = 0; k < 2; k++) {
		i += scan_spaces(x, i);
		n = scan_word(x, i, word);
		if (!word_in("nr|no|nummer|huisnummer|op", word))
			break;
		i += n;
		i += x->s[i] == '.';
	}
	i += scan_spaces(x, i);
	return ch_digit(x->s[i]) ? i : 0;
}

static bool
is_ending(const char *word)
{
	for (size_t k = 0; k < IV_LEN(endings); k++)
		if (strcmp(word, endings[k].end) == 0)
			return true;
	return false;
}

static bool
sort_before(const struct privacy_scan *x, size_t i)
{
	char word[PRIVACY_WORD];
	size_t at = i;

	if (scan_before(x, i) != ' ')
		return false;
	for (at--; at > 0 && i - at < PRIVACY_WORD && ch_alpha(x->s[at - 1]);)
		at--;
	scan_word(x, at, word);
	return ch_upper(x->s[at]) && word_in(sorts, word);
}

/* How sure a word is a street: "Oosterpark 3 rondjes" is none. */
enum sure { NO_STREET, WITH_CARE, SURELY };

static enum sure
street_word(const char *word, size_t n, bool capital)
{
	for (size_t k = 0; k < IV_LEN(endings); k++) {
		size_t m = strlen(endings[k].end);

		if (n < m || strcmp(word + n - m, endings[k].end) != 0)
			continue;
		if (word_in(others, word) || (n == m ? !capital ||
		    !endings[k].small : n < m + 2 || (!capital &&
		    (!endings[k].small || word_in(squares, word)))))
			return NO_STREET;
		return capital && (endings[k].small ||
		    strcmp(endings[k].end, "weg") == 0) ? SURELY : WITH_CARE;
	}
	return NO_STREET;
}

/* Any name with a number, where somebody is said to live. */
static bool
address_word(const struct privacy_scan *x, size_t i, const char *word)
{
	return ch_upper(x->s[i]) && strlen(word) > 2 &&
	    !word_in("groep|kamer|afdeling|flat|etage|verdieping|unit|"
	    "woongroep|woning|blok|gebouw|wmo|huis|locatie|artikel|fase|"
	    "team|wijk|bus|tram|lijn|januari|februari|maart|april|mei|juni|"
	    "juli|augustus|september|oktober|november|december", word) &&
	    scan_word_before(x, i, NEAR, "woont|woonde|wonen|wonend|woonachtig|"
	    "adres|huisadres|thuisadres|woonadres|bezoekadres|postadres|"
	    "verhuist|verhuisd|verhuisde|ingeschreven|lives|address");
}

bool
privacy_street(const struct privacy_scan *x, size_t i,
    struct privacy_found *f)
{
	char word[PRIVACY_WORD];
	size_t n, at, end;
	bool capital = ch_upper(x->s[i]);
	enum sure street;

	if (!scan_begins(x, i) || !ch_alpha(x->s[i]))
		return false;
	n = scan_word(x, i, word);
	at = i + n;
	if (*word && n > 4 && strcmp(word + n - 3, "str") == 0)
		at += x->s[at] == '.';
	at = to_number(x, at);
	if (!*word || at == 0)
		return false;
	street = street_word(word, n, capital);
	if (street == NO_STREET && capital && (address_word(x, i, word) ||
	    (is_ending(word) && sort_before(x, i))))
		street = SURELY;
	if (street == NO_STREET)
		return false;
	end = house_number(x, at, street == WITH_CARE);
	if (end == 0)
		return false;
	*f = (struct privacy_found){ end, PRIVACY_STREET };
	return true;
}
