#!/usr/bin/env bash
# iv-session run, killed while it runs and while it is saved: nothing that was
# acknowledged is lost, nothing is there twice.  FULL=1 takes 200 random moments,
# else a quarter of them.
full=${FULL:-}
. "${0%/*}/lib.sh"
. "$TOP/tests/session.sh"
needs git jq

team
iv-member add --name 'Ans Mulder' --role facilitator >/dev/null

# --- kills while it is saved ------------------------------------------------

# Whatever call it is killed at, the next command leaves every text once.
if [ -z "$IV_VARIANT" ] && command -v strace >/dev/null &&
    strace -qq -e trace=none true 2>/dev/null; then
	export IV_NOW=2026-03-01T10:00
	s=$(iv-session plan 2026-04-16T09:30)
	case=$(new_case "$jurgen")
	iv-session agenda "$s" --case "$case" --method incident
	export IV_NOW=2026-04-16T09:30
	plain <<<'next
next
q Hoe klonk het?
note apart'
	export IV_NOW=2026-04-16T11:30
	cp -a . "$T/saving"
	points=0
	bad=''
	for call in openat renameat renameat2 unlink unlinkat linkat fsync \
	    syncfs write; do
		step=1
		case $call in openat|write) step=5 ;; esac
		for ((n = 1; n < 200; n += step)); do
			cd "$T" && rm -rf copy && cp -a saving copy && cd copy
			strace -qq -o /dev/null -e trace="$call" \
			    -e inject="$call":signal=KILL:when=$n \
			    iv-session close >/dev/null 2>&1 && break
			points=$((points + 1))
			# Known to be left by the dead without a wait.
			find .git -name '*.lock' -exec touch -d '10 minutes ago' {} +
			iv-session close >/dev/null 2>&1 ||
			    iv-session run --plain "$s" </dev/null \
			    >/dev/null 2>&1
			got=$(session .status; git status --porcelain
			    jq -r '.questions[].text' cases/2026/"$case".json
			    find .git/iv -name 'run-*'
			    grep -h apart "$XDG_DATA_HOME"/iv/*/notes/"$s".txt)
			[ "$got" = "held
Hoe klonk het?
2026-04-16T09:30 note: apart" ] || bad="$bad $call:$n: $got"
		done
	done 2>/dev/null
	cd "$T/work/group" || exit 1
	is "$bad" "" "killed at any call, nothing is lost or there twice"
	note "$points points"
	iv-session close 2>/dev/null
else
	skip "no strace here, or another build"
fi

# --- kills ------------------------------------------------------------------

export IV_NOW=2026-03-01T10:00
s=$(iv-session plan 2026-06-04T09:30)
case=$(new_case "$noelle")
iv-session agenda "$s" --case "$case" --method incident
export IV_NOW=2026-06-04T09:30
plain <<<'next
next'
state=12345
kills=50
[ -z "$full" ] || kills=200
wait=0.00
# Another build starts more slowly.
[ -z "$IV_VARIANT" ] || { kills=20 wait=0.; }
lost=0
torn=0
seen=0
: >"$T/told"
for ((i = 0; i < kills; i++)); do
	state=$(((state * 1103515245 + 12345) & 0x7fffffff))
	for ((k = 0; k < 40; k++)); do
		echo "q kill $i text $k, dit is een vraag van iemand"
	done >"$T/lines"
	: >"$T/said"
	iv-session run --plain "$s" <"$T/lines" >"$T/said" 2>/dev/null &
	pid=$!
	sleep "$wait$((state / 65536 % 10))$((state / 1024 % 10))"
	kill -9 $pid 2>/dev/null
	wait $pid 2>/dev/null
	# Half a line, as a kill in the middle of a write leaves it.
	if [ -n "$(tail -c 1 "$(journal)")" ]; then
		torn=$((torn + 1))
	elif [ $((state / 64 % 4)) -eq 0 ]; then
		printf '{"at":1780558200,"event":"no' >>"$(journal)"
		torn=$((torn + 1))
	fi
	# What was acknowledged is what must be there.
	n=$(grep -c 'noted' "$T/said")
	seen=$((seen + n))
	head -n "$n" "$T/lines" | cut -c3- >>"$T/told"
done 2>/dev/null
plain <<<'closing
next
next'
status_is 0 "after $kills kills the meeting is closed"
jq -r '.questions[].text' cases/2026/"$case".json | sort >"$T/kept"
lost=$(sort "$T/told" | comm -23 - "$T/kept" | wc -l)
is "$lost" 0 "and no text that was acknowledged is lost"
is "$(sort "$T/kept" | uniq -d | wc -l)" 0 "and none is there twice"
[ -n "$full" ] || note "50 moments of 200 (FULL=1: all)"
note "$kills kills, $seen texts acknowledged, $(wc -l <"$T/kept") kept," \
    "$torn half lines"
ok "git finds nothing to say" clean

done_testing
