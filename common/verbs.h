#ifndef IV_VERBS_H
#define IV_VERBS_H

/*
 * The verbs that are the same everywhere: add list show set edit sheet.  A
 * tool takes their rows into its table; what its kind needs besides stands in
 * its struct iv_rules.
 */

#include <stddef.h>

#include "tool.h"

struct add_opts {
	bool json, draft;
	const char *sheet;
};
struct list_opts {
	const char *since, *until, *match;
};
struct sheet_opts {
	const char *set;
};

extern const struct iv_opt add_opt[3], list_opt[3];
/* iv-case alone takes --draft, the last of add_opt. */

iv_run verb_add, verb_list, verb_show, verb_set, verb_edit, verb_sheet;

#define VERB_ADD(ex, n) { "add", "[FIELD=VALUE...]",			\
	N_("Add a record, by options, a sheet or JSON"), verb_add,	\
	add_opt, (n), sizeof(struct add_opts), 0, -1,			\
	CMD_WRITES | CMD_FIELDS | CMD_SETS | CMD_DRAFTS, (ex) }
#define VERB_LIST(ex)							\
	VERB_LIST_BY(list_opt, IV_LEN(list_opt), struct list_opts, ex)
/* With options of the tool's own behind those of list_opt. */
#define LIST_OPTS(o) {							\
	"since", 0, OPT_STR, offsetof(o, list.since), N_("DATE"),	\
	    N_("only from this day on") }, {				\
	"until", 0, OPT_STR, offsetof(o, list.until), N_("DATE"),	\
	    N_("only up to and including this day") }, {		\
	"match", 0, OPT_STR, offsetof(o, list.match), N_("TEXT"),	\
	    N_("only with this text in a field, whatever its case and "	\
	    "accents") }
#define VERB_LIST_BY(o, n, s, ex) VERB_LIST_AS(verb_list, o, n, s, 0, ex)
/* And with a function of its own, that may call verb_list. */
#define VERB_LIST_AS(fn, o, n, s, more, ex) { "list", "",		\
	N_("List records"), (fn), (o), (n), sizeof(s), 0, 0,		\
	CMD_LISTS | CMD_FILTERS | CMD_DRAFTS | CMD_READS | (more), (ex) }
#define VERB_SHOW(ex)	VERB_SHOW_AS(verb_show, 0, ex)
#define VERB_SHOW_AS(fn, more, ex) { "show", "ID...",			\
	N_("Show records whole"), (fn), NULL, 0, 0, 1, -1,		\
	CMD_LISTS | CMD_IDS | CMD_DRAFTS | CMD_TIMELESS | CMD_READS |	\
	(more), (ex) }
#define VERB_SET(ex)	VERB_SET_AS(0, ex)
#define VERB_SET_AS(more, ex) { "set", "ID... FIELD=VALUE...",		\
	N_("Change fields"), verb_set, NULL, 0, 0, 1, -1,		\
	CMD_WRITES | CMD_FIELDS | CMD_SETS | CMD_IDS | CMD_DRAFTS |	\
	(more), (ex) }
#define VERB_EDIT(ex)	VERB_EDIT_AS(0, ex)
#define VERB_EDIT_AS(more, ex) { "edit", "ID",				\
	N_("Change a record in an editor"), verb_edit, NULL, 0, 0, 1, 1, \
	CMD_WRITES | CMD_IDS | CMD_DRAFTS | CMD_OUTSIDE | (more), (ex) }
#define VERB_SHEET(ex) { "sheet", "[ID]",				\
	N_("Print a sheet to fill in, empty or of a record"),		\
	verb_sheet, NULL, 0, 0, 0, 1, CMD_IDS | CMD_DRAFTS, (ex) }

/* What list would show, each record as its row, in order of path. */
IV_MUST int list_each(struct iv_ctx *c, const void *opts, out_fn *fn,
    void *arg, struct iv_err *e);
/* The command of the user's editor. */
const char *verb_editor(void);
/* Adds to what went wrong where the text of an editor still is; returns -1. */
int verb_kept(struct iv_err *e, const char *dir, const char *name);
/* Applies c->sets to a record through its schema. */
IV_MUST int verb_apply(struct iv_ctx *c, struct record *r, struct iv_err *e);
/* Runs the rules and the references of a record that is to be written. */
IV_MUST int verb_check(struct iv_ctx *c, const cJSON *was, struct record *r,
    struct iv_err *e);
/* A whole record for a reader (show.c). */
void show_record(struct iv_ctx *c, const struct record *r, struct buf *b);
/* A column for the id and for each field; room for FIELDS_MAX + 1. */
size_t record_cols(const struct schema *k, struct out_col *cols);
/* How a field is shown as a column; NULL is a text. */
enum out_type field_out(const struct field *f);
/* A record as a row: schema, id, every field, null where it has none. */
cJSON *record_row(const struct record *r);

#endif
