#!/usr/bin/env bash
# iv-session run on the screen: each key, sizes, no colour, Dutch, a kill.
. "${0%/*}/lib.sh"
. "$TOP/tests/session.sh"
needs git jq tmux

team
iv-member add --name 'Ans Mulder' --role facilitator >/dev/null

# --- the screen -------------------------------------------------------------

unset IV_SEED
export IV_NOW=2026-03-01T10:00 TMUX_TMPDIR=$T/tmp
s=$(iv-session plan 2026-07-02T09:30 --minutes 150)
case=$(new_case "$noelle")
iv-session agenda "$s" --case "$case" --method incident
export IV_NOW=2026-07-02T09:30
server=0
tm() { tmux -L "iv$$-$server" -f /dev/null "$@"; }
trap 'code=$?; tm kill-server 2>/dev/null; (exit "$code"); tap_cleanup' EXIT

# screen WIDTH HEIGHT TERM LANG
screen()
{
	tm kill-server 2>/dev/null
	# A server that ends would take the next one along.
	server=$((server + 1))
	cat >"$T/go" <<-END
	cd '$PWD'
	export TERM=$3 IV_LANG=$4
	sh -c 'echo \$\$ >$T/pid; exec iv-session run $s' 2>'$T/tmuxerr'
	printf "\\r\\nended %d\\r\\n" "\$?"
	sleep 600
	END
	tm new-session -d -x "$1" -y "$2" "sh $T/go"
}

# shows REGEX NAME: in the end the screen has such a line.
shows()
{
	if wait_for on_screen "$1"; then
		pass "$2"
	else
		status=-
		tap_saw "$2" "want on the screen: $1"
	fi
}
on_screen()
{
	tm capture-pane -p >"$T/out" 2>"$T/err"
	grep -Eq -e "$1" "$T/out"
}
press() { tm send-keys "$@"; }
type_text() { tm send-keys -l "$1"; }

screen 80 24 dumb en
shows 'ended 1' "a terminal that is no screen"
ok "says so" grep -q 'cannot show the live run' "$T/tmuxerr"
screen 80 24 screen en
shows 'Space begins the meeting' "the screen waits for the space bar"
press x
shows 'someone is not there' "x asks who"
press 2
shows 'Space begins' "and goes back"
press Space
shows '^Opening' "the space bar begins"
shows '\[\.* *\.*\] [0-4]:[0-5][0-9] of 5:00, [0-5]:[0-9]* left' "with a bar and times"
shows 'speaks +everyone' "and who speaks"
press Space
shows 'Item 1, step 1 of' "and goes on"
shows 'De boze|Casus' "with the case"
press BSpace
shows '^Opening' "backspace goes back"
press Right
shows 'Item 1, step 1 of' "an arrow too"
press Left
shows '^Opening' "both ways"
press Space
press p
shows 'paused' "p pauses"
press p
shows 'left$' "and goes on"
press +
shows 'of 10:00' "+ gives five minutes"
press v
shows '^question:' "v asks for a question"
type_text 'Wat raakt jou — échtt'
press BSpace
press Enter
shows '^noted' "and notes it"
for key in a i d f n g; do
	press $key
	shows '^(advice|insight|intention|sharp.* question|note for yourself|agreement of the group):' "$key asks"
	type_text "bij $key"
	press Enter
	shows '^noted' "and notes it"
done
press v
type_text 'weg ermee'
press Escape
shows 'space next' "Escape drops what was typed"
press h
shows '^Here and now' "h puts here and now in"
shows 'costs 15 min' "and says what it costs"
press Space
shows 'Item 1, step 1 of' "then the step goes on"
press k
shows '^Break' "k is a break"
press Space
press l
shows 'someone leaves' "l asks who leaves"
press 1
press e
shows 'someone comes in' "e asks who comes in"
press 1
shows 'Item 1, step 1 of' "and goes back"
press m
shows 'no module is chosen' "m without modules says so"
press t
shows 'no turns' "t without turns says so"
press r
shows 'no round' "r without a round too"
press b
shows 'bell is (on|off)' "b is the bell"
press '?'
shows 'backspace +back' "? shows the keys"
press Space
press s
shows 'Item 1, step 2 of' "s skips a step"
tm resize-window -x 60 -y 20
shows 'Item 1, step 2 of' "another size"
not_ok "nothing is wider" grep -E '.{61}' "$T/out"
tm resize-window -x 20 -y 5
shows 'Item 1' "a very small one"
tm resize-window -x 80 -y 24
shows 'speaks' "and back"
press q
shows 'save what there is' "q asks"
press z
shows 'Item 1, step 2 of' "any other key goes back"
press '?'
shows 'stop, saving or not' "every key is named"
tm resize-window -x 44 -y 20
shows 'Keys; . shows the others' "on a small screen page by page"
press '?'
shows '^ +q +stop, saving or not' "up to the last"
tm resize-window -x 62 -y 20
shows '^  [a-z].*  q  stop, saving or not' "or beside each other"
tm resize-window -x 80 -y 24
press C-c
shows 'save what there is' "Ctrl-C asks as q does"
press C-c
shows 'ended 0' "and twice stops"
ok "and says that nothing is lost" grep -q 'not saved yet' "$T/tmuxerr"
ok "the journal is there" test -e "$(journal)"

screen 80 24 vt100 nl
shows 'Agendapunt 1, stap 2 van' "goes on, without colour, in Dutch"
pid=$(cat "$T/pid")
press v
type_text 'halve zin'
kill -9 "$pid"
shows 'ended 137' "a kill"
screen 80 24 screen en
shows 'Item 1, step 2 of' "goes on after it"
press q s
shows 'ended 0' "q s saves"
is "$(session .status)" running "what there is"
screen 80 24 screen en
shows 'Item 1, step 2 of' "and goes on again"
press c
shows '^Closing' "c is the closing"
press Space
shows 'The meeting is over: space saves' "the end asks once"
press Space
shows 'ended 0' "and saves"
is "$(session .status)" held "the meeting is held"
is "$(jq -rc '[.questions[].text, .advice[].text, .insights[].text,
    .actions[].text]' cases/2026/"$case".json)" \
    '["Wat raakt jou — écht","bij a","bij i","bij d"]' \
    "with all that was typed, and only that"
ok "git finds nothing to say" clean

is "$(jq -r '[.agreements[].text] | join(" ")' group.json)" 'bij g' \
    "an agreement is the group's"

# An open item: each key of the choosing.
export IV_NOW=2026-03-01T10:00
s=$(iv-session plan 2026-07-16T09:30 --minutes 150)
iv-session agenda "$s" --open --minutes 60
bring=$(iv-case add --presenter bram --title 'Wachtlijst' --urgency 5 \
    --question 'Hoe houd ik vol?')
iv-case add --presenter fatima --title 'Overleg' --urgency 1 \
    --question 'Hoe kom ik aan het woord?' >/dev/null
export IV_NOW=2026-07-16T09:30
screen 80 24 screen en
shows 'Space begins' "a meeting with an open item"
press Space
press o
shows 'Which case' "o asks which case"
press z
shows '^Opening' "another key goes back"
press Space
shows '1  Bram de Vries, urgency 5: Wachtlijst' "the step lists them"
press o 2 2
shows '2 votes' "a digit is a vote"
press n
shows 'who brings it' "n asks who brings one"
type_text 'niemand'
press Enter
shows "no member 'niemand'.*who brings it" "until there is such a one"
type_text 'noelle 20'
press Enter
shows '^question:' "then the question"
type_text 'Hoe zeg ik nee?'
press Enter
shows '3  Noëlle Dijkstra, asks 20 min: Hoe zeg ik nee' "which is listed"
press v
shows 'chosen by vote: Fatima' "v: most votes"
press o u
shows 'chosen by urgency: Bram' "u: most urgent"
press o t
shows 'chosen by turn: ' "t: whose turn"
press o k
shows 'number:' "k asks for a number"
press 3
shows 'chosen: Noëlle' "and takes that one"
press o k 1
shows 'chosen: Bram' "or another"
press Space
shows 'Bram de Vries' "the step has its presenter"
press c
shows '^Closing' "and so on"
press Space
shows 'The meeting is over' "to the end"
press Space
shows 'ended 0' "which saves"
is "$(session '.agenda[0].case')" "$bring" "the case that was chosen"
ok "git finds nothing to say" clean

# A method with modules.
export IV_NOW=2026-03-01T10:00
s=$(iv-session plan 2026-09-03T09:30 --minutes 150)
iv-session agenda "$s" --case "$(new_case "$bram")" --method tietze
export IV_NOW=2026-09-03T09:30
screen 80 24 screen nl
shows 'spatie' "a meeting with modules"
press Space Space Space Space Space
shows '  m  modules: Brainstorm, Op zijn kop' "the step that chooses lists them"
press m
shows '3  Resonantieronde: Alleen wat' "m says more"
press z
shows 'm  modules' "another key goes back"
press m 3
shows 'module: Resonantieronde, 10 min' "a digit takes one"
press Space
shows 'Beraad: Resonantieronde' "which the step is"
shows 'niet +advies, oordelen' "with its own rules"
press m 0
shows 'geen module: Beraad' "0 takes none"
press q q
shows 'ended 0' "and that is kept"
is "$(journal | xargs jq -c 'select(.event == "module") | .module')" "3
null" "line by line"

# Only the space bar.
export IV_NOW=2026-03-01T10:00
s=$(iv-session plan 2026-08-06T09:30 --minutes 150)
iv-session agenda "$s" --case "$(new_case "$bram")" --method incident
export IV_NOW=2026-08-06T09:30
screen 80 24 vt100 nl
shows 'spatie' "a meeting by the space bar alone"
for ((i = 0; i < 40; i++)); do
	press Space
	tm capture-pane -p | grep -q '^ended' && break
	sleep 0.1
done
shows 'ended 0' "ends"
is "$(session '.status + " " + ([.steps[].step] | unique | length | tostring)')" \
    "held 9" "and is saved, with every step"
tm kill-server 2>/dev/null

done_testing
