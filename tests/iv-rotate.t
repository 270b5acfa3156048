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
commits() { git log --oneline | wc -l; }
clean() { [ -z "$(git status --porcelain)" ]; }

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
out_is "Role   Member       Turns  Share  Deviation  Last turn
chair  Dörte Vos        0   0.58      -0.58
chair  Chloé Ŝahin      0   0.25      -0.25
chair  Anna Bos         1   0.58       0.42  2026-01-08
chair  Bart Çelik       1   0.58       0.42  2026-01-22" \
    'who was away owes nothing; who owes most is first'
held hd00000000 2026-02-12 '"roles": {"chair": "an00000000"}, "attendance":
    {"an00000000": {"status": "late-notice"}}, '
is "$(iv-rotate show chair)" "$out" \
    'a role whose taker was away counts for nobody'
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
ok 'a newcomer owes nothing' grep -Eq '^chair +Emma Nieuw +0 +0[.]00 +0[.]00$' new
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

for cmd in propose assign show; do
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
