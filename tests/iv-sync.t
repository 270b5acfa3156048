#!/usr/bin/env bash
# iv-sync: two clones of a group over a directory and file://, what they
# disagree on, and what is refused.
. "${0%/*}/lib.sh"
needs git jq
unset IV_SEED IV_NOW

heads()
{
	git -C "$T/work/$1" rev-parse HEAD
}
# same NAME: a and b are one, to the byte, and whole.
same()
{
	is "$(heads a)" "$(heads b)" "$1: the same commit"
	is "$(diff -r -x .git a b; git -C a status --porcelain
	    git -C b status --porcelain
	    git -C a fsck --strict --no-dangling 2>&1
	    git -C b fsck --strict --no-dangling 2>&1)" "" \
	    "and the same to the byte, clean and whole"
}
both()
{
	at a iv-sync 2>/dev/null
	at b iv-sync 2>/dev/null
	at a iv-sync 2>/dev/null
	same "$1"
}
field()
{
	jq -r "$2" "$1/cases/"*"/$3.json"
}

# --- a group that is not shared ---------------------------------------------
iv-group init a --name Noord --language nl >/dev/null
at a iv-member add --json >/dev/null <<'END'
{"id":"manna12345","name":"Anna","role":"member"}
{"id":"mbert12345","name":"Bert","role":"member"}
END
at a iv-case add --json >/dev/null <<'END'
{"id":"case123456","presenter":"manna12345","title":"Eerste","question":"Hoe doe ik dat?"}
{"id":"case123457","presenter":"mbert12345","title":"Tweede","question":"Hoe doe ik dat?"}
END
run iv-sync -C a
status_is 2 "not shared yet"
err_like "say where with 'iv-sync remote URL'" "says what to do"
run iv-sync -C a remote
status_is 3 "no remote to show"
run iv-sync -C a frobnicate
status_is 2 "no such command"
run iv-sync -C a --frob
status_is 2 "no such option"

# --- remote -------------------------------------------------------------------
cd a || exit 1
run iv-sync remote -n --host-reads nowhere.git
err_like "there is nothing at '$T/work/a/nowhere.git' yet; 'git init" \
    "a directory that is not there is named whole"
cd .. || exit 1
git init -q --bare -b main r.git
before=$(heads a)
run iv-sync -C a remote r.git
status_is 9 "who can read it must be agreed"
err_like 'can read every case, with its history.*--host-reads' "says who"
is "$(heads a)" "$before" "and nothing was changed"
run iv-sync -C a remote --host-reads -- --upload-pack=x
status_is 2 "an address that is an option"
run iv-sync -C a remote --host-reads 'ext::sh -c id'
status_is 2 "an address that is a command"
run iv-sync -C a remote -n --host-reads r.git
is "$status$(heads a)" "0$before" "--dry-run changes nothing"
IV_LANG=nl run iv-sync -C a remote git@git.example.org:wmo.git --host-reads
status_is 0 "a host"
is "$(jq -r '.agreements[] | select(.topic == "records").text' a/group.json |
    grep -c git.example.org)" 1 "becomes an agreement to sign"
run iv-sync -C a remote r.git --host-reads
status_is 0 "a directory"
err_like 'git.example.org:wmo.git stays there' "what lay at the host is told"
is "$(jq -r '.agreements[] | select(.topic == "records").text' a/group.json |
    sed 's/:.*//')" "Onze gegevens staan in een gedeelde map" \
    "in the same agreement, which names only who can read now"
run iv-sync -C a remote
out_like '/r.git$' "shows where"
out_like 'can read every case' "and who can read it"
run iv-sync clone r.git b
status_is 3 "a clone of nothing"
ok "leaves nothing" test ! -e b

# --- first sync, clone ----------------------------------------------------------
run iv-sync -C a -n
status_is 0 "sync --dry-run"
is "$(git -C r.git for-each-ref)" "" "sends nothing"
run iv-sync -C a
status_is 0 "the first sync"
out_empty
err_empty
is "$(git -C r.git rev-parse main)" "$(heads a)" "it is there"
run iv-sync clone r.git b
status_is 0 "clone"
is "$(stat -c %a b)" 700 "closed to others"
same clone
run iv-sync clone r.git b
status_is 6 "not over another"
run iv-sync clone "file://$T/work/r.git" c
status_is 0 "clone over file://"
run iv-sync -C c
status_is 0 "and sync"
is "$(git -C b config merge.iv-json.driver)" \
    'iv-sync merge-file %O %A %B' "the merge driver is there"

# --- two people ---------------------------------------------------------------
at a iv-group me anna
at b iv-group me bert
at a iv-case set case123456 title='Door Anna' >/dev/null
at b iv-case set case123456 urgency=5 >/dev/null
at b iv-case set case123457 title='Door Bert' >/dev/null
both "different fields"
is "$(field a '.title + " " + (.urgency | tostring)' case123456)" \
    'Door Anna 5' "both edits live"
is "$(field a .title case123457)" 'Door Bert' "and the other record"

x=$(at a iv-case add --presenter Anna --title Nieuw-A --question 'Hoe A?')
y=$(at b iv-case add --presenter Bert --title Nieuw-B --question 'Hoe B?')
both "two adds"
is "$(cat a/cases/*/"$x".json | jq -r .title) $(field a .title "$y")" \
    'Nieuw-A Nieuw-B' "neither collides"

# So much of each that git sends a pack, and the merge becomes one.
many()
{
	seq 150 | jq -c --arg t "$2" '{presenter: "manna12345",
	    title: "\($t) \(.)", question: "Hoe doe ik dat?"}' |
	    at "$1" iv-case add --json >/dev/null
}
many a Links
many b Rechts
both "many adds on both sides"
is "$(jq -r .title a/cases/*/*.json | grep -c '^Links\|^Rechts')" 300 \
    "all of them live"
ok "came as packs" test "$(find b/.git/objects/pack -name '*.pack' |
    wc -l)" -ge 2

at a iv-case set case123456 title='Titel van A' >/dev/null
sleep 1.1
at b iv-case set case123456 title='Titel van B' >/dev/null
at a iv-sync
run iv-sync -C b -n
out_like '^change cases/.*/case123456.json$' "--dry-run names what comes in"
is "$(field b .title case123456)" 'Titel van B' "and changes nothing"
run iv-sync -C b
status_is 0 "one field, two values"
err_like 'case123456.json: title: two values' "is reported"
run iv-sync -C a
status_is 0 "the other gets both"
err_like "1 field has two values; see 'iv-sync conflicts'" "and is told"
same "the same field"
is "$(field a .title case123456)" 'Titel van B' "the later one stands"
run iv-sync -C a conflicts -o json
is "$(jq -r '.items[] | [.id, .kind, .field, .stands, .other, .by] |
    join("|")' <<<"$out")" \
    'case123456|case|/title|Titel van B|Titel van A|manna12345' \
    "the other is listed"
run iv-sync -C a conflicts
out_like 'Titel van A +Anna +[0-9-]+ [0-9:]{5}$' \
    "for people with a name, in the group's time"
out_like '^case123456 +case +title +' "and the field as it is typed"
run iv-case -C a show case123456
out_like "^Conflicts +'iv-sync resolve' settles them$" "show tells of it"
out_like '^  title +Titel van A \(Anna\)$' "and whose value does not stand"
run iv-sync -C a status -o json
is "$(jq -c '.items[] | [.ahead, .behind, .conflicts]' <<<"$out")" '[0,0,1]' \
    "status counts it"
run iv-sync -C a resolve case123456 question mine
status_is 3 "no conflict there"
err_like '^  title$' "names those there are, to be typed back"
run iv-sync -C a resolve nope12345x title mine
status_is 3 "no such record"
run iv-sync -C a resolve case123456 title theirs
status_is 0 "resolve theirs"
is "$(field a '.title + " " + (.conflicts | tostring)' case123456)" \
    'Titel van A null' "settles it"
both "settled"
at a iv-case set case123456 title='A weer' question='Hoe doe ik A?' >/dev/null
at b iv-case set case123456 title='B weer' question='Hoe doe ik B?' >/dev/null
both "two fields at once"
is "$(iv-sync -C a conflicts -o id | wc -l)" 2 "two conflicts"
run iv-sync -C a -x
err_like "unknown option '-x'" "an option is named as it was typed"
run iv-sync -C a resolve case12345 title mine
status_is 4 "a beginning that fits two"
stood=$(field a .title case123456)
ok "resolve mine" iv-sync -C a resolve case123456 /title mine
is "$(field a .title case123456)" "$stood" "keeps what stands"
ok "resolve VALUE" iv-sync -C a resolve case123456 question 'Hoe doen wij dat?'
is "$(field a .question case123456)" 'Hoe doen wij dat?' "a third value"
is "$(iv-sync -C a conflicts -o id)" "" "no conflict is left"
both "settled again"

# the group's own record
at a iv-group set place=Zaal-A
at b iv-group set place=Zaal-B
both "the group"
ok "its conflict" iv-sync -C b resolve group place Zaal-C
is "$(jq -r .place b/group.json)" Zaal-C "is settled"
at a iv-group set client=anna
at b iv-group set client=bert
both "and shared"
run iv-sync -C b conflicts -f field,stands,other
out_like '^client +(Anna +Bert|Bert +Anna)$' "people are shown by name"
ok "and typed by it" iv-sync -C b resolve group client anna
is "$(jq -r .client b/group.json)" manna12345 "as usual"
both "settled too"

# --- edit against delete, by hand, by plain git -------------------------------
git_b()
{
	git -C b -c user.name=x -c user.email=x@example.org "$@"
}
git_b rm -q "cases/$(date +%Y)/$y.json" && git_b commit -qm weg
at a iv-case set "$y" title='Toch nog' >/dev/null
at b iv-sync
run iv-sync -C a
err_like "$y.json: changed by one and taken away" "edit against delete"
at b iv-sync
same "edit against delete"
is "$(field b .title "$y")" 'Toch nog' "keeps the edit"

at a iv-case set case123457 urgency=4 >/dev/null
at a iv-sync
jq '.title = "Met de hand"' "b/cases/$(date +%Y)/case123457.json" >x &&
    cat x >"b/cases/$(date +%Y)/case123457.json"
run iv-sync -C b
err_like 'case123457.json: was edited by hand' "an edit by hand is saved"
at a iv-sync
same "an edit by hand"
is "$(field a '.title + " " + (.urgency | tostring)' case123457)" \
    'Met de hand 4' "and merged"
at a iv-case set case123457 urgency=3 >/dev/null
at a iv-sync
echo '{' >"b/cases/$(date +%Y)/case123457.json"
before=$(heads b)
run iv-sync -C b
status_is 5 "a broken file stops it"
is "$(heads b) $(cat "b/cases/$(date +%Y)/case123457.json")" "$before {" \
    "and is left alone"
git -C b checkout -q . && at b iv-sync
same "put back"

# rules that span records
s=$(at a iv-session add --start "$(date -d '+7 days' +%F)T09:30")
u=$(at a iv-session add --start "$(date -d '+14 days' +%F)T09:30")
both "two meetings"
at a iv-session agenda "$s" --case case123457 >/dev/null
at b iv-session agenda "$u" --case case123457 >/dev/null
at a iv-sync
run iv-sync -C b
err_like "case case123457 is on the agenda of meeting" \
    "a case scheduled twice is reported"
run iv-group -C b check
status_is 1 "and found as long as it stands"
mend=$(sed -n "s/.*agenda of meeting.*; '\(iv-session agenda .*\)' .*/\1/p" \
    <<<"$out")
run iv-sync -C b conflicts
out_like '^case123457 +case +session +[0-9-]+T09:30 +[0-9-]+T09:30 ' \
    "both meetings by their dates"
ok "with what mends it" at b $mend
run iv-group -C b check
status_is 0 "which does"
stays=$s
[[ $mend != *"$s"* ]] || stays=$u
is "$(field b '.status + " " + .session + " " + (.conflicts | tostring)' \
    case123457)" "scheduled $stays null" "the case stays on the other agenda"
both "scheduled twice"

# --- no network, a remote that moves on ------------------------------------------
mv r.git away.git
at a iv-case set case123456 urgency=2 >/dev/null
before=$(heads a)
run iv-sync -C a
status_is 8 "no remote"
err_like 'nothing was lost; sync again later' "says so"
is "$(heads a)" "$before" "and nothing was"
IV_LANG=nl run iv-sync -C a
status_is 8 "in Dutch"
run iv-sync -C a status
status_is 8 "status asks the remote"
err_like 'cannot reach' "says so"
err_like 'status --offline. tells what is known here' "and what to do"
run iv-sync -C a status --offline -o json
is "$(jq -c '.items[] | [.ahead, .behind]' <<<"$out")" '[1,null]' \
    "--offline does not"
mv away.git r.git
run iv-sync -C a --no-push
status_is 0 "--no-push"
run iv-sync -C a status -o json
is "$(jq -c '.items[] | [.ahead, .behind]' <<<"$out")" '[1,0]' \
    "one to send"
run iv-sync -C b status -o json
is "$(jq -c '.items[] | [.ahead, .behind]' <<<"$out")" '[0,0]' "none to fetch"
both "sent later"

# A remote that says no, and why.
mkdir -p r.git/hooks
printf '#!/bin/sh\necho "geen plaats" >&2\nexit 1\n' >r.git/hooks/pre-receive
chmod +x r.git/hooks/pre-receive
at a iv-case set case123456 urgency=1 >/dev/null
run iv-sync -C a
status_is 8 "a remote that refuses"
err_like 'nothing was sent' "says so"
rm r.git/hooks/pre-receive

# Five people at once: each is refused while another is first.
for i in 1 2 3 4 5; do
	iv-sync clone r.git "p$i" 2>/dev/null
	at "p$i" iv-case add --presenter Anna --title "P$i" \
	    --question 'Hoe doe ik dat?' >/dev/null
done
for i in 1 2 3 4 5; do
	iv-sync -C "p$i" 2>"p$i.err"
	echo $? >"p$i.status" &
done
wait
for i in 1 2 3 4 5; do
	(iv-sync -C "p$i" 2>"p$i.err"; echo $? >"p$i.status") &
	at "p$i" iv-case add --presenter Anna --title "Q$i" \
	    --question 'Hoe doe ik dat?' >/dev/null
done
wait
for i in 1 2 3 4 5; do
	(iv-sync -C "p$i" 2>"p$i.err"; echo $? >"p$i.status") &
done
wait
is "$(cat p?.status | tr -d '\n')" 00000 "five push at once"
both "and all of it arrives"
is "$(cat a/cases/*/*.json | grep -c '"title": "[PQ][1-5]"')" 10 "ten cases"
rm -rf p? p?.*

# --- what is refused --------------------------------------------------------------
trees=0
# hostile NAME REASON CMD ...: CMD makes a tree in ./h, which another clone has
# committed and pushed by plain git.
hostile()
{
	local name=$1 reason=$2 good before
	trees=$((trees + 1))
	shift 2

	good=$(git -C r.git rev-parse main)
	rm -rf h && git clone -q r.git h 2>/dev/null
	(cd h && git config user.name x && git config user.email x@x.x &&
	    git config core.protectNTFS false && "$@") >/dev/null 2>&1
	git -C h push -q -f origin HEAD:main 2>/dev/null ||
	    fail "$name: could not be made"
	before=$(heads a; find a -not -path '*/.git/*' -type f -exec sha1sum {} +
	    git -C a for-each-ref)
	run iv-sync -C a
	status_is 5 "$name: refused"
	err_like "$reason" "$name: named"
	is "$(heads a; find a -not -path '*/.git/*' -type f -exec sha1sum {} +
	    git -C a for-each-ref)" "$before" "$name: the clone is as it was"
	is "$(git -C a status --porcelain; ls a/.git/iv/incoming 2>/dev/null)" \
	    "" "$name: and nothing of it is left"
	run iv-sync clone r.git k
	status_is 5 "$name: no clone of it"
	ok "$name: nor a directory" test ! -e k
	rm -rf k
	git -C r.git update-ref refs/heads/main "$good"
}
# entry MODE PATH [CONTENT]: straight into the index.
entry()
{
	local id
	id=$(printf '%s' "${3:-}" | git hash-object -w --stdin)

	git update-index --add --cacheinfo "$1,$id,$2" && git commit -qm x
}
# raw "MODE TYPE" ID NAME: a root tree with one entry of any name, by mktree.
raw()
{
	local tree

	tree=$({ git ls-tree HEAD
	    printf '%s %s\t%s\n' "$1" "$2" "$3"; } | git mktree --missing)
	git reset -q --soft "$(git commit-tree -p HEAD -m x "$tree")"
}
member='{"schema": "iv.member/1", "name": "Eve", "role": "member"}'
hostile "a symbolic link" "'members/meve123456.json' is a symbolic link" \
    entry 120000 members/meve123456.json ../../../x
hostile "a linked directory" "'methods' is a symbolic link" \
    entry 120000 methods /tmp
hostile "a submodule" "'sub' is a submodule" \
    raw '160000 commit' "$(heads a)" sub
for name in .git .GIT .Git git~1 '.git ' .git. .gitmodules hooks; do
	hostile "a directory $name" "is no directory" \
	    raw '040000 tree' "$(git -C a rev-parse HEAD:members)" "$name"
done
hostile "a directory .." "'\\.\\.' is no path" \
    raw '040000 tree' "$(git -C a rev-parse HEAD:members)" ..
hostile "a program" "has mode 100755" \
    entry 100755 members/meve123456.json "$member"
hostile "a stray file" "'README.md' is no place" entry 100644 README.md x
hostile "an escape in a name" "is no place" \
    entry 100644 $'members/\e[31m.json' "$member"
hostile "a name in capitals" "is no place" \
    entry 100644 members/MEVE123456.json "$member"
hostile "too deep" "is no directory" entry 100644 members/a/b/c/d.json x
hostile "invalid JSON" "members/meve123456.json:1:" \
    entry 100644 members/meve123456.json '{"schema":'
hostile "a key twice" "members/meve123456.json:1:" entry 100644 \
    members/meve123456.json '{"schema": "iv.member/1", "name": "a", "name": "b", "role": "member"}'
hostile "no field that must be" "members/meve123456.json:1:" \
    entry 100644 members/meve123456.json '{"schema": "iv.member/1"}'
hostile "another kind" "members/meve123456.json:1:1: a case stands" \
    entry 100644 members/meve123456.json '{"schema": "iv.case/1"}'
hostile "conflict markers" "members/meve123456.json:1:1" \
    entry 100644 members/meve123456.json "<<<<<<< HEAD
$member"
huge_blob()
{
	local id

	id=$(head -c 300000000 /dev/zero | git hash-object -w --stdin)
	git update-index --add --cacheinfo "100644,$id,methods/bomb.json" &&
	    git commit -qm x
}
huge()
{
	local id

	id=$(head -c 1100000 /dev/zero | tr '\0' x | git hash-object -w --stdin)
	git update-index --add --cacheinfo "100644,$id,methods/huge.json" &&
	    git commit -qm x
}
hostile "more than 1 MiB" "'methods/huge.json' is larger" huge
hostile "a bomb" "'methods/bomb.json' is larger" huge_blob
no_group()
{
	git rm -q group.json && git commit -qm x
}
hostile "no group" "there is no group.json" no_group
note "$trees hostile trees, each of them fetched and cloned"

# A directory that somebody prepared: what its settings name is not started.
cat >"$T/program" <<END
#!/bin/sh
echo ran >>$T/ran
END
chmod +x "$T/program"
iv-sync clone r.git k 2>/dev/null
keys=0
while read -r key value; do
	keys=$((keys + 1))
	cp k/.git/config config
	git -C k config "$key" "${value:-$T/program}"
	run iv-sync -C k
	like='may start a program or send elsewhere'
	[ "$status" = 6 ] && grep -q "$like" "$T/err" && [ ! -e "$T/ran" ] ||
	    fail "$key: refused" "$status $err $(cat "$T/ran" 2>&1)"
	cp config k/.git/config
done <<END
core.sshCommand
core.gitProxy
core.askPass
core.alternateRefsCommand
credential.helper
credential.https://x.helper
gpg.program
gc.recentObjectsHook
remote.origin.uploadpack
remote.origin.receivepack
remote.origin.vcs ext
remote.origin.pushurl /x
remote.origin.proxy http://x
http.proxy http://x
http.https://x.sslVerify false
http.saveCookies true
url.ext::x.insteadOf /
url.ext::x.pushInsteadOf /
include.path x
includeIf.gitdir:/.path x
extensions.worktreeConfig true
END
pass "$keys settings of a prepared directory are refused"
rm -rf k

# another group, and one with nothing in common
iv-group init other --name Zuid >/dev/null
good=$(git -C r.git rev-parse main)
git -C other push -q -f ../r.git HEAD:main
before=$(heads a)
run iv-sync -C a
status_is 6 "another group"
err_like 'that is another group' "is not mixed in"
is "$(heads a)" "$before" "the clone is as it was"
git -C r.git update-ref refs/heads/main "$good"

# our own stray file is not sent either
run iv-sync -C a
touch a/README.md
git -C a add README.md
git -C a -c user.name=x -c user.email=x@x.x commit -qm x
run iv-sync -C a
status_is 5 "our own stray file"
err_like "not sent, the others would refuse it: 'README.md'" "is named"
git -C a reset -q --hard HEAD~1

# --- a newer program ------------------------------------------------------------
run iv-sync -C b
newer()
{
	local file
	file=$(cd "$1" && ls cases/*/case123457.json)

	jq ".schema = \"iv.case/2\" | .new = \"$2\"" "$1/$file" >x
	cat x >"$1/$file"
	git -C "$1" -c user.name=x -c user.email=x@x.x commit -qam x
}
newer b een
at b iv-sync
run iv-sync -C a
status_is 0 "a record of a newer program is carried"
same "a newer record"
newer b twee
newer a drie
at b iv-sync
before=$(heads a)
run iv-sync -C a
status_is 6 "changed on both sides it is not merged"
err_like 'case123457.json .*newer version.*iv.case/2' "names the newer program"
is "$(heads a)" "$before" "and nothing was changed"
git -C a reset -q --hard HEAD~1
both "put back"

# --- plain git --------------------------------------------------------------------
run iv-sync -C a setup-git
status_is 0 "setup-git"
at a iv-case set case123456 title='Git A' >/dev/null
at b iv-case set case123456 urgency=4 >/dev/null
at b iv-sync
run git -C a -c user.name=x -c user.email=x@x.x pull -q --no-edit
status_is 0 "git pull merges by record"
is "$(field a '.title + " " + (.urgency | tostring)' case123456)" \
    'Git A 4' "field by field"
both "after git pull"
printf '{"a": 1, "b": 1}' >o
printf '{"a": 2, "b": 1}' >m
printf '{"a": 1, "b": 3}' >t
run iv-sync merge-file o m t
status_is 0 "merge-file"
is "$(jq -c . m)" '{"a":2,"b":3}' "merges into the second"
echo '{' >t
cp m m.was
run iv-sync merge-file o m t
status_is 5 "a broken version"
ok "leaves it as it was" cmp m m.was
run iv-sync merge-file o m
status_is 2 "three are needed"

# hooks and filters of the clone do not run
mkdir -p a/.git/hooks
for hook in reference-transaction pre-push post-merge post-checkout; do
	printf '#!/bin/sh\ntouch %s/ran\n' "$T" >"a/.git/hooks/$hook"
	chmod +x "a/.git/hooks/$hook"
done
at a iv-case set case123456 urgency=2 >/dev/null
both "with hooks"
ok "no hook ran" test ! -e "$T/ran"
GIT_DIR=/nonexistent GIT_OBJECT_DIRECTORY=/nonexistent GIT_WORK_TREE=/ \
    run iv-sync -C a
status_is 0 "the environment does not lead git astray"
done_testing
