#!/usr/bin/env bash
# The tools themselves under faults: an add, a change of two records, and
# eight people who add at once.  What lies below is swept in faults.t.
full=${FULL:-}
. "${0%/*}/lib.sh"
plain_only "the system calls are the same in every build"
needs strace git jq
. "$TOP/tests/faults.sh"
unset IV_SEED
[ -n "$full" ] || { fault_every=2
	note "of the kills each 2nd point (FULL=1: all)"; }

make_group()
{
	rmdir "$1" 2>/dev/null
	iv-group init "$1" --name Noord >/dev/null
	cd "$1" || return 1
	iv-member add --json >/dev/null <<<'{"id":"manna12345","name":"Anna","role":"member"}'
	iv-session add --json >/dev/null <<<'{"id":"sessn12345","start":"2026-03-19T09:30"}'
	iv-case add --json >/dev/null <<<'{"id":"case123456","presenter":"manna12345","title":"a","question":"Hoe doe ik dat?"}'
	cd - >/dev/null || return 1
}
# Any write recovers; this one changes nothing.
fault_next=(iv-member -C @ set manna12345 role=member)

# --- one record is added ---------------------------------------------------
fault_setup() { make_group "$1"; }
fault_state()
{
	local files head

	files=$(find "$1/cases" -name '*.json' | wc -l)
	head=$(git -C "$1" ls-tree -r --name-only HEAD cases | wc -l)
	case $files$head in
	11) echo old ;;
	22) echo new ;;
	*) echo "$files files, $head in HEAD" ;;
	esac
	find "$1/cases" "$1/sessions" -name '*.json' -exec jq -e . {} + \
	    >/dev/null || echo 'a half record'
}
fault_cmd=(iv-case -C @ add --presenter Anna --title b
    --question 'Hoe zeg ik nee?')
fault_kill 'iv-case add, kill -9'
calls=write,openat,openat2,fsync,syncfs,renameat,renameat2,linkat,mkdirat,mkdir
fault_error 'iv-case add, disk full' ENOSPC "$calls"
fault_error 'iv-case add, disk error' EIO "$calls"

# --- a meeting and its case, one commit ------------------------------------
fault_state()
{
	local both

	both=$(jq -r .status "$1/cases/2026/case123456.json")
	both+=$(jq '.agenda | length' "$1/sessions/2026/sessn12345.json")
	both+=$(git -C "$1" show HEAD:cases/2026/case123456.json | jq -r .status)
	both+=$(git -C "$1" show HEAD:sessions/2026/sessn12345.json |
	    jq '.agenda | length')
	case $both in
	ready0ready0) echo old ;;
	scheduled1scheduled1) echo new ;;
	*) echo "mixed: $both" ;;
	esac
}
fault_cmd=(iv-session -C @ agenda sessn12345 --case case123456 --minutes 45)
fault_kill 'a meeting and its case, kill -9'
fault_error 'a meeting and its case, disk full' ENOSPC "$calls"

# --- eight people ----------------------------------------------------------
many=$T/many
make_group "$many"
before=$(git -C "$many" rev-list --count HEAD)
writer()
{
	local i

	for ((i = 0; i < 100; i++)); do
		iv-case -C "$many" add --presenter Anna --title "$1 $i" \
		    --question 'Hoe doe ik dat?' 2>>"$T/many.err" || echo no
	done
}
for ((w = 0; w < 8; w++)); do
	writer "$w" >"$T/many.$w" &
done
wait
refused=$(cat "$T"/many.[0-7] | grep -c '^no')
files=$(find "$many/cases" -name '*.json' | wc -l)
commits=$(git -C "$many" rev-list --count HEAD)
dirty=$(git -C "$many" status --porcelain | wc -l)
note "8 writers x 100 adds: $((801 - files)) lost, $refused refused," \
    "$dirty uncommitted"
is "$files $refused $dirty $((commits - before))" '801 0 0 800' \
    'nothing lost, nothing refused, nothing uncommitted'
is "$(git -C "$many" fsck --strict --no-dangling 2>&1)" '' 'and whole'
ok 'check finds nothing' iv-group -C "$many" check
done_testing
