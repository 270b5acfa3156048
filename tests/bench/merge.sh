#!/usr/bin/env bash
# merge.sh [N]: two sides of a group of N cases (10000) that changed 100 records
# each, 20 of them the same ones in other fields, and added 10: our merge beside
# "git merge", a sync beside "git pull", a clone beside "git clone".  Each run
# starts from a fresh copy; a ratio is the median over pairs, by the clock and
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

# As it was before the merge, on disk, and known to git.
cat >again.sh <<END
for d in a b; do
	git -C \$d reset -q --hard $(git -C ours rev-parse HEAD)
	find \$d/.git/objects -type f | sort | comm -13 \$d.had - | xargs rm -f
	cp \$d.refs \$d/.git/packed-refs
	rm -rf \$d/.git/refs/remotes
	git -C \$d update-index -q --refresh
done
mkdir -p a/.git/iv/incoming
sync -f .
END

remember()
{
	git -C "$1" pack-refs --all
	cp "$1/.git/packed-refs" "$1.refs"
	find "$1/.git/objects" -type f | sort >"$1.had"
}

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
remember a
remember b
measure "sync beside git pull, $n records" - -b again.sh iv-sync -C a --no-push \
    -- sh -c 'git -C b pull -q origin main || true'
git -C a fetch -q
git -C b fetch -q
remember a
remember b
measure "merge, $n records" 0.4 -b again.sh "$tests/sync_drive" a "$commit" \
    -- sh -c "git -C b merge -q $commit || true"
measure "  with a git that syncs too" 0.4 -b again.sh \
    "$tests/sync_drive" a "$commit" \
    -- sh -c "git -C b -c core.fsync=all merge -q $commit || true"
# Each into a new directory: to make files where as many have just been removed
# takes ext4 several times as long.
echo 'sync -f .' >none.sh
runs=3
measure "clone, $n records" - -b none.sh \
    sh -c 'iv-sync clone hub.git c{} 2>/dev/null' -- git clone -q hub.git d{}
