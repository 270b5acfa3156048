#!/usr/bin/env bash
# The agenda: open items filled by a rule, minutes that were asked for, times
# that follow who comes, the group's own medians, and when to stop and look at
# how the group works.
. "${0%/*}/lib.sh"
. "$TOP/tests/session.sh"
needs git jq

team
iv-member add --name 'Saar Vos' >/dev/null
boos=$(new_case noelle 'Boze klant' --urgency 2 bid=30)
traag=$(new_case bram 'Traag' --urgency 4 bid=45)
nee=$(new_case fatima 'Nee zeggen' --urgency 1 bid=50)
s=$(iv-session plan 2026-03-12T09:30)

# --- minutes that were asked for ----------------------------------------------

run iv-session agenda --bids
status_is 0 "cases with minutes asked for, as far as they fit"
err_is 'iv-session: Fatima El Amrani asks 50 min: 25 too many' \
    "what does not fit is told, with how much"
is "$(session '[.agenda[] | "\(.case) \(.minutes)"] | join(" ")')" \
    "$traag 45 $boos 30" "the most urgent first, each with its minutes"
iv-session agenda --clear
run iv-session agenda --bids --by beurt
is "$(session '[.agenda[].minutes] | join(" ")')" "45 30" \
    "in turn, when nobody had one: by urgency again"
run iv-session agenda --bids
status_is 1 "nothing fits any more"
err_like '25 too many' "which is told as well"
iv-session agenda --clear
iv-session rsvp bram nee
run iv-session agenda --bids
is "$(session '[.agenda[].case] | join(" ")')" "$boos $nee" \
    "whoever does not come presents nothing"
iv-session agenda --clear
iv-session rsvp bram ja
run iv-session agenda --case "$boos"
is "$(session '.agenda[0].minutes')" 30 "a case alone gets what was asked"
iv-session agenda --clear

# --- an open item --------------------------------------------------------------

iv-session agenda --open --method case-clinic-light
iv-session agenda --open --minutes 20
IV_LANG=nl run iv-session agenda
out_like 'Korte Case Clinic' "people see a method by its title"
run iv-session agenda -o tsv -f method
out_like '^case-clinic-light$' "programs by its name"
run iv-session agenda --choose 1
status_is 0 "an open item is filled"
out_is "$traag" "by urgency, and the case is printed"
is "$(session '.agenda[0] | [.case, .presenter, .minutes] | join(" ")')" \
    "$traag $bram 45" "with the minutes asked for"
is "$(case_of "$traag" '.status + " " + .session')" "scheduled $s" \
    "the case is scheduled"
run iv-session agenda --choose 2 --by stem
err_is 'iv-session: Noëlle Dijkstra asks 30 min, the item has 20: 10 too few' \
    "too short an item is told"
is "$(session '.agenda[1].case')" "$boos" "by vote, when all have none: urgency"
run iv-session agenda --choose 1 --by turn
status_is 2 "one that is filled"
err_like 'has its case already' "says so"
iv-session agenda --clear
iv-session agenda --open --minutes 30
iv-case vote "$nee" --by saar
run iv-session agenda --choose 1
out_is "$nee" "a vote that was given goes first"
iv-session agenda --clear
iv-session agenda --open --minutes 30
run iv-session agenda --choose 1 --presenter saar --question 'Hoe begin ik?'
status_is 0 "a case that is brought now"
is "$(case_of "$out" '.status + " " + .question')" 'scheduled Hoe begin ik?' \
    "is made and scheduled in one commit"
ok "git finds nothing to say" clean
run iv-session agenda --choose 1 --question 'Hoe?'
err_like 'needs --presenter and --question' "of nobody"
run iv-session agenda --choose 4
err_like 'items 1 to 1' "an item that is not there"
run iv-session agenda --open --by vote
status_is 2 "a rule for nothing"
iv-session agenda --clear

# The outcome is the same on every clone, whatever its order of files.
iv-session agenda --open --minutes 30
iv-case vote "$boos" --by bram
want=$(iv-session agenda --choose 1 --dry-run | grep -o 'cases/2026/[a-z0-9]*')
git clone -q . "$T/clone"
is "$(cd "$T/clone" && iv-session agenda --choose 1 --dry-run |
    grep -o 'cases/2026/[a-z0-9]*')" "$want" "a clone chooses the same"
iv-session agenda --clear

# --- times follow who comes -------------------------------------------------------

iv-session agenda --open --method case-clinic-light
iv-session agenda --open --minutes 20
run iv-session agenda -o tsv -f item,start,end,minutes
out_like '^1	09:35	10:12	37$' "five people, and five minutes to choose"
iv-session rsvp jurgen saar nee
run iv-session agenda -o tsv -f item,start,end,minutes
out_like '^1	09:35	10:10	35$' "three: a minute less for each"
out_like '^2	10:10	10:30	20$' "and what follows begins sooner"
iv-session attend saar --status excused -s next
iv-session rsvp saar ja
run iv-session agenda -o tsv -f item,minutes
out_like '^1	35$' "what is noted counts above a reply"
iv-session agenda --clear
iv-session agenda --open --method case-clinic-light --minutes 30
run iv-session agenda -o tsv -f item,minutes
out_like '^1	30$' "minutes that are said stay"
iv-session agenda --clear

# An agenda that just fits does not keep anyone from coming.
iv-session set next minutes=55
iv-session agenda --open --method case-clinic-light
run iv-session rsvp jurgen saar ja
status_is 0 "whoever comes after all is not refused"
run iv-session agenda
err_like '1 minute more than the meeting has|[0-9] minutes more than' \
    "the agenda says what is too much"
iv-session cancel next

# --- the group's own medians --------------------------------------------------------

# held DAY QUESTIONS: a meeting with solution-focused, whose third step takes
# so long.
held()
{
	local id start=2026-$1T09:30

	id=$(IV_NOW=2026-03-20T10:00 iv-session plan "$start" --minutes 150)
	IV_NOW=2026-03-20T10:00 iv-session agenda "$id" --open \
	    --method solution-focused --minutes 60 --presenter bram
	printf '%s\n' next next 'tick 5' next 'tick 6' next 'tick 4' next \
	    "tick $2" next 'tick 3' next 'tick 10' next 'tick 4' next 'tick 5' \
	    next next |
	    IV_NOW=$start iv-session run --plain "$id" >/dev/null 2>&1
}
export IV_NOW=2026-03-20T10:00
s=$(iv-session plan 2026-07-02T09:30)
run iv-session agenda "$s" --open --method solution-focused --learned
err_like "was not run twice yet: its own 35 minutes" \
    "nothing is learned without meetings"
iv-session agenda "$s" --clear
held 04-02 15
held 04-16 13
held 05-07 20
export IV_NOW=2026-06-01T10:00
run iv-session agenda "$s" --open --method solution-focused --learned
status_is 0 "with the group's own time"
err_like "'Solution-focused reflecting team': 42 minutes, the group's own medians of 6 of its 6 steps, from 3 meetings or more; the method says 35" \
    "which is said"
is "$(session '.agenda[0] | [.learned, .minutes] | map(tostring) | join(" ")')" \
    "true null" "and kept"
run iv-session agenda "$s" -o tsv -f item,minutes
out_like '^1	47$' "and counts, with five minutes to choose"
run iv-session agenda "$s"
err_like "the group's own medians" "the agenda says where its minutes are from"
IV_NOW=2026-07-02T09:30 iv-session run --plain --dry-run "$s" \
    <<<"$(printf 'next\nnext\nchoose 3\nnext\nnext\nnext\n')" >"$T/out" 2>&1
ok "the run takes them" grep -Eq 'step 4 of 7.* 0:00 of 15:00' "$T/out"
run iv-session agenda "$s" --open --learned
err_like 'needs --method' "without a method"
ok "git finds nothing to say" clean

# --- here and now ----------------------------------------------------------------------

run iv-session agenda "$s"
not_ok "no sign, no word" grep -q 'here and now' "$T/err"
for day in 04-02 04-16 05-07; do
	iv-session attend -s 2026-$day saar --status late-notice
done
run iv-session agenda "$s"
err_like 'a step here and now, about what everyone expects of whoever leads' \
    "after repeated late notices the agenda proposes the step"
err_like '3 late notices' "and says why"
not_ok "without a name" grep -qi -e saar -e noëlle "$T/err"
err_like "'iv-session agenda $s --open --method leadership --minutes 15'" \
    "and how"
iv-session agenda "$s" --open --method leadership --minutes 15
run iv-session agenda "$s"
not_ok "once it is there, it is not proposed" grep -q 'may help' "$T/err"
run iv-session method leadership
out_like 'What do we expect' "its theme is expectations of leadership"
printf 'next\nnext\nnext\nnext\nnext\nnext\nnext\nnext\nnext\n' |
    IV_NOW=2026-07-02T09:30 iv-session run --plain --dry-run "$s" \
    >"$T/out" 2>&1
ok "in the run it has its steps, and no choosing" \
    grep -q 'Item 2, step 1 of 5: Stopping' "$T/out"
# --- looking back first -------------------------------------------------------------------

oud=$(iv-case list --status discussed -o id | head -1)
iv-case act "$oud" 'Ik bel haar' --by bram --due 2026-05-01 --share
iv-case act "$oud" 'Niet delen' --by saar --due 2026-05-01
iv-case act "$oud" 'Later pas' --by noelle --due 2026-09-01 --share
run iv-session agenda "$s"
err_like '1 intention may be asked about: .*--follow-up' \
    "the agenda knows what may be asked about, not whose"
iv-session agenda "$s" --clear
iv-session agenda "$s" --open --minutes 30
run iv-session agenda "$s" --follow-up
status_is 0 "looking back"
is "$(session '.agenda | map(.method // "-") | join(" ")')" "looking-back -" \
    "comes first"
run iv-session agenda "$s" -o tsv -f item,minutes
out_like '^1	5$' "and takes five minutes"
run iv-session agenda "$s"
not_ok "once it is there it is not proposed" grep -q 'follow-up' "$T/err"
IV_NOW=2026-07-02T09:30 run iv-session run --plain --dry-run "$s" \
    <<<"$(printf 'next\nnext\nnext\n')"
out_like 'intention: Bram de Vries: Ik bel haar' \
    "the run lists what may be asked about"
not_ok "and nothing else" grep -q -e 'Niet delen' -e 'Later pas' "$T/out"
run iv-session agenda "$s" --follow-up --open
status_is 2 "it is an item of its own"
ok "git finds nothing to say" clean

run iv-group check
status_is 0 "the group is sound"
done_testing
