#!/usr/bin/env bash
. "${0%/*}/lib.sh"
needs git jq

iv-group init groep --name 'Wmo-team Noord' --language en >/dev/null
cd groep || exit 1
iv-group set guidance=independent roles=chair,timekeeper,secretary
iv-member add --json >/dev/null <<'END'
{"id": "an00000000", "name": "Anna Bos", "joined": "2026-01-01"}
{"id": "bart000000", "name": "Bart Çelik", "joined": "2026-01-01"}
{"id": "chz0000000", "name": "Chloé Ŝahin", "joined": "2026-01-01"}
{"id": "d0rte00000", "name": "Dörte Vos", "joined": "2026-01-01"}
{"id": "renee00000", "name": "Renée Oosterhof", "role": "facilitator"}
END

# held ID DAY [JSON]: a meeting that was held.
held()
{
	printf '{"id": "%s", "start": "%sT09:30", "status": "held", %s}\n' \
	    "$1" "$2" "$3 \"minutes\": 120" | iv-session add --json >/dev/null
}

# --- propose without history ---------------------------------------------
run iv-rotate propose
status_is 3 'without a next meeting there is nothing to propose'
err_like "iv-session plan" 'and it says what to do'
out_empty

iv-session add --start 2026-03-26T09:30 --led-by group >/dev/null
next=$(iv-session list -o id)
run iv-rotate propose
status_is 0 'a group without history'
is "$(awk '{ print $1 }' "$T/out" | tr '\n' ' ')" \
    'Role chair timekeeper secretary ' 'the roles that the group chose'
out_like 'has not been chair yet, like others; a fixed draw decides' \
    'with a reason in words'
first=$(iv-rotate propose -o json)
is "$(iv-rotate propose -o json)" "$first" 'the same every time'
is "$(LC_ALL=C IV_LANG=nl iv-rotate propose -o json)" "$first" \
    'and in every language'
is "$(jq -r '[.items[].member] | unique | length' <<<"$first")" 3 \
    'one role a person'
is "$(jq -r '.schema, .items[0].session' <<<"$first")" "iv.proposals/1
$next" 'json says what it is'
is "$(jq -c '.items[0] | [.role, .why, .turns, .owed, .deviation, .last]' \
    <<<"$first")" '["chair","never-draw",0,0,0,null]' 'with the figures'
run iv-rotate propose -o id
is "$(wc -l <"$T/out")" 3 '-o id gives the members'
ok 'propose writes nothing' clean

# --- assign --------------------------------------------------------------
n=$(commits)
run iv-rotate assign --dry-run
out_like '^change sessions/2026/' 'a dry run says what would change'
is "$(commits)" "$n" 'and changes nothing'
run iv-rotate assign
status_is 0 'assign writes the proposal'
out_empty
err_empty
is "$(commits)" "$((n + 1))" 'in one commit'
is "$(git log -1 --format=%s)" "assign session $next" 'named by verb and id'
is "$(jq -c '[.roles[]]' "sessions/2026/$next.json")" \
    "$(jq -c '[.items[].member]' <<<"$first")" 'as it was proposed'
ok 'and clean' clean
run iv-rotate propose
out_like 'has it already; --replan' 'what is assigned is kept'
is "$(iv-rotate propose --replan -o json)" "$first" 'unless it is planned anew'
run iv-rotate assign
is "$(commits)" "$((n + 1))" 'assigning it again changes nothing'

# --- absence, exemption, presenting, newcomers ---------------------------
chair=$(jq -r '.items[0].member' <<<"$first")
iv-session rsvp -s "$next" "$chair" no
run iv-rotate propose -o json
status_is 0 'somebody cancelled'
is "$(jq --arg m "$chair" '[.items[] | select(.member == $m)] | length' \
    "$T/out")" 0 'who cannot come has no role'
is "$(jq -r '[.items[].why] | join(" ")' "$T/out")" 'only kept kept' \
    'and the others keep theirs'
run iv-rotate assign "$next" "chair=$chair"
status_is 0 'what is given is written all the same'
err_like 'answered no to this meeting' 'with a warning'
iv-session rsvp -s "$next" "$chair" yes
iv-member set "$chair" exempt=chair
run iv-rotate propose --replan -o json
other=$(jq -r '.items[0].member' "$T/out")
ok 'who is exempt is not chair' test "$other" != "$chair"
iv-member set "$chair" exempt=
jq --arg m "$chair" '.agenda = [{presenter: $m, method: "incident"}]' \
    "sessions/2026/$next.json" >new && mv new "sessions/2026/$next.json"
run iv-rotate propose --replan -o json
other=$(jq -r '.items[0].member' "$T/out")
ok 'nor who presents' test "$other" != "$chair"
run iv-rotate assign --replan
status_is 0 'a hand edit is taken along'
ok 'and the tree is clean' clean
jq 'del(.agenda)' "sessions/2026/$next.json" >new &&
    mv new "sessions/2026/$next.json"

# --- history and the measure ---------------------------------------------
held ha00000000 2026-01-08 '"roles": {"chair": "an00000000"}, '
held hb00000000 2026-01-22 '"roles": {"chair": "bart000000"}, "attendance":
    {"chz0000000": {"status": "excused"}}, '
held hc00000000 2026-02-05 '"roles": {"chair": "renee00000"}, '
run iv-rotate show chair
status_is 0 'show'
out_is "Role   Member       Turns  Share  Deviation  Last turn   All roles
chair  Dörte Vos        0   0.58      -0.58                      0
chair  Chloé Ŝahin      0   0.25      -0.25                      0
chair  Anna Bos         1   0.58       0.42  2026-01-08          1
chair  Bart Çelik       1   0.58       0.42  2026-01-22          1" \
    'who was away owes nothing; who owes most is first'
held hd00000000 2026-02-12 '"roles": {"chair": "an00000000"}, "attendance":
    {"an00000000": {"status": "late-notice"}}, '
is "$(iv-rotate show chair)" "$out" \
    'a role whose taker was away counts for nobody'
run iv-rotate show -f role,nosuch -o csv
status_is 2 'a field that no row has'
err_is "iv-rotate: -f: no field 'nosuch' here; there are id, role, member, \
turns, owed, deviation, last, load" 'is named, with those there are'
run iv-rotate show -f role,last
status_is 0 'a column may be empty'

run iv-rotate show -o json
is "$(jq -c '.schema, (.items | length), ([.items[] | select(.role ==
    "chair") | .deviation] | add | . * 1000 | round)' "$T/out" |
    tr '\n' ' ')" '"iv.turns/1" 12 1 ' 'three roles; deviations add up, but
    for rounding'
run iv-rotate propose --replan -o json
is "$(jq -r '.items[0] | .member, .why' "$T/out")" 'd0rte00000
never' 'who owes most is chair'
iv-session rsvp -s "$next" dörte no
run iv-rotate propose --replan -o json
is "$(jq -r '.items[0] | .member, .why' "$T/out")" 'chz0000000
never' 'or else the next'
iv-session rsvp -s "$next" chloé no
run iv-rotate propose --replan
out_like '^chair +Anna Bos +was chair longest ago: Thu 8 January 2026' \
    'of equals whoever did it longest ago'
iv-session rsvp -s "$next" chloé dörte yes

iv-member add --json >/dev/null <<<'{"id": "emma000000",
    "name": "Emma Nieuw", "joined": "2026-03-01"}'
iv-rotate show >new
ok 'a newcomer owes nothing' grep -Eq '^chair +Emma Nieuw +0 +0[.]00 +0[.]00 +0$' new
rm new
iv-member set anna exempt=chair
iv-member set bart exempt=chair
iv-session rsvp -s "$next" dörte no
iv-session rsvp -s "$next" chloé no
run iv-rotate propose --replan -o json
is "$(jq -r '.items[0] | .member, .why' "$T/out")" 'emma000000
only' 'and is chair the first time only when nobody else can'
iv-member set anna exempt=
iv-member set bart exempt=
iv-member leave bart --on 2026-03-20
run iv-rotate propose --replan -o json
is "$(jq '[.items[] | select(.member == "bart000000")] | length' "$T/out")" \
    0 'who has left takes no turn'
IV_NOW=2026-03-25T10:00 run iv-rotate show chair
out_unlike Bart 'nor stands in the account'
IV_NOW=2026-03-25T10:00 run iv-rotate show chair --all
out_like Bart 'but for --all'

# --- planning ahead ------------------------------------------------------
iv-session add --start 2026-04-23T09:30 --led-by group >/dev/null
iv-rotate assign
later=$(iv-session list --since 2026-04-01 -o id)
is "$(iv-rotate propose "$later" -o json | jq -r '.items[0].member')" \
    "$(IV_NOW=2026-04-01T09:00 iv-rotate propose -o json |
    jq -r '.items[0].member')" 'a meeting by its id, or as the next'
a=$(iv-rotate propose -o json | jq -r '.items[0].member')
b=$(iv-rotate propose "$later" -o json | jq -r '.items[0].member')
ok 'two meetings ahead is not the same chair again' test "$a" != "$b"
iv-session rsvp -s "$later" anna chloé dörte emma no
run iv-rotate assign "$later"
status_is 0 'nobody can come'
is "$(grep -c 'nobody who may do it is there' "$T/err")" 3 'which it says'
is "$(jq -c .roles "sessions/2026/$later.json")" null 'and nothing is written'

# --- the facilitator leads -----------------------------------------------
iv-session add --start 2026-05-21T09:30 --led-by facilitator >/dev/null
run iv-rotate propose 2026-05-21
out_like '^chair +the facilitator leads this meeting' 'no chair is needed'
run iv-rotate propose 2026-05-21 --chair -o json
ok 'unless asked for' jq -e '.items[0].member' "$T/out"
run iv-rotate assign 2026-05-21 gespreksleider=renee
status_is 2 'a word of a language that is not ours'
iv-group set language=nl
run iv-rotate assign 2026-05-21 gespreksleider=renee
if [ -e "$IV_BIN/../share/locale/nl/LC_MESSAGES/iv.mo" ]; then
	status_is 0 'in the language of the group it is known'
else
	skip 'no Dutch catalogue in this build'
fi
run iv-rotate assign 2026-05-21 chair=renee
status_is 0 'the facilitator may be given the role'
run iv-rotate assign 2026-05-21 chair=
is "$(jq -r '.roles.chair' sessions/2026/*"$(iv-session list --since \
    2026-05-01 -o id)".json)" null 'and an empty name takes it back'

# --- wrong use -----------------------------------------------------------
iv-session cancel 2026-05-21
n=$(commits)
while IFS='|' read -r want args like; do
	eval "run iv-rotate $args"
	status_is "$want" "refused: $args"
	err_like "$like" "  and says: $like"
done <<'END'
2|assign bard=anna|no role 'bard'
3|assign chair=nobody|nobody
2|assign --replan chair=anna|go without
2|propose ha00000000|was held
2|assign ha00000000|ROLE=MEMBER
2|assign 2026-05-21|is cancelled
3|propose zzz|zzz
2|propose a b|takes no
2|show foo|no role 'foo'
2|propose -o pdf|pdf
2|propsoe|did you mean 'propose'
2|assign --replam|did you mean '--replan'
END
is "$(commits)" "$n" 'nothing was changed'
run iv-rotate assign ha00000000 secretary=dörte
status_is 0 'who had a role is noted afterwards by giving it'
iv-group set roles=
run iv-rotate propose "$next"
status_is 2 'a group without roles'
err_like 'iv-group set roles' 'is told how to get them'
ok 'the tree is clean' clean

# --- a season --------------------------------------------------------------
groep=$PWD
cd "$T" || exit 1
iv-group init seizoen --name Zuid --language en >/dev/null
cd seizoen || exit 1
iv-group set guidance=independent roles=chair,timekeeper
iv-member add --json >/dev/null <<'END'
{"id": "an00000000", "name": "Anna Bos", "joined": "2026-01-01"}
{"id": "bart000000", "name": "Bart Çelik", "joined": "2026-01-01"}
{"id": "chz0000000", "name": "Chloé Ŝahin", "joined": "2026-01-01"}
{"id": "d0rte00000", "name": "Dörte Vos", "joined": "2026-01-01"}
{"id": "emma000000", "name": "Emma Aan", "joined": "2026-01-01"}
END
# chairs, roles SESSION: who has which role, by the record
roles() { jq -r '[.roles.chair, .roles.timekeeper] | join(" ")' \
    sessions/*/"$1".json; }
run iv-rotate season
status_is 3 'a season needs meetings'
err_like 'iv-session plan' 'and says how to make some'
for m in 04-02 04-30 05-28 06-25 07-23; do
	printf '{"id": "s%s00000", "start": "2026-%sT09:30", "minutes": 120,
	    "status": "planned"}\n' "${m/-/}" "$m" | tr -d '\n'
	echo
done | iv-session add --json >/dev/null
n=$(commits)
run iv-rotate season --dry-run
status_is 0 'a season on trial'
is "$(grep -c 2026 "$T/out")" 5 'a line a meeting'
is "$(commits)" "$n" 'writes nothing'
run iv-rotate season --dry-run -o json
plan=$(jq -c '[.items[] | {id, chair, timekeeper}]' "$T/out")
is "$(jq -r '.schema, ([.items[].chair] | unique | length), ([.items[] |
    .timekeeper] | unique | length)' "$T/out" | tr '\n' ' ')" \
    'iv.season/1 5 5 ' 'everybody has each role once'
ok 'and one role a meeting' jq -e '[.items[] | .chair != .timekeeper] | all' \
    "$T/out"
run env LC_ALL=C IV_LANG=nl iv-rotate season --dry-run -o json
is "$(jq -c '[.items[] | {id, chair, timekeeper}]' "$T/out")" "$plan" \
    'the same in every locale'
cp -R . "$T/kloon"
is "$(iv-rotate -C "$T/kloon" season --dry-run -o csv 2>&1 || :)" \
    "$(cd "$T/kloon" && iv-rotate season --dry-run -o csv 2>&1 || :)" \
    'and from anywhere'
run iv-rotate season -o ndjson
status_is 0 'a season is written'
is "$(jq -sc '[.[] | {id, chair, timekeeper}]' "$T/out")" "$plan" \
    'as it was on trial'
is "$(commits)" "$((n + 1))" 'in one commit'
is "$(roles s040200000)" "$(jq -r '.[0] | [.chair, .timekeeper] | join(" ")' \
    <<<"$plan")" 'into the meetings'
ok 'and clean' clean
run iv-rotate season -o ndjson
is "$(commits)" "$((n + 1))" 'again it changes nothing'
run iv-rotate season --numbers -o json
is "$(jq -r '[.items[] | .measure] | join(" ")' "$T/out")" \
    'open doubles deviation spread same-role any-role' 'the score, in its order'
ok 'nothing is more than a turn off' jq -e \
    '.items[2].value < 1 and .items[2].least <= .items[2].value' "$T/out"
is "$(iv-rotate season --dry-run --since 2026-05-01 --count 2 -o id |
    tr '\n' ' ')" 's052800000 s062500000 ' 'only some of the meetings'
is "$(iv-rotate next -o id | tr '\n' ' ')" 's040200000 s043000000 ' \
    'next names who is on now, and one meeting ahead'

# An illness: only what it touches changes, and it is no debt.
ill=$(jq -r '.[1].chair' <<<"$plan")
iv-session rsvp -s s043000000 "$ill" no
run iv-rotate season -o ndjson
is "$(jq -sc '[.[] | select(.id != "s043000000") | {id, chair, timekeeper}]' \
    "$T/out")" "$(jq -c '[.[] | select(.id != "s043000000")]' <<<"$plan")" \
    'who falls ill is replaced, the rest stays'
ok 'by somebody who comes' jq -se --arg m "$ill" \
    'all(.[]; .id != "s043000000" or .chair != $m)' "$T/out"

# --- swap, pass, give ------------------------------------------------------
a=$(jq -r .roles.chair sessions/*/s040200000.json)
time=$(jq -r .roles.timekeeper sessions/*/s040200000.json)
read -r far b < <(iv-rotate season --dry-run -o json | jq -r --arg a "$a" \
    --arg t "$time" '.items[1:][] | select(.chair != $t and .chair != $a and
    .timekeeper != $a) | "\(.id) \(.chair)"')
run iv-rotate swap "$a" "$b" --session s040200000
status_is 0 'two people swap'
is "$(jq -r .roles.chair sessions/*/s040200000.json sessions/*/"$far".json |
    tr '\n' ' ')" "$b $a " 'the chair of two meetings'
is "$(jq -c '[.changes[] | .role, .how, .from, .to, .at]' \
    sessions/*/s040200000.json)" \
    "[\"chair\",\"swap\",\"$a\",\"$b\",\"$IV_NOW\"]" 'which is noted'
ok 'and clean' clean
is "$(git log -1 --format=%s | cut -c1-12)" 'swap session' 'by verb and ids'
read -r x y < <(roles s052800000)
run iv-rotate swap "$x" "$y" -s s052800000
is "$(roles s052800000)" "$y $x" 'two roles of one meeting too'
is "$(jq '.changes | length' sessions/*/s052800000.json)" 2 'both are noted'
run iv-rotate explain s052800000
is "$(grep -c 'after a swap with' "$T/out")" 2 'and explained'

run iv-rotate pass "$b" -s s040200000
status_is 0 'somebody passes'
is "$(jq -r --arg m "$b" '.roles.chair != $m and .roles.chair != null and
    ([.changes[] | select(.how == "pass")][0] | .from == $m)' \
    sessions/*/s040200000.json)" true 'the next in line has it'
run iv-rotate explain s040200000
out_like 'passed and stays due' 'which is explained'
iv-rotate assign s040200000 --replan
is "$(jq -r --arg m "$b" '.roles.chair == $m' sessions/*/s040200000.json)" \
    false 'and who passed is not asked again'

new=$(iv-rotate propose s072300000 --replan -o json |
    jq -r '.items[0].member')
for to in an00000000 bart000000; do
	[ "$to" = "$new" ] || break
done
iv-group set language=nl
run iv-rotate give gespreksleider "$to" -s s072300000
if [ -e "$IV_BIN/../share/locale/nl/LC_MESSAGES/iv.mo" ]; then
	status_is 0 'the facilitator gives a role'
else
	iv-rotate give chair "$to" -s s072300000
	skip 'no Dutch catalogue in this build'
fi
is "$(jq -r .roles.chair sessions/*/s072300000.json)" "$to" 'to whom is named'
is "$(jq -r '[.changes[]] | last | .how' sessions/*/s072300000.json)" \
    given 'which is noted'
iv-group set language=en
n=$(commits)
run iv-rotate give chair "$to" -s s072300000
is "$(commits)" "$n" 'giving it again changes nothing'
iv-group set language=en
run iv-rotate explain s072300000 --numbers
out_like 'given so, and counts as a turn.* .before: [0-9]+ turns of a share' \
    'explained, with figures when asked'
run iv-rotate explain s072300000 -o json
is "$(jq -r '.schema, (.items | length)' "$T/out" | tr '\n' ' ')" \
    'iv.explanations/1 2 ' 'or for programs'
if [ -e "$IV_BIN/../share/locale/nl/LC_MESSAGES/iv.mo" ]; then
	iv-group set language=nl
	IV_LANG=en run iv-rotate explain s072300000
	iv-group set language=en
	out_like 'gespreksleider' 'in the language of the group'
else
	skip 'no Dutch catalogue in this build'
fi

# A turn given counts; one passed is still owed.
IV_NOW=2026-04-02T13:00 iv-session attend --session s040200000 --all
IV_NOW=2026-04-02T13:00 iv-session close s040200000 >/dev/null
run iv-rotate show chair -o json
is "$(jq --arg m "$b" '[.items[] | select(.member == $m) | .turns,
    .deviation] | tostring' "$T/out")" '"[0,-0.2]"' 'a pass stays owed'
run iv-rotate show --fairness -o json
is "$(jq -c '.items[0] | [.role, .turns, .largest, .misplaced, .fairness]' \
    "$T/out")" '["chair",1,0.8,0.8,20]' 'the score: what would have to move'

# --- presenting -------------------------------------------------------------
iv-group set own_cases=1
iv-member set bart exempt=presenter
iv-member set chloé own_cases=2
jq '.agenda = [{presenter: "chz0000000"}, {presenter: "an00000000"}]' \
    sessions/2026/s040200000.json >new &&
    mv new sessions/2026/s040200000.json
iv-session set s040200000 place=Zaal
IV_NOW=2026-04-03T10:00 run iv-rotate show presenter -o json
is "$(jq -c '[.items[] | [.member[:2], .turns, .due, .exempt]]' "$T/out")" \
    '[["d0",0,1,false],["em",0,1,false],["ch",1,1,false],["an",1,0,false],["ba",0,0,true]]' \
    'duty first, then longest ago; who need not comes last'
iv-group set presenting=turn
IV_NOW=2026-04-03T10:00 run iv-rotate season -o json
ok 'presenting in turn is a role too' jq -e '[.items[] | .presenter] |
    unique | length >= 3 and (index("bart000000") | not)' "$T/out"
IV_NOW=2026-04-03T10:00 run iv-rotate show -o json
ok 'with its account' jq -e '[.items[] | select(.role == "presenter")] |
    length == 5' "$T/out"
iv-group set presenting=voluntary

# The chair's own case: the next in line chairs that item.
chair=$(jq -r .roles.chair sessions/2026/s043000000.json)
run iv-session agenda s043000000 --clear --open --presenter "$chair"
err_like "'iv-rotate assign s043000000' finds who chairs" 'it is said'
iv-rotate assign s043000000
ok 'when the chair presents, another chairs that item' jq -e --arg m \
    "$chair" '.roles.chair == $m and .agenda[0].chair != $m and
    .agenda[0].chair' sessions/2026/s043000000.json

# A facilitator who takes part and presents hands over the chair.
iv-group set facilitator=anna
printf '%s\n' '{"id": "s082000000", "start": "2026-08-20T09:30",
    "minutes": 120, "status": "planned", "led_by": "facilitator"}' |
    tr -d '\n' | iv-session add --json >/dev/null
is "$(iv-rotate propose s082000000 -o json | jq -r '.items[0].why')" \
    facilitator 'a facilitator who leads needs no chair'
is "$(iv-rotate season --dry-run -o json | jq -r '.items[] |
    select(.id == "s082000000") | .chair')" null 'nor in a season'
ok 'unless one is asked for' jq -e '.items[] | select(.id == "s082000000") |
    .chair' <(iv-rotate season --chair --dry-run -o json)
jq '.agenda = [{presenter: "an00000000"}]' sessions/2026/s082000000.json \
    >new && mv new sessions/2026/s082000000.json
is "$(iv-rotate season --dry-run -o json | jq -r '.items[] |
    select(.id == "s082000000") | .chair | . != null and
    . != "an00000000"')" true 'but hands over when presenting'
jq '.agenda = []' sessions/2026/s082000000.json >new &&
    mv new sessions/2026/s082000000.json
run iv-session rsvp anna no --session s082000000
err_like "'iv-rotate assign s082000000' finds a chair" 'one who is ill leaves'
is "$(iv-rotate propose s082000000 -o json | jq -r '.items[0].why')" \
    never 'the chair to somebody'
run iv-session invite s082000000
out_unlike 'facilitator|begeleider' 'and is not announced'
iv-session cancel s082000000
iv-group set facilitator=

# A newcomer, a leaver, too few people.
iv-member add --json >/dev/null <<<'{"id": "femke00000",
    "name": "Femke Nieuw", "joined": "2026-05-20"}'
iv-member leave emma --on 2026-06-01
run iv-rotate season --replan -o json
status_is 0 'with a newcomer and a leaver'
ok 'the newcomer is not chair the first time, the leaver takes none' \
    jq -e '[.items[] | select(.id == "s052800000") | .chair !=
    "femke00000"] + [.items[] | select(.start > "2026-06") |
    .chair != "emma000000" and .timekeeper != "emma000000"] | all' "$T/out"
iv-session rsvp -s s072300000 anna bart chloé dörte no
run iv-rotate season --replan
err_like 'no timekeeper on 2026-07-23: too few people; --combine' \
    'too few people is said'
run iv-rotate season --replan --combine -o json
err_empty 'unless roles are combined'
ok 'then one person has both' jq -e '.items[] | select(.id ==
    "s072300000") | .chair == "femke00000" and .timekeeper ==
    "femke00000"' "$T/out"
ok 'and clean' clean

n=$(commits)
while IFS='|' read -r want args like; do
	eval "run iv-rotate $args"
	status_is "$want" "refused: $args"
	err_like "$like" "  and says: $like"
done <<'END'
2|swap anna anna|no such turn
2|pass femke -s s043000000|--role says what
2|give bard anna|no role 'bard'
3|give chair nobody|nobody
2|swap femke anna -s s072300000|no turn to swap
2|season --count -1|--count
2|season --since 03-04-2026|03-04-2026
2|give chair anna -s s040200000|was held
2|pass|needs MEMBER
END
is "$(commits)" "$n" 'nothing was changed'
cd "$groep" || exit 1

# A plan that is kept where it no longer comes out even says so.
iv-group init "$T/scheef" --name Zuid --language en >/dev/null
cd "$T/scheef" || exit 1
iv-group set guidance=independent roles=chair
iv-member add --json >/dev/null <<'END'
{"id": "an00000000", "name": "Anna Bos", "joined": "2026-01-01"}
{"id": "bart000000", "name": "Bart Çelik", "joined": "2026-01-01"}
END
held=held
for day in 04-02 04-30; do
	printf '{"id": "s%s00000", "start": "2026-%sT09:30", "minutes": 120,
	    "status": "%s", "roles": {"chair": "an00000000"}}\n' "${day/-/}" \
	    "$day" "$held" | tr -d '\n' | iv-session add --json >/dev/null
	held=planned
done
run iv-rotate explain s043000000
out_is 'Anna Bos is chair as it was planned; by the turns so far Bart Çelik was due.' \
    'a plan that was overtaken'
cd "$groep" || exit 1

for cmd in season next propose assign swap pass give explain show; do
	run iv-rotate "$cmd" --help
	status_is 0 "$cmd --help"
	is "$(sed -n 1p "$T/out" | cut -c1-14)" '  $ iv-rotate ' \
	    '  an example first'
done
if command -v strace >/dev/null; then
	ASAN_OPTIONS=detect_leaks=0 run strace -f -e trace=openat,openat2 -o "$T/trace" iv-rotate show
	ok 'reading opens meetings' grep -q '"sessions' "$T/trace"
	not_ok 'and nothing in .git, and no case' \
	    grep -E '"(\.git|cases)' "$T/trace"
else
	skip 'no strace here' 2
fi
done_testing
