#ifndef IV_FACTS_TRAJECT_H
#define IV_FACTS_TRAJECT_H

/*
 * Trajectory files: those built into the program (trajectories/NAME.json),
 * and one that a person hands over as text.  iv-format(5) says what stands in
 * one.  It must be understood whole: an unknown key or word is a fault.
 */

#include "buf.h"
#include "json.h"
#include "traject.h"

struct traject_file {
	struct traject t;
	struct traject_part *parts;
	cJSON *doc;		/* the texts of t are in it */
};
void traject_file_free(struct traject_file *f);
void traject_file_free_auto(struct traject_file **f);

/* From text; file is its name for messages.  Texts in lang, else English,
 * else the first there is.  IV_INVALID with file:line:column. */
IV_MUST int traject_parse(const char *text, size_t n, const char *file,
    const char *lang, struct traject_file **ret, struct iv_err *e);

/* All that are built in, by name. */
struct traject_list {
	struct traject_file **v;
	size_t n;
};
IV_MUST int trajects_load(const char *lang, struct traject_list *ret,
    struct iv_err *e);
void traject_list_release(struct traject_list *l);

/* The one meant by its name, its title in any language, or the beginning of
 * just one.  IV_NOTFOUND names them all. */
IV_MUST int traject_find(const char *typed, const char *lang,
    struct traject_file **ret, struct iv_err *e);

#endif
