#ifndef IV_OPTIONS_H
#define IV_OPTIONS_H

/* The command line, read by the tables of tool.h. */

#include "tool.h"

/*
 * Fills *c and *opts (the command's option struct, the caller's).  0: run the
 * command; 1: help or the version was printed, nothing to do; -1.
 */
IV_MUST int options_parse(struct iv_ctx *c, int argc, char **argv,
    void **opts, struct iv_err *e);

/* Options that commands share; when: the flags that bring it, 0: always. */
struct iv_common {
	struct iv_opt opt;
	unsigned when;
};
extern const struct iv_common options_common[];
extern const size_t options_common_len;
bool option_applies(const struct iv_common *o, const struct iv_cmd *cmd);

/* "own_part" as an option is "--own-part". */
void option_of_field(struct buf *b, const struct field *f);
/* Is this field an option of this command? */
bool option_is_field(const struct iv_cmd *cmd, const struct field *f);

#endif
