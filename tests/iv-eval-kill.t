#!/usr/bin/env bash
# kill -9 before every system call of a close: the round is closed once, or
# not closed and its answers are whole.  FULL=1 takes every point; else a part
# of them, and it says so.
full=${FULL:-}
. "${0%/*}/lib.sh"
plain_only "the system calls are the same in every build"
needs strace git jq cp find
. "$TOP/tests/faults.sh"

# The private area lies in .git here, so that each copy has its own.
fault_setup()
{
	local codes i=0 code

	export XDG_DATA_HOME=$1/.git/private
	iv-group init "$T/new" --name Groep --language nl >/dev/null
	rmdir "$1" && mv "$T/new" "$1"
	iv-session add -C "$1" --json >/dev/null \
	    <<<'{"start": "2026-03-12T09:00", "minutes": 120, "status": "held"}'
	codes=$(iv-eval -C "$1" open last --people 6 -o id)
	for code in $codes; do
		i=$((i + 1))
		[ $i -gt 5 ] || echo "$code $i $((6 - i)) 4"
	done | iv-eval -C "$1" collect
}

# What stands after the next close: one result, with all five answers, in one
# commit, and nothing that waits.
figures='{"heard":{"low":2,"middle":1,"high":2,"median":3},"asked":{"low":2,'\
'"middle":1,"high":2,"median":3},"try":{"low":0,"middle":0,"high":5,"median":4}}'
fault_state()
{
	local n

	n=$(git -C "$1" log --format=%s | grep -c '^close evaluation')
	if [ "$n" -ne 1 ]; then
		echo "closed $n times"
	elif [ "$(cat "$1"/evaluations/*.json | jq -c .items)" != "$figures" ]
	then
		echo "another result: $(cat "$1"/evaluations/*.json | jq -c .items)"
	elif [ -n "$(find "$1"/.git/private/iv/*/outbox -type f)" ]; then
		echo "answers left: $(find "$1"/.git/private/iv/*/outbox)"
	else
		echo new
	fi
}

# After the kill, before anything else runs: closed, or the answers are whole.
cat >between <<'END'
dir=$1
export XDG_DATA_HOME=$dir/.git/private
head=$(git -C "$dir" log --format=%s | grep -c '^close evaluation')
cat "$dir"/.git/private/iv/*/outbox/[a-z]* 2>/dev/null |
    jq -e '.answered == 5 and .answers.heard == [1, 2, 3, 4, 5] and
    .answers.asked == [1, 2, 3, 4, 5] and .answers.try == [4, 4, 4, 4, 4]' \
    >/dev/null 2>&1
whole=$?
if [ "$head" -eq 0 ] && [ "$whole" -ne 0 ]; then
	echo "not closed, and the answers are not whole"
	exit 1
fi
# Closed by now, or closed by this: never twice.
iv-eval -C "$dir" close -o id || [ $? -eq 3 ] || exit 1
iv-group -C "$dir" set place=Zaal
END

fault_cmd=(env XDG_DATA_HOME=@/.git/private iv-eval -C @ close)
fault_next=(bash "$PWD/between" @)
[ -n "$full" ] || { fault_every=5
	note "each 5th system call (FULL=1: all)"; }
fault_kill "kill -9 in close"

# Too few: nothing is stored, whenever it dies.
eval "$(declare -f fault_setup | sed 's/fault_setup/setup_all/; s/-gt 5/-gt 3/')"
fault_setup() { setup_all "$1"; }
fault_state()
{
	if git -C "$1" log --format=%s | grep -q '^close evaluation' ||
	    [ -d "$1/evaluations" ]; then
		echo "three answers were stored"
	elif [ -n "$(find "$1"/.git/private/iv/*/outbox -type f)" ]; then
		echo "answers left"
	else
		echo old
	fi
}
cat >between <<'END'
export XDG_DATA_HOME=$1/.git/private
iv-eval -C "$1" close --discard || [ $? -eq 3 ] || exit 1
iv-group -C "$1" set place=Zaal
END
fault_cmd=(env XDG_DATA_HOME=@/.git/private iv-eval -C @ close
    --discard)
fault_kill "kill -9 where three are discarded"

# And of an answer that comes in: it is there, or its code still answers.
eval "$(declare -f setup_all | sed 's/setup_all/setup_three/')"
fault_setup()
{
	setup_three "$1"
	iv-eval -C "$1" rounds -o id >/dev/null
	XDG_DATA_HOME=$1/.git/private iv-eval -C "$1" close --discard
	XDG_DATA_HOME=$1/.git/private iv-eval -C "$1" open last --people 6 \
	    -o id >"$1/.git/codes"
	for code in $(head -n 4 "$1/.git/codes"); do
		echo "$code 2 3 4"
	done | XDG_DATA_HOME=$1/.git/private iv-eval -C "$1" collect
	echo "$(tail -n 1 "$1/.git/codes") 5 5 5" >"$1/.git/line"
}
cat >between <<'END'
export XDG_DATA_HOME=$1/.git/private
iv-eval -C "$1" collect <"$1/.git/line" || [ $? -eq 9 ] || exit 1
iv-eval -C "$1" close -o id || exit 1
iv-group -C "$1" set place=Zaal
END
figures='{"heard":{"low":4,"middle":0,"high":1,"median":2},"asked":{"low":0,'\
'"middle":4,"high":1,"median":3},"try":{"low":0,"middle":0,"high":5,"median":4}}'
fault_state()
{
	if [ "$(cat "$1"/evaluations/*.json | jq -c .items)" != "$figures" ]; then
		echo "another result: $(cat "$1"/evaluations/*.json | jq -c .items)"
	else
		echo new
	fi
}
fault_cmd=(env XDG_DATA_HOME=@/.git/private sh -c
    'exec iv-eval -C @ collect <@/.git/line')
fault_kill "kill -9 in collect"
done_testing
