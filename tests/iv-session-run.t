#!/usr/bin/env bash
# iv-session run: every method from first to last step, what it leaves in the
# records.  Kills are in iv-session-kill.t, keys in iv-session-screen.t.
. "${0%/*}/lib.sh"
. "$TOP/tests/session.sh"
needs git jq

team
ans=$(iv-member add --name 'Ans Mulder' --role facilitator)

# --- every method, from first to last step ----------------------------------

mapfile -t methods < <(iv-session methods -o json | jq -r '.items[].id')
ok "there are methods" test "${#methods[@]}" -ge 20
export IV_NOW=2026-02-01T09:00
complete=0
steps=0
start=2026-02-01T09:00
s=$(iv-session plan $start --minutes 480)
case=$(new_case "$noelle")
iv-session agenda "$s" --case "$case" --method incident
cp -a . "$T/template"
for method in "${methods[@]}"; do
	iv-session set "$s" agenda.1.method="$method" agenda.1.minutes=440
	# As many times next as there are steps, and one.
	for ((i = 0; i < 400; i++)); do echo next; done |
	    iv-session run --plain --dry-run "$s" >"$T/out" 2>"$T/err" ||
	    note "$method: status $?: $(cat "$T/err")"
	want=$(iv-session method "$method" -o json |
	    jq '[.. | objects | select(has("talk"))] | length')
	got=$(grep -c 'step [0-9]* of' "$T/out")
	first=$(grep -c 'step 1 of' "$T/out")
	last=$(sed -n 's/.*step \([0-9]*\) of \([0-9]*\):.*/\1 \2/p' \
	    "$T/out" | tail -1)
	steps=$((steps + got))
	if [ "$first" -ge 1 ] && [ "${last% *}" = "${last#* }" ] &&
	    [ "$got" -ge "$want" ] && grep -q 'The meeting is over' "$T/out"
	then
		complete=$((complete + 1))
	else
		fail "$method runs whole" "steps $got of $want, last $last
$(cat "$T/out" "$T/err")"
	fi
done
is "$complete" "${#methods[@]}" "every method runs from first to last step"
note "$complete methods, $steps steps"
ok "a rehearsal keeps no journal" test ! -e "$(journal)"
iv-session cancel "$s"

# --- a module drives its step -----------------------------------------------

s=$(iv-session plan 2026-02-08T09:00 --minutes 120)
iv-session agenda "$s" --case "$case" --method tietze --minutes 45
export IV_NOW=2026-02-08T09:00
plain <<'END'
module 1
next
next
next
tick 2
next
here
module sleutel
next
module sleutel
module finding
next
module
module resonance
next
tick 4
module good
tick 3
next
next
next
END
status_is 0 "a run with modules"
err_like 'has not begun' "not before it begins"
err_like "'sleutel' is no module here" "an unknown one is told"
err_like 'no module is chosen in this step' "nor here and now"
is "$(grep -A3 '  Here and now' "$T/out" | sed -n 's/^  allowed: //p')" \
    'silence, reacting' "where nothing is allowed and forbidden at once"
at=$(grep -n 'step 3 of 6: The key question: Finding' "$T/out" | cut -d: -f1)
out_like "module 1: Finding the key question: Everybody proposes" "they are listed"
is "$(sed -n "$((at + 1)),$((at + 4))p" "$T/out")" "  brings the case: Noëlle Dijkstra
  speaks: everyone
  presenter: in the circle
  allowed: hypotheses" "the module says who speaks, and what"
out_like 'choice: module: Resonance, 10 min' "one is chosen for a step to come"
at=$(grep -n 'step 5 of 6: Consulting: Resonance' "$T/out" | head -n 1 |
    cut -d: -f1)
is "$(sed -n "$((at + 2)),$((at + 7))p" "$T/out")" \
    "  speaks: the group, all but the presenter
  silent: the presenter
  presenter: in the circle, listening only
  allowed: images and associations
  not: advice, judgement, suggestions, solutions
  note down: insights" "and drives it when it comes"
is "$(session '[.steps[] | select(.module) | [.step, .module]] |
    map(join(" "))')" '[
  "key find-question",
  "consult resonance",
  "consult good-advice"
]' "the record says which, each with its time"
is "$(session '[.steps[] | select(.module == "resonance") |
    (.ended | fromdate) - (.started | fromdate)] | add')" 240 "four minutes"
IV_LANG=nl run iv-session show "$s"
out_like 'Module' "and shows it"
out_like "Begonnen +2026-[0-9-]+ [0-9:]{5}\$" "with its time on the clock there"
ok "git finds nothing to say" clean

# --- a meeting, and what it leaves ------------------------------------------

export IV_NOW=2026-03-01T10:00
s=$(iv-session plan 2026-03-12T09:30 --minutes 120)
one=$(new_case "$noelle")
two=$(new_case "$bram")
iv-session agenda "$s" --case "$(new_case "$fatima")" >/dev/null
iv-session agenda "$s" --clear --case "$one" --method five-steps --minutes 50
iv-session agenda "$s" --case "$two" --minutes 45
iv-session set "$s" breaks='' 2>/dev/null
export IV_NOW=2026-03-12T09:30
before=$(git rev-list --count HEAD)

plain <<<'status'
status_is 0 "a run that did not begin"
out_like 'The meeting has not begun' "says so"
ok "and leaves no journal" test ! -e "$(journal)"

plain <<'END'
tick 2
next
tick 3
absent jürgen
next
tick 5
q Wat raakt je het meest?
+5
tick 1
pause
tick 2
next
here
tick 4
next
break
tick 10
next
depart fatima
nonsense
+200
END
status_is 0 "a meeting that is left in the middle"
out_like '^09:35  Item 1, step 1 of' "the opening took three minutes"
out_like '^  noted: question' "a question is noted"
out_like 'Here and now .* min behind' "here and now costs time"
out_like '^09:47  Here and now' "paused time passes"
err_like "'nonsense' is no command" "an unknown command is named"
err_like 'minutes are a whole number from 1 to 120' "too many minutes too"
err_like 'not saved yet' "says that nothing is saved"
is "$(git rev-list --count HEAD)" "$before" "without a commit"
is "$(stat -c %a "$(journal)")" 600 "the journal is for its owner alone"
ok "git finds nothing to say" clean

run iv-session run --plain <<<'status'
status_is 0 "goes on without a name"
err_like 'goes on where it stopped' "and says so"
out_like '^09:57  Item 1, step 1 of' "where it stopped"
out_like 'present: Noëlle Dijkstra' "Noëlle is there"
out_unlike 'present: (Fatima|Jürgen)' "Fatima and Jürgen are not"

plain <<'END'
save
status
END
status_is 0 "what there is, saved"
is "$(git rev-list --count HEAD)" $((before + 1)) "save is one commit"
is "$(git log -1 --format=%s)" "run session $s, case $one" "that says so"
is "$(session .status)" running "the meeting is running"
is "$(jq -r '.questions[].text' cases/2026/"$one".json)" \
    'Wat raakt je het meest?' "the question is in its case"
is "$(jq -c '.questions[] | keys' cases/2026/"$one".json)" '["text"]' \
    "without who asked it"
ok "git finds nothing to say" clean

plain <<'END'
next
advice Adem eerst
insight Rust begint bij mij
sharp Hoe blijf ik bij mezelf?
act Ik bel haar
act bram: Ik ga mee
note voor mezelf
arrive fatima
tick 10
closing
act bram: Ik oefen het
q Zonder inbreng?
advice Bel 06-12345678 maar
tick 12
next
END
status_is 0 "the rest"
err_like '1 item was not reached' "an item was not reached"
err_like 'this points to a person' "what points to a person is told at once"
err_like '1 text points to a person' "and at the end"
not_ok "and is nowhere in the group" git grep -q 12345678 HEAD
is "$(session .status)" held "the meeting is held"
is "$(git rev-list --count HEAD)" $((before + 2)) "in one commit"
ok "git finds nothing to say" clean
ok "the journal is gone" test ! -e "$(journal)"
is "$(session '[.agenda[].case] | join(" ")')" "$one" \
    "what was not reached is off the agenda"
is "$(jq -r .status cases/2026/"$one".json) $(jq -r .status \
    cases/2026/"$two".json)" "discussed ready" "and its case is ready again"
is "$(jq -rc '[.questions[].text, .advice[].text, .insights[].text]' \
    cases/2026/"$one".json)" \
    '["Wat raakt je het meest?","Zonder inbreng?","Adem eerst","Rust begint bij mij"]' \
    "questions, advice and insights are in the case, each once"
is "$(jq -r .reformulated cases/2026/"$one".json)" \
    'Hoe blijf ik bij mezelf?' "and the sharpened question"
is "$(jq -rc '[.actions[] | [.by, .text, .status]]' cases/2026/"$one".json)" \
    "[[\"$noelle\",\"Ik bel haar\",\"open\"],[\"$bram\",\"Ik ga mee\",\"open\"],[\"$bram\",\"Ik oefen het\",\"open\"]]" \
    "intentions with who has them"
is "$(session '[.breaks[] | .from + "-" + .until] | join(" ")')" \
    09:47-09:57 "the break stands in the record"
is "$(session '.attendance | to_entries | map(.key + " " + .value.status +
    (.value.from // "") + (.value.until // "")) | sort | join(",")')" \
    "$(printf '%s present\n' "$ans" "$bram" "$fatima" "$noelle" | sort |
    paste -sd,)" "and who was there"
is "$(session '[.steps[] | select(.step == "opening") | .started] |
    join(" ")')" 2026-03-12T08:32:00Z "steps have their instants"
# From 09:32 to 10:19, less two minutes of pause and ten of break.
is "$(session '[.steps[] | (.ended | fromdate) - (.started | fromdate)] |
    add / 60')" 35 "the time of all steps is the time of the meeting"
is "$(session '[.steps[] | select(.step == "here-and-now")] | length')" 1 \
    "here and now is one of them"
not_ok "no name stands in the record" \
    grep -ri -e bram -e noëlle sessions cases
not_ok "no text stands in a commit message" \
    sh -c 'git log --format=%B | grep -i -e raakt -e adem'
private=$(find "$XDG_DATA_HOME" -name "$s.txt")
is "$(cut -d' ' -f2- "$private")" "note: voor mezelf
advice: Bel 06-12345678 maar" \
    "a note for oneself is in the private area, and what points to a person"
is "$(stat -c %a "$private")" 600 "for its owner alone"
run iv-report hours -o json --since 2026-03-01 --until 2026-03-31
is "$(jq '[.items[].minutes] | max' "$T/out" 2>/dev/null)" 110 \
    "hours count the meeting as planned, less the break"

run iv-session run --plain "$s" </dev/null
status_is 2 "a meeting that is held is not run"
err_like "'run' is for meetings that are: planned, running" "and says why"

# --- killed between the commit and the end of the journal -------------------

export IV_NOW=2026-03-01T10:00
s=$(iv-session plan 2026-04-02T09:30)
iv-session agenda "$s" --case "$two" --minutes 45
export IV_NOW=2026-04-02T09:30
plain <<<'next
next
q Een keer
advice Twee keer'
cp "$(journal)" "$T/journal"
plain <<<'closing
next
next'
is "$(session .status)" held "a short meeting"
was=$(git rev-parse HEAD)
cp "$T/journal" "$(journal)"
plain </dev/null
status_is 0 "a journal that was left behind"
err_like 'everything is saved' "is known to be saved"
is "$(git rev-parse HEAD)" "$was" "changes nothing"
ok "and goes" test ! -e "$(journal)"

# --- close takes the journal in ---------------------------------------------

export IV_NOW=2026-03-01T10:00
s=$(iv-session plan 2026-04-09T09:30)
case=$(new_case "$jurgen")
iv-session agenda "$s" --case "$case" --method incident
export IV_NOW=2026-04-09T09:30
plain <<<'absent bram
next
tick 5
next
tick 10
arrive bram
tick 5
depart fatima
insight Kort'
run iv-group check
status_is 0 "a run that is under way is nothing to complain about"
export IV_NOW=2026-04-09T11:30
was=$(git rev-parse HEAD)
run iv-session close --break 10:30
status_is 2 "a break without an end"
err_like "'10:30' is not a period like 10:30-10:45" "says what it looks like"
run iv-session close --break 10:45-10:30
err_like "'10:45-10:30' ends before it begins" "nor backwards"
run iv-session close --break 8:30-8:45
err_like "'8:30-8:45' is outside the meeting, 09:30-11:30" "nor outside"
is "$(git rev-parse HEAD)" "$was" "nothing is changed by these"
run iv-session close --break 10:30-10:45 --break '11u00-11.05' --dry-run
ok "a dry run keeps the journal" test -e "$(journal)"
run iv-session close --break 10:30-10:45 --break '11u00-11.05'
status_is 0 "close takes breaks, and what the run left"
is "$(session '[.breaks[] | .from + "-" + .until] | join(" ")')" \
    "10:30-10:45 11:00-11:05" "the breaks"
is "$(session '.status') $(jq -r '.insights[].text' \
    cases/2026/"$case".json)" "held Kort" "and the insight"
is "$(session "[.attendance[\"$bram\"].from,
    .attendance[\"$fatima\"].until] | join(\" \")")" "09:45 09:50" \
    "who came later and who left earlier"
ok "and the journal goes" test ! -e "$(journal)"
ok "git finds nothing to say" clean

# --- wrong uses -------------------------------------------------------------

export IV_NOW=2026-03-01T10:00
s=$(iv-session plan 2026-05-07T09:30)
iv-session agenda "$s" --open --method incident --minutes 30
plain <<<next
status_is 2 "a meeting of another day is not begun"
err_like 'is not today; --dry-run rehearses it' "and says what can be done"
plain --dry-run <<<next
status_is 0 "a rehearsal is any day"
err_like "asks for [0-9]* min, the agenda gives 30" \
    "and says when a method is cut short"
export IV_NOW=2026-05-07T09:30
run iv-session run
status_is 2 "without a terminal there is no screen"
err_like 'needs a terminal; --plain' "and says what there is"
run iv-session run --plain --speed 9999
status_is 2 "a speed that is none"
printf 'next\nq \377\xfe\nnext\n' | iv-session run --plain "$s" \
    >"$T/out" 2>"$T/err"
ok "what is no text is left out" grep -q 'no text in UTF-8' "$T/err"
IV_LANG=nl plain <<<'verder
stand'
out_like 'present|aanwezig' "Dutch commands"
printf 'no json\n' >>"$(journal)"
plain <<<status
status_is 5 "a journal that was damaged is not trifled with"
err_like 'run-.*:[0-9]+:' "and the line is named"
sed -i '$d' "$(journal)"
mkfifo "$T/pipe"
iv-session run --plain "$s" <"$T/pipe" >"$T/first" 2>&1 &
exec 7>"$T/pipe"
wait_for grep . "$T/first"
plain <<<status
status_is 7 "a meeting runs once at a time"
err_like 'run in another window' "and says where"
exec 7>&-
wait
rm "$(journal)"

done_testing
