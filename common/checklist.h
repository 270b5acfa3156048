#ifndef IV_CHECKLIST_H
#define IV_CHECKLIST_H

/*
 * What a contract settles: the built-in checklist (checklists/contract.json)
 * and how a group's agreements answer it.  An agreement answers an item when
 * its topic is the item's id; other topics are the group's own.
 */

#include "json.h"

struct checklist_item {
	const char *id, *title, *ask, *example;
};

struct checklist {
	struct checklist_item *v;
	size_t n;
	cJSON *doc;		/* the texts are in it */
};

/* In lang ("nl"), else English.  The caller's. */
struct checklist *checklist_contract(const char *lang);
void checklist_free_auto(struct checklist **l);

/* The item meant by what was typed: its id or its title in any language, or,
 * unless whole is true, the beginning of just one; else NULL. */
const struct checklist_item *checklist_find(const struct checklist *l,
    const char *typed, bool whole);

/* The title nearest to a word that looks like a slip of the keyboard, or
 * NULL. */
const char *checklist_nearest(const struct checklist *l, const char *typed);

/* The agreement of a group's record about this topic, or NULL. */
cJSON *agreement_of_topic(const cJSON *group, const char *topic);

/* The agreement meant by what was typed: a topic, or the beginning of one or
 * of its key.  IV_NOTFOUND; IV_AMBIGUOUS with the candidates as the note. */
IV_MUST int agreement_find(const cJSON *group, const struct checklist *l,
    const char *typed, cJSON **ret, struct iv_err *e);

/* A topic as people call it: the item's title, else the topic itself. */
const char *checklist_title(const struct checklist *l, const char *topic);

#endif
