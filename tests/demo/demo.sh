#!/bin/bash
# The whole cycle of one group, from its first meeting to its year report, in
# the current directory.  Prints each command with what it said, so that it
# reads as a tour.  Ends non-zero at the first command that fails.
set -eu -o pipefail
here=$(cd "$(dirname "$0")" && pwd -P)
export LC_ALL=C.UTF-8 IV_LANG=${IV_LANG:-nl} XDG_DATA_HOME=$PWD/private
export IV_SEED=demo IV_NOW=2026-01-05T20:00
groep=$PWD/wmo-noord
unset IV_GROUP IV_MEMBER

title() { printf '\n== %s\n\n' "$1"; }

# Shows a command as it would be typed, and runs it.
t()
{
	printf '$'
	printf ' %s' "${@@Q}" |
	    sed "s|$here/||g; s|$groep|wmo-noord|
	    s/'\([[:alnum:]_@%+=:,./áéëïöüÁÉËÏÖÜ-]*\)'/\1/g"
	printf '\n'
	"$@" | sed 's/^/    /'
}

# Runs without showing: the tour tells what was done in a line of its own.
q() { "$@" >/dev/null; }

at() { export IV_NOW=$1; }

title 'Een groep begint'
t iv-group init "$groep" --name 'Wmo-team Noord' --language nl \
    --purpose "@$here/purpose.txt" --place 'Bibliotheek, vergaderkamer' \
    --minutes 120 --every-days 30 --roles chair,timekeeper,secretary
cd "$groep"
echo '$ iv-member add --json < members.ndjson'
iv-member add --json <"$here/members.ndjson" | sed 's/^/    /'
t iv-group set facilitator=renée guidance=coached
for part in purpose reports talks; do
	q iv-group set "client_contract.$part=$(jq -r ".$part" \
	    "$here/client_contract.json")"
done
t iv-member list
echo '$ iv-member sheet > intake.txt    # om te mailen of te printen'
iv-member sheet | head -n 12 | sed 's/^/    /'

title 'Kennismaking: de afspraken'
at 2026-01-08T11:00
while IFS=$'\t' read -r topic text; do
	q iv-group agree "$topic" "$text"
done <"$here/agreements.tsv"
t iv-group agreements -f topic,since,signed,of
for m in $(iv-member list --role member -o id); do
	q iv-group sign "$m" --how self
done
q iv-group sign renée --how paper
echo '(iedereen tekent: iv-group sign NAAM --how self)'
t iv-group check --contract

title 'De inbreng'
at 2026-01-12T21:00
echo '$ iv-case add --json < cases.ndjson'
iv-case add --json <"$here/cases.ndjson" | sed 's/^/    /'
t iv-case list
t iv-case show "$(iv-case list --form problem -o id | head -n 1)"

echo "\$ iv-case check --text 'Waarom luistert mijn teamleider nooit?'"
iv-case check --text 'Waarom luistert mijn teamleider nooit?' |
    sed 's/^/    /' || :

# One case through every state; the last meeting discusses it.
export IV_MEMBER=wytske
echo "\$ later=\$(iv-case add --draft --title 'Nee zeggen tegen een collega')"
later=$(iv-case add --draft --title 'Nee zeggen tegen een collega' \
    --situation 'Een collega vraagt steeds of ik een dossier overneem.')
t iv-case list --status concept
t iv-case set "$later" --question 'Hoe zeg ik nee zonder dat het afstand geeft?'
t iv-case ready "$later"
t iv-case withdraw "$later"
t iv-case ready "$later"
unset IV_MEMBER
for m in joël chloé anaïs; do q iv-case vote "$later" --by "$m"; done
t iv-case list --ready --order votes -f id,votes,urgency,title

title 'Een half jaar bijeenkomsten'
declare -A meeting

# Exceptions are member/status/from/until; everyone else was there.
attend()
{
	local session=$1 list=$2 one m s from until opts

	for one in ${list//,/ }; do
		[ "$one" != - ] || continue
		IFS=/ read -r m s from until <<<"$one"
		opts=()
		[ "$from" = - ] || opts+=(--from "$from")
		[ "$until" = - ] || opts+=(--until "$until")
		q iv-session attend --session "$session" "$m" --status "$s" "${opts[@]}"
	done
	q iv-session attend --session "$session" --all
}

# Two hours with two cases, led from the terminal step by step; here the clock
# goes by ticks, and what is typed on the way goes to the case.
live()
{
	local i

	at "$2"
	{
		echo next
		for ((i = 1; i < 40; i++)); do
			printf 'tick 7\nnext\n'
			[ $i != 3 ] || echo 'q Wat hoopt de ander van jou?'
			[ $i != 5 ] || echo 'advice Vraag door voor het antwoord'
			[ $i != 6 ] || printf 'break\ntick 10\nnext\n'
		done
	} >"$groep.keys"
	echo "\$ iv-session run --plain $1       # zonder --plain: op het scherm"
	iv-session run --plain "$1" <"$groep.keys" >"$groep.run" 2>&1
	head -n 14 "$groep.run" | sed 's/^/    /'
	rm "$groep.keys" "$groep.run"
}

aftermath()
{
	local id=$1 field kind rate text taken by due share

	while IFS=$'\t' read -r kind rate text; do
		q iv-case ask "$id" "$text" --kind "$kind" --rate "$rate"
	done < <(jq -r --arg id "$id" '.items[] | select(.case == $id) |
	    .questions[]? | [.kind, .temperature, .text] | @tsv' \
	    "$here/aftermath.json")
	text=$(jq -r --arg id "$id" '.items[] | select(.case == $id) |
	    .reformulated // ""' "$here/aftermath.json")
	[ -z "$text" ] || q iv-case set "$id" reformulated="$text"
	while IFS=$'\t' read -r taken text; do
		q iv-case advise "$id" "$text" \
		    $([ "$taken" != true ] || echo --taken)
	done < <(jq -r --arg id "$id" '.items[] | select(.case == $id) |
	    .advice[]? | [.taken, .text] | @tsv' "$here/aftermath.json")
	while IFS= read -r text; do
		q iv-case insight "$id" "$text"
	done < <(jq -r --arg id "$id" '.items[] | select(.case == $id) |
	    .insights[]?' "$here/aftermath.json")
	while IFS=$'\t' read -r by due share text; do
		q iv-case act "$id" "$text" --by "$by" --due "$due" \
		    $([ "$share" != true ] || echo --share)
	done < <(jq -r --arg id "$id" '.items[] | select(.case == $id) |
	    .actions[]? | [.by, .due, .share, .text] | @tsv' \
	    "$here/aftermath.json")
}

first=yes
while IFS=$'\t' read -r start minutes purpose led cases methods chair time \
    secretary attendance; do
	case $start in '#'*) continue ;; esac
	id=$(iv-session add --start "$start" --minutes "$minutes" \
	    --purpose "$purpose" --led-by "$led")
	meeting[${start%T*}]=$id
	[ "${start%T*}" != 2026-06-18 ] || {
		cases+=,$later methods+=,troika; }
	IFS=, read -ra list <<<"$cases"
	IFS=, read -ra how <<<"$methods"
	for i in "${!list[@]}"; do
		[ "${list[i]}" = - ] || q iv-session agenda "$id" \
		    --case "${list[i]}" --method "${how[i]}" \
		    --minutes "$((90 / ${#list[@]}))"
	done
	at "${start%T*}T08:00"
	if [ "$first" = yes ] && [ "$cases" != - ]; then
		t iv-rotate propose "$id"
	fi
	q iv-rotate assign "$id" chair="$chair" timekeeper="$time" \
	    secretary="$secretary"
	if [ "$first" = yes ] && [ "$cases" != - ]; then
		first=no
		t iv-session agenda "$id"
	fi
	[ "${start%T*}" != 2026-04-23 ] || live "$id" "$start"
	at "${start%T*}T12:00"
	attend "$id" "$attendance"
	[ "${start%T*}" = 2026-04-23 ] || t iv-session close "$id" --as-noted
	for c in "${list[@]}"; do
		[ "$c" = - ] || { aftermath "$c"; q iv-case close "$c"; }
	done
done <"$here/sessions.tsv"
t iv-session list
t iv-rotate show

title 'Wat er van kwam'
# Whoever made an intention and shared it, tells what came of it.
while IFS=$'\t' read -r id text result; do
	key=$(jq -r --arg text "$text" '.actions | to_entries[] |
	    select(.value.text == $text) | .key' "cases/2026/$id.json")
	q iv-case follow "$id" "$key" --result "$result"
done < <(jq -r '.items[] | .case as $id | .actions[]? | select(.result) |
    [$id, .text, .result] | @tsv' "$here/aftermath.json")
echo '(wie een voornemen deelde, vertelt wat het werd: iv-case follow INBRENG VOORNEMEN)'
t iv-case list --status closed -f id,form,title
t iv-case show "$(iv-case list --form positive -o id | head -n 1)"

title 'Evaluatie: vertrouwelijk, alleen het geheel wordt bewaard'
at 2026-05-21T12:00
echo '$ iv-eval open 2026-05-21        # briefjes om te trekken; het eerste:'
iv-eval open 2026-05-21 >"$OLDPWD/slips.txt"
head -n 9 "$OLDPWD/slips.txt" | sed 's/^/    /'

# The codes on slips, in the order of the alphabet, as if they were drawn.
drawn() { sed -n 's/.* \([a-z0-9]\{5\}-[a-z0-9]\{5\}\)$/\1/p' "$1" | sort; }

echo '$ iv-eval collect                # één laptop gaat rond'
drawn "$OLDPWD/slips.txt" | paste - <(grep -v '^#' "$here/answers-may.tsv") |
    while read -r code rest; do
	[ -z "$code" ] || [ -z "$rest" ] ||
	    printf '\n%s\n%s\n' "$code" "${rest//$'\t'/$'\n'}"
    done >"$OLDPWD/keys"
if script -qec true /dev/null </dev/null >/dev/null 2>&1; then
	TERM=xterm q script -qec 'iv-eval collect' /dev/null <"$OLDPWD/keys"
else
	drawn "$OLDPWD/slips.txt" | paste - <(grep -v '^#' \
	    "$here/answers-may.tsv") | grep '^[a-z].*[1-5]$' | iv-eval collect
fi
t iv-eval rounds
t iv-eval close
rm "$OLDPWD/keys" "$OLDPWD/slips.txt"

at 2026-06-18T13:00
echo '$ iv-eval open --period 2026-01-08..2026-06-18 -q final > briefjes.txt'
iv-eval open --period 2026-01-08..2026-06-18 -q final >"$OLDPWD/slips.txt"
echo '$ iv-eval answer -q final --out antwoord.ndjson    # ieder op de eigen computer'
mkdir "$OLDPWD/in"
i=0
drawn "$OLDPWD/slips.txt" | paste - <(grep -v '^#' \
    "$here/answers-final.tsv") | while read -r line; do
	i=$((i + 1))
	iv-eval answer -q final --out "$OLDPWD/in/$i.ndjson" <<<"$line"
done
echo '$ cat in/*.ndjson | iv-eval collect'
cat "$OLDPWD"/in/*.ndjson | iv-eval collect
t iv-eval close
rm -r "$OLDPWD/in" "$OLDPWD/slips.txt"
t iv-eval decide "$(iv-eval list --since 2026-06-18 -o id)" \
    'Eerst tien minuten vragen, dan pas advies' \
    --changes 'De gespreksleider bewaakt de vragenronde'

echo "\$ iv-eval collect 2026-06-18 < antwoorden    # of in één keer"
grep -v '^#' "$here/answers.tsv" | iv-eval collect 2026-06-18 | sed 's/^/    /'
t iv-eval show 2026-06-18
t iv-eval trend -q meeting
t iv-eval show --audience client

title 'Verslagen'
at 2026-06-30T20:00
t iv-report attendance
t iv-report hours --since 2026-01-01 --until 2026-06-30
t iv-report cases
iv-report attendance -o md >"$OLDPWD/attendance.md"
iv-report hours -o csv >"$OLDPWD/hours.csv"
t iv-report signals
iv-report overview -o html >"$OLDPWD/overzicht.html"
iv-report year -o html >"$OLDPWD/jaarverslag.html"
echo "(ook als $OLDPWD/attendance.md en hours.csv)"
echo "Om te bekijken: $OLDPWD/overzicht.html en jaarverslag.html"

# The next half year: planned whole, then life happens.  Prints how far
# everybody is from a fair share, before and after.
season()
{
	local id out ids

	title 'Een nieuw seizoen: rollen die tegen een stootje kunnen'
	at 2026-07-01T09:00
	echo '$ iv-session plan 2026-09-03T09:30 --every 4w --count 6'
	{ ids=$(iv-session plan 2026-09-03T09:30 --every 4w --count 6 \
	    2>&3); } 3>&1
	t iv-rotate show --fairness
	t iv-rotate season
	t iv-rotate season --numbers
	t iv-rotate explain 2026-09-03

	at 2026-09-02T20:00
	out=$(iv-session show 2026-09-03 -o json | jq -r .roles.chair)
	out=$(iv-member list -o json | jq -r --arg m "$out" '.items[] |
	    select(.id == $m).name | split(" ")[0]')
	echo "($out is ziek; ruilen; iemand komt erbij, iemand vertrekt)"
	t iv-session rsvp -s 2026-09-03 "$out" no
	q iv-rotate season
	t iv-rotate explain 2026-09-03
	at 2026-09-03T12:00
	q iv-session attend --session 2026-09-03 "$out" --status excused
	at 2026-09-05T20:00
	t iv-rotate swap chloé jürgen
	q iv-member leave ijsbrand --on 2026-09-04
	q iv-member add --name 'Fenna Duursma' --joined 2026-09-05
	q iv-group sign fenna --how self
	q iv-rotate season
	t iv-rotate season --replan --since 2026-10-15
	for id in $ids; do
		at "$(iv-session show "$id" -o json |
		    jq -r '.start[:10]')T12:00"
		q iv-session attend --session "$id" --all
		q iv-session close "$id" --as-noted
	done
	t iv-rotate show chair --all
	t iv-rotate show --fairness
}
season

# A second copy, on which somebody works without the network; both touch one
# title; then a case goes out of both histories.
sharing()
{
	local hub=${groep%/*}/wmo-noord.git case

	title 'Delen, zonder dat er een woord verloren gaat'
	at 2027-01-20T20:00
	git init -q --bare -b main "$hub"
	echo '$ iv-sync remote ../wmo-noord.git --host-reads'
	iv-sync remote "$hub" --host-reads 2>&1 | sed "s|$hub|wmo-noord.git|
	    s/^/    /"
	for m in $(iv-member list -o json | jq -r '.items[] |
	    select(.role != "client" and .left == null).id'); do
		q iv-group sign "$m" --how self
	done
	t iv-sync
	echo '$ iv-sync clone ../wmo-noord.git ../bij-chloé'
	iv-sync clone "$hub" ../bij-chloé 2>/dev/null
	at 2027-01-21T21:00
	echo '(Chloé bereidt thuis een inbreng voor, zonder netwerk)'
	export IV_MEMBER=chloé IV_SEED=bij-chloé
	case=$(iv-case -C ../bij-chloé add --title 'Het laatste woord' \
	    --question 'Hoe rond ik een gesprek af dat blijft duren?')
	q iv-sync -C ../bij-chloé
	export IV_MEMBER=renée IV_SEED=demo
	q iv-sync
	at 2027-01-21T21:30
	t iv-case set "$case" title='Afronden'
	at 2027-01-21T22:00
	IV_MEMBER=chloé t iv-case -C ../bij-chloé set "$case" \
	    title='Een gesprek afronden'
	q iv-sync
	echo '$ iv-sync -C ../bij-chloé'
	IV_MEMBER=chloé iv-sync -C ../bij-chloé 2>&1 | sed 's/^/    /'
	echo '$ iv-sync'
	iv-sync 2>&1 | sed 's/^/    /'
	t iv-sync conflicts -f id,field,stands,other
	t iv-sync resolve "$case" title mine
	q iv-sync

	title 'Vergeten: ook uit de geschiedenis'
	at 2027-01-22T09:00
	case=$(iv-case list --status closed -o id | head -n 1)
	echo "\$ iv-group forget $case --dry-run"
	iv-group forget "$case" --dry-run 2>&1 | sed 's/^/    /'
	echo "\$ iv-group forget $case --yes"
	iv-group forget "$case" --yes 2>&1 | sed 's/^/    /'
	q iv-sync
	echo '$ iv-sync -C ../bij-chloé'
	IV_MEMBER=chloé iv-sync -C ../bij-chloé 2>&1 | sed 's/^/    /'
	t iv-case show "$case"
	unset IV_MEMBER
}
sharing

title 'Alles nagekeken'
t iv-group check
echo '$ git log --oneline | wc -l'
git log --oneline | wc -l | sed 's/^/    /'
printf '\nDe groep staat in %s\n' "$groep"
printf 'Het overzicht, om te bekijken in een browser: %s\n' \
    "${groep%/*}/overzicht.html"
