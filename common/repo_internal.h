#ifndef IV_REPO_INTERNAL_H
#define IV_REPO_INTERNAL_H

/*
 * What the files of the repo module share; nobody else includes it.
 *
 *	repo.c		start-up, open, close, what HEAD holds
 *	repo_create.c	the first commit
 *	repo_object.c	objects: read, and held against their names
 *	repo_write.c	and written, with repo_tree.c: a directory's next state
 *	repo_commit.c	one change, from bytes to the commit point
 *	repo_intent.c	the intent in .git/iv.lock
 *	repo_lock.c	.git/index.lock and what dead programs left
 *	repo_finish.c	after the commit point: files, index
 *	repo_index.c	.git/index, with repo_patch.c and repo_sha1.c
 *	repo_recover.c	the same finish, for a program that died
 *	repo_log.c, repo_diff.c, repo_check.c
 *	repo_graph.c	two histories: bases, trees, who touched what
 *	repo_merge.c	and one made of them
 *	repo_incoming.c	what was fetched, apart until it was judged
 *	repo_forget.c	all history written again without what is forgotten,
 *			with repo_filter.c (what it becomes), repo_pack.c (a
 *			pack) and repo_switch.c (put in the place of the old)
 *
 * The first byte of .git/iv.lock is 'i' while an intent follows: its holder
 * died, or failed, on the way to the end of a change.  Whoever opens the
 * repository to write drops what lies in .git/iv/tmp besides: before the
 * barrier nothing of a change is anywhere else.
 */

#include <git2.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <zlib.h>

#include "repo.h"
#include "repo_sha1.h"

#define REPO_LOCK	"iv.lock"
#define REPO_TMP	"iv/tmp"
#define REPO_TMP_INDEX	"iv/tmp/index"
#define REPO_TMP_BRANCH	"iv/tmp/branch"
#define REPO_WAIT_MS	5000	/* for a lock that another program holds */
#define REPO_STALE_MS	2000	/* a lock this old without an owner is ours */
#define REPO_HEX	(GIT_OID_HEXSZ + 1)

/* A growing set of object ids. */
struct oidset {
	git_oid *v;
	size_t n, cap;		/* cap is a power of two, or 0 */
};

struct repo {
	int dirfd;		/* the group directory, our own descriptor */
	int gitfd;		/* .git, or what repo_create() calls it */
	int lockfd;		/* .git/iv.lock; -1 when opened for reading */
	char *path;		/* of the group, for messages */
	git_repository *git;
	git_odb *odb;
	char *branch;		/* "refs/heads/main"; NULL: HEAD is detached */
	git_oid head;		/* what the caller has seen */
	bool ready;		/* libgit2 was started for us */
	bool pending;		/* an intent is waiting for recovery */
	struct oidset whole;	/* objects that were held against their name */
	bool many;		/* new objects become a pack */
	struct packer *pack;	/* which; NULL: not begun */
	char packed[64];	/* its name, when it waits for its place */
	git_oid *loose;		/* new objects that do */
	size_t nloose;
};

/* One path of an intent; the zero id is "no such file". */
struct intent_file {
	char *path;
	git_oid old_blob, new_blob;
	const char *data;	/* the caller's; NULL in recovery */
	size_t len;
};

struct intent {
	char *branch;
	git_oid old_commit, new_commit;	/* old is zero for the first */
	git_oid tree;			/* not written down */
	struct intent_file *files;
	size_t n;
};

void intent_release(struct intent *in);

/* For IV_AUTO. */
void git_commit_auto(git_commit **p);
void git_tree_auto(git_tree **p);
void git_index_auto(git_index **p);
void git_reference_auto(git_reference **p);
void git_signature_auto(git_signature **p);

/* What libgit2 says of its last failure. */
const char *git_text(void);
bool git_failed_io(void);	/* and whether the system failed it */
int repo_errno(struct iv_err *e, const struct repo *r, const char *what);

/* repo.c: libgit2 up, .git opened and judged; r is repo_alloc()'s. */
struct repo *repo_alloc(int dirfd, const char *path);
IV_MUST int repo_attach(struct repo *r, const char *gitdir, struct iv_err *e);
IV_MUST int repo_lock(struct repo *r, int wait_ms, struct iv_err *e);
IV_MUST int repo_read_head(struct repo *r, struct iv_err *e);
IV_MUST int repo_read_head_synced(struct repo *r, struct iv_err *e);
IV_MUST int repo_plain(struct repo *r, struct iv_err *e); /* may be written */
IV_MUST int repo_head_at(struct repo *r, const char *path, git_oid *id,
    struct iv_err *e);

/* The commit that branch names: 1, 0 when there is none, -1. */
IV_MUST int repo_branch(struct repo *r, const char *branch, git_oid *id,
    struct iv_err *e);

/* A path that may stand in the work tree and in a line of the intent. */
bool repo_path_ok(const char *path);

/* repo_object.c */
enum loose {
	LOOSE_NONE,		/* no loose file (it may be in a pack) */
	LOOSE_WHOLE,
	LOOSE_BAD
};
IV_MUST int object_loose(struct repo *r, const git_oid *id,
    enum loose *state, struct iv_err *e);

/*
 * Fails when the object is missing or damaged; call it before libgit2 reads
 * one, which loops for ever over a truncated loose file.  object_guard() leaves
 * an object of a pack unread, for who only asks its size; object_whole() holds
 * it against its name as well, once.
 */
IV_MUST int object_guard(struct repo *r, const git_oid *id, struct iv_err *e);
IV_MUST int object_whole(struct repo *r, const git_oid *id, struct iv_err *e);
IV_MUST int object_commit(struct repo *r, const git_oid *id, git_commit **ret,
    struct iv_err *e);
IV_MUST int object_tree(struct repo *r, const git_oid *id, git_tree **ret,
    struct iv_err *e);
IV_MUST int object_commit_tree(struct repo *r, const git_oid *commit,
    git_tree **ret, struct iv_err *e);
IV_MUST int object_blob(struct repo *r, const git_oid *id, struct buf *b,
    struct iv_err *e);

/* repo_diff.c: the commit that begins with these 4 or more digits. */
IV_MUST int object_find_commit(struct repo *r, const char *text, git_oid *id,
    struct iv_err *e);

/* What stands at path beneath a tree: 1, 0 absent, -1. */
struct object_at {
	git_oid id;
	git_filemode_t mode;
};
IV_MUST int object_find(struct repo *r, const git_tree *root,
    const char *path, struct object_at *ret, struct iv_err *e);

/* The same for many paths: the last directory is at hand for the next. */
struct finder {
	const git_tree *root;	/* NULL: an empty one */
	git_tree *sub;
	char *dir;		/* a path in it */
};
IV_MUST int finder_find(struct repo *r, struct finder *f, const char *path,
    struct object_at *ret, struct iv_err *e);
void finder_release(struct finder *f);

int object_damaged(const git_oid *id, struct iv_err *e);	/* -1 */

/*
 * repo_write.c: the objects of one change of so many files, between
 * objects_begin() and its commit: few become loose files, many one pack.  They
 * are whole files of .git/iv/tmp when the commit's call returns 0, and go to
 * their places by objects_place(), behind the barrier: so a power cut tears
 * none that git would see.  objects_drop() forgets them.
 */
void objects_begin(struct repo *r, size_t files);
IV_MUST int objects_place(struct repo *r, struct iv_err *e);
void objects_drop(struct repo *r);
IV_MUST int object_put(struct repo *r, git_object_t type,
    const struct buf *text, git_oid *id, struct iv_err *e);
IV_MUST int object_put_blob(struct repo *r, const void *p, size_t n,
    git_oid *id, struct iv_err *e);
IV_MUST int object_put_commit(struct repo *r, const struct repo_change *c,
    struct intent *in, struct iv_err *e);

struct commit_text {
	const git_oid *tree, *parents[2];	/* NULL: none */
	const char *author;
	long long when;
	const char *message;
};
void commit_make(struct buf *b, const struct commit_text *c);

/*
 * repo_tree.c: the tree of a change, from that of base (NULL: empty) and what
 * becomes of in's files; in->tree is set.  A directory goes with its last file.
 */
IV_MUST int object_put_tree(struct repo *r, const git_oid *base,
    struct intent *in, struct iv_err *e);

/* A tree as bytes: "100644 name", a NUL, 20 bytes.  The entry at *at: 1, 0
 * none any more, -1 the tree is damaged. */
struct tree_entry {
	const char *at, *name;
	size_t name_len, len, head;	/* head: what stands before the id */
	unsigned mode;
	bool dir, link;			/* link: a submodule's commit */
};
int tree_next(const struct buf *tree, size_t *at, struct tree_entry *ret);

/* Git's order: a directory as if its name ended in a slash. */
int tree_cmp(const struct tree_entry *a, const struct tree_entry *b);

/* What becomes of a name; the zero id: it goes. */
struct tree_edit {
	const char *name;
	size_t name_len;
	bool dir;
	git_oid id;
};
/* Sorts v.  0, or -1 when tree is damaged. */
IV_MUST int tree_edit(const struct buf *tree, struct tree_edit *v, size_t n,
    struct buf *out);

/*
 * repo_commit.c: the steps before the commit point, shared with create.
 * change_plan() writes the objects; in->old_commit is set by the caller and
 * in->new_commit stays zero when the tree does not change.  What change_undo()
 * cannot remove, the next to open the repository does.
 */
IV_MUST int change_plan(struct repo *r, const struct repo_change *c,
    struct intent *in, struct iv_err *e);
IV_MUST int change_stage(struct repo *r, const struct intent *in,
    struct iv_err *e);

/* repo_intent.c */
IV_MUST int intent_write(struct repo *r, const struct intent *in,
    struct iv_err *e);
/* 1 an intent, 0 none or a torn one, -1; *state is the first byte or 0. */
IV_MUST int intent_read(struct repo *r, struct intent *in, char *state,
    struct iv_err *e);
IV_MUST int intent_clear(struct repo *r, struct iv_err *e);

/* repo_lock.c */
IV_MUST int lock_index(struct repo *r, struct iv_err *e);
IV_MUST int lock_drop(struct repo *r, struct iv_err *e);	/* only ours */
IV_MUST int lock_drop_branch(struct repo *r, const struct intent *in,
    struct iv_err *e);
IV_MUST int tmp_clear(struct repo *r, struct iv_err *e);
long lock_clock_ms(void);
void lock_sleep_ms(int ms);

/*
 * repo_index.c: .git/index, patched as bytes or held by libgit2.  Storing it
 * is the last rename of a change, and makes it and those before it durable.
 */
struct index {
	git_index *lib;		/* NULL: raw is patched */
	struct buf raw;
	struct stat st;		/* of the file that raw was read from */
};
#define INDEX_INIT	{ .raw = BUF_INIT }

/* A file as it stands in the work tree; st is zero when that is unknown.  The
 * entry goes when its new_blob is zero. */
struct index_entry {
	const struct intent_file *file;
	struct stat st;
};

/* parsed: by libgit2 in any case.  What ret held before is released. */
IV_MUST int index_open(struct repo *r, bool parsed, struct index *ret,
    struct iv_err *e);
void index_release(struct index *x);
bool index_moved(struct repo *r, const struct index *x);
IV_MUST int index_store(struct repo *r, struct index *x,
    struct index_entry *new, size_t n, struct iv_err *e);	/* sorts new */

/* repo_patch.c: false when the bytes are not of the plain kind. */
bool patch_fits(const struct buf *raw);
bool patch_sum_fits(const struct buf *raw);	/* the checksum at the end */
struct patch {
	struct patch_piece {
		const char *p;
		size_t len;
	} *v;			/* of raw, or of fresh */
	size_t n;
	struct buf fresh;
};
#define PATCH_INIT	{ .fresh = BUF_INIT }
void patch_release(struct patch *x);
/* new is sorted by path; raw is as patch_fits() had it, and stays there. */
bool patch_make(const struct buf *raw, const struct index_entry *new,
    size_t n, struct patch *out);
int patch_write(const struct patch *x, int fd);	/* -1 with errno */

/* repo_finish.c: index may be NULL, then it is opened here. */
IV_MUST int repo_finish(struct repo *r, const struct intent *in,
    struct index *index, struct buf *left, struct iv_err *e);
char *tmp_name(char name[48], size_t i);

/* repo_recover.c */
IV_MUST int repo_recover(struct repo *r, struct buf *left, struct iv_err *e);

/* repo_merge.c and repo_graph.c need: an intent with its objects made, put in
 * place as a commit is; 40 digits as an id; the commit of a merge. */
IV_MUST int change_run(struct repo *r, const struct intent *in,
    const char *message, struct buf *left, struct iv_err *e);
IV_MUST int object_hex(const char *hex, git_oid *id, struct iv_err *e);
void change_undo(struct repo *r);
IV_MUST int object_put_merge(struct repo *r, const git_oid *theirs,
    struct intent *in, struct iv_err *e);

/* Removes name and all beneath it; never through a symlink. */
int tree_remove(int dirfd, const char *name);

bool oidset_add(struct oidset *s, const git_oid *id);	/* false: had it */
bool oidset_has(const struct oidset *s, const git_oid *id);
void oidset_release(struct oidset *s);

/*
 * repo_pack.c: a pack of our own, object by object, and its index.  An object
 * that is much like another of the same file or directory is written as the
 * difference from it.
 */
struct pack_entry {
	git_oid id;
	uint32_t crc;
	uint64_t at;
};

struct packer {
	struct repo *r;
	const char *name;	/* beneath .git, until it is whole */
	int fd;
	bool quick;
	struct buf out, delta;	/* out: what is not yet in the file */
	uint64_t at;		/* how much is */
	struct pack_entry *v;
	size_t n, cap;
	struct oidset have;
	z_stream *z;
};

/* An object of the pack that another one can be told from. */
struct pack_base {
	const struct buf *text;	/* the caller's; NULL: none */
	uint64_t at;
	unsigned depth;
};

/* quick: directories, half of which are ids, are not compressed: git makes
 * differences of them when it packs them with others. */
IV_MUST int packer_begin(struct packer *p, struct repo *r, const char *name,
    bool quick, struct iv_err *e);
/* base (may be NULL) becomes this object; its text is then that given. */
IV_MUST int packer_put(struct packer *p, git_object_t type,
    const git_oid *id, const struct buf *text, struct pack_base *base,
    struct iv_err *e);
/* Puts the finished pack and its index in dir; name is "pack-<sum>". */
IV_MUST int packer_end(struct packer *p, const char *dir, char name[64],
    struct iv_err *e);
void packer_release(struct packer *p);

/* repo_object.c: any object, held against its name; much faster than by
 * libgit2, and a truncated file ends in an error. */
IV_MUST int object_raw(struct repo *r, const git_oid *id, git_object_t want,
    struct buf *b, struct iv_err *e);
void object_name(git_object_t type, const struct buf *text, git_oid *id);
void object_file(const struct repo_file *file, git_oid *id);
/* What is hashed for it: "blob 12", a NUL and the text, added to raw. */
void object_frame(git_object_t type, const struct buf *text, struct buf *raw);
void loose_name(char name[64], const git_oid *id);	/* beneath .git */

/*
 * repo_filter.c: what history becomes.  Each commit keeps its author, dates
 * and message; its tree and its parents are what those became.  So the result
 * is a function of the commit and of what is forgotten, on every clone.
 */
struct filter_line {
	git_oid old, new;
};

struct filter {
	struct repo *r;
	const struct repo_forget *what;
	struct packer *pack;	/* NULL: only looks */
	const struct oidset *only;	/* commits to look at; NULL: all */
	size_t commits, versions;	/* that become others */
	/* its own */
	struct spot **spots;
	struct filter_line *lines;
	git_oid *todo;
	size_t nspots, spot_cap, nlines, line_cap, ntodo, todo_cap, kept;
	int nest;
};

/* All that leads to a commit. */
IV_MUST int filter_tip(struct filter *f, const git_oid *tip,
    struct iv_err *e);
/* What a commit became; NULL: it was not met. */
const git_oid *filter_new(const struct filter *f, const git_oid *old);
/* A commit on top of what head became, with one file in the root. */
IV_MUST int filter_top(struct filter *f, const git_oid *head,
    const struct repo_change *c, git_oid *commit, git_oid *blob,
    struct iv_err *e);
void filter_release(struct filter *f);

/*
 * repo_switch.c: the new history in the place of the old one.  All that is
 * needed for it lies in .git/iv/forget; when the plan in it has its own name,
 * the switch has happened and only has to be finished, by whoever comes next.
 */
#define FORGET		"iv/forget"
#define FORGET_PLAN	FORGET "/plan"
#define FORGET_REFS	FORGET "/packed-refs"
#define FORGET_IDS	FORGET "/forgotten"
#define FORGET_SYNCED	FORGET "/synced"

struct plan_ref {
	char *name;
	git_oid old, new;	/* new is zero: it goes */
};

struct switching {
	struct plan_ref *refs;
	size_t nrefs;
	char pack[64];
	struct intent in;	/* the files that become others */
};
void switching_release(struct switching *s);

IV_MUST int switch_begin(struct repo *r, struct iv_err *e);
IV_MUST int switch_run(struct repo *r, struct switching *s,
    struct buf *left, struct iv_err *e);
/* What a program that died in it left; before HEAD is read. */
IV_MUST int switch_recover(struct repo *r, struct buf *left,
    struct iv_err *e);
void switch_drop(struct repo *r);

#endif
