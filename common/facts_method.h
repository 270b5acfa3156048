#ifndef IV_FACTS_METHOD_H
#define IV_FACTS_METHOD_H

/*
 * Method files: those built into the program and the group's own in
 * methods/NAME.json, which come first.  iv-format(5) says what stands in one;
 * the words are those of method.def.  What a file says must be understood
 * whole: a word that is not known, or a key that looks like a slip, is a
 * fault, since a rule that is lost lets people speak who should not.
 */

#include "method.h"
#include "store.h"

struct method_file {
	struct method m;
	char *name;		/* of the file, without .json */
	bool own;		/* the group's */
	cJSON *doc;		/* the texts of m are in it */
};
void method_file_free(struct method_file *f);
void method_file_free_auto(struct method_file **f);

/* One file from its text, texts in lang or else in a language it has.
 * A file "-" may hold a
 * method of any name.  IV_INVALID with file:line:column.  *ret is the
 * caller's. */
IV_MUST int method_parse(const char *text, size_t n, const char *file,
    const char *lang, struct method_file **ret, struct iv_err *e);

struct method_list {
	struct method_file **v;
	size_t n;
};
void method_list_release(struct method_list *l);

/* Who wants to know of a broken file of the group; it hides no other. */
struct method_faults {
	void (*fn)(void *arg, const struct iv_err *e);
	void *arg;
};

/* All, by name; s is NULL outside a group. */
IV_MUST int methods_load(struct store *s, const char *lang,
    const struct method_faults *faults, struct method_list *ret,
    struct iv_err *e);

/* The text of a file by its plain name, the group's own first.  False: there
 * is none.  *own may be NULL. */
IV_MUST int method_text(struct store *s, const char *name, struct buf *text,
    bool *own, struct iv_err *e);

/* Adds the title of a method as its file has it, in lang or else in a language
 * it has; the name where there is none. */
void method_title(struct store *s, const char *name, const char *lang,
    struct buf *b);

/*
 * The method meant by what was typed: its name, another name of it, its
 * title in any language, or the beginning of just one.  IV_NOTFOUND suggests
 * the nearest; IV_AMBIGUOUS with the candidates as the note.
 */
IV_MUST int method_find(struct store *s, const char *typed, const char *lang,
    struct method_file **ret, struct iv_err *e);

/* How many members are in the group that day; with a meeting, how many of
 * them have not said no. */
IV_MUST int facts_people(struct store *s, const cJSON *session, int32_t day,
    int *ret, struct iv_err *e);

#endif
