#include "question.h"

#include "mem.h"
#include "tap.h"

/* Expected is the rules that must be among the hints, "" for none at all. */
static void
hints(const char *lang, enum question_kind kind, enum question_talk talk,
    const char *text, const char *expected)
{
	struct question q = { text, lang, kind, talk };
	struct question_hint h[32];
	size_t n = question_check(&q, h, 32);
	bool all = *expected ? false : n == 0;

	for (size_t i = 0; i < n && i < 32; i++) {
		if (strcmp(h[i].rule->name, expected) == 0)
			all = true;
		ok(h[i].at + h[i].len <= strlen(text) && h[i].len > 0,
		    "the place lies inside the text");
	}
	if (!ok(all, text))
		for (size_t i = 0; i < n; i++)
			printf("#   hint %s\n", h[i].rule->name);
}

#define P(text, want)	hints("nl", QUESTION_PRESENTER, TALK_OPEN, text, want)
#define H(text, want)	hints("nl", QUESTION_HELPER, TALK_OPEN, text, want)
#define F(text, want)	hints("nl", QUESTION_HELPER, TALK_FACTUAL, text, want)
#define E(text, want)	hints("en", QUESTION_HELPER, TALK_OPEN, text, want)
#define EP(text, want)	hints("en", QUESTION_PRESENTER, TALK_OPEN, text, want)

static void
presenter(void)
{
	P("Hoe geef ik een collega terug wat ik zie, zonder te oordelen?", "");
	P("Hoe is het mij gelukt om rustig te blijven bij dat telefoontje?",
	    "");
	P("Hoe ga je om met een ouder die niet komt opdagen?", "");
	P("Hoe organiseren wij de overdracht zo dat niemand iets mist?", "");
	P("Waarom doe ik eigenlijk wat ik doe in zo'n gesprek?", "");
	P("Mijn collega rondt zijn dossiers niet af. Hoe spreek ik hem "
	    "daarop aan?", "");
	P("Waarom luisteren ze nooit naar mij?", "never");
	P("Waarom lukt het mij niet om nee te zeggen?", "never");
	P("Wanneer gaat het management eindelijk iets doen?", "others");
	P("Wie is hier verantwoordelijk voor?", "others");
	P("Moet ik de klachtencommissie bellen?", "closed");
	P("Stel dat een cliënt mij zou slaan, wat doe ik dan?",
	    "hypothetical");
	P("De samenwerking met de huisarts.", "no_question");
	P("Hoe verloopt een goed gesprek?", "own_person");
	P("Hoe begin ik? En hoe rond ik af?", "two");
	P("Hoe zorg ik ervoor dat ik in al die overleggen met al die partijen "
	    "die allemaal iets anders willen en ook nog op verschillende "
	    "momenten aanschuiven toch steeds mijn eigen lijn vasthoud?",
	    "long");
	EP("How do I tell my manager that this is too much?", "");
	EP("Why does nobody ever listen to me?", "never");
	EP("When will they finally fix this?", "others");
}

static void
helper(void)
{
	H("Wat maakte het voor jou moeilijk om daar iets van te zeggen?", "");
	H("Wat hoopte je dat er zou gebeuren?", "");
	H("Hoe zou je zelf willen dat het volgende gesprek begint?", "");
	H("Waar in je lijf merkte je dat het spannend werd?", "");
	H("Waarom doe jij wat je doet?", "why_reproach");
	H("Waarom heb je hem niet meteen gebeld?", "why_reproach");
	H("Heb je al overwogen om haar te mailen?", "advice");
	H("Kun je niet beter eerst met je leidinggevende praten?", "advice");
	H("Misschien moet je het eens anders aanpakken?", "advice");
	H("Zou het een idee zijn om samen te gaan zitten?", "advice");
	H("Is het niet handig om het op papier te zetten?", "suggestive");
	H("Je was zeker boos?", "suggestive");
	H("Dat was vast lastig?", "suggestive");
	H("Vond je het vervelend?", "closed");
	H("Wat zei de moeder daarop?", "third_party");
	H("Hoe reageerde hij?", "third_party");
	H("Wat deed zijn reactie met jou?", "");
	H("En wat gebeurde er toen?", "curiosity");
	H("Wat voelde je en wat dacht je? En wat deed je?", "two");
	F("Wat zei de moeder daarop?", "");
	F("Was je collega erbij?", "");
	F("Wat zou je willen bereiken?", "too_early");
	F("Zou je niet beter kunnen stoppen?", "advice");
	E("What was it like for you to say that?", "");
	E("Have you tried talking to her?", "advice");
	E("Why did you wait so long?", "why_reproach");
	E("It was hard for you, wasn't it?", "suggestive");
	E("What did she say?", "third_party");
	E("Did you finish?", "closed");
}

static void
odd(void)
{
	static char big[70000];
	struct question q = { big, "nl", QUESTION_HELPER, TALK_OPEN };
	struct question_hint h[2];

	hints("nl", QUESTION_PRESENTER, TALK_OPEN, "", "");
	hints("nl", QUESTION_PRESENTER, TALK_OPEN, "?!.", "");
	hints("xx", QUESTION_PRESENTER, TALK_OPEN, "Hoe doe ik dat?", "");
	for (size_t i = 0; i + 1 < sizeof(big); i++)
		big[i] = "waarom niet? "[i % 13];
	ok(question_check(&q, h, 2) > 0, "a long text ends");
	is_str(question_lang("Hoe doe ik dat?", "en"), "nl", "Dutch");
	is_str(question_lang("How do I do that?", "nl"), "en", "English");
	is_str(question_lang("Zzz", "nl"), "nl", "what cannot be told");
}

/* label, kind, talk, text of one line of the corpus. */
static void
judge(char *line, int counts[2][2])
{
	char *save = NULL, *label = strtok_r(line, "\t", &save);
	const char *kind = strtok_r(NULL, "\t", &save);
	const char *talk = strtok_r(NULL, "\t", &save);
	struct question q = { strtok_r(NULL, "\n", &save), "nl",
		strcmp(kind, "helper") == 0 ? QUESTION_HELPER :
		QUESTION_PRESENTER, strcmp(talk, "factual") == 0 ?
		TALK_FACTUAL : TALK_OPEN };
	struct question_hint h[1];
	bool bad = strcmp(label, "bad") == 0;
	bool hit = question_check(&q, h, 1) > 0;

	counts[bad][hit]++;
	if (bad != hit)
		printf("# %s: %s%s%s\n", bad ? "missed" : "flagged", q.text,
		    hit ? " -- " : "", hit ? h[0].rule->name : "");
}

/* Our own sentences, so that a rule that gets worse is seen here. */
static void
corpus(void)
{
	FILE *f = fopen("tests/corpus/questions/nl.tsv", "r");
	int counts[2][2] = { { 0, 0 }, { 0, 0 } };
	char line[1024];

	if (!ok(f != NULL, "the corpus is there"))
		return;
	while (fgets(line, sizeof(line), f))
		if (line[0] != '#')
			judge(line, counts);
	fclose(f);
	printf("# questions: bad %d of %d caught, good %d of %d flagged\n",
	    counts[1][1], counts[1][0] + counts[1][1], counts[0][1],
	    counts[0][0] + counts[0][1]);
	ok(counts[1][1] * 100 >= 85 * (counts[1][0] + counts[1][1]),
	    "at least 85 % of the bad are caught");
	ok(counts[0][1] * 100 <= 8 * (counts[0][0] + counts[0][1]),
	    "at most 8 % of the good are flagged");
}

int
main(void)
{
	mem_init();
	presenter();
	helper();
	odd();
	corpus();
	return done();
}
