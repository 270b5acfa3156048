#include "privacy.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "mem.h"
#include "privacy_internal.h"

const struct privacy_rule privacy_rules[PRIVACY_KINDS] = {
	[PRIVACY_BSN] = { "bsn", true, N_("a citizen service number"),
	    N_("leave it out: 'client A' is enough") },
	[PRIVACY_IBAN] = { "iban", true, N_("a bank account"),
	    N_("leave it out: 'the account' is enough") },
	[PRIVACY_EMAIL] = { "email", true, N_("an e-mail address"),
	    N_("say who wrote: 'the client', 'a colleague'") },
	[PRIVACY_PHONE] = { "phone", true, N_("a phone number"),
	    N_("leave it out: 'called by phone' is enough") },
	[PRIVACY_POSTCODE] = { "postcode", true, N_("a postcode"),
	    N_("say what kind of place: 'a village nearby', 'a city "
	    "district'") },
	[PRIVACY_BIRTH] = { "birth", true, N_("a day that may be one of "
	    "birth"),
	    N_("round it: 'someone in their fifties', 'years ago'") },
	[PRIVACY_ID] = { "id", true, N_("a number that may be somebody's"),
	    N_("leave it out, or say what it is: 'the file'") },
	[PRIVACY_PLATE] = { "plate", true, N_("a licence plate"),
	    N_("say 'the car'") },
	[PRIVACY_STREET] = { "street", true, N_("a street with a number"),
	    N_("say what kind of place: 'at home', 'a flat in town'") },
	[PRIVACY_NAME] = { "name", false, N_("looks like somebody's name"),
	    N_("say 'client A', or what the person does: 'the teacher'") },
	[PRIVACY_MEMBER] = { "member", false, N_("the name of somebody in "
	    "the group"), N_("say 'I', 'the presenter' or 'a colleague'") },
	[PRIVACY_DENY] = { "deny", false, N_("the group agreed never to write "
	    "this down"), N_("say it in general words: 'an institution', "
	    "'a village nearby'") },
};

/* In order: what an earlier form takes a later one does not see. */
static privacy_form *const forms[] = {
	privacy_email, privacy_iban, privacy_phone, privacy_date,
	privacy_plate, privacy_postcode, privacy_number, privacy_street,
};

struct hits {
	struct privacy_hit *v;
	size_t n, cap;
};

static void
add(struct hits *h, const struct privacy_scan *x, size_t from,
    struct privacy_found f)
{
	if (h->n == h->cap) {
		h->cap = h->cap * 2 + 16;
		h->v = mem_array(h->v, h->cap, sizeof(*h->v));
	}
	h->v[h->n++] = (struct privacy_hit){ f.kind, x->at[from],
	    x->at[f.end] - x->at[from], privacy_rules[f.kind].structured };
}

static void
find_structured(struct hits *h, const struct privacy_scan *x)
{
	for (size_t i = 0; i < x->n;) {
		struct privacy_found f = { i + 1, PRIVACY_NONE };

		for (size_t k = 0; k < IV_LEN(forms); k++)
			if (forms[k](x, i, &f))
				break;
		if (f.kind != PRIVACY_NONE)
			add(h, x, i, f);
		i = f.end;
	}
}

/* The names and phrases to look for, as the text is seen. */
struct lookup {
	struct privacy_scan *v;
	enum privacy_kind *kind;
	size_t n;
};

static void
lookup_add(struct lookup *l, const char *text, enum privacy_kind kind)
{
	struct privacy_scan x;

	privacy_read(&x, text);
	l->v = mem_array(l->v, l->n + 1, sizeof(*l->v));
	l->kind = mem_array(l->kind, l->n + 1, sizeof(*l->kind));
	l->v[l->n] = x;
	l->kind[l->n++] = kind;
}

/* Each word of a name that says who it is. */
static void
lookup_name(struct lookup *l, const char *name)
{
	struct privacy_scan x;
	char word[PRIVACY_WORD];

	privacy_read(&x, name);
	for (size_t i = 0; i < x.n; i++) {
		size_t n = scan_begins(&x, i) ? scan_word(&x, i, word) : 0;

		if (n > 1 && *word && !word_in("van|der|den|de|ter|ten|het|"
		    "von|el|al|la|le|di|du|op|in", word))
			lookup_add(l, word, PRIVACY_MEMBER);
	}
	privacy_release(&x);
}

static void
lookup_release(struct lookup *l)
{
	for (size_t i = 0; i < l->n; i++)
		privacy_release(&l->v[i]);
	mem_free(l->v);
	mem_free(l->kind);
}

/* Letter by letter; a space in it is any run of spaces or dashes. */
static bool
same(const struct privacy_scan *x, size_t i, const struct privacy_scan *what,
    size_t *end)
{
	size_t k = 0;

	while (k < what->n && i < x->n) {
		if (what->s[k] == ' ' || what->s[k] == '-') {
			size_t from = i;

			while (x->s[i] == ' ' || x->s[i] == '-' ||
			    x->s[i] == '\n')
				i++;
			if (i == from)
				return false;
			k++;
			continue;
		}
		if (ch_lower(x->s[i++]) != ch_lower(what->s[k++]))
			return false;
	}
	*end = i;
	return k == what->n && k > 0 && !ch_alnum(x->s[i]);
}

static bool
look(const struct lookup *l, const struct privacy_scan *x, size_t i,
    struct privacy_found *f)
{
	for (size_t k = 0; k < l->n; k++) {
		if (l->kind[k] == PRIVACY_MEMBER && !ch_upper(x->s[i]))
			continue;
		if (same(x, i, &l->v[k], &f->end)) {
			f->kind = l->kind[k];
			return true;
		}
	}
	return false;
}

static void
find_names(struct hits *h, const struct privacy_scan *x,
    const struct lookup *l)
{
	for (size_t i = 0; i < x->n;) {
		struct privacy_found f = { i + 1, PRIVACY_NONE };

		if (scan_begins(x, i) && ch_alnum(x->s[i]) &&
		    (look(l, x, i, &f) || privacy_person(x, i, &f)))
			add(h, x, i, f);
		i = f.end;
	}
}

static int
by_place(const void *a, const void *b)
{
	const struct privacy_hit *p = a, *q = b;

	if (p->at != q->at)
		return p->at < q->at ? -1 : 1;
	return p->structured ? -1 : q->structured;
}

/* Names inside an address are part of it: the first of two that overlap
 * stays, but a structured one before any name. */
static size_t
settle(struct hits *h)
{
	size_t n = 0;

	if (h->n > 0)
		qsort(h->v, h->n, sizeof(*h->v), by_place);
	for (size_t i = 0; i < h->n; i++) {
		const struct privacy_hit *last = n > 0 ? &h->v[n - 1] : NULL;

		if (last && last->at + last->len > h->v[i].at) {
			if (!h->v[i].structured || last->structured)
				continue;
			n--;
		}
		h->v[n++] = h->v[i];
	}
	return n;
}

size_t
privacy_check(const struct privacy *p, struct privacy_hit *v, size_t max)
{
	struct hits h = { NULL, 0, 0 };
	struct lookup l = { NULL, NULL, 0 };
	struct privacy_scan x;
	size_t n;

	privacy_read(&x, p->text);
	x.year = p->year;
	for (size_t i = 0; i < p->ndeny; i++)
		lookup_add(&l, p->deny[i], PRIVACY_DENY);
	for (size_t i = 0; i < p->nnames; i++)
		lookup_name(&l, p->names[i]);
	find_structured(&h, &x);
	find_names(&h, &x, &l);
	n = settle(&h);
	if (n > 0 && max > 0)
		memcpy(v, h.v, (n < max ? n : max) * sizeof(*v));
	mem_free(h.v);
	lookup_release(&l);
	privacy_release(&x);
	return n;
}
