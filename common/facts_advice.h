#ifndef IV_FACTS_ADVICE_H
#define IV_FACTS_ADVICE_H

/* What the rules of method_advice.h need, from a case and its group. */

#include "method_advice.h"
#include "store.h"

/*
 * Bits of the words of a case, and what its presenter wants.  A question
 * counts as technical when only advice is wanted, it is about the
 * organisation and nothing is written of the presenter's own part.
 */
void facts_ask_case(struct method_ask *a, const cJSON *cs);

/* The members of today, the meetings held, the focus and the minutes of a
 * meeting less its opening and closing.  What members noted of their
 * experience is added to b, the caller's, to which a then points. */
IV_MUST int facts_ask_group(struct method_ask *a, struct store *s,
    int32_t today, struct buf *b, struct iv_err *e);

#endif
