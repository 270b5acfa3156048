#ifndef IV_FACTS_ITEM_H
#define IV_FACTS_ITEM_H

/* How long an item of an agenda takes that does not say so: minutes, and
 * minutes for each who is expected, of its method. */

#include "method.h"
#include "store.h"

/* Those who are expected at this meeting and take turns: whoever replied no, or
 * is noted as not there, is not. */
int facts_expect(struct store *s, const cJSON *session);

int facts_item_minutes(struct store *s, const cJSON *session,
    const cJSON *row);

/* With the choosing in front, where the item is open and its method has no
 * step for it. */
int facts_open_minutes(const struct method *m, int minutes);

#endif
