#!/usr/bin/env bash
. "${0%/*}/lib.sh"
needs git jq perl

iv-group init groep --name 'Wmo-team Noord' --language nl >/dev/null
cd groep || exit 1
iv-member add --json >/dev/null <<'END'
{"id": "an00000000", "name": "Anna Bos"}
{"id": "renee00000", "name": "Renée Oosterhof", "role": "facilitator"}
END
for day in 2026-01-08 2026-01-22 2026-02-05 2026-02-19 2026-03-05; do
	iv-session add --json >/dev/null <<END
{"start": "${day}T09:30", "minutes": 120, "status": "held"}
END
done
iv-session add --json >/dev/null <<'END'
{"start": "2026-02-26T09:30", "minutes": 120, "status": "cancelled"}
{"start": "2026-04-16T09:30", "minutes": 120, "status": "planned"}
END

iv-group me anna

# --- questions -----------------------------------------------------------
run iv-eval questions
status_is 0 'the questionnaires there are'
out_like '^meeting +3 ' 'one after a meeting'
run iv-eval questions meeting
out_like '^1 = .*, 5 = ' 'one questionnaire, as it goes on paper'
out_like '^3\. Ik ' 'in the language of the group'
run iv-eval questions meeting -o json
is "$(jq -r '.schema, .items[].item' "$T/out" | tr '\n' ' ')" \
    'iv.questions/1 heard asked try ' 'and for programs'
run iv-eval questions nope
status_is 3 'an unknown one'
err_like 'there are: .*meeting' 'names those there are'
run iv-eval questions ../group
status_is 3 'a name is no path'

mkdir questionnaires
cat >questionnaires/eigen.json <<'END'
{ "schema": "iv.questionnaire/1", "title": { "nl": "Van ons zelf" },
  "scale": { "low": { "nl": "nee" }, "high": { "nl": "ja" } },
  "items": [
    { "id": "veilig", "text": { "nl": "Ik houd me in." },
      "reversed": [ "nl" ] },
    { "id": "tijd", "text": { "en": "Time was shared." },
      "reversed": [ "nl" ] },
    { "id": "zin", "text": { "nl": "Ik had er zin in." } } ] }
END
run iv-eval questions eigen -f item,text,reversed -o csv
out_is 'item,text,reversed
veilig,Ik houd me in.,true
tijd,Time was shared.,false
zin,Ik had er zin in.,false' "the group's own, in a language it has, reversed where that wording is"
echo '{ "schema": "iv.questionnaire/1", "items": [] }' \
    >questionnaires/leeg.json
run iv-eval questions leeg
status_is 5 'an empty one'
err_like 'questionnaires/leeg.json: items' 'names file and field'
rm questionnaires/leeg.json

# --- five and more -------------------------------------------------------
n=$(commits)
printf '5 4 1\n4\t4\t2\n\n# slips of the evening\n5  3 5\n1 5 3\r\n2 4 4\n' |
    IV_MEMBER=anna run iv-eval collect 2026-01-08
status_is 0 'five people, answers on standard input'
out_like '^[a-z][0-9a-z]{9}$' 'prints the id'
id=$out
err_empty
is "$(commits)" "$((n + 1))" 'one commit'
is "$(git log -1 --format='%an %cn %ad %cd|%s' --date=iso)" \
    "iv iv 2026-01-08 00:00:00 +0000 2026-01-08 00:00:00 +0000|collect \
evaluation $id" 'by the group, not by who typed, and dated on the day of the meeting'
is "$(jq -c .items "evaluations/$id.json")" '{"heard":{"low":2,"middle":0,'\
'"high":3,"median":4},"asked":{"low":0,"middle":1,"high":4,"median":4},'\
'"try":{"low":2,"middle":1,"high":2,"median":3}}' 'bins and median alone'
is "$(jq -r '.answered, .closed, .questionnaire, has("mean")' \
    "evaluations/$id.json" | tr '\n' ' ')" '5 2026-01-08 meeting false ' \
    'with how many, which day, which questions'
ok 'the rest of the tree is clean' test \
    "$(git status --porcelain)" = '?? questionnaires/'
run iv-eval show
status_is 0 'show'
out_like 'Na een bijeenkomst, .*2026: 5 ' 'of the last round'
out_like '^Ik .* 2 +0 +3 +4  ░░███$' 'with the questions'
is "$(iv-eval show 2026-01-08)" "$out" 'which is found by its meeting'
run iv-eval show "${id:0:4}" -o json
is "$(jq -r .id "$T/out")" "$id" 'and by its id; json is the record'
run iv-eval list --session 2026-01-08 -o id
out_is "$id" 'list finds it too'
iv-eval list -o id | run iv-eval show - -o json
is "$(jq -r .id "$T/out")" "$id" 'and show takes what list gives'

printf '5 5 5\n5 5 5\n5 5 5\n5 5 5\n5 5 5\n5 5 5\n' |
    run iv-eval collect 2026-01-08
status_is 9 'a second round is refused'
err_like 'already' 'and why'
is "$(commits)" "$((n + 1))" 'nothing is stored'

# --- columns by name, objects, another questionnaire ---------------------
{
	printf '# zin veilig tijd\n5 1 2\n5 1 2\n4 2 2\n'
	printf '{"zin": 4, "veilig": 2, "tijd": 1}\n'
} | run iv-eval collect 2026-01-08 --questionnaire eigen --at 2026-01-10
status_is 0 'another questionnaire about the same meeting'
is "$(jq -c '.items, .closed' "evaluations/$out.json" | tr '\n' ' ')" \
    '{"veilig":{"mean":5},"tijd":{"mean":2},"zin":{"mean":5}} "2026-01-10" ' \
    'columns go by their heading, reversed items are turned'
is "$(jq -r '[.items[] | keys[]] | unique | join(" ")' \
    "evaluations/$out.json")" mean 'of four people the mean alone'
is "$(git log -1 --format=%ad --date=short)" 2026-01-10 '--at dates it'
run iv-eval show 2026-01-08 -o ndjson
is "$(wc -l <"$T/out")" 2 'a meeting may have two rounds'
run iv-eval show 2026-01-08 -o md
out_like '^# .*: 4 answers \(' 'as Markdown it has a heading'
out_like '^\| Time was shared\. \| 2 \|$' 'and a table'
run iv-eval show 2026-01-08 -o csv
out_like '^id,session,period,questionnaire,answered,items,' 'for a sheet'
iv-eval show "$(iv-eval list --since 2026-01-10 -o id)" >new
ok 'of four a table of means' grep -Eq '^Ik had er zin in\. +5$' new
rm new

# --- too few -------------------------------------------------------------
n=$(commits)
for few in '' '5 5 5\n' '5 5 5\n1 1 1\n3 3 3\n'; do
	for with in '' --dry-run; do
		printf "$few" | run iv-eval collect 2026-01-22 $with
		status_is 9 "too few: exit 9 $with"
		out_empty 'nothing is printed'
		err_like 'discussed, not published' 'but why'
	done
done
is "$(commits)" "$n" 'nothing is stored'

# --- what is no answer ---------------------------------------------------
secret=3
while IFS='|' read -r rows like; do
	printf "$rows" | run iv-eval collect 2026-01-22
	status_is 5 "refused: $rows"
	err_like "$like" "  naming $like"
	if grep -Eq "[0-9 ](6|44|4\.5|vier)([^0-9]|$)" "$T/err"; then
		tap_saw '  but not what was typed' ''
	else
		pass '  but not what was typed'
	fi
done <<'END'
5 5 5\n5 6 5\n|standard input:2: 'asked': .* from 1 to 5
5 5 5\n5 5 0\n|standard input:2: 'try': .* from 1 to 5
44 5 5\n|:1: 'heard': .* from 1 to 5
4 4.5 4\n|:1: 'asked': .* from 1 to 5
vier 4 4\n|:1: 'heard': .* from 1 to 5
3 3\n|:1: 2 answers, where .* has 3 items
3 3 3 3\n|:1: 4 answers, where .* has 3 items
{"heard": 3, "asked": 6, "try": 3}\n|:1: 'asked': .* from 1 to 5
{"heard": 3, "asked": 3}\n|:1: 'try': .* from 1 to 5
{"heard": 3, "asked": 3, "try": 3, "tijd": 6}\n|no item 'tijd'
{"heard": 3, "asked": 3, "try": 44\n|:1: not a JSON object
{"heard": 3, "heard": 6, "asked": 3, "try": 3}\n|:1: not a JSON object
END
is "$(commits)" "$n" 'nothing is stored'
perl -e 'print "3 3 3\n" x 51' | run iv-eval collect 2026-01-22
status_is 5 'more people than there can be'
printf '3 3 3\0\n' | run iv-eval collect 2026-01-22
status_is 5 'a NUL byte'

# --- meetings ------------------------------------------------------------
four='3 3 3\n3 3 3\n3 3 3\n3 3 3\n'
while IFS='|' read -r want args like; do
	printf "$four" | eval "run iv-eval collect $args"
	status_is "$want" "refused: $args"
	err_like "$like" "  and says: $like"
done <<'END'
2|2026-02-26|is cancelled
2|2026-04-16|has yet to be
3|2026-07-01|2026-07-01
3|2026-01-22 -q nope|there are: 
2|2026-01-22 --at 2026-01-21|not before what it is about
2|2026-01-22 --at 2026-07-01|has yet to be
3||no such round is open here
END
is "$(commits)" "$n" 'nothing is stored'
printf "$four" | run iv-eval collect 2026-01-22 --dry-run
status_is 0 'a dry run'
out_like '^add evaluations/[a-z][0-9a-z]{9}\.json$' 'names the file alone'
is "$(wc -l <"$T/out")" 1 'and nothing else'
is "$(commits)" "$n" 'and stores nothing'

# --- one laptop going round ----------------------------------------------
if command -v script >/dev/null; then
	printf '\n5\n4\n9\n5\n\n4\n4\n3\n\n2\n3\n4\n\n5\n5\n5\ndone\n' >keys
	TERM=xterm run script -qec 'iv-eval collect 2026-01-22' typed <keys
	is "$(jq -c '[.items[].mean]' "evaluations/$(iv-eval list --session \
	    2026-01-22 -o id).json")" '[4,4,4]' 'answers typed in turn'
	is "$(grep -ac "$(printf '\033\[H\033\[2J\033\[3J')" "$T/out")" 10 \
	    'the screen and what scrolled away are cleared around each'
	printf '\n5\n4\n5\n\n4\n' >keys
	is "$(grep -aoc "$(printf '\033\[?1049[hl]')" "$T/out")" 2 \
	    'on a screen of its own'
	TERM=xterm run script -qec 'iv-eval collect 2026-02-05; echo =$?=' \
	    typed < <(cat keys; printf '\004'; sleep 1)
	out_like '^=1=' 'broken off'
	out_like 'nothing was stored' 'is said'
	TERM=dumb run script -qec 'iv-eval collect 2026-02-05; echo =$?=' \
	    typed </dev/null
	out_like '^=2=' 'a terminal that cannot be cleared is refused'
	rm -f keys typed
else
	skip 'no script here' 6
fi

# --- what can be learned -------------------------------------------------
# Who gave which answers together leaves no trace: the same columns, each in
# another order, make the same repository to the byte.
rm -rf questionnaires
ok 'the tree is clean' clean
rounds=12
cat >"$T/shuffle.pl" <<'END'
use List::Util 'shuffle';
srand(shift);
my $n = 4 + int rand 4;
my @cols = map { [ map { 1 + int rand 5 } 1 .. $n ] } 1 .. 3;
for my $f (@ARGV) {
	@$_ = shuffle(@$_) for @cols;
	open my $out, '>', $f or die;
	for my $i (0 .. $n - 1) {
		print $out join(' ', map { $_->[$i] } @cols), "\n";
	}
}
END
# everything DIR: names, bytes and modes of all files but the index, which
# holds times, and what git knows.
everything()
{
	(cd "$1" && find . -type f ! -name index -printf '%p %m ' -exec \
	    sha256sum {} \; && git log --format=raw --all && git ls-files -s)
}
same=0
for i in $(seq "$rounds"); do
	perl "$T/shuffle.pl" "$i" "$T/a" "$T/b"
	for x in a b; do
		rm -rf "$T/$x.d" && cp -a . "$T/$x.d"
		iv-eval -C "$T/$x.d" collect 2026-02-19 <"$T/$x" >"$T/$x.out" 2>&1
		iv-eval -C "$T/$x.d" show 2026-02-19 -o json >>"$T/$x.out"
		everything "$T/$x.d" >"$T/$x.all"
	done
	cmp -s "$T/a.all" "$T/b.all" && cmp -s "$T/a.out" "$T/b.out" &&
	    ! cmp -s "$T/a" "$T/b" && same=$((same + 1))
done
is "$same" "$rounds" 'whose answers went together cannot be told'
note "$rounds rounds of 4 to 7 people, each twice with its columns shuffled"

# Within a bin neither: 1 and 2, or 4 and 5, leave the same.
printf '1 5 3\n2 5 3\n3 3 3\n4 5 3\n4 4 3\n' >"$T/a"
printf '2 5 3\n2 5 3\n3 3 3\n5 4 3\n5 5 3\n' >"$T/b"
for x in a b; do
	rm -rf "$T/$x.d" && cp -a . "$T/$x.d"
	iv-eval -C "$T/$x.d" collect 2026-02-19 <"$T/$x" >/dev/null
	everything "$T/$x.d" >"$T/$x.all"
done
ok 'nor which answer of a bin it was' cmp "$T/a.all" "$T/b.all"
is "$(find "$T/data" -type f)" '' 'nothing is left outside the repository'

for cmd in questions collect list show; do
	run iv-eval "$cmd" --help
	status_is 0 "$cmd --help"
	is "$(sed -n 1p "$T/out" | cut -c1-12)" '  $ iv-eval ' \
	    '  an example first'
done
run iv-eval collect --help
out_unlike '[Aa]non' 'the word is confidential'
run iv-eval show zzz
status_is 3 'an unknown round'
run iv-eval colect today
status_is 2 'a command that is none'
err_like "did you mean 'collect'" 'and the nearest'
ok 'the tree is clean' clean
done_testing
