# What the measurements share: sourced first, it goes to an empty directory
# that is removed at the end, where git and the programs know nothing of the
# user's.

set -eu
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
tests=${IV_BIN%/bin}/tests
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export PATH=$IV_BIN:$PATH XDG_DATA_HOME=$dir/data HOME=$dir IV_LANG=en
export LC_ALL=C.UTF-8 TZ=UTC GIT_CONFIG_NOSYSTEM=1
unset IV_GROUP IV_MEMBER IV_NOW
cd "$dir"
cat >.gitconfig <<END
[user]
	name = A
	email = a@b.invalid
[gc]
	auto = 0
[init]
	defaultBranch = main
[pull]
	rebase = false
END

# seed DIR N: a new group with N cases, committed by git.
seed()
{
	iv-group init "$1" --name G --language en >/dev/null
	perl "$here/seed.pl" "$1" "$2"
	git -C "$1" add -A
	git -C "$1" commit -q -m seed
}
