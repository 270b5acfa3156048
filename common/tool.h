#ifndef IV_TOOL_H
#define IV_TOOL_H

/*
 * What every tool is made of: a table of commands, each with a table of
 * options.  From these rows come parsing, --help, the page's COMMANDS,
 * completion and did-you-mean.  main() of a tool is one call of iv_main().
 *
 * This floor alone prints, ends the program, and reads argv, the environment
 * and the clock; it hands them down as values.
 */

#include "change.h"
#include "out.h"
#include "schema.h"
#include "store.h"

struct iv_ctx;

enum iv_opt_type {
	OPT_FLAG,	/* bool */
	OPT_STR,	/* const char *, as typed */
	OPT_TEXT,	/* const char *, "@FILE" and "@-" read */
	OPT_INT,	/* int */
	OPT_MINUTES,	/* int */
	OPT_EVERY,	/* struct interval */
	OPT_MANY,	/* struct strings: may be repeated */
};

struct strings {
	const char **v;
	size_t n;
};

struct iv_opt {
	const char *name;	/* "title": --title; "" ends nothing */
	char letter;		/* 't', or 0 */
	enum iv_opt_type type;
	size_t offset;		/* in the command's option struct */
	const char *arg;	/* N_("TEXT"); NULL for a flag */
	const char *help;	/* N_() */
};

enum iv_cmd_flag {
	CMD_WRITES = 1,		/* --dry-run */
	CMD_LISTS = 2,		/* -o, -f */
	CMD_FIELDS = 4,		/* the schema's settable fields as options,
				   and FIELD=VALUE operands, in ctx.sets */
	CMD_FILTERS = 8,	/* scalar fields as options, in ctx.sets */
	CMD_IDS = 16,		/* operands are ids; "-" reads them */
	CMD_SETS = 32,		/* FIELD=VALUE operands, in ctx.sets */
	CMD_NOGROUP = 64,	/* works outside a group */
	CMD_DRAFTS = 128,	/* sees the user's own drafts */
	CMD_CONTENT = 512,	/* writes confidential text: --identifiable */
	CMD_HTML = 256,		/* -o html too, which it writes itself */
	CMD_ICS = 4096,		/* -o ics too, likewise */
	CMD_TIMELESS = 2048,	/* only its operands may need the clock */
	CMD_OUTSIDE = 8192,	/* starts other programs, or writes where the
				   user says: not confined */
	CMD_READS = 16384,	/* writes no file anywhere: held to it */
	CMD_DEFAULT = 1024,	/* what the tool does without a command */
};

/* Returns 0 or another exit status, or -1 with *e. */
typedef int iv_run(struct iv_ctx *c, void *opts, struct iv_err *e);

struct iv_cmd {
	const char *name;
	const char *operands;	/* "ID... FIELD=VALUE..." */
	const char *help;	/* N_(), one line */
	iv_run *run;
	const struct iv_opt *opts;
	size_t nopts, size;	/* size of the option struct */
	int min, max;		/* operands; max -1: any number */
	unsigned flags;
	const char *example;	/* a line as typed, without the prompt */
};

/* What a kind of record needs beyond its table; any part may be NULL. */
struct iv_rules {
	/* Fills in what a new record of this kind starts with. */
	int (*fresh)(struct iv_ctx *c, struct change *ch, struct record *r,
	    struct iv_err *e);
	/* Rules beyond types, before a write; was is NULL for a new one. */
	int (*check)(struct iv_ctx *c, const cJSON *was, struct record *r,
	    struct iv_err *e);
	/*
	 * What list does besides; opts begins with struct list_opts.  keep: 1
	 * shows it, 0 not, -1.  key adds what to sort by: 1 when it did, 0
	 * for the kind's own order, -1.
	 */
	int (*keep)(struct iv_ctx *c, const void *opts,
	    const struct record *r, struct iv_err *e);
	int (*key)(struct iv_ctx *c, const void *opts,
	    const struct record *r, struct buf *key, struct iv_err *e);
	const char *sheet;		/* fields of its sheet */
	const char *sheet_known;	/* of a record's; NULL: the same */
	const char *sheet_intro;	/* N_() */
};

struct iv_tool {
	const char *name;		/* "iv-case" */
	const char *help;		/* N_("work with cases") */
	const struct iv_cmd *cmds;
	size_t ncmds;
	const struct schema *schema;	/* NULL: none of its own */
	const struct iv_rules *rules;
	unsigned mask;			/* kinds it may read besides */
};

struct iv_set {
	const char *field, *text;
};

struct iv_ctx {
	const struct iv_tool *tool;
	const struct iv_cmd *cmd;
	char **args;			/* operands; ids when CMD_IDS */
	int nargs;
	struct iv_set *sets;
	size_t nsets;
	const char *dir, *format, *fields, *color;
	struct strings dirs;		/* each -C; dir is the last */
	bool dry_run, nul, identifiable;
	const char *data_home, *seed, *author;
	struct civil now;
	time_t when;			/* of commits */
	struct out_style style;
	struct store *store;
	bool input_used;		/* standard input was read */
	bool saved;			/* a commit stands */
	void *own;			/* what the tool itself keeps */
};

int iv_main(const struct iv_tool *tool, int argc, char **argv);

/* Opens the group with the tool's mask and sets the clock to its zone. */
IV_MUST int tool_store(struct iv_ctx *c, struct iv_err *e);
/* The same with other kinds: a report's mask. */
IV_MUST int tool_store_mask(struct iv_ctx *c, unsigned mask,
    struct iv_err *e);
/* The group's directory: -C, $IV_GROUP, or found here or above. */
IV_MUST int tool_dir(struct iv_ctx *c, struct buf *dir, struct iv_err *e);
/* Sets c->now and c->when for a zone: $IV_NOW or the clock. */
IV_MUST int tool_clock(struct iv_ctx *c, const char *zone, struct iv_err *e);

/* The instant it is: $IV_NOW in the group's zone, which stands still (*still),
 * or the clock.  The store is open. */
IV_MUST int tool_instant(struct iv_ctx *c, time_t *ret, bool *still,
    struct iv_err *e);
/* The clock, whatever $IV_NOW says: how time passes. */
time_t tool_seconds(void);
/* From here on it is another time, in a program that runs on. */
void tool_at(struct iv_ctx *c, time_t at);

/* Sets c->author, who commits: $IV_MEMBER, .git/iv/me, else "iv".  The store
 * is open. */
IV_MUST int tool_author(struct iv_ctx *c, struct iv_err *e);
/* A change with the user's author and date; tool_commit() ends it: prints the
 * plan of a dry run, what was kept, and returns 0, 10 or -1. */
IV_MUST int tool_begin(struct iv_ctx *c, struct change **ret,
    struct iv_err *e);
IV_MUST int tool_commit(struct iv_ctx *c, struct change *ch, const char *verb,
    struct iv_err *e);

/* A record meant by what was typed, for reading (the caller's) or inside a
 * change (the change's). */
IV_MUST int tool_read(struct iv_ctx *c, const struct schema *k,
    const char *typed, struct record **ret, struct iv_err *e);
IV_MUST int tool_get(struct iv_ctx *c, struct change *ch,
    const struct schema *k, const char *typed, struct record **ret,
    struct iv_err *e);

/* The stored one of words that was typed, in the language of the group or of
 * the user; NULL: none of them. */
const char *tool_word(const struct iv_ctx *c, const char *words,
    const char *typed);
/* What schema_set() needs to know: names, words of both languages, today. */
struct schema_in tool_input(struct iv_ctx *c);
IV_MUST int tool_day(struct iv_ctx *c, const char *typed, struct civil *ret,
    struct iv_err *e);

/* Text of an option: "@FILE", "@-" (standard input, once), "@@x" is "@x".
 * *ret lives as long as the program. */
IV_MUST int tool_text(struct iv_ctx *c, const char *value, const char **ret,
    struct iv_err *e);
IV_MUST int tool_stdin(struct iv_ctx *c, struct buf *b, struct iv_err *e);

/* Begins a document of rows in the format asked for (default table). */
struct out *tool_out(struct iv_ctx *c, const char *schema,
    const struct out_col *cols, size_t n);
int tool_columns(FILE *f);	/* of a terminal; 0: it is none */
bool tool_for_people(const struct iv_ctx *c);	/* table, or nothing asked */
/* The id of what was made, alone on its line (NUL-ended with -0). */
void tool_id(const struct iv_ctx *c, const char *id);
/* Text for a person on standard output. */
void tool_print(struct iv_ctx *c, const char *text);
/* One line of it, seen at once. */
void tool_line(struct iv_ctx *c, const char *text);
/* One line on standard error: "iv-case: text". */
void tool_say(struct iv_ctx *c, const char *fmt, ...) IV_PRINTF(2, 3);

#endif
