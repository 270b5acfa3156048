#include "sync.h"

#include <ctype.h>
#include <string.h>

/* What leads to one of git's lines, and the one thing that helps. */
static const struct {
	const char *has, *help;
} helps[] = {
	{ ".lock': File exists", N_("a git that was killed left that "
	    "file; delete it when nobody else is syncing") },
	{ "Host key verification failed", N_("the host is not known here, or "
	    "it is another one than before: ask who runs it, then connect "
	    "once with ssh and compare its fingerprint") },
	{ "Permission denied (", N_("the host takes none of the ssh keys "
	    "here: give who runs it the public key, or name the right one "
	    "in ~/.ssh/config") },
	{ "Authentication failed", N_("the password is not the right one") },
	{ "could not read Username", N_("a password is needed: sync once in a "
	    "terminal, or let git keep it (gitcredentials(7))") },
	{ "could not read Password", N_("a password is needed: sync once in a "
	    "terminal, or let git keep it (gitcredentials(7))") },
	{ "error: 403", N_("whoever logs in there may not do this; ask who "
	    "runs it") },
	{ "does not appear to be a git repo", N_("is it there, and is the "
	    "address right? 'git init --bare' begins a new place") },
	{ "does not exist", N_("is it there, and is the address right? 'git "
	    "init --bare' begins a new place") },
	{ "not found", N_("is the address right? See 'iv-sync remote'") },
	{ "ould not resolve host", N_("is there a network?") },
	{ "onnection refused", N_("is there a network, and does the host "
	    "run?") },
	{ "Could not connect", N_("is there a network, and does the host "
	    "run?") },
	{ "Failed to connect", N_("is there a network, and does the host "
	    "run?") },
	{ "timed out", N_("is there a network, and does the host run?") },
	{ "is unreachable", N_("is there a network?") },
	{ "refusing to update checked out branch", N_("that is a directory "
	    "somebody works in; share at a place of its own, which 'git init "
	    "--bare' begins") },
	{ "dubious ownership", N_("it belongs to another user: whoever trusts "
	    "that gives 'git config --global --add safe.directory' and its "
	    "path") },
	{ "unable to create temporary object directory", N_("nothing can be "
	    "written there; ask who keeps it") },
	{ "insufficient permission", N_("nothing can be written there; ask "
	    "who keeps it") },
	{ "No space left on device", N_("make room on the disk first") },
	{ "unable to find remote helper for 'gcrypt'", N_("install "
	    "git-remote-gcrypt and gnupg") },
	{ "No secret key", N_("the key that opens it is not in gpg here") },
	{ "No public key", N_("the members' keys are not all in gpg here") },
};

/* Lines that only say that another said why begin so. */
static const char *const idle[] = {
	"Could not read from remote repo", "The remote end hung up",
	"the remote end hung up", "failed to push some refs",
	"fetch-pack: invalid index-pack output", "early EOF",
	"index-pack failed", "unpack-objects abnormal exit", "unpack failed",
	"remote unpack failed", "unpacker error",
	"Please make sure you have", "and the repository exists", "hint: ",
	"To ", "warning: ", "Warning: ", "Everything up-to-date", "Total ",
	"Enumerating ", "Counting ", "Compressing ", "Writing ",
	"Receiving ", "Resolving ", "Delta compression ", "gcrypt: Decrypting",
	"gcrypt: Verifying", "gcrypt: Repository not found", "gpg: Good sig",
};

/* Behind "remote: ", "fatal: " and the like. */
static const char *
content(const char *line)
{
	static const char *const heads[] = { "remote: ", "fatal: ",
		"error: ", "ERROR: ", " ! " };

	for (size_t i = 0; i < IV_LEN(heads); i++)
		if (strncmp(line, heads[i], strlen(heads[i])) == 0)
			return content(line + strlen(heads[i]));
	return line;
}

static const char *
help_of(const char *line)
{
	for (size_t i = 0; i < IV_LEN(helps); i++)
		if (strstr(line, helps[i].has))
			return helps[i].help;
	return NULL;
}

/* A line we know, git's own complaint, what the host says, what another
 * program said last; 0: not worth showing. */
static int
worth(const char *line)
{
	const char *text = content(line);
	bool letters = false;

	for (const char *p = text; *p; p++)
		letters = letters || isalpha((unsigned char)*p);
	if (!letters)
		return 0;
	if (help_of(line))
		return 5;
	for (size_t i = 0; i < IV_LEN(idle); i++)
		if (strncmp(text, idle[i], strlen(idle[i])) == 0)
			return 1;
	if (text != line && strncmp(line, " ! ", 3) != 0)
		return strncmp(line, "remote: ", 8) == 0 ? 3 : 4;
	return 2;
}

/* Of what other programs say the last word counts. */
static const char *
best_line(struct buf *text)
{
	const char *best = "";
	char *save = NULL;
	int most = 0;

	for (char *l = strtok_r(text->p, "\n\r", &save); l;
	    l = strtok_r(NULL, "\n\r", &save)) {
		int n = worth(l);

		if (n > most || (n == most && n == 2)) {
			most = n;
			best = l;
		}
	}
	return best;
}

void
sync_told(struct buf *b, const char *said)
{
	IV_AUTO(buf_release) struct buf text = BUF_INIT;
	const char *best, *help;
	size_t n;

	buf_adds(&text, said);
	best = best_line(&text);
	help = help_of(best);
	best = content(best);
	n = strlen(best);
	while (n > 0 && strchr(" .", best[n - 1]))
		n--;
	if (n == 0)
		buf_adds(b, _("git gave no reason"));
	buf_add(b, best, n);
	if (help)
		buf_addf(b, "; %s", _(help));
}
