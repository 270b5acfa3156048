#!/usr/bin/env bash
. "${0%/*}/lib.sh"

iv-group init groep --name 'Wmo-team Noord' --language nl >/dev/null
cd groep || exit 1
iv-member add --name 'Noëlle van der Meij' >/dev/null
iv-member add --name 'Joël Pietersz' >/dev/null
question='Hoe blijf ik rustig als een klant boos wordt?'
add() { run iv-case add --presenter noelle --title Klant \
    --question "$question" "$@"; }

# --- refused where it is stored --------------------------------------------
n=$(commits)
while IFS='|' read -r text at what; do
	add --situation "$text"
	status_is 9 "refused: $what"
	err_like "^iv-case: situation, character $at: $what; .*--identifiable" \
	    'with the field, the place and the kind'
	not_ok 'and never the text' grep -qF "${text#*: }" "$T/err"
	out_empty
done <<'CASES'
Nummer: 123456782|9|a citizen service number
Geld: NL91ABNA0417164300|7|a bank account
Mail: a.b@example.nl|7|an e-mail address
Bel: 06-12345678|6|a phone number
Wijk: 3511 LX|7|a postcode
Ouder: 3 mei 1987|8|a day that may be one of birth
Zaak: 2024001|7|a number that may be somebody's
Auto: 12-GKL-3|7|a licence plate
Café: Dorpsstraat 12|7|a street with a number
CASES
add --situation 'bel 0612345678 of mail a@example.nl' --tried 'op 3511LX'
status_is 9 'more than one'
err_like '^situation, character 24: an e-mail address' 'each is named'
err_like '^tried, character 4: a postcode' 'in every field'
IV_LANG=nl add --situation 'bel 0612345678'
err_like 'situation, teken 5: een telefoonnummer; .*--identifiable' 'in Dutch'
add --draft --situation 'bel 0612345678'
status_is 9 'a draft as well'
run iv-case add --json <<<'{"presenter":"'"$(iv-member list -o id | head -n 1)"'",
"title":"x","question":"bel 0612345678"}'
status_is 9 'an import too'
err_like 'question, character 5: a phone number' 'and it says where'
is "$(commits)" "$n" 'none of these changed anything'
ok 'the work tree is clean' clean

# --- clean, kept on purpose, changed later ---------------------------------
add --situation 'Op 5 maart 2026 kwamen 12 mensen, volgens artikel 12 Wmo 2015'
status_is 0 'an ordinary text'
err_empty
id=$out
run iv-case set "$id" 'tried=gebeld met 06 12345678'
status_is 9 'set'
run iv-case set --identifiable "$id" 'tried=gebeld met 06 12345678'
status_is 0 'kept all the same'
err_empty
is "$(jq -r .tried "cases/2026/$id.json")" 'gebeld met 06 12345678' 'as typed'
not_ok 'the commit does not repeat it' bash -c \
    'git log --format=%B | grep -q 12345678'
run iv-case set "$id" urgency=3
status_is 0 'what was accepted once is not judged again'
run iv-case vote "$id" --by joel
status_is 0 'nor by another command'
run iv-case set "$id" 'tried=nog eens gebeld met 06 12345678'
status_is 9 'a changed text is'

while IFS='|' read -r verb rest; do
	eval "run iv-case $verb $id $rest"
	status_is 9 "$verb is refused"
	eval "run iv-case $verb $id $rest --identifiable"
	status_is 0 "$verb with --identifiable"
done <<'CASES'
ask|'Mailde je a@example.nl?'
advise|'Ga naar Dorpsstraat 12'
insight|'Het dossier 1234567 is geen mens'
act|'Ik bel 0612345678'
reformulate|'Hoe bel ik 0612345678?'
CASES
action=$(iv-case act "$id" 'Eerst luisteren' --share)
run iv-case follow "$id" "$action" --result 'Gebeld met 0612345678'
status_is 9 'what came of it'
err_like "actions\\.$action\\.result, character 12: a phone number" 'by its path'
run iv-case outcome "$id" 'Het kenteken was 12-GKL-3'
status_is 0 'the private area is no repository'
run iv-case reveal "$id"
status_is 9 'but revealing writes it there'
run iv-case reveal "$id" --identifiable
status_is 0 'unless it is meant'

add --draft --identifiable --situation 'bel 0612345678'
status_is 0 'a draft kept all the same'
draft=$out
run iv-case ready "$draft"
status_is 9 'is judged again when it is shared'
run iv-case ready "$draft" --identifiable
status_is 0 'and may be'

# --- on a terminal the answer is asked again -------------------------------
printf '%s\n' noëlle positief 'Rustig gebleven' 'bel 0612345678' '' \
    'Een lastig gesprek' '' 'Ik wachtte' '' '' \
    'Hoe is het mij gelukt om te wachten?' 4 5 erkenning s |
    script -qec 'IV_LANG=en iv-case add' /dev/null | tr -d '\r' >"$T/tty"
ok 'a refused answer is said at once' \
    grep -q 'situation, character 5: a phone number' "$T/tty"
is "$(iv-case list --form positive -o json | jq -r '.items[0].situation')" \
    'Een lastig gesprek' 'and the next one is taken'

# --- names are a hint ------------------------------------------------------
run iv-group set 'deny=Huize Zonnehof,Teteringen'
status_is 0 'the group has a list of its own'
add --situation 'Mevrouw Jansen uit Teteringen sprak met Joel' \
    --tried 'In huize  zonnehof met A.B. de Wit'
status_is 0 'names never block'
names=$out
err_like '^iv-case: situation, character 1: looks like somebody.s name' 'a title'
err_like 'situation, character 20: .* never to write this down' 'the deny list'
err_like 'situation, character 41: the name of somebody in the group' 'a member'
err_like 'tried, character 4: .* never to write this down' 'whatever its spaces'
not_ok 'and no name is repeated' grep -qE 'Jansen|Teter|Joel|Wit' "$T/err"
add --situation 'Ik wil niet dat het bos in mei door de storm roos kleurt'
err_empty 'words that are names are words'

# --- check --privacy -------------------------------------------------------
run iv-case check --privacy "$names" -o tsv -f field,rule,at,length
status_is 1 'check --privacy finds'
out_is 'field	rule	at	length
situation	name	0	14
situation	deny	19	10
situation	member	40	4
tried	deny	3	15
tried	name	23	11' 'every hit as a row'
run iv-case check --privacy "$id" -o json
status_is 1
ok 'json is one document' jq -e '.schema == "iv.hints/1" and
    (.items | map(.rule) | contains(["phone", "plate", "email", "street"]))
    and (.items | all(has("reason") and has("instead")))' "$T/out"
not_ok 'rows do not repeat the text' grep -q 12345678 "$T/out"
run iv-case check --privacy
status_is 1 'all cases'
out_like "^$id .*phone" 'with their ids'
run iv-case check --privacy --text 'Joël woont Dorpsstraat 12' -o tsv -f rule,at
status_is 1
out_is 'rule	at
member	0
street	12' 'a text in a group knows its names'
cd "$T" || exit 1
TERM=xterm at_terminal 'iv-case check --text "Waarom luistert hij niet?"
    iv-case check --privacy --text "Joël woont Dorpsstraat 12"'
out_like 'luistert hij' 'on a terminal with the words it is about'
out_unlike '1b' 'and nothing that was meant for the terminal'
run iv-case check --privacy --text 'Joël woont Dorpsstraat 12'
status_is 1 'a text outside any group'
out_like '^text: a street with a number \[street\]$' 'in words'
out_like '"Dorpsstraat 12"' 'with the part that it is about'
run iv-case check --privacy --text 'Hoe blijf ik rustig?'
status_is 0 'nothing to say'
out_empty
run iv-case check --privacy --kind helper --text x
status_is 2 'kinds of questions do not go with it'
printf 'a\xffb' | run iv-case check --privacy --text @-
status_is 5 'text that is not UTF-8'
IV_LANG=nl run iv-case check --privacy --text 'bel 0612345678'
out_like 'telefoonnummer' 'Dutch reasons'
cd groep 2>/dev/null || cd "$T/work/groep" || exit 1
ok 'the work tree is clean at the end' clean
done_testing
