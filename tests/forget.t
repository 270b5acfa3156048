#!/usr/bin/env bash
# Forgetting: what was planted in a case or a person stands in no object, pack,
# reflog, index or temporary file any more, here and in the other clones, also
# when one of them comes late with edits of its own.  FULL=1 takes all runs.
full=${FULL:-}
. "${0%/*}/lib.sh"
needs git jq
unset IV_SEED
export IV_NOW=2026-07-01T12:00
runs=12
[ -z "$full" ] || runs=50
[ -z "$IV_VARIANT" ] || runs=3

# found DIR WORD: every place below DIR where the word stands, objects of git
# that nothing leads to included.
found()
{
	git -C "$1" cat-file --batch-all-objects --batch --unordered |
	    grep -a -o -m 1 "$2"
	grep -r -a -l "$2" "$1"
	find "$1" -name "*$2*"
}
whole()
{
	git -C "$1" fsck --strict --full 2>&1 | grep -v '^notice'
	git -C "$1" status --porcelain 2>&1
	find "$1/.git" \( -name '*.lock' -o -name 'tmp_*' \) ! -name iv.lock
	ls "$1/.git/iv/forget" 2>/dev/null
}
tip()
{
	git -C "$1" rev-parse HEAD
}
group()
{
	iv-group init "$1" --name Noord >/dev/null
	iv-member -C "$1" add --json >/dev/null <<'END'
{"id":"manna12345","name":"Anna PLANTnaam","email":"PLANT@example.org","job":"PLANTwerk","employer":"PLANTbaas","sector":"PLANTsector","background":"PLANT","experience":"PLANT","expectations":"PLANT","prefers":{"structure":5},"learning_goal":"PLANTdoel","registers":{"SKJ":"PLANT1"},"role":"member","own_cases":1,"joined":"2026-01-01"}
{"id":"mbert12345","name":"Bert","role":"member"}
END
	iv-case -C "$1" add --json >/dev/null <<'END'
{"id":"case123456","presenter":"manna12345","title":"PLANT een","question":"Hoe PLANT ik dat?","level":"organisation","urgency":5,"own":"PLANT"}
{"id":"case123457","presenter":"mbert12345","title":"Blijft","question":"Hoe doe ik dat?"}
END
}

# --- one clone ------------------------------------------------------------------
group a
at a iv-case ask case123456 'Vraag PLANT'
at a iv-case set case123456 situation='PLANT twee'
at a iv-case set case123457 situation='blijft ook'
at a iv-session add --start 2026-03-12T09:30 >s 2>/dev/null
session=$(cat s)
at a iv-session agenda "$session" --case case123456 --minutes 60
at a iv-session attend --session "$session" --all
at a iv-session close "$session" 2>/dev/null
at a iv-case close case123456 2>/dev/null
before=$(git -C a log --format='%an %ad %s')
run iv-group -C a forget case123456
status_is 2 "not without being sure"
err_like -- '--dry-run.*--yes' "and says how"
run iv-group -C a forget -n case123456
status_is 0 "--dry-run"
out_like '^change cases/.*/case123456.json$' "names the file"
err_like '[4-9] versions in the history would go' "and how much"
is "$(git -C a log --format='%an %ad %s')" "$before" "and changes nothing"
run iv-group -C a forget --yes nowhere123
status_is 3 "an id that never was"
run iv-group -C a forget --yes zoë
status_is 3 "a name that is not there"
printf 'PLANT ergens anders\n' >"$(echo a/cases/*/case123456.json)~"
run iv-group -C a forget --yes case123456
status_is 0 "a case is forgotten"
out_empty
err_like 'taken out of the history' "says so"
err_like 'backups' "says what it cannot reach"
err_like 'git reflog expire --expire=now --all && git gc --prune=now' \
    "and what the host is to do"
is "$(found a PLANT | grep -v -e members/ | sort -u)" PLANT \
    "only the person is left of it"
is "$(whole a)" "" "all is whole"
is "$(git -C a log --format='%an %ad %s' | tail -n +2)" "$before" \
    "authors, dates and messages stay"
is "$(jq -c 'del(.made)' a/cases/*/case123456.json)" \
    '{"schema":"iv.case/1","presenter":"manna12345","form":"problem","status":"'"$(
    jq -r .status a/cases/*/case123456.json)"'","session":"'"$session"'","forgotten":true}' \
    "what remains is who, when and that it was"
is "$(jq -c . a/tombstones.json)" \
    '{"schema":"iv.tombstones/1","forgotten":["case123456"]}' "and its id"
run iv-group -C a check
status_is 0 "check finds nothing"
run iv-case -C a list -o json
is "$(jq -r '.items[] | select(.id == "case123456") | .title' <<<"$out")" \
    null "it has no title"
run iv-case -C a show case123456
status_is 0 "it can be shown"
run iv-case -C a set case123456 title=terug
status_is 9 "nothing can be added to it"
err_like 'is forgotten' "and says why"
jq '.title = "met de hand"' a/cases/*/case123456.json >x
cp x "$(echo a/cases/*/case123456.json)"
run iv-case -C a set case123456 urgency=3
status_is 9 "nor by hand"
run iv-group -C a check
out_like 'case123456.json: it is forgotten' "which check finds"
run iv-group -C a forget
status_is 0 "forgetting what is forgotten"
is "$(at a git status --porcelain)" "" "puts that back"
run iv-group -C a undo
status_is 9 "it cannot be undone"
run iv-group -C a undo "$(git -C a log --format=%h --grep='set case case123456' |
    tail -n 1)"
is "$(found a PLANT | grep -v -e members/ | sort -u)" PLANT \
    "undoing an older change brings nothing back"

run iv-group -C a forget --yes anna
status_is 2 "somebody who is still here"
err_like 'iv-member leave manna12345' "has to leave first"
at a iv-member leave anna --on 2026-06-30 2>/dev/null
run iv-group -C a forget --yes anna
status_is 0 "a person is forgotten"
is "$(found a PLANT)" "" "nothing is left"
is "$(whole a)" "" "all is whole"
is "$(jq -c 'del(.joined)' a/members/manna12345.json)" \
    '{"schema":"iv.member/1","name":"manna12345","role":"member","left":"2026-06-30","forgotten":true}' \
    "but the id, and from when to when"
is "$(jq -r '.attendance.manna12345.status' a/sessions/*/"$session".json)" \
    present "who was there stays proved"
run iv-group -C a check
status_is 0 "check finds nothing"
run iv-report -C a attendance
status_is 0 "reports work"

# what the others wrote in private, and a meeting under way
private=$XDG_DATA_HOME/iv/$(jq -r .id a/group.json)
mkdir -p "$private/outcomes" "$private/edit" "$private/drafts"
echo PLANT >"$private/outcomes/case123457.txt"
echo PLANT >"$private/edit/case123457.txt"
echo PLANT >"$private/drafts/case123457.json"
echo blijft >"$private/outcomes/case123458.txt"
printf '{"item":"case123457"}\n{"text":"PLANT"}\n' \
    >"a/.git/iv/run-$session.ndjson"
run iv-group -C a forget --yes case123457
status_is 6 "not while a meeting about it is led"
mv "a/.git/iv/run-$session.ndjson" x
run iv-group -C a forget --yes case123457
status_is 0 "behind it"
is "$(cd "$private" && find . -type f)" ./outcomes/case123458.txt \
    "what waited in the private area goes too"
mv x "a/.git/iv/run-$session.ndjson"
run iv-group -C a forget
is "$(found a PLANT)" "" "and a journal that came back"

# all that is older than the group said
iv-group init old --name Oud >/dev/null
at old iv-member add --json >/dev/null <<'END'
{"id":"manna12345","name":"Anna PLANT","role":"member","joined":"2018-01-01","left":"2019-01-01"}
{"id":"mbert12345","name":"Bert","role":"member","joined":"2018-01-01","left":"2025-06-01"}
END
at old iv-case add --json >/dev/null <<'END'
{"id":"case123456","presenter":"manna12345","title":"PLANT","question":"Hoe PLANT ik?","made":"2025-06-30","status":"closed"}
{"id":"case123457","presenter":"mbert12345","title":"Jong","question":"Hoe doe ik dat?","made":"2025-07-02","status":"closed"}
{"id":"case123458","presenter":"mbert12345","title":"Wacht","question":"Hoe doe ik dat?","made":"2020-07-02","status":"ready"}
END
at old iv-session add --json >/dev/null <<'END'
{"id":"sess123456","start":"2020-06-30T10:00","minutes":90,"place":"PLANT","status":"held","made":"2020-06-01","attendance":{"mbert12345":{"status":"present"}}}
{"id":"sess123457","start":"2020-07-02T10:00","minutes":90,"place":"blijft","status":"held","made":"2020-06-01","attendance":{"mbert12345":{"status":"present"}}}
END
run iv-group -C old forget --expired -n
out_is 'change cases/2025/case123456.json
change members/manna12345.json
change sessions/2020/sess123456.json
change tombstones.json' "what is older than its kind is kept"
run iv-group -C old forget --expired
status_is 2 "not without being sure"
run iv-group -C old forget --expired --yes
status_is 0 "goes"
is "$(found old PLANT)" "" "out of the history"
is "$(jq -c . old/sessions/2020/sess123456.json)" \
    '{"schema":"iv.session/1","start":"2020-06-30T10:00","minutes":90,"purpose":"regular","status":"held","forgotten":true,"made":"2020-06-01"}' \
    "a meeting keeps when it was"
is "$(jq -r .place old/sessions/2020/sess123457.json)" blijft \
    "a younger one stays"
run iv-group -C old forget --expired --yes
is "$status$out$err" 0 "nothing more is that old"
run iv-group -C old check
status_is 0 "check finds nothing"

# a gc that is at work, names in texts, commits with names
group n
at n iv-group agree records 'Anna PLANTnaam bewaart alles' >/dev/null
git -C n -c user.name=Anna -c user.email=a@b.org commit -q --allow-empty -m x
at n iv-member leave anna 2>/dev/null
echo "$$ $(uname -n)" >n/.git/gc.pid
run iv-group -C n forget --yes anna
status_is 7 "not while git gc is at work"
echo "999999999 $(uname -n)" >n/.git/gc.pid
run iv-group -C n forget --yes anna
status_is 0 "one that died does not matter"
err_like '^iv-group: group.json: a name that was forgotten' \
    "texts that hold the name are told"
err_like '1 commit was made by plain git' "and commits with names"

# --- what stands in the way, what is taken along --------------------------------
group b
git -C b config user.name x
git -C b config user.email x@example.org
at b iv-case set case123456 pitch='PLANT stash' 2>/dev/null
echo '{"schema":"iv.case/1"}' >"$(echo b/cases/*/case123457.json)"
git -C b stash -q
run iv-group -C b forget --yes case123456
status_is 6 "a stash is in the way"
err_like 'git stash' "and named"
git -C b stash drop -q
git -C b branch other HEAD~1
git -C b tag light HEAD~1
git -C b tag -a -m 'PLANT tag' heavy HEAD
git -C b tag tree 'HEAD^{tree}'
git -C b update-ref refs/remotes/origin/main HEAD
git -C b update-ref refs/notes/x HEAD
git -C b pack-refs --all
git -C b gc -q
git -C b commit -q --allow-empty -m plain
git -C b reflog expire --expire=never --all
echo "$(git -C b rev-parse HEAD) x" >b/.git/FETCH_HEAD
cp b/.git/FETCH_HEAD b/.git/ORIG_HEAD
echo 'PLANT bericht' >b/.git/COMMIT_EDITMSG
git clone -q --shared b shared 2>/dev/null
printf '{"schema":"iv.questionnaire/1"}' >b/x.json
git -C b add x.json
run iv-group -C b forget --yes case123456
status_is 0 "branches, tags, packs, reflogs"
is "$(found b PLANT | grep -v members/ | sort -u)" PLANT "hold nothing"
is "$(git -C b for-each-ref --format='%(refname) %(objecttype)')" \
    "refs/heads/main commit
refs/heads/other commit
refs/tags/heavy commit
refs/tags/light commit" "what leads to history stays"
is "$(git -C b fsck --strict --full 2>&1 | grep -v '^notice')" "" \
    "and is whole"
is "$(git -C b status --porcelain)" '?? x.json' \
    "what was staged is a file again"

# --- clones ---------------------------------------------------------------------
same()
{
	is "$(tip "$2")" "$(tip "$3")" "$1: the same commit"
	is "$(diff -r -x .git "$2" "$3"; whole "$2"; whole "$3")" "" \
	    "and the same to the byte, and whole"
}
rm -rf a b
group a
git init -q --bare -b main hub.git
at a iv-sync remote "$PWD/hub.git" --host-reads 2>/dev/null
at a iv-sync
iv-sync clone hub.git b 2>/dev/null
iv-sync clone hub.git c 2>/dev/null
iv-sync clone hub.git d 2>/dev/null
cp -a a twin
for g in b c d; do at "$g" iv-group me bert; done
at b iv-case set case123456 situation='PLANT van b'
at b iv-case set case123457 pitch='Eigen van b'
new=$(at b iv-case add --presenter bert --title Nieuw --question 'Hoe dan?')
at a iv-group forget --yes case123456 2>/dev/null
run iv-sync -C a
status_is 0 "sync sends it"
is "$(found hub.git PLANT | grep -v members/ | sort -u)" "PLANT" \
    "the host has it until it collects"
git -C hub.git reflog expire --expire=now --all
git -C hub.git gc -q --prune=now
is "$(git -C hub.git log --all -p -- 'cases/' | grep -c PLANT)" 0 \
    "and then has it no more"
is "$(git -C hub.git rev-parse main)" "$(tip a)" "our history stands there"

run iv-sync -C b -n
status_is 0 "--dry-run in another clone"
err_like 'case123456 is forgotten by the group; a sync takes it out' "says so"
ok "and changes nothing" grep -q PLANT b/cases/*/case123456.json
run iv-sync -C b
status_is 0 "sync there"
err_like 'case123456 is forgotten by the group, and taken out' "says so"
is "$(found b PLANT | grep -v members/ | sort -u)" PLANT \
    "it is forgotten there, with what was added to it"
is "$(jq -r .pitch b/cases/*/case123457.json) $(jq -r .title \
    b/cases/*/"$new".json)" 'Eigen van b Nieuw' "edits of its own are kept"
run iv-group -C b check
status_is 0 "check finds nothing"
at a iv-sync
same "both" a b

# a host that refuses
git -C hub.git config receive.denyNonFastForwards true
cp -a a refused
at refused iv-group forget --yes case123457 2>/dev/null
run iv-sync -C refused
status_is 10 "a host that keeps its history"
err_like 'denyNonFastForwards' "and what to do there"
git -C hub.git config receive.denyNonFastForwards false
rm -rf refused

# forgotten twice at once, and by the same rule
at twin iv-group forget --yes case123456 2>/dev/null
is "$(git -C twin rev-parse HEAD~1)" "$(git -C a rev-parse \
    "$(git -C a log --format=%h --grep=forget)~1")" \
    "two clones that forget the same have the same commits"
run iv-sync -C twin
status_is 0 "and meet again"
at a iv-sync
same "twins" a twin

# by plain git: the old history is merged and pushed
git -C c config user.name bert
git -C c config user.email bert@iv.invalid
at c iv-case set case123456 pitch='PLANT van c'
at c iv-case set case123457 values='Eigen van c'
git -C c pull -q --no-rebase --no-edit -X ours origin main >/dev/null 2>&1
git -C c add -A && git -C c commit -q -m merge 2>/dev/null
run iv-group -C c check
status_is 1 "check after a plain git pull"
out_like "tombstones.json: the history here still has" "names what to do"
git -C c push -q origin HEAD:main
run iv-sync -C a
status_is 0 "what was pushed by plain git"
is "$(found a PLANT | grep -v members/ | sort -u)" PLANT "is not taken in"
is "$(jq -r .values a/cases/*/case123457.json)" 'Eigen van c' \
    "but what else came with it"
is "$(git -C hub.git log main -p -- cases | grep -c PLANT)" 0 \
    "and goes from the shared history again"
run iv-sync -C c
status_is 0 "and there"
is "$(found c PLANT | grep -v members/ | sort -u)" PLANT "as well"
at a iv-sync
same "after plain git" a c

# the list does not get shorter
at d iv-sync 2>/dev/null
git -C d config user.name bert
git -C d config user.email bert@iv.invalid
git -C d rm -q tombstones.json
git -C d commit -q -m weg
run iv-sync -C d
at a iv-sync
is "$(jq -r '.forgotten[]' a/tombstones.json d/tombstones.json)" 'case123456
case123456' "what is forgotten stays forgotten"
run iv-member -C d leave anna
status_is 0 "somebody leaves"
err_like 'still has a copy of the group' "it says what that person has"
err_like "access to $PWD/hub.git" "and what is to be done"
at d iv-group forget --yes anna 2>/dev/null
at d iv-sync
for g in a b c; do at "$g" iv-sync 2>/dev/null; done
is "$(for g in a b c d; do found "$g" PLANT; done)" "" "a person, everywhere"
same "all" a d
iv-sync clone hub.git e 2>/dev/null
run iv-group -C e check
status_is 0 "a new clone is as it should be"
same "new" e a
done_testing
