#!/usr/bin/env bash
# A merge under faults: kill -9 at every system call of it, failing disks, and
# iv-sync itself killed in the middle of its work.  FULL=1 takes every point.
full=${FULL:-}
. "${0%/*}/lib.sh"
plain_only "the system calls are the same in every build"
needs strace git jq
. "$TOP/tests/faults.sh"
unset IV_SEED IV_NOW
drive=$IV_TESTS/sync_drive
[ -x "$drive" ] || skip_all "no $drive"
[ -n "$full" ] || { fault_every=5
	note "of the kills each 5th point (FULL=1: all)"; }

# Two copies that went apart: a record each, and one field twice.
iv-group init ours --name Noord >/dev/null
iv-member -C ours add --json >/dev/null \
    <<<'{"id":"manna12345","name":"Anna","role":"member"}'
iv-case -C ours add --json >/dev/null <<'END'
{"id":"case123456","presenter":"manna12345","title":"a","question":"Hoe doe ik dat?"}
{"id":"case123457","presenter":"manna12345","title":"a","question":"Hoe doe ik dat?"}
END
git init -q --bare -b main hub.git
iv-sync -C ours remote "$PWD/hub.git" --host-reads 2>/dev/null
iv-sync -C ours
iv-sync clone hub.git theirs 2>/dev/null
iv-case -C theirs set case123456 title=theirs urgency=5
iv-case -C theirs set case123457 urgency=4
iv-case -C theirs add --presenter Anna --title nieuw \
    --question 'Hoe dan wel?' >/dev/null
iv-case -C ours set case123456 title=ours
commit=$(git -C theirs rev-parse HEAD)

fault_setup()
{
	rmdir "$1" 2>/dev/null
	cp -a "${fault_from:-ours}" "$1"
	mkdir -p "$1/.git/iv/incoming/pack" "$1/.git/iv/incoming/info"
	GIT_OBJECT_DIRECTORY=$1/.git/iv/incoming \
	    GIT_ALTERNATE_OBJECT_DIRECTORIES=$1/.git/objects \
	    git -C "$1" -c fetch.unpackLimit=1 fetch -q "$PWD/theirs" main
}
fault_state()
{
	local files head all

	files=$(cd "$1" && cat cases/*/*.json | jq -c '[.title, .urgency]' |
	    sort | tr '\n' ' ')
	head=$(git -C "$1" ls-tree -r --name-only HEAD cases | while read -r f
	    do git -C "$1" show "HEAD:$f"; done | jq -c '[.title, .urgency]' |
	    sort | tr '\n' ' ')
	[ "$files" = "$head" ] || echo "files: $files HEAD: $head"
	all=$(jq -c '[.[].urgency]' <<<"[${files//\] \[/],[}]" 2>/dev/null)
	case $files in
	*nieuw*'"a",4'*|*'"a",4'*nieuw*) echo new ;;
	*nieuw*|*',4'*) echo "mixed: $files $all" ;;
	*) echo old ;;
	esac
}
fault_cmd=("$drive" @ "$commit")
fault_next=("$IV_TESTS/repo_drive" recover @)
fault_kill "a merge, kill -9"
calls=write,pwrite64,fsync,syncfs,renameat,renameat2,linkat,mkdirat,mkdir
[ -z "$full" ] || calls=$calls,openat,openat2
fault_error "a merge, disk full" ENOSPC "$calls"
[ -z "$full" ] || fault_error "a merge, disk error" EIO "$calls"

# a copy that only has to go forward
iv-sync clone hub.git forward 2>/dev/null
fault_from=forward
fault_kill "forward, kill -9"

# gone PID: waits until all of that process group are dead; the git at the far
# end of a path dies after ours.
gone()
{
	local n

	for ((n = 0; n < 500; n++)); do
		cat /proc/[0-9]*/stat 2>/dev/null | sed 's/.*) //' |
		    awk -v g="$1" '$3 == g && $1 != "Z" { n++ }
			END { exit(n > 0) }' && return
		sleep 0.01
	done
}

# --- iv-sync itself ------------------------------------------------------------
iv-sync -C theirs
kills=0 bad=''
for ((i = 0; i < 20; i++)); do
	iv-case -C theirs set case123457 title="theirs $i"
	iv-sync -C theirs 2>/dev/null
	iv-case -C ours set case123457 situation="ours $i"
	setsid iv-sync -C ours >/dev/null 2>&1 &
	pid=$!
	sleep "0.0$((i * 5 % 90 + 10))"
	if kill -9 -- "-$pid" 2>/dev/null; then
		kills=$((kills + 1))
	fi
	wait "$pid" 2>/dev/null
	gone "$pid"
	fault_age ours
	left=$(find hub.git ours/.git -name '*.lock' ! -name iv.lock)
	# The far end died too: what its git left there is not ours to mend,
	# but is named.  A branch that HEAD points to is locked with HEAD.
	for lock in $(find hub.git/refs hub.git/HEAD.lock -name "*.lock"); do
		[ "$(git -C ours rev-parse HEAD)" = \
		    "$(git -C hub.git rev-parse main)" ] ||
		    { iv-sync -C ours 2>&1 |
			grep -q "${lock##*/}': File exists"; } ||
		    bad+="$i: $lock over there is not named"$'\n'
		rm -f "$lock"
	done
	iv-sync -C ours >x 2>&1 || bad+="$i: $(cat x; echo "left: $left")"$'\n'
	bad+=$(git -C ours fsck --strict --no-dangling 2>&1
	    git -C ours status --porcelain)
	[ "$(jq -r '.title + "/" + .situation' ours/cases/*/case123457.json)" \
	    = "theirs $i/ours $i" ] || bad+="$i: an edit is lost"$'\n'
done 2>/dev/null
is "$bad" "" "iv-sync is killed and goes on"
ok "and was killed often enough" test "$kills" -ge 5
note "$kills kills of iv-sync, each followed by one that goes on"

# and clone
kills=0 bad=''
for ((i = 0; i < 12; i++)); do
	setsid iv-sync clone hub.git k >/dev/null 2>&1 &
	pid=$!
	sleep "0.0$((i * 5 + 10))"
	kill -9 -- "-$pid" 2>/dev/null && kills=$((kills + 1))
	wait "$pid" 2>/dev/null
	gone "$pid"
	if [ ! -e k/group.json ]; then
		iv-sync clone hub.git k >x 2>&1 || bad+="$i: $(cat x)"$'\n'
	fi
	iv-group -C k check >/dev/null 2>&1
	iv-sync -C k >x 2>&1 || bad+="$i: $(cat x)"$'\n'
	bad+=$(git -C k status --porcelain; git -C k fsck --no-dangling 2>&1)
	rm -rf k
done 2>/dev/null
is "$bad" "" "clone is killed and can be done again"
note "$kills kills of clone"
done_testing
