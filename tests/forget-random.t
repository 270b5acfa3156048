#!/usr/bin/env bash
# Random groups that forget: every text of a record that is forgotten stands
# in no object, pack, reflog, index or temporary file, here and, after a sync,
# in a clone that comes late with edits of its own, which it keeps; everything
# else is as it was.  FULL=1: 50 groups, else a few.  SEED=N begins elsewhere.
full=${FULL:-} seed=${SEED:-1}
. "${0%/*}/lib.sh"
needs git jq
unset IV_SEED
export IV_NOW=2026-07-01T12:00
runs=6
[ -z "$full" ] || runs=50
[ -z "$IV_VARIANT" ] || runs=2

# planted DIR: the words PLANT<id>x that stand anywhere in it, once each.
planted()
{
	{
		git -C "$1" cat-file --batch-all-objects --batch --unordered
		find "$1" -type f ! -path '*/objects/*' -exec cat {} +
	} | grep -a -o 'PLANT[a-z0-9]*x' | sort -u
}
wrong()
{
	git -C "$1" fsck --strict --full 2>&1 | grep -v '^notice'
	git -C "$1" status --porcelain 2>&1
	iv-group -C "$1" check -o json | jq -r '.items[] |
	    select(.kind != "advice") | .path + " " + .what'
}
pick()
{
	local -n from=$1
	picked=${from[RANDOM % ${#from[@]}]}
}
# edit DIR WHO: some change, to any record; each leaves a planted word.
edit()
{
	local d=$1

	pick cases
	case $((RANDOM % 6)) in
	0|1) iv-case -C "$d" set "$picked" \
	    "situation=$2 $RANDOM PLANT${picked}x" ;;
	2) iv-case -C "$d" ask "$picked" "Vraag $RANDOM PLANT${picked}x" ;;
	3) iv-case -C "$d" set "$picked" "urgency=$((RANDOM % 5 + 1))" ;;
	4) pick members
	    iv-member -C "$d" set "$picked" "job=$2 $RANDOM PLANT${picked}x" ;;
	5) iv-session -C "$d" add \
	    --start "2026-0$((RANDOM % 6 + 1))-1$((RANDOM % 9))T10:00" ;;
	esac >/dev/null 2>&1
}
make_group()
{
	local i id n

	cases=() members=()
	iv-group init a --name G >/dev/null
	n=$((RANDOM % 4 + 2))
	for ((i = 0; i < n; i++)); do
		id="m$(printf %09d $((RANDOM * 7 + i)) | tr 0-9 a-hjk)"
		members+=("$id")
		printf '{"id":"%s","name":"P%s PLANT%sx","role":"member","joined":"2025-01-01"}\n' \
		    "$id" "$i" "$id"
	done >x
	iv-member -C a add --json <x >/dev/null
	n=$((RANDOM % 6 + 3))
	for ((i = 0; i < n; i++)); do
		id="c$(printf %09d $((RANDOM * 7 + i)) | tr 0-9 a-hjk)"
		cases+=("$id")
		pick members
		printf '{"id":"%s","presenter":"%s","title":"T PLANT%sx","question":"Hoe doe ik dat?"}\n' \
		    "$id" "$picked" "$id"
	done >x
	iv-case -C a add --json <x >/dev/null
	mapfile -t cases < <(iv-case -C a list -o id)
	mapfile -t members < <(iv-member -C a list -o id)
}
share()
{
	git init -q --bare -b main hub.git
	iv-sync -C a remote "$PWD/hub.git" --host-reads 2>/dev/null
	iv-sync -C a
	iv-sync clone hub.git b 2>/dev/null
	iv-sync clone hub.git late 2>/dev/null
}
# Traces of plain git, now and then.
litter()
{
	case $((RANDOM % 5)) in
	0) git -C "$1" gc -q ;;
	1) git -C "$1" -c core.logAllRefUpdates=true \
	    -c user.name=x -c user.email=x@iv.invalid \
	    commit -q --allow-empty -m empty ;;
	2) git -C "$1" branch "side$RANDOM" HEAD~1 ;;
	3) git -C "$1" repack -q ;;
	4) git -C "$1" tag "t$RANDOM" ;;
	esac >/dev/null 2>&1
}
choose()
{
	local i n=$((RANDOM % 3 + 1))

	gone=()
	for ((i = 0; i < n; i++)); do
		if [ $((RANDOM % 3)) -eq 0 ]; then
			pick members
			iv-member -C a leave "$picked" >/dev/null 2>&1
		else
			pick cases
		fi
		case " ${gone[*]} " in
		*" $picked "*) ;;
		*) gone+=("$picked") ;;
		esac
	done
}
# Every word but those of gone must still be there, and no other.
want()
{
	comm -23 <(printf 'PLANT%sx\n' "${cases[@]}" "${members[@]}" |
	    sort -u) <(printf 'PLANT%sx\n' "${gone[@]}" | sort -u)
}

bad='' versions=0
for ((run = 0; run < runs; run++)); do
	RANDOM=$((seed + run))
	mkdir "run$run" && cd "run$run" || exit 1
	make_group
	share
	for ((i = RANDOM % 8 + 3; i > 0; i--)); do
		edit a a
		[ $((RANDOM % 4)) -ne 0 ] || litter a
	done
	[ $((RANDOM % 2)) -eq 0 ] || iv-sync -C a 2>/dev/null
	for ((i = RANDOM % 5 + 1; i > 0; i--)); do
		edit b b
	done
	keep="eigen $RANDOM"
	pick cases
	late=$picked
	iv-case -C late set "$late" "pitch=$keep PLANT${late}x" 2>/dev/null
	choose
	iv-group -C a forget --yes "${gone[@]}" 2>x || bad+="$run: $(cat x)"
	v=$(sed -n 's/^iv-group: \([0-9]*\) version.*/\1/p' x)
	versions=$((versions + ${v:-0}))
	[ "$(planted a)" = "$(want)" ] || bad+="$run a: $(planted a |
	    comm -3 - <(want))"$'\n'
	bad+=$(wrong a)
	for d in a b late a b late; do
		iv-sync -C "$d" >x 2>&1 || bad+="$run $d: $(cat x)"$'\n'
	done
	for d in a b late; do
		[ "$(planted $d)" = "$(want)" ] ||
		    bad+="$run $d: $(planted $d | comm -3 - <(want))"$'\n'
		bad+=$(wrong $d)
	done
	bad+=$(diff -r -x .git a b; diff -r -x .git a late)
	[ "$(git -C a rev-parse HEAD)" = "$(git -C late rev-parse HEAD)" ] ||
	    bad+="$run: not one history"$'\n'
	case " ${gone[*]} " in
	*" $late "*) ;;
	*) grep -q "$keep" a/cases/*/"$late.json" ||
	    bad+="$run: the edit of the late clone is lost"$'\n' ;;
	esac
	# What the host has is clean once it collects.
	git -C hub.git reflog expire --expire=now --all
	git -C hub.git gc -q --prune=now
	[ "$(git -C hub.git cat-file --batch-all-objects --batch |
	    grep -a -o 'PLANT[a-z0-9]*x' | sort -u)" = "$(want)" ] ||
	    bad+="$run: the host"$'\n'
	cd .. && rm -rf "run$run"
done
is "$bad" "" "$runs random groups forget, and nothing else is lost"
ok "and had something to forget" test "$versions" -ge "$runs"
note "$runs groups of three clones, $versions versions taken out"
done_testing
