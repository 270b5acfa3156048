#ifndef IV_HELP_H
#define IV_HELP_H

/* Help, versions and the generated parts of the pages, from the tables. */

#include "tool.h"

/* What is added to, and the columns there are for it. */
struct help {
	struct buf *b;
	size_t width;
};
#define HELP_WIDTH	78
void help_tool(const struct iv_tool *t, struct help *h);
void help_command(const struct iv_tool *t, const struct iv_cmd *cmd,
    struct help *h);
void help_version(const struct iv_tool *t, struct buf *b);

/* Operands in the reader's words: "ID... VELD=WAARDE...". */
void help_operands(struct buf *b, const char *operands);

/* A region of the page in mdoc(7): COMMANDS, FIELDS or STATUS; false when
 * there is no such region. */
bool help_man(const struct iv_tool *t, const char *region, struct buf *b);

#endif
