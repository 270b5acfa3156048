#!/usr/bin/env bash
# core.sh [N ...]: one change, one look, one list and many writers, each beside
# what people use today, in one run.  A ratio is the median over pairs that
# ran in turn, ours by theirs.  Groups of 100, 1000 and 10000 cases.
. "$(dirname "$0")/setup.bash"
sizes=${*:-100 1000 10000}
pairs=$tests/pairs
echo "on $(stat -f -c %T .), $(nproc) processors, git $(git --version |
    cut -d' ' -f3), $(jq --version)"

# row TEXT FIGURE GOAL: bars are printed, never asserted.
row()
{
	printf '%-58s %9s  goal %s\n' "$1" "$2" "$3"
}

# two N A ... -- B ...: sets a, b (ms), ratio, rss_a, rss_b (kB), cpu (ratio of
# the processor's time).
two()
{
	local n=$1
	shift

	read -r a b ratio rss_a rss_b cpu < <("$pairs" -n "$n" "$@")
	[ -n "$cpu" ]
}

less()
{
	awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", a / b }'
}

# both DIR N: a group, and the same for git alone.
both()
{
	seed "$1" "$2"
	git -C "$1" gc -q
	cp -a "$1" "$1.git"
	# What a group has of its own: without it git is as git is.
	git -C "$1.git" config --unset core.logAllRefUpdates || true
	rm -rf "$1.git/.git/iv" "$1.git/.git/iv.lock"
}

some_case()
{
	basename "$(find "$1/cases/2020" -name '*.json' | sort | head -n 1)" \
	    .json
}

one_change()
{
	local n=$1 id

	id=$(some_case "g$n")
	cat >change.sh <<END
cd g$n.git && printf '{"title":"T %s"}\n' "\$1" >cases/2020/$id.json &&
git -c core.fsync=all add cases/2020/$id.json &&
git -c core.fsync=all commit -q -m change
END
	two 25 iv-case set -C "g$n" "$id" "title=T {}" -- sh change.sh {}
	ours[$n]=$a
	theirs[$n]=$b
	row "change, $n cases: iv-case set $a ms, git add+commit $b ms" \
	    "$ratio" 0.45
}

syncs()
{
	local n=$1 id ours theirs
	local calls=fsync,fdatasync,syncfs,sync,sync_file_range,msync

	id=$(some_case "g$n")
	strace -f -qq -e "trace=$calls" -o st.ours \
	    iv-case set -C "g$n" "$id" "title=T s"
	strace -f -qq -e "trace=$calls" -o st.theirs sh change.sh s
	ours=$(grep -c '(' st.ours || true)
	theirs=$(grep -c '(' st.theirs || true)
	row "flushes in a change: ours $ours, git $theirs" "$ours" 2
}

one_look()
{
	local n=$1 id

	id=$(some_case "g$n")
	two 101 iv-case show -C "g$n" "$id" -- /bin/true
	row "show, $n cases: iv-case $a ms, /bin/true $b ms" "$ratio" 1.3
}

one_list()
{
	local n=$1

	echo 'cat g'"$n"'/cases/*/*.json | jq -r "select(.form ==
	    \"ethical\") | [.made, .title, .status] | @tsv"' >list.sh
	two 9 iv-case list -C "g$n" --form ethical -- sh list.sh
	row "list, $n cases: iv-case $a ms, jq $b ms" "$ratio" 0.2
	row "list, $n cases: the processor's time, by jq's" "$cpu" 0.2
	row "list, $n cases: most memory of iv-case (kB)" "$rss_a" 4096
}

cat >adds.sh <<'END'
# adds.sh DIR WRITER: a hundred cases written with jq, committed with git, in
# turn by a lock: git itself refuses whom another holds up.
cd "$1" || exit 1
for i in $(seq 100); do
	f=cases/2026/w$2x$i.json
	jq -n --arg t "Casus $2 $i" '{schema: "iv.case/1", title: $t,
	    form: "problem", status: "ready"}' >"$f"
	flock .git/turn sh -c "git -c core.fsync=all add $f &&
	    git -c core.fsync=all commit -q -m add"
done
END
cat >adds-ours.sh <<'END'
for i in $(seq 100); do
	iv-case add -C "$1" --presenter noelle --title "Casus $2 $i" \
	    --question "Hoe kan ik dit anders aanpakken?" >/dev/null ||
	    echo refused
done
END

# writers SCRIPT DIR: eight at once; sets ms.
writers()
{
	local t0=${EPOCHREALTIME/./} w

	for w in 1 2 3 4 5 6 7 8; do
		bash "$1" "$2" "$w" >>"$1.out" 2>&1 &
	done
	wait
	ms=$(((${EPOCHREALTIME/./} - t0) / 1000))
}

many_writers()
{
	local n=$1 ours before after

	before=$(git -C "g$n" rev-list --count HEAD)
	writers adds-ours.sh "g$n"
	ours=$ms
	after=$(git -C "g$n" rev-list --count HEAD)
	writers adds.sh "g$n.git"
	row "8 writers of 100 adds: ours $ours ms, jq and git $ms ms" \
	    "$(less "$ours" "$ms")" 0.35
	row "  lost" $((800 - after + before)) 0
	row "  refused" "$(grep -c refused adds-ours.sh.out || true)" 0
	row "  not committed" \
	    "$(git -C "g$n" status --porcelain | grep -c . || true)" 0
}

declare -A ours theirs
two 101 iv-case --version -- /bin/true
row "--version: iv-case $a ms, /bin/true $b ms" "$ratio" 1.3
for n in $sizes; do
	both "g$n" "$n"
	one_look "$n"
	one_list "$n"
	one_change "$n"
done
if [ -n "${ours[1000]:-}" ] && [ -n "${ours[10000]:-}" ]; then
	row "growth of a change from 1000 to 10000, by git's growth" "$(less \
	    "$(less "${ours[10000]}" "${ours[1000]}")" \
	    "$(less "${theirs[10000]}" "${theirs[1000]}")")" 1.1
fi
first=${sizes%% *}
if command -v strace >/dev/null; then
	syncs "$first"
fi
many_writers "$first"
