#ifndef IV_BANNED_H
#define IV_BANNED_H

/*
 * Calls that lose an error, a length or a thread.  Using one is an error at
 * compile time.  Include last: system headers may declare them.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Fortified headers make these macros under clang. */
#undef sprintf
#undef vsprintf

#pragma GCC poison strcpy strcat sprintf vsprintf strtok gmtime localtime
#pragma GCC poison ctime asctime mktemp tmpnam atoi atol atof gets strncpy

#endif
