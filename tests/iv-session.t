#!/usr/bin/env bash
# iv-session: a series, an agenda, replies, attendance, and how meetings end.
. "${0%/*}/lib.sh"
. "$TOP/tests/session.sh"
needs git jq

case_now() { jq -r '[.status, .session // "-"] | join(" ")' cases/2026/"$1".json; }

new_group
iv-group set place=Wijkhuis minutes=120
noelle=$(iv-member add --name 'Noëlle Dijkstra')
bram=$(iv-member add --name 'Bram de Vries')
fatima=$(iv-member add --name 'Fatima El Amrani')
jurgen=$(iv-member add --name 'Jürgen Bakker' --joined 2026-04-01)
ans=$(iv-member add --name 'Ans Mulder' --role facilitator)
iv-member add --name "Piet Opdracht" --role client >/dev/null

# --- plan -------------------------------------------------------------------

before=$(commits)
run iv-session plan 2026-03-12T09:30 --every 6w --count 10 \
    --skip 2026-06-04,2026-07-11..2026-08-23
status_is 0 "a series of ten"
mapfile -t ids <<<"$out"
is "${#ids[@]}" 10 "prints ten ids"
is "$(($(commits) - before))" 1 "in one commit"
err_like 'warning: 18 weeks lie between Thu 23 April 2026 and Thu 27 August 2026' \
    "warns of a gap over eight weeks"
err_like '--skip: not from Thu 4 June 2026 to Thu 16 July 2026; the next is on Thu 27 August 2026' \
    "says what was left out"
is "$(wc -l <"$T/err")" 2 "and no more"
is "$(git log -1 --format=%s | cut -d' ' -f1,2)" "plan session" \
    "the commit says what was done"
run iv-session list -o tsv -f start,status,place,minutes
out_is "start	status	place	minutes
2026-03-12T09:30	planned	Wijkhuis	120
2026-04-23T09:30	planned	Wijkhuis	120
2026-08-27T09:30	planned	Wijkhuis	120
2026-10-08T09:30	planned	Wijkhuis	120
2026-11-19T09:30	planned	Wijkhuis	120
2026-12-31T09:30	planned	Wijkhuis	120
2027-02-11T09:30	planned	Wijkhuis	120
2027-03-25T09:30	planned	Wijkhuis	120
2027-05-06T09:30	planned	Wijkhuis	120
2027-06-17T09:30	planned	Wijkhuis	120" "in the rhythm, without the holidays"
is "$(session "${ids[0]}" '.led_by, .purpose, .made' | paste -sd' ')" \
    "facilitator regular 2026-01-05" "and the rest from the group"
first=${ids[0]} second=${ids[1]}

run iv-session plan '+1w 19:30'
status_is 0 "one meeting, by what people type"
is "$(session "$out" '.start')" 2026-01-12T19:30 "is next week"
run iv-session cancel "$out"
status_is 0 "and is cancelled"
run iv-session plan 2026-01-12T19:30 --minutes 1h30 --place 'Café ’t Hoekje'
status_is 0 "at whose time another may be planned"
is "$(session "$out" '"\(.minutes) \(.place)"')" "90 Café ’t Hoekje" \
    "with its own minutes and place"
iv-session cancel "$out"

refused 2 'is a day without a time; write it as .2026-03-12T09:30' \
    "a series without a time" iv-session plan 2026-03-12
refused 2 'does not exist in Europe/Amsterdam' "the spring gap" \
    iv-session plan 2026-03-29T02:30
refused 2 'does not exist in Europe/Amsterdam' "the spring gap in a series" \
    iv-session plan 2026-03-22T02:30 --every 1w --count 3
refused 6 "there is a meeting on Thu 23 April 2026, 09:30 already: $second" \
    "planned twice" iv-session plan 2026-04-23T09:30
refused 2 'needs --count' "every without count" \
    iv-session plan 2026-09-01T09:30 --every 6w
for n in 0 101 -1 acht; do
	refused 2 "'$n' is not a number from 1 to 100" "count $n" \
	    iv-session plan 2026-09-01T09:30 --count="$n"
done
refused 2 "'6x' is not an interval" "an interval of no kind" \
    iv-session plan 2026-09-01T09:30 --every 6x --count 2
refused 2 'ends before it begins' "a period backwards" \
    iv-session plan 2026-09-01T09:30 --skip 2026-08-01..2026-07-01
refused 2 'can be 3 April 2026 or 4 March 2026' "a date of two readings" \
    iv-session plan 03-04-2026
run iv-session plan 2026-09-01T09:30 --count 2 -n
out_like '^add sessions/2026/' "a dry run says what it would add"
is "$(wc -l <"$T/out")" 2 "for each meeting"
is "$(iv-session list -o id --since 2026-09-01 --until 2026-09-01 | wc -l)" \
    0 "and adds nothing"

# --- add, set, show ---------------------------------------------------------

run iv-session add --start 2026-05-21T09:30 --online ja
status_is 0 "add makes one"
online=$out
is "$(session "$online" '.place')" null "which is online and has no place"
refused 2 'start is missing' "add without a start" iv-session add
run iv-session set "$online" minutes=90 purpose=evaluation
status_is 0 "set changes it"
refused 2 'does not exist' "set into the spring gap" \
    iv-session set "$online" start=2026-03-29T02:30
refused 2 'kept by the program' "set of the status" \
    iv-session set "$online" status=held
run iv-session show 2026-05-21 -o json
is "$(jq -r .id <<<"$out")" "$online" "a date finds it"
refused 3 "no meeting '2026-05-22'" "a day without one" \
    iv-session show 2026-05-22
iv-session list -o ndjson >"$T/all"
git -C . clone -q . "$T/copy" 2>/dev/null
(cd "$T/copy" && git rm -qr sessions &&
    git -c user.name=x -c user.email=x@example.org commit -qm x &&
    iv-session add --json <"$T/all" >"$T/ids")
ok "export and import are one" diff -r sessions "$T/copy/sessions"
iv-session cancel "$online"

# --- agenda -----------------------------------------------------------------

export IV_NOW=2026-03-01T10:00
boos=$(iv-case add --presenter noelle --title 'Boze klant' \
    --question 'Hoe blijf ik rustig?')
traag=$(iv-case add --presenter bram --title 'Trage systemen' \
    --question 'Hoe maak ik dit bespreekbaar?')
before=$(commits)
run iv-session agenda --case "${boos:0:5}" --method incident --minutes 60
status_is 0 "a case goes on the next agenda"
out_empty "without a word"
is "$(($(commits) - before))" 1 "in one commit"
is "$(git show --name-only --format= | sort | paste -sd' ')" \
    "cases/2026/$boos.json sessions/2026/$first.json" \
    "with the case and the meeting"
is "$(git show -s --format=%s)" "agenda session $first, case $boos" \
    "that names nobody and nothing"
is "$(case_now "$boos")" "scheduled $first" "the case is scheduled"
is "$(session "$first" '.agenda[0].presenter')" "$noelle" \
    "and the presenter stands in the item"
IV_LANG=nl run iv-session show next
out_like '^ *Methode +Incidentmethode$' "show has the method by its title"
refused 2 'the agenda is 10 minutes too long.*minutes=130' \
    "what does not fit" iv-session agenda --case "$traag" --minutes 50
refused 2 'is on this agenda already' "the same case twice" \
    iv-session agenda --case "$boos"
refused 2 "is on the agenda of meeting $first" "a case of another meeting" \
    iv-session agenda 2026-04-23 --case "$boos"
run iv-session agenda --open --before 1 --minutes 30 --presenter fatima
status_is 0 "an open item before it"
run iv-session agenda
out_is "Thu 12 March 2026, 09:30  $first  planned

Item  Start  End    Minutes  Part     Method           Presenter         Title
      09:30  09:35        5  opening
   1  09:35  10:05       30  open                      Fatima El Amrani
   2  10:05  11:05       60  case     Incident method  Noëlle Dijkstra   Boze klant
      11:05  11:15       10  free
      11:15  11:30       15  closing" "the agenda with its times"
run iv-session agenda next -o json
is "$(jq -c '[.schema, (.items | map([.item, .part, .minutes]))]' <<<"$out")" \
    '["iv.agenda/1",[[null,"opening",5],[1,"open",30],[2,"case",60],[null,"free",10],[null,"closing",15]]]' \
    "and for programs"
run iv-session agenda -o id
out_is "$boos" "its ids are the cases"
run env IV_LANG=nl iv-session agenda
out_like 'do 12 maart 2026, 09:30 .*gepland' "in Dutch the day"
out_like 'Inbrenger' "and the headings"
refused 2 'say what is added' "minutes of nothing" \
    iv-session agenda --minutes 40
refused 2 'items 1 to 2, no .3' "an item that is not there" \
    iv-session agenda --remove 3
refused 2 'items 1 to 2, no .0' "an item 0" iv-session agenda --remove 0
refused 2 'goes without --open' "a case that is open" \
    iv-session agenda --case "$traag" --open
refused 3 "^iv-session: --chair: no member 'piet hein'" \
    "a chair who does not exist" \
    iv-session agenda --open --minutes 5 --chair 'piet hein'
refused 3 "no case 'zzz'" "a case that does not exist" \
    iv-session agenda --case zzz
refused 2 'iv-session agenda .* --case' "a case set by hand" \
    iv-session set next agenda.1.case="$traag"
refused 2 'minutes too long' "a meeting made too short" \
    iv-session set next minutes=60
run iv-session set next agenda.1.minutes=40
status_is 0 "an item is changed by set"
run iv-session agenda --remove 2 -n
is "$(case_now "$boos")" "scheduled $first" "a dry run takes nothing off"
before=$(commits)
run iv-session agenda --remove 2
is "$(case_now "$boos") $(($(commits) - before))" "ready - 1" \
    "what is taken off is ready, in one commit"
run iv-session agenda --remove 1 --case "$boos" --minutes 50
is "$(session "$first" '.agenda | length')" 1 "off and on in one command"
iv-session agenda --case "$traag" --minutes 50
run iv-session agenda --clear
is "$(case_now "$boos") $(case_now "$traag") $(session "$first" .agenda)" \
    "ready - ready - null" "clear takes all off"
refused 2 'is empty' "an item of an empty agenda" \
    iv-session agenda --remove 1
iv-session agenda --case "$boos" --minutes 50
iv-session agenda --case "$traag" --minutes 50
iv-case withdraw "$traag"
run iv-session agenda -o tsv -f item,part
out_like '^2	withdrawn$' "a case that is withdrawn meanwhile shows"
refused 2 'is withdrawn; only one that is ready' "a case that is withdrawn" \
    iv-session agenda 2026-04-23 --case "$traag"
iv-case ready "$traag"
is "$(iv-session agenda -o id | wc -l)" 2 "until it is taken off"
iv-session agenda 2026-04-23 --case "$traag"

# --- rsvp -------------------------------------------------------------------

run iv-session rsvp noelle bram ja
status_is 0 "replies in the group's language"
is "$(session "$first" ".rsvp[\"$bram\"] | .answer + \" \" + .at")" \
    "yes 2026-03-01T10:00" "are kept in ours, with their time"
run iv-session rsvp fatima no --at 2026-02-28T20:15
is "$(session "$first" ".rsvp[\"$fatima\"].at")" 2026-02-28T20:15 \
    "or with the time they came"
printf '%s\n' "$noelle" "$ans" | run iv-session rsvp - maybe
status_is 0 "members from standard input"
is "$(session "$first" ".rsvp[\"$ans\"].answer")" maybe "have replied"
run iv-session rsvp bram no -s 2026-04-23
is "$(session "$second" '.rsvp | length')" 1 "another meeting by --session"
refused 2 "answer: 'wellicht' is not allowed; allowed: yes, no, maybe" \
    "another word" iv-session rsvp bram wellicht
refused 3 "no member 'kees'" "another person" iv-session rsvp kees yes
refused 2 'a meeting is named by --session next' "a meeting as a member" \
    iv-session rsvp next bram yes
refused 2 'Jürgen Bakker: joined on Wed 1 April 2026, after this meeting of Thu 12 March 2026;' \
    "who joins later" iv-session rsvp jurgen yes

# --- attend -----------------------------------------------------------------

refused 3 'no meeting has begun yet' "attendance before the first" \
    iv-session attend --all
refused 2 'still to come: nobody is present' "attendance in the future" \
    iv-session attend -s next bram
run iv-session attend -s next bram --status afgemeld
status_is 0 "who cannot come may say so before"
export IV_NOW=2026-03-12T11:40
run iv-session attend noelle --from 9:45 --until 11.15
status_is 0 "presence with times"
is "$(session "$first" ".attendance[\"$noelle\"] | [.status, .from, .until] | join(\" \")")" \
    "present 09:45 11:15" "kept as clocks"
refused 2 '12:00 is outside the meeting, 09:30-11:30' "after the end" \
    iv-session attend noelle --until 12:00
refused 2 '09:00 is outside' "before the start" \
    iv-session attend noelle --from 9:00
refused 2 'until 10:10 is not after from 10:30' "backwards" \
    iv-session attend noelle --from 10:30 --until 10:10
refused 2 'is not after' "an end before the kept beginning" \
    iv-session attend noelle --until 09:40
refused 2 "'1100' is not a time like 09:45" "no clock" \
    iv-session attend noelle --until 1100
refused 2 "'ziek' is not allowed; allowed: present, excused" "no status" \
    iv-session attend noelle --status ziek
refused 2 'for who is present' "times of who was not there" \
    iv-session attend noelle --status absent --from 10:00
refused 2 'Jürgen Bakker: joined on Wed 1 April 2026' "who joined later" \
    iv-session attend jurgen
refused 2 'name members, or --all' "nobody" iv-session attend
refused 2 'name members, or --all' "both" iv-session attend bram --all
run iv-session attend --all
status_is 0 "everyone else"
err_is "iv-session: Fatima El Amrani replied no (Sat 28 February 2026, 20:15) and is not marked; see --status" \
    "but for who replied no"
is "$(session "$first" '.attendance | to_entries | map(.value.status) | sort | join(" ")')" \
    "excused present present" "bram stays excused, the client is not counted"
iv-session attend fatima --status laat\ afgemeld
is "$(session "$first" ".attendance[\"$fatima\"].status")" late-notice \
    "late notice in Dutch"
run iv-session attend noelle --status absent
is "$(session "$first" ".attendance[\"$noelle\"] | keys | join(\" \")")" status \
    "who turns out absent has no times"
iv-session attend noelle --from 09:45
is "$(git status --porcelain)" "" "git is clean"

# --- close ------------------------------------------------------------------

run iv-session close -n
out_like "^change cases/2026/$boos.json" "a dry run of close names the case"
plan_b=$(iv-case add --presenter fatima --title 'Wachtlijst' --form positief \
    --question 'Wat deed ik goed?')
iv-session agenda last --remove 2 --case "$plan_b" --minutes 20
before=$(commits)
run iv-session close
status_is 0 "close"
err_is "iv-session: 1 case is ready again: the presenter was not there" \
    "with a word for who was to present"
is "$(case_now "$plan_b")" "ready -" "and a case that was not heard"
is "$(session "$first" .status) $(case_now "$boos") $(($(commits) - before))" \
    "held discussed $first 1" "holds the meeting and its case in one commit"
is "$(case_now "$traag")" "scheduled $second" "and no case of another"
refused 2 'is held already' "closed twice" iv-session close last
run iv-session close last --break 10:30-10:45
status_is 0 "a break that was forgotten"
is "$(session "$first" '.breaks[] | .from + "-" + .until')" 10:30-10:45 \
    "is added to a closed meeting"
run iv-session set last breaks.1.until=10:40
is "$(session "$first" '.breaks[].until')" 10:40 "and may be corrected"
refused 2 "breaks.1.until: breaks is empty" "nor a part of none" \
    iv-session set next breaks.1.until=10:40
refused 2 "breaks is a list: set a part of one of them, as breaks.1.PART" \
    "a list is not set whole" iv-session set last breaks=10:30
refused 2 'the last meeting, of Thu 12 March 2026, 09:30, is closed' \
    "attendance of a closed one by default" iv-session attend bram
run iv-session attend -s last bram --status absent
status_is 0 "which may be corrected by name"
refused 2 "held; 'agenda' is for meetings that are: proposed, planned, running" \
    "an agenda after the fact" iv-session agenda last --open
refused 2 "is held; 'cancel'" "a held one cancelled" iv-session cancel last
refused 2 "is held; 'move'" "a held one moved" iv-session move last +1w
refused 2 'has not begun' "a later one closed" iv-session close next
run env IV_LANG=nl iv-session close last
err_like 'is al gehouden' "in Dutch"
export IV_NOW=2026-04-23T12:00
refused 2 "nobody was present.*--all marks everyone who was in the group" \
    "nor one of before the group" iv-session close --when 2001-01-01T09:30 --all
refused 2 "nobody was present.*iv-session attend --session $second --all" \
    "closed without attendance" iv-session close
iv-member leave bram --on 2026-04-01
refused 2 'Bram de Vries: left the group on Wed 1 April 2026, before' \
    "who left cannot have been there" iv-session attend bram
iv-session attend noelle
run iv-session close
err_like 'warning: of 3 members no attendance is noted' \
    "close warns of who is not noted"
run iv-session attend -s last --all
is "$(session "$second" ".attendance | keys | sort | join(\" \")")" \
    "$(printf '%s\n' "$noelle" "$fatima" "$jurgen" "$ans" | LC_ALL=C sort |
    paste -sd' ')" "all: members then, without who left"

# --- move, cancel -----------------------------------------------------------

third=${ids[2]}
idee=$(iv-case add --presenter fatima --title 'Gelukt!' --form positief \
    --question 'Hoe is het mij gelukt?')
iv-session agenda --case "$idee"
iv-session rsvp noelle fatima ja
run iv-session move next 2026-09-03
status_is 0 "move"
err_like '2 replies were for the other day' "drops replies to another day"
is "$(session "$third" '[.start, .moved_from, (.agenda | length), .rsvp] | join(" ")')" \
    "2026-09-03T09:30 2026-08-27T09:30 1 " "keeps time and agenda"
iv-session rsvp noelle ja
run iv-session move 2026-09-03 2026-09-03T13:00
err_empty "on the same day replies stay"
is "$(session "$third" '[.start, .moved_from, (.rsvp | length)] | join(" ")')" \
    "2026-09-03T13:00 2026-08-27T09:30 1" "and the first start too"
refused 2 'is on Thu 3 September 2026, 13:00 already' "moved nowhere" \
    iv-session move next 2026-09-03T13:00
refused 6 'there is a meeting on Thu 8 October 2026, 09:30 already' "moved onto another" \
    iv-session move next 2026-10-08T09:30
refused 2 'does not exist' "moved into the spring gap" \
    iv-session move next 2027-03-28T02:30
refused 2 'takes no' "too many words" iv-session move next 2026-10-09 14:00
before=$(commits)
run iv-session cancel next
is "$(session "$third" .status) $(case_now "$idee") $(($(commits) - before))" \
    "cancelled ready - 1" "cancel makes its case ready, in one commit"
run iv-session show next -o json
is "$(jq -r .start <<<"$out")" 2026-10-08T09:30 "the next is another"
refused 2 'is cancelled already' "cancelled twice" \
    iv-session cancel "$third"
run iv-session cancel "${ids[8]}" "${ids[9]}"
is "$(session "${ids[5]}" .status) $(iv-session list --status cancelled -o id | wc -l)" \
    "planned 6" "several at once"

# A move takes breaks along, also when they are not ours.
jq '.breaks = [{from: "10:30", until: "10:40"}] | .extra = "kept"' \
    sessions/2026/"${ids[3]}".json >"$T/x" && cp "$T/x" sessions/2026/"${ids[3]}".json
iv-session move next 2026-10-08T14:00
is "$(session "${ids[3]}" '[.breaks[0].from, .extra] | join(" ")')" "15:00 kept" \
    "breaks move along, unknown keys stay"
iv-session agenda --open --minutes 60 && iv-session agenda --open --minutes 20
run iv-session agenda -o tsv -f start,end,minutes,part
out_is "start	end	minutes	part
14:00	14:05	5	opening
14:05	15:15	60	open
15:00	15:10	10	break
15:15	15:35	20	open
15:35	15:45	10	free
15:45	16:00	15	closing" "an item goes on after a break"

run iv-group check
status_is 0 "the group is sound"
is "$(git status --porcelain)$(git fsck 2>&1 | grep -v '^notice')" "" \
    "git too"
run iv-session plann
err_like "did you mean 'plan'" "a command mistyped"
run iv-session agenda --help
out_like '^  \$ iv-session agenda' "help begins with an example"
done_testing
