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
	at "${start%T*}T12:00"
	attend "$id" "$attendance"
	t iv-session close "$id"
	for c in "${list[@]}"; do
		[ "$c" = - ] || { aftermath "$c"; q iv-case close "$c"; }
	done
done <"$here/sessions.tsv"
t iv-session list
t iv-rotate show

title 'Wat er van kwam'
t iv-case list --status closed -f id,form,title
t iv-case show "$(iv-case list --form positive -o id | head -n 1)"

title 'Evaluatie: vertrouwelijk, alleen het geheel wordt bewaard'
echo "\$ iv-eval collect 2026-06-18 < antwoorden"
grep -v '^#' "$here/answers.tsv" | iv-eval collect 2026-06-18 | sed 's/^/    /'
t iv-eval show "$(iv-eval list -o id)"

title 'Verslagen'
at 2026-06-30T20:00
t iv-report attendance
t iv-report hours --since 2026-01-01 --until 2026-06-30
t iv-report cases
iv-report attendance -o md >"$OLDPWD/attendance.md"
iv-report hours -o csv >"$OLDPWD/hours.csv"
echo "(ook als $OLDPWD/attendance.md en hours.csv)"

title 'Alles nagekeken'
t iv-group check
echo '$ git log --oneline | wc -l'
git log --oneline | wc -l | sed 's/^/    /'
printf '\nDe groep staat in %s\n' "$groep"
