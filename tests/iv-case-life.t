#!/usr/bin/env bash
. "${0%/*}/lib.sh"

iv-group init groep --name 'Wmo-team Noord' --language nl >/dev/null
cd groep || exit 1
for name in Noëlle Joël Wytske; do
	eval "$(printf '%s' "$name" | iconv -t ascii//TRANSLIT | tr -d '"' |
	    tr A-Z a-z)=$(iv-member add --name "$name" --joined 2026-01-01)"
done
add() { iv-case add --title "$1" --presenter "$2" --question "$3" "${@:4}"; }

# --- on a terminal, step by step -------------------------------------------
tty() { script -qec "$1" /dev/null | tr -d '\r'; }
answers()
{
	printf '%s\n' noëlle positief 'Rustig gebleven' 'Een lastig gesprek' \
	    'in de spreekkamer' '' 'Ik wachtte' '' '' \
	    'Hoe is het mij gelukt om te wachten?' 4 5 erkenning "$1"
}
answers s | tty 'IV_LANG=en iv-case add' >"$T/tty"
id=$(iv-case list -o id)
ok 'an intake on a terminal adds a case' test -n "$id"
is "$(jq -r '.presenter, .form, .situation, .worked, .urgency, .status' \
    "cases/2026/$id.json")" "$noelle
positive
Een lastig gesprek
in de spreekkamer
Ik wachtte
4
ready" 'with what was typed, asked by its form'
is "$(jq '.context, .own_part' "cases/2026/$id.json")" 'null
null' 'Enter skips, and another form asks other things'
ok 'each step says where it is' grep -q '\[10/10\]' "$T/tty"
answers d | tty 'iv-case add' >"$T/tty"
is "$(iv-case list --status draft -o id | wc -l)" 1 'or keeps it as a draft'

printf '%s\n' noëlle probleem 'Half werk' 'Er was eens' | tty 'iv-case add' \
    >"$T/tty"
ok 'an interruption keeps what was typed' grep -rq 'Er was eens' \
    "$XDG_DATA_HOME"
is "$(iv-case list -o id | wc -l)" 2 'and adds nothing'
printf '%s\n' '' '' '' '' '<' 'Heel werk' '' 'Ik keek' '' '' '' \
    'Hoe ga ik verder?' '' '' '' s | tty 'IV_LANG=en iv-case add' >"$T/tty"
id=$(iv-case list -f id --match 'heel werk' -o id)
is "$(jq -r '.title, .situation, .own_part' "cases/2026/$id.json")" \
    'Heel werk
Er was eens
Ik keek' 'the next time it goes on; < goes back'
ok 'and the kept answers are gone' test -z \
    "$(grep -rl 'Er was eens' "$XDG_DATA_HOME" || :)"
printf '%s\n' noëlle probleem 'Met hint' '' '' '' '' \
    'Waarom lukt het mij nooit?' | tty 'IV_LANG=en iv-case add' >"$T/tty"
ok 'a hint on the question as soon as it is typed' grep -q 'Hint: ' "$T/tty"
rm -f "$XDG_DATA_HOME"/iv/*/intake.json
iv-member add --name Marieke --role facilitator >/dev/null
printf '%s\n' wytske '' 'Wie brengt in' 'eerste regel' '<' 'Andere titel' '' '' \
    '' '' 'Hoe doe ik dit?' '' '' '' delen |
    tty 'IV_MEMBER=marieke IV_LANG=nl iv-case add' >"$T/tty"
id=$(iv-case list --match 'andere titel' -o id)
is "$(jq -r '.presenter, .situation, .form' "cases/2026/$id.json")" "$wytske
eerste regel
problem" '< goes back from within a text; a facilitator is asked who presents'
ok 'and what Enter keeps is shown' grep -q 'Nu: probleem' "$T/tty"
git rm -q --cached "cases/2026/$id.json" && rm "cases/2026/$id.json"
run iv-case add
status_is 2 'without a terminal nothing is asked'

# --- choosing --------------------------------------------------------------
git rm -q -r --cached cases && rm -r cases &&
    git -c user.name=t -c user.email=t@example.org commit -qm opnieuw
a=$(add Een noëlle 'Hoe doe ik een?' --urgency 2)
b=$(add Twee joël 'Hoe doe ik twee?' --urgency 5 --influence 2)
c=$(add Drie wytske 'Hoe doe ik drie?' --urgency 5 --influence 5)
order() { iv-case list --ready --order "$1" -o tsv -f title | tail -n +2 |
    paste -sd' '; }
is "$(order urgency)" 'Drie Twee Een' 'by urgency, then by influence'
q() { run "$@"; status_is 0 "${*:1:3}"; }
q iv-case vote "$a" --by joël
q iv-case vote "$a" --by wytske
q iv-case vote "$b" --by noëlle
is "$(order votes)" 'Een Twee Drie' 'by votes'
is "$(order stemmen)" 'Een Twee Drie' "in the group's language"
q iv-case vote "$a" --by joël
is "$(jq '.votes | length' "cases/2026/$a.json")" 2 'one vote a member'
q iv-case vote "$a" --by joël --back
is "$(jq '.votes | length' "cases/2026/$a.json")" 1 'and it can be taken back'
run iv-case vote "$a"
status_is 2 'whose vote?'
iv-session add --start 2026-02-12T09:30 >"$T/session"
session=$(cat "$T/session")
iv-session agenda "$session" --case "$c" --method incident --minutes 60
iv-session attend --session "$session" --all
iv-session close "$session"
run iv-case show "$c"
out_like "2026-02-12 09:30 \($session\)\$" "a case says when its meeting was"
is "$(jq -r .status "cases/2026/$c.json")" discussed 'a meeting discusses'
d=$(add Vier wytske 'Hoe doe ik vier?' --urgency 5)
is "$(order turn)" 'Twee Een Vier' 'by turn: whoever presented longest ago'
run iv-case list --order nonsense
status_is 2 'an unknown order'
q iv-case bid "$a" 40
is "$(jq .bid "cases/2026/$a.json")" 40 'minutes asked'
run iv-case bid "$a" 1000
status_is 2 'too many'
run iv-case set "$a" pitch='Een. Twee! Drie? Vier.'
status_is 2 'a pitch has at most three sentences'
q iv-case set "$a" 'pitch=Een klant werd boos. Ik zweeg.'

# --- what was asked and what came of it ------------------------------------
iv-case ask "$c" 'Wat hoopte je?' >"$T/q"
q iv-case rate "$c" "$(cat "$T/q")" warm
is "$(jq -r '.questions[].temperature' "cases/2026/$c.json")" warm 'rated'
q iv-case rate "$c" "$(cut -c1-3 "$T/q")" koud
is "$(jq -r '.questions[].temperature' "cases/2026/$c.json")" cold \
    'by a beginning, in Dutch'
run iv-case rate "$c" "$(cat "$T/q")" heet
status_is 2 'an unknown temperature'
q iv-case reformulate "$c" 'Hoe verdraag ik stilte?'
is "$(jq -r '.question, .reformulated' "cases/2026/$c.json")" \
    'Hoe doe ik drie?
Hoe verdraag ik stilte?' 'the sharpened question beside the first'
act=$(iv-case act "$c" 'Wachten' --due 2026-03-01 --share)
own=$(iv-case act "$c" 'Bellen' --by joël)
is "$(iv-case list --due -o id)" "$c" 'what is due'
run iv-case follow "$c" "$own" --result x
status_is 9 'what is not shared, others do not ask about'
IV_MEMBER=joël run iv-case follow "$c" "$own" --result gedaan
status_is 0 'its maker does'
run iv-case suggest -o json
ok 'suggestions when nobody brings a case' jq -e --arg c "$c" \
    '[.items[].kind] == ["follow-up", "positive", "positive", "positive"]
    and .items[0].case == $c' "$T/out"
q iv-case follow "$c" "$act" --result 'Het werkte'
is "$(iv-case list --due -o id)" '' 'nothing is due'

# --- the outcome waits -----------------------------------------------------
q iv-case outcome "$c" 'Het kwam goed'
ok 'not in the repository' test -z "$(git grep -l 'kwam goed' || :)"
ok 'nor in the directory' test -z "$(grep -rl 'kwam goed' . || :)"
run iv-case set "$c" outcome=x
status_is 9 'it is not set by hand'
q iv-case reveal "$c"
is "$(jq -r .outcome "cases/2026/$c.json")" 'Het kwam goed' 'reveal tells it'
run iv-case reveal "$c"
status_is 3 'nothing waits any more'

# --- search and retention --------------------------------------------------
is "$(iv-case list --match 'STILTE' -o id)" "$c" 'search in any field'
is "$(iv-case list --match 'noelle' -o id)" '' 'names are not in cases'
iv-case close "$c"
is "$(iv-case list --expired -o id)" '' 'nothing is old yet'
run iv-case strip "$a"
status_is 2 'a case that is not done is not stripped'
export IV_NOW=2027-02-11T12:00
is "$(iv-case list --expired -o id)" '' 'a day before'
export IV_NOW=2027-02-12T12:00
is "$(iv-case list --expired -o id)" "$c" 'twelve months after the meeting'
q iv-case strip --expired
is "$(jq -c 'del(.schema)' "cases/2026/$c.json")" \
    "{\"presenter\":\"$wytske\",\"form\":\"problem\",\"level\":\"individual\",\"urgency\":5,\"influence\":5,\"status\":\"closed\",\"session\":\"$session\",\"stripped\":\"2027-02-12\",\"made\":\"2026-03-12\"}" \
    'content goes, proof stays'
is "$(iv-case list --expired -o id)" '' 'once'
run iv-case strip
status_is 2 'strip needs ids or --expired'
ok 'git status is clean' test -z "$(git status --porcelain)"
done_testing
