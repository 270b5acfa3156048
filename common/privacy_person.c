#include <string.h>

#include "privacy_internal.h"

/* Titles that are written with a full stop or without one, and those that are
 * words: behind them a full stop ends the sentence. */
static const char *const short_titles = "mw|mevr|dhr|dr|drs|mr|ir|ing|prof|"
    "ds|bc|mrs|ms";
static const char *const titles = "mevrouw|meneer|mijnheer|heer|zuster|"
    "broeder|meester|juf|juffrouw|dokter|dominee|pastoor|professor|tante|"
    "oom|mister";
static const char *const particles = "van|der|den|de|ter|ten|het|t|in|op|"
    "el|al|von|la|le|du|vander|vande";
/* Capitals at the start of a sentence, behind "client A." */
static const char *const starters = "de|het|een|ik|hij|zij|ze|wij|we|er|dat|"
    "dit|daar|die|deze|toen|maar|en|als|nu|in|op|na|bij|mijn|haar|zijn|wat|"
    "hoe|dus|ook|omdat|daarna|vervolgens|want|met|volgens|voor|elke|iedere|"
    "niemand|iedereen|alles|soms|vaak|later|gisteren|vandaag|morgen|sinds|"
    "om|hun|onze|uit|door|tijdens|toch|waarom|wie|waar|wanneer|vorige|"
    "volgende|zodra|nadat|terwijl|of|zo|beide|hierna|eerst|intussen|the|he|"
    "she|it|they|then";
static const char *const letterers = "client|cliente|clienten|groep|mevrouw|"
    "meneer|mw|dhr|heer|collega|medewerker|ouder|moeder|vader|kind|leerling|"
    "persoon|school|team|plan|optie|variant|vitamine|afdeling|klas|gezin|"
    "familie|deelnemer|bewoner|patient|jongen|meisje|vrouw|man|student|"
    "locatie|gemeente|instelling|bijlage|punt|type";

/* "A.B. ", "J."; 0: none there. */
static size_t
initials(const struct privacy_scan *x, size_t i, size_t *count)
{
	size_t at = i;

	*count = 0;
	for (;;) {
		size_t n = scan_letters(x, at);

		if (n < 1 || n > 2 || !ch_upper(x->s[at]) ||
		    (n == 2 && ch_upper(x->s[at + 1])) || x->s[at + n] != '.')
			break;
		(*count)++;
		at += n + 1;
		if (x->s[at] == ' ' && scan_letters(x, at + 1) <= 2 &&
		    x->s[at + 1 + scan_letters(x, at + 1)] == '.')
			at++;
	}
	return at - i;
}

/* Over "van der" and "'t", as long as something stands behind them. */
static size_t
over_particles(const struct privacy_scan *x, size_t i)
{
	char word[PRIVACY_WORD];

	for (int k = 0; k < 3; k++) {
		size_t at = i + (x->s[i] == '\'');
		size_t n = scan_word(x, at, word);

		if (n == 0 || !word_in(particles, word) ||
		    x->s[at + n] != ' ' || !ch_alpha(x->s[at + n + 1]))
			return i;
		i = at + n + 1;
	}
	return i;
}

/* A capitalised word of two letters or more, with its "-Jansen". */
static size_t
surname(const struct privacy_scan *x, size_t i)
{
	size_t at = i, n = scan_letters(x, i);

	if (n < 2 || !ch_upper(x->s[i]))
		return 0;
	at += n;
	while (x->s[at] == '-' && ch_upper(x->s[at + 1]) &&
	    scan_letters(x, at + 1) > 1)
		at += 1 + scan_letters(x, at + 1);
	return at;
}

/* The end of "A.B. van der Meij", "Anna de Vries", "Jansen"; 0: no name. */
static size_t
whole_name(const struct privacy_scan *x, size_t i)
{
	size_t count, end, more;

	i += initials(x, i, &count);
	i += scan_spaces(x, i);
	end = surname(x, over_particles(x, i));
	if (end == 0)
		return 0;
	for (int k = 0; k < 2 && x->s[end] == ' '; k++) {
		more = surname(x, over_particles(x, end + 1));
		if (more == 0)
			break;
		end = more;
	}
	return end;
}

static size_t
after_title(const struct privacy_scan *x, size_t i)
{
	char word[PRIVACY_WORD];
	size_t at = i, n;
	bool any = false;

	for (int k = 0; k < 4; k++) {
		bool brief;

		n = scan_word(x, at, word);
		brief = n > 0 && word_in(short_titles, word);
		if (n == 0 || (!brief && !word_in(titles, word)))
			break;
		at += n;
		at += brief && x->s[at] == '.';
		if (x->s[at] != ' ' && !(brief && x->s[at - 1] == '.'))
			return 0;
		at += scan_spaces(x, at);
		any = true;
	}
	return any ? whole_name(x, at) : 0;
}

static bool
is_letterer(const struct privacy_scan *x, size_t i)
{
	size_t at = i;
	char word[PRIVACY_WORD];

	while (at > 0 && x->s[at - 1] == ' ')
		at--;
	for (size_t k = 0; k < PRIVACY_WORD && at > 0 && ch_alpha(x->s[at - 1]);
	    k++)
		at--;
	scan_word(x, at, word);
	return at < i && word_in(letterers, word);
}

static size_t
after_initials(const struct privacy_scan *x, size_t i)
{
	char word[PRIVACY_WORD];
	size_t count, n, at, name;

	n = initials(x, i, &count);
	if (count == 0)
		return 0;
	at = i + n;
	at += scan_spaces(x, at);
	name = over_particles(x, at);
	if (surname(x, name) == 0 || (name == at && count == 1 &&
	    is_letterer(x, i)))
		return 0;
	scan_word(x, name, word);
	if (word_in(starters, word) || (count == 2 && x->s[i + 1] == '.' &&
	    strchr("NBP", x->s[i]) && strchr("VS", x->s[i + 2])))
		return 0;
	/* "client A. De moeder": a capital article is no particle there. */
	if (name > at && ch_upper(x->s[at]) && is_letterer(x, i))
		return 0;
	return whole_name(x, i);
}

bool
privacy_person(const struct privacy_scan *x, size_t i,
    struct privacy_found *f)
{
	size_t end;

	if (!ch_alpha(x->s[i]))
		return false;
	end = after_title(x, i);
	if (end == 0)
		end = after_initials(x, i);
	if (end == 0)
		return false;
	*f = (struct privacy_found){ end, PRIVACY_NAME };
	return true;
}
