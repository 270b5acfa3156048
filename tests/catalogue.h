#ifndef IV_CATALOGUE_H
#define IV_CATALOGUE_H

/* A Dutch catalogue of a few messages, for tests of translation. */

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

static const char *catalogue_dir;

/* For mo_init() and text_init(). */
static inline const char *
catalogue_place(void)
{
	return catalogue_dir;
}

/*
 * Makes dir/nl/LC_MESSAGES/iv.mo from PO entries; false when there is no
 * msgfmt.  To be called before the first translation, for a catalogue is
 * looked for once.
 */
static inline bool
catalogue_make(const char *dir, const char *entries)
{
	char path[256], command[1024];
	FILE *f;

	catalogue_dir = dir;
	snprintf(path, sizeof(path), "%s/nl.po", dir);
	f = fopen(path, "w");
	if (f == NULL)
		return false;
	fputs("msgid \"\"\nmsgstr \"Content-Type: text/plain; "
	    "charset=UTF-8\\n\"\n", f);
	fputs(entries, f);
	fclose(f);
	snprintf(command, sizeof(command), "cd '%s' && mkdir -p "
	    "nl/LC_MESSAGES && msgfmt -o nl/LC_MESSAGES/iv.mo nl.po "
	    "2>/dev/null", dir);
	return system(command) == 0;
}

static inline void
catalogue_drop(const char *dir)
{
	char command[512];

	snprintf(command, sizeof(command), "rm -rf '%s'", dir);
	if (system(command) != 0)
		printf("# %s stays\n", dir);
}

#endif
