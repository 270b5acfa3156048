#ifndef IV_REPORT_SORTED_H
#define IV_REPORT_SORTED_H

/* Rows that come in one order and are given in another: by their keys, in
 * bytes. */

#include "report.h"

struct sorted {
	struct report_ask *ask;		/* the caller's, as arg is */
	const void *arg;
	struct sorted_row {
		char *key;
		cJSON *row;
	} *v;
	size_t n;
};

/* Takes the row; the key is copied. */
void sorted_add(struct sorted *s, const char *key, cJSON *row);

/* Gives what take, whose arg is s, adds of all records of a kind; of s only ask
 * and arg are set. */
IV_MUST int sorted_rows(struct sorted *s, const struct schema *k,
    store_fn *take, struct out *o, struct iv_err *e);

#endif
