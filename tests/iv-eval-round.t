#!/usr/bin/env bash
# Rounds with one-time codes: open, answer, collect, close; what follows from
# them, and what a person keeps to themselves.
. "${0%/*}/lib.sh"
needs git jq perl

iv-group init groep --name 'Wmo-team Noord' --language nl \
    --purpose 'Leren van elkaars praktijk' >/dev/null
cd groep || exit 1
iv-group set approach='Incidentmethode en roddelmethode' >/dev/null
iv-group agree confidentiality 'Wat hier gezegd wordt, blijft hier' >/dev/null
for i in 1 2 3 4 5 6; do
	printf '{"id": "m%d00000000", "name": "Lid%d Bos", "joined": "2026-01-05"}\n' "$i" "$i"
done | iv-member add --json >/dev/null
iv-member add --json >/dev/null \
    <<<'{"id": "renee00000", "name": "Renée Oosterhof", "role": "facilitator", "joined": "2026-01-05"}'
for day in 2026-01-08 2026-01-22 2026-02-05 2026-02-19 2026-03-05; do
	printf '{"start": "%sT09:30", "minutes": 120, "status": "held"}\n' \
	    "$day"
done | iv-session add --json >/dev/null
iv-session attend --session 2026-01-08 lid6 --status excused
iv-session attend --session 2026-01-08 --all
box() { find "$T/data/iv" -path "*/outbox/*" 2>/dev/null; }
iv-group me lid1
n=$(commits)

# --- opening -------------------------------------------------------------
run iv-eval open 2026-01-08 --dry-run
status_is 0 'a dry run'
out_empty 'hands out no codes'
is "$(box)" '' 'and opens nothing'
run iv-eval open 2026-01-08
status_is 0 'open'
is "$(grep -c '^- - -' "$T/out")" 5 'a slip for each member present, not the facilitator'
out_like 'Na een bijeenkomst  2026-01-08' 'with what it is about'
out_like ' [a-z][0-9a-z]{4}-[0-9a-z]{5}$' 'and a code'
is "$(commits)" "$n" 'nothing is committed'
is "$(find "$(box)" -printf '%m %T@')" '600 0.0000000000' \
    'for the user alone, and without a time'
code=$(sed -n 's/.* \([a-z0-9]\{5\}-[a-z0-9]\{5\}\)$/\1/p' "$T/out" | head -n 1)
not_ok 'no code is kept' grep -rq "${code/-/}" "$T/data"
run iv-eval open 2026-01-08
status_is 9 'a second set of codes is refused'
err_like 'its codes are out' 'and why'
run iv-eval rounds -o json
is "$(jq -c '.items[0] | [.codes, .answered, .texts]' "$T/out")" \
    '[5,0,false]' 'rounds tells what is open'
round=$(iv-eval rounds -o id)
run iv-eval close --discard
status_is 0 'a round can end without a result'
is "$(box)" '' 'and is gone'

mapfile -t code < <(iv-eval open 2026-01-08 -o id)
is "${#code[@]}" 5 'codes for programs'

# --- answers -------------------------------------------------------------
printf '%s 5 4 1\n' "${code[0]^^}" | run iv-eval answer --out a.ndjson
status_is 0 'an answer file, with a code typed in capitals'
out_empty
is "$(cat a.ndjson)" "{\"code\":\"${code[0]}\",\"heard\":5,\"asked\":4,\"try\":1}" \
    'holds code and values, nothing else'
is "$(find a.ndjson -printf '%m %T@')" '600 0.0000000000' \
    'for its maker alone, and without a time'
printf '%s 1 1 1\n' "${code[0]}" | run iv-eval answer --out a.ndjson
status_is 2 'another file is not overwritten'
(cd .. && printf '%s 1 2 3\n' "${code[1]}" |
    XDG_DATA_HOME=$T/elsewhere iv-eval -C groep answer -q meeting --out b.ndjson)
ok 'made on a computer that knows no round' test -s ../b.ndjson
cat a.ndjson ../b.ndjson | run iv-eval collect
status_is 0 'collected'
rm a.ndjson
run iv-eval collect 2026-01-08 <../b.ndjson
status_is 9 'a double is refused'
err_like '^iv-eval: standard input:1: code: .*already' 'naming the line'
printf '%s 3 3 3\n%s 3 3 3\n' "${code[2]}" "${code[2]}" |
    run iv-eval collect
status_is 9 'a double in one heap too'
is "$(iv-eval rounds -o tsv -f answered | tail -n 1)" 2 'and none of it is taken'

while IFS='|' read -r want row like; do
	printf '%s\n' "${row/C/${code[2]}}" | run iv-eval collect
	status_is "$want" "refused: $row"
	err_like "$like" "  naming $like"
done <<'END'
5|5 4 3|:1: code:
5|k7f3q9x2mb 5 4 3|:1: code: no code of this round
5|C 5 6 3|:1: 'asked': .* from 1 to 5
5|C 5 4|:1: 2 answers, where .* has 3 items
5|{"code":"C","heard":5,"asked":4,"try":0}|'try': .* from 1 to 5
5|{"code":"C","heard":5,"asked":4,"try":3,"sfeer":4}|no item 'sfeer'
5|{"heard":5,"asked":4,"try":3}|:1: code:
9|{"code":"C","heard":5,"asked":4,"try":3,"text":"Meer tijd"}|takes no open lines
END
printf '%s 3 3 3\n' "${code[2]}" | run iv-eval collect --dry-run
status_is 0 'a dry run takes it'
is "$(iv-eval rounds -o tsv -f answered | tail -n 1)" 2 'and keeps nothing'
printf '%s 3 3 3\n' "${code[2]}" | run iv-eval answer
status_is 0 'an answer given here'
out_empty
err_empty

# --- too few -------------------------------------------------------------
for with in --dry-run '-o json'; do
	run iv-eval close $with
	status_is 9 "of three: close $with"
	err_like "$round stays open: 3 of 5 have answered" 'as two can follow'
	out_empty
done
is "$(iv-eval rounds -o tsv -f answered | tail -n 1)" 3 'the round goes on'

# --- closing -------------------------------------------------------------
printf '# code asked heard try\n%s 4 5 5\n%s 5 4 2\n' "${code[3]}" \
    "${code[4]^^}" | run iv-eval collect
status_is 0 'paper, typed in by a heading of its own'
run iv-eval close --dry-run
out_is "add evaluations/$round.json" 'a dry run names the file alone'
run iv-eval close
status_is 0 'close'
out_like '^1 = helemaal niet, 5 = helemaal wel$' 'tells the scale'
out_like '^Ik kon zeggen .* 1 +1 +3 +4  ░▒███$' 'shows the result'
out_like 'Leren van elkaars praktijk' 'beside the purpose'
out_like 'Incidentmethode' 'the way of working'
out_like 'blijft hier' 'and the agreements'
out_like "iv-eval decide $round" 'and how to decide'
is "$(box)" '' 'nothing waits any more'
is "$(git log -1 --format='%an %ad|%s' --date=iso)" \
    "iv 2026-01-08 00:00:00 +0000|close evaluation $round" \
    'one commit, by the group, dated the day of the meeting'
is "$(commits)" "$((n + 1))" 'and no more'
for again in 'close' 'close 2026-01-08'; do
	run iv-eval $again
	status_is 3 "$again: once"
done
run iv-eval open 2026-01-08
status_is 9 'no second round'
printf '5 5 5\n%.0s' 1 2 3 4 5 | run iv-eval collect 2026-01-08
status_is 9 'by the short way neither'
printf '%s 5 5 5\n' "${code[0]}" | run iv-eval answer
status_is 3 'a code that is left opens nothing'
run iv-group undo
status_is 0 'taken back'
run iv-eval open 2026-01-08
status_is 9 'it has been seen all the same'
err_like 'already' 'and why'
iv-group undo >/dev/null 2>&1
ok 'and put back' test -e "evaluations/$round.json"

# The same questions under another name would tell the same.
mkdir questionnaires
jq '.title.nl = "Anders" | .items = .items[:1]' \
    "$TOP/common/questionnaires/meeting.json" >questionnaires/anders.json
run iv-eval open 2026-01-08 -q anders
status_is 9 'nor with one of the questions under another name'
rm -r questionnaires

# --- few, and four -------------------------------------------------------
mapfile -t code < <(iv-eval open 2026-01-22 --people 4 -o id)
run iv-eval close
status_is 9 'nobody has answered'
err_like 'stays open: 0 of .*; to end it' 'says so'
for c in "${code[@]:0:3}"; do echo "$c 4 4 4"; done | iv-eval collect
n=$(commits)
run iv-eval close -o json
status_is 9 'three of four have answered'
err_like 'stays open: 3 of 4 have answered' 'the fourth may follow'
out_empty 'not in json either'
run iv-eval close --discard
status_is 0 'or not'
is "$(commits) $(box)" "$n " 'and nothing is stored, nor kept'
run iv-eval open 2026-01-22 --people 3
status_is 9 'with three there is no round'
run iv-eval open 2026-01-22
status_is 2 'without attendance a number is needed'
err_like '[-][-]people' 'which is said'
mapfile -t code < <(iv-eval open 2026-01-22 --people 4 --texts -o id)
i=0
for text in 'Minder haast' '' ' Eerder beginnen' 'Koffie'; do
	printf '{"code": "%s", "heard": 4, "asked": %d, "try": 2, "text": "%s"}\n' \
	    "${code[i]}" $((i + 1)) "$text"
	i=$((i + 1))
done | run iv-eval collect
status_is 0 'open lines'
printf '{"code": "%s", "text": "a\\nb"}\n' "${code[0]}" | run iv-eval collect
status_is 5 'an incomplete one'
run iv-eval close -o json
status_is 0 'four'
is "$(jq -c '.items[0] | [.items, .texts]' "$T/out")" '[{"heard":{"mean":4},"asked":{"mean":3},"try":{"mean":2}},["Eerder beginnen","Koffie","Minder haast"]]' \
    'have a mean alone, and lines in the order of the alphabet'

# --- a period ------------------------------------------------------------
while IFS='|' read -r want args like; do
	eval "run iv-eval open $args"
	status_is "$want" "refused: open $args"
	err_like "$like" "  and says: $like"
done <<'END'
2||give the meeting, or --period
2|last --period 2026-01-01..2026-02-01|give the meeting, or --period
2|--period 2026-01-01|is no period
2|--period 2026-02-01..2026-01-01|ends before it begins
2|--period 2026-01-01..2026-12-31|has yet to be
3|2026-02-05 -q nope|there are: 
9|2026-02-05 -q facilitator|iv-eval reflect
9|--period 2026-01-01..2026-02-28|about days of this period already
END
mapfile -t code < <(iv-eval open --period 2026-01-01..2026-02-28 -q halfway -o id)
is "${#code[@]}" 6 'a code for each member of the period'
ids=$(iv-eval questions halfway -o id)
for c in "${code[@]}"; do
	printf '%s' "$c"
	for q in $ids; do printf ' 4'; done
	printf '\n'
done | run iv-eval collect
status_is 0 'a questionnaire of a series'
half=$(iv-eval close -o id)
is "$(jq -c '[.period, .closed, .items.depth, .items.aim]' \
    "evaluations/$half.json")" '[{"since":"2026-01-01","until":"2026-02-28"},"2026-02-28",{"low":6,"middle":0,"high":0,"median":2},{"low":0,"middle":0,"high":6,"median":4}]' \
    'dated on its last day, reversed items turned'
run iv-eval show "$half"
out_like 'oppervlakte\. \(turned\)' 'and said to be'
run iv-eval open --period 2026-02-01..2026-03-01 -q halfway
status_is 9 'a period that overlaps is refused'

# --- one laptop going round ----------------------------------------------
if command -v script >/dev/null; then
	mapfile -t code < <(iv-eval open 2026-02-05 --people 5 --texts -o id)
	keys=$(
		printf '\n%s\n5\n4\n9\n3\nMeer doorvragen\n' "${code[0]}"
		printf '\n%s\n%s\n4\n4\n4\n\n' "${code[0]}" "${code[1]}"
		printf '\n%s\n3\n2\n1\n\n\n%s\n5\n5\n5\n\n' "${code[2]:0:5}-${code[2]:5}" "${code[3]}"
		printf '\n%s\n4\n3\n' "${code[4]}"
	)
	TERM=xterm at_terminal 'iv-eval collect; echo =$?=' "$keys"$'\n' \
	    '@*4 people have answered*Ik ga iets hiervan *> ' $'\003'
	out_like '^=1=' 'broken off at the fifth'
	is "$(iv-eval rounds -o tsv -f answered | tail -n 1)" 4 'four are kept'
	out_like 'answered$|answered already; each answers once' \
	    'a code that was used is asked again'
	out_like 'Whoever knows you may know' 'the warning stands before the line'
	ok 'all on a screen that is left and cleared' perl -0777 -ne '
	    my ($in, $out) = (index($_, "\e[?1049h"), rindex($_, "\e[?1049l"));
	    exit($in >= 0 && $out > $in &&
	    substr($_, $out) =~ /^\e\[\?1049l\e\[3J/ &&
	    substr($_, $out) !~ /Ik |doorvragen/ ? 0 : 1)' "$T/out"
	ok 'each begins and ends on an empty screen' perl -0777 -ne '
	    my @s = split /\e\[H\e\[2J\e\[3J/;
	    exit((grep { () = /Ik kon zeggen/g; (() = /Ik kon zeggen/g) > 1 }
	    @s) ? 1 : 0)' "$T/out"
	printf '%s\n4\n4\n4\n\n' "${code[4]}" >keys
	TERM=xterm run script -qec 'iv-eval answer; echo =$?=' typed <keys
	out_like '=0=' 'the fifth answers by itself'
	run iv-eval close
	status_is 0 'and it is closed'
	out_like '^  Meer doorvragen$' 'with the line'
	TERM=dumb run script -qec 'iv-eval collect 2026-02-19; echo =$?=' \
	    typed </dev/null
	out_like '^=2=' 'a terminal that cannot be cleared is refused'
	rm -f keys typed
else
	skip 'no script here' 10
fi

# --- several rounds ------------------------------------------------------
for day in 2026-02-19 2026-03-05; do
	printf '4 3 5\n5 3 5\n4 3 5\n4 2 4\n3 3 5\n4 5 5\n' |
	    iv-eval collect "$day" >/dev/null
done
run iv-eval trend -q meeting
status_is 0 'trend'
out_like '^Ik kon zeggen .* ▆▆▆▆▆ +4 \(4\) 4 4 4 +4 +4-6$' \
    'a spark, the figures, their range and n; of four in brackets'
out_like 'from 2026-01-08 to 2026-03-05' 'and over what'
run iv-eval trend -q meeting -o csv
is "$(sed -n 2p "$T/out")" '2026-01-08,heard,Ik kon zeggen wat er voor mij toe deed.,5,1,1,3,4,' \
    'for programs a row a round and question'
is "$(wc -l <"$T/out")" 16 'of all rounds'
run iv-eval trend -q meeting -o md
out_like '^\| Ik kon zeggen' 'as markdown'
run iv-eval trend --since 2027-01-01
status_is 3 'a period without rounds'
run iv-eval compare -q meeting --since 2026-02-05 --until 2026-03-10 -o json
is "$(jq -c '.items[1] | [.item, .before_rounds, .before_median, .before_n,
    .now_rounds, .now_median, .now_n, .change]' "$T/out")" \
    '["asked",2,4,"4-5",3,3,"5-6",-1]' 'compare with as many days before'
run iv-eval compare -q meeting --since 2026-02-05 --until 2026-03-10
out_like '2026-02-05 to 2026-03-10, beside 2026-01-02 to 2026-02-04' \
    'which it names'
run iv-eval compare
status_is 2 'compare needs a period'

# --- the client ----------------------------------------------------------
for cmd in 'show' 'trend -q meeting'; do
	run iv-eval $cmd --audience client
	status_is 0 "$cmd for the client"
	out_like 'aim +Leren van elkaars praktijk' 'the aim'
	out_like 'approach +Incident' 'the way of working'
	out_like 'trend +[1-5]( [1-5])* \((rising|falling|steady)\)$' \
	    'the general trend'
	is "$(wc -l <"$T/out")" 4 'and no more'
	run iv-eval $cmd --audience client -o json
	out_unlike 'Ik |heard|answered|2026|doorvragen|median' \
	    'no question, number, day or line in json either'
done
run iv-eval show --audience client 2026-01-08
status_is 9 'no single round for the client'
run iv-eval trend --audience client -q meeting --since 2026-01-20 \
    --until 2026-01-30
status_is 9 'nor anything of a round of four'
out_empty
run iv-eval show --audience boss
status_is 2 'no other audience'

# --- decisions -----------------------------------------------------------
run iv-eval decide 2026-01-08 'Eerst vijf minuten vragen' \
    --changes 'De gespreksleider bewaakt het'
status_is 0 'decide'
is "$(jq -c '.decisions[]' "evaluations/$round.json")" \
    '{"text":"Eerst vijf minuten vragen","changes":"De gespreksleider bewaakt het"}' \
    'is kept with the result'
is "$(git log -1 --format='%an|%s')" "m100000000|decide evaluation $round" \
    'by who wrote it down'
run iv-eval show "$round"
out_like 'Eerst vijf minuten vragen' 'and shown with it'
run iv-eval decide 2026-01-08 ''
status_is 5 'a decision is some text'
run iv-eval decide 2026-12-31 x
status_is 3 'on a result that is there'

# --- one's own -----------------------------------------------------------
n=$(commits)
run iv-eval goal lid1
status_is 3 'no goal yet'
run iv-eval goal lid1 'Vragen zonder antwoord in gedachten'
status_is 0 'goal'
run iv-eval goal lid1 --review 'Het lukt bij vreemden, nog niet bij collega'"'"'s'
status_is 0 'and how far it is'
run iv-eval goal lid1
out_like '^Vragen zonder antwoord .*2026-03-12' 'are shown'
out_like '^  2026-03-12  Het lukt bij' 'together'
is "$(commits)" "$n" 'and not committed'
is "$(find "$T/data/iv" -path '*/goals/*' -printf '%m')" 600 'for the user alone'
run iv-eval goal lid1 'Langer stil zijn' --dry-run
is "$(iv-eval goal lid1 -o json | jq -r '.items[0].goal')" \
    'Vragen zonder antwoord in gedachten' 'a dry run keeps nothing'
iv-eval goal lid1 'Langer stil zijn'
is "$(iv-eval goal lid1 -o json | jq -c '.items[0] | [.goal, .earlier[0].goal]')" \
    '["Langer stil zijn","Vragen zonder antwoord in gedachten"]' \
    'an earlier goal stays to look back at'
run iv-eval goal lid1 --share
status_is 0 'shared'
is "$(iv-member show lid1 -o json | jq -r .learning_goal)" 'Langer stil zijn' \
    'it stands in the record'
is "$(commits)" "$((n + 1))" 'by one commit'
not_ok 'without the review' git grep -q 'bij vreemden'

n=$(commits)
printf '{"steps": 4, "time": 3, "balance": 4, "content": 2, "tension": 3, "hand": 4, "aim": 5, "text": "Eerder ingrijpen"}\n' |
    run iv-eval reflect last
status_is 0 'the facilitator looks back'
out_empty
run iv-eval reflect --list -o json
is "$(jq -c '.items[0] | [.questionnaire, .answers.content, .text]' \
    "$T/out")" '["facilitator",2,"Eerder ingrijpen"]' 'for their own eyes'
is "$(commits)" "$n" 'and not committed'
is "$(find "$T/data/iv" -path '*/reflections/*' -printf '%m')" 600 \
    'for the user alone'
printf '4 4\n' | run iv-eval reflect
status_is 5 'all of it'

for cmd in open rounds answer close trend compare decide goal reflect; do
	run iv-eval "$cmd" --help
	status_is 0 "$cmd --help"
	out_unlike '[Aa]non' '  promises nothing it cannot keep'
done
# What the private area holds of a round stops at the group's own records.
ok 'the tree is clean' clean
ok 'and the group is whole' iv-group check
done_testing
