#!/usr/bin/env bash
# merge.sh [N]: two sides of a group of N cases (10000) that changed 100 records
# each, 20 of them the same ones in other fields, and added 10: our merge beside
# "git merge", a sync beside "git pull", a clone beside "git clone".  Each run
# has a copy of its own; a ratio is the median over pairs, by the clock and
# by the processor's time, which other work on the machine touches least.
. "$(dirname "$0")/setup.bash"
n=${1:-10000}
runs=${RUNS:-7}
echo "on $(stat -f -c %T .), $(nproc) processors, git $(git --version |
    cut -d' ' -f3)"

# change DIR FROM FIELD JQ: 100 cases from the FROMth on, 10 new ones.
change()
{
	local i=0 f

	find "$1/cases" -name '*.json' | sort | awk "NR % 7 == 0" |
	    tail -n "+$2" | head -n 100 | while read -r f; do
		perl -pi -e "$3" "$f"
	done
	for ((i = 0; i < 10; i++)); do
		cp "$(find "$1/cases/2020" -name '*.json' | sort | head -n 1)" \
		    "$1/cases/2026/new$4${i}00000.json"
	done
	git -C "$1" add -A
	git -C "$1" commit -q -m "$4"
}

seed base "$n"
git -C base gc -q
cp -a base theirs
cp -a base ours
change ours 1 's/"title": "/"title": "Onze /' k
change theirs 81 's/"urgency": \d/"urgency": 5/' m
git init -q --bare hub.git
git -C theirs push -q ../hub.git main
git -C ours config remote.origin.url "$dir/hub.git"
git -C ours config remote.origin.fetch '+refs/heads/*:refs/remotes/origin/*'
git -C ours config core.logAllRefUpdates false
commit=$(git -C theirs rev-parse HEAD)

# A pair of copies for every run: ext4 without a journal looks long for an
# inode where many were freed a moment ago.
cat >fresh.sh <<'END'
i=$(cat run)
for d in $(cat pair); do
	cp -a $d $d.$i
	git -C $d.$i update-index -q --refresh
done
echo $((i + 1)) >run
sync -f .
END

# measure NAME GOAL A ... -- B ...
measure()
{
	local name=$1 goal=$2 a b ratio cpu
	shift 2

	read -r a b ratio _ _ cpu < <("$tests/pairs" -n "$runs" "$@")
	printf '%-58s %9s, processor %s  goal %s\n' \
	    "$name: $a ms, git $b ms" "$ratio" "$cpu" "$goal"
}

mv ours a
cp -a a b
mkdir -p a/.git/iv/incoming
echo 0 >run
echo a b >pair
measure "sync beside git pull, $n records" - -b fresh.sh \
    iv-sync -C a.{} --no-push \
    -- sh -c 'git -C b.{} pull -q origin main || true'
git -C a fetch -q
git -C b fetch -q
mv a c
mv b d
echo 0 >run
echo c d >pair
measure "merge, $n records" 0.4 -b fresh.sh "$tests/sync_drive" c.{} "$commit" \
    -- sh -c "git -C d.{} merge -q $commit || true"
# Each into a new directory: to make files where as many have just been removed
# takes ext4 several times as long.
echo 'sync -f .' >none.sh
runs=3
measure "clone, $n records" - -b none.sh \
    sh -c 'iv-sync clone hub.git c{} 2>/dev/null' -- git clone -q hub.git d{}
