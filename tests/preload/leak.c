/* Loses memory and a descriptor in the program it is put into: does the
 * checker see it? */
#include <fcntl.h>
#include <stdlib.h>

__attribute__((constructor)) static void
lose(void)
{
	void *volatile p = malloc(123);

	(void)p;
	p = NULL;
	(void)!open("/dev/null", O_RDONLY);
}
