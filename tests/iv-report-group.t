#!/usr/bin/env bash
# iv-report: what the reports of the group say, over a half year known by hand.
. "${0%/*}/lib.sh"
needs git jq

iv-group init groep --name 'Team Wmo' --language en --roles chair,timekeeper \
    --place 'Library' >/dev/null
cd groep || exit 1
joined='--joined 2025-12-01'
# shellcheck disable=SC2086 # words on purpose
anna=$(iv-member add --name 'Anna Smit' $joined)
# shellcheck disable=SC2086
bart=$(iv-member add --name 'Bart Vos' $joined)
# shellcheck disable=SC2086
carla=$(iv-member add --name 'Carla Mol' $joined registers.skj=12345)
mkdir -p sessions/2026 cases/2026 evaluations

# session ID START CHAIR TIMEKEEPER JSON
session()
{
	jq -n --arg start "$2" --arg c "$3" --arg t "$4" --argjson more "$5" \
	    '{schema: "iv.session/1", start: $start, minutes: 120,
	    place: "Library", status: "held", made: "2026-01-02",
	    roles: {chair: $c, timekeeper: $t}} + $more' \
	    >"sessions/2026/$1.json"
}

# here NAME...: attendance of these, present.
here()
{
	local m

	for m; do
		jq -n --arg m "$m" '{($m): {status: "present"}}'
	done | jq -s 'add'
}

# case_of ID PRESENTER SESSION FORM JSON
case_of()
{
	jq -n --arg by "$2" --arg s "$3" --arg form "$4" --argjson more "$5" \
	    '{schema: "iv.case/1", presenter: $by, title: "T\($s)",
	    form: $form, level: "individual", session: $s,
	    status: "discussed", made: "2026-01-05"} + $more' \
	    >"cases/2026/$1.json"
}

all=$(here "$anna" "$bart" "$carla")
session s100000001 2026-01-12T09:30 "$anna" "$bart" "{
    \"attendance\": $all, \"agenda\": [{\"presenter\": \"$carla\",
    \"case\": \"c100000001\", \"method\": \"incident\", \"minutes\": 60}]}"
session s100000002 2026-02-09T09:30 "$anna" "$carla" "{
    \"attendance\": $(here "$anna" "$carla" |
    jq --arg b "$bart" '. + {($b): {status: "late-notice"}}'),
    \"agenda\": [{\"presenter\": \"$anna\", \"case\": \"c100000002\",
    \"method\": \"eigen\", \"minutes\": 60}]}"
session s100000003 2026-04-13T09:30 "$bart" "$carla" "{
    \"attendance\": $(jq -c --arg c "$carla" '.[$c].until = "10:30"' \
    <<<"$all"), \"led_by\": \"group\"}"
session s100000004 2026-05-11T09:30 "$carla" "$bart" "{
    \"attendance\": $all, \"status\": \"cancelled\"}"
jq -n '{schema: "iv.session/1", start: "2026-07-06T13:00", minutes: 90,
    online: true, status: "planned", made: "2026-01-02"}' \
    >sessions/2026/s100000005.json
case_of c100000001 "$carla" s100000001 problem "{
    \"question\": \"What can I do?\", \"insights\": {\"n100000001\":
    {\"text\": \"Listen.\"}}, \"actions\": {
    \"a100000001\": {\"by\": \"$carla\", \"text\": \"Ask first\",
    \"due\": \"2026-02-09\", \"share\": true, \"status\": \"done\",
    \"result\": \"It worked\"},
    \"a100000002\": {\"by\": \"$bart\", \"text\": \"Wait\",
    \"due\": \"2026-02-09\", \"share\": true},
    \"a100000003\": {\"by\": \"$anna\", \"text\": \"Hidden\"}}}"
case_of c100000002 "$anna" s100000002 positive "{
    \"actions\": {\"a100000004\": {\"by\": \"$anna\", \"text\": \"Write\",
    \"due\": \"2026-09-01\", \"share\": true}}}"
jq -n '{schema: "iv.evaluation/1", session: "s100000003",
    questionnaire: "meeting", answered: 5, items: {
    try: {low: 0, middle: 1, high: 4, median: 4},
    heard: {low: 0, middle: 0, high: 5, median: 5}},
    decisions: {d100000001: {text: "Begin on time"}},
    closed: "2026-04-14"}' >evaluations/e100000001.json
jq --arg a "$anna" '. + {agreements: {g100000001: {topic: "time",
    text: "Phones away", since: "2026-01-12"}}}' group.json >"$T/g" &&
    cp "$T/g" group.json
git add -A && git -c user.name=x -c user.email=x@example.org commit -qm hand
export IV_NOW=2026-06-30T20:00

# --- roles -------------------------------------------------------------------
run iv-report roles -o tsv -f role,name,turns,share,deviation,last
out_is "role	name	turns	share	deviation	last
chair	Anna Smit	2	1.33	0.67	2026-02-09
chair	Bart Vos	1	0.83	0.17	2026-04-13
chair	Carla Mol	0	0.83	-0.83	
timekeeper	Anna Smit	0	1.17	-1.17	
timekeeper	Bart Vos	1	0.67	0.33	2026-01-12
timekeeper	Carla Mol	2	1.17	0.83	2026-04-13" \
    'turns beside the share of those who were there'
run iv-report roles -o json
is "$(jq '[.items[] | .deviation] | add | . * 100 | round | fabs < 3' \
    "$T/out")" true 'deviations add up to nought'
run iv-report roles --member bart --since 2026-03-01 -o tsv -f role,turns
out_is "role	turns
chair	1
timekeeper	0" 'a period, one person'

# --- intentions --------------------------------------------------------------
run iv-report actions -o tsv -f name,state,due,text,result
out_is "name	state	due	text	result
Anna Smit	open	2026-09-01	Write	
Bart Vos	overdue	2026-02-09	Wait	
Carla Mol	done	2026-02-09	Ask first	It worked" \
    'open, overdue, done; what was not shared is not told'
run iv-report actions --audience group -o json
is "$(jq -c '[.items[] | [.text, .share]]' "$T/out")" \
    '[["Write",true],["Hidden",false],["Wait",true],["Ask first",true]]' \
    'the group sees the others too'
run iv-report actions --member bart -o json
is "$(jq -c '[.items[].text]' "$T/out")" '["Wait"]' "one person's"
IV_NOW=2026-02-01T10:00 run iv-report actions --member bart -o json
is "$(jq -r '.items[0].state' "$T/out")" open 'before its day it is open'

# --- evaluation --------------------------------------------------------------
run iv-report evaluation -o tsv -f item,answered,low,high,median
out_is "item	answered	low	high	median
heard	5	0	5	5
try	5	0	4	4" 'in the order of the questionnaire'
run iv-report evaluation -o md
out_like '^\*\*Confidential: for the group only\*\*$' 'confidential'
run iv-report evaluation --until 2026-04-13 -o json
is "$(jq '.items | length' "$T/out")" 0 'by the day it was closed'

# --- overview ----------------------------------------------------------------
run iv-report overview -o json
value()
{
	jq -c "[.items[] | select($1)]" "$T/out"
}
is "$(value '.section == "group"' | jq -c 'map([.item, .text])')" \
    '[["members","3"],["next meeting","2026-07-06"],["meetings held","3"],["hours of presence","15:00"],["attendance","89 %"],["cases discussed","2"],["open intentions","2"]]' \
    'the group in figures'
is "$(value '.section == "attendance"' | jq -c 'map([.name[:1], .date[5:],
    .item, .value])[3:6]')" \
    '[["B","01-12","present",120],["B","02-09","late-notice",0],["B","04-13","present",120]]' \
    'who was there'
is "$(value '.section == "form" and .value > 0' |
    jq -c 'map([.item, .value, .of])')" \
    '[["problem",1,2],["positive",1,2]]' 'the mix of forms'
is "$(value '.section == "intentions"' | jq -c 'map([.item, .value])')" \
    '[["open",1],["overdue",1],["done",1],["dropped",0]]' \
    'intentions by state'
is "$(value '.section == "evaluation"' | jq -c 'map([.item, .value, .of])')" \
    '[["heard",5,5],["try",4,5]]' 'what the round said, with n'
run iv-report overview
out_like '^Name +12 Jan +9 Feb +13 Apr$' 'on a terminal a grid'
out_like '^Bart Vos +● +◐ +●$' 'with a mark for each'
out_like '^● present  ◐ late-notice$' 'and only the marks that are there'
run iv-report overview --since 2026-04-01 -o html
out_like '<dd>5:00</dd>' 'a page of a period'
out_like '<h2>Attendance</h2>' 'in parts'

# --- year --------------------------------------------------------------------
run iv-report year -o json
is "$(value '.section == "group"' | jq -c 'map([.item, .text])')" \
    '[["meetings held","3"],["meetings cancelled","1"],["hours together","6:00"],["attendance","89 %"],["hours of presence","15:00"],["cases discussed","2"],["intentions kept","1 / 3"]]' \
    'the year in figures'
is "$(value '.section == "methods"' | jq -c 'map([.item, .value])')" \
    '[["eigen",1],["incident",1]]' 'methods, also of the group alone'
run iv-report year --until 2025-12-31 -o md
out_like '^Team Wmo, from 2025-01-01 up to and including 2025-12-31$' \
    'another year'
out_like '^No case was discussed in this period.$' 'with nothing in it'
run iv-report year --since 2026-04-01 -o md
out_like 'from 2026-04-01 up to and including 2026-12-31$' 'a part of one'
out_unlike 'Anna|Bart|Carla' 'nobody is named'

# --- one meeting -------------------------------------------------------------
run iv-report agenda 2026-01-12 -o md
out_like '^12 January 2026, 09:30–11:30, Library$' 'agenda: when and where'
out_like 'Carla Mol \| Ts100000001 \|' 'who brings what'
out_like '^\| chair \| Anna Smit \|$' 'and the roles'
run iv-report agenda
out_like '^6 July 2026, 13:00–14:30, online$' 'the next one when none is named'
run iv-report signsheet -o tsv -f member,name,registers,from,until,signature
out_is "member	name	registers	from	until	signature
$anna	Anna Smit				
$bart	Bart Vos				
$carla	Carla Mol	skj 12345			" 'a list to sign'
run iv-report minutes 2026-01-12 -o md
out_like '^\| Anna Smit \| present \|' 'minutes: who was there'
out_like '^\| Phones away \|$' 'the agreements of that day'
out_like '^\| Carla Mol \| Ask first \| 2026-02-09 \| done \|$' 'what was shared'
out_unlike 'Hidden|What can I do|Listen' 'and nothing else of a case'
run iv-report minutes -o md
out_like '^13 April 2026' 'the last one when none is named'
out_like '10:30' 'who left early'
out_like '^\| Begin on time \|$' 'what was decided after its evaluation'
run iv-report minutes 2026-01-12 --for carla -o md
out_like '^\*\*Confidential, only for Carla Mol\*\*$' 'for one person'
out_like 'What can I do' 'with the own question'
out_like 'Listen' 'and insights'
run iv-report minutes 2026-01-12 --for bart -o md
out_unlike 'What can I do|Listen' "never with another's"

# --- themes ------------------------------------------------------------------
run iv-case set c100000001 themes=Grenzen,samenwerken
run iv-case set c100000002 themes=grenzen \
    question="What now?"
status_is 0 "themes are set"
run iv-report cases -o tsv
is "$(grep ^theme "$T/out")" 'theme	Grenzen	2	100
theme	samenwerken	1	50' 'the mix of themes, the most frequent first'
run iv-report cases -o html
out_like '>Themes<' 'and as a chart'

# --- signals -----------------------------------------------------------------
run iv-report signals -o tsv -f signal,n,of
out_is "signal	n	of
no-case	1	3
gap	2	3
no-follow-up	1	3" 'counted, with of how many'
run iv-report signals -o md
out_like 'Plan a series at once' 'with what groups do about it'
out_unlike 'Anna|Bart|Carla' 'about the group alone'
run iv-report signals --until 2026-01-20 -o json
is "$(jq -c .items "$T/out")" '[]' 'as it stood at the end of a period'
run iv-report signals --until 2026-02-10 -o tsv -f signal
out_is "signal
gap
no-follow-up" 'the gap that began in it is seen'
done_testing
