#!/usr/bin/env bash
# iv-group: starting a group, its contract, its health and its history.
. "${0%/*}/lib.sh"
needs git jq script strace

# saved ARG ...: a commit by plain git.
saved()
{
	git -c user.name=x -c user.email=x@example.org commit -qm x "$@"
}

# --- init -------------------------------------------------------------------

run iv-group init wmo --name 'Intervisie Wmo-team' --language nl \
    --place 'Zaal 2' --minutes 150
status_is 0 "init"
err_empty
out_like '^[a-z][0-9a-z]{9}$' "prints the id"
id=$out
is "$(stat -c %a wmo wmo/group.json wmo/.gitattributes | tr '\n' ' ')" \
    "700 600 600 " "the directory is closed, and so are its files"
is "$(cat wmo/.gitattributes)" '*.json -text merge=iv-json' ".gitattributes"
is "$(jq -r '[.schema, .id, .name, .zone, .started, .max_members,
    .retention.proof, .minutes] | join(" ")' wmo/group.json)" \
    "iv.group/1 $id Intervisie Wmo-team Europe/Amsterdam 2026-03-12 7 72 150" \
    "defaults are filled in"
is "$(git -C wmo log --format='%an %ae %s')" \
    'iv iv@iv.invalid start group' "one first commit"
ok "init: git status is clean" clean wmo
ok "git fsck" git -C wmo fsck --strict

rm -rf wmo
mkdir vol leeg && touch vol/x && chmod 755 leeg && cd leeg
run iv-group init . --name Hier
status_is 0 "an empty directory that is there"
is "$(stat -c %a .)" 700 "is closed to others"
cd .. && rm -r leeg
run iv-group init vol --name Vol
status_is 6 "a directory with something in it"
err_like "^iv-group: 'vol' is not empty: name a directory" "says what to do"
is "$(ls -A vol)" x "and is left alone"
rm -r vol
run iv-group init wmo
status_is 2 "init without a name"
err_is "iv-group: init needs --name NAME: what the group calls itself" "says so"
run iv-group init wmo --name ''
status_is 2 "an empty name"
run iv-group init wmo --name Wmo --zone Europe/Amstrdam
status_is 2 "a zone that does not exist"
err_like "zone: 'Europe/Amstrdam' is not allowed" "is named"
run iv-group init wmo --name Wmo --facilitator marijke
status_is 2 "nobody can lead a group without members"
err_like "set it after 'iv-member add'" "and when they can"
run iv-group init weg/wmo --name Wmo
status_is 8 "no parent directory"
err_like "^iv-group: cannot make 'weg/wmo': " "is named"
run iv-group init wmo --dry-run --name Wmo
status_is 0 "init --dry-run"
out_is "add .gitattributes
add group.json" "shows what would come"
not_ok "and makes nothing" test -e wmo
is "$(ls -A)" "" "nothing was left behind"
IV_LANG=nl run iv-group init nl --name Wmo
is "$(jq -r .language nl/group.json)" nl "the language is the user's"
rm -r nl

# A killed init is completed, or begun anew, by the next one.
calls='rename renameat renameat2 link linkat unlinkat fsync syncfs flock write
    mkdirat fchmod ftruncate pwrite64'
# kill_init CALL N: at its Nth CALL; false when there are fewer.
kill_init()
{
	rm -rf dood
	{ ASAN_OPTIONS=detect_leaks=0 strace -f -o ../trace \
	    -e inject="$1:signal=KILL:when=$2" iv-group init dood --name D \
	    >/dev/null 2>&1; } 2>/dev/null
	grep -q 'killed by SIGKILL' ../trace
}
kills=0 resumed=0
bad=''
for call in $calls; do
	i=1
	while kill_init "$call" "$i"; do
		kills=$((kills + 1))
		if [ ! -e dood/group.json ]; then
			iv-group init dood --name D >/dev/null 2>../err ||
			    bad+="init after $call $i: $(cat ../err)"$'\n'
			! grep -q 'is complete now' ../err ||
			    resumed=$((resumed + 1))
		fi
		bad+=$(iv-group -C dood set place=x 2>&1
		    iv-group -C dood check 2>&1
		    git -C dood status --porcelain 2>&1)
		i=$((i + 1))
	done
done 2>/dev/null
rm -rf dood
is "$bad" "" "init survives being killed"
ok "and was killed often enough" test "$kills" -gt 20 -a "$resumed" -gt 0
note "$kills kills of init, $resumed of them resumed by the next"

iv-group init wmo --name 'Intervisie Wmo-team' --language nl >id
is "$(cat id)" "$id" "a seeded id repeats"
rm id
run iv-group init wmo --name Nog
status_is 6 "a group is not started twice"
run iv-group init wmo/binnen --name Nog
status_is 6 "nor inside another"
err_like 'choose another directory' "says what to do"
cd wmo || exit 1

# --- me, set, edit, show ----------------------------------------------------

run iv-group me
status_is 0 "me before it was said"
out_empty
err_like "changes are signed 'iv'" "tells what happens"
marijke=$(iv-member add --name 'Marijke de Bruïn' --role facilitator)
noelle=$(iv-member add --name 'Noëlle Dijkstra')
jurgen=$(iv-member add --name 'Jürgen Öz')
run iv-group me --dry-run marijke
out_is 'set .git/iv/me' "me --dry-run"
not_ok "sets nothing" test -e .git/iv/me
run iv-group me marijke
status_is 0 "me MEMBER"
out_empty
is "$(stat -c %a .git/iv/me) $(cat .git/iv/me)" "600 $marijke" "is kept"
run iv-group me -o id
out_is "$marijke" "me"
IV_MEMBER=noelle run iv-group me -o id
out_is "$noelle" "IV_MEMBER goes first"
run iv-group me klaas
status_is 3 "me of nobody"

run iv-group set facilitator=marijke place='Zaal 3' focus=proces
status_is 0 "set"
out_empty
is "$(jq -r '.facilitator + .place + .focus' group.json)" \
    "${marijke}Zaal 3process" "names and Dutch words are understood"
is "$(git log -1 --format='%an %s')" "$marijke set group" \
    "by who I am, without content"
ok "set: git status is clean" clean .
for bad in minutes=5 nonsense=1 agreements=x focus=wild zone=Mars \
    facilitator=klaas; do
	run iv-group set "$bad"
	ok "set $bad is refused" test "$status" -eq 2 -o "$status" -eq 3
	err_like "${bad%%=*}" "and named"
done
run iv-group agreements -f
status_is 2 "-f without fields"
run iv-group set
status_is 2 "set of nothing"
run iv-group set place=
status_is 0 "an optional field goes away"
is "$(jq .place group.json)" null "and is gone"
n=$(commits)
run iv-group set --dry-run place=Elders
out_is 'change group.json' "set --dry-run"
is "$(commits) $(jq .place group.json)" "$n null" "changes nothing"
EDITOR='sed -i s/^Intervisie.*/Wmo-groep/' run iv-group edit
status_is 0 "edit"
is "$(jq -r .name group.json)" Wmo-groep "what was typed stands"
EDITOR=false run iv-group edit
status_is 1 "an editor that fails"
err_like 'what was typed is kept in' "keeps the text"
run iv-group edit x
status_is 2 "edit takes no operand"

run iv-group show
status_is 0 "show"
out_like '^Group +Wmo-groep$' "the name"
out_like '^Facilitator +Marijke de Bruïn$' "the facilitator by name"
out_like '^Members +2 \(at most 7\)$' "members are counted, facilitators not"
out_like "^Your private area +$XDG_DATA_HOME/iv/$id\$" "the private area"
out_like '^Not yet agreed +Goal, Way of working' "what is open"
TERM=xterm run script -qec 'iv-group show' /dev/null
out_unlike 'u\{1b\}' "no visible escapes on a terminal with colours"
run iv-group show -o json
is "$(jq -c . "$T/out")" "$(jq -c . group.json)" "-o json is the record"
run iv-group show -o csv
out_like '^id,name,language,zone,' 'all fields in a csv'
run iv-group show -f name,minutes -o csv
out_is "name,minutes
Wmo-groep,120" "-f"
ok "reading opens nothing in .git" sh -c "ASAN_OPTIONS=detect_leaks=0 strace -f -e trace=file -o '$T/trace' \
    iv-group show >/dev/null && ! grep -F '.git' '$T/trace'"
run iv-group -C "$T" show
status_is 3 "no group there"

# --- agreements -------------------------------------------------------------

run iv-group agreements
status_is 0 "no agreements"
out_empty
run iv-group agreements -o json
is "$(jq -c . "$T/out")" '{"schema":"iv.agreements/1","items":[]}' "as json"
run iv-group agreements --open -o id
is "$(wc -l <"$T/out")" 14 "14 items are open"
run iv-group agree
status_is 2 "no questions without a terminal"
err_like 'iv-group agree TOPIC TEXT' "the other way is named"
run iv-group sign noelle --how self
status_is 3 "nothing to sign"
run iv-group agree Vertrouwelijkheid 'Wat we hier horen, blijft hier.'
status_is 0 "agree"
key=$out
is "$(jq -r ".agreements.$key | [.topic, .text, .since] | join(\"|\")" \
    group.json)" \
    'confidentiality|Wat we hier horen, blijft hier.|2026-03-12' \
    "a Dutch title is an item of the checklist"
is "$(git log -1 --format=%s)" 'agree group' "no text in the message"
printf 'Eerst dit.\n\nDan dat.\n' >../tekst
run iv-group agree absence @../tekst
is "$(jq '[.agreements[] | select(.topic == "absence").text]' group.json)" \
    "$(jq -n '["Eerst dit.\n\nDan dat."]')" "a text from a file"
run iv-group agree vertrouwlijkheid x
status_is 2 "a slip in a topic"
err_is "iv-group: no topic 'vertrouwlijkheid'; did you mean 'Vertrouwelijkheid'?" \
    "is caught"
run iv-group agree Koffie 'Om de beurt.'
status_is 0 "a topic of our own"
run iv-group agree Koffie ''
status_is 2 "an empty text"
run iv-group agree goal
status_is 2 "a topic without a text, without a terminal"
run iv-group agree "$(printf 'x%.0s' {1..50})" x
status_is 2 "a topic that is too long"

run iv-group sign noelle
status_is 2 "sign without --how"
err_like 'sign needs --how self, mail or paper' "says what is needed"
run iv-group sign noelle --how duim
status_is 2 "an unknown way"
run iv-group sign noelle --how papier
status_is 0 "sign all, in Dutch"
is "$(jq -c "[.agreements[].signed.$noelle | [.date, .how]] | unique" \
    group.json)" '[["2026-03-12","paper"]]' "all are signed"
run iv-group sign jurgen koffie vertr --how mail --on 2026-03-12
status_is 0 "sign two of them"
run iv-group sign jurgen --how mail --on 2026-03-01
status_is 2 "before it was agreed"
run iv-group sign jurgen --how mail --on 2026-03-13
status_is 2 "on a day that has yet to come"
run iv-group sign jurgen parkeren --how mail
status_is 3 "an agreement that is not there"
run iv-group sign klaas --how mail
status_is 3 "someone who is not there"
n=$(commits)
run iv-group sign noelle --how self
is "$status $(commits)" "0 $n" "signing again changes nothing"
run iv-group agreements
out_like '^Topic +Since +Signed +of +Agreement +Not signed by$' "headings"
out_like '^Confidentiality +2026-03-12 +2 +3 .* Marijke de Bruïn$' "n of m"
out_like '^Absence +2026-03-12 +1 +3 .* Jürgen Öz, Marijke de Bruïn$' "and who, by name"
run iv-group agreements -o json
is "$(jq -c '[.items[] | [.topic, .signed, .of, (.unsigned | length)]]' \
    "$T/out")" \
    '[["confidentiality",2,3,1],["absence",1,3,2],["Koffie",2,3,1]]' \
    "in the order of the checklist"
run iv-group agree vertrouwelijkheid 'Wat we hier horen, blijft hier.'
is "$status $out $(commits)" "0 $key $n" "the same text changes nothing"
IV_NOW=2026-04-01 run iv-group agree vertrouwelijkheid 'Anders.'
status_is 0 "another text"
err_like "2 signatures dropped; a changed text needs signing again" "says so"
is "$(jq -c ".agreements.$key" group.json)" \
    '{"topic":"confidentiality","text":"Anders.","since":"2026-04-01"}' \
    "nobody has signed it"
IV_NOW=2026-04-02 iv-member leave jurgen
IV_NOW=2026-04-02 run iv-group sign jurgen --how self
status_is 2 "who left signs no more"
IV_NOW=2026-04-02 run iv-group agreements -o json
is "$(jq -c '[.items[].of] | unique' "$T/out")" '[2]' "nor need they"

run iv-group release 'We oefenen met de zes stappen.'
status_is 0 "release"
rel=$out
run iv-group release --agree noelle "$rel"
status_is 0 "release --agree"
is "$(jq -c ".releases.$rel" group.json)" \
    '{"text":"We oefenen met de zes stappen.","since":"2026-03-12","agreed":{"'"$noelle"'":"2026-03-12"}}' \
    "both are kept"
run iv-group release --agree noelle zzz
status_is 3 "a release that is not there"
run iv-group release twee teksten
status_is 2 "two texts"
run iv-group show
out_like 'Noëlle Dijkstra +2026-03-12' "show has the releases"
ok "agreements: git status is clean" clean .

# --- the questions, on a terminal -------------------------------------------

# on_terminal INPUT CMD: what a person at a terminal types and sees.
on_terminal()
{
	printf '%s\n' "$1" | run script -qec "stty cols 60; $2" /dev/null
}

n=$(commits)
on_terminal $'We leren van elkaar.\n\nIn een stille zaal.\n.' 'iv-group agree'
status_is 0 "the questions"
out_like 'Doel: Wat willen we' "are asked in the group's language"
out_unlike 'Vertrouwelijkheid: ' "what is agreed is not asked"
out_like '2 agreed, 10 still open' "the end is told"
is "$(commits)" $((n + 1)) "one commit"
is "$(jq -c '[.agreements[] | select(.topic == ("goal", "place")).text]' \
    group.json | jq -c sort)" '["In een stille zaal.","We leren van elkaar."]' \
    "an empty answer skips"
at_terminal 'iv-group agree' $'Volgens de stappen.\n' '@*> *> ' $'\003'
out_like '1 agreed, 9 still open' "Ctrl-C keeps what was typed"
is "$(jq -r '.agreements[] | select(.topic == "approach").text' group.json)" \
    'Volgens de stappen.' "and it is there"
on_terminal '' 'iv-group agreements'
out_like 'We leren van elkaar\.' "a table that is too wide is a block each"
out_like '^Onderwerp|^Topic' "with its headings in front"
out_unlike '…' "and nothing is cut"
on_terminal '.' 'iv-group agree'
is "$status $(commits)" "0 $((n + 2))" "nothing typed is no commit"
on_terminal $'Nieuw.' 'iv-group agree vertrouw'
out_like 'Now: Anders\.' "one topic shows what it says now"
ok "the questions: git status is clean" clean .

# --- check ------------------------------------------------------------------

for m in marijke noelle; do
	iv-group sign "$m" --how self --on 2026-03-12 2>/dev/null ||
	    IV_NOW=2026-04-02 iv-group sign "$m" --how self
done
IV_NOW=2026-04-02 run iv-group check
status_is 0 "check"
out_empty "nothing to say"
err_empty
IV_NOW=2026-04-02 run iv-group check -o json
is "$(jq -c . "$T/out")" '{"schema":"iv.faults/1","items":[]}' "as json"
IV_NOW=2026-04-02 run iv-group check --contract
status_is 0 "advice is no fault"
out_like '^group.json: advice: not agreed yet: Evaluatie$' "what is open"
case=$(iv-case add --presenter noelle --title 'Boze klant' --question 'Hoe?')
iv-group agree minutes 'Kort.' >/dev/null
for i in {1..7}; do
	iv-member add --name "Lid $i" >/dev/null
done
run iv-group check
status_is 0 "nine members are no fault"
out_like '^members: advice: 9 members, and the group takes at most 7: ' "but told"
out_like '^group.json: advice: [0-9]+ agreements are not signed by all' "so is this"
is "$(iv-group check | grep -vc advice)" 0 "no faults"

file=cases/2026/$case.json
cp "$file" ../keep
# fault NAME PATH KIND: what check must find now, and nothing else.
fault()
{
	run iv-group check -o ndjson
	status_is 1 "check finds: $1"
	is "$(jq -r 'select(.kind != "advice") | .path + " " + .kind' "$T/out" |
	    sort -u | tr '\n' ';')" "$2 $3;" "$1: $2 is $3"
	run iv-group check
	out_like "^$2:[0-9:]* [^ ]" "$1: one line"
	git checkout -q . && git clean -qfd
}
echo '{' >"$file"
run iv-group check
out_like "^$file:2:1: " "a line and a column"
is "$(iv-group check -o ndjson | jq -r .kind | sort | uniq -c |
    grep -vc advice)" 2 "broken JSON is json and edited"
cp ../keep "$file"
sed -i 's/Boze klant/Blije klant/' "$file"
fault "an edit by hand" "$file" edited
rm "$file"
fault "a missing file" "$file" missing
echo hallo >notitie.txt
fault "a stray file" notitie.txt stray
ln -s /etc/passwd members/x
fault "a symlink" members/x stray
chmod 755 .
fault "an open directory" . mode
chmod 700 .
jq '.presenter = "zzzzzzzzzz"' "$file" >../new
cp ../new "$file" && saved -a
fault "a reference to nobody" "$file" reference
run iv-group check
out_like "^$file: presenter: no member 'zzzzzzzzzz'$" "names the field"
git reset -q --hard HEAD^
jq '.urgency = 9' "$file" >../new
cp ../new "$file" && saved -a
fault "a value out of range" "$file" json
git reset -q --hard HEAD^
echo x >notitie.txt && git add notitie.txt && saved
fault "a stray file that git knows" notitie.txt stray
git reset -q --hard HEAD^
mkdir -p "$XDG_DATA_HOME/iv/$id/drafts"
echo x >"$XDG_DATA_HOME/iv/$id/drafts/$case.json"
fault "a broken draft" "drafts/$case.json" json
rm -r "$XDG_DATA_HOME/iv/$id/drafts"
object=.git/objects/$(git rev-parse HEAD:members | sed 's,..,&/,')
cp -p "$object" ../object && chmod u+w "$object" && : >"$object"
run iv-group check
status_is 1 "a torn git object"
out_like 'damaged' "is found"
cp -p ../object "$object"
sed -i 's/"name"/"naam"/' group.json
run iv-group check
status_is 1 "a broken group.json"
out_like '^group.json:1:1: ' "is found"
git checkout -q .
mv .git ../git
run iv-group check
status_is 1 "no repository"
out_like "^\.git: " "is found"
mv ../git .git
run iv-group check
status_is 0 "and all is well again"

# --- log and undo -----------------------------------------------------------

run iv-group log -o json
ok "log -o json" jq -e '.schema == "iv.changes/1" and
    (.items[0] | keys) == ["id", "what", "when", "who"]' "$T/out"
is "$(jq -r '.items[].id' "$T/out")" "$(git rev-list HEAD)" "all of it, in order"
run iv-group log
out_like "^2026-03-12 09:30 +Marijke de Bruïn +add case $case +[0-9a-f]{10}\$" \
    "when, who, what"
out_like 'add member Noëlle Dijkstra' "names instead of ids"
run iv-group log "$case" -o id
out_is "$(git rev-list HEAD -- "$file")" "log RECORD"
run iv-group log noelle -o tsv
is "$(cut -f3 "$T/out")" "what
add member $noelle" "log MEMBER"
run iv-group log --since 2026-04-02 -o tsv
is "$(cut -f3 "$T/out" | sed 1d | sort -u)" "leave member $jurgen" "--since"
run iv-group log --until 2026-03-11
out_empty
run iv-group log niets
status_is 3 "log of nothing"

before=$(git rev-parse 'HEAD^{tree}')
iv-case set "$case" urgency=4
run iv-group undo --dry-run
out_is "change $file" "undo --dry-run"
is "$(jq .urgency "$file")" 4 "changes nothing"
run iv-group undo
status_is 0 "undo"
out_empty
err_like "^iv-group: undoes [0-9a-f]{10}: set case $case\$" "shows what"
is "$(git rev-parse 'HEAD^{tree}')" "$before" "all is as it was"
is "$(git log -1 --format=%s)" "undo $(git rev-parse HEAD^ | cut -c1-10)" \
    "its message"
run iv-group undo
is "$(jq .urgency "$file")" 4 "undoing an undo does it again"
ok "undo: git status is clean" clean .
set4=$(git rev-parse HEAD)
iv-case set "$case" urgency=5
run iv-group undo "${set4:0:8}"
status_is 6 "a later change of the same record"
err_like "changed later by $(git rev-parse HEAD | cut -c1-10)" "is named"
other=$(iv-case add --presenter noelle --title Ander --question 'Wat?')
iv-case set "$case" urgency=3
run iv-group undo "$(git rev-parse HEAD^)"
status_is 0 "an older change of another record"
not_ok "takes a new record away" test -e "cases/2026/$other.json"
run iv-group undo "$(git log --format=%h --grep "add member $noelle")"
status_is 6 "a member whom others name"
err_like "needs $noelle, which undo would take away" "is kept"
ok "and is still there" test -e "members/$noelle.json"
run iv-group undo "$(git rev-list --max-parents=0 HEAD)"
status_is 6 "the first change is not undone"
run iv-group undo 0000
status_is 3 "no such change"
run iv-group undo zaal
status_is 2 "not a change at all"
iv-case set "$case" urgency=2
mv "$file" kept && mkdir "$file"
run iv-group undo
rmdir "$file" && mv kept "$file"
not_ok "a record that cannot be read is no success" test "$status" -eq 0
sed -i 's/Boze/Blije/' "$file"
run iv-group undo
status_is 6 "a record edited by hand"
err_like 'was edited by hand' "says so"
ok "keeps what was typed" grep -q Blije "$file"
git checkout -q .
run iv-group check
status_is 0 "nothing is broken at the end"
ok "the end: git status is clean" clean .
ok "git fsck" git fsck --strict
note "$(commits) commits"

# --- Dutch, help ------------------------------------------------------------

IV_LANG=nl run iv-group init
err_like 'init' "usage in Dutch"
IV_LANG=nl run iv-group show
out_like '^Deelnemers +9 \(hooguit 7\)$' "show in Dutch"
IV_LANG=nl run iv-group sign noelle
err_like '^iv-group: .*zelf, mail of papier' \
    "an error in Dutch"
for cmd in init show set edit agree agreements sign release me check log undo; do
	run iv-group "$cmd" --help
	status_is 0 "$cmd --help"
	is "$(sed -n '1s/^  \$ iv-group \([a-z]*\).*/\1/p' "$T/out")" "$cmd" \
	    "$cmd: an example first"
done
run iv-group chek
status_is 2 "a slip in a command"
err_like "did you mean 'check'" "is caught"

# A disk that fails to give the zone is no reason to take another.
zone=/usr/share/zoneinfo/Europe/Amsterdam
for n in 1 2; do
	ASAN_OPTIONS=detect_leaks=0 run strace -o "$T/trace" -P "$zone" \
	    -e inject=openat:error=EIO:when="$n" iv-group log
	not_ok "the zone's file cannot be opened, the time $n" \
	    [ "$status" -eq 0 ]
	err_like "zone.*Europe/Amsterdam" "which is said"
done
done_testing
