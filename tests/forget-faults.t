#!/usr/bin/env bash
# Forgetting under faults: kill -9 at every system call of it and of the next
# command, a full disk, a failing one.  Then either nothing has happened, or
# nothing is left of it.  FULL=1 takes every point.
full=${FULL:-}
. "${0%/*}/lib.sh"
plain_only "the system calls are the same in every build"
needs strace git jq
. "$TOP/tests/faults.sh"
unset IV_SEED
export IV_NOW=2026-07-01T12:00
[ -n "$full" ] || { fault_every=7
	note "of the kills each 7th point (FULL=1: all)"; }

iv-group init base --name Noord >/dev/null
iv-member -C base add --json >/dev/null \
    <<<'{"id":"manna12345","name":"Anna","role":"member"}'
iv-case -C base add --json >/dev/null <<'END'
{"id":"case123456","presenter":"manna12345","title":"PLANT","question":"Hoe PLANT ik?"}
{"id":"case123457","presenter":"manna12345","title":"a","question":"Hoe doe ik dat?"}
END
git -C base gc -q
git -C base branch other
iv-case -C base set case123456 situation='PLANT twee'
iv-case -C base set case123457 urgency=1
printf 'PLANT\n' >base/.git/COMMIT_EDITMSG

fault_setup()
{
	rmdir "$1" 2>/dev/null
	cp -a base "$1"
}
# old: all of it; new: none of it, and the list says so.
fault_state()
{
	local n ids

	n=$(git -C "$1" cat-file --batch-all-objects --batch --unordered |
	    grep -a -c PLANT)
	n+=/$(grep -r -a -l PLANT "$1" | wc -l)
	ids=$(jq -r '.forgotten[]' "$1/tombstones.json" 2>/dev/null)
	[ ! -e "$1/.git/iv/forget" ] || n+=' iv/forget'
	[ "$(git -C "$1" rev-list --count HEAD)" -ge 5 ] || n+=' short'
	case $n:$ids in
	0/0:case123456) echo new ;;
	[1-9]*/2:) echo old ;;
	*) echo "mixed: $n:$ids" ;;
	esac
}
fault_cmd=(iv-group -C @ forget --yes case123456)
fault_next=(iv-case -C @ set case123457 urgency=4)
fault_kill "forget, kill -9"
calls=write,pwrite64,fsync,syncfs,rename,renameat,renameat2,linkat,mkdirat
[ -z "$full" ] || calls=$calls,unlinkat,openat,openat2,newfstatat,getdents64
fault_error "forget, disk full" ENOSPC "$calls"
[ -z "$full" ] || fault_error "forget, disk error" EIO "$calls"
# The next command is killed as well, in the middle of finishing.
points=('renameat packed-refs')
[ -z "$full" ] || points+=('unlinkat refs/heads/main'
    'unlinkat COMMIT_EDITMSG' 'unlinkat objects/pack/pack-')
for point in "${points[@]}"; do
	fault_kill_next "killed at $point, then again" ${point% *} ${point#* }
done

# --- in another copy, by iv-sync ------------------------------------------------
git init -q --bare -b main hub.git
git -C base remote add origin "$PWD/hub.git"
git -C base push -q origin main 2>/dev/null
iv-sync clone hub.git stale 2>/dev/null
iv-case -C stale set case123456 pitch='PLANT drie'
iv-case -C stale set case123457 pitch='eigen'
iv-group -C base forget --yes case123456 2>/dev/null
iv-sync -C base 2>/dev/null
kills=0 bad='' n=12
[ -z "$full" ] || n=60
cp -a stale k
took=${EPOCHREALTIME/[.,]/}
iv-sync -C k --no-push 2>/dev/null
took=$(((${EPOCHREALTIME/[.,]/} - took) / 1000))
for ((i = 0; i < n; i++)); do
	rm -rf k && cp -a stale k
	setsid iv-sync -C k --no-push >/dev/null 2>&1 &
	pid=$!
	sleep "$(printf '%d.%03d' $((i * took / n / 1000)) \
	    $((i * took / n % 1000)))"
	kill -9 -- "-$pid" 2>/dev/null && kills=$((kills + 1))
	wait "$pid" 2>/dev/null
	fault_age k
	iv-sync -C k --no-push >x 2>&1 || bad+="$i: $(cat x)"$'\n'
	bad+=$(fault_whole k)
	bad+=$(git -C k cat-file --batch-all-objects --batch |
	    grep -a -m 1 PLANT; grep -r -a -l PLANT k)
	[ "$(jq -r .pitch k/cases/*/case123457.json)" = eigen ] ||
	    bad+="$i: an edit is lost"$'\n'
done 2>/dev/null
is "$bad" "" "iv-sync is killed while it forgets, and goes on"
ok "and was killed often enough" test "$kills" -ge 3
note "$kills kills"
done_testing
