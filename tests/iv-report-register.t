#!/usr/bin/env bash
# iv-report for registers and the client: rules as data, proof, no content.
. "${0%/*}/lib.sh"
needs git jq xmllint

# session ID START JSON: a meeting as another program would write it.
session()
{
	mkdir -p sessions/2026
	jq -n --arg start "$2" --argjson more "$3" '{schema: "iv.session/1",
	    start: $start, minutes: 120, status: "held", made: "2026-01-02"}
	    + $more' >"sessions/2026/$1.json"
}

# there ID ...: attendance of those who were present.
there()
{
	printf '%s\n' "$@" | jq -R . |
	    jq -sc '{attendance: (map({(.): {status: "present"}}) | add)}'
}

commit()
{
	git add -A && git -c user.name=x -c user.email=x@example.org \
	    commit -qm hand
}

# --- the rules themselves ----------------------------------------------------
count=0
for file in "$TOP"/common/registers/*.json; do
	name=$(basename "$file" .json)
	ok "$name: source, day and title" jq -e --arg n "$name" '
	    .schema == "iv.register/1" and .name == $n and
	    (.source | length > 0 and all(startswith("http"))) and
	    (.checked | test("^20[0-9]{2}-[0-9]{2}-[0-9]{2}$")) and
	    (.title.nl | length > 0) and (.title.en | length > 0) and
	    ([.proof, .notes] | all(. == null or (.nl and .en)))' "$file"
	count=$((count + 1))
done
ok "$count registers" [ "$count" -ge 16 ]

iv-group init groep --name 'Team Wmo' --language en >/dev/null
cd groep || exit 1
i=0
for name in Noëlle Anna Joris Saar Piet; do
	ids[i]=$(iv-member add --name "$name Dijk" --joined 2026-01-01)
	i=$((i + 1))
done
noelle=${ids[0]} anna=${ids[1]}
lead=$(iv-member add --name 'Gerda Boom' --role facilitator)
iv-member set noelle registers.SKJ=12345678
iv-member set noelle registers.MfN=M1
iv-member set anna registers.mfn=M2
iv-member set joris registers.MFN=M3
for name in "$TOP"/common/registers/*.json; do
	name=$(basename "$name" .json)
	run iv-report register --profile "$name" --member noelle -o json
	status_is 0 "$name of a group without meetings"
	ok "$name: what it counts, and by which rules" jq -e '.items |
	    any(.section == "points") and ([.[] | select(.section == "rule") |
	    .item] | contains(["title", "source", "checked", "decides"]))' \
	    "$T/out"
done

pause='{"breaks": [{"from": "10:30", "until": "10:45"}]}'
session s100000001 2026-01-12T09:30 "$(there "${ids[@]}" "$lead")"
session s100000002 2026-02-16T09:30 "$(there "${ids[@]}" "$lead" |
    jq -c ". + $pause")"
session s100000003 2026-03-02T09:30 "$(there "${ids[@]:0:3}" "$lead" |
    jq -c --arg n "$noelle" '. + {agenda: [{presenter: $n,
    method: "incident"}]}')"
session s100000004 2026-03-09T09:30 "$(there "${ids[@]:1}" "$lead")"
commit
next=$(iv-session plan 2026-06-20T09:30)

# part SECTION FILTER: of the last run.
part()
{
	jq -c --arg s "$1" "[.items[] | select(.section == \$s) | $2]" "$T/out"
}

run iv-report register --profile skj --member noelle -o json
status_is 0 'skj'
is "$(part points '[.item, .value, .norm, .missing, .until]')" \
    '[["hours",345,3600,3255,"2026-12-31"],["gap",35,56,0,"2026-02-16"]]' \
    'hours, what is missing and by when; the largest gap'
is "$(part meetings '[.date, .value, .counted, .why]')" \
    '[["2026-01-12",120,120,null],["2026-02-16",105,105,null],["2026-03-02",120,120,null],["2026-03-09",0,0,"missed"]]' \
    'each meeting, and why one does not count'
is "$(part ahead '.text')" '["too long after the meeting of 9 March 2026"]' \
    'a gap ahead is warned of'
is "$(part rule 'select(.item == "number") | .text')" '["12345678"]' \
    'the number in the register, whatever its case'

run iv-report register --profile mfn --member noelle --before next -o json
is "$(part meetings '[.date, .why]')" \
    '[["2026-01-12",null],["2026-02-16","short"],["2026-03-02","few"],["2026-03-09","missed"]]' \
    'mfn: five people, three registered, two hours'
is "$(part ahead '.text')" '["after one cancellation too few are left, and these hours will not count"]' \
    'and a warning ahead'
file=$(ls sessions/*/"$next".json)
jq --arg a "$anna" '.rsvp = {($a): {answer: "no"}}' "$file" >"$T/s" &&
    cp "$T/s" "$file"
run iv-report register --profile mfn --member noelle --before "$next"
out_like 'does not count  *4 people, at least 5; 2 with a number in this register, at least 3; these hours will not count' \
    'after a cancellation the hours are lost, and that is said'
out_like '^MfN, mediators; rules as read on 2026-11-21. The register decides.$' \
    'which rules, and who decides'
out_like 'Source of the rules  *https://mfnregister.nl/' 'and from where'

run iv-report register --profile nova --member noelle -o json
is "$(part points 'select(.item == "own-cases") | [.value, .missing]')" \
    '[[0,1]]' 'a case of a meeting that does not count is none'
is "$(part meetings '.why')" \
    '["not-numbered","short,not-numbered","not-numbered","missed"]' \
    'nobody with a register number led'
iv-member set gerda registers.LVSC=777
run iv-report register --profile nova --member noelle -o json
is "$(part points 'select(.item == "hours-a-year") |
    [.value, .norm, .missing]')" '[[240,480,240]]' 'now somebody did'
is "$(part points 'select(.item == "own-cases") | [.value, .missing]')" \
    '[[1,0]]' 'and an own case counts without a case being read'
run iv-report register --profile vit --member noelle -o json
is "$(part points 'select(.item == "hours-a-year") |
    [.date, .value, .norm, .missing]')" '[["2026-01-01",225,900,675]]' \
    'vit: a year before the first meeting carries nothing'
is "$(part meetings '.why')" '[null,null,"few","missed"]' 'four a meeting'
run iv-report register --profile vit --member noelle --since 2025-01-01 \
    --until 2026-12-31 -o json
is "$(part points 'select(.item == "hours-a-year") |
    [.date, .value, .norm, .missing]')" \
    '[["2026-01-01",225,1800,1575]]' \
    'a shortage must be made up'

# --- deadlines, and lines to copy ----------------------------------------------
run iv-report register --profile skj --member noelle -o json
is "$(part deadlines '[.item, .until, .text]')" \
    '[["missing","2026-12-31","Hours in the period: 54:15 more"]]' \
    'what is missing, by when'
run iv-report register --profile huisartsen --member noelle -o json
is "$(part deadlines 'select(.item == "each-year") | [.until, .text]')" \
    '[["2027-01-15","The year plan, in the KOH region"]]' \
    'a day that the rules name, the next time it comes'
IV_NOW=2026-01-15T09:00 run iv-report register --profile huisartsen \
    --member noelle -o json
is "$(part deadlines 'select(.item == "each-year") | .until')" \
    '["2026-01-15"]' 'on the day itself it still counts'
run iv-report register --profile lvv --member noelle -o json
is "$(part deadlines 'select(.item == "first-meeting") | .until')" \
    '["2026-01-12"]' 'before the first meeting'
IV_NOW=2027-03-01T09:00 run iv-report register --profile skj \
    --member noelle --until 2026-12-31 -o json
is "$(part deadlines .text)" '[]' 'a term that is over asks nothing'
run iv-report register --profile mfn --lines -o csv \
    -f date,from,until,minutes,hours,number,name
out_is "date,from,until,minutes,hours,number,name
2026-01-12,09:30,11:30,120,2:00,M2,Anna Dijk
2026-01-12,09:30,11:30,120,2:00,M3,Joris Dijk
2026-01-12,09:30,11:30,120,2:00,M1,Noëlle Dijk
2026-01-12,09:30,11:30,120,2:00,,Piet Dijk
2026-01-12,09:30,11:30,120,2:00,,Saar Dijk" \
    'lines: everyone at each meeting that counts, with the number'
run iv-report register --profile skj --lines --member noelle \
    --since 2026-02-01
out_is "SKJ, youth and family professional; rules as read on 2026-11-21. The register
decides.

Date        From   Until  Minutes  Hours  Number in the register  Name
2026-02-16  09:30  11:30      105   1:45  12345678                Noëlle Dijk
2026-03-02  09:30  11:30      120   2:00  12345678                Noëlle Dijk" \
    'of one person, net of breaks'
run iv-report register --profile skj --lines -o json
is "$(jq -c '[.schema, (.items | map(.profile + " " + .checked) |
    unique)]' "$T/out")" \
    '["iv.report.register.lines/1",["skj 2026-11-21"]]' \
    'and by which rules'
run iv-report register --profile skj --lines --member gerda \
    --until 2026-01-31 -o csv -f date,number,name
is "$(tail -n 1 <<<"$out")" '2026-01-12,,Gerda Boom' \
    'a facilitator without a number there only when asked for'
iv-member set gerda registers.skj=9
run iv-report register --profile skj --lines --until 2026-01-31 -o csv \
    -f number,name
out_like '^9,Gerda Boom$' 'one with a number like everyone'
iv-member set gerda registers.skj=
run iv-report register --lines
status_is 2 'lines need a register'
err_like '--profile: name the register' 'and say so'
out_empty 'without a word'

late=$(iv-member add --name 'Laat Komer' --joined 2026-02-20)
run iv-report register --profile skj --member "$late" -o json
is "$(part meetings '[.date, .why]')" \
    '[["2026-03-02","missed"],["2026-03-09","missed"]]' \
    'what was before somebody joined was not missed'
jq '.role = "guest"' "members/$late.json" >"$T/m" &&
    cp "$T/m" "members/$late.json"
run iv-report register --profile nvo --member noelle -o json
is "$(part points '[.item, .date, .until, .value, .norm]')" \
    '[["hours","2026-01-01",null,345,2400]]' \
    'a period that no source tells has no end'
run iv-report register --profile nvo --member noelle --since 2026-02-01 \
    --until 2026-02-28 -o json
is "$(part points '[.date, .until, .value]')" \
    '[["2026-02-01","2026-02-28",105]]' 'but the one that is typed'

# --- the group's own rules ---------------------------------------------------
mkdir registers
own()
{
	jq -n --argjson more "$2" '{schema: "iv.register/1", name: "eigen",
	    title: {nl: "Ons eigen"}, source: ["https://example.org/"],
	    checked: "2026-02-01"} + $more' >"registers/$1.json"
}
own eigen '{"period": {"years": 1}, "hours": {"norm": 3, "per": "year",
    "max_per_year": 4}, "rounding": {"minutes": 60, "down": true}}'
run iv-report register --profile eigen --member noelle -o json
is "$(part meetings '[.counted, .why]')" \
    '[[120,null],[60,"rounded"],[60,"over"],[0,"missed"]]' \
    'rounded down, and cut at the most of a year'
is "$(part points 'select(.item == "hours-a-year") |
    [.value, .missing]')" '[[240,0]]' 'so enough'
own skj '{"hours": {"norm": 1}}'
run iv-report register --profile skj --member noelle
out_like 'rules as read on 2026-02-01' "the group's own goes first"
rm registers/skj.json
while IFS='|' read -r more like; do
	own fout "$more"
	run iv-report register --profile fout --member noelle
	status_is 5 "refused: $more"
	err_like "^iv-report: registers/fout.json: .*$like" "names it: $like"
	out_empty 'and prints nothing'
done <<'CASES'
{"hours": {"norn": 1}}|hours.norn: no such rule
{"hour": {"norm": 1}}|hour: no such rule
{"hours": 1}|hours: an object is needed
{"hours": {"norm": 0}}|hours.norm: a number above 0
{"hours": {"norm": "9"}}|hours.norm: a number above 0
{"hours": {"norm": 0.123}}|hours.norm: a number above 0
{"hours": {"norm": 1, "per": "week"}}|hours.per: year or period
{"group": {"min": 101}}|group.min: a number above 0 and up to 100
{"rounding": {"minutes": 30}}|rounding.down: true is needed
{"meeting": {"contiguous": 1}}|meeting.contiguous: true or false
{"period": {"years": 1.5}}|period.years: a whole number
{"source": []}|source: a list of addresses
{"title": {"nl": 1}}|title: each language has a text
{"notes": []}|notes: texts by language are needed
{"deadlines": {}}|deadlines: a list is needed
{"deadlines": [{"yearly": "02-30", "text": "x"}]}|deadlines: each has a text
{"deadlines": [{"yearly": "01-15"}]}|deadlines: each has a text
{"deadlines": [{"before": "lunch", "text": "x"}]}|deadlines: each has a text
{"deadlines": [{"yearly": "01-15", "text": {}}]}|deadlines: text: texts by
{"checked": "gisteren"}|checked: the day
{"schema": "iv.register/9"}|schema: "iv.register/1"
CASES
rm -r registers

while IFS='|' read -r want args like; do
	eval "run iv-report $args"
	status_is "$want" "refused: $args"
	err_like "$like" "with: $like"
done <<'CASES'
2|register|--profile: name the register
2|register --profile skj|--member: name the person
3|register --profile sjk --member noelle|no register 'sjk'; there are: .*skj
3|register --profile ../x --member noelle|no register '../x'
3|register --profile skj --member niemand|--member: no member
3|register --profile skj --member noelle --before 2027-01-01|--before
2|register --profile skj --member noelle --before 2026-01-12|--before 2026-01-12: not a planned meeting
2|hours --profile skj|unknown option '--profile'
CASES

# --- certificates ------------------------------------------------------------
run iv-report certificate -o json
status_is 0 'certificates for all'
err_empty 'without a word'
is "$(jq -r '[.items[] | select(.section == "person") | .name] |
    join(",")' "$T/out")" 'Anna Dijk,Joris Dijk,Noëlle Dijk,Piet Dijk,Saar Dijk' \
    'one for each member'
is "$(jq -r '[.items[] | select(.section == "person") | .number] | unique |
    length' "$T/out")" 5 'each with a number of its own'
ok 'a number as it is read out' jq -e '.items | all(.number |
    test("^[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4}$"))' "$T/out"
number=$(jq -r --arg m "$noelle" 'first(.items[] |
    select(.member == $m)) | .number' "$T/out")
ok 'the sum of its meetings' jq -e '[.items[] | select(.section == "meeting")
    .minutes] | add == ([$d[].items[] | select(.section == "person") |
    .minutes] | add)' --slurpfile d "$T/out" "$T/out"
run iv-report certificate --member noelle -o json
is "$(jq -r '[.items[].number] | unique[]' "$T/out")" "$number" \
    'alone it has the same number'
is "$(jq -c '.items[0] | [.registers, .facilitator_registers, .meetings,
    .hours, .own_cases, .secrecy]' "$T/out")" \
    '["SKJ 12345678, MfN M1","LVSC 777",3,"5:45",1,false]' \
    'registers, hours, own case'
is "$(jq -c '.items[2] | [.date, .start, .end, .breaks, .from, .until,
    .hours, .people]' "$T/out")" \
    '["2026-02-16","09:30","11:30","10:30–10:45","09:30","11:30","1:45",5]' \
    'what a register asks of each meeting'
third=sessions/2026/s100000003.json
cp "$third" "$T/s" && jq --arg l "$lead" '.attendance[$l].status = "excused"' \
    "$T/s" >"$third"
is "$(iv-report certificate --member noelle -o json |
    jq -r '.items[] | "\(.date) \(.facilitator)"')" \
    'null Gerda Boom (at 2 of 3 meetings)
2026-01-12 Gerda Boom
2026-02-16 Gerda Boom
2026-03-02 null' 'no meeting has a facilitator who was away'
cp "$T/s" "$third"
TZ=Asia/Tokyo LC_ALL=C run iv-report certificate --member noelle -o html
cp "$T/out" "$T/first"
run iv-report certificate --member noelle -o html
ok 'the same bytes everywhere' cmp "$T/first" "$T/out"
IV_NOW=2026-03-20T10:00 run iv-report certificate --member noelle -o json
is "$(jq -r '.items[0].number' "$T/out")" "$number" 'the same another day'
cp sessions/2026/s100000003.json "$T/keep"
jq '.minutes = 60' "$T/keep" >sessions/2026/s100000003.json
run iv-report certificate --member noelle -o json
not_ok 'but not when the facts change' [ \
    "$(jq -r '.items[0].number' "$T/out")" = "$number" ]
cp "$T/keep" sessions/2026/s100000003.json
run iv-report certificate --member noelle -o md
out_like '^- Certificate number: ' 'md has the facts'
out_like '^\| 2026-02-16 \| 09:30 \| 11:30 \|' 'and the meetings'
out_unlike 'Anna' 'of nobody else'

run iv-report certificate --member noelle -o json
is "$(jq -r '.items[0] | .present_range, .fits, .description' "$T/out")" \
    "3–5
MfN, mediators (rules as read on 2026-11-21): 1 of 3 meetings fit; SKJ, youth and family professional (rules as read on 2026-11-21): 3 of 3 meetings fit
Intervisie: professionals consult each other on their own work, by a method with fixed steps" \
    'how many there were, which registers it fits, what it was'
jq '.registers = {LVV: "G-17"}' group.json >"$T/g" && cp "$T/g" group.json
cp sessions/2026/s100000001.json "$T/keep"
jq '.online = true | .identity_checked = true' "$T/keep" \
    >sessions/2026/s100000001.json
run iv-report certificate --member noelle -o md
out_like '^- Registers of the group: LVV G-17$' 'how a register knows the group'
out_like '^\| 2026-01-12 \|.* \| yes \| yes \|' 'online, and who was there looked at'
for report in certificate signsheet; do
	with=()
	[ $report = certificate ] || with=(s100000001)
	run iv-report $report "${with[@]}" -o html
	out_like 'LVV G-17' "$report as html too"
	out_like 'Gerda Boom' "$report: the facilitator"
	out_like 'LVSC 777' "$report: with a number"
done
run iv-report signsheet s100000001
out_like 'Number of this list: [0-9a-z-]{14}$' 'the list has a number'
git clone -q . "$T/clone" && cp group.json "$T/clone" &&
    cp sessions/2026/* "$T/clone/sessions/2026" && cp members/* "$T/clone/members"
is "$(iv-report -C "$T/clone" signsheet s100000001)" "$out" \
    'the same on another clone'
cp "$T/keep" sessions/2026/s100000001.json
git checkout -q group.json

run iv-report statement --member noelle -o md
status_is 0 'statement'
out_like '\| Gerda Boom \| LVSC 777 \|' 'who declares, with the number'
out_like '\| Noëlle Dijk \| SKJ 12345678, MfN M1 \| 3 \| 5:45 \|' 'of whom'
out_unlike 'Anna' 'and of nobody else'
out_unlike '2026-03-09' 'nor of a meeting she missed'
iv-member leave gerda >/dev/null 2>&1
jq '.role = "guest"' "members/$lead.json" >"$T/m" &&
    cp "$T/m" "members/$lead.json"
run iv-report statement
status_is 3 'without a facilitator'
err_like 'no facilitator to declare it; name one by iv-group set' 'says so'
git checkout -q "members/$lead.json"

# --- client ------------------------------------------------------------------
iv-group set purpose='Sterker worden' >/dev/null
jq --arg a "${ids[0]}" --arg b "${ids[1]}" --arg c "${ids[2]}" \
    --arg d "${ids[3]}" --arg e "${ids[4]}" '.releases = {
    r100000001: {text: "Iedereen akkoord", since: "2026-02-01", agreed:
    {($a): "2026-02-01", ($b): "2026-02-01", ($c): "2026-02-01",
    ($d): "2026-02-01", ($e): "2026-02-01"}},
    r100000002: {text: "Nog niet akkoord", since: "2026-02-01", agreed:
    {($a): "2026-02-01"}}}' group.json >"$T/g" && cp "$T/g" group.json
mkdir -p evaluations
for n in 4 5; do
	jq -n --argjson n $n '{schema: "iv.evaluation/1", questionnaire:
	    "meeting", answered: $n, items: {heard: (if $n == 4 then
	    {mean: 3} else {low: 0, middle: 1, high: 4, median: 4} end)},
	    texts: ["GEHEIM"], decisions: {("d10000000" + ($n | tostring)):
	    {text: "GEHEIM", changes: "Kortere rondes"}},
	    closed: ("2026-02-0" + ($n | tostring))}' \
	    >"evaluations/e10000000$n.json"
done
run iv-report client -o json
status_is 0 'client'
is "$(part group '[.item, .text]')" \
    '[["meetings held","4"],["meetings planned","1"],["meetings cancelled","0"],["hours together","7:45"],["attendance","85 %"]]' \
    'planned and held, hours, attendance as one figure'
figure() { jq -r --arg i "$1" '.items[] | select(.item == $i).text'; }
iv-report year -o json >"$T/year"
iv-report groups --since 2026-01-01 --until 2026-12-31 -o json >"$T/groups"
is "$(figure 'hours together' <"$T/year") $(figure attendance <"$T/year")" \
    '7:45 85 %' 'the year tells the client no other figures'
is "$(jq -r '.items[] | "\(.hours) \(.rate) %"' "$T/groups")" '7:45 85 %' \
    'nor do the groups side by side'
is "$(figure 'hours of presence' <"$T/year")" \
    "$(iv-report hours --since 2026-01-01 --until 2026-12-31 -o json |
    jq -r '[.items[].minutes] | add | "\(. / 60 | floor):\(. % 60)"')" \
    'the hours of presence are those of everyone, together'
run iv-report client --since 2025-12-01
out_like '^Team.*, from 2025-12-01 up to and including 2026-12-31$' \
    '--since alone goes on to the end of this year, and says so'
run iv-report client -o json
is "$(part evaluation '[.value, .of]')" '[[4,5]]' 'only from five answers'
is "$(part changes '.text')" '["Kortere rondes","Kortere rondes"]' \
    'what the group changed'
is "$(part releases '.text')" '["Iedereen akkoord"]' \
    'only what everybody agreed to'
ok 'of no person' jq -e '.items | all(.member == null and .name == null)' \
    "$T/out"
for name in Noëlle Anna Joris Saar Piet Gerda "${ids[@]}" "$lead"; do
	out_unlike "$name" "client: no $name"
done

# --- timing ------------------------------------------------------------------
jq '.agenda = [{method: "incident", minutes: 45}] | .steps = [
    {agenda: 1, step: "tell", planned: 10, started: "2026-01-12T08:30:00Z",
    ended: "2026-01-12T08:45:30Z"},
    {agenda: 1, step: "ask", planned: 15, started: "2026-01-12T08:45:30Z"}]' \
    sessions/2026/s100000001.json >"$T/s" &&
    cp "$T/s" sessions/2026/s100000001.json
run iv-report timing -o json
is "$(jq -c '[.items[] | [.method, .step, .times, .planned, .real, .over]]' \
    "$T/out")" '[["incident","tell",1,10,15.5,5.5]]' \
    'planned against real; a step without an end says nothing'
jq '.agenda += [{method: "balint", minutes: 45}] | .steps = [
    {step: "opening", planned: 5, started: "2026-01-12T08:20:00Z",
    ended: "2026-01-12T08:26:00Z"},
    {agenda: 2, step: "tell", planned: 10, started: "2026-01-12T08:30:00Z",
    ended: "2026-01-12T08:40:00Z"},
    {agenda: 2, step: "tell", started: "2026-01-12T08:50:00Z",
    ended: "2026-01-12T08:53:00Z"}]' sessions/2026/s100000001.json \
    >"$T/twice" && mv sessions/2026/s100000001.json "$T/once" &&
    mv "$T/twice" sessions/2026/s100000001.json
run iv-report timing -o json
is "$(jq -c '[.items[] | [.method, .what, .real]]' "$T/out")" \
    '[[null,"Opening",6],["balint","tell",13]]' \
    'the agenda counts from 1, and a break cuts a step in two'
mv "$T/once" sessions/2026/s100000001.json
run iv-report timing --sessions -o csv -f date,step,over
out_is "date,step,over
2026-01-12,tell,5.5" 'of each meeting'
jq 'del(.steps, .agenda)' "$T/s" >sessions/2026/s100000001.json

# --- year plan, start, binder ------------------------------------------------
jq --arg n "$noelle" '.roles = {chair: $n}' "$file" >"$T/s" &&
    cp "$T/s" "$file"
run iv-report yearplan -o tsv -f date,status,roles
out_is "date	status	roles
2026-01-12	held	
2026-02-16	held	
2026-03-02	held	
2026-03-09	held	
2026-06-20	planned	chair: Noëlle Dijk" 'the meetings of a year with their roles'
iv-member set noelle prefers.structure=1 prefers.focus=process
iv-member set anna prefers.structure=4 prefers.focus=result
iv-member set joris prefers.structure=4 expectations='Eerlijk zijn'
run iv-report start -o json
is "$(part differences '.text')" \
    '["Wanted structure (1-5): 1–4","Wanted focus: process (1), result (1)"]' \
    'where members differ comes first'
is "$(part expectations '[.name, .text]')" '[["Joris Dijk","Eerlijk zijn"]]' \
    'and what they expect'
run iv-report start
out_like '^Confidential: for the group only$' 'for the group'
run iv-group agree confidentiality --text 'Wat hier is gezegd blijft hier' \
    2>/dev/null || run iv-group agree confidentiality \
    'Wat hier is gezegd blijft hier'
run iv-report binder --member noelle -o json
is "$(part meetings '[.date, .item]')" '[["2026-06-20","chair"]]' \
    'binder: own roles ahead'
is "$(part hours '[.text, .of]')" '[["5:45",3]]' 'and own hours'
is "$(part group 'select(.item == "Purpose") | .text')" '["Sterker worden"]' \
    'and what the group is for'
for report in binder reflection; do
	run iv-report $report
	status_is 2 "$report without a person"
	err_like '--member: name the person' 'says so'
done

# --- in the group's language -------------------------------------------------
jq '.language = "nl"' group.json >"$T/g" && cp "$T/g" group.json
for report in 'register --profile skj --member noelle' certificate statement \
    client timing; do
	IV_LANG=en run iv-report $report -o md
	status_is 0 "$report in Dutch"
	head -n 1 "$T/out" >"$T/head"
	not_ok "$report: a Dutch heading" grep -Eq \
	    '^# (For the|Certificate|Statement|Planned)' "$T/head"
done
IV_LANG=en run iv-report register --profile skj --member noelle -o md
out_like 'Het register beslist' 'who decides, in Dutch'
out_like 'Reflectieverklaring' 'and the proof it asks for'

# --- two ledgers -------------------------------------------------------------
S=GEHEIM
mkdir -p cases/2026
fields=$(sed '1,/^KIND(case)/d' "$TOP/common/case.def" |
    sed -n 's/.*{ "\([a-z_]*\)", FT_\(TEXT\|LINE\),.*FF_CONTENT.*/\1/p' |
    jq -Rn --arg s $S '[inputs | select(. != "outcome") | {(.): $s}] | add')
jq -n --arg s $S --arg by "$noelle" --argjson f "$fields" '{
    schema: "iv.case/1", presenter: $by, title: $s, form: "problem",
    level: "individual", status: "discussed", made: "2026-01-05",
    session: "s100000003", insights: {k100000001: {text: $s}},
    advice: {k100000001: {text: $s}}, actions: {k100000001: {by: $by,
    text: $s, result: $s, share: true}}} + $f' >cases/2026/c100000001.json
jq '.agenda[0].case = "c100000001"' sessions/2026/s100000003.json >"$T/s" &&
    cp "$T/s" sessions/2026/s100000003.json
run iv-report cases --full
out_like $S 'the planted case is there for the group'
run iv-report reflection --member noelle -o md
out_like "^\\| 2026-03-02 \\| $S \\|" 'the own question is in a reflection'
out_like '^\*\*Vertrouwelijk, alleen voor Noëlle Dijk\*\*$' 'for that person only'
run iv-report reflection --member anna -o md
out_unlike $S 'and in nobody else'"'s"
seen=0 outputs=0
for report in 'register --profile skj --member noelle' \
    'register --profile skj --lines' \
    'register --profile nova --member noelle --before next' certificate \
    'certificate --member noelle' statement 'statement --member noelle' \
    client timing 'timing --sessions' yearplan start \
    'binder --member noelle'; do
	for format in table tsv csv json ndjson md html; do
		run iv-report $report -o $format
		[ "$status" = 0 ] || fail "$report -o $format" "$err"
		grep -q -e $S -e c100000001 "$T/out" "$T/err" &&
		    seen=$((seen + 1))
		outputs=$((outputs + 1))
		[ $format = html ] || continue
		ok "$report: well-formed" xmllint --nonet --noout "$T/out"
	done
done
is "$seen" 0 "planted words are in none of $outputs outputs"

if command -v strace >/dev/null; then
	for report in 'register --profile skj --member noelle' certificate \
	    statement client timing yearplan 'binder --member noelle'; do
		# The leak checker cannot work under strace.
		ASAN_OPTIONS=detect_leaks=0 ok "strace $report" \
		    strace -f -o "$T/trace" -e trace=%file \
		    iv-report $report -o md
		ok 'reads sessions' grep -q 's100000003.json' "$T/trace"
		not_ok "$report: no path under cases" \
		    grep -E '"([^"]*/)?cases["/]' "$T/trace"
		not_ok "$report: of .git the commit's name alone" \
		    grep -P '\.git(?!/(HEAD|refs/heads/main|packed-refs)")' "$T/trace"
		not_ok "$report: no private area" \
		    grep -F "$XDG_DATA_HOME" "$T/trace"
	done
else
	skip 'no strace here' 35
fi

# --- hostile texts -----------------------------------------------------------
iv-member set noelle name='<b>x</b> | [y](z) `q` =1+1' >/dev/null
iv-member set "$noelle" registers.SKJ='"><script>1' >/dev/null
iv-group set place='<i>a</i>|b' >/dev/null
for report in "register --profile skj --member $noelle" certificate \
    statement client timing yearplan start "binder --member $noelle" \
    "reflection --member $noelle"; do
	run iv-report $report -o html
	ok "$report: hostile names stay text" xmllint --nonet --noout "$T/out"
	out_unlike '<b>x|<script|<i>a' "$report: no mark-up of theirs"
	run iv-report $report -o md
	not_ok "$report: nor in md" grep -qP '(?<!\\)[<`\[]' "$T/out"
done

# --- one person in two groups ------------------------------------------------

cd .. || exit 1
for g in noord zuid; do
	export IV_SEED=$g
	iv-group init $g --name "Team $g" --language nl >/dev/null
	cd $g || exit 1
	who=()
	for name in Anna Bea Cas Dirk; do
		who+=("$(iv-member add --name "$name Smit" --joined 2026-01-01)")
	done
	iv-member set anna registers.skj=555 registers.nwp=7
	session "s${g:0:1}00000001" 2026-02-0$((${#g} - 3))T09:30 \
	    "$(there "${who[@]}")"
	[ $g = zuid ] || session sn00000002 2026-03-01T09:30 \
	    "$(there "${who[@]}")"
	commit
	cd .. || exit 1
done
skj="iv-report register -C noord -C zuid --profile skj"
hours() { jq -c '[.items[] | select(.item == "hours" or
    .item == "hours-of-group") | [.group_name, .value]]' <<<"$out"; }
run $skj --member anna -o json
status_is 0 "a person in two groups"
is "$(hours)" \
    '[["samen",360],["Team noord",240],["Team zuid",120]]' \
    "one total, and what each group brings"
is "$(jq -r '[.items[] | select(.item == "gap") | .group_name] | unique |
    join(", ")' <<<"$out")" 'Team noord, Team zuid' \
    "days between meetings are those of a group"
is "$(jq -r '[.items[] | select(.section == "meetings") | .group_name] |
    join(", ")' <<<"$out")" 'Team zuid, Team noord, Team noord' \
    "the meetings of both, by day"
is "$(jq '[.items[] | select(.item == "hours") | .norm - .value -
    .missing] | add' <<<"$out")" 0 "what is missing is what the total lacks"
(cd zuid && session sz00000002 2026-03-01T10:00 "$(there "${who[@]}")")
run $skj --member anna -o json
is "$(hours)" '[["samen",390],["Team noord",240],["Team zuid",150]]' \
    "time in two meetings at once counts once"
is "$(jq -c '[.items[] | select(.why == "overlap") | [.group_name, .value,
    .counted]]' <<<"$out")" '[["Team zuid",120,30]]' "and that is told"
rm zuid/sessions/2026/sz00000002.json
for format in table md html csv; do
	run $skj --member anna -o $format
	status_is 0 "as $format"
	out_like 'Team zuid' "$format has both"
done
run $skj --member anna
out_like 'Opgeteld: het nummer' "and why it may be added up"
run $skj --member 555 -o json
is "$(hours | jq length)" 3 "by the number"
iv-member set -C zuid anna registers.skj=556
run $skj --member anna -o json
is "$(hours)" '[["Team noord",240],["Team zuid",120]]' \
    "two numbers are two persons"
run $skj --member anna
out_like 'Niet opgeteld: de nummers' "and that is said"
run $skj --member anna --same
status_is 2 "which --same does not change"
iv-member set -C zuid anna registers=
run $skj --member anna -o json
is "$(hours | jq length)" 2 "a name alone says nothing"
run $skj --member anna --same -o json
is "$(hours | jq -c '.[0]')" '["samen",360]' "--same does"
run iv-report register -C noord -C noord --profile skj --member anna
status_is 2 "a group is not counted twice"
err_like 'is the same group as' "and that is said"
run iv-report register -C noord -C zuid --profile nwp --member anna --same
status_is 0 "a register that asks for one group"
out_like 'Niet opgeteld: dit register vraagt' "is not added up over two"
run iv-report register -C noord --profile skj --member anna --same
status_is 2 "--same of one group"
cd groep || exit 1

# The page names the columns as they are.
page_columns()
{
	awk -v it=".It Cm $1" '$0 == it { on = 1; next }
	/^[.](It|El)/ { on = 0 }
	on { sub(/^[.]Va /, ""); printf "%s ", $0 }' \
	    "$TOP/man/iv-report.1" | tr -d ' ' | sed 's/,$//'
}
for view in "register" certificate statement client timing \
    'timing --sessions' yearplan start binder reflection; do
	args=
	case $view in register|binder|reflection) args="--member $noelle" ;; esac
	[ "$view" != register ] || args="$args --profile skj"
	run iv-report $view $args -o csv
	is "$(head -n 1 <<<"$out")" "$(page_columns "${view/--/Fl -}")" \
	    "$view: columns of the page"
done
for report in register certificate statement client timing yearplan start \
    binder reflection; do
	run iv-report $report --help
	out_like "^  \\$ iv-report $report" "$report --help has an example"
done
done_testing
