#ifndef IV_SANDBOX_H
#define IV_SANDBOX_H

/*
 * What the program may still do once it knows its group, held by the kernel
 * (Landlock, Linux 5.19 and later): read files as before, write only beneath
 * the directories named, start no program, open no TCP connection.  It cannot
 * be undone and children have it too.  Where the kernel has no Landlock
 * nothing happens: it is a second wall, no promise.
 */

#include <stddef.h>

/* Paths that do not exist are left out. */
void sandbox_enter(const char *const *writable, size_t n);

#endif
