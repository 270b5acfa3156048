#include "session.h"

#include "out.h"
#include "text.h"
#include "utf8.h"

#define WIDTH	78

/* What is being written. */
struct page {
	struct buf *b;
	const char *lang;
	int people;
	bool md;
};

static void
put(struct page *p, const char *text)
{
	if (p->md)
		out_md(p->b, text);
	else
		buf_adds(p->b, text);
}

IV_FORMAT(2) static const char *
say(const struct page *p, const char *msgid)
{
	return iv_text(p->lang, msgid);
}

/* "Label: text", wrapped and indented for the terminal, a list item in md. */
static void
line(struct page *p, size_t indent, const char *label, const char *text)
{
	IV_AUTO(buf_release) struct buf all = BUF_INIT;

	if (!text || !*text)
		return;
	if (p->md) {
		buf_addf(p->b, "- **%s:** ", say(p, label));
		out_md(p->b, text);
		buf_addc(p->b, '\n');
		return;
	}
	buf_addf(&all, "%s: %s", say(p, label), text);
	buf_pad(p->b, ' ', indent);
	utf8_wrap(p->b, all.p, WIDTH, indent + 2);
	buf_addc(p->b, '\n');
}

static void
words(struct page *p, const char *label, enum method_set set, unsigned bits)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;

	method_labels(&b, set, bits, iv_text, p->lang);
	line(p, p->md ? 0 : 10, label, b.p);
}

static void
add_people(struct page *p, struct buf *b, const struct method *m)
{
	if (m->group.max > 0)
		buf_addf(b, say(p, N_("%d to %d people")), m->group.min,
		    m->group.max);
	else
		buf_addf(b, say(p, N_("%d people or more")), m->group.min);
}

static void
head(struct page *p, const struct method *m)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;

	buf_addf(&b, "%s (%s)", m->title, m->name);
	if (p->md)
		buf_adds(p->b, "# ");
	put(p, p->md ? m->title : b.p);
	buf_adds(p->b, "\n\n");
	if (m->variant)
		line(p, 0, N_("Variant"), m->variant);
	buf_clear(&b);
	method_labels(&b, METHOD_FORM, m->forms, iv_text, p->lang);
	if (m->levels && b.len > 0)
		buf_adds(&b, "; ");
	method_labels(&b, METHOD_LEVEL, m->levels, iv_text, p->lang);
	line(p, 0, N_("For"), b.p);
	buf_clear(&b);
	add_people(p, &b, m);
	if (m->beginners)
		buf_addf(&b, ", %s", say(p, N_("beginners too")));
	if (m->trust & METHOD_TRUSTS(HIGH))
		buf_addf(&b, ", %s", say(p, N_("who know and trust each "
		    "other")));
	line(p, 0, N_("Group"), b.p);
	buf_clear(&b);
	method_labels(&b, METHOD_ROLE, m->roles, iv_text, p->lang);
	line(p, 0, N_("Roles"), b.p);
}

static void
duration(struct page *p, const struct method *m)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;

	buf_addf(&b, say(p, N_("%d minutes with %d people")),
	    method_minutes(m, p->people), p->people);
	buf_addf(&b, "; %s", m->sourced ?
	    say(p, N_("the minutes are the source's")) :
	    say(p, N_("the minutes are ours")));
	line(p, 0, N_("Time"), b.p);
}

static void
who(struct page *p, const struct method_step *s)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;

	if (s->speaks)
		method_labels(&b, METHOD_WHO, s->speaks, iv_text, p->lang);
	else
		buf_adds(&b, say(p, N_("nobody")));
	if (s->per_person > 0)
		buf_addf(&b, s->per_person == 1 ?
		    say(p, N_(", %d contribution each")) :
		    say(p, N_(", %d contributions each")), s->per_person);
	if (s->minutes_per_person > 0)
		buf_addf(&b, say(p, N_(", %d min a person")),
		    s->minutes_per_person);
	line(p, p->md ? 0 : 10, N_("Speaks"), b.p);
	if (s->speaks)
		words(p, N_("Silent"), METHOD_WHO, s->silent);
	if (s->presenter & ~METHOD_SITS(IN))
		words(p, N_("The presenter is"), METHOD_SEAT, s->presenter);
}

static void
again(struct page *p, const struct method *m, size_t i)
{
	const struct method_step *s = &m->steps[i];
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	int to = method_repeats(m, i);

	if (to < 0)
		return;
	if (s->round_each)
		buf_addf(&b, say(p, N_("from step %d, once for each "
		    "person")), to + 1);
	else if (s->rounds > 0)
		buf_addf(&b, say(p, N_("from step %d, %d rounds in all")),
		    to + 1, s->rounds);
	else
		buf_addf(&b, say(p, N_("from step %d, as often as needed")),
		    to + 1);
	line(p, p->md ? 0 : 10, N_("Again"), b.p);
}

/* How the step may be done, or for which step that is chosen here. */
static void
ways(struct page *p, const struct method *m, size_t i)
{
	IV_AUTO(buf_release) struct buf b = BUF_INIT;
	int to = method_picks(m, i);

	if (to > (int)i) {
		buf_addf(&b, say(p, N_("the module of step %d")), to + 1);
		line(p, p->md ? 0 : 10, N_("Chosen here"), b.p);
		return;
	}
	for (size_t k = 0; to >= 0 && k < m->nmodules; k++)
		if (m->steps[i].modules & (1u << k))
			buf_addf(&b, "%s%s", b.len > 0 ? ", " : "",
			    m->modules[k].title);
	line(p, p->md ? 0 : 10, N_("Module"), b.p);
}

static void
step(struct page *p, const struct method *m, size_t i)
{
	const struct method_step *s = &m->steps[i];
	int minutes = method_step_minutes(s, p->people);

	if (p->md)
		buf_addf(p->b, "\n## %zu. ", i + 1);
	else
		buf_addf(p->b, "\n%2zu  %3d′  ", i + 1, minutes);
	put(p, s->title);
	if (p->md)
		buf_addf(p->b, say(p, N_(" (%d min)")), minutes);
	buf_adds(p->b, p->md ? "\n\n" : "\n");
	if (s->prompt && p->md) {
		out_md(p->b, s->prompt);
		buf_adds(p->b, "\n\n");
	} else if (s->prompt) {
		buf_pad(p->b, ' ', 10);
		utf8_wrap(p->b, s->prompt, WIDTH, 10);
		buf_addc(p->b, '\n');
	}
	who(p, s);
	words(p, N_("Allowed"), METHOD_TALK, s->talk);
	words(p, N_("Not"), METHOD_TALK, s->not);
	words(p, N_("Kept"), METHOD_KEEP, s->keeps);
	if (s->reveals)
		line(p, p->md ? 0 : 10, N_("Reveals"), say(p,
		    N_("the outcome")));
	again(p, m, i);
	ways(p, m, i);
}

static void
module(struct page *p, const struct method_step *s)
{
	int minutes = method_step_minutes(s, p->people);

	if (p->md)
		buf_adds(p->b, "\n### ");
	else if (minutes > 0)
		buf_addf(p->b, "\n %c  %3d′  ", '*', minutes);
	else
		buf_addf(p->b, "\n %c        ", '*');
	put(p, s->title);
	if (p->md && minutes > 0)
		buf_addf(p->b, say(p, N_(" (%d min)")), minutes);
	buf_adds(p->b, p->md ? "\n\n" : "\n");
	if (s->prompt) {
		buf_pad(p->b, ' ', p->md ? 0 : 10);
		if (p->md)
			out_md(p->b, s->prompt);
		else
			utf8_wrap(p->b, s->prompt, WIDTH, 10);
		buf_adds(p->b, p->md ? "\n\n" : "\n");
	}
	if (s->speaks)
		who(p, s);
	words(p, N_("Allowed"), METHOD_TALK, s->talk);
	words(p, N_("Not"), METHOD_TALK, s->not);
	words(p, N_("Kept"), METHOD_KEEP, s->keeps);
}

void
session_handout(struct buf *b, const struct method *m, int people,
    const char *lang, bool md)
{
	struct page p = { b, lang, people, md };

	head(&p, m);
	duration(&p, m);
	for (size_t i = 0; i < m->nsteps; i++)
		step(&p, m, i);
	if (m->nmodules > 0)
		buf_addf(b, md ? "\n## %s\n" : "\n%s\n",
		    say(&p, N_("Modules: one is chosen to fit the question")));
	for (size_t i = 0; i < m->nmodules; i++)
		module(&p, &m->modules[i]);
	buf_addc(b, '\n');
	line(&p, 0, N_("Source"), m->source);
}
