#ifndef IV_BASE_H
#define IV_BASE_H

/*
 * What every file may use: the compiler's exceptions behind macros, and the
 * words that mark a message.  Nothing here has code of its own.
 *
 * Cleanup is bound to scope:
 *
 *	IV_AUTO(buf_release) struct buf b = BUF_INIT;
 *
 * calls buf_release(&b) when the scope ends, however it ends.  IV_TAKE(p)
 * gives the pointer away: it yields p and leaves NULL behind.
 */

#define IV_AUTO(f)	__attribute__((cleanup(f)))
#define IV_PRINTF(a, b)	__attribute__((format(printf, a, b)))
#define IV_FORMAT(n)	__attribute__((format_arg(n)))
#define IV_MUST		__attribute__((warn_unused_result))
#define IV_NORETURN	__attribute__((noreturn))
#define IV_UNUSED	__attribute__((unused))

#define IV_LEN(a)	(sizeof(a) / sizeof((a)[0]))

#define IV_TAKE(p)	(__extension__({				\
	__typeof__(p) iv_taken = (p);					\
	(p) = NULL;							\
	iv_taken;							\
}))

/* _() translates into the user's language; N_() only marks for xgettext. */
#define _(s)	mo_text(s)
#define N_(s)	s

/* Counts with a plural: iv_n("%zu fault", "%zu faults", n). */
#define iv_n(one, many, n)	mo_plural(one, many, (unsigned long)(n))

#include "banned.h"
#include "mo.h"

#endif
