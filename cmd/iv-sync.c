#include <stddef.h>

#include "share.h"

static const struct iv_opt sync_opt[] = {
	{ "no-push", 0, OPT_FLAG, offsetof(struct sync_cmd_opts, no_push),
	    NULL, N_("fetch and merge only; send nothing") },
};

static const struct iv_opt status_opt[] = {
	{ "offline", 0, OPT_FLAG, offsetof(struct status_opts, offline), NULL,
	    N_("do not ask the remote; what it has new is not known then") },
};

static const struct iv_opt remote_opt[] = {
	{ "host-reads", 0, OPT_FLAG, offsetof(struct remote_opts, host_reads),
	    NULL, N_("the group knows who can read its records there") },
};

static const struct iv_cmd cmds[] = {
	{ "sync", "", N_("Fetch, merge and send; done when no command is "
	    "given"), share_sync, sync_opt, IV_LEN(sync_opt),
	    sizeof(struct sync_cmd_opts), 0, 0, CMD_WRITES | CMD_OUTSIDE |
	    CMD_DEFAULT, "iv-sync" },
	{ "status", "", N_("Show what is to be sent and fetched, and when "
	    "the last sync was"), share_status, status_opt,
	    IV_LEN(status_opt), sizeof(struct status_opts), 0, 0,
	    CMD_LISTS | CMD_OUTSIDE, "iv-sync status" },
	{ "clone", "URL DIR", N_("Get a group that is shared"), share_clone,
	    NULL, 0, 0, 2, 2, CMD_NOGROUP,
	    "iv-sync clone git@example.org:intervisie/wmo.git wmo" },
	{ "remote", "[URL]", N_("Say where the group is shared, or show it "
	    "and who can read it there"), share_remote, remote_opt,
	    IV_LEN(remote_opt), sizeof(struct remote_opts), 0, 1,
	    CMD_WRITES | CMD_OUTSIDE,
	    "iv-sync remote git@example.org:intervisie/wmo.git --host-reads" },
	{ "conflicts", "", N_("List the fields that two people changed, with "
	    "both values"), share_conflicts, NULL, 0, 0, 0, 0, CMD_LISTS,
	    "iv-sync conflicts" },
	{ "resolve", "ID FIELD mine|theirs|VALUE", N_("Settle a conflict: "
	    "what stands, the other value, or a third"), share_resolve, NULL,
	    0, 0, 3, 3, CMD_WRITES, "iv-sync resolve k7f title theirs" },
	{ "merge-file", "BASE OURS THEIRS", N_("Merge three versions of a "
	    "record into the second: git's merge driver"), share_merge_file,
	    NULL, 0, 0, 3, 3, CMD_WRITES | CMD_NOGROUP,
	    "iv-sync merge-file base.json ours.json theirs.json" },
	{ "setup-git", "", N_("Let plain git merge records too"),
	    share_setup, NULL, 0, 0, 0, 0, CMD_WRITES | CMD_OUTSIDE, "iv-sync setup-git" },
};

int
main(int argc, char **argv)
{
	static const struct iv_tool tool = { "iv-sync",
		N_("share the group: fetch, merge, send"), cmds, IV_LEN(cmds),
		NULL, NULL, MASK_ALL };

	return iv_main(&tool, argc, argv);
}
