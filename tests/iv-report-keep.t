#!/usr/bin/env bash
# iv-report: binder with hand-outs and sheets, start again half-way, and what
# the client hears of one person.
. "${0%/*}/lib.sh"
needs git jq

iv-group init groep --name 'Team Wmo' --language nl --roles chair,timekeeper \
    >/dev/null
cd groep || exit 1
anna=$(iv-member add --name 'Anna Smit' --joined 2025-12-01 \
    prefers.structure=4 prefers.focus=result expectations='Steun')
bart=$(iv-member add --name 'Bart Vos' --joined 2025-12-01 \
    prefers.structure=3 prefers.focus=result)
carla=$(iv-member add --name 'Carla Mol' --joined 2025-12-01)
dirk=$(iv-member add --name 'Dirk Baas' --role facilitator)
export IV_NOW=2026-01-12T09:30
s=$(iv-session add --start 2026-01-12T09:30 --minutes 120)
iv-session agenda "$s" --open --method incident --minutes 60 >/dev/null
iv-rotate assign "$s" chair=anna timekeeper=bart >/dev/null
iv-session attend --session "$s" carla --status excused >/dev/null
iv-session attend --session "$s" --all >/dev/null
export IV_NOW=2026-01-12T12:00
iv-session close "$s" >/dev/null
iv-session add --start 2026-03-09T13:00 >/dev/null
iv-session add --start 2026-04-13T13:00 >/dev/null
export IV_NOW=2026-02-01T12:00

# --- binder ------------------------------------------------------------------
run iv-report binder --member anna -o json
status_is 0 'a binder'
is "$(jq -r '[.items[] | select(.section == "handouts")][0] |
    [.item, .text, .value, .of] | @tsv' "$T/out")" \
    'incident	Incidentmethode	65	6' 'a hand-out, for as many as it takes'
is "$(jq '[.items[] | select(.section == "handouts" and .of == null) |
    .value] | add' "$T/out")" 65 'with its steps'
is "$(jq -r '[.items[] | select(.section == "sheets") | .item] | unique |
    join(" ")' "$T/out")" 'availability case evaluation meeting' \
    'empty sheets for four things'
is "$(jq -r '[.items[] | select(.item == "availability" and .date) |
    .date] | join(" ")' "$T/out")" '2026-03-09 2026-04-13' \
    'availability asks for the meetings ahead'
is "$(jq '[.items[] | select(.section == "sheets" and
    .item == "evaluation" and .value == 0)] | length' "$T/out")" 3 \
    'the statements of an evaluation'
run iv-report binder --member anna
out_like '^ 4   15. +Vragenronde$' 'on a terminal as a hand-out'
out_like '^\[Situatie\]$' 'and sheets as they are read back'
run iv-report binder --member anna -o md
out_like '^### Incidentmethode$' 'in md under a heading'
out_like '^4\. \*\*Vragenronde\*\* \(15 min\)$' 'with numbered steps'
run iv-report binder --member anna -o html
ok 'its html is well-formed' xmllint --noout "$T/out"
out_like '<li><span class="min">15' 'with the minutes of each step'
out_like '<div class="line">' 'and lines to write on'
iv-report binder --member anna | sed -n '/^\[Titel\]/,/^Beschikbaar/p' |
    sed '$d' | awk '{ print } /^\[Titel\]/ { print "Boos" }
    /^\[Vorm\]/ { print "probleem" } /^\[Leervraag\]/ { print "Hoe?" }' \
    >"$T/sheet"
run iv-case add --presenter anna --sheet "$T/sheet"
status_is 0 'a case sheet typed over from the binder is read back'
is "$(iv-case show "$out" -o json | jq -r '.question + .title')" 'Hoe?Boos' \
    'with what was filled in'
iv-group undo >/dev/null
mkdir methods
echo '{' >methods/incident.json
run iv-report binder --member anna -o json
is "$(jq '[.items[] | select(.section == "handouts")] | length' \
    "$T/out")" 0 'a broken method has no hand-out, the rest is there'
jq '.title.nl = "Onze aanpak"' "$TOP/common/methods/incident.json" \
    >methods/incident.json
seen=
for report in "agenda $s" "minutes $s" "signsheet $s" client year \
    "certificate --member anna -o json"; do
	# shellcheck disable=SC2086 # words on purpose
	iv-report $report | grep -q 'Onze aanpak' ||
	    seen="$seen $report"
done
is "$seen" '' "a method of the group's own goes by its own title everywhere"
rm -r methods

# --- start, again half-way ---------------------------------------------------
run iv-report start
out_unlike 'alverwege' 'nothing half-way before it was asked'
iv-member set anna halfway.structure=2 halfway.came='Veel' \
    halfway.on=2026-06-01 >/dev/null
iv-member set bart halfway.structure=5 halfway.focus=process >/dev/null
run iv-report start -o tsv -f section,name,item,before,text,value
out_like '^differences				Halverwege, gewenste structuur \(1-5\): 2–5	3$' \
    'wishes that went apart are told first'
out_like '^halfway	Anna Smit	Wanted structure \(1-5\)	4	2	2$' \
    'each beside what it was'
out_like '^halfway	Bart Vos	Wanted focus	resultaat	proces	$' 'in words too'
out_like '^halfway	Anna Smit	What came of it		Veel	$' 'and what came of it'
run iv-report start
out_like '^Anna Smit +Gewenste structuur \(1-5\) +4 +2$' 'side by side for people'
iv-member sheet >"$T/sheet"
not_ok 'the intake does not ask it' grep -q alverwege "$T/sheet"
iv-member sheet anna >"$T/sheet"
ok 'the sheet of a member does' grep -q '^\[Gewenste structuur halverwege' \
    "$T/sheet"

# --- the client --------------------------------------------------------------
client() { iv-report client -o json | jq -r --arg s "$1" \
    '.items[] | select(.section == $s) | [.name, .item, .value] | @tsv'; }
for m in anna bart carla dirk; do
	iv-group agree eigen "Niets over $m" >/dev/null
done
iv-group agree melden 'De opdrachtgever ziet wie er was' \
    --tells attendance >/dev/null
is "$(iv-group agreements -o json | jq -c '[.items[] | .tells]')" \
    '[[],["attendance"]]' 'an agreement says what it tells'
run iv-group agreements
out_like 'Tells the client' 'and people see it where they sign'
for m in anna bart dirk; do
	iv-group sign "$m" --how self >/dev/null
done
run iv-report client -o json
out_unlike 'Anna|Bart|Carla|Dirk' 'one signature missing: of nobody'
iv-group sign carla --how self >/dev/null
is "$(client persons)" 'Anna Smit	attendance	1
Bart Vos	attendance	1
Carla Mol	attendance	0' 'signed by all: of each'
is "$(client roles)" '' 'what was not agreed stays away'
run iv-group agree melden 'De opdrachtgever ziet wie er was' \
    --tells attendance,roles
err_like '4 handtekeningen|4 signatures' 'telling more needs signing again'
run iv-report client
out_unlike 'Anna|Bart|Carla|Dirk' 'and until then tells of nobody'
for m in anna bart carla dirk; do
	iv-group sign "$m" --how self >/dev/null
done
is "$(client roles)" 'Anna Smit	chair	1
Bart Vos	timekeeper	1' 'roles too'
run iv-report client -o html
out_like 'Rollen per persoon' 'under a heading that says so'
out_like 'die iedereen heeft ondertekend' 'and why'
iv-member add --name 'Eva Nieuw' >/dev/null
run iv-report client
out_unlike 'Anna|Bart|Carla|Dirk|Eva' 'who joins later has not signed'
iv-group undo >/dev/null
iv-member leave bart --on 2026-01-20 >/dev/null
jq --arg b "$bart" 'del(.agreements[].signed[$b])' group.json >"$T/g" &&
    cp "$T/g" group.json
run iv-report client
out_like 'Anna' 'who stayed and signed is told of'
out_unlike 'Bart' 'who left without signing is not'
run iv-group agree melden 'Toch niet' --tells ''
is "$(iv-group agreements -o json | jq -c '[.items[] | .tells]')" \
    '[[],[]]' 'nothing again'
run iv-group agree melden x --tells uren
status_is 2 'other words are refused'
err_like 'attendance' 'with those there are'
run iv-group agree --tells roles
status_is 2 'without an agreement it says nothing'
: "$anna" "$carla" "$dirk"
done_testing
