#!/usr/bin/env bash
. "${0%/*}/lib.sh"

iv-group init groep --name 'Wmo-team Noord' --language nl >/dev/null
cd groep || exit 1
noelle=$(iv-member add --name 'Noëlle van der Meij')
joel=$(printf 'Joe\xcc\x88l Pietersz' | iv-member add name=@-)

# --- add -------------------------------------------------------------------
run iv-case add --presenter noelle --title 'Boze klant' \
    --question 'Hoe blijf ik rustig als een klant boos wordt?'
status_is 0 'add by options'
id=$out
out_like '^[a-z][0-9a-z]{9}$' 'prints the new id alone'
err_empty 'and nothing else'
ok 'the work tree is clean' clean
is "$(stat -c %a "cases/2026/$id.json")" 600 'a record is for its owner only'
is "$(git log -1 --format=%s)" "add case $id" 'the message holds a verb and ids'
is "$(git log -1 --format='%an <%ae>')" 'iv <iv@iv.invalid>' 'author iv'
run jq -r '.schema, .presenter, .status, .form, .made' "cases/2026/$id.json"
out_is "iv.case/1
$noelle
ready
problem
2026-03-12" 'defaults and references are filled in'

run iv-case add --presenter 'JOEL' --title x
status_is 2 'a shared case needs a question'
err_like 'question: .*--draft' 'and the message says what to do'
run iv-case add --presenter joël --title 'Mag dit' --question x form=positief
status_is 0 'a decomposed name answers to a composed one, a word in Dutch'
second=$out
is "$(jq -r .presenter "cases/2026/$second.json")" "$joel" 'and it is Joël'
is "$(jq -r .form "cases/2026/$second.json")" positive 'stored in English'

n=$(commits)
while IFS='|' read -r want args like; do
	eval "run iv-case add $args"
	status_is "$want" "refused: $args"
	err_like "$like" "with: $like"
	out_empty 'no id'
done <<'CASES'
2|--presenter noelle --title x --question y --urgency 9|urgency: '9' is not allowed; allowed: a whole number from 1 to 5
3|--presenter niemand --title x --question y|presenter: no member 'niemand'
2|--presenter noelle --title x --question y --form raar|form: 'raar' is not allowed
2|--presenter noelle --titel x|unknown option '--titel'; did you mean '--title'
2|--presenter noelle --title x frm=y|no field 'frm'; did you mean 'form'
2|--presenter noelle --title x --question y status=closed|status is kept by the program
9|--presenter noelle --title x --question y outcome=z|outcome stays in the private area
2|--presenter noelle --title x --question @/nonexistent|cannot open '/nonexistent'
2|--presenter noelle --title x --question "$(printf 'a\033b')"|control character U\+001B at byte 1
2|--presenter noelle losse woorden|'losse' is not FIELD=VALUE
CASES
printf 'a\xffb' | run iv-case add --presenter noelle --title x question=@-
status_is 5 'text that is not UTF-8'
err_like 'byte 1 is not UTF-8' 'with the offset'
head -c 70000 /dev/zero | tr '\0' a | run iv-case set "$id" situation=@-
status_is 2 'text over 64 KiB'
run iv-case add --dry-run --presenter noelle --title x --question y
status_is 0 'a dry run'
out_like '^add cases/2026/[a-z0-9]{10}\.json$' 'says what would be added'
is "$(commits)" "$n" 'and none of these changed anything'
ok 'the work tree is still clean' clean

# --- list, show ------------------------------------------------------------
run iv-case list -o id
is "$(sort <<<"$out")" "$(printf '%s\n' "$id" "$second" | sort)" 'list -o id'
run iv-case list --form positief -o tsv -f id,form,presenter
out_is "id	form	presenter
$second	positive	$joel" 'a filter in Dutch, raw words in tsv'
IV_LANG=nl run iv-case list --form positive
out_like 'Inbrenger' 'Dutch headings'
out_like 'positief.*Joël Pietersz|positief.*Joe' 'Dutch words and names'
run iv-case list -o json
ok 'json is one document' jq -e '.schema == "iv.cases/1" and
    (.items | length) == 2 and (.items[0] | has("tried"))' "$T/out"
run iv-case list --status closed -o json
out_is '{
  "schema": "iv.cases/1",
  "items": []
}' 'an empty result is an empty document'
run iv-case list -f nope
status_is 2 'an unknown field'
run iv-case list -o xml
err_like "no format 'xml'; one of table id" 'an unknown format'
run iv-case show "${id:0:3}"
status_is 0 'show by a beginning'
out_like '^Title +Boze klant$' 'labels and values'
run iv-case show zzz
status_is 3 'no such case'
run iv-case show zz
err_like 'first 3 characters' 'a beginning that is too short'
run iv-case show "$id" -o json
ok 'show -o json is the record' jq -e --arg id "$id" '.id == $id' "$T/out"

# --- export | import -------------------------------------------------------
iv-group init ../kopie --name 'Wmo-team Noord' >/dev/null
iv-member list -o ndjson | iv-member -C ../kopie add --json >/dev/null
iv-case list -o ndjson >"$T/export"
run iv-case -C ../kopie add --json <"$T/export"
status_is 0 'add --json reads what list -o ndjson wrote'
iv-case -C ../kopie list -o ndjson >"$T/again"
ok 'export | import is the identity' cmp "$T/export" "$T/again"
ok 'to the byte of the records' diff -r cases ../kopie/cases
iv-case list -o json | jq . | run iv-case -C ../kopie add --json
status_is 6 'ids that are in use are refused'
err_like 'item 1: id .* is in use already' 'naming the item'
printf '{"title":"x"\n' | run iv-case add --json
status_is 5 'broken JSON'
err_like '^iv-case: standard input:[12]:[0-9]+: ' 'with line and column'
err_like '\^' 'and a caret'
printf '%s\n' '{"presenter":"'"$noelle"'","title":"a","question":"b"}' \
    '{"presenter":"zzzzzzzzzz","title":"a","question":"b"}' |
    run iv-case add --json
status_is 3 'a reference to nobody'
err_like "standard input:2: presenter: no member 'zzzzzzzzzz'" 'with its line'
is "$(iv-case list -o id | wc -l)" 2 'all or nothing'

# --- set, many ids ---------------------------------------------------------
iv-case list -o id | run iv-case set - urgency=4
status_is 0 'set reads ids from standard input'
is "$(cat cases/2026/*.json | jq -s 'map(.urgency) | add')" 8 'both were set'
n=$(commits)
run iv-case set "$id" urgency=4
is "$(commits)" "$n" 'setting what is there already commits nothing'
run iv-case set "$id" zzz urgency=4
status_is 3 'one bad id'
is "$(commits)" "$n" 'and nothing is changed'
run iv-case set "$id"
status_is 2 'set without a field'
printf '@Anna zei dat' >"$T/tekst"
run iv-case set "$id" tried=@"$T/tekst" own_part=@@thuis
is "$(jq -r '.tried, .own_part' "cases/2026/$id.json")" '@Anna zei dat
@thuis' 'text from a file, and a leading @ doubled'
run iv-case set "$id" tried=
is "$(jq .tried "cases/2026/$id.json")" null 'empty text takes a field away'

# --- unknown keys, hand edits, broken files --------------------------------
jq '. + {"own_key": {"x": 1}}' "cases/2026/$id.json" >"$T/x" &&
    cp "$T/x" "cases/2026/$id.json"
run iv-case set "$id" urgency=5
status_is 0 'a record edited by hand'
is "$(jq -c .own_key "cases/2026/$id.json")" '{"x":1}' 'keeps unknown keys'
is "$(git log -2 --format=%s)" "set case $id
adopt case $id" 'and is adopted in a commit of its own first'
ok 'the work tree is clean' clean
cp "cases/2026/$id.json" "$T/good"
printf '{ "schema": "iv.case/1", "title": 12 }\n' >"cases/2026/$id.json"
run iv-case list -o id
status_is 5 'a broken record does not hide the others'
out_is "$second" 'they are listed'
err_like "cases/2026/$id.json:1:" 'and it is named'
run iv-case set "$id" urgency=1
status_is 5 'a broken record is not written'
is "$(cat "cases/2026/$id.json")" '{ "schema": "iv.case/1", "title": 12 }' \
    'never'
run iv-case add --presenter noelle --title y --question z
status_is 0 'but others can be added'
third=$out
cp "$T/good" "cases/2026/$id.json"
sed 's|iv.case/1|iv.case/2|' "cases/2026/$third.json" >"$T/x" &&
    cp "$T/x" "cases/2026/$third.json"
run iv-case show "$third"
status_is 0 'a record of a newer version is shown'
run iv-case set "$third" urgency=1
status_is 5 'and never written'
git checkout -q .

# --- drafts and the life of a case -----------------------------------------
n=$(commits)
run iv-case add --draft --presenter noelle --title 'Nog niet' --situation geheim
status_is 0 'a draft'
draft=$out
is "$(commits)" "$n" 'is not committed'
ok 'nor in the directory' test -z "$(grep -rl geheim . || :)"
ok 'it lies in the private area' grep -rq geheim "$XDG_DATA_HOME"
run iv-case list --status draft -o id
out_is "$draft" 'its owner sees it'
run iv-case ready "$draft"
status_is 2 'it needs a question before it is shared'
run iv-case set "$draft" question='Hoe begin ik?'
status_is 0 'a draft is set as any case'
is "$(commits)" "$n" 'still without a commit'
run iv-case ready "$draft"
status_is 0 'ready shares it'
is "$(git log -1 --format=%s)" "ready case $draft" 'by a commit'
ok 'and takes it out of the private area' \
    test -z "$(grep -rl geheim "$XDG_DATA_HOME" || :)"
run iv-case ready "$draft"
status_is 2 'twice is refused'
run iv-case close "$draft"
err_like 'is ready; close goes from: discussed' 'a move that is not allowed'
run iv-case withdraw "$draft"
status_is 0 'withdraw'
run iv-case ready "$draft"
status_is 0 'and ready again'
other=$(iv-case add --draft --presenter noelle --title weg)
run iv-case withdraw "$other"
status_is 0 'a draft that is withdrawn'
run iv-case show "$other"
status_is 3 'is gone'

# --- what came of it -------------------------------------------------------
run iv-case ask "$id" 'Wat voelde je toen?' --rate warm --kind verdiepend
status_is 0 'a question'
is "$(jq -r '.questions[] | .text, .temperature, .kind' \
    "cases/2026/$id.json")" 'Wat voelde je toen?
warm
deepening' 'without who asked it'
run iv-case advise "$id" 'Benoem de emotie' --taken
run iv-case insight "$id" 'Ik wil te snel oplossen'
run iv-case act "$id" 'Eerst twee vragen' --due +4w --share
status_is 0 'an intention'
action=$out
is "$(jq -c ".actions.$action" "cases/2026/$id.json")" \
    '{"by":"'"$noelle"'","text":"Eerst twee vragen","due":"2026-04-09","status":"open","share":true}' \
    'of the presenter'
run iv-case follow "$id" "${action:0:3}" --result 'Het bleef rustig'
status_is 0 'and what came of it'
is "$(jq -r ".actions.$action | .status, .result" "cases/2026/$id.json")" \
    'done
Het bleef rustig' 'done unless said otherwise'
run iv-case follow "$id" zzz --result x
status_is 3 'no such intention'

# --- hints on questions ----------------------------------------------------
cd "$T" || exit 1
run iv-case check --text 'Waarom lukt het mij nooit?'
status_is 1 'check a text outside any group'
out_like '^text: .* \[never\]$' 'names the rule'
run iv-case check --text 'Hoe blijf ik rustig als iemand boos wordt?'
status_is 0 'a good question'
out_empty 'has no hints'
run iv-case check --kind helper --text 'Heb je hem al gebeld?' -o json
ok 'hints as rows' jq -e '.items[] | select(.rule == "advice") |
    .reason and .instead and .length > 0' "$T/out"
run iv-case check --step factual-questions --text 'Wat zei hij toen?'
status_is 0 'a factual question in its step'
run iv-case check --step open-questions --text 'Wat zei hij toen?'
status_is 1 'and too late'
run iv-case check --step later --text x
status_is 2 'an unknown step'
cd "$T/work/groep" || exit 1
iv-case set "$id" question='Waarom luisteren ze nooit?' 
run iv-case check "$id"
status_is 1 'check a case'
out_like "^$id question: .* \[(never|others)\]" 'names the case and the field'
iv-case set "$id" question='Hoe zorg ik dat ik gehoord word?'

# --- sheets and the editor -------------------------------------------------
run iv-case sheet
out_like '^\[Inbrenger\]' 'the sheet is in the language of the group'
out_like '^# Mail is' 'and opens with a warning about mail'
IV_LANG=en run iv-case sheet "$id"
out_like 'Boze klant' 'a sheet of a case is filled in'
cat >"$T/mail" <<'MAIL'
Hoi Renée, hierbij.

> [Inbrenger]
> Noëlle van der Meij
> [Titel]
> Te laat
> [Leervraag]
> Hoe zeg ik
> dat ik te laat ben?
--
Noëlle
MAIL
sed -i 's/$/\r/; s/^--\r/-- \r/' "$T/mail"
run iv-case add --sheet "$T/mail"
status_is 0 'a sheet that came by mail'
is "$(jq -r .question "cases/2026/$out.json")" 'Hoe zeg ik
dat ik te laat ben?' 'quoted, with CRLF and a signature'
sed 's/Leervraag/Leervrag/' "$T/mail" >"$T/mail2"
run iv-case add --sheet "$T/mail2"
status_is 5 'an unknown label'
err_like ":[0-9]+: .*Leervrag" 'with its line'
cat >"$T/ed" <<'ED'
#!/bin/sh
sed -i 's/^Boze klant$/Rustige klant/' "$1"
ED
chmod +x "$T/ed"
IV_EDITOR="$T/ed" run iv-case edit "$id"
status_is 0 'edit'
is "$(jq -r .title "cases/2026/$id.json")" 'Rustige klant' 'in an editor'
n=$(commits)
IV_EDITOR=true run iv-case edit "$id"
is "$status/$(commits)" "0/$n" 'an editor that changes nothing'
IV_EDITOR=false run iv-case edit "$id"
status_is 1 'an editor that fails'
err_like "kept in '" 'the text is kept'
printf '#!/bin/sh\nprintf "[Vorm]\\nraar\\n" >"$2"\n' >"$T/ed"
IV_EDITOR="$T/ed --wait" run iv-case edit "$id"
status_is 5 'an editor with words, and a bad value'
err_like "kept in '" 'the text is kept'

# --- reading opens nothing of git ------------------------------------------
if command -v strace >/dev/null && [ -z "$IV_VARIANT" ]; then
	strace -f -o "$T/trace" -e trace=open,openat,openat2 \
	    iv-case list >/dev/null
	ok 'list opens records' grep -q cases/2026 "$T/trace"
	not_ok 'and nothing in .git' grep -F .git "$T/trace"
	strace -f -o "$T/trace" -e trace=open,openat,openat2 \
	    iv-case show "$id" >/dev/null
	not_ok 'nor does show' grep -F .git "$T/trace"
else
	skip 'no strace, or another build' 3
fi

# --- the terminal ----------------------------------------------------------
printf '{"presenter":"%s","title":"a\\u001b[31mb","question":"q"}' "$noelle" |
    run iv-case add --json
status_is 0 'a record made elsewhere may hold an escape'
script -qec 'iv-case list' /dev/null </dev/null >"$T/tty" 2>&1
not_ok 'it never reaches a terminal raw' grep -q $'\x1b\\[31m' "$T/tty"
ok 'it is shown visibly' grep -qF '\u{1b}' "$T/tty"
run iv-case list -f title -o csv
iv-case set "$id" title='=1+1' && run iv-case list -f title -o csv
out_like "^'=1\\+1" 'csv disarms a formula'
iv-case list >/dev/full 2>"$T/full"
is $? 1 'a full disk is no success'
ok 'and says so' grep -q 'cannot write the output' "$T/full"
ok 'nothing is left uncommitted' clean
ok 'git fsck' git fsck --strict --no-dangling
done_testing
