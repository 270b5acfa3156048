#!/usr/bin/env bash
# The write protocol under faults: kill -9 at every system call of a change
# and of its recovery, failing disks, and many writers at once.  FULL=1 takes
# every point of every sweep; else some of them are sampled, and say so.
full=${FULL:-}
. "${0%/*}/lib.sh"
plain_only "the system calls are the same in every build"
needs strace git cp find
. "$TOP/tests/faults.sh"

drive=${IV_BIN%/bin}/tests/repo_drive
[ -x "$drive" ] || skip_all "no $drive"

fault_next=("$drive" recover @)

fault_setup()
{
	"$drive" create "$1" group.json='{}' cases/2026/a.json=old \
	    cases/2026/b.json=old
}

# The file and what HEAD has of it are one thing.
content()
{
	local work head

	work=$(cat "$1/$2" 2>/dev/null)
	head=$(git -C "$1" show "HEAD:$2" 2>/dev/null)
	[ "$work" = "$head" ] && echo "$work" || echo "$work/$head"
}

# one file, new
fault_state()
{
	case $(content "$1" cases/2026/c.json) in
	'') echo old ;;
	new) echo new ;;
	*) echo "c is $(content "$1" cases/2026/c.json)" ;;
	esac
}
fault_cmd=("$drive" put @ cases/2026/c.json=new)
fault_kill "kill -9, one new file"

# so many that their objects become a pack
fault_state()
{
	local work head

	work=$(cat "$1"/cases/2028/*.json 2>/dev/null | grep -o new | wc -l)
	head=$(git -C "$1" ls-tree HEAD cases/2028/ | wc -l)
	case $work/$head in
	0/0) echo old ;;
	20/20) echo new ;;
	*) echo "mixed: $work/$head" ;;
	esac
}
fault_cmd=("$drive" put @)
for i in {10..29}; do
	fault_cmd+=("cases/2028/$i.json=new")
done
[ -n "$full" ] || { fault_every=3
	note "of the kills of many files each 3rd point (FULL=1: all)"; }
fault_kill "kill -9, twenty files of one change"
fault_every=1

# two files of one change, beside one that comes and one that goes
fault_state()
{
	local f all

	for f in 2026/a 2026/b 2027/c; do
		all+=$(content "$1" "cases/$f.json").
	done
	case $all in
	old.old..) echo old ;;
	new..new.) echo new ;;
	*) echo "mixed: $all" ;;
	esac
}
fault_cmd=("$drive" put @ cases/2026/a.json=new -cases/2026/b.json
    cases/2027/c.json=new)
fault_kill "kill -9, one file changed, one gone, one new"

# its recovery, killed too, from five ways to die
[ -n "$full" ] || { fault_every=5
	note "of the kills in recovery each 5th point (FULL=1: all)"; }
fault_kill_next "kill -9 in recovery, before the branch was locked" \
    renameat2 refs/heads/main.lock
fault_kill_next "kill -9 in recovery, before the branch moved" \
    renameat refs/heads/main.lock
fault_kill_next "kill -9 in recovery, behind the commit point" \
    renameat a.json
fault_kill_next "kill -9 in recovery, between two records" \
    renameat c.json
fault_kill_next "kill -9 in recovery, before the index" renameat iv/tmp/index
fault_every=1

# Before the barrier git sees nothing of a change, so that a power cut tears
# only what lies in .git/iv/tmp.
seen()
{
	(cd "$1/.git" && find . -type f ! -path './iv*' | sort |
	    xargs sha1sum)
}
unseen()
{
	local name=$1 dir=$T/unseen.$2
	shift 2

	mkdir "$dir" && fault_setup "$dir"
	seen "$dir" >"$dir.before"
	fault_inject "$dir" syncfs signal=KILL:when=1 "$drive" put @ "$@"
	is "$(seen "$dir")" "$(cat "$dir.before")" \
	    "$name: git sees nothing of it"
	is "$(find "$dir/.git/iv/tmp" -type f | wc -l)" "$files" \
	    "$name: its files lie in the temporary area"
}
files=7 unseen "one file before the barrier" one cases/2026/c.json=new
files=23 unseen "twenty files before the barrier" many \
    cases/2028/{10..29}.json=new

calls=write,pwrite64,openat,openat2,fsync,syncfs,renameat,renameat2,link
calls=$calls,linkat,unlinkat,mkdir,mkdirat
fault_error "disk full" ENOSPC "$calls"
fault_error "disk error" EIO "$calls,read,pread64"

# where hard links are refused
mkdir "$T/nolink" && fault_setup "$T/nolink"
run strace -f -qq -o /dev/null -e inject=linkat:error=EPERM \
    "$drive" put "$T/nolink" cases/2026/a.json=new
status_is 0 "a change without hard links"
is "$(fault_whole "$T/nolink")" "" "leaves everything whole"

# a group that is being made
fault_setup()
{
	:
}
fault_state()
{
	if [ ! -e "$1/.git" ]; then
		echo old
	elif [ "$(content "$1" group.json)" = '{}' ]; then
		echo new
	else
		echo "half a group"
	fi
}
fault_whole()
{
	[ ! -e "$1/.git" ] || git -C "$1" fsck --strict --no-dangling 2>&1
	[ ! -e "$1/.git" ] || git -C "$1" status --porcelain 2>&1
	[ ! -e "$1/.iv-new" ] || echo "$1/.iv-new is left"
}
# The next command makes it when nothing was made and completes it else.
cat >"$T/again" <<'END'
if [ -e "$2/.git" ]; then
	exec "$1" recover "$2"
fi
exec "$1" create "$2" group.json='{}'
END
fault_cmd=("$drive" create @ group.json='{}')
fault_next=(sh "$T/again" "$drive" @)
[ -n "$full" ] || { fault_every=3
	note "of the kills in a start each 3rd point (FULL=1: all)"; }
fault_kill "kill -9 while a group is made"
fault_every=1

# eight writers at once
writers=8 each=100
mkdir "$T/many" && "$drive" create "$T/many" group.json='{}'
writer()
{
	local i

	for ((i = 0; i < each; i++)); do
		"$drive" put "$T/many" "cases/2026/w$1-$i.json=$i" \
		    2>>"$T/many.err" || echo "refused $1 $i"
	done
}
for ((w = 0; w < writers; w++)); do
	writer "$w" >"$T/many.$w" &
done
wait
refused=$(cat "$T"/many.[0-9] | wc -l)
committed=$(git -C "$T/many" ls-tree -r --name-only HEAD cases | wc -l)
commits=$(git -C "$T/many" rev-list --count HEAD)
dirty=$(git -C "$T/many" status --porcelain | wc -l)
note "$writers writers x $each: $((writers * each - committed)) lost," \
    "$refused refused, $dirty uncommitted, $commits commits"
is "$committed $refused $dirty $commits" \
    "$((writers * each)) 0 0 $((writers * each + 1))" \
    "nothing lost, nothing refused, nothing uncommitted"
is "$(git -C "$T/many" fsck --strict --no-dangling 2>&1)" "" "and whole"

done_testing
