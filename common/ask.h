#ifndef IV_ASK_H
#define IV_ASK_H

/*
 * Questions on a terminal: asked on standard error, answered on standard
 * input.  Ctrl-C, the end of input and a hang-up end the asking, not the
 * program, so that what was typed can be kept.
 */

#include "tool.h"

bool ask_possible(void);	/* is standard input a terminal? */
void ask_begin(void);		/* from here on signals end a reading */

/* Text for the one who answers, wrapped to the terminal. */
void ask_say(const struct iv_ctx *c, const char *head, const char *text);

/* A line without its end, trimmed; false when there are no more. */
bool ask_line(struct buf *b);
/* Lines up to an empty one, or to one of "<", which then is the last; false
 * when it ended before. */
bool ask_lines(struct buf *b);

#endif
