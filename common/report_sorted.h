#ifndef IV_REPORT_SORTED_H
#define IV_REPORT_SORTED_H

/* Rows that come in one order and are given in another: by their keys, in
 * bytes. */

#include "report.h"

struct sorted {
	struct sorted_row {
		char *key;
		cJSON *row;
	} *v;
	size_t n;
};

/* Takes the row; the key is copied. */
void sorted_add(struct sorted *s, const char *key, cJSON *row);
void sorted_give(struct sorted *s, struct out *o);
void sorted_release(struct sorted *s);

#endif
