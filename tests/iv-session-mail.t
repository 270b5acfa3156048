#!/usr/bin/env bash
# iv-session: invitations and reminders to mail, also from cron.
. "${0%/*}/lib.sh"
. "$TOP/tests/session.sh"
needs git jq

new_group
iv-group set place=Wijkhuis minutes=120
for name in 'Noëlle Dijkstra' 'Bram de Vries' 'Fatima El Amrani'; do
	iv-member add --name "$name" >/dev/null
done
mapfile -t ids < <(iv-session plan 2026-03-12T09:30 --every 6w --count 3)
boos=$(iv-case add --presenter noelle --title 'Boze klant' \
    --question 'Hoe blijf ik rustig?')
iv-session agenda --case "$boos" --method incident --minutes 50
iv-session agenda --open --minutes 30
iv-session set next roles.chair=bram roles.presenter=noelle

# --- an invitation ----------------------------------------------------------

letter='Onderwerp: Intervisie Wmo-team, do 12 maart 2026, 09:30

Beste allemaal,

Hierbij de uitnodiging voor de volgende bijeenkomst.

Wanneer:        do 12 maart 2026, 09:30-11:30
Waar:           Wijkhuis
Leiding:        begeleider
Rollen:         gespreksleider Bram de Vries

Laat het zo snel mogelijk weten als komen niet lukt.'
run iv-session invite
out_is "$letter" "an invitation, in the group's language"
err_empty "without a word"
is "$(grep -ciE 'boze|rustig|no.lle' "$T/out")" 0 \
    "nothing of a case, nor who presents"
run env IV_LANG=en iv-session invite next
out_is "$letter" "whatever the reader's is"
run iv-session invite --with-cases
out_like '^09:35 Boze klant \(Noëlle Dijkstra, Incidentmethode, 50 minuten\)$' \
    "the cases, when they are asked for"
out_like '^      Hoe blijf ik rustig\?$' "with the question"
out_like '^10:25 nog te kiezen \(30 minuten\)$' "and what is open"
out_like '^Vertrouwelijk' "and a warning"
is "$(LC_ALL=C.UTF-8 awk 'length > 76' "$T/out")" "" "no line is too long"
run iv-session invite 2026-03-12 2026-04-23
is "$(grep -c '^Onderwerp' "$T/out")" 2 "two at once"
run iv-session invite - </dev/null
status_is 0 "ids on standard input, none"
out_empty "are no invitation"
iv-session move 2026-04-23 2026-04-30T13:00
iv-session set 2026-04-30 place= online=ja purpose=evaluation
run iv-session invite 2026-04-30
out_like '^In plaats van: *do 23 april 2026, 09:30$' "where it was"
out_like '^Waar: *online$' "online"
out_like '^Soort: *evaluatie$' "what it is for"
iv-session plan --proposed 2026-08-04T09:30 2026-08-05 >/dev/null
run iv-session invite 2026-08-04
status_is 2 "a date that is only proposed"
err_like "'invite' is for meetings that are: planned" "is no invitation yet"
iv-group set language=en
run iv-session invite
out_like '^Subject: Intervisie Wmo-team, Thu 12 March 2026, 09:30$' \
    "a group that speaks English"
iv-group set language=nl name='Intervisie Wmo'
run iv-session invite
out_like '^Onderwerp: Intervisie Wmo, do 12 maart 2026, 09:30$' \
    "a name that says it itself"
iv-group set name=$'Team\u202e'
run iv-session invite
is "$(grep -c $'\u202e' "$T/out")" 0 "nothing hostile in the subject"
iv-group set name=Wmo-team

# --- reminders --------------------------------------------------------------

# due NOW NAME WANT: what cron would send then, as "start reminder".
due()
{
	run env IV_NOW="$1" iv-session due -o tsv -f start,reminder,since
	is "$(sed 1d "$T/out" | tr '\t' ' ')" "$3" "$2"
}
due 2026-02-11T08:00 "more than a month before" ""
run iv-session due
status_is 0 "nothing is due"
is "$(wc -c <"$T/out" | tr -d ' ')$err" 0 "and nothing is printed"
due 2026-02-12T08:00 "a month before" "2026-03-12T09:30 month 2026-02-12"
due 2026-02-20T08:00 "also when cron missed days" \
    "2026-03-12T09:30 month 2026-02-12"
before=$(commits)
export IV_NOW=2026-02-20T08:00
run iv-session due
out_like '^Onderwerp: Herinnering: Intervisie Wmo-team, do 12 maart' \
    "as a letter"
out_like '^Nu is het moment om een inbreng voor te bereiden' \
    "that says what to do now"
is "$(grep -ciE 'boze|rustig|no.lle' "$T/out") $(($(commits) - before))" \
    "0 0" "without cases, and nothing is noted"
cp "$T/out" "$T/letter"
run iv-session due --mark -n
out_like '^change sessions/2026/' "a dry run of the mark"
is "$(($(commits) - before))" 0 "notes nothing"
run iv-session due --mark
ok "the same letter with the mark" cmp "$T/out" "$T/letter"
is "$(($(commits) - before)) $(git show -s --format=%s)" \
    "1 remind session ${ids[0]}" "is one commit"
is "$(jq -c .reminded sessions/2026/"${ids[0]}".json)" \
    '{"month":"2026-02-20"}' "with the day"
run iv-session due --mark
out_empty "it does not go twice"
is "$(($(commits) - before))" 1 "and no commit is made"
due 2026-03-01T08:00 "two weeks before" "2026-03-12T09:30 weeks 2026-02-26"
due 2026-03-11T08:00 "who missed that gets the last" \
    "2026-03-12T09:30 day 2026-03-11"
due 2026-03-12T09:29 "also that morning" "2026-03-12T09:30 day 2026-03-11"
due 2026-03-12T09:30 "but not after it began" ""
run env IV_NOW=2026-03-11T08:00 iv-session due --with-cases
out_like 'Boze klant' "with cases when that is asked"
run env IV_NOW=2026-03-11T08:00 iv-session due -o id
out_is "${ids[0]}" "ids, for invite"
IV_NOW=2026-03-11T08:00 iv-session due --mark >/dev/null
due 2026-03-12T08:00 "the last went out" ""
iv-session move "${ids[0]}" 2026-03-19 2>/dev/null
is "$(jq -c .reminded sessions/2026/"${ids[0]}".json)" null \
    "on another day nothing has gone out"
due 2026-03-06T08:00 "so it goes again" "2026-03-19T09:30 weeks 2026-03-05"
iv-session move "${ids[0]}" 2026-03-19T10:00
IV_NOW=2026-03-06T08:00 iv-session due --mark >/dev/null
iv-session move "${ids[0]}" 2026-03-19T11:00
due 2026-03-07T08:00 "at another hour of that day it does not" ""
due 2026-04-18T08:00 "each meeting on its own" \
    "2026-04-30T13:00 weeks 2026-04-16"
iv-session cancel 2026-04-30 2>/dev/null
due 2026-04-18T08:00 "never for one that is off" ""
due 2026-08-03T08:00 "or only proposed" ""

# A letter that could not be printed did not go out.
before=$(commits)
export IV_NOW=2026-03-18T08:00
if [ -w /dev/full ]; then
	iv-session due --mark >/dev/full 2>"$T/err"
	not_ok "a full disk is no sent letter" test "$?" = 0
	is "$(($(commits) - before))" 0 "and is not noted"
else
	skip "no /dev/full here" 2
fi
due 2026-03-18T08:00 "it is still due" "2026-03-19T11:00 day 2026-03-18"

# Cron on two machines: both sent it on one day, and they agree.
cd "$T/work" || exit 1
git init -q --bare -b main r.git
(cd group && iv-sync remote ../r.git --host-reads && iv-sync) >/dev/null 2>&1
iv-sync clone r.git other >/dev/null 2>&1
for d in group other; do
	iv-session -C "$d" due --mark >/dev/null
done
for d in group other group; do
	(cd "$d" && iv-sync >/dev/null 2>&1)
done
is "$(iv-sync -C group conflicts -o id | wc -l)" 0 "two crons do not clash"
is "$(iv-session -C other due)" "" "and nothing is left to send"
cd group || exit 1
iv-group check >/dev/null
is "$?$(git status --porcelain)" 0 "the group is sound, git is clean"
done_testing
