#!/usr/bin/env bash
# Open items of an agenda: chosen during the run, by vote, urgency or turn; a
# case that is brought on the spot; what is agreed.
. "${0%/*}/lib.sh"
. "$TOP/tests/session.sh"
needs git jq

team
rustig=$(iv-case add --presenter noelle --title 'Boze klant' --urgency 2 \
    --question 'Hoe blijf ik rustig?')
traag=$(iv-case add --presenter bram --title 'Traag systeem' --urgency 4 \
    --question 'Hoe maak ik dit bespreekbaar?')

# --- during the run ---------------------------------------------------------

s=$(iv-session plan 2026-03-12T09:30)
iv-session agenda "$s" --open --method solution-focused --minutes 40
iv-session agenda "$s" --open --method incident --minutes 55
export IV_NOW=2026-03-12T09:30
cp -a . "$T/before"
plain <<'END'
next
tick 5
next
choose 9
vote 2 3
vote 2 -1
vote x
offer fatima 30: Hoe zeg ik nee?
offer niemand: Hoe dan?
offer zonder dubbele punt
offer fatima 3: Te kort?
choose niets
tick 2
choose
END
status_is 0 "a meeting with open items"
out_like 'Item 1, step 1 of 7: Choosing the case' \
    "the choosing is a step of its own"
out_like 'choice 1: Bram de Vries, urgency 4: Traag systeem. Hoe maak' \
    "which lists what is ready, the most urgent first"
out_like 'choice 2: Noëlle Dijkstra, urgency 2, 2 votes: Boze' "with votes"
out_like 'choice 3: Fatima El Amrani, asks 30 min: Hoe zeg ik nee' \
    "and with what is brought now"
out_like 'chosen by vote: Noëlle Dijkstra. Boze klant' "a vote decides"
err_like "'x' is no vote" "a vote that is none"
err_like 'there is no such case to choose from' "a number that is none"
err_like "no member 'niemand'" "someone who does not exist"
err_like 'a case is brought as: offer NAME: QUESTION' "no colon"
err_like "'3' is no number of minutes from 5 to 240" "too few minutes"
err_like "'niets' is no choice: choose NUMBER" "no rule"
is "$(git rev-parse HEAD)" "$(git -C "$T/before" rev-parse HEAD)" \
    "nothing is committed yet"
plain <<'END'
status
choose urgency
choose 2
END
err_like 'goes on where it stopped' "the run goes on"
out_like 'case: Boze klant. Hoe blijf' "with what was chosen"
out_like 'chosen by urgency: Bram' "which may be changed"
plain <<'END'
next
q Wat helpt?
here
q Dit blijft hier
agree We beginnen op tijd
next
save
END
err_like 'stays in the room' "what is named here and now is not kept"
err_like '1 case was brought on the spot' "says what was brought"
err_like '1 agreement was put' "and agreed"
is "$(session '.agenda[0].case')" "$rustig" "what was chosen last counts"
is "$(case_of "$rustig" '.status + " " + .session')" "scheduled $s" \
    "and is on the agenda"
is "$(case_of "$rustig" '[.questions[].text] | join("|")')" 'Wat helpt?' \
    "a question goes there"
new=$(iv-case list --presenter fatima -o id)
is "$(case_of "$new" '.question + " " + .status + " " + (.bid|tostring)')" \
    "Hoe zeg ik nee? ready 30" "what was brought is ready"
is "$(jq -r '[.agreements[] | .text + " " + .since] | join("|")' group.json)" \
    'We beginnen op tijd 2026-03-12' "what was agreed is the group's"
not_ok "and what was named is nowhere" git grep -q 'Dit blijft hier' HEAD
ok "git finds nothing to say" clean
# Chosen again after a save: the first one is free.
plain <<'END'
back
choose 1
save
END
is "$(session '.agenda[0].case') $(case_of "$rustig" .status)" \
    "$traag ready" "chosen again after a save, the first one is free"
plain <<'END'
choose 2
closing
tick 20
next
next
END
status_is 0 "to the end"
is "$(session '.status + " " + .agenda[0].case + " " + .agenda[0].presenter')" \
    "held $rustig $noelle" "the meeting is held"
is "$(case_of "$rustig" .status) $(case_of "$traag" .status)" \
    "discussed ready" "one case was discussed"
is "$(session '.agenda | length')" 1 "the item not reached is off"
is "$(jq -r '[.agreements[].text] | length' group.json)" 1 \
    "the agreement is there once"
ok "git finds nothing to say" clean
run iv-group check
status_is 0 "the group is sound"

# --- the space bar alone, and by turn ----------------------------------------

export IV_NOW=2026-03-15T10:00
s=$(iv-session plan 2026-04-23T09:30)
iv-session agenda "$s" --open --minutes 40
iv-session agenda "$s" --open --minutes 40
iv-group set presenting=turn
export IV_NOW=2026-04-23T09:30
for ((i = 0; i < 12; i++)); do echo next; done | plain
out_like 'chosen by turn: Bram|chosen by turn: Fatima' \
    "who goes on has chosen: in turn, where the group agreed to that"
is "$(session '[.agenda[].presenter] | sort | join(" ")')" \
    "$(printf '%s\n' "$bram" "$fatima" | LC_ALL=C sort | paste -sd' ')" \
    "each of those who had no turn has one"
is "$(case_of "$traag" .status) $(case_of "$new" .status)" \
    "discussed discussed" "and both were discussed"
ok "git finds nothing to say" clean

# --- nothing to choose from --------------------------------------------------

export IV_NOW=2026-04-24T10:00
s=$(iv-session plan 2026-05-21T09:30)
iv-session agenda "$s" --open --minutes 40
export IV_NOW=2026-05-21T09:30
for ((i = 0; i < 8; i++)); do echo next; done | plain
status_is 0 "nobody brings anything: the meeting goes on"
is "$(session '.status + " " + (.agenda[0] | has("case") | tostring)')" \
    "held false" "without a case"

# --- killed at any call while it is saved -------------------------------------

export IV_NOW=2026-05-22T10:00
s=$(iv-session plan 2026-06-18T09:30)
iv-session agenda "$s" --open --minutes 40
export IV_NOW=2026-06-18T09:30
plain <<'END'
next
next
offer noelle: Hoe begin ik?
choose 1
next
agree Niemand belt
next
END
if [ -z "$IV_VARIANT" ] && command -v strace >/dev/null &&
    strace -qq -e trace=none true 2>/dev/null; then
	export IV_NOW=2026-06-18T11:30
	cp -a . "$T/saving"
	points=0 bad=''
	for call in renameat linkat fsync syncfs; do
		for ((n = 1; n < 60; n++)); do
			cd "$T" && rm -rf copy && cp -a saving copy && cd copy
			strace -qq -o /dev/null -e trace="$call" \
			    -e inject="$call":signal=KILL:when=$n \
			    iv-session close >/dev/null 2>&1 && break
			points=$((points + 1))
			find .git -name '*.lock' -exec touch -d '10 minutes ago' {} +
			iv-session close >/dev/null 2>&1 ||
			    iv-session run --plain "$s" </dev/null >/dev/null 2>&1
			got=$(session .status; git status --porcelain
			    jq -r .question "cases/2026/$(session .agenda[0].case)".json
			    iv-case list --status ready -o id | wc -l
			    jq '[.agreements[] | select(.text == "Niemand belt")] | length' group.json)
			[ "$got" = 'held
Hoe begin ik?
0
1' ] || bad="$bad $call:$n: $got"
		done
	done 2>/dev/null
	cd "$T/work/group" || exit 1
	is "$bad" "" "killed anywhere, the case and the agreement are there once"
	note "$points points"
else
	skip "no strace here, or another build"
fi
done_testing
