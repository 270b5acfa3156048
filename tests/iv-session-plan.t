#!/usr/bin/env bash
# iv-session: trajectories, dates to choose from, and what a planner is told.
. "${0%/*}/lib.sh"
. "$TOP/tests/session.sh"
needs git jq

# A fresh group in a directory of its own, of so many members.
group()
{
	cd "$T/work" && IV_NOW=2026-01-05T10:00 iv-group init "$1" \
	    --name "Wmo-team" --language nl >/dev/null && cd "$1" || exit 1
	iv-group set place=Wijkhuis minutes=120
	for ((i = 1; i <= $2; i++)); do
		iv-member add --name "Lid $i"
	done >"$T/members"
}
export IV_NOW=2026-01-05T10:00

# --- a trajectory -----------------------------------------------------------

group traject 6
run iv-session plan --traject '?'
status_is 0 "trajectories are listed"
out_like '^guided  Guided trajectory$' "by name and title"
out_like '^  6-7  regular, led by member-with-backup$' "with who leads what"
out_like '^  Source: ' "and their source"
is "$(grep -c '^[a-z]' "$T/out")" \
    "$(find "$TOP/common/trajectories" -name '*.json' | wc -l)" "all of them"
run env IV_LANG=nl iv-session plan --traject '?'
out_like '^guided  Begeleid traject$' "in Dutch too"
before=$(commits)
run iv-session plan 2026-02-05T09:30 --every 5w --traject guided \
    --skip 2026-07-11..2026-08-23
status_is 0 "the guided trajectory"
err_is "iv-session: --skip: not on Thu 30 July 2026 but on Thu 3 September 2026
iv-session: warning: 10 weeks lie between Thu 25 June 2026 and Thu 3 September 2026; above 8 a group loses its thread" \
    "says what moved and the gap of the summer, and not the year before the last"
mapfile -t ids <<<"$out"
is "${#ids[@]} $(($(commits) - before))" "9 1" "nine meetings, one commit"
run iv-session list -o tsv -f start,purpose,led_by
out_is "start	purpose	led_by
2026-02-05T09:30	intro	facilitator
2026-03-12T09:30	regular	facilitator
2026-04-16T09:30	regular	facilitator
2026-05-21T09:30	regular	facilitator
2026-06-25T09:30	regular	facilitator
2026-09-03T09:30	regular	member-with-backup
2026-10-08T09:30	regular	member-with-backup
2026-11-12T09:30	evaluation	facilitator
2027-11-12T09:30	follow-up	facilitator" "each with what it is for and who leads"
is "$(session "${ids[0]}" '.agenda[0].method')" meet \
    "the first has its method on the agenda"
is "$(for i in 7 8; do session "${ids[i]}" '.agenda[0].method'; done | paste -sd' ')" \
    "final year-after" "and so have the last two"
run iv-session agenda "${ids[0]}"
status_is 0 "which fits"
iv-group check
is "$?" 0 "the group is sound"

group own 3
run iv-session plan 2026-02-05T09:30 --traject begeleid
status_is 0 "a trajectory by the beginning of its Dutch title"
is "$(wc -l <"$T/out")" 9 "is the same one"
run env IV_LANG=nl iv-session plan 2025-12-18T09:30 --count 3 --every 3w \
    --skip 2026-01-01..2026-02-01
err_is "iv-session: --skip: niet van do 8 januari 2026 tot en met do 29 januari 2026; de volgende is op do 19 februari 2026
iv-session: waarschuwing: do 18 december 2025 ligt in het verleden" \
    "days that are skipped, and a start that is past"
group own2 3
cat >"$T/own.json" <<'END'
{
  "schema": "iv.trajectory/1",
  "name": "short",
  "title": { "nl": "Kort" },
  "meetings": [
    { "purpose": "intro" },
    { "count": 2, "led_by": "group" },
    { "purpose": "follow-up", "after": "2m" }
  ]
}
END
run iv-session plan 2026-01-31T09:30 --every 2w --traject "@$T/own.json" \
    --skip 2026-04-27..2026-04-30
status_is 0 "a trajectory of one's own, from a file"
run iv-session list -o tsv -f start,purpose,led_by
out_is "start	purpose	led_by
2026-01-31T09:30	intro	facilitator
2026-02-14T09:30	regular	group
2026-02-28T09:30	regular	group
2026-05-05T09:30	follow-up	facilitator" "what it leaves open is the group's, what is skipped goes weeks later"
# wrong FILTER REGEX NAME: the own file, changed so, is refused with its place.
wrong()
{
	jq --indent 2 "$1" "$T/own.json" >"$T/wrong.json"
	refused 5 "$2" "$3" iv-session plan 2026-09-03T09:30 \
	    --traject "@$T/wrong.json"
}
wrong '.meetings[1].led = "x"' "wrong.json:[0-9]+:[0-9]+: 'led' is no key of a trajectory" \
    "a key mistyped"
wrong '.meetings[1].led_by = "boss"' "wrong.json:[0-9]+:[0-9]+: 'boss' is not allowed; allowed: facilitator" \
    "an unknown leader"
wrong '.meetings[3].after = "2x"' "'2x' is not an interval" "no interval"
wrong '.meetings[2].after = "2x"' "'2x' is not an interval" "nor there"
wrong '.meetings[0].after = "1w"' "the first meeting comes after none" \
    "an interval before the first"
wrong '.meetings = []' "from 1 to 100 meetings" "no meetings"
wrong '.meetings[1].count = 99' "from 1 to 100 meetings" "too many"
wrong 'del(.name)' "name" "no name"
wrong '.schema = "iv.method/1"' 'iv.trajectory/1' "a file of another kind"
refused 2 'cannot open' "a file that is not there" \
    iv-session plan 2026-09-03T09:30 --traject @nosuch
refused 3 "no trajectory 'foo'; there are: guided .Guided trajectory., year" \
    "a trajectory that is not there" \
    iv-session plan 2026-09-03T09:30 --traject foo
refused 2 'goes without --count' "a trajectory and a count" \
    iv-session plan 2026-09-03T09:30 --traject guided --count 3
refused 2 'plan needs WHEN' "nothing" iv-session plan
refused 2 'plan takes one day' "two days" \
    iv-session plan 2026-09-03T09:30 2026-09-10T09:30
run iv-session complete -- plan --traject ''
is "$(paste -sd' ' <"$T/out")" "guided year" "completion knows their names"

# --- what a planner is told -------------------------------------------------

group warned 3
iv-session plan 2026-02-05T09:30 >"$T/out"
run iv-session plan 2026-06-04T09:30
err_is "iv-session: warning: 17 weeks lie between Thu 5 February 2026 and Thu 4 June 2026; above 8 a group loses its thread" \
    "a gap to the meeting before the series"
run iv-session plan 2026-04-02T09:30
err_is "iv-session: warning: 9 weeks lie between Thu 2 April 2026 and Thu 4 June 2026; above 8 a group loses its thread" \
    "and to the one behind it"
run iv-session move 2026-04-02 2026-04-03
status_is 0 "a move"
err_like '8 weeks lie between Thu 5 February 2026 and Fri 3 April 2026|8 weeks lie between Fri 3 April' \
    "says the gap that it makes"
run iv-session move 2026-04-03 2026-04-03T13:00
err_empty "but not when the day is the same"
run iv-session cancel 2026-04-03
err_like '17 weeks lie between' "a cancelled one leaves a gap"
run iv-session plan 2026-04-02T09:30 --minutes 60
err_like 'warning: 60 minutes is short for 3 people: .* takes 90 to 120' \
    "a short meeting"
run iv-session plan 2026-05-07T09:30 --minutes 3h
err_like 'warning: 180 minutes is long for 3 people' "a long one"
for i in 4 5 6 7 8; do
	iv-member add --name "Lid $i" 2>/dev/null
done >>"$T/members"
run iv-session plan 2026-05-28T09:30 --minutes 100
err_like 'warning: 8 members, and the group takes at most 7' "a large group"
err_like 'warning: 100 minutes is short for 8 people: .* takes 120 to 150' \
    "and what it needs"
run env IV_LANG=nl iv-session plan 2026-06-25T09:30 --minutes 60
err_like '^iv-session: waarschuwing: 60 minuten is kort voor 8 mensen' "in Dutch"

# --- dates to choose from ---------------------------------------------------

group offers 0
noelle=$(iv-member add --name 'Noëlle Dijkstra')
bram=$(iv-member add --name 'Bram de Vries')
fatima=$(iv-member add --name 'Fatima El Amrani')
iv-member add --name 'Piet Opdracht' --role client >/dev/null
before=$(commits)
run iv-session plan --proposed 2026-05-12T09:30 2026-05-14 2026-05-19T13:00
status_is 0 "three dates are offered"
mapfile -t ids <<<"$out"
is "${#ids[@]} $(($(commits) - before))" "3 1" "in one commit"
is "$(git show -s --format=%s | cut -d, -f1)" "propose session ${ids[0]}" \
    "which says so"
run iv-session list -o tsv -f start,status,offer
out_is "start	status	offer
2026-05-12T09:30	proposed	${ids[0]}
2026-05-14T09:30	proposed	${ids[0]}
2026-05-19T13:00	proposed	${ids[0]}" "a day alone takes the time of the one before"
refused 3 'no meeting is to come' "a proposed date is not the next meeting" \
    iv-session agenda
refused 2 'named twice' "a date twice" \
    iv-session plan --proposed 2026-06-12T09:30 2026-06-12
refused 2 'goes without --every' "dates in a rhythm" \
    iv-session plan --proposed 2026-06-12T09:30 --every 2w
refused 2 'is a day without a time' "a first date without a time" \
    iv-session plan --proposed 2026-06-12 2026-06-13T09:30

run iv-session sheet --availability
status_is 0 "a sheet asks for them"
out_is "# Welke data schikken? Zet onder elke datum ja, nee of misschien en
# stuur dit terug.

[Naam]


[di 12 mei 2026, 09:30]
# ja, nee, misschien


[do 14 mei 2026, 09:30]
# ja, nee, misschien


[di 19 mei 2026, 13:00]
# ja, nee, misschien" "in the group's language"
{
	printf 'Hoi, dit zijn mijn data.\r\n\r\n'
	iv-session sheet --availability --for noelle |
	    sed -e '/12 mei/a Ja' -e '/14 mei/a misschien' -e '/19 mei/a nee' |
	    sed -e 's/^/> /' -e 's/$/\r/'
	printf -- '-- \r\nNoëlle\r\n'
} >"$T/noelle.txt"
printf '[name] fatima\n[di 12 mei 2026, 09:30] yes\n' >"$T/fatima.txt"
before=$(commits)
run iv-session rsvp --sheet "$T/noelle.txt" --sheet "$T/fatima.txt" \
    --at 2026-01-06T20:15
status_is 0 "sheets that come back by mail are read"
is "$(($(commits) - before))" 1 "two in one commit"
is "$(session "${ids[0]}" ".rsvp[\"$noelle\"] | .answer + \" \" + .at")" \
    "yes 2026-01-06T20:15" "with the time they came"
iv-session rsvp bram nee -s 2026-05-12
run iv-session list --proposed
out_is "Id          Start             Can  Can come                           Perhaps          Cannot           No reply
${ids[0]}  2026-05-12 09:30    2  Fatima El Amrani, Noëlle Dijkstra                   Bram de Vries
${ids[1]}  2026-05-14 09:30    0                                     Noëlle Dijkstra                   Bram de Vries, Fatima El Amrani
${ids[2]}  2026-05-19 13:00    0                                                      Noëlle Dijkstra  Bram de Vries, Fatima El Amrani" \
    "who can come when"
run iv-session list --proposed -o json
is "$(jq -c '[.schema, (.items[0] | .count, .yes, .no, .open)]' <<<"$out")" \
    "[\"iv.proposals/1\",2,[\"$fatima\",\"$noelle\"],[\"$bram\"],[]]" \
    "for programs too, the client not counted"
is "$(iv-session list --proposed -o id | paste -sd' ')" "${ids[*]}" \
    "as ids, by date"
run iv-session sheet --availability --for noelle
out_is '# Welke data schikken? Zet onder elke datum ja, nee of misschien en
# stuur dit terug.
#
# Al beantwoord; wie een antwoord wil wijzigen, zet de datum tussen
# haken en daaronder het nieuwe antwoord:
# di 12 mei 2026, 09:30: ja
# di 19 mei 2026, 13:00: nee

[Naam]
Noëlle Dijkstra

[do 14 mei 2026, 09:30]
# ja, nee, misschien
misschien' "a sheet asks for what is open"
before=$(commits)
{ printf '%s\n' "$out"; printf '\n[di 19 mei 2026, 13:00]\nja\n'; } |
    run iv-session rsvp --sheet -
is "$(session "${ids[2]}" ".rsvp[\"$noelle\"].answer") $(($(commits) - before))" \
    'yes 1' "and takes an answer that is changed"
iv-session rsvp noelle nee -s 2026-05-19
run iv-session sheet --availability --for noelle --all
is "$(grep -c '^\[.*2026' <<<"$out") $(grep -cx 'ja\|nee\|misschien' <<<"$out")" \
    '3 3' "--all asks for every date again"
iv-session rsvp noelle nee -s 2026-05-14
refused 3 'every date is answered; --all' "nothing is open" \
    iv-session sheet --availability --for noelle
iv-session rsvp noelle misschien -s 2026-05-14
refused 2 '\-\-all is for' "all of another sheet" iv-session sheet --all
printf '[naam] bram\n[wo 13 mei 2026, 09:30] ja\n' >"$T/x"
refused 5 'x:2: .*13 mei' "a date that was not asked" \
    iv-session rsvp --sheet "$T/x"
printf '[naam] bram\n[di 12 mei 2026, 09:30] wellicht\n' >"$T/x"
refused 5 "x:2: .*wellicht" "an answer that is none" \
    iv-session rsvp --sheet "$T/x"
printf '[di 12 mei 2026, 09:30] ja\n' >"$T/x"
refused 5 'a name is missing' "answers of nobody" \
    iv-session rsvp --sheet "$T/x"
refused 3 'only dates to choose from are to come.*--session 2026-05-12' \
    "a reply to no date" iv-session rsvp bram ja
refused 2 'goes without members' "a sheet and a member" \
    iv-session rsvp bram ja --sheet "$T/x"
refused 2 'rsvp needs MEMBER' "no reply" iv-session rsvp bram
refused 2 'takes no' "a sheet of one meeting" \
    iv-session sheet --availability 2026-05-12
refused 2 '\-\-for is for' "a name on another sheet" \
    iv-session sheet --for bram

before=$(commits)
run iv-session confirm 2026-05-12
status_is 0 "one date is kept"
err_is "iv-session: cannot come then: Bram de Vries" "with who cannot come"
is "$(($(commits) - before))" 1 "in one commit"
run iv-session list -o tsv -f start,status,offer
out_is "start	status	offer
2026-05-12T09:30	planned	
2026-05-14T09:30	cancelled	${ids[0]}
2026-05-19T13:00	cancelled	${ids[0]}" "the others are off"
is "$(session "${ids[0]}" '.rsvp | length')" 3 "replies to it stay"
run iv-session rsvp --sheet "$T/noelle.txt"
status_is 0 "a sheet that comes late"
err_like 'do 14 mei 2026, 09:30 is cancelled; the answer to it is not kept' \
    "is told what is off"
refused 2 'is planned already' "a date kept twice" \
    iv-session confirm 2026-05-12
refused 2 "is cancelled; 'confirm' is for meetings that are: proposed" \
    "a date that was dropped" iv-session confirm 2026-05-14
mapfile -t two < <(iv-session plan --proposed 2026-09-01T09:30 2026-09-02)
iv-session plan --proposed 2026-09-08T09:30 2026-09-09 >/dev/null
iv-session confirm "${two[1]}" 2>/dev/null
is "$(iv-session list --proposed -o id | wc -l)" 2 \
    "another offer is left alone"
iv-group check
is "$?$(git status --porcelain)" 0 "the group is sound, git is clean"
run iv-report year --since 2026-01-01 --until 2026-12-31 -o tsv
out_like 'cancelled	0' "dates that were not chosen are no cancelled meetings"
done_testing
