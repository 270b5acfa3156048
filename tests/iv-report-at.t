#!/usr/bin/env bash
# iv-report --at: a group as it stood, from the objects of a commit; where a
# report was made from; several groups at once.
. "${0%/*}/lib.sh"
needs git jq

# commit WHEN MESSAGE: all there is, by hand.
commit()
{
	git add -A && GIT_AUTHOR_DATE="$1" GIT_COMMITTER_DATE="$1" git \
	    -c user.name=x -c user.email=x@example.org commit -qm "$2"
}

# met ID START ATTENDANCE: a meeting that was held.
met()
{
	mkdir -p sessions/2026
	jq -n --arg s "$2" --argjson a "$3" '{schema: "iv.session/1",
	    start: $s, minutes: 120, status: "held", attendance: $a,
	    made: "2026-01-02"}' >"sessions/2026/$1.json"
}

IV_NOW=2026-01-05T09:30 iv-group init noord --name 'Team Noord' \
    --language nl >/dev/null
cd noord || exit 1
export IV_NOW=2026-01-06T09:30
anna=$(iv-member add --name 'Anna Smit' --joined 2026-01-01)
joel=$(iv-member add --name 'Joël Bakker' --joined 2026-01-01)
iv-member set anna registers.skj=123
iv-member add --name 'Gerda Boom' --role facilitator >/dev/null
all='{"'$anna'": {"status": "present"}, "'$joel'": {"status": "present"}}'
met s100000001 2026-01-12T09:30 "$all"
IV_NOW=2026-01-13T09:30 id=$(iv-case add --title 'Geheim zaakje' \
    --presenter anna --question 'Hoe zwijg ik?')
commit 2026-01-13T12:00:00+0100 een
one=$(git rev-parse HEAD)
met s100000002 2026-02-16T09:30 "$all"
jq '.name = "Anna Smit-Vos"' "members/$anna.json" >"$T/m" &&
    cp "$T/m" "members/$anna.json"
mkdir registers
jq -n '{schema: "iv.register/1", name: "eigen", title: {nl: "Eigen"},
    source: ["https://example.org/"], checked: "2026-02-01",
    hours: {norm: 3}}' >registers/eigen.json
commit 2026-02-17T23:30:00+0100 twee
two=$(git rev-parse HEAD)
rm registers/eigen.json
met s100000003 2026-03-09T09:30 "$all"
commit 2026-03-09T13:00:00+0100 drie
three=$(git rev-parse HEAD)
export IV_NOW=2026-03-12T09:30

# --- what is meant -----------------------------------------------------------
while read -r at meetings day commit; do
	run iv-report hours --at "$at" --member "$anna" -o json -f meetings
	is "$(jq -c '[.items[0].meetings, .commit]' "$T/out")" \
	    "[$meetings,\"$commit\"]" "--at $at"
	run iv-report hours --at "$at" -o md
	out_like "^Stand van $day, commit ${commit:0:12}, iv-report " \
	    "--at $at: what it stood by"
done <<EOF
2026-01-13 1 2026-01-13 $one
2026-02-17 2 2026-02-17 $two
2026-02-16 1 2026-02-16 $one
2026-02-17T23:29 1 2026-02-17 $one
2026-02-17T23:30 2 2026-02-17 $two
gisteren 3 2026-03-11 $three
today 3 2026-03-12 $three
HEAD 3 2026-03-09 $three
${one:0:7} 1 2026-01-13 $one
$two 2 2026-02-17 $two
EOF
while IFS='|' read -r want at like; do
	run iv-report hours --at "$at"
	status_is "$want" "refused: --at $at"
	err_like "$like" "with: $like"
	out_empty 'and prints nothing'
done <<'EOF'
2|2026-03-13|--at 2026-03-13: 2026-03-13 is still to come
3|2026-01-01|--at 2026-01-01: the group was not there yet
3|0000000|--at 0000000: no change '0000000'
2|03-04-2026|--at 03-04-2026: .*2026-04-03
2|ooit|--at ooit: 
2|2026-02-30|--at 2026-02-30: 
2|2026-02-17T25:00|--at 2026-02-17T25:00: 
EOF
tree=$(git rev-parse 'HEAD^{tree}')
run iv-report hours --at "$tree"
status_is 3 'a tree is no commit'

# --- all of it is of then ----------------------------------------------------
run iv-report hours --at "$one" -o tsv -f name
out_is $'name\nAnna Smit\nJoël Bakker' 'names of then'
run iv-report hours --at 2026-02-17 --member 'anna smit-v' -o tsv -f name
out_is $'name\nAnna Smit-Vos' 'who is meant, too'
run iv-report hours --at "$one" --member 'anna smit-v'
status_is 3 'not who is called so now'
run iv-report register --profile eigen --member anna --at "$two" -o json
status_is 0 "a register of the group's own, then"
run iv-report register --profile eigen --member anna
status_is 3 'which is gone now'
IV_NOW=2026-06-01T09:00 run iv-report register --profile skj --member anna \
    --at "$two" -o json
is "$(jq -c '[.items[] | select(.item == "plan a meeting") | .date]' \
    "$T/out")" '["2026-04-13"]' 'days to come are counted from then'
count=0
for report in $(iv-report help --man COMMANDS |
    sed -n 's/^\.It Cm \([a-z]*\).*/\1/p'); do
	case $report in
	register) with=(--profile skj --member anna) ;;
	reflection|binder) with=(--member anna) ;;
	minutes|agenda|signsheet) with=(2026-02-16) ;;
	*) with=() ;;
	esac
	run iv-report "$report" "${with[@]}" --at "$two" -o json
	status_is 0 "$report --at"
	[ "$status" -ne 0 ] || count=$((count + 1))
done
ok "$count reports can be asked so" [ "$count" -ge 20 ]

# --- the same bytes ----------------------------------------------------------
git clone -q . "$T/clone"
git -C "$T/clone" gc -q
for report in hours attendance 'cases --full' overview year client \
    "certificate --member $anna" statement \
    "binder --member $anna" timing signals; do
	for format in md html json csv; do
		iv-report $report --at 2026-02-17 -o $format >"$T/first" \
		    2>"$T/err1"
		TZ=Pacific/Auckland LC_ALL=nl_NL.UTF-8 IV_LANG=en \
		    IV_NOW=2027-08-01T03:00 XDG_DATA_HOME=$T/elsewhere \
		    iv-report -C "$T/clone" $report --at 2026-02-17 \
		    -o $format >"$T/second" 2>"$T/err2"
		ok "$report as $format: of another clone, zone, locale, day" \
		    cmp "$T/first" "$T/second"
	done
done
ok 'and they are not empty' [ -s "$T/first" ]
iv-report year -o html >"$T/first"
TZ=America/New_York LC_ALL=C iv-report -C "$T/clone" year -o html \
    >"$T/second"
ok 'without --at too, on the same day' cmp "$T/first" "$T/second"

# --- provenance --------------------------------------------------------------
run iv-report hours -o md
out_like "^Gemaakt op 2026-03-12, commit ${three:0:12}, iv-report " \
    'md says what it was made from'
run iv-report hours -o html
out_like "Gemaakt op 2026-03-12, commit ${three:0:12}, iv-report " 'and html'
run iv-report hours -o json
is "$(jq -r .commit "$T/out")" "$three" 'json has it beside its items'
is "$(jq -r .program "$T/out")" \
    "$(iv-report --version | head -n 1 | cut -d' ' -f1-2)" 'and the program'
iv-report -C "$T/clone" hours -o json >"$T/second"
is "$(jq -r .commit "$T/second")" "$three" 'from packed refs as well'
for format in tsv csv ndjson id; do
	run iv-report yearplan -o $format
	out_unlike "${three:0:12}" "$format carries its rows alone"
done
cp -r . "$T/bare" && rm -rf "$T/bare/.git"
run iv-report -C "$T/bare" hours -o md
out_like '^Gemaakt op 2026-03-12, iv-report ' 'nothing is made up without git'
run iv-report -C "$T/bare" hours --at 2026-02-17
status_is 6 'and there is no past'

# --- the wall ----------------------------------------------------------------
secret=$(git ls-tree -r "$two" -- cases | awk '{ print $3 }')
trees=$(git ls-tree -rt "$two" -- cases | awk '$2 == "tree" { print $3 }')
ok 'there is content to keep out' [ -n "$secret" ]
if command -v strace >/dev/null && [ -z "$IV_VARIANT" ]; then
	strace -f -e trace=%file -o "$T/trace" iv-report hours >/dev/null
	ok 'without --at nothing of git is read' sh -c \
	    '! grep "[.]git" "$1" | grep -qv ENOENT' - "$T/trace"
	strace -f -e trace=%file -o "$T/trace" iv-report hours -o json \
	    >/dev/null
	ok 'nor any object to say where it comes from' sh -c \
	    '! grep -q "[.]git/objects" "$1"' - "$T/trace"
	for report in hours attendance client certificate statement \
	    signsheet binder yearplan roles register; do
		with=()
		[ $report != register ] || with=(--profile skj --member anna)
		[ $report != signsheet ] || with=(2026-02-16)
		strace -f -e trace=%file -o "$T/trace" iv-report $report \
		    "${with[@]}" --at "$two" >/dev/null 2>&1
		for hex in $secret $trees; do
			ok "$report --at opens no object of cases/" \
			    sh -c '! grep -q "$1" "$2"' - \
			    "objects/${hex:0:2}/${hex:2}" "$T/trace"
		done
	done
	strace -f -e trace=%file -o "$T/trace" iv-report cases --at "$two" \
	    >/dev/null
	hex=${secret%%$'\n'*}
	ok 'as cases does' grep -q "objects/${hex:0:2}/${hex:2}" "$T/trace"
else
	skip 'no strace here' 3
fi

# --- what is broken there ----------------------------------------------------
echo '{' >sessions/2026/s100000009.json
ln -s ../../group.json sessions/2026/s100000008.json
commit 2026-03-10T09:00:00+0100 stuk
run iv-report hours --at HEAD -o tsv -f meetings
status_is 5 'a broken record of then'
err_like 'sessions/2026/s100000009.json:' 'is named'
err_like "'sessions/2026/s100000008.json' is no file" 'a link is none'
out_is $'meetings\n3\n3' 'and hides no other'
run iv-report overview
is "$(grep -c s100000009 "$T/err")" 1 'however often it is read, named once'
git -c user.name=x -c user.email=x@example.org revert --no-edit -q HEAD \
    2>/dev/null || git reset -q --hard HEAD~

# --- several groups ----------------------------------------------------------
cd .. || exit 1
export IV_SEED=zuid
IV_NOW=2026-01-05T09:30 iv-group init zuid --name 'Team | Zuid' \
    --language nl >/dev/null
noord=$(jq -r .id noord/group.json) zuid=$(jq -r .id zuid/group.json)
piet=$(IV_NOW=2026-01-06T09:30 iv-member add -C zuid --name 'Piet Dijk' \
    --joined 2026-01-01)
run iv-report -C noord -C zuid hours
status_is 0 'hours of two groups'
out_is 'Groep        Naam           Bijeenkomsten  Minuten  Uren
Team Noord   Anna Smit-Vos              3      360  6:00  █████████████████
Team Noord   Joël Bakker                3      360  6:00  █████████████████
Team | Zuid  Piet Dijk                  0        0  0:00' \
    'with the group in front'
run iv-report hours -C noord -C zuid -o csv -f group,group_name,member
out_is "group,group_name,member
$noord,Team Noord,$anna
$noord,Team Noord,$joel
$zuid,Team | Zuid,$piet" 'csv has ids too, and -f may choose'
for format in tsv json ndjson md html; do
	run iv-report hours -C noord -C zuid -o $format
	status_is 0 "several as $format"
	err_empty "$format: nothing to say"
	out_like 'Zuid' "$format: has both"
done
run iv-report hours -C noord -C zuid -o md
out_like '^Team Noord, Team \\\| Zuid, ' 'md: whose it is'
out_like "commit ${three:0:4}.*, commit .*, iv-report" 'and from which commits' 
run iv-report hours -C noord -C zuid -o json
is "$(jq -c '[.schema, (.items | map(.group) | unique | length)]' \
    "$T/out")" '["iv.report.hours/1",2]' 'json: the same document'
run iv-report hours -C noord -C zuid --member anna -o tsv -f group_name,name
status_is 0 'a person who is in one of them'
out_is $'group_name\tname\nTeam Noord\tAnna Smit-Vos' 'is shown there'
err_like "^iv-report: -C zuid: --member: " 'and where not is said'
run iv-report hours -C noord -C zuid --member niemand
status_is 3 'in none of them'
run iv-report hours -C noord -C nergens
status_is 3 'a group that is not there'
err_like "nergens" 'is named'
out_empty 'and nothing is printed'
for report in overview minutes agenda client certificate \
    statement signsheet binder reflection year start; do
	run iv-report $report -C noord -C zuid
	status_is 2 "$report is about one group"
	err_like "^iv-report: $report is about one group: one -C" 'and says so'
done
run iv-report groups -C noord -C zuid
status_is 0 'groups side by side'
out_like '^Team Noord  .* 3  .*2026-03-09' 'what was held, the last'
run iv-report groups -C noord -C zuid -o json
is "$(jq -c '.items | map([.group, .members, .held, .last, .next])' \
    "$T/out")" "[[\"$noord\",2,3,\"2026-03-09\",null],[\"$zuid\",1,0,null,null]]" \
    'as data'
run iv-report groups -C noord -o json
is "$(jq -c '.items | map(.group)' "$T/out")" "[\"$noord\"]" \
    'one group alone says which'
cd noord || exit 1
run iv-report groups -o tsv -f group_name,held
out_is $'group_name\theld\nTeam Noord\t3' 'also without -C'
cd ..
run iv-report groups -C noord -C zuid --at 2026-02-17 -o tsv \
    -f group_name,held
out_is $'group_name\theld\nTeam Noord\t2\nTeam | Zuid\t0' 'each as it stood'
run iv-report groups -C noord -C zuid --at 2026-01-04
status_is 3 'before all of them'
echo '{' >zuid/members/z99zz99zzz.json
run iv-report hours -C noord -C zuid -o tsv -f name
status_is 5 'a broken record in one of them'
out_like '^Anna' 'hides nothing'
done_testing
