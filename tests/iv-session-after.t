#!/usr/bin/env bash
# A meeting afterwards: one sheet in the editor, mailed back, or options; a
# meeting nobody planned; net minutes; private notes.
. "${0%/*}/lib.sh"
. "$TOP/tests/session.sh"
needs git jq

# fill SED ...: the sheet of the last meeting, filled in.
fill()
{
	iv-session sheet --after >"$T/sheet"
	sed "$@" "$T/sheet" >"$T/filled"
}

team

# --- a sheet that is mailed back ----------------------------------------------

one=$(new_case noelle 'Boze klant')
two=$(new_case bram 'Traag')
s=$(iv-session plan 2026-03-12T09:30)
iv-session agenda "$s" --case "$one" --minutes 40
iv-session agenda "$s" --case "$two" --minutes 40
iv-session rsvp jurgen nee
run iv-session sheet --after "$s"
export IV_NOW=2026-03-12T12:00
run iv-session sheet --after
status_is 0 "the sheet of the last meeting"
out_like '^\[Aanwezigheid\]' "in the group's language"
out_like '^Noëlle Dijkstra: aanwezig' "who was expected was there"
out_like '^Jürgen Bakker: afgemeld' "but who replied no"
out_like 'Noëlle Dijkstra, Boze klant' "the cases of the agenda"
out_like 'Mail is niet vertrouwelijk' "and a warning for mail"
fill -e 's/^Bram.*/Bram de Vries: aanwezig 09:45-11:15/' \
    -e 's/^Fatima.*/fatima: laat afgemeld/' \
    -e 's/^\[Pauzes\]$/[Pauzes] 10:30-10:40, 11.00-11.05/' \
    -e '/Inbreng 1: vraag/,/^Hoe/s/^Hoe.*/Hoe verdraag ik de stilte?/' \
    -e 's/^\[Inbreng 1: inzichten\]/&\nIk praat te snel\nStilte mag/' \
    -e 's/^\[Inbreng 1: voornemens\]/&\nbram: Ik ga mee (2026-04-02)\nIk bel haar/' \
    -e '/Inbreng 2: besproken/,/^ja/s/^ja/nee/' \
    -e 's/^\[Inbreng 3: inbrenger\]/& bram/' \
    -e 's/^\[Inbreng 3: vraag\]/&\nHoe zeg ik nee?/' \
    -e 's/^\[Afspraken\]/&\nTelefoons uit/'
before=$(git rev-list --count HEAD)
sed 's/^/> /; s/$/\r/' "$T/filled" | run iv-session close --sheet -
status_is 0 "filled in and mailed back"
is "$(($(git rev-list --count HEAD) - before))" 1 "in one commit"
is "$(session '.status, (.breaks[] | .from + "-" + .until)' | paste -sd' ')" \
    "held 10:30-10:40 11:00-11:05" "held, with its breaks"
is "$(session "[.attendance[\"$bram\"] | .from, .until] | join(\" \")")" \
    "09:45 11:15" "who came later and left earlier"
is "$(session "[.attendance[\"$fatima\", \"$jurgen\"].status] | join(\" \")")" \
    "late-notice excused" "who was not there"
is "$(case_of "$one" '.status + " " + .question + " " + .reformulated')" \
    "discussed Hoe blijf ik rustig? Hoe verdraag ik de stilte?" \
    "the question that was sharpened stands beside the first"
is "$(case_of "$one" '[.insights[].text] | join("|")')" \
    "Ik praat te snel|Stilte mag" "insights"
is "$(case_of "$one" '[.actions[] | [.by, .text, .due // "-"] | join(" ")] | join("|")')" \
    "$bram Ik ga mee 2026-04-02|$noelle Ik bel haar -" \
    "intentions, with whose and when"
is "$(case_of "$two" .status)" ready "what was not discussed is ready"
new=$(session '.agenda[1].case')
is "$(case_of "$new" '.presenter + " " + .status + " " + .question')" \
    "$bram discussed Hoe zeg ik nee?" "a case nobody had planned is there"
is "$(session '.agenda | length')" 2 "and on the agenda as it was held"
is "$(jq -r '[.agreements[] | .text + " " + .since] | join("|")' group.json)" \
    "Telefoons uit 2026-03-12" "what was agreed"
not_ok "no name stands in the record" grep -ri -e bram -e noëlle sessions cases
ok "git finds nothing to say" clean
run iv-group check
status_is 0 "the group is sound"
run iv-session close --sheet "$T/filled" "$s"
status_is 2 "closed once"

# --- wrong sheets ---------------------------------------------------------------

export IV_NOW=2026-03-15T10:00
s=$(iv-session plan 2026-04-09T09:30)
iv-session agenda "$s" --case "$two" --minutes 40
export IV_NOW=2026-04-09T12:00
was=$(git rev-parse HEAD)
# wrong STATUS REGEX NAME SED ...
wrong()
{
	local want=$1 like=$2 name=$3
	shift 3

	fill "$@"
	run iv-session close --sheet "$T/filled"
	status_is "$want" "$name"
	err_like "$like" "$name: says why"
	is "$(git rev-parse HEAD)$(git status --porcelain)" "$was" \
	    "$name: changes nothing"
}
wrong 3 "no member 'Kees'" "someone else" -e 's/^Bram.*/Kees: aanwezig/'
wrong 5 "'Bram' is not NAME: ATTENDANCE" "no colon" -e 's/^Bram.*/Bram/'
wrong 2 "'ziek' is not allowed" "another word" -e 's/^Bram.*/Bram: ziek/'
wrong 2 'is outside the meeting' "a time outside" \
    -e 's/^Bram.*/Bram: aanwezig 08:00-10:00/'
wrong 2 "is not a period" "a break that is none" \
    -e 's/^\[Pauzes\]$/[Pauzes] straks/'
wrong 5 'this sheet is of the meeting of 2026-03-12' "another meeting" \
    -e 's/^2026-04-09 09:30/2026-03-12 09:30/'
wrong 9 'case 1: a text points to a person' "a number of a person" \
    -e 's/^\[Inbreng 1: inzichten\]/&\nBel 06-12345678/'
wrong 5 'case 2: who brought it' "a case of nobody" \
    -e 's/^\[Inbreng 2: vraag\]/&\nHoe?/'
wrong 5 "unknown label '\[Inbreng 1: inzcihten\]'" "a label mistyped" \
    -e 's/^\[Inbreng 1: inzichten\]/[Inbreng 1: inzcihten]/'

# --- in the editor ----------------------------------------------------------------

cat >"$T/ed" <<'END'
#!/bin/sh
cp "$1" "$T/seen"
[ -z "$FILL" ] || { sed "$FILL" "$1" >"$1.x" && mv "$1.x" "$1"; }
END
chmod +x "$T/ed"
export T IV_EDITOR="$T/ed"
FILL='d' run iv-session close --edit
status_is 1 "an empty sheet closes nothing"
err_like 'came back empty' "and says so"
FILL='s/^Bram.*/Kees: aanwezig/' run iv-session close --edit
status_is 3 "a sheet with a slip"
err_like "what was typed is kept in '.*/edit/close-$s.txt'" "is kept"
is "$(git rev-parse HEAD)" "$was" "and nothing is changed"
FILL='s/^Kees.*/Bram: zonder bericht afwezig/' run iv-session close --edit \
    -o tsv -f attendance,from,until,minutes
status_is 0 "the sheet in the editor, again"
err_like 'goes on with what was typed' "is the one that was kept"
is "$(session .status) $(session "[.attendance[].status] | sort | join(\" \")")" \
    "held absent present present present" "closes the meeting"
out_like '^present	09:30	11:30	120' "and -o shows the net minutes"
is "$(case_of "$two" .status)" ready "whose presenter was not there: ready"
ok "git finds nothing to say" clean

# On a terminal without options the sheet opens by itself.
if command -v script >/dev/null; then
	export IV_NOW=2026-04-10T10:00
	s=$(iv-session plan 2026-04-10T08:00)
	iv-session attend bram
	rm -f "$T/seen"
	FILL=d script -qec 'iv-session close' /dev/null >"$T/out" 2>&1
	ok "on a terminal the sheet opens" test -s "$T/seen"
	echo | FILL='s/: ziek/: aanwezig/;t;s/^Bram.*/Bram: ziek/' \
	    script -qec 'iv-session close' /dev/null >"$T/out" 2>&1
	ok "what is wrong can be mended at once" \
	    grep -q 'Enter opens the sheet again' "$T/out"
	is "$(session .status)" held "and closes the meeting"
	iv-group undo 2>/dev/null
	rm -f "$T/seen"
	script -qec 'iv-session close --as-noted' /dev/null >"$T/out" 2>&1
	not_ok "but not with --as-noted" test -e "$T/seen"
	is "$(session .status)" held "which closes with what is noted"
else
	skip "no script(1) here" 5
fi

# After a live run the sheet holds what the run left, and its step times.
export IV_NOW=2026-04-15T10:00
s=$(iv-session plan 2026-05-07T09:30)
iv-session agenda "$s" --case "$two" --method incident --minutes 60
export IV_NOW=2026-05-07T09:30
printf '%s\n' 'absent jurgen' next 'tick 6' next 'insight Kort' \
    'act bram: Ik oefen' 'tick 9' next |
    iv-session run --plain "$s" >/dev/null 2>&1
export IV_NOW=2026-05-07T11:35
FILL='' run iv-session close --edit
status_is 0 "unchanged is right as well"
ok "it held the steps with planned and real minutes" \
    grep -q '^# opening 5/6$' "$T/seen"
ok "and what was noted" grep -q '^Kort$' "$T/seen"
ok "with whose it is" grep -q '^Bram de Vries: Ik oefen$' "$T/seen"
is "$(case_of "$two" '[.insights[].text, .actions[].text] | join("|")')" \
    "Kort|Ik oefen" "each is there once"
is "$(session '.steps | length')" 3 "and the steps too"
ok "the journal is gone" test ! -e .git/iv/run-"$s".ndjson
ok "git finds nothing to say" clean
unset IV_EDITOR

# --- options, and later -------------------------------------------------------------

export IV_NOW=2026-06-20T10:00
run iv-session close --when 2026-06-04T19:30 --minutes 100 --all \
    --break 20:15-20:25 -o json
status_is 0 "a meeting that nobody planned, later"
s=$(head -1 <<<"$out")
is "$(sed 1d <<<"$out" | jq -c '[.schema, .items[0].minutes]')" \
    '["iv.attendance/1",90]' "with its net minutes"
is "$(session '[.start, .minutes, .status, (.attendance | length)] | join(" ")')" \
    "2026-06-04T19:30 100 held 4" "is held"
run iv-session close --when 2026-06-04T19:30 --all
status_is 2 "once"
run iv-session close --when 2026-06-04 --all
err_like "write it as '2026-06-04T09:30'" "a day without a time"
run iv-session close --when 2026-06-04T19:30 last
err_like 'goes without' "two names of a meeting"
run iv-session close --sheet x --edit
err_like 'go without each other' "two ways"
ok "git finds nothing to say" clean

# --- notes ----------------------------------------------------------------------------

was=$(git rev-parse HEAD)
run iv-session note last 'De groep zweeg.'
status_is 0 "a note"
out_empty "without a word"
printf 'een\ntwee\n' | run iv-session note last @-
run iv-session note last
out_is "2026-06-20T10:00 note: De groep zweeg.
2026-06-20T10:00 note: een
  twee" "is read back"
is "$(git rev-parse HEAD)$(git status --porcelain)" "$was" \
    "and is not in the group"
is "$(stat -c %a "$XDG_DATA_HOME"/iv/*/notes/"$s".txt)" 600 \
    "but its owner's alone"
run iv-session note last ''
status_is 2 "nothing is no note"
run iv-session note 2026-03-12
status_is 0 "a meeting without notes"
out_empty "has none"
done_testing
