#!/usr/bin/env bash
# Copies that drift apart and are merged in every order: all end the same, and
# no edit is lost that nobody replaced.  FULL=1 plays more.
full=${FULL:-}
. "${0%/*}/lib.sh"
plain_only "the same merges in every build"
needs git
model=$IV_TESTS/sync_model
[ -x "$model" ] || skip_all "no $model"

# In memory where that can be: what is tried here is the order of things, and
# what a disk does to it is in faults.t.
dir=$T
if [ -d /dev/shm ] && [ -w /dev/shm ]; then
	dir=$(mktemp -d /dev/shm/iv-model.XXXXXX)
	trap 'rm -rf "$dir"; tap_cleanup' EXIT
fi
rounds=700 seeds='1 2 3 4'
[ -z "$full" ] || { rounds=2500; seeds=$(seq 1 12); }

all=0
for seed in $seeds; do
	mkdir "$dir/$seed"
	run "$model" "$dir/$seed" "$seed" "$rounds" 15
	status_is 0 "seed $seed: no edit is lost, all clones agree"
	note "seed $seed: $out"
	[[ $out =~ ^([0-9]+)\ rounds ]] && all=$((all + BASH_REMATCH[1]))
	wrong=$(git -C "$dir/$seed/c0" fsck --strict --no-dangling 2>&1)
	for clone in "$dir/$seed"/c*; do
		wrong+=$(git -C "$clone" status --porcelain 2>&1
		    diff -r -x .git "$dir/$seed/c0" "$clone" 2>&1)
	done
	is "$wrong" "" "seed $seed: whole, clean and the same to the byte"
	rm -rf "${dir:?}/$seed"
done
note "$all rounds in all"
ok "at least a thousand rounds" test "$all" -ge 1000
done_testing
