#!/usr/bin/env bash
# iv-report signals: advice before questions, steps that run over, a group that
# feels less safe; each from records known by hand.
. "${0%/*}/lib.sh"
needs git jq

iv-group init groep --name 'Team Wmo' --language nl >/dev/null
cd groep || exit 1
anna=$(iv-member add --name 'Anna Geheim' --joined 2025-12-01)
bart=$(iv-member add --name 'Bart Geheim' --joined 2025-12-01)
mkdir -p sessions/2026 cases/2026 evaluations
export IV_NOW=2026-06-30T20:00

# step ITEM STEP PLANNED FROM UNTIL, minutes after 09:30 on the meeting's day
step()
{
	jq -nc --argjson i "$1" --arg s "$2" --argjson p "$3" --arg d "$day" \
	    --argjson a "$4" --argjson b "$5" 'def at: ($d + "T08:30:00Z" |
	    fromdate) as $start | $start + . * 60 | todate; {agenda: $i, step: $s, planned: $p,
	    started: ($a | at), ended: ($b | at)}'
}
# session ID DAY AGENDA STEP...
session()
{
	local id=$1 start=$2 agenda=$3

	shift 3
	printf '%s\n' "$@" | jq -s --arg start "${start}T09:30" \
	    --arg a "$anna" --argjson agenda "$agenda" '{schema:
	    "iv.session/1", start: $start, minutes: 120, agenda: $agenda,
	    steps: ., status: "held", made: "2026-01-02",
	    attendance: {($a): {status: "present"}}}' \
	    >"sessions/2026/$id.json"
}
# case_of ID JSON
case_of()
{
	jq -n --arg by "$bart" --argjson more "$2" '{schema: "iv.case/1",
	    presenter: $by, title: "GEHEIM", form: "problem",
	    status: "discussed", made: "2026-02-01"} + $more' \
	    >"cases/2026/$1.json"
}
# round ID DAY MEDIAN
round()
{
	jq -n --arg day "$2" --argjson m "$3" '{schema: "iv.evaluation/1",
	    period: {since: "2026-01-01", until: $day},
	    questionnaire: "meeting", answered: 5, items: {
	    heard: {low: 0, middle: 1, high: 4, median: $m},
	    asked: {low: 4, middle: 1, high: 0, median: 1}},
	    closed: $day}' >"evaluations/$1.json"
}

jq -n '{schema: "iv.method/1", name: "vraag", title: {nl: "Vraag"},
    kind: "case", source: "eigen", minutes_sourced: false, group: {min: 3},
    fits: {form: ["problem"], level: ["individual"]}, steps: [
    {id: "tell", title: {nl: "Vertel"}, minutes: 5, speaks: ["presenter"],
    talk: ["story"]},
    {id: "ask", title: {nl: "Vraag"}, minutes: 20, speaks: ["group"],
    talk: ["open-questions"]},
    {id: "say", title: {nl: "Zeg"}, minutes: 10, speaks: ["group"],
    talk: ["advice"]}]}' >"$T/m"
mkdir methods && cp "$T/m" methods/vraag.json
is "$(iv-session method --check methods/vraag.json 2>&1)" '' \
    'the method of the test is a good one'
one='[{"case": "c100000001", "method": "vraag", "minutes": 35}]'
day=2026-02-10
session s100000001 $day "$one" "$(step 1 tell 5 0 5)" \
    "$(step 1 ask 20 5 25)" "$(step 1 say 10 25 35)"
day=2026-03-10
session s100000002 $day "${one//c100000001/c100000002}" \
    "$(step 1 tell 5 0 5)" "$(step 1 ask 20 5 14)" "$(step 1 say 10 14 24)"
case_of c100000001 '{"session": "s100000001", "advice": {"d100000001":
    {"text": "GEHEIM"}}, "questions": {"q100000001": {"text": "GEHEIM?"}}}'
case_of c100000002 '{"session": "s100000002"}'
git add -A && git -c user.name=x -c user.email=x@example.org commit -qm hand

seen() { iv-report signals "$@" -o tsv -f signal,n,of | grep -v ^signal; }
has() { seen | grep "^$1	"; }

is "$(has early-advice)" '' 'one early advice is no habit yet'
case_of c100000003 '{"advice": {"d100000001": {"text": "GEHEIM"}}}'
is "$(has early-advice)" 'early-advice	2	3' \
    'advice without a question noted, and after less than half of the time'
case_of c100000002 '{"session": "s100000002", "advice": {"d100000001":
    {"text": "GEHEIM"}}, "questions": {"q100000001": {"text": "GEHEIM?"}}}'
is "$(has early-advice)" 'early-advice	2	3' \
    'a case of a live run is counted once'
mv methods/vraag.json "$T/vraag.json"
is "$(has early-advice)" '' 'without the method its steps say nothing'
mv "$T/vraag.json" methods

is "$(has overrun)" '' 'steps on time are no sign'
day=2026-04-14
session s100000003 $day '[{"method": "vraag", "minutes": 35}]' \
    "$(step 1 tell 5 0 12)" "$(step 1 ask 20 12 42)" \
    "$(step 1 say 10 42 60)"
is "$(has overrun)" '' 'a third of the steps is not'
day=2026-05-12
session s100000004 $day '[]' "$(step 1 tell 5 0 12)"
is "$(has overrun)" 'overrun	4	10' 'four of ten are'

round e100000001 2026-02-11 4
is "$(has safety)" '' 'one round is no trend'
round e100000002 2026-04-15 5
is "$(has safety)" '' 'a median that rises is no sign'
round e100000003 2026-06-10 3
is "$(has safety)" 'safety	1	1' 'one that falls is; other statements not'
is "$(seen --until 2026-05-01 | grep ^safety)" '' 'not before it fell'
is "$(seen --since 2026-06-11 | grep ^safety)" '' 'nor after the period'

run iv-report signals
out_like 'Stappen lopen uit' 'in the language of the group'
out_like 'om er samen' 'and how to use them, on a terminal too'
for format in table tsv csv json ndjson md html; do
	iv-report signals -o $format >"$T/out"
	not_ok "$format names nobody and tells nothing" \
	    grep -q -e GEHEIM -e Geheim -e "$anna" -e "$bart" "$T/out"
done
is "$(iv-report signals -o json | jq -r '.items[] |
    select(.advice == null or .advice == "") | .signal')" '' 'each says what groups do about it'
done_testing
