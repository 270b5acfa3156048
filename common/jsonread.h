#ifndef IV_JSONREAD_H
#define IV_JSONREAD_H

/*
 * The strict reader behind json.h: one pass that checks a text and builds its
 * cJSON nodes.  cJSON_Delete() frees them and every cJSON function takes
 * them: a text lies in the block of its node (cJSON_IsReference: it is not
 * freed by itself), a common key in a table that lives as long as the program
 * (cJSON_StringIsConst).
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cjson/cJSON.h>

#include "buf.h"

/* What is wrong with a text, at which byte. */
struct json_fault {
	size_t at;
	char msg[320];
};

/* The value that the n bytes are, the caller's; NULL with *f filled when they
 * are not JSON that we carry exactly. */
cJSON *json_read(const char *text, size_t n, struct json_fault *f);

/* Adds what stands between the quotes of a valid string, unescaped. */
void json_unescape(struct buf *b, const char *s, size_t n);

/* For jsonread.c and jsonstring.c alone. */

/* A key as it reads after unescaping; kept: it is in the common table. */
struct json_key {
	char *p;
	size_t len, at;
	uint32_t hash;
	bool kept;
};

struct json_reader {
	const char *text, *p, *end;
	struct json_fault *fault;
	struct json_key *keys, *more;	/* of the objects we are in */
	size_t nkeys, cap;
	int depth;
};

/* What stands between two quotes. */
struct json_piece {
	const char *p;
	size_t len;
	bool escaped;
};

/* Fills the fault for a place in the text; returns false. */
bool json_fault_at(struct json_reader *r, const char *at, const char *fmt,
    ...) IV_PRINTF(3, 4);

/* Past the string that begins at the quote r->p; false: at fault. */
bool json_piece(struct json_reader *r, struct json_piece *ret);

/* Writes the piece unescaped and a NUL; the most it takes is len + 1. */
size_t json_piece_copy(char *to, const struct json_piece *s);

#endif
